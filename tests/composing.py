"""Setting a document under a sheet without a letter file: what the tests of galley, pages and promises share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rejoinder.diagnostics import Diagnostic, Diagnostics, Span
from rejoinder.document.model import (
    Affiliation,
    Block,
    BylineAuthor,
    Citation,
    CitedReference,
    Document,
    Footnote,
    Front,
    Inline,
    Inlines,
    Metadata,
    NoteMark,
    Paragraph,
    Reference,
    Section,
    Statement,
    Target,
    Traits,
    Words,
)
from rejoinder.fonts.typecase import Typecase, typecase_for
from rejoinder.galley.compose import set_type
from rejoinder.galley.furniture import FurnitureSetter
from rejoinder.galley.model import Galley, Line, Segment
from rejoinder.galley.paragraph import Form, set_lines
from rejoinder.galley.pieces import PieceMaker
from rejoinder.galley.tree import Tree
from rejoinder.geometry import Pt
from rejoinder.pages.makeup import make_up
from rejoinder.pages.model import MadeUp, Page, PlacedLine
from rejoinder.source import Source
from rejoinder.style.model import StyleSheet
from rejoinder.style.read import read_style

HERE = Span("letter.yaml", 1, 1)


# ── sheets ────────────────────────────────────────────────────────────────


@lru_cache(maxsize=256)
def sheet_of(written: str = "", ground: str = "annals") -> StyleSheet:
    """A sheet that extends `ground`, as YAML."""
    said = Diagnostics()
    source = Source.of("<style>", f"name: test\nextends: {ground}\n{written}", said)
    assert source is not None
    sheet = read_style(source, said)
    assert sheet is not None and not said.has_errors, [str(d) for d in said]
    return sheet


def typecase_of(sheet: StyleSheet) -> Typecase:
    return typecase_for({role: (font.family, *font.fallback) for role, font in sheet.fonts.items()})


# ── documents ─────────────────────────────────────────────────────────────


def place(line: int) -> Span:
    """A line of the letter that was never written."""
    return Span("letter.yaml", line, 1)


def inlines(written: str, span: Span = HERE) -> Inlines:
    """`[1,3-5]` is a citation, `[^2]` calls note 2, `*emphasis*` leans, `**strength**` is strong; the rest is words."""
    return tuple(_inlines(written, span))


def _inlines(written: str, span: Span) -> Iterator[Inline]:
    for piece in re.split(r"(\[\^?[\d,-]+\]|\*\*[^*]+\*\*|\*[^* ][^*]*\*)", written):
        if piece.startswith("[^"):
            yield NoteMark(int(piece[2:-1]), span)
        elif re.fullmatch(r"\[[\d,-]+\]", piece):
            yield Citation(tuple(cited(n) for n in _numbers(piece[1:-1])), span)
        elif piece.startswith("**"):
            yield Words(piece[2:-2], span, Traits.STRONG)
        elif piece.startswith("*") and len(piece) > 2:
            yield Words(piece[1:-1], span, Traits.EMPH)
        elif piece:
            yield Words(piece, span)


def _numbers(written: str) -> Iterator[int]:
    for part in written.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def cited(number: int) -> CitedReference:
    return CitedReference(number, Target(anchor=f"ref-{number}", contents=f"Reference {number}"))


def paragraph(written: str, line: int = 1) -> Paragraph:
    return Paragraph(inlines(written, place(line)), place(line))


def section(heading: str, *blocks: Block, level: int = 1, line: int = 1) -> Section:
    return Section(level, inlines(heading, place(line)), blocks, f"sec-{line}", place(line))


def note(*written: str, line: int = 900) -> Footnote:
    return Footnote(tuple(paragraph(w, line) for w in written), place(line))


def statement(written: str, kind: str = "funding", line: int = 800) -> Statement:
    return Statement(kind, (paragraph(written, line),), place(line))


def reference(written: str, line: int = 950) -> Reference:
    return Reference(f"key{line}", inlines(written, place(line)), place(line))


def author(name: str, *affiliations: int, line: int = 3, **more: object) -> BylineAuthor:
    given, _, family = name.rpartition(" ")
    made = BylineAuthor(name, f"{family} {given[:1]}", place(line), affiliations, given=given, family=family)
    return replace(made, **more)  # type: ignore[arg-type]


def affiliation(text: str, line: int = 4) -> Affiliation:
    return Affiliation(text, place(line))


def front(title: str = "On smoke signals", **more: object) -> Front:
    return replace(Front("letter", inlines(title, place(2)), place(2)), **more)  # type: ignore[arg-type]


def document(*body: Block | str, title: str = "On smoke signals", lang: str = "en-GB", **more: object) -> Document:
    """Strings are paragraphs; each block is written on a line of its own."""
    blocks = tuple(paragraph(b, 10 + i) if isinstance(b, str) else b for i, b in enumerate(body))
    made = Document(front(title), blocks, Metadata(title, lang), lang=lang)
    return replace(made, **more)  # type: ignore[arg-type]


# ── setting ───────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Composed:
    """A document, set and made up."""

    document: Document
    sheet: StyleSheet
    galley: Galley
    made_up: MadeUp
    said: tuple[Diagnostic, ...]

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.made_up.pages

    def placed(self, *parts: str) -> list[tuple[Page, PlacedLine]]:
        """All lines of these parts (of all, if none is named), in the order in which they are read."""
        return [
            (page, item)
            for page in self.pages
            for item in page.items
            if isinstance(item, PlacedLine) and (not parts or item.part in parts)
        ]

    def show(self) -> str:
        """The pages as text, for the message of a failed test."""
        from rejoinder.pages.dump import dump

        return dump(self.made_up) + "\n".join(str(d) for d in self.said)


def galley_of(made: Document, sheet: StyleSheet | None = None) -> tuple[Galley, tuple[Diagnostic, ...]]:
    sheet = sheet or sheet_of()
    said = Diagnostics()
    galley = set_type(made, sheet, typecase_of(sheet), said)
    return galley, said.in_order()


def compose(made: Document, sheet: StyleSheet | None = None) -> Composed:
    sheet = sheet or sheet_of()
    said = Diagnostics()
    typecase = typecase_of(sheet)
    galley = set_type(made, sheet, typecase, said)
    made_up = make_up(galley, sheet, FurnitureSetter(made, sheet, typecase, said), said)
    return Composed(made, sheet, galley, made_up, said.in_order())


def body_lines(
    written: str | Inlines,
    sheet: StyleSheet | None = None,
    *,
    measure: Pt = 240.0,
    lang: str = "en-GB",
    style: str = "body",
    indent: Pt = 0.0,
    said: Diagnostics | None = None,
) -> tuple[Line, ...]:
    """One paragraph set to a measure."""
    from rejoinder.galley.look import plain_look

    sheet = sheet or sheet_of()
    typecase = typecase_of(sheet)
    said = Diagnostics() if said is None else said
    maker = PieceMaker(sheet, typecase, Tree(), said)
    form = sheet.text[style]
    bare = plain_look(form, sheet, lang, 250.0)
    look = plain_look(form, sheet, lang, typecase.face(bare.choice).space)
    pieces = maker.pieces(inlines(written) if isinstance(written, str) else written, look, form, 0)
    shape = Form(form, style, 0.0, measure, indent=indent, element=0, span=HERE)
    return set_lines(pieces, shape, maker)


# ── measuring what was set ────────────────────────────────────────────────


def segment_width(one: Segment) -> Pt:
    """By the model's own sentence about how wide a stretch is."""
    letters = sum(s.width / 1000 * one.size * one.scale + one.tracking * one.scale * len(s.gids) for s in one.shaped)
    return letters + sum(gap for gap in one.gaps if gap is not None)


def extent(line: Line) -> tuple[Pt, Pt]:
    """Where a line begins and where it ends, from its left edge."""
    return line.segments[0].x, max(s.x + segment_width(s) for s in line.segments)


def read(lines: Sequence[Line]) -> str:
    """What lines say together, hyphens of line breaking taken out."""
    return "".join(line.text for line in lines).replace("\u00ad", "")
