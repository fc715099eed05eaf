"""How evenly a letter is set, counted on its set lines. The terms are those of the table in the README.

Spaces are counted on body lines that are set to the full measure; the natural space is the median of the others, which
are last lines of paragraphs.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rejoinder.galley.model import Line
from rejoinder.pages.model import Page, PlacedLine

LOOSE = 1.5
"""A line is loose when its mean word space is more than this many natural ones."""
HANGING = 0.45
"""The share of its size by which a line may hang out into the margin."""
SLACK = 0.05
"""Points by which a baseline may miss the grid."""


@dataclass(frozen=True, slots=True)
class Quality:
    lines: int
    loose: float
    """Lines whose mean word space is over 1.5 × natural, in per cent of full lines."""
    space_95: float
    """95th percentile of the mean word spaces, × natural."""
    hyphens: float
    """Hyphens at line ends per 100 lines."""
    run: int
    """The longest run of lines that end in a hyphen."""
    overfull: int
    widows: int
    orphans: int
    stranded: int
    """Headings that end a column."""
    off_grid: int
    """Baselines of body text off the page's grid."""
    last_columns: float
    """By how much the last page's columns end apart, counting their notes, in lines of the grid."""


def quality_of(pages: Sequence[Page]) -> Quality:
    body = [one for page in pages for one in _columns(page) if one.line.style == "body"]
    full = [one.line for one in body if _is_full(one.line)]
    natural = statistics.median([_space(one.line) for one in body if not _is_full(one.line)] or [0.25])
    spaces = [space / natural for space in map(_space, full) if space]
    ends = [list(column)[-1].line for page in pages for column in _by_column(page)]
    return Quality(
        lines=len(body),
        loose=100 * sum(space > LOOSE for space in spaces) / max(1, len(spaces)),
        space_95=statistics.quantiles(spaces, n=20)[-1] if len(spaces) > 1 else 0.0,
        hyphens=100 * sum(one.line.hyphenated for one in body) / max(1, len(body)),
        run=max((sum(1 for _ in run) for yes, run in groupby(one.line.hyphenated for one in body) if yes), default=0),
        overfull=sum(_end(one.line) > one.line.measure + _hang(one.line) for one in body),
        widows=sum("widow" in last.why.split() for last in ends),
        orphans=sum("orphan" in last.why.split() for last in ends),
        stranded=sum(last.style.startswith("heading") for last in ends),
        off_grid=sum(_off_grid(one, page) for page in pages for one in _columns(page) if one.line.style == "body"),
        last_columns=_apart(pages[-1]) if pages else 0.0,
    )


def _columns(page: Page) -> Iterator[PlacedLine]:
    return (item for item in page.items if isinstance(item, PlacedLine) and item.part == "column")


def _by_column(page: Page) -> Iterable[Iterator[PlacedLine]]:
    return (column for _, column in groupby(_columns(page), key=lambda one: one.column))


def _is_full(line: Line) -> bool:
    """Not the last line of a paragraph, which keeps its natural spaces."""
    return _end(line) > line.measure - 2 * _size(line)


def _end(line: Line) -> float:
    """Where its last glyph ends, from the left edge: measured on what is set, not taken from what the line says."""
    last = line.segments[-1]
    glyphs = sum(one.width / 1000 * last.size + last.tracking * len(one.gids) for one in last.shaped)
    return last.x + glyphs * last.scale + sum(gap or 0.0 for gap in last.gaps[:-1])


def _size(line: Line) -> float:
    return max(segment.size for segment in line.segments)


def _hang(line: Line) -> float:
    """How far a line may stand out into the margin: a hyphen or full stop hangs there, no letter does."""
    return HANGING * _size(line)


def _space(line: Line) -> float:
    """Mean word space of a line, in em; 0 if it has none."""
    gaps = [gap for segment in line.segments for gap in segment.gaps]
    seen = [gap for gap in gaps[:-1] if gap]  # the one at the end is kept for reading aloud only
    return statistics.fmean(seen) / _size(line) if seen else 0.0


def _off_grid(one: PlacedLine, page: Page) -> bool:
    distance = (one.y - page.grid_top) % page.grid
    return min(distance, page.grid - distance) > SLACK


def _apart(page: Page) -> float:
    feet: dict[int, float] = {}
    for item in page.items:
        if isinstance(item, PlacedLine) and item.part in ("column", "notes"):
            feet[item.column] = max(feet.get(item.column, 0.0), item.y)
    return (max(feet.values()) - min(feet.values())) / page.grid if len(feet) == len(page.columns) and feet else 0.0
