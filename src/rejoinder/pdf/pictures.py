"""Pictures in the file: each is embedded once, whatever it is and however often it is printed (ISO 32000-1, 8.9-8.10).

Knows pixels, drawings and imported pages as `rejoinder.pictures` hands them over; nothing of where they stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from rejoinder.pdf.embed import FontBook
from rejoinder.pdf.inks import READING, Inks
from rejoinder.pdf.objects import PdfFile, number, ref
from rejoinder.pictures.cmyk import CMYK_AS_RGB, CMYK_FUNCTION
from rejoinder.pictures.model import Picture, PictureKind
from rejoinder.pictures.refusal import silent
from rejoinder.values import dataclass

if TYPE_CHECKING:
    from rejoinder.pictures.drawing import Matrix
    from rejoinder.pictures.page import Entity, ImportedPage, Parts
    from rejoinder.pictures.pixels import Raster

Key: TypeAlias = tuple[PictureKind, bytes, str]
"""Kind, content and space: pictures that are the same are embedded once, whatever their files are called."""

ORIENTED: dict[int, Matrix] = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
"""The unit square of the stored pixels, turned as the camera was held (TIFF 6.0, Orientation)."""

CHANNELS = {"gray": 1, "rgb": 3, "cmyk": 4}

SRGB_PRIMARIES = "0.4124 0.2126 0.0193 0.3576 0.7152 0.1192 0.1805 0.0722 0.9505"
SRGB_WHITE = "0.9505 1 1.089"


@dataclass(frozen=True, slots=True)
class Hung:
    """An embedded picture: its object, the matrix from its space to the unit square, and whether it shines through."""

    obj: int
    matrix: Matrix
    translucent: bool


class Gallery:
    """All pictures of one file, in the order in which they were first printed."""

    def __init__(self, file: PdfFile, fonts: FontBook, inks: Inks = READING) -> None:
        self._file = file
        self._inks = inks
        self._book = fonts
        self.fonts = file.reserve()
        """The resource dictionary of all fonts, from which the words in drawings are set as well."""
        self._hung: dict[Key, Hung] = {}
        self._profiles: dict[bytes, int] = {}
        self._pages: dict[int, dict[Key, None]] = {}
        self._cmyk = ""

    def hang(self, picture: Picture, page: int) -> tuple[str, Matrix]:
        """The name of a picture among a page's resources, and the matrix from its own space to the unit square."""
        key = self._key(picture, self._inks)
        hung = self._embedded(picture, self._inks)
        self._pages.setdefault(page, {})[key] = None
        return self._name(key), hung.matrix

    def on_page(self, page: int) -> str:
        """The entries of a page's XObject dictionary."""
        keys = self._pages.get(page, {})
        return " ".join(f"/{self._name(key)} {ref(self._hung[key].obj)}" for key in keys)

    def is_translucent(self, page: int) -> bool:
        return any(self._hung[key].translucent for key in self._pages.get(page, {}))

    def image(self, picture: Picture, inks: Inks) -> tuple[int, Matrix]:
        """A picture of pixels within a drawing, or within a mask of it, where other inks may be used."""
        hung = self._embedded(picture, inks)
        return hung.obj, hung.matrix

    def _name(self, key: Key) -> str:
        return f"X{list(self._hung).index(key) + 1}"

    def _key(self, picture: Picture, inks: Inks) -> Key:
        return picture.kind, picture.data, "" if inks is self._inks else inks.space

    def _embedded(self, picture: Picture, inks: Inks) -> Hung:
        key = self._key(picture, inks)
        hung = self._hung.get(key)
        if hung is None:
            hung = self._hung[key] = self._embed(picture, inks)
        return hung

    def _embed(self, picture: Picture, inks: Inks) -> Hung:
        """What reads a kind of picture is imported when there is one: most letters have none."""
        match picture.kind:
            case "png" | "jpeg":
                return self._embed_pixels(inks.pixels(picture))
            case "pdf":
                from rejoinder.pictures.page import read_page

                return self._embed_page(read_page(picture.data, silent, inks if inks.press else None))
            case "svg":
                from rejoinder.pdf.drawing import write_drawing
                from rejoinder.pictures.svg.read import read_svg

                drawing = read_svg(picture.data, silent)
                obj, translucent = write_drawing(self._file, drawing, self._book, self, inks)
                return Hung(obj, (1 / drawing.width, 0, 0, 1 / drawing.height, 0, 0), translucent)

    # ── pixels ────────────────────────────────────────────────────────────

    def _embed_pixels(self, one: Raster) -> Hung:
        entries = [_image(one), f"/ColorSpace {self._colours(one)} /BitsPerComponent {one.bits}"]
        if one.inverted:
            entries.append("/Decode [1 0 1 0 1 0 1 0]")
        if one.alpha:
            mask = self._file.stream(f"{_image(one)} /ColorSpace /DeviceGray /BitsPerComponent 8", one.alpha)
            entries.append(f"/SMask {ref(mask)}")
        if one.clear:
            entries.append(f"/Mask [{' '.join(f'{value} {value}' for value in one.clear)}]")
        if one.packing == "png":
            channels = 1 if one.palette else CHANNELS[one.colours]
            entries.append(
                f"/Filter /FlateDecode /DecodeParms <</Predictor 15 /Colors {channels} "
                f"/BitsPerComponent {one.bits} /Columns {one.width}>>"
            )
        elif one.packing == "jpeg":
            entries.append("/Filter /DCTDecode" + (" /DecodeParms <</ColorTransform 0>>" if one.plain_rgb else ""))
        obj = self._file.stream(" ".join(entries), one.data, compress=one.packing == "none")
        return Hung(obj, ORIENTED[one.orientation], bool(one.alpha))

    def _colours(self, one: Raster) -> str:
        """The colour space (8.6): the picture's own profile; else sRGB, which the file's output intent explains."""
        space = self._plain_colours(one)
        if one.palette:
            last = len(one.palette) // CHANNELS[one.colours] - 1
            return f"[/Indexed {space} {min(last, 255)} <{one.palette.hex()}>]"
        return space

    def _plain_colours(self, one: Raster) -> str:
        if one.profile:
            return f"[/ICCBased {ref(self._profile(one.profile, CHANNELS[one.colours]))}]"
        if one.gamma and one.colours == "gray":
            return f"[/CalGray <</WhitePoint [{SRGB_WHITE}] /Gamma {number(one.gamma)}>>]"
        if one.gamma:
            gamma = " ".join([number(one.gamma)] * 3)
            return f"[/CalRGB <</WhitePoint [{SRGB_WHITE}] /Gamma [{gamma}] /Matrix [{SRGB_PRIMARIES}]>>]"
        if one.colours == "cmyk":
            return "/DeviceCMYK" if self._inks.press else self._cmyk_space()
        return "/DeviceGray" if one.colours == "gray" else "/DeviceRGB"

    def _profile(self, profile: bytes, channels: int) -> int:
        obj = self._profiles.get(profile)
        if obj is None:
            obj = self._profiles[profile] = self._file.stream(f"/N {channels}", profile)
        return obj

    def _cmyk_space(self) -> str:
        if not self._cmyk:
            function = self._file.stream(*CMYK_FUNCTION)
            self._cmyk = ref(self._file.add(f"{CMYK_AS_RGB[0]}{ref(function)}{CMYK_AS_RGB[1]}"))
        return self._cmyk

    # ── pages ─────────────────────────────────────────────────────────────

    def _embed_page(self, page: ImportedPage) -> Hung:
        objs = [self._file.reserve() for _ in page.entities]
        for obj, entity in zip(objs, page.entities, strict=True):
            self._put(obj, entity, objs)
        matrix: Matrix = (1 / page.width, 0, 0, 1 / page.height, 0, 0)
        return Hung(objs[page.form], matrix, page.translucent)

    def _put(self, obj: int, entity: Entity, objs: list[int]) -> None:
        text = _written(entity.text, objs)
        if entity.data is None:
            self._file.put(obj, text)
        else:
            self._file.put_stream(obj, text, entity.data, compress=not entity.packed)


def _image(one: Raster) -> str:
    return f"/Type /XObject /Subtype /Image /Width {one.width} /Height {one.height}"


def _written(parts: Parts, objs: list[int]) -> str:
    return "".join([part if isinstance(part, str) else ref(objs[part]) for part in parts])
