"""Where the columns of each page stand.

Knows trim, margins and the grid; knows nothing of what is set.
"""

from __future__ import annotations

import math

from rejoinder.galley.model import Line
from rejoinder.geometry import Pt
from rejoinder.pages.model import Column
from rejoinder.style.model import Furniture, StyleSheet

LEAST_LINES = 4
"""A page that has less room than this below the front block gets no columns."""


class Frames:
    """The type area of a sheet's pages. `cap` is the height of the body's capitals, to which the top margin goes."""

    def __init__(self, sheet: StyleSheet, cap: Pt, *, rtl: bool = False) -> None:
        """`rtl`: the letter runs from right to left, and so do its columns."""
        self.rtl = rtl
        self.sheet = sheet
        self.grid: Pt = sheet.grid.leading
        self.width, self.height = sheet.page.trim
        margins = sheet.page.margins
        self.top: Pt = margins.top
        self.first_baseline: Pt = margins.top + cap
        self.last_baseline: Pt = self.height - margins.bottom
        self.cap = cap
        self.measure: Pt = self.width - margins.inner - margins.outer
        self.count = sheet.columns.count
        self.column_width: Pt = (self.measure - (self.count - 1) * sheet.columns.gutter) / self.count

    def left(self, page: int) -> Pt:
        """Left edge of the type area on page `page` (counted from 1)."""
        margins = self.sheet.page.margins
        return margins.outer if self.mirrored(page) else margins.inner

    def mirrored(self, page: int) -> bool:
        """Whether the binding is at the right."""
        return self.sheet.page.two_sided and page % 2 == 0

    def depth(self, first_baseline: Pt) -> Pt:
        """From a column's first baseline to its last; negative if there is no room for a line."""
        return math.floor((self.last_baseline - first_baseline) / self.grid + 1e-6) * self.grid

    def below(self, y: Pt) -> Pt:
        """First baseline of columns whose capitals must stand below `y`, on the page's grid."""
        lines = math.ceil((y + self.cap - self.first_baseline) / self.grid - 1e-6)
        return self.first_baseline + max(0, lines) * self.grid

    def columns(self, page: int, first_baseline: Pt) -> tuple[Column, ...]:
        left = self.left(page)
        step = self.column_width + self.sheet.columns.gutter
        bottom = first_baseline + max(0.0, self.depth(first_baseline))
        places = reversed(range(self.count)) if self.rtl else range(self.count)
        return tuple(Column(left + i * step, first_baseline, self.column_width, bottom) for i in places)

    def front_top(self, line: Line) -> Pt:
        """Baseline of the front block's first line on the opener."""
        top = self.sheet.page.opener_top
        return (self.top if top is None else top) + line.height

    def kind(self, page: int, pages: int) -> str:
        """opener, last, left or right."""
        if page == 1:
            return "opener"
        if page == pages and "last" in self.sheet.furniture:
            return "last"
        return "left" if page % 2 == 0 else "right"

    def furniture(self, kind: str, page: int) -> Furniture | None:
        """The furniture of a kind of page; a kind that the sheet leaves out looks like the side that it is on."""
        side = "left" if page % 2 == 0 else "right"
        for name in (kind, side, "right", "left", "opener"):
            if name in self.sheet.furniture:
                return self.sheet.furniture[name]
        return None
