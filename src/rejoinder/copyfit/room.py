"""How many lines the pages hold, and the least visible way to make them hold more.

Knows frames and the front block's white; sets nothing. On the grid, a closer leading does not make the text any less
deep in lines: it makes room for another line in each column, or for none. Closing up the front block is the same. So
there are only a few changes of either that are worth a look: for each number of lines, the cheapest that makes room
for it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from rejoinder.copyfit.model import Bend
from rejoinder.copyfit.visibility import visibility
from rejoinder.galley.model import Galley
from rejoinder.geometry import Pt
from rejoinder.style.model import StyleSheet

FRONT_STEP, LEADING_STEP = 0.01, 0.0005
"""Changes are whole multiples of these (or go to the end of their range), so that what is said of them is exact."""
MOST_STEPS = 200


class Room(NamedTuple):
    """A change of white and leading, and how many lines more all columns together hold with it."""

    lines: int
    front: float
    leading: float
    cost: float


def rooms(galley: Galley, sheet: StyleSheet, pages: int, front: float, leading: float) -> tuple[Room, ...]:
    """The changes worth a look, from none at all upwards: each makes room for more lines than any cheaper one.

    `front` and `leading` are how far either may be bent (0, or negative).
    """
    plain = held(galley, sheet, pages, 0.0, 0.0)
    found = {0: Room(0, 0.0, 0.0, 0.0)}
    for closer in _steps(leading, LEADING_STEP):
        for less in _steps(front, FRONT_STEP):
            lines = held(galley, sheet, pages, less, closer) - plain
            cost = visibility(Bend(front=less, leading=closer))
            if lines > 0 and (lines not in found or cost < found[lines].cost):
                found[lines] = Room(lines, less, closer, cost)
    worth: list[Room] = []
    for room in sorted(found.values(), reverse=True):
        if not worth or room.cost < worth[-1].cost:
            worth.append(room)
    return tuple(reversed(worth))


def _steps(end: float, step: float) -> tuple[float, ...]:
    """From nothing to the end of a range."""
    count = min(math.ceil(abs(end) / step - 1e-6), MOST_STEPS)
    step = max(step, abs(end) / MOST_STEPS)
    return (0.0, *(-min(round(i * step, 6), abs(end)) for i in range(1, count + 1)))


def held(galley: Galley, sheet: StyleSheet, pages: int, front: float, leading: float) -> int:
    """How many lines all columns of so many pages hold."""
    grid = sheet.grid.leading * (1 + leading)
    margins = sheet.page.margins
    first = margins.top + galley.cap
    last = sheet.page.trim[1] - margins.bottom
    top = first + grid * max(0, math.ceil((_front_foot(galley, sheet, front) + galley.cap - first) / grid - 1e-6))
    opener = max(0, math.floor((last - top) / grid + 1e-6) + 1)
    others = max(0, math.floor((last - first) / grid + 1e-6) + 1)
    return sheet.columns.count * (opener + (pages - 1) * others)


def _front_foot(galley: Galley, sheet: StyleSheet, front: float) -> Pt:
    """Where the front block ends, with its white below it."""
    lines, share = galley.front, 1 + front
    if not lines:
        return -math.inf
    top = sheet.page.margins.top if sheet.page.opener_top is None else sheet.page.opener_top
    depth = sum(line.leading + line.before * share for line in lines[1:])
    return top + lines[0].height + depth + sheet.front.after * share
