"""A file's text, and YAML in which every node knows its line and column.

Knows bytes, characters and YAML; knows nothing of letters or style sheets.
The parser is PyYAML's binding to libyaml; its events are put together here, because the
loaders that come with it forget where things were written, keep only the last of two equal
keys, guess dates and Norwegians (`NO` is a country), and follow aliases without end.
"""

from __future__ import annotations

import datetime
import errno
import os
import re
import stat
from bisect import bisect_right
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from pathlib import Path, PurePath
from typing import Any, TypeAlias

import yaml

from rejoinder.diagnostics import Diagnostics, Span, system_reason
from rejoinder.values import dataclass, field

MOST_BYTES = 8 * 1024 * 1024
"""The largest file that is read. A letter of a hundred pages has half a megabyte."""
MOST_FAULTS = 100
"""How many faults are said of one file before reading stops: nobody mends more in one go."""
MOST_NODES = 200_000
"""The most nodes a file may have once its aliases are written out."""
DEEPEST = 60
"""How deep mappings and sequences may be nested."""
TOO_DEEP = f"mappings and lists are nested more than {DEEPEST} deep"

# ── text ──────────────────────────────────────────────────────────────────

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
ODD_BREAKS = re.compile("[\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file with plain line ends, its name as the user gave it, and the folder it lies in."""

    name: str
    text: str
    folder: Path | None = None
    raw: bytes = b""
    """As it was found, byte for byte."""

    @classmethod
    def load(cls, path: str | Path, said: Diagnostics, *, markup: bool = False) -> Source | None:
        """Read a UTF-8 file; what is wrong with it is said, and then there is no source.

        With `markup`, a file of XML is left to whoever parses it: it says itself how it is encoded, and has no `text`.
        """
        raw = _bytes_of(Path(path), Span(str(path)), said)
        if raw is None:
            return None
        if markup and is_markup(raw):
            return cls(str(path), "", Path(path).parent, raw)
        if (kind := _kind(raw)) is not None:
            said.error(f"this is {kind[0]}, not a text in UTF-8", Span(str(path)), kind[1])
            return None
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as bad:
            _say_undecodable(str(path), raw, bad, said)
            return None
        return cls._checked(str(path), text, Path(path).parent, said, raw)

    @classmethod
    def of(cls, name: str, text: str, said: Diagnostics) -> Source | None:
        """A text that lies in no file; `name` stands for it in messages."""
        if len(text) > MOST_BYTES:
            said.error(f"the text is longer than {MOST_BYTES // 1024 // 1024} million characters", Span(name))
            return None
        return cls._checked(name, text.removeprefix("\ufeff"), None, said, text.encode("utf-8", "replace"))

    @classmethod
    def _checked(cls, name: str, text: str, folder: Path | None, said: Diagnostics, raw: bytes) -> Source | None:
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not text or text.isspace():
            said.error("the file is empty", Span(name))
            return None
        fault = UNPRINTABLE.search(text)
        if fault:
            message = f"the file holds the control character U+{ord(fault[0]):04X}, which cannot be set"
            said.error(message, _place(name, text, fault.start()), "delete it")
            return None
        # YAML ends a line at these two, editors do not: a text pasted from a layout program would fall apart.
        odd = ODD_BREAKS.search(text)
        if odd:
            message = f"the line separator U+{ord(odd[0]):04X} was read as a space, here and wherever else it stands"
            said.warning(message, _place(name, text, odd.start()))
            text = ODD_BREAKS.sub(" ", text)
        return cls(name, text, folder, raw)


_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml\s|!|[A-Za-z_])|\xff\xfe<\0[?!A-Za-z]|\xfe\xff\0<|<\0\?\0|\0<\0\?")


def is_markup(raw: bytes) -> bool:
    """Whether a file is XML, by its first characters, in whatever encoding."""
    return _MARKUP.match(raw) is not None


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that was read because a letter or a sheet names it."""

    name: str
    """As it is seen from the file that names it, with "/" between folders, never upwards."""
    data: bytes


def is_file(path: Path) -> bool:
    """Whether there is such a file; a name that is too long, or that the system cannot have, is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def lies_in(path: Path, folder: Path) -> bool:
    """Whether a file that somebody named lies in a folder, wherever links lead; one that leads to itself lies nowhere.

    `Path.resolve` leaves links that lead to themselves as they are from Python 3.13 on, and raises an error before.
    """
    try:
        return Path(_followed(path)).is_relative_to(_followed(folder))
    except (OSError, ValueError):  # links without end; a NUL in the name
        return False


def _followed(path: Path) -> str:
    try:
        return os.path.realpath(path, strict=True)
    except OSError as fault:
        if fault.errno == errno.ELOOP:
            raise
        return os.path.realpath(path)  # it is not there: that is not said here


def _bytes_of(path: Path, span: Span, said: Diagnostics) -> bytes | None:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            said.error("this is a folder, not a file", span)
            return None
        if not stat.S_ISREG(status.st_mode):  # a pipe or device could keep us waiting for ever
            said.error("this is not an ordinary file", span)
            return None
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        said.error("there is no such file", span, _neighbour(path))
        return None
    except (OSError, ValueError) as problem:  # ValueError: a NUL in the path
        said.error(f"the file cannot be read: {system_reason(problem)}", span)
        return None
    if len(raw) > MOST_BYTES:
        said.error(f"the file is larger than {MOST_BYTES // 1024 // 1024} MiB", span)
        return None
    return raw


KINDS = (
    (b"%PDF-", "a PDF", "name the letter that it was made from"),
    (b"PK\x03\x04", "a Word or OpenDocument file, or another archive", "convert it to Markdown first, with Pandoc"),
    (b"\xd0\xcf\x11\xe0", "an old Word file", "save it as .docx, and convert that to Markdown with Pandoc"),
    (b"{\\rtf", "an RTF file", "convert it to Markdown first, with Pandoc"),
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
    (b"\xff\xfe\x00\x00", "text in UTF-32", "save it as UTF-8"),
    (b"\x00\x00\xfe\xff", "text in UTF-32", "save it as UTF-8"),
    (b"\xff\xfe", "text in UTF-16", "save it as UTF-8"),
    (b"\xfe\xff", "text in UTF-16", "save it as UTF-8"),
)
"""Files that are given for letters by mistake: how they begin, what they are, and what helps."""


def _kind(raw: bytes) -> tuple[str, str] | None:
    """What a file is that is no text in UTF-8, if that can be told from its beginning; and what helps."""
    for begins, what, hint in KINDS:
        if raw.startswith(begins):
            return what, hint
    start = raw[:512]
    if len(start) > 8 and start.count(0) * 3 > len(start):  # every second byte, but for a few letters
        return "text in UTF-16", "save it as UTF-8"
    return None


def _neighbour(path: Path) -> str:
    """A hint for a path with the wrong ending."""
    endings = (".yaml", ".yml", ".md")
    beside = [path.with_name(path.name + e) for e in endings] + [path.with_suffix(e) for e in endings if path.suffix]
    try:
        found = next((p.name for p in beside if p.is_file()), "")
    except (OSError, ValueError):
        return ""
    return f'did you mean "{found}"?' if found else ""


def _say_undecodable(name: str, raw: bytes, bad: UnicodeDecodeError, said: Diagnostics) -> None:
    # `start` counts from behind the byte order mark, if there is one.
    start = bad.start + (3 if raw.startswith(b"\xef\xbb\xbf") else 0)
    before = raw[raw.rfind(b"\n", 0, start) + 1 : start].removeprefix(b"\xef\xbb\xbf")
    span = Span(name, raw.count(b"\n", 0, start) + 1, len(before.decode("utf-8", "replace")) + 1)
    said.error(f"the byte 0x{raw[start]:02X} is not UTF-8", span, "save the file as UTF-8")


def _place(name: str, text: str, index: int) -> Span:
    start = text.rfind("\n", 0, index) + 1
    return Span(name, text.count("\n", 0, index) + 1, index - start + 1)


# ── nodes ─────────────────────────────────────────────────────────────────

Piece: TypeAlias = tuple[int, int, int, int]
"""From this line and column of a scalar's text (from 0) on, it was written at this line and column of the file."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value. `text` is what was written (`010`, `1.50`), `value` what YAML takes it for."""

    value: str | int | float | bool | None
    text: str
    span: Span
    lines: tuple[Piece, ...] = field(default=(), compare=False, repr=False)
    quoted: bool = False
    """Whether it was written in quotes or as a block, and so is a string whatever it looks like."""

    def place(self, line: int, column: int = 0) -> Span:
        """Where a place in `text` (line and column from 0) was written.

        Exact for blocks and for text on one line; within text that YAML folds or unescapes, exact to the line.
        """
        if not self.lines:
            return Span(self.span.file, self.span.line + line, column + (self.span.column if not line else 1))
        at = bisect_right(self.lines, (line, column, 1 << 60, 0)) - 1
        piece_line, piece_column, file_line, file_column = self.lines[max(at, 0)]
        if piece_line == line:
            return Span(self.span.file, file_line, file_column + max(0, column - piece_column))
        return Span(self.span.file, file_line + line - piece_line, 1)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A YAML list."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order in which they were written; no key twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    span: Span

    def get(self, key: str) -> Node | None:
        return next((value for written, value in self.entries if written.text == key), None)

    def key(self, key: str) -> Scalar | None:
        """The key as it was written, for the sake of its place."""
        return next((written for written, _ in self.entries if written.text == key), None)


Node: TypeAlias = Scalar | Sequence | Mapping


def plain(node: Node | None) -> Any:
    """Bare Python values. A decimal that a float cannot repeat (`1.10`) stays as it was written."""
    match node:
        case None:
            return None
        case Mapping():
            return {key.text: plain(value) for key, value in node.entries}
        case Sequence():
            return [plain(item) for item in node.items]
        case Scalar():
            return node.text if isinstance(node.value, float) and repr(node.value) != node.text else node.value


def found(node: Node) -> str:
    """What a node is, in words for a message: `a list`, `the number 75`, `"Takeuchi"`."""
    match node:
        case Mapping():
            return "a mapping" if node.entries else "an empty mapping"
        case Sequence():
            return "a list" if node.items else "an empty list"
        case Scalar(value=None):
            return "nothing"
        case Scalar(value=bool()):
            return node.text
        case Scalar(value=str()):
            return f'"{_shortened(node.text)}"'
    return f"the number {_shortened(node.text)}"


def _shortened(text: str) -> str:
    text = " ".join(text[:80].split())
    return text if len(text) <= 40 else text[:39].rstrip() + "…"


# ── scalars ───────────────────────────────────────────────────────────────

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
NUMBERS = re.compile(
    r"[-+]?(?:(0|[1-9][0-9]{0,17})|(?:[0-9]{1,20}\.[0-9]{0,20}|\.[0-9]{1,20})(?:[eE][-+]?[0-9]{1,2})?)"
)


def _value(text: str) -> str | int | float | bool | None:
    """What a plain scalar stands for: YAML's core schema, in which only what looks like a number is one.

    Leading zeros, dates, sexagesimals, `0x1F`, `.inf`, and `yes`, `no`, `on`, `off` are strings.
    """
    if text in NULLS:
        return None
    if text in BOOLEANS:
        return BOOLEANS[text]
    if text[0] in "+-.0123456789" and (number := NUMBERS.fullmatch(text)):
        return int(text) if number[1] else float(text)
    return text


# ── reading ───────────────────────────────────────────────────────────────


def read_yaml(source: Source, said: Diagnostics, *, first_line: int = 1) -> Node | None:
    """The one document of a YAML text, or nothing when it is not YAML.

    `source.text` may be a part of a file; `first_line` is then the line of the file on which it begins.
    """
    composer = _Composer(source, said, first_line)
    try:
        return composer.document()
    except yaml.YAMLError as problem:
        message, span, hint = _explained(problem, composer)
        said.error(message, span, hint)
    except _TooMuchError as much:
        said.error(str(much.args[0]), much.args[1], much.args[2])
    return None


class _TooMuchError(Exception):
    """The text is YAML, but will not be read: (message, span, hint)."""


@dataclass(slots=True)
class _Opened:
    """A mapping or sequence whose end has not come yet."""

    mapping: bool
    span: Span
    anchor: str | None
    count: int
    nodes: list[Node] = field(default_factory=list)


class _Composer:
    """Puts libyaml's events together, without recursion. Lives for one text."""

    def __init__(self, source: Source, said: Diagnostics, first_line: int) -> None:
        self.file = source.name
        self.text = source.text
        self.said = said
        self.first_line = first_line
        self.written: list[str] | None = None
        self.nodes = 0
        self.faults = 0
        self.open: list[_Opened] = []
        self.anchors: dict[str, tuple[Node, int] | None] = {}
        self.root: Node | None = None

    # One entry per kind of event would be prettier; this loop runs for every word of a reference list.
    def document(self) -> Node | None:
        parser: Any = yaml.CSafeLoader(self.text)
        documents = 0
        while (event := parser.get_event()) is not None:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._add(self._scalar(event), event.anchor, 1)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._open(event, kind is yaml.MappingStartEvent)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._close()
            elif kind is yaml.AliasEvent:
                self._alias(event)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    hint = 'delete the "---" and what follows it, or make it a file of its own'
                    raise _TooMuchError("a second YAML document begins here", self.span(event.start_mark), hint)
        if self.root is None:
            self.said.error("there is nothing in this file but comments", Span(self.file, self.first_line, 1))
        return self.root

    def span(self, mark: Any) -> Span:
        return Span(self.file, mark.line + self.first_line, mark.column + 1)

    def lines_as_written(self) -> list[str]:
        """The lines of the text; split on first demand, since most files have no text over several lines."""
        if self.written is None:
            self.written = self.text.split("\n")
        return self.written

    def _fault(self, message: str, span: Span, hint: str = "") -> None:
        self.said.error(message, span, hint)
        self.faults += 1
        if self.faults >= MOST_FAULTS:
            raise _TooMuchError("after so many faults the rest of the file was not read", span, "")

    def _count(self, nodes: int, span: Span) -> None:
        self.nodes += nodes
        if self.nodes > MOST_NODES:
            raise _TooMuchError(
                f"this file has more than {MOST_NODES:,} values when its aliases (*name) are written out",
                span,
                "write out what is meant, or divide the file",
            )

    def _add(self, node: Node, anchor: str | None, count: int) -> None:
        if count == 1:
            self._count(1, node.span)
        if anchor is not None:
            self.anchors[anchor] = (node, count)
        if self.open:
            self.open[-1].nodes.append(node)
        else:
            self.root = node

    def _open(self, event: Any, mapping: bool) -> None:
        span = self.span(event.start_mark)
        if event.tag is not None:
            self._refuse_tag(event.tag, span)
        if len(self.open) >= DEEPEST:
            raise _TooMuchError(TOO_DEEP, span, "")
        self._count(1, span)
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        self.open.append(_Opened(mapping, span, event.anchor, self.nodes))

    def _close(self) -> None:
        done = self.open.pop()
        inside = done.nodes
        node = Mapping(self._entries(inside), done.span) if done.mapping else Sequence(tuple(inside), done.span)
        # Counted twice is counted safely: the node itself at its start, its inside as it came.
        if done.anchor is not None:
            self.anchors[done.anchor] = (node, self.nodes - done.count + 1)
        if self.open:
            self.open[-1].nodes.append(node)
        else:
            self.root = node

    def _entries(self, nodes: list[Node]) -> tuple[tuple[Scalar, Node], ...]:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key, Scalar) or not key.text:
                self._fault(f"a key must be a word, not {found(key)}", key.span)
            elif (first := entries.get(key.text)) is not None:
                hint = f"it was first given in line {first[0].span.line}"
                self._fault(f'the key "{_shortened(key.text)}" is given twice', key.span, hint)
            else:
                entries[key.text] = (key, value)
        return tuple(entries.values())

    def _alias(self, event: Any) -> None:
        span = self.span(event.start_mark)
        if event.anchor not in self.anchors:
            raise _TooMuchError(
                f'the alias "*{event.anchor}" stands for nothing: there is no "&{event.anchor}" before it',
                span,
                "put the value in quotes if the asterisk belongs to it",
            )
        anchored = self.anchors[event.anchor]
        if anchored is None:
            raise _TooMuchError(f'the alias "*{event.anchor}" stands within what it stands for', span, "")
        node, count = anchored
        self._count(count, span)
        self._add_alias(node, span)

    def _add_alias(self, node: Node, span: Span) -> None:
        depth = _depth(node)
        if len(self.open) + depth > DEEPEST:
            raise _TooMuchError(TOO_DEEP, span, "")
        self.open[-1].nodes.append(node)

    def _refuse_tag(self, tag: str, span: Span) -> None:
        hint = "put the value in quotes to make it a string" if tag == "tag:yaml.org,2002:str" else "delete it"
        written = tag.replace("tag:yaml.org,2002:", "!!", 1)
        self._fault(f'the tag "{_shortened(written)}" is not understood here', span, hint)

    # ── scalars ──

    def _scalar(self, event: Any) -> Scalar:
        mark = event.start_mark
        line, column, text = mark.line + self.first_line, mark.column + 1, event.value
        span = Span(self.file, line, column)
        if event.tag is not None:
            self._refuse_tag(event.tag, span)
        style = event.style
        if not style:  # plain
            if event.end_mark.line == mark.line or event.anchor is not None:
                return Scalar(_value(text), text, span)
            return Scalar(_value(text), text, span, self._pieces(event, text))
        # An escape can write what the file itself may not hold.
        if style == '"' and (fault := UNPRINTABLE.search(text)):
            self._fault(f"an escape in this text makes the control character U+{ord(fault[0]):04X}", span)
            text = UNPRINTABLE.sub("", text)
        if event.end_mark.line == mark.line and style in "'\"":
            return Scalar(text, text, span, self._pieces_of_quoted(event, text, line, column), True)
        return Scalar(text, text, span, self._pieces(event, text), True)

    def _pieces_of_quoted(self, event: Any, text: str, line: int, column: int) -> tuple[Piece, ...]:
        """Of a quoted text on one line: a new piece after each escape, which is longer than what it makes."""
        written = self.lines_as_written()[event.start_mark.line][event.start_mark.column : event.end_mark.column]
        opening = written.find(event.style) + 1
        pieces: list[Piece] = [(0, 0, line, column + opening)]
        if len(written) - opening - 1 != len(text) and "\n" not in text:
            shrunk = 0
            for escape in ESCAPES[event.style].finditer(written, opening, len(written) - 1):
                shrunk += len(escape[0]) - 1
                pieces.append((0, escape.end() - opening - shrunk, line, column + escape.end()))
        return tuple(pieces)

    def _pieces(self, event: Any, text: str) -> tuple[Piece, ...]:
        """Of a text over several lines: where each written line's words went.

        Every written line, without the white around it, stands in the text in the same order: between spaces
        if YAML folded the lines, between line ends if it kept them.
        """
        start, end = event.start_mark, event.end_mark
        written = self.lines_as_written()[start.line : end.line + 1]
        if event.style == "|":
            return tuple(_literal_pieces(written, text, start.line + self.first_line))
        return tuple(_folded_pieces(written, text, start.line + self.first_line, start.column, event.style))


ESCAPES = {
    '"': re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)"),
    "'": re.compile("''"),
}


def _literal_pieces(written: list[str], text: str, first: int) -> Iterator[Piece]:
    """Of a `|` block, whose lines are the file's without their indentation."""
    # Behind an anchor the block's sign may stand on a later line than its beginning.
    sign = next((n for n, line in enumerate(written) if "|" in line), 0)
    for number, line in enumerate(text.split("\n")):
        at = sign + 1 + number
        if at >= len(written):
            return
        indent = len(written[at]) - len(line)
        yield (number, 0, first + at, max(indent, 0) + 1)


def _folded_pieces(written: list[str], text: str, first: int, start: int, style: str | None) -> Iterator[Piece]:
    """Of a `>` block or a text in quotes or without, whose line ends became spaces."""
    position = line = line_start = 0
    for number, raw in enumerate(written):
        indent = start if not number else 0
        words = raw[indent:].strip().strip(style or " ") if style != ">" else raw[indent:].strip()
        at = text.find(words, position) if words and not (style == ">" and not number) else -1
        if at < 0:
            continue
        line += text.count("\n", line_start, at)
        line_start = text.rfind("\n", 0, at) + 1
        yield (line, at - line_start, first + number, raw.find(words, indent) + 1)
        position = at + len(words)


def _depth(node: Node) -> int:
    """How deep a node is nested; its own depth is bounded, so this may recurse."""
    match node:
        case Mapping():
            return 1 + max((_depth(value) for _, value in node.entries), default=0)
        case Sequence():
            return 1 + max((_depth(item) for item in node.items), default=0)
        case Scalar():
            return 0


# ── Python values ─────────────────────────────────────────────────────────


def node_of(value: Any, span: Span, said: Diagnostics) -> Node | None:
    """Python mappings, lists and scalars as nodes, each with its path for a place: `<mapping>.author[0].email`.

    What cannot be a node is said, and left out; if that is `value` itself, there is none.
    """
    return _Converter(span, said).node(value, span, 0)


class _Converter:
    """Turns one value into nodes; knows how many there are, and how deep."""

    def __init__(self, root: Span, said: Diagnostics) -> None:
        self.root = root
        self.said = said
        self.count = 0

    def node(self, value: Any, span: Span, depth: int) -> Node | None:
        self.count += 1
        if depth > DEEPEST or self.count > MOST_NODES:
            if self.count <= MOST_NODES + 1 or depth > DEEPEST:
                self.said.error("the mapping is too deep or too large, or holds itself", self.root)
            return None
        if isinstance(value, AnyMapping):
            return self._mapping(value, span, depth)
        if isinstance(value, list | tuple):
            items = [self.node(item, _at(span, f"[{n}]"), depth + 1) for n, item in enumerate(value)]
            return Sequence(tuple(item for item in items if item is not None), span)
        return self._scalar(value, span)

    def _mapping(self, value: AnyMapping[Any, Any], span: Span, depth: int) -> Node:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for key, inside in value.items():
            if not isinstance(key, str | int) or isinstance(key, bool) or not str(key):
                self.said.error(f"a key must be a word, not {type(key).__name__}", span)
                continue
            at = _at(span, f".{str(key)[:80]}")
            node = self.node(inside, at, depth + 1)
            if node is not None and str(key) not in entries:
                entries[str(key)] = (Scalar(str(key), str(key), at), node)
        return Mapping(tuple(entries.values()), span)

    def _scalar(self, value: Any, span: Span) -> Node | None:
        if isinstance(value, datetime.date):
            value = value.isoformat()[:10]
        elif isinstance(value, PurePath):
            value = str(value)
        if isinstance(value, str):
            return self._text(value, span)
        if value is None or isinstance(value, bool | int | float):
            return Scalar(value, "" if value is None else str(value), span)
        self.said.error(f"a value of the type {type(value).__name__} cannot be read", span)
        return None

    def _text(self, value: str, span: Span) -> Node | None:
        fault = UNPRINTABLE.search(value.replace("\r\n", "\n").replace("\r", "\n"))
        if fault:
            self.said.error(f"this text holds the control character U+{ord(fault[0]):04X}, which cannot be set", span)
            return None
        value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", " ").replace("\u2029", " ")
        lines = tuple((n, 0, n + 1, 1) for n in range(value.count("\n") + 1)) if "\n" in value else ()
        return Scalar(value, value, span, lines)


def _at(span: Span, step: str) -> Span:
    return Span(f"{span.file}{step}")


# ── faults of syntax ──────────────────────────────────────────────────────


def _explained(problem: yaml.YAMLError, composer: _Composer) -> tuple[str, Span, str]:
    """What libyaml complains of in words for an author: message, place, hint."""
    mark = getattr(problem, "problem_mark", None)
    if mark is None:
        return "this is not YAML", Span(composer.file, composer.first_line, 1), ""
    said, context = str(getattr(problem, "problem", "")), str(getattr(problem, "context", "") or "")
    opened = getattr(problem, "context_mark", None) or mark
    lines = composer.lines_as_written()
    line = lines[mark.line] if mark.line < len(lines) else ""
    return _diagnosed(said, context, line, mark.column, composer.span(mark), composer.span(opened))


QUOTE_IT = "put the value in quotes"


def _diagnosed(said: str, context: str, line: str, column: int, here: Span, opened: Span) -> tuple[str, Span, str]:
    """The known ways to get YAML wrong, most frequent first."""
    if line[column : column + 1] == "\t" or line[: len(line) - len(line.lstrip())].count("\t"):
        return "a tab stands where YAML wants spaces", here, "indent with spaces"
    if "quoted scalar" in context and "end of stream" in said:
        return "this quotation mark is never closed", opened, "close it at the end of the value"
    if "unknown escape" in said:
        hint = "write the backslash twice, or put the value in single quotes"
        return f'"{line[column : column + 2]}" is not an escape that YAML knows', here, hint
    if "quoted scalar" in context:
        return "this text in quotes cannot be read", opened, ""
    if "mapping values are not allowed" in said:
        return _colon_in_value(line, column, here)
    if "block sequence entries are not allowed" in said:
        return "a list cannot begin here", here, 'begin each "- item" on a line of its own, or write [a, b]'
    if "nesting depth" in said:  # libyaml since 0.2.6 has a limit of its own, far above ours
        return TOO_DEEP, here, ""
    if "cannot start any token" in said:
        return f'a value cannot begin with "{line[column : column + 1]}"', here, QUOTE_IT
    if "flow sequence" in context or "flow mapping" in context:
        bracket = "[" if "sequence" in context else "{"
        hint = f'close it with "{"]" if bracket == "[" else "}"}", and separate its items with commas'
        return f'the "{bracket}" that begins here is not closed', opened, hint
    if "simple key" in context:
        return 'a line without a ":" stands where a key is wanted', opened, 'write "key: value", or indent it'
    if "block mapping" in context or "block collection" in context or "document start" in said:
        return _out_of_line(line, column, here)
    if "alias" in context or "anchor" in context:
        return f'a value cannot begin with "{"*" if "alias" in context else "&"}"', here, QUOTE_IT
    return f"this is not YAML: {said}", here, ""


def _colon_in_value(line: str, column: int, here: Span) -> tuple[str, Span, str]:
    before = line[:column]
    if ": " in before or ":" in before.rstrip(":"):
        key, _, value = line.partition(":")
        quoted = value.strip().replace('"', "'")
        hint = f'{QUOTE_IT}: {key.strip().lstrip("- ")}: "{_shortened(quoted)}"'
        return "a second colon stands in this value", here, hint
    hint = "indent it like the keys above, or put the value above in quotes if this line belongs to it"
    return "a key stands where none is wanted", here, hint


def _out_of_line(line: str, column: int, here: Span) -> tuple[str, Span, str]:
    if column and line[column - 1 : column] in ("'", '"') and line[:column].strip():
        mark = line[column - 1]
        hint = "write it twice ('')" if mark == "'" else 'write \\" for it, or put the value in single quotes'
        return (
            "something follows the closing quotation mark",
            here,
            f"if a quotation mark stands within the text: {hint}",
        )
    if line[column : column + 1] == "-":
        return "a list item stands where a key is wanted", here, "indent the items of one list alike"
    return "this line is not indented like its neighbours", here, "let all keys of one mapping begin in one column"
