"""Picture files: what they are, whether they are sound, and how large.

A file is what its content says, whatever it is called. Knows nothing of letters, and of PDF only how to read it.
"""

from __future__ import annotations

from pathlib import Path

from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.geometry import Pt
from rejoinder.pictures import jpeg, png
from rejoinder.pictures.exif import is_turned
from rejoinder.pictures.model import Picture, PictureKind
from rejoinder.pictures.refusal import RefusedError, Warn

LARGEST_FILE = 60_000_000
ASSUMED_DENSITY = 300.0
"""Pixels per inch of a file that does not say."""
DENSITIES = (10.0, 10_000.0)
"""What a file may say and be believed."""
LARGEST_SIDE: Pt = 200_000.0
SNIFFED = 4096
"""How far into a file its kind is looked for."""

OTHER_KINDS: tuple[tuple[bytes, int, str, str], ...] = (
    (b"GIF8", 0, "a GIF", "save it as PNG"),
    (b"II*\0", 0, "a TIFF", "save it as PNG (line art) or JPEG (photographs)"),
    (b"MM\0*", 0, "a TIFF", "save it as PNG (line art) or JPEG (photographs)"),
    (b"II+\0", 0, "a TIFF", "save it as PNG (line art) or JPEG (photographs)"),
    (b"MM\0+", 0, "a TIFF", "save it as PNG (line art) or JPEG (photographs)"),
    (b"WEBP", 8, "a WebP", "save it as PNG or JPEG"),
    (b"BM", 0, "a BMP", "save it as PNG"),
    (b"%!PS", 0, "PostScript (EPS)", "make a PDF of it: epstopdf FILE, or ps2pdf -dEPSCrop FILE"),
    (b"\xc5\xd0\xd3\xc6", 0, "PostScript (EPS)", "make a PDF of it: epstopdf FILE, or ps2pdf -dEPSCrop FILE"),
    (b"\0\0\0\x0cjP  ", 0, "a JPEG 2000", "save it as JPEG or PNG"),
    (b"\xff\x4f\xff\x51", 0, "a JPEG 2000", "save it as JPEG or PNG"),
    (b"ftyp", 4, "a HEIF or AVIF", "save it as JPEG or PNG"),
    (b"\xd7\xcd\xc6\x9a", 0, "a Windows metafile", "save it as SVG or PDF"),
    (b" EMF", 40, "a Windows metafile", "save it as SVG or PDF"),
    (b"\x1f\x8b", 0, "compressed with gzip", "unpack it (an SVGZ is a compressed SVG)"),
    (b"PK\x03\x04", 0, "a ZIP archive or an office document", "export the picture as SVG, PDF or PNG"),
)
"""How files begin (with the place of the bytes) that are not read, what they are, and what to do."""


def read_picture(path: Path, said: Diagnostics, span: Span) -> Picture | None:
    """The picture in a file, or None after saying why not. The file is known to be one that may be read."""

    def warn(message: str, hint: str) -> None:
        said.warning(f'the picture "{path.name}" {message}', span, hint)

    try:
        return picture_of(_content(path), path.name, warn)
    except RefusedError as refused:
        said.error(f'the picture "{path.name}" {refused.message}', span, refused.hint)
        return None


def picture_of(data: bytes, name: str, warn: Warn) -> Picture:
    """The picture that a file's content is. Raises `RefusedError`."""
    match kind_of(data):
        case "png":
            from rejoinder.pictures.pixels import checked_png

            head = checked_png(data, warn)
            return _of_pixels("png", data, (head.width, head.height), head.density, head.orientation, name)
        case "jpeg":
            frame = jpeg.read_jpeg(data, warn)
            return _of_pixels("jpeg", data, (frame.width, frame.height), frame.density, frame.orientation, name)
        case "pdf":
            from rejoinder.pictures.page import read_page  # with it comes a library for reading PDF

            page = read_page(data, warn)
            return _of_lines("pdf", data, page.width, page.height, name)
        case "svg":
            from rejoinder.pictures.svg.read import read_svg  # with it come libraries for XML and CSS

            drawing = read_svg(data, warn)
            return _of_lines("svg", data, drawing.width, drawing.height, name)


def kind_of(data: bytes) -> PictureKind:
    """What a file is by its content. Raises `RefusedError` for what is not read."""
    if data.startswith(png.SIGNATURE):
        return "png"
    if data.startswith(jpeg.SIGNATURE):
        return "jpeg"
    head = data[:SNIFFED]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for mark, at, what, hint in OTHER_KINDS:
        if head[at : at + len(mark)] == mark:
            raise RefusedError(f"is {what}, which is not read", hint)
    text = head.decode("utf-16", "replace") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head.decode("latin-1")
    if "<svg" in text or ":svg" in text or (text.lstrip("\ufeff \t\r\nï»¿").startswith("<") and "<html" not in text):
        return "svg"
    if not data:
        raise RefusedError("is empty")
    raise RefusedError("is no picture that can be read", "pictures are PNG, JPEG, SVG or PDF files")


def _content(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise RefusedError("is not a file" if path.exists() else "does not exist")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as failed:
        why = failed.strerror if isinstance(failed, OSError) and failed.strerror else "it is no name of a file"
        raise RefusedError(f"cannot be read: {why}") from None
    if len(data) > LARGEST_FILE:
        raise RefusedError(
            f"is too large: more than {LARGEST_FILE // 1_000_000} MB",
            "scale it down to 300 pixels per inch of its print",
        )
    return data


def _of_pixels(
    kind: PictureKind,
    data: bytes,
    stored: tuple[int, int],
    density: tuple[float, float] | None,
    orientation: int,
    name: str,
) -> Picture:
    across, down = density or (ASSUMED_DENSITY, ASSUMED_DENSITY)
    if not all(DENSITIES[0] <= one <= DENSITIES[1] for one in (across, down)):
        across = down = ASSUMED_DENSITY
    width, height = stored[0] / across * 72, stored[1] / down * 72
    if is_turned(orientation):
        return Picture(kind, data, height, width, (stored[1], stored[0]), name)
    return Picture(kind, data, width, height, stored, name)


def _of_lines(kind: PictureKind, data: bytes, width: Pt, height: Pt, name: str) -> Picture:
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        raise RefusedError(f"has an impossible size: {width:g} × {height:g} pt", "state its width and height")
    return Picture(kind, data, width, height, None, name)
