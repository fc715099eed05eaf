"""Placing what was chosen. Decides nothing."""

from __future__ import annotations

from rejoinder.galley.model import Line
from rejoinder.geometry import Box, Pt
from rejoinder.pages.choose import ColumnPlan, PagePlan, begins_item
from rejoinder.pages.fill import Stock
from rejoinder.pages.model import Column, Placed, PlacedLine, PlacedRule
from rejoinder.style.model import Rule, StyleSheet


def place_column(
    plan: ColumnPlan, page: PagePlan, column: Column, number: int, stock: Stock, sheet: StyleSheet
) -> list[Placed]:
    """A column's lines, then its notes, which end at the depth that all notes of the page end at."""
    out: list[Placed] = []
    depth = 0.0
    opened = frozenset(plan.opened)
    lines = stock.lines
    tail = plan.end
    while tail > plan.begin and not lines[tail - 1].on_grid:
        tail -= 1
    for i in range(plan.begin, plan.end):
        line = lines[i]
        if i > plan.begin:
            depth = stock.next_depth(depth, line)
            if i in opened:
                depth += stock.grid
            if plan.feather and i >= tail and begins_item(lines, i):
                depth += plan.feather
        y = column.top + depth
        if line.rule_above is not None and i > plan.begin:
            out.extend(place_rule(line.rule_above, column.x, y - line.height, line.measure, sheet))
        out.append(PlacedLine(column.x, y, line, "column", number))
    if plan.notes:
        out.extend(_place_notes(plan, page, column, number, stock, sheet))
    return out


def _place_notes(
    plan: ColumnPlan, page: PagePlan, column: Column, number: int, stock: Stock, sheet: StyleSheet
) -> list[Placed]:
    rule = sheet.notes.rule
    height = stock.note_depth(plan.notes) - (rule.above + rule.thickness + rule.below)
    top = column.top + page.bottom - height  # of the first note's capitals
    out: list[Placed] = [*place_rule(rule, column.x, top, column.width, sheet)]
    y = top
    first = True
    for part in plan.notes:
        for i, line in enumerate(stock.notes[part.number].lines[part.begin : part.end]):
            if first:
                y += line.height
                first = False
            else:
                y += line.leading + (line.before if i else sheet.notes.between)
            out.append(PlacedLine(column.x, y, line, "notes", number))
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
