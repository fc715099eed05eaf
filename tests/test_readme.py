"""What the README shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rejoinder import InputError, typeset
from rejoinder.cli import main

README = Path(__file__).parent.parent / "README.md"
REFERENCES = """\
- id: fairweather2024
  type: article-journal
  title: Are swifts getting later?
  author: [{family: Fairweather, given: Cora}]
  issued: {date-parts: [[2024]]}
"""


def example(language: str) -> str:
    """The first block of code in a language."""
    found = re.search(rf"^```{language}\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert found, language
    return found[1]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letter.yaml").write_text(example("yaml"), encoding="utf-8")
    (tmp_path / "references.yaml").write_text(REFERENCES, encoding="utf-8")
    return tmp_path


def test_the_letter_can_be_set(desk: Path) -> None:
    assert not typeset(desk / "letter.yaml").diagnostics


def test_the_program_attaches_a_pdf(desk: Path) -> None:
    attached: list[bytes] = []
    exec(compile(example("python"), str(README), "exec"), {"attach": attached.append})
    assert attached[0].startswith(b"%PDF-")


def test_the_program_prints_complaints(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "letter.yaml").write_text("titel: Oh\n", encoding="utf-8")
    exec(compile(example("python"), str(README), "exec"), {})
    assert 'did you mean "title"?' in capsys.readouterr().out


def test_the_complaints_are_said_as_shown(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The letter they are about is not shown, so it is only their manner that is compared."""
    shown = re.findall(r'error: (.*?)"', example("text"))
    wrong = example("yaml").replace("[severn]", "[sevren]", 1).replace("corresponding:", "corespondin:")
    (desk / "letter.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(InputError):
        typeset(desk / "letter.yaml")
    assert main(["build", "letter.yaml"]) == 1
    said = capsys.readouterr().err
    assert len(shown) == 2
    assert all(one in said for one in shown)


def test_the_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README.read_text(encoding="utf-8")):
        if not target.startswith("https:"):
            assert (README.parent / target).exists(), target
