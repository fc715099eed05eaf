"""One mapping of a letter, read by its table of keys: each value as the kind of thing it should be.

Knows YAML nodes and what to say of wrong ones; knows nothing of what the values mean.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Table
from datetime import date
from functools import lru_cache

from rejoinder.content.markdown import MarkdownReader
from rejoinder.content.model import NOTE_KINDS, Inlines
from rejoinder.content.schema import FORMS, IGNORED, LETTER, names_of
from rejoinder.diagnostics import Span
from rejoinder.source import Mapping, Node, Scalar, Sequence, found

LONGEST_LINE = 10_000
"""The longest text of a field that is one line."""


@lru_cache(maxsize=len(FORMS) + 1)
def spellings(form: str) -> Table[str, str]:
    """Every spelling of a form's keys."""
    return names_of(LETTER if form == "letter" else FORMS[form])


class Fields:
    """The values of one mapping by their canonical keys. What is unknown, twice or wrong is said."""

    def __init__(self, form: str, node: Mapping, reader: MarkdownReader) -> None:
        self.form = form
        self.span = node.span
        self.reader = reader
        self.values: dict[str, Node] = {}
        self.keys: dict[str, Scalar] = {}
        known = spellings(form)
        for key, value in node.entries:
            name = known.get(key.text) or known.get(key.text.replace("_", "-"))
            if name is None:
                self._unknown(key, known)
            elif name in self.values:
                hint = f"it was first given in line {self.keys[name].span.line}" if self.keys[name].span.line else ""
                reader.error(f'"{key.text}" and "{self.keys[name].text}" say the same thing twice', key.span, hint)
            else:
                self.values[name], self.keys[name] = value, key

    def _unknown(self, key: Scalar, known: Table[str, str]) -> None:
        written = key.text[:80]
        if key.text in IGNORED.get(self.form, ()):
            self.reader.leave_out(f'the key "{written}"', key.span)
            return
        if self.reader.dialect:
            self.reader.leave_out(f'"{written}"', key.span)
            return
        hint = self.reader.hint(written, known)
        if self.form == "letter" and spellings("notes").get(written) in NOTE_KINDS:
            hint = f'write "{written}" under "notes"'
        self.reader.error(f'unknown key "{written}"', key.span, hint)

    def wrong(self, name: str, wanted: str, node: Node, hint: str = "") -> None:
        self.reader.error(f'"{name}" wants {wanted}, not {found(node)}', node.span, hint)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def node(self, name: str) -> Node | None:
        """A value that was given and is not nothing."""
        node = self.values.get(name)
        return None if isinstance(node, Scalar) and node.value is None else node

    def place(self, name: str) -> Span:
        node = self.values.get(name)
        return node.span if node else self.span

    def text(self, name: str) -> str:
        node = self.node(name)
        return self.text_of(name, node) if node else ""

    def text_of(self, name: str, node: Node) -> str:
        """A text on one line; white space and line ends within it are single spaces."""
        if not isinstance(node, Scalar) or isinstance(node.value, bool):
            hint = f'put it in quotes: "{node.text}"' if isinstance(node, Scalar) else ""
            self.wrong(name, "a text", node, hint)
            return ""
        if len(node.text) > LONGEST_LINE:
            self.reader.error(f'"{name}" is longer than {LONGEST_LINE:,} characters', node.span)
            return ""
        return " ".join(node.text.split())

    def truth(self, name: str) -> bool:
        node = self.node(name)
        if node is None:
            return False
        if isinstance(node, Scalar) and isinstance(node.value, bool):
            return node.value
        self.wrong(name, "true or false", node)
        return False

    def texts(self, name: str, *, commas: bool = False) -> tuple[str, ...]:
        """A list of texts; a single one may stand without a list, or with `commas` several may."""
        node = self.node(name)
        if node is None:
            return ()
        if isinstance(node, Sequence):
            listed = (self.text_of(name, item) for item in node.items)
            return tuple(text for text in listed if text)
        text = self.text_of(name, node)
        parts = text.split(",") if commas else [text]
        return tuple(part.strip() for part in parts if part.strip())

    def items(self, name: str, most: int) -> tuple[Node, ...]:
        """The items of a list; a single one may stand without a list."""
        node = self.node(name)
        if node is None:
            return ()
        items = node.items if isinstance(node, Sequence) else (node,)
        if len(items) > most:
            self.reader.error(f'"{name}" has {len(items):,} items; {most:,} are the most that can be set', node.span)
        return items[:most]

    def mapping(self, name: str, form: str | None = None) -> Fields | None:
        """A mapping within this one."""
        node = self.node(name)
        if node is None:
            return None
        if isinstance(node, Mapping):
            return Fields(form or name, node, self.reader)
        self.wrong(name, "a mapping", node)
        return None

    def inlines(self, name: str) -> Inlines:
        """A field of one paragraph of Markdown."""
        node = self.node(name)
        if node is None or not self.text_of(name, node):
            return ()
        return self.inlines_of(node)

    def inlines_of(self, node: Node) -> Inlines:
        return self.reader.inlines(node.text, node.place) if isinstance(node, Scalar) else ()

    def date(self, name: str) -> str:
        node = self.node(name)
        return self.date_of(name, node) if node else ""

    def date_of(self, name: str, node: Node) -> str:
        """A date as ISO 8601 has it: `2016-09-13`, `2016-09` or `2016`."""
        text = self.text_of(name, node)
        if text and not is_date(text):
            hint = _date_meant(text) or "write it as 2016-09-13, 2016-09 or 2016"
            self.reader.error(f'"{text[:40]}" is no date', node.span, hint)
            return ""
        return text


def is_date(text: str) -> bool:
    """Whether a text is a day, month or year of the calendar in ISO 8601's extended form."""
    if not ISO_DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10])
    except ValueError:
        return False
    return True


ISO_DATE = re.compile("[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
"""Not `2016-W37-2`, which the standard library takes for a date as well."""


WORDY_DATE = re.compile(r"(?:([0-9]{1,2})\.? )?([A-Za-z]{3})[a-z]*\.? (?:([0-9]{1,2}), )?([0-9]{4})")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _date_meant(text: str) -> str:
    """A hint for a date in English words: `26 May 2016`, `May 26, 2016`, `May 2016`."""
    found = WORDY_DATE.fullmatch(text)
    if not found or found[2].lower() not in MONTHS:
        return ""
    day = found[1] or found[3]
    meant = f"{found[4]}-{MONTHS.index(found[2].lower()) + 1:02}" + (f"-{int(day):02}" if day else "")
    return f"write it as {meant}" if is_date(meant) else ""
