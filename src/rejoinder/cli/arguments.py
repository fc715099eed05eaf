"""What may be asked: the commands, their options, and their help."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from rejoinder import __version__
from rejoinder.cli import letters, mail, pdfs, shelf
from rejoinder.cli.terms import FORMATS, INKS, MOST_PAGES, NOTATIONS, READING, SCHEMES, STAGES

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


def command_line() -> argparse.ArgumentParser:
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

    build = command("build", letters.build, "set letters as PDF", BUILD_EXAMPLES)
    check = command("check", letters.check, "say what is wrong with letters, and write nothing", CHECK_EXAMPLES)
    inspect = command("inspect", letters.inspect, "measure how well a letter is set", INSPECT_EXAMPLES)
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

    convert = command("convert", letters.convert, "write a letter in another notation", CONVERT_EXAMPLES)
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

    verify = command(
        "verify", pdfs.verify, "say which standards PDFs claim, and whether they keep them", VERIFY_EXAMPLES
    )
    verify.add_argument("pdfs", metavar="PDF", nargs="+", help="a PDF of any origin; - reads it from standard input")
    verify.add_argument("--json", action="store_true", help="print the verdicts as JSON")
    verify.add_argument(
        "--alone", action="store_true", help="do not ask page-validation as well, where it is installed"
    )

    extract = command("extract", pdfs.extract, "take out the files that a PDF carries", EXTRACT_EXAMPLES)
    extract.add_argument("pdf", metavar="PDF", help="a PDF of any origin; - reads it from standard input")
    extract.add_argument("names", metavar="NAME", nargs="*", help="take out these only")
    extract.add_argument(
        "-o", "--output", metavar="FOLDER", help="where to; a folder called like the PDF if left out; - prints one file"
    )
    extract.add_argument("--list", action="store_true", help="list the files, and write none")
    extract.add_argument("--force", action="store_true", help="overwrite files that are there already")

    _add_mail(command)

    styles = command("styles", shelf.styles, "list the style sheets that come with the program", STYLES_EXAMPLES)
    styles.add_argument("name", metavar="SHEET", nargs="?", help="print this sheet as it was written")

    schema = command("schema", shelf.schema, "print the JSON Schema of letters or style sheets", SCHEMA_EXAMPLES)
    schema.add_argument("of", choices=("letter", "style"), help="which of the two")
    return parser


def _add_mail(command: Callable[..., argparse.ArgumentParser]) -> None:
    email = command("email", mail.email, "write or send a mail that carries a letter", EMAIL_EXAMPLES)
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
    outbox = command("outbox", mail.outbox, "list, send, retry or drop mails in the outbox", OUTBOX_EXAMPLES)
    outbox.add_argument("do", choices=("list", "send", "retry", "drop"), nargs="?", default="list", help="what to do")
    outbox.add_argument("ids", metavar="ID", nargs="*", help="mails, by the beginnings of their ids")
    outbox.add_argument("--json", action="store_true", help="print the list as JSON")
    for one in (email, outbox):
        one.add_argument(
            "--server", metavar="ADDRESS", help="smtps://[user@]host or smtp://[user@]host; REJOINDER_SMTP if left out"
        )
        one.add_argument("--outbox", metavar="FOLDER", help="where mails are queued; REJOINDER_OUTBOX if left out")


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
