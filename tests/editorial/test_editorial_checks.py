"""What an editor would object to, and how the sheet judges it."""

# ruff: noqa: E501 - tables of what is written and said
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from rejoinder import Diagnostic, check, typeset
from rejoinder.content.people import ror_is_valid
from rejoinder.editorial.rules import EDITORIAL, OTHERS
from rejoinder.pipeline import examine
from rejoinder.style.model import RULES

LETTER = """\
title: Ice
date: 2025-03-14
author: {name: Ann Lee, email: ann@example.org, corresponding: true}
references:
  - {id: a, type: article-journal, title: "Whose ice?", DOI: 10.5555/a, issued: 2024}
body: |
  Dear Editor,

  It thawed.[@a]
"""


def letter(**changes: Any) -> dict[str, Any]:
    return {**yaml.safe_load(LETTER), **changes}


def said(written: dict[str, Any], checks: dict[str, Any] | None = None, folder: Path | None = None) -> list[str]:
    """What is said of rules: by its id, severity and message."""
    found = check(written, {"checks": checks or {}}, folder=folder)
    return [f"{one.rule}: {one.severity}: {one.message}" for one in found]


def test_a_sound_letter_gives_no_cause() -> None:
    assert said(letter()) == []


REFERENCE = {"id": "a", "type": "article-journal", "title": "Whose ice?", "DOI": "10.5555/a", "issued": 2024}


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"date": None}, "dates-missing: warning: the letter bears no date"),
        ({"author": {"name": "Ann Lee"}}, "correspondence-missing: warning: nobody is said to whom letters go"),
        ({"author": {"name": "Ann Lee", "corresponding": True, "email": "a@example.org", "orcid": "0000-0002-1825-0098"}}, "orcid-checksum: warning: the last digit of the ORCID iD 0000-0002-1825-0098 is wrong"),
        ({"author": {"name": "Ann Lee", "corresponding": True, "affiliations": {"name": "House", "ror": "03zga2b33"}}}, "ror-checksum: warning: the last two digits of the ROR id https://ror.org/03zga2b33 are wrong"),
        ({"journal": {"title": "Ice", "issn": "0003-4968"}}, "issn-checksum: warning: the last digit of the ISSN 0003-4968 is wrong"),
        ({"references": [{**REFERENCE, "DOI": "5555/a"}]}, 'doi-form: warning: the DOI of reference "a", "5555/a", has not the form of one'),
        ({"references": [{**REFERENCE, "DOI": ""}]}, 'reference-doi: warning: reference "a" has no DOI'),
        ({"references": [{k: v for k, v in REFERENCE.items() if k != "issued"}]}, 'reference-year: warning: reference "a" has no year'),
        ({"references": [REFERENCE, {**REFERENCE, "id": "b", "DOI": "10.5555/b"}]}, 'reference-unused: warning: reference "b" is not cited; it is left out of the list'),
        ({"body": "It thawed.[@a; @b]", "references": [REFERENCE, {**REFERENCE, "id": "b", "DOI": "10.5555/A"}]}, 'reference-doubled: warning: references "a" and "b" are the same work'),
        ({"responds-to": {"title": "On water"}}, "response-uncited: warning: the letter does not cite what it responds to"),
        ({"responds-to": {"title": "On water", "doi": "10.5555/w"}}, "response-uncited: warning: the letter does not cite what it responds to"),
        ({"type": "correspondence-response"}, "response-uncited: warning: this is a correspondence-response, and does not say to what"),
        ({"body": "It thawed.[@a]\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"}, "float-unmentioned: warning: table 1 is not mentioned in the text"),
    ],
)  # fmt: skip
def test_each_rule(changes: dict[str, Any], complaint: str) -> None:
    assert said(letter(**changes)) == [complaint]
    rule = complaint.split(":")[0]
    assert said(letter(**changes), {"severity": {rule: "off"}}) == []
    assert said(letter(**changes), {"severity": {rule: "error"}}) == [complaint.replace("warning", "error", 1)]


@pytest.mark.parametrize(
    "answered",
    [
        {"title": "Whose ICE"},
        {"title": "It", "reference": "a"},
        {"title": "It", "doi": "10.5555/A"},
    ],
)
def test_a_response_that_cites_what_it_answers(answered: dict[str, str]) -> None:
    assert said(letter(**{"type": "reply", "responds-to": answered})) == []


def test_pictures_are_judged_by_the_sheets_resolution(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (100, 100)).save(tmp_path / "a.png")
    written = letter(body="See @fig-a.[@a]\n\n![Ice.](a.png){#fig-a width=6cm}\n")
    assert [one.split(":")[0] for one in said(written, folder=tmp_path)] == ["alt-text", "resolution"]
    assert [one.split(":")[0] for one in said(written, {"resolution": 40}, tmp_path)] == ["alt-text"]
    off = {"severity": {"alt-text": "off", "resolution": "error"}}
    (coarse,) = said(written, off, tmp_path)
    assert coarse.startswith('resolution: error: the picture "a.png" has only 42 pixels per inch')
    built = typeset(written, {"checks": off}, folder=tmp_path)  # an editor's error stops no typesetter
    assert [(one.rule, one.severity) for one in built.diagnostics] == [("resolution", "warning")]


LONG = letter(
    title="Ice on the river",
    abstract="Very cold.",
    author=[{"name": "Ann Lee", "email": "ann@example.org", "corresponding": True}, "Bo Ek"],
    body="# On ice\n\nIt was -- at 7 °C -- well-known.[@a] See @tbl-a.\n\n- One two\n- ***Three***\n\n> Four\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n: Some ages {#tbl-a}\n",
)


def test_words_are_counted_as_an_editor_counts() -> None:
    counts = examine(LONG).counts
    assert counts is not None
    # On ice It was at 7 °C well-known See Table 1 One two Three Four: neither dashes nor the citation nor the table.
    assert counts.words == 15
    assert (counts.abstract_words, counts.title_characters, counts.references) == (2, 16, 1)
    assert (counts.figures, counts.tables, counts.displays, counts.authors, counts.pages) == (0, 1, 1, 2, 1)


def test_limits() -> None:
    limits = {"words": 14, "references": 0, "displays": 0, "authors": 1, "abstract-words": 1, "title-characters": 15}
    assert sorted(said(LONG, {"limits": {"letter": limits}})) == [
        "abstract-words: error: the abstract has 2 words; a letter may have 1",
        "authors: error: the letter has 2 authors; a letter may have 1",
        "displays: error: the letter has 1 figures and tables; a letter may have 0",
        "references: error: the letter has 1 references; a letter may have 0",
        "title-characters: error: the title has 16 characters; a letter may have 15",
        "words: error: the text has 15 words; a letter may have 14",
    ]
    enough = {"words": 15, "references": 1, "displays": 1, "authors": 2, "abstract-words": 2, "title-characters": 16}
    assert said(LONG, {"limits": {"letter": enough}}) == []
    assert said(LONG, {"limits": {"reply": limits}}) == []
    assert len(said(LONG, {"limits": {"any": limits}})) == 6
    assert said(LONG, {"limits": {"any": limits, "letter": {}}}) == []


def test_statements() -> None:
    wanted = {"statements": {"any": ["funding", "competing-interests"], "reply": []}}
    message = 'statement-missing: error: the statement "{}" is missing; a letter has one'
    assert said(letter(), wanted) == [message.format("Funding"), message.format("Competing interests")]
    assert said(letter(notes={"competing-interests": "None."}, funding="None."), wanted) == []
    assert said(letter(type="reply", **{"responds-to": {"title": "x", "reference": "a"}}), wanted) == []


@pytest.mark.parametrize(
    ("checks", "message"),
    [
        ({"severity": {"word": "off"}}, 'there is no rule "word"'),
        ({"severity": {"words": "on"}}, '"words" is error, warning or off, not "on"'),
        ({"statements": {"any": ["fundings"]}}, 'there is no kind of statement "fundings"'),
        ({"limits": {"letter": {"words": -1}}}, "a limit is no less than nothing, not -1"),
        ({"limits": {"letter": {"word": 1}}}, 'unknown key "word"'),
        ({"resolution": -1}, "the resolution is from 0 to 5,000 pixels per inch"),
    ],
)
def test_what_a_sheet_may_not_say(checks: dict[str, Any], message: str) -> None:
    (found,) = check(letter(), {"checks": checks})
    assert (found.rule, found.severity) == ("style", "error")
    assert found.message == message or checks == {"severity": {"words": "on"}}


def test_the_rules_are_the_sheets_and_the_manuals() -> None:
    assert tuple(EDITORIAL) == RULES
    assert not set(EDITORIAL) & set(OTHERS)
    manual = (Path(__file__).parents[2] / "docs" / "check.md").read_text(encoding="utf-8")
    for rule in EDITORIAL.values():
        assert f"| `{rule.id}` | {rule.about} | {rule.judged} |" in manual
    for rule in OTHERS.values():
        assert f"| `{rule.id}` | {rule.about} |" in manual


def test_everything_else_is_said_by_its_work() -> None:
    found = check({"title": "A", "author": "B", "body": "x[@none]", "date": "soon"}, {"colums": {}})
    assert {one.rule for one in found} == {"letter", "document", "style"}
    (odd,) = [one for one in check(letter(body="\ue000[@a]")) if one.rule == "setting"]
    assert odd == Diagnostic(odd.severity, odd.message, odd.span, odd.hint, "setting")


@pytest.mark.parametrize("ror", ["03zga2b32", "04bs1pb34", "https://ror.org/01k4yrm29", "00x6h5n95"])
def test_ror_checksums(ror: str) -> None:
    assert ror_is_valid(ror)
    assert not ror_is_valid(ror[:-1] + str((int(ror[-1]) + 1) % 10))
    assert not ror_is_valid(ror.replace("b", "c").replace("6", "7").replace("y", "z"))
