"""Things at fixed places. Nothing is left to decide."""

from __future__ import annotations

from typing import Literal, TypeAlias

from rejoinder.galley.model import Element, ElementId, Line
from rejoinder.geometry import Box, Pt
from rejoinder.pictures.model import Picture
from rejoinder.style.model import Colour
from rejoinder.values import dataclass

Part: TypeAlias = Literal["front", "column", "notes", "float", "head", "foot", "rule"]


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line with its left edge at `x` and its baseline at `y` (from the top of the page, downwards).

    A line without an element is an artifact: of type Header or Footer by its `part`, else Layout.
    """

    x: Pt
    y: Pt
    line: Line
    part: Part
    column: int = 0
    """Counted from 0."""


@dataclass(frozen=True, slots=True)
class PlacedRule:
    """A filled rectangle, `box.y` being its upper edge. Always an artifact."""

    box: Box
    colour: Colour


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture scaled to `box`, `box.y` being its upper edge."""

    box: Box
    picture: Picture
    element: ElementId


Placed: TypeAlias = PlacedLine | PlacedRule | PlacedPicture


@dataclass(frozen=True, slots=True)
class Column:
    """A column's frame on its page; `bottom` is where its last baseline may stand at the lowest."""

    x: Pt
    top: Pt
    width: Pt
    bottom: Pt


@dataclass(frozen=True, slots=True)
class Page:
    """One page, with everything on it in its place."""

    number: int
    """Counted from 1."""
    folio: str
    """As printed."""
    kind: str
    """opener, left, right or last."""
    width: Pt
    height: Pt
    columns: tuple[Column, ...]
    grid: Pt
    """Leading of the page's grid; its first baseline is `grid_top`."""
    grid_top: Pt
    items: tuple[Placed, ...]
    """In reading order: front, column by column, each followed by its notes, then furniture and rules."""


@dataclass(frozen=True, slots=True)
class MadeUp:
    """All pages, and the structure tree that their lines belong to."""

    pages: tuple[Page, ...]
    elements: tuple[Element, ...]
    costs: tuple[tuple[str, float], ...] = ()
    """What this make-up cost, by the names of the sheet's `pagination`; those that cost nothing are left out."""
