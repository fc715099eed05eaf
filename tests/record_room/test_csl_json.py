"""The cited references as CSL-JSON: those that are printed, in that order, as they were written."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from written import every_letter, letter_of, numbered

from rejoinder.content.model import Letter, Reference
from rejoinder.diagnostics import NOWHERE
from rejoinder.document import model
from rejoinder.record.csl_json import references
from rejoinder.values import replace

ITEMS = [
    {"id": "b", "type": "book", "title": "Béta & <i>sons</i>", "issued": {"date-parts": [[2002, 1]]}, "volume": 3},
    {"id": "unused", "type": "book", "title": "Unused"},
    {"id": "a", "type": "book", "title": "Alpha 😀", "author": [{"family": "Alpha", "given": "Ann"}]},
]


def test_what_is_cited_in_the_order_in_which_it_is_printed() -> None:
    written = references(*letter_of("One[@a], two[@b].", references=ITEMS))
    assert json.loads(written) == [ITEMS[2], ITEMS[0]]
    assert "Béta & <i>sons</i>" in written.decode(), "readable: no escapes where none are needed"
    assert written.startswith(b'[\n  {\n    "id": "a",\n    "type": "book",\n')


def test_a_letter_that_cites_nothing() -> None:
    assert references(*letter_of()) == b"[]\n"


@every_letter
def test_of_every_letter(name: str) -> None:
    letter, document = numbered(name)
    items = json.loads(references(letter, document))
    assert [item["id"] for item in items] == [one.key for one in document.references]
    known = {one.key: one.item for one in letter.references}
    assert all(item.keys() == known[item["id"]].keys() for item in items)


def _written(item: dict[str, Any]) -> Any:
    letter, document = letter_of()
    letter = replace(letter, references=(Reference("key", {"id": "key", **item}, NOWHERE),))
    document = replace(document, references=(model.Reference("key", (), NOWHERE),))
    assert isinstance(letter, Letter)
    return json.loads(references(letter, document))[0]


def test_values_that_json_has_no_word_for() -> None:
    assert _written({"issued": date(2016, 9, 13)})["issued"] == "2016-09-13"
    assert _written({"volume": float("nan"), "page": float("inf")}) == {"id": "key", "volume": "nan", "page": "inf"}
    assert _written({"number": 10**5000})["number"] == "", "Python writes no number of five thousand digits"
    assert _written({"note": "a\ud800b"})["note"] == "a?b"
    assert _written({"custom": {1: {"x"}}})["custom"] == {"1": "{'x'}"}


def test_what_has_no_end_is_cut_off() -> None:
    deep: Any = "x"
    for _ in range(100_000):
        deep = [deep]
    assert isinstance(_written({"note": deep})["note"], list)
