"""Set type in one long column.

A `Line` is cast and never changes; the page room only decides where it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

from rejoinder.diagnostics import NOWHERE, Span
from rejoinder.document.model import Target
from rejoinder.fonts.model import Shaped
from rejoinder.geometry import Box, Pt
from rejoinder.pictures.model import Picture
from rejoinder.style.model import Colour, Rule
from rejoinder.values import dataclass

ElementId: TypeAlias = int


@dataclass(frozen=True, slots=True)
class Element:
    """A node of the document's structure tree (ISO 32000-1, 14.7). Ids count up in the author's reading order.

    `role` is a standard structure type or one that `pdf/tags.py` maps to one ("Title"). Elements that hold lines
    directly are leaves; their inline children (`Link`, `Lbl`, `Span`, `Reference`) stand among their words.
    """

    id: ElementId
    role: str
    parent: ElementId | None = None
    lang: str = ""
    alt: str = ""
    title: str = ""
    """For a section or heading: its text, for the outline."""
    target: Target | None = None
    """For a `Link`: where it leads."""
    anchor: str = ""
    """For a `Note`, reference or section: the name by which links find it."""
    numbering: str = ""
    """For an `L`: ListNumbering ("Decimal", "Disc", "None" …)."""
    spans: tuple[int, int] = (1, 1)
    """For a `TH` or `TD`: over how many columns and rows it goes."""
    scope: str = ""
    """For a `TH`: "Column", "Row" or "Both"."""
    headers: tuple[ElementId, ...] = ()
    """For a `TH` or `TD`: the heads that apply to it, the outermost first; () where their scopes say it all."""
    shift: Pt = 0.0
    """For superiors and inferiors: how far they stand above the line, or (less than 0) below it."""
    note: str = ""
    """For a `Note`: "Footnote", "Endnote", or "" for one that stands below its table or figure."""
    anchors: tuple[str, ...] = ()
    """Further names by which links find it."""
    mathml: str = ""
    """For a `Formula`: itself, as MathML."""
    inline: bool = False
    """For a `Formula`: it stands within a line."""


@dataclass(frozen=True, slots=True)
class LineBar:
    """A rule that is part of a formula: the stroke of a fraction, the bar of a root."""

    x: Pt
    """From the line's left edge."""
    y: Pt
    """Of its lower edge, above the baseline."""
    width: Pt
    height: Pt
    colour: Colour
    element: ElementId | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """Words on a line with one face size, colour, rise and element.

    `gaps[i]` is the word space after `shaped[i]`, in points as set; None where no space character stands.
    A space at the end of a line is kept (it is read aloud, and copied) with whatever width it has.
    Each shaped stretch is `shaped.width / 1000 * size * scale + tracking * scale * len(gids)` wide.
    """

    x: Pt
    """From the line's left edge."""
    shaped: tuple[Shaped, ...]
    gaps: tuple[Pt | None, ...]
    size: Pt
    colour: Colour
    rise: Pt = 0.0
    scale: float = 1.0
    """Horizontal scale: the expansion of this line (1.0 = none)."""
    tracking: Pt = 0.0
    element: ElementId | None = None
    rtl: bool = False
    """Its words stand from right to left: the last one at `x`, each with its gap at its left."""

    def in_sight(self) -> Iterator[tuple[Shaped | None, Pt]]:
        """Words, and gaps with their widths, from left to right."""
        if not self.rtl:
            for shaped, gap in zip(self.shaped, self.gaps, strict=True):
                yield shaped, 0.0
                if gap is not None:
                    yield None, gap
            return
        for shaped, gap in zip(reversed(self.shaped), reversed(self.gaps), strict=True):
            if gap is not None:
                yield None, gap
            yield shaped, 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """One cast line. `width` is what is set, `measure` what it was set to."""

    segments: tuple[Segment, ...]
    width: Pt
    measure: Pt
    leading: Pt
    """Distance from the baseline above."""
    height: Pt = 0.0
    """Of its capitals, above the baseline: what is aligned with the head of the type area."""
    before: Pt = 0.0
    """White added above, but not at the head of a column."""
    on_grid: bool = False
    ratio: float = 0.0
    """How far its word spaces were stretched (+) or shrunk (-), in units of their stretch or shrink."""
    hyphenated: bool = False
    penalty: float = 0.0
    """What it costs to end a column after this line; `FORBIDDEN` if it may not, unless nothing else is possible."""
    why: str = ""
    """Why the penalty: "widow", "orphan", "heading", "hyphen", "keep", "formula"."""
    notes: tuple[int, ...] = ()
    """Numbers of the footnotes called on this line."""
    anchors: tuple[str, ...] = ()
    """Link destinations at this line."""
    element: ElementId | None = None
    """The leaf this line belongs to; None for an artifact."""
    span: Span = NOWHERE
    rule_above: Rule | None = None
    """A rule drawn in the white above this line, over the measure."""
    style: str = ""
    """Name of the text style, for dumps."""
    mentions: tuple[int, ...] = ()
    """Ordinals of the floats named on this line."""
    bars: tuple[LineBar, ...] = ()
    """Rules that its formulas have."""
    deep: Pt = 0.0
    """White that it needs below it, besides the leading of the next line: for a formula that reaches far down."""
    inlay: tuple[Strip, ...] = ()
    """A figure or table set in place: strips from above, the last one's foot at the baseline. `height` is their sum."""
    turned: bool = False
    """Some of it runs from right to left: its segments are in the order of the text, not in that of the eye."""

    @property
    def text(self) -> str:
        """What the line says, with U+00AD for a hyphen that line breaking made."""
        return "".join(
            shaped.text + ("" if gap is None else " ")
            for segment in self.segments
            for shaped, gap in zip(segment.shaped, segment.gaps, strict=True)
        )


FORBIDDEN: float = 1e6
"""A penalty that no sum of lesser ones reaches."""


@dataclass(frozen=True, slots=True)
class SetNote:
    """A footnote's lines, the first with its mark."""

    number: int
    lines: tuple[Line, ...]
    span: Span


# ── floats ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class InlaidLine:
    """A line with its left edge at `x` and its baseline at `y`, measured from its strip's upper left corner."""

    x: Pt
    y: Pt
    line: Line


@dataclass(frozen=True, slots=True)
class InlaidRule:
    """A filled rectangle: an artifact."""

    box: Box
    colour: Colour


@dataclass(frozen=True, slots=True)
class InlaidPicture:
    """A picture scaled to `box`; `element` is its `Figure`."""

    box: Box
    picture: Picture
    element: ElementId


Inlaid: TypeAlias = InlaidLine | InlaidRule | InlaidPicture


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of a float over its whole width, never divided: a caption's line, a picture, a row of a table."""

    height: Pt
    items: tuple[Inlaid, ...] = ()
    notes: tuple[int, ...] = ()
    """Footnotes called in it that stand at the foot of its column."""
    keep: bool = False
    """It is not parted from the strip below it."""


@dataclass(frozen=True, slots=True)
class SetFloat:
    """A figure or table, set. Whole, it is `head`, `body`, `foot`.

    Divided (only if `body` has several strips), its first part is `head`, some of `body` and `pause`; any further part
    begins with `again`; the last one ends with `foot`.
    """

    ordinal: int
    """From 1, in the order of first mention: the order in which floats stand."""
    label: str
    """"Figure 2", for dumps and diagnostics."""
    element: ElementId
    span: Span
    width: Pt
    wide: bool
    """Over all columns."""
    places: tuple[Literal["top", "bottom", "page"], ...]
    """Where it may stand, the most welcome first."""
    head: tuple[Strip, ...]
    body: tuple[Strip, ...]
    foot: tuple[Strip, ...] = ()
    again: tuple[Strip, ...] = ()
    """Caption with "(continued)" and heads of the columns: artifacts, since the first part holds the real ones."""
    pause: tuple[Strip, ...] = ()
    """What ends a part that is not the last: a rule."""
    after: ElementId | None = None
    """Of a float that no line mentions: the leaf behind which it was written; None: before all text."""

    @property
    def height(self) -> Pt:
        """Undivided."""
        return sum(strip.height for strip in (*self.head, *self.body, *self.foot))


Resetting: TypeAlias = Callable[[int, frozenset[int]], tuple[Line, ...]]
"""Sets a paragraph so many lines longer (or shorter), and with no divided word at the end of the given lines (counted
from 1). No lines are returned if that cannot be done decently."""


@dataclass(frozen=True, slots=True)
class Galley:
    """The whole letter as set type: what spans the page, the long column, and the notes it calls."""

    front: tuple[Line, ...]
    """Over all columns; `before` is honoured from the second line on."""
    flow: tuple[Line, ...]
    notes: tuple[SetNote, ...]
    elements: tuple[Element, ...] = ()
    """In order of their ids."""
    cap: Pt = 0.0
    """Height of the body's capitals: columns begin with them at the top margin."""
    resetting: tuple[tuple[ElementId, Resetting], ...] = ()
    """For each paragraph that can be set otherwise than is best: the function that does it."""
    floats: tuple[SetFloat, ...] = ()
    """In order of their ordinals. Those set in place are not among them."""
    rtl: bool = False
    """The document runs from right to left: the first column is the rightmost."""
    wide_notes: bool = False
    """The notes are set over all columns, and stand below them all."""
