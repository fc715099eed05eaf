"""Text from right to left: which way a paragraph runs, the level of each of its characters, and where they stand.

Levels are those of the Unicode bidirectional algorithm (UAX 9), as fpdf2 finds them; it is loaded for a paragraph that
has letters from right to left, and for no other. Knows pieces and levels; knows nothing of fonts, columns or pages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import NamedTuple

EXTRA = "pip install 'rejoinder[arabic]' (or rejoinder[hebrew])"
"""What brings the library."""

LONGEST_NEUTRAL = 80
"""So many characters without a direction in a row are looked at. The library recurses over them, and what stands
further in gets the level of its neighbours: nobody writes so many."""

IGNORED = "\u2060"
"""A character that no rule looks at (class BN)."""

_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_FORMATS = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"

_LANGUAGES = frozenset("ar arc ckb dv fa he iw ks nqo pnb ps sd syr ug ur yi".split())
_SCRIPTS = frozenset("adlm arab hebr mand nkoo rohg samr syrc thaa".split())


@lru_cache(maxsize=64)
def is_right_to_left(lang: str) -> bool:
    """Whether a language (BCP 47) is written from right to left: by its script, if the tag names one."""
    first, *others = lang.lower().split("-")
    script = next((part for part in others if len(part) == 4 and part.isalpha()), "")
    return script in _SCRIPTS if script else first in _LANGUAGES


def turns(text: str) -> bool:
    """Whether a text has letters or figures that are written from right to left."""
    return max(text, default="") >= "\u0590" and bool(_pattern(f"[{_RIGHT_TO_LEFT}]").search(text))


@lru_cache(maxsize=4)
def _pattern(written: str) -> re.Pattern[str]:
    """Compiled when it is asked for: most letters never ask, and such ranges take milliseconds."""
    return re.compile(written)


@lru_cache(maxsize=1)
def has_library() -> bool:
    return find_spec("fpdf") is not None


def paragraph_level(text: str, lang: str) -> int:
    """1 for a paragraph that runs from right to left, else 0.

    In a language that does so it does unless it has only letters of the other kind (a reference in English); in
    another one, if its first letter and most of them are written so.
    """
    right = left = 0
    first = ""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL"):
            right += 1
        elif kind == "L":
            left += 1
        else:
            continue
        first = first or kind
    if is_right_to_left(lang):
        return int(right > 0 or left == 0)
    return int(first in ("R", "AL") and right > left)


def levels(text: str, base: int) -> list[int]:
    """The embedding level of each character of a paragraph (UAX 9, rules P1 to I2; L1 is for the lines)."""
    try:
        return _spread(text, base)
    except RecursionError:  # isolates without end: such a text can do without them
        return _spread(_pattern(f"[{_FORMATS}]").sub(IGNORED, text), base)


def _spread(text: str, base: int) -> list[int]:
    """Levels found for what is left of a text without the middle of long runs of neutrals."""
    shorter, kept = _shortened(text)
    found = list(_resolved(shorter, base))
    if len(shorter) != len(text):
        spread = [found[0]] * len(text)
        last = 0
        for level, at in zip(found, kept, strict=True):
            spread[last:at] = [spread[last - 1] if last else level] * (at - last)
            spread[at] = level
            last = at + 1
        found = spread
    return found


def _shortened(text: str) -> tuple[str, list[int]]:
    """A text without the middle of runs of neutrals that are too long, and the places of what is left."""
    kept: list[int] = []
    end = 0
    half = LONGEST_NEUTRAL // 2
    neutrals = _pattern(f"[^\\w{_RIGHT_TO_LEFT}]{{{LONGEST_NEUTRAL + 1},}}")
    for match in neutrals.finditer(text):
        kept.extend(range(end, match.start() + half))
        end = match.end() - half
    kept.extend(range(end, len(text)))
    return "".join([text[at] for at in kept]), kept


@lru_cache(maxsize=256)
def _resolved(text: str, base: int) -> tuple[int, ...]:
    from fpdf.bidi import BidiParagraph
    from fpdf.enums import TextDirection

    direction = TextDirection.RTL if base else TextDirection.LTR
    characters = BidiParagraph(text, base_direction=direction, preserve_bn_chars=True).get_characters()
    found = [base] * len(text)
    for one in characters:
        found[one.character_index] = one.embedding_level
    for at in range(1, len(text)):
        if unicodedata.bidirectional(text[at]) == "BN":  # a soft hyphen or a joiner goes with what is before it
            found[at] = found[at - 1]
    return tuple(found)


class Stand(NamedTuple):
    """Something on a line: how wide it is, and its level."""

    width: float
    level: int


def in_sight(stands: Sequence[Stand]) -> Iterator[int]:
    """The places of what is on a line, from left to right (UAX 9, L2)."""
    order = [*range(len(stands))]
    highest = max((one.level for one in stands), default=0)
    lowest_odd = min((one.level for one in stands if one.level % 2), default=highest + 1)
    for level in range(highest, lowest_odd - 1, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and stands[order[end]].level >= level:
                end += 1
            if end > at:
                order[at:end] = reversed(order[at:end])
            at = end + 1
    yield from order
