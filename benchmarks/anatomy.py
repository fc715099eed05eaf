"""The parts of a page, found among its glyphs: columns, lines, notes.

Knows places, sizes and faces; knows nothing of the program that set them. Tags, spaces drawn as glyphs and the order in
which things were painted are not looked at, so that all programs are read alike.

Body size   the size with most glyphs; if a smaller one wins by its mass (a long list of references), the largest up to
            10.5 pt that has 30 per cent as many.
Furniture   the lowest line of a page, if it is small print in the last tenth of it, more than 1.4 leadings below all
            text, with no rule between; and the highest likewise. Nothing else near the edges is left out.
Gutter      a strip of white that no more than one in fifty of the body's lines crosses; if there is none, one that what
            stands beside and below the body's first line leaves (a second column that holds nothing but references).
Columns     what lies between gutters, in a band of the page that nothing crosses (no title, no wide figure, no notes
            across the page) and that has body text in it.
Line        what stands on one baseline (within 0.6 pt) of a column, with smaller glyphs raised above it or sunk below.
Heading     a line wholly in an upright face that is not the body's and not much used, at nearly the body's size or
            more; or in one whose name says that it is bold.
Notes       small print at a column's foot below a rule, if it begins with a mark, or goes on from a column before.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from glyphs import Area, Bar, Glyph, Leaf, Paper

ON_LINE = 0.6
"""Points by which glyphs of one baseline may differ."""
SAME_SIZE = 0.3
"""Points by which sizes may differ and be one: a line is of the body if it is no further from the body's size."""
WORD_SPACE = 0.11
"""In em: a wider distance between two glyphs parts words."""
LARGEST_BODY = 10.5
LEAST_LINES = 3
"""A byline may be longer than a short letter, but it has no more lines than this."""
SYMBOLS = "*†‡§¶‖#"
HANGING = "-\u2010\u00ad.,;:’'”\")]\u2013!?"
"""What may stand out into the margin, since it is optically small."""

BOLD = re.compile("bold|black|heavy|demi", re.IGNORECASE)
RARE = 0.1
"""The share of all glyphs that a face of headings has at the most."""
LABEL = re.compile(r"(\d{1,3})[.)]?(?= |$)")

Gap = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of type in one column, or over all. `size` and `face` are those of most of its length."""

    glyphs: tuple[Glyph, ...]
    y: float
    size: float
    face: int
    gaps: tuple[Gap, ...]
    opening: str = ""
    """The mark that it begins with: of a note."""
    calls: tuple[str, ...] = ()
    """The marks that follow its words."""
    labels: tuple[str, ...] = ()
    """The marks that stand before words, with white on their left, or begin the line: each is explained there."""

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        return max(glyph.x1 for glyph in self.glyphs)

    @property
    def end(self) -> str:
        """Its last character."""
        return max(self.glyphs, key=lambda glyph: glyph.x1).text[-1:]

    @property
    def text(self) -> str:
        """What it says, for people who look for a fault."""
        parts = [self.glyphs[0].text]
        for before, glyph in pairwise(self.glyphs):
            parts.append((" " if glyph.x0 - before.x1 > WORD_SPACE * self.size else "") + glyph.text)
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Stack:
    """What stands in one column of one page."""

    page: int
    column: int
    left: float
    right: float
    """The column's edges, from its body lines on all pages."""
    rows: tuple[Row, ...]
    """Text, captions and cells of tables, from above."""
    notes: tuple[Row, ...]
    top: float
    """Where the columns of its page begin."""
    foot: float
    """The lowest baseline or lower edge in it, notes and pictures included; `top` if it is empty."""
    areas: tuple[Area, ...] = ()
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """The columns of a page, as far as nothing crosses them; mostly the whole page.

    With the first on a page goes what stands across it, with the last the notes across it.
    """

    stacks: tuple[Stack, ...]
    across: tuple[Row, ...]
    notes_across: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Anatomy:
    """All that was found."""

    size: float
    """Of the body."""
    leading: float
    face: int
    """In which most of the body is set."""
    spreads: tuple[Spread, ...]
    columns: int
    bold: frozenset[int]
    """Faces whose names say so."""
    rare: frozenset[int]
    """Upright faces other than the body's, in which little of the text is set."""

    @property
    def stacks(self) -> Iterable[Stack]:
        """All columns, in reading order."""
        return (stack for spread in self.spreads for stack in spread.stacks)

    def is_body(self, row: Row) -> bool:
        return abs(row.size - self.size) < SAME_SIZE and not self.is_heading(row)

    def is_heading(self, row: Row) -> bool:
        least = 0.7 if row.face in self.bold else 0.9 if row.face in self.rare else 99.0
        return row.size > least * self.size and all(glyph.face == row.face for glyph in row.glyphs)


def anatomy(paper: Paper, columns: int = 0) -> Anatomy:
    """Find the parts of every page.

    An empty column cannot be seen. Who knows that there should be two (`columns`) says so: then a single one in the
    left half of the paper is taken for the first.
    """
    size = body_size(paper)
    leading = _leading(paper, size)
    leaves = [_without_furniture(leaf, size, leading) for leaf in paper.leaves]
    gutters = _gutters(leaves, size)
    if columns == 2 and not gutters:
        gutters = _beside_the_only_one(leaves, size)
    face = _face(leaves, size)
    eye = _Eye(size, gutters, _figure_width(leaves))
    frames = [frame for number, leaf in enumerate(leaves) for frame in _frames(number, leaf, eye)]
    edges = _edges(frames, eye)
    spreads: list[Spread] = []
    for frame in frames:
        spreads.append(_spread(frame, edges, eye, _had_notes(spreads)))
    bold = frozenset(index for index, one in enumerate(paper.faces) if BOLD.search(one.name))
    return Anatomy(size, leading, face, tuple(spreads), len(gutters) + 1, bold, _rare(paper, face))


def _rare(paper: Paper, face: int) -> frozenset[int]:
    counts = Counter(glyph.face for leaf in paper.leaves for glyph in leaf.glyphs)
    most = RARE * sum(counts.values())
    return frozenset(
        index for index, one in enumerate(paper.faces) if index != face and not one.italic and counts[index] < most
    )


def body_size(paper: Paper) -> float:
    sizes: Counter[float] = Counter()
    lines: Counter[float] = Counter()
    for leaf in paper.leaves:
        sizes.update(round(glyph.size * 20) / 20 for glyph in leaf.glyphs)
        for row in by_baseline(leaf.glyphs):
            lines.update({round(glyph.size * 20) / 20 for glyph in row})
    if not sizes:
        return 0.0
    commonest = sizes.most_common(1)[0][0]
    largest = max(LARGEST_BODY, commonest)
    return max(
        (s for s, count in sizes.items() if count > 0.3 * sizes[commonest] and s <= largest and lines[s] > LEAST_LINES),
        default=commonest,
    )


def _leading(paper: Paper, size: float) -> float:
    """The commonest distance of body baselines. Those of facing columns are one if they are on one grid."""
    steps: Counter[float] = Counter()
    for leaf in paper.leaves:
        xs = [glyph.x0 for glyph in leaf.glyphs if abs(glyph.size - size) < SAME_SIZE]
        middle = statistics.median(xs) if xs else 0.0
        for side in (True, False):
            ys = baselines(g for g in leaf.glyphs if abs(g.size - size) < SAME_SIZE and (g.x0 < middle) == side)
            steps.update(round(b - a, 1) for a, b in pairwise(ys) if 0.8 * size < b - a < 2.5 * size)
    return steps.most_common(1)[0][0] if steps else 1.2 * size


def baselines(glyphs: Iterable[Glyph]) -> list[float]:
    """The heights on which glyphs stand, from above."""
    return [statistics.median(g.y for g in group) for group in by_baseline(glyphs)]


def by_baseline(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    groups: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.y):
        if groups and glyph.y - groups[-1][-1].y <= ON_LINE and glyph.y - groups[-1][0].y <= 2 * ON_LINE:
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    return groups


# ── furniture ─────────────────────────────────────────────────────────────


def _without_furniture(leaf: Leaf, size: float, leading: float) -> Leaf:
    """The page without its running head and foot: see the head of this file."""
    rows = by_baseline(leaf.glyphs)
    gone: set[int] = set()
    if len(rows) > 2:
        for edge, next_, share in ((rows[0], rows[1], 0.1), (rows[-1], rows[-2], 0.9)):
            if _is_furniture(edge, next_, share, leaf, size, leading):
                gone.update(map(id, edge))
    glyphs = tuple(glyph for glyph in leaf.glyphs if id(glyph) not in gone)
    return Leaf(leaf.width, leaf.height, glyphs, leaf.bars, leaf.areas)


def _is_furniture(edge: list[Glyph], next_: list[Glyph], share: float, leaf: Leaf, size: float, leading: float) -> bool:
    y, near = edge[0].y, next_[0].y
    outside = y < share * leaf.height if share < 0.5 else y > share * leaf.height
    if not outside or abs(y - near) < 1.4 * leading:
        return False
    low, high = sorted((y, near))
    small = all(glyph.size < size - SAME_SIZE for glyph in edge)
    return small and not any(low < bar.y < high for bar in leaf.bars)


# ── columns ───────────────────────────────────────────────────────────────


def _gutters(leaves: Sequence[Leaf], size: float) -> list[Gap]:
    """Strips of white that (nearly) no body line crosses, from the left."""
    body = [[g for g in leaf.glyphs if abs(g.size - size) < SAME_SIZE] for leaf in leaves]
    below = [
        [g for g in leaf.glyphs if g.size < size + SAME_SIZE and g.y > min(one.y for one in own) - ON_LINE]
        for leaf, own in zip(leaves, body, strict=True)
        if own
    ]
    return _strips(body, size) or _strips(below, size)


def _beside_the_only_one(leaves: Sequence[Leaf], size: float) -> list[Gap]:
    right = max((g.x1 for leaf in leaves for g in leaf.glyphs if abs(g.size - size) < SAME_SIZE), default=0.0)
    width = leaves[0].width if leaves else 0.0
    return [(right + 1, max(right + 2, width - right - 1))] if 0 < right < 0.6 * width else []


def _strips(pages: Iterable[Sequence[Glyph]], size: float) -> list[Gap]:
    cover: Counter[int] = Counter()
    for glyphs in pages:
        for row in by_baseline(glyphs):
            cover.update({x for a, b in _runs(row, size) for x in range(int(a), int(b) + 1)})
    if not cover:
        return []
    peak = max(cover.values())
    crossed = max(0.02 * peak, 1 if peak >= 20 else 0)
    inked = sorted(x for x, count in cover.items() if count > crossed)
    return [(float(a + 1), float(b)) for a, b in pairwise(inked) if b - a - 1 >= 0.7 * size]


def _runs(row: Iterable[Glyph], size: float) -> list[Gap]:
    """Where a row's words stand, those with ordinary spaces between them joined."""
    runs: list[list[float]] = []
    for glyph in sorted(row, key=lambda one: one.x0):
        if runs and glyph.x0 - runs[-1][1] < 0.6 * size:
            runs[-1][1] = max(runs[-1][1], glyph.x1)
        else:
            runs.append([glyph.x0, glyph.x1])
    return [(a, b) for a, b in runs]


def _face(leaves: Sequence[Leaf], size: float) -> int:
    lengths: Counter[int] = Counter()
    for leaf in leaves:
        for glyph in leaf.glyphs:
            if abs(glyph.size - size) < SAME_SIZE:
                lengths[glyph.face] += 1
    return lengths.most_common(1)[0][0] if lengths else -1


def _figure_width(leaves: Sequence[Leaf]) -> float:
    """How wide an ordinary figure is, in em: superior ones of the same face and size are narrower."""
    widths = sorted((g.x1 - g.x0) / g.size for leaf in leaves for g in leaf.glyphs if g.text.isdigit())
    return widths[3 * len(widths) // 4] if widths else 0.5


@dataclass(frozen=True, slots=True)
class _Eye:
    """What must be known to see lines."""

    size: float
    gutters: list[Gap]
    figure: float

    def column(self, x: float) -> int:
        return sum(x >= (a + b) / 2 for a, b in self.gutters)

    def is_body(self, glyph: Glyph) -> bool:
        return abs(glyph.size - self.size) < SAME_SIZE

    def crosses(self, x0: float, x1: float) -> bool:
        """Something from x0 to x1 stands in two columns, and well within the second."""
        return any(x0 < a - 6 and x1 > b + 6 for a, b in self.gutters)

    # ── lines ─────────────────────────────────────────────────────────────

    def rows(self, glyphs: Iterable[Glyph]) -> list[Row]:
        """The lines among glyphs of one column (or of none), from above."""
        groups = by_baseline(glyphs)
        sizes = [self._size(group) for group in groups]
        hosts: dict[int, int] = {}
        for index in range(len(groups)):
            host = self._host(index, groups, sizes)
            if host is not None:
                hosts[index] = host
        for index, host in hosts.items():
            while host in hosts:  # a raised mark on a raised mark
                host = hosts[host]
            groups[host] = groups[host] + groups[index]
        return [
            self._row(group, size)
            for index, (group, size) in enumerate(zip(groups, sizes, strict=True))
            if index not in hosts
        ]

    def _size(self, group: Sequence[Glyph]) -> float:
        lengths: Counter[float] = Counter()
        for glyph in group:
            lengths[round(glyph.size * 20) / 20] += glyph.x1 - glyph.x0  # type: ignore[assignment]
        return lengths.most_common(1)[0][0]

    def _host(self, index: int, groups: list[list[Glyph]], sizes: list[float]) -> int | None:
        """The line that glyphs on a baseline of their own are raised above or sunk below."""
        y, size = groups[index][0].y, sizes[index]
        best: tuple[float, int] | None = None
        for other in (*range(index - 1, max(-1, index - 4), -1), *range(index + 1, min(len(groups), index + 4))):
            rise = groups[other][0].y - y
            large = sizes[other]
            if (
                large > size + SAME_SIZE
                and -0.3 * large <= rise <= 0.6 * large
                and _beside(groups[index], groups[other])
            ):
                best = min(best or (abs(rise), other), (abs(rise), other))
        return best[1] if best else None

    def _row(self, group: list[Glyph], size: float) -> Row:
        glyphs = tuple(sorted(group, key=lambda one: (one.x0, one.x1)))
        y = statistics.median(g.y for g in glyphs if abs(g.size - size) < SAME_SIZE)
        faces: Counter[int] = Counter()
        for glyph in glyphs:
            faces[glyph.face] += 1
        superior = [self._is_superior(glyph, size, y) for glyph in glyphs]
        opening, calls, labels = _marks(glyphs, superior, size)
        return Row(glyphs, y, size, faces.most_common(1)[0][0], _gaps(glyphs, superior, size), opening, calls, labels)

    def _is_superior(self, glyph: Glyph, size: float, y: float) -> bool:
        """Raised, or a figure or letter that the face itself draws small (its `sups`)."""
        raised = y - glyph.y > 0.15 * size and glyph.size < 0.9 * size
        drawn = glyph.text.isdigit() and (glyph.x1 - glyph.x0) / glyph.size < 0.85 * self.figure
        return raised or drawn


def _beside(small: Sequence[Glyph], large: Sequence[Glyph]) -> bool:
    em = large[0].size
    left, right = min(g.x0 for g in large) - 1.5 * em, max(g.x1 for g in large) + 3 * em
    return all(left <= glyph.x0 <= right for glyph in small)


def _gaps(glyphs: Sequence[Glyph], superior: Sequence[bool], size: float) -> tuple[Gap, ...]:
    """Word spaces: white of more than `WORD_SPACE`, but not that between two superior figures."""
    gaps: list[Gap] = []
    right, above = glyphs[0].x1, superior[0]
    for glyph, raised in zip(glyphs[1:], superior[1:], strict=True):
        if glyph.x0 - right > WORD_SPACE * size and not (above and raised):
            gaps.append((right, glyph.x0))
        if glyph.x1 >= right:
            right, above = glyph.x1, raised
    return tuple(gaps)


def _marks(
    glyphs: Sequence[Glyph], superior: Sequence[bool], size: float
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The mark that a line begins with; those that follow its words; and those that stand before words."""
    found: list[tuple[int, str, bool]] = []
    for index, (glyph, raised) in enumerate(zip(glyphs, superior, strict=True)):
        text = unicodedata.normalize("NFKC", glyph.text)
        if not text or not (text in SYMBOLS or (raised and text.isalnum())):
            continue
        # a mark may stand a thin space behind another: "7 *"
        reach = (3 if superior[index - 1] else 1) * WORD_SPACE * size
        near = index > 0 and glyph.x0 - glyphs[index - 1].x1 < reach
        if found and near and found[-1][0] == index - 1 and _goes_on(found[-1][1], text):
            found[-1] = (index, found[-1][1] + text, found[-1][2])
        else:
            found.append((index, text, near))
    opening = next((text for index, text, _ in found if index == len(text) - 1), "")
    return opening, tuple(text for _, text, near in found if near), tuple(text for _, text, near in found if not near)


def _goes_on(mark: str, text: str) -> bool:
    """`**` and `12` are one mark each; `*†` are two."""
    return mark[-1] == text if text in SYMBOLS else mark[-1] not in SYMBOLS


# ── pages ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Frame:
    """A band of a page that nothing crosses, its rows sorted into columns; and what stands across that page."""

    page: int
    leaf: Leaf
    top: float
    bottom: float
    columns: list[list[Row]]
    across: list[Row]
    """Only with the first band of a page."""
    below: list[Row]
    """What stands across the page below this band; only with the last one."""


def _frames(number: int, leaf: Leaf, eye: _Eye) -> list[_Frame]:
    """The bands of a page; one without columns if there is no text at all."""
    bands = _bands(leaf, eye)
    inside = [[glyph for glyph in leaf.glyphs if top < glyph.y < bottom] for top, bottom in bands]
    seen = {id(glyph) for glyphs in inside for glyph in glyphs}
    across = eye.rows(glyph for glyph in leaf.glyphs if id(glyph) not in seen)
    frames = []
    for place, ((top, bottom), glyphs) in enumerate(zip(bands, inside, strict=True)):
        columns: list[list[Glyph]] = [[] for _ in range(len(eye.gutters) + 1)]
        for glyph in glyphs:
            columns[eye.column(glyph.x0)].append(glyph)
        is_last = place == len(bands) - 1
        below = [row for row in across if row.y >= bottom] if is_last else []
        above = across if not place else []
        frames.append(_Frame(number, leaf, top, bottom, [eye.rows(one) for one in columns], above, below))
    return frames


def _bands(leaf: Leaf, eye: _Eye) -> list[Gap]:
    """From where to where nothing crosses a gutter, and body text stands; on a page without any, the deepest band."""
    cuts = sorted(_crossing(leaf, eye)) if eye.gutters else []
    edges = [0.0, *(y for cut in cuts for y in cut), leaf.height]
    bands: list[Gap] = []
    floor = 0.0
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        if end > max(begin, floor):
            bands.append((max(begin, floor), end))
        floor = max(floor, end)
    with_body = [band for band in bands if any(band[0] < g.y < band[1] for g in leaf.glyphs if eye.is_body(g))]
    return with_body or [max(bands, key=lambda band: band[1] - band[0])]


def _crossing(leaf: Leaf, eye: _Eye) -> Iterator[Gap]:
    """The heights of all things that cross a gutter."""
    yield from ((bar.y, bar.y) for bar in leaf.bars if eye.crosses(bar.x0, bar.x1))
    yield from ((area.top, area.bottom) for area in leaf.areas if eye.crosses(area.x0, area.x1))
    for row in by_baseline(glyph for glyph in leaf.glyphs if not eye.is_body(glyph)):
        em = max(glyph.size for glyph in row)
        if any(eye.crosses(a, b) for a, b in _runs(row, max(em, 0.5 * eye.size))):
            yield row[0].y - 0.7 * em, row[-1].y + 0.2 * em


def _edges(frames: Sequence[_Frame], eye: _Eye) -> list[Gap]:
    """Left and right edge of each column: where most of its body lines begin and end."""
    edges: list[Gap] = []
    for number in range(len(eye.gutters) + 1):
        rows = [r for frame in frames for r in frame.columns[number] if abs(r.size - eye.size) < SAME_SIZE]
        plain = [row.x1 for row in rows if row.end not in HANGING]
        left = _commonest([row.x0 for row in rows], -1)
        right = _commonest(plain if len(plain) > 4 else [row.x1 for row in rows], 1)
        edges.append((left, right))
    return edges


def _commonest(values: Sequence[float], outwards: int) -> float:
    """The commonest of the values; of several, the outermost (to the right for 1, to the left for -1)."""
    if not values:
        return 0.0
    counts = Counter(round(2 * value) / 2 for value in values)
    top = max(counts, key=lambda value: (counts[value], outwards * value))
    return statistics.median([value for value in values if abs(value - top) <= 0.5])


def _had_notes(spreads: Sequence[Spread]) -> bool:
    return any(stack.notes for spread in spreads for stack in spread.stacks)


def _spread(frame: _Frame, edges: Sequence[Gap], eye: _Eye, noted: bool) -> Spread:
    stacks: list[Stack] = []
    top = min((row.y for rows in frame.columns for row in rows), default=frame.top)
    bars = [bar for bar in frame.leaf.bars if frame.top < bar.y < frame.bottom]
    areas = [area for area in frame.leaf.areas if frame.top <= area.top and area.bottom <= frame.bottom]
    for column, rows in enumerate(frame.columns):
        left, right = edges[column]
        own_bars = tuple(bar for bar in bars if _within(bar, left, right))
        own_areas = tuple(area for area in areas if _within(area, left, right))
        text, notes = _parted(rows, own_bars, left, right, eye, noted)
        noted = noted or bool(notes)
        foot = max([row.y for row in rows] + [area.bottom for area in own_areas], default=top)
        stack = Stack(frame.page, column, left, right, tuple(text), tuple(notes), top, foot, own_areas, own_bars)
        stacks.append(stack)
    labelled = _labelled(frame.below)
    ruled = any(abs(bar.y - frame.bottom) < 1 for bar in frame.leaf.bars)
    is_notes = ruled and any(row.opening for row in labelled)
    across = [row for row in frame.across if not is_notes or row.y < frame.bottom]
    return Spread(tuple(stacks), tuple(across), tuple(labelled) if is_notes else ())


def _within(thing: Bar | Area, left: float, right: float) -> bool:
    return left - 3 <= thing.x0 and thing.x1 <= right + 3


def _parted(
    rows: list[Row], bars: Sequence[Bar], left: float, right: float, eye: _Eye, noted: bool
) -> tuple[list[Row], list[Row]]:
    """A column's text, and the notes at its foot."""
    for bar in sorted(bars, key=lambda one: one.y):
        below = [row for row in rows if row.y > bar.y]
        if not below or any(row.size > eye.size - SAME_SIZE for row in below) or bar.x0 > left + 3:
            continue
        short = bar.x1 - bar.x0 < 0.6 * (right - left)
        labelled = _labelled(below) if short else below
        if labelled[0].opening or (noted and short):
            return [row for row in rows if row.y <= bar.y], labelled
    return rows, []


def _labelled(notes: Sequence[Row]) -> list[Row]:
    """Notes may also begin with figures that are not raised ("1."): if the first does, and the others count on."""
    if not notes or any(row.opening for row in notes):
        return list(notes)
    rows: list[Row] = []
    last: int | None = None
    for row in notes:
        label = LABEL.match(row.text)
        if label and (last == int(label[1]) - 1 if rows else True):
            last = int(label[1])
            row = replace(row, opening=label[1])
        rows.append(row)
    return rows
