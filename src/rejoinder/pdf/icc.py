"""A colour profile for sRGB (ICC.1:2001-04, IEC 61966-2-1), so that the file says what its RGB means.

Made here, of the standard's numbers, because it must be the same bytes everywhere and free for all to embed.
"""

from __future__ import annotations

import struct
from functools import cache

NAME = "sRGB IEC61966-2.1"
COPYRIGHT = "No copyright, use freely"

WHITE = (0.9642, 1.0, 0.8249)
"""D50, the white of the connection space."""
PRIMARIES = {
    b"rXYZ": (0.436066, 0.222488, 0.013916),
    b"gXYZ": (0.385147, 0.716873, 0.097076),
    b"bXYZ": (0.143066, 0.060608, 0.714096),
}
"""The primaries, adapted to D50 by the Bradford transform."""
CURVE_POINTS = 256


@cache
def srgb_profile() -> bytes:
    """A display profile of version 2.1: matrix and tone curve."""
    curve = curve_tag([_linear(step / (CURVE_POINTS - 1)) for step in range(CURVE_POINTS)])
    tags = [
        (b"wtpt", xyz_tag(WHITE)),
        *((tag, xyz_tag(primary)) for tag, primary in PRIMARIES.items()),
        (b"rTRC", curve),
        (b"gTRC", curve),
        (b"bTRC", curve),
    ]
    return profile_of(NAME, tags, b"mntr", b"RGB ", b"XYZ ")


def profile_of(name: str, own: list[tuple[bytes, bytes]], kind: bytes, space: bytes, connection: bytes) -> bytes:
    """A profile of version 2.1 (6.1-6.3): its kind, the spaces of device and connection, and its own tags."""
    described = [(b"desc", _description(name)), (b"cprt", b"text\0\0\0\0" + COPYRIGHT.encode("ascii") + b"\0")]
    tags = described + own
    start = 128 + 4 + 12 * len(tags)
    table = struct.pack(">I", len(tags))
    data = b""
    offsets: dict[bytes, int] = {}
    for tag, value in tags:
        if value not in offsets:  # curves and tables that are the same are one
            offsets[value] = start + len(data)
            data += value + b"\0" * (-len(value) % 4)
        table += struct.pack(">4sII", tag, offsets[value], len(value))
    return _header(start + len(data), kind, space, connection) + table + data


def _header(size: int, kind: bytes, space: bytes, connection: bytes) -> bytes:
    return struct.pack(
        ">I4xI4s4s4s6H4s4s4x4s4s8xI3I4x44x",
        size,
        0x02100000,
        kind,
        space,
        connection,
        *(2000, 1, 1, 0, 0, 0),  # a date is obligatory; any will do
        b"acsp",
        b"\0\0\0\0",
        b"\0\0\0\0",
        b"\0\0\0\0",
        0,
        *(round(part * 65536) for part in WHITE),
    )


def xyz_tag(value: tuple[float, float, float]) -> bytes:
    """A colour in the connection space (6.5.26)."""
    return struct.pack(">4s4x3i", b"XYZ ", *(round(part * 65536) for part in value))


def _description(text: str) -> bytes:
    ascii_text = text.encode("ascii") + b"\0"
    return struct.pack(">4s4xI", b"desc", len(ascii_text)) + ascii_text + b"\0" * (4 + 4 + 2 + 1 + 67)


def curve_tag(values: list[float]) -> bytes:
    """A curve through values from 0 to 1 (6.5.3)."""
    points = [round(65535 * value) for value in values]
    return struct.pack(f">4s4xI{len(points)}H", b"curv", len(points), *points)


def _linear(value: float) -> float:
    """Light for a coded value (IEC 61966-2-1, 5.2)."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
