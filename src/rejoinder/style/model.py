"""How it shall look: everything that differs between journals, and nothing that belongs to one letter.

All lengths are in points by the time they are here (`style/read.py` resolved em and lines). Every field has a comment
that a designer can read; `rejoinder schema style` prints them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from rejoinder.forms import Length, key
from rejoinder.style.notation import COLOUR, PAPER, RULE, ProfileFile, read_csl, read_profile_name
from rejoinder.values import dataclass

# ── colours, rules ────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Colour:
    """`rgb` 0…255 for the screen, `cmyk` 0…100 for the press."""

    rgb: tuple[int, int, int] = (0, 0, 0)
    cmyk: tuple[float, float, float, float] | None = None


BLACK = Colour((0, 0, 0), (0.0, 0.0, 0.0, 100.0))


@dataclass(frozen=True, slots=True)
class Rule:
    """A printed line, and the white around it."""

    width: Length | None = key(None, "how long; the whole measure if left out")
    thickness: Length = key(0.4, "how thick")
    colour: str = key("text", "a name from `colours`")
    above: Length = key(0.0, "white between the last baseline above and the rule")
    below: Length = key(0.0, "white between the rule and the top of the line below (its ascent)")


Ruled: TypeAlias = Annotated[Rule, RULE]
"""A rule that may be written in short: `0.5pt`, or `none` for one of no thickness, which takes no room."""


# ── page ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Margins:
    """White around the type area."""

    top: Length = key(48.0, "from the trim to the top of the columns (the first line's ascent)")
    bottom: Length = key(54.0, "from the last possible baseline to the trim")
    inner: Length = key(40.0, "at the binding: left on right-hand pages")
    outer: Length = key(40.0, "at the fore-edge")


Trim: TypeAlias = Annotated[tuple[Length, Length], PAPER]


@dataclass(frozen=True, slots=True)
class PageForm:
    """The sheet of paper and the type area on it."""

    trim: Trim = key((595.276, 841.89), "width and height, or a name: A4, A5, letter, B5 …")
    margins: Margins = key(Margins(), "white around the columns")
    opener_top: Length | None = key(None, "top margin of the first page, if it differs")
    two_sided: bool = key(False, "whether inner and outer margins change sides on left-hand pages")
    bleed: Length = key(8.504, "how far paper is printed beyond the trim, for the press; 3mm")
    mark_length: Length = key(14.0, "length of the crop marks, for the press and where they are asked for")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of the type area."""

    count: int = key(2, "how many columns")
    gutter: Length = key(18.0, "white between two columns")
    rule: Ruled | None = key(None, "a rule in the gutter; none if left out")


@dataclass(frozen=True, slots=True)
class Grid:
    """The baseline grid."""

    leading: Length = key(12.0, "distance of the lines on which all columns stand")


@dataclass(frozen=True, slots=True)
class FontRole:
    """A family with what stands in for characters it lacks."""

    family: str = key("Source Serif 4", "name of the family")
    fallback: tuple[str, ...] = key((), "families asked next, in this order")


# ── text ──────────────────────────────────────────────────────────────────

Align: TypeAlias = Literal["justified", "left", "centre", "right", "balanced"]


@dataclass(frozen=True, slots=True)
class TextStyle:
    """One kind of text. In a sheet `like:` names the style whose values hold where this one is silent."""

    font: str = key("serif", "a role from `fonts`")
    size: Length = key(9.0, "size of the type")
    leading: Length = key(12.0, "distance of the baselines")
    weight: int = key(400, "weight, 200 to 900")
    italic: bool = key(False, "whether it is set in italic")
    optical: Length | None = key(None, "the size the cut is meant for; its own size if left out")
    features: tuple[str, ...] = key((), "OpenType features: onum, smcp, tnum, -liga …")
    strong_weight: int = key(600, "weight of strong words within")
    case: Literal["as-is", "upper"] = key("as-is", "whether it is set in capitals")
    tracking: Length = key(0.0, "space added between letters")
    colour: str = key("text", "a name from `colours`")
    align: Align = key(
        "justified", "justified; left, centre, right: ragged; balanced: ragged left, lines of like length"
    )
    indent: Length = key(0.0, "of a paragraph's first line")
    hang: Length = key(0.0, "of all lines but the first")
    left: Length = key(0.0, "white at the left of every line")
    right: Length = key(0.0, "white at the right of every line")
    before: Length = key(0.0, "white above, not at the head of a column")
    after: Length = key(0.0, "white below; the larger of it and the next one's `before` counts")
    indent_first: bool = key(True, "whether the first paragraph after a heading is indented too")
    on_grid: bool = key(True, "whether its lines stand on the grid")
    keep_with_next: bool = key(False, "never last in a column")
    keep_together: bool = key(False, "never divided between columns")
    hyphenate: bool = key(True, "whether words may be divided")
    protrusion: float = key(1.0, "how far punctuation hangs into the margin: 0 not, 1 as measured for the face")
    expansion: float = key(0.0, "how far glyphs may be widened or narrowed, as a share: 0.02 is two per cent")
    space_shrink: float = key(0.28, "how far a word space may shrink, as a share of itself")
    space_stretch: float = key(0.45, "how far a word space may grow before it counts as bad, as a share of itself")
    space_width: float = key(1.0, "natural word space, as a share of the font's")
    rule_above: Ruled | None = key(None, "a rule above the first line")


TEXT_STYLES: tuple[str, ...] = (
    "label", "title", "subtitle", "byline", "affiliation", "correspondence", "remark", "responds-to", "dates",
    "abstract", "abstract-label", "body", "heading-1", "heading-2", "heading-3", "quote", "list", "verbatim",
    "formula", "divider",
    "statement", "statement-label", "end-heading", "reference", "footnote", "head", "foot",
    "copyright", "cite", "author-list", "caption", "caption-label", "table", "table-head", "table-note",
)  # fmt: skip
"""The styles the galley asks for. A sheet may leave any out: `like` or `body` fills it."""


# ── parts ─────────────────────────────────────────────────────────────────

FrontPart: TypeAlias = Literal[
    "label",
    "title",
    "subtitle",
    "byline",
    "affiliations",
    "correspondence",
    "remarks",
    "responds-to",
    "dates",
    "rule",
    "copyright",
    "cite",
]
EndPart: TypeAlias = Literal[
    "statements", "notes", "references", "byline", "affiliations", "correspondence", "remarks", "dates", "copyright",
    "authors", "cite",
]  # fmt: skip
MarkForm: TypeAlias = Literal["numbers", "letters", "symbols"]
BacklinkForm: TypeAlias = Literal["none", "arrows", "letters"]


@dataclass(frozen=True, slots=True)
class FrontBlock:
    """What stands over the columns, from above."""

    order: tuple[FrontPart, ...] = key(
        ("label", "title", "subtitle", "byline", "affiliations", "remarks", "correspondence", "rule"),
        "the parts, from above",
    )
    labels: Mapping[str, str] = key(
        {}, "printed section label by type of letter: {correspondence-response: Correspondence response}"
    )
    rule: Ruled = key(Rule(above=8.0), "the rule named in `order`")
    after: Length = key(12.0, "least white between the front block and the columns")
    correspondence_label: str = key("Correspondence to", "what the correspondence line begins with")
    correspondence_mark: str = key("", "mark of a corresponding author on the byline; none if empty")
    equal_label: str = key(
        "{mark} These authors contributed equally.", "the remark about equal contribution; `{mark}` is its mark"
    )
    joint_last_label: str = key("{mark} Joint last authors.", "the remark about joint last authors")
    equal_next_label: str = key(
        "{mark} These authors likewise contributed equally.",
        "the remark about every further group that contributed equally",
    )
    deceased_label: str = key("{mark} Deceased.", "the remark about a deceased author")
    present_address_label: str = key("Present address:", "what a present address begins with")
    abstract_label: str = key("Abstract", "what the abstract begins with, at the head of the first column")
    responds_to_label: str = key("In response to", "what names the article that the letter answers")
    history_labels: Mapping[str, str] = key({}, "what the dates begin with: {received: Received, accepted: Accepted}")
    byline_separator: str = key(", ", "between two authors")
    byline_last_separator: str = key(", ", "before the last author")
    byline_degrees_separator: str = key("; ", "between two authors, if degrees are printed behind some of their names")
    byline_limit: int = key(0, "how many authors the byline names before it breaks off with `et al`; 0: all")
    byline_most: int = key(
        0, "how many authors the byline names if all are listed at the end (`authors` in the order of `end`); 0: all"
    )
    byline_first: int = key(10, "how many it names if there are more")
    byline_rest: str = key(
        "and\u00a0{count}\u00a0others (listed at the end)", "what it says then of the others; `{count}` is their number"
    )
    on_behalf_label: str = key(
        "for {group}", "what names the group on whose behalf the authors write, behind their names"
    )
    degrees: bool = key(True, "whether academic degrees are printed behind the names")
    cite_label: str = key("Cite this letter:", "what the line begins with that says how the letter is cited")
    cite: str = key(
        "[{authors.cite}. ]{title}. [*{journal.abbreviation}* ]{year}[;{volume}][:{locator}][. doi:{doi}]",
        "that line, as a template like those of `furniture`",
    )


@dataclass(frozen=True, slots=True)
class AffiliationForm:
    """How affiliations are marked and listed."""

    marks: MarkForm = key("numbers", "form of the marks: numbers, letters or symbols")
    separator: str = key(",", "between two marks of one author")
    single_unmarked: bool = key(True, "whether an affiliation that all authors share goes without mark")
    run_in: bool = key(False, "whether the affiliations follow each other in one paragraph")
    run_in_from: int = key(
        0, "how many affiliations follow each other in one paragraph in any case; 0: any number of lines"
    )
    run_in_separator: str = key("; ", "between two of them then")


@dataclass(frozen=True, slots=True)
class CitationForm:
    """How citations look in the text."""

    form: Literal["superscript", "bracket"] = key(
        "superscript", "how a citation looks: superior figures, or on the line in brackets"
    )
    open: str = key("[", "opening bracket")
    close: str = key("]", "closing bracket")
    separator: str = key(",", "between two numbers; may be a thin space (U+2009)")
    range: str = key("–", "between the ends of a range")
    collapse: int = key(3, "how many numbers in a row become a range; 0: none")
    after_punctuation: bool = key(True, "whether a superior citation stands after the full stop or comma")


@dataclass(frozen=True, slots=True)
class NoteForm:
    """How footnotes look, and whether they may be divided."""

    marks: MarkForm = key("symbols", "form of the marks: symbols (* † ‡ …), numbers or letters")
    rule: Ruled = key(Rule(width=60.0, above=6.0, below=4.0), "the rule above the notes of a column")
    between: Length = key(0.0, "white between two notes")
    split: bool = key(True, "whether a long note may go on in the next column")
    stand: Literal["column", "page", "end"] = key(
        "column",
        "where notes stand: at the foot of their column, over all columns at the foot of the page, or at the end",
    )
    heading: str = key("Notes", "heading of the notes that stand at the end")
    remarks: bool = key(
        False, "whether remarks about authors (equal contribution, present addresses) stand among the notes"
    )


@dataclass(frozen=True, slots=True)
class FloatForm:
    """Where figures and tables may stand, and the white around them."""

    places: tuple[Literal["top", "bottom", "page"], ...] = key(
        ("top", "bottom", "page"), "where a float may stand if its author does not say: the most welcome place first"
    )
    white: Length = key(12.0, "white between a float and the text, at least; the text stays on the grid")
    between: Length = key(12.0, "white between two floats")
    wide_from: float = key(
        1.25,
        "a figure or table that wants more than so many columns' width goes over all columns, if its author is silent",
    )
    scale: float = key(1.0, "width of pictures, as a share of what they would have otherwise")


@dataclass(frozen=True, slots=True)
class CaptionForm:
    """How captions begin, and where they stand. Their text has the style `caption`, their label `caption-label`."""

    figure_label: str = key("Figure", "what a figure is called in its caption")
    table_label: str = key("Table", "what a table is called in its caption")
    suffix: str = key("", "after the label: nothing, a full stop, a colon")
    figure_mention: str = key("Figure", "what a figure is called in the text")
    table_mention: str = key("Table", "what a table is called in the text")
    figure_mentions: str = key("Figures", "what several figures are called in the text")
    table_mentions: str = key("Tables", "what several tables are called in the text")
    mention_separator: str = key(", ", "between two numbers of a mention")
    mention_last_separator: str = key(" and ", "before the last of them")
    figures: Literal["above", "below"] = key("below", "where the caption of a figure stands")
    tables: Literal["above", "below"] = key("above", "where the caption of a table stands")
    beside: bool = key(
        True, "whether the caption of a picture over all columns stands beside it, if it leaves room there"
    )
    gap: Length = key(6.0, "white between caption and picture or table")
    run_in: bool = key(True, "whether the caption's text begins on the label's line")
    figure_notes: Literal["foot", "below"] = key(
        "foot", "where notes called in a figure's caption stand: at the foot of the column, or below the caption"
    )


@dataclass(frozen=True, slots=True)
class TableForm:
    """How tables look. Cells have the style `table`, those that head columns or a group of rows `table-head`."""

    top_rule: Ruled = key(Rule(thickness=0.8), "the rule above the table")
    head_rule: Ruled = key(
        Rule(thickness=0.4), "the rule below the heads of the columns, and below a head over several"
    )
    body_rule: Ruled = key(Rule(thickness=0.0), "the rule between two rows")
    bottom_rule: Ruled = key(Rule(thickness=0.8), "the rule below the table")
    cell_gap: Length = key(9.0, "white between two columns")
    row_gap: Length = key(2.0, "white between two rows")
    full: bool = key(True, "whether a table is as wide as its column even if it need not be")
    continued: str = key("(continued)", "what the caption says where a table goes on")
    notes: Literal["below", "foot"] = key(
        "below", "where notes called in a table stand: below it, or at the foot of the column"
    )
    note_marks: MarkForm = key("letters", "form of the marks of notes below a table")


@dataclass(frozen=True, slots=True)
class FormulaForm:
    """How displayed formulas stand. They have the style `formula`; those in a line have the style of their line."""

    align: Literal["centre", "left"] = key("centre", "where they stand: in the middle of the column, or at its left")
    white: Length = key(9.0, "white above and below them, at least; the text stays on the grid")
    label: str = key("({number})", "what stands at the right end of one that has a number")
    mention: str = key("Equation", "what one is called in the text")
    mentions: str = key("Equations", "what several are called in the text")
    mention_number: str = key("{number}", "their numbers in the text: {number}, or ({number})")


@dataclass(frozen=True, slots=True)
class ReferenceForm:
    """How the list of references looks."""

    csl: str | Path = key(
        "rejoinder",
        "citation style: the name of one of the program's or (with rejoinder[csl]) the CSL project's, or a .csl file",
        read=read_csl,
        schema={"type": "string"},
    )
    """A name; or a path, when it is a file."""
    heading: str = key("References", "heading of the list")
    hang: Literal["align-right", "align-left"] = key("align-right", "how the hung numbers are aligned")
    number_suffix: str = key("", "after the number: nothing, or a full stop")
    number_gap: Length = key(6.0, "white between number and text")
    between: Length = key(0.0, "white between two references")
    backlinks: BacklinkForm = key(
        "none",
        "small links behind a reference to the places that cite it: none, an arrow for each, or letters (a b c)",
    )


@dataclass(frozen=True, slots=True)
class EndMatter:
    """What follows the text, and its labels."""

    order: tuple[EndPart, ...] = key(("statements", "references"), "what follows the text, in this order")
    statements: tuple[str, ...] = key((), "order of the statements; those not named follow as the author wrote them")
    labels: Mapping[str, str] = key({}, "printed label of each kind of statement")
    run_in: bool = key(True, "whether the label stands on the statement's first line")
    label_suffix: str = key("", "after a run-in label: nothing, a colon or a full stop")
    compose: tuple[Literal["collaborators", "contributors", "competing-interests"], ...] = key(
        ("collaborators", "contributors", "competing-interests"),
        "statements made of what is said of the authors, where the letter has none: the members of groups, roles, "
        "and what each has to declare",
    )
    contributors: Literal["by-role", "by-author"] = key(
        "by-role", "whether that statement says who did each thing, or what each author did"
    )
    roles: Mapping[str, str] = key(
        {}, "what it calls the roles, by CRediT's terms, if not as in the letter's language: {Software: Programs}"
    )
    none_declared: str = key("None declared.", "what is said when no author has anything to declare")
    others_declared: str = key(
        "All other authors: none declared.", "what is said of the others when some have something to declare"
    )
    authors_heading: str = key("Authors", "heading of the list of all authors, when the byline names only the first")


@dataclass(frozen=True, slots=True)
class FurnitureLine:
    """Templates: text with `{variables}`, `*emphasis*`, `**strong**`; `[…]` vanishes if a variable in it is missing."""

    inner: str = key("", "at the binding side (left, if the sheet is not two-sided)")
    centre: str = key("", "in the middle")
    outer: str = key("", "at the fore-edge (right, if the sheet is not two-sided)")


@dataclass(frozen=True, slots=True)
class Furniture:
    """Head and foot of one kind of page."""

    head: FurnitureLine = key(FurnitureLine(), "above the columns")
    foot: FurnitureLine = key(FurnitureLine(), "below the columns")
    head_at: Length = key(30.0, "baseline of the head, from the top of the page")
    foot_at: Length = key(24.0, "baseline of the foot, from the bottom of the page")
    head_rule: Ruled | None = key(None, "a rule below the head")
    foot_rule: Ruled | None = key(None, "a rule above the foot")


@dataclass(frozen=True, slots=True)
class Pagination:
    """What the page room may do, and what it costs. Costs are compared with each other only."""

    balance: bool = key(True, "whether the columns of the last page end level")
    widow: float = key(600.0, "a paragraph's last line at the head of a column")
    orphan: float = key(600.0, "a paragraph's first line at the foot of a column")
    hyphen: float = key(90.0, "a divided word at the foot of a column")
    short: float = key(10.0, "a column short by a line (squared)")
    split_note: float = key(30.0, "a note that goes on in the next column")
    note_left: float = key(4.0, "every line of it that goes on")
    uneven: float = key(12.0, "a column of the last page that ends a line higher than the deepest one (squared)")
    very_uneven: float = key(1500.0, "every line beyond the first of such a difference")
    opened: float = key(30.0, "a blank line more above a heading of the last page")
    feathered: float = key(0.2, "every point of white added between references to level the last page")
    setting: float = key(20.0, "a paragraph set a line longer or shorter than is best for it")
    looseness: float = key(
        10.0, "a line as loose or tight as a line may be, in a paragraph so set (by its ratio squared)"
    )
    runt: float = key(60.0, "a paragraph so set that ends in one short word")
    river: float = key(12.0, "every further word space in a river of three or more, in a paragraph so set")
    float_page: float = key(90.0, "a figure or table for every page that it stands behind its first mention")
    float_column: float = key(8.0, "and for every column of the page between them")
    float_place: float = key(
        6.0, "a figure or table in the second of the places that it may take; the third costs double"
    )
    float_pile: float = key(20.0, "a figure or table right below another one")
    note_order: float = key(400.0, "a page on which a note of a figure or table stands before one of a lower number")
    formula: float = key(400.0, "a displayed formula at the head of a column, apart from the text above it")
    divided_table: float = key(150.0, "a table that goes on over the column's or page's end")
    folio_start: int = key(1, "number of the first page")


@dataclass(frozen=True, slots=True)
class Copyfit:
    """How far the sheet may be bent to make a letter fit a number of pages. Nothing is changed unless somebody asks."""

    tracking: float = key(0.01, "tracking, either way, as a share of the em: 0.01 is one per cent")
    expansion: float = key(0.03, "glyph expansion, at the most, as a share")
    leading: float = key(0.04, "leading of text and small print, either way, as a share")
    size: float = key(0.04, "size of the type, either way, as a share")
    heads: float = key(0.5, "white around headings, either way, as a share")
    figures: float = key(0.25, "width of figures, downwards, as a share")
    front: float = key(0.3, "white in and below the front block, either way, as a share")


@dataclass(frozen=True, slots=True)
class PressForm:
    """For which press a file for the press is made."""

    inks: Literal["cmyk", "gray"] = key("cmyk", "what it prints with: cmyk, or gray, which is black ink alone")
    profile: ProfileFile | None = key(
        None,
        "its colour profile: an ICC file beside the sheet; a plain offset press on coated paper if left out",
        read=read_profile_name,
        schema={"type": "string"},
    )
    condition: str = key("", "name of the printing condition of that profile, as registries have it: FOGRA39")


RULES: tuple[str, ...] = (
    "words", "references", "displays", "authors", "abstract-words", "title-characters", "statement-missing",
    "response-uncited", "correspondence-missing", "dates-missing", "orcid-checksum", "ror-checksum", "issn-checksum",
    "doi-form", "reference-doi", "reference-year", "reference-unused", "reference-doubled", "float-unmentioned",
    "alt-text", "resolution",
)  # fmt: skip
"""The rules of an editor that a sheet can judge; `editorial/rules.py` says what they are about."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a type of article may have of everything; no limit where a key is left out, and 0 for nothing at all."""

    words: int | None = key(None, "words of the text, without title, abstract, captions, tables, notes and references")
    references: int | None = key(None, "references")
    displays: int | None = key(None, "figures and tables together")
    authors: int | None = key(None, "authors")
    abstract_words: int | None = key(None, "words of the abstract")
    title_characters: int | None = key(None, "characters of the title, with spaces")


@dataclass(frozen=True, slots=True)
class EditorialChecks:
    """What `rejoinder check` looks for, and how it judges what it finds."""

    limits: Mapping[str, Limits] = key({}, "limits by type of letter; `any` for types that have none of their own")
    statements: Mapping[str, tuple[str, ...]] = key(
        {}, "statements that a type of letter must have, by the kinds of `notes`; `any` for all others"
    )
    resolution: float = key(200.0, "pixels per inch that a printed picture has at the least")
    severity: Mapping[str, Literal["error", "warning", "off"]] = key(
        {}, "how a rule is judged, by its id: error, warning or off"
    )


@dataclass(frozen=True, slots=True)
class MailForm:
    """What a mail says that carries a letter. Templates, as furniture has them; `[…]` vanishes with its variables."""

    subject: str = key("{title}", "the subject")
    text: str = key("", "the text; empty lines part its paragraphs")
    html: str = key("", "the same as HTML; made from the text if left out. What a letter says is always escaped in it")
    attachment: str = key("{letter}", "what the PDF is called in the mail; made harmless, in plain letters")


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """A journal's look."""

    name: str = key("", "name of the sheet")
    about: str = key("", "one sentence about it")
    page: PageForm = key(PageForm(), "paper and margins")
    columns: Columns = key(Columns(), "columns")
    grid: Grid = key(Grid(), "the baseline grid")
    colours: Mapping[str, Annotated[Colour, COLOUR]] = key(
        {}, "colours by name; `text` and `link` are used by the program"
    )
    fonts: Mapping[str, FontRole] = key({}, "families by role: serif, sans, mono")
    text: Mapping[str, TextStyle] = key({}, "text styles by name")
    front: FrontBlock = key(FrontBlock(), "what stands over the columns")
    affiliations: AffiliationForm = key(AffiliationForm(), "affiliation marks")
    citations: CitationForm = key(CitationForm(), "citation marks")
    notes: NoteForm = key(NoteForm(), "footnotes")
    end: EndMatter = key(EndMatter(), "what follows the text")
    references: ReferenceForm = key(ReferenceForm(), "the reference list")
    furniture: Mapping[str, Furniture] = key({}, "head and foot by kind of page: opener, left, right, last")
    floats: FloatForm = key(FloatForm(), "figures and tables: where they stand")
    captions: CaptionForm = key(CaptionForm(), "figures and tables: their captions")
    tables: TableForm = key(TableForm(), "tables: rules and white")
    formulas: FormulaForm = key(FormulaForm(), "displayed formulas")
    pagination: Pagination = key(Pagination(), "costs of the page room")
    copyfit: Copyfit = key(Copyfit(), "how far the sheet may be bent to make a letter fit its pages")
    checks: EditorialChecks = key(EditorialChecks(), "what `rejoinder check` looks for")
    press: PressForm = key(PressForm(), "the press, for which `--press` makes a file")
    mail: MailForm = key(MailForm(), "the mail that carries a letter")
    french_spacing: bool = key(True, "one width of space after full stops and elsewhere")
    unit_space: float = key(1.0, "the space between a number and its unit, as a share of a word space")
    locale_spacing: bool = key(True, "French punctuation gets its thin spaces")
    translated: bool = key(True, "the program's English words are set in the letter's language, if it is a known one")

    def colour(self, name: str) -> Colour:
        return self.colours.get(name, BLACK)
