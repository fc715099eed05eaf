"""What is to be set, how, and what became of it. Plain values, which processes and machines can hand each other."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

from rejoinder.diagnostics import Diagnostic
from rejoinder.values import dataclass

State: TypeAlias = Literal["set", "unchanged", "refused", "unwritten", "fault", "lost"]
"""Set now; as it was when it was set last; refused, with errors; set but not written; our fault; or lost with its
worker, twice."""

GOOD: frozenset[State] = frozenset(("set", "unchanged"))


@dataclass(frozen=True, slots=True)
class Making:
    """How letters are to be set: the same for all of a run. The words are those of `rejoinder.typeset`."""

    style: str | None = None
    stamp: datetime | None = None
    pages: int | None = None
    standard: str = "ua-1"
    inks: str | None = None
    marks: bool = False
    sources: bool = True
    imposition: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One letter, and where its PDF goes. Both are paths, or addresses such as `s3://letters/12.yaml`."""

    letter: str
    output: str


@dataclass(frozen=True, slots=True)
class Ingredient:
    """A file that a PDF was made of, and what was in it."""

    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one letter."""

    task: Task
    state: State
    said: tuple[Diagnostic, ...] = ()
    message: str = ""
    """Why there is no file, if no diagnostic says it."""
    seconds: float = 0.0
    pages: int = 0
    size: int = 0
    digest: str = ""
    """SHA-256 of the PDF."""
    made_of: tuple[Ingredient, ...] = ()
    others: tuple[Ingredient, ...] = ()
    """The PDFs of its other parts (an article's sub-articles), and what is in them."""
    megabytes: float = 0.0
    """The most memory that the worker had so far."""
    worker: str = ""
    tries: int = 1

    @property
    def good(self) -> bool:
        return self.state in GOOD
