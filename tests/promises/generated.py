"""Letters that nobody wrote, under sheets that nobody uses: what the promises are tested on.

A letter here is a `Written`: its document, and what every part of it must say on paper, worked out without the program.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, replace

from generated_floats import NUMBERS as NUMBERS_IN_CELLS
from generated_floats import CellShape, FloatNumber, FloatShape, alignments, cells, floats, numbered, picture
from hypothesis import strategies as st

from composing import affiliation, author, document, front, place, sheet_of
from rejoinder.document.model import (
    Block,
    Cell,
    Citation,
    CitedReference,
    Divider,
    Document,
    Figure,
    Footnote,
    Inline,
    Inlines,
    Listing,
    Mention,
    MentionedFloat,
    NoteMark,
    Paragraph,
    Quote,
    Reference,
    Row,
    Section,
    Statement,
    Table,
    Target,
    Traits,
    Words,
)
from rejoinder.style.model import StyleSheet

_WORDS = """
a an and are as at be been both but by can did do each few for found from had has have how if in into is
it its later may more most much never no not now of off on once one or other our out over same seen she
some such than that the their them then there they this to two under until was we were what when where
which while who why will with without year (as) (often) author, boxes, census, chimney, colony; colonies
evening, evidence: household, ladder, letters, morning, notes. question, season, smoke, streets. summer;
weather. winter, Ames Brook Iris Wilk’s “quoted” well-known mid-summer half-hour 412 31% 19.5 observation
measurements nevertheless comparatively unambiguously investigations representative considerable
municipality photographs extraordinarily disproportionately interpretations recommendations
straightforward acknowledged swift swifts nest nests tile tiles hole holes bird birds June July count
counts counted street roof roofs wall walls young
"""
VOCABULARY = _WORDS.split()

SYMBOLS = "*†‡§¶‖#"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def symbol(number: int) -> str:
    """The mark of a note, as printers count: * † … then doubled, trebled; figures when there are more."""
    rounds, at = divmod(number - 1, len(SYMBOLS))
    return SYMBOLS[at] * (rounds + 1) if rounds < 3 else str(number)


@dataclass
class Written:
    """A document and what it says: the text of each leaf of the columns, of each footnote, of the title."""

    document: Document
    flow: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Those at the foot of columns and pages."""
    title: str = ""
    reading: list[str] = field(default_factory=list)
    """All leaves but the title's, in the order in which they are read: notes behind what calls them, floats where they
    were written.
    """
    below: dict[int, int] = field(default_factory=dict)
    """The notes that stand below a figure or table, by their numbers, and its ordinal."""
    floats: dict[int, Figure | Table] = field(default_factory=dict)
    """By their ordinals."""
    enclosed: set[int] = field(default_factory=set)
    """Those written in a list, a quotation or a note."""


BlockShape = tuple[str, int, int] | FloatShape
"""Kind, number of words, number of notes called; or a figure or table."""


@dataclass(frozen=True)
class Shape:
    """What hypothesis chooses (and shrinks): how many words, notes, blocks of which kind. Words follow from `seed`."""

    seed: int
    blocks: tuple[BlockShape, ...]
    note_words: tuple[int, ...]
    """How long the notes are, in turn."""
    nested: int
    """Every so many notes one calls another; 0: none."""
    title_notes: int
    authors: int
    statements: int
    references: int


KINDS = ("paragraph",) * 8 + ("section", "subsection", "list", "numbers", "quote", "divider")

blocks = st.tuples(
    st.sampled_from(KINDS),
    st.one_of(st.integers(1, 30), st.integers(20, 160)),
    st.sampled_from((0, 0, 0, 1, 1, 2, 3)),
)


def _shapes(blocks: st.SearchStrategy[BlockShape]) -> st.SearchStrategy[Shape]:
    return st.builds(
        Shape,
        seed=st.integers(0, 10_000),
        blocks=st.lists(blocks, min_size=1, max_size=14).map(tuple),
        note_words=st.lists(st.one_of(st.integers(1, 12), st.integers(5, 120)), min_size=1, max_size=4).map(tuple),
        nested=st.sampled_from((0, 0, 0, 2, 3)),
        title_notes=st.sampled_from((0, 0, 0, 1, 2)),
        authors=st.sampled_from((0, 1, 3, 9)),
        statements=st.sampled_from((0, 0, 1, 3)),
        references=st.sampled_from((0, 3, 10, 25)),
    )


shapes = _shapes(blocks)
"""Letters of text alone."""
shapes_with_floats = _shapes(st.one_of(blocks, blocks, floats)).filter(
    lambda shape: any(isinstance(block, FloatShape) for block in shape.blocks)
)


class Writer:
    """Writes one letter from its shape."""

    def __init__(
        self, shape: Shape, citing: str, *, symbols: bool = True, look: Look | None = None, dry: bool = False
    ) -> None:
        """`look` says where notes called in figures and tables stand. A `dry` letter is only read for its order."""
        self._random = random.Random(shape.seed)
        self._shape = shape
        self._citing = citing
        self._look = look
        self._line = 20
        self._notes: list[tuple[Footnote, str]] = []
        self._depth = 0
        self._mark = symbol if symbols else str
        self._events: list[tuple[int, bool]] = []
        self._numbers: list[FloatNumber] = []
        places = [i for i, block in enumerate(shape.blocks) if isinstance(block, FloatShape)]
        self._which = {place: which for which, place in enumerate(places)}
        """Which float a block of the shape is."""
        if places:
            kinds = [block.kind for block in shape.blocks if isinstance(block, FloatShape)]
            self._numbers = numbered(kinds, () if dry else Writer(shape, citing, look=look, dry=True).order())
        self._naming = self._mentions()
        """Floats that the texts of each block name, and its notes."""
        self._to_name: list[int] = []
        self._to_name_in_note: list[int] = []
        self._owner: int | None = None
        """The float below which the notes that are called stand."""
        self._below: dict[int, int] = {}
        self._aside: dict[int, list[int]] = {}
        self._calls_within: dict[int, list[int]] = {}
        """Of each note, the notes that it calls."""
        self._float_within: dict[int, list[str]] = {}
        """Of a note with a figure or table in it, how that reads."""
        self._at_end = look is not None and look.stand == "end"

    def order(self) -> list[tuple[int, bool]]:
        """What a reader meets: (which float, whether it is a mention of it)."""
        self.written()
        return self._events

    def written(self) -> Written:
        shape = self._shape
        out = Written(document())
        title, out.title, calls = self._inlines(6, shape.title_notes)
        self._say_notes(calls, out)
        body = self._body(out)
        statements = tuple(self._statement(i, out) for i in range(shape.statements))
        self._notes_at_end(out)
        references = tuple(self._reference(i, out) for i in range(shape.references))
        opening = front(
            authors=tuple(author(f"Given Family{i}", i % 3 + 1) for i in range(shape.authors)),
            affiliations=tuple(affiliation(f"Institute {i}, Town") for i in range(min(shape.authors, 3))),
        )
        out.document = replace(
            out.document,
            front=replace(opening, title=tuple(title)),
            body=tuple(body),
            footnotes=tuple(note for note, _ in self._notes),
            statements=statements,
            references=references,
        )
        if not self._at_end:
            out.notes = [text for n, (_, text) in enumerate(self._notes, start=1) if n not in self._below]
        out.below = self._below
        return out

    # ── blocks ──

    def _mentions(self) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """Which floats are named in the text, and in the notes, of which block of the shape."""
        named: tuple[dict[int, list[int]], dict[int, list[int]]] = ({}, {})
        blocks, which = self._shape.blocks, 0
        for i, block in enumerate(blocks):
            if isinstance(block, FloatShape):
                at = min(max(i + block.mention, 0), len(blocks) - 1)
                if block.mention and at != i:
                    named[block.named_in_note].setdefault(at, []).append(which)
                which += 1
        return named

    def _body(self, out: Written) -> list[Block]:
        """Sections take what follows them, up to the next heading."""
        body: list[Block] = []
        waiting = list(enumerate(self._shape.blocks))
        while waiting:
            if _kind(waiting[0][1]) == "section":
                body.append(self._section(1, waiting, out))
            else:
                body.append(self._block(*waiting.pop(0), out))
        return body

    def _section(self, level: int, waiting: list[tuple[int, BlockShape]], out: Written) -> Section:
        _, (_, words, _) = waiting.pop(0)  # type: ignore[misc]
        line = self._next_line()
        heading, text, _ = self._inlines(1 + words % 7, 0)
        out.flow.append(text)
        out.reading.append(text)
        inside: list[Block] = []
        while waiting and _kind(waiting[0][1]) != "section":
            if _kind(waiting[0][1]) == "subsection":
                if level == 2:
                    break
                inside.append(self._section(2, waiting, out))
            else:
                inside.append(self._block(*waiting.pop(0), out))
        return Section(level, tuple(heading), tuple(inside), f"sec-{line}", place(line))

    def _block(self, i: int, block: BlockShape, out: Written) -> Block:
        line = self._next_line()
        in_text, in_notes = self._naming
        self._to_name, self._to_name_in_note = in_text.get(i, []), in_notes.get(i, [])
        if isinstance(block, FloatShape):
            return self._float_block(self._which[i], block, out)
        kind, words, notes = block
        match kind:
            case "divider":
                out.flow.append("*\u2003*\u2003*")
                return Divider(place(line))
            case "quote":
                return Quote((self._paragraph(words, notes, out),), place(line))
            case "list" | "numbers":
                start = 1 if kind == "numbers" else None
                items = tuple(
                    (self._paragraph(1 + words // 4, notes if not i else 0, out, f"{1 + i}. " if start else "• "),)
                    for i in range(1 + words % 4)
                )
                return Listing(items, place(line), start)
        return self._paragraph(words, notes, out)

    def _paragraph(self, words: int, notes: int, out: Written, label: str = "") -> Paragraph:
        line = self._next_line()
        children, text, calls = self._inlines(words, notes)
        out.flow.append(label + text)
        out.reading.append(label + text)
        self._say_notes(calls, out)
        return Paragraph(tuple(children), place(line))

    def _statement(self, i: int, out: Written) -> Statement:
        line = self._next_line()
        children, text, _ = self._inlines(3 + 9 * i, 0)
        out.flow.append(f"Label {i} {text}")
        out.reading.append(f"Label {i} {text}")
        return Statement("other", (Paragraph(tuple(children), place(line)),), place(line), f"Label {i}")

    def _reference(self, i: int, out: Written) -> Reference:
        if not i:
            out.flow.append("REFERENCES")
            out.reading.append("REFERENCES")
        line = self._next_line()
        children, text, _ = self._inlines(6 + (7 * i) % 17, 0, cite=False)
        out.flow.append(f"{i + 1} {text}")
        out.reading.append(f"{i + 1} {text}")
        return Reference(f"key{i}", tuple(children), place(line))

    def _next_line(self) -> int:
        self._line += 1
        return self._line

    # ── figures and tables ──

    def _float_block(self, which: int, shape: FloatShape, out: Written) -> Block:
        """A figure or table where its shape wants it written: by itself, in a quotation, a list or a note."""
        line = self._line
        match shape.where:
            case "quote":
                before = self._paragraph(5, 0, out)
                return Quote((before, self._float(which, shape, out, enclosed=True)), place(line))
            case "item":
                before = self._paragraph(5, 0, out, "• ")
                return Listing(((before, self._float(which, shape, out, enclosed=True)),), place(line))
            case "note":
                return self._paragraph_with_float_in_note(which, shape, out)
        return self._float(which, shape, out)

    def _paragraph_with_float_in_note(self, which: int, shape: FloatShape, out: Written) -> Paragraph:
        children, text, calls = self._inlines(4, 0, cite=False)
        line = self._line
        number = self._note()
        out.flow.append(text + self._marks(number))
        out.reading.append(text + self._marks(number))
        footnote, _ = self._notes[number - 1]
        inside = Written(document())
        made = self._float(which, shape, inside, enclosed=True)
        self._float_within[number] = inside.reading
        out.floats |= inside.floats
        out.enclosed |= inside.enclosed
        self._notes[number - 1] = (replace(footnote, blocks=(*footnote.blocks, made)), self._notes[number - 1][1])
        self._say_notes([*calls, number], out)
        return Paragraph((*children, NoteMark(number, place(line))), place(line))

    def _float(self, which: int, shape: FloatShape, out: Written, *, enclosed: bool = False) -> Figure | Table:
        known = self._numbers[which]
        self._events.append((which, False))
        look, line = self._look, self._next_line()
        keeps = look is not None and (look.figure_notes if shape.kind == "figure" else look.table_notes) == "below"
        self._owner = known.ordinal if keeps else None
        label = f"{shape.kind.capitalize()} {known.number}"
        notes = shape.notes if shape.kind == "figure" else shape.notes // 2
        caption, text, calls = self._inlines(shape.words, notes)
        out.reading.append(f"{label} {text}" if text else label)
        anchor, span = f"{shape.kind}-{known.number}", place(line)
        made: Figure | Table
        if shape.kind == "figure":
            made = Figure(
                known.number, known.ordinal, picture(*shape.size), span, tuple(caption), "A chequer", anchor,
                shape.width, shape.wide, shape.place, known.mentioned,
            )  # fmt: skip
        else:
            head_shapes, body_shapes = cells(shape, self._random)
            head = self._rows(head_shapes, shape.heads, 0, calls, out)
            body = self._rows(body_shapes, shape.size[1], shape.notes - notes, calls, out, body=True)
            own = tuple(self._inlines(8, 0) for _ in range(shape.below))
            made = Table(
                known.number, known.ordinal, alignments(shape, self._random), head, body, span, tuple(caption),
                tuple(tuple(children) for children, _, _ in own), anchor, shape.wide, shape.place, known.mentioned,
            )  # fmt: skip
            if keeps:
                self._say_notes(calls, out)
                calls = []
            out.reading += [text for _, text, _ in own]
        self._owner = None
        self._say_notes(calls, out)
        out.floats[known.ordinal] = made
        if enclosed:
            out.enclosed.add(known.ordinal)
        return made

    def _rows(
        self,
        shapes: list[CellShape],
        count: int,
        notes: int,
        calls: list[int],
        out: Written,
        *,
        body: bool = False,
    ) -> tuple[Row, ...]:
        rows: list[list[Cell]] = [[] for _ in range(count)]
        for shape in shapes:
            children: Inlines = ()
            text = ""
            if shape.number:
                text = self._random.choice(NUMBERS_IN_CELLS)
                children = (Words(text, place(self._line)),)
                text = text.replace("-", "\u2212")
            elif shape.words:
                here = 1 if notes else 0
                notes -= here
                inlines, text, called = self._inlines(shape.words, here)
                children = tuple(inlines)
                calls += called
            if text:
                out.reading.append(text)
            cell = Cell(children, place(self._line), shape.column, shape.columns, shape.rows)
            rows[shape.row].append(replace(cell, head=body and not shape.column and self._shape.seed % 2 == 0))
        return tuple(Row(tuple(row), place(self._line)) for row in rows)

    # ── words ──

    def _inlines(self, words: int, notes: int, *, cite: bool = True) -> tuple[list[Inline], str, list[int]]:
        """So many words with notes and citations among them, how they read when set, and the notes called."""
        pick, line = self._random, self._line
        said = pick.choices(VOCABULARY, k=words)
        calls = sorted(pick.sample(range(words), min(notes, words)))
        cites = {i for i in range(words) if cite and self._shape.references and pick.random() < 0.02} - set(calls)
        naming, self._to_name = (self._to_name, []) if words else ([], self._to_name)
        names_at = pick.randrange(words) if naming else -1
        called: list[int] = []
        out: list[Inline] = []
        text: list[str] = []
        bracketed: list[tuple[int, int, str]] = []
        """Where the word before a citation stands in `text`, and what follows the citation in `out`."""
        buffer = ""
        for i, word in enumerate(said):
            space = " " if i else ""
            if i == names_at:
                for mention, shown in self._mention(naming, line):
                    out += [Words(buffer + space, place(line)), mention] if buffer + space else [mention]
                    text.append(space + shown)
                    buffer, space = "", " "
            if pick.random() < 0.03:
                out += (
                    [Words(buffer + space, place(line)), Words(word, place(line), Traits.EMPH)]
                    if buffer + space
                    else [Words(word, place(line), Traits.EMPH)]
                )
                buffer = ""
            else:
                buffer += space + word
            text.append(space + word)
            if i in cites or i in calls:
                if buffer:
                    out.append(Words(buffer, place(line)))
                    buffer = ""
                if i in cites:
                    mark, shown = self._citation(line)
                    out.append(mark)
                    if self._citing == "bracket":
                        bracketed.append((len(text) - 1, len(out), shown))
                    else:
                        text.append(shown)
                else:
                    number = self._note()
                    called.append(number)
                    out.append(NoteMark(number, place(line)))
                    text.append(self._marks(number))
        if buffer:
            out.append(Words(buffer, place(line)))
        for at, behind, shown in bracketed:
            after = out[behind] if behind < len(out) else None
            text[at] = _bracketed(text[at], shown, after.text if isinstance(after, Words) else "")
        return out, "".join(text), called

    def _mention(self, naming: list[int], line: int) -> list[tuple[Mention, str]]:
        """Floats are named together, the figures before the tables: Figures 1, 2 and 4."""
        out: list[tuple[Mention, str]] = []
        for kind in ("figure", "table"):
            found = sorted((self._numbers[n].number, n) for n in naming if self._numbers[n].kind == kind)
            if not found:
                continue
            self._events += [(n, True) for n in naming if self._numbers[n].kind == kind]
            items = tuple(
                MentionedFloat(number, self._numbers[n].ordinal, Target(anchor=f"{kind}-{number}"))
                for number, n in found
            )
            shown = ranges([number for number, _ in found])
            listed = " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
            word = kind.capitalize() + ("s" if len(found) > 1 else "")
            out.append((Mention(kind, items, place(line)), f"{word} {listed}"))  # type: ignore[arg-type]
        return out

    def _citation(self, line: int) -> tuple[Citation, str]:
        many = self._random.choice((1, 1, 2, 4))
        numbers = sorted(self._random.sample(range(1, self._shape.references + 1), min(many, self._shape.references)))
        items = tuple(CitedReference(n, Target(anchor=f"ref-{n}")) for n in numbers)
        separator = ", " if self._citing == "bracket" else " "
        shown = separator.join(ranges(numbers))
        return Citation(items, place(line)), f"[{shown}]" if self._citing == "bracket" else shown

    # ── notes ──

    def _note(self) -> int:
        """Write the next note; some of them call another."""
        shape = self._shape
        number = len(self._notes) + 1
        words = shape.note_words[number % len(shape.note_words)]
        line = 500 + number
        self._notes.append((Footnote((), place(line)), ""))
        if self._owner is not None:
            self._below[number] = self._owner
            self._aside.setdefault(self._owner, []).append(number)
        inner = int(bool(shape.nested) and number % shape.nested == 0 and self._depth < 2 and number < 30)
        self._depth += 1
        before, self._line = self._line, line
        to_name, self._to_name = self._to_name, self._to_name_in_note if self._owner is None else []
        children, text, calls = self._inlines(words, inner)
        self._to_name, self._to_name_in_note = to_name, self._to_name
        self._line = before
        self._depth -= 1
        footnote = Footnote((Paragraph(tuple(children), place(line)),), place(line))
        self._notes[number - 1] = (footnote, f"{self._marks(number)} {text}")
        self._calls_within[number] = calls
        return number

    def _marks(self, number: int) -> str:
        """The mark of a note: those below a figure or table have letters, and begin anew in each."""
        if number in self._below:
            return LETTERS[self._aside[self._below[number]].index(number)]
        return self._mark(number - sum(n < number for n in self._below))

    def _say_notes(self, calls: list[int], out: Written) -> None:
        """Notes are read behind what calls them, unless all stand at the end."""
        for number in calls:
            if number in self._below or not self._at_end:
                out.reading += [self._notes[number - 1][1]]
                self._say_notes(self._calls_within[number], out)
                out.reading += self._float_within.get(number, ())

    def _notes_at_end(self, out: Written) -> None:
        listed = [n for n in range(1, len(self._notes) + 1) if n not in self._below] if self._at_end else []
        if listed:
            out.flow += ["NOTES", *(self._notes[n - 1][1] for n in listed)]
            out.reading.append("NOTES")
        for number in listed:
            out.reading += [self._notes[number - 1][1], *self._float_within.get(number, ())]


def _bracketed(word: str, shown: str, after: str) -> str:
    """Bracketed citations stand before the punctuation of their word, but behind a stop if the sentence goes on."""
    goes_on = word.endswith(".") and re.match(r"[.,;:]|\s*[a-z]", after)
    stem = word if goes_on else word.rstrip(".,;:")
    return f"{stem} {shown}{word[len(stem) :]}"


def _kind(block: BlockShape) -> str:
    return block.kind if isinstance(block, FloatShape) else block[0]


def ranges(numbers: list[int]) -> list[str]:
    """Three or more neighbours become a range."""
    out: list[list[int]] = []
    for n in numbers:
        if out and out[-1][-1] == n - 1:
            out[-1].append(n)
        else:
            out.append([n])
    return [shown for run in out for shown in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(n) for n in run])]


# ── sheets ────────────────────────────────────────────────────────────────

TRIMS = {
    "A4": (595.3, 841.9), "A5": (419.5, 595.3), "letter": (612.0, 792.0), "A6": (297.6, 419.5), "A3": (841.9, 1190.6),
}  # fmt: skip


@dataclass(frozen=True)
class Look:
    """What hypothesis chooses of a sheet."""

    ground: str
    trim: str
    columns: int
    leading: float
    size: float
    margin: int
    bracket: bool
    bottom: int
    stand: str = "column"
    table_notes: str = "below"
    figure_notes: str = "foot"
    places: tuple[str, ...] = ("top", "bottom", "page")
    white: int = 12
    between: int = 12
    figures: str = "below"
    tables: str = "above"
    run_in: bool = True
    body_rule: bool = False
    balance: bool = True

    @property
    def sheet(self) -> StyleSheet:
        return sheet_of(self.written, self.ground)

    @property
    def written(self) -> str:
        citing = 'form: bracket, separator: ","' if self.bracket else 'form: superscript, separator: "\\u2009"'
        width, height = TRIMS[self.trim]
        trim = self.trim if self.trim in ("A4", "A5", "letter") else f"[{width}pt, {height}pt]"
        return (
            f"page: {{trim: {trim}, margins: {{inner: {self.margin}pt, outer: {self.margin}pt, "
            f"bottom: {self.bottom}pt}}}}\n"
            f"columns: {{count: {self.columns}}}\n"
            f"grid: {{leading: {self.leading}pt}}\n"
            f"citations: {{{citing}}}\n"
            f"text: {{body: {{size: {self.size}pt}}}}\n"
        ) + ("" if self == self.plain else self._of_floats)

    @property
    def plain(self) -> Look:
        """The same with nothing said about figures and tables."""
        return Look(
            self.ground, self.trim, self.columns, self.leading, self.size, self.margin, self.bracket, self.bottom
        )

    @property
    def _of_floats(self) -> str:
        return (
            f"notes: {{stand: {self.stand}}}\n"
            f"floats: {{places: [{', '.join(self.places)}], white: {self.white}pt, between: {self.between}pt}}\n"
            f"captions: {{figures: {self.figures}, tables: {self.tables}, run-in: {str(self.run_in).lower()}, "
            f"figure-notes: {self.figure_notes}}}\n"
            f"tables: {{notes: {self.table_notes}, note-marks: letters"
            f"{', body-rule: {thickness: 0.3pt, above: 1pt, below: 1pt}' if self.body_rule else ''}}}\n"
            f"pagination: {{balance: {str(self.balance).lower()}}}\n"
        )

    @property
    def column_width(self) -> float:
        return (TRIMS[self.trim][0] - 2 * self.margin - 18.5 * (self.columns - 1)) / self.columns

    @property
    def depth(self) -> float:
        return TRIMS[self.trim][1] - self.bottom - 60


def written(shape: Shape, look: Look) -> Written:
    """A letter of this shape, as it reads under this sheet."""
    return Writer(shape, "bracket" if look.bracket else "superscript", look=look).written()


def _can_be_set(look: Look) -> bool:
    return look.column_width >= 100 and look.depth >= 200


_sheets = {
    "ground": st.sampled_from(("annals", "annals", "base")),
    "columns": st.sampled_from((2, 2, 1, 3)),
    "leading": st.sampled_from((12, 11, 13.5)),
    "size": st.sampled_from((9.3, 8.5, 10)),
    "bracket": st.booleans(),
}
looks = st.builds(
    Look,
    trim=st.sampled_from(("A4", "A5", "letter")),
    margin=st.sampled_from((40, 54)),
    bottom=st.sampled_from((54, 120, 400)),
    **_sheets,
).filter(lambda look: look.column_width >= 100 and not (look.trim == "A5" and look.bottom == 400))
looks_with_floats = st.builds(
    Look,
    trim=st.sampled_from(("A4", "A4", "A5", "letter", "A6", "A3")),
    margin=st.sampled_from((40, 54, 30)),
    bottom=st.sampled_from((54, 54, 120, 400)),
    stand=st.sampled_from(("column", "column", "page", "end")),
    table_notes=st.sampled_from(("below", "foot")),
    figure_notes=st.sampled_from(("foot", "below")),
    places=st.sampled_from(
        (("top", "bottom", "page"), ("top", "bottom", "page"), ("top",), ("bottom", "top"), ("page",))
    ),
    white=st.sampled_from((12, 6, 20)),
    between=st.sampled_from((12, 5)),
    figures=st.sampled_from(("below", "above")),
    tables=st.sampled_from(("above", "below")),
    run_in=st.booleans(),
    body_rule=st.booleans(),
    balance=st.sampled_from((True, True, False)),
    **_sheets,
).filter(_can_be_set)
