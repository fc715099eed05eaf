"""Make-up: the galley becomes pages.

Knows frames, the plan and the furniture; the decisions are `choose.py`'s.
"""

from __future__ import annotations

from collections.abc import Sequence

from rejoinder.diagnostics import Diagnostics
from rejoinder.galley.furniture import FurnitureSetter
from rejoinder.galley.model import FORBIDDEN, Galley, Line, SetFloat
from rejoinder.geometry import Box, Pt
from rejoinder.pages.bill import bill
from rejoinder.pages.choose import Chooser
from rejoinder.pages.fill import Stock
from rejoinder.pages.floats import WIDE, part_strips
from rejoinder.pages.frames import LEAST_LINES, Frames
from rejoinder.pages.model import Column, MadeUp, Page, Part, Placed, PlacedLine, PlacedRule
from rejoinder.pages.place import front_depth, place_column, place_front, place_notes, place_rule, place_wide
from rejoinder.pages.plan import PagePlan, Plan
from rejoinder.style.model import StyleSheet


def make_up(
    galley: Galley,
    sheet: StyleSheet,
    furniture: FurnitureSetter,
    said: Diagnostics,
    *,
    most_pages: int | None = None,
) -> MadeUp:
    """Set the galley into pages. Says where widows could not be helped.

    With `most_pages` paragraphs are set tighter to need no more pages than these, if that can be done: whether it
    could is seen from the number of pages.
    """
    frames = Frames(sheet, galley.cap, rtl=galley.rtl)
    fronts = _front_pages(galley.front, frames)
    notes = {note.number: note for note in galley.notes}
    above = tuple(dict.fromkeys(n for line in galley.front for n in line.notes))
    stock = Stock.of(above, galley.flow, notes, sheet.notes, frames.grid, galley.floats, galley.cap)
    chooser = Chooser(
        stock,
        sheet.pagination,
        frames.count,
        dict(galley.resetting),
        above,
        floats=galley.floats,
        form=sheet.floats,
        cap=galley.cap,
        wide_notes=galley.wide_notes,
    )
    baselines, depths = column_depths(galley, frames)
    plan = chooser.plan(baselines, depths, most_pages=most_pages)
    stock = Stock.of(above, plan.flow, notes, sheet.notes, frames.grid, galley.floats, galley.cap, rtl=galley.rtl)
    _complain(plan, above, stock, galley.floats, said)
    total = max(len(plan.pages), len(fronts))
    pages = tuple(_page(i, total, fronts, plan, galley.floats, stock, frames, furniture) for i in range(total))
    costs = bill(plan, stock, chooser.floats, sheet.pagination, frames.count)
    return MadeUp(pages, galley.elements, costs)


# ── the front block ───────────────────────────────────────────────────────


def _front_pages(front: Sequence[Line], frames: Frames) -> list[tuple[Line, ...]]:
    """The front block, divided over as many pages as it takes: nearly always one."""
    pages: list[tuple[Line, ...]] = []
    page: list[Line] = []
    y = 0.0
    for line in front:
        if not page:
            y = frames.front_top(line) if not pages else frames.first_baseline
        else:
            y += line.leading + line.before
            if y > frames.last_baseline:
                pages.append(tuple(page))
                page, y = [], frames.first_baseline
        page.append(line)
    if page:
        pages.append(tuple(page))
    return pages


def column_depths(galley: Galley, frames: Frames) -> tuple[list[Pt], list[Pt]]:
    """First baseline and depth of the columns of each page that has a part of the front block, and of any further one.

    The depth is negative where the front block leaves no room for columns.
    """
    fronts = _front_pages(galley.front, frames)
    baselines = [_columns_from(front, i, frames) for i, front in enumerate(fronts)] + [frames.first_baseline]
    return baselines, [frames.depth(b) if _has_room(b, frames) else -1.0 for b in baselines]


def _front_top(lines: tuple[Line, ...], index: int, frames: Frames) -> Pt:
    return frames.front_top(lines[0]) if index == 0 else frames.first_baseline


def _columns_from(lines: tuple[Line, ...], index: int, frames: Frames) -> Pt:
    """First baseline of the columns below a front block."""
    end = _front_top(lines, index, frames) + front_depth(lines)
    return frames.below(end + frames.sheet.front.after)


def _has_room(baseline: Pt, frames: Frames) -> bool:
    return frames.depth(baseline) >= (LEAST_LINES - 1) * frames.grid or baseline <= frames.first_baseline


# ── one page ──────────────────────────────────────────────────────────────


def _page(
    index: int,
    total: int,
    fronts: list[tuple[Line, ...]],
    plan: Plan,
    floats: Sequence[SetFloat],
    stock: Stock,
    frames: Frames,
    furniture: FurnitureSetter,
) -> Page:
    sheet, number = frames.sheet, index + 1
    items: list[Placed] = []
    if index < len(fronts):
        top = _front_top(fronts[index], index, frames)
        items.extend(place_front(fronts[index], frames.left(number), top, sheet))
    columns: tuple[Column, ...] = ()
    if index < len(plan.pages):
        chosen = plan.pages[index]
        columns = frames.columns(number, chosen.first_baseline)
        left, cap = frames.left(number), frames.cap
        items.extend(place_wide(chosen, left, floats, cap, at_head=True))
        for i, column in enumerate(chosen.columns):
            items.extend(place_column(column, chosen, columns[i], i, floats, stock, sheet, cap))
        items.extend(place_wide(chosen, left, floats, cap, at_head=False))
        if chosen.notes:
            end = chosen.first_baseline + chosen.end
            items.extend(place_notes(chosen.notes, left, frames.measure, end, 0, stock, sheet))
        if sheet.columns.rule is not None and chosen.columns:
            items.extend(_column_rules(columns, items, frames))
    folio = str(sheet.pagination.folio_start + index)
    kind = frames.kind(number, total)
    items.extend(_furniture(kind, number, folio, sheet.pagination.folio_start + total - 1, frames, furniture))
    return Page(
        number=number,
        folio=folio,
        kind=kind,
        width=frames.width,
        height=frames.height,
        columns=columns,
        grid=frames.grid,
        grid_top=frames.first_baseline,
        items=tuple(items),
    )


def _column_rules(columns: tuple[Column, ...], items: Sequence[Placed], frames: Frames) -> list[PlacedRule]:
    """Rules in the gutters, as long as the longer of the columns beside them."""
    rule = frames.sheet.columns.rule
    assert rule is not None
    if not rule.thickness:
        return []
    feet = [i.y for i in items if isinstance(i, PlacedLine) and i.part in ("column", "notes")]
    if not feet:
        return []
    top = columns[0].top - frames.cap
    gutter = frames.sheet.columns.gutter
    colour = frames.sheet.colour(rule.colour)
    return [
        PlacedRule(Box(c.x - gutter / 2 - rule.thickness / 2, top, rule.thickness, max(feet) - top), colour)
        for c in sorted(columns, key=lambda one: one.x)[1:]
    ]


def _furniture(
    kind: str, number: int, folio: str, last: int, frames: Frames, furniture: FurnitureSetter
) -> list[Placed]:
    form = frames.furniture(kind, number)
    if form is None:
        return []
    sheet, x, mirrored = frames.sheet, frames.left(number), frames.mirrored(number)
    out: list[Placed] = []
    sides: tuple[tuple[Part, Pt], ...] = (("head", form.head_at), ("foot", frames.height - form.foot_at))
    for part, y in sides:
        template = form.head if part == "head" else form.foot
        lines = furniture.lines(template, part, frames.measure, folio, str(last), mirrored=mirrored)
        out.extend(PlacedLine(x, y, line, part) for line in lines)
    if form.head_rule is not None:
        depth = form.head_at + form.head_rule.above
        below = depth + form.head_rule.below + form.head_rule.thickness
        out.extend(place_rule(form.head_rule, x, below, frames.measure, sheet))
    if form.foot_rule is not None:
        size = (sheet.text.get("foot") or sheet.text["body"]).size
        out.extend(place_rule(form.foot_rule, x, frames.height - form.foot_at - size * 0.7, frames.measure, sheet))
    return out


# ── what could not be helped ──────────────────────────────────────────────

_SAID = {
    "widow": "the last line of this paragraph stands alone at the head of a column",
    "orphan": "the first line of this paragraph stands alone at the foot of a column",
    "hyphen": "a word is divided between two columns",
    "heading": "this heading stands at the foot of a column",
    "formula": "a displayed formula stands at the head of a column, apart from the text that it belongs to",
    "keep": "this block had to be divided between two columns",
}


def _complain(plan: Plan, above: Sequence[int], stock: Stock, floats: Sequence[SetFloat], said: Diagnostics) -> None:
    last = len(plan.flow)
    for page in plan.pages:
        for number in range(max(1, len(page.columns))):
            if page.columns or page.floats:
                _complain_of_notes(plan, page, number, above, stock, floats, said)
                above = ()
        for column in page.columns:
            if not column.begin < column.end < last:
                continue
            line = plan.flow[column.end - 1]
            for why in line.why.split():
                if why != "hyphen" or line.penalty < FORBIDDEN:
                    said.warning(
                        f"page make-up: {_SAID[why]}", line.span, "a small change of wording nearby will move it"
                    )


def _complain_of_notes(
    plan: Plan,
    page: PagePlan,
    number: int,
    above: Sequence[int],
    stock: Stock,
    floats: Sequence[SetFloat],
    said: Diagnostics,
) -> None:
    """Notes that do not begin in the column (or on the page) that calls them; `above` are called by the title."""
    calls = [*above]
    parts = page.notes
    if number < len(page.columns):
        column = page.columns[number]
        parts += column.notes
        calls += [n for i in range(column.begin, column.end) for n in stock.calls[i]]
    begun = {part.number for part in parts if not part.begin}
    for part in page.floats:
        column_of_notes = part.column if part.column != WIDE else 0 if part.at_head else len(page.columns) - 1
        if max(0, column_of_notes) == number:
            here = {n for s in part_strips(floats[part.float], part.begin, part.end) for n in s.notes}
            calls += [n for n in stock.floating[part.float] if n in here]
    for note in parts:
        calls += [n for at, n in stock.inner.get(note.number, ()) if note.begin <= at < note.end]
    for called in calls:
        if called not in begun:
            span = stock.notes[called].span
            said.warning("page make-up: there was no room for this note in the column that calls it", span)
