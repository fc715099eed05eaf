"""JPEG files: their header, and whether they are whole (ITU-T T.81, annex B; JFIF 1.02; Adobe Technical Note 5116).

Knows markers and segments; decodes no pixels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rejoinder.pictures.exif import density as exif_density
from rejoinder.pictures.exif import orientation
from rejoinder.pictures.profile import fitting_profile
from rejoinder.pictures.refusal import RefusedError, Warn, check_pixels
from rejoinder.values import dataclass

SIGNATURE = b"\xff\xd8\xff"

SOS, EOI = 0xDA, 0xD9
APP0, APP1, APP2, APP14 = 0xE0, 0xE1, 0xE2, 0xEE
BARE = frozenset((0x01, *range(0xD0, 0xD9)))
"""Markers without a segment (B.1.1.3)."""
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
READABLE_FRAMES = frozenset((0xC0, 0xC1, 0xC2))
"""Baseline, extended and progressive with Huffman coding: what PDF readers decode (ISO 32000-1, 7.4.8)."""

SPACES = {1: "GRAY", 3: "RGB ", 4: "CMYK"}
MOST_SEGMENTS = 100_000
CENTIMETRES = 2

_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
"""The end of a scan: a marker that is neither a stuffed zero nor a restart (B.1.1.5)."""


@dataclass(frozen=True, slots=True)
class Jpeg:
    """What a JPEG file says before its pixels. Width and height are those of the pixels as stored."""

    width: int
    height: int
    channels: int
    end: int
    """Behind the end marker: what follows is no part of the picture."""
    density: tuple[float, float] | None = None
    profile: bytes = b""
    orientation: int = 1
    adobe: int | None = None
    """The colour transform that Adobe's segment states; None without the segment."""
    named_rgb: bool = False
    """The components are called R, G and B, and no transform is stated: the colours are not YCbCr."""


def read_jpeg(data: bytes, warn: Warn) -> Jpeg:
    """The header of a file that is known to have an end."""
    frame: tuple[int, bytes] | None = None
    applications: dict[int, list[bytes]] = {}
    scans = 0
    end = 0
    for marker, start, stop in _segments(data):
        if marker in FRAMES and frame is None:
            frame = marker, data[start:stop]
        elif marker in (APP0, APP1, APP2, APP14):
            applications.setdefault(marker, []).append(data[start:stop])
        elif marker == SOS:
            scans += 1
        elif marker == EOI:
            end = stop
    if frame is None or not scans:
        raise RefusedError("is damaged: it holds no picture", "save it again")
    width, height, names = _frame(*frame)
    check_pixels(width, height, 8 * len(names))
    adobe = next((a[11] for a in applications.get(APP14, ()) if a[:5] == b"Adobe" and len(a) >= 12), None)
    jfif = next((a for a in applications.get(APP0, ()) if a[:5] == b"JFIF\0" and len(a) >= 12), b"")
    exif = next((a[6:] for a in applications.get(APP1, ()) if a[:6] == b"Exif\0\0"), b"")
    profile = _profile(applications.get(APP2, []), SPACES[len(names)], warn)
    if len(names) == 4 and not profile:
        warn(
            "has CMYK colours without a profile; they are turned into RGB by a simple sum",
            "save it as RGB, or with a colour profile",
        )
    return Jpeg(
        width=width,
        height=height,
        channels=len(names),
        end=end,
        density=_jfif_density(jfif) or exif_density(exif),
        profile=profile,
        orientation=orientation(exif),
        adobe=adobe,
        named_rgb=adobe is None and not jfif and names == b"RGB",
    )


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, beginning and end of each segment's content, up to the end of the picture."""
    at = 2
    for _ in range(MOST_SEGMENTS):
        while data[at : at + 1] == b"\xff" == data[at + 1 : at + 2]:
            at += 1
        if at + 2 > len(data):
            raise RefusedError("is cut short", "save or copy it again")
        marker = data[at + 1]
        if data[at] != 0xFF or not marker:
            raise RefusedError("is damaged", "save it again")
        at += 2
        if marker == EOI:
            yield marker, at, at
            return
        if marker in BARE:
            continue
        size = int.from_bytes(data[at : at + 2], "big")
        if size < 2 or at + size > len(data):
            raise RefusedError("is cut short", "save or copy it again")
        yield marker, at + 2, at + size
        at += size
        if marker == SOS:
            following = _NEXT_MARKER.search(data, at)
            at = following.end() - 2 if following else len(data)
    raise RefusedError("is damaged: it has no end", "save it again")


def _frame(marker: int, head: bytes) -> tuple[int, int, bytes]:
    """Width, height and the components' names (B.2.2)."""
    if len(head) < 6 or len(head) < 6 + 3 * head[5]:
        raise RefusedError("is damaged", "save it again")
    if marker not in READABLE_FRAMES or head[0] != 8:
        raise RefusedError(
            "is a kind of JPEG that PDF readers cannot decode", "save it as a baseline or progressive JPEG of 8 bits"
        )
    channels = head[5]
    if channels not in SPACES:
        raise RefusedError(f"has {channels} colours, which no PDF reader expects", "save it as RGB or gray")
    height, width = int.from_bytes(head[1:3], "big"), int.from_bytes(head[3:5], "big")
    return width, height, head[6 : 6 + 3 * channels : 3]


def _jfif_density(jfif: bytes) -> tuple[float, float] | None:
    """Pixels per inch; None if it states only their shape."""
    if not jfif or not jfif[7]:
        return None
    scale = 2.54 if jfif[7] == CENTIMETRES else 1.0
    return int.from_bytes(jfif[8:10], "big") * scale, int.from_bytes(jfif[10:12], "big") * scale


def _profile(segments: list[bytes], space: str, warn: Warn) -> bytes:
    """A profile's pieces, put together in their order (ICC.1:2010, B.4)."""
    pieces = {a[12]: a[14:] for a in segments if a[:12] == b"ICC_PROFILE\0" and len(a) > 14}
    if not pieces:
        return b""
    return fitting_profile(b"".join([pieces[number] for number in sorted(pieces)]), space, warn)
