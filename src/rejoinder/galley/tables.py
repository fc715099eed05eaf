"""A table becomes strips: heads, rows, rules.

Knows cells and columns; where the table stands, and its caption and notes, are `floats.py`'s.

Columns are as wide as what stands in them, or else share what there is (`widths.py`). If that is too little, the white
between columns gives way, then words are divided, then the table goes over all columns of the page, then its type
gets smaller, and at last words are parted anywhere; only then something is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.document.model import Cell, CellAlign, Row, Table, Traits, Words
from rejoinder.galley.decimals import aligned, are_numbers, is_number, with_minus
from rejoinder.galley.look import Looks
from rejoinder.galley.model import ElementId, Inlaid, InlaidLine, InlaidRule, Line, Strip
from rejoinder.galley.paragraph import Form, set_lines
from rejoinder.galley.pieces import HardBreak, Piece, PieceMaker, words_of
from rejoinder.galley.strips import bar, lowered, ruled, spaced
from rejoinder.galley.tree import Tree
from rejoinder.galley.widths import (
    EPSILON,
    Extent,
    Spread,
    demands,
    extent,
    fair,
    loosened,
    smaller,
    spread_out,
    whole_words,
    widest_letter,
)
from rejoinder.geometry import Pt
from rejoinder.style.model import TableForm, TextStyle
from rejoinder.values import replace

TIGHT_GAP = 0.6
"""What is left of the white between columns where room is scarce, as a share."""

SMALLER = (0.95, 0.9, 0.85)
"""Sizes that are tried where nothing else helps, as shares of the style's."""

LEAST_SHARE = 0.02
"""No type is smaller than that: a table that would need it is not for printing."""

COMFORTABLE_LINES = 4
"""A column is wide enough when none of its cells needs more lines than this; it wants no more."""

ALIKE = 0.5
"""Columns of figures that are wider than this share of the widest of them are made equally wide, if there is room."""

HANG = 1.0
"""How far the turned lines of the first column are moved in, in ems."""

GROUP_WHITE = 0.3
"""White above a row that heads a group, besides the usual, in lines."""

INK = (0.8, 0.3)
"""How far letters reach above and below the baseline, in ems: a tall row is not cut through them."""


MOST_HEADS = 8
"""So many heads of columns, and of rows, are named for a cell: the nearest ones. Nobody listens to more."""


class SetTable(NamedTuple):
    """A table without its caption and notes."""

    width: Pt
    wide: bool
    head: tuple[Strip, ...]
    """Top rule, heads of the columns, the rule below them."""
    body: tuple[Strip, ...]
    foot: tuple[Strip, ...]
    """The bottom rule."""
    pause: tuple[Strip, ...]


class _Cell:
    """A cell on its way to lines."""

    __slots__ = (
        "align", "cap", "column", "columns", "element", "group", "hang", "head", "heading", "lines", "name", "number",
        "pieces", "plain", "row", "rows", "shift", "span", "style",
    )  # fmt: skip

    def __init__(self, cell: Cell, row: int, *, head: bool) -> None:
        self.row, self.rows = row, cell.rows
        self.column, self.columns = cell.column, cell.columns
        self.head = head
        self.heading = head
        """It heads columns, or rows."""
        self.group = False
        """It heads a group of rows."""
        self.align: CellAlign = cell.align
        self.name = "table-head" if head else "table"
        self.span = cell.span
        self.plain = words_of(cell.children)
        self.number = False
        """It is set on one line, by its point."""
        self.hang: float = 0.0
        """Of turned lines, in ems."""
        self.element: ElementId = 0
        self.style: TextStyle
        self.cap: Pt = 0.0
        self.pieces: list[Piece] = []
        self.lines: tuple[Line, ...] = ()
        self.shift: Pt | None = None
        """From the column's left edge, if it is not its alignment that says it."""


class _Attempt(NamedTuple):
    """A way to set a table."""

    measure: Pt
    wide: bool
    gap: float = 1.0
    """As a share of the sheet's."""
    divided: bool = False
    share: float = 1.0
    loose: bool = False
    """Numbers are no longer kept on one line, and words are parted anywhere."""


class _Measured(NamedTuple):
    """What the columns want in one attempt."""

    attempt: _Attempt
    gap: Pt
    columns: list[Extent]
    whole: list[Pt]
    """The least that each of them could do with, were no word divided."""
    pieces: list[list[Piece]]
    """Of each cell."""
    shifts: list[Pt | None]
    """Of each cell that is aligned by its point: from the left edge of its column's block."""
    blocks: dict[int, Pt]
    """Width of what is aligned in a column."""

    @property
    def least(self) -> Pt:
        return sum([one.least for one in self.columns]) + self.gap * (len(self.columns) - 1)

    @property
    def most(self) -> Pt:
        return sum([one.most for one in self.columns]) + self.gap * (len(self.columns) - 1)

    @property
    def comfortable(self) -> Pt:
        """Wide enough for cells of a few lines."""
        columns = [min(one.most, max(one.least, 1.15 * one.most / COMFORTABLE_LINES)) for one in self.columns]
        return sum(columns) + self.gap * (len(columns) - 1)


class Room(NamedTuple):
    """What a table may take."""

    column: Pt
    page: Pt | None
    """Over all columns; None if it may not go there."""
    tall: Pt
    """A row higher than this may be divided."""


class TableSetter:
    """Sets tables under one sheet."""

    def __init__(self, looks: Looks, maker: PieceMaker, tree: Tree, said: Diagnostics) -> None:
        self._looks = looks
        self._maker = maker
        self._tree = tree
        self._said = said
        self._form: TableForm = looks.sheet.tables
        self._styles: dict[tuple[str, bool], TextStyle] = {}

    def set(self, table: Table, element: ElementId, room: Room) -> SetTable:
        """Set a table into its element, in the column or over all of them as it needs."""
        reached = [cell.column + cell.columns for row in (*table.head, *table.body) for cell in row.cells]
        count = max([1, len(table.columns), *reached])
        cells = [*self._cells(table.head, element, "THead", count), *self._cells(table.body, element, "TBody", count)]
        for cell, heads in heads_of(cells):
            self._tree.head(cell, heads)
        columns = self._alignments(table, cells, count)
        self._dress(cells, columns, len(table.body))
        measured = self._chosen(table, cells, columns, room)
        widths = self._widths(measured, columns)
        share = measured.attempt.share
        lefts = [sum(widths[:i]) + i * measured.gap for i in range(count)]
        self._cast(cells, measured, widths, lefts)
        width = lefts[-1] + widths[-1]
        layout = _Layout(self._form, self._looks, share)
        head = layout.head([cell for cell in cells if cell.head], len(table.head), widths, lefts, width)
        body = layout.body([cell for cell in cells if not cell.head], len(table.body), widths, lefts, room.tall)
        sheet, form = self._looks.sheet, self._form
        pause: tuple[Strip, ...] = ()
        if not form.body_rule.thickness:
            closing = replace(form.bottom_rule, thickness=form.head_rule.thickness, colour=form.head_rule.colour)
            pause = ruled(closing, width, sheet.colour(closing.colour))
        foot = ruled(form.bottom_rule, width, sheet.colour(form.bottom_rule.colour))
        return SetTable(width, measured.attempt.wide, head, body, foot, pause)

    # ── cells ──

    def _cells(self, rows: Sequence[Row], table: ElementId, role: str, count: int) -> Iterator[_Cell]:
        """Cells with their pieces and elements, in the order in which they are read."""
        if not rows:
            return
        part = self._tree.add(role, table)
        head = role == "THead"
        for r, row in enumerate(rows):
            line = self._tree.add("TR", part)
            for written in row.cells:
                cell = _Cell(written, r, head=head)
                if not head and r + 1 < len(rows) and len(row.cells) == 1 and written.columns == count > 1:
                    cell.group = True
                    cell.name = "table" if _stressed(written) else "table-head"
                cell.heading = head or written.head or cell.group
                scope = "Column" if head else "Row"
                cell.element = self._tree.add(
                    "TH" if cell.heading else "TD",
                    line,
                    spans=(written.columns, written.rows),
                    scope=scope if cell.heading else "",
                )
                self._make_pieces(cell, written)
                yield cell

    def _make_pieces(self, cell: _Cell, written: Cell) -> None:
        looks = self._looks
        style = looks.style(cell.name)
        children = written.children if cell.head else with_minus(written.children)
        cell.pieces = self._maker.pieces(children, looks.look(cell.name), style, cell.element)
        cell.cap, cell.style = looks.height(cell.name), self._plain(cell.name, style, head=cell.head)

    def _plain(self, name: str, style: TextStyle, *, head: bool) -> TextStyle:
        """A style without what has no meaning in a cell; heads of several lines have lines of like length."""
        known = self._styles.get((name, head))
        if known is None:
            known = self._styles[name, head] = replace(
                style,
                align="balanced" if head else "left",
                indent=0.0, hang=0.0, left=0.0, right=0.0, before=0.0, after=0.0,
                protrusion=0.0, expansion=0.0, on_grid=False, rule_above=None,
            )  # fmt: skip
        return known

    def _alignments(self, table: Table, cells: Sequence[_Cell], count: int) -> list[CellAlign]:
        """Of each column: what the author says; else figures by their points, and everything else from the left."""
        texts: list[list[str]] = [[] for _ in range(count)]
        for cell in cells:
            if not cell.head and cell.columns == 1:
                texts[cell.column].append(cell.plain)
        out: list[CellAlign] = []
        for i in range(count):
            written = table.columns[i] if i < len(table.columns) else ""
            numbers = (i > 0 or count == 1) and are_numbers(texts[i])
            out.append(written or ("decimal" if numbers else "right" if self._looks.rtl else "left"))
        return out

    def _dress(self, cells: Sequence[_Cell], columns: Sequence[CellAlign], rows: int) -> None:
        """How each cell is aligned, and whether it is set as a number."""
        for cell in cells:
            column = columns[cell.column]
            if not cell.align:
                if cell.columns > 1:
                    beginning: CellAlign = "right" if self._looks.rtl else "left"
                    begins = cell.group or (not cell.head and column == beginning)
                    cell.align = beginning if begins else "centre"
                else:
                    cell.align = "centre" if cell.head and column == "decimal" else column
            if cell.align == "decimal":
                cell.number = not cell.head and cell.columns == 1 and _on_one_line(cell)
                if not cell.number:
                    cell.align = "centre"
            if cell.column == 0 and cell.columns == 1 and not cell.head and cell.align == "left" and len(columns) > 1:
                cell.hang = HANG

    # ── widths ──

    def _chosen(self, table: Table, cells: Sequence[_Cell], columns: Sequence[CellAlign], room: Room) -> _Measured:
        """The first way of setting the table that fits."""
        span, loosest = table.span, _Attempt(room.column, False)
        for attempt in self._attempts(table, cells, columns, room):
            measured = self._measured(cells, columns, attempt)
            if measured.least <= attempt.measure + EPSILON:
                if attempt.share < 1:
                    self._say_smaller(attempt.share, span)
                return measured
            loosest = attempt
        return self._loose(cells, columns, loosest, span)

    def _attempts(
        self, table: Table, cells: Sequence[_Cell], columns: Sequence[CellAlign], room: Room
    ) -> Iterator[_Attempt]:
        measures = [(room.column, False)]
        if room.page is not None and table.wide is not False:
            if table.wide or self._wants_wide(cells, columns, room):
                measures = [(room.page, True)]
            else:
                measures.append((room.page, True))
        for measure, wide in measures:
            yield _Attempt(measure, wide)
            yield _Attempt(measure, wide, TIGHT_GAP)
            yield _Attempt(measure, wide, TIGHT_GAP, divided=True)
        measure, wide = measures[-1]
        for share in SMALLER:
            yield _Attempt(measure, wide, TIGHT_GAP * share, True, share)

    def _wants_wide(self, cells: Sequence[_Cell], columns: Sequence[CellAlign], room: Room) -> bool:
        natural = self._measured(cells, columns, _Attempt(room.column, False))
        return natural.comfortable > self._looks.sheet.floats.wide_from * room.column

    def _loose(self, cells: Sequence[_Cell], columns: Sequence[CellAlign], attempt: _Attempt, span: Span) -> _Measured:
        """What is left to do: words are parted anywhere, and at the very last the type is as small as need be."""
        loose = attempt._replace(loose=True)
        measured = self._measured(cells, columns, loose)
        if measured.least > attempt.measure:
            share = loose.share * max(attempt.measure / measured.least, LEAST_SHARE) * 0.999
            loose = loose._replace(share=share, gap=loose.gap * share / attempt.share)
            measured = self._measured(cells, columns, loose)
        if loose.share < min(SMALLER):
            self._say_smaller(loose.share, span)
        self._said.warning(
            "this table is too wide: its words had to be parted to fit",
            span,
            "leave columns out, shorten what is in them, or make rows of the columns",
        )
        return measured

    def _say_smaller(self, share: float, span: Span) -> None:
        self._said.warning(
            f"this table is too wide: its type is set at {share:.0%} of its size",
            span,
            "shorten what is in its columns, or make rows of them",
        )

    def _measured(self, cells: Sequence[_Cell], columns: Sequence[CellAlign], attempt: _Attempt) -> _Measured:
        """What the columns want, if the table is set in this way."""
        gap = self._form.cell_gap * attempt.gap
        pieces = [self._in_form(cell, attempt) for cell in cells]
        shifts: list[Pt | None] = [None] * len(cells)
        blocks: dict[int, Pt] = {}
        extents = [Extent(0.0, 0.0)] * len(columns)
        whole = [0.0] * len(columns)
        by_column: dict[int, list[int]] = {}
        for i, cell in enumerate(cells):
            if cell.number:
                by_column.setdefault(cell.column, []).append(i)
        for column, numbers in by_column.items():
            found = aligned([pieces[i] for i in numbers], self._looks.lang)
            width = max(found.block, found.other)
            blocks[column] = found.block
            for i, one in zip(numbers, found.cells, strict=True):
                if one is not None:
                    pieces[i], shifts[i] = one.pieces, one.x
            least = width if not attempt.loose else max(widest_letter(pieces[i]) for i in numbers)
            extents[column] = Extent(least, width)
            whole[column] = width
        spreads = []
        for cell, own in zip(cells, pieces, strict=True):
            if cell.number:
                continue
            wanted = self._wanted(cell, own, attempt)
            if cell.columns > 1:
                spreads.append(Spread(cell.column, cell.columns, wanted))
            else:
                before = extents[cell.column]
                extents[cell.column] = Extent(max(before.least, wanted.least), max(before.most, wanted.most))
                if attempt.divided:
                    undivided = self._wanted(cell, whole_words(own), attempt._replace(loose=False)).least
                    whole[cell.column] = max(whole[cell.column], undivided)
        return _Measured(attempt, gap, demands(extents, spreads, gap), whole, pieces, shifts, blocks)

    def _in_form(self, cell: _Cell, attempt: _Attempt) -> list[Piece]:
        pieces = cell.pieces if attempt.divided else whole_words(cell.pieces)
        if attempt.loose:
            pieces = loosened(pieces)
        return smaller(pieces, attempt.share) if attempt.share != 1 else list(pieces)

    def _wanted(self, cell: _Cell, pieces: Sequence[Piece], attempt: _Attempt) -> Extent:
        wanted = extent(pieces)
        hang = cell.hang * cell.style.size * attempt.share
        if attempt.loose:
            return Extent(widest_letter(pieces) + hang, wanted.most)
        return Extent(min(wanted.least + hang, max(wanted)), wanted.most)

    def _widths(self, measured: _Measured, columns: Sequence[CellAlign]) -> list[Pt]:
        room = measured.attempt.measure - measured.gap * (len(columns) - 1)
        wanted = measured.columns
        if measured.attempt.divided:  # whole words come before few lines
            whole = [max(one.least, least) for one, least in zip(wanted, measured.whole, strict=True)]
            if sum(whole) > room:
                wanted = [Extent(one.least, least) for one, least in zip(wanted, whole, strict=True)]
            else:
                wanted = [Extent(least, max(one.most, least)) for one, least in zip(wanted, whole, strict=True)]
        widths = fair(wanted, room)
        if self._form.full:
            figures = [i for i, align in enumerate(columns) if i and align in ("decimal", "centre", "right")]
            widest = max((widths[i] for i in figures), default=0.0)
            alike = [i for i in figures if widths[i] > ALIKE * widest]
            widths = spread_out(widths, room, alike)
        return widths

    # ── lines ──

    def _cast(self, cells: Sequence[_Cell], measured: _Measured, widths: Sequence[Pt], lefts: Sequence[Pt]) -> None:
        share = measured.attempt.share
        for cell, pieces, shift in zip(cells, measured.pieces, measured.shifts, strict=True):
            last = cell.column + cell.columns - 1
            width = lefts[last] + widths[last] - lefts[cell.column]
            style = cell.style
            if share != 1:
                style = cell.style = replace(style, size=style.size * share, leading=style.leading * share)
                cell.cap *= share
            if not pieces:
                continue
            hang = cell.hang * style.size
            natural = extent(pieces).most
            measure = width - hang + 2 * EPSILON
            if cell.number and natural <= width + EPSILON:
                hang, measure = 0.0, natural + 1.0
                block = measured.blocks[cell.column]
                if shift is not None and block <= width + EPSILON:
                    spare = width - block
                    cell.shift = shift + (spare / 2 if cell.column else 0.0)
            elif cell.number:
                pieces = self._in_form(cell, measured.attempt)  # it is parted at its spaces, since it has to be
            form = Form(
                style,
                cell.name,
                left=hang,
                measure=measure,
                indent=-hang,
                height=cell.cap,
                element=cell.element,
                span=cell.span,
                fixed=True,
            )
            if measured.attempt.divided:
                undivided = whole_words(pieces)
                if extent(undivided).least <= measure + EPSILON:
                    pieces = undivided
            lines = set_lines(pieces, form, self._maker)
            cell.lines = (*lines[:-1], spaced(lines[-1]))  # or it would be copied as one word with the next cell


def heads_of(cells: Sequence[_Cell]) -> Iterator[tuple[ElementId, tuple[ElementId, ...]]]:
    """The heads of each cell, by their elements: of its columns, of its group of rows, of its rows, each from outside.

    ISO 32000-1, 14.8.5.7 finds the same by the heads' scopes, but in a table of one row of heads only, in which no cell
    goes over several columns or rows, and no row heads a group: nothing is said of the cells of such a table.
    """
    heads = [cell for cell in cells if cell.heading and cell.pieces]
    if not _is_intricate(cells):
        return
    of_columns, of_rows = _Heads(), _Heads()
    groups = [cell for cell in heads if cell.group]
    for head in heads:
        if head.head:
            of_columns.add(head, head.column, head.columns)
        elif not head.group:
            of_rows.add(head, head.row, head.rows)
    at = 0
    group: list[_Cell] = []
    for cell in cells:
        if cell.group:
            continue
        if not cell.head:
            while at < len(groups) and groups[at].row < cell.row:
                group = [groups[at]]
                at += 1
        above = [one for one in of_columns.at(cell.column, cell.columns) if not cell.head or one.row < cell.row]
        beside = [] if cell.head else of_rows.at(cell.row, cell.rows)
        beside = [one for one in beside if one.column < cell.column or (not cell.heading and one.column > cell.column)]
        own = [] if cell.head else group
        found = (*_nearest(above), *own, *_nearest(beside))
        if found:
            yield cell.element, tuple(one.element for one in found)


def _is_intricate(cells: Sequence[_Cell]) -> bool:
    """Whether the heads' scopes do not say which of them applies where."""
    return any(cell.columns > 1 or cell.rows > 1 or cell.group or (cell.head and cell.row) for cell in cells)


def _nearest(heads: Sequence[_Cell]) -> Sequence[_Cell]:
    return heads[-MOST_HEADS:]


class _Heads:
    """Heads by the columns, or rows, that they stand over."""

    __slots__ = ("_at",)

    def __init__(self) -> None:
        self._at: dict[int, list[_Cell]] = {}

    def add(self, head: _Cell, first: int, count: int) -> None:
        for place in range(first, first + count):
            self._at.setdefault(place, []).append(head)

    def at(self, first: int, count: int) -> list[_Cell]:
        """Those over any of these places, each once, in the order in which they are read."""
        if count == 1:
            return self._at.get(first, [])
        found = {id(head): head for place in range(first, first + count) for head in self._at.get(place, ())}
        return sorted(found.values(), key=lambda head: head.element)


def _stressed(cell: Cell) -> bool:
    """Whether the author has already made all of a cell's words lean, or strong."""
    stress = Traits.EMPH | Traits.STRONG
    return all(one.traits & stress for one in cell.children if isinstance(one, Words) and one.text.strip())


def _on_one_line(cell: _Cell) -> bool:
    """Whether a cell of a column of figures can be set on one line: it is a number, or stands for one."""
    if any(isinstance(piece, HardBreak) for piece in cell.pieces):
        return False
    return is_number(cell.plain) or len(cell.plain) <= 12


# ── rows ──────────────────────────────────────────────────────────────────


class _Layout:
    """Puts cells into rows. Rows are as high as their lines, with half the white between lines above and below."""

    def __init__(self, form: TableForm, looks: Looks, share: float) -> None:
        self._form = form
        self._sheet = looks.sheet
        self._leading = looks.style("table").leading * share
        self._cap = looks.height("table") * share
        self._rtl = looks.rtl
        self._pad = max((self._leading - self._cap + form.row_gap * share) / 2, 0.0)

    def head(
        self, cells: Sequence[_Cell], count: int, widths: Sequence[Pt], lefts: Sequence[Pt], width: Pt
    ) -> tuple[Strip, ...]:
        """The heads of the columns, aligned on their last lines, between their rules."""
        form, sheet = self._form, self._sheet
        top = ruled(form.top_rule, width, sheet.colour(form.top_rule.colour), keep=True)
        if not count:
            return top
        rows = _Rows(cells, count, self._pad, self._cap, 0.0)
        items: list[Inlaid] = []
        for cell in cells:
            bottom = rows.tops[min(cell.row + cell.rows, count)] - self._pad
            first = bottom - sum([line.leading for line in cell.lines[1:]])
            items += _inlaid(cell, first, widths, lefts, mirrored=self._rtl)
        items += self._rules_below_spans(cells, count, rows, widths, lefts)
        notes = tuple(dict.fromkeys(n for cell in cells for line in cell.lines for n in line.notes))
        heads = Strip(rows.tops[-1], tuple(items), notes, True)
        return (*top, heads, *ruled(form.head_rule, width, sheet.colour(form.head_rule.colour), keep=True))

    def _rules_below_spans(
        self, cells: Sequence[_Cell], count: int, rows: _Rows, widths: Sequence[Pt], lefts: Sequence[Pt]
    ) -> Iterator[InlaidRule]:
        """A thin rule below each head over several columns, as wide as they are: the white between two columns parts it
        from its neighbour.
        """
        rule = self._form.head_rule
        for cell in cells:
            below = cell.row + cell.rows
            if cell.columns > 1 and below < count and cell.pieces:
                last = cell.column + cell.columns - 1
                length = lefts[last] + widths[last] - lefts[cell.column]
                y = rows.tops[below] - rule.thickness / 2
                thin = replace(rule, width=None)
                x = _mirrored(lefts[cell.column], length, widths, lefts) if self._rtl else lefts[cell.column]
                yield from bar(thin, x, y, length, self._sheet.colour(rule.colour))

    def body(
        self, cells: Sequence[_Cell], count: int, widths: Sequence[Pt], lefts: Sequence[Pt], tall: Pt
    ) -> tuple[Strip, ...]:
        """The rows, a strip each; those that belong together are kept so."""
        if not count:
            return ()
        rule = self._form.body_rule
        white = rule.above + rule.thickness + rule.below
        rows = _Rows(cells, count, self._pad, self._cap, white, GROUP_WHITE * self._leading)
        items: list[list[Inlaid]] = [[] for _ in range(count)]
        crossed: list[list[_Cell]] = [[] for _ in range(count)]
        for cell in cells:
            first = rows.tops[cell.row] + rows.extra[cell.row] + self._pad + rows.caps[cell.row]
            items[cell.row] += _inlaid(cell, first, widths, lefts, mirrored=self._rtl)
            for r in range(cell.row, min(cell.row + cell.rows, count) - 1):
                crossed[r].append(cell)
        for r in range(count - 1):
            y = rows.tops[r] + rows.heights[r] + rule.above
            items[r] += self._rule_between(y, crossed[r], widths, lefts)
        groups = frozenset(cell.row for cell in cells if cell.group)
        strips: list[Strip] = []
        begin = 0
        for r in range(count):
            if crossed[r]:
                continue
            keep = r in groups
            strips += _cut([rows.tops[i] for i in range(begin, r + 2)], items[begin : r + 1], tall, keep)
            begin = r + 1
        return tuple(strips)

    def _rule_between(
        self, y: Pt, crossing: Sequence[_Cell], widths: Sequence[Pt], lefts: Sequence[Pt]
    ) -> Iterator[InlaidRule]:
        """The rule below a row, but not through cells that go on in the next one."""
        rule = replace(self._form.body_rule, width=None)
        colour = self._sheet.colour(rule.colour)
        taken = {c for cell in crossing for c in range(cell.column, cell.column + cell.columns)}
        begin: int | None = None
        for column in range(len(widths) + 1):
            free = column < len(widths) and column not in taken
            if free and begin is None:
                begin = column
            elif not free and begin is not None:
                length = lefts[column - 1] + widths[column - 1] - lefts[begin]
                x = _mirrored(lefts[begin], length, widths, lefts) if self._rtl else lefts[begin]
                yield from bar(rule, x, y, length, colour)
                begin = None


class _Rows:
    """How high rows are, and where they begin."""

    __slots__ = ("caps", "extra", "heights", "tops")

    def __init__(
        self, cells: Sequence[_Cell], count: int, pad: Pt, cap: Pt, between: Pt, group_white: Pt = 0.0
    ) -> None:
        self.caps = [cap] * count
        self.extra = [0.0] * count
        for cell in cells:
            self.caps[cell.row] = max(self.caps[cell.row], cell.cap)
            if cell.group and cell.row:
                self.extra[cell.row] = group_white
        self.heights = [2 * pad + cap + extra for cap, extra in zip(self.caps, self.extra, strict=True)]
        for cell in sorted(cells, key=lambda one: one.rows):
            height = self.caps[cell.row] + self.extra[cell.row] + 2 * pad + sum([x.leading for x in cell.lines[1:]])
            end = min(cell.row + cell.rows, count)
            there = sum(self.heights[cell.row : end]) + between * (end - cell.row - 1)
            self.heights[end - 1] += max(0.0, height - there)
        self.tops = [0.0]
        for i, height in enumerate(self.heights):
            self.tops.append(self.tops[-1] + height + (between if i < count - 1 else 0.0))


def _mirrored(left: Pt, width: Pt, widths: Sequence[Pt], lefts: Sequence[Pt]) -> Pt:
    """Where something begins in a table whose first column is the rightmost."""
    return lefts[-1] + widths[-1] - left - width


def _inlaid(
    cell: _Cell, first: Pt, widths: Sequence[Pt], lefts: Sequence[Pt], *, mirrored: bool
) -> Iterator[InlaidLine]:
    """A cell's lines in their column, the first with its baseline at `first`."""
    last = cell.column + cell.columns - 1
    left, right = lefts[cell.column], lefts[last] + widths[last]
    if mirrored:
        left = _mirrored(left, right - left, widths, lefts)
        right = left + lefts[last] + widths[last] - lefts[cell.column]
    y = first
    for i, line in enumerate(cell.lines):
        y += line.leading if i else 0.0
        spare = max(0.0, right - left - line.width)
        if cell.shift is not None:
            x = left + cell.shift
        elif cell.align == "centre" or cell.number:
            x = left + spare / 2
        else:
            x = left + (spare if cell.align == "right" else 0.0)
        yield InlaidLine(x, y, line)


def _cut(tops: Sequence[Pt], rows: Sequence[Sequence[Inlaid]], tall: Pt, keep: bool) -> Iterator[Strip]:
    """Rows that hang together as strips: one each, or, if they are too high for that, one for each line of type."""
    items = [item for row in rows for item in row]
    begin, end = tops[0], tops[-1]
    if end - begin > tall:
        cuts = [begin, *_between_lines(items), end]
        for i, (top, bottom) in enumerate(pairwise(cuts)):
            inside = [item for item in items if top <= _height(item) < bottom or (i == 0 and _height(item) < top)]
            yield _strip(top, bottom, inside, keep=i in (0, len(cuts) - 3) or (keep and i == len(cuts) - 2))
        return
    for i, row in enumerate(rows):
        yield _strip(tops[i], tops[i + 1], row, keep=keep or i < len(rows) - 1)


def _strip(top: Pt, bottom: Pt, items: Sequence[Inlaid], *, keep: bool) -> Strip:
    notes = tuple(dict.fromkeys(n for item in items if isinstance(item, InlaidLine) for n in item.line.notes))
    return Strip(bottom - top, tuple(lowered(item, -top) for item in items), notes, keep)


def _height(item: Inlaid) -> Pt:
    """Where an item stands, for saying in which strip it is."""
    return item.y if isinstance(item, InlaidLine) else item.box.y


def _between_lines(items: Sequence[Inlaid]) -> Iterator[Pt]:
    """Heights at which there is no ink."""
    lines = sorted((_ink(item) for item in items if isinstance(item, InlaidLine)), key=lambda one: one[0])
    reached: Pt | None = None
    for top, bottom in lines:
        if reached is not None and top > reached:
            yield (top + reached) / 2
        reached = bottom if reached is None else max(reached, bottom)


def _ink(item: InlaidLine) -> tuple[Pt, Pt]:
    size = max((segment.size for segment in item.line.segments), default=0.0)
    return item.y - max(INK[0] * size, item.line.height), item.y + INK[1] * size
