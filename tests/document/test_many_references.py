"""Papers of thousands of authors, and lists of hundreds of references, in bounded time."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from document_builders import article, letter, show

from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.document.csl_item import read_item
from rejoinder.document.number import number
from rejoinder.document.references import Bibliographer, find_style
from rejoinder.style import csl_shelf

SHARED = Path(__file__).parents[3] / "shared" / "corpus" / "refs" / "meta-review-2019.csl.json"
PLACE = Span("refs.json", 1)
ALL_NAMES = '<names variable="author"><name initialize-with="" name-as-sort-order="all" delimiter=", "/></names>'


def people(count: int) -> list[dict[str, str]]:
    return [{"family": f"Name-{n} O'Neil", "given": f"Ada {chr(65 + n % 26)}. Jean-Luc"} for n in range(count)]


def printed(style: str | Path, item: dict[str, Any]) -> tuple[str, float]:
    said = Diagnostics()
    ours = Bibliographer(find_style(style, None, PLACE, said), "en-GB", said)
    ours.style()
    start = time.process_time()
    text = show(ours.format("it", read_item("it", item, PLACE, said), PLACE))
    assert not [one for one in said if one.severity == "error"]
    return text, time.process_time() - start


def test_five_thousand_authors_in_our_style() -> None:
    text, seconds = printed("rejoinder", {**article("it").item, "author": people(5_156)})
    assert text.startswith("Name-0 O’Neil AAJ-L, Name-1 O’Neil ABJ-L, Name-2 O’Neil ACJ-L, *et al*.")
    assert seconds < 1


def test_five_thousand_authors_who_are_all_named(tmp_path: Path) -> None:
    from test_csl_styles import style

    (tmp_path / "all.csl").write_text(style(ALL_NAMES), encoding="utf-8")
    text, seconds = printed(tmp_path / "all.csl", {**article("it").item, "author": people(5_156)})
    assert text.count(", Name-") == 5_155
    assert seconds < 2


def test_eight_hundred_references() -> None:
    items = tuple(article(f"k{n}", title=f'On "it", {n}', author=people(n % 12 + 1)) for n in range(810))
    written = letter(" ".join(f"[@{one.key}]" for one in items), references=items)
    said = Diagnostics()
    start = time.process_time()
    document = number(written, said)
    assert time.process_time() - start < 2
    assert len(document.references) == 810
    assert not list(said)


@pytest.mark.skipif(not SHARED.is_file(), reason="the shared corpus is not beside the project")
@pytest.mark.parametrize("style", ["rejoinder", "bmj", "american-medical-association", "nature", "the-lancet"])
def test_the_largest_papers_of_the_corpus(style: str) -> None:
    if csl_shelf.find(style) is None:
        pytest.skip('the extra is not there: pip install "rejoinder[csl]"')
    items = sorted(json.loads(SHARED.read_text(encoding="utf-8")), key=lambda one: -len(one.get("author", ())))
    assert [len(one["author"]) for one in items[:2]] == [5156, 1014]
    for item in items[:2]:
        text, seconds = printed(style, item)
        assert "et al" in text
        assert seconds < 1
