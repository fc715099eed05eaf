"""What holds for every letter: numbers are 1 to n in the order of first appearance, and lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from document_builders import HERE, article, letter, note
from hypothesis import given, settings
from hypothesis import strategies as st

from rejoinder.content import model as content
from rejoinder.diagnostics import Diagnostics
from rejoinder.document.dump import dump
from rejoinder.document.model import (
    Block,
    Citation,
    Document,
    Inlines,
    Listing,
    Mention,
    NoteMark,
    Paragraph,
    Quote,
    Section,
    Table,
    Words,
)
from rejoinder.document.number import number

KEYS = [f"k{n}" for n in range(6)]
NOTES = [f"n{n}" for n in range(5)]
TABLES = [f"t{n}" for n in range(4)]
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1)
CITED = st.builds(content.CiteItem, st.sampled_from([*KEYS, "unknown"]), st.just(HERE))
LEAVES = st.one_of(
    st.builds(content.Text, WORDS, st.just(HERE)),
    st.builds(
        content.Cite,
        st.lists(CITED, max_size=3).map(tuple),
        st.just(HERE),
        st.booleans(),
    ),
    st.builds(content.NoteCall, st.sampled_from([*NOTES, "unknown"]), st.just(HERE)),
    st.builds(content.LineBreak, st.just(HERE)),
    st.builds(content.Mention, st.lists(st.sampled_from(TABLES), min_size=1, max_size=3).map(tuple), st.just(HERE)),
)  # fmt: skip
INLINES = st.lists(
    st.recursive(
        LEAVES,
        lambda inner: st.one_of(
            st.builds(
                content.Styled,
                st.sampled_from(["emph", "strong", "sup", "sub", "smallcaps", "code", "strike"]),
                st.lists(inner, max_size=3).map(tuple),
                st.just(HERE),
            ),
            st.builds(content.Foreign, st.just("fr"), st.lists(inner, max_size=3).map(tuple), st.just(HERE)),
            st.builds(
                content.Link,
                st.sampled_from(["https://example.org", "#h", "#t1", "doi:10.5555/x"]),
                st.lists(inner, max_size=3).map(tuple),
                st.just(HERE),
            ),
        ),
        max_leaves=6,
    ),
    max_size=5,
).map(tuple)
BLOCKS = st.lists(
    st.recursive(
        st.one_of(
            st.builds(content.Paragraph, INLINES, st.just(HERE)),
            st.builds(content.Heading, st.integers(1, 6), INLINES, st.just(HERE), st.sampled_from(["", "h", "ref-1"])),
            st.builds(content.Verbatim, st.text(max_size=5), st.just(HERE)),
            st.builds(content.Divider, st.just(HERE)),
            st.builds(
                lambda caption, cell, below, one: content.Table(
                    ("",), (), (content.Row((content.Cell(cell, HERE),), HERE),), HERE, caption, (below,), one
                ),
                INLINES,
                INLINES,
                INLINES,
                st.sampled_from(["", *TABLES]),
            ),
        ),
        lambda inner: st.one_of(
            st.builds(content.Quote, st.lists(inner, max_size=3).map(tuple), st.just(HERE)),
            st.builds(
                content.Listing,
                st.lists(st.lists(inner, max_size=2).map(tuple), max_size=2).map(tuple),
                st.just(HERE),
                st.sampled_from([None, 1, 7]),
            ),
        ),
        max_leaves=6,
    ),
    max_size=6,
).map(tuple)
LETTERS = st.builds(
    lambda title, body, statement, notes: letter(
        title=title,
        body=body,
        statements=(content.Statement("funding", statement, HERE),),
        footnotes=tuple(content.Footnote(key, blocks, HERE) for key, blocks in zip(NOTES, notes, strict=True)),
        references=tuple(article(key) for key in KEYS),
    ),
    INLINES,
    BLOCKS,
    BLOCKS,
    st.tuples(*[BLOCKS] * len(NOTES)),
)


def read(document: Document, tables: list[Table]) -> Iterator[Inlines]:
    """All texts in the order in which they are read, each note where it is first called; and all tables."""
    seen: set[int] = set()

    def follow(inlines: Inlines) -> Iterator[Inlines]:
        for one in inlines:
            yield (one,)
            if isinstance(one, NoteMark) and one.number not in seen:
                seen.add(one.number)
                yield from inside(document.footnotes[one.number - 1].blocks)

    def inside(blocks: tuple[Block, ...]) -> Iterator[Inlines]:
        for block in blocks:
            match block:
                case Paragraph():
                    yield from follow(block.children)
                case Section():
                    yield from follow(block.heading)
                    yield from inside(block.blocks)
                case Listing():
                    for item in block.items:
                        yield from inside(item)
                case Quote():
                    yield from inside(block.blocks)
                case Table():
                    tables.append(block)
                    cells = (cell.children for row in block.body for cell in row.cells)
                    for inlines in (block.caption, *cells, *block.notes):
                        yield from follow(inlines)
                case _:
                    pass

    yield from follow(document.front.title)
    yield from inside(document.body)
    for statement in document.statements:
        yield from inside(statement.blocks)


def sections(blocks: tuple[Block, ...], above: int) -> Iterator[tuple[int, Section]]:
    for block in blocks:
        if isinstance(block, Section):
            yield above, block
            yield from sections(block.blocks, block.level)


@settings(max_examples=80, deadline=None)
@given(LETTERS)
def test_numbers(written: content.Letter) -> None:
    document = number(written, Diagnostics())
    tables: list[Table] = []
    texts = [one for inlines in read(document, tables) for one in inlines]
    cited = [item.number for one in texts if isinstance(one, Citation) for item in one.items]
    called = [one.number for one in texts if isinstance(one, NoteMark)]
    # Within one citation the numbers ascend, so that first appearances are in order even there.
    assert list(dict.fromkeys(cited)) == list(range(1, len(document.references) + 1))
    assert list(dict.fromkeys(called)) == list(range(1, len(document.footnotes) + 1))
    # Every table has a number of its own, and no mention leads elsewhere.
    assert sorted(one.ordinal for one in tables) == list(range(1, len(tables) + 1))
    assert all(one.anchor == f"table-{one.number}" and one.number == one.ordinal for one in tables)
    mentioned = {item.ordinal for one in texts if isinstance(one, Mention) for item in one.items}
    assert mentioned <= {one.ordinal for one in tables}
    for one in texts:
        if isinstance(one, Citation):
            numbers = [item.number for item in one.items]
            assert numbers == sorted(set(numbers))
            assert [item.target.anchor for item in one.items] == [f"ref-{n}" for n in numbers]
            assert numbers
        if isinstance(one, Words):
            assert one.text


@settings(max_examples=50, deadline=None)
@given(LETTERS)
def test_levels_and_anchors(written: content.Letter) -> None:
    document = number(written, Diagnostics())
    found = [*sections(document.body, 0), *sections(document.statements[0].blocks, 1)]
    assert all(section.level == above + 1 for above, section in found)
    anchors = [section.anchor for _, section in found]
    assert len(set(anchors)) == len(anchors)
    assert "ref-1" not in anchors


@settings(max_examples=20, deadline=None)
@given(LETTERS)
def test_the_same_letter_gives_the_same_document(written: content.Letter) -> None:
    assert dump(number(written, Diagnostics())) == dump(number(written, Diagnostics()))


def test_no_character_of_the_text_is_lost() -> None:
    said = Diagnostics()
    document = number(letter("a[@k] *b* c[^n] d", references=(article("k"),), footnotes=(note("n", "e *f*"),)), said)
    words = "".join(one.text for inlines in read(document, []) for one in inlines if isinstance(one, Words))
    assert words == "A titlea b ce f d"
