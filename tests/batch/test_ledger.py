"""Only what changed is set again: letter, what lies beside it, what all rests on, the PDF itself."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import letters_at_work as work
import pytest

from rejoinder.batch.find import letters, outputs
from rejoinder.batch.grounds import digest_of
from rejoinder.batch.ledger import NAME, Ledger
from rejoinder.batch.model import Making, Outcome, Task
from rejoinder.batch.places import Local
from rejoinder.batch.run import build, in_order, one_by_one

MAKING = Making(style="annals")
REFERENCES = "- {id: a, type: book, title: Swifts, issued: {date-parts: [[2020]]}}\n"


def run(tmp_path: Path, grounds: str = "grounds") -> dict[str, Outcome]:
    out = str(tmp_path / "out")
    tasks = outputs(letters([str(tmp_path / "in")]), out)
    done = in_order(build(tasks, MAKING, one_by_one, Ledger(Local(out)), grounds), tasks)
    return {Path(one.task.letter).stem: one for one in done}


def states(done: dict[str, Outcome]) -> str:
    return " ".join(one.state for one in done.values())


def cited(tmp_path: Path) -> Path:
    folder = work.written(tmp_path / "in", 2)
    letter = folder / "letter-000.yaml"
    text = letter.read_text(encoding="utf-8").replace("but us.", "but us.[@a]")
    letter.write_text(text + "bibliography: refs.yaml\n", encoding="utf-8")
    (folder / "refs.yaml").write_text(REFERENCES, encoding="utf-8")
    return folder


def test_nothing_is_set_again_if_nothing_changed(tmp_path: Path) -> None:
    cited(tmp_path)
    first = run(tmp_path)
    assert states(first) == "set set"
    again = run(tmp_path)
    assert states(again) == "unchanged unchanged"
    for name, one in again.items():
        assert (one.digest, one.pages, one.size, one.said) == (
            first[name].digest, first[name].pages, first[name].size, first[name].said,
        )  # fmt: skip


CHANGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "the letter": (lambda root: _add(root / "in/letter-001.yaml", "volume: 7\n"), "unchanged set"),
    "a bibliography": (lambda root: _edit(root / "in/refs.yaml", "Swifts", "Swallows"), "set unchanged"),
    "the PDF": (lambda root: _add(root / "out/letter-000.pdf", "%"), "set unchanged"),
    "no PDF": (lambda root: (root / "out/letter-000.pdf").unlink(), "set unchanged"),
    "the ledger": (lambda root: (root / "out" / NAME).write_text("{]", encoding="utf-8"), "set set"),
    "another ledger": (lambda root: (root / "out" / NAME).write_text('{"rejoinder-ledger": 9}'), "set set"),
    "nothing but dates": (lambda root: os.utime(root / "in/letter-001.yaml", (0, 0)), "unchanged unchanged"),
}


def _add(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def _edit(path: Path, old: str, new: str) -> None:
    """The same length and the same date: only the bytes tell."""
    before = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace(old, new[: len(old)].ljust(len(old))), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("what", CHANGES)
def test_what_changed_is_set_again(tmp_path: Path, what: str) -> None:
    cited(tmp_path)
    run(tmp_path)
    change, expected = CHANGES[what]
    change(tmp_path)
    assert states(run(tmp_path)) == expected


def test_other_grounds_set_everything_again(tmp_path: Path) -> None:
    cited(tmp_path)
    run(tmp_path)
    assert states(run(tmp_path, "other grounds")) == "set set"


def test_a_letter_with_errors_is_tried_again_and_its_old_pdf_is_not_believed(tmp_path: Path) -> None:
    letter = cited(tmp_path) / "letter-001.yaml"
    run(tmp_path)
    good = letter.read_text(encoding="utf-8")
    letter.write_text(good.replace("date:", "dote:"), encoding="utf-8")
    assert states(run(tmp_path)) == "unchanged refused"
    assert states(run(tmp_path)) == "unchanged refused"
    letter.write_text(good, encoding="utf-8")
    assert states(run(tmp_path)) == "unchanged set"


def test_a_run_that_is_broken_off_is_taken_up_where_it_was(tmp_path: Path) -> None:
    work.written(tmp_path / "in", 4)
    out = str(tmp_path / "out")
    tasks = outputs(letters([str(tmp_path / "in")]), out)
    broken = build(tasks, MAKING, one_by_one, Ledger(Local(out)), "grounds")
    assert isinstance(broken, type(_ for _ in ()))
    next(broken), next(broken)
    broken.close()
    assert states(run(tmp_path)) == "unchanged unchanged set set"


@pytest.mark.parametrize(
    ("making", "files", "families"),
    [
        (Making(style="annals", standard="ua-2"), [("a.yaml", b"x")], ["Source Serif 4"]),
        (Making(style="annals", marks=True), [("a.yaml", b"x")], ["Source Serif 4"]),
        (Making(style="annals"), [("a.yaml", b"y")], ["Source Serif 4"]),
        (Making(style="annals"), [("a.yamlx", b"")], ["Source Serif 4"]),
        (Making(style="annals"), [("a.yaml", b"x")], ["Source Sans 3"]),
        (Making(style="annals"), [("a.yaml", b"x")], ["Source Serif 4", "Source Sans 3"]),
    ],
)
def test_grounds_are_sheet_fonts_and_what_was_asked(
    making: Making, files: list[tuple[str, bytes]], families: list[str]
) -> None:
    assert digest_of(making, files, families) != digest_of(
        Making(style="annals"), [("a.yaml", b"x")], ["Source Serif 4"]
    )


def test_outcomes_are_told_in_the_order_of_the_letters() -> None:
    tasks = [Task(str(n), f"{n}.pdf") for n in range(5)]
    shuffled = [Outcome(tasks[n], "set") for n in (3, 0, 1, 4, 2)]
    assert [one.task.letter for one in in_order(shuffled, tasks)] == list("01234")
