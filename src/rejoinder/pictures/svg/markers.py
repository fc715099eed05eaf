"""Where the markers of a line stand, and which way they point (SVG 1.1, 11.6)."""

from __future__ import annotations

from collections.abc import Iterator
from math import atan2, degrees
from typing import Literal, TypeAlias

from rejoinder.pictures.drawing import Outline

Vertex: TypeAlias = tuple[Literal["start", "mid", "end"], float, float, float]
"""Which marker, where, and its direction in degrees."""
Point: TypeAlias = tuple[float, float]


def vertices(outline: Outline) -> Iterator[Vertex]:
    """Every vertex of an outline. Between two directions a marker points half way."""
    points = list(_directed(outline))
    for at, (x, y, arriving, leaving) in enumerate(points):
        which: Literal["start", "mid", "end"] = "start" if not at else "end" if at == len(points) - 1 else "mid"
        yield which, x, y, _between(arriving, leaving)


def _directed(outline: Outline) -> Iterator[tuple[float, float, Point | None, Point | None]]:
    """Each vertex with the directions in which a line comes and goes."""
    here: Point = (0.0, 0.0)
    start: Point = here
    arriving: Point | None = None
    waiting = False
    for kind, points in outline:
        ends: list[Point] = list(zip(points[::2], points[1::2], strict=True)) if points else [start]
        if kind == "m":
            if waiting:
                yield *here, arriving, None
            arriving = None
            start = ends[-1]
        else:
            yield *here, arriving, _direction([here, *ends])
            arriving = _direction([*reversed([here, *ends])], back=True)
        here, waiting = ends[-1], True
    if waiting:
        yield *here, arriving, None


def _direction(points: list[Point], *, back: bool = False) -> Point | None:
    """From the first point to the next that is another."""
    x, y = points[0]
    for other_x, other_y in points[1:]:
        if (other_x, other_y) != (x, y):
            return (x - other_x, y - other_y) if back else (other_x - x, other_y - y)
    return None


def _between(arriving: Point | None, leaving: Point | None) -> float:
    ways = [atan2(way[1], way[0]) for way in (arriving, leaving) if way is not None]
    if len(ways) < 2:
        return degrees(ways[0]) if ways else 0.0
    one, two = (degrees(way) for way in ways)
    return one + ((two - one + 180) % 360 - 180) / 2
