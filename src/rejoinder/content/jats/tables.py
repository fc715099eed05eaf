"""Tables: of XHTML's model or of OASIS's (CALS), with spans that are right or wrong.

Whatever is written, what comes out is a table whose cells fill it without gap or overlap: rows that are too short get
empty cells, and spans that reach over others, or out of their part of the table, are cut to what there is room for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rejoinder.content.jats.context import Context
from rejoinder.content.jats.inlines import frame, inlines
from rejoinder.content.jats.tree import Element
from rejoinder.content.model import Cell, CellAlign, Inlines, Row, Table

MOST_ROWS = 2_000
MOST_COLUMNS = 60
MOST_CELLS = 20_000
MOST_CELLS_OF_ALL = 100_000
"""As in letters in Markdown."""

_ALIGNS: Mapping[str, CellAlign] = {
    "left": "left", "right": "right", "center": "centre", "centre": "centre", "char": "decimal", "justify": "left",
    "start": "left", "end": "right",
}  # fmt: skip
_CSS_ALIGN = re.compile(r"text-align\s*:\s*(\w+)")


class _Written(NamedTuple):
    """A cell as it is written: how far it says that it reaches."""

    element: Element
    columns: int
    rows: int
    head: bool
    align: CellAlign
    start: int = -1
    """The column where it begins, if it says so."""


class _Line(NamedTuple):
    """A row as it is written."""

    element: Element
    cells: list[_Written]


class _Placed(NamedTuple):
    """A cell in its column; `written` is None for a place that nobody filled."""

    column: int
    columns: int
    rows: int
    written: _Written | None


def table_of(tables: Sequence[Element], context: Context, *, caption: Inlines = (), label: str = "") -> Table | None:
    """One table of the `table` elements of one `table-wrap`, below each other; None if there is no cell in them."""
    head: list[_Line] = []
    body: list[_Line] = []
    columns: list[CellAlign] = []
    for table in tables:
        own_head, own_body = _lines(table, context)
        if not body and not head:
            head = own_head
        else:
            body += own_head
        body += own_body
        columns = columns or _column_aligns(table)
    if not body:
        head, body = [], head
    if not any(line.cells for line in (*head, *body)):
        for table in tables:
            context.use_all(table)
        return None
    width = _bounded(tables[0], head, body, context)
    placed_head, placed_body = _filled(head, width), _filled(body, width)
    if not head and body and _names_columns(placed_body[0]) and len(body) > 1:
        deep = max(cell.rows for cell in placed_body[0])
        placed_head, placed_body = placed_body[:deep], placed_body[deep:]
        head, body = body[:deep], body[deep:]
        if not body:
            placed_head, placed_body, head, body = [], placed_head, [], head
    aligns = _aligns(placed_body, width, columns)
    made = Table(
        columns=tuple(aligns),
        head=_rows(head, placed_head, aligns, context, named=True),
        body=_rows(body, placed_body, aligns, context, named=False),
        span=context.span(tables[0]),
        caption=caption,
        label=label,
    )
    context.tally["cells"] += sum(len(row.cells) for row in (*made.head, *made.body))
    return made


# ── what is written ───────────────────────────────────────────────────────


def _lines(table: Element, context: Context) -> tuple[list[_Line], list[_Line]]:
    """The rows of the head, and those of the body with those of the foot."""
    frame(table, context)
    head: list[_Line] = []
    body: list[_Line] = []
    foot: list[_Line] = []
    names = _column_names(table)
    for part in table:
        if part.tag == "tgroup":
            inner_head, inner_body = _lines(part, context)
            head += inner_head
            body += inner_body
        elif part.tag in ("thead", "tbody", "tfoot"):
            frame(part, context)
            into = head if part.tag == "thead" else foot if part.tag == "tfoot" else body
            into += [_line(row, names, context) for row in part if row.tag in ("tr", "row")]
        elif part.tag in ("tr", "row"):
            body.append(_line(part, names, context))
    return head, [line for line in (*body, *foot) if line.cells]


def _column_names(group: Element) -> dict[str, int]:
    """CALS: the columns by their names."""
    return {spec.get("colname", ""): number for number, spec in enumerate(group.findall("colspec"))}


def _line(row: Element, names: Mapping[str, int], context: Context) -> _Line:
    frame(row, context)
    return _Line(row, [_cell(cell, names) for cell in row if cell.tag in ("td", "th", "entry")])


def _cell(cell: Element, names: Mapping[str, int]) -> _Written:
    align = _align(cell)
    if cell.tag != "entry":
        head = cell.tag == "th" or cell.get("scope") in ("row", "rowgroup")
        rows = cell.get("rowspan") or "1"
        down = MOST_ROWS if rows.strip() == "0" else _count(rows)
        return _Written(cell, _count(cell.get("colspan"), MOST_COLUMNS), down, head, align)
    start = names.get(cell.get("namest") or cell.get("colname") or "", -1)
    end = names.get(cell.get("nameend") or "", start)
    rows_more = _count(cell.get("morerows"), least=0)
    return _Written(cell, max(1, end - start + 1) if start >= 0 else 1, rows_more + 1, False, align, start)


def _count(written: str | None, most: int = MOST_ROWS, least: int = 1) -> int:
    found = re.fullmatch(r"\s*([0-9]{1,40})\s*", written or "")
    return min(max(int(found[1]), least), most) if found else least


def _align(cell: Element) -> CellAlign:
    css = _CSS_ALIGN.search((cell.get("style") or "").lower())
    return _ALIGNS.get(css[1] if css else (cell.get("align") or "").lower().strip(), "")


def _column_aligns(table: Element) -> list[CellAlign]:
    aligns: list[CellAlign] = []
    for one in table.iter("col", "colspec"):
        align = _align(one) or (_align(one.getparent()) if one.getparent().tag == "colgroup" else "")
        aligns += [align] * _count(one.get("span"), MOST_COLUMNS)
    return aligns[:MOST_COLUMNS] if any(aligns) else []


# ── every cell in its place ───────────────────────────────────────────────


def _bounded(at: Element, head: list[_Line], body: list[_Line], context: Context) -> int:
    """How many columns there are; what is beyond the bounds is taken away, and said."""
    rows = len(head) + len(body)
    width = min(max(_width(head), _width(body), 1), MOST_COLUMNS)
    left = min(MOST_CELLS, MOST_CELLS_OF_ALL - context.tally["cells"])
    most = max(1, min(MOST_ROWS, left // width))
    wide = max(_width(head), _width(body))
    if rows > most or wide > MOST_COLUMNS:
        context.warn(
            at,
            f"this table has {rows:,} rows of {wide:,} columns; {min(rows, most):,} rows of {width} are set",
            "such data are better deposited with the letter than printed in it",
        )
        for line in (*head[most:], *body[max(0, most - len(head)) :]):
            context.use_all(line.element)
        del head[most:]
        del body[max(0, most - len(head)) :]
    return width


def _width(lines: Sequence[_Line]) -> int:
    """How many columns some rows take when every cell has what it asks for."""
    widest = 0
    reaching: list[int] = []
    for line in lines:
        column = 0
        for cell in line.cells:
            if column > 4 * MOST_COLUMNS:
                break
            if cell.start >= 0:
                column = max(column, cell.start)
            while column < len(reaching) and reaching[column]:
                column += 1
            reaching += [0] * (column + cell.columns - len(reaching))
            free = _free(reaching, column, cell.columns)
            reaching[column : column + free] = [cell.rows] * free
            column += free
            widest = max(widest, column)
        reaching = [max(0, rows - 1) for rows in reaching[: MOST_COLUMNS * 4]]
    return widest


def _free(reaching: Sequence[int], column: int, wanted: int) -> int:
    """How many columns from one on are free, as many as are wanted at the most."""
    free = 0
    while free < wanted and column + free < len(reaching) and not reaching[column + free]:
        free += 1
    return free


def _filled(lines: Sequence[_Line], width: int) -> list[list[_Placed]]:
    """The cells of each row, in their columns; places that nobody fills are empty cells."""
    reaching = [0] * width
    rows: list[list[_Placed]] = []
    for index, line in enumerate(lines):
        placed: list[_Placed] = []
        column = 0
        for cell in line.cells:
            if cell.start >= 0:
                column = max(column, cell.start)
            while column < width and reaching[column]:
                column += 1
            if column >= width:
                break
            span = _free(reaching, column, cell.columns)
            down = min(cell.rows, len(lines) - index)
            reaching[column : column + span] = [down] * span
            placed.append(_Placed(column, span, down, cell))
            column += span
        for empty in (place for place in range(width) if not reaching[place]):
            reaching[empty] = 1
            placed.append(_Placed(empty, 1, 1, None))
        placed.sort(key=lambda cell: cell.column)
        rows.append(placed)
        reaching = [rows_left - 1 for rows_left in reaching]
    return rows


def _names_columns(row: Sequence[_Placed]) -> bool:
    """A first row of heads alone, in a table without a head."""
    return all(cell.written is not None and cell.written.element.tag == "th" for cell in row)


def _aligns(rows: Iterable[Sequence[_Placed]], width: int, columns: Sequence[CellAlign]) -> list[CellAlign]:
    """How each column is aligned: as it says itself, else as most of its cells say."""
    counts: list[Counter[CellAlign]] = [Counter() for _ in range(width)]
    for row in rows:
        for cell in row:
            if cell.written is not None and cell.columns == 1:
                counts[cell.column][cell.written.align] += 1
    found: list[CellAlign] = []
    for column, count in enumerate(counts):
        said = columns[column] if column < len(columns) else ""
        most = max(count, key=lambda align: (count[align], align)) if count else ""
        found.append(most or said)
    return found


def _rows(
    lines: Sequence[_Line],
    rows: Sequence[Sequence[_Placed]],
    aligns: Sequence[CellAlign],
    context: Context,
    *,
    named: bool,
) -> tuple[Row, ...]:
    made = []
    for line, row in zip(lines, rows, strict=True):
        span = context.span(line.element)
        cells = []
        for cell in row:
            if cell.written is None:
                cells.append(Cell((), span, head=named))
                continue
            own = cell.written.align
            cells.append(
                Cell(
                    inlines(cell.written.element, context),
                    context.span(cell.written.element),
                    cell.columns,
                    cell.rows,
                    "" if own == aligns[cell.column] and cell.columns == 1 else own,
                    named or cell.written.head,
                )
            )
        made.append(Row(tuple(cells), span))
        for cut in line.cells:
            if all(cell.written is not cut for cell in row):
                context.use_all(cut.element)
    return tuple(made)
