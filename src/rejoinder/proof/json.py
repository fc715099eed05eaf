"""A report for programs: JSON with stable keys, which docs/inspect.md explains.

Keys are only ever added. One that must change its meaning gets another name, and `version` counts on.
"""

from __future__ import annotations

import json
from typing import Any

from rejoinder.proof.model import Finding, FloatPlace, Lines, NotePlace, PageMeasures, Report, Spaces
from rejoinder.proof.stands import Where

VERSION = 1


def report_json(report: Report) -> str:
    """The report as JSON, by the same keys in the same order whatever was found."""
    return json.dumps(report_mapping(report), indent=2, ensure_ascii=False) + "\n"


def report_mapping(report: Report) -> dict[str, Any]:
    return {
        "format": "rejoinder-report",
        "version": VERSION,
        "letter": report.letter,
        "title": report.title,
        "pages": [_page(page) for page in report.pages],
        "counts": dict(report.counts),
        "parts": dict(report.parts),
        "text": _lines(report.text),
        "styles": {
            style: {"natural": _rounded(natural), **_lines(lines)}
            for (style, lines), (_, natural) in zip(report.styles, _natural(report), strict=True)
        },
        "grid_error": _rounded(report.grid_error),
        "apart": _rounded(report.apart),
        "rivers": list(report.rivers),
        "notes": [_note(note) for note in report.notes],
        "floats": [_float(one) for one in report.floats],
        "costs": {name: _rounded(cost) for name, cost in report.costs},
        "findings": [_finding(one) for one in report.findings],
    }


def _natural(report: Report) -> list[tuple[str, float]]:
    known = dict(report.natural)
    return [(style, known.get(style, 1.0)) for style, _ in report.styles]


def _rounded(number: float) -> float:
    return round(number, 3) + 0.0  # no "-0.0"


def _lines(lines: Lines) -> dict[str, Any]:
    return {
        "lines": lines.total,
        "justified": lines.justified,
        "spaces": _spaces(lines.spaces),
        "tight": lines.tight,
        "loose": lines.loose,
        "contrast": lines.contrast,
        "hyphens": lines.hyphens,
        "hyphens_per_100": _rounded(lines.per_hundred),
        "ladder": lines.ladder,
        "runts": lines.runts,
    }


def _spaces(spaces: Spaces) -> dict[str, Any]:
    return {
        "lines": spaces.lines,
        "min": _rounded(spaces.least),
        "p5": _rounded(spaces.p5),
        "median": _rounded(spaces.median),
        "p95": _rounded(spaces.p95),
        "max": _rounded(spaces.most),
        "wide": spaces.wide,
        "wide_share": _rounded(spaces.wide / spaces.lines) if spaces.lines else 0.0,
        "histogram": list(spaces.histogram),
    }


def _page(page: PageMeasures) -> dict[str, Any]:
    return {
        "page": page.number,
        "folio": page.folio,
        "kind": page.kind,
        "parts": dict(page.parts),
        "text": _lines(page.text),
        "grid_error": _rounded(page.grid_error),
        "rivers": page.rivers,
        "columns": [
            {
                "column": end.column,
                "foot": _rounded(end.foot),
                "room": _rounded(end.room),
                "slack": _rounded(end.slack),
            }
            for end in page.ends
        ],
    }


def _where(where: Where) -> dict[str, int] | None:
    return {"page": where[0], "column": where[1]} if where[0] else None


def _note(note: NotePlace) -> dict[str, Any]:
    return {
        "number": note.number,
        "called": _where(note.called),
        "stands": [_where(one) for one in note.stands],
        "lines": note.lines,
    }


def _float(one: FloatPlace) -> dict[str, Any]:
    return {
        "ordinal": one.ordinal,
        "label": one.label,
        "mentioned": _where(one.mentioned),
        "stands": [_where(where) for where in one.stands],
        "behind": one.behind,
    }


def _finding(one: Finding) -> dict[str, Any]:
    box = one.box
    return {
        "kind": one.kind,
        "severity": one.severity,
        "page": one.page,
        "column": one.column,
        "box": [_rounded(side) for side in (box.x, box.y, box.width, box.height)],
        "place": {"file": one.span.file, "line": one.span.line, "column": one.span.column},
        "message": one.message,
        "text": one.text,
        "value": _rounded(one.value),
    }
