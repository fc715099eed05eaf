"""PostScript outlines as TrueType's: cubic curves become quadratic ones, for the glyphs that a file uses.

So that one way of embedding serves all faces: in a font of the other kind a glyph can have but one reading, and the
code of a glyph is no longer its id (ISO 32000-1, 9.7.4.2). The faces for Chinese, Japanese and Korean come so.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

import uharfbuzz as hb

from rejoinder.fonts.files import FontFile

PRECISION = 0.5
"""How far a curve may be from what was drawn, in units of a font that has a thousand to the em."""

HEAD = struct.Struct(">IIIIHHQQhhhhHHhhh")
HHEA = struct.Struct(">IhhhHhhhhhhhhhhhH")
MAXP = struct.Struct(">IHHHHHHHHHHHHHH")
VERSION_1 = 0x00010000
MAGIC = 0x5F0F3CF5


def quadratic(file: FontFile, gids: frozenset[int]) -> bytes:
    """A TrueType file with these glyphs, in their places; all others are empty."""
    font = hb.Font(file.face)
    outlines = {gid: data for gid in sorted(gids) if gid < file.face.glyph_count and (data := _glyph(font, gid, file))}
    count = max((*outlines, *gids)) + 1 if gids else 1
    glyf, loca = bytearray(), [0]
    for gid in range(count):
        glyf += outlines.get(gid, b"")
        loca.append(len(glyf))
    left, bottom, right, top = file.bbox
    extents = font.get_font_extents("ltr")
    widths = [min(max(font.get_glyph_h_advance(gid), 0), 0xFFFF) if gid in gids else 0 for gid in range(count)]
    bearings = [struct.unpack_from(">h", outlines[gid], 2)[0] if gid in outlines else 0 for gid in range(count)]
    most = min(max(max(widths), 1), 0xFFFF)
    return _file(
        {
            b"head": HEAD.pack(
                VERSION_1, VERSION_1, 0, MAGIC, 3, file.upem, 0, 0, left, bottom, right, top, 0, 3, 2, 1, 0
            ),
            b"hhea": HHEA.pack(
                VERSION_1, extents.ascender, extents.descender, 0, most, left, 0, right, 1, *[0] * 7, count
            ),
            b"maxp": MAXP.pack(VERSION_1, count, *_most_points(outlines), 0, 0, 2, *[0] * 8),
            b"hmtx": b"".join(struct.pack(">Hh", *pair) for pair in zip(widths, bearings, strict=True)),
            b"loca": struct.pack(f">{len(loca)}I", *loca),
            b"glyf": bytes(glyf),
        }
    )


def _glyph(font: hb.Font, gid: int, file: FontFile) -> bytes:
    """A glyph's entry in the table `glyf`; nothing for one without ink."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    curves = Cu2QuPen(pen, PRECISION * file.upem / 1000, reverse_direction=True)
    font.draw_glyph_with_pen(gid, curves)
    glyph = pen.glyph(dropImpliedOnCurves=True)
    if not glyph.numberOfContours:
        return b""
    glyph.recalcBounds(None)
    data = bytes(glyph.compile(None, recalcBBoxes=False))
    return data + bytes(-len(data) % 4)


def _most_points(outlines: Mapping[int, bytes]) -> tuple[int, int]:
    """Most points and most contours of a glyph, as `maxp` says them."""
    points = contours = 0
    for data in outlines.values():
        count = struct.unpack_from(">h", data, 0)[0]
        contours = max(contours, count)
        points = max(points, struct.unpack_from(">H", data, 10 + 2 * (count - 1))[0] + 1)
    return points, contours


def _file(tables: Mapping[bytes, bytes]) -> bytes:
    """Tables in a file, with their checksums (OpenType, "Organization of an OpenType font")."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    out = bytearray(struct.pack(">IHHHH", VERSION_1, count, power * 16, power.bit_length() - 1, (count - power) * 16))
    place = 12 + 16 * count
    body = bytearray()
    head = 0
    for tag, data in sorted(tables.items()):
        if tag == b"head":
            head = place + len(body)
        out += tag + struct.pack(">III", _checksum(data), place + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    out += body
    struct.pack_into(">I", out, head + 8, (0xB1B0AFBA - _checksum(out)) & 0xFFFFFFFF)
    return bytes(out)


def _checksum(data: bytes | bytearray) -> int:
    padded = bytes(data) + bytes(-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
