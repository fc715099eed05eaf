"""The byline's flags, remarks, the correspondence line, variables and metadata."""

from __future__ import annotations

import pytest
from document_builders import HERE, article, author, numbered, paragraphs, show, text

from rejoinder.content.model import (
    Affiliation,
    Author,
    Journal,
    License,
    LineBreak,
    Link,
    Name,
    RespondsTo,
    Statement,
    Text,
)
from rejoinder.document.declared import says_none
from rejoinder.document.model import Document

KEIO = Affiliation(HERE, name="Keio University", city="Tokyo")


def corresponding(document: Document) -> list[str]:
    return [one.family for one in document.front.authors if one.corresponding]


def variable(document: Document, name: str) -> str | None:
    value = dict(document.variables).get(name)
    return None if value is None else show(value)


# ── whom to write to ──


def test_the_marked_author_is_corresponding() -> None:
    authors = (author("A", "Ames", email="a@example.org"), author("B", "Bell", corresponding=True))
    assert corresponding(numbered(authors=authors)[0]) == ["Bell"]


def test_if_none_is_marked_the_only_one_with_an_address() -> None:
    authors = (author("A", "Ames"), author("B", "Bell", email="b@example.org"))
    assert corresponding(numbered(authors=authors)[0]) == ["Bell"]


def test_if_none_is_marked_and_several_can_be_reached_nobody_with_a_warning() -> None:
    authors = (author("A", "Ames", email="a@example.org"), author("B", "Bell", email="b@example.org"))
    document, said = numbered(authors=authors)
    assert corresponding(document) == []
    assert said == ["warning: several authors have an e-mail address, and none is the corresponding author"]
    assert not numbered(authors=authors, correspondence=text("To A"))[1], "a written line says whom to write to"


def test_the_line_as_written_gets_the_address_it_lacks() -> None:
    authors = (author("A", "Ames", corresponding=True, email="a@example.org"),)
    document, _ = numbered(authors=authors, correspondence=text("Dr Ames, Tokyo"))
    assert show(document.front.correspondence) == "Dr Ames, Tokyo; [a@example.org](mailto:a@example.org)"


def test_an_address_in_the_line_becomes_a_link_and_is_not_repeated() -> None:
    authors = (author("A", "Ames", corresponding=True, email="A@example.org"),)
    document, _ = numbered(authors=authors, correspondence=(Text("Write to a@example.org.", HERE),))
    assert show(document.front.correspondence) == "Write to [a@example.org](mailto:a@example.org)."


def test_an_address_that_is_a_link_already_stays_it() -> None:
    line = (Link("mailto:a@example.org", (Text("a@example.org", HERE),), HERE), LineBreak(HERE), Text("Tokyo", HERE))
    document, _ = numbered(authors=(author("A", "Ames", email="a@example.org"),), correspondence=line)
    assert show(document.front.correspondence) == "[a@example.org](mailto:a@example.org)\nTokyo"


def test_without_a_line_it_is_made_of_name_affiliation_and_address() -> None:
    authors = (
        author("Ada", "Ames", KEIO, corresponding=True, email="a@example.org"),
        author("Ben", "Bell", corresponding=True),
    )
    document, _ = numbered(authors=authors)
    assert show(document.front.correspondence) == (
        "Ada Ames, Keio University, Tokyo; [a@example.org](mailto:a@example.org)\nBen Bell"
    )


# ── flags and remarks ──


def test_flags() -> None:
    authors = (
        author("A", "A", equal_contributor=True),
        author("B", "B", joint_last=True),
        author("C", "C", deceased=True, degrees="MD, PhD", orcid="0000-0002-1825-0097"),
        Author(Name(literal="The Ice Group"), HERE, group=True),
    )
    front = numbered(authors=authors)[0].front
    assert (front.equal, front.joint_last, front.deceased) == (True, True, True)
    assert [one.group for one in front.authors] == [False, False, False, True]
    assert front.authors[2].degrees == "MD, PhD"
    assert front.authors[2].orcid == "0000-0002-1825-0097"
    assert front.authors[3].short == "The Ice Group"


def test_equal_remarks_are_one() -> None:
    authors = (
        author("A", "A", present_address=text("Oslo"), note=text("Died in 2024")),
        author("B", "B", present_address=text("Oslo")),
        author("C", "C", note=text("Oslo")),
    )
    front = numbered(authors=authors)[0].front
    assert [(one.kind, show(one.text)) for one in front.remarks] == [
        ("present-address", "Oslo"),
        ("note", "Died in 2024"),
        ("note", "Oslo"),
    ]
    assert [(one.present_address, one.note) for one in front.authors] == [(1, 2), (1, 0), (0, 3)]


def test_the_article_that_is_answered() -> None:
    answered = RespondsTo(text("On *ice*"), HERE, author="Rossini et al", doi="10.5555/x")
    front = numbered(responds_to=answered)[0].front
    assert show(front.responds_to) == (
        "[On ](https://doi.org/10.5555/x)[*ice*](https://doi.org/10.5555/x) by Rossini et al"
    )


def test_groups_that_contributed_equally_are_numbered_as_they_begin() -> None:
    authors = (
        author("A", "A", equal_contributor=True, equal_group="last"),
        author("B", "B", equal_contributor=True, equal_group="first"),
        author("C", "C"),
        author("D", "D", equal_contributor=True, equal_group="last"),
    )
    front = numbered(authors=authors)[0].front
    assert (front.equal, [one.equal for one in front.authors]) == (2, [1, 2, 0, 1])


def test_members_of_a_group_with_where_they_work() -> None:
    inside = Author(Name(literal="North"), HERE, group=True, members=(author("C", "Cole"),))
    group = Author(Name(literal="The Ice Group"), HERE, group=True, members=(author("Ada", "Ames", KEIO), inside))
    (made,) = numbered(authors=(group,))[0].front.authors
    assert [(one.name, one.affiliations) for one in made.members] == [
        ("Ada Ames", ("Keio University, Tokyo",)),
        ("North", ()),
    ]
    assert [one.name for one in made.members[1].members] == ["C Cole"]


def test_a_group_on_whose_behalf_others_write_is_no_author() -> None:
    group = Author(Name(literal="The Ice Group"), HERE, group=True, represented=True)
    document, _ = numbered(authors=(author("Ada", "Ames"), author("Ben", "Bell"), group))
    assert document.metadata.authors == ("Ada Ames", "Ben Bell")
    assert {variable(document, f"authors.{which}") for which in ("short", "cite", "all")} == {"Ames A, Bell B"}


def test_what_is_said_twice_in_statements_is_said_once() -> None:
    statements = (
        Statement("competing-interests", paragraphs("None declared."), HERE),
        Statement("funding", paragraphs("The Ice Fund."), HERE),
        Statement("competing-interests", paragraphs("None  declared"), HERE),
        Statement("funding", paragraphs("The Snow Fund."), HERE),
        Statement("other", paragraphs("To A."), HERE, "Dedication"),
        Statement("other", paragraphs("To A."), HERE, "Dedication"),
    )
    document, _ = numbered(statements=statements)
    assert [(one.kind, [show(block.children) for block in one.blocks]) for one in document.statements] == [
        ("competing-interests", ["None declared."]),
        ("funding", ["The Ice Fund.", "The Snow Fund."]),
        ("other", ["To A."]),
        ("other", ["To A."]),
    ]


@pytest.mark.parametrize(
    ("words", "none"),
    [
        ("None", True),
        ("None declared.", True),
        ("No competing interests", True),
        ("The authors declare that they have no conflicts of interest.", True),
        ("The author has no conflicts of interest to declare", True),
        ("I have nothing to declare", True),
        ("Nothing to disclose.", True),
        ("Aucun conflit d’intérêts.", True),
        ("None of your business", False),
        ("JK owns shares", False),
        ("No shares, but options", False),
        ("", False),
        ("no " + "competing " * 25, False),
    ],
)
def test_what_says_that_there_is_nothing_to_declare(words: str, none: bool) -> None:
    assert says_none(words) is none


# ── variables and metadata ──


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, None), (1, "Ames A"), (2, "Ames A, Bell B"), (3, "Ames A, *et al*"), (4, "Ames A, *et al*")],
)
def test_short_authors(count: int, shown: str | None) -> None:
    authors = tuple(author(name[0], name) for name in ("Ames", "Bell", "Cole", "Dunn")[:count])
    assert variable(numbered(authors=authors)[0], "authors.short") == shown


def test_authors_as_a_reference_names_them() -> None:
    authors = tuple(author(name[0], name) for name in ("Ames", "Bell", "Cole", "Dunn"))
    assert variable(numbered(authors=authors[:3])[0], "authors.cite") == "Ames A, Bell B, Cole C"
    assert variable(numbered(authors=authors)[0], "authors.cite") == "Ames A, Bell B, Cole C, *et al*"


def test_all_authors() -> None:
    authors = tuple(author(name[0], name) for name in ("Ames", "Bell", "Cole"))
    assert variable(numbered(authors=authors)[0], "authors.all") == "Ames A, Bell B, Cole C"


@pytest.mark.parametrize(
    ("fields", "locator"),
    [
        ({"elocator": "e71", "first_page": "1"}, "e71"),
        ({"first_page": "12", "last_page": "14"}, "12–14"),
        ({"first_page": "12", "last_page": "12"}, "12"),
        ({"first_page": "12"}, "12"),
        ({"last_page": "14"}, "14"),
        ({}, None),
    ],
)
def test_locator(fields: dict[str, str], locator: str | None) -> None:
    assert variable(numbered(**fields)[0], "locator") == locator


def test_variables_of_a_silent_letter_are_absent() -> None:
    assert {name for name, _ in numbered()[0].variables} == {"title", "short-title", "type"}


@pytest.mark.parametrize(
    ("date", "lang", "printed"),
    [
        ("2016-09-13", "en-GB", "13\u00a0September 2016"),
        ("2016-09-13", "en-US", "September\u00a013, 2016"),
        ("2016-09", "en-GB", "September 2016"),
        ("2016", "en-GB", "2016"),
        ("2016-09-13", "de-DE", "2016-09-13"),
        ("2016-13-01", "en-GB", "2016-13-01"),
    ],
)
def test_dates(date: str, lang: str, printed: str) -> None:
    document, _ = numbered(date=date, lang=lang)
    assert variable(document, "date") == printed
    assert variable(document, "year") == "2016"


def test_metadata() -> None:
    document, _ = numbered(
        title=text("On *ice*[^n]"),
        authors=(author("Ada", "Ames", email="a@example.org"), Author(Name(literal="The Ice Group"), HERE, group=True)),
        journal=Journal("Annals of Ice", "Ann Ice", "Ice Press", eissn="1234-5679"),
        volume="7",
        elocator="e3",
        date="2016-09-13",
        doi="10.5555/x",
        keywords=("ice", "rivers"),
        license=License((), "https://creativecommons.org/licenses/by/4.0/"),
    )
    metadata = document.metadata
    assert metadata.title == "On ice"
    assert metadata.authors == ("Ada Ames", "The Ice Group")
    assert metadata.subject == "Ann Ice 2016;7:e3"
    assert (metadata.journal, metadata.publisher) == ("Annals of Ice", "Ice Press")
    assert (metadata.issn, metadata.eissn) == ("", "1234-5679")
    assert (metadata.date, metadata.doi, metadata.keywords) == ("2016-09-13", "10.5555/x", ("ice", "rivers"))
    assert metadata.url == "https://doi.org/10.5555/x"
    assert (metadata.license, metadata.license_url) == ("", "https://creativecommons.org/licenses/by/4.0/")


def test_a_doi_leads_somewhere_whatever_it_is_made_of() -> None:
    document, _ = numbered(doi="10.1002/(SICI)1096<1::AID-X>3.0")
    assert document.metadata.url == "https://doi.org/10.1002/(SICI)1096%3C1::AID-X%3E3.0"


@pytest.mark.parametrize(
    ("answers", "address"),
    [
        (RespondsTo((), HERE, doi="10.5555/own", reference="it"), "https://doi.org/10.5555/own"),
        (RespondsTo((), HERE, reference="it"), "https://doi.org/10.5555/theirs"),
        (RespondsTo((), HERE, author="Rossini et al"), ""),
    ],
)
def test_the_answered_article_is_named_by_its_doi(answers: RespondsTo, address: str) -> None:
    references = (article("it", DOI="https://doi.org/10.5555/theirs"), article("", DOI="10.5555/no-key"))
    document, _ = numbered("[@it]", responds_to=answers, references=references)
    assert document.metadata.answered == address


def test_a_licence_that_is_but_an_address_has_no_words() -> None:
    address = "https://example.org/licence"
    document, _ = numbered(license=License(text(address), address))
    assert (document.metadata.license, document.metadata.license_url) == ("", address)
    document, _ = numbered(license=License(text("Free to *share*."), address))
    assert document.metadata.license == "Free to share."
