"""Why a picture cannot be used: what is wrong with its file, and what would help. Knows no file format."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias


class RefusedError(Exception):
    """A picture is not used. `hint` says what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


Warn: TypeAlias = Callable[[str, str], None]
"""Says what is doubtful about a picture, and a hint."""


def silent(message: str, hint: str) -> None:
    """For a second look at a picture whose doubts have been said."""


MOST_PIXELS = 89_000_000
"""A spread of A3 at 600 to the inch has fewer. More than this Pillow takes for an attack, too."""
MOST_DECODED = 400_000_000
"""Bytes of pixels."""


def check_pixels(width: int, height: int, bits: int) -> None:
    """Refuse a picture without pixels, or with so many that it must be an accident or an attack."""
    if not width or not height:
        raise RefusedError("has no pixels")
    if width * height > MOST_PIXELS or width * height * bits > 8 * MOST_DECODED:
        raise RefusedError(
            f"is too large: {width} × {height} pixels",
            "a column needs about 1000 pixels across, a page 2100 (300 to the inch)",
        )
