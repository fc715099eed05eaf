"""What is found out about a PDF: values, which know nothing of how it was read."""

from __future__ import annotations

from typing import Literal, TypeAlias

from rejoinder.values import dataclass

Severity: TypeAlias = Literal["error", "warning"]
"""An error breaks a standard that the file claims, or PDF itself. A warning would break one that it does not claim."""

State: TypeAlias = Literal["holds", "does not hold", "not known", "not claimed"]
"""Not known is what could not be looked at to the end."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file. Pages count from 1; 0 means that it is no matter of one page, or of one object."""

    page: int = 0
    object: int = 0

    def __str__(self) -> str:
        parts = [f"page {self.page}"] if self.page else []
        parts += [f"object {self.object}"] if self.object else []
        return ", ".join(parts)


WHOLE = Place()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    check: str
    """Stable id of the check: "mark-orphan"."""
    severity: Severity
    message: str
    place: Place = WHOLE
    clause: str = ""
    """Of the standards that ask for it."""
    breaks: tuple[str, ...] = ()
    """The standards, among those that the file claims, that it does not keep because of this."""
    judge: str = ""
    """Who found it: "" for this program, else the name of another."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A standard, and how the file stands to it."""

    standard: str
    """"PDF/UA-1", "PDF/A-3a", "PDF/X-4"; without a part ("PDF/X") for a family of which none is claimed."""
    state: State


@dataclass(frozen=True, slots=True)
class Judge:
    """Another program that was to look at the file too."""

    name: str
    looked_at: tuple[str, ...] = ()
    """The standards that it knows, and the file claims."""
    remark: str = ""
    """Why it did not run; "" if it did."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that was found out about a file."""

    version: str
    """Of PDF: "1.7"."""
    pages: int
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    judges: tuple[Judge, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    """Checks that found more than is listed, and how many more."""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong: warnings may be there."""
        return not any(finding.severity == "error" for finding in self.findings)
