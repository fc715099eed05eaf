"""Rivers where they run: `galley/rivers.py` finds them in lines, this places them on the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rejoinder.galley.rivers import rivers
from rejoinder.geometry import Box
from rejoinder.proof.model import Finding
from rejoinder.proof.stands import Stand, Standing, around, counted, found


class Channel(NamedTuple):
    """A river: the lines it runs through, and the word space it takes in each."""

    stands: tuple[Stand, ...]
    boxes: tuple[Box, ...]


def channels(standing: Standing) -> Iterator[Channel]:
    """All rivers, in the order in which they are met."""
    for part in ("column", "notes"):
        for block in standing.blocks(one for one in standing.text if one.item.part == part):
            for river in rivers([one.item.line for one in block]):
                stands = tuple(block[river.first : river.first + river.lines])
                yield Channel(stands, tuple(map(_box, stands, river.gaps)))


def _box(stand: Stand, gap: tuple[float, float]) -> Box:
    begin, end = gap
    height = 0.5 * stand.size
    return Box(stand.item.x + begin, stand.item.y - height, end - begin, height)


SEEN = 4
"""Rivers of so many lines catch the eye; of three there are some by chance in any text."""


def river_findings(all_: tuple[Channel, ...]) -> Iterator[Finding]:
    for one in all_:
        lines = len(one.stands)
        yield found(
            "river",
            one.stands[0],
            f"through {counted(lines, 'line')}",
            lines,
            around(one.boxes),
            None if lines >= SEEN else "remark",
        )
