"""How it is asked that a letter fit: on the command line, in the letter, in a program."""

from __future__ import annotations

from pathlib import Path

import pytest
from overlong import A_LITTLE, FAR, FITS, letter

from rejoinder import InputError, check, typeset
from rejoinder.cli import main, terms
from rejoinder.content import model
from rejoinder.content.schema import letter_schema
from rejoinder.diagnostics import Diagnostics
from rejoinder.source import Source
from rejoinder.style.read import read_style


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letter.yaml").write_text(A_LITTLE, encoding="utf-8")
    (tmp_path / "far.yaml").write_text(FAR, encoding="utf-8")
    return tmp_path


# ── the command ───────────────────────────────────────────────────────────


def test_the_command_makes_a_letter_fit(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "letter.yaml", "--pages", "1"]) == 0
    said = capsys.readouterr()
    assert said.out.split() == [str(Path("out", "letter.pdf"))]
    assert said.err.startswith("letter.yaml: note: copyfit: ")
    assert len(said.err.splitlines()) == 1  # a note is no warning, and not counted as one
    assert Path("out/letter.pdf").read_bytes() == typeset(Path("letter.yaml"), pages=1).pdf


def test_a_letter_that_cannot_fit_is_not_written(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "far.yaml"]) == 0
    good = Path("out/far.pdf").read_bytes()
    capsys.readouterr()
    assert main(["build", "far.yaml", "letter.yaml", "--pages", "1"]) == 1
    said = capsys.readouterr()
    assert "far.yaml: error: copyfit: cannot be made to fit 1 page: " in said.err
    assert "1 of 2 letters was not set" in said.err
    assert Path("out/far.pdf").read_bytes() == good
    assert Path("out/letter.pdf").exists()


def test_check_says_it_too(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "letter.yaml", "--pages", "1"]) == 0
    assert "note: copyfit: " in capsys.readouterr().err
    assert main(["check", "far.yaml", "--pages", "1"]) == 1
    assert not Path("out").exists()


@pytest.mark.parametrize("written", ["0", "-1", "1.5", "one", "10001", "9" * 30, "", "١"])
def test_a_number_of_pages_that_is_none_is_a_wrong_command(
    desk: Path, capsys: pytest.CaptureFixture[str], written: str
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["build", "letter.yaml", f"--pages={written}"])
    assert left.value.code == 2
    assert "a letter is made to fit from 1 to 10,000 pages, not" in capsys.readouterr().err


def test_the_command_and_the_letter_agree_on_the_most_pages() -> None:
    assert terms.MOST_PAGES == model.MOST_PAGES


# ── the letter ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("written", ["copyfit: 1\n", "copyfit: {pages: 1}\n"])
def test_a_letter_may_ask_for_it_itself(written: str) -> None:
    result = typeset(letter(10, keys=written))
    assert result.letter.copyfit_pages == 1
    assert len(result.pages) == 1
    assert "copyfit 1" in result.dump("letter")
    (note,) = (one for one in result.diagnostics if one.severity == "note")
    assert note.span.line == 6  # where it was asked for


def test_the_command_comes_before_the_letter() -> None:
    assert len(typeset(letter(10, keys="copyfit: 1\n"), pages=2).pages) == 2


def test_a_letter_that_asks_for_too_much_is_refused_at_the_key() -> None:
    with pytest.raises(InputError, match=r"<letter>:6:10: error: copyfit: cannot be made to fit 1 page"):
        typeset(letter(13, keys="copyfit: 1\n"))
    said = check(letter(13, keys="copyfit: 1\n"))
    assert [one.severity for one in said if "copyfit" in one.message] == ["error"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("copyfit: 0", "6:10: error: a letter is made to fit from 1 to 10,000 pages, not 0"),
        ("copyfit: -2", "6:10: error: a letter is made to fit from 1 to 10,000 pages, not -2"),
        ("copyfit: 1000000", "6:10: error: a letter is made to fit from 1 to 10,000 pages, not 1000000"),
        ("copyfit: one", '6:10: error: "copyfit" wants a number of pages'),
        ("copyfit: 1.5", '6:10: error: "copyfit" wants a number of pages'),
        ("copyfit: true", '6:10: error: "copyfit" wants a number of pages'),
        ("copyfit: [1]", '6:10: error: "copyfit" wants a number of pages'),
        ("copyfit: {pages: x}", '6:18: error: "pages" wants a number of pages'),
        ("copyfit: {page: 1}", '6:11: error: unknown key "page"'),
    ],
)
def test_what_is_no_number_of_pages_is_said_at_its_place(written: str, said: str) -> None:
    found = [str(one) for one in check(letter(2, keys=f"{written}\n"))]
    assert any(one.startswith(f"<letter>:{said}") for one in found), found


def test_nothing_is_asked_by_an_empty_key() -> None:
    assert typeset(letter(2, keys="copyfit:\n")).copyfit is None
    assert typeset(letter(2, keys="copyfit: {}\n")).copyfit is None


def test_the_schema_knows_the_key() -> None:
    schema = letter_schema()
    assert schema["properties"]["copyfit"]["anyOf"][1] == {"$ref": "#/$defs/copyfit"}
    assert schema["$defs"]["copyfit"]["properties"]["pages"]["maximum"] == 10_000


# ── a program, a sheet ────────────────────────────────────────────────────


def test_nobody_asked() -> None:
    assert typeset(FITS).copyfit is None


@pytest.mark.parametrize("pages", [0, -1, 10_001])
def test_a_call_with_no_number_of_pages(pages: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 10,000 pages"):
        typeset(FITS, pages=pages)
    with pytest.raises(ValueError, match="from 1 to 10,000 pages"):
        check(FITS, pages=pages)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("copyfit: {tracking: 0.2}", '1:21: error: "tracking" goes from 0 to 0.1, not 0.2'),
        ("copyfit: {leading: -0.1}", '1:20: error: "leading" goes from 0 to 0.25, not -0.1'),
        ("copyfit: {front: 2}", '1:18: error: "front" goes from 0 to 1, not 2'),
        ("floats: {scale: 0}", '1:17: error: "scale" goes from 0.1 to 10, not 0'),
    ],
)
def test_a_sheet_cannot_allow_everything(written: str, said: str) -> None:
    found = Diagnostics()
    assert read_style(Source("mine.yaml", written + "\n"), found) is None
    assert any(str(one).startswith(f"mine.yaml:{said}") for one in found), list(found)
