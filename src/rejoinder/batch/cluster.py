"""The same run on a Dask cluster: `rejoinder[cluster]`.

The scheduler sees to it that the letters of a worker that died are set by another. Workers need Rejoinder, and have to
reach letters and PDFs: by addresses (`s3://…`), or by a file system that all share. The style sheet travels along.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from rejoinder.batch.bench import failed, set_one
from rejoinder.batch.model import Making, Outcome, Task
from rejoinder.batch.parcel import Parcel, unpacked

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
    """Set letters on the cluster whose scheduler has this address. Outcomes come as they are ready."""
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
        yield from _set(client, as_completed, tasks, making, parcel)


def _set(client: Any, as_completed: Any, tasks: Sequence[Task], making: Making, parcel: Parcel) -> Iterator[Outcome]:
    waiting = iter(tasks)
    known: dict[Any, Task] = {}

    def submit() -> Any:
        task = next(waiting, None)
        if task is None:
            return None
        future = client.submit(
            _set_there, task, making, parcel, pure=False, retries=RETRIES, key=f"set-{len(known)}-{task.output}"
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
    return set_one(task, unpacked(making, parcel))
