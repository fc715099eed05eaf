"""Fonts as a PDF has them: what their codes mean, how wide they are, and whether they are there (ISO 32000-1, 9).

Knows font dictionaries and the tables of a TrueType program that say widths; draws nothing.
"""

from __future__ import annotations

import re
import struct
from typing import Any

from rejoinder.pictures.glyphnames import UNKNOWN, reading
from rejoinder.verify.opened import (
    Budget,
    TooMuch,
    Unreadable,
    entry,
    is_array,
    is_dictionary,
    is_stream,
    items,
    name,
    number,
    number_of,
    unpacked,
    whole,
)

MOST_MAPPINGS = 200_000
LARGEST_MAP = 4_000_000
LATIN_ENCODINGS = {"WinAnsiEncoding": "cp1252", "MacRomanEncoding": "mac-roman", "StandardEncoding": "ascii"}
"""Those whose codes a reader knows (annex D). Of StandardEncoding only what ASCII has too."""
STANDARD_FOURTEEN = re.compile(r"(?:[A-Z]{6}\+)?(Courier|Helvetica|Times)\b|(?:Symbol|ZapfDingbats)$")
NO_CHARACTERS = frozenset(("\0", "\ufeff", "\ufffe"))
"""Values that say nothing (ISO 14289-1, 7.21.7)."""

_CODE = rb"<([0-9A-Fa-f\s]*)>"
_SECTION = re.compile(rb"begin(bfchar|bfrange|codespacerange)(.*?)end\1", re.DOTALL)
_CHAR = re.compile(_CODE + rb"\s*" + _CODE)
_RANGE = re.compile(_CODE + rb"\s*" + _CODE + rb"\s*(?:" + _CODE + rb"|\[([^\]]*)\])")
_ONE = re.compile(_CODE)


class Font:
    """One font of a file."""

    def __init__(self, value: Any, budget: Budget) -> None:
        self.obj = number_of(value)[0]
        self.kind = name(entry(value, "/Subtype"))
        below = entry(value, "/DescendantFonts")
        first = next(iter(items(below, budget)), None) if is_array(below) else None
        self.inner = first if self.kind == "Type0" else value
        self.called = name(entry(value, "/BaseFont")) or name(entry(value, "/Name")) or "a font without a name"
        self.encoding = entry(value, "/Encoding")
        self.wide = self.kind == "Type0"
        self.used: set[int] = set()
        """Codes that are set so that they can be seen."""
        self.unread: set[int] = set()
        """Codes that are set, and have no Unicode value."""
        self._unicode, self._ranges, self._lengths = self._mapped(entry(value, "/ToUnicode"), budget)
        self.has_map = bool(self._unicode or self._ranges)
        self._differences = self._named_codes(budget)
        self._base = LATIN_ENCODINGS.get(self._base_encoding(), "")
        if not self._base and not self.is_symbolic and self.kind in ("Type1", "MMType1", "TrueType"):
            self._base = "ascii"
        self._known: dict[int, str] = {}

    def _mapped(self, stream: Any, budget: Budget) -> tuple[dict[int, str], list[tuple[int, int, str]], frozenset[int]]:
        """Single codes, ranges, and how long codes are, by a ToUnicode CMap (9.10.3)."""
        single: dict[int, str] = {}
        ranges: list[tuple[int, int, str]] = []
        lengths: set[int] = set()
        if not is_stream(stream):
            return single, ranges, frozenset()
        try:
            data = unpacked(stream, budget, LARGEST_MAP)
        except (TooMuch, Unreadable):
            return single, ranges, frozenset()
        for section in _SECTION.finditer(data):
            if len(single) + len(ranges) > MOST_MAPPINGS:
                break
            match section[1]:
                case b"bfchar":
                    for code, value in _CHAR.findall(section[2]):
                        single[_code(code)] = _characters(value)
                case b"bfrange":
                    for first, last, value, several in _RANGE.findall(section[2]):
                        low, high = _code(first), _code(last)
                        if several:
                            values = _ONE.findall(several)[: max(0, high - low + 1)]
                            single.update((low + at, _characters(one)) for at, one in enumerate(values))
                        else:
                            ranges.append((low, high, _characters(value)))
                case _:
                    lengths |= {len(b"".join(first.split())) // 2 for first, _ in _CHAR.findall(section[2])}
        return single, ranges, frozenset(lengths)

    def _base_encoding(self) -> str:
        return name(self.encoding) or name(entry(self.encoding, "/BaseEncoding"))

    def _named_codes(self, budget: Budget) -> dict[int, str]:
        """Codes that have a glyph's name (9.6.6)."""
        named: dict[int, str] = {}
        code = 0
        for one in items(entry(self.encoding, "/Differences"), budget):
            at = whole(one)
            if at is not None:
                code = at
            elif name(one):
                named[code] = name(one)
                code += 1
        return named

    @property
    def is_symbolic(self) -> bool:
        flags = whole(entry(entry(self.inner, "/FontDescriptor"), "/Flags")) or 0
        return bool(flags & 4) or self.called.endswith(("Symbol", "ZapfDingbats"))

    @property
    def program(self) -> Any:
        """The embedded font program; None if there is none."""
        descriptor = entry(self.inner, "/FontDescriptor")
        found = [entry(descriptor, f"/FontFile{kind}") for kind in ("", "2", "3")]
        return next((one for one in found if is_stream(one)), None)

    @property
    def is_embedded(self) -> bool:
        return self.kind == "Type3" or self.program is not None

    # ── codes ─────────────────────────────────────────────────────────────

    def codes(self, data: bytes) -> list[int]:
        """The codes of a string that is shown (9.4.3, 9.7.6.2)."""
        if not self.wide:
            return list(data)
        if self._lengths == {1} and not name(self.encoding).startswith("Identity"):
            return list(data)
        return [high * 256 + low for high, low in zip(data[::2], data[1::2], strict=False)]

    def characters(self, data: bytes, *, seen: bool) -> list[str]:
        """What each code of a string says. The codes are noted."""
        codes = self.codes(data)
        if seen:
            self.used.update(codes)
        return [self._character(code) for code in codes]

    def _character(self, code: int) -> str:
        known = self._known.get(code)
        if known is None:
            known = self._known[code] = self._looked_up(code)
            if not known or known == UNKNOWN or not NO_CHARACTERS.isdisjoint(known):
                self.unread.add(code)
        return known

    def _looked_up(self, code: int) -> str:
        if code in self._unicode:
            return self._unicode[code]
        for first, last, value in self._ranges:
            if first <= code <= last and value:
                return value[:-1] + chr(min(ord(value[-1]) + code - first, 0x10FFFF))
        if code in self._differences:
            return reading(self._differences[code]) if self._differences[code] != ".notdef" else UNKNOWN
        if self._base and not self.wide:
            return bytes((code,)).decode(self._base, "replace")
        return self._by_collection(code)

    def _by_collection(self, code: int) -> str:
        """A character of a collection that readers know (9.7.5.2): only that it is known, not which."""
        ordering = entry(entry(self.inner, "/CIDSystemInfo"), "/Ordering")
        known = self.wide and str(ordering) in ("GB1", "CNS1", "Japan1", "Korea1", "KR") and bool(name(self.encoding))
        return "□" if known else UNKNOWN

    # ── widths ────────────────────────────────────────────────────────────

    def wrong_widths(self, budget: Budget) -> list[tuple[int, float, float]]:
        """Codes that are set, and whose width is said otherwise than the program has it: code, said, real (9.7.4.3)."""
        if not self._has_plain_codes():
            return []
        real = self._program_widths(budget)
        if not real:
            return []
        said, usual = self._said_widths(budget)
        glyphs = self._glyphs(budget)
        wrong = []
        for code in sorted(self.used):
            glyph = code if glyphs is None else glyphs.get(code, 0)
            width = real[min(glyph, len(real) - 1)]
            if abs(said.get(code, usual) - width) > 1.01:
                wrong.append((code, said.get(code, usual), width))
        return wrong

    def _has_plain_codes(self) -> bool:
        is_plain = self.wide and name(self.encoding).startswith("Identity")
        return is_plain and name(entry(self.inner, "/Subtype")) == "CIDFontType2"

    def lacks_glyph_map(self) -> bool:
        """Whether nothing says which glyph a CID is (9.7.4.2)."""
        if not self.wide or name(entry(self.inner, "/Subtype")) != "CIDFontType2" or self.program is None:
            return False
        value = entry(self.inner, "/CIDToGIDMap")
        return not is_stream(value) and name(value) != "Identity"

    def _glyphs(self, budget: Budget) -> dict[int, int] | None:
        stream = entry(self.inner, "/CIDToGIDMap")
        if not is_stream(stream):
            return None
        data = unpacked(stream, budget, 131_072)
        return {code: data[2 * code] * 256 + data[2 * code + 1] for code in self.used if 2 * code + 1 < len(data)}

    def missing_glyphs(self, budget: Budget) -> list[int]:
        """Codes that are set, and show .notdef."""
        if not self._has_plain_codes() or self.program is None:
            return []
        glyphs = self._glyphs(budget)
        return sorted(code for code in self.used if (code if glyphs is None else glyphs.get(code, 0)) == 0)

    def _said_widths(self, budget: Budget) -> tuple[dict[int, float], float]:
        usual = number(entry(self.inner, "/DW"))
        said: dict[int, float] = {}
        listed = list(items(entry(self.inner, "/W"), budget))
        at = 0
        while at + 1 < len(listed):
            first = whole(listed[at]) or 0
            if is_array(listed[at + 1]):
                widths = [number(one) or 0.0 for one in items(listed[at + 1], budget)]
                said.update(enumerate(widths, first))
                at += 2
                continue
            last = whole(listed[at + 1]) or 0
            width = (number(listed[at + 2]) if at + 2 < len(listed) else None) or 0.0
            said.update((code, width) for code in self.used if first <= code <= last)
            at += 3
        return said, 1000.0 if usual is None else usual

    def _program_widths(self, budget: Budget) -> list[float]:
        """Advances of all glyphs in thousandths of an em, by `head`, `hhea` and `hmtx` (ISO/IEC 14496-22, 5)."""
        if self.program is None:
            return []
        data = unpacked(self.program, budget)
        try:
            tables = _tables(data)
            em = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
            count = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]
            pairs = struct.unpack_from(f">{count * 2}H", data, tables[b"hmtx"])
        except (struct.error, KeyError):
            return []
        return [advance * 1000 / em for advance in pairs[::2]] if em else []


def fonts_of(resources: Any, known: dict[tuple[int, int], Font], budget: Budget) -> dict[str, Font]:
    """The fonts of a resource dictionary by their names there, each read once."""
    found = {}
    listed = entry(resources, "/Font")
    for key in listed.keys() if is_dictionary(listed) else ():
        value = entry(listed, key)
        budget.object()
        if not is_dictionary(value):
            continue
        obj = number_of(value)
        if obj == (0, 0):
            obj = (-1 - len(known), 0)
        if obj not in known:
            known[obj] = Font(value, budget)
        found[key] = known[obj]
    return found


def _tables(data: bytes) -> dict[bytes, int]:
    count = min(struct.unpack_from(">H", data, 4)[0], 100)
    records = (struct.unpack_from(">4sIII", data, 12 + 16 * at) for at in range(count))
    return {tag: offset for tag, _, offset, _ in records}


def _code(digits: bytes) -> int:
    return int(b"".join(digits.split())[:8] or b"0", 16)


def _characters(digits: bytes) -> str:
    plain = b"".join(digits.split())[:1024]
    data = bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode("ascii"))
    return data.decode("utf-16-be", "replace") if len(data) > 1 else data.decode("latin-1")
