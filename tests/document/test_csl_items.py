"""CSL items as strangers write them: understood or complained about, never a crash."""

from __future__ import annotations

from typing import Any

import pytest
from document_builders import HERE, article, letter, numbered, show, text
from hypothesis import given, settings
from hypothesis import strategies as st

from rejoinder.content.model import Cite, CiteItem, Reference
from rejoinder.diagnostics import Diagnostics
from rejoinder.document.csl_item import DATES, NAMES, SHORT_FIELDS, TYPES
from rejoinder.document.model import Words
from rejoinder.document.number import number


def said_of(**fields: Any) -> list[str]:
    return numbered("[@it]", references=(article("it", **fields),))[1]


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"type": "article-jurnal"}, '"article-jurnal" is no type of CSL'),
        ({"type": 7}, '"7" is no type of CSL'),
        ({"type": None}, "it has no type"),
        ({"issued": {"date-parts": "2016"}}, "issued is no date: a mapping; it is left out"),
        ({"issued": True}, "issued is no date: \"true\"; it is left out"),
        ({"author": [7]}, "a name in author should be {family, given} or text, not a number; it is left out"),
        ({"author": {"given": ["A"]}}, "a name in author is empty; it is left out"),
        ({"title": {"main": "x"}}, "title should be text, not a mapping; it is left out"),
        ({"volume": True}, "volume should be text, not true or false; it is left out"),
        ({"page": "1" * 201}, "page is longer than 200 characters; it is left out"),
        ({"title": "x" * 5001}, "title is longer than 5000 characters; it is left out"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(fields: dict[str, Any], complaint: str) -> None:
    assert said_of(**fields) == [f'warning: reference "it": {complaint}']


def test_a_misspelt_type_has_a_hint() -> None:
    said = Diagnostics()
    number(letter("[@it]", references=(article("it", type="article-jurnal"),)), said)
    assert [one.hint for one in said] == ['did you mean "article-journal"?']


def test_nothing_to_print_is_an_error() -> None:
    said = Diagnostics()
    document = number(letter("[@it]", references=(Reference("it", {"type": "book"}, HERE),)), said)
    assert [one.message for one in said.in_order()] == ['reference "it" has nothing to print']
    assert document.references[0].text == ()


def test_fields_that_do_not_matter_are_not_spoken_of() -> None:
    assert said_of(abstract="x" * 10_000, custom={"a": 1}, categories=["a"], note=7, ISSN=["1234-5679"]) == []


def test_five_thousand_authors() -> None:
    document, said = numbered(
        "[@it]", references=(article("it", author=[{"family": f"A{n}", "given": "B"} for n in range(5000)]),)
    )
    assert show(document.references[0].text).startswith("A0 B, A1 B, A2 B, *et al*.")
    assert said == []


@pytest.mark.parametrize("digits", [5, 300, 6000])
def test_very_large_numbers_are_left_out(digits: int) -> None:
    references = (article("it", volume=10**6000, issue=float("inf"), edition=float("nan"), issued=10**digits),)
    document, _ = numbered("[@it]", references=references)
    assert show(document.references[0].text) == "Ames A. On it. *Journal*:1–9."


# ── any mixture ──

WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["2016-09-13", "e71", "12-15", "<i>x</i>", "<i>", "</span>", '<span class="nocase">x', "&amp;", "&#0;", "..",
         ". .", "\ufdd0", "\ufde2", "10.1000/x y", "http://[", "1" * 60, "-", "--", "12-", "-12", "1,2&3", "é",
         "e\u0301", "田中", "‘", "”.", "vol. 3"]
    ),
)  # fmt: skip
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(
                ["family", "given", "literal", "suffix", "non-dropping-particle", "date-parts", "raw", "season",
                 "circa", "year", "month", "day", "x"]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=8,
)  # fmt: skip
FIELDS = st.sampled_from(
    sorted(
        {"title", "title-short", "container-title", "container-title-short", "publisher", "publisher-place", "DOI",
         "URL", "genre", "status", "language", "journalAbbreviation", "shortTitle", "collection-title", "event",
         "unheard-of", "id", "key"}
        | NAMES | DATES | SHORT_FIELDS
    )
)  # fmt: skip
TYPE = st.one_of(st.sampled_from(sorted(TYPES)), ANYTHING)
ITEM = st.builds(lambda fields, kind: {**fields, "type": kind}, st.dictionaries(FIELDS, ANYTHING, max_size=10), TYPE)


@settings(max_examples=200, deadline=None)
@given(st.lists(ITEM, min_size=1, max_size=4), st.sampled_from(["en-GB", "en-US", "de", "fr-FR", "ja", "zxx", "el-GR"]))
def test_no_item_is_ever_an_exception(items: list[dict[str, Any]], lang: str) -> None:
    references = tuple(Reference(str(n), item, HERE) for n, item in enumerate(items))
    cite = Cite(tuple(CiteItem(one.key, HERE) for one in references), HERE, in_text=True)
    said = Diagnostics()
    document = number(letter(title=(*text("T"), cite), references=references, lang=lang), said)
    assert [one.key for one in document.references] == [one.key for one in references]
    assert not [one for one in said if "cannot be formatted" in one.message], (
        "the library is never given what it trips over"
    )
    for reference in document.references:
        for run in reference.text:
            assert isinstance(run, Words)
            assert run.text
            assert not any("\ufdd0" <= c <= "\ufdef" or (c < " ") for c in run.text), run
