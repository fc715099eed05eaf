"""Tables: columns, figures aligned on their points, heads, rows, notes, tags, and tables that are too wide."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written_floats import (
    character,
    find,
    ink,
    lines_in,
    placed,
    rules_in,
    said_by,
    set_float,
    set_floats,
    table,
    tree,
    whole,
)

from composing import HERE, document, galley_of, inlines, note, sheet_of
from rejoinder.document.model import Cell, Row, Table
from rejoinder.galley.decimals import are_numbers, is_number, with_minus
from rejoinder.galley.dump import strip_rows
from rejoinder.galley.model import InlaidLine, SetFloat
from rejoinder.galley.widths import Extent, Spread, demands, fair, spread_out

COLUMN = 247.888
PAGE = 514.276
NEAR = 0.01


def cells(made: SetFloat, *styles: str) -> list[str]:
    return [said_by(one.line) for one in lines_in(whole(made), *(styles or ("table", "table-head")))]


def test_a_table_reads_so() -> None:
    written = table("Street | Nests", "Mill Lane | 12.5\nQuay | -3.25", notes=["Counted in *May*."])
    made = set_float(written, sheet_of("tables: {full: false}"))
    assert [row for strip in whole(made) for row in strip_rows(strip)] == [
        "strip 5.12 keep",
        '  x=  0.00 y=  5.12 w= 45.11 caption      "Table 1 Nests"',
        "strip 6.00 keep",
        "strip 1.30 keep",
        "  x=  0.00 y=  0.00 w= 55.46 h=0.80 rule",
        "strip 11.60 keep",
        '  x=  0.00 y=  8.29 w= 19.82 table-head   "Street"',
        '  x= 37.55 y=  8.29 w= 17.91 table-head   "Nests"',
        "strip 1.40 keep",
        "  x=  0.00 y=  0.50 w= 55.46 h=0.40 rule",
        "strip 11.60",
        '  x=  0.00 y=  8.29 w= 28.55 table        "Mill Lane"',
        '  x= 38.00 y=  8.29 w= 13.22 table        "12.5"',
        "strip 11.60",
        '  x=  0.00 y=  8.29 w= 16.56 table        "Quay"',
        '  x= 38.00 y=  8.29 w= 17.00 table        "−3.25"',
        "strip 1.30 keep",
        "  x=  0.00 y=  0.50 w= 55.46 h=0.80 rule",
        "strip 6.00 keep",
        "strip 4.59",
        '  x=  0.00 y=  4.59 w= 47.53 table-note   "Counted in May."',
    ]


# ── figures ───────────────────────────────────────────────────────────────


def points(made: SetFloat, *texts: str, nth: int = 0) -> list[float]:
    return [round(character(find(made, text), ".", nth), 2) for text in texts]


def test_decimal_points_stand_below_each_other() -> None:
    made = set_float(table("A | B", "a | 12.5\nb | <0.001\nc | -3.25\nd | 1,204.5\ne | 45.2%\nf | (8.1)"))
    found = points(made, "12.5", "<0.001", "−3.25", "1,204.5", "45.2%", "(8.1)")
    assert max(found) - min(found) <= NEAR


def test_whole_numbers_end_where_the_points_would_be() -> None:
    made = set_float(table("A | B", "a | 12.5\nb | 118\nc | 9%"))
    point = character(find(made, "12.5"), ".")
    assert abs(ink(find(made, "118"))[1] - point) <= NEAR
    assert abs(character(find(made, "9%"), "%") - point) <= NEAR


def test_all_numbers_of_cells_that_are_built_alike_are_aligned() -> None:
    made = set_float(table("A | B", "a | 0.85 (0.71 to 1.02)\nb | 10.2 (8.983 to 11.46)\nc | 1.00"))
    alike = ("0.85 (0.71 to 1.02)", "10.2 (8.983 to 11.46)")
    for nth in range(3):
        first, second = points(made, *alike, nth=nth)
        assert abs(first - second) <= NEAR
    assert points(made, "1.00") == points(made, alike[0])


@pytest.mark.parametrize("between", ["±", "–", "/", "vs"])
def test_signs_between_two_numbers_stand_below_each_other(between: str) -> None:
    first, second = f"4.2 {between} 10.1", f"47.93 {between} 9.45"
    made = set_float(table("A | B", f"a | {first}\nb | {second}"))
    sign = between[0]
    assert abs(character(find(made, first), sign) - character(find(made, second), sign)) <= NEAR
    assert points(made, first, nth=1) == points(made, second, nth=1)


def test_white_that_aligns_is_put_where_the_author_has_a_space() -> None:
    made = set_float(table("A | B", "a | 12 (3.4)\nb | 8 (12.55)"))
    assert [said_by(one.line) for one in lines_in(made.body, "table")][1::2] == ["12 (3.4)", "8 (12.55)"]
    assert points(made, "12 (3.4)") == points(made, "8 (12.55)")


def test_a_mark_behind_a_number_does_not_move_it() -> None:
    made = document("Text.", table("A | B", "a | 12.5[^1]\nb | 9.25"), footnotes=(note("Estimated."),))
    ((one,), _) = set_floats(made)
    assert abs(character(find(one, "12.5a"), ".") - character(find(one, "9.25"), ".")) <= NEAR


def test_what_stands_for_a_missing_number_stands_in_the_middle_of_its_column() -> None:
    made = set_float(table("A | Ratio", "a | 12.5\nb | –\nc | 118.25\nd | NS"))
    middles = [sum(ink(find(made, text))) / 2 for text in ("–", "NS", "Ratio")]
    left, right = ink(find(made, "118.25"))
    assert max(middles) - min(middles) <= NEAR
    assert abs(middles[0] - (left + right) / 2) <= NEAR  # the widest number fills the block


def test_a_decimal_comma_is_one_where_the_language_or_the_column_says_so() -> None:
    german = document("Text.", table("A | B", "a | 12,5\nb | 1.204,25"), lang="de")
    ((made,), _) = set_floats(german)
    assert abs(character(find(made, "12,5"), ",") - character(find(made, "1.204,25"), ",")) <= NEAR
    french = document("Text.", table("A | B", "a | 12,5\nb | 1 204,25\nc | 1\u202f204,5"), lang="fr-FR")
    ((made,), _) = set_floats(french)
    points = [character(find(made, text), ",") for text in ("12,5", "1 204,25", "1\u202f204,5")]
    assert max(points) - min(points) <= NEAR
    made = set_float(table("A | B", "a | 12,5\nb | 0,25"))  # an English letter with French figures
    assert abs(character(find(made, "12,5"), ",") - character(find(made, "0,25"), ",")) <= NEAR
    made = set_float(table("A | B", "a | 1,204\nb | 250"))  # thousands
    assert abs(ink(find(made, "1,204"))[1] - ink(find(made, "250"))[1]) <= NEAR


@pytest.mark.parametrize("text", ["12", "-0.3", "<0.001", "12 (3.4)", "0.71 to 1.02", "45%", "1 200", "€3.50", "12/40"])
def test_these_are_numbers(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["", "–", "NS", "12 months", "COVID-19", "Mill Lane 4", "(c)"])
def test_these_are_none(text: str) -> None:
    assert not is_number(text)


def test_a_column_is_one_of_numbers_if_most_of_its_cells_are() -> None:
    assert are_numbers(["12", "", "–", "9"])
    assert not are_numbers(["12", "was not seen again"])
    assert not are_numbers(["NS", "–"])


def test_a_column_of_numbers_is_left_as_its_author_wants_it() -> None:
    made = set_float(table("A | B", "a | 12.5\nb | 9", align="lr"))
    assert abs(ink(find(made, "12.5"))[1] - ink(find(made, "9"))[1]) <= NEAR
    made = set_float(table("A | B", "a | 12.5\nb | 9", align="ll"))
    assert abs(ink(find(made, "12.5"))[0] - ink(find(made, "9"))[0]) <= NEAR


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("-0.3", "−0.3"),
        ("(-3 to -1)", "(−3 to −1)"),
        ("<-2", "<−2"),
        ("COVID-19", "COVID-19"),
        ("3-5", "3-5"),
        ("a -b", "a -b"),
    ],
)
def test_a_hyphen_before_a_number_is_a_minus(written: str, expected: str) -> None:
    (one,) = with_minus(inlines(written))
    assert one.text == expected  # type: ignore[union-attr]


# ── columns and heads ─────────────────────────────────────────────────────


def test_heads_stand_as_their_columns_do_and_on_one_line() -> None:
    made = set_float(table("Name | Centre | Right | Number of nests", "a | b | c | 1", align="lcrd"))
    heads = lines_in(made.head, "table-head")
    assert len({round(one.y, 2) for one in heads}) == 1
    assert ink(heads[0])[0] == 0
    for head, cell in ((1, "b"), (3, "1")):
        assert abs(sum(ink(heads[head])) - sum(ink(find(made, cell)))) <= 2 * NEAR
    assert abs(ink(heads[2])[1] - ink(find(made, "c"))[1]) <= NEAR


def test_heads_of_several_lines_end_together() -> None:
    narrow = table("Street | Nests that were counted in the first week of May | n", "Mill Lane | few | 3", align="ccc")
    made = set_float(narrow, sheet_of("columns: {count: 3}"))
    heads = lines_in(made.head, "table-head")
    last = max(one.y for one in heads)
    assert len({round(one.y, 2) for one in heads}) > 1
    assert [said_by(one.line) for one in heads if abs(one.y - last) < NEAR][::2] == ["Street", "n"]


def test_a_head_over_several_columns_stands_in_their_middle_with_a_rule_below() -> None:
    made = set_float(table("Site | Spring | < | Autumn | <\n^ | n | % | n | %", "a | 12 | 3.5 | 9 | 2.25"))
    spring, autumn = find(made, "Spring"), find(made, "Autumn")
    below = [one.box for one in rules_in(made.head) if one.box.width < COLUMN - 1]
    assert len(below) == 2
    for head, rule in zip((spring, autumn), below, strict=True):
        assert abs(sum(ink(head)) / 2 - (rule.x + rule.width / 2)) <= NEAR
        assert head.y < rule.y
    assert below[0].right + 5 < below[1].x  # parted by the white between columns
    site = find(made, "Site")
    assert site.y == find(made, "%").y > spring.y  # over both rows: it stands on the last


def test_rules_stand_where_the_sheet_wants_them() -> None:
    written = table("A | B", "a | 1\nb | 2\nc | 3")
    plain = [round(one.box.height, 2) for one in rules_in(whole(set_float(written)))]
    assert plain == [0.8, 0.4, 0.8]
    lined = set_float(written, sheet_of("tables: {body-rule: 0.2pt, top-rule: none}"))
    assert [round(one.box.height, 2) for one in rules_in(whole(lined))] == [0.4, 0.2, 0.2, 0.8]
    assert not lined.pause  # a rule between rows ends a part as well
    assert len(rules_in(set_float(written).pause)) == 1


def test_turned_lines_of_the_first_column_are_moved_in() -> None:
    long = "The street that leads from the old mill down to the harbour and its quays"
    made = set_float(table("A | B", f"{long} | {long}\nShort | x"))
    first, turned, *_ = (one for one in lines_in(made.body) if one.x == 0)
    assert ink(turned)[0] == pytest.approx(ink(first)[0] + 7.6, abs=NEAR)


def test_a_table_is_as_wide_as_its_column_if_the_sheet_wants_it() -> None:
    written = table("A | B", "a | 1")
    assert max(one.box.width for one in rules_in(whole(set_float(written)))) == pytest.approx(COLUMN, abs=0.01)
    narrow = set_float(written, sheet_of("tables: {full: false}"))
    assert max(one.box.width for one in rules_in(whole(narrow))) < 40


# ── rows ──────────────────────────────────────────────────────────────────


def test_cells_of_a_row_begin_on_one_baseline() -> None:
    long = "Boxes, and a letter to all households that asked them not to paint the walls before the end of September"
    made = set_float(table("A | B | C", f"Mill Lane | {long} | 12"))
    first = [one.y for one in lines_in(made.body) if said_by(one.line) in ("Mill Lane", "12")]
    assert first[0] == first[1] == min(one.y for one in lines_in(made.body))


def test_rows_that_a_cell_goes_over_are_kept_together() -> None:
    made = set_float(table("A | B", "North | 1\n^ | 2\nSouth | 3\nWest | 4"))
    assert [strip.keep for strip in made.body] == [True, False, False, False]


def test_a_cell_over_two_rows_makes_room_for_its_lines() -> None:
    long = "A cell that needs more lines than the two rows which it goes over would have by themselves, by far"
    sheet = sheet_of("columns: {count: 3}")
    made = set_float(table("A | B", f"{long} | x\n^ | y", align="ll"), sheet)
    deepest = max(one.y for one in lines_in(made.body))
    assert deepest < sum(strip.height for strip in made.body)


def test_a_row_of_one_cell_heads_a_group_and_stays_with_it() -> None:
    made = set_float(table("A | B", "North | <\na | 1\nSouth | <\nb | 2\n*Both* | <\nc | 3\nThe end | <"))
    assert [strip.keep for strip in made.body] == [True, False, True, False, True, False, False]
    styles = [one.line.style for one in lines_in(made.body) if one.x == 0]
    assert styles == ["table-head", "table", "table-head", "table", "table", "table", "table"]
    assert made.body[2].height > made.body[0].height  # white above it


def test_a_row_too_high_to_stand_whole_may_be_divided_between_its_lines() -> None:
    made = set_float(table("A | B", "x | " + "swifts and martins " * 250))
    assert made.wide and len(made.body) > 25
    assert max(strip.height for strip in made.body) < 20
    assert sum(len(strip.items) for strip in made.body) == len(made.body) + 1
    assert made.body[0].keep and made.body[-2].keep and not made.body[5].keep


def test_a_table_that_goes_on_says_so_and_repeats_its_heads_as_artifacts() -> None:
    made = set_float(table("Street | Nests", "\n".join(f"Lane {i} | {i}" for i in range(30)), caption="All lanes"))
    again = lines_in(made.again)
    assert [said_by(one.line) for one in again] == ["Table 1 (continued)", "Street", "Nests"]
    assert all(one.line.element is None and not one.line.anchors for one in again)
    assert all(segment.element is None for one in again for segment in one.line.segments)
    assert len(made.body) == 30 and made.pause


# ── notes ─────────────────────────────────────────────────────────────────


def test_notes_of_a_table_stand_below_it_with_marks_of_their_own() -> None:
    written = table("Site | n[^2]", "Mill[^3] | 1\nQuay[^3] | 2", caption="Sites.[^1]", notes=["CI, interval."])
    body = ("First.[^4]", written, "Last.[^5]")
    notes = tuple(note(f"Note {i}.") for i in range(1, 6))
    galley, said = galley_of(document(*body, footnotes=notes))
    assert not said
    (made,) = galley.floats
    assert cells(made, "table-note") == ["a Note 1.", "b Note 2.", "c Note 3.", "CI, interval."]
    assert cells(made) == ["Site", "nb", "Millc", "1", "Quayc", "2"]
    assert [note.number for note in galley.notes] == [4, 5]
    assert ["".join(line.text for line in note.lines) for note in galley.notes] == ["* Note 4.", "† Note 5."]
    assert not any(strip.notes for strip in whole(made))


def test_a_note_below_a_table_may_call_another() -> None:
    written = table("Site | n", "Mill[^1] | 1")
    galley, _ = galley_of(document(written, footnotes=(note("See there.[^2]"), note("There."))))
    assert cells(galley.floats[0], "table-note") == ["a See there.b", "b There."]
    assert not galley.notes


def test_a_note_that_the_text_calls_too_stands_at_the_foot() -> None:
    written = table("Site | n", "Mill[^1] | 1\nQuay[^2] | 2")
    galley, _ = galley_of(document("Text.[^1]", written, footnotes=(note("Of both."), note("Of one."))))
    (made,) = galley.floats
    assert [note.number for note in galley.notes] == [1]
    assert [strip.notes for strip in made.body] == [(1,), ()]
    assert cells(made, "table", "table-note") == ["Mill*", "1", "Quaya", "2", "a Of one."]


def test_notes_of_a_table_may_stand_at_the_foot_like_all_others() -> None:
    written = table("Site | n[^1]", "Mill | 1\nQuay[^2] | 2")
    notes = (note("Of the head."), note("Of the row."))
    galley, _ = galley_of(document(written, footnotes=notes), sheet_of("tables: {notes: foot}"))
    (made,) = galley.floats
    assert [n for strip in made.head for n in strip.notes] == [1]
    assert [strip.notes for strip in made.body] == [(), (2,)]
    assert [note.number for note in galley.notes] == [1, 2]
    assert not any(strip.notes for strip in made.again)


def test_each_table_begins_its_marks_anew() -> None:
    tables = (table("A | n", "x[^1] | 1"), table("A | n", "x[^2] | 1", number=2))
    sheet = sheet_of("tables: {note-marks: symbols}")
    floats, _ = set_floats(document(*tables, footnotes=(note("One."), note("Two."))), sheet)
    assert [cells(made, "table-note") for made in floats] == [["* One."], ["* Two."]]


# ── tags ──────────────────────────────────────────────────────────────────


TREE = """\
  P
  Table
    Caption
      Lbl
    THead
      TR
        TH
        TH
    TBody
      TR
        TH
          Link
        TD
        TD
  Note
    Lbl
      Link
    P
  P"""


def test_a_table_is_tagged_as_one_and_its_notes_follow_it() -> None:
    written = table("A | Both | <", "x[^1] | 1 | 2", notes=["Source."])
    head = written.body[0].cells[0]
    named = Row((Cell(head.children, HERE, 0, head=True), *written.body[0].cells[1:]), HERE)
    written = Table(1, 1, written.columns, written.head, (named,), HERE, written.caption, written.notes, "table-1")
    galley, _ = galley_of(document("Text.", written, footnotes=(note("Few."),)))
    assert "\n".join(tree(galley)[3:]) == TREE
    by_role = {element.role: element for element in galley.elements}
    heads = [element for element in galley.elements if element.role == "TH"]
    assert [(one.scope, one.spans) for one in heads] == [("Column", (1, 1)), ("Column", (2, 1)), ("Row", (1, 1))]
    assert by_role["Table"].anchor == "table-1"
    elements = {item.line.element for item in lines_in(galley.floats[0].body)}
    assert {galley.elements[e].role for e in elements if e is not None} == {"TH", "TD"}


# ── too wide ──────────────────────────────────────────────────────────────

WORDS = "Hydroxychloroquine | Methotrexate | Sulfasalazine"


def test_a_table_that_wants_more_than_its_column_goes_over_all_columns() -> None:
    many = " | ".join(["Sulfasalazine"] * 8)
    made = set_float(table(many, " | ".join(["12.5"] * 8)))
    assert made.wide and made.width == pytest.approx(PAGE, abs=0.01)
    assert not set_float(table(WORDS, "1 | 2 | 3")).wide


def test_words_are_divided_before_anything_else_gives_way() -> None:
    written = table(f"Drug | {WORDS}", "Patients | 12 | 8 | 9")
    sheet = sheet_of("columns: {count: 3}")
    kept = table(f"Drug | {WORDS}", "Patients | 12 | 8 | 9", wide=False)
    made = set_float(kept, sheet)
    assert not made.wide
    assert any(one.line.hyphenated for one in lines_in(made.head, "table-head"))
    assert set_float(written, sheet).wide


def test_a_table_too_wide_for_its_page_is_set_smaller_and_that_is_said() -> None:
    many = " | ".join(["Dose"] * 14)
    (made,), said = set_floats(document(table(many, " | ".join(["123,456.50"] * 14))))
    sizes = {segment.size for one in lines_in(made.head, "table-head") for segment in one.line.segments}
    assert max(sizes) < 7.6
    assert "too wide" in said[0].message and said[0].span == HERE


def test_a_table_that_nothing_helps_is_forced_into_its_measure() -> None:
    many = " | ".join(f"word{i:04}" for i in range(70))
    (made,), said = set_floats(document(table("", f"{many}\n{many}")))
    assert "its words had to be parted" in said[-1].message
    assert all(ink(one)[0] >= -NEAR and ink(one)[1] <= made.width + 0.5 for one in lines_in(made.body))


def test_columns_share_what_there_is() -> None:
    wants = [Extent(10, 20), Extent(30, 200), Extent(30, 300)]
    assert fair(wants, 1000) == [20, 200, 300]
    widths = fair(wants, 200)
    assert sum(widths) == pytest.approx(200)
    assert widths[0] == 20 and widths[1] == pytest.approx(widths[2])
    assert fair(wants, 10) == pytest.approx([10, 30, 30], abs=1e-6)  # more than there is: somebody has to say so


def test_cells_over_several_columns_are_counted() -> None:
    plain = [Extent(10, 10), Extent(10, 30)]
    wider = demands(plain, [Spread(0, 2, Extent(50, 90))], 10)
    assert sum(one.most for one in wider) + 10 == pytest.approx(90)
    assert sum(one.least for one in wider) + 10 == pytest.approx(50)


def test_columns_of_figures_become_equally_wide_where_there_is_room() -> None:
    widths = spread_out([50, 20, 30], 160, [1, 2])
    assert sum(widths) == pytest.approx(160)
    assert widths[1] == pytest.approx(widths[2])


# ── any table ─────────────────────────────────────────────────────────────

TEXTS = st.one_of(
    st.sampled_from(["", "–", "NS", "12", "-0.5", "1.25 ± 0.5", "12 (3.4)", "<0.001", "Mill Lane", "45%"]),
    st.text("abcdefghijkl mnopqrstuvwxyzéß-/.,0123456789()", max_size=24).map(lambda text: " ".join(text.split())),
)


@st.composite
def any_table(draw: st.DrawFn) -> Table:
    """Up to eight columns and six rows, with cells over several of either."""
    columns = draw(st.integers(1, 8))

    def some_rows(count: int) -> tuple[Row, ...]:
        taken: set[tuple[int, int]] = set()
        out = []
        for r in range(count):
            line = []
            for c in range(columns):
                if (r, c) in taken:
                    continue
                free = next((n for n in range(1, columns - c) if (r, c + n) in taken), columns - c)
                over = draw(st.sampled_from([1, 1, 1, 2, 3, 8]))
                down = draw(st.sampled_from([1, 1, 1, 1, 2, 3]))
                over, down = min(over, free), min(down, count - r)
                taken |= {(r + i, c + j) for i in range(down) for j in range(over)}
                text = draw(TEXTS)
                line.append(Cell(inlines(text.replace("*", "")) if text else (), HERE, c, over, down))
            out.append(Row(tuple(line), HERE))
        return tuple(out)

    align = draw(
        st.lists(st.sampled_from(["", "left", "centre", "right", "decimal"]), min_size=columns, max_size=columns)
    )
    head, body = some_rows(draw(st.integers(0, 2))), some_rows(draw(st.integers(1, 6)))
    wide = draw(st.sampled_from([None, True, False]))
    return Table(1, 1, tuple(align), head, body, HERE, inlines("Any"), anchor="table-1", wide=wide)  # type: ignore[arg-type]


@given(any_table(), st.sampled_from(["annals", "manuscript"]))
def test_in_any_table_nothing_overlaps_and_nothing_is_lost(written: Table, ground: str) -> None:
    galley, _ = galley_of(document("Text.", written), sheet_of("", ground))
    (made,) = galley.floats
    everything = lines_in((*made.head, *made.body), "table", "table-head")
    for one in everything:
        left, right = ink(one)
        assert left >= -0.05 and right <= made.width + 0.05, said_by(one.line)
    for one, other in combinations(everything, 2):
        assert not _overlap(one, other), (said_by(one.line), said_by(other.line))
    assert _texts_set(everything) == _texts_written(written)
    assert sum(strip.height for strip in whole(made)) == pytest.approx(made.height)


def _overlap(one: InlaidLine, other: InlaidLine) -> bool:
    (left, right), (other_left, other_right) = ink(one), ink(other)
    beside = right <= other_left + 0.05 or other_right <= left + 0.05
    size = min(segment.size for segment in (*one.line.segments, *other.line.segments))
    return not beside and abs(one.y - other.y) < 0.9 * size


def _texts_set(lines: list[InlaidLine]) -> list[str]:
    texts: dict[int, str] = {}
    for one in lines:
        assert one.line.element is not None
        texts[one.line.element] = texts.get(one.line.element, "") + one.line.text
    return [" ".join(texts[element].replace("\u00ad", "").split()) for element in sorted(texts)]


def _texts_written(written: Table) -> list[str]:
    out = []
    for i, row in enumerate((*written.head, *written.body)):
        for cell in row.cells:
            text = "".join(one.text for one in (cell.children if i < len(written.head) else with_minus(cell.children)))  # type: ignore[union-attr]
            if text.strip():
                out.append(" ".join(text.split()))
    return out


def test_strips_follow_each_other_without_a_gap() -> None:
    made = set_float(table("A | B", "a | 1\nb | 2"))
    heights = [one.y for one in placed(whole(made)) if isinstance(one, InlaidLine)]
    assert all(a <= b for a, b in pairwise(heights))
