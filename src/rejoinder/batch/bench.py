"""One letter is set, wherever that happens: in this process, in one of several, on another machine.

Whatever comes of it is an `Outcome`; no exception leaves this room but an interrupt.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from rejoinder.batch.fetch import fetched, names_in, renamed
from rejoinder.batch.model import Ingredient, Making, Outcome, State, Task
from rejoinder.batch.places import Local, Remote, UnreadableError, is_address, place_of
from rejoinder.content.dialects.manubot import METADATA
from rejoinder.diagnostics import Diagnostic, InputError
from rejoinder.offprint import Unwritten
from rejoinder.source import Enclosure, is_file
from rejoinder.values import replace

if TYPE_CHECKING:
    from rejoinder.document.model import Document


def set_one(task: Task, making: Making) -> Outcome:
    """Set one letter and write its PDF. What was printed about it before is not known here."""
    start = time.perf_counter()
    try:
        outcome = _set(task, making)
    except InputError as refused:
        outcome = Outcome(task, "refused", refused.diagnostics)
    except UnreadableError as problem:
        outcome = Outcome(task, "refused", message=str(problem))
    except Unwritten as problem:
        outcome = Outcome(task, "unwritten", message=str(problem))
    except Exception as fault:
        if os.environ.get("REJOINDER_TRACEBACK"):
            traceback.print_exception(fault)
        outcome = Outcome(task, "fault", message=f"{type(fault).__name__}: {fault}")
    return _signed(outcome, time.perf_counter() - start)


def _signed(outcome: Outcome, seconds: float) -> Outcome:
    return replace(outcome, seconds=seconds, megabytes=_peak(), worker=f"{socket.gethostname()}:{os.getpid()}")


def _peak() -> float:
    """Megabytes that this process had at the most so far; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0.0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def _set(task: Task, making: Making) -> Outcome:
    """All parts of a letter. One that is at fault stops none of the others, but the letter is refused."""
    from rejoinder.pipeline import parts

    said: list[Diagnostic] = []
    refused = False
    outcome = Outcome(task, "set")
    with _at_hand(task.letter) as (path, scratch):
        for part in parts(path):
            try:
                outcome = _with_part(outcome, _set_part(path, part, task, making, said))
            except InputError as fault:
                refused = True
                said += fault.diagnostics
        named = _named(tuple(said), task, scratch)
    return replace(outcome, task=task, said=named, state="refused" if refused else "set")


def _with_part(outcome: Outcome, part: Outcome) -> Outcome:
    """The outcome of a file whose letters are set one after the other."""
    if not outcome.digest:
        return part
    known = {one.path for one in outcome.made_of}
    whole = bool(outcome.made_of and part.made_of)  # if one of them is not to be passed over, none is
    return replace(
        outcome,
        pages=outcome.pages + part.pages,
        others=(*outcome.others, Ingredient(part.task.output, part.digest)),
        made_of=(*outcome.made_of, *(one for one in part.made_of if one.path not in known)) if whole else (),
    )


def _set_part(path: Path, part: str, task: Task, making: Making, said: list[Diagnostic]) -> Outcome:
    from rejoinder.pipeline import typeset

    before = path.read_bytes() if path.is_file() else b""  # what is changed meanwhile is another letter the next time
    result = typeset(
        path,
        making.style,
        stamp=making.stamp,
        pages=making.pages,
        standard=making.standard,
        inks=making.inks,
        marks=making.marks,
        sources=making.sources,
        part=part,
    )
    said += result.diagnostics
    pdf = _imposed(task, making, result.pdf)
    output = of_part(task.output, part)
    if part:
        _spare_others(output)
    place_of(output).write(pdf)
    # A picture that was not at hand may be there the next time: such a letter is never passed over.
    made_of = () if _waits(result.document) else _ingredients(task.letter, path, before, result.document.enclosures)
    return Outcome(
        replace(task, output=output),
        "set",
        pages=len(result.pages),
        size=len(pdf),
        digest=sha256(pdf).hexdigest(),
        made_of=made_of,
    )


def _spare_others(output: str) -> None:
    """The name of a sub-article's PDF is nobody's choice: what is no PDF is not written over."""
    place = place_of(output)
    there = place.read() if isinstance(place, Local) else None
    if there and not there[:1024].count(b"%PDF-"):
        raise Unwritten(f"{output}: is there already and is no PDF: remove it first, or give another folder with -o")


def of_part(output: str, part: str) -> str:
    """Where a sub-article's PDF goes: beside the article's, with its name behind that one's."""
    stem, dot, ending = output.rpartition(".")
    return f"{stem}-{part.replace('/', '-')}{dot}{ending}" if part else output


def _waits(document: Document) -> bool:
    """Whether it has figures whose files were not there."""
    from rejoinder.galley.floats import all_floats

    return any(getattr(one, "absent", False) for one in all_floats(document))


@contextlib.contextmanager
def _at_hand(letter: str) -> Iterator[tuple[Path, Path | None]]:
    """The letter as a file of this machine, with what lies beside it; and the folder that it was fetched to."""
    if not is_address(letter):
        yield Path(letter), None
        return
    here = Remote(letter).path_here()
    if here is not None:  # `file://`: whoever reads it sees to it that no link leads out of its folder
        yield here, None
        return
    with tempfile.TemporaryDirectory(prefix="rejoinder-") as folder:
        scratch = Path(folder)
        yield fetched(Remote(letter), scratch), scratch


def _named(said: tuple[Diagnostic, ...], task: Task, scratch: Path | None) -> tuple[Diagnostic, ...]:
    """With the places that the user knows, not those of a fetched copy."""
    return said if scratch is None else renamed(said, scratch, task.letter)


def _imposed(task: Task, making: Making, pdf: bytes) -> bytes:
    if making.imposition is None:
        return pdf
    from rejoinder.diagnostics import Span
    from rejoinder.imposition import SCHEMES, ImpositionError, impose

    (scheme,) = (one for one in SCHEMES if one == making.imposition)
    try:
        return impose(pdf, scheme, stamp=making.stamp)
    except ImpositionError as problem:
        raise InputError([Diagnostic("error", f"no proof can be made: {problem}", Span(task.letter))]) from problem


def _ingredients(letter: str, path: Path, data: bytes, enclosures: tuple[Enclosure, ...]) -> tuple[Ingredient, ...]:
    """The letter's own file, and the files beside it that it was made of. Sheets and fonts are the same for all.

    What it may name and is not there has no digest: once it is there, the letter is another. None for Manubot's papers,
    which are made of whatever lies in their folder.
    """
    if not path.is_file() or {path.name, *(one.name for one in enclosures)} & set(METADATA):
        return ()
    own = Ingredient(letter, sha256(data).hexdigest())
    folder = letter.replace(os.sep, "/").rpartition("/")[0]
    found = {own.path: own}
    digests = {one.name: sha256(one.data).hexdigest() for one in enclosures}
    for name in (*digests, *names_in(data.decode("utf-8", "replace"))):
        beside = f"{folder}/{name}" if folder else name
        if not is_file(path.parent / name):
            found.setdefault(beside, Ingredient(beside, ""))
        elif name in digests:
            found.setdefault(beside, Ingredient(beside, digests[name]))
    return tuple(found.values())


def failed(task: Task, state: State, message: str, tries: int) -> Outcome:
    """What became of a letter whose worker did not come back."""
    return Outcome(task, state, message=message, tries=tries)
