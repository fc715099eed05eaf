"""The command `rejoinder`: reads its arguments, prints, and returns an exit code.

The only room that prints, and the only one that looks at the clock: at SOURCE_DATE_EPOCH, that is. Without it a file
carries the letter's own date, so that the same input gives the same bytes on any day.

Exit codes: 0 when everything was set; 1 when an input was at fault, an output could not be written, or a letter is set
less well than `inspect --fail-on` asks for; 2 when the command itself was wrong; 70 when the program was at fault; 130
when it was interrupted.

argparse and not click: click alone takes 30 ms to import, an eighth of what a whole letter may take. For the same
reason the rooms are imported by the commands that need them, so that `--help` answers at once.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from rejoinder import __version__
from rejoinder.diagnostics import Diagnostic, Diagnostics, InputError, Span, did_you_mean

if TYPE_CHECKING:
    from datetime import datetime

    from rejoinder.batch.model import Making, Outcome, Task
    from rejoinder.batch.parcel import Parcel
    from rejoinder.batch.run import Setters
    from rejoinder.delivery.desk import Request
    from rejoinder.delivery.message import Mail
    from rejoinder.delivery.outbox import Outbox, Queued
    from rejoinder.delivery.server import Server
    from rejoinder.imposition import Scheme
    from rejoinder.proof.limits import Limit
    from rejoinder.record.model import Attachment
    from rejoinder.verify.model import Verdict

DONE, AT_FAULT, WRONG_COMMAND, OUR_FAULT, INTERRUPTED, NOBODY_READS = 0, 1, 2, 70, 130, 141
STDIN = "-"
MOST_FROM_STDIN = 8 * 1024 * 1024 + 1
"""One byte more than a letter may have, so that `source.py` says what is wrong with it."""

STAGES = ("letter", "document", "galley", "pages")
"""The same as `pipeline.STAGES`, which is not imported just for a help text; a test compares them."""

READING, PRESS = ("ua-1", "ua-2"), "x-4"
"""Together the same as `pipeline.STANDARDS`, for the same reason."""
NOTATIONS = ("yaml", "markdown", "jats")
"""The same as `pipeline.NOTATIONS`, for the same reason."""
ENDINGS = {
    ".yaml": "yaml", ".yml": "yaml", ".md": "markdown", ".markdown": "markdown", ".qmd": "markdown", ".rmd": "markdown",
    ".xml": "jats",
}  # fmt: skip
INKS = ("cmyk", "gray")
"""The same as `pipeline.INKS`."""
SCHEMES = ("booklet", "2up")
"""The same as `imposition.SCHEMES`."""

FORMATS = ("text", "json", "sarif")
"""How `check` says what it found."""

MOST_PAGES = 10_000
"""The same as the letter's, for the same reason."""

# ── what may be asked ─────────────────────────────────────────────────────

ABOUT = "Sets journal correspondence: a structured letter in, a two-column tagged PDF out."

EXAMPLES = """\
examples:
  rejoinder build letter.yaml                 set a letter in the look of "annals": out/letter.pdf
  rejoinder build letter.md -s house.yaml     the same in a look of your own
  rejoinder build *.yaml -o issue-41/         many letters; one that is at fault stops none of the others
  rejoinder build article.xml                 an article in JATS, and each of its sub-articles
  rejoinder check letter.yaml                 say everything that is wrong with it, and write nothing
  rejoinder inspect letter.yaml               measure how well it is set, and what should be looked at
  rejoinder convert article.xml -o letter.yaml  the same letter in another notation: YAML, Markdown, JATS
  rejoinder styles                            the looks that come with the program
  rejoinder verify letter.pdf                 which standards a PDF claims, and whether it keeps them
  rejoinder extract letter.pdf                what it carries: its source, its references, its JATS
  rejoinder email letter.yaml --to a@b.org    a mail that carries it: as a file, or sent
  rejoinder outbox                            what became of mails

Each complaint names its place, as file:line:column, and what would help.
"""

BUILD_EXAMPLES = """\
examples:
  rejoinder build letter.yaml                 writes out/letter.pdf
  rejoinder build letter.yaml -o reply.pdf    writes reply.pdf
  rejoinder build *.md -o issue-41/           writes issue-41/<name>.pdf for each
  rejoinder build letters/ -o issue-41/       all letters in a folder, on all cores, and only those that changed
  rejoinder build - -o - < letter.yaml > x.pdf
  rejoinder build letter.yaml --pages 1       the least visible change that makes it fit one page
  rejoinder build letter.yaml --dump pages    shows where each line stands, and writes no file
  rejoinder build article.xml                 writes out/article.pdf, and out/article-S1.pdf for its sub-article S1
  rejoinder build article.xml --part S1       sets that sub-article alone

A PDF is written whole or not at all: a letter with errors leaves the last good one as it is. Of a folder, a pattern in
quotation marks or more than eight letters only what changed since the last time is set: letter, files beside it, sheet,
fonts and program are compared by what is in them.
"""

EMAIL_EXAMPLES = """\
examples:
  rejoinder email letter.yaml --from "Office <office@journal.org>" --to "Ada Quill <ada@example.org>" --dry-run
  rejoinder email letter.yaml --from office@journal.org --to ada@example.org           writes out/letter.eml
  rejoinder email letter.yaml --from office@journal.org --list authors.csv --server smtps://office@mail.journal.org

A PDF that was made before (--pdf) goes out only if this letter and this sheet make the same file now. The password is
in REJOINDER_SMTP_PASSWORD, or in the system's keyring; REJOINDER_SMTP and REJOINDER_FROM stand for --server and --from.
"""

OUTBOX_EXAMPLES = """\
examples:
  rejoinder outbox                            every mail, and what became of it
  rejoinder outbox send --server smtps://office@mail.journal.org     tries what may be tried again
  rejoinder outbox retry 3f2a                 tries a mail again that waits for you: refused, given up or uncertain
  rejoinder outbox drop 3f2a                  takes a mail away

A mail is uncertain if the server had all of it and its answer was lost: it may have been delivered. Ask the reader,
then retry it (it keeps its Message-ID) or drop it.
"""

CHECK_EXAMPLES = """\
examples:
  rejoinder check content/*.yaml && echo ready for the printer
  rejoinder check letter.yaml --json          what it found, and how many words, references, figures there are
  rejoinder check *.md --sarif > check.sarif  the same for GitHub, editors and other tools that read SARIF

What an editor looks for, and how it is judged, is said in the sheet under "checks".
"""

INSPECT_EXAMPLES = """\
examples:
  rejoinder inspect letter.yaml                       how evenly it is set, and what should be looked at
  rejoinder inspect letter.yaml --html letter.html    its pages, drawn, to be looked at in a browser
  rejoinder inspect letter.yaml --json -o letter.json
  rejoinder inspect letter.yaml --fail-on fault,river,loose=3,hyphen=18%

--fail-on makes the exit code 1 when there is more of something than it allows: a kind of finding, or all of a severity
(fault, blemish, remark); more than none, more than a number, or more than so many in a hundred lines.
"""

CONVERT_EXAMPLES = """\
examples:
  rejoinder convert article.xml -o letter.yaml   an article in JATS as a letter to be edited
  rejoinder convert paper.qmd -o letter.xml      a letter as JATS 1.3
  rejoinder convert letter.yaml -o letter.md     YAML as Markdown
  rejoinder convert article.xml --to yaml | less

What it is written as follows from the output's ending: .yaml or .yml; .md, .markdown, .qmd or .rmd; .xml.
"""

STYLES_EXAMPLES = """\
examples:
  rejoinder styles                            names and descriptions
  rejoinder styles annals > house.yaml        a copy to start a look of your own from
"""

SCHEMA_EXAMPLES = """\
example:
  rejoinder schema letter > letter.schema.json

and as the first line of a letter, for editors that complete and check what you type:
  # yaml-language-server: $schema=letter.schema.json
"""


VERIFY_EXAMPLES = """\
examples:
  rejoinder verify letter.pdf                 which standards it claims, and whether it keeps them
  rejoinder verify *.pdf --json > verdicts.json

Anybody's PDF. The exit code is 1 if something is wrong with one of them, or it cannot be read; warnings do not count.
"""

EXTRACT_EXAMPLES = """\
examples:
  rejoinder extract letter.pdf                writes what it carries into letter/
  rejoinder extract letter.pdf --list         says what it carries
  rejoinder extract letter.pdf letter.yaml -o - | less

Files that are there already are left alone, and nothing is written then, unless you say --force.
"""


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rejoinder", description=ABOUT, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=f"rejoinder {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace], int], about: str, epilog: str
    ) -> argparse.ArgumentParser:
        one = commands.add_parser(
            name,
            help=about,
            description=f"{about[0].upper()}{about[1:]}.",
            epilog=epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        one.set_defaults(run=run, wrong=one.error)
        return one

    build = command("build", _build, "set letters as PDF", BUILD_EXAMPLES)
    check = command("check", _check, "say what is wrong with letters, and write nothing", CHECK_EXAMPLES)
    inspect = command("inspect", _inspect, "measure how well a letter is set", INSPECT_EXAMPLES)
    for one in (build, check):
        one.add_argument(
            "letters",
            metavar="LETTER",
            nargs="+",
            help="a letter in YAML or Markdown, or an article in JATS; - reads it from standard input",
        )
    inspect.add_argument(
        "letter",
        metavar="LETTER",
        help="a letter in YAML or Markdown, or an article in JATS; - reads it from standard input",
    )
    check.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="how it is said: text (unless you say otherwise), json, or sarif for tools that show it beside the lines",
    )
    for form in FORMATS[1:]:
        check.add_argument(
            f"--{form}", action="store_const", const=form, dest="format", help=f"the same as --format {form}"
        )
    for one in (build, check, inspect):
        one.add_argument(
            "-s",
            "--style",
            metavar="SHEET",
            help='name of a sheet (see "rejoinder styles") or a YAML file; "annals" if left out',
        )
        one.add_argument(
            "--pages",
            metavar="N",
            type=_pages,
            help="make each letter fit so many pages at the most, by the least visible change that the sheet allows; "
            "one that cannot be made to fit is an error",
        )
    for one in (build, check, inspect):
        one.add_argument(
            "--part",
            metavar="NAME",
            help='only this sub-article of an article in JATS; "" for the article itself',
        )
    build.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        help="a file, or a folder for several letters; out/ if left out; - for standard output",
    )
    build.add_argument(
        "--standard",
        choices=READING,
        help="what a PDF for reading is written to: ua-1 (PDF/UA-1 and PDF/A-3a; unless you say otherwise) or ua-2 "
        "(PDF/UA-2 and PDF/A-4f, in PDF 2.0)",
    )
    build.add_argument(
        "--press",
        action="store_true",
        help="make a PDF/X-4 for the press: in the sheet's inks, with bleed and marks, without links and attachments",
    )
    build.add_argument(
        "--inks", choices=INKS, help="with what the press prints; what the sheet says if left out (with --press)"
    )
    build.add_argument("--marks", action="store_true", help="put crop and registration marks around the pages")
    build.add_argument(
        "--imposition",
        choices=SCHEMES,
        help="make a proof to be printed and folded, two pages on a sheet: booklet (to be stapled in the fold) or 2up "
        "(in the order of reading)",
    )
    build.add_argument(
        "--no-source",
        action="store_true",
        help="leave out of the PDF what it was made of (the letter as written, its pictures, your sheet); "
        "its JATS and references stay in",
    )
    build.add_argument(
        "--dump",
        metavar="STAGE",
        choices=STAGES,
        help=f"print the letter as it is after a stage ({', '.join(STAGES)}), and write no file",
    )

    build.add_argument(
        "-j", "--jobs", metavar="N", type=_jobs, help="how many processes set many letters; all cores if left out"
    )
    build.add_argument(
        "--all", action="store_true", dest="everything", help="set all of many letters, unchanged ones as well"
    )
    build.add_argument("--report", metavar="FILE", help="write what became of many letters, as JSON; - prints it")
    build.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="set many letters on the Dask cluster with this scheduler (tcp://…:8786); they and their PDFs may have "
        "addresses (s3://…) then, or lie where all machines see them",
    )

    inspect.add_argument("-v", "--verbose", action="store_true", help="list every finding")
    inspect.add_argument("--json", action="store_true", help="print the report as JSON")
    inspect.add_argument("-o", "--output", metavar="OUT", help="a file for the report; standard output if left out")
    inspect.add_argument("--html", metavar="FILE", help="draw the pages with what was measured, as one HTML file")
    inspect.add_argument(
        "--fail-on",
        metavar="LIMITS",
        default="",
        help="exit with 1 if there is more than this: widow,river,loose=3,hyphen=18%%",
    )

    convert = command("convert", _convert, "write a letter in another notation", CONVERT_EXAMPLES)
    convert.add_argument(
        "letter", metavar="LETTER", help="a letter in YAML, Markdown or JATS; - reads it from standard input"
    )
    convert.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        help="a file, whose ending says what is written; - or nothing for standard output",
    )
    convert.add_argument("--to", choices=NOTATIONS, help="what is written; what the output's ending says if left out")
    convert.add_argument(
        "-s",
        "--style",
        metavar="SHEET",
        help='the sheet whose words JATS gets ("Figure", "Funding"); "annals" if left out',
    )
    convert.add_argument("--part", metavar="NAME", default="", help="which letter of a file with sub-articles")

    verify = command("verify", _verify, "say which standards PDFs claim, and whether they keep them", VERIFY_EXAMPLES)
    verify.add_argument("pdfs", metavar="PDF", nargs="+", help="a PDF of any origin; - reads it from standard input")
    verify.add_argument("--json", action="store_true", help="print the verdicts as JSON")
    verify.add_argument(
        "--alone", action="store_true", help="do not ask page-validation as well, where it is installed"
    )

    extract = command("extract", _extract, "take out the files that a PDF carries", EXTRACT_EXAMPLES)
    extract.add_argument("pdf", metavar="PDF", help="a PDF of any origin; - reads it from standard input")
    extract.add_argument("names", metavar="NAME", nargs="*", help="take out these only")
    extract.add_argument(
        "-o", "--output", metavar="FOLDER", help="where to; a folder called like the PDF if left out; - prints one file"
    )
    extract.add_argument("--list", action="store_true", help="list the files, and write none")
    extract.add_argument("--force", action="store_true", help="overwrite files that are there already")

    _add_mail(command)

    styles = command("styles", _styles, "list the style sheets that come with the program", STYLES_EXAMPLES)
    styles.add_argument("name", metavar="SHEET", nargs="?", help="print this sheet as it was written")

    schema = command("schema", _schema, "print the JSON Schema of letters or style sheets", SCHEMA_EXAMPLES)
    schema.add_argument("of", choices=("letter", "style"), help="which of the two")
    return parser


def _add_mail(command: Callable[..., argparse.ArgumentParser]) -> None:
    email = command("email", _email, "write or send a mail that carries a letter", EMAIL_EXAMPLES)
    email.add_argument("letter", metavar="LETTER", help="a letter in YAML or Markdown, or an article in JATS")
    email.add_argument("-s", "--style", metavar="SHEET", help='name of a sheet or a YAML file; "annals" if left out')
    email.add_argument("--pages", metavar="N", type=_pages, help="make the letter fit so many pages at the most")
    email.add_argument("--standard", choices=READING, help="what the PDF is written to, as with build")
    email.add_argument("--part", metavar="PART", help="the sub-article of an article that is meant")
    email.add_argument("--pdf", metavar="FILE", help="the PDF that goes along, if it is proved to be this letter's")
    email.add_argument("--from", metavar="WHO", dest="sender", help="who writes; REJOINDER_FROM if left out")
    for name, about in (("to", "who gets it"), ("cc", "who gets a copy"), ("reply-to", "who gets the answers")):
        email.add_argument(f"--{name}", metavar="WHO", action="append", default=[], help=f"{about}; may be repeated")
    email.add_argument("--list", metavar="FILE", dest="people", help="a mail to each person in a CSV or YAML file")
    email.add_argument("--subject", metavar="TEXT", help="the subject, instead of the sheet's; a template as well")
    email.add_argument("--answers", metavar="ID", default="", help="the Message-ID of the mail that is answered")
    email.add_argument("--thread", metavar="ID", action="append", default=[], help="those before it, the oldest first")
    email.add_argument("--dry-run", action="store_true", help="print the mails, and neither write nor send them")
    email.add_argument("--eml", metavar="FILE", help="where the mail is written to, if it is not sent; - prints it")
    email.add_argument("--dkim-key", metavar="FILE", help="sign the mails with this private key")
    email.add_argument("--dkim-selector", metavar="NAME", help="under which name its public key is found")
    email.add_argument("--queue", action="store_true", help="leave the mails in the outbox, and send nothing now")
    email.add_argument("--again", action="store_true", help="send once more what was queued before")
    outbox = command("outbox", _outbox, "list, send, retry or drop mails in the outbox", OUTBOX_EXAMPLES)
    outbox.add_argument("do", choices=("list", "send", "retry", "drop"), nargs="?", default="list", help="what to do")
    outbox.add_argument("ids", metavar="ID", nargs="*", help="mails, by the beginnings of their ids")
    outbox.add_argument("--json", action="store_true", help="print the list as JSON")
    for one in (email, outbox):
        one.add_argument(
            "--server", metavar="ADDRESS", help="smtps://[user@]host or smtp://[user@]host; REJOINDER_SMTP if left out"
        )
        one.add_argument("--outbox", metavar="FOLDER", help="where mails are queued; REJOINDER_OUTBOX if left out")


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit code says how it went."""
    parser = _arguments()
    try:
        wanted = parser.parse_args(arguments)
        if "run" not in wanted:
            parser.print_help(sys.stderr)
            return WRONG_COMMAND
        code: int = wanted.run(wanted)
        _flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _stop_writing()
        return NOBODY_READS
    except OSError as problem:  # files of letters and sheets are taken care of where they are read
        _stop_writing()
        _say(f"rejoinder: {problem.filename or 'standard output'}: {(problem.strerror or str(problem)).lower()}")
        return AT_FAULT
    except Exception as fault:
        return _our_fault(fault, "")


def command() -> NoReturn:
    """The command `rejoinder`: one run of `main`, and out.

    A letter makes a hundred thousand objects that live as long as the process. Looking through them for garbage again
    and again, and taking them apart one by one at the end, would be a tenth of a cold start.
    """
    gc.set_threshold(100_000, 20, 20)
    code = main()
    with contextlib.suppress(OSError):
        sys.stderr.flush()
    os._exit(code)


# ── commands ──────────────────────────────────────────────────────────────


def _build(wanted: argparse.Namespace) -> int:
    _stop_on_contradictions(wanted)
    if _is_many(wanted):
        return _build_many(wanted)
    style, stamp, outputs = _style(wanted), _stamp(wanted), _outputs(wanted)
    tally = _Tally()
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


def _build_many(wanted: argparse.Namespace) -> int:
    """Many letters: only what changed, on all cores or a cluster, with a summary and, if asked for, a report."""
    import time

    from rejoinder.batch.cluster import NoClusterError
    from rejoinder.batch.find import NothingFoundError, folder_of, letters, outputs
    from rejoinder.batch.grounds import sheet_and_grounds
    from rejoinder.batch.ledger import Ledger
    from rejoinder.batch.model import Making
    from rejoinder.batch.places import UnreadableError, is_address, place_of
    from rejoinder.batch.report import report_json, summary
    from rejoinder.batch.run import build, in_order

    start = time.monotonic()
    tally = _Tally()
    making = Making(
        style=_style(wanted),
        stamp=_stamp(wanted),
        pages=wanted.pages,
        standard=PRESS if wanted.press else wanted.standard or READING[0],
        inks=wanted.inks,
        marks=wanted.marks,
        sources=not wanted.no_source,
        imposition=wanted.imposition,
    )
    out = wanted.output or "out"
    named: list[str] = wanted.letters
    if wanted.cluster:  # its workers may be at home in other folders
        out, *named = (one if is_address(one) else _absolute(one) for one in (out, *named))
    try:
        found = letters(named)
        tasks = outputs(found, out)
    except (NothingFoundError, UnreadableError) as nothing:
        tally.failure(str(nothing))
        return tally.close()
    _stop_on_clashes(wanted, [Path(one.output) for one in tasks], [one.letter for one in tasks])
    if wanted.report and wanted.report != STDIN:
        _stop_on_loss(wanted, wanted.report, "batch", [path for one in tasks for path in (one.letter, one.output)])
    try:
        sheet = sheet_and_grounds(making)
    except InputError as refused:
        tally.complaints(refused.diagnostics)
        return tally.close()
    ledger = Ledger(place_of(folder_of(found, out)), fresh=wanted.everything)
    done: list[Outcome] = []
    progress = _Progress(len(tasks))
    try:
        setters = _setters(wanted, sheet.parcel)
        with progress, contextlib.closing(build(tasks, making, setters, ledger, sheet.digest)) as run:
            for outcome in in_order(progress.watched(run), tasks):
                done.append(outcome)
                tally.outcome(outcome, named=wanted.report != STDIN)
    except NoClusterError as problem:
        tally.failure(str(problem))
        return tally.close()
    except KeyboardInterrupt:
        _say(f"interrupted: {summary(done, time.monotonic() - start)}")
        raise
    if wanted.report:
        tally.write(wanted.report, report_json(done, f"rejoinder {__version__}"))
    _say(summary(done, time.monotonic() - start))
    return tally.close()


def _absolute(path: str) -> str:
    """With the slash at its end, which says that it is a folder."""
    return os.path.abspath(path) + (os.sep if path.endswith(("/", os.sep)) else "")  # noqa: PTH100 - links stay


def _setters(wanted: argparse.Namespace, parcel: Parcel) -> Setters:
    """Where letters are set: on a cluster, by several processes, or here."""
    if wanted.cluster:
        from rejoinder.batch.cluster import set_on_cluster

        return lambda tasks, making: set_on_cluster(tasks, making, wanted.cluster, parcel)
    from rejoinder.batch.crew import set_all
    from rejoinder.batch.run import one_by_one

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    jobs = wanted.jobs or cores

    def local(tasks: Sequence[Task], making: Making) -> Iterable[Outcome]:
        return one_by_one(tasks, making) if jobs == 1 or len(tasks) <= 2 else set_all(tasks, making, jobs)

    return local


class _Progress:
    """A bar on a terminal; elsewhere nothing, since every PDF has a line on standard output."""

    def __init__(self, total: int) -> None:
        self._bar: Any = None
        self._total = total

    def __enter__(self) -> None:
        if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
            return
        from rich.console import Console  # a tenth of a second, which only many letters pay
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("setting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        # Or rich would send what goes to a file or a pipe to the terminal, above the bar.
        shared = sys.stdout is not None and sys.stdout.isatty()
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=shared)
        self._task = self._bar.add_task("letters", total=self._total)
        self._bar.start()

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def watched(self, outcomes: Iterable[Outcome]) -> Iterable[Outcome]:
        for one in outcomes:
            if self._bar is not None:
                self._bar.advance(self._task)
            yield one


# ── mail ──────────────────────────────────────────────────────────────────


def _email(wanted: argparse.Namespace) -> int:
    tally = _Tally()
    tally.do(wanted.letter, lambda: _send_letter(wanted, tally))
    return tally.close()


def _send_letter(wanted: argparse.Namespace, tally: _Tally) -> None:
    """Set the letter, make up the mails, and print, write or send them."""
    from rejoinder.delivery.desk import mails
    from rejoinder.delivery.message import MessageError
    from rejoinder.pipeline import typeset

    request, server = _request(wanted), _server(wanted)
    if wanted.dkim_key and not wanted.dkim_selector:
        wanted.wrong("--dkim-key wants --dkim-selector, the name under which the public key is found")
    style, stamp = _style(wanted), _stamp(wanted)
    result = typeset(
        _input(wanted.letter),
        style,
        stamp=stamp,
        folder=_folder(wanted.letter),
        pages=wanted.pages,
        standard=wanted.standard or READING[0],
        part=wanted.part or "",
    )
    tally.complaints(result.diagnostics)
    if wanted.pdf and not _is_proved(wanted, result.pdf, tally):
        return
    name = "letter" if wanted.letter == STDIN else Path(wanted.letter).stem
    name = _of_part(Path(name), wanted.part or "").name
    now = stamp or _now()
    try:
        made = mails(result.document, result.sheet.mail, name, result.pdf, request, now)
        if wanted.dry_run:
            _signed(wanted, made[0])  # whether the key is one is known before anything is sent
            _preview(made, tally)
        elif server is None and not wanted.queue:
            _write_mails(wanted, name, made, tally)
        else:
            _queue_and_send(wanted, server, made, now, tally)
    except MessageError as problem:
        tally.failure(str(problem))


def _request(wanted: argparse.Namespace) -> Request:
    """Who writes to whom. All that is wrong with it is said at once."""
    from rejoinder.delivery.addresses import AddressError, Mailbox, mailboxes
    from rejoinder.delivery.desk import Request
    from rejoinder.delivery.merge import people_in

    faults: list[str] = []

    def all_of(written: Sequence[str]) -> tuple[Mailbox, ...]:
        try:
            return mailboxes(written)
        except AddressError as wrong:
            faults.append(str(wrong))
            return ()

    sender = wanted.sender or os.environ.get("REJOINDER_FROM") or ""
    if not sender:
        wanted.wrong("who writes? Say --from, or set REJOINDER_FROM")
    if not wanted.to and not wanted.people:
        wanted.wrong("who gets it? Say --to, or --list")
    _check_subject(wanted)
    to, cc, reply_to, senders = all_of(wanted.to), all_of(wanted.cc), all_of(wanted.reply_to), all_of([sender])
    if faults:
        wanted.wrong("; ".join(faults))
    said = Diagnostics()
    people = people_in(Path(wanted.people), said) if wanted.people else ()
    said.stop_on_errors()
    listed = {one.mailbox.for_server.casefold() for one in people}
    twice = [one.address for one in to if one.for_server.casefold() in listed]
    if twice:
        wanted.wrong(f"{', '.join(twice)} stands in the list as well as in --to: nobody gets two mails")
    return Request(senders[0], to, people, cc, reply_to, wanted.subject or "", wanted.answers, tuple(wanted.thread))


def _check_subject(wanted: argparse.Namespace) -> None:
    """Brackets and braces mean something in templates, and would vanish from a subject that is none."""
    from rejoinder.style.template import LIST_VARIABLE, MAIL_VARIABLES, parse

    written: str = wanted.subject or ""
    for fault in parse(written, (*MAIL_VARIABLES, *LIST_VARIABLE.findall(written)))[1][:1]:
        wanted.wrong(f"--subject: {fault.message}{f'; {fault.hint}' if fault.hint else ''}")


def _server(wanted: argparse.Namespace) -> Server | None:
    from rejoinder.delivery.server import ServerError, server_of

    written = wanted.server or os.environ.get("REJOINDER_SMTP")
    if not written:
        return None
    try:
        return server_of(written)
    except ServerError as wrong:
        wanted.wrong(str(wrong))
        raise  # `wrong` has left already


def _now() -> datetime:
    from datetime import UTC, datetime

    return datetime.now(UTC).replace(microsecond=0)


def _is_proved(wanted: argparse.Namespace, made: bytes, tally: _Tally) -> bool:
    """Whether the PDF that somebody made before is the one that this letter and this sheet make."""
    from rejoinder.delivery.proof import UnprovenError, prove
    from rejoinder.verify.ask import extract

    path = Path(wanted.pdf)
    if path.exists() and not path.is_file():  # a device or a pipe would never end
        tally.failure(f"{wanted.pdf}: is not an ordinary file")
        return False
    try:
        given = path.read_bytes()
    except OSError as problem:
        tally.failure(f"{wanted.pdf}: cannot be read: {(problem.strerror or str(problem)).lower()}")
        return False
    if given == made:
        return True
    sources = {one.name: one.data for one in extract(made)}
    try:
        carried = extract(path)
    except InputError as refused:
        tally.complaints(refused.diagnostics)
        return False
    try:
        prove(given, made, carried, sources, f"rejoinder {__version__}")
    except UnprovenError as why:
        tally.failure(f"{wanted.pdf} is not sent: {why}")
        return False
    return True


def _signed(wanted: argparse.Namespace, mail: Mail) -> bytes:
    from rejoinder.delivery.message import MessageError, written

    if not wanted.dkim_key:
        return written(mail)
    from rejoinder.delivery.dkim import SigningError, signed

    try:
        return signed(written(mail), mail.sender.ascii_domain, wanted.dkim_selector, Path(wanted.dkim_key))
    except SigningError as problem:
        raise MessageError(str(problem)) from problem


def _preview(made: Sequence[Mail], tally: _Tally) -> None:
    from rejoinder.delivery.desk import preview

    for number, mail in enumerate(made):
        tally.write(STDIN, ("\n" if number else "") + _fit(preview(mail)))


def _write_mails(wanted: argparse.Namespace, name: str, made: Sequence[Mail], tally: _Tally) -> None:
    """As files, each of which any mail program opens. Each is made when it is its turn: there may be thousands."""
    from rejoinder.offprint import Unwritten, write_whole

    if wanted.eml == STDIN:
        if len(made) > 1:
            wanted.wrong("--eml - takes one mail")
        sys.stdout.flush()
        sys.stdout.buffer.write(_signed(wanted, made[0]))
        return
    eml = wanted.eml or f"out{os.sep}"
    first = Path(eml) / f"{name}.eml" if eml.endswith(("/", os.sep)) or Path(eml).is_dir() else Path(eml)
    several = len(made) > 1
    paths = [first.with_name(f"{first.stem}-{n}{first.suffix}") if several else first for n in range(1, len(made) + 1)]
    for path, mail in zip(paths, made, strict=True):
        data = _signed(wanted, mail)
        if not _may_be_replaced(path, "mail"):
            tally.failure(f"{path}: is there already and is no mail: remove it first, or name another with --eml")
            continue
        try:
            write_whole(path, data)
        except Unwritten as problem:
            tally.failure(str(problem))
        else:
            print(_fit(str(path)))


def _queue_and_send(
    wanted: argparse.Namespace, server: Server | None, made: Sequence[Mail], now: datetime, tally: _Tally
) -> None:
    """Everything is in the outbox before the first mail is sent."""
    import time

    from rejoinder.delivery.desk import queue
    from rejoinder.delivery.outbox import OutboxError
    from rejoinder.delivery.server import ServerError
    from rejoinder.delivery.smtp import send_due

    outbox = _outbox_of(wanted)
    fresh: list[Queued] = []
    try:
        for mail in made:
            one, new = queue(outbox, mail, wanted.letter, now, data=_signed(wanted, mail), again=wanted.again)
            state = one.state(time.time())
            if new or state == "queued":
                fresh.append(one)
            else:
                who = ", ".join(one.envelope.recipients)
                _say(f"rejoinder: {one.id[:10]} to {who}: this mail was queued before, and is {state}: "
                     f"{_what_helps(one, state)}")  # fmt: skip
        if wanted.queue or server is None:
            for one in fresh:
                print(_fit(f"{one.id[:10]}  queued  {', '.join(one.envelope.recipients)}"))
            return
        if fresh:
            send_due(outbox, server, time.time, only=[one.id for one in fresh])
    except (OutboxError, ServerError) as problem:
        tally.failure(str(problem))
        return
    _say_what_became(fresh, tally)


def _what_helps(one: Queued, state: str) -> str:
    """To send a mail that was queued before; a second one beside it would reach its readers twice."""
    if state == "deferred":
        return f'it is tried again by "rejoinder outbox send" when its time has come, by "… send {one.id[:10]}" now'
    return "--again sends it once more" if state == "sent" else f'"rejoinder outbox retry {one.id[:10]}" tries it again'


def _say_what_became(tried: Sequence[Queued], tally: _Tally) -> None:
    """A line for each recipient: on standard output if the server has the mail, else as a complaint."""
    for one in tried:
        for recipient in one.recipients.values():
            if recipient.standing == "accepted":
                print(_fit(f"{one.id[:10]}  sent  {recipient.address}"))
            else:
                why = recipient.reply or "another process has it in hand"
                tally.failure(f"{one.id[:10]} to {recipient.address} is {recipient.standing}: {why}")


def _outbox_of(wanted: argparse.Namespace) -> Outbox:
    from rejoinder.delivery.outbox import Outbox

    named = wanted.outbox or os.environ.get("REJOINDER_OUTBOX")
    if named:
        return Outbox(Path(named))
    state = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA") or str(Path.home() / ".local" / "state")
    return Outbox(Path(state) / "rejoinder" / "outbox")


def _outbox(wanted: argparse.Namespace) -> int:
    import time

    from rejoinder.delivery.desk import listed, listed_json
    from rejoinder.delivery.outbox import OutboxError
    from rejoinder.delivery.server import ServerError
    from rejoinder.delivery.smtp import send_due

    tally = _Tally("mails", "sent")
    outbox, server = _outbox_of(wanted), _server(wanted)
    if wanted.do in ("retry", "drop") and not wanted.ids:
        wanted.wrong(f"which mail? Say outbox {wanted.do} ID")
    if wanted.do in ("retry", "send") and server is None:
        wanted.wrong("by which server? Say --server, or set REJOINDER_SMTP")
    try:
        chosen = list({found.id: found for found in map(outbox.find, wanted.ids)}.values())
        if not wanted.ids:
            chosen = outbox.all()
            for folder in outbox.unreadable():
                tally.failure(f"{folder}: this mail cannot be read, and is not sent: look at it, or remove the folder")
        if wanted.do == "list":
            told = listed_json(chosen, time.time()) if wanted.json else listed(chosen, time.time())
            tally.write(STDIN, told if wanted.json else _fit(told))
        elif wanted.do == "drop":
            for one in chosen:
                outbox.remove(one, time.time())
                print(f"{one.id[:10]}  dropped")
        else:
            assert server is not None
            if wanted.do == "retry":
                for one in chosen:
                    outbox.retry(one, time.time())
            only = [one.id for one in chosen] if wanted.ids else ()
            tried = send_due(outbox, server, time.time, only=only)
            _say_what_became(tried, tally)
            for one in chosen if only else ():
                if one.id not in {other.id for other in tried}:
                    tally.failure(
                        f"{one.id[:10]} was not tried: it is {one.state(time.time())}, or being sent just now"
                    )
    except (OutboxError, ServerError) as problem:
        tally.failure(str(problem))
    return tally.close()


def _set(
    letter: str,
    output: Path | None,
    style: str | None,
    stamp: datetime | None,
    wanted: argparse.Namespace,
    tally: _Tally,
) -> None:
    """Set all parts of a letter, or the one that was asked for. One that is at fault stops none of the others."""
    given = _input(letter)
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
    from rejoinder.pipeline import parts

    if wanted.part is not None:
        return (wanted.part,)
    return parts(given)[:1] if wanted.output == STDIN or wanted.dump else parts(given)


def _set_part(
    given: Path | str,
    part: str,
    letter: str,
    output: Path | None,
    style: str | None,
    stamp: datetime | None,
    wanted: argparse.Namespace,
    tally: _Tally,
) -> None:
    from rejoinder.offprint import Unwritten, write_whole
    from rejoinder.pipeline import typeset  # the whole program: not needed for --help

    result = typeset(
        given,
        style,
        stamp=stamp,
        folder=_folder(letter),
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
        path = output if wanted.part is not None else _of_part(output, part)
        if path != output and not _may_be_replaced(path):
            tally.failure(f"{path}: is there already and is no PDF: remove it first, or give another folder with -o")
            return
        try:
            write_whole(path, _imposed(letter, result.pdf, wanted.imposition, stamp))
        except Unwritten as problem:
            tally.failure(str(problem))
        else:
            print(_fit(str(path)))


def _of_part(output: Path, part: str) -> Path:
    """Where a sub-article's PDF goes: beside the article's, with its name behind that one's."""
    return output.with_name(f"{output.stem}-{part.replace('/', '-')}{output.suffix}") if part else output


def _imposed(letter: str, pdf: bytes, scheme: Scheme | None, stamp: datetime | None) -> bytes:
    """The PDF, or a proof with two of its pages on each sheet."""
    if scheme is None:
        return pdf
    from rejoinder.imposition import ImpositionError, impose  # brings pypdf along, a third of a second

    try:
        return impose(pdf, scheme, stamp=stamp)
    except ImpositionError as problem:
        raise InputError([Diagnostic("error", f"no proof can be made: {problem}", Span(letter))]) from problem


def _check(wanted: argparse.Namespace) -> int:
    from rejoinder.editorial.report import Checked, check_json, check_sarif
    from rejoinder.pipeline import examine, parts

    style, pages, form = _style(wanted), wanted.pages, wanted.format
    tally = _Tally(silent=form != "text")
    checked: list[Checked] = []

    def look(letter: str) -> None:
        try:
            given = _input(letter)
        except InputError as refused:
            checked.append(Checked(letter, refused.diagnostics))
            raise
        for part in parts(given) if wanted.part is None else (wanted.part,):
            try:
                found = examine(given, style, folder=_folder(letter), pages=pages, part=part)
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


def _inspect(wanted: argparse.Namespace) -> int:
    from rejoinder.proof.limits import NoLimit, read_limits

    try:
        limits = read_limits(wanted.fail_on)
    except NoLimit as slip:
        wanted.wrong(f"--fail-on: {slip}")
        return WRONG_COMMAND
    style, outputs = _style(wanted), _reports(wanted)
    tally = _Tally()
    tally.do(wanted.letter, lambda: _report(wanted, style, outputs, limits, tally))
    return tally.close()


def _report(
    wanted: argparse.Namespace, style: str | None, outputs: _Reports, limits: tuple[Limit, ...], tally: _Tally
) -> None:
    """Measure a letter; write what was asked for; say which limits it exceeds."""
    from rejoinder.pipeline import inspect
    from rejoinder.proof.limits import exceeded

    letter: str = wanted.letter
    inspection = inspect(_input(letter), style, folder=_folder(letter), pages=wanted.pages, part=wanted.part or "")
    tally.complaints(inspection.diagnostics)
    if outputs.drawn:
        tally.write(outputs.drawn, inspection.html())
    if outputs.report:
        # What steers a terminal is taken out of the text; in JSON it is escaped, as JSON wants it.
        tally.write(outputs.report, _fit(inspection.json() if wanted.json else inspection.text(verbose=wanted.verbose)))
    for one in exceeded(inspection.report, limits):
        tally.exceeds(f"{inspection.report.letter}: {one}")


def _convert(wanted: argparse.Namespace) -> int:
    to, output, style = _format(wanted), wanted.output or STDIN, _style(wanted)
    tally = _Tally("letters", "converted")
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


def _write_converted(wanted: argparse.Namespace, to: str, output: str, style: str | None, tally: _Tally) -> None:
    from rejoinder.pipeline import convert

    if output != STDIN and wanted.letter != STDIN and _are_one_file(Path(output), Path(wanted.letter)):
        tally.failure(f"{output}: is the letter itself: give another name with -o")
        return
    given = _input(wanted.letter)
    made = convert(given, to, style=style, folder=_folder(wanted.letter), part=wanted.part)
    tally.complaints(made.diagnostics)
    tally.write(output, made.data.decode())
    if output != STDIN and not tally.unset:
        print(_fit(output))


def _are_one_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


def _verify(wanted: argparse.Namespace) -> int:
    from rejoinder.verify.ask import verify
    from rejoinder.verify.report import as_json, as_text

    if wanted.pdfs.count(STDIN) > 1:
        wanted.wrong("- can be given once")
    tally = _Tally("files", "read")
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
            print(_fit(as_text(name, verdict)), end="")

    for pdf in wanted.pdfs:
        tally.do(pdf, lambda: judge(pdf))  # noqa: B023 - called at once
    if wanted.json:
        tally.write(STDIN, as_json(verdicts))
    return tally.close()


def _extract(wanted: argparse.Namespace) -> int:
    if wanted.output == STDIN and (len(wanted.names) != 1 or wanted.list):
        wanted.wrong("-o - prints one file: give its name (and no --list)")
    if wanted.pdf == STDIN and wanted.output is None and not wanted.list:
        wanted.wrong("say with -o where to take the files out to")
    tally = _Tally("files", "taken out")
    tally.do(wanted.pdf, lambda: _take_out(wanted, tally))
    return tally.close()


def _take_out(wanted: argparse.Namespace, tally: _Tally) -> None:
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
        print(_fit(listed(taken)), end="")
    elif wanted.output == STDIN:
        sys.stdout.flush()
        sys.stdout.buffer.write(taken[0][1].data)
    elif taken:
        folder = Path(wanted.output if wanted.output is not None else Path(wanted.pdf).stem)
        if _write_out(folder, taken, tally, force=wanted.force):
            _say_how_made(attachments, dict(taken), folder, span, tally)


def _write_out(folder: Path, taken: list[tuple[str, Attachment]], tally: _Tally, *, force: bool) -> bool:
    """Write the files, if none is in the way; says whether all of them are there."""
    from rejoinder.offprint import Unwritten, write_whole

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
        try:
            write_whole(folder / name, one.data)
        except Unwritten as problem:
            tally.failure(str(problem))
        else:
            print(_fit(str(folder / name)))
    return not tally.unset


def _is_same(path: Path, data: bytes) -> bool:
    try:
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _say_how_made(
    attachments: tuple[Attachment, ...], written: dict[str, Attachment], folder: Path, span: Span, tally: _Tally
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
        print(_fit(f"made by {made.program}; anew by\n  {made.command(str(folder))}"))


def _pdf(pdf: str) -> Path | bytes:
    """A PDF's path; its bytes, if it comes by standard input."""
    if pdf != STDIN:
        return Path(pdf)
    from rejoinder.verify.ask import MOST_BYTES

    return sys.stdin.buffer.read(MOST_BYTES + 1)


def _styles(wanted: argparse.Namespace) -> int:
    from rejoinder.pipeline import DEFAULT_STYLE
    from rejoinder.style import shelf
    from rejoinder.style.read import read_style

    said = Diagnostics()
    if wanted.name is not None:
        source = shelf.open_sheet(wanted.name, said) if shelf.find(wanted.name) else None
        if source is None:
            hint = did_you_mean(wanted.name, shelf.names()) or f"there are {', '.join(shelf.names())}"
            wanted.wrong(f'no sheet of that name comes with the program: "{wanted.name}"; {hint}')
            return WRONG_COMMAND
        print(source.text, end="")
        return DONE
    width = max(map(len, shelf.names()))
    for name in shelf.names():
        source = shelf.open_sheet(name, said)
        sheet = read_style(source, said) if source else None
        default = " (unless -s says otherwise)" if name == DEFAULT_STYLE else ""
        print(f"{name:<{width}}  {sheet.about if sheet else ''}{default}".rstrip())
    tally = _Tally()
    tally.complaints(said)
    return tally.close()


def _schema(wanted: argparse.Namespace) -> int:
    import json

    from rejoinder.content.schema import letter_schema
    from rejoinder.style.read import style_schema

    print(json.dumps(letter_schema() if wanted.of == "letter" else style_schema(), indent=2, ensure_ascii=False))
    return DONE


# ── reading the command line ──────────────────────────────────────────────


def _jobs(written: str) -> int:
    if not (written.isascii() and written.isdigit() and 1 <= int(written[:6]) <= 1024):
        raise argparse.ArgumentTypeError(f"from 1 to 1,024 processes can set letters, not {written[:20]!r}")
    return int(written)


def _pages(written: str) -> int:
    """A number of pages. argparse says of which option it was none."""
    if not (written.isascii() and written.isdigit() and len(written) < 9 and 1 <= int(written) <= MOST_PAGES):
        raise argparse.ArgumentTypeError(
            f"a letter is made to fit from 1 to {MOST_PAGES:,} pages, not {written[:20]!r}"
        )
    return int(written)


def _input(letter: str) -> Path | str:
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


def _folder(letter: str) -> Path | None:
    """Where a letter that lies nowhere finds its bibliography."""
    return Path() if letter == STDIN else None


def _style(wanted: argparse.Namespace) -> str | None:
    """The sheet that was asked for. One that does not exist is a slip of the command, and said before any work."""
    from rejoinder.style.read import find_style, is_there

    asked: str | None = wanted.style
    if asked is not None and not is_there(asked):
        said = Diagnostics()
        find_style(asked, None, said, Span(asked))
        problem = said.said[0]
        wanted.wrong(f"{problem.message}; {problem.hint}" if problem.hint else problem.message)
    return asked


def _stamp(wanted: argparse.Namespace) -> datetime | None:
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


def _outputs(wanted: argparse.Namespace) -> list[Path | None]:
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
    _stop_on_clashes(wanted, outputs)
    return list(outputs)


class _Reports(NamedTuple):
    """Where the report and the drawn pages of an inspection go; "" for nowhere, "-" for standard output."""

    report: str
    drawn: str


def _reports(wanted: argparse.Namespace) -> _Reports:
    out: str | None = wanted.output
    html: str | None = wanted.html
    if html == STDIN and (out == STDIN or (out is None and wanted.json)):
        wanted.wrong("the report and --html cannot both go to standard output: name a file for one of them")
    # Pages that go to standard output leave no room for a report there.
    reports = _Reports(out or ("" if html == STDIN else STDIN), html or "")
    kinds = (("json" if wanted.json else "text", reports.report), ("html", reports.drawn))
    named = [(kind, name) for kind, name in kinds if name not in ("", STDIN)]
    for kind, name in named:
        _stop_on_loss(wanted, name, kind, [wanted.letter])
    if len({os.path.realpath(name) for _, name in named}) < len(named):
        wanted.wrong(f"the report and the drawn pages would both be written to {named[0][1]}")
    return reports


def _stop_on_loss(wanted: argparse.Namespace, name: str, kind: str, others: Iterable[str]) -> None:
    """No report is written over a file of this run, or over one that is no report."""
    real = os.path.realpath(name)
    if real in {os.path.realpath(one) for one in (*others, wanted.style or STDIN)}:
        wanted.wrong(f"{name} is an input, and would be overwritten")
    if not _may_be_replaced(Path(real), kind):
        what = {"text": "report", "html": "HTML file"}.get(kind, "JSON report")
        wanted.wrong(f"{name} is there already and is no {what}: remove it first, or name another")


def _files(letters: Sequence[str], out: str | None) -> list[Path]:
    if out is not None and len(letters) == 1 and not (out.endswith(("/", os.sep)) or Path(out).is_dir()):
        return [Path(out)]
    folder = Path("out" if out is None else out)
    return [folder / f"{'letter' if one == STDIN else Path(one).stem}.pdf" for one in letters]


def _stop_on_clashes(wanted: argparse.Namespace, outputs: Sequence[Path], letters: Sequence[str] | None = None) -> None:
    letters = wanted.letters if letters is None else letters
    taken: dict[str, str] = {}
    inputs = {os.path.realpath(one) for one in (*letters, wanted.style or STDIN)}
    for letter, output in zip(letters, outputs, strict=True):
        real = os.path.realpath(output)
        if real in taken:
            wanted.wrong(f"{taken[real]} and {letter} would both be written to {output}")
        if real in inputs:
            wanted.wrong(f"{output} is an input, and would be overwritten")
        if not _may_be_replaced(Path(real)):
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


def _may_be_replaced(path: Path, kind: str = "pdf") -> bool:
    """Whether nothing is lost: a reference file named by a slip after -o is not a PDF."""
    if not path.is_file():
        return True
    try:
        with path.open("rb") as file:
            start = file.read(MOST_OF_A_HEAD if kind == "mail" else 1024)
    except OSError:
        return True  # writing will say why not
    return not start or SIGNS[kind] in start


# ── saying ────────────────────────────────────────────────────────────────


class _Tally:
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
            self.code = _our_fault(fault, letter)

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
        from rejoinder.offprint import Unwritten, write_whole

        try:
            write_whole(Path(name), text.encode("utf-8"))
        except Unwritten as problem:
            self.failure(str(problem))

    def exceeds(self, message: str) -> None:
        """A letter that was set, but not as well as was asked for."""
        self.code = max(self.code, AT_FAULT)
        _say(f"rejoinder: {message}")

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
                print(_fit(one.task.output))
            return
        self.unset += 1
        self.code = max(self.code, OUR_FAULT if one.state == "fault" else AT_FAULT)
        if one.message:
            _say(f"rejoinder: {one.task.letter}: {one.message}")

    def failure(self, message: str) -> None:
        self.unset += 1
        self.code = max(self.code, AT_FAULT)
        _say(f"rejoinder: {message}")

    def close(self) -> int:
        """Count what was said, if anything was; the exit code."""
        counts = [_count(self.errors, "error"), _count(self.warnings, "warning")]
        if self.letters > 1 and self.unset:
            counts.append(
                f"{self.unset} of {self.letters} {self.things} {'was' if self.unset == 1 else 'were'} not {self.done}"
            )
        text = ", ".join(one for one in counts if one)
        if text and not self.silent:
            _say(text)
        return self.code


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}" if number else ""


def _our_fault(fault: Exception, letter: str) -> int:
    if os.environ.get("REJOINDER_TRACEBACK"):
        import traceback

        traceback.print_exception(fault)
    about = f" while setting {letter}" if letter else ""
    _say(
        f"rejoinder: fault in the program{about}: {type(fault).__name__}: {fault}\n"
        "  hint: nothing was written; please report it with the letter (REJOINDER_TRACEBACK=1 shows where it happened)"
    )
    return OUR_FAULT


# ── printing ──────────────────────────────────────────────────────────────

UNFIT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
RED, YELLOW, CYAN, BOLD, PLAIN = "\x1b[1;31m", "\x1b[1;33m", "\x1b[36m", "\x1b[1m", "\x1b[0m"


def _fit(text: str) -> str:
    """Without what steers a terminal: messages quote letters, and letters come from strangers."""
    return UNFIT.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _say(text: str) -> None:
    print(_fit(text), file=sys.stderr)


def _say_complaint(one: Diagnostic) -> None:
    if not _colour_wanted():
        _say(str(one))
        return
    colour = {"error": RED, "warning": YELLOW}.get(one.severity, CYAN)
    print(f"{BOLD}{_fit(str(one.span))}:{PLAIN} {colour}{one.severity}:{PLAIN} {_fit(one.message)}", file=sys.stderr)
    if one.hint:
        print(f"  {CYAN}hint:{PLAIN} {_fit(one.hint)}", file=sys.stderr)


def _colour_wanted() -> bool:
    """On a terminal, unless the user said otherwise (no-color.org)."""
    return (
        not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
        and sys.stderr is not None
        and sys.stderr.isatty()
    )


def _flush() -> None:
    """Have everything printed now, while a full disk can still be told of."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def _stop_writing() -> None:
    """Send what is left of standard output nowhere, or Python would complain of it once more on leaving."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with contextlib.suppress(OSError, ValueError, AttributeError):  # a stream that has no descriptor
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
