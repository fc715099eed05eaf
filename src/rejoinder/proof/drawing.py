"""Pages as SVG: glyph outlines, rules and pictures, exactly where the PDF has them.

Each glyph is drawn once, each word is put together once, and pages only say where words stand: a hundred pages share
the outlines of one. Knows ink; nothing of what was measured.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

from rejoinder.fonts.model import Shaped
from rejoinder.fonts.outline import outline
from rejoinder.galley.model import Line, Segment
from rejoinder.geometry import Pt
from rejoinder.pages.model import Page, PlacedLine, PlacedPicture, PlacedRule
from rejoinder.proof.markup import attribute, box_of, plain
from rejoinder.style.model import Colour

MEDIA = {"png": "image/png", "jpeg": "image/jpeg", "svg": "image/svg+xml"}
"""Pictures that a browser shows by itself; of any other a box with its name stands in the place."""

MOST_BYTES = 8 * 1024 * 1024
"""A picture of more bytes is shown as a box too: the page is to be looked at, not to be waited for."""


class Ink:
    """The glyphs and words that pages are made of, in the order in which they are first needed."""

    def __init__(self) -> None:
        self._glyphs: dict[tuple[str, int], str] = {}
        self._words: dict[tuple[Shaped, float], str] = {}
        self._drawn: list[str] = []
        self._pictures: dict[bytes, str] = {}

    def definitions(self) -> str:
        """What pages refer to: each glyph, word and picture, by its id."""
        return "\n".join(self._drawn)

    def page(self, page: Page) -> Iterator[str]:
        """All that is on a page, in the order in which it is painted."""
        for item in page.items:
            match item:
                case PlacedLine(x, y, line):
                    yield from self._line(x, y, line)
                case PlacedRule(box, colour):
                    yield f"<rect {box_of(box)}{_fill(colour)}/>"
                case PlacedPicture():
                    yield self._picture(item)

    # ── type ──

    def _line(self, x: Pt, y: Pt, line: Line) -> Iterator[str]:
        for segment in line.segments:
            if segment.shaped:
                yield self._segment(x + segment.x, y - segment.rise, segment)

    def _segment(self, x: Pt, y: Pt, segment: Segment) -> str:
        """Words in thousandths of an em, under the matrix that makes points of them."""
        em = segment.size / 1000
        across = em * segment.scale
        tracking = round(segment.tracking / em, 3) if segment.tracking else 0.0
        words, at = [], 0.0
        for shaped, gap in segment.in_sight():
            if shaped is None:
                at += gap / across
                continue
            if word := self._word(shaped, tracking):
                words.append(f'<use href="#{word}" x="{plain(at)}"/>')
            at += shaped.width + tracking * len(shaped.gids)
        matrix = f"{across:.6g} 0 0 {em:.6g} {plain(x, 3)} {plain(y, 3)}"
        return f'<g transform="matrix({matrix})"{_fill(segment.colour)}>{"".join(words)}</g>'

    def _word(self, shaped: Shaped, tracking: float) -> str:
        """The id of a word; "" if it has no ink. One glyph is its own word."""
        key = (shaped, tracking)
        if (known := self._words.get(key)) is not None:
            return known
        parts = [(glyph, x, y) for glyph, x, y in self._placed(shaped, tracking) if glyph]
        if not parts:
            name = ""
        elif len(parts) == 1 and parts[0][1:] == (0.0, 0.0):
            name = parts[0][0]
        else:
            name = f"w{len(self._words)}"
            uses = "".join(f'<use href="#{glyph}"{_at("x", x)}{_at("y", y)}/>' for glyph, x, y in parts)
            self._drawn.append(f'<g id="{name}">{uses}</g>')
        self._words[key] = name
        return name

    def _placed(self, shaped: Shaped, tracking: float) -> Iterator[tuple[str, float, float]]:
        offsets = shaped.offsets or ((0.0, 0.0),) * len(shaped.gids)
        at = 0.0
        glyphs = zip(shaped.gids, shaped.advances, offsets, strict=True)
        for gid, advance, (dx, dy) in reversed([*glyphs]) if shaped.level % 2 else glyphs:
            yield self._glyph(shaped, gid), at + dx, -dy
            at += advance + tracking

    def _glyph(self, shaped: Shaped, gid: int) -> str:
        key = (shaped.face.key, gid)
        name = self._glyphs.get(key)
        if name is None:
            path = outline(shaped.face, gid)
            name = self._glyphs[key] = f"g{len(self._glyphs)}" if path else ""
            if path:
                self._drawn.append(f'<path id="{name}" d="{path}"/>')
        return name

    # ── pictures ──

    def _picture(self, item: PlacedPicture) -> str:
        picture, box = item.picture, item.box
        media = MEDIA.get(picture.kind)
        if media is None or len(picture.data) > MOST_BYTES:
            label = attribute(picture.name or picture.kind)
            return f'<rect class="stand-in" {box_of(box)}><title>{label}</title></rect>'
        name = self._pictures.get(picture.data)
        if name is None:
            name = self._pictures[picture.data] = f"i{len(self._pictures)}"
            url = f"data:{media};base64,{b64encode(picture.data).decode('ascii')}"
            image = f'<image href="{url}" width="100%" height="100%" preserveAspectRatio="none"/>'
            self._drawn.append(f'<symbol id="{name}">{image}</symbol>')
        return f'<use href="#{name}" {box_of(box)}/>'


def _at(axis: str, place: float) -> str:
    return f' {axis}="{plain(place)}"' if round(place) else ""


def _fill(colour: Colour) -> str:
    red, green, blue = colour.rgb
    return "" if colour.rgb == (0, 0, 0) else f' fill="#{red:02x}{green:02x}{blue:02x}"'
