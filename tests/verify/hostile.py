"""Files that were made to do harm, or came to some: each by a name that says what it is. Small, and written by hand."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from functools import cache

import pikepdf

PAGE = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources <<>>>>"
CATALOG = b"<</Type /Catalog /Pages 2 0 R>>"
PAGES = b"<</Type /Pages /Kids [3 0 R] /Count 1>>"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def pdf(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """A file of these objects, with a table of cross references."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    size = max(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        out.write(b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n")
    out.write(b"trailer\n<</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start))
    return out.getvalue()


def plain(**changes: bytes) -> bytes:
    """A page with nothing on it, but for what is changed: catalog, pages, page, contents, and objects o5, o6 …"""
    objects = {
        1: changes.get("catalog", CATALOG),
        2: changes.get("pages", PAGES),
        3: changes.get("page", PAGE),
        4: changes.get("contents", stream(b"")),
    }
    objects |= {int(key[1:]): body for key, body in changes.items() if key[1:].isdigit()}
    return pdf(objects)


@cache
def squeezed(size: int, times: int = 1) -> bytes:
    """So many zeros, packed; and packed again."""
    if times > 1:
        return zlib.compress(squeezed(size, times - 1), 9)
    pack = zlib.compressobj(9)
    piece = bytes(1 << 20)
    return b"".join([pack.compress(piece) for _ in range(size >> 20)]) + pack.flush()


FLATE = b"/Filter /FlateDecode"


def xref_stream(entries: bytes, data: bytes) -> bytes:
    """A file whose cross references are a stream (7.5.8) with these entries."""
    head = b"%PDF-1.7\n1 0 obj\n" + CATALOG + b"\nendobj\n"
    return (
        head
        + b"9 0 obj\n"
        + stream(data, b"/Type /XRef /Root 1 0 R " + entries)
        + b"\nendobj\nstartxref\n%d\n%%%%EOF" % len(head)
    )


def object_stream_bomb(times: int) -> bytes:
    data = squeezed(512 << 20, times)
    filters = b"/Filter [%s]" % (b"/FlateDecode " * times)
    body = stream(data, b"/Type /ObjStm /N 1 /First 4 " + filters)
    head = b"%PDF-1.7\n5 0 obj\n" + body + b"\nendobj\n"
    table = b"".join(
        [
            b"\0\0\0\0\0\xff",
            b"\2\0\0\0\5\0",
            b"\0\0\0\0\0\0",
            b"\0\0\0\0\0\0",
            b"\0\0\0\0\0\0",
            b"\1\0\0\0\x09\0",
        ]
    )
    xref = stream(table, b"/Type /XRef /Size 6 /W [1 4 1] /Root 1 0 R")
    return head + b"6 0 obj\n" + xref + b"\nendobj\nstartxref\n%d\n%%%%EOF" % len(head)


def encrypted(**passwords: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out, encryption=pikepdf.Encryption(**passwords))
    return out.getvalue()


def nested(opening: bytes, closing: bytes, depth: int = 200_000) -> bytes:
    return opening * depth + closing * depth


def chain(count: int, link: Callable[[int], bytes], first: int) -> dict[int, bytes]:
    """Objects of which each leads to the next."""
    return {first + at: link(first + at + 1) for at in range(count)}


TAGGED = CATALOG[:-2] + b" /MarkInfo <</Marked true>> /StructTreeRoot 5 0 R>>"


def element(kids: bytes, above: bytes = b"5 0 R") -> bytes:
    return b"<</Type /StructElem /S /P /P " + above + b" /K " + kids + b">>"


def carrying(spec_stream: bytes) -> bytes:
    catalog = CATALOG[:-2] + b" /Names <</EmbeddedFiles <</Names [(x) 5 0 R]>>>>>>"
    return plain(catalog=catalog, o5=b"<</Type /Filespec /F (x) /UF (x) /EF <</F 6 0 R>>>>", o6=spec_stream)


def prev_loop() -> bytes:
    made = plain()
    start = made.rindex(b"xref\n0")
    return made.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


def _wide_forms() -> bytes:
    """Forms that each draw the next one ten times: ten to the twelfth, if one were to draw them all."""
    objects = {}
    for at in range(12):
        entries = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</X %d 0 R>>>>" % (at + 6)
        objects[f"o{at + 5}"] = stream(b"/X Do " * 10, entries)
    objects["o17"] = stream(b"0 0 9 9 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    page = PAGE.replace(b"/Resources <<>>", b"/Resources <</XObject <</X 5 0 R>>>>")
    return plain(page=page, contents=stream(b"/X Do"), **objects)


def _self_drawing() -> bytes:
    form = stream(b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</X 5 0 R>>>>")
    page = PAGE.replace(b"/Resources <<>>", b"/Resources <</XObject <</X 5 0 R>>>>")
    return plain(page=page, contents=stream(b"/X Do"), o5=form)


def _deep_tree(count: int = 20_000) -> bytes:
    objects = {f"o{at}": element(b"%d 0 R" % (at + 1)) for at in range(6, 6 + count)}
    objects[f"o{6 + count}"] = element(b"[]")
    return plain(catalog=TAGGED, o5=b"<</Type /StructTreeRoot /K 6 0 R>>", **objects)


def _cmap_bomb() -> bytes:
    lines = b"<0000> <FFFF> <0041>\n" * 30_000
    cmap = b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n30000 beginbfrange\n" + lines + b"endbfrange\n"
    font = (
        b"<</Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts "
        b"[<</Type /Font /Subtype /CIDFontType2 /BaseFont /X>>]>>"
    )
    page = PAGE.replace(b"/Resources <<>>", b"/Resources <</Font <</F 5 0 R>>>>")
    shown = b"BT /F 9 Tf <" + b"".join(b"%04X" % code for code in range(0, 65_536, 2)) + b"> Tj ET"
    return plain(page=page, contents=stream(shown), o5=font, o6=stream(zlib.compress(cmap), FLATE))


def _table_bomb() -> bytes:
    cell = b"<</Type /StructElem /S /TD /P 7 0 R /A <</O /Table /RowSpan 2000000000 /ColSpan 2000000000>>>>"
    return plain(
        catalog=TAGGED,
        o5=b"<</Type /StructTreeRoot /K 6 0 R>>",
        o6=element(b"7 0 R").replace(b"/S /P", b"/S /Table"),
        o7=b"<</Type /StructElem /S /TR /P 6 0 R /K [%s]>>" % (b"8 0 R " * 1),
        o8=cell,
    )


def _xmp_bomb() -> bytes:
    entities = b'<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(10)
    )
    packet = b"<!DOCTYPE x [" + entities + b"]><x:xmpmeta xmlns:x='adobe:ns:meta/'>&k;</x:xmpmeta>"
    return plain(catalog=CATALOG[:-2] + b" /Metadata 5 0 R>>", o5=stream(packet, b"/Type /Metadata /Subtype /XML"))


def _outline_loop() -> bytes:
    return plain(
        catalog=CATALOG[:-2] + b" /Outlines 5 0 R>>",
        o5=b"<</Type /Outlines /First 6 0 R /Last 6 0 R>>",
        o6=b"<</Title (x) /Parent 5 0 R /Next 7 0 R /First 6 0 R>>",
        o7=b"<</Title (y) /Next 6 0 R /First 7 0 R>>",
    )


def _parent_tree_loop() -> bytes:
    return plain(
        catalog=TAGGED,
        o5=b"<</Type /StructTreeRoot /K 6 0 R /ParentTree 7 0 R /IDTree 7 0 R>>",
        o6=element(b"[]"),
        o7=b"<</Kids [7 0 R 7 0 R 8 0 R]>>",
        o8=b"<</Kids [7 0 R 8 0 R]>>",
    )


GOOD = plain(contents=stream(b"0 0 9 9 re f"))

UNREADABLE: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "no PDF": lambda: b"GIF89a" + bytes(1000),
    "only a header": lambda: b"%PDF-1.7\n",
    "truncated in the middle": lambda: GOOD[: len(GOOD) // 2],
    "truncated by a line": lambda: GOOD[:-30],
    "with a password": lambda: encrypted(user="open", owner="sesame"),
    "pages that hold themselves": lambda: plain(pages=b"<</Type /Pages /Kids [2 0 R] /Count 1>>"),
    "pages in a ring": lambda: plain(
        pages=b"<</Type /Pages /Kids [5 0 R] /Count 1>>", o5=b"<</Type /Pages /Kids [2 0 R] /Count 1>>"
    ),
    "no catalog": lambda: plain(catalog=b"42"),
    "a catalog that is itself": lambda: plain(catalog=b"1 0 R"),
    "no pages": lambda: plain(catalog=b"<</Type /Catalog>>"),
    "a table of a thousand million objects": lambda: GOOD.replace(b"xref\n0 5", b"xref\n0 1000000000"),
    "cross references of wide fields": lambda: xref_stream(b"/Size 5 /W [1 1000000000 2]", bytes(100)),
    "cross references of many entries": lambda: xref_stream(b"/Size 1000000000 /W [0 0 0]", b""),
    "cross references with wide columns": lambda: xref_stream(
        b"/Size 5 /W [1 4 2] /Filter /FlateDecode /DecodeParms <</Predictor 12 /Columns 1000000000>>",
        zlib.compress(b"\2" * 99),
    ),
    "cross references that unpack to a gigabyte": lambda: xref_stream(
        b"/Size 100000000 /W [1 4 2] /Filter /FlateDecode", squeezed(1 << 30)
    ),
    "cross references that unpack twice": lambda: xref_stream(
        b"/Size 100000000 /W [1 4 2] /Filter [/FlateDecode /FlateDecode]", squeezed(1 << 30, 2)
    ),
    "an object stream that unpacks to half a gigabyte": lambda: object_stream_bomb(1),
    "an object stream that unpacks twice": lambda: object_stream_bomb(2),
    "a catalog of arrays in arrays": lambda: plain(catalog=b"<</X " + nested(b"[", b"]") + b">>"),
    "pages a hundred thousand deep": lambda: pdf(
        {1: CATALOG, **chain(100_000, lambda following: b"<</Type /Pages /Kids [%d 0 R]>>" % following, 2)}
    ),
}
"""Nothing can be said about these but that."""

READABLE: dict[str, Callable[[], bytes]] = {
    "as good as can be": lambda: GOOD,
    "an owner's password": lambda: encrypted(owner="sesame"),
    "a count of a thousand million": lambda: plain(pages=b"<</Type /Pages /Kids [3 0 R] /Count 1000000000>>"),
    "a negative count": lambda: plain(pages=b"<</Type /Pages /Kids [3 0 R] /Count -7>>"),
    "the same page a thousand times": lambda: plain(
        pages=b"<</Type /Pages /Kids [%s] /Count 1000>>" % (b"3 0 R " * 1000)
    ),
    "content of a gigabyte": lambda: plain(contents=stream(squeezed(1 << 30), FLATE)),
    "content of a gigabyte, packed twice": lambda: plain(
        contents=stream(squeezed(1 << 30, 2), b"/Filter [/FlateDecode /FlateDecode]")
    ),
    "content of a gigabyte, packed three times": lambda: plain(
        contents=stream(squeezed(1 << 30, 3), b"/Filter [/FlateDecode /FlateDecode /FlateDecode]")
    ),
    "content with a thousand filters": lambda: plain(
        contents=stream(zlib.compress(b"x"), b"/Filter [" + b"/FlateDecode " * 1000 + b"]")
    ),
    "content that claims a gigabyte": lambda: plain(contents=b"<</Length 1000000000>>\nstream\nq Q\nendstream"),
    "content with wide columns": lambda: plain(
        contents=stream(zlib.compress(b"\2" + bytes(9)), FLATE + b" /DecodeParms <</Predictor 12 /Columns 2000000000>>")
    ),
    "content of LZW": lambda: plain(contents=stream(b"\x80" * 900_000, b"/Filter /LZWDecode")),
    "content of marks in marks": lambda: plain(contents=stream(zlib.compress(b"/P <</MCID 0>> BDC " * 200_000), FLATE)),
    "content of arrays in arrays": lambda: plain(contents=stream(zlib.compress(nested(b"[", b"]")), FLATE)),
    "content of brackets": lambda: plain(contents=stream(zlib.compress(b"(" * 5_000_000), FLATE)),
    "content of images without an end": lambda: plain(contents=stream(zlib.compress(b"BI " * 500_000), FLATE)),
    "content of operators": lambda: plain(contents=stream(zlib.compress(b"q Q " * 5_000_000), FLATE)),
    "content that is no stream": lambda: plain(contents=b"<</Length 3>>"),
    "forms that draw ten forms each": _wide_forms,
    "a form that draws itself": _self_drawing,
    "an element that holds itself": lambda: plain(
        catalog=TAGGED, o5=b"<</Type /StructTreeRoot /K 6 0 R>>", o6=element(b"[6 0 R 6 0 R]", b"6 0 R")
    ),
    "elements in a ring": lambda: plain(
        catalog=TAGGED, o5=b"<</Type /StructTreeRoot /K 6 0 R>>", o6=element(b"7 0 R"), o7=element(b"6 0 R")
    ),
    "elements twenty thousand deep": _deep_tree,
    "a parent tree that leads back": _parent_tree_loop,
    "an outline that leads back": _outline_loop,
    "a role that is mapped to itself": lambda: plain(
        catalog=TAGGED,
        o5=b"<</Type /StructTreeRoot /K 6 0 R /RoleMap <</A /B /B /A>>>>",
        o6=element(b"[]").replace(b"/S /P", b"/S /A"),
    ),
    "a cell that spans all": _table_bomb,
    "a map of all characters, again and again": _cmap_bomb,
    "metadata with entities": _xmp_bomb,
    "metadata of elements in elements": lambda: plain(
        catalog=CATALOG[:-2] + b" /Metadata 5 0 R>>", o5=stream(zlib.compress(nested(b"<a>", b"</a>")), FLATE)
    ),
    "older cross references in a ring": prev_loop,
    "an attachment of a gigabyte": lambda: carrying(stream(squeezed(1 << 30), b"/Type /EmbeddedFile " + FLATE)),
    "an attachment that is no stream": lambda: carrying(b"(x)"),
    "an action that follows itself": lambda: plain(
        catalog=CATALOG[:-2] + b" /OpenAction 5 0 R>>", o5=b"<</S /GoTo /D [3 0 R /Fit] /Next [5 0 R 5 0 R]>>"
    ),
    "a page of nonsense": lambda: plain(
        page=b"<</Type /Page /MediaBox (x) /Annots 7 /Resources [1] /Group 3 /StructParents (x) "
        b"/Contents [4 0 R 4 0 R null 9]>>"
    ),
    "a catalog of nonsense": lambda: plain(
        catalog=b"<</Type 7 /Pages 2 0 R /Names 4 /Metadata 3 /OutputIntents 5 /AF (x) /MarkInfo [] /Lang 7 "
        b"/Outlines 1 /StructTreeRoot <</K (x) /ParentTree 7 /RoleMap 3 /Namespaces 9 /IDTree (x) /ClassMap 1>> "
        b"/AcroForm (x) /AA 9 "
        b"/ViewerPreferences 0 /OpenAction 9 /Dests 8>>"
    ),
}
"""About these something can be found out: no error, but no end of patience either."""
