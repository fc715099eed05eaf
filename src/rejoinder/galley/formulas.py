"""Formulas take their place among the words: boxes of a line, and lines of their own.

Knows what a line can be made of and where a formula may be divided; how one is set is `mathset.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from typing import NamedTuple

from rejoinder.fonts.model import FontChoice, Shaped
from rejoinder.fonts.typecase import Typecase
from rejoinder.galley.look import Look
from rejoinder.galley.mathset import Ink, Laid, Piece, Setter
from rejoinder.galley.model import LineBar, Segment
from rejoinder.geometry import Pt
from rejoinder.maths.model import Node
from rejoinder.values import replace

RELATION_PENALTY = 90.0
SUM_PENALTY = 180.0
"""What a line end costs behind a relation and behind a sum's sign: less, and more, than a division."""
LEAST_SCALE = 0.85
"""A formula in a line that is too high for it is made smaller, but not more than this; then the lines give way."""
LEAST_INLINE = 0.5
"""One that is too wide for a whole line is made smaller down to this."""
LEAST_DISPLAY = 0.6
"""A displayed formula that is too wide, and cannot be divided, likewise …"""
UTMOST_DISPLAY = 0.25
"""… and if that is not enough, down to this."""
FORMULAS_KEPT = 2000
DESCENT, ASCENT = 0.24, 0.72
"""How far the letters of the lines around reach, in ems."""


class Inset(Shaped):
    """A formula, or a part of one, where type is expected. Its glyphs are taken out when a line is cast."""

    __slots__ = ("laid",)
    laid: Laid

    def __init__(self, like: Shaped, text: str, width: float, laid: Laid) -> None:
        super().__init__(like.face, text, like.gids[:1], (width,), (text,), width)
        object.__setattr__(self, "laid", laid)


class InsetPart(NamedTuple):
    """A part of a formula in a line; `white` and `penalty` are those of the place behind it, where a line may end."""

    inset: Inset
    white: Pt
    penalty: float


class FormulaSetter:
    """Sets the formulas of one letter, and keeps them: the same letter stands in a text a hundred times."""

    def __init__(self, typecase: Typecase) -> None:
        self._typecase = typecase
        self._setters: dict[tuple[FontChoice, Pt, str], Setter] = {}
        self._parts: dict[tuple[FontChoice, Pt, str, Pt, Node], tuple[InsetPart, ...]] = {}

    def setter(self, choice: FontChoice, size: Pt, lang: str) -> Setter:
        key = (choice, size, lang)
        known = self._setters.get(key)
        if known is None:
            known = self._setters[key] = Setter(self._typecase, choice, size, lang)
        return known

    def parts(self, tree: Node, look: Look, leading: Pt) -> tuple[InsetPart, ...]:
        """A formula as parts of a line."""
        key = (look.choice, look.size, look.lang, leading, tree)
        known = self._parts.get(key)
        if known is None:
            if len(self._parts) > FORMULAS_KEPT:
                self._parts.clear()
            known = self._parts[key] = tuple(self._made(tree, look, leading))
        return known

    def _made(self, tree: Node, look: Look, leading: Pt) -> Iterable[InsetPart]:
        pieces = self.setter(look.choice, look.size, look.lang).pieces(tree)
        high, deep = room(look.size, leading)
        excess = max(
            max((one.laid.height for one in pieces), default=0.0) / high,
            max((one.laid.depth for one in pieces), default=0.0) / deep,
        )
        if excess > 1.0:
            scale = max(LEAST_SCALE, 1.0 / excess)
            pieces = self.setter(look.choice, round(look.size * scale, 3), look.lang).pieces(tree)
        (space,) = self._typecase.shape(" ", look.choice, look.lang)
        for piece in pieces:
            laid = piece.laid
            if piece is pieces[-1]:
                laid.width += min(laid.slant, 0.1 * look.size)
            text = "".join(ink.shaped.text for ink in laid.inks)
            inset = Inset(space, text, laid.width / look.size * 1000, laid)
            yield InsetPart(inset, piece.white, RELATION_PENALTY if piece.after == "rel" else SUM_PENALTY)


def narrowed(inset: Inset, width: Pt, room: Pt) -> Inset:
    """A part of a formula that is `width` wide, made smaller so that it fits `room`; not below the size of print."""
    share = max(LEAST_INLINE, min(1.0, room / width))
    return Inset(inset, inset.text, inset.width * share, inset.laid.scaled(share))


def width_before(inset: Shaped, at: int) -> Pt:
    """Where a character of a formula stands, from its left edge."""
    assert isinstance(inset, Inset), "a formula's box holds nothing else"
    count = 0
    for ink in inset.laid.inks:
        length = len(ink.shaped.text)
        if count + length >= at:
            inside = ink.shaped.advances[: at - count] if length == len(ink.shaped.gids) else ()
            return ink.x + sum(inside) / 1000 * ink.size
        count += length
    return inset.laid.width


def room(size: Pt, leading: Pt) -> tuple[Pt, Pt]:
    """How far above and below its baseline a line may reach without touching its neighbours."""
    return leading - DESCENT * size, leading - ASCENT * size


def spread(segments: Sequence[Segment]) -> tuple[tuple[Segment, ...], tuple[LineBar, ...], Pt, Pt]:
    """Segments in which every inset is the glyphs that it stands for; its rules; how high and how deep insets are."""
    out: list[Segment] = []
    bars: list[LineBar] = []
    high = deep = 0.0
    for segment in segments:
        if not any(type(one) is Inset for one in segment.shaped):
            out.append(segment)
            continue
        x = segment.x
        for shaped, gap in zip(segment.shaped, segment.gaps, strict=True):
            if type(shaped) is Inset:
                laid = shaped.laid
                out += placed(laid.inks, segment, x, gap)
                bars += [
                    LineBar(
                        x + bar.x * segment.scale, bar.y + segment.rise, bar.width * segment.scale, bar.height,
                        segment.colour, segment.element,
                    )
                    for bar in laid.bars
                ]  # fmt: skip
                high, deep = max(high, laid.height + segment.rise), max(deep, laid.depth - segment.rise)
            else:
                out.append(replace(segment, x=x, shaped=(shaped,), gaps=(gap,)))
            x += (shaped.width / 1000 * segment.size + segment.tracking * len(shaped.gids)) * segment.scale
            x += gap or 0.0
    return tuple(out), tuple(bars), high, deep


def placed(inks: Sequence[Ink], like: Segment, x: Pt, gap: Pt | None) -> list[Segment]:
    """Glyphs as segments; those that follow each other on one height share one."""
    out: list[Segment] = []
    end = 0.0
    for ink in inks:
        left, rise = x + ink.x * like.scale, like.rise + ink.y
        last = out[-1] if out else None
        if last and last.size == ink.size and abs(last.rise - rise) < 0.001 and abs(end - left) < 0.001:
            out[-1] = replace(last, shaped=(*last.shaped, ink.shaped), gaps=(*last.gaps, None))
        else:
            out.append(
                replace(like, x=left, shaped=(ink.shaped,), gaps=(None,), size=ink.size, rise=rise, tracking=0.0)
            )
        end = left + ink.shaped.width / 1000 * ink.size * like.scale
    if out and gap is not None:
        out[-1] = replace(out[-1], gaps=(*out[-1].gaps[:-1], gap))
    return out


class Displayed(NamedTuple):
    """A displayed formula: its lines from above, each with the place of its left edge, and how far it was scaled."""

    lines: tuple[tuple[Laid, Pt], ...]
    scale: float
    over: Pt
    """How much wider than its measure it is for all that."""


def displayed(tree: Node, formulas: FormulaSetter, look: Look, measure: Pt, number: Pt, *, centred: bool) -> Displayed:
    """A formula on lines of its own. `number` is the width of what stands at their right end, with its white."""
    setter = formulas.setter(look.choice, look.size, look.lang)
    laid = setter.formula(tree, display=True)
    room = measure - number
    if laid.width <= room:
        return Displayed(((laid, _left(laid.width, measure, number, centred)),), 1.0, 0.0)
    pieces = setter.pieces(tree, display=True, before=True)
    turned = 1.5 * look.size
    widest = max(piece.laid.width + (turned if n else 0.0) for n, piece in enumerate(pieces))
    if len(pieces) > 1 and widest <= room:
        return Displayed(_divided(pieces, room, turned), 1.0, 0.0)
    scale = max(LEAST_DISPLAY, room / (widest if len(pieces) > 1 else laid.width))
    setter = formulas.setter(look.choice, round(look.size * scale - 0.0005, 3), look.lang)
    if len(pieces) > 1:
        pieces = setter.pieces(tree, display=True, before=True)
        lines = _divided(pieces, room, turned * scale)
    else:
        lines = ((setter.formula(tree, display=True), 0.0),)
    return _fitted(lines, scale, measure, number, centred)


def _fitted(lines: tuple[tuple[Laid, Pt], ...], scale: float, measure: Pt, number: Pt, centred: bool) -> Displayed:
    """Hard to read is better than printed over the next column, or off the paper."""
    room = measure - number
    width = max(x + one.width for one, x in lines)
    if width > room:
        share = max(UTMOST_DISPLAY / scale, room / width)
        lines = tuple((one.scaled(share), x * share) for one, x in lines)
        scale, width = scale * share, width * share
    if len(lines) == 1:
        lines = ((lines[0][0], _left(width, measure, number, centred)),)
    return Displayed(lines, scale, max(0.0, width - room))


def _left(width: Pt, measure: Pt, number: Pt, centred: bool) -> Pt:
    """In the middle of the measure, if it does not come too near to its number."""
    if not centred:
        return 0.0
    middle = (measure - width) / 2
    return max(0.0, min(middle, measure - number - width))


def _divided(pieces: Sequence[Piece], room: Pt, turned: Pt) -> tuple[tuple[Laid, Pt], ...]:
    """As much on each line as fits; those behind the first are moved in and begin with their relation or sign."""
    lines: list[tuple[Laid, Pt]] = []
    now, x = Laid(), 0.0
    white = 0.0
    for piece in pieces:
        left = turned if lines else 0.0
        if now.inks and left + x + white + piece.laid.width > room:
            now.width = x
            lines.append((now, left))
            now, x, white = Laid(), 0.0, 0.0
        x += white
        now.put(piece.laid, x, 0.0)
        now.cover(piece.laid, 0.0)
        x += piece.laid.width
        white = piece.white
    now.width = x
    lines.append((now, turned if lines else 0.0))
    return tuple(lines)


def whole_lines(height: Pt, grid: Pt) -> Pt:
    return ceil((height - 0.01) / grid) * grid
