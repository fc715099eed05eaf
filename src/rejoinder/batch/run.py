"""A run: what is unchanged is passed over, the rest is set, and everything is entered in the ledger.

Knows neither processes nor printing.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import TypeAlias

from rejoinder.batch.bench import set_one
from rejoinder.batch.ledger import Ledger
from rejoinder.batch.model import Making, Outcome, Task
from rejoinder.values import replace

Setters: TypeAlias = Callable[[Sequence[Task], Making], Iterable[Outcome]]
"""Sets letters somewhere; yields an outcome for each, as they come."""

ENTERED_EVERY = 200
"""After so many letters the ledger is written: a run that is killed need not begin anew."""


def one_by_one(tasks: Sequence[Task], making: Making) -> Iterator[Outcome]:
    """In this process."""
    return (set_one(task, making) for task in tasks)


def build(
    tasks: Sequence[Task], making: Making, setters: Setters, ledger: Ledger | None = None, grounds: str = ""
) -> Generator[Outcome, None, None]:
    """One outcome for each task, as they come; those that are unchanged first.

    Without a ledger everything is set. Closing the iterator stops the run; what was done is entered.
    """
    names = _Names(tasks)
    left = []
    for task in tasks:
        outcome = ledger.unchanged(task, grounds) if ledger else None
        if outcome is None:
            left.append(task)
        else:
            yield names.checked(outcome)
    try:
        for count, outcome in enumerate(map(names.checked, setters(left, making) if left else ()), start=1):
            if ledger:
                ledger.enter(outcome, grounds)
                if count % ENTERED_EVERY == 0:
                    ledger.write()
            yield outcome
    finally:
        if ledger:
            ledger.write()


class _Names:
    """Which PDF is whose. Only when an article is set is it known which sub-articles it has."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._taken = {task.output: task.letter for task in tasks}

    def checked(self, outcome: Outcome) -> Outcome:
        """The outcome; that of a letter whose part has another's PDF is that this was not written."""
        for one in outcome.others:
            other = self._taken.setdefault(one.path, outcome.task.letter)
            if other != outcome.task.letter:
                message = f"{one.path}, of one of its sub-articles, is the PDF of {other} as well: rename one of them"
                return replace(outcome, state="unwritten", message=message, made_of=())
        return outcome


def in_order(outcomes: Iterable[Outcome], tasks: Sequence[Task]) -> Iterator[Outcome]:
    """The same in the order of the tasks, each as soon as all before it are there."""
    early: dict[Task, Outcome] = {}
    waiting = iter(tasks)
    wanted = next(waiting, None)
    for outcome in outcomes:
        early[outcome.task] = outcome
        while wanted is not None and wanted in early:
            yield early.pop(wanted)
            wanted = next(waiting, None)
