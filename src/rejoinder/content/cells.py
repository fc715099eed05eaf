"""What is said of single cells of a table: `cells="head 4.1; left 2.2-5, 3-9.4"`.

A cell is named by its row and column as they are drawn, both from 1, the heads counted too; `2.2-5` is a stretch of a
row, `3-9.4` one of a column, `3-9.2-5` a field. Knows rows and cells; knows nothing of how tables are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rejoinder.content.floats import Complaints
from rejoinder.content.model import Cell, CellAlign, Row
from rejoinder.diagnostics import Span
from rejoinder.values import dataclass, replace

WORDS: dict[str, CellAlign] = {"left": "left", "centre": "centre", "right": "right", "decimal": "decimal"}
HEAD, PLAIN = "head", "plain"
"""A cell is a head; or, in a column of heads, is none."""
_FIELD = re.compile(r"([0-9]{1,4})(?:-([0-9]{1,4}))?\.([0-9]{1,2})(?:-([0-9]{1,2}))?")
MOST_FIELDS = 2_000


@dataclass(frozen=True, slots=True)
class _Field:
    word: str
    top: int
    bottom: int
    left: int
    right: int


def with_cell_wishes(
    rows: tuple[Row, ...], columns: int, written: str, span: Span, said: Complaints
) -> tuple[Row, ...]:
    """The rows, with what is written said of their cells. All of them are one table's, its heads first."""
    wishes = _wishes(written, len(rows), columns, span, said)
    if not wishes:
        return rows
    new: list[Row] = []
    for number, placed in enumerate(placed_cells(rows, columns), start=1):
        here = [one for one in wishes if one.top <= number <= one.bottom]
        cells = tuple(_wished(cell, column + 1, here) for column, cell in placed) if here else rows[number - 1].cells
        new.append(replace(rows[number - 1], cells=cells))
    return tuple(new)


def placed_cells(rows: tuple[Row, ...], columns: int) -> Iterator[list[tuple[int, Cell]]]:
    """The cells that begin in each row, with the columns (from 0) in which they do."""
    reaching = [0] * columns
    for row in rows:
        placed, column = [], 0
        for cell in row.cells:
            while column < columns and reaching[column]:
                column += 1
            placed.append((column, cell))
            reaching[column : column + cell.columns] = [cell.rows] * len(reaching[column : column + cell.columns])
            column += cell.columns
        reaching = [max(0, left - 1) for left in reaching]
        yield placed


def _wished(cell: Cell, column: int, wishes: list[_Field]) -> Cell:
    for one in wishes:
        if one.left <= column <= one.right:
            if one.word in (HEAD, PLAIN):
                cell = replace(cell, head=one.word == HEAD)
            else:
                cell = replace(cell, align=WORDS[one.word])
    return cell


def _wishes(written: str, rows: int, columns: int, span: Span, said: Complaints) -> list[_Field]:
    wishes: list[_Field] = []
    for part in filter(None, (part.strip() for part in written.split(";"))):
        word, _, fields = part.partition(" ")
        if word not in WORDS and word not in (HEAD, PLAIN):
            known = ", ".join((HEAD, PLAIN, *WORDS))
            said.error(f'"{word[:40]}" cannot be said of cells', span, f"what can be said of them is {known}")
            return []
        for one in filter(None, re.split(r"[\s,]+", fields)):
            found = _FIELD.fullmatch(one)
            if found is None:
                said.error(f'"{one[:40]}" names no cell', span, "3.2 is the second cell of the third row, 3-5.2 three")
                return []
            top, left = int(found[1]), int(found[3])
            bottom, right = int(found[2] or top), int(found[4] or left)
            if not (1 <= top <= bottom <= rows and 1 <= left <= right <= columns):
                size = f"{rows:,} rows and {columns} columns"
                said.error(f'"{one[:40]}" names no cell of this table, which has {size}', span)
                return []
            if len(wishes) == MOST_FIELDS:
                said.error(f'"cells" names more than {MOST_FIELDS:,} cells or stretches of them', span)
                return []
            wishes.append(_Field(word, top, bottom, left, right))
    return wishes
