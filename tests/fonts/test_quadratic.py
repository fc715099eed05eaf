"""PostScript outlines as TrueType's: the same glyphs in the same places, drawn within half a unit."""

from __future__ import annotations

import io

import pytest
import uharfbuzz as hb

from rejoinder.fonts.files import FontFile, family_files
from rejoinder.fonts.instance import pinned_face
from rejoinder.fonts.quadratic import quadratic

TEXT = "日本語の「文」。"


@pytest.fixture(scope="module")
def file() -> FontFile:
    (found,) = family_files("Noto Serif JP")
    return found


@pytest.fixture(scope="module")
def gids(file: FontFile) -> frozenset[int]:
    font = hb.Font(file.face)
    return frozenset(font.get_nominal_glyph(ord(char)) or 0 for char in TEXT)


def test_it_is_a_font_that_others_can_read(file: FontFile, gids: frozenset[int]) -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    read = ttlib.TTFont(io.BytesIO(quadratic(file, gids)), checkChecksums=2)
    assert read["maxp"].numGlyphs == max(gids) + 1
    glyphs = read["glyf"]
    drawn = {gid for gid, name in enumerate(read.getGlyphOrder()) if glyphs[name].numberOfContours}
    assert drawn == gids
    points = [len(glyphs[read.getGlyphName(gid)].coordinates) for gid in gids]
    assert read["maxp"].maxPoints == max(points)


def test_glyphs_are_as_wide_and_as_black_as_they_were(file: FontFile, gids: frozenset[int]) -> None:
    before, after = hb.Font(file.face), hb.Font(hb.Face(hb.Blob(quadratic(file, gids))))
    for gid in gids:
        assert after.get_glyph_h_advance(gid) == before.get_glyph_h_advance(gid)
        was, now = before.get_glyph_extents(gid), after.get_glyph_extents(gid)
        assert was is not None and now is not None
        for name in ("x_bearing", "y_bearing", "width", "height"):
            assert abs(getattr(was, name) - getattr(now, name)) <= 2, name


def test_a_face_embeds_it(file: FontFile, gids: frozenset[int]) -> None:
    face = pinned_face(file, ())
    assert face.subset(gids) == quadratic(file, gids) == face.subset(gids)
    assert face.subset(gids)[:4] == b"\0\1\0\0"
