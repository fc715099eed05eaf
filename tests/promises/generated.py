"""Letters that nobody wrote, under sheets that nobody uses: what the promises are tested on.

A letter here is a `Written`: its document, and what every part of it must say on paper, worked out without the program.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from composing import affiliation, author, document, front, place, sheet_of
from rejoinder.document.model import (
    Block,
    Citation,
    CitedReference,
    Divider,
    Document,
    Footnote,
    Inline,
    Listing,
    NoteMark,
    Paragraph,
    Quote,
    Reference,
    Section,
    Statement,
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


def symbol(number: int) -> str:
    """The mark of a note, as printers count: * † … then doubled, trebled; figures when there are more."""
    rounds, at = divmod(number - 1, len(SYMBOLS))
    return SYMBOLS[at] * (rounds + 1) if rounds < 3 else str(number)


@dataclass
class Written:
    """A document and what it says: the text of each leaf in the order of reading, of each note, of the title."""

    document: Document
    flow: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    title: str = ""


@dataclass(frozen=True)
class Shape:
    """What hypothesis chooses (and shrinks): how many words, notes, blocks of which kind. Words follow from `seed`."""

    seed: int
    blocks: tuple[tuple[str, int, int], ...]
    """Kind, number of words, number of notes called."""
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
shapes = st.builds(
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


class Writer:
    """Writes one letter from its shape."""

    def __init__(self, shape: Shape, citing: str, *, symbols: bool = True) -> None:
        self._random = random.Random(shape.seed)
        self._shape = shape
        self._citing = citing
        self._line = 20
        self._notes: list[tuple[Footnote, str]] = []
        self._depth = 0
        self._mark = symbol if symbols else str

    def written(self) -> Written:
        shape = self._shape
        out = Written(document())
        title, out.title = self._inlines(6, shape.title_notes)
        body = self._body(out)
        statements = tuple(self._statement(i, out) for i in range(shape.statements))
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
        out.notes = [text for _, text in self._notes]
        return out

    # ── blocks ──

    def _body(self, out: Written) -> list[Block]:
        """Sections take what follows them, up to the next heading."""
        body: list[Block] = []
        waiting = list(self._shape.blocks)
        while waiting:
            kind, words, notes = waiting.pop(0)
            if kind == "section":
                body.append(self._section(1, words, waiting, out))
            else:
                body.append(self._block("paragraph" if kind == "subsection" else kind, words, notes, out))
        return body

    def _section(self, level: int, words: int, waiting: list[tuple[str, int, int]], out: Written) -> Section:
        line = self._next_line()
        heading, text = self._inlines(1 + words % 7, 0)
        out.flow.append(text)
        inside: list[Block] = []
        while waiting and waiting[0][0] != "section":
            kind, words, notes = waiting.pop(0)
            if kind == "subsection" and level == 1:
                subsection, rest = [], waiting
                while rest and rest[0][0] not in ("section", "subsection"):
                    subsection.append(rest.pop(0))
                inside.append(self._section(2, words, subsection, out))
            else:
                inside.append(self._block("paragraph" if kind == "subsection" else kind, words, notes, out))
        return Section(level, tuple(heading), tuple(inside), f"sec-{line}", place(line))

    def _block(self, kind: str, words: int, notes: int, out: Written) -> Block:
        line = self._next_line()
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
        at = len(out.flow)
        children, text = self._inlines(words, notes)
        out.flow.insert(at, label + text)
        return Paragraph(tuple(children), place(line))

    def _statement(self, i: int, out: Written) -> Statement:
        line = self._next_line()
        children, text = self._inlines(3 + 9 * i, 0)
        out.flow.append(f"Label {i} {text}")
        return Statement("other", (Paragraph(tuple(children), place(line)),), place(line), f"Label {i}")

    def _reference(self, i: int, out: Written) -> Reference:
        if not i:
            out.flow.append("REFERENCES")
        line = self._next_line()
        children, text = self._inlines(6 + (7 * i) % 17, 0, cite=False)
        out.flow.append(f"{i + 1} {text}")
        return Reference(f"key{i}", tuple(children), place(line))

    def _next_line(self) -> int:
        self._line += 1
        return self._line

    # ── words ──

    def _inlines(self, words: int, notes: int, *, cite: bool = True) -> tuple[list[Inline], str]:
        """So many words with notes and citations among them, and how they read when set."""
        pick, line = self._random, self._line
        said = pick.choices(VOCABULARY, k=words)
        calls = sorted(pick.sample(range(words), min(notes, words)))
        cites = {i for i in range(words) if cite and self._shape.references and pick.random() < 0.02} - set(calls)
        out: list[Inline] = []
        text: list[str] = []
        buffer = ""
        for i, word in enumerate(said):
            space = " " if i else ""
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
                        self._bracketed(text, shown)
                    else:
                        text.append(shown)
                else:
                    number = self._note()
                    out.append(NoteMark(number, place(line)))
                    text.append(self._mark(number))
        if buffer:
            out.append(Words(buffer, place(line)))
        return out, "".join(text)

    def _bracketed(self, text: list[str], shown: str) -> None:
        """Bracketed citations stand before the punctuation of their word."""
        word = text.pop()
        stem = word.rstrip(".,;:")
        text.append(f"{stem} {shown}{word[len(stem) :]}")

    def _citation(self, line: int) -> tuple[Citation, str]:
        many = self._random.choice((1, 1, 2, 4))
        numbers = sorted(self._random.sample(range(1, self._shape.references + 1), min(many, self._shape.references)))
        items = tuple(CitedReference(n, Target(anchor=f"ref-{n}")) for n in numbers)
        separator = ", " if self._citing == "bracket" else " "
        shown = separator.join(ranges(numbers))
        return Citation(items, place(line)), f"[{shown}]" if self._citing == "bracket" else shown

    def _note(self) -> int:
        """Write the next note; some of them call another."""
        shape = self._shape
        number = len(self._notes) + 1
        words = shape.note_words[number % len(shape.note_words)]
        line = 500 + number
        self._notes.append((Footnote((), place(line)), ""))
        inner = int(bool(shape.nested) and number % shape.nested == 0 and self._depth < 2 and number < 30)
        self._depth += 1
        before, self._line = self._line, line
        children, text = self._inlines(words, inner)
        self._line = before
        self._depth -= 1
        self._notes[number - 1] = (
            Footnote((Paragraph(tuple(children), place(line)),), place(line)),
            f"{self._mark(number)} {text}",
        )
        return number


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

TRIMS = {"A4": (595.3, 841.9), "A5": (419.5, 595.3), "letter": (612.0, 792.0)}


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

    @property
    def sheet(self) -> StyleSheet:
        return sheet_of(self.written, self.ground)

    @property
    def written(self) -> str:
        citing = 'form: bracket, separator: ","' if self.bracket else 'form: superscript, separator: "\\u2009"'
        return (
            f"page: {{trim: {self.trim}, margins: {{inner: {self.margin}pt, outer: {self.margin}pt, "
            f"bottom: {self.bottom}pt}}}}\n"
            f"columns: {{count: {self.columns}}}\n"
            f"grid: {{leading: {self.leading}pt}}\n"
            f"citations: {{{citing}}}\n"
            f"text: {{body: {{size: {self.size}pt}}}}\n"
        )

    @property
    def column_width(self) -> float:
        return (TRIMS[self.trim][0] - 2 * self.margin - 18.5 * (self.columns - 1)) / self.columns


looks = st.builds(
    Look,
    ground=st.sampled_from(("annals", "annals", "base")),
    trim=st.sampled_from(("A4", "A5", "letter")),
    columns=st.sampled_from((2, 2, 1, 3)),
    leading=st.sampled_from((12, 11, 13.5)),
    size=st.sampled_from((9.3, 8.5, 10)),
    margin=st.sampled_from((40, 54)),
    bracket=st.booleans(),
    bottom=st.sampled_from((54, 120, 400)),
).filter(lambda look: look.column_width >= 100 and not (look.trim == "A5" and look.bottom == 400))
