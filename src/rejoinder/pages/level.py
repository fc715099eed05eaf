"""The last page: how deep its columns are, so that they end level.

Knows one page's layouts and what is left to be set; knows nothing of the pages before it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from rejoinder.galley.model import Line
from rejoinder.geometry import Pt
from rejoinder.pages.columns import End, Filler, Want
from rejoinder.pages.fill import NotePart, Pending, Stock
from rejoinder.pages.floats import Floats, Layout, Space
from rejoinder.pages.runs import At, Flow
from rejoinder.style.model import Pagination

MOST_FEATHER: Pt = 2.5
"""How much white may be added between two references to make columns end level …"""
UTMOST_FEATHER: Pt = 4.0
"""… and to bring them within a line of each other at least."""
FEATHERED = frozenset(("reference", "statement", "affiliation"))
"""Styles whose items may be opened: lists of small print."""
WAYS = 4
"""Ways to the same place that are kept."""
LEVEL_WITHIN = 5.5
"""Lines: columns that end higher than this above a depth that is tried are not looked at."""
UNLEVEL_ENDS = 6
"""Ends of a column that are followed where columns need not be level."""
BEYOND = 6
"""Lines: what is deeper than all columns by so many in each does not end on this page."""
LEVELLING_DEPTHS = 9
"""How many depths are tried."""
NEARLY_NOTHING = 3.0
"""A page that costs less than this is as good as may be."""

Variety: TypeAlias = Literal["best", "trouble", "all"]
"""Which settings are looked at: each paragraph's best one, others where a column would end badly, or all."""


class Begin(NamedTuple):
    """A place in the flow, and the notes still to come."""

    at: At
    pending: tuple[Pending, ...]


class Filled(NamedTuple):
    """A column, filled from `begin` to its end."""

    begin: At
    end: End
    space: Space
    feather: Pt = 0.0
    opened: tuple[int, ...] = ()
    """Of its own lines, counted from 0."""
    grown: Pt = 0.0


class Levelled(NamedTuple):
    """The columns of a last page."""

    cost: float
    columns: tuple[Filled, ...]
    layout: Layout
    notes: tuple[NotePart, ...] = ()
    """Over all columns."""


class _Row(NamedTuple):
    """Columns that were filled one after the other: their cost, the last of them, and those before it."""

    cost: float
    column: Filled | None
    before: _Row | None

    def columns(self) -> list[Filled]:
        out: list[Filled] = []
        at: _Row | None = self
        while at is not None and at.column is not None:
            out.append(at.column)
            at = at.before
        return out[::-1]


class Leveller:
    """Ends letters."""

    def __init__(
        self,
        stock: Stock,
        flow: Flow,
        filler: Filler,
        costs: Pagination,
        count: int,
        floats: Floats,
        *,
        wide_notes: bool,
    ) -> None:
        self._stock = stock
        self._flow = flow
        self._filler = filler
        self._costs = costs
        self._count = count
        self._floats = floats
        self._wide_notes = wide_notes
        self._deep: dict[Begin, tuple[Pt, Pt]] = {}
        """How deep all from there on is, and the depth up to which that was measured."""
        self._known: dict[tuple[At, Want, Pt, bool], tuple[float, list[End]]] = {}

    def level(
        self, begin: Begin, layouts: Sequence[Layout], depth: Pt, variety: Variety, limit: float
    ) -> Levelled | None:
        """All that is left, on one page of columns so deep, for less than `limit`; None if that cannot be done."""
        left = self._stock.leadings[-1] - self._stock.leadings[self._flow.line_of(begin.at)]
        least = left - (self._stock.grid * self._flow.most_saved(begin.at.run) if variety == "all" else 0.0)
        most = self._count * (depth + self._stock.grid) + self._stock.grid
        if least > most:
            return None
        best: Levelled | None = None
        for layout in layouts:
            if layout.waiting.float < len(self._floats):
                continue
            extra = layout.cost
            floats = sum(space.head + space.foot + layout.foot for space in layout.spaces)
            if extra >= limit or least + floats > most:
                continue
            notes: tuple[NotePart, ...] = ()
            room, inside = depth, begin
            if self._wide_notes:
                calls = layout.calling(self._flow.called(begin.at, At(len(self._flow), 0, 0)))
                notes, taken = self._stock.whole(begin.pending, calls)
                room, inside = depth - taken, begin._replace(pending=())
                floors = [space.floor for space in layout.spaces if space.floor is not None]
                if room - layout.foot < max([0.0, *floors] if notes else [0.0]):
                    continue
            found = self._with_layout(inside, layout, room, variety, limit - extra)
            if found is None:
                continue
            far = self._floats.columns_off(layout, [one.end.at for one in found.columns])
            cost = found.cost + extra + self._costs.float_column * far
            if not in_order(found.columns, layout, self._flow.latest(begin.at)):
                cost += self._costs.note_order
            if cost < limit:
                limit = cost
                best = found._replace(cost=limit, notes=notes)
        return best

    def _with_layout(self, begin: Begin, layout: Layout, depth: Pt, variety: Variety, limit: float) -> Levelled | None:
        """Columns that end level, as short as may be; None if the rest does not fit this page."""
        found = self._at_best_depth(begin, layout, depth, limit, varied=variety == "all")
        if variety == "trouble" and found is not None and found.cost > self._costs.setting:
            found = self._at_best_depth(begin, layout, depth, min(limit, found.cost), varied=True) or found
        return found

    def _at_best_depth(self, begin: Begin, layout: Layout, depth: Pt, limit: float, *, varied: bool) -> Levelled | None:
        deepest = depth - layout.foot
        if not self._costs.balance:
            return self._at_depth(begin, layout, deepest, limit, varied=varied, level=False)
        grid = self._stock.grid
        heads = sum(space.head + space.foot for space in layout.spaces)
        whole = self._whole_depth(begin, self._count * (deepest + BEYOND * grid)) + heads
        least = max(0.0, (int(whole / self._count / grid) - (4 if varied else 2)) * grid)
        best: Levelled | None = None
        tried = 0
        while least < deepest + grid and tried < LEVELLING_DEPTHS:
            found = self._at_depth(begin, layout, min(least, deepest), limit, varied=varied, level=True)
            if found is not None:
                tried += 1
                if best is None or found.cost < best.cost - 1e-9:
                    best = found
                    limit = min(limit, best.cost)
                if best.cost < NEARLY_NOTHING:
                    break
            elif best is not None:
                tried += 1
            least += grid
        return best

    def _whole_depth(self, begin: Begin, most: Pt) -> Pt:
        """How deep everything would be in one column, all in its best setting (or only that it is more than `most`)."""
        known = self._deep.get(begin)
        if known is None or known[0] < most:
            known = self._deep[begin] = (most, self._measured(begin, most))
        return known[1]

    def _measured(self, begin: Begin, most: Pt) -> Pt:
        stock, depth = self._stock, 0.0
        called: list[int] = []
        for i in range(self._flow.line_of(begin.at), len(stock.lines)):
            depth = stock.next_depth(depth, stock.lines[i])
            called.extend(() if self._wide_notes else stock.calls[i])
        return depth + stock.whole(begin.pending, called, most)[1]

    def _at_depth(
        self, begin: Begin, layout: Layout, depth: Pt, limit: float, *, varied: bool, level: bool
    ) -> Levelled | None:
        """The cheapest way to set all the rest in columns of this depth."""
        ways: list[tuple[Begin, _Row]] = [(begin, _Row(0.0, None, None))]
        for column, space in enumerate(layout.spaces):
            final = column == self._count - 1
            known: dict[Begin, list[End]] = {}
            following: dict[Begin, list[_Row]] = {}
            for way, node in ways:
                if way not in known:
                    known[way] = self._endings(way, space, depth, limit, varied=varied, final=final, level=level)
                for end in known[way]:
                    cost = node.cost + (end.cost if level or final else self._filler.full_cost(end))
                    if cost < limit:
                        following.setdefault(Begin(end.at, end.rest), []).append(
                            _Row(cost, Filled(way.at, end, space), node)
                        )
            # How level the columns are is seen only when all are there: several ways to the same place are kept.
            ways = [
                (way, node)
                for way, nodes in sorted(following.items())
                for node in (nodes if final else sorted(nodes, key=_cost_and_white)[:WAYS])
            ]
        rated = (
            (self._rated(node, layout, limit) for _, node in ways) if level else (_unrated(n, layout) for _, n in ways)
        )
        return min((one for one in rated if one is not None), key=lambda one: one.cost, default=None)

    def _endings(
        self, way: Begin, space: Space, depth: Pt, limit: float, *, varied: bool, final: bool, level: bool
    ) -> list[End]:
        """Where a column of the last page may end: the last one takes everything or is no good."""
        at, pending = way
        want = self._filler.want(pending, space.before, space.behind)
        room = depth - space.head - space.foot
        if not space.text or (room < 0 and at.run < len(self._flow)):
            end = self._filler.without_text(at, want, space.for_notes(max(room, -self._stock.grid), self._stock.grid))
            return [end] if not final or (at.run == len(self._flow) and not end.rest) else []
        found = self._walked(at, want, room, limit, varied=varied, level=level)
        if final:
            return [e for e in found if e.at.run == len(self._flow) and not e.rest]
        if level:
            return found
        return sorted(found, key=lambda end: (self._filler.full_cost(end), end.at))[:UNLEVEL_ENDS]

    def _walked(self, at: At, want: Want, room: Pt, limit: float, *, varied: bool, level: bool) -> list[End]:
        """The ends of a column, kept: many layouts and depths ask for the same."""
        key = (at, want, room, varied)
        known = self._known.get(key)
        if known is None or known[0] < limit:
            nearest = LEVEL_WITHIN * self._stock.grid if level else math.inf
            known = (limit, list(self._filler.walk(at, want, room, varied=varied, nearest=nearest, limit=limit)))
            self._known[key] = known
        return known[1]

    def _rated(self, node: _Row, layout: Layout, limit: float) -> Levelled | None:
        """What the columns of a last page cost: their ends, and how far from level they are."""
        columns = node.columns()
        cost = node.cost
        bottom = max(self.foot(one) for one in columns)
        out: list[Filled] = []
        for one in columns:
            feathered, extra = self._feathered(one, bottom)
            out.append(feathered)
            cost += extra + self._unevenness((bottom - self.foot(feathered)) / self._stock.grid)
            if cost >= limit:
                return None
        return Levelled(cost, tuple(out), layout)

    def _unevenness(self, lines: float) -> float:
        """What it costs if a column of the last page ends so many lines higher than the deepest one."""
        beyond = math.ceil(max(0.0, lines - 1.0) - 1e-6)
        return self._costs.uneven * lines * lines + self._costs.very_uneven * beyond

    def foot(self, one: Filled) -> Pt:
        """How deep a column reaches with its floats, from the page's first baseline."""
        if one.end.text_depth < 0:  # notes at the most
            floor = self._stock.grid * -1 if one.space.floor is None else one.space.floor
            return floor + one.end.depth + self._stock.grid
        return one.space.head + one.end.depth + one.grown + one.space.foot

    def _feathered(self, one: Filled, bottom: Pt) -> tuple[Filled, float]:
        missing = bottom - self.foot(one)
        if missing < 0.05 or one.end.text_depth < 0:
            return one, 0.0
        lines = self._flow.between(one.begin, one.end.at, one.end.chosen)
        each, opened, grown = feather(lines, missing, self._stock.grid)
        items = grown - self._stock.grid * len(opened)
        cost = self._costs.opened * len(opened) + self._costs.feathered * items
        return one._replace(feather=each, opened=opened, grown=grown), cost


def in_order(columns: Sequence[Filled], layout: Layout, before: int) -> bool:
    """Whether the notes that begin in these columns stand in the order of their numbers, and behind all before."""
    if not any(space.before or space.behind for space in layout.spaces):
        return True  # only floats bring notes out of order
    begun = [part.number for one in columns for part in one.end.notes if not part.begin]
    return begun == sorted(begun) and (not begun or begun[0] > before)


def feather(lines: Sequence[Line], missing: Pt, grid: Pt) -> tuple[Pt, tuple[int, ...], Pt]:
    """Open a column that ends `missing` higher than its neighbours: between the items of an unaligned list, by a
    little; failing that above headings, by a line. Returns the white between items, the lines that are opened, and
    the growth.
    """
    size = len(lines)
    tail = size  # only what no aligned line follows can move by less than a line
    while tail > 0 and not lines[tail - 1].on_grid:
        tail -= 1
    items = sum([begins_item(lines, i) for i in range(max(tail, 1), size)])
    opened: list[int] = []
    heads = [i for i in range(1, size) if lines[i].on_grid and lines[i].before >= grid * 0.5]
    while heads and missing > max(grid, items * MOST_FEATHER + 0.5 * grid):
        opened.append(heads.pop())
        missing -= grid
    each = min(missing / items, MOST_FEATHER) if items else 0.0
    if items and missing - each * items > grid:
        each = min((missing - grid) / items, UTMOST_FEATHER)
    return each, tuple(sorted(opened)), each * items + grid * len(opened)


def begins_item(lines: Sequence[Line], i: int) -> bool:
    """Whether white may be added above a line: it begins an item of small print that follows another."""
    line, above = lines[i], lines[i - 1]
    return line.style in FEATHERED and line.element != above.element and not above.on_grid


def _cost_and_white(node: _Row) -> tuple[float, float]:
    assert node.column is not None
    return node.cost + node.column.end.white, node.column.end.white


def _unrated(node: _Row, layout: Layout) -> Levelled:
    return Levelled(node.cost, tuple(node.columns()), layout)
