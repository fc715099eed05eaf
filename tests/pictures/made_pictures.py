"""Small picture files, made for the tests: PNG by hand, JPEG by Pillow, PDF by pikepdf, SVG as programs write it."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.pictures.model import Picture
from rejoinder.pictures.read import picture_of, read_picture

HERE = Span("letter.md", 3, 1)
RED, GREEN, BLUE, YELLOW = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)
QUARTERS = (RED, GREEN, BLUE, YELLOW)
"""Upper left, upper right, lower left and lower right: no two turns of it look alike."""


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(
    rows: Sequence[bytes],
    *,
    width: int,
    bits: int = 8,
    colour: int = 2,
    interlace: int = 0,
    before: bytes = b"",
    height: int | None = None,
) -> bytes:
    """A PNG of these rows, each as it is stored; `before` are chunks that stand before the pixels."""
    head = struct.pack(">IIBBBBB", width, len(rows) if height is None else height, bits, colour, 0, 0, interlace)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + before + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def quarters(size: int = 4, mode: str = "RGB") -> Image.Image:
    """A square of four colours."""
    image = Image.new("RGB", (size, size))
    half = size // 2
    for place, colour in enumerate(QUARTERS):
        left, top = place % 2 * half, place // 2 * half
        image.paste(colour, (left, top, left + half, top + half))
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def quarters_png() -> bytes:
    rows = [bytes((*RED, *RED, *GREEN, *GREEN))] * 2 + [bytes((*BLUE, *BLUE, *YELLOW, *YELLOW))] * 2
    return png(rows, width=4)


def pdf_page(
    content: bytes,
    *,
    size: tuple[float, float] = (40.0, 40.0),
    change: Callable[[pikepdf.Pdf, Any], None] | None = None,
    **how: Any,
) -> bytes:
    """A PDF of one page with this content; `change` may do to the page what it likes."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=size)
        page.obj.Contents = pdf.make_stream(content)
        if change is not None:
            change(pdf, page.obj)
        out = io.BytesIO()
        pdf.save(out, deterministic_id="encryption" not in how, **how)
        return out.getvalue()


QUARTERS_CONTENT = (
    b"1 0 0 rg 0 20 20 20 re f 0 1 0 rg 20 20 20 20 re f 0 0 1 rg 0 0 20 20 re f 1 1 0 rg 20 0 20 20 re f"
)


def svg(body: str, *, size: str = 'width="40pt" height="40pt" viewBox="0 0 40 40"') -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {size}>{body}</svg>'
    ).encode()


QUARTERS_SVG = svg(
    '<rect width="20" height="20" fill="red"/><rect x="20" width="20" height="20" fill="#0f0"/>'
    '<rect y="20" width="20" height="20" style="fill:rgb(0,0,255)"/><path d="M20 20h20v20H20z" fill="yellow"/>'
)


def picture(data: bytes, name: str = "figure") -> Picture:
    """The picture, which must be sound and beyond doubt."""

    def no_doubt(message: str, hint: str) -> None:
        raise AssertionError(f"{message} ({hint})")

    return picture_of(data, name, no_doubt)


def read(data: bytes, folder: Path, name: str = "figure") -> tuple[Picture | None, list[str]]:
    """What comes of a file, and what is said about it."""
    said = Diagnostics()
    path = folder / name
    path.write_bytes(data)
    found = read_picture(path, said, HERE)
    assert said.has_errors == (found is None)
    return found, [f"{one.severity}: {one.message} / {one.hint}" for one in said]
