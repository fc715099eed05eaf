"""The same letter gives the same file, whatever the machine around it is like.

Whether other Pythons make the same: `make pythons` (tests/pythons.py), which has to install the program for each.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONTENT = Path(__file__).parents[1] / "content"
ROOM = """
import os, sys
os.umask(int(sys.argv.pop(1), 8))
if sys.argv.pop(1) == "one" and hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
from rejoinder.cli import main
sys.exit(main())
"""
"""The program, with a umask and with one processor or all of them."""


def copied(to: Path, *, backwards: bool) -> Path:
    """The sample letters' folder, its files made in their order or in the other one."""
    to.mkdir(parents=True)
    for path in sorted(CONTENT.rglob("*"), reverse=backwards):
        if path.is_file():
            copy = to / path.relative_to(CONTENT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    return to


def built(letter: Path, to: Path, cwd: Path, umask: str, processors: str, **others: str) -> bytes:
    cwd.mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if name not in ("SOURCE_DATE_EPOCH", "LANG")}
    environment = {**kept, "PYTHONPATH": os.pathsep.join(sys.path), **others}
    command = [sys.executable, "-c", ROOM, umask, processors, "build", str(letter), "--output", str(to)]
    subprocess.run(command, cwd=cwd, env=environment, check=True, capture_output=True)
    return to.read_bytes()


@pytest.mark.parametrize("letter", ["figure-and-table.md", "difficult-byline.yaml"])
def test_nothing_of_the_machine_is_in_the_file(tmp_path: Path, letter: str) -> None:
    one = copied(tmp_path / "one", backwards=False)
    other = copied(tmp_path / "another" / "folder of Ångström", backwards=True)
    here = built(
        one / letter, tmp_path / "1.pdf", one, "022", "all", PYTHONHASHSEED="0", LC_ALL="C", TZ="UTC", PYTHONUTF8="1"
    )
    there = built(
        Path("..") / other.name / letter,
        tmp_path / "2.pdf",
        other.parent / "elsewhere",
        "077",
        "one",
        PYTHONHASHSEED="4242",
        LC_ALL="tr_TR.UTF-8",
        TZ="Pacific/Kiritimati",
        PYTHONUTF8="0",
        PYTHONOPTIMIZE="1",
        HOME=str(tmp_path),
    )
    assert here == there
