"""Blocks as Markdown: a paragraph a line, lists and quotations indented, notes at the end.

Paragraphs are not broken into lines: who edits them has a program that does it, a changed word changes one line, and in
Chinese and Japanese a line's end would be a space. Knows blocks and their notation; knows nothing of front matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rejoinder.content.markdown import PLAIN_CELL
from rejoinder.content.model import (
    Block,
    Blocks,
    Divider,
    Figure,
    Footnote,
    Formula,
    Heading,
    Inlines,
    Listing,
    Paragraph,
    Quote,
    Table,
    Text,
    Verbatim,
)
from rejoinder.conversion.back import Back
from rejoinder.conversion.inlines import CARES, Care, attribute, checked, written
from rejoinder.conversion.tables import TableWriter, file_name, wishes
from rejoinder.diagnostics import NOWHERE

LONGEST_ALT = 4000
"""Characters of an alternative text that still stand in attributes."""


class BlockWriter:
    """Writes the blocks of one letter, which is in its one form."""

    def __init__(self, back: Back, first_level: int) -> None:
        """`first_level` is the level at which headings begin, 1 or 2."""
        self._back, self._first_level = back, first_level
        self._tables = TableWriter(back)

    def text(self, blocks: Blocks, notes: Iterable[Footnote] = ()) -> str:
        """Blocks, and the notes that they call, as one text; "" for none."""
        parts = [*self._parts(blocks), *map(self._note, notes)]
        return "\n\n".join(parts) + "\n" if parts else ""

    def inlines(self, inlines: Inlines) -> str:
        """A text of one paragraph that stands by itself, such as a title."""
        if _is_plain(inlines):
            return inlines[0].text  # type: ignore[union-attr]
        return checked((written(inlines, care) for care in CARES), lambda text: self._back.inlines(text) == inlines)

    # ── blocks ──

    def _parts(self, blocks: Blocks, divider: str = "---") -> Iterator[str]:
        before: Block | None = None
        other = False
        """The list before had the first kind of mark, and this one would go on with it."""
        for block in blocks:
            if isinstance(block, Listing):
                goes_on = isinstance(before, Listing) and (before.start is None) == (block.start is None)
                other = goes_on and not other
                made = self._list(block, other=other)
                if block.labels:
                    labels = "; ".join(label.replace(";", ",") for label in block.labels)
                    made = f'::: {{labels="{attribute(labels)}"}}\n{made}\n:::'
                yield made
            elif isinstance(block, Divider):
                yield divider
            else:
                yield self._block(block)
            before = block

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph():
                return self._checked(block, (written(block.children, care) for care in CARES), block.children)
            case Heading():
                return self._heading(block)
            case Quote():
                inside = "\n\n".join(self._parts(block.blocks))
                return "\n".join(f"> {line}" if line else ">" for line in inside.split("\n"))
            case Verbatim():
                return _fenced(block.text)
            case Formula():
                return _formula(block)
            case Figure():
                return self._figure(block)
            case Table():
                return self._tables.written(block)
        raise TypeError(f"no block: {type(block).__name__}")

    def _checked(self, block: Block, candidates: Iterator[str], inlines: Inlines = ()) -> str:
        if _is_plain(inlines):
            text = inlines[0].text  # type: ignore[union-attr]
            if text[0].isalpha() and ":" not in text:
                return text
        return checked(candidates, lambda one: self._back.blocks(one) == (block,))

    def _heading(self, heading: Heading) -> str:
        mark = "#" * min(heading.level + self._first_level - 1, 6)
        behind = f" {{#{heading.id}}}" if heading.id else ""
        candidates = (f"{mark} {written(heading.children, care, line_break='<br>')}{behind}".rstrip() for care in CARES)
        alone = Heading(1, heading.children, NOWHERE, heading.id)
        return checked(candidates, lambda one: self._back.blocks(one) == (alone,))

    def _figure(self, figure: Figure) -> str:
        attributes = figure_attributes(figure)
        title = ""
        if len(figure.alt) > LONGEST_ALT:
            title = f' "{attribute(figure.alt, affix=True)}"'
        image = file_name(figure.image) if figure.image else ""

        def one(care: Care) -> str:
            return f"![{written(figure.caption, care)}]({image}{title}){attributes}"

        return self._checked(figure, map(one, CARES))

    # ── blocks of blocks ──

    def _list(self, listing: Listing, *, other: bool) -> str:
        apart = "\n" if listing.tight else "\n\n"
        items = []
        for n, item in enumerate(listing.items):
            mark = "*-"[not other] if listing.start is None else f"{listing.start + n}{'.)'[other]}"
            parts = list(self._parts(item, divider="___"))
            closer = listing.tight and [type(block) for block in item] == [Paragraph, Listing]
            items.append(_hanging(f"{mark} ", ("\n" if closer else "\n\n").join(parts)))
        return apart.join(items)

    def _note(self, note: Footnote) -> str:
        opening = f"[^{note.key}]:"
        text = _indented("\n\n".join(self._parts(note.blocks)), "    ")
        if note.blocks and isinstance(note.blocks[0], Paragraph):
            return f"{opening} {text.lstrip()}"
        return f"{opening}\n\n{text}"


def _is_plain(inlines: Inlines) -> bool:
    return len(inlines) == 1 and isinstance(inlines[0], Text) and bool(PLAIN_CELL.fullmatch(inlines[0].text))


def _hanging(mark: str, text: str) -> str:
    """A text behind a mark, its other lines indented as much."""
    return (mark + _indented(text, " " * len(mark)).lstrip(" ") if text else mark).rstrip(" ")


def _indented(text: str, by: str) -> str:
    return "\n".join(by + line if line else line for line in text.split("\n"))


def _fenced(text: str, info: str = "") -> str:
    longest = max((len(found) for found in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{info}\n{text}\n{fence}" if text else f"{fence}{info}\n{fence}"


def _formula(one: Formula) -> str:
    inside = [f"#{one.id}"] if one.id else []
    inside += [f'label="{attribute(one.label)}"'] if one.label else []
    inside += [f'alt="{attribute(one.alt, affix=True)}"'] if one.alt else []
    if one.mathml:
        return _fenced(one.mathml, f"{{=mathml{''.join(f' {part}' for part in inside)}}}")
    if not one.tex or re.search(r"\$\$|\\$|\$$", one.tex):
        return _fenced(one.tex, f"{{.math{''.join(f' {part}' for part in inside)}}}")
    return f"$$\n{one.tex}\n$$" + (f" {{{' '.join(inside)}}}" if inside else "")


def figure_attributes(figure: Figure) -> str:
    """What stands in the braces behind a figure."""
    inside = [f"#{figure.id}"] if figure.id else []
    if figure.label:
        inside.append(f'label="{attribute(figure.label)}"')
    if not figure.numbered:
        inside.append("numbered=false")
    if figure.kind == "table":
        inside.append("kind=table")
    if figure.alt and len(figure.alt) <= LONGEST_ALT:
        inside.append(f'alt="{attribute(figure.alt, affix=True)}"')
    if figure.width:
        inside.append(f"width={figure.width}")
    inside += wishes(figure)
    if not figure.image and not inside:
        inside.append("kind=figure")
    return f"{{{' '.join(inside)}}}" if inside else ""
