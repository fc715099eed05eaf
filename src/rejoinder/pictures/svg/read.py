"""SVG files become drawings (SVG 1.1 second edition, with what SVG 2 made of it).

Drawn are shapes, text in faces of ours, pixels, groups, symbols, markers, clips, masks, gradients, patterns, blending.
What is not (filters, text along a path, animation) is said once each. Nothing outside the file is looked at.
"""

from __future__ import annotations

import base64
import binascii
import xml.etree.ElementTree as Etree
from functools import lru_cache
from math import hypot
from typing import Literal, cast
from urllib.parse import unquote_to_bytes

from rejoinder.pictures import jpeg, png
from rejoinder.pictures.drawing import (
    UNMOVED,
    Clip,
    Drawing,
    Gradient,
    Group,
    Mark,
    Matrix,
    Outline,
    Paint,
    Pixels,
    Shape,
    Stroke,
    Tile,
    times,
)
from rejoinder.pictures.model import Picture
from rejoinder.pictures.pixels import checked_png
from rejoinder.pictures.refusal import RefusedError, Warn, silent
from rejoinder.pictures.svg.cascade import INITIAL, Cascade, Look
from rejoinder.pictures.svg.markers import vertices
from rejoinder.pictures.svg.outline import bounds, ellipse, path, polygon, rectangle
from rejoinder.pictures.svg.tree import SvgTree, parse
from rejoinder.pictures.svg.values import (
    colour,
    diagonal,
    fitted,
    is_relative,
    length,
    number,
    numbers,
    reference,
    rotation,
    transform,
    view_box,
)
from rejoinder.pictures.svg.words import WordReader, font_size, resolve_size

PX = 0.75
"""In points."""
USUAL_SIZE = (300.0, 150.0)
"""In px, of a picture that states no size at all (CSS 2.1, 10.3.2)."""
MOST_MARKS = 150_000
MOST_STEPS = 2_000_000
DEEPEST = 64
"""Elements in elements, used or there."""
FINEST = 1e-4
"""Of a pattern's cells, as a share of the drawing: finer ones nobody sees, and readers choke on them."""
LARGEST_KEPT = 2_000_000
"""Of files whose drawings are kept for a while."""
OUTLINES_KEPT = 5_000

CAPS = {"butt": 0, "round": 1, "square": 2}
JOINS = {"miter": 0, "miter-clip": 0, "arcs": 0, "round": 1, "bevel": 2}
BLENDS = frozenset((
    "multiply", "screen", "overlay", "darken", "lighten", "color-dodge", "color-burn", "hard-light", "soft-light",
    "difference", "exclusion", "hue", "saturation", "color", "luminosity",
))  # fmt: skip
SHAPES = frozenset(("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"))
GROUPS = frozenset(("g", "a", "svg", "switch"))
SILENT = frozenset((
    "defs", "title", "desc", "metadata", "style", "linearGradient", "radialGradient", "pattern", "clipPath", "mask",
    "marker", "symbol", "filter", "view", "stop", "font", "font-face", "color-profile", "cursor", "solidcolor",
))  # fmt: skip
"""Elements that draw nothing where they stand."""
ANIMATIONS = frozenset(("animate", "animateColor", "animateMotion", "animateTransform", "set", "discard"))

Box = tuple[float, float, float, float]


def read_svg(data: bytes, warn: Warn) -> Drawing:
    """The drawing in a file. Raises `RefusedError`."""
    drawing, left_out = _kept(data) if len(data) <= LARGEST_KEPT else _read(data)
    for what, line in left_out.items():
        place = f" (first in line {line})" if line else ""
        warn(f"uses {what}, which {'are' if what.endswith('s') else 'is'} left out{place}", HINTS.get(what, USUAL_HINT))
    return drawing


def _read(data: bytes) -> tuple[Drawing, dict[str, int]]:
    reader = _Reader(parse(data))
    return reader.drawing(), reader.left_out


_kept = lru_cache(maxsize=8)(_read)
"""A picture is read when its letter is, and again when it is printed."""


USUAL_HINT = "save it as PDF, which can hold what its program draws"
HINTS = {
    "fonts of its own": "its text is set in the faces of the page; turn text into paths to keep its own",
    "fixed-width type": "its text is set in the sans serif of the page; turn text into paths to keep its own",
}


class _Reader:
    """Walks the tree once, and makes marks of it."""

    def __init__(self, tree: SvgTree) -> None:
        self._tree = tree
        sheets = [_words(one) for one in tree.root.iter("style")]
        self._cascade = Cascade(sheets, tree.root, len(tree.lines))
        self.left_out: dict[str, int] = dict.fromkeys(self._cascade.left_out, 0)
        self._marks = 0
        self._steps = 0
        self._using: list[Etree.Element] = []
        self._outlines: dict[str, Outline] = {}
        self._boxes: dict[int, tuple[Outline, Box | None]] = {}
        self._depth = 0
        self._context: Look = {}
        """The paints of the line whose marker is being read."""
        self._width, self._height = 0.0, 0.0
        """Of the nearest viewport, in its own units."""

    def drawing(self) -> Drawing:
        root = self._tree.root
        box = view_box(root.get("viewBox"))
        width, height = _size(root, box)
        if not (width > 0 and height > 0):
            raise RefusedError("is an SVG without a size", "state its width and height, or a viewBox")
        inner = fitted(box, width, height, root.get("preserveAspectRatio")) if box else UNMOVED
        self._width, self._height = (box[2], box[3]) if box else (width, height)
        look = self._look(root, INITIAL)
        marks = self._children(root, look)
        whole = self._grouped(root, look, marks, times(transform(root.get("transform")), inner), None)
        frame = Clip(((rectangle(0, 0, width, height), UNMOVED, False),))
        clipped = Group(tuple(whole), (PX, 0, 0, PX, 0, 0), clips=(frame,))
        return Drawing(width * PX, height * PX, (clipped,))

    # ── elements ──────────────────────────────────────────────────────────

    def _look(self, element: Etree.Element, around: Look) -> dict[str, str]:
        look = self._cascade.look(element, around)
        if look.get("font-size") != around.get("font-size") or not look["font-size"].endswith("px"):
            resolve_size(look, around)
        if look.get("color") == "currentcolor":
            look["color"] = around.get("color", "black")
        return look

    def _children(self, element: Etree.Element, look: Look) -> list[Mark]:
        marks: list[Mark] = []
        for child in element:
            marks += self._element(child, look)
            if element.tag == "switch" and marks:
                break
        return marks

    def _element(self, element: Etree.Element, around: Look) -> list[Mark]:
        tag = element.tag
        if tag in SILENT:
            return []
        if tag in ANIMATIONS:
            return self._leave_out("animations", element)
        if tag not in GROUPS and tag not in SHAPES and tag not in ("use", "text", "image"):
            return self._leave_out(f"<{tag[:30]}> elements", element)
        self._count(1)
        look = self._look(element, around)
        if look.get("display") == "none":
            return []
        self._depth += 1
        if self._depth > DEEPEST:
            raise RefusedError("is an SVG nested too deeply", "save it as plain SVG")
        marks = self._drawn(element, look)
        self._depth -= 1
        return marks

    def _drawn(self, element: Etree.Element, look: Look) -> list[Mark]:
        """What a shape, a text, a picture, a group or a use draws."""
        tag = element.tag
        matrix = transform(look.get("transform") if "style" in element.attrib and "transform" in look else None)
        matrix = times(matrix, transform(element.get("transform")))
        if tag in SHAPES:
            return self._shape(element, look, matrix)
        if tag == "text":
            return self._text(element, look, matrix)
        if tag == "image":
            return self._image(element, look, matrix)
        if tag == "use":
            return self._use(element, look, matrix)
        if tag == "svg":
            marks, inner = self._viewport(element, element, look)
            return self._grouped(element, look, [Group(tuple(marks))] if marks else [], times(inner, matrix), None)
        return self._grouped(element, look, self._children(element, look), matrix, None)

    def _count(self, marks: int) -> None:
        self._marks += marks
        if self._marks > MOST_MARKS:
            raise RefusedError(
                f"is an SVG that draws more than {MOST_MARKS} things", "thin its data out, or save it as PNG"
            )

    def _leave_out(self, what: str, element: Etree.Element) -> list[Mark]:
        if len(self.left_out) < 20:
            self.left_out.setdefault(what, self._tree.lines.get(element, 0))
        return []

    def _grouped(
        self, element: Etree.Element, look: Look, marks: list[Mark], matrix: Matrix, box: Box | None
    ) -> list[Mark]:
        """Marks under a matrix, and what is said of them as a whole: opacity, clip, mask and blending."""
        if not marks:
            return []
        if look.get("filter", "none") != "none":
            self._leave_out("filters", element)
        opacity = max(0.0, min(1.0, number(look.get("opacity"), 1.0)))
        blend = look.get("mix-blend-mode", "normal")
        clips = self._clips(look.get("clip-path"), element, box)
        mask = self._mask(look.get("mask"), element, look, box)
        if opacity == 0 or clips is None:
            return []
        group = Group(tuple(marks), matrix, opacity, clips, mask, blend if blend in BLENDS else "")
        if group.opacity == 1 and not clips and mask is None and not group.blend:
            if matrix == UNMOVED:
                return marks
            if len(marks) == 1 and isinstance(marks[0], Shape):
                one = marks[0]
                return [
                    Shape(
                        one.outline,
                        times(one.matrix, matrix),
                        one.fill,
                        one.fill_opacity,
                        one.even_odd,
                        one.stroke,
                        one.stroke_first,
                    )
                ]
        return [group]

    def _named(self, id_: str | None, *tags: str) -> Etree.Element | None:
        element = self._tree.by_id.get(id_ or "")
        return element if element is not None and (not tags or element.tag in tags) else None

    # ── shapes ────────────────────────────────────────────────────────────

    def _shape(self, element: Etree.Element, look: Look, matrix: Matrix) -> list[Mark]:
        outline = self._outline(element, look)
        if not outline:
            return []
        box = self._bounds(outline)
        marks: list[Mark] = []
        if look.get("visibility", "visible") == "visible":
            fill, opacity, stroke = self._painted(look, element, box)
            if element.tag == "line":
                fill = None
            if fill is not None or stroke is not None:
                order = look.get("paint-order", "").split()[:1]
                even_odd = look.get("fill-rule") == "evenodd"
                marks.append(Shape(outline, UNMOVED, fill, opacity, even_odd, stroke, order == ["stroke"]))
        if element.tag not in ("rect", "circle", "ellipse"):
            marks += self._markers(outline, look, element)
        return self._grouped(element, look, marks, matrix, box)

    def _outline(self, element: Etree.Element, look: Look) -> Outline:
        em = font_size(look)

        def across(name: str) -> float:
            return length(element.get(name), self._width, em)

        def down(name: str) -> float:
            return length(element.get(name), self._height, em)

        outline: Outline
        match element.tag:
            case "path":
                outline = self._path(element.get("d", ""))
            case "rect":
                rx = None if element.get("rx", "auto") == "auto" else across("rx")
                ry = None if element.get("ry", "auto") == "auto" else down("ry")
                outline = rectangle(
                    across("x"),
                    down("y"),
                    across("width"),
                    down("height"),
                    (rx if rx is not None else ry) or 0.0,
                    (ry if ry is not None else rx) or 0.0,
                )
            case "circle":
                radius = length(element.get("r"), diagonal(self._width, self._height), em)
                outline = ellipse(across("cx"), down("cy"), radius, radius)
            case "ellipse":
                outline = ellipse(across("cx"), down("cy"), across("rx"), down("ry"))
            case "line":
                outline = (("m", (across("x1"), down("y1"))), ("l", (across("x2"), down("y2"))))
            case _:
                outline = polygon(numbers(element.get("points", "")), closed=element.tag == "polygon")
        self._steps += len(outline)
        if self._steps > MOST_STEPS:
            raise RefusedError("is an SVG with too many points", "thin its data out, or save it as PNG")
        return outline

    def _path(self, data: str) -> Outline:
        """Path data, read once: glyphs and points of a plot are used again and again."""
        outline = self._outlines.get(data)
        if outline is None:
            if len(self._outlines) >= OUTLINES_KEPT:
                self._outlines = {}
            outline = self._outlines[data] = path(data)
        return outline

    def _bounds(self, outline: Outline) -> Box | None:
        """What gradients, clips and masks may be shares of; the same for all uses of one outline."""
        kept = self._boxes.get(id(outline))
        if kept is None or kept[0] is not outline:
            if len(self._boxes) >= OUTLINES_KEPT:
                self._boxes = {}
            kept = self._boxes[id(outline)] = (outline, bounds(outline))
        return kept[1]

    def _markers(self, outline: Outline, look: Look, element: Etree.Element) -> list[Mark]:
        ids = {which: reference(look.get(f"marker-{which}")) for which in ("start", "mid", "end")}
        if not any(ids.values()):
            return []
        width = length(look.get("stroke-width"), diagonal(self._width, self._height), font_size(look), 1.0)
        marks: list[Mark] = []
        for which, x, y, angle in vertices(outline):
            marker = self._named(ids[which], "marker")
            if marker is not None:
                marks += self._marker(marker, which, (x, y), angle, width, look)
        return marks

    def _marker(
        self, marker: Etree.Element, which: str, at: tuple[float, float], angle: float, stroke: float, line: Look
    ) -> list[Mark]:
        self._count(1)
        if marker in self._using or len(self._using) >= DEEPEST:
            return []
        orient = marker.get("orient", "0")
        if orient == "auto-start-reverse":
            angle = angle + 180 if which == "start" else angle
        elif orient != "auto":
            angle = number(orient.removesuffix("deg"), 0.0)
        width = length(marker.get("markerWidth"), self._width, 16, 3.0)
        height = length(marker.get("markerHeight"), self._height, 16, 3.0)
        if width <= 0 or height <= 0:
            return []
        box = view_box(marker.get("viewBox"))
        inner = fitted(box, width, height, marker.get("preserveAspectRatio")) if box else UNMOVED
        x, y = length(marker.get("refX"), 0, 16), length(marker.get("refY"), 0, 16)
        anchor = (inner[0] * x + inner[4], inner[3] * y + inner[5])
        scale = 1.0 if marker.get("markerUnits") == "userSpaceOnUse" else stroke
        matrix = times(inner, (1, 0, 0, 1, -anchor[0], -anchor[1]))
        matrix = times(times(times(matrix, (scale, 0, 0, scale, 0, 0)), rotation(angle)), (1, 0, 0, 1, *at))
        self._using.append(marker)
        outside, self._context = self._context, {one: line.get(one, "none") for one in ("fill", "stroke")}
        look = self._look(marker, INITIAL)
        marks = self._children(marker, look)
        self._context = outside
        self._using.pop()
        clips: tuple[Clip, ...] = ()
        if look.get("overflow", "hidden") not in ("visible", "auto"):
            frame = rectangle(*(box or (0.0, 0.0, width, height)))
            clips = (Clip(((frame, UNMOVED, False),)),)
        return [Group(tuple(marks), matrix, clips=clips)] if marks else []

    # ── paints ────────────────────────────────────────────────────────────

    def _painted(
        self, look: Look, element: Etree.Element, box: Box | None
    ) -> tuple[Paint | None, float, Stroke | None]:
        """Fill, its opacity and stroke."""
        fill, opacity = self._paint(look.get("fill", "black"), look, element, box)
        opacity *= max(0.0, min(1.0, number(look.get("fill-opacity"), 1.0)))
        return (fill if opacity else None), opacity, self._stroke(look, element, box)

    def _stroke(self, look: Look, element: Etree.Element, box: Box | None) -> Stroke | None:
        if look.get("stroke", "none") == "none":
            return None
        paint, opacity = self._paint(look["stroke"], look, element, box)
        whole, em = diagonal(self._width, self._height), font_size(look)
        width = length(look.get("stroke-width"), whole, em, 1.0)
        opacity *= max(0.0, min(1.0, number(look.get("stroke-opacity"), 1.0)))
        if paint is None or width <= 0 or not opacity:
            return None
        if look.get("vector-effect") == "non-scaling-stroke":
            self._leave_out("strokes that do not scale", element)
        return Stroke(
            paint,
            width,
            opacity,
            CAPS.get(look.get("stroke-linecap", ""), 0),
            JOINS.get(look.get("stroke-linejoin", ""), 0),
            max(1.0, number(look.get("stroke-miterlimit"), 4.0)),
            _dashes(look.get("stroke-dasharray", "none"), whole, em),
            length(look.get("stroke-dashoffset"), whole, em),
        )

    def _paint(self, written: str, look: Look, element: Etree.Element, box: Box | None) -> tuple[Paint | None, float]:
        if written in ("none", "transparent", ""):
            return None, 0.0
        id_ = reference(written)
        if id_ is None:
            lowered = written.lower()
            if lowered in ("context-fill", "context-stroke"):
                return self._paint(self._context.get(lowered[8:], "none"), look, element, box)
            plain = look.get("color", "black") if lowered == "currentcolor" else written.partition("icc-color")[0]
            found = colour(plain.strip())
            return found if found is not None else (None, 0.0)
        server = self._named(id_, "linearGradient", "radialGradient", "pattern")
        paint: Paint | None = None
        if server is not None and server.tag == "pattern":
            paint = self._pattern(server, box)
        elif server is not None:
            paint, opacity = self._gradient(server, box)
            return paint, opacity
        if paint is None and server is None:
            fallback = written.partition(")")[2].strip()
            return self._paint(fallback, look, element, box) if fallback else (None, 0.0)
        return paint, 1.0

    def _inheriting(self, server: Etree.Element) -> list[Etree.Element]:
        """A gradient or pattern, and those that it takes from (SVG 1.1, 13.2.2)."""
        chain = [server]
        while len(chain) < DEEPEST:
            href = chain[-1].get("href", "").strip()
            following = self._named(href[1:]) if href.startswith("#") else None
            if following is None or following in chain:
                break
            chain.append(following)
        return chain

    def _gradient(self, server: Etree.Element, box: Box | None) -> tuple[Paint | None, float]:
        chain = self._inheriting(server)

        def said(name: str) -> str | None:
            return next((one.get(name) for one in chain if name in one.attrib), None)

        stops = next((found for one in chain if (found := self._stops(one))), [])
        if not stops:
            return None, 0.0
        by_box = said("gradientUnits") != "userSpaceOnUse"
        matrix = transform(said("gradientTransform"))
        if by_box:
            if box is None or box[2] <= box[0] or box[3] <= box[1]:
                return None, 0.0
            matrix = times(matrix, (box[2] - box[0], 0, 0, box[3] - box[1], box[0], box[1]))
        wide, high = (1.0, 1.0) if by_box else (self._width, self._height)

        def place(name: str, whole: float, usual: str) -> float:
            return length(said(name) or usual, whole, 16)

        geometry: tuple[float, ...]
        if server.tag == "linearGradient":
            geometry = (
                *(place("x1", wide, "0%"), place("y1", high, "0%")),
                *(place("x2", wide, "100%"), place("y2", high, "0%")),
            )
            flat = geometry[:2] == geometry[2:]
        else:
            around = diagonal(wide, high)
            cx, cy, r = place("cx", wide, "50%"), place("cy", high, "50%"), place("r", around, "50%")
            fx, fy = (
                length(said(name), whole, 16, usual) for name, whole, usual in (("fx", wide, cx), ("fy", high, cy))
            )
            away = hypot(fx - cx, fy - cy)
            if r > 0 and away > 0.999 * r:  # a focus outside is moved to the edge (13.2.3)
                fx, fy = cx + (fx - cx) / away * r * 0.999, cy + (fy - cy) / away * r * 0.999
            circles = (fx, fy, max(0.0, place("fr", around, "0%")), cx, cy, r)
            geometry = circles
            flat = r <= 0
        determinant = matrix[0] * matrix[3] - matrix[1] * matrix[2]
        if flat or not determinant or len(stops) == 1:
            return stops[-1][1], stops[-1][2]
        spread = said("spreadMethod")
        kind = cast(Literal["pad", "reflect", "repeat"], spread if spread in ("reflect", "repeat") else "pad")
        return Gradient(geometry, tuple(stops), matrix, kind), 1.0

    def _stops(self, server: Etree.Element) -> list[tuple[float, tuple[float, float, float], float]]:
        stops: list[tuple[float, tuple[float, float, float], float]] = []
        for stop in server.findall("stop")[:256]:
            look = self._look(stop, INITIAL)
            written = look.get("stop-color", "black")
            found = colour(look["color"] if written.lower() == "currentcolor" else written) or ((0.0, 0.0, 0.0), 1.0)
            place = max(0.0, min(1.0, number(stop.get("offset"), 0.0)))
            if stops:
                place = max(place, stops[-1][0])
            opacity = max(0.0, min(1.0, number(look.get("stop-opacity"), 1.0)))
            stops.append((place, found[0], found[1] * opacity))
        return stops

    def _pattern(self, server: Etree.Element, box: Box | None) -> Paint | None:
        chain = self._inheriting(server)

        def said(name: str) -> str | None:
            return next((one.get(name) for one in chain if name in one.attrib), None)

        holder = next((one for one in chain if len(one)), None)
        if holder is None or holder in self._using or len(self._using) >= DEEPEST:
            return None
        by_box = said("patternUnits") != "userSpaceOnUse"
        if box is None and (by_box or said("patternContentUnits") == "objectBoundingBox"):
            return None
        left, top, wide, high = (0.0, 0.0, self._width, self._height)
        if by_box and box is not None:
            left, top, wide, high = box[0], box[1], box[2] - box[0], box[3] - box[1]
        unit_wide, unit_high = (1.0, 1.0) if by_box else (wide, high)
        x, y = length(said("x"), unit_wide, 16), length(said("y"), unit_high, 16)
        width, height = length(said("width"), unit_wide, 16), length(said("height"), unit_high, 16)
        if by_box:
            x, y, width, height = left + x * wide, top + y * high, width * wide, height * high
        if width <= FINEST * self._width or height <= FINEST * self._height:
            return None
        self._using.append(holder)
        marks = self._children(holder, self._look(holder, INITIAL))
        self._using.pop()
        view = view_box(said("viewBox"))
        inner = UNMOVED
        if view:
            inner = times(fitted(view, width, height, said("preserveAspectRatio")), (1, 0, 0, 1, x, y))
        elif said("patternContentUnits") == "objectBoundingBox" and box is not None:
            inner = (box[2] - box[0], 0, 0, box[3] - box[1], box[0], box[1])
        if not marks:
            return None
        return Tile(x, y, width, height, (Group(tuple(marks), inner),), transform(said("patternTransform")))

    # ── clips and masks ───────────────────────────────────────────────────

    def _clips(self, written: str | None, element: Etree.Element, box: Box | None) -> tuple[Clip, ...] | None:
        """The clips of an element; None if nothing of it can be seen."""
        if not written or written == "none":
            return ()
        clip = self._named(reference(written), "clipPath")
        if clip is None:
            if reference(written) is None:
                self._leave_out("clips by CSS shapes", element)
            return ()
        if clip in self._using or len(self._using) >= DEEPEST:
            return ()
        matrix = transform(clip.get("transform"))
        if clip.get("clipPathUnits") == "objectBoundingBox":
            if box is None:
                self._leave_out("clips by the size of a group", element)
                return ()
            matrix = times(matrix, (box[2] - box[0], 0, 0, box[3] - box[1], box[0], box[1]))
        self._using.append(clip)
        look = self._look(clip, INITIAL)
        outlines: list[tuple[Outline, Matrix, bool]] = []
        for child in clip:
            outlines += self._clip_outlines(child, look, matrix)
        more = self._clips(look.get("clip-path"), element, box)
        self._using.pop()
        if more is None or not outlines:
            return None
        return (Clip(tuple(outlines)), *more)

    def _clip_outlines(
        self, element: Etree.Element, around: Look, matrix: Matrix
    ) -> list[tuple[Outline, Matrix, bool]]:
        self._count(1)
        look = self._look(element, around)
        if look.get("display") == "none" or look.get("visibility", "visible") != "visible":
            return []
        matrix = times(transform(element.get("transform")), matrix)
        if element.tag == "use":
            target = self._named(element.get("href", "").strip()[1:], *SHAPES)
            if target is None:
                return []
            em = font_size(look)
            x, y = length(element.get("x"), self._width, em), length(element.get("y"), self._height, em)
            return self._clip_outlines(target, look, times((1, 0, 0, 1, x, y), matrix))
        if element.tag not in SHAPES:
            if element.tag == "text":
                self._leave_out("clips by text", element)
            return []
        if look.get("clip-path", "none") != "none":
            self._leave_out("clips of parts of clips", element)
        outline = self._outline(element, look)
        return [(outline, matrix, look.get("clip-rule") == "evenodd")] if outline else []

    def _mask(self, written: str | None, element: Etree.Element, around: Look, box: Box | None) -> Group | None:
        if not written or written == "none":
            return None
        mask = self._named(reference(written), "mask")
        if mask is None or mask in self._using or len(self._using) >= DEEPEST:
            return None
        by_box = mask.get("maskUnits") != "userSpaceOnUse"
        inner_by_box = mask.get("maskContentUnits") == "objectBoundingBox"
        if box is None and inner_by_box:
            self._leave_out("masks by the size of a group", element)
            return None
        clips: tuple[Clip, ...] = ()
        if not by_box:
            frame = rectangle(
                length(mask.get("x"), self._width, 16, -0.1 * self._width),
                length(mask.get("y"), self._height, 16, -0.1 * self._height),
                length(mask.get("width"), self._width, 16, 1.2 * self._width),
                length(mask.get("height"), self._height, 16, 1.2 * self._height),
            )
            clips = (Clip(((frame, UNMOVED, False),)),)
        elif box is not None:
            wide, high = box[2] - box[0], box[3] - box[1]
            frame = rectangle(
                box[0] + wide * length(mask.get("x"), 1, 16, -0.1),
                box[1] + high * length(mask.get("y"), 1, 16, -0.1),
                wide * length(mask.get("width"), 1, 16, 1.2),
                high * length(mask.get("height"), 1, 16, 1.2),
            )
            clips = (Clip(((frame, UNMOVED, False),)),)
        self._using.append(mask)
        marks = self._children(mask, self._look(mask, INITIAL))
        self._using.pop()
        inner = UNMOVED
        if inner_by_box and box is not None:
            inner = (box[2] - box[0], 0, 0, box[3] - box[1], box[0], box[1])
        return Group((Group(tuple(marks), inner),), clips=clips)

    # ── use, viewports, text, pixels ──────────────────────────────────────

    def _use(self, element: Etree.Element, look: Look, matrix: Matrix) -> list[Mark]:
        target = self._named(element.get("href", "").strip()[1:])
        if target is None or target in self._using or element in self._using:
            return []
        if len(self._using) >= DEEPEST:
            raise RefusedError("is an SVG nested too deeply", "save it as plain SVG")
        em = font_size(look)
        x, y = length(element.get("x"), self._width, em), length(element.get("y"), self._height, em)
        self._using += [element, target]
        if target.tag in ("symbol", "svg"):
            inner_look = self._look(target, look)
            marks, inner = self._viewport(target, element, inner_look)
            if target.tag == "svg":
                inner = (inner[0], inner[1], inner[2], inner[3], inner[4], inner[5])
            marks = self._grouped(target, inner_look, [Group(tuple(marks))] if marks else [], inner, None)
        else:
            marks = self._element(target, look)
        del self._using[-2:]
        return self._grouped(element, look, marks, times((1, 0, 0, 1, x, y), matrix), None)

    def _viewport(self, element: Etree.Element, sized: Etree.Element, look: Look) -> tuple[list[Mark], Matrix]:
        """What an inner svg or a symbol draws, clipped to its viewport, and the matrix of its units."""
        em = font_size(look)
        width = length(sized.get("width") or element.get("width") or "100%", self._width, em)
        height = length(sized.get("height") or element.get("height") or "100%", self._height, em)
        x, y = length(element.get("x"), self._width, em), length(element.get("y"), self._height, em)
        if width <= 0 or height <= 0:
            return [], UNMOVED
        box = view_box(element.get("viewBox"))
        inner = fitted(box, width, height, element.get("preserveAspectRatio")) if box else UNMOVED
        outside = self._width, self._height
        self._width, self._height = (box[2], box[3]) if box else (width, height)
        marks = self._children(element, look)
        self._width, self._height = outside
        if not marks:
            return [], UNMOVED
        if look.get("overflow", "hidden") not in ("visible", "auto"):
            frame = Clip(((rectangle(0, 0, width, height), UNMOVED, False),))
            return [Group((Group(tuple(marks), inner),), clips=(frame,))], (1, 0, 0, 1, x, y)
        return [Group(tuple(marks), inner)], (1, 0, 0, 1, x, y)

    def _text(self, element: Etree.Element, look: Look, matrix: Matrix) -> list[Mark]:
        def painter(of: Look) -> tuple[Paint | None, float, Stroke | None]:
            fill, opacity, stroke = self._painted(of, element, None)
            if fill is None and reference(of.get("fill")) is not None:
                self._leave_out("gradients in text", element)
                fill, opacity = (0.0, 0.0, 0.0), 1.0
            return fill, opacity, stroke

        reader = WordReader(self._cascade, painter, self._width, self._height)
        words = reader.read(element, look, UNMOVED)
        for what in reader.left_out:
            self._leave_out(what, element)
        return self._grouped(element, look, [words] if words else [], matrix, None)

    def _image(self, element: Etree.Element, look: Look, matrix: Matrix) -> list[Mark]:
        if look.get("visibility", "visible") != "visible":
            return []
        em = font_size(look)
        picture = self._pixels(element)
        if picture is None or picture.pixels is None:
            return []
        natural = (float(picture.pixels[0]), float(picture.pixels[1]))
        width = (
            natural[0]
            if is_relative(element.get("width")) and not element.get("width")
            else length(element.get("width"), self._width, em)
        )
        height = natural[1] if not element.get("height") else length(element.get("height"), self._height, em)
        x, y = length(element.get("x"), self._width, em), length(element.get("y"), self._height, em)
        if width <= 0 or height <= 0:
            return []
        inner = fitted((0.0, 0.0, *natural), width, height, element.get("preserveAspectRatio"))
        inner = times(inner, (1, 0, 0, 1, x, y))
        pixels = Pixels(picture, 0.0, 0.0, *natural, inner)
        clips: tuple[Clip, ...] = ()
        if "slice" in element.get("preserveAspectRatio", ""):
            clips = (Clip(((rectangle(x, y, width, height), UNMOVED, False),)),)
        marks: list[Mark] = [Group((pixels,), clips=clips)] if clips else [pixels]
        return self._grouped(element, look, marks, matrix, (x, y, x + width, y + height))

    def _pixels(self, element: Etree.Element) -> Picture | None:
        """A picture in the file itself (RFC 2397)."""
        head, comma, body = element.get("href", "").strip().partition(",")
        if not comma:
            return None
        raw = unquote_to_bytes(body)
        try:
            data = base64.b64decode(raw, validate=False) if head.lower().endswith(";base64") else raw
        except (binascii.Error, ValueError):
            data = b""
        if data.startswith(png.SIGNATURE):
            one = checked_png(data, silent)
            return Picture("png", data, 1.0, 1.0, (one.width, one.height))
        if data.startswith(jpeg.SIGNATURE):
            two = jpeg.read_jpeg(data, silent)
            return Picture("jpeg", data, 1.0, 1.0, (two.width, two.height))
        self._leave_out("embedded pictures that are neither PNG nor JPEG", element)
        return None


def _words(style: Etree.Element) -> str:
    """A style sheet in the file; others than CSS, and those for other media than print, are none."""
    kind, media = style.get("type", "text/css"), style.get("media", "all")
    return (
        (style.text or "")
        if kind.strip() in ("", "text/css") and ("all" in media or "print" in media or "screen" in media)
        else ""
    )


def _size(root: Etree.Element, box: Box | None) -> tuple[float, float]:
    """In px. What the file does not state in lengths follows from its viewBox."""
    natural = (box[2], box[3]) if box else USUAL_SIZE
    width, height = root.get("width"), root.get("height")
    if is_relative(width) and is_relative(height):
        return natural
    if is_relative(width):
        down = length(height, natural[1], 16, natural[1])
        return down * natural[0] / natural[1], down
    across = length(width, natural[0], 16, natural[0])
    if is_relative(height):
        return across, across * natural[1] / natural[0]
    return across, length(height, natural[1], 16, natural[1])


@lru_cache(maxsize=256)
def _dashes(written: str, whole: float, em: float) -> tuple[float, ...]:
    """Lengths of dashes and gaps (11.4); an odd number of them is said twice."""
    if written in ("none", ""):
        return ()
    lengths = tuple(length(one, whole, em, -1.0) for one in written.replace(",", " ").split()[:64])
    if any(one < 0 for one in lengths) or not sum(lengths):
        return ()
    return lengths * 2 if len(lengths) % 2 else lengths
