"""Pictures in the finished file: the right colours in the right places, each once, and a file without fault."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from contextlib import closing
from functools import cache
from typing import Any

import page as page_validation
import pikepdf
import pypdfium2
import pytest
from made_pictures import (
    BLUE,
    GREEN,
    QUARTERS,
    QUARTERS_CONTENT,
    QUARTERS_SVG,
    RED,
    YELLOW,
    chunk,
    pdf_page,
    picture,
    png,
    quarters,
    quarters_png,
    saved,
    svg,
)
from PIL import Image, ImageCms
from setting import HEIGHT, LETTER, column, made_up, page, words_line

from rejoinder.galley.model import Element
from rejoinder.geometry import Box
from rejoinder.pages.model import MadeUp, PlacedPicture
from rejoinder.pdf.write import write_pdf
from rejoinder.pictures.model import Picture
from rejoinder.pictures.read import picture_of
from rejoinder.pictures.refusal import silent
from treetext import tree

FRAME = Box(50, 100, 80, 80)
PROFILES = ("ua1", "3a")
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def figure(*pictures: Picture, frame: Box = FRAME) -> MadeUp:
    """Pictures side by side, each a figure."""
    elements = [Element(1, "Document"), Element(2, "P", 1)]
    items: list[Any] = column([words_line("Words", 2)])
    for number, one in enumerate(pictures):
        elements.append(Element(3 + number, "Figure", 1, alt=f"Figure {number}", anchor=f"figure-{number}"))
        box = Box(frame.x + number * (frame.width + 5), frame.y, frame.width, frame.height)
        items.append(PlacedPicture(box, one, 3 + number))
    return made_up(elements, page(items))


def printed(*data: bytes) -> bytes:
    return write_pdf(figure(*[picture_of(one, "figure", silent) for one in data]), LETTER, stamp=None)


def seen(pdf: bytes, scale: float = 4.0) -> Callable[[float, float], tuple[int, ...]]:
    """The colour at a point of the first page, in points from its upper left corner."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        image = document[0].render(scale=scale).to_pil().convert("RGB")
    return lambda x, y: image.getpixel((round(x * scale), round(y * scale)))  # type: ignore[return-value]


def inside(pdf: bytes) -> Callable[[float, float], tuple[int, ...]]:
    """The colour at a point of the figure, as shares of its width and height."""
    look = seen(pdf)
    return lambda x, y: look(FRAME.x + x * FRAME.width, FRAME.y + y * FRAME.height)


def like(one: tuple[int, ...], other: tuple[int, ...], by: int = 6) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def faults(pdf: bytes) -> list[str]:
    found = []
    for profile in PROFILES:
        report = page_validation.validate_pdf_bytes(pdf, profile=profile)
        found += [f"{profile} {failure.rule_id}: {failure.message}" for failure in report.failures]
        assert report.is_compliant or found
    with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as opened:
        found += [f"qpdf: {problem}" for problem in opened.check_pdf_syntax()]
    return found


def objects(pdf: bytes, subtype: str) -> list[Any]:
    """All XObjects of a kind, each as the entries of its dictionary."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [
            {key: str(value) for key, value in obj.items()}
            for obj in opened.objects
            if isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == subtype
        ]


# ── pixels ────────────────────────────────────────────────────────────────


def palette_png(alpha: bytes = b"") -> bytes:
    before = chunk(b"PLTE", bytes(part for colour in QUARTERS for part in colour))
    if alpha:
        before += chunk(b"tRNS", alpha)
    return png([b"\x05"] * 2 + [b"\xaf"] * 2, width=4, bits=2, colour=3, before=before)


def deep_png() -> bytes:
    def row(*colours: tuple[int, ...]) -> bytes:
        return b"".join(bytes((part, part)) for colour in colours for part in colour)

    return png([row(RED, RED, GREEN, GREEN)] * 2 + [row(BLUE, BLUE, YELLOW, YELLOW)] * 2, width=4, bits=16, colour=2)


KINDS: dict[str, bytes] = {
    "png": quarters_png(),
    "png of a palette": palette_png(),
    "png of sixteen bits": deep_png(),
    "png with opacity": saved(quarters(mode="RGBA"), "PNG"),
    "png with a profile": saved(quarters(), "PNG", icc_profile=SRGB),
    "jpeg": saved(quarters(64), "JPEG", quality=95, subsampling=0),
    "progressive jpeg": saved(quarters(64), "JPEG", quality=95, subsampling=0, progressive=True),
    "jpeg with a profile": saved(quarters(64), "JPEG", quality=95, subsampling=0, icc_profile=SRGB),
    "pdf": pdf_page(QUARTERS_CONTENT),
    "svg": QUARTERS_SVG,
    "svg with pixels": svg(
        f'<image href="data:image/png;base64,{base64.b64encode(quarters_png()).decode()}" width="40" height="40"/>'
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_it_stands_the_right_way_up_in_the_right_place(kind: str) -> None:
    pdf = printed(KINDS[kind])
    look = inside(pdf)
    corners = [look(x, y) for y in (0.2, 0.8) for x in (0.2, 0.8)]
    assert all(like(one, other) for one, other in zip(corners, QUARTERS, strict=True)), corners
    assert all(look(x, y) == (255, 255, 255) for x, y in ((-0.03, 0.5), (1.03, 0.5), (0.5, -0.03), (0.5, 1.03)))
    assert faults(pdf) == []


@cache
def interlaced() -> bytes:
    """The four colours by Adam7, of which 4 × 4 pixels have five passes."""
    pixels = [[RED, RED, GREEN, GREEN]] * 2 + [[BLUE, BLUE, YELLOW, YELLOW]] * 2
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    rows = []
    for left, top, across, down in passes:
        for y in range(top, 4, down):
            row = [part for x in range(left, 4, across) for part in pixels[y][x]]
            if row:
                rows.append(bytes(row))
    return png(rows, width=4, height=4, interlace=1)


def test_interlaced_pixels_are_put_in_order() -> None:
    look = inside(printed(interlaced()))
    assert [look(x, y) for y in (0.2, 0.8) for x in (0.2, 0.8)] == list(QUARTERS)


@pytest.mark.parametrize(
    ("alpha", "expected"),
    [
        (saved(Image.new("RGBA", (4, 4), (255, 0, 0, 128)), "PNG"), (255, 127, 127)),
        (saved(Image.new("LA", (4, 4), (0, 64)), "PNG"), (191, 191, 191)),
        (saved(Image.new("RGBA", (4, 4), (255, 0, 0, 0)), "PNG"), (255, 255, 255)),
        (palette_png(b"\x80\x80\x80\x80"), None),
    ],
)
def test_white_shines_through(alpha: bytes, expected: tuple[int, ...] | None) -> None:
    pdf = printed(alpha)
    assert like(inside(pdf)(0.2, 0.2), expected or (255, 127, 127))
    assert len(objects(pdf, "/Image")) == 2
    assert faults(pdf) == []


def test_one_clear_colour() -> None:
    """TRNS of a picture without a palette: the colour is not painted."""
    for data in (
        png([b"\0\xff"], width=2, colour=0, before=chunk(b"tRNS", b"\0\xff")),
        png([bytes((*BLUE, *RED))], width=2, before=chunk(b"tRNS", b"\0\xff\0\0\0\0")),
    ):
        pdf = printed(data)
        assert inside(pdf)(0.75, 0.5) == (255, 255, 255)
        assert inside(pdf)(0.25, 0.5) != (255, 255, 255)
        assert faults(pdf) == []


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turned_as_the_camera_was_held(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    for kind, image in (("JPEG", quarters(64)), ("PNG", quarters(4))):
        data = saved(image, kind, exif=exif, **({"quality": 95, "subsampling": 0} if kind == "JPEG" else {}))
        with Image.open(io.BytesIO(data)) as opened:
            from PIL import ImageOps

            upright = ImageOps.exif_transpose(opened).convert("RGB")
        look = inside(printed(data))
        for x in (0.2, 0.8):
            for y in (0.2, 0.8):
                expected = upright.getpixel((int(x * upright.width), int(y * upright.height)))
                assert like(look(x, y), expected, 8), (kind, x, y)  # type: ignore[arg-type]


def test_grays_of_all_depths() -> None:
    for bits, row in ((1, b"\x40"), (2, b"\x30"), (4, b"\x0f"), (8, b"\0\xff"), (16, b"\0\0\xff\xff")):
        look = inside(printed(png([row], width=2, bits=bits, colour=0)))
        assert (look(0.25, 0.5), look(0.75, 0.5)) == ((0, 0, 0), (255, 255, 255)), bits
    interlaced_gray = png([b"\0\0", b"\xff\xff"], width=2, height=1, bits=16, colour=0, interlace=1)
    look = inside(printed(interlaced_gray))
    assert (look(0.25, 0.5), look(0.75, 0.5)) == ((0, 0, 0), (255, 255, 255))


def test_another_gamma_than_that_of_screens() -> None:
    linear = png([b"\x80\x80"], width=2, colour=0, before=chunk(b"gAMA", (100_000).to_bytes(4, "big")))
    pdf = printed(linear)
    assert "/CalGray" in objects(pdf, "/Image")[0]["/ColorSpace"]
    assert faults(pdf) == []


def test_pixels_are_kept_as_they_were_packed() -> None:
    jpeg, plain = KINDS["jpeg"], KINDS["png"]
    with pikepdf.open(io.BytesIO(printed(jpeg, plain))) as opened:
        raw = [obj.read_raw_bytes() for obj in opened.objects if isinstance(obj, pikepdf.Stream) and "/Width" in obj]
    assert raw[0] == jpeg
    assert raw[1] in plain


def test_inks_without_a_profile_are_shown_and_allowed() -> None:
    pdf = printed(saved(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG", quality=95))
    red = inside(pdf)(0.5, 0.5)
    assert red[0] > 200 and max(red[1:]) < 60
    assert "/DeviceN" in objects(pdf, "/Image")[0]["/ColorSpace"]
    assert faults(pdf) == []


def test_each_picture_is_embedded_once() -> None:
    one, same, other = (picture(quarters_png(), name) for name in ("a.png", "b.png", "c.png"))
    pdf = write_pdf(figure(one, same, other, picture(KINDS["jpeg with a profile"])), LETTER, stamp=None)
    assert len(objects(pdf, "/Image")) == 2
    pdf = printed(KINDS["jpeg with a profile"], KINDS["png with a profile"])
    assert pdf.count(b"/N 3") == 2  # one profile for both, and the output intent's


def test_the_same_bytes_again() -> None:
    assert printed(*KINDS.values()) == printed(*KINDS.values())


# ── pages of other files ──────────────────────────────────────────────────


def with_resources(**resources: Any) -> Callable[[pikepdf.Pdf, Any], None]:
    def change(pdf: pikepdf.Pdf, page: Any) -> None:
        page.Resources = pikepdf.Dictionary(
            {f"/{key}": value(pdf) if callable(value) else value for key, value in resources.items()}
        )

    return change


def test_a_turned_and_cut_page() -> None:
    def turned(pdf: pikepdf.Pdf, page: Any) -> None:
        page.Rotate = 90
        page.CropBox = [5, 5, 35, 35]

    look = inside(printed(pdf_page(QUARTERS_CONTENT, change=turned)))
    assert [look(x, y) for y in (0.2, 0.8) for x in (0.2, 0.8)] == [BLUE, RED, YELLOW, GREEN]


def test_what_another_file_had_marked_is_not_marked_here() -> None:
    content = b"/Artifact <</Type /Layout>> BDC /P <</MCID 0>> BDC " + QUARTERS_CONTENT + b" EMC EMC Q Q"
    pdf = printed(pdf_page(content))
    assert b"BDC" not in objects_data(pdf, "/Form")
    assert faults(pdf) == []


def objects_data(pdf: bytes, subtype: str) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return b"".join(
            obj.read_bytes()
            for obj in opened.objects
            if isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == subtype
        )


def test_what_a_pdf_a_may_not_have_is_put_right() -> None:
    """Transfer functions, interpolation, alternates, a drawn font without readings, inks, LZW."""

    def everything(pdf: pikepdf.Pdf, page: Any) -> None:
        name, dictionary = pikepdf.Name, pikepdf.Dictionary
        image = pdf.make_stream(b"\xff\0\0", Type=name.XObject, Subtype=name.Image, Width=1, Height=1)
        image.ColorSpace, image.BitsPerComponent, image.Interpolate = name.DeviceRGB, 8, True
        image.Metadata = pdf.make_stream(b"x")
        glyph = pdf.make_stream(b"1000 0 0 0 750 750 d1 0 0 750 750 re f")
        font = dictionary(Type=name.Font, Subtype=name.Type3, FontBBox=[0, 0, 750, 750], FirstChar=97, LastChar=97)
        font.FontMatrix = [0.001, 0, 0, 0.001, 0, 0]
        font.Widths, font.CharProcs, font.Resources = [1000], dictionary(square=glyph), dictionary()
        font.Encoding = dictionary(Type=name.Encoding, Differences=[97, name.square])
        state = dictionary(Type=name.ExtGState, ca=0.5, TR=name.Identity, OPM=1, BM=name.Multiply, RI=name.Odd)
        form = pdf.make_stream(b"/G gs 0 1 1 0 k 0 0 9 9 re f", Type=name.XObject, Subtype=name.Form)
        form.BBox, form.OC = [0, 0, 9, 9], dictionary(Type=name.OCG)
        helvetica = dictionary(Type=name.Font, Subtype=name.Type1, BaseFont=name.Helvetica)
        page.Group = dictionary(S=name.Transparency, CS=name.DeviceCMYK)
        page.Resources = dictionary(
            Font=dictionary(T=pdf.make_indirect(font), H=helvetica),
            XObject=dictionary(I=image, F=form),
            ExtGState=dictionary(G=pdf.make_indirect(state)),
        )

    content = b"BT /H 9 Tf ET /Odd ri BT /T 9 Tf 2 30 Td (a) Tj ET /F Do q 9 0 0 9 20 2 cm /I Do Q 9 9 nonsense"
    pdf = printed(pdf_page(content, change=everything))
    assert faults(pdf) == []
    assert not any(word in pdf for word in (b"/Interpolate", b"/TR ", b"/Helvetica", b"/OPM"))


def test_fonts_that_are_not_there() -> None:
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    data = pdf_page(b"BT /H 9 Tf (a) Tj ET", change=with_resources(Font=pikepdf.Dictionary(H=font)))
    from rejoinder.pictures.refusal import RefusedError

    with pytest.raises(RefusedError, match="without holding them: Helvetica") as refused:
        picture(data)
    assert "cairo_pdf" in refused.value.hint


def test_a_page_of_our_own_as_a_picture() -> None:
    """Its fonts come with it, and it is a sound file again."""
    inner = write_pdf(figure(picture(KINDS["svg"]), picture(KINDS["png with opacity"])), LETTER, stamp=None)
    pdf = printed(inner)
    assert faults(pdf) == []
    look = inside(pdf)
    across, down = (FRAME.x + 20) / 300, (FRAME.y + 20) / 400
    assert look(across, down) == RED


# ── drawings ──────────────────────────────────────────────────────────────


def drawn(body: str) -> Callable[[float, float], tuple[int, ...]]:
    """What a drawing of 40 × 40 looks like at a point of its own, on a file without fault."""
    pdf = printed(svg(body))
    assert faults(pdf) == []
    look = inside(pdf)
    return lambda x, y: look(x / 40, y / 40)


WHITE, BLACK = (255, 255, 255), (0, 0, 0)


def test_fills_strokes_and_dashes() -> None:
    look = drawn(
        '<path d="M0 0H40V40H0zM10 10H30V30H10z" fill="blue" fill-rule="evenodd"/>'
        '<path d="M12 20H28" stroke="red" stroke-width="4" stroke-dasharray="8 4" fill="none"/>'
    )
    assert [look(5, 5), look(15, 13), look(16, 20), look(22, 20), look(26, 20)] == [BLUE, WHITE, RED, WHITE, RED]


def test_use_transforms_symbols_and_viewports() -> None:
    look = drawn(
        '<defs><path id="g" d="M0 0h10v10z"/><symbol id="s" viewBox="0 0 2 2">'
        '<rect width="9" height="2" fill="#0f0"/></symbol></defs>'
        '<use xlink:href="#g" x="5" y="5" fill="red"/>'
        '<use xlink:href="#g" transform="translate(20 0) scale(2)" fill="blue"/>'
        '<use xlink:href="#s" x="0" y="30" width="10" height="10"/>'
        '<svg x="20" y="20" width="20" height="20" viewBox="0 0 1 1">'
        '<rect x=".5" width="5" height="1" fill="red"/></svg>'
    )
    assert [look(13, 7), look(7, 13), look(37, 3)] == [RED, WHITE, BLUE]
    assert [look(5, 35), look(15, 35), look(25, 30), look(35, 30)] == [GREEN, WHITE, WHITE, RED]


def test_clips() -> None:
    look = drawn(
        '<clipPath id="a"><circle cx="10" cy="20" r="8"/><rect x="22" y="12" width="16" height="16"/></clipPath>'
        '<clipPath id="b" clip-path="url(#a)"><rect width="40" height="20"/></clipPath>'
        '<rect width="40" height="40" fill="red" clip-path="url(#b)"/>'
    )
    assert [look(10, 16), look(30, 16), look(20, 16), look(10, 24)] == [RED, RED, WHITE, WHITE]


def test_gradients() -> None:
    stops = '<stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue"/>'
    look = drawn(
        f'<linearGradient id="l">{stops}</linearGradient>'
        f'<radialGradient id="r" gradientUnits="userSpaceOnUse" cx="20" cy="30" r="10">{stops}</radialGradient>'
        f'<linearGradient id="p" x2=".25" spreadMethod="repeat">{stops}</linearGradient>'
        '<linearGradient id="v"><stop offset="0" stop-color="red"/>'
        '<stop offset="1" stop-color="red" stop-opacity="0"/></linearGradient>'
        '<rect width="40" height="5" fill="url(#l)"/><rect y="5" width="40" height="5" fill="url(#p)"/>'
        '<rect y="10" width="40" height="5" fill="url(#v)"/><rect y="20" width="40" height="20" fill="url(#r)"/>'
    )
    assert like(look(0.5, 2), RED, 10) and like(look(39.5, 2), BLUE, 10) and like(look(20, 2), (128, 0, 128))
    assert [like(look(x, 7), (128, 0, 128), 12) for x in (5, 15, 25, 35)] == [True] * 4
    assert like(look(0.5, 12), RED, 10) and like(look(20, 12), (255, 128, 128)) and like(look(39.5, 12), WHITE, 10)
    assert like(look(20, 30), RED, 14) and like(look(2, 30), BLUE) and like(look(25, 30), (128, 0, 128), 10)


def test_opacity_of_shapes_and_of_groups() -> None:
    pair = '<rect width="20" height="20" fill="red"/><rect x="10" width="20" height="20" fill="blue"/>'
    look = drawn(f'<g opacity=".5">{pair}</g><g fill-opacity=".5" transform="translate(0 20)">{pair}</g>')
    assert like(look(5, 5), (255, 128, 128)) and like(look(15, 5), (128, 128, 255))
    assert like(look(5, 25), (255, 128, 128)) and like(look(15, 25), (128, 64, 191))


def test_blending_and_masks() -> None:
    look = drawn(
        '<mask id="m" maskUnits="userSpaceOnUse" x="0" y="20" width="40" height="20">'
        '<rect y="20" width="20" height="20" fill="white"/></mask>'
        '<rect width="20" height="20" fill="yellow"/>'
        '<rect width="40" height="20" fill="aqua" style="mix-blend-mode:multiply"/>'
        '<rect y="20" width="40" height="20" fill="red" mask="url(#m)"/>'
    )
    assert [look(10, 10), look(30, 10), look(10, 30), look(30, 30)] == [GREEN, (0, 255, 255), RED, WHITE]


def test_patterns_and_markers() -> None:
    look = drawn(
        '<pattern id="p" patternUnits="userSpaceOnUse" width="10" height="10">'
        '<rect width="5" height="10" fill="red"/></pattern>'
        '<rect width="40" height="20" fill="url(#p)"/>'
        '<marker id="k" viewBox="0 0 2 2" refX="1" refY="1" markerWidth="4" markerHeight="4" orient="auto">'
        '<path d="M0 0h1v2H0z" fill="context-stroke"/><path d="M1 0h1v2h-1z" fill="lime"/></marker>'
        '<path d="M5 30H30" stroke="blue" stroke-width="2" marker-end="url(#k)"/>'
    )
    assert [look(2, 10), look(7, 10), look(12, 10), look(37, 10)] == [RED, WHITE, RED, WHITE]
    assert [look(28, 33), look(32, 33), look(32, 27)] == [BLUE, GREEN, GREEN]


def test_words_are_set_in_our_faces_and_can_be_read() -> None:
    body = (
        '<text x="20" y="12" font-size="8" text-anchor="middle" font-family="Times">Nest fi</text>'
        '<text transform="translate(10 38) rotate(-90)" font-size="8" font-family="Arial" fill="red">Egg &amp; µ</text>'
        '<text x="12" y="30" font-size="8" textLength="18" lengthAdjust="spacingAndGlyphs">WWWW</text>'
    )
    pdf = printed(svg(body))
    assert faults(pdf) == []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        faces = {
            str(obj.BaseFont) for obj in opened.objects if isinstance(obj, pikepdf.Dictionary) and "/BaseFont" in obj
        }
    assert any("SourceSerif4" in face for face in faces) and any("SourceSans3" in face for face in faces)
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        text = document[0].get_textpage().get_text_range()
    assert "Nest fi" in text and "Egg & µ" in text
    look = inside(pdf)
    ink = [(x, y) for x in range(80) for y in range(80) if look(x / 80, y / 80) != WHITE]
    middle = [x for x, y in ink if y < 26]
    assert abs(min(middle) + max(middle) - 80) <= 6  # about its middle
    assert max(x for x, y in ink if 46 <= y <= 60) <= 61  # squeezed
    assert any(y > 60 for _, y in ink) and any(20 < y < 25 for _, y in ink)


def test_deeply_nested_clips_do_not_nest_states_too_deeply() -> None:
    body = '<rect width="40" height="40" fill="red"/>'
    for _ in range(40):
        body = f'<g clip-path="url(#c)">{body}</g>'
    look = drawn(f'<clipPath id="c"><rect width="20" height="40"/></clipPath>{body}')
    assert [look(10, 20), look(30, 20)] == [RED, WHITE]


def test_nothing_is_drawn_outside_the_frame() -> None:
    look = drawn('<rect x="-20" y="-20" width="100" height="100" fill="red"/>')
    assert [look(1, 1), look(39, 39), look(-1, 20), look(20, 41)] == [RED, RED, WHITE, WHITE]


# ── the tree ──────────────────────────────────────────────────────────────


def test_a_figure_says_what_it_shows_and_where_it_is() -> None:
    pdf = write_pdf(figure(picture(quarters_png())), LETTER, stamp=None)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (found,) = [obj for obj in opened.objects if isinstance(obj, pikepdf.Dictionary) and obj.get("/S") == "/Figure"]
        assert str(found.Alt) == "Figure 0"
        assert [float(side) for side in found.A.BBox] == [50, HEIGHT - 180, 130, HEIGHT - 100]
        assert str(found.A.O) == "/Layout"
    assert [node.role for node in tree(pdf)[0].kids if hasattr(node, "role")] == ["P", "Figure"]


def test_a_figure_without_a_description_is_a_sound_file_nevertheless() -> None:
    made = made_up(
        [Element(1, "Document"), Element(2, "Figure", 1)], page([PlacedPicture(FRAME, picture(QUARTERS_SVG), 2)])
    )
    assert faults(write_pdf(made, LETTER, stamp=None)) == []


def test_a_figure_with_its_caption_on_one_page_and_the_next() -> None:
    one = picture(quarters_png())
    elements = [
        Element(1, "Document"),
        Element(2, "P", 1),
        Element(3, "Figure", 1, alt="Four colours", anchor="figure-1"),
        Element(4, "Caption", 3),
        Element(5, "Figure", 1, alt="Again"),
        Element(6, "P", 1),
    ]
    first = page(
        [
            *column([words_line("Before", 2)]),
            PlacedPicture(FRAME, one, 3),
            *column([words_line("Figure 1 Four", 4)], y=200, part="float"),
            *column([words_line("after", 6)], y=240),
        ]
    )
    second = page([PlacedPicture(FRAME, one, 5), *column([words_line("on and on", 6)], y=240)], number=2)
    pdf = write_pdf(made_up(elements, first, second), LETTER, stamp=None)
    assert faults(pdf) == []
    assert len(objects(pdf, "/Image")) == 1
    roles = [node.role for node in tree(pdf)[0].kids if hasattr(node, "role")]
    assert roles == ["P", "Figure", "Figure", "P"]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert all("/X1" in one.Resources.XObject for one in opened.pages)


def test_pages_without_pictures_have_no_dictionary_of_them() -> None:
    made = figure(picture(quarters_png()))
    elements = (*made.elements, Element(9, "P", 1))
    both = made_up(elements, *made.pages, page(column([words_line("text", 9)]), number=2))
    with pikepdf.open(io.BytesIO(write_pdf(both, LETTER, stamp=None))) as opened:
        assert ["/XObject" in one.Resources for one in opened.pages] == [True, False]
