"""A letter in one form: two letters of which every page and every word are the same are equal in it.

What a letter's notation leaves open is settled: nesting of emphasis (`runs`), levels of headings without gaps, white
space, tables without rows and columns in which nothing begins, where affiliations are declared, the keys of notes. What
the program leaves out of a letter (notes that nobody calls, an empty paragraph) is left out here.

Knows the letter's model, and what the document makes of it; knows no notation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rejoinder.content.cells import placed_cells
from rejoinder.content.letter import creative_commons, role_of
from rejoinder.content.model import (
    NOTE_KINDS,
    Affiliation,
    AffiliationId,
    Author,
    Award,
    Block,
    Blocks,
    Cell,
    CellAlign,
    Divider,
    Figure,
    Footnote,
    Foreign,
    Formula,
    Heading,
    Inlines,
    Journal,
    Letter,
    License,
    LineBreak,
    Link,
    Listing,
    Name,
    NoteCall,
    Paragraph,
    Quote,
    Reference,
    RespondsTo,
    Row,
    Statement,
    Styled,
    Table,
    Text,
    Verbatim,
)
from rejoinder.conversion.runs import plain, settable, tex_of, tidied
from rejoinder.diagnostics import NOWHERE, Diagnostics
from rejoinder.document.affiliations import recognised, whole, written
from rejoinder.document.csl_item import read_item
from rejoinder.source import UNPRINTABLE
from rejoinder.values import replace

DEEPEST_HEADING = 6
EVENTS = ("received", "revised", "accepted", "published")


def same_letter(one: Letter, other: Letter) -> bool:
    """Whether two letters say the same, wherever and however it was written. Enclosures do not count."""
    return one_form(one) == one_form(other)


def one_form(letter: Letter) -> Letter:
    """The letter in the form in which it is compared."""
    return _with_numbered_notes(_with_settled_front(tidy(letter)))


def tidy(letter: Letter) -> Letter:
    """The letter without places, its texts in their one form. Its ids and keys are as they were."""
    return _Tidier(letter.lang).letter(letter)


def tidy_blocks(blocks: Blocks, lang: str) -> Blocks:
    """Some blocks of a letter in its language, in their one form."""
    return _Tidier(lang).blocks(blocks, sections=True)


# ── what is written ───────────────────────────────────────────────────────


class _Tidier:
    """Goes through one letter; knows its language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def letter(self, letter: Letter) -> Letter:
        answered = letter.responds_to
        return replace(
            letter,
            span=NOWHERE,
            title=self.inlines(letter.title),
            subtitle=self.inlines(letter.subtitle),
            short_title=self.inlines(letter.short_title),
            authors=tuple(map(self.author, letter.authors)),
            affiliations=tuple(map(_affiliation, letter.affiliations)),
            correspondence=self.inlines(letter.correspondence),
            journal=_journal(letter.journal),
            volume=plain(letter.volume),
            issue=plain(letter.issue),
            elocator=plain(letter.elocator),
            first_page=plain(letter.first_page),
            last_page=plain(letter.last_page),
            keywords=tuple(filter(None, map(plain, letter.keywords))),
            license=self.license(letter.license),
            copyright=plain(letter.copyright),
            history=tuple(sorted(letter.history, key=lambda one: _place(EVENTS, one[0]))),
            responds_to=self.answered(answered) if answered else None,
            abstract=self.blocks(letter.abstract, sections=True),
            awards=tuple(map(_award, letter.awards)),
            statements=self.statements(letter.statements),
            body=self.blocks(letter.body, sections=True),
            footnotes=tuple(Footnote(note.key, self.blocks(note.blocks), NOWHERE) for note in letter.footnotes),
            references=tuple(Reference(one.key, _settable(one.item), NOWHERE) for one in letter.references),
            csl=plain(letter.csl),
            csl_span=NOWHERE,
            copyfit_span=NOWHERE,
            enclosures=(),
            part="",
        )

    def inlines(self, inlines: Inlines) -> Inlines:
        return tidied(inlines, self.lang)

    # ── front matter ──

    def author(self, author: Author) -> Author:
        name = _name(author.name)
        if author.group and not name.literal:
            parts = (name.given, name.non_dropping_particle, name.family, name.suffix)
            name = Name(literal=" ".join(filter(None, parts)))
        return replace(
            author,
            name=name,
            span=NOWHERE,
            affiliations=tuple(
                AffiliationId(one.id, NOWHERE) if isinstance(one, AffiliationId) else _affiliation(one)
                for one in author.affiliations
            ),
            degrees=plain(author.degrees),
            roles=tuple(
                role_of(part.strip()) for role in author.roles for part in plain(role).split(",") if part.strip()
            ),
            note=self.inlines(author.note),
            present_address=self.inlines(author.present_address),
            competing_interests=self.inlines(author.competing_interests),
            equal_group=plain(author.equal_group),
            initials=plain(author.initials),
            members=tuple(map(self.author, author.members)),
        )

    def license(self, license: License) -> License:
        text = self.inlines(license.text)
        return License(text, license.url or creative_commons(words_of(text)))

    def answered(self, answered: RespondsTo) -> RespondsTo:
        return RespondsTo(
            self.inlines(answered.title), NOWHERE, plain(answered.author), answered.doi, answered.reference
        )

    def statements(self, statements: Iterable[Statement]) -> tuple[Statement, ...]:
        """Of each kind one, in the order of the kinds; of "other" as many as there are."""
        kinds: dict[str, Statement] = {}
        others: list[Statement] = []
        for one in statements:
            blocks = self.blocks(one.blocks, sections=True)
            if not blocks:
                continue
            if one.kind not in NOTE_KINDS:
                others.append(Statement("other", blocks, NOWHERE, plain(one.label) or "Note"))
            elif one.kind in kinds:
                kinds[one.kind] = replace(kinds[one.kind], blocks=kinds[one.kind].blocks + blocks)
            else:
                kinds[one.kind] = Statement(one.kind, blocks, NOWHERE)
        return (*(kinds[kind] for kind in NOTE_KINDS if kind in kinds), *others)

    # ── blocks ──

    def blocks(self, blocks: Blocks, *, sections: bool = False) -> Blocks:
        """Blocks, where headings make `sections` or are set as bold paragraphs."""
        path: list[int] = []
        made: list[Block] = []
        for block in blocks:
            if isinstance(block, Heading):
                while path and path[-1] >= block.level:
                    path.pop()
                path.append(block.level)
                made += self.heading(block, min(len(path), DEEPEST_HEADING), sections)
            else:
                made += self.block(block)
        return tuple(made)

    def heading(self, heading: Heading, level: int, sections: bool) -> Blocks:
        children = self.inlines(heading.children)
        if sections or heading.id:
            return (Heading(level, children, NOWHERE, heading.id),)
        strong = self.inlines((Styled("strong", children, NOWHERE),))
        return (Paragraph(strong, NOWHERE),) if strong else ()

    def block(self, block: Block) -> Blocks:
        match block:
            case Paragraph():
                children = self.inlines(block.children)
                return (Paragraph(children, NOWHERE),) if children else ()
            case Listing():
                items = tuple(map(self.blocks, block.items))
                start = None if block.start is None else min(max(block.start, 0), 999_999_999)
                tight = _is_tight(items, block.tight)
                labels = tuple(map(plain, (*block.labels, *("",) * len(items))[: len(items)]))
                made = Listing(items, NOWHERE, start, tight, labels if any(labels) else ())
                return (made,) if items else ()
            case Quote():
                blocks = self.blocks(block.blocks)
                return (Quote(blocks, NOWHERE),) if blocks else ()
            case Verbatim():
                text = block.text.replace("\r\n", "\n").replace("\r", "\n")
                text = UNPRINTABLE.sub("\ufffd", text).replace("\u2028", " ").replace("\u2029", " ")
                return (Verbatim(text, NOWHERE),)
            case Divider():
                return (Divider(NOWHERE),)
            case Formula():
                tex, mathml = tex_of(block.tex), " ".join(block.mathml.split())
                mathml = "" if tex else mathml
                return (Formula(NOWHERE, tex, mathml, plain(block.alt), block.id, plain(block.label)),)
            case Figure():
                return (self.figure(block),)
            case Table():
                table = self.table(block)
                return (table,) if table.columns else ()
        raise TypeError(f"no block: {type(block).__name__}")

    def figure(self, figure: Figure) -> Figure:
        return replace(
            figure,
            span=NOWHERE,
            caption=self.inlines(figure.caption),
            alt=plain(figure.alt),
            label=plain(figure.label) if figure.numbered else "",
        )

    def table(self, table: Table) -> Table:
        columns = max(
            [len(table.columns), *(sum(cell.columns for cell in row.cells) for row in table.head + table.body)]
        )
        head = regular(table.head, columns) if table.body else ()
        body = regular(table.body or table.head, columns)
        kept, (head, body) = _without_empty_columns(columns, head, body)
        silent: tuple[CellAlign, ...] = ("",)
        aligns = (*table.columns, *silent * columns)[:columns]
        return replace(
            table,
            columns=tuple(aligns[n] for n in kept),
            head=tuple(self.row(row, head=True) for row in head),
            body=tuple(self.row(row, head=False) for row in body),
            span=NOWHERE,
            caption=self.inlines(table.caption),
            notes=tuple(filter(None, map(self.inlines, table.notes))),
            label=plain(table.label) if table.numbered else "",
        )

    def row(self, row: Row, *, head: bool) -> Row:
        cells = tuple(
            replace(one, children=self.inlines(one.children), span=NOWHERE, head=head or one.head) for one in row.cells
        )
        return Row(cells, NOWHERE)


def _is_tight(items: tuple[Blocks, ...], tight: bool) -> bool:
    """Whether a list is set tight: what no notation can say of it is settled by what is in it."""
    if not any(isinstance(block, Paragraph) for item in items for block in item):
        return True
    if not all(_may_be_tight(item) for item in items):
        return False
    return tight or (len(items) == 1 and len(items[0]) == 1)


def _may_be_tight(item: Blocks) -> bool:
    """A paragraph, and a list below it that may begin without an empty line."""
    if len(item) > 2 or (len(item) == 2 and not isinstance(item[0], Paragraph)):
        return False
    last = item[-1] if item else None
    if len(item) == 2:
        return isinstance(last, Listing) and last.start in (None, 1) and bool(last.items[0]) and last.tight
    return last is None or isinstance(last, Paragraph) or (isinstance(last, Listing) and last.tight)


def _settable(value: Any) -> Any:
    """An item of CSL, or a part of one, in characters that can be set."""
    if isinstance(value, str):
        return settable(value)
    if isinstance(value, Mapping):
        return {settable(str(key)): _settable(one) for key, one in value.items()}
    return [_settable(one) for one in value] if isinstance(value, list | tuple) else value


def _name(name: Name) -> Name:
    return Name(
        plain(name.given),
        plain(name.family),
        plain(name.dropping_particle),
        plain(name.non_dropping_particle),
        plain(name.suffix),
        plain(name.literal),
        name.lang,
        name.family_first,
    )


NAME_PARTS = ("given", "family", "dropping_particle", "non_dropping_particle", "suffix", "literal")


def _affiliation(one: Affiliation) -> Affiliation:
    parts = ("id", "department", "group", "name", "street_address", "city", "region", "postal_code", "country")
    return replace(one, span=NOWHERE, **{part: plain(getattr(one, part)).strip(",; ") for part in parts})


def _award(one: Award) -> Award:
    return Award(
        plain(one.funder),
        NOWHERE,
        one.funder_id,
        tuple(filter(None, map(plain, one.numbers))),
        tuple(filter(None, map(plain, one.recipients))),
    )


def _journal(one: Journal) -> Journal:
    return Journal(plain(one.title), plain(one.abbreviation), plain(one.publisher), one.issn, one.eissn, one.url)


def _place(known: tuple[str, ...], one: str) -> int:
    return known.index(one) if one in known else len(known)


def words_of(inlines: Inlines) -> str:
    """The characters alone."""
    out: list[str] = []
    for one in inlines:
        match one:
            case Styled() | Foreign() | Link():
                out.append(words_of(one.children))
            case LineBreak():
                out.append(" ")
            case _:
                out.append(getattr(one, "text", ""))
    return "".join(out)


# ── tables ────────────────────────────────────────────────────────────────


def regular(rows: tuple[Row, ...], columns: int) -> tuple[Row, ...]:
    """Rows that fill a table of so many columns: what is missing is an empty cell, what reaches too far is cut off, and
    there is no row in which nothing begins.
    """
    reaching = [0] * columns
    made: list[list[Cell]] = []
    for index, row in enumerate(rows):
        cells: list[Cell] = []
        waiting = list(row.cells)
        column = 0
        while column < columns:
            if reaching[column]:
                column += 1
                continue
            room = next((n for n in range(column, columns) if reaching[n]), columns) - column
            cell = waiting.pop(0) if waiting else Cell((), NOWHERE)
            wide, high = min(max(cell.columns, 1), room), min(max(cell.rows, 1), len(rows) - index)
            cells.append(replace(cell, columns=wide, rows=high))
            reaching[column : column + wide] = [high] * wide
            column += wide
        reaching = [max(0, left - 1) for left in reaching]
        made.append(cells)
    empty = [not cells for cells in made]
    return tuple(
        Row(tuple(replace(cell, rows=cell.rows - sum(empty[at : at + cell.rows])) for cell in cells), NOWHERE)
        for at, cells in enumerate(made)
        if cells
    )


def _without_empty_columns(
    columns: int, head: tuple[Row, ...], body: tuple[Row, ...]
) -> tuple[list[int], tuple[tuple[Row, ...], tuple[Row, ...]]]:
    """The columns in which some cell begins, and the rows made of these."""
    begun = {column for rows in (head, body) for row in placed_cells(rows, columns) for column, _ in row}
    kept = sorted(begun)
    if len(kept) == columns:
        return kept, (head, body)

    def narrowed(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(
            Row(
                tuple(
                    replace(cell, columns=sum(one in begun for one in range(column, column + cell.columns)))
                    for column, cell in row
                ),
                NOWHERE,
            )
            for row in placed_cells(rows, columns)
        )

    return kept, (narrowed(head), narrowed(body))


# ── what is compared ──────────────────────────────────────────────────────


def _with_settled_front(letter: Letter) -> Letter:
    """Affiliations are each author's own, those that read the same alike; whom to write to is said; references are what
    a citation processor reads, by their keys.
    """
    declared = {one.id: one for one in reversed(letter.affiliations)}
    known: dict[str, Affiliation] = {}
    reachable = [author for author in letter.authors if author.email]
    marked = any(author.corresponding for author in letter.authors)

    def settled(author: Author) -> Author:
        found: dict[str, Affiliation] = {}
        for one in author.affiliations:
            meant = declared.get(one.id) if isinstance(one, AffiliationId) else one
            if meant is not None and (text := written(entire := whole(meant, declared))):
                key = recognised(text)
                found[key] = known.setdefault(key, replace(entire, id="", parent=""))
        alone = not marked and len(reachable) == 1 and author is reachable[0]
        order = list(known)
        return replace(
            author,
            affiliations=tuple(found[key] for key in sorted(found, key=order.index)),
            corresponding=author.corresponding or alone,
            members=tuple(map(settled, author.members)),
        )

    emails = {author.email.casefold() for author in letter.authors if author.email}
    references = [_reference(one) for one in letter.references]
    if letter.references_order == "cited":
        references.sort(key=lambda one: one.key)
    return replace(
        letter,
        authors=tuple(map(settled, letter.authors)),
        correspondence=_without_addresses(letter.correspondence, emails),
        affiliations=(),
        references=tuple(references),
        nocite=tuple(sorted(letter.nocite)),
    )


def _without_addresses(line: Inlines, emails: set[str]) -> Inlines:
    """The line for letters without the links that the document makes of addresses, nor those that it adds."""
    text = [
        Text(words_of(one.children), NOWHERE) if isinstance(one, Link) and one.url.startswith("mailto:") else one
        for one in line
    ]
    joined = tidied(tuple(text), "")
    last = joined[-1] if joined else None
    while isinstance(last, Text):
        before, semicolon, after = last.text.rpartition("; ")
        if after.casefold() not in emails:
            break
        last = Text(before, NOWHERE)
        joined = (*joined[:-1], last) if before else joined[:-1]
        if not semicolon:
            break
    return joined


def _reference(one: Reference) -> Reference:
    read = read_item(one.key, one.item, NOWHERE, Diagnostics())
    return Reference(one.key, read._asdict(), NOWHERE)


def _with_numbered_notes(letter: Letter) -> Letter:
    """Notes by numbers, in the order in which they are called; without those that nobody calls."""
    notes = {note.key: note for note in reversed(letter.footnotes)}
    order = [key for key in called_notes(letter) if key in notes]
    numbers = {key: str(number) for number, key in enumerate(order, start=1)}
    renamed: Letter = renamed_notes(replace(letter, footnotes=tuple(notes[key] for key in order)), numbers)
    return replace(
        renamed,
        footnotes=tuple(replace(note, key=str(n)) for n, note in enumerate(renamed.footnotes, start=1)),
    )


def called_notes(letter: Letter) -> list[str]:
    """The keys of the notes that are called, each once, in the order in which one reads."""
    notes = {note.key: note for note in reversed(letter.footnotes)}
    found: dict[str, None] = {}
    waiting: list[Iterator[Any]] = [iter([letter])]
    while waiting:
        one = next(waiting[-1], None)
        if one is None:
            waiting.pop()
        elif isinstance(one, NoteCall):
            if one.key not in found:
                found[one.key] = None
                if one.key in notes:
                    waiting.append(iter(notes[one.key].blocks))
        else:
            waiting.append(iter(_inside(one)))
    return list(found)


def _inside(one: Any) -> Iterable[Any]:
    """What may hold calls of notes in a part of a letter, in the order in which one reads."""
    match one:
        case Letter():
            yield from (one.title, one.subtitle, one.short_title)
            yield from one.authors
            yield from (one.correspondence, one.license.text)
            yield one.responds_to.title if one.responds_to else ()
            yield from (one.abstract, one.body, one.statements)
        case Author():
            yield from (one.note, one.present_address, one.competing_interests, one.members)
        case Statement() | Quote():
            yield from one.blocks
        case Paragraph() | Heading() | Styled() | Foreign() | Link() | Cell():
            yield from one.children
        case Listing():
            yield from one.items
        case Figure():
            yield one.caption
        case Table():
            yield one.caption
            yield from (*one.head, *one.body)
            yield from one.notes
        case Row():
            yield from one.cells
        case tuple():
            yield from one


def renamed_notes(value: Any, numbers: dict[str, str]) -> Any:
    """A part of a letter in which the notes are called by other keys."""
    if isinstance(value, tuple):
        return tuple(renamed_notes(one, numbers) for one in value)
    if isinstance(value, NoteCall):
        return NoteCall(numbers.get(value.key, value.key), NOWHERE)
    fields = _HOLDING.get(type(value), ())
    if not fields:
        return value
    return replace(value, **{name: renamed_notes(getattr(value, name), numbers) for name in fields})


_HOLDING: dict[type, tuple[str, ...]] = {
    Letter: (
        "title", "subtitle", "short_title", "authors", "correspondence", "license", "responds_to", "abstract", "body",
        "statements", "footnotes",
    ),
    Author: ("note", "present_address", "competing_interests", "members"),
    License: ("text",),
    RespondsTo: ("title",),
    Statement: ("blocks",),
    Footnote: ("blocks",),
    Quote: ("blocks",),
    Paragraph: ("children",),
    Heading: ("children",),
    Styled: ("children",),
    Foreign: ("children",),
    Link: ("children",),
    Cell: ("children",),
    Listing: ("items",),
    Figure: ("caption",),
    Table: ("caption", "head", "body", "notes"),
    Row: ("cells",),
}  # fmt: skip
"""The fields in which calls of notes may stand."""
