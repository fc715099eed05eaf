"""How things are said, and counted: complaints, failures, and the exit code that follows from them."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from rejoinder.cli.terms import AT_FAULT, DONE, OUR_FAULT, STDIN
from rejoinder.diagnostics import Diagnostic, InputError

if TYPE_CHECKING:
    from rejoinder.batch.model import Outcome


class Tally:
    """Says what there is to say about letter after letter, and remembers how bad it was."""

    def __init__(self, things: str = "letters", done: str = "set", *, silent: bool = False) -> None:
        self.things, self.done = things, done
        self.silent = silent
        """Complaints are told elsewhere, and only counted here."""
        self.letters = self.unset = self.errors = self.warnings = 0
        self.code = DONE
        self.said: set[Diagnostic] = set()

    def do(self, letter: str, work: Callable[[], None]) -> None:
        """Do one letter's work; whatever is wrong with it is said, and does not stop the next."""
        self.letters += 1
        try:
            work()
        except InputError as refused:
            self.unset += 1
            self.complaints(refused.diagnostics)
        except OSError:  # of printing, which concerns no letter
            raise
        except Exception as fault:
            self.unset += 1
            self.code = our_fault(fault, letter)

    def complaints(self, said: Iterable[Diagnostic]) -> None:
        """Say them; what is wrong with a sheet that all letters share, only once."""
        for one in said:
            if one.severity == "error":
                self.code = max(self.code, AT_FAULT)
            if one in self.said:
                continue
            self.said.add(one)
            if not self.silent:
                _say_complaint(one)
            if one.severity == "error":
                self.errors += 1
            elif one.severity == "warning":
                self.warnings += 1

    def write(self, name: str, text: str) -> None:
        """Write a text, as UTF-8 on any machine, to a file or to standard output."""
        if name == STDIN:
            sys.stdout.flush()
            sys.stdout.buffer.write(text.encode("utf-8"))
            return
        self.put(Path(name), text.encode("utf-8"))

    def put(self, path: Path, data: bytes) -> bool:
        """Write a file; says whether it is there now, and if not, why."""
        from rejoinder.offprint import Unwritten, write_whole

        try:
            write_whole(path, data)
        except Unwritten as problem:
            self.failure(str(problem))
            return False
        return True

    def exceeds(self, message: str) -> None:
        """A letter that was set, but not as well as was asked for."""
        self.code = max(self.code, AT_FAULT)
        say(f"rejoinder: {message}")

    def found(self, sound: bool) -> None:
        """What was found out about a file, of which a report tells."""
        if not sound:
            self.code = max(self.code, AT_FAULT)

    def outcome(self, one: Outcome, *, named: bool = True) -> None:
        """What became of one of many letters; without `named` standard output is somebody else's."""
        self.letters += 1
        self.complaints(one.said)
        if one.good:
            if named:
                print(fit(one.task.output))
            return
        self.unset += 1
        self.code = max(self.code, OUR_FAULT if one.state == "fault" else AT_FAULT)
        if one.message:
            say(f"rejoinder: {one.task.letter}: {one.message}")

    def failure(self, message: str) -> None:
        self.unset += 1
        self.code = max(self.code, AT_FAULT)
        say(f"rejoinder: {message}")

    def close(self) -> int:
        """Count what was said, if anything was; the exit code."""
        counts = [_count(self.errors, "error"), _count(self.warnings, "warning")]
        if self.letters > 1 and self.unset:
            counts.append(
                f"{self.unset} of {self.letters} {self.things} {'was' if self.unset == 1 else 'were'} not {self.done}"
            )
        text = ", ".join(one for one in counts if one)
        if text and not self.silent:
            say(text)
        return self.code


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}" if number else ""


def our_fault(fault: Exception, letter: str) -> int:
    if os.environ.get("REJOINDER_TRACEBACK"):
        import traceback

        traceback.print_exception(fault)
    about = f" while setting {letter}" if letter else ""
    say(
        f"rejoinder: fault in the program{about}: {type(fault).__name__}: {fault}\n"
        "  hint: nothing was written; please report it with the letter (REJOINDER_TRACEBACK=1 shows where it happened)"
    )
    return OUR_FAULT


UNFIT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


RED, YELLOW, CYAN, BOLD, PLAIN = "\x1b[1;31m", "\x1b[1;33m", "\x1b[36m", "\x1b[1m", "\x1b[0m"


def fit(text: str) -> str:
    """Without what steers a terminal: messages quote letters, and letters come from strangers."""
    return UNFIT.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def say(text: str) -> None:
    print(fit(text), file=sys.stderr)


def _say_complaint(one: Diagnostic) -> None:
    if not _colour_wanted():
        say(str(one))
        return
    colour = {"error": RED, "warning": YELLOW}.get(one.severity, CYAN)
    print(f"{BOLD}{fit(str(one.span))}:{PLAIN} {colour}{one.severity}:{PLAIN} {fit(one.message)}", file=sys.stderr)
    if one.hint:
        print(f"  {CYAN}hint:{PLAIN} {fit(one.hint)}", file=sys.stderr)


def _colour_wanted() -> bool:
    """On a terminal, unless the user said otherwise (no-color.org)."""
    return (
        not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
        and sys.stderr is not None
        and sys.stderr.isatty()
    )


def flush() -> None:
    """Have everything printed now, while a full disk can still be told of."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def stop_writing() -> None:
    """Send what is left of standard output nowhere, or Python would complain of it once more on leaving."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with contextlib.suppress(OSError, ValueError, AttributeError):  # a stream that has no descriptor
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
