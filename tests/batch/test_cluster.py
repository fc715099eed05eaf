"""On a real Dask scheduler with several workers: the same files, and none lost with a worker that is killed."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import letters_at_work as work
import pytest

from rejoinder import typeset
from rejoinder.batch.bench import set_one
from rejoinder.batch.cluster import NoClusterError, set_on_cluster
from rejoinder.batch.find import letters, outputs
from rejoinder.batch.grounds import program
from rejoinder.batch.model import Making, Task
from rejoinder.batch.parcel import Parcel
from rejoinder.cli import main

distributed = pytest.importorskip("distributed", reason="needs rejoinder[cluster]")

MAKING = Making(style="annals")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A scheduler and three workers, each a process of its own that is replaced if it dies."""
    import dask

    with (
        dask.config.set({"distributed.worker.daemon": False}),
        distributed.LocalCluster(
            n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as one,
    ):
        yield one


def tasks(tmp_path: Path, count: int) -> list[Task]:
    return outputs(letters([str(work.written(tmp_path / "in", count))]), str(tmp_path / "out"))


def test_the_same_files_as_at_home(tmp_path: Path, cluster: Any) -> None:
    todo = tasks(tmp_path, 6)
    done = list(set_on_cluster(todo, MAKING, cluster.scheduler_address, Parcel()))
    assert Counter(one.task for one in done) == Counter(todo)
    assert {one.state for one in done} == {"set"}
    assert Path(todo[2].output).read_bytes() == typeset(Path(todo[2].letter), "annals").pdf


def test_the_sheet_travels_along(tmp_path: Path, cluster: Any) -> None:
    sheet = b"name: house\nextends: ground.yaml\ntext: {body: {size: 10pt}}\n"
    parcel = Parcel((("house.yaml", sheet), ("ground.yaml", b"name: ground\nextends: annals\n")))
    (one,) = set_on_cluster(tasks(tmp_path, 1), Making(style="elsewhere/house.yaml"), cluster.scheduler_address, parcel)
    assert one.state == "set", (one.message, one.said)
    for name, data in parcel.files:
        (tmp_path / name).write_bytes(data)
    assert Path(one.task.output).read_bytes() == typeset(Path(one.task.letter), tmp_path / "house.yaml").pdf


def test_letters_with_errors_come_back_with_their_complaints(tmp_path: Path, cluster: Any) -> None:
    todo = tasks(tmp_path, 2)
    Path(todo[0].letter).write_text("title: T\nbody: [x]\n", encoding="utf-8")
    done = {one.task: one for one in set_on_cluster(todo, MAKING, cluster.scheduler_address, Parcel())}
    assert done[todo[0]].state == "refused" and done[todo[0]].said[0].span.file == todo[0].letter
    assert done[todo[1]].state == "set"


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by signals here")
def test_a_worker_is_killed_in_mid_run_and_every_letter_is_set_once(tmp_path: Path, cluster: Any) -> None:
    todo = tasks(tmp_path, 90)
    done = []
    run = set_on_cluster(todo, MAKING, cluster.scheduler_address, Parcel())
    done.append(next(run))
    pids = [int(one.worker.rpartition(":")[2]) for one in done]
    killer = threading.Thread(target=lambda: (time.sleep(0.1), os.kill(pids[0], signal.SIGKILL)))
    killer.start()
    done.extend(run)
    killer.join()
    assert Counter(one.task for one in done) == Counter(todo)
    assert {one.state for one in done} == {"set"}
    assert len({one.worker for one in done}) >= 3
    assert all(Path(task.output).read_bytes().rstrip().endswith(b"%%EOF") for task in todo)


def test_a_scheduler_that_does_not_answer_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoClusterError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        list(set_on_cluster(tasks(tmp_path, 1), MAKING, "tcp://127.0.0.1:9", Parcel(), patience=1.0))


def test_a_scheduler_that_is_lost_on_the_way_is_said(tmp_path: Path) -> None:
    import dask

    todo = tasks(tmp_path, 40)
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as one,
    ):
        run = set_on_cluster(todo, MAKING, one.scheduler_address, Parcel(), patience=1.0)
        done = [next(run)]
        one.close()
        with pytest.raises(NoClusterError, match="was lost"):
            done.extend(run)
    assert {outcome.state for outcome in done} == {"set"}


def test_two_runs_that_write_files_of_one_name_are_two(tmp_path: Path, cluster: Any) -> None:
    todo = tasks(tmp_path, 2)
    first = set_on_cluster(todo, MAKING, cluster.scheduler_address, Parcel())
    next(first)  # the other is still known to the scheduler
    again = list(set_on_cluster(todo, Making(style="manuscript"), cluster.scheduler_address, Parcel()))
    list(first)
    alone = {one.task: one.digest for one in (set_one(task, Making(style="manuscript")) for task in todo)}
    assert {one.task: one.digest for one in again} == alone


def test_a_worker_with_another_program_is_told_of_and_not_believed(tmp_path: Path, cluster: Any) -> None:
    (one,) = set_on_cluster(tasks(tmp_path, 1), MAKING, cluster.scheduler_address, Parcel((), "another"))
    assert one.state == "set" and one.made_of == () and "this worker has not the program" in one.said[-1].message
    (one,) = set_on_cluster(tasks(tmp_path, 1), MAKING, cluster.scheduler_address, Parcel((), program()))
    assert one.state == "set" and one.made_of and not one.said


def test_paths_of_this_folder_are_those_of_the_workers(
    tmp_path: Path, cluster: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tasks(tmp_path, 2)
    monkeypatch.chdir(tmp_path)  # where the workers, who are older, are not
    assert main(["build", "in/", "-o", "out", "--cluster", cluster.scheduler_address]) == 0
    assert len(list((tmp_path / "out").glob("*.pdf"))) == 2
    assert main(["build", "in/", "-o", "out", "--cluster", cluster.scheduler_address]) == 0
    assert "2 unchanged" in capsys.readouterr().err
