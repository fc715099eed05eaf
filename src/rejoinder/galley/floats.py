"""Figures and tables become strips, with their captions and notes.

Knows measures and captions; where a float stands is the page room's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.document.model import (
    Block,
    Blocks,
    Document,
    Figure,
    FloatPlace,
    Inlines,
    Listing,
    NoteMark,
    Paragraph,
    Quote,
    Section,
    Table,
    Words,
)
from rejoinder.forms import points
from rejoinder.galley.look import Looks
from rejoinder.galley.marks import mark
from rejoinder.galley.model import ElementId, Inlaid, InlaidLine, InlaidPicture, Line, Segment, SetFloat, Strip
from rejoinder.galley.paragraph import Form, set_lines
from rejoinder.galley.pieces import Glue, Piece, PieceMaker, words_of
from rejoinder.galley.strips import as_artifacts, blank, height_of, inlaid_lines, lowered, spaced, stacked
from rejoinder.galley.tree import Tree
from rejoinder.geometry import Box, Pt
from rejoinder.pictures.check import resolution, resolution_warning
from rejoinder.style.model import StyleSheet
from rejoinder.values import replace

if TYPE_CHECKING:
    from rejoinder.galley.tables import SetTable, TableSetter

LEAST_TEXT = 4
"""Lines of text for which a picture leaves room on its page."""

TALL_ROW = 1 / 4
"""A row of a table that is higher than this share of the type area may be divided."""

LABEL_SPACE = 1.5
"""Between a caption's label and its text, as a share of the word space."""

NEARLY = 0.72
"""A picture that wants more than this share of its measure is as wide as the measure, if nobody says how wide it is and
it has pixels enough: edges that nearly meet look like a mistake."""

LEAST_CAPTION = 14.0
"""A caption beside its picture has lines of so many ems, or it stands below."""

STAND_IN_HEIGHT: Pt = 60.0
"""Of the frame for a picture that is not at hand."""

LEAST_PICTURE: Pt = 1.0
"""No picture is smaller than this, whatever was asked for."""

Float: TypeAlias = Figure | Table
NoteLines: TypeAlias = Callable[[int, ElementId, Pt], tuple[Line, ...]]
"""Sets a note that stands below its float: number, the element around it, measure."""


# ── which notes stand below their floats ──────────────────────────────────


def floats_in(blocks: Iterable[Block]) -> Iterator[Float]:
    """All figures and tables, wherever they were written."""
    for block in blocks:
        if isinstance(block, Figure | Table):
            yield block
        else:
            yield from floats_in(_inside(block))


def _inside(block: Block) -> Blocks:
    match block:
        case Section() | Quote():
            return block.blocks
        case Listing():
            return tuple(inner for item in block.items for inner in item)
        case _:
            return ()


def all_floats(document: Document) -> tuple[Float, ...]:
    """Of the abstract, the body, the notes and the statements."""
    notes, statements = document.footnotes, document.statements
    parts = (document.abstract, document.body, *(one.blocks for one in notes), *(one.blocks for one in statements))
    return tuple(found for blocks in parts for found in floats_in(blocks))


def notes_below(document: Document, floats: Sequence[Float], sheet: StyleSheet) -> dict[int, tuple[int, ...]]:
    """The notes that stand below each float, by its ordinal: those that are called there and nowhere else.

    A note that such a note calls stands there too.
    """
    below = {one.ordinal: _texts(one) for one in floats if _keeps_notes(one, sheet)}
    if not below or not document.footnotes:
        return {}
    kept = frozenset(below)
    callers: dict[int, set[int]] = {n: set() for n in range(1, len(document.footnotes) + 1)}
    for ordinal, texts in below.items():
        _call_from(ordinal, _called(texts), document, callers, kept)
    _call_from(0, _called(_other_texts(document, below)), document, callers, kept)
    found: dict[int, tuple[int, ...]] = {}
    for number, owners in callers.items():
        if len(owners) == 1 and (owner := next(iter(owners))):
            found[owner] = (*found.get(owner, ()), number)
    return found


def _keeps_notes(one: Float, sheet: StyleSheet) -> bool:
    return (sheet.tables.notes if _is_table(one) else sheet.captions.figure_notes) == "below"


def _call_from(
    owner: int, numbers: Iterable[int], document: Document, callers: dict[int, set[int]], without: frozenset[int]
) -> None:
    """Write down who calls these notes, and those that are called in them; `without` are floats that call their own."""
    waiting = list(numbers)
    while waiting:
        number = waiting.pop()
        owners = callers.get(number)
        if owners is not None and owner not in owners:
            owners.add(owner)
            waiting += _called(_texts_of(document.footnotes[number - 1].blocks, without))


def _called(texts: Iterable[Inlines]) -> list[int]:
    return [one.number for text in texts for one in text if isinstance(one, NoteMark)]


def _texts(one: Float) -> tuple[Inlines, ...]:
    """Caption, cells and notes."""
    if isinstance(one, Figure):
        return (one.caption,)
    cells = [cell.children for row in (*one.head, *one.body) for cell in row.cells]
    return (one.caption, *cells, *one.notes)


def _texts_of(blocks: Blocks, without: frozenset[int]) -> Iterator[Inlines]:
    """All texts of some blocks, but not of the floats with these ordinals."""
    for block in blocks:
        match block:
            case Paragraph():
                yield block.children
            case Figure() | Table():
                if block.ordinal not in without:
                    yield from _texts(block)
            case Section():
                yield block.heading
                yield from _texts_of(block.blocks, without)
            case _:
                yield from _texts_of(_inside(block), without)


def _other_texts(document: Document, below: Mapping[int, object]) -> Iterator[Inlines]:
    """All texts but those of floats below which notes stand, and those of the notes."""
    front = document.front
    yield from (front.title, front.subtitle, front.correspondence, front.responds_to, front.license)
    yield from (remark.text for remark in front.remarks)
    without = frozenset(below)
    yield from _texts_of(document.abstract, without)
    yield from _texts_of(document.body, without)
    for statement in document.statements:
        yield from _texts_of(statement.blocks, without)
    yield from (reference.text for reference in document.references)


def marks_below(below: Mapping[int, Sequence[int]], sheet: StyleSheet) -> dict[int, str]:
    """The marks of the notes that stand below floats: they begin anew in each."""
    form = sheet.tables.note_marks
    return {number: mark(i, form) for numbers in below.values() for i, number in enumerate(numbers, start=1)}


def _is_table(one: Float) -> bool:
    return isinstance(one, Table) or one.kind == "table"


# ── setting ───────────────────────────────────────────────────────────────


class Measures(NamedTuple):
    """What a float may take."""

    column: Pt
    page: Pt | None
    """Over all columns; None where a float has to stay in its column."""
    height: Pt
    """Of the type area."""


class _Caption(NamedTuple):
    """A caption's pieces, and the element that they belong to."""

    element: ElementId
    label: list[Piece]
    text: list[Piece]


class FloatSetter:
    """Sets figures and tables under one sheet."""

    def __init__(
        self,
        looks: Looks,
        maker: PieceMaker,
        tree: Tree,
        said: Diagnostics,
        below: Mapping[int, Sequence[int]],
        note_lines: NoteLines,
    ) -> None:
        """`below` are the notes that stand below each float, by its ordinal."""
        self._looks = looks
        self._sheet = looks.sheet
        self._maker = maker
        self._tree = tree
        self._said = said
        self._below = below
        self._note_lines = note_lines
        self._tables: TableSetter | None = None

    def set(self, block: Float, parent: ElementId, measures: Measures) -> SetFloat:
        """Set a figure or table into a new element of `parent`."""
        if isinstance(block, Figure):
            return self._figure(block, parent, measures)
        return self._table(block, parent, measures)

    # ── figures ──

    def _figure(self, figure: Figure, parent: ElementId, measures: Measures) -> SetFloat:
        label = self._label(figure)
        alt = figure.alt or words_of(figure.caption) or label.replace("\u00a0", " ") or self._word(figure)
        element = self._tree.add("Figure", parent, alt=alt, anchor=figure.anchor)
        width, wide = self._picture_width(figure, measures)
        measure = measures.page if wide and measures.page is not None else measures.column
        caption = self._caption(label, figure.caption, element)
        notes = self._notes(figure.ordinal, parent, measure)
        full_height = measures.height
        measures = measures._replace(height=full_height - height_of(notes))
        beside = wide and self._sheet.captions.beside and self._free(width, measure)
        set_float = self._beside if beside else self._stacked
        head, body, foot = set_float(figure, element, caption, width, measure, measures)
        made = SetFloat(
            ordinal=figure.ordinal,
            label=label.replace("\u00a0", " ") or self._word(figure),
            element=element,
            span=figure.span,
            width=measure,
            wide=wide,
            places=self._places(figure.place),
            head=head,
            body=(body,),
            foot=_let_go((*foot, *notes)),
        )
        return _divisible(made) if made.height > full_height else made

    def _stacked(
        self, figure: Figure, element: ElementId, caption: _Caption, width: Pt, measure: Pt, measures: Measures
    ) -> tuple[tuple[Strip, ...], Strip, tuple[Strip, ...]]:
        """The caption above or below its picture. Over all columns its lines are no longer than the picture is wide."""
        form = self._sheet.captions
        text_measure = min(measure, max(width, measures.column))
        strips = stacked(self._caption_lines(caption, text_measure, figure.span, figure.anchor))
        above = self._captioned_above(figure)
        head = (*strips, *blank(form.gap)) if above else ()
        foot = () if above else (*blank(form.gap), *strips)
        room = measures.height - height_of((*head, *foot)) - LEAST_TEXT * self._sheet.grid.leading
        box = self._box(figure, width, measure, room)
        keep = bool(foot) or figure.ordinal in self._below
        return head, Strip(box.height, (InlaidPicture(box, figure.picture, element),), keep=keep), foot

    def _free(self, width: Pt, measure: Pt) -> Pt:
        """What a picture leaves beside it, if that is enough for a caption; else nothing."""
        free = measure - width - self._sheet.columns.gutter
        return free if free >= LEAST_CAPTION * self._looks.style("caption").size else 0.0

    def _beside(
        self, figure: Figure, element: ElementId, caption: _Caption, width: Pt, measure: Pt, measures: Measures
    ) -> tuple[tuple[Strip, ...], Strip, tuple[Strip, ...]]:
        """The caption at the right of a picture over all columns, ending with it (or beginning, if captions stand
        above); below it as usual, if it is the longer of the two.
        """
        room = measures.height - LEAST_TEXT * self._sheet.grid.leading
        box = self._box(figure, width, measure, room)
        x = box.width + self._sheet.columns.gutter
        lines = self._caption_lines(caption, measure - x, figure.span, figure.anchor)
        strips = stacked(lines)
        height = height_of(strips)
        if height > box.height:
            return self._stacked(figure, element, caption, width, measure, measures)
        y = 0.0 if self._captioned_above(figure) else box.height - height
        picture = InlaidPicture(Box(0.0, 0.0, box.width, box.height), figure.picture, element)
        items: list[Inlaid] = [picture]
        for strip in strips:
            items += [lowered(item, y, x) for item in strip.items]
            y += strip.height
        notes = tuple(n for strip in strips for n in strip.notes)
        return (), Strip(box.height, tuple(items), notes, keep=figure.ordinal in self._below), ()

    def _box(self, figure: Figure, width: Pt, measure: Pt, room: Pt) -> Box:
        """Where the picture stands on its strip, no higher than `room`: where lines of a caption begin, or end."""
        picture = figure.picture
        height = width * max(picture.height, LEAST_PICTURE) / max(picture.width, LEAST_PICTURE)
        if figure.absent:
            height = STAND_IN_HEIGHT
        room = max(room, LEAST_TEXT * self._sheet.grid.leading)  # above a caption that fills a page by itself
        if height > room:
            width, height = width * room / height, room
        resolution_warning(picture, width, self._said, figure.span, self._sheet.checks.resolution)
        spare = max(0.0, measure - width)
        align = self._looks.style("caption").align
        x = {"left": 0.0, "balanced": 0.0, "right": spare}.get(align, spare / 2)
        return Box(x, 0.0, width, height)

    def _picture_width(self, figure: Figure, measures: Measures) -> tuple[Pt, bool]:
        """How wide a picture is set, and whether over all columns."""
        column, page = measures.column, measures.page
        wide = bool(figure.wide) and page is not None
        may_be_wide = page is not None and figure.wide is not False
        measure = page if wide and page is not None else column
        wanted = self._asked_width(figure, measure)
        if wanted is None and figure.absent:
            return measure, wide
        if wanted is None:
            wanted = figure.picture.width
            if not wide and may_be_wide and wanted > self._sheet.floats.wide_from * column:
                wide = True
        elif not wide and may_be_wide and wanted > column + 0.5:
            wide = True
        measure = page if wide and page is not None else column
        width = min(wanted, measure)
        least = self._sheet.checks.resolution
        if not figure.width and width > NEARLY * measure and resolution(figure.picture, measure) >= least:
            width = measure
        return max(min(width * self._sheet.floats.scale, measure), LEAST_PICTURE), wide

    def _asked_width(self, figure: Figure, measure: Pt) -> Pt | None:
        """The width that the author asks for; None if there is none, or it is none."""
        written = figure.width.strip()
        if not written:
            return None
        share = written.removesuffix("%").strip()
        if share != written and share.replace(".", "", 1).isdecimal() and len(share) < 10:
            width: Pt | tuple[str, str] = float(share) / 100 * measure
        else:
            width = points(written)
        if isinstance(width, tuple):
            self._said.warning(f"the width of this figure: {width[0]}", figure.span, width[1])
            return None
        if width <= 0:
            self._said.warning("this figure is to have no width", figure.span, "write it as 60%, or 8cm")
            return None
        return width

    # ── tables ──

    def _set_table(self, table: Table, element: ElementId, measures: Measures) -> SetTable:
        from rejoinder.galley.tables import Room, TableSetter  # most letters have none, and start sooner without

        if self._tables is None:
            self._tables = TableSetter(self._looks, self._maker, self._tree, self._said)
        return self._tables.set(table, element, Room(measures.column, measures.page, measures.height * TALL_ROW))

    def _table(self, table: Table, parent: ElementId, measures: Measures) -> SetFloat:
        form, label = self._sheet.captions, self._label(table)
        element = self._tree.add("Table", parent, anchor=table.anchor)
        caption = self._caption(label, table.caption, element)
        made = self._set_table(table, element, measures)
        measure = measures.page if made.wide and measures.page is not None else measures.column
        text_measure = min(measure, max(made.width, measures.column))
        lines = stacked(self._caption_lines(caption, text_measure, table.span, table.anchor))
        own = self._own_notes(table, parent, text_measure)
        above = self._captioned_above(table)
        head = (*lines, *blank(form.gap), *made.head) if above else made.head
        foot = (
            *made.foot,
            *(() if above else (*blank(form.gap), *lines)),
            *self._notes(table.ordinal, parent, text_measure, own),
        )
        again = (*stacked(self._continued(label, text_measure)), *blank(form.gap), *as_artifacts(made.head))
        made_float = SetFloat(
            ordinal=table.ordinal,
            label=label.replace("\u00a0", " ") or self._word(table),
            element=element,
            span=table.span,
            width=measure,
            wide=made.wide,
            places=self._places(table.place),
            head=head,
            body=made.body,
            foot=_let_go(tuple(replace(strip, keep=True) for strip in foot)),
            again=again if len(made.body) > 1 else (),
            pause=made.pause if len(made.body) > 1 else (),
        )
        least = height_of(again) + max((strip.height for strip in made.body), default=0.0) + height_of(foot)
        return _divisible(made_float) if least > measures.height else made_float

    def _own_notes(self, table: Table, parent: ElementId, measure: Pt) -> Iterator[Line]:
        """What the author wrote to stand below it."""
        style, look = self._looks.style("table-note"), self._looks.look("table-note")
        for text in table.notes:
            leaf = self._tree.add("P", parent)
            pieces = self._maker.pieces(text, look, style, leaf)
            if pieces:
                yield from self._lines(pieces, "table-note", measure, leaf, table.span)

    # ── captions ──

    def _label(self, one: Float) -> str:
        """What a float is called: by its author, or by the sheet's word and its number; "" if it is not numbered.

        It is not parted.
        """
        if one.label or not one.numbered:
            return one.label.replace(" ", "\u00a0")
        return f"{self._word(one)}\u00a0{one.number}"

    def _word(self, one: Float) -> str:
        """The sheet's word for its kind."""
        return self._sheet.captions.table_label if _is_table(one) else self._sheet.captions.figure_label

    def _captioned_above(self, one: Float) -> bool:
        form = self._sheet.captions
        return (form.tables if _is_table(one) else form.figures) == "above"

    def _caption(self, label: str, text: Inlines, float_element: ElementId) -> _Caption:
        """A caption's pieces. It is read before what it stands by, wherever it stands."""
        looks, suffix = self._looks, self._sheet.captions.suffix if text else ""
        element = self._tree.add("Caption", float_element)
        head: list[Piece] = []
        if label:
            label_element = self._tree.add("Lbl", element)
            words = (Words(label + suffix, self._tree_span(text)),)
            label_look = replace(looks.look("caption-label"), element=label_element)
            head = self._maker.pieces(words, label_look, looks.style("caption-label"), None)
        return _Caption(element, head, self._maker.pieces(text, looks.look("caption"), looks.style("caption"), element))

    @staticmethod
    def _tree_span(text: Inlines) -> Span:
        return text[0].span if text else Span("")

    def _caption_lines(self, caption: _Caption, measure: Pt, span: Span, anchor: str) -> tuple[Line, ...]:
        if not caption.label:
            lines = self._lines(caption.text, "caption", measure, caption.element, span) if caption.text else ()
        elif caption.text and self._sheet.captions.run_in:
            look = self._looks.look("caption")
            pieces = [*caption.label, Glue(look.space * LABEL_SPACE, look.stretch, look.shrink), *caption.text]
            lines = self._lines(pieces, "caption", measure, caption.element, span)
        else:
            lines = self._lines(caption.label, "caption-label", measure, caption.element, span)
            lines = (*lines[:-1], spaced(lines[-1]))
            if caption.text:
                lines = (*lines, *self._lines(caption.text, "caption", measure, caption.element, span))
        return (replace(lines[0], anchors=(anchor, *lines[0].anchors)), *lines[1:]) if anchor and lines else lines

    def _continued(self, label: str, measure: Pt) -> tuple[Line, ...]:
        """The caption of a table that goes on: an artifact, since it has been said before."""
        looks = self._looks
        words = (Words(label, Span("")),) if label else ()
        pieces = self._maker.pieces(words, looks.look("caption-label"), looks.style("caption-label"), None)
        if self._sheet.tables.continued:
            more = (Words(self._sheet.tables.continued, Span("")),)
            look = looks.look("caption")
            pieces += [Glue(look.space, look.stretch, look.shrink)] if pieces else []
            pieces += self._maker.pieces(more, look, looks.style("caption"), None)
        return self._lines(pieces, "caption", measure, None, Span("")) if pieces else ()

    def _lines(
        self, pieces: list[Piece], name: str, measure: Pt, element: ElementId | None, span: Span
    ) -> tuple[Line, ...]:
        style = self._looks.style(name)
        left = style.left + style.hang
        form = Form(
            style,
            name,
            left=style.right if self._looks.rtl else left,
            measure=measure - left - style.right,
            indent=style.indent - style.hang,
            height=self._looks.height(name),
            element=element,
            span=span,
            right=left if self._looks.rtl else style.right,
            mirrored=self._looks.rtl,
        )
        return tuple(replace(line, on_grid=False) for line in set_lines(pieces, form, self._maker))

    # ── what both have ──

    def _notes(self, ordinal: int, parent: ElementId, measure: Pt, more: Iterable[Line] = ()) -> tuple[Strip, ...]:
        """The notes that stand below a float, read behind it, and `more` lines of the same kind, with white above."""
        lines = [line for n in self._below.get(ordinal, ()) for line in self._note_lines(n, parent, measure)]
        lines += more
        return (*blank(self._sheet.captions.gap), *stacked(lines)) if lines else ()

    def _places(self, asked: FloatPlace) -> tuple[Literal["top", "bottom", "page"], ...]:
        """Where it may stand: as the author says, else as the sheet does."""
        match asked:
            case "top" | "bottom":
                return (asked, "page")
            case "page":
                return ("page",)
            case _:
                return self._sheet.floats.places


def _divisible(made: SetFloat) -> SetFloat:
    """A float whose caption or notes are so long that there is no page for it: these too may go on on the next."""
    if made.again:
        return _divisible_below(made)
    body = (*made.body, *(replace(strip, keep=False) for strip in made.foot))
    return replace(made, head=(), body=(*(replace(strip, keep=False) for strip in made.head), *body), foot=())


def _divisible_below(made: SetFloat) -> SetFloat:
    """A table whose notes may go on on the next page, line by line: the rule and the white between its last row and
    them stay with both.
    """
    if not any(inlaid_lines(made.foot)):
        return made
    strips = (*made.body[-1:], *made.foot)
    said = [any(inlaid_lines((strip,))) for strip in strips]
    parted = (replace(strip, keep=not all(said[i : i + 2])) for i, strip in enumerate(strips))
    return replace(made, body=(*made.body[:-1], *parted), foot=())


def _let_go(strips: tuple[Strip, ...]) -> tuple[Strip, ...]:
    """The last one is free to be parted from what comes below."""
    return (*strips[:-1], replace(strips[-1], keep=False)) if strips else ()


# ── in place ──────────────────────────────────────────────────────────────


def inline(made: SetFloat, sheet: StyleSheet, cap: Pt, *, left: Pt, style: str) -> Line:
    """A float as a line of the text it was written in, with white above and below.

    On the grid it takes whole lines, and what these have too much goes half above and half below it.
    """
    around = sheet.text.get(style) or sheet.text["body"]
    strips = (*made.head, *made.body, *made.foot)
    if left:
        strips = tuple(replace(one, items=tuple(lowered(item, 0.0, left) for item in one.items)) for one in strips)
    height = height_of(strips)
    grid = sheet.grid.leading
    white = sheet.floats.white
    # The next line's capitals reach up from its baseline, so that there is some white below already.
    below = max(0.0, white - (around.leading - cap))
    total = white + height + below
    if around.on_grid:
        whole = ceil((total - 0.01) / grid) * grid
        below += (whole - total) / 2
        total = whole
    calls = tuple(sorted({n for strip in strips for n in strip.notes}))
    return Line(
        segments=(),
        width=left + made.width,
        measure=left + made.width,
        leading=total,
        height=height + below,
        on_grid=around.on_grid,
        notes=calls,
        span=made.span,
        style="float",
        inlay=(*strips, *blank(below, keep=False)),
    )


def labelled(line: Line, label: tuple[Segment, ...], height: Pt) -> Line:
    """A float in place with the label of the list item that begins with it: level with its first line, or its head."""
    first, *others = line.inlay
    head = next((item.y for item in first.items if isinstance(item, InlaidLine)), height)
    leaf = label[-1].element
    words = Line(label, 0.0, line.measure, 0.0, height, element=leaf, style="list", span=line.span)
    beside = InlaidLine(0.0, head, words)
    return replace(line, inlay=(replace(first, items=(beside, *first.items)), *others))
