"""Files for the press: nothing in RGB, black text in black alone, and otherwise the same pages."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal

import pikepdf
import pypdfium2
import pytest
from made_pictures import QUARTERS_CONTENT, QUARTERS_SVG, pdf_page, quarters, quarters_png, saved, svg
from PIL import Image, ImageChops, ImageCms
from setting import LETTER, column, line, made_up, page, sample, segment, words_line
from test_pictures import KINDS, figure

from rejoinder.galley.model import Element
from rejoinder.pages.model import MadeUp
from rejoinder.pdf.inks import CUSTOM, press_inks
from rejoinder.pdf.offset import gray_profile, offset_profile
from rejoinder.pdf.standard import X_4
from rejoinder.pdf.trim import Trim
from rejoinder.pdf.write import write_pdf
from rejoinder.pictures.read import picture_of
from rejoinder.pictures.refusal import silent
from rejoinder.style.model import Colour

STAMP = datetime(2024, 5, 1, tzinfo=UTC)
TRIM = Trim(8.504, True)
Kind = Literal["cmyk", "gray"]
BOTH: tuple[Kind, ...] = ("cmyk", "gray")

RGB_OPERATORS = {"rg", "RG"}
INKS_OPERATORS = {"cmyk": {"k", "K", "g", "G"}, "gray": {"g", "G"}}

PIXELS = f'<image href="data:image/png;base64,{base64.b64encode(quarters_png()).decode()}" width="40" height="40"/>'
EVERYTHING = svg(
    """
    <defs>
      <linearGradient id="fade"><stop offset="0" stop-color="#c00"/>
        <stop offset="1" stop-color="#06c"/></linearGradient>
      <linearGradient id="veil"><stop offset="0" stop-color="#080" stop-opacity="0"/>
        <stop offset="1" stop-color="#080"/></linearGradient>
      <radialGradient id="ball" spreadMethod="reflect" r="0.2"><stop offset="0" stop-color="#fff"/>
        <stop offset="1" stop-color="#333"/></radialGradient>
      <pattern id="dots" width="4" height="4" patternUnits="userSpaceOnUse">
        <circle cx="2" cy="2" r="1" fill="#08f"/></pattern>
      <mask id="seen"><rect width="40" height="40" fill="#888"/><circle cx="20" cy="20" r="9" fill="#ff0"/>"""
    + PIXELS
    + """</mask>
    </defs>
    <rect width="40" height="10" fill="url(#fade)"/><rect y="10" width="40" height="10" fill="url(#veil)"/>
    <rect y="20" width="40" height="10" fill="url(#ball)"/><rect y="30" width="40" height="10" fill="url(#dots)"/>
    <g mask="url(#seen)"><rect width="40" height="40" fill="#903" stroke="#808080"/></g>
    <g opacity="0.5"><circle cx="9" cy="9" r="6" fill="red"/><circle cx="14" cy="9" r="6" fill="blue"/></g>
    <g style="mix-blend-mode: multiply"><rect width="20" height="20" fill="#cfc"/></g>
    <text x="2" y="38" font-size="6">Words</text><text x="22" y="38" font-size="6" fill="#a00" stroke="#0a0">more</text>
    <g transform="translate(30 12) scale(0.2)">"""
    + PIXELS
    + "</g>"
)
GRAY_16 = saved(Image.new("I;16", (3, 2), 30_000), "PNG")
TRANSLUCENT = saved(quarters(mode="RGBA").resize((8, 8)), "PNG")
PICTURES: dict[str, bytes] = KINDS | {
    "svg of everything": EVERYTHING,
    "gray png": saved(quarters(8, "L"), "PNG"),
    "gray png of sixteen bits": GRAY_16,
    "png of one bit": saved(quarters(16, "L").convert("1"), "PNG"),
    "gray png with opacity": saved(quarters(8, "LA"), "PNG"),
    "png with opacity, again": TRANSLUCENT,
    "gray jpeg": saved(quarters(64, "L"), "JPEG"),
    "jpeg of four inks": saved(quarters(64, "CMYK"), "JPEG"),
}


def pressed(pages: MadeUp, kind: Kind = "cmyk", *, profile: bytes = b"", condition: str = "") -> bytes:
    inks = press_inks(kind, profile, condition)
    return write_pdf(pages, LETTER, stamp=STAMP, standard=X_4, trim=TRIM, inks=inks)


def drawn(*data: bytes) -> MadeUp:
    return figure(*[picture_of(one, "figure", silent) for one in data])


def streams(opened: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Whatever holds operators: pages, forms, patterns."""
    for one in opened.pages:
        yield one.obj.Contents
    for obj in opened.objects:
        if isinstance(obj, pikepdf.Stream) and (obj.get("/Subtype") == "/Form" or obj.get("/PatternType") == 1):
            yield obj


def operators(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {str(one.operator) for stream in streams(opened) for one in pikepdf.parse_content_stream(stream)}


def spaces(pdf: bytes) -> set[str]:
    """Every colour space that is named anywhere, those with a profile by how many colours it has."""
    found: set[str] = set()

    def walk(value: Any, depth: int = 0) -> None:
        if isinstance(value, pikepdf.Name) and str(value) in ("/DeviceRGB", "/DeviceCMYK", "/DeviceGray", "/CalRGB"):
            found.add(str(value))
        elif isinstance(value, pikepdf.Array):
            if len(value) == 2 and value[0] == "/ICCBased":
                found.add(f"ICC {value[1].N}")
            for one in value:
                if depth < 20 and not (hasattr(one, "is_indirect") and one.is_indirect):
                    walk(one, depth + 1)
        elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            for _, one in value.items():
                if depth < 20 and not (hasattr(one, "is_indirect") and one.is_indirect):
                    walk(one, depth + 1)

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for obj in opened.objects:
            walk(obj)
    return found


def faults(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as opened:
        return opened.check_pdf_syntax()


def images(pdf: bytes) -> list[tuple[str, Image.Image]]:
    """Space and pixels of all images but masks."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        masks = {obj.SMask.objgen for obj in opened.objects if isinstance(obj, pikepdf.Stream) and "/SMask" in obj}
        return [
            (str(obj.ColorSpace), pikepdf.PdfImage(obj).as_pil_image())
            for obj in opened.objects
            if isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == "/Image" and obj.objgen not in masks
        ]


# ── the file ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", BOTH)
def test_it_is_a_pdf_x_4(kind: Kind) -> None:
    pdf = pressed(sample(), kind)
    assert faults(pdf) == []
    assert pdf.startswith(b"%PDF-1.6")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (intent,) = opened.Root.OutputIntents
        assert (intent.S, str(intent.OutputConditionIdentifier)) == ("/GTS_PDFX", CUSTOM)
        assert "/RegistryName" not in intent and str(intent.Info)
        assert intent.DestOutputProfile.read_bytes() == {"cmyk": offset_profile(), "gray": gray_profile()}[kind]
        assert int(intent.DestOutputProfile.N) == (4 if kind == "cmyk" else 1)
        info = opened.trailer.Info
        assert str(info.Title) == LETTER.title and info.Trapped == "/False"
        assert str(info.CreationDate) == str(info.ModDate) == "D:20240501000000+00'00'"
        assert "/ID" in opened.trailer and "/Encrypt" not in opened.trailer
        xmp = opened.Root.Metadata.read_bytes().decode()
    assert ">PDF/X-4<" in xmp and "xmpMM:DocumentID" in xmp and "pdfaid" not in xmp and "pdfuaid" not in xmp


@pytest.mark.parametrize("kind", BOTH)
def test_it_has_no_tags_links_or_attachments(kind: Kind) -> None:
    pdf = pressed(sample(), kind)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        left_out = ("/StructTreeRoot", "/MarkInfo", "/Names", "/AF", "/Outlines", "/AcroForm", "/OpenAction", "/Dests")
        assert not set(left_out) & set(opened.Root.keys())
        for one in opened.pages:
            assert not {"/Annots", "/StructParents", "/Tabs", "/AA"} & set(one.obj.keys())
            assert b"MCID" not in one.obj.Contents.read_bytes()


def test_every_font_is_embedded() -> None:
    with pikepdf.open(io.BytesIO(pressed(sample()))) as opened:
        found = [obj for obj in opened.objects if isinstance(obj, pikepdf.Dictionary)]
        descriptors = [obj for obj in found if obj.get("/Type") == "/FontDescriptor"]
        assert descriptors and all({"/FontFile2", "/FontFile3"} & set(one.keys()) for one in descriptors)


def test_without_a_date_inks_or_trim_there_is_no_such_file() -> None:
    for missing in ({"stamp": None}, {"trim": None}, {"inks": None}):
        given: dict[str, Any] = {"stamp": STAMP, "trim": TRIM, "inks": press_inks("cmyk")} | missing
        given = {key: value for key, value in given.items() if value is not None or key == "stamp"}
        with pytest.raises(ValueError, match="for the press"):
            write_pdf(sample(), LETTER, standard=X_4, **given)


def test_the_same_bytes_again() -> None:
    pages = drawn(*PICTURES.values())
    assert pressed(pages) == pressed(pages)


# ── colours of the page ───────────────────────────────────────────────────


def coloured(*colours: Colour) -> MadeUp:
    lines = [line(segment("Words", colour=one), element=2) for one in colours]
    return made_up([Element(1, "Document"), Element(2, "P", 1)], page(column(lines)))


def inked(pdf: bytes) -> list[str]:
    """The operators that choose a colour on the first page, with their states."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        chosen = []
        for one in pikepdf.parse_content_stream(opened.pages[0]):
            if str(one.operator) in ("gs", "k", "g", "rg"):
                chosen.append(" ".join([*(str(part) for part in one.operands), str(one.operator)]))
        return chosen


RICH = Colour((140, 30, 40), (20.0, 100.0, 80.0, 25.0))


@pytest.mark.parametrize(
    ("colour", "cmyk", "gray"),
    [
        (Colour((0, 0, 0)), ["/O1 gs", "0 0 0 1 k"], ["0 g"]),
        (Colour((0, 0, 0), (0, 0, 0, 100)), ["/O1 gs", "0 0 0 1 k"], ["0 g"]),
        (Colour((70, 70, 70), (0, 0, 0, 80)), ["/O0 gs", "0 0 0 0.8 k"], ["0.2 g"]),
        (Colour((255, 255, 255)), ["/O0 gs", "0 0 0 0 k"], ["1 g"]),
        (Colour((128, 128, 128)), ["/O0 gs", "0 0 0 0.636 k"], ["0.364 g"]),
        (RICH, ["/O0 gs", "0.2 1 0.8 0.25 k"], None),
    ],
)
def test_the_sheets_colours_are_printed_in_their_inks(colour: Colour, cmyk: list[str], gray: list[str] | None) -> None:
    assert inked(pressed(coloured(colour), "cmyk")) == cmyk
    if gray:
        assert inked(pressed(coloured(colour), "gray")) == gray
    assert not RGB_OPERATORS & operators(pressed(coloured(colour), "gray"))


def test_black_prints_over_and_everything_else_knocks_out() -> None:
    black, blue = Colour((0, 0, 0)), Colour((0, 84, 166), (100.0, 70.0, 0.0, 5.0))
    assert inked(pressed(coloured(black, blue, black))) == [
        *("/O1 gs", "0 0 0 1 k"),
        *("/O0 gs", "1 0.7 0 0.05 k"),
        *("/O1 gs", "0 0 0 1 k"),
    ]
    with pikepdf.open(io.BytesIO(pressed(coloured(black)))) as opened:
        states = opened.pages[0].obj.Resources.ExtGState
        assert [bool(states[name].op) for name in ("/O0", "/O1")] == [False, True]
        assert int(states["/O1"].OPM) == 1


def test_a_colour_without_inks_is_separated_by_the_profile() -> None:
    (_, chosen) = inked(pressed(coloured(Colour((0, 84, 166)))))
    inks = [float(part) for part in chosen.split()[:-1]]
    assert inks[0] > 0.8 and 0.4 < inks[1] < 0.8 and inks[2] < 0.1


def test_words_are_read_back_as_from_the_file_for_reading() -> None:
    def text(pdf: bytes) -> list[str]:
        with closing(pypdfium2.PdfDocument(pdf)) as document:
            return [one.get_textpage().get_text_range() for one in document]

    assert text(pressed(sample())) == text(write_pdf(sample(), LETTER, stamp=STAMP))


@pytest.mark.parametrize("kind", BOTH)
def test_it_looks_like_the_file_for_reading(kind: Kind) -> None:
    def gray(pdf: bytes) -> Image.Image:
        with closing(pypdfium2.PdfDocument(pdf)) as document:
            return document[0].render(scale=2).to_pil().convert("L")

    plain = gray(write_pdf(sample(), LETTER, stamp=STAMP))
    left = round(TRIM.around * 2)
    around = gray(pressed(sample(), kind))
    press = around.crop((left, left, left + plain.width, left + plain.height))
    # half a dot's shift at the edges of letters, and pure black that a screen shows as a dark gray
    small = [one.resize((one.width // 8, one.height // 8), Image.Resampling.BOX) for one in (plain, press)]
    unlike = ImageChops.difference(small[0], small[1])
    assert max(unlike.tobytes()) < 60
    assert sum(unlike.tobytes()) / len(unlike.tobytes()) < 1.5


# ── pictures ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("which", PICTURES)
def test_nothing_is_in_rgb(which: str, kind: Kind) -> None:
    pdf = pressed(drawn(PICTURES[which]), kind)
    assert faults(pdf) == []
    assert not RGB_OPERATORS & operators(pdf)
    allowed = {"/DeviceGray"} | ({"/DeviceCMYK"} if kind == "cmyk" else set())
    assert spaces(pdf) <= allowed, spaces(pdf)
    assert operators(pdf) & {"k", "K"} == set() or kind == "cmyk"
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        document[0].render()


@cache
def _seen_by() -> ImageCms.ImageCmsTransform:
    press = ImageCms.ImageCmsProfile(io.BytesIO(offset_profile()))
    return ImageCms.buildTransform(
        press,
        ImageCms.createProfile("sRGB"),
        "CMYK",
        "RGB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


PRINTABLE = [(200, 60, 50), (60, 120, 170), (230, 200, 120), (90, 140, 80), (120, 120, 120), (80, 80, 80)]


def striped() -> Image.Image:
    image = Image.new("RGB", (8 * len(PRINTABLE), 8))
    for place, colour in enumerate(PRINTABLE):
        image.paste(colour, (8 * place, 0, 8 * place + 8, 8))
    return image


@pytest.mark.parametrize(
    "data",
    [
        saved(striped(), "PNG"),
        saved(striped().quantize(16), "PNG"),
        saved(striped(), "JPEG", quality=98, subsampling=0),
    ],
    ids=["png", "palette", "jpeg"],
)
def test_pixels_look_on_the_press_as_on_the_screen(data: bytes) -> None:
    ((space, image),) = images(pressed(drawn(data)))
    inks = image.convert("CMYK") if image.mode == "P" else image
    assert "CMYK" in space and inks.mode == "CMYK"
    seen = ImageCms.applyTransform(inks, _seen_by())
    assert seen is not None
    for place, colour in enumerate(PRINTABLE):
        found: Any = seen.getpixel((8 * place + 4, 4))
        assert max(abs(a - b) for a, b in zip(found, colour, strict=True)) <= 9, (colour, found)


def test_gray_in_a_drawing_of_pixels_is_black_ink_alone() -> None:
    ((_, image),) = images(pressed(drawn(saved(striped(), "PNG"))))
    assert image.mode == "CMYK"
    gray: Any = image.getpixel((8 * 4 + 4, 4))
    red: Any = image.getpixel((4, 4))
    assert gray[:3] == (0, 0, 0) and 150 < gray[3] < 180
    assert red[1] > 150


def test_a_photograph_is_mixed_of_all_inks() -> None:
    noise = Image.effect_noise((80, 80), 40)
    photograph = Image.merge("RGB", (noise, noise.rotate(90), noise.rotate(180)))
    assert photograph.getcolors(4096) is None
    photograph.paste((60, 60, 60), (0, 0, 8, 8))
    ((_, image),) = images(pressed(drawn(saved(photograph, "PNG"))))
    gray: Any = image.getpixel((4, 4))
    assert min(gray) > 0


def test_a_picture_in_rgb_that_is_all_gray_becomes_gray() -> None:
    for data in (saved(quarters(8, "L").convert("RGB"), "PNG"), saved(quarters(64, "L").convert("RGB"), "JPEG")):
        ((space, image),) = images(pressed(drawn(data)))
        assert space == "/DeviceGray" and image.mode == "L"


def test_grays_are_as_light_as_on_the_screen_and_their_pixels_are_not_touched() -> None:
    data = saved(Image.new("L", (4, 4), 128), "PNG")
    pdf = pressed(drawn(data))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (image,) = [o for o in opened.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        assert [str(part) for part in list(image.ColorSpace)[:2]] == ["/Indexed", "/DeviceGray"]
        palette = bytes(image.ColorSpace[3])
    assert (palette[0], palette[128], palette[255]) == (0, 93, 255)


def test_cmyk_keeps_its_numbers() -> None:
    data = saved(Image.new("CMYK", (16, 16), (10, 200, 90, 40)), "JPEG", quality=100)
    pdf = pressed(drawn(data))
    assert [space for space, _ in images(pdf)] == ["/DeviceCMYK"]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (embedded,) = [o for o in opened.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        assert embedded.read_raw_bytes() == data
    ((space, _),) = images(pressed(drawn(data), "gray"))
    assert space == "/DeviceGray"


def test_words_in_a_drawing_are_black_ink_that_prints_over() -> None:
    pdf = pressed(drawn(svg('<rect width="40" height="40" fill="#8cf"/><text x="4" y="20" font-size="8">Words</text>')))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (form,) = [o for o in opened.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Form"]
        content = form.read_bytes()
        assert b"0 0 0 1 k" in content
        assert any(state.get("/op") for _, state in form.Resources.ExtGState.items())


def test_masks_let_through_as_much_as_for_reading() -> None:
    """A mask of a gray of 50 % lets half of it through, whatever that gray is printed with."""
    half = svg(
        '<mask id="m"><rect width="40" height="40" fill="#808080"/></mask>'
        '<rect width="40" height="40" fill="black" mask="url(#m)"/>'
    )
    pdf = pressed(drawn(half), "gray")
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        image = document[0].render().to_pil().convert("L")
    x, y = 90 + TRIM.around, 140 + TRIM.around
    value: Any = image.getpixel((round(x), round(y)))
    assert abs(value - 127) < 4


# ── pages of other PDFs ───────────────────────────────────────────────────

FORM = b"1 0 0 RG 0 0 1 rg 5 5 20 20 re B 0 1 1 0 k 0 0 5 5 re f 0.5 g 5 0 5 5 re f"


def with_spaces(pdf: pikepdf.Pdf, page_of_it: Any) -> None:
    profile = pdf.make_stream(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile.N = 3
    page_of_it.Resources = pikepdf.Dictionary(
        ColorSpace=pikepdf.Dictionary(sRGB=pikepdf.Array([pikepdf.Name.ICCBased, profile]))
    )


def with_group(pdf: pikepdf.Pdf, page_of_it: Any) -> None:
    page_of_it.Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceRGB, I=True)


def with_image(pdf: pikepdf.Pdf, page_of_it: Any) -> None:
    image = pdf.make_stream(bytes(range(12)))
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height, image.BitsPerComponent = 2, 2, 8
    image.ColorSpace = pikepdf.Name.DeviceRGB
    page_of_it.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))


R_CONTENT = b"/sRGB cs 0 0 0 scn /sRGB CS 0.2 0.4 0.6 SCN q 1 0 0 scn 1 1 5 5 re f Q 0 0 40 40 re B"


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize(
    ("content", "change"),
    [(FORM, None), (FORM, with_group), (R_CONTENT, with_spaces), (b"/DeviceRGB cs 1 0 0 sc", None)],
)
def test_plain_colours_of_other_pdfs_are_separated(content: bytes, change: Any, kind: Kind) -> None:
    pdf = pressed(drawn(pdf_page(content, change=change)), kind)
    assert faults(pdf) == []
    assert operators(pdf) & (RGB_OPERATORS | {"cs", "CS", "sc", "scn"}) <= {"CS"}
    assert spaces(pdf) <= {"/DeviceGray", "/DeviceCMYK"}
    assert kind == "cmyk" or not {"k", "K"} & operators(pdf)


def test_black_of_other_pdfs_is_black_ink() -> None:
    pdf = pressed(drawn(pdf_page(R_CONTENT, change=with_spaces)))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (form,) = [o for o in opened.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Form"]
        lines = form.read_bytes().split(b"\n")
    assert lines.count(b"0 0 0 1 k") == 2  # chosen with the space, and by name
    assert any(one.endswith(b" K") for one in lines)


def test_pixels_of_other_pdfs_get_a_profile() -> None:
    pdf = pressed(drawn(pdf_page(b"q 40 0 0 40 0 0 cm /Im Do Q", change=with_image)))
    assert faults(pdf) == []
    assert "/DeviceRGB" not in spaces(pdf) and "ICC 3" in spaces(pdf)


def test_inline_pixels_of_other_pdfs_get_one_by_default() -> None:
    content = b"q 40 0 0 40 0 0 cm BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI Q"
    pdf = pressed(drawn(pdf_page(content)))
    assert faults(pdf) == []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (form,) = [o for o in opened.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Form"]
        assert form.Resources.ColorSpace.DefaultRGB[0] == "/ICCBased"


def test_a_page_is_read_for_the_press_and_for_reading_by_turns() -> None:
    pages = drawn(pdf_page(QUARTERS_CONTENT))
    first = write_pdf(pages, LETTER, stamp=None)
    assert not RGB_OPERATORS & operators(pressed(pages))
    assert write_pdf(pages, LETTER, stamp=None) == first
    assert RGB_OPERATORS & operators(first)


# ── the printer's own profile ─────────────────────────────────────────────


def test_a_profile_and_its_condition() -> None:
    profile = offset_profile() + b""
    pdf = pressed(coloured(Colour((0, 84, 166)), Colour((128, 128, 128))), profile=profile, condition="FOGRA39")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (intent,) = opened.Root.OutputIntents
        assert str(intent.OutputConditionIdentifier) == "FOGRA39"
        assert str(intent.RegistryName) == "http://www.color.org"
        assert intent.DestOutputProfile.read_bytes() == profile
    black = float(inked(pdf)[-1].split()[3])
    assert black == pytest.approx(0.636, abs=0.01)  # read off the profile, it is what we computed


def test_gray_for_a_press_of_four_inks() -> None:
    pdf = pressed(drawn(QUARTERS_SVG), "gray", profile=offset_profile())
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.Root.OutputIntents[0].DestOutputProfile.N == 4
    assert spaces(pdf) <= {"/DeviceGray"}


def test_a_gray_profile() -> None:
    pdf = pressed(coloured(Colour((128, 128, 128))), "gray", profile=gray_profile())
    assert float(inked(pdf)[-1].split()[0]) == pytest.approx(0.364, abs=0.01)


def test_words_alone() -> None:
    """A page of nothing but words has no state of a picture, and no colour but black."""
    pages = made_up([Element(1, "Document"), Element(2, "P", 1)], page(column([words_line("Words", 2)])))
    assert inked(pressed(pages)) == ["/O1 gs", "0 0 0 1 k"]
    assert operators(pressed(pages)) <= {"BT", "ET", "Tm", "Tf", "TJ", "Tj", "gs", "k", "BDC", "EMC", "q", "Q", "CS",
        "SCN", "w", "J", "d", "m", "l", "c", "s", "S"}  # fmt: skip
