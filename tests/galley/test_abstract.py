"""The abstract stands before the text, in the columns, with the heads of its parts run in."""

from __future__ import annotations

from dataclasses import replace

from written_floats import figure, picture, set_float

from composing import document, galley_of, paragraph, section, sheet_of
from rejoinder.document.model import Document
from rejoinder.galley.model import Galley, Line
from rejoinder.galley.strips import inlaid_lines
from rejoinder.style.model import StyleSheet

PARTS = (section("Background", paragraph("Ice melts."), line=5), section("Methods", paragraph("We looked."), line=6))


def with_abstract(*blocks: object) -> Document:
    return replace(document("The text itself."), abstract=blocks)  # type: ignore[arg-type]


def set_galley(written: Document, sheet: StyleSheet) -> Galley:
    galley, said = galley_of(written, sheet)
    assert not said
    return galley


def lines_of(galley: Galley) -> list[Line]:
    return [line for line in galley.flow if line.style == "abstract"]


def roles(galley: Galley) -> list[tuple[str, str]]:
    return [(one.role, one.title) for one in galley.elements if one.role.startswith("H") or one.title]


def test_one_paragraph_begins_with_the_sheets_word() -> None:
    galley = set_galley(with_abstract(paragraph("Ice melts.")), sheet_of())
    assert [line.text for line in lines_of(galley)] == ["Abstract Ice melts."]
    assert galley.flow[0].style == "abstract" and galley.flow[-1].style == "body"
    assert ("H1", "Abstract") in roles(galley)


def test_parts_have_their_heads_on_their_first_lines() -> None:
    galley = set_galley(with_abstract(*PARTS), sheet_of())
    said = [line.text for line in galley.flow if line.style.startswith("abstract")]
    assert said == ["Abstract", "Background Ice melts.", "Methods We looked."]
    assert [one for one in roles(galley) if one[0] == "H2"] == [("H2", "Background"), ("H2", "Methods")]


def test_a_sheet_may_leave_the_word_out() -> None:
    galley = set_galley(with_abstract(paragraph("Ice melts.")), sheet_of('front: {abstract-label: ""}'))
    assert [line.text for line in lines_of(galley)] == ["Ice melts."]


def test_white_parts_the_abstract_from_the_text() -> None:
    galley = set_galley(with_abstract(*PARTS), sheet_of())
    body = next(line for line in galley.flow if line.style == "body")
    assert body.before == sheet_of().text["abstract"].after > 0


def caption(label: str, kind: str, **more: object) -> tuple[str, bool]:
    """What a figure's caption says, and whether it stands above."""
    made = set_float(replace(figure(picture(200, 100), **more), kind=kind, label=label))  # type: ignore[arg-type]
    lines = list(inlaid_lines((*made.head, *made.body, *made.foot)))
    return lines[0].text, any(inlaid_lines(made.head))


def test_a_figure_may_have_a_label_of_its_own() -> None:
    assert caption("Box 2", "figure")[0].startswith("Box 2")
    assert set_float(replace(figure(picture(200, 100)), label="Box 2")).label == "Box 2"


def test_a_table_that_is_a_picture_is_captioned_as_a_table() -> None:
    said, above = caption("", "table")
    assert said.startswith("Table 1") and above
    said, above = caption("", "figure")
    assert said.startswith("Figure 1") and not above


def test_a_picture_that_is_not_at_hand_is_a_low_frame_as_wide_as_its_column() -> None:
    made = set_float(replace(figure(picture(200, 100)), absent=True))
    (strip,) = made.body
    assert strip.height == 60.0 and made.width == strip.items[0].box.width  # type: ignore[union-attr]
