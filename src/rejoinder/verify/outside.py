"""What another program finds: page-validation (extra "verify"), in its own words and under its own name.

Knows that program's profiles; nothing of how we look at a file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from rejoinder.verify.model import Claim, Finding, Judge, Place

NAME = "page-validation"
PROFILES = {
    "PDF/UA-1": "ua1", "PDF/A-1a": "1a", "PDF/A-1b": "1b", "PDF/A-2a": "2a", "PDF/A-2b": "2b", "PDF/A-2u": "2u",
    "PDF/A-3a": "3a", "PDF/A-3b": "3b", "PDF/A-3u": "3u",
}  # fmt: skip
"""Those that it knows."""
LARGEST = 24_000_000
MOST_FINDINGS = 200


def page_validation(claims: Iterable[Claim]) -> tuple[Judge, tuple[Finding, ...]]:
    """Its findings on standard input, for the standards that are claimed."""
    known = tuple(claim.standard for claim in claims if claim.state != "not claimed" and claim.standard in PROFILES)
    try:
        import page  # 10 ms, and an extra
    except ImportError:
        return Judge(NAME, remark="it is not installed: pip install 'rejoinder[verify]'"), ()
    if not known:
        return Judge(NAME, remark="it knows none of the standards that the file claims"), ()
    if os.fstat(0).st_size > LARGEST:
        return Judge(NAME, remark=f"the file is larger than {LARGEST // 1_000_000} MB"), ()
    data = _standard_input()
    limits = page.SafetyLimits(max_input_size=LARGEST, max_decoded_stream_size=24_000_000)
    findings: list[Finding] = []
    for standard in known:
        try:
            report = page.validate_pdf_bytes(data, profile=PROFILES[standard], limits=limits)
        except page.PageError as refused:
            message = str(refused).split("\n")[0][:300]
            findings.append(Finding("unread", "error", message, breaks=(standard,), judge=NAME))
            continue
        for one in report.failures[:MOST_FINDINGS]:
            obj = one.object_id.object_number if one.object_id else 0
            message = "".join(char if char.isprintable() else "�" for char in one.message)[:300]
            findings.append(
                Finding(
                    str(one.rule_id),
                    "error",
                    message,
                    Place(0, obj),
                    f"profile {PROFILES[standard]}",
                    (standard,),
                    NAME,
                )
            )
        if not report.is_compliant and not report.failures:
            message = "it does not hold, and no reason was given"
            findings.append(Finding("unread", "error", message, breaks=(standard,), judge=NAME))
    return Judge(NAME, known), tuple(findings)


def _standard_input() -> bytes:
    os.lseek(0, 0, os.SEEK_SET)
    with open(0, "rb", closefd=False) as file:
        return file.read()
