"""References: CSL items written in the letter, or in files beside it.

Knows CSL-JSON and CSL-YAML, and that nothing outside the letter's folder is read; other programs' formats are read in
`libraries`. Knows nothing of how a reference is set.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from rejoinder.content.libraries import ENDINGS, kind_of, make_key, read_library
from rejoinder.content.markdown import MarkdownReader
from rejoinder.content.model import Reference
from rejoinder.content.schema import REFERENCE_TYPES
from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.source import Enclosure, Mapping, Node, Scalar, Sequence, Source, lies_in, plain, read_yaml

MOST_REFERENCES = 5000
"""As many as a letter may have; and of a library, from which it cites a few, four times as many."""
MOST_FILES = 20
NOT_READ = {
    ".enl": "an EndNote library",
    ".xml": "XML",
    ".docx": "a Word file",
    ".rdf": "RDF",
    ".bcf": "Biber's own file",
}


class References:
    """The references of one letter, gathered from wherever they stand."""

    def __init__(self, reader: MarkdownReader, said: Diagnostics) -> None:
        self.reader = reader
        self.said = said
        self.gathered: dict[str, Reference] = {}
        self.full = False
        self.enclosures: dict[str, Enclosure] = {}
        """The files that were read, by their names."""

    def add_written(self, node: Node, *, outside: bool = False) -> None:
        """References in the letter itself, or in a YAML file."""
        if not isinstance(node, Sequence):
            hint = 'write each as an item: "- id: smith2020"'
            self.reader.error("references are a list", node.span, hint)
            return
        for item in node.items:
            if not isinstance(item, Mapping):
                self.reader.error("a reference is a mapping with an id, a type and so on", item.span)
            else:
                self.add(in_csl(plain(item)), item.span, outside=outside)

    def add(self, item: dict[str, Any], span: Span, *, outside: bool = False) -> None:
        """One CSL item. One from a file (`outside`) gives way to one of the same id in the letter.

        What is wrong with an item of a file is a warning: a letter cites a few of many.
        """
        say = self.reader.warning if outside else self.reader.error
        key = item.get("id")
        key = str(key).strip() if isinstance(key, str | int | float) and not isinstance(key, bool) else ""
        if not key:
            say("this reference has no id", span, "give it one: id: smith2020")
            return
        self._check_type(key, item, span, outside)
        first = self.gathered.get(key)
        if first is not None and not (outside and first.span.file != span.file):
            hint = f"it was first given in line {first.span.line}" if first.span.line else ""
            say(f'two references have the id "{key[:80]}"', span, f"{hint}, and that one counts" if outside else hint)
        elif first is None:
            self._keep(Reference(key, {**item, "id": key}, span), outside)

    def _keep(self, reference: Reference, outside: bool) -> None:
        most = 4 * MOST_REFERENCES if outside else MOST_REFERENCES
        if len(self.gathered) < most:
            self.gathered[reference.key] = reference
        elif not self.full:
            self.full = True
            say = self.reader.warning if outside else self.reader.error
            say(
                f"a letter may have at most {most:,} references",
                reference.span,
                "the rest is left out" if outside else "",
            )

    def _check_type(self, key: str, item: dict[str, Any], span: Span, outside: bool) -> None:
        kind = item.get("type")
        if kind is None or kind == "":
            say = self.reader.warning if outside else self.reader.error
            say(f'the reference "{key[:80]}" has no type', span, 'most are "article-journal"')
        elif kind not in REFERENCE_TYPES:
            hint = self.reader.hint(str(kind), REFERENCE_TYPES)
            self.reader.warning(f'CSL has no type "{str(kind)[:80]}"; set as a document', span, hint)

    # ── files ──

    def add_file(self, written: str, span: Span, folder: Path | None) -> None:
        """References in a file, which must lie in the letter's folder or below it."""
        path = self._inside(written, span, folder)
        if path is None:
            return
        suffix = path.suffix.lower()
        if suffix in NOT_READ:
            hint = 'export it as CSL-JSON, BibTeX or RIS, and write "bibliography: refs.bib"'
            self.reader.error(f"{NOT_READ[suffix]} is not read", span, hint)
        elif suffix not in (".json", ".yaml", ".yml", *ENDINGS):
            hint = "CSL-JSON ends in .json, CSL-YAML in .yaml, BibTeX in .bib, RIS in .ris, PubMed in .nbib"
            self.reader.error(f'the kind of "{written[:80]}" is not known', span, hint)
        elif (source := Source.load(path, self.said)) is not None:
            self._enclose(written, source)
            self._add_source(source, suffix)

    def _enclose(self, written: str, source: Source) -> None:
        name = str(PurePosixPath(written.replace("\\", "/")))
        self.enclosures[name] = Enclosure(name, source.raw)

    def _inside(self, written: str, span: Span, folder: Path | None) -> Path | None:
        if folder is None:
            self.reader.error(
                "a letter that lies in no file has no files beside it", span, 'write "references" instead'
            )
            return None
        pure = PurePosixPath(written.replace("\\", "/"))
        outside = pure.is_absolute() or ".." in pure.parts or PureWindowsPath(written).drive
        path = folder / pure
        if not outside and lies_in(path, folder):
            return path
        self.reader.error(f'"{written[:80]}" lies outside the letter\'s folder', span, "put it beside the letter")
        return None

    def _add_source(self, source: Source, suffix: str) -> None:
        if suffix == ".json":
            for item, span in _json_items(source, self.reader):
                self.add(item, span, outside=True)
            return
        if suffix in ENDINGS:
            self._add_library(source, suffix)
            return
        listed = read_yaml(source, self.said)
        if isinstance(listed, Mapping):
            listed = listed.get("references") or listed
        if listed is not None:
            self.add_written(listed, outside=True)

    def _add_library(self, source: Source, suffix: str) -> None:
        kind = kind_of(source.text, suffix)
        if not kind:
            hint = "BibTeX, RIS, PubMed's format and EndNote's .enw are known by how they begin"
            self.reader.error("this is no library of references that is known", Span(source.name, 1, 1), hint)
            return
        keys = set(self.gathered)
        for item, span in read_library(kind, source, self.said):
            if not item.get("id"):
                item["id"] = make_key(item, keys)
            keys.add(item["id"])
            self.add(item, span, outside=True)


def files_of(node: Node, reader: MarkdownReader) -> Iterator[Scalar]:
    """The file names under `bibliography`."""
    items = node.items if isinstance(node, Sequence) else (node,)
    if len(items) > MOST_FILES:
        reader.error(f"a letter may have at most {MOST_FILES} bibliographies", node.span)
    for item in items[:MOST_FILES]:
        if isinstance(item, Scalar) and isinstance(item.value, str) and item.text.strip():
            yield item
        else:
            reader.error("a bibliography is the name of a file", item.span)


# ── Markdown in titles ────────────────────────────────────────────────────

_MARKUP = re.compile(
    r"""\\(?P<escaped>[*_^~\\])
    |(?<![\w*])\*\*(?=[^\s*])(?P<b>[^*]+)(?<!\s)\*\*(?![\w*])
    |(?<![\w*])\*(?=[^\s*])(?P<i>[^*]+)(?<!\s)\*(?![\w*])
    |(?<![\w_])_(?=[^\s_])(?P<em>[^_]+)(?<!\s)_(?![\w_])
    |\^(?P<sup>[^\s^]{1,40})\^
    |~(?P<sub>[^\s~]{1,40})~""",
    re.VERBOSE,
)
"""Pandoc's marks that titles have. Unlike Pandoc's, an asterisk within a word is one: HLA-B*27, HLA-B*51."""
_TAGS = {"b": "b", "i": "i", "em": "i", "sup": "sup", "sub": "sub"}


def in_csl(item: dict[str, Any]) -> dict[str, Any]:
    """An item of a YAML file, in whose titles Pandoc allows Markdown, with CSL's own marks (`<i>`) instead."""
    return {
        name: _MARKUP.sub(_in_tags, value) if isinstance(value, str) and "title" in name.lower() else value
        for name, value in item.items()
    }


def _in_tags(found: re.Match[str]) -> str:
    kind = found.lastgroup or ""
    return f"<{_TAGS[kind]}>{found[kind]}</{_TAGS[kind]}>" if kind in _TAGS else found[kind]


# ── JSON ──────────────────────────────────────────────────────────────────


def _json_items(source: Source, reader: MarkdownReader) -> Iterator[tuple[dict[str, Any], Span]]:
    """The items of a CSL-JSON file, each with the place where it begins.

    Read item by item, because the json module keeps no places.
    """
    text, name = source.text, source.name
    decoder = json.JSONDecoder(parse_constant=_no_constant)
    at, line, line_start, counted = _first_item(text), 1, 0, 0
    if at < 0:
        reader.error("CSL-JSON is a list of items", Span(name, 1, 1), "it begins with a [")
        return
    while text[at : at + 1] != "]":
        line += text.count("\n", counted, at)
        line_start = text.rfind("\n", counted, at) + 1 or line_start
        counted, span = at, Span(name, line, at - line_start + 1)
        try:
            item, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as bad:
            reader.error(f"this is not JSON: {bad.msg[:1].lower()}{bad.msg[1:]}", Span(name, bad.lineno, bad.colno))
            return
        except (ValueError, RecursionError):  # NaN, a number of thousands of digits, brackets without end
            reader.error("this item cannot be read", span)
            return
        if isinstance(item, dict):
            yield item, span
        else:
            reader.error("a reference is an object with an id, a type and so on", span)
        at = _next_item(text, end)
        if at < 0:
            reader.error("a comma or ] is missing behind this item", span)
            return


def _no_constant(word: str) -> Any:
    raise ValueError(word)


def _first_item(text: str) -> int:
    at = _after_space(text, 0)
    return _after_space(text, at + 1) if text[at : at + 1] == "[" else -1


def _next_item(text: str, end: int) -> int:
    """Where the next item begins or the list ends; -1 if neither comes."""
    at = _after_space(text, end)
    if text[at : at + 1] == ",":
        return _after_space(text, at + 1)
    return at if text[at : at + 1] == "]" else -1


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\n\r":
        at += 1
    return at
