"""A byline that names some of the authors, the list of all of them, and the line that says how to cite."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composing import affiliation, author, document, front, galley_of, inlines, sheet_of
from rejoinder.document.model import BylineAuthor, Document, Metadata, Target, Words
from rejoinder.galley.byline import cite_line
from rejoinder.galley.model import Galley

CUT = "front: {byline-most: 4, byline-first: 2, byline-rest: 'and {count} others'}"


def many(*others: BylineAuthor, count: int = 6, **more: object) -> Document:
    authors = (*(author(f"Given Name{i}", i) for i in range(1, count + 1)), *others)
    places = tuple(affiliation(f"Institute {i}") for i in range(1, count + 1))
    return replace(document("Text."), front=replace(front(), authors=authors, affiliations=places, **more))  # type: ignore[arg-type]


def said(galley: Galley, style: str) -> list[str]:
    """The text of each element of a style, over the columns first."""
    out: dict[int | None, str] = {}
    for line in (*galley.front, *galley.flow):
        if line.style == style:
            out[line.element] = out.get(line.element, "") + line.text
    return list(out.values())


def group(name: str, **more: object) -> BylineAuthor:
    return replace(author(name), group=True, **more)  # type: ignore[arg-type]


def test_the_first_are_named_and_all_are_listed_at_the_end() -> None:
    galley, _ = galley_of(many(), sheet_of(CUT))
    assert said(galley, "byline") == ["Given Name11, Given Name22, and 4 others"]
    assert [line.text for line in galley.front if line.style == "affiliation"] == ["1 Institute 1", "2 Institute 2"]
    (everybody,) = said(galley, "author-list")
    assert everybody == ", ".join(f"Given Name{i}{i}" for i in range(1, 7))
    listed = [line.text for line in galley.flow if line.style == "affiliation"]
    assert listed == [f"{i} Institute {i}" for i in range(1, 7)]


def test_as_many_as_the_byline_holds_are_named_there() -> None:
    galley, _ = galley_of(many(count=4), sheet_of(CUT))
    assert said(galley, "byline") == ["Given Name11, Given Name22, Given Name33, Given Name44"]
    assert said(galley, "author-list") == []


def test_nobody_is_left_out_where_there_is_no_list() -> None:
    galley, _ = galley_of(many(), sheet_of(f"{CUT}\nend: {{order: [statements, references]}}"))
    assert said(galley, "byline")[0].count("Given") == 6


def test_groups_behind_the_authors_stay_on_the_byline() -> None:
    given = many(group("The Ice Group"), group("The Snow Group", represented=True))
    galley, _ = galley_of(given, sheet_of(CUT))
    assert said(galley, "byline") == ["Given Name11, Given Name22, and 4 others, The Ice Group, for the Snow Group"]


def test_a_letter_of_groups_alone_names_them_all() -> None:
    given = replace(document("Text."), front=replace(front(), authors=tuple(group(f"Group {i}") for i in range(6))))
    galley, _ = galley_of(given, sheet_of(CUT))
    assert said(galley, "byline") == ["Group 0, Group 1, Group 2, Group 3, Group 4, Group 5"]


def test_the_group_on_whose_behalf_they_write_is_not_the_last_author() -> None:
    given = many(group("The Snow Group", represented=True), count=2)
    galley, _ = galley_of(
        given, sheet_of('front: {byline-last-separator: " and ", on-behalf-label: "on behalf of {group}"}')
    )
    assert said(galley, "byline") == ["Given Name11 and Given Name22, on behalf of the Snow Group"]


def test_remarks_of_authors_who_are_not_named_stand_with_the_list() -> None:
    given = many(equal=1)
    authors = [*given.front.authors]
    authors[0], authors[1] = replace(authors[0], equal=1), replace(authors[1], equal=1)
    authors[5] = replace(authors[5], deceased=True)
    galley, _ = galley_of(replace(given, front=replace(given.front, authors=tuple(authors))), sheet_of(CUT))
    over, behind = said(galley, "remark")
    assert over == "* These authors contributed equally."
    assert behind == "* These authors contributed equally. † Deceased."


def test_marks_lead_to_the_block_or_the_list_that_they_stand_in() -> None:
    galley, _ = galley_of(many(), sheet_of(CUT))
    anchors = [element.anchor for element in galley.elements if element.anchor]
    assert len(anchors) == len(set(anchors))
    leads = [one.target.anchor for one in galley.elements if isinstance(one.target, Target) and one.target.anchor]
    assert set(leads) <= set(anchors)
    assert {"affiliation-2", "authors", "listed-affiliation-6"} <= set(leads)


def test_affiliations_at_the_end_stand_with_the_list_of_authors() -> None:
    order = "end: {order: [affiliations, remarks, authors]}"
    galley, _ = galley_of(many(), sheet_of(f"{CUT[:-1]}, order: [title, byline]}}\n{order}"))
    listed = [line.text for line in galley.flow if line.style == "affiliation"]
    assert listed == [f"{i} Institute {i}" for i in range(1, 7)]
    leads = {one.target.anchor for one in galley.elements if isinstance(one.target, Target)}
    assert "affiliation-1" not in leads


def test_several_groups_that_contributed_equally_have_marks_of_their_own() -> None:
    authors = (
        replace(author("Ada Brook"), equal=1),
        replace(author("Tom Ek"), equal=1),
        replace(author("Iris Wilk"), equal=2),
    )
    galley, _ = galley_of(replace(document("Text."), front=replace(front(), authors=authors, equal=2)))
    assert said(galley, "byline") == ["Ada Brook*, Tom Ek*, Iris Wilk†"]
    assert said(galley, "remark") == [
        "* These authors contributed equally. † These authors likewise contributed equally."
    ]


def test_degrees_are_the_sheets_to_print() -> None:
    given = replace(document("Text."), front=replace(front(), authors=(replace(author("Ada Brook"), degrees="MD"),)))
    assert said(galley_of(given)[0], "byline") == ["Ada Brook, MD"]
    assert said(galley_of(given, sheet_of("front: {degrees: false}"))[0], "byline") == ["Ada Brook"]


def test_semicolons_part_authors_with_degrees() -> None:
    authors = (replace(author("Ada Brook"), degrees="MD, PhD"), author("Tom Ek"), author("Iris Wilk"))
    given = replace(document("Text."), front=replace(front(), authors=authors))
    assert said(galley_of(given)[0], "byline") == ["Ada Brook, MD, PhD; Tom Ek; Iris Wilk"]
    ending = sheet_of('front: {byline-last-separator: " and "}')
    assert said(galley_of(given, ending)[0], "byline") == ["Ada Brook, MD, PhD; Tom Ek and Iris Wilk"]


def test_the_marks_of_one_author_stand_in_their_order() -> None:
    authors = (replace(author("Ada Brook"), deceased=True), replace(author("Tom Ek"), equal=1, deceased=True))
    given = replace(document("Text."), front=replace(front(), authors=authors, equal=1))
    assert said(galley_of(given)[0], "byline") == ["Ada Brook*, Tom Ek*†"]


# ── how to cite ──

KNOWN = {
    "authors.cite": "Brook A, *et al*",
    "title": "Who counts?",
    "journal.title": "Journal of Ice",
    "journal.abbreviation": "J Ice",
    "year": "2027",
    "volume": "7",
    "locator": "e3",
    "doi": "10.5555/x",
}


def citing(written: str = "", **known: str) -> str:
    variables = tuple((name, inlines(value)) for name, value in {**KNOWN, **known}.items() if value)
    doi = {**KNOWN, **known}["doi"]
    metadata = Metadata("Who counts?", "en-GB", doi=doi, url=f"https://doi.org/{doi}" if doi else "")
    made = replace(document("Text."), variables=variables, metadata=metadata)
    return "".join(one.text for one in cite_line(made, sheet_of(written)) if isinstance(one, Words))


def test_how_a_letter_is_cited() -> None:
    assert citing() == "Cite this letter: Brook A, et al. Who counts? J Ice 2027;7:e3. doi:10.5555/x"


@pytest.mark.parametrize(
    ("known", "line"),
    [
        ({"title": "On ice"}, "Cite this letter: Brook A, et al. On ice. J Ice 2027;7:e3. doi:10.5555/x"),
        ({"authors.cite": ""}, "Cite this letter: Who counts? J Ice 2027;7:e3. doi:10.5555/x"),
        ({"volume": "", "locator": "", "doi": ""}, "Cite this letter: Brook A, et al. Who counts? J Ice 2027"),
        ({"journal.title": "", "journal.abbreviation": "", "doi": ""}, ""),
    ],
)
def test_what_the_letter_is_silent_about_is_left_out(known: dict[str, str], line: str) -> None:
    assert citing(**known) == line


def test_its_words_are_the_sheets() -> None:
    assert citing("front: {cite-label: Zitieren als, cite: '{journal.title} {year}'}") == (
        "Zitieren als Journal of Ice 2027"
    )


def test_the_line_stands_where_an_order_has_it_and_leads_to_the_letter() -> None:
    made = replace(
        document("Text."),
        variables=tuple((name, inlines(value)) for name, value in KNOWN.items()),
        metadata=Metadata("Who counts?", "en-GB", doi="10.5555/x", url="https://doi.org/10.5555/x"),
    )
    assert said(galley_of(made)[0], "cite") == []
    for sheet in ("front: {order: [title, cite]}", "end: {order: [references, cite]}"):
        galley, _ = galley_of(made, sheet_of(sheet))
        assert len(said(galley, "cite")) == 1
        assert "https://doi.org/10.5555/x" in {
            one.target.url for one in galley.elements if isinstance(one.target, Target)
        }
