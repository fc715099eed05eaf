"""The structure tree while it grows. Elements are made in the author's reading order, and their ids count up in it."""

from __future__ import annotations

from rejoinder.document.model import Target
from rejoinder.galley.model import Element, ElementId


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
    ) -> ElementId:
        """Append an element to `parent` and say its id."""
        made = Element(len(self._elements), role, parent, lang, alt, title, target, anchor, numbering, spans, scope)
        self._elements.append(made)
        return made.id

    @property
    def elements(self) -> tuple[Element, ...]:
        return tuple(self._elements)
