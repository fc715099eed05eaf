"""`rejoinder inspect`: what it writes where, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rejoinder.cli import main

LETTER = """\
title: On the lateness of letters
author: Ada Quill
date: 2025-03-14
body: |
  Dear Editor,

  It is never too late to answer a letter, as long as there is somebody who may be thought to wait for it; and
  nobody who writes to a journal has ever been known to stop waiting.[^late]

  [^late]: Or hardly ever.
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letter.yaml").write_text(LETTER, encoding="utf-8")
    return tmp_path


def usage_error(*arguments: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2


Capture = pytest.CaptureFixture[str]


def test_the_report_is_printed(desk: Path, capsys: Capture) -> None:
    assert main(["inspect", "letter.yaml"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("letter.yaml: 1 page, ") and "SETTING" in said.out
    assert said.err == ""
    assert sorted(path.name for path in desk.iterdir()) == ["letter.yaml"]


def test_the_report_as_json(desk: Path, capsys: Capture) -> None:
    assert main(["inspect", "letter.yaml", "--json", "-s", "manuscript"]) == 0
    read = json.loads(capsys.readouterr().out)
    assert (read["format"], read["version"], read["letter"]) == ("rejoinder-report", 1, "letter.yaml")
    assert read["title"] == "On the lateness of letters"


def test_reports_and_pages_go_to_files(desk: Path, capsys: Capture) -> None:
    for _ in range(2):  # what was written before may be replaced
        assert main(["inspect", "letter.yaml", "--json", "-o", "new/r.json", "--html", "new/r.html"]) == 0
        assert main(["inspect", "letter.yaml", "-o", "new/r.txt"]) == 0
    assert capsys.readouterr() == ("", "")
    assert json.loads(Path("new/r.json").read_text(encoding="utf-8"))["pages"][0]["page"] == 1
    assert Path("new/r.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert sorted(path.name for path in Path("new").iterdir()) == ["r.html", "r.json", "r.txt"]


def test_pages_may_go_to_standard_output(desk: Path, capsys: Capture) -> None:
    assert main(["inspect", "letter.yaml", "--html", "-"]) == 0
    assert capsys.readouterr().out.startswith("<!DOCTYPE html>")
    assert main(["inspect", "letter.yaml", "--html", "-", "-o", "r.txt"]) == 0
    assert Path("r.txt").exists()


def test_a_letter_from_standard_input(desk: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LETTER.encode()), encoding="utf-8"))
    assert main(["inspect", "-"]) == 0
    assert capsys.readouterr().out.startswith("<letter>: 1 page")


def test_a_limit_that_is_exceeded_makes_the_exit_code_1(desk: Path, capsys: Capture) -> None:
    assert main(["inspect", "letter.yaml", "--fail-on", "fault,widow=2"]) == 0
    Path("letter.yaml").write_text(LETTER.replace("somebody who", "x" * 38 + " " + "z" * 38), encoding="utf-8")
    capsys.readouterr()
    assert main(["inspect", "letter.yaml", "-o", "r.txt", "--fail-on", "loose,fault=2"]) == 1
    assert capsys.readouterr().err.startswith("rejoinder: letter.yaml: loose: ")
    assert "loose" in Path("r.txt").read_text(encoding="utf-8")


def test_a_letter_that_cannot_be_set_leaves_the_last_report(desk: Path, capsys: Capture) -> None:
    assert main(["inspect", "letter.yaml", "-o", "r.txt", "--html", "r.html"]) == 0
    before = Path("r.txt").read_bytes(), Path("r.html").read_bytes()
    Path("letter.yaml").write_text(LETTER.replace("[^late]:", "[^lat]:"), encoding="utf-8")
    assert main(["inspect", "letter.yaml", "-o", "r.txt", "--html", "r.html"]) == 1
    assert 'letter.yaml:8:70: error: no note has the key "late"' in capsys.readouterr().err
    assert (Path("r.txt").read_bytes(), Path("r.html").read_bytes()) == before


def test_nothing_is_overwritten_by_a_slip(desk: Path) -> None:
    Path("notes.bib").write_text("@book{x}", encoding="utf-8")
    usage_error("inspect", "letter.yaml", "-o", "letter.yaml")
    usage_error("inspect", "letter.yaml", "--html", "letter.yaml")
    usage_error("inspect", "letter.yaml", "-o", "notes.bib")
    usage_error("inspect", "letter.yaml", "--html", "notes.bib")
    usage_error("inspect", "letter.yaml", "-o", "one.html", "--html", "./one.html")
    usage_error("inspect", "letter.yaml", "-o", "-", "--html", "-")
    usage_error("inspect", "letter.yaml", "--json", "--html", "-")
    usage_error("inspect", "letter.yaml", "--fail-on", "widows")
    usage_error("inspect", "letter.yaml", "-s", "no-such-sheet")
    usage_error("inspect")


def test_a_file_that_cannot_be_written_is_said(desk: Path, capsys: Capture) -> None:
    Path("folder").mkdir()
    assert main(["inspect", "letter.yaml", "-o", "folder"]) == 1
    assert "folder: cannot be written" in capsys.readouterr().err


def test_what_steers_a_terminal_does_not_reach_it(desk: Path, capsys: Capture) -> None:
    hostile = LETTER.replace("hardly ever", "hardly \u202eever \u009b31m")
    Path("letter.yaml").write_text(hostile.replace("On the lateness", "On \u009b31m the lateness"), encoding="utf-8")
    assert main(["inspect", "letter.yaml", "--json"]) in (0, 1)
    out = capsys.readouterr().out
    if out:  # a letter with such characters may also be refused
        assert not {"\u009b", "\u202e"} & set(out)
        json.loads(out)
