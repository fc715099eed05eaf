"""Where one column may end: every place, with what it costs.

Knows runs, notes and depths; knows nothing of pages, nor of what comes before or after the column. Depths are measured
from the baseline of the column's first line of text.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rejoinder.galley.model import FORBIDDEN
from rejoinder.geometry import Pt
from rejoinder.pages.fill import EPSILON, NotePart, Pending, Stock, apportion, squeeze
from rejoinder.pages.runs import At, Chosen, Flow, Setting
from rejoinder.style.model import Pagination

LOOK_BACK = 7
"""How many lines short of full a column may be before that is looked at only for want of anything better."""
ENDS, VARIED_ENDS = 4, 8
"""Ends of a column that are followed further: with every run in its best setting, and with all settings."""
DEPTHS = 7
"""Depths at the beginning of a run that are followed further, where runs before it are set in different ways."""
MOST_NOTES = 300
"""More waiting notes than this are not looked at, to see whether they fill a column."""


class Want(NamedTuple):
    """Notes that must stand in a column besides those that its text calls."""

    pending: tuple[Pending, ...] = ()
    """Which began earlier."""
    before: tuple[int, ...] = ()
    """Called above its text: by the title, or by a float at its head."""
    behind: tuple[int, ...] = ()
    """Called below its text."""

    def all(self, called: tuple[int, ...]) -> tuple[int, ...]:
        """With those that are `called` above the text and by it: in the order of their numbers, floats or not."""
        return tuple(sorted((*called, *self.behind))) if self.before or self.behind else called


class End(NamedTuple):
    """A column that may end before the place `at`."""

    at: At
    text_depth: Pt
    """Of its last line; a grid line above the first one's if it has no text."""
    depth: Pt
    """Of its last line or its last note, set as close as they may be."""
    notes: tuple[NotePart, ...]
    rest: tuple[Pending, ...]
    cost: float
    """But for the white below it."""
    white: float
    """How many lines it ends above the column's foot."""
    chosen: Chosen


class _Label(NamedTuple):
    """A way to a run's beginning."""

    depth: Pt | None
    """Of the line above it; None at the column's head."""
    cost: float
    chosen: Chosen


class Filler:
    """Fills columns from one flow."""

    def __init__(self, stock: Stock, flow: Flow, costs: Pagination, *, notes_apart: bool = False) -> None:
        """With `notes_apart` no note stands in a column: they are the page's."""
        self._apart = notes_apart
        self._stock = stock
        self._flow = flow
        self._costs = costs
        self.deepest: Pt = 0.0
        """Depth of the columns that are to come: what fits none of them need not wait for any."""

    def want(self, pending: tuple[Pending, ...], before: tuple[int, ...], behind: tuple[int, ...]) -> Want:
        """What a column must hold besides its text; nothing, if notes stand elsewhere."""
        return Want() if self._apart else Want(pending, before, behind)

    def good_ends(self, at: At, want: Want, room: Pt, *, varied: bool, limit: float = math.inf) -> list[End]:
        """The few best places to end a full column, the best first; at least one, were it a bad one."""
        if len(want.pending) > 1 and self._fills(want.pending[:-1], room + self._stock.grid):
            return [self.forced(at, want, room)]
        # Where a note goes on, less text may be better than a note that trails through many columns.
        nearest = math.inf if want.pending else (LOOK_BACK + 0.5) * self._stock.grid
        found = list(self.walk(at, want, room, varied=varied, nearest=nearest, limit=limit))
        if not want.pending and all(self.full_cost(end) > self._costs.short * LOOK_BACK * LOOK_BACK for end in found):
            found = list(self.walk(at, want, room, varied=varied, limit=limit))
        if not found:
            return [self.forced(at, want, room)] if limit == math.inf else []
        found.sort(key=lambda end: (self.full_cost(end), end.at))
        good = [end for end in found if end.cost < FORBIDDEN]
        return distinct(good or found, VARIED_ENDS if varied else ENDS)

    def full_cost(self, end: End) -> float:
        """What an end costs in a column that should be full, if there is text to fill it."""
        if end.at.run == len(self._flow):
            return end.cost
        return end.cost + self._costs.short * end.white * end.white

    def walk(
        self, at: At, want: Want, room: Pt, *, varied: bool, nearest: Pt = math.inf, limit: float = math.inf
    ) -> Iterator[End]:
        """Every place where the column may end, but none that leaves more white than `nearest` or costs `limit`."""
        flow = self._flow
        if at.run == len(flow):
            yield from self._only_notes(want, room)
            return
        called = want.before
        labels = [_Label(None, 0.0, ())]
        run, first = at.run, at.line
        while run < len(flow) and labels:
            choices: Sequence[int] = (at.setting,) if first else flow.offered(run, varied=varied)
            settings = flow.runs[run].settings
            below = self._depth_of_notes(want, called, room)
            following: dict[int, _Label] = {}
            for label in labels:
                for choice in choices:
                    setting = settings[choice]
                    cost = label.cost + (0.0 if first else setting.price)
                    if cost >= limit:
                        continue
                    chosen = label.chosen if first or not choice else (*label.chosen, (run, choice))
                    far = room - below - nearest if run < len(flow) - 1 else -math.inf
                    depth = self._passed(label.depth, setting, first, far)
                    if depth is None:
                        begin = _Label(label.depth, cost, chosen)
                        seen: list[End] = []
                        most = limit + (self._costs.hyphen if varied else 0.0)
                        depth = self._lines(seen, run, choice, first, begin, want, called, room, nearest, most)
                        for end in seen:
                            if end.cost < limit:
                                yield end
                        if varied:
                            yield from self._mended(seen, setting, limit)
                    if depth is not None:
                        key = round(depth * 8)
                        known = following.get(key)
                        if known is None or cost < known.cost:
                            following[key] = _Label(depth, cost, chosen)
            if not self._apart:
                called = (*called, *(_called_from(settings[at.setting], first) if first else settings[0].called))
            labels = sorted(following.values(), key=lambda one: one.cost)[:DEPTHS]
            run, first = run + 1, 0

    def _depth_of_notes(self, want: Want, called: tuple[int, ...], most: Pt) -> Pt:
        if not _any(want, called):
            return 0.0
        return self._stock.whole(want.pending, want.all(called), most)[1]

    def _passed(self, depth: Pt | None, setting: Setting, first: int, nearest: Pt) -> Pt | None:
        """The depth of a run's last line if the column ends nowhere in it: known without looking at its lines."""
        if first or setting.rest is None or depth is None or (setting.called and not self._apart):
            return None
        end = self._stock.next_depth(depth, setting.lines[0]) + setting.rest
        return end if end < nearest - EPSILON else None

    def _mended(self, seen: Sequence[End], setting: Setting, limit: float) -> Iterator[End]:
        """The same ends in settings that divide no word there."""
        for end in seen:
            run, choice, line = end.at
            if not line or not setting.lines[line - 1].hyphenated:
                continue
            other = self._flow.mended(run, choice, line - 1)
            if other is None:
                continue
            made = self._flow.runs[run].settings[other]
            if made.calls[:line] != setting.calls[:line]:
                continue
            gain = setting.lines[line - 1].penalty - made.lines[line - 1].penalty
            cost = end.cost - gain + made.price - setting.price
            if cost < limit:
                yield end._replace(
                    at=At(run, other, line), cost=cost, chosen=(*end.chosen[: -1 if choice else None], (run, other))
                )

    def _lines(
        self,
        seen: list[End],
        run: int,
        choice: int,
        first: int,
        begin: _Label,
        want: Want,
        called: tuple[int, ...],
        room: Pt,
        nearest: Pt,
        limit: float,
    ) -> Pt | None:
        """Add the ends within a run to `seen`, line by line; says how deep its last line is, or None if too deep."""
        stock, flow, costs = self._stock, self._flow, self._costs
        setting = flow.runs[run].settings[choice]
        lines, calls = setting.lines, setting.calls
        size, grid = len(lines), stock.grid
        last_run = run == len(flow) - 1
        depth = begin.depth
        here = called
        rest: tuple[Pending, ...]
        whole, below = stock.whole(want.pending, want.all(here), room + EPSILON) if _any(want, here) else ((), 0.0)
        for i in range(first, size):
            line = lines[i]
            depth = stock.next_depth(depth, line)
            if depth > room + EPSILON:
                return None
            if calls[i] and not self._apart:
                here = (*here, *calls[i])
                whole, below = stock.whole(want.pending, want.all(here), room + EPSILON)
            ended = i == size - 1
            cost = begin.cost + (0.0 if ended and last_run else line.penalty)
            full = depth + below
            if full <= room + EPSILON:
                if cost >= limit or (room - full > nearest and not (ended and last_run)):
                    continue
                parts = whole
                rest = ()
            else:
                shared = apportion(stock, want.pending, want.all(here), room - depth)
                if shared is None:
                    return None
                parts, rest = shared
                full = depth + stock.note_depth(parts)
                cost += costs.split_note + costs.note_left * sum(stock.length(n) - b for n, b in rest)
            if cost < limit:
                at = At(run + 1, 0, 0) if ended else At(run, choice, i + 1)
                seen.append(End(at, depth, full, parts, rest, cost, (room - full) / grid, begin.chosen))
        return depth

    def _only_notes(self, want: Want, room: Pt) -> Iterator[End]:
        """The text is at its end: what is left of the notes may begin where it would."""
        stock = self._stock
        alone = apportion(stock, want.pending, want.all(want.before), room + stock.grid)
        if alone is not None:
            parts, rest = alone
            cost = self._costs.split_note if rest else 0.0
            depth = stock.note_depth(parts) - stock.grid
            yield End(At(len(self._flow), 0, 0), -stock.grid, depth, parts, rest, cost, 0.0, ())

    def forced(self, at: At, want: Want, room: Pt) -> End:
        """One line and as much of its notes as there is room for, since nothing fits by the rules."""
        stock = self._stock
        if at.run == len(self._flow) or room < -EPSILON or self._fills(want.pending, room):
            return self.without_text(at, want, room)
        setting = self._flow.runs[at.run].settings[at.setting]
        depth = stock.next_depth(None, setting.lines[at.line])
        if room + EPSILON < depth <= self.deepest:
            return self.without_text(at, want, room)  # a figure set in place, for which another column has room
        calls = want.all((*want.before, *(() if self._apart else setting.calls[at.line])))
        parts, rest = squeeze(stock, want.pending, calls, room - depth)
        after = At(at.run, at.setting, at.line + 1) if at.line + 1 < len(setting.lines) else At(at.run + 1, 0, 0)
        return End(after, depth, depth + stock.note_depth(parts), parts, rest, FORBIDDEN / 2, 0.0, ())

    def without_text(self, at: At, want: Want, room: Pt) -> End:
        """A column of notes and floats alone."""
        stock = self._stock
        parts, rest = squeeze(stock, want.pending, want.all(want.before), room + stock.grid)
        if not parts and want.pending and room + EPSILON >= self.deepest:
            # A column without room for a line of notes gets one all the same, or there would be no end.
            (number, line), *others = want.pending
            parts = (NotePart(number, line, line + 1),)
            rest = (Pending(number, line + 1), *others) if line + 1 < stock.length(number) else tuple(others)
        cost = FORBIDDEN / 2 if parts or rest else 0.0
        return End(at, -stock.grid, stock.note_depth(parts) - stock.grid, parts, rest, cost, 0.0, ())

    def _fills(self, pending: Sequence[Pending], room: Pt) -> bool:
        """Whether what is left of the notes takes the whole column."""
        # A note has a line at least: the first few hundred fill any column.
        return bool(pending) and self._stock.whole(pending[:MOST_NOTES], (), room)[1] > room


def _any(want: Want, called: tuple[int, ...]) -> bool:
    return bool(want.pending or called or want.behind)


def distinct(ends: Sequence[End], most: int) -> list[End]:
    """The first few that lead to different places."""
    out: dict[tuple[At, tuple[Pending, ...]], End] = {}
    for end in ends:
        out.setdefault((end.at, end.rest), end)
        if len(out) == most:
            break
    return list(out.values())


def _called_from(setting: Setting, first: int) -> tuple[int, ...]:
    """The notes called from line `first` on."""
    return tuple(n for line in setting.calls[first:] for n in line)
