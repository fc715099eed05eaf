"""Placing what was chosen. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from rejoinder.galley.model import InlaidLine, InlaidPicture, InlaidRule, Line, SetFloat, Strip
from rejoinder.geometry import Box, Pt
from rejoinder.pages.fill import NotePart, Stock
from rejoinder.pages.floats import WIDE, FloatPart, part_strips
from rejoinder.pages.level import begins_item
from rejoinder.pages.model import Column, Part, Placed, PlacedLine, PlacedPicture, PlacedRule
from rejoinder.pages.plan import ColumnPlan, PagePlan
from rejoinder.style.model import Rule, StyleSheet


def place_column(
    plan: ColumnPlan,
    page: PagePlan,
    column: Column,
    number: int,
    floats: Sequence[SetFloat],
    stock: Stock,
    sheet: StyleSheet,
    cap: Pt,
) -> list[Placed]:
    """A column's floats and lines, then its notes, which end at the depth that all notes of the page end at."""
    mine = [part for part in page.floats if part.column == number]
    out: list[Placed] = []
    for part in mine:
        if part.at_head:
            out.extend(place_float(part, floats, column.x, column.top - cap + part.offset))
    out.extend(_place_lines(plan, column, number, stock, sheet))
    below = column.top + page.bottom
    if plan.notes:
        below -= stock.note_depth(plan.notes)
    for part in mine:
        if not part.at_head:
            out.extend(place_float(part, floats, column.x, below - part.height))
    if plan.notes:
        out.extend(place_notes(plan.notes, column.x, column.width, column.top + page.bottom, number, stock, sheet))
    return out


def place_wide(page: PagePlan, left: Pt, floats: Sequence[SetFloat], cap: Pt, *, at_head: bool) -> list[Placed]:
    """The floats over all columns at the head or the foot of a page."""
    out: list[Placed] = []
    for part in page.floats:
        if part.column == WIDE and part.at_head == at_head:
            foot = page.first_baseline + page.bottom + page.foot
            top = page.first_baseline - cap + part.offset if at_head else foot - part.height
            out.extend(place_float(part, floats, left, top))
    return out


def place_float(part: FloatPart, floats: Sequence[SetFloat], x: Pt, top: Pt) -> list[Placed]:
    return place_strips(part_strips(floats[part.float], part.begin, part.end), x, top, "float", max(part.column, 0))


def place_strips(strips: Sequence[Strip], x: Pt, top: Pt, part: Part, column: int) -> list[Placed]:
    """Strips below each other, the first with its upper edge at `top`."""
    out: list[Placed] = []
    y = top
    for strip in strips:
        for item in strip.items:
            match item:
                case InlaidLine():
                    out.append(PlacedLine(x + item.x, y + item.y, item.line, part, column))
                case InlaidRule(box, colour):
                    out.append(PlacedRule(_moved(box, x, y), colour))
                case InlaidPicture(box, picture, element):
                    out.append(PlacedPicture(_moved(box, x, y), picture, element))
        y += strip.height
    return out


def inlay_height(line: Line) -> Pt:
    return sum(strip.height for strip in line.inlay)


def _moved(box: Box, x: Pt, y: Pt) -> Box:
    return Box(box.x + x, box.y + y, box.width, box.height)


def _place_lines(plan: ColumnPlan, column: Column, number: int, stock: Stock, sheet: StyleSheet) -> list[Placed]:
    out: list[Placed] = []
    depth = plan.head
    opened = frozenset(plan.opened)
    lines = stock.lines
    tail = plan.end
    while tail > plan.begin and not lines[tail - 1].on_grid:
        tail -= 1
    for i in range(plan.begin, plan.end):
        line = lines[i]
        if i == plan.begin:
            depth += stock.next_depth(None, line)
        else:
            depth = stock.next_depth(depth, line)
            if i in opened:
                depth += stock.grid
            if plan.feather and i >= tail and begins_item(lines, i):
                depth += plan.feather
        y = column.top + depth
        if line.rule_above is not None and i > plan.begin:
            out.extend(place_rule(line.rule_above, column.x, y - line.height, line.measure, sheet))
        if line.inlay:
            head = column.top + plan.head - stock.cap if i == plan.begin else y - inlay_height(line)
            out.extend(place_strips(line.inlay, column.x, head, "column", number))
        if line.segments or not line.inlay:
            out.append(PlacedLine(column.x, y, line, "column", number))
    return out


def place_notes(
    parts: Sequence[NotePart], x: Pt, width: Pt, end: Pt, column: int, stock: Stock, sheet: StyleSheet
) -> list[Placed]:
    """Notes below their rule, the last line with its baseline at `end`."""
    rule = sheet.notes.rule
    height = stock.note_depth(parts) - (rule.above + rule.thickness + rule.below)
    y = end - height  # of the first note's capitals
    narrower = width - rule.width if stock.rtl and rule.width is not None and rule.width < width else 0.0
    out: list[Placed] = [*place_rule(rule, x + narrower, y, width, sheet)]
    first = True
    for part in parts:
        for i, line in enumerate(stock.notes[part.number].lines[part.begin : part.end]):
            if first:
                y += line.height
                first = False
            else:
                y += line.leading + (line.before if i else sheet.notes.between)
            if line.inlay:
                out.extend(place_strips(line.inlay, x, y - inlay_height(line), "notes", column))
            if line.segments or not line.inlay:
                out.append(PlacedLine(x, y, line, "notes", column))
    return out


def place_rule(rule: Rule, x: Pt, below: Pt, measure: Pt, sheet: StyleSheet) -> tuple[PlacedRule, ...]:
    """A rule that stands its `below` over the height `below`; none if it has no thickness."""
    if not rule.thickness:
        return ()
    width = measure if rule.width is None else min(rule.width, measure)
    box = Box(x, below - rule.below - rule.thickness, width, rule.thickness)
    return (PlacedRule(box, sheet.colour(rule.colour)),)


def place_front(lines: tuple[Line, ...], x: Pt, top: Pt, sheet: StyleSheet) -> list[Placed]:
    """Lines over all columns, the first with its baseline at `top`."""
    out: list[Placed] = []
    y = top
    for i, line in enumerate(lines):
        if i:
            y += line.leading + line.before
        if line.rule_above is not None:
            out.extend(place_rule(line.rule_above, x, y - line.height, line.measure, sheet))
        if line.segments:
            out.append(PlacedLine(x, y, line, "front"))
    return out


def front_depth(lines: tuple[Line, ...]) -> Pt:
    """From the first baseline to the last."""
    return sum(line.leading + line.before for line in lines[1:])
