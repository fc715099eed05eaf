"""A verdict, to be read by people and by programs. Knows verdicts; prints nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from rejoinder.diagnostics import InputError
from rejoinder.verify.apart import told
from rejoinder.verify.model import Finding, Judge, Verdict

FORMAT = 1


def as_text(file: str, verdict: Verdict) -> str:
    """One line for each standard, each finding, each other program."""
    pages = f"{verdict.pages} page{'' if verdict.pages == 1 else 's'}"
    lines = [f"{file}: PDF {verdict.version}, {pages}"]
    width = max(len(claim.standard) for claim in verdict.claims)
    lines += [f"  {claim.standard:<{width}}  {claim.state}" for claim in verdict.claims]
    lines += [f"  {_line(finding)}" for finding in verdict.findings]
    lines += [f"  {check}: {count} more of the same" for check, count in verdict.left_out]
    lines += [f"  {_judge(judge)}" for judge in verdict.judges]
    return "\n".join(lines) + "\n"


def _line(finding: Finding) -> str:
    place = str(finding.place)
    who = f"{finding.judge} " if finding.judge else ""
    clause = f" [{finding.clause}]" if finding.clause else ""
    return f"{finding.severity}: {who}{finding.check}: {f'{place}: ' if place else ''}{finding.message}{clause}"


def _judge(judge: Judge) -> str:
    if judge.remark:
        return f"{judge.name} did not look at it: {judge.remark}"
    return f"{judge.name} looked at it too: {', '.join(judge.looked_at)}"


def as_json(verdicts: Iterable[tuple[str, Verdict | InputError]]) -> str:
    """All files; one that could not be read has an "error" instead of a verdict."""
    files: list[dict[str, Any]] = []
    for file, verdict in verdicts:
        if isinstance(verdict, InputError):
            files.append({"file": file, "sound": False, "error": verdict.diagnostics[0].message})
        else:
            files.append({"file": file, "sound": verdict.sound, **told(verdict)})
    return json.dumps({"rejoinder-verdict": FORMAT, "files": files}, indent=2, ensure_ascii=False) + "\n"
