"""Records of tagged lines (`TY  - JOUR`, `PMID- 309`, `%T Title`), as RIS, PubMed's format and EndNote's have them.

rispy reads the lines of a record; where a record begins is found here, so that each has its place, and one that is
broken ends with itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

from rispy import RisParser

from rejoinder.content.libraries.names import CslName, name_of
from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.source import MOST_FAULTS, Source

MOST_RECORDS = 20_000
MOST_NAMES = 10_000


class Form(NamedTuple):
    """How a format writes its lines: the pattern finds a tag, `start` is the first one of a record."""

    start: str
    line: re.Pattern[str]
    end: str = ""


class Record:
    """The lines of one record, in their order."""

    def __init__(self, lines: list[tuple[str, list[str]]], span: Span) -> None:
        self.span = span
        self.lines = [(tag, " ".join(" ".join(pieces).split())) for tag, pieces in lines]
        self._by_tag: dict[str, list[str]] = {}
        for tag, value in self.lines:
            if value:
                self._by_tag.setdefault(tag, []).append(value)

    def all(self, *tags: str) -> list[str]:
        """The values of the first of these tags that has any."""
        return next((self._by_tag[tag] for tag in tags if tag in self._by_tag), [])

    def get(self, *tags: str) -> str:
        """The first value of the first of these tags that has one."""
        return (self.all(*tags) or [""])[0]

    def people(self, *tags: str) -> list[CslName]:
        names = (name_of(one) for one in self.all(*tags)[:MOST_NAMES])
        return [name for name in names if name]


class _Parser(RisParser):  # type: ignore[misc]
    """rispy's reading of a record, with every line kept in its place: rispy itself sorts them by their tags."""

    END_TAG: str = "\0"
    DEFAULT_MAPPING: ClassVar[dict[str, str]] = {}

    def __init__(self, form: Form) -> None:
        self.START_TAG = form.start
        self.form = form
        super().__init__(mapping={form.start: form.start})

    def parse_line(self, line: str) -> tuple[str | None, str]:
        if line == self.END_TAG:
            return self.END_TAG, ""
        found = self.form.line.match(line)
        return (found[1], line[found.end() :].strip()) if found else (None, line.strip())

    def _add_tag(self, record: dict[str, Any], tag: str, content: str, extend_multiline: bool = False) -> None:
        lines = record.setdefault("lines", [])
        if extend_multiline and lines:
            lines[-1][1].append(content)  # joined later, all at once: a title may be as long as the file
        elif not extend_multiline:
            lines.append((tag, [content]))


def records(source: Source, form: Form, said: Diagnostics) -> Iterator[Record]:
    """The records of a file."""
    lines = source.text.split("\n")
    starts = [n for n, line in enumerate(lines) if (at := form.line.match(line)) and at[1] == form.start]
    if not starts:
        said.warning("no reference was found in this file", Span(source.name, 1, 1))
    if len(starts) > MOST_RECORDS:
        said.warning(
            f"a library is read up to its {MOST_RECORDS:,}th entry", Span(source.name, starts[MOST_RECORDS] + 1, 1)
        )
        del starts[MOST_RECORDS + 1 :]
    parser, unfinished = _Parser(form), 0
    for n, start in enumerate(starts[:MOST_RECORDS]):
        mine = lines[start : starts[n + 1] if n + 1 < len(starts) else len(lines)]
        span = Span(source.name, start + 1, 1)
        end = next((at for at, line in enumerate(mine) if form.end and parser.parse_line(line)[0] == form.end), None)
        if form.end and end is None and unfinished < MOST_FAULTS:
            unfinished += 1
            said.warning(f'this entry does not end with "{form.end}"', span)
        for record in parser.parse_lines(iter([*mine[:end], parser.END_TAG])):
            yield Record([(form.start, [record[form.start]]), *record.get("lines", [])], span)


# ── values that the formats share ──

_LANGUAGES = {
    "eng": "en", "ger": "de", "deu": "de", "fre": "fr", "fra": "fr", "spa": "es", "ita": "it", "por": "pt",
    "dut": "nl", "nld": "nl", "rus": "ru", "pol": "pl", "cze": "cs", "ces": "cs", "dan": "da", "swe": "sv",
    "nor": "nb", "fin": "fi", "gre": "el", "ell": "el", "tur": "tr", "hun": "hu", "chi": "zh", "zho": "zh",
    "jpn": "ja", "kor": "ko", "ara": "ar", "heb": "he", "cat": "ca", "rum": "ro", "ron": "ro", "ukr": "uk",
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "portuguese": "pt",
    "dutch": "nl", "russian": "ru", "polish": "pl", "czech": "cs", "danish": "da", "swedish": "sv",
    "norwegian": "nb", "finnish": "fi", "greek": "el", "turkish": "tr", "hungarian": "hu", "chinese": "zh",
    "japanese": "ja", "korean": "ko", "arabic": "ar", "hebrew": "he",
}  # fmt: skip


def language_of(text: str) -> str:
    """A language tag for "eng", "English", "en" or "en-GB"; "" for anything else."""
    text = text.strip()
    tag = re.fullmatch(r"[A-Za-z]{2}(?:[-_][A-Za-z]{2,4})?", text)
    return text.replace("_", "-") if tag else _LANGUAGES.get(text.lower(), "")


_DOI = re.compile(r"10\.\d{4,9}/\S+", re.ASCII)


def doi_in(text: str) -> str:
    """The DOI in "https://doi.org/10.5555/x", "doi: 10.5555/x" or "10.5555/x"; "" if there is none."""
    found = _DOI.search(text)
    return found[0].rstrip(".,;") if found else ""


def pages_of(first: str, last: str = "") -> str:
    """A range with one hyphen: "12-19"; one page when both are the same."""
    first, last = (re.sub(r"\s*(?:--+|[-‐‑‒–—−])\s*", "-", one.strip()) for one in (first, last))
    return f"{first}-{last}" if first and last and first != last and "-" not in first else first or last


def put(item: dict[str, Any], name: str, value: Any) -> None:
    """Fill a field that is still empty."""
    if value and name not in item:
        item[name] = value
