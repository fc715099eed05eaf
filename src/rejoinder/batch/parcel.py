"""A style sheet with what it extends and names, as it travels to another machine."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

from rejoinder.batch.model import Making
from rejoinder.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Parcel:
    """Files by their names, seen from the sheet's folder; the sheet first. None for a sheet of the program's own."""

    files: tuple[tuple[str, bytes], ...] = ()
    program: str = ""
    """Digest of the program that sends it, with its libraries and fonts; "" if that does not matter."""


def unpacked(making: Making, parcel: Parcel) -> Making:
    """The making whose sheet is the one in the parcel."""
    return replace(making, style=_laid_out(parcel)) if parcel.files else making


@lru_cache(maxsize=8)
def _laid_out(parcel: Parcel) -> str:
    """The path of the sheet; its folder stays as long as the process."""
    folder = Path(tempfile.mkdtemp(prefix="rejoinder-sheet-"))
    for name, data in parcel.files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return str(folder / parcel.files[0][0])
