"""The document becomes one long column, and what spans all columns.

Knows the order of the parts and how each is set; knows nothing of pages.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import assert_never

from rejoinder.diagnostics import NOWHERE, Diagnostics, Span
from rejoinder.document.model import (
    Block,
    Blocks,
    Divider,
    Document,
    Figure,
    Footnote,
    Formula,
    Inlines,
    Listing,
    Mention,
    Paragraph,
    Quote,
    Reference,
    Section,
    Statement,
    Table,
    Target,
    Verbatim,
    Words,
)
from rejoinder.fonts.model import FontChoice
from rejoinder.fonts.typecase import Typecase
from rejoinder.galley.backlinks import backlinks
from rejoinder.galley.byline import (
    AUTHORS,
    CORRESPONDENCE,
    MARK_GAP,
    Byline,
    Remarks,
    affiliation_anchor,
    cite_line,
    plain,
    shortened,
)
from rejoinder.galley.composed import statements
from rejoinder.galley.directions import is_right_to_left, paragraph_level
from rejoinder.galley.floats import (
    Float,
    FloatSetter,
    Measures,
    all_floats,
    inline,
    labelled,
    marks_below,
    notes_below,
)
from rejoinder.galley.look import Look, Looks
from rejoinder.galley.model import (
    FORBIDDEN,
    ElementId,
    Galley,
    InlaidLine,
    Line,
    LineBar,
    Resetting,
    Segment,
    SetFloat,
    SetNote,
    Strip,
)
from rejoinder.galley.notes import end_order, in_order, listed
from rejoinder.galley.paragraph import Form, Stick, set_lines
from rejoinder.galley.pieces import Box, Gap, Glue, Literal, Mark, Piece, PieceMaker, Seam, SetInline, mark_shift
from rejoinder.galley.strips import blank, inlaid_lines, spaced
from rejoinder.galley.tree import Tree
from rejoinder.geometry import Pt
from rejoinder.style.model import EndPart, FrontPart, MarkForm, Rule, StyleSheet, TextStyle
from rejoinder.values import dataclass, replace


def set_type(document: Document, sheet: StyleSheet, typecase: Typecase, said: Diagnostics) -> Galley:
    """Set the whole document. Complaints (characters no font has, overfull lines) go to `said`."""
    if sheet.references.backlinks == "none":
        return _Compositor(document, sheet, typecase, said).galley()
    heard = Diagnostics()
    first = _Compositor(document, sheet, typecase, heard)
    galley = first.galley()
    cited = first.overlooked()
    if not cited:
        said.repeat(heard.said)
        return galley
    return _Compositor(document, sheet, typecase, said, cited).galley()


NUMBERINGS: Mapping[MarkForm, str] = {"numbers": "Decimal", "letters": "LowerAlpha", "symbols": "Ordered"}
"""ListNumbering of lists whose labels are marks. (What PDF 1.7 has no word for becomes None there: see `pdf/`.)"""

HIGHEST_IN_PLACE = 0.6
"""A figure or table that is to stand where it was written does so if it is lower than this share of the type area."""

LEAST_MEASURE: Pt = 36.0
"""Nothing narrower is set, however deep it lies in lists within lists."""

WIDER: Pt = 0.5
"""More than so much wider than a column is over all of them."""

MAIN = frozenset(("body", "list", "quote"))
"""Styles of the text itself; the others are small print, in which lists and quotations keep the size."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: the element around it, its measure, how far it is moved in, and the style of its text."""

    parent: ElementId
    measure: Pt
    style: str = "body"
    left: Pt = 0.0


@dataclass(frozen=True, slots=True)
class Hung:
    """A label in the margin of a block's first line: its text right-aligned on, or left-aligned from, `x`."""

    inlines: tuple[SetInline, ...]
    x: Pt
    right_aligned: bool
    element: ElementId
    """Its `Lbl`, made before the text's element, since ids follow the order of reading."""
    style: str


@dataclass(frozen=True, slots=True)
class Head:
    """A heading that may stand on the first line of what it heads, and its style. `suffix` follows it there."""

    words: Inlines
    title: str
    span: Span
    style: str
    suffix: str = ""
    run_in: bool = False
    role: str = "H1"
    anchors: tuple[str, ...] = ()


class _Column:
    """Lines as they accumulate, and the white that the last block wants below it."""

    __slots__ = ("after", "lines")

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.after: Pt = 0.0

    def add(self, lines: Sequence[Line], before: Pt, after: Pt) -> None:
        if not lines:
            return
        white = max(before, self.after) + self.lines[-1].deep if self.lines else 0.0
        first = lines[0]
        self.lines.append(replace(first, before=first.before + white) if white else first)
        self.lines.extend(lines[1:])
        self.after = after


class _Compositor:
    def __init__(
        self,
        document: Document,
        sheet: StyleSheet,
        typecase: Typecase,
        said: Diagnostics,
        cited: Mapping[int, int] | None = None,
    ) -> None:
        """`cited`: how often each reference is, if that was counted before; else what comes before the list counts."""
        self._cited = cited
        self._document = document
        self._sheet = sheet
        self._typecase = typecase
        self._said = said
        self._tree = Tree()
        self._root = self._tree.add("Document", None, lang=document.lang)
        self._remarks = Remarks.of(document.front, sheet, len(document.footnotes))
        self._remark_notes = self._remarks.notes
        self._byline = Byline(document.front, sheet, self._remarks)
        taken = self._remarks.used if sheet.notes.marks == "symbols" else 0
        written = all_floats(document)
        below = notes_below(document, written, sheet)
        self._maker = PieceMaker(
            sheet,
            typecase,
            self._tree,
            said,
            first_note=taken + 1,
            aside=marks_below(below, sheet),
            floats={one.anchor: one.ordinal for one in written if one.anchor},
            notes_at_foot=sheet.notes.stand != "end",
            note_said=self._note_said,
            backlinks=sheet.references.backlinks != "none",
        )
        self._below = frozenset(number for numbers in below.values() for number in numbers)
        self._column = _Column()
        self._notes: dict[int, SetNote] = {}
        self._waiting: list[Hung] = []
        """Labels that the next line to be set takes along."""
        self._resetting: dict[ElementId, Resetting] = {}
        self._looks = Looks(sheet, document.lang, typecase)
        self._rtl = is_right_to_left(document.lang)
        self._float_setter = FloatSetter(self._looks, self._maker, self._tree, said, below, self._note_below)
        self._floats: list[SetFloat] = []
        trim, margins = sheet.page.trim, sheet.page.margins
        self._page_measure: Pt = trim[0] - margins.inner - margins.outer
        count, gutter = sheet.columns.count, sheet.columns.gutter
        self._measure: Pt = (self._page_measure - (count - 1) * gutter) / count
        self._wide_notes = sheet.notes.stand == "page" and count > 1

    # ── the whole ──

    def galley(self) -> Galley:
        front = self._front()
        self._column = _Column()
        self._abstract()
        self._body()
        for part in end_order(self._sheet):
            self._end_part(part)
        notes = tuple(self._notes[n] for n in sorted(self._notes))
        return Galley(
            front=tuple(front),
            flow=tuple(self._column.lines),
            notes=notes,
            elements=self._tree.elements,
            cap=self._height(self._style("body"), self._look("body").choice),
            resetting=tuple(self._resetting.items()),
            floats=self._in_order(),
            wide_notes=self._wide_notes,
            rtl=self._rtl,
        )

    def overlooked(self) -> Mapping[int, int]:
        """How often each reference is cited, if some are cited behind their list; else nothing."""
        times = self._maker.times_cited()
        return {} if self._cited is None or times == self._cited else times

    # ── looks ──

    def _style(self, name: str) -> TextStyle:
        return self._looks.style(name)

    def _look(self, name: str) -> Look:
        return self._looks.look(name)

    def _height(self, style: TextStyle, choice: FontChoice) -> Pt:
        return self._typecase.face(choice).cap_height / 1000 * style.size

    # ── setting one block ──

    def _set(
        self,
        inlines: Sequence[SetInline],
        place: Place,
        span: Span,
        *,
        role: str = "P",
        leaf: ElementId | None = None,
        indented: bool = False,
        lead_in: Sequence[Piece] = (),
        anchors: tuple[str, ...] = (),
        title: str = "",
        anchor: str = "",
    ) -> tuple[Line, ...]:
        """Set one paragraph into a leaf element of its own (or `leaf`), and the notes it calls behind it.

        `anchor` is the leaf's own. An item of a list holds nothing but its label and body: notes stand in the body.
        """
        style, look = self._style(place.style), self._look(place.style)
        waiting, self._waiting = self._waiting, []
        mirrored = self._is_mirrored(inlines, place)
        label = tuple(segment for one in waiting for segment in self._hung(one, place.measure if mirrored else None))
        if leaf is None:
            leaf = self._tree.add(role, place.parent, title=title, anchor=anchor)
        pieces = [*lead_in, *self._maker.pieces(inlines, look, style, leaf)]
        left = place.left + style.left + style.hang
        form = Form(
            style,
            place.style,
            left=style.right if mirrored else left,
            right=left if mirrored else style.right,
            mirrored=mirrored,
            measure=place.measure - left - style.right,
            indent=(style.indent if indented else 0.0) - style.hang,
            height=self._height(style, look.choice),
            element=leaf,
            span=span,
        )

        stick = Stick(pieces, form, self._maker)

        def finished(lines: tuple[Line, ...]) -> tuple[Line, ...]:
            lines = self._penalised(lines, style)
            if lines and (label or anchors or style.rule_above):
                first = lines[0]
                segments, marks = (*label, *first.segments), (*anchors, *first.anchors)
                first = replace(first, segments=segments, anchors=marks, rule_above=style.rule_above)
                lines = (first, *lines[1:])
            return lines

        lines = finished(stick.best())
        if style.align == "justified" and len(lines) > 2:
            self._resetting[leaf] = lambda extra, whole: finished(stick.otherwise(extra, whole))
        self._set_called_notes(lines, leaf if role == "LBody" else place.parent)
        return lines

    def _is_mirrored(self, inlines: Sequence[SetInline], place: Place) -> bool:
        """Whether a block begins at the right. References in other scripts begin at the left in every letter."""
        if not self._rtl or place.style != "reference":
            return self._rtl
        return paragraph_level(plain(tuple(one for one in inlines if isinstance(one, Words))), self._document.lang) == 1

    def _hung(self, hung: Hung, measure: Pt | None = None) -> tuple[Segment, ...]:
        """A label, set. It is read before the text, so a space stands between them. With the `measure` of its place it
        hangs at the right of it.
        """
        style, look = self._style(hung.style), self._look(hung.style)
        pieces = self._maker.pieces(hung.inlines, replace(look, element=hung.element), style, None)
        width = _width(pieces)
        left = hung.x - width if hung.right_aligned else hung.x
        if measure is not None:
            left = measure - left - width
        flat = replace(style, align="left", protrusion=0.0)
        form = Form(flat, "label", left, max(width, 1.0) + 1.0, fixed=True, rtl=measure is not None)
        line, *_ = set_lines(pieces, form, self._maker)
        last = line.segments[-1]
        return (*line.segments[:-1], replace(last, gaps=(*last.gaps[:-1], 0.0)))

    def _penalised(self, lines: tuple[Line, ...], style: TextStyle) -> tuple[Line, ...]:
        """Say what it costs to end a column after each line."""
        costs = self._sheet.pagination
        out: list[Line] = []
        last = len(lines) - 1
        for i, line in enumerate(lines):
            cost, why = 0.0, []
            if i == last:
                if style.keep_with_next:
                    cost, why = FORBIDDEN, ["heading"]
            else:
                if style.keep_together:
                    cost, why = FORBIDDEN, ["keep"]
                if i == 0:
                    cost += costs.orphan
                    why.append("orphan")
                if i == last - 1:
                    cost += costs.widow
                    why.append("widow")
                if line.hyphenated:
                    cost += costs.hyphen
                    why.append("hyphen")
            out.append(replace(line, penalty=cost, why=" ".join(why)) if cost else line)
        return tuple(out)

    def _add(self, lines: Sequence[Line], style: TextStyle) -> None:
        self._column.add(lines, style.before, style.after)

    # ── notes ──

    def _set_called_notes(self, lines: Iterable[Line], parent: ElementId) -> None:
        """Notes follow their paragraph in the tree, so that they are read where they belong."""
        for line in lines:
            for number in line.notes:
                if number not in self._notes:
                    self._set_note(number, parent)

    def _set_note(self, number: int, parent: ElementId) -> None:
        span = self._note(number).span
        self._notes[number] = SetNote(number, (), span)  # called again from within: set once
        measure = self._page_measure if self._wide_notes else self._measure
        lines = self._note_lines(number, Place(parent, measure, "footnote"), "Footnote")
        self._notes[number] = SetNote(number, lines, span)

    def _note(self, number: int) -> Footnote:
        """A footnote, or a remark about authors that stands among the notes."""
        key = self._remark_notes.get(number)
        if key is None:
            return self._document.footnotes[number - 1]
        span = self._byline.remark_span(key)
        return Footnote((Paragraph(self._byline.remark_note(key), span),), span)

    def _back(self, number: int) -> Target:
        """Where the mark of a note leads that stands before the note itself."""
        return Target(anchor=f"noteref-{number}", contents=f"Back to the text of note {self._note_mark(number)}")

    def _note_said(self, number: int) -> str:
        """How a note begins, for those who only hear of its mark."""
        first = self._document.footnotes[number - 1].blocks[:1]
        return shortened(plain(first[0].children)) if first and isinstance(first[0], Paragraph) else ""

    def _note_mark(self, number: int) -> str:
        key = self._remark_notes.get(number)
        return self._maker.note_mark(number) if key is None else self._byline.remark_mark(key)

    def _note_lines(self, number: int, place: Place, kind: str = "") -> tuple[Line, ...]:
        """A note with its mark, in an element of its own within the place's; the mark leads back to the text."""
        note, sign = self._note(number), self._note_mark(number)
        element = self._tree.add("Note", place.parent, anchor=f"note-{number}", note=kind)
        shift = mark_shift(sign, self._look(place.style))
        label = self._tree.add("Lbl", element, shift=shift)
        if number in self._maker.called or number not in self._remark_notes:  # no remark about one behind "et al"
            label = self._tree.add("Link", label, target=self._back(number), shift=shift)
        place = replace(place, parent=element)
        back = Mark(sign, note.span, element=label)
        column, self._column = self._column, _Column()
        first, *others = note.blocks
        opening: list[SetInline] = [back, Gap(MARK_GAP)]
        if isinstance(first, Paragraph):
            opening += first.children
        else:
            others = [*note.blocks]  # a quotation or list stands below the mark
        lines = self._set(opening, place, note.span, indented=True, anchors=(f"note-{number}",))
        if len(opening) == 2:
            lines = (spaced(lines[0]),)
        self._column.add(lines, 0.0, 0.0)
        for block in others:
            self._block(block, place, first=False)
        lines = tuple(replace(line, on_grid=False) for line in self._column.lines)
        self._column = column
        return lines

    def _note_below(self, number: int, parent: ElementId, measure: Pt) -> tuple[Line, ...]:
        """A note that stands below its table (or figure): no footnote, but set like one."""
        return self._note_lines(number, Place(parent, measure, "table-note"))

    # ── figures and tables ──

    def _float(self, block: Float, place: Place) -> None:
        """A float is set where it was written, so that it is read there; most find another place on their page."""
        enclosed = place.style != "body" or place.left > 0
        stays = enclosed or block.place == "here"
        style = self._style(place.style)
        left, right = (place.left + style.left, style.right) if enclosed else (0.0, 0.0)
        over_all = None if stays or self._sheet.columns.count == 1 else self._page_measure
        trim, margins = self._sheet.page.trim, self._sheet.page.margins
        height: Pt = trim[1] - margins.top - margins.bottom
        measures = Measures(max(place.measure - left - right, LEAST_MEASURE), over_all, height)
        waiting, self._waiting = self._waiting, []  # the label of a list's item, which is not its notes'
        made = self._float_setter.set(block, place.parent, measures)
        lines = inlaid_lines((*made.head, *made.body, *made.foot))
        for number in sorted({number for line in lines for number in line.notes}):  # a caption below is read first
            if number not in self._notes:
                self._set_note(number, place.parent)
        if stays and made.height <= HIGHEST_IN_PLACE * height:
            line = inline(
                made, self._sheet, self._looks.height("body"), left=right if self._rtl else left, style=place.style
            )
            if waiting:
                far = place.measure if self._rtl else None
                label = tuple(segment for one in waiting for segment in self._hung(one, far))
                line = labelled(line, label, self._looks.height(place.style))
            self._column.add((line,), 0.0, 0.0)
        else:
            # In a note over all columns it may be wider than one.
            wide = made.wide or made.width > self._measure + WIDER
            self._floats.append(replace(made, wide=True) if wide else made)
            self._waiting = waiting

    def _in_order(self) -> tuple[SetFloat, ...]:
        """Floats by their ordinals; those that no line of the text mentions know what they were written behind."""
        if not self._floats:
            return ()
        flow = self._column.lines
        mentioned = frozenset(n for line in flow for n in line.mentions)
        leaves = sorted({line.element for line in flow if line.element is not None})
        out: list[SetFloat] = []
        for made in sorted(self._floats, key=lambda one: one.ordinal):
            at = bisect_left(leaves, made.element)
            after = leaves[at - 1] if at and made.ordinal not in mentioned else None
            out.append(replace(made, after=after))
        return tuple(out)

    # ── body ──

    def _abstract(self) -> None:
        """Before the text, in the columns; its parts have their heads on their first lines."""
        blocks, label = self._document.abstract, self._sheet.front.abstract_label
        if not blocks:
            return
        span = blocks[0].span
        outer, self._column = self._column, _Column()
        place = Place(self._tree.add("Sect", self._root), self._measure, "abstract")
        plain_part = tuple(takewhile(lambda block: not isinstance(block, Section), blocks))
        if label:
            head = Head((Words(label, span),), label, span, "abstract-label", run_in=True)
            self._headed(head, plain_part, place, 0.0)
        else:
            self._blocks(plain_part, place)
        self._parts_of_abstract(blocks[len(plain_part) :], place)
        lines = self._column.lines
        self._column = outer
        self._column.add(lines, self._style("abstract").before, self._style("abstract").after)

    def _parts_of_abstract(self, blocks: Blocks, place: Place, level: int = 2) -> None:
        for block in blocks:
            if not isinstance(block, Section):
                self._block(block, place, first=False)
                continue
            plain_part = tuple(takewhile(lambda inner: not isinstance(inner, Section), block.blocks))
            title, anchors = self._plain(block.heading), (block.anchor,)
            role, inside = f"H{min(level, 6)}", replace(place, parent=self._tree.add("Sect", place.parent))
            head = Head(block.heading, title, block.span, "abstract-label", run_in=True, role=role, anchors=anchors)
            self._headed(head, plain_part, inside, self._style("abstract-label").before)
            self._parts_of_abstract(block.blocks[len(plain_part) :], inside, level + 1)

    def _body(self) -> None:
        place = Place(self._root, self._measure)
        self._blocks(self._document.body, place)

    def _blocks(self, blocks: Blocks, place: Place) -> None:
        first = True
        for block in blocks:
            self._block(block, place, first=first)
            first = False

    def _block(self, block: Block, place: Place, *, first: bool) -> None:
        match block:
            case Paragraph():
                style = self._style(place.style)
                indented = (not first or style.indent_first) and not self._goes_on(block)
                lines = self._set(block.children, place, block.span, indented=indented)
                if place.style == "body":
                    self._add(lines, style)
                else:
                    self._column.add(lines, 0.0, 0.0)  # the white is around the whole quotation, list or note
            case Section():
                self._section(block, place)
            case Listing():
                self._listing(block, place)
            case Quote():
                self._quote(block, place)
            case Verbatim():
                self._verbatim(block, place)
            case Divider():
                self._divider(block, place)
            case Formula():
                self._formula(block, place)
            case Figure() | Table():
                self._float(block, place)
            case _:
                assert_never(block)

    def _goes_on(self, block: Paragraph) -> bool:
        """Whether a paragraph behind a displayed formula goes on with the sentence before it."""
        lines, first = self._column.lines, block.children[:1]
        if not lines or lines[-1].style != "formula" or not first or not isinstance(first[0], Words):
            return False
        return first[0].text.lstrip()[:1].islower()

    def _inner_left(self, place: Place) -> Pt:
        """The left edge of text in this place, for styles that have white at the left of their own."""
        return place.left + (self._style(place.style).left if place.style in ("list", "quote") else 0.0)

    def _quote(self, quote: Quote, place: Place) -> None:
        element = self._tree.add("BlockQuote", place.parent)
        if place.style in MAIN:
            inside = replace(place, parent=element, style="quote", left=self._inner_left(place))
        else:  # small print stays small
            inside = replace(place, parent=element, left=place.left + self._style(place.style).size)
        self._group(quote.blocks, inside, self._style("quote"))

    def _group(self, blocks: Blocks, place: Place, style: TextStyle) -> None:
        """Blocks that hang together: white above and below the whole, not between its paragraphs."""
        outer, self._column = self._column, _Column()
        self._blocks(blocks, place)
        lines = self._column.lines
        self._column = outer
        self._column.add(lines, style.before, style.after)

    def _section(self, section: Section, place: Place) -> None:
        name = f"heading-{min(section.level, 3)}"
        element = self._tree.add("Sect", place.parent)
        style = self._style(name)
        inside = replace(place, parent=element)
        lines = self._set(
            section.heading,
            replace(inside, style=name),
            section.span,
            role=f"H{min(section.level, 6)}",
            anchors=(section.anchor,),
            title=self._plain(section.heading),
        )
        self._add(lines, style)
        self._blocks(section.blocks, inside)

    def _plain(self, heading: Inlines) -> str:
        """What a heading says, for the outline."""
        return "".join(self._maker.mention_text(one) if isinstance(one, Mention) else plain((one,)) for one in heading)

    def _listing(self, listing: Listing, place: Place) -> None:
        ordered = listing.start is not None
        numbering = _numbering(listing.labels) if listing.labels else "Decimal" if ordered else "Disc"
        element = self._tree.add("L", place.parent, numbering=numbering)
        outer, self._column = self._column, _Column()
        place = replace(place, left=self._inner_left(place), style="list" if place.style in MAIN else place.style)
        style = self._style(place.style)
        labels = listing.labels or (f"{(listing.start or 0) + len(listing.items) - 1}.",)
        ordered = ordered or any(listing.labels)
        look = self._look(place.style)
        widths = [_width(self._maker.pieces((Words(one, listing.span),), look, style, None)) for one in labels if one]
        widest = max(widths, default=0.0) if ordered else 0.0
        indent = max(style.left or 1.4 * style.size, widest + 0.4 * style.size)
        for i, blocks in enumerate(listing.items):
            item = self._tree.add("LI", element)
            label = listing.labels[i] if listing.labels else f"{(listing.start or 0) + i}." if ordered else "•"
            x = place.left + (indent - 0.4 * style.size if ordered else 0.25 * style.size)
            if label:
                self._waiting.append(
                    Hung((Words(label, listing.span),), x, ordered, self._tree.add("Lbl", item), place.style)
                )
            self._item(blocks, listing.span, item, place, indent - style.left)
        lines = self._column.lines
        self._column = outer
        white = self._style("list")
        self._column.add(lines, white.before, white.after)

    def _item(self, blocks: Blocks, span: Span, item: ElementId, place: Place, shift: Pt) -> None:
        """One item, moved in; its label goes with whatever comes first, or stands alone."""
        inside = replace(place, left=place.left + shift, parent=self._tree.add("LBody", item))
        for n, block in enumerate(blocks):
            if n == 0 and isinstance(block, Paragraph):
                self._column.add(self._set(block.children, inside, block.span), 0.0, 0.0)
            else:
                self._block(block, inside, first=True)
        if self._waiting:
            self._column.add(self._set((), inside, span), 0.0, 0.0)

    def _verbatim(self, block: Verbatim, place: Place) -> None:
        style = self._style("verbatim")
        leaf = self._tree.add("Code", self._tree.add("P", place.parent))
        inside = replace(place, style="verbatim", left=self._inner_left(place))
        lines: list[Line] = []
        for text in block.text.rstrip("\n").split("\n"):
            literal = Literal(text.expandtabs(4) or " ", block.span)
            if lines:  # where the author's line ends; what is too long goes on without a space
                lines[-1] = spaced(lines[-1])
            lines.extend(self._set((literal,), inside, block.span, leaf=leaf))
        self._add(lines, style)

    def _formula(self, block: Formula, place: Place) -> None:
        """A displayed formula. What too much white comes of whole grid lines goes half above and half below it."""
        from rejoinder.galley.formulas import displayed, placed, whole_lines
        from rejoinder.maths.write import mathml

        sheet = self._sheet
        form, style, look = sheet.formulas, self._style("formula"), self._look("formula")
        around = self._style(place.style)
        if place.style not in MAIN:  # small print stays small
            style, look = around, self._look(place.style)
        leaf = self._tree.add("P", place.parent, anchor=block.anchor)
        element = self._tree.add("Formula", leaf, alt=block.said, mathml=mathml(block.tree, display=True))
        left = self._inner_left(place) if place.style != "list" else place.left + around.left
        left += style.left if place.style in MAIN else 0.0
        measure = max(place.measure - left - style.right, LEAST_MEASURE)
        label = block.label or (form.label.replace("{number}", str(block.number)) if block.number else "")
        number = self._maker.pieces((Words(label, block.span),), look, style, leaf) if label else []
        beside = _width(number)
        gap = look.size if number else 0.0
        made = displayed(block.tree, self._maker.formulas, look, measure, beside + gap, centred=form.align == "centre")
        if made.scale < 1.0 or made.over > 0.3:
            scaled = f"it is set at {round(100 * made.scale)} per cent"
            hint = "divide it into lines with \\begin{aligned} … \\\\ … \\end{aligned}"
            over = "" if made.over <= 0.3 else f", and is still {made.over:.1f} pt wider"
            self._said.warning(f"a formula is wider than its column; {scaled}{over}", block.span, hint)
        strips: list[Strip] = []
        height = self._height(style, look.choice)
        for n, (laid, x) in enumerate(made.lines):
            last = n == len(made.lines) - 1
            like = Segment(0.0, (), (), look.size, look.colour, element=element)
            segments = tuple(placed(laid.inks, like, left + x, 0.0 if last and number else None))
            bars = tuple(
                LineBar(left + x + bar.x, bar.y, bar.width, bar.height, look.colour, element) for bar in laid.bars
            )
            if last and number:
                flat = replace(style, align="left", protrusion=0.0)
                form_ = Form(flat, "formula", left + measure - beside, beside + 1.0)
                segments += set_lines(number, form_, self._maker)[0].segments
            line = Line(
                segments=segments,
                width=x + laid.width,
                measure=measure,
                leading=style.leading,
                height=max(laid.height, height),
                bars=bars,
                anchors=(block.anchor,) if block.anchor and not n else (),
                element=leaf,
                span=block.span,
                style="formula",
            )
            top = max(laid.height, height)
            between = 0.0 if last else 0.35 * style.size
            strips.append(Strip(top + laid.depth + between, (InlaidLine(0.0, top, line),), keep=not last))
        inside = sum(strip.height for strip in strips)
        below = max(0.0, form.white - (around.leading - self._looks.height(place.style)))
        total = form.white + inside + below
        if around.on_grid:
            whole = whole_lines(total, sheet.grid.leading)
            below += (whole - total) / 2
            total = whole
        line = Line(
            segments=(),
            width=left + measure,
            measure=left + measure,
            leading=total,
            height=inside + below,
            on_grid=around.on_grid,
            span=block.span,
            style="formula",
            inlay=(*strips, *blank(below, keep=False)),
        )
        waiting, self._waiting = self._waiting, []
        if waiting:
            hung = tuple(segment for one in waiting for segment in self._hung(one))
            line = labelled(line, hung, self._looks.height(place.style))
        self._keep_with_formula()
        self._column.add((line,), 0.0, 0.0)

    def _keep_with_formula(self) -> None:
        """The text that a formula belongs to stands above it: a column rather ends elsewhere."""
        lines, cost = self._column.lines, self._sheet.pagination.formula
        if lines and lines[-1].penalty < FORBIDDEN and cost:
            last = lines[-1]
            lines[-1] = replace(last, penalty=last.penalty + cost, why=f"{last.why} formula".strip())

    def _divider(self, block: Divider, place: Place) -> None:
        style, look = self._style("divider"), self._look("divider")
        stars = (Words("*\u2003*\u2003*", block.span),)
        pieces = self._maker.pieces(stars, look, style, None)
        height = self._height(style, look.choice)
        form = Form(style, "divider", place.left, place.measure - place.left, height=height, span=block.span)
        lines = set_lines(pieces, form, self._maker)
        self._add(lines, style)

    # ── what stands over the columns ──

    def _front(self) -> list[Line]:
        order = self._sheet.front.order
        for part in order:
            self._front_part(part, Place(self._root, self._page_measure))
        return in_order(self._column.lines, self._notes)

    def _front_part(self, part: FrontPart, place: Place) -> None:
        front, sheet = self._document.front, self._sheet
        match part:
            case "label":
                label = sheet.front.labels.get(front.type, front.type.replace("-", " ").capitalize())
                self._simple((Words(label, front.span),), replace(place, style="label"), front.span)
            case "title":
                self._simple(front.title, replace(place, style="title"), front.span, role="Title")
            case "subtitle":
                self._simple(front.subtitle, replace(place, style="subtitle"), front.span)
            case "rule":
                self._front_rule(sheet.front.rule)
            case _:
                self._people(part, place)

    def _end_part(self, part: EndPart) -> None:
        place = Place(self._root, self._measure)
        if part == "statements":
            self._statements(place)
        elif part == "notes":
            self._notes_at_end(place)
        elif part == "references":
            self._references(place)
        else:
            self._people(part, place)

    def _people(self, part: str, place: Place) -> None:
        """Parts that may stand over the columns or at the end."""
        front = self._document.front
        byline = self._byline
        match part:
            case "byline":
                self._names(byline.names(), replace(place, style="byline"), front.span)
            case "affiliations":
                if not (byline.listed and part in self._sheet.end.order):  # there they stand with the list
                    self._affiliations(byline, byline.affiliations_shown(), replace(place, style="affiliation"))
            case "remarks":
                if not (byline.listed and part in self._sheet.end.order):
                    self._simple(byline.remarks(), replace(place, style="remark"), front.span)
            case "correspondence":
                line = byline.correspondence()
                self._simple(line, replace(place, style="correspondence"), front.span, anchor=CORRESPONDENCE)
            case "responds-to":
                self._simple(byline.responds_to(), replace(place, style="responds-to"), front.span)
            case "dates":
                self._simple(byline.dates(self._document.lang), replace(place, style="dates"), front.span)
            case "copyright":
                self._simple(byline.copyright(), replace(place, style="copyright"), front.span)
            case "cite":
                line = cite_line(self._document, self._sheet)
                self._simple(line, replace(place, style="cite"), front.span)
            case "authors" if byline.listed:
                self._all_authors(byline, place)

    def _simple(
        self, inlines: Sequence[SetInline], place: Place, span: Span, role: str = "P", anchor: str = ""
    ) -> None:
        if inlines:
            self._add(self._set(inlines, place, span, role=role, anchor=anchor), self._style(place.style))

    def _names(self, names: Sequence[SetInline], place: Place, span: Span) -> None:
        """The byline. A remark about an author behind "et al" has no mark of its own: the last line calls it."""
        if not names:
            return
        lines = self._set(names, place, span)
        if self._sheet.notes.stand != "end" and self._remark_notes:
            called = {number for line in lines for number in line.notes}
            left = tuple(number for number in self._remark_notes if number not in called)
            lines = (*lines[:-1], replace(lines[-1], notes=(*lines[-1].notes, *left)))
            self._set_called_notes(lines, place.parent)
        self._add(lines, self._style(place.style))

    def _all_authors(self, byline: Byline, place: Place) -> None:
        """Everybody, where they work, and what is remarked of them, under a heading."""
        front = self._document.front
        section = self._tree.add("Sect", place.parent, anchor=AUTHORS)
        place = replace(place, parent=section)
        self._end_heading(self._sheet.end.authors_heading, replace(place, style="end-heading"))
        self._simple(byline.all_names(), replace(place, style="author-list"), front.span)
        everywhere = range(1, len(front.affiliations) + 1)
        self._affiliations(byline, everywhere, replace(place, style="affiliation"), listed=True)
        self._simple(byline.remarks(listed=True), replace(place, style="remark"), front.span)

    def _affiliations(self, byline: Byline, ordinals: Sequence[int], place: Place, *, listed: bool = False) -> None:
        """Affiliations one below the other; or in one paragraph, if the sheet wants it over the columns."""
        front, style = self._document.front, self._style("affiliation")
        if not ordinals:
            return
        form = self._sheet.affiliations
        if not listed and (form.run_in or 0 < form.run_in_from <= len(ordinals)):
            self._simple(byline.affiliations_run_in(), place, front.span)
            return
        labelled = bool(byline.affiliation_mark(1))
        numbering = NUMBERINGS[self._sheet.affiliations.marks] if labelled else "None"
        element = self._tree.add("L", place.parent, numbering=numbering)
        widest = self._widest([byline.affiliation_mark(n) for n in ordinals]) if listed and labelled else 0.0
        lines: list[Line] = []
        for ordinal in ordinals:
            affiliation = front.affiliations[ordinal - 1]
            item = self._tree.add("LI", element, anchor=affiliation_anchor(ordinal, listed=listed))
            label = byline.affiliation_mark(ordinal)
            inside = replace(place, parent=item)
            marks: tuple[SetInline, ...] = ()
            if label and listed:  # in a narrow column numbers hang, like those of references
                hung = (Words(label, affiliation.span),)
                self._waiting.append(Hung(hung, widest, True, self._tree.add("Lbl", item), "affiliation"))
                inside = replace(inside, left=inside.left + widest + self._sheet.references.number_gap)
            elif label:
                made = self._tree.add("Lbl", item, shift=mark_shift(label, self._look("affiliation")))
                marks = (Mark(label, affiliation.span, element=made), Gap(MARK_GAP))
            text = Words(affiliation.text, affiliation.span)
            lines.extend(self._set((*marks, text), inside, affiliation.span, role="LBody"))
        self._add(lines, style)

    def _widest(self, labels: Iterable[str]) -> Pt:
        style, look = self._style("affiliation"), self._look("affiliation")
        longest = max(map(len, labels := list(labels)))
        of_that = {label for label in labels if len(label) == longest}
        return max(_width(self._maker.pieces((Words(one, NOWHERE),), look, style, None)) for one in sorted(of_that))

    def _front_rule(self, rule: Rule) -> None:
        line = Line((), 0.0, self._page_measure, 0.0, rule_above=rule, style="rule")
        self._column.add((line,), rule.above, rule.below)

    # ── what follows the text ──

    def _statements(self, place: Place) -> None:
        end = self._sheet.end
        style = self._style("statement")
        for n, statement in enumerate(statements(self._document, self._sheet)):
            section = self._tree.add("Sect", place.parent)
            label = statement.label or end.labels.get(statement.kind, statement.kind.replace("-", " ").capitalize())
            inside = Place(section, place.measure, "statement")
            before = style.before if n else max(style.before, self._style("statement-label").before)
            self._statement(statement, label, inside, before)

    def _statement(self, statement: Statement, label: str, place: Place, before: Pt) -> None:
        end = self._sheet.end
        heading = (Words(label, statement.span),)
        head = Head(heading, label, statement.span, "statement-label", end.label_suffix, run_in=end.run_in)
        self._headed(head, statement.blocks, place, before, self._style("statement").after)

    def _headed(self, head: Head, blocks: Blocks, place: Place, before: Pt, after: Pt = 0.0) -> None:
        """Blocks whose heading stands on the first line of their first paragraph, or above them."""
        label_style = self._style(head.style)
        opening = blocks[0] if blocks else None
        if head.run_in and isinstance(opening, Paragraph):
            blocks = blocks[1:]
            element = self._tree.add(head.role, place.parent, title=head.title)
            leaf = self._tree.add("P", place.parent)
            words = (*head.words, Words(head.suffix, head.span)) if head.suffix else head.words
            lead = self._maker.pieces(words, replace(self._look(head.style), element=element), label_style, None)
            body = self._look(place.style)
            lead.append(Glue(body.space * 1.25, body.stretch, body.shrink))
            lines = self._set(opening.children, place, head.span, leaf=leaf, lead_in=lead, anchors=head.anchors)
            self._column.add(lines, before, after)
        else:
            inside = replace(place, style=head.style)
            lines = self._set(head.words, inside, head.span, role=head.role, title=head.title, anchors=head.anchors)
            self._column.add(lines, before, 0.0)
        for block in blocks:
            self._block(block, place, first=False)

    def _notes_at_end(self, place: Place) -> None:
        """All notes in one list, remarks about authors first; marks and notes lead to each other."""
        form = self._sheet.references
        numbers = (*self._remark_notes, *listed(self._document, self._sheet, self._below, self._maker.called))
        if not numbers:
            return
        section = self._tree.add("Sect", place.parent)
        self._end_heading(self._sheet.notes.heading, Place(section, place.measure, "end-heading"))
        listing = self._tree.add("L", section, numbering=NUMBERINGS[self._sheet.notes.marks])
        style, look = self._style("footnote"), self._look("footnote")
        labels = [(Words(self._note_mark(n) + form.number_suffix, self._note(n).span),) for n in numbers]
        widest = max(_width(self._maker.pieces(label, look, style, None)) for label in labels)
        right = form.hang == "align-right"
        for i, (number, (label,)) in enumerate(zip(numbers, labels, strict=True)):
            item = self._tree.add("LI", listing)
            back = self._tree.add("Lbl", item)
            if number in self._maker.called or number not in self._remark_notes:  # as for notes at the foot
                back = self._tree.add("Link", back, target=self._back(number))
            self._waiting.append(Hung((label,), widest if right else 0.0, right, back, "footnote"))
            around = self._tree.add("LBody", item)
            element = self._tree.add("Note", around, anchor=f"note-{number}", note="Endnote")
            body = Place(element, place.measure, "footnote", left=widest + form.number_gap)
            before = self._sheet.notes.between if i else style.before
            self._column.add(self._end_note(number, body), before, style.after if number == numbers[-1] else 0.0)

    def _end_note(self, number: int, place: Place) -> tuple[Line, ...]:
        """A note in the list at the end. Its mark waits for its first line."""
        note = self._note(number)
        column, self._column = self._column, _Column()
        first, *others = note.blocks
        anchors = (f"note-{number}",)
        if isinstance(first, Paragraph):
            lines = self._set(first.children, place, note.span, anchors=anchors)
        else:
            others = [*note.blocks]  # a quotation or list stands below the mark
            lines = (spaced(self._set((), place, note.span, anchors=anchors)[0]),)
        self._column.add(lines, 0.0, 0.0)
        for block in others:
            self._block(block, place, first=False)
        lines = tuple(self._column.lines)
        self._column = column
        return lines

    def _end_heading(self, heading: str, place: Place) -> None:
        if heading:
            lines = self._set((Words(heading, NOWHERE),), place, NOWHERE, role="H1", title=heading)
            self._add(lines, self._style("end-heading"))

    def _references(self, place: Place) -> None:
        references, form = self._document.references, self._sheet.references
        if not references:
            return
        section = self._tree.add("Sect", place.parent)
        if self._cited is None:
            self._cited = self._maker.times_cited()
        self._end_heading(form.heading, Place(section, place.measure, "end-heading"))
        listing = self._tree.add("L", section, numbering="Decimal")
        style, look = self._style("reference"), self._look("reference")
        labels = [f"{i}{form.number_suffix}" for i in range(1, len(references) + 1)]
        widest = max(
            _width(self._maker.pieces((Words(t, NOWHERE),), look, style, None)) for t in (labels[-1], labels[0])
        )
        for i, (reference, label) in enumerate(zip(references, labels, strict=True)):
            lines = self._reference(reference, i + 1, label, widest, listing, place)
            before = form.between if i else style.before
            self._column.add(lines, before, style.after if i == len(labels) - 1 else 0.0)

    def _reference(
        self, reference: Reference, number: int, label: str, widest: Pt, listing: ElementId, place: Place
    ) -> tuple[Line, ...]:
        form = self._sheet.references
        item = self._tree.add("LI", listing, anchor=f"ref-{number}")
        right = form.hang == "align-right"
        x = widest if right else 0.0
        self._waiting.append(Hung((Words(label, reference.span),), x, right, self._tree.add("Lbl", item), "reference"))
        times = self._cited.get(number, 0) if self._cited else 0
        back = backlinks(number, times, form.backlinks, reference.span)
        return self._set(
            (*reference.text, *back),
            Place(item, place.measure, "reference", left=widest + form.number_gap),
            reference.span,
            role="LBody",
            anchors=(f"ref-{number}",),
        )


_LABELS = (
    (re.compile(r"\W*[0-9]+\W*"), "Decimal"),
    (re.compile(r"\W*[ivxlc]+\W*"), "LowerRoman"),
    (re.compile(r"\W*[IVXLC]+\W*"), "UpperRoman"),
    (re.compile(r"\W*[a-z]\W*"), "LowerAlpha"),
    (re.compile(r"\W*[A-Z]\W*"), "UpperAlpha"),
)


def _numbering(labels: Sequence[str]) -> str:
    """What readers are told of a list's labels (ISO 32000-1, table 347), by two of them: "i" alone may be either."""
    said = [label for label in labels if label][:2]
    if not said:
        return "None"
    return next((name for form, name in _LABELS if all(map(form.fullmatch, said))), "Disc")


def _width(pieces: Sequence[Piece]) -> Pt:
    """Natural width of pieces on one line."""
    return sum(p.width for p in pieces if isinstance(p, Box | Glue | Seam))
