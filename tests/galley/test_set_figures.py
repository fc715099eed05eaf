"""Figures, captions and mentions; where a float that stays in its place stands; what all floats have in common."""

from __future__ import annotations

from dataclasses import replace

import pytest
from written_floats import (
    figure,
    find,
    ink,
    lines_in,
    mention,
    picture,
    placed,
    said_by,
    set_float,
    set_floats,
    table,
    tree,
    whole,
)

from composing import HERE, compose, document, galley_of, inlines, note, section, sheet_of
from rejoinder.document.model import Figure, Inline, Listing, Paragraph, Quote, Table, Target, Words
from rejoinder.galley.model import Galley, InlaidLine, InlaidPicture, Line, SetFloat

COLUMN = 247.888
PAGE = 514.276
GRID = 12.0
DRAWN = picture(200, 100)
TALL = 280 * 72 / 25.4 - 48.5 - 54.4
"""Height of the type area."""


def box_of(made: SetFloat) -> tuple[float, float, float, float]:
    (found,) = (one for one in placed(whole(made)) if isinstance(one, InlaidPicture))
    return found.box.x, found.box.y, found.box.width, found.box.height


def width_of(written: Figure, sheet: str = "") -> float:
    return round(box_of(set_float(written, sheet_of(sheet)))[2], 1)


# ── size ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("natural", "width", "expected"),
    [
        (100.0, "", 100.0),
        (200.0, "", 247.9),  # it nearly fills the column
        (300.0, "", 247.9),
        (400.0, "", 514.3),  # more than a column and a quarter: over all columns, which it nearly fills
        (320.0, "", 320.0),
        (300.0, "50%", 123.9),
        (300.0, "6cm", 170.1),
        (100.0, "8 cm", 226.8),
        (100.0, "300pt", 300.0),
    ],
)
def test_how_wide_a_picture_is(natural: float, width: str, expected: float) -> None:
    assert width_of(figure(picture(natural, natural / 2), width=width)) == expected


def test_the_author_may_say_whether_it_goes_over_all_columns() -> None:
    assert set_float(figure(picture(100, 50), wide=True)).wide
    assert not set_float(figure(picture(900, 50), wide=False)).wide
    assert width_of(figure(picture(900, 50), width="50%", wide=True)) == 257.1


def test_a_picture_without_pixels_enough_is_not_enlarged() -> None:
    assert width_of(figure(picture(220, 110, (917, 458)))) == 247.9  # 300 per inch: 266 are left
    assert width_of(figure(picture(220, 110, (612, 306)))) == 220.0  # 200 per inch


def test_a_coarse_picture_is_said() -> None:
    _, said = set_floats(document("Text.", figure(picture(240, 120, (300, 150)), width="240pt")))
    assert "90 pixels per inch" in said[0].message


@pytest.mark.parametrize(
    ("width", "message"),
    [
        ("wide", 'the width of this figure: "wide" is not a length'),
        ("8", "the width of this figure: 8 is not a length: it has no unit"),
        ("0pt", "this figure is to have no width"),
        ("-3cm", "this figure is to have no width"),
    ],
)
def test_a_width_that_is_none_is_said_with_its_place(width: str, message: str) -> None:
    ((made,), said) = set_floats(document("Text.", figure(DRAWN, width=width)))
    assert said[0].message == message and said[0].span == HERE
    assert box_of(made)[2] > 100


def test_a_picture_leaves_room_for_its_caption_and_some_lines_of_text() -> None:
    made = set_float(figure(picture(200, 2000)))
    assert made.height == pytest.approx(TALL - 4 * GRID, abs=0.1)
    _, _, width, height = box_of(made)
    assert height / width == pytest.approx(10)


def test_a_sheet_may_make_all_pictures_narrower() -> None:
    assert width_of(figure(picture(100, 50)), "floats: {scale: 0.8}") == 80.0
    assert width_of(figure(picture(400, 50)), "floats: {scale: 0.8}") == pytest.approx(PAGE * 0.8, abs=0.1)


def test_a_picture_without_extent_does_not_stop_the_press() -> None:
    ((made,), _) = set_floats(document("Text.", figure(picture(0, 0))))
    assert made.height > 0


# ── captions ──────────────────────────────────────────────────────────────

LONG = "Nests by street and year, and what became of them after the painters had left. " * 3


def test_a_caption_stands_below_its_picture_and_is_kept_there() -> None:
    made = set_float(figure(DRAWN, caption="The *roof*"))
    caption = find(made, "Figure 1 The roof")
    _, y, _, height = box_of(made)
    assert caption.y - caption.line.height == pytest.approx(y + height + 6.0)
    assert [strip.keep for strip in whole(made)] == [True, True, False]
    assert caption.line.anchors == ("figure-1",)


def test_a_caption_may_stand_above() -> None:
    made = set_float(figure(DRAWN), sheet_of("captions: {figures: above, suffix: ':'}"))
    assert find(made, "Figure 1: The roof").y < box_of(made)[1]


def test_a_label_may_have_a_line_of_its_own() -> None:
    made = set_float(figure(DRAWN), sheet_of("captions: {run-in: false, figure-label: Abb., suffix: '.'}"))
    assert [said_by(one.line) for one in lines_in(whole(made))] == ["Abb. 1.", "The roof"]


def test_a_figure_without_caption_has_its_label() -> None:
    assert [said_by(one.line) for one in lines_in(whole(set_float(figure(DRAWN, caption=""))))] == ["Figure 1"]


@pytest.mark.parametrize(("align", "x"), [("left", 0.0), ("centre", 73.94), ("right", 147.89), ("justified", 73.94)])
def test_a_narrow_picture_stands_where_its_caption_does(align: str, x: float) -> None:
    made = set_float(figure(picture(100, 50)), sheet_of(f"text: {{caption: {{align: {align}}}}}"))
    assert box_of(made)[0] == pytest.approx(x, abs=0.01)


def test_every_line_of_a_caption_is_a_strip() -> None:
    made = set_float(figure(DRAWN, caption=LONG))
    assert [len(strip.items) for strip in made.foot] == [0] + [1] * (len(made.foot) - 1)
    assert len(made.foot) > 4
    assert all(strip.keep for strip in whole(made)[:-1])


def test_a_caption_stands_beside_a_picture_that_leaves_room_there() -> None:
    written = figure(picture(320, 200), caption=LONG)
    made = set_float(written)
    x, _, width, height = box_of(made)
    assert x == 0 and made.height == height and len(whole(made)) == 1
    lines = lines_in(whole(made))
    assert all(ink(one)[0] >= width + 18 and ink(one)[1] <= PAGE + 0.01 for one in lines)
    assert lines[-1].y == pytest.approx(height)
    below = set_float(written, sheet_of("captions: {beside: false}"))
    assert below.height > height
    assert max(ink(one)[1] for one in lines_in(whole(below))) <= 320.01  # no longer than the picture is wide


def test_a_caption_too_long_to_stand_beside_its_picture_stands_below() -> None:
    made = set_float(figure(picture(400, 20), width="320pt", caption=LONG * 2))
    assert made.height > 20


def test_notes_of_a_caption_stand_at_the_foot_or_below_it() -> None:
    written = document(
        "Text.", figure(DRAWN, caption="The roof.[^1]"), "More.[^2]", footnotes=(note("Old."), note("New."))
    )
    galley, _ = galley_of(written)
    assert [strip.notes for strip in galley.floats[0].foot] == [(), (1,)]
    assert [one.number for one in galley.notes] == [1, 2]
    galley, _ = galley_of(written, sheet_of("captions: {figure-notes: below}"))
    assert said_by(lines_in(whole(galley.floats[0]))[-1].line) == "a Old."
    assert [one.number for one in galley.notes] == [2]
    assert all(strip.keep for strip in whole(galley.floats[0])[:-1])


def test_what_is_said_of_a_picture_is_its_alternative_text_or_else_its_caption() -> None:
    for alt, caption, expected in (("A roof", "x", "A roof"), ("", "The *roof*.", "The roof."), ("", "", "Figure 1")):
        galley, _ = galley_of(document("Text.", figure(DRAWN, alt=alt, caption=caption)))
        (element,) = (one for one in galley.elements if one.role == "Figure")
        assert (element.alt, element.anchor) == (expected, "figure-1")


def test_a_figure_is_tagged_where_it_was_written() -> None:
    galley, _ = galley_of(document("One.", figure(DRAWN), "Two."))
    assert tree(galley)[-5:] == ["  P", "  Figure", "    Caption", "      Lbl", "  P"]


# ── mentions ──────────────────────────────────────────────────────────────


def told(*written: Inline, sheet: str = "", floats: int = 4) -> tuple[str, list[Line], Galley]:
    """What a paragraph says; its lines."""
    kinds = [figure(picture(30, 20), number=i) for i in range(1, floats + 1)]
    galley, said = galley_of(document(Paragraph(written, HERE), *kinds), sheet_of(sheet))
    assert not said
    return "".join(line.text for line in galley.flow).strip(), list(galley.flow), galley


@pytest.mark.parametrize(
    ("numbers", "more", "expected"),
    [
        ((2,), {}, "Figure 2"),
        ((1, 3), {}, "Figures 1 and 3"),
        ((1, 2, 4), {}, "Figures 1, 2 and 4"),
        ((1, 2, 3), {}, "Figures 1–3"),
        ((2,), {"bare": True}, "2"),
        ((1, 2), {"prefix": "see Figs"}, "see Figs 1 and 2"),
    ],
)
def test_floats_are_named_in_the_sheets_words(numbers: tuple[int, ...], more: dict[str, object], expected: str) -> None:
    text, lines, _ = told(mention("figure", *numbers, **more))
    assert text == expected
    assert tuple(n for line in lines for n in line.mentions) == numbers


def test_the_words_are_the_sheets() -> None:
    sheet = "captions: {figure-mention: Abb., figure-mentions: Abb., mention-last-separator: ' und '}"
    assert told(mention("figure", 1, 2), sheet=sheet)[0] == "Abb. 1 und 2"
    assert told(mention("figure", 2), sheet=sheet)[0] == "Abb. 2"


def test_a_mention_is_a_link_to_its_float() -> None:
    _, _, galley = told(Words("See ", HERE), mention("figure", 1, 2, 3), Words(".", HERE))
    links = [one for one in galley.elements if one.role == "Link"]
    assert [one.target.anchor for one in links if one.target] == ["figure-1", "figure-3"]


def test_no_line_end_parts_a_name_from_its_number() -> None:
    words = "We counted the nests of one street for eleven years and found "
    for n in range(1, 40):
        _, lines, _ = told(Words(words + "a" * n + " ", HERE), mention("figure", 2), Words(" " + words, HERE))
        assert not any(line.text.strip().endswith("Figure") for line in lines)


def test_a_link_to_a_float_mentions_it() -> None:
    link = Target(anchor="figure-2")
    _, lines, _ = told(Words("See ", HERE), Words("the second roof of the street", HERE, link=link))
    assert [n for line in lines for n in line.mentions] == [2]


def test_a_heading_that_names_a_float_says_so_in_the_outline() -> None:
    heading = section("What is in ", figure(DRAWN))
    heading = replace(heading, heading=(*heading.heading, mention("figure", 1)))
    galley, _ = galley_of(document(heading))
    assert [one.title for one in galley.elements if one.role == "H1"] == ["What is in Figure 1"]


# ── order and place ───────────────────────────────────────────────────────


def test_floats_come_in_the_order_of_their_ordinals() -> None:
    floats, _ = set_floats(document("One.", figure(DRAWN, number=2), table("A", "b", number=1), "Two."))
    assert [made.label for made in floats] == ["Table 1", "Figure 2"]


def test_what_nobody_mentions_knows_what_it_was_written_behind() -> None:
    named = Paragraph((mention("figure", 2),), HERE)
    first, second, third = (figure(DRAWN, number=i) for i in (1, 2, 3))
    galley, _ = galley_of(document(first, "One.", named, second, third))
    leaves = list(dict.fromkeys(line.element for line in galley.flow))
    assert [made.after for made in galley.floats] == [None, None, leaves[1]]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("", ("bottom", "page")),
        ("top", ("top", "page")),
        ("bottom", ("bottom", "page")),
        ("page", ("page",)),
    ],
)
def test_the_author_goes_before_the_sheet(place: str, expected: tuple[str, ...]) -> None:
    sheet = sheet_of("floats: {places: [bottom, page]}")
    assert set_float(figure(DRAWN, place=place), sheet).places == expected


def in_place(galley: Galley) -> Line:
    (line,) = (line for line in galley.flow if line.inlay)
    assert not galley.floats
    return line


def test_a_float_that_is_to_stand_here_takes_whole_lines_of_the_grid() -> None:
    galley, _ = galley_of(document("One.", figure(DRAWN, place="here"), "Two."))
    line = in_place(galley)
    assert line.leading % GRID == pytest.approx(0)
    assert line.on_grid and not line.segments
    assert line.height == pytest.approx(sum(strip.height for strip in line.inlay))
    above = line.leading - line.height
    below = line.inlay[-1].height + GRID - galley.cap
    assert above == pytest.approx(below) and 12.0 <= above < 12.0 + GRID


@pytest.mark.parametrize("written", [figure(DRAWN, caption="Roof.[^1]"), table("a|b", "1|2[^1]", caption="Nests")])
def test_a_list_item_that_begins_with_a_float_has_its_label_beside_it(written: Figure | Table) -> None:
    """And not in the notes that the float calls."""
    item = (written, Paragraph(inlines("Behind it."), HERE))
    galley, _ = galley_of(document("One.", Listing((item,), HERE, start=7), footnotes=(note("Old."),)))
    inside = in_place(galley).inlay
    (label,) = (one for one in placed(inside) if isinstance(one, InlaidLine) and said_by(one.line) == "7.")
    assert ink(label)[1] < min(one.box.x for one in placed(inside) if not isinstance(one, InlaidLine))
    assert label.y < 12
    assert not any("7" in line.text for line in (*galley.flow, *(line for one in galley.notes for line in one.lines)))


def test_a_float_stays_in_a_list_a_quotation_or_a_section() -> None:
    inside = Listing(((Paragraph(inlines("Item"), HERE), figure(DRAWN)),), HERE)
    galley, _ = galley_of(document(inside))
    x = next(one.box.x for one in placed(in_place(galley).inlay) if isinstance(one, InlaidPicture))
    assert x > 5  # moved in with the item's text
    line = in_place(galley_of(document(Quote((figure(DRAWN),), HERE)))[0])
    assert not line.on_grid
    assert len(galley_of(document(section("Head", figure(DRAWN))))[0].floats) == 1


def test_a_float_too_high_for_its_place_goes_to_another() -> None:
    floats, _ = set_floats(document("One.", figure(picture(200, 480), place="here", width="200pt")))
    assert len(floats) == 1


def test_a_float_may_stand_in_a_note() -> None:
    notes = (note("A note."),)
    with_table = (notes[0].blocks[0], table("A | B", "a | 1"))
    galley, _ = galley_of(document("One.[^1]", footnotes=(type(notes[0])(with_table, HERE),)))
    (made,) = galley.notes
    assert [bool(line.inlay) for line in made.lines] == [False, True]
    assert not made.lines[1].on_grid


def test_a_float_in_its_place_calls_its_notes() -> None:
    written = document("One.", figure(DRAWN, caption="Roof.[^1]", place="here"), footnotes=(note("Old."),))
    galley, _ = galley_of(written)
    assert in_place(galley).notes == (1,)
    assert [one.number for one in galley.notes] == [1]


def test_a_page_with_floats_can_be_made_up() -> None:
    named = Paragraph((Words("See ", HERE), mention("figure", 1), Words(". ", HERE)), HERE)
    prose = "We counted the nests of one street for eleven years. " * 12
    made = compose(document(prose, named, figure(DRAWN), prose, figure(picture(90, 60), number=2, place="here"), prose))
    parts = {item.part for _, item in made.placed()}
    assert "float" in parts or len([p for page in made.pages for p in page.items]) > 20, made.show()
