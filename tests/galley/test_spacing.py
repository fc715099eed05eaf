"""Which spaces may end a line, French spacing, and where citations stand beside punctuation."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from composing import HERE, body_lines, cited, extent, inlines, read, sheet_of
from rejoinder import typeset
from rejoinder.document.model import Citation, Mention, MentionedFloat, NoteMark, Target, Words
from rejoinder.galley.pieces import before_punctuation, behind_punctuation, french, kept

# ── what stays together ───────────────────────────────────────────────────


@pytest.mark.parametrize(
    "pair",
    [
        "20 min", "40 °C", "5 mg", "3.5 kg,", "9 %", "12 September", "1.2 million",
        "Fig. 3", "Figure 2", "Table 4", "p. 12", "No 7", "vol. 3", "section 2",
        "Dr Ames", "Mrs Okafor", "St Albans",
        "J. Smith", "J.R. Smith", "J Smith",
        "Takeuchi T", "Takeuchi T,", "Okafor AB", "Müller H-J",
        "et al", "et al.", "et al,",
        "smoke – and", "smoke — and", "p = 0.05", "p < 0.05", "3 × 4", "5 ± 2",
        "Quoi ?", "ici ; là", "fin »",
    ],
)  # fmt: skip
def test_these_are_not_parted(pair: str) -> None:
    before, after = pair.split(" ")[:2]
    assert kept(before, after)


@pytest.mark.parametrize(
    "pair",
    [
        "the house", "We thank", "In London", "USA The", "WHO Report", "of 412", "412 boxes", "20 "
        "minutes", "et cetera", "and al",
        "Ames and", "Science Fiction", "A house", "I think", "Figure shows", "no more", "the No",
    ],
)  # fmt: skip
def test_these_may_be_parted(pair: str) -> None:
    before, after = pair.split(" ")
    assert not kept(before, after)


def test_a_no_break_space_of_the_author_is_kept() -> None:
    for measure in range(40, 120, 3):
        for line in body_lines("we saw\u00a0it come and go\u00a0away", measure=float(measure)):
            assert not line.text.rstrip().endswith((" saw", " go")) and line.text.strip() not in ("saw", "go")


@pytest.mark.parametrize("measure", range(60, 200, 7))
def test_no_line_ends_between_a_number_and_its_unit_or_a_name_and_its_initial(measure: int) -> None:
    lines = body_lines(
        "We heated it for 20 min at 40 °C as Dr Ames and Takeuchi T did in Fig. 3 of 12 May.", measure=float(measure)
    )
    for line in lines[:-1]:
        assert not line.text.rstrip().endswith((" 20", " 40", "Dr", "Takeuchi", "Fig.", " 12"))


@pytest.mark.parametrize("measure", range(60, 200, 7))
def test_no_line_begins_with_a_dash_or_a_sign_of_relation(measure: int) -> None:
    lines = body_lines(
        "It rose – as we said – and p = 0.05 or so – if 3 × 4 is not too many – by then", measure=float(measure)
    )
    assert not any(line.text.startswith(("–", "=", "×")) for line in lines)


@pytest.mark.parametrize("measure", range(50, 200, 7))
def test_a_mark_stays_with_its_word(measure: int) -> None:
    lines = body_lines(
        "As shown before,[1,2] and later;[4-7] so it was.[^1] And once more[3] it is", measure=float(measure)
    )
    for line in lines:
        assert line.text.lstrip("\u00ad")[:1] not in "1234567*"
    assert read(lines) == "As shown before,1 2 and later;4–7 so it was.* And once more3 it is"


# ── French ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ("Quoi?", "Quoi\u202f?"),
        ("Quoi ?", "Quoi\u202f?"),
        ("Oui; non", "Oui\u202f; non"),
        ("Ainsi: voilà", "Ainsi\u00a0: voilà"),
        ("Ainsi : voilà", "Ainsi\u00a0: voilà"),
        ("«Bonjour»", "«\u00a0Bonjour\u00a0»"),
        ("« Bonjour »", "«\u00a0Bonjour\u00a0»"),
        ("« Bonjour », dit-il", "«\u00a0Bonjour\u00a0», dit-il"),
        ("(vraiment!)", "(vraiment\u202f!)"),
        ("à 12:30", "à 12:30"),
        ("https://exemple.fr", "https://exemple.fr"),
        ("rien", "rien"),
    ],
)
def test_french_spacing(written: str, set_: str) -> None:
    assert french(written) == set_


def test_french_spacing_done_twice_is_done_once() -> None:
    for text in ("Quoi ? Oui ; « non » : voilà !", "«Bonjour»: dit-il!"):
        assert french(french(text)) == french(text)


def test_french_spacing_holds_for_french_text_only() -> None:
    assert read(body_lines("What? Yes: no!", lang="en-GB")) == "What? Yes: no!"
    assert read(body_lines("Quoi? Oui: non!", lang="fr")) == "Quoi\u202f? Oui : non\u202f!"
    unspaced = sheet_of("locale-spacing: false")
    assert read(body_lines("Quoi? Oui: non!", unspaced, lang="fr")) == "Quoi? Oui: non!"


@pytest.mark.parametrize("measure", range(40, 160, 9))
def test_french_punctuation_never_begins_a_line(measure: int) -> None:
    text = "Quoi ? Il vient ; elle part : « on verra bien », dit-il ! Et puis « non » ; vraiment ?"
    for line in body_lines(text, lang="fr", measure=float(measure)):
        assert line.text[:1] not in ";:!?»"
        assert not line.text.rstrip().endswith("«")


# ── citations and punctuation ─────────────────────────────────────────────


def shown(given: object) -> str:
    out = ""
    for one in given:  # type: ignore[attr-defined]
        if isinstance(one, Words):
            out += one.text
        elif isinstance(one, Citation):
            out += "[" + ",".join(str(i.number) for i in one.items) + "]"
        elif isinstance(one, NoteMark):
            out += f"[^{one.number}]"
    return out


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("so it is [1].", "so it is.[1]"),
        ("so it is[1], and", "so it is,[1] and"),
        ("so it is.[1] And", "so it is.[1] And"),
        ("so [1] it is", "so[1] it is"),
        ("so it is [1]; and", "so it is[1]; and"),
        ("[1] begins", "[1] begins"),
        ("so it is[^1][1].", "so it is[^1].[1]"),
        ("so it is[^1][1], and[2].", "so it is[^1],[1] and.[2]"),
        ("by Vale et al.[1]. So", "by Vale et al.[1] So"),
    ],
)
def test_superior_citations_stand_behind_full_stop_and_comma(written: str, expected: str) -> None:
    assert shown(behind_punctuation(inlines(written))) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("so it is.[1] And", "so it is\u00a0[1]. And"),
        ("so it is,[1] and", "so it is\u00a0[1], and"),
        ("so it is [1].", "so it is\u00a0[1]."),
        ("so[1] it is", "so\u00a0[1] it is"),
        ("so it is;[1,2] and", "so it is\u00a0[1,2]; and"),
        ("Vale et al.[1] found", "Vale et al.\u00a0[1] found"),
        ("by Vale et al.[1]. So", "by Vale et al.\u00a0[1]. So"),
    ],
)
def test_bracketed_citations_stand_before_the_punctuation(written: str, expected: str) -> None:
    assert shown(before_punctuation(inlines(written))) == expected


BRACKETS = 'citations: {form: bracket, separator: ","}'


@pytest.mark.parametrize(
    ("written", "superior", "bracketed"),
    [
        ("It is.[1] Yes", "It is.1 Yes", "It is [1]. Yes"),
        ("It is[4-7] so", "It is4–7 so", "It is [4–7] so"),
        ("It is[1,10] so", "It is1 10 so", "It is [1, 10] so"),
        ("It is[1,3-5,9] so", "It is1 3–5 9 so", "It is [1, 3–5, 9] so"),
        ("It *is*[1] so", "It is1 so", "It is [1] so"),
        ("[1] so", "1 so", "[1] so"),
        ("*It is.*[1] So", "It is.1 So", "It is [1]. So"),
    ],
)
def test_citations_as_they_are_read_from_the_line(written: str, superior: str, bracketed: str) -> None:
    assert read(body_lines(written)) == superior
    assert read(body_lines(written, sheet_of(BRACKETS))) == bracketed


@pytest.mark.parametrize(
    ("items", "superior", "bracketed"),
    [
        ([(2, "see", "")], "so (see2). Yes", "so [see 2]. Yes"),
        ([(1, "e.g.", ""), (2, "", "")], "so (e.g.1 2). Yes", "so [e.g. 1; 2]. Yes"),
        ([(1, "see", "p. 4"), (2, "", ""), (9, "also", "")], "so (see1, p. 4; 2; also9). Yes", ""),
        ([(1, "see", ""), (2, "", ""), (3, "", "")], "so (see1–3). Yes", ""),
        ([(1, "", "p. 4")], "so.1, p. 4 Yes", "so [1, p. 4]. Yes"),
    ],
)
def test_words_of_a_citation_are_not_raised(items: list[tuple[int, str, str]], superior: str, bracketed: str) -> None:
    cite = Citation(tuple(replace(cited(n), prefix=before, suffix=after) for n, before, after in items), HERE)
    for words in ("so", "so "):
        written = (*inlines(words), cite, *inlines(". Yes"))
        assert read(body_lines(written)).replace("\u00a0", " ") == superior
        if bracketed:
            assert read(body_lines(written, sheet_of(BRACKETS))).replace("\u00a0", " ") == bracketed


@pytest.mark.parametrize("separator", ["\u2009", ","])
def test_a_long_superior_citation_may_be_divided(separator: str) -> None:
    """Thirty numbers are wider than a column; two at least stand on either line."""
    sheet = sheet_of(f'citations: {{separator: "{separator}"}}')
    numbers = [str(n) for n in range(1, 60, 2)]
    lines = body_lines(f"so it is.[{','.join(numbers)}] Yes", sheet, measure=120.0)
    assert len(lines) > 1
    for line in lines:
        assert extent(line)[1] <= 123.0  # a comma may hang into the margin
        assert len([one for one in re.split(r"[\s,\u2009]+", line.text) if one.isdigit()]) >= 2
    assert len(body_lines("so it is.[1,3,5,7,9]", sheet, measure=30.0)) > 1
    whole = body_lines("so it is.[1,3,5,7,9]", sheet, measure=30.0)[-1].text
    assert [one for one in re.split(r"\D+", whole) if one] == ["1", "3", "5", "7", "9"]


def test_citations_behind_a_mention_or_another_mark() -> None:
    named = Mention("figure", (MentionedFloat(1, 1, Target(anchor="figure-1")),), HERE)
    written = (*inlines("See "), named, *inlines("[1], or"))
    assert read(body_lines(written)).replace("\u00a0", " ") == "See Figure 1,1 or"
    assert read(body_lines(written, sheet_of(BRACKETS))).replace("\u00a0", " ") == "See Figure 1 [1], or"


def test_two_marks_in_a_row_are_parted() -> None:
    """An asterisk stands high as it is, and is a mark all the same."""
    assert read(body_lines("It is[^1][^2] so")) == "It is* † so"


def test_a_sheet_may_leave_citations_where_they_are() -> None:
    sheet = sheet_of("citations: {after-punctuation: false}")
    assert read(body_lines("so it is[1], and[2].", sheet)) == "so it is1, and2."


def test_two_citations_in_a_row_do_not_read_as_one_number() -> None:
    line = body_lines("It is[1][2] so")[0]
    assert "12" not in line.text


def test_a_sheet_may_want_numbers_and_units_closer_together() -> None:
    """Whatever it wants, a space is read between them."""

    def width(share: float) -> float:
        result = typeset(
            {"title": "T", "authors": ["A"], "body": "It weighs 5 mg."}, {"extends": "annals", "unit-space": share}
        )
        (line,) = [line for line in result.galley.flow if line.style == "body"]
        assert line.text == "It weighs 5 mg."
        return line.width

    assert width(0.5) < width(1.0)
