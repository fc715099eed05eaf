"""Glyphs stand where the PDF's operators put them, however its program moves the pen."""

from __future__ import annotations

from pathlib import Path

import pytest
from handmade import HEIGHT, Sheet, width_of, write

from glyphs import Area, drawings, read

PLACES = [(50.0, 55.0), (55.0, 60.0), (63.0, 68.0), (68.0, 73.0)]
"""Of `ab cd` at 10 pt with a word space of 3 pt, from x = 50."""

WAYS = {
    "a space glyph of 2.5 pt, and 0.5 pt of word spacing": "0.5 Tw (ab cd) Tj",
    "a number in an array": "[(ab) -300 (cd)] TJ",
    "a space glyph and a number": "[(ab ) -50 (cd)] TJ",
    "a move to each word": "(ab) Tj 13 0 Td (cd) Tj",
    "a matrix for each word": "(ab) Tj 1 0 0 1 63 500 Tm (cd) Tj",
}


def placed(pdf: Path) -> list[tuple[float, float]]:
    return [(round(glyph.x0, 3), round(glyph.x1, 3)) for glyph in read(pdf).leaves[0].glyphs]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_word_space_is_what_lies_between_two_advances(way: str, tmp_path: Path) -> None:
    sheet = Sheet([f"BT /text 10 Tf 1 0 0 1 50 500 Tm {way} ET"])
    assert placed(write(tmp_path / "a.pdf", sheet)) == PLACES


def test_letterspace_is_no_part_of_an_advance_and_follows_the_last_letter_too(tmp_path: Path) -> None:
    sheet = Sheet(["BT /text 10 Tf 1 0 0 1 50 500 Tm 1 Tc (ab) Tj (cd) Tj ET"])
    assert placed(write(tmp_path / "a.pdf", sheet)) == [(50, 55), (56, 61), (62, 67), (68, 73)]


def test_widened_letters_have_wider_advances(tmp_path: Path) -> None:
    sheet = Sheet(["BT /text 10 Tf 102 Tz 1 0 0 1 50 500 Tm (ab) Tj ET"])
    assert placed(write(tmp_path / "a.pdf", sheet)) == [(50, 55.1), (55.1, 60.2)]


def test_size_and_place_go_through_all_matrices(tmp_path: Path) -> None:
    upside_down = ["q 0.75 0 0 -0.75 0 600 cm", "BT /text 12 Tf 1 0 0 -1 80 160 Tm (x) Tj ET", "Q"]
    glyph = read(write(tmp_path / "a.pdf", Sheet(upside_down))).leaves[0].glyphs[0]
    assert (glyph.x0, glyph.y, glyph.size) == pytest.approx((60, 120, 9))
    assert glyph.x1 == pytest.approx(60 + width_of("x", 9))


def test_a_ligature_is_one_glyph(tmp_path: Path) -> None:
    sheet = Sheet([r"BT /text 10 Tf 1 0 0 1 50 500 Tm (a\310) Tj ET"])
    assert [glyph.text for glyph in read(write(tmp_path / "a.pdf", sheet)).leaves[0].glyphs] == ["a", "ﬁ"]


def test_raised_letters_stand_on_a_height_of_their_own(tmp_path: Path) -> None:
    sheet = Sheet(["BT /text 10 Tf 1 0 0 1 50 500 Tm (a) Tj 3 Ts (b) Tj ET"])
    low, high = read(write(tmp_path / "a.pdf", sheet)).leaves[0].glyphs
    assert (low.y, high.y) == (100, 97)


def test_the_width_of_the_faces_own_space_is_found_where_one_is_drawn(tmp_path: Path) -> None:
    drawn = read(write(tmp_path / "a.pdf", Sheet(["BT /text 10 Tf 110 Tz (a b) Tj ET"])))
    moved = read(write(tmp_path / "b.pdf", Sheet(["BT /text 10 Tf (a) Tj 8 0 Td (b) Tj ET"])))
    assert list(drawn.spaces.values()) == [0.25]
    assert not moved.spaces


RULES = {
    "filled": "50 500 60 0.4 re f",
    "stroked": "50 500 m 110 500 l S",
    "a large shape seen through a thin clip": "q 50 500 60 0.4 re W n 50 450 60 50 re f Q",
}


@pytest.mark.parametrize("way", RULES.values(), ids=RULES)
def test_a_thin_shape_is_a_rule(way: str, tmp_path: Path) -> None:
    leaf = read(write(tmp_path / "a.pdf", Sheet([way]))).leaves[0]
    assert [(bar.x0, bar.x1) for bar in leaf.bars] == [(50, 110)]
    assert leaf.bars[0].y == pytest.approx(HEIGHT - 500, abs=0.3)
    assert not leaf.areas


def test_a_clip_holds_until_the_state_is_restored(tmp_path: Path) -> None:
    sheet = Sheet(["q 50 500 60 0.4 re W n Q", "50 300 60 60 re f"])
    assert read(write(tmp_path / "a.pdf", sheet)).leaves[0].areas == (Area(50, 110, 240, 300),)


def test_what_is_written_in_a_drawing_is_no_text(tmp_path: Path) -> None:
    sheet = Sheet(["50 300 100 100 re S"])
    sheet.words(60, 250, "label")
    sheet.words(60, 400, "text")
    assert "".join(glyph.text for glyph in read(write(tmp_path / "a.pdf", sheet)).leaves[0].glyphs) == "text"


def test_shapes_that_nearly_touch_are_one_drawing() -> None:
    parts = [Area(0, 30, 0, 30), Area(35, 60, 0, 30), Area(0, 60, 35, 50), Area(200, 260, 0, 50), Area(300, 310, 0, 5)]
    assert sorted(drawings(parts)) == [Area(0, 60, 0, 50), Area(200, 260, 0, 50)]
