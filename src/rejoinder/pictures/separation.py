"""Colours and pixels as the inks of a press, by its profile (ICC.1:2001-04; littlecms by way of Pillow).

Lightness is kept relative to the paper, and black is as dark as the inks are (black point compensation). Gray is
black ink alone where that is seen to be meant: in drawings, in gray pictures, and in pictures of few colours, which are
drawings too. In photographs it is mixed like any other colour, so that dark gray and near-gray side by side have one
depth.

Knows no PDF, and reads no files but the profile that a style sheet names.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from rejoinder.pictures.model import Picture
from rejoinder.pictures.pixels import Raster, raster, unpacked_raster
from rejoinder.pictures.profile import LARGEST_OUTPUT, output_fault
from rejoinder.pictures.refusal import RefusedError
from rejoinder.values import replace

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageCms import ImageCmsTransform

Kind: TypeAlias = Literal["cmyk", "gray"]
Blacks: TypeAlias = tuple[float, ...]
"""How much black stands for a gray of sRGB, by its value from 0 to 255."""

JPEG_QUALITY = 95
"""What has been compressed with loss is so again, but so that nobody sees it."""
FEW_COLOURS = 4096
"""A picture with no more of them is a drawing: a plot with smooth edges has hundreds, a photograph ten thousands."""
STRIP = 1 << 22
"""Pixels that are converted at a time."""

LEAST_RANGE = 0.1
"""Of light, between paper and black."""
RELATIVE = 1
"""Rendering intent: relative colorimetric."""
COMPENSATED = 0x2000
"""A flag of littlecms: black point compensation."""
REPAIR = "ask the printer for the profile of the press, or leave the key out"


# ── the profile that a sheet names ────────────────────────────────────────


def read_output_profile(path: Path) -> bytes:
    """The profile of a press. Raises `RefusedError`, whose message goes on from the profile's name."""
    try:
        if not path.is_file():
            raise RefusedError("is not there", "the path counts from the style sheet")
        with path.open("rb") as file:
            data = file.read(LARGEST_OUTPUT + 1)
    except (OSError, ValueError):
        raise RefusedError("cannot be read") from None
    fault = output_fault(data)
    if fault:
        raise RefusedError(f"is no profile of a press: {fault}", REPAIR)
    data = data[: int.from_bytes(data[:4], "big")]
    try:
        separation(data, "gray" if ink_kind(data) == "gray" else "cmyk", None, None).try_out()
    except _broken() as broken:
        raise RefusedError(f"is a profile that cannot be used: {_words(broken)}", REPAIR) from None
    return data


def ink_kind(profile: bytes) -> Kind:
    """What a sound profile of a press is for."""
    return "gray" if profile[16:20] == b"GRAY" else "cmyk"


def _broken() -> tuple[type[Exception], ...]:
    from PIL.ImageCms import PyCMSError

    return (PyCMSError, OSError, ValueError, TypeError)


def _words(broken: Exception) -> str:
    text = str(broken).split("\n")[0]
    return "".join(char if char.isprintable() else "?" for char in text)[:80] or type(broken).__name__


# ── separation ────────────────────────────────────────────────────────────


@lru_cache(maxsize=8)
def separation(profile: bytes, kind: Kind, blacks: Blacks | None, proof: bytes | None) -> Separation:
    """Whoever turns colours into the inks of a profile; `proof` says what CMYK means that is to become gray."""
    return Separation(profile, kind, blacks, proof)


class Separation:
    """Turns sRGB into inks: `cmyk`, or `gray`, which is black ink alone, under a profile of either kind."""

    def __init__(self, profile: bytes, kind: Kind, blacks: Blacks | None, proof: bytes | None) -> None:
        self._data = profile
        self._kind = kind
        self._proof = proof or (profile if ink_kind(profile) == "cmyk" else b"")
        self._blacks = blacks if blacks is not None else _blacks_of(profile)
        self._grays = [255 - round(255 * black) for black in self._blacks]
        """Of the ink, for grays of sRGB: 0 for full, 255 for none."""
        self._shades = [self._grays[round(255 * coded(_light_of(value / 2.55)))] for value in range(256)]
        """Of the ink, for L* in bytes."""

    def try_out(self) -> None:
        """Use the profile once, since some are sound only from outside."""
        if self._kind == "cmyk":
            self.colour(200, 100, 50)

    def colour(self, red: int, green: int, blue: int) -> tuple[float, float, float, float]:
        """A colour, from 0 to 255, as cyan, magenta, yellow and black, from 0 to 1; what is gray is black alone."""
        if red == green == blue:
            return (0.0, 0.0, 0.0, self._blacks[red])
        if self._kind == "gray":
            return (0.0, 0.0, 0.0, self._blacks[round(255 * gray_of(red / 255, green / 255, blue / 255))])
        from PIL import Image

        cyan, magenta, yellow, black = self._mixed(Image.new("RGB", (1, 1), (red, green, blue)), b"").tobytes()
        return (cyan / 255, magenta / 255, yellow / 255, black / 255)

    # ── pixels ────────────────────────────────────────────────────────────

    def pixels(self, picture: Picture) -> Raster:
        """The pixels of a picture in inks, as much as may be in the way their file packed them."""
        one = raster(picture)
        plain = replace(one, profile=b"", gamma=0.0)
        if one.colours == "cmyk" and self._kind == "cmyk":
            return plain  # the numbers are the author's, or a printer's
        if one.colours == "gray" and one.bits == 1:
            return plain
        if one.colours == "gray" and one.packing == "png" and one.bits <= 8:
            return replace(plain, palette=self._steps(1 << one.bits, one.gamma))
        if one.palette:
            return self._repainted(plain, one)
        return self._converted(unpacked_raster(picture), jpeg=picture.kind == "jpeg")

    def _steps(self, count: int, gamma: float) -> bytes:
        """A palette of grays: the pixels stay as they are, and mean other ones."""
        decoded = _decoding(gamma) if gamma else list(range(256))
        return bytes([self._grays[decoded[round(255 * step / (count - 1))]] for step in range(count)])

    def _repainted(self, plain: Raster, one: Raster) -> Raster:
        """A picture with a palette, whose colours alone are converted."""
        from PIL import Image

        count = len(one.palette) // 3
        colours = Image.frombytes("RGB", (count, 1), one.palette[: 3 * count])
        inks = self._inked(colours, one.profile, one.gamma)
        return replace(plain, colours="gray" if inks.mode == "L" else "cmyk", palette=inks.tobytes())

    def _converted(self, one: Raster, *, jpeg: bool) -> Raster:
        """Pixels that had to be unpacked; a JPEG becomes one again."""
        from PIL import Image

        mode = {"gray": "L", "rgb": "RGB", "cmyk": "CMYK"}[one.colours]
        image = self._inked(Image.frombytes(mode, (one.width, one.height), one.data), one.profile, one.gamma)
        plain = replace(one, colours="gray" if image.mode == "L" else "cmyk", profile=b"", gamma=0.0)
        if not jpeg:
            return replace(plain, data=image.tobytes())
        packed = io.BytesIO()
        image.save(packed, "JPEG", quality=JPEG_QUALITY, subsampling=0, optimize=True)
        # JPEGs of four inks are written upside down, as Adobe's are
        return replace(plain, data=packed.getvalue(), packing="jpeg", inverted=image.mode == "CMYK")

    def _inked(self, image: Image, profile: bytes, gamma: float) -> Image:
        if gamma:
            image = image.point(_decoding(gamma) * len(image.getbands()))
        if image.mode == "L" or (image.mode == "RGB" and _is_gray(image)):
            return image.getchannel(0).point(self._grays)
        if self._kind == "gray":
            source = _readable(profile, image.mode) or (self._proof if image.mode == "CMYK" else b"")
            return (
                _in_strips(image, _transform(source, b"", image.mode, "LAB"), "LAB").getchannel(0).point(self._shades)
            )
        inks = self._mixed(image, profile)
        if image.getcolors(FEW_COLOURS) is not None:
            return _with_pure_blacks(inks, image, self._grays)
        return inks

    def _mixed(self, image: Image, profile: bytes) -> Image:
        transform = _transform(_readable(profile, image.mode), self._data, image.mode, "CMYK")
        return _in_strips(image, transform, "CMYK")


def _decoding(gamma: float) -> list[int]:
    """Values of sRGB for those of a picture that was coded by a power."""
    return [round(255 * coded((value / 255) ** gamma)) for value in range(256)]


def _is_gray(image: Image) -> bool:
    from PIL import ImageChops

    red, green, blue = image.split()
    return ImageChops.difference(red, green).getbbox() is None and ImageChops.difference(red, blue).getbbox() is None


def _with_pure_blacks(inks: Image, image: Image, grays: Sequence[int]) -> Image:
    """Inks of a picture, in which what is gray is black ink alone."""
    from PIL import Image, ImageChops

    red, green, blue = image.split()
    unlike = ImageChops.lighter(ImageChops.difference(red, green), ImageChops.difference(red, blue))
    none = Image.new("L", image.size, 0)
    black = Image.merge("CMYK", (none, none, none, red.point([255 - gray for gray in grays])))
    return Image.composite(inks, black, unlike.point([0] + [255] * 255))


def _in_strips(image: Image, transform: ImageCmsTransform, into: str) -> Image:
    """Converted piece by piece, so that little more than the pixels themselves is held at a time."""
    from PIL import Image, ImageCms

    whole = Image.new(into, image.size)
    height = max(1, STRIP // max(1, image.width))
    for top in range(0, image.height, height):
        strip = image.crop((0, top, image.width, min(image.height, top + height)))
        done = ImageCms.applyTransform(strip, transform)
        assert done is not None, "it is not done in place"
        whole.paste(done, (0, top))
    return whole


# ── light ─────────────────────────────────────────────────────────────────


def linear(value: float) -> float:
    """Light for a value of sRGB (IEC 61966-2-1, 5.2)."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def coded(light: float) -> float:
    """A value of sRGB for light."""
    return 12.92 * light if light <= 0.0031308 else float(1.055 * light ** (1 / 2.4) - 0.055)


def gray_of(red: float, green: float, blue: float) -> float:
    """The gray that is as light as a colour, all values from 0 to 1."""
    return coded(0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue))


def _light_of(lightness: float) -> float:
    """Y for L*, from 0 to 100 (CIE 15, 8.2.1)."""
    return float(((lightness + 16) / 116) ** 3) if lightness > 8 else lightness * 27 / 24389


# ── profiles ──────────────────────────────────────────────────────────────


@lru_cache(maxsize=16)
def _readable(profile: bytes, mode: str) -> bytes:
    """A picture's own profile, where littlecms can use it; else none."""
    if not profile:
        return b""
    try:
        _transform(profile, b"", mode, "LAB")
    except _broken():
        return b""
    return profile


@lru_cache(maxsize=16)
def _transform(source: bytes, target: bytes, mode: str, into: str) -> ImageCmsTransform:
    """From one profile to another; none means sRGB, or L*a*b* where that is what it leads to."""
    from PIL import ImageCms

    return ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(source) if source else ImageCms.createProfile("sRGB")),
        ImageCms.ImageCmsProfile(io.BytesIO(target) if target else ImageCms.createProfile("LAB")),
        mode,
        into,
        renderingIntent=ImageCms.Intent(RELATIVE),
        flags=ImageCms.Flags(COMPENSATED if target or mode == "CMYK" else 0),
    )


def _blacks_of(profile: bytes) -> Blacks:
    """How much black looks like each gray: the profile's own ramp of black, from the paper to the full ink."""
    from PIL import Image

    four = ink_kind(profile) == "cmyk"
    ramp = Image.new("CMYK" if four else "L", (256, 1))
    for step in range(256):
        ramp.putpixel((step, 0), (0, 0, 0, step) if four else 255 - step)
    seen = _in_strips(ramp, _transform(profile, b"", ramp.mode, "LAB"), "LAB")
    return _turned_round([_light_of(value / 2.55) for value in seen.getchannel(0).tobytes()])


def _turned_round(lights: Sequence[float]) -> Blacks:
    """Where in a falling row of lights each of 256 grays lies, black being as dark as the darkest of them."""
    paper, darkest = lights[0], min(lights)
    if paper - darkest < LEAST_RANGE:
        raise ValueError("its black is hardly darker than its paper")
    blacks: list[float] = []
    step = 255
    for value in range(256):
        wanted = darkest + (paper - darkest) * linear(value / 255)
        while step > 0 and lights[step] < wanted:
            step -= 1
        above, below = lights[step], lights[min(255, step + 1)]
        part = (above - wanted) / (above - below) if above > below else 0.0
        blacks.append((step + min(1.0, max(0.0, part))) / 255)
    return (1.0, *(min(1.0, black) for black in blacks[1:-1]), 0.0)


def plain_gray(picture: Picture) -> Raster:
    """A picture for a mask, of which only the light counts."""
    from PIL import Image

    one = unpacked_raster(picture)
    mode = {"gray": "L", "rgb": "RGB", "cmyk": "CMYK"}[one.colours]
    data = Image.frombytes(mode, (one.width, one.height), one.data).convert("L").tobytes()
    return replace(one, colours="gray", data=data, profile=b"", gamma=0.0)
