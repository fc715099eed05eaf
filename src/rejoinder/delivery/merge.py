"""A list of people to write to, as CSV or YAML: one mail for each, with what the list says of them.

Everything that is wrong with the list is said at once, with file and line. Knows lists; nothing of mails.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from rejoinder.delivery.addresses import AddressError, Mailbox, mailbox
from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.source import Mapping as Node
from rejoinder.source import Scalar, Sequence, Source, read_yaml
from rejoinder.values import dataclass

MOST_PEOPLE = 100_000
ADDRESS = ("email", "e-mail", "mail", "address", "to")
NAME = ("name", "full-name", "fullname")
CC = ("cc",)
_COLUMN = re.compile(r"[a-z][a-z0-9-]{0,40}")


@dataclass(frozen=True, slots=True)
class Person:
    """A reader, and what the list says of them by its columns."""

    mailbox: Mailbox
    cc: tuple[Mailbox, ...] = ()
    said: tuple[tuple[str, str], ...] = ()
    """Column and value; columns in small letters with hyphens."""


def people_in(path: Path, said: Diagnostics) -> tuple[Person, ...]:
    """Everybody in a list. Nobody, if anything is wrong with it."""
    source = Source.load(path, said)
    if source is None:
        return ()
    rows = _yaml_rows(source, said) if path.suffix.lower() in (".yaml", ".yml", ".json") else _csv_rows(source, said)
    people: dict[str, Person] = {}
    for row, span in rows:
        if len(people) >= MOST_PEOPLE:
            said.error(f"a list has at most {MOST_PEOPLE:,} people", span)
            break
        person = _person(row, span, said)
        if person is None:
            continue
        known = people.setdefault(person.mailbox.for_server.casefold(), person)
        if known is not person:
            said.error(f"{person.mailbox.address} stands in the list twice", span, "nobody gets two mails: delete one")
    if not people and not said.has_errors:
        said.error("there is nobody in the list", Span(source.name))
    return () if said.has_errors else tuple(people.values())


def _person(row: Mapping[str, str], span: Span, said: Diagnostics) -> Person | None:
    address = next((row[name] for name in ADDRESS if row.get(name)), "")
    if not address:
        said.error("nobody can be written to without an address", span, 'give it in the column "email"')
        return None
    try:
        found = mailbox(address)
        name = next((row[one] for one in NAME if row.get(one)), "")
        if name and not found.name:
            found = mailbox(f'"{_quoted(name)}" <{found.address}>')
        copies = tuple(mailbox(one) for column in CC for one in re.split(r"[;,]", row.get(column, "")) if one.strip())
    except AddressError as wrong:
        said.error(str(wrong), span)
        return None
    return Person(found, copies, tuple((name, value) for name, value in row.items() if value))


def _quoted(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')


def _column(written: str) -> str:
    return re.sub(r"[\s_]+", "-", written.strip().lower())


def _csv_rows(source: Source, said: Diagnostics) -> Iterator[tuple[dict[str, str], Span]]:
    first = source.text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(source.text), delimiter=delimiter, strict=True)
    columns: list[str] = []
    try:
        for cells in reader:
            span = Span(source.name, reader.line_num)
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = _columns(cells, span, said)
                if not columns:
                    return
                continue
            if len(cells) > len(columns):
                said.error(f"this row has {len(cells)} cells, and there are {len(columns)} columns", span,
                           "put a cell that holds a comma in quotation marks")  # fmt: skip
                continue
            yield dict(zip(columns, (" ".join(cell.split()) for cell in cells), strict=False)), span
    except csv.Error as bad:
        said.error(f"this is no CSV: {bad}", Span(source.name, reader.line_num))


def _columns(cells: list[str], span: Span, said: Diagnostics) -> list[str]:
    columns = [_column(cell) for cell in cells]
    if not set(columns) & set(ADDRESS):
        said.error("no column has the addresses", span, 'the first row names the columns: "email", "name" …')
        return []
    for name in sorted({name for name in columns if name and columns.count(name) > 1}):
        said.error(f'there are two columns "{name}"', span, "give one of them another name")
    return [name if _COLUMN.fullmatch(name) else "" for name in columns]


def _yaml_rows(source: Source, said: Diagnostics) -> Iterator[tuple[dict[str, str], Span]]:
    tree = read_yaml(source, said)
    if tree is None:
        return
    if not isinstance(tree, Sequence):
        said.error(
            "a list of people is a list", tree.span, 'write each as "- {name: Ada Quill, email: ada@example.org}"'
        )
        return
    for item in tree.items:
        if isinstance(item, Scalar):
            yield {"email": " ".join(item.text.split())}, item.span
        elif isinstance(item, Node):
            yield dict(_cells(item.entries, said)), item.span
        else:
            said.error("a person is a mapping, or an address", item.span)


def _cells(entries: Iterable[tuple[Scalar, object]], said: Diagnostics) -> Iterator[tuple[str, str]]:
    for key, value in entries:
        if isinstance(value, Scalar):
            yield _column(key.text), " ".join(value.text.split())
        else:
            said.error(f'"{key.text[:40]}" is to be a text', key.span)
