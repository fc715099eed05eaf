"""The command `rejoinder convert`."""

from __future__ import annotations

from pathlib import Path

import pytest

import rejoinder
from rejoinder.cli import main
from rejoinder.cli.terms import ENDINGS, NOTATIONS

LETTER = "title: On ice\nauthor: Jane Doe\nbody: |\n  Dear *Editor*\n"


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.yaml"
    path.write_text(LETTER)
    return path


@pytest.mark.parametrize(
    ("name", "begins"), [("b.md", "---\ntitle: On ice\n"), ("b.yml", "title: On ice\n"), ("b.xml", "<?xml")]
)
def test_the_ending_says_what_is_written(
    letter: Path, name: str, begins: str, capsys: pytest.CaptureFixture[str]
) -> None:
    output = letter.with_name(name)
    assert main(["convert", str(letter), "-o", str(output)]) == 0
    assert output.read_text().startswith(begins)
    assert capsys.readouterr().out == f"{output}\n"


def test_there_and_back(letter: Path) -> None:
    article, again = letter.with_name("a.xml"), letter.with_name("again.yaml")
    assert main(["convert", str(letter), "-o", str(article)]) == 0
    assert main(["convert", str(article), "-o", str(again)]) == 0
    assert again.read_text() == "title: On ice\nauthor: [Jane Doe]\nbody: |\n  Dear *Editor*\n"


def test_to_standard_output(letter: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["convert", str(letter), "--to", "markdown"]) == 0
    assert capfdbinary.readouterr().out.endswith(b"---\n\nDear *Editor*\n")


@pytest.mark.parametrize("more", [[], ["-o", "-"], ["-o", "letter.pdf"]])
def test_what_is_written_has_to_be_said(letter: Path, more: list[str]) -> None:
    with pytest.raises(SystemExit) as wrong:
        main(["convert", str(letter), *more])
    assert wrong.value.code == 2


def test_the_letter_itself_is_left_alone(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", str(letter), "-o", str(letter)]) == 1
    assert "is the letter itself" in capsys.readouterr().err
    assert letter.read_text() == LETTER


def test_a_letter_at_fault_writes_nothing(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letter.write_text("title: On ice\nbody: Dear[^n]\n")
    output = letter.with_name("b.md")
    assert main(["convert", str(letter), "-o", str(output)]) == 1
    assert 'no note has the key "n"' in capsys.readouterr().err
    assert not output.exists()


def test_the_command_and_the_function_know_the_same_notations() -> None:
    assert NOTATIONS == rejoinder.NOTATIONS
    assert set(ENDINGS.values()) == set(NOTATIONS)
    assert rejoinder.convert(LETTER, "jats").data.startswith(b"<?xml")
    with pytest.raises(ValueError, match="no format is called"):
        rejoinder.convert(LETTER, "docx")
