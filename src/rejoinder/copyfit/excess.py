"""How much too long a letter is, or how much shorter than it might be.

Knows galleys and pages; knows nothing of how a sheet is bent. The number of pages is no measure for a search, since it
says nothing of how near a change came; lines are. All are counted in lines of the letter's own grid.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from rejoinder.galley.model import Galley
from rejoinder.geometry import Pt
from rejoinder.pages.model import MadeUp, Page, PlacedLine, PlacedPicture
from rejoinder.style.model import StyleSheet

FURNITURE = frozenset(("head", "foot"))
NOTES_SHARE = 0.7
"""How much of the white around the rule above the notes counts: their first line is measured by its capitals."""


def excess(made_up: MadeUp, pages: int) -> float:
    """How many lines of column stand beyond so many pages; if none does, what is left of them, as a negative number."""
    grid = made_up.pages[-1].grid
    beyond = sum(_depth(page) for page in made_up.pages[pages:])
    if beyond:
        return beyond / grid
    last = made_up.pages[-1]
    return (-_left(last) - (pages - len(made_up.pages)) * _height(last)) / grid


def demand(galley: Galley, sheet: StyleSheet, pages: int) -> float:
    """How many lines of so many pages everything takes but the front block, if text could part anywhere.

    Quickly reckoned from the galley: what is made up may take more, since columns cannot end at every line.
    """
    grid, depth = sheet.grid.leading, 0.0
    for line in galley.flow:
        depth += line.leading + line.before
        if line.on_grid:
            depth = math.ceil((depth - 0.01) / grid) * grid
    depth += sum(line.leading + line.before for note in galley.notes for line in note.lines)
    count, rule = sheet.columns.count, sheet.notes.rule
    depth += min(len(galley.notes), count * pages) * (rule.above + rule.thickness + rule.below) * NOTES_SHARE
    depth += sum((one.height + sheet.floats.white) * (count if one.wide else 1) for one in galley.floats)
    return depth / grid


def _depth(page: Page) -> Pt:
    """How much of its columns a page's type and pictures take."""
    edges = [(column.x, column.x + column.width) for column in page.columns] or [(0.0, page.width)]
    return sum(_covered(_stretches(page, left, right)) for left, right in edges)


def _stretches(page: Page, left: Pt, right: Pt) -> Iterator[tuple[Pt, Pt]]:
    """From where to where whatever stands in a column reaches."""
    for item in page.items:
        if isinstance(item, PlacedLine):
            if item.part not in FURNITURE and item.x < right and item.x + item.line.width > left:
                yield item.y - item.line.leading - item.line.before, item.y
        elif isinstance(item, PlacedPicture) and item.box.x < right and item.box.x + item.box.width > left:
            yield item.box.y, item.box.y + item.box.height


def _covered(stretches: Iterable[tuple[Pt, Pt]]) -> Pt:
    """How long they are together: the cells of a table's row stand beside each other."""
    total, foot = 0.0, -math.inf
    for top, bottom in sorted(stretches):
        if bottom > foot:
            total += bottom - max(top, foot)
            foot = bottom
    return total


def _left(page: Page) -> Pt:
    """What is left of a page's columns below the deepest of them."""
    feet = [item.y for item in page.items if isinstance(item, PlacedLine) and item.part not in (*FURNITURE, "front")]
    if not page.columns or not feet:
        return 0.0
    return max(0.0, page.columns[0].bottom - max(feet)) * len(page.columns)


def _height(page: Page) -> Pt:
    """What a page without a front block holds."""
    if not page.columns:
        return page.height
    return (page.columns[0].bottom - page.grid_top + page.grid) * len(page.columns)
