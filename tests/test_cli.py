"""The command: what it writes, what it says, and how it ends."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rejoinder import __version__, imposition, pipeline
from rejoinder.cli import main, terms

LETTER = """\
title: On the lateness of letters
author: Ada Quill
date: 2025-03-14
body: |
  Dear Editor,

  It is never too late to answer.[^late]

  [^late]: Or hardly ever.
"""
BAD = LETTER.replace("[^late]: Or", "[^lat]: Or")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("SOURCE_DATE_EPOCH", "NO_COLOR")}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with one good letter."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (tmp_path / "letter.yaml").write_text(LETTER, encoding="utf-8")
    return tmp_path


def run(*arguments: str, cwd: Path, **more: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "rejoinder", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, env=ENVIRONMENT, timeout=60, **more)  # type: ignore[call-overload,no-any-return]


def usage_error(*arguments: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2


# ── build ─────────────────────────────────────────────────────────────────


def test_a_letter_goes_to_out_and_its_path_is_printed(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "letter.yaml"]) == 0
    assert capsys.readouterr() == (f"{Path('out', 'letter.pdf')}\n", "")
    assert Path("out/letter.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("arguments", "written"),
    [
        (["letter.yaml", "-o", "reply.pdf"], ["reply.pdf"]),
        (["letter.yaml", "-o", "deep/down/reply.pdf"], ["deep/down/reply.pdf"]),
        (["letter.yaml", "-o", "issue/"], ["issue/letter.pdf"]),
        (["letter.yaml", "-o", "there"], ["there/letter.pdf"]),
        (["letter.yaml", "second.md", "-o", "issue"], ["issue/letter.pdf", "issue/second.pdf"]),
    ],
)
def test_where_a_pdf_goes(desk: Path, arguments: list[str], written: list[str]) -> None:
    (desk / "there").mkdir()
    (desk / "second.md").write_text("---\ntitle: Second\n---\nText.\n", encoding="utf-8")
    assert main(["build", *arguments]) == 0
    assert sorted(str(path.relative_to(desk)) for path in desk.rglob("*.pdf")) == written


def test_one_bad_letter_stops_none_of_the_others(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "bad.yaml").write_text(BAD, encoding="utf-8")
    (desk / "last.yaml").write_text(LETTER, encoding="utf-8")
    assert main(["build", "letter.yaml", "bad.yaml", "missing.yaml", "last.yaml"]) == 1
    said = capsys.readouterr()
    assert said.out.split() == [str(Path("out", "letter.pdf")), str(Path("out", "last.pdf"))]
    assert "bad.yaml:7:34: error: " in said.err
    assert "missing.yaml: error: " in said.err
    assert said.err.splitlines()[-1].endswith("2 of 4 letters were not set")
    assert not Path("out/bad.pdf").exists()


def test_a_bad_letter_leaves_the_last_good_pdf(desk: Path) -> None:
    main(["build", "letter.yaml"])
    good = Path("out/letter.pdf").read_bytes()
    (desk / "letter.yaml").write_text(BAD, encoding="utf-8")
    assert main(["build", "letter.yaml"]) == 1
    assert Path("out/letter.pdf").read_bytes() == good


def test_the_same_letter_gives_the_same_bytes_in_any_process(desk: Path) -> None:
    first, second = (run("build", "letter.yaml", "-o", "-", cwd=desk).stdout for _ in range(2))
    assert first == second
    assert first.startswith(b"%PDF-")


def test_source_date_epoch_dates_the_file(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert main(["build", "letter.yaml"]) == 0
    assert b"2001-09-09T01:46:40" in Path("out/letter.pdf").read_bytes()


@pytest.mark.parametrize("written", ["yesterday", "9" * 40, "1.5"])
def test_a_wrong_source_date_epoch_is_a_wrong_command(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], written: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", written)
    usage_error("build", "letter.yaml")
    assert f"SOURCE_DATE_EPOCH is to be a number of seconds, not '{written}'" in capsys.readouterr().err


def test_a_letter_may_come_by_standard_input(desk: Path) -> None:
    done = run("build", "-", "-o", "-", cwd=desk, input=LETTER.encode())
    assert done.returncode == 0
    assert done.stdout.startswith(b"%PDF-")


@pytest.mark.parametrize("text", [b"", b"\xff\xfe", b"title: [", b"no letter at all", b"\n"])
def test_whatever_comes_by_standard_input_is_answered_in_words(desk: Path, text: bytes) -> None:
    done = run("build", "-", cwd=desk, input=text)
    assert done.returncode == 1
    assert b"<letter>" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("stage", pipeline.STAGES)
def test_a_dump_is_printed_and_no_file_written(desk: Path, capsys: pytest.CaptureFixture[str], stage: str) -> None:
    assert main(["build", "letter.yaml", "--dump", stage]) == 0
    assert "never too late" in capsys.readouterr().out
    assert [path.name for path in desk.iterdir()] == ["letter.yaml"]


def test_the_stages_are_those_of_the_pipeline() -> None:
    assert terms.STAGES == pipeline.STAGES
    assert (*terms.READING, terms.PRESS) == pipeline.STANDARDS
    assert terms.INKS == pipeline.INKS
    assert terms.SCHEMES == imposition.SCHEMES


# ── what is never overwritten ─────────────────────────────────────────────


def test_two_letters_of_one_name_would_write_one_file(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "more").mkdir()
    (desk / "more" / "letter.md").write_text("---\ntitle: Other\n---\nText.\n", encoding="utf-8")
    usage_error("build", "letter.yaml", "more/letter.md")
    assert "letter.yaml and more/letter.md would both be written to" in capsys.readouterr().err
    assert not Path("out").exists()


@pytest.mark.parametrize("target", ["letter.yaml", "./letter.yaml", "link", "sheet.yaml"])
def test_an_input_is_never_overwritten(desk: Path, capsys: pytest.CaptureFixture[str], target: str) -> None:
    (desk / "sheet.yaml").write_text("extends: base\n", encoding="utf-8")
    (desk / "link").symlink_to("letter.yaml")
    usage_error("build", "letter.yaml", "-s", "sheet.yaml", "-o", target)
    assert "would be overwritten" in capsys.readouterr().err
    assert (desk / "letter.yaml").read_text(encoding="utf-8") == LETTER


def test_a_file_that_is_no_pdf_is_never_overwritten(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "references.bib").write_text("@book{a, title={A}}", encoding="utf-8")
    usage_error("build", "letter.yaml", "-o", "references.bib")
    assert "is no PDF" in capsys.readouterr().err


def test_what_cannot_be_written_is_said_in_one_line(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "out").write_text("a file where the folder should be", encoding="utf-8")
    assert main(["build", "letter.yaml"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith(f"rejoinder: {Path('out', 'letter.pdf')}: cannot be written: ")


# ── check, styles, schema ─────────────────────────────────────────────────


def test_check_says_everything_and_writes_nothing(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "bad.yaml").write_text(BAD.replace("author:", "authr:"), encoding="utf-8")
    assert main(["check", "letter.yaml"]) == 0
    assert main(["check", "bad.yaml"]) == 1
    said = capsys.readouterr().err
    assert "bad.yaml:2:1: " in said
    assert "bad.yaml:7:34: " in said
    assert 'did you mean "author"?' in said
    assert not Path("out").exists()


def test_the_styles_are_listed_with_what_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["styles"]) == 0
    listed = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert {"annals", "base"} <= listed.keys()
    assert all(listed.values())


def test_a_style_that_is_printed_can_be_used(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["styles", "annals"]) == 0
    (desk / "house.yaml").write_text(capsys.readouterr().out, encoding="utf-8")
    # The sheet would be in the one file, and its name in the other.
    assert main(["build", "letter.yaml", "--no-source", "-s", "house.yaml", "-o", "house.pdf"]) == 0
    assert main(["build", "letter.yaml", "--no-source", "-s", "annals", "-o", "annals.pdf"]) == 0
    assert Path("house.pdf").read_bytes() == Path("annals.pdf").read_bytes()


@pytest.mark.parametrize("of", ["letter", "style"])
def test_a_schema_is_json(capsys: pytest.CaptureFixture[str], of: str) -> None:
    assert main(["schema", of]) == 0
    assert json.loads(capsys.readouterr().out)["type"] == "object"


# ── wrong commands ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build"], "LETTER"),
        (["bild", "letter.yaml"], "bild"),
        (["build", "letter.yaml", "-s", "anals"], 'did you mean "annals"?'),
        (["check", "letter.yaml", "-s", "no/such.yaml"], "no/such.yaml"),
        (["styles", "anals"], 'did you mean "annals"?'),
        (["build", "letter.yaml", "--dump", "soup"], "soup"),
        (["build", "letter.yaml", "--dump", "pages", "-o", "x.pdf"], "leave out -o"),
        (["build", "letter.yaml", "letter.yaml", "-o", "-"], "one letter"),
        (["build", "letter.yaml", "letter.yaml", "-o", "reply.pdf"], "both be written"),
        (["build", "-", "-"], "both be written"),
        (["schema", "soup"], "soup"),
    ],
)
def test_a_wrong_command_is_said_to_be(
    desk: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    usage_error(*arguments)
    assert said in capsys.readouterr().err
    assert not Path("out").exists()


def test_no_command_is_answered_with_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "examples:" in capsys.readouterr().err


@pytest.mark.parametrize("command", [[], ["build"], ["check"], ["styles"], ["schema"]])
def test_help_teaches_by_example(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([*command, "--help"])
    assert left.value.code == 0
    assert "example" in capsys.readouterr().out


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out == f"rejoinder {__version__}\n"


def test_help_comes_at_once() -> None:
    """It imports none of the rooms, whatever the machine's speed; and takes no longer than a breath."""
    code = (
        "import sys, rejoinder.cli as cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "rooms = {name.split('.')[1] for name in sys.modules if name.startswith('rejoinder.')}\n"
        "print(sorted(rooms - {'cli', 'diagnostics', 'values'}), file=sys.stderr)"
    )
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr == "[]\n"
    assert time.perf_counter() - start < 2


# ── how things are said ───────────────────────────────────────────────────


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_colour_is_for_terminals_whose_user_likes_it(
    desk: Path, monkeypatch: pytest.MonkeyPatch, no_color: str, coloured: bool
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", no_color)
    (desk / "bad.yaml").write_text(BAD, encoding="utf-8")
    assert main(["build", "bad.yaml"]) == 1
    assert ("\x1b[" in terminal.getvalue()) is coloured


@pytest.mark.parametrize("nasty", ["\x1b]0;owned\x07", "\u202egnp.exe", "\x9b31m"])
def test_nothing_in_a_letter_steers_the_terminal(desk: Path, capsys: pytest.CaptureFixture[str], nasty: str) -> None:
    (desk / "nasty.yaml").write_text(f'title: T\n"{nasty}": 1\nbody: "{nasty} [@{nasty}]"\n', encoding="utf-8")
    main(["build", "nasty.yaml"])
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(capsys.readouterr().err)


# ── how things end ────────────────────────────────────────────────────────


def test_a_fault_of_ours_is_said_in_words_and_stops_no_other_letter(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "odd.yaml").write_text(LETTER, encoding="utf-8")
    honest = pipeline.typeset

    def broken(letter: Path, *others: object, **more: object) -> object:
        if letter.name == "odd.yaml":
            raise ZeroDivisionError("no measure")
        return honest(letter, *others, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "typeset", broken)
    monkeypatch.delenv("REJOINDER_TRACEBACK", raising=False)
    assert main(["build", "odd.yaml", "letter.yaml"]) == 70
    said = capsys.readouterr()
    assert "odd.yaml: ZeroDivisionError: no measure" in said.err
    assert "report" in said.err
    assert "Traceback" not in said.err
    assert said.out == f"{Path('out', 'letter.pdf')}\n"
    monkeypatch.setenv("REJOINDER_TRACEBACK", "1")
    assert main(["build", "odd.yaml"]) == 70
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_ends_quietly(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "typeset", interrupted)
    assert main(["build", "letter.yaml"]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_reader_who_goes_away_is_no_fault(desk: Path) -> None:
    command = [sys.executable, "-m", "rejoinder", "schema", "style"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode == 141
    assert said == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_behind_standard_output_is_said_to_be(desk: Path) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        command = [sys.executable, "-m", "rejoinder", "schema", "letter"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=ENVIRONMENT, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr == b"rejoinder: standard output: no space left on device\n"
