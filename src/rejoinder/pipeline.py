"""The whole program on one screen: the only caller of the rooms.

letter → Document → Galley → pages → PDF
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from rejoinder.collector import seldom_collected
from rejoinder.content.dialects.manubot import METADATA
from rejoinder.content.letter import read_letter, read_letter_mapping
from rejoinder.content.model import MOST_PAGES, Letter
from rejoinder.diagnostics import Diagnostic, Diagnostics, Span, did_you_mean
from rejoinder.document.model import Document
from rejoinder.document.number import number
from rejoinder.fonts.typecase import Typecase, typecase_for
from rejoinder.galley.compose import set_type
from rejoinder.galley.furniture import FurnitureSetter
from rejoinder.galley.model import Galley
from rejoinder.pages.makeup import make_up
from rejoinder.pages.model import MadeUp, Page, PlacedPicture
from rejoinder.source import MOST_BYTES, Enclosure, Source, is_markup
from rejoinder.style import csl_shelf
from rejoinder.style.model import StyleSheet
from rejoinder.style.read import find_style, grounds_of, read_style, read_style_mapping
from rejoinder.style.words import in_language
from rejoinder.values import dataclass

if TYPE_CHECKING:
    from rejoinder.copyfit.model import Fitted
    from rejoinder.editorial.report import Checked
    from rejoinder.pdf.inks import Inks
    from rejoinder.pdf.trim import Trim
    from rejoinder.proof.model import Report
    from rejoinder.record.model import Attachment

DEFAULT_STYLE = "annals"
STANDARDS: tuple[str, ...] = ("ua-1", "ua-2", "x-4")
"""What a PDF may be written to."""
PRESS = STANDARDS[-1]
INKS: tuple[str, ...] = ("cmyk", "gray")
"""With what a press may print."""
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
    standard: str = "ua-1",
    inks: str | None = None,
    marks: bool = False,
    sources: bool = True,
    part: str = "",
) -> Result:
    """Set a letter.

    `letter` is a path, the text of a letter (a string with a line end in it) or a mapping; a file may also be an
    article in JATS, which holds several letters if it has sub-articles: `part` is the name of one (see `parts`).
    `style` is the name of a sheet that comes with the program, a path, the text of a sheet or a mapping. `folder` is
    where a letter given as text or mapping may read files from (its bibliography); nowhere if left out. `stamp` is
    the date (or date and time) that the file bears; the letter's own if left out. `pages` is how many pages the
    letter may take at the most: it is made to fit, within what the sheet's `copyfit` allows; what the letter says of
    that itself if left out. `standard` is what the file is written to: "ua-1" (PDF/UA-1 and PDF/A-3a), "ua-2"
    (PDF/UA-2 and PDF/A-4f, in PDF 2.0), or "x-4" (PDF/X-4, for the press). `inks` are those of the press, "cmyk" or
    "gray"; what the sheet says if left out. `marks` puts crop and registration marks around the pages; a file for the
    press always has them. `sources` says whether a file for reading carries what it was made of, besides the letter's
    JATS and its references.

    Raises `InputError`, which carries everything that is wrong with the letter and the sheet.
    """
    edition = _edition(standard, inks, marks, sources, stamp)
    with seldom_collected():
        return _typeset(letter, style, folder, _pages(pages), edition, part)


class _Edition(NamedTuple):
    """Which file is to be made of the pages."""

    standard: str
    inks: str | None
    marks: bool
    sources: bool
    stamp: datetime | None


def _edition(standard: str, inks: str | None, marks: bool, sources: bool, stamp: date | None) -> _Edition:
    if standard not in STANDARDS:
        raise ValueError(f"no standard is called {standard!r}; there are {', '.join(STANDARDS)}")
    if inks not in (None, *INKS):
        raise ValueError(f"no inks are called {inks!r}; there are {', '.join(INKS)}")
    if inks and standard != "x-4":
        raise ValueError('inks are for the press: standard="x-4"')
    dated = datetime(stamp.year, stamp.month, stamp.day, tzinfo=UTC) if type(stamp) is date else stamp
    assert dated is None or isinstance(dated, datetime)
    return _Edition(standard, inks, marks, sources, dated)


def _typeset(
    letter: LetterInput, style: StyleInput, folder: Path | str | None, pages: int, edition: _Edition, part: str
) -> Result:
    said = Diagnostics()
    inputs, read, document, sheet = _read(letter, style, folder, said, part)
    galley, made_up, sheet, fitted = _set(read, document, sheet, pages, said)
    said.stop_on_errors()
    from rejoinder.pdf.standard import STANDARDS as WRITTEN
    from rejoinder.pdf.write import write_pdf  # not needed to check a letter

    said.work = "press"
    stamp = edition.stamp or _day(document.metadata.date)
    inks = _inks(sheet, edition, said)
    if edition.standard == PRESS:
        _check_for_press(read, made_up, stamp, inks, said)
    said.stop_on_errors()
    pdf = write_pdf(
        made_up,
        document.metadata,
        stamp=stamp,
        standard=WRITTEN[edition.standard],
        attachments=_attachments(inputs, read, document, sheet, pages, edition),
        trim=_trim(sheet, edition),
        inks=inks,
    )
    return Result(pdf, made_up.pages, _heard(said, sheet), read, document, galley, sheet, made_up, fitted)


def _heard(said: Diagnostics, sheet: StyleSheet) -> tuple[Diagnostic, ...]:
    """What was said, but for the rules that the sheet has turned off."""
    off = {rule for rule, judged in sheet.checks.severity.items() if judged == "off"}
    return tuple(one for one in said.in_order() if one.rule not in off)


def _trim(sheet: StyleSheet, edition: _Edition) -> Trim | None:
    """What surrounds the pages: bleed and marks for the press, marks where somebody asked for them."""
    if edition.standard != PRESS and not edition.marks:
        return None
    from rejoinder.pdf.trim import Trim

    return Trim(sheet.page.bleed, marks=True, mark_length=sheet.page.mark_length)


def _inks(sheet: StyleSheet, edition: _Edition, said: Diagnostics) -> Inks:
    """RGB for reading; for the press the inks that were asked for, under the profile that the sheet names."""
    from rejoinder.pdf.inks import READING, press_inks

    if edition.standard != PRESS:
        return READING
    kind, named = edition.inks or sheet.press.inks, sheet.press.profile
    if named is None or named.path is None:
        return press_inks("gray" if kind == "gray" else "cmyk")
    from rejoinder.pictures.refusal import RefusedError
    from rejoinder.pictures.separation import ink_kind, read_output_profile  # only the press needs them

    try:
        profile = read_output_profile(named.path)
    except RefusedError as refused:
        said.error(f'the colour profile "{named.name[:80]}" {refused.message}', named.span, refused.hint)
        return READING
    if kind == "cmyk" and ink_kind(profile) == "gray":
        message = f'the colour profile "{named.name[:80]}" is for gray, and the file is to be CMYK'
        said.error(message, named.span, "write `inks: gray`, or name a profile for CMYK")
        return READING
    return press_inks("gray" if kind == "gray" else "cmyk", profile, sheet.press.condition)


def _check_for_press(letter: Letter, made_up: MadeUp, stamp: datetime | None, inks: Inks, said: Diagnostics) -> None:
    """What a file for the press cannot be without, and what in it is left to the printer."""
    if stamp is None:
        said.error(
            "a file for the press bears a date (ISO 15930-7), and this letter has none",
            letter.span,
            "write `date: 2024-05-01`, or set SOURCE_DATE_EPOCH",
        )
    placed = [item.picture for page in made_up.pages for item in page.items if isinstance(item, PlacedPicture)]
    if inks.press and any(picture.kind == "pdf" for picture in placed):
        from rejoinder.pictures.page import read_page
        from rejoinder.pictures.refusal import silent

        for picture in {picture.data: picture for picture in placed if picture.kind == "pdf"}.values():
            if read_page(picture.data, silent, inks).coloured:
                said.warning(
                    f'the picture "{picture.name}" holds pixels or gradients in colours that are left to the printer',
                    letter.span,
                    "save it as SVG or PNG, or in the inks of the press",
                )


def check(
    letter: LetterInput,
    style: StyleInput = None,
    *,
    folder: Path | str | None = None,
    pages: int | None = None,
    part: str | None = None,
) -> tuple[Diagnostic, ...]:
    """Everything that typesetting would say, errors included, and what an editor would: of all parts of a file, or of
    one. Nothing is written.
    """
    said = Diagnostics()
    for name in parts(letter) if part is None else (part,):
        said.repeat(examine(letter, style, folder=folder, pages=pages, part=name).diagnostics)
    return said.in_order()


def examine(
    letter: LetterInput,
    style: StyleInput = None,
    *,
    folder: Path | str | None = None,
    pages: int | None = None,
    part: str | None = None,
) -> Checked:
    """Check a letter as its journal's editor would, by the limits and rules of the sheet; and count what it holds.

    Arguments are those of `typeset`; what is wrong with letter or sheet is among the diagnostics, and raises nothing.
    """
    from rejoinder.diagnostics import InputError
    from rejoinder.editorial.checks import check as check_as_editor
    from rejoinder.editorial.checks import judged
    from rejoinder.editorial.counts import counts_of
    from rejoinder.editorial.report import Checked  # not needed to set a letter

    name = letter.as_posix() if isinstance(letter, Path) else "<mapping>" if isinstance(letter, Mapping) else "<letter>"
    if isinstance(letter, str) and letter and "\n" not in letter:
        name = letter
    said = Diagnostics()
    try:
        _, read, document, sheet = _read(letter, style, folder, said, part or "")
    except InputError:
        return Checked(name, said.in_order())
    set_pages = 0
    with suppress(InputError):  # what is said is told all the same
        set_pages = len(_set(read, document, sheet, _pages(pages), said)[1].pages)
    counts = counts_of(read, document, set_pages)
    heard = said.in_order()
    own = Diagnostics()
    own.repeat(judged(heard, sheet))
    check_as_editor(read, document, sheet, counts, own)
    return Checked(name, own.in_order(), counts)


def parts(letter: LetterInput) -> tuple[str, ...]:
    """The names of the letters in a file, the first of which is "": an article in JATS has one for each sub-article.

    A file that cannot be read has the one part that will say so.
    """
    if isinstance(letter, Mapping):
        return ("",)
    source = _source(letter, "letter", None, Diagnostics())
    if source is None or not is_markup(source.raw):
        return ("",)
    from rejoinder.content.jats.article import part_names  # brings lxml along

    return part_names(source)


def inspect(
    letter: LetterInput,
    style: StyleInput = None,
    *,
    folder: Path | str | None = None,
    pages: int | None = None,
    part: str = "",
) -> Inspection:
    """Set a letter and measure its pages; no PDF is made. Arguments and refusals are those of `typeset`."""
    from rejoinder.proof.measure import measure  # not needed to set a letter

    with seldom_collected():
        said = Diagnostics()
        _, read, document, sheet = _read(letter, style, folder, said, part)
        galley, made_up, sheet, _ = _set(read, document, sheet, _pages(pages), said)
        said.stop_on_errors()
        report = measure(made_up, galley, read.span.file, document.metadata.title)
        return Inspection(report, _heard(said, sheet), galley, made_up)


@dataclass(frozen=True, slots=True)
class Conversion:
    """A letter in another notation: the file's bytes, and what was said on the way (warnings only)."""

    data: bytes
    diagnostics: tuple[Diagnostic, ...]
    letter: Letter


NOTATIONS = ("yaml", "markdown", "jats")
"""What a letter can be converted to."""


def convert(
    letter: LetterInput,
    to: str = "yaml",
    *,
    style: StyleInput = None,
    folder: Path | str | None = None,
    part: str = "",
) -> Conversion:
    """A letter of any notation as another: `to` is "yaml", "markdown" or "jats".

    In JATS the words that the program adds (statements' labels, "Figure 1") are those of `style`; the other two do not
    ask for it. The other arguments, and refusals, are those of `typeset`.
    """
    if to not in NOTATIONS:
        raise ValueError(f"no format is called {to!r}; there are {', '.join(NOTATIONS)}")
    with seldom_collected():
        said = Diagnostics()
        if to == "jats":
            from rejoinder.record.jats import article
            from rejoinder.record.wording import wording_of

            _, read, document, sheet = _read(letter, style, folder, said, part)
            said.stop_on_errors()
            return Conversion(article(read, document, wording_of(sheet), uncited=True), said.in_order(), read)
        from rejoinder.conversion.letter import as_markdown, as_yaml

        files = None if folder is None else Path(folder)
        said.work = "letter"
        written = letter if isinstance(letter, Mapping) else _source(letter, "letter", files, said)
        only = _letter(written, files, said, part) if written is not None else None
        said.stop_on_errors()
        assert only is not None, "a reader that returns nothing says why"
        text = as_yaml(only) if to == "yaml" else as_markdown(only)
        return Conversion(text.encode(), said.in_order(), only)


class _Inputs(NamedTuple):
    """Letter and sheet as they were given: a file's text, or a mapping."""

    letter: Source | Mapping[str, Any]
    style: Source | Mapping[str, Any]


def _beside(sheet: StyleSheet) -> list[tuple[Path, bytes]]:
    """The files that a sheet names, and that have been read for it."""
    csl = sheet.references.csl
    read = csl_shelf.load(csl, Diagnostics()) if isinstance(csl, Path) else None
    return [(csl, read.raw)] if isinstance(csl, Path) and read else []


def _read(
    letter: LetterInput, style: StyleInput, files: Path | str | None, said: Diagnostics, part: str = ""
) -> tuple[_Inputs, Letter, Document, StyleSheet]:
    """Letter, numbered, and sheet; everything that is wrong with any of them is said before stopping."""
    folder = None if files is None else Path(files)
    said.work = "letter"
    written = letter if isinstance(letter, Mapping) else _source(letter, "letter", folder, said)
    read = _letter(written, folder, said, part) if written is not None else None
    said.work = "style"
    styled = style if isinstance(style, Mapping) else _style_source(style, said)
    sheet = _sheet(styled, said) if styled is not None else None
    said.work = "document"
    document = number(read, said, csl=sheet.references.csl if sheet else None, folder=folder) if read else None
    said.stop_on_errors()
    assert read is not None and document is not None and sheet is not None, "a reader that returns nothing says why"
    assert written is not None and styled is not None
    return _Inputs(written, styled), read, document, in_language(sheet, document.metadata.lang)


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
    said.work = "setting"
    typecase = _typecase(sheet, said)
    said.stop_on_errors()
    if pages or letter.copyfit_pages:
        from rejoinder.copyfit.search import fit  # most letters take what they take

        place = letter.span if pages else letter.copyfit_span
        said.work = "pages"
        chosen, fitted = fit(document, sheet, typecase, pages or letter.copyfit_pages, place, said)
        return chosen.galley, chosen.made_up, chosen.sheet, fitted
    galley = set_type(document, sheet, typecase, said)
    said.work = "pages"
    return galley, make_up(galley, sheet, FurnitureSetter(document, sheet, typecase, said), said), sheet, None


def _letter(letter: Source | Mapping[str, Any], folder: Path | None, said: Diagnostics, part: str) -> Letter | None:
    if isinstance(letter, Source) and is_markup(letter.raw):
        from rejoinder.content.jats.article import read_jats  # brings lxml along: a letter in YAML does without

        letters = read_jats(letter, said)
        chosen = next((one for one in letters if one.part == part), None)
        if letters and chosen is None:
            hint = did_you_mean(part, (one.part for one in letters)) or _listed(letters)
            said.error(f'the article has no part called "{part[:80]}"', letters[0].span, hint)
        return chosen
    read = read_letter(letter, said) if isinstance(letter, Source) else read_letter_mapping(letter, said, folder)
    if part and read is not None:
        said.error(
            f'the letter has no part called "{part[:80]}"', read.span, "only an article with sub-articles has parts"
        )
    return read


def _listed(letters: tuple[Letter, ...]) -> str:
    names = ", ".join(one.part for one in letters[1:20])
    return f"there are {names}" if names else "it has no sub-articles"


def _style_source(style: Path | str | None, said: Diagnostics) -> Source | None:
    if style is None or (isinstance(style, str) and style and "\n" not in style):
        return find_style(style or DEFAULT_STYLE, None, said, Span(style or DEFAULT_STYLE))
    return _source(style, "style", None, said)


def _sheet(style: Source | Mapping[str, Any], said: Diagnostics) -> StyleSheet | None:
    return read_style(style, said) if isinstance(style, Source) else read_style_mapping(style, said)


def _attachments(
    inputs: _Inputs, read: Letter, document: Document, sheet: StyleSheet, pages: int, edition: _Edition
) -> tuple[Attachment, ...]:
    """The letter for programs, and what it was made of; nothing for the press."""
    if edition.standard == "x-4":
        return ()
    from rejoinder.record.made import made
    from rejoinder.record.sources import apart
    from rejoinder.record.wording import wording_of

    enclosed = _sources(inputs, document, sheet, pages, edition, read.part) if edition.sources else ()
    return (*apart(made(read, document, wording_of(sheet)), enclosed), *enclosed)


def _sources(
    inputs: _Inputs, document: Document, sheet: StyleSheet, pages: int, edition: _Edition, part: str
) -> tuple[Attachment, ...]:
    from rejoinder.record.sources import Making, letter_file, sources, style_files, written_out

    letter, style = inputs
    own = letter_file(letter) if isinstance(letter, Source) else Enclosure("letter.yaml", written_out(letter))
    chain = grounds_of(style) if isinstance(style, Source) else (Source("<style>", "", raw=written_out(style)),)
    sheets = style_files(chain, _beside(sheet))
    name = PurePath(style.name).stem if isinstance(style, Source) and not sheets else ""
    return sources(
        own,
        document.enclosures,
        sheets,
        Making(name, edition.standard, pages, edition.marks, edition.stamp, part),
    )


def _source(given: Path | str, what: str, folder: Path | None, said: Diagnostics) -> Source | None:
    if not isinstance(given, str | Path):
        raise TypeError(f"a {what} is a path, a text or a mapping, not {type(given).__name__}")
    if isinstance(given, str) and (not given or "\n" in given):
        if what == "letter" and len(given) < MOST_BYTES and is_markup(given[:100].encode("utf-8", "replace")):
            return Source(f"<{what}>", "", folder, _in_utf8(given))
        source = Source.of(f"<{what}>", given, said)
        return Source(source.name, source.text, folder) if source and folder else source
    return Source.load(_in_folder(Path(given)) if what == "letter" else given, said, markup=what == "letter")


def _in_folder(path: Path) -> Path:
    """Of a folder that is given for a letter, Manubot's metadata, if they are in it."""
    if not path.is_dir():
        return path
    return next((path / name for name in METADATA if (path / name).is_file()), path)


def _in_utf8(text: str) -> bytes:
    """The text of an XML file, whatever encoding its declaration names, in UTF-8."""
    declared = re.match(r"\ufeff?\s*<\?xml[^>]{0,200}\?>", text)
    head = re.sub(r"""\s+encoding\s*=\s*["'][^"']*["']""", "", declared[0]) if declared else ""
    return (head + text[declared.end() :] if declared else text).encode("utf-8", "replace")


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
