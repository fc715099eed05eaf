"""Letters and PDFs at addresses: fetched with what lies beside them, told of by their addresses, written whole."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rejoinder import typeset
from rejoinder.batch.bench import set_one
from rejoinder.batch.fetch import names_in
from rejoinder.batch.find import letters, outputs
from rejoinder.batch.ledger import Ledger
from rejoinder.batch.model import Making, Task
from rejoinder.batch.places import place_of
from rejoinder.batch.run import build, one_by_one

fsspec = pytest.importorskip("fsspec", reason="needs rejoinder[cluster]")

CONTENT = Path(__file__).parents[2] / "content"
MAKING = Making(style="annals")


@pytest.fixture
def store() -> Iterator[Any]:
    """A store of objects in memory, with the sample letters and their figures."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    for path in sorted(CONTENT.rglob("*")):
        if path.is_file():
            system.pipe_file(f"/letters/{path.relative_to(CONTENT).as_posix()}", path.read_bytes())
    yield system
    system.store.clear()


def test_a_letter_in_a_store_is_the_same_pdf(store: Any) -> None:
    for name in ("short-reply.yaml", "figure-and-table.md"):
        outcome = set_one(Task(f"memory://letters/{name}", "memory://pdfs/x.pdf"), MAKING)
        assert outcome.state == "set", (outcome.message, outcome.said)
        assert store.cat_file("/pdfs/x.pdf") == typeset(CONTENT / name, "annals").pdf
        assert all(one.path.startswith("memory://letters/") for one in outcome.made_of)
    assert len(outcome.made_of) > 1, "the figure counts as well"


def test_a_folder_in_a_store_means_its_letters(store: Any) -> None:
    tasks = outputs(letters(["memory://letters/"]), "memory://pdfs")
    names = {one.letter.rpartition("/")[2] for one in tasks}
    assert {"short-reply.yaml", "figure-and-table.md"} <= names
    assert not any(name.endswith(".svg") for name in names)
    by_pattern = outputs(letters(["memory://letters/*.md"]), "memory://pdfs/md")
    assert {one.output for one in by_pattern} == {
        f"memory://pdfs/md/{path.stem}.pdf" for path in CONTENT.glob("*.md")
    }  # fmt: skip


def test_only_what_changed_in_a_store_is_set_again(store: Any) -> None:
    tasks = outputs(letters(["memory://letters/*.yaml"]), "memory://pdfs")

    def states() -> list[str]:
        ledger = Ledger(place_of("memory://pdfs"))
        done = {one.task: one.state for one in build(tasks, MAKING, one_by_one, ledger, "g")}
        return [done[task] for task in tasks]

    assert set(states()) == {"set"}
    assert set(states()) == {"unchanged"}
    at = next(i for i, task in enumerate(tasks) if "short-reply" in task.letter)
    text = store.cat_file("/letters/short-reply.yaml").replace(b"swifts", b"swallows")
    store.pipe_file("/letters/short-reply.yaml", text)
    assert [i for i, state in enumerate(states()) if state == "set"] == [at]


def test_what_is_wrong_is_told_of_the_address(store: Any) -> None:
    store.pipe_file("/letters/bad.yaml", b"title: T\nautor: A B\nbody: |\n  Text.\nbibliography: refs.json\n")
    outcome = set_one(Task("memory://letters/bad.yaml", "memory://pdfs/bad.pdf"), MAKING)
    assert outcome.state == "refused"
    assert [str(one.span) for one in outcome.said if "autor" in one.message] == ["memory://letters/bad.yaml:2:1"]
    assert any(one.span.file == "memory://letters/refs.json" for one in outcome.said)
    assert not store.exists("/pdfs/bad.pdf")


def test_a_letter_that_is_not_there_is_refused(store: Any) -> None:
    outcome = set_one(Task("memory://letters/none.yaml", "memory://pdfs/none.pdf"), MAKING)
    assert outcome.state == "refused" and outcome.message == "memory://letters/none.yaml: there is no such file"
    outcome = set_one(Task("nosuch://letters/none.yaml", "memory://pdfs/none.pdf"), MAKING)
    assert outcome.state == "refused" and "nosuch" in outcome.message


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("bibliography: refs.json", ["refs.json"]),
        ("bibliography: [a.bib, sub/b.ris]", ["a.bib", "sub/b.ris"]),
        ("![A map](figures/my map.svg){#fig-a}", ["figures/my map.svg", "map.svg"]),
        ('<graphic xlink:href="gr1"/>', ["gr1.svg", "gr1.pdf", "gr1.png", "gr1.jpg", "gr1.jpeg"]),
        ('<graphic xlink:href="gr1.tif"/>', ["gr1.svg", "gr1.png"]),
        ("csl: nature\nreferences: []", ["nature.csl"]),
        ("![](../secret.png) ![](/etc/x.png) ![](a/../../b.png)", []),
        ("Nothing but words, e.g. a.json2 or .pdfx.", []),
    ],
)
def test_what_may_be_the_name_of_a_file_beside_the_letter(text: str, names: list[str]) -> None:
    found = names_in(text)
    assert [name for name in names if name not in found] == []
    assert not any(".." in name or name.startswith("/") for name in found)
    if not names:
        assert found == ()


def test_a_link_beside_a_letter_at_a_file_address_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.yaml").write_text("- {id: a, type: book, title: Secret}\n", encoding="utf-8")
    (tmp_path / "in/refs.yaml").symlink_to("../secret.yaml")
    text = "title: T\nauthor: A\nbody: Ice.[@a]\nbibliography: refs.yaml\n"
    (tmp_path / "in/a.yaml").write_text(text, encoding="utf-8")
    outcome = set_one(Task(f"file://{tmp_path}/in/a.yaml", str(tmp_path / "a.pdf")), MAKING)
    assert outcome.state == "refused" and not (tmp_path / "a.pdf").exists(), outcome
    (tmp_path / "in/refs.yaml").unlink()
    (tmp_path / "secret.yaml").rename(tmp_path / "in/refs.yaml")
    outcome = set_one(Task(f"file://{tmp_path}/in/a.yaml", str(tmp_path / "a.pdf")), MAKING)
    assert outcome.state == "set" and {one.path for one in outcome.made_of} == {
        f"file://{tmp_path}/in/a.yaml", f"file://{tmp_path}/in/refs.yaml"
    }  # fmt: skip


@pytest.mark.parametrize("text", ["a" * 2_000_000, "<graphic " * 200_000, "a.png" * 200_000, '"' + "a b " * 500_000])
def test_names_are_found_in_a_text_of_any_kind_at_once(text: str) -> None:
    before = time.monotonic()
    assert all(len(name) < 300 for name in names_in(text))
    assert time.monotonic() - before < 3
