"""`rejoinder build` with a folder: what is written, printed and reported, and how it ends."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import letters_at_work as work
import pytest

from rejoinder.batch import crew
from rejoinder.batch.model import Making, Task
from rejoinder.batch.parcel import Parcel
from rejoinder.cli import main
from rejoinder.cli.many import setters


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    work.written(tmp_path / "letters", 4)
    return tmp_path


def test_a_folder_is_set_and_the_next_time_only_what_changed(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "letters", "-o", "issue", "--report", "issue.json"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [f"issue/letter-00{n}.pdf" for n in range(4)]
    assert err.startswith("4 letters: 4 set; ")
    report = json.loads((desk / "issue.json").read_text(encoding="utf-8"))
    assert report["counts"] == {"set": 4} and [one["state"] for one in report["letters"]] == ["set"] * 4
    assert report["letters"][0]["pages"] == 1 and len(report["letters"][0]["sha256"]) == 64
    (desk / "letters/letter-002.yaml").write_text(work.LETTER.format(number=99, day=9), encoding="utf-8")
    assert main(["build", "letters", "-o", "issue"]) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 4 and err.startswith("4 letters: 1 set, 3 unchanged; ")
    assert main(["build", "letters", "-o", "issue", "--all"]) == 0
    assert capsys.readouterr().err.startswith("4 letters: 4 set; ")
    assert main(["build", "letters", "-o", "issue", "-s", "manuscript"]) == 0
    assert capsys.readouterr().err.startswith("4 letters: 4 set; ")


def test_a_sheet_of_ones_own_that_changes_sets_everything(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = desk / "house.yaml"
    sheet.write_text("extends: ground.yaml\nname: house\n", encoding="utf-8")
    (desk / "ground.yaml").write_text("extends: annals\nname: ground\n", encoding="utf-8")
    main(["build", "letters", "-s", "house.yaml", "-j", "1"])
    main(["build", "letters", "-s", "house.yaml", "-j", "1"])
    assert "4 unchanged" in capsys.readouterr().err
    (desk / "ground.yaml").write_text("extends: annals\nname: ground\ncolumns: {gutter: 20pt}\n", encoding="utf-8")
    main(["build", "letters", "-s", "house.yaml", "-j", "1"])
    assert "4 set" in capsys.readouterr().err


def test_one_bad_letter_stops_nothing(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "letters/letter-001.yaml").write_text("title: T\nautor: A B\nbody: Text.\n", encoding="utf-8")
    assert main(["build", "letters", "-o", "issue"]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [f"issue/letter-00{n}.pdf" for n in (0, 2, 3)]
    assert 'letters/letter-001.yaml:2:1: error: unknown key "autor"' in err
    assert "4 letters: 3 set, 1 refused; " in err and "1 of 4 letters was not set" in err
    assert not (desk / "issue/letter-001.pdf").exists()


def test_more_than_eight_letters_are_many(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work.written(desk / "letters", 9)
    names = [str(path) for path in sorted((desk / "letters").iterdir())]
    assert main(["build", *names]) == 0
    assert "9 letters: 9 set" in capsys.readouterr().err


def test_what_is_wrong_with_the_command_is_said(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "empty").mkdir()
    assert main(["build", "empty"]) == 1
    assert "no letter was found in the folder empty" in capsys.readouterr().err
    one = "letters/letter-000.yaml"
    for arguments in (
        ["build", "letters", "--jobs", "0"],
        ["build", one, "--jobs", "2", "-o", "-"],
        ["build", "letters", "other", "-s", "nosuch"],
    ):
        with pytest.raises(SystemExit) as left:
            main(arguments)
        assert left.value.code == 2
    work.written(desk / "other", 1)
    with pytest.raises(SystemExit) as left:
        main(["build", "letters", "other"])
    assert left.value.code == 2 and "would both be written to" in capsys.readouterr().err


def test_a_sheet_with_errors_is_said_once(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "bad.yaml").write_text("extends: annals\ncolums: {count: 1}\n", encoding="utf-8")
    assert main(["build", "letters", "-s", "bad.yaml"]) == 1
    assert capsys.readouterr().err.count('unknown key "colums"') == 1


@pytest.mark.skipif(sys.platform == "win32", reason="processes are interrupted by signals here")
def test_an_interrupt_leaves_whole_files_and_a_run_that_can_be_taken_up(desk: Path) -> None:
    work.written(desk / "letters", 120)
    command = [sys.executable, "-m", "rejoinder", "build", "letters", "-o", "issue", "-j", "2"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.Popen(command, cwd=desk, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    until = time.monotonic() + 60
    while not list((desk / "issue").glob("*.pdf")) and time.monotonic() < until:
        time.sleep(0.02)
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=60)
    assert run.returncode == 130, err
    assert b"interrupted: " in err and b"Traceback" not in err
    files = list((desk / "issue").glob("*.pdf"))
    assert 0 < len(files) < 120
    assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in files)
    assert not list((desk / "issue").glob("*.part"))
    assert main(["build", "letters", "-o", "issue"]) == 0
    assert len(list((desk / "issue").glob("*.pdf"))) == 120


def wrong(*arguments: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2


def test_a_report_is_written_over_no_letter(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (desk / "letters/letter-000.yaml").read_bytes()
    wrong("build", "letters", "--report", "letters/letter-000.yaml")
    (desk / "notes.txt").write_text("notes", encoding="utf-8")
    wrong("build", "letters", "--report", "notes.txt")
    assert (desk / "letters/letter-000.yaml").read_bytes() == before and not (desk / "out").exists()
    for _ in range(2):
        assert main(["build", "letters", "--report", "report.json"]) == 0


def test_a_report_on_standard_output_is_alone_there(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "letters", "-j", "1", "--report", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"] == {"set": 4}


def test_one_letter_has_a_name_of_its_own_for_its_pdf(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for said in ("1 set", "1 unchanged"):
        assert main(["build", "letters/letter-000.yaml", "-o", "issue/reply.pdf", "--report", "report.json"]) == 0
        out, err = capsys.readouterr()
        assert out == "issue/reply.pdf\n" and said in err and Path("issue/reply.pdf").is_file()


@pytest.mark.parametrize("address", ["nosuch://letters/", "nosuch://letters/*.md", "nosuch://letters/a.yaml"])
def test_an_address_that_nobody_knows_is_no_fault_of_ours(
    desk: Path, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    assert main(["build", address, "-j", "1"]) == 1
    err = capsys.readouterr().err
    assert "protocol not known" in err.lower() and "fault" not in err


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_a_letter_whose_name_is_no_text(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = os.fsdecode(b"letters/\xff.yaml")
    Path("letters/letter-000.yaml").rename(name)
    assert main(["build", "letters", "-j", "1", "--report", "report.json"]) == 0
    report = json.loads(Path("report.json").read_text(encoding="utf-8"))
    assert name in [one["letter"] for one in report["letters"]]


def test_a_paper_for_manubot_is_made_of_whatever_lies_in_its_folder(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = desk / "paper"
    paper.mkdir()
    (paper / "metadata.yaml").write_text("title: Ice\nauthors:\n- name: Ada Quill\n", encoding="utf-8")
    (paper / "01.main.md").write_text("## One\n\nIce.\n", encoding="utf-8")
    assert main(["build", "paper", "-j", "1"]) == 0
    before = Path("out/paper.pdf").read_bytes()
    (paper / "02.more.md").write_text("## Two\n\nMore ice.\n", encoding="utf-8")
    assert main(["build", "paper", "-j", "1"]) == 0
    assert Path("out/paper.pdf").read_bytes() != before


def test_as_many_processes_as_are_asked_for_on_any_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 7)
    asked: list[int] = []
    monkeypatch.setattr(crew, "set_all", lambda _tasks, _making, jobs: asked.append(jobs) or [])
    for jobs in (3, None):
        setters(argparse.Namespace(jobs=jobs, cluster=None), Parcel())([Task("a", "b")] * 9, Making())
    assert asked == [3, 7]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals there")
def test_a_bar_on_the_terminal_leaves_standard_output_alone(desk: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    program = "from rejoinder.cli import command; command()"
    with (desk / "list.txt").open("wb") as out, subprocess.Popen(
        [sys.executable, "-c", program, "build", "letters", "-j", "1"],
        stdout=out, stderr=theirs, env={**os.environ, "TERM": "xterm"},
    ) as running:  # fmt: skip
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # that is how a terminal ends
            while more := os.read(ours, 65536):
                shown += more
        os.close(ours)
    assert running.returncode == 0 and b"4 letters: 4 set" in shown and b"setting" in shown
    listed = (desk / "list.txt").read_text(encoding="utf-8").splitlines()
    assert listed == [f"out/letter-00{n}.pdf" for n in range(4)]
