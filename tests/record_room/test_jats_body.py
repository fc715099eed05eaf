"""The text: inlines, blocks, figures, tables and notes."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from jats_model import faults
from written import XLINK, inner, jats_of, letter_of, said_in

from rejoinder.diagnostics import NOWHERE
from rejoinder.document.model import Cell, Paragraph, Row, Table, Target, Traits, Words
from rejoinder.record.jats import article
from rejoinder.record.jats_blocks import _without_empty_rows
from rejoinder.record.jats_inlines import InlineWriter
from rejoinder.record.jats_marks import Marks
from rejoinder.record.wording import ENGLISH, Wording
from rejoinder.values import replace

SQUARE = """<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40"/></svg>"""


def paragraph(markdown: str, **keys: object) -> str:
    """The first paragraph of a text, as XML."""
    letter, document = letter_of(markdown, **keys)
    written = article(letter, document)
    assert faults(written) == []
    made = inner(ElementTree.fromstring(written).find("body/p"))
    return made.removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("markdown", "jats"),
    [
        ("plain & <simple>", "plain &amp; &lt;simple&gt;"),
        ("*a **b** c*", "<italic>a <bold>b</bold> c</italic>"),
        ("**a *b*** *c*", "<bold>a <italic>b</italic></bold> <italic>c</italic>"),
        ("*a *b* c*", "<italic>a </italic>b<italic> c</italic>"),
        ("10^−6^ H~2~O", "10<sup>−6</sup> H<sub>2</sub>O"),
        ("[Vale]{.smallcaps} `x < y` ~~no~~", "<sc>Vale</sc> <monospace>x &lt; y</monospace> <strike>no</strike>"),
        (
            "[bon *mot*]{lang=fr}",
            '<named-content content-type="foreign" xml:lang="fr">bon <italic>mot</italic></named-content>',
        ),
        (
            "[a *link*](https://example.org/?a&b)",
            '<ext-link ext-link-type="uri" href="https://example.org/?a&amp;b">a <italic>link</italic></ext-link>',
        ),
        ("<ada@example.org>", "<email>ada@example.org</email>"),
        ("a  \nb", 'a<named-content content-type="line-break"> </named-content>b'),
    ],
)
def test_inlines(markdown: str, jats: str) -> None:
    assert paragraph(markdown) == jats


REFERENCES = [{"id": key, "type": "book", "title": key} for key in "abc"]


def test_citations() -> None:
    said = paragraph("One.[@a; @b] Two [see @c, p. 4].", references=REFERENCES)
    assert said == (
        'One.<sup><xref ref-type="bibr" rid="a">1</xref>,<xref ref-type="bibr" rid="b">2</xref></sup> '
        'Two <sup specific-use="citation"><named-content content-type="prefix">see</named-content> '
        '<xref ref-type="bibr" rid="c">3</xref>, <named-content content-type="suffix">p. 4</named-content></sup>.'
    )


def test_marks_that_meet_are_parted() -> None:
    said = paragraph("x^2^[@a][^n]\n\n[^n]: Note.", references=REFERENCES[:1])
    assert said == (
        'x<sup>2</sup>\u2009<sup><xref ref-type="bibr" rid="a">1</xref></sup>'
        '\u2009<sup><xref ref-type="fn" rid="note-1">1</xref></sup>'
    ).replace("\u2009", " ")


def test_two_links_to_one_place_remain_two() -> None:
    said = paragraph("[a](https://e.org)[b](https://e.org)")
    assert said.count("<ext-link") == 2


def test_what_goes_on_longest_is_opened_first() -> None:
    link = Target(url="https://e.org")
    runs = (
        Words("a", NOWHERE, Traits.STRONG),
        Words("b", NOWHERE, Traits.STRONG | Traits.EMPH),
        Words("c", NOWHERE, Traits.EMPH, "", link),
        Words("d", NOWHERE, Traits.EMPH | Traits.SUP, "la", link),
    )
    said = InlineWriter(Marks({}, (), (), {}), ENGLISH).text(runs)
    assert said == (
        '<bold>a<italic>b</italic></bold><italic><ext-link ext-link-type="uri" xlink:href="https://e.org">c'
        '<sup><named-content content-type="foreign" xml:lang="la">d</named-content></sup></ext-link></italic>'
    )


def test_all_that_can_surround_a_word() -> None:
    """Nested as deeply as it can be: every trait, a language, a link."""
    word = Words("x", NOWHERE, Traits(127), "fr", Target(url="https://e.org"))
    said = InlineWriter(Marks({}, (), (), {}), ENGLISH).text((word,))
    assert said.count("</") == 9


def test_sections_keep_the_ids_that_authors_gave() -> None:
    root = jats_of("## First {#first}\n\nA.\n\n### Within {#note-1}\n\nB, see [above](#first).\n\n## 2nd {#2nd}\n\nC.")
    assert [sec.get("id") for sec in root.iter("sec")] == ["first", "id-note-1", "_2nd"]
    xref = root.find(".//xref")
    assert xref is not None and (xref.get("ref-type"), xref.get("rid"), xref.text) == ("sec", "first", "above")


@pytest.mark.parametrize("name", ["aff-1", "corresp", "equal", "related-1", "remark-1", "competing-interests"])
def test_no_section_takes_an_id_that_the_program_gives(name: str) -> None:
    authors = [
        {"name": "Ada Brook", "affiliations": ["A, B"], "equal-contributor": True, "note": "N", "email": "a@e.org"}
    ]
    letter, document = letter_of(f"## First {{#{name}}}\n\nA.", author=authors, responds_to={"title": "T"})
    assert faults(article(letter, document)) == []


def test_lists() -> None:
    root = jats_of("1. one\n2. two\n\n   > said\n\n       code\n\ntext\n\n5. five\n   - six\n")
    first, second = root.findall("body/list")
    assert (first.get("list-type"), first.find("list-item/label")) == ("order", None)
    assert [child.tag for child in first[1]] == ["p", "p", "p"]
    assert first[1][1][0].tag == "disp-quote" and first[1][2][0].tag == "preformat"
    assert second.findtext("list-item/label") == "5.", "JATS cannot say where a list begins"
    assert [child.tag for child in second[0]] == ["label", "p", "list"]


def test_quotations_verbatim_and_dividers() -> None:
    root = jats_of("> a\n>\n> > b\n\n```\nx <  y\n  z\n```\n\n---\n\nend")
    body = root.find("body")
    assert body is not None and [child.tag for child in body] == ["disp-quote", "preformat", "p", "p"]
    assert root.findtext("body/preformat") == "x <  y\n  z"
    assert body[2].attrib == {"content-type": "divider"} and not body[2].text


# ── figures and tables ────────────────────────────────────────────────────


def test_a_figure(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "map one.svg").write_text(SQUARE)
    markdown = '![Where *it* is.[^n]](<pictures/map one.svg>){#fig-map alt="A square."}\n\nSee @fig-map.\n\n[^n]: Here.'
    letter, document = letter_of(markdown, tmp_path)
    written = article(letter, document, Wording(figure="Abb.", figures_mentioned=("Abb.", "Abbn.")))
    assert faults(written) == []
    root = ElementTree.fromstring(written)
    figure = root.find("body/fig")
    assert figure is not None and figure.get("id") == "fig-map"
    assert said_in(figure.find("label")) == "Abb. 1"
    assert said_in(figure.find("caption")) == "Where it is.1"
    graphic = figure.find("graphic")
    assert graphic is not None
    assert graphic.attrib == {"mimetype": "image", "mime-subtype": "svg+xml", f"{XLINK}href": "pictures/map one.svg"}
    assert graphic.findtext("alt-text") == "A square."
    xref = root.find("body/p/xref")
    assert xref is not None and (xref.get("ref-type"), said_in(xref)) == ("fig", "Abb. 1")


TABLES = """\
| Where | How many |
|:------|---------:|
| Here[^a] | 1.5[^b] |
| There[^b] | **2** |

: Counts.[^both] {#tbl-counts}

Text[^both] about @tbl-counts; [-@tbl-counts].

[^a]: At home.
[^b]: On foot.
[^both]: Everywhere.
"""


def test_a_table() -> None:
    letter, document = letter_of(TABLES)
    written = article(letter, document)
    assert faults(written) == []
    table = ElementTree.fromstring(written).find("body/table-wrap")
    assert inner(table).startswith(
        '<table-wrap id="tbl-counts" position="float"> <label>Table 1</label> <caption><p>Counts.'
    )
    assert table is not None
    cells = [(c.tag, c.get("align"), c.get("scope"), said_in(c)) for c in table.iter() if c.tag in ("th", "td")]
    assert cells == [
        ("th", "left", "col", "Where"),
        ("th", "right", "col", "How many"),
        ("td", "left", None, "Herea"),
        ("td", "right", None, "1.5b"),
        ("td", "left", None, "Thereb"),
        ("td", "right", None, "2"),
    ]


def test_notes_of_a_table_stand_below_it() -> None:
    """Those that are called there and nowhere else, with letters; the others are counted on without them."""
    root = jats_of(TABLES)
    below = root.findall("body/table-wrap/table-wrap-foot/fn")
    assert [said_in(fn) for fn in below] == ["a At home.", "b On foot."]
    behind = root.findall("back/fn-group/fn")
    assert [said_in(fn) for fn in behind] == ["1 Everywhere."]
    kinds = {xref.get("rid"): xref.get("ref-type") for xref in root.iter("xref") if "note" in xref.attrib["rid"]}
    assert sorted(kinds.values()) == ["fn", "table-fn", "table-fn"]


GRID = """\
+-------+---------------+
| A     | B             |
|       +-------+-------+
|       | C     | D     |
+=======+=======+=======+
| e     | f             |
|       +-------+-------+
|       | g     | h     |
+-------+-------+-------+
"""


def test_cells_over_several_columns_and_rows() -> None:
    letter, document = letter_of(GRID)
    written = article(letter, document)
    assert faults(written) == []
    root = ElementTree.fromstring(written)
    cells = [cell for cell in root.iter() if cell.tag in ("th", "td")]
    spans = {said_in(cell): (cell.get("colspan"), cell.get("rowspan"), cell.get("scope")) for cell in cells}
    assert spans["A"] == (None, "2", "col")
    assert spans["B"] == ("2", None, "colgroup")
    assert (spans["e"], spans["f"]) == ((None, "2", None), ("2", None, None))


def test_a_row_in_which_no_cell_begins() -> None:
    """XHTML has no such row; it is left out, and what reached through it is one row shorter."""

    def cell(column: int, rows: int) -> Cell:
        return Cell((), NOWHERE, column, rows=rows)

    rows = (Row((cell(0, 3), cell(1, 2)), NOWHERE), Row((), NOWHERE), Row((cell(1, 1),), NOWHERE))
    kept = _without_empty_rows(rows)
    assert [[(one.column, one.rows) for one in row.cells] for row in kept] == [[(0, 2), (1, 1)], [(1, 1)]]


def test_a_table_of_heads_alone() -> None:
    """No reader of letters makes one, but the model can hold it."""
    letter, document = letter_of("| a | b |\n|---|---|\n| 1 | 2 |")
    table = document.body[0]
    assert isinstance(table, Table)
    document = replace(
        document, body=(replace(table, body=()), replace(table, number=2, anchor="table-2", head=(), body=()))
    )
    assert faults(article(letter, document)) == []


# ── characters ────────────────────────────────────────────────────────────


def test_characters_that_xml_cannot_hold() -> None:
    """The reader of letters refuses most of them; a document may have been made otherwise."""
    letter, document = letter_of()
    strange = Paragraph((Words("a\x0bb\x00c\ufffed\ud800e\r\n😀 f", NOWHERE),), NOWHERE)
    root = ElementTree.fromstring(article(letter, replace(document, body=(strange,))))
    assert root.findtext("body/p") == "a\ufffdb\ufffdc\ufffdd\ufffde\r\n😀 f"


def test_what_looks_like_markup_is_none() -> None:
    letter, document = letter_of("`]]>` `<!-- -->` `&amp;` `<?xml?>`", keywords=["a&b", '"quoted"'])
    assert said_in(ElementTree.fromstring(article(letter, document)).find("body")) == "]]> <!-- --> &amp; <?xml?>"
