"""The manual shows every check, in the words of the table that the program goes by."""

from __future__ import annotations

from pathlib import Path

from rejoinder.verify.checks import CHECKS

MANUAL = Path(__file__).parents[2] / "docs" / "pdf.md"


def test_the_manual_has_the_table_of_checks() -> None:
    section = MANUAL.read_text(encoding="utf-8").split("\n## Verify\n")[1].split("\n## ")[0]
    shown = [line for line in section.splitlines() if line.startswith("| `")]
    assert shown == [f"| `{name}` | {check.about} | {check.clause or '–'} |" for name, check in CHECKS.items()]
