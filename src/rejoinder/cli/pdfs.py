"""Commands for anybody's PDF: verify, extract."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rejoinder.cli.saying import Tally, fit
from rejoinder.cli.terms import STDIN
from rejoinder.diagnostics import Diagnostic, InputError, Span, did_you_mean

if TYPE_CHECKING:
    from rejoinder.record.model import Attachment
    from rejoinder.verify.model import Verdict


def verify(wanted: argparse.Namespace) -> int:
    from rejoinder.verify.ask import verify
    from rejoinder.verify.report import as_json, as_text

    if wanted.pdfs.count(STDIN) > 1:
        wanted.wrong("- can be given once")
    tally = Tally("files", "read")
    verdicts: list[tuple[str, Verdict | InputError]] = []

    def judge(pdf: str) -> None:
        name = "standard input" if pdf == STDIN else pdf
        try:
            verdict = verify(_pdf(pdf), judges=not wanted.alone)
        except InputError as refused:
            verdicts.append((name, refused))
            raise
        verdicts.append((name, verdict))
        tally.found(verdict.sound)
        if not wanted.json:
            print(fit(as_text(name, verdict)), end="")

    for pdf in wanted.pdfs:
        tally.do(pdf, lambda: judge(pdf))  # noqa: B023 - called at once
    if wanted.json:
        tally.write(STDIN, as_json(verdicts))
    return tally.close()


def extract(wanted: argparse.Namespace) -> int:
    if wanted.output == STDIN and (len(wanted.names) != 1 or wanted.list):
        wanted.wrong("-o - prints one file: give its name (and no --list)")
    if wanted.pdf == STDIN and wanted.output is None and not wanted.list:
        wanted.wrong("say with -o where to take the files out to")
    tally = Tally("files", "taken out")
    tally.do(wanted.pdf, lambda: _take_out(wanted, tally))
    return tally.close()


def _take_out(wanted: argparse.Namespace, tally: Tally) -> None:
    from rejoinder.verify.ask import extract
    from rejoinder.verify.takeout import chosen, listed, safe_names

    span = Span("standard input" if wanted.pdf == STDIN else wanted.pdf)
    attachments = extract(_pdf(wanted.pdf))
    named = list(safe_names(attachments))
    taken, unknown = chosen(named, wanted.names)
    for name in unknown:
        hint = did_you_mean(name, (one for one, _ in named)) or "--list shows what it carries"
        tally.complaints([Diagnostic("error", f'it carries no file called "{name}"', span, hint)])
    if not named:
        tally.complaints([Diagnostic("note", "it carries no files", span)])
    if unknown:
        return
    if wanted.list:
        print(fit(listed(taken)), end="")
    elif wanted.output == STDIN:
        sys.stdout.flush()
        sys.stdout.buffer.write(taken[0][1].data)
    elif taken:
        folder = Path(wanted.output if wanted.output is not None else Path(wanted.pdf).stem)
        if _write_out(folder, taken, tally, force=wanted.force):
            _say_how_made(attachments, dict(taken), folder, span, tally)


def _write_out(folder: Path, taken: list[tuple[str, Attachment]], tally: Tally, *, force: bool) -> bool:
    """Write the files, if none is in the way; says whether all of them are there."""
    home = os.path.realpath(folder)
    in_the_way = []
    for name, one in taken:
        path = folder / name
        if os.path.commonpath((home, os.path.realpath(path))) != home:
            in_the_way.append(f"{path}: a link leads out of the folder")
        elif os.path.lexists(path) and not force and not _is_same(path, one.data):
            in_the_way.append(f"{path}: is there already, and is another file: give another folder with -o, or --force")
    for problem in in_the_way:
        tally.failure(problem)
    if in_the_way:
        return False
    for name, one in taken:
        if tally.put(folder / name, one.data):
            print(fit(str(folder / name)))
    return not tally.unset


def _is_same(path: Path, data: bytes) -> bool:
    try:
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _say_how_made(
    attachments: tuple[Attachment, ...], written: dict[str, Attachment], folder: Path, span: Span, tally: Tally
) -> None:
    """The command that makes a PDF of ours anew, if all that it needs was taken out."""
    from rejoinder.verify.anew import recipe

    made = recipe(attachments)
    if made is None:
        return
    for name in made.changed:
        hint = "it was changed after the PDF was made"
        tally.complaints([Diagnostic("error", f'"{name}" is not the file that the PDF was made of', span, hint)])
    for name in made.missing:
        tally.complaints([Diagnostic("error", f'"{name}", of which the PDF was made, is not in it', span)])
    if made.names <= written.keys():
        print(fit(f"made by {made.program}; anew by\n  {made.command(str(folder))}"))


def _pdf(pdf: str) -> Path | bytes:
    """A PDF's path; its bytes, if it comes by standard input."""
    if pdf != STDIN:
        return Path(pdf)
    from rejoinder.verify.ask import MOST_BYTES

    return sys.stdin.buffer.read(MOST_BYTES + 1)
