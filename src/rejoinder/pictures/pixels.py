"""Pixels as they can be embedded: as their file packed them where that may be, else unpacked. Knows no PDF syntax."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, Literal, TypeAlias

from rejoinder.pictures.jpeg import Jpeg, read_jpeg
from rejoinder.pictures.model import Picture
from rejoinder.pictures.png import PALETTE, SIGNATURE, TRANSLUCENT, Png, png_header, read_png
from rejoinder.pictures.refusal import RefusedError, Warn, silent
from rejoinder.values import dataclass, replace

if TYPE_CHECKING:
    from PIL.Image import Image

Colours: TypeAlias = Literal["gray", "rgb", "cmyk"]
Packing: TypeAlias = Literal["none", "png", "jpeg"]


@dataclass(frozen=True, slots=True)
class Raster:
    """Rows of pixels from above. Width and height are those of the rows; `orientation` is yet to be applied."""

    width: int
    height: int
    bits: int
    colours: Colours
    data: bytes
    packing: Packing = "none"
    """Not at all; deflated rows, each with its filter; or JPEG."""
    palette: bytes = b""
    """The colour of each index, in `colours`; if there is one, the pixels are indices."""
    inverted: bool = False
    """The greatest value means no ink, in CMYK."""
    plain_rgb: bool = False
    """A JPEG whose three channels are no YCbCr, and that does not say so itself."""
    profile: bytes = b""
    gamma: float = 0.0
    alpha: bytes = b""
    """Of each pixel, one byte; empty if all are opaque."""
    clear: tuple[int, ...] = ()
    """The one colour that is not painted at all."""
    orientation: int = 1


def raster(picture: Picture) -> Raster:
    """The pixels of a picture that has been read before."""
    if picture.kind == "jpeg":
        return _from_jpeg(picture.data, read_jpeg(picture.data, silent))
    return _from_png(picture.data, png_header(picture.data, silent))


def unpacked_raster(picture: Picture) -> Raster:
    """The same, unpacked, eight bits a channel; inks as they are, none of them upside down."""
    if picture.kind == "png":
        return _decoded(picture.data, png_header(picture.data, silent))
    from PIL import Image

    packed = raster(picture)
    try:
        with Image.open(io.BytesIO(packed.data), formats=("JPEG",)) as image:
            mode = {"gray": "L", "rgb": "RGB", "cmyk": "CMYK"}[packed.colours]
            data = image.convert(mode).tobytes()
    except (OSError, ValueError, SyntaxError, MemoryError) as broken:
        raise RefusedError(f"cannot be unpacked: {broken}", "save it again") from None
    return replace(packed, data=data, packing="none", inverted=False, plain_rgb=False)


def checked_png(data: bytes, warn: Warn) -> Png:
    """The header of a PNG that is sound, and can be unpacked if it must be. Raises `RefusedError`."""
    png = read_png(data, warn)
    if png.interlaced:
        _decoded(data, png)  # whose rows are in an order that nobody has checked
    return png


def _from_jpeg(data: bytes, jpeg: Jpeg) -> Raster:
    colours: Colours = {1: "gray", 3: "rgb", 4: "cmyk"}[jpeg.channels]  # type: ignore[assignment]
    return Raster(
        jpeg.width,
        jpeg.height,
        8,
        colours,
        data[: jpeg.end],
        "jpeg",
        inverted=jpeg.channels == 4 and jpeg.adobe is not None,
        plain_rgb=jpeg.named_rgb,
        profile=jpeg.profile,
        orientation=jpeg.orientation,
    )


def _from_png(data: bytes, png: Png) -> Raster:
    if png.interlaced or png.colour in TRANSLUCENT:
        return _decoded(data, png)
    return Raster(
        png.width,
        png.height,
        png.bits,
        "rgb" if png.colour in (2, PALETTE) else "gray",
        png.packed(data),
        "png",
        palette=png.palette,
        profile=png.profile,
        gamma=png.gamma,
        alpha=_palette_alpha(data, png),
        clear=_clear(png),
        orientation=png.orientation,
    )


def _decoded(data: bytes, png: Png) -> Raster:
    """Unpacked, eight bits a channel, with the transparency by itself."""
    from PIL import Image  # 30 ms, and most pictures are embedded as they are

    try:
        with Image.open(io.BytesIO(_essential(data, png)), formats=("PNG",)) as image:
            gray = image.mode in ("1", "L", "LA", "I", "I;16", "I;16B", "F")
            if gray and png.bits == 16 and png.colour == 0:
                whole = _eight_bits(image)
            else:
                whole = image.convert("LA" if gray else "RGBA")
    except (OSError, ValueError, SyntaxError, MemoryError) as broken:
        raise RefusedError(f"cannot be unpacked: {broken}", "save it again") from None
    alpha = whole.getchannel("A").tobytes()
    opaque = alpha.count(255) == len(alpha)
    colours = whole.getchannel("L") if gray else whole.convert("RGB")
    return Raster(
        png.width,
        png.height,
        8,
        "gray" if gray else "rgb",
        colours.tobytes(),
        profile=png.profile,
        gamma=png.gamma,
        alpha=b"" if opaque else alpha,
        orientation=png.orientation,
    )


def _essential(data: bytes, png: Png) -> bytes:
    """The file without all that is not its pixels: the library need not judge notes and profiles, which we have."""
    chunks = [(b"IHDR", data[16:29])]
    if png.palette:
        chunks.append((b"PLTE", png.palette))
    if png.transparency:
        chunks.append((b"tRNS", png.transparency))
    chunks += [(b"IDAT", png.packed(data)), (b"IEND", b"")]
    return SIGNATURE + b"".join(
        [
            len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")
            for kind, content in chunks
        ]
    )


def _eight_bits(image: Image) -> Image:
    """Sixteen bits of gray, which the library keeps as numbers, in eight."""
    from PIL import Image

    gray = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return Image.merge("LA", (gray, Image.new("L", image.size, 255)))


def _clear(png: Png) -> tuple[int, ...]:
    """The colour that means transparent (11.3.2.1), if there is one."""
    if png.colour == PALETTE or len(png.transparency) != 2 * png.channels:
        return ()
    most = (1 << png.bits) - 1
    found = (int.from_bytes(png.transparency[at : at + 2], "big") for at in range(0, len(png.transparency), 2))
    return tuple(value & most for value in found)


def _palette_alpha(data: bytes, png: Png) -> bytes:
    """The opacity of each pixel, by that of its index (11.3.2.1)."""
    if png.colour != PALETTE or not png.transparency or png.transparency.count(255) == len(png.transparency):
        return b""
    from PIL import Image

    table = png.transparency[:256].ljust(256, b"\xff")
    try:
        with Image.open(io.BytesIO(_essential(data, png)), formats=("PNG",)) as image:
            alpha = (
                image.tobytes().translate(table)
                if image.mode == "P"
                else image.convert("RGBA").getchannel("A").tobytes()
            )
    except (OSError, ValueError, SyntaxError, MemoryError) as broken:
        raise RefusedError(f"cannot be unpacked: {broken}", "save it again") from None
    return b"" if alpha.count(255) == len(alpha) else alpha
