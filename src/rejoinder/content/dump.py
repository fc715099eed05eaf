"""The letter as text that a reader can follow: one node on a line, with its place. For golden tests and `--dump`.

Knows only the model.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from rejoinder.content.model import (
    Affiliation,
    Author,
    Blocks,
    Cell,
    Cite,
    Divider,
    Figure,
    Footnote,
    Foreign,
    Formula,
    Heading,
    Inlines,
    Letter,
    LineBreak,
    Link,
    Listing,
    Math,
    Mention,
    Name,
    NoteCall,
    Paragraph,
    Quote,
    Reference,
    Row,
    Styled,
    Table,
    Text,
    Verbatim,
)
from rejoinder.diagnostics import Span

PLACE = 10
"""The width of the column of places."""


def dump(letter: Letter) -> str:
    """The whole letter, without what was not written."""
    lines = [line.rstrip() for line in _letter(letter)]
    return "\n".join(lines) + "\n"


def _line(span: Span | None, depth: int, text: str) -> str:
    place = f"{span.line}:{span.column}" if span is not None and span.line else ""
    return f"{place:<{PLACE}}{'  ' * depth}{text}"


def _letter(letter: Letter) -> Iterator[str]:
    yield _line(None, 0, f"letter {letter.type} {letter.lang}")
    yield from _field("title", letter.title)
    yield from _field("subtitle", letter.subtitle)
    yield from _field("short-title", letter.short_title)
    for author in letter.authors:
        yield from _author(author)
    for affiliation in letter.affiliations:
        yield _affiliation(affiliation, 1)
    yield from _field("correspondence", letter.correspondence)
    yield from _plain(letter)
    yield from _field("license", letter.license.text, letter.license.url)
    if letter.responds_to is not None:
        about = letter.responds_to
        known = " ".join(filter(None, (about.author, about.doi, about.reference and f"@{about.reference}")))
        yield from _field("responds-to", about.title, known, always=True)
    for award in letter.awards:
        said = (award.funder, award.funder_id, *award.numbers, *(f"to {one}" for one in award.recipients))
        yield _line(award.span, 1, f"award {' '.join(map(_quoted, filter(None, said)))}")
    if letter.abstract:
        yield _line(None, 1, "abstract")
        yield from _blocks(letter.abstract, 2)
    yield _line(None, 1, "body")
    yield from _blocks(letter.body, 2)
    for statement in letter.statements:
        yield _line(statement.span, 1, f"statement {statement.kind} {statement.label}")
        yield from _blocks(statement.blocks, 2)
    for note in letter.footnotes:
        yield from _note(note)
    if letter.nocite or letter.references_order != "cited":
        yield _line(None, 1, " ".join(filter(None, ("references", letter.references_order, *letter.nocite))))
    for reference in letter.references:
        yield _reference(reference)


PLAIN = ("volume", "issue", "elocator", "first_page", "last_page", "doi", "date", "copyright", "csl")


def _plain(letter: Letter) -> Iterator[str]:
    for name, value in _written(letter.journal):
        yield _line(None, 1, f"journal {name} {_quoted(value)}")
    for name in PLAIN:
        if value := getattr(letter, name):
            yield _line(None, 1, f"{name.replace('_', '-')} {_quoted(value)}")
    if letter.copyfit_pages:
        yield _line(letter.copyfit_span, 1, f"copyfit {letter.copyfit_pages}")
    for event, day in letter.history:
        yield _line(None, 1, f"history {event} {day}")
    for word in letter.keywords:
        yield _line(None, 1, f"keyword {_quoted(word)}")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"').replace("\u00a0", "\\~") + '"'


def _written(form: Any) -> Iterator[tuple[str, str]]:
    """The texts of a form that are not empty, by their keys."""
    for field in dataclasses.fields(form):
        value = getattr(form, field.name)
        if isinstance(value, str) and value:
            yield field.name.replace("_", "-"), value


def _name(name: Name) -> str:
    order = {None: "", True: " family-first", False: " given-first"}[name.family_first]
    return " ".join(f"{key}={_quoted(value)}" for key, value in _written(name)) + order


def _author(author: Author, depth: int = 1, role: str = "author") -> Iterator[str]:
    flags = [
        field.name.replace("_", "-") for field in dataclasses.fields(author) if getattr(author, field.name) is True
    ]
    yield _line(author.span if depth == 1 else None, depth, " ".join([role, _name(author.name), *flags]))
    for key in ("equal_group", "orcid", "email", "degrees", "initials"):
        if value := getattr(author, key):
            yield _line(None, depth + 1, f"{key.replace('_', '-')} {_quoted(value)}")
    for written in author.roles:
        yield _line(None, depth + 1, f"role {_quoted(written)}")
    for called in author.affiliations:
        if isinstance(called, Affiliation):
            yield _affiliation(called, depth + 1)
        else:
            yield _line(called.span, depth + 1, f"affiliation -> {called.id}")
    for member in author.members:
        yield from _author(member, depth + 1, "member")
    yield from _field("note", author.note, depth=depth + 1)
    yield from _field("present-address", author.present_address, depth=depth + 1)
    yield from _field("competing-interests", author.competing_interests, depth=depth + 1)


def _affiliation(affiliation: Affiliation, depth: int) -> str:
    parts = " ".join(f"{key}={_quoted(value)}" for key, value in _written(affiliation))
    return _line(affiliation.span, depth, f"affiliation {parts}")


def _field(name: str, inlines: Inlines, more: str = "", *, depth: int = 1, always: bool = False) -> Iterator[str]:
    if inlines or more or always:
        yield _line(None, depth, f"{name} {more}")
        yield from _inlines(inlines, depth + 1)


def _note(note: Footnote) -> Iterator[str]:
    yield _line(note.span, 1, f"footnote {note.key}")
    yield from _blocks(note.blocks, 2)


def _reference(reference: Reference) -> str:
    parts = " ".join(f"{key}={value!r}" for key, value in sorted(reference.item.items()) if key != "id")
    return _line(reference.span, 1, f"reference {reference.key} {parts}")


def _blocks(blocks: Blocks, depth: int) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield _line(block.span, depth, "paragraph")
            yield from _inlines(block.children, depth + 1)
        elif isinstance(block, Heading):
            yield _line(block.span, depth, f"heading {block.level} {block.id and '#' + block.id}")
            yield from _inlines(block.children, depth + 1)
        elif isinstance(block, Listing):
            kind = "bullets" if block.start is None else f"numbered from {block.start}"
            kind = "labelled" if block.labels else kind
            yield _line(block.span, depth, f"list {kind} {'tight' if block.tight else 'loose'}")
            for n, item in enumerate(block.items):
                yield _line(None, depth + 1, f"item {block.labels[n]!r}" if block.labels else "item")
                yield from _blocks(item, depth + 2)
        elif isinstance(block, Quote):
            yield _line(block.span, depth, "quote")
            yield from _blocks(block.blocks, depth + 1)
        elif isinstance(block, Verbatim):
            yield _line(block.span, depth, f"verbatim {_quoted(block.text)}")
        elif isinstance(block, Divider):
            yield _line(block.span, depth, "divider")
        elif isinstance(block, Formula):
            said = " ".join(filter(None, ("formula", block.id and f"#{block.id}", block.label)))
            yield _line(block.span, depth, f"{said} {_quoted(block.tex or block.mathml)}")
        elif isinstance(block, Figure):
            yield from _figure(block, depth)
        elif isinstance(block, Table):
            yield from _table(block, depth)


def _wishes(block: Figure | Table) -> str:
    """What the author wishes for a figure or table."""
    wide = {None: "", True: "wide", False: "narrow"}[block.wide]
    label = f"label {_quoted(block.label)}" if block.label else ""
    kind = "as a table" if isinstance(block, Figure) and block.kind == "table" else ""
    place = f"placement {block.place}" if block.place else ""
    return " ".join(filter(None, (block.id and f"#{block.id}", label, kind, wide, place)))


def _figure(figure: Figure, depth: int) -> Iterator[str]:
    width = f"width {figure.width}" if figure.width else ""
    yield _line(
        figure.span, depth, " ".join(filter(None, (figure.kind, _quoted(figure.image), _wishes(figure), width)))
    )
    if figure.alt:
        yield _line(None, depth + 1, f"alt {_quoted(figure.alt)}")
    yield from _field("caption", figure.caption, depth=depth + 1)


def _table(table: Table, depth: int) -> Iterator[str]:
    columns = " ".join(align or "-" for align in table.columns)
    yield _line(table.span, depth, " ".join(filter(None, ("table", _wishes(table), f"columns {columns}"))))
    yield from _field("caption", table.caption, depth=depth + 1)
    for kind, rows in (("head", table.head), ("row", table.body)):
        for row in rows:
            yield from _row(kind, row, depth + 1)
    for note in table.notes:
        yield from _field("below", note, depth=depth + 1)


def _row(kind: str, row: Row, depth: int) -> Iterator[str]:
    yield _line(row.span, depth, kind)
    for cell in row.cells:
        yield from _cell(cell, depth + 1)


def _cell(cell: Cell, depth: int) -> Iterator[str]:
    spans = [f"over {cell.columns} columns"] * (cell.columns > 1) + [f"over {cell.rows} rows"] * (cell.rows > 1)
    said = " ".join(filter(None, ("cell", "head" if cell.head else "", cell.align, *spans)))
    one = cell.children[0] if len(cell.children) == 1 else None
    if isinstance(one, Text):
        yield _line(cell.span, depth, f"{said} {_quoted(one.text)}")
    else:
        yield _line(cell.span, depth, said)
        yield from _inlines(cell.children, depth + 1)


def _inlines(inlines: Inlines, depth: int) -> Iterator[str]:
    for inline in inlines:
        if isinstance(inline, Text):
            yield _line(inline.span, depth, _quoted(inline.text))
        elif isinstance(inline, Cite):
            yield _line(inline.span, depth, "cite in text" if inline.in_text else "cite")
            for item in inline.items:
                affixes = "".join(
                    f" {k}={_quoted(v)}" for k, v in (("prefix", item.prefix), ("suffix", item.suffix)) if v
                )
                yield _line(item.span, depth + 1, f"{'-' * item.suppress_author}@{item.key}{affixes}")
        elif isinstance(inline, NoteCall):
            yield _line(inline.span, depth, f"note call {inline.key}")
        elif isinstance(inline, Math):
            yield _line(inline.span, depth, f"math {_quoted(inline.tex or inline.mathml)}")
        elif isinstance(inline, LineBreak):
            yield _line(inline.span, depth, "line break")
        elif isinstance(inline, Mention):
            prefix = f" prefix={_quoted(inline.prefix)}" if inline.prefix else ""
            ids = " ".join(f"#{one}" for one in inline.ids)
            yield _line(inline.span, depth, f"mention {'bare ' * inline.bare}{ids}{prefix}")
        else:
            head = {Styled: "style", Foreign: "lang", Link: "url"}[type(inline)]
            kind = {"style": "", "lang": "foreign ", "url": "link "}[head]
            yield _line(inline.span, depth, f"{kind}{getattr(inline, head)}")
            yield from _inlines(inline.children, depth + 1)
