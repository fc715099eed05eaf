"""Rejoinder beside Typst and WeasyPrint: the same letters, the same fonts, the same machine, in turn.

    python benchmarks/run.py                    the whole, a few minutes
    python benchmarks/run.py --quick            fewer runs, without WeasyPrint's slow ones
    python benchmarks/run.py --letter L.yaml    another letter for the cold start

Every figure is a median of runs taken in turn, so that a busy minute of the machine falls on all alike. Letters are all
different, since Typst keeps what it has set once: the second time a letter would take it a tenth. Each program writes a
tagged PDF, and each but WeasyPrint formats the references itself.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from peers.cuts import cut_fonts
from peers.html_letter import html_source
from peers.manuscript import manuscript
from peers.typst_letter import typst_source
from prose import letter, long_letter
from quality import Quality, quality_of

HERE = Path(__file__).resolve().parent
SHEET = HERE / "sheet-9-12.yaml"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As a user has it: where modules may not be kept compiled, what is measured is Python's compiler."""
PROGRAMS = ("rejoinder", "typst", "weasyprint")
ENDINGS = {"rejoinder": ".yaml", "typst": ".typ", "weasyprint": ".html"}


@dataclass(frozen=True)
class Run:
    """One process: how long it took, the most memory it held, and what it printed."""

    seconds: float
    peak_mib: float
    printed: str


class Shop:
    """A scratch folder with the letters in every program's language, and the ways to set them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        spec = importlib.util.find_spec("fontpkg_source_serif_4")
        assert spec and spec.origin
        site = Path(spec.origin).parent.parent
        self.font_paths = [str(site / f"fontpkg_source_{name}" / "files") for name in ("serif_4", "sans_3")]
        self.site = site

    def write(
        self, name: str, content: dict[str, Any] | Path, style: str | Path = "annals", tuning: str = "plain"
    ) -> str:
        """The same letter three times; its name without an ending."""
        path = self.folder / name
        letter = manuscript(content, style)
        if isinstance(content, dict):
            text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)
            path.with_suffix(".yaml").write_text(text, encoding="utf-8")
        path.with_suffix(".typ").write_text(typst_source(letter, self.folder, tuning), encoding="utf-8")
        faces = cut_fonts(self.site, self.folder, letter.style("body").size)
        path.with_suffix(".html").write_text(html_source(letter, faces), encoding="utf-8")
        return str(path)

    def cold(self, program: str, name: str) -> Run:
        """A fresh process that sets one letter, from the command to the file on the disk."""
        source, pdf = name + ENDINGS[program], f"{name}.{program}.pdf"
        match program:
            case "rejoinder":
                return run("-m", "rejoinder", "build", source, "-o", pdf)
            case "typst":
                options = f"font_paths={self.font_paths!r}, ignore_system_fonts=True"
                return run("-c", f"import typst; typst.compile({source!r}, output={pdf!r}, {options})")
            case _:
                call = f"HTML({source!r}).write_pdf({pdf!r}, pdf_variant='pdf/ua-1')"
                return run("-c", f"from weasyprint import HTML; {call}")

    def warm(self, program: str, names: Sequence[str], style: str = "") -> tuple[list[float], Run]:
        """One process that sets letter after letter; seconds of each."""
        option = "\n".join(self.font_paths) if program == "typst" else style
        done = run(str(HERE / "one_process.py"), program, option, *(name + ENDINGS[program] for name in names))
        return json.loads(done.printed), done


def run(*arguments: str) -> Run:
    start = time.perf_counter()
    with tempfile.TemporaryFile() as printed:
        process = subprocess.Popen([sys.executable, *arguments], stdout=printed, env=ENVIRONMENT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"failed: {' '.join(arguments)[:200]}")
        printed.seek(0)
        unit = 1024 * 1024 if sys.platform == "darwin" else 1024
        return Run(seconds, usage.ru_maxrss / unit, printed.read().decode())


def pages_of(pdf: Path) -> int:
    from pypdf import PdfReader

    return len(PdfReader(pdf).pages)


def one_letter(shop: Shop, programs: Sequence[str], content: dict[str, Any], runs: int) -> None:
    name = shop.write("cold", content)
    taken: dict[str, list[Run]] = {program: [] for program in programs}
    for round_ in range(runs + 1):
        for program in programs:
            if program != "weasyprint" or round_ <= 3:
                taken[program].append(shop.cold(program, name))
    medians = {program: statistics.median(one.seconds for one in all_runs[1:]) for program, all_runs in taken.items()}
    rows = [  # the first run filled the disk cache
        [program, f"{seconds:.3f}", times(seconds, medians), f"{max(one.peak_mib for one in taken[program]):.0f}"]
        for program, seconds in medians.items()
    ]
    table("One letter from a cold start", ["", "s", "× Typst", "peak MiB"], rows)


def many_letters(shop: Shop, programs: Sequence[str], count: int, rounds: int) -> None:
    names = [shop.write(f"letter{seed}", letter(seed)) for seed in range(count)]
    taken: dict[str, list[float]] = {program: [] for program in programs}
    peaks: dict[str, float] = {}
    for round_ in range(rounds):
        for program in programs:
            if program == "weasyprint" and round_:
                continue
            seconds, done = shop.warm(program, names[:10] if program == "weasyprint" else names)
            taken[program] += seconds[1:]
            peaks[program] = max(peaks.get(program, 0), done.peak_mib)
    medians = {program: statistics.median(seconds) for program, seconds in taken.items()}
    rows = [
        [
            program,
            f"{1000 * seconds:.1f}",
            times(seconds, medians),
            f"{1000 * min(taken[program]):.1f}",
            f"{1000 * statistics.quantiles(taken[program], n=20)[-1]:.1f}",
            f"{peaks[program]:.0f}",
        ]
        for program, seconds in medians.items()
    ]
    heads = ["", "ms, median", "× Typst", "least", "95 %", "peak MiB"]
    table(f"Letters 2–{count} in one process, each different", heads, rows)


def long_runs(shop: Shop, programs: Sequence[str], sizes: Sequence[int], rounds: int) -> None:
    """A short letter goes before each, so that no run pays for the opening of the fonts."""
    first = shop.write("first", letter(0), SHEET)
    rows = []
    for size in sizes:
        name = shop.write(f"long{size}", long_letter(size), SHEET)
        taken: dict[str, list[tuple[float, float]]] = {}
        for round_ in range(rounds):
            for program in programs:
                if program != "weasyprint" or (size <= 25 and not round_):
                    seconds, done = shop.warm(program, [first, name], str(SHEET))
                    taken.setdefault(program, []).append((seconds[1], done.peak_mib))
        for program, runs in taken.items():
            pages = pages_of(Path(f"{name}.{program}.pdf"))
            middle = statistics.median(seconds for seconds, _ in runs)
            peak = max(peak for _, peak in runs)
            rows.append([program, str(pages), f"{middle:.2f}", f"{pages / middle:.1f}", f"{peak:.0f}"])
    table("Long runs of letter text, 9/12 pt in columns of 241 pt", ["", "pages", "s", "pages/s", "peak MiB"], rows)


def times(seconds: float, medians: dict[str, float]) -> str:
    """How many times as long as Typst takes."""
    return f"{seconds / medians['typst']:.2f}" if "typst" in medians else ""


def how_even(size: int) -> None:
    from rejoinder import typeset

    result = typeset(long_letter(size), SHEET)
    table(
        f"How even: {len(result.pages)} pages, from the set lines",
        ["", ""],
        [list(row) for row in facts(quality_of(result.pages))],
    )


def facts(found: Quality) -> list[tuple[str, str]]:
    return [
        ("body lines", f"{found.lines}"),
        ("loose lines (spaces over 1.5 × natural), %", f"{found.loose:.2f}"),
        ("95th percentile of spaces, × natural", f"{found.space_95:.2f}"),
        ("hyphens per 100 lines", f"{found.hyphens:.1f}"),
        ("longest run of hyphens", f"{found.run}"),
        ("overfull lines", f"{found.overfull}"),
        ("widows / orphans / stranded headings", f"{found.widows} / {found.orphans} / {found.stranded}"),
        ("body baselines off the grid", f"{found.off_grid}"),
        ("last page's columns apart, in lines", f"{found.last_columns:.2f}"),
    ]


def table(title: str, heads: list[str], rows: list[list[str]]) -> None:
    lines = [heads, *rows] if any(heads) else rows
    widths = [max(len(row[column]) for row in lines) for column in range(len(heads))]
    print(f"\n{title}\n")
    for row in lines:
        print(
            "  "
            + "  ".join(
                cell.ljust(width) if not i else cell.rjust(width)
                for i, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
        )
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer runs, and WeasyPrint only once")
    parser.add_argument(
        "--letter", type=Path, help="a YAML letter for the cold start; a made-up one of nine authors if left out"
    )
    parser.add_argument("--programs", default=",".join(PROGRAMS), help="which to measure, separated by commas")
    wanted = parser.parse_args()
    programs = [one for one in wanted.programs.split(",") if one in PROGRAMS]
    runs, rounds = (5, 1) if wanted.quick else (15, 3)
    content = yaml.safe_load(wanted.letter.read_text(encoding="utf-8")) if wanted.letter else letter(0)
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(Path(folder))
        one_letter(shop, programs, content, runs)
        many_letters(shop, programs, 30 if wanted.quick else 100, rounds)
        long_runs(shop, [one for one in programs if one != "weasyprint" or not wanted.quick], (25, 50, 100), rounds)
        if "rejoinder" in programs:
            how_even(100)


if __name__ == "__main__":
    main()
