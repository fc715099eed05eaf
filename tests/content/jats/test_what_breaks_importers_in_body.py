"""What breaks a simple importer of JATS, by the numbers of the corpus's list: those that stand in the body.

(The others are in test_what_breaks_importers_in_front.py.)
"""

from __future__ import annotations

import pytest

from content.jats.jats_body_builders import BACK, body, cited, outline, ref, said_of
from content.jats.jats_builders import letter
from rejoinder.content.model import Figure, Foreign, Math, Paragraph, Table

MML = "<mml:math><mml:mi>x</mml:mi></mml:math>"
SHORT_MML = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>'


def test_4_a_range_of_two_xrefs_one_xref_for_several_and_an_empty_one() -> None:
    assert cited(f"so ({ref('r2', '2')}–{ref('r4', '4')})") == "so[@r2; @r3; @r4]"
    assert cited(f"so ({ref('r2 r3 r4', '2–4')})") == "so[@r2; @r3; @r4]"
    assert cited(f"so ({ref('r2', '2-4')})") == "so[@r2; @r3; @r4]"
    assert cited(f"so{ref('r2')}.") == "so[@r2]."


def test_5_superscript_inside_outside_and_around_and_italics_in_parentheses() -> None:
    bare = "so[@r1; @r2]."
    assert cited(f"so{ref('r1', '<sup>1</sup>')}<sup>,</sup>{ref('r2', '<sup>2</sup>')}.") == bare
    assert cited(f"so<sup>{ref('r1', '1')}</sup><sup>,</sup><sup>{ref('r2', '2')}</sup>.") == bare
    assert cited(f"so<sup>{ref('r1', '1')}, {ref('r2', '2')}</sup>.") == bare
    assert cited(f"so ({ref('r1', '<italic>1</italic>')},{ref('r2', '<italic>2</italic>')}).") == bare


def test_6_references_without_labels_are_cited_by_their_place() -> None:
    back = "<ref-list>" + "".join(
        f'<ref id="b{n}"><mixed-citation>Adler P. On ice. {n}.</mixed-citation></ref>' for n in (1991, 1992, 1993)
    )
    assert cited(f"so ({ref('b1991', '1')}–{ref('b1993', '3')})", f"{back}</ref-list>") == "so[@b1991; @b1992; @b1993]"


@pytest.mark.parametrize(
    "written",
    [
        "<p><bold>To the Editor:</bold> Ice is late.</p>",
        "<p><italic>To the Editor</italic>: Ice is late.</p>",
        "<p><bold>To the Editor—</bold>Ice is late.</p>",
        "<p><bold>Dear Sir,</bold> Ice is late.</p>",
        "<p><italic>Señor Editor:</italic> Ice is late.</p>",
        "<sec><title>Dear Editor-in-Chief</title><p>Ice is late.</p></sec>",
        "<sec><title/><p><bold>To the Editor:</bold> Ice is late.</p></sec>",
        "<p> <bold>Dear Sir,</bold> </p><p>Ice is late.</p>",
    ],
)
def test_11_a_salutation_is_a_line_of_its_own(written: str) -> None:
    greeting, text = body(written)
    assert greeting.rstrip(":,—") in ("To the Editor", "Dear Sir", "Señor Editor", "Dear Editor-in-Chief")
    assert text == "Ice is late."


def test_11_other_words_that_are_run_in_stay_where_they_are() -> None:
    assert body("<p><bold>Editors</bold> are late.</p>") == ["**Editors** are late."]
    assert body("<p><bold>Background:</bold> Ice is late.</p>") == ["**Background:** Ice is late."]


def test_12_notes_and_formulas_and_italics_in_titles_of_sections() -> None:
    written = (
        f"<sec><title>On <italic>Larus</italic>, H<sub>2</sub>O and {MML}"
        '<xref ref-type="fn" rid="n"><sup>*</sup></xref></title><p>Ice.</p></sec>'
    )
    made = letter(body=written, back='<fn-group><fn id="n"><p>A gull.</p></fn></fn-group>')
    assert outline(made.body) == [f"# On *Larus*, H~2~O and ${SHORT_MML}$[^n]", "Ice."]
    assert [outline(note.blocks) for note in made.footnotes] == [["A gull."]]


FIG = '<fig id="f1"><label>Figure 1</label><caption><p>Ice.</p></caption><graphic xlink:href="f1"/></fig>'
WRAP = '<table-wrap id="t1"><label>Table 1</label><caption><p>Ice.</p></caption>{}</table-wrap>'
TABLE = WRAP.format("<table><tr><td>1</td></tr></table>")


def test_14_the_sentence_goes_on_and_the_figure_stands_behind_it() -> None:
    assert body(f"<p>Ice {FIG} is late.</p><p>So.</p>") == ["Ice is late.", "[figure number: Ice.]", "So."]
    assert body(f"<p>Ice (see {TABLE}) is late.</p>") == ["Ice (see ) is late.", "[table number: Ice.]"]
    assert body(f"{FIG}<sec><title>S</title>{TABLE}</sec>") == ["[figure number: Ice.]", "# S", "[table number: Ice.]"]


def test_14_figures_at_the_end_stand_behind_the_paragraph_that_first_names_them() -> None:
    named = '<p>See <xref ref-type="fig" rid="f1">Figure 1</xref>.</p>'
    made = letter(body=f"<p>Ice.</p>{named}<p>So.</p>", after=f"<floats-group>{FIG}{TABLE}</floats-group>")
    assert outline(made.body) == ["Ice.", "See [f1].", "[figure number: Ice.]", "So.", "[table number: Ice.]"]


def test_14_a_table_that_is_a_picture_is_counted_among_the_tables() -> None:
    made = letter(body=WRAP.format('<graphic xlink:href="t1"/>')).body
    assert [one.kind for one in made if isinstance(one, Figure)] == ["table"]


def test_14_of_several_forms_of_one_thing_one_is_taken() -> None:
    forms = f"<alternatives><graphic xlink:href='f'/><tex-math>y</tex-math>{MML}</alternatives>"
    assert body(f"<p>So <inline-formula>{forms}</inline-formula>.</p>") == [f"So ${SHORT_MML}$."]
    table = "<alternatives><graphic xlink:href='t'/><table><tr><td>1</td></tr></table></alternatives>"
    assert [type(one) for one in letter(body=f"<table-wrap>{table}</table-wrap>").body] == [Table]


@pytest.mark.parametrize(
    "tex",
    [
        r"\documentclass[12pt]{minimal} \usepackage{amsmath} \begin{document}$$x^2$$\end{document}",
        r"\begin{document}\[ x^2 \]\end{document}",
        "$x^2$",
        r"\begin{equation} x^2 \end{equation}",
        "x^2",
    ],
)
def test_15_tex_comes_without_its_document_and_its_delimiters(tex: str) -> None:
    made = letter(body=f"<p>So <inline-formula><tex-math>{tex}</tex-math></inline-formula>.</p>").body[0]
    assert isinstance(made, Paragraph)
    assert [one.tex for one in made.children if isinstance(one, Math)] == ["x^2"]


def test_15_displayed_formulas_keep_their_labels_and_those_that_are_pictures_their_place() -> None:
    assert body(f'<disp-formula id="e1"><label>(3)</label>{MML}</disp-formula>') == [f"$${SHORT_MML}$$ (3)"]
    picture = '<disp-formula><label>(4)</label><graphic xlink:href="e4"/></disp-formula>'
    assert body(f"<p>So {picture} it is.</p>") == ["So", "[formula] (4)", "it is."]
    assert body("<p>CO<sub>2</sub> and <inline-formula>H<sub>2</sub>O</inline-formula></p>") == ["CO~2~ and H~2~O"]


def test_17_white_space_of_pretty_printing_is_one_space_and_other_spaces_stay() -> None:
    written = "\n    <p>\n      Ice\n      <italic>\n  late\n </italic>\n,\tis\u00a05\u2009cm\n    </p>\n"
    assert body(written) == ["Ice *late* , is\u00a05\u2009cm"]


def test_17_line_ends_where_no_space_can_stand_are_none() -> None:
    written = "<p>So (\n <italic>L</italic>\n  <sub>t</sub>\n ), and [\n<bold>b</bold>]\n; it is</p>"
    assert body(written) == ["So (*L*~t~), and [**b**]; it is"]


def test_17_soft_hyphens_and_places_to_break_go_and_joiners_and_directions_stay() -> None:
    assert body("<p>ic\u00ade\u200b, \u2060late, क्\u200dष, \u200fשלום</p>") == ["ice, late, क्\u200dष, \u200fשלום"]


def test_17_control_characters_of_windows_are_what_windows_meant() -> None:
    assert body("<p>ice&#x92;s</p>") == ["ice’s"]


def test_19_a_box_at_the_head_keeps_its_words_and_its_picture_is_said() -> None:
    box = (
        "<boxed-text><p><bold>Related research article</bold> Adler P. 2024. On ice.</p>"
        '<p><inline-graphic xlink:href="inf001"/></p></boxed-text><p>Ice is late.</p>'
    )
    assert body(box) == ["> **Related research article** Adler P. 2024. On ice.", "Ice is late."]
    assert any('the picture "inf001" is not at hand' in one for one in said_of(box))


def test_20_words_in_another_language_are_marked_and_those_in_the_letters_own_are_not() -> None:
    made = letter(body='<p xml:lang="EN">So <italic xml:lang="pt_br">gelo</italic>.</p>').body[0]
    assert isinstance(made, Paragraph)
    assert [one.lang for one in made.children if isinstance(one, Foreign)] == ["pt-BR"]


def test_21_pictures_that_are_not_there_are_said_once_and_their_places_are_kept() -> None:
    other = FIG.replace("f1", "f2").replace("Figure 1", "Figure 2")
    made = [one for one in letter(body=FIG + other, back=BACK).body if isinstance(one, Figure)]
    assert [(one.image, one.id) for one in made] == [("", "f1"), ("", "f2")]
    missing = [one for one in said_of(FIG + other) if "not at hand" in one]
    assert missing == ['2 pictures are not at hand; the first is the picture "f1"']
