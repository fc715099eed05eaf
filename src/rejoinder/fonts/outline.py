"""Outlines: a glyph as it is drawn, for those who show pages without embedding fonts.

Paths are in the notation of SVG (SVG 2, 9.3), in thousandths of an em, y downwards from the baseline.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

import uharfbuzz as hb

from rejoinder.fonts.instance import PinnedFace
from rejoinder.fonts.model import Face

Pen: TypeAlias = tuple[list[str], float]
"""What was drawn, and how many thousandths of an em a unit of the font is."""


def outline(face: Face, gid: int) -> str:
    """A glyph's path at the face's axes; "" if it has no ink."""
    return _outline(face, gid) if isinstance(face, PinnedFace) else ""


@lru_cache(maxsize=4096)
def _outline(face: PinnedFace, gid: int) -> str:
    drawn: list[str] = []
    face.font.draw_glyph(gid, _funcs(), (drawn, 1000 / face.upem))
    return "".join(drawn)


@lru_cache(maxsize=1)
def _funcs() -> hb.DrawFuncs:
    funcs = hb.DrawFuncs()
    funcs.set_move_to_func(lambda x, y, pen: _draw(pen, "M", x, y))
    funcs.set_line_to_func(lambda x, y, pen: _draw(pen, "L", x, y))
    funcs.set_quadratic_to_func(lambda cx, cy, x, y, pen: _draw(pen, "Q", cx, cy, x, y))
    funcs.set_cubic_to_func(lambda ax, ay, bx, by, x, y, pen: _draw(pen, "C", ax, ay, bx, by, x, y))
    funcs.set_close_path_func(lambda pen: pen[0].append("Z"))
    return funcs


def _draw(pen: Pen, command: str, *points: float) -> None:
    """A command and its points; a whole thousandth of an em is exact enough for any size that is printed."""
    drawn, scale = pen
    numbers = [round(-point * scale if i % 2 else point * scale) for i, point in enumerate(points)]
    text = command + str(numbers[0])
    for number in numbers[1:]:
        text += str(number) if number < 0 else f" {number}"
    drawn.append(text)
