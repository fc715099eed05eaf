"""Sections of a paper that are parts of their own with us: the abstract, and the statements at the end.

They are known by their headings, whatever their case; only sections of the highest level count, and none that has
sections within it.
"""

from __future__ import annotations

import re
from itertools import pairwise

from rejoinder.content.model import Blocks, Divider, Heading, Inlines, Statement, Styled, Text
from rejoinder.content.schema import NOTE_SPELLINGS
from rejoinder.values import dataclass

_KINDS = NOTE_SPELLINGS | {
    "thanks": "acknowledgements", "funding-information": "funding", "financial-disclosure": "funding",
    "declaration-of-interests": "competing-interests", "declaration-of-competing-interest": "competing-interests",
    "conflict-of-interest-statement": "competing-interests", "author-contribution": "contributors",
    "credit-authorship-contribution-statement": "contributors", "data-and-code-availability": "data-availability",
    "code-and-data-availability": "data-availability", "code-availability": "data-availability",
    "availability-of-data-and-materials": "data-availability", "ethics-statement": "ethics-approval",
    "ethical-approval": "ethics-approval", "supporting-information": "", "supplementary-information": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sorted:
    """The text of a paper without the sections that are parts of their own, and these."""

    body: Blocks
    abstract: Blocks
    statements: tuple[Statement, ...]


def sort_out(blocks: Blocks, stated: frozenset[str], *, abstract: bool) -> Sorted:
    """Take abstract and statements out of a text; not a kind that is `stated` already, nor a second `abstract`."""
    levels = [block.level for block in blocks if isinstance(block, Heading)]
    top = min(levels, default=1)
    body: list[Blocks] = []
    found: Blocks = ()
    statements: list[Statement] = []
    for section in _sections(blocks, top):
        head = section[0]
        name = _name(head.children) if isinstance(head, Heading) else ""
        inside = section[1:]
        plain = bool(inside) and not any(isinstance(block, Heading) for block in inside)
        if name == "abstract" and plain and not abstract and not found:
            found = inside
        elif plain and (kind := _KINDS.get(name)) and kind not in stated | {one.kind for one in statements}:
            while isinstance(inside[-1], Divider) and len(inside) > 1:
                inside = inside[:-1]
            statements.append(Statement(kind, inside, head.span))
        else:
            body.append(section)
    return Sorted(tuple(block for section in body for block in section), found, tuple(statements))


def _sections(blocks: Blocks, level: int) -> list[Blocks]:
    """A text divided at its headings of the highest level; what stands before the first is a section too."""
    starts = [n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.level == level]
    edges = sorted({0, *starts, len(blocks)})
    return [blocks[a:b] for a, b in pairwise(edges)]


def _name(words: Inlines) -> str:
    text = "".join(
        one.text if isinstance(one, Text) else _name(one.children) if isinstance(one, Styled) else "" for one in words
    )
    return "-".join(re.findall("[a-z]+", re.sub(r"^[0-9.\s]+", "", text.lower())))
