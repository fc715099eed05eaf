"""What is laid over (and under) a page to show how it is set: tints, lines and numbers, one layer for each question.

Knows what was measured and where; draws it as SVG. Nothing here is shown until its layer is switched on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from rejoinder.galley.model import ElementId
from rejoinder.geometry import Box, Pt
from rejoinder.pages.model import Page, PlacedPicture
from rejoinder.proof.channels import Channel, channels
from rejoinder.proof.markup import attribute, box_of, plain
from rejoinder.proof.model import Finding, Report
from rejoinder.proof.notes import note_lines
from rejoinder.proof.spacing import WIDE, is_justified
from rejoinder.proof.stands import Stand, Standing, around
from rejoinder.values import dataclass

ASCENT = 0.72
"""Where a line's tint begins, above its baseline, as a share of the size."""

STEPS: tuple[tuple[float, str], ...] = ((-0.8, "t3"), (-0.4, "t2"), (-0.1, "t1"), (0.1, "ok"), (0.5, "l1"), (1.0, "l2"))
"""Upper limits of the ratio, and the tint up to there; beyond, `LOOSEST`."""

LOOSEST = "l3"

Point: TypeAlias = tuple[Pt, Pt]


@dataclass(frozen=True, slots=True)
class Layer:
    """What can be switched on: its key in `#show=`, its name, its shortcut, and what it shows."""

    key: str
    name: str
    shortcut: str
    shows: str


LAYERS: tuple[Layer, ...] = (
    Layer("marks", "Findings", "m", "a frame around each finding of the list"),
    Layer("looseness", "Looseness", "l", "how far each line's spaces were shrunk or stretched"),
    Layer("spaces", "Wide spaces", "s", "word spaces over 1.5 times the natural one"),
    Layer("rivers", "Rivers", "r", "spaces that stand below each other in three lines or more"),
    Layer("hyphens", "Divided words", "h", "line ends that divide a word"),
    Layer("grid", "Baseline grid", "g", "the lines on which the text stands, every fifth counted"),
    Layer("frames", "Frames", "f", "columns, and the boxes of lines and pictures"),
    Layer("ends", "Column ends", "e", "where columns end, and the room below"),
    Layer("notes", "Notes", "n", "from each mark to its note"),
    Layer("order", "Reading order", "o", "the order of the tags, as it is read aloud; what is not read is hatched"),
)
"""In the order in which they are listed."""


class Overlays:
    """The layers of all pages of a letter."""

    def __init__(self, standing: Standing, report: Report) -> None:
        self._standing = standing
        self._report = report
        self._text = _by_page(standing.text)
        self._lines = _by_page(standing.lines)
        self._rivers: dict[int, list[Channel]] = {}
        for river in channels(standing):
            self._rivers.setdefault(river.stands[0].page, []).append(river)
        self._numbers = _reading_order(standing)
        self._links = _note_links(standing)
        self._findings: dict[int, list[tuple[int, Finding]]] = {}
        for number, finding in enumerate(report.findings, 1):
            self._findings.setdefault(finding.page, []).append((number, finding))

    def under(self, page: Page) -> str:
        """What is below the ink: tints, which would dim it."""
        return self._layers(
            page,
            ("frames", self._frames),
            ("grid", self._grid),
            ("looseness", self._looseness),
            ("spaces", self._spaces),
        )

    def over(self, page: Page) -> str:
        """What is above the ink: lines and numbers."""
        return self._layers(
            page,
            ("rivers", self._river_lines),
            ("hyphens", self._hyphens),
            ("ends", self._ends),
            ("notes", self._notes),
            ("order", self._order),
            ("marks", self._marks),
        )

    def _layers(self, page: Page, *layers: tuple[str, Callable[[Page], Iterator[str]]]) -> str:
        drawn = ((key, "".join(draw(page))) for key, draw in layers)
        return "".join(f'<g class="layer {key}">{inside}</g>' for key, inside in drawn if inside)

    # ── lines ──

    def _looseness(self, page: Page) -> Iterator[str]:
        for stand in self._text.get(page.number, ()):
            if not is_justified(stand.item.line):
                continue
            ratio, times = stand.item.line.ratio, stand.times
            said = f"r = {ratio:+.2f}" + (f", spaces {times:.2f} × natural" if times else "")
            yield f'<rect class="{tint(ratio)}" {box_of(_tinted(stand))}><title>{said}</title></rect>'
            if tint(ratio) in ("t3", LOOSEST):
                right = stand.item.x + stand.ink.right + 2
                yield f'<text class="{tint(ratio)}" {_point((right, stand.item.y))}>{ratio:+.1f}</text>'

    def _spaces(self, page: Page) -> Iterator[str]:
        for stand in self._text.get(page.number, ()):
            tinted = _tinted(stand)
            for space in stand.ink.spaces:
                times = space.times / stand.natural
                if times > WIDE:
                    box = Box(stand.item.x + space.begin, tinted.y, space.end - space.begin, tinted.height)
                    yield f"<rect {box_of(box)}><title>{times:.2f} × natural</title></rect>"

    def _river_lines(self, page: Page) -> Iterator[str]:
        for river in self._rivers.get(page.number, ()):
            middles = [(box.x + box.width / 2, box.y + box.height / 2) for box in river.boxes]
            above, below = middles[0], middles[-1]
            reach = 0.6 * river.stands[0].size
            course = [(above[0], above[1] - reach), *middles, (below[0], below[1] + reach)]
            width = sum(box.width for box in river.boxes) / len(river.boxes)
            grave = "wide" if len(river.boxes) > 3 else "narrow"
            yield (
                f'<polyline class="{grave}" points="{_points(course)}" stroke-width="{plain(width, 2)}">'
                f"<title>a river through {len(river.boxes)} lines</title></polyline>"
            )

    def _hyphens(self, page: Page) -> Iterator[str]:
        for stand in self._text.get(page.number, ()):
            if stand.item.line.hyphenated:
                tinted = _tinted(stand)
                right = stand.item.x + stand.ink.right
                box = Box(right - 0.45 * stand.size, tinted.y, 0.6 * stand.size, tinted.height)
                yield f"<rect {box_of(box)}><title>{attribute(stand.text.split()[-1])}</title></rect>"

    # ── frames ──

    def _grid(self, page: Page) -> Iterator[str]:
        if page.grid <= 1 or not page.columns:
            return
        left, right = page.columns[0].x, page.columns[-1].x + page.columns[-1].width
        bottom = max(column.bottom for column in page.columns)
        path, count, y = [], 0, page.grid_top
        while y <= bottom + 0.01:
            path.append(f"M{plain(left, 2)} {plain(y, 2)}H{plain(right, 2)}")
            count += 1
            if count % 5 == 0:
                yield f'<text {_point((left - 4, y))} text-anchor="end">{count}</text>'
            y = page.grid_top + count * page.grid
        yield f'<path d="{"".join(path)}"/>'

    def _frames(self, page: Page) -> Iterator[str]:
        for column in page.columns:
            box = Box(column.x, column.top, column.width, column.bottom - column.top)
            yield f'<rect class="column" {box_of(box)}/>'
        for stand in self._lines.get(page.number, ()):
            if stand.item.line.segments:
                title = f"{stand.item.part}, {stand.item.line.style}"
                yield f'<rect class="box" {box_of(stand.box)}><title>{attribute(title)}</title></rect>'
        for item in page.items:
            if isinstance(item, PlacedPicture):
                yield f'<rect class="box" {box_of(item.box)}/>'

    def _ends(self, page: Page) -> Iterator[str]:
        measures = self._report.pages[page.number - 1]
        for end, column in zip(measures.ends, page.columns, strict=True):
            left, right = column.x, column.x + column.width
            yield f'<path d="M{plain(left, 2)} {plain(end.foot, 2)}H{plain(right, 2)}"/>'
            if end.room > 0.05:
                box = Box(left, end.foot, column.width, column.bottom - end.foot)
                yield f"<rect {box_of(box)}/><text {_point((left + 3, end.foot + 8))}>{end.room:.1f} lines left</text>"

    # ── connections ──

    def _notes(self, page: Page) -> Iterator[str]:
        for number, mark, note in self._links:
            if mark[0] == page.number and note[0] == page.number:
                (x, y), (to_x, to_y) = mark[1], note[1]
                bend = 14 if to_x <= x else -14
                curve = f"M{_pair(x, y)}C{_pair(x + bend, y + 24)} {_pair(to_x - 14, to_y - 24)} {_pair(to_x, to_y)}"
                yield f'<path d="{curve}"><title>note {number}</title></path>'
            for at in (mark, note):
                if at[0] == page.number:
                    yield f'<circle cx="{plain(at[1][0], 2)}" cy="{plain(at[1][1], 2)}" r="2"/>'

    def _order(self, page: Page) -> Iterator[str]:
        stops = [(number, box, title) for number, where, box, title in self._numbers if where == page.number]
        yield from (
            f'<rect class="artifact" {box_of(stand.box)}/>'
            for stand in self._lines.get(page.number, ())
            if stand.item.line.element is None and stand.item.line.segments
        )
        path = [(box.x - 7, box.y + min(4.0, box.height / 2)) for _, box, _ in stops]
        if len(path) > 1:
            yield f'<polyline points="{_points(path)}"/>'
        for (number, _, title), (x, y) in zip(stops, path, strict=True):
            yield (
                f"<g><title>{attribute(title)}</title>"
                f'<circle cx="{plain(x, 2)}" cy="{plain(y, 2)}" r="5"/>'
                f'<text {_point((x, y + 1.9))} text-anchor="middle">{number}</text></g>'
            )

    def _marks(self, page: Page) -> Iterator[str]:
        for number, finding in self._findings.get(page.number, ()):
            box = finding.box
            wider = Box(box.x - 1.5, box.y - 1, box.width + 3, box.height + 2)
            said = f"{finding.kind}: {finding.message}"
            yield (
                f'<rect id="f{number}" class="{finding.severity}" rx="1.5" {box_of(wider)}>'
                f"<title>{attribute(said)}</title></rect>"
            )


def tint(ratio: float) -> str:
    """The class of a line's tint."""
    return next((name for most, name in STEPS if ratio <= most), LOOSEST)


def _tinted(stand: Stand) -> Box:
    """A line's letters, from ascender to descender: neighbours of ordinary leading do not touch."""
    left = stand.item.x + stand.ink.left
    return Box(left, stand.item.y - ASCENT * stand.size, stand.ink.right - stand.ink.left, 0.96 * stand.size)


def _by_page(stands: Iterable[Stand]) -> dict[int, list[Stand]]:
    out: dict[int, list[Stand]] = {}
    for stand in stands:
        out.setdefault(stand.page, []).append(stand)
    return out


# ── the order of reading ──────────────────────────────────────────────────


def _reading_order(standing: Standing) -> list[tuple[int, int, Box, str]]:
    """Number, page, place and kind of each leaf that is read, in the order of the tags.

    A paragraph that goes on in another column has a number in each. A figure or table is one, whatever is in it.
    """
    parts: dict[tuple[ElementId, int, int], list[Box]] = {}
    for stand in standing.lines:
        if stand.item.line.element is not None and stand.item.line.segments:
            leaf = _whole(stand.item.line.element, standing)
            parts.setdefault((leaf, stand.page, stand.column), []).append(stand.box)
    for page in standing.pages:
        for item in page.items:
            if isinstance(item, PlacedPicture):
                parts.setdefault((_whole(item.element, standing), page.number, 1), []).append(item.box)
    return [
        (number, page, around(boxes), _role(leaf, standing))
        for number, ((leaf, page, _), boxes) in enumerate(sorted(parts.items(), key=lambda part: part[0]), 1)
    ]


WHOLES = ("Table", "Figure")


def _whole(leaf: ElementId, standing: Standing) -> ElementId:
    """The figure or table that an element stands in; itself, if in none."""
    at: ElementId | None = leaf
    while at is not None and at in standing.elements:
        element = standing.elements[at]
        if element.role in WHOLES:
            return at
        at = element.parent
    return leaf


def _role(leaf: ElementId, standing: Standing) -> str:
    """What a leaf is, and what it stands in: `P in Note`."""
    element = standing.elements.get(leaf)
    above = standing.elements.get(element.parent) if element and element.parent is not None else None
    if element is None:
        return ""
    return element.role if above is None or above.role == "Document" else f"{element.role} in {above.role}"


# ── notes ─────────────────────────────────────────────────────────────────


def _note_links(standing: Standing) -> list[tuple[int, tuple[int, Point], tuple[int, Point]]]:
    """For each note: its number, and page and place of its mark and of its own beginning."""
    lines = note_lines(standing)
    marks: dict[int, tuple[int, Point]] = {}
    for stand in standing.lines:
        for number in stand.item.line.notes:
            marks.setdefault(number, (stand.page, _mark(stand, number, standing)))
    out = []
    for number, stands in lines.items():
        if number in marks and stands:
            first = stands[0]
            begin = (first.item.x + first.ink.left - 2, first.item.y - 0.3 * first.size)
            out.append((number, marks[number], (first.page, begin)))
    return out


def _mark(stand: Stand, number: int, standing: Standing) -> Point:
    """Where a note's mark stands on its line; the line's end, if no link of it leads there."""
    segments = stand.item.line.segments
    for segment, after in pairwise([*segments, None]):
        element = standing.elements.get(segment.element) if segment and segment.element is not None else None
        if segment and element and element.target is not None and element.target.anchor == f"note-{number}":
            end = after.x if after else stand.ink.right
            return stand.item.x + (segment.x + end) / 2, stand.item.y - 0.5 * stand.size
    return stand.item.x + stand.ink.right, stand.item.y - 0.5 * stand.size


# ── numbers ───────────────────────────────────────────────────────────────


def _pair(x: Pt, y: Pt) -> str:
    return f"{plain(x, 2)} {plain(y, 2)}"


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{plain(x, 2)},{plain(y, 2)}" for x, y in points)


def _point(point: Point) -> str:
    return f'x="{plain(point[0], 2)}" y="{plain(point[1], 2)}"'
