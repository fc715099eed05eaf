"""Where notes are called, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from rejoinder.galley.model import SetNote, Strip
from rejoinder.geometry import Box
from rejoinder.proof.model import Finding, NotePlace
from rejoinder.proof.stands import Stand, Standing, Where, counted, found, found_at


def note_places(standing: Standing) -> tuple[NotePlace, ...]:
    """Each note of the galley, in order."""
    called, stands = _called(standing), note_lines(standing)
    return tuple(
        NotePlace(
            number=note.number,
            called=called.get(note.number, (0, 0)),
            stands=tuple(dict.fromkeys(one.where for one in stands[note.number])),
            lines=len(stands[note.number]),
        )
        for note in standing.galley.notes
    )


def note_lines(standing: Standing) -> dict[int, list[Stand]]:
    """The lines of each note as they stand, by its number."""
    out: dict[int, list[Stand]] = {note.number: [] for note in standing.galley.notes}
    of_element = {
        line.element: note.number for note in standing.galley.notes for line in note.lines if line.element is not None
    }
    of_line = {id(line): note.number for note in standing.galley.notes for line in note.lines}
    for stand in standing.text:
        if stand.item.part == "notes":
            line = stand.item.line
            number = of_line.get(id(line)) or (of_element.get(line.element, 0) if line.element is not None else 0)
            if number:
                out[number].append(stand)
    return out


def _called(standing: Standing) -> dict[int, Where]:
    """The column that holds each note's mark: of one in the front block the first, of one in a wide float none (0)."""
    called: dict[int, Where] = {}
    floats: dict[int, Where] = {}
    for stand in standing.lines:
        line = stand.item.line
        where = (stand.page, 0 if standing.is_wide(stand) else max(stand.column, 1))
        for number in (*line.notes, *_of_strips(line.inlay)):
            called.setdefault(number, where)
        if stand.item.part == "float":
            floats.setdefault(standing.float_of(line.element), where)
    for one in standing.galley.floats:
        if one.ordinal in floats:
            for number in _of_strips((*one.head, *one.body, *one.foot)):
                called.setdefault(number, floats[one.ordinal])
    return called


def _of_strips(strips: tuple[Strip, ...]) -> Iterator[int]:
    return (number for strip in strips for number in strip.notes)


def note_findings(standing: Standing, places: tuple[NotePlace, ...]) -> Iterator[Finding]:
    stands = note_lines(standing)
    for note, place in zip(standing.galley.notes, places, strict=True):
        yield from _lost(note, place, standing)
        if not place.stands:
            continue
        first = stands[note.number][0]
        if place.called[0] and not together(place, standing.galley.wide_notes):
            page, column = place.called
            mark = f"its mark is {f'in column {column} of' if column else 'on'} page {page}"
            yield found("note-away", first, f"note {note.number} begins here; {mark}")
        for where in place.stands[1:]:
            further = next(one for one in stands[note.number] if one.where == where)
            yield found("note-divided", further, f"note {note.number} goes on here")
    yield from _disordered(stands, standing)


def _disordered(stands: dict[int, list[Stand]], standing: Standing) -> Iterator[Finding]:
    """Notes that begin behind one of a higher number."""
    begins = {id(lines[0].item): number for number, lines in stands.items() if lines}
    highest = 0
    for stand in standing.text:
        number = begins.get(id(stand.item), 0)
        if 0 < number < highest:
            yield found("note-order", stand, f"note {number} stands behind note {highest}", highest - number)
        highest = max(highest, number)


def _lost(note: SetNote, place: NotePlace, standing: Standing) -> Iterator[Finding]:
    missing = len(note.lines) - place.lines
    if missing > 0:
        where = place.called if place.called[0] else (1, 0)
        yield found_at(
            "note-lost",
            where,
            head_of(where, standing),
            f"note {note.number}: {counted(missing, 'line')} of {len(note.lines)} nowhere to be found",
            missing,
            note.span,
        )


def together(place: NotePlace, wide_notes: bool) -> bool:
    """Whether a note begins in the column of its mark; on its page, if either of them stands over all columns."""
    begun = place.stands[0]
    over_all = wide_notes or place.called[1] == 0
    return place.called[0] == begun[0] if over_all else place.called == begun


def head_of(where: Where, standing: Standing) -> Box:
    """The head of a column, for a finding about what is not there."""
    columns = standing.page(where[0]).columns if 0 < where[0] <= len(standing.pages) else ()
    if not columns:
        return Box(0.0, 0.0, 0.0, 0.0)
    column = columns[min(max(where[1], 1), len(columns)) - 1]
    return Box(column.x, column.top, column.width, 0.0)
