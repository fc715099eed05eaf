"""What is promised about every page, as checks on placed lines. Each says what is broken, or nothing."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

from generated import Written
from standing import WIDE, Part, Stand, Standing, Where

from composing import Composed, extent
from rejoinder.diagnostics import Span
from rejoinder.galley.model import InlaidLine, Line
from rejoinder.geometry import Box
from rejoinder.pages.model import Page, PlacedLine, PlacedPicture, PlacedRule

HANGING = 0.5
"""How far margin kerning may carry a sign beyond its column, as a share of its size; no sign hangs further."""
EPSILON = 1e-3
HUNDREDTH = 0.01 + EPSILON
"""What goes beyond a column by a hundredth of a point fits it."""
BODY_OF_LETTERS = 0.45
"""Height of small letters, as a share of their size: what nothing may cover."""


def broken(written: Written, set_: Composed) -> list[str]:
    """Everything that is not as promised, but for the level columns of the last page."""
    standing = Standing(set_)
    return [
        *notes_in_order(standing),
        *notes_with_their_marks(standing),
        *nothing_overlaps(standing),
        *nothing_leaves_its_frame(standing),
        *lines_on_the_grid(standing),
        *nothing_stranded(standing),
        *text_complete(written, standing),
        *floats_complete(written, standing),
        *floats_as_drawn(standing),
        *floats_behind_their_mentions(standing),
    ]


# ── 1: notes ──────────────────────────────────────────────────────────────


def notes_in_order(standing: Standing) -> Iterator[str]:
    """None is lost, none doubled; those that begin in a column do so in the order of their numbers.

    All stand in order, unless a figure or table that calls one does not stand where it was written.
    """
    set_, wanted = standing.set, len(standing.set.document.footnotes)
    at_foot = set_.sheet.notes.stand != "end"
    called = {n for one in _all_lines(set_) for n in one.notes}
    if at_foot and [note.number for note in set_.galley.notes] != [n for n in range(1, wanted + 1) if n in called]:
        yield "promise 1: not all notes were set"
    known = {id(line): (note.number, i) for note in set_.galley.notes for i, line in enumerate(note.lines)}
    columns: dict[Where, list[tuple[int, int]]] = defaultdict(list)
    for page, item in set_.placed("notes"):
        if not standing.is_inlaid(item):
            columns[page.number, item.column].append(known.get(id(item.line), (0, 0)))
    found = [one for lines in columns.values() for one in lines]
    # A line that holds nothing but a figure or table is seen in it.
    lines = [
        (note.number, i)
        for note in set_.galley.notes
        for i, line in enumerate(note.lines)
        if line.segments or not line.inlay
    ]
    if sorted(found) != lines:
        yield f"promise 1: notes stand as {_series(found)}, wanted {_series(lines)}"
    late = {note.number for note in set_.galley.notes if note.span in _excused(set_)}
    late |= {n for note in set_.galley.notes for line in note.lines for n in line.notes}  # where their callers go on
    for where, here in columns.items():
        begun = [number for number, i in here if not i and number not in late]
        if begun != sorted(begun):
            yield f"promise 1: in {where} notes begin as {begun}"
    for number in {number for number, _ in found}:
        parts = [i for n, i in found if n == number]
        if parts != sorted(parts):
            yield f"promise 1: note {number} reads {parts}"
    if not standing.parts and found != lines:
        yield f"promise 1: notes stand as {_series(found)}"


def _all_lines(set_: Composed) -> Iterator[Line]:
    galley = set_.galley
    yield from galley.front
    for line in (*galley.flow, *(line for note in galley.notes for line in note.lines)):
        yield line
        yield from (item.line for strip in line.inlay for item in strip.items if isinstance(item, InlaidLine))
    for one in galley.floats:
        for strip in (*one.head, *one.body, *one.foot):
            yield from (item.line for item in strip.items if isinstance(item, InlaidLine))


def notes_with_their_marks(standing: Standing) -> Iterator[str]:
    """A note begins in the column that holds its mark; one called above the columns, in the first column, and one
    called below them, in the last. Notes over all columns begin on the page of their mark.
    """
    set_ = standing.set
    known = {id(note.lines[0]): note.number for note in set_.galley.notes if note.lines}
    begins: dict[int, Where] = {}
    calls: dict[int, list[Where]] = {}
    first = _first_column(set_)
    for page, item in set_.placed("front", "column", "notes"):
        where = (page.number, item.column)
        if item.part == "notes" and id(item.line) in known:
            begins[known[id(item.line)]] = where
        for number in item.line.notes:
            calls.setdefault(number, [first if item.part == "front" else where])
    for part in standing.parts:
        for number in part.notes:
            if part.host is None:
                calls.setdefault(number, _columns_of(part, set_))
    excused = {note.number for note in set_.galley.notes if note.span in _excused(set_)}
    for number, places in calls.items():
        if number not in begins or number in excused:
            continue
        here = begins[number]
        if here not in places and not (standing.wide_notes and here[0] == places[0][0]):
            yield f"promise 1: note {number} is called in {places} and begins in {here}"


def _excused(set_: Composed) -> set[Span]:
    """Notes that do not begin where they are called, as was said."""
    return {d.span for d in set_.said if "no room for this note" in d.message}


def _columns_of(part: Part, set_: Composed) -> list[Where]:
    """Where the notes of a part belong."""
    page = set_.pages[part.page - 1]
    if part.column != WIDE:
        return [(part.page, part.column)]
    if part.at_head and not any(isinstance(i, PlacedLine) and i.part == "column" for i in page.items):
        return [(part.page, 0), (part.page, len(page.columns) - 1)]
    return [(part.page, 0 if part.at_head else len(page.columns) - 1)]


def _first_column(set_: Composed) -> Where:
    return next(((page.number, 0) for page in set_.pages if page.columns), (1, 0))


def _series(found: list[tuple[int, int]]) -> str:
    return " ".join(f"{n}.{i}" for n, i in found)


# ── 2: nothing overlaps, nothing leaves its frame ─────────────────────────


def nothing_overlaps(standing: Standing) -> Iterator[str]:
    """What stands below each other is parted by leading, or by the white that the sheet wants."""
    for page in standing.set.pages:
        for number, stack in enumerate(standing.stacks(page)):
            for above, below in itertools.pairwise(stack):
                least, found = _least(above, below, standing), below.top - above.bottom
                if above.kind == below.kind and above.line is not None and below.line is not None:
                    found = below.bottom - above.bottom
                if found < least - HUNDREDTH:
                    yield (
                        f"promise 2: page {page.number} column {number}: {found:.2f} pt (least {least:.2f}) between "
                        f"{above.kind} {above.says} and {below.kind} {below.says}"
                    )
        for part in standing.on(page):
            yield from _overlaps_within(part, standing)


def _least(above: Stand, below: Stand, standing: Standing) -> float:
    """The distance that two neighbours need: of their baselines, if both are lines of one kind."""
    sheet = standing.set.sheet
    rule = sheet.notes.rule
    kinds = (above.kind, below.kind)
    if kinds in (("front", "front"), ("text", "text"), ("notes", "notes")):
        assert below.line is not None
        return below.line.leading
    if above.kind == "front":
        return sheet.front.after
    if below.kind == "front" or (above.kind == "notes" and below.kind == "text"):
        return math.inf
    inlaid = [one.part for one in (above, below) if one.kind == "inlay" and one.part is not None]
    in_notes = [standing.in_notes(part) for part in inlaid]
    if below.kind == "notes" and not any(in_notes) and above.kind != "notes":
        return rule.above + rule.thickness + rule.below
    if above.kind in ("text", "float") and below.kind == "inlay" and any(in_notes):
        return rule.above + rule.thickness + rule.below
    if kinds == ("float", "float"):
        return min(sheet.floats.between, sheet.floats.white)
    if inlaid and "float" not in kinds:
        on_grid = all(part.host is not None and part.host.on_grid for part in inlaid)
        formula = any(part.host is not None and part.host.style == "formula" for part in inlaid)
        white = min(sheet.formulas.white, sheet.floats.white) if formula else sheet.floats.white
        return white if on_grid else white / 2
    # A heading's capitals may be higher than the body's, which stand clear of a float by the sheet's white.
    higher = below.line.height - standing.set.galley.cap if below.line is not None else 0.0
    return sheet.floats.white - max(0.0, higher)


def _overlaps_within(part: Part, standing: Standing) -> Iterator[str]:
    """Lines and pictures of one figure or table do not cover each other."""
    boxes: list[tuple[Box, str]] = []
    for item in standing.expected(part):
        if isinstance(item, PlacedPicture):
            boxes.append((item.box, "a picture"))
        elif isinstance(item, PlacedLine) and item.line.segments:
            begin, end = extent(item.line)
            height = BODY_OF_LETTERS * max(s.size for s in item.line.segments)
            trailing = item.line.segments[-1].gaps[-1] or 0.0
            boxes.append((Box(item.x + begin, item.y - height, end - begin - trailing, height), item.line.text))
    boxes.sort(key=lambda one: one[0].y)
    open_: list[tuple[Box, str]] = []
    for box, says in boxes:
        open_ = [one for one in open_ if one[0].bottom > box.y + 0.1]
        for other, said in open_:
            if box.x < other.right - 0.1 and other.x < box.right - 0.1:
                yield f"promise 2: page {part.page}: in {part.name} {says!r} stands on {said!r}"
        open_.append((box, says))


def nothing_leaves_its_frame(standing: Standing) -> Iterator[str]:
    """Lines keep within their column (but for what hangs in the margin) and within the depth of the type area."""
    set_ = standing.set
    margins, (_, height) = set_.sheet.page.margins, set_.sheet.page.trim
    lowest = height - margins.bottom
    for page in set_.pages:
        over_all = (_left(page, set_), page.width - margins.inner - margins.outer)
        for item in page.items:
            if not isinstance(item, PlacedLine):
                if item.box.x < 0 or item.box.right > page.width or item.box.y < 0 or item.box.bottom > page.height:
                    yield f"promise 2: page {page.number}: a rule or picture leaves the paper: {item.box}"
                continue
            if not item.line.segments or item.part == "float":
                continue
            bottom = lowest
            left, width = over_all
            if item.part in ("column", "notes") and not (item.part == "notes" and standing.wide_notes):
                column = page.columns[item.column]
                left, width, bottom = column.x, column.width, column.bottom
                head = column.top - (set_.galley.cap if standing.is_inlaid(item) else 0.0)
                if item.y < head - EPSILON:
                    yield f"promise 2: page {page.number}: {item.line.text!r} stands above its column"
            yield from _inside(item, page, left, width)
            if item.part in ("front", "column", "notes") and item.y > min(bottom, lowest) + EPSILON:
                yield f"promise 2: page {page.number}: {item.line.text!r} stands {item.y - bottom:.2f} pt too low"
        for part in standing.on(page):
            yield from _float_inside(part, page, over_all, standing)


def _left(page: Page, set_: Composed) -> float:
    margins = set_.sheet.page.margins
    return margins.outer if set_.sheet.page.two_sided and page.number % 2 == 0 else margins.inner


def _inside(item: PlacedLine, page: Page, left: float, width: float) -> Iterator[str]:
    begin, end = extent(item.line)
    most = HANGING * max(s.size for s in item.line.segments)
    if item.x + begin < left - most or item.x + end > left + width + most:
        yield (
            f"promise 2: page {page.number}: {item.line.text!r} reaches from {item.x + begin - left:.2f} to "
            f"{item.x + end - left:.2f} in a frame of {width:.2f}"
        )


def _float_inside(part: Part, page: Page, over_all: tuple[float, float], standing: Standing) -> Iterator[str]:
    """A figure or table keeps within its column, or the type area; what is in it, within its own box."""
    left, width = over_all
    if part.column != WIDE and not (standing.wide_notes and standing.in_notes(part)):
        left, width = page.columns[part.column].x, page.columns[part.column].width
    box, set_ = part.box, standing.set
    top = page.columns[0].top - set_.galley.cap
    bottom = page.height - set_.sheet.page.margins.bottom
    if box.y < top - EPSILON or box.bottom > bottom + EPSILON:
        yield (
            f"promise 2: page {page.number}: {part.name} reaches from {box.y:.2f} to {box.bottom:.2f} "
            f"in a frame from {top:.2f} to {bottom:.2f}"
        )
    for item in standing.expected(part):
        if isinstance(item, PlacedLine):
            if item.line.segments:
                yield from _inside(item, page, left, width)
            where = (item.y, item.y)
        else:
            where = (item.box.y, item.box.bottom)
            if item.box.x < left - EPSILON or item.box.right > left + width + 0.01:
                yield f"promise 2: page {page.number}: {part.name} holds {item.box} in {left:.2f} + {width:.2f}"
        if where[0] < box.y - 0.01 or where[1] > box.bottom + 0.01:
            yield f"promise 2: page {page.number}: {item} is not within {part.name}"


# ── 3: the grid ───────────────────────────────────────────────────────────


def lines_on_the_grid(standing: Standing) -> Iterator[str]:
    for page in standing.set.pages:
        for item in page.items:
            if isinstance(item, PlacedLine) and item.part == "column" and item.line.on_grid:
                off = (item.y - page.grid_top) / page.grid
                if abs(off - round(off)) * page.grid > EPSILON:
                    yield f"promise 3: page {page.number}: {item.line.text!r} stands off the grid"


# ── 4: level columns ──────────────────────────────────────────────────────


def unevenness(set_: Composed) -> float:
    """By how many lines the columns of the last page differ: the larger of how they end and how deep they are set.

    The notes of all columns share one foot, and so do the figures and tables at it; the white that is left above them
    counts like white below text. What stands over all columns is no part of any.
    """
    page = set_.pages[-1]
    if len(page.columns) < 2:
        return 0.0
    standing = Standing(set_)
    ends, depths = [], []
    for number, stack in enumerate(standing.stacks(page)):
        mine = [one for one in stack if one.column == number]
        wide = [one.bottom for one in stack if one.kind == "float" and one.part is not None and one.part.at_head]
        end = max((one.bottom for one in mine), default=max(wide, default=page.columns[number].top - page.grid))
        white = 0.0
        for above, below in itertools.pairwise(mine):
            at_foot = below.kind == "notes" or (below.kind == "float" and above.kind != "float")
            if at_foot and above.kind != below.kind and not _with_notes(above, standing):
                white += below.top - above.bottom - _least(above, below, standing)
        ends.append(end)
        depths.append(end - white)
    return max(max(ends) - min(ends), max(depths) - min(depths)) / page.grid


def _with_notes(one: Stand, standing: Standing) -> bool:
    return one.kind == "notes" or (one.part is not None and standing.in_notes(one.part))


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


def nothing_stranded(standing: Standing) -> Iterator[str]:
    """No widow, orphan, heading or hyphen at a column's foot, unless a warning names the place."""
    set_ = standing.set
    columns: dict[Where, list[Line | None]] = defaultdict(list)
    for page, item in set_.placed("column"):
        columns[page.number, item.column].append(None if standing.is_inlaid(item) else item.line)
    lines: dict[int, list[Line]] = defaultdict(list)
    for _, item in set_.placed("column"):
        if item.line.element is not None:
            lines[item.line.element].append(item.line)
    order = list(columns)
    for where, following in itertools.pairwise(order):
        last, first = columns[where][-1], columns[following][0]
        if last is None:
            continue
        for what in stranded(lines, last, first):
            if not any(d.span == last.span and "page make-up" in d.message for d in set_.said):
                after = "a float" if first is None else repr(first.text)
                yield f"promise 5: {what} from {where} to {following} without a word: {last.text!r} / {after}"


def stranded(lines: dict[int, list[Line]], last: Line, first: Line | None) -> list[str]:
    """What is wrong with ending a column between these two lines. `lines` are those of each leaf."""
    out = []
    if last.element is not None and first is not None and last.element == first.element:
        mine = lines[last.element]
        if mine[0] is last:
            out.append("orphan")
        if mine[-1] is first:
            out.append("widow")
    if last.hyphenated:
        out.append("hyphen")
    if last.style.startswith("heading") or last.style == "end-heading":
        out.append("heading")
    return out


# ── the text, whole and in order ──────────────────────────────────────────


def text_complete(written: Written, standing: Standing) -> Iterator[str]:
    """Every character of the letter stands on paper once, in the order in which it is read."""
    set_ = standing.set
    yield from _same("text", written.flow, _said_by(standing, "column"))
    notes = _by_leaf(line for _, line in _lines_of(standing, "notes"))
    yield from _same("notes", written.notes, [notes[leaf] for leaf in sorted(notes)])
    title = "".join(i.line.text for _, i in set_.placed("front") if i.line.style == "title")
    yield from _same("title", [written.title], [title])
    leaves = _by_leaf(item.line for _, item in set_.placed("column", "notes", "float"))
    yield from _same("leaves", written.reading, [leaves[leaf].rstrip() for leaf in sorted(leaves)])


def _lines_of(standing: Standing, part: str) -> Iterator[tuple[Page, Line]]:
    """Its own lines, not those of a figure or table that stands among them."""
    for page, item in standing.set.placed(part):
        if not standing.is_inlaid(item):
            yield page, item.line


def _by_leaf(lines: Iterator[Line]) -> dict[int, str]:
    """What each leaf of the tree says on paper; artifacts say nothing."""
    out: dict[int, str] = defaultdict(str)
    for line in lines:
        if line.element is not None:
            out[line.element] += line.text.replace("\u00ad", "")
    return out


def _said_by(standing: Standing, part: str) -> list[str]:
    """What each leaf says, in the order of their beginnings; a part that comes twice shows."""
    out: list[str] = []
    before: object = object()
    for _, line in _lines_of(standing, part):
        text = line.text.replace("\u00ad", "")
        if line.element == before and line.element is not None:
            out[-1] += text
        else:
            out.append(text)
        before = line.element
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


# ── figures and tables ────────────────────────────────────────────────────


def floats_complete(written: Written, standing: Standing) -> Iterator[str]:
    """Every figure and table stands once, in the order of first mention; divided, with every row once."""
    set_ = standing.set
    roles = [element.role for element in set_.galley.elements]
    if roles.count("Figure") + roles.count("Table") != len(written.floats):
        yield f"{len(written.floats)} floats were written, {roles.count('Figure')} + {roles.count('Table')} were set"
    pictures = [i.element for page in set_.pages for i in page.items if isinstance(i, PlacedPicture)]
    if sorted(pictures) != [e.id for e in set_.galley.elements if e.role == "Figure"]:
        yield f"pictures stand as {pictures}"
    in_place = [one for one in standing.parts if one.host is not None]
    inlays = {id(host): host for host, _ in standing.inlays.values()}
    if sorted(id(one.host) for one in in_place) != sorted(inlays):
        yield f"{len(in_place)} floats stand in place, {len(inlays)} were set so"
    found = [(one.ordinal, row) for one in standing.parts if not one.host for row in range(one.begin, one.end)]
    wanted = [(one.ordinal, row) for one in set_.galley.floats for row in range(len(one.body))]
    if found != wanted:
        yield f"floats stand as {found}, wanted {wanted}"


def floats_as_drawn(standing: Standing) -> Iterator[str]:
    """Each line, rule and picture of a figure or table stands where its strips have it."""
    for page in standing.set.pages:
        there: dict[tuple[object, ...], int] = defaultdict(int)
        for item in page.items:
            for key in _keys(item):
                there[key] += 1
        for part in standing.on(page):
            for item in standing.expected(part):
                if not any(there.get(key) for key in _keys(item)):
                    yield f"page {page.number}: {part.name} lacks {item}"


def _keys(item: object) -> list[tuple[object, ...]]:
    """What an item is and where it stands, to about a tenth of a point."""
    match item:
        case PlacedLine(x, y, line):
            what: tuple[object, ...] = ("line", id(line))
        case PlacedRule(box, _) | PlacedPicture(box, _, _):
            what, x, y = (type(item).__name__, round(box.width, 2), round(box.height, 2)), box.x, box.y
        case _:
            return []
    return [(*what, round(x * 8) + i, round(y * 8) + j) for i in (0, 1) for j in (0, 1)]


def floats_behind_their_mentions(standing: Standing) -> Iterator[str]:
    """None stands on a page before its first mention, or (if no line mentions it) before what it was written behind."""
    set_ = standing.set
    mentioned: dict[int, int] = {}
    leaves: dict[int | None, int] = {}
    for page, line in _lines_of(standing, "column"):
        leaves.setdefault(line.element, page.number)
        for ordinal in line.mentions:
            mentioned.setdefault(ordinal, page.number)
    begins = {part.ordinal: part.page for part in reversed(standing.parts)}
    for one in set_.galley.floats:
        page_of_mention = mentioned.get(one.ordinal, leaves.get(one.after, 0) if one.after else 0)
        if begins.get(one.ordinal, page_of_mention) < page_of_mention:
            yield f"{one.label} stands on page {begins[one.ordinal]}, mentioned on page {page_of_mention}"
