"""Figures and tables of an article: labels, captions, files, spans, alignment, notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.jats.jats_body_builders import body, outline, said_of, shown
from content.jats.jats_builders import letter, xml
from rejoinder.content.jats.article import read_jats
from rejoinder.content.model import Figure, Table
from rejoinder.diagnostics import Diagnostics
from rejoinder.source import Source

# ── what they are called ──────────────────────────────────────────────────


def figure(number: str, name: str = "f1", text: str = "Ice.") -> str:
    return f'<fig id="{name}"><label>{number}</label><caption><p>{text}</p></caption><graphic xlink:href="x"/></fig>'


def see(name: str, text: str) -> str:
    return f'<xref ref-type="fig" rid="{name}">{text}</xref>'


def test_labels_that_the_sheet_would_give_are_left_to_it() -> None:
    written = f"<p>See {see('f1', 'Figure 1')}, {see('f2', 'Fig. 2')}.</p>{figure('Figure 1.')}{figure('Fig. 2', 'f2')}"
    assert body(written) == ["See [f1], [f2].", "[figure number: Ice.]", "[figure number: Ice.]"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (f"Fig. {see('f1', '1')} and", "[f1] and"),
        (f"{see('f1', 'Figure 1B')} and", "[f1]B and"),
        (f"{see('f1', 'Fig. 1')}B–D and", "[f1]B–D and"),
        (f"Figs. {see('f1', '1')} and {see('f2', '2')}", "Figs. [-f1] and [-f2]"),
        (f"Figs. {see('f1', '1')}–{see('f3', '3')}", "Figs. [-f1;f2;f3]"),
        (f"{see('f1', 'the first one')} and", "<#f1 the first one> and"),
        (f"{see('f1', 'Figures 1 and 2')}", "<#f1 Figures 1 and 2>"),
    ],
)
def test_mentions(written: str, expected: str) -> None:
    figures = "".join(figure(f"Figure {n}", f"f{n}") for n in (1, 2, 3))
    assert body(f"<p>{written}</p>{figures}")[0] == expected


def test_labels_that_the_sheet_would_not_give_stay_with_their_words() -> None:
    written = (
        f"<p>See {see('f2', 'Figure 2')}, {see('f1', 'Figure 1')}.</p>{figure('Figure 1')}{figure('Figure 2', 'f2')}"
    )
    assert body(written)[0] == "See <#f2 Figure 2>, <#f1 Figure 1>."
    assert body(written)[1:] == ["[figure Figure 1: Ice.]", "[figure Figure 2: Ice.]"]
    assert body(f"<p>{see('f1', 'Figure')}</p>{figure('Figure')}") == ["<#f1 Figure>", "[figure Figure: Ice.]"]


def test_boxes_and_supplements_among_figures_keep_their_labels_and_take_no_number() -> None:
    written = f"{figure('Figure S1', 's1')}<p>{see('f1', 'Figure 1')}</p>{figure('Figure 1')}"
    assert body(written) == ["[figure Figure S1: Ice.]", "[f1]", "[figure number: Ice.]"]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        (
            "Table. Ferries that were late on the firths in winter",
            "Table: **Ferries that were late on the firths in winter** Ice.",
        ),
        (
            "Figure 1: Ferries that were late on the firths in winter",
            "number: **Ferries that were late on the firths in winter** Ice.",
        ),
    ],
)
def test_a_title_in_the_label_is_a_caption(label: str, expected: str) -> None:
    assert body(figure(label)) == [f"[figure {expected}]"]


def test_labels_in_another_language_stay() -> None:
    made = letter(body=f"<p>{see('f1', 'Figura 1')}</p>{figure('Figura 1:')}", attributes=' xml:lang="pt"')
    assert outline(made.body) == ["<#f1 Figura 1>", "[figure Figura 1: Ice.]"]


def test_a_figure_that_nobody_numbered_gets_no_number() -> None:
    written = '<fig><caption><p>Ice.</p></caption><graphic xlink:href="x"/></fig>' + figure("Figure 1")
    assert body(written) == ["[figure unnumbered: Ice.]", "[figure number: Ice.]"]


def test_a_caption_is_its_title_its_paragraphs_and_whose_it_is() -> None:
    written = (
        "<fig><label>Figure 1</label><caption><title>Ice.</title><p>A</p><p>B</p></caption><graphic xlink:href='x'/>"
        "<attrib>Adler</attrib><permissions><copyright-year>2020</copyright-year>"
        "<copyright-holder>Board</copyright-holder></permissions></fig>"
    )
    assert body(written) == ["[figure number: **Ice.** A B Adler © 2020 Board]"]


def test_figures_of_a_group_have_its_caption_with_the_first() -> None:
    group = "<fig-group><label>Figure 1</label><caption><p>Ice.</p></caption>{}{}</fig-group>"
    bare = '<fig id="{0}"><caption><p>{0}</p></caption><graphic xlink:href="x"/></fig>'
    made = body(group.format(bare.format("a"), bare.format("b")))
    assert made == ["[figure number: Ice. a]", "[figure unnumbered: b]"]


# ── files ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "there", "image"),
    [
        ("f1", "f1.png", "f1.png"),
        ("f1.tif", "f1.jpg", "f1.jpg"),
        ("f1.png", "f1.png", "f1.png"),
        ("info:doi/10.5555/journal.f1", "journal.f1.svg", "journal.f1.svg"),
        ("https://example.org/a/f1.tif", "f1.png", "f1.png"),
        ("pictures/f1", "pictures/f1.pdf", "pictures/f1.pdf"),
        ("../f1.png", "../f1.png", ""),
        ("f1", "f2.png", ""),
        ("f1.gif", "f1.gif", ""),
    ],
)
def test_a_picture_is_found_beside_the_article_and_nowhere_else(
    tmp_path: Path, written: str, there: str, image: str
) -> None:
    folder = tmp_path / "article"
    file = folder / there
    file.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(exist_ok=True)
    file.write_bytes(b"")
    text = xml(body=f'<fig><graphic xlink:href="{written}"/></fig>')
    said = Diagnostics()
    made = read_jats(Source("a.xml", "", folder, text.encode()), said)[0].body[0]
    assert isinstance(made, Figure)
    assert made.image == image
    assert any("not at hand" in one.message for one in said) == (not image)


# ── tables ────────────────────────────────────────────────────────────────


def table(inside: str, around: str = "") -> Table:
    made = letter(body=f"<table-wrap>{'<table>' + inside + '</table>'}{around}</table-wrap>").body[0]
    assert isinstance(made, Table)
    return made


def grid(one: Table) -> list[str]:
    """The rows, head first: "A·B" for two cells, "A2" for one over two columns, "A/2" over two rows."""

    def cell(c: object) -> str:
        text = shown(c.children)  # type: ignore[attr-defined]
        over = f"×{c.columns}" if c.columns > 1 else ""  # type: ignore[attr-defined]
        return f"{text}{over}" + (f"↓{c.rows}" if c.rows > 1 else "")  # type: ignore[attr-defined]

    return ["·".join(map(cell, row.cells)) for row in (*one.head, *one.body)]


QUOTE = '"'


def rows(*written: str) -> str:
    """`A,B` is a row of two cells; `A:colspan=2` one with an attribute."""
    out = ""
    for row in written:
        cells = (cell.partition(":") for cell in row.split(","))
        inside = (
            f"<td {name.replace('=', '=' + chr(34)) + chr(34) if name else ''}>{text}</td>" for text, _, name in cells
        )
        out += f"<tr>{''.join(inside)}</tr>"
    return out


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (rows("A,B", "C,D"), ["A·B", "C·D"]),
        (rows("A:colspan=2", "C,D"), ["A×2", "C·D"]),
        (rows("A:rowspan=2,B", "D"), ["A↓2·B", "D"]),
        (rows("A,B", "C"), ["A·B", "C·"]),
        (rows("A:colspan=9,B", "C"), ["A×9·B", "C" + "·" * 9]),
        (rows("A:rowspan=9,B", "D"), ["A↓2·B", "D"]),
        (rows("A:rowspan=0,B", "D", "E"), ["A↓3·B", "D", "E"]),
        (rows("A,B:rowspan=2", "C:colspan=2,D"), ["A·B↓2·", "C·D"]),
        (rows("A:colspan=x,B:rowspan=-1"), ["A·B"]),
        ("<tbody>" + rows("A") + "</tbody><tbody>" + rows("B") + "</tbody>", ["A", "B"]),
    ],
)
def test_cells_fill_the_table_whatever_their_spans_say(written: str, expected: list[str]) -> None:
    assert grid(table(written)) == expected


def test_heads_of_columns_and_of_rows() -> None:
    made = table("<thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><th>C</th><td>1</td></tr></tbody>")
    assert len(made.head) == 1
    assert [cell.head for cell in made.body[0].cells] == [True, False]
    assert len(table("<tr><th>A</th><th>B</th></tr><tr><td>C</td><td>1</td></tr>").head) == 1


def test_alignment() -> None:
    made = table('<col align="left"/><col align="char"/>' + rows("A,1.5", "B:align=center,12"))
    assert made.columns == ("centre", "decimal")
    assert table('<tr><td style="text-align: right">1</td></tr>').columns == ("right",)


def test_the_model_of_oasis() -> None:
    made = table(
        '<tgroup cols="3"><colspec colname="a"/><colspec colname="b"/><colspec colname="c"/><thead><row>'
        '<entry namest="a" nameend="b">A</entry><entry>B</entry></row></thead><tbody><row><entry morerows="1">C</entry>'
        '<entry>D</entry><entry>E</entry></row><row><entry colname="c">F</entry></row></tbody></tgroup>'
    )
    assert grid(made) == ["A×2·B", "C↓2·D·E", "·F"]
    assert len(made.head) == 1


def test_cells_with_paragraphs_lists_and_breaks_are_lines() -> None:
    made = table("<tr><td><p>A</p><p>B<break/>C</p><list><list-item><p>D</p></list-item></list></td></tr>")
    assert grid(made) == ["A/B/C/D"]


def test_notes_below_a_table_are_called_or_keep_their_labels() -> None:
    foot = (
        '<table-wrap-foot><fn id="a"><label>a</label><p>Called.</p></fn>'
        '<fn id="b"><label>b</label><p>Not called.</p></fn>'
        "<p>Source: Adler.</p></table-wrap-foot>"
    )
    cell = '<tr><td>1<xref ref-type="table-fn" rid="a"><sup>a</sup></xref></td><td>2<sup>b</sup></td></tr>'
    made = letter(body=f"<table-wrap><table>{cell}</table>{foot}</table-wrap>")
    one = made.body[0]
    assert isinstance(one, Table)
    assert grid(one) == ["1[^a]·2^b^"]
    assert [shown(note) for note in one.notes] == ["^b^\u00a0Not called.", "Source: Adler."]
    assert [outline(note.blocks) for note in made.footnotes] == [["Called."]]


def test_an_empty_table_is_its_caption_and_is_said() -> None:
    empty = "<table-wrap><label>Table 1</label><caption><p>Ice.</p></caption><table><tbody/></table></table-wrap>"
    assert body(empty) == ["Table 1 Ice."]
    assert any("this table is empty" in one for one in said_of(empty))


def test_a_table_beyond_all_bounds_is_cut_and_said() -> None:
    large = "<table-wrap><table>" + "<tr><td>1</td></tr>" * 2_100 + "</table></table-wrap>"
    made = letter(body=large).body[0]
    assert isinstance(made, Table)
    assert len(made.body) == 2_000
    assert any("this table has 2,100 rows" in one for one in said_of(large))
    wide = "<table-wrap><table><tr><td colspan='1000000000'>1</td><td>2</td></tr></table></table-wrap>"
    assert any("columns" in one for one in said_of(wide))
