"""Only what changed is set again: letter, what lies beside it, what all rests on, the PDF itself."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import letters_at_work as work
import pytest

from rejoinder import pipeline
from rejoinder.batch import grounds
from rejoinder.batch import ledger as ledgers
from rejoinder.batch.find import letters, outputs
from rejoinder.batch.grounds import digest_of
from rejoinder.batch.ledger import NAME, Ledger
from rejoinder.batch.model import Making, Outcome, Task
from rejoinder.batch.places import Local
from rejoinder.batch.run import build, in_order, one_by_one
from rejoinder.style import shelf

MAKING = Making(style="annals")
REFERENCES = "- {id: a, type: book, title: Swifts, issued: {date-parts: [[2020]]}}\n"


def run(tmp_path: Path, grounds: str = "grounds") -> dict[str, Outcome]:
    out = str(tmp_path / "out")
    tasks = outputs(letters([str(tmp_path / "in")]), out)
    done = in_order(build(tasks, MAKING, one_by_one, Ledger(Local(out)), grounds), tasks)
    return {Path(one.task.letter).stem: one for one in done}


def states(done: dict[str, Outcome]) -> str:
    return " ".join(one.state for one in done.values())


def cited(tmp_path: Path) -> Path:
    folder = work.written(tmp_path / "in", 2)
    letter = folder / "letter-000.yaml"
    text = letter.read_text(encoding="utf-8").replace("but us.", "but us.[@a]")
    letter.write_text(text + "bibliography: refs.yaml\n", encoding="utf-8")
    (folder / "refs.yaml").write_text(REFERENCES, encoding="utf-8")
    return folder


def test_nothing_is_set_again_if_nothing_changed(tmp_path: Path) -> None:
    cited(tmp_path)
    first = run(tmp_path)
    assert states(first) == "set set"
    again = run(tmp_path)
    assert states(again) == "unchanged unchanged"
    for name, one in again.items():
        assert (one.digest, one.pages, one.size, one.said) == (
            first[name].digest, first[name].pages, first[name].size, first[name].said,
        )  # fmt: skip


CHANGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "the letter": (lambda root: _add(root / "in/letter-001.yaml", "volume: 7\n"), "unchanged set"),
    "a bibliography": (lambda root: _edit(root / "in/refs.yaml", "Swifts", "Swallows"), "set unchanged"),
    "the PDF": (lambda root: _add(root / "out/letter-000.pdf", "%"), "set unchanged"),
    "no PDF": (lambda root: (root / "out/letter-000.pdf").unlink(), "set unchanged"),
    "the ledger": (lambda root: (root / "out" / NAME).write_text("{]", encoding="utf-8"), "set set"),
    "another ledger": (lambda root: (root / "out" / NAME).write_text('{"rejoinder-ledger": 9}'), "set set"),
    "nothing but dates": (lambda root: os.utime(root / "in/letter-001.yaml", (0, 0)), "unchanged unchanged"),
}


def _add(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def _edit(path: Path, old: str, new: str) -> None:
    """The same length and the same date: only the bytes tell."""
    before = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace(old, new[: len(old)].ljust(len(old))), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("what", CHANGES)
def test_what_changed_is_set_again(tmp_path: Path, what: str) -> None:
    cited(tmp_path)
    run(tmp_path)
    change, expected = CHANGES[what]
    change(tmp_path)
    assert states(run(tmp_path)) == expected


def test_other_grounds_set_everything_again(tmp_path: Path) -> None:
    cited(tmp_path)
    run(tmp_path)
    assert states(run(tmp_path, "other grounds")) == "set set"


def test_a_letter_with_errors_is_tried_again_and_its_old_pdf_is_not_believed(tmp_path: Path) -> None:
    letter = cited(tmp_path) / "letter-001.yaml"
    run(tmp_path)
    good = letter.read_text(encoding="utf-8")
    letter.write_text(good.replace("date:", "dote:"), encoding="utf-8")
    assert states(run(tmp_path)) == "unchanged refused"
    assert states(run(tmp_path)) == "unchanged refused"
    letter.write_text(good, encoding="utf-8")
    assert states(run(tmp_path)) == "unchanged set"


def test_a_run_that_is_broken_off_is_taken_up_where_it_was(tmp_path: Path) -> None:
    work.written(tmp_path / "in", 4)
    out = str(tmp_path / "out")
    tasks = outputs(letters([str(tmp_path / "in")]), out)
    broken = build(tasks, MAKING, one_by_one, Ledger(Local(out)), "grounds")
    assert isinstance(broken, type(_ for _ in ()))
    next(broken), next(broken)
    broken.close()
    assert states(run(tmp_path)) == "unchanged unchanged set set"


@pytest.mark.parametrize(
    ("making", "files", "families"),
    [
        (Making(style="annals", standard="ua-2"), [("a.yaml", b"x")], ["Source Serif 4"]),
        (Making(style="annals", marks=True), [("a.yaml", b"x")], ["Source Serif 4"]),
        (Making(style="annals"), [("a.yaml", b"y")], ["Source Serif 4"]),
        (Making(style="annals"), [("a.yamlx", b"")], ["Source Serif 4"]),
        (Making(style="annals"), [("a.yaml", b"x")], ["Source Sans 3"]),
        (Making(style="annals"), [("a.yaml", b"x")], ["Source Serif 4", "Source Sans 3"]),
    ],
)
def test_grounds_are_sheet_fonts_and_what_was_asked(
    making: Making, files: list[tuple[str, bytes]], families: list[str]
) -> None:
    assert digest_of(making, files, families) != digest_of(
        Making(style="annals"), [("a.yaml", b"x")], ["Source Serif 4"]
    )


def test_outcomes_are_told_in_the_order_of_the_letters() -> None:
    tasks = [Task(str(n), f"{n}.pdf") for n in range(5)]
    shuffled = [Outcome(tasks[n], "set") for n in (3, 0, 1, 4, 2)]
    assert [one.task.letter for one in in_order(shuffled, tasks)] == list("01234")


ARTICLE = """\
<article><front><article-meta><title-group><article-title>Whose ice?</article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Quill</surname><given-names>Ada</given-names></name>
</contrib></contrib-group></article-meta></front><body><p>Nobody's.</p>{figure}</body>
<sub-article id="S1"><front-stub><title-group><article-title>An answer</article-title></title-group></front-stub>
<body><p>Ours.</p></body></sub-article></article>
"""
FIGURE = """<fig id="f1"><label>Figure 1</label><caption><p>Ice.</p></caption>
<graphic xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="ice.tif"/></fig>"""


def test_an_article_whose_picture_is_not_there_is_never_passed_over(tmp_path: Path) -> None:
    """Though its sub-article, which is set after it, lacks nothing."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/ice.xml").write_text(ARTICLE.format(figure=FIGURE), encoding="utf-8")
    assert states(run(tmp_path)) == "set" and len(list((tmp_path / "out").glob("*.pdf"))) == 2
    assert states(run(tmp_path)) == "set"
    (tmp_path / "in/ice.xml").write_text(ARTICLE.format(figure=""), encoding="utf-8")
    assert states(run(tmp_path)) + " " + states(run(tmp_path)) == "set unchanged"
    (tmp_path / "out/ice-S1.pdf").unlink()
    assert states(run(tmp_path)) == "set"


def test_no_two_letters_have_one_pdf(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/ice.xml").write_text(ARTICLE.format(figure=""), encoding="utf-8")
    (tmp_path / "in/ice-S1.yaml").write_text(work.LETTER.format(number=3, day=3), encoding="utf-8")
    for _ in range(2):
        done = run(tmp_path)
        assert done["ice"].state == "unwritten" and "ice-S1.yaml as well" in done["ice"].message
    (tmp_path / "in/ice-S1.yaml").unlink()
    (tmp_path / "out/ice-S1.pdf").write_text("somebody's notes", encoding="utf-8")
    done = run(tmp_path)
    assert done["ice"].state == "unwritten" and "is no PDF" in done["ice"].message
    assert (tmp_path / "out/ice-S1.pdf").read_text(encoding="utf-8") == "somebody's notes"


def test_a_library_that_comes_later_sets_the_letter_again(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    text = "---\ntitle: Ice\nauthor: Ada Quill\nbibliography: refs.bib\nformat: html\n---\n\nIce [@a].\n"
    (tmp_path / "in/ice.qmd").write_text(text, encoding="utf-8")
    first = run(tmp_path)
    assert states(first) == "set" and any("refs.bib" in one.message for one in first["ice"].said)
    assert states(run(tmp_path)) == "unchanged"
    (tmp_path / "in/refs.bib").write_text("@book{a, title={Swifts}, author={Quill, A}, year=2020}\n", encoding="utf-8")
    assert states(run(tmp_path)) == "set"
    assert states(run(tmp_path)) == "unchanged"


def test_a_letter_that_is_changed_while_it_is_set_is_set_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = work.written(tmp_path / "in", 1) / "letter-000.yaml"
    as_ever = pipeline.typeset

    def changed(*given: Any, **named: Any) -> pipeline.Result:
        result = as_ever(*given, **named)
        _add(letter, "volume: 7\n")
        return result

    monkeypatch.setattr(pipeline, "typeset", changed)
    run(tmp_path)
    monkeypatch.undo()
    assert states(run(tmp_path)) == "set"


@pytest.mark.parametrize("what", ["made_of", "others"])
@pytest.mark.parametrize("where", ["memory://elsewhere/x", "/etc/hostname", "{}/../x", "other/x"])
def test_a_ledger_by_somebody_else_has_nothing_read_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, where: str
) -> None:
    work.written(tmp_path / "in", 1)
    run(tmp_path)
    ledger = tmp_path / "out" / NAME
    told = json.loads(ledger.read_bytes())
    named = where.format(tmp_path / ("in" if what == "made_of" else "out"))
    told["entries"]["letter-000.pdf"][what][named] = ""
    ledger.write_text(json.dumps(told), encoding="utf-8")
    read: list[str] = []
    digest = ledgers._digest

    def watched(path: str) -> str:
        read.append(path)
        return digest(path)

    monkeypatch.setattr(ledgers, "_digest", watched)
    assert states(run(tmp_path)) == "set" and named not in read


def test_grounds_are_the_programs_own_sheets_and_all_its_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = grounds.program()
    copy = tmp_path / "styles"
    shutil.copytree(shelf.folder(), copy)
    monkeypatch.setattr(shelf, "folder", lambda: copy)
    grounds.program.cache_clear()
    assert grounds.program() == before
    _add(copy / "base.yaml", "# changed\n")
    grounds.program.cache_clear()
    assert grounds.program() != before
    grounds.program.cache_clear()
    wanted = metadata.requires("rejoinder")
    if wanted is None:
        pytest.skip("not installed")
    names = {re.match(r"[\w.-]+", one)[0].lower() for one in wanted if "extra ==" not in one}  # type: ignore[index]
    no_matter = {"rich", "idna"}  # of what is printed, and of mails
    known = {*grounds.LIBRARIES, *no_matter}
    assert {one for one in names - known if not one.startswith("fontpkg-")} == set()
