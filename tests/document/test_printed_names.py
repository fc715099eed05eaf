"""Names as printed and as cited."""

from __future__ import annotations

import pytest

from rejoinder.content.model import Author, Name
from rejoinder.content.people import name_of
from rejoinder.diagnostics import NOWHERE
from rejoinder.document.names import initials, monogram, monograms, printed, short

NAMES = [
    (Name("Tsutomu", "Takeuchi"), "Tsutomu Takeuchi", "Takeuchi T"),
    (Name("Harry K", "Genant"), "Harry K Genant", "Genant HK"),
    (Name("Harry K.", "Genant"), "Harry K. Genant", "Genant HK"),
    (Name("HK", "Genant"), "HK Genant", "Genant HK"),
    (Name("JO", "SMITH"), "JO SMITH", "SMITH J"),
    (Name("Jean-Luc", "Picard"), "Jean-Luc Picard", "Picard J-L"),
    (Name("J.-L.", "Picard"), "J.-L. Picard", "Picard J-L"),
    (Name("Désirée", "Heijde", non_dropping_particle="van der"), "Désirée van der Heijde", "van der Heijde D"),
    (Name("Alexander", "Humboldt", dropping_particle="von"), "Alexander von Humboldt", "Humboldt A von"),
    (Name("Jean", "Alembert", non_dropping_particle="d’"), "Jean d’Alembert", "d’Alembert J"),
    (Name("Mary Ann", "Smith", suffix="Jr"), "Mary Ann Smith Jr", "Smith MA Jr"),
    (Name("Ελένη", "Αθανασίου"), "Ελένη Αθανασίου", "Αθανασίου Ε"),
    (Name("E\u0301milie", "Østby"), "E\u0301milie Østby", "Østby É"),
    (Name("‘Abd al-Rahman", "Khalil"), "‘Abd al-Rahman Khalil", "Khalil A-R"),
    (Name("danah", "boyd"), "danah boyd", "boyd d"),
    (Name(literal="Ngô Đình Diệm"), "Ngô Đình Diệm", "Ngô Đình Diệm"),
    (Name(literal="The  Ice Group"), "The Ice Group", "The Ice Group"),
    (Name(family="Plato"), "Plato", "Plato"),
    (Name("Plato"), "Plato", "Plato"),
    (Name("太郎", "田中"), "田中太郎", "田中太郎"),
    (Name("길동", "홍"), "홍길동", "홍길동"),
    (Name("Tarō", "田中"), "Tarō 田中", "田中 T"),
    (Name("42", "Agent"), "42 Agent", "Agent"),
    (Name("Péter", "Nagy", lang="hu"), "Nagy Péter", "Nagy P"),
    (Name("Đình Thảo", "Ngô", lang="vi"), "Ngô Đình Thảo", "Ngô ĐT"),
    (Name("Wei", "Zhang", family_first=True), "Zhang Wei", "Zhang W"),
    (Name("Wei", "Zhang", lang="zh-Latn", family_first=False), "Wei Zhang", "Zhang W"),
    (Name("Gabriel", "García Márquez"), "Gabriel García Márquez", "García Márquez G"),
    (Name("Juan", "Cruz", non_dropping_particle="de la"), "Juan de la Cruz", "de la Cruz J"),
    (Name("Shaun", "O’Neill"), "Shaun O’Neill", "O’Neill S"),
]


@pytest.mark.parametrize(("name", "whole", "cited"), NAMES, ids=[whole for _, whole, _ in NAMES])
def test_name(name: Name, whole: str, cited: str) -> None:
    assert (printed(name), short(name)) == (whole, cited)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Jean-Luc", "J-L"),
        ("Đình", "Đ"),
        ("J. R. R.", "JRR"),
        ("J.R.R.", "JRR"),
        ("Émile", "É"),
        ("St John", "SJ"),
        ("Ch.", "Ch"),
        ("Charles", "C"),
        ("Yu. V.", "YuV"),
        ("Ю. А.", "ЮА"),
        ("Юрий Андреевич", "ЮА"),
        ("Md.", "M"),
        ("Md. Rafiqul", "MR"),
        ("María José", "MJ"),
        ("A.-M.", "A-M"),
        ("J-PE", "J-PE"),
        ("Maria da Glória", "MG"),
        ("Xiao-ming", "X-M"),
        ("Jean-de-Dieu", "J-D"),
        ("Nur-ul-Haq", "N-H"),
        ("Robert (Bob) J", "RJ"),
        ("William “Bill”", "W"),
        ("IJsbrand", "IJ"),
        ("e.e.", "ee"),
        ("", ""),
    ],
)
def test_initials(given: str, wanted: str) -> None:
    assert initials(given, "Brook") == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (Name("Désirée", "Heijde", non_dropping_particle="van der"), "DvdH"),
        (Name("Jean-Baptiste", "Rivoire", "de", "La"), "J-BdLR"),
        (Name("Łukasz", "Wiśniewski-Żak"), "ŁW-Ż"),
        (Name("Oonagh", "O’Neill"), "OO’N"),
        (Name("Anneke", "Hooft", non_dropping_particle="’t"), "AtH"),
        (Name("Gabriel", "García Márquez"), "GGM"),
        (Name(literal="Ngô Đình Thảo"), "NĐT"),
        (Name("Đình Thảo", "Ngô", lang="vi"), "NĐT"),
        (Name("Péter", "Nagy", lang="hu"), "NP"),
        (Name("太郎", "田中"), "田中太郎"),
        (Name("Plato"), "Plato"),
    ],
    ids=lambda value: value if isinstance(value, str) else printed(value),
)
def test_what_statements_call_somebody(name: Name, wanted: str) -> None:
    assert monogram(name) == wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("Tom Vale; Ann Lee", "TV; AL"),
        ("Tom Vale; Tina Vickers", "TVa; TVi"),
        ("Jane Smith; John Smith", "Jane Smith; John Smith"),
        ("Jane K Smith; Jane Smith", "JKS; JS"),
        ("Jo Smith; Jo Smithers", "Smith J; Smithers J"),
        ("Ann Lee; Ann Lee; Al Ek", "AL; AL (2); AE"),
        ("Tom Vale; Tina Vickers; Tom Vale", "TVa; TVi; TVa (2)"),
    ],
)
def test_nobody_is_called_like_another(written: str, wanted: str) -> None:
    authors = [Author(name_of(one), NOWHERE) for one in written.split("; ")]
    assert "; ".join(monograms(authors)) == wanted


def test_initials_that_an_author_chose_are_kept() -> None:
    authors = (Author(Name("Ada", "Brook"), NOWHERE, initials="AXB"), Author(Name("Al", "Beck"), NOWHERE))
    assert monograms(authors) == ("AXB", "AB")
    assert monograms((Author(Name(literal="The Ice Group"), NOWHERE, group=True),)) == ("The Ice Group",)
