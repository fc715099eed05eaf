"""PNG files: their header, and whether they are sound (ISO/IEC 15948, by section).

Knows chunks and checks them all; decodes no pixels. Nothing is believed that the file says of its own length.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from rejoinder.pictures.exif import orientation
from rejoinder.pictures.profile import unpacked_profile
from rejoinder.pictures.refusal import RefusedError, Warn, check_pixels
from rejoinder.values import dataclass

SIGNATURE = b"\x89PNG\r\n\x1a\n"

CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Of each colour type (11.2.2)."""
BITS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
PALETTE = 3
TRANSLUCENT = (4, 6)

PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Adam7: first column and row, steps between columns and rows (8.2)."""

INCH = 0.0254
"""In metres."""
MOST_CHUNKS = 500_000
PIECE = 1 << 20
"""How much is inflated at a time."""
USUAL_GAMMA = 45455
"""The gAMA of sRGB (11.3.3.2)."""
MOST_FILTER = 4


@dataclass(frozen=True, slots=True)
class Png:
    """What a PNG file says before its pixels, and where these are."""

    width: int
    height: int
    bits: int
    colour: int
    interlaced: bool
    pieces: tuple[tuple[int, int], ...]
    """Where the IDAT chunks' data begin and end."""
    palette: bytes = b""
    transparency: bytes = b""
    density: tuple[float, float] | None = None
    """Pixels per inch."""
    profile: bytes = b""
    gamma: float = 0.0
    """The exponent by which samples become light; 0 where they are sRGB's, or the file is silent."""
    orientation: int = 1

    @property
    def channels(self) -> int:
        return CHANNELS[self.colour]

    def packed(self, data: bytes) -> bytes:
        """The compressed pixels, as one stream."""
        return b"".join([data[start:end] for start, end in self.pieces])


def read_png(data: bytes, warn: Warn) -> Png:
    """The header of a file, whose every chunk has been checked, and whose pixels are known to be all there."""
    png = png_header(data, warn)
    _check_pixels_are_there(png, data)
    return png


def png_header(data: bytes, warn: Warn) -> Png:
    """The header of a file, whose pixels nobody has looked at."""
    chunks: dict[bytes, bytes] = {}
    pieces: list[tuple[int, int]] = []
    for kind, start, end in _chunks(data):
        if kind == b"IDAT":
            pieces.append((start, end))
        elif kind not in chunks and (kind not in (b"pHYs", b"iCCP", b"gAMA", b"tRNS") or not pieces):
            chunks[kind] = data[start:end]
    png = _header(chunks, tuple(pieces), warn)
    check_pixels(png.width, png.height, png.bits * png.channels)
    if b"acTL" in chunks:
        warn("is animated; only its first picture is used", "")
    return png


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Type, beginning and end of each chunk's data, up to the last one, IEND (5.3)."""
    at = len(SIGNATURE)
    for _ in range(MOST_CHUNKS):
        size = int.from_bytes(data[at : at + 4], "big")
        end = at + 8 + size
        if end + 4 > len(data):
            raise RefusedError("is cut short", "save or copy it again")
        kind = data[at + 4 : at + 8]
        if zlib.crc32(memoryview(data)[at + 4 : end]) != int.from_bytes(data[end : end + 4], "big"):
            raise RefusedError("is damaged: a checksum is wrong", "save or copy it again")
        yield kind, at + 8, end
        if kind == b"IEND":
            return
        at = end + 4
    raise RefusedError("is damaged: it has no end", "save it again")


def _header(chunks: dict[bytes, bytes], pieces: tuple[tuple[int, int], ...], warn: Warn) -> Png:
    head = chunks.get(b"IHDR", b"")
    if len(head) != 13 or next(iter(chunks)) != b"IHDR":
        raise RefusedError("is damaged: it does not begin as a PNG does", "save it again")
    bits, colour, compression, filtering, interlace = head[8:13]
    if bits not in BITS.get(colour, ()) or compression or filtering or interlace > 1:
        raise RefusedError("is a kind of PNG that does not exist", "save it again")
    palette = chunks.get(b"PLTE", b"")
    if colour == PALETTE and (not palette or len(palette) % 3 or len(palette) > 768):
        raise RefusedError("is damaged: its palette is missing or broken", "save it again")
    return Png(
        width=int.from_bytes(head[:4], "big"),
        height=int.from_bytes(head[4:8], "big"),
        bits=bits,
        colour=colour,
        interlaced=bool(interlace),
        pieces=pieces,
        palette=palette if colour == PALETTE else b"",
        transparency=chunks.get(b"tRNS", b"") if colour not in TRANSLUCENT else b"",
        density=_density(chunks.get(b"pHYs", b"")),
        profile=_profile(chunks.get(b"iCCP", b""), "GRAY" if colour in (0, 4) else "RGB ", warn),
        gamma=0.0 if b"sRGB" in chunks or b"iCCP" in chunks else _gamma(chunks.get(b"gAMA", b"")),
        orientation=orientation(chunks.get(b"eXIf", b"")),
    )


def _density(chunk: bytes) -> tuple[float, float] | None:
    """Pixels per inch; None if it speaks of no unit (11.3.5.3)."""
    if len(chunk) != 9 or chunk[8] != 1:
        return None
    return int.from_bytes(chunk[:4], "big") * INCH, int.from_bytes(chunk[4:8], "big") * INCH


def _gamma(chunk: bytes) -> float:
    value = int.from_bytes(chunk, "big") if len(chunk) == 4 else 0
    if not 1000 <= value <= 1_000_000 or abs(value - USUAL_GAMMA) < USUAL_GAMMA * 0.05:
        return 0.0
    return 100_000 / value


def _profile(chunk: bytes, space: str, warn: Warn) -> bytes:
    """The colour profile (11.3.3.3): a name, a zero, the method, and the profile compressed."""
    name, _, rest = chunk.partition(b"\0")
    if not rest or len(name) > 79 or rest[0]:
        return b""
    return unpacked_profile(rest[1:], space, warn)


def _check_pixels_are_there(png: Png, data: bytes) -> None:
    """Inflate all pixels, a piece at a time, and look at the filter of every row (9.2). Nothing is kept."""
    expected = sum(rows * (1 + size) for rows, size in _rows(png))
    inflate = zlib.decompressobj()
    found = 0
    strip = _Filters(png)
    try:
        for start, end in png.pieces:
            waiting = data[start:end]
            while waiting and not inflate.eof and found <= expected:
                piece = inflate.decompress(waiting, PIECE)
                waiting = inflate.unconsumed_tail
                found += len(piece)
                if not strip.are_sound(piece):
                    raise RefusedError("is damaged: its pixels are garbled", "save it again")
        found += len(inflate.flush()) if found < expected else 0
    except zlib.error:
        raise RefusedError("is damaged: its pixels cannot be unpacked", "save it again") from None
    if found != expected or not inflate.eof:
        raise RefusedError("is damaged: it holds more or fewer pixels than it says", "save it again")


def _rows(png: Png) -> list[tuple[int, int]]:
    """Number of rows and bytes of each, of the whole picture or of its passes (8.1)."""
    passes = PASSES if png.interlaced else ((0, 0, 1, 1),)
    sizes = []
    for left, top, across, down in passes:
        columns, rows = -((left - png.width) // across), -((top - png.height) // down)
        if columns > 0 and rows > 0:
            sizes.append((rows, (columns * png.bits * png.channels + 7) // 8))
    return sizes


class _Filters:
    """Looks at the first byte of each row as they come by. Interlaced files are decoded later, by a library."""

    def __init__(self, png: Png) -> None:
        self._row = 0 if png.interlaced else 1 + _rows(png)[0][1]
        self._next = 0

    def are_sound(self, piece: bytes) -> bool:
        if not self._row:
            return True
        filters = piece[self._next :: self._row]
        self._next = (self._next - len(piece)) % self._row if len(piece) > self._next else self._next - len(piece)
        return not filters or max(filters) <= MOST_FILTER
