"""The flow as runs of lines that are set together, and the settings that each run offers.

Knows lines and what a setting costs; knows nothing of columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from rejoinder.galley.model import ElementId, Line, Resetting
from rejoinder.galley.rivers import rivers
from rejoinder.geometry import Pt
from rejoinder.pages.fill import Stock
from rejoinder.style.model import Pagination
from rejoinder.values import replace

LEAST_LINES = 3
"""A shorter paragraph is not set anew: there is nothing to win, and every change shows."""
SHORT_WORD = 0.17
"""A last line shorter than this share of the measure is a runt."""


Chosen: TypeAlias = tuple[tuple[int, int], ...]
"""Runs that are not in their best setting, each with the setting's number."""


class At(NamedTuple):
    """A place in the flow: line `line` of run `run`, in its setting `setting` (0 at a run's beginning)."""

    run: int
    setting: int
    line: int


class Setting(NamedTuple):
    """One way to set a run."""

    lines: tuple[Line, ...]
    calls: tuple[tuple[int, ...], ...]
    """Of each line, the notes that it is the first to call."""
    price: float
    """What it costs more than the run's best setting."""
    rest: Pt | None
    """From its first line to its last, if that is the same wherever it stands; None if it is not."""
    called: tuple[int, ...]
    """All notes in `calls`."""


class Run:
    """Lines `begin` to `end` (excluded) of the flow, which are set together: a paragraph, a heading, a reference."""

    __slots__ = ("begin", "element", "end", "mended", "offered", "settings", "tried")

    def __init__(self, begin: int, end: int, element: ElementId | None, best: Setting) -> None:
        self.begin, self.end, self.element = begin, end, element
        self.settings: list[Setting] = [best]
        self.offered = 1
        """How many of the settings may be chosen for a whole run; any further ones mend a place where it is parted."""
        self.tried = False
        self.mended: dict[tuple[int, int], int | None] = {}


class Flow:
    """All runs, whose other settings are made when they are asked for."""

    def __init__(self, stock: Stock, resetting: Mapping[ElementId, Resetting], costs: Pagination) -> None:
        self._stock = stock
        self._resetting = resetting
        self._costs = costs
        self._saved: list[int] = []
        self._latest: list[int] = []
        self.runs = [self._run(begin, end) for begin, end in together(stock.lines)]

    def __len__(self) -> int:
        return len(self.runs)

    def best(self, run: int) -> Setting:
        return self.runs[run].settings[0]

    def offered(self, run: int, *, varied: bool) -> range:
        """The settings of a whole run, the best one first; if `varied`, also those a line shorter or longer."""
        one = self.runs[run]
        if varied and not one.tried:
            one.tried = True
            if one.end - one.begin >= LEAST_LINES and one.element in self._resetting:
                one.settings.extend(self._varied(one))
                one.offered = len(one.settings)
        return range(one.offered if varied else 1)

    def most_saved(self, begin: int = 0) -> int:
        """How many lines less there are if every run from `begin` on is set as short as it can be."""
        if not self._saved:
            saved = [self._shortened(r) for r in range(len(self.runs))]
            self._saved = [*accumulate(reversed(saved), initial=0)][::-1]
        return self._saved[begin]

    def _shortened(self, run: int) -> int:
        one = self.runs[run]
        return one.end - one.begin - min(len(one.settings[s].lines) for s in self.offered(run, varied=True))

    def latest(self, at: At) -> int:
        """The highest number of a note that is called before a place."""
        if not self._latest:
            called = [max(run.settings[0].called, default=0) for run in self.runs]
            self._latest = [*accumulate(called, max, initial=0)]
        highest = self._latest[at.run]
        if not at.line:
            return highest
        calls = self.runs[at.run].settings[at.setting].calls[: at.line]
        return max((n for line in calls for n in line), default=highest) if calls else highest

    def mended(self, run: int, setting: int, line: int) -> int | None:
        """The setting like `setting`, of as many lines, in which no word is divided at the end of line `line`."""
        one = self.runs[run]
        if (setting, line) not in one.mended:
            made = self._whole(one, one.settings[setting], line) if one.element in self._resetting else None
            one.mended[setting, line] = None if made is None else len(one.settings)
            if made is not None:
                one.settings.append(made)
        return one.mended[setting, line]

    def _whole(self, run: Run, like: Setting, line: int) -> Setting | None:
        assert run.element is not None
        best = run.settings[0]
        lines = self._resetting[run.element](len(like.lines) - len(best.lines), frozenset((line + 1,)))
        if len(lines) != len(like.lines):
            return None
        lines = (replace(lines[0], before=best.lines[0].before), *lines[1:])
        calls = _first_calls(lines, best.called)
        price = like.price + max(0.0, self.ugliness(lines) - self.ugliness(like.lines))
        return Setting(lines, calls, price, _rest(lines, self._stock.grid), best.called)

    def lines(self, chosen: Mapping[int, int]) -> tuple[Line, ...]:
        """The whole flow, with the settings that were chosen by run."""
        if not chosen:
            return tuple(self._stock.lines)
        return tuple(line for r, run in enumerate(self.runs) for line in run.settings[chosen.get(r, 0)].lines)

    def line_of(self, at: At) -> int:
        """About the line of the flow that a place is: exactly, if all is in its best setting."""
        if at.run == len(self.runs):
            return len(self._stock.lines)
        run = self.runs[at.run]
        return min(run.begin + at.line, run.end)

    def called(self, begin: At, end: At) -> list[int]:
        """The notes called between two places."""
        calls: list[int] = []
        for r in range(begin.run, min(end.run + 1, len(self.runs))):
            setting = self.runs[r].settings[end.setting if r == end.run else 0]
            if r == begin.run and begin.line:
                setting = self.runs[r].settings[begin.setting]
            first = begin.line if r == begin.run else 0
            last = end.line if r == end.run else len(setting.lines)
            calls += [n for line in setting.calls[first:last] for n in line]
        return calls

    def between(self, begin: At, end: At, settings: Chosen) -> list[Line]:
        """The lines between two places, in the settings that were chosen."""
        chosen = dict(settings)
        out: list[Line] = []
        for r in range(begin.run, min(end.run + 1, len(self.runs))):
            setting = begin.setting if r == begin.run and begin.line else chosen.get(r, 0)
            if r == end.run:
                setting = end.setting
            lines = self.runs[r].settings[setting].lines
            first = begin.line if r == begin.run else 0
            out.extend(lines[first : end.line] if r == end.run else lines[first:])
        return out

    def _run(self, begin: int, end: int) -> Run:
        lines = tuple(self._stock.lines[begin:end])
        calls = self._stock.calls[begin:end]
        called = tuple(n for line in calls for n in line)
        best = Setting(lines, calls, 0.0, _rest(lines, self._stock.grid), called)
        return Run(begin, end, lines[0].element, best)

    def _varied(self, run: Run) -> Iterator[Setting]:
        best = run.settings[0]
        assert run.element is not None
        reset = self._resetting[run.element]
        plain = self.ugliness(best.lines)
        for extra in (-1, 1):
            lines = reset(extra, frozenset())
            if not lines or len(lines) == len(best.lines):
                continue
            lines = (replace(lines[0], before=best.lines[0].before), *lines[1:])
            calls = _first_calls(lines, best.called)
            price = self._costs.setting + max(0.0, self.ugliness(lines) - plain)
            yield Setting(lines, calls, price, _rest(lines, self._stock.grid), best.called)

    def ugliness(self, lines: Sequence[Line]) -> float:
        """How uneven a paragraph's lines are, in the page room's costs."""
        costs = self._costs
        runt = costs.runt if lines[-1].width < SHORT_WORD * lines[-1].measure else 0.0
        flowing = sum([river.cost for river in rivers(lines)])
        return runt + costs.looseness * sum([line.ratio * line.ratio for line in lines]) + costs.river * flowing


def together(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """First line and last (excluded) of every run: neighbouring lines of one leaf."""
    begin, size = 0, len(lines)
    while begin < size:
        element = lines[begin].element
        end = begin + 1
        while end < size and element is not None and lines[end].element == element:
            end += 1
        yield begin, end
        begin = end


def _first_calls(lines: Sequence[Line], wanted: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Which of the notes `wanted` each line is the first to call."""
    if not wanted:
        return ((),) * len(lines)
    left = set(wanted)
    out: list[tuple[int, ...]] = []
    for line in lines:
        here = tuple(dict.fromkeys(n for n in line.notes if n in left))
        left.difference_update(here)
        out.append(here)
    return tuple(out)


def _rest(lines: Sequence[Line], grid: Pt) -> Pt | None:
    """The depth of all lines but the first, if they are all on the grid or none is."""
    depth = 0.0
    on_grid = lines[0].on_grid
    for line in lines[1:]:
        step = line.leading + line.before
        if line.on_grid != on_grid or (on_grid and abs(step - grid) > 1e-6):
            return None
        depth += step
    return depth
