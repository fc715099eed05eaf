"""Straight quotation marks and hyphens become a compositor's, as Pandoc's `smart` has it."""

from __future__ import annotations

import pytest
from content_builders import inlines, shown
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.content.punctuation import Piece, quotes_of, set_quotes


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\"a\" and 'b'", "“a” and ‘b’"),
        ("it's the dogs' rock 'n' roll", "it’s the dogs’ rock ‘n’ roll"),
        ("'tis the '90s and '68", "’tis the ’90s and ’68"),
        ("the 1990's", "the 1990’s"),
        ("\"'a' b\"", "“‘a’ b”"),
        ('("a"), "b."', "(“a”), “b.”"),
        ('"*a*" and *"b"*', "“emph(a)” and emph(“b”)"),
        ('"one paragraph, and the quotation goes on', "“one paragraph, and the quotation goes on"),
        ("5' 10\" and 5'10\"", "5' 10\" and 5'10\""),
        ('a "b"[@c] d', "a “b”{@c} d"),
        ('word^["quoted"]', "word{^inline 1}"),
        ('"a\nb"', "“a b”"),
        (r"\"a\" and \'b\'", "\"a\" and 'b'"),
        ('`"a" -- b...`', 'code("a" -- b...)'),
        ("a -- b---c...", "a – b—c…"),
        (r"a \-- b \... c", "a -- b ... c"),
        ("“a” ‘b’ – — …", "“a” ‘b’ – — …"),
        ("van 't Hoff", "van ’t Hoff"),
        ('—"a"', "—“a”"),
    ],
)
def test_english(written: str, read: str) -> None:
    assert shown(inlines(written)) == read


@pytest.mark.parametrize(
    ("lang", "read"),
    [
        ("fr", "«\u00a0a\u00a0» l’eau"),
        ("de", "„a“ l’eau"),
        ("de-CH", "«a» l’eau"),
        ("de-Latn-CH", "«a» l’eau"),
        ("sv", "”a” l’eau"),
        ("da", "»a« l’eau"),
        ("ja", "“a” l’eau"),
    ],
)
def test_marks_follow_the_language(lang: str, read: str) -> None:
    assert shown(inlines('"a" l\'eau', lang=lang)) == read


def test_words_in_another_language_have_its_marks() -> None:
    assert shown(inlines('"a" ["b"]{lang=de} "c"')) == "“a” de(„b“) “c”"


@given(st.text(alphabet="ab1 .,'\"()", max_size=60))
def test_only_quotation_marks_change(text: str) -> None:
    piece = Piece(text)
    set_quotes([piece])
    assert len(piece.text) == len(text)
    for before, after in zip(text, piece.text, strict=True):
        assert after in {"'": "'‘’", '"': '"“”'}.get(before, before)


@given(st.text(alphabet="ab1 .,'\"()", max_size=40), st.integers(0, 40))
def test_marks_do_not_depend_on_how_the_text_is_cut(text: str, at: int) -> None:
    whole, left, right = Piece(text), Piece(text[:at]), Piece(text[at:])
    set_quotes([whole])
    set_quotes([left, right])
    assert left.text + right.text == whole.text


def test_a_region_counts_only_where_it_differs() -> None:
    assert quotes_of("en-US") == quotes_of("en")
    assert quotes_of("fr-CA") == quotes_of("fr")
    assert quotes_of("fr-CH") != quotes_of("fr")
