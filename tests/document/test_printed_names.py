"""Names as printed and as cited."""

from __future__ import annotations

import pytest

from rejoinder.content.model import Name
from rejoinder.document.names import printed, short

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
]


@pytest.mark.parametrize(("name", "whole", "cited"), NAMES, ids=[whole for _, whole, _ in NAMES])
def test_name(name: Name, whole: str, cited: str) -> None:
    assert (printed(name), short(name)) == (whole, cited)
