"""What became of a run, for programs and for people.

The JSON has a row for each letter, in their order; its keys are stable.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from rejoinder.batch.model import Outcome
from rejoinder.diagnostics import Diagnostic

FORM = 1
WORDS = {
    "set": "set",
    "unchanged": "unchanged",
    "refused": "refused",
    "unwritten": "not written",
    "fault": "failed by a fault of the program",
    "lost": "lost with their workers",
}


def report_json(outcomes: Sequence[Outcome], program: str) -> str:
    """`rejoinder-batch` is the form's number."""
    told = {
        "rejoinder-batch": FORM,
        "program": program,
        "counts": dict(sorted(_counts(outcomes).items())),
        "letters": [_told(one) for one in outcomes],
    }
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    return text.encode("utf-8", "backslashreplace").decode()  # names of files may be no text


def _counts(outcomes: Sequence[Outcome]) -> Counter[str]:
    return Counter(one.state for one in outcomes)


def _told(one: Outcome) -> dict[str, Any]:
    return {
        "letter": one.task.letter,
        "output": one.task.output,
        "state": one.state,
        "message": one.message,
        "pages": one.pages,
        "bytes": one.size,
        "sha256": one.digest,
        "seconds": round(one.seconds, 4),
        "megabytes": round(one.megabytes, 1),
        "worker": one.worker,
        "tries": one.tries,
        "others": {part.path: part.digest for part in one.others},
        "made_of": {ingredient.path: ingredient.digest for ingredient in one.made_of},
        "diagnostics": [_complaint(said) for said in one.said],
    }


def _complaint(one: Diagnostic) -> dict[str, Any]:
    return {
        "severity": one.severity,
        "message": one.message,
        "file": one.span.file,
        "line": one.span.line,
        "column": one.span.column,
        "hint": one.hint,
    }


def summary(outcomes: Sequence[Outcome], seconds: float) -> str:
    """One line: "1,000 letters: 998 set, 1 unchanged, 1 refused; 31.2 s, 32 a second"."""
    counts = _counts(outcomes)
    parts = [f"{counts[state]:,} {words}" for state, words in WORDS.items() if counts[state]]
    done = counts["set"]
    speed = f", {done / seconds:.0f} a second" if done > 1 and seconds > 0 else ""
    letters = f"{len(outcomes):,} letter{'' if len(outcomes) == 1 else 's'}"
    return f"{letters}: {', '.join(parts)}; {seconds:.1f} s{speed}"
