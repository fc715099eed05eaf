"""Lengths and boxes.

Everything inside the program is in PDF points (1/72 inch), x to the right, y
*downwards* from the top of the page. `pdf/paint.py` alone turns y upside down.
"""

from __future__ import annotations

from typing import TypeAlias

from rejoinder.values import dataclass

Pt: TypeAlias = float

POINTS_PER: dict[str, float] = {
    "pt": 1.0,
    "mm": 72 / 25.4,
    "cm": 720 / 25.4,
    "in": 72.0,
    "pc": 12.0,
    "Q": 18 / 25.4,
    "bp": 1.0,
}
"""Absolute units and their size in points (72 to the inch, as in PDF and CSS)."""


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle: its upper left corner and its extent."""

    x: Pt
    y: Pt
    width: Pt
    height: Pt

    @property
    def right(self) -> Pt:
        return self.x + self.width

    @property
    def bottom(self) -> Pt:
        return self.y + self.height
