"""What fits a column: how deep lines and the notes that they call stand.

Knows leading, white and the grid; chooses nothing. All depths are measured downwards from a column's first baseline.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from rejoinder.galley.model import Line, SetNote
from rejoinder.geometry import Pt
from rejoinder.style.model import NoteForm

EPSILON: Pt = 0.01
LEAST_NOTE_LINES = 2
"""A note that is divided keeps at least so many lines on either side: one of three lines is not divided."""


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
    """Of each line, the notes it calls and those that these call in turn, in order."""
    leadings: tuple[Pt, ...]
    """Sum of the leadings up to each line and, last, of all: less than which nothing can be set in."""

    @classmethod
    def of(cls, lines: Sequence[Line], notes: Mapping[int, SetNote], form: NoteForm, grid: Pt) -> Stock:
        calls = tuple(called(line.notes, notes) if line.notes else () for line in lines)
        leadings = tuple(accumulate((line.leading for line in lines), initial=0.0))
        return cls(lines, notes, form, grid, calls, leadings)

    def next_depth(self, depth: Pt, line: Line) -> Pt:
        """Depth of a line that follows one at `depth`."""
        below = depth + line.leading + line.before
        if line.on_grid:
            return math.ceil((below - EPSILON) / self.grid) * self.grid
        return below

    def note_depth(self, parts: Sequence[NotePart]) -> Pt:
        """From the last baseline of the text to the last baseline of the notes, if these stand as close as they may."""
        if not parts:
            return 0.0
        rule = self.form.rule
        depth = rule.above + rule.thickness + rule.below
        first = True
        for part in parts:
            lines = self.notes[part.number].lines[part.begin : part.end]
            for i, line in enumerate(lines):
                if first:
                    depth += line.height
                    first = False
                else:
                    depth += line.leading + (line.before if i else 0.0) + (self.form.between if not i else 0.0)
        return depth

    def length(self, number: int) -> int:
        return len(self.notes[number].lines)


def called(numbers: Sequence[int], notes: Mapping[int, SetNote]) -> tuple[int, ...]:
    """Notes and those they call, in order, each once."""
    out: list[int] = []
    waiting = list(reversed(numbers))
    while waiting:
        number = waiting.pop()
        if number in out:
            continue
        out.append(number)
        inner = [n for line in notes[number].lines for n in line.notes]
        waiting.extend(reversed(inner))
    return tuple(out)


def apportion(
    stock: Stock, pending: Sequence[Pending], calls: Sequence[int], room: Pt, *, whole: bool = False
) -> tuple[tuple[NotePart, ...], tuple[Pending, ...]] | None:
    """Which lines of which notes stand in a column with `room` below its text; None if they do not fit by the rules.

    Notes stand in order. All but the last must be whole; the last may be divided, if the sheet lets it (then at
    least `LEAST_NOTE_LINES` stand on either side), and what continues from the column before may be divided anew.
    """
    wanted = [*pending, *(Pending(n, 0) for n in calls)]
    if not wanted:
        return (), ()
    parts = [NotePart(n, begin, stock.length(n)) for n, begin in wanted]
    if stock.note_depth(parts) <= room + EPSILON:
        return tuple(parts), ()
    if whole or not stock.form.split:
        return None
    last = parts.pop()
    least = LEAST_NOTE_LINES
    for end in range(last.end - least, last.begin + least - 1, -1):
        if stock.note_depth([*parts, NotePart(last.number, last.begin, end)]) <= room + EPSILON:
            return (*parts, NotePart(last.number, last.begin, end)), (Pending(last.number, end),)
    return None


def squeeze(
    stock: Stock, pending: Sequence[Pending], calls: Sequence[int], room: Pt
) -> tuple[tuple[NotePart, ...], tuple[Pending, ...]]:
    """Like `apportion` when nothing fits by the rules: as many lines as there is room for, the rest goes on."""
    wanted = [*pending, *(Pending(n, 0) for n in calls)]
    parts: list[NotePart] = []
    for place, (number, begin) in enumerate(wanted):
        size = stock.length(number)
        end = begin
        while end < size and stock.note_depth([*parts, NotePart(number, begin, end + 1)]) <= room + EPSILON:
            end += 1
        if end > begin:
            parts.append(NotePart(number, begin, end))
        if end < size:
            rest = [Pending(number, end), *wanted[place + 1 :]]
            return tuple(parts), tuple(rest)
    return tuple(parts), ()
