"""Runs of inlines, put in order: white space collapsed, neighbouring texts joined, cut to a length.

Knows the letter's inlines and nothing of XML. A pretty-printed file has line ends and tabs within its sentences; what
is set has one space there, none at either end, and none beside a line break. Spaces that mean something (no-break,
thin, em) are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from rejoinder.content.model import (
    Cite,
    Foreign,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Math,
    NoteCall,
    Styled,
    Text,
)
from rejoinder.diagnostics import NOWHERE, Span
from rejoinder.values import replace

_WHITE = re.compile(r"[ \t\r\n\f\v]+")
_UNSEEN = {ord(sign): "" for sign in "\u00ad\u200b\u2060"}
"""Places where a line may or may not be broken, which some converter put in: here the galley finds them itself.
Joiners, and marks of direction, belong to the spelling and stay."""


def plain(inlines: Iterable[Inline]) -> str:
    """The characters alone. A line break is a space; citations, notes, mentions and formulas say nothing."""
    return "".join(_plain(one) for one in inlines)


def _plain(one: Inline) -> str:
    if isinstance(one, Text):
        return one.text
    if isinstance(one, Styled | Foreign | Link):
        return plain(one.children)
    return " " if isinstance(one, LineBreak) else ""


def tidy(inlines: Iterable[Inline]) -> Inlines:
    """One space where there were several, none at the ends; styled words without spaces at their own ends."""
    return trimmed(collapsed(inlines))


def trimmed(inlines: Sequence[Inline], *, breaks: bool = True) -> Inlines:
    """Without spaces, and line breaks, at either end."""
    nodes = list(inlines)
    while nodes and (short := _shorter(nodes[0], str.lstrip, breaks)) is not nodes[0]:
        nodes[:1] = [] if short is None else [short]
    while nodes and (short := _shorter(nodes[-1], str.rstrip, breaks)) is not nodes[-1]:
        nodes[-1:] = [] if short is None else [short]
    return tuple(nodes)


def _shorter(one: Inline, strip: Callable[[str, str], str], breaks: bool) -> Inline | None:
    """A node without the spaces at its end; None for one that is nothing else."""
    if isinstance(one, LineBreak):
        return None if breaks else one
    if not isinstance(one, Text):
        return one
    text = strip(one.text, " ")
    return one if text == one.text and text else replace(one, text=text) if text else None


def collapsed(inlines: Iterable[Inline]) -> Inlines:
    """White space collapsed through all levels; spaces at the ends of styled words are moved out of them."""
    row = _Row()
    for one in inlines:
        if isinstance(one, Text):
            row.add(_WHITE.sub(" ", one.text.translate(_UNSEEN)), one.span)
        elif isinstance(one, Styled | Foreign | Link):
            inside = collapsed(one.children)
            before, after = _starts_white(inside), _ends_white(inside)
            if before:
                row.add(" ", one.span)
            kept = trimmed(inside, breaks=False)
            if kept:
                row.put(replace(one, children=kept))
            if after and kept:
                row.add(" ", one.span)
        elif isinstance(one, LineBreak):
            row.strip()
            if not row.nodes or not isinstance(row.nodes[-1], LineBreak):
                row.put(one)
        else:
            if isinstance(one, NoteCall):
                row.strip()
            row.put(one)
    return row.made()


class _Row:
    """Inlines that are being put in a row; neighbouring texts are joined when the next node comes."""

    def __init__(self) -> None:
        self.nodes: list[Inline] = []
        self.text: list[str] = []
        """The text at the end of the row, in pieces."""
        self.span = NOWHERE

    def add(self, text: str, span: Span) -> None:
        """Text; no space follows a space or a line break."""
        if text.startswith(" ") and self._ends_white():
            text = text[1:]
        if text:
            self.span = self.span if self.text else span
            self.text.append(text)

    def put(self, node: Inline) -> None:
        self._close()
        self.nodes.append(node)

    def strip(self) -> None:
        """Take the space at the end away."""
        if self.text and self.text[-1].endswith(" "):
            self.text[-1] = self.text[-1][:-1]
        self._close()

    def made(self) -> Inlines:
        self._close()
        return tuple(self.nodes)

    def _ends_white(self) -> bool:
        if self.text:
            return self.text[-1].endswith(" ")
        return bool(self.nodes) and isinstance(self.nodes[-1], LineBreak)

    def _close(self) -> None:
        text = "".join(self.text)
        self.text = []
        if text:
            self.nodes.append(Text(text, self.span))


def _starts_white(nodes: Sequence[Inline]) -> bool:
    return bool(nodes) and isinstance(nodes[0], Text) and nodes[0].text.startswith(" ")


def _ends_white(nodes: Sequence[Inline]) -> bool:
    return bool(nodes) and isinstance(nodes[-1], Text) and nodes[-1].text.endswith(" ")


def clipped(inlines: Iterable[Inline], length: int) -> Inlines:
    """The first characters of a run, as many as `length`, without white space at their end."""
    kept: list[Inline] = []
    for one in inlines:
        if length <= 0:
            break
        if isinstance(one, Text):
            kept.append(replace(one, text=one.text[:length]))
        elif isinstance(one, Styled | Foreign | Link):
            kept.append(replace(one, children=clipped(one.children, length)))
        else:
            kept.append(one)
        length -= len(_plain(one))
    return tidy(kept)


def has_words(inlines: Iterable[Inline]) -> bool:
    """Whether there is anything to print."""
    return any(isinstance(one, Cite | NoteCall | Math) or _plain(one).strip() for one in inlines)
