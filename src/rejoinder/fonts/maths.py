"""The face for mathematical signs: what no text face has, brackets and roots of every size, and where things stand.

STIX Two Math (SIL Open Font License), as the package ziamath brings it; nothing else of that package is used. Its table
MATH (OpenType, "MATH - The mathematical typesetting table") is read through HarfBuzz.
"""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

import uharfbuzz as hb

from rejoinder.fonts.files import FontFile
from rejoinder.fonts.instance import PinnedFace, pinned_face
from rejoinder.fonts.model import Shaped

Direction: TypeAlias = Literal["ttb", "ltr"]
"""Whether a sign grows in height or in width."""


class Part(NamedTuple):
    """A piece of a sign that is put together, from below or from the left; measures in thousandths of an em."""

    gid: int
    start: float
    """How far the piece before may reach into it."""
    end: float
    advance: float
    repeats: bool


class MathFace:
    """The face, and its measures in thousandths of an em. Shared by threads: nothing but its memory changes."""

    def __init__(self, face: PinnedFace) -> None:
        self.face = face
        self._ems = 1000 / face.upem
        self._signs: dict[tuple[int, str], Shaped] = {}

    def constant(self, name: str) -> float:
        """A measure of the table MATH, by HarfBuzz's name for it."""
        return float(self.face.font.get_math_constant(hb.OTMathConstant[name])) * self._ems

    def has(self, char: str) -> bool:
        return char in self.face.file.coverage

    def sign(self, gid: int, text: str) -> Shaped:
        """One glyph that stands for some characters."""
        known = self._signs.get((gid, text))
        if known is None:
            width = self.face.width(gid)
            known = self._signs[gid, text] = Shaped(self.face, text, (gid,), (width,), (text,), width)
        return known

    def sizes(self, gid: int, direction: Direction) -> tuple[tuple[int, float], ...]:
        """The sizes in which a sign is cut, the smallest first: glyph, and its height or width."""
        return _sizes(self, gid, direction)

    def parts(self, gid: int, direction: Direction) -> tuple[Part, ...]:
        """Of what a sign is put together that has to be larger still; nothing if it cannot be."""
        return _parts(self, gid, direction)

    @property
    def overlap(self) -> float:
        """How far two parts reach into each other at the least."""
        return float(self.face.font.get_math_min_connector_overlap("ttb")) * self._ems

    def slant(self, gid: int) -> float:
        """How far a sign's head leans over its right edge (its italics correction)."""
        return float(self.face.font.get_math_glyph_italics_correction(gid) or 0) * self._ems


@lru_cache(maxsize=4096)
def _sizes(face: MathFace, gid: int, direction: Direction) -> tuple[tuple[int, float], ...]:
    ems = 1000 / face.face.upem
    return tuple((one.glyph, one.advance * ems) for one in face.face.font.get_math_glyph_variants(gid, direction))


@lru_cache(maxsize=1024)
def _parts(face: MathFace, gid: int, direction: Direction) -> tuple[Part, ...]:
    ems = 1000 / face.face.upem
    parts, _ = face.face.font.get_math_glyph_assembly(gid, direction)
    return tuple(
        Part(
            one.glyph,
            one.start_connector_length * ems,
            one.end_connector_length * ems,
            one.full_advance * ems,
            bool(one.flags & hb.OTMathGlyphPartFlags.EXTENDER),
        )
        for one in parts
    )


@lru_cache(maxsize=1)
def math_face() -> MathFace:
    """The face. Its package is one that this program needs, so that it is there."""
    package = importlib.util.find_spec("ziamath")
    assert package is not None and package.submodule_search_locations, "ziamath is installed with this program"
    path = Path(package.submodule_search_locations[0]) / "fonts" / "STIXTwoMath-Regular.ttf"
    return MathFace(pinned_face(FontFile(path), ()))
