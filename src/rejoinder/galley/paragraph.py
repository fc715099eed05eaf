"""Pieces become lines: chosen by `linebreak.py`, cast here.

Knows measures and looks; knows nothing of columns or pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from math import inf
from typing import TypeAlias

from rejoinder.diagnostics import NOWHERE, Span
from rejoinder.fonts.model import Shaped
from rejoinder.galley.calm import Spaces, calmest
from rejoinder.galley.directions import Stand, has_library, in_sight, levels, paragraph_level, turns
from rejoinder.galley.hyphenation import everywhere
from rejoinder.galley.linebreak import (
    INFINITE,
    Breakable,
    Costs,
    Cut,
    Reach,
    Setting,
    best_settings,
    break_lines,
    settings,
)
from rejoinder.galley.look import Look
from rejoinder.galley.model import ElementId, Line, Segment
from rejoinder.galley.pieces import Box, Glue, HardBreak, Kern, Piece, PieceMaker, Seam, formula_word, parted
from rejoinder.geometry import Pt
from rejoinder.style.model import TextStyle
from rejoinder.values import dataclass, replace

HYPHEN_PENALTY = 110.0
"""What a division costs a justified line, as in TeX: as much as a line stretched to its limit (r = 1)."""

MOST_BALANCED = 10
"""A title of more lines than this is set ragged: nobody sees that it is balanced, and it takes long."""

RUNT = 0.25
"""A last line shorter than this share of the measure makes a ragged paragraph be set a little narrower."""

WIDEST_SPACE = 3.0
"""No word space is stretched to more than so many times its width."""

UTMOST_SHRINK = 1.1
"""A line whose parts turn out a trifle wider than was reckoned may shrink so far, as a share of its shrink."""

VISIBLE: Pt = 0.3
"""An overfull line is said when it is wider than this: less, the eye does not find."""

FEWEST_LINES = 4
"""A justified paragraph of fewer lines is set as is best for its lines: there is little choice."""

MOST_SETTINGS = 16
"""So many settings of a paragraph are weighed, at the most."""

MOST_PLACES = 20_000
"""A paragraph with more places for line ends (some sixteen hundred lines) is not searched for more than one setting."""

RAGGED_HYPHEN_PENALTY = 240.0
"""And a ragged one, which has little to gain by it."""


Place: TypeAlias = tuple[int, int, bool]
"""Where a line may end: before a piece (a glue), or in it (a box) behind so many characters; whether with a hyphen."""

_Place: TypeAlias = tuple[float, float, float, float, float, float, float, bool, Place]


@dataclass(frozen=True, slots=True)
class Form:
    """What a paragraph is set in: its style, where its lines begin and how long they are, and what they belong to."""

    style: TextStyle
    name: str
    """Of the style, for dumps."""
    left: Pt
    measure: Pt
    """Length of all lines but the first."""
    indent: Pt = 0.0
    """How much further right the first line begins."""
    height: Pt = 0.0
    """Of the style's capitals."""
    element: ElementId | None = None
    span: Span = NOWHERE
    right: Pt = 0.0
    """White right of the measure: what a paragraph that runs from right to left has at its other side."""
    mirrored: bool = False
    """The document runs from right to left: `left` and `right` have changed places already."""
    fixed: bool = False
    """Whoever asked for the lines puts them where they belong: they begin at `left` whichever way they run."""
    turned: bool = False
    """Some of its words run from right to left."""
    rtl: bool = False
    """It runs from right to left itself: found out when it is set, unless it is said."""


def set_lines(pieces: list[Piece], form: Form, maker: PieceMaker) -> tuple[Line, ...]:
    """Set one paragraph as is best. Never empty, even if there is nothing to set."""
    return Stick(pieces, form, maker).best()


class Stick:
    """A composing stick: one paragraph's pieces, and the lines they can be set in."""

    __slots__ = ("_count", "_form", "_maker", "_pieces", "_reach")

    def __init__(self, pieces: list[Piece], form: Form, maker: PieceMaker) -> None:
        if maker.turned or form.rtl:
            pieces, form = _directed(pieces, form, maker)
        self._pieces = pieces
        self._form = form
        self._maker = maker
        self._count = 0
        self._reach: tuple[float, float] = (1, inf)

    def best(self) -> tuple[Line, ...]:
        """The best lines, of several equally many ones those without rivers. Never empty."""
        if not self._pieces:
            return (_blank(self._form),)
        breakable, places = prepare(self._pieces, self._form)
        costs = _costs(self._form)
        lines = self._set(breakable, places, costs)
        if not lines:
            self._pieces = _fitted(self._pieces, self._form, self._maker)
            breakable, places = prepare(self._pieces, self._form)
            cuts, _, _ = best_settings(breakable, self._form.measure, costs)
            lines = self._cast(cuts, places)
        self._count = len(lines)
        if self._count > 1:
            self._reach = Reach(breakable, self._form.measure, costs.rag, 2.0 * costs.tolerance).lines(0)
        return lines

    def otherwise(self, extra: int, whole: frozenset[int]) -> tuple[Line, ...]:
        """The lines of a setting with so many lines more than the best has (or fewer), and with no divided word at the
        end of the lines `whole` (counted from 1). No lines if that cannot be done within twice the tolerance.
        """
        count = (self._count or len(self.best())) + extra
        least, most = self._reach
        if not self._pieces or not least <= count <= most:
            return ()
        breakable, places = prepare(self._pieces, self._form)
        costs = _tolerant(_costs(self._form), 2.0)
        if self._is_calmed(breakable):
            ways = islice(settings(breakable, self._form.measure, costs, lines=count, whole=whole), MOST_SETTINGS)
            return self._calmed(ways, places)
        found = break_lines(breakable, self._form.measure, costs, lines=count, whole=whole)
        return self._cast(found[0], places) if found else ()

    def _set(self, breakable: Breakable, places: Sequence[Place], costs: Costs) -> tuple[Line, ...]:
        """The best lines; none if there is no decent setting."""
        measure = self._form.measure
        if self._is_calmed(breakable):
            for factor in (1.0, 2.0, 4.0):
                ways = settings(breakable, measure, _tolerant(costs, factor))
                best = next(ways, None)
                if best is not None:
                    return self._calmed(_alike(best, ways), places)
            return ()
        cuts, _, emergency = best_settings(breakable, measure, costs)
        if emergency:
            return ()
        if self._form.style.align == "balanced":
            cuts = _balanced(breakable, measure, costs, cuts)
        elif costs.rag:
            cuts = _without_runt(breakable, measure, costs, cuts)
        return self._cast(cuts, places)

    def _is_calmed(self, breakable: Breakable) -> bool:
        """Whether rivers matter here: in justified text that is neither too short to avoid nor too long to search."""
        return (
            self._form.style.align == "justified"
            and not self._form.turned
            and breakable.end[-1] > (FEWEST_LINES - 1) * self._form.measure
            and len(breakable.end) <= MOST_PLACES
        )

    def _calmed(self, ways: Iterator[Setting], places: Sequence[Place]) -> tuple[Line, ...]:
        """The lines of the setting without rivers."""
        spaces = Spaces(self._pieces, places, self._form.style, self._form.indent)
        return self._cast(calmest(ways, spaces), places)

    def _cast(self, cuts: tuple[Cut, ...], places: Sequence[Place]) -> tuple[Line, ...]:
        last = len(cuts) - 1
        lines = [
            _cast(self._pieces, places, cut, self._form, self._maker, last=i == last) for i, cut in enumerate(cuts)
        ]
        if self._maker.has_formulas:
            for i, line in enumerate(lines[:-1]):
                if line.deep:
                    lines[i + 1] = replace(lines[i + 1], before=lines[i + 1].before + line.deep)
                    lines[i] = replace(line, deep=0.0)
        return tuple(lines)


def _directed(pieces: list[Piece], form: Form, maker: PieceMaker) -> tuple[list[Piece], Form]:
    """A paragraph that runs in both directions: its words shaped for their levels, and which way it runs itself."""
    text = "".join([p.word.text if type(p) is Box else " " if type(p) is Glue else "" for p in pieces])
    if not (form.rtl or turns(text)) or not has_library():
        return pieces, replace(form, rtl=False)
    lang = next(p.look.lang for p in pieces if type(p) is Box)
    base = 1 if form.rtl else paragraph_level(text, lang)
    found = tuple(levels(text, base))
    out: list[Piece] = []
    at = 0
    for piece in pieces:
        if type(piece) is Box:
            end = at + len(piece.word.text)
            out.append(maker.directed(piece, found[at:end]))
            at = end
        elif type(piece) is Glue:
            out.append(Glue(piece.width, piece.stretch, piece.shrink, piece.breaks, found[at], piece.penalty))
            at += 1
        else:
            out.append(piece)
    return out, replace(form, turned=True, rtl=base == 1)


def _tolerant(costs: Costs, factor: float) -> Costs:
    return costs if factor == 1.0 else replace(costs, tolerance=costs.tolerance * factor)


def _alike(best: Setting, others: Iterator[Setting]) -> Iterator[Setting]:
    """The best setting, and those of the next ones that have as many lines."""
    yield best
    yield from (other for other in islice(others, MOST_SETTINGS - 1) if len(other[0]) == len(best[0]))


# ── preparing ─────────────────────────────────────────────────────────────


def _costs(form: Form) -> Costs:
    style = form.style
    if style.align == "justified":
        return Costs(runt=max(2.2 * style.size, form.measure * 0.17))
    rag = max(form.measure * 0.16, 2 * style.size)
    return Costs(tolerance=2.5, rag=rag, adjacent=0.0, runt=RUNT * form.measure, double_hyphen=20_000.0)


def _fitted(pieces: list[Piece], form: Form, maker: PieceMaker) -> list[Piece]:
    """Give what is wider than the measure places where it may be divided after all: words, and words kept together."""
    room = form.measure - max(form.indent, 0.0)
    if all(type(p) is not Box or p.width <= room for p in pieces):
        fitted = pieces
    else:
        fitted = [_densely(p, room, maker) if type(p) is Box and p.width > room else p for p in pieces]
    begin, width = 0, 0.0
    for i, piece in enumerate(fitted):
        if isinstance(piece, HardBreak) or (isinstance(piece, Glue | Seam) and piece.breaks):
            begin, width = i + 1, 0.0
            continue
        width += piece.width
        if width > room:
            run = fitted[begin : i + 1]
            if any(isinstance(p, Glue) for p in run):
                run = [_loosened(p) for p in run]
            else:  # a word and its marks: the word gives way
                widest = max((p for p in run if isinstance(p, Box)), key=lambda box: box.width, default=None)
                run = [_densely(p, room / 2, maker) if isinstance(p, Box) and p is widest else p for p in run]
            fitted = [*fitted[:begin], *run, *fitted[i + 1 :]]
            begin, width = i + 1, 0.0
    return fitted


def _loosened(piece: Piece) -> Piece:
    """A space that may end a line after all."""
    if type(piece) is Glue and piece.stretch:
        return Glue(piece.width, piece.stretch, piece.shrink, level=piece.level)
    return piece


def _densely(box: Box, room: Pt, maker: PieceMaker) -> Box:
    if box.solid:
        return _narrowed(box, room, maker)
    scale = box.look.size / 1000
    widths = [0.0, *(prefix * scale for _, prefix, _, _, _ in box.word.divisions), box.width]
    if box.word.divisions and max(b - a for a, b in pairwise(widths)) <= room * 0.5:
        return box
    return maker.dense(box, ((d.at, d.flagged, d.penalty) for d in everywhere(box.word.text)))


def _narrowed(box: Box, room: Pt, maker: PieceMaker) -> Box:
    """A part of a formula, as wide as the line at the most."""
    from rejoinder.galley.formulas import Inset, narrowed

    inset = box.word.shaped[0]
    assert isinstance(inset, Inset), "a formula's box holds nothing else"
    smaller = narrowed(inset, box.width, room)
    if smaller.width < inset.width:
        said = f"a formula is wider than its column; it is set at {round(100 * smaller.width / inset.width)} per cent"
        maker.said.warning(said, box.span, "display it, between $$ and $$")
    made = Box(formula_word(smaller), box.look, box.span, box.note, box.anchor, box.mentions)
    made.solid = True
    return made


def prepare(pieces: Sequence[Piece], form: Form) -> tuple[Breakable, list[Place]]:
    """Sum up widths, stretch and shrink, and list the places where a line may end.

    A place is one row: end, its stretch and shrink, start, its stretch and shrink, penalty, flag, place. A hundred
    pages have a quarter of a million of them, and one append for each is what that takes.
    """
    style = form.style
    justified = style.align == "justified"
    expansion = style.expansion if justified else 0.0
    hang = style.protrusion / 1000
    hyphen_hang = 1 - 0.5 * style.protrusion
    division = HYPHEN_PENALTY if justified else RAGGED_HYPHEN_PENALTY
    x, y, z = form.indent, 0.0, 0.0
    first = pieces[0]
    start = first.word.left * hang * first.look.size if form.indent == 0.0 and type(first) is Box else 0.0
    rows: list[_Place] = [(0.0, 0.0, 0.0, start, 0.0, 0.0, 0.0, False, (0, 0, False))]
    add = rows.append
    previous: Box | None = None
    for index, piece in enumerate(pieces):
        if type(piece) is Box:
            word, look = piece.word, piece.look
            if word.divisions:
                scale, tracking = look.size / 1000, look.tracking
                for at, prefix, hyphen, flag, share in word.divisions:
                    here = prefix * scale + tracking * at
                    wide = expansion * here
                    end = x + here + hyphen * scale * hyphen_hang
                    cost = division * share
                    add((end, y + wide, z + wide, x + here, y + wide, z + wide, cost, flag, (index, at, hyphen > 0)))
            width = piece.width
            x += width
            y += expansion * width
            z += expansion * width
            previous = piece
        elif type(piece) is Glue:
            end, end_y, end_z = x, y, z
            x += piece.width
            if justified:
                y += piece.stretch
                z += piece.shrink
            if piece.breaks and previous is not None:
                end -= previous.word.right * hang * previous.look.size
                following = pieces[index + 1]
                left = following.word.left * hang * following.look.size if type(following) is Box else 0.0
                add((end, end_y, end_z, x + left, y, z, piece.penalty, False, (index, 0, False)))
        elif type(piece) is Kern:
            x += piece.width
        elif type(piece) is Seam:
            end, end_y, end_z = x, y, z
            x += piece.width
            if justified:
                y += piece.stretch
                z += piece.shrink
            if piece.breaks and previous is not None:
                add((end, end_y, end_z, x, y, z, piece.penalty, False, (index, 0, False)))
        else:
            add((x, y, z, x, y, z, -INFINITE, False, (index, 0, False)))
            previous = None
    end = x - (previous.word.right * hang * previous.look.size if previous is not None else 0.0)
    add((end, y, z, x, y, z, -INFINITE, False, (len(pieces), 0, False)))
    ends, end_y_s, end_z_s, starts, start_y_s, start_z_s, penalties, flags, places = map(list, zip(*rows, strict=True))
    lower, upper = _bounds(ends)
    return Breakable(ends, end_y_s, end_z_s, starts, start_y_s, start_z_s, penalties, flags, lower, upper), places


def _bounds(end: list[Pt]) -> tuple[list[Pt], list[Pt]]:
    """For every place the least `end` from there on and the most up to there."""
    lower, upper = end.copy(), end.copy()
    for i in range(len(end) - 2, -1, -1):
        if lower[i + 1] < lower[i]:
            lower[i] = lower[i + 1]
    for i in range(1, len(end)):
        if upper[i - 1] > upper[i]:
            upper[i] = upper[i - 1]
    return lower, upper


def _without_runt(p: Breakable, measure: Pt, costs: Costs, cuts: tuple[Cut, ...]) -> tuple[Cut, ...]:
    """Narrow a ragged paragraph little by little until its last line no longer looks forgotten."""
    narrower = measure
    found: tuple[Cut, ...] = cuts
    while 1 < len(found) <= MOST_BALANCED and p.end[-1] - p.start[found[-1].start] < RUNT * measure:
        narrower -= 0.03 * measure
        other = break_lines(p, narrower, replace(costs, tolerance=1e6), lines=len(cuts))
        if other is None or narrower < 0.6 * measure:
            return cuts
        found = other[0]
    return found


def _balanced(p: Breakable, measure: Pt, costs: Costs, best: tuple[Cut, ...]) -> tuple[Cut, ...]:
    """As few lines as may be, of as like a length as may be: the narrowest measure that makes no line more."""
    lines = len(best)
    if not 1 < lines <= MOST_BALANCED:
        return best
    even = replace(costs, last_stretch=False, tolerance=1e6, runt=0.0)
    low, high = measure / lines * 0.8, measure
    for _ in range(12):
        middle = (low + high) / 2
        found = break_lines(p, middle, even, lines=lines)
        if found is None:
            low = middle
        else:
            best, high = found[0], middle
    return best


# ── casting ───────────────────────────────────────────────────────────────


class _Row:
    """A line while its pieces are gathered: stretches with their looks, and the glue behind each."""

    __slots__ = ("anchors", "glues", "looks", "mentions", "natural", "notes", "seams", "shaped", "shifts", "type_width")

    def __init__(self) -> None:
        self.shaped: list[Shaped] = []
        self.looks: list[Look] = []
        self.glues: list[Glue | None] = []
        self.shifts: dict[int, Pt] = {}
        """White without a character before the stretch of that index."""
        self.seams: list[tuple[int, Seam]] = []
        """Such white that stretches, with that index."""
        self.natural: Pt = 0.0
        self.type_width: Pt = 0.0
        """Width of the letters alone, which expansion scales."""
        self.notes: list[int] = []
        self.anchors: list[str] = []
        self.mentions: list[int] = []

    def add(self, shaped: tuple[Shaped, ...], look: Look, width: Pt) -> None:
        for one in shaped:
            self.shaped.append(one)
            self.looks.append(look)
            self.glues.append(None)
        self.natural += width
        self.type_width += width

    def add_part(self, shaped: tuple[Shaped, ...], box: Box, begin: int) -> None:
        """A part of a divided word from its character `begin` on, whose width nobody has reckoned yet."""
        look = box.look
        em = look.size / 1000
        width = sum([s.width * em + look.tracking * len(s.gids) for s in shaped])
        if box.parts:
            self.add_parts(shaped, box, width, begin)
        else:
            self.add(shaped, look, width)

    def add_parts(self, shaped: tuple[Shaped, ...], box: Box, width: Pt, begin: int = 0) -> None:
        """A word, or what of it begins at that character, in several looks."""
        for stretch, look in parted(shaped, box.parts, begin):
            self.add((stretch,), look, 0.0)
        self.natural += width
        self.type_width += width


def _gather(pieces: Sequence[Piece], begin: Place, finish: Place, maker: PieceMaker) -> _Row:
    row = _Row()
    index, begin_at, _ = begin
    finish_piece, finish_at, hyphen = finish
    if begin_at:
        # The rest of a divided word; it may end in another division of the same word.
        box = pieces[index]
        assert type(box) is Box
        if finish_piece == index:
            row.add_part(maker.part(box.word, box.look, begin_at, finish_at, hyphen), box, begin_at)
            return row
        row.add_part(maker.part(box.word, box.look, begin_at, len(box.word.text), False), box, begin_at)
        _call(row, box)
        index += 1
    started = begin_at > 0
    for piece in pieces[index:finish_piece]:
        if isinstance(piece, Box):
            if piece.parts:
                row.add_parts(piece.word.shaped, piece, piece.width)
            else:
                row.add(piece.word.shaped, piece.look, piece.width)
            if piece.note or piece.anchor or piece.mentions:
                _call(row, piece)
            started = True
        elif isinstance(piece, Glue):
            if started:
                row.glues[-1] = piece
                row.natural += piece.width
        elif isinstance(piece, Kern):
            row.shifts[len(row.shaped)] = row.shifts.get(len(row.shaped), 0.0) + piece.width
            row.natural += piece.width
        elif isinstance(piece, Seam) and started:
            row.seams.append((len(row.shaped), piece))
            row.natural += piece.width
    if finish_at:
        box = pieces[finish_piece]
        assert type(box) is Box
        row.add_part(maker.part(box.word, box.look, 0, finish_at, hyphen), box, 0)
    return row


def _call(row: _Row, box: Box) -> None:
    if box.note:
        row.notes.append(box.note)
    if box.anchor:
        row.anchors.append(box.anchor)
    row.mentions.extend(box.mentions)


def _cast(
    pieces: Sequence[Piece],
    places: Sequence[Place],
    cut: Cut,
    form: Form,
    maker: PieceMaker,
    *,
    last: bool,
) -> Line:
    """One line: its letters expanded and its spaces set, exactly to the measure if it is justified."""
    style = form.style
    begin, finish = places[cut.start], places[cut.end]
    row = _gather(pieces, begin, finish, maker)
    first = cut.start == 0
    indent = form.indent if first else 0.0
    if not row.shaped:
        return _blank(form)
    left, _ = maker.edges((row.shaped[0],))
    _, right = maker.edges((row.shaped[-1],))
    if form.turned:
        left = left if not form.rtl and row.shaped[0].level == 0 else 0.0
        right = right if not form.rtl and row.shaped[-1].level == 0 else 0.0
    hang_left = 0.0 if indent else left / 1000 * style.protrusion * row.looks[0].size
    hang_right = right / 1000 * style.protrusion * row.looks[-1].size
    room = form.measure - indent + hang_left + hang_right
    forced = last or (finish[0] < len(pieces) and type(pieces[finish[0]]) is HardBreak)
    scale, gaps, ratio, over = _justify(row, room, style, loose=forced)
    if over > VISIBLE:
        maker.said.warning(
            f"a line is {over:.1f} pt wider than its column",
            form.span,
            "let a long word be divided: put \\u00ad (soft hyphens) in it",
        )
    ends_paragraph = finish[0] >= len(pieces)
    _trailing_space(row, gaps, pieces, finish, ends_paragraph)
    x = form.left + indent - hang_left * scale
    if style.align in ("centre", "right"):
        spare = max(0.0, room - row.natural)
        x += spare / 2 if style.align == "centre" else spare
    if form.turned:
        segments, end = _turned(row, gaps, scale, x, int(form.rtl))
    else:
        segments, end = _segments(row, gaps, scale, x)
    if (form.rtl or form.mirrored) and not form.fixed:
        segments, x, end = _at_the_right(segments, x, end, indent, form)
    line = Line(
        segments=segments,
        width=end - x,
        measure=form.measure,
        leading=style.leading,
        height=form.height,
        on_grid=style.on_grid,
        ratio=ratio,
        hyphenated=_ends_divided(row, finish),
        notes=tuple(row.notes),
        anchors=tuple(row.anchors),
        mentions=tuple(row.mentions),
        element=form.element,
        span=_first_span(pieces, begin, form.span),
        style=form.name,
        turned=form.turned,
    )
    return _with_formulas(line, form) if maker.has_formulas else line


def _with_formulas(line: Line, form: Form) -> Line:
    """A line whose formulas are their glyphs and rules. One that is too high or too deep keeps its neighbours away."""
    from rejoinder.galley.formulas import Inset, room, spread

    if not any(type(shaped) is Inset for segment in line.segments for shaped in segment.shaped):
        return line
    segments, bars, high, deep = spread(line.segments)
    above, below = room(form.style.size, form.style.leading)
    return replace(line, segments=segments, bars=bars, before=max(0.0, high - above), deep=max(0.0, deep - below))


def _at_the_right(
    segments: tuple[Segment, ...], x: Pt, end: Pt, indent: Pt, form: Form
) -> tuple[tuple[Segment, ...], Pt, Pt]:
    """What begins at the left elsewhere begins at the right here; aligned `right` means the far side of either.

    A paragraph of letters that run the other way is justified as it is everywhere, but ends at the right if it is not.
    """
    align = form.style.align
    if align == "centre" or (align == "justified" and not form.rtl):
        return segments, x, end
    left = form.left if form.mirrored else form.right
    indent = indent if form.rtl else 0.0
    shift = (left if align == "right" else left + form.measure - indent - (end - x)) - x
    return tuple([replace(one, x=one.x + shift) for one in segments]), x + shift, end + shift


def _blank(form: Form) -> Line:
    return Line(
        segments=(),
        width=0.0,
        measure=form.measure,
        leading=form.style.leading,
        height=form.height,
        on_grid=form.style.on_grid,
        element=form.element,
        span=form.span,
        style=form.name,
    )


def _ends_divided(row: _Row, finish: Place) -> bool:
    return bool(finish[1]) and row.shaped[-1].texts[-1] in ("\u00ad", "-", "\u2010")


def _first_span(pieces: Sequence[Piece], begin: Place, span: Span) -> Span:
    for i in range(begin[0], min(begin[0] + 3, len(pieces))):
        piece = pieces[i]
        if type(piece) is Box:
            return piece.span
    return span


def _justify(row: _Row, room: Pt, style: TextStyle, *, loose: bool) -> tuple[float, list[Pt | None], float, Pt]:
    """Scale of the letters, width of every gap, ratio, how much is too wide. `loose`: the line need not be filled."""
    glues: list[Glue | Seam] = [g for g in row.glues if g is not None]
    glues += [seam for _, seam in row.seams]
    short = room - row.natural
    if style.align != "justified":
        return 1.0, _gaps(row, 0.0), 0.0, max(0.0, -short)
    stretch = sum([g.stretch for g in glues])
    shrink = sum([g.shrink for g in glues])
    letters = style.expansion * row.type_width
    if short >= 0:
        if loose:
            return 1.0, _gaps(row, 0.0), 0.0, 0.0
        give = stretch + letters
        ratio = short / give if give > 0 else 0.0
        scale = 1.0 + round(min(ratio, 1.0) * style.expansion, 4)
        rest = short - row.type_width * (scale - 1.0)
        if not glues:
            return scale, [None] * len(row.glues), ratio, 0.0
        # Where nothing fits, holes in a line are worse than a line that falls short.
        rest = min(rest, sum([_most(g) for g in glues]))
        share = rest / stretch if stretch > 0 else 0.0
        even = rest / len(glues) if stretch <= 0 else 0.0
        return scale, _gaps(row, share, even), ratio, 0.0
    give = shrink + letters
    ratio = short / give if give > 0 else -1.0
    scale = 1.0 - round(min(-ratio, 1.0) * style.expansion, 4)
    rest = -short - row.type_width * (1.0 - scale)
    share = min(rest / shrink, UTMOST_SHRINK) if shrink > 0 else 0.0
    over = max(0.0, rest - shrink * share)
    return scale, _gaps(row, -share), max(ratio, -1.0), over


def _most(white: Glue | Seam) -> Pt:
    """How much a space may grow at the most; a seam has no width of its own to go by."""
    return (WIDEST_SPACE - 1.0) * white.width if type(white) is Glue else 5.0 * white.stretch


def _gaps(row: _Row, share: float, even: Pt = 0.0) -> list[Pt | None]:
    """The spaces' widths, grown by a share of their stretch, or shrunk (less than 0) of their shrink. Seams are set."""
    for at, seam in row.seams:
        change = share * (seam.stretch if share >= 0 else seam.shrink) + even
        row.shifts[at] = row.shifts.get(at, 0.0) + seam.width + change
    if share >= 0:
        return [None if g is None else g.width + g.stretch * share + even for g in row.glues]
    return [None if g is None else g.width + g.shrink * share for g in row.glues]


def _trailing_space(
    row: _Row, gaps: list[Pt | None], pieces: Sequence[Piece], finish: Place, ends_paragraph: bool
) -> None:
    """A line that ends at a space keeps it: it is read aloud and copied, and has no width to see."""
    if not ends_paragraph and not finish[1] and type(pieces[finish[0]]) in (Glue, HardBreak):
        gaps[-1] = 0.0


def _segments(row: _Row, gaps: list[Pt | None], scale: float, x: Pt) -> tuple[tuple[Segment, ...], Pt]:
    """Group the stretches by look. Each segment knows where it begins; the last number is where the line ends."""
    out: list[Segment] = []
    begin = 0
    total = len(row.shaped)
    looks = row.looks
    while begin < total:
        look = looks[begin]
        x += row.shifts.get(begin, 0.0)
        stop = begin + 1
        while stop < total and looks[stop] is look and stop not in row.shifts:
            stop += 1
        shaped = tuple(row.shaped[begin:stop])
        spaces = tuple(gaps[begin:stop])
        out.append(Segment(x, shaped, spaces, look.size, look.colour, look.rise, scale, look.tracking, look.element))
        em = look.size / 1000 * scale
        x += sum([s.width for s in shaped]) * em + sum([g for g in spaces if g is not None])
        if look.tracking:
            x += look.tracking * scale * sum([len(s.gids) for s in shaped])
        begin = stop
    return tuple(out), x


def _turned(row: _Row, gaps: list[Pt | None], scale: float, x: Pt, base: int) -> tuple[tuple[Segment, ...], Pt]:
    """As `_segments`, of a line that runs in both directions: segments in the order of the text, each in its place.

    A segment has one level, and from right to left what can be shown as one string: strings are read in their order
    (ISO 32000-1, 14.8.2.3.3), and each segment has its place in the tree. White at the line's end has the paragraph's
    level (UAX 9, L1).
    """
    stands: list[Stand] = []
    words: list[int] = []
    """Of each stretch, its place among what stands on the line."""
    spaces: dict[int, int] = {}
    total = len(row.shaped)
    for at, (shaped, look) in enumerate(zip(row.shaped, row.looks, strict=True)):
        if shift := row.shifts.get(at, 0.0):
            stands.append(Stand(shift, shaped.level))
        words.append(len(stands))
        em = look.size / 1000 * scale
        stands.append(Stand(shaped.width * em + look.tracking * scale * len(shaped.gids), shaped.level))
        if (gap := gaps[at]) is not None:
            glue = row.glues[at]
            spaces[at] = len(stands)
            stands.append(Stand(gap, base if at == total - 1 or glue is None else glue.level))
    places = [0.0] * len(stands)
    for one in in_sight(stands):
        places[one] = x
        x += stands[one].width
    out: list[Segment] = []
    begin = 0
    while begin < total:
        look, level = row.looks[begin], row.shaped[begin].level
        stop = begin + 1
        while (
            stop < total
            and row.looks[stop] is look
            and row.shaped[stop].level == level
            and (level % 2 == 0 or _shown_in_one(row.shaped[stop - 1], row.shaped[stop]))
            and stop not in row.shifts
            and (stop - 1 not in spaces or stands[spaces[stop - 1]].level == level)
        ):
            stop += 1
        last = stop - 1
        apart = last in spaces and stands[spaces[last]].level != level
        within: list[Pt | None] = [*gaps[begin:last], None if apart else gaps[last]]
        left = min(places[words[begin]], places[words[last]])
        if last in spaces and not apart:
            left = min(left, places[spaces[last]])
        out.append(_segment(left, row.shaped[begin:stop], within, look, scale, rtl=level % 2 == 1))
        if apart:
            space = _space(row.shaped[last], look, stands[spaces[last]], scale)
            out.append(_segment(places[spaces[last]], [space], [None], look, scale, rtl=False))
        begin = stop
    return tuple(out), x


def _shown_in_one(*words: Shaped) -> bool:
    """Whether words make one string: of one face, with a character for each glyph, none displaced in height."""
    return all(
        one.face is words[0].face and "" not in one.texts and not any(y for _, y in one.offsets) for one in words
    )


def _segment(
    x: Pt, shaped: Sequence[Shaped], gaps: Sequence[Pt | None], look: Look, scale: float, *, rtl: bool
) -> Segment:
    return Segment(
        x,
        tuple(shaped),
        tuple(gaps),
        look.size,
        look.colour,
        look.rise,
        scale,
        look.tracking,
        look.element,
        rtl,
    )


def _space(word: Shaped, look: Look, stand: Stand, scale: float) -> Shaped:
    """A word space that stands by itself, since it has another level than the word before it."""
    advance = (stand.width / scale - look.tracking) / look.size * 1000
    return Shaped(word.face, " ", (word.face.space_gid,), (advance,), (" ",), advance)
