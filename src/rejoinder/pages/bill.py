"""What a make-up cost, by the names that the sheet has for it.

Reckoned from the finished plan, not from the search that found it: so it says what is on the page, and tests that.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from rejoinder.galley.model import FORBIDDEN
from rejoinder.pages.fill import NotePart, Stock
from rejoinder.pages.floats import Floats
from rejoinder.pages.plan import ColumnPlan, PagePlan, Plan
from rejoinder.style.model import Pagination

KEPT = "keep"
"""The name of what should never be parted: a heading from its text, a block from itself. It has no key in the sheet."""


def bill(plan: Plan, stock: Stock, floats: Floats, costs: Pagination, count: int) -> tuple[tuple[str, float], ...]:
    """Every cost that is not nothing, by the sheet's names, in their order there."""
    found: defaultdict[str, float] = defaultdict(float)
    for number, page in enumerate(plan.pages):
        last = number == len(plan.pages) - 1
        for name, cost in _of_page(plan, page, last, stock, floats, costs, count):
            found[name] += cost
    for reset in plan.settings:
        setting = costs.setting if reset.extra else 0.0
        found["setting"] += setting
        found["looseness"] += reset.price - setting
    return tuple((name, round(cost, 3)) for name, cost in found.items() if cost > 1e-9)


def _of_page(
    plan: Plan, page: PagePlan, last: bool, stock: Stock, floats: Floats, costs: Pagination, count: int
) -> Iterator[tuple[str, float]]:
    divided = sum(1 for part in page.floats if part.end < len(floats.floats[part.float].body))
    yield "divided-table", costs.divided_table * divided
    piles = sum(1 for a, b in pairwise(page.floats) if a.at_head and b.at_head and a.column == b.column)
    yield "float-pile", costs.float_pile * piles
    yield "float-place", page.bill.place - costs.divided_table * divided - costs.float_pile * piles
    yield "float-column", page.bill.column
    yield "float-page", page.bill.page
    yield "note-order", page.bill.order
    yield from _of_notes(page.notes, stock, costs)
    deepest = max((column.head + column.depth + column.foot for column in page.columns), default=0.0)
    for number, column in enumerate(page.columns):
        yield from _of_end(plan, column, costs)
        yield from _of_notes(column.notes, stock, costs)
        room = page.bottom - column.head - column.foot
        if last and costs.balance:
            yield from _of_level((deepest - column.head - column.depth - column.foot) / stock.grid, costs)
            yield "opened", costs.opened * len(column.opened)
            yield "feathered", costs.feathered * (column.grown - stock.grid * len(column.opened))
        elif column.begin < column.end < len(plan.flow) and not (last and number == count - 1):
            yield "short", costs.short * ((room - column.depth) / stock.grid) ** 2
    if last and costs.balance:
        for _ in range(count - len(page.columns)):
            yield from _of_level(deepest / stock.grid + 1, costs)


def _of_end(plan: Plan, column: ColumnPlan, costs: Pagination) -> Iterator[tuple[str, float]]:
    if not column.begin < column.end < len(plan.flow):
        return
    line = plan.flow[column.end - 1]
    if line.penalty >= FORBIDDEN:
        yield KEPT, FORBIDDEN
    prices = {"widow": costs.widow, "orphan": costs.orphan, "hyphen": costs.hyphen, "formula": costs.formula}
    for why in line.why.split() if line.penalty else ():
        yield why, prices.get(why, 0.0)


def _of_notes(parts: tuple[NotePart, ...], stock: Stock, costs: Pagination) -> Iterator[tuple[str, float]]:
    left = sum(stock.length(part.number) - part.end for part in parts[-1:])
    if left:
        yield "split-note", costs.split_note
        yield "note-left", costs.note_left * left


def _of_level(lines: float, costs: Pagination) -> Iterator[tuple[str, float]]:
    yield "uneven", costs.uneven * lines * lines
    yield "very-uneven", costs.very_uneven * math.ceil(max(0.0, lines - 1.0) - 1e-6)
