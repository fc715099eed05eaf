"""Everything chosen together: on small galleys the composer's cost is the least that trying everything finds."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

from hypothesis import given, note, settings
from hypothesis import strategies as st
from plain_galleys import COSTS, GRID, RULE, Galley, heading, paragraph

from rejoinder.galley.model import ElementId, Line, Resetting
from rejoinder.pages.bill import bill
from rejoinder.pages.choose import Chooser
from rejoinder.pages.fill import Stock
from rejoinder.pages.plan import Plan
from rejoinder.style.model import NoteForm


def reset(lines: tuple[Line, ...], ratio: float) -> Resetting:
    """A paragraph that can be set a line longer or shorter, every line being as loose as `ratio` then."""

    def setting(extra: int, whole: frozenset[int]) -> tuple[Line, ...]:
        size = len(lines) + extra
        if size < 2:
            return ()
        return tuple(replace(line, ratio=ratio) for line in paragraph(lines[0].element or 0, size))

    return setting


def price(extra: int, size: int, ratio: float) -> float:
    return COSTS.setting + COSTS.looseness * ratio * ratio * (size + extra) if extra else 0.0


def paragraphs_of(sizes: tuple[int, ...]) -> list[tuple[Line, ...]]:
    return [tuple(paragraph(element, size)) for element, size in enumerate(sizes, start=1)]


def planned(sizes: tuple[int, ...], ratios: tuple[float, ...], count: int, depth: int) -> tuple[Plan, Stock, Chooser]:
    made = paragraphs_of(sizes)
    resetting: Mapping[ElementId, Resetting] = {
        i: reset(lines, ratio)
        for i, (lines, ratio) in enumerate(zip(made, ratios, strict=True), start=1)
        if len(lines) > 2
    }
    flow = tuple(line for lines in made for line in lines)
    stock = Stock.of((), flow, {}, NoteForm(rule=RULE), GRID)
    chooser = Chooser(stock, COSTS, count, resetting)
    return chooser.plan([0.0], [(depth - 1) * GRID]), stock, chooser


# ── by definition ─────────────────────────────────────────────────────────


def cheapest(sizes: tuple[int, ...], ratios: tuple[float, ...], count: int) -> float:
    """The least that one page of level columns can cost: every setting of every paragraph, every series of ends."""
    best = math.inf
    for extras in itertools.product((0, -1, 1), repeat=len(sizes)):
        if any(extra and (size < 3 or size + extra < 2) for size, extra in zip(sizes, extras, strict=True)):
            continue
        flow = [line for i, (n, e) in enumerate(zip(sizes, extras, strict=True), 1) for line in paragraph(i, n + e)]
        prices = sum(price(e, n, r) for n, e, r in zip(sizes, extras, ratios, strict=True))
        if prices < best:
            best = min(best, prices + min(level(flow, count)))
    return best


def level(flow: list[Line], count: int) -> Iterator[float]:
    size = len(flow)
    for ends in itertools.combinations_with_replacement(range(size + 1), count - 1):
        bounds = (0, *ends, size)
        depths = [b - a for a, b in itertools.pairwise(bounds)]
        cost = sum(flow[end - 1].penalty for begin, end in itertools.pairwise(bounds) if begin < end < size)
        for depth in depths:
            short = max(depths) - depth
            cost += COSTS.uneven * short * short + COSTS.very_uneven * max(0, short - 1)
        yield cost


# ── tests ─────────────────────────────────────────────────────────────────

letters = st.integers(1, 5).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(1, 9), min_size=n, max_size=n).map(tuple),
        st.lists(st.sampled_from((0.1, 0.3, 0.6, 1.0)), min_size=n, max_size=n).map(tuple),
    )
)


@settings(max_examples=120, deadline=None)
@given(letters, st.integers(2, 3))
def test_no_way_to_set_a_page_is_cheaper_than_the_one_chosen(
    letter: tuple[tuple[int, ...], tuple[float, ...]], count: int
) -> None:
    sizes, ratios = letter
    plan, _, _ = planned(sizes, ratios, count, 60)
    best = cheapest(sizes, ratios, count)
    note(f"chosen: {[(c.begin, c.end) for c in plan.pages[0].columns]} with {plan.settings}")
    assert plan.cost <= best + 1e-6


@settings(max_examples=150, deadline=None)
@given(letters, st.integers(1, 3), st.integers(5, 14))
def test_the_bill_of_the_finished_plan_is_what_the_search_reckoned(
    letter: tuple[tuple[int, ...], tuple[float, ...]], count: int, depth: int
) -> None:
    plan, stock, chooser = planned(*letter, count, depth)
    flow = Stock.of((), plan.flow, {}, stock.form, GRID)
    total = sum(cost for _, cost in bill(plan, flow, chooser.floats, COSTS, count))
    assert math.isclose(total, plan.cost, abs_tol=0.01)


def test_a_paragraph_is_set_longer_where_that_levels_the_columns() -> None:
    """Three and four and four lines: one column is three lines deeper than the other, or a paragraph gives way."""
    plan, _, _ = planned((2, 3, 2), (0.1, 0.1, 0.1), 2, 40)
    first, second = plan.pages[0].columns
    assert first.depth == second.depth
    assert [reset.extra for reset in plan.settings] in ([1], [-1])


def test_nothing_is_reset_where_nothing_is_won() -> None:
    plan, _, _ = planned((4, 4, 4, 4), (0.1,) * 4, 2, 40)
    assert plan.settings == () and plan.cost == 0.0


def test_a_letter_that_is_a_line_too_long_is_set_tighter_if_it_must_fit() -> None:
    made = paragraphs_of((6, 6, 6))
    resetting = {i: reset(lines, 0.5) for i, lines in enumerate(made, start=1)}
    stock = Stock.of((), tuple(line for lines in made for line in lines), {}, NoteForm(rule=RULE), GRID)
    depths = [(8 - 1) * GRID]
    plain = Chooser(stock, COSTS, 2, resetting).plan([0.0], depths)
    fitted = Chooser(stock, COSTS, 2, resetting).plan([0.0], depths, most_pages=1)
    assert (len(plain.pages), len(fitted.pages)) == (2, 1)
    assert len(fitted.flow) == 16


def test_where_it_cannot_be_fitted_the_letter_is_made_up_as_it_is() -> None:
    made = paragraphs_of((9, 9, 9))
    stock = Stock.of((), tuple(line for lines in made for line in lines), {}, NoteForm(rule=RULE), GRID)
    plan = Chooser(stock, COSTS, 2, {}).plan([0.0], [7 * GRID], most_pages=1)
    assert len(plan.pages) == 2


def test_headings_stay_with_their_text_in_every_setting() -> None:
    made = [*paragraph(1, 6), *heading(2), *paragraph(3, 5)]
    galley = Galley(tuple(made), {})
    resetting = {1: reset(tuple(made[:6]), 0.2), 3: reset(tuple(made[7:]), 0.2)}
    plan = Chooser(galley.stock(), COSTS, 2, resetting).plan([0.0], [20 * GRID])
    for column in plan.pages[0].columns[:-1]:
        assert plan.flow[column.end - 1].why != "heading"
