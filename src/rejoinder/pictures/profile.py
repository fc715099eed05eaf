"""Colour profiles inside pictures: whether one may be kept (ICC.1:2010, 7.2; ISO 19005-2, 6.2.4.2).

Looks at a profile's header and its table of tags; computes no colours.
"""

from __future__ import annotations

import zlib

from rejoinder.pictures.refusal import Warn

LARGEST = 8_000_000
HEADER = 128
LARGEST_OUTPUT = 4_000_000
"""Of the profile of a press; the largest in use have half as much."""
CLASSES = (b"scnr", b"mntr", b"prtr", b"spac")
"""Those that PDF/A lets a picture have."""
CHANNELS = {"GRAY": 1, "RGB ": 3, "CMYK": 4}
HIGHEST_VERSION = 4
MOST_TAGS = 1000


def unpacked_profile(packed: bytes, space: str, warn: Warn) -> bytes:
    """A compressed profile that fits, else nothing."""
    inflate = zlib.decompressobj()
    try:
        profile = inflate.decompress(packed, LARGEST)
    except zlib.error:
        profile = b""
    return fitting_profile(profile if inflate.eof else b"", space, warn)


def fitting_profile(profile: bytes, space: str, warn: Warn) -> bytes:
    """The profile, if it is sound and made for this colour space; else nothing, and a warning."""
    why = _fault(profile, space)
    if why:
        warn(f"has a colour profile that cannot be used ({why}); its colours are taken for sRGB", "convert it to sRGB")
        return b""
    return profile[: int.from_bytes(profile[:4], "big")]


def is_fitting(profile: bytes, space: str) -> bool:
    """Whether a profile is sound and made for this colour space."""
    return not _fault(profile, space)


OUTPUT_TAGS = {b"CMYK": (b"A2B0", b"B2A0"), b"GRAY": (b"kTRC",)}
"""What the profile of a press must have, by the space of its inks (ICC.1:2010, 8.4.3, 8.5.4)."""


def output_fault(profile: bytes) -> str:
    """Why something is not the profile of a press, in CMYK or gray; "" if it is one (ISO 15930-7, 6.2.2)."""
    if len(profile) > LARGEST_OUTPUT:
        return f"it is larger than {LARGEST_OUTPUT // 1_000_000} MB"
    space = profile[16:20]
    if profile[36:40] == b"acsp" and space not in OUTPUT_TAGS:
        return f"it is for {space.decode('ascii', 'replace').strip()}, and a press has CMYK or GRAY"
    fault = _fault(profile, space.decode("ascii", "replace"))
    if fault:
        return fault
    if profile[12:16] != b"prtr":
        return "it is for a screen or a camera"
    missing = [tag.decode("ascii") for tag in OUTPUT_TAGS[space] if tag not in _tags(profile)]
    return f"it lacks {' and '.join(missing)}" if missing else ""


def _tags(profile: bytes) -> list[bytes]:
    count = int.from_bytes(profile[HEADER : HEADER + 4], "big")
    return [profile[at : at + 4] for at in range(HEADER + 4, HEADER + 4 + 12 * count, 12)]


def _fault(profile: bytes, space: str) -> str:
    size = int.from_bytes(profile[:4], "big")
    if len(profile) < HEADER + 4 or not HEADER < size <= len(profile) or profile[36:40] != b"acsp":
        return "it is damaged"
    if profile[8] > HIGHEST_VERSION:
        return f"its version is {profile[8]}"
    if profile[12:16] not in CLASSES:
        return "it is not a profile of a device"
    if profile[16:20] != space.encode("ascii"):
        return f"it is for {profile[16:20].decode('ascii', 'replace').strip()}, not {space.strip()}"
    return "" if _tags_are_sound(profile, size) else "it is damaged"


def _tags_are_sound(profile: bytes, size: int) -> bool:
    """Every tag lies inside the profile (7.3)."""
    count = int.from_bytes(profile[HEADER : HEADER + 4], "big")
    first = HEADER + 4 + 12 * count
    if not 0 < count <= MOST_TAGS or first > size:
        return False
    for at in range(HEADER + 4, first, 12):
        start, length = (int.from_bytes(profile[at + part : at + part + 4], "big") for part in (4, 8))
        if start < first or start + length > size:
            return False
    return True
