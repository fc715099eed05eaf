"""Articles that nobody wrote for this program: each is set, judged, timed, and given a line of a table.

    python benchmarks/corpus.py FOLDER|FILE… [--validate] [--inspect] [--sheet annals] [--out DIR] [--jobs 2]

Every file that may be a letter (JATS, YAML, Markdown with front matter) is set in a process that sets several, one
after the other, as an office would. A line says what became of it: pages, warnings and errors, seconds, and with
`--validate` what the validators of PDF/UA-1 and PDF/A-3a found (the extra `verify`), with `--inspect` how many faults
of the page.
What took longest, the median and the peak of memory stand below the table.
"""

from __future__ import annotations

import argparse
import re
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

ENDINGS = (".xml", ".nxml", ".md", ".qmd", ".yaml", ".yml")
PASSED_OVER = re.compile(r"(?:^|[/\\])(?:README|SCHEMAS|ELEMENTS|CHANGELOG)\.md$")
UNIT = 1 if sys.platform == "darwin" else 1024
"""Of what the system counts memory in."""


class Outcome(NamedTuple):
    """What became of one file."""

    name: str
    pages: int = 0
    warnings: int = 0
    errors: int = 0
    seconds: float = 0.0
    megabytes: float = 0.0
    invalid: int = 0
    faults: int = 0
    said: tuple[str, ...] = ()

    def row(self) -> str:
        came = "" if self.pages else " **not set**"
        figures = (self.pages, self.warnings, self.errors, f"{self.seconds:.3f}", self.invalid, self.faults)
        return f"| {self.name}{came} | " + " | ".join(map(str, figures)) + " |"


class Task(NamedTuple):
    path: Path
    sheet: str
    validate: bool
    inspect: bool
    out: Path | None


def files_in(given: list[Path]) -> Iterator[Path]:
    for one in given:
        if one.is_dir():
            inside = (path for path in sorted(one.rglob("*")) if path.suffix.lower() in ENDINGS)
            yield from (path for path in inside if not PASSED_OVER.search(str(path)))
        else:
            yield one


def outcome(task: Task) -> Outcome:
    """Set one file; whatever it is, there is an outcome."""
    from rejoinder import InputError, typeset

    start = time.process_time()
    name = task.path.name
    try:
        result = typeset(task.path, task.sheet)
    except InputError as refused:
        said = tuple(str(one) for one in refused.diagnostics)
        errors = sum(one.severity == "error" for one in refused.diagnostics)
        return Outcome(name, 0, len(said) - errors, errors, time.process_time() - start, peak(), said=said)
    except Exception as broken:  # the very thing to find
        return Outcome(
            name, errors=1, seconds=time.process_time() - start, said=(f"{type(broken).__name__}: {broken}",)
        )
    seconds = time.process_time() - start
    said = tuple(str(one) for one in result.diagnostics)
    if task.out is not None:
        (task.out / f"{task.path.stem}.pdf").write_bytes(result.pdf)
    invalid = complaints(result.pdf) if task.validate else ()
    faults = page_faults(task) if task.inspect else ()
    said = (*said, *(f"invalid: {one}" for one in invalid), *(f"fault: {one}" for one in faults))
    return Outcome(
        name, len(result.pages), len(result.diagnostics), 0, seconds, peak(), len(invalid), len(faults), said
    )


def peak() -> float:
    """Megabytes that this process had at the most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT / 1e6


def complaints(pdf: bytes) -> tuple[str, ...]:
    """What the validators say of a file."""
    import page

    found = []
    for profile in ("ua1", "3a"):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        found += [f"{profile} {one.rule_id}: {one.message}" for one in report.failures]
    return tuple(found)


def page_faults(task: Task) -> tuple[str, ...]:
    from rejoinder import inspect

    report = inspect(task.path, task.sheet).report
    return tuple(f"{one.kind} on page {one.page}" for one in report.findings if one.severity == "fault")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("files", nargs="+", type=Path)
    options.add_argument("--validate", action="store_true")
    options.add_argument("--inspect", action="store_true")
    options.add_argument("--sheet", default="annals")
    options.add_argument("--out", type=Path)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--verbose", action="store_true", help="everything that was said")
    chosen = options.parse_args()
    if chosen.out:
        chosen.out.mkdir(parents=True, exist_ok=True)
    tasks = [Task(path, chosen.sheet, chosen.validate, chosen.inspect, chosen.out) for path in files_in(chosen.files)]
    print("| file | pages | warnings | errors | seconds | invalid | faults |\n|---|---|---|---|---|---|---|")
    done: list[Outcome] = []
    with ProcessPoolExecutor(chosen.jobs) as pool:
        for one in pool.map(outcome, tasks):
            done.append(one)
            print(one.row(), flush=True)
            if chosen.verbose or not one.pages or one.invalid or one.faults:
                print("".join(f"    {line}\n" for line in one.said), end="", flush=True)
    summary(done)


def summary(done: list[Outcome]) -> None:
    if not done:
        return
    longest = max(done, key=lambda one: one.seconds)
    counts = [
        f"{len(done)} files",
        f"{sum(one.pages > 0 for one in done)} set",
        f"{sum(one.invalid > 0 for one in done)} invalid",
        f"{sum(one.faults > 0 for one in done)} with faults",
    ]
    print(f"\n{', '.join(counts)}")
    print(f"median {statistics.median(one.seconds for one in done):.3f} s", end=", ")
    print(f"longest {longest.seconds:.2f} s ({longest.name})", end=", ")
    print(f"peak of a process {max(one.megabytes for one in done):.0f} MB")


if __name__ == "__main__":
    main()
