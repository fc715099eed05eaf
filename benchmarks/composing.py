"""The page composer alone: how long `pages.makeup.make_up` takes, once the type is set.

    python benchmarks/composing.py                      the sample letters, then 25, 50 and 100 pages of prose
    python benchmarks/composing.py LETTER…              these letters only
    python benchmarks/composing.py --pages 100          only a run of about so many pages

A galley may set some of its paragraphs anew when the composer asks, and keep what it has set. So each letter is timed
twice: on a galley just set ("fresh", which is what a build pays) and on one that was composed before ("again"). Each
figure is the best of the runs, since everything else that the machine does can only add to it. Every line of the table
is a process of its own, so that its peak of memory is its own too.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from prose import letter, letters_in, long_letter
from rejoinder import typeset
from rejoinder.collector import seldom_collected
from rejoinder.diagnostics import Diagnostics
from rejoinder.fonts.typecase import typecase_for
from rejoinder.galley.compose import set_type
from rejoinder.galley.furniture import FurnitureSetter
from rejoinder.galley.model import Galley
from rejoinder.pages.makeup import make_up
from rejoinder.pages.model import MadeUp

HERE = Path(__file__).resolve().parent
SHEET = HERE / "sheet-9-12.yaml"
SAMPLES = HERE.parent / "content"
SIZES = (25, 50, 100)
RUNS = 20
LONG_RUNS = 3


@dataclass(frozen=True, slots=True)
class Composed:
    """What composing one letter took. Times are in seconds, memory in MiB."""

    name: str
    pages: int
    lines: int
    fresh: float
    """Best, each time on a galley just set."""
    again: float
    """Best on a galley that was composed before."""
    peak: float
    """The most that the process held."""
    added: float
    """By how much composing raised that."""
    costs: dict[str, float]


def composed(name: str, content: Path | dict[str, Any], style: Path | None, runs: int) -> Composed:
    """Set a letter once to warm up everything, then compose it `runs` times."""
    result = typeset(content, style)
    sheet = result.sheet
    typecase = typecase_for({role: (font.family, *font.fallback) for role, font in sheet.fonts.items()})
    said = Diagnostics()
    furniture = FurnitureSetter(result.document, sheet, typecase, said)

    def galley() -> Galley:
        return set_type(result.document, sheet, typecase, Diagnostics())

    def make(set_: Galley) -> MadeUp:
        return make_up(set_, sheet, furniture, Diagnostics())

    before = _peak()
    fresh = min(_timed(make, galley())[0] for _ in range(runs))
    kept = galley()
    again, made_up = min((_timed(make, kept) for _ in range(runs + 1)), key=lambda one: one[0])
    return Composed(
        name=name,
        pages=len(made_up.pages),
        lines=len(kept.flow),
        fresh=fresh,
        again=again,
        peak=_peak(),
        added=_peak() - before,
        costs=dict(made_up.costs),
    )


def _timed(make: Callable[[Galley], MadeUp], galley: Galley) -> tuple[float, MadeUp]:
    with seldom_collected():
        start = time.perf_counter()
        made_up = make(galley)
        return time.perf_counter() - start, made_up


def _peak() -> float:
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def one(job: str) -> Composed:
    """A job is a letter's path, the seed of a made-up letter (`letter 3`) or a run of pages (`pages 50`)."""
    kind, _, number = job.partition(" ")
    match kind:
        case "letter":
            return composed(f"prose.letter({number})", letter(int(number)), None, RUNS)
        case "pages":
            return composed(f"about {number} pages", long_letter(int(number)), SHEET, LONG_RUNS)
        case _:
            return composed(Path(job).stem, Path(job), None, RUNS)


def in_its_own_process(job: str) -> Composed:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, __file__, "--job", job], stdout=subprocess.PIPE, check=False, env=environment
    )
    if done.returncode:
        raise SystemExit(f"could not be composed: {job}")
    return Composed(**json.loads(done.stdout))


def jobs_of(letters: list[Path], pages: list[int]) -> list[str]:
    if letters or pages:
        return [*map(str, letters), *(f"pages {size}" for size in pages)]
    return [*map(str, letters_in(SAMPLES)), "letter 0", *(f"pages {size}" for size in SIZES)]


HEADS = ("", "pages", "lines", "ms, fresh", "ms, again", "s per 100 pages", "peak MiB", "added", "costs")


def row(found: Composed) -> tuple[str, ...]:
    costs = ", ".join(f"{name} {cost:.0f}" for name, cost in found.costs.items())
    return (
        found.name,
        f"{found.pages}",
        f"{found.lines}",
        f"{1000 * found.fresh:.2f}",
        f"{1000 * found.again:.2f}",
        f"{100 * found.fresh / found.pages:.3f}",
        f"{found.peak:.0f}",
        f"{found.added:.0f}",
        costs,
    )


def show(cells: tuple[str, ...], width: int) -> None:
    print(
        cells[0].ljust(width),
        *(cell.rjust(len(head)) for cell, head in zip(cells[1:-1], HEADS[1:-1], strict=True)),
        cells[-1],
        sep="  ",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("letters", nargs="*", type=Path)
    parser.add_argument("--pages", action="append", type=int, default=[], help="a run of about so many pages of prose")
    parser.add_argument("--job", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.job:
        print(json.dumps(asdict(one(wanted.job))))
        return
    jobs = jobs_of(wanted.letters, wanted.pages)
    width = max(len(Path(job).stem) for job in jobs) + 2
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}\n")
    show(HEADS, width)
    for job in jobs:
        show(row(in_its_own_process(job)), width)


if __name__ == "__main__":
    main()
