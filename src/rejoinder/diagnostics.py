"""Complaints are values with a place.

A room never prints and never stops at the first fault: it says what it found to
a `Diagnostics` and goes on. `pipeline.py` decides when to stop.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from rejoinder.values import dataclass, field

Severity: TypeAlias = Literal["error", "warning", "note"]
"""A note says what was done because it was asked for; nobody need look."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where something was written. Lines and columns count from 1; 0 means "the whole file"."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}" if self.column else f"{self.file}:{self.line}"


NOWHERE = Span("<built in>")
"""The place of what no author wrote: labels, furniture, numbers."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One complaint: `letter.yaml:41:18: error: no reference has the key "ames2021"`."""

    severity: Severity
    message: str
    span: Span
    hint: str = ""
    rule: str = ""
    """The rule that it is about: one of an editor's (`editorial.rules`), or the work during which it was said."""

    def __str__(self) -> str:
        text = f"{self.span}: {self.severity}: {self.message}"
        return f"{text}\n  hint: {self.hint}" if self.hint else text


class InputError(Exception):
    """The input cannot be set. Carries every complaint there was, in the order of their places."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(str(d) for d in self.diagnostics))


@dataclass(slots=True)
class Diagnostics:
    """Collects what is said; the same complaint about the same place is kept once."""

    said: list[Diagnostic] = field(default_factory=list)
    _known: set[Diagnostic] = field(default_factory=set)
    work: str = ""
    """What is being done: the rule of all that names no rule of its own."""

    def error(self, message: str, span: Span, hint: str = "", rule: str = "") -> None:
        self._add("error", message, span, hint, rule)

    def warning(self, message: str, span: Span, hint: str = "", rule: str = "") -> None:
        self._add("warning", message, span, hint, rule)

    def note(self, message: str, span: Span, hint: str = "") -> None:
        self._add("note", message, span, hint)

    def repeat(self, others: Iterable[Diagnostic]) -> None:
        """Say what was said elsewhere."""
        for one in others:
            self._add(one.severity, one.message, one.span, one.hint, one.rule)

    def _add(self, severity: Severity, message: str, span: Span, hint: str, rule: str = "") -> None:
        one = Diagnostic(severity, _line(message), span, _line(hint), rule or self.work)
        if one not in self._known:
            self._known.add(one)
            self.said.append(one)

    @property
    def has_errors(self) -> bool:
        return any(d.severity == "error" for d in self.said)

    def in_order(self) -> tuple[Diagnostic, ...]:
        """All complaints, by file, line and column; those of one place as they were said."""
        return tuple(sorted(self.said, key=lambda d: d.span))

    def stop_on_errors(self) -> None:
        """Raise `InputError` with everything said so far, if any of it is an error."""
        if self.has_errors:
            raise InputError(self.in_order())

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.in_order())


LONGEST = 400
"""Characters of a complaint, which is to be read on a screen."""


def system_reason(problem: Exception) -> str:
    """Why the system refused something, as the end of a sentence: "permission denied"."""
    said = getattr(problem, "strerror", None) or str(problem)
    return f"{said[:1].lower()}{said[1:]}"


def _line(text: str) -> str:
    """One line of a decent length, whatever it quotes: a line end in a key must not make a second complaint of it."""
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"
    return text.replace("\n", " ") if "\n" in text else text


def did_you_mean(written: str, known: Iterable[str]) -> str:
    """A hint naming the nearest known word, or nothing when none is near."""
    near = nearest(written, known)
    return f'did you mean "{near}"?' if near else ""


def nearest(written: str, known: Iterable[str]) -> str:
    """The known word that is most like this one; "" if none is near."""
    near = difflib.get_close_matches(written, sorted(known), n=1, cutoff=0.6)
    return near[0] if near else ""
