"""A content stream as instructions (ISO 32000-1, 7.8.2): operators with what stands before them.

A reader of its own: it is quick, stops at nothing, and is the same whatever library opened the file. Names come as
strings with their solidus, strings as bytes, numbers as floats, dictionaries as dicts; an inline image is one
instruction, "BI". Knows no operator's meaning.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Generator, Iterator
from typing import Any

MOST_OPERANDS = 4000
"""Kept before an operator, at the most."""
DEEPEST = 30

_TOKEN = re.compile(
    rb"""(?:[\x00\t\n\x0c\r ]++|%[^\r\n]*+)*+
    (?:(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?=[\x00\t\n\x0c\r ()<>\[\]{}/%]|$))
    |/(?P<name>[^\x00\t\n\x0c\r ()<>\[\]{}/%]*)
    |\((?P<string>(?:[^()\\]++|\\.)*+)\)
    |(?P<nested>\()
    |<<(?P<open>)
    |>>(?P<close>)
    |<(?P<hex>[^>]{0,1000000})>
    |(?P<bracket>[\[\]])
    |(?P<word>[^\x00\t\n\x0c\r ()<>\[\]{}/%]+)
    |(?P<other>.))""",
    re.VERBOSE | re.DOTALL,
)
_STRING_PART = re.compile(rb"[()\\]")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)|\r\n?", re.DOTALL)
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_IMAGE_END = re.compile(rb"[\x00\t\n\x0c\r ]EI(?=[\x00\t\n\x0c\r /]|$)")
_IMAGE_NAME = re.compile(rb"/([^\x00\t\n\x0c\r ()<>\[\]{}/%]*)")
_HEX_DIGITS = re.compile(rb"[^0-9A-Fa-f]+")


def instructions(data: bytes) -> Iterator[tuple[str, list[Any]]]:
    """Operators and their operands. What makes no sense is passed over."""
    operands: list[Any] = []
    open_: list[tuple[list[Any], bool]] = []
    at = 0
    end = len(data)
    match = _TOKEN.match
    while at < end:
        found = match(data, at)
        if found is None:  # only white space is left
            break
        at = found.end()
        kind = found.lastgroup
        if kind == "number":
            operands.append(float(found["number"]))
        elif kind == "string":
            operands.append(_read(found["string"]))
        elif kind == "word":
            word = found["word"]
            if word in (b"true", b"false", b"null"):
                operands.append({b"true": True, b"false": False, b"null": None}[word])
            elif open_:
                operands.append(None)
            elif word == b"BI":
                at = yield from _inline_image(data, at)
                operands = []
            else:
                yield word.decode("latin-1"), operands
                operands = []
        elif kind == "name":
            operands.append(_name(found["name"]))
        elif kind == "nested":
            value, at = _string(data, at)
            operands.append(value)
        elif kind == "hex":
            digits = _HEX_DIGITS.sub(b"", found["hex"])
            operands.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")))
        elif kind == "open" or (kind == "bracket" and found["bracket"] == b"["):
            if len(open_) < DEEPEST:
                open_.append((operands, kind == "open"))
                operands = []
        elif kind in ("close", "bracket") and open_:
            inner, is_mapping = open_.pop()
            inner.append(_mapping(operands) if is_mapping else operands)
            operands = inner
        if len(operands) > MOST_OPERANDS and not open_:
            operands = operands[-10:]


def _name(written: bytes) -> str:
    if b"#" in written:
        written = _NAME_ESCAPE.sub(lambda found: bytes((int(found[1], 16),)), written)
    return "/" + written.decode("utf-8", "replace")


def _mapping(operands: list[Any]) -> dict[str, Any]:
    pairs = zip(operands[::2], operands[1::2], strict=False)
    return {key: value for key, value in pairs if isinstance(key, str)}


def _string(data: bytes, at: int) -> tuple[bytes, int]:
    """A literal string with brackets in it (7.3.4.2), which begins before `at`."""
    start, depth, end = at, 1, len(data)
    while at < end:
        found = _STRING_PART.search(data, at)
        if found is None:
            return data[start:], end
        at = found.end()
        char = data[at - 1]
        if char == 0x5C:
            at += 1
        elif char == 0x28:
            depth += 1
        else:
            depth -= 1
            if not depth:
                break
    return _read(data[start : at - 1]), at


def _read(value: bytes) -> bytes:
    return _ESCAPE.sub(_unescaped, value) if b"\\" in value or b"\r" in value else value


def _unescaped(found: re.Match[bytes]) -> bytes:
    what = found[1]
    if what is None:
        return b"\n"
    if what[:1].isdigit() and what[:1] < b"8":
        return bytes((int(what, 8) & 0xFF,))
    if what in (b"\n", b"\r", b"\r\n"):
        return b""
    return _ESCAPES.get(what, what)


def _inline_image(data: bytes, at: int) -> Generator[tuple[str, list[Any]], None, int]:
    """The names among the entries of an inline image (8.9.7), its data passed over."""
    start = data.find(b"ID", at, at + 4000)
    if start < 0:
        return at
    names = [_name(found[1]) for found in _IMAGE_NAME.finditer(data[at:start])]
    yield "BI", [dict(itertools.pairwise(names))]
    found = _IMAGE_END.search(data, start + 2)
    return found.end() if found else len(data)
