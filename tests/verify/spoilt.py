"""Good files, and what makes each check find something: one way to spoil a file for every way to find it out."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from rejoinder import typeset
from rejoinder.verify.examine import examine
from rejoinder.verify.model import Verdict
from rejoinder.verify.opened import open_pdf

LETTER = Path(__file__).parents[2] / "content" / "figure-and-table.md"
STANDARDS = ("ua-1", "ua-2", "x-4")


@lru_cache(maxsize=8)
def good(standard: str = "ua-1") -> bytes:
    """A letter of ours with a figure, a table, notes, lists and links."""
    return typeset(LETTER, standard=standard).pdf


def looked_at(data: bytes) -> Verdict:
    """What is found out about a file, in this process."""
    return examine(open_pdf(io.BytesIO(data)))


def spoilt(data: bytes, change: Callable[[Pdf], Any]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(
            out,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            compress_streams=False,
        )
    return out.getvalue()


# ── finding things ────────────────────────────────────────────────────────


def elements(pdf: Pdf, role: str) -> list[Any]:
    return [
        one
        for one in pdf.objects
        if isinstance(one, Dictionary) and one.get("/Type") == "/StructElem" and one.get("/S") == f"/{role}"
    ]


def element(pdf: Pdf, role: str) -> Any:
    return elements(pdf, role)[0]


def leaf(pdf: Pdf) -> Any:
    """An element whose only kid is one MCID."""
    return next(one for one in elements(pdf, "P") if isinstance(one.get("/K"), int))


def link(pdf: Pdf) -> Any:
    return next(one for one in pdf.pages[0].obj.Annots if one.Subtype == "/Link")


def inner_link(pdf: Pdf) -> Any:
    return next(
        one
        for page in pdf.pages
        for one in page.obj.Annots
        if "/Dest" in one or (one.get("/A") or {}).get("/S") == "/GoTo"
    )


def font(pdf: Pdf) -> Any:
    """A font in which something is set, its descendant."""
    fonts = pdf.pages[0].obj.Resources.Font
    return fonts[sorted(fonts.keys())[0]]


def all_fonts(pdf: Pdf) -> list[Any]:
    fonts = pdf.pages[0].obj.Resources.Font
    return [fonts[key] for key in sorted(fonts.keys())]


def file_spec(pdf: Pdf) -> Any:
    return pdf.Root.AF[0]


def intent(pdf: Pdf) -> Any:
    return pdf.Root.OutputIntents[0]


# ── ways to spoil ─────────────────────────────────────────────────────────


def without(holder: Callable[[Pdf], Any], *keys: str) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        for key in keys:
            del holder(pdf)[key]

    return change


def having(holder: Callable[[Pdf], Any], key: str, value: Any) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        holder(pdf)[key] = value(pdf) if callable(value) else value

    return change


def root(pdf: Pdf) -> Any:
    return pdf.Root


def tree(pdf: Pdf) -> Any:
    return pdf.Root.StructTreeRoot


def page(pdf: Pdf) -> Any:
    return pdf.pages[0].obj


def content(
    before: bytes = b"", after: bytes = b"", replace: tuple[bytes, bytes] | None = None
) -> Callable[[Pdf], None]:
    """Change what the first page draws."""

    def change(pdf: Pdf) -> None:
        held = pdf.pages[0].obj.Contents
        data = held.read_bytes()
        if replace:
            assert re.search(replace[0], data), replace
            data = re.sub(*replace, data, count=1)
        held.write(before + data + after)

    return change


def xmp(old: str, new: str) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        text = pdf.Root.Metadata.read_bytes().decode()
        changed = re.sub(old, new, text, count=1, flags=re.DOTALL)
        assert changed != text, old
        pdf.Root.Metadata = pdf.make_stream(changed.encode(), Type=Name.Metadata, Subtype=Name.XML)

    return change


def info(key: str, value: Any) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        pdf.docinfo[key] = value

    return change


def _doubled_mark(pdf: Pdf) -> None:
    data = pdf.pages[0].obj.Contents.read_bytes()
    pdf.pages[0].obj.Contents.write(data.replace(b"/MCID 1>>", b"/MCID 0>>", 1))


def _shared(pdf: Pdf) -> None:
    one = leaf(pdf)
    other = next(
        found for found in elements(pdf, "P") if found.objgen != one.objgen and isinstance(found.get("/K"), int)
    )
    other.K = Array([other.K, Dictionary(Type=Name.MCR, Pg=one.Pg, MCID=int(one.K))])


def _parent_tree(pdf: Pdf) -> None:
    numbers = tree(pdf).ParentTree.Nums
    numbers[1][0] = element(pdf, "Table")


def _twice(pdf: Pdf) -> None:
    above = leaf(pdf).P
    above.K = Array([*above.K, leaf(pdf)])


def _same_ids(pdf: Pdf) -> None:
    first, second = elements(pdf, "Note")[:2]
    second.ID = first.ID


def _text_twice(pdf: Pdf) -> None:
    """A form with text is read by the tree twice as often as it is drawn."""
    one = leaf(pdf)
    one.K = Array([int(one.K), int(one.K)])


def _skip_level(pdf: Pdf) -> None:
    elements(pdf, "H1")[-1].S = Name.H4


def _longer_row(pdf: Pdf) -> None:
    row = elements(pdf, "TR")[-1]
    cell = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.TD, P=row, K=Array([])))
    row.K = Array([*row.K, cell])


def _without_scope(pdf: Pdf) -> None:
    for cell in elements(pdf, "TH"):
        if "/A" in cell:
            del cell["/A"]
    for cell in elements(pdf, "TD"):
        if "/A" in cell:
            del cell["/A"]


def _misplaced_cell(pdf: Pdf) -> None:
    leaf(pdf).S = Name.TD


def _misplaced_item(pdf: Pdf) -> None:
    leaf(pdf).S = Name.LI


def _unnumbered(pdf: Pdf) -> None:
    for one in elements(pdf, "L"):
        if "/A" in one:
            del one["/A"]


def _untagged_note(pdf: Pdf) -> None:
    pdf.pages[0].obj.Annots.append(
        pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Text,
                Rect=Array([10, 10, 30, 30]),
                F=4,
                Contents=String("?"),
                AP=Dictionary(N=pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 20, 20]))),
            )
        )
    )


def _bare_note(pdf: Pdf) -> None:
    _untagged_note(pdf)
    del pdf.pages[0].obj.Annots[-1]["/AP"]


def _not_embedded(pdf: Pdf) -> None:
    descriptor = font(pdf).DescendantFonts[0].FontDescriptor
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        if key in descriptor:
            del descriptor[key]


def _no_unicode(pdf: Pdf) -> None:
    for one in all_fonts(pdf):
        del one["/ToUnicode"]


def _notdef(pdf: Pdf) -> None:
    for one in all_fonts(pdf):
        one.DescendantFonts[0].CIDToGIDMap = pdf.make_stream(bytes(2000))


def _wider(pdf: Pdf) -> None:
    for one in all_fonts(pdf):
        one.DescendantFonts[0].W = Array([0, 60000, 123])


def _no_map(pdf: Pdf) -> None:
    for one in all_fonts(pdf):
        del one.DescendantFonts[0]["/CIDToGIDMap"]


def _profile(change: Callable[[bytes], bytes]) -> Callable[[Pdf], None]:
    def spoil(pdf: Pdf) -> None:
        stream = intent(pdf).DestOutputProfile
        stream.write(change(stream.read_bytes()))

    return spoil


def _other_size(pdf: Pdf) -> None:
    file_spec(pdf).EF.F.Params.Size = 7


def _other_data(pdf: Pdf) -> None:
    data = file_spec(pdf).EF.F.read_bytes()
    file_spec(pdf).EF.F.write(data[:-1] + b"?")


def _unref(pdf: Pdf) -> None:
    for one in elements(pdf, "FENote"):
        del one["/Ref"]


def _unspace(pdf: Pdf) -> None:
    tree(pdf).Namespaces = Array([])


def _unroot(pdf: Pdf) -> None:
    top = element(pdf, "Document")
    top.S = Name.Sect


def _page_destination(pdf: Pdf) -> None:
    one = inner_link(pdf)
    for key in ("/A", "/Dest"):
        if key in one:
            del one[key]
    one.Dest = Array([pdf.pages[0].obj, Name.Fit])


def _no_destination(pdf: Pdf) -> None:
    one = inner_link(pdf)
    if "/A" in one:
        del one["/A"]
    one.Dest = String("nowhere at all")


def _lzw(pdf: Pdf) -> None:
    stream = pdf.make_stream(b"")
    stream.write(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", filter=Name.LZWDecode)
    pdf.Root.Extra = stream


def _elsewhere(pdf: Pdf) -> None:
    pdf.Root.Extra = Stream(pdf, b"", F=Dictionary(Type=Name.Filespec, F=String("other.bin")))


def _boxes(pdf: Pdf) -> None:
    pdf.pages[0].obj.TrimBox = Array([-500, 0, 600, 700])


def _unbalanced(pdf: Pdf) -> None:
    held = pdf.pages[0].obj.Contents
    held.write(held.read_bytes() + b"\nEMC")


def _form_twice(pdf: Pdf) -> None:
    """Tagged content in a form that is drawn twice."""
    held = pdf.pages[0].obj
    form = pdf.make_stream(
        b"/P <</MCID 0>> BDC 0 0 1 1 re f EMC", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9])
    )
    held.Resources = Dictionary({**dict(held.Resources.items()), "/XObject": Dictionary(Spoilt=form)})
    held.Contents.write(held.Contents.read_bytes() + b"\n/Spoilt Do /Spoilt Do")


def _recast(standard: str) -> Callable[[Pdf], None]:
    """The same file, claiming another part of PDF/A."""
    part, level = standard
    return xmp(
        r"<pdfaid:part>.*?</pdfaid:conformance>",
        f"<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>{level}</pdfaid:conformance>",
    )


def _both(*changes: Callable[[Pdf], Any]) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        for one in changes:
            one(pdf)

    return change


def _transparent(pdf: Pdf) -> None:
    _recast("1A")(pdf)
    held = pdf.pages[0].obj
    held.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceRGB)


def _script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


SPOILT: dict[str, list[tuple[str, Callable[[Pdf], Any]]]] = {
    "damaged": [("ua-1", having(page, "/Contents", Dictionary()))],
    "version": [("ua-1", having(root, "/Version", Name("/2.0")))],
    "script": [
        ("ua-1", _script),
        ("ua-1", having(root, "/AA", Dictionary(WC=Dictionary(S=Name.JavaScript, JS=String("1"))))),
        ("ua-1", having(link, "/A", Dictionary(S=Name.Launch, F=String("x.exe")))),
        (
            "ua-1",
            having(
                lambda pdf: pdf.Root.Names,
                "/JavaScript",
                Dictionary(Names=Array([String("a"), Dictionary(S=Name.JavaScript, JS=String("1"))])),
            ),
        ),
    ],
    "external": [("ua-1", _elsewhere)],
    "filter": [("ua-1", _lzw)],
    "info-in-4": [("ua-2", info("/Title", String("Two masters")))],
    "xmp": [("ua-1", without(root, "/Metadata")), ("x-4", without(root, "/Metadata"))],
    "xmp-malformed": [
        ("ua-1", xmp(r"</rdf:RDF>", "</rdf:RDG>")),
        ("ua-1", xmp(r"<x:xmpmeta", "<!DOCTYPE x []><x:xmpmeta")),
    ],
    "xmp-claim": [
        ("ua-1", xmp(r"<pdfaid:conformance>A", "<pdfaid:conformance>F")),
        ("ua-1", xmp(r"<pdfuaid:part>1", "<pdfuaid:part>7")),
        ("ua-2", xmp(r"<pdfuaid:rev>2024</pdfuaid:rev>", "")),
        ("ua-2", xmp(r"<pdfaid:rev>\d+</pdfaid:rev>", "")),
        ("ua-2", _both(without(root, "/AF"), without(lambda pdf: pdf.Root.Names, "/EmbeddedFiles"))),
    ],
    "xmp-info": [
        ("ua-1", info("/Title", String("Another title"))),
        ("ua-1", info("/Author", String("Nobody"))),
        ("ua-1", info("/Subject", String("Nothing"))),
        ("ua-1", info("/Keywords", String("none"))),
        ("ua-1", info("/Creator", String("scissors"))),
        ("ua-1", info("/Producer", String("paste"))),
        ("ua-1", info("/CreationDate", String("D:19990101000000Z"))),
        ("ua-1", info("/ModDate", String("D:19990101000000Z"))),
    ],
    "xmp-extension": [
        ("ua-1", xmp(r"<dc:format>", '<q:quality xmlns:q="https://example.org/q">good</q:quality><dc:format>'))
    ],
    "title": [("ua-1", xmp(r"<dc:title>.*?</dc:title>", ""))],
    "title-shown": [("ua-1", without(root, "/ViewerPreferences"))],
    "lang": [
        ("ua-1", without(root, "/Lang")),
        ("ua-1", having(root, "/Lang", String("english, please"))),
        ("ua-1", having(leaf, "/Lang", String("en GB"))),
    ],
    "untagged": [
        ("ua-1", without(root, "/StructTreeRoot")),
        ("ua-1", without(root, "/MarkInfo")),
        ("ua-1", having(lambda pdf: pdf.Root.MarkInfo, "/Suspects", True)),
    ],
    "mark-orphan": [("ua-1", having(leaf, "/K", Array([]))), ("ua-2", content(after=b"\n/P <</MCID 99999>> BDC EMC"))],
    "mark-shared": [("ua-1", _shared), ("ua-1", _form_twice)],
    "mark-doubled": [("ua-1", _doubled_mark)],
    "mark-missing": [("ua-1", having(leaf, "/K", 99_999)), ("ua-1", _doubled_mark)],
    "mark-open": [("ua-1", _unbalanced), ("x-4", content(before=b"/Artifact BMC "))],
    "mark-nested": [
        ("ua-1", content(before=b"/Artifact BMC ", after=b" EMC")),
        ("ua-1", content(replace=(rb"(/MCID 0>> ?BDC)", rb"\1 /Artifact BMC EMC"))),
        ("ua-1", content(replace=(rb"(/MCID 0>> ?BDC)", rb"\1 /Span <</MCID 77777>> BDC EMC"))),
    ],
    "content-untagged": [
        ("ua-1", content(after=b"\n0 0 9 9 re f")),
        ("ua-2", content(after=b"\nq 0 0 9 9 re S Q")),
        ("ua-1", content(replace=(rb"/Artifact ?<<[^>]*>> ?BDC", b"/Other BMC"))),
    ],
    "parent-tree": [
        ("ua-1", _parent_tree),
        ("ua-1", without(page, "/StructParents")),
        ("ua-1", having(page, "/StructParents", 4711)),
    ],
    "tree": [
        ("ua-1", _twice),
        ("ua-1", without(leaf, "/S")),
        ("ua-1", having(leaf, "/P", tree)),
        ("ua-1", having(leaf, "/K", String("words"))),
        ("ua-1", having(tree, "/K", Array([]))),
    ],
    "text": [("ua-1", having(leaf, "/K", Array([]))), ("ua-1", _text_twice)],
    "role": [
        ("ua-1", having(leaf, "/S", Name.Verse)),
        ("ua-1", having(tree, "/RoleMap", lambda pdf: Dictionary({**dict(tree(pdf).RoleMap.items()), "/P": Name.H1}))),
        ("ua-1", having(tree, "/RoleMap", Dictionary(Title=Name.Title))),
    ],
    "namespace": [("ua-2", _unspace)],
    "tree-root": [("ua-2", _unroot)],
    "id-doubled": [("ua-1", _same_ids)],
    "id-tree": [
        ("ua-1", without(tree, "/IDTree")),
        ("ua-1", having(lambda pdf: element(pdf, "Note"), "/ID", String("other"))),
    ],
    "heading": [
        ("ua-1", _skip_level),
        ("ua-1", having(lambda pdf: elements(pdf, "H1")[0], "/S", Name.H2)),
        ("ua-1", having(lambda pdf: elements(pdf, "H1")[-1], "/S", Name.H)),
    ],
    "figure-alt": [
        ("ua-1", without(lambda pdf: element(pdf, "Figure"), "/Alt")),
        ("ua-2", without(lambda pdf: element(pdf, "Figure"), "/Alt")),
    ],
    "formula-alt": [("ua-1", having(leaf, "/S", Name.Formula))],
    "table-parts": [("ua-1", _misplaced_cell), ("ua-1", having(lambda pdf: element(pdf, "TR"), "/S", Name.P))],
    "table-grid": [
        ("ua-1", _longer_row),
        ("ua-1", having(lambda pdf: elements(pdf, "TR")[-1].K[0], "/A", Dictionary(O=Name.Table, RowSpan=9))),
    ],
    "table-heads": [
        ("ua-1", _without_scope),
        (
            "ua-1",
            having(lambda pdf: element(pdf, "TD"), "/A", Dictionary(O=Name.Table, Headers=Array([String("nobody")]))),
        ),
    ],
    "list-parts": [("ua-1", _misplaced_item), ("ua-1", having(lambda pdf: element(pdf, "LBody"), "/S", Name.Figure))],
    "list-numbering": [("ua-2", _unnumbered)],
    "note-id": [("ua-1", without(lambda pdf: element(pdf, "Note"), "/ID"))],
    "note-ref": [("ua-2", _unref)],
    "link-tag": [
        ("ua-1", having(lambda pdf: element(pdf, "Link"), "/K", Array([]))),
        ("ua-2", having(lambda pdf: element(pdf, "Link"), "/K", Array([]))),
        ("ua-1", having(lambda pdf: element(pdf, "Link"), "/S", Name.Span)),
    ],
    "link-contents": [("ua-1", without(link, "/Contents"))],
    "annotation-tag": [("ua-1", _untagged_note)],
    "annotation-parent": [("ua-1", having(link, "/StructParent", 0)), ("ua-1", without(link, "/StructParent"))],
    "tabs": [("ua-1", without(page, "/Tabs"))],
    "annotation-flags": [("ua-1", having(link, "/F", 2))],
    "annotation-look": [("ua-1", _bare_note)],
    "destination": [("ua-2", _page_destination)],
    "destination-missing": [("ua-1", _no_destination)],
    "font-embedded": [("ua-1", _not_embedded), ("x-4", _not_embedded)],
    "font-unicode": [("ua-1", _no_unicode)],
    "font-notdef": [("ua-1", _notdef)],
    "font-widths": [("ua-1", _wider)],
    "font-map": [("ua-1", _no_map)],
    "intent": [
        ("x-4", without(root, "/OutputIntents")),
        ("ua-1", without(intent, "/OutputConditionIdentifier")),
        ("ua-1", without(intent, "/DestOutputProfile")),
    ],
    "intent-profile": [
        ("ua-1", _profile(lambda data: data[:100])),
        ("ua-1", _profile(lambda data: data[:-10])),
        ("ua-1", having(lambda pdf: intent(pdf).DestOutputProfile, "/N", 4)),
        ("x-4", _profile(lambda data: data[:12] + b"mntr" + data[16:])),
        ("ua-1", _profile(lambda data: data[:12] + b"link" + data[16:])),
    ],
    "device-colour": [
        ("ua-1", without(root, "/OutputIntents")),
        ("ua-1", content(after=b"\n0 0 0 1 k")),
        ("x-4", content(after=b"\n1 0 0 rg")),
    ],
    "transparency": [("ua-1", _transparent)],
    "file-forbidden": [("ua-1", _recast("1A")), ("ua-1", _recast("2A"))],
    "file-relationship": [("ua-1", without(file_spec, "/AFRelationship"))],
    "file-associated": [("ua-1", without(root, "/AF"))],
    "file-name": [("ua-1", without(file_spec, "/F"))],
    "file-type": [("ua-1", without(lambda pdf: file_spec(pdf).EF.F, "/Subtype"))],
    "file-about": [("ua-2", without(file_spec, "/Desc"))],
    "file-facts": [("ua-1", _other_size), ("ua-1", _other_data)],
    "file-date": [("ua-1", without(lambda pdf: file_spec(pdf).EF.F.Params, "/ModDate"))],
    "press-version": [
        ("x-4", xmp(r"PDF/X-4<", "PDF/X-11<")),
        ("x-4", info("/GTS_PDFXVersion", String("PDF/X-3:2002"))),
    ],
    "press-trapped": [("x-4", _both(xmp(r"<pdf:Trapped>\w+</pdf:Trapped>", ""), info("/Trapped", Name.Unknown)))],
    "press-metadata": [("x-4", xmp(r"<xmpMM:DocumentID>[^<]*</xmpMM:DocumentID>", ""))],
    "press-boxes": [("x-4", _boxes), ("x-4", without(page, "/TrimBox"))],
    "press-annotations": [
        (
            "x-4",
            having(page, "/Annots", lambda pdf: Array([Dictionary(Subtype=Name.Text, Rect=Array([90, 90, 99, 99]))])),
        )
    ],
}
"""For each check: files of which standard, and what is done to them."""

FRAMES: dict[str, Callable[[bytes], bytes]] = {
    "header": lambda data: data + b"more",
    "syntax": lambda data: _misspelt(data),
    "file-id": lambda data: re.sub(rb"/ID ?\[ ?<(\w+)><?[^\]]*\]", lambda found: b" " * len(found[0]), data),
    "encrypted": lambda data: _encrypted(data),
    "too-much": lambda data: spoilt(data, content(after=b" q Q" * 7_000_000)),
}
"""For those that look at the bytes of the file."""


def _misspelt(data: bytes) -> bytes:
    """The first stream but one (the objects come first) is a byte longer than it says."""
    lengths = list(re.finditer(rb"/Length (\d+) >>", data))
    found = lengths[0]
    shorter = b"%d" % (int(found[1]) - 1)
    return data[: found.start(1)] + shorter.rjust(len(found[1])) + data[found.end(1) :]


def _encrypted(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="sesame"))
    return out.getvalue()
