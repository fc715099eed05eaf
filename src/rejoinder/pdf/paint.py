"""Content streams: lines and rules as PDF's operators (ISO 32000-1, 8.2 and 9.4).

Knows where type stands on a page and how it is inked; of the structure tree only the marks it is told to set.
Here alone y is turned upside down: the rooms before count it downwards, PDF upwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from rejoinder.fonts.model import Face, Shaped
from rejoinder.galley.model import Segment
from rejoinder.geometry import Box, Pt
from rejoinder.pdf.embed import EmbeddedFace, FontBook, Glyph, clusters, is_private, public, shift, show
from rejoinder.pdf.inks import READING, Inks
from rejoinder.pdf.objects import fine, number, text_string
from rejoinder.style.model import BLACK, Colour

if TYPE_CHECKING:
    from rejoinder.pictures.drawing import Matrix


class Sheet:
    """The content stream of one page, and the graphics state as its last operator left it.

    The text state outlives text objects (9.3.1), so that it is only said when it changes.
    """

    def __init__(
        self, height: Pt, fonts: FontBook, inks: Inks = READING, *, tagged: bool = True, two: bool = False
    ) -> None:
        """`two`: of a file in PDF 2.0, where nothing is said in private characters."""
        self._height = height
        self._fonts = fonts
        self._inks = inks
        self._tagged = tagged
        self._two = two
        self._out: list[bytes] = []
        self._in_text = False
        self._marked = False
        self._face: EmbeddedFace | None = None
        self._size = 0.0
        self._scale = 1.0
        self._tracking = 0.0
        self._rise = 0.0
        self._colour: Colour | None = BLACK if inks.begun else None
        self._inked = inks.begun

    # ── marked content ────────────────────────────────────────────────────

    def begin(self, mark: str, *, text: bool) -> None:
        """Open a marked-content sequence (14.6); it holds text only, or none, so that it nests with text objects.

        A file without a structure tree has no use for them.
        """
        self.end()
        if text != self._in_text:
            self._out.append(b"BT" if text else b"ET")
            self._in_text = text
        if self._tagged:
            self._out.append(mark.encode("ascii") + b" BDC")
            self._marked = True

    def end(self) -> None:
        """Close the sequence, if one is open."""
        if self._marked:
            self._out.append(b"EMC")
            self._marked = False

    def finish(self) -> bytes:
        self.end()
        if self._in_text:
            self._out.append(b"ET")
            self._in_text = False
        return b"\n".join(self._out)

    def upwards(self, y: Pt) -> Pt:
        """A height counted from above, as PDF counts it."""
        return self._height - y

    # ── ink ───────────────────────────────────────────────────────────────

    def fill(self, box: Box, colour: Colour) -> None:
        self._ink(colour)
        self._out.append(b"%.3f %.3f %.3f %.3f re f" % (box.x, self.upwards(box.bottom), box.width, box.height))

    def text(self, x: Pt, y: Pt, segment: Segment) -> None:
        """Set a segment with its left edge at `x` on the baseline `y`.

        A word space is a space glyph, so that it can be copied, and a shift that makes it as wide as it was set.
        """
        if not segment.shaped:
            return
        self._ink(segment.colour)
        self._state(segment)
        self._out.append(b"1 0 0 1 %.3f %.3f Tm" % (x, self._height - y))
        if segment.rtl:
            self._reversed(x, y, segment)
            return
        face = self._set_face(segment.shaped[0].face, segment.size)
        words = [face.words.get(shaped) or face.word(shaped) for shaped in segment.shaped]
        if None in words:
            self._mixed(segment)
        else:
            self._out.append(show(self._spaced(cast(list[bytes], words), segment)))

    def _spaced(self, words: list[bytes], segment: Segment) -> bytes:
        """Words with the white behind them; on most lines it is the same everywhere but at the end."""
        *inner, last = segment.gaps
        if inner and inner[0] is not None and inner.count(inner[0]) == len(inner):
            white = self._white(inner[0], segment)
            return white.join(words) + (b"" if last is None else self._white(last, segment))
        return b"".join(
            [
                word if gap is None else word + self._white(gap, segment)
                for word, gap in zip(words, segment.gaps, strict=True)
            ]
        )

    def _white(self, gap: Pt, segment: Segment) -> bytes:
        """A space glyph, and the shift from its own width (with tracking) to the gap's, in thousandths."""
        assert self._face is not None
        code, width = self._face.space
        return code + shift(width - 1000 / segment.size * (gap / segment.scale - segment.tracking))

    def _mixed(self, segment: Segment) -> None:
        """A segment with words from several faces, or with some that need operators of their own: word by word."""
        for shaped, gap in zip(segment.shaped, segment.gaps, strict=True):
            face = self._set_face(shaped.face, segment.size)
            word = face.word(shaped)
            if (
                shaped.level % 2 and word and self._tagged
            ):  # one by itself, where nobody knows how it stands in its line
                self._out.append(b"/ReversedChars BMC\n%s\nEMC" % show(word))
                word = b""
            if word is None:
                self._intricate(shaped, segment)
                word = b""
            if gap is not None:
                word += self._white(gap, segment)
            if word:
                self._out.append(show(word))

    def _reversed(self, x: Pt, y: Pt, segment: Segment) -> None:
        """A segment from right to left, and so said (14.8.2.3.3): within each string that is shown the last character
        comes first, as readers reckon with; the strings themselves are in the order of the text.
        """
        if self._tagged:
            self._out.append(b"/ReversedChars BMC")
        face = self._set_face(segment.shaped[0].face, segment.size)
        words = [face.word(shaped) for shaped in segment.shaped]
        if None in words:
            self._word_by_word(x, y, segment)
        else:
            pairs = zip(reversed(cast(list[bytes], words)), reversed(segment.gaps), strict=True)
            self._out.append(
                show(b"".join([word if gap is None else self._white(gap, segment) + word for word, gap in pairs]))
            )
        if self._tagged:
            self._out.append(b"EMC")

    def _word_by_word(self, x: Pt, y: Pt, segment: Segment) -> None:
        """Words from right to left, each where it stands."""
        x += _width(segment, segment.shaped) + sum([gap for gap in segment.gaps if gap is not None])
        for shaped, gap in zip(segment.shaped, segment.gaps, strict=True):
            word = self._set_face(shaped.face, segment.size).word(shaped)
            if word is None:
                self._intricate(shaped, segment, x, y)
            x -= _width(segment, (shaped,))
            if word:
                self._out.append(b"1 0 0 1 %.3f %.3f Tm" % (x, self._height - y))
                self._out.append(show(word))
            if gap is not None:
                x -= gap
                self._out.append(b"1 0 0 1 %.3f %.3f Tm" % (x, self._height - y))
                self._out.append(show(self._white(gap, segment)))

    def _intricate(self, shaped: Shaped, segment: Segment, right: Pt = 0.0, y: Pt = 0.0) -> None:
        """A word with glyphs displaced in height, or with clusters that only ActualText says exactly (14.9.4).

        From right to left it ends at `right` on the baseline `y`, and each cluster has its place.
        """
        backward = segment.rtl
        for cluster in clusters(shaped):
            if backward:
                advances = sum([glyph[1] for glyph in cluster])
                right -= (advances / 1000 * segment.size + segment.tracking * len(cluster)) * segment.scale
                self._out.append(b"1 0 0 1 %.3f %.3f Tm" % (right, self._height - y))
            text = "".join(glyph[3] for glyph in cluster)
            said = len(cluster) > 1 or is_private(text)
            if said:
                words = text_string(public(text) if self._two else text)
                self._out.append(b"/Span <</ActualText %s>> BDC" % words.encode("ascii"))
            ordered = [*enumerate(cluster)]
            for place, glyph in reversed(ordered) if shaped.level % 2 else ordered:
                self._glyph(glyph, "" if place else text, segment)
            if said:
                self._out.append(b"EMC")
        self._set_rise(segment.rise)

    def _glyph(self, glyph: Glyph, text: str, segment: Segment) -> None:
        gid, advance, (dx, dy), _ = glyph
        assert self._face is not None
        code, width = self._face.unit(gid, text)
        self._set_rise(segment.rise + dy / 1000 * segment.size)
        self._out.append(show(shift(-dx) + code + shift(width + dx - advance)))

    def picture(self, resource: str, matrix: Matrix) -> None:
        """Paint a picture of the page's resources; `matrix` leads from its own space to the page (8.10, 8.9.5)."""
        numbers = " ".join([fine(part) for part in matrix])
        self._out.append(f"q {self._inks.reset}{numbers} cm /{resource} Do Q".encode("ascii"))

    # ── state ─────────────────────────────────────────────────────────────

    def _ink(self, colour: Colour) -> None:
        if colour is self._colour:
            return
        self._colour = colour
        operator = self._inks.fill(colour)
        if operator != self._inked:
            self._inked = operator
            self._out.append(operator.encode("ascii"))

    def _state(self, segment: Segment) -> None:
        if segment.scale != self._scale:
            self._scale = segment.scale
            self._out.append(b"%s Tz" % number(100 * segment.scale).encode("ascii"))
        if segment.tracking != self._tracking:
            self._tracking = segment.tracking
            self._out.append(b"%s Tc" % number(segment.tracking).encode("ascii"))
        self._set_rise(segment.rise)

    def _set_rise(self, rise: Pt) -> None:
        if rise != self._rise:
            self._rise = rise
            self._out.append(b"%s Ts" % number(rise).encode("ascii"))

    def _set_face(self, face: Face, size: Pt) -> EmbeddedFace:
        embedded = self._face
        if embedded is None or embedded.face is not face or size != self._size:
            embedded = self._face = self._fonts.of(face)
            self._size = size
            self._out.append(b"/%s %s Tf" % (embedded.resource, number(size).encode("ascii")))
        return embedded


def _width(segment: Segment, words: Sequence[Shaped]) -> Pt:
    """How wide words of a segment are as set."""
    em = segment.size / 1000
    return sum([one.width * em + segment.tracking * len(one.gids) for one in words]) * segment.scale


def words_alone(segment: Segment, fonts: FontBook) -> bytes:
    """A text object for words on a baseline at 0, in whatever colour is set: for those who paint a drawing."""
    sheet = Sheet(0.0, fonts)
    sheet.text(0.0, 0.0, segment)
    return b"BT\n" + b"\n".join(sheet._out) + b"\nET"
