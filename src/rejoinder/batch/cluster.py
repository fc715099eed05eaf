"""The same run on a Dask cluster: `rejoinder[cluster]`.

The scheduler sees to it that the letters of a worker that died are set by another. Workers need Rejoinder, and have to
reach letters and PDFs: by addresses (`s3://…`), or by a file system that all share. The style sheet travels along.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from typing import Any

from rejoinder.batch.bench import failed, set_one
from rejoinder.batch.model import Making, Outcome, Task
from rejoinder.batch.parcel import Parcel, unpacked
from rejoinder.diagnostics import Diagnostic, Span
from rejoinder.values import replace

RETRIES = 2
"""How often a letter is tried again whose worker died."""
PATIENCE = 10.0
"""Seconds that the scheduler has to answer."""
AT_ONCE = 2_000
"""Letters that the scheduler is told of at a time."""


class NoClusterError(Exception):
    """The cluster cannot be reached, or what it needs is not installed. Says why, in one line."""


def set_on_cluster(
    tasks: Sequence[Task], making: Making, address: str, parcel: Parcel, *, patience: float = PATIENCE
) -> Iterator[Outcome]:
    """Set letters on the cluster whose scheduler has this address. Outcomes come as they are ready.

    Raises `NoClusterError`, also if the scheduler is lost on the way.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as missing:
        raise NoClusterError("a cluster needs more than is installed: pip install 'rejoinder[cluster]'") from missing
    try:
        connect: Any = Client  # untyped
        client = connect(address, timeout=patience, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as problem:
        raise NoClusterError(f"no scheduler answers at {address}: {problem}") from problem
    with contextlib.closing(client):
        try:
            yield from _set(client, as_completed, tasks, making, parcel)
        except (CancelledError, OSError, RuntimeError) as problem:  # whatever a client says that was left alone
            raise NoClusterError(
                f"the scheduler at {address} was lost; what was set is kept: give the command again"
            ) from problem


def _set(client: Any, as_completed: Any, tasks: Sequence[Task], making: Making, parcel: Parcel) -> Iterator[Outcome]:
    waiting = iter(tasks)
    known: dict[Any, Task] = {}
    # Kept there once, and made again if it is lost with a worker: a profile of inks may have megabytes.
    held = client.submit(_held, parcel, pure=False, retries=RETRIES, key=f"parcel-{client.id}")

    def submit() -> Any:
        task = next(waiting, None)
        if task is None:
            return None
        future = client.submit(
            # Two runs on one scheduler may set files of one name, and what has one key is done once.
            _set_there,
            task,
            making,
            held,
            pure=False,
            retries=RETRIES,
            key=f"set-{client.id}-{len(known)}",
        )
        known[future.key] = task
        return future

    first = [future for future in (submit() for _ in range(min(AT_ONCE, len(tasks)))) if future is not None]
    done = as_completed(first, loop=client.loop)
    for future in done:
        yield _outcome(future, known[future.key])
        future.release()
        more = submit()
        if more is not None:
            done.add(more)


def _outcome(future: Any, task: Task) -> Outcome:
    problem = future.exception()
    if problem is not None:
        return failed(task, "lost", f"its worker was lost: {problem}", RETRIES + 1)
    outcome = future.result()
    assert isinstance(outcome, Outcome)
    return outcome


def _set_there(task: Task, making: Making, parcel: Parcel) -> Outcome:
    """On a worker. Anything that it raises is tried again there by the scheduler."""
    from rejoinder.batch.grounds import program

    outcome = set_one(task, unpacked(making, parcel))
    if not parcel.program or parcel.program == program():
        return outcome
    said = Diagnostic(
        "warning",
        "this worker has not the program, libraries or fonts that the machine has which gave the command",
        Span(socket.gethostname()),
        "install the same versions on both, or its PDFs may be others; they are set again the next time",
    )
    return replace(outcome, said=(*outcome.said, said), made_of=())


def _held(parcel: Parcel) -> Parcel:
    return parcel
