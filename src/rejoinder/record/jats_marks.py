"""What can be referred to in an article: its ids, and the marks of its notes.

Knows the document; writes no XML. Ids are the author's own where XML can have them; else those of the document's
anchors: `note-1`, `figure-2`, `table-1`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, TypeAlias

from rejoinder.diagnostics import Span
from rejoinder.document.model import (
    Block,
    Blocks,
    Document,
    Figure,
    Formula,
    Inlines,
    Listing,
    NoteMark,
    Paragraph,
    Quote,
    Section,
    Table,
)
from rejoinder.record.xml import Names

RefType: TypeAlias = Literal["bibr", "fig", "table", "fn", "table-fn", "sec", "disp-formula"]

_OURS = re.compile(
    r"(?:aff|remark|related|ref|note|figure|table|equation|section)-o?[0-9]+|corresp|equal|joint-last|deceased"
)
"""Ids that the program gives without asking whether they are free."""


class Place(NamedTuple):
    """Where a cross-reference leads."""

    id: str
    type: RefType
    own: str = ""
    """The author's id, where XML cannot have it, or something else has it already."""

    @property
    def said(self) -> str:
        """The author's id, as `specific-use` keeps it for programs that know of it."""
        return f"id:{self.own}" if self.own else ""


class Marks(NamedTuple):
    """What can be referred to in one article."""

    places: dict[str, Place]
    """By anchor. An anchor that leads to nothing that is written is absent."""
    notes: tuple[Place, ...]
    note_labels: tuple[str, ...]
    """As in most sheets: notes of a table have letters, which begin anew in each; the others are counted on."""
    below: dict[int, tuple[int, ...]]
    """The notes that stand below each table, by its ordinal: those that are called there and nowhere else."""

    def name(self, key: str) -> Place:
        """The id of a reference that nothing cites."""
        names = Names()
        for place in (*self.places.values(), *self.notes):
            names.name(place.id)
        given = names.name(f"id-{key}" if _OURS.fullmatch(key) else key)
        return Place(given, "bibr", key if key != given else "")

    def others(self) -> list[int]:
        """The notes that stand below no table, in order."""
        return [n for n, place in enumerate(self.notes, start=1) if place.type == "fn"]


def marks_of(document: Document, own: Mapping[Span, str]) -> Marks:
    """The ids and marks of a document. `own` are the author's ids of sections, figures, tables and formulas, by the
    places where they were written.
    """
    names, tables = Names(), list[Table]()
    places: dict[str, Place] = {}

    def place(anchor: str, kind: RefType, wanted: str) -> None:
        given = names.name(f"id-{wanted or anchor}" if _OURS.fullmatch(wanted) else wanted or anchor)
        places.setdefault(anchor, Place(given, kind, wanted if wanted != given else ""))

    for block in all_blocks(document):
        if isinstance(block, Section):
            place(block.anchor, "sec", own.get(block.span, ""))
        elif isinstance(block, Figure):
            place(block.anchor, "table" if block.kind == "table" else "fig", own.get(block.span, ""))
        elif isinstance(block, Formula) and block.anchor:
            place(block.anchor, "disp-formula", own.get(block.span, ""))
        elif isinstance(block, Table):
            place(block.anchor, "table", own.get(block.span, ""))
            tables.append(block)
    for number, reference in enumerate(document.references, start=1):
        place(f"ref-{number}", "bibr", reference.key)
    below = _notes_below(document, tables)
    labels = _labels(len(document.footnotes), below)
    aside = {number for numbers in below.values() for number in numbers}
    notes = tuple(
        Place(f"note-{number}", "table-fn" if number in aside else "fn")
        for number in range(1, len(document.footnotes) + 1)
    )
    places.update((place.id, place) for place in notes)
    return Marks(places, notes, labels, below)


# ── notes below tables ────────────────────────────────────────────────────


def _notes_below(document: Document, tables: list[Table]) -> dict[int, tuple[int, ...]]:
    if not tables or not document.footnotes:
        return {}
    callers: dict[int, set[int]] = {number: set() for number in range(1, len(document.footnotes) + 1)}
    for table in tables:
        _call(table.ordinal, _called(_texts_of_table(table)), document, callers)
    _call(0, _called(_texts_outside_tables(document)), document, callers)
    below: dict[int, tuple[int, ...]] = {}
    for number, owners in callers.items():
        owner = min(owners, default=0)
        if owner and len(owners) == 1:
            below[owner] = (*below.get(owner, ()), number)
    return below


def _call(owner: int, numbers: list[int], document: Document, callers: dict[int, set[int]]) -> None:
    """Write down who calls these notes, and those that are called in them."""
    waiting = list(numbers)
    while waiting:
        number = waiting.pop()
        owners = callers.get(number)
        if owners is not None and owner not in owners:
            owners.add(owner)
            waiting += _called(_texts(document.footnotes[number - 1].blocks))


def _called(texts: Iterator[Inlines]) -> list[int]:
    return [one.number for text in texts for one in text if isinstance(one, NoteMark)]


def _labels(count: int, below: dict[int, tuple[int, ...]]) -> tuple[str, ...]:
    aside = {number: _letter(i) for numbers in below.values() for i, number in enumerate(numbers, start=1)}
    labels, counted = [], 0
    for number in range(1, count + 1):
        counted += number not in aside
        labels.append(aside.get(number) or str(counted))
    return tuple(labels)


def _letter(ordinal: int) -> str:
    return chr(96 + ordinal) if ordinal <= 26 else str(ordinal)


# ── walking ───────────────────────────────────────────────────────────────


def all_blocks(document: Document) -> Iterator[Block]:
    """Every block of the letter, those within others and in notes too."""
    yield from _walk(document.abstract)
    yield from _walk(document.body)
    for statement in document.statements:
        yield from _walk(statement.blocks)
    for note in document.footnotes:
        yield from _walk(note.blocks)


def _walk(blocks: Blocks) -> Iterator[Block]:
    """Blocks and those within them, in reading order. The stack is our own: lists may be nested deeply."""
    stack = [iter(blocks)]
    while stack:
        block = next(stack[-1], None)
        if block is None:
            stack.pop()
            continue
        yield block
        match block:
            case Section() | Quote():
                stack.append(iter(block.blocks))
            case Listing():
                stack.append(iter([one for item in block.items for one in item]))


def _texts(blocks: Blocks) -> Iterator[Inlines]:
    for block in _walk(blocks):
        match block:
            case Paragraph():
                yield block.children
            case Section():
                yield block.heading
            case Figure():
                yield block.caption


def _texts_of_table(table: Table) -> Iterator[Inlines]:
    yield table.caption
    for row in (*table.head, *table.body):
        for cell in row.cells:
            yield cell.children
    yield from table.notes


def _texts_outside_tables(document: Document) -> Iterator[Inlines]:
    front = document.front
    yield from (front.title, front.subtitle, front.correspondence, front.responds_to, front.license)
    for remark in front.remarks:
        yield remark.text
    yield from _texts(document.abstract)
    yield from _texts(document.body)
    for statement in document.statements:
        yield from _texts(statement.blocks)
    for reference in document.references:
        yield reference.text
