"""Authors, affiliations and what is remarked of them."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from jats_model import faults
from written import inner, jats_of, letter_of, said_in

from rejoinder.record.jats import article

META = "front/article-meta/"
CONTRIB = f"{META}contrib-group/contrib"


def contrib(**author: Any) -> ElementTree.Element:
    """The first author, of these keys."""
    letter, document = letter_of(author=[{key.replace("_", "-"): value for key, value in author.items()}])
    written = article(letter, document)
    assert faults(written) == []
    found = ElementTree.fromstring(written).find(CONTRIB)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "jats"),
    [
        (
            {"given": "Désirée", "non-dropping-particle": "van der", "family": "Heijde"},
            '<name name-style="western" specific-use="non-dropping:van%20der">'
            "<surname>van der Heijde</surname><given-names>Désirée</given-names></name>",
        ),
        (
            {"given": "Alexander", "dropping-particle": "von", "family": "Humboldt"},
            '<name name-style="western" specific-use="dropping:von">'
            "<surname>Humboldt</surname><given-names>Alexander von</given-names></name>",
        ),
        (
            {"given": "Harold W", "family": "Pym", "suffix": "Jr"},
            '<name name-style="western"><surname>Pym</surname><given-names>Harold W</given-names>'
            "<suffix>Jr</suffix></name>",
        ),
        (
            {"given": "力", "family": "王"},
            '<name name-style="eastern"><surname>王</surname><given-names>力</given-names></name>',
        ),
        ({"family": "Plato"}, '<name name-style="western"><surname>Plato</surname></name>'),
        ({"given": "Madonna"}, '<name name-style="given-only"><given-names>Madonna</given-names></name>'),
        ({"literal": "Ngô Đình Thảo"}, "<string-name>Ngô Đình Thảo</string-name>"),
    ],
)
def test_names(name: dict[str, str], jats: str) -> None:
    assert inner(contrib(name=name)[0]) == jats


def test_who_an_author_is() -> None:
    made = contrib(
        name="Ada Brook",
        orcid="0000-0002-1825-0097",
        email="ada@example.org",
        corresponding=True,
        degrees=["MD", "PhD"],
        roles=["writing – review & editing", "cooking"],
    )
    assert made.attrib == {"contrib-type": "author", "corresp": "yes"}
    assert inner(made.find("contrib-id")) == (
        '<contrib-id contrib-id-type="orcid" authenticated="false">https://orcid.org/0000-0002-1825-0097</contrib-id>'
    )
    assert made.findtext("degrees") == "MD, PhD"
    assert made.findtext("email") == "ada@example.org"
    credit, own = made.findall("role")
    assert credit.attrib["vocab-term-identifier"] == (
        "https://credit.niso.org/contributor-roles/writing-review-editing/"
    )
    assert (credit.text, own.text, own.attrib) == ("Writing – review & editing", "cooking", {})


def test_a_group_and_its_members() -> None:
    made = contrib(name="The River Study Group", group=True, members=["Ann Lee", "Ek, Bo"])
    collab = made.find("collab")
    assert collab is not None and collab.text is not None and collab.text.strip() == "The River Study Group"
    assert [one.text for one in collab.iter("surname")] == ["Lee", "Ek"]
    assert {one.get("contrib-type") for one in collab.iter("contrib")} == {"author non-byline"}


AUTHORS = [
    {"name": "Ada Brook", "affiliations": ["a", "b"], "equal-contributor": True, "corresponding": True,
     "email": "ada@example.org"},
    {"name": "Bo Ek", "affiliations": ["b"], "equal-contributor": True, "present-address": "4 Mill *Lane*"},
    {"name": "Cy Day", "affiliations": ["a"], "deceased": True, "note": "Now retired[^n]"},
    {"name": "Di Fox", "affiliations": [{"name": "flux  institute", "city": "Ghent"}], "joint-last": True},
]  # fmt: skip
PLACES = [
    {
        "id": "a", "department": "Department of Fjords", "name": "Fjord College", "street-address": "1 Quay",
        "city": "Fjærland", "region": "Sogn", "postal-code": "6848", "country": "Norway", "ror": "05xvt9f17",
    },
    {"id": "b", "group": "Group B", "name": "Flux Institute", "city": "Ghent", "postal-code": "9000"},
]  # fmt: skip


def test_affiliations_by_their_parts() -> None:
    first, second, third = _byline().findall(f"{META}contrib-group/aff")
    assert inner(first) == (
        '<aff id="aff-1"><label>1</label><institution content-type="dept">Department of Fjords</institution>, '
        '<institution-wrap><institution-id institution-id-type="ror">https://ror.org/05xvt9f17</institution-id>'
        "<institution>Fjord College</institution></institution-wrap>, <addr-line>1 Quay</addr-line>, "
        "<city>Fjærland</city>, <state>Sogn</state> <postal-code>6848</postal-code>, <country>Norway</country></aff>"
    )
    assert said_in(second) == "2Group B, Flux Institute, Ghent 9000"
    assert said_in(third) == "3flux institute, Ghent"


def _byline() -> ElementTree.Element:
    body = "Text.\n\n[^n]: In 2020."
    letter, document = letter_of(body, author=AUTHORS, affiliations=PLACES)
    written = article(letter, document)
    assert faults(written) == []
    return ElementTree.fromstring(written)


def test_authors_lead_to_their_affiliations_and_remarks() -> None:
    root = _byline()
    leads = [[xref.attrib["rid"] for xref in one.findall("xref")] for one in root.findall(CONTRIB)]
    assert leads == [
        ["aff-1", "aff-2", "corresp", "equal"],
        ["aff-2", "equal", "remark-1"],
        ["aff-1", "deceased", "remark-2"],
        ["aff-3", "joint-last"],
    ]
    notes = {one.get("id"): (one.get("fn-type"), said_in(one)) for one in root.findall(f"{META}author-notes/fn")}
    assert notes == {
        "equal": ("equal", "These authors contributed equally."),
        "joint-last": ("other", "Joint last authors."),
        "deceased": ("deceased", "Deceased."),
        "remark-1": ("present-address", "4 Mill Lane"),
        "remark-2": ("other", "Now retired1"),
    }


def test_a_single_affiliation_has_no_number() -> None:
    root = jats_of(author=[{"name": "Ada Brook", "affiliations": ["Fjord College, Fjærland"]}])
    assert said_in(root.find(f"{META}contrib-group/aff")) == "Fjord College, Fjærland"
    assert said_in(root.find(f"{CONTRIB}/xref")) == ""


def test_correspondence_may_refer() -> None:
    """`corresp` may not hold `xref`; what may is put around it."""
    letter, document = letter_of(
        "## Here {#here}\n\nText.[^n]\n\n[^n]: A note.",
        author=[{"name": "Ada Brook", "email": "ada@example.org"}],
        correspondence="Ada *Brook*[^n], see [**here**](#here)  \nor write to ada@example.org",
    )
    written = article(letter, document)
    assert faults(written) == []
    corresp = ElementTree.fromstring(written).find(f"{META}author-notes/corresp")
    assert corresp is not None and corresp.findtext("email") == "ada@example.org"
    assert [xref.get("rid") for xref in corresp.iter("xref")] == ["note-1", "here"]


def test_the_names_of_other_orders_and_languages() -> None:
    made = contrib(given="Péter", family="Nagy", lang="hu")
    assert inner(made[0]) == (
        '<name name-style="eastern" xml:lang="hu"><surname>Nagy</surname><given-names>Péter</given-names></name>'
    )


def test_initials_that_were_written_stand_beside_the_name() -> None:
    made = contrib(name="Ada Brook", initials="AXB")
    assert inner(made[0]) == (
        '<name-alternatives><name name-style="western"><surname>Brook</surname><given-names>Ada</given-names></name>'
        '<string-name specific-use="initials">AXB</string-name></name-alternatives>'
    )


def test_every_group_that_contributed_equally_has_its_note() -> None:
    root = jats_of(
        author=[
            {"name": "Ada Brook", "equal-contributor": "first"},
            {"name": "Bo Ek", "equal-contributor": "last"},
            {"name": "Cy Day", "equal-contributor": "first"},
        ]
    )
    assert [one.find("xref").get("rid") for one in root.findall(CONTRIB)] == ["equal", "equal-2", "equal"]  # type: ignore[union-attr]
    assert [(one.get("id"), one.get("fn-type")) for one in root.findall(f"{META}author-notes/fn")] == [
        ("equal", "equal"),
        ("equal-2", "equal"),
    ]


def test_on_whose_behalf_it_is_written() -> None:
    root = jats_of(author=["Ada Brook"], **{"on-behalf-of": "The Ice Study Group"})
    assert said_in(root.find(f"{META}contrib-group/on-behalf-of")) == "The Ice Study Group"
    group = {"name": "The Ice Study Group", "members": ["Bo Ek"]}
    root = jats_of(author=["Ada Brook"], **{"on-behalf-of": group})
    assert [one.get("contrib-type") for one in root.findall(CONTRIB)] == ["author", "on-behalf-of"]
    assert [one.text for one in root.findall(f"{CONTRIB}/collab//surname")] == ["Ek"]


def test_members_have_what_authors_have() -> None:
    made = contrib(
        name="The River Study Group",
        group=True,
        members=[
            {"name": "Ann Lee", "orcid": "0000-0002-1825-0097", "affiliations": [{"name": "Fjord College"}]},
            {"name": "North Group", "members": ["Bo Ek"]},
        ],
    )
    ann, north = made.findall("collab/contrib-group/contrib")
    assert (ann.findtext("contrib-id"), ann.findtext("aff/institution")) == (
        "https://orcid.org/0000-0002-1825-0097",
        "Fjord College",
    )
    assert north.findtext("collab/contrib-group/contrib/name/surname") == "Ek"


def test_what_each_author_declares() -> None:
    root = jats_of(
        author=[
            {"name": "Ada Brook", "competing-interests": "Owns a *ferry*"},
            {"name": "Bo Ek", "competing-interests": "None"},
            {"name": "Cy Day", "competing-interests": "Owns a *ferry*"},
        ]
    )
    leads = [[xref.get("rid") for xref in one.findall("xref")] for one in root.findall(CONTRIB)]
    assert leads == [["coi-1"], ["coi-2"], ["coi-1"]]
    notes = root.findall(f"{META}author-notes/fn")
    assert [(one.get("fn-type"), said_in(one)) for one in notes] == [
        ("coi-statement", "Owns a ferry"),
        ("coi-statement", "None"),
    ]


def test_a_department_has_the_university_that_it_is_a_part_of() -> None:
    letter, document = letter_of(
        author=[{"name": "Ada Brook", "affiliations": ["ice"]}],
        affiliations=[
            {"id": "uni", "name": "Fjord College", "city": "Bergen", "ror": "05xvt9f17"},
            {"id": "ice", "department": "Department of Ice", "parent": "uni"},
        ],
    )
    written = article(letter, document)
    assert faults(written) == []
    assert inner(ElementTree.fromstring(written).find(f"{META}contrib-group/aff")) == (
        '<aff id="aff-1"><institution content-type="dept">Department of Ice</institution>, <institution-wrap>'
        '<institution-id institution-id-type="ror">https://ror.org/05xvt9f17</institution-id>'
        "<institution>Fjord College</institution></institution-wrap>, <city>Bergen</city></aff>"
    )
