"""Margin kerning: how far a character may hang into the margin so that the edge looks straight.

Hàn Thế Thành, "Micro-typographic extensions to the TeX typesetting system", TUGboat 21 (2000), chapter 3. He gives
factors by hand for each font; here they come from the outline: the white beside the ink, and a share of the ink
itself that goes with the kind of character.
"""

from __future__ import annotations

from rejoinder.fonts.instance import PinnedFace
from rejoinder.fonts.model import Shaped

STEM = "n"
"""The letter whose side white is what a straight edge is used to: only more white than this counts."""

MOST = 0.7
"""No character hangs out by more than this share of its advance."""

_SINGLE_QUOTES = "'\u2018\u2019\u201a\u201b"
_DOUBLE_QUOTES = '"\u201c\u201d\u201e\u201f'
_GUILLEMETS = "\u2039\u203a\u00ab\u00bb"
_HYPHENS = "-\u00ad\u2010\u2011"

_EITHER_SIDE: tuple[tuple[str, float], ...] = (
    (_SINGLE_QUOTES, 0.8),
    (_DOUBLE_QUOTES, 0.55),
    (_GUILLEMETS, 0.35),
    (_HYPHENS, 0.6),
    ("\u2013", 0.3),
    ("\u2014", 0.2),
    ("*\u2020\u2021", 0.2),
)
_LEFT_SIDE: tuple[tuple[str, float], ...] = (
    *_EITHER_SIDE,
    ("([", 0.1),
    ("AVWYTvwyxX", 0.05),
    ("CGOQcdeoq", 0.03),
)
_RIGHT_SIDE: tuple[tuple[str, float], ...] = (
    *_EITHER_SIDE,
    (".,", 1.0),
    (":;", 0.5),
    ("!?", 0.2),
    (")]", 0.1),
    ("\u00b0", 0.4),
    ("AVWYTFLKPrfvwykxX7", 0.05),
    ("CDGOQceo", 0.03),
)
"""Kinds of characters, and the share of their ink that hangs out besides the white beside it."""

SUPERIOR = 0.08
"""Share of the ink of a raised figure or letter: it stands over the margin like a quotation mark, but says more."""


def _table(kinds: tuple[tuple[str, float], ...]) -> dict[str, float]:
    return {char: share for chars, share in kinds for char in chars}


_RIGHT = _table(_RIGHT_SIDE)
_LEFT = _table(_LEFT_SIDE)


def left_protrusion(shaped: Shaped) -> float:
    """For the first character of a line, in thousandths of an em."""
    if not shaped.gids or not shaped.texts[0] or not isinstance(shaped.face, PinnedFace):
        return 0.0
    return _kept(shaped.face, shaped.gids[0], shaped.texts[0][0], False)


def right_protrusion(shaped: Shaped) -> float:
    """For the last character of a line, in thousandths of an em."""
    if not shaped.gids or not shaped.texts[-1] or not isinstance(shaped.face, PinnedFace):
        return 0.0
    return _kept(shaped.face, shaped.gids[-1], shaped.texts[-1][-1], True)


def _kept(face: PinnedFace, gid: int, char: str, right: bool) -> float:
    key = (gid, char, right)
    amount = face.protrusions.get(key)
    if amount is None:
        amount = face.protrusions[key] = _measured(face, gid, char, right)
    return amount


def _measured(face: PinnedFace, gid: int, char: str, right: bool) -> float:
    ink = face.ink(gid)
    if ink is None:
        return 0.0
    share = (_RIGHT if right else _LEFT).get(char, 0.0)
    if char.isalnum() and ink[1] > face.x_height * 0.4:
        share = SUPERIOR
    if not share:
        return 0.0
    left, _, right_edge, _ = ink
    advance = face.width(gid)
    white = advance - right_edge if right else left
    amount = white - _stem_white(face, right) + share * (right_edge - left)
    return min(max(amount, 0.0), MOST * advance)


def _stem_white(face: PinnedFace, right: bool) -> float:
    gid = face.gid(STEM)
    ink = face.ink(gid) if gid else None
    if ink is None:
        return 0.0
    return max(0.0, face.width(gid) - ink[2] if right else ink[0])
