"""The structure tree while it grows. Elements are made in the author's reading order, and their ids count up in it."""

from __future__ import annotations

from rejoinder.document.model import Target
from rejoinder.galley.model import Element, ElementId
from rejoinder.geometry import Pt
from rejoinder.values import replace


class Tree:
    """Makes elements and keeps them in order."""

    def __init__(self) -> None:
        self._elements: list[Element] = []

    def add(
        self,
        role: str,
        parent: ElementId | None,
        *,
        lang: str = "",
        alt: str = "",
        title: str = "",
        target: Target | None = None,
        anchor: str = "",
        numbering: str = "",
        spans: tuple[int, int] = (1, 1),
        scope: str = "",
        shift: Pt = 0.0,
        note: str = "",
        anchors: tuple[str, ...] = (),
        mathml: str = "",
        inline: bool = False,
    ) -> ElementId:
        """Append an element to `parent` and say its id."""
        number = len(self._elements)
        heads: tuple[ElementId, ...] = ()
        self._elements.append(
            Element(
                number, role, parent, lang, alt, title, target, anchor, numbering, spans, scope, heads, shift, note,
                anchors, mathml, inline,
            )
        )  # fmt: skip
        return number

    def head(self, cell: ElementId, heads: tuple[ElementId, ...]) -> None:
        """Say which heads apply to a cell of a table, when all of them are there."""
        self._elements[cell] = replace(self._elements[cell], headers=heads)

    @property
    def elements(self) -> tuple[Element, ...]:
        return tuple(self._elements)
