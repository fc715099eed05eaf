"""Which notes stand where: what the sheet says of them, before any is set.

Knows the document, the sheet and who calls a note; does not set a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from rejoinder.document.model import Document, Inlines, NoteMark
from rejoinder.galley.model import Line, SetNote
from rejoinder.style.model import EndPart, StyleSheet
from rejoinder.values import replace


def end_order(sheet: StyleSheet) -> tuple[EndPart, ...]:
    """The parts behind the text. Notes that stand there do so before the references, unless the sheet says where."""
    order = sheet.end.order
    if sheet.notes.stand != "end":
        return tuple(part for part in order if part != "notes")
    if "notes" in order:
        return order
    at = order.index("references") if "references" in order else len(order)
    return (*order[:at], "notes", *order[at:])


def listed(document: Document, sheet: StyleSheet, below: AbstractSet[int], called: AbstractSet[int]) -> tuple[int, ...]:
    """The footnotes that are listed at the end: all but those `below` a table or figure, and those that nobody sees
    called, since the sheet leaves out the part of the letter that does. (They may be `called` besides.)
    """
    unseen = _called(_left_out(document, sheet)) - called
    return tuple(n for n in range(1, len(document.footnotes) + 1) if n not in below and n not in unseen)


def in_order(front: Sequence[Line], notes: dict[int, SetNote]) -> list[Line]:
    """Lines over the columns that call their notes in the order of the numbers, whatever order the sheet has.

    Remarks about authors (numbers below 0) go before all other notes, though the title may call one before the byline
    does; and a note that a remark calls goes where its number belongs, not behind the remark. So the first line that
    calls a note calls all of them: they stand at the foot of one column anyway. The remarks call nothing any more.
    """
    remarks = [number for number in notes if number < 0]
    calls = list(dict.fromkeys(number for line in front for number in line.notes))
    if not calls or (not remarks and calls == sorted(calls)):
        return list(front)
    for number in remarks:
        calls += [inner for line in notes[number].lines for inner in line.notes]
        notes[number] = replace(notes[number], lines=tuple(_calling(line, ()) for line in notes[number].lines))
    first = next(i for i, line in enumerate(front) if line.notes)
    return [_calling(line, tuple(sorted(set(calls))) if i == first else ()) for i, line in enumerate(front)]


def _calling(line: Line, notes: tuple[int, ...]) -> Line:
    return line if line.notes == notes else replace(line, notes=notes)


def _left_out(document: Document, sheet: StyleSheet) -> list[Inlines]:
    front, printed = document.front, (*sheet.front.order, *sheet.end.order)
    parts: list[tuple[str, Inlines]] = [
        ("title", front.title),
        ("subtitle", front.subtitle),
        ("responds-to", front.responds_to),
        ("correspondence", front.correspondence),
        ("copyright", front.license),
    ]
    if not sheet.notes.remarks:
        parts += [("remarks", remark.text) for remark in front.remarks]
    return [inlines for part, inlines in parts if part not in printed]


def _called(texts: Sequence[Inlines]) -> frozenset[int]:
    return frozenset(one.number for text in texts for one in text if isinstance(one, NoteMark))
