"""Where words are divided: as pyphen would, with its own patterns; and what is not a word of letters, at its signs."""

from __future__ import annotations

import itertools
import re
import unicodedata
from pathlib import Path

import pyphen
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rejoinder.galley.hyphenation import divisions, everywhere

WORDS = {
    "en-GB": "hyphenation correspondence rheumatology observation typesetting measurements "
    "nevertheless disproportionately astonished "
    "beautiful daughters municipality photographs manuscript algorithm reciprocity inhibitory antibodies philosophical",
    "en-US": "hyphenation correspondence rheumatology observation typesetting measurements "
    "nevertheless disproportionately associate "
    "project present table reciprocity algorithm supercalifragilisticexpialidocious",
    "de": "silbentrennung rechtschreibung donaudampfschiff straßenbahn universitätsklinikum "
    "zwischenzeitlich aufeinanderfolgend "
    "größenordnung müllabfuhr urinstinkt wachstube staubecken",
    "fr": "anticonstitutionnellement correspondance éditeur typographie naturellement développement "
    "réponse observation hôpital "
    "médecine signalement aujourd publication",
    "es": "correspondencia tipografía investigación murciélago desarrollo constitucional extraordinario",
    "it": "corrispondenza tipografia precipitevolissimevolmente osservazione costruzione",
    "nl": "correspondentie verantwoordelijkheid lettergreep ziekenhuis onderzoek",
    "pl": "korespondencja konstantynopolitańczykowianeczka doświadczenie szczególny",
    "pt": "correspondência desenvolvimento tipografia constituição",
    "sv": "korrespondens undersökning sjukhus betydelse",
    "ru": "переписка типография наблюдение исследование достопримечательность",
    "el": "αλληλογραφία τυπογραφία παρατήρηση",
    "cs": "korespondence nejneobhospodařovávatelnějšími pozorování",
    "da": "korrespondance undersøgelse sygehus",
}


def at(word: str, lang: str) -> list[int]:
    return [d.at for d in divisions(word, lang)]


def shown(word: str, lang: str = "en-GB") -> str:
    """The word with a stroke wherever it may be divided."""
    cuts = [0, *at(word, lang), len(word)]
    return "|".join(word[a:b] for a, b in itertools.pairwise(cuts))


def by_pyphen(word: str, lang: str) -> tuple[list[int], bool]:
    """Pyphen's places, and whether one of them would change the spelling."""
    name = pyphen.language_fallback(lang.replace("-", "_"))
    places = pyphen.Pyphen(lang=name, left=2, right=3).positions(word)
    return [int(p) for p in places], any(getattr(p, "data", None) for p in places)


@pytest.mark.parametrize("lang", WORDS)
def test_words_are_divided_as_pyphen_divides_them(lang: str) -> None:
    for word in WORDS[lang].split():
        expected, changes = by_pyphen(word, lang)
        if not changes:
            assert at(word, lang) == expected, word


LETTERS = {
    "en-GB": "abcdefghijklmnopqrstuvwxyz",
    "de": "abcdefghijklmnopqrstuvwxyzäöüß",
    "fr": "abcdefghijklmnopqrstuvwxyzéèêàçîôû",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "el": "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώς",
    "cs": "abcdefghijklmnopqrstuvwxyzáčďéěíňóřšťúůýž",
}


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(sorted(LETTERS)).flatmap(
        lambda lang: st.tuples(st.just(lang), st.text(LETTERS[lang], min_size=5, max_size=30))
    )
)
def test_any_letters_are_divided_as_pyphen_divides_them(made: tuple[str, str]) -> None:
    lang, word = made
    expected, changes = by_pyphen(word, lang)
    if not changes:
        assert at(word, lang) == expected


def test_a_division_that_would_change_the_spelling_is_left_out() -> None:
    """Asszonnyal is asz-szony-nyal in Hungarian: without its letters it may not be divided there."""
    assert by_pyphen("asszonnyal", "hu_HU")[1]
    assert at("asszonnyal", "hu") == []


@pytest.mark.parametrize("word", ["a", "one", "word", "WHO", "HLA", "McDonalds", "iPhone", "12345678", "1999–2003", ""])
def test_short_words_acronyms_and_numbers_are_not_divided(word: str) -> None:
    assert at(word, "en-GB") == []


def test_a_capital_at_the_beginning_changes_nothing() -> None:
    assert at("Observation", "en-GB") == at("observation", "en-GB") != []


def test_a_capital_that_is_two_letters_when_small_moves_nothing() -> None:
    """İ is i and a dot above in small letters."""
    for place in at("İstanbulluların", "tr"):
        assert 2 <= place <= len("İstanbulluların") - 3
    assert at("İnvestigations", "en-GB") in ([], [i for i in at("İnvestigations", "en-GB") if i < 12])


def test_at_least_two_letters_before_and_three_after() -> None:
    for lang, words in WORDS.items():
        for word in words.split():
            assert all(2 <= place <= len(word) - 3 for place in at(word, lang)), word


def test_punctuation_around_a_word_changes_nothing_within() -> None:
    inside = at("observation", "en-GB")
    assert at("(observation).", "en-GB") == [place + 1 for place in inside]
    assert at("“observation”", "en-GB") == [place + 1 for place in inside]


def test_an_unknown_language_divides_nothing() -> None:
    assert at("observation", "xx") == []
    assert at("observation", "") == []


@pytest.mark.parametrize("lang", ["../../etc", "*", "en_*", "[", "en-GB-oed", "EN-gb", "de-CH-1996"])
def test_odd_language_tags_do_no_harm(lang: str) -> None:
    assert all(0 < place < 11 for place in at("observation", lang))


# ── signs ─────────────────────────────────────────────────────────────────


def test_a_soft_hyphen_says_where_and_nowhere_else() -> None:
    token = "obser\u00advation"
    assert [(d.at, d.hyphen, d.flagged) for d in divisions(token, "en-GB")] == [(6, True, True)]


def test_compounds_are_divided_behind_their_hyphen_without_another() -> None:
    for d in divisions("well-known", "en-GB"):
        assert (d.at, d.hyphen, d.flagged) == (5, False, True)
    assert shown("well-known") == "well-|known"


def test_a_hyphen_before_a_figure_or_a_single_letter_is_no_place() -> None:
    assert shown("COVID-19") == "COVID-19"
    assert shown("T-cells") == "T-|cells"
    assert shown("interleukin-6") == "interleukin-6" or "-|6" not in shown("interleukin-6")
    assert shown("-ase") == "-ase"


def test_dashes_and_strokes_may_end_a_line_without_counting_as_hyphens() -> None:
    for token, place in (("and/or", 4), ("smoke—signals", 6), ("Rossini–Bellini", 8)):
        assert [(d.at, d.hyphen, d.flagged) for d in divisions(token, "en-GB")] == [(place, False, False)]


def test_numbers_are_not_parted_at_their_dash() -> None:
    assert shown("117–203") == "117–203"


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("https://doi.org/10.1136/ard-2016", "https://|doi.|org/|10.|1136/|ard-|2016"),
        ("someone@example.org", "someone@example.|org"),
        ("10.1136/annrheumdis-2016-209888", "10.|1136/|annrheumdis-|2016-|209888"),
    ],
)
def test_addresses_are_divided_behind_their_signs_without_a_hyphen(token: str, expected: str) -> None:
    assert shown(token) == expected
    assert not any(d.hyphen or d.flagged for d in divisions(token, "en-GB"))


def test_where_words_may_not_be_divided_their_signs_still_may() -> None:
    assert [d.at for d in divisions("observation", "en-GB", words=False)] == []
    assert [d.at for d in divisions("observation/measurement", "en-GB", words=False)] == [12]


# ── a token wider than its line ───────────────────────────────────────────


@given(st.text(min_size=1, max_size=40))
def test_everywhere_parts_no_mark_from_its_letter(token: str) -> None:
    import unicodedata

    places = [d.at for d in everywhere(token)]
    assert places == sorted(set(places))
    assert all(0 < place < len(token) and not unicodedata.combining(token[place]) for place in places)


def test_everywhere_prefers_signs() -> None:
    cheap = {d.at for d in everywhere("aaaa_bbbb/cccc") if d.penalty <= 1}
    assert cheap == {5, 10}


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["en-GB", "de", "fr", "hu", "xx"]))
def test_whatever_the_token_divisions_are_within_it_and_ascend(token: str, lang: str) -> None:
    places = [d.at for d in divisions(token.replace(" ", ""), lang)]
    assert places == sorted(set(places))
    assert all(0 < place < len(token) for place in places)


# ── every language ──

DICTIONARIES = sorted(Path(pyphen.__file__).parent.glob("dictionaries/hyph_*.dic"))
WITHOUT_A_HYPHEN = {"th_TH"}


def made_words(raw: str) -> list[str]:
    """Words that no patterns are foreign to: made of them, three at a time."""
    keys = [re.sub(r"[\d.]", "", line) for line in raw.split("\n")[1:] if "/" not in line and "%" not in line]
    keys = [key for key in keys if key.isalpha() and len(key) > 2][:300]
    return ["".join(keys[i : i + 3]).lower() for i in range(0, len(keys) - 2, 9)]


@pytest.mark.parametrize("path", DICTIONARIES, ids=lambda path: path.stem)
def test_every_dictionary_is_read_as_pyphen_reads_it(path: Path) -> None:
    code = path.stem.removeprefix("hyph_")
    if code in WITHOUT_A_HYPHEN:
        assert at("ประเทศไทย", code.replace("_", "-")) == []
        return
    first, _, rest = path.read_bytes().partition(b"\n")
    encoding = first.decode("ascii").strip().replace("microsoft-cp1251", "cp1251")
    words = [*made_words(rest.decode(encoding)), *INDIC.get(code, "").split()]
    dictionary = pyphen.Pyphen(filename=path, left=2, right=3)
    compared = 0
    for word in words:
        places = dictionary.positions(word)
        if any(getattr(place, "data", None) for place in places):
            continue
        compared += 1
        assert at(word, code.replace("_", "-")) == [int(place) for place in places if not is_mark(word[place])], word
    assert compared or not words


INDIC = {
    "te_IN": "ఆంధ్రప్రదేశ్",
    "kn_IN": "ಕರ್ನಾಟಕದಲ್ಲಿ",
    "mr_IN": "महाराष्ट्रातील",
    "pa_IN": "ਪੰਜਾਬੀਆਂ",
    "or_IN": "ଓଡ଼ିଶାରେ",
    "as_IN": "অসমীয়াভাষা",
    "sa_IN": "संस्कृतभाषायाम्",
}


def is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


@pytest.mark.parametrize(
    ("lang", "like"),
    [
        ("pt-AO", "pt-PT"),
        ("en-AU", "en-GB"),
        ("de-LI", "de-DE"),
        ("no", "nb-NO"),
        ("sr-Latn-RS", "sr-Latn"),
        ("sr-Cyrl-RS", "sr"),
        ("PT-br", "pt-BR"),
        ("nn", "nn-NO"),
    ],
)
def test_a_language_is_divided_like_its_nearest(lang: str, like: str) -> None:
    words = "istraživanje истраживање correspondência desenvolvimento silbentrennung undersøkelse"
    assert [at(word, lang) for word in words.split()] == [at(word, like) for word in words.split()]
    assert any(at(word, lang) for word in words.split())


@pytest.mark.parametrize("lang", ["xx", "ar", "zh-Hant", "hi", ""])
def test_a_language_without_patterns_is_not_divided(lang: str) -> None:
    assert at("correspondencia", lang) == []
