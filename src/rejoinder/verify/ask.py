"""The two questions about a PDF: what is wrong with it, and what does it carry.

`verify` and `extract` look at the file from outside, have it read by a child process (`apart.py`), and put what that
says into values. Whatever the file is, the answer is one of these, or an `InputError`.
"""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from rejoinder.diagnostics import Diagnostic, InputError, Span, system_reason
from rejoinder.record.model import Attachment, Relationship
from rejoinder.values import replace
from rejoinder.verify import bounds
from rejoinder.verify.apart import heard, heard_findings, heard_judge
from rejoinder.verify.model import Claim, Judge, Verdict
from rejoinder.verify.outside import NAME as PAGE_VALIDATION

LONGEST_LINE = 16_000_000
MOST_BYTES = 64_000_000
RELATIONSHIPS: dict[str, Relationship] = {
    "Source": "Source", "Data": "Data", "Alternative": "Alternative", "Supplement": "Supplement",
}  # fmt: skip
NO_NAME = "<PDF>"
"""What a file is called that came as bytes."""


def verify(pdf: Path | str | bytes, *, judges: bool = True) -> Verdict:
    """Which standards a PDF claims, and what is wrong with it. Raises `InputError` if it cannot be read.

    `judges` says whether other programs, where they are installed, shall look at it as well.
    """
    with _opened(pdf) as (file, name), _reader(file, name, "verify" if judges else "alone") as (answers, ended):
        verdict = heard(_answer(answers, ended, name, "verdict"))
        if not judges:
            return verdict
        line = answers.readline(LONGEST_LINE)
        if not line:
            silent = Judge(PAGE_VALIDATION, remark="it came to no end")
            return replace(verdict, judges=(silent,))
        told = json.loads(line)
        found = heard_findings(told["findings"])
        broken = {standard for one in found for standard in one.breaks}
        claims = tuple(
            Claim(claim.standard, "does not hold") if claim.standard in broken else claim for claim in verdict.claims
        )
        return replace(verdict, claims=claims, findings=verdict.findings + found, judges=(heard_judge(told["judge"]),))


def extract(pdf: Path | str | bytes) -> tuple[Attachment, ...]:
    """The files that a PDF carries, under the names that it gives them. Raises `InputError` if it cannot be read.

    The names are a stranger's: `takeout.safe_names` makes names of them to which files may be written.
    """
    with _opened(pdf) as (file, name), _reader(file, name, "extract") as (answers, ended):
        heads: list[dict[str, Any]] = _answer(answers, ended, name, "attachments")
        found = []
        for head in heads:
            data = answers.read(head["size"])
            if len(data) != head["size"]:
                raise _refusal(name, *_end(ended()))
            kind = RELATIONSHIPS.get(head["relationship"], "Unspecified")
            found.append(Attachment(head["name"], head["media_type"], data, kind, head["about"]))
        return tuple(found)


# ── the file ──────────────────────────────────────────────────────────────


@contextmanager
def _opened(pdf: Path | str | bytes) -> Iterator[tuple[IO[bytes], str]]:
    """An open file that is a PDF by its first bytes, and its name."""
    if isinstance(pdf, bytes):
        if len(pdf) > MOST_BYTES:
            raise _refusal(NO_NAME, f"is larger than {MOST_BYTES // 1_000_000} MB", "give it as a file")
        with tempfile.TemporaryFile() as file:
            file.write(pdf)
            file.flush()
            _look(file, NO_NAME)
            yield file, NO_NAME
        return
    name = str(pdf)
    try:
        # Without waiting for a pipe's other end; on Windows such things have no names.
        descriptor = os.open(pdf, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as problem:  # ValueError: a NUL in the path
        raise _refusal(name, f"cannot be read: {system_reason(problem)}", "") from None
    try:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(mode):
            raise _refusal(name, "this is a folder, not a file", "")
        if not stat.S_ISREG(mode):
            raise _refusal(name, "this is no file, but a pipe or a device", "give a file, or - for standard input")
        with open(descriptor, "rb", closefd=False) as file:
            _look(file, name)
            yield file, name
    finally:
        os.close(descriptor)


def _look(file: IO[bytes], name: str) -> None:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    start = file.read(1024)
    file.seek(0)
    if not size:
        raise _refusal(name, "is empty", "")
    if b"%PDF-" not in start:
        raise _refusal(name, "is no PDF", "a PDF has %PDF- near its beginning")
    if size > bounds.LARGEST_FILE:
        raise _refusal(name, f"is larger than {bounds.LARGEST_FILE // 1_000_000} MB", "")


def _refusal(name: str, message: str, hint: str) -> InputError:
    return InputError([Diagnostic("error", message, Span(name), hint)])


# ── the child ─────────────────────────────────────────────────────────────

_CHILD = "import sys; sys.path.append(sys.argv[1]); from rejoinder.verify.apart import main; main(sys.argv[2])"


@contextmanager
def _reader(file: IO[bytes], name: str, task: str) -> Iterator[tuple[IO[bytes], Any]]:
    """A child that reads the file; its answers, and how to ask how it ended. It is gone when this is left."""
    if not sys.executable:
        raise _refusal(name, "cannot be read here: this program cannot start another", "use a Python that is installed")
    home = str(Path(__file__).parents[2])
    size = os.fstat(file.fileno()).st_size
    # -P: nothing is imported from the folder at hand, where a stranger's files may lie.
    child = subprocess.Popen(
        [sys.executable, "-P", "-c", _CHILD, home, task],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get("REJOINDER_TRACEBACK") else subprocess.DEVNULL,
    )
    watch = threading.Timer(bounds.patience(size), child.kill)
    watch.daemon = True
    watch.start()
    assert child.stdout is not None
    try:
        yield child.stdout, child.wait
    finally:
        watch.cancel()
        child.kill()
        child.stdout.close()
        child.wait()


def _answer(answers: IO[bytes], ended: Any, name: str, key: str) -> Any:
    """The first line that the child says, if it is what was asked for."""
    line = answers.readline(LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise _refusal(name, *_end(ended()))
    told = json.loads(line)
    if key not in told:
        raise _refusal(name, told["unreadable"], told["hint"])
    return told[key]


def _end(code: int) -> tuple[str, str]:
    """What the end of a child that said nothing tells of the file."""
    if -code in (getattr(signal, "SIGPROF", 0), getattr(signal, "SIGKILL", 0), getattr(signal, "SIGXCPU", 0)) and code:
        return "takes too long to be read", "it may be made to do so; or save it again: qpdf old.pdf new.pdf"
    return "cannot be read: it is damaged, or nested beyond measure", "repair it: qpdf old.pdf new.pdf"
