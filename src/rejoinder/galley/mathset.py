"""Formulas set in type: a tree becomes glyphs and rules, each in its place.

The rules are TeX's (The TeXbook, appendix G), with the measures of an OpenType font (table MATH) as MathML Core uses
them. Letters, figures and common signs come from the face of the text, so that a formula has the colour of the line
it stands in; brackets that grow, large operators, roots and rare signs from the face for maths.

Knows sizes and places within one formula; knows nothing of lines, columns or the structure tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from rejoinder.fonts.instance import PinnedFace
from rejoinder.fonts.maths import Direction, MathFace, Part, math_face
from rejoinder.fonts.model import FontChoice, Shaped
from rejoinder.fonts.typecase import Typecase
from rejoinder.geometry import Pt
from rejoinder.maths.model import Node
from rejoinder.maths.rows import (
    APPLIED,
    EIGHTEENTHS,
    LENGTH,
    NAMED_SPACES,
    Sides,
    core_of,
    ems,
    flat,
    forms,
    grows,
    is_seen,
    operator_kind,
    settled,
    sides,
    sign_of,
    white,
)
from rejoinder.maths.signs import (
    BARS,
    FUNCTIONS,
    INTEGRALS,
    INVISIBLE,
    LARGE,
    LIMITS,
    WIDE,
    Kind,
    Variant,
    in_variant,
    plain_letter,
)
from rejoinder.maths.words import accented, high_sign, is_single, is_wide, needs_sign
from rejoinder.values import replace

SHORTFALL = 0.5
"""So many ems a bracket may be lower than what it encloses, or"""
FACTOR = 0.901
"""this share of it (plain TeX's \\delimitershortfall and \\delimiterfactor)."""
ROW_STRUT = (0.84, 0.36)
"""Rows of a table are at least so high and deep, in ems (plain TeX's \\strut at 10 on 12 points)."""
TABLE_SIDE = 0.12
"""White beside a table, in ems (plain TeX's \\nulldelimiterspace)."""
CELL_GAP = 1.0
"""Between two columns, in ems (LaTeX's \\arraycolsep, twice)."""
LEAST_ROOT = 0.8
"""How small the smallest root is made, as a share of its size."""
SCRIPT_OPTICAL = 0.72
"""Faces with an optical axis are cut for the size at which scripts are printed."""
MOST_PARTS = 200
"""A sign is not put together from more parts."""
FROM_MATHS = LARGE | frozenset("√")
"""Signs that the text face has too, but too small."""


class Ink(NamedTuple):
    """Glyphs with their left edge at `x` and their baseline `y` above the formula's."""

    x: Pt
    y: Pt
    size: Pt
    shaped: Shaped


class Bar(NamedTuple):
    """A rule: left edge, lower edge above the formula's baseline, width, height."""

    x: Pt
    y: Pt
    width: Pt
    height: Pt


class Laid:
    """Part of a formula, set: its box, and what is in it from the left end of its baseline."""

    __slots__ = ("bars", "depth", "height", "inks", "kind", "lean", "sign", "slant", "width")

    def __init__(self, width: Pt = 0.0, height: Pt = 0.0, depth: Pt = 0.0, kind: Kind = "ord") -> None:
        self.width, self.height, self.depth = width, height, depth
        self.kind: Kind = kind
        self.inks: list[Ink] = []
        self.bars: list[Bar] = []
        self.slant: Pt = 0.0
        """How far a superior must keep away from it, since it leans over."""
        self.lean: float = 0.0
        """How far its head leans to the right, as a share of its height: accents go along."""
        self.sign = ""
        """Of an operator: its character."""

    def put(self, other: Laid, x: Pt, y: Pt) -> None:
        """Place another part within this one; the box is the caller's."""
        self.inks += [Ink(x + ink.x, y + ink.y, ink.size, ink.shaped) for ink in other.inks]
        self.bars += [Bar(x + bar.x, y + bar.y, bar.width, bar.height) for bar in other.bars]

    def scaled(self, share: float) -> Laid:
        """The same, smaller."""
        made = Laid(self.width * share, self.height * share, self.depth * share, self.kind)
        made.inks = [Ink(ink.x * share, ink.y * share, ink.size * share, ink.shaped) for ink in self.inks]
        made.bars = [Bar(*(side * share for side in bar)) for bar in self.bars]
        return made

    def cover(self, other: Laid, y: Pt) -> None:
        """Grow so that another part at height `y` is within the box."""
        self.height = max(self.height, other.height + y)
        self.depth = max(self.depth, other.depth - y)


class Style(NamedTuple):
    """What TeX calls a style: displayed or not, how often scripts are within scripts, cramped or not."""

    display: bool = False
    level: int = 0
    cramped: bool = False

    def script(self, *, cramped: bool = False) -> Style:
        return Style(False, self.level + 1, self.cramped or cramped)

    def part(self, *, cramped: bool = False) -> Style:
        """Of a fraction."""
        return Style(False, self.level if self.display else self.level + 1, self.cramped or cramped)


class _Item(NamedTuple):
    """A part of a row, and what it is to its neighbours."""

    laid: Laid
    sides: Sides


class Piece(NamedTuple):
    """What stands between two places where a formula may be divided, and the white behind it if it is not."""

    laid: Laid
    white: Pt
    after: Kind
    """What the line would end with: a relation is a better place than a sum's sign."""


class Setter:
    """Sets formulas in one choice of face and one size."""

    def __init__(self, typecase: Typecase, choice: FontChoice, size: Pt, lang: str) -> None:
        self._case = typecase
        self._choice = replace(choice, features=tuple(one for one in choice.features if one not in _FIGURES))
        self._italic_text = choice.italic
        self._base = size
        self._lang = lang
        self._math: MathFace = math_face()
        ems = self._math.face.upem / 1000
        self._scales: tuple[float, ...] = (
            100.0,
            self._math.constant("SCRIPT_PERCENT_SCALE_DOWN") * ems,
            self._math.constant("SCRIPT_SCRIPT_PERCENT_SCALE_DOWN") * ems,
        )
        self._roman = self._pinned(self._cut("normal", 0))
        self._axis = self._axis_of()

    # ── the whole ──

    def formula(self, tree: Node, *, display: bool) -> Laid:
        """The whole formula on one line."""
        return _tidied([self._row(tree.children, self._whole_style(tree, display))])[0]

    def pieces(self, tree: Node, *, display: bool = False, before: bool = False) -> list[Piece]:
        """The formula in pieces, to be divided behind its relations and sums' signs; or `before` them."""
        style = self._whole_style(tree, display)
        items = self._items(tree.children, style)
        pieces = self._assembled(items, style, divided="before" if before else "behind")
        laid = _tidied([piece.laid for piece in pieces], spaced=not before)
        return [piece._replace(laid=one) for piece, one in zip(pieces, laid, strict=True)]

    def _whole_style(self, tree: Node, display: bool) -> Style:
        return Style(display or tree.get("displaystyle") == "true")

    # ── measures ──

    def _size(self, style: Style) -> Pt:
        return self._base * (self._scales[min(style.level, 2)] / 100)

    def _em(self, name: str, style: Style) -> Pt:
        return self._math.constant(name) / 1000 * self._size(style)

    def _axis_of(self) -> float:
        """Half way up the text face's minus, in thousandths: its own signs stand there, and so shall all others."""
        ink = self._roman.ink(self._roman.gid("−"))
        return (ink[1] + ink[3]) / 2 if ink else self._math.constant("AXIS_HEIGHT")

    def _axis_height(self, style: Style) -> Pt:
        return self._axis / 1000 * self._size(style)

    def _thickness(self, style: Style) -> Pt:
        return max(0.4, 0.058 * self._size(style)) if style.level else 0.058 * self._size(style)

    # ── rows ──

    def _row(self, children: Sequence[Node], style: Style) -> Laid:
        pieces = self._assembled(self._items(children, style), style, divided="")
        return pieces[0].laid if pieces else Laid()

    def _items(self, children: Sequence[Node], style: Style) -> list[_Item]:
        """The parts of a row, brackets grown to what they enclose."""
        nodes = flat(children)
        formed = list(zip(nodes, forms(nodes), strict=True))
        laid = [None if node.tag == "mo" and grows(node) else self._node(node, style, form) for node, form in formed]
        height = max((one.height for one in laid if one), default=0.0)
        depth = max((one.depth for one in laid if one), default=0.0)
        out: list[_Item] = []
        for (node, form), one in zip(formed, laid, strict=True):
            made = one if one is not None else self._grown(node, style, height, depth)
            if node.tag != "mspace" or ems(node.get("width")):
                out.append(_Item(made, sides(node, form)))
        return out

    def _assembled(self, items: list[_Item], style: Style, *, divided: str) -> list[Piece]:
        """Parts side by side with the white that belongs between them; in pieces, or in one."""
        kinds = settled([item.sides.kind for item in items])
        size = self._size(style)
        pieces: list[Piece] = []
        now = Laid()
        x = 0.0
        for at, (item, own) in enumerate(items):
            now.put(item, x, 0.0)
            now.cover(item, 0.0)
            x += item.width
            if at + 1 == len(items):
                now.slant = item.slant
                break
            left, right = kinds[at], kinds[at + 1]
            between = white(own, items[at + 1].sides, left, right, script=style.level > 0)
            space = between * size
            ends = left if divided == "behind" else right if divided else "ord"
            if between > 0 and ends in ("bin", "rel") and at >= (divided == "behind"):
                if divided == "before":
                    now.inks.append(Ink(x, 0.0, size, self._space(between * 1000)))
                now.width = x
                pieces.append(Piece(now, space, ends))
                now, x = Laid(), 0.0
                continue
            if is_seen(between, left, right):
                now.inks.append(Ink(x, 0.0, size, self._space(between * 1000)))
            x += space
        now.width = x
        if len(items) == 1:
            only = items[0].laid
            now.kind, now.lean, now.sign = items[0].sides.kind, only.lean, only.sign
        if items:
            pieces.append(Piece(now, 0.0, "ord"))
        return pieces

    # ── nodes ──

    def _node(self, node: Node, style: Style, form: str = "infix") -> Laid:
        setting = _SETTINGS.get(node.tag)
        return setting(self, node, style) if setting else self._operator(node, form, style)

    def _group(self, node: Node, style: Style) -> Laid:
        return self._row(node.children, style)

    def _styled(self, node: Node, style: Style) -> Laid:
        display, level = node.get("displaystyle"), node.get("scriptlevel")
        if display in ("true", "false"):
            style = style._replace(display=display == "true")
        if level.lstrip("+-").isdecimal() and len(level) < 4:
            step = int(level) + style.level if level[0] in "+-" else int(level)
            style = style._replace(level=max(0, min(step, 2)))
        return self._row(node.children, style)

    def _phantom(self, node: Node, style: Style) -> Laid:
        made = self._row(node.children, style)
        made.inks, made.bars = [], []
        return made

    def _padded(self, node: Node, style: Style) -> Laid:
        made = self._row(node.children, style)
        for name in ("width", "height", "depth"):
            length = self._length(node.get(name), style)
            if length is not None and 0 <= length <= 50 * self._base:
                setattr(made, name, length)
        return made

    def _spaced(self, node: Node, style: Style) -> Laid:
        width = self._length(node.get("width"), style) or 0.0
        made = Laid(max(-2 * self._base, min(width, 20 * self._base)))
        if is_wide(node):
            made.inks.append(Ink(0.0, 0.0, self._size(style), self._space(width / self._size(style) * 1000)))
        return made

    def _length(self, written: str, style: Style) -> Pt | None:
        found = LENGTH.fullmatch(written.strip())
        if not found:
            return NAMED_SPACES[written.strip()] * self._size(style) if written.strip() in NAMED_SPACES else None
        size = self._size(style)
        scale = {
            "em": size, "ex": 0.5 * size, "pt": 1.0, "px": 0.75, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0,
            "pc": 12.0, "": 1.0 if float(found[1]) == 0 else size, "%": size / 100,
        }  # fmt: skip
        return float(found[1]) * scale[found[2]]

    # ── tokens ──

    def _pinned(self, choice: FontChoice) -> PinnedFace:
        face = self._case.face(choice)
        assert isinstance(face, PinnedFace), "a typecase has no other faces"
        return face

    def _cut(self, variant: Variant, level: int) -> FontChoice:
        choice = self._choice
        bold = variant in ("bold", "bold-italic")
        return replace(
            choice,
            role="sans" if variant == "sans" else "mono" if variant == "mono" else choice.role,
            italic=variant in ("italic", "bold-italic"),
            weight=max(choice.weight, 700) if bold else choice.weight,
            optical=choice.optical * SCRIPT_OPTICAL if level else choice.optical,
        )

    def _letters(self, text: str, variant: Variant, style: Style) -> Laid:
        """Characters in a row, from the text face or, if it has not got them, from the one for maths."""
        made = Laid()
        size = self._size(style)
        choice = self._cut(variant, style.level)
        coverage = self._pinned(choice).file.coverage
        x = 0.0
        for run, own in _runs(text, lambda char: char in coverage and char not in FROM_MATHS):
            stretches = self._case.shape(run, choice, self._lang) if own else self._signs(run, choice, variant)
            for shaped in stretches:
                made.inks.append(Ink(x, 0.0, size, shaped))
                self._measure(made, shaped, size, 0.0)
                x += shaped.width / 1000 * size
        made.width = x
        if variant in ("italic", "bold-italic") and made.inks:
            last = made.inks[-1]
            box = _box(last.shaped)
            made.slant = max(0.0, (box[2] - last.shaped.width) / 1000 * size) if box else 0.0
            made.lean = 0.2
        return made

    def _signs(self, run: str, choice: FontChoice, variant: Variant) -> tuple[Shaped, ...]:
        """Characters that the text face lacks: from the face for maths, else from wherever there is one."""
        out: list[Shaped] = []
        for char in run:
            if self._math.has(char):
                drawn = _SLOPING.get(char, char) if variant in ("italic", "bold-italic") else char
                out.append(self._math.sign(self._math.face.gid(drawn), char))
            else:
                out += self._case.shape(char, choice, self._lang)
        return tuple(out)

    def _measure(self, made: Laid, shaped: Shaped, size: Pt, y: Pt) -> None:
        box = _box(shaped)
        if box:
            made.height = max(made.height, box[3] / 1000 * size + y)
            made.depth = max(made.depth, -box[1] / 1000 * size - y)

    def _space(self, width: float) -> Shaped:
        """A space glyph as wide as is wanted, in thousandths of an em."""
        return Shaped(self._roman, " ", (self._roman.space_gid,), (width,), (" ",), width)

    def _hidden(self, text: str, size: Pt, x: Pt = 0.0, y: Pt = 0.0) -> Ink:
        """A sign that nobody sees, but who copies the formula gets: the stroke of a fraction."""
        return Ink(x, y, size, Shaped(self._roman, text, (self._roman.space_gid,), (0.0,), (text,), 0.0))

    def _identifier(self, node: Node, style: Style) -> Laid:
        text, variant = _lettered(node)
        if not variant:
            variant = "italic" if len(text) == 1 and _slopes(text) else "normal"
        made = self._letters(text, "normal" if variant == "other" else variant, style)
        if text in FUNCTIONS:
            made.kind = "op"
        return made

    def _number(self, node: Node, style: Style) -> Laid:
        text, variant = _lettered(node)
        return self._letters(text.replace("-", "−"), variant if variant not in ("", "other") else "normal", style)

    def _text(self, node: Node, style: Style) -> Laid:
        text, variant = _lettered(node)
        if node.tag == "ms":
            text = f'"{text}"'
        plain: Variant = "italic" if self._italic_text else "normal"
        made = Laid()
        size = self._size(style)
        space = self._roman.space / 1000 * size
        x = 0.0
        for n, word in enumerate(re.split("[ \u00a0]", text)):
            if n:
                made.inks.append(Ink(x, 0.0, size, self._space(self._roman.space)))
                x += space
            if word:
                part = self._letters(word, variant if variant not in ("", "other") else plain, style)
                made.put(part, x, 0.0)
                made.cover(part, 0.0)
                x += part.width
        made.width = x
        return made

    def _operator(self, node: Node, form: str, style: Style) -> Laid:
        text = sign_of(node)
        if not text or text in INVISIBLE:
            made = Laid()
            made.sign = APPLIED
            space = self._length(node.get("lspace"), style) if node.get("lspace") else None
            if space:
                made.width = space
                made.inks.append(Ink(0.0, 0.0, self._size(style), self._space(space / self._size(style) * 1000)))
            return made
        if text in LARGE and node.get("largeop") != "false":
            made = self._large(text, style)
        else:
            made = self._letters(text, "normal", style)
            if len(text) == 1 or not text[0].isalpha():
                self._onto_axis(made, style)
        made.kind = operator_kind(text, form, node)
        made.sign = text
        return made

    def _onto_axis(self, made: Laid, style: Style) -> None:
        """Signs of the face for maths stand on its own axis: they are moved to that of the text's."""
        up = (self._axis - self._math.constant("AXIS_HEIGHT")) / 1000 * self._size(style)
        if made.inks and all(ink.shaped.face is self._math.face for ink in made.inks):
            made.inks = [ink._replace(y=ink.y + up) for ink in made.inks]
            made.height, made.depth = made.height + up, made.depth - up

    def _large(self, text: str, style: Style) -> Laid:
        """A sum or an integral, centred on the axis; larger where it is displayed."""
        gid = self._math.face.gid(text)
        if not gid:
            return self._letters(text, "normal", style)
        if style.display:
            least = self._math.constant("DISPLAY_OPERATOR_MIN_HEIGHT") * (1.0 if text in INTEGRALS else 0.7)
            sizes = self._math.sizes(gid, "ttb")
            gid = next((one for one, height in sizes if height >= least), sizes[-1][0] if sizes else gid)
        made = self._centred(self._math.sign(gid, text), style)
        made.kind = "op"
        made.slant = self._math.slant(gid) / 1000 * self._size(style)
        return made

    def _centred(self, shaped: Shaped, style: Style) -> Laid:
        """A sign with its middle on the axis."""
        size = self._size(style)
        box = _box(shaped) or (0.0, 0.0, 0.0, 0.0)
        up = self._axis_height(style) - (box[1] + box[3]) / 2000 * size
        made = Laid(shaped.width / 1000 * size, box[3] / 1000 * size + up, -box[1] / 1000 * size - up)
        made.inks.append(Ink(0.0, up, size, shaped))
        return made

    # ── what grows ──

    def _grown(self, node: Node, style: Style, height: Pt, depth: Pt) -> Laid:
        """A bracket as high as what stands in its row, on either side of the axis (The TeXbook, rule 19)."""
        text = sign_of(node)
        size, axis = self._size(style), self._axis_height(style)
        whole = 2 * max(height - axis, depth + axis)
        wanted = max(FACTOR * whole, whole - SHORTFALL * size)
        most = self._length(node.get("maxsize"), style)
        if most is not None and most > 0:
            wanted = min(wanted, most)
        plain = self._letters(text, "normal", style)
        if plain.height + plain.depth >= wanted or not self._math.has(text):
            self._onto_axis(plain, style)
            made = plain
        else:
            made = self._tall(text, wanted / size * 1000, style)
        made.sign = text
        return made

    def _tall(self, text: str, wanted: float, style: Style) -> Laid:
        """A sign at least so high, in thousandths: cut in that size, or else put together."""
        gid = self._math.face.gid(text)
        sizes = self._math.sizes(gid, "ttb")
        for one, height in sizes:
            if height >= wanted:
                return self._centred(self._math.sign(one, text), style)
        parts = self._math.parts(gid, "ttb")
        if parts:
            return self._centred(self._put_together(parts, wanted, text, "ttb"), style)
        return self._centred(self._math.sign(sizes[-1][0] if sizes else gid, text), style)

    def _put_together(self, parts: Sequence[Part], wanted: float, text: str, direction: Direction) -> Shaped:
        """Parts that reach into each other as little as they need (OpenType, MATH, "GlyphAssembly")."""
        fixed = sum(one.advance for one in parts if not one.repeats)
        repeated = sum(one.advance for one in parts if one.repeats)
        overlap = self._math.overlap
        count = sum(not one.repeats for one in parts)
        repeats = sum(one.repeats for one in parts)
        grows = repeated - repeats * overlap
        lacking = wanted - fixed + (count - 1) * overlap
        times = max(0 if count > 1 else 1, min(ceil(lacking / grows), MOST_PARTS)) if grows > 0 and repeats else 0
        row = [one for one in parts for _ in range(times if one.repeats else 1)]
        total = sum(one.advance for one in row)
        joints = len(row) - 1
        spare = (total - joints * overlap - wanted) / joints if joints else 0.0
        at = 0.0
        places: list[float] = []
        for n, one in enumerate(row):
            if n:
                most = min(row[n - 1].end, one.start)
                at -= max(overlap, min(overlap + max(0.0, spare), most))
            places.append(at)
            at += one.advance
        face = self._math.face
        texts = (text, *("" for _ in row[1:]))
        if direction == "ttb":
            width = max(face.width(one.gid) for one in row)
            offsets = tuple(
                (0.0, place - (ink[1] if (ink := face.ink(one.gid)) else 0.0))
                for one, place in zip(row, places, strict=True)
            )
            advances = (*(0.0 for _ in row[1:]), width)
            return Shaped(face, text, tuple(one.gid for one in row), advances, texts, width, offsets)
        advances = (*(b - a for a, b in pairwise(places)), row[-1].advance)
        return Shaped(face, text, tuple(one.gid for one in row), advances, texts, sum(advances), ())

    def _broad(self, node: Node, width: Pt, style: Style) -> Laid:
        """An arrow, a brace or an accent at least so wide."""
        text = sign_of(node)
        size = self._size(style)
        gid = self._math.face.gid(text)
        if not gid:
            return self._letters(text, "normal", style)
        wanted = width / size * 1000
        sizes = self._math.sizes(gid, "ltr")
        shaped = self._math.sign(gid, text)
        if wanted > shaped.width:
            fitting = [one for one, wide in sizes if wide <= wanted * 1.02]
            parts = self._math.parts(gid, "ltr")
            if (parts and sizes and sizes[-1][1] < wanted) or (parts and not sizes):
                shaped = self._put_together(parts, wanted, text, "ltr")
            elif fitting:
                shaped = self._math.sign(fitting[-1], text)
        box = _box(shaped) or (0.0, 0.0, 0.0, 0.0)
        made = Laid(shaped.width / 1000 * size, (box[3] - box[1]) / 1000 * size)
        made.inks.append(Ink(0.0, -box[1] / 1000 * size, size, shaped))
        return made

    # ── scripts ──

    def _scripts(self, node: Node, style: Style) -> Laid:
        base, low, high = _parts_of(node)
        if node.tag in ("munder", "mover", "munderover"):
            core = core_of(base)
            moves = core is not None and (core.get("movablelimits") == "true" or sign_of(core) in LARGE - INTEGRALS)
            named = base.tag in ("mrow", "mi", "mo") and _named(base) in LIMITS
            if style.display or not (moves or named):
                return self._limits(base, low, high, style)
        return self._attached(base, low, high, style)

    def _attached(self, base: Node, low: Node | None, high: Node | None, style: Style) -> Laid:
        """Inferiors and superiors beside what they belong to (The TeXbook, rule 18)."""
        inner = self._node(base, style)
        made = Laid(inner.width, inner.height, inner.depth, inner.kind)
        made.sign = inner.sign
        made.put(inner, 0.0, 0.0)
        marked = base.tag == "mover" and base.get("accent") == "true"
        if high is not None and low is None and (sign := high_sign(high)):
            raised = self._letters(sign, "normal", style)
            x = inner.width + inner.slant * 0.6
            made.put(raised, x, 0.0)
            made.cover(raised, 0.0)
            made.width = x + raised.width
            return made
        tall = not marked and not (len(inner.inks) <= 1 and base.tag in ("mi", "mn", "mtext"))
        below = self._node(low, style.script(cramped=True)) if low is not None else None
        mark = high_sign(high) if high is not None else ""
        above = self._node(high, style.script()) if high is not None and not mark else None
        if mark:
            above = self._letters(mark, "normal", style)
        down = up = 0.0
        if above is not None and not mark:
            name = "SUPERSCRIPT_SHIFT_UP_CRAMPED" if style.cramped else "SUPERSCRIPT_SHIFT_UP"
            up = max(self._em(name, style), self._em("SUPERSCRIPT_BOTTOM_MIN", style) + above.depth)
            if tall:
                up = max(up, inner.height - self._em("SUPERSCRIPT_BASELINE_DROP_MAX", style))
        if below is not None:
            down = self._em("SUBSCRIPT_SHIFT_DOWN", style) * (1.0 if above is not None else 0.85)
            down = max(down, below.height - self._em("SUBSCRIPT_TOP_MAX", style))
            if tall:
                down = max(down, inner.depth + self._em("SUBSCRIPT_BASELINE_DROP_MIN", style))
        if above is not None and below is not None and not mark:
            gap = (up - above.depth) - (below.height - down)
            lacking = self._em("SUB_SUPERSCRIPT_GAP_MIN", style) - gap
            if lacking > 0:
                rise = self._em("SUPERSCRIPT_BOTTOM_MAX_WITH_SUBSCRIPT", style) - (up - above.depth)
                up += max(0.0, min(rise, lacking))
                down += max(0.0, lacking - max(0.0, min(rise, lacking)))
        right = inner.width
        is_integral = inner.sign in INTEGRALS and bool(inner.sign)
        if below is not None and low is not None:
            x = inner.width - (inner.slant if is_integral else 0.0)
            self._add_script(made, below, x, -down, "_", base, low, style)
            right = max(right, x + below.width)
        if above is not None and high is not None:
            x = inner.width + (0.0 if is_integral else inner.slant)
            self._add_script(made, above, x, up, "^", base, high, style)
            right = max(right, x + above.width)
        made.width = right + self._em("SPACE_AFTER_SCRIPT", style)
        return made

    def _add_script(
        self, made: Laid, part: Laid, x: Pt, y: Pt, sign: str, base: Node, node: Node, style: Style
    ) -> None:
        before, after = needs_sign(sign, base, node)
        small = self._size(style.script())
        if before:
            made.inks.append(self._hidden(before, small, x, y))
        made.put(part, x, y)
        made.cover(part, y)
        if after:
            made.inks.append(self._hidden(after, small, x + part.width, y))

    def _limits(self, base: Node, low: Node | None, high: Node | None, style: Style) -> Laid:
        """What stands below and above: limits, accents, braces (The TeXbook, rules 12 and 13a)."""
        inner = self._node(base, style)
        below = self._beside(low, base, inner, style, under=True) if low is not None else None
        above = self._beside(high, base, inner, style, under=False) if high is not None else None
        width = max(inner.width, *(one[0].width for one in (below, above) if one))
        made = Laid(width, inner.height, inner.depth, inner.kind)
        made.sign = inner.sign
        centre = width / 2
        left = centre - inner.width / 2
        made.put(inner, left, 0.0)
        made.slant = inner.slant
        shift = inner.slant / 2 if inner.kind == "op" else 0.0
        for found, part, sign in ((below, low, "_"), (above, high, "^")):
            if found is None or part is None:
                continue
            laid, y, x = found
            x = left + x if x is not None else centre - laid.width / 2 + (shift if sign == "^" else -shift)
            is_mark = (sign == "^" and accented(base, part)) or (sign == "_" and part.text in BARS)
            if is_mark:
                made.put(laid, x, y)
                made.cover(laid, y)
            else:
                self._add_script(made, laid, x, y, sign, base, part, style)
        return made

    def _beside(self, node: Node, base: Node, inner: Laid, style: Style, *, under: bool) -> tuple[Laid, Pt, Pt | None]:
        """What stands above or below, how high its baseline is, and its left edge if that is not the middle's."""
        size = self._size(style)
        sign = sign_of(node) if node.tag == "mo" else ""
        if sign in BARS and (node.get("stretchy") != "false" or sign in "‾_\u0332\u0305\u203e"):
            return self._rule_along(accented(base, node), inner, style, under=under)
        if sign and sign in WIDE and node.get("stretchy") != "false" and sign not in _ACCENTS - {"→"}:
            made = self._broad(node, inner.width, style)
            gap = 0.12 * size
            y = -(inner.depth + gap + made.height) if under else inner.height + gap + made.depth
            return made, y, None
        if sign and sign in _ACCENTS and not under:
            return self._accent(node, accented(base, node), inner, style)
        made = self._node(node, style.script(cramped=under))
        large = inner.kind == "op"
        if under:
            gap = self._em("LOWER_LIMIT_GAP_MIN", style)
            least = self._em("LOWER_LIMIT_BASELINE_DROP_MIN", style) if large and style.display else 0.0
            return made, -max(inner.depth + gap + made.height, least), None
        gap = self._em("UPPER_LIMIT_GAP_MIN", style)
        return made, max(inner.height + gap + made.depth, 0.0), None

    def _rule_along(self, text: str, inner: Laid, style: Style, *, under: bool) -> tuple[Laid, Pt, Pt | None]:
        size = self._size(style)
        thick = self._thickness(style)
        gap = 0.12 * size
        made = Laid(inner.width, thick, 0.0)
        lean = inner.lean * inner.height * 0.5
        made.bars.append(Bar(0.06 * size if inner.width > 0.4 * size else 0.0, 0.0, inner.width - 0.08 * size, thick))
        if text and not under:
            made.inks.append(self._hidden(text, size))
        return made, (-(inner.depth + gap + thick) if under else inner.height + gap), 0.0 if under else lean

    def _accent(self, node: Node, said: str, inner: Laid, style: Style) -> tuple[Laid, Pt, Pt | None]:
        """A hat, a tilde, a dot: above the middle of a letter's head."""
        size = self._size(style)
        text = _SPACING.get(sign_of(node), sign_of(node))
        wide = node.get("stretchy") == "true" and inner.width > 0.7 * size
        if wide:
            made = self._broad(Node("mo", (), _COMBINING.get(text, text)), inner.width, style)
        else:
            made = self._letters(text, "normal", style)
        if said:
            made.inks = [ink._replace(shaped=_saying(ink.shaped, said)) for ink in made.inks]
        box = _box(made.inks[0].shaped) if made.inks else None
        if box is None:
            return made, inner.height, None
        left, bottom, right, top = (side / 1000 * size for side in box)
        made.inks = [ink._replace(y=0.0) for ink in made.inks]
        y = inner.height + 0.09 * size - bottom
        middle = inner.width / 2 + inner.lean * inner.height * 0.55
        x = middle - (left + right) / 2
        made.width, made.height, made.depth = min(made.width, inner.width), top, -bottom
        return made, y, x

    def _prescripted(self, node: Node, style: Style) -> Laid:
        """`mmultiscripts`: scripts on either side, as isotopes have them."""
        if not node.children:
            return Laid()
        base, *rest = node.children
        at = next((n for n, one in enumerate(rest) if one.tag == "mprescripts"), len(rest))
        behind, before = rest[:at], rest[at + 1 :]
        made = Laid()
        x = 0.0
        empty = Node("mrow")
        for group in (before, [base, *behind]):
            if group and group[0] is base:
                low, high = _joined(behind[0::2]), _joined(behind[1::2])
                part = self._attached(base, low, high, style) if behind else self._node(base, style)
            elif group:
                part = self._attached(empty, _joined(group[0::2]), _joined(group[1::2]), style)
                part.width -= self._em("SPACE_AFTER_SCRIPT", style)
            else:
                continue
            made.put(part, x, 0.0)
            made.cover(part, 0.0)
            x += part.width
        made.width = x
        return made

    # ── fractions and roots ──

    def _fraction(self, node: Node, style: Style) -> Laid:
        """The TeXbook, rule 15."""
        over, under = node.children
        if node.get("bevelled") == "true":
            slash = Node("mo", (), "/", (("lspace", "0"), ("rspace", "0"), ("stretchy", "false")))
            return self._row((over, slash, under), style)
        above, below = self._node(over, style.part()), self._node(under, style.part(cramped=True))
        size, axis = self._size(style), self._axis_height(style)
        written = node.get("linethickness")
        thick = self._thickness(style)
        if written:
            length = self._length(written, style)
            thick = 0.0 if length == 0 else thick * {"thin": 0.6, "medium": 1.0, "thick": 1.6}.get(written, 1.0)
        gap = (0.15 if style.display else 0.085) * size
        if not thick:
            gap = 0.1 * size
        least_up = (0.70 if style.display else 0.0) * size
        least_down = (0.60 if style.display else 0.0) * size
        up = max(axis + thick / 2 + gap + above.depth, least_up)
        down = max(gap + below.height - axis + thick / 2, least_down)
        side = 0.06 * size if thick else 0.0
        width = max(above.width, below.width) + 2 * side
        outer = 0.05 * size
        made = Laid(width + 2 * outer, above.height + up, below.depth + down, "inner")
        if not thick:
            made.width, outer = width, 0.0
        small = self._size(style.part())
        for part, y, at in ((above, up, over), (below, -down, under)):
            x = outer + (width - part.width) / 2
            single = is_single(at)
            if not single:
                made.inks.append(self._hidden("(", small, x, y))
            made.put(part, x, y)
            if not single:
                made.inks.append(self._hidden(")", small, x + part.width, y))
            if at is over:
                made.inks.append(self._hidden("/", small, x + part.width, y))
        if thick:
            made.bars.append(Bar(outer, axis - thick / 2, width, thick))
        return made

    def _root(self, node: Node, style: Style) -> Laid:
        """The TeXbook, rule 11, with the measures of the font."""
        inside = Node("mrow", node.children) if node.tag == "msqrt" else node.children[0]
        degree = node.children[1] if node.tag == "mroot" else None
        cramped = style._replace(cramped=True)
        inner = self._node(inside, cramped)
        size = self._size(style)
        thick = self._thickness(style)
        gap = (0.17 if style.display else 0.1) * size
        wanted = inner.height + inner.depth + gap + thick
        shaped = self._radical(wanted / size * 1000)
        box = _box(shaped) or (0.0, 0.0, 0.0, 0.0)
        # The smallest root is drawn for letters with ascenders and descenders; over less it may be smaller still.
        small_size = size * min(1.0, max(LEAST_ROOT, wanted / size * 1000 / (box[3] - box[1] or 1.0)))
        top, bottom = box[3] / 1000 * small_size, box[1] / 1000 * small_size
        spare = max(0.0, (top - bottom) - wanted)
        gap += spare / 2
        head = inner.height + gap + thick
        y = head - top
        made = Laid()
        x = 0.0
        if degree is not None:
            small = self._node(degree, Style(False, 2, True))
            raised = y + bottom + 0.55 * (top - bottom)
            left = 0.06 * size
            x = max(0.0, left + small.width + self._em("RADICAL_KERN_AFTER_DEGREE", style))
        made.inks.append(Ink(x, y, small_size, shaped))
        if degree is not None:
            made.inks.append(self._hidden("[", size, left, raised))
            made.put(small, left, raised)
            made.cover(small, raised)
            made.inks.append(self._hidden("]", size, left + small.width, raised))
        x += shaped.width / 1000 * small_size
        single = is_single(inside)
        if not single:
            made.inks.append(self._hidden("(", size, x))
        made.put(inner, x, 0.0)
        made.bars.append(Bar(x - 0.01 * size, head - thick, inner.width + 0.04 * size, thick))
        if not single:
            made.inks.append(self._hidden(")", size, x + inner.width))
        made.width = x + inner.width + 0.06 * size
        made.height = max(made.height, head + 0.03 * size)
        made.depth = max(made.depth, inner.depth, -(y + bottom))
        return made

    def _radical(self, wanted: float) -> Shaped:
        gid = self._math.face.gid("√")
        sizes = self._math.sizes(gid, "ttb")
        for one, height in sizes:
            if height >= wanted:
                return self._math.sign(one, "√")
        return self._put_together(self._math.parts(gid, "ttb"), wanted, "√", "ttb")

    # ── tables ──

    def _table(self, node: Node, style: Style) -> Laid:
        """Rows and columns, the middle of them all on the axis."""
        inner = style._replace(display=node.get("displaystyle") == "true")
        size = self._size(style)
        rows = [[self._cell(cell, n, inner) for n, cell in enumerate(row.children)] for row in node.children]
        columns = max((len(row) for row in rows), default=0)
        widths = [max((row[n].width for row in rows if n < len(row)), default=0.0) for n in range(columns)]
        gaps = self._column_gaps(node, columns, style)
        high, low = ROW_STRUT[0] * size * 0.9, ROW_STRUT[1] * size * 0.8
        made = Laid()
        y, x_of = 0.0, [sum(widths[:n]) + sum(gaps[:n]) for n in range(columns)]
        lines = node.get("rowlines").split()
        for r, (row, written) in enumerate(zip(rows, node.children, strict=True)):
            height = max([high, *(cell.height for cell in row)])
            depth = max([low, *(cell.depth for cell in row)])
            if r:
                y -= 0.16 * size
                if _at(lines, r - 1) == "solid":
                    made.bars.append(Bar(0.0, y + 0.06 * size, sum(widths) + sum(gaps), self._thickness(style)))
                made.inks += [self._hidden(sign, size, 0.0, y - height) for sign in "; "]
            y -= height
            for n, (cell, said) in enumerate(zip(row, written.children, strict=True)):
                align = said.get("columnalign") or _at(node.get("columnalign").split(), n) or "center"
                spare = widths[n] - cell.width
                x = x_of[n] + {"left": 0.0, "right": spare}.get(align, spare / 2)
                if n and cell.inks:
                    made.inks.append(self._hidden(" ", size, x, y))
                made.put(cell, x, y)
            y -= depth
        total = sum(widths) + sum(gaps)
        side = TABLE_SIDE * size
        for n, line in enumerate(node.get("columnlines").split()[: columns - 1]):
            if line in ("solid", "dashed"):
                made.bars.append(Bar(x_of[n + 1] - gaps[n] / 2, y, self._thickness(style), -y))
        up = self._axis_height(style) - y / 2
        whole = Laid(total + 2 * side, up, -(y + up), "ord")
        whole.put(made, side, up)
        return whole

    def _cell(self, cell: Node, column: int, style: Style) -> Laid:
        """A cell; one that goes on with a relation keeps it away from what stands before."""
        made = self._row(cell.children, style)
        first = next((one for one in flat(cell.children) if one.tag != "mspace"), None)
        kind = sides(first).kind if first is not None else "ord"
        if column and kind in ("rel", "bin") and len(cell.children) > 1:
            left = EIGHTEENTHS[3 if kind == "rel" else 2] / 18 * self._size(style)
            moved = Laid(made.width + left, made.height, made.depth, made.kind)
            moved.put(made, left, 0.0)
            return moved
        return made

    def _column_gaps(self, node: Node, columns: int, style: Style) -> list[Pt]:
        size = self._size(style)
        written = node.get("columnspacing").split()
        lengths = [self._length(_at(written, n), style) for n in range(columns - 1)]
        return [one if one is not None else CELL_GAP * size for one in lengths]

    def _enclosed(self, node: Node, style: Style) -> Laid:
        """Rules around, over, under or through; a root. Strokes aslant are left out."""
        notation = frozenset(node.get("notation").split() or ["longdiv"])
        if "radical" in notation:
            return self._root(Node("msqrt", node.children), style)
        inner = self._row(node.children, style)
        size, thick = self._size(style), self._thickness(style)
        boxed = bool(notation & {"box", "roundedbox", "circle"})
        pad = 0.22 * size if boxed else 0.0
        made = Laid(inner.width + 2 * pad, inner.height, inner.depth, inner.kind)
        made.put(inner, pad, 0.0)
        gap = 0.2 * size
        top, bottom = inner.height + gap, -(inner.depth + gap)
        if boxed or "top" in notation or "longdiv" in notation or "actuarial" in notation:
            made.bars.append(Bar(0.0, top, made.width, thick))
            made.height = top + thick
        if boxed or "bottom" in notation:
            made.bars.append(Bar(0.0, bottom - thick, made.width, thick))
            made.depth = -bottom + thick
        if boxed or "left" in notation:
            made.bars.append(Bar(0.0, bottom, thick, top - bottom))
        if boxed or "right" in notation or "actuarial" in notation:
            made.bars.append(Bar(made.width - thick, bottom, thick, top - bottom))
        if notation & {"horizontalstrike", "updiagonalstrike", "downdiagonalstrike"}:
            middle = (inner.height - inner.depth) / 2
            made.bars.append(Bar(0.0, middle - thick / 2, made.width, thick))
        return made


_Setting = Callable[[Setter, Node, Style], Laid]
_SETTINGS: dict[str, _Setting] = {
    "math": Setter._group, "mrow": Setter._group, "mtd": Setter._group, "mtr": Setter._group,
    "merror": Setter._group, "mstyle": Setter._styled, "mphantom": Setter._phantom, "mpadded": Setter._padded,
    "mspace": Setter._spaced, "mi": Setter._identifier, "mn": Setter._number, "mtext": Setter._text,
    "ms": Setter._text, "msub": Setter._scripts, "msup": Setter._scripts, "msubsup": Setter._scripts,
    "munder": Setter._scripts, "mover": Setter._scripts, "munderover": Setter._scripts,
    "mmultiscripts": Setter._prescripted, "mprescripts": Setter._group, "none": Setter._group,
    "mfrac": Setter._fraction, "msqrt": Setter._root, "mroot": Setter._root, "mtable": Setter._table,
    "menclose": Setter._enclosed,
}  # fmt: skip

_FIGURES = frozenset(("onum", "tnum", "smcp", "c2sc", "sups", "subs"))
_ACCENTS = frozenset("ˆ^\u0302˜~\u0303¯´`˙¨ˇ˘\u20d7⃗→\u030c\u0306\u0307\u0308\u0301\u0300˚\u030a⃛\u20db")
_SPACING = {
    "\u0302": "ˆ", "^": "ˆ", "\u0303": "˜", "~": "˜", "\u030c": "ˇ", "\u0306": "˘", "\u0307": "˙", "\u0308": "¨",
    "\u0301": "´", "\u0300": "`", "\u030a": "˚",
}  # fmt: skip
_COMBINING = {"ˆ": "\u0302", "˜": "\u0303", "ˇ": "\u030c"}
_SLOPING = dict(zip("ϵϑϰϕϱϖ∂ıȷ", "𝜖𝜗𝜘𝜙𝜚𝜛𝜕𝚤𝚥", strict=True))
"""Letters that few text faces have, as the face for maths has them in italics."""


def _tidied(parts: Sequence[Laid], *, spaced: bool = False) -> list[Laid]:
    """No space is said twice, nor at either end; `spaced`: between two parts there is one already."""
    space = True
    for laid in parts:
        kept: list[Ink] = []
        for ink in laid.inks:
            if ink.shaped.text == " " and space:
                continue
            space = ink.shaped.text == " "
            kept.append(ink)
        if spaced or laid is parts[-1]:
            while kept and kept[-1].shaped.text == " ":
                kept.pop()
            space = True
        laid.inks = kept
    return list(parts)


def _lettered(node: Node) -> tuple[str, Variant]:
    """A token's characters as they are set, and how they are cut."""
    variant = node.get("mathvariant")
    letters: list[str] = []
    cut: Variant = ""
    for char in node.text:
        if char in INVISIBLE:
            continue
        letter, found = in_variant(char, variant) if variant else plain_letter(char)
        letters.append(letter)
        cut = found or cut
    return "".join(letters), cut


def _slopes(letter: str) -> bool:
    """Whether a single letter is set italic: Latin and small Greek, and what MathML says of all others."""
    return letter.isalpha() and not "\u2100" <= letter <= "\u214f" and not "\u0590" <= letter <= "\u1fff"


def _parts_of(node: Node) -> tuple[Node, Node | None, Node | None]:
    """What scripts hang on, what stands below and what above."""
    base, first, *second = node.children
    if second:
        return base, first, second[0]
    return (base, first, None) if node.tag in ("msub", "munder") else (base, None, first)


def _named(base: Node) -> str:
    """The function's name that limits hang on: "lim"."""
    while base.tag == "mrow":
        solid = [one for one in base.children if one.tag != "mspace" and one.text not in INVISIBLE]
        if len(solid) != 1:
            return ""
        base = solid[0]
    return base.text


def _joined(nodes: Sequence[Node]) -> Node | None:
    solid = tuple(one for one in nodes if one.tag not in ("none", "mprescripts") and (one.children or one.text))
    return None if not solid else solid[0] if len(solid) == 1 else Node("mrow", solid)


def _runs(text: str, own: Callable[[str], bool]) -> list[tuple[str, bool]]:
    out: list[tuple[str, bool]] = []
    for char in text:
        if out and out[-1][1] == own(char):
            out[-1] = (out[-1][0] + char, out[-1][1])
        else:
            out.append((char, own(char)))
    return out


def _box(shaped: Shaped) -> tuple[float, float, float, float] | None:
    """Around the ink of a stretch: left, bottom, right, top in thousandths."""
    found: tuple[float, float, float, float] | None = None
    x = 0.0
    offsets = shaped.offsets or ((0.0, 0.0),) * len(shaped.gids)
    for gid, advance, (dx, dy) in zip(shaped.gids, shaped.advances, offsets, strict=True):
        ink = shaped.face.ink(gid) if isinstance(shaped.face, PinnedFace) else None
        if ink:
            left, bottom, right, top = ink[0] + x + dx, ink[1] + dy, ink[2] + x + dx, ink[3] + dy
            found = (
                (left, bottom, right, top)
                if found is None
                else (min(found[0], left), min(found[1], bottom), max(found[2], right), max(found[3], top))
            )
        x += advance
    return found


def _saying(shaped: Shaped, text: str) -> Shaped:
    """The same glyphs, standing for other characters."""
    texts = (text, *("" for _ in shaped.gids[1:]))
    return Shaped(shaped.face, text, shaped.gids, shaped.advances, texts, shaped.width, shaped.offsets)


def _at(words: Sequence[str], at: int) -> str:
    """The word at a place; the last one stands for all behind it."""
    return words[min(at, len(words) - 1)] if words else ""
