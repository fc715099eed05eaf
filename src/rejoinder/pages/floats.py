"""Where the figures and tables of one page may stand: every layout worth looking at.

Knows floats, their order and the white around them; knows nothing of the text but where it first mentions them.

Floats stand in the order of their first mention, never on a page before it. All heights are measured from the head of
the type area: the top of the capitals of a column's first line.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Literal, NamedTuple

from rejoinder.galley.model import ElementId, SetFloat, Strip
from rejoinder.geometry import Pt
from rejoinder.pages.fill import EPSILON
from rejoinder.pages.runs import At, Flow
from rejoinder.style.model import FloatForm, Pagination

LEAST_TEXT = 4
"""Lines: a column that has room for fewer beside its floats gets none."""
MOST_LAYOUTS = 24
"""Layouts of one page that are tried, the cheapest first."""
MOST_TRIES, FEWER_TRIES = 1000, 100
"""Layouts of one page that are thought of at all, where many small floats wait …"""
TRIES_OF_ALL = 40_000
"""… and when so many were thought of for all pages."""
MOST_FLOATS = 8
"""Floats on one page."""
MOST_BELOW = 0.35
"""Share of the page's depth that a divided table leaves to notes over all columns, if there are so many."""
LEAST_ROWS = 2
"""Rows of a table that is divided, on either side."""
LEAST_OF_PAGE = 0.6
"""A float that takes less of the page than this gets no page of floats while there is text and its author is silent."""
WIDE = -1
"""The column of a float over all columns."""


class Waiting(NamedTuple):
    """The next float to be placed, and its first row that has no place yet."""

    float: int = 0
    """Its index."""
    row: int = 0


class FloatPart(NamedTuple):
    """Rows `begin` to `end` (excluded) of the float with index `float`, in a column (or over all of them)."""

    float: int
    begin: int
    end: int
    column: int
    at_head: bool
    """At the head of the column or page; else at its foot."""
    offset: Pt
    """From the head of the type area to its upper edge; or from its lower edge to the foot."""
    height: Pt


class Space(NamedTuple):
    """What floats leave of a column."""

    head: Pt = 0.0
    """From the page's first baseline to the column's."""
    foot: Pt = 0.0
    """Below the last line, above the notes: the floats there and their white."""
    before: tuple[int, ...] = ()
    """Notes called by floats above the text …"""
    behind: tuple[int, ...] = ()
    """… and below it."""
    text: bool = True
    """Whether there may be text in it."""
    floor: Pt | None = None
    """How deep its floats reach if there is no text, from the page's first baseline; None if there are none."""

    def for_notes(self, room: Pt, grid: Pt) -> Pt:
        """Room for notes in a column with room for so much text, if there is none: they need less white than it."""
        return room if self.floor is None else room + self.head + self.foot - self.floor - grid


class Layout(NamedTuple):
    """One way to place the next few floats on a page."""

    spaces: tuple[Space, ...]
    parts: tuple[FloatPart, ...]
    foot: Pt
    """How much floats over all columns take at the page's foot, with their white."""
    waiting: Waiting
    cost: float

    def calling(self, called: Sequence[int]) -> tuple[int, ...]:
        """The notes called on a page, by text and floats, in the order of their numbers."""
        floating = [n for space in self.spaces for n in (*space.before, *space.behind)]
        return tuple(sorted((*called, *floating))) if floating else tuple(called)


class _Stack(NamedTuple):
    """Floats at one end of a column or page."""

    height: Pt = 0.0
    notes: tuple[int, ...] = ()


class _Try(NamedTuple):
    """A layout in the making."""

    heads: tuple[_Stack, ...]
    feet: tuple[_Stack, ...]
    wide_head: _Stack
    wide_foot: _Stack
    closed: tuple[bool, ...]
    """Columns that can take nothing more: a divided table goes on behind them."""
    order: int
    parts: tuple[FloatPart, ...]
    waiting: Waiting
    cost: float
    bare: bool
    """A page without text."""


class Floats:
    """All floats of a letter, and where they are first mentioned."""

    def __init__(
        self,
        floats: Sequence[SetFloat],
        floating: Sequence[tuple[int, ...]],
        flow: Flow,
        form: FloatForm,
        costs: Pagination,
        count: int,
        grid: Pt,
        cap: Pt,
        note_depth: Callable[[Sequence[int]], Pt],
    ) -> None:
        """`floating` are the notes that each float is the first to call. `cap` is the height of the body's capitals:
        by so much the type area is higher than its columns are deep. `note_depth` says how deep some notes are, whole.
        """
        self._note_depth = note_depth
        self.deepest: Pt = 0.0
        """Depth of the columns that are to come: what fits none of them need not wait for any."""
        self.below: Pt = 0.0
        """How deep all the notes are, if they stand over all columns: divided tables leave them room."""
        self.floats = floats
        self._floating = floating
        self._heights: dict[tuple[int, int, int], Pt] = {}
        self._flow = flow
        self._form = form
        self._costs = costs
        self._count = count
        self._grid = grid
        self._cap = cap
        self._runs = _mentions(floats, flow)
        self._tried = 0

    def __len__(self) -> int:
        return len(self.floats)

    def line(self, index: int) -> int:
        """The line of the flow (best settings) on which a float is mentioned at the latest."""
        run = self._runs[index]
        return -1 if run < 0 else self._flow.runs[run].begin

    def mentioned(self, index: int, at: At) -> bool:
        """Whether a float's first mention lies before this place in the flow."""
        run = self._runs[index]
        if at.run != run:
            return at.run > run
        if self.floats[index].after is not None:
            return False
        ordinal = self.floats[index].ordinal
        return any(ordinal in line.mentions for line in self._flow.runs[run].settings[at.setting].lines[: at.line])

    def overdue(self, waiting: Waiting, at: At) -> int:
        """How many floats are mentioned before a place, and have none themselves."""
        count = 0
        for index in range(waiting.float, len(self.floats)):
            if not self.mentioned(index, at):
                break
            count += 1
        return count

    def columns_off(self, layout: Layout, ends: Sequence[At]) -> int:
        """How many columns lie between floats and their mentions, if the page's columns end before these places."""
        far = 0
        for part in layout.parts:
            if part.column != WIDE and not part.begin:
                named = next((c for c, at in enumerate(ends) if self.mentioned(part.float, at)), self._count - 1)
                far += abs(part.column - named)
        return far

    # ── layouts ──

    def plain(self, waiting: Waiting) -> Layout:
        """A page without floats."""
        return Layout((Space(),) * self._count, (), 0.0, waiting, 0.0)

    def layouts(self, waiting: Waiting, reach: int, depth: Pt, *, must: bool) -> list[Layout]:
        """The layouts of a page whose text goes no further than line `reach`, the likeliest first.

        `depth` is that of its columns, from the first baseline to the last. If `must`, one float at least is placed.
        """
        if waiting.float == len(self.floats) or (not must and self.line(waiting.float) > reach):
            return [self.plain(waiting)]
        empty = (_Stack(),) * self._count
        start = _Try(empty, empty, _Stack(), _Stack(), (False,) * self._count, 0, (), waiting, 0.0, False)
        most = MOST_TRIES if self._tried < TRIES_OF_ALL else FEWER_TRIES
        tries = list(islice(self._tries(start, reach, depth, must=must), most))
        self._tried += len(tries)
        out = [self._layout(one, depth) for one in tries if one.parts or not must]
        # What is not placed here costs on a later page.
        out.sort(key=lambda layout: (layout.cost - self._costs.float_page * len(layout.parts), layout.parts))
        # However many there are for several floats, the text may mention fewer, or none, on this page.
        fewer = {len(layout.parts): layout for layout in reversed(out)}
        kept = out[:MOST_LAYOUTS]
        kept += [layout for _, layout in sorted(fewer.items()) if layout not in kept]
        return kept or [self.plain(waiting)]

    def _tries(self, one: _Try, reach: int, depth: Pt, *, must: bool) -> Iterator[_Try]:
        """A layout, and all that place further floats on the page."""
        yield one
        index = one.waiting.float
        if index == len(self.floats) or len(one.parts) == MOST_FLOATS:
            return
        if self.line(index) > reach and not (must and not one.parts):
            return
        places = self.floats[index].places
        if must and not self.floats[index].wide:
            # With no text above it the foot is no place for a float.
            places = tuple(place for place in places if place != "bottom") or ("top",)
        for nth, place in enumerate(places):
            if nth and place == "page" and not must and self.floats[index].height < LEAST_OF_PAGE * depth:
                continue
            for further in self._placed(one, index, place, depth):
                cost = further.cost + nth * self._costs.float_place
                yield from self._tries(further._replace(cost=cost), reach, depth, must=must)

    def _placed(self, one: _Try, index: int, place: Literal["top", "bottom", "page"], depth: Pt) -> Iterator[_Try]:
        """The next float in one of its places: over all columns, or in one column or another."""
        bare = place == "page"
        if bare and one.parts and not one.bare:
            return
        if self.floats[index].wide or self._count == 1:
            yield from self._in_column(one, index, WIDE, place != "bottom", depth, bare)
        else:
            for column in range(self._count):
                yield from self._in_column(one, index, column, place != "bottom", depth, bare)

    def _in_column(self, one: _Try, index: int, column: int, at_head: bool, depth: Pt, bare: bool) -> Iterator[_Try]:
        order = _order(column, at_head, self._count)
        if order < one.order or (any(one.closed) if column == WIDE else one.closed[column]):
            return
        stack = self._stack(one, column, at_head)
        if stack.height and not at_head:
            return  # one float at a foot: a second one stands at a head
        taken = self._taken(one, column)
        room = depth + self._cap - taken - (max(self._form.between, self._form.white) + self._grid if taken else 0.0)
        fit = self._fitting(
            index, one.waiting.row, room, self._called(one, column), depth, divided=at_head and not taken
        )
        if fit is None:
            return
        end, height = fit
        offset = 0.0
        if at_head and stack.height:
            offset = stack.height + self._form.between
        elif at_head and one.wide_head.height:
            # A float below one over all columns begins where the text of the other columns does.
            offset = self._clear(one.wide_head.height)
        whole = end == len(self.floats[index].body)
        closed = one.closed if whole else tuple(c or column in (WIDE, i) for i, c in enumerate(one.closed))
        notes = (*stack.notes, *self._notes(index, one.waiting.row, end))
        yield self._with_stack(one, column, at_head, _Stack(offset + height, notes))._replace(
            closed=closed,
            order=order,
            parts=(*one.parts, FloatPart(index, one.waiting.row, end, column, at_head, offset, height)),
            waiting=Waiting(index + 1, 0) if whole else Waiting(index, end),
            cost=one.cost
            + (0.0 if whole else self._costs.divided_table)
            + (self._costs.float_pile if stack.height else 0.0),
            bare=one.bare or bare,
        )

    def _taken(self, one: _Try, column: int) -> Pt:
        """How much of a column's height (or, with the notes that they call, of the page's) floats take already."""
        columns = range(self._count) if column == WIDE else (column,)
        # What goes over all columns at the foot stands below the notes of each.
        called = [self._called(one, c) if column == WIDE else () for c in range(self._count)]
        notes = [self._note_depth(numbers) if numbers else 0.0 for numbers in called]
        heads = max((one.heads[c].height or one.wide_head.height) + one.feet[c].height + notes[c] for c in columns)
        return heads + one.wide_foot.height

    def _called(self, one: _Try, column: int) -> tuple[int, ...]:
        """The notes that floats of a column call already."""
        if column == WIDE:
            return ()
        above = one.wide_head.notes if not column else ()
        return (*above, *one.heads[column].notes, *one.feet[column].notes)

    def _fitting(
        self, index: int, row: int, room: Pt, called: tuple[int, ...], depth: Pt, *, divided: bool
    ) -> tuple[int, Pt] | None:
        """Up to which row a float fits above its notes, and how high that is; None if it should not stand here.

        Only what a whole column has no room for is divided. What cannot be divided stands there all the same, unless
        the columns to come are deeper: there is no place where it would fit better.
        """
        one = self.floats[index]
        size = len(one.body)
        whole = self._height(index, row, size)
        if whole + self._below(called, index, row, size) <= room + EPSILON:
            return size, whole
        if not divided:
            return None
        ends = [end for end in range(row + 1, size) if not one.body[end - 1].keep]
        good = [end for end in ends if row + LEAST_ROWS <= end <= size - LEAST_ROWS]
        found = self._most(index, row, good, room - min(self.below, MOST_BELOW * depth), called)
        if found is None and depth + EPSILON >= self.deepest:
            found = self._most(index, row, ends, room, called)
            for further in (ends, range(row + 1, size)) if whole > room else ():
                found = found or self._most(index, row, further, room, None)  # its notes go on behind it
            return found or (size, whole)
        return found

    def _most(
        self, index: int, row: int, ends: Sequence[int], room: Pt, called: tuple[int, ...] | None
    ) -> tuple[int, Pt] | None:
        """The last of some ends for which there is room, above the notes that are `called` (None: above none)."""
        best: tuple[int, Pt] | None = None
        for end in ends:
            height = self._height(index, row, end)
            if height > room + EPSILON:
                break
            if called is None or height + self._below(called, index, row, end) <= room + EPSILON:
                best = (end, height)
        return best

    def _height(self, index: int, begin: int, end: int) -> Pt:
        """Of a part of a float: long tables are asked for hundreds of them."""
        known = self._heights.get((index, begin, end))
        if known is None:
            known = self._heights[index, begin, end] = part_height(self.floats[index], begin, end)
        return known

    def _below(self, called: tuple[int, ...], index: int, row: int, end: int) -> Pt:
        """How deep the notes are that floats of a column call, these rows among them."""
        notes = (*called, *self._notes(index, row, end))
        return self._note_depth(notes) if notes else 0.0

    def _clear(self, height: Pt) -> Pt:
        """Where text may begin below floats that reach so deep: on the grid."""
        return math.ceil((height + self._form.white) / self._grid - 1e-6) * self._grid

    def _stack(self, one: _Try, column: int, at_head: bool) -> _Stack:
        if column == WIDE:
            return one.wide_head if at_head else one.wide_foot
        return (one.heads if at_head else one.feet)[column]

    def _with_stack(self, one: _Try, column: int, at_head: bool, grown: _Stack) -> _Try:
        if column == WIDE:
            return one._replace(wide_head=grown) if at_head else one._replace(wide_foot=grown)
        stacks = one.heads if at_head else one.feet
        changed = (*stacks[:column], grown, *stacks[column + 1 :])
        return one._replace(heads=changed) if at_head else one._replace(feet=changed)

    def _notes(self, index: int, begin: int, end: int) -> tuple[int, ...]:
        own = self._floating[index]
        if not own:
            return ()
        strips = part_strips(self.floats[index], begin, end)
        return tuple(dict.fromkeys(n for strip in strips for n in strip.notes if n in own))

    def _layout(self, one: _Try, depth: Pt) -> Layout:
        white, grid = self._form.white, self._grid
        foot = one.wide_foot.height + white if one.wide_foot.height else 0.0
        spaces: list[Space] = []
        for column, (above, below) in enumerate(zip(one.heads, one.feet, strict=True)):
            top = above.height or one.wide_head.height
            head = self._clear(top) if top else 0.0
            under = below.height + white if below.height else 0.0
            before = (*(one.wide_head.notes if not column else ()), *above.notes)
            behind = (*below.notes, *(one.wide_foot.notes if column == self._count - 1 else ()))
            taken = head + under + foot
            text = not taken or depth - taken >= (LEAST_TEXT - 1) * grid - EPSILON
            free = text and not one.bare and not one.closed[column]
            floor = (top + self._form.between if top and below.height else top) + below.height - self._cap
            spaces.append(Space(head, under, before, behind, free, floor if top or below.height else None))
        cost = one.cost
        if one.bare:  # white that text could have filled
            floors = [space.floor or 0.0 for space in spaces]
            cost += self._costs.short * sum(max(0.0, depth - foot - floor) for floor in floors) / grid
        return Layout(tuple(spaces), one.parts, foot, one.waiting, cost)


def part_strips(one: SetFloat, begin: int, end: int) -> tuple[Strip, ...]:
    """What stands on paper of rows `begin` to `end` (excluded), from above."""
    opening = one.again if begin else one.head
    closing = one.foot if end == len(one.body) else one.pause
    return (*opening, *one.body[begin:end], *closing)


def part_height(one: SetFloat, begin: int, end: int) -> Pt:
    return sum(strip.height for strip in part_strips(one, begin, end))


def _order(column: int, at_head: bool, count: int) -> int:
    """The place in the order of reading: over all columns, the head and foot of each column, below all columns."""
    if column == WIDE:
        return 0 if at_head else 2 * count + 1
    return 2 * column + (1 if at_head else 2)


def _mentions(floats: Sequence[SetFloat], flow: Flow) -> list[int]:
    """The run in which each float is first mentioned, or behind which it was written; -1: before all of them.

    A float whose forerunner is mentioned later waits for it: floats keep their order.
    """
    if not floats:
        return []
    named: dict[int, int] = {}
    leaves: dict[ElementId, int] = {}
    for r, run in enumerate(flow.runs):
        for ordinal in chain.from_iterable(line.mentions for line in flow.best(r).lines):
            named.setdefault(ordinal, r)
        if run.element is not None:
            leaves[run.element] = r
    return [_mention(one, named, leaves) for one in floats]


def _mention(one: SetFloat, named: Mapping[int, int], leaves: Mapping[ElementId, int]) -> int:
    if one.ordinal in named:
        return named[one.ordinal]
    if one.after is None:
        return -1
    # The leaf may be one that makes no lines of its own (a note, a label): the last run before it counts.
    return leaves.get(one.after, max((r for leaf, r in leaves.items() if leaf <= one.after), default=-1))
