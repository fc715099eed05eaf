"""Where the paper is cut: boxes of a page, crop and registration marks (ISO 32000-1, 14.11.2; ISO 15930-7, 6.9).

The page's own space is that of the trimmed page, whatever stands around it: the medium just begins below zero. So
nothing on the page, no link and no destination, ever moves.
"""

from __future__ import annotations

from rejoinder.geometry import Pt
from rejoinder.pages.model import Page
from rejoinder.pdf.objects import number
from rejoinder.values import dataclass

THICKNESS: Pt = 0.25
CLEAR: Pt = 8.504
"""3 mm: how far from the trim a mark begins at the least, so that a knife that strays does not show it."""
RADIUS: Pt = 4.0
"""Of the circle of a registration mark."""
EDGE: Pt = 2.835
"""1 mm of paper beyond the marks."""
LEAST_SIDE: Pt = 60.0
"""Of a page in the middle of whose sides there is room for registration marks."""

ALL = "/ColorSpace <</All [/Separation /All /DeviceGray <</FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1>>]>>"
"""An entry of the resources: a colour on all plates alike (8.6.6.4), by which one sees that they lie in register."""

_QUARTER = 0.5523


@dataclass(frozen=True, slots=True)
class Trim:
    """What surrounds the trimmed page."""

    bleed: Pt
    """How far what is printed up to the edge goes beyond it."""
    marks: bool
    """Whether there are marks."""
    mark_length: Pt = 14.0

    @property
    def offset(self) -> Pt:
        """Distance of the marks from the trim: outside of the bleed (ISO 15930-7, 6.9)."""
        return max(self.bleed, CLEAR)

    @property
    def around(self) -> Pt:
        """How far the medium goes beyond the trim."""
        return self.offset + max(self.mark_length, 2 * RADIUS + 4) + EDGE if self.marks else self.bleed


def boxes(page: Page, trim: Trim | None) -> str:
    """The boxes of a page (14.11.2), each within the one before."""
    if trim is None:
        return f"/MediaBox {_box(page, 0)}"
    return f"/MediaBox {_box(page, trim.around)} /BleedBox {_box(page, trim.bleed)} /TrimBox {_box(page, 0)}"


def _box(page: Page, beyond: Pt) -> str:
    sides = (0 - beyond, 0 - beyond, page.width + beyond, page.height + beyond)
    return f"[{' '.join([number(side) for side in sides])}]"


def marks(page: Page, trim: Trim) -> bytes:
    """Crop marks at the corners, and registration marks in the middle of the sides: an artifact (14.8.2.2)."""
    if not trim.marks:
        return b""
    lines = [*_crop_marks(page, trim)]
    middle, level = page.width / 2, page.height / 2
    away = trim.offset + RADIUS + 2
    if page.width >= LEAST_SIDE:
        lines += [*_registration(middle, -away), *_registration(middle, page.height + away)]
    if page.height >= LEAST_SIDE:
        lines += [*_registration(-away, level), *_registration(page.width + away, level)]
    drawn = "\n".join(lines)
    return (f"/Artifact <</Type /Page>> BDC\nq /All CS 1 SCN {number(THICKNESS)} w 0 J [] 0 d\n{drawn}\nQ\nEMC").encode(
        "ascii"
    )


def _crop_marks(page: Page, trim: Trim) -> list[str]:
    near, far = trim.offset, trim.offset + trim.mark_length
    lines = []
    for x, outwards in ((0.0, -1), (page.width, 1)):
        for y, upwards in ((0.0, -1), (page.height, 1)):
            lines.append(_line(x + outwards * near, y, x + outwards * far, y))
            lines.append(_line(x, y + upwards * near, x, y + upwards * far))
    return lines


def _registration(x: Pt, y: Pt) -> list[str]:
    """A cross in a circle."""
    arm = RADIUS + 2
    inner = RADIUS * _QUARTER
    ring = [f"{number(x + RADIUS)} {number(y)} m"]
    for across, up in ((1, 1), (-1, 1), (-1, -1), (1, -1)):
        ring.append(_bend(x, y, across, up, inner))
    return [_line(x - arm, y, x + arm, y), _line(x, y - arm, x, y + arm), *ring, "s"]


def _bend(x: Pt, y: Pt, across: int, up: int, inner: Pt) -> str:
    """A quarter of the circle, anticlockwise, through one quadrant."""
    if across == up:  # from the level to the upright axis
        points = [(across * RADIUS, up * inner), (across * inner, up * RADIUS), (0.0, up * RADIUS)]
    else:
        points = [(across * inner, up * RADIUS), (across * RADIUS, up * inner), (across * RADIUS, 0.0)]
    return " ".join([f"{number(x + dx)} {number(y + dy)}" for dx, dy in points]) + " c"


def _line(x: Pt, y: Pt, to_x: Pt, to_y: Pt) -> str:
    return f"{number(x)} {number(y)} m {number(to_x)} {number(to_y)} l S"
