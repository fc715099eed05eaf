"""Commands for letters: build, check, inspect, convert."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rejoinder import __version__
from rejoinder.cli.given import (
    Reports,
    home_of,
    input_of,
    may_be_replaced,
    of_part,
    outputs_of,
    reports_of,
    stamp_of,
    style_of,
)
from rejoinder.cli.many import build_many
from rejoinder.cli.saying import Tally, fit
from rejoinder.cli.terms import ENDINGS, NOTATIONS, PRESS, READING, STDIN, WRONG_COMMAND
from rejoinder.diagnostics import Diagnostic, InputError, Span

if TYPE_CHECKING:
    from datetime import datetime

    from rejoinder.imposition import Scheme
    from rejoinder.proof.limits import Limit


def build(wanted: argparse.Namespace) -> int:
    _stop_on_contradictions(wanted)
    if _is_many(wanted):
        return build_many(wanted)
    style, stamp, outputs = style_of(wanted), stamp_of(wanted), outputs_of(wanted)
    tally = Tally()
    for letter, output in zip(wanted.letters, outputs, strict=True):
        tally.do(letter, lambda: _set(letter, output, style, stamp, wanted, tally))  # noqa: B023 - called at once
    return tally.close()


def _stop_on_contradictions(wanted: argparse.Namespace) -> None:
    if wanted.press and wanted.standard:
        wanted.wrong("--standard is for reading, --press for the press: one file cannot be both")
    if wanted.inks and not wanted.press:
        wanted.wrong("--inks are those of the press: say --press as well")


FEW = 8
"""Up to so many letters are set one after the other, all of them: workers take longer to start."""


def _is_many(wanted: argparse.Namespace) -> bool:
    if wanted.dump or STDIN in wanted.letters or wanted.output == STDIN or wanted.part is not None:
        for name in ("jobs", "report", "cluster", "everything"):
            if getattr(wanted, name):
                wanted.wrong(f"--{'all' if name == 'everything' else name} is for many letters at once")
        return False
    if wanted.jobs or wanted.report or wanted.cluster or wanted.everything or len(wanted.letters) > FEW:
        return True
    if all(map(os.path.isfile, wanted.letters)):
        return False
    from rejoinder.batch.find import is_many  # what is no file may be a folder, a pattern, or nothing

    return any(map(is_many, wanted.letters))


def _set(
    letter: str,
    output: Path | None,
    style: str | None,
    stamp: datetime | None,
    wanted: argparse.Namespace,
    tally: Tally,
) -> None:
    """Set all parts of a letter, or the one that was asked for. One that is at fault stops none of the others."""
    given = input_of(letter)
    faults: list[Diagnostic] = []
    for part in _parts(given, wanted):
        try:
            _set_part(given, part, letter, output, style, stamp, wanted, tally)
        except InputError as refused:
            faults += refused.diagnostics
    if faults:
        raise InputError(faults)


def _parts(given: Path | str, wanted: argparse.Namespace) -> tuple[str, ...]:
    """Which letters of a file are set. Standard output has room for one."""
    if wanted.part is not None:
        return (wanted.part,)
    if wanted.output == STDIN or wanted.dump:
        return ("",)
    from rejoinder.pipeline import parts

    return parts(given)


def _set_part(
    given: Path | str,
    part: str,
    letter: str,
    output: Path | None,
    style: str | None,
    stamp: datetime | None,
    wanted: argparse.Namespace,
    tally: Tally,
) -> None:
    from rejoinder.pipeline import typeset  # the whole program: not needed for --help

    result = typeset(
        given,
        style,
        stamp=stamp,
        folder=home_of(letter),
        pages=wanted.pages,
        standard=PRESS if wanted.press else wanted.standard or READING[0],
        inks=wanted.inks,
        marks=wanted.marks,
        sources=not wanted.no_source,
        part=part,
    )
    tally.complaints(result.diagnostics)
    if wanted.dump:
        print(result.dump(wanted.dump))
    elif output is None:
        sys.stdout.buffer.write(_imposed(letter, result.pdf, wanted.imposition, stamp))
    else:
        path = output if wanted.part is not None else of_part(output, part)
        if path != output and not may_be_replaced(path):
            tally.failure(f"{path}: is there already and is no PDF: remove it first, or give another folder with -o")
            return
        if tally.put(path, _imposed(letter, result.pdf, wanted.imposition, stamp)):
            print(fit(str(path)))


def _imposed(letter: str, pdf: bytes, scheme: Scheme | None, stamp: datetime | None) -> bytes:
    """The PDF, or a proof with two of its pages on each sheet."""
    if scheme is None:
        return pdf
    from rejoinder.imposition import ImpositionError, impose  # brings pypdf along, a third of a second

    try:
        return impose(pdf, scheme, stamp=stamp)
    except ImpositionError as problem:
        raise InputError([Diagnostic("error", f"no proof can be made: {problem}", Span(letter))]) from problem


def check(wanted: argparse.Namespace) -> int:
    from rejoinder.editorial.report import Checked, check_json, check_sarif
    from rejoinder.pipeline import examine, parts

    style, pages, form = style_of(wanted), wanted.pages, wanted.format
    tally = Tally(silent=form != "text")
    checked: list[Checked] = []

    def look(letter: str) -> None:
        try:
            given = input_of(letter)
        except InputError as refused:
            checked.append(Checked(letter, refused.diagnostics))
            raise
        for part in parts(given) if wanted.part is None else (wanted.part,):
            try:
                found = examine(given, style, folder=home_of(letter), pages=pages, part=part)
            except InputError as refused:
                found = Checked(letter, refused.diagnostics)
            checked.append(Checked(f"{letter}#{part}" if part else letter, found.diagnostics, found.counts))
            tally.complaints(found.diagnostics)

    for letter in wanted.letters:
        tally.do(letter, lambda: look(letter))  # noqa: B023 - called at once
    if form == "json":
        tally.write(STDIN, check_json(checked))
    elif form == "sarif":
        tally.write(STDIN, check_sarif(checked, __version__, str(Path.cwd())))
    return tally.close()


def inspect(wanted: argparse.Namespace) -> int:
    from rejoinder.proof.limits import NoLimit, read_limits

    try:
        limits = read_limits(wanted.fail_on)
    except NoLimit as slip:
        wanted.wrong(f"--fail-on: {slip}")
        return WRONG_COMMAND
    style, outputs = style_of(wanted), reports_of(wanted)
    tally = Tally()
    tally.do(wanted.letter, lambda: _report(wanted, style, outputs, limits, tally))
    return tally.close()


def _report(
    wanted: argparse.Namespace, style: str | None, outputs: Reports, limits: tuple[Limit, ...], tally: Tally
) -> None:
    """Measure a letter; write what was asked for; say which limits it exceeds."""
    from rejoinder.pipeline import inspect
    from rejoinder.proof.limits import exceeded

    letter: str = wanted.letter
    inspection = inspect(input_of(letter), style, folder=home_of(letter), pages=wanted.pages, part=wanted.part or "")
    tally.complaints(inspection.diagnostics)
    if outputs.drawn:
        tally.write(outputs.drawn, inspection.html())
    if outputs.report:
        # What steers a terminal is taken out of the text; in JSON it is escaped, as JSON wants it.
        tally.write(outputs.report, fit(inspection.json() if wanted.json else inspection.text(verbose=wanted.verbose)))
    for one in exceeded(inspection.report, limits):
        tally.exceeds(f"{inspection.report.letter}: {one}")


def convert(wanted: argparse.Namespace) -> int:
    to, output, style = _format(wanted), wanted.output or STDIN, style_of(wanted)
    tally = Tally("letters", "converted")
    tally.do(wanted.letter, lambda: _write_converted(wanted, to, output, style, tally))
    return tally.close()


def _format(wanted: argparse.Namespace) -> str:
    """What is written, as was said or as the output's ending has it."""
    out: str | None = wanted.output
    if wanted.to:
        return str(wanted.to)
    if out is None or out == STDIN:
        wanted.wrong(f"say with --to what is written: {', '.join(NOTATIONS)}; or name a file with -o")
    found = ENDINGS.get(Path(str(out)).suffix.lower())
    if found is None:
        wanted.wrong(f"-o {out}: its ending does not say what is written: name it .yaml, .md or .xml, or say --to")
    return str(found)


def _write_converted(wanted: argparse.Namespace, to: str, output: str, style: str | None, tally: Tally) -> None:
    from rejoinder.pipeline import convert

    if output != STDIN and wanted.letter != STDIN and _are_one_file(Path(output), Path(wanted.letter)):
        tally.failure(f"{output}: is the letter itself: give another name with -o")
        return
    given = input_of(wanted.letter)
    made = convert(given, to, style=style, folder=home_of(wanted.letter), part=wanted.part)
    tally.complaints(made.diagnostics)
    tally.write(output, made.data.decode())
    if output != STDIN and not tally.unset:
        print(fit(output))


def _are_one_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False
