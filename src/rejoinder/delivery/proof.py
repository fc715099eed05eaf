"""Whether a PDF is the one of this letter and this sheet, before it goes out under somebody's name.

The surest proof is to make it again: the same input gives the same bytes. If the bytes differ, the file's own manifest
says why: what was changed since, or that it is another letter's. Knows PDFs and letters; sends nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from rejoinder.record.model import Attachment
from rejoinder.verify.anew import Recipe, recipe


class UnprovenError(Exception):
    """The PDF is not the one. Says why, in one line."""


def prove(
    given: bytes, made: bytes, carried: tuple[Attachment, ...], sources: Mapping[str, bytes], program: str
) -> None:
    """Raises `UnprovenError` unless `given` is, to the byte, what the letter and the sheet make now (`made`).

    `carried` is what `given` has attached; `sources` are the files that `made` is made of, by the names they have in
    it; `program` is ours, with its version.
    """
    if given == made:
        return
    told = recipe(carried)
    if told is None:
        raise UnprovenError(
            "it does not say what it was made of, and this letter makes another file: it may be a foreign one, or was "
            "made with --no-source or other options"
        )
    raise UnprovenError(_why(told, carried, sources, program))


def _why(told: Recipe, carried: tuple[Attachment, ...], sources: Mapping[str, bytes], program: str) -> str:
    if told.letter not in sources:
        return f'it was made of another letter, "{told.letter}"'
    files = {one.name: one.data for one in carried}
    changed = [
        name for name in sorted(told.names) if name in sources and name in files and files[name] != sources[name]
    ]
    if told.changed:
        return f'what it carries was tampered with: "{told.changed[0]}" is not what it was made of'
    if changed:
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        return f'it is an old one: "{changed[0]}"{more} was changed after it was made'
    if told.program != program:
        return f"it was made by {told.program}, and this is {program}, which may set it otherwise: build it anew"
    return "this letter and this sheet make another file: it was made with other options, or changed afterwards"
