"""Journal, title, dates, permissions: what is said of the letter, and in which words of JATS."""

from __future__ import annotations

import pytest
from jats_model import faults
from written import XLINK, inner, jats_of, letter_of, said_in

from rejoinder.record.jats import article
from rejoinder.record.wording import Wording

META = "front/article-meta/"


def test_the_least_letter() -> None:
    written = article(*letter_of())
    assert faults(written) == []
    assert written.startswith(
        b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39'
    )
    assert b"<pub-date-not-available/>" in written
    assert b"<issn/>" in written, "the DTD wants one, and the letter names none"


@pytest.mark.parametrize(
    ("own", "jats"),
    [
        ("letter", "letter"),
        ("correspondence", "letter"),
        ("correspondence-response", "reply"),
        ("author-reply", "reply"),
        ("expression-of-concern", "expression-of-concern"),
        ("lament", "other"),
    ],
)
def test_types_of_letters(own: str, jats: str) -> None:
    root = jats_of(type=own)
    assert root.get("article-type") == jats
    custom = root.findtext(f"{META}custom-meta-group/custom-meta/meta-value")
    assert custom == (own if own != jats else None)
    assert root.findtext(f"{META}article-categories/subj-group/subject") == own.replace("-", " ").capitalize()


def test_the_sheet_has_words_of_its_own() -> None:
    letter, document = letter_of(type="reply", notes={"funding": "None.[^n]\n\n[^n]: At all."})
    wording = Wording(types={"reply": "Réponse"}, statements={"funding": "Financement"})
    assert "<subject>Réponse</subject>" in article(letter, document, wording).decode()
    assert "<title>Financement</title>" in article(letter, document, wording).decode()


def test_the_journal() -> None:
    journal = {
        "title": "Annals of Ice", "abbreviation": "Ann Ice", "publisher": "The Ice Society", "issn": "0003-4967",
        "eissn": "1468-2060", "url": "https://ice.example.org/a?b&c",
    }  # fmt: skip
    assert inner(jats_of(journal=journal).find("front/journal-meta")) == (
        '<journal-meta> <journal-id journal-id-type="publisher-id">Ann Ice</journal-id>'
        " <journal-title-group> <journal-title>Annals of Ice</journal-title>"
        " <abbrev-journal-title>Ann Ice</abbrev-journal-title> </journal-title-group>"
        ' <issn publication-format="print">0003-4967</issn> <issn publication-format="electronic">1468-2060</issn>'
        " <publisher> <publisher-name>The Ice Society</publisher-name> </publisher>"
        ' <self-uri href="https://ice.example.org/a?b&amp;c">'
        "https://ice.example.org/a?b&amp;c</self-uri> </journal-meta>"
    )


def test_titles() -> None:
    root = jats_of(title="On *ice*  \nand H~2~O", subtitle="A **plea**", short_title="Ice")
    assert inner(root.find(f"{META}title-group")) == (
        "<title-group> <article-title>On <italic>ice</italic><break />and H<sub>2</sub>O</article-title>"
        ' <subtitle>A <bold>plea</bold></subtitle> <alt-title alt-title-type="running-head">Ice</alt-title>'
        " </title-group>"
    )


def test_a_short_title_that_is_the_title_is_not_said_twice() -> None:
    assert jats_of().find(f"{META}title-group/alt-title") is None


@pytest.mark.parametrize(
    ("date", "inside"),
    [
        ("2016-09-13", "<day>13</day><month>09</month><year>2016</year>"),
        ("2016-09", "<month>09</month><year>2016</year>"),
        ("2016", "<year>2016</year>"),
    ],
)
def test_dates(date: str, inside: str) -> None:
    root = jats_of(date=date, history={"received": "2015-12", "revised": ["2016-01-01", "2016-02-02"]})
    assert inner(root.find(f"{META}pub-date")) == (
        f'<pub-date date-type="pub" iso-8601-date="{date}">{inside}</pub-date>'
    )
    kinds = [(one.get("date-type"), one.get("iso-8601-date")) for one in root.findall(f"{META}history/date")]
    assert kinds == [("received", "2015-12"), ("rev-recd", "2016-01-01"), ("rev-recd", "2016-02-02")]


def test_it_was_published_when_its_history_says_so() -> None:
    root = jats_of(history={"published": "2016-09-13"})
    pub_date = root.find(f"{META}pub-date")
    assert pub_date is not None and pub_date.get("iso-8601-date") == "2016-09-13"


def test_pages_or_the_number_of_an_article() -> None:
    def numbers(**keys: str) -> list[tuple[str, str]]:
        meta = jats_of(volume="7", issue="2", **keys).find("front/article-meta")
        assert meta is not None
        names = ("volume", "issue", "fpage", "lpage", "elocation-id")
        return [(one.tag, one.text or "") for one in meta if one.tag in names]

    assert numbers(first_page="12", last_page="14")[2:] == [("fpage", "12"), ("lpage", "14")]
    assert numbers(first_page="12")[2:] == [("fpage", "12")]
    assert numbers(elocator="e7")[2:] == [("elocation-id", "e7")]


def test_an_article_with_a_number_may_have_pages_too() -> None:
    """The DTD allows one or the other; the pages stand where they do no harm."""
    root = jats_of(elocator="e7", first_page="1", last_page="2")
    assert root.findtext(f"{META}custom-meta-group/custom-meta/meta-value") == "1–2"


@pytest.mark.parametrize(
    ("statement", "year", "holder"),
    [
        ("© 2026 The Ice Society", "2026", "The Ice Society"),
        ("© The authors, 2026.", "2026", "The authors"),
        ("Copyright © 2026 Vale and Ek", "2026", "Vale and Ek"),
        ("© Vale 2026. Published by the Ice Society.", None, None),
        ("No rights reserved", None, None),
    ],
)
def test_copyright(statement: str, year: str | None, holder: str | None) -> None:
    root = jats_of(copyright=statement)
    permissions = root.find(f"{META}permissions")
    assert permissions is not None
    assert permissions.findtext("copyright-statement") == statement
    assert (permissions.findtext("copyright-year"), permissions.findtext("copyright-holder")) == (year, holder)


def test_a_licence_is_found_by_its_address() -> None:
    licence = jats_of(license="CC BY 4.0").find(f"{META}permissions/license")
    assert licence is not None
    assert [(one.tag.rpartition("}")[2], one.text) for one in licence] == [
        ("license_ref", "https://creativecommons.org/licenses/by/4.0/"),
        ("license-p", "CC BY 4.0"),
    ]


def test_the_article_that_is_answered() -> None:
    answered = {"title": "Whose *ice*?", "author": "Vale et al", "doi": "10.5555/afo.2024.12"}
    related = jats_of(type="reply", responds_to=answered).find(f"{META}related-article")
    assert related is not None
    assert related.get("related-article-type") == "letter"
    assert related.get(f"{XLINK}href") == "https://doi.org/10.5555/afo.2024.12"
    assert said_in(related) == "Whose ice? Vale et al"
    assert inner(related.find("article-title")).startswith("<article-title>Whose <italic>ice</italic>?</article-title>")


def test_the_answered_article_is_found_by_its_reference() -> None:
    root = jats_of(
        "Text.[@vale]",
        responds_to={"title": "Whose ice?", "author": "Vale", "reference": "vale"},
        references=[{"id": "vale", "type": "article-journal", "title": "Whose ice?", "DOI": "10.5555/x"}],
    )
    related = root.find(f"{META}related-article")
    assert related is not None
    assert (related.get("related-article-type"), related.get(f"{XLINK}href")) == (
        "commentary-article",
        "https://doi.org/10.5555/x",
    )
    assert related.findtext("article-title") == "Whose ice?"


def test_keywords_and_counts() -> None:
    root = jats_of("| a |\n|---|\n| 1 |\n\nText.", keywords=["ice < water", "rivers"])
    assert [one.text for one in root.findall(f"{META}kwd-group/kwd")] == ["ice < water", "rivers"]
    counts = {one.tag: one.get("count") for one in root.findall(f"{META}counts/*")}
    assert counts == {"fig-count": "0", "table-count": "1", "ref-count": "0"}
