"""Galleys without a letter in them: lines that have a depth and a penalty, and nothing to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement, pairwise

from rejoinder.diagnostics import Span
from rejoinder.galley.model import FORBIDDEN, Line, SetNote
from rejoinder.pages.choose import Chooser
from rejoinder.pages.fill import NotePart, Stock
from rejoinder.pages.plan import Plan
from rejoinder.style.model import NoteForm, Pagination, Rule

GRID = 12.0
RULE = Rule(width=60.0, thickness=0.5, above=7.0, below=4.0)
ABOVE_NOTES = 7.0 + 0.5 + 4.0 + 5.0
"""White, rule, white, and the capitals of the first note."""
NOTE_LEADING = 9.6
COSTS = Pagination()
"""As a sheet has them that says nothing of costs."""


def line(
    element: int, *, penalty: float = 0.0, why: str = "", before: float = 0.0, notes: tuple[int, ...] = ()
) -> Line:
    return Line(
        (),
        0.0,
        240.0,
        GRID,
        height=6.0,
        before=before,
        on_grid=True,
        penalty=penalty,
        why=why,
        notes=notes,
        element=element,
        span=Span("letter.yaml", element),
    )


def paragraph(element: int, size: int, calls: dict[int, tuple[int, ...]] | None = None) -> list[Line]:
    """A paragraph of `size` lines; `calls` says which of them call which notes."""
    out = []
    for i in range(size):
        why = [w for w, there in (("orphan", i == 0), ("widow", i == size - 2)) if there and i < size - 1]
        penalty = sum({"orphan": COSTS.orphan, "widow": COSTS.widow}[w] for w in why)
        out.append(line(element, penalty=penalty, why=" ".join(why), notes=(calls or {}).get(i, ())))
    return out


def heading(element: int) -> list[Line]:
    return [line(element, penalty=FORBIDDEN, why="heading", before=GRID)]


def note(number: int, size: int, calls: dict[int, tuple[int, ...]] | None = None) -> SetNote:
    lines = tuple(
        Line((), 0.0, 240.0, NOTE_LEADING, height=5.0, element=1000 + number, notes=(calls or {}).get(i, ()))
        for i in range(size)
    )
    return SetNote(number, lines, Span("letter.yaml", 1000 + number))


@dataclass(frozen=True)
class Galley:
    """A flow and its notes."""

    flow: tuple[Line, ...]
    notes: dict[int, SetNote]

    def stock(self, above: tuple[int, ...] = (), *, split: bool = True) -> Stock:
        return Stock.of(above, self.flow, self.notes, NoteForm(rule=RULE, split=split), GRID)

    def planned(
        self, depth: int, count: int = 2, *, balance: bool = True, above: tuple[int, ...] = (), split: bool = True
    ) -> Plan:
        """The plan for columns of `depth` lines; `above` are the notes called over the columns."""
        stock = self.stock(above, split=split)
        chooser = Chooser(stock, replace(COSTS, balance=balance), count, {}, above)
        return chooser.plan([0.0], [(depth - 1) * GRID])


# ── by definition ─────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Column:
    """Lines `begin` to `end` with all the notes they call, whole."""

    begin: int
    end: int
    depth: float
    """Of its last line or note."""
    penalty: float


def column(galley: Galley, begin: int, end: int) -> Column:
    depth = -GRID
    numbers: list[int] = []
    for i in range(begin, end):
        one = galley.flow[i]
        depth = 0.0 if i == begin else depth + one.leading + one.before
        depth = round(depth / GRID + 0.499999) * GRID if one.on_grid else depth
        numbers.extend(one.notes)
    lines = sum(len(galley.notes[n].lines) for n in numbers)
    if lines:
        depth += ABOVE_NOTES + (lines - 1) * NOTE_LEADING
    penalty = galley.flow[end - 1].penalty if begin < end < len(galley.flow) else 0.0
    return Column(begin, end, depth, penalty)


def layouts(galley: Galley, count: int, begin: int = 0) -> Iterator[tuple[Column, ...]]:
    """Every way to set all from `begin` in `count` columns, notes whole."""
    size = len(galley.flow)
    for ends in combinations_with_replacement(range(begin, size + 1), count - 1):
        bounds = (begin, *ends, size)
        yield tuple(column(galley, a, b) for a, b in pairwise(bounds))


def spread(depths: Sequence[float]) -> float:
    """By how many lines columns end unlike."""
    return (max(depths) - min(depths)) / GRID


def planned_depths(plan: Plan, count: int) -> list[float]:
    columns = plan.pages[-1].columns
    return [c.depth for c in columns] + [-GRID] * (count - len(columns))


def penalties(plan: Plan, page: int = -1) -> list[float]:
    return [plan.flow[c.end - 1].penalty for c in plan.pages[page].columns if c.begin < c.end < len(plan.flow)]


def parts(plan: Plan) -> list[NotePart]:
    return [part for page in plan.pages for c in page.columns for part in c.notes]
