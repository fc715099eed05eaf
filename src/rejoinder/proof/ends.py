"""What is to be said of columns: how they begin and end, and whether their lines stand on the grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rejoinder.geometry import Box, Pt
from rejoinder.pages.model import Page
from rejoinder.proof.model import ColumnEnd, Finding
from rejoinder.proof.stands import Stand, Standing, Where, counted, found, found_at, pictures, same_paragraph

SLACK = 0.05
"""Points by which a baseline may miss the grid, and shares of a line by which columns may differ, unseen."""


def column_findings(standing: Standing, ends: Sequence[ColumnEnd]) -> Iterator[Finding]:
    yield from _at_breaks(standing)
    yield from _off_grid(standing)
    yield from _uneven(standing, ends)
    yield from _short(standing, ends)


# ── where one column ends and the next begins ─────────────────────────────


def _at_breaks(standing: Standing) -> Iterator[Finding]:
    flow = standing.flow
    for i, (last, first) in enumerate(pairwise(flow)):
        if last.where == first.where:
            continue
        if standing.is_heading(last):
            yield found("heading", last, "this heading stands at the foot of a column")
        if last.item.line.hyphenated:
            yield found("column-hyphen", last, "a word is divided between two columns")
        if last.item.line.element is None or not same_paragraph(last, first):
            continue
        if i == 0 or not same_paragraph(flow[i - 1], last):
            yield found("orphan", last, "the first line of this paragraph stands alone at the foot of a column")
        if i + 2 == len(flow) or not same_paragraph(first, flow[i + 2]):
            yield found("widow", first, "the last line of this paragraph stands alone at the head of a column")


# ── the grid ──────────────────────────────────────────────────────────────


def off_grid_by(stand: Stand, page: Page) -> Pt:
    """How far a line that should stand on its page's grid stands off it."""
    if not stand.item.line.on_grid or stand.item.part != "column" or page.grid <= 0:
        return 0.0
    distance = (stand.item.y - page.grid_top) % page.grid
    return min(distance, page.grid - distance)


def grid_error(stands: Sequence[Stand], page: Page) -> Pt:
    """The farthest that a line of a page stands off its grid."""
    return max((off_grid_by(one, page) for one in stands), default=0.0)


def _off_grid(standing: Standing) -> Iterator[Finding]:
    for stand in standing.flow:
        off = off_grid_by(stand, standing.page(stand.page))
        if off > SLACK:
            yield found("off-grid", stand, f"stands {off:.2f} pt off the grid", off)


# ── depth ─────────────────────────────────────────────────────────────────


def column_ends(standing: Standing) -> tuple[ColumnEnd, ...]:
    """Where each column of each page ends."""
    whites = dict(_whites(standing))
    least = min(whites.values(), default=0.0)
    all_feet = _feet(standing)
    out = []
    for page in standing.pages:
        for number, column in enumerate(page.columns, 1):
            where = (page.number, number)
            foot = all_feet.get(where, column.top - page.grid)
            room = (column.bottom - foot) / page.grid if page.grid > 0 else 0.0
            out.append(ColumnEnd(*where, foot, room, whites.get(where, least) - least))
    return tuple(out)


def _feet(standing: Standing) -> dict[Where, Pt]:
    """The lowest thing in each column that holds any; what goes over all of them stands in each."""
    feet: dict[Where, Pt] = {}

    def reach(where: Where, y: Pt) -> None:
        feet[where] = max(y, feet.get(where, y))

    for stand in standing.text:
        columns = len(standing.page(stand.page).columns)
        for number in range(1, columns + 1) if standing.is_wide(stand) else (stand.column,):
            reach((stand.page, number), stand.item.y)
    for page in standing.pages:
        for picture in pictures(page):
            for number, column in enumerate(page.columns, 1):
                if picture.box.x < column.x + column.width and picture.box.right > column.x:
                    reach((page.number, number), picture.box.bottom)
    return feet


def _whites(standing: Standing) -> Iterator[tuple[Where, Pt]]:
    """White between what stands last in a column and its first note."""
    last: dict[Where, Pt] = {}
    for stand in standing.text:
        if stand.item.part != "notes":
            last[stand.where] = max(stand.item.y, last.get(stand.where, 0.0))
    for stand in standing.text:
        if stand.item.part == "notes" and stand.where in last:
            yield stand.where, stand.item.y - stand.item.line.height - last.pop(stand.where)


def apart(standing: Standing, ends: Sequence[ColumnEnd]) -> float:
    """By how many lines the last page's columns differ: the larger of how they end and how deep they are set.

    White left above a column's notes counts like white below its text.
    """
    if not standing.pages:
        return 0.0
    page = standing.pages[-1]
    mine = [one for one in ends if one.page == page.number]
    if len(mine) < 2 or page.grid <= 0:
        return 0.0
    feet = [one.foot for one in mine]
    depths = [one.foot - one.slack for one in mine]
    return max(max(feet) - min(feet), max(depths) - min(depths)) / page.grid


def _uneven(standing: Standing, ends: Sequence[ColumnEnd]) -> Iterator[Finding]:
    by = apart(standing, ends)
    if by <= 1 + SLACK:
        return
    page = standing.pages[-1]
    mine = [one for one in ends if one.page == page.number]
    highest = min(mine, key=lambda one: one.foot - one.slack)
    yield found_at(
        "uneven",
        (page.number, highest.column),
        _below(page, highest),
        f"the columns of the last page end {counted(round(by, 1), 'line')} apart",
        by,
    )


def _short(standing: Standing, ends: Sequence[ColumnEnd]) -> Iterator[Finding]:
    for end in ends:
        page = standing.page(end.page)
        if end.page < len(standing.pages) and end.room > 1 + SLACK:
            lines = counted(round(end.room, 1), "line")
            yield found_at(
                "short", (end.page, end.column), _below(page, end), f"the column ends {lines} too high", end.room
            )


def _below(page: Page, end: ColumnEnd) -> Box:
    """The white below a column."""
    column = page.columns[end.column - 1]
    lowest = max(column.bottom, end.foot + page.grid)
    return Box(column.x, end.foot + 0.25 * page.grid, column.width, lowest - end.foot)
