"""Letters are set by several processes of this machine, and none is lost with a process that dies.

The parent hands out one letter at a time; a worker that dies, or does not answer in time, is replaced, and its letter
is tried once more by another. Knows processes; what is done to a letter is `bench.py`'s.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, TypeAlias

from rejoinder.batch.bench import failed, set_one
from rejoinder.batch.model import Making, Outcome, Task
from rejoinder.values import replace

Setter: TypeAlias = Callable[[Task, Making], Outcome]

PATIENCE = 300.0
"""Seconds that a letter may take; a hundred pages take three."""
MOST_TRIES = 2
GRACE = 5.0
"""Seconds that workers have to finish their letters when the run is interrupted."""


def set_all(
    tasks: Iterable[Task], making: Making, jobs: int, *, patience: float = PATIENCE, setter: Setter = set_one
) -> Iterator[Outcome]:
    """Set letters on so many processes. Outcomes come as they are ready, one for each task.

    `setter` is what a worker does with a letter; it travels by its name. Closing the iterator (or an interrupt) stops
    the workers, and leaves no half-written file.
    """
    crew = _Crew(making, patience, setter)
    waiting = deque((task, 1) for task in tasks)
    try:
        yield from crew.work(waiting, max(1, min(jobs, len(waiting))))
    finally:
        crew.dismiss()


class _Worker:
    """One process, and the letter that it has in hand."""

    def __init__(self, context: Any, making: Making, setter: Setter) -> None:
        self.line, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, making, setter), daemon=True)
        self.process.start()
        theirs.close()
        self.task: Task | None = None
        self.tries = 0
        self.since = 0.0

    def give(self, task: Task, tries: int) -> bool:
        """Whether the worker took it: one that died meanwhile does not."""
        try:
            self.line.send(task)
        except (OSError, ValueError):
            return False
        self.task, self.tries, self.since = task, tries, time.monotonic()
        return True

    def late(self, patience: float) -> bool:
        return self.task is not None and time.monotonic() - self.since > patience

    def end(self) -> None:
        """It is dead, or shall be; drafts that it left go with it."""
        with contextlib.suppress(OSError):
            self.line.close()
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        if self.task is not None:
            _remove_drafts(self.task.output, self.process.pid)


class _Crew:
    def __init__(self, making: Making, patience: float, setter: Setter) -> None:
        self._making, self._patience, self._setter = making, patience, setter
        method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        self._context: Any = multiprocessing.get_context(method)
        if method == "forkserver":
            self._context.set_forkserver_preload(["rejoinder.batch.kit"])
        self._workers: list[_Worker] = []

    def work(self, waiting: deque[tuple[Task, int]], jobs: int) -> Iterator[Outcome]:
        self._workers = [_Worker(self._context, self._making, self._setter) for _ in range(jobs)]
        while waiting or any(one.task for one in self._workers):
            for place, worker in enumerate(self._workers):
                if worker.task is None and waiting:
                    task, tries = waiting.popleft()
                    if not worker.give(task, tries):
                        waiting.appendleft((task, tries))
                        self._replace(place)
            for place in self._ready():
                outcome = self._answer(place, waiting)
                if outcome is not None:
                    yield outcome

    def _ready(self) -> list[int]:
        """The workers that answered, died, or took too long."""
        lines: dict[Any, int] = {}
        for place, worker in enumerate(self._workers):
            if worker.task is not None:
                lines[worker.line] = place
                lines[worker.process.sentinel] = place
        found = {lines[one] for one in wait(list(lines), timeout=1.0)}
        found |= {place for place, one in enumerate(self._workers) if one.late(self._patience)}
        return sorted(found)

    def _answer(self, place: int, waiting: deque[tuple[Task, int]]) -> Outcome | None:
        """What a worker says of its letter; if it is dead, its letter goes to another, or is given up."""
        worker = self._workers[place]
        task, tries = worker.task, worker.tries
        assert task is not None
        try:
            if worker.line.poll():
                outcome = worker.line.recv()
                worker.task = None
                assert isinstance(outcome, Outcome)
                return replace(outcome, tries=tries)
        except (EOFError, OSError):
            pass
        if worker.process.is_alive() and not worker.late(self._patience):
            return None
        why = _cause(worker, self._patience)
        self._replace(place)
        if tries < MOST_TRIES:
            waiting.appendleft((task, tries + 1))
            return None
        return failed(task, "lost", f"{why}, twice", tries)

    def _replace(self, place: int) -> None:
        self._workers[place].end()
        self._workers[place] = _Worker(self._context, self._making, self._setter)

    def dismiss(self) -> None:
        """Let workers finish the letters that they have in hand, for a while; then they go."""
        for worker in self._workers:
            with contextlib.suppress(OSError, ValueError):
                worker.line.send(None)
        until = time.monotonic() + GRACE
        for worker in self._workers:
            worker.process.join(max(0.0, until - time.monotonic()))
            worker.end()
        self._workers = []


def _cause(worker: _Worker, patience: float) -> str:
    if worker.late(patience):
        return f"it took longer than {patience:.0f} seconds"
    worker.process.join(1.0)
    code = worker.process.exitcode
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return f"its worker was ended by {signal.Signals(-code).name}"
    return f"its worker ended with exit code {code}"


def _remove_drafts(output: str, pid: int | None) -> None:
    """What a killed worker was writing (`offprint.py` names it so)."""
    with contextlib.suppress(OSError):
        for draft in Path(os.path.realpath(output)).parent.glob(f".rejoinder-{pid}-*.part"):
            draft.unlink()


# ── in the worker ─────────────────────────────────────────────────────────


def _serve(line: Connection, making: Making, setter: Setter) -> None:
    """Set one letter after the other until there is none; an interrupt is for the parent to see to."""
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    from rejoinder.batch import kit

    kit.settle()
    while True:
        try:
            task = line.recv()
        except (EOFError, OSError):
            task = None
        if task is None:
            break
        outcome = setter(task, making)
        try:
            line.send(outcome)
        except OSError:  # nobody waits for it any more
            break
    sys.stdout.flush()
    os._exit(0)  # nothing is left that taking apart piece by piece would do good to
