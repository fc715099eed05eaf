"""How well a letter is set, measured on any PDF from the places of its glyphs: nobody's word is needed.

    python benchmarks/from_glyphs.py a.pdf b.pdf …              a table
    python benchmarks/from_glyphs.py a.pdf --json out.json      and all figures
    python benchmarks/from_glyphs.py a.pdf --show               and what was found, line by line

How columns, lines and notes are found is told in `anatomy.py`. What is counted:

full line     a body line that ends at the column's right edge (0.6 pt either way; what hangs may stand out by 0.45 em),
              begins no more than 1.6 em from the left one, and has two words or more: justified, and not a last line
natural       the median word space of lines that end more than 2 em short: last lines, which no program stretches. With
              fewer than four such spaces: the face's own space; with none drawn, a quarter em
loose         share of full lines whose mean word space is over 1.5 natural ones; `loose, face`: over 1.5 of the face's
              own spaces, which is the same yardstick for every program
tight         the same, under 0.75 natural ones
95 %          95th percentile of the mean word spaces of full lines: × natural, and in em
hyphens       lines that end in a hyphen per 100 body lines; the longest run of them
rivers        chains of word spaces, one from each of three or more body lines directly below each other, in which
              neighbours overlap by half of the narrower; no space is in two of them. Per 100 body lines
overfull      body lines that stand out beyond the right edge (0.6 pt; 0.45 em for what hangs)
widow         the first line of a column that ends a paragraph begun in the column before
orphan        the last line of a column that begins a paragraph which goes on
stranded      a heading that is the last line of a column's text
facing        body lines that miss the lines of the column beside them by more than 0.5 pt, in per cent; and the
              largest miss in points
last columns  by how much the columns of the last page end apart, in leadings; everything in them counts
notes         those found at the foot of a column or page, or below a table; of these, called in the same column; those
              across the page; marks without a note
letters       95th percentile, over full lines, of how far the mean distance of letters is from the document's median,
              in thousandths of an em (kerning alone makes 1 to 3); and of how far glyphs are widened or narrowed, in
              per cent: the two ways of sparing the word spaces
in face       share of glyphs in a face of the wanted families
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby, pairwise
from pathlib import Path

from anatomy import HANGING, SAME_SIZE, WORD_SPACE, Anatomy, Gap, Row, Stack, anatomy
from glyphs import Paper, read

LOOSE = 1.5
TIGHT = 0.75
RIVER = 3
"""Lines that a river has at the least."""
TABLE_NOTE = re.compile("([a-z]) ")
CELL_MARK = re.compile(r"[0-9)%]([a-z])(?![0-9A-Za-z])")
HYPHENS = "-\u2010\u00ad"
EDGE = 0.6
HANG = 0.45
FAMILIES = ("SourceSerif4", "SourceSans3")


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted on one PDF; the terms are explained at the head of this file. None: cannot be said."""

    pages: int
    columns: int
    size: float
    leading: float
    lines: int
    """Body lines."""
    full: int
    natural: float
    """In em."""
    face_space: float | None
    """The body face's own space, in em, if the file draws one."""
    mean: float | None
    """Mean word space of full lines, × natural."""
    spread: float | None
    """Standard deviation of that."""
    space_95: float | None
    space_95_em: float | None
    widest: float | None
    loose: float | None
    loose_face: float | None
    tight: float | None
    hyphens: float | None
    run: int
    rivers: float | None
    long_rivers: int
    longest_river: int
    overfull: int
    widows: int
    orphans: int
    stranded: int
    facing: float | None
    facing_worst: float | None
    last_columns: float | None
    other_columns: float | None
    """The same on the other pages, on the average."""
    letterspace: float | None
    widening: float | None
    notes: int
    notes_at_home: int
    notes_across: int
    marks_lost: int
    in_face: float
    missing: int


def measure(path: Path, pages: int = 0, families: Sequence[str] = FAMILIES, columns: int = 0) -> Figures:
    """Read a PDF (its first `pages` only, if not 0) and count. `columns` helps where one is empty."""
    paper = read(path, pages)
    return figures(paper, anatomy(paper, columns), families)


def figures(paper: Paper, found: Anatomy, families: Sequence[str] = FAMILIES) -> Figures:
    column_lines = [_Lines(stack, found) for stack in found.stacks]
    body = [(row, lines) for lines in column_lines for row in lines.body]
    full = [row for row, lines in body if lines.is_full(row)]
    face_space = paper.spaces.get(found.face)
    natural = _natural(body, found, face_space)
    spaces = [_space(row) for row in full]
    relative = [space / natural for space in spaces]
    hyphens = [row.end in HYPHENS for row, _ in body]
    chains = [chain for lines in column_lines for block in lines.blocks() for chain in rivers([r.gaps for r in block])]
    broken = list(_breaks(column_lines))
    misses = [miss for spread in found.spreads for miss in _misses([_Lines(s, found) for s in spread.stacks])]
    apart = [_apart(spread.stacks) / found.leading for spread in found.spreads if any(s.rows for s in spread.stacks)]
    notes = _notes(found)
    return Figures(
        pages=len(paper.leaves),
        columns=found.columns,
        size=round(found.size, 2),
        leading=round(found.leading, 2),
        lines=len(body),
        full=len(full),
        natural=round(natural, 4),
        face_space=None if face_space is None else round(face_space, 4),
        mean=_rounded(statistics.fmean, relative, 3),
        spread=_rounded(statistics.pstdev, relative, 3),
        space_95=_rounded(_percentile, relative, 3),
        space_95_em=_rounded(_percentile, spaces, 3),
        widest=_rounded(max, relative, 2),
        loose=_share(space > LOOSE for space in relative),
        loose_face=_share(space > LOOSE * face_space for space in spaces) if face_space else None,
        tight=_share(space < TIGHT for space in relative),
        hyphens=_share(iter(hyphens)),
        run=max((sum(1 for _ in run) for yes, run in groupby(hyphens) if yes), default=0),
        rivers=round(100 * len(chains) / len(body), 2) if body else None,
        long_rivers=sum(len(chain) > RIVER for chain in chains),
        longest_river=max(map(len, chains), default=0),
        overfull=sum(lines.beyond(row) > lines.room(row) for row, lines in body),
        widows=broken.count("widow"),
        orphans=broken.count("orphan"),
        stranded=broken.count("stranded"),
        facing=_share(miss > 0.5 for miss in misses),
        facing_worst=_rounded(max, misses, 2),
        last_columns=round(apart[-1], 2) if apart and found.columns > 1 else None,
        other_columns=_rounded(statistics.fmean, apart[:-1], 2) if found.columns > 1 else None,
        letterspace=_rounded(_percentile, _from_median([_letters(row) for row in full]), 1),
        widening=_rounded(_percentile, [100 * abs(scale - 1) for scale in _scales(full)], 2),
        notes=notes.count("home") + notes.count("stray") + notes.count("across"),
        notes_at_home=notes.count("home"),
        notes_across=notes.count("across"),
        marks_lost=notes.count("lost"),
        in_face=_in_face(paper, families),
        missing=paper.missing,
    )


def _rounded(of: Callable[[list[float]], float], values: list[float], places: int) -> float | None:
    return round(of(values), places) if values else None


def _share(found: Iterator[bool] | Iterator[int]) -> float | None:
    """In per cent."""
    all_ = list(found)
    return round(100 * sum(all_) / len(all_), 2) if all_ else None


def _percentile(values: Sequence[float]) -> float:
    """The 95th, as `statistics` counts it."""
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def _space(row: Row) -> float:
    """Mean word space, in em."""
    return statistics.fmean(b - a for a, b in row.gaps) / row.size


def _natural(body: Sequence[tuple[Row, _Lines]], found: Anatomy, face_space: float | None) -> float:
    gaps = [(b - a) / found.size for row, lines in body if lines.beyond(row) < -2 * found.size for a, b in row.gaps]
    return statistics.median(gaps) if len(gaps) >= 4 else face_space or 0.25


def _letters(row: Row) -> float:
    """Mean distance of neighbouring letters within words, in thousandths of an em."""
    distances = [
        (b.x0 - a.x1) / row.size
        for a, b in pairwise(row.glyphs)
        if b.x0 - a.x1 < WORD_SPACE * row.size and a.size == b.size == row.glyphs[0].size
    ]
    return 1000 * statistics.fmean(distances) if distances else 0.0


def _from_median(values: list[float]) -> list[float]:
    middle = statistics.median(values) if values else 0.0
    return [abs(value - middle) for value in values]


def _scales(full: Sequence[Row]) -> list[float]:
    """How wide the glyphs of each line are, against the same glyphs on all lines."""
    widths: dict[tuple[int, str, float], list[float]] = {}
    for row in full:
        for glyph in row.glyphs:
            widths.setdefault((glyph.face, glyph.text, round(glyph.size, 1)), []).append(glyph.x1 - glyph.x0)
    usual = {key: statistics.median(found) for key, found in widths.items()}
    return [
        statistics.median((g.x1 - g.x0) / usual[g.face, g.text, round(g.size, 1)] for g in row.glyphs) for row in full
    ]


# ── one column ────────────────────────────────────────────────────────────


class _Lines:
    """The lines of one column, and how they lie between its edges."""

    def __init__(self, stack: Stack, found: Anatomy) -> None:
        self.stack = stack
        self.found = found
        self.body = [row for row in stack.rows if found.is_body(row)]
        self.text = [row for row in stack.rows if found.is_body(row) or found.is_heading(row)]

    def beyond(self, row: Row) -> float:
        """By how much it stands out at the right; negative if it ends short."""
        return row.x1 - self.stack.right

    def room(self, row: Row) -> float:
        return HANG * row.size if row.end in HANGING else EDGE

    def offset(self, row: Row) -> float:
        return row.x0 - self.stack.left

    def is_full(self, row: Row) -> bool:
        fills = -EDGE <= self.beyond(row) <= self.room(row)
        return fills and self.offset(row) < 1.6 * row.size and bool(row.gaps)

    def ends_short(self, row: Row) -> bool:
        return self.beyond(row) < -EDGE

    def follows(self, above: Row, row: Row) -> bool:
        """It stands directly below."""
        return row.y - above.y < 1.25 * self.found.leading

    def blocks(self) -> Iterator[list[Row]]:
        """Body lines directly below each other, as far as nothing comes between."""
        block: list[Row] = []
        for row in self.stack.rows:
            if block and (not self.found.is_body(row) or not self.follows(block[-1], row)):
                yield block
                block = []
            if self.found.is_body(row):
                block.append(row)
        if block:
            yield block

    @property
    def head(self) -> Row | None:
        """The line with which the column's text begins; None if small print that is no float stands above it."""
        return self._edge(self.text[:1], above=True)

    @property
    def foot(self) -> Row | None:
        return self._edge(self.text[-1:], above=False)

    def _edge(self, at: list[Row], above: bool) -> Row | None:
        if not at:
            return None
        row = at[0]
        others = [one for one in self.stack.rows if (one.y < row.y if above else one.y > row.y)]
        things = [bar.y for bar in self.stack.bars] + [area.top for area in self.stack.areas]
        if not others:
            return row
        low, high = (others[0].y - 2 * self.found.leading, row.y) if above else (row.y, others[-1].y)
        return row if any(low < y < high for y in things) else None

    def next_to(self, row: Row, step: int) -> Row | None:
        index = self.stack.rows.index(row) + step
        return self.stack.rows[index] if 0 <= index < len(self.stack.rows) else None


# ── breaks between columns ────────────────────────────────────────────────


def _breaks(columns: Sequence[_Lines]) -> Iterator[str]:
    """What is wrong where one column ends and the next begins."""
    filled = [lines for lines in columns if lines.stack.rows]
    for lines, further in pairwise(filled):
        foot, head = lines.foot, further.head
        if foot is None:
            continue
        if lines.found.is_heading(foot):
            yield "stranded"
            continue
        if head is None or lines.found.is_heading(head) or lines.ends_short(foot):
            continue
        if further.offset(head) - lines.offset(foot) > 0.5 * head.size:
            continue  # a paragraph begins with the column
        if _ends_paragraph(head, further):
            yield "widow"
        if _begins_paragraph(foot, lines):
            yield "orphan"


def _ends_paragraph(head: Row, lines: _Lines) -> bool:
    """It ends short, or what stands below it is set off or indented."""
    below = lines.next_to(head, 1)
    if below is None or lines.ends_short(head):
        return lines.ends_short(head)
    return (
        not lines.found.is_body(below)
        or not lines.follows(head, below)
        or lines.offset(below) - lines.offset(head) > 0.5 * head.size
    )


def _begins_paragraph(foot: Row, lines: _Lines) -> bool:
    """It is indented, or what stands above it ends a paragraph or is a heading."""
    above = lines.next_to(foot, -1)
    if above is None:
        return lines.offset(foot) > 0.5 * foot.size
    if not lines.found.is_body(above) or not lines.follows(above, foot):
        return True
    return lines.ends_short(above) or lines.offset(foot) - lines.offset(above) > 0.5 * foot.size


# ── the page ──────────────────────────────────────────────────────────────


def _misses(columns: Sequence[_Lines]) -> Iterator[float]:
    """By how much body lines miss those of the fullest column beside them, as far down as both have some."""
    with_text = [lines for lines in columns if lines.body]
    if len(with_text) < 2:
        return
    main = max(with_text, key=lambda lines: len(lines.body))
    leading = main.found.leading
    for lines in with_text:
        if lines is main:
            continue
        low = max(lines.body[0].y, main.body[0].y) - 0.5
        high = min(lines.body[-1].y, main.body[-1].y) + 0.5
        for row in lines.body:
            if low <= row.y <= high:
                # a blank line opposite is no fault: the distance counts modulo the leading
                miss = min(abs(row.y - other.y) for other in main.body) % leading
                yield min(miss, leading - miss)


def _apart(stacks: Sequence[Stack]) -> float:
    feet = [stack.foot for stack in stacks]
    return max(feet) - min(feet)


def _in_face(paper: Paper, families: Sequence[str]) -> float:
    wanted = {
        index
        for index, face in enumerate(paper.faces)
        if any(family in face.name.replace("-", "").replace(" ", "") for family in families)
    }
    glyphs = [glyph for leaf in paper.leaves for glyph in leaf.glyphs]
    return round(100 * sum(glyph.face in wanted for glyph in glyphs) / len(glyphs), 2) if glyphs else 0.0


# ── notes ─────────────────────────────────────────────────────────────────


def _notes(found: Anatomy) -> list[str]:
    """For each note whether it stands in the column of its mark ("home"), across the page, or elsewhere ("stray").

    And "lost" for each mark that no note begins with. Marks are signs; figures are marks only if a note begins with
    them, since citations are figures too. A sign that a line of small print outside the notes begins with (a remark on
    the authors) belongs to that line. A note below a table stands where its mark does.
    """
    verdicts: list[str] = []
    told: set[str] = set()
    called: list[str] = []
    for spread in found.spreads:
        over = [row for row in spread.across if row.calls]
        for row in (*spread.across, *(row for stack in spread.stacks for row in stack.rows)):
            if row.opening:  # several remarks may stand in one paragraph
                told.update((row.opening, *row.labels, *row.calls))
        told |= {mark for row in spread.across for mark in row.labels}
        called += [mark for row in over for mark in row.calls if not mark.isalnum()]
        for rows in (*(stack.rows for stack in spread.stacks), spread.across):
            below = list(_below_tables(rows, found))
            verdicts += ["home"] * len(below)
            told |= set(below)
        for stack in spread.stacks:
            own = {mark for row in (*stack.rows, *stack.notes, *over) for mark in row.calls}
            for note in _openings(stack.notes):
                told.add(note)
                verdicts.append("home" if note in own else "stray")
            called += [mark for row in stack.rows for mark in row.calls if not mark.isalnum()]
        for note in _openings(spread.notes_across):
            told.add(note)
            verdicts.append("across")
    return verdicts + ["lost" for mark in called if mark not in told]


def _below_tables(rows: Sequence[Row], found: Anatomy) -> Iterator[str]:
    """Small print that begins with a letter which is the mark of a figure in the rows above."""
    marked: set[str] = set()
    for row in rows:
        if row.size < found.size - SAME_SIZE:
            mark = TABLE_NOTE.match(row.text)
            if mark and mark[1] in marked:
                yield mark[1]
            marked.update(CELL_MARK.findall(row.text))
        else:
            marked.clear()


def _openings(notes: Sequence[Row]) -> list[str]:
    return [row.opening for row in notes if row.opening]


# ── rivers ────────────────────────────────────────────────────────────────


def rivers(lines: Sequence[Sequence[Gap]]) -> list[list[Gap]]:
    """Chains of gaps, one from each of `RIVER` lines in a row or more; the longest first, and no gap in two of them."""
    length: dict[tuple[int, int], int] = {}
    above: dict[tuple[int, int], tuple[int, int]] = {}
    for number, gaps in enumerate(lines):
        for index, gap in enumerate(gaps):
            upper = [
                (length[number - 1, i], -i)
                for i, one in enumerate(lines[number - 1] if number else ())
                if _aligned(one, gap)
            ]
            length[number, index] = 1
            if upper:
                longest, i = max(upper)
                length[number, index] = longest + 1
                above[number, index] = (number - 1, -i)
    taken: set[tuple[int, int]] = set()
    found: list[list[Gap]] = []
    for foot in sorted(length, key=lambda place: (-length[place], place)):
        chain = []
        place: tuple[int, int] | None = foot
        while place is not None and place not in taken:
            chain.append(place)
            place = above.get(place)
        if len(chain) >= RIVER:
            taken.update(chain)
            found.append([lines[line][gap] for line, gap in reversed(chain)])
    return found


def _aligned(upper: Gap, lower: Gap) -> bool:
    overlap = min(upper[1], lower[1]) - max(upper[0], lower[0])
    return overlap >= 0.5 * min(upper[1] - upper[0], lower[1] - lower[0])


# ── the table ─────────────────────────────────────────────────────────────

Shown = tuple[str, Callable[[Figures], str]]


def _or_dash(value: float | None, form: str = "{:.1f}") -> str:
    return "–" if value is None else form.format(value)


TABLE: tuple[Shown, ...] = (
    ("pages", lambda f: str(f.pages)),
    ("body lines", lambda f: str(f.lines)),
    ("natural, em", lambda f: f"{f.natural:.3f}"),
    ("loose %", lambda f: _or_dash(f.loose)),
    ("loose, face %", lambda f: _or_dash(f.loose_face)),
    ("95 % × nat", lambda f: _or_dash(f.space_95, "{:.2f}")),
    ("95 % em", lambda f: _or_dash(f.space_95_em, "{:.2f}")),
    ("tight %", lambda f: _or_dash(f.tight)),
    ("hyphens", lambda f: f"{_or_dash(f.hyphens)} ({f.run})"),
    ("rivers", lambda f: f"{_or_dash(f.rivers)} ({f.long_rivers}; {f.longest_river})"),
    ("over", lambda f: str(f.overfull)),
    ("wid/orph/str", lambda f: f"{f.widows}/{f.orphans}/{f.stranded}"),
    ("facing off %", lambda f: f"{_or_dash(f.facing)} ({_or_dash(f.facing_worst)})"),
    ("last cols", lambda f: _or_dash(f.last_columns)),
    ("letters", lambda f: f"{_or_dash(f.letterspace)}; {_or_dash(f.widening)} %"),
    ("notes", lambda f: f"{f.notes}: {f.notes_at_home}+{f.notes_across} -{f.marks_lost}"),
    ("in face %", lambda f: f"{f.in_face:.1f}" + (f" !{f.missing}" if f.missing else "")),
)
LEGEND = """\
hyphens: per 100 lines (longest run); rivers: per 100 lines (those of four lines or more; the longest); facing: per cent
off (worst, pt); last cols: in leadings; notes: found: in the column of their mark + across the page - marks without"""


def table(rows: Sequence[tuple[str, Figures]]) -> str:
    cells = [["", *(head for head, _ in TABLE)], *([name, *(cell(f) for _, cell in TABLE)] for name, f in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(c.rjust(w) if i else c.ljust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True)))
        for row in cells
    )


def show(found: Anatomy) -> Iterator[str]:
    """What was found, line by line: to be held beside the page when a figure is doubted."""
    yield f"body {found.size} pt, leading {found.leading}, {found.columns} columns"
    for spread in found.spreads:
        number = spread.stacks[0].page + 1
        yield from (f"{number} across     y={row.y:7.2f} {row.size:5.2f}  {row.text}" for row in spread.across)
        for stack in spread.stacks:
            lines = _Lines(stack, found)
            for row in stack.rows:
                kind = (
                    "head"
                    if found.is_heading(row)
                    else "full"
                    if lines.is_full(row)
                    else "body"
                    if row in lines.body
                    else ""
                )
                space = f"{_space(row):.3f}" if row.gaps else "     "
                yield f"{number} {stack.column + 1} {kind:4} {space} y={row.y:7.2f} {row.size:5.2f}  {row.text}"
            yield from (
                f"{number} {stack.column + 1} note       y={row.y:7.2f} {row.size:5.2f}  {row.text}"
                for row in stack.notes
            )
        yield from (f"{number} note across y={row.y:7.2f} {row.size:5.2f}  {row.text}" for row in spread.notes_across)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pdfs", nargs="+", type=Path)
    parser.add_argument("--pages", type=int, default=0, help="only so many pages of each")
    parser.add_argument("--json", type=Path, help="where to write all figures")
    parser.add_argument("--show", action="store_true", help="print every line that was found")
    wanted = parser.parse_args()
    rows: list[tuple[str, Figures]] = []
    for path in wanted.pdfs:
        paper = read(path, wanted.pages)
        found = anatomy(paper)
        rows.append((path.name, figures(paper, found)))
        if wanted.show:
            print(path.name, *show(found), sep="\n")
    print(table(rows))
    print(LEGEND)
    if wanted.json:
        wanted.json.write_text(json.dumps({name: asdict(found) for name, found in rows}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
