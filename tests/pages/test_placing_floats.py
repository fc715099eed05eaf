"""Figures and tables among text that has nothing to say: where they may stand, and that nothing overlaps."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

from hypothesis import given, note, settings
from hypothesis import strategies as st
from plain_galleys import COSTS, GRID, RULE, paragraph
from plain_galleys import note as set_note

from rejoinder.diagnostics import Span
from rejoinder.galley.model import Line, SetFloat, SetNote, Strip
from rejoinder.pages.choose import Chooser
from rejoinder.pages.fill import Stock
from rejoinder.pages.floats import WIDE, part_strips
from rejoinder.pages.plan import ColumnPlan, PagePlan, Plan
from rejoinder.style.model import FloatForm, NoteForm

CAP = 6.0
FORM = FloatForm(white=12.0, between=12.0)
EPSILON = 0.02


@dataclass(frozen=True)
class Letter:
    flow: tuple[Line, ...]
    floats: tuple[SetFloat, ...]
    notes: dict[int, SetNote]

    def planned(self, depth: int, count: int, *, opener: int | None = None, balance: bool = True) -> Plan:
        stock = Stock.of((), self.flow, self.notes, NoteForm(rule=RULE), GRID, self.floats)
        costs = replace(COSTS, balance=balance)
        chooser = Chooser(stock, costs, count, {}, floats=self.floats, form=FORM, cap=CAP)
        depths = [(d - 1) * GRID for d in (opener or depth, depth)]
        return chooser.plan([0.0, 0.0], depths)


def set_float(
    ordinal: int, height: float, *, wide: bool = False, rows: int = 1, notes: tuple[int, ...] = (), **others: object
) -> SetFloat:
    """A float whose body is of so many rows, and whose foot calls `notes`."""
    body = tuple(Strip(height / rows) for _ in range(rows))
    made = SetFloat(
        ordinal,
        f"Figure {ordinal}",
        5000 + ordinal,
        Span("letter.yaml", 5000 + ordinal),
        500.0 if wide else 240.0,
        wide,
        ("top", "bottom", "page"),
        head=(),
        body=body,
        foot=(Strip(20.0, notes=notes),),
        again=(Strip(10.0),),
        pause=(Strip(1.0),),
    )
    return replace(made, **others)  # type: ignore[arg-type]


def mentioning(lines: list[Line], at: int, *ordinals: int) -> list[Line]:
    return [*lines[:at], replace(lines[at], mentions=ordinals), *lines[at + 1 :]]


@st.composite
def letters(draw: st.DrawFn) -> Letter:
    flow: list[Line] = []
    floats: list[SetFloat] = []
    notes: dict[int, SetNote] = {}
    for element in range(1, draw(st.integers(1, 9)) + 1):
        lines = paragraph(element, draw(st.integers(1, 12)))
        if draw(st.integers(0, 2)) == 0:
            ordinal = len(floats) + 1
            called: tuple[int, ...] = ()
            if draw(st.integers(0, 2)) == 0:
                called = (len(notes) + 1,)
                notes[called[0]] = set_note(called[0], draw(st.integers(1, 3)))
            one = set_float(
                ordinal,
                draw(st.integers(12, 150)),
                wide=draw(st.booleans()),
                rows=draw(st.sampled_from((1, 1, 8, 12))),
                notes=called,
                places=draw(st.sampled_from((("top", "bottom", "page"), ("top",), ("bottom",), ("page",)))),
            )
            if draw(st.booleans()):
                lines = mentioning(lines, draw(st.integers(0, len(lines) - 1)), ordinal)
            else:
                one = replace(one, after=draw(st.sampled_from((element, None))) if not floats else element)
            floats.append(one)
        flow += lines
    return Letter(tuple(flow), tuple(floats), notes)


# ── what must hold ────────────────────────────────────────────────────────


def broken(letter: Letter, plan: Plan, count: int) -> list[str]:
    return [*order(letter, plan, count), *mentions(letter, plan), *geometry(letter, plan), *whole(letter, plan)]


def order(letter: Letter, plan: Plan, count: int) -> list[str]:
    """Every row of every float stands once, and all in the order of first mention."""
    out = []
    placed = [(part.float, row) for page in plan.pages for part in page.floats for row in range(part.begin, part.end)]
    wanted = [(i, row) for i, one in enumerate(letter.floats) for row in range(len(one.body))]
    if placed != wanted:
        out.append(f"floats stand as {placed}")
    for page in plan.pages:
        places = [
            (0 if p.at_head else 2 * count + 1) if p.column == WIDE else 2 * p.column + (1 if p.at_head else 2)
            for p in page.floats
        ]
        if places != sorted(places):
            out.append(f"floats stand out of order: {places}")
    return out


def mentions(letter: Letter, plan: Plan) -> list[str]:
    """No float stands on a page before the one that mentions it first."""
    pages = {p.float: n for n, page in reversed(list(enumerate(plan.pages))) for p in page.floats}
    out = []
    for n, page in enumerate(plan.pages):
        lines = [plan.flow[i] for column in page.columns for i in range(column.begin, column.end)]
        named = {ordinal for line in lines for ordinal in line.mentions}
        for index, one in enumerate(letter.floats):
            here = one.ordinal in named or (one.after is not None and any(one.after == line.element for line in lines))
            if here and pages[index] < n and not any(one.ordinal in line.mentions for line in earlier(plan, n)):
                leaf = [line for line in earlier(plan, n) if line.element == one.after]
                if one.ordinal in named or not leaf:
                    out.append(f"{one.label} stands on page {pages[index]}, mentioned on {n}")
    return out


def earlier(plan: Plan, page: int) -> list[Line]:
    return [
        plan.flow[i] for one in plan.pages[:page] for column in one.columns for i in range(column.begin, column.end)
    ]


def geometry(letter: Letter, plan: Plan) -> list[str]:
    """Floats, text and notes of a column stand below each other, with the white that the sheet wants."""
    out: list[str] = []
    for n, page in enumerate(plan.pages):
        wide = [p for p in page.floats if p.column == WIDE and p.at_head]
        out += [f"page {n}: {m}" for m in stacked(wide)]
        for i, column in enumerate(page.columns):
            heads = [p for p in page.floats if p.column == i and p.at_head]
            feet = [p for p in page.floats if p.column == i and not p.at_head]
            out += [
                f"page {n}.{i}: {m}" for m in (*stacked([*wide, *heads]), *text(page, column, [*wide, *heads], feet))
            ]
        for part in page.floats:
            strips = part_strips(letter.floats[part.float], part.begin, part.end)
            if abs(sum(strip.height for strip in strips) - part.height) > EPSILON:
                out.append(f"page {n}: a part is not as high as its strips")
    return out


def stacked(parts: list) -> list[str]:  # type: ignore[type-arg]
    return [
        "floats overlap"
        for above, below in itertools.pairwise(parts)
        if below.offset < above.offset + above.height + FORM.between - EPSILON
    ]


def text(page: PagePlan, column: ColumnPlan, heads: list, feet: list) -> list[str]:  # type: ignore[type-arg]
    out = []
    if column.begin < column.end:
        if heads and column.head - (heads[-1].offset + heads[-1].height) < FORM.white - EPSILON:
            out.append("text stands too close below a float")
        if abs(column.head / GRID - round(column.head / GRID)) > 1e-6:
            out.append("text is off the grid")
    foot = sum(p.height for p in feet) + (FORM.white if feet else 0.0)
    if column.depth >= 0 and column.head + column.depth + foot > page.bottom + EPSILON:
        out.append("text, float and notes are deeper than the column")
    return out


def whole(letter: Letter, plan: Plan) -> list[str]:
    """Every line and every line of a note stands once; notes of a float begin in its column."""
    out = []
    columns = [c for page in plan.pages for c in page.columns]
    lines = [i for c in columns for i in range(c.begin, c.end)]
    if lines != list(range(len(letter.flow))):
        out.append(f"lines stand as {lines}")
    placed = sorted((p.number, i) for c in columns for p in c.notes for i in range(p.begin, p.end))
    if placed != [(n, i) for n, one in letter.notes.items() for i in range(len(one.lines))]:
        out.append(f"notes stand as {placed}")
    return out


# ── tests ─────────────────────────────────────────────────────────────────


@settings(max_examples=300, deadline=None)
@given(letters(), st.integers(18, 40), st.integers(1, 3), st.integers(6, 18), st.booleans())
def test_floats_stand_in_order_behind_their_mentions_and_over_nothing(
    letter: Letter, depth: int, count: int, opener: int, balance: bool
) -> None:
    plan = letter.planned(depth, count, opener=opener, balance=balance)
    for page in plan.pages:
        note(f"{page.bottom} {page.floats} {[(c.begin, c.end, c.head, c.depth, c.foot) for c in page.columns]}")
    assert broken(letter, plan, count) == []


def test_a_figure_stands_at_the_head_of_the_page_that_mentions_it() -> None:
    flow = mentioning(paragraph(1, 70), 5, 1)
    plan = Letter(tuple(flow), (set_float(1, 100.0),), {}).planned(30, 2)
    (part,) = plan.pages[0].floats
    assert (part.column, part.at_head, part.offset) == (0, True, 0.0)
    assert plan.pages[0].columns[0].head == 132.0  # 120 of the float, 12 of white: on the grid
    assert plan.pages[0].columns[1].head == 0.0


def test_a_figure_mentioned_on_the_second_page_waits_for_it() -> None:
    flow = mentioning(paragraph(1, 100), 70, 1)
    plan = Letter(tuple(flow), (set_float(1, 100.0),), {}).planned(30, 2)
    assert [len(page.floats) for page in plan.pages] == [0, 1]


def test_a_wide_figure_stands_over_all_columns_which_begin_below_it_alike() -> None:
    flow = mentioning(paragraph(1, 70), 5, 1)
    plan = Letter(tuple(flow), (set_float(1, 100.0, wide=True),), {}).planned(40, 2)
    assert plan.pages[0].floats[0].column == WIDE
    assert {column.head for column in plan.pages[0].columns} == {132.0}


def test_columns_end_level_with_a_figure_counted() -> None:
    flow = mentioning(paragraph(1, 30), 5, 1)
    plan = Letter(tuple(flow), (set_float(1, 100.0),), {}).planned(60, 2)
    first, second = plan.pages[0].columns
    assert abs(first.head + first.depth - second.depth) <= GRID


def test_a_note_of_a_caption_stands_at_the_foot_of_its_column() -> None:
    flow = mentioning(paragraph(1, 30), 5, 1)
    letter = Letter(tuple(flow), (set_float(1, 50.0, notes=(1,)),), {1: set_note(1, 2)})
    plan = letter.planned(60, 2)
    (part,) = plan.pages[0].floats
    assert [p.number for p in plan.pages[0].columns[part.column].notes] == [1]


def test_a_table_longer_than_a_page_goes_on_with_its_head_repeated() -> None:
    flow = mentioning(paragraph(1, 40), 2, 1)
    table = set_float(1, 900.0, rows=45)
    plan = Letter(tuple(flow), (table,), {}).planned(30, 2)
    parts = [part for page in plan.pages for part in page.floats]
    assert len(parts) == 3
    assert [part.begin for part in parts] == [0, parts[0].end, parts[1].end]
    assert part_strips(table, parts[1].begin, parts[1].end)[0] == table.again[0]
    assert parts[-1].end == 45


def test_a_float_that_its_author_wants_on_a_page_of_its_own_gets_one() -> None:
    flow = mentioning(paragraph(1, 80), 2, 1)
    plan = Letter(tuple(flow), (set_float(1, 200.0, wide=True, places=("page",)),), {}).planned(30, 2)
    alone = [page for page in plan.pages if page.floats]
    assert all(column.begin == column.end for column in alone[0].columns)


def test_floats_left_over_when_the_text_ends_are_placed_all_the_same() -> None:
    flow = mentioning(paragraph(1, 3), 2, 1, 2, 3, 4)
    floats = tuple(set_float(i, 250.0, wide=True) for i in (1, 2, 3, 4))
    plan = Letter(tuple(flow), floats, {}).planned(30, 2)
    assert [part.float for page in plan.pages for part in page.floats] == [0, 1, 2, 3]
