"""Blocks: paragraphs, sections, lists, quotations, figures, tables and the notes below these.

Knows what may stand where in JATS 1.3 Publishing: most blocks stand anywhere, but notes, list items and
acknowledgements hold paragraphs only, so that there anything else is enclosed in one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from rejoinder.content import model as content
from rejoinder.diagnostics import Span
from rejoinder.document.model import (
    Block,
    Blocks,
    Cell,
    CellAlign,
    Divider,
    Document,
    Figure,
    Formula,
    Inlines,
    Listing,
    Paragraph,
    Quote,
    Row,
    Section,
    Table,
    Traits,
    Verbatim,
    Words,
)
from rejoinder.pictures.model import PictureKind
from rejoinder.record.jats_inlines import InlineWriter, formula_notations
from rejoinder.record.jats_marks import Marks
from rejoinder.record.wording import Wording
from rejoinder.record.xml import element, lines, said, text
from rejoinder.values import replace

MEDIA: Mapping[PictureKind, tuple[str, str]] = {
    "png": ("image", "png"),
    "jpeg": ("image", "jpeg"),
    "svg": ("image", "svg+xml"),
    "pdf": ("application", "pdf"),
}
_ALIGN: Mapping[CellAlign, str] = {"left": "left", "centre": "center", "right": "right", "decimal": "char"}


class BlockWriter:
    """Writes the blocks of one article."""

    def __init__(
        self,
        document: Document,
        marks: Marks,
        writer: InlineWriter,
        wording: Wording,
        images: Mapping[Span, str],
    ) -> None:
        """`images` are the names of the figures' files, by the places where the figures were written."""
        self._document, self._marks, self._writer, self._wording = document, marks, writer, wording
        self._images = images

    def blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        """Blocks where all kinds may stand, sections last."""
        return map(self._block, blocks)

    def paragraphs(self, blocks: Iterable[Block], *, sections: bool = False) -> Iterator[str]:
        """Blocks where only paragraphs may stand (and `sections`, behind them). There is at least one."""
        empty = True
        for block in blocks:
            empty = False
            if isinstance(block, Paragraph | Divider) or (sections and isinstance(block, Section)):
                yield self._block(block)
            elif isinstance(block, Section):
                yield self._unsectioned(block)
                yield from self.paragraphs(block.blocks) if block.blocks else ()
            else:
                yield element("p", self._block(block))
        if empty:
            yield "<p/>"

    def _unsectioned(self, section: Section) -> str:
        """A heading where no section can be."""
        bold = tuple(
            replace(one, traits=one.traits | Traits.STRONG) if isinstance(one, Words) else one
            for one in section.heading
        )
        return element("p", self._writer.text(bold), id=self._marks.places[section.anchor].id)

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph():
                return element("p", self._writer.text(block.children))
            case Section():
                return self._section(block)
            case Listing():
                return self._list(block)
            case Quote():
                return lines("disp-quote", self.blocks(block.blocks)) or element("disp-quote")
            case Verbatim():
                return element("preformat", text(block.text))
            case Formula():
                return self._formula(block)
            case Divider():
                return element("p", content_type="divider")  # a pause, which JATS has no element for
            case Figure():
                return self._figure(block)
            case Table():
                return self._table(block)

    def _formula(self, formula: Formula) -> str:
        """A displayed formula, in both notations if its author wrote TeX."""
        label = formula.label or (self._wording.formula_label(formula.number) if formula.number else "")
        inside = [
            said("label", label),
            said("alt-text", formula.alt),
            formula_notations(formula.tree, formula.tex, display=True),
        ]
        place = self._marks.places.get(formula.anchor)
        use = " ".join(
            filter(
                None, (place.said if place else "", "labelled" if formula.label and "\\tag" not in formula.tex else "")
            )
        )
        return lines("disp-formula", inside, id=place.id if place else "", specific_use=use)

    def _section(self, section: Section) -> str:
        title = element("title", self._writer.text(section.heading, breaks=True))
        place = self._marks.places[section.anchor]
        return lines("sec", [title, *self.blocks(section.blocks)], id=place.id, specific_use=place.said)

    def _list(self, listing: Listing) -> str:
        """A list. JATS cannot say that one begins with 5, so such a list has its numbers written out."""
        first = listing.start
        numbered = first is not None and first != 1
        labels = listing.labels or [f"{(first or 0) + n}." if numbered else "" for n in range(len(listing.items))]
        items = [
            lines("list-item", [said("label", label), *self._items(item)])
            for label, item in zip(labels, listing.items, strict=True)
        ]
        use = " ".join(filter(None, ("loose" * (not listing.tight), f"start:{first}" * numbered)))
        kind = "bullet" if first is None else "order"
        return lines("list", items or ["<list-item><p/></list-item>"], list_type=kind, specific_use=use)

    def _items(self, blocks: Blocks) -> Iterator[str]:
        for block in blocks:
            yield self._list(block) if isinstance(block, Listing) else next(self.paragraphs((block,)))
        if not blocks:
            yield "<p/>"

    # ── figures and tables ──

    def _figure(self, figure: Figure) -> str:
        """A figure; one that stands for a table is a table without rows. A picture that is not at hand has no file."""
        image = self._images.get(figure.span, "")
        alternative = said("alt-text", figure.alt)
        if not figure.absent:
            media, kind = MEDIA[figure.picture.kind]
            image = image or figure.picture.name or f"figure-{figure.number}.{figure.picture.kind}"
            graphic = element("graphic", alternative, mimetype=media, mime_subtype=kind, xlink_href=image)
        else:
            graphic = element("graphic", alternative, xlink_href=image) if image else alternative
        label = self._label(figure, self._wording.table if figure.kind == "table" else self._wording.figure)
        inside = [label, self._caption(figure.caption), graphic]
        name = "table-wrap" if figure.kind == "table" else "fig"
        return self._float(name, figure, inside)

    def _label(self, one: Figure | Table, word: str) -> str:
        if not one.numbered:
            return ""
        return element("label", text(one.label or f"{word}\u00a0{one.number}"))

    def _float(self, name: str, one: Figure | Table, inside: list[str]) -> str:
        place = self._marks.places.get(one.anchor)
        wishes = [place.said if place else "", *_wishes(one)]
        return lines(
            name,
            inside,
            id=place.id if place else one.anchor,
            position=_position(one),
            specific_use=" ".join(filter(None, wishes)),
        )

    def _caption(self, caption: Inlines) -> str:
        return element("caption", element("p", self._writer.text(caption))) if caption else ""

    def _table(self, table: Table) -> str:
        head, body = _without_empty_rows(table.head), _without_empty_rows(table.body)
        grid = [
            _columns(table),
            lines("thead", (self._row(row, table, True) for row in head)),
            lines("tbody", (self._row(row, table, False) for row in body)),
        ]
        if head and not body:  # a body cannot be left out, but need not be named
            grid = [_columns(table), *(self._row(row, table, True) for row in head)]
        inside = [
            self._label(table, self._wording.table),
            self._caption(table.caption),
            lines("table", grid) or "<table><tr><td/></tr></table>",
            lines("table-wrap-foot", self._below(table)),
        ]
        return self._float("table-wrap", table, inside)

    def _row(self, row: Row, table: Table, head: bool) -> str:
        return element("tr", "".join(self._cell(cell, table, head) for cell in row.cells))

    def _cell(self, cell: Cell, table: Table, head: bool) -> str:
        column = table.columns[cell.column] if cell.column < len(table.columns) else ""
        align = cell.align or column
        return element(
            "th" if head or cell.head else "td",
            self._writer.text(cell.children, breaks=True),
            colspan=str(cell.columns) if cell.columns > 1 else "",
            rowspan=str(cell.rows) if cell.rows > 1 else "",
            align=_ALIGN.get(align, ""),
            char="." if align == "decimal" else "",
            scope=_scope(cell, head),
        )

    def _below(self, table: Table) -> Iterator[str]:
        for note in table.notes:
            yield element("p", self._writer.text(note))
        for number in self._marks.below.get(table.ordinal, ()):
            yield self.note(number)

    # ── notes ──

    def note(self, number: int) -> str:
        """A footnote with its mark."""
        label = said("label", self._marks.note_labels[number - 1])
        paragraphs = self.paragraphs(self._document.footnotes[number - 1].blocks)
        return lines("fn", [label, *paragraphs], id=self._marks.notes[number - 1].id)


def images_of(letter: content.Letter) -> dict[Span, str]:
    """The files of all figures, as the PDF that encloses them calls them."""
    figures = (block for block in _written(letter) if isinstance(block, content.Figure))
    return {one.span: str(PurePosixPath(one.image.replace("\\", "/"))) if one.image else "" for one in figures}


def own_ids(letter: content.Letter) -> dict[Span, str]:
    """The ids that the author gave, by the places of what has them."""
    return {block.span: name for block in _written(letter) if (name := getattr(block, "id", ""))}


def _written(letter: content.Letter) -> Iterator[content.Block]:
    """All blocks as they were written, the last first: where two have one place, the first shall count."""
    return reversed([*content.all_blocks(letter)])


def _wishes(one: Figure | Table) -> Iterator[str]:
    """What the author wishes, in `specific-use`: JATS knows only whether a figure floats."""
    if one.wide is not None:
        yield "wide" if one.wide else "narrow"
    if isinstance(one, Figure) and one.width:
        yield f"width:{one.width}"
    if one.place and one.place != "here":
        yield f"place:{one.place}"
    if one.label:
        yield "labelled"


def _columns(table: Table) -> str:
    """The alignment of the columns."""
    if not any(table.columns):
        return ""
    columns = (element("col", align=_ALIGN.get(one, ""), char="." if one == "decimal" else "") for one in table.columns)
    return element("colgroup", "".join(columns))


def _position(one: Figure | Table) -> str:
    return "anchor" if one.place == "here" else "float"


def _scope(cell: Cell, head: bool) -> str:
    if head:
        return "colgroup" if cell.columns > 1 else "col"
    return "" if not cell.head else "rowgroup" if cell.rows > 1 else "row"


def _without_empty_rows(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Rows in which a cell begins: a row of XHTML has at least one. What reached through the others is shorter."""
    empty = [at for at, row in enumerate(rows) if not row.cells]
    if not empty:
        return rows
    kept = []
    for at, row in enumerate(rows):
        cells = tuple(
            replace(cell, rows=cell.rows - bisect_left(empty, at + cell.rows) + bisect_right(empty, at))
            for cell in row.cells
        )
        kept.append(Row(cells, row.span))
    return tuple(row for row in kept if row.cells)
