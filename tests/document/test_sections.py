"""Headings become nested sections whose levels have no gaps."""

from __future__ import annotations

from document_builders import HERE, letter, numbered, paragraphs, show, text

from rejoinder.content.model import Divider, Footnote, Heading, Link, Listing, Quote, Statement, Text, Verbatim
from rejoinder.diagnostics import Diagnostics
from rejoinder.document.model import Block, Document, Paragraph, Section, Words
from rejoinder.document.number import number


def outline(blocks: tuple[Block, ...]) -> list[str]:
    """`1 Heading` and what is in it, one line each, indented."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Section):
            lines.append(f"{block.level} {show(block.heading)}")
            lines += [f"  {line}" for line in outline(block.blocks)]
        elif isinstance(block, Paragraph):
            lines.append(show(block.children))
    return lines


def anchors(blocks: tuple[Block, ...]) -> list[str]:
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Section):
            found += [block.anchor, *anchors(block.blocks)]
    return found


def test_a_section_holds_what_stands_below_its_heading() -> None:
    document, said = numbered("before", "# A", "a", "## B", "b", "# C", "c")
    assert outline(document.body) == ["before", "1 A", "  a", "  2 B", "    b", "1 C", "  c"]
    assert said == []


def test_a_letter_that_begins_with_level_two_begins_with_level_one() -> None:
    document, said = numbered("## A", "### B", "## C")
    assert outline(document.body) == ["1 A", "  2 B", "1 C"]
    assert said == []


def test_a_missing_level_is_closed_with_a_warning() -> None:
    document, said = numbered("# A", "### B", "### C", "## D")
    assert outline(document.body) == ["1 A", "  2 B", "  2 C", "  2 D"]
    assert said == ["warning: this heading of level 3 follows a heading of level 1: a level is missing"] * 2


def test_a_deeper_heading_before_the_first_shallow_one() -> None:
    document, said = numbered("## A", "# B")
    assert outline(document.body) == ["1 A", "1 B"]
    assert said == ["warning: this heading of level 2 follows the text: a level is missing"]


def test_anchors_are_unique_and_not_those_of_references_and_notes() -> None:
    headings = tuple(Heading(1, text("H"), HERE, id_) for id_ in ("methods", "", "ref-1", "methods", "section-1"))
    document = number(letter(body=headings), Diagnostics())
    assert anchors(document.body) == ["methods", "section-1", "id-ref-1", "section-2", "id-section-1"]


def test_links_within_the_letter_follow_their_anchor() -> None:
    body = (
        *(Heading(1, text("H"), HERE, id_) for id_ in ("methods", "note-3")),
        *(paragraphs("x")),
    )
    title = tuple(Link(f"#{id_}", (Text(id_, HERE),), HERE) for id_ in ("methods", "note-3", "nowhere"))
    document = number(letter(body=body, title=title), Diagnostics())
    targets = [one.link.anchor if one.link else None for one in document.front.title if isinstance(one, Words)]
    assert targets == ["methods", "id-note-3", None]


def test_sections_of_a_statement_are_below_its_own_heading() -> None:
    document, _ = numbered("x", statements=(Statement("funding", paragraphs("# A", "a"), HERE),))
    assert outline(document.statements[0].blocks) == ["2 A", "  a"]


def test_no_section_in_notes_lists_and_quotations() -> None:
    inside = paragraphs("# *A* b")
    body = (Quote(inside, HERE), Listing((inside,), HERE), *paragraphs("x[^n]"))
    said = Diagnostics()
    document = number(letter(body=body, footnotes=(Footnote("n", inside, HERE),)), said)
    quote, listing, _ = document.body
    for blocks in (quote.blocks, listing.items[0], document.footnotes[0].blocks):  # type: ignore[union-attr]
        assert [one.traits.name for one in blocks[0].children] == ["EMPH|STRONG", "STRONG"]
    assert {one.message for one in said} == {"a heading cannot stand here; it is set as a bold paragraph"}


def test_other_blocks_pass_through() -> None:
    body = (Verbatim("a  b\n c", HERE), Divider(HERE), Listing((paragraphs("x"),), HERE, start=3, tight=False))
    document: Document = number(letter(body=body), Diagnostics())
    verbatim, _, listing = document.body
    assert verbatim.text == "a  b\n c"  # type: ignore[union-attr]
    assert (listing.start, listing.tight) == (3, False)  # type: ignore[union-attr]
