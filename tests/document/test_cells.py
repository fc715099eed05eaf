"""The cells of a table lie within it, and no two overlap, whatever spans they claim."""

from __future__ import annotations

import pytest
from document_builders import HERE, text
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.content import model as content
from rejoinder.diagnostics import Diagnostics
from rejoinder.document.cells import placed_rows
from rejoinder.document.model import Row


def placed(columns: int, *rows: tuple[tuple[int, int], ...]) -> tuple[tuple[Row, ...], list[str]]:
    """Rows of cells over so many columns and rows."""
    said = Diagnostics()
    written = tuple(
        content.Row(tuple(content.Cell(text("x"), HERE, wide, high) for wide, high in row), HERE) for row in rows
    )
    made = placed_rows(written, columns, lambda inlines: (), said)
    return made, [one.message for one in said]


def test_columns_are_counted_past_cells_from_above() -> None:
    rows, said = placed(3, ((1, 2), (2, 1)), ((1, 1), (1, 1)), ((3, 1),))
    assert [[cell.column for cell in row.cells] for row in rows] == [[0, 1], [1, 2], [0]]
    assert not said
    rows, said = placed(3, ((1, 1), (1, 2), (1, 1)), ((1, 1), (1, 1)))
    assert [[cell.column for cell in row.cells] for row in rows] == [[0, 1, 2], [0, 2]]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((((2, 1), (1, 1)),), "this cell reaches beyond the table's 2 columns"),
        ((((1, 1),),), "this row fills 1 of the table's 2 columns"),
        ((((1, 2), (1, 1)), ((1, 2),)), "this cell reaches down beyond the table, or out of its head"),
        ((((1, 3), (1, 1)), ((1, 1),)), "this cell reaches down beyond the table, or out of its head"),
        ((((0, 1), (1, 1)),), "a cell takes at least one column and one row"),
        ((((1, -1), (1, 1)),), "a cell takes at least one column and one row"),
    ],
)
def test_what_does_not_fit_is_said(rows: tuple[tuple[tuple[int, int], ...], ...], said: str) -> None:
    assert placed(2, *rows)[1] == [said]


def test_a_wide_cell_below_a_high_one_overlaps_it() -> None:
    assert placed(3, ((1, 1), (1, 2), (1, 1)), ((2, 1), (1, 1)))[1] == [
        "this cell overlaps one that reaches down from a row above"
    ]


SPANS = st.tuples(st.integers(-1, 4), st.integers(-1, 4))


@given(st.integers(0, 5), st.lists(st.lists(SPANS, max_size=5).map(tuple), max_size=6))
def test_any_mix_of_spans(columns: int, rows: list[tuple[tuple[int, int], ...]]) -> None:
    made, said = placed(columns, *rows)
    taken = [
        (i + down, cell.column + across)
        for i, row in enumerate(made)
        for cell in row.cells
        for down in range(cell.rows)
        for across in range(cell.columns)
    ]
    assert len(taken) == len(set(taken)), "no two overlap"
    assert all(i < len(rows) and j < columns for i, j in taken), "all lie within the table"
    assert said or len(taken) == columns * len(rows), "and fill it, or it was said"
