"""Footnotes: numbered in the order in which a reader meets their marks."""

from __future__ import annotations

from document_builders import HERE, author, note, numbered, paragraphs, show, text

from rejoinder.content.model import Statement
from rejoinder.document.model import Document, NoteMark, Paragraph


def marks(document: Document) -> list[list[int]]:
    return [
        [one.number for one in block.children if isinstance(one, NoteMark)]
        for block in document.body
        if isinstance(block, Paragraph)
    ]


def notes(document: Document) -> list[str]:
    return [show(block.children) for one in document.footnotes for block in one.blocks if isinstance(block, Paragraph)]


def test_in_order_of_their_first_mark() -> None:
    document, _ = numbered("x[^b] y[^a] z[^b]", footnotes=(note("a", "A"), note("b", "B"), note("c", "C")))
    assert marks(document) == [[1, 2, 1]]
    assert notes(document) == ["B", "A"], "a note that is never called is left out"


def test_title_then_byline_then_body_then_statements() -> None:
    document, _ = numbered(
        "x[^body]",
        title=text("T[^title]"),
        authors=(author("Ada", "Ames", note=text("x[^byline]")),),
        statements=(Statement("funding", paragraphs("x[^end]"), HERE),),
        footnotes=tuple(note(key, key) for key in ("end", "body", "byline", "title")),
    )
    assert notes(document) == ["title", "byline", "body", "end"]


def test_a_note_called_in_a_note_comes_after_it() -> None:
    document, _ = numbered("x[^a] y[^c]", footnotes=(note("a", "A[^b]"), note("b", "B"), note("c", "C")))
    assert notes(document) == ["A[^2]", "B", "C"]
    assert marks(document) == [[1, 3]]


def test_notes_that_call_each_other_end() -> None:
    document, _ = numbered("x[^a]", footnotes=(note("a", "A[^b]"), note("b", "B[^a][^b]")))
    assert notes(document) == ["A[^2]", "B[^1][^2]"]


def test_a_chain_of_five_thousand_notes() -> None:
    chain = tuple(note(str(n), f"{n}[^{n + 1}]") for n in range(5000))
    document, _ = numbered("x[^0]", footnotes=chain)
    assert len(document.footnotes) == 5000
