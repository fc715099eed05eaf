"""Letters of odd structure: whatever a letter holds, its article is well formed, valid, and leads nowhere astray."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st
from jats_model import faults
from written import instances, letter_or_none

from rejoinder.content.model import NOTE_KINDS
from rejoinder.content.schema import REFERENCE_TYPES
from rejoinder.diagnostics import NOWHERE
from rejoinder.document.csl_item import DATES, NAMES
from rejoinder.document.model import Break, Citation, CitedReference, Inlines, NoteMark, Target, Traits, Words
from rejoinder.record.csl_json import references
from rejoinder.record.jats import article
from rejoinder.record.jats_inlines import InlineWriter
from rejoinder.record.jats_marks import Marks, Place
from rejoinder.record.wording import ENGLISH

words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
plain_words = st.sampled_from(["ice", "a&b", "<tag>", "“so”", "Ḱ", "x  y", "]]>", "été", "\\*", "0"])

# ── bodies: pieces of Markdown, one after the other and one in the other ──

INLINES = (
    "*{}*", "**{}**", "^{}^", "~{}~", "~~{}~~", "[{}]{{.smallcaps}}", "[{}]{{lang=fr}}", "[{}](https://e.org/?a&b)",
    "[{}](#head)", "[{}](#tbl-a)", "{}[@a]", "{}[see @b, p. 4; @a]", "{}[^n]", "{}[^m]", "{}  \nnext", "{}",
    "@tbl-a {}", "[-@tbl-a; @tbl-b]{}", "`x`{}", "{} ada@example.org", "<mailto:ada@example.org>{}",
)  # fmt: skip


@st.composite
def inlines(draw: st.DrawFn) -> str:
    text = draw(plain_words)
    for form in draw(st.lists(st.sampled_from(INLINES), max_size=4)):
        text = form.format(text)
    return text


def _indented(text: str, by: str) -> str:
    return "\n".join(f"{by}{line}".rstrip() if line else line for line in text.split("\n"))


@st.composite
def blocks(draw: st.DrawFn, depth: int = 2) -> str:
    kind = draw(st.integers(0, 9 if depth else 5))
    text = draw(inlines())
    if kind < 3:
        return text
    if kind == 3:
        return f"{'#' * draw(st.integers(1, 4))} {draw(plain_words)}"
    if kind == 4:
        return "---"
    if kind == 5:
        return "```\n  x <\n```"
    inside = "\n\n".join(draw(st.lists(blocks(depth - 1), min_size=1, max_size=3)))
    if kind == 6:
        return "> " + inside.replace("\n", "\n> ")
    if kind == 7:
        return "- " + _indented(inside, "  ").strip()
    if kind == 8:
        return f"{draw(st.integers(0, 9))}. " + _indented(inside, "   ").strip()
    return f"## {text}\n\n{inside}"


ENDING = """

## Head {#head}

| a[^m] | *b* |
|:--|--:|
| 1[^t] | 2[@a] |

: Caption.[^n] {#tbl-a}

| c |
|:-:|
| 3[^t] |

: Other. {#tbl-b}

[^n]: Note *n*[^m][@b].
[^m]: Note m.

    - with a list

[^t]: Note t.
"""


@st.composite
def names(draw: st.DrawFn) -> dict[str, Any]:
    fields = ("given", "family", "dropping-particle", "non-dropping-particle", "suffix", "literal")
    return draw(st.dictionaries(st.sampled_from(fields), words, min_size=1, max_size=4))


authors = st.fixed_dictionaries(
    {"name": names()},
    optional={
        "affiliations": st.lists(
            st.sampled_from(["a", "b", {"name": "Ice House", "city": "Ek"}, {"name": "ICE HOUSE", "city": "Ek"}]),
            max_size=3,
        ),
        "corresponding": st.booleans(),
        "equal-contributor": st.booleans(),
        "joint-last": st.booleans(),
        "deceased": st.booleans(),
        "email": st.just("ada@example.org"),
        "note": inlines(),
        "present-address": inlines(),
        "roles": st.lists(st.sampled_from(["Software", "cooking"]), max_size=2),
        "group": st.booleans(),
        "members": st.lists(names(), max_size=2),
    },
)

# ── items: what people and reference managers write ──

odd = st.one_of(
    words,
    st.integers(-9999, 9999),
    st.none(),
    st.sampled_from(["<i>a</i> b", "<sup>x", "1-4, 7", "e71", "<b><i>z</i></b>", "2016-09-13", "2016/2017", "\ufdd0"]),
    st.lists(st.integers(0, 40), max_size=3),
    names(),
    st.lists(names(), max_size=3),
    st.builds(lambda parts: {"date-parts": [parts]}, st.lists(st.integers(-50, 2030), min_size=1, max_size=3)),
)
VARIABLES = (
    "title", "container-title", "container-title-short", "page", "volume", "issue", "edition", "DOI", "URL", "number",
    "publisher", "publisher-place", "collection-title", "event", "genre", "version", "status", "language",
    "strange one",
    *sorted(NAMES), *sorted(DATES),
)  # fmt: skip


def item(key: str) -> st.SearchStrategy[dict[str, Any]]:
    made = st.dictionaries(st.sampled_from(VARIABLES), odd, max_size=8)
    return st.builds(
        lambda kind, title, rest: {**rest, "id": key, "type": kind, "title": title},
        st.sampled_from([*REFERENCE_TYPES]),
        words,
        made,
    )


letters = st.fixed_dictionaries(
    {
        "title": inlines(),
        "body": st.lists(blocks(), min_size=1, max_size=5).map(lambda made: "\n\n".join(made) + ENDING),
        "references": st.tuples(item("a"), item("b")).map(list),
        "affiliations": st.just([{"id": "a", "name": "A"}, {"id": "b", "department": "B", "country": "C"}]),
    },
    optional={
        "author": st.lists(authors, max_size=4),
        "subtitle": inlines(),
        "short-title": inlines(),
        "correspondence": inlines(),
        "notes": st.dictionaries(
            st.sampled_from(NOTE_KINDS), st.lists(blocks(), min_size=1, max_size=3).map("\n\n".join), max_size=4
        ),
        "type": st.sampled_from(["letter", "reply", "book-review", "odd-one"]),
        "responds-to": st.fixed_dictionaries({"title": inlines()}, optional={"author": words}),
        "license": inlines(),
        "copyright": words,
        "keywords": st.lists(words, max_size=3),
        "elocator": words,
        "first-page": words,
        "last-page": words,
        "date": st.sampled_from(["2016", "2016-09", "2016-09-13"]),
    },
)


@settings(max_examples=150)
@given(letters)
def test_whatever_a_letter_holds_its_article_is_valid(mapping: dict[str, Any]) -> None:
    made = letter_or_none(mapping)
    if made is None:
        return  # it was refused, with reasons
    letter, document = made
    written = article(letter, document)
    assert faults(written) == []
    assert written == article(letter, document)
    said = "".join("".join(ElementTree.fromstring(written).itertext()).split())
    for run in (*instances(document.body, Words), *instances(document.statements, Words)):
        assert "".join(run.text.split()) in said
    assert len(json.loads(references(letter, document))) == len(document.references)


# ── inlines that no Markdown makes ──

targets = st.sampled_from([
    None, Target(url="https://e.org"), Target(url="mailto:a@e.org"), Target(anchor="here"), Target(anchor="nowhere"),
])  # fmt: skip
run = st.one_of(
    st.builds(
        Words,
        words,
        st.just(NOWHERE),
        st.integers(0, 127).map(Traits),
        st.sampled_from(["", "fr", "de-CH"]),
        targets,
    ),
    st.just(Break(NOWHERE)),
    st.just(NoteMark(1, NOWHERE)),
    st.just(Citation((CitedReference(1, Target(anchor="ref-1"), "see"), CitedReference(2, Target())), NOWHERE)),
)
MARKS = Marks({"here": Place("here", "sec"), "note-1": Place("note-1", "fn")}, (Place("note-1", "fn"),), ("1",), {})


@given(st.lists(run, max_size=12).map(tuple))
def test_whatever_runs_follow_each_other_elements_are_nested(runs: Inlines) -> None:
    written = InlineWriter(MARKS, ENGLISH).text(runs)
    root = ElementTree.fromstring(f'<p xmlns:xlink="http://www.w3.org/1999/xlink">{written}</p>')
    plain = "".join(one.text for one in runs if isinstance(one, Words))
    marks = {"\u2009", " ", *"see 1; 2"}
    assert [c for c in "".join(root.itertext()) if c not in marks] == [c for c in plain if c not in marks]
    for element in root.iter():  # nothing stands within itself, so the depth has an end
        inner = [one.tag for one in element.iter() if one is not element]
        assert element.tag not in inner or element.tag in ("sup", "named-content")
