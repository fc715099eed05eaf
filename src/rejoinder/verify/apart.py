"""The child process that reads a file: what it is told stands on its command line, the file is its standard input.

It answers on standard output, in lines of JSON; the bytes of attachments follow the line that tells of them. What
becomes of it (`bounds.py`) harms nobody. Knows nothing of where the file came from.
"""

from __future__ import annotations

import json
import os
import sys
from typing import IO, Any

from rejoinder.verify import bounds
from rejoinder.verify.model import Claim, Finding, Judge, Place, Verdict
from rejoinder.verify.opened import Opened, TooMuch, Unreadable, bound_library, open_pdf, unpacked

LARGEST_FOR_JUDGES = 24_000_000


def main(task: str) -> None:
    """Read standard input, and say what was found. Never returns by an exception."""
    size = os.fstat(0).st_size
    bounds.bind(size)
    bound_library()
    out = sys.stdout.buffer
    with open(0, "rb", closefd=False) as file:
        try:
            opened = open_pdf(file)
            if task == "extract":
                _extract(opened, out)
            else:
                _verify(opened, out, judges=task == "verify")
        except Unreadable as broken:
            _answer(out, {"unreadable": broken.message, "hint": broken.hint})
        except TooMuch as much:
            _answer(out, {"unreadable": str(much), "hint": ""})
        except MemoryError:
            _answer(out, {"unreadable": "is larger than can be checked", "hint": ""})
    out.flush()
    os._exit(0)  # taking a million objects apart one by one would be the longest part of the work


def _answer(out: IO[bytes], answer: dict[str, Any]) -> None:
    out.write(json.dumps(answer).encode("ascii") + b"\n")
    out.flush()


# ── verdicts ──────────────────────────────────────────────────────────────


def _verify(opened: Opened, out: IO[bytes], *, judges: bool) -> None:
    from rejoinder.verify.examine import examine

    verdict = examine(opened)
    _answer(out, {"verdict": told(verdict)})
    if judges:
        from rejoinder.verify.outside import page_validation

        # Said by itself, and last: if the other program comes to no end, what was found out so far is known.
        judge, findings = page_validation(verdict.claims)
        _answer(out, {"judge": _fields(judge), "findings": [_told_finding(one) for one in findings]})


def told(verdict: Verdict) -> dict[str, Any]:
    """A verdict as JSON has it."""
    return {
        "version": verdict.version,
        "pages": verdict.pages,
        "claims": [_fields(claim) for claim in verdict.claims],
        "findings": [_told_finding(finding) for finding in verdict.findings],
        "judges": [_fields(judge) for judge in verdict.judges],
        "left_out": [list(one) for one in verdict.left_out],
    }


def _told_finding(finding: Finding) -> dict[str, Any]:
    return {**_fields(finding), "place": _fields(finding.place), "breaks": list(finding.breaks)}


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__match_args__}


def heard(told: dict[str, Any]) -> Verdict:
    """The verdict that was told."""
    return Verdict(
        told["version"],
        told["pages"],
        tuple(Claim(**one) for one in told["claims"]),
        heard_findings(told["findings"]),
        tuple(heard_judge(one) for one in told["judges"]),
        tuple((str(check), int(count)) for check, count in told["left_out"]),
    )


def heard_findings(told: list[dict[str, Any]]) -> tuple[Finding, ...]:
    return tuple(Finding(**{**one, "place": Place(**one["place"]), "breaks": tuple(one["breaks"])}) for one in told)


def heard_judge(told: dict[str, Any]) -> Judge:
    return Judge(told["name"], tuple(told["looked_at"]), told["remark"])


# ── attachments ───────────────────────────────────────────────────────────


def _extract(opened: Opened, out: IO[bytes]) -> None:
    from rejoinder.verify.embedded import LARGEST_FILE, MOST_BYTES, carried_files

    if opened.pdf.is_encrypted:
        raise Unreadable("is encrypted", "save it without: qpdf --decrypt old.pdf new.pdf")
    opened.budget.unpacked = MOST_BYTES
    heads, bodies = [], []
    for one in carried_files(opened):
        try:
            bodies.append(unpacked(one.stream, opened.budget, LARGEST_FILE))
        except (Unreadable, TooMuch) as broken:
            raise Unreadable(f"carries a file “{one.name[:80]}” that cannot be taken out: {broken}") from None
        heads.append({
            "name": one.name,
            "media_type": one.media_type,
            "relationship": one.relationship,
            "about": one.about,
            "size": len(bodies[-1]),
        })  # fmt: skip
    _answer(out, {"attachments": heads})
    for body in bodies:
        out.write(body)
