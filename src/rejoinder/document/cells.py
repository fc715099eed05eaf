"""The cells of a table find their columns.

A cell's column follows from the cells to its left and from those that reach down from rows above. What does not fit
together is said, and left out, so that in a document every cell lies within its table and no two overlap.
"""

from __future__ import annotations

from collections.abc import Callable

from rejoinder.content import model as content
from rejoinder.diagnostics import Diagnostics
from rejoinder.document.model import Cell, Inlines, Row


def placed_rows(
    rows: tuple[content.Row, ...], columns: int, flat: Callable[[content.Inlines], Inlines], said: Diagnostics
) -> tuple[Row, ...]:
    """The rows of a table's head or body, the column of each cell known."""
    reaching = [0] * columns
    """For each column: through how many more rows a cell from above reaches."""
    placed = []
    sound = True
    """Nothing was said yet: after one fault the others follow from it."""
    for index, row in enumerate(rows):
        cells: list[Cell] = []
        column = 0
        for cell in row.cells:
            while column < columns and reaching[column]:
                column += 1
            if fault := _misfit(cell, column, reaching, len(rows) - index):
                if sound:
                    said.error(fault, cell.span)
                sound = False
                break
            cells.append(Cell(flat(cell.children), cell.span, column, cell.columns, cell.rows, cell.align, cell.head))
            reaching[column : column + cell.columns] = [cell.rows] * cell.columns
            column += cell.columns
        if 0 in reaching and sound:
            sound = False
            hint = "give every row as many cells as the table has columns; an empty cell is one too"
            said.error(f"this row fills {columns - reaching.count(0)} of the table's {columns} columns", row.span, hint)
        reaching = [max(0, left - 1) for left in reaching]
        placed.append(Row(tuple(cells), row.span))
    return tuple(placed)


def _misfit(cell: content.Cell, column: int, reaching: list[int], rows_left: int) -> str:
    """Why a cell cannot begin in a column of a row, or nothing; `rows_left` counts its row and those below."""
    if cell.columns < 1 or cell.rows < 1:
        return "a cell takes at least one column and one row"
    if column + cell.columns > len(reaching):
        return f"this cell reaches beyond the table's {len(reaching)} columns"
    if any(reaching[column : column + cell.columns]):
        return "this cell overlaps one that reaches down from a row above"
    if cell.rows > rows_left:
        return "this cell reaches down beyond the table, or out of its head"
    return ""
