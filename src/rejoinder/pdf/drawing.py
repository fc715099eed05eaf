"""Drawings as form XObjects: outlines, paints, words and groups as PDF's operators (ISO 32000-1, 8.5, 8.7, 9.4, 11.6).

Knows how each mark is painted; nothing of the file that a drawing came from. A drawing counts y downwards: the matrix
that turns it is part of every mark's own, so that the operators need no other space than the form's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import ceil, floor, hypot, isfinite, sqrt
from typing import Protocol, TypeAlias

from rejoinder.fonts.model import FontChoice, Shaped
from rejoinder.fonts.typecase import Typecase, typecase_for
from rejoinder.galley.model import Segment
from rejoinder.pdf.embed import FontBook
from rejoinder.pdf.inks import READING, Inks
from rejoinder.pdf.objects import PdfFile, fine, name, ref
from rejoinder.pdf.paint import words_alone
from rejoinder.pictures.drawing import (
    RGB,
    UNMOVED,
    Chunk,
    Clip,
    Drawing,
    Gradient,
    Group,
    Mark,
    Matrix,
    Outline,
    Paint,
    Pixels,
    Run,
    Shape,
    Stroke,
    Tile,
    Wording,
    moved,
    moved_outline,
    times,
)
from rejoinder.pictures.model import Picture
from rejoinder.style.model import BLACK
from rejoinder.values import replace

FAMILIES = {"sans": ("Source Sans 3",), "serif": ("Source Serif 4",)}
"""The faces in which drawings are lettered: those of the page."""
OPTICAL_SIZES = (8.0, 12.0, 24.0)
"""Cuts for lettering; a drawing needs no more of them."""

DEEPEST_STATES = 12
"""Of q … Q in each other in one form; PDF/A allows 28 (ISO 19005-2, 6.1.13)."""
MOST_REPEATS = 60
"""Of a gradient that begins again."""
LEAST_SQUEEZE = 0.5
LEAST_TYPE, MOST_TYPE = 0.01, 10_000.0
"""Sizes between which words are set, in points."""

BLENDS = {
    "color-dodge": "ColorDodge",
    "color-burn": "ColorBurn",
    "hard-light": "HardLight",
    "soft-light": "SoftLight",
}
OVERPRINTED = "/OP true /op true /OPM 1"
MOST_PARTS = 500
"""Of a gradient's colours, beyond which they are not divided for the press."""


Piece: TypeAlias = tuple[float, float, RGB, RGB]
"""Of a gradient: from where to where, and from which colour to which."""


class Pictures(Protocol):
    """Whoever embeds pixels, and knows the object of all fonts."""

    @property
    def fonts(self) -> int: ...

    def image(self, picture: Picture, inks: Inks) -> tuple[int, Matrix]: ...


def write_drawing(
    file: PdfFile, drawing: Drawing, fonts: FontBook, gallery: Pictures, inks: Inks = READING
) -> tuple[int, bool]:
    """Write a drawing as a form of its own size, its lower left corner at (0, 0); says whether it shines through."""
    painter = _Painter(file, fonts, gallery, inks, drawing.width, drawing.height)
    obj = painter.form(drawing.marks, (1.0, 0.0, 0.0, -1.0, 0.0, drawing.height), "")
    return obj, painter.translucent


class _Content:
    """The operators of one content stream, and the resources that they name."""

    def __init__(self) -> None:
        self.out: list[str | bytes] = []
        self.depth = 0
        self._resources: dict[str, dict[int, str]] = {}
        self.has_words = False

    def use(self, category: str, obj: int) -> str:
        """The name of an object among the resources."""
        shelf = self._resources.setdefault(category, {})
        return shelf.setdefault(obj, f"/{category[0]}{len(shelf) + 1}")

    def resources(self, fonts: int) -> str:
        entries = [
            f"/{category} <<{' '.join(f'{key} {ref(obj)}' for obj, key in shelf.items())}>>"
            for category, shelf in sorted(self._resources.items())
        ]
        if self.has_words:
            entries.append(f"/Font {ref(fonts)}")
        return f"<<{' '.join(entries)}>>"

    def bytes(self) -> bytes:
        return b"\n".join([line.encode("ascii") if isinstance(line, str) else line for line in self.out])


class _Painter:
    """Paints one drawing. All its forms count in the same space, that of the outermost."""

    def __init__(
        self, file: PdfFile, fonts: FontBook, gallery: Pictures, inks: Inks, width: float, height: float
    ) -> None:
        self._file = file
        self._inks = inks
        self._fonts = fonts
        self._gallery = gallery
        self._frame = (0.0, 0.0, width, height)
        self._paths: dict[int, tuple[Outline, str]] = {}
        self._states: dict[str, int] = {}
        self.translucent = False

    # ── contents ──────────────────────────────────────────────────────────

    def form(self, marks: Iterable[Mark], matrix: Matrix, entries: str) -> int:
        """Marks as a form XObject (8.10.2), or with `entries` that say so, a group."""
        content = _Content()
        self._paint(marks, matrix, content)
        box = " ".join(fine(side) for side in self._frame)
        resources = content.resources(self._gallery.fonts)
        return self._file.stream(
            f"/Type /XObject /Subtype /Form /BBox [{box}] {entries} /Resources {resources}", content.bytes()
        )

    def _paint(self, marks: Iterable[Mark], matrix: Matrix, content: _Content) -> None:
        for mark in marks:
            if isinstance(mark, Shape):
                self._shape(mark, matrix, content)
            elif isinstance(mark, Group):
                self._group(mark, matrix, content)
            elif isinstance(mark, Wording):
                for chunk in mark.chunks:
                    self._chunk(chunk, times(mark.matrix, matrix), content)
            else:
                self._pixels(mark, matrix, content)

    def _group(self, group: Group, around: Matrix, content: _Content) -> None:
        matrix = times(group.matrix, around)
        marks = group.marks
        opacity = group.opacity
        if opacity < 1 and len(marks) == 1 and not group.blend and (faded := _faded(marks[0], opacity)) is not None:
            marks, opacity = (faded,), 1.0
        alone = opacity < 1 or group.mask is not None or group.blend
        if not alone and not group.clips:
            self._paint(marks, matrix, content)
            return
        _push(content)
        for clip in group.clips:
            self._clip(clip, matrix, content)
        if alone or content.depth > DEEPEST_STATES:
            entries = self._mixing() if alone else ""
            if alone:
                self.translucent = True
                self._set_state(self._group_state(group, opacity, matrix), content)
            content.out.append(f"{content.use('XObject', self.form(marks, matrix, entries))} Do")
        else:
            self._paint(marks, matrix, content)
        _pop(content)

    def _group_state(self, group: Group, opacity: float, matrix: Matrix) -> str:
        state = f"/ca {fine(opacity)} /CA {fine(opacity)}" if opacity < 1 else ""
        if group.blend:
            mode = BLENDS.get(group.blend, group.blend.capitalize())
            state += f" /BM {name(mode)}"
        if group.mask is not None:
            state += f" /SMask <</Type /Mask /S /Luminosity /G {ref(self._mask(group.mask, matrix))}>>"
        return state.strip()

    def _mask(self, mask: Group, matrix: Matrix) -> int:
        """A group of which only the light counts."""
        inks, self._inks = self._inks, self._inks.light
        obj = self.form((mask,), matrix, self._mixing())
        self._inks = inks
        return obj

    def _mixing(self) -> str:
        """The entry of a group by itself (11.6.6)."""
        return f"/Group <</S /Transparency /CS {self._inks.space} /I true>>"

    def _set_state(self, entries: str, content: _Content) -> None:
        """A graphics state by its parameters (8.4.5); equal ones are one object."""
        obj = self._states.get(entries)
        if obj is None:
            obj = self._states[entries] = self._file.add(f"<</Type /ExtGState {entries}>>")
        content.out.append(f"{content.use('ExtGState', obj)} gs")

    def _clip(self, clip: Clip, matrix: Matrix, content: _Content) -> None:
        """Clip to the union of some outlines (8.5.4)."""
        for outline, inner, _ in clip.outlines:
            content.out.append(_operators(moved_outline(outline, times(inner, matrix))))
        even_odd = any(flag for *_, flag in clip.outlines)
        content.out.append("W* n" if even_odd else "W n")

    # ── shapes ────────────────────────────────────────────────────────────

    def _shape(self, shape: Shape, around: Matrix, content: _Content) -> None:
        matrix = times(shape.matrix, around)
        fill, stroke = shape.fill, shape.stroke
        together = fill is not None and stroke is not None and not shape.stroke_first
        if together and not (_is_veiled(fill) or _is_veiled(stroke.paint if stroke else None)):
            self._ink(shape, fill, stroke, matrix, content)
            return
        parts: list[tuple[Paint | None, Stroke | None]] = [(fill, None), (None, stroke)]
        for one, other in reversed(parts) if shape.stroke_first else parts:
            if one is not None or other is not None:
                self._ink(shape, one, other, matrix, content)

    def _ink(self, shape: Shape, fill: Paint | None, stroke: Stroke | None, matrix: Matrix, content: _Content) -> None:
        """Fill an outline, stroke it, or both (8.5.3)."""
        _push(content)
        self._veil(fill, shape.fill_opacity, stroke, matrix, content)
        self._fill_with(fill, matrix, content)
        if stroke is not None:
            self._stroke_with(stroke, matrix, content)
        content.out.append(f"{_six(matrix)} cm")
        content.out.append(self._path(shape.outline))
        if fill is None:
            content.out.append("S")
        elif stroke is None:
            content.out.append("f*" if shape.even_odd else "f")
        else:
            content.out.append("B*" if shape.even_odd else "B")
        _pop(content)

    def _path(self, outline: Outline) -> str:
        """The operators of an outline; the same outline is often drawn again."""
        kept = self._paths.get(id(outline))
        if kept is None or kept[0] is not outline:
            kept = self._paths[id(outline)] = (outline, _operators(outline))
        return kept[1]

    def _veil(
        self, fill: Paint | None, opacity: float, stroke: Stroke | None, matrix: Matrix, content: _Content
    ) -> None:
        """Let through what lies below: all alike, or by the opacities of a gradient's colours (11.6.4, 11.6.5)."""
        state = f"/ca {fine(opacity)}" if fill is not None and opacity < 1 else ""
        if stroke is not None and stroke.opacity < 1:
            state += f" /CA {fine(stroke.opacity)}"
        paint = fill if fill is not None else stroke.paint if stroke is not None else None
        if isinstance(paint, Gradient) and _is_veiled(paint):
            state += f" /SMask <</Type /Mask /S /Luminosity /G {ref(self._veiling(paint, matrix))}>>"
        if state:
            self.translucent = True
            self._set_state(state.strip(), content)

    def _veiling(self, gradient: Gradient, matrix: Matrix) -> int:
        """A gradient of its opacities, as light, over the whole drawing."""
        light = Gradient(
            gradient.geometry,
            tuple((place, (alpha, alpha, alpha), 1.0) for place, _, alpha in gradient.stops),
            gradient.matrix,
            gradient.spread,
        )
        content = _Content()
        inks, self._inks = self._inks, self._inks.light
        pattern = content.use("Pattern", self._shading_pattern(light, matrix))
        group = self._mixing()
        self._inks = inks
        box = " ".join(fine(side) for side in self._frame)
        content.out += [f"/Pattern cs {pattern} scn", f"{box} re f"]
        return self._file.stream(
            f"/Type /XObject /Subtype /Form /BBox [{box}] {group} /Resources {content.resources(0)}", content.bytes()
        )

    # ── paints ────────────────────────────────────────────────────────────

    def _fill_with(self, paint: Paint | None, matrix: Matrix, content: _Content) -> None:
        if paint is not None:
            content.out.append(self._colour(paint, matrix, content, stroke=False))

    def _stroke_with(self, stroke: Stroke, matrix: Matrix, content: _Content) -> None:
        content.out.append(self._colour(stroke.paint, matrix, content, stroke=True))
        parts = [f"{fine(stroke.width)} w"]
        if stroke.cap:
            parts.append(f"{stroke.cap} J")
        if stroke.join:
            parts.append(f"{stroke.join} j")
        else:
            parts.append(f"{fine(stroke.limit)} M")
        if stroke.dashes:
            phase = stroke.phase % sum(stroke.dashes)
            parts.append(f"[{' '.join(fine(dash) for dash in stroke.dashes)}] {fine(phase)} d")
        content.out.append(" ".join(parts))

    def _colour(self, paint: Paint, matrix: Matrix, content: _Content, *, stroke: bool) -> str:
        space, colour = ("CS", "SCN") if stroke else ("cs", "scn")
        if isinstance(paint, Gradient):
            return f"/Pattern {space} {content.use('Pattern', self._shading_pattern(paint, matrix))} {colour}"
        if isinstance(paint, Tile):
            return f"/Pattern {space} {content.use('Pattern', self._tiling_pattern(paint, matrix))} {colour}"
        return self._inks.paint(paint, stroke=stroke)

    def _tiling_pattern(self, tile: Tile, around: Matrix) -> int:
        """A cell that is repeated (8.7.3)."""
        content = _Content()
        frame, self._frame = self._frame, (tile.x, tile.y, tile.x + tile.width, tile.y + tile.height)
        self._paint(tile.marks, UNMOVED, content)
        box = " ".join(fine(side) for side in self._frame)
        self._frame = frame
        return self._file.stream(
            f"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [{box}] /XStep {fine(tile.width)} "
            f"/YStep {fine(tile.height)} /Matrix [{_six(times(tile.matrix, around))}] "
            f"/Resources {content.resources(self._gallery.fonts)}",
            content.bytes(),
        )

    def _shading_pattern(self, gradient: Gradient, around: Matrix) -> int:
        """A gradient (8.7.4.5.3 and 4); one that repeats goes on until it has covered the drawing."""
        matrix = times(gradient.matrix, around)
        first, last = _range(gradient, matrix, self._frame)
        function = _repeated(gradient, first, last, self._inks)
        kind = 2 if len(gradient.geometry) == 4 else 3
        half = len(gradient.geometry) // 2
        start, end = gradient.geometry[:half], gradient.geometry[half:]
        coordinates = [
            *(one + (other - one) * first for one, other in zip(start, end, strict=True)),
            *(one + (other - one) * last for one, other in zip(start, end, strict=True)),
        ]
        return self._file.add(
            f"<</Type /Pattern /PatternType 2 /Matrix [{_six(matrix)}] /Shading <</ShadingType {kind} "
            f"/ColorSpace {self._inks.space} /Coords [{' '.join(fine(one) for one in coordinates)}] "
            f"/Domain [{first} {last}] /Function {function} /Extend [true true]>>>>"
        )

    # ── words and pixels ──────────────────────────────────────────────────

    def _chunk(self, chunk: Chunk, matrix: Matrix, content: _Content) -> None:
        """Words from their beginning, middle or end; squeezed if they would be wider than they may (9.4)."""
        enlarged = _enlarged(matrix)
        if not LEAST_TYPE < enlarged < 1 / LEAST_TYPE:
            return
        set_runs = [(run, _set(run, enlarged)) for run in chunk.runs]
        natural = sum(run.dx + _width(run, shaped) for run, shaped in set_runs)
        squeeze = max(LEAST_SQUEEZE, chunk.most / natural) if 0 < chunk.most < natural else 1.0
        x = {"start": 0.0, "middle": -natural * squeeze / 2, "end": -natural * squeeze}[chunk.anchor]
        y = 0.0
        local = times((1, 0, 0, 1, chunk.x, chunk.y), matrix)
        if chunk.turn:
            from rejoinder.pictures.svg.values import rotation

            local = times(rotation(chunk.turn), local)
        for run, shaped in set_runs:
            x, y = x + run.dx * squeeze, y + run.dy
            width = _width(run, shaped) * squeeze
            seen = run.fill is not None or run.stroke is not None
            if shaped and seen and LEAST_TYPE < run.size * enlarged < MOST_TYPE:
                self._run(run, shaped, squeeze, times((1, 0, 0, 1, x, y + run.shift * run.size), local), content)
                if run.decoration and run.fill is not None:
                    self._decorate(run, width, times((1, 0, 0, 1, x, y), local), content)
            x += width

    def _run(self, run: Run, shaped: tuple[Shaped, ...], squeeze: float, matrix: Matrix, content: _Content) -> None:
        """Words in their size on the page: in a drawing's own units it may be too small a number to be written."""
        enlarged = _enlarged(matrix)
        content.has_words = True
        _push(content)
        self._veil(run.fill, run.fill_opacity, run.stroke, matrix, content)
        if isinstance(run.fill, tuple) and run.stroke is None and self._inks.overprints(run.fill):
            self._set_state(OVERPRINTED, content)
        self._fill_with(run.fill, matrix, content)
        if run.stroke is not None:
            self._stroke_with(_scaled(run.stroke, enlarged), matrix, content)
            content.out.append("2 Tr" if run.fill is not None else "1 Tr")
        content.out.append(f"{_six(times((1 / enlarged, 0, 0, -1 / enlarged, 0, 0), matrix))} cm")
        size, tracking = run.size * enlarged, run.spacing * enlarged
        segment = Segment(0.0, shaped, (None,) * len(shaped), size, BLACK, scale=squeeze, tracking=tracking)
        content.out.append(words_alone(segment, self._fonts))
        _pop(content)

    def _decorate(self, run: Run, width: float, matrix: Matrix, content: _Content) -> None:
        """A line below the words, or through them."""
        height = run.size * 0.06
        y = run.size * (0.1 if run.decoration == "underline" else -0.28)
        outline: Outline = (
            ("m", (0.0, y)), ("l", (width, y)), ("l", (width, y + height)), ("l", (0.0, y + height)), ("h", ()),
        )  # fmt: skip
        self._ink(Shape(outline, UNMOVED, run.fill, run.fill_opacity), run.fill, None, matrix, content)

    def _pixels(self, pixels: Pixels, around: Matrix, content: _Content) -> None:
        obj, _ = self._gallery.image(pixels.picture, self._inks)
        place: Matrix = (pixels.width, 0, 0, -pixels.height, pixels.x, pixels.y + pixels.height)
        _push(content)
        if pixels.opacity < 1:
            self.translucent = True
            self._set_state(f"/ca {fine(pixels.opacity)}", content)
        matrix = times(place, times(pixels.matrix, around))
        content.out.append(f"{_six(matrix)} cm {content.use('XObject', obj)} Do")
        _pop(content)


def _push(content: _Content) -> None:
    content.out.append("q")
    content.depth += 1


def _pop(content: _Content) -> None:
    content.out.append("Q")
    content.depth -= 1


def _faded(mark: Mark, opacity: float) -> Mark | None:
    """A mark that is by itself as if its group were: one that does not lie over itself."""
    if isinstance(mark, Pixels):
        return replace(mark, opacity=mark.opacity * opacity)
    if not isinstance(mark, Shape) or (mark.fill is not None and mark.stroke is not None):
        return None
    stroke = mark.stroke
    if stroke is not None:
        stroke = replace(stroke, opacity=stroke.opacity * opacity)
    return replace(mark, fill_opacity=mark.fill_opacity * opacity, stroke=stroke)


def _is_veiled(paint: Paint | None) -> bool:
    """Whether a gradient has colours of several opacities."""
    return isinstance(paint, Gradient) and any(alpha < 1 for *_, alpha in paint.stops)


def _six(matrix: Matrix) -> str:
    return " ".join([fine(part) for part in matrix])


def _operators(outline: Outline) -> str:
    return " ".join([f"{' '.join([fine(one) for one in points])} {kind}".strip() for kind, points in outline])


# ── gradients ─────────────────────────────────────────────────────────────


def _range(gradient: Gradient, matrix: Matrix, frame: tuple[float, float, float, float]) -> tuple[int, int]:
    """From which to which repetition a gradient is seen, in whole numbers; (0, 1) is itself."""
    a, b, c, d, e, f = matrix
    determinant = a * d - b * c
    if gradient.spread == "pad" or not abs(determinant) > 1e-12:
        return 0, 1
    inverse: Matrix = (
        *(d / determinant, -b / determinant, -c / determinant, a / determinant),
        *((c * f - d * e) / determinant, (b * e - a * f) / determinant),
    )
    left, low, right, high = frame
    places = list(_places(gradient, [moved(x, y, inverse) for x in (left, right) for y in (low, high)]))
    within = [max(-MOST_REPEATS, min(MOST_REPEATS, place)) for place in places if isfinite(place)]
    return floor(min(0.0, *within, 0.0)), ceil(max(1.0, *within, 1.0))


def _places(gradient: Gradient, points: list[tuple[float, float]]) -> Iterator[float]:
    """Where points lie along a gradient: at 0 where it begins, at 1 where it ends; or no nearer than that."""
    if len(gradient.geometry) == 4:
        x1, y1, x2, y2 = gradient.geometry
        squared = (x2 - x1) ** 2 + (y2 - y1) ** 2
        for x, y in points if squared else ():
            yield ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / squared
    else:
        x1, y1, r1, x2, y2, r2 = gradient.geometry
        growth = (r2 - r1) - hypot(x2 - x1, y2 - y1)
        for x, y in points if growth > 0 else ():
            yield (hypot(x - x1, y - y1) - r1) / growth


def _repeated(gradient: Gradient, first: int, last: int, inks: Inks) -> str:
    """A function of the place along a gradient (7.10.4): its colours, as often as it is repeated."""
    stops = list(gradient.stops)
    if stops[0][0] > 0:
        stops.insert(0, (0.0, *stops[0][1:]))
    if stops[-1][0] < 1:
        stops.append((1.0, *stops[-1][1:]))
    pieces: list[Piece] = []
    for turn in range(first, last):
        mirrored = gradient.spread == "reflect" and turn % 2
        ordered = [(1 - place, colour, alpha) for place, colour, alpha in reversed(stops)] if mirrored else stops
        for (begin, one, _), (end, other, _) in pairwise(ordered):
            if end - begin > 1e-6:
                pieces.append((turn + begin, turn + end, one, other))
    if inks.steps > 1 and len(pieces) * inks.steps <= MOST_PARTS:
        pieces = [part for piece in pieces for part in _parts(piece, inks.steps)]
    functions = [
        f"<</FunctionType 2 /Domain [0 1] /C0 [{inks.parts(a)}] /C1 [{inks.parts(b)}] /N 1>>" for *_, a, b in pieces
    ]
    limits = " ".join(fine(end) for _, end, *_ in pieces[:-1])
    encode = " ".join(["0 1"] * len(pieces))
    return (
        f"<</FunctionType 3 /Domain [{first} {last}] /Functions [{' '.join(functions)}] "
        f"/Bounds [{limits}] /Encode [{encode}]>>"
    )


def _parts(piece: Piece, count: int) -> Iterator[Piece]:
    """A stretch between two colours as shorter ones, for inks whose mixtures lie on no straight line."""
    begin, end, one, other = piece
    for part in range(count):
        near, far = part / count, (part + 1) / count
        yield (
            begin + (end - begin) * near,
            begin + (end - begin) * far,
            _between(one, other, near),
            _between(one, other, far),
        )


def _between(one: RGB, other: RGB, at: float) -> RGB:
    red, green, blue = (a + (b - a) * at for a, b in zip(one, other, strict=True))
    return red, green, blue


# ── lettering ─────────────────────────────────────────────────────────────


def _enlarged(matrix: Matrix) -> float:
    """How many times as large things become under a matrix."""
    return sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))


def _scaled(stroke: Stroke, by: float) -> Stroke:
    """The same stroke in a space whose units are so many times as small."""
    dashes = tuple(dash * by for dash in stroke.dashes)
    return replace(stroke, width=stroke.width * by, dashes=dashes, phase=stroke.phase * by)


def _lettering() -> Typecase:
    return typecase_for(FAMILIES)


def _set(run: Run, enlarged: float) -> tuple[Shaped, ...]:
    if not run.text:
        return ()
    size = run.size * enlarged
    optical = min(OPTICAL_SIZES, key=lambda one: abs(one - size))
    choice = FontChoice("serif" if run.serif else "sans", run.weight, run.italic, optical)
    return _lettering().shape(run.text, choice, "")


def _width(run: Run, shaped: tuple[Shaped, ...]) -> float:
    return sum(one.width / 1000 * run.size + run.spacing * len(one.gids) for one in shaped)
