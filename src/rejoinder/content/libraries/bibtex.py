"""BibTeX and BibLaTeX → CSL items.

bibtexparser finds the entries and their fields, and goes on behind one that is broken; what the values mean is read
here: abbreviations (`@string`, `#`), what a `crossref` or `xdata` lends, names, dates, LaTeX. Nothing that is wrong
with a library stops a letter: an entry that cannot be read is a warning, and citing it the error.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from rejoinder.content.libraries.latex import Read, marked_up, plain
from rejoinder.content.libraries.names import CslName, date_of, month_of, parts_of, season_of
from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.source import MOST_FAULTS, Source

MOST_ENTRIES = 20_000
_MOST_BLOCKS = 2 * MOST_ENTRIES
LONGEST_VALUE = 400_000
"""Characters of one value, abbreviations written out: five thousand authors need a quarter of it."""
LONGEST_NAME = 1_000
_DEEPEST = 4
"""How far an entry inherits from an entry that inherits."""

_TYPES = {
    "article": "article-journal", "periodical": "periodical", "suppperiodical": "article-journal", "review": "review",
    "book": "book", "mvbook": "book", "collection": "book", "mvcollection": "book", "reference": "book",
    "mvreference": "book", "proceedings": "book", "mvproceedings": "book", "manual": "book", "booklet": "pamphlet",
    "inbook": "chapter", "bookinbook": "chapter", "suppbook": "chapter", "incollection": "chapter",
    "suppcollection": "chapter", "inreference": "entry-encyclopedia", "inproceedings": "paper-conference",
    "conference": "paper-conference", "online": "webpage", "electronic": "webpage", "www": "webpage",
    "report": "report", "techreport": "report", "thesis": "thesis", "phdthesis": "thesis", "mastersthesis": "thesis",
    "unpublished": "manuscript", "patent": "patent", "dataset": "dataset", "data": "dataset", "software": "software",
    "standard": "standard", "misc": "document", "letter": "personal_communication", "jurisdiction": "legal_case",
    "legislation": "legislation", "legal": "treaty", "movie": "motion_picture", "video": "motion_picture",
    "audio": "song", "music": "song", "performance": "performance", "image": "graphic", "artwork": "graphic",
    "commentary": "book", "preprint": "article", "webpage": "webpage", "blog": "post-weblog",
}  # fmt: skip
_PARTS = frozenset(
    ["inbook", "bookinbook", "suppbook", "incollection", "suppcollection", "inreference", "inproceedings", "conference"]
)
_NO_ENTRIES = frozenset(["xdata", "set", "bibnote", "control"])
_THESES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis", "mathesis": "Master’s thesis",
           "candthesis": "Candidate’s thesis", "bathesis": "Bachelor’s thesis"}  # fmt: skip
_REPORTS = {"techreport": "", "resreport": "Research report", "software": "Software", "datacd": "Data CD",
            "audiocd": "Audio CD"}  # fmt: skip

_NAMES = {
    "author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author",
    "holder": "author", "commentator": "contributor", "collaborator": "contributor", "director": "director",
}  # fmt: skip
_MARKED = {
    "shorttitle": "title-short", "series": "collection-title", "shortjournal": "container-title-short",
    "eventtitle": "event-title", "origtitle": "original-title",
}  # fmt: skip
_PLAIN = {
    "volume": "volume", "issue": "issue", "volumes": "number-of-volumes", "part": "part", "chapter": "chapter-number",
    "edition": "edition", "pagetotal": "number-of-pages", "publisher": "publisher", "location": "publisher-place",
    "address": "publisher-place", "origpublisher": "original-publisher", "origlocation": "original-publisher-place",
    "venue": "event-place", "isbn": "ISBN", "issn": "ISSN", "pmid": "PMID", "pmcid": "PMCID", "version": "version",
    "library": "archive", "note": "note", "annote": "note",
}  # fmt: skip
_LANGUAGES = {
    "english": "en", "american": "en-US", "usenglish": "en-US", "british": "en-GB", "ukenglish": "en-GB",
    "german": "de", "ngerman": "de", "austrian": "de-AT", "french": "fr", "francais": "fr", "spanish": "es",
    "italian": "it", "portuguese": "pt", "brazilian": "pt-BR", "brazil": "pt-BR", "dutch": "nl", "russian": "ru",
    "polish": "pl", "czech": "cs", "danish": "da", "swedish": "sv", "norwegian": "nb", "norsk": "nb", "finnish": "fi",
    "greek": "el", "turkish": "tr", "hungarian": "hu", "chinese": "zh", "japanese": "ja", "korean": "ko",
    "arabic": "ar", "hebrew": "he", "catalan": "ca", "romanian": "ro", "ukrainian": "uk",
}  # fmt: skip
_NOT_LENT = frozenset([
    "crossref", "xref", "xdata", "ids", "key", "keywords", "label", "shorttitle", "sorttitle", "indextitle", "execute",
    "options", "presort", "entryset", "relatedtype", "related", "abstract", "annote", "shorthand", "doi", "url",
    "pages", "eid", "urldate",
])  # fmt: skip
"""What belongs to the lending entry alone: BibLaTeX's manual, appendix B, and what names one work (DOI, pages)."""


class _Field(NamedTuple):
    value: str
    line: int


class _Entry(NamedTuple):
    type: str
    key: str
    fields: dict[str, _Field]
    line: int


def read_bibtex(source: Source, said: Diagnostics) -> Iterator[tuple[dict[str, Any], Span]]:
    """The items of a BibTeX file, each with the place of its entry."""
    reading = _Reading(source, said)
    for entry in reading.entries():
        if entry.type not in _NO_ENTRIES:
            yield reading.item(entry), reading.span(entry.line)


class _Reading:
    """Reads one file."""

    def __init__(self, source: Source, said: Diagnostics) -> None:
        self.source, self.said = source, said
        self.lines = source.text.split("\n")
        self.strings: dict[str, str] = {}
        self.by_key: dict[str, _Entry] = {}
        self.faults = 0

    def span(self, line: int) -> Span:
        """The beginning of a line, which bibtexparser counts from 0."""
        text = self.lines[line] if 0 <= line < len(self.lines) else ""
        return Span(self.source.name, line + 1, len(text) - len(text.lstrip()) + 1)

    def warn(self, message: str, line: int, hint: str = "") -> None:
        self.faults += 1
        if self.faults <= MOST_FAULTS:
            self.said.warning(message, self.span(line), hint)
        elif self.faults == MOST_FAULTS + 1:
            self.said.warning("what else is wrong with this library is not said", self.span(line))

    # ── entries ──

    def entries(self) -> list[_Entry]:
        from bibtexparser import model
        from bibtexparser.splitter import Splitter

        if len(_BLOCK.findall(self.source.text)) > _MOST_BLOCKS:
            message = f"a library may have at most {_MOST_BLOCKS:,} entries and abbreviations"
            self.said.error(message, Span(self.source.name), "export those that the letter cites")
            return []
        # It logs what it also keeps; without a handler Python would print that.
        logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
        out: list[_Entry] = []
        for block in Splitter(self.source.text).split().blocks:
            if isinstance(block, model.String):
                self.strings[block.key.lower()] = self.value(f"@string {block.key}", block.value, block.start_line or 0)
            elif isinstance(block, model.DuplicateBlockKeyBlock) and isinstance(block.ignore_error_block, model.String):
                again = block.ignore_error_block
                self.strings[again.key.lower()] = self.value(f"@string {again.key}", again.value, again.start_line or 0)
            elif isinstance(block, model.Entry):
                out.append(self.entry(block))
            elif isinstance(block, model.ParsingFailedBlock):
                known = getattr(block, "ignore_error_block", None)
                if isinstance(known, model.Entry):  # an entry given twice, or one with a field given twice
                    out.append(self.entry(known))
                else:
                    self.broken(block)
            if len(out) > MOST_ENTRIES:
                self.warn(f"a library is read up to its {MOST_ENTRIES:,}th entry", out[-1].line)
                break
        for one in out:
            self.by_key.setdefault(one.key.lower(), one)
        return out

    def broken(self, block: Any) -> None:
        raw = block.raw or ""
        key = re.match(r"@\w*\s*[{(]\s*([^\s,{}()=]{1,80})", raw)
        if raw[:8].lower() == "@comment":
            return
        which = f'the entry "{key[1]}"' if key else "this entry"
        why = str(getattr(block.error, "abort_reason", "")).replace("`", '"').rstrip(". ")
        why = f": {why[:1].lower()}{why[1:]}" if why else ""
        hint = "a brace, a quote or a comma is missing"
        self.warn(f"{which} cannot be read, and is left out{why}", block.start_line or 0, hint)

    def entry(self, block: Any) -> _Entry:
        fields: dict[str, _Field] = {}
        line = block.start_line or 0
        for field in block.fields:
            name, at = field.key.strip().lower(), field.start_line if field.start_line is not None else line
            for name_, text in self.split_at_missing_comma(name, str(field.value), at):
                value = self.value(name_, text, at)
                if name_ in fields:
                    self.warn(f'the entry "{block.key}" has two fields "{name_}"; the first counts', at)
                elif value:
                    fields[name_] = _Field(value, at)
        return _Entry(block.entry_type.lower(), " ".join(block.key.split()), fields, line)

    def split_at_missing_comma(self, name: str, text: str, line: int) -> Iterator[tuple[str, str]]:
        """`title = {A} year = 2001`: two fields, between which a comma is missing."""
        while True:
            end = _end_of_piece(text)
            found = _NEXT_FIELD.match(text, end) if end else None
            if not found:
                yield name, text
                return
            self.warn(f'a comma is missing behind the field "{name}"', line)
            yield name, text[:end]
            name, text = found[1].lower(), text[found.end() :].strip()

    def value(self, name: str, text: str, line: int) -> str:
        """A value without its braces or quotes, its pieces joined, and abbreviations written out."""
        out: list[str] = []
        at, size = 0, 0
        while at < len(text):
            end = _end_of_piece(text, at)
            piece = text[at:end].strip() if end else text[at:].strip()
            at = end or len(text)
            if piece[:1] == "{" or piece[:1] == '"':
                out.append(piece[1:-1] if len(piece) > 1 else "")
            elif piece.lower() in self.strings:
                out.append(self.strings[piece.lower()])
            elif piece and piece != "#":
                if not piece.isalnum() or (not piece.isdigit() and not month_of(piece)):
                    self.warn(f'"{piece[:60]}" in "{name}" is no number and no @string; it is read as it stands', line)
                out.append(piece)
            size += len(out[-1]) if out else 0
            if size > LONGEST_VALUE:
                self.warn(f'the value of "{name}" is longer than {LONGEST_VALUE:,} characters; it is cut off', line)
                return "".join(out)[:LONGEST_VALUE]
        return "".join(out)

    # ── what others lend ──

    def whole(self, entry: _Entry, depth: int = 0) -> dict[str, _Field]:
        """An entry's fields with those that `xdata` and `crossref` lend."""
        fields = dict(entry.fields)
        if depth > _DEEPEST:
            return fields
        for key in (fields["xdata"].value if "xdata" in fields else "").split(","):
            lender = self.lender(key, fields.get("xdata"))
            for name, field in (self.whole(lender, depth + 1) if lender else {}).items():
                fields.setdefault(name, field)
        lender = self.lender(fields["crossref"].value, fields["crossref"]) if "crossref" in fields else None
        if lender is not None:
            lent = self.whole(lender, depth + 1)
            for name, field in lent.items():
                for heir in _heirs(name, entry.type, lender.type, lent):
                    fields.setdefault(heir, field)
        return fields

    def lender(self, key: str, field: _Field | None) -> _Entry | None:
        key = " ".join(key.split())
        if not key or field is None:
            return None
        found = self.by_key.get(key.lower())
        if found is None:
            self.warn(f'no entry has the key "{key[:80]}", from which this one takes fields', field.line)
        return found

    # ── items ──

    def item(self, entry: _Entry) -> dict[str, Any]:
        fields = self.whole(entry)
        kind = _TYPES.get(entry.type)
        if kind is None:
            self.warn(f'"@{entry.type[:40]}" is no known type of entry; it is read as @misc', entry.line)
        return _Item(self, entry, fields).read(kind or "document")


_BLOCK = re.compile(r"@\w*[ \t]*[{(]")
_NEXT_FIELD = re.compile(r"\s*([A-Za-z][\w-]{0,40})\s*=(?!=)", re.ASCII)


def _end_of_piece(text: str, at: int = 0) -> int:
    """Where the braced, quoted or bare piece of a value that begins at `at` ends; 0 if it never does."""
    while at < len(text) and text[at].isspace():
        at += 1
    if text[at : at + 1] not in ("{", '"'):
        found = re.compile(r'#|[^\s#{}"]+|[{}]').match(text, at)
        return found.end() if found else 0
    depth, quoted = 0, text[at] == '"'
    for found in re.compile(r'\\.|[{}"]', re.DOTALL).finditer(text, at + quoted):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if (depth == 0 and not quoted) or (quoted and depth <= 0 and found[0] == '"'):
            return found.end()
    return 0


def _heirs(name: str, child: str, parent: str, lent: dict[str, _Field]) -> tuple[str, ...]:
    """Under which names a field is inherited: the title of a book is the book title of its chapter."""
    if name in _NOT_LENT:
        return ()
    if child in _PARTS:
        if name in ("title", "subtitle", "titleaddon"):
            return () if f"book{name}" in lent else (f"book{name}",)
        if name == "author" and child in ("inbook", "bookinbook", "suppbook") and parent in ("book", "mvbook"):
            return ("author", "bookauthor")
        return () if name == "author" else (name,)
    if parent == "periodical" and name in ("title", "subtitle"):
        return (f"journal{name}",)
    return (name,) if name not in ("title", "subtitle", "titleaddon") else (name, f"main{name}")


class _Item:
    """One entry's fields becoming an item of CSL."""

    def __init__(self, reading: _Reading, entry: _Entry, fields: dict[str, _Field]) -> None:
        self.reading, self.entry, self.fields = reading, entry, fields
        self.csl: dict[str, Any] = {}

    def read(self, kind: str) -> dict[str, Any]:
        self.csl = {"id": self.entry.key, "type": self.kind(kind)}
        self.names()
        self.titles()
        for name, csl in _MARKED.items():
            self.put(csl, self.text(name, marked=True))
        for name, csl in _PLAIN.items():
            self.put(csl, self.text(name))
        self.numbers()
        self.publishers()
        self.addresses()
        self.dates()
        self.put("language", self.language())
        self.put("genre", self.genre())
        return self.csl

    def put(self, name: str, value: Any) -> None:
        if value and name not in self.csl:
            self.csl[name] = value

    def raw(self, name: str) -> str:
        field = self.fields.get(name)
        return field.value.strip() if field else ""

    def text(self, name: str, *, marked: bool = False) -> str:
        field = self.fields.get(name)
        if field is None:
            return ""
        read: Read = (marked_up if marked else plain)(field.value.strip())
        for command in read.unknown:
            self.reading.warn(f'the LaTeX command "{command[:40]}" in "{name}" is not known, and left out', field.line)
        return read.text

    # ── types ──

    def kind(self, kind: str) -> str:
        if self.entry.type == "article" and self.raw("entrysubtype").lower() in ("magazine", "newspaper"):
            return f"article-{self.raw('entrysubtype').lower()}"
        if self.is_preprint():
            return "article"
        if kind == "document" and self.entry.type == "misc":
            has_url = self.raw("url") or "http" in self.raw("howpublished")
            return "webpage" if has_url and not self.raw("publisher") and not self.raw("doi") else kind
        return kind

    def is_preprint(self) -> bool:
        """A manuscript on a server, under whatever type it was filed."""
        placed = any(map(self.raw, ("journal", "journaltitle", "booktitle", "howpublished", "publisher")))
        archive = (self.raw("eprinttype") or self.raw("archiveprefix")).lower()
        return self.entry.type in ("misc", "article", "unpublished", "online") and not placed and archive == "arxiv"

    def genre(self) -> str:
        written = self.text("type")
        if self.entry.type in ("thesis", "phdthesis", "mastersthesis"):
            return _THESES.get(written.lower() or self.entry.type, written)
        if self.entry.type in ("report", "techreport"):
            return _REPORTS.get(written.lower(), written)
        return written if self.entry.type in ("patent", "unpublished", "misc", "standard") else ""

    # ── titles ──

    def titles(self) -> None:
        self.put("title", self.title("title", "subtitle", "titleaddon"))
        if self.entry.type in _PARTS or self.raw("booktitle"):
            self.put("container-title", self.title("booktitle", "booksubtitle", "booktitleaddon"))
            self.put("collection-title", self.title("maintitle", "mainsubtitle", "maintitleaddon"))
        for name in ("journaltitle", "journal"):
            self.put("container-title", self.title(name, "journalsubtitle", ""))
        if not self.csl.get("title"):
            self.put("title", self.csl.get("container-title") if self.entry.type != "article" else "")

    def title(self, name: str, sub: str, addon: str) -> str:
        title, subtitle, added = (self.text(one, marked=True) if one else "" for one in (name, sub, addon))
        if title and subtitle:
            title += f" {subtitle}" if title[-1] in "?!:.…" else f": {subtitle}"
        return f"{title.rstrip('.')}. {added}" if title and added else title

    # ── people ──

    def names(self) -> None:
        for name, csl in _NAMES.items():
            if name in self.fields:
                self.put(csl if name != "editor" else self.editors(), self.people(name))
        for letter in "abc":
            role = self.raw(f"editor{letter}type").lower()
            if f"editor{letter}" in self.fields:
                self.put(_EDITORS.get(role, "editor"), self.people(f"editor{letter}"))

    def editors(self) -> str:
        return _EDITORS.get(self.raw("editortype").lower(), "editor")

    def people(self, name: str) -> list[CslName]:
        from bibtexparser.middlewares.names import split_multiple_persons_names

        field = self.fields[name]
        out: list[CslName] = []
        for one in split_multiple_persons_names(" ".join(field.value.split())):
            if len(one) > LONGEST_NAME:
                self.reading.warn(f'a name in "{name}" is longer than {LONGEST_NAME:,} characters', field.line)
            else:
                out += self.person(one, name, field.line)
        return out

    def person(self, text: str, name: str, line: int) -> list[CslName]:
        """A name; none if nothing is in it; several where somebody wrote "Ada Ames, Bea Bell, Cy Cole"."""
        from bibtexparser.middlewares.names import parse_single_name_into_parts

        if text.strip().lower() in ("others", "et al", "et al."):
            return [{"literal": "others"}]
        inner = text.strip()
        if _is_braced(inner):
            return [{"literal": plain(inner[1:-1]).text}] if plain(inner[1:-1]).text else []
        if "=" in inner and (extended := _extended_name(inner)):
            return [extended]
        if inner.count(",") > 1 and not _three_parts(inner):
            hint = 'BibTeX sets names apart with "and"'
            self.reading.warn(f'"{inner[:80]}" in "{name}" is read as several names', line, hint)
            return [one for part in inner.split(",") for one in self.person(part, name, line)]
        parts = parse_single_name_into_parts(inner, strict=False)
        given, particle, family, suffix = (
            plain(" ".join(part)).text for part in (parts.first, parts.von, parts.last, parts.jr)
        )
        if not family:
            return [{"literal": given}] if given else []
        if not given and not particle and not suffix:
            return [{"literal": family}]
        if "," in inner and not given:
            self.reading.warn(f'the name "{inner[:60]}" in "{name}" has nothing behind its comma', line)
        name_: CslName = {"family": family}
        for part, words in (("given", given), ("non-dropping-particle", particle), ("suffix", suffix)):
            if words:
                name_[part] = words
        return [name_]

    # ── numbers ──

    def numbers(self) -> None:
        number = self.text("number")
        kind = self.csl["type"]
        if kind in ("article-journal", "article-magazine", "article-newspaper", "periodical", "review"):
            self.put("issue", number)
        elif kind in ("report", "patent", "standard", "legislation", "legal_case", "manuscript", "article"):
            self.put("number", number)
        elif self.raw("series") or kind in ("chapter", "paper-conference"):
            self.put("collection-number", number)
        else:
            self.put("number", number)
        pages = re.sub(r"\s*(?:--+|[‐‑‒–—−])\s*", "-", self.text("pages"))
        self.put("page", pages or self.text("eid"))

    def publishers(self) -> None:
        order = ("institution", "school", "organization", "howpublished")
        for name in order:
            if name != "howpublished" or "http" not in self.raw(name):
                self.put("publisher", self.text(name))

    # ── addresses ──

    def addresses(self) -> None:
        for name in ("PMCID", "PMID"):
            digits = re.search(r"\d+", self.csl.get(name, ""), re.ASCII)
            if digits:
                self.csl[name] = ("PMC" if name == "PMCID" else "") + digits[0]
        doi = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", self.address("doi"), flags=re.IGNORECASE)
        self.put("DOI", doi)
        url = self.address("url")
        self.put("URL", f"https://{url}" if url.startswith("www.") else url)
        found = re.search(r"https?://[^\s{}]+", self.raw("howpublished"))
        if found and not doi:
            self.put("URL", found[0].replace("\\", ""))
        archive = (self.raw("eprinttype") or self.raw("archiveprefix")).lower()
        eprint = self.address("eprint")
        if eprint and archive in ("pmid", "pubmed"):
            self.put("PMID", eprint)
        elif eprint and archive == "arxiv":
            self.put(
                "number" if self.csl["type"] == "article" else "archive_location",
                f"arXiv:{eprint.removeprefix('arXiv:')}",
            )
            self.put("publisher" if self.csl["type"] == "article" else "archive", "arXiv")
            self.put("URL", f"https://arxiv.org/abs/{eprint.removeprefix('arXiv:')}")
        elif eprint and archive in _EPRINTS:
            self.put("URL", _EPRINTS[archive] + eprint)
        elif eprint:
            self.put("archive", self.text("eprinttype") or self.text("archiveprefix"))
            self.put("archive_location", eprint)

    def address(self, name: str) -> str:
        r"""An address is no LaTeX, but for escaped characters and `\url{…}`."""
        text = re.sub(r"\\(?:url|path|nolinkurl|href)\b", "", self.raw(name))
        return re.sub(r"\s+", "", re.sub(r"\\([_%&#~$^{}-])|[{}]|\\textasciitilde", _unescaped, text))

    # ── dates ──

    def dates(self) -> None:
        self.put("issued", self.issued())
        self.put("accessed", self.date("urldate"))
        self.put("event-date", self.date("eventdate"))
        self.put("original-date", self.date("origdate"))
        noted = re.match(
            r"(?:Last )?(?:accessed|retrieved|visited)(?: on)?:? (.{4,30})$", self.csl.get("note", ""), re.I
        )
        if noted and parts_of(noted[1]):
            self.put("accessed", date_of(noted[1].rstrip(".")))

    def date(self, name: str) -> dict[str, Any]:
        text = self.text(name)
        circa = self.raw(name)[-1:] in ("~", "?", "%")  # a "~" is a space to LaTeX
        date = date_of(text.rstrip("~?%\u00a0").rstrip("/"))
        return date | {"circa": True} if circa and date else date

    def issued(self) -> dict[str, Any]:
        if self.raw("date"):
            return self.date("date")
        year, month = self.text("year"), self.text("month").replace("\u00a0", " ")
        if not re.fullmatch(r"\d{4}", year, re.ASCII):
            spread = re.fullmatch(r"(\d{4})\s?[-–/]+\s?(\d{4})", year, re.ASCII)
            if spread:
                return {"date-parts": [[int(spread[1])], [int(spread[2])]]}
            return date_of(year) if year else date_of(self.text("pubstate"))
        first, *rest = [one for one in re.split(r"\s*(?:--?|–|/|\band\b)\s*", month) if one] or [""]
        begin = _month_and_day(int(year), first)
        end = _month_and_day(int(year), rest[0]) if rest and len(begin) > 1 else []
        date: dict[str, Any] = {"date-parts": [begin, end] if len(end) > 1 and end != begin else [begin]}
        if len(begin) == 1 and season_of(first):
            date["season"] = season_of(first)
        return date

    def language(self) -> str:
        written = (self.raw("langid") or self.raw("language") or self.raw("hyphenation")).strip("{}").lower()
        return _LANGUAGES.get(written, written if re.fullmatch("[a-z]{2}(?:-[a-z]{2})?", written) else "")


_EDITORS = {"compiler": "compiler", "director": "director", "founder": "editor", "translator": "translator",
            "organizer": "organizer", "redactor": "editor", "collaborator": "contributor"}  # fmt: skip
_EPRINTS = {"jstor": "https://www.jstor.org/stable/", "hdl": "https://hdl.handle.net/",
            "googlebooks": "https://books.google.com/books?id="}  # fmt: skip


def _unescaped(found: re.Match[str]) -> str:
    return found[1] or ("~" if found[0].startswith("\\text") else "")


def _month_and_day(year: int, text: str) -> list[int]:
    words = re.findall(r"[^\W\d_]+|\d+", text)
    month = next((number for word in words if not word.isdigit() and (number := month_of(word))), 0)
    days = [int(word) for word in words if word.isdigit() and word.isascii() and len(word) < 3 and 1 <= int(word) <= 31]
    if not month:
        return [year, month_of(words[0])] if len(words) == 1 and month_of(words[0]) else [year]
    return [year, month, days[0]] if days else [year, month]


def _is_braced(text: str) -> bool:
    """Whether one pair of braces is around the whole name: that is a group's."""
    return text[:1] == "{" and text[-1:] == "}" and not text.startswith("{\\") and _end_of_piece(text) == len(text)


_JUNIOR = re.compile(
    r"(?:(?:jr|sr|jun|sen|junior|senior|esq|m\.?d|ph\.?d|[ivx]+|\d(?:st|nd|rd|th))\.?\s*)+", re.IGNORECASE
)


def _three_parts(text: str) -> bool:
    """Whether a name with two commas has BibTeX's three parts: "Family, Jr, Given"."""
    parts = [plain(part).text for part in text.split(",")]
    return len(parts) == 3 and (not parts[1] or bool(_JUNIOR.fullmatch(parts[1])) or "{" in text)


_EXTENDED = re.compile(
    r"\s*(family|given|prefix|suffix|useprefix|given-i|family-i|prefix-i|suffix-i|id|hash)\s*=\s*(.*)"
)


def _extended_name(text: str) -> CslName:
    """BibLaTeX's `family=Berg, given=Ada, prefix=van den, useprefix=true`; {} if it is none."""
    found = [_EXTENDED.fullmatch(part.strip('" ')) for part in re.split(r",(?![^{]*\})", text)]
    if not all(found):
        return {}
    parts = {one[1]: plain(one[2].strip('" ')).text for one in found if one}
    name: CslName = {"family": parts.get("family", "")}
    particle = "non-dropping-particle" if parts.get("useprefix", "true").lower() == "true" else "dropping-particle"
    for part, csl in (("given", "given"), ("prefix", particle), ("suffix", "suffix")):
        if parts.get(part):
            name[csl] = parts[part]
    return name if name["family"] else {}
