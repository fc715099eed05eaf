"""Two pages to a sheet: which, where, and what of any PDF is taken over."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
import time
import tracemalloc
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from rejoinder import typeset
from rejoinder.imposition import MOST_PAGES, SCHEMES, ImpositionError, impose, order

CONTENT = Path(__file__).parent.parent / "content"
WIDTH, HEIGHT = 200.0, 300.0
CORNERS = "0.9 0 0 rg 0 0 30 30 re f 0 0.6 0 rg 170 0 30 30 re f 0 0 0.9 rg 0 270 30 30 re f"
"""A page that looks different whichever way it is turned."""
STAMP = datetime(2025, 6, 7, 8, 9, 10, tzinfo=UTC)

every_scheme = pytest.mark.parametrize("scheme", SCHEMES)


def new_pdf(pages: int = 1, drawn: str = "", **entries: Any) -> pikepdf.Pdf:
    """Pages that bear their numbers, with one font for all; `entries` of each page."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1))
    font.BaseFont = pikepdf.Name.Helvetica
    for number in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.Contents = pdf.make_stream(f"{drawn} BT /F 20 Tf 80 150 Td (p{number}.) Tj ET".encode())
        for name, value in entries.items():
            page.obj[f"/{name}"] = value
    return pdf


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def opened(pdf: bytes) -> pikepdf.Pdf:
    """A proof that another program finds nothing wrong with."""
    file = pikepdf.open(io.BytesIO(pdf), attempt_recovery=False)
    assert file.check_pdf_syntax() == []
    return file


def halves(pdf: bytes) -> list[tuple[str, str]]:
    """The texts on the left and on the right of every side."""
    with pypdfium2.PdfDocument(pdf) as document:
        found = []
        for page in document:
            text, (width, height) = page.get_textpage(), page.get_size()
            sides = ((0, 0, width / 2, height), (width / 2, 0, width, height))
            found.append(tuple(text.get_text_bounded(*side).strip() for side in sides))
        return found


def drawn(pdf: bytes, page: int = 0, scale: float = 1.0) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        return document[page].render(scale=scale).to_pil().convert("RGB")


def differ(one: Image.Image, other: Image.Image) -> float:
    """How much two pictures differ on the average, of 255; edges may fall on other pixels."""
    assert one.size == other.size
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


# ── which page goes where ─────────────────────────────────────────────────


@pytest.mark.parametrize("pages", range(1, 18))
def test_pages_of_a_booklet(pages: int) -> None:
    """Folded and put one into the other, the sheets are read in order: fronts and backs inwards, then outwards."""
    sides = halves(impose(saved(new_pdf(pages)), "booklet"))
    assert len(sides) % 2 == 0
    leaves = [one for front, back in zip(sides[::2], sides[1::2], strict=True) for one in (front[1], back[0])]
    leaves += [
        one for front, back in reversed([*zip(sides[::2], sides[1::2], strict=True)]) for one in (back[1], front[0])
    ]
    read = [f"p{number}." for number in range(1, pages + 1)]
    assert leaves == read + [""] * (len(leaves) - pages)
    assert len(leaves) - pages < 4


@pytest.mark.parametrize("pages", range(1, 18))
def test_pages_side_by_side(pages: int) -> None:
    sides = halves(impose(saved(new_pdf(pages)), "2up"))
    assert [one for side in sides for one in side if one] == [f"p{number}." for number in range(1, pages + 1)]
    assert len(sides) == (pages + 1) // 2
    assert all(left for left, _ in sides)


def test_the_classic_example() -> None:
    assert [*order(8, "booklet")] == [(7, 0), (1, 6), (5, 2), (3, 4)]
    assert [*order(5, "booklet")] == [(None, 0), (1, None), (None, 2), (3, 4)]
    assert [*order(3, "2up")] == [(0, 1), (2, None)]


def test_sides_are_called_by_their_pages() -> None:
    pdf = new_pdf(7)
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, {"/S": pikepdf.Name.r}, 2, {"/S": pikepdf.Name.D, "/St": 71}])
    with pypdfium2.PdfDocument(impose(saved(pdf), "booklet")) as document:
        assert [document.get_page_label(side) for side in range(4)] == ["i", "ii–75", "74–71", "72–73"]


# ── where it stands ───────────────────────────────────────────────────────


@every_scheme
def test_each_half_looks_like_its_page(scheme: Any) -> None:
    pdf = saved(new_pdf(3, CORNERS))
    proof = impose(pdf, scheme)
    with opened(proof) as file:
        assert [[float(side) for side in page.mediabox] for page in file.pages] == [[0, 0, 400, 300]] * 2
    for side, pair in enumerate(order(3, scheme)):
        sheet = drawn(proof, side)
        for right, one in enumerate(pair):
            half = sheet.crop((200 * right, 0, 200 * (right + 1), 300))
            page = Image.new("RGB", (200, 300), "white") if one is None else drawn(pdf, one)
            assert differ(half, page) < 0.01


@pytest.mark.parametrize("turn", [0, 90, 180, 270, 450, -90])
def test_a_page_that_is_turned_stands_as_viewers_show_it(turn: int) -> None:
    pdf = saved(new_pdf(1, CORNERS, Rotate=turn))
    page = drawn(pdf)
    sheet = drawn(impose(pdf, "2up"))
    assert sheet.size == (2 * page.width, page.height)
    assert differ(sheet.crop((0, 0, page.width, page.height)), page) < 0.01


def test_a_page_may_begin_anywhere_and_count_in_other_units() -> None:
    pdf = saved(new_pdf(2, "1 0 0 1 -50 70 cm " + CORNERS, MediaBox=[150, 370, -50, 70], UserUnit=2))
    page = drawn(pdf)
    with opened(impose(pdf, "2up")) as file:
        assert [float(side) for side in file.pages[0].mediabox] == [0, 0, 800, 600]
    sheet = drawn(impose(pdf, "2up"))
    assert differ(sheet.crop((0, 0, 400, 600)), page.resize((400, 600), Image.Resampling.NEAREST)) < 0.5


def test_what_is_not_shown_is_not_shown() -> None:
    pdf = saved(new_pdf(1, CORNERS, CropBox=[20, 30, 190, 280]))
    sheet = drawn(impose(pdf, "2up"))
    assert sheet.size == (340, 250)
    assert differ(sheet.crop((0, 0, 170, 250)), drawn(pdf)) < 0.01


def test_pages_of_different_sizes_meet_at_the_fold_midway_in_height() -> None:
    pdf = new_pdf(2, "0 0 1 rg 0 0 1000 1000 re f")
    pdf.pages[1].MediaBox = [0, 0, 100, 100]
    sheet = drawn(impose(saved(pdf), "2up"))
    assert sheet.size == (400, 300)
    small = sheet.crop((200, 0, 400, 300))
    box = ImageChops.invert(small).getbbox()
    assert box == (0, 100, 100, 200)


def test_marks_around_the_page_stay_around_the_sheet() -> None:
    """The trimmed pages meet at the fold; what is beyond it belongs to nobody."""
    edge = "0 0 0 rg -20 -20 240 10 re f -20 -20 10 340 re f 210 -20 10 340 re f -20 310 240 10 re f"
    trim = {"MediaBox": [-20, -20, 220, 320], "TrimBox": [0, 0, 200, 300]}
    proof = impose(saved(new_pdf(2, edge + " " + CORNERS, **trim)), "2up")
    with opened(proof) as file:
        assert [float(side) for side in file.pages[0].mediabox] == [0, 0, 440, 340]
        assert [float(side) for side in file.pages[0].trimbox] == [20, 20, 420, 320]
    sheet = drawn(proof)
    plain = drawn(impose(saved(new_pdf(2, CORNERS)), "2up"))
    assert differ(sheet.crop((20, 20, 420, 320)), plain) < 0.01
    black = [(5, 170), (435, 170), (219, 5), (221, 5), (219, 335), (221, 335)]
    assert {sheet.getpixel(place) for place in black} == {(0, 0, 0)}


# ── what is taken over ────────────────────────────────────────────────────


@cache
def letter(name: str = "many-hands.md") -> bytes:
    return typeset(CONTENT / name).pdf


@every_scheme
@pytest.mark.parametrize("name", ["many-hands.md", "short-reply.yaml", "figure-and-table.md"])
def test_a_letter(name: str, scheme: Any) -> None:
    pdf = letter(name)
    proof = impose(pdf, scheme, stamp=STAMP)
    with opened(pdf) as before, opened(proof) as file:
        width, height = (float(side) for side in before.pages[0].mediabox[2:])
        pages = len(before.pages)
        for page in file.pages:
            assert [float(one) for one in page.mediabox] == pytest.approx([0, 0, 2 * width, height], abs=0.01)
        assert str(file.docinfo["/Title"]) == str(before.docinfo["/Title"])
        assert str(file.Root.Lang) == str(before.Root.Lang)
        assert len(fonts(file)) == len(fonts(before))
    for side, pair in enumerate(order(pages, scheme)):
        sheet = drawn(proof, side)
        for right, one in enumerate(pair):
            if one is not None:
                page = drawn(pdf, one)
                left = round(right * width)
                assert differ(sheet.crop((left, 0, left + page.width, page.height)), page) < 6


def fonts(file: pikepdf.Pdf) -> set[bytes]:
    """The font programs of a file, which must be there once."""
    keys = ("/FontFile", "/FontFile2", "/FontFile3")
    found = [one[key] for one in file.objects if isinstance(one, pikepdf.Dictionary) for key in keys if key in one]
    programs = [one.read_raw_bytes() for one in found]
    assert len(set(programs)) == len(programs)
    return set(programs)


@every_scheme
def test_a_proof_claims_nothing_and_carries_nothing(scheme: Any) -> None:
    proof = impose(letter(), scheme, stamp=STAMP)
    with opened(proof) as file:
        catalog = {"/Type", "/Pages", "/Metadata", "/Lang", "/ViewerPreferences", "/PageLabels", "/OutputIntents"}
        assert set(file.Root.keys()) == catalog
        packet = file.Root.Metadata.read_bytes().decode()
        assert "whose ice?" in packet.casefold()
        assert "2025-06-07T08:09:10+00:00" in packet
        for claim in ("pdfaid", "pdfuaid", "pdfxid"):
            assert claim not in packet
        for one in file.objects:
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                keys = {"/StructParents", "/StructParent", "/StructTreeRoot", "/Annots", "/AF", "/EF", "/A", "/S"}
                assert not keys & set(one.keys()) or one.get("/S") in ("/GTS_PDFA1", "/Transparency")


def test_a_booklet_is_turned_over_its_short_edge() -> None:
    with opened(impose(letter(), "booklet")) as file:
        assert file.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
    with opened(impose(letter(), "2up")) as file:
        assert "/Duplex" not in file.Root.ViewerPreferences


@pytest.mark.parametrize("inks", ["cmyk", "gray"])
def test_colours_of_the_press_keep_their_meaning(inks: Any) -> None:
    pdf = typeset(CONTENT / "many-hands.md", standard="x-4", inks=inks, stamp=STAMP).pdf
    with opened(pdf) as before, opened(impose(pdf, "booklet")) as file:
        intent, kept = before.Root.OutputIntents[0], file.Root.OutputIntents[0]
        assert kept.S == intent.S == "/GTS_PDFX"
        assert kept.OutputConditionIdentifier == intent.OutputConditionIdentifier
        assert kept.DestOutputProfile.read_bytes() == intent.DestOutputProfile.read_bytes()
        assert b"PDF/X" not in file.Root.Metadata.read_bytes()
        drawings = [form.read_bytes() for form in file.pages[0].Resources.XObject.values()]
        assert drawings == [before.pages[0].Contents.read_bytes()]


def test_marks_of_the_press_stand_around_the_sheet() -> None:
    pdf = typeset(CONTENT / "many-hands.md", standard="x-4", stamp=STAMP).pdf
    with opened(pdf) as before, opened(impose(pdf, "2up")) as file:
        page, sheet = before.pages[0], file.pages[0]
        left, bottom, right, top = (float(side) for side in sheet.trimbox)
        width, height = (float(side) for side in page.trimbox[2:])
        margin = -float(page.mediabox[0])
        assert margin > 9
        assert (left, bottom) == pytest.approx((margin, margin), abs=0.01)
        assert (right - left, top - bottom) == pytest.approx((2 * width, height), abs=0.01)
    sheet, page = drawn(impose(pdf, "2up")), drawn(pdf)
    half = (0, 0, round(margin + width), page.height)
    assert differ(sheet.crop(half), page.crop(half)) < 6


def test_a_picture_that_shines_through_is_mixed_in_the_same_colours() -> None:
    group = pikepdf.Dictionary(Type=pikepdf.Name.Group, S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceCMYK)
    with opened(impose(saved(new_pdf(2, Group=group)), "2up")) as file:
        assert file.pages[0].Group.CS == "/DeviceCMYK"
        assert all(form.Group.CS == "/DeviceCMYK" for form in file.pages[0].Resources.XObject.values())


def test_layers_that_are_off_stay_off() -> None:
    pdf = new_pdf(1, "/OC /L BDC 0 0 0 rg 0 0 200 300 re f EMC")
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="watermark"))
    pdf.pages[0].Resources.Properties = pikepdf.Dictionary(L=layer)
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer], Order=[layer]))
    sheet = drawn(impose(saved(pdf), "2up"))
    assert differ(sheet.crop((0, 0, 200, 300)), drawn(saved(new_pdf()))) < 0.01


def test_a_drawing_in_several_pieces_is_one() -> None:
    pdf = new_pdf(1, CORNERS)
    pieces = [pdf.make_stream(piece) for piece in (b"0 0 0 rg 50 50 40", b"40 re", b"f")]
    pdf.pages[0].Contents = pikepdf.Array([*pieces, pdf.pages[0].Contents])
    before = saved(pdf)
    assert differ(drawn(impose(before, "2up")).crop((0, 0, 200, 300)), drawn(before)) < 0.01


def test_a_page_may_be_empty() -> None:
    pdf = new_pdf(3)
    del pdf.pages[1].obj["/Contents"], pdf.pages[1].obj["/Resources"]
    assert halves(impose(saved(pdf), "2up")) == [("p1.", ""), ("p3.", "")]


def test_nothing_is_dragged_along() -> None:
    """A page's parts may lead to anything."""
    pdf = new_pdf(2)
    secret = pdf.make_stream(b"secret" * 100)
    form = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
    form.AF, form.Metadata, form.PieceInfo = [secret], secret, {"/Mine": {"/Private": secret}}
    form.Parent = pdf.pages[1].obj
    pdf.pages[0].Resources.XObject = pikepdf.Dictionary(X=form)
    pdf.pages[0].obj["/Other"] = secret
    pdf.pages[0].Resources["/Other"] = secret
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    proof = impose(saved(pdf), "2up")
    assert b"secret" not in proof and b"JavaScript" not in proof


# ── always the same ───────────────────────────────────────────────────────


@every_scheme
def test_the_same_bytes_twice(scheme: Any) -> None:
    proof = impose(letter(), scheme, stamp=STAMP)
    assert proof == impose(letter(), scheme, stamp=STAMP)
    assert proof != impose(letter(), scheme)
    with opened(proof) as file:
        first, second = (bytes(one) for one in file.trailer.ID)
        assert (len(first), len(second)) == (16, 16)
        assert b"pypdf" not in proof
        assert str(file.docinfo["/CreationDate"]) == "D:20250607080910+00'00'"


def test_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(letter())
    code = (
        "import sys; from pathlib import Path; from rejoinder.imposition import impose\n"
        "sys.stdout.buffer.write(impose(Path('letter.pdf').read_bytes(), 'booklet'))"
    )
    command = [sys.executable, "-c", code]
    environment = {"PYTHONHASHSEED": "7", "TZ": "Asia/Kathmandu", "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True)
    assert done.stdout == impose(letter(), "booklet")
    assert done.stderr == b""


def test_a_hundred_pages_soon() -> None:
    pdf = saved(new_pdf(100, CORNERS))
    impose(pdf, "2up")
    before = time.process_time()
    proof = impose(pdf, "booklet")
    assert time.process_time() - before < 2
    with opened(proof) as file:
        assert len(file.pages) == 50


# ── whatever comes ────────────────────────────────────────────────────────


def refused(pdf: bytes) -> str:
    """What is said of a file that cannot be laid out: one line; soon, and with little memory."""
    tracemalloc.start()
    before = time.process_time()
    try:
        with pytest.raises(ImpositionError) as refusal:
            impose(pdf, "booklet")
        assert time.process_time() - before < 4  # seconds, with every piece of memory counted
        assert tracemalloc.get_traced_memory()[1] < 200e6
    finally:
        tracemalloc.stop()
    said = str(refusal.value)
    assert said and "\n" not in said and len(said) < 200
    return said


@pytest.mark.parametrize("junk", [b"", b"junk", b"\x00" * 1000, b"PK\x03\x04zip", b"<html>%PDF is what I want</html>"])
def test_what_is_no_pdf(junk: bytes) -> None:
    assert refused(junk) == "this is not a PDF"


@pytest.mark.parametrize("rest", [b"", b"\n%%EOF", b"\nstartxref\n99999999\n%%EOF", b"\n1 0 obj\n<</Type /Catalog>>\n"])
def test_nothing_but_a_header(rest: bytes) -> None:
    assert refused(b"%PDF-1.7" + rest).startswith("this PDF")


def test_a_file_cut_off_anywhere_is_refused_or_laid_out() -> None:
    whole = letter()
    for end in range(10, len(whole), len(whole) // 12):
        try:
            opened(impose(whole[:end], "2up")).close()
        except ImpositionError as refusal:
            assert str(refusal)


def test_an_encrypted_file() -> None:
    out = io.BytesIO()
    new_pdf().save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert refused(out.getvalue()) == "this PDF is encrypted: take off its password first"


def test_no_pages() -> None:
    assert refused(saved(new_pdf(0))) == f"this PDF has no pages; from 1 to {MOST_PAGES:,} can be laid out"


def test_too_many_pages() -> None:
    """One page object, ten thousand times over."""
    kids = b"3 0 R " * (MOST_PAGES + 1)
    pdf = raw(
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Count %d /Kids [%s]>>" % (MOST_PAGES + 1, kids),
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>",
    )
    assert refused(pdf)


def raw(*objects: bytes) -> bytes:
    """A file as it is written by hand."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size, table, size, len(out),
    )  # fmt: skip


@pytest.mark.parametrize(
    "pages",
    [
        b"<</Type /Pages /Count 1 /Kids [2 0 R]>>",
        b"<</Type /Pages /Count 1000000000 /Kids [2 0 R 2 0 R]>>",
        b"<</Type /Pages /Count 1 /Kids 2 0 R>>",
        b"2 0 R",
        b"[2 0 R]",
        b"null",
        b"<</Type /Pages /Count 1 /Kids [null 7 (page)]>>",
    ],
)
def test_pages_that_lead_nowhere(pages: bytes) -> None:
    refused(raw(b"<</Type /Catalog /Pages 2 0 R>>", pages))


def one_page(page: bytes, *others: bytes) -> bytes:
    """A file whose page is object 3, with objects from 4 on."""
    tree = b"<</Type /Pages /Count 1 /Kids [3 0 R]>>"
    return raw(b"<</Type /Catalog /Pages 2 0 R>>", tree, b"<</Type /Page /Parent 2 0 R %s>>" % page, *others)


@pytest.mark.parametrize(
    "box", [b"", b"[0 0 0 0]", b"[0 0 1e30 1e30]", b"[0 0 (9) 9]", b"[0 0 9]", b"5", b"[0 0 20000 9]", b"3 0 R"]
)
def test_a_page_without_a_size(box: bytes) -> None:
    said = refused(one_page(b"/MediaBox %s" % box if box else b""))
    assert said.startswith("page 1 of this PDF")


def test_sheets_that_no_viewer_shows() -> None:
    assert (
        refused(one_page(b"/MediaBox [0 0 14000 9]")) == "two pages side by side are too large: the most is 14,400 pt"
    )


def test_things_that_contain_themselves() -> None:
    form = b"<</Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources 4 0 R /Length 0>>\nstream\n\nendstream"
    page = b"/MediaBox [0 0 90 90] /Resources 4 0 R"
    impose(one_page(page, b"<</XObject <</A 5 0 R>> /Font 4 0 R>>", form), "2up")


@pytest.mark.parametrize("depth", [50, 5000])
def test_things_within_things_within_things(depth: int) -> None:
    chain = [b"<</Type /XObject /Deep [%d 0 R]>>" % (number + 1) for number in range(5, 5 + depth)]
    pdf = one_page(b"/MediaBox [0 0 90 90] /Resources 4 0 R", b"<</XObject <</A 5 0 R>>>>", *chain, b"null")
    if depth < 100:
        impose(pdf, "2up")
    else:
        assert refused(pdf).startswith("this PDF is broken")


def test_a_resource_nested_beyond_reading_is_left_out() -> None:
    deep = b"<</XObject <</A %s%s>>>>" % (b"[" * 5000, b"]" * 5000)
    impose(one_page(b"/MediaBox [0 0 90 90] /Resources 4 0 R", deep), "2up")


def test_drawings_that_grow_without_end() -> None:
    """A stream of 50 kB that is 50 MB, a hundred times."""
    import zlib

    bomb = zlib.compress(b" " * 50_000_000, 9)
    stream = b"<</Length %d /Filter /FlateDecode>>\nstream\n%s\nendstream" % (len(bomb), bomb)
    refused(one_page(b"/MediaBox [0 0 90 90] /Contents [%s]" % (b"4 0 R " * 100), stream))


def test_pages_that_all_draw_the_same_much() -> None:
    drawing = b" " * 1_000_000
    stream = b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawing), drawing)
    page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 90 90] /Contents 4 0 R>>"
    tree = b"<</Type /Pages /Count 500 /Kids [%s]>>" % b" ".join(b"%d 0 R" % number for number in (3, *range(5, 504)))
    pdf = raw(b"<</Type /Catalog /Pages 2 0 R>>", tree, page, stream, *([page] * 499))
    with pytest.raises(ImpositionError, match="draw too much"):
        impose(pdf, "2up")


def test_a_title_and_labels_without_end() -> None:
    pdf = new_pdf(2)
    pdf.docinfo["/Title"] = "T" * 1_000_000
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, {"/P": "L" * 1_000_000}])
    assert len(impose(saved(pdf), "2up")) < 20_000


@pytest.mark.parametrize("where", ["docinfo", "xmp"])
def test_the_title_is_kept_wherever_it_stands(where: str) -> None:
    pdf = new_pdf()
    if where == "docinfo":
        pdf.docinfo["/Title"] = "Été & <hiver>"
    else:
        with pdf.open_metadata(update_docinfo=False) as meta:
            meta["dc:title"] = "Été & <hiver>"
    with opened(impose(saved(pdf), "2up")) as file:
        assert str(file.docinfo["/Title"]) == "Été & <hiver>"
        assert "Été &amp; &lt;hiver&gt;" in file.Root.Metadata.read_bytes().decode()
        assert file.Root.ViewerPreferences.DisplayDocTitle


def test_metadata_that_cannot_be_read_is_no_reason_to_refuse() -> None:
    pdf = new_pdf()
    pdf.Root.Metadata = pdf.make_stream(b"<x:xmpmeta", Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    with opened(impose(saved(pdf), "2up")) as file:
        assert "/Title" not in file.docinfo


def test_a_scheme_that_nobody_knows() -> None:
    with pytest.raises(ValueError, match="no scheme is called 'pamphlet'; the schemes are booklet, 2up"):
        impose(saved(new_pdf()), "pamphlet")  # type: ignore[arg-type]


def test_nothing_is_logged_for_all_to_see(capfd: pytest.CaptureFixture[str]) -> None:
    broken = saved(new_pdf()).replace(b"startxref\n", b"startxref\n1")
    impose(broken, "2up")
    assert capfd.readouterr() == ("", "")
    assert len(logging.getLogger("pypdf").handlers) <= 1
