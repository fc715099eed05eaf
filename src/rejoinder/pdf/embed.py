"""Faces in the file: Type 0 fonts, subset, with exact ToUnicode (ISO 32000-1, 9.7 and 9.10).

Knows glyphs and the characters they stand for; nothing of where they stand on the page.

A glyph's CID is its glyph id. Where one glyph stands for different characters in one document (the hyphen of the
author and the soft one of line breaking), the second reading gets a CID of its own above all glyph ids, and a
CIDToGIDMap leads back to the glyph: so every reading is exact, in every reader.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from hashlib import blake2b
from typing import TypeAlias

from rejoinder.fonts.model import Face, Shaped
from rejoinder.pdf.objects import PdfFile, name, number, ref

FIXED_PITCH, SERIF, SYMBOLIC, ITALIC = 1, 2, 4, 64
"""Flags of a font descriptor (9.8.2). A font with Identity-H is symbolic: its codes are no standard encoding."""

_DELIMITERS = {0x28: b"\\(", 0x29: b"\\)", 0x5C: b"\\\\", 0x0D: b"\\r"}
"""Bytes that a literal string cannot hold as they are (7.3.4.2)."""

CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
CMAP_FOOT = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
CMAP_BLOCK = 100
"""The most entries of one bfchar block (Adobe Technical Note 5014)."""

HIDDEN = "\u2060"
"""What a glyph that continues a cluster is mapped to, which shows nothing and breaks no word. The cluster's characters
are said by its first glyph and by the ActualText around it; U+0000 is forbidden here (ISO 14289-1, 7.21.7), and no
character at all is a fault to validators."""

LAST_CID = 0xFFFF

Glyph: TypeAlias = tuple[int, float, tuple[float, float], str]
"""Glyph id, advance, offset, text."""


class EmbeddedFace:
    """A face as one file uses it: which glyphs, with which readings."""

    __slots__ = ("_gids", "_shifts", "_spare", "_units", "face", "resource", "space", "words")

    def __init__(self, face: Face, resource: str) -> None:
        self.face = face
        self.resource = resource.encode("ascii")
        self.words: dict[Shaped, bytes] = {}
        self._units: dict[tuple[int, str], tuple[bytes, float]] = {}
        """Of each glyph and reading: its code as bytes of a literal string, and its width."""
        self._shifts: dict[float, bytes] = {}
        self._gids: dict[int, tuple[int, str]] = {}
        self._spare = face.glyph_count
        self.space = self.unit(face.space_gid, " ")

    def unit(self, gid: int, text: str) -> tuple[bytes, float]:
        """The code for a glyph that stands for `text`, and the glyph's own width."""
        key = (gid, text)
        found = self._units.get(key)
        if found is None:
            cid = self._spare_cid() if gid in self._gids else gid
            self._gids[cid] = key
            found = self._units[key] = (_code(cid), self.face.width(gid))
        return found

    def _spare_cid(self) -> int:
        """The next CID above the glyph ids; in a face that fills all two bytes, the highest one not taken yet."""
        if self._spare > LAST_CID:
            return next(cid for cid in range(LAST_CID, 0, -1) if cid not in self._gids)
        self._spare += 1
        return self._spare - 1

    def word(self, shaped: Shaped) -> bytes | None:
        """The inside of a TJ array (9.4.3) for a word, without its first and last parenthesis; kept in `words`.

        Numbers in it take back what the glyph's own width has too much for the shaped advance (kerning). None for a
        word of another face, or one that needs more operators: glyphs displaced in height, shared clusters, characters
        for private use.
        """
        if shaped in self.words:
            return self.words[shaped]
        if shaped.face is not self.face and shaped.face.key != self.face.key:
            return None
        if "" in shaped.texts or any(dy for _, dy in shaped.offsets) or is_private(shaped.text):
            return None
        word = self.words[shaped] = b"".join(self._displaced(shaped) if shaped.offsets else self._kerned(shaped))
        return word

    def _kerned(self, shaped: Shaped) -> list[bytes]:
        units, shifts = self._units, self._shifts
        pieces: list[bytes] = []
        glyphs = zip(shaped.gids, shaped.texts, shaped.advances, strict=True)
        for gid, text, advance in glyphs if not shaped.level % 2 else reversed([*glyphs]):
            code, width = units.get((gid, text)) or self.unit(gid, text)
            pieces.append(code)
            if width != advance:
                kern = width - advance
                pieces.append(shifts.get(kern) or shifts.setdefault(kern, shift(kern)))
        return pieces

    def _displaced(self, shaped: Shaped) -> Iterator[bytes]:
        """As `fragment`, for glyphs that are displaced sideways (those displaced in height, see `clusters`)."""
        behind = 0.0
        glyphs = zip(shaped.gids, shaped.texts, shaped.advances, shaped.offsets, strict=True)
        for gid, text, advance, (dx, _) in glyphs if not shaped.level % 2 else reversed([*glyphs]):
            code, width = self.unit(gid, text)
            yield shift(behind - dx)
            yield code
            behind = width + dx - advance
        yield shift(behind)

    def write(self, file: PdfFile) -> int:
        """Embed the face with the glyphs that were used; says the Type 0 font's object."""
        face = self.face
        gids = frozenset(gid for gid, _ in self._gids.values())
        base_font = name(f"{_subset_tag(face, gids)}+{face.postscript_name}")
        data = face.subset(gids)
        program = file.stream(f"/Length1 {len(data)}", data)
        descriptor = file.add(
            f"<</Type /FontDescriptor /FontName {base_font} /Flags {_flags(face)} "
            f"/FontBBox [{' '.join(number(side) for side in face.bbox)}] /ItalicAngle {number(face.italic_angle)} "
            f"/Ascent {number(face.ascent)} /Descent {number(face.descent)} /CapHeight {number(face.cap_height)} "
            f"/XHeight {number(face.x_height)} /StemV {number(_stem(face.weight))} /FontFile2 {ref(program)}>>"
        )
        cid_font = file.add(
            f"<</Type /Font /Subtype /CIDFontType2 /BaseFont {base_font} "
            f"/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> "
            f"/FontDescriptor {ref(descriptor)} /DW 1000 /W [{self._widths()}] /CIDToGIDMap {self._gid_map(file)}>>"
        )
        unicode = file.stream("", self._to_unicode().encode("ascii"))
        return file.add(
            f"<</Type /Font /Subtype /Type0 /BaseFont {base_font} /Encoding /Identity-H "
            f"/DescendantFonts [{ref(cid_font)}] /ToUnicode {ref(unicode)}>>"
        )

    def _widths(self) -> str:
        """The array /W (9.7.4.3), one stretch of neighbouring CIDs after the other."""
        pieces: list[str] = []
        previous = -2
        for cid in sorted(self._gids):
            width = number(self.face.width(self._gids[cid][0]))
            if cid == previous + 1:
                pieces.append(f" {width}")
            else:
                pieces.append(f"{']' if pieces else ''}{cid}[{width}")
            previous = cid
        return "".join(pieces) + "]"

    def _gid_map(self, file: PdfFile) -> str:
        """/Identity, or a stream of two bytes for each CID where some glyph has several readings."""
        if all(cid == gid for cid, (gid, _) in self._gids.items()):
            return "/Identity"
        table = bytearray(2 * max(self._gids) + 2)
        for cid, (gid, _) in self._gids.items():
            table[2 * cid : 2 * cid + 2] = gid.to_bytes(2, "big")
        return ref(file.stream("", bytes(table)))

    def _to_unicode(self) -> str:
        entries = [
            f"<{cid:04X}> <{(text or HIDDEN).encode('utf-16-be', 'replace').hex().upper()}>\n"
            for cid, (_, text) in sorted(self._gids.items())
        ]
        blocks = [entries[start : start + CMAP_BLOCK] for start in range(0, len(entries), CMAP_BLOCK)]
        return (
            CMAP_HEAD
            + "".join(f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks)
            + CMAP_FOOT
        )


class FontBook:
    """All faces of one file, in the order in which they were first used."""

    def __init__(self) -> None:
        self._by_key: dict[str, EmbeddedFace] = {}

    def of(self, face: Face) -> EmbeddedFace:
        embedded = self._by_key.get(face.key)
        if embedded is None:
            embedded = self._by_key[face.key] = EmbeddedFace(face, f"F{len(self._by_key) + 1}")
        return embedded

    def write(self, file: PdfFile) -> str:
        """Embed them, in the order of their keys; says the entries of the resource dictionary."""
        fonts = [self._by_key[key] for key in sorted(self._by_key)]
        return " ".join(f"/{font.resource.decode()} {ref(font.write(file))}" for font in fonts)


def shift(thousandths: float) -> bytes:
    """Within a TJ array's string: move left by so many thousandths of the size."""
    rounded = round(thousandths, 2)
    if not rounded:
        return b""
    return b")%d(" % rounded if rounded.is_integer() else b")%.2f(" % rounded


def show(inside: bytes) -> bytes:
    """The operator TJ for the inside of its array; without empty strings at the ends, over which readers stumble."""
    start = inside[1:] if inside[:1] == b")" else b"(" + inside
    opened = start[-1:] == b"(" and start[-2:-1] != b"\\"  # a bare parenthesis, not an escaped one
    return b"[%s]TJ" % (start[:-1] if opened else start + b")")


def clusters(shaped: Shaped) -> list[list[Glyph]]:
    """The glyphs of a word in clusters: those that share their characters stand together.

    A letter with combining marks needs no sharing if there are as many glyphs as characters: each says its own.
    """
    offsets = shaped.offsets or ((0.0, 0.0),) * len(shaped.gids)
    groups: list[list[Glyph]] = []
    for glyph in zip(shaped.gids, shaped.advances, offsets, shaped.texts, strict=True):
        if groups and (not glyph[3] or not groups[-1][0][3]):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    return [single for group in groups for single in _told_apart(group)]


def _told_apart(group: list[Glyph]) -> list[list[Glyph]]:
    text = "".join(glyph[3] for glyph in group)
    if len(text) == len(group) and all(unicodedata.combining(mark) for mark in text[1:]):
        return [[(gid, advance, offset, mark)] for (gid, advance, offset, _), mark in zip(group, text, strict=True)]
    return [group]


def is_private(text: str) -> bool:
    """Whether some character is for private use; PDF/A wants ActualText around it (ISO 19005-2, 6.2.11.7.3)."""
    return not text.isprintable() and any(unicodedata.category(char) == "Co" for char in text)


def public(text: str) -> str:
    """The same without characters for private use, which PDF/UA-2 wants nobody to be told (ISO 14289-2, 8.4.3, 8.6)."""
    if not is_private(text):
        return text
    return "".join("\ufffd" if unicodedata.category(char) == "Co" else char for char in text)


def _code(cid: int) -> bytes:
    """A CID as two bytes of a literal string."""
    return b"".join([_DELIMITERS.get(byte) or bytes((byte,)) for byte in divmod(cid, 256)])


def _flags(face: Face) -> int:
    return (
        SYMBOLIC
        | (FIXED_PITCH if face.fixed_pitch else 0)
        | (SERIF if face.serif else 0)
        | (ITALIC if face.italic_angle else 0)
    )


def _stem(weight: int) -> float:
    """/StemV as PDF producers have long estimated it from the weight class."""
    return float(round(50 + (weight / 65) ** 2))


def _subset_tag(face: Face, gids: frozenset[int]) -> str:
    """Six capitals that differ for different subsets (9.6.4)."""
    value = int(blake2b(f"{face.key}:{sorted(gids)}".encode(), digest_size=8).hexdigest(), 16)
    letters = []
    for _ in range(6):
        value, letter = divmod(value, 26)
        letters.append(chr(65 + letter))
    return "".join(letters)
