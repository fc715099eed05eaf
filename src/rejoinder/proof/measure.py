"""Measuring the set page: galley and pages in, a `Report` out.

Knows places, lines and word spaces. Knows nothing of how a line was chosen or a page made up, nor of the style sheet:
what it says is so, whoever set the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rejoinder.galley.model import Galley
from rejoinder.pages.model import MadeUp, PlacedLine
from rejoinder.proof.channels import Channel, channels, river_findings
from rejoinder.proof.collisions import collision_findings
from rejoinder.proof.ends import apart, column_ends, column_findings, grid_error
from rejoinder.proof.floats import float_findings, float_places
from rejoinder.proof.lines import contrasts, line_findings, runs_of_hyphens, runts, sequences
from rejoinder.proof.model import KINDS, ColumnEnd, Finding, Lines, PageMeasures, Report
from rejoinder.proof.notes import note_findings, note_places
from rejoinder.proof.spacing import LOOSE, TIGHT, is_justified, spaces_of
from rejoinder.proof.stands import Stand, Standing


def measure(made_up: MadeUp, galley: Galley, letter: str = "", title: str = "") -> Report:
    """Measure a letter's pages. `letter` and `title` only name the report."""
    standing = Standing(made_up, galley)
    text = lines_of(standing.text)
    ends = column_ends(standing)
    rivers = tuple(channels(standing))
    pages = _pages(standing, ends, rivers)
    notes, floats = note_places(standing), float_places(standing)
    findings = _in_order(
        [
            *collision_findings(standing),
            *line_findings(standing),
            *column_findings(standing, ends),
            *river_findings(rivers),
            *note_findings(standing, notes),
            *float_findings(standing, floats),
        ]
    )
    return Report(
        letter=letter,
        title=title,
        pages=pages,
        parts=_parts(one.item for one in standing.lines),
        text=text,
        natural=standing.natural,
        styles=_styles(standing.text),
        grid_error=max((one.grid_error for one in pages), default=0.0),
        apart=apart(standing, ends),
        rivers=tuple(sorted((len(one.stands) for one in rivers), reverse=True)),
        notes=notes,
        floats=floats,
        costs=made_up.costs,
        findings=findings,
        counts=_counts(findings, text),
    )


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The gravest kind first; within a kind as the letter is read."""
    rank = {kind: i for i, kind in enumerate(KINDS)}
    return tuple(sorted(findings, key=lambda one: (rank[one.kind], one.page, one.column, one.box.y, one.box.x)))


def _counts(findings: Sequence[Finding], text: Lines) -> tuple[tuple[str, int], ...]:
    counted = Counter(one.kind for one in findings)
    # A line that is both loose and wide is listed once, and counted for both.
    counted["wide"] = text.spaces.wide
    counted["hyphen"] = text.hyphens
    return tuple((kind, counted[kind]) for kind in (*KINDS, "hyphen"))


# ── lines ─────────────────────────────────────────────────────────────────


def lines_of(stands: Sequence[Stand]) -> Lines:
    """How these lines are set. They are given in the order in which they are read."""
    stands = [one for one in stands if one.item.line.segments]
    justified = [one for one in stands if is_justified(one.item.line)]
    parted = sequences(stands)
    return Lines(
        total=len(stands),
        justified=len(justified),
        spaces=spaces_of([one.times for one in justified if one.ink.spaces]),
        tight=sum(one.item.line.ratio < TIGHT for one in justified),
        loose=sum(one.item.line.ratio > LOOSE for one in justified),
        contrast=sum(len(contrasts(one)) for one in parted),
        hyphens=sum(one.item.line.hyphenated for one in stands),
        ladder=max((len(run) for one in parted for run in runs_of_hyphens(one)), default=0),
        runts=sum(len(runts(one)) for one in parted),
    )


def _styles(stands: Sequence[Stand]) -> tuple[tuple[str, Lines], ...]:
    by_style: dict[str, list[Stand]] = {}
    for stand in stands:
        by_style.setdefault(stand.item.line.style, []).append(stand)
    return tuple((style, lines_of(mine)) for style, mine in by_style.items())


def _parts(items: Iterable[PlacedLine]) -> tuple[tuple[str, int], ...]:
    counted = Counter(item.part for item in items if item.line.segments)
    return tuple((part, counted[part]) for part in ("front", "column", "notes", "float", "head", "foot"))


# ── pages ─────────────────────────────────────────────────────────────────


def _pages(standing: Standing, ends: Sequence[ColumnEnd], rivers: Sequence[Channel]) -> tuple[PageMeasures, ...]:
    lines: dict[int, list[Stand]] = {page.number: [] for page in standing.pages}
    text: dict[int, list[Stand]] = {page.number: [] for page in standing.pages}
    for stand in standing.lines:
        lines[stand.page].append(stand)
    for stand in standing.text:
        text[stand.page].append(stand)
    return tuple(
        PageMeasures(
            number=page.number,
            folio=page.folio,
            kind=page.kind,
            parts=_parts(one.item for one in lines[page.number]),
            text=lines_of(text[page.number]),
            grid_error=grid_error(text[page.number], page),
            ends=tuple(one for one in ends if one.page == page.number),
            rivers=sum(one.stands[0].page == page.number for one in rivers),
        )
        for page in standing.pages
    )
