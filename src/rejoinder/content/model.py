"""What the author wrote. Names stand where numbers will be.

Every node keeps its `Span`, so that any later room can lead back to the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from rejoinder.diagnostics import NOWHERE, Span
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


Inline: TypeAlias = Text | Styled | Foreign | Link | Cite | NoteCall | LineBreak
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


Block: TypeAlias = Paragraph | Heading | Listing | Quote | Verbatim | Divider
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


@dataclass(frozen=True, slots=True)
class Affiliation:
    """`id` is "" for one written in place, in an author."""

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
    joint_last: bool = False
    deceased: bool = False
    group: bool = False
    degrees: str = ""
    roles: tuple[str, ...] = ()
    note: Inlines = ()
    present_address: Inlines = ()
    members: tuple[Name, ...] = ()


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
    statements: tuple[Statement, ...] = ()
    body: Blocks = ()
    footnotes: tuple[Footnote, ...] = ()
    references: tuple[Reference, ...] = ()
    csl: str = ""
    csl_span: Span = NOWHERE
