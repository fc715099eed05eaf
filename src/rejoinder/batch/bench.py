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

from rejoinder.batch.fetch import fetched, renamed
from rejoinder.batch.model import Ingredient, Making, Outcome, State, Task
from rejoinder.batch.places import Remote, UnreadableError, is_address, place_of
from rejoinder.diagnostics import Diagnostic, InputError
from rejoinder.offprint import Unwritten


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
    from rejoinder.values import replace

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
    from rejoinder.pipeline import typeset

    with _at_hand(task.letter) as (path, scratch):
        try:
            result = typeset(
                path,
                making.style,
                stamp=making.stamp,
                pages=making.pages,
                standard=making.standard,
                inks=making.inks,
                marks=making.marks,
                sources=making.sources,
            )
        except InputError as refused:
            raise InputError(_named(refused.diagnostics, task, scratch)) from refused
        made_of = _ingredients(task.letter, path, result.document.enclosures)
    pdf = _imposed(task, making, result.pdf)
    place_of(task.output).write(pdf)
    said = _named(result.diagnostics, task, scratch)
    return Outcome(
        task, "set", said, pages=len(result.pages), size=len(pdf), digest=sha256(pdf).hexdigest(), made_of=made_of
    )


@contextlib.contextmanager
def _at_hand(letter: str) -> Iterator[tuple[Path, Path | None]]:
    """The letter as a file of this machine, with what lies beside it; and the folder that it was fetched to."""
    if not is_address(letter):
        yield Path(letter), None
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


def _ingredients(letter: str, path: Path, enclosures: tuple[object, ...]) -> tuple[Ingredient, ...]:
    """The letter's own file, and the files beside it that it was made of. Sheets and fonts are the same for all."""
    from rejoinder.source import Enclosure

    own = Ingredient(letter, sha256(path.read_bytes()).hexdigest())
    folder = letter.replace(os.sep, "/").rpartition("/")[0]
    found = {own.path: own}
    for one in enclosures:
        assert isinstance(one, Enclosure)
        beside = f"{folder}/{one.name}" if folder else one.name
        found.setdefault(beside, Ingredient(beside, sha256(one.data).hexdigest()))
    return tuple(found.values())


def failed(task: Task, state: State, message: str, tries: int) -> Outcome:
    """What became of a letter whose worker did not come back."""
    return Outcome(task, state, message=message, tries=tries)
