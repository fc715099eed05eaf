"""Where type stands: glyph by glyph, as a reader of PDF places it."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from setting import HEIGHT, ITALIC, LETTER, SANS, SERIF, column, line, made_up, page, segment, typecase, width

from rejoinder.galley.model import Element, Segment
from rejoinder.geometry import Box
from rejoinder.pages.model import Placed, PlacedRule
from rejoinder.pdf.write import write_pdf
from rejoinder.style.model import Colour


@dataclass
class Shown:
    """A glyph as shown: its code, where it stands (y from below), and how wide it is."""

    code: int
    x: float
    y: float
    width: float
    size: float
    colour: tuple[float, ...]


def content(*items: Placed) -> tuple[list[Shown], list[str]]:
    """All glyphs of a page by the rules of ISO 32000-1, 9.4.4, and all its operators."""
    elements = (Element(1, "Document"), Element(2, "P", 1))
    data = write_pdf(made_up(elements, page(items)), LETTER, stamp=None)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        widths = {str(key): _widths(font.DescendantFonts[0].W) for key, font in pdf.pages[0].Resources.Font.items()}
        shown: list[Shown] = []
        operators: list[str] = []
        state: dict[str, Any] = {"Tc": 0.0, "Tz": 100.0, "Ts": 0.0, "colour": (0.0,)}
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
            operators.append(str(operator))
            match str(operator):
                case "Tc" | "Tz" | "Ts" as key:
                    state[key] = float(operands[0])
                case "Tf":
                    state["font"], state["size"] = widths[str(operands[0])], float(operands[1])
                case "g" | "rg":
                    state["colour"] = tuple(float(operand) for operand in operands)
                case "Tm":
                    assert [float(operand) for operand in operands[:4]] == [1, 0, 0, 1]
                    state["x"], state["y"] = float(operands[4]), float(operands[5])
                case "TJ":
                    for piece in operands[0]:
                        _show(piece, state, shown)
        return shown, operators


def _show(piece: Any, state: dict[str, Any], shown: list[Shown]) -> None:
    scale = state["Tz"] / 100
    if not isinstance(piece, pikepdf.String):
        state["x"] -= float(piece) / 1000 * state["size"] * scale
        return
    data = bytes(piece)
    for high, low in zip(data[::2], data[1::2], strict=True):
        code = high * 256 + low
        advance = (state["font"][code] / 1000 * state["size"] + state["Tc"]) * scale
        shown.append(Shown(code, state["x"], state["y"] + state["Ts"], advance, state["size"], state["colour"]))
        state["x"] += advance


def _widths(array: Any) -> dict[int, float]:
    items = list(array)
    return {
        int(start) + place: float(one)
        for start, ones in zip(items[::2], items[1::2], strict=True)
        for place, one in enumerate(ones)
    }


def expected(x: float, one: Segment) -> list[float]:
    """Where each glyph of a segment should begin, spaces included, by the model's word."""
    places = []
    for shaped, gap in zip(one.shaped, one.gaps, strict=True):
        offsets = shaped.offsets or ((0.0, 0.0),) * len(shaped.gids)
        for advance, (dx, _) in zip(shaped.advances, offsets, strict=True):
            places.append(x + dx / 1000 * one.size * one.scale)
            x += (advance / 1000 * one.size + one.tracking) * one.scale
        if gap is not None:
            places.append(x)
            x += gap
    return places


def set_one(one: Segment) -> list[Shown]:
    return content(*column([line(one, element=2)], x=50.0, y=100.0))[0]


@settings(max_examples=60, deadline=None)
@given(
    text=st.text("AVToffice,. WäŁ-", min_size=1, max_size=30).filter(str.strip),
    size=st.floats(4, 40),
    gap=st.floats(0.2, 9),
    scale=st.floats(0.9, 1.1),
    tracking=st.floats(-0.3, 2),
)
def test_every_glyph_stands_where_it_was_set(text: str, size: float, gap: float, scale: float, tracking: float) -> None:
    one = segment(text, size=size, gap=gap, scale=scale, tracking=tracking)
    places = [glyph.x for glyph in set_one(one)]
    assert places == pytest.approx(expected(50.0, one), abs=0.02)


def test_kerned_words_and_stretched_spaces_end_where_the_segment_ends() -> None:
    one = segment("AVATAR To Wolves.", gap=4.4, scale=1.02)
    last = set_one(one)[-1]
    assert last.x + last.width == pytest.approx(50.0 + width(one), abs=0.005)


def test_different_gaps_in_one_segment() -> None:
    one = segment("one two three ")
    one = replace(one, gaps=(1.5, 4.0, 0.7))
    assert [glyph.x for glyph in set_one(one)] == pytest.approx(expected(50.0, one), abs=0.005)


def test_a_space_at_the_end_of_a_line_is_painted() -> None:
    assert len(set_one(segment("end "))) == len(set_one(segment("end"))) + 1


def test_y_is_turned_upside_down_and_rise_goes_up() -> None:
    (glyph,) = set_one(segment("a", rise=3.0))
    assert glyph.y == pytest.approx(HEIGHT - 100.0 + 3.0)
    assert {one.y for one in set_one(segment("ab"))} == {HEIGHT - 100.0}


def test_the_state_of_one_segment_does_not_leak_into_the_next() -> None:
    plain = segment("plain")
    odd = segment("odd", size=6, rise=2, scale=0.97, tracking=0.4, choice=SANS, colour=Colour((255, 0, 0)))
    both = content(*column([line(odd, plain, element=2)]))[0][-5:]
    alone = content(*column([line(plain, element=2)]))[0]
    for first, second in zip(both, alone, strict=True):
        assert (first.width, first.y, first.size, first.colour) == (second.width, second.y, second.size, second.colour)


def test_state_is_said_only_when_it_changes() -> None:
    _, operators = content(*column([line(segment("one two"), element=2)] * 10))
    assert [operators.count(key) for key in ("BT", "Tf", "Tz", "Tc", "Ts", "g", "rg", "BDC")] == [
        1,
        1,
        0,
        0,
        0,
        0,
        0,
        1,
    ]


def test_colours_and_rules() -> None:
    blue = Colour((0, 51, 255))
    rule = PlacedRule(Box(10, 20, 30, 2), Colour((51, 51, 51)))
    shown, operators = content(*column([line(segment("a", colour=blue), element=2)]), rule)
    assert shown[0].colour == pytest.approx((0, 0.2, 1))
    assert operators[-6:] == ["ET", "BDC", "g", "re", "f", "EMC"]


def test_marks_displaced_in_height_and_back_again() -> None:
    (shaped,) = typecase().shape("abc", SERIF, "en")
    moved = replace(shaped, offsets=((0.0, 0.0), (-120.0, 250.0), (40.0, 0.0)))
    one = replace(segment("x"), shaped=(moved,), gaps=(2.0,), size=10.0, rise=1.0)
    shown = set_one(one)
    base = HEIGHT - 100.0 + 1.0
    assert [glyph.y for glyph in shown] == pytest.approx([base, base + 2.5, base, base])
    assert [glyph.x for glyph in shown] == pytest.approx(expected(50.0, one), abs=0.005)


def test_marks_displaced_sideways_only() -> None:
    (shaped,) = typecase().shape("abc", SERIF, "en")
    one = replace(segment("x"), shaped=(replace(shaped, offsets=((10.0, 0.0), (-120.0, 0.0), (40.0, 0.0))),))
    assert [glyph.x for glyph in set_one(one)] == pytest.approx(expected(50.0, one), abs=0.005)


def test_words_of_several_faces_in_one_segment() -> None:
    roman, italic = segment("roman "), segment("italic words ", choice=ITALIC)
    one = replace(roman, shaped=roman.shaped + italic.shaped, gaps=roman.gaps + italic.gaps)
    shown = set_one(one)
    assert [glyph.x for glyph in shown] == pytest.approx(expected(50.0, one), abs=0.005)


def test_an_empty_line_paints_nothing() -> None:
    assert content(*column([line(element=2), line(replace(segment("a"), shaped=(), gaps=()), element=2)]))[0] == []
