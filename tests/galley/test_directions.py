"""Which way text runs: paragraphs, levels (UAX 9), and what stands where on a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.galley.directions import (
    LONGEST_NEUTRAL,
    Stand,
    in_sight,
    is_right_to_left,
    levels,
    paragraph_level,
    turns,
)


@pytest.mark.parametrize("lang", ["ar", "he-IL", "fa", "ur", "yi", "ckb", "az-Arab", "pa-Arab-PK"])
def test_languages_from_right_to_left(lang: str) -> None:
    assert is_right_to_left(lang)


@pytest.mark.parametrize("lang", ["", "en", "ku-Latn", "ar-Latn", "az", "th", "ja"])
def test_languages_from_left_to_right(lang: str) -> None:
    assert not is_right_to_left(lang)


def test_a_paragraph_goes_by_its_language_and_its_letters() -> None:
    assert paragraph_level("PCR هو اختبار", "ar") == 1, "its first word is Latin, but it is Arabic"
    assert paragraph_level("Kong A. A title. Journal 1999", "ar") == 0, "a reference in English"
    assert paragraph_level("123", "ar") == 1
    assert paragraph_level("هذا نص عربي PCR", "en") == 1
    assert paragraph_level("שלום is Hebrew for peace", "en") == 0, "most of it is English"
    assert paragraph_level("A word: שלום רב לכולם", "en") == 0, "it begins in English"
    assert paragraph_level("123", "en") == 0


def test_levels_of_figures_and_brackets() -> None:
    assert levels("אב 12", 1) == [1, 1, 1, 2, 2]
    assert levels("ab אב (12) cd", 0) == [0, 0, 0, 1, 1, 1, 1, 2, 2, 1, 0, 0, 0]
    assert levels("אב (ab) גד", 1) == [1, 1, 1, 1, 2, 2, 1, 1, 1, 1]
    assert levels("א\u00adב", 1) == [1, 1, 1]


@given(st.text("abאבعغ12٠٣ ,.()[]-%\u0301\u00ad\u200d\u202b\u202c\u2067\u2069", max_size=40), st.integers(0, 1))
def test_each_character_has_a_level(text: str, base: int) -> None:
    found = levels(text, base)
    assert len(found) == len(text)
    assert all(base <= level <= 20 for level in found)
    assert all(level % 2 == 0 for char, level in zip(text, found, strict=True) if char in "12٠٣"), "figures"
    if not turns(text) and base == 0 and not any(char in "\u202b\u2067" for char in text):
        assert found == [0] * len(text)


@pytest.mark.parametrize(
    "hostile",
    ["(" * 20_000, ". " * 20_000, "(א)" * 5000, "\u2067" * 5000, "\u202b1" * 3000, "\u2067a\u2069.." * 4000],
)
def test_no_text_is_too_much(hostile: str) -> None:
    text = f"א{hostile}ב"
    found = levels(text, 1)
    assert len(found) == len(text)
    assert (found[0], found[-1]) != (0, 0)


def test_the_middle_of_many_neutrals_goes_with_them() -> None:
    assert levels("א" + "." * (3 * LONGEST_NEUTRAL) + "ב", 0) == [1] * (3 * LONGEST_NEUTRAL + 2)


@given(st.lists(st.integers(0, 4), max_size=12))
def test_what_stands_on_a_line_is_turned_level_by_level(found: list[int]) -> None:
    """Against the rule as it is written: from the highest level to the lowest odd one (L2)."""
    order = [*in_sight([Stand(1.0, level) for level in found])]
    expected = [*range(len(found))]
    for level in (4, 3, 2, 1):
        at = 0
        while at < len(expected):
            end = at
            while end < len(expected) and found[expected[end]] >= level:
                end += 1
            expected[at:end] = expected[at:end][::-1]
            at = max(end, at + 1)
    assert order == expected
