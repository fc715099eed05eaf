"""What a camera notes beside a picture: which way up it is, and its density (Exif 2.32, 4.5-4.6; TIFF 6.0, 2).

Reads two entries of the first directory and believes no offset.
"""

from __future__ import annotations

ORIENTATION, ACROSS, DOWN, UNIT = 0x0112, 0x011A, 0x011B, 0x0128
SHORT, RATIONAL = 3, 5
CENTIMETRES = 3
MOST_ENTRIES = 500


def orientation(exif: bytes) -> int:
    """1 to 8, as TIFF counts them; 1 (as it is) where the file is silent or wrong."""
    value = _entries(exif).get(ORIENTATION, 1)
    return int(value) if 1 <= value <= 8 else 1


def density(exif: bytes) -> tuple[float, float] | None:
    """Pixels per inch."""
    entries = _entries(exif)
    across, down = entries.get(ACROSS, 0.0), entries.get(DOWN, 0.0)
    scale = 2.54 if entries.get(UNIT) == CENTIMETRES else 1.0
    return (across * scale, down * scale) if across and down else None


def is_turned(orientation: int) -> bool:
    """Whether width and height change places."""
    return orientation >= 5


def _entries(exif: bytes) -> dict[int, float]:
    """The numbers of the first directory by their tags."""
    order: str
    if exif[:4] == b"II*\0":
        order = "little"
    elif exif[:4] == b"MM\0*":
        order = "big"
    else:
        return {}

    def number(at: int, size: int) -> int:
        return int.from_bytes(exif[at : at + size], "little" if order == "little" else "big")

    start = number(4, 4)
    values: dict[int, float] = {}
    for place in range(min(number(start, 2), MOST_ENTRIES)):
        at = start + 2 + 12 * place
        if at + 12 > len(exif):
            break
        tag, kind = number(at, 2), number(at + 2, 2)
        if kind == SHORT:
            values.setdefault(tag, number(at + 8, 2))
        elif kind == RATIONAL:
            offset = number(at + 8, 4)
            under = number(offset + 4, 4)
            if under:
                values.setdefault(tag, number(offset, 4) / under)
    return values
