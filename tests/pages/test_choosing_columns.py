"""Column ends: brute force over small galleys finds nothing better that was promised.

Compared is what is promised (level columns, no widow, orphan or stranded heading), not the cost that leads there.
"""

from __future__ import annotations

import itertools

from hypothesis import assume, given, note, settings
from hypothesis import strategies as st
from plain_galleys import COSTS, Galley, column, heading, layouts, line, paragraph, penalties, planned_depths, spread
from plain_galleys import note as set_note

from rejoinder.galley.model import Line, SetNote


@st.composite
def galleys(draw: st.DrawFn, most: int = 6, notes: bool = True) -> Galley:
    """Paragraphs, headings and notes."""
    flow: list[Line] = []
    made: dict[int, SetNote] = {}
    for element in range(1, draw(st.integers(1, most)) + 1):
        if flow and draw(st.integers(0, 4)) == 0:
            flow += heading(100 + element)
        size = draw(st.integers(1, 9))
        calls: dict[int, tuple[int, ...]] = {}
        if notes and draw(st.integers(0, 2)) == 0:
            number = len(made) + 1
            made[number] = set_note(number, draw(st.integers(1, 6)))
            calls[draw(st.integers(0, size - 1))] = (number,)
        flow += paragraph(element, size, calls)
    return Galley(tuple(flow), made)


@settings(max_examples=200, deadline=None)
@given(galleys(), st.integers(2, 3))
def test_a_single_page_ends_level_without_widows_wherever_that_can_be(galley: Galley, count: int) -> None:
    good = [
        cut
        for cut in layouts(galley, count)
        if spread([c.depth for c in cut]) <= 1 + 1e-6 and not any(c.penalty for c in cut)
    ]
    assume(good)
    plan = galley.planned(200, count)
    note(f"possible: {[[(c.begin, c.end, c.depth) for c in cut] for cut in good]}")
    note(f"chosen: {[(c.begin, c.end, c.depth) for c in plan.pages[-1].columns]}")
    assert len(plan.pages) == 1
    assert spread(planned_depths(plan, count)) <= 1 + 1e-6
    assert not any(penalties(plan))


@settings(max_examples=200, deadline=None)
@given(galleys(), st.integers(2, 3))
def test_a_single_page_ends_level_wherever_a_widow_or_an_orphan_is_all_that_it_costs(
    galley: Galley, count: int
) -> None:
    """Level columns are promised without "unless": two stranded lines are the lesser evil (and are said)."""
    good = [
        cut
        for cut in layouts(galley, count)
        if spread([c.depth for c in cut]) <= 1 + 1e-6 and sum(c.penalty for c in cut) <= COSTS.widow + COSTS.orphan
    ]
    assume(good)
    plan = galley.planned(200, count)
    note(f"possible: {[[(c.begin, c.end, c.depth) for c in cut] for cut in good]}")
    note(f"chosen: {[(c.begin, c.end, c.depth) for c in plan.pages[-1].columns]}")
    assert spread(planned_depths(plan, count)) <= 1 + 1e-6


@settings(max_examples=200, deadline=None)
@given(galleys(most=9, notes=False), st.integers(6, 14), st.integers(1, 3))
def test_full_columns_end_without_widows_wherever_two_lines_short_will_do(
    galley: Galley, depth: int, count: int
) -> None:
    """If every full column can end well within two lines of its foot, none ends badly."""
    plan = galley.planned(depth, count, balance=False)
    assume(len(plan.pages) > 1)
    reachable = {0}
    size = len(galley.flow)
    bottom = (depth - 1) * 12.0
    for _ in range(count * (len(plan.pages) - 1)):
        reachable = {
            end
            for begin in reachable
            for end in range(begin + 1, size + 1)
            if (c := column(galley, begin, end)).depth <= bottom + 1e-6
            and not c.penalty
            and (c.depth >= bottom - 2 * 12.0 - 1e-6)
        }
    assume(any(fits(galley, begin, count, bottom) for begin in reachable))
    for page in range(len(plan.pages) - 1):
        assert not any(penalties(plan, page))


def fits(galley: Galley, begin: int, count: int, bottom: float) -> bool:
    """Whether the rest can be set on one page without penalties."""
    return any(all(c.depth <= bottom and not c.penalty for c in cut) for cut in layouts(galley, count, begin))


@settings(max_examples=150, deadline=None)
@given(galleys(most=12), st.integers(3, 20), st.integers(1, 3), st.booleans())
def test_every_line_and_every_note_line_is_placed_once_and_in_order(
    galley: Galley, depth: int, count: int, split: bool
) -> None:
    plan = galley.planned(depth, count, split=split)
    columns = [c for page in plan.pages for c in page.columns]
    bounds = [c.begin for c in columns] + [columns[-1].end]
    assert bounds[0] == 0 and bounds[-1] == len(galley.flow)
    assert all(a.end == b.begin for a, b in itertools.pairwise(columns))
    placed = [(p.number, i) for c in columns for p in c.notes for i in range(p.begin, p.end)]
    assert placed == [(n, i) for n, one in galley.notes.items() for i in range(len(one.lines))]
    bottom = (depth - 1) * 12.0
    for c in columns:
        assert c.text_depth <= bottom + 0.02
        assert c.depth <= bottom + 0.02, "text and notes are deeper than the column"


def test_a_letter_of_one_line_is_set() -> None:
    plan = Galley((line(1),), {}).planned(10, 2)
    assert [(c.begin, c.end) for c in plan.pages[0].columns] == [(0, 1)]
    assert len(plan.pages) == 1


def test_an_empty_letter_has_a_page() -> None:
    assert len(Galley((), {}).planned(10, 2).pages) == 1


def test_columns_end_level_with_their_notes_counted() -> None:
    """Ten lines, the first of which calls a note of four: the first column has less text for it."""
    galley = Galley(tuple(paragraph(1, 14, {0: (1,)})), {1: set_note(1, 4)})
    plan = galley.planned(40, 2)
    first, second = plan.pages[0].columns
    assert first.end - first.begin < second.end - second.begin
    assert abs(first.depth - second.depth) <= 12.0


def test_columns_that_need_not_be_level_are_filled_one_after_the_other() -> None:
    plan = Galley(tuple(paragraph(1, 14)), {}).planned(10, 2, balance=False)
    assert [(c.begin, c.end) for c in plan.pages[0].columns] == [(0, 10), (10, 14)]


def test_a_heading_goes_with_its_text_to_the_next_column() -> None:
    galley = Galley((*paragraph(1, 8), *heading(2), *paragraph(3, 8)), {})
    plan = galley.planned(10, 1, balance=False)
    assert plan.pages[0].columns[0].end == 8


def test_a_heading_at_the_foot_stays_there_if_nothing_else_is_possible() -> None:
    galley = Galley(tuple(one for i in range(30) for one in heading(i + 1)), {})
    plan = galley.planned(6, 1)
    assert sum(len(page.columns) for page in plan.pages) == 10
