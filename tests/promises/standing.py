"""What stands where on a set page: text, notes, figures and tables, each with the place that it takes.

Works out from the galley's strips what must be on paper for each figure and table; promises nothing itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from composing import Composed
from rejoinder.galley.model import InlaidLine, InlaidPicture, InlaidRule, Line, SetFloat, Strip
from rejoinder.geometry import Box
from rejoinder.pages.model import Page, PlacedLine, PlacedPicture, PlacedRule

Where = tuple[int, int]
"""A page and a column, both counted from 1 and 0 as in the model."""
Kind = Literal["front", "text", "inlay", "float", "notes"]
WIDE = -1
"""The column of what stands over all of them."""


class Stand(NamedTuple):
    """Something on a page, from the top of its ink (capitals, for a line) to its foot (the baseline)."""

    top: float
    bottom: float
    kind: Kind
    column: int
    line: Line | None = None
    part: Part | None = None

    @property
    def says(self) -> str:
        if self.line is not None:
            return repr(self.line.text)
        return "" if self.part is None else self.part.name


@dataclass(frozen=True)
class Part:
    """Strips of a figure or table below each other, as they stand on a page."""

    name: str
    ordinal: int
    """0 for one that is set in place."""
    page: int
    column: int
    begin: int
    end: int
    """Rows `begin` to `end` (excluded) of its body."""
    box: Box
    strips: tuple[Strip, ...]
    host: Line | None = None
    """Of one that is set in place: the line that it takes."""
    at_head: bool = False
    """Of one over all columns: it stands above the text."""

    @property
    def notes(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(n for strip in self.strips for n in strip.notes))


class _Spot(NamedTuple):
    """Where an inlaid line stands in its float."""

    group: str
    strip: int
    y: float
    """Of its strip, from the head of the group."""
    inlaid: InlaidLine


class Standing:
    """All that was set, found again on its pages."""

    def __init__(self, set_: Composed) -> None:
        self.set = set_
        self.wide_notes = set_.galley.wide_notes
        self._of: dict[int, tuple[SetFloat, _Spot]] = {}
        for one in set_.galley.floats:
            for group in ("head", "body", "foot", "again", "pause"):
                for spot in _spots(group, getattr(one, group)):
                    self._of[id(spot.inlaid.line)] = (one, spot)
        self.inlays: dict[int, tuple[Line, _Spot]] = {}
        """Lines within figures and tables that are set in place."""
        for line in (*set_.galley.flow, *(line for note in set_.galley.notes for line in note.lines)):
            for spot in _spots("inlay", line.inlay):
                self.inlays[id(spot.inlaid.line)] = (line, spot)
        self._placed: dict[int, int] = {}
        """Of each float, how many of its rows were found."""
        self.parts: list[Part] = [part for page in set_.pages for part in self._parts_of(page)]

    def is_inlaid(self, item: PlacedLine) -> bool:
        return id(item.line) in self.inlays

    def on(self, page: Page) -> list[Part]:
        return [part for part in self.parts if part.page == page.number]

    # ── parts of floats ──

    def _parts_of(self, page: Page) -> Iterator[Part]:
        groups: dict[tuple[int, int, int], list[PlacedLine]] = defaultdict(list)
        first_of_columns = len(page.items)
        for n, item in enumerate(page.items):
            if not isinstance(item, PlacedLine):
                continue
            if item.part == "float" and id(item.line) in self._of:
                one, _ = self._of[id(item.line)]
                groups[0, one.ordinal, item.column].append(item)
                if not one.wide:
                    first_of_columns = min(first_of_columns, n)
            elif self.is_inlaid(item):
                host, _ = self.inlays[id(item.line)]
                groups[1, id(host), item.column].append(item)
                first_of_columns = min(first_of_columns, n)
            elif item.part in ("column", "notes"):
                first_of_columns = min(first_of_columns, n)
        places = {id(item): n for n, item in enumerate(page.items)}
        for (inlay, _, column), items in groups.items():
            if inlay:
                yield self._inlay(page, column, items)
            else:
                yield self._part(page, column, items, at_head=places[id(items[0])] < first_of_columns)

    def _part(self, page: Page, column: int, items: Sequence[PlacedLine], *, at_head: bool) -> Part:
        found = [(item, *self._of[id(item.line)]) for item in items]
        one = found[0][1]
        groups = {spot.group for _, _, spot in found}
        rows = [spot.strip for _, _, spot in found if spot.group == "body"]
        size = len(one.body)
        begin = self._placed.get(one.ordinal, 0) % size
        end = size if "foot" in groups else max(rows, default=size - 1) + 1
        while end < size and one.body[end - 1].keep and not one.body[end].items:
            end += 1  # a row in which no cell begins
        self._placed[one.ordinal] = end
        opening = one.again if begin else one.head
        closing = one.foot if end == size else one.pause
        strips = (*opening, *one.body[begin:end], *closing)
        item, _, spot = found[0]
        above = spot.y
        if spot.group in ("body", "foot", "pause"):
            above += sum(strip.height for strip in opening) - sum(strip.height for strip in one.body[:begin])
        if spot.group in ("foot", "pause"):
            above += sum(strip.height for strip in one.body[:end])
        box = _box(item, spot, above, strips, one.width)
        where = WIDE if one.wide else column
        return Part(one.label, one.ordinal, page.number, where, begin, end, box, strips, at_head=at_head)

    def _inlay(self, page: Page, column: int, items: Sequence[PlacedLine]) -> Part:
        host, spot = self.inlays[id(items[0].line)]
        strips = host.inlay
        if not strips[-1].items:
            strips = strips[:-1]  # the white below it
        box = _box(items[0], spot, spot.y, strips, host.width)
        return Part("a float in place", 0, page.number, column, 0, 1, box, strips, host)

    # ── columns ──

    def stacks(self, page: Page) -> list[list[Stand]]:
        """What stands in each column, from above, with what stands over all columns in each of them."""
        stands = list(self._stands(page))
        return [
            sorted((s for s in stands if s.column in (number, WIDE)), key=lambda s: (s.bottom, s.top))
            for number in range(len(page.columns))
        ]

    def _stands(self, page: Page) -> Iterator[Stand]:
        for item in page.items:
            if not isinstance(item, PlacedLine) or not item.line.segments:
                continue
            top = item.y - item.line.height
            if item.part == "front":
                yield Stand(top, item.y, "front", WIDE, item.line)
            elif item.part in ("column", "notes") and not self.is_inlaid(item):
                wide = item.part == "notes" and self.wide_notes
                kind: Kind = "text" if item.part == "column" else "notes"
                yield Stand(top, item.y, kind, WIDE if wide else item.column, item.line)
        for part in self.on(page):
            column = part.column
            if part.host is not None and self.wide_notes and id(part.host) not in self._flow:
                column = WIDE
            kind = "float" if part.host is None else "inlay"
            yield Stand(part.box.y, part.box.bottom, kind, column, None, part)

    @property
    def _flow(self) -> set[int]:
        return {id(line) for line in self.set.galley.flow}

    def in_notes(self, part: Part) -> bool:
        return part.host is not None and id(part.host) not in self._flow

    # ── what must be on paper ──

    def expected(self, part: Part) -> Iterator[PlacedLine | PlacedRule | PlacedPicture]:
        """Everything in a part, in its place."""
        y = part.box.y
        for strip in part.strips:
            for item in strip.items:
                match item:
                    case InlaidLine():
                        yield PlacedLine(part.box.x + item.x, y + item.y, item.line, "float")
                    case InlaidRule(box, colour):
                        yield PlacedRule(_moved(box, part.box.x, y), colour)
                    case InlaidPicture(box, picture, element):
                        yield PlacedPicture(_moved(box, part.box.x, y), picture, element)
            y += strip.height


def _spots(group: str, strips: Sequence[Strip]) -> Iterator[_Spot]:
    y = 0.0
    for i, strip in enumerate(strips):
        for item in strip.items:
            if isinstance(item, InlaidLine):
                yield _Spot(group, i, y, item)
        y += strip.height


def _box(item: PlacedLine, spot: _Spot, above: float, strips: Sequence[Strip], width: float) -> Box:
    height = sum(strip.height for strip in strips)
    return Box(item.x - spot.inlaid.x, item.y - spot.inlaid.y - above, width, height)


def _moved(box: Box, x: float, y: float) -> Box:
    return Box(box.x + x, box.y + y, box.width, box.height)
