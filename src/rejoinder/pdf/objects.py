"""The syntax of a PDF file: objects, streams, cross references (ISO 32000-1, 7.2-7.5).

Knows how objects are written and found again, nothing of what they mean.

We write our own, because fonts, contents, tags and metadata of a tagged file have to be spelt out anyway, and little is
left for a library to do. Measured beside reportlab 5.1 used for just this (`pdfbase.pdfdoc`): its import takes 50 to
75 ms of a cold start of 250 (this whole room: 6), and each element of the structure tree 44 µs instead of 3.

Objects without a stream travel in compressed object streams (7.5.7): a structure tree shrinks to a tenth.
"""

from __future__ import annotations

import struct
import zlib
from hashlib import blake2b

BINARY = b"%\xe2\xe3\xcf\xd3\n"
"""A comment that tells programs which move files about that this is no text (7.5.2)."""
COMPRESSION = 5
"""1.4 % more than level 6 makes of page contents, in 60 % of its time."""
OBJECTS_PER_STREAM = 500
GREATEST = 1e9
"""Of numbers in drawings: beyond what can be seen, and within what every reader can count."""

_NAME_REGULAR = frozenset(b"!\"$&'*+,-.0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ\\^_`abcdefghijklmnopqrstuvwxyz|~")
_STRING_ESCAPES = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)"})


def name(text: str) -> str:
    """A name object (7.3.5)."""
    return "/" + "".join(chr(byte) if byte in _NAME_REGULAR else f"#{byte:02X}" for byte in text.encode())


LONGEST_STRING = 32_767
"""Bytes of a string (ISO 19005-3, 6.1.13)."""


def text_string(text: str) -> str:
    """A text string (7.9.2.2): as it is where it is plain ASCII, else UTF-16 with a byte order mark.

    What says a heading or a link once more is cut off where PDF/A allows no longer string.
    """
    if len(text) > LONGEST_STRING // 4 and 2 + len(text.encode("utf-16-be", "replace")) > LONGEST_STRING:
        text = text[: LONGEST_STRING // 4 - 1] + "…"
    if text.isascii() and text.isprintable():
        return f"({text.translate(_STRING_ESCAPES)})"
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"


def byte_string(text: str) -> str:
    """A byte string (7.9.2.4), for the keys of name trees: UTF-8."""
    if text.isascii() and text.isprintable():
        return f"({text.translate(_STRING_ESCAPES)})"
    return f"<{text.encode('utf-8', 'replace').hex().upper()}>"


def number(value: float) -> str:
    """A number to a thousandth, written as short as it goes."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def fine(value: float) -> str:
    """A number to seven significant figures, as matrices and coordinates want it that are scaled afterwards."""
    if not -GREATEST < value < GREATEST:
        value = GREATEST if value > 0 else -GREATEST if value < 0 else 0.0
    text = f"{value:.7g}"
    if "e" in text:
        text = f"{value:.12f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def ref(obj: int) -> str:
    """An indirect reference (7.3.10)."""
    return f"{obj} 0 R"


class PdfFile:
    """A file under construction. Objects are numbered as they are reserved or added."""

    def __init__(self, version: str = "1.7") -> None:
        self._header = b"%%PDF-%s\n%s" % (version.encode("ascii"), BINARY)
        self._plain: list[tuple[int, str]] = []
        self._streams: list[tuple[int, bytes]] = []
        self._last = 0

    def reserve(self) -> int:
        """A number for an object that others refer to before it is written."""
        self._last += 1
        return self._last

    def put(self, obj: int, body: str) -> None:
        """Write a reserved object; `body` is ASCII."""
        self._plain.append((obj, body))

    def add(self, body: str) -> int:
        """Write an object and say its number."""
        obj = self.reserve()
        self._plain.append((obj, body))
        return obj

    def stream(self, entries: str, data: bytes, *, compress: bool = True) -> int:
        """Write a stream; `entries` are those of its dictionary besides /Length and /Filter."""
        obj = self.reserve()
        self.put_stream(obj, entries, data, compress=compress)
        return obj

    def put_stream(self, obj: int, entries: str, data: bytes, *, compress: bool = True) -> None:
        """Write a reserved object that is a stream."""
        self._streams.append((obj, _stream(entries, data, compress=compress)))

    def finish(self, root: int, info: int | None) -> bytes:
        """The whole file, with a cross-reference stream (7.5.8). Its /ID is a digest of what it holds.

        PDF 2.0 has done away with the Info dictionary, and PDF/A-4 forbids it.
        """
        places: dict[int, tuple[int, int, int]] = {}
        for start in range(0, len(self._plain), OBJECTS_PER_STREAM):
            self._pack(self._plain[start : start + OBJECTS_PER_STREAM], places)
        pieces = [self._header]
        offset = len(self._header)
        for obj, stream in self._streams:
            piece = b"%d 0 obj\n%s\nendobj\n" % (obj, stream)
            places[obj] = (1, offset, 0)
            pieces.append(piece)
            offset += len(piece)
        xref = self.reserve()
        places[xref] = (1, offset, 0)
        pieces.append(b"%d 0 obj\n%s\nendobj\n" % (xref, self._cross_references(places, pieces, root, info)))
        pieces.append(b"startxref\n%d\n%%%%EOF\n" % offset)
        return b"".join(pieces)

    def _pack(self, objects: list[tuple[int, str]], places: dict[int, tuple[int, int, int]]) -> None:
        index: list[str] = []
        offset = 0
        container = self._last + 1
        for place, (obj, body) in enumerate(objects):
            index.append(f"{obj} {offset}")
            offset += len(body) + 1
            places[obj] = (2, container, place)
        head = " ".join(index) + "\n"
        data = head + "\n".join([body for _, body in objects])
        self.stream(f"/Type /ObjStm /N {len(objects)} /First {len(head)}", data.encode("ascii"))

    def _cross_references(
        self, places: dict[int, tuple[int, int, int]], pieces: list[bytes], root: int, info: int | None
    ) -> bytes:
        entry = struct.Struct(">BIH").pack
        table = entry(0, 0, 65535) + b"".join([entry(*places[obj]) for obj in range(1, self._last + 1)])
        digest = blake2b(digest_size=16)
        for piece in pieces:
            digest.update(piece)
        identity = digest.hexdigest()
        return _stream(
            f"/Type /XRef /Size {self._last + 1} /W [1 4 2] /Root {ref(root)}"
            f"{'' if info is None else f' /Info {ref(info)}'} /ID [<{identity}> <{identity}>]",
            table,
        )


def _stream(entries: str, data: bytes, *, compress: bool = True) -> bytes:
    """A stream object (7.3.8). PDF/A wants a line end of its own before `endstream` (ISO 19005-2, 6.1.7.1).

    Where the data happen to end in a carriage return it is CR LF: a judge would take data's CR and our LF for one.
    """
    if compress:
        data = zlib.compress(data, COMPRESSION)
        entries += " /Filter /FlateDecode"
    line_end = b"\r\n" if data.endswith(b"\r") else b"\n"
    return b"<<%s /Length %d>>\nstream\n%s%sendstream" % (entries.encode("ascii"), len(data), data, line_end)
