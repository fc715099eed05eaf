"""The report as text, as JSON and as a verdict."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hand_made import column, line, measured, page, paragraph

import rejoinder
from rejoinder.proof.json import report_json, report_mapping
from rejoinder.proof.limits import NoLimit, exceeded, read_limits
from rejoinder.proof.model import KINDS, RATES, SEVERITIES, Report
from rejoinder.proof.text import SHOWN, report_text

HOME = Path(__file__).parents[2]
LETTERS = sorted((HOME / "content").glob("*.*"))
DOCS = (HOME / "docs" / "inspect.md").read_text(encoding="utf-8")


@lru_cache(maxsize=8)
def inspected(path: Path) -> rejoinder.Inspection:
    return rejoinder.inspect(path)


def loose(lines: int) -> Report:
    """So many loose lines, and none beside another."""
    texts = ("some words", "and a few more")
    return measured(page(column(0, [line(texts[i % 2], ratio=1.5, element=i) for i in range(lines)]), count=1))


# ── the sample letters ────────────────────────────────────────────────────


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.name)
def test_the_sample_letters_are_set_without_fault(path: Path) -> None:
    report = inspected(path).report
    assert [one for one in report.findings if one.severity == "fault"] == []
    assert report.apart <= 1
    assert all(note.stands for note in report.notes)


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.name)
def test_each_finding_leads_to_its_place(path: Path) -> None:
    inspection = inspected(path)
    assert inspection.report.findings
    lines = path.read_text(encoding="utf-8").splitlines()
    for one in inspection.report.findings:
        paper = inspection.made_up.pages[one.page - 1]
        assert 0 <= one.box.x < one.box.right <= paper.width and 0 <= one.box.y < one.box.bottom <= paper.height
        assert one.span.file == str(path) and 1 <= one.span.line <= len(lines)
        assert one.severity in SEVERITIES and one.kind in KINDS


def test_the_parts_of_a_whole_add_up() -> None:
    for path in LETTERS:
        report = inspected(path).report
        assert sum(one.text.total for one in report.pages) == report.text.total
        assert sum(lines.total for _, lines in report.styles) == report.text.total
        assert sum(one.text.spaces.lines for one in report.pages) == report.text.spaces.lines
        assert sum(one.rivers for one in report.pages) == len(report.rivers)
        text = dict(report.parts)
        assert text["column"] + text["notes"] + text["float"] == report.text.total


# ── text ──────────────────────────────────────────────────────────────────


def test_what_matters_stands_first() -> None:
    lines = paragraph(1, 6)
    lines[2] = line("x" * 60, ratio=-0.9)
    text = report_text(measured(page(column(0, lines), count=1)))
    heads = [one for one in text.splitlines() if one and not one.startswith(" ")]
    assert heads[0] == "letter.yaml: 1 page, 6 lines of text"
    assert heads[1] == "1 fault · no blemishes · 1 remark"
    assert [one.split()[0] for one in heads[2:]] == ["FAULTS", "REMARKS", "SETTING", "PAGES"]


def test_a_long_list_is_shortened_unless_all_is_asked_for() -> None:
    report = loose(SHOWN + 4)
    assert "… and 4 more (--verbose lists them)" in report_text(report)
    assert report_text(report).count("r = +1.50") == SHOWN
    assert report_text(report, verbose=True).count("r = +1.50") == SHOWN + 4


def test_the_text_says_what_was_measured() -> None:
    text = inspected(HOME / "content" / "many-hands.md").text(verbose=True)
    report = inspected(HOME / "content" / "many-hands.md").report
    assert f"median {report.text.spaces.median:.2f} × natural" in text
    assert all(f"\n  {style} " in text for style, lines in report.styles if lines.total)
    assert len(re.findall(r"p\. \d", text)) == len(report.findings)
    assert all(len(one) <= 130 for one in text.splitlines())


def test_pages_without_a_letter_on_them_can_be_measured() -> None:
    report = measured(page())
    assert report_text(report).startswith("letter.yaml: 1 page, no lines of text\n")
    assert json.loads(report_json(report))["text"]["spaces"]["median"] == 0
    assert measured().pages == ()
    assert report_text(measured()).startswith("letter.yaml: no pages")


# ── JSON ──────────────────────────────────────────────────────────────────


def keys(value: Any) -> set[str]:
    """All keys of mappings, but for those that are names of styles, kinds, parts and costs."""
    found: set[str] = set()
    if isinstance(value, list):
        for one in value:
            found |= keys(one)
    if isinstance(value, dict):
        for key, one in value.items():
            found.add(key)
            inner = one.values() if key == "styles" else [] if key in ("counts", "parts", "costs") else [one]
            found |= keys(list(inner))
    return found


def test_the_keys_are_always_the_same() -> None:
    mappings = [report_mapping(inspected(path).report) for path in LETTERS] + [report_mapping(measured(page()))]
    assert len({tuple(one) for one in mappings}) == 1
    assert len({tuple(one["counts"]) for one in mappings}) == 1
    assert list(mappings[0]["counts"]) == [*KINDS, *RATES]
    assert list(mappings[0]) == [
        "format", "version", "letter", "title", "pages", "counts", "parts", "text", "styles", "grid_error", "apart",
        "rivers", "notes", "floats", "costs", "findings",
    ]  # fmt: skip


def test_every_key_is_explained() -> None:
    shown = set(re.findall(r"`([^`\n]+)`", DOCS))
    report = report_mapping(inspected(HOME / "content" / "many-hands.md").report)
    assert keys(report) - shown == set()


def test_every_kind_is_explained_with_its_severity() -> None:
    rows = dict(re.findall(r"^\| `([\w-]+)` \| (fault|blemish|remark) \|", DOCS, re.MULTILINE))
    assert rows == {kind: severity for kind, (severity, _) in KINDS.items()}
    assert list(rows) == list(KINDS)


def test_the_same_letter_gives_the_same_report() -> None:
    path = LETTERS[0]
    assert rejoinder.inspect(path).json() == rejoinder.inspect(path).json() == inspected(path).json()
    assert rejoinder.inspect(path).html() == inspected(path).html()


def test_findings_of_the_json_are_those_of_the_report() -> None:
    inspection = inspected(HOME / "content" / "short-reply.yaml")
    read = json.loads(inspection.json())
    assert [one["kind"] for one in read["findings"]] == [one.kind for one in inspection.report.findings]
    first, shown = inspection.report.findings[0], read["findings"][0]
    assert shown["place"] == {"file": first.span.file, "line": first.span.line, "column": first.span.column}
    assert shown["box"] == pytest.approx([first.box.x, first.box.y, first.box.width, first.box.height], abs=1e-3)


# ── limits ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "number", "exceeds"),
    [
        ("loose", 0, False),
        ("loose", 1, True),
        ("loose=3", 3, False),
        ("loose=3", 4, True),
        ("loose=50%", 4, True),
        ("loose=100%", 4, False),
        ("blemish=4", 4, False),
        ("blemish", 4, True),
        ("fault,remark", 4, False),
        ("fault, loose=2", 4, True),
        ("", 4, False),
    ],
)
def test_limits(written: str, number: int, exceeds: bool) -> None:
    assert bool(list(exceeded(loose(number), read_limits(written)))) is exceeds


def test_what_is_exceeded_is_said() -> None:
    assert list(exceeded(loose(4), read_limits("loose=3,loose=12.5%"))) == [
        "loose: 4, and 3 allowed",
        "loose: 100.0 in 100 lines, and 12.5 in 100 lines allowed",
    ]


@pytest.mark.parametrize("kind", [*KINDS, *RATES, *SEVERITIES])
def test_everything_that_is_counted_can_be_limited(kind: str) -> None:
    assert list(exceeded(measured(page()), read_limits(kind))) == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("widows", 'did you mean "widow"?'),
        ("nonsense", "there are fault, blemish"),
        ("loose=", "write a name"),
        ("loose=-1", "write a name"),
        ("loose=x", "write a name"),
        ("loose=9999999999", "write a name"),
    ],
)
def test_a_slip_in_a_limit_is_said(written: str, said: str) -> None:
    with pytest.raises(NoLimit, match=re.escape(said)):
        read_limits(written)
