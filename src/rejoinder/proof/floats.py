"""Where figures and tables are mentioned, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rejoinder.galley.model import ElementId
from rejoinder.geometry import Box
from rejoinder.pages.model import Page, PlacedPicture
from rejoinder.proof.model import Finding, FloatPlace
from rejoinder.proof.notes import head_of
from rejoinder.proof.stands import Standing, Where, around, counted, found_at

LATE = 1
"""A float on the page behind its first mention is nothing to speak of."""


def float_places(standing: Standing) -> tuple[FloatPlace, ...]:
    """Each float of the galley, in order. Those set in place are not floats."""
    mentioned: dict[int, Where] = {}
    leaves: dict[ElementId | None, Where] = {}
    for stand in standing.lines:
        for ordinal in stand.item.line.mentions:
            mentioned.setdefault(ordinal, stand.where)
        leaves[stand.item.line.element] = stand.where
    boxes = float_boxes(standing)
    return tuple(
        FloatPlace(
            ordinal=one.ordinal,
            label=one.label,
            mentioned=mentioned.get(one.ordinal)
            or (leaves.get(one.after, (0, 0)) if one.after is not None else (0, 0)),
            stands=tuple(where for where, _ in boxes.get(one.ordinal, ())),
        )
        for one in standing.galley.floats
    )


def float_boxes(standing: Standing) -> dict[int, list[tuple[Where, Box]]]:
    """What each float covers, column by column; for one over all columns, page by page."""
    parts: dict[tuple[int, Where], list[Box]] = {}

    def note(ordinal: int, where: Where, box: Box) -> None:
        parts.setdefault((ordinal, (where[0], 0) if ordinal in standing.wide else where), []).append(box)

    for stand in standing.lines:
        if stand.item.part == "float" and (ordinal := standing.float_of(stand.item.line.element)):
            note(ordinal, stand.where, stand.box)
    for page in standing.pages:
        for item in page.items:
            if isinstance(item, PlacedPicture) and (ordinal := standing.float_of(item.element)):
                note(ordinal, (page.number, _column_at(item.box, page)), item.box)
    out: dict[int, list[tuple[Where, Box]]] = {}
    for (ordinal, where), boxes in sorted(parts.items(), key=lambda part: part[0]):
        out.setdefault(ordinal, []).append((where, around(boxes)))
    return out


def _column_at(box: Box, page: Page) -> int:
    """The column that a picture stands in, by its middle."""
    middle = box.x + box.width / 2
    distances = [(abs(one.x + one.width / 2 - middle), i + 1) for i, one in enumerate(page.columns)]
    return min(distances)[1] if distances else 0


def float_findings(standing: Standing, places: tuple[FloatPlace, ...]) -> Iterator[Finding]:
    boxes = float_boxes(standing)
    spans = {one.ordinal: one.span for one in standing.galley.floats}
    for one in places:
        span = spans[one.ordinal]
        if not one.stands:
            where = one.mentioned if one.mentioned[0] else (1, 0)
            yield found_at("float-lost", where, head_of(where, standing), f"{one.label} stands nowhere", 1, span)
            continue
        where, box = boxes[one.ordinal][0]
        first = f"{one.label} is first mentioned on page {one.mentioned[0]}"
        if one.behind < 0:
            yield found_at("float-early", where, box, f"{first}, and stands on page {where[0]}", -one.behind, span)
        elif one.behind > LATE:
            pages = counted(one.behind, "page")
            yield found_at("float-late", where, box, f"{first}, and stands {pages} behind it", one.behind, span)
    for above, below in pairwise([one for one in places if one.stands]):
        if below.stands[0] < above.stands[0] and not _beside(above.stands[0], below.stands[0]):
            where, box = boxes[below.ordinal][0]
            message = f"{below.label} stands before {above.label}"
            yield found_at("float-order", where, box, message, 1, spans[below.ordinal])


def _beside(one: Where, other: Where) -> bool:
    """On one page, and one of them over all columns: then neither column comes first."""
    return one[0] == other[0] and 0 in (one[1], other[1])
