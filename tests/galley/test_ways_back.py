"""Marks that lead to what they stand for, and ways back: byline marks, notes, references; heads of a table's cells."""

from __future__ import annotations

from dataclasses import replace

import pytest
from written_floats import table

from composing import affiliation, author, document, front, galley_of, note, reference, sheet_of, statement
from rejoinder.document.model import Document
from rejoinder.galley.byline import shortened
from rejoinder.galley.model import Element, Galley, Line


def links(galley: Galley) -> list[Element]:
    return [one for one in galley.elements if one.role == "Link"]


def leads(galley: Galley) -> list[str]:
    return [one.target.anchor for one in links(galley) if one.target]


# ── the byline ────────────────────────────────────────────────────────────


def people(*ordinals: int, **more: object) -> Document:
    places = tuple(affiliation(f"Institute {n}, Gloucester") for n in range(1, 13))
    made = front(authors=(author("Ada Brook", *ordinals, **more), author("Iris Wilk", 1)), affiliations=places)
    return replace(document("Text."), front=made)


def byline(galley: Galley) -> Line:
    return next(line for line in galley.front if line.style == "byline")


def test_each_number_of_the_byline_leads_to_its_affiliation() -> None:
    galley, _ = galley_of(people(1, 12))
    assert leads(galley)[:3] == ["affiliation-1", "affiliation-12", "affiliation-1"]
    first = links(galley)[0]
    assert first.target and first.target.contents == "Affiliation 1: Institute 1, Gloucester"
    items = [one.anchor for one in galley.elements if one.role == "LI"]
    assert items == [f"affiliation-{n}" for n in range(1, 13)]


def test_marks_are_shaped_as_one_and_taken_apart() -> None:
    """No glyph moves: the stretches are slices of what the face made of all of it."""
    galley, _ = galley_of(people(1, 12))
    line = byline(galley)
    roles = {one.id: one.role for one in galley.elements}
    said = [(("".join(s.text for s in one.shaped)), roles.get(one.element or 0, "")) for one in line.segments]
    assert ("1", "Link") in said and ("12", "Link") in said and any(text == "," for text, _ in said)
    assert line.text.startswith("Ada Brook1,12, ")
    shaped = [shaped for one in line.segments for shaped in one.shaped]
    assert all(len(one.gids) == len(one.advances) == len(one.texts) for one in shaped)
    assert all(one.width == pytest.approx(sum(one.advances)) for one in shaped)


def test_what_parts_the_marks_is_no_link() -> None:
    galley, _ = galley_of(people(1, 2))
    elements = {one.id: one for one in galley.elements}
    comma = next(one for one in byline(galley).segments if "".join(s.text for s in one.shaped) == ",")
    assert comma.element is None or elements[comma.element].role == "P"


def test_marks_that_fill_more_than_a_line_are_parted_and_stay_links() -> None:
    many = tuple(affiliation(f"Institute {n}") for n in range(1, 161))
    made = front(authors=(author("Ada Brook", *range(1, 161)),), affiliations=many)
    galley, _ = galley_of(replace(document("Text."), front=made))
    lines = [line for line in galley.front if line.style == "byline"]
    assert len(lines) > 1
    assert "".join(line.text for line in lines).endswith(",".join(str(n) for n in range(1, 161)))
    said: dict[int, str] = {}
    for line in lines:
        for one in line.segments:
            if one.element is not None:
                said[one.element] = said.get(one.element, "") + "".join(s.text for s in one.shaped)
    assert [said[one.id] for one in links(galley)] == [str(n) for n in range(1, 161)]


def test_a_corresponding_authors_mark_leads_to_the_correspondence_line() -> None:
    made = people(1, corresponding=True)
    made = replace(made, front=replace(made.front, correspondence=made.front.title))
    galley, _ = galley_of(made, sheet_of('front: {correspondence-mark: "✉"}'))
    assert "correspondence" in leads(galley)
    assert [one.role for one in galley.elements if one.anchor == "correspondence"] == ["P"]


def test_what_is_said_of_a_link_ends_behind_a_word() -> None:
    assert shortened("A short one") == "A short one"
    long = shortened("Department of " + "Ornithology, " * 20)
    assert len(long) < 130 and long.endswith("Ornithology …")


# ── notes ─────────────────────────────────────────────────────────────────


def test_a_notes_label_leads_back_to_where_it_is_called_first() -> None:
    galley, _ = galley_of(document("One[^1] and again.[^1]", footnotes=(note("A note."),)))
    called = [one for one in links(galley) if one.target and one.target.anchor == "note-1"]
    assert [one.anchor for one in called] == ["noteref-1", ""]
    assert called[0].target and called[0].target.contents == "Note *: A note."
    (back,) = [one for one in links(galley) if one.target and one.target.anchor == "noteref-1"]
    assert back.parent is not None and galley.elements[back.parent].role == "Lbl"


# ── references ────────────────────────────────────────────────────────────


def cited(**more: object) -> Document:
    books = tuple(reference(f"Book {n}.") for n in range(1, 6))
    return document("One.[1] More.[1-4] Last.[4]", references=books, **more)


def backs(galley: Galley) -> dict[str, str]:
    """Each reference with the signs behind it."""
    lines = [line.text for line in galley.flow if line.style == "reference"]
    return {text.split(".")[0].split(" ", 1)[1]: text.split(".", 1)[1].strip() for text in lines}


def test_a_reference_leads_back_to_every_place_that_cites_it() -> None:
    galley, _ = galley_of(cited(), sheet_of("references: {backlinks: letters}"))
    assert backs(galley) == {"Book 1": "a b", "Book 2": "a", "Book 3": "a", "Book 4": "a b", "Book 5": ""}
    names = {name for one in galley.elements for name in one.anchors}
    wanted = [to for to in leads(galley) if to.startswith("cite-")]
    assert wanted == ["cite-1-1", "cite-1-2", "cite-2-1", "cite-3-1", "cite-4-1", "cite-4-2"]
    assert set(wanted) == names


def test_what_a_range_leaves_out_is_cited_at_its_first_number() -> None:
    galley, _ = galley_of(cited(), sheet_of("references: {backlinks: arrows}"))
    ranged = next(one for one in galley.elements if "cite-3-1" in one.anchors)
    assert ranged.anchors == ("cite-1-2", "cite-2-1", "cite-3-1")
    assert ranged.target and ranged.target.anchor == "ref-1"
    assert backs(galley)["Book 4"] == "\u2191 \u2191"


def test_what_is_said_of_a_way_back() -> None:
    galley, _ = galley_of(cited(), sheet_of("references: {backlinks: arrows}"))
    said = {one.target.anchor: one.target.contents for one in links(galley) if one.target}
    assert said["cite-4-2"] == "Back to where reference 4 is cited, 2 of 2"
    assert said["cite-3-1"] == "Back to where reference 3 is cited"


def test_citations_behind_the_list_are_counted_too() -> None:
    sheet = sheet_of("references: {backlinks: letters}\nend: {order: [references, statements]}")
    galley, said = galley_of(cited(statements=(statement("By a fund.[1,5]"),)), sheet)
    assert backs(galley)["Book 1"] == "a b c" and backs(galley)["Book 5"] == "a"
    assert said == ()


def test_no_sheet_no_ways_back() -> None:
    galley, _ = galley_of(cited())
    assert not any(one.anchors for one in galley.elements)
    assert not any(to.startswith("cite-") for to in leads(galley))


# ── heads of cells ────────────────────────────────────────────────────────


def heads(head: str, body: str) -> dict[str, list[str]]:
    """The heads of each cell that names some, all by their words."""
    galley, _ = galley_of(document("Text.", table(head, body)))
    (made,) = galley.floats
    words: dict[int, str] = {}
    for strip in (*made.head, *made.body):
        for item in strip.items:
            line = getattr(item, "line", None)
            if line is not None and line.element is not None:
                words[line.element] = line.text.strip()
    cells = [one for one in galley.elements if one.headers]
    return {words[one.id]: [words[head] for head in one.headers] for one in cells}


def test_the_cells_of_a_plain_table_name_no_heads() -> None:
    assert heads("A | B", "1 | 2\n3 | 4") == {}


def test_cells_below_two_rows_of_heads_name_both() -> None:
    assert heads("A | Both | <\n^ | B | C", "1 | 2 | 3") == {
        "B": ["Both"],
        "C": ["Both"],
        "1": ["A"],
        "2": ["Both", "B"],
        "3": ["Both", "C"],
    }


def test_a_row_that_heads_a_group_is_a_head_of_its_rows() -> None:
    found = heads("A | B", "1 | 2\nNorth | <\n3 | 4\nSouth | <\n5 | 6")
    assert found == {
        "1": ["A"], "2": ["B"], "3": ["A", "North"], "4": ["B", "North"], "5": ["A", "South"], "6": ["B", "South"],
    }  # fmt: skip


def test_nobody_has_to_listen_to_a_hundred_heads() -> None:
    tall = "\n".join(f"h{n} | k{n}" for n in range(40))
    found = heads(tall, "1 | 2")
    assert found["1"] == [f"h{n}" for n in range(32, 40)]
