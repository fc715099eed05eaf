"""Several processes: each letter is set once, whatever becomes of a worker."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import letters_at_work as work
import pytest

from rejoinder import typeset
from rejoinder.batch.crew import set_all
from rejoinder.batch.find import letters, outputs
from rejoinder.batch.model import Making, Task

MAKING = Making(style="annals")
signals = pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by signals here")


def tasks(tmp_path: Path, count: int) -> list[Task]:
    return outputs(letters([str(work.written(tmp_path / "in", count))]), str(tmp_path / "out"))


def test_each_letter_is_set_once_and_as_if_it_were_alone(tmp_path: Path) -> None:
    todo = tasks(tmp_path, 7)
    done = list(set_all(todo, MAKING, 2))
    assert {one.task for one in done} == set(todo) and len(done) == 7
    assert {one.state for one in done} == {"set"}
    assert len({one.worker for one in done}) == 2
    for one in todo[::3]:
        assert Path(one.output).read_bytes() == typeset(Path(one.letter), "annals").pdf


@signals
def test_a_worker_that_dies_is_replaced_and_its_letter_set_by_another(tmp_path: Path) -> None:
    todo = tasks(tmp_path, 11)
    done = list(set_all(todo, MAKING, 2, setter=work.dies_once))
    assert Counter(one.task.letter for one in done) == Counter(one.letter for one in todo)
    assert {one.state for one in done} == {"set"}
    assert sorted(one.tries for one in done) == [1] * 8 + [2] * 3
    assert not list((tmp_path / "out").glob(".rejoinder-*.part")), "drafts of the dead are removed"


def test_a_letter_that_kills_two_workers_is_given_up_and_stops_none_of_the_others(tmp_path: Path) -> None:
    done = {one.task.letter[-8:-5]: one for one in set_all(tasks(tmp_path, 5), MAKING, 2, setter=work.dies_always)}
    lost = done.pop("001")
    assert lost.state == "lost" and lost.tries == 2
    assert lost.message == "its worker ended with exit code 3, twice"
    assert {one.state for one in done.values()} == {"set"} and len(done) == 4


def test_a_letter_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    done = {
        one.task.letter[-8:-5]: one
        for one in set_all(tasks(tmp_path, 3), MAKING, 2, patience=1.0, setter=work.never_answers)
    }
    assert done["001"].state == "lost" and done["001"].message == "it took longer than 1 seconds, twice"
    assert done["000"].state == done["002"].state == "set"


def test_a_run_that_is_broken_off_leaves_whole_files_and_no_process(tmp_path: Path) -> None:
    import multiprocessing

    run = set_all(tasks(tmp_path, 40), MAKING, 2, setter=work.slow)
    for _ in range(3):
        next(run)
    run.close()
    assert not multiprocessing.active_children()
    files = [path for path in (tmp_path / "out").iterdir() if path.suffix == ".pdf"]
    assert 3 <= len(files) < 40
    assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in files)
    assert not list((tmp_path / "out").glob("*.part"))


def test_errors_come_back_with_their_places(tmp_path: Path) -> None:
    todo = tasks(tmp_path, 3)
    bad = Path(todo[1].letter)
    bad.write_text(bad.read_text(encoding="utf-8").replace("date:", "dote:"), encoding="utf-8")
    done = {one.task: one for one in set_all(todo, MAKING, 2)}
    refused = done[todo[1]]
    assert refused.state == "refused" and not Path(todo[1].output).exists()
    assert str(refused.said[0]).startswith(f'{bad}:3:1: error: unknown key "dote"')
    assert done[todo[0]].state == done[todo[2]].state == "set"


def test_a_worker_whose_run_was_killed_goes_without_a_word(tmp_path: Path) -> None:
    program = """if True:
        from rejoinder.batch.crew import _serve
        from rejoinder.batch.model import Making, Outcome, Task
        class Line:
            def recv(self): return Task("a", "b")
            def send(self, _): raise BrokenPipeError
        _serve(Line(), Making(), lambda task, _: Outcome(task, "set"))
    """
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")
