"""`build` for many letters: only what changed, on all cores or a cluster, with a summary."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rejoinder import __version__
from rejoinder.cli.given import stamp_of, stop_on_clashes, stop_on_loss, style_of
from rejoinder.cli.saying import Tally, say
from rejoinder.cli.terms import PRESS, READING, STDIN
from rejoinder.diagnostics import InputError

if TYPE_CHECKING:
    from rejoinder.batch.model import Making, Outcome, Task
    from rejoinder.batch.parcel import Parcel
    from rejoinder.batch.run import Setters


def build_many(wanted: argparse.Namespace) -> int:
    """Many letters: only what changed, on all cores or a cluster, with a summary and, if asked for, a report."""
    import time

    from rejoinder.batch.cluster import NoClusterError
    from rejoinder.batch.find import NothingFoundError, folder_of, letters, outputs
    from rejoinder.batch.grounds import sheet_and_grounds
    from rejoinder.batch.ledger import Ledger
    from rejoinder.batch.model import Making
    from rejoinder.batch.places import UnreadableError, is_address, place_of
    from rejoinder.batch.report import report_json, summary
    from rejoinder.batch.run import build, in_order

    start = time.monotonic()
    tally = Tally()
    making = Making(
        style=style_of(wanted),
        stamp=stamp_of(wanted),
        pages=wanted.pages,
        standard=PRESS if wanted.press else wanted.standard or READING[0],
        inks=wanted.inks,
        marks=wanted.marks,
        sources=not wanted.no_source,
        imposition=wanted.imposition,
    )
    out = wanted.output or "out"
    named: list[str] = wanted.letters
    if wanted.cluster:  # its workers may be at home in other folders
        out, *named = (one if is_address(one) else _absolute(one) for one in (out, *named))
    try:
        found = letters(named)
        tasks = outputs(found, out)
    except (NothingFoundError, UnreadableError) as nothing:
        tally.failure(str(nothing))
        return tally.close()
    stop_on_clashes(wanted, [Path(one.output) for one in tasks], [one.letter for one in tasks])
    if wanted.report and wanted.report != STDIN:
        stop_on_loss(wanted, wanted.report, "batch", [path for one in tasks for path in (one.letter, one.output)])
    try:
        sheet = sheet_and_grounds(making)
    except InputError as refused:
        tally.complaints(refused.diagnostics)
        return tally.close()
    ledger = Ledger(place_of(folder_of(found, out)), fresh=wanted.everything)
    done: list[Outcome] = []
    progress = _Progress(len(tasks))
    try:
        with (
            progress,
            contextlib.closing(build(tasks, making, setters(wanted, sheet.parcel), ledger, sheet.digest)) as run,
        ):
            for outcome in in_order(progress.watched(run), tasks):
                done.append(outcome)
                tally.outcome(outcome, named=wanted.report != STDIN)
    except NoClusterError as problem:
        tally.failure(str(problem))
        return tally.close()
    except KeyboardInterrupt:
        say(f"interrupted: {summary(done, time.monotonic() - start)}")
        raise
    if wanted.report:
        tally.write(wanted.report, report_json(done, f"rejoinder {__version__}"))
    say(summary(done, time.monotonic() - start))
    return tally.close()


def _absolute(path: str) -> str:
    """With the slash at its end, which says that it is a folder."""
    return os.path.abspath(path) + (os.sep if path.endswith(("/", os.sep)) else "")  # noqa: PTH100 - links stay


def setters(wanted: argparse.Namespace, parcel: Parcel) -> Setters:
    """Where letters are set: on a cluster, by several processes, or here."""
    if wanted.cluster:
        from rejoinder.batch.cluster import set_on_cluster

        return lambda tasks, making: set_on_cluster(tasks, making, wanted.cluster, parcel)
    from rejoinder.batch.crew import set_all
    from rejoinder.batch.run import one_by_one

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    jobs = wanted.jobs or cores

    def local(tasks: Sequence[Task], making: Making) -> Iterable[Outcome]:
        return one_by_one(tasks, making) if jobs == 1 or len(tasks) <= 2 else set_all(tasks, making, jobs)

    return local


class _Progress:
    """A bar on a terminal; elsewhere nothing, since every PDF has a line on standard output."""

    def __init__(self, total: int) -> None:
        self._bar: Any = None
        self._total = total

    def __enter__(self) -> None:
        if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
            return
        from rich.console import Console  # a tenth of a second, which only many letters pay
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("setting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        # Or rich would send what goes to a file or a pipe to the terminal, above the bar.
        shared = sys.stdout is not None and sys.stdout.isatty()
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=shared)
        self._task = self._bar.add_task("letters", total=self._total)
        self._bar.start()

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def watched(self, outcomes: Iterable[Outcome]) -> Iterable[Outcome]:
        for one in outcomes:
            if self._bar is not None:
                self._bar.advance(self._task)
            yield one
