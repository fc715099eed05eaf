"""Margin kerning: stops and hyphens hang out, stems do not."""

from __future__ import annotations

import pytest

from rejoinder.fonts.model import FontChoice
from rejoinder.fonts.typecase import Typecase

CASE = Typecase({"serif": ("Source Serif 4",), "sans": ("Source Sans 3",)})
TEXT = FontChoice("serif", optical=9.3)


def right(text: str, choice: FontChoice = TEXT) -> float:
    shaped = CASE.shape(text, choice, "en")[-1]
    return CASE.right_protrusion(shaped) / shaped.advances[-1]


def left(text: str, choice: FontChoice = TEXT) -> float:
    shaped = CASE.shape(text, choice, "en")[0]
    return CASE.left_protrusion(shaped) / shaped.advances[0]


@pytest.mark.parametrize(
    ("char", "least", "most"),
    [
        (".", 0.55, 0.7),
        (",", 0.6, 0.7),
        ("-", 0.4, 0.6),
        ("’", 0.5, 0.7),
        ("”", 0.4, 0.6),
        ("–", 0.2, 0.4),
        ("T", 0.01, 0.1),
        ("r", 0.01, 0.1),
        ("O", 0.03, 0.1),
    ],
)
def test_what_hangs_out_at_the_right(char: str, least: float, most: float) -> None:
    assert least <= right(char) <= most


@pytest.mark.parametrize(
    ("char", "least", "most"), [("“", 0.4, 0.6), ("‘", 0.4, 0.7), ("T", 0.01, 0.1), ("C", 0.02, 0.1)]
)
def test_what_hangs_out_at_the_left(char: str, least: float, most: float) -> None:
    assert least <= left(char) <= most


@pytest.mark.parametrize("char", ["n", "l", "H", "i", "m", "2", "漢", "\u2d30", " "])
def test_stems_stand_at_the_edge(char: str) -> None:
    assert right(char) == 0
    assert left(char) == 0


def test_a_soft_hyphen_hangs_like_any_other() -> None:
    shaped = CASE.shape_hyphenated("typog", TEXT, "en")[-1]
    assert CASE.right_protrusion(shaped) == CASE.right_protrusion(CASE.shape("\u2010", TEXT, "en")[0])


def test_raised_figures_hang_a_little() -> None:
    word = CASE.superiors("4", TEXT, "en")
    assert word is not None
    assert right("4") == 0
    assert 0 < CASE.right_protrusion(word[-1]) < word[-1].width / 2


def test_only_the_edge_counts() -> None:
    assert right("no.") == right(".")
    assert CASE.left_protrusion(CASE.shape("nT.", TEXT, "en")[0]) == 0
