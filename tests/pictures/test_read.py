"""Picture files: what they are, how large, and why some are not used."""

from __future__ import annotations

import struct
from pathlib import Path

import pikepdf
import pytest
from made_pictures import (
    HERE,
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
from PIL import Image, ImageCms

from rejoinder.diagnostics import Diagnostics
from rejoinder.pictures.check import resolution, resolution_warning
from rejoinder.pictures.read import read_picture

GRAYS = b"\0" * 300


def test_a_file_is_what_it_holds_whatever_its_name(tmp_path: Path) -> None:
    for kind, data in {
        "png": quarters_png(),
        "jpeg": saved(quarters(), "JPEG"),
        "pdf": pdf_page(QUARTERS_CONTENT),
        "svg": QUARTERS_SVG,
    }.items():
        found, said = read(data, tmp_path, "figure.tiff")
        assert said == []
        assert found is not None and found.kind == kind and found.data == data and found.name == "figure.tiff"


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (png([GRAYS], width=300, colour=0), (72.0, 0.24)),
        (png([GRAYS], width=300, colour=0, before=chunk(b"pHYs", struct.pack(">IIB", 5906, 11811, 1))), (144, 0.24)),
        (png([GRAYS], width=300, colour=0, before=chunk(b"pHYs", struct.pack(">IIB", 1, 1, 0))), (72, 0.24)),
        (png([GRAYS], width=300, colour=0, before=chunk(b"pHYs", struct.pack(">IIB", 1, 1, 1))), (72, 0.24)),
        (saved(Image.new("L", (300, 150)), "JPEG", dpi=(150, 150)), (144, 72)),
        (saved(Image.new("L", (300, 150)), "JPEG"), (72, 36)),
        (pdf_page(b"", size=(123.5, 45)), (123.5, 45)),
        (svg("", size='width="2in" height="25.4mm"'), (144, 72)),
        (svg("", size='width="100" viewBox="0 0 20 10"'), (75, 37.5)),
        (svg("", size='height="100px" viewBox="0 0 20 10"'), (150, 75)),
        (svg("", size='width="100%" height="100%" viewBox="0 0 20 10"'), (15, 7.5)),
        (svg("", size=""), (225, 112.5)),
    ],
)  # fmt: skip
def test_its_natural_size(data: bytes, size: tuple[float, float]) -> None:
    one = picture(data)
    assert (one.width, one.height) == pytest.approx(size, rel=1e-3)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_camera_held_upright_changes_width_and_height(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x011A] = exif[0x011B] = 100.0
    exif[0x0128] = 2
    for data in (
        saved(Image.new("RGB", (200, 100)), "JPEG", exif=exif, dpi=(100, 100)),
        saved(Image.new("RGB", (200, 100)), "PNG", exif=exif, dpi=(100, 100)),
    ):
        one = picture(data)
        assert one.pixels == ((200, 100) if orientation < 5 else (100, 200))
        assert (one.width, one.height) == pytest.approx((144, 72) if orientation < 5 else (72, 144), rel=1e-3)


def test_the_density_of_a_camera() -> None:
    exif = Image.Exif()
    exif[0x011A] = exif[0x011B] = 50.0
    exif[0x0128] = 3  # per centimetre
    data = saved(Image.new("RGB", (127, 127)), "JPEG", exif=exif)
    without_jfif = data[:2] + data[2 + 2 + int.from_bytes(data[4:6], "big") :]
    assert picture(without_jfif).width == pytest.approx(72)


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (saved(quarters(), "GIF"), "save it as PNG"),
        (saved(quarters(), "TIFF"), "save it as PNG"),
        (saved(quarters(), "BMP"), "save it as PNG"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "save it as PNG or JPEG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "epstopdf"),
        (b"\x1f\x8b\x08\0", "unpack"),
        (b"PK\x03\x04", "export"),
        (b"", ""),
        (b"Figure 1 goes here", "PNG, JPEG, SVG or PDF"),
        (b"<html><body>404 not found</body></html>", "PNG, JPEG, SVG or PDF"),
        (b"<?xml version='1.0'?><note>hello</note>", "PNG, JPEG, SVG or PDF"),
    ],
)
def test_others_are_refused_with_a_way_out(data: bytes, hint: str, tmp_path: Path) -> None:
    found, said = read(data, tmp_path)
    assert found is None
    assert len(said) == 1 and said[0].startswith('error: the picture "figure" ') and hint in said[0]


def test_what_is_no_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.png", tmp_path / ("x" * 400)):
        said = Diagnostics()
        assert read_picture(path, said, HERE) is None
        assert [one.severity for one in said] == ["error"]


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.png").open("wb") as file:
        file.truncate(70_000_000)
    said = Diagnostics()
    assert read_picture(tmp_path / "huge.png", said, HERE) is None
    assert "more than 60 MB" in str(next(iter(said)))


def test_more_pixels_than_make_sense(tmp_path: Path) -> None:
    for data in (
        png([b"\0"], width=60000, height=60000, bits=1, colour=0),
        png([b"\0"], width=9000, height=9000, bits=16, colour=6),
        png([b"\0"], width=2**31, height=2**31, bits=1, colour=0),
    ):
        found, said = read(data, tmp_path)
        assert found is None and "too large" in said[0]
    for data in (png([], width=0), png([], width=5, height=0)):
        assert read(data, tmp_path)[1][0].startswith('error: the picture "figure" has no pixels')


def test_pixels_that_are_missing_or_too_many(tmp_path: Path) -> None:
    for data in (png([b"\0" * 12], width=4, height=5), png([b"\0" * 12] * 9, width=4, height=2), png([b""], width=4)):
        found, said = read(data, tmp_path)
        assert found is None and "damaged" in said[0]


def test_an_animation_is_its_first_picture(tmp_path: Path) -> None:
    found, said = read(png([b"\0" * 12], width=4, before=chunk(b"acTL", b"\0" * 8)), tmp_path)
    assert found is not None and "animated" in said[0]


def test_colours_for_the_press_are_said(tmp_path: Path) -> None:
    found, said = read(saved(quarters(mode="CMYK"), "JPEG"), tmp_path)
    assert found is not None and len(said) == 1 and "CMYK colours without a profile" in said[0]
    found, said = read(pdf_page(b"0 1 1 0 k 0 0 9 9 re f"), tmp_path)
    assert found is not None and len(said) == 1 and "CMYK colours without a profile" in said[0]


def test_a_profile_that_does_not_fit_is_left_out(tmp_path: Path) -> None:
    rgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert read(saved(quarters(), "JPEG", icc_profile=rgb), tmp_path)[1] == []
    assert "it is for RGB, not GRAY" in read(saved(quarters(mode="L"), "JPEG", icc_profile=rgb), tmp_path)[1][0]
    for broken in (rgb[:200], b"\xff" * 300, rgb[:36] + b"nope" + rgb[40:]):
        for kind in ("JPEG", "PNG"):
            found, said = read(saved(quarters(), kind, icc_profile=broken), tmp_path)
            assert found is not None and len(said) == 1 and "cannot be used (it is damaged)" in said[0]


def test_a_kind_of_jpeg_that_readers_cannot_decode(tmp_path: Path) -> None:
    data = saved(quarters(), "JPEG")
    at = data.index(b"\xff\xc0")
    for frame in (0xC3, 0xC9):
        found, said = read(data[: at + 1] + bytes([frame]) + data[at + 2 :], tmp_path)
        assert found is None and "baseline" in said[0]


def test_progressive_jpegs_and_what_follows_their_end() -> None:
    assert picture(saved(quarters(64), "JPEG", progressive=True) + b"trailing bytes").pixels == (64, 64)


def test_several_pages_and_notes_on_them(tmp_path: Path) -> None:
    def more(pdf: pikepdf.Pdf, page: pikepdf.Dictionary) -> None:
        pdf.add_blank_page()
        page.Annots = [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget)]

    found, said = read(pdf_page(QUARTERS_CONTENT, change=more), tmp_path)
    assert found is not None
    assert ["has 2 pages" in said[0], "annotations or form fields" in said[1], len(said)] == [True, True, 2]


def test_a_turned_page_and_one_that_is_cut(tmp_path: Path) -> None:
    def turned(pdf: pikepdf.Pdf, page: pikepdf.Dictionary) -> None:
        page.Rotate = 90
        page.CropBox = [0, 0, 30, 20]
        page.UserUnit = 2

    one = picture(pdf_page(QUARTERS_CONTENT, change=turned))
    assert (one.width, one.height) == (40, 60)


def test_resolution_in_print() -> None:
    one = picture(saved(quarters(600), "PNG"))
    assert resolution(one, 216) == pytest.approx(200)
    assert resolution(picture(QUARTERS_SVG), 500) == float("inf")
    said = Diagnostics()
    resolution_warning(one, 216, said, HERE)
    resolution_warning(picture(QUARTERS_SVG), 5000, said, HERE)
    assert list(said) == []
    resolution_warning(one, 432, said, HERE)
    (warning,) = said
    assert (warning.severity, warning.span) == ("warning", HERE)
    assert "only 100 pixels per inch where it is 152 mm wide" in warning.message
    assert "1800 pixels across" in warning.hint
