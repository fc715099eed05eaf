"""Straight quotation marks, dashes and dots become the ones that a compositor sets.

Knows pieces of text in their order and a language; knows nothing of Markdown or letters.
What the author wrote with the right characters in the first place is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rejoinder.values import dataclass


class Quotes(NamedTuple):
    """What `"…"` and `'…'` are set as."""

    open: str
    close: str
    inner_open: str
    inner_close: str


ENGLISH = Quotes("“", "”", "‘", "’")
_GUILLEMETS = Quotes("«", "»", "“", "”")
_LOW = Quotes("„", "“", "‚", "‘")
_LOW_HIGH = Quotes("„", "”", "‚", "’")
_SAME = Quotes("”", "”", "’", "’")

QUOTES: dict[str, Quotes] = {
    "en": ENGLISH,
    "fr": Quotes("«\u00a0", "\u00a0»", "“", "”"),
    "fr-ch": Quotes("«\u202f", "\u202f»", "‹\u202f", "\u202f›"),
    "de": _LOW,
    "de-ch": Quotes("«", "»", "‹", "›"),
    "de-li": Quotes("«", "»", "‹", "›"),
    "es": _GUILLEMETS,
    "ca": _GUILLEMETS,
    "it": _GUILLEMETS,
    "pt": _GUILLEMETS,
    "pt-br": ENGLISH,
    "el": _GUILLEMETS,
    "nb": Quotes("«", "»", "‘", "’"),
    "no": Quotes("«", "»", "‘", "’"),
    "nn": Quotes("«", "»", "‘", "’"),
    "ru": Quotes("«", "»", "„", "“"),
    "uk": Quotes("«", "»", "„", "“"),
    "be": Quotes("«", "»", "„", "“"),
    "da": Quotes("»", "«", "›", "‹"),
    "sv": _SAME,
    "fi": _SAME,
    "pl": Quotes("„", "”", "«", "»"),
    "hu": Quotes("„", "”", "»", "«"),
    "ro": Quotes("„", "”", "«", "»"),
    "cs": _LOW,
    "sk": _LOW,
    "sl": _LOW,
    "hr": _LOW_HIGH,
    "sr": _LOW_HIGH,
    "bg": _LOW,
    "lt": _LOW,
    "lv": _LOW,
    "et": _LOW,
    "is": _LOW,
}


def quotes_of(lang: str) -> Quotes:
    """The quotation marks of a language (BCP 47), by region if it has its own; English ones if it is not known."""
    parts = lang.lower().split("-")
    return QUOTES.get(f"{parts[0]}-{parts[-1]}") or QUOTES.get(parts[0], ENGLISH)


@dataclass(slots=True)
class Piece:
    """A run of text, or what stands between two: `fixed` text is seen by its neighbours but never changed."""

    text: str
    fixed: bool = False
    quotes: Quotes = ENGLISH


CLOSING = frozenset(".,;:!?)]}»”’…%")
STRAIGHT = re.compile("[\"']")
HIDDEN = str.maketrans("\"'", "\ufffc\ufffc")
DECADE = re.compile(r"\d0s|\d\d(?!\d|['\w])")
APOSTROPHE = "’"


def set_quotes(pieces: Sequence[Piece]) -> None:
    """Turn the straight quotation marks of one paragraph into curly ones, in place.

    An opening `'` without a closing one is an apostrophe (’tis, ’90s); an opening `"` without a closing one stays
    an opening one, as a quotation over several paragraphs has it. A mark after a digit that closes nothing is
    a prime and stays straight.
    """
    text = "".join(p.text.translate(HIDDEN) if p.fixed else p.text for p in pieces)
    kinds = _kinds(text)
    if kinds:
        _replace(pieces, kinds)


def _kinds(text: str) -> dict[int, int]:
    """For each straight mark that changes, which of the four marks it becomes (0–3), or -1 for an apostrophe."""
    kinds: dict[int, int] = {}
    singles: list[int] = []
    depth = 0
    last = len(text) - 1
    for found in STRAIGHT.finditer(text):
        at = found.start()
        before = text[at - 1] if at else " "
        after = text[at + 1] if at < last else " "
        opens = not after.isspace() and not before.isalnum() and before not in CLOSING
        closes = not before.isspace() and not after.isalnum()
        if found[0] == '"':
            if depth and closes:
                kinds[at], depth = 1, depth - 1
            elif opens:
                kinds[at], depth = 0, depth + 1
            elif closes and not before.isdigit():
                kinds[at] = 1
        elif before.isalnum() and after.isalnum():
            if not (before.isdigit() and after.isdigit()):
                kinds[at] = -1
        elif opens and DECADE.match(text, at + 1):
            kinds[at] = -1
        elif opens and not (singles and closes):
            singles.append(at)
        elif closes and singles:
            kinds[singles.pop()], kinds[at] = 2, 3
        elif closes and not before.isdigit():
            kinds[at] = -1
    kinds.update((at, -1) for at in singles)
    return kinds


def _replace(pieces: Sequence[Piece], kinds: dict[int, int]) -> None:
    start = 0
    marks = iter(sorted(kinds.items()))
    mark = next(marks, None)
    for piece in pieces:
        end = start + len(piece.text)
        if mark and mark[0] < end:
            parts: list[str] = []
            done = 0
            while mark and mark[0] < end:
                at = mark[0] - start
                parts += piece.text[done:at], piece.quotes[mark[1]] if mark[1] >= 0 else APOSTROPHE
                done = at + 1
                mark = next(marks, None)
            piece.text = "".join(parts) + piece.text[done:]
        start = end


def set_dashes(text: str) -> str:
    """`---` becomes an em rule, `--` an en rule, `...` an ellipsis."""
    if "--" in text:
        text = text.replace("---", "—").replace("--", "–")
    return text.replace("...", "…") if "..." in text else text
