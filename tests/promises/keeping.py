"""What is promised about every page, as checks on placed lines. Each says what is broken, or nothing."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

from generated import Written

from composing import Composed, extent
from rejoinder.galley.byline import Remarks
from rejoinder.galley.floats import all_floats, notes_below
from rejoinder.galley.model import Line
from rejoinder.pages.model import Page, PlacedLine, PlacedRule

Where = tuple[int, int]
"""A page and a column, both counted from 1 and 0 as in the model."""

HANGING = 0.5
"""How far margin kerning may carry a sign beyond its column, as a share of its size; no sign hangs further."""
EPSILON = 1e-3


def broken(written: Written, set_: Composed) -> list[str]:
    """Everything that is not as promised, but for the level columns of the last page."""
    return [
        *notes_in_order(set_),
        *notes_with_their_marks(set_),
        *nothing_overlaps(set_),
        *nothing_leaves_its_frame(set_),
        *lines_on_the_grid(set_),
        *nothing_stranded(set_),
        *text_complete(written, set_),
    ]


# ── 1: notes ──────────────────────────────────────────────────────────────


def notes_in_order(set_: Composed) -> Iterator[str]:
    """None is lost, none doubled, all in order, line by line."""
    wanted = [(note.number, i) for note in set_.galley.notes for i in range(len(note.lines))]
    if [note.number for note in set_.galley.notes] != _notes_at_foot(set_):
        yield "promise 1: not all notes were set"
    known = {id(line): (note.number, i) for note in set_.galley.notes for i, line in enumerate(note.lines)}
    found = [known.get(id(item.line), (0, 0)) for _, item in set_.placed("notes")]
    if found != wanted:
        yield f"promise 1: notes stand as {_series(found)}, wanted {_series(wanted)}"


def _notes_at_foot(set_: Composed) -> list[int]:
    """Those that stand neither below a table or figure nor at the end; remarks about authors may be among them."""
    if set_.sheet.notes.stand == "end":
        return []
    document, sheet = set_.document, set_.sheet
    below = {n for numbers in notes_below(document, all_floats(document), sheet).values() for n in numbers}
    footnotes = [n for n in range(1, len(document.footnotes) + 1) if n not in below]
    return sorted([*footnotes, *Remarks.of(document.front, sheet, len(document.footnotes)).notes])


def notes_with_their_marks(set_: Composed) -> Iterator[str]:
    """A note begins in the column that holds its mark; one called above the columns, in the first column."""
    known = {id(note.lines[0]): note.number for note in set_.galley.notes if note.lines}
    begins: dict[int, Where] = {}
    calls: dict[int, Where] = {}
    first = _first_column(set_)
    for page, item in set_.placed("front", "column", "notes"):
        where = (page.number, 0 if set_.galley.wide_notes else item.column)
        if item.part == "notes" and id(item.line) in known:
            begins[known[id(item.line)]] = where
        for number in item.line.notes:
            calls.setdefault(number, first if item.part == "front" else where)
    for number, where in calls.items():
        if number in begins and begins[number] != where and not _said(set_, "note"):
            yield f"promise 1: note {number} is called in {where} and begins in {begins[number]}"


def _first_column(set_: Composed) -> Where:
    return next(((page.number, 0) for page in set_.pages if page.columns), (1, 0))


def _series(found: list[tuple[int, int]]) -> str:
    return " ".join(f"{n}.{i}" for n, i in found)


# ── 2: nothing overlaps, nothing leaves its frame ─────────────────────────


def nothing_overlaps(set_: Composed) -> Iterator[str]:
    """Lines of a column are parted by the leading of the lower one; notes stand below text, the front above columns."""
    for page in set_.pages:
        rows: dict[tuple[str, int], list[PlacedLine]] = defaultdict(list)
        for item in page.items:
            if isinstance(item, PlacedLine) and item.line.segments:
                stack = "front" if item.part == "front" else "column"
                if item.part in ("front", "column", "notes"):
                    rows[stack, item.column].append(item)
        for (stack, number), items in rows.items():
            for above, below in itertools.pairwise(items):
                least = below.line.leading
                if above.part != below.part:
                    rule = set_.sheet.notes.rule
                    least = below.line.height + rule.above + rule.thickness + rule.below
                if below.y - above.y < least - EPSILON:
                    yield (
                        f"promise 2: page {page.number} {stack} {number}: {below.y - above.y:.2f} pt "
                        f"(least {least:.2f}) between "
                        f"{above.line.text!r} and {below.line.text!r}"
                    )
        fronts, columns = rows["front", 0], [i for (s, _), items in rows.items() if s == "column" for i in items]
        if fronts and columns:
            gap = min(i.y - i.line.height for i in columns) - max(i.y for i in fronts)
            if gap < set_.sheet.front.after - EPSILON:
                yield f"promise 2: page {page.number}: only {gap:.2f} pt between the front block and the columns"


def nothing_leaves_its_frame(set_: Composed) -> Iterator[str]:
    """Lines keep within their column (but for what hangs in the margin) and within the depth of the type area."""
    margins, (_, height) = set_.sheet.page.margins, set_.sheet.page.trim
    lowest = height - margins.bottom
    for page in set_.pages:
        for item in page.items:
            if isinstance(item, PlacedRule):
                if item.box.x < 0 or item.box.right > page.width or item.box.y < 0 or item.box.bottom > page.height:
                    yield f"promise 2: page {page.number}: a rule leaves the paper: {item.box}"
                continue
            if not item.line.segments:
                continue
            if item.part == "column" or (item.part == "notes" and not set_.galley.wide_notes):
                column = page.columns[item.column]
                left, width, bottom = column.x, column.width, column.bottom
                if item.y < column.top - EPSILON:
                    yield f"promise 2: page {page.number}: {item.line.text!r} stands above its column"
            else:
                left = margins.outer if set_.sheet.page.two_sided and page.number % 2 == 0 else margins.inner
                width, bottom = page.width - margins.inner - margins.outer, lowest
            yield from _inside(item, page, left, width)
            if item.part in ("front", "column", "notes") and item.y > min(bottom, lowest) + EPSILON:
                yield f"promise 2: page {page.number}: {item.line.text!r} stands {item.y - bottom:.2f} pt too low"


def _inside(item: PlacedLine, page: Page, left: float, width: float) -> Iterator[str]:
    begin, end = extent(item.line)
    most = HANGING * max(s.size for s in item.line.segments)
    if item.x + begin < left - most or item.x + end > left + width + most:
        yield (
            f"promise 2: page {page.number}: {item.line.text!r} reaches from {item.x + begin - left:.2f} to "
            f"{item.x + end - left:.2f} in a frame of {width:.2f}"
        )


# ── 3: the grid ───────────────────────────────────────────────────────────


def lines_on_the_grid(set_: Composed) -> Iterator[str]:
    for page in set_.pages:
        for item in page.items:
            if isinstance(item, PlacedLine) and item.part == "column" and item.line.on_grid:
                off = (item.y - page.grid_top) / page.grid
                if abs(off - round(off)) * page.grid > EPSILON:
                    yield f"promise 3: page {page.number}: {item.line.text!r} stands off the grid"


# ── 4: level columns ──────────────────────────────────────────────────────


def unevenness(set_: Composed) -> float:
    """By how many lines the columns of the last page differ: the larger of how they end and how deep they are set.

    The notes of all columns share one foot; the white that is left above a column's notes counts like white below text.
    """
    page = set_.pages[-1]
    if len(page.columns) < 2:
        return 0.0
    rule = set_.sheet.notes.rule
    least = rule.above + rule.thickness + rule.below
    ends, depths = [], []
    for number, column in enumerate(page.columns):
        mine = [
            i for i in page.items if isinstance(i, PlacedLine) and i.part in ("column", "notes") and i.column == number
        ]
        end = mine[-1].y if mine else column.top - page.grid
        white = 0.0
        for above, below in itertools.pairwise(mine):
            if above.part != below.part:
                white = below.y - below.line.height - least - above.y
        ends.append(end)
        depths.append(end - white)
    return max(max(ends) - min(ends), max(depths) - min(depths)) / page.grid


def could_be_level(set_: Composed) -> list[int]:
    """Where the first of two columns could end on a single page so that both end level, two lines stranded at most.

    By trying every place, notes undivided, white as it comes.
    """
    flow, costs = set_.galley.flow, set_.sheet.pagination
    grid = set_.sheet.grid.leading
    return [
        end
        for end in range(1, len(flow))
        if flow[end - 1].penalty <= costs.widow + costs.orphan
        and abs(_depth(set_, 0, end) - _depth(set_, end, len(flow))) <= grid + EPSILON
    ]


def _depth(set_: Composed, begin: int, end: int) -> float:
    """How deep a column of these lines is with all the notes that it is the first to call."""
    grid, rule = set_.sheet.grid.leading, set_.sheet.notes.rule
    depth = 0.0
    for i in range(begin, end):
        line = set_.galley.flow[i]
        if i > begin:
            depth += line.leading + line.before
            if line.on_grid:
                depth = math.ceil((depth - 0.01) / grid) * grid
    notes = [set_.galley.notes[n - 1].lines for n in _called(set_, begin, end)]
    if notes:
        depth += rule.above + rule.thickness + rule.below + notes[0][0].height - notes[0][0].leading
        depth += sum(line.leading for lines in notes for line in lines)
        depth += sum(line.before for lines in notes for line in lines[1:])
        depth += set_.sheet.notes.between * (len(notes) - 1)
    return depth


def _called(set_: Composed, begin: int, end: int) -> list[int]:
    """Notes called from these lines (and, if they are the first, from above), and from their notes in turn."""
    lines = set_.galley.flow
    before = _all_notes(set_, [*set_.galley.front, *lines[:begin]]) if begin else []
    found = _all_notes(set_, lines[begin:end] if begin else [*set_.galley.front, *lines[:end]])
    return [n for n in found if n not in before]


def _all_notes(set_: Composed, lines: Sequence[Line]) -> list[int]:
    out: list[int] = []
    for line in lines:
        for number in line.notes:
            if number not in out:
                out += [number, *(n for n in _all_notes(set_, set_.galley.notes[number - 1].lines) if n not in out)]
    return out


# ── 5: nothing stranded ───────────────────────────────────────────────────


def nothing_stranded(set_: Composed) -> Iterator[str]:
    """No widow, orphan, heading or hyphen at a column's foot, unless a warning names the place."""
    columns: dict[Where, list[Line]] = defaultdict(list)
    for page, item in set_.placed("column"):
        columns[page.number, item.column].append(item.line)
    order = list(columns)
    for where, following in itertools.pairwise(order):
        last, first = columns[where][-1], columns[following][0]
        for what in stranded(set_, last, first):
            if not any(d.span == last.span and "page make-up" in d.message for d in set_.said):
                yield f"promise 5: {what} from {where} to {following} without a word: {last.text!r} / {first.text!r}"


def stranded(set_: Composed, last: Line, first: Line) -> list[str]:
    """What is wrong with ending a column between these two lines."""
    out = []
    lines = [item.line for _, item in set_.placed("column")]
    if last.element == first.element and last.element is not None:
        mine = [line for line in lines if line.element == last.element]
        if mine[0] is last:
            out.append("orphan")
        if mine[-1] is first:
            out.append("widow")
    if last.hyphenated:
        out.append("hyphen")
    if last.style.startswith("heading") or last.style == "end-heading":
        out.append("heading")
    return out


def _said(set_: Composed, word: str) -> bool:
    return any(word in d.message for d in set_.said)


# ── the text, whole and in order ──────────────────────────────────────────


def text_complete(written: Written, set_: Composed) -> Iterator[str]:
    """Every character of the letter stands on paper once, in the order in which it is read."""
    yield from _same("text", written.flow, _said_by(set_, "column"))
    yield from _same("notes", written.notes, _said_by(set_, "notes"))
    title = "".join(i.line.text for _, i in set_.placed("front") if i.line.style == "title")
    yield from _same("title", [written.title], [title])


def _said_by(set_: Composed, part: str) -> list[str]:
    """What each leaf says, in the order of their beginnings; a part that comes twice shows."""
    out: list[str] = []
    before: object = object()
    for _, item in set_.placed(part):
        text = item.line.text.replace("\u00ad", "")
        same = item.line.element == before and item.line.element is not None
        if same:
            out[-1] += text
        else:
            out.append(text)
        before = item.line.element
    return out


def _same(what: str, wanted: list[str], found: list[str]) -> Iterator[str]:
    if wanted == found:
        return
    for i, (a, b) in enumerate(zip(wanted, found, strict=False)):
        if a != b:
            at = next((j for j, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
            around = slice(max(0, at - 20), at + 20)
            yield f"promise 6: {what} {i}: wanted …{a[around]!r}, set …{b[around]!r}"
            return
    yield f"promise 6: {what}: {len(wanted)} parts were written, {len(found)} were set"
