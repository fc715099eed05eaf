"""What a set line measures: where its letters begin and end, and how wide its word spaces are.

Knows cast lines; nothing of pages. What is measured is what was set, not what the line says of itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rejoinder.fonts.model import Shaped
from rejoinder.galley.model import Line, Segment
from rejoinder.geometry import Pt
from rejoinder.proof.model import HISTOGRAM_FROM, HISTOGRAM_STEP, HISTOGRAM_STEPS, Spaces

WIDE = 1.5
"""A line's spaces are wide when their mean is more than so many natural ones."""

TIGHT, LOOSE = -0.8, 1.0
"""Ratios beyond which a line is called tight or loose: a loose one is stretched more than its style allows."""


class Space(NamedTuple):
    """One word space: where it begins and ends, from the line's left edge; and how wide its face draws it."""

    begin: Pt
    end: Pt
    natural: Pt

    @property
    def times(self) -> float:
        return (self.end - self.begin) / self.natural if self.natural else 1.0


class Measured(NamedTuple):
    """A line's ink and spaces."""

    left: Pt
    right: Pt
    spaces: tuple[Space, ...]
    """Those that are seen: between words, not at the ends."""

    @property
    def times(self) -> float:
        """Its mean space, as a multiple of the natural one; 0 if it has none."""
        natural = sum([one.natural for one in self.spaces])
        return sum([one.end - one.begin for one in self.spaces]) / natural if natural else 0.0


def measured(line: Line) -> Measured:
    """Ink and spaces of a line, from its left edge."""
    left = right = line.segments[0].x if line.segments else 0.0
    spaces: list[Space] = []
    waiting: list[Space] = []
    begun = False
    for segment in line.segments:
        for begin, end, is_space, natural in _stretches(segment):
            if is_space:
                waiting.append(Space(begin, end, natural))
            elif end > begin:
                if begun:
                    spaces += waiting
                else:
                    left, begun = begin, True
                waiting.clear()
                right = max(right, end)
    return Measured(left, right, tuple(spaces))


def _stretches(segment: Segment) -> Iterator[tuple[Pt, Pt, bool, Pt]]:
    """Words and spaces of a segment in their order: begin, end, whether it is a space, its natural width."""
    x, em, tracking = segment.x, segment.size / 1000, segment.tracking
    before: Shaped | None = None
    for shaped, gap in segment.in_sight():
        if shaped is None:
            if gap:  # one without width is there to be read aloud, behind a hung label
                face = (before or segment.shaped[-1]).face
                yield x, x + gap, True, face.space * em + tracking
                x += gap
            continue
        before = shaped
        width = (shaped.width * em + tracking * len(shaped.gids)) * segment.scale
        yield x, x + width, False, 0.0
        x += width


def is_justified(line: Line) -> bool:
    """Whether its spaces were changed to fill the measure: last lines of paragraphs and ragged ones keep theirs."""
    return line.ratio != 0


def fitness(ratio: float) -> int:
    """Tight 0, decent 1, loose 2, very loose 3 (Knuth & Plass 1981, p. 1155); neighbours should differ by one."""
    return 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1.0 else 3


def spaces_of(times: Sequence[float]) -> Spaces:
    """The distribution of lines' mean spaces."""
    if not times:
        return Spaces(histogram=(0,) * HISTOGRAM_STEPS)
    ordered = sorted(times)
    histogram = [0] * HISTOGRAM_STEPS
    for one in ordered:
        step = int((one - HISTOGRAM_FROM) / HISTOGRAM_STEP)
        histogram[min(max(step, 0), HISTOGRAM_STEPS - 1)] += 1
    return Spaces(
        lines=len(ordered),
        least=ordered[0],
        p5=_quantile(ordered, 0.05),
        median=_quantile(ordered, 0.5),
        p95=_quantile(ordered, 0.95),
        most=ordered[-1],
        wide=sum(one > WIDE for one in ordered),
        histogram=tuple(histogram),
    )


def _quantile(ordered: Sequence[float], share: float) -> float:
    """By linear interpolation between the two nearest."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
