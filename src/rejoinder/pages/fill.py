"""What fits a column: how deep lines and the notes that they call stand.

Knows leading, white and the grid; chooses nothing. All depths are measured downwards from a column's first baseline.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from rejoinder.galley.model import Line, SetFloat, SetNote, Strip
from rejoinder.geometry import Pt
from rejoinder.style.model import NoteForm
from rejoinder.values import dataclass

EPSILON: Pt = 0.01
LEAST_NOTE_LINES = 2
"""A note that is divided keeps at least so many lines on either side: one of three lines is not divided."""

FEW = (8, 64)
"""So many waiting notes are measured before all are: where hundreds wait, these fill any column."""


class NotePart(NamedTuple):
    """Lines `begin` to `end` (excluded) of footnote `number`."""

    number: int
    begin: int
    end: int


class Pending(NamedTuple):
    """A note that is to go on (or, called above the columns, to begin) in the next column, from line `begin`."""

    number: int
    begin: int


@dataclass(frozen=True, slots=True)
class Stock:
    """The flow, taken apart into lists for the search, and the notes."""

    lines: Sequence[Line]
    notes: Mapping[int, SetNote]
    form: NoteForm
    grid: Pt
    calls: tuple[tuple[int, ...], ...]
    """Of each line, the notes that it is the first to call."""
    inner: Mapping[int, tuple[tuple[int, int], ...]]
    """Of each note, those that it is the first to call: (the line of the note, the number called)."""
    leadings: tuple[Pt, ...]
    """Sum of the leadings up to each line and, last, of all: less than which nothing can be set in."""
    floating: tuple[tuple[int, ...], ...] = ()
    """Of each float, the notes that it is the first to call."""
    cap: Pt = 0.0
    """Height of the body's capitals: a column begins so far above its first baseline."""
    rtl: bool = False
    """The letter runs from right to left: what is narrower than its column stands at the right of it."""

    @classmethod
    def of(
        cls,
        above: Sequence[int],
        lines: Sequence[Line],
        notes: Mapping[int, SetNote],
        form: NoteForm,
        grid: Pt,
        floats: Sequence[SetFloat] = (),
        cap: Pt = 0.0,
        rtl: bool = False,
    ) -> Stock:
        """`above` are the notes called over the columns; `cap` is the height of the body's capitals."""
        calls = _Calls(notes)
        calls.of(above)
        found = tuple(calls.of(line.notes) if line.notes else () for line in lines)
        floating = tuple(calls.of([n for strip in strips_of(one) for n in strip.notes]) for one in floats)
        leadings = tuple(accumulate((line.leading for line in lines), initial=0.0))
        return cls(lines, notes, form, grid, found, calls.inner, leadings, floating, cap, rtl)

    def wanted(self, pending: Sequence[Pending], calls: Sequence[int]) -> list[Pending]:
        """Notes that are still to come and notes called, each followed by those that it calls in turn."""
        if not self.inner:
            return [*pending, *(Pending(n, 0) for n in calls)]
        out: list[Pending] = []
        waiting = [*(Pending(n, 0) for n in reversed(calls)), *reversed(pending)] if calls else [*reversed(pending)]
        while waiting:
            one = waiting.pop()
            out.append(one)
            waiting.extend(Pending(n, 0) for at, n in reversed(self.inner.get(one.number, ())) if at >= one.begin)
        return out

    def next_depth(self, depth: Pt | None, line: Line) -> Pt:
        """Depth of a line that follows one at `depth`; of a column's first line, if that is None."""
        if depth is None:
            if not line.inlay:
                return 0.0
            # A figure or table set in place begins where a column's capitals do.
            below = max(0.0, line.height - self.cap)
            return math.ceil((below - EPSILON) / self.grid) * self.grid if line.on_grid else below
        below = depth + line.leading + line.before
        if line.on_grid:
            return math.ceil((below - EPSILON) / self.grid) * self.grid
        return below

    def note_depth(self, parts: Sequence[NotePart], most: Pt = math.inf) -> Pt:
        """From the last baseline of the text to the last baseline of the notes, if these stand as close as they may.

        What is deeper than `most` is measured no further than is needed to see it: notes may be as long as a book.
        """
        if not parts:
            return 0.0
        rule = self.form.rule
        depth = rule.above + rule.thickness + rule.below
        first = True
        for part in parts:
            lines = self.notes[part.number].lines
            for i in range(part.begin, part.end):
                line = lines[i]
                if first:
                    depth += line.height
                    first = False
                else:
                    depth += line.leading + (self.form.between if i == part.begin else line.before)
                if depth > most:
                    return depth
        return depth

    def fitting(self, parts: Sequence[NotePart], number: int, begin: int, end: int, room: Pt) -> int:
        """Up to which line (excluded) of a note, from `begin` to `end`, there is room below these parts."""
        depth: Pt | None = self.note_depth(parts, room + EPSILON) if parts else None
        lines = self.notes[number].lines
        rule = self.form.rule
        for i in range(begin, end):
            line = lines[i]
            if depth is None:
                depth = rule.above + rule.thickness + rule.below + line.height
            else:
                depth += line.leading + (self.form.between if i == begin else line.before)
            if depth > room + EPSILON:
                return i
        return end

    def whole(
        self, pending: Sequence[Pending], calls: Sequence[int], most: Pt = math.inf
    ) -> tuple[tuple[NotePart, ...], Pt]:
        """All of the notes that are wanted, undivided, and how deep they are (or only that it is more than `most`)."""
        if most < math.inf and (beyond := self.beyond(pending, most)):
            return (), beyond
        parts = tuple(NotePart(n, begin, self.length(n)) for n, begin in self.wanted(pending, calls))
        return parts, self.note_depth(parts, most)

    def beyond(self, pending: Sequence[Pending], most: Pt) -> Pt:
        """More than `most`, if the first few of many notes still to come are deeper than that; else 0."""
        for few in FEW:
            if few >= len(pending):
                break
            parts = [NotePart(n, begin, self.length(n)) for n, begin in self.wanted(pending[:few], ())]
            depth = self.note_depth(parts, most)
            if depth > most:
                return depth
        return 0.0

    def length(self, number: int) -> int:
        return len(self.notes[number].lines)


def strips_of(one: SetFloat) -> tuple[Strip, ...]:
    """A float undivided."""
    return (*one.head, *one.body, *one.foot)


class _Calls:
    """Finds out who calls a note first; a second mark of the same note is no call."""

    def __init__(self, notes: Mapping[int, SetNote]) -> None:
        self._notes = notes
        self._seen: set[int] = set()
        self.inner: dict[int, tuple[tuple[int, int], ...]] = {}

    def of(self, numbers: Sequence[int]) -> tuple[int, ...]:
        """Those of `numbers` that nobody called before."""
        out: list[int] = []
        for number in numbers:
            if number not in self._seen:
                self._seen.add(number)
                out.append(number)
                self._within(number)
        return tuple(out)

    def _within(self, number: int) -> None:
        waiting = [number]
        while waiting:
            caller = waiting.pop()
            found: list[tuple[int, int]] = []
            for at, line in enumerate(self._notes[caller].lines):
                for inner in line.notes:
                    if inner not in self._seen:
                        self._seen.add(inner)
                        found.append((at, inner))
            if found:
                self.inner[caller] = tuple(found)
                waiting.extend(inner for _, inner in reversed(found))


def apportion(
    stock: Stock, pending: Sequence[Pending], calls: Sequence[int], room: Pt
) -> tuple[tuple[NotePart, ...], tuple[Pending, ...]] | None:
    """Which lines of which notes stand in a column with `room` below its text; None if they do not fit by the rules.

    Notes stand in order. All but the last must be whole; the last may be divided, if the sheet lets it (then at
    least `LEAST_NOTE_LINES` stand on either side), and what continues from the column before may be divided anew. A
    note that itself calls notes is divided above the line that calls them: they begin where that line stands.
    """
    if stock.beyond(pending, room + EPSILON):
        return None
    wanted = stock.wanted(pending, calls)
    if not wanted:
        return (), ()
    parts = [NotePart(n, begin, stock.length(n)) for n, begin in wanted]
    if stock.note_depth(parts, room + EPSILON) <= room + EPSILON:
        return tuple(parts), ()
    if not stock.form.split:
        return None
    direct = [*pending, *(Pending(n, 0) for n in calls)][-1]
    last = wanted.index(direct)
    while True:
        found = _divided(stock, parts[: last + 1], room)
        if found is not None:
            return found
        # No place to divide this note: perhaps it can stand whole, and the last note called from it be divided.
        inner = [n for at, n in stock.inner.get(wanted[last].number, ()) if at >= wanted[last].begin]
        if not inner:
            return None
        last = wanted.index(Pending(inner[-1], 0))


def _divided(stock: Stock, parts: list[NotePart], room: Pt) -> tuple[tuple[NotePart, ...], tuple[Pending, ...]] | None:
    """Divide the last of `parts` so that as much as possible fits."""
    *before, last = parts
    call = min((at for at, _ in stock.inner.get(last.number, ()) if at >= last.begin), default=last.end)
    most = min(last.end - LEAST_NOTE_LINES, call)
    end = stock.fitting(before, last.number, last.begin, most, room)
    if end < last.begin + LEAST_NOTE_LINES:
        return None
    return (*before, NotePart(last.number, last.begin, end)), (Pending(last.number, end),)


def squeeze(
    stock: Stock, pending: Sequence[Pending], calls: Sequence[int], room: Pt
) -> tuple[tuple[NotePart, ...], tuple[Pending, ...]]:
    """Like `apportion` when nothing fits by the rules: as many lines as there is room for, the rest goes on."""
    waiting = [*(Pending(n, 0) for n in reversed(calls)), *reversed(pending)]
    parts: list[NotePart] = []
    while waiting:
        number, begin = waiting.pop()
        size = stock.length(number)
        end = stock.fitting(parts, number, begin, size, room)
        if end > begin:
            parts.append(NotePart(number, begin, end))
        called = [Pending(n, 0) for at, n in stock.inner.get(number, ()) if begin <= at < end]
        if end < size:
            return tuple(parts), (Pending(number, end), *called, *reversed(waiting))
        waiting.extend(reversed(called))
    return tuple(parts), ()
