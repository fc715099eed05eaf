"""Heads and feet: one line each at the binding, in the middle and at the fore-edge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rejoinder.diagnostics import NOWHERE, Diagnostics, Span
from rejoinder.document.model import Document, Inline, Words
from rejoinder.fonts.typecase import Typecase
from rejoinder.galley.byline import emphasised, said_words
from rejoinder.galley.directions import is_right_to_left
from rejoinder.galley.look import style_look
from rejoinder.galley.model import Line
from rejoinder.galley.paragraph import Form, set_lines
from rejoinder.galley.pieces import PieceMaker
from rejoinder.galley.tree import Tree
from rejoinder.geometry import Pt
from rejoinder.style.model import Align, FurnitureLine, StyleSheet
from rejoinder.style.template import fill
from rejoinder.values import replace


class FurnitureSetter:
    """Sets the furniture of any page. Lines have no element: they are artifacts."""

    def __init__(self, document: Document, sheet: StyleSheet, typecase: Typecase, said: Diagnostics) -> None:
        self._document = document
        self._sheet = sheet
        self._typecase = typecase
        self._said = said
        self._maker = PieceMaker(sheet, typecase, Tree(), said)
        self._values: dict[str, Sequence[Inline]] = dict(document.variables)

    def lines(
        self, form: FurnitureLine, style: str, measure: Pt, folio: str, pages: str, *, mirrored: bool
    ) -> tuple[Line, ...]:
        """The lines of a head or foot, all to be placed at the same point. `mirrored`: the binding is at the right."""
        left, right = (form.outer, form.inner) if mirrored else (form.inner, form.outer)
        if is_right_to_left(self._document.lang):
            left, right = right, left
        values = {**self._values, "folio": (Words(folio, NOWHERE),), "pages": (Words(pages, NOWHERE),)}
        aligned: tuple[tuple[str, Align], ...] = ((left, "left"), (form.centre, "centre"), (right, "right"))
        found = (self._line(template, align, style, measure, values) for template, align in aligned if template)
        lines = tuple(line for line in found if line is not None)
        if sum(line.width for line in lines) > measure - self._sheet.columns.gutter / 2 * (len(lines) - 1):
            self._said.warning(
                f"the {style} is wider than the page: its parts run into each other or lose words",
                Span(self._sheet.name or "style sheet"),
                "leave something out of the furniture, or give the letter a `short-title`",
            )
        return lines

    def _line(
        self, template: str, align: Align, name: str, measure: Pt, values: Mapping[str, Sequence[Inline]]
    ) -> Line | None:
        inlines = [i for i in fill(template, values, said_words, emphasised) if isinstance(i, Words)]
        if not any(i.text.strip() for i in inlines):
            return None
        style = replace(self._sheet.text.get(name) or self._sheet.text["body"], align=align, hyphenate=False)
        look = style_look(style, self._sheet, self._document.lang, self._typecase)
        pieces = self._maker.pieces([replace(i, link=None) for i in inlines], look, style, None)
        lines = set_lines(pieces, Form(style, name, 0.0, measure, fixed=True), self._maker)
        # Furniture has one line. What does not fit is not printed, and the caller says so.
        return lines[0] if len(lines) == 1 else replace(lines[0], width=measure * 2)
