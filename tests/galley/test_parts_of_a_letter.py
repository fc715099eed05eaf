"""The parts of a letter as they are set: byline, affiliations, remarks, statements, references, notes, lists."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composing import (
    HERE,
    affiliation,
    author,
    body_lines,
    document,
    front,
    galley_of,
    inlines,
    note,
    paragraph,
    read,
    reference,
    section,
    sheet_of,
    statement,
)
from rejoinder.document.model import Document, Listing, Quote, Remark, Verbatim
from rejoinder.galley.model import FORBIDDEN, Galley, Line

PROSE = "We counted the nests of one street for eleven years and found that the birds came back to the same roof. " * 3


def said(galley: Galley, style: str) -> list[str]:
    """What each paragraph of a style says, over the columns first."""
    out: list[str] = []
    element: int | None = None
    for line in (*galley.front, *galley.flow):
        if line.style != style:
            element = None
            continue
        if line.element == element:
            out[-1] += line.text
        else:
            out.append(line.text)
        element = line.element
    return [text.replace("\u00ad", "") for text in out]


def lines_of(galley: Galley, style: str) -> list[Line]:
    return [line for line in galley.flow if line.style == style]


def people(*authors: object, affiliations: int = 3, **more: object) -> Document:
    places = tuple(affiliation(f"Institute {i}") for i in range(1, affiliations + 1))
    return replace(document(PROSE), front=replace(front(), authors=authors, affiliations=places, **more))  # type: ignore[arg-type]


# ── byline ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("numbers", "Ada Brook1, Iris Wilk1,2, Tom Ek3"),
        ("letters", "Ada Brooka, Iris Wilka,b, Tom Ekc"),
        ("symbols", "Ada Brook*, Iris Wilk*,†, Tom Ek‡"),
    ],
)
def test_affiliation_marks_follow_the_names(form: str, expected: str) -> None:
    given = people(author("Ada Brook", 1), author("Iris Wilk", 1, 2), author("Tom Ek", 3))
    galley, _ = galley_of(given, sheet_of(f"affiliations: {{marks: {form}}}"))
    assert said(galley, "byline") == [expected]


def test_each_affiliation_begins_with_its_mark() -> None:
    galley, _ = galley_of(people(author("Ada Brook", 1, 2, 3)))
    assert said(galley, "affiliation") == ["1 Institute 1", "2 Institute 2", "3 Institute 3"]


def test_affiliations_may_be_run_in() -> None:
    galley, _ = galley_of(people(author("Ada Brook", 1, 2, 3)), sheet_of("affiliations: {run-in: true}"))
    assert said(galley, "affiliation") == ["1 Institute 1; 2 Institute 2; 3 Institute 3"]


def test_many_affiliations_are_run_in_in_any_case() -> None:
    given, sheet = people(author("Ada Brook", 1, 2, 3)), sheet_of("affiliations: {run-in-from: 3}")
    assert said(galley_of(given, sheet)[0], "affiliation") == ["1 Institute 1; 2 Institute 2; 3 Institute 3"]
    given = people(author("Ada Brook", 1, 2), affiliations=2)
    assert said(galley_of(given, sheet)[0], "affiliation") == ["1 Institute 1", "2 Institute 2"]


def test_an_affiliation_that_all_share_goes_without_a_mark_if_the_sheet_says_so() -> None:
    given = people(author("Ada Brook", 1), author("Tom Ek", 1), affiliations=1)
    assert said(galley_of(given)[0], "byline") == ["Ada Brook, Tom Ek"]
    assert said(galley_of(given)[0], "affiliation") == ["Institute 1"]
    marked, _ = galley_of(given, sheet_of("affiliations: {single-unmarked: false}"))
    assert said(marked, "byline") == ["Ada Brook1, Tom Ek1"]


@pytest.mark.parametrize(
    ("flag", "label", "remark"),
    [
        ("equal", "equal-label", "* These two did half each."),
        ("joint_last", "joint-last-label", "* These two did half each."),
        ("deceased", "deceased-label", "* These two did half each."),
    ],
)
def test_what_is_said_of_some_authors_has_a_mark(flag: str, label: str, remark: str) -> None:
    given = people(author("Ada Brook", 1, **{flag: True}), author("Tom Ek", 2), author("Iris Wilk", 2, **{flag: True}))
    given = replace(given, front=replace(given.front, **{flag: True}))  # type: ignore[arg-type]
    galley, _ = galley_of(given, sheet_of(f'front: {{{label}: "{{mark}} These two did half each."}}'))
    assert said(galley, "byline") == ["Ada Brook1*, Tom Ek2, Iris Wilk2*"]
    assert said(galley, "remark") == [remark]


def test_every_remark_has_a_mark_of_its_own() -> None:
    remarks = (Remark("present-address", inlines("Town Hall."), HERE), Remark("note", inlines("Since retired."), HERE))
    given = people(
        author("Ada Brook", 1, equal=True, present_address=1),
        author("Tom Ek", 2, equal=True, note=2),
        equal=True,
        remarks=remarks,
    )
    galley, _ = galley_of(given)
    marks = "".join(said(galley, "byline"))
    assert marks.count("*") == 2 and marks.count("†") == 1 and marks.count("‡") == 1
    (text,) = said(galley, "remark")
    assert "† Present address: Town Hall." in text and "‡ Since retired." in text


def test_symbols_that_the_byline_uses_are_not_used_again_by_notes() -> None:
    given = people(author("Ada Brook", 1, equal=True), author("Tom Ek", 2, equal=True), equal=True)
    given = replace(given, body=(paragraph("It is so.[^1]"),), footnotes=(note("So it is said."),))
    galley, _ = galley_of(given)
    assert said(galley, "body") == ["It is so.†"]
    assert read(galley.notes[0].lines) == "† So it is said."


def test_a_sheet_may_cut_the_byline_short() -> None:
    given = people(*(author(f"Given Name{i}", 1) for i in range(9)), affiliations=1)
    galley, _ = galley_of(given, sheet_of("front: {byline-limit: 2}"))
    assert said(galley, "byline") == ["Given Name0, Given Name1, et al"]


def test_a_sheet_may_write_and_before_the_last_name() -> None:
    given = people(author("Ada Brook", 1), author("Tom Ek", 1), author("Iris Wilk", 1), affiliations=1)
    galley, _ = galley_of(given, sheet_of('front: {byline-last-separator: " and "}'))
    assert said(galley, "byline") == ["Ada Brook, Tom Ek and Iris Wilk"]


def test_degrees_stand_behind_the_name_and_before_the_mark() -> None:
    galley, _ = galley_of(people(author("Ada Brook", 1, degrees="MD, PhD"), author("Tom Ek", 2)))
    assert said(galley, "byline") == ["Ada Brook, MD, PhD1; Tom Ek2"]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_names_are_not_parted_by_line_ends(count: int) -> None:
    given = people(*(author(f"Jean-Luc van der Berg{i}", 1) for i in range(24)), affiliations=1)
    galley, _ = galley_of(given, sheet_of(f"columns: {{count: {count}}}"))
    for line in galley.front:
        if line.style == "byline":
            assert line.text.strip().startswith("Jean-Luc")


def test_the_order_over_the_columns_is_the_sheets() -> None:
    given = people(author("Ada Brook", 1), correspondence=inlines("Ada Brook, Town"))
    galley, _ = galley_of(given, sheet_of("front: {order: [title, label, correspondence, byline]}"))
    styles = list(dict.fromkeys(line.style for line in galley.front))
    assert styles == ["title", "label", "correspondence", "byline"]
    assert not lines_of(galley, "affiliation")


def test_affiliations_may_stand_at_the_end() -> None:
    given = people(author("Ada Brook", 1), author("Tom Ek", 2))
    sheet = sheet_of("front: {order: [title, byline]}\nend: {order: [affiliations, statements]}")
    galley, _ = galley_of(given, sheet)
    assert not [line for line in galley.front if line.style == "affiliation"]
    assert [line.text for line in lines_of(galley, "affiliation")][:1] == ["1 Institute 1"]


def test_the_label_is_the_sheets_word_for_the_type_of_letter() -> None:
    galley, _ = galley_of(replace(document(PROSE), front=front(type="reply")))
    assert said(galley, "label") == ["REPLY"]
    galley, _ = galley_of(replace(document(PROSE), front=front(type="open-letter")))
    assert said(galley, "label") == ["OPEN LETTER"]


# ── text ──────────────────────────────────────────────────────────────────


def first_x(line: Line) -> float:
    return line.segments[0].x


def test_paragraphs_are_indented_but_for_the_first_after_a_heading() -> None:
    galley, _ = galley_of(document(PROSE, PROSE, section("A heading", paragraph(PROSE), paragraph(PROSE, 3))))
    starts = [
        line
        for i, line in enumerate(galley.flow)
        if line.style == "body" and (not i or galley.flow[i - 1].element != line.element)
    ]
    assert [first_x(line) > 5 for line in starts] == [False, True, False, True]


def test_body_lines_stand_on_the_grid_and_notes_do_not() -> None:
    galley, _ = galley_of(document(f"{PROSE}[^1]", footnotes=(note(PROSE),)))
    assert all(line.on_grid for line in galley.flow)
    assert not any(line.on_grid for one in galley.notes for line in one.lines)


def test_widows_orphans_and_headings_cost_something() -> None:
    galley, _ = galley_of(document(section("A heading", paragraph(PROSE)), PROSE))
    heading, first, *middle, before_last, last = galley.flow[
        : 1 + len([x for x in galley.flow if x.element == galley.flow[1].element])
    ]
    assert heading.penalty >= FORBIDDEN and heading.why == "heading"
    assert "orphan" in first.why and first.penalty > 0
    assert "widow" in before_last.why and before_last.penalty > 0
    assert last.penalty == 0
    assert all(line.why in ("", "hyphen") for line in middle)


def test_items_are_numbered_from_where_the_author_begins() -> None:
    items = tuple((paragraph(f"Item {i}"),) for i in range(12))
    galley, _ = galley_of(document(Listing(items, HERE, start=3)))
    assert said(galley, "list")[:2] == ["3. Item 0", "4. Item 1"]
    assert said(galley, "list")[-1] == "14. Item 11"
    ends = {
        round(line.segments[0].x + sum(s.width for s in line.segments[0].shaped) / 1000 * line.segments[0].size, 3)
        for line in galley.flow
    }
    assert len(ends) == 1, "numbers are aligned on their last figure"


def test_bulleted_items() -> None:
    galley, _ = galley_of(document(Listing(((paragraph("One"),), (paragraph("Two"),)), HERE)))
    assert said(galley, "list") == ["• One", "• Two"]


def test_items_within_items_stand_further_in() -> None:
    inner = Listing(((paragraph("Inner"),),), HERE)
    galley, _ = galley_of(document(Listing(((paragraph("Outer"), inner),), HERE)))
    outer, within = lines_of(galley, "list")
    assert within.segments[-1].x > outer.segments[-1].x


def test_quotations_stand_in_from_both_sides() -> None:
    galley, _ = galley_of(document(PROSE, Quote((paragraph(PROSE),), HERE)))
    body, quote = lines_of(galley, "body")[1], lines_of(galley, "quote")[1]
    assert quote.measure < body.measure and first_x(quote) > first_x(body)


def test_set_lines_are_kept_as_they_are() -> None:
    galley, _ = galley_of(document(Verbatim("a  b\n\n    c\n", HERE)))
    texts = [line.text for line in lines_of(galley, "verbatim")]
    assert [t.rstrip() for t in texts] == ["a  b", "", "    c"]


def test_words_in_another_language_are_divided_by_its_rules() -> None:
    from rejoinder.document.model import Words

    given = (Words("Wir nennen es ", HERE), Words("Donaudampfschifffahrt ", HERE, lang="de"), Words("indeed", HERE))
    assert read(body_lines(given, measure=70.0)) == "Wir nennen es Donaudampfschifffahrt indeed"
    galley, _ = galley_of(replace(document(""), body=(replace(paragraph("x"), children=given),)))
    assert "de" in {e.lang for e in galley.elements}


# ── after the text ────────────────────────────────────────────────────────


def test_statements_stand_in_the_sheets_order_with_their_labels_run_in() -> None:
    given = document(PROSE, statements=(statement("None.", "provenance"), statement("Some money.", "funding")))
    galley, _ = galley_of(given)
    assert said(galley, "statement") == ["Funding Some money.", "Provenance and peer review None."]
    first = lines_of(galley, "statement")[0]
    assert len({s.shaped[0].face for s in first.segments}) == 2, "the label is of another face"


def test_labels_may_stand_above_their_statements() -> None:
    galley, _ = galley_of(
        document(PROSE, statements=(statement("Some money.", "funding"),)), sheet_of("end: {run-in: false}")
    )
    assert said(galley, "statement-label") == ["Funding"]
    assert said(galley, "statement") == ["Some money."]
    assert lines_of(galley, "statement-label")[0].penalty >= FORBIDDEN


def test_reference_numbers_hang_and_are_aligned_on_their_last_figure() -> None:
    given = document(PROSE, references=tuple(reference(PROSE, 950 + i) for i in range(12)))
    galley, _ = galley_of(given)
    firsts = [line for line in lines_of(galley, "reference") if len({s.element for s in line.segments}) > 1]
    rests = [line for line in lines_of(galley, "reference") if line not in firsts]
    assert len(firsts) == 12
    ends = {round(f.segments[0].x + f.segments[0].shaped[0].width / 1000 * f.segments[0].size, 3) for f in firsts}
    assert len(ends) == 1
    assert min(first_x(line) for line in rests) > max(ends)


def test_the_suffix_of_reference_numbers_is_the_sheets() -> None:
    galley, _ = galley_of(
        document(PROSE, references=(reference("A book."),)), sheet_of('references: {number-suffix: "."}')
    )
    assert said(galley, "reference") == ["1. A book."]


def test_a_letter_without_references_has_no_heading_for_them() -> None:
    galley, _ = galley_of(document(PROSE))
    assert not lines_of(galley, "end-heading")


# ── notes ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("form", "marks"), [("symbols", "*†‡"), ("numbers", "123"), ("letters", "abc")])
def test_notes_begin_with_the_mark_that_calls_them(form: str, marks: str) -> None:
    given = document("One[^1] and two[^2] and three.[^3]", footnotes=(note("First."), note("Second."), note("Third.")))
    galley, _ = galley_of(given, sheet_of(f"notes: {{marks: {form}}}"))
    assert said(galley, "body") == ["One{} and two{} and three.{}".format(*marks)]
    assert [read(one.lines) for one in galley.notes] == [
        f"{m} {w}." for m, w in zip(marks, ("First", "Second", "Third"), strict=True)
    ]


def test_the_line_that_calls_a_note_says_so() -> None:
    galley, _ = galley_of(document(f"{PROSE}Now.[^1] {PROSE}And then.[^2]", footnotes=(note("a"), note("b"))))
    calls = [(line.notes, line.text) for line in galley.flow if line.notes]
    assert [n for n, _ in calls] == [(1,), (2,)]
    assert "Now.*" in calls[0][1] and "then.†" in calls[1][1]


def test_notes_of_several_paragraphs_and_notes_called_from_notes() -> None:
    given = document("So.[^1]", footnotes=(note("First.[^2]", "More of it."), note("Second.")))
    galley, _ = galley_of(given)
    assert [one.number for one in galley.notes] == [1, 2]
    assert [line.text for line in galley.notes[0].lines] == ["* First.†", "More of it."]


def test_the_tree_is_in_the_order_of_reading() -> None:
    given = document(
        f"{PROSE}[^1]", section("Then", paragraph(f"{PROSE}[1]")), footnotes=(note("Indeed."),),
        statements=(statement("Money."),), references=(reference("A book."),),
    )  # fmt: skip
    galley, _ = galley_of(given)
    assert [e.id for e in galley.elements] == list(range(len(galley.elements)))
    assert all(e.parent is None or e.parent < e.id for e in galley.elements)
    leaves = [line.element for line in galley.flow]
    assert leaves == sorted(leaves)  # type: ignore[type-var]
    roles = [e.role for e in galley.elements]
    assert roles.index("Note") < roles.index("Sect") < roles.index("L")


# ── what is missing ───────────────────────────────────────────────────────


def test_a_character_that_no_font_has_is_named_with_its_place() -> None:
    _, complaints = galley_of(document("It is \U00013080 so"))
    assert [d.severity for d in complaints] == ["warning"]
    assert "U+13080" in complaints[0].message and complaints[0].span.line == 10
