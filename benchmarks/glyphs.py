"""What a PDF puts on paper: every glyph with its place, its advance, its size and its face; thin rules; pictures.

Knows the PDF's operators; knows nothing of lines, columns or notes. pdfminer.six reads the files, since it hands out
the text state itself (font, matrix, the advance in the font's own widths), where pypdfium2 hands out characters, with
spaces of its own guessing among them. Its text device moves the pen by the letterspace before a glyph instead of
after it, and so forgets it at the end of a string; the one here follows ISO 32000-1, 9.4.4.

An advance is width × size × horizontal scale, without letterspace and word space. So it does not matter whether words
are parted by Tw, by numbers in TJ, by moving to each word, or by spaces drawn as glyphs: white is what lies between
the end of one advance and the origin of the next glyph. A ligature is one glyph.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pdfminer import pdffont
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import apply_matrix_pt, mult_matrix

THIN = 1.6
"""Points: a painted shape no higher than this is a rule."""
LEAST_RULE = 14.0
"""Points: a shorter one is part of a drawing."""
NEAR = 9.0
"""Points between two shapes of one drawing, at the most."""
LEAST_DRAWING = 24.0
MOST_LETTERING = 400
"""Glyphs within a drawing, at the most: more are text on a tint."""
ITALIC = 1 << 6
"""Flag of a font descriptor (ISO 32000-1, table 123)."""


class Glyph(NamedTuple):
    """A mark on the paper. y counts downwards from the top of the page, as everywhere here."""

    x0: float
    x1: float
    """Where its advance ends."""
    y: float
    """Of its origin: the baseline, or where a superior figure was raised to."""
    size: float
    text: str
    face: int
    """Index in `Paper.faces`."""


class Bar(NamedTuple):
    """A horizontal rule."""

    x0: float
    x1: float
    y: float


class Area(NamedTuple):
    """A picture, or a drawing. What is written in it is no text of the page."""

    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Face:
    """A font as the file embeds it: the same family may come in several."""

    name: str
    italic: bool


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    bars: tuple[Bar, ...]
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """All pages of a file."""

    leaves: tuple[Leaf, ...]
    faces: tuple[Face, ...]
    spaces: dict[int, float]
    """Width in em of the space glyph of each face that draws one."""
    missing: int
    """Glyphs 0: boxes in place of a character that the face lacks."""


def _holds(area: Area, x: float, y: float) -> bool:
    return area.x0 <= x <= area.x1 and area.top <= y <= area.bottom


def _is_thin(box: Area) -> bool:
    return box.bottom - box.top <= THIN and box.x1 - box.x0 >= LEAST_RULE


def drawings(shapes: Sequence[Area]) -> list[Area]:
    """Shapes that touch, or nearly, are one drawing. What is smaller than two lines of text is none."""
    found: list[Area] = []
    for shape in sorted(shapes, key=lambda one: (one.top, one.x0)):
        grown = shape
        while near := [one for one in found if _near(one, grown)]:
            found = [one for one in found if one not in near]
            for one in near:
                grown = Area(
                    min(one.x0, grown.x0), max(one.x1, grown.x1), min(one.top, grown.top), max(one.bottom, grown.bottom)
                )
        found.append(grown)
    return [one for one in found if one.bottom - one.top > LEAST_DRAWING and one.x1 - one.x0 > LEAST_DRAWING]


def _near(one: Area, other: Area) -> bool:
    apart_x = max(one.x0, other.x0) - min(one.x1, other.x1)
    apart_y = max(one.top, other.top) - min(one.bottom, other.bottom)
    return apart_x < NEAR and apart_y < NEAR


def read(path: Path, pages: int = 0) -> Paper:
    """Read a file; only its first `pages`, if that is not 0."""
    resources = PDFResourceManager()
    device = _Device(resources)
    interpreter = _Interpreter(resources, device)
    with path.open("rb") as file, _own_widths():
        for page in PDFPage.get_pages(file, maxpages=pages):
            interpreter.process_page(page)
    return Paper(tuple(device.leaves), tuple(device.faces), device.spaces, device.missing)


@contextmanager
def _own_widths() -> Iterator[None]:
    """Let widths in the file win over pdfminer's table for fonts NAMED like the fourteen standard ones.

    The table lacks ligatures, so that an embedded Times would have none with a width.
    """
    fonts: Any = pdffont
    known, made = fonts.FONT_METRICS, fonts.PDFType1Font.__init__

    def init(self: Any, manager: Any, spec: Any) -> None:
        fonts.FONT_METRICS = {} if "Widths" in spec else known
        try:
            made(self, manager, spec)
        finally:
            fonts.FONT_METRICS = known

    fonts.PDFType1Font.__init__ = init
    try:
        yield
    finally:
        fonts.PDFType1Font.__init__ = made


class _Interpreter(PDFPageInterpreter):
    """Heeds thin clips too: WeasyPrint paints a border as large rectangles, of which a thin clip shows a line."""

    device: _Device

    def do_n(self) -> None:
        self.device.clip(self.curpath)
        super().do_n()

    def do_q(self) -> None:
        self.device.depth += 1
        super().do_q()

    def do_Q(self) -> None:  # noqa: N802
        self.device.depth -= 1
        super().do_Q()


class _Device(PDFTextDevice):
    """Collects what the interpreter paints, page by page."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.leaves: list[Leaf] = []
        self.faces: list[Face] = []
        self.spaces: dict[int, float] = {}
        self.missing = 0
        self._numbers: dict[int, int] = {}
        self._fonts: list[Any] = []  # kept, so that no two have one id
        self._known: dict[tuple[int, int], tuple[str, float]] = {}

    # ── pages ─────────────────────────────────────────────────────────────

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        left, bottom, right, top = page.mediabox
        self._width, self._height = right - left, top - bottom
        if page.rotate in (90, 270):
            self._width, self._height = self._height, self._width
        self._glyphs: list[Glyph] = []
        self._bars: list[Bar] = []
        self._areas: list[Area] = []
        self._shapes: list[Area] = []
        self._inside = 0
        self.depth = 0
        self._clipped = 0
        """The depth of states in which a thin clip was set; 0 if none is."""

    def end_page(self, page: PDFPage) -> None:
        drawn = [area for area in drawings(self._shapes) if not self._is_ground(area)]
        areas = (*self._areas, *drawn)
        glyphs = tuple(glyph for glyph in self._glyphs if not any(_holds(area, glyph.x0, glyph.y) for area in drawn))
        bars = tuple(bar for bar in self._bars if not any(_holds(area, bar.x0, bar.y) for area in drawn))
        self.leaves.append(Leaf(self._width, self._height, glyphs, bars, areas))

    def _is_ground(self, area: Area) -> bool:
        """A tint behind text, or a page's own white, is no picture: much is written on it."""
        return sum(_holds(area, glyph.x0, glyph.y) for glyph in self._glyphs) > MOST_LETTERING

    # ── pictures and rules ────────────────────────────────────────────────

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        if not self._inside:
            x0, y0, x1, y1 = (float(side) for side in bbox)
            corners = [(x0, y0), (x1, y0), (x0, y1), (x1, y1)]
            xs, ys = self._placed(corners, mult_matrix(matrix, self.ctm or (1, 0, 0, 1, 0, 0)))
            self._areas.append(Area(min(xs), max(xs), min(ys), max(ys)))
        self._inside += 1

    def end_figure(self, name: str) -> None:
        self._inside -= 1

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        box = self._box(path)
        if self._inside or box is None or self.depth >= self._clipped > 0:
            return
        if _is_thin(box):
            self._bars.append(Bar(box.x0, box.x1, (box.top + box.bottom) / 2))
        elif box.bottom - box.top > THIN:
            self._shapes.append(box)

    def clip(self, path: Sequence[Any]) -> None:
        """Whatever is painted through a thin clip is a rule. It holds until the state is restored."""
        box = self._box(path)
        if self._clipped > self.depth:
            self._clipped = 0
        if box is not None and _is_thin(box) and not self._inside and not self._clipped:
            self._bars.append(Bar(box.x0, box.x1, (box.top + box.bottom) / 2))
            self._clipped = self.depth

    def _box(self, path: Sequence[Any]) -> Area | None:
        points = [(float(part[i]), float(part[i + 1])) for part in path for i in range(1, len(part) - 1, 2)]
        if not points:
            return None
        xs, ys = self._placed(points, self.ctm or (1, 0, 0, 1, 0, 0))
        return Area(min(xs), max(xs), min(ys), max(ys))

    def _placed(self, points: Iterable[tuple[float, float]], matrix: Any) -> tuple[list[float], list[float]]:
        moved = [apply_matrix_pt(matrix, point) for point in points]
        return [x for x, _ in moved], [self._height - y for _, y in moved]

    # ── glyphs ────────────────────────────────────────────────────────────

    def render_string_horizontal(
        self,
        seq: Iterable[Any],
        matrix: Any,
        pos: tuple[float, float],
        font: Any,
        fontsize: float,
        scaling: float,
        charspace: float,
        wordspace: float,
        rise: float,
        dxscale: float,
        ncs: Any,
        graphicstate: Any,
    ) -> tuple[float, float]:
        """Move the pen as ISO 32000-1, 9.4.4 says. `charspace` and `wordspace` are scaled already."""
        a, b, c, d, e, f = matrix
        x, y = pos
        upright = abs(b) < 1e-4 * abs(a) and abs(c) < 1e-4 * abs(d) and a > 0 and d > 0
        size = abs(fontsize) * math.hypot(c, d)
        face = self._face(font)
        baseline = self._height - (d * (y + rise) + f)
        left = c * (y + rise) + e
        for part in seq:
            if isinstance(part, int | float):
                x -= part * dxscale
                continue
            for cid in font.decode(part):
                text, width = self._glyph(font, face, cid)
                advance = width * fontsize * scaling
                if upright and not self._inside:
                    if text.strip() or text == "\u00ad":
                        self._mark(Glyph(a * x + left, a * (x + advance) + left, baseline, size, text, face), cid)
                    elif text in (" ", "\u00a0"):
                        self.spaces.setdefault(face, width)
                x += advance + charspace
                if cid == 32 and wordspace:
                    x += wordspace
        return x, y

    def _mark(self, glyph: Glyph, cid: int) -> None:
        if glyph.x1 > glyph.x0:
            self.missing += cid == 0
            self._glyphs.append(glyph)

    def _glyph(self, font: Any, face: int, cid: int) -> tuple[str, float]:
        known = self._known.get((face, cid))
        if known is None:
            try:
                text = str(font.to_unichr(cid))
            except pdffont.PDFUnicodeNotDefined:
                text = "\ufffd"
            known = self._known[face, cid] = (text, float(font.char_width(cid)))
        return known

    def _face(self, font: Any) -> int:
        number = self._numbers.get(id(font))
        if number is None:
            number = self._numbers[id(font)] = len(self.faces)
            self._fonts.append(font)
            name = str(font.fontname).partition("+")[2] or str(font.fontname)
            italic = bool(int(font.flags or 0) & ITALIC) or bool(font.italic_angle)
            self.faces.append(Face(name, italic or "italic" in name.lower()))
        return number
