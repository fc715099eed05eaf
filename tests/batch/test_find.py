"""Which letters a folder, a pattern or an address means, and where their PDFs go."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from rejoinder.batch.find import NothingFoundError, is_many, letters, outputs

LETTER = "title: T\nauthor: A B\nbody: |\n  Text.\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    files = {
        "a.yaml": LETTER,
        "issue/b.md": f"---\n{LETTER.split('body')[0]}---\n\nText.\n",
        "issue/deep/c.xml": '<?xml version="1.0"?>\n<!DOCTYPE article>\n<article><front/></article>',
        "issue/refs.yaml": "- {id: a, type: book, title: T}\n",
        "issue/house.yaml": "extends: annals\nname: house\n",
        "issue/notes.md": "# What to do\n",
        "issue/feed.xml": "<rss><item><title>no article</title></item></rss>",
        "issue/.hidden/d.yaml": LETTER,
        "issue/_drafts/e.yaml": LETTER,
        "json/g.yaml": '{\n  "title": "T",\n  "body": "Text."\n}\n',
        "json/h.yaml": '{"title": "T", "body": "Text."}\n',
        "issue/f.json": '{"title": "T", "body": "Text."}',
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def found(*arguments: str) -> list[str]:
    return [one.letter for one in letters(arguments)]


def test_a_folder_means_the_letters_in_it_and_no_other_files(desk: Path) -> None:
    assert found("issue") == ["issue/b.md", "issue/deep/c.xml"]
    assert found(".") == ["a.yaml", "issue/b.md", "issue/deep/c.xml", "json/g.yaml", "json/h.yaml"]


def test_what_is_named_is_a_letter_whatever_is_in_it(desk: Path) -> None:
    assert found("issue/refs.yaml", "issue/f.json", "nowhere.yaml") == [
        "issue/refs.yaml",
        "issue/f.json",
        "nowhere.yaml",
    ]


def test_a_pattern_is_ours_where_no_shell_writes_it_out(desk: Path) -> None:
    assert found("issue/**/*.xml") == ["issue/deep/c.xml"]
    assert found("*/*.md", "issue") == ["issue/b.md", "issue/deep/c.xml"], "each letter once"
    (desk / "odd[1].yaml").write_text(LETTER, encoding="utf-8")
    assert found("odd[1].yaml") == ["odd[1].yaml"], "a file of that very name comes first"


@pytest.mark.parametrize("argument", ["empty", "*.qmd"])
def test_where_nothing_is_found_it_is_said(desk: Path, argument: str) -> None:
    (desk / "empty").mkdir()
    with pytest.raises(NothingFoundError, match=f"no letter was found in the (folder|pattern) {re.escape(argument)}$"):
        letters([argument])


def test_pdfs_lie_below_the_output_as_letters_below_their_folder(desk: Path) -> None:
    def gone(*arguments: str) -> list[str]:
        return [one.output for one in outputs(letters(arguments), "out")]

    assert gone("issue") == ["out/b.pdf", "out/deep/c.pdf"]
    assert gone("issue/deep/c.xml") == ["out/c.pdf"]
    assert gone("**/*.xml", "issue/b.md") == ["out/issue/deep/c.pdf", "out/b.pdf"]


@pytest.mark.parametrize(
    ("argument", "many"),
    [("issue", True), ("issue/b.md", False), ("*.md", True), ("no.yaml", False), ("s3://box/a.yaml", False),
     ("s3://box/", True), ("s3://box/*.yaml", True)],
)  # fmt: skip
def test_whether_an_argument_means_several(desk: Path, argument: str, many: bool) -> None:
    assert is_many(argument) is many


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_nobody_waits_for_a_pipe(desk: Path) -> None:
    os.mkfifo(desk / "pipe.yaml")
    assert not any(one.letter.endswith("pipe.yaml") for one in letters([str(desk)]))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_a_letter_is_known_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    (tmp_path / "a.yaml").write_text(f"{mark}title: T\r\nauthor: A\r\n", encoding=encoding)
    assert [Path(one.letter).name for one in letters([str(tmp_path)])] == ["a.yaml"]
