"""Columns, lines, notes and furniture are found by where glyphs stand."""

from __future__ import annotations

from pathlib import Path

from handmade import EVEN, LAST, LEADING, LEFT, MEASURE, SNUG, Sheet, column, write

from anatomy import Anatomy, anatomy
from glyphs import read


def found(tmp_path: Path, *sheets: Sheet) -> Anatomy:
    return anatomy(read(write(tmp_path / "a.pdf", *sheets)))


def two_columns(lines: int = 20) -> Sheet:
    sheet = Sheet()
    for number in (0, 1):
        column(sheet, number, [EVEN] * lines)
    return sheet


def test_size_leading_and_columns(tmp_path: Path) -> None:
    seen = found(tmp_path, two_columns())
    assert (seen.size, seen.leading, seen.columns) == (10, 12, 2)
    assert [len(stack.rows) for stack in seen.stacks] == [20, 20]
    assert [(round(s.left, 1), round(s.right, 1)) for s in seen.stacks] == [(x, x + MEASURE) for x in LEFT]


def test_one_column_is_one(tmp_path: Path) -> None:
    sheet = Sheet()
    for line in range(20):
        sheet.words(40, 60 + 12 * line, " ".join([SNUG] * 2), gap=3)
    assert found(tmp_path, sheet).columns == 1


def test_a_column_of_nothing_but_references_is_one_too(tmp_path: Path) -> None:
    sheet = Sheet()
    column(sheet, 0, [EVEN] * 20)
    for line in range(9):
        sheet.words(LEFT[1], 60 + 10 * line, "1 Someone A. A title", size=8)
    seen = found(tmp_path, sheet)
    assert seen.columns == 2
    assert [len(stack.rows) for stack in seen.stacks] == [20, 9]


def test_the_foot_is_furniture_and_the_first_line_is_text_however_high_it_stands(tmp_path: Path) -> None:
    sheet = Sheet()
    column(sheet, 0, [EVEN] * 40, top=30)
    column(sheet, 1, [EVEN] * 40, top=30)
    sheet.words(40, 580, "Somebody A. A Journal", size=7)
    seen = found(tmp_path, sheet)
    assert [len(stack.rows) for stack in seen.stacks] == [40, 40]
    assert not any("Somebody" in row.text for spread in seen.spreads for row in spread.across)


def test_a_note_that_ends_the_page_is_no_furniture(tmp_path: Path) -> None:
    sheet = two_columns(38)
    sheet.words(LEFT[0] + width_to_last(), 60 + 37 * LEADING, "*")
    sheet.rule(LEFT[0], 552, 40)
    sheet.words(LEFT[0], 566, "* A note.", size=7)
    stacks = list(found(tmp_path, sheet).stacks)
    assert [row.text for row in stacks[0].notes] == ["* A note."]
    assert not stacks[1].notes


def width_to_last() -> float:
    return MEASURE + 0.5


def test_what_crosses_the_gutter_is_over_the_columns(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.words(40, 40, "A title that goes over both", size=16, gap=4)
    sheet.words(40, 60, "a short line", size=8)
    sheet.rule(40, 70, 320)
    for number in (0, 1):
        column(sheet, number, [EVEN] * 20, top=100)
    spread = found(tmp_path, sheet).spreads[0]
    assert [row.text for row in spread.across] == ["A title that goes over both", "a short line"]
    assert [len(stack.rows) for stack in spread.stacks] == [20, 20]


def test_a_wide_figure_divides_a_page_into_two_bands(tmp_path: Path) -> None:
    sheet = Sheet()
    for number in (0, 1):
        column(sheet, number, [EVEN] * 10)
        column(sheet, number, [EVEN] * 8, top=400)
    sheet.box(40, 200, 320, 120)
    seen = found(tmp_path, sheet)
    assert [[len(stack.rows) for stack in spread.stacks] for spread in seen.spreads] == [[10, 10], [8, 8]]


def test_superior_figures_join_their_line(tmp_path: Path) -> None:
    sheet = two_columns()
    sheet.words(LEFT[0] + MEASURE + 0.2, 60 - 3.5, "7", size=6)
    row = next(iter(found(tmp_path, sheet).stacks)).rows[0]
    assert row.text.endswith("ffff7")
    assert row.size == 10
    assert row.calls == ("7",)
    assert len(row.gaps) == 5


def test_a_line_in_another_face_is_a_heading_and_one_in_italics_is_not(tmp_path: Path) -> None:
    sheet = Sheet()
    column(sheet, 0, [EVEN] * 10)
    sheet.words(LEFT[0], 60 + 10 * LEADING, "Methods", face="sans")
    sheet.words(LEFT[0], 60 + 11 * LEADING, "all of this in italics here", face="italic")
    column(sheet, 0, [LAST], top=60 + 12 * LEADING)
    column(sheet, 1, [EVEN] * 13)
    seen = found(tmp_path, sheet)
    rows = next(iter(seen.stacks)).rows
    assert [seen.is_heading(row) for row in rows[9:12]] == [False, True, False]
    assert seen.is_body(rows[11])


def test_numbered_notes_and_notes_that_go_on(tmp_path: Path) -> None:
    first, second = two_columns(30), two_columns(30)
    for sheet, words in (
        (first, ["1. A long note", "that does not end"]),
        (second, ["but goes on here", "to its end."]),
    ):
        sheet.rule(LEFT[0], 430, 40)
        for place, line in enumerate(words):
            sheet.words(LEFT[0], 444 + 9 * place, line, size=7)
    notes = [[(row.opening, row.text) for row in stack.notes] for stack in found(tmp_path, first, second).stacks]
    assert [mark for mark, _ in notes[0]] == ["1", ""]
    assert [text for _, text in notes[2]] == ["but goes on here", "to its end."]


def test_a_table_at_the_foot_of_a_column_is_no_note(tmp_path: Path) -> None:
    sheet = two_columns(30)
    for y in (430, 445, 470):
        sheet.rule(LEFT[0], y, MEASURE)
    for y, text in ((440, "Lane Nights"), (455, "Mill 19"), (465, "Church 21")):
        sheet.words(LEFT[0], y, text, gap=40, size=7)
    stack = next(iter(found(tmp_path, sheet).stacks))
    assert not stack.notes
    assert len(stack.rows) == 33


def test_notes_across_the_page(tmp_path: Path) -> None:
    sheet = two_columns(30)
    sheet.rule(40, 440, 320)
    sheet.words(40, 452, "* A note over both of the columns, which is as wide as the page is", size=7)
    spread = found(tmp_path, sheet).spreads[0]
    assert [row.opening for row in spread.notes_across] == ["*"]
    assert not spread.across
