"""A thousand letters: set on all cores, set again unchanged, and with one changed; letters a second, and memory.

    python benchmarks/batch.py [--letters 1000] [--jobs N] [--style annals]

The letters are those of `prose.py`, all different, in a folder that is made for the occasion. What is timed is the
command, as a user gives it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from prose import letter


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--letters", type=int, default=1000)
    options.add_argument("--jobs", type=int, default=0)
    options.add_argument("--style", default="annals")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        written(folder / "letters", chosen.letters)
        print(f"| {chosen.letters:,} letters | seconds | letters/s | peak of a worker, MB |\n|---|---|---|---|")
        run("all", folder, chosen)
        run("unchanged", folder, chosen)
        changed = sorted((folder / "letters").iterdir())[chosen.letters // 2]
        changed.write_text(changed.read_text(encoding="utf-8").replace("the", "The", 1), encoding="utf-8")
        run("one changed", folder, chosen)


def written(folder: Path, count: int) -> None:
    """The letters, each in a file."""
    folder.mkdir()
    for number in range(count):
        text = json.dumps(letter(number), ensure_ascii=False, indent=1)
        (folder / f"letter-{number:05}.yaml").write_text(text, encoding="utf-8")


def run(what: str, folder: Path, chosen: argparse.Namespace) -> None:
    command = [sys.executable, "-m", "rejoinder", "build", "letters", "-o", "pdf", "-s", chosen.style]
    command += ["--report", "report.json", *(["-j", str(chosen.jobs)] if chosen.jobs else [])]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, text=True)
    seconds = time.perf_counter() - start
    assert done.returncode == 0, done.stderr[-2000:]
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    count = report["counts"].get("set", 0)
    peak = max(one["megabytes"] for one in report["letters"])
    print(
        f"| {what} | {seconds:.2f} | {count / seconds:.1f} | {peak:.0f} |"
        if count
        else f"| {what} | {seconds:.2f} | – | – |"
    )


if __name__ == "__main__":
    main()
