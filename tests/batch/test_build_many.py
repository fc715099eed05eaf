"""`rejoinder build` with a folder: what is written, printed and reported, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import letters_at_work as work
import pytest

from rejoinder.cli import main


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
