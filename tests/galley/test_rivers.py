"""Rivers: what is one and what is none, and paragraphs that are set to have fewer."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composing import body_lines, galley_of, paragraph, sheet_of
from composing import document as document_of
from rejoinder.fonts.model import FontChoice, Shaped
from rejoinder.fonts.typecase import typecase_for
from rejoinder.galley import calm
from rejoinder.galley.model import Line, Segment
from rejoinder.galley.rivers import LEAST_LINES, OVERLAP, River, gap_boxes, rivers
from rejoinder.style.model import Colour

FACE = typecase_for({"text": ("Source Serif 4",)}).face(FontChoice("text"))
SIZE = 10.0


def line_with(*gaps: tuple[float, float], **more: Any) -> Line:
    """A line of 200 pt with spaces at these places, each `(begin, end)`."""
    shaped, spaces, x = [], [], 0.0
    for begin, end in (*gaps, (200.0, 200.0)):
        width = (begin - x) / SIZE * 1000
        shaped.append(Shaped(FACE, "w", (1,), (width,), ("w",), width))
        spaces.append(end - begin if end > begin else None)
        x = end
    segment = Segment(0.0, tuple(shaped), tuple(spaces), SIZE, Colour((0, 0, 0)))
    return replace(Line((segment,), 200.0, 200.0, 12.0), **more)


def shown(found: tuple[River, ...]) -> list[tuple[int, list[float]]]:
    return [(river.first, [round(begin, 6) for begin, _ in river.gaps]) for river in found]


# ── what is a river ───────────────────────────────────────────────────────


def test_three_spaces_below_each_other_are_a_river() -> None:
    lines = [line_with((30, 33), (90, 93)), line_with((50, 53), (90, 93)), line_with((70, 73), (90, 93))]
    (river,) = rivers(lines)
    assert (river.first, river.lines) == (0, 3)
    assert list(river.gaps) == [pytest.approx((90, 93))] * 3
    assert river.channel == pytest.approx(0.3)


def test_two_spaces_below_each_other_are_none() -> None:
    assert rivers([line_with((90, 93)), line_with((90, 93)), line_with((50, 53))]) == ()


def test_a_river_runs_at_a_slope_of_half_a_space_a_line_and_no_more() -> None:
    gentle = [line_with((60 + 1.5 * i, 63 + 1.5 * i)) for i in range(5)]
    steep = [line_with((60 + 1.6 * i, 63 + 1.6 * i)) for i in range(5)]
    assert shown(rivers(gentle)) == [(0, [60, 61.5, 63, 64.5, 66])]
    assert rivers(steep) == ()


def test_half_of_the_narrower_space_is_enough() -> None:
    lines = [line_with((60, 70)), line_with((59, 61)), line_with((60, 70))]
    assert len(rivers(lines)) == 1
    assert rivers([line_with((60, 70)), line_with((58.9, 60.9)), line_with((60, 70))]) == ()


def test_white_above_a_line_and_a_line_without_spaces_end_a_river() -> None:
    one = line_with((90, 93))
    assert rivers([one, one, replace(one, before=6.0), one]) == ()
    assert rivers([one, one, line_with(), one]) == ()
    assert shown(rivers([replace(one, before=6.0), one, one])) == [(0, [90, 90, 90])]


def test_the_space_at_a_line_s_end_is_not_seen() -> None:
    ending = line_with((60, 63))
    last = ending.segments[0]
    ending = replace(ending, segments=(replace(last, gaps=(*last.gaps[:-1], 3.0)),))
    assert gap_boxes(ending) == [pytest.approx((60, 63))]


def test_where_two_chains_run_together_no_space_is_counted_twice() -> None:
    # Two narrow spaces over one wide one: the longer chain has it.
    lines = [line_with((60, 62)), line_with((60, 62), (66, 68)), line_with((60, 68)), line_with((66, 68))]
    assert shown(rivers(lines)) == [(0, [60, 60, 60, 66])]
    lines = [*lines[:2], line_with((60, 68)), line_with((60, 62), (66, 68)), line_with((60, 62), (66, 68))]
    assert [river.lines for river in rivers(lines)] == [5]


def test_a_longer_and_a_wider_river_costs_more() -> None:
    def cost(lines: int, width: float) -> float:
        (river,) = rivers([line_with((60, 60 + width))] * lines)
        return river.cost

    assert cost(3, 2.5) == pytest.approx(1.0)
    assert cost(4, 2.5) == pytest.approx(4.0)
    assert cost(3, 5.0) == pytest.approx(2.0)


@st.composite
def set_lines(draw: st.DrawFn) -> list[Line]:
    lines = []
    for _ in range(draw(st.integers(0, 9))):
        gaps, x = [], 0.0
        while x < 60:
            begin = x + draw(st.integers(2, 20))
            x = begin + draw(st.integers(1, 6))
            gaps.append((begin, x))
        lines.append(line_with(*gaps, before=draw(st.sampled_from([0.0, 0.0, 0.0, 0.0, 6.0]))))
    return lines


@given(set_lines())
def test_every_river_is_one_and_the_longest_chain_is_found(lines: list[Line]) -> None:
    found = rivers(lines)
    rows = [[(round(a, 6), round(b, 6)) for a, b in gap_boxes(line)] for line in lines]
    taken = [(river.first + i, round(box[0], 6)) for river in found for i, box in enumerate(river.gaps)]
    assert len(taken) == len(set(taken)), "a space in two rivers"
    for river in found:
        for i, box in enumerate(river.gaps):
            assert (round(box[0], 6), round(box[1], 6)) in rows[river.first + i]
        assert all(aligned(*pair) for pair in pairwise(river.gaps))
        assert not any(line.before for line in lines[river.first + 1 : river.first + river.lines])
    longest = longest_chain(lines, rows)
    assert max((river.lines for river in found), default=0) == (longest if longest >= LEAST_LINES else 0)


def aligned(above: tuple[float, float], below: tuple[float, float]) -> bool:
    overlap = min(above[1], below[1]) - max(above[0], below[0])
    return overlap >= OVERLAP * min(above[1] - above[0], below[1] - below[0]) - 1e-6


def longest_chain(lines: list[Line], rows: list[list[tuple[float, float]]]) -> int:
    def length(number: int, box: tuple[float, float]) -> int:
        if number + 1 == len(lines) or lines[number + 1].before:
            return 1
        return 1 + max((length(number + 1, other) for other in rows[number + 1] if aligned(box, other)), default=0)

    return max((length(i, box) for i, row in enumerate(rows) for box in row), default=0)


# ── paragraphs without them ───────────────────────────────────────────────

PROSE = (
    "The mill at the ford was the only one for miles, and the carts of seven parishes stood before it in the weeks "
    "after the harvest. The miller kept a tally of them on the door, and the door is kept in the museum. We have read "
    "it from the top to the bottom, and found that in the wet years the carts were as many as in the dry ones, but "
    "that they came later, and that they stood there for longer. What the almanac says of the harvest is therefore "
    "true of the carts, and of the carts alone; of the corn that lay on them the door does not say a word. "
)
PARAGRAPHS = [" ".join(PROSE.split()[i:]) for i in range(40)]


def cost_of_rivers(lines: tuple[Line, ...]) -> float:
    return sum(river.cost for river in rivers(lines))


def test_paragraphs_have_fewer_rivers_than_total_fit_gives_them(monkeypatch: pytest.MonkeyPatch) -> None:
    set_calmly = [body_lines(words) for words in PARAGRAPHS]
    monkeypatch.setattr(calm, "RIVER_DEMERITS", 0.0)
    set_plainly = [body_lines(words) for words in PARAGRAPHS]
    before, after = (sum(map(cost_of_rivers, all_)) for all_ in (set_plainly, set_calmly))
    assert before > 10
    assert after < 0.8 * before
    for calm_lines, plain_lines in zip(set_calmly, set_plainly, strict=True):
        assert len(calm_lines) == len(plain_lines)
        assert words_of(calm_lines) == words_of(plain_lines)
        assert cost_of_rivers(calm_lines) <= cost_of_rivers(plain_lines)


def words_of(lines: tuple[Line, ...]) -> str:
    return "".join(line.text for line in lines).replace("\u00ad", "").strip()


@pytest.mark.parametrize("measure", [150.0, 240.0, 330.0])
def test_the_spaces_of_a_setting_are_reckoned_where_they_are_cast(
    measure: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    reckoned: list[list[tuple[float, float]]] = []
    before = calm.Spaces.rivers

    def spy(self: calm.Spaces, cuts: Any) -> Any:
        reckoned[:] = [self.row(cut) for cut in cuts]
        return before(self, cuts)

    monkeypatch.setattr(calm, "RIVER_DEMERITS", 0.0)  # so that the first setting is the one that is cast
    monkeypatch.setattr(calm.Spaces, "rivers", spy)
    monkeypatch.setattr("rejoinder.galley.paragraph.MOST_SETTINGS", 1)
    lines = body_lines(PROSE.strip(), measure=measure, indent=9.0)
    assert len(reckoned) == len(lines)
    for line, row in zip(lines, reckoned, strict=True):
        cast = gap_boxes(line)
        assert len(cast) == len(row)
        for at, (wanted, found) in enumerate(zip(cast, row, strict=True)):
            assert found == pytest.approx(wanted, abs=0.6), (line.text, at)


# ── settings that are asked for ───────────────────────────────────────────


def test_a_resetting_has_as_many_lines_as_were_asked_for_and_says_the_same() -> None:
    galley, _ = galley_of(document_of(paragraph(PROSE.strip())))
    ((_, reset),) = galley.resetting
    counts = {}
    for extra in range(-3, 5):
        lines = reset(extra, frozenset())
        counts[extra] = len(lines)
        assert not lines or len(lines) == len(galley.flow) + extra
        assert not lines or words_of(lines) == words_of(galley.flow)
    assert counts[0] and counts[1]
    assert not counts[-3] and not counts[4]


def test_a_resetting_ends_no_line_in_a_divided_word_where_it_was_asked_not_to() -> None:
    words = PROSE.strip().replace("carts", "conveyances").replace("miller", "superintendent")
    galley, _ = galley_of(document_of(paragraph(words)), sheet_of("columns: {count: 3}"))
    ((_, reset),) = galley.resetting
    divided = frozenset(i for i, line in enumerate(galley.flow, start=1) if line.hyphenated)
    assert divided
    for one in sorted(divided):
        lines = reset(0, frozenset((one,)))
        assert not lines or not lines[one - 1].hyphenated


def test_what_cannot_be_set_in_so_many_lines_is_not_even_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    galley, _ = galley_of(document_of(paragraph(PROSE.strip())))
    ((_, reset),) = galley.resetting

    def refuse(*_: Any) -> Any:
        raise AssertionError("it was prepared")

    monkeypatch.setattr("rejoinder.galley.paragraph.prepare", refuse)
    assert reset(-4, frozenset()) == ()
    assert reset(40, frozenset()) == ()
    assert reset(-1000, frozenset()) == ()
