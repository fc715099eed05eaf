"""Front matter of other tools, each in its own spelling: one model, and one warning for what means nothing."""

# ruff: noqa: E501 - front matter as people write it
from __future__ import annotations

import pytest
from content_builders import outline, shown

from rejoinder.content.dialects.known import dialect_of
from rejoinder.content.letter import read_letter
from rejoinder.content.model import Affiliation, AffiliationId, Author, Letter, Name
from rejoinder.diagnostics import Diagnostics
from rejoinder.source import Mapping, Source, read_yaml


def paper(front: str, body: str = "It thawed.\n", name: str = "paper.md") -> tuple[Letter, list[str]]:
    said = Diagnostics()
    read = read_letter(Source(name, f"---\n{front}---\n\n{body}"), said)
    assert read is not None
    return read, [f"{one.severity}: {one.message}" for one in said]


def where(letter: Letter, author: Author) -> list[str]:
    """The names of an author's affiliations, declared or not."""
    declared = {one.id: one for one in letter.affiliations}
    found = [declared[one.id] if isinstance(one, AffiliationId) else one for one in author.affiliations]
    return [one.name for one in found if isinstance(one, Affiliation)]


QUARTO = """\
title: Ice
format: {pdf: default}
author:
  - name: {literal: Ann Lee}
    orcid: 0000-0002-1825-0097
    email: ann@example.org
    degrees: [MD, PhD]
    roles: [{investigation: lead}, software]
    affiliations: [{id: ice, name: Ice House, department: Cold, city: Oulu, country: Finland}, {ref: sea}]
    attributes: {corresponding: true, equal-contributor: true}
    note: On leave
    phone: 1
  - {name: {given: Bo, family: Ek, non-dropping-particle: van}, affiliation: [{ref: ice}], deceased: true}
affiliations: [{id: sea, name: Sea House}]
citation: {container-title: Journal of Ice, volume: 3, issue: 2, page: 10-12, doi: 10.5555/ice.1, issn: 0003-4967}
funding: {statement: Paid by Floe., awards: {id: 7, source: Floe, recipient: {ref: ann}}}
license: CC BY-SA
copyright: {holder: Floe, year: 2024}
execute: {echo: false}
date: 03/15/2024
"""


def test_quarto() -> None:
    letter, said = paper(QUARTO, name="paper.qmd")
    ann, bo = letter.authors
    assert ann.name == Name("Ann", "Lee") and bo.name == Name("Bo", "Ek", non_dropping_particle="van")
    assert (where(letter, ann), where(letter, bo)) == (["Ice House", "Sea House"], ["Ice House"])
    assert (ann.corresponding, ann.equal_contributor, bo.deceased) == (True, True, True)
    assert (ann.degrees, ann.roles) == ("MD, PhD", ("Investigation", "Software"))
    assert (letter.journal.title, letter.journal.issn, letter.volume, letter.issue) == (
        "Journal of Ice",
        "0003-4967",
        "3",
        "2",
    )
    assert (letter.first_page, letter.last_page, letter.doi, letter.date) == ("10", "12", "10.5555/ice.1", "2024-03-15")
    assert letter.license.url == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert letter.copyright == "© 2024 Floe"
    (award,) = letter.awards
    assert (award.funder, award.numbers, award.recipients) == ("Floe", ("7",), ("ann",))
    assert [one.kind for one in letter.statements] == ["funding"]
    assert said == ['warning: "format" and "execute" mean nothing here, and are left out']


def test_the_notes_of_plos() -> None:
    letter, said = paper(
        "title: Ice\nformat: plos-pdf\nauthor: [{name: Ann Lee, current-address: 'Current address: Oulu'}, {name: the Ice Club, group: true}]\n"
        "author-notes: {group: The members are in the text, deceased: Gone}\nauthor-summary: It is cold.\n"
    )
    ann, club = letter.authors
    assert shown(ann.present_address) == "Oulu"
    assert club.group and shown(club.note) == "The members are in the text"
    assert [(one.kind, one.label) for one in letter.statements] == [("other", "Author summary")]
    assert said == ['warning: "deceased" of the author notes and "format" mean nothing here, and are left out']


def test_pandocs_template_for_jats() -> None:
    letter, said = paper(
        """\
title: Ice
author:
  - {surname: Lee, given-names: Ann, cor-id: c1, affiliation: [a], equal-contrib: true, roles: [{credit: software, credit-name: Software}]}
affiliation: [{id: a, organization: Ice House, department: Cold, street-address: Quay 1, city: Oulu, country: Finland, country-code: FI, ror: 03zga2b32}]
article:
  type: letter
  heading: Letters
  volume: 3
  fpage: 5
  doi: 10.5555/ice.2
  funding-statement: Paid by Floe.
  author-notes: {corresp: [{id: c1, email: ann@example.org}], conflict: None declared., con: Ann wrote.}
journal: {publisher-id: ice, publisher-name: Floe, title: Journal of Ice, abbrev-title: J Ice, pissn: 0003-4967}
date: {iso-8601: 2024-05-06, day: 6, month: 5, year: 2024}
license: {type: open-access, link: "https://creativecommons.org/licenses/by/4.0", text: Free to share}
tags: [ice]
"""
    )
    (ann,) = letter.authors
    assert (ann.name, ann.email, ann.corresponding, ann.roles) == (
        Name("Ann", "Lee"),
        "ann@example.org",
        True,
        ("Software",),
    )
    (house,) = letter.affiliations
    assert (house.name, house.department, house.street_address, house.ror) == (
        "Ice House",
        "Cold",
        "Quay 1",
        "https://ror.org/03zga2b32",
    )
    assert (letter.type, letter.volume, letter.first_page, letter.doi, letter.date) == (
        "letter",
        "3",
        "5",
        "10.5555/ice.2",
        "2024-05-06",
    )
    assert (letter.journal.publisher, letter.journal.abbreviation) == ("Floe", "J Ice")
    assert letter.license.url == "https://creativecommons.org/licenses/by/4.0/"
    assert sorted(one.kind for one in letter.statements) == ["competing-interests", "contributors", "funding"]
    assert said == ['warning: "heading" of the article means nothing here, and is left out']


def test_a_plain_paper_for_pandoc() -> None:
    letter, said = paper(
        "title: Ice\nauthor: [Ann Lee, Bo Ek]\ninstitute: Ice House\nthanks: To the ferrymen.\ndate: May 26, 2016\n"
    )
    assert [where(letter, one) for one in letter.authors] == [["Ice House"], ["Ice House"]]
    assert (letter.date, [one.kind for one in letter.statements], said) == ("2016-05-26", ["acknowledgements"], [])


def test_joss() -> None:
    letter, said = paper(
        """\
title: Ice
tags: [ice, water]
authors:
  - {name: Ludwig van Lier, affiliation: "1, 2", corresponding: true, email: ludwig@example.org}
  - {given-names: Ann, surname: Lee, affiliation: [1, 3], equal-contrib: true}
  - {name: Bo Ek, affiliation: House of Water}
affiliations: [{index: 1, name: Ice House}, {index: 2, name: Sea House}]
date: 8 September 2017
bibliography: []
aas-doi: 10.3847/xxxxx
"""
    )
    assert [where(letter, one) for one in letter.authors] == [
        ["Ice House", "Sea House"],
        ["Ice House"],
        ["House of Water"],
    ]
    assert letter.authors[0].name == Name("Ludwig", "Lier", non_dropping_particle="van")
    assert (letter.date, letter.keywords) == ("2017-09-08", ("ice", "water"))
    assert said == [
        'warning: no affiliation has the id "3"; it is left out',
        'warning: "aas-doi" means nothing here, and is left out',
    ]


def test_manubot() -> None:
    letter, _ = paper(
        """\
title: Ice
authors:
  - {name: Ann Lee, initials: AL, github: al, twitter: al, email: ann@example.org, correspondence: true, funders: Floe 7, affiliations: [Ice House], roles: [{Software: true}, {Investigation: false}]}
  - {name: Bo Ek, initials: BE, github: be, funders: Floe 7, affiliations: [Ice House, Sea]}
"""
    )
    ann, bo = letter.authors
    assert (ann.corresponding, ann.roles, where(letter, bo)) == (True, ("Software",), ["Ice House", "Sea"])
    (award,) = letter.awards
    assert (award.funder, award.recipients) == ("Floe 7", ("AL", "BE"))
    assert outline(letter.statements[0].blocks) == ["Floe 7 (AL, BE)."]


def test_a_citation_file() -> None:
    said = Diagnostics()
    text = """\
cff-version: 1.2.0
message: Please cite it.
title: icepick
type: software
authors:
  - {family-names: Lier, given-names: Ann, name-particle: van, name-suffix: Jr, affiliation: Ice House, orcid: "https://orcid.org/0000-0002-1825-0097"}
  - {name: The Ice Club, date-start: 2020-01-01}
license: MIT
version: 2
date-released: 2024-02-03
preferred-citation:
  type: article
  title: Picking ice
  authors: [{family-names: Lier, given-names: Ann}]
  journal: Journal of Ice
  year: 2023
  month: 7
  volume: 3
  start: 10
  end: 12
  doi: 10.5555/ice.3
"""
    letter = read_letter(Source("CITATION.cff", text), said)
    assert letter is not None and not said.said
    assert (letter.first_page, letter.last_page, letter.volume, letter.date) == ("10", "12", "3", "2023-07")
    assert (letter.journal.title, letter.doi, letter.type) == ("Journal of Ice", "10.5555/ice.3", "letter")
    assert letter.license.url == "https://opensource.org/licenses/MIT"
    assert outline(letter.body) == ["Please cite it."]
    alone = read_letter(Source("CITATION.cff", text[: text.index("preferred")]), said)
    assert alone is not None
    assert [one.name for one in alone.authors] == [
        Name("Ann", "Lier", non_dropping_particle="van", suffix="Jr"),
        Name(literal="The Ice Club"),
    ]
    assert (alone.authors[1].group, alone.date) == (True, "2024-02-03")


@pytest.mark.parametrize(
    ("front", "name", "dialect"),
    [
        ("title: A\nauthor: Ann Lee\n", "a.md", ""),
        ("title: A\nformat: html\nbody: x\n", "a.yaml", ""),
        ("title: A\nformat: html\n", "a.md", "quarto"),
        ("title: A\n", "a.qmd", "quarto"),
        ("title: A\nexports: []\n", "a.md", "myst"),
        ("title: A\nauthors: [{name: B, collaboration: true}]\n", "a.md", "myst"),
        ("title: A\ndocumentclass: article\n", "a.md", "pandoc"),
        ("title: A\ndate: May 2020\n", "a.md", "pandoc"),
        ("title: A\naffiliations: [{index: 1, name: B}]\n", "a.md", "joss"),
        ("title: A\n", "content/metadata.yaml", "manubot"),
        ("cff-version: 1.2.0\n", "x.yaml", "cff"),
    ],
)
def test_what_a_paper_was_written_for(front: str, name: str, dialect: str) -> None:
    node = read_yaml(Source(name, front), Diagnostics())
    assert isinstance(node, Mapping)
    assert dialect_of(node, name, markdown=name.endswith("md")) == dialect


def test_what_is_wrong_in_a_foreign_paper_does_not_stop_it() -> None:
    letter, said = paper(
        "title: Ice\nformat: pdf\nauthor: [{name: Ann Lee, orcid: nobody, email: nowhere}, {orcid: x}]\ndoi: none\ndate: someday\nauthr: x\n",
        "See [it](LICENSE.md) and [that](#nowhere).\n",
    )
    assert len(letter.authors) == 1 and not [one for one in said if one.startswith("error")]
    assert 'warning: "someday" is no date, and is left out' in said
    assert outline(letter.body) == ["See it and that."]
    assert 'warning: "format" and "authr" mean nothing here, and are left out' in said


def test_the_first_heading_is_the_title_if_nothing_else_is() -> None:
    letter, said = paper("exports: pdf\nauthors: Ann Lee\n", "# On *ice*\n\nIt thawed.\n")
    assert outline(letter.body) == ["It thawed."]
    assert shown(letter.title) == "On emph(ice)"
    assert said == ['warning: "exports" means nothing here, and is left out']


def test_sections_become_the_abstract_and_statements() -> None:
    letter, _ = paper(
        "title: Ice\ntags: [a]\nauthors: Ann Lee\nbibliography: []\n",
        "# Abstract\n\nCold.\n\n# Ice\n\nWater.\n\n# Acknowledgments\n\nTo all.\n\n# Funding\n\n## Grants\n\nNone.\n",
    )
    assert outline(letter.abstract) == ["Cold."]
    assert [(one.kind, outline(one.blocks)) for one in letter.statements] == [("acknowledgements", ["To all."])]
    assert len(letter.body) == 5  # a section with sections of its own stays where it is
