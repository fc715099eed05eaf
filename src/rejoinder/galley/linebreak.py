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
from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count as counted
from itertools import islice
from math import ceil, floor, inf
from operator import sub
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
    adjacent: float = 12_000.0
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


Setting: TypeAlias = tuple[tuple[Cut, ...], float]
"""The lines of a paragraph, and their demerits."""

Node: TypeAlias = tuple[float, int, int, int, float, "Node | None", int]
"""Demerits, place, fitness class, hyphens in a row, ratio of the line that ends here, its beginning, line number."""

Ways: TypeAlias = dict[tuple[int, int], list[Node]]
"""For a place and a state there (`_state`): every way of arriving, from the cheapest way to the line's beginning."""


class Reach:
    """How many lines there can be from a place to the paragraph's end, judged by total width, stretch and shrink.

    What lies outside cannot be done, and needs no search; what lies inside may still turn out impossible.
    """

    __slots__ = ("_known", "_p", "_shortest", "_stretched", "_tightest", "_unfilled", "_white")

    def __init__(self, p: Breakable, measure: Pt, rag: Pt, tolerance: float) -> None:
        # A line end adds so much to the sum of the lines' widths: its hyphen, less margin kerning and the white lost.
        added = [0.0, *map(sub, p.end, p.start)]
        forced = p.penalty.count(-INFINITE) - 1
        self._p = p
        self._white = min(added)
        self._tightest = measure - min(added)
        self._shortest = measure - max(added) - rag * tolerance
        self._stretched = 0.0 if rag else tolerance
        self._unfilled = forced * (measure + SLACK) + SLACK
        self._known: dict[int, tuple[float, float]] = {}

    def lines(self, place: int) -> tuple[float, float]:
        """The fewest and the most lines, if one begins at `place`; none from the paragraph's end."""
        p = self._p
        if place == len(p.end) - 1:
            return 0, 0
        known = self._known.get(place)
        if known is None:
            width = p.end[-1] - p.start[place]
            shrunk = width - self._white - (p.end_shrink[-1] - p.start_shrink[place])
            stretched = width + self._stretched * (p.end_stretch[-1] - p.start_stretch[place]) + self._unfilled
            least = max(1, ceil(shrunk / self._tightest - 1e-6)) if self._tightest > 0 else 1
            most = 1 + floor(stretched / self._shortest + 1e-6) if self._shortest > 0 else inf
            known = self._known[place] = (least, most)
        return known


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
    final = _search(p, measure, costs, lines, whole, emergency=emergency)
    if not final:
        return None
    best = min(final, key=_demerits)
    cuts: list[Cut] = []
    node: Node | None = best
    while node is not None and node[5] is not None:
        cuts.append(Cut(node[5][1], node[1], node[4]))
        node = node[5]
    return tuple(reversed(cuts)), best[0]


def several_settings(
    p: Breakable,
    measure: Pt,
    costs: Costs,
    count: int,
    *,
    lines: int | None = None,
    whole: frozenset[int] = frozenset(),
) -> tuple[Setting, ...]:
    """The `count` cheapest ways to break `p`, no two alike, the cheapest first; fewer if there are no more within the
    tolerance. `lines` and `whole` as for `break_lines`.
    """
    return tuple(islice(settings(p, measure, costs, lines=lines, whole=whole), count))


def settings(
    p: Breakable, measure: Pt, costs: Costs, *, lines: int | None = None, whole: frozenset[int] = frozenset()
) -> Iterator[Setting]:
    """All ways to break `p` within the tolerance, the cheapest first, each found when it is asked for.

    One search forwards, which keeps every way of arriving at a state and not the cheapest alone; then a search
    backwards from the end for whole paragraphs, cheapest first (A*; since the first search knows exactly what the lines
    before a state cost at the least, no step is taken in vain).
    """
    ways: Ways = {}
    _search(p, measure, costs, lines, whole, ways=ways)
    last = len(p.end) - 1
    order = counted()  # of equally cheap ways the one found first
    heap: list[tuple[float, int, Node, float, tuple[Cut, ...]]] = []
    """Demerits of the whole paragraph; order; a line; demerits of the lines behind it, and these."""
    for (place, _), arrivals in ways.items():
        if place == last:
            for node in arrivals:
                if lines is None or node[6] == lines:
                    heappush(heap, (node[0], next(order), node, 0.0, ()))
    while heap:
        total, _, node, behind, cuts = heappop(heap)
        begin = node[5]
        assert begin is not None, "only the beginning has no beginning"
        cuts = (Cut(begin[1], node[1], node[4]), *cuts)
        if begin[5] is None:
            yield cuts, total
            continue
        behind += node[0] - begin[0]
        for other in ways[begin[1], _state(begin, lines)]:
            heappush(heap, (other[0] + behind, next(order), other, behind, cuts))


def _state(node: Node, wanted: int | None) -> int:
    """What the cost of the next lines may depend on: fitness, divisions in a row and, if it matters, the count."""
    return node[2] + 4 * node[3] + (64 * node[6] if wanted is not None else 0)


def _demerits(node: Node) -> float:
    return node[0]


def _search(
    p: Breakable,
    measure: Pt,
    costs: Costs,
    wanted: int | None,
    whole: frozenset[int],
    *,
    emergency: bool = False,
    ways: Ways | None = None,
) -> list[Node]:
    """The cheapest way of arriving at the paragraph's end in each state there. All that were weighed go to `ways`."""
    last = len(p.end) - 1
    tolerance = HOPELESS if emergency else costs.tolerance
    reach: Reach | None = None
    if wanted is not None and not emergency:
        reach = Reach(p, measure, costs.rag, costs.tolerance)
        least, most = reach.lines(0)
        if not least <= wanted <= most:
            return []
    forced_places = deque(i for i, pen in enumerate(p.penalty) if pen <= -INFINITE)
    nodes: list[dict[int, Node] | None] = [None] * (last + 1)
    nodes[0] = {1: (0.0, 0, 1, 0, 0.0, None, 0)}
    for a in range(last):
        here = nodes[a]
        if not here:
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
            starts = list(here.values())
            _extend(nodes, starts, p, reached, measure, costs, wanted, whole, reach, ways, strict=not emergency)
    final = nodes[last] or {}
    return [n for n in final.values() if wanted is None or n[6] == wanted]


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
    reach: Reach | None,
    ways: Ways | None,
    *,
    strict: bool,
) -> None:
    """Let every way of getting to a line's beginning go on to each of the ends it can reach, where that is cheapest.

    `reached` holds a place, the ratio of the line that ends there, and how far it falls short. Unless `strict`, more
    divided words in a row than the costs allow are costly, but not forbidden. With `reach`, nothing is kept from which
    the wanted number of lines is out of reach.

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
        fewest, most_lines = 0.0, inf
        if wanted is not None and reach is not None:
            rest = reach.lines(b)
            fewest, most_lines = wanted - rest[1], wanted - rest[0]
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
                if not fewest <= count <= most_lines or (flag and count in whole):
                    continue
                name += 64 * count
            known = there.get(name)
            if known is None or total < known[0]:
                there[name] = (total, b, klass, run, ratio, node, count)
            if ways is not None:
                ways.setdefault((b, name), []).append((total, b, klass, run, ratio, node, count))


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
