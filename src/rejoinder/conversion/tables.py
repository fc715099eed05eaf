"""Tables as Markdown: with strokes where every cell is one line of one column, else drawn as a grid.

Knows tables and Pandoc's two notations for them; knows nothing of other blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import quote

from rejoinder.content.cells import placed_cells
from rejoinder.content.markdown import PLAIN_CELL
from rejoinder.content.model import (
    Cell,
    CellAlign,
    Cite,
    Figure,
    Foreign,
    Inlines,
    LineBreak,
    Link,
    Math,
    Mention,
    Styled,
    Table,
    Text,
)
from rejoinder.content.tables import shown_width
from rejoinder.conversion.back import Back
from rejoinder.conversion.canon import words_of
from rejoinder.conversion.inlines import CARES, Care, attribute, checked, written

WIDEST = 110
"""Characters of a line of a table, above which the columns of a table with strokes are not made even any more."""
NARROWEST = 12
_LETTERS: dict[CellAlign, str] = {"left": "l", "centre": "c", "right": "r", "decimal": "d", "": "-"}


class TableWriter:
    """Writes the tables of one letter, which are in their one form."""

    def __init__(self, back: Back) -> None:
        self._back = back

    def written(self, table: Table) -> str:
        """A table with its caption and its notes."""
        return checked(self._candidates(table), lambda one: self._back.blocks(one) == (table,))

    def _candidates(self, table: Table) -> Iterator[str]:
        for care in CARES:
            drawn = self._pipes(table, care) if _fits_pipes(table) else self._grid(table, care)
            caption = written(table.caption, care)
            attributes = self._attributes(table)
            parts = [drawn]
            if caption or attributes:
                behind = f"{{{attributes}}}" if attributes or caption.endswith("}") else ""
                parts.append(" ".join(filter(None, (":", caption, behind))))
            if table.notes:
                notes = "\n\n".join(written(note, care) for note in table.notes)
                parts.append(f"::: {{.table-notes}}\n{notes}\n:::")
            yield "\n\n".join(parts)

    # ── cells ──

    def _cell(self, cell: Cell, care: Care, line_break: str, *, in_pipes: bool) -> str:
        children = cell.children
        if len(children) == 1 and isinstance(children[0], Text) and PLAIN_CELL.fullmatch(children[0].text):
            return children[0].text
        break_ = line_break if _are_passages(children) else "<br>"

        def same(text: str) -> bool:
            return self._back.inlines(text.replace("\n\n", "<br>"), breaks=True) == children

        cares = CARES[CARES.index(care) :]
        return checked((written(children, one, line_break=break_, in_cell=in_pipes) for one in cares), same)

    # ── pipes ──

    def _pipes(self, table: Table, care: Care) -> str:
        rows = [
            [self._cell(cell, care, "<br>", in_pipes=True) for cell in row.cells] for row in (*table.head, *table.body)
        ]
        if not table.head:
            rows.insert(0, [""] * len(table.columns))
        widths = [max(3, *(shown_width(row[n]) for row in rows)) for n in range(len(table.columns))]
        if sum(widths) + 3 * len(widths) > WIDEST:
            widths = [3] * len(widths)
        rule = "|".join(_rule(align, width + 2, "-") for align, width in zip(_ruled(table), widths, strict=True))
        lines = [
            "| "
            + " | ".join(
                _padded(text, width, align) for text, width, align in zip(row, widths, table.columns, strict=True)
            )
            + " |"
            for row in rows
        ]
        return "\n".join((lines[0], f"|{rule}|", *lines[1:]))

    # ── grids ──

    def _grid(self, table: Table, care: Care) -> str:
        return _Grid(table, lambda cell: self._cell(cell, care, "\n\n", in_pipes=False)).drawn()

    # ── attributes ──

    def _attributes(self, table: Table) -> str:
        inside = [f"#{table.id}"] if table.id else []
        if table.label:
            inside.append(f'label="{attribute(table.label)}"')
        if not table.numbered:
            inside.append("numbered=false")
        if "decimal" in table.columns:
            inside.append(f'align="{" ".join(_LETTERS[one] for one in table.columns)}"')
        heads = _row_heads(table)
        if heads:
            inside.append(f"row-heads={heads}")
        if cells := _said_of_cells(table, heads):
            inside.append(f'cells="{cells}"')
        return " ".join((*inside, *wishes(table)))


def wishes(block: Figure | Table) -> list[str]:
    """What figures and tables have in common."""
    wide = {None: [], True: [".wide"], False: [".narrow"]}[block.wide]
    return [*wide, *([f"placement={block.place}"] if block.place else [])]


def file_name(image: str) -> str:
    """The name of a file as Markdown has it."""
    name = image.replace("%", "%25")
    if re.search(r"[\s()<>\\&\"']", name):
        return quote(image, safe="/:@!$*+,;=~" + "".join({sign for sign in image if not sign.isascii()}))
    return name


def _fits_pipes(table: Table) -> bool:
    rows = (*table.head, *table.body)
    empty_head = len(table.head) == 1 and not any(cell.children for cell in table.head[0].cells)
    return (
        not any(_has_stroke(cell.children) for row in rows for cell in row.cells)
        and len(table.head) <= 1
        and not empty_head
        and all(cell.columns == 1 and cell.rows == 1 for row in rows for cell in row.cells)
    )


def _are_passages(inlines: Inlines) -> bool:
    """Whether lines end between the cell's own words only, and never twice: an empty line in a grid does the same."""
    breaks = [isinstance(one, LineBreak) for one in inlines]
    nested = any(_breaks(one.children) for one in inlines if isinstance(one, Styled | Foreign | Link))
    return not nested and not any(one and other for one, other in pairwise(breaks))


def _breaks(inlines: Inlines) -> bool:
    return any(
        isinstance(one, LineBreak) or (isinstance(one, Styled | Foreign | Link) and _breaks(one.children))
        for one in inlines
    )


def _has_stroke(inlines: Inlines) -> bool:
    """Whether a stroke stands where no backslash can be before it."""
    for one in inlines:
        match one:
            case Styled(style="code"):
                found = "|" in words_of(one.children)
            case Link():
                found = "|" in one.url or _has_stroke(one.children)
            case Styled() | Foreign():
                found = _has_stroke(one.children)
            case Cite():
                found = any("|" in item.prefix + item.suffix + item.key for item in one.items)
            case Mention():
                found = "|" in one.prefix
            case Math():
                found = "|" in one.tex + one.mathml + one.alt
            case _:
                found = False
        if found:
            return True
    return False


def _ruled(table: Table) -> tuple[CellAlign, ...]:
    """What the rule says of the columns; "decimal" is said elsewhere."""
    return tuple("" if one == "decimal" else one for one in table.columns)


def _rule(align: CellAlign, width: int, stroke: str) -> str:
    left, right = align in ("left", "centre"), align in ("right", "centre")
    return ":" * left + stroke * (width - left - right) + ":" * right


def _padded(text: str, width: int, align: CellAlign) -> str:
    room = " " * max(0, width - shown_width(text))
    return room + text if align in ("right", "decimal") else text + room


def _row_heads(table: Table) -> int:
    """How many of the first columns name their rows."""
    columns = len(table.columns)
    heads = 0
    placed = [dict(row) for row in placed_cells(table.body, columns)]
    for column in range(columns):
        here = [row[column] for row in placed if column in row]
        if not here or sum(cell.head for cell in here) * 2 <= len(here):
            break
        heads = column + 1
    return heads


def _said_of_cells(table: Table, heads: int) -> str:
    """What is said of single cells: those that are heads, or none in a column of them, or aligned by themselves."""
    fields: dict[str, list[tuple[int, int]]] = {}
    rows = [*placed_cells(table.head, len(table.columns)), *placed_cells(table.body, len(table.columns))]
    for number, row in enumerate(rows, start=1):
        for column, cell in row:
            if number > len(table.head) and cell.head != (column < heads):
                fields.setdefault("head" if cell.head else "plain", []).append((number, column + 1))
            if cell.align:
                fields.setdefault(cell.align, []).append((number, column + 1))
    return "; ".join(f"{word} {' '.join(_stretches(places))}" for word, places in fields.items())


def _stretches(places: list[tuple[int, int]]) -> Iterator[str]:
    """Places as stretches of rows, equal ones below each other as fields."""
    rows: dict[int, list[tuple[int, int]]] = {}
    for row, column in places:
        stretches = rows.setdefault(row, [])
        if stretches and stretches[-1][1] == column - 1:
            stretches[-1] = (stretches[-1][0], column)
        else:
            stretches.append((column, column))
    open_: dict[tuple[int, int], tuple[int, int]] = {}
    found: list[tuple[int, int, int, int]] = []
    for row in sorted(rows):
        for stretch in rows[row]:
            first, last = open_.get(stretch, (row, row - 1))
            if last == row - 1:
                open_[stretch] = (first, row)
            else:
                found.append((first, last, *stretch))
                open_[stretch] = (row, row)
    found += [(first, last, *stretch) for stretch, (first, last) in open_.items()]
    for top, bottom, left, right in sorted(found):
        yield f"{_stretch(top, bottom)}.{_stretch(left, right)}"


def _stretch(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


class _Grid:
    """Draws one table: each cell a rectangle, its words in the lines of its first row."""

    def __init__(self, table: Table, text: object) -> None:
        self.table = table
        self.columns = len(table.columns)
        self.head = len(table.head)
        rows = [*placed_cells(table.head, self.columns), *placed_cells(table.body, self.columns)]
        wrap = max(NARROWEST, WIDEST // self.columns - 3)
        self.cells = [
            (row, column, cell, _wrapped(text(cell), wrap * cell.columns))  # type: ignore[operator]
            for row, placed in enumerate(rows)
            for column, cell in placed
        ]
        self.rows = len(rows)
        self.widths = self._widths()
        self.heights = [1] * self.rows
        for row, _, _, lines in self.cells:
            self.heights[row] = max(self.heights[row], len(lines))
        self.down = [sum(self.heights[:row]) + row for row in range(self.rows + 1)]
        self.across = [sum(self.widths[:column]) + column for column in range(self.columns + 1)]

    def _widths(self) -> list[int]:
        widths = [3] * self.columns
        for _, column, cell, lines in sorted(self.cells, key=lambda one: one[2].columns):
            wanted = 2 + max((shown_width(line) for line in lines), default=0)
            span = range(column, column + cell.columns)
            room = sum(widths[n] for n in span) + cell.columns - 1
            if wanted > room:
                widths[column + cell.columns - 1] += wanted - room
        return widths

    def drawn(self) -> str:
        canvas = [[" "] * (self.across[-1] + 1) for _ in range(self.down[-1] + 1)]
        for row, column, cell, _ in self.cells:
            self._frame(canvas, row, column, cell)
        self._head_rule(canvas)
        lines = ["".join(line) for line in canvas]
        return "\n".join(self._lettered(lines))

    def _frame(self, canvas: list[list[str]], row: int, column: int, cell: Cell) -> None:
        top, bottom = self.down[row], self.down[row + cell.rows]
        left, right = self.across[column], self.across[column + cell.columns]
        for y in (top, bottom):
            for x in range(left + 1, right):
                if canvas[y][x] == " ":
                    canvas[y][x] = "-"
        for x in (left, right):
            for y in range(top + 1, bottom):
                if canvas[y][x] == " ":
                    canvas[y][x] = "|"
        for y in (top, bottom):
            for x in (left, right):
                canvas[y][x] = "+"

    def _head_rule(self, canvas: list[list[str]]) -> None:
        """The rule below the heads, or above a table without any, whose colons align the columns."""
        y = self.down[self.head]
        for column, align in enumerate(_ruled(self.table)):
            left, right = self.across[column], self.across[column + 1]
            for x, sign in enumerate(_rule(align, right - left - 1, "=" if self.head else "-"), left + 1):
                canvas[y][x] = sign
            canvas[y][left] = canvas[y][right] = "+"

    def _lettered(self, canvas: list[str]) -> list[str]:
        """The drawn lines with the words in them. A sign may be as wide as two, or as none, so this comes last."""
        words: dict[int, list[tuple[int, str]]] = {}
        for row, column, _, lines in self.cells:
            for n, line in enumerate(lines):
                if line:
                    words.setdefault(self.down[row] + 1 + n, []).append((self.across[column] + 2, line))
        out = []
        for y, line in enumerate(canvas):
            for x, text in sorted(words.get(y, ()), reverse=True):
                line = line[:x] + text + line[x + shown_width(text) :]
            out.append(line)
        return out


def _wrapped(text: str, width: int) -> list[str]:
    """The lines of a cell: its passages, and these in lines at spaces at which nothing changes its meaning."""
    lines: list[str] = []
    for passage in text.split("\n\n") if text else []:
        if lines:
            lines.append("")
        if re.search(r"[`$<]|\\ ", passage):
            lines += passage.split("\n")
            continue
        line = ""
        for word in passage.replace("\n", " ").split(" "):
            if line and shown_width(line) + 1 + shown_width(word) > width and not line.endswith("\\"):
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return lines
