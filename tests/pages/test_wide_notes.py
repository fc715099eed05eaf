"""Notes over all columns: below every column of the page that calls them, and nowhere else."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import note as said
from hypothesis import strategies as st
from plain_galleys import COSTS, GRID, Galley, note, paragraph
from test_choosing_columns import galleys

from rejoinder.galley.model import Line
from rejoinder.pages.choose import Chooser
from rejoinder.pages.plan import Plan


def planned(galley: Galley, depth: int, count: int, above: tuple[int, ...] = ()) -> Plan:
    stock = galley.stock(above)
    return Chooser(stock, COSTS, count, {}, above, wide_notes=True).plan([0.0], [(depth - 1) * GRID])


def broken(galley: Galley, plan: Plan, depth: int) -> list[str]:
    out = []
    stock = galley.stock()
    bottom = (depth - 1) * GRID
    placed = [(p.number, i) for page in plan.pages for p in page.notes for i in range(p.begin, p.end)]
    if placed != [(n, i) for n, one in galley.notes.items() for i in range(len(one.lines))]:
        out.append(f"notes stand as {placed}")
    begins = {p.number: n for n, page in enumerate(plan.pages) for p in page.notes if not p.begin}
    for n, page in enumerate(plan.pages):
        lines: list[Line] = [plan.flow[i] for c in page.columns for i in range(c.begin, c.end)]
        late = [number for line in lines for number in line.notes if begins[number] != n]
        if late:
            out.append(f"page {n}: notes {late} do not begin on it")
        height = stock.note_depth(page.notes)
        for column in page.columns:
            if column.notes:
                out.append(f"page {n}: a note stands in a column")
            if page.notes and column.depth >= 0 and column.depth + height > page.end + 0.02:
                out.append(f"page {n}: text runs into the notes")
        if page.end > bottom + 0.02 or page.bottom > bottom + 0.02:
            out.append(f"page {n}: deeper than the page")
    bounds = [(c.begin, c.end) for page in plan.pages for c in page.columns]
    if any(a[1] != b[0] for a, b in itertools.pairwise(bounds)) or bounds[-1][1] != len(galley.flow):
        out.append("lines are lost")
    return out


@settings(max_examples=150, deadline=None)
@given(galleys(most=12), st.integers(14, 30), st.integers(1, 3))
def test_every_note_stands_below_the_columns_of_the_page_that_calls_it(galley: Galley, depth: int, count: int) -> None:
    plan = planned(galley, depth, count)
    for page in plan.pages:
        said(f"{page.bottom} {page.notes} {page.end} {[(c.begin, c.end, c.depth) for c in page.columns]}")
    assert broken(galley, plan, depth) == []


def test_columns_above_notes_end_level() -> None:
    galley = Galley(tuple(paragraph(1, 14, {0: (1,)})), {1: note(1, 4)})
    plan = planned(galley, 40, 2)
    first, second = plan.pages[0].columns
    assert (first.end, second.end) == (7, 14)
    assert [p.number for p in plan.pages[0].notes] == [1]
    assert plan.pages[0].end == 6 * GRID + galley.stock().note_depth(plan.pages[0].notes)


def test_a_note_of_the_title_stands_on_the_first_page() -> None:
    galley = Galley(tuple(paragraph(1, 60)), {1: note(1, 2)})
    plan = planned(galley, 20, 2, above=(1,))
    assert [p.number for p in plan.pages[0].notes] == [1]


def test_a_note_too_long_for_its_page_goes_on_on_the_next() -> None:
    galley = Galley(tuple(paragraph(1, 60, {0: (1,)})), {1: note(1, 40)})
    plan = planned(galley, 20, 2)
    parts = [p for page in plan.pages for p in page.notes]
    assert len(parts) > 1 and parts[0].begin == 0 and parts[-1].end == 40
    assert plan.pages[0].columns[0].end > 0
