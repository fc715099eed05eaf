"""Templates of furniture: variables, emphasis, and what vanishes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.style.template import Group, Said, Variable, fill, parse, variables

FOOT = "{authors.short}. *{journal.abbreviation}* {year}[;{volume}][:{locator}]"
LETTER = {
    "authors.short": ["Lee A, ", "_et al_"],
    "journal.abbreviation": ["J Lett"],
    "year": ["2031"],
    "volume": ["4"],
    "locator": ["e7"],
}


def marked(text: str, emph: bool, strong: bool) -> str:
    text = f"_{text}_" if emph else text
    return f"<{text}>" if strong else text


def filled(template: str, values: dict[str, list[str]]) -> str:
    return "".join(fill(template, values, marked, marked))


def test_a_running_foot() -> None:
    assert filled(FOOT, LETTER) == "Lee A, _et al_. _J Lett_ 2031;4:e7"


def test_groups_vanish_when_a_variable_in_them_is_missing() -> None:
    assert filled(FOOT, {**LETTER, "volume": []}) == "Lee A, _et al_. _J Lett_ 2031:e7"
    assert filled("[{volume}([{issue}])]", {"volume": ["4"]}) == "4()"
    assert filled("[{volume}[({issue})]]", {"volume": ["4"]}) == "4"
    assert filled("[{volume}[({issue})]]", {"issue": ["2"]}) == ""


def test_a_missing_variable_outside_groups_leaves_nothing() -> None:
    assert filled("{year}, {doi}.", {"year": ["2031"]}) == "2031, ."


def test_emphasis_and_strength() -> None:
    assert filled("*a* **b** ***c*** {year}", {"year": ["1"]}) == "_a_ <b> <_c_> 1"
    assert filled("**{year}**", {"year": ["1", "2"]}) == "<1><2>"


def test_a_backslash_takes_the_next_character_as_it_is() -> None:
    assert filled(r"\{year\} \[a\] 2\*2 \\", {}) == r"{year} [a] 2*2 \ ".rstrip()


def test_the_parts_of_a_template() -> None:
    assert parse("p. *{folio}*[/{pages}]")[0] == (
        Said("p. "),
        Variable("folio", emph=True),
        Group((Said("/"), Variable("pages"))),
    )
    assert variables(FOOT) == ("authors.short", "journal.abbreviation", "year", "volume", "locator")


@pytest.mark.parametrize(
    ("template", "at", "message", "hint"),
    [
        ("a {yaer}", 2, 'there is no variable "yaer"', 'did you mean "year"?'),
        ("{}", 0, 'there is no variable ""', "known here: authors.short"),
        ("a [;{volume}", 2, 'this "[" is never closed', 'write "\\["'),
        ("a ]", 2, 'there is no "[" to this "]"', 'write "\\]"'),
        ("a *b", 2, 'this "*" is never closed', 'write "\\*"'),
        ("a **b", 2, 'this "**" is never closed', 'write "\\*\\*"'),
        ("a { b", 2, '"{" stands alone here', 'write "\\{"'),
        ("a }", 2, '"}" stands alone here', 'write "\\}"'),
        ("[Letters]", 0, "there is no variable in this group, so it can never vanish", 'write "\\["'),
        ("[*{year}] x*", 0, "emphasis must end in the group in which it begins", ""),
        ("[{year}" * 9 + "]" * 9, 56, "groups are nested more than 8 deep", ""),
    ],
)
def test_faults_know_their_place(template: str, at: int, message: str, hint: str) -> None:
    fault = parse(template)[1][0]
    assert (fault.at, fault.message) == (at, message) and fault.hint.startswith(hint)


def test_a_sound_template_has_no_faults() -> None:
    assert parse(FOOT)[1] == ()


@given(st.lists(st.sampled_from([*"ab{}[]*\\ ", "{year}", "[{doi}]"]), max_size=40))
def test_any_text_is_a_template_that_can_be_filled(pieces: list[str]) -> None:
    filled("".join(pieces), LETTER)


@given(st.text(st.characters(exclude_characters="{}[]*\\", exclude_categories=["Cs"])))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert filled(text, {}) == text and not parse(text)[1]
