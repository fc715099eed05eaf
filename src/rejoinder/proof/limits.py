"""How much is too much: what a journal will not let through.

`widow,river,loose=3,hyphen=18%`: no widow, no river, at most three loose lines, at most 18 divided words in a hundred
lines. The names are those of the findings, of their severities, and "hyphen".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rejoinder.diagnostics import did_you_mean
from rejoinder.proof.model import KINDS, RATES, SEVERITIES, Report
from rejoinder.values import dataclass

WRITTEN = re.compile(r"([a-z-]+)(?:=(\d{1,9})(?:\.(\d{1,3}))?(%?))?")


class NoLimit(ValueError):  # noqa: N818 - it is said to the user as it stands
    """What was written is no limit; says why, in one line."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of a kind and no more; or so many in a hundred lines of text."""

    name: str
    most: float = 0.0
    per_hundred: bool = False

    def __str__(self) -> str:
        return f"{self.most:g} in 100 lines" if self.per_hundred else f"{self.most:g}"


def read_limits(written: str) -> tuple[Limit, ...]:
    """The limits as written after `--fail-on`. Raises `NoLimit`."""
    return tuple(_limit(one.strip()) for one in written.split(",") if one.strip())


def _limit(written: str) -> Limit:
    found = WRITTEN.fullmatch(written)
    if found is None:
        raise NoLimit(f'"{written}" is no limit; write a name, name=3 or name=2.5%')
    name, whole, decimals, per_hundred = found.groups()
    known = (*SEVERITIES, *KINDS, *RATES)
    if name not in known:
        hint = did_you_mean(name, known) or f"there are {', '.join(known)}"
        raise NoLimit(f'"{name}" is nothing that is counted; {hint}')
    return Limit(name, float(f"{whole or 0}.{decimals or 0}"), bool(per_hundred))


def exceeded(report: Report, limits: tuple[Limit, ...]) -> Iterator[str]:
    """Which limits are exceeded, each as one line."""
    counts: dict[str, int] = dict(report.counts)
    counts.update((severity, len(report.of(severity))) for severity in SEVERITIES)
    for limit in limits:
        number = counts[limit.name]
        measured = 100 * number / max(report.text.total, 1) if limit.per_hundred else number
        if measured > limit.most:
            shown = f"{measured:.1f} in 100 lines" if limit.per_hundred else f"{number}"
            yield f"{limit.name}: {shown}, and {limit} allowed"
