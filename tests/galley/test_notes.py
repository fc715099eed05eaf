"""Notes at the end, over all columns, and remarks about authors among them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composing import (
    HERE,
    author,
    document,
    front,
    galley_of,
    inlines,
    note,
    paragraph,
    reference,
    sheet_of,
    statement,
)
from rejoinder.document.model import Document, Footnote, Listing, Remark
from rejoinder.galley.model import Element, Galley

PEOPLE = "front: {order: [label, title, subtitle, byline, affiliations, responds-to, correspondence, rule]}\n"


def letter(**more: object) -> Document:
    """Notes from the title (1, which calls 2), a remark (3), the correspondence line (4) and the text (5)."""
    made = front(
        "The bell[^1] of the lower church",
        authors=(
            author("Ada Brook", equal=True),
            author("Iris Wilk", equal=True, note=1, corresponding=True),
            author("Tom Ek", deceased=True),
        ),
        remarks=(Remark("note", inlines("Retired[^3] last year"), HERE),),
        equal=True,
        deceased=True,
        correspondence=inlines("Lower Church House[^4]"),
    )
    footnotes = (
        note("Cast in 1741.[^2]"),
        note("Recast later."),
        note("In the spring."),
        note("At the ferry."),
        note("Of copper and tin.", "And of whatever was thrown in."),
    )
    return replace(
        document("We asked at what cold a bell cracks.[^5] Nobody knew."), front=made, footnotes=footnotes, **more
    )  # type: ignore[arg-type]


def named(galley: Galley, role: str) -> list[Element]:
    return [one for one in galley.elements if one.role == role]


def flow(galley: Galley) -> list[tuple[str, str]]:
    return [(line.style, line.text.replace("\u00ad", "")) for line in galley.flow]


def anchors(galley: Galley) -> list[str]:
    lines = (*galley.front, *galley.flow, *(line for one in galley.notes for line in one.lines))
    return [anchor for line in lines for anchor in line.anchors]


def all_lead_somewhere(galley: Galley) -> None:
    there = {*anchors(galley), *(one.anchor for one in galley.elements if one.anchor)}
    for link in named(galley, "Link"):
        assert link.target is not None
        assert link.target.url or link.target.anchor in there, link


def in_order_of_reading(galley: Galley) -> None:
    """Ids count up in the order in which the tree is read: a parent's before its children's, and those in order."""
    children: dict[int | None, list[int]] = {}
    for one in galley.elements:
        children.setdefault(one.parent, []).append(one.id)
    read: list[int] = []
    waiting = list(reversed(children[None]))
    while waiting:
        read.append(waiting.pop())
        waiting.extend(reversed(children.get(read[-1], [])))
    assert read == sorted(read)


# ── at the end ────────────────────────────────────────────────────────────


def test_notes_at_the_end_are_a_list_before_the_references() -> None:
    given = letter(references=(reference("A Brook. On bells."),), statements=(statement("None."),))
    galley, said = galley_of(given, sheet_of(PEOPLE + "notes: {stand: end, marks: letters, remarks: true}"))
    assert said == ()
    assert galley.notes == ()
    assert not any(line.notes for line in (*galley.front, *galley.flow))
    assert [text for style, text in flow(galley) if style in ("end-heading", "footnote", "reference")] == [
        "NOTES",
        "* These authors contributed equally.",
        "† Retiredc last year.",
        "‡ Deceased.",
        "a Cast in 1741.b",
        "b Recast later.",
        "c In the spring.",
        "d At the ferry.",
        "e Of copper and tin.",
        "And of whatever was thrown in.",
        "REFERENCES",
        "1 A Brook. On bells.",
    ]
    assert [style for style, _ in flow(galley)].index("footnote") > [s for s, _ in flow(galley)].index("statement")
    heads = [one for one in named(galley, "H1") if one.title == "Notes"]
    assert len(heads) == 1
    assert [one.anchor for one in named(galley, "Note")] == [f"note-{n}" for n in (-3, -2, -1, 1, 2, 3, 4, 5)]
    assert {one.note for one in named(galley, "Note")} == {"Endnote"}
    all_lead_somewhere(galley)
    in_order_of_reading(galley)


def test_marks_and_notes_at_the_end_lead_to_each_other() -> None:
    galley, _ = galley_of(letter(), sheet_of(PEOPLE + "notes: {stand: end, marks: letters, remarks: true}"))
    targets = [one.target.anchor for one in named(galley, "Link") if one.target]
    for number in (-3, -2, -1, 1, 2, 3, 4, 5):
        assert f"note-{number}" in targets and f"noteref-{number}" in targets
        assert anchors(galley).count(f"note-{number}") == 1
    tree = {one.id: one for one in galley.elements}
    for link in named(galley, "Link"):
        if link.target and link.target.anchor.startswith("noteref-"):
            assert tree[link.parent or 0].role == "Lbl"


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("[notes, statements, references]", ["footnote", "statement", "reference"]),
        ("[references, statements]", ["footnote", "reference", "statement"]),
        ("[references, notes, statements]", ["reference", "footnote", "statement"]),
        ("[statements]", ["statement", "footnote"]),
    ],
)
def test_the_sheet_says_where_the_notes_stand(order: str, expected: list[str]) -> None:
    given = letter(references=(reference("A Brook. On bells."),), statements=(statement("None."),))
    galley, _ = galley_of(given, sheet_of(f"notes: {{stand: end, marks: numbers}}\nend: {{order: {order}}}"))
    styles = [style for style, _ in flow(galley) if style in ("footnote", "reference", "statement")]
    assert list(dict.fromkeys(styles)) == expected


def test_a_note_that_begins_with_a_list_hangs_its_mark_on_a_line_of_its_own() -> None:
    first = Footnote((Listing(((paragraph("copper"),), (paragraph("tin"),)), HERE),), HERE)
    given = replace(document("A bell.[^1] And[^2]."), footnotes=(first, note("Next.")))
    galley, _ = galley_of(given, sheet_of("notes: {stand: end, marks: letters, heading: ''}"))
    assert [text for style, text in flow(galley) if style == "footnote"] == ["a ", "• copper", "• tin", "b Next."]
    assert [one.title for one in named(galley, "H1")] == []
    in_order_of_reading(galley)


def test_no_notes_no_list() -> None:
    galley, _ = galley_of(document("Nothing is noted."), sheet_of("notes: {stand: end, marks: letters}"))
    assert [style for style, _ in flow(galley)] == ["body"]


def test_a_note_whose_mark_the_sheet_leaves_out_is_left_out_too_unless_it_is_called_elsewhere() -> None:
    bare = sheet_of("notes: {stand: end, marks: letters}\nfront: {order: [title]}\nend: {order: [references]}")
    given = replace(
        document("The text.[^2]"),
        front=front("A title", subtitle=inlines("And a[^1] subtitle[^2]")),
        footnotes=(note("Lost."), note("Found.")),
    )
    galley, _ = galley_of(given, bare)
    assert [text for style, text in flow(galley) if style == "footnote"] == ["b Found."]


def test_symbols_in_a_list_and_a_list_that_is_none_are_said() -> None:
    from rejoinder.diagnostics import Diagnostics
    from rejoinder.source import Source
    from rejoinder.style.read import read_style

    for written, message in (
        ("notes: {stand: end}\n", "symbols are hard to find"),
        ("end: {order: [notes, references]}\n", "notes do not stand at the end"),
    ):
        said = Diagnostics()
        source = Source.of("<style>", f"name: test\nextends: annals\n{written}", said)
        assert source is not None
        assert read_style(source, said) is not None
        (one,) = said.in_order()
        assert message in one.message and one.span.line == 3


# ── over all columns ──────────────────────────────────────────────────────


def test_notes_of_the_page_are_as_wide_as_the_type_area() -> None:
    long = replace(document("A bell.[^1]"), footnotes=(note("It was cast, and cast again, and rung and rung. " * 9),))
    sheet = sheet_of("notes: {stand: page}")
    galley, _ = galley_of(long, sheet)
    margins = sheet.page.margins
    assert galley.wide_notes
    assert {line.measure for line in galley.notes[0].lines} == {sheet.page.trim[0] - margins.inner - margins.outer}
    assert not galley_of(long, sheet_of("notes: {stand: page}\ncolumns: {count: 1}"))[0].wide_notes
    assert not galley_of(long)[0].wide_notes


# ── remarks ───────────────────────────────────────────────────────────────


def test_remarks_among_the_notes_come_first_and_the_byline_calls_them() -> None:
    galley, _ = galley_of(replace(letter(), front=replace(letter().front, title=inlines("A bell"))), REMARKS)
    assert [one.number for one in galley.notes][:3] == [-3, -2, -1]
    assert [one.lines[0].text for one in galley.notes][:3] == [
        "* These authors contributed equally.",
        "† Retired‖ last year.",
        "‡ Deceased.",
    ]
    (byline,) = (line for line in galley.front if line.style == "byline")
    assert byline.text == "Ada Brook*, Iris Wilk*†, Tom Ek‡"
    assert byline.notes == (-3, -2, -1, 3, 4), "the first line over the columns that calls calls all"
    assert not any(line.style == "remark" for line in (*galley.front, *galley.flow))
    all_lead_somewhere(galley)


REMARKS = sheet_of(PEOPLE + "notes: {remarks: true}")


def test_remarks_go_before_the_notes_of_the_title_and_call_nothing_themselves() -> None:
    galley, _ = galley_of(letter(), REMARKS)
    assert [line.notes for line in galley.front if line.notes] == [(-3, -2, -1, 1, 3, 4)]
    calls = {one.number: [n for line in one.lines for n in line.notes] for one in galley.notes}
    assert calls == {-3: [], -2: [], -1: [], 1: [2], 2: [], 3: [], 4: [], 5: []}
    notes = [one.anchor for one in named(galley, "Note")]
    assert len(notes) == len(set(notes)) == 8
    all_lead_somewhere(galley)
    in_order_of_reading(galley)


def test_remarks_of_authors_that_the_byline_leaves_out_are_not_lost() -> None:
    limited = PEOPLE.replace("front: {", "front: {byline-limit: 1, ")
    galley, _ = galley_of(letter(), sheet_of(limited + "notes: {remarks: true}"))
    assert [one.number for one in galley.notes] == [-3, -2, -1, 1, 2, 3, 4, 5]
    assert [line.notes for line in galley.front if line.notes] == [(-3, -2, -1, 1, 3, 4)]


def test_remarks_of_a_byline_at_the_end_come_after_the_footnotes() -> None:
    ends = "front: {order: [title, rule]}\nend: {order: [byline, correspondence]}\nnotes: {remarks: true}"
    galley, _ = galley_of(letter(), sheet_of(ends))
    assert [one.number for one in galley.notes] == [1, 2, 3, 4, 5, 6, 7, 8]
    (byline,) = (line for line in galley.flow if line.style == "byline")
    assert tuple(dict.fromkeys(byline.notes)) == (6, 7, 8)


def test_remarks_without_a_byline_stay_where_they_were() -> None:
    galley, _ = galley_of(letter(), sheet_of("front: {order: [title, remarks]}\nnotes: {remarks: true}"))
    assert [line.text for line in galley.front if line.style == "remark"]
    assert [one.number for one in galley.notes if one.number < 0] == []


def test_the_marks_on_the_byline_are_the_same_either_way() -> None:
    for marks in ("numbers", "symbols"):
        bylines = []
        for remarks in ("false", "true"):
            written = f"{PEOPLE}affiliations: {{marks: {marks}}}\nnotes: {{remarks: {remarks}}}"
            galley, _ = galley_of(letter(), sheet_of(written))
            bylines += [line.text for line in galley.front if line.style == "byline"]
        assert bylines[0] == bylines[1]
