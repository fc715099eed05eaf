"""The words that the program adds to a letter come from its sheet."""

from __future__ import annotations

from rejoinder.diagnostics import Diagnostics
from rejoinder.record.wording import ENGLISH, wording_of
from rejoinder.style.read import read_style_mapping


def test_words_of_a_sheet() -> None:
    said = Diagnostics()
    sheet = read_style_mapping(
        {
            "name": "deutsch",
            "extends": "base",
            "captions": {"figure-label": "Abb.", "table-mentions": "Tabellen", "mention-last-separator": " und "},
            "front": {"equal-label": "{mark} Gleicher Beitrag.", "labels": {"reply": "Antwort"}},
            "end": {"labels": {"funding": "Förderung"}, "statements": ["funding", "disclaimer"]},
            "references": {"heading": "Literatur"},
        },
        said,
    )
    said.stop_on_errors()
    assert sheet is not None
    words = wording_of(sheet)
    assert (words.figure, words.tables_mentioned, words.mention_last_separator) == (
        "Abb.",
        ("Table", "Tabellen"),
        " und ",
    )
    assert (words.equal, words.types["reply"], words.references) == ("Gleicher Beitrag.", "Antwort", "Literatur")
    assert (words.statements["funding"], words.order) == ("Förderung", ("funding", "disclaimer"))
    assert words.statements["disclaimer"] == "Disclaimer"


def test_the_plain_words_are_those_of_the_base_sheet() -> None:
    sheet = read_style_mapping({"name": "plain", "extends": "base"}, Diagnostics())
    assert sheet is not None
    base = wording_of(sheet)
    for name in ("figure", "table", "figures_mentioned", "tables_mentioned", "references", "equal", "joint_last"):
        assert getattr(base, name) == getattr(ENGLISH, name)
    assert base.statements == ENGLISH.statements
