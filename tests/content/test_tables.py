"""Tables: Pandoc's pipe tables and grid tables, their captions and notes."""

# ruff: noqa: E501 - tables of what is said
from __future__ import annotations

import pytest
from content_builders import body, complaints, grid, only_table, outline, shown
from hypothesis import given, settings
from hypothesis import strategies as st

from rejoinder.content.model import Cell, Table
from rejoinder.content.tables import MOST_COLUMNS, MOST_ROWS
from rejoinder.diagnostics import Diagnostics, Span

# ── pipe tables ───────────────────────────────────────────────────────────

PIPES = """\
| Age   | n  | Mean       |
|:------|---:|:----------:|
| 1–5   | 3  | 4.5 (*2*)  |
| **6** | 4  |            |
"""


def test_a_pipe_table() -> None:
    table = only_table(PIPES)
    assert grid(table) == [["Age", "n", "Mean"], ["1–5", "3", "4.5 (emph(2))"], ["strong(6)", "4", ""]]
    assert table.columns == ("left", "right", "centre")
    assert len(table.head) == 1
    assert all(cell.head for cell in table.head[0].cells)
    assert not any(cell.head for row in table.body for cell in row.cells)


def test_every_cell_knows_its_place() -> None:
    table = only_table(PIPES)
    assert [cell.span for cell in table.body[0].cells] == [Span("t.md", 3, n) for n in (3, 11, 16)]
    assert [row.span.line for row in (*table.head, *table.body)] == [1, 3, 4]
    assert table.body[1].cells[2].span == Span("t.md", 4, 15), "an empty one too"


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a | b\n--|--\nc | d", [["a", "b"], ["c", "d"]]),
        ("|a|\n|-|\n|b|", [["a"], ["b"]]),
        ("| a | b |\n|---+---|\n| c | d |", [["a", "b"], ["c", "d"]]),
        ("| a | b |\n|---|---|\n| c |", [["a", "b"], ["c", ""]]),
        ("|   |   |\n|---|---|\n| c | d |", [["c", "d"]]),
        ("| a | b |\n|---|---|\n| c \\| d | `e|f` |", [["a", "b"], ["c | d", "code(e|f)"]]),
        ("| a | b |\n|---|---|\n| `c | d |", [["a", "b"], ["`c", "d"]]),
        ("| a | b |\n|---|---|\n| c<br>d | e<br />f |", [["a", "b"], ["c⏎d", "e⏎f"]]),
        ("| a | b |\n|---|---|\n| x[^n] [@k] | \"q\" -- r |", [["a", "b"], ["x{^n} {@k}", "“q” – r"]]),
        ("| a | b |\n|---|---|\n||c|", [["a", "b"], ["", "c"]]),
    ],
)  # fmt: skip
def test_how_rows_are_divided(text: str, cells: list[list[str]]) -> None:
    assert grid(only_table(text)) == cells


def test_a_table_without_heads_has_empty_ones() -> None:
    assert only_table("|   |   |\n|---|---|\n| c | d |").head == ()


# ── grid tables ───────────────────────────────────────────────────────────

EARTH = """\
+---------------------+----------+
| Property            | Earth    |
+=============+=======+:========:+
|             | min   | −89.2 °C |
| Temperature +-------+----------+
| 1961–1990   | mean  | 14 °C    |
|             +-------+----------+
|             | max   | 56.7 °C  |
|             |       |          |
|             |       | (*once*) |
+-------------+-------+----------+
"""


def test_a_grid_table_with_cells_over_columns_and_rows() -> None:
    table = only_table(EARTH)
    assert grid(table) == [
        ["2×1 Property", "Earth"],
        ["1×3 Temperature 1961–1990", "min", "−89.2 °C"],
        ["mean", "14 °C"],
        ["max", "56.7 °C⏎(emph(once))"],
    ]
    assert table.columns == ("", "", "centre")
    assert len(table.head) == 1
    assert table.body[0].cells[0].span == Span("t.md", 5, 3)
    assert table.body[2].cells[1].children[2].span == Span("t.md", 10, 25)


def test_heads_of_two_rows() -> None:
    table = only_table(
        "+-----+-----------+\n| A   | B         |\n|     +-----+-----+\n|     | C   | D   |\n"
        "+:====+====:+=====+\n| a   | 1   | 2   |\n+-----+-----+-----+"
    )
    assert grid(table) == [["1×2 A", "2×1 B"], ["C", "D"], ["a", "1", "2"]]
    assert len(table.head) == 2
    assert table.columns == ("left", "right", "")


def test_a_grid_without_heads_and_one_with_a_foot() -> None:
    table = only_table("+:---+---:+\n| a  | b  |\n+----+----+")
    assert (table.head, table.columns, grid(table)) == ((), ("left", "right"), [["a", "b"]])
    foot = only_table("+---+\n| a |\n+===+\n| b |\n+===+\n| c |\n+===+")
    assert (len(foot.head), grid(foot)) == (1, [["a"], ["b"], ["c"]])


def test_signs_as_wide_as_two_and_signs_without_width() -> None:
    table = only_table("+------+---+\n| 氷の | b |\n| e\u0301|   | c |\n+------+---+")
    assert grid(table) == [["氷の e\u0301|", "b c"]]


def test_what_looks_like_a_rule_or_a_stroke_may_stand_in_a_cell() -> None:
    table = only_table("+-----+-----+\n| +-+ | a|b |\n+-----+-----+\n| a\\|bc-+d  |\n+-----+-----+")
    assert grid(table) == [["+-+", "a|b"], ["2×1 a|bc-+d"]]


def test_tables_stand_in_lists_and_quotations() -> None:
    quoted = "".join(f"> {line}\n" for line in EARTH.splitlines())
    listed = "- x\n\n" + "".join(f"  {line}\n" for line in EARTH.splitlines())
    ((quote, *quoted_rows),) = outline(body(quoted).blocks)[0][1:]  # type: ignore[index]
    assert quote == "table"
    assert quoted_rows == grid(only_table(EARTH))
    assert outline(body(listed).blocks)[0][2][1][1:] == tuple(grid(only_table(EARTH)))  # type: ignore[index]


def draw_grid(widths: list[int], heights: list[int], cells: list[tuple[int, int, int, int]], head: int) -> str:
    """A grid table with these cells (row, column, rows, columns), each with its number in it."""
    across = [sum(widths[:n]) + n for n in range(len(widths) + 1)]
    down = [sum(heights[:n]) + n for n in range(len(heights) + 1)]
    canvas = [[" "] * (across[-1] + 1) for _ in range(down[-1] + 1)]
    for number, (i, j, high, wide) in enumerate(cells):
        top, bottom, left, right = down[i], down[i + high], across[j], across[j + wide]
        for y, row in ((top, i), (bottom, i + high)):
            for x in range(left, right + 1):
                if canvas[y][x] != "+":
                    canvas[y][x] = "=" if row == head and 0 < head < len(heights) else "-"
        for x in (left, right):
            for y in range(top, bottom + 1):
                if canvas[y][x] != "+":
                    canvas[y][x] = "|"
        for y in (top, bottom):
            for x in (left, right):
                canvas[y][x] = "+"
        for x, sign in enumerate(f"{number:02}", start=left + 1):
            canvas[top + 1][x] = sign
    return "\n".join("".join(line) for line in canvas)


@st.composite
def tilings(draw: st.DrawFn) -> tuple[int, int, list[tuple[int, int, int, int]], int]:
    """A table's rows, columns, cells and how many rows are heads; no cell reaches out of the head."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    head = draw(st.integers(0, rows - 1))
    taken = [[False] * columns for _ in range(rows)]
    cells = []
    for i in range(rows):
        for j in range(columns):
            if taken[i][j]:
                continue
            most_wide = next((n for n in range(columns - j) if taken[i][j + n]), columns - j)
            wide = draw(st.integers(1, most_wide))
            high = draw(st.integers(1, (head if i < head else rows) - i))
            for n in range(i, i + high):
                taken[n][j : j + wide] = [True] * wide
            cells.append((i, j, high, wide))
    return rows, columns, cells, head


@settings(max_examples=200)
@given(tilings(), st.data())
def test_any_mix_of_spans_is_read_as_it_was_drawn(
    tiling: tuple[int, int, list[tuple[int, int, int, int]], int], data: st.DataObject
) -> None:
    rows, columns, cells, head = tiling
    # A boundary that no cell ends at is not drawn: such rows and columns are one.
    ends_down = sorted({i for i, _, _, _ in cells} | {rows})
    ends_across = sorted({j for _, j, _, _ in cells} | {columns})
    cells = [
        (ends_down.index(i), ends_across.index(j), ends_down.index(i + h) - ends_down.index(i), ends_across.index(j + w) - ends_across.index(j))
        for i, j, h, w in cells
    ]  # fmt: skip
    head = ends_down.index(head) if head in ends_down else 0
    widths = data.draw(st.lists(st.integers(3, 6), min_size=len(ends_across) - 1, max_size=len(ends_across) - 1))
    heights = data.draw(st.lists(st.integers(1, 3), min_size=len(ends_down) - 1, max_size=len(ends_down) - 1))
    said = Diagnostics()
    table = only_table(draw_grid(widths, heights, cells, head), said)
    assert not list(said)
    assert len(table.head) == head
    read = [(f"{n:02}", w, h) for n, (_, _, h, w) in enumerate(cells)]
    assert [(shown(one.children), one.columns, one.rows) for one in _cells(table)] == read


def _cells(table: Table) -> list[Cell]:
    return [cell for row in (*table.head, *table.body) for cell in row.cells]


@settings(max_examples=300)
@given(st.lists(st.text("+-=:| a\\`", min_size=1, max_size=14), min_size=1, max_size=10), st.sampled_from(["+---+", "|a|b|\n|-|-|", "+--+--+"]))  # fmt: skip
def test_any_scrawl_is_a_table_or_a_complaint(lines: list[str], first: str) -> None:
    said = Diagnostics()
    for block in body(f"{first}\n" + "\n".join(lines), said).blocks:
        if isinstance(block, Table):
            places = sum(cell.columns * cell.rows for cell in _cells(block))
            assert places == len(block.columns) * (len(block.head) + len(block.body))


# ── captions, attributes and notes ────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        PIPES + "\n: Ages, *here*[^n] {#tbl-a .wide}",
        PIPES + ": Ages, *here*[^n] {#tbl-a .wide}",
        "Table: Ages, *here*[^n] {#tbl-a .wide}\n\n" + PIPES,
        ":   Ages,\n    *here*[^n]\n    {#tbl-a .wide}\n\n" + PIPES,
        "::: {#tbl-a .wide}\n\n" + PIPES + "\nAges, *here*[^n]\n\n:::",
    ],
)
def test_captions_stand_above_or_below(text: str) -> None:
    table = only_table(text)
    assert (shown(table.caption), table.id, table.wide) == ("Ages, emph(here){^n}", "tbl-a", True)


def test_a_caption_between_two_tables_belongs_to_the_one_that_has_none() -> None:
    first, second = body(f": A\n\n{PIPES}\n: B\n\n{PIPES}").blocks
    assert isinstance(first, Table) and isinstance(second, Table)
    assert (shown(first.caption), shown(second.caption)) == ("A", "B")
    third, fourth = body(f"{PIPES}\n: A\n\n{PIPES}\n: B").blocks
    assert isinstance(third, Table) and isinstance(fourth, Table)
    assert (shown(third.caption), shown(fourth.caption)) == ("A", "B")


def test_a_caption_keeps_its_places() -> None:
    table = only_table(PIPES + "\n:  One\n   *two*")
    assert [one.span for one in table.caption] == [Span("t.md", 6, 4), Span("t.md", 7, 4)]


def test_a_paragraph_that_begins_like_a_caption_is_none_without_a_table() -> None:
    assert outline(body("Table: a\n\n: b").blocks) == ["Table: a", ": b"]


@pytest.mark.parametrize(
    ("align", "columns"),
    [
        ("lrd", ("left", "right", "decimal")),
        ("l d -", ("left", "decimal", "centre")),
        ("c,c,r", ("centre", "centre", "right")),
        ("- - d", ("left", "right", "decimal")),
    ],
)
def test_alignment_by_attribute(align: str, columns: tuple[str, ...]) -> None:
    assert only_table(f'{PIPES}\n: A {{align="{align}"}}').columns == columns


def test_columns_that_name_their_rows() -> None:
    table = only_table(EARTH + "\n: A {row-heads=1}")
    assert [[cell.head for cell in row.cells] for row in table.body] == [[True, False, False], [False] * 2, [False] * 2]


def test_notes_below() -> None:
    text = "\n::: {.table-notes}\nn, *number*.\n\nData: [@k].\n:::\n"
    assert [shown(note) for note in only_table(PIPES + text).notes] == ["n, emph(number).", "Data: {@k}."]
    assert len(only_table(PIPES + "\n: A\n" + text).notes) == 2
    table = only_table(PIPES + text + "\n: A {#tbl-a}")
    assert (len(table.notes), table.id) == (2, "tbl-a")
    assert len(only_table("::: {#tbl-a}\n" + PIPES + text + "\nA\n\n:::").notes) == 2
    assert len(only_table(PIPES + "::: table-notes\nx\n:::").notes) == 1


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("| a | b |\n|---|---|\n| c | d | e |", "t.md:3:10: error: this row has 3 cells; the table has 2\n  hint: write \\| for a stroke within a cell, or give the line below the heads as many parts"),
        ("| a | b |\n|---|---|", "t.md:1:1: error: this table has no rows below its heads"),
        ("+---+\n| a |", "t.md:2:1: error: this table is not closed\n  hint: end it with a rule like its first, without empty lines"),
        ("+---+---+\n| a | b  |\n+---+---+", "t.md:2:10: error: this line of the table is longer than its first\n  hint: every line of a grid table begins and ends below the corners of its first"),
        ("+---+---+\n| a | b|\n+---+---+", "t.md:2:9: error: this line of the table is shorter than its first\n  hint: every line of a grid table begins and ends below the corners of its first"),
        ("+---+---+\n| a | b |\n|   +---+\n| c | d |\n|---+   |\n| e | f |\n+---+---+", ""),
        ("+---+---+---+\n| a | b | c |\n|   +---+---+\n| d         |\n+---+---+---+", "t.md:2:2: error: the borders of this cell do not close\n  hint: each cell is a rectangle of strokes and rules, with a + in every corner"),
        (PIPES + '\n: A {align="ll"}', 't.md:6:1: error: "align" speaks of 2 columns; the table has 3\n  hint: write one letter for each column, - where nothing is to be said'),
        (PIPES + '\n: A {align="lxr"}', 't.md:6:1: error: "x" is no alignment\n  hint: the letters are l, c, r, d (decimal) and - (as the table says)'),
        (PIPES + "\n: A {row-heads=all}", 't.md:6:1: error: "all" is no number of columns\n  hint: row-heads=1 if the first column names the rows'),
        (PIPES + "\n: A {row-heads=4}", "t.md:6:1: error: this table has 3 columns; not all can be heads"),
        (PIPES + "\n: A {width=3cm}", 't.md:6:1: warning: the attribute "width" means nothing here, and is left out\n  hint: did you mean "wide"?'),
        (": A {#tbl-a}", "t.md:1:1: warning: this caption belongs to no table\n  hint: it stands right above its table, or below it"),
        ("| a | b |\n| c | d |", "t.md:1:1: warning: these lines look like a table, but are set as words\n  hint: write a line like |---|---| below the heads"),
        ("a\n\n---  -----\nb     c\n", "t.md:3:1: warning: this line is set as a divider\n  hint: if it belongs to a table, draw that with | between its cells"),
        ("| a | b |\n|---|---|\n| c |   |\n\n|  |\n|--|\n|  |", "t.md:5:1: warning: there is nothing in this table"),
        ("::: {.table-notes}\na\n:::", "t.md:1:1: error: there is no table above these notes\n  hint: they stand behind the table, or behind its caption"),
        (PIPES + "\n::: {.table-notes}\n- a\n:::", "t.md:7:1: error: the notes of a table are paragraphs, and nothing else"),
        (PIPES + "\n::: {.table-notes}\na", "t.md:6:1: warning: this division is not closed\n  hint: close it with a line of :::"),
        ("|" * (MOST_COLUMNS + 2) + "\n" + "|-" * (MOST_COLUMNS + 1) + "|", "t.md:1:1: error: this table has 1 rows of 61 columns; 2,000 rows, 60 columns and 20,000 cells are the most that can be set\n  hint: such data are better deposited with the letter than printed in it"),
        ("|a|\n|-|\n" + "|b|\n" * MOST_ROWS, "t.md:1:1: error: this table has 2,001 rows of 1 columns; 2,000 rows, 60 columns and 20,000 cells are the most that can be set\n  hint: such data are better deposited with the letter than printed in it"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(written: str, said: str) -> None:
    assert said in complaints(written) or not said


def test_what_is_wrong_with_a_table_is_said_once() -> None:
    """Its caption, its id and what stands below it are not wrong as well."""
    text = "@tbl-a\n\n| a |\n|---|\n| b | c |\n\n: A {#tbl-a align=l row-heads=1}\n\n::: {.table-notes}\nd\n:::"
    assert [one.partition("\n")[0] for one in complaints(text)] == [
        "t.md:5:6: error: this row has 2 cells; the table has 1"
    ]


def test_a_division_of_another_kind_leaves_what_is_in_it() -> None:
    text = "::: {.box}\n::: {.table-notes}\na\n:::\n| b |\n|---|\n| c |\n:::\n\nd"
    assert outline(body(text).blocks) == [("table", ["b"], ["c"]), "d"]


def cells_wished(wishes: str) -> list[str]:
    table = only_table(f"| A | B |\n|---|:--|\n| 1 | 2 |\n| 3 | 4 |\n\n: T {{{wishes}}}")
    return [
        f"{shown(cell.children)}{' head' * cell.head} {cell.align}".strip() for row in table.body for cell in row.cells
    ]


def test_single_cells_may_be_heads_or_aligned_otherwise() -> None:
    assert cells_wished('cells="head 3.1; right 2.1-2"') == ["1 right", "2 right", "3 head", "4"]
    assert cells_wished('cells="head 2-3.2" label="Table S1"') == ["1", "2 head", "3", "4 head"]
    assert cells_wished('row-heads=1 cells="plain 3.1; decimal 2-3.1-2"') == [
        "1 head decimal",
        "2 decimal",
        "3 decimal",
        "4 decimal",
    ]


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ("bold 1.1", '"bold" cannot be said of cells'),
        ("head 1", '"1" names no cell'),
        ("head 4.1", '"4.1" names no cell of this table, which has 3 rows and 2 columns'),
        ("head 2.2-1", '"2.2-1" names no cell of this table, which has 3 rows and 2 columns'),
        ("head " + "1.1 " * 2001, '"cells" names more than 2,000 cells or stretches of them'),
    ],
)
def test_what_is_said_of_no_cell_is_an_error(wishes: str, said: str) -> None:
    found = complaints(f'| A | B |\n|---|:--|\n| 1 | 2 |\n| 3 | 4 |\n\n: T {{#t cells="{wishes}"}}')
    assert any(said in one for one in found), found


def test_the_label_of_a_table() -> None:
    assert only_table('| A |\n|---|\n| 1 |\n\n: T {#t label="Table S1"}').label == "Table S1"
