"""Rivers: word spaces of consecutive lines that stand below each other, so that the eye sees a channel of white.

Knows cast lines; knows nothing of how their breaks were chosen, nor of pages. Total fit cannot see rivers, since what
a line costs does not depend on where its neighbour's spaces are; so they are looked for in what it offers.

A river is a chain of word spaces, one from each of three or more consecutive lines, in which any two neighbours
overlap by at least half of the narrower one. So it may run straight down or at a slope of half a space a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias

from rejoinder.galley.model import Line
from rejoinder.geometry import Pt
from rejoinder.values import dataclass

LEAST_LINES = 3
"""Two spaces below each other are seen in any text; three begin to be a river."""

OVERLAP = 0.5
"""How much of the narrower one of two spaces must stand over the other."""

PLAIN_SPACE = 0.25
"""A channel so wide, in ems, is that of ordinary word spaces right below each other."""

GapBox: TypeAlias = tuple[Pt, Pt]
"""Where a word space begins and ends, from the line's left edge."""

Meeting: TypeAlias = tuple[int, int, Pt]
"""Two spaces that line up: the upper one's and the lower one's places in their rows, and by how much they overlap."""


@dataclass(frozen=True, slots=True)
class River:
    """Spaces that line up: one in each line, from the line with the index `first` downwards."""

    first: int
    gaps: tuple[GapBox, ...]
    channel: float
    """How wide neighbours overlap on the average, in ems: what one sees through."""

    @property
    def lines(self) -> int:
        """How many lines it runs through."""
        return len(self.gaps)

    @property
    def cost(self) -> float:
        """1 for three lines with ordinary spaces right below each other; it grows with the square of further lines."""
        further = len(self.gaps) - LEAST_LINES + 1
        return further * further * self.channel / PLAIN_SPACE


def rivers(lines: Sequence[Line]) -> tuple[River, ...]:
    """The rivers in lines that stand directly below each other (of one paragraph, or one column), from above.

    White above a line, and a line without spaces, end a river. No space belongs to two of them.
    """
    rows = [gap_boxes(line) for line in lines]
    meetings = [
        () if line.before else meet(above, below)
        for line, (above, below) in zip(lines[1:], pairwise(rows), strict=True)
    ]
    return in_rows(rows, meetings, lambda first: max([segment.size for segment in lines[first].segments]))


def in_rows(
    rows: Sequence[Sequence[GapBox]], meetings: Sequence[Sequence[Meeting]], size_of: Callable[[int], Pt]
) -> tuple[River, ...]:
    """The rivers in rows of spaces, of which each one's meetings with the next are known; `size_of` a row's type."""
    found: list[River] = []
    for first, places, overlap in _channels(meetings):
        em = size_of(first)
        gaps = tuple([rows[first + i][place] for i, place in enumerate(places)])
        found.append(River(first, gaps, overlap / em))
    if len(found) > 1:
        found.sort(key=lambda river: (river.first, river.gaps[0][0]))
    return tuple(found)


def gap_boxes(line: Line) -> list[GapBox]:
    """Where the line's word spaces stand, from the left. The one at its end, which nobody sees, is none of them."""
    boxes: list[GapBox] = []
    for segment in line.segments:
        x, size = segment.x, segment.size / 1000 * segment.scale
        tracking = segment.tracking * segment.scale
        if segment.rtl:
            for word, white in segment.in_sight():
                width = white if word is None else word.width * size + tracking * len(word.gids)
                boxes += [(x, x + width)] if word is None else []
                x += width
            continue
        for shaped, gap in zip(segment.shaped, segment.gaps, strict=True):
            x += shaped.width * size
            if tracking:
                x += tracking * len(shaped.gids)
            if gap:
                end = x + gap
                boxes.append((x, end))
                x = end
    if line.turned:
        return sorted(boxes)
    if boxes and line.segments[-1].gaps[-1]:
        boxes.pop()
    return boxes


def meet(above: Sequence[GapBox], below: Sequence[GapBox]) -> Sequence[Meeting]:
    """Which spaces of a line line up with which of the next. Both rows run from left to right."""
    found: list[Meeting] = []
    if not above:
        return found
    at, last = 0, len(above) - 1
    for place, (begin, end) in enumerate(below):
        while at < last and above[at][1] <= begin:
            at += 1
        upper = at
        while upper <= last:  # one wide space may stand over two narrow ones, or under two
            upper_begin, upper_end = above[upper]
            if upper_begin >= end:
                break
            overlap = (upper_end if upper_end < end else end) - (upper_begin if upper_begin > begin else begin)
            if overlap >= OVERLAP * (end - begin) or overlap >= OVERLAP * (upper_end - upper_begin):
                found.append((upper, place, overlap))
            upper += 1
    return found


_Link: TypeAlias = "tuple[int, int, int, int, Pt, _Link | None]"
"""A meeting and the longest chain of meetings that ends at its upper space: length of the chain, line and place of the
lower space, place of the upper one, overlap, chain above."""


def _channels(meetings: Iterable[Sequence[Meeting]]) -> list[tuple[int, list[int], Pt]]:
    """First line, place in each row, and mean overlap of every river."""
    long: list[_Link] = []
    above: dict[int, _Link] = {}
    """The longest chain that ends at a space of the line above."""
    for line, met in enumerate(meetings, start=1):
        here: dict[int, _Link] = {}
        for upper, lower, overlap in met:
            over = above.get(upper)
            length = over[0] + 1 if over else 1
            known = here.get(lower)
            if known is None or length > known[0]:
                here[lower] = link = (length, line, lower, upper, overlap, over)
                if length >= LEAST_LINES - 1:
                    long.append(link)
        above = here
    return _untangled(long) if long else []


def _untangled(long: list[_Link]) -> list[tuple[int, list[int], Pt]]:
    """The longest chains first; where two run together, the shorter one ends at the other."""
    found: list[tuple[int, list[int], Pt]] = []
    taken: set[tuple[int, int]] = set()
    for foot in sorted(long, key=_shortness):
        last, place = foot[1], foot[2]
        if (last, place) in taken:
            continue
        places, overlaps = [place], 0.0
        link: _Link | None = foot
        while link is not None:
            _, line, _, upper, overlap, above = link
            if (line - 1, upper) in taken:
                break
            places.append(upper)
            overlaps += overlap
            link = above
        if len(places) >= LEAST_LINES:
            first = last - len(places) + 1
            places.reverse()
            taken.update((first + i, place) for i, place in enumerate(places))
            found.append((first, places, overlaps / (len(places) - 1)))
    return found


def _shortness(link: _Link) -> int:
    return -link[0]
