"""`rejoinder check` for programs: JSON and SARIF, the same bytes for the same letter."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from rejoinder.cli import main
from rejoinder.diagnostics import Diagnostic, Span
from rejoinder.editorial.counts import Counts
from rejoinder.editorial.report import Checked, check_json, check_sarif

LETTER = "title: Ice\nauthor: Ann Lee\nbody: It thawed.\n"
BAD = "title: Ice\nauthor: Ann Lee\nbody: It thawed [@none].\n"

COUNTS = Counts(100, 10, 20, 3, 1, 2, 4, 1)
SAID = (
    Diagnostic("error", "the text is long", Span("my letters/a b.yaml", 3, 4), "shorten it", "words"),
    Diagnostic("warning", "x", Span("/tmp/elsewhere.yaml", 2), "", "letter"),
    Diagnostic("note", "fitted", Span("<letter>"), "", "pages"),
    Diagnostic("error", "own", Span("/home/me/own.yaml", 1, 1)),
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.yaml").write_text(LETTER, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(BAD, encoding="utf-8")
    return tmp_path


def test_json_has_stable_keys() -> None:
    read = json.loads(check_json([Checked("a b.yaml", SAID, COUNTS), Checked("c.yaml", ())]))
    assert list(read) == ["format", "version", "letters", "errors", "warnings"]
    assert (read["format"], read["version"], read["errors"], read["warnings"]) == ("rejoinder-check", 1, 2, 1)
    first, second = read["letters"]
    assert first["counts"] == {
        "words": 100,
        "abstract_words": 10,
        "title_characters": 20,
        "references": 3,
        "figures": 1,
        "tables": 2,
        "authors": 4,
        "pages": 1,
    }
    assert first["diagnostics"][0] == {
        "rule": "words",
        "severity": "error",
        "message": "the text is long",
        "hint": "shorten it",
        "file": "my letters/a b.yaml",
        "line": 3,
        "column": 4,
    }
    assert second == {"letter": "c.yaml", "counts": None, "diagnostics": []}


def test_the_command_writes_json_and_nothing_else(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "good.yaml", "bad.yaml", "gone.yaml", "--json"]) == 1
    out, err = capfd.readouterr()
    assert err == ""
    read = json.loads(out)
    assert [one["letter"] for one in read["letters"]] == ["good.yaml", "bad.yaml", "gone.yaml"]
    assert [one["counts"] and one["counts"]["words"] for one in read["letters"]] == [2, None, None]
    assert read["errors"] == 2
    assert main(["check", "good.yaml", "bad.yaml", "gone.yaml", "--format", "json"]) == 1
    assert capfd.readouterr().out == out
    assert main(["check", "good.yaml", "--json"]) == 0


def test_standard_input_that_is_no_text(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe")))
    assert main(["check", "-", "--json"]) == 1
    out, err = capfd.readouterr()
    assert err == ""
    assert [one["message"] for one in json.loads(out)["letters"][0]["diagnostics"]] == ["byte 1 is not UTF-8"]


def test_as_text_it_is_said_as_ever(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "good.yaml", "--format", "text"]) == 0
    out, err = capfd.readouterr()
    assert out == "" and "good.yaml: warning: the letter bears no date" in err


# ── SARIF ─────────────────────────────────────────────────────────────────

LEVELS = {"none", "note", "warning", "error"}


def check_shape(log: dict[str, Any]) -> None:
    """What the schema of SARIF 2.1.0 asks of everything that is written here."""
    assert set(log) == {"$schema", "version", "runs"} and log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert set(run) == {"tool", "columnKind", "results"} and run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert set(driver) == {"name", "semanticVersion", "rules"}
    for rule in driver["rules"]:
        assert set(rule) == {"id", "shortDescription", "help", "defaultConfiguration"}
        assert rule["shortDescription"]["text"] and rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in LEVELS
    assert len({rule["id"] for rule in driver["rules"]}) == len(driver["rules"])
    for result in run["results"]:
        assert set(result) == {"ruleId", "ruleIndex", "level", "message", "locations"}
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in LEVELS and result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert set(place["artifactLocation"]) <= {"uri", "uriBaseId"}
        assert " " not in place["artifactLocation"]["uri"] and "\\" not in place["artifactLocation"]["uri"]
        for number in place.get("region", {}).values():
            assert number >= 1


def test_sarif_names_rules_levels_and_places() -> None:
    log = json.loads(check_sarif([Checked("a b.yaml", SAID, COUNTS)], "1.2.3", "/home/me"))
    check_shape(log)
    results = log["runs"][0]["results"]
    assert [(one["ruleId"], one["level"]) for one in results] == [
        ("words", "error"),
        ("letter", "warning"),
        ("pages", "note"),
        ("letter", "error"),
    ]
    assert results[0]["message"]["text"] == "the text is long (hint: shorten it)"
    assert [one["locations"][0]["physicalLocation"] for one in results] == [
        {
            "artifactLocation": {"uri": "my%20letters/a%20b.yaml", "uriBaseId": "SRCROOT"},
            "region": {"startLine": 3, "startColumn": 4},
        },
        {"artifactLocation": {"uri": "file:///tmp/elsewhere.yaml"}, "region": {"startLine": 2}},
        {"artifactLocation": {"uri": "%3Cletter%3E", "uriBaseId": "SRCROOT"}},
        {"artifactLocation": {"uri": "own.yaml", "uriBaseId": "SRCROOT"}, "region": {"startLine": 1, "startColumn": 1}},
    ]


def test_the_command_writes_sarif(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "good.yaml", "bad.yaml", "--sarif"]) == 1
    out, err = capfd.readouterr()
    assert err == ""
    log = json.loads(out)
    check_shape(log)
    assert {one["ruleId"] for one in log["runs"][0]["results"]} >= {"document", "dates-missing"}
    assert main(["check", "good.yaml", "bad.yaml", "--format", "sarif"]) == 1
    assert capfd.readouterr().out == out
