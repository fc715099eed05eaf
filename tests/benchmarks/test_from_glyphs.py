"""What is counted on hand-made pages is what was put there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from handmade import EVEN, LAST, LEADING, LEFT, MEASURE, SNUG, Sheet, column, width_of, write

from from_glyphs import Figures, measure, rivers


def figures(tmp_path: Path, *sheets: Sheet, **options: Any) -> Figures:
    return measure(write(tmp_path / "a.pdf", *sheets), **options)


def spaced(*columns: list[str]) -> Sheet:
    """A page with these columns."""
    sheet = Sheet()
    for number, lines in enumerate(columns):
        column(sheet, number, lines)
    return sheet


PARAGRAPH = [SNUG, SNUG, SNUG, LAST]
"""Spaces of 3 pt, 1.2 natural ones."""


# ── word spaces ───────────────────────────────────────────────────────────


def test_natural_spaces_are_those_of_last_lines(tmp_path: Path) -> None:
    seen = figures(tmp_path, spaced(PARAGRAPH * 5, PARAGRAPH * 5))
    assert (seen.lines, seen.full) == (40, 30)
    assert seen.natural == 0.25
    assert seen.mean == pytest.approx(1.2)
    assert (seen.loose, seen.tight, seen.spread) == (0, 0, 0)


def test_a_loose_line_has_more_than_one_and_a_half_natural_spaces(tmp_path: Path) -> None:
    even = [EVEN, SNUG, SNUG, LAST]  # the first has spaces of 6 pt, 2.4 natural ones
    seen = figures(tmp_path, spaced(even * 5, PARAGRAPH * 5))
    assert seen.loose == pytest.approx(100 * 5 / 30, abs=0.01)
    assert seen.widest == 2.4
    assert seen.space_95 == 2.4
    assert seen.space_95_em == 0.6


def test_a_tight_line_has_less_than_three_quarters(tmp_path: Path) -> None:
    close = "aaaaaaaaa bbbbbbbbb ccccccccccc"  # 29 characters: two spaces of 2.5 pt
    narrow = "aaaaaa bbbbbbb ccccccc ddddddddd"  # 29 characters: three spaces of 1.67 pt
    lines = [narrow, close, SNUG, LAST]
    assert width_of(close.replace(" ", "")) == width_of(narrow.replace(" ", "")) == MEASURE - 5
    assert figures(tmp_path, spaced(lines * 5, lines * 5)).tight == pytest.approx(100 / 3, abs=0.01)


def test_where_no_last_line_says_it_the_faces_own_space_is_natural(tmp_path: Path) -> None:
    sheet = spaced([SNUG] * 20, [SNUG] * 20)
    assert figures(tmp_path, sheet).natural == 0.25
    sheet.say("BT /text 10 Tf 1 0 0 1 40 30 Tm (a b) Tj ET")
    assert figures(tmp_path, sheet).face_space == 0.25


def test_loose_by_the_faces_own_space_is_a_yardstick_for_all(tmp_path: Path) -> None:
    """Last lines with wide spaces make the natural one wide, and no line loose; the face's own is not moved by that."""
    sheet = Sheet()
    for number in (0, 1):
        for line in range(20):
            y = 60 + LEADING * line
            if line % 4 == 3:
                sheet.words(LEFT[number], y, LAST, gap=5)
            else:
                sheet.full(number, y, EVEN)
    sheet.say("BT /text 10 Tf 1 0 0 1 40 20 Tm (a b) Tj ET")
    seen = figures(tmp_path, sheet)
    assert (seen.natural, seen.face_space) == (0.5, 0.25)
    assert (seen.loose, seen.loose_face) == (0, 100)


def test_lines_that_stand_out(tmp_path: Path) -> None:
    sheet = spaced(PARAGRAPH * 5, PARAGRAPH * 5)
    sheet.words(LEFT[0], 300, "aaaaa bbbbb ccccc ddddd eeeee fff", gap=2.3)  # 140 + 11.5: out by 1.5 pt
    sheet.words(LEFT[0], 312, "aaaaa bbbbb ccccc ddddd eeeee ff.", gap=2.5)  # 140 + 12.5, but it hangs
    assert figures(tmp_path, sheet).overfull == 1


def test_letters_moved_and_letters_widened_are_told_apart(tmp_path: Path) -> None:
    plain = spaced([SNUG] * 20, [SNUG] * 20)
    assert (figures(tmp_path, plain).letterspace, figures(tmp_path, plain).widening) == (0, 0)
    words = SNUG.split()

    def line(y: float, state: str, back: str, gap: float) -> str:
        array = f" {-100 * gap:.3f} ".join(f"({word})" for word in words)
        return f"{state} BT /text 10 Tf 1 0 0 1 40 {600 - y} Tm [{array}] TJ ET {back}"

    moved, widened = (spaced([SNUG] * 10, [SNUG] * 20) for _ in range(2))
    for place in range(10):
        y = 180 + 12 * place
        moved.say(line(y, "0.1 Tc", "0 Tc", 3 - 0.1 * 26 / 5 - 0.1 + 0.1))
        widened.say(line(y, "102 Tz", "100 Tz", (150 - 137.7) / 5 / 1.02))
    assert figures(tmp_path, moved).letterspace == pytest.approx(10, abs=0.2)
    assert figures(tmp_path, widened).widening == pytest.approx(2, abs=0.05)


# ── lines below each other ────────────────────────────────────────────────


def test_hyphens_and_their_runs(tmp_path: Path) -> None:
    divided = SNUG[:-1] + "-"
    lines = [divided, divided, SNUG, LAST]
    seen = figures(tmp_path, spaced(lines * 5, PARAGRAPH * 5))
    assert (seen.hyphens, seen.run) == (25, 2)


def test_rivers_are_chains_of_spaces_that_overlap_by_half() -> None:
    straight = [[(10.0, 14.0)], [(11.0, 15.0)], [(13.0, 17.0)]]
    assert [len(chain) for chain in rivers(straight)] == [3]
    assert not rivers([[(10.0, 14.0)], [(12.1, 16.1)], [(13.0, 17.0)]])  # the second overlaps by less than half
    assert not rivers(straight[:2])


def test_no_space_is_in_two_rivers_and_the_longest_goes_first() -> None:
    lines = [[(10.0, 14.0)], [(10.0, 14.0)], [(8.0, 11.0), (11.5, 15.0)], [(12.0, 15.0)], [(12.0, 15.0)]]
    assert [len(chain) for chain in rivers(lines)] == [5]


def test_rivers_on_a_page(tmp_path: Path) -> None:
    """In five lines with the same words every space stands below one; then lines whose spaces do not."""
    other = "aaaaaaaa bbbbb ccccc ddddd eee"
    seen = figures(tmp_path, spaced([SNUG] * 5 + [other, SNUG, other], [SNUG, other] * 4))
    assert (seen.long_rivers, seen.longest_river) == (5, 5)
    assert seen.rivers == pytest.approx(100 * 5 / 16, abs=0.01)


# ── where columns end ─────────────────────────────────────────────────────


def test_widow_orphan_and_stranded_heading(tmp_path: Path) -> None:
    begins = ">aaaaa bbbbb ccccc ddddd eeee"
    widow = spaced([SNUG] * 12, [LAST, begins, *[SNUG] * 9, LAST])
    orphan = spaced([*[SNUG] * 10, LAST, begins], [SNUG] * 12)
    decent = spaced([*[SNUG] * 9, LAST, begins, SNUG], [SNUG, LAST, begins, *[SNUG] * 9])
    stranded = spaced([*[SNUG] * 10, LAST], [SNUG] * 12)
    stranded.words(LEFT[0], 60 + 11 * LEADING, "Methods", face="bold")
    assert [_ends(figures(tmp_path, sheet)) for sheet in (widow, orphan, stranded, decent)] == [
        (1, 0, 0),
        (0, 1, 0),
        (0, 0, 1),
        (0, 0, 0),
    ]


def _ends(seen: Figures) -> tuple[int, int, int]:
    return seen.widows, seen.orphans, seen.stranded


def test_a_widow_that_fills_its_line_is_seen_by_the_indent_below_it(tmp_path: Path) -> None:
    begins = ">aaaaa bbbbb ccccc ddddd eeee"
    assert figures(tmp_path, spaced([SNUG] * 12, [SNUG, begins, *[SNUG] * 10])).widows == 1


def test_last_columns_and_those_before_them(tmp_path: Path) -> None:
    first = spaced([SNUG] * 30, [SNUG] * 29)
    last = spaced([SNUG] * 10, [SNUG] * 7)
    seen = figures(tmp_path, first, last)
    assert (seen.last_columns, seen.other_columns) == (3, 1)


def test_an_empty_last_column_counts_where_two_are_known_to_be(tmp_path: Path) -> None:
    sheet = spaced([SNUG] * 20)
    assert figures(tmp_path, sheet).last_columns is None
    assert figures(tmp_path, sheet, columns=2).last_columns == 19


def test_notes_count_where_a_column_ends(tmp_path: Path) -> None:
    sheet = spaced([SNUG] * 20, [SNUG] * 17)
    sheet.words(LEFT[1] + MEASURE + 0.2, 60, "*")
    sheet.rule(LEFT[1], 262, 40)
    sheet.words(LEFT[1], 288, "* A note.", size=7)
    assert figures(tmp_path, sheet).last_columns == 0


def test_facing_lines_that_miss_each_other(tmp_path: Path) -> None:
    sheet = spaced([SNUG] * 20, [SNUG] * 10)
    column(sheet, 1, [SNUG] * 9, top=60 + 10 * LEADING + 3)
    seen = figures(tmp_path, sheet)
    assert seen.facing == pytest.approx(100 * 9 / 19, abs=0.01)
    assert seen.facing_worst == 3


def test_a_blank_line_opposite_is_no_fault(tmp_path: Path) -> None:
    assert figures(tmp_path, spaced([SNUG] * 20, [*[SNUG] * 5, "", *[SNUG] * 14])).facing == 0


# ── notes ─────────────────────────────────────────────────────────────────


def noted(called_in: int, stands_in: int, marks: str = "*", told: str = "*") -> Sheet:
    sheet = spaced([SNUG] * 20, [SNUG] * 20)
    sheet.words(LEFT[called_in] + MEASURE + 0.2, 60 + 5 * LEADING, marks)
    if told:
        sheet.rule(LEFT[stands_in], 310, 40)
        for place, mark in enumerate(told):
            sheet.words(LEFT[stands_in], 322 + 9 * place, f"{mark} A note.", size=7)
    return sheet


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (noted(0, 0), (1, 1, 0)),
        (noted(0, 1), (1, 0, 0)),
        (noted(0, 0, marks="*†", told="*†"), (2, 2, 0)),
        (noted(0, 0, marks="*†", told="*"), (1, 1, 1)),
        (noted(0, 0, told=""), (0, 0, 1)),
    ],
    ids=["at home", "in the other column", "two", "one of two lost", "lost"],
)
def test_notes_and_their_marks(sheet: Sheet, expected: tuple[int, int, int], tmp_path: Path) -> None:
    seen = figures(tmp_path, sheet)
    assert (seen.notes, seen.notes_at_home, seen.marks_lost) == expected


def test_a_mark_in_the_title_without_a_note_is_lost_unless_a_remark_explains_it(tmp_path: Path) -> None:
    def titled(remark: str) -> Sheet:
        sheet = Sheet()
        sheet.words(40, 40, "A title* that goes over both", size=16, gap=4)
        sheet.words(40, 60, remark, size=8)
        sheet.rule(40, 70, 320)
        for number in (0, 1):
            column(sheet, number, [SNUG] * 20, top=100)
        return sheet

    assert figures(tmp_path, titled("Somebody Else")).marks_lost == 1
    assert figures(tmp_path, titled("* Both wrote it.")).marks_lost == 0


def test_a_note_below_a_table_stands_where_its_mark_does(tmp_path: Path) -> None:
    sheet = spaced([SNUG] * 20, [SNUG] * 20)
    for y in (310, 325, 350):
        sheet.rule(LEFT[0], y, MEASURE)
    for y, text in ((320, "Lane Nights"), (335, "Mill 19a"), (345, "Church 21"), (358, "a Without one.")):
        sheet.words(LEFT[0], y, text, gap=4, size=7)
    seen = figures(tmp_path, sheet)
    assert (seen.notes, seen.notes_at_home, seen.marks_lost) == (1, 1, 0)


# ── faces ─────────────────────────────────────────────────────────────────


def test_share_of_the_wanted_faces(tmp_path: Path) -> None:
    sheet = spaced([SNUG] * 10, [SNUG] * 10)
    sheet.words(40, 400, "x" * 60, face="sans")
    assert figures(tmp_path, sheet, families=("Plain",)).in_face == pytest.approx(100 * 540 / 600)


# ── odd files ─────────────────────────────────────────────────────────────


def test_pages_without_text(tmp_path: Path) -> None:
    seen = figures(tmp_path, Sheet(), Sheet())
    assert (seen.pages, seen.lines, seen.full, seen.notes) == (2, 0, 0, 0)
    assert (seen.loose, seen.hyphens, seen.last_columns) == (None, None, None)


def test_turned_text_is_no_line(tmp_path: Path) -> None:
    sheet = spaced(PARAGRAPH * 3, PARAGRAPH * 3)
    sheet.say("BT /text 10 Tf 0 1 -1 0 20 100 Tm (along the edge) Tj ET")
    assert figures(tmp_path, sheet).lines == 24


def test_one_line(tmp_path: Path) -> None:
    assert figures(tmp_path, spaced([LAST])).lines == 1
