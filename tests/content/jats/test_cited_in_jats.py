"""Citations in the dress of their source, and without it."""

from __future__ import annotations

import pytest

from content.jats.jats_body_builders import UNNUMBERED, cited, ref
from content.jats.jats_builders import letter

ONE, TWO, THREE, FIVE = ref("r1", "1"), ref("r2", "2"), ref("r3", "3"), ref("r5", "5")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (f"so it is ({ONE}).", "so it is[@r1]."),
        (f"so it is [{ONE}], and", "so it is[@r1], and"),
        (f"so it is {ref('r1', '[1]')}.", "so it is[@r1]."),
        (f"so it is.<sup>{ONE}</sup> And", "so it is.[@r1] And"),
        (f"so it is.{ref('r1', '<sup>1</sup>')} And", "so it is.[@r1] And"),
        (f"so it is<sup>({ONE})</sup>.", "so it is[@r1]."),
        (f"so it is (<italic>{ONE}</italic>).", "so it is[@r1]."),
        (f"so it is ({ref('r1', '<italic>1</italic>')}).", "so it is[@r1]."),
        (f"so it is.{ref('r1')} And", "so it is.[@r1] And"),
        (f"so it is.{ref('r1', '*')} And", "so it is.[@r1] And"),
        (f"so (as “they say”; [{ONE}]) it is", "so (as “they say”[@r1]) it is"),
    ],
)
def test_one_number(written: str, expected: str) -> None:
    assert cited(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        f"so it is ({ONE}, {TWO}).",
        f"so it is [{ONE},{TWO}].",
        f"so it is ({ONE}; {TWO}).",
        f"so it is ({ONE} and {TWO}).",
        f"so it is {ref('r1', '[1]')}, {ref('r2', '[2]')}.",
        f"so it is<sup>{ONE},{TWO}</sup>.",
        f"so it is{ref('r1', '<sup>1</sup>')}<sup>,</sup>{ref('r2', '<sup>2</sup>')}.",
        f"so it is{ref('r1', '<sup>1</sup>')}\n<sup>,</sup>\n{ref('r2', '<sup>2</sup>')}.",
        f"so it is ({ref('r1 r2', '1, 2')}).",
        f"so it is ({ref('r1', '1, 2')}).",
        f"so it is [{ONE}, 2].",
        f"so it is<sup>{ONE},2</sup>.",
        f"so it is {ref('r1', '[1]')}, [2].",
    ],
)
def test_a_list_of_two(written: str) -> None:
    assert cited(written) == "so it is[@r1; @r2]."


@pytest.mark.parametrize(
    "written",
    [
        f"so ({ONE}–{FIVE}).",
        f"so ({ONE}-{FIVE}).",
        f"so [{ONE}\u2010{FIVE}].",
        f"so {ref('r1', '[1]')}–{ref('r5', '[5]')}.",
        f"so<sup>{ONE}–{FIVE}</sup>.",
        f"so{ref('r1', '<sup>1</sup>')}<sup>–</sup>{ref('r5', '<sup>5</sup>')}.",
        f"so ({ref('r1', '1-5')}).",
        f"so ({ref('r1 r5', '1–5')}).",
        f"so ({ref('r1 r2 r3 r4 r5', '1–5')}).",
        f"so ({ONE}–5).",
        f"so ({ONE}, {TWO}–{ref('r4', '4')}, {FIVE}).",
    ],
)
def test_a_range_is_filled_in(written: str) -> None:
    assert cited(written) == "so[@r1; @r2; @r3; @r4; @r5]."


def test_a_range_that_runs_backwards_is_its_two_ends() -> None:
    assert cited(f"so ({FIVE}–{TWO}).") == "so[@r5; @r2]."


def test_ranges_follow_the_list_if_its_references_have_no_labels() -> None:
    assert cited(f"so ({ONE}–{THREE}).", UNNUMBERED) == "so[@r1; @r2; @r3]."


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (f"so ({ref('r1', 'Adler, 1991')}).", "so[@r1]."),
        (f"so ({ref('r1', 'Adler et al., 1991')}; {ref('r2', 'Brook and Crane, 1992a')}).", "so[@r1; @r2]."),
        (f"{ref('r1', 'Adler et al. (1991)')} saw it.", "Adler et al.[@r1] saw it."),
        (f"{ref('r1', 'Adler <italic>et al.</italic> (1991)')} saw it.", "Adler *et al.*[@r1] saw it."),
        (f"Adler ({ref('r1', '1991')}) saw it.", "Adler[@r1] saw it."),
        (f"{ref('r1', 'Adler')} ({ref('r1', '1991')}) saw it.", "Adler[@r1] saw it."),
        (f"{ref('r1', 'Adler (1991')}) saw it.", "Adler[@r1] saw it."),
        (f"{ref('r1', 'Adler (1991, p. 4)')} saw it.", "Adler[@r1, p. 4] saw it."),
        (f"so ({ref('r1', 'ADLER, 1991')}, p. 4).", "so[@r1, p. 4]."),
        (f"so ({ref('r1', 'ADLER, 1991')}, p. 4; grifo nosso).", "so[@r1, p. 4; grifo nosso]."),
        (f"so ({ref('r1', 'Adler, 1991: 4')}).", "so[@r1, p. 4]."),
        (f"so (see {ref('r1', 'Adler, 1991')}).", "so [see @r1]."),
        (
            f"so (e.g., {ref('r1', 'Adler, 1991')}; see also {ref('r2', 'Brook, 1992')}).",
            "so [e.g., @r1; see also @r2].",
        ),
        (f"so ({ref('r1', 'Ice Board')}, {ref('r2', '1992')}, {ref('r3', '1993a')}).", "so[@r1; @r2; @r3]."),
        (f"so it was in {ref('r1', 'Adler 1991')} and later.", "so it was in Adler 1991[@r1] and later."),
    ],
)
def test_authors_and_years_go_but_not_from_a_sentence(written: str, expected: str) -> None:
    assert cited(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (f"so (by boat; {ref('r1', '1')}) it was", "so (by boat[@r1]) it was"),
        (f"in the {ref('r1', 'companion study')} too", "in the companion study[@r1] too"),
        (f"so (see the {ref('r1', 'companion study')}) too", "so (see the companion study[@r1]) too"),
        (
            f"so (Adler 1991 in boats, {ref('r2', 'Brook 1992')} on foot)",
            "so (Adler 1991 in boats, Brook 1992[@r2] on foot)",
        ),
        (f"of {ref('r1', 'the 2004 tide tables for pilots')} it", "of the 2004 tide tables for pilots[@r1] it"),
        (f"[a note of {ref('r1', '[1]')} and {ref('r2', '[2]')}]", "[a note of[@r1] and[@r2]]"),
    ],
)
def test_where_the_pattern_is_not_sure_words_stay(written: str, expected: str) -> None:
    assert cited(written) == expected


def test_what_leads_to_no_reference_stays_as_it_is() -> None:
    assert cited('so (<xref ref-type="bibr" rid="gone">7</xref>).') == "so (7)."


def test_names_that_lost_their_space_have_it_again() -> None:
    assert cited(f"<italic>Larus</italic>{ref('r1', 'Adler, 1991')} is") == "*Larus* Adler, 1991[@r1] is"


def test_citations_in_a_title_a_caption_and_a_cell() -> None:
    made = letter(
        body=f"<sec><title>Ice [{ONE}]</title><table-wrap><caption><p>Ice ({TWO})</p></caption>"
        f"<table><tr><td>Ice<sup>{THREE}</sup></td></tr></table></table-wrap></sec>",
        back='<ref-list><ref id="r1"><label>1</label><mixed-citation>A. 1990.</mixed-citation></ref>'
        '<ref id="r2"><label>2</label><mixed-citation>B. 1991.</mixed-citation></ref>'
        '<ref id="r3"><label>3</label><mixed-citation>C. 1992.</mixed-citation></ref></ref-list>',
    )
    assert str(made.body).count("Cite(") == 3


@pytest.mark.parametrize(
    ("back", "body", "order"),
    [
        ('<ref id="b"><label>1</label>{}</ref><ref id="a"><label>2.</label>{}</ref>', ref("a", "2"), "listed"),
        ('<ref id="b">{}</ref><ref id="a">{}</ref>', ref("a", "Adler 1991"), "cited"),
        ('<ref id="b">{}</ref><ref id="a">{}</ref>', "", "listed"),
        ('<ref id="b"><label>Adl</label>{}</ref><ref id="a"><label>Bro</label>{}</ref>', ref("a", "Bro"), "cited"),
    ],
)
def test_a_numbered_list_keeps_its_numbers_and_an_uncited_one_its_order(back: str, body: str, order: str) -> None:
    citation = "<mixed-citation>Adler P. On ice. 1991.</mixed-citation>"
    made = letter(body=f"<p>So {body}.</p>", back=f"<ref-list>{back.format(citation, citation)}</ref-list>")
    assert made.references_order == order
    assert made.nocite == ("*",)
