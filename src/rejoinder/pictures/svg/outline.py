"""Outlines: path data and the basic shapes as moves, lines and curves (SVG 1.1, 8.3 and 9), and how large they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import atan2, ceil, cos, inf, pi, sin, sqrt, tan

from rejoinder.pictures.drawing import Matrix, Outline, Step, moved
from rejoinder.pictures.svg.values import bounded

_TOKEN = re.compile(r"([MmZzLlHhVvCcSsQqTtAa])|([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([\s,]+)|(.)", re.DOTALL)
ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
CIRCLE = 4 / 3 * (sqrt(2) - 1)
"""How far the control points of a quarter circle lie from its ends, in radii."""


def path(data: str) -> Outline:
    """Path data (SVG 1.1, 8.3). What follows a mistake is not drawn, and what precedes it is (F.2)."""
    pen = _Pen()
    for command, values in _commands(data):
        pen.draw(command, values)
    return tuple(pen.steps)


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    command = ""
    values: list[float] = []
    need = 0
    at = 0
    while at < len(data):
        found = _TOKEN.match(data, at)
        assert found is not None
        letter, digits, _, wrong = found.groups()
        at = found.end()
        if letter:
            if values or (not command and letter not in "Mm"):
                return
            command, need = letter, ARGUMENTS[letter.upper()]
            if not need:
                yield command, []
        elif digits:
            if not need:
                return
            if command in "Aa" and len(values) in (3, 4):  # a flag is one figure, and needs no space behind it
                if digits[0] not in "01":
                    return
                at = found.start() + 1
                digits = digits[0]
            values.append(bounded(float(digits)))
            if len(values) == need:
                yield command, values
                values = []
                command = {"M": "L", "m": "l"}.get(command, command)
        elif wrong:
            return


class _Pen:
    """Draws command after command, and knows where it is."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._x = self._y = 0.0
        self._start = (0.0, 0.0)
        self._control: tuple[str, float, float] | None = None
        """The last curve's kind and its last control point, for those that continue it smoothly."""

    def draw(self, command: str, values: list[float]) -> None:
        kind = command.upper()
        x, y = (self._x, self._y) if command.islower() else (0.0, 0.0)
        control = self._control
        self._control = None
        if not self.steps or (self.steps[-1][0] == "h" and kind not in "MZ"):
            if kind == "Z":
                return
            if kind != "M":
                self.steps.append(("m", (self._x, self._y)))
        match kind:
            case "M":
                self._move(x + values[0], y + values[1])
            case "L":
                self._line(x + values[0], y + values[1])
            case "H":
                self._line(x + values[0], self._y)
            case "V":
                self._line(self._x, y + values[0])
            case "C":
                self._curve([one + (y if at % 2 else x) for at, one in enumerate(values)])
            case "S":
                smooth = self._mirrored(control, "C")
                self._curve([*smooth, *[one + (y if at % 2 else x) for at, one in enumerate(values)]])
            case "Q":
                self._quadratic(x + values[0], y + values[1], x + values[2], y + values[3])
            case "T":
                self._quadratic(*self._mirrored(control, "Q"), x + values[0], y + values[1])
            case "A":
                self._arc(values[:5], x + values[5], y + values[6])
            case "Z":
                self._close()

    def _mirrored(self, control: tuple[str, float, float] | None, kind: str) -> tuple[float, float]:
        if control is None or control[0] != kind:
            return self._x, self._y
        return 2 * self._x - control[1], 2 * self._y - control[2]

    def _move(self, x: float, y: float) -> None:
        self.steps.append(("m", (x, y)))
        self._x, self._y = self._start = (x, y)

    def _line(self, x: float, y: float) -> None:
        self.steps.append(("l", (x, y)))
        self._x, self._y = x, y

    def _curve(self, points: list[float]) -> None:
        self.steps.append(("c", tuple(points)))
        self._control = ("C", points[2], points[3])
        self._x, self._y = points[4], points[5]

    def _quadratic(self, cx: float, cy: float, x: float, y: float) -> None:
        first = (self._x + 2 / 3 * (cx - self._x), self._y + 2 / 3 * (cy - self._y))
        self._curve([*first, x + 2 / 3 * (cx - x), y + 2 / 3 * (cy - y), x, y])
        self._control = ("Q", cx, cy)

    def _arc(self, shape: list[float], x: float, y: float) -> None:
        rx, ry, turn, large, sweep = shape
        for points in arc((self._x, self._y), (abs(rx), abs(ry)), turn, (bool(large), bool(sweep)), (x, y)):
            self.steps.append(points)
        self._x, self._y = x, y

    def _close(self) -> None:
        if self.steps[-1][0] != "h":
            self.steps.append(("h", ()))
        self._x, self._y = self._start


def arc(
    start: tuple[float, float],
    radii: tuple[float, float],
    turn: float,
    flags: tuple[bool, bool],
    end: tuple[float, float],
) -> Iterator[Step]:
    """An elliptical arc as curves, by way of its centre (SVG 1.1, F.6)."""
    rx, ry = radii
    if start == end:
        return
    if not rx or not ry:
        yield "l", end
        return
    across, along = cos(turn * pi / 180), sin(turn * pi / 180)
    half_x, half_y = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x1, y1 = across * half_x + along * half_y, across * half_y - along * half_x
    excess = (x1 / rx) ** 2 + (y1 / ry) ** 2
    if excess > 1:
        rx, ry = rx * sqrt(excess), ry * sqrt(excess)
    over = (rx * y1) ** 2 + (ry * x1) ** 2
    root = sqrt(max(0.0, ((rx * ry) ** 2 - over) / over)) if over else 0.0
    if flags[0] == flags[1]:
        root = -root
    cx1, cy1 = root * rx * y1 / ry, -root * ry * x1 / rx
    centre: Matrix = (
        *(across * rx, along * rx, -along * ry, across * ry),
        across * cx1 - along * cy1 + (start[0] + end[0]) / 2,
        along * cx1 + across * cy1 + (start[1] + end[1]) / 2,
    )
    first = atan2((y1 - cy1) / ry, (x1 - cx1) / rx)
    sweep = atan2((-y1 - cy1) / ry, (-x1 - cx1) / rx) - first
    if flags[1] and sweep < 0:
        sweep += 2 * pi
    elif not flags[1] and sweep > 0:
        sweep -= 2 * pi
    yield from _turned(centre, first, sweep, end)


def _turned(centre: Matrix, first: float, sweep: float, end: tuple[float, float]) -> Iterator[Step]:
    """A part of the unit circle, moved by a matrix; it ends exactly where it should."""
    pieces = max(1, ceil(abs(sweep) / (pi / 2) - 1e-9))
    step = sweep / pieces
    reach = 4 / 3 * tan(step / 4)
    for piece in range(pieces):
        begin, finish = first + piece * step, first + (piece + 1) * step
        one = moved(cos(begin) - reach * sin(begin), sin(begin) + reach * cos(begin), centre)
        two = moved(cos(finish) + reach * sin(finish), sin(finish) - reach * cos(finish), centre)
        last = end if piece == pieces - 1 else moved(cos(finish), sin(finish), centre)
        yield "c", (*one, *two, *last)


def rectangle(x: float, y: float, width: float, height: float, rx: float = 0.0, ry: float = 0.0) -> Outline:
    """A rectangle, its corners rounded by these radii (SVG 1.1, 9.2)."""
    if width <= 0 or height <= 0:
        return ()
    rx, ry = min(rx, width / 2), min(ry, height / 2)
    right, low = x + width, y + height
    if rx <= 0 or ry <= 0:
        return (("m", (x, y)), ("l", (right, y)), ("l", (right, low)), ("l", (x, low)), ("h", ()))
    kx, ky = rx * (1 - CIRCLE), ry * (1 - CIRCLE)
    return (
        ("m", (x + rx, y)),
        ("l", (right - rx, y)),
        ("c", (right - kx, y, right, y + ky, right, y + ry)),
        ("l", (right, low - ry)),
        ("c", (right, low - ky, right - kx, low, right - rx, low)),
        ("l", (x + rx, low)),
        ("c", (x + kx, low, x, low - ky, x, low - ry)),
        ("l", (x, y + ry)),
        ("c", (x, y + ky, x + kx, y, x + rx, y)),
        ("h", ()),
    )


def ellipse(cx: float, cy: float, rx: float, ry: float) -> Outline:
    if rx <= 0 or ry <= 0:
        return ()
    kx, ky = rx * CIRCLE, ry * CIRCLE
    return (
        ("m", (cx + rx, cy)),
        ("c", (cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry)),
        ("c", (cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy)),
        ("c", (cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry)),
        ("c", (cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy)),
        ("h", ()),
    )


def polygon(points: list[float], *, closed: bool) -> Outline:
    pairs = list(zip(points[::2], points[1::2], strict=False))
    if not pairs:
        return ()
    steps: list[Step] = [("m", pairs[0]), *[("l", pair) for pair in pairs[1:]]]
    return (*steps, ("h", ())) if closed else tuple(steps)


def bounds(outline: Outline) -> tuple[float, float, float, float] | None:
    """Left, top, right and bottom of what an outline encloses, without its stroke."""
    xs, ys = [inf, -inf], [inf, -inf]
    here = (0.0, 0.0)
    for kind, points in outline:
        if kind == "h":
            continue
        for side, values in ((0, xs), (1, ys)):
            found = [here[side], points[-2 + side]] if kind != "m" else [points[side]]
            if kind == "c":
                found += _extremes(here[side], points[side], points[2 + side], points[4 + side])
            values[0], values[1] = min(values[0], *found), max(values[1], *found)
        here = (points[-2], points[-1])
    return None if xs[0] == inf else (xs[0], ys[0], xs[1], ys[1])


def _extremes(a: float, b: float, c: float, d: float) -> list[float]:
    """Where a cubic curve turns back in one coordinate: the roots of its derivative."""
    third, second, first = d - a + 3 * (b - c), 2 * (a - 2 * b + c), b - a
    if abs(third) < 1e-12:
        roots = [-first / second] if second else []
    else:
        inside = second * second - 4 * third * first
        roots = [(-second + sign * sqrt(inside)) / (2 * third) for sign in (1, -1)] if inside >= 0 else []
    return [
        (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * c + t**3 * d for t in roots if 0 < t < 1
    ]
