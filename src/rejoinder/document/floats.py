"""Figures and tables get their numbers, in the order in which the text first names them.

Knows the events of reading: a figure or table is named, or stands written. Knows nothing of what is in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from rejoinder.content import model as content
from rejoinder.diagnostics import Span
from rejoinder.document.model import NumberedKind

Float: TypeAlias = content.Figure | content.Table


class Named(NamedTuple):
    """An id stands in the text; `within` is the float whose caption or cells it stands in."""

    id: str
    span: Span
    within: Float | None
    by_link: bool = False
    """It is the target of a link, and may be a heading's."""


Event: TypeAlias = Named | Float | content.Formula


class FloatNumber(NamedTuple):
    """What a figure, table or formula is called: its number among its kind, and its ordinal among all floats.

    One with a `label` of its own takes no number from the others.

    A formula is no float: its ordinal is 0.
    """

    kind: NumberedKind
    number: int
    ordinal: int
    mentioned: bool
    label: str = ""
    numbered: bool = True

    @property
    def anchor(self) -> str:
        own = self.label or not self.numbered
        return f"{self.kind}-o{self.ordinal}" if own else f"{self.kind}-{self.number}"


class FloatNumbers(NamedTuple):
    """The numbers of all figures, tables and numbered formulas of a letter."""

    by_id: Mapping[str, FloatNumber]
    by_identity: Mapping[int, FloatNumber]
    """By Python's `id` of the figure, table or formula: one that nothing names has no other."""

    def of(self, one: Float | content.Formula) -> FloatNumber | None:
        return self.by_identity.get(id(one))


NO_FLOATS = FloatNumbers({}, {})


def number_floats(events: Sequence[Event]) -> FloatNumbers:
    """Numbers in the order of first mention; what is never mentioned is counted where it was written, and so is what
    stands there before its first mention, or it would be read as Figure 3 before Figure 1.

    A caption that names its own figure is no mention of it.
    """
    formulas = [one for one in events if isinstance(one, content.Formula)]
    if formulas:
        others = number_floats([one for one in events if not isinstance(one, content.Formula)])
        return _with_formulas(others, formulas)
    written = [one for one in events if not isinstance(one, Named | content.Formula)]
    if not written:
        return NO_FLOATS
    known: dict[str, Float] = {}
    for one in written:
        if one.id:
            known.setdefault(one.id, one)
    named = [known[one.id] for one in events if isinstance(one, Named) and _names_another(one, known)]
    mentioned = {id(one) for one in named}
    order: dict[int, Float] = {}
    for event in events:
        if isinstance(event, content.Formula):
            continue
        if not isinstance(event, Named):
            if id(event) not in mentioned or event.place == "here":
                order.setdefault(id(event), event)
        elif _names_another(event, known):
            order.setdefault(id(known[event.id]), known[event.id])
    return _counted(order, mentioned)


def _with_formulas(others: FloatNumbers, formulas: Sequence[content.Formula]) -> FloatNumbers:
    """Formulas that have an id are counted where they stand, as in Quarto; the others have no number."""
    by_id, by_identity = dict(others.by_id), dict(others.by_identity)
    count = 0
    for one in formulas:
        if one.id and id(one) not in by_identity:
            count += 1
            by_identity[id(one)] = FloatNumber("equation", count, 0, True)
            by_id.setdefault(one.id, by_identity[id(one)])
    return FloatNumbers(by_id, by_identity)


def _names_another(named: Named, known: Mapping[str, Float]) -> bool:
    return named.id in known and known[named.id] is not named.within


def _counted(order: Mapping[int, Float], mentioned: set[int]) -> FloatNumbers:
    counts: Counter[tuple[NumberedKind, bool, bool]] = Counter()
    by_id: dict[str, FloatNumber] = {}
    by_identity: dict[int, FloatNumber] = {}
    for ordinal, (identity, one) in enumerate(order.items(), start=1):
        kind: NumberedKind = one.kind if isinstance(one, content.Figure) else "table"
        counted = kind, bool(one.label), one.numbered
        counts[counted] += 1
        by_identity[identity] = FloatNumber(
            kind, counts[counted], ordinal, identity in mentioned, one.label, one.numbered
        )
        if one.id:
            by_id.setdefault(one.id, by_identity[identity])
    return FloatNumbers(by_id, by_identity)
