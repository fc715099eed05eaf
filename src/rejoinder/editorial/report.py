"""What was found in letters, for programs: JSON with stable keys, and SARIF 2.1.0.

docs/check.md explains the keys. They are only ever added; one that must change its meaning gets another name, and
`version` counts on. The same findings give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from rejoinder.diagnostics import Diagnostic, Span
from rejoinder.editorial.counts import Counts
from rejoinder.editorial.rules import EDITORIAL, OTHERS, Rule
from rejoinder.values import dataclass

VERSION = 1
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "SRCROOT"
"""What SARIF's relative addresses are relative to: the folder in which the command was given."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One letter, as it was named; what was said of it; and what it holds, if it could be read."""

    letter: str
    diagnostics: tuple[Diagnostic, ...]
    counts: Counts | None = None


def rule_of(one: Diagnostic) -> str:
    """The rule that a complaint is about; of what comes from outside all rooms, reading the letter."""
    return one.rule or "letter"


def check_json(checked: Sequence[Checked]) -> str:
    """Everything that was found, by the same keys in the same order whatever it is."""
    every = [one for letter in checked for one in letter.diagnostics]
    whole = {
        "format": "rejoinder-check",
        "version": VERSION,
        "letters": [
            {
                "letter": one.letter,
                "counts": None if one.counts is None else _counts(one.counts),
                "diagnostics": [_diagnostic(said) for said in one.diagnostics],
            }
            for one in checked
        ],
        "errors": sum(one.severity == "error" for one in every),
        "warnings": sum(one.severity == "warning" for one in every),
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _counts(counts: Counts) -> dict[str, int | None]:
    return {
        "words": counts.words,
        "abstract_words": counts.abstract_words,
        "title_characters": counts.title_characters,
        "references": counts.references,
        "figures": counts.figures,
        "tables": counts.tables,
        "authors": counts.authors,
        "pages": counts.pages or None,
    }


def _diagnostic(one: Diagnostic) -> dict[str, Any]:
    return {
        "rule": rule_of(one),
        "severity": one.severity,
        "message": one.message,
        "hint": one.hint,
        "file": one.span.file,
        "line": one.span.line,
        "column": one.span.column,
    }


# ── SARIF ─────────────────────────────────────────────────────────────────


def check_sarif(checked: Sequence[Checked], version: str, folder: str) -> str:
    """The same as SARIF 2.1.0 (OASIS, 2020). Files in `folder` or below it are named relative to it."""
    every = list(dict.fromkeys(one for letter in checked for one in letter.diagnostics))
    rules = {**EDITORIAL, **OTHERS}
    order = {name: number for number, name in enumerate(rules)}
    whole = {
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "rejoinder",
                        "semanticVersion": version,
                        "rules": [_rule(one) for one in rules.values()],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, order, folder) for one in every],
            }
        ],
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    off = rule.judged == "off"
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.about},
        "help": {"text": rule.help},
        "defaultConfiguration": {"enabled": not off, "level": "none" if off else rule.judged},
    }


def _result(one: Diagnostic, order: dict[str, int], folder: str) -> dict[str, Any]:
    rule = rule_of(one)
    text = one.message if not one.hint else f"{one.message} (hint: {one.hint})"
    result: dict[str, Any] = {"ruleId": rule}
    if rule in order:
        result["ruleIndex"] = order[rule]
    return {
        **result,
        "level": one.severity,
        "message": {"text": text},
        "locations": [{"physicalLocation": _location(one.span, folder)}],
    }


def _location(span: Span, folder: str) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": _address(span.file, folder)}
    if span.line:
        region = {"startLine": span.line}
        if span.column:
            region["startColumn"] = span.column
        location["region"] = region
    return location


def _address(file: str, folder: str) -> dict[str, str]:
    """A file's address: relative to the folder if it lies there; one that is no file is its name."""
    path = PurePath(file)
    if path.is_absolute():
        try:
            path = path.relative_to(folder)
        except ValueError:
            return {"uri": path.as_uri()}
    if ".." in path.parts:
        return {"uri": quote(path.as_posix())}
    return {"uri": quote(path.as_posix()), "uriBaseId": ROOT}
