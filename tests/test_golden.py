"""Whole letters, stage by stage, as text that a reviewer can read.

Each folder of `golden/` holds a letter and a style sheet, for one thing that the program can do, and in `expected/` a
dump of every stage. When something moves, the first stage that differs is the room to look into. After a change that
is meant, `pytest --accept` writes the dumps anew: read their diff, then commit it.
"""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from rejoinder.pipeline import STAGES, typeset

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(folder.name for folder in GOLDEN.iterdir() if folder.is_dir())
MOST_LINES = 60
"""A diff is cut off behind so many lines: nobody reads on."""


@pytest.mark.parametrize("case", CASES)
def test_golden(case: str, accept: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = GOLDEN / case
    monkeypatch.chdir(folder)  # so that no dump names a folder of this machine
    made = dumps()
    expected = folder / "expected"
    if accept:
        write(expected, made)
        return
    if not expected.is_dir():
        pytest.fail(f"nothing is expected of {case} yet: look at what `pytest --accept` writes, then commit it")
    wanted = {stage: read(expected / f"{stage}.txt") for stage in made}
    differing = [stage for stage in made if made[stage] != wanted[stage]]
    if differing:
        diffs = "\n".join(diff(stage, wanted[stage], made[stage]) for stage in differing)
        pytest.fail(f"{case}: the first stage that differs is “{differing[0]}”\n{diffs}", pytrace=False)


def test_every_case_has_a_letter_a_style_and_nothing_that_is_not_read() -> None:
    for case in CASES:
        names = {path.name for path in (GOLDEN / case).iterdir()}
        assert len(names & {"letter.yaml", "letter.md"}) == 1, case
        assert {"style.yaml"} <= names <= {"letter.yaml", "letter.md", "style.yaml", "pictures", "expected"}, case
        left = {path.stem for path in (GOLDEN / case / "expected").glob("*")} - {*STAGES, "said"}
        assert not left, f"{case}: no stage writes {left}"


def dumps() -> dict[str, str]:
    """Every stage of the letter in this folder, in order, and what was said on the way."""
    letter = next(path for path in (Path("letter.yaml"), Path("letter.md")) if path.exists())
    result = typeset(letter, Path("style.yaml"))
    made = {stage: result.dump(stage) for stage in STAGES}
    made["said"] = "".join(f"{one}\n" for one in result.diagnostics)
    return made


def write(expected: Path, made: dict[str, str]) -> None:
    """One file a stage; a letter about which nothing was said has no `said.txt`."""
    expected.mkdir(exist_ok=True)
    for stage, text in made.items():
        path = expected / f"{stage}.txt"
        if text:
            path.write_text(text, encoding="utf-8", newline="\n")
        else:
            path.unlink(missing_ok=True)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def diff(stage: str, wanted: str, made: str) -> str:
    """What has to change in what was expected, with a line or two around it."""
    lines = list(
        difflib.unified_diff(
            wanted.splitlines(), made.splitlines(), f"expected/{stage}.txt", f"{stage} as set now", n=2, lineterm=""
        )
    )
    more = len(lines) - MOST_LINES
    return "\n".join([*lines[:MOST_LINES], *([f"… and {more} lines more"] if more > 0 else [])])
