"""Notes below a table that are longer than a page go on on the next; the rule below the last row stays with it."""

from __future__ import annotations

from written_floats import lines_in, set_float, table

from composing import sheet_of
from rejoinder.galley.model import Strip

LONG = "Counted in May, and again in June, and once more when the swifts had left. " * 90


def reads(strip: Strip) -> str:
    return " ".join(one.line.style for one in lines_in((strip,)))


def test_it_is_parted_between_rows_and_between_lines_of_its_notes_only() -> None:
    made = set_float(table("Street | Nests", "Mill Lane | 12\nQuay | 3", notes=[LONG]), sheet_of())
    assert not made.foot
    said = [reads(strip) for strip in made.body]
    assert said[:5] == [
        "table table",
        "table table",
        "",
        "",
        "table-note",
    ]  # the rule and the white are the third and fourth
    assert set(said[5:]) == {"table-note"}
    assert [strip.keep for strip in made.body[:6]] == [False, True, True, True, False, False]


def test_notes_that_have_room_stay_together() -> None:
    made = set_float(table("Street | Nests", "Mill Lane | 12\nQuay | 3", notes=["Counted in May."]), sheet_of())
    assert len(made.body) == 2
    assert [strip.keep for strip in made.foot] == [True, True, False]
