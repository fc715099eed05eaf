"""What was chosen, page by page: all that `place.py` needs, and nothing left to decide."""

from __future__ import annotations

from typing import NamedTuple

from rejoinder.galley.model import ElementId, Line
from rejoinder.geometry import Pt
from rejoinder.pages.fill import NotePart
from rejoinder.pages.floats import FloatPart
from rejoinder.values import dataclass


class FloatBill(NamedTuple):
    """What the places of a page's floats cost."""

    place: float = 0.0
    """Of places that are not the most welcome ones, and of tables divided."""
    column: float = 0.0
    """Of columns between floats and their mentions."""
    page: float = 0.0
    """Of floats that are mentioned and have no place yet."""
    order: float = 0.0
    """Of notes of floats that stand out of their order."""

    @property
    def total(self) -> float:
        return self.place + self.column + self.page + self.order


class ColumnPlan(NamedTuple):
    """Lines `begin` to `end` (excluded) of the flow, and the notes below them."""

    begin: int
    end: int
    notes: tuple[NotePart, ...]
    text_depth: Pt
    """Of its last line, from its first."""
    depth: Pt
    """Of its last line or its last note, set as close as they may be."""
    feather: Pt = 0.0
    """White added above every item of an unaligned list."""
    opened: tuple[int, ...] = ()
    """Lines above which a blank line was added."""
    head: Pt = 0.0
    """From the page's first baseline to its own first line's: what floats take above it."""
    foot: Pt = 0.0
    """What floats take between its last line and its notes (or its foot)."""
    grown: Pt = 0.0
    """All that was added, feathering and blank lines."""


class PagePlan(NamedTuple):
    first_baseline: Pt
    """Of its columns."""
    bottom: Pt
    """Depth at which the notes (or, without notes, the floats at the foot) of all its columns end."""
    columns: tuple[ColumnPlan, ...]
    floats: tuple[FloatPart, ...] = ()
    foot: Pt = 0.0
    """What floats over all columns take below `bottom`."""
    notes: tuple[NotePart, ...] = ()
    """Those that stand over all columns …"""
    end: Pt = 0.0
    """… and the depth of their last line."""
    bill: FloatBill = FloatBill()


class Reset(NamedTuple):
    """A paragraph that is set longer or shorter than is best."""

    element: ElementId | None
    extra: int
    """Lines."""
    price: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What was chosen: every column's lines, notes and floats, page by page."""

    flow: tuple[Line, ...]
    """The lines, in the settings that were chosen."""
    pages: tuple[PagePlan, ...]
    cost: float = 0.0
    settings: tuple[Reset, ...] = ()
    """Paragraphs that are not in their best setting."""
