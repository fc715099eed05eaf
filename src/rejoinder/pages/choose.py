"""Choosing where columns end: the only room that decides about pages.

Knows costs and depths; draws nothing and moves nothing. The plan that it returns leaves no decision to `place.py`.

After Plass, "Optimal pagination techniques for automatic typesetting systems" (1981): the cheapest series of column
ends is found by dynamic programming over (line, notes still to come), column by column. States that lag far behind
the best are dropped, so that the time is linear in the number of pages. The last page is another matter: there the
depth of the columns is chosen too, so that they end level, their notes counted.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from rejoinder.galley.model import FORBIDDEN, ElementId, Line, Resetting
from rejoinder.geometry import Pt
from rejoinder.pages.fill import EPSILON, NotePart, Pending, Stock, apportion, squeeze
from rejoinder.style.model import Pagination
from rejoinder.values import dataclass, replace

BEAM = 10
"""States kept from one column to the next."""
LOOK_BACK = 5
"""How many lines short of full a column may be before that is looked at only for want of anything better."""
UNEVEN, VERY_UNEVEN = 12.0, 1500.0
"""Cost of a last column that ends higher than its neighbour, per line squared; and for every line beyond one, begun
ones counting whole: dearer than a widow, but not than a stranded heading."""
OPENED = 30.0
"""Cost of a blank line more above a heading of the last page."""
RESET = 20.0
"""Cost of a paragraph of the last page set a line longer or shorter than is best for it …"""
LOOSENESS, RUNT = 10.0, 60.0
"""… and of every line in it, by its ratio squared; and of a last line of one short word."""
MOST_FEATHER: Pt = 2.5
"""How much white may be added between two references to make columns end level …"""
UTMOST_FEATHER: Pt = 4.0
"""… and to bring them within a line of each other at least."""
MOST_NOTES = 300
"""More waiting notes than this are not looked at, to see whether they fill a column."""
WAYS = 4
"""Ways to the same place that are kept on the last page."""
FEATHERED = frozenset(("reference", "statement", "affiliation"))
"""Styles whose items may be opened: lists of small print."""
LEVELLING_DEPTHS = 9
"""How many depths are tried for the last page."""


class ColumnPlan(NamedTuple):
    """Lines `begin` to `end` (excluded) of the flow, and the notes below them."""

    begin: int
    end: int
    notes: tuple[NotePart, ...]
    text_depth: Pt
    """Of its last line."""
    depth: Pt
    """Of its last line or its last note, set as close as they may be."""
    feather: Pt = 0.0
    """White added above every item of an unaligned list."""
    opened: tuple[int, ...] = ()
    """Lines above which a blank line was added."""


class PagePlan(NamedTuple):
    first_baseline: Pt
    """Of its columns."""
    bottom: Pt
    """Depth at which the notes of all its columns end."""
    columns: tuple[ColumnPlan, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What was chosen: every column's lines and notes, page by page."""

    flow: tuple[Line, ...]
    """The lines, some of the last page perhaps reset."""
    pages: tuple[PagePlan, ...]


class _End(NamedTuple):
    """A column that may end before line `end`."""

    end: int
    text_depth: Pt
    depth: Pt
    notes: tuple[NotePart, ...]
    rest: tuple[Pending, ...]
    cost: float


State: TypeAlias = tuple[int, tuple[Pending, ...]]
"""Next line, and the notes that are still to come."""


class _Node(NamedTuple):
    """A way to get to a state: its cost, its last column, and what came before."""

    cost: float
    column: ColumnPlan | None
    before: _Node | None


class Chooser:
    """Chooses column ends for one galley."""

    def __init__(
        self,
        stock: Stock,
        costs: Pagination,
        count: int,
        resetting: Mapping[ElementId, Resetting],
        above: Sequence[int] = (),
    ) -> None:
        """`above` are the notes called over the columns."""
        self._stock = stock
        self._above = above
        self._costs = costs
        self._count = count
        self._resetting = resetting

    def plan(self, baselines: Sequence[Pt], depths: Sequence[Pt]) -> Plan:
        """All pages. `baselines` and `depths` are those of the first pages; the last holds for all that follow."""
        pending = tuple(Pending(n, 0) for n in self._above)
        states: dict[State, tuple[_Node, tuple[PagePlan, ...]]] = {(0, pending): (_Node(0.0, None, None), ())}
        page = 0
        while True:
            baseline = baselines[min(page, len(baselines) - 1)]
            depth = depths[min(page, len(depths) - 1)]
            if depth >= 0:
                done = self._finish(states, baseline, depth)
                if done is not None:
                    return self._mended(done)
                states = self._fill_page(states, baseline, depth)
            else:
                states = {s: (node, (*pages, PagePlan(baseline, 0.0, ()))) for s, (node, pages) in states.items()}
            page += 1

    def _mended(self, plan: Plan) -> Plan:
        """Reset paragraphs that would be parted within a word, with as many lines, so that they are not."""
        flow = list(plan.flow)
        parted: dict[ElementId, set[int]] = {}
        for page in plan.pages:
            for column in page.columns:
                line = flow[column.end - 1] if column.begin < column.end < len(flow) else None
                if line is not None and line.hyphenated and line.element is not None:
                    parted.setdefault(line.element, set()).add(column.end - 1)
        for element, ends in parted.items():
            if element not in self._resetting:
                continue
            begin = min(ends)
            while begin and flow[begin - 1].element == element:
                begin -= 1
            finish = next((i for i in range(begin, len(flow)) if flow[i].element != element), len(flow))
            lines = self._resetting[element](0, frozenset(end - begin + 1 for end in ends))
            if len(lines) == finish - begin and same_notes(lines, flow[begin:finish]):
                flow[begin:finish] = [replace(lines[0], before=flow[begin].before), *lines[1:]]
        return Plan(tuple(flow), plan.pages)

    # ── full pages ──

    def _fill_page(
        self, states: dict[State, tuple[_Node, tuple[PagePlan, ...]]], baseline: Pt, depth: Pt
    ) -> dict[State, tuple[_Node, tuple[PagePlan, ...]]]:
        """Every good way to fill a page to the bottom."""
        ways: dict[State, tuple[_Node, State]] = {
            s: (_Node(node.cost, None, None), s) for s, (node, _) in states.items()
        }
        for _ in range(self._count):
            following: dict[State, tuple[_Node, State]] = {}
            for (begin, pending), (node, origin) in ways.items():
                for end in self._ends(self._stock, begin, pending, depth):
                    column = ColumnPlan(begin, end.end, end.notes, end.text_depth, end.depth)
                    cost = node.cost + end.cost
                    state = (end.end, end.rest)
                    known = following.get(state)
                    if known is None or cost < known[0].cost:
                        following[state] = (_Node(cost, column, node), origin)
            ways = _best(following)
        out: dict[State, tuple[_Node, tuple[PagePlan, ...]]] = {}
        for state, (node, origin) in ways.items():
            page = PagePlan(baseline, depth, _columns(node))
            out[state] = (_Node(node.cost, None, None), (*states[origin][1], page))
        return out

    def _ends(self, stock: Stock, begin: int, pending: tuple[Pending, ...], depth: Pt) -> list[_End]:
        """Where a column that begins with line `begin` may end, if it is `depth` deep: the few best places."""
        if len(pending) > 1 and _fills(stock, pending[:-1], depth + stock.grid):
            return [self._forced(stock, begin, pending, depth)]
        found = [] if pending else list(self._walk(stock, begin, pending, depth, nearest=(LOOK_BACK + 2) * stock.grid))
        if len(found) <= LOOK_BACK or all(e.cost >= FORBIDDEN for e in found):
            found = list(self._walk(stock, begin, pending, depth))
        if not found:
            return [self._forced(stock, begin, pending, depth)]
        # Where a note goes on, less text may be better than a note that trails through many columns.
        near = found if found[-1].rest or pending else found[-LOOK_BACK - 1 :]
        good = [e for e in near if e.cost < FORBIDDEN]
        if not good:
            good = [e for e in found if e.cost < FORBIDDEN][-3:] or near
        good.sort(key=lambda e: e.cost)
        return good[:4]

    def _walk(
        self, stock: Stock, begin: int, pending: tuple[Pending, ...], depth: Pt, nearest: Pt = math.inf
    ) -> Iterator[_End]:
        """Every place where the column may end, from above; with `nearest`, none that leaves more white than that."""
        lines, calls, grid, costs = stock.lines, stock.calls, stock.grid, self._costs
        last = len(lines)
        if begin == last:
            # Only notes are left: they may begin where the text would.
            alone = apportion(stock, pending, (), depth + grid)
            if alone is not None:
                height = stock.note_depth(alone[0]) - grid
                yield _End(last, -grid, height, *alone, costs.split_note if alone[1] else 0.0)
            return
        called: list[int] = []
        whole, below = stock.whole(pending, ()) if pending else ((), 0.0)
        text_depth = 0.0
        for i in range(begin, last):
            line = lines[i]
            if i > begin:
                text_depth = stock.next_depth(text_depth, line)
            if text_depth > depth + EPSILON:
                return
            if calls[i]:
                called.extend(calls[i])
                whole, below = stock.whole(pending, called)
            cost = 0.0 if i == last - 1 else line.penalty
            full = text_depth + below
            if full <= depth + EPSILON:
                if depth - full <= nearest:
                    short = (depth - full) / grid
                    yield _End(i + 1, text_depth, full, whole, (), cost + costs.short * short * short)
                continue
            shared = apportion(stock, pending, called, depth - text_depth)
            if shared is None:
                return
            parts, rest = shared
            left = sum(stock.length(n) - b for n, b in rest)
            full = text_depth + stock.note_depth(parts)
            short = (depth - full) / grid
            cost += costs.short * short * short + costs.split_note + 4.0 * left
            yield _End(i + 1, text_depth, full, parts, rest, cost)

    def _forced(self, stock: Stock, begin: int, pending: tuple[Pending, ...], depth: Pt) -> _End:
        """One line and as much of its notes as there is room for, since nothing fits by the rules."""
        if begin < len(stock.lines) and not _fills(stock, pending, depth):
            parts, rest = squeeze(stock, pending, stock.calls[begin], depth)
            return _End(begin + 1, 0.0, stock.note_depth(parts), parts, rest, FORBIDDEN / 2)
        parts, rest = squeeze(stock, pending, (), depth + stock.grid)
        if not parts:  # a column without room for a line of notes gets one all the same, or there would be no end
            (number, at), *others = pending
            parts = (NotePart(number, at, at + 1),)
            rest = (Pending(number, at + 1), *others) if at + 1 < stock.length(number) else tuple(others)
        return _End(begin, -stock.grid, stock.note_depth(parts) - stock.grid, parts, rest, FORBIDDEN / 2)

    # ── the last page ──

    def _finish(self, states: dict[State, tuple[_Node, tuple[PagePlan, ...]]], baseline: Pt, depth: Pt) -> Plan | None:
        """The cheapest way to end the letter on this page, if it can end here."""
        best: tuple[float, tuple[ColumnPlan, ...], tuple[PagePlan, ...], State] | None = None
        for state, (node, pages) in states.items():
            found = self._level(self._stock, state, depth)
            if found is not None and (best is None or node.cost + found[0] < best[0]):
                best = (node.cost + found[0], found[1], pages, state)
        if best is None:
            return None
        cost, columns, pages, state = best
        flow = tuple(self._stock.lines)
        if self._costs.balance and self._count > 1 and cost - states[state][0].cost > RESET:
            flow, columns = self._reset(state, depth, cost - states[state][0].cost, columns)
        bottom = max((c.depth for c in columns), default=0.0)
        return Plan(flow, (*pages, PagePlan(baseline, bottom if self._costs.balance else depth, columns)))

    def _level(self, stock: Stock, state: State, depth: Pt) -> tuple[float, tuple[ColumnPlan, ...]] | None:
        """Columns that end level, as short as may be; None if the rest does not fit this page."""
        left = stock.leadings[-1] - stock.leadings[state[0]]
        if left > self._count * (depth + 2 * stock.grid):
            return None
        if self._count == 1 or not self._costs.balance:
            return self._at_depth(stock, state, depth, level=False)
        whole = self._whole_depth(stock, state)
        grid = stock.grid
        least = max(0.0, (int(whole / self._count / grid) - 2) * grid)
        best: tuple[float, tuple[ColumnPlan, ...]] | None = None
        tried = 0
        while least < depth + grid and tried < LEVELLING_DEPTHS:
            found = self._at_depth(stock, state, min(least, depth), level=True)
            if found is not None:
                tried += 1
                if best is None or found[0] < best[0] - 1e-9:
                    best = found
                if best[0] < UNEVEN / 4:
                    break
            least += grid
        return best

    def _whole_depth(self, stock: Stock, state: State) -> Pt:
        """How deep everything would be in one column."""
        begin, pending = state
        depth = 0.0
        called: list[int] = []
        for i in range(begin, len(stock.lines)):
            depth = stock.next_depth(depth, stock.lines[i])
            called.extend(stock.calls[i])
        return depth + stock.whole(pending, called)[1]

    def _at_depth(
        self, stock: Stock, state: State, depth: Pt, *, level: bool
    ) -> tuple[float, tuple[ColumnPlan, ...]] | None:
        """The cheapest way to set all the rest in columns of this depth."""
        ways: list[tuple[State, _Node]] = [(state, _Node(0.0, None, None))]
        last = len(stock.lines)
        ended: list[_Node] = []
        ends: dict[State, list[_End]] = {}
        for left in range(self._count, 0, -1):
            following: dict[State, list[_Node]] = {}
            ends.clear()
            for (begin, pending), node in ways:
                if begin == last and not pending:
                    ended.append(node)
                    continue
                known = ends.get((begin, pending))
                if known is None:
                    known = ends[begin, pending] = self._endings(stock, begin, pending, depth, final=left == 1)
                for end in known:
                    column = ColumnPlan(begin, end.end, end.notes, end.text_depth, end.depth)
                    made = _Node(node.cost + end.cost, column, node)
                    if left == 1:
                        ended.append(made)
                    else:
                        following.setdefault((end.end, end.rest), []).append(made)
            # How level the columns are is seen only when all are there: several ways to the same place are kept.
            ways = [
                (key, node)
                for key, nodes in sorted(following.items())
                for node in sorted(nodes, key=lambda node: node.cost)[:WAYS]
            ]
        ended.extend(node for (begin, pending), node in ways if begin == last and not pending)
        if not ended:
            return None
        if not level:
            best = min(ended, key=lambda node: node.cost)
            return best.cost, _columns(best)
        return min((self._rated(stock, _columns(node)) for node in ended), key=lambda rated: rated[0])

    def _endings(self, stock: Stock, begin: int, pending: tuple[Pending, ...], depth: Pt, *, final: bool) -> list[_End]:
        """Like `_ends`, on the last page: the last column takes everything or is no good."""
        found = list(self._walk(stock, begin, pending, depth))
        whole = [e for e in found if e.end == len(stock.lines) and not e.rest]
        if final:
            return [e._replace(cost=0.0) for e in whole[-1:]]
        near = sorted(found[-LOOK_BACK - 1 :], key=lambda e: e.cost)
        return [*near, *(e for e in whole[-1:] if e not in near)]

    def _rated(self, stock: Stock, columns: tuple[ColumnPlan, ...]) -> tuple[float, tuple[ColumnPlan, ...]]:
        """What the columns of a last page cost: their ends, and how far from level they are."""
        cost = 0.0
        last = len(stock.lines)
        for column in columns:
            if column.end < last and column.end > column.begin:
                cost += stock.lines[column.end - 1].penalty
            if any(part.end < stock.length(part.number) for part in column.notes):
                cost += self._costs.split_note
        bottom = max((c.depth for c in columns), default=0.0)
        out: list[ColumnPlan] = []
        for column in columns:
            feathered, extra = feather(stock, column, bottom)
            out.append(feathered)
            cost += extra + unevenness((bottom - feathered.depth) / stock.grid)
        missing = self._count - len(columns)
        return cost + missing * unevenness(bottom / stock.grid + 1), tuple(out)

    def _reset(
        self, state: State, depth: Pt, cost: float, columns: tuple[ColumnPlan, ...]
    ) -> tuple[tuple[Line, ...], tuple[ColumnPlan, ...]]:
        """Try every paragraph of the last page a line longer and a line shorter: one of them may level the columns."""
        stock = self._stock
        best_cost, best_columns, best_flow = cost, columns, tuple(stock.lines)
        for begin, end in paragraphs(stock.lines, state[0]):
            reset = self._resetting.get(stock.lines[begin].element or -1)
            if reset is None or end - begin < 3:
                continue
            for extra in (-1, 1):
                lines = reset(extra, frozenset())
                if not lines:
                    continue
                lines = (replace(lines[0], before=stock.lines[begin].before), *lines[1:])
                flow = (*stock.lines[:begin], *lines, *stock.lines[end:])
                other = stock.with_lines(flow, self._above)
                found = self._level(other, state, depth)
                price = RESET + max(0.0, ugliness(lines) - ugliness(stock.lines[begin:end]))
                if found is not None and found[0] + price < best_cost:
                    best_cost, best_columns, best_flow = found[0] + price, found[1], flow
        return best_flow, best_columns


def unevenness(lines: float) -> float:
    """What it costs if a column of the last page ends so many lines higher than the deepest one."""
    return UNEVEN * lines * lines + VERY_UNEVEN * math.ceil(max(0.0, lines - 1.0) - 1e-6)


def same_notes(lines: Sequence[Line], others: Sequence[Line]) -> bool:
    """Whether the notes are called from the same lines in both, so that a plan made for one holds for the other."""
    return [line.notes for line in lines] == [line.notes for line in others]


def ugliness(lines: Sequence[Line]) -> float:
    """How uneven a paragraph's lines are, in the page room's costs."""
    runt = RUNT if lines[-1].width < 0.17 * lines[-1].measure else 0.0
    return runt + LOOSENESS * sum(line.ratio * line.ratio for line in lines)


def paragraphs(lines: Sequence[Line], begin: int) -> Iterator[tuple[int, int]]:
    """First and last line (excluded) of every paragraph that begins at or behind line `begin`."""
    i = begin
    if i and i < len(lines):
        while i < len(lines) and lines[i].element == lines[i - 1].element:
            i += 1
    while i < len(lines):
        end = i + 1
        while end < len(lines) and lines[end].element == lines[i].element:
            end += 1
        yield i, end
        i = end


def feather(stock: Stock, column: ColumnPlan, bottom: Pt) -> tuple[ColumnPlan, float]:
    """Open a column that ends higher than its neighbours: between the items of an unaligned list, by a little; failing
    that above headings, by a line. Returns the column and what that costs.
    """
    missing = bottom - column.depth
    if missing < 0.05 or column.end <= column.begin:
        return column, 0.0
    lines, grid = stock.lines, stock.grid
    tail = column.end  # only what no aligned line follows can move by less than a line
    while tail > column.begin and not lines[tail - 1].on_grid:
        tail -= 1
    items = [i for i in range(max(tail, column.begin + 1), column.end) if begins_item(lines, i)]
    opened: list[int] = []
    cost = 0.0
    heads = [i for i in range(column.begin + 1, column.end) if lines[i].on_grid and lines[i].before >= grid * 0.5]
    while heads and missing > max(grid, len(items) * MOST_FEATHER + 0.5 * grid):
        opened.append(heads.pop())
        missing -= grid
        cost += OPENED
    each = min(missing / len(items), MOST_FEATHER) if items else 0.0
    if items and missing - each * len(items) > grid:
        each = min((missing - grid) / len(items), UTMOST_FEATHER)
    grown = each * len(items) + grid * len(opened)
    opened.sort()
    changed = column._replace(
        feather=each, opened=tuple(opened), text_depth=column.text_depth + grown, depth=column.depth + grown
    )
    return changed, cost + each * len(items) * 0.2


def begins_item(lines: Sequence[Line], i: int) -> bool:
    """Whether white may be added above a line: it begins an item of small print that follows another."""
    line, above = lines[i], lines[i - 1]
    return line.style in FEATHERED and line.element != above.element and not above.on_grid


def _fills(stock: Stock, pending: Sequence[Pending], depth: Pt) -> bool:
    """Whether what is left of the notes takes the whole column."""
    # A note has a line at least: the first few hundred fill any column.
    return bool(pending) and stock.whole(pending[:MOST_NOTES], ())[1] > depth


def _columns(node: _Node) -> tuple[ColumnPlan, ...]:
    """The columns along the way to a node."""
    out: list[ColumnPlan] = []
    at: _Node | None = node
    while at is not None:
        if at.column is not None:
            out.append(at.column)
        at = at.before
    return tuple(reversed(out))


def _best(ways: dict[State, tuple[_Node, State]]) -> dict[State, tuple[_Node, State]]:
    """The cheapest few, in a fixed order."""
    if len(ways) <= BEAM:
        return ways
    order = sorted(ways.items(), key=lambda item: (item[1][0].cost, item[0]))
    return dict(order[:BEAM])
