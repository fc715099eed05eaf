"""Tables as they are written: Pandoc's pipe tables, and its grid tables with cells over several columns and rows.

Finds the cells and what stands in them, each with its place; knows nothing of what a cell's words mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias
from unicodedata import category, east_asian_width

from rejoinder.content.floats import Complaints
from rejoinder.content.model import CellAlign
from rejoinder.diagnostics import Span
from rejoinder.values import dataclass

MOST_ROWS = 2000
MOST_COLUMNS = 60
MOST_CELLS = 20_000

Where: TypeAlias = Callable[[int, int], Span]
"""The place of a line of the table and a column of it (both from 0) in the author's file."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of one paragraph of a cell: the number of the first in the table, and where each begins in its line."""

    text: str
    first: int
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WrittenCell:
    """A cell over so many columns and rows."""

    passages: tuple[Passage, ...]
    line: int
    column: int
    """Where it begins in that line."""
    place: int
    """The column of the table where it begins, from 0."""
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """A table whose cells fill it without gap or overlap. Its first `head` rows name the columns."""

    columns: tuple[CellAlign, ...]
    rows: tuple[tuple[WrittenCell, ...], ...]
    lines: tuple[int, ...]
    """The line where each row begins."""
    head: int


def read_table(lines: Sequence[str], where: Where, said: Complaints) -> WrittenTable | None:
    """A table from its lines; none if it is no table, which is said."""
    if lines[0].startswith("+"):
        return _Grid(lines, where, said).read()
    return _read_pipes(lines, where, said)


def _too_large(rows: int, columns: int, where: Where, said: Complaints) -> bool:
    if rows <= MOST_ROWS and columns <= MOST_COLUMNS and rows * columns <= MOST_CELLS:
        return False
    most = f"{MOST_ROWS:,} rows, {MOST_COLUMNS} columns and {MOST_CELLS:,} cells"
    said.error(
        f"this table has {rows:,} rows of {columns:,} columns; {most} are the most that can be set",
        where(0, 0),
        "such data are better deposited with the letter than printed in it",
    )
    return True


def _alignment(rule: str) -> CellAlign:
    left, right = rule.startswith(":"), rule.endswith(":")
    return "centre" if left and right else "left" if left else "right" if right else ""


# ── pipe tables ───────────────────────────────────────────────────────────

_TOKEN = re.compile(r"\\.|`+|\|")


def _read_pipes(lines: Sequence[str], where: Where, said: Complaints) -> WrittenTable | None:
    rule = lines[1].strip().strip("|")
    columns = tuple(_alignment(part.strip()) for part in re.split(r"[|+]", rule))
    if _too_large(len(lines) - 1, len(columns), where, said):
        return None
    numbers = (0, *range(2, len(lines)))
    rows = tuple(_pipe_row(lines[number], number, len(columns), where, said) for number in numbers)
    if any(row is None for row in rows):
        return None
    whole = tuple(row for row in rows if row is not None)
    if not any(cell.passages for cell in whole[0]):  # Pandoc's way to write a table without heads
        return WrittenTable(columns, whole[1:], numbers[1:], 0)
    return WrittenTable(columns, whole, numbers, 1)


def _pipe_row(line: str, number: int, wanted: int, where: Where, said: Complaints) -> tuple[WrittenCell, ...] | None:
    """The cells of a row; those that are left out at its end are empty."""
    parts = list(_parts(line))
    if len(parts) > wanted:
        hint = r"write \| for a stroke within a cell, or give the line below the heads as many parts"
        message = f"this row has {_cells(len(parts))}; the table has {wanted}"
        if not said.lapse(message, where(number, parts[wanted][0]), hint):
            return None
        parts[wanted - 1 :] = [(parts[wanted - 1][0], parts[-1][1])]
    cells = [WrittenCell(_passage(line, number, start, end), number, start, n) for n, (start, end) in enumerate(parts)]
    cells += [WrittenCell((), number, len(line.rstrip()), n) for n in range(len(parts), wanted)]
    return tuple(cells)


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count:,} cells"


def _parts(line: str) -> Iterator[tuple[int, int]]:
    """From where to where each cell of a row reaches. A stroke in code or behind a backslash divides nothing."""
    end = len(line.rstrip())
    begin = len(line) - len(line.lstrip())
    begin += line.startswith("|", begin)
    at, unclosed = begin, set[int]()
    while (token := _TOKEN.search(line, at, end)) is not None:
        at = token.end()
        if token[0] == "|":
            yield begin, token.start()
            begin = at
        elif token[0][0] == "`" and len(token[0]) not in unclosed:
            close = re.compile(f"(?<!`)`{{{len(token[0])}}}(?!`)").search(line, at, end)
            if close:
                at = close.end()
            else:
                unclosed.add(len(token[0]))
    if begin < end:
        yield begin, end


def _passage(line: str, number: int, start: int, end: int) -> tuple[Passage, ...]:
    written = line[start:end]
    text = written.strip()
    return (Passage(text, number, (start + written.index(text),)),) if text else ()


# ── grid tables ───────────────────────────────────────────────────────────

_RULE = re.compile(r"\+(?:[-=:]+\+)+")
_FILLER = "\0"
"""Stands behind a sign that is as wide as two, so that strokes stand below each other."""


def shown_width(text: str) -> int:
    """How many places a text takes on a screen."""
    return len(text) if text.isascii() else len(_GridLine(f"{text}.").shown) - 1


class _GridLine:
    """A line by the places where its signs stand on a screen, which is how people draw tables."""

    __slots__ = ("_starts", "shown", "text")

    def __init__(self, text: str) -> None:
        self.text = text.rstrip()
        self._starts: list[int] | None = None
        self.shown = self.text if self.text.isascii() else self._spread()

    def _spread(self) -> str:
        signs: list[str] = []
        self._starts = []
        for index, sign in enumerate(self.text):
            if category(sign) in ("Mn", "Me", "Cf"):
                continue  # stands on or in the sign before it
            width = 2 if east_asian_width(sign) in "WF" else 1
            signs += [sign, _FILLER][:width]
            self._starts += [index] * width
        return "".join(signs)

    def index(self, column: int) -> int:
        """Where in its text the sign stands that is shown in a column."""
        if self._starts is None:
            return min(column, len(self.text))
        return self._starts[column] if column < len(self._starts) else len(self.text)


class _Grid:
    """Reads one grid table.

    Every stroke's place in any rule divides the table into places, row by row and column by column; places between
    which there is no stroke and no rule are one cell.
    """

    def __init__(self, lines: Sequence[str], where: Where, said: Complaints) -> None:
        self.lines = [_GridLine(line) for line in lines]
        self.where = where
        self.said = said
        self.across: list[int] = []
        """The columns (on the screen) where strokes stand."""
        self.down: list[int] = []
        """The lines that are rules, in part at least."""

    def read(self) -> WrittenTable | None:
        if not self._closed() or not self._found_rules():
            return None
        rows, columns = len(self.down) - 1, len(self.across) - 1
        if _too_large(rows, columns, self.where, self.said):
            return None
        cells = self._cells(rows, columns)
        if cells is None:
            return None
        head, rule = self._head()
        return WrittenTable(self._alignments(rule), cells, tuple(line + 1 for line in self.down[:-1]), head)

    def _error(self, message: str, line: int, column: int, hint: str) -> None:
        self.said.error(message, self.where(line, self.lines[line].index(column)), hint)

    def _closed(self) -> bool:
        """Whether the table is a rectangle, with rules above and below."""
        width, last = len(self.lines[0].shown), len(self.lines) - 1
        if last < 2 or not _RULE.fullmatch(self.lines[last].shown):
            self._error("this table is not closed", last, 0, "end it with a rule like its first, without empty lines")
            return False
        for number, line in enumerate(self.lines):
            if len(line.shown) != width or line.shown[0] not in "|+" or line.shown[-1] not in "|+":
                longer = "longer than" if len(line.shown) > width else "shorter than"
                how = longer if len(line.shown) != width else "not closed like"
                hint = "every line of a grid table begins and ends below the corners of its first"
                self._error(f"this line of the table is {how} its first", number, min(len(line.shown), width), hint)
                return False
        return True

    def _found_rules(self) -> bool:
        strokes: set[int] = set()
        for number, line in enumerate(self.lines):
            runs = [run for run in _RULE.finditer(line.shown) if self._is_rule(number, run)]
            if runs:
                self.down.append(number)
            for run in runs:
                strokes.update(index for index in range(run.start(), run.end()) if line.shown[index] == "+")
            if len(strokes) > MOST_COLUMNS + 1:
                break
        self.across = sorted(strokes)
        return not (len(strokes) > MOST_COLUMNS + 1 and _too_large(1, len(strokes) - 1, self.where, self.said))

    def _is_rule(self, number: int, run: re.Match[str]) -> bool:
        """Whether this is no text that looks like a rule (`+-+`): a stroke goes on from both of its ends."""
        near = [self.lines[n].shown for n in (number - 1, number + 1) if 0 <= n < len(self.lines)]
        return all(any(line[end] in "|+" for line in near) for end in (run.start(), run.end() - 1))

    # ── cells ──

    def _stroke(self, row: int, column: int) -> bool:
        """Whether a stroke parts a place from the one to its right."""
        x = self.across[column + 1]
        return all(self.lines[y].shown[x] in "|+" for y in range(self.down[row] + 1, self.down[row + 1]))

    def _rule(self, row: int, column: int) -> bool:
        """Whether a rule parts a place from the one below."""
        line = self.lines[self.down[row + 1]].shown
        left, right = self.across[column], self.across[column + 1]
        return line[left] in "+-=:" and line[right] in "+-=:" and not line[left + 1 : right].strip("-=:")

    def _cells(self, rows: int, columns: int) -> tuple[tuple[WrittenCell, ...], ...] | None:
        right = [[j == columns - 1 or self._stroke(i, j) for j in range(columns)] for i in range(rows)]
        below = [[i == rows - 1 or self._rule(i, j) for j in range(columns)] for i in range(rows)]
        taken = [[False] * columns for _ in range(rows)]
        table: list[tuple[WrittenCell, ...]] = []
        for i in range(rows):
            row: list[WrittenCell] = []
            for j in range(columns):
                if taken[i][j]:
                    continue
                wide = right[i].index(True, j) + 1 - j
                high = next(n for n in range(i, rows) if below[n][j]) + 1 - i
                if not _is_rectangle(right, below, i, j, high, wide):
                    hint = "each cell is a rectangle of strokes and rules, with a + in every corner"
                    self._error("the borders of this cell do not close", self.down[i] + 1, self.across[j] + 1, hint)
                    return None
                for n in range(i, i + high):
                    taken[n][j : j + wide] = [True] * wide
                row.append(self._cell(i, j, high, wide))
            table.append(tuple(row))
        return tuple(table)

    def _cell(self, row: int, column: int, rows: int, columns: int) -> WrittenCell:
        top, bottom = self.down[row] + 1, self.down[row + rows]
        left, right = self.across[column] + 1, self.across[column + columns]
        parts = []
        for number in range(top, bottom):
            line = self.lines[number]
            start = line.index(left)
            parts.append((number, start, line.text[start : line.index(right)].rstrip()))
        first = self.lines[min(top, len(self.lines) - 1)].index(left)
        return WrittenCell(tuple(_passages(parts)), top, first, column, columns, rows)

    # ── heads and alignment ──

    def _head(self) -> tuple[int, int]:
        """How many rows are heads, and the line whose colons align the columns."""
        for index, number in enumerate(self.down[1:-1], start=1):
            if not self.lines[number].shown.strip("+=:"):
                return index, number
        return 0, 0

    def _alignments(self, rule: int) -> tuple[CellAlign, ...]:
        line = self.lines[rule].shown
        return tuple(
            _alignment(line[left + 1 : right]) for left, right in zip(self.across, self.across[1:], strict=False)
        )


def _is_rectangle(right: list[list[bool]], below: list[list[bool]], i: int, j: int, high: int, wide: int) -> bool:
    """Whether strokes and rules stand around these places, and none between them."""
    rows, columns = range(i, i + high), range(j, j + wide)
    strokes = all(right[n][m] == (m == columns[-1]) for n in rows for m in columns)
    rules = all(below[n][m] == (n == rows[-1]) for n in rows for m in columns)
    at_left = j == 0 or all(right[n][j - 1] for n in rows)
    return strokes and rules and at_left


def _passages(parts: list[tuple[int, int, str]]) -> Iterator[Passage]:
    """The paragraphs of a cell, between its empty lines."""
    begin = 0
    for index in range(len(parts) + 1):
        if index == len(parts) or not parts[index][2].strip():
            if index > begin:
                yield _joined(parts[begin:index])
            begin = index + 1


def _joined(parts: list[tuple[int, int, str]]) -> Passage:
    lines, columns = [], []
    for _, start, text in parts:
        stripped = text.lstrip()
        lines.append(stripped)
        columns.append(start + len(text) - len(stripped))
    return Passage("\n".join(lines), parts[0][0], tuple(columns))
