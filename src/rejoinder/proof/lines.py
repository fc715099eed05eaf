"""What is to be said of single lines and their neighbours: loose, tight, overfull, and what stands beside what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from rejoinder.pages.model import Page
from rejoinder.proof.model import Finding
from rejoinder.proof.spacing import LOOSE, TIGHT, WIDE, fitness, is_justified
from rejoinder.proof.stands import Stand, Standing, around, counted, found, neighbours, same_paragraph

LADDER = 2
"""So many divided words in a row are allowed."""

RUNT_EMS = 3.0
"""A single word narrower than this is no last line for a paragraph."""

OPTICAL, HANGING = 0.12, 0.55
"""How far a letter, and a mark of punctuation, may hang into the margin, in ems."""

SLACK = 0.3
"""Points beyond it that nobody sees."""


def line_findings(standing: Standing) -> Iterator[Finding]:
    for stand in standing.text:
        yield from _single(stand)
        over = overfull_by(stand, standing.page(stand.page), wide=standing.is_wide(stand))
        if over:
            yield found("overfull", stand, f"{over:.1f} pt longer than its measure", over)
    for sequence in sequences(standing.text):
        yield from _contrasts(sequence)
        yield from _ladders(sequence)
        for stand in runts(sequence):
            yield found("runt", stand, f'the paragraph ends in "{stand.text}" alone')


def sequences(stands: Sequence[Stand]) -> list[list[Stand]]:
    """Text, notes and floats, each in the order in which it is read."""
    return [[one for one in stands if one.item.part == part] for part in ("column", "notes", "float")]


def _single(stand: Stand) -> Iterator[Finding]:
    line, times = stand.item.line, stand.times
    if not is_justified(line):
        return
    spaces = f", spaces {times:.2f} × natural" if times else ""
    if line.ratio > LOOSE:
        yield found("loose", stand, f"r = {line.ratio:+.2f}{spaces}", line.ratio)
    elif times > WIDE:
        yield found("wide", stand, f"spaces {times:.2f} × natural", times)
    elif line.ratio < TIGHT:
        yield found("tight", stand, f"r = {line.ratio:+.2f}{spaces}", line.ratio)


def overfull_by(stand: Stand, page: Page, *, wide: bool = False) -> float:
    """By how many points a line reaches beyond its column (or beyond all of them), with what may hang there allowed."""
    if not stand.item.line.segments or not page.columns:
        return 0.0
    column = page.columns[-1 if wide else min(max(stand.column, 1), len(page.columns)) - 1]
    hang = stand.size * (OPTICAL if stand.text[-1:].isalnum() else HANGING)
    over = stand.item.x + stand.ink.right - (column.x + column.width) - hang
    return over if over > SLACK else 0.0


def contrasts(stands: Sequence[Stand]) -> list[tuple[Stand, Stand]]:
    """Neighbours of which one is tight and the other loose: their fitness classes differ by more than one."""
    return [
        (above, below)
        for above, below in neighbours(stands)
        if is_justified(above.item.line)
        and is_justified(below.item.line)
        and abs(fitness(above.item.line.ratio) - fitness(below.item.line.ratio)) > 1
    ]


def _contrasts(stands: Sequence[Stand]) -> Iterator[Finding]:
    for above, below in contrasts(stands):
        one, other = above.item.line.ratio, below.item.line.ratio
        box = around((above.box, below.box)) if above.where == below.where else below.box
        yield found("contrast", below, f"r = {other:+.2f} below a line of {one:+.2f}", abs(one - other), box)


def runs_of_hyphens(stands: Sequence[Stand]) -> list[list[Stand]]:
    """Lines in a row that end in a divided word."""
    runs = groupby(stands, key=lambda stand: stand.item.line.hyphenated)
    return [list(run) for divided, run in runs if divided]


def _ladders(stands: Sequence[Stand]) -> Iterator[Finding]:
    for run in runs_of_hyphens(stands):
        if len(run) > LADDER:
            box = around(one.box for one in run if one.where == run[0].where)
            yield found("ladder", run[0], f"{counted(len(run), 'divided word')} in a row", len(run), box)


def runts(stands: Sequence[Stand]) -> list[Stand]:
    """Last lines of paragraphs of two lines and more that hold one short word."""
    return [
        below
        for (above, below), after in zip(pairwise(stands), [*stands[2:], None], strict=False)
        if same_paragraph(above, below)
        and (after is None or not same_paragraph(below, after))
        and not below.ink.spaces
        and 0 < below.ink.right - below.ink.left < RUNT_EMS * below.size
    ]
