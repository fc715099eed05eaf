"""What a reader must hear of a letter: worked out from the document and the sheet alone, without galley, pages or pdf.

The walk below is written a second time, from DESIGN and the documentation of the sheet, so that it can disagree with
the program. It says each leaf of the structure tree with its role, in the order of reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, is_dataclass, replace
from itertools import groupby, takewhile

from rejoinder.document.model import (
    Blocks,
    BylineAuthor,
    Citation,
    Divider,
    Document,
    Figure,
    Formula,
    Inlines,
    Listing,
    Math,
    Mention,
    NoteMark,
    Paragraph,
    Quote,
    Section,
    Statement,
    Table,
    Target,
    Traits,
    Verbatim,
    Words,
)
from rejoinder.maths.words import linear
from rejoinder.style.model import StyleSheet

Leaf = tuple[str, str]
"""Role and text."""

OPEN, CLOSE = "\ue000", "\ue001"
"""Around each citation while its place among the punctuation is not decided."""

BEGIN, END = "\ue002", "\ue003"
"""Around what stands high: two high things that meet are parted, lest 1 and 2 be read as 12."""

APART = "\ue004"
"""Before a citation that begins with a word: there the space stays."""

PICTURE = "\ue005"
"""What is read of a picture itself: nothing, but in its place."""

SIGN = r"(?<![^\s(<>≤≥=±~≈/–—,;])-(?=[.·]?\d)"
"""A hyphen-minus that stands before a number as its sign."""

CITATIONS = f"((?:{OPEN}[^{CLOSE}]*{CLOSE})+)"
CREDIT = (
    "Conceptualization", "Data curation", "Formal analysis", "Funding acquisition", "Investigation", "Methodology",
    "Project administration", "Resources", "Software", "Supervision", "Validation", "Visualization",
    "Writing – original draft", "Writing – review & editing",
)  # fmt: skip
MONTHS = "January February March April May June July August September October November December"


def plain(text: str) -> str:
    """All that may differ is white space of whatever kind, and hyphens that line breaking made."""
    return re.sub(r"\s+", " ", text.replace("\u00ad", "")).strip()


def french(text: str) -> str:
    """Where French is set, white space stands or does not stand before high punctuation as its rules want it."""
    return re.sub(r"(?<=«)\s+|\s+(?=[;:!?»])", "", plain(text))


def is_french(document: Document) -> bool:
    return document.lang.startswith("fr") or 'lang="fr' in repr(document).replace("'", '"')


def sign(number: int, form: str) -> str:
    """1, 2, 3 …; a, b … z, aa; or * † ‡ § ¶ ‖ # ** ††; figures when signs would have to stand four in a row."""
    if form == "numbers":
        return str(number)
    signs = "abcdefghijklmnopqrstuvwxyz" if form == "letters" else "*†‡§¶‖#"
    times, at = divmod(number - 1, len(signs))
    return signs[at] * (times + 1) if times < 3 else str(number)


@dataclass
class Expected:
    """What a letter says, all in reading order."""

    leaves: list[Leaf] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    """`#anchor` or an address."""
    foreign: list[tuple[str, str]] = field(default_factory=list)
    """Language and words."""
    alts: list[str] = field(default_factory=list)
    """What is said of each picture to those who do not see it."""
    spans: list[tuple[str, int, int, str]] = field(default_factory=list)
    """Of each cell: its role, over how many columns and rows it goes, and whose head it is."""
    notes: int = 0
    """How many stand at the foot of a column, a page or a table."""


def expected(document: Document, sheet: StyleSheet) -> Expected:
    found = Expected()
    for role, text in _Walk(document, sheet, found).whole():
        if plain(text):
            found.leaves.append((role, plain(text).replace(PICTURE, "")))
    return found


class _Walk:
    def __init__(self, document: Document, sheet: StyleSheet, found: Expected) -> None:
        self._found = found
        self._document = document
        self._front = document.front
        self._sheet = sheet
        self._told: set[int] = set()
        self._marked: set[str] = set()
        """The remarks whose marks are seen on the byline: not those about authors behind "et al"."""
        self._times: dict[int, int] = {}
        """How often each reference is cited."""
        self._linked: Target | None = None
        authors, affiliations = self._front.authors, self._front.affiliations
        self._alone = (
            sheet.affiliations.single_unmarked
            and len(affiliations) == 1
            and all(len(author.affiliations) == 1 for author in authors)
        )
        self._remarks: dict[str, str] = {}
        used = 0  # symbols that stand for something already
        if sheet.affiliations.marks == "symbols" and not self._alone:
            used += len(affiliations)
        elif sheet.front.correspondence_mark == "*" and any(author.corresponding for author in authors):
            used += 1
        for author in authors:  # marks are dealt out as they are met on the byline
            for key in _called(author):
                if key not in self._remarks:
                    used += 1
                    self._remarks[key] = sign(used, "symbols")
        self._first_note = used if sheet.notes.marks == "symbols" else 0
        self._below = _notes_below(document, sheet)
        self._aside = {n: at for notes in self._below.values() for at, n in enumerate(notes, start=1)}
        self._remark_notes: dict[str, int] = {}
        """The remarks that stand among the notes, by their keys: those over the columns count from below 0."""
        if sheet.notes.remarks and "byline" in (*sheet.front.order, *sheet.end.order):
            over = "byline" in sheet.front.order
            first = -len(self._remarks) if over else len(document.footnotes) + 1
            self._remark_notes = {key: first + i for i, key in enumerate(self._remarks)}
        self._at_end = sheet.notes.stand == "end"

    def whole(self) -> Iterator[Leaf]:
        for over in self._sheet.front.order:
            yield from self._part(over)
        if self._document.abstract:
            yield "H1", self._cased(self._sheet.front.abstract_label, "abstract-label")
            yield from self._blocks(self._document.abstract, "abstract")
        yield from self._blocks(self._document.body, "body")
        order = list(self._sheet.end.order)
        if self._at_end and "notes" not in order:
            order.insert(order.index("references") if "references" in order else len(order), "notes")
        for below in order:
            yield from self._part(below)

    # ── parts ──

    def _part(self, part: str) -> Iterator[Leaf]:
        front, sheet = self._front, self._sheet
        match part:
            case "label":
                label = sheet.front.labels.get(front.type, front.type.replace("-", " ").capitalize())
                yield "P", self._cased(label, "label")
            case "title":
                yield from self._spoken("Title", front.title, "title")
            case "subtitle":
                yield from self._spoken("P", front.subtitle, "subtitle")
            case "byline":
                yield "P", self._cased(self._byline(), "byline")
                for key, number in self._remark_notes.items() if not self._at_end else ():
                    yield from self._remark_below(key, number)
            case "affiliations":
                if not self._at_the_end_with_all("affiliations"):
                    numbers = {n for author in self._named() for n in author.affiliations}
                    everywhere = range(1, len(front.affiliations) + 1)
                    yield from self._affiliations(sorted(numbers) if self._lists_all() else [*everywhere])
            case "remarks" if not self._remark_notes:
                if not self._at_the_end_with_all("remarks"):
                    yield from self._remarks_of(self._named() if self._lists_all() else front.authors)
            case "correspondence":
                yield from self._labelled(sheet.front.correspondence_label, front.correspondence, "correspondence")
            case "responds-to":
                yield from self._labelled(sheet.front.responds_to_label, front.responds_to, "responds-to")
            case "dates":
                labels = sheet.front.history_labels
                dates = [f"{labels.get(event, event.capitalize())} {_date(iso)}" for event, iso in front.history]
                yield "P", "; ".join(dates)
            case "copyright":
                yield "P", f"{front.copyright} {self._said(front.license, 'copyright')}"
            case "authors" if self._lists_all():
                yield from self._all_authors()
            case "cite":
                yield "P", self._cited_as()
            case "statements":
                yield from self._statements()
            case "notes" if self._at_end:
                yield from self._notes_at_end()
            case "references":
                yield from self._references()

    def _prints(self, part: str) -> bool:
        return part in (*self._sheet.front.order, *self._sheet.end.order)

    def _labelled(self, label: str, inlines: Inlines, style: str) -> Iterator[Leaf]:
        if inlines:
            yield "P", f"{label} {self._said(inlines, style)}"

    def _named(self) -> tuple[BylineAuthor, ...]:
        """Whom the byline names: all; or the first, and the groups behind everybody."""
        form, authors = self._sheet.front, self._front.authors
        groups = [*takewhile(lambda one: one.group, reversed(authors))][::-1]
        people = authors[: len(authors) - len(groups)]
        most, first = form.byline_limit, form.byline_limit
        if not most and "authors" in self._sheet.end.order:
            most, first = form.byline_most, form.byline_first
        return (*people[:first], *groups) if most and people and len(people) > most else authors

    def _lists_all(self) -> bool:
        return len(self._named()) < len(self._front.authors) and not self._sheet.front.byline_limit

    def _at_the_end_with_all(self, part: str) -> bool:
        return self._lists_all() and part in self._sheet.end.order

    def _byline(self) -> str:
        form, authors, shown = self._sheet.front, self._front.authors, self._named()
        hidden = len(authors) - len(shown)
        people = [one for one in shown if not one.group] if hidden else [one for one in shown if not one.represented]
        others = [one for one in shown if one not in people]
        names = [self._author(author, "byline") for author in people]
        titled = form.degrees and any(author.degrees for author in shown)
        between = form.byline_degrees_separator if titled else form.byline_separator
        last = between if form.byline_last_separator == form.byline_separator else form.byline_last_separator
        text = between.join(names)
        if not hidden and len(names) > 1:
            text = between.join(names[:-1]) + last + names[-1]
        if hidden and self._lists_all():
            self._found.links.append("#authors")
            text += between + form.byline_rest.replace("{count}", str(hidden))
        elif hidden:
            text += f"{between}et al"
        for one in others:
            text += (", " if one.represented else between) + self._author(one, "byline")
        return text

    def _author(self, author: BylineAuthor, style: str) -> str:
        form, listed = self._sheet.affiliations, style == "author-list"
        below, away = ("listed-" if listed else ""), self._lists_all()
        marks = [] if self._alone else [sign(n, form.marks) for n in author.affiliations]
        if marks and (self._prints("affiliations") or listed):
            where = "listed-" if listed or (away and "affiliations" not in self._sheet.front.order) else ""
            self._found.links += [f"#{where}affiliation-{n}" for n in author.affiliations]
        called = sorted(_called(author), key=[*self._remarks].index)
        symbols = "".join(self._remarks[key] for key in called)
        self._marked |= set() if listed else set(_called(author))
        if self._remark_notes:
            self._found.links += [f"#note-{self._remark_notes[key]}" for key in called]
        elif self._prints("remarks") or listed:
            below = "listed-" if listed or (away and "remarks" not in self._sheet.front.order) else ""
            self._found.links += [f"#{below}remark-{key.removeprefix('remark-').replace('_', '-')}" for key in called]
        if author.corresponding:
            symbols += self._sheet.front.correspondence_mark
            if self._sheet.front.correspondence_mark and self._front.correspondence and self._prints("correspondence"):
                self._found.links.append("#correspondence")
        if author.lang:
            self._found.foreign.append((author.lang, plain(self._cased(self._titled(author), style))))
        if form.marks == "symbols" and symbols:
            return self._titled(author) + form.separator.join([*marks, symbols])
        return self._titled(author) + form.separator.join(marks) + symbols

    def _titled(self, author: BylineAuthor) -> str:
        name = author.name
        if author.represented:
            words = self._sheet.front.on_behalf_label
            name = words.replace("{group}", re.sub("^The ", "the ", name) if words.find("{") > 0 else name)
        return f"{name}, {author.degrees}" if author.degrees and self._sheet.front.degrees else name

    def _all_authors(self) -> Iterator[Leaf]:
        front = self._front
        yield "H1", self._cased(self._sheet.end.authors_heading, "end-heading")
        semicolon = "; " if self._sheet.front.degrees and any(one.degrees for one in front.authors) else ", "
        names = [self._author(one, "author-list") for one in front.authors]
        text = "".join(
            (", " if one.represented else semicolon) + name for one, name in zip(front.authors, names, strict=True)
        )
        yield "P", self._cased(text.removeprefix(semicolon), "author-list")
        for number, affiliation in enumerate(front.affiliations, start=1):
            yield "Lbl", "" if self._alone else sign(number, self._sheet.affiliations.marks)
            yield "LBody", affiliation.text
        if not self._remark_notes:
            yield from self._remarks_of(front.authors)

    def _remarks_of(self, authors: tuple[BylineAuthor, ...]) -> Iterator[Leaf]:
        called = {key for author in authors for key in _called(author)}
        yield "P", " ".join(self._remark(key, mark) for key, mark in self._remarks.items() if key in called)
        for key in self._remarks:
            if key in called and key.startswith("remark-"):
                yield from self._called(self._front.remarks[int(key[7:]) - 1].text)

    def _cited_as(self) -> str:
        """For templates as the program's: no stop behind a question mark, and a link on the DOI."""
        form = self._sheet.front
        said = {
            name: "".join(one.text for one in value if isinstance(one, Words))
            for name, value in self._document.variables
        }
        if not (said.get("journal.title") or said.get("doi")):
            return ""
        text = form.cite.replace("*", "")
        group = re.compile(r"\[([^\[\]]*)\]")
        while found := group.search(text):
            names = re.findall(r"\{([^}]*)\}", found[1])
            text = text.replace(found[0], found[1] if all(said.get(name) for name in names) else "")
        text = re.sub(r"\{([^}]*)\}", lambda name: said.get(name[1], ""), text)
        if said.get("doi"):
            self._found.links.append(self._document.metadata.url)
        text = re.sub(r"([.?!]) *[.]", r"\1", text)
        return f"{form.cite_label} {text}".strip()

    def _affiliations(self, numbers: list[int]) -> Iterator[Leaf]:
        form = self._sheet.affiliations
        marks = ["" if self._alone else sign(n, form.marks) for n in numbers]
        texts = [self._front.affiliations[n - 1].text for n in numbers]
        if form.run_in or (form.run_in_from and len(numbers) >= form.run_in_from):
            both = (f"{mark} {text}".strip() for mark, text in zip(marks, texts, strict=True))
            yield "P", form.run_in_separator.join(both)
            return
        for mark, text in zip(marks, texts, strict=True):
            yield "Lbl", mark
            yield "LBody", text

    def _remark(self, key: str, mark: str) -> str:
        form = self._sheet.front
        labels = {"equal": form.equal_label, "joint_last": form.joint_last_label, "deceased": form.deceased_label}
        if key.startswith("equal-"):
            labels[key] = form.equal_next_label
        if key in labels:
            return labels[key].replace("{mark}", mark)
        remark = self._front.remarks[int(key[7:]) - 1]
        label = form.present_address_label if remark.kind == "present-address" else ""
        text = plain(f"{mark} {label} {self._said(remark.text, 'remark')}")
        return text if text.endswith((".", "!", "?")) else text + "."

    def _remark_below(self, key: str, number: int) -> Iterator[Leaf]:
        """A remark as a note: its mark goes before it, wherever the sheet's words would have it."""
        self._found.notes += 1
        if key in self._marked:
            self._found.links.append(f"#noteref-{number}")
        yield "Lbl", self._remarks[key]
        yield from self._remark_text(key)

    def _remark_text(self, key: str) -> Iterator[Leaf]:
        yield "P", plain(self._remark(key, self._remarks[key]).replace(self._remarks[key], "", 1))
        if key.startswith("remark-"):
            yield from self._called(self._front.remarks[int(key[7:]) - 1].text)

    def _notes_at_end(self) -> Iterator[Leaf]:
        """A list of all that do not stand below a table or figure; their marks lead back to the text."""
        numbers = [n for n in range(1, len(self._document.footnotes) + 1) if n not in self._aside]
        if numbers or self._remark_notes:
            yield "H1", self._cased(self._sheet.notes.heading, "end-heading")
        suffix = self._sheet.references.number_suffix
        self._found.notes += len(self._remark_notes) + len(numbers)
        for key, number in self._remark_notes.items():
            if key in self._marked:
                self._found.links.append(f"#noteref-{number}")
            yield "Lbl", self._remarks[key] + suffix
            yield from self._remark_text(key)
        for number in numbers:
            self._found.links.append(f"#noteref-{number}")
            yield "Lbl", self._note(number) + suffix
            yield from self._blocks(self._document.footnotes[number - 1].blocks, "footnote")

    def _statements(self) -> Iterator[Leaf]:
        end, said = self._sheet.end, [*self._document.statements]
        for kind in end.compose:
            written = [one for one in said if one.kind == kind]
            made = self._made_of_authors(kind, written)
            if made and written:
                said[said.index(written[0])] = replace(written[0], blocks=made)
            elif made:
                said.append(Statement(kind, made, self._front.span))
        known = [one for kind in end.statements for one in said if one.kind == kind]
        for statement in [*known, *(one for one in said if one not in known)]:
            yield from self._statement(statement)

    def _made_of_authors(self, kind: str, written: list[Statement]) -> Blocks:
        """Who belongs to a group, who did what, what each declares; in the samples groups have no groups in them."""
        front, blocks = self._front, written[0].blocks if written else ()
        if kind == "collaborators":
            texts = [self._collaborators(author) for author in front.authors if author.members]
        elif kind == "contributors":
            texts = [self._contributions()] if not written else []
        else:
            texts = [self._interests(bool(written))]
        return (*blocks, *(Paragraph((Words(text, front.span),), front.span) for text in texts)) if any(texts) else ()

    def _collaborators(self, group: BylineAuthor) -> str:
        runs = [(at, [one.name for one in them]) for at, them in groupby(group.members, lambda one: one.affiliations)]
        return (
            f"{group.name}: "
            + "; ".join(", ".join(them) + (f" ({'; '.join(at)})" if at else "") for at, them in runs)
            + "."
        )

    def _contributions(self) -> str:
        roles = [*CREDIT, *(role for author in self._front.authors for role in author.roles)]
        said: dict[str, str] = {}
        for role in roles:
            did = [author.initials for author in self._front.authors if role in author.roles]
            if did:
                said[role] = f"{role}: {', '.join(did)}."
        return " ".join(said.values())

    def _interests(self, written: bool) -> str:
        """Samples have a written statement, or every author declares something of his or her own."""
        said = [
            (one.initials, "".join(i.text for i in one.competing_interests if isinstance(i, Words)))
            for one in self._front.authors
            if one.competing_interests
        ]
        some = [(who, text) for who, text in said if not re.fullmatch("none", text, re.IGNORECASE)]
        if not said or (written and not some):
            return ""
        if not some:
            return self._sheet.end.none_declared
        texts = [f"{text if text.startswith(who) else f'{who}: {text}'}." for who, text in some]
        return " ".join([*texts, self._sheet.end.others_declared] if len(said) > len(some) else texts)

    def _statement(self, statement: Statement) -> Iterator[Leaf]:
        end, blocks = self._sheet.end, statement.blocks
        kind = statement.kind.replace("-", " ").capitalize()
        label = self._cased(statement.label or end.labels.get(statement.kind, kind), "statement-label")
        if end.run_in and blocks and isinstance(blocks[0], Paragraph):
            label += end.label_suffix
        yield "H1", label
        yield from self._blocks(blocks, "statement")

    def _references(self) -> Iterator[Leaf]:
        form = self._sheet.references
        if self._document.references:
            yield "H1", self._cased(form.heading, "end-heading")
        for number, reference in enumerate(self._document.references, start=1):
            yield "Lbl", f"{number}{form.number_suffix}"
            yield "LBody", f"{self._said(reference.text, 'reference')} {self._backlinks(number)}"

    def _backlinks(self, number: int) -> str:
        """Where the sheet says so: a sign for each place that cites the reference (they are all before the list)."""
        form, times = self._sheet.references.backlinks, range(1, self._times.get(number, 0) + 1)
        if form == "none":
            return ""
        self._found.links += [f"#cite-{number}-{time}" for time in times]
        return " ".join("\u2191" if form == "arrows" else sign(time, "letters") for time in times)

    # ── blocks ──

    def _blocks(self, blocks: Blocks, style: str) -> Iterator[Leaf]:
        for block in blocks:
            match block:
                case Paragraph():
                    yield from self._spoken("P", block.children, style)
                case Section():
                    yield from self._spoken(f"H{min(block.level, 6)}", block.heading, f"heading-{min(block.level, 3)}")
                    yield from self._blocks(block.blocks, style)
                case Listing():
                    for n, item in enumerate(block.items):
                        yield "Lbl", "•" if block.start is None else f"{block.start + n}."
                        yield from self._blocks(item, "list")
                case Quote():
                    yield from self._blocks(block.blocks, "quote")
                case Formula():
                    label = block.label or (
                        self._sheet.formulas.label.format(number=block.number) if block.number else ""
                    )
                    yield "P", f"{linear(block.tree, display=True)} {label}".strip()
                case Verbatim():
                    yield "P", block.text
                case Figure():
                    yield from self._figure(block)
                case Table():
                    yield from self._table(block)
                case Divider():
                    pass  # an ornament

    # ── figures and tables ──

    def _figure(self, figure: Figure) -> Iterator[Leaf]:
        form = self._sheet.captions
        word = form.table_label if figure.kind == "table" else form.figure_label
        label = figure.label or f"{word} {figure.number}"
        caption = "".join(one.text for one in figure.caption if isinstance(one, Words) and not _script(one))
        self._found.alts.append(plain(figure.alt or caption or label))
        yield "Figure", PICTURE
        yield from self._caption(label, figure.caption)
        yield from self._notes_of(figure)
        yield from self._called(figure.caption)

    def _table(self, table: Table) -> Iterator[Leaf]:
        yield from self._caption(f"{self._sheet.captions.table_label} {table.number}", table.caption)
        for rows, heads in ((table.head, True), (table.body, False)):
            for row in rows:
                for cell in row.cells:
                    alone = not heads and row is not rows[-1] and len(row.cells) == 1
                    group = alone and 1 < cell.columns == _width_of(table)
                    role = "TH" if heads or cell.head or group else "TD"
                    scope = "" if role == "TD" else "Column" if heads else "Row"
                    self._found.spans.append((role, cell.columns, cell.rows, scope))
                    text = self._said(cell.children, "table-head" if heads else "table")
                    yield role, text if heads else re.sub(SIGN, "−", text)
        yield from self._notes_of(table)
        for text in table.notes:
            yield "P", self._said(text, "table-note")
        for text in (table.caption, *(cell.children for row in (*table.head, *table.body) for cell in row.cells)):
            yield from self._called(text)
        for text in table.notes:
            yield from self._called(text)

    def _caption(self, label: str, text: Inlines) -> Iterator[Leaf]:
        said = self._said(text, "caption")
        label = self._cased(label + (self._sheet.captions.suffix if said else ""), "caption-label")
        yield ("Caption", f"{label} {said}") if said else ("Lbl", label)

    def _notes_of(self, block: Figure | Table) -> Iterator[Leaf]:
        """The notes that stand below a float, read behind it."""
        for number in self._below.get(block.ordinal, ()):
            yield from self._note_read(number, "table-note")

    def _spoken(self, role: str, inlines: Inlines, style: str) -> Iterator[Leaf]:
        yield role, self._said(inlines, style)
        yield from self._called(inlines)

    def _called(self, inlines: Inlines) -> Iterator[Leaf]:
        """Notes are read right behind what calls them, each once, its mark first."""
        for inline in inlines:
            if isinstance(inline, NoteMark) and not self._at_end and inline.number not in self._aside:
                yield from self._note_read(inline.number, "footnote")

    def _note_read(self, number: int, style: str) -> Iterator[Leaf]:
        if number not in self._told:
            self._told.add(number)
            self._found.notes += 1
            self._found.links.append(f"#noteref-{number}")
            yield "Lbl", self._note(number)
            yield from self._blocks(self._document.footnotes[number - 1].blocks, style)

    # ── words ──

    def _said(self, inlines: Inlines, style: str) -> str:
        form = self._sheet.citations
        self._linked = None
        text = "".join(self._inline(inline, style) for inline in inlines)
        if form.form == "bracket":
            text = re.sub(rf"([.,;:]*)\s*{CITATIONS}", _before_punctuation, text)
        elif form.after_punctuation:
            text = re.sub(rf"\s*{CITATIONS}([.,]*)", r"\2\1", text).replace(APART, " ")
        text = text.replace(APART, "").replace(OPEN, "").replace(CLOSE, "").replace(END + BEGIN, " ")
        return text.replace(BEGIN, "").replace(END, "")

    def _inline(self, inline: object, style: str) -> str:
        match inline:
            case Words():
                self._link(inline.link)
                if inline.lang and inline.text.strip():
                    self._found.foreign.append((inline.lang, plain(self._cased(inline.text, style))))
                return self._cased(inline.text, style) + (END if inline.traits & Traits.SUP else "")
            case Math():
                self._link(inline.link)
                return linear(inline.tree)
            case NoteMark():
                self._found.links.append(f"#note-{inline.number}")
                return f"{BEGIN}{self._note(inline.number)}{END}"
            case Citation():
                return f"{OPEN}{self._citation(inline)}{CLOSE}"
            case Mention():
                self._linked = None
                text = self._cased(self._mention(inline), style)
                if inline.lang:
                    self._found.foreign.append((inline.lang, plain(text)))
                return text
        return " "

    def _mention(self, mention: Mention) -> str:
        """Figure 2; Figures 1 and 3; Tables 2–4 and 6: three in a row are a range, and each number said is a link."""
        form = self._sheet.captions
        words = {
            "figure": (form.figure_mention, form.figure_mentions),
            "table": (form.table_mention, form.table_mentions),
            "equation": (self._sheet.formulas.mention, self._sheet.formulas.mentions),
        }
        word = mention.prefix or ("" if mention.bare else words[mention.kind][len(mention.items) > 1])
        pieces: list[str] = []
        for _, group in groupby(enumerate(mention.items), key=lambda pair: pair[1].number - pair[0]):
            run = [item for _, item in group]
            shown = [run[0], run[-1]] if len(run) > 2 else run
            self._found.links += [f"#{item.target.anchor}" for item in shown]
            numbers = [str(item.number) for item in shown]
            pieces += [self._sheet.citations.range.join(numbers)] if len(run) > 2 else numbers
        last = form.mention_last_separator.join(pieces[-2:])
        return f"{word} ".lstrip() + form.mention_separator.join([*pieces[:-2], last])

    def _link(self, target: Target | None) -> None:
        """Neighbouring runs with one target are one link."""
        if target is not None and target is not self._linked:
            self._found.links.append(target.url or f"#{target.anchor}")
        self._linked = target

    def _citation(self, citation: Citation) -> str:
        form = self._sheet.citations
        for item in citation.items:
            self._times[item.number] = self._times.get(item.number, 0) + 1
        superior = form.form == "superscript"
        phrase = any(item.prefix for item in citation.items)
        pieces: list[str] = []
        for numbers in _runs(citation):
            first, last = numbers[0], numbers[-1]
            many = form.collapse and len(numbers) >= form.collapse
            shown = [f"{first}{form.range}{last}"] if many else [str(n) for n in numbers]
            items = {item.number: item for item in citation.items}
            self._found.links += [f"#ref-{n}" for n in ((first, last) if many else numbers)]
            if superior and phrase:  # words stand on the line, figures are raised
                shown = [f"{items[first].prefix}{BEGIN}{form.separator.join(shown)}{END}"]
            else:
                shown[0] = f"{items[first].prefix} {shown[0]}".lstrip()
            shown[-1] += f", {items[last].suffix}" if items[last].suffix else ""
            pieces += shown
        worded = any(item.prefix or item.suffix for item in citation.items)
        between = "; " if worded else form.separator if superior else f"{form.separator.strip() or ','} "
        if superior and phrase:
            return f"{APART}({between.join(pieces)})"
        if superior:
            return f"{BEGIN}{between.join(pieces)}{END}"
        return form.open + between.join(pieces) + form.close

    def _note(self, number: int) -> str:
        """Notes below a table begin anew in each, and do not count among the others."""
        if number in self._aside:
            return sign(self._aside[number], self._sheet.tables.note_marks)
        before = sum(other < number for other in self._aside)
        return sign(self._first_note + number - before, self._sheet.notes.marks)

    def _cased(self, text: str, style: str) -> str:
        return text.upper() if self._sheet.text[style].case == "upper" else text


def _before_punctuation(found: re.Match[str]) -> str:
    """Brackets stand before the punctuation of their word, but behind a stop if the sentence goes on."""
    punctuation, marks = found[1], found[2]
    goes_on = re.match(r"[.,;:]|\s*[a-zß-öø-ÿ]", found.string[found.end() :])
    return f"{punctuation} {marks}" if punctuation.endswith(".") and goes_on else f" {marks}{punctuation}"


def _runs(citation: Citation) -> Iterator[list[int]]:
    """Neighbouring numbers; words between two of them part them."""
    at, before = 0, None
    keyed = []
    for place, item in enumerate(citation.items):
        if before is not None and (before.suffix or item.prefix):
            at += 1000
        keyed.append((item.number - place + at, item.number))
        before = item
    for _, run in groupby(keyed, key=lambda pair: pair[0]):
        yield [number for _, number in run]


# ── notes below figures and tables ────────────────────────────────────────


def _notes_below(document: Document, sheet: StyleSheet) -> dict[int, list[int]]:
    """By the ordinal of a figure or table: the notes that are called within it, and in no other place.

    A note belongs to what its calls lead back to, through other notes if need be.
    """
    reached: dict[int, set[int]] = {n: set() for n in range(1, len(document.footnotes) + 1)}

    def reach(number: int, owner: int) -> None:
        if owner not in reached[number]:
            reached[number].add(owner)
            for inner, within in _marks(document.footnotes[number - 1], sheet):
                reach(inner, within or owner)

    for part in (document.front, document.abstract, document.body, document.statements, document.references):
        for number, owner in _marks(part, sheet):
            reach(number, owner)
    found: dict[int, list[int]] = {}
    for number, owners in reached.items():
        if len(owners) == 1 and owners != {0}:
            found.setdefault(*owners, []).append(number)
    return found


def _marks(part: object, sheet: StyleSheet, owner: int = 0) -> Iterator[tuple[int, int]]:
    """All marks of notes in a part of the document, each with the float whose notes stand below it, or 0."""
    if isinstance(part, NoteMark):
        yield part.number, owner
    elif isinstance(part, tuple):
        for one in part:
            yield from _marks(one, sheet, owner)
    elif is_dataclass(part) and not isinstance(part, type):
        if isinstance(part, Figure) and sheet.captions.figure_notes == "below":
            owner = part.ordinal
        if isinstance(part, Table) and sheet.tables.notes == "below":
            owner = part.ordinal
        for name in part.__dataclass_fields__:
            yield from _marks(getattr(part, name), sheet, owner)


def _script(words: Words) -> bool:
    return bool(words.traits & (Traits.SUP | Traits.SUB))


def _width_of(table: Table) -> int:
    """How many columns it has."""
    reached = [cell.column + cell.columns for row in (*table.head, *table.body) for cell in row.cells]
    return max([1, len(table.columns), *reached])


def _date(iso: str) -> str:
    """2016-09-13 is 13 September 2016."""
    parts = [int(part) for part in iso.split("-")]
    return " ".join(
        [*(str(day) for day in parts[2:]), *(MONTHS.split(" ")[month - 1] for month in parts[1:2]), str(parts[0])]
    )


def _called(author: BylineAuthor) -> list[str]:
    """The remarks that an author's marks call."""
    called = [f"equal-{author.equal}" if author.equal > 1 else "equal"] if author.equal else []
    called += [key for key in ("joint_last", "deceased") if getattr(author, key)]
    return called + [f"remark-{n}" for n in (author.present_address, author.note) if n]
