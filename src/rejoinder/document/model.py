"""The letter with every name made a number. Nothing is left to look up.

Text is flat here: nesting of emphasis has become `Traits` on runs of words, so that
the galley need not walk a tree to set a line. How a number looks (superior,
bracketed, a dagger) is not known here: the style sheet says it, the galley does it.
"""

from __future__ import annotations

from enum import IntFlag
from typing import Literal, TypeAlias

from rejoinder.diagnostics import NOWHERE, Span
from rejoinder.maths.model import Node
from rejoinder.pictures.model import Picture
from rejoinder.source import Enclosure
from rejoinder.values import dataclass


class Traits(IntFlag):
    """What surrounds a run of words. `EMPH` inside emphasis is turned off again by the flattening."""

    PLAIN = 0
    EMPH = 1
    STRONG = 2
    SUP = 4
    SUB = 8
    SMALLCAPS = 16
    CODE = 32
    STRIKE = 64


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: a `url`, or an `anchor` in this document. Two runs with one `Target` object are one link.

    `contents` is what a screen reader says ("Reference 4: Kong 1999").
    """

    url: str = ""
    anchor: str = ""
    contents: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Characters of one look, one language and one link; `lang` "" means the document's."""

    text: str
    span: Span
    traits: Traits = Traits.PLAIN
    lang: str = ""
    link: Target | None = None


@dataclass(frozen=True, slots=True)
class CitedReference:
    """One number of a citation, with the words around it."""

    number: int
    target: Target
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """References cited in one place, in ascending order of number, without doubles; not yet collapsed."""

    items: tuple[CitedReference, ...]
    span: Span
    traits: Traits = Traits.PLAIN


@dataclass(frozen=True, slots=True)
class NoteMark:
    """Here footnote `number` is called (numbers count from 1 through the document)."""

    number: int
    span: Span
    traits: Traits = Traits.PLAIN


@dataclass(frozen=True, slots=True)
class Break:
    """A hard line end."""

    span: Span


@dataclass(frozen=True, slots=True)
class Math:
    """A formula within a line. `said` is how it is spoken; `tex` is "" for one that came as MathML."""

    tree: Node
    span: Span
    tex: str = ""
    said: str = ""
    traits: Traits = Traits.PLAIN
    lang: str = ""
    link: Target | None = None
    alt: str = ""
    """How its author says that it is spoken, if they do."""


FloatKind: TypeAlias = Literal["figure", "table"]
NumberedKind: TypeAlias = Literal["figure", "table", "equation"]


@dataclass(frozen=True, slots=True)
class MentionedFloat:
    """One figure, table or formula of a mention: its number among its kind, and its ordinal among all floats (from 1; 0
    for a formula, which is none).
    """

    number: int
    ordinal: int
    target: Target
    label: str = ""
    """What it is called instead of the sheet's word and its number ("Box 2")."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Figures, tables or formulas, all of one kind, named in the text; the galley says "Figure 2" in the sheet's words.

    `bare`: their numbers alone. `prefix`: the author's own word instead of the sheet's.
    """

    kind: NumberedKind
    items: tuple[MentionedFloat, ...]
    span: Span
    traits: Traits = Traits.PLAIN
    lang: str = ""
    bare: bool = False
    prefix: str = ""
    goes_on: bool = False
    """The author named these together with those of the mention before; a word stands between."""


Inline: TypeAlias = Words | Citation | NoteMark | Mention | Math | Break
Inlines: TypeAlias = tuple[Inline, ...]

# ── blocks ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Inlines with a blank line around them."""

    children: Inlines
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it; `level` counts from 1 without gaps; `anchor` is unique."""

    level: int
    heading: Inlines
    blocks: tuple[Block, ...]
    anchor: str
    span: Span


@dataclass(frozen=True, slots=True)
class Listing:
    """An ordered (`start` is its first number) or unordered (`start` is None) list."""

    items: tuple[tuple[Block, ...], ...]
    span: Span
    start: int | None = None
    tight: bool = True
    labels: tuple[str, ...] = ()
    """What stands before each item instead of a number or a bullet; "" for nothing."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quotation."""

    blocks: tuple[Block, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines as they stand."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Divider:
    """A break between paragraphs."""

    span: Span


@dataclass(frozen=True, slots=True)
class Formula:
    """A displayed formula. `number` counts those that have an id (0: it has none).

    `label` is what its author called it instead: "(3a)".
    """

    tree: Node
    span: Span
    tex: str = ""
    said: str = ""
    number: int = 0
    label: str = ""
    anchor: str = ""
    """"equation-2"; "" if nothing can mention it."""
    alt: str = ""
    """How its author says that it is spoken, if they do."""


FloatPlace: TypeAlias = Literal["", "top", "bottom", "here", "page"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption, in the place where the author wrote it.

    `number` counts figures in the order of their first mention, those with a `label` of their own apart; `ordinal` all
    floats (figures and tables) likewise.
    """

    number: int
    ordinal: int
    picture: Picture
    span: Span
    caption: Inlines = ()
    alt: str = ""
    anchor: str = ""
    """"figure-2"."""
    width: str = ""
    """A length or a share of the measure, as written; "" for what suits the picture."""
    wide: bool | None = None
    place: FloatPlace = ""
    mentioned: bool = False
    """Some text names it; otherwise it belongs where it was written."""
    kind: FloatKind = "figure"
    """"table" for a table that is a picture."""
    label: str = ""
    """What it is called instead of the sheet's word and its number ("Box 2")."""
    absent: bool = False
    """Its file is not at hand, and `picture` keeps its place."""
    numbered: bool = True
    """Whether it is called anything."""


CellAlign: TypeAlias = Literal["", "left", "centre", "right", "decimal"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `column` counts from 0."""

    children: Inlines
    span: Span
    column: int
    columns: int = 1
    rows: int = 1
    align: CellAlign = ""
    head: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that begin in this row."""

    cells: tuple[Cell, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A table in the place where the author wrote it. Every cell lies within the table, and no two overlap."""

    number: int
    ordinal: int
    columns: tuple[CellAlign, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    span: Span
    caption: Inlines = ()
    notes: tuple[Inlines, ...] = ()
    anchor: str = ""
    wide: bool | None = None
    place: FloatPlace = ""
    mentioned: bool = False
    label: str = ""
    numbered: bool = True


Block: TypeAlias = Paragraph | Section | Listing | Quote | Verbatim | Divider | Formula | Figure | Table
Blocks: TypeAlias = tuple[Block, ...]

# ── the parts of a letter ─────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class BylineAuthor:
    """One name on the byline. `affiliations` are ordinals from 1; the flags become marks as the sheet says."""

    name: str
    """As printed: "Désirée van der Heijde"."""
    short: str
    """As cited: "van der Heijde D"."""
    span: Span
    affiliations: tuple[int, ...] = ()
    corresponding: bool = False
    equal: int = 0
    """Which of the groups that contributed equally the author is in, from 1; 0: in none."""
    joint_last: bool = False
    deceased: bool = False
    group: bool = False
    represented: bool = False
    """A group on whose behalf the authors write."""
    orcid: str = ""
    email: str = ""
    degrees: str = ""
    present_address: int = 0
    """Ordinal of its present-address remark in `Front.remarks`, or 0."""
    note: int = 0
    """Ordinal of the author's own note in `Front.remarks`, or 0."""
    given: str = ""
    family: str = ""
    """Family name with its non-dropping particle."""
    lang: str = ""
    """The language of the name, if it is said."""
    initials: str = ""
    """What statements call the author: "DvdH". No two authors have the same. "" if no statement is made of what is
    said of them."""
    roles: tuple[str, ...] = ()
    """In the terms of CRediT, where it has one."""
    competing_interests: Inlines = ()
    members: tuple[Member, ...] = ()
    """Of a group."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a group: a person, or a group within it with members of its own. Affiliations are written out."""

    name: str
    span: Span
    lang: str = ""
    degrees: str = ""
    affiliations: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Affiliation:
    """Its ordinal is its place in `Front.affiliations`, from 1."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Remark:
    """A line below the affiliations, called by a mark on the byline (present address, an author's note)."""

    kind: str
    text: Inlines
    span: Span


@dataclass(frozen=True, slots=True)
class Front:
    """What stands over the columns."""

    type: str
    title: Inlines
    span: Span
    subtitle: Inlines = ()
    authors: tuple[BylineAuthor, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    correspondence: Inlines = ()
    """The correspondence line without its label; e-mail addresses are links."""
    remarks: tuple[Remark, ...] = ()
    equal: int = 0
    """How many groups of authors contributed equally, each among themselves."""
    joint_last: bool = False
    deceased: bool = False
    responds_to: Inlines = ()
    history: tuple[tuple[str, str], ...] = ()
    license: Inlines = ()
    copyright: str = ""


@dataclass(frozen=True, slots=True)
class Footnote:
    """Its number is its place in `Document.footnotes`, from 1."""

    blocks: Blocks
    span: Span


@dataclass(frozen=True, slots=True)
class Statement:
    """An end note: `kind` of the vocabulary, or "other" with its own `label`."""

    kind: str
    blocks: Blocks
    span: Span
    label: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A formatted reference; its number is its place in `Document.references`, from 1."""

    key: str
    text: Inlines
    span: Span


@dataclass(frozen=True, slots=True)
class Metadata:
    """Plain strings for the file's own metadata; "" or () where the letter is silent."""

    title: str
    lang: str
    authors: tuple[str, ...] = ()
    subject: str = ""
    keywords: tuple[str, ...] = ()
    type: str = ""
    """What kind of letter it is: "letter", "reply"."""
    date: str = ""
    doi: str = ""
    url: str = ""
    """Where its DOI leads."""
    answered: str = ""
    """The address of the article that the letter answers."""
    journal: str = ""
    publisher: str = ""
    issn: str = ""
    """Of the printed journal."""
    eissn: str = ""
    volume: str = ""
    issue: str = ""
    first_page: str = ""
    last_page: str = ""
    license: str = ""
    """What is printed of the licence."""
    license_url: str = ""
    copyright: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole letter, ready to be set.

    `variables` are what furniture may name: "authors.short" ("Takeuchi T, *et al*", as inlines), "authors.all",
    "authors.cite" (as a reference to the letter names them), "title", "short-title", "type", "journal.title",
    "journal.abbreviation", "journal.publisher", "year", "date", "volume", "issue", "locator" (elocator or page range),
    "elocator", "first-page", "last-page", "doi", "license", "copyright".
    A variable about which the letter is silent is absent. `{folio}` and `{pages}` are the page room's.
    """

    front: Front
    body: Blocks
    metadata: Metadata
    abstract: Blocks = ()
    footnotes: tuple[Footnote, ...] = ()
    statements: tuple[Statement, ...] = ()
    references: tuple[Reference, ...] = ()
    variables: tuple[tuple[str, Inlines], ...] = ()
    lang: str = "en-GB"
    span: Span = NOWHERE
    enclosures: tuple[Enclosure, ...] = ()
    """The files beside the letter that were read for it: bibliographies, its own CSL file, pictures."""
