"""Drawings: shapes, words and pixels with their paints, as a vector picture comes out of its file.

x goes to the right and y downwards; a matrix is that of its mark, from the mark's space to the space around it. Knows
no file format, neither that of the source nor PDF.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from rejoinder.geometry import Pt
from rejoinder.pictures.model import Picture
from rejoinder.values import dataclass

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
"""a b c d e f, as in PDF and SVG: x' = a x + c y + e, y' = b x + d y + f."""
UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Step: TypeAlias = tuple[Literal["m", "l", "c", "h"], tuple[float, ...]]
"""Move, line, curve or close, with the points it names."""
Outline: TypeAlias = tuple[Step, ...]
RGB: TypeAlias = tuple[float, float, float]
"""sRGB, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Gradient:
    """Colours along a line (x1, y1, x2, y2) or between two circles (x1, y1, r1, x2, y2, r2)."""

    geometry: tuple[float, ...]
    stops: tuple[tuple[float, RGB, float], ...]
    """Place, colour and opacity; places rise from 0 to 1."""
    matrix: Matrix
    """To the space of the shape that is painted."""
    spread: Literal["pad", "reflect", "repeat"] = "pad"


@dataclass(frozen=True, slots=True)
class Tile:
    """A drawing repeated in rows and columns; `matrix` leads to the space of the shape that is painted."""

    x: float
    y: float
    width: float
    height: float
    marks: tuple[Mark, ...]
    matrix: Matrix


Paint: TypeAlias = RGB | Gradient | Tile


@dataclass(frozen=True, slots=True)
class Stroke:
    """How an outline is drawn; `cap` and `join` are counted as in PDF (butt, round, square; miter, round, bevel)."""

    paint: Paint
    width: float
    opacity: float = 1.0
    cap: int = 0
    join: int = 0
    limit: float = 4.0
    dashes: tuple[float, ...] = ()
    phase: float = 0.0


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline, filled, stroked or both."""

    outline: Outline
    matrix: Matrix
    fill: Paint | None = None
    fill_opacity: float = 1.0
    even_odd: bool = False
    stroke: Stroke | None = None
    stroke_first: bool = False


@dataclass(frozen=True, slots=True)
class Clip:
    """What lies inside any of these outlines is seen."""

    outlines: tuple[tuple[Outline, Matrix, bool], ...]
    """With their matrices, and whether the even-odd rule holds."""


@dataclass(frozen=True, slots=True)
class Group:
    """Marks that are clipped, faded or blended as one."""

    marks: tuple[Mark, ...]
    matrix: Matrix = UNMOVED
    opacity: float = 1.0
    clips: tuple[Clip, ...] = ()
    """In the group's own space; only what lies inside all of them is seen."""
    mask: Group | None = None
    """Where it is light, the group is seen."""
    blend: str = ""
    """A blend mode as CSS names it; "" for normal."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look, behind what comes before them, and moved by `dx` and `dy`."""

    text: str
    size: float
    serif: bool = False
    weight: int = 400
    italic: bool = False
    dx: float = 0.0
    dy: float = 0.0
    spacing: float = 0.0
    fill: Paint | None = (0.0, 0.0, 0.0)
    fill_opacity: float = 1.0
    stroke: Stroke | None = None
    decoration: str = ""
    """"underline" or "line-through"."""
    shift: float = 0.0
    """Of the baseline, downwards, in ems: so that a middle or an upper edge stands where the baseline would."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Runs on one line, of which (x, y) is the beginning, the middle or the end."""

    x: float
    y: float
    runs: tuple[Run, ...]
    anchor: Literal["start", "middle", "end"] = "start"
    turn: float = 0.0
    """In degrees, clockwise, about (x, y)."""
    most: float = 0.0
    """How wide it may become; 0 if it may be as wide as it is."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Text, set in faces of ours."""

    chunks: tuple[Chunk, ...]
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture of pixels in a drawing; its upper left corner at (x, y)."""

    picture: Picture
    x: float
    y: float
    width: float
    height: float
    matrix: Matrix
    opacity: float = 1.0


Mark: TypeAlias = Shape | Group | Wording | Pixels


@dataclass(frozen=True, slots=True)
class Drawing:
    """A vector picture in points, from its upper left corner."""

    width: Pt
    height: Pt
    marks: tuple[Mark, ...]


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that does what `inner` does, and then `outer`."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    """A point as a matrix moves it."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def moved_outline(outline: Outline, matrix: Matrix) -> Outline:
    """An outline as a matrix moves it."""
    if matrix == UNMOVED:
        return outline
    steps: list[Step] = []
    for kind, points in outline:
        flat: list[float] = []
        for at in range(0, len(points), 2):
            flat += moved(points[at], points[at + 1], matrix)
        steps.append((kind, tuple(flat)))
    return tuple(steps)
