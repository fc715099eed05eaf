"""Choosing where the lines of a paragraph end.

Knows widths, stretch, shrink and penalties; knows nothing of fonts, markup or pages.
Knuth & Plass, "Breaking Paragraphs into Lines", Software: Practice and Experience 11 (1981).

Two things are done otherwise than there. Margin kerning and glyph expansion (Thành, "Micro-typographic extensions to
the TeX typesetting system", 2000) are folded into the sums before breaking begins, so that the search itself stays a
matter of three subtractions a line. And the search runs forwards from each reachable break, finding the ends within its
reach by bisection, instead of holding a list of active breaks: in Python that is several times quicker.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from typing import TypeAlias

from rejoinder.geometry import Pt
from rejoinder.values import dataclass, replace

INFINITE = 10_000.0
"""A badness or penalty that forbids, as in TeX."""

HOPELESS = 1e9
"""The tolerance of an emergency."""

EMERGENCY_STRETCH = 0.1
"""What every line may stretch besides when there is no decent way, as a share of the measure."""

SLACK: Pt = 12.0
"""How far the search looks beyond the measure for a place whose line is narrower than its forerunner's: a word space
may shrink by more than a narrow letter is wide."""


@dataclass(slots=True)
class Breakable:
    """A paragraph as the breaker sees it: one entry in each list per place where a line may end.

    Place 0 is the paragraph's beginning, the last one its end. All sums run from the paragraph's beginning.
    """

    end: list[Pt]
    """Natural width up to a line end here: with its hyphen, without its margin kerning and the white that is lost."""
    end_stretch: list[Pt]
    end_shrink: list[Pt]
    start: list[Pt]
    """Natural width up to a line that begins here (behind the white that is lost), with its margin kerning."""
    start_stretch: list[Pt]
    start_shrink: list[Pt]
    penalty: list[float]
    """Cost of a line end here; `-INFINITE` forces one."""
    flagged: list[bool]
    """Whether the line would end in a divided word."""
    lower: list[Pt]
    """Never falling: the least `end` from here on. With `upper`, the most up to here, it makes bisection exact."""
    upper: list[Pt]


@dataclass(frozen=True, slots=True)
class Costs:
    """What the breaker minimises. Names as in TeX, values as demerits."""

    tolerance: float = 1.1
    """How far a line may be stretched, as a ratio."""
    line_penalty: float = 10.0
    adjacent: float = 6_000.0
    """Two neighbours of which one is tight and the other loose."""
    double_hyphen: float = 12_000.0
    final_hyphen: float = 20_000.0
    """The last line but one ends in a divided word."""
    most_hyphens: int = 2
    """Never more divided words in a row than this."""
    runt: Pt = 0.0
    """A last line shorter than this is costly."""
    runt_demerits: float = 8_000.0
    rag: Pt = 0.0
    """For ragged setting: how short a line may be before it counts as ratio 1. 0: justified."""
    last_stretch: bool = True
    """Whether the last line is filled with white (else it counts like any other)."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One line: from place `start` to place `end`, and how far it is stretched (+) or shrunk (-)."""

    start: int
    end: int
    ratio: float


Node: TypeAlias = tuple[float, int, int, int, float, "Node | None", int]
"""Demerits, place, fitness class, hyphens in a row, ratio of the line that ends here, its beginning, line number."""


def break_lines(
    p: Breakable,
    measure: Pt,
    costs: Costs,
    *,
    lines: int | None = None,
    whole: frozenset[int] = frozenset(),
    emergency: bool = False,
) -> tuple[tuple[Cut, ...], float] | None:
    """The cheapest way to break `p` into lines of `measure`, and its demerits; None if none is within the tolerance.

    With `lines`, the cheapest way that makes so many lines, of which those in `whole` (counted from 1) end in no
    divided word. With `emergency`, every line may be stretched at will, and
    one that cannot be shrunk enough may be overfull where nothing else fits.
    """
    best = _search(p, measure, costs, lines, whole, emergency)
    if best is None:
        return None
    cuts: list[Cut] = []
    node: Node | None = best
    while node is not None and node[5] is not None:
        cuts.append(Cut(node[5][1], node[1], node[4]))
        node = node[5]
    return tuple(reversed(cuts)), best[0]


def _search(
    p: Breakable, measure: Pt, costs: Costs, wanted: int | None, whole: frozenset[int], emergency: bool
) -> Node | None:
    last = len(p.end) - 1
    tolerance = HOPELESS if emergency else costs.tolerance
    forced_places = deque(i for i, pen in enumerate(p.penalty) if pen <= -INFINITE)
    nodes: list[dict[int, Node] | None] = [None] * (last + 1)
    nodes[0] = {1: (0.0, 0, 1, 0, 0.0, None, 0)}
    for a in range(last):
        here = nodes[a]
        if here is None:
            continue
        goal = measure + p.start[a]
        while forced_places[0] <= a:
            forced_places.popleft()
        b = max(a + 1, bisect_left(p.upper, goal - _shortest(p, a, goal, tolerance, costs.rag)))
        b = min(b, forced_places[0])  # a line that is forced to end may be as short as it likes
        reached, overfull = _reached(p, a, b, measure, tolerance, costs)
        if emergency and not reached:
            reached, overfull = _reached(p, a, a + 1, measure, tolerance, costs)
            if not reached and overfull:
                reached = [(overfull, -1.0, 0.0)]  # nothing fits: the shortest overfull line there is
        if reached:
            _extend(nodes, list(here.values()), p, reached, measure, costs, wanted, whole, strict=not emergency)
    final = nodes[last]
    if not final:
        return None
    ends = [n for n in final.values() if wanted is None or n[6] == wanted]
    return min(ends, key=lambda n: n[0]) if ends else None


def _reached(
    p: Breakable, a: int, b: int, measure: Pt, tolerance: float, costs: Costs
) -> tuple[list[tuple[int, float, Pt]], int]:
    """Where a line from `a` may end, from `b` on: places, ratios, and how far each falls short. Also the first place at
    which it would be overfull (0: none).
    """
    end, end_y, end_z, penalty, lower = p.end, p.end_stretch, p.end_shrink, p.penalty, p.lower
    last = len(end) - 1
    goal, begin_y, begin_z = measure + p.start[a], p.start_stretch[a], p.start_shrink[a]
    # What TeX calls \emergencystretch: hopeless lines stay comparable, so that the least hopeless ones are found.
    more_stretch = EMERGENCY_STRETCH * measure if tolerance >= HOPELESS else 0.0
    rag, final_fill = costs.rag, costs.last_stretch
    reached: list[tuple[int, float, Pt]] = []
    overfull = 0
    while b <= last:
        short = goal - end[b]
        forced = penalty[b] <= -INFINITE
        if short < 0:
            give = end_z[b] - begin_z
            if -short > give:
                # Overfull. Since widths only grow from here, only a few more places (whose hyphen or margin kerning is
                # narrower) can still fit.
                overfull = overfull or b
                if forced or lower[b] - goal > give + SLACK:
                    break
                b += 1
                continue
            ratio = short / give if give > 0 else 0.0
        elif forced and (b != last or final_fill):
            ratio = 0.0  # the rest of the line is white
        elif rag:
            ratio = short / rag
        else:
            give = end_y[b] - begin_y + more_stretch
            ratio = short / give if give > 0 else (0.0 if short < 1e-6 else 1e9)
        if ratio <= tolerance:
            reached.append((b, ratio, short))
        if forced:
            break
        b += 1
    return reached, overfull


def _shortest(p: Breakable, a: int, goal: Pt, tolerance: float, rag: Pt) -> Pt:
    """How much short of the measure a line from `a` may at most be."""
    if tolerance >= HOPELESS:
        # Lines half empty are looked at, but only if there is no fuller one: its search would take all day.
        half = bisect_left(p.upper, goal - 0.5 * (goal - p.start[a]), a + 1)
        full = bisect_right(p.lower, goal, a + 1)
        return 0.5 * (goal - p.start[a]) if half < full else goal - p.start[a]
    if rag:
        return tolerance * rag + 1e-6
    # Behind this place every end lies beyond the measure: no line that needs stretch has more of it than there.
    beyond = min(bisect_right(p.lower, goal, a + 1), len(p.end) - 1)
    return tolerance * max(0.0, p.end_stretch[beyond] - p.start_stretch[a]) + 1e-6


def _extend(
    nodes: list[dict[int, Node] | None],
    starts: list[Node],
    p: Breakable,
    reached: list[tuple[int, float, Pt]],
    measure: Pt,
    costs: Costs,
    wanted: int | None,
    whole: frozenset[int],
    *,
    strict: bool,
) -> None:
    """Let every way of getting to a line's beginning go on to each of the ends it can reach, where that is cheapest.

    `reached` holds a place, the ratio of the line that ends there, and how far it falls short. Unless `strict`, more
    divided words in a row than the costs allow are costly, but not forbidden.

    Badness is 100 |r|³ (Knuth & Plass p. 1128); fitness classes are tight 0, decent 1, loose 2, very loose 3 (p. 1155).
    """
    most = costs.most_hyphens
    last = len(p.end) - 1
    line_penalty, adjacent, double = costs.line_penalty, costs.adjacent, costs.double_hyphen
    for b, ratio, short in reached:
        size = ratio if ratio >= 0 else -ratio
        bad = line_penalty + 100.0 * size * size * size
        cost = bad * bad
        pen = p.penalty[b]
        if pen > 0:
            cost += pen * pen
        elif -INFINITE < pen < 0:
            cost -= pen * pen
        if b == last and short > measure - costs.runt:
            cost += costs.runt_demerits
        klass = 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1.0 else 3
        flag = p.flagged[b]
        there = nodes[b]
        if there is None:
            there = nodes[b] = {}
        for node in starts:
            total = node[0] + cost
            run = node[3]
            difference = node[2] - klass
            if difference > 1 or difference < -1:
                total += adjacent
            if flag:
                if run:
                    if strict and run >= most:
                        continue
                    total += double
                run = min(run + 1, most)
            elif run:
                if b == last:
                    total += costs.final_hyphen
                run = 0
            count = node[6] + 1
            name = klass + 4 * run
            if wanted is not None:
                if count > wanted or (flag and count in whole):
                    continue
                name += 64 * count
            known = there.get(name)
            if known is None or total < known[0]:
                there[name] = (total, b, klass, run, ratio, node, count)


def best_settings(p: Breakable, measure: Pt, costs: Costs) -> tuple[tuple[Cut, ...], float, bool]:
    """Break `p` within the tolerance; failing that with twice and four times of it; failing that, anyhow.

    Returns the lines, their demerits, and whether it took an emergency.
    """
    for factor in (1.0, 2.0, 4.0):
        wider = costs if factor == 1.0 else _tolerant(costs, factor)
        found = break_lines(p, measure, wider)
        if found is not None:
            return found[0], found[1], False
    found = break_lines(p, measure, costs, emergency=True)
    assert found is not None, "an emergency always finds a way"
    return found[0], found[1], True


def _tolerant(costs: Costs, factor: float) -> Costs:
    return replace(costs, tolerance=costs.tolerance * factor)
