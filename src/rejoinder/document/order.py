"""The order in which a reader meets citations, notes, figures and tables; it gives them their numbers.

Knows the letter's reading order; knows nothing of how anything is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from rejoinder.content import model as content
from rejoinder.diagnostics import Diagnostics, Span, did_you_mean
from rejoinder.document.blocks import everything_in
from rejoinder.document.floats import Event, Float, FloatNumbers, Named, number_floats

_Inside: TypeAlias = content.Inlines | content.Blocks
_MOST_COMPARED = 500_000
"""Keys that unknown ones are compared with, to find what was meant."""


class Order:
    """References, notes, figures and tables in the order of their first appearance."""

    def __init__(self, letter: content.Letter, said: Diagnostics) -> None:
        self._said = said
        self._known: dict[str, content.Reference] = {}
        for reference in letter.references:
            self._known.setdefault(reference.key, reference)
        self._notes: dict[str, content.Footnote] = {}
        for note in letter.footnotes:
            self._notes.setdefault(note.key, note)
        self._unknown: set[str] = set()
        self.references: dict[str, int] = {}
        self.notes: dict[str, int] = {}
        self._events: list[Event] = []
        for part in reading_order(letter):
            self._read(part)
        self._list_uncited(letter)
        self.floats: FloatNumbers = number_floats(self._events)
        self._check_mentions()

    def _read(self, part: _Inside) -> None:
        """One part of the letter; a note is read where it is called.

        The stack is our own: a thousand notes that call each other in turn are no reason to run out of Python's.
        """
        stack: list[tuple[Iterator[content.Block | content.Inline], Float | None]] = [(iter(part), None)]
        while stack:
            inside, within = stack[-1]
            node = next(inside, None)
            if node is None:
                stack.pop()
            elif isinstance(node, content.Cite):
                self._cite(node)
            elif isinstance(node, content.NoteCall):
                if node.key in self._notes and node.key not in self.notes:
                    self.notes[node.key] = len(self.notes) + 1
                    stack.append((iter(self._notes[node.key].blocks), within))
            elif isinstance(node, content.Styled | content.Foreign | content.Link):
                if isinstance(node, content.Link) and node.url.startswith("#"):
                    self._events.append(Named(node.url[1:], node.span, within, by_link=True))
                stack.append((iter(node.children), within))
            elif isinstance(node, content.Mention):
                self._events.extend(Named(one, node.span, within) for one in node.ids)
            elif isinstance(node, content.Formula):
                self._events.append(node)
            elif not isinstance(node, content.Text | content.LineBreak | content.Math):
                if isinstance(node, content.Figure | content.Table):
                    self._events.append(node)
                    within = node
                stack.extend((iter(part), within) for part in reversed(everything_in((node,))))

    def _list_uncited(self, letter: content.Letter) -> None:
        """References that nothing cites, if the letter wants them; and all as they are listed, if it wants that."""
        wanted = list(self._known) if "*" in letter.nocite else [key for key in letter.nocite if key in self._known]
        for key in letter.nocite:
            if key not in self._known and key != "*":
                hint = did_you_mean(key[:100], self._known)
                self._said.warning(f'no reference has the key "{key[:80]}", which "nocite" names', letter.span, hint)
        for key in wanted:
            self.references.setdefault(key, len(self.references) + 1)
        if letter.references_order == "listed":
            listed = [key for key in self._known if key in self.references]
            self.references = {key: number for number, key in enumerate(listed, start=1)}

    def _check_mentions(self) -> None:
        """What is mentioned stands where it is read: not in a note that nothing calls."""
        for event in self._events:
            if isinstance(event, Named) and not event.by_link and event.id not in self.floats.by_id:
                hint = "it stands in no text that is set; a note that nothing calls is not"
                self._said.error(f'no figure, table or formula has the id "{event.id}"', event.span, hint)

    def _cite(self, cite: content.Cite) -> None:
        for item in cite.items:
            if item.key in self._known:
                self.references.setdefault(item.key, len(self.references) + 1)
            else:
                self._say_unknown(item)

    def _say_unknown(self, item: content.CiteItem) -> None:
        # To look for a similar key takes time; whoever has misspelt a hundred keys has misspelt the file's name.
        few = len(self._unknown) * len(self._known) < _MOST_COMPARED and len(self._unknown) < 100
        near = did_you_mean(item.key[:100], self._known) if few else ""
        self._unknown.add(item.key)
        hint = near or "add it to the references, or correct the key"
        self._said.error(f'no reference has the key "{item.key}"', item.span, hint)

    def cited(self) -> tuple[content.Reference, ...]:
        """The references in the order of their numbers."""
        return tuple(self._known[key] for key in self.references)

    def called(self) -> tuple[content.Footnote, ...]:
        """The notes in the order of their numbers."""
        return tuple(self._notes[key] for key in self.notes)

    def warn_of_uncited(self, references: Iterable[content.Reference], file: str) -> None:
        """House style of medical journals: every reference in the list is cited in the text.

        A library of references serves many letters: what this one leaves of it is said at once.
        """
        left: dict[str, list[content.Reference]] = {}
        counted: dict[str, int] = {}
        for reference in references:
            counted[reference.span.file] = counted.get(reference.span.file, 0) + 1
            if reference.key not in self.references:
                left.setdefault(reference.span.file, []).append(reference)
        for where, unused in left.items():
            if where != file and len(unused) > 1:
                keys = ", ".join(one.key for one in unused[:_MOST_NAMED]) + (" …" if len(unused) > _MOST_NAMED else "")
                message = f"{len(unused):,} of {counted[where]:,} references are not cited, and left out of the list"
                self._said.warning(message, Span(where), f"not cited: {keys}", "reference-unused")
                continue
            for reference in unused:
                self._said.warning(
                    f'reference "{reference.key}" is not cited; it is left out of the list',
                    reference.span,
                    f"cite it as [@{reference.key}], or delete it",
                    "reference-unused",
                )


_MOST_NAMED = 12


def reading_order(letter: content.Letter) -> Iterator[_Inside]:
    """The parts of a letter that may cite or call, in the order in which they are read."""
    yield letter.title
    yield letter.subtitle
    if letter.responds_to:
        yield letter.responds_to.title
    for author in letter.authors:
        yield author.present_address
        yield author.note
    yield letter.correspondence
    yield letter.abstract
    yield letter.body
    for author in letter.authors:
        yield author.competing_interests
    for statement in letter.statements:
        yield statement.blocks
    yield letter.license.text
