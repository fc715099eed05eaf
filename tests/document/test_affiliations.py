"""Affiliations: equal ones are one, numbered by first use."""

from __future__ import annotations

import pytest
from document_builders import HERE, author, letter, numbered, somewhere

from rejoinder.content.model import Affiliation
from rejoinder.diagnostics import Diagnostics
from rejoinder.document.affiliations import recognised, whole, written
from rejoinder.document.model import Document
from rejoinder.document.number import number


def declared(id_: str, name: str = "", **more: str) -> Affiliation:
    return Affiliation(somewhere(), id=id_, name=name or id_, **more)


def marks(document: Document) -> list[tuple[int, ...]]:
    return [one.affiliations for one in document.front.authors]


def texts(document: Document) -> list[str]:
    return [one.text for one in document.front.affiliations]


def test_numbered_by_first_use_not_by_declaration() -> None:
    document, _ = numbered(
        authors=(author("A", "A", "b", "c"), author("B", "B", "a", "b")),
        affiliations=(declared("a"), declared("b"), declared("c")),
    )
    assert texts(document) == ["b", "c", "a"]
    assert marks(document) == [(1, 2), (1, 3)]


def test_equal_ones_are_recognised_however_they_are_written() -> None:
    inline = Affiliation(HERE, name="KEIO  University,", city="Tokyo", country="Japan")
    in_words = Affiliation(HERE, name="Keio University, Tokyo, Japan")
    document, _ = numbered(
        authors=(author("A", "A", "keio"), author("B", "B", inline), author("C", "C", in_words, "keio")),
        affiliations=(declared("keio", "Keio University", city="Tokyo", country="Japan"),),
    )
    assert texts(document) == ["Keio University, Tokyo, Japan"]
    assert marks(document) == [(1,), (1,), (1,)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St Mary’s Hospital", "St. Mary's hospital"),
        ("Universite\u0301 de Lie\u0300ge", "Université de Liège"),
        ("Hematology/Oncology", "Hematology  Oncology"),
        ("Co., Ltd.", "Co Ltd"),
        ("STRASSE", "Straße"),
    ],
)
def test_case_spacing_punctuation_and_composition_make_no_difference(one: str, other: str) -> None:
    assert recognised(one) == recognised(other)


@pytest.mark.parametrize(("one", "other"), [("Dept A", "Dept B"), ("Liège", "Liege"), ("東京", "京都"), ("…", "—")])
def test_what_does_make_a_difference(one: str, other: str) -> None:
    assert recognised(one) != recognised(other)


def test_written_from_the_smallest_part_to_the_largest() -> None:
    address = Affiliation(
        HERE,
        group="Bone Group",
        department="Department of Internal Medicine",
        name="Keio University School of Medicine",
        street_address="35 Shinanomachi",
        city="Tokyo",
        postal_code="160-8582",
        country="Japan",
    )
    assert written(address) == (
        "Bone Group, Department of Internal Medicine, Keio University School of Medicine, 35 Shinanomachi, "
        "Tokyo 160-8582, Japan"
    )
    american = Affiliation(HERE, name="Hospital", city="Boston", region="MA", postal_code="02114", country="USA")
    assert written(american) == "Hospital, Boston, MA 02114, USA"


def test_unused_ones_are_left_out_with_a_warning() -> None:
    document, said = numbered(authors=(author("A", "A", "used"),), affiliations=(declared("used"), declared("unused")))
    assert texts(document) == ["used"]
    assert said == ['warning: no author has the affiliation "unused"; it is left out']


def test_unknown_id() -> None:
    said = Diagnostics()
    document = number(letter(authors=(author("A", "A", "kieo"),), affiliations=(declared("keio"),)), said)
    assert marks(document) == [()]
    assert [(one.message, one.hint) for one in said if one.severity == "error"] == [
        ('no affiliation has the id "kieo"', 'did you mean "keio"?')
    ]


def test_one_without_any_text_is_none() -> None:
    document, _ = numbered(authors=(author("A", "A", Affiliation(HERE, name=" , ")),))
    assert texts(document) == []


UNIVERSITY = declared("uni", "Fjord University", city="Bergen", country="Norway", ror="https://ror.org/05xvt9f17")


def test_a_department_is_printed_with_its_university() -> None:
    document, said = numbered(
        authors=(author("A", "A", "ice"), author("B", "B", "snow", "uni"), author("C", "C", "uni")),
        affiliations=(
            UNIVERSITY,
            Affiliation(HERE, id="ice", department="Department of Ice", parent="uni"),
            Affiliation(HERE, id="snow", name="Snow Institute", city="Voss", parent="uni"),
        ),
    )
    assert said == []
    assert texts(document) == [
        "Department of Ice, Fjord University, Bergen, Norway",
        "Snow Institute, Fjord University, Voss",
        "Fjord University, Bergen, Norway",
    ]
    assert marks(document) == [(1,), (2,), (3,)], "the university is not said twice of one author"


def test_parts_of_parts() -> None:
    parts = {
        "uni": UNIVERSITY,
        "med": Affiliation(HERE, id="med", department="School of Medicine", parent="uni"),
        "bone": Affiliation(HERE, id="bone", group="Bone Group", parent="med"),
    }
    assert written(whole(parts["bone"], parts)) == "Bone Group, School of Medicine, Fjord University, Bergen, Norway"
    assert whole(parts["bone"], parts).ror == UNIVERSITY.ror


def test_a_ring_of_parts_comes_to_an_end() -> None:
    ring = {one: declared(one, one, parent=other) for one, other in (("a", "b"), ("b", "c"), ("c", "a"))}
    assert written(whole(ring["a"], ring)) == "a, b, c"


def test_two_departments_of_one_university_are_two() -> None:
    document, _ = numbered(
        authors=(author("A", "A", "ice", "snow"),),
        affiliations=(
            UNIVERSITY,
            Affiliation(HERE, id="ice", department="Ice", parent="uni"),
            Affiliation(HERE, id="snow", department="Snow", parent="uni"),
        ),
    )
    assert texts(document) == ["Ice, Fjord University, Bergen, Norway", "Snow, Fjord University, Bergen, Norway"]
