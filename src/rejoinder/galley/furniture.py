"""Heads and feet: one line each at the binding, in the middle and at the fore-edge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rejoinder.diagnostics import NOWHERE, Diagnostics
from rejoinder.document.model import Citation, Document, Inline, Traits, Words
from rejoinder.fonts.typecase import Typecase
from rejoinder.galley.look import plain_look
from rejoinder.galley.model import Line
from rejoinder.galley.paragraph import Form, set_lines
from rejoinder.galley.pieces import PieceMaker
from rejoinder.galley.tree import Tree
from rejoinder.geometry import Pt
from rejoinder.style.model import Align, FurnitureLine, StyleSheet
from rejoinder.style.template import fill


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
        values = {**self._values, "folio": (Words(folio, NOWHERE),), "pages": (Words(pages, NOWHERE),)}
        aligned: tuple[tuple[str, Align], ...] = ((left, "left"), (form.centre, "centre"), (right, "right"))
        lines = (self._line(template, align, style, measure, values) for template, align in aligned if template)
        return tuple(line for line in lines if line is not None)

    def _line(
        self, template: str, align: Align, name: str, measure: Pt, values: Mapping[str, Sequence[Inline]]
    ) -> Line | None:
        inlines = [i for i in fill(template, values, _words, _emphasised) if isinstance(i, Words)]
        if not any(i.text.strip() for i in inlines):
            return None
        style = replace(self._sheet.text.get(name) or self._sheet.text["body"], align=align, hyphenate=False)
        bare = plain_look(style, self._sheet, self._document.lang, 250.0)
        look = plain_look(style, self._sheet, self._document.lang, self._typecase.face(bare.choice).space)
        pieces = self._maker.pieces([replace(i, link=None) for i in inlines], look, style, None)
        form = Form(0.0, measure)
        return set_lines(pieces, style, form, self._maker, self._said, element=None, span=NOWHERE, name=name)[0]


def _words(text: str, emph: bool, strong: bool) -> Inline:
    return Words(text, NOWHERE, (Traits.EMPH if emph else Traits.PLAIN) | (Traits.STRONG if strong else Traits.PLAIN))


def _emphasised(inline: Inline, emph: bool, strong: bool) -> Inline:
    """Emphasis within emphasis stands upright again."""
    if not isinstance(inline, Words | Citation):
        return inline
    traits = inline.traits ^ Traits.EMPH if emph else inline.traits
    return replace(inline, traits=traits | Traits.STRONG if strong else traits)
