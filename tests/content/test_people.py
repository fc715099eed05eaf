"""Names taken apart, and identifiers checked."""

# ruff: noqa: E501 - tables
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.content import people
from rejoinder.content.model import Name
from rejoinder.content.people import name_of, represented_group, said_first, without_degrees


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Jane Doe", Name("Jane", "Doe")),
        ("Jane van der Berg", Name("Jane", "Berg", non_dropping_particle="van der")),
        ("van der Berg, Jane", Name("Jane", "Berg", non_dropping_particle="van der")),
        ("Doe, Jane A", Name("Jane A", "Doe")),
        ("King, Martin Luther, Jr.", Name("Martin Luther", "King", suffix="Jr.")),
        ("King, Jr., Martin Luther", Name("Martin Luther", "King", suffix="Jr.")),
        ("Martin Luther King Jr.", Name("Martin Luther", "King", suffix="Jr.")),
        ("Ludwig von Mises", Name("Ludwig", "Mises", non_dropping_particle="von")),
        ("Maria de la Cruz", Name("Maria", "Cruz", non_dropping_particle="de la")),
        ("Robert De Niro", Name("Robert", "De Niro")),
        ("Simon van der Meer III", Name("Simon", "Meer", non_dropping_particle="van der", suffix="III")),
        ("José Ortega y Gasset", Name("José", "Ortega y Gasset")),
        ("Jean d’Alembert", Name("Jean", "d’Alembert")),
        ("Gerard 't Hooft", Name("Gerard", "Hooft", non_dropping_particle="'t")),
        ("Gabriel García Márquez", Name("Gabriel García", "Márquez")),
        ("García Márquez, Gabriel", Name("Gabriel", "García Márquez")),
        ("Madonna", Name("", "Madonna")),
        ("  Jane \n Doe ", Name("Jane", "Doe")),
        ("Van Morrison", Name("Van", "Morrison")),
        ("Sæby, Åse av", Name("Åse", "Sæby", dropping_particle="av")),
        ("Åse uxor Lunde", Name("Åse", "Lunde", non_dropping_particle="uxor")),
        ("van Lier, II, Jo", Name("Jo", "Lier", non_dropping_particle="van", suffix="II")),
        ("Lier, Jo, MD, PhD", Name("Jo", "Lier", suffix="MD, PhD")),
        ("Lunde, Åse, PhD", Name("Åse", "Lunde", suffix="PhD")),
        ("Josep Puig i Cadafalch", Name("Josep", "Puig i Cadafalch")),
    ],
)
def test_names_are_taken_apart(written: str, name: Name) -> None:
    assert people.name_of(written) == name


@given(st.text(alphabet="ab Cvande,.'-", min_size=1).filter(str.strip))
def test_no_letter_of_a_name_is_lost(written: str) -> None:
    name = people.name_of(written)
    parts = name.given + name.family + name.dropping_particle + name.non_dropping_particle + name.suffix
    assert sorted(parts.replace(" ", "").replace(",", "")) == sorted(written.replace(" ", "").replace(",", ""))


@pytest.mark.parametrize("group", ["The Ice Study Group", "COVID Collaboration", "River Investigators"])
def test_groups_are_known_by_their_last_word(group: str) -> None:
    assert people.is_group(group)
    assert not people.is_group("Jane Group Doe")


def test_orcid() -> None:
    assert people.orcid_of("https://orcid.org/0000-0002-1825-0097") == "0000-0002-1825-0097"
    assert people.orcid_of("000000021694233x") == "0000-0002-1694-233X"
    assert people.orcid_of("0000-0002-1825") == ""
    assert people.orcid_is_valid("0000-0002-1825-0097")
    assert people.orcid_is_valid("0000-0002-1694-233X")
    assert not people.orcid_is_valid("0000-0002-1825-0098")


def test_issn() -> None:
    assert people.issn_of("00034967") == "0003-4967"
    assert people.issn_is_valid("0003-4967")
    assert people.issn_is_valid("2434-561X")
    assert not people.issn_is_valid("0003-4968")


def test_ror_and_doi() -> None:
    assert people.ror_of("03zga2b32") == people.ror_of("https://ror.org/03zga2b32") == "https://ror.org/03zga2b32"
    assert people.ror_of("ror") == ""
    assert people.doi_of("https://doi.org/10.5555/a(1)") == people.doi_of("doi:10.5555/a(1)") == "10.5555/a(1)"
    assert people.doi_of("10.5555") == ""


@pytest.mark.parametrize("email", ["jane@example.org", "j.d+x@sub.example.co.uk", "élodie@exemple.fr"])
def test_emails(email: str) -> None:
    assert people.is_email(email)


@pytest.mark.parametrize(
    "email", ["jane", "jane@", "@x.org", "jane@x", "a b@x.org", "a@x.org\n", "a@x.org\r\nBcc: b@y.org", "a@b@c.org", "a@-x.org"]
)  # fmt: skip
def test_what_is_no_email(email: str) -> None:
    assert not people.is_email(email)


@pytest.mark.parametrize(
    ("written", "name", "degrees"),
    [
        ("Ada Brook, MD, PhD", "Ada Brook", "MD, PhD"),
        ("Ada Brook, M.D.", "Ada Brook", "M.D."),
        ("Brook, Ada, DPhil", "Brook, Ada", "DPhil"),
        ("Ada Brook, MD PhD", "Ada Brook", "MD PhD"),
        ("Li, MA", "Li, MA", ""),
        ("Li Na, Do", "Li Na, Do", ""),
        ("Brook, Ada", "Brook, Ada", ""),
        ("Ada Brook", "Ada Brook", ""),
    ],
)
def test_degrees_behind_a_name(written: str, name: str, degrees: str) -> None:
    assert without_degrees(written) == (name, degrees)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("on behalf of the River Study Group", "The River Study Group"),
        ("for the River Study Group", "The River Study Group"),
        ("On behalf of ALPINE investigators", "ALPINE investigators"),
        ("The River Study Group", ""),
        ("Formosa Study Group", ""),
    ],
)
def test_groups_on_whose_behalf_somebody_writes(written: str, name: str) -> None:
    assert represented_group(written) == name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Peadar Mac Gabhann", Name("Peadar", "Mac Gabhann")),
        ("Ian St John", Name("Ian", "St John")),
        ("Máire Ní Dhomhnaill", Name("Máire", "Ní Dhomhnaill")),
        ("Siân ap Rhys", Name("Siân", "Rhys", non_dropping_particle="ap")),
        ("John Smith, Jr", Name("John", "Smith", suffix="Jr")),
        ("田中 太郎", Name("太郎", "田中")),
        ("홍 길동", Name("길동", "홍")),
        ("田中太郎", Name(literal="田中太郎")),
    ],
)
def test_more_names_in_one_string(written: str, name: Name) -> None:
    assert name_of(written) == name


def test_a_name_in_one_string_may_begin_with_the_family() -> None:
    assert name_of("Ngô Đình Thảo", family_first=True) == Name("Đình Thảo", "Ngô")


@pytest.mark.parametrize(
    ("name", "first"),
    [
        (Name("A", "B"), False),
        (Name("A", "B", lang="hu"), True),
        (Name("A", "B", lang="zh-Hant"), True),
        (Name("A", "B", lang="fr"), False),
        (Name("A", "B", lang="hu", family_first=False), False),
        (Name("A", "B", family_first=True), True),
        (Name("太郎", "田中"), True),
        (Name(literal="田中太郎"), False),
    ],
)
def test_which_name_is_said_first(name: Name, first: bool) -> None:
    assert said_first(name) is first
