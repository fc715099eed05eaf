"""Whether a picture has pixels enough for the size it is printed at. Knows nothing of files or pages."""

from __future__ import annotations

from math import inf

from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.geometry import Pt
from rejoinder.pictures.model import Picture

LEAST = 200.0
"""Pixels per inch below which a printed picture is visibly coarse, unless somebody says otherwise."""


def resolution(picture: Picture, width: Pt) -> float:
    """Pixels per inch when printed at a width; without end for what is drawn."""
    if picture.pixels is None or width <= 0:
        return inf
    return picture.pixels[0] / width * 72


def resolution_warning(picture: Picture, width: Pt, said: Diagnostics, span: Span, least: float = LEAST) -> None:
    """Say it if a picture is too coarse for a width."""
    found = resolution(picture, width)
    if found >= least or picture.pixels is None:
        return
    needed = -int(-width / 72 * 300 // 1)
    wide = width / 72 * 25.4
    printed = f"{wide:.0f} mm" if wide >= 1 else f"{wide:.1f} mm"
    said.warning(
        f'the picture "{picture.name}" has only {found:.0f} pixels per inch where it is {printed} wide',
        span,
        f"{needed} pixels across would be 300 per inch; it has {picture.pixels[0]}",
        "resolution",
    )
