"""Whole pages: frames, front block, columns, notes, furniture."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composing import (
    Composed,
    affiliation,
    author,
    compose,
    document,
    extent,
    front,
    note,
    reference,
    section,
    sheet_of,
)
from rejoinder.pages.frames import Frames
from rejoinder.pages.model import Page, PlacedLine, PlacedRule

PROSE = (
    "We counted the nests of one street for eleven years and found that the birds came back to the "
    "same roof even when the "
    "roof was new. Their neighbours did the same, and so did the young ones of the year before, which had never bred. "
)


def lines(page: Page, *parts: str, column: int | None = None) -> list[PlacedLine]:
    return [
        item
        for item in page.items
        if isinstance(item, PlacedLine) and item.part in parts and (column is None or item.column == column)
    ]


# ── frames ────────────────────────────────────────────────────────────────


def test_columns_stand_side_by_side_with_the_gutter_between() -> None:
    frames = Frames(sheet_of("columns: {count: 3, gutter: 15pt}"), cap=6.0)
    first, second, third = frames.columns(1, 100.0)
    assert second.x - first.x - first.width == pytest.approx(15)
    assert third.x + third.width == pytest.approx(frames.width - frames.sheet.page.margins.outer)
    assert first.x == pytest.approx(frames.sheet.page.margins.inner)


def test_the_capitals_of_the_first_line_stand_at_the_top_margin() -> None:
    made = compose(document(PROSE * 60))
    second = made.pages[1]
    top = lines(second, "column")[0]
    assert top.y - top.line.height == pytest.approx(made.sheet.page.margins.top, abs=0.01)


def test_the_last_baseline_stands_at_the_bottom_margin_or_less_than_a_line_above_it() -> None:
    made = compose(document(PROSE * 60))
    lowest = made.sheet.page.trim[1] - made.sheet.page.margins.bottom
    bottom = made.pages[1].columns[0].bottom
    assert lowest - made.sheet.grid.leading < bottom <= lowest + 1e-6


def test_margins_change_sides_on_left_hand_pages_if_the_sheet_is_two_sided() -> None:
    sheet = sheet_of("page: {two-sided: true, margins: {inner: 60pt, outer: 30pt}}")
    frames = Frames(sheet, 6.0)
    assert (frames.left(1), frames.left(2), frames.left(3)) == (60, 30, 60)
    assert {frames.left(n) for n in (1, 2)} == {60, 30}


def test_columns_below_a_front_block_stand_on_the_grid_of_the_page() -> None:
    frames = Frames(sheet_of(), 6.0)
    for y in range(50, 300, 7):
        baseline = frames.below(float(y))
        assert baseline - 6.0 >= y - 1e-6
        assert (baseline - frames.first_baseline) % frames.grid == pytest.approx(0, abs=1e-6)


# ── how many columns ──────────────────────────────────────────────────────


@pytest.mark.parametrize("count", [1, 2, 3])
def test_text_runs_through_all_columns_of_a_page(count: int) -> None:
    made = compose(document(*[PROSE * 3] * 20), sheet_of(f"columns: {{count: {count}}}"))
    for page in made.pages[:-1]:
        assert len(page.columns) == count
        assert all(lines(page, "column", column=i) for i in range(count))


def test_full_columns_are_full() -> None:
    """But for a line or two that a widow costs."""
    made = compose(document(*[PROSE * 3] * 40))
    for page in made.pages[:-1]:
        for i, column in enumerate(page.columns):
            last = lines(page, "column", column=i)[-1]
            assert column.bottom - last.y <= 2 * page.grid + 1e-6


@pytest.mark.parametrize("words", [1, 3, 10, 40, 55, 80, 130])
@pytest.mark.parametrize("count", [2, 3])
def test_plain_paragraphs_end_level_on_the_last_page(words: int, count: int) -> None:
    made = compose(document(*[PROSE] * words), sheet_of(f"columns: {{count: {count}}}"))
    page = made.pages[-1]
    feet = [lines(page, "column", column=i)[-1].y for i in range(count) if lines(page, "column", column=i)]
    assert len(feet) == count or words == 1
    assert max(feet) - min(feet) <= page.grid + 1e-6


def test_a_sheet_may_leave_the_last_page_unlevel() -> None:
    made = compose(document(*[PROSE] * 10), sheet_of("pagination: {balance: false}"))
    assert not lines(made.pages[-1], "column", column=1)


# ── the front block ───────────────────────────────────────────────────────


ALL_NAMED = "front: {byline-most: 0}\naffiliations: {run-in-from: 0}"


def byline_of(many: int) -> Composed:
    people = tuple(author(f"Given Name Family{i}", i % 60 + 1) for i in range(many))
    places = tuple(affiliation(f"Department of Lists, University of Place {i}, Town {i}, Country") for i in range(60))
    opening = front("A title over all columns", authors=people, affiliations=places)
    return compose(replace(document(*[PROSE] * 6), front=opening), sheet_of(ALL_NAMED))


def test_two_hundred_authors_take_pages_but_nothing_is_lost() -> None:
    made = byline_of(200)
    byline = "".join(i.line.text for _, i in made.placed("front") if i.line.style == "byline")
    for i in (0, 99, 199):
        assert f"Family{i}" in byline.replace("\n", "")
    assert byline.count("Given Name") == 200
    for page in made.pages:
        lowest = page.height - made.sheet.page.margins.bottom
        assert all(i.y <= lowest + 1e-6 for i in lines(page, "front", "column", "notes"))


def test_front_block_longer_than_a_page_is_followed_by_the_columns_on_the_page_where_it_ends() -> None:
    people = tuple(author(f"Given Name Family{i}", i + 1) for i in range(120))
    places = tuple(affiliation(f"Department of Lists, University of Place {i}, Town {i}") for i in range(120))
    opening = front("A title over all columns", authors=people, affiliations=places)
    made = compose(replace(document(*[PROSE] * 6), front=opening), sheet_of(ALL_NAMED))
    fronts = [p for p in made.pages if lines(p, "front")]
    assert len(fronts) > 1
    assert not lines(made.pages[0], "column")
    last = fronts[-1]
    columns = lines(last, "column")
    if columns:
        assert min(i.y - i.line.height for i in columns) > max(i.y for i in lines(last, "front"))
    assert next(p.number for p in made.pages if lines(p, "column")) <= last.number + 1


def test_a_note_called_from_the_title_stands_in_the_first_column() -> None:
    text = document(
        *[PROSE] * 8, title="On smoke[^1] signals[^2]", footnotes=(note("Any smoke."), note("All signals."))
    )
    made = compose(text)
    notes = lines(made.pages[0], "notes")
    assert [i.line.text for i in notes] == ["* Any smoke.", "† All signals."]
    assert {i.column for i in notes} == {0}


def test_a_note_of_a_title_on_a_page_without_columns_stands_in_the_first_column_there_is() -> None:
    people = tuple(author(f"Given Name Family{i}", i + 1) for i in range(120))
    places = tuple(affiliation(f"Department of Lists, University of Place {i}, Town {i}") for i in range(120))
    opening = front("A title[^1] over all columns", authors=people, affiliations=places)
    text = replace(document(*[PROSE] * 6), front=opening, footnotes=(note("A remark."),))
    made = compose(text, sheet_of(ALL_NAMED))
    first = next(p for p in made.pages if lines(p, "column"))
    assert [i.column for i in lines(first, "notes")] == [0]


def test_a_letter_without_a_body_is_a_page_with_a_front_block() -> None:
    made = compose(document())
    assert len(made.pages) == 1
    assert [i.line.style for i in lines(made.pages[0], "front")] == ["label", "title"]
    assert not lines(made.pages[0], "column")


# ── notes ─────────────────────────────────────────────────────────────────


def test_the_rule_stands_between_text_and_notes() -> None:
    made = compose(document(PROSE, f"{PROSE}And so on.[^1]", footnotes=(note("So it is said."),)))
    page = made.pages[0]
    (text, *_), noted = lines(page, "notes"), lines(page, "notes")[0].column
    above = lines(page, "column", column=noted)[-1]
    rules = [i.box for i in page.items if isinstance(i, PlacedRule) and above.y < i.box.y < text.y]
    assert len(rules) == 1
    form = made.sheet.notes.rule
    assert rules[0].y - above.y >= form.above - 1e-6
    assert text.y - text.line.height - rules[0].bottom == pytest.approx(form.below)


def test_the_notes_of_all_columns_of_a_page_end_at_one_height() -> None:
    made = compose(
        document(f"{PROSE}One.[^1]", *[PROSE] * 7, f"Two.[^2] {PROSE}", footnotes=(note("Short."), note(PROSE)))
    )
    page = made.pages[0]
    ends = [lines(page, "notes", column=i)[-1].y for i in (0, 1)]
    assert ends[0] == pytest.approx(ends[1])


def test_a_long_note_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    made = compose(document(f"{PROSE}One.[^1] {PROSE}", *[PROSE] * 3, footnotes=(note(PROSE * 60),)))
    where = [(page.number, i.column) for page, i in made.placed("notes")]
    assert where == sorted(where)
    assert len(set(where)) >= 3
    assert made.placed("notes")[0][1].line.text.startswith("* We")


# ── furniture ─────────────────────────────────────────────────────────────


def test_every_page_bears_its_folio() -> None:
    made = compose(document(*[PROSE * 3] * 40), sheet_of("pagination: {folio-start: 71}"))
    for page in made.pages:
        feet = [i.line.text for i in lines(page, "foot")]
        assert page.folio == str(70 + page.number)
        assert page.folio in feet


def test_furniture_belongs_to_no_element() -> None:
    made = compose(document(PROSE))
    assert all(i.line.element is None for i in lines(made.pages[0], "head", "foot"))


def test_the_folio_stands_at_the_fore_edge() -> None:
    sheet = sheet_of("page: {two-sided: true}")
    made = compose(document(*[PROSE * 3] * 40), sheet)
    for page in made.pages:
        folio = next(i for i in lines(page, "foot") if i.line.text == page.folio)
        left = folio.x + extent(folio.line)[0] < page.width / 2
        assert left == (page.number % 2 == 0)


def test_a_column_rule_stands_in_the_gutter() -> None:
    made = compose(document(*[PROSE] * 20), sheet_of("columns: {count: 3, rule: 0.4pt}"))
    page = made.pages[0]
    rules = [i.box for i in page.items if isinstance(i, PlacedRule) and i.box.height > 20]
    assert len(rules) == 2
    for rule, (left, right) in zip(rules, zip(page.columns, page.columns[1:], strict=False), strict=True):
        assert left.x + left.width < rule.x < rule.right < right.x


# ── what could not be helped is said ──────────────────────────────────────


def test_a_heading_that_has_to_stand_at_a_foot_is_named() -> None:
    many = [section("A heading that is all there is", line=100 + i) for i in range(60)]
    made = compose(document(*many), sheet_of("page: {trim: A5}"))
    said = [d for d in made.said if "heading stands at the foot" in d.message]
    assert said and all(d.severity == "warning" and d.span.line >= 100 and d.hint for d in said)


def test_references_are_not_divided_between_columns() -> None:
    text = document(PROSE, references=tuple(reference(f"{i} {PROSE}", 950 + i) for i in range(40)))
    made = compose(text)
    for page, item in made.placed("column"):
        if item.line.style == "reference":
            mine = {(p.number, i.column) for p, i in made.placed("column") if i.line.element == item.line.element}
            assert len(mine) == 1, f"page {page.number}"


def test_a_note_that_found_no_room_beside_its_mark_is_named() -> None:
    notes = tuple(note(PROSE * 8, line=900 + i) for i in range(4))
    made = compose(
        document(f"{PROSE}One[^1] two[^2] three[^3] four.[^4]", PROSE, footnotes=notes), sheet_of("page: {trim: A5}")
    )
    begins = {}
    for page, item in made.placed("notes"):
        for number, one in enumerate(made.galley.notes, start=1):
            if item.line is one.lines[0]:
                begins[number] = (page.number, item.column)
    calls = {n: (page.number, item.column) for page, item in made.placed("column") for n in item.line.notes}
    late = [n for n in begins if begins[n] != calls[n]]
    assert late, "four notes of eight lines each cannot all begin here"
    assert {d.span.line for d in made.said if "note" in d.message} >= {899 + n for n in late[:1]}
