"""The program's own words follow the language of the letter, unless a sheet has others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from composing import sheet_of
from rejoinder import typeset
from rejoinder.style.words import _FIELDS, _TYPES, _WORDS, in_language


def said(sheet: Any) -> Iterator[str]:
    """All words of a sheet that may be translated."""
    for part, names in _FIELDS.items():
        for name in names:
            words = getattr(getattr(sheet, part), name)
            yield from (words,) if isinstance(words, str) else words.values()


def test_every_word_stands_in_the_sheet_that_all_others_extend() -> None:
    known = {*said(sheet_of()), *(one.replace("-", " ").capitalize() for one in _TYPES)}
    assert set(_WORDS) <= known


def test_what_is_filled_in_stays() -> None:
    for english, others in _WORDS.items():
        assert all(other.count("{") == english.count("{") for other in others), english


@pytest.mark.parametrize(
    ("lang", "heading", "figure"),
    [
        ("pt-BR", "Referências", "Figura"),
        ("es", "Referencias", "Figura"),
        ("fr", "Références", "Figure"),
        ("DE-at", "Literatur", "Abbildung"),
        ("en-GB", "References", "Figure"),
        ("tr", "References", "Figure"),
    ],
)
def test_words_are_those_of_the_letters_language(lang: str, heading: str, figure: str) -> None:
    sheet = in_language(sheet_of(), lang)
    assert (sheet.references.heading, sheet.captions.figure_label) == (heading, figure)


def test_a_sheet_keeps_the_words_that_it_has_changed() -> None:
    sheet = in_language(sheet_of("references: {heading: Works cited}\nend: {labels: {funding: Money}}"), "pt")
    assert (sheet.references.heading, sheet.end.labels["funding"]) == ("Works cited", "Money")
    assert sheet.end.labels["acknowledgements"] == "Agradecimentos"


def test_a_sheet_may_want_english_words_throughout() -> None:
    sheet = sheet_of("translated: false")
    assert in_language(sheet, "pt") is sheet


def test_a_letter_is_set_in_its_language_only() -> None:
    letter = {"title": "As balsas", "lang": "pt", "author": [{"name": "Ana Cais"}], "body": "Atrasam."}
    made = typeset({**letter, "type": "case-report", "abstract": "Sempre."})
    lines = " ".join(line.text for line in (*made.galley.front, *made.galley.flow)).casefold()
    assert "relato de caso" in lines and "resumo" in lines and "abstract" not in lines
