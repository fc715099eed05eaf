"""Lines where they stand: the pages, sorted for measuring.

Knows pages and elements; judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from rejoinder.diagnostics import NOWHERE, Span
from rejoinder.galley.model import Element, ElementId, Galley
from rejoinder.galley.strips import inlaid_lines
from rejoinder.geometry import Box, Pt
from rejoinder.pages.model import MadeUp, Page, PlacedLine, PlacedPicture
from rejoinder.proof.model import KINDS, Finding, Severity
from rejoinder.proof.spacing import Measured, is_justified, measured

Where: TypeAlias = tuple[int, int]
"""Page and column, counted from 1; column 0 is over or beside the columns."""

TEXT_PARTS = ("column", "notes", "float")
"""What is measured as text: not titles, and not heads and feet."""

DESCENT = 0.25
"""How far letters reach below the baseline, as a share of their size: enough for a box that is drawn."""


class Stand(NamedTuple):
    """A line, where it stands."""

    page: int
    column: int
    item: PlacedLine
    ink: Measured
    natural: float = 1.0
    """Word space of lines of this style that are not justified, as a multiple of the face's own."""

    @property
    def times(self) -> float:
        """Its mean word space, as a multiple of the natural one; 0 if it has none."""
        return self.ink.times / self.natural

    @property
    def where(self) -> Where:
        return self.page, self.column

    @property
    def text(self) -> str:
        return self.item.line.text.replace("\u00ad", "-").strip()

    @property
    def size(self) -> Pt:
        return max((segment.size for segment in self.item.line.segments), default=0.0)

    @property
    def box(self) -> Box:
        """Around its letters, from their caps to their descenders."""
        line, size = self.item.line, self.size
        height = line.height or 0.7 * size
        left = self.item.x + self.ink.left
        return Box(left, self.item.y - height, self.ink.right - self.ink.left, height + DESCENT * size)


class Standing:
    """All lines of a letter, where they stand, and what they belong to."""

    def __init__(self, made_up: MadeUp, galley: Galley) -> None:
        self.pages = made_up.pages
        self.galley = galley
        self.elements: dict[ElementId, Element] = {one.id: one for one in made_up.elements}
        lines = tuple(_stands(made_up.pages))
        self.natural = tuple(_natural_spaces(lines).items())
        natural = dict(self.natural)
        self.lines = tuple(one._replace(natural=natural[one.item.line.style]) for one in lines)
        self.text = tuple(one for one in self.lines if one.item.part in TEXT_PARTS)
        self.flow = tuple(one for one in self.lines if one.item.part == "column" and not one.item.line.inlay)
        self._floats = {one.element: one.ordinal for one in galley.floats}
        self.wide = frozenset(one.ordinal for one in galley.floats if one.wide)
        self._float_of: dict[ElementId | None, int] = {None: 0}
        for one in galley.floats:  # with what stands below it, which has elements beside its own
            for line in inlaid_lines((*one.head, *one.body, *one.foot)):
                if line.element is not None:
                    self._float_of[line.element] = one.ordinal

    def page(self, number: int) -> Page:
        return self.pages[number - 1]

    def float_of(self, element: ElementId | None) -> int:
        """The ordinal of the figure or table that an element stands in; 0 if in none."""
        if element not in self._float_of:
            above = self.elements[element].parent if element in self.elements else None
            own = self._floats.get(element, 0) if element is not None else 0
            self._float_of[element] = own or self.float_of(above)
        return self._float_of[element]

    def is_wide(self, stand: Stand) -> bool:
        """Whether a line stands over all columns: in a float that does, or in notes that do.

        What a float says again on a further page belongs to no element; it may be as wide as all columns.
        """
        if stand.item.part == "notes":
            return self.galley.wide_notes
        if stand.item.part != "float":
            return False
        return stand.item.line.element is None or self.float_of(stand.item.line.element) in self.wide

    def is_heading(self, stand: Stand) -> bool:
        """A heading with a line of its own; not one that runs into its text."""
        line = stand.item.line
        element = self.elements.get(line.element) if line.element is not None else None
        role = element.role if element else ""
        return (len(role) == 2 and role[0] == "H" and role[1].isdigit()) or line.style.startswith(
            ("heading", "end-heading")
        )

    def columns(self) -> list[tuple[Where, list[Stand]]]:
        """The flow by columns, in the order in which they are read; those without a line of it are left out."""
        out: list[tuple[Where, list[Stand]]] = []
        for stand in self.flow:
            if not out or out[-1][0] != stand.where:
                out.append((stand.where, []))
            out[-1][1].append(stand)
        return out

    def blocks(self, stands: Iterable[Stand]) -> Iterator[list[Stand]]:
        """Lines directly below each other: no white between them but their leading."""
        block: list[Stand] = []
        for stand in stands:
            if block and not _directly_below(block[-1], stand):
                yield block
                block = []
            block.append(stand)
        if block:
            yield block


def _stands(pages: Sequence[Page]) -> Iterator[Stand]:
    for page in pages:
        for item in page.items:
            if isinstance(item, PlacedLine):
                column = item.column + 1 if item.part in TEXT_PARTS else 0
                yield Stand(page.number, column, item, measured(item.line))


def _natural_spaces(stands: Sequence[Stand]) -> dict[str, float]:
    """Of each style the median word space of lines that keep theirs, as a multiple of the face's.

    A style all of whose lines are justified is measured by the one that has most of the others, or by its face.
    """
    kept: dict[str, list[float]] = {}
    for stand in stands:
        spaces = kept.setdefault(stand.item.line.style, [])
        if stand.ink.times > 0 and not is_justified(stand.item.line):
            spaces.append(stand.ink.times)
    fallback = max(kept.values(), key=len, default=[])
    return {style: _median(spaces or fallback) for style, spaces in kept.items()}


def _median(numbers: Sequence[float]) -> float:
    """Of the two in the middle the lower one: a number that was measured."""
    return sorted(numbers)[(len(numbers) - 1) // 2] if numbers else 1.0


def _directly_below(above: Stand, below: Stand) -> bool:
    if above.where != below.where or above.item.part != below.item.part:
        return False
    return 0 < below.item.y - above.item.y <= below.item.line.leading + 0.1


def same_paragraph(one: Stand, other: Stand) -> bool:
    return one.item.line.element == other.item.line.element and one.item.part == other.item.part


def neighbours(stands: Sequence[Stand]) -> Iterator[tuple[Stand, Stand]]:
    """Lines of one paragraph that follow each other."""
    return (pair for pair in pairwise(stands) if same_paragraph(*pair))


def pictures(page: Page) -> Iterator[PlacedPicture]:
    return (item for item in page.items if isinstance(item, PlacedPicture))


# ── findings ──────────────────────────────────────────────────────────────


def found(
    kind: str,
    stand: Stand,
    message: str,
    value: float = 0.0,
    box: Box | None = None,
    severity: Severity | None = None,
) -> Finding:
    """A finding about a line, as grave as its kind is unless something else is said."""
    return Finding(
        kind=kind,
        severity=severity or KINDS[kind][0],
        page=stand.page,
        column=stand.column,
        box=box or stand.box,
        span=stand.item.line.span,
        message=message,
        text=stand.text,
        value=round(value, 4),
    )


def found_at(
    kind: str, where: Where, box: Box, message: str, value: float = 0.0, span: Span = NOWHERE, text: str = ""
) -> Finding:
    """A finding about a place."""
    return Finding(kind, KINDS[kind][0], where[0], where[1], box, span, message, text, round(value, 4))


def around(boxes: Iterable[Box]) -> Box:
    """The least box that holds them all."""
    all_ = list(boxes)
    left, top = min(one.x for one in all_), min(one.y for one in all_)
    return Box(left, top, max(one.right for one in all_) - left, max(one.bottom for one in all_) - top)


def counted(number: float, what: str) -> str:
    """`1 line`, `3 lines`, `2.5 lines`."""
    return f"{number:.3g} {what}{'' if number == 1 else 's'}"
