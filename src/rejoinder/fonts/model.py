"""Faces and shaped type.

Measures are in thousandths of an em, as in PDF's `/W` and `TJ`.
"""

from __future__ import annotations

from typing import Protocol

from rejoinder.values import dataclass


@dataclass(frozen=True, slots=True)
class FontChoice:
    """What a text style asks for: a role of the sheet's `fonts:`, and how it is to be cut.

    `optical` is the size in points the cut is meant for (axis `opsz`); faces without the axis ignore it.
    `features` are OpenType features besides the font's defaults, as HarfBuzz writes them: `onum`, `-liga`, `sups`.
    """

    role: str
    weight: int = 400
    italic: bool = False
    optical: float = 9.0
    features: tuple[str, ...] = ()


class Face(Protocol):
    """A font file pinned at its axes. Hashable by identity; `key` is equal for equal faces of any run."""

    key: str
    """`SourceSerif4-Regular@opsz=9.3,wght=400`: names the face in dumps, orders faces in the file."""
    postscript_name: str
    upem: int
    glyph_count: int
    ascent: float
    descent: float
    cap_height: float
    x_height: float
    italic_angle: float
    weight: int
    serif: bool
    fixed_pitch: bool
    bbox: tuple[float, float, float, float]
    space: float
    """Advance of U+0020."""
    space_gid: int

    def width(self, gid: int) -> float:
        """The pinned instance's own advance of a glyph, without kerning (what `/W` must say)."""
        ...

    def subset(self, gids: frozenset[int]) -> bytes:
        """A TrueType file with the axes pinned and glyph ids retained."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Shaped:
    """A stretch of text in one face, as HarfBuzz shaped it. Compared by identity; kept and shared by the `Typecase`.

    One entry of `gids`, `advances`, `offsets` and `texts` per glyph. `advances` include kerning. `texts` are the
    characters each glyph stands for: a ligature has several, a glyph that continues a cluster has "".
    `"".join(texts) == text`. A hyphen that line breaking put there has the text U+00AD.
    """

    face: Face
    text: str
    gids: tuple[int, ...]
    advances: tuple[float, ...]
    texts: tuple[str, ...]
    width: float
    """Sum of `advances`."""
    offsets: tuple[tuple[float, float], ...] = ()
    """Of each glyph, x and y; empty when all are zero (nearly always)."""
    level: int = 0
    """Embedding level (UAX 9): where it is odd the stretch runs from right to left. All lists are in the order of the
    text all the same; whoever draws begins with the last glyph, so that offsets are as HarfBuzz gave them."""
