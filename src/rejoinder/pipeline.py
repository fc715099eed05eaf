"""The whole program on one screen: the only caller of the rooms.

letter → Document → Galley → pages → PDF
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from rejoinder.collector import seldom_collected
from rejoinder.content.letter import read_letter, read_letter_mapping
from rejoinder.content.model import MOST_PAGES, Letter
from rejoinder.diagnostics import Diagnostic, Diagnostics, Span
from rejoinder.document.model import Document
from rejoinder.document.number import number
from rejoinder.fonts.typecase import Typecase, typecase_for
from rejoinder.galley.compose import set_type
from rejoinder.galley.furniture import FurnitureSetter
from rejoinder.galley.model import Galley
from rejoinder.pages.makeup import make_up
from rejoinder.pages.model import MadeUp, Page
from rejoinder.source import Source
from rejoinder.style.model import StyleSheet
from rejoinder.style.read import find_style, read_style, read_style_mapping
from rejoinder.values import dataclass

if TYPE_CHECKING:
    from rejoinder.copyfit.model import Fitted
    from rejoinder.proof.model import Report

DEFAULT_STYLE = "annals"
STAGES: tuple[str, ...] = ("letter", "document", "galley", "pages")
"""What `Result.dump` can show."""

LetterInput: TypeAlias = Path | str | Mapping[str, Any]
StyleInput: TypeAlias = Path | str | Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Result:
    """A set letter: the file's bytes, its pages, and what was said on the way (warnings only)."""

    pdf: bytes
    pages: tuple[Page, ...]
    diagnostics: tuple[Diagnostic, ...]
    letter: Letter
    document: Document
    galley: Galley
    sheet: StyleSheet
    """As it was used: bent, if that made the letter fit."""
    made_up: MadeUp
    copyfit: Fitted | None = None
    """What was done to make the letter fit its pages; None if nobody asked for that."""

    def dump(self, stage: str) -> str:
        """What one stage made, as readable text. `stage` is one of `STAGES`."""
        return dump(stage, self.letter, self.document, self.galley, self.made_up)


@dataclass(frozen=True, slots=True)
class Inspection:
    """How well a letter is set: what was measured on its pages, and what was said on the way."""

    report: Report
    diagnostics: tuple[Diagnostic, ...]
    galley: Galley
    made_up: MadeUp

    def text(self, *, verbose: bool = False) -> str:
        """The report to be read. With `verbose`, every finding is listed."""
        from rejoinder.proof.text import report_text

        return report_text(self.report, verbose=verbose)

    def json(self) -> str:
        """The report for programs: its keys are stable."""
        from rejoinder.proof.json import report_json

        return report_json(self.report)

    def html(self) -> str:
        """The pages, drawn, with layers that show how they are set: one file that fetches nothing."""
        from rejoinder.proof.html import drawn_report

        return drawn_report(self.made_up, self.galley, self.report)


def typeset(
    letter: LetterInput,
    style: StyleInput = None,
    *,
    stamp: date | None = None,
    folder: Path | str | None = None,
    pages: int | None = None,
) -> Result:
    """Set a letter.

    `letter` is a path, the text of a letter (a string with a line end in it) or a mapping; `style` is the name of a
    sheet that comes with the program, a path, the text of a sheet or a mapping. `folder` is where a letter given as
    text or mapping may read files from (its bibliography); nowhere if left out. `stamp` is the date (or date and
    time) that the file bears; the letter's own if left out. `pages` is how many pages the letter may take at the most:
    it is made to fit, within what the sheet's `copyfit` allows; what the letter says of that itself if left out.

    Raises `InputError`, which carries everything that is wrong with the letter and the sheet.
    """
    with seldom_collected():
        return _typeset(letter, style, stamp, folder, _pages(pages))


def _typeset(
    letter: LetterInput, style: StyleInput, stamp: date | None, folder: Path | str | None, pages: int
) -> Result:
    said = Diagnostics()
    read, document, sheet = _read(letter, style, folder, said)
    galley, made_up, sheet, fitted = _set(read, document, sheet, pages, said)
    said.stop_on_errors()
    from rejoinder.pdf.write import write_pdf  # not needed to check a letter

    dated = datetime(stamp.year, stamp.month, stamp.day, tzinfo=UTC) if type(stamp) is date else stamp
    assert dated is None or isinstance(dated, datetime)
    pdf = write_pdf(made_up, document.metadata, stamp=dated or _day(document.metadata.date))
    return Result(pdf, made_up.pages, said.in_order(), read, document, galley, sheet, made_up, fitted)


def check(
    letter: LetterInput, style: StyleInput = None, *, folder: Path | str | None = None, pages: int | None = None
) -> tuple[Diagnostic, ...]:
    """Everything that typesetting would say, errors included; nothing is written."""
    from rejoinder.diagnostics import InputError

    said = Diagnostics()
    try:
        read, document, sheet = _read(letter, style, folder, said)
        _set(read, document, sheet, _pages(pages), said)
    except InputError:
        pass
    return said.in_order()


def inspect(
    letter: LetterInput, style: StyleInput = None, *, folder: Path | str | None = None, pages: int | None = None
) -> Inspection:
    """Set a letter and measure its pages; no PDF is made. Arguments and refusals are those of `typeset`."""
    from rejoinder.proof.measure import measure  # not needed to set a letter

    with seldom_collected():
        said = Diagnostics()
        read, document, sheet = _read(letter, style, folder, said)
        galley, made_up, *_ = _set(read, document, sheet, _pages(pages), said)
        said.stop_on_errors()
        report = measure(made_up, galley, read.span.file, document.metadata.title)
        return Inspection(report, said.in_order(), galley, made_up)


def _read(
    letter: LetterInput, style: StyleInput, files: Path | str | None, said: Diagnostics
) -> tuple[Letter, Document, StyleSheet]:
    """Letter, numbered, and sheet; everything that is wrong with any of them is said before stopping."""
    folder = None if files is None else Path(files)
    read = _letter(letter, folder, said)
    sheet = _sheet(style, said)
    document = number(read, said, csl=sheet.references.csl if sheet else None, folder=folder) if read else None
    said.stop_on_errors()
    assert read is not None and document is not None and sheet is not None, "a reader that returns nothing says why"
    return read, document, sheet


def _pages(wanted: int | None) -> int:
    """A number of pages that a letter may be made to fit; 0 for none."""
    if wanted is None:
        return 0
    if not 1 <= wanted <= MOST_PAGES:
        raise ValueError(f"a letter is made to fit from 1 to {MOST_PAGES:,} pages, not {wanted}")
    return wanted


def _set(
    letter: Letter, document: Document, sheet: StyleSheet, pages: int, said: Diagnostics
) -> tuple[Galley, MadeUp, StyleSheet, Fitted | None]:
    typecase = _typecase(sheet, said)
    said.stop_on_errors()
    if pages or letter.copyfit_pages:
        from rejoinder.copyfit.search import fit  # most letters take what they take

        place = letter.span if pages else letter.copyfit_span
        chosen, fitted = fit(document, sheet, typecase, pages or letter.copyfit_pages, place, said)
        return chosen.galley, chosen.made_up, chosen.sheet, fitted
    galley = set_type(document, sheet, typecase, said)
    return galley, make_up(galley, sheet, FurnitureSetter(document, sheet, typecase, said), said), sheet, None


def _letter(letter: LetterInput, folder: Path | None, said: Diagnostics) -> Letter | None:
    if isinstance(letter, Mapping):
        return read_letter_mapping(letter, said, folder)
    source = _source(letter, "letter", folder, said)
    return read_letter(source, said) if source else None


def _sheet(style: StyleInput, said: Diagnostics) -> StyleSheet | None:
    if isinstance(style, Mapping):
        return read_style_mapping(style, said)
    if style is None or (isinstance(style, str) and style and "\n" not in style):
        source = find_style(style or DEFAULT_STYLE, None, said, Span(style or DEFAULT_STYLE))
    else:
        source = _source(style, "style", None, said)
    return read_style(source, said) if source else None


def _source(given: Path | str, what: str, folder: Path | None, said: Diagnostics) -> Source | None:
    if not isinstance(given, str | Path):
        raise TypeError(f"a {what} is a path, a text or a mapping, not {type(given).__name__}")
    if isinstance(given, str) and (not given or "\n" in given):
        source = Source.of(f"<{what}>", given, said)
        return Source(source.name, source.text, folder) if source and folder else source
    return Source.load(given, said)


def _typecase(sheet: StyleSheet, said: Diagnostics) -> Typecase:
    typecase = typecase_for({role: (font.family, *font.fallback) for role, font in sheet.fonts.items()})
    for missing in typecase.missing_families():
        said.error(
            f'the font family "{missing.family}" (for "{missing.role}") is not installed',
            Span(sheet.name or "style sheet"),
            f"pip install {missing.package}",
        )
    return typecase


def _day(iso: str) -> datetime | None:
    """Midnight (UTC) of an ISO date, whole or not; None if there is none."""
    parts = [int(p) for p in iso.split("-") if p.isdigit()]
    if not parts:
        return None
    try:
        return datetime(*(*parts, 1, 1)[:3], tzinfo=UTC)  # type: ignore[misc,arg-type]
    except ValueError:
        return None


def dump(stage: str, letter: Letter, document: Document, galley: Galley, made_up: MadeUp) -> str:
    """One stage as text; the dumpers are imported when asked for."""
    match stage:
        case "letter":
            from rejoinder.content.dump import dump as dump_letter

            return dump_letter(letter)
        case "document":
            from rejoinder.document.dump import dump as dump_document

            return dump_document(document)
        case "galley":
            from rejoinder.galley.dump import dump as dump_galley

            return dump_galley(galley)
        case "pages":
            from rejoinder.pages.dump import dump as dump_pages

            return dump_pages(made_up)
    raise ValueError(f"no stage is called {stage!r}; the stages are {', '.join(STAGES)}")
