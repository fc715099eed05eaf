"""Blocks of an article: sections, lists, quotations, boxes, and what stands among them."""

from __future__ import annotations

import pytest

from content.jats.jats_body_builders import body, outline, said_of, shown
from content.jats.jats_builders import letter
from rejoinder.content.model import Footnote, Listing, Table


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<sec><label>1.</label><title>Ice</title><p>A</p></sec>", ["# 1. Ice", "A"]),
        ("<sec><title>Ice</title><sec><title>Late</title><p>A</p></sec></sec>", ["# Ice", "## Late", "A"]),
        ("<sec><title/><p>A</p><sec><title>Late</title><p>B</p></sec></sec>", ["A", "# Late", "B"]),
        ("<sec>stray <italic>words</italic><p>A</p></sec>", ["stray *words*", "A"]),
        ("<p/><p> </p><p>A</p>", ["A"]),
        ("<p>A <p>B</p> C</p>", ["A", "B", "C"]),
        ("<p>A</p><!-- no words --><?pi no?><p>B</p>", ["A", "B"]),
    ],
)
def test_sections_and_paragraphs(written: str, expected: list[str]) -> None:
    assert body(written) == expected


@pytest.mark.parametrize(
    ("attributes", "items", "expected"),
    [
        ('list-type="bullet"', "", ["- A", "- B"]),
        ("", "", ["- A", "- B"]),
        ('list-type="order"', "", ["1. A", "2. B"]),
        ('list-type="order"', "3. 4.", ["3. A", "4. B"]),
        ('list-type="simple"', "", ["A", "B"]),
        ('list-type="alpha-lower"', "", ["a. A", "b. B"]),
        ('list-type="roman-upper"', "", ["I. A", "II. B"]),
        ('list-type="simple"', "(i) (ii)", ["(i) A", "(ii) B"]),
        ('list-type="bullet"', "• •", ["- A", "- B"]),
        ('list-type="order"', "1) 2)", ["1) A", "2) B"]),
    ],
)
def test_lists(attributes: str, items: str, expected: list[str]) -> None:
    labels = [f"<label>{label}</label>" for label in items.split()] or ["", ""]
    inside = "".join(f"<list-item>{label}<p>{text}</p></list-item>" for label, text in zip(labels, "AB", strict=True))
    assert body(f"<list {attributes}>{inside}</list>") == expected


def test_a_list_within_a_list_and_within_a_sentence() -> None:
    inner = "<list list-type='order'><list-item><p>B</p></list-item></list>"
    assert body(f"<list><list-item><p>A</p>{inner}</list-item></list>") == ["- A", "- 1. B"]
    assert body(f"<p>So {inner} it is.</p>") == ["So", "1. B", "it is."]


def test_lists_nested_without_end_are_bounded() -> None:
    nested = "<list><list-item>" * 30 + "<p>A</p>" + "</list-item></list>" * 30
    made, depth = letter(body=nested).body[0], 0
    while isinstance(made, Listing):
        made, depth = made.items[0][0], depth + 1
    assert depth == 12


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<disp-quote><p>A</p><attrib>Adler</attrib></disp-quote>", ["> A", "> Adler"]),
        (
            "<boxed-text><label>Box 1</label><caption><title>Ice</title></caption><p>A</p></boxed-text>",
            ["> **Box 1**", "> **Ice**", "> A"],
        ),
        ("<boxed-text><sec><title>Ice</title><p>A</p></sec></boxed-text>", ["> **Ice**", "> A"]),
        ("<verse-group><verse-line>A</verse-line><verse-line>B</verse-line></verse-group>", ["> A/B"]),
        ("<speech><speaker>Adler</speaker><p>A</p></speech>", ["**Adler** A"]),
        ("<statement><label>Lemma 1</label><p>A</p></statement>", ["**Lemma 1** A"]),
        ("<def-list><def-item><term>PM</term><def><p>dust</p></def></def-item></def-list>", ["**PM** dust"]),
        ("<preformat>a\n  b</preformat>", ["```a\n  b```"]),
        ("<p>So <code>x = 1</code> is</p>", ["So `x = 1` is"]),
        (
            "<supplementary-material><label>S1</label><caption><p>Ice</p></caption></supplementary-material>",
            ["**S1** Ice"],
        ),
    ],
)
def test_quotations_boxes_and_the_like(written: str, expected: list[str]) -> None:
    assert body(written) == expected


def test_what_is_called_by_no_known_name_holds_what_it_holds() -> None:
    assert body("<treatment><title>Ice</title><part><p>A</p></part></treatment>") == ["# Ice", "A"]
    assert body("<p>So <odd>it <italic>is</italic></odd>.</p>") == ["So it *is*."]


def test_notes_are_read_where_they_are_called() -> None:
    call = '<xref ref-type="fn" rid="n{0}">{0}</xref>'
    made = letter(
        body=f"<p>So {call.format(2)} is it<sup>{call.format(1)},{call.format(2)}</sup>.<fn><p>Here.</p></fn></p>",
        back='<fn-group><fn id="n1"><label>1</label><p>One.</p></fn>'
        '<fn id="n2"><label>2</label><p>Two.</p></fn></fn-group>',
    )
    assert outline(made.body) == ["So[^n2] is it[^n1][^n2].[^note-3]"]
    said = {note.key: outline(note.blocks) for note in made.footnotes if isinstance(note, Footnote)}
    assert said == {"n2": ["Two."], "n1": ["One."], "note-3": ["Here."]}


@pytest.mark.parametrize(
    ("mark", "text", "expected"),
    [
        ("*", "*Thick ice.", "Thick ice."),
        ("†", "<sup>†</sup>Thick ice.", "Thick ice."),
        ("<sup>a</sup>", "<sup>a</sup> Thick ice.", "Thick ice."),
        ("a", "a thick floe.", "a thick floe."),
        ("*", "† means thick.", "† means thick."),
        ("*", "*", "*"),
    ],
)
def test_a_note_does_not_begin_with_the_mark_that_calls_it(mark: str, text: str, expected: str) -> None:
    (note,) = letter(
        body=f'<p>So it is<xref ref-type="fn" rid="n1">{mark}</xref>.</p>',
        back=f'<fn-group><fn id="n1"><p>{text}</p></fn></fn-group>',
    ).footnotes
    assert outline(note.blocks) == [expected]


def test_no_comma_stays_between_a_citation_and_a_note() -> None:
    call = '<xref ref-type="fn" rid="n1"><sup>a</sup></xref>'
    for comma in (",", "<sup>,</sup>", " <sup>,</sup> "):
        made = letter(
            body=f'<p>So it is.<xref ref-type="bibr" rid="r1"><sup>1</sup></xref>{comma}{call} Yes.</p>',
            back='<fn-group><fn id="n1"><p>One.</p></fn></fn-group>'
            '<ref-list><ref id="r1"><mixed-citation>Keel J. Sails.</mixed-citation></ref></ref-list>',
        )
        assert outline(made.body) == ["So it is.[@r1][^n1] Yes."]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('<ext-link xlink:href="https://example.org/a">A</ext-link>', "<https://example.org/a A>"),
        ('<ext-link xlink:href="10.5555/a" ext-link-type="doi">A</ext-link>', "<https://doi.org/10.5555/a A>"),
        ('<ext-link xlink:href="www.example.org">A</ext-link>', "<http://www.example.org A>"),
        ("<uri>http://example.org</uri>", "<http://example.org http://example.org>"),
        ('<ext-link xlink:href="javascript:alert(1)">A</ext-link>', "A"),
        ('<ext-link ext-link-type="gen" xlink:href="U12345">U12345</ext-link>', "U12345"),
        ("<email>a@example.org</email>", "<mailto:a@example.org a@example.org>"),
        ('<xref ref-type="sec" rid="s1">below</xref>', "<#s1 below>"),
        ('<xref ref-type="app" rid="nowhere">below</xref>', "below"),
        ('<xref ref-type="fig" rid="f9"/>', ""),
        ('<styled-content style="font-style:italic">A</styled-content>', "*A*"),
        ("<abbrev>PM<def><p>dust</p></def></abbrev>", "PM (dust)"),
        ("<italic>A <roman>B</roman></italic>", "*A *B**"),
        ("A<break/>B", "A/B"),
    ],
)
def test_inlines(written: str, expected: str) -> None:
    made = body(f'<p>So {written} is.</p><sec id="s1"><title>S</title><p>T</p></sec>')
    assert made[0] == " ".join(f"So {expected} is.".split())


def test_a_link_that_runs_a_script_is_said() -> None:
    said = said_of('<p><ext-link xlink:href="javascript:alert(1)">A</ext-link></p>')
    assert any('may not begin with "javascript:"' in one for one in said)


# ── HTML written out as characters ────────────────────────────────────────


def escaped(html: str) -> str:
    return "<p>" + html.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "</p>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<!--version=html--> <p align='center'> </p><p><font size='5'>A</font>ll of <i>it</i></p>", ["All of *it*"]),
        ("<p>A<br>B</p> C <div>D</div>", ["A B", "C", "D"]),
        ("<p>A <b>B</p><p>C</b> D", ["A **B**", "C D"]),
        ("<p>A&nbsp;B &amp; C</p>", ["A\u00a0B & C"]),
        ("<p>All that is said</p><script>B</script><p onclick='D'>E</p>", ["All that is said", "E"]),
    ],
)
def test_html_that_was_written_out_is_read_as_what_it_means(html: str, expected: list[str]) -> None:
    assert body(escaped(html)) == expected
    assert any("HTML" in one for one in said_of(escaped(html)))


def test_a_paragraph_that_speaks_of_html_keeps_it() -> None:
    spoken = "<p>Never write &lt;p&gt;&lt;b&gt;A&lt;/b&gt;&lt;/p&gt; by hand</p>"
    assert body(spoken) == ["Never write <p><b>A</b></p> by hand"]


def test_tables_and_links_of_written_out_html() -> None:
    html = (
        "<p>See <a href='https://example.org/a'>there</a> and <a href='javascript:x()'>here</a></p>"
        "<table border='1'><tr><th colspan='2'>A</th></tr><tr><td>1</td><td><p>2</p><p>3</p></td></tr></table>"
    )
    blocks = letter(body=escaped(html)).body
    assert outline(blocks) == ["See <https://example.org/a there> and here", "[table unnumbered: ]"]
    (table,) = (one for one in blocks if isinstance(one, Table))
    assert [[shown(cell.children) for cell in row.cells] for row in (*table.head, *table.body)] == [["A"], ["1", "2/3"]]


def test_written_out_html_is_bounded_and_nothing_of_it_is_lost() -> None:
    assert body(escaped("<p>" + "<b><div>" * 40 + "A" + "</p>")) == ["**A**"]
    assert body(escaped("<p>" + "<b><div>" * 5_000 + "A" + "</p>"))[-1].endswith("A</p>")
    assert any("more than 100,000 tags" in one for one in said_of(escaped("<p>" + "<i>A</i>" * 60_000 + "</p>")))
