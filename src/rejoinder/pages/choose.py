"""Choosing what stands where: the only room that decides about pages.

Knows costs and depths; draws nothing and moves nothing. The plan that it returns leaves no decision to `place.py`.

After Plass, "Optimal pagination techniques for automatic typesetting systems" (1981): the cheapest make-up of the whole
letter is found by dynamic programming over (place in the flow, notes still to come, floats still to come), column by
column. What may be chosen: how each paragraph is set, where each column ends, where notes are divided, where floats
stand, how deep the last page is. All costs are named in the sheet (`pagination:`).

A letter is searched as a whole, in two passes. The first leaves every paragraph in its best setting and keeps the
best few states. If what it finds costs less than setting any paragraph anew would, nothing can be better. Otherwise
the second pass tries all settings, and what the first one found bounds it: a way that costs as much is dropped; and it
is given up when it has followed too many ways, which only letters full of figures or notes have. In long runs settings
are tried only where a column would end badly, and time is linear in the number of pages.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from rejoinder.galley.model import FORBIDDEN, ElementId, Line, Resetting, SetFloat
from rejoinder.geometry import Pt
from rejoinder.pages.columns import End, Filler, Want
from rejoinder.pages.fill import EPSILON, NotePart, Pending, Stock, apportion, squeeze
from rejoinder.pages.floats import Floats, Layout, Space, Waiting
from rejoinder.pages.level import Begin, Filled, Levelled, Leveller, Variety, in_order
from rejoinder.pages.plan import ColumnPlan, FloatBill, PagePlan, Plan, Reset
from rejoinder.pages.runs import At, Flow
from rejoinder.style.model import FloatForm, Pagination
from rejoinder.values import replace

BEAM, WIDE_BEAM = 10, 40
"""States kept from one column to the next: in long runs, and in a letter that is searched as a whole."""
ADVANCED = 4
"""Of these, states kept for having come furthest, where a letter must not be longer than so many pages."""
LETTER = 150
"""Runs (paragraphs, headings, references): a flow of more is not searched as a whole."""
LIMITS = (2.0, 6.0)
"""In units of what a paragraph set otherwise costs: limits under which a better plan is sought first."""
TROUBLE = 2.0
"""In long runs other settings are looked at where a column costs so many times what one costs …"""
TROUBLED = 3
"""… for so many of the ways that lead to it."""
MOST_WAYS = 30_000
"""Ways to begin a column that are followed, all passes together: then what the first one found is good enough."""
LEAST_ABOVE_NOTES = 4
"""Lines of text that stand above notes over all columns at the least: more of these go on on the next page."""
WIDE_NOTE_TRIES = 12
"""How often more room is kept for notes over all columns."""


class _Closed(NamedTuple):
    """A page whose columns come before it in the chain."""

    baseline: Pt
    bottom: Pt
    layout: Layout
    notes: tuple[NotePart, ...] = ()
    """Over all columns."""
    end: Pt = 0.0
    bill: FloatBill = FloatBill()


class _State(NamedTuple):
    """What is still to be placed."""

    at: At
    pending: tuple[Pending, ...]
    waiting: Waiting


class _Node(NamedTuple):
    """A way to get to a state: its cost, what was made last, and what came before."""

    cost: float
    made: Filled | _Closed | None
    before: _Node | None


_States: TypeAlias = dict[_State, _Node]


class Chooser:
    """Chooses the make-up of one galley."""

    def __init__(
        self,
        stock: Stock,
        costs: Pagination,
        count: int,
        resetting: Mapping[ElementId, Resetting],
        above: Sequence[int] = (),
        *,
        floats: Sequence[SetFloat] = (),
        form: FloatForm | None = None,
        cap: Pt = 0.0,
        wide_notes: bool = False,
    ) -> None:
        """`above` are the notes called over the columns; `cap` is the height of the body's capitals. With `wide_notes`
        the notes of a page stand below all its columns.
        """
        self._stock = stock
        self._above = above
        self._costs = costs
        self._count = count
        self._resetting = resetting
        self._flow = Flow(stock, resetting, costs)
        self._filler = Filler(stock, self._flow, costs, notes_apart=wide_notes)
        self._wide_notes = wide_notes
        form = form or FloatForm()
        self.floats = Floats(
            floats, stock.floating, self._flow, form, costs, count, stock.grid, cap, lambda n: stock.whole((), n)[1]
        )
        if wide_notes:
            self.floats.below = stock.whole((), tuple(stock.notes))[1]
        self._leveller = Leveller(stock, self._flow, self._filler, costs, count, self.floats, wide_notes=wide_notes)
        self._beam = BEAM
        self._hurried = False
        self._ways = 0
        """To begin a column, as many as were followed."""
        self._bounded = False
        self._laid: dict[tuple[At, Waiting, Pt, bool], list[Layout]] = {}
        self._known: dict[tuple[At, Want, Pt, bool], tuple[float, list[End]]] = {}
        """Ends of columns, and the limit under which they were sought: many layouts have the same columns."""

    def plan(self, baselines: Sequence[Pt], depths: Sequence[Pt], *, most_pages: int | None = None) -> Plan:
        """All pages. `baselines` and `depths` are those of the first pages; the last holds for all that follow.

        With `most_pages` paragraphs are set tighter to need no more pages than these, if that can be done.
        """
        letter = len(self._flow) <= LETTER
        self._filler.deepest = self.floats.deepest = depths[-1]
        found = self._search(baselines, depths, "best" if letter else "trouble")
        assert found is not None, "without a limit some way is always found"
        plan = self._mended(self._planned(found))
        if not self._resetting:
            return plan
        self._beam = WIDE_BEAM
        self._bounded = True
        if most_pages is not None and len(plan.pages) > most_pages:
            if self._lines_beyond(plan, most_pages) > self._flow.most_saved():
                return plan  # too long in any case
            self._hurried = True
            shorter = self._search(baselines, depths, "all", most_pages=most_pages)
            return plan if shorter is None else self._planned(shorter)
        if letter and plan.cost > self._costs.setting:
            return self._improved(plan, baselines, depths)
        return plan

    def _improved(self, plan: Plan, baselines: Sequence[Pt], depths: Sequence[Pt]) -> Plan:
        """The cheapest plan in any settings, of as many pages.

        Sought under low limits first, which are soon searched: what is found under one is the cheapest of all.
        """
        low = [self._costs.setting * times for times in LIMITS]
        for limit in (*(one for one in low if one < plan.cost * 0.7), plan.cost):
            better = self._search(baselines, depths, "all", limit, len(plan.pages))
            if better is not None:
                return self._planned(better)
        return plan

    def _lines_beyond(self, plan: Plan, most_pages: int) -> int:
        return sum(column.end - column.begin for page in plan.pages[most_pages:] for column in page.columns)

    # ── all pages ──

    def _search(
        self,
        baselines: Sequence[Pt],
        depths: Sequence[Pt],
        variety: Variety,
        limit: float = math.inf,
        most_pages: int | None = None,
    ) -> _Node | None:
        """The cheapest way to make up everything for less than `limit`."""
        pending = tuple(Pending(n, 0) for n in self._above)
        states: _States = {_State(At(0, 0, 0), pending, Waiting()): _Node(0.0, None, None)}
        page = 0
        spare: _Node | None = None
        while states:
            if self._is_tired():
                break
            baseline = baselines[min(page, len(baselines) - 1)]
            depth = depths[min(page, len(depths) - 1)]
            page += 1
            if len(self._flow) > LETTER:
                self._known.clear()  # what is behind is not asked for again
                self._laid.clear()
            if depth >= 0:
                done = self._finish(states, baseline, depth, variety, limit)
                if spare is not None:
                    return spare if done is None or spare.cost <= done.cost else done
                if done is not None:
                    if page == most_pages or done.cost - min(node.cost for node in states.values()) < FORBIDDEN:
                        return done
                    spare = done  # what should never be parted is: perhaps it need not be on one page more
                if page == most_pages:
                    return None
                before, states = states, self._fill_page(states, baseline, depth, variety, limit)
                assert page < len(depths) or states.keys() != before.keys(), "a page that nothing was placed on"
            else:
                empty = _Closed(baseline, 0.0, Layout((), (), 0.0, Waiting(), 0.0))
                states = {state: _Node(node.cost, empty, node) for state, node in states.items()}
        return spare

    def _is_tired(self) -> bool:
        """Whether no better way is sought any more, since so many were followed."""
        return self._bounded and self._ways > MOST_WAYS

    def _layouts(self, state: _State, depth: Pt) -> list[Layout]:
        """The ways in which floats may stand on a page that begins in this state."""
        if state.waiting.float == len(self.floats):
            return [self.floats.plain(state.waiting)]
        ended = state.at.run == len(self._flow) and not state.pending
        key = (state.at, state.waiting, depth, ended)
        if key not in self._laid:
            reach = self._reach(state.at, self._count * depth)
            found = self.floats.layouts(state.waiting, reach, depth, must=ended)
            self._laid[key] = found if ended else [one for one in found if self._within_reach(one, state.at, depth)]
        return self._laid[key]

    def _within_reach(self, layout: Layout, at: At, depth: Pt) -> bool:
        """Whether the text can get so far, beside these floats, as to mention the last of them."""
        if not layout.parts:
            return True
        room = sum(depth - layout.foot - space.head - space.foot for space in layout.spaces if space.text)
        return self.floats.line(layout.parts[-1].float) <= self._reach(at, room)

    def _reach(self, at: At, room: Pt) -> int:
        """A line that a page which begins here, and has so much room for text, does not get beyond."""
        leadings = self._stock.leadings
        line = self._flow.line_of(at)
        most = leadings[min(line, len(leadings) - 1)] + max(0.0, room) + 4 * self._count * self._stock.grid
        return bisect_right(leadings, most, line) - 1

    # ── full pages ──

    def _fill_page(self, states: _States, baseline: Pt, depth: Pt, variety: Variety, limit: float) -> _States:
        """Every good way to fill a page to the bottom."""
        groups: dict[Layout, dict[Begin, _Node]] = {}
        out: _States = {}
        for state, node in states.items():
            for layout in self._layouts(state, depth):
                if node.cost + layout.cost >= limit:
                    continue
                if self._wide_notes:
                    self._fill_above_notes(out, state, node, layout, baseline, depth, variety, limit)
                else:
                    groups.setdefault(layout, {})[Begin(state.at, state.pending)] = node
        for layout, ways in groups.items():
            for space in layout.spaces:
                ways = self._fill_column(ways, space, depth - layout.foot, variety, limit)
            closed = _Closed(baseline, depth - layout.foot, layout)
            for (at, pending), node in ways.items():
                self._close(out, node, _State(at, pending, layout.waiting), closed, 0.0, limit)
        # What is wholly placed should have ended the letter here, level: it is a way only if there is no other.
        return self._kept({state: node for state, node in out.items() if not self._is_done(state)} or out)

    def _is_done(self, state: _State) -> bool:
        return state.at.run == len(self._flow) and not state.pending and state.waiting.float == len(self.floats)

    def _close(self, out: _States, node: _Node, state: _State, closed: _Closed, extra: float, limit: float) -> None:
        """A page that is full: one more way to get to `state`, if it is a cheap one."""
        bill = self._float_bill(closed.layout, node, state.at)
        if bill is None:
            return
        cost = node.cost + extra + bill.total
        known = out.get(state)
        if cost < limit and (known is None or cost < known.cost):
            out[state] = _Node(cost, closed._replace(bill=bill), node)

    # ── notes over all columns ──

    def _fill_above_notes(
        self,
        out: _States,
        state: _State,
        node: _Node,
        layout: Layout,
        baseline: Pt,
        depth: Pt,
        variety: Variety,
        limit: float,
    ) -> None:
        """Columns as deep as the notes below them leave room. How deep the notes are depends on where the columns end:
        so little by little more room is kept for them, until some way needs no more.
        """
        stock, grid = self._stock, self._stock.grid
        deepest = depth - layout.foot
        floors = [space.floor for space in layout.spaces if space.floor is not None]
        most = max(0.0, deepest - max([(LEAST_ABOVE_NOTES - 1) * grid, *floors]))
        kept = last = 0.0
        moved = False
        for left in range(WIDE_NOTE_TRIES, 0, -1):
            ways: dict[Begin, _Node] = {Begin(state.at, ()): node}
            for space in layout.spaces:
                ways = self._fill_column(ways, space, deepest - kept, variety, limit)
            if any(at != state.at for at, _ in ways):
                last, moved = kept, True
            elif moved and left > 1:
                most = kept = last  # not a line stands above so much room: of its notes some go on
                continue
            wanted = math.inf
            found = False
            for (at, _), way in ways.items():
                calls = layout.calling(self._flow.called(state.at, at))
                _, need = stock.whole(state.pending, calls, most + EPSILON)
                if need > kept + EPSILON and kept < most and left > 1:
                    wanted = min(wanted, need)
                    continue
                shared = apportion(stock, state.pending, calls, kept) or squeeze(stock, state.pending, calls, kept)
                parts, rest = shared
                extra = self._costs.short * ((kept - stock.note_depth(parts)) / grid) ** 2
                extra += self._costs.split_note + self._costs.note_left * len(rest) if rest else 0.0
                closed = _Closed(baseline, deepest - kept, layout, parts, depth)
                self._close(out, way, _State(at, rest, layout.waiting), closed, extra, limit)
                found = True
            if found:
                return
            kept = min(most, max(kept + grid, math.ceil((wanted if wanted < math.inf else most) / grid) * grid))

    def _fill_column(
        self, ways: dict[Begin, _Node], space: Space, depth: Pt, variety: Variety, limit: float
    ) -> dict[Begin, _Node]:
        """Every good way to fill one more column."""
        if self._is_tired():
            return {}
        self._ways += len(ways)
        room = depth - space.head - space.foot
        following: dict[Begin, _Node] = {}
        self._extend(following, ways, space, room, limit, varied=variety == "all")
        if variety == "trouble" and ways and space.text:
            least = min(node.cost for node in ways.values())
            if min((node.cost for node in following.values()), default=0.0) - least > TROUBLE * self._costs.setting:
                best = sorted(ways.items(), key=lambda item: (item[1].cost, item[0]))[:TROUBLED]
                self._extend(following, dict(best), space, room, limit, varied=True)
        return self._kept(following)

    def _extend(
        self,
        following: dict[Begin, _Node],
        ways: dict[Begin, _Node],
        space: Space,
        room: Pt,
        limit: float,
        *,
        varied: bool,
    ) -> None:
        for (at, pending), node in ways.items():
            want = self._filler.want(pending, space.before, space.behind)
            for end in self._ends(at, want, room, space, limit - node.cost, varied=varied):
                cost = node.cost + self._filler.full_cost(end)
                after = Begin(end.at, end.rest)
                known = following.get(after)
                if cost < limit and (known is None or cost < known.cost):
                    following[after] = _Node(cost, Filled(at, end, space), node)

    def _ends(self, at: At, want: Want, room: Pt, space: Space, limit: float, *, varied: bool) -> list[End]:
        if not space.text:
            return [self._filler.without_text(at, want, space.for_notes(room, self._stock.grid))]
        key = (at, want, room, varied)
        known = self._known.get(key)
        if known is None or known[0] < limit:
            known = (limit, self._filler.good_ends(at, want, room, varied=varied, limit=limit))
            self._known[key] = known
        return known[1]

    def _float_bill(self, layout: Layout, node: _Node, at: At) -> FloatBill | None:
        """What the places of floats cost on a page that ends before `at`; None if one stands before its mention."""
        if not len(self.floats):
            return FloatBill()
        if not all(self.floats.mentioned(part.float, at) for part in layout.parts):
            return None
        columns: list[Filled] = []
        while isinstance(node.made, Filled):
            columns.append(node.made)
            assert node.before is not None
            node = node.before
        columns.reverse()
        far = self.floats.columns_off(layout, [one.end.at for one in columns])
        late = self.floats.overdue(layout.waiting, at)
        order = 0.0 if in_order(columns, layout, self._flow.latest(columns[0].begin)) else self._costs.note_order
        return FloatBill(layout.cost, self._costs.float_column * far, self._costs.float_page * late, order)

    def _kept(self, ways: dict[Any, _Node]) -> dict[Any, _Node]:
        """The cheapest few, in a fixed order; where there is a hurry, also those that have come furthest."""
        if len(ways) <= self._beam:
            return ways
        order = sorted(ways.items(), key=lambda item: (item[1].cost, item[0]))
        kept = order[: self._beam]
        if self._hurried:
            kept += sorted(order[self._beam :], key=lambda item: item[0], reverse=True)[:ADVANCED]
        return dict(kept)

    # ── the last page ──

    def _finish(self, states: _States, baseline: Pt, depth: Pt, variety: Variety, limit: float) -> _Node | None:
        """The cheapest way to end the letter on this page, if it can end here."""
        best: _Node | None = None
        for state, node in states.items():
            begin = Begin(state.at, state.pending)
            found = self._leveller.level(begin, self._layouts(state, depth), depth, variety, limit - node.cost)
            if found is not None and node.cost + found.cost < limit:
                limit = node.cost + found.cost
                best = self._closed_with(node, found, baseline, depth, limit)
        return best

    def _closed_with(self, node: _Node, found: Levelled, baseline: Pt, depth: Pt, cost: float) -> _Node:
        notes = self._stock.note_depth(found.notes)
        bottom = depth - found.layout.foot - notes
        if self._costs.balance:
            bottom = max((self._leveller.foot(one) for one in found.columns), default=0.0)
            if found.layout.foot:  # a float at the foot of a page without text is no higher than its capitals would be
                bottom = max(bottom, -self._stock.cap)
        for column in found.columns:
            node = _Node(cost, column, node)
        end = bottom + found.layout.foot + notes
        far = self.floats.columns_off(found.layout, [one.end.at for one in found.columns])
        ordered = in_order(found.columns, found.layout, self._flow.latest(found.columns[0].begin))
        order = 0.0 if ordered else self._costs.note_order
        bill = FloatBill(found.layout.cost, self._costs.float_column * far, 0.0, order)
        return _Node(cost, _Closed(baseline, bottom, found.layout, found.notes, end, bill), node)

    # ── the plan ──

    def _planned(self, node: _Node) -> Plan:
        """What was found, with its lines counted through the flow."""
        chain = list(_chain(node))
        chosen = _chosen(chain)
        starts = self._starts(chosen)
        pages: list[PagePlan] = []
        columns: list[ColumnPlan] = []
        for made in chain:
            if isinstance(made, Filled):
                columns.append(self._column_plan(made, starts))
                continue
            while columns and _is_empty(columns[-1]):
                columns.pop()
            pages.append(
                PagePlan(
                    made.baseline,
                    made.bottom,
                    tuple(columns),
                    made.layout.parts,
                    made.layout.foot,
                    made.notes,
                    made.end,
                    made.bill,
                )
            )
            columns = []
        return Plan(self._flow.lines(chosen), tuple(pages), node.cost, tuple(self._resets(chosen)))

    def _resets(self, chosen: Mapping[int, int]) -> Iterator[Reset]:
        for r, s in sorted(chosen.items()):
            run = self._flow.runs[r]
            setting = run.settings[s]
            yield Reset(run.element, len(setting.lines) - len(run.settings[0].lines), setting.price)

    def _starts(self, chosen: Mapping[int, int]) -> list[int]:
        """The first line of every run, and the number of lines."""
        starts = [0]
        for r, run in enumerate(self._flow.runs):
            starts.append(starts[-1] + len(run.settings[chosen.get(r, 0)].lines))
        return starts

    def _column_plan(self, made: Filled, starts: Sequence[int]) -> ColumnPlan:
        begin = starts[made.begin.run] + made.begin.line
        end, space = made.end, made.space
        depth = end.depth + made.grown
        if end.text_depth < 0:
            depth = self._leveller.foot(made) - space.head - space.foot
        return ColumnPlan(
            begin,
            starts[end.at.run] + end.at.line,
            end.notes,
            end.text_depth + made.grown,
            depth,
            made.feather,
            tuple(begin + i for i in made.opened),
            space.head,
            space.foot,
            made.grown,
        )

    def _mended(self, plan: Plan) -> Plan:
        """Reset paragraphs that would be parted within a word, with as many lines, so that they are not."""
        flow = list(plan.flow)
        parted: dict[ElementId, set[int]] = {}
        for page in plan.pages:
            for column in page.columns:
                line = flow[column.end - 1] if column.begin < column.end < len(flow) else None
                if line is not None and line.hyphenated and line.element is not None:
                    parted.setdefault(line.element, set()).add(column.end - 1)
        resets = {reset.element: reset for reset in plan.settings}
        cost = plan.cost
        for element, ends in parted.items():
            if element not in self._resetting:
                continue
            begin = min(ends)
            while begin and flow[begin - 1].element == element:
                begin -= 1
            finish = next((i for i in range(begin, len(flow)) if flow[i].element != element), len(flow))
            reset = resets.get(element, Reset(element, 0, 0.0))
            lines = self._resetting[element](reset.extra, frozenset(end - begin + 1 for end in ends))
            if len(lines) == finish - begin and same_notes(lines, flow[begin:finish]):
                price = max(0.0, self._flow.ugliness(lines) - self._flow.ugliness(flow[begin:finish]))
                cost += price - self._costs.hyphen * len(ends)
                resets[element] = reset._replace(price=reset.price + price)
                flow[begin:finish] = [replace(lines[0], before=flow[begin].before), *lines[1:]]
        return replace(plan, flow=tuple(flow), cost=cost, settings=tuple(resets.values()))


def same_notes(lines: Sequence[Line], others: Sequence[Line]) -> bool:
    """Whether the notes are called from the same lines in both, so that a plan made for one holds for the other."""
    return [line.notes for line in lines] == [line.notes for line in others]


def _columns(node: _Node) -> list[Filled]:
    """The columns along the way to a node that began with nothing."""
    return [made for made in _chain(node) if isinstance(made, Filled)]


def _chain(node: _Node) -> Iterator[Filled | _Closed]:
    """All that was made on the way to a node, in order."""
    out: list[Filled | _Closed] = []
    at: _Node | None = node
    while at is not None:
        if at.made is not None:
            out.append(at.made)
        at = at.before
    return reversed(out)


def _chosen(chain: Sequence[Filled | _Closed]) -> dict[int, int]:
    """The settings that were chosen, by run."""
    chosen: dict[int, int] = {}
    for made in chain:
        if isinstance(made, Filled):
            chosen.update(made.end.chosen)
            if made.end.at.line:
                chosen[made.end.at.run] = made.end.at.setting
    return {run: setting for run, setting in chosen.items() if setting}


def _is_empty(column: ColumnPlan) -> bool:
    return column.begin == column.end and not column.notes and not column.head and not column.foot
