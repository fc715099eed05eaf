"""Pages with one fault each: it is found, where it is, and nothing else is."""

from __future__ import annotations

import pytest
from hand_made import (
    GRID_TOP,
    LEADING,
    LEFT,
    LETTER,
    MEASURE,
    ROOM,
    SPACE,
    column,
    kinds,
    line,
    measured,
    page,
    paragraph,
)

from rejoinder.diagnostics import Span
from rejoinder.galley.model import Element, SetFloat, SetNote
from rejoinder.geometry import Box
from rejoinder.pages.model import PlacedLine, PlacedPicture
from rejoinder.pictures.model import Picture
from rejoinder.values import replace


def test_nothing_is_said_of_a_page_without_faults() -> None:
    report = measured(page(column(0, paragraph(1, ROOM)), column(1, paragraph(2, ROOM))))
    assert report.findings == ()
    assert (report.text.total, report.text.justified) == (2 * ROOM, 2 * ROOM - 2)
    assert report.parts[1] == ("column", 2 * ROOM)
    assert (report.apart, report.grid_error) == (0.0, 0.0)


# ── lines ─────────────────────────────────────────────────────────────────


def test_a_doubled_space_is_measured() -> None:
    lines = paragraph(1, 6)
    lines[3] = line("double spaces everywhere", 2 * SPACE, ratio=0.9)
    report = measured(page(column(0, lines), count=1))
    assert kinds(report) == ["wide"]
    (found,) = report.findings
    assert found.value == pytest.approx(2.0)
    assert (found.page, found.column, str(found.span)) == (1, 1, "letter.yaml:11:1")
    assert found.box.y < GRID_TOP + 3 * LEADING < found.box.bottom
    assert (report.text.spaces.most, report.text.spaces.wide) == (pytest.approx(2.0), 1)
    assert sum(report.text.spaces.histogram) == report.text.spaces.lines == 5


def test_one_wide_space_among_others_counts_by_its_share() -> None:
    """What is said of a line is the mean of its spaces: every line weighs the same."""
    report = measured(page(column(0, [line("one two three", SPACE, 3 * SPACE, ratio=0.5), *paragraph(2, 3)]), count=1))
    assert report.text.spaces.most == pytest.approx(2.0)


def test_the_natural_space_is_that_of_lines_that_keep_theirs() -> None:
    """A sheet that asks for wider spaces than the face's does not set loosely by that."""
    lines = [line("words with wide spaces in it", 2 * SPACE, ratio=0.01), line("and the same here", 2 * SPACE)]
    report = measured(page(column(0, lines), count=1))
    assert report.natural == (("body", 2.0),)
    assert (report.text.spaces.median, report.text.spaces.wide) == (pytest.approx(1.0), 0)


def test_spaces_at_a_lines_ends_are_not_seen() -> None:
    one = line("some words", ratio=0.2)
    segment = one.segments[0]
    with_end = replace(one, segments=(replace(segment, gaps=(SPACE, 40.0)),))
    assert measured(page(column(0, [with_end]), count=1)).text.spaces.most == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("ratio", "said"), [(1.3, ["loose"]), (1.0, []), (-0.9, ["tight"]), (-0.8, [])], ids=lambda one: str(one)
)
def test_lines_are_loose_and_tight_by_their_ratio(ratio: float, said: list[str]) -> None:
    report = measured(page(column(0, [line("some words that stand here", ratio=ratio)]), count=1))
    assert kinds(report) == said
    assert (report.text.loose, report.text.tight) == (said.count("loose"), said.count("tight"))


def test_a_line_that_is_loose_and_wide_is_listed_once_and_counted_twice() -> None:
    lines = [line("some words that stand here", 2 * SPACE, ratio=1.5), *paragraph(2, 3)]
    report = measured(page(column(0, lines), count=1))
    assert kinds(report) == ["loose"]
    assert (report.count("loose"), report.count("wide")) == (1, 1)


def test_a_tight_line_beside_a_loose_one() -> None:
    lines = [line("some words", ratio=-0.7), line("other words", ratio=0.7), line("at the end")]
    report = measured(page(column(0, lines), count=1))
    assert kinds(report) == ["contrast"]
    assert report.findings[0].value == pytest.approx(1.4)
    apart = [line("some words", ratio=-0.7), line("other words", ratio=0.7, element=2)]
    assert kinds(measured(page(column(0, apart), count=1))) == []


def test_three_divided_words_in_a_row_are_a_ladder() -> None:
    def divided(run: int) -> list[str]:
        texts = ("some words divi-", "ded thrice, for-", "sooth three ti-")
        lines = [line(text, hyphenated=True) for text in texts[:run]]
        return kinds(measured(page(column(0, [*lines, line("at the last")]), count=1)))

    assert (divided(2), divided(3)) == ([], ["ladder"])


def test_divided_words_are_counted_by_the_hundred() -> None:
    lines = [line("some words divi-", hyphenated=i % 4 == 0) for i in range(20)]
    report = measured(page(column(0, lines), count=1))
    assert (report.text.per_hundred, report.text.ladder, report.count("hyphen")) == (25.0, 1, 5)


def test_a_last_line_of_one_short_word_is_a_runt() -> None:
    assert kinds(measured(page(column(0, [*paragraph(1, 3)[:2], line("so.")]), count=1))) == ["runt"]
    assert kinds(measured(page(column(0, [*paragraph(1, 3)[:2], line("conclusively.")]), count=1))) == []
    assert kinds(measured(page(column(0, [line("So."), *paragraph(2, 3)]), count=1))) == []  # a whole paragraph


def test_a_line_that_is_longer_than_its_column() -> None:
    letters = int(MEASURE / LETTER)
    report = measured(page(column(0, [line("x" * (letters + 2))]), count=1))
    assert kinds(report) == ["overfull"]
    assert kinds(measured(page(column(0, [line("x" * letters + ".")]), count=1))) == []  # a full stop may hang


# ── rivers ────────────────────────────────────────────────────────────────


def test_a_river_made_by_hand() -> None:
    lines = [line(text, ratio=0.01) for text in ("aaaa bbbbbbb cc", "aaaa cccc dddd", "aaaa eeeeee f", "aaaa gg hhhhh")]
    report = measured(page(column(0, [*lines, line("at last, the end")]), count=1))
    assert kinds(report) == ["river"]
    (found,) = report.findings
    assert (found.severity, found.value, report.rivers) == ("blemish", 4, (4,))
    assert found.box.x == pytest.approx(LEFT + 4 * LETTER)
    assert found.box.width == pytest.approx(SPACE)
    assert GRID_TOP - 10 < found.box.y < found.box.bottom <= GRID_TOP + 3 * LEADING


def test_a_river_of_three_lines_is_only_a_remark() -> None:
    lines = [line(text) for text in ("aaaa bbbbbbb cc", "aaaa cccc dddd", "aaaa eeeeee f")]
    (found,) = measured(page(column(0, lines), count=1)).findings
    assert found.severity == "remark"


def test_white_between_lines_ends_a_river() -> None:
    lines = [line(text) for text in ("aaaa bbbbbbb cc", "aaaa cccc dddd", "aaaa eeeeee f", "aaaa gg hhhhh")]
    parted = [*column(0, lines[:2]), *column(0, lines[2:], top=GRID_TOP + 3 * LEADING)]
    assert measured(page(parted, count=1)).rivers == ()


# ── columns ───────────────────────────────────────────────────────────────


def test_a_widow_stands_at_the_head_of_a_column() -> None:
    torn, whole = paragraph(1, ROOM + 1), paragraph(2, ROOM - 1)
    report = measured(page(column(0, torn[:ROOM]), column(1, [torn[ROOM], *whole])))
    assert kinds(report) == ["widow"]
    assert (report.findings[0].column, str(report.findings[0].span)) == (2, "letter.yaml:11:1")


def test_an_orphan_stands_at_the_foot_of_a_column() -> None:
    whole, torn = paragraph(1, ROOM - 1), paragraph(2, ROOM + 1)
    report = measured(page(column(0, [*whole, torn[0]]), column(1, torn[1:])))
    assert kinds(report) == ["orphan"]
    assert (report.findings[0].column, report.findings[0].box.bottom) > (1, GRID_TOP + (ROOM - 1) * LEADING)


def test_a_heading_at_the_foot_of_a_column_is_known_by_its_tag() -> None:
    heading = line("What follows", element=7)
    report = measured(
        page(column(0, [*paragraph(1, ROOM - 1), heading]), column(1, paragraph(2, ROOM))),
        elements=[Element(7, "H1")],
    )
    assert kinds(report) == ["heading"]


def test_a_word_divided_between_columns() -> None:
    lines = paragraph(1, 2 * ROOM)
    lines[ROOM - 1] = replace(lines[ROOM - 1], hyphenated=True)
    assert kinds(measured(page(column(0, lines[:ROOM]), column(1, lines[ROOM:])))) == ["column-hyphen"]


def test_two_paragraphs_meet_between_columns_without_fault() -> None:
    assert kinds(measured(page(column(0, paragraph(1, ROOM)), column(1, paragraph(2, ROOM))))) == []


def test_a_line_off_the_grid() -> None:
    lines = column(0, paragraph(1, 5))
    first = lines[2]
    assert isinstance(first, PlacedLine)
    lines[2] = replace(first, y=first.y + 0.5)
    report = measured(page(lines, count=1))
    assert kinds(report) == ["off-grid"]
    assert report.grid_error == report.pages[0].grid_error == pytest.approx(0.5)
    small_print = [
        replace(item, line=replace(item.line, on_grid=False)) for item in lines if isinstance(item, PlacedLine)
    ]
    assert measured(page(small_print, count=1)).grid_error == 0.0


def test_last_columns_that_end_apart() -> None:
    report = measured(page(column(0, paragraph(1, 8)), column(1, paragraph(2, 5))))
    assert kinds(report) == ["uneven"]
    assert report.apart == pytest.approx(3.0)
    assert [round(end.room) for end in report.pages[0].ends] == [ROOM - 8, ROOM - 5]
    one_apart = measured(page(column(0, paragraph(1, 8)), column(1, paragraph(2, 7))))
    assert (kinds(one_apart), one_apart.apart) == ([], pytest.approx(1.0))


def test_an_empty_last_column_counts() -> None:
    assert measured(page(column(0, paragraph(1, 8)))).apart == pytest.approx(8.0)


def test_white_above_notes_counts_like_white_below_text() -> None:
    """Both columns end level, but one of them only because its note was pushed down."""
    notes = [SetNote(n, (line("a note", element=100 + n),), Span("letter.yaml", n)) for n in (1, 2)]
    foot = GRID_TOP + 10 * LEADING
    report = measured(
        page(
            column(0, [line("called", notes=(1,)), *paragraph(1, 7)]),
            column(0, notes[0].lines, part="notes", top=foot),
            column(1, [line("called", element=2, notes=(2,)), *paragraph(2, 4)]),
            column(1, notes[1].lines, part="notes", top=foot),
        ),
        notes=notes,
    )
    assert [round(end.slack / LEADING) for end in report.pages[0].ends] == [0, 3]
    assert report.apart == pytest.approx(3.0)


def test_a_short_column_before_the_last_page() -> None:
    pages = (
        page(column(0, paragraph(1, ROOM)), column(1, paragraph(2, ROOM - 3))),
        page(column(0, paragraph(3, 4)), column(1, paragraph(4, 4)), number=2),
    )
    report = measured(*pages)
    assert kinds(report) == ["short"]
    assert (report.findings[0].page, report.findings[0].column, report.findings[0].value) == (1, 2, pytest.approx(3.0))


# ── places ────────────────────────────────────────────────────────────────


def test_two_lines_on_one_place() -> None:
    over = PlacedLine(LEFT + 8, GRID_TOP + 1, line("another line", element=9, on_grid=False), "column", 0)
    assert kinds(measured(page([*column(0, paragraph(1, 3)), over], count=1))) == ["overlap"]


def test_a_line_over_a_picture() -> None:
    picture = PlacedPicture(Box(LEFT, GRID_TOP + 5, 100, 100), Picture("png", b"", 100, 100), 5)
    assert kinds(measured(page([*column(0, paragraph(1, 3)), picture], count=1))) == ["overlap"] * 2


def test_lines_below_their_column_and_beyond_the_paper() -> None:
    low = column(0, [line("too low")], top=GRID_TOP + ROOM * LEADING)
    assert kinds(measured(page(low, count=1))) == ["outside"]
    gone = [PlacedLine(515.0, 20.0, line("off the paper", on_grid=False), "head")]
    assert kinds(measured(page(gone, count=1))) == ["outside"]


# ── notes ─────────────────────────────────────────────────────────────────


def note(number: int, lines: int = 2) -> SetNote:
    texts = ("words of a note", "further words")
    return SetNote(
        number,
        tuple(line(texts[i % 2], element=100 + number, on_grid=False) for i in range(lines)),
        Span("letter.yaml", 90 + number, 1),
    )


FOOT = GRID_TOP + (ROOM - 2) * LEADING


def test_a_note_in_the_column_of_its_mark() -> None:
    called = [line("called here", notes=(1,)), *paragraph(2, ROOM - 4)]
    one = note(1)
    report = measured(
        page(column(0, called), column(0, one.lines, part="notes", top=FOOT), column(1, paragraph(3, ROOM))),
        notes=[one],
    )
    assert report.findings == ()
    (place,) = report.notes
    assert (place.called, place.stands, place.lines) == ((1, 1), ((1, 1),), 2)


def test_a_note_in_another_column_than_its_mark() -> None:
    called = [line("called here", notes=(1,)), *paragraph(2, ROOM - 1)]
    one = note(1)
    pages = page(column(0, called), column(1, paragraph(3, ROOM - 3)), column(1, one.lines, part="notes", top=FOOT))
    assert kinds(measured(pages, notes=[one])) == ["note-away"]
    assert kinds(measured(pages, notes=[one], wide_notes=True)) == []  # over all columns it shares the page


def test_a_note_called_over_the_columns_begins_in_the_first() -> None:
    title = [PlacedLine(LEFT, 40.0, line("A title", element=50, notes=(1,), on_grid=False), "front")]
    one = note(1)
    report = measured(
        page(
            title,
            column(0, paragraph(1, ROOM - 3)),
            column(0, one.lines, part="notes", top=FOOT),
            column(1, paragraph(2, ROOM)),
        ),
        notes=[one],
    )
    assert (report.findings, report.notes[0].called) == ((), (1, 1))


def test_a_note_that_stands_nowhere() -> None:
    called = [line("called here", notes=(1,)), *paragraph(2, ROOM - 1)]
    report = measured(page(column(0, called), column(1, paragraph(3, ROOM))), notes=[note(1)])
    assert kinds(report) == ["note-lost"]
    assert str(report.findings[0].span) == "letter.yaml:91:1"


def test_notes_out_of_order() -> None:
    one, two = note(1, 1), note(2, 1)
    called = [line("called here", notes=(1, 2)), *paragraph(2, ROOM - 4)]
    report = measured(
        page(
            column(0, called),
            column(0, [*two.lines, *one.lines], part="notes", top=FOOT),
            column(1, paragraph(3, ROOM)),
        ),
        notes=[one, two],
    )
    assert kinds(report) == ["note-order"]


def test_a_divided_note() -> None:
    one = note(1, 4)
    called = [line("called here", notes=(1,)), *paragraph(2, ROOM - 4)]
    report = measured(
        page(
            column(0, called),
            column(0, one.lines[:2], part="notes", top=FOOT),
            column(1, paragraph(3, ROOM - 3)),
            column(1, one.lines[2:], part="notes", top=FOOT),
        ),
        notes=[one],
    )
    assert kinds(report) == ["note-divided"]
    assert report.notes[0].divided


# ── figures and tables ────────────────────────────────────────────────────


def figure(ordinal: int) -> SetFloat:
    return SetFloat(
        ordinal,
        f"Figure {ordinal}",
        200 + ordinal,
        Span("letter.yaml", 60 + ordinal, 1),
        MEASURE,
        False,
        ("top",),
        (),
        (),
    )


def placed(ordinal: int, number: int = 0) -> PlacedPicture:
    x = LEFT + number * (MEASURE + GUTTER)
    return PlacedPicture(Box(x, GRID_TOP + 150, 100, 20), Picture("png", b"", 100, 20), 200 + ordinal)


GUTTER = 20.0


def float_pages(mentions: dict[int, tuple[int, ...]], stands: dict[int, tuple[int, ...]]) -> list[str]:
    """Three pages of two columns; which floats are mentioned on each, and which stand there."""
    pages = []
    for number in (1, 2, 3):
        first = line("a mention", element=number * 10, mentions=mentions.get(number, ()))
        pictures = [placed(ordinal, i) for i, ordinal in enumerate(stands.get(number, ()))]
        text = [*column(0, [first, *paragraph(number * 10 + 1, 7)]), *column(1, paragraph(number * 10 + 2, 8))]
        pages.append(page(text, pictures, number=number))
    ordinals = sorted({one for some in (*mentions.values(), *stands.values()) for one in some})
    report = measured(
        *pages, floats=[figure(one) for one in ordinals], elements=[Element(200 + one, "Figure") for one in ordinals]
    )
    return [one.kind for one in report.findings if one.kind.startswith("float")]


def test_floats_behind_their_mentions_in_order() -> None:
    assert float_pages({1: (1, 2)}, {1: (1,), 2: (2,)}) == []
    assert float_pages({1: (1, 2)}, {1: (1, 2)}) == []


def test_a_float_before_its_first_mention() -> None:
    assert float_pages({2: (1,)}, {1: (1,)}) == ["float-early"]


def test_a_float_far_behind_its_first_mention() -> None:
    assert float_pages({1: (1,)}, {3: (1,)}) == ["float-late"]


def test_floats_out_of_order() -> None:
    assert float_pages({1: (1, 2)}, {1: (2,), 2: (1,)}) == ["float-order"]


def test_a_float_that_stands_nowhere() -> None:
    assert float_pages({1: (1, 2)}, {1: (1,)}) == ["float-lost"]


def test_what_stands_below_a_wide_table_is_as_wide_as_the_table() -> None:
    """Its notes have elements beside the table's own."""
    from rejoinder import inspect

    cells = "| " + " | ".join(f"a heading of some length {n}" for n in range(5)) + " |\n" + "|---" * 5 + "|\n"
    notes = "words that are long enough for more than one column, and for a second line, since they go on and on " * 2
    body = f"See @tbl-a.\n\n{cells}{'| 1 ' * 5}|\n\n: Caption {{#tbl-a .wide}}\n\n::: {{.table-notes}}\n{notes}\n:::\n"
    report = inspect({"title": "T", "author": "A B", "body": body}, "annals").report
    assert report.count("overfull") == 0
