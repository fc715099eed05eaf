"""What a reader must hear of a letter: worked out from the document and the sheet alone, without galley, pages or pdf.

The walk below is written a second time, from DESIGN and the documentation of the sheet, so that it can disagree with
the program. It says each leaf of the structure tree with its role, in the order of reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from rejoinder.document.model import (
    Blocks,
    BylineAuthor,
    Citation,
    Divider,
    Document,
    Inlines,
    Listing,
    NoteMark,
    Paragraph,
    Quote,
    Section,
    Statement,
    Target,
    Traits,
    Verbatim,
    Words,
)
from rejoinder.style.model import StyleSheet

Leaf = tuple[str, str]
"""Role and text."""

OPEN, CLOSE = "\ue000", "\ue001"
"""Around each citation while its place among the punctuation is not decided."""

BEGIN, END = "\ue002", "\ue003"
"""Around what stands high: two high things that meet are parted, lest 1 and 2 be read as 12."""

APART = "\ue004"
"""Before a citation that begins with a word: there the space stays."""

CITATIONS = f"((?:{OPEN}[^{CLOSE}]*{CLOSE})+)"
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


def expected(document: Document, sheet: StyleSheet) -> Expected:
    found = Expected()
    for role, text in _Walk(document, sheet, found).whole():
        if plain(text):
            found.leaves.append((role, plain(text)))
    return found


class _Walk:
    def __init__(self, document: Document, sheet: StyleSheet, found: Expected) -> None:
        self._found = found
        self._document = document
        self._front = document.front
        self._sheet = sheet
        self._told: set[int] = set()
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

    def whole(self) -> Iterator[Leaf]:
        for over in self._sheet.front.order:
            yield from self._part(over)
        yield from self._blocks(self._document.body, "body")
        for below in self._sheet.end.order:
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
            case "affiliations":
                yield from self._affiliations()
            case "remarks":
                yield "P", " ".join(self._remark(key, mark) for key, mark in self._remarks.items())
                for remark in self._front.remarks:
                    yield from self._called(remark.text)
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
            case "statements":
                yield from self._statements()
            case "references":
                yield from self._references()

    def _labelled(self, label: str, inlines: Inlines, style: str) -> Iterator[Leaf]:
        if inlines:
            yield "P", f"{label} {self._said(inlines, style)}"

    def _byline(self) -> str:
        form, authors = self._sheet.front, self._front.authors
        shown = authors[: form.byline_limit] if form.byline_limit else authors
        names = [self._author(author) for author in shown]
        if len(shown) < len(authors):
            return form.byline_separator.join([*names, "et al"])
        if len(names) < 2:
            return "".join(names)
        return form.byline_separator.join(names[:-1]) + form.byline_last_separator + names[-1]

    def _author(self, author: BylineAuthor) -> str:
        form = self._sheet.affiliations
        marks = [] if self._alone else [sign(n, form.marks) for n in author.affiliations]
        symbols = "".join(self._remarks[key] for key in _called(author))
        if author.corresponding:
            symbols += self._sheet.front.correspondence_mark
        if form.marks == "symbols" and symbols:
            return _titled(author) + form.separator.join([*marks, symbols])
        return _titled(author) + form.separator.join(marks) + symbols

    def _affiliations(self) -> Iterator[Leaf]:
        form = self._sheet.affiliations
        marks = ["" if self._alone else sign(n + 1, form.marks) for n in range(len(self._front.affiliations))]
        texts = [affiliation.text for affiliation in self._front.affiliations]
        if form.run_in:
            both = (f"{mark} {text}".strip() for mark, text in zip(marks, texts, strict=True))
            yield "P", form.run_in_separator.join(both)
            return
        for mark, text in zip(marks, texts, strict=True):
            yield "Lbl", mark
            yield "LBody", text

    def _remark(self, key: str, mark: str) -> str:
        form = self._sheet.front
        labels = {"equal": form.equal_label, "joint_last": form.joint_last_label, "deceased": form.deceased_label}
        if key in labels:
            return labels[key].replace("{mark}", mark)
        remark = self._front.remarks[int(key[7:]) - 1]
        label = form.present_address_label if remark.kind == "present-address" else ""
        text = plain(f"{mark} {label} {self._said(remark.text, 'remark')}")
        return text if text.endswith((".", "!", "?")) else text + "."

    def _statements(self) -> Iterator[Leaf]:
        end = self._sheet.end
        known = [one for kind in end.statements for one in self._document.statements if one.kind == kind]
        for statement in [*known, *(one for one in self._document.statements if one not in known)]:
            yield from self._statement(statement)

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
            yield from self._spoken("LBody", reference.text, "reference")

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
                case Verbatim():
                    yield "P", block.text
                case Divider():
                    pass  # an ornament

    def _spoken(self, role: str, inlines: Inlines, style: str) -> Iterator[Leaf]:
        yield role, self._said(inlines, style)
        yield from self._called(inlines)

    def _called(self, inlines: Inlines) -> Iterator[Leaf]:
        """Notes are read right behind what calls them, each once, its mark first."""
        for inline in inlines:
            if isinstance(inline, NoteMark) and inline.number not in self._told:
                self._told.add(inline.number)
                yield "Lbl", self._note(inline.number)
                yield from self._blocks(self._document.footnotes[inline.number - 1].blocks, "footnote")

    # ── words ──

    def _said(self, inlines: Inlines, style: str) -> str:
        form = self._sheet.citations
        self._linked = None
        text = "".join(self._inline(inline, style) for inline in inlines)
        if form.form == "bracket":
            text = re.sub(rf"([.,;:]*)\s*{CITATIONS}", r" \2\1", text)
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
            case NoteMark():
                self._found.links.append(f"#note-{inline.number}")
                return f"{BEGIN}{self._note(inline.number)}{END}"
            case Citation():
                return f"{OPEN}{self._citation(inline)}{CLOSE}"
        return " "

    def _link(self, target: Target | None) -> None:
        """Neighbouring runs with one target are one link."""
        if target is not None and target is not self._linked:
            self._found.links.append(target.url or f"#{target.anchor}")
        self._linked = target

    def _citation(self, citation: Citation) -> str:
        form = self._sheet.citations
        pieces: list[str] = []
        for numbers in _runs(citation):
            first, last = numbers[0], numbers[-1]
            many = form.collapse and len(numbers) >= form.collapse
            shown = [f"{first}{form.range}{last}"] if many else [str(n) for n in numbers]
            items = {item.number: item for item in citation.items}
            self._found.links += [f"#ref-{n}" for n in ((first, last) if many else numbers)]
            shown[0] = f"{items[first].prefix} {shown[0]}".lstrip()
            shown[-1] += f", {items[last].suffix}" if items[last].suffix else ""
            pieces += shown
        worded = any(item.prefix or item.suffix for item in citation.items)
        superior = form.form == "superscript"
        between = "; " if worded else form.separator if superior else f"{form.separator.strip() or ','} "
        if superior:
            return APART * bool(citation.items[0].prefix) + f"{BEGIN}{between.join(pieces)}{END}"
        return form.open + between.join(pieces) + form.close

    def _note(self, number: int) -> str:
        return sign(self._first_note + number, self._sheet.notes.marks)

    def _cased(self, text: str, style: str) -> str:
        return text.upper() if self._sheet.text[style].case == "upper" else text


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


def _titled(author: BylineAuthor) -> str:
    return f"{author.name}, {author.degrees}" if author.degrees else author.name


def _date(iso: str) -> str:
    """2016-09-13 is 13 September 2016."""
    parts = [int(part) for part in iso.split("-")]
    return " ".join(
        [*(str(day) for day in parts[2:]), *(MONTHS.split(" ")[month - 1] for month in parts[1:2]), str(parts[0])]
    )


def _called(author: BylineAuthor) -> list[str]:
    """The remarks that an author's marks call."""
    called = [key for key in ("equal", "joint_last", "deceased") if getattr(author, key)]
    return called + [f"remark-{n}" for n in (author.present_address, author.note) if n]
