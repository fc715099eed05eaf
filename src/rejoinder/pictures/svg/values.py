"""What the attributes and properties of SVG say: lengths, colours, transforms (SVG 1.1, 4, 7 and 11).

Each reader takes what somebody wrote, and says None, or a value that does no harm, where it means nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import cos, isfinite, radians, sin, sqrt, tan

from rejoinder.pictures.drawing import RGB, UNMOVED, Matrix, times

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_LENGTH = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([a-zA-Z%]*)\s*\Z")
_TRANSFORM = re.compile(r"([a-zA-Z]+)\s*\(([^()]*)\)")
_URL = re.compile(r"""url\(\s*['"]?\s*#([^'")\s]+)\s*['"]?\s*\)""")

UNITS = {
    "": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 960 / 25.4, "in": 96.0, "Q": 24 / 25.4,
}  # fmt: skip
"""In px, of which an inch has 96 (CSS Values 3, 5.2)."""
GREATEST = 1e7


def bounded(value: float) -> float:
    """A number that arithmetic can live with."""
    return max(-GREATEST, min(GREATEST, value)) if isfinite(value) else 0.0


def numbers(text: str) -> list[float]:
    """All the numbers in a text, however they are separated."""
    return [bounded(float(one)) for one in _NUMBER.findall(text)]


def number(text: str | None, usual: float) -> float:
    """A number, or a percentage as its share of one."""
    found = _LENGTH.match(text) if text else None
    if not found or found[2] not in ("", "%"):
        return usual
    return bounded(float(found[1])) / (100 if found[2] else 1)


@lru_cache(maxsize=4096)
def length(text: str | None, whole: float, em: float, usual: float = 0.0) -> float:
    """A length in px; `whole` is what 100 % is."""
    found = _LENGTH.match(text) if text else None
    if not found:
        return usual
    value, unit = bounded(float(found[1])), found[2]
    if unit == "%":
        return value * whole / 100
    if unit in ("em", "rem"):
        return value * (em if unit == "em" else 16.0)
    if unit in ("ex", "ch"):
        return value * em / 2
    scale = UNITS.get(unit) or UNITS.get(unit.lower())
    return value * scale if scale else usual


def is_relative(text: str | None) -> bool:
    """Whether a length is missing or a share of something."""
    return not text or text.strip().endswith("%") or text.strip() == "auto"


@lru_cache(maxsize=1024)
def colour(text: str) -> tuple[RGB, float] | None:
    """A colour and its opacity (CSS Color 3); None for none, and for what is no colour."""
    from tinycss2.color3 import parse_color  # few letters have such pictures

    found = parse_color(text)
    if found is None or isinstance(found, str):
        return None
    red, green, blue, alpha = (max(0.0, min(1.0, float(one))) for one in found)
    return (red, green, blue), alpha


def reference(text: str | None) -> str | None:
    """The id that a `url(#id)` names."""
    found = _URL.match(text.strip()) if text else None
    return found[1] if found else None


@lru_cache(maxsize=4096)
def transform(text: str | None) -> Matrix:
    """A list of transformations as one matrix (SVG 1.1, 7.6); it ends where it cannot be read."""
    matrix = UNMOVED
    for kind, arguments in _TRANSFORM.findall(text or ""):
        one = _transformed(kind, numbers(arguments))
        if one is None:
            break
        matrix = times(one, matrix)
    return matrix


def _transformed(kind: str, given: list[float]) -> Matrix | None:
    match kind, given:
        case "matrix", [a, b, c, d, e, f]:
            return (a, b, c, d, e, f)
        case "translate", [x]:
            return (1, 0, 0, 1, x, 0)
        case "translate", [x, y]:
            return (1, 0, 0, 1, x, y)
        case "scale", [x]:
            return (x, 0, 0, x, 0, 0)
        case "scale", [x, y]:
            return (x, 0, 0, y, 0, 0)
        case "rotate", [angle]:
            return rotation(angle)
        case "rotate", [angle, x, y]:
            return times(times((1, 0, 0, 1, -x, -y), rotation(angle)), (1, 0, 0, 1, x, y))
        case "skewX", [angle]:
            return (1, 0, bounded(tan(radians(angle))), 1, 0, 0)
        case "skewY", [angle]:
            return (1, bounded(tan(radians(angle))), 0, 1, 0, 0)
    return None


def rotation(angle: float) -> Matrix:
    """A turn by so many degrees, clockwise where y goes down."""
    across, along = cos(radians(angle)), sin(radians(angle))
    return (across, along, -along, across, 0.0, 0.0)


def diagonal(width: float, height: float) -> float:
    """What lengths without a direction are a share of (SVG 1.1, 7.10)."""
    return sqrt((width * width + height * height) / 2)


def view_box(text: str | None) -> tuple[float, float, float, float] | None:
    """Left, top, width and height; None if it is missing or empty."""
    found = numbers(text or "")
    if len(found) != 4 or found[2] <= 0 or found[3] <= 0:
        return None
    return found[0], found[1], found[2], found[3]


def fitted(box: tuple[float, float, float, float], width: float, height: float, aspect: str | None) -> Matrix:
    """From a viewBox to a viewport (SVG 1.1, 7.8)."""
    left, top, across, down = box
    words = (aspect or "xMidYMid").split() or ["xMidYMid"]
    x, y = width / across, height / down
    if words[0] == "none":
        return (x, 0, 0, y, -left * x, -top * y)
    scale = max(x, y) if "slice" in words else min(x, y)
    share = {"Min": 0.0, "Mid": 0.5, "Max": 1.0}
    white_x = (width - across * scale) * share.get(words[0][1:4], 0.5)
    white_y = (height - down * scale) * share.get(words[0][5:8], 0.5)
    return (scale, 0, 0, scale, white_x - left * scale, white_y - top * scale)
