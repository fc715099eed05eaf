"""Pictures as they are needed to be set and embedded: their size, and what their files hold.

A picture is data until it is embedded: nothing here knows how PDF writes it.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from rejoinder.geometry import Pt
from rejoinder.values import dataclass

PictureKind: TypeAlias = Literal["png", "jpeg", "pdf", "svg"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, read and found to be sound."""

    kind: PictureKind
    data: bytes
    """The file as it is."""
    width: Pt
    """Natural width: of a vector picture as drawn, of pixels at the resolution the file states (or 300 per inch)."""
    height: Pt
    pixels: tuple[int, int] | None = None
    """Width and height in pixels; None for vectors."""
    name: str = ""
    """Of the file, for diagnostics."""
