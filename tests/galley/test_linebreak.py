"""Line ends: published answers, and a brute force that finds no better ones.

The frog prince: Knuth & Plass, "Breaking Paragraphs into Lines", Software: Practice and Experience 11 (1981), reprinted
in Knuth, Digital Typography (1999), ch. 3. Widths, white and penalties are those of p. 75 there; lines and ratios of a
measure of 390 units stand on p. 81, of 500 units on p. 82, and the same a line shorter or longer on p. 113.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rejoinder.galley.linebreak import (
    INFINITE,
    Breakable,
    Costs,
    Cut,
    Reach,
    best_settings,
    break_lines,
    several_settings,
)

# ── a paragraph built by hand ─────────────────────────────────────────────


@dataclass(frozen=True)
class Stop:
    """A place where a line may end, as the breaker sees it."""

    end: float
    end_stretch: float
    end_shrink: float
    start: float
    start_stretch: float
    start_shrink: float
    penalty: float = 0.0
    flagged: bool = False


def breakable(stops: list[Stop]) -> Breakable:
    """The lists that the breaker wants, with the least and most ends by definition."""
    ends = [s.end for s in stops]
    return Breakable(
        end=ends,
        end_stretch=[s.end_stretch for s in stops],
        end_shrink=[s.end_shrink for s in stops],
        start=[s.start for s in stops],
        start_stretch=[s.start_stretch for s in stops],
        start_shrink=[s.start_shrink for s in stops],
        penalty=[s.penalty for s in stops],
        flagged=[s.flagged for s in stops],
        lower=[min(ends[i:]) for i in range(len(ends))],
        upper=[max(ends[: i + 1]) for i in range(len(ends))],
    )


# ── the frog prince ───────────────────────────────────────────────────────

FROG_PRINCE = (
    "In olden times when wish|ing still helped one, there lived a king whose daugh|ters were all beau|ti|ful; and the "
    "young|est was so beau|ti|ful that the sun it|self, which has seen so much, was aston|ished "
    "when|ever it shone in her "
    "face. Close by the king's castle lay a great dark for|est, and un|der an old lime-tree in the for|est was a well, "
    "and when the day was very warm, the king's child went out into the for|est and sat down by the side of the cool "
    "foun|tain; and when she was bored she took a golden ball, and threw it up on high and caught "
    "it; and this ball was "
    "her favor|ite play|thing."
)
LOWER = (9, 10, 8, 10, 8, 6, 9, 10, 5, 6, 10, 5, 15, 10, 9, 10, 10, 7, 7, 7, 10, 9, 13, 10, 10, 8)
UNITS = {"C": 13, "I": 6, "-": 6, ",": 5, ";": 5, ".": 5, "'": 5} | {chr(97 + i): w for i, w in enumerate(LOWER)}
WHITE = {",": (6, 4, 2), ";": (6, 4, 1), ".": (8, 6, 1)}
INDENT = 18

AS_PUBLISHED = Costs(tolerance=1.0, line_penalty=1.0, adjacent=3000.0, double_hyphen=3000.0, final_hyphen=3000.0)
AS_IN_TEX = Costs(tolerance=1.0, line_penalty=10.0, adjacent=10_000.0, double_hyphen=10_000.0, final_hyphen=5_000.0)


def frog_prince() -> tuple[Breakable, list[int]]:
    """The paragraph, and where in the written text each of its places is."""
    stops = [Stop(0, 0, 0, 0, 0, 0)]
    written = [0]
    x, y, z = INDENT, 0, 0
    for i, char in enumerate(FROG_PRINCE):
        if char == "|":
            stops.append(Stop(x + UNITS["-"], y, z, x, y, z, 50, True))
            written.append(i)
        elif char == " ":
            width, stretch, shrink = WHITE.get(FROG_PRINCE[i - 1], (6, 3, 2))
            stops.append(Stop(x, y, z, x + width, y + stretch, z + shrink))
            written.append(i)
            x, y, z = x + width, y + stretch, z + shrink
        else:
            x += UNITS[char]
            if char == "-":
                stops.append(Stop(x, y, z, x, y, z, 50, True))
                written.append(i + 1)
    stops.append(Stop(x, y, z, x, y, z, -INFINITE))
    written.append(len(FROG_PRINCE))
    return breakable(stops), written


def lines_of(cuts: tuple[Cut, ...], written: list[int]) -> list[str]:
    out = []
    for cut in cuts:
        begin, end = written[cut.start], written[cut.end]
        divided = FROG_PRINCE[end : end + 1] == "|"
        out.append(FROG_PRINCE[begin:end].lstrip("| ").replace("|", "") + ("-" if divided else ""))
    return out


NARROW = [
    ("In olden times when wishing still helped one,", 0.857),
    ("there lived a king whose daughters were all beau-", 0.000),
    ("tiful; and the youngest was so beautiful that the", 0.280),
    ("sun itself, which has seen so much, was aston-", 1.000),
    ("ished whenever it shone in her face. Close by the", 0.067),
    ("king's castle lay a great dark forest, and under an", -0.278),
    ("old lime-tree in the forest was a well, and when", 0.536),
    ("the day was very warm, the king's child went out", -0.167),
    ("into the forest and sat down by the side of the", 0.700),
    ("cool fountain; and when she was bored she took a", -0.176),
    ("golden ball, and threw it up on high and caught", 0.357),
    ("it; and this ball was her favorite plaything.", 0.049),
]
WIDE = [
    ("In olden times when wishing still helped one, there lived a", 0.774),
    ("king whose daughters were all beautiful; and the youngest was", 0.179),
    ("so beautiful that the sun itself, which has seen so much, was", 0.629),
    ("astonished whenever it shone in her face. Close by the king's", 0.545),
    ("castle lay a great dark forest, and under an old lime-tree in the", 0.000),
    ("forest was a well, and when the day was very warm, the king's", 0.079),
    ("child went out into the forest and sat down by the side of the", 0.282),
    ("cool fountain; and when she was bored she took a golden ball,", 0.294),
    ("and threw it up on high and caught it; and this ball was her", 0.575),
    ("favorite plaything.", 0.353),
]


@pytest.mark.parametrize("costs", [AS_PUBLISHED, AS_IN_TEX], ids=["as published", "as in TeX"])
@pytest.mark.parametrize(("measure", "published"), [(390, NARROW), (500, WIDE)], ids=["390", "500"])
def test_the_frog_prince_breaks_as_published(measure: float, published: list[tuple[str, float]], costs: Costs) -> None:
    paragraph, written = frog_prince()
    found = break_lines(paragraph, measure, costs)
    assert found is not None
    cuts, _ = found
    assert lines_of(cuts, written) == [line for line, _ in published]
    # The last line is filled with white here; in the book it has a ratio too, for its glue stretches by 1000 units.
    assert [round(c.ratio, 3) for c in cuts[:-1]] == [ratio for _, ratio in published[:-1]]
    assert cuts[-1].ratio == 0.0
    a, b = cuts[-1].start, cuts[-1].end
    short = measure - (paragraph.end[b] - paragraph.start[a])
    stretch = 1000 + paragraph.end_stretch[b] - paragraph.start_stretch[a]
    assert round(short / stretch, 3) == published[-1][1]


TIGHT = """
In olden times when wishing still helped one, there lived a king
whose daughters were all beautiful; and the youngest was so
beautiful that the sun itself, which has seen so much, was aston-
ished whenever it shone in her face. Close by the king's castle lay
a great dark forest, and under an old lime-tree in the forest was
a well, and when the day was very warm, the king's child went
out into the forest and sat down by the side of the cool fountain;
and when she was bored she took a golden ball, and threw it up
on high and caught it; and this ball was her favorite plaything.
"""
LOOSE = """
In olden times when wishing still helped one, there lived
a king whose daughters were all beautiful; and the young-
est was so beautiful that the sun itself, which has seen so
much, was astonished whenever it shone in her face. Close
by the king's castle lay a great dark forest, and under an
old lime-tree in the forest was a well, and when the day
was very warm, the king's child went out into the forest
and sat down by the side of the cool fountain; and when
she was bored she took a golden ball, and threw it up on
high and caught it; and this ball was her favorite play-
thing.
"""


@pytest.mark.parametrize(
    ("lines", "tolerance", "published"),
    [(9, 1.0, TIGHT), (11, 2.5, LOOSE)],
    ids=["a line shorter", "a line longer"],
)
def test_the_frog_prince_a_line_shorter_and_longer_as_published(lines: int, tolerance: float, published: str) -> None:
    """Digital Typography p. 113: the wide paragraph with looseness -1 and +1."""
    paragraph, written = frog_prince()
    found = break_lines(paragraph, 500, replace(AS_PUBLISHED, tolerance=tolerance), lines=lines)
    assert found is not None
    assert lines_of(found[0], written) == published.strip().split("\n")


def test_a_measure_too_narrow_for_the_frog_prince_has_no_answer_but_an_emergency_has() -> None:
    paragraph, written = frog_prince()
    assert break_lines(paragraph, 50, AS_PUBLISHED) is None
    cuts, _, emergency = best_settings(paragraph, 50, AS_PUBLISHED)
    assert emergency
    assert "".join(lines_of(cuts, written)).replace("-", "").replace(" ", "") == FROG_PRINCE.replace("|", "").replace(
        " ", ""
    ).replace("-", "")


# ── brute force ───────────────────────────────────────────────────────────


def brute_force(p: Breakable, measure: float, c: Costs, lines: int | None) -> float | None:
    """The least demerits of all ways to break `p`, by trying every set of places."""
    costs = [cost for ends in ways(p) if (cost := demerits(p, ends, measure, c, lines)) is not None]
    return min(costs, default=None)


def ways(p: Breakable, begin: int = 0) -> Iterator[tuple[int, ...]]:
    """All ascending series of places that end with the last."""
    last = len(p.end) - 1
    for b in range(begin + 1, last + 1):
        if b == last:
            yield (b,)
        else:
            yield from ((b, *rest) for rest in ways(p, b))


def demerits(p: Breakable, ends: tuple[int, ...], measure: float, c: Costs, lines: int | None) -> float | None:
    """What these line ends cost together; None if they are not allowed."""
    if lines is not None and len(ends) != lines:
        return None
    total, klass, run, a = 0.0, 1, 0, 0
    last = len(p.end) - 1
    for b in ends:
        if any(p.penalty[i] <= -INFINITE for i in range(a + 1, b)):
            return None  # a line that goes on over a hard line end
        ratio = ratio_of(p, a, b, measure, c)
        if ratio is None or ratio > c.tolerance:
            return None
        bad = 100 * abs(ratio) ** 3
        total += (c.line_penalty + bad) ** 2
        if p.penalty[b] > 0:
            total += p.penalty[b] ** 2
        elif p.penalty[b] > -INFINITE:
            total -= p.penalty[b] ** 2
        here = 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1 else 3
        total += c.adjacent if abs(here - klass) > 1 else 0
        if p.flagged[b]:
            run += 1
            if run > c.most_hyphens:
                return None
            total += c.double_hyphen if run > 1 else 0
        else:
            total += c.final_hyphen if b == last and run else 0
            run = 0
        if b == last and p.end[b] - p.start[a] < c.runt:
            total += c.runt_demerits
        klass, a = here, b
    return total


def ratio_of(p: Breakable, a: int, b: int, measure: float, c: Costs) -> float | None:
    """How far a line is stretched or shrunk; None if it cannot be shrunk enough."""
    short = measure - (p.end[b] - p.start[a])
    last = len(p.end) - 1
    if short < 0:
        shrink = p.end_shrink[b] - p.start_shrink[a]
        return None if -short > shrink else short / shrink
    if p.penalty[b] <= -INFINITE and (b != last or c.last_stretch):
        return 0.0
    if c.rag:
        return short / c.rag
    stretch = p.end_stretch[b] - p.start_stretch[a]
    if stretch <= 0:
        return 0.0 if short < 1e-6 else float("inf")
    return short / stretch


@st.composite
def paragraphs(draw: st.DrawFn) -> Breakable:
    """Words of many widths, some divisible, with margin kerning (so that ends do not only grow) and hard line ends."""
    hang = draw(st.booleans())
    expansion = draw(st.sampled_from([0.0, 0.02]))
    stops = [Stop(0, 0, 0, 0, 0, 0)]
    x = y = z = 0.0
    places = draw(st.integers(1, 11))
    while len(stops) < places:
        width = draw(st.integers(4, 50)) / 1.0
        if draw(st.booleans()) and len(stops) < places - 1:
            at, hyphen = width * draw(st.sampled_from([0.3, 0.5, 0.8])), draw(st.sampled_from([0.0, 3.0]))
            flagged = draw(st.booleans())
            here, z_here = y + expansion * at, z + expansion * at
            stops.append(
                Stop(x + at + hyphen, here, z_here, x + at, here, z_here, draw(st.sampled_from([20, 55])), flagged)
            )
        x, y, z = x + width, y + expansion * width, z + expansion * width
        if draw(st.integers(0, 11)) == 0:
            stops.append(Stop(x, y, z, x, y, z, -INFINITE))
            continue
        right, left = (draw(st.integers(0, 4)), draw(st.integers(0, 3))) if hang else (0, 0)
        stops.append(Stop(x - right, y, z, x + 5 - left, y + 2.5, z + 1.5))
        x, y, z = x + 5, y + 2.5, z + 1.5
    width = draw(st.integers(2, 50))
    x, y, z = x + width, y + expansion * width, z + expansion * width
    stops.append(Stop(x - (draw(st.integers(0, 3)) if hang else 0), y, z, x, y, z, -INFINITE))
    return breakable(stops)


costs_of_all_kinds = st.builds(
    Costs,
    tolerance=st.sampled_from([0.5, 1.1, 2.5, 10.0]),
    line_penalty=st.sampled_from([1.0, 10.0]),
    adjacent=st.sampled_from([0.0, 3000.0]),
    double_hyphen=st.sampled_from([0.0, 12_000.0]),
    final_hyphen=st.sampled_from([0.0, 20_000.0]),
    most_hyphens=st.integers(1, 3),
    runt=st.sampled_from([0.0, 20.0]),
    rag=st.sampled_from([0.0, 0.0, 15.0]),
    last_stretch=st.booleans(),
)


@settings(max_examples=300, deadline=None)
@given(paragraphs(), st.integers(30, 120), costs_of_all_kinds, st.sampled_from([None, None, 1, 2, 3, 4]))
def test_brute_force_finds_no_better_breaks(p: Breakable, measure: int, costs: Costs, lines: int | None) -> None:
    best = brute_force(p, measure, costs, lines)
    found = break_lines(p, measure, costs, lines=lines)
    if best is None:
        assert found is None
        return
    assert found is not None, "there is a way to break this paragraph"
    cuts, cost = found
    assert cost == pytest.approx(best, rel=1e-9, abs=1e-6)
    assert [c.start for c in cuts] == [0, *(c.end for c in cuts[:-1])]
    again = demerits(p, tuple(c.end for c in cuts), measure, costs, lines)
    assert again == pytest.approx(best, rel=1e-9, abs=1e-6), "the lines returned do not cost what was said"
    assert [c.ratio for c in cuts] == pytest.approx([ratio_of(p, c.start, c.end, measure, costs) for c in cuts])


@settings(max_examples=150, deadline=None)
@given(paragraphs(), st.integers(3, 120), costs_of_all_kinds)
def test_there_is_always_some_way_and_it_stops_at_every_hard_line_end(p: Breakable, measure: int, costs: Costs) -> None:
    cuts, _, emergency = best_settings(p, measure, costs)
    assert [c.start for c in cuts] == [0, *(c.end for c in cuts[:-1])]
    assert cuts[-1].end == len(p.end) - 1
    hard = {i for i, penalty in enumerate(p.penalty) if penalty <= -INFINITE and i}
    assert hard <= {c.end for c in cuts}
    if not emergency:
        fits = [
            p.end[c.end] - p.start[c.start] <= measure + p.end_shrink[c.end] - p.start_shrink[c.start] for c in cuts
        ]
        assert all(fits)


@settings(max_examples=150, deadline=None)
@given(paragraphs(), st.integers(3, 120), costs_of_all_kinds)
def test_an_emergency_makes_a_line_overfull_only_where_nothing_shorter_could_stand(
    p: Breakable, measure: int, costs: Costs
) -> None:
    found = break_lines(p, measure, costs, emergency=True)
    assert found is not None
    for cut in found[0]:
        width = p.end[cut.end] - p.start[cut.start]
        if width > measure + p.end_shrink[cut.end] - p.start_shrink[cut.start] + 1e-9:
            shorter = [
                b
                for b in range(cut.start + 1, cut.end)
                if p.end[b] - p.start[cut.start] <= measure + p.end_shrink[b] - p.start_shrink[cut.start]
                and not p.flagged[b]
            ]
            assert not shorter, f"the line {cut} is overfull, though it could have ended at {shorter}"


@settings(max_examples=300, deadline=None)
@given(
    paragraphs(),
    st.integers(30, 120),
    costs_of_all_kinds,
    st.integers(1, 7),
    st.sampled_from([None, None, 1, 2, 3, 4]),
    st.frozensets(st.integers(1, 4), max_size=2),
)
def test_the_cheapest_settings_are_those_that_trying_all_finds(
    p: Breakable, measure: int, costs: Costs, count: int, lines: int | None, whole: frozenset[int]
) -> None:
    possible: list[float] = []
    for ends in ways(p):
        cost = demerits(p, ends, measure, costs, lines)
        # Lines are counted for `whole` only where their number is asked for.
        divided = lines is not None and any(p.flagged[b] and n in whole for n, b in enumerate(ends, start=1))
        if cost is not None and not divided:
            possible.append(cost)
    found = several_settings(p, measure, costs, count, lines=lines, whole=whole)
    assert [cost for _, cost in found] == pytest.approx(sorted(possible)[:count], rel=1e-9, abs=1e-6)
    breaks = [tuple(cut.end for cut in cuts) for cuts, _ in found]
    assert len(set(breaks)) == len(breaks), "the same setting twice"
    for (cuts, cost), ends in zip(found, breaks, strict=True):
        assert demerits(p, ends, measure, costs, lines) == pytest.approx(cost, rel=1e-9, abs=1e-6)
        assert [c.start for c in cuts] == [0, *ends[:-1]]
        assert [c.ratio for c in cuts] == pytest.approx([ratio_of(p, c.start, c.end, measure, costs) for c in cuts])


@settings(max_examples=300, deadline=None)
@given(paragraphs(), st.integers(30, 120), costs_of_all_kinds)
def test_no_setting_has_fewer_or_more_lines_than_can_be_reached(p: Breakable, measure: int, costs: Costs) -> None:
    reach = Reach(p, measure, costs.rag, costs.tolerance)
    for ends in ways(p):
        if demerits(p, ends, measure, costs, None) is not None:
            for behind, place in enumerate((0, *ends)):
                least, most = reach.lines(place)
                assert least <= len(ends) - behind <= most


def test_the_best_of_several_settings_is_the_best_setting() -> None:
    paragraph, written = frog_prince()
    settings_ = several_settings(paragraph, 390, AS_PUBLISHED, 3)
    best = break_lines(paragraph, 390, AS_PUBLISHED)
    assert best is not None
    assert settings_[0] == best
    assert len({tuple(lines_of(cuts, written)) for cuts, _ in settings_}) == 3
