"""What a command was given: files and where they go, sheets, times. What cannot be is a slip of the command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rejoinder.cli.terms import MOST_FROM_STDIN, STDIN
from rejoinder.diagnostics import Diagnostic, Diagnostics, InputError, Span

if TYPE_CHECKING:
    from datetime import datetime


def of_part(output: Path, part: str) -> Path:
    """Where a sub-article's PDF goes: beside the article's, with its name behind that one's."""
    return output.with_name(f"{output.stem}-{part.replace('/', '-')}{output.suffix}") if part else output


def input_of(letter: str) -> Path | str:
    """A letter's path; its text, if it comes by standard input."""
    if letter != STDIN:
        return Path(letter)
    try:
        text = sys.stdin.buffer.read(MOST_FROM_STDIN).decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        problem = Diagnostic(
            "error", f"byte {bad.start + 1} is not UTF-8", Span("<letter>"), "save the letter as UTF-8"
        )
        raise InputError([problem]) from bad
    return f"{text}\n"  # the line end tells a text from a path


def home_of(letter: str) -> Path | None:
    """Where a letter that lies nowhere finds its bibliography."""
    return Path() if letter == STDIN else None


def style_of(wanted: argparse.Namespace) -> str | None:
    """The sheet that was asked for. One that does not exist is a slip of the command, and said before any work."""
    from rejoinder.style.read import find_style, is_there

    asked: str | None = wanted.style
    if asked is not None and not is_there(asked):
        said = Diagnostics()
        find_style(asked, None, said, Span(asked))
        problem = said.said[0]
        wanted.wrong(f"{problem.message}; {problem.hint}" if problem.hint else problem.message)
    return asked


def stamp_of(wanted: argparse.Namespace) -> datetime | None:
    """The time that a reproducible build asks for (reproducible-builds.org/specs/source-date-epoch)."""
    written = os.environ.get("SOURCE_DATE_EPOCH")
    if not written:
        return None
    from datetime import UTC, datetime

    try:
        return datetime.fromtimestamp(int(written), UTC)
    except (ValueError, OverflowError, OSError):
        wanted.wrong(f"SOURCE_DATE_EPOCH is to be a number of seconds, not {written!r}")
        raise  # `wrong` has left already


def outputs_of(wanted: argparse.Namespace) -> list[Path | None]:
    """Where each letter's PDF goes; None is standard output. No input is ever written to."""
    letters: list[str] = wanted.letters
    out: str | None = wanted.output
    if wanted.dump:
        if out is not None:
            wanted.wrong("--dump prints, and writes no file: leave out -o")
        return [None] * len(letters)
    if out == STDIN:
        if len(letters) > 1:
            wanted.wrong("-o - takes one letter")
        return [None]
    outputs = _files(letters, out)
    stop_on_clashes(wanted, outputs)
    return list(outputs)


class Reports(NamedTuple):
    """Where the report and the drawn pages of an inspection go; "" for nowhere, "-" for standard output."""

    report: str
    drawn: str


def reports_of(wanted: argparse.Namespace) -> Reports:
    out: str | None = wanted.output
    html: str | None = wanted.html
    if html == STDIN and (out == STDIN or (out is None and wanted.json)):
        wanted.wrong("the report and --html cannot both go to standard output: name a file for one of them")
    # Pages that go to standard output leave no room for a report there.
    reports = Reports(out or ("" if html == STDIN else STDIN), html or "")
    kinds = (("json" if wanted.json else "text", reports.report), ("html", reports.drawn))
    named = [(kind, name) for kind, name in kinds if name not in ("", STDIN)]
    for kind, name in named:
        stop_on_loss(wanted, name, kind, [wanted.letter])
    if len({os.path.realpath(name) for _, name in named}) < len(named):
        wanted.wrong(f"the report and the drawn pages would both be written to {named[0][1]}")
    return reports


def stop_on_loss(wanted: argparse.Namespace, name: str, kind: str, others: Iterable[str]) -> None:
    """No report is written over a file of this run, or over one that is no report."""
    real = os.path.realpath(name)
    if real in {os.path.realpath(one) for one in (*others, wanted.style or STDIN)}:
        wanted.wrong(f"{name} is an input, and would be overwritten")
    if not may_be_replaced(Path(real), kind):
        what = {"text": "report", "html": "HTML file"}.get(kind, "JSON report")
        wanted.wrong(f"{name} is there already and is no {what}: remove it first, or name another")


def _files(letters: Sequence[str], out: str | None) -> list[Path]:
    if out is not None and len(letters) == 1 and not (out.endswith(("/", os.sep)) or Path(out).is_dir()):
        return [Path(out)]
    folder = Path("out" if out is None else out)
    return [folder / f"{'letter' if one == STDIN else Path(one).stem}.pdf" for one in letters]


def stop_on_clashes(wanted: argparse.Namespace, outputs: Sequence[Path], letters: Sequence[str] | None = None) -> None:
    letters = wanted.letters if letters is None else letters
    taken: dict[str, str] = {}
    inputs = {os.path.realpath(one) for one in (*letters, wanted.style or STDIN)}
    for letter, output in zip(letters, outputs, strict=True):
        real = os.path.realpath(output)
        if real in taken:
            wanted.wrong(f"{taken[real]} and {letter} would both be written to {output}")
        if real in inputs:
            wanted.wrong(f"{output} is an input, and would be overwritten")
        if not may_be_replaced(Path(real)):
            wanted.wrong(f"{output} is there already and is no PDF: remove it first, or name another with -o")
        taken[real] = letter


SIGNS = {
    "pdf": b"%PDF-",
    "html": b"<!DOCTYPE html>",
    "json": b'"rejoinder-report"',
    "batch": b'"rejoinder-batch"',
    "text": b" of text\n",
    "mail": b"\nMIME-Version: 1.0",
}
"""By what a file near its beginning is known to be one that may be replaced."""

MOST_OF_A_HEAD = 1024 * 1024
"""Bytes of a mail's headers: they name everybody who gets it."""


def may_be_replaced(path: Path, kind: str = "pdf") -> bool:
    """Whether nothing is lost: a reference file named by a slip after -o is not a PDF."""
    if not path.is_file():
        return True
    try:
        with path.open("rb") as file:
            start = file.read(MOST_OF_A_HEAD if kind == "mail" else 1024)
    except OSError:
        return True  # writing will say why not
    return not start or SIGNS[kind] in start
