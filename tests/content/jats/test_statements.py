"""Statements are found wherever they stand, and in five languages; what has no place is named."""

from __future__ import annotations

import pytest
from jats_builders import AUTHOR, BODY, TITLE, letter, said, statements, warnings, words

from rejoinder.content.jats.notes import kind_of_title, kind_of_words
from rejoinder.content.model import NOTE_KINDS

TEXT = "The authors own no ferries."


@pytest.mark.parametrize(
    ("body", "back"),
    [
        (f"{BODY}<sec><title>Competing interests</title><p>{TEXT}</p></sec>", ""),
        (BODY, f"<sec><title>Conflict of Interest</title><p>{TEXT}</p></sec>"),
        (BODY, f'<sec sec-type="COI-statement"><title>Our ferries</title><p>{TEXT}</p></sec>'),
        (BODY, f'<notes notes-type="COI-statement"><p>{TEXT}</p></notes>'),
        (BODY, f'<fn-group><fn fn-type="conflict"><p>{TEXT}</p></fn></fn-group>'),
        (BODY, f"<fn-group><fn><p><bold>Conflict of interest</bold></p><p>{TEXT}</p></fn></fn-group>"),
        (BODY, f"<fn-group><fn><p><bold>Competing interests:</bold> {TEXT}</p></fn></fn-group>"),
        (BODY, f"<fn-group><title>Declaration of interests</title><fn><p>{TEXT}</p></fn></fn-group>"),
        (BODY, f"<ack><title>Competing interests</title><p>{TEXT}</p></ack>"),
        (BODY, f"<sec><title>Declarations</title><sec><title>Competing interests</title><p>{TEXT}</p></sec></sec>"),
        (BODY, f"<sec><title>Conflitos de interesse</title><p>{TEXT}</p></sec>"),
        (f"{BODY}<ack><p><bold>Interessenkonflikt.</bold> {TEXT}</p></ack>", ""),
    ],
)
def test_competing_interests_stand_in_many_places(body: str, back: str) -> None:
    read = letter(TITLE + AUTHOR, body, back)
    assert statements(read) == {"competing-interests": TEXT}
    assert words(read.body) == "Ferries are late."


def test_a_statement_of_another_kind_within_acknowledgements_is_one_of_its_own() -> None:
    back = (
        "<ack><p>Thanks.</p><sec><title>Funding</title><p>Pilots paid.</p></sec></ack><notes><title>Data Availability"
        f"</title><p>{TEXT}</p></notes>"
    )
    assert statements(letter(back=back)) == {
        "funding": "Pilots paid.",
        "acknowledgements": "Thanks.",
        "data-availability": TEXT,
    }


def test_statements_of_one_kind_are_one_and_the_same_words_are_said_once() -> None:
    notes = f'<author-notes><fn fn-type="conflict"><p>{TEXT}</p></fn></author-notes>'
    back = (
        f'<fn-group><fn fn-type="conflict"><p>{TEXT}</p></fn><fn fn-type="COI-statement"><p>AS sails.</p></fn>'
        "</fn-group>"
    )
    assert statements(letter(TITLE + AUTHOR + notes, BODY, back)) == {"competing-interests": f"{TEXT} | AS sails."}


def test_a_value_of_the_publishers_own_can_be_a_statement() -> None:
    custom = (
        "<custom-meta-group><custom-meta><meta-name>Data Availability</meta-name><meta-value>All logs are at "
        "<ext-link>Leith</ext-link>.</meta-value></custom-meta></custom-meta-group>"
    )
    assert statements(letter(TITLE + AUTHOR + custom)) == {"data-availability": "All logs are at Leith."}
    assert warnings(TITLE + AUTHOR + custom) == []


def test_notes_of_no_known_kind_keep_their_labels() -> None:
    back = (
        "<fn-group><fn><p><bold>Handling editor:</bold> C Buoy</p></fn><fn><p>Read at Leith.</p></fn></fn-group>"
        "<notes><title>Log books</title><p>Of 1912.</p></notes>"
    )
    assert statements(letter(back=back)) == {
        "Handling editor": "C Buoy",
        "Note": "Read at Leith.",
        "Log books": "Of 1912.",
    }


def test_notes_are_called_as_their_labels_say() -> None:
    back = (
        '<fn-group><fn fn-type="other"><label>HIGHLIGHTS</label><p>Ferries are late.</p></fn>'
        '<fn fn-type="edited-by"><label>Associate editor:</label><p>C Buoy</p></fn>'
        '<fn fn-type="other"><label>Apoio/Support</label><p>None at all.</p></fn>'
        '<fn fn-type="other"><label>1</label><p>Read at Leith.</p></fn></fn-group>'
    )
    assert statements(letter(back=back)) == {
        "HIGHLIGHTS": "Ferries are late.",
        "Associate editor": "C Buoy",
        "Apoio": "None at all.",
        "Note": "Read at Leith.",
    }
    cite = "<fn-group><fn><label>Como citar este artigo/How to cite:</label><p>Stowe A. Late.</p></fn></fn-group>"
    assert statements(letter(back=cite)) == {}
    assert any("suggested citation" in one for one in warnings(back=cite))


@pytest.mark.parametrize(("lang", "label"), [("pt", "Nota"), ("es-MX", "Nota"), ("de", "Anmerkung"), ("tr", "Note")])
def test_notes_without_a_label_are_called_in_the_articles_language(lang: str, label: str) -> None:
    back = "<fn-group><fn><p>Of 1912.</p></fn></fn-group>"
    assert statements(letter(back=back, attributes=f' xml:lang="{lang}"')) == {label: "Of 1912."}


def test_a_footnote_that_the_text_calls_is_no_statement() -> None:
    read = letter(
        TITLE + AUTHOR,
        '<p>Late<xref ref-type="fn" rid="n1">1</xref>.</p>',
        '<fn-group><fn id="n1"><p>By hours.</p></fn></fn-group>',
    )
    assert statements(read) == {}
    assert [words(note.blocks) for note in read.footnotes] == ["By hours."]


def test_appendices_and_glossaries_follow_the_text() -> None:
    back = (
        "<app-group><app><title>Appendix 1</title><p>Tide tables.</p></app></app-group>"
        "<glossary><title>Abbreviations</title><def-list><def-item><term>UK</term><def><p>United Kingdom</p></def>"
        "</def-item></def-list></glossary><sec><title>Outlook</title><p>Fair.</p></sec>"
    )
    body = words(letter(back=back).body)
    assert body.startswith("Ferries are late. | # Appendix 1 | Tide tables. | # Abbreviations |")
    assert "United Kingdom" in body
    assert body.endswith("# Outlook | Fair.")


# ── funding ───────────────────────────────────────────────────────────────

GRANT = (
    "<funding-group><award-group><funding-source><institution-wrap><institution>Pilots’ Guild</institution>"
    '<institution-id institution-id-type="doi">http://dx.doi.org/10.13039/501100000001</institution-id>'
    "</institution-wrap></funding-source><award-id>T-7</award-id><principal-award-recipient><name><surname>Stowe"
    "</surname>"
    "<given-names>Ann</given-names></name></principal-award-recipient></award-group>{}</funding-group>"
)


def test_grants_are_awards_and_say_who_paid_where_nothing_else_does() -> None:
    read = letter(TITLE + AUTHOR + GRANT.format(""))
    (award,) = read.awards
    assert (award.funder, award.funder_id, award.numbers, award.recipients) == (
        "Pilots’ Guild",
        "https://doi.org/10.13039/501100000001",
        ("T-7",),
        ("Ann Stowe",),
    )
    assert statements(read) == {"funding": "Pilots’ Guild (T-7)."}


def test_a_statement_in_words_is_not_said_twice() -> None:
    statement = "<funding-statement>The Pilots’ Guild paid (T-7).</funding-statement>"
    assert statements(letter(TITLE + AUTHOR + GRANT.format(statement))) == {"funding": "The Pilots’ Guild paid (T-7)."}
    ack = "<ack><p>The Pilots’ Guild paid (T-7).</p></ack>"
    assert list(statements(letter(TITLE + AUTHOR + GRANT.format(statement), BODY, ack))) == ["acknowledgements"]


# ── what is recognised ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Acknowledgments", "acknowledgements"),
        ("Agradecimentos", "acknowledgements"),
        ("Remerciements", "acknowledgements"),
        ("4. Conflict of interest:", "competing-interests"),
        ("Declaration of competing interest", "competing-interests"),
        ("Conflictos de intereses", "competing-interests"),
        ("Déclaration de liens d’intérêts", "competing-interests"),
        ("Sources of funding", "funding"),
        ("Financiación", "funding"),
        ("Förderung", "funding"),
        ("Authors’ contributions", "contributors"),
        ("CRediT authorship contribution statement", "contributors"),
        ("Contribuição dos autores", "contributors"),
        ("Availability of data and materials", "data-availability"),
        ("Data and code availability", "data-availability"),
        ("Disponibilidade de dados", "data-availability"),
        ("Ethics approval and consent to participate", "ethics-approval"),
        ("Consent for publication", "patient-consent"),
        ("Supplementary Materials", "supplementary-material"),
        ("Supporting Information", "supplementary-material"),
        ("Provenance and peer review", "provenance"),
        ("Trial registration", "trial-registration"),
        ("Methods", ""),
        ("Data analysis", ""),
        ("Discussion", ""),
        ("Support for ferries in winter", ""),
        ("Materials", ""),
    ],
)
def test_titles_tell_what_a_statement_is(title: str, kind: str) -> None:
    assert kind_of_title(title) == kind
    assert kind in ("", *NOTE_KINDS)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The authors declare no competing interests.", "competing-interests"),
        ("These authors contributed equally to this work.", "equal"),
        ("Current address: Leith", "present-address"),
        ("Funding: none.", "funding"),
        ("Read at Leith in March.", ""),
    ],
)
def test_first_words_tell_what_a_note_is(text: str, kind: str) -> None:
    assert kind_of_words(text) == kind


# ── what has no place ─────────────────────────────────────────────────────


def test_what_was_not_read_is_named_once_for_each_kind_with_the_first_place() -> None:
    meta = (
        f"{TITLE}{AUTHOR}<custom-meta-group><custom-meta><meta-name>colour</meta-name><meta-value>blue</meta-value>"
        "</custom-meta><custom-meta><meta-name>size</meta-name><meta-value>7</meta-value></custom-meta>"
        "</custom-meta-group>"
        '<trans-abstract xml:lang="fr"><p>Les bacs.</p></trans-abstract><abstract abstract-type="toc"><p>Late.</p>'
        "</abstract>"
        '<related-article related-article-type="companion" xlink:href="10.5555/x"/>'
        "<conference><conf-name>Tides 7</conf-name></conference><counts><page-count count='2'/></counts>"
    )
    assert sorted(warnings(meta)) == [
        '<conference> has no place in a letter, and is left out: "Tides 7"',
        '<custom-meta> has no place in a letter, and is left out, 4 times: "colour"',
        "another abstract than the letter's own is not printed (no type in fr, toc)",
    ]


def test_nothing_is_said_of_an_article_that_was_read_whole() -> None:
    assert warnings() == []


def test_what_an_article_is_about() -> None:
    related = (
        '<related-article related-article-type="companion" xlink:href="10.5555/other"/>'
        '<related-article related-article-type="corrected-article" ext-link-type="doi" '
        'xlink:href="info:doi/10.5555/tides.7"/>'
    )
    refs = (
        '<ref-list><ref id="B1"><element-citation><article-title>Late ferries</article-title><pub-id pub-id-type="doi">'
        "10.5555/tides.7</pub-id></element-citation></ref></ref-list>"
    )
    about = letter(TITLE + AUTHOR + related, BODY, refs).responds_to
    assert about is not None
    assert (said(about.title), about.doi, about.reference) == ("Late ferries", "10.5555/tides.7", "B1")
    assert "related, and not printed: companion: 10.5555/other" in warnings(TITLE + AUTHOR + related, BODY, refs)
