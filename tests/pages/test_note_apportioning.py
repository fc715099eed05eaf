"""Which lines of which notes stand below how much text."""

from __future__ import annotations

import pytest
from plain_galleys import ABOVE_NOTES, NOTE_LEADING, Galley, line, note, paragraph, parts

from rejoinder.pages.fill import NotePart, Pending, Stock, apportion, squeeze


def depth_of(lines: int) -> float:
    """Of so many note lines with their rule."""
    return ABOVE_NOTES + (lines - 1) * NOTE_LEADING


def stock_of(*sizes: int, split: bool = True) -> Stock:
    notes = {i: note(i, size) for i, size in enumerate(sizes, start=1)}
    return Galley((line(1),), notes).stock(split=split)


def numbers(stock: Stock, *calls: int) -> list[int]:
    return [one.number for one in stock.wanted((), calls)]


def test_notes_called_by_notes_follow_those_that_call_them() -> None:
    notes = {1: note(1, 2, {1: (2,)}), 2: note(2, 1, {0: (3,)}), 3: note(3, 1), 4: note(4, 1)}
    stock = Galley((line(1, notes=(1, 4)),), notes).stock()
    assert stock.calls == ((1, 4),)
    assert numbers(stock, 1, 4) == [1, 2, 3, 4]


def test_a_note_that_calls_itself_or_its_caller_is_called_once() -> None:
    notes = {1: note(1, 1, {0: (1, 2)}), 2: note(2, 1, {0: (1,)})}
    stock = Galley((line(1, notes=(1,)),), notes).stock()
    assert numbers(stock, 1) == [1, 2]


def test_a_note_with_several_marks_belongs_to_the_first() -> None:
    notes = {1: note(1, 1), 2: note(2, 1, {0: (1,)})}
    stock = Galley((line(1, notes=(1, 2, 1)), line(2, notes=(1,))), notes).stock()
    assert stock.calls == ((1, 2), ())
    assert numbers(stock, 1, 2) == [1, 2]


def test_a_note_called_above_the_columns_is_not_called_again_below() -> None:
    stock = Galley((line(1, notes=(1,)),), {1: note(1, 1)}).stock(above=(1,))
    assert stock.calls == ((),)


def test_a_note_that_calls_another_is_divided_above_the_line_that_does() -> None:
    """Then mark and note both stand in the next column."""
    notes = {1: note(1, 8, {6: (2,)}), 2: note(2, 4)}
    stock = Galley((line(1, notes=(1,)),), notes).stock()
    shared = apportion(stock, (), (1,), depth_of(9))
    assert shared == ((NotePart(1, 0, 6),), (Pending(1, 6),))
    assert [p.number for p in stock.wanted(shared[1], ())] == [1, 2]


def test_nothing_called_needs_no_room() -> None:
    assert apportion(stock_of(3), (), (), 0.0) == ((), ())


def test_depth_counts_rule_white_and_capitals() -> None:
    stock = stock_of(3, 2)
    assert stock.note_depth([NotePart(1, 0, 3)]) == pytest.approx(depth_of(3))
    assert stock.note_depth([NotePart(1, 0, 3), NotePart(2, 0, 2)]) == pytest.approx(depth_of(5))
    assert stock.note_depth([]) == 0.0


def test_notes_that_fit_stand_whole() -> None:
    shared = apportion(stock_of(3, 2), (), (1, 2), depth_of(5))
    assert shared == ((NotePart(1, 0, 3), NotePart(2, 0, 2)), ())


def test_the_last_note_is_divided_where_it_must_with_two_lines_on_either_side() -> None:
    stock = stock_of(3, 6)
    shared = apportion(stock, (), (1, 2), depth_of(8))
    assert shared == ((NotePart(1, 0, 3), NotePart(2, 0, 4)), (Pending(2, 4),))


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_short_note_is_never_divided(size: int) -> None:
    assert apportion(stock_of(size), (), (1,), depth_of(size) - 1) is None


def test_only_the_last_note_is_divided_since_each_begins_below_its_mark() -> None:
    assert apportion(stock_of(6, 2), (), (1, 2), depth_of(6)) is None


def test_a_sheet_may_forbid_division() -> None:
    assert apportion(stock_of(9, split=False), (), (1,), depth_of(8)) is None


def test_what_goes_on_comes_first_and_may_go_on_again() -> None:
    stock = stock_of(20, 2)
    shared = apportion(stock, (Pending(1, 8),), (), depth_of(5))
    assert shared == ((NotePart(1, 8, 13),), (Pending(1, 13),))
    shared = apportion(stock, (Pending(1, 18),), (2,), depth_of(4))
    assert shared == ((NotePart(1, 18, 20), NotePart(2, 0, 2)), ())


def test_squeezing_takes_what_there_is_room_for() -> None:
    taken, rest = squeeze(stock_of(3, 6), (), (1, 2), depth_of(4))
    assert taken == (NotePart(1, 0, 3), NotePart(2, 0, 1)) and rest == (Pending(2, 1),)


# ── on pages ──────────────────────────────────────────────────────────────


def test_a_note_longer_than_a_page_goes_on_from_page_to_page() -> None:
    galley = Galley(tuple(paragraph(1, 12, {2: (1,)})), {1: note(1, 150)})
    plan = galley.planned(20, 2)
    assert len(plan.pages) > 1
    where = [part for page in plan.pages for c in page.columns for part in c.notes]
    assert [p.begin for p in where] == [0, *(p.end for p in where[:-1])]
    assert where[-1].end == 150
    first = plan.pages[0].columns[0]
    assert first.begin <= 2 < first.end and first.notes[0].begin == 0


def test_a_note_begins_in_the_column_that_holds_its_mark() -> None:
    galley = Galley(tuple(paragraph(1, 30, {9: (1,), 11: (2,), 25: (3,)})), {i: note(i, 4) for i in (1, 2, 3)})
    for depth in range(8, 24):
        plan = galley.planned(depth, 2)
        for page in plan.pages:
            for c in page.columns:
                calls = [n for one in plan.flow[c.begin : c.end] for n in one.notes]
                assert calls == [p.number for p in c.notes if p.begin == 0], f"at a depth of {depth}"


def test_notes_called_above_the_columns_stand_in_the_first_column() -> None:
    galley = Galley(tuple(paragraph(1, 20, {0: (3,)})), {1: note(1, 2), 2: note(2, 3), 3: note(3, 1)})
    plan = galley.planned(40, 2, above=(1, 2))
    assert [p.number for p in plan.pages[0].columns[0].notes] == [1, 2, 3]
    assert [p.number for p in parts(plan)] == [1, 2, 3]


def test_a_letter_may_end_in_a_note_that_needs_a_page_of_its_own() -> None:
    galley = Galley(tuple(paragraph(1, 4, {3: (1,)})), {1: note(1, 100)})
    plan = galley.planned(10, 1)
    assert plan.pages[0].columns[0].end == 4
    assert all(page.columns[0].begin == 4 for page in plan.pages[1:])
    assert parts(plan)[-1].end == 100


@pytest.mark.parametrize("depth", range(2, 8))
@pytest.mark.parametrize("size", [1, 7, 40])
def test_however_small_the_page_there_is_an_end(depth: int, size: int) -> None:
    galley = Galley(tuple(paragraph(1, 5, {0: (1, 2), 4: (3,)})), {i: note(i, size) for i in (1, 2, 3)})
    placed = [(p.number, i) for p in parts(galley.planned(depth, 2)) for i in range(p.begin, p.end)]
    assert placed == [(n, i) for n in (1, 2, 3) for i in range(size)]
