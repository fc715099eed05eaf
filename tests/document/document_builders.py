"""Short ways to write a letter's parts in a test."""

from __future__ import annotations

import re
from typing import Any

from rejoinder.content.model import (
    Affiliation,
    AffiliationId,
    Author,
    Block,
    Cite,
    CiteItem,
    Footnote,
    Heading,
    Inline,
    Letter,
    Name,
    NoteCall,
    Paragraph,
    Reference,
    Styled,
    Text,
)
from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.document.model import Citation, Document, Inlines, NoteMark, Words
from rejoinder.document.number import number

HERE = Span("letter.yaml", 1, 1)
_lines = iter(range(2, 10_000_000))


def somewhere() -> Span:
    """A place that nothing else has, so that equal complaints are counted."""
    return Span("letter.yaml", next(_lines), 1)


def text(written: str) -> tuple[Inline, ...]:
    """`[@a; @b]`, `[^note]` and `*emph*`, without the rest of Markdown."""
    out: list[Inline] = []
    for piece in re.split(r"(\[(?:\^|[^\]]*@)[^\]]*\]|\*[^*]+\*|(?<!\w)@\w+)", written):
        if piece.startswith("[") and "@" in piece:
            out.append(Cite(tuple(cite_item(item) for item in piece[1:-1].split(";")), somewhere()))
        elif piece.startswith("@"):
            out.append(Cite((cite_item(piece),), somewhere(), in_text=True))
        elif piece.startswith("[^"):
            out.append(NoteCall(piece[2:-1], somewhere()))
        elif piece.startswith("*"):
            out.append(Styled("emph", text(piece[1:-1]), HERE))
        elif piece:
            out.append(Text(piece, HERE))
    return tuple(out)


def cite_item(written: str) -> CiteItem:
    prefix, _, rest = written.strip().rpartition("@")
    key, _, suffix = rest.partition(", ")
    return CiteItem(key, somewhere(), prefix.strip(), suffix)


def paragraphs(*written: str) -> tuple[Block, ...]:
    """One paragraph each; a line that begins with `#` is a heading."""
    return tuple(
        Heading(len(one) - len(one.lstrip("#")), text(one.lstrip("# ")), somewhere())
        if one.startswith("#")
        else Paragraph(text(one), somewhere())
        for one in written
    )


def note(key: str, written: str) -> Footnote:
    return Footnote(key, paragraphs(written), somewhere())


def article(key: str, **fields: Any) -> Reference:
    """An article of a journal, by Ames and in 2012 unless something else is said."""
    item = {
        "id": key,
        "type": "article-journal",
        "title": f"On {key}",
        "author": [{"family": "Ames", "given": "Ada"}],
        "container-title": "Journal",
        "issued": {"date-parts": [[2012]]},
        "volume": "7",
        "page": "1-9",
    }
    item.update({name.replace("_", "-"): value for name, value in fields.items()})
    return Reference(key, {name: value for name, value in item.items() if value is not None}, somewhere())


def author(given: str, family: str, *affiliations: str | Affiliation, **more: Any) -> Author:
    called = tuple(AffiliationId(one, somewhere()) if isinstance(one, str) else one for one in affiliations)
    return Author(Name(given, family), somewhere(), called, **more)


def letter(*body: str, **more: Any) -> Letter:
    return Letter(**{"span": HERE, "title": text("A title"), "body": paragraphs(*body), **more})


def numbered(*body: str, **more: Any) -> tuple[Document, list[str]]:
    """The document of a letter, and what was said."""
    said = Diagnostics()
    document = number(letter(*body, **more), said)
    return document, [f"{one.severity}: {one.message}" for one in said]


def formatted(**fields: Any) -> str:
    """A reference as it is printed, its look as Markdown."""
    document, said = numbered("[@it]", references=(article("it", **fields),))
    assert not [one for one in said if one.startswith("error")], said
    return show(document.references[0].text)


def show(inlines: Inlines) -> str:
    """`*emph*`, `**strong**`, `^sup^`, `~sub~`, `[link](url)`, `[1, 2]`, `[^1]`."""
    return "".join(_shown(one) for one in inlines)


def _shown(one: object) -> str:
    if isinstance(one, Citation):
        return f"[{', '.join(f'{i.prefix} {i.number} {i.suffix}'.strip() for i in one.items)}]"
    if isinstance(one, NoteMark):
        return f"[^{one.number}]"
    if not isinstance(one, Words):
        return "\n"
    out = one.text
    for trait, sign in ((1, "*"), (2, "**"), (4, "^"), (8, "~"), (16, "§")):
        out = f"{sign}{out}{sign}" if one.traits & trait else out
    return f"[{out}]({one.link.url or '#' + one.link.anchor})" if one.link else out
