"""What was measured on the set pages: numbers, and findings with their places.

Lengths are in points, from the upper left corner of the page, as everywhere. Pages and columns are counted from 1 here,
as people count them; column 0 is what stands over or beside the columns.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from rejoinder.diagnostics import Span
from rejoinder.geometry import Box, Pt
from rejoinder.values import dataclass

Severity: TypeAlias = Literal["fault", "blemish", "remark"]
"""A fault breaks what is promised of every page; a blemish is seen by a good eye; a remark is worth knowing."""

SEVERITIES: tuple[Severity, ...] = ("fault", "blemish", "remark")

KINDS: dict[str, tuple[Severity, str]] = {
    "outside": ("fault", "something leaves the paper, or its column"),
    "overlap": ("fault", "two things stand on one place"),
    "overfull": ("fault", "a line is longer than its measure"),
    "note-lost": ("fault", "a note is called and stands nowhere"),
    "note-away": ("fault", "a note begins in another column than its mark"),
    "note-order": ("fault", "a note stands behind one of a higher number"),
    "float-lost": ("fault", "a figure or table stands nowhere"),
    "float-early": ("fault", "a figure or table stands on an earlier page than its first mention"),
    "float-order": ("fault", "a figure or table stands before one that is mentioned earlier"),
    "off-grid": ("fault", "a line of the text does not stand on the page's grid"),
    "uneven": ("fault", "the columns of the last page end more than a line apart"),
    "widow": ("fault", "the last line of a paragraph at the head of a column"),
    "orphan": ("fault", "the first line of a paragraph at the foot of a column"),
    "heading": ("fault", "a heading at the foot of a column"),
    "column-hyphen": ("blemish", "a word divided between two columns"),
    "loose": ("blemish", "a line stretched beyond what its style allows (r > 1)"),
    "wide": ("blemish", "a line with spaces over 1.5 times the natural one"),
    "river": ("blemish", "word spaces that stand below each other in three or more lines"),
    "ladder": ("blemish", "more than two divided words in a row"),
    "runt": ("blemish", "a paragraph that ends in one short word"),
    "short": ("remark", "a column that ends more than a line too high"),
    "contrast": ("remark", "a tight line beside a loose one"),
    "tight": ("remark", "a line near the utmost that its spaces may shrink (r < -0.8)"),
    "note-divided": ("remark", "a note that goes on in another column"),
    "float-late": ("remark", "a figure or table more than a page behind its first mention"),
}
"""Every kind of finding: how grave it is, and what it is. The gravest come first."""

RATES: dict[str, str] = {
    "hyphen": "a divided word at the end of a line",
}
"""What is counted besides, and no finding by itself."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that somebody should look at, and where it is: on the page, and in the author's file."""

    kind: str
    """A key of `KINDS`."""
    severity: Severity
    page: int
    column: int
    box: Box
    span: Span
    message: str
    text: str = ""
    """What stands there: the line's own words."""
    value: float = 0.0
    """How much: a ratio, a number of lines, points. The message says of what."""


@dataclass(frozen=True, slots=True)
class Spaces:
    """The word spaces of justified lines, as multiples of the natural one.

    Natural is what lines of that style have that are not justified. Every line weighs the same: what is counted is the
    mean of its spaces.
    """

    lines: int = 0
    least: float = 0.0
    p5: float = 0.0
    median: float = 0.0
    p95: float = 0.0
    most: float = 0.0
    wide: int = 0
    """Lines over 1.5."""
    histogram: tuple[int, ...] = ()
    """Lines in steps of 0.1, from `HISTOGRAM_FROM` on; the first and last step hold what lies beyond."""


HISTOGRAM_FROM, HISTOGRAM_STEP, HISTOGRAM_STEPS = 0.5, 0.1, 20
"""From half a natural space to two and a half."""


@dataclass(frozen=True, slots=True)
class Lines:
    """How a number of lines are set: of a page, of a style, of all."""

    total: int
    justified: int
    """Set to the full measure; the others are last lines, or ragged."""
    spaces: Spaces
    tight: int
    loose: int
    contrast: int
    hyphens: int
    ladder: int
    """The longest run of divided words."""
    runts: int

    @property
    def per_hundred(self) -> float:
        """Divided words in a hundred lines."""
        return 100 * self.hyphens / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class ColumnEnd:
    """Where a column ends, its notes and floats counted."""

    page: int
    column: int
    foot: Pt
    """Lowest baseline or edge; a line above the head, if nothing stands in it."""
    room: float
    """How many lines more it could hold."""
    slack: Pt
    """White above its notes beyond what every column has there."""


@dataclass(frozen=True, slots=True)
class NotePlace:
    """A footnote: the column that calls it, and the columns that hold it. Each is a page and a column."""

    number: int
    called: tuple[int, int]
    stands: tuple[tuple[int, int], ...]
    lines: int

    @property
    def divided(self) -> bool:
        return len(self.stands) > 1


@dataclass(frozen=True, slots=True)
class FloatPlace:
    """A figure or table: where it is first mentioned, and where it stands."""

    ordinal: int
    label: str
    mentioned: tuple[int, int]
    """Page and column; page 0 if no line mentions it."""
    stands: tuple[tuple[int, int], ...]
    """Several places for a table that goes on."""

    @property
    def behind(self) -> int:
        """Pages between its first mention and its place."""
        return self.stands[0][0] - self.mentioned[0] if self.stands and self.mentioned[0] else 0


@dataclass(frozen=True, slots=True)
class PageMeasures:
    """One page."""

    number: int
    folio: str
    kind: str
    parts: tuple[tuple[str, int], ...]
    """Lines by part: front, column, notes, float, head, foot."""
    text: Lines
    """Of its columns, notes and floats."""
    grid_error: Pt
    """The farthest that a line of the grid stands off it."""
    ends: tuple[ColumnEnd, ...]
    rivers: int


@dataclass(frozen=True, slots=True)
class Report:
    """A whole letter, measured."""

    letter: str
    """Its file."""
    title: str
    pages: tuple[PageMeasures, ...]
    parts: tuple[tuple[str, int], ...]
    text: Lines
    """Of all columns, notes and floats."""
    natural: tuple[tuple[str, float], ...]
    """The natural word space of each style, as a multiple of the one that its face is drawn with."""
    styles: tuple[tuple[str, Lines], ...]
    """The same by text style, in the order in which they come."""
    grid_error: Pt
    apart: float
    """By how many lines the columns of the last page end apart, their notes and the white above them counted."""
    rivers: tuple[int, ...]
    """How many lines each runs through, the longest first."""
    notes: tuple[NotePlace, ...]
    floats: tuple[FloatPlace, ...]
    costs: tuple[tuple[str, float], ...]
    """What the make-up cost, by the names of the sheet's `pagination`."""
    findings: tuple[Finding, ...]
    """The gravest first; those of one kind as they are read."""
    counts: tuple[tuple[str, int], ...]
    """How many there are of each kind, and of what else is counted (`RATES`); none is left out."""

    def count(self, kind: str) -> int:
        return dict(self.counts)[kind]

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.severity == severity)
