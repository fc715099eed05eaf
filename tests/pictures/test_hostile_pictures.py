"""Files from strangers: cut short, garbled, built to grow, to loop, to reach outside. Each is refused, and soon."""

from __future__ import annotations

import io
import random
import re
import time
import zlib
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_pictures import (
    QUARTERS_CONTENT,
    QUARTERS_SVG,
    chunk,
    pdf_page,
    picture,
    png,
    quarters,
    quarters_png,
    read,
    saved,
    svg,
)

from rejoinder.pdf.embed import FontBook
from rejoinder.pdf.objects import PdfFile, ref
from rejoinder.pdf.pictures import Gallery
from rejoinder.pictures.model import Picture
from rejoinder.pictures.pixels import raster
from rejoinder.pictures.read import picture_of
from rejoinder.pictures.refusal import RefusedError, silent

LONG_PNG = saved(quarters(64).rotate(30), "PNG", compress_level=0)
SAMPLES = {
    "png": LONG_PNG,
    "jpeg": saved(quarters(48), "JPEG", dpi=(300, 300)),
    "progressive": saved(quarters(48), "JPEG", progressive=True),
    "pdf": pdf_page(QUARTERS_CONTENT),
    "svg": QUARTERS_SVG,
}


def operators(one: Picture) -> bytes:
    """All content streams, and what describes them, as they would be embedded."""
    file, book = PdfFile(), FontBook()
    gallery = Gallery(file, book)
    gallery.hang(one, 0)
    file.put(gallery.fonts, f"<<{book.write(file)}>>")
    pages = file.add("<</Type /Pages /Kids [] /Count 0>>")
    written = file.finish(file.add(f"<</Type /Catalog /Pages {ref(pages)}>>"), file.add("<<>>"))
    with pikepdf.open(io.BytesIO(written)) as opened:
        streams = [obj for obj in opened.objects if isinstance(obj, pikepdf.Stream) and "/Resources" in obj]
        return b"\n".join(obj.read_bytes() + repr(dict(obj.items())).encode().lower() for obj in streams)


def outcome(data: bytes, *, embed: bool = False) -> str:
    """Used, or refused in words. Anything else is a fault, and so is a long time."""
    start = time.process_time()
    try:
        one = picture_of(data, "figure", silent)
    except RefusedError as refused:
        assert refused.message and refused.message.isprintable()
        return "refused"
    else:
        if one.kind in ("png", "jpeg"):
            raster(one)  # what has been read is not refused any more
        if embed:
            assert not re.search(rb"\b(nan|inf)\b", operators(one))
        return "used"
    finally:
        assert time.process_time() - start < 5


@pytest.mark.parametrize("kind", SAMPLES)
def test_cut_short_anywhere(kind: str) -> None:
    data = SAMPLES[kind]
    assert outcome(data) == "used"
    step = 97 if len(data) > 1500 else 7
    for end in range(0, len(data) - 12, step):
        assert outcome(data[:end]) == "refused", end


@pytest.mark.parametrize("kind", SAMPLES)
def test_garbled_anywhere(kind: str) -> None:
    chance = random.Random(kind)
    for _ in range(150):
        data = bytearray(SAMPLES[kind])
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        outcome(bytes(data))


# ── growing ───────────────────────────────────────────────────────────────


def test_pixels_that_unpack_without_end() -> None:
    bomb = zlib.compress(b"\0" * 60_000_000, 9)
    head = png([b"\0" * 12], width=4)
    at = head.index(b"IDAT") - 4
    end = head.index(b"IEND") - 4
    start = time.process_time()
    outcome(head[:at] + chunk(b"IDAT", bomb) + head[end:])
    assert time.process_time() - start < 1


def test_a_profile_that_unpacks_without_end(tmp_path: Path) -> None:
    bomb = chunk(b"iCCP", b"bomb\0\0" + zlib.compress(b"\0" * 100_000_000, 9))
    found, said = read(png([b"\0" * 12], width=4, before=bomb), tmp_path)
    assert found is not None and "profile that cannot be used" in said[0]


def test_entities_that_grow() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    data = f'<!DOCTYPE svg [<!ENTITY a0 "ha">{laughs}]>'.encode() + svg("<text>&a9;</text>")
    with pytest.raises(RefusedError, match="declares entities"):
        picture(data)


def test_uses_that_grow() -> None:
    body = '<g id="g0"><path d="M0 0h1"/></g>'
    for n in range(1, 12):
        uses = f'<use xlink:href="#g{n - 1}"/>' * 10
        body += f'<g id="g{n}">{uses}</g>'
    with pytest.raises(RefusedError, match="draws more than"):
        picture(svg(f"<defs>{body}</defs><use xlink:href='#g11'/>"))


def test_contents_that_grow() -> None:
    def packed(pdf: pikepdf.Pdf, page: pikepdf.Dictionary) -> None:
        page.Contents = pikepdf.Stream(pdf, zlib.compress(b"0 0 m " * 20_000_000, 9), Filter=pikepdf.Name.FlateDecode)

    with pytest.raises(RefusedError, match="grows beyond measure"):
        picture(
            pdf_page(b"", change=packed, recompress_flate=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        )


def test_an_index_that_grows() -> None:
    bomb = zlib.compress(b"1 0 " * 30_000_000, 9)
    stream = b"5 0 obj <</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d>> stream\n" % len(bomb)
    with pytest.raises(RefusedError, match="grows beyond measure"):
        picture(b"%PDF-1.5\n" + stream + bomb + b"\nendstream endobj")


def test_too_many_operators() -> None:
    with pytest.raises(RefusedError, match=r"drawing operators|grows"):
        picture(pdf_page(b"n\n" * 700_000))


# ── going round, and down ─────────────────────────────────────────────────


@pytest.mark.parametrize(
    "body",
    [
        '<g id="a"><use xlink:href="#a"/></g>',
        '<defs><g id="a"><use xlink:href="#b"/></g><g id="b"><use xlink:href="#a"/></g></defs><use xlink:href="#a"/>',
        '<linearGradient id="a" xlink:href="#a"/><rect width="9" height="9" fill="url(#a)"/>',
        '<pattern id="p" width="4" height="4" patternUnits="userSpaceOnUse"><rect width="4" height="4" fill="url(#p)"/>'
        '</pattern><rect width="9" height="9" fill="url(#p)"/>',
        '<clipPath id="c" clip-path="url(#c)"><rect width="9" height="9"/></clipPath>'
        '<rect width="9" height="9" clip-path="url(#c)"/>',
        '<mask id="m"><rect width="9" height="9" mask="url(#m)"/></mask><rect width="9" height="9" mask="url(#m)"/>',
        '<marker id="k"><path d="M0 0h1" marker-end="url(#k)"/></marker><path d="M0 0h5" marker-end="url(#k)"/>',
    ],
)
def test_an_svg_that_goes_round(body: str) -> None:
    assert outcome(svg(body)) == "used"


def test_an_svg_without_a_floor() -> None:
    assert outcome(svg("<g>" * 5000 + "</g>" * 5000)) == "refused"


def test_selectors_that_look_far_back() -> None:
    """Searched upwards from each element, such a rule takes time beyond measure."""
    body = "<g>" * 60 + "<rect width='1' height='1'/>" * 1000 + "</g>" * 60
    assert outcome(svg(f"<style>{'g ' * 30} nothing {'g ' * 20} rect {{ fill: red }}</style>{body}")) == "used"
    many = "".join(f".a{n} .b{n} {{ fill: red }}" for n in range(9000))
    assert outcome(svg(f"<style>{many}</style>{body}")) == "refused"


def test_nested_as_deeply_as_may_be() -> None:
    for tag in ("g opacity='.9'", "svg", "g clip-path='url(#c)'"):
        clip = '<clipPath id="c"><rect width="9" height="9"/></clipPath>'
        body = f"<{tag}>" * 62 + '<rect width="9" height="9"/>' + f"</{tag.split()[0]}>" * 62
        assert outcome(svg(clip + body), embed=True) == "used"
        uses = "".join(f'<g id="u{n}"><use xlink:href="#u{n - 1}"/></g>' for n in range(1, 40))
        assert (
            outcome(svg(f'<rect id="u0" width="1" height="1"/><defs>{uses}</defs><use xlink:href="#u39"/>'))
            == "refused"
        )


NUMBERS = st.sampled_from(["0", "1", "-1", "1e-9", "1e9", "-1e300", "0.3", "1e400", "nan", "50%", "", "9"])


@settings(max_examples=200, deadline=None)
@given(st.lists(NUMBERS, min_size=30, max_size=30))
def test_numbers_beyond_measure(n: list[str]) -> None:
    body = f"""
      <linearGradient id="l" gradientUnits="userSpaceOnUse" x1="{n[0]}" x2="{n[1]}" y2="{n[2]}" spreadMethod="repeat"
        gradientTransform="matrix({n[3]} {n[4]} {n[5]} {n[6]} 0 0)">
        <stop/><stop offset="1" stop-color="red"/></linearGradient>
      <radialGradient id="r" cx="{n[7]}" fx="{n[8]}" r="{n[9]}" spreadMethod="reflect" xlink:href="#l"/>
      <pattern id="p" width="{n[10]}" height="{n[11]}" patternUnits="userSpaceOnUse"><path d="M0 0h9"/></pattern>
      <marker id="k" markerWidth="{n[12]}" orient="auto" viewBox="0 0 {n[13]} {n[14]}"><path d="M0 0h9"/></marker>
      <g transform="scale({n[15]} {n[16]}) skewX({n[17]})"><g transform="scale({n[18]}) rotate({n[19]})">
      <path d="M0 0L{n[20]} {n[21]}A{n[22]} {n[23]} {n[24]} 1 0 5 5" fill="url(#l)" stroke="url(#r)"
        stroke-width="{n[25]}" stroke-dasharray="{n[26]} {n[27]}" marker-end="url(#k)"/>
      <rect width="{n[28]}" height="9" rx="{n[29]}" fill="url(#p)" stroke="url(#l)"/>
      <text x="{n[0]}" font-size="{n[1]}" letter-spacing="{n[2]}" textLength="{n[3]}"
        stroke="red">Text</text></g></g>"""
    outcome(svg(body), embed=True)


def looped(pdf: pikepdf.Pdf, page: pikepdf.Dictionary) -> None:
    form = pdf.make_stream(b"/A Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=form))
    page.Resources = form.Resources


def test_a_drawing_within_itself() -> None:
    with pytest.raises(RefusedError, match="contains itself"):
        picture(pdf_page(b"/A Do", change=looped))


def test_resources_that_only_look_like_a_loop() -> None:
    """One dictionary for all, which lists the form that uses it: sloppy, common, and no loop."""

    def shared(pdf: pikepdf.Pdf, page: pikepdf.Dictionary) -> None:
        form = pdf.make_stream(b"0 0 9 9 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
        page.Resources = pdf.make_indirect(pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=form)))
        form.Resources = page.Resources

    assert outcome(pdf_page(b"/A Do", change=shared)) == "used"


def test_a_page_tree_that_goes_round() -> None:
    data = (
        b"%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type /Pages /Kids [2 0 R] /Count 1>> endobj\n"
        b"trailer <</Root 1 0 R /Size 3>>\nstartxref\n0\n%%EOF"
    )
    assert outcome(data) == "refused"


def test_arrays_without_a_floor() -> None:
    def deep(pdf: pikepdf.Pdf, page: pikepdf.Dictionary) -> None:
        inner: object = pikepdf.Array([1])
        for _ in range(300):
            inner = pikepdf.Array([inner])
        page.Resources = pikepdf.Dictionary(Shading=pikepdf.Dictionary(S=pikepdf.Dictionary(X=inner)))

    assert outcome(pdf_page(b"/S sh", change=deep)) == "refused"


# ── reaching outside ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (svg('<image xlink:href="file:///etc/passwd" width="9" height="9"/>'), "another file"),
        (svg('<image href="http://example.org/a.png" width="9" height="9"/>'), "another file"),
        (svg('<use xlink:href="other.svg#a"/>'), "another file"),
        (svg("<style>@import 'http://example.org/a.css';</style>"), "another file"),
        (svg("<style>@import url(a.css);</style>"), "another file"),
        (b"<?xml-stylesheet href='a.css' type='text/css'?>" + svg(""), "another file"),
        (b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg("<text>&x;</text>"), "entities"),
        (b'<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://example.org/x.dtd"> %x;]>' + svg(""), "entities"),
        (svg("<script>alert(1)</script>"), "script"),
        (svg("<foreignObject><p>hello</p></foreignObject>"), "HTML"),
    ],
)
def test_an_svg_reaching_outside(data: bytes, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        picture(data)


def test_a_doctype_by_itself_does_no_harm() -> None:
    """Every plot of matplotlib has one. It is not fetched."""
    doctype = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert picture(doctype + QUARTERS_SVG).kind == "svg"


def test_a_pdf_whose_streams_are_elsewhere() -> None:
    def elsewhere(pdf: pikepdf.Pdf, page: pikepdf.Dictionary) -> None:
        page.Contents.F = pikepdf.String("/etc/passwd")

    assert outcome(pdf_page(b"n", change=elsewhere)) == "refused"


def test_scripts_and_actions_are_not_taken() -> None:
    def armed(pdf: pikepdf.Pdf, page: pikepdf.Dictionary) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        pdf.Root.OpenAction = action
        page.AA = pikepdf.Dictionary(O=action)

    from rejoinder.pictures.page import read_page

    page = read_page(pdf_page(QUARTERS_CONTENT, change=armed), silent)
    assert "alert" not in repr(page) and "JavaScript" not in repr(page)


def test_encrypted_files() -> None:
    for owner, user in (("secret", ""), ("secret", "word")):
        data = pdf_page(b"n", encryption=pikepdf.Encryption(owner=owner, user=user))
        with pytest.raises(RefusedError, match=r"encrypted|password"):
            picture(data)


def test_quarters_are_sound() -> None:
    assert outcome(quarters_png()) == "used"
