"""What the author wrote. Names stand where numbers will be.

Every node keeps its `Span`, so that any later room can lead back to the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

from rejoinder.diagnostics import NOWHERE, Span
from rejoinder.source import Enclosure
from rejoinder.values import dataclass

# ── inline ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Text:
    """Plain characters. A line end inside a paragraph is one space."""

    text: str
    span: Span


Style: TypeAlias = Literal["emph", "strong", "sup", "sub", "smallcaps", "code", "strike"]


@dataclass(frozen=True, slots=True)
class Styled:
    """`*emph*`, `**strong**`, `^sup^`, `~sub~`, `[text]{.smallcaps}`, `` `code` ``."""

    style: Style
    children: tuple[Inline, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Foreign:
    """`[texte]{lang=fr}`: words in another language (BCP 47)."""

    lang: str
    children: tuple[Inline, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    """`[text](url)` or `<url>`; `url` is http(s), mailto, doi or `#anchor`."""

    url: str
    children: tuple[Inline, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class CiteItem:
    """One key of a citation, with Pandoc's prefix and suffix (`see`, `p. 4`) as plain text.

    `suppress_author` for `-@key`: a style that cites by name and year leaves out the name.
    """

    key: str
    span: Span
    prefix: str = ""
    suffix: str = ""
    suppress_author: bool = False


@dataclass(frozen=True, slots=True)
class Cite:
    """`[@a; @b, p. 4]` or a bare `@a` (then `in_text`)."""

    items: tuple[CiteItem, ...]
    span: Span
    in_text: bool = False


@dataclass(frozen=True, slots=True)
class NoteCall:
    """`[^key]`: a footnote is called here."""

    key: str
    span: Span


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A hard line end (two spaces or a backslash at the end of the line)."""

    span: Span


@dataclass(frozen=True, slots=True)
class Mention:
    """`@fig-flow`, `[@tbl-ages; @tbl-sites]`, `[-@eq-mass]`: figures, tables or formulas named in the text.

    `bare` names them by their numbers alone; `prefix` is the author's own word instead of the sheet's ("Fig", "see").
    """

    ids: tuple[str, ...]
    span: Span
    bare: bool = False
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Math:
    """`$E = mc^2$`, or MathML as it came: `` `<math>…</math>`{=mathml} ``. One of `tex` and `mathml` is given.

    `alt` is how the formula is said to those who do not see it; "" if its author did not say.
    """

    span: Span
    tex: str = ""
    mathml: str = ""
    alt: str = ""


Inline: TypeAlias = Text | Styled | Foreign | Link | Cite | NoteCall | Mention | Math | LineBreak
Inlines: TypeAlias = tuple[Inline, ...]

# ── blocks ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Inlines with a blank line around them."""

    children: Inlines
    span: Span


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's title; `level` counts from 1; `id` from `{#id}` or ""."""

    level: int
    children: Inlines
    span: Span
    id: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """An ordered (`start` is its first number) or unordered (`start` is None) list."""

    items: tuple[tuple[Block, ...], ...]
    span: Span
    start: int | None = None
    tight: bool = True
    labels: tuple[str, ...] = ()
    """What stands before each item instead of a number or a bullet: "a.", "(ii)"; "" for nothing."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quotation."""

    blocks: tuple[Block, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A code block: lines as they stand."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Divider:
    """`---` between paragraphs."""

    span: Span


@dataclass(frozen=True, slots=True)
class Formula:
    """A displayed formula, `$$ … $$ {#eq-mass}`. `label` is what stands beside it ("(1)"); "" if nothing does."""

    span: Span
    tex: str = ""
    mathml: str = ""
    alt: str = ""
    id: str = ""
    label: str = ""


FloatPlace: TypeAlias = Literal["", "top", "bottom", "here", "page"]
"""Where the author wants a figure or table: wherever it suits (""), at the head or foot of a column or page, where it
was written, or on a page of floats."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption. `id` is "" if nothing can mention it."""

    image: str
    """The file's name as written, relative to the letter's folder; "" if there is no file, and its place is kept."""
    span: Span
    caption: Inlines = ()
    alt: str = ""
    """What is said to those who do not see it."""
    id: str = ""
    width: str = ""
    """As written: a length ("8cm") or a share of the measure ("60%"); "" for what suits the picture."""
    wide: bool | None = None
    """Over all columns, or in one; None leaves it to the picture's size."""
    place: FloatPlace = ""
    kind: Literal["figure", "table"] = "figure"
    """Whether it is counted among the figures, or is a table that was given as a picture."""
    label: str = ""
    """What it is called, where that is not the sheet's word and its number: "Box 2", "Table S1"."""
    numbered: bool = True
    """Whether it is called anything; a picture that nobody numbered has its caption alone."""


CellAlign: TypeAlias = Literal["", "left", "centre", "right", "decimal"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, over `columns` columns and `rows` rows. A paragraph's end within it is a `LineBreak`."""

    children: Inlines
    span: Span
    columns: int = 1
    rows: int = 1
    align: CellAlign = ""
    """"" for its column's."""
    head: bool = False
    """It names its row (or, in a head row, its column)."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that begin in this row, from the left; places under a cell of several rows are left out."""

    cells: tuple[Cell, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A table. A cell's column is found by counting those to its left, and those that reach down from rows above."""

    columns: tuple[CellAlign, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    span: Span
    caption: Inlines = ()
    notes: tuple[Inlines, ...] = ()
    """What stands below it: abbreviations, sources; a paragraph each. (`[^notes]` called in it are not among them.)"""
    id: str = ""
    wide: bool | None = None
    place: FloatPlace = ""
    label: str = ""
    """What it is called, where that is not the sheet's word and its number."""
    numbered: bool = True
    """Whether it is called anything; one that nobody numbered has its caption alone."""


Block: TypeAlias = Paragraph | Heading | Listing | Quote | Verbatim | Divider | Formula | Figure | Table
Blocks: TypeAlias = tuple[Block, ...]

# ── front matter ──────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name by CSL's parts, or a `literal` one that is not taken apart."""

    given: str = ""
    family: str = ""
    dropping_particle: str = ""
    non_dropping_particle: str = ""
    suffix: str = ""
    literal: str = ""
    lang: str = ""
    """The language that the name is in (BCP 47), if it is said: it decides which name is said first."""
    family_first: bool | None = None
    """Whether the family name is said first; None leaves it to the language and the script of the name."""


@dataclass(frozen=True, slots=True)
class Affiliation:
    """`id` is "" for one written in place, in an author. `parent` is the id of the one that it is a part of."""

    span: Span
    id: str = ""
    department: str = ""
    group: str = ""
    name: str = ""
    street_address: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    ror: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class AffiliationId:
    """An author's reference to a declared affiliation."""

    id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Author:
    """One author or group. `affiliations` are ids, or affiliations written in place."""

    name: Name
    span: Span
    affiliations: tuple[AffiliationId | Affiliation, ...] = ()
    orcid: str = ""
    email: str = ""
    corresponding: bool = False
    equal_contributor: bool = False
    equal_group: str = ""
    """With whom: of several groups that contributed equally, the name of this author's. It is not printed."""
    joint_last: bool = False
    deceased: bool = False
    group: bool = False
    represented: bool = False
    """A group on whose behalf the authors before it write. It is no author itself."""
    degrees: str = ""
    initials: str = ""
    """As the statements call the author ("JvdB"); "" for those that follow from the name."""
    roles: tuple[str, ...] = ()
    note: Inlines = ()
    present_address: Inlines = ()
    competing_interests: Inlines = ()
    members: tuple[Author, ...] = ()
    """Of a group. Members may be groups in their turn."""


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal that the letter appears in."""

    title: str = ""
    abbreviation: str = ""
    publisher: str = ""
    issn: str = ""
    eissn: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class License:
    """`text` is what is printed; `url` leads to the licence."""

    text: Inlines = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class RespondsTo:
    """The article that this letter answers; `reference` is a key of the references."""

    title: Inlines
    span: Span
    author: str = ""
    doi: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """An end note: a `kind` of the fixed vocabulary (`NOTE_KINDS`), or "other" with a free `label`."""

    kind: str
    blocks: Blocks
    span: Span
    label: str = ""


NOTE_KINDS: tuple[str, ...] = (
    "acknowledgements",
    "contributors",
    "collaborators",
    "funding",
    "disclaimer",
    "competing-interests",
    "patient-consent",
    "ethics-approval",
    "provenance",
    "data-availability",
    "supplementary-material",
    "trial-registration",
)
"""The vocabulary of `notes:`. Their order and labels are the style sheet's."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One CSL item as it was written: `item` is CSL-JSON (plain dicts, lists, strings, numbers)."""

    key: str
    item: Mapping[str, Any]
    span: Span


@dataclass(frozen=True, slots=True)
class Footnote:
    """What `[^key]` stands for."""

    key: str
    blocks: Blocks
    span: Span


@dataclass(frozen=True, slots=True)
class Award:
    """A grant: who gave it, under which numbers, and to whom."""

    funder: str
    span: Span
    funder_id: str = ""
    """A ROR id or a DOI of the Open Funder Registry, as a link."""
    numbers: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


MOST_PAGES = 10_000
"""No letter is asked to fit more pages than this."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole letter. Dates are ISO 8601 as written (`2016-09-13`, `2016-09` or `2016`)."""

    span: Span
    title: Inlines
    type: str = "letter"
    subtitle: Inlines = ()
    short_title: Inlines = ()
    authors: tuple[Author, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    correspondence: Inlines = ()
    journal: Journal = Journal()
    volume: str = ""
    issue: str = ""
    elocator: str = ""
    first_page: str = ""
    last_page: str = ""
    doi: str = ""
    date: str = ""
    lang: str = "en-GB"
    keywords: tuple[str, ...] = ()
    license: License = License()
    copyright: str = ""
    history: tuple[tuple[str, str], ...] = ()
    responds_to: RespondsTo | None = None
    abstract: Blocks = ()
    awards: tuple[Award, ...] = ()
    statements: tuple[Statement, ...] = ()
    body: Blocks = ()
    footnotes: tuple[Footnote, ...] = ()
    references: tuple[Reference, ...] = ()
    nocite: tuple[str, ...] = ()
    """Keys of references that are listed although nothing cites them; `("*",)` for all."""
    references_order: Literal["cited", "listed"] = "cited"
    """Whether references are numbered as they are cited (those of `nocite` last), or as they are listed."""
    csl: str = ""
    csl_span: Span = NOWHERE
    copyfit_pages: int = 0
    """How many pages the letter may take at the most; 0: as many as it takes."""
    copyfit_span: Span = NOWHERE
    part: str = ""
    """Which part of a file that holds several letters this is: "" for the first, "S1" for its sub-article."""
    enclosures: tuple[Enclosure, ...] = ()
    """The bibliographies beside it."""


def all_blocks(letter: Letter) -> Iterator[Block]:
    """Every block of a letter, those within others too."""
    ends = (*(one.blocks for one in letter.statements), *(one.blocks for one in letter.footnotes))
    parts = (letter.abstract, letter.body, *ends)
    waiting: list[Block] = [block for blocks in reversed(parts) for block in reversed(blocks)]
    while waiting:
        block = waiting.pop()
        yield block
        if isinstance(block, Quote):
            waiting.extend(reversed(block.blocks))
        elif isinstance(block, Listing):
            waiting.extend(one for item in reversed(block.items) for one in reversed(item))
