"""Blocks in another language: the words of each are marked as its, so that no later room need know of divisions.

Knows where words stand in blocks; knows nothing of how they were written.
"""

from __future__ import annotations

from collections.abc import Iterable

from rejoinder.content.model import (
    Block,
    Blocks,
    Figure,
    Foreign,
    Heading,
    Inlines,
    Listing,
    Paragraph,
    Quote,
    Row,
    Table,
)
from rejoinder.values import replace


def in_language(blocks: Iterable[Block], lang: str) -> Blocks:
    """The same blocks with all their words in a language, but for those that have one of their own already.

    An inner division's words were marked before: `Foreign` within `Foreign` counts (`document/inlines.py`).
    """
    return tuple(_block(block, lang) for block in blocks)


def _block(block: Block, lang: str) -> Block:
    match block:
        case Paragraph() | Heading():
            return replace(block, children=_words(block.children, lang))
        case Listing():
            return replace(block, items=tuple(in_language(item, lang) for item in block.items))
        case Quote():
            return replace(block, blocks=in_language(block.blocks, lang))
        case Figure():
            return replace(block, caption=_words(block.caption, lang))
        case Table():
            return replace(
                block,
                caption=_words(block.caption, lang),
                head=_rows(block.head, lang),
                body=_rows(block.body, lang),
                notes=tuple(_words(note, lang) for note in block.notes),
            )
        case _:
            return block  # code, formulas and dividers have no words


def _rows(rows: Iterable[Row], lang: str) -> tuple[Row, ...]:
    return tuple(
        replace(row, cells=tuple(replace(cell, children=_words(cell.children, lang)) for cell in row.cells))
        for row in rows
    )


def _words(inlines: Inlines, lang: str) -> Inlines:
    return (Foreign(lang, inlines, inlines[0].span),) if inlines else ()
