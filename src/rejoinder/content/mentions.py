"""Citations whose keys are ids of figures, tables and formulas become mentions of these.

A key can only be judged when the whole letter has been read: a figure may stand behind its mention. Knows the ids of
the letter; knows nothing of numbers.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TypeAlias

from rejoinder.content.markdown import FLOAT_KEY, MarkdownReader
from rejoinder.content.model import (
    Author,
    Block,
    Blocks,
    Cell,
    Cite,
    CiteItem,
    Figure,
    Foreign,
    Heading,
    Inline,
    Inlines,
    Letter,
    Link,
    Listing,
    Mention,
    NoteCall,
    Paragraph,
    Quote,
    Row,
    Styled,
    Table,
    Text,
)
from rejoinder.values import replace

_LABEL = re.compile(
    r"(?:.*[\s(])?(?:[A-ZÀ-ÖØ-Þ]\S*|(?:fig|figs|figures?|tab|tabs|tables?|tableaux?|eqs?|eqns?|equations?)\.?)"
)
"""Words that stand for the sheet's own ("Fig", "Abbildung"), not before it ("see")."""

_CROSS_KEY = re.compile(r"(?:fig|tbl|tab|eq|sec|lst|thm|lem|def|exm|nte|tip|wrn|imp|cau)[-:].")
"""How Quarto's and pandoc-crossref's keys begin of what can be mentioned."""
_LABEL_BEFORE = re.compile(r"(?:^|[\s(\u00a0])(?:fig(?:ure)?s?|tab(?:le)?s?)\.?[\s\u00a0]$", re.IGNORECASE)
"""A word before a mention that stands for the sheet's own: Manubot's "Figure @fig:map"."""


def is_label(prefix: str) -> bool:
    """Whether a word before a mention stands for the sheet's own."""
    return bool(_LABEL.fullmatch(prefix))


_Parts: TypeAlias = list[tuple[CiteItem, str]]


def with_mentions(letter: Letter, reader: MarkdownReader) -> Letter:
    """The letter, in which every mention is one."""
    if not reader.floats and not reader.may_mention and not reader.dialect:
        return letter
    keys = {reference.key: reference.span for reference in letter.references}
    for identifier, kind in reader.floats.items():
        if identifier in keys:
            reader.error(f'a reference and a {kind} have the id "{identifier}"', reader.ids[identifier])
    return _Resolver(reader, keys).letter(letter)


def mentions_in(blocks: Blocks, reader: MarkdownReader, references: Collection[str]) -> Blocks:
    """Blocks by themselves, in which every mention of a figure or table that the reader knows is one."""
    return _Resolver(reader, references).blocks(blocks)


class _Resolver:
    """Goes through one letter. What holds no mention is left as it is."""

    def __init__(self, reader: MarkdownReader, references: Collection[str]) -> None:
        self.reader = reader
        self.references = references
        self.notes = {note.key for note in reader.footnotes}

    def letter(self, letter: Letter) -> Letter:
        answered = letter.responds_to
        return replace(
            letter,
            title=self.inlines(letter.title),
            subtitle=self.inlines(letter.subtitle),
            short_title=self.inlines(letter.short_title),
            correspondence=self.inlines(letter.correspondence),
            license=replace(letter.license, text=self.inlines(letter.license.text)),
            responds_to=replace(answered, title=self.inlines(answered.title)) if answered else None,
            authors=tuple(map(self.author, letter.authors)),
            abstract=self.blocks(letter.abstract),
            body=self.blocks(letter.body),
            statements=tuple(replace(one, blocks=self.blocks(one.blocks)) for one in letter.statements),
            footnotes=tuple(replace(note, blocks=self.blocks(note.blocks)) for note in letter.footnotes),
        )

    def author(self, author: Author) -> Author:
        if not (author.note or author.present_address or author.competing_interests or author.members):
            return author
        return replace(
            author,
            note=self.inlines(author.note),
            present_address=self.inlines(author.present_address),
            competing_interests=self.inlines(author.competing_interests),
            members=tuple(map(self.author, author.members)),
        )

    # ── blocks ──

    def blocks(self, blocks: Blocks) -> Blocks:
        return tuple(self.block(block) for block in blocks)

    def block(self, block: Block) -> Block:
        match block:
            case Paragraph() | Heading():
                children = self.inlines(block.children)
                return block if children is block.children else replace(block, children=children)
            case Listing():
                return replace(block, items=tuple(self.blocks(item) for item in block.items))
            case Quote():
                return replace(block, blocks=self.blocks(block.blocks))
            case Figure():
                return replace(block, caption=self.inlines(block.caption))
            case Table():
                return self.table(block)
        return block

    def table(self, table: Table) -> Table:
        return replace(
            table,
            caption=self.inlines(table.caption),
            head=tuple(self.row(row) for row in table.head),
            body=tuple(self.row(row) for row in table.body),
            notes=tuple(self.inlines(note) for note in table.notes),
        )

    def row(self, row: Row) -> Row:
        cells = tuple(self.cell(cell) for cell in row.cells)
        return row if all(new is old for new, old in zip(cells, row.cells, strict=True)) else replace(row, cells=cells)

    def cell(self, cell: Cell) -> Cell:
        children = self.inlines(cell.children)
        return cell if children is cell.children else replace(cell, children=children)

    # ── inlines ──

    def inlines(self, inlines: Inlines) -> Inlines:
        new: list[Inline] = []
        changed = False
        for one in inlines:
            if isinstance(one, Cite):
                made = _without_its_label(self.cite(one), new)
                changed = changed or made != (one,)
                new += made
            elif isinstance(one, NoteCall) and self.reader.dialect and one.key not in self.notes:
                changed = True
                new.append(Text(f"[^{one.key}]", one.span))
            elif isinstance(one, Link) and self._leads_nowhere(one):
                changed = True
                new += self.inlines(one.children)
            elif isinstance(one, Styled | Foreign | Link):
                children = self.inlines(one.children)
                changed = changed or children is not one.children
                new.append(one if children is one.children else replace(one, children=children))
            else:
                new.append(one)
        return tuple(new) if changed else inlines

    def _is_known(self, item: CiteItem) -> bool:
        """Whether a key of a paper for another tool is one of a reference, a figure or a label; if not, it is said."""
        if item.key in self.references or self.identifier(item.key) or item.span in self.reader.labels:
            return True
        if _CROSS_KEY.match(item.key):
            return True  # what becomes of these is decided below
        hint = self.reader.hint(item.key, self.references) or "add it to the references, or correct the key"
        self.reader.warning(f'no reference has the key "{item.key[:80]}"; the key is set instead', item.span, hint)
        return False

    def _leads_nowhere(self, link: Link) -> bool:
        """Whether a link is to an id that is nowhere: said already, and an error but in papers for other tools."""
        return bool(self.reader.dialect) and link.url.startswith("#") and link.url[1:] not in self.reader.ids

    def labelled(self, label: str, cite: Cite) -> Inlines | None:
        """What a label names that is no figure or table; None if it is one, or a reference."""
        if self.identifier(label) or label in self.references:
            return None
        if label in self.reader.ids:
            return (Link(f"#{label}", (Text(label, cite.span),), cite.span),)
        hint = self.reader.hint(label, self.reader.floats)
        self.reader.warning(f'nothing has the label "{label[:80]}"; its name is set instead', cite.span, hint)
        return (Text(label, cite.span),)

    def cite(self, cite: Cite) -> Inlines:
        """A citation as it is; or the mentions that it is instead."""
        if self.reader.dialect:
            known = tuple(item for item in cite.items if self._is_known(item))
            if not known:
                return (Text(", ".join(f"@{item.key}" for item in cite.items), cite.span),)
            if len(known) < len(cite.items):
                cite = replace(cite, items=known)
        label = self.reader.labels.get(cite.span, "")
        if not label and self.reader.dialect and len(cite.items) == 1 and _CROSS_KEY.match(cite.items[0].key):
            label = cite.items[0].key
        if label and (named := self.labelled(label, cite)) is not None:
            return named
        found: _Parts = []
        cited = missing = False
        for item in cite.items:
            identifier = self.identifier(item.key)
            if identifier:
                found.append((item, identifier))
            elif item.key not in self.references and FLOAT_KEY.match(item.key):
                missing = True
                self.say_unknown(item)
            else:
                cited = True
        if cited and (found or missing):
            hint = "write them in brackets of their own"
            self.reader.error("a reference cannot be cited together with a figure, table or formula", cite.span, hint)
        if missing or (found and cited):
            return ()
        return tuple(_mentions(found, cite)) if found else (cite,)

    def identifier(self, key: str) -> str:
        """The id that a key means: as it stands, or with a capital at its head, as Quarto allows it."""
        for one in (key, key[:1].lower() + key[1:]):
            if one in self.reader.floats:
                return one
        return ""

    def say_unknown(self, item: CiteItem) -> None:
        kind = {"f": "figure", "e": "equation"}.get(item.key[:1].lower(), "table")
        what = "formula" if kind == "equation" else kind
        hint = (
            self.reader.hint(item.key, self.reader.floats) or f"write {{#{item.key}}} behind the {what} that is meant"
        )
        self.reader.lapse(f'no {kind} has the id "{item.key[:80]}"', item.span, hint)


def _without_its_label(made: Inlines, before: list[Inline]) -> Inlines:
    """A mention behind the author's own "Figure" is its number alone."""
    first, last = (made[0] if made else None), (before[-1] if before else None)
    if (
        not isinstance(first, Mention)
        or first.bare
        or not isinstance(last, Text)
        or not _LABEL_BEFORE.search(last.text)
    ):
        return made
    return (replace(first, bare=True, prefix=""), *made[1:])


def _mentions(parts: _Parts, cite: Cite) -> list[Inline]:
    """Mentions with the words between them. A word before or behind an item parts it from its neighbours."""
    out: list[Inline] = []
    run: _Parts = []
    for item, identifier in parts:
        if run and (item.prefix or run[-1][0].suffix or item.suppress_author != run[-1][0].suppress_author):
            out += _run(run, cite)
            out.append(Text("; ", item.span))
            run = []
        run.append((item, identifier))
    return out + _run(run, cite)


def _run(run: _Parts, cite: Cite) -> list[Inline]:
    first, last = run[0][0], run[-1][0]
    label = is_label(first.prefix)
    mention = Mention(
        tuple(identifier for _, identifier in run), cite.span, first.suppress_author, first.prefix if label else ""
    )
    out: list[Inline] = [mention]
    if first.prefix and not label:
        out.insert(0, Text(f"{first.prefix} ", cite.span))
    if last.suffix:
        out.append(Text(f" [{last.suffix}]" if cite.in_text else f", {last.suffix}", last.span))
    return out
