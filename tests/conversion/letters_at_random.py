"""Letters made at random from the model, of everything that it can hold."""

# ruff: noqa: E501 - tables of what letters hold
from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from rejoinder.content.model import (
    NOTE_KINDS,
    Affiliation,
    AffiliationId,
    Author,
    Award,
    Blocks,
    Cell,
    Cite,
    CiteItem,
    Divider,
    Figure,
    Footnote,
    Foreign,
    Formula,
    Heading,
    Inlines,
    Journal,
    Letter,
    License,
    LineBreak,
    Link,
    Listing,
    Math,
    Mention,
    Name,
    NoteCall,
    Paragraph,
    Quote,
    Reference,
    RespondsTo,
    Row,
    Statement,
    Styled,
    Table,
    Text,
    Verbatim,
)
from rejoinder.content.schema import ROLES
from rejoinder.diagnostics import NOWHERE

NOTES = ("n", "note-2", "a.b")
REFERENCES = ("vale2024", "a:b", "https://example.org/x", "z_9", "7")
FIGURES, TABLES, FORMULAS, HEADINGS = ("fig-map", "F1"), ("tbl-ages",), ("eq-mass",), ("methods", "sec:two")
NASTY = (
    "*", "**", "_", "__", "`", "``", "[", "]", "[x]", "(", ")", "![", "](", "]{", "{", "}", "<", ">", "<b>", "<!--", "-->", "&", "&amp;",
    "^", "~", "~~", "$", "$5", "@", "@vale2024", "a@b.org", "--", "---", "...", "....", '"', "'", "''", "\\", "\\\\", "#", "# ", "## a ##", "+", "- ", "-",
    "1. ", "12) ", ": ", ":", "::: ", "|", "| a |", "||", "> ", "=", "===", "---|---", "\u00a0", "\u2009", "  ", "x", "été", "北京", "שלום", "e\u0301", "😀",
    "[^n]", "[^n]:", "[a]: b", "Table: ", "don't", "5'10\"", "1--2", "http://example.org", "\t", "\n", "\u2028", "\u00ad", "no", "null", "7",
    "{#id}", "{.x}", "\\ ", ";", ",", "!", "?", "%", "a_b_c", "2*3*4", "HLA-B*27", "^[x]", "+--+", "<br>", "$$", "```", "~~~", "    x",
)  # fmt: skip

words = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.sampled_from("abc ÄñΩ*_[]^~`\\$@-.'\"<&{}|#:1"), min_size=1, max_size=8),
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=4),
    st.sampled_from(["the ice", "of 1871", "and so on, it says", "Vale’s"]),
)
texts = st.lists(words, min_size=1, max_size=4).map("".join)
fields = st.one_of(
    st.sampled_from(["Ice", "no", "007", "a: b", "# x", "“So”", "12", "1.50", "true", "- x", "[y]"]), texts
)
links = st.sampled_from(
    ["https://example.org/?a=b&c=d", "https://example.org/a_(b)", "mailto:a@b.org", "doi:10.5555/x", "https://example.org/ü x", "#methods", "https://e.org/a)b(&amp;"]
)  # fmt: skip
langs = st.sampled_from(["fr", "de-CH", "en-GB", "grc"])
texes = st.sampled_from(
    ["E = mc^2", "x", "5", "a_{i}\\$", "\\frac{1}{2}", "\\text{a $b$ c}", "x`y``", "a\\", "a % b\nc"]
)
mathmls = st.sampled_from(["<math><mi>x</mi></math>", '<math display="block"><mo>`</mo></math>'])


def text(strategy: st.SearchStrategy[str] = texts) -> st.SearchStrategy[Text]:
    return strategy.map(lambda one: Text(one, NOWHERE))


def cites() -> st.SearchStrategy[Cite]:
    affixes = st.one_of(st.just(""), st.sampled_from(["see", "p. 4", "pp. 3–5; also", "e.g. [x]", "-- @a ..."]), texts)
    item = st.builds(CiteItem, st.sampled_from(REFERENCES), st.just(NOWHERE), affixes, affixes, st.booleans())
    return st.builds(Cite, st.lists(item, min_size=1, max_size=3).map(tuple), st.just(NOWHERE))


mentions = st.builds(
    Mention,
    st.lists(st.sampled_from(FIGURES + TABLES), min_size=1, max_size=3).map(tuple),
    st.just(NOWHERE),
    st.booleans(),
    st.sampled_from(["", "", "Fig", "see", "Map [2]"]),
)
maths = st.one_of(
    st.builds(Math, st.just(NOWHERE), tex=texes, alt=st.sampled_from(["", 'ex "y" -- z'])),
    st.builds(Math, st.just(NOWHERE), mathml=mathmls, alt=st.sampled_from(["", "ex"])),
)
simple = st.one_of(
    text(),
    text(),
    text(),
    cites(),
    st.sampled_from(NOTES).map(lambda key: NoteCall(key, NOWHERE)),
    mentions,
    maths,
    st.just(LineBreak(NOWHERE)),
    text().map(lambda one: Styled("code", (one,), NOWHERE)),
)


def around(inside: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    many = st.lists(inside, min_size=1, max_size=3).map(tuple)
    styles = st.sampled_from(["emph", "strong", "sup", "sub", "smallcaps", "strike"])
    return st.one_of(
        st.builds(Styled, styles, many, st.just(NOWHERE)),
        st.builds(Foreign, langs, many, st.just(NOWHERE)),
        st.builds(Link, links, many, st.just(NOWHERE)),
    )


inline = st.recursive(simple, around, max_leaves=6)
inlines: st.SearchStrategy[Inlines] = st.lists(inline, max_size=5).map(tuple)
some = st.lists(inline, min_size=1, max_size=4).map(lambda made: (Text("a", NOWHERE), *made))
maybe = st.one_of(st.just(()), inlines)
paragraph = st.builds(Paragraph, inlines, st.just(NOWHERE))
places = st.sampled_from(["", "top", "bottom", "here", "page"])


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns, rows = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    head = draw(st.integers(0, min(2, rows - 1)))
    spans = draw(st.booleans())
    cell = st.builds(
        Cell,
        st.one_of(inlines, st.just(()), text().map(lambda one: (one,))),
        st.just(NOWHERE),
        st.integers(1, 3) if spans else st.just(1),
        st.integers(1, 3) if spans else st.just(1),
        st.sampled_from(["", "", "", "left", "decimal"]),
        st.sampled_from([False, False, True]),
    )
    made = [
        Row(draw(st.lists(cell, min_size=0 if spans else columns, max_size=columns).map(tuple)), NOWHERE)
        for _ in range(rows)
    ]
    aligns = draw(
        st.lists(st.sampled_from(["", "left", "centre", "right", "decimal"]), min_size=columns, max_size=columns)
    )
    return Table(
        tuple(aligns),
        tuple(made[:head]),
        tuple(made[head:]),
        NOWHERE,
        draw(maybe),
        tuple(draw(st.lists(inlines, max_size=2))),
        "",
        draw(st.sampled_from([None, True, False])),
        draw(places),
        draw(st.sampled_from(["", "Table S1", 'Box "2"'])),
    )


figures = st.builds(
    Figure,
    st.sampled_from(["map.png", "my map.svg", "figures/a (1)%.png", "kartä.png", "", "a&amp;b.png"]),
    st.just(NOWHERE),
    maybe,
    st.one_of(st.just(""), texts, st.sampled_from(['A "map" -- \\ of {x} ...'])),
    st.just(""),
    st.sampled_from(["", "60%", "8cm"]),
    st.sampled_from([None, True, False]),
    places,
    st.sampled_from(["figure", "table"]),
    st.sampled_from(["", "Box 2"]),
)
formulas = st.one_of(
    st.builds(
        Formula, st.just(NOWHERE), tex=texes, alt=st.sampled_from(["", "a -- b"]), label=st.sampled_from(["", "(1)"])
    ),
    st.builds(Formula, st.just(NOWHERE), mathml=mathmls, label=st.sampled_from(["", "(1a)"])),
)
headings = st.builds(Heading, st.integers(1, 6), inlines, st.just(NOWHERE))
verbatim = st.one_of(st.sampled_from(["", "\n", "a\n\n  b\t", "```\nx\n````", "\tx", "> a\n- b", "a  \n"]), texts).map(
    lambda one: Verbatim(one, NOWHERE)
)
leaf_blocks = st.one_of(
    paragraph, paragraph, paragraph, verbatim, st.just(Divider(NOWHERE)), figures, tables(), formulas
)


def blocks_around(inside: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inside, max_size=3).map(tuple)
    items = st.lists(several, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Listing, items, st.just(NOWHERE), st.sampled_from([None, None, 0, 1, 1, 5]), st.booleans()),
        st.builds(Quote, several, st.just(NOWHERE)),
    )


block = st.recursive(leaf_blocks, blocks_around, max_leaves=5)
blocks: st.SearchStrategy[Blocks] = st.lists(block, max_size=4).map(tuple)
sections: st.SearchStrategy[Blocks] = st.lists(st.one_of(block, block, headings), max_size=5).map(tuple)

names = st.one_of(
    st.sampled_from([
        Name("Jane", "Berg", non_dropping_particle="van der"), Name("Jean-Luc", "Doe", "de"), Name(literal="Ngô Đình Thảo"),
        Name("Bo", "Ek", suffix="Jr"), Name(family="Plato"), Name("Martin", "De Niro"), Name("A", "Study Group"),
    ]),
    st.builds(Name, fields, fields),
)  # fmt: skip
affiliations = st.builds(
    Affiliation,
    st.just(NOWHERE),
    st.just(""),
    st.sampled_from(["", "Department of Ice", "Ice, and: water"]),
    st.sampled_from(["", "Floes"]),
    st.sampled_from(["Oulu University", "University of the North", "冰大学", "Ice #1"]),
    street_address=st.sampled_from(["", "1 Quay"]),
    city=st.sampled_from(["", "Oulu", "Ghent"]),
    region=st.sampled_from(["", "North"]),
    postal_code=st.sampled_from(["", "01234"]),
    country=st.sampled_from(["", "Finland"]),
    ror=st.sampled_from(["", "https://ror.org/03zga2b32"]),
)
people = st.builds(
    Author,
    names,
    st.just(NOWHERE),
    affiliations=st.lists(st.one_of(affiliations, st.just(AffiliationId("aff1", NOWHERE))), max_size=2).map(tuple),
    orcid=st.sampled_from(["", "0000-0002-1825-0097"]),
    email=st.sampled_from(["", "jane@example.org"]),
    corresponding=st.booleans(),
    equal_contributor=st.booleans(),
    joint_last=st.booleans(),
    deceased=st.booleans(),
    degrees=st.sampled_from(["", "MD, PhD"]),
    roles=st.lists(st.sampled_from([*ROLES, "cooking"]), max_size=2).map(tuple),
    note=maybe,
    present_address=maybe,
    competing_interests=maybe,
    initials=st.sampled_from(["", "", "JvdB"]),
)
groups = st.builds(
    Author,
    st.sampled_from(["The Ice Group", "ICE", "Ice Collaboration"]).map(lambda one: Name(literal=one)),
    st.just(NOWHERE),
    group=st.just(True),
    members=st.lists(people, max_size=2).map(tuple),
)
dates = st.sampled_from(["2016", "2016-09", "2016-09-13"])
awards = st.builds(
    Award,
    st.sampled_from(["Ice Fund", "a: b"]),
    st.just(NOWHERE),
    st.sampled_from(["", "https://ror.org/05cy4wa09", "https://doi.org/10.13039/100000001"]),
    st.lists(st.sampled_from(["7", "IF-9, part 2", "007"]), max_size=2).map(tuple),
    st.lists(st.sampled_from(["Jane van der Berg", "Ek, Bo"]), max_size=2).map(tuple),
)
statements = st.builds(
    Statement,
    st.sampled_from([*NOTE_KINDS, "other"]),
    sections,
    st.just(NOWHERE),
    st.sampled_from(["Dedication", "A: b"]),
)
titles = st.one_of(
    st.sampled_from(["On <i>ice</i>", "HLA-B*27 and *B*51", "H<sub>2</sub>O: a_b_ 10^3 ~x~", "Plain", "<b>x", "\\*"]), texts
)  # fmt: skip
items = st.fixed_dictionaries(
    {"type": st.sampled_from(["article-journal", "book", "webpage", "dataset"]), "title": titles},
    optional={
        "author": st.lists(
            st.sampled_from([{"family": "Vale", "given": "R"}, {"literal": "Ice Group"}, {"family": "Berg", "non-dropping-particle": "van"}]), max_size=8
        ),
        "issued": st.sampled_from([{"date-parts": [[2024, 5]]}, {"literal": "in press"}, "2024-05", 2024]),
        "volume": st.sampled_from([40, "40", "040", "4.0", "a: b", "1e3", "-7"]),
        "page": st.sampled_from(["12-19", "e7", 7]),
        "container-title": titles,
        "note": fields,
        "URL": st.just("https://example.org/a#b"),
    },
)  # fmt: skip


@st.composite
def letters(draw: st.DrawFn, body: st.SearchStrategy[Blocks] = sections) -> Letter:
    """A letter in which every key that is used is there."""
    floats: Blocks = (
        Heading(1, (Text("Methods", NOWHERE),), NOWHERE, "methods"),
        Figure("map.png", NOWHERE, draw(maybe), "A map.", "fig-map"),
        Figure("", NOWHERE, id="F1"),
        Table(("", ""), (), (Row((Cell((), NOWHERE), Cell((Text("1", NOWHERE),), NOWHERE)), NOWHERE),), NOWHERE, id="tbl-ages"),
        Heading(2, (Text("Two", NOWHERE),), NOWHERE, "sec:two"),
        Formula(NOWHERE, tex="a", id="eq-mass"),
    )  # fmt: skip
    notes = tuple(
        Footnote(key, (Paragraph((Text(f"Note {key}", NOWHERE), *draw(maybe)), NOWHERE), *draw(blocks)), NOWHERE)
        for key in NOTES
    )
    references = tuple(Reference(key, {"id": key, **draw(items)}, NOWHERE) for key in REFERENCES)
    answered = st.builds(
        RespondsTo, some, st.just(NOWHERE), fields, st.sampled_from(["", "10.5555/x"]), st.sampled_from(["", "7"])
    )
    return Letter(
        span=NOWHERE,
        title=draw(some),
        type=draw(st.sampled_from(["letter", "reply", "odd-one"])),
        subtitle=draw(maybe),
        short_title=draw(maybe),
        authors=tuple(draw(st.lists(st.one_of(people, groups), max_size=3))),
        affiliations=(Affiliation(NOWHERE, "aff1", name="Water House", city="Oulu"),),
        correspondence=draw(maybe),
        journal=draw(
            st.one_of(
                st.just(Journal()), st.builds(Journal, fields, fields, fields, st.sampled_from(["", "0003-4967"]))
            )
        ),
        volume=draw(fields),
        issue=draw(fields),
        elocator=draw(st.sampled_from(["", "e71"])),
        first_page=draw(st.sampled_from(["", "12"])),
        last_page=draw(st.sampled_from(["", "14"])),
        doi=draw(st.sampled_from(["", "10.5555/ice.1"])),
        date=draw(st.one_of(st.just(""), dates)),
        lang=draw(st.sampled_from(["en-GB", "fr", "de-CH"])),
        keywords=tuple(draw(st.lists(fields, max_size=2))),
        license=draw(
            st.one_of(st.just(License()), st.builds(License, some, st.sampled_from(["", "https://example.org/l"])))
        ),
        copyright=draw(st.one_of(st.just(""), fields)),
        history=tuple(
            draw(
                st.lists(
                    st.tuples(st.sampled_from(["received", "revised", "accepted"]), dates),
                    max_size=3,
                    unique_by=lambda one: one[0],
                )
            )
        ),
        responds_to=draw(st.one_of(st.none(), answered)),
        abstract=draw(st.one_of(st.just(()), sections)),
        awards=tuple(draw(st.lists(awards, max_size=2))),
        statements=tuple(draw(st.lists(statements, max_size=3))),
        body=(Paragraph((Text("Dear Editor", NOWHERE),), NOWHERE), *draw(body), *floats),
        footnotes=notes,
        references=references,
        copyfit_pages=draw(st.sampled_from([0, 1])),
    )
