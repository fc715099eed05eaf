"""How colours become operators: in RGB for reading, in four inks or in gray for the press (ISO 32000-1, 8.6.8).

Every colour of a page, a drawing or a picture goes through one of these. For the press (ISO 15930-7, PDF/X-4) nothing
stays RGB: a sheet's colours are printed in the inks that the sheet names; what has no inks is separated by the profile
of the output intent, and what is gray is black ink alone, so that black text and thin lines never depend on the
register.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from rejoinder.pdf.icc import NAME as SRGB_NAME
from rejoinder.pdf.icc import srgb_profile
from rejoinder.pdf.objects import fine, number
from rejoinder.style.model import BLACK, Colour
from rejoinder.values import dataclass

if TYPE_CHECKING:
    from rejoinder.pictures.drawing import RGB
    from rejoinder.pictures.model import Picture
    from rejoinder.pictures.pixels import Raster
    from rejoinder.pictures.separation import Separation

Kind: TypeAlias = Literal["cmyk", "gray"]
CMYK: TypeAlias = tuple[float, float, float, float]
"""Amounts of ink, from 0 to 1."""

CUSTOM = "Custom"
"""What a printing condition is called that no registry knows (ISO 15930-7, 6.2.2)."""
REGISTRY = "http://www.color.org"
STEPS = 8
"""Into how many pieces each part of a gradient is divided: colours between two are not sums of their inks."""

KNOCKING, OVERPRINTING = "/O0 gs ", "/O1 gs "
STATES = "/O0 <</Type /ExtGState /OP false /op false /OPM 1>> /O1 <</Type /ExtGState /OP true /op true /OPM 1>>"
"""Graphics states (8.6.7): black prints over what is below it, so that no white shows about its letters."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What the colours of a file are meant for (14.11.5)."""

    kind: str
    condition: str
    """As a registry has it, or `CUSTOM`."""
    about: str
    profile: bytes
    channels: int
    registered: bool = False


class Inks:
    """RGB, as screens have it."""

    press: bool = False
    space: str = "/DeviceRGB"
    """In which what shines through is mixed."""
    begun: str = "0 g"
    """The operator for the colour in which every content begins (8.4.1), where it need not be said."""
    states: str = ""
    """Entries of the resources' ExtGState that the operators of `fill` and `reset` name."""
    reset: str = ""
    """An operator before drawings, which choose their states themselves."""
    steps: int = 1

    @property
    def light(self) -> Inks:
        """Inks in which masks are painted, whose light alone counts (11.5.3)."""
        return self

    def fill(self, colour: Colour) -> str:
        """The operator for a colour of the sheet."""
        red, green, blue = (number(part / 255) for part in colour.rgb)
        return f"{red} g" if red == green == blue else f"{red} {green} {blue} rg"

    def parts(self, colour: RGB) -> str:
        """A colour of a drawing in `space`."""
        return " ".join([fine(round(part, 4)) for part in colour])

    def paint(self, colour: RGB, *, stroke: bool) -> str:
        """The operator for it."""
        return f"{self.parts(colour)} {'RG' if stroke else 'rg'}"

    def paint_inks(self, colour: CMYK, *, stroke: bool) -> str:
        """The operator for a colour that somebody else mixed of inks."""
        return f"{' '.join([fine(round(part, 4)) for part in colour])} {'K' if stroke else 'k'}"

    def overprints(self, colour: RGB) -> bool:
        """Whether words in this colour print over what is below them."""
        return False

    @property
    def mixing(self) -> str:
        return self.space

    @property
    def rgb_profile(self) -> bytes:
        return srgb_profile()

    def pixels(self, picture: Picture) -> Raster:
        """A picture's pixels, in the space they are to be printed in."""
        from rejoinder.pictures.pixels import raster

        return raster(picture)

    def intent(self) -> Intent:
        return Intent("/GTS_PDFA1", SRGB_NAME, SRGB_NAME, srgb_profile(), 3)


class Light(Inks):
    """Gray as it is, for the masks of a press file."""

    press = True
    space = "/DeviceGray"

    def parts(self, colour: RGB) -> str:
        return fine(round(_luma(colour), 4))

    def paint(self, colour: RGB, *, stroke: bool) -> str:
        return f"{self.parts(colour)} {'G' if stroke else 'g'}"

    def paint_inks(self, colour: CMYK, *, stroke: bool) -> str:
        return f"{fine(round(_left(colour), 4))} {'G' if stroke else 'g'}"

    def pixels(self, picture: Picture) -> Raster:
        from rejoinder.pictures.separation import plain_gray

        return plain_gray(picture)


class Press(Inks):
    """The inks of a press under a profile, ours if there is no other."""

    press = True
    begun = ""
    steps = STEPS

    def __init__(self, kind: Kind, profile: bytes, condition: str) -> None:
        self._kind: Kind = kind
        self._own = profile
        self._condition = condition
        self.space = "/DeviceCMYK" if kind == "cmyk" else "/DeviceGray"
        self.states = STATES if kind == "cmyk" else ""
        self.reset = KNOCKING if kind == "cmyk" else ""

    @property
    def light(self) -> Inks:
        return LIGHT

    def fill(self, colour: Colour) -> str:
        inks = self._inks(colour)
        if self._kind == "gray":
            return f"{number(1 - inks[3])} g"
        over = OVERPRINTING if inks == (0, 0, 0, 1) else KNOCKING
        return f"{over}{' '.join([number(one) for one in inks])} k"

    def _inks(self, colour: Colour) -> CMYK:
        if colour.cmyk is not None and (self._kind == "cmyk" or not any(colour.cmyk[:3])):
            cyan, magenta, yellow, black = colour.cmyk
            return (cyan / 100, magenta / 100, yellow / 100, black / 100)
        if colour.rgb == BLACK.rgb:
            return (0.0, 0.0, 0.0, 1.0)
        return self._separated(*colour.rgb)

    def parts(self, colour: RGB) -> str:
        return self._spelt(self._drawn(colour))

    def paint(self, colour: RGB, *, stroke: bool) -> str:
        operator = "k" if self._kind == "cmyk" else "g"
        return f"{self.parts(colour)} {operator.upper() if stroke else operator}"

    def paint_inks(self, colour: CMYK, *, stroke: bool) -> str:
        if self._kind == "cmyk":
            return super().paint_inks(colour, stroke=stroke)
        left = colour[3] if not any(colour[:3]) else _own_blacks()[round(255 * _left(colour))]
        return f"{number(1 - left)} {'G' if stroke else 'g'}"

    def overprints(self, colour: RGB) -> bool:
        return self._kind == "cmyk" and self._drawn(colour) == (0, 0, 0, 1)

    def _drawn(self, colour: RGB) -> CMYK:
        red, green, blue = (round(255 * min(1.0, max(0.0, part))) for part in colour)
        return self._separated(red, green, blue)

    def _spelt(self, inks: CMYK) -> str:
        return number(1 - inks[3]) if self._kind == "gray" else " ".join([number(one) for one in inks])

    def _separated(self, red: int, green: int, blue: int) -> CMYK:
        if not self._own and (red == green == blue or self._kind == "gray"):
            from rejoinder.pictures.separation import gray_of

            gray = red if red == green == blue else round(255 * gray_of(red / 255, green / 255, blue / 255))
            return (0.0, 0.0, 0.0, _own_blacks()[gray])  # without a library for colours, which takes its time
        return _separated(self._separation(), red, green, blue)

    def _separation(self) -> Separation:
        from rejoinder.pdf.offset import offset_profile
        from rejoinder.pictures.separation import separation

        if self._own:
            return separation(self._own, self._kind, None, None)
        return separation(offset_profile(), self._kind, _own_blacks(), None)

    def pixels(self, picture: Picture) -> Raster:
        return self._separation().pixels(picture)

    def intent(self) -> Intent:
        """Of class `prtr`, as PDF/X wants it (ISO 15930-7, 6.2.2)."""
        if self._own:
            channels = 1 if self._own[16:20] == b"GRAY" else 4
            named = self._condition or CUSTOM
            return Intent("/GTS_PDFX", named, named, self._own, channels, registered=bool(self._condition))
        from rejoinder.pdf import offset

        if self._kind == "gray":
            return Intent("/GTS_PDFX", CUSTOM, offset.GRAY_CONDITION, offset.gray_profile(), 1)
        return Intent("/GTS_PDFX", CUSTOM, offset.CONDITION, offset.offset_profile(), 4)


READING = Inks()
LIGHT = Light()


@lru_cache(maxsize=8)
def press_inks(kind: Kind, profile: bytes = b"", condition: str = "") -> Inks:
    """The inks of a press; without a profile a plain offset press, whose own takes half a second when it is needed."""
    return Press(kind, profile, condition)


@lru_cache(maxsize=4096)
def _separated(one: Separation, red: int, green: int, blue: int) -> CMYK:
    return one.colour(red, green, blue)


@cache
def _own_blacks() -> tuple[float, ...]:
    """Black for each gray of sRGB on our press; to so many places that the last bits of a power do not matter."""
    from rejoinder.pdf.offset import black_for
    from rejoinder.pictures.separation import linear

    return tuple([round(black_for(linear(value / 255)), 9) for value in range(256)])


def _left(colour: CMYK) -> float:
    """Light that inks leave, from 0 to 1 (ISO 32000-1, 10.3.4)."""
    cyan, magenta, yellow, black = colour
    return 1 - min(1.0, max(0.0, 0.3 * cyan + 0.59 * magenta + 0.11 * yellow + black))


def _luma(colour: RGB) -> float:
    """Light of a colour as readers reckon it where they mix in RGB (ISO 32000-1, 10.3.2)."""
    red, green, blue = colour
    return 0.3 * red + 0.59 * green + 0.11 * blue
