"""What the CSL processor prints wrongly is repaired, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.document.marked import DOI, EMPH, STRONG, TITLE, URL, marked, mend


def emph(text: str) -> str:
    return f"{EMPH[0]}{text}{EMPH[1]}"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (f"A, {emph('et al.')}. B", f"A, {emph('et al.')} B"),
        ("A, et al.. B", "A, et al. B"),
        (f"{emph('J')}. . 2012", f"{emph('J')}. 2012"),
        ("A,, B", "A, B"),
        ("A, , B", "A, B"),
        ("A;; B", "A; B"),
        ("A,. B", "A. B"),
        ("A:.", "A."),
        (f"Why?{EMPH[0]}.{EMPH[1]} B", f"Why?{EMPH[0]}{EMPH[1]} B"),
        ("“Why?”. B", "“Why?” B"),
        ("Wait.... B", "Wait... B"),
        ("Wait…. B", "Wait… B"),
        ("A () B", "A B"),
        ("A [] B", "A B"),
        ("A  B", "A B"),
        (f"A {emph(' B')}", f"A {emph('B')}"),
        ("A . B", "A. B"),
        ("( A )", "(A)"),
        (". A", "A"),
        (", ; A", "A"),
        ("A, ", "A"),
        (".NET and C", ".NET and C"),
        ("version .5 of", "version .5 of"),
    ],
)
def test_mended(wrong: str, right: str) -> None:
    assert mend(wrong) == right


@pytest.mark.parametrize(
    "sound",
    [
        "Ames A. On ice. J 2012;7:1–9.",
        "Ames A, et al. A: b; c, d (e) [f] “g” ‘h’.",
        f"A. {DOI[0]}10.1/a,,b..c::d ( )e{DOI[1]}",
        f"A {URL[0]}https://example.org/?a=..&b=,,{URL[1]} (accessed 1 May 2020)",
        f"A. {TITLE[0]}std::vector . . . ( ) ,, end{TITLE[1]}. B",
        "Un titre : un autre",
    ],
)
def test_what_is_sound_stays(sound: str) -> None:
    assert mend(sound) == sound


def test_a_stop_after_an_address_is_the_sentences() -> None:
    assert mend(f"A {URL[0]}https://example.org/.{URL[1]}. .") == f"A {URL[0]}https://example.org/.{URL[1]}."


def test_american_stops_stand_within_the_quotation_marks() -> None:
    assert mend("\ufde3A title\ufde4, B \ufde3c\ufde4.", punctuation_in_quote=True) == "“A title,” B “c.”"
    assert (
        mend("A \ufde3title \ufde3b\ufde4\ufde4, the boys’, c.", punctuation_in_quote=True)
        == "A “title ‘b,’” the boys’, c."
    )
    assert mend("“A title”, B ‘c’.") == "“A title”, B ‘c’."


@given(st.text(st.sampled_from(" .,;:?!()[]“”‘’…aB" + "".join((*EMPH, *STRONG, *TITLE, *URL, *DOI))), max_size=40))
def test_mending_keeps_letters_and_marks_in_order(text: str) -> None:
    def kept(one: str) -> str:
        return "".join(c for c in one if c in "aB" or "\ufdd0" <= c <= "\ufdef")

    assert kept(mend(text)) == kept(text)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<i>a</i>b", f"{emph('a')}b"),
        ("<I>a</I>", emph("a")),
        ("a <i>b", "a <i>b"),
        ("a</i> b", "a</i> b"),
        ("<b>a <i>b</b>", "<b>a <i>b</b>"),
        ("<x>y</x>", "<x>y</x>"),
        ("a < b > c", "a < b > c"),
        ("&lt;i&gt;x&lt;/i&gt;", "<i>x</i>"),
        ("&bogus; &#0; &", "&bogus; \ufffd &"),
        ("a\u0000b\ufdd0c\td", "abc d"),
    ],
)
def test_markup_of_csl(written: str, read: str) -> None:
    assert marked(written) == read
