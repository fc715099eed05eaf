"""A face: a font file pinned at its axes.

Its measures are those of the pinned instance, in thousandths of an em, and its subset is a plain TrueType file.
Knows nothing of text; `typecase.py` shapes with its `font`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from threading import Lock
from typing import TypeAlias

import uharfbuzz as hb

from rejoinder.fonts.files import FontFile
from rejoinder.fonts.model import FontChoice

Axes: TypeAlias = tuple[tuple[str, float], ...]

WEIGHT_NAMES: dict[float, str] = {
    200: "ExtraLight",
    300: "Light",
    400: "Regular",
    500: "Medium",
    600: "Semibold",
    700: "Bold",
    800: "Extrabold",
    900: "Black",
}

EMBEDDED_TABLES = frozenset(("glyf", "head", "hhea", "hmtx", "loca", "maxp"))
"""All that a CIDFontType2 needs of an unhinted TrueType program (ISO 32000-1, 9.9); glyph ids are the codes."""

VARIATION_TABLES = frozenset(("avar", "cvar", "fvar", "gvar", "HVAR", "MVAR"))
"""HarfBuzz needs these to pin the axes, and leaves them out itself once it has."""

SPACE = " "
STAND_INS = ("\ufffd", "?", SPACE)
"""What is set for a character that nobody has, the first of these that the face has; never the empty box."""


def axes_for(file: FontFile, choice: FontChoice) -> Axes:
    """Where to pin the axes: the weight, and the optical size to a tenth of a point; others stay as drawn."""
    wanted: dict[str, float] = {"wght": choice.weight, "opsz": round(choice.optical, 1)}
    if choice.italic and not file.italic:
        wanted |= {"ital": 1.0, "slnt": -90.0}
    return tuple(
        (tag, min(most, max(least, wanted[tag])) if tag in wanted else usual)
        for tag, (least, usual, most) in sorted(file.axes.items())
    )


def nearest_file(files: Iterable[FontFile], choice: FontChoice) -> FontFile:
    """The file that comes nearest to a choice: slope first, then weight; a variable weight is always near."""

    def distance(file: FontFile) -> tuple[bool, float]:
        least, most = (file.axes["wght"][0], file.axes["wght"][2]) if "wght" in file.axes else (file.weight,) * 2
        return file.italic != choice.italic, max(least - choice.weight, choice.weight - most, 0)

    return min(files, key=distance)


class PinnedFace:
    """A font file pinned at its axes; satisfies `model.Face`. Shared by threads: nothing but its memory changes."""

    def __init__(self, file: FontFile, axes: Axes) -> None:
        self.file = file
        self.axes = axes
        self.font = hb.Font(file.face)
        pinned = dict(axes)
        if pinned:
            self.font.set_variations(pinned)
        self.upem = file.upem
        self.glyph_count: int = file.face.glyph_count
        self.weight = round(pinned.get("wght", file.weight))
        self.postscript_name, self.key = _names(file, pinned)
        self.italic_angle = file.italic_angle
        self.serif = file.serif
        self.fixed_pitch = file.fixed_pitch
        self._widths: dict[int, float] = {}
        self.protrusions: dict[tuple[int, str, bool], float] = {}
        extents = self.font.get_font_extents("ltr")
        self.ascent = self._ems(extents.ascender)
        self.descent = self._ems(extents.descender)
        self.cap_height = self._height_of("H", 0.7)
        self.x_height = self._height_of("x", 0.5)
        left, bottom, right, top = file.bbox
        self.bbox = (self._ems(left), self._ems(bottom), self._ems(right), self._ems(top))
        self.stand_in = next((gid for gid in map(self.gid, STAND_INS) if gid), 0)
        self.space_gid = self.gid(SPACE)
        self.space = self.width(self.space_gid)

    def _ems(self, units: float) -> float:
        return units * 1000 / self.upem

    def _height_of(self, char: str, share_of_ascent: float) -> float:
        """Measured on the letter itself: OS/2 speaks of the default instance, and few fonts have MVAR's correction."""
        gid = self.gid(char)
        extents = self.font.get_glyph_extents(gid) if gid else None
        return self._ems(extents.y_bearing) if extents else self.ascent * share_of_ascent

    def gid(self, char: str) -> int:
        """The glyph of a character, 0 if it has none."""
        return self.font.get_nominal_glyph(ord(char)) or 0

    def ink(self, gid: int) -> tuple[float, float, float, float] | None:
        """Left, bottom, right and top of a glyph's outline; None if it has no ink."""
        extents = self.font.get_glyph_extents(gid)
        if extents is None or not extents.width or not extents.height:
            return None
        left, top = extents.x_bearing, extents.y_bearing
        return (
            self._ems(left),
            self._ems(top + extents.height),
            self._ems(left + extents.width),
            self._ems(top),
        )

    def width(self, gid: int) -> float:
        width = self._widths.get(gid)
        if width is None:
            width = self._widths[gid] = self._ems(self.font.get_glyph_h_advance(gid))
        return width

    def subset(self, gids: frozenset[int]) -> bytes:
        return _subset(self.file, self.axes, gids)

    def __repr__(self) -> str:
        return f"<face {self.key}>"


def _names(file: FontFile, pinned: dict[str, float]) -> tuple[str, str]:
    """PostScript name and key. Instances are named as Adobe's TN 5902 names them: `SourceSerif4-Italic_9.3opsz`."""
    if not pinned:
        return _postscript(file.path.stem), file.path.stem
    weight = pinned.get("wght", file.weight)
    style = WEIGHT_NAMES.get(weight, f"W{weight:g}")
    if file.italic:
        style = "Italic" if style == "Regular" else style + "Italic"
    base = _postscript(f"{file.name.replace(' ', '')}-{style}")
    axes = [(tag, f"{value:g}") for tag, value in sorted(pinned.items())]
    suffix = "".join(f"_{value}{tag}" for tag, value in axes if tag != "wght")
    return _postscript(base + suffix), f"{base}@{','.join(f'{tag}={value}' for tag, value in axes)}"


def _postscript(name: str) -> str:
    """At most 63 printable ASCII characters without PDF's delimiters."""
    return "".join(c for c in name if c.isascii() and (c.isalnum() or c in "-_.+"))[:63]


_pinning = Lock()


def pinned_face(file: FontFile, axes: Axes) -> PinnedFace:
    """The one face of a file at these axes, for all threads."""
    with _pinning:
        return _pinned_face(file, axes)


@lru_cache(maxsize=512)
def _pinned_face(file: FontFile, axes: Axes) -> PinnedFace:
    return PinnedFace(file, axes)


@lru_cache(maxsize=128)
def _subset(file: FontFile, axes: Axes, gids: frozenset[int]) -> bytes:
    """Layout, names and hints are left out: the shaping is done, and PDF has its own names."""
    if file.cubic:
        from rejoinder.fonts.quadratic import quadratic  # needs fontTools, and few letters need it

        return quadratic(file, gids)
    wanted = hb.SubsetInput()
    wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING
    wanted.glyph_set.update(gids)
    unwanted = (tag for tag in file.face.table_tags if tag not in EMBEDDED_TABLES and tag not in VARIATION_TABLES)
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode("latin-1"), "big") for tag in unwanted)
    if axes:
        wanted.pin_all_axes_to_default(file.face)
        for tag, value in axes:
            wanted.pin_axis_location(file.face, tag, value)
    return bytes(hb.subset(file.face, wanted).blob.data)
