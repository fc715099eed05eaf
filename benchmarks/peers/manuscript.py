"""A letter and its sheet, read and numbered, for the writers of Typst and HTML beside this file.

What an author would have to do by hand for a peer (number the affiliations, give the remarks their marks, look up where
a statement stands) has been done here by Rejoinder's own rooms, so that all programs set the same words. What a peer
can do for itself is left to it: Typst numbers citations and notes and formats the references.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rejoinder.content.letter import read_letter, read_letter_mapping
from rejoinder.content.model import Letter
from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.document.model import Block, Document, Figure, Listing, Quote, Section, Statement, Table
from rejoinder.document.number import number
from rejoinder.galley.byline import Byline, Remarks
from rejoinder.galley.marks import mark
from rejoinder.galley.pieces import SetInline
from rejoinder.source import Source
from rejoinder.style.model import StyleSheet, TextStyle
from rejoinder.style.read import find_style, read_style

MOST_SIGNS = 21
"""With more notes than there are signs for, figures mark them."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A letter as it is to be set."""

    document: Document
    sheet: StyleSheet
    items: tuple[Mapping[str, Any], ...]
    """The cited references in CSL's own form, by number."""
    byline: Byline
    first_note: int
    """So many signs are used on the byline."""

    def style(self, name: str) -> TextStyle:
        return self.sheet.text.get(name) or self.sheet.text["body"]

    def note_mark(self, ordinal: int) -> str:
        """As Rejoinder marks its notes: * † ‡ …, behind the signs that the byline uses."""
        return mark(ordinal + self.first_note, self.sheet.notes.marks)

    @property
    def label(self) -> str:
        kind = self.document.front.type
        return self.sheet.front.labels.get(kind, kind.replace("-", " ").capitalize())

    def statements(self) -> Iterator[tuple[str, Statement]]:
        """With their labels, in the sheet's order."""
        order = {kind: place for place, kind in enumerate(self.sheet.end.statements)}
        labels = self.sheet.end.labels
        for one in sorted(self.document.statements, key=lambda one: order.get(one.kind, len(order))):
            yield one.label or labels.get(one.kind, one.kind.replace("-", " ").capitalize()), one

    def over(self) -> Iterator[tuple[str, tuple[SetInline, ...]]]:
        """What stands over the columns: the name of its style, and what it says; the rule as ("rule", ())."""
        front = self.document.front
        parts: dict[str, tuple[SetInline, ...]] = {
            "title": front.title,
            "subtitle": front.subtitle,
            "byline": self.byline.names(),
            "remarks": self.byline.remarks(),
            "correspondence": self.byline.correspondence(),
            "responds-to": self.byline.responds_to(),
            "dates": self.byline.dates(self.document.lang),
            "copyright": self.byline.copyright(),
        }
        for part in self.sheet.front.order:
            if part in ("label", "affiliations", "rule"):
                yield part, ()
            elif parts[part]:
                yield {"remarks": "remark"}.get(part, part), parts[part]

    def affiliations(self) -> list[tuple[str, str]]:
        """Each with its mark."""
        front = self.document.front
        return [(self.byline.affiliation_mark(place), one.text) for place, one in enumerate(front.affiliations, 1)]

    def wide(self, block: Figure | Table) -> bool:
        """Over all columns: as the author says; else a figure that is naturally so wide."""
        if block.wide is not None or not isinstance(block, Figure):
            return bool(block.wide)
        return block.picture.width > self.sheet.floats.wide_from * self.measure

    @property
    def measure(self) -> float:
        """Of a column."""
        page, columns = self.sheet.page, self.sheet.columns
        across = page.trim[0] - page.margins.inner - page.margins.outer
        return (across - (columns.count - 1) * columns.gutter) / columns.count


def manuscript(letter: Path | Mapping[str, Any], style: str | Path = "annals") -> Manuscript:
    """Read a letter; whatever is wrong with it or the sheet is raised at once."""
    said = Diagnostics()
    sheet_source = find_style(str(style), None, said, Span(str(style)))
    sheet = read_style(sheet_source, said) if sheet_source else None
    read = _letter(letter, said)
    folder = letter.parent if isinstance(letter, Path) else None
    document = number(read, said, csl=sheet.references.csl, folder=folder) if read and sheet else None
    said.stop_on_errors()
    assert read and sheet and document
    items = {one.key: one.item for one in read.references}
    remarks = Remarks.of(document.front, sheet)
    byline = Byline(document.front, sheet, remarks)
    return Manuscript(document, sheet, tuple(items[one.key] for one in document.references), byline, remarks.used)


def _letter(letter: Path | Mapping[str, Any], said: Diagnostics) -> Letter | None:
    if isinstance(letter, Mapping):
        return read_letter_mapping(letter, said)
    source = Source.load(letter, said)
    return read_letter(source, said) if source else None


def floats(blocks: tuple[Block, ...]) -> Iterator[Figure | Table]:
    """Figures and tables in the order in which they were written."""
    for block in blocks:
        match block:
            case Figure() | Table():
                yield block
            case Section() | Quote():
                yield from floats(block.blocks)
            case Listing():
                for item in block.items:
                    yield from floats(item)
            case _:
                pass
