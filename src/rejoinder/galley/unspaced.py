"""Words that no spaces part: Chinese, Japanese, Korean, Thai and the like become parts with seams between them.

Chinese and Japanese: JIS X 4051 and W3C's "Requirements for Japanese Text Layout" (JLREQ) and "for Chinese Text Layout"
(CLREQ): which signs begin or end no line, the half em beside brackets and stops, and the quarter em beside Latin words.
Thai, Lao, Khmer and Burmese words are found by ICU with its dictionaries (UAX 14, class SA), where it is installed.
Knows characters; knows nothing of faces or lines.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib.util import find_spec
from typing import NamedTuple

from rejoinder.fonts.script import clusters

OPENING = frozenset("「『（【［｛〈《〔〖〘〝｟")
CLOSING = frozenset("」』）】］｝〉》〕〗〙〟｠")
STOPS = frozenset("、。，．")
MIDDLE = frozenset("：；・")
NO_BEGINNING = frozenset(
    "！？‼⁇⁈⁉ー々〻ゝゞヽヾ〜～゠–—…‥％‰℃"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
)
"""No line begins with any of these (JLREQ 3.1.7; the prolonged sound mark and small kana as strict rules have it)."""

LATIN_OPENING = "([{“‘«$€£¥"
LATIN_CLOSING = ")]}”’»,.;:!?%"

_FIRST = "\u0e01"
"""No character before this one is of a script without spaces."""

_RANGES: tuple[tuple[str, str, str], ...] = (
    ("\u0e01", "\u0e3a", "S"),
    ("\u0e40", "\u0e4e", "S"),
    ("\u0e80", "\u0edf", "S"),
    ("\u1000", "\u103f", "S"),
    ("\u1050", "\u108f", "S"),
    ("\u1100", "\u11ff", "H"),
    ("\u1780", "\u17d3", "S"),
    ("\u17dc", "\u17dd", "S"),
    ("\u2e80", "\u312f", "I"),
    ("\u3130", "\u318f", "H"),
    ("\u3190", "\ua4cf", "I"),
    ("\ua960", "\ua97f", "H"),
    ("\uac00", "\ud7ff", "H"),
    ("\uf900", "\ufaff", "I"),
    ("\ufe30", "\ufe4f", "I"),
    ("\uff01", "\uffef", "I"),
    ("\U0001b000", "\U0001b16f", "I"),
    ("\U00020000", "\U0003ffff", "I"),
)
"""First and last character; I: ideographs, kana and their signs, H: Hangul, S: Thai, Lao, Burmese, Khmer."""

HALF, QUARTER = 0.5, 0.25


class Seam(NamedTuple):
    """What is between two parts, in ems: white that is no character, and whether a line may end there."""

    width: float = 0.0
    stretch: float = 0.0
    shrink: float = 0.0
    breaks: bool = False
    penalty: float = 0.0


class Part(NamedTuple):
    """A part of a token, and the seam before it. `halved`: a bracket or stop, to be set half an em wide."""

    text: str
    seam: Seam = Seam()
    halved: bool = False


BETWEEN_IDEOGRAPHS = Seam(0.0, 0.05, 0.0, True)
BETWEEN_SYLLABLES = Seam(0.0, 0.0, 0.0, True, 30.0)
"""Of Hangul: a line ends at a space rather."""
BETWEEN_WORDS = Seam(0.0, 0.06, 0.0, True)
"""Of Thai, Lao, Khmer, Burmese."""
BESIDE_LATIN = Seam(QUARTER, 0.125, 0.125, True)
BESIDE_BRACKET = Seam(HALF, 0.05, 0.2, True)
KEPT = Seam()
FIRM = Seam(0.0, 0.05)
"""Stretched like its neighbours, but no line ends there."""


def is_unspaced(text: str) -> bool:
    return max(text, default="") >= _FIRST and any(_kind(char) != "L" for char in text)


def needs_dictionary(text: str) -> bool:
    return any(_kind(char) == "S" for char in text)


@lru_cache(maxsize=1)
def has_dictionary() -> bool:
    """Whether the library is installed that knows where words end that nothing parts."""
    return find_spec("icu4py") is not None


def is_ideograph(char: str) -> bool:
    """Whether a character is one that stands without spaces beside others, of Chinese or Japanese."""
    return _kind(char) == "I"


@lru_cache(maxsize=4096)
def _kind(char: str) -> str:
    """I, H or S as in the table; L: of a script with spaces."""
    return next((kind for first, last, kind in _RANGES if first <= char <= last), "L")


@lru_cache(maxsize=4096)
def parts(token: str, lang: str) -> tuple[Part, ...]:
    """A token taken apart; one part alone if it is a word like others."""
    units = _units(token, lang)
    out: list[Part] = []
    for at, (text, kind) in enumerate(units):
        seam = _seam(units[at - 1], (text, kind), lang) if at else KEPT
        out.append(Part(text, seam, _halved(text, lang)))
    return tuple(out)


def _halved(text: str, lang: str) -> bool:
    """Stops stand in the middle of their em where Chinese is written in the traditional way: there they keep it."""
    return text in OPENING or text in CLOSING or (text in STOPS and not _is_traditional(lang))


def _is_traditional(lang: str) -> bool:
    return lang.lower().startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo"))


def _units(token: str, lang: str) -> list[tuple[str, str]]:
    """Ideographs and syllables each by itself; Latin and Thai words whole. Kinds: I, H, S, L."""
    units: list[tuple[str, str]] = []
    run = ""
    kind = ""
    for cluster in clusters(token):
        now = _kind(cluster[0])
        if run and (now != kind or now in "IH"):
            units += _words(run, kind, lang)
            run = ""
        run, kind = run + cluster, now
    return units + _words(run, kind, lang) if run else units


def _words(run: str, kind: str, lang: str) -> list[tuple[str, str]]:
    if kind != "S" or not has_dictionary():
        return [(run, kind)]
    from icu4py.breakers import LineBreaker

    return [(word, "S") for word in LineBreaker(run, _locale(lang))]


def _locale(lang: str) -> str:
    """A locale that ICU knows: its dictionaries go by script."""
    primary = lang.partition("-")[0].lower()
    return primary if primary.isascii() and primary.isalpha() and len(primary) <= 3 else "th"


def _seam(before: tuple[str, str], after: tuple[str, str], lang: str) -> Seam:
    left, left_kind = before
    right, right_kind = after
    breaks = _may_break(left, left_kind, right, right_kind)
    if left_kind == right_kind == "S":
        return BETWEEN_WORDS
    if "I" in (left_kind, right_kind):
        return _beside_ideograph(before, after, breaks, lang)
    if "H" in (left_kind, right_kind):
        return BETWEEN_SYLLABLES if breaks and left_kind == right_kind else KEPT
    return BETWEEN_WORDS if breaks and "S" in (left_kind, right_kind) else KEPT


def _beside_ideograph(before: tuple[str, str], after: tuple[str, str], breaks: bool, lang: str) -> Seam:
    left, left_kind = before
    right, right_kind = after
    closed = left in CLOSING or (left in STOPS and not _is_traditional(lang))
    closing = right in CLOSING or right in STOPS
    if (closed and not closing) or (right in OPENING and left not in OPENING):
        return BESIDE_BRACKET._replace(breaks=breaks)
    if closed or closing or left in OPENING:
        return KEPT
    latin = left_kind == "L" or right_kind == "L"
    if latin:
        letter = left[-1] if left_kind == "L" else right[0]
        other = right if left_kind == "L" else left
        if letter.isalnum() and other not in MIDDLE and not unicodedata.category(other[0]).startswith("P"):
            return BESIDE_LATIN._replace(breaks=breaks)
        return BETWEEN_IDEOGRAPHS if breaks else KEPT
    return BETWEEN_IDEOGRAPHS if breaks else FIRM


def _may_break(left: str, left_kind: str, right: str, right_kind: str) -> bool:
    if right in CLOSING or right in STOPS or right in MIDDLE or right[0] in NO_BEGINNING:
        return False
    if left in OPENING:
        return False
    if right_kind == "L" and right[0] in LATIN_CLOSING:
        return False
    return not (left_kind == "L" and left[-1] in LATIN_OPENING)
