"""Blocks with flat text; headings become nested sections.

Knows blocks and their nesting; what stands inside a paragraph is `inlines`'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rejoinder.content import model as content
from rejoinder.diagnostics import Diagnostics
from rejoinder.document import model
from rejoinder.document.cells import placed_rows
from rejoinder.document.formulas import as_typed
from rejoinder.document.inlines import Numbers, flatten
from rejoinder.document.model import Traits, Words
from rejoinder.document.picture_files import PictureFiles

_RESERVED = re.compile(
    r"(?:ref|note|noteref|cite|section|figure|table|equation|affiliation)--?o?[0-9]+(?:-[0-9]+)?\Z|remark-[a-z0-9-]+\Z|correspondence\Z"
)
"""Anchors that the program makes itself."""


def headings(blocks: content.Blocks) -> Iterator[content.Heading]:
    """The headings that become sections, in order."""
    return (block for block in blocks if isinstance(block, content.Heading))


def anchors_of(letter: content.Letter) -> dict[str, str]:
    """The anchor of each id that a heading was given. An id that looks like one of ours is kept apart from them."""
    anchors: dict[str, str] = {}
    for blocks in (letter.abstract, letter.body, *(statement.blocks for statement in letter.statements)):
        for heading in headings(blocks):
            if heading.id:
                anchors.setdefault(heading.id, f"id-{heading.id}" if _RESERVED.match(heading.id) else heading.id)
    return anchors


class Sections:
    """Turns the blocks of a letter into the document's. One for the whole letter: anchors are unique in it."""

    def __init__(self, numbers: Numbers, said: Diagnostics, pictures: PictureFiles) -> None:
        self._numbers, self._said, self._pictures = numbers, said, pictures
        self._unused = set(numbers.anchors)
        self._unnamed = 0

    def nested(self, blocks: content.Blocks, *, first_level: int = 1) -> model.Blocks:
        """Blocks in which each heading holds what stands below it, down to the next heading of its level."""
        written = [heading.level for heading in headings(blocks)]
        top = _Open(min(written, default=1) - 1, first_level - 1, None)
        path = [top]
        for block in blocks:
            if not isinstance(block, content.Heading):
                path[-1].blocks += self.block(block)
                continue
            while path[-1].written >= block.level:
                path.pop().close_into(path[-1])
            path.append(self._opened(block, path[-1]))
        while len(path) > 1:
            path.pop().close_into(path[-1])
        return tuple(top.blocks)

    def _opened(self, heading: content.Heading, above: _Open) -> _Open:
        if heading.level > above.written + 1:
            parent = f"a heading of level {above.written}" if above.heading else "the text"
            self._said.warning(
                f"this heading of level {heading.level} follows {parent}: a level is missing",
                heading.span,
                f'it is set as level {above.level + 1}; write "{"#" * (above.written + 1)}"',
            )
        section = model.Section(
            above.level + 1, flatten(heading.children, self._numbers), (), self._anchor(heading.id), heading.span
        )
        return _Open(heading.level, above.level + 1, section)

    def _anchor(self, id_: str) -> str:
        """The anchor of a section: of its id (the first time that it is given), else the next number."""
        if id_ in self._unused:
            self._unused.discard(id_)
            return self._numbers.anchors[id_]
        self._unnamed += 1
        return f"section-{self._unnamed}"

    def flat(self, blocks: content.Blocks) -> model.Blocks:
        """Blocks where no section can be: in a note, a list, a quotation."""
        return tuple(made for block in blocks for made in self.block(block))

    def block(self, block: content.Block) -> tuple[model.Block, ...]:
        """A block; nothing for a figure whose picture cannot be read."""
        match block:
            case content.Paragraph():
                return (model.Paragraph(flatten(block.children, self._numbers), block.span),)
            case content.Heading():
                return (self._strong(block),)
            case content.Listing():
                items = tuple(self.flat(item) for item in block.items)
                return (model.Listing(items, block.span, block.start, block.tight, block.labels),)
            case content.Quote():
                return (model.Quote(self.flat(block.blocks), block.span),)
            case content.Verbatim():
                return (model.Verbatim(block.text, block.span),)
            case content.Formula():
                return (self._formula(block),)
            case content.Divider():
                return (model.Divider(block.span),)
            case content.Figure():
                return self._figure(block)
            case content.Table():
                return self._table(block)

    def _formula(self, formula: content.Formula) -> model.Formula | model.Paragraph:
        """A formula; one that nobody can read is a paragraph of its characters."""
        number, read = self._numbers.floats.of(formula), None
        if self._numbers.formulas is not None:
            read = self._numbers.formulas.displayed(formula, number.number if number else 0)
        return read or model.Paragraph((Words(as_typed(formula), formula.span),), formula.span)

    def _figure(self, figure: content.Figure) -> tuple[model.Figure, ...]:
        picture, number = self._pictures.picture(figure), self._numbers.floats.of(figure)
        if picture is None or number is None:
            return ()
        return (
            model.Figure(
                number=number.number,
                ordinal=number.ordinal,
                picture=picture,
                span=figure.span,
                caption=flatten(figure.caption, self._numbers),
                alt=figure.alt,
                anchor=number.anchor,
                width=figure.width,
                wide=figure.wide,
                place=figure.place,
                mentioned=number.mentioned,
                kind=figure.kind,
                label=figure.label,
                absent=not figure.image,
                numbered=figure.numbered,
            ),
        )

    def _table(self, table: content.Table) -> tuple[model.Table, ...]:
        number, columns = self._numbers.floats.of(table), len(table.columns)
        if number is None:
            return ()
        return (
            model.Table(
                number=number.number,
                ordinal=number.ordinal,
                columns=table.columns,
                head=placed_rows(table.head, columns, self._flat_text, self._said),
                body=placed_rows(table.body, columns, self._flat_text, self._said),
                span=table.span,
                caption=flatten(table.caption, self._numbers),
                notes=tuple(flatten(note, self._numbers) for note in table.notes),
                anchor=number.anchor,
                wide=table.wide,
                place=table.place,
                mentioned=number.mentioned,
                label=table.label,
                numbered=table.numbered,
            ),
        )

    def _flat_text(self, inlines: content.Inlines) -> model.Inlines:
        return flatten(inlines, self._numbers)

    def _strong(self, heading: content.Heading) -> model.Paragraph:
        self._said.warning(
            "a heading cannot stand here; it is set as a bold paragraph",
            heading.span,
            "sections belong to the letter's own text, not to a list, a quotation or a note",
        )
        children = tuple(
            Words(one.text, one.span, one.traits | Traits.STRONG, one.lang, one.link) if isinstance(one, Words) else one
            for one in flatten(heading.children, self._numbers)
        )
        return model.Paragraph(children, heading.span)


class _Open:
    """A section that is still being filled; `written` is its level in the author's file."""

    __slots__ = ("blocks", "heading", "level", "written")

    def __init__(self, written: int, level: int, heading: model.Section | None) -> None:
        self.written, self.level, self.heading = written, level, heading
        self.blocks: list[model.Block] = []

    def close_into(self, above: _Open) -> None:
        assert self.heading is not None, "the text itself is never closed"
        section = self.heading
        above.blocks.append(
            model.Section(section.level, section.heading, tuple(self.blocks), section.anchor, section.span)
        )


def everything_in(blocks: content.Blocks) -> list[content.Inlines | content.Blocks]:
    """What stands directly inside some blocks, in reading order: texts, and further blocks."""
    inside: list[content.Inlines | content.Blocks] = []
    for block in blocks:
        match block:
            case content.Paragraph() | content.Heading():
                inside.append(block.children)
            case content.Listing():
                inside.extend(block.items)
            case content.Quote():
                inside.append(block.blocks)
            case content.Figure():
                inside.append(block.caption)
            case content.Table():
                inside.append(block.caption)
                inside.extend(cell.children for row in (*block.head, *block.body) for cell in row.cells)
                inside.extend(block.notes)
            case content.Verbatim() | content.Divider() | content.Formula():
                pass
    return inside
