"""YAML as a person would write it: quotation marks where they are needed, long texts as blocks, short lists in a line.

Knows YAML as `source.py` reads it; knows nothing of letters. PyYAML's own writer breaks lines in the middle of texts,
and quotes dates and words that are texts here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from rejoinder.source import BOOLEANS, NULLS, NUMBERS
from rejoinder.values import dataclass

Value: TypeAlias = "str | int | float | bool | Words | Block | Sequence[Value] | Mapping[str, Value] | None"

WIDEST = 110
"""Characters of a line up to which a list or mapping stands in one."""
LONGEST_WORDS = 100
"""Characters up to which a text stands in its key's line."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text that is read as it was written, whatever it looks like: `007` and `2016-09-13` need no quotation marks."""

    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A text of paragraphs, which ends with a line end."""

    text: str


def written(mapping: Mapping[str, Value]) -> str:
    """The mapping as a YAML document, without marks around it."""
    return "".join(f"{line}\n" for line in _mapping(mapping, 0))


# ── lines ─────────────────────────────────────────────────────────────────


def _mapping(mapping: Mapping[str, Value], depth: int) -> Iterator[str]:
    for key, value in mapping.items():
        lines = list(_value(value, depth))
        opening = f"{_indent(depth)}{_scalar(key, Words, flow=True)}:"
        yield f"{opening} {lines[0]}" if lines[0] else opening
        yield from lines[1:]


def _value(value: Value, depth: int) -> Iterator[str]:
    """The first line, to stand behind a key or a dash, and the lines below it."""
    match value:
        case Block():
            yield from _block(value.text, "|", depth)
        case Words() | str():
            yield from _words(value, depth)
        case Mapping() if value:
            one = _flow(value)
            if len(one) + 2 * depth > WIDEST - 20 or _has_block(value):
                yield ""
                yield from _mapping(value, depth + 1)
            else:
                yield one
        case Sequence() if value:
            one = _flow(value)
            if len(one) + 2 * depth > WIDEST - 20 or _has_block(value) or _are_mappings(value, depth):
                yield ""
                yield from _items(value, depth)
            else:
                yield one
        case _:
            yield _flow(value)


def _items(items: Sequence[Value], depth: int) -> Iterator[str]:
    for item in items:
        inside = _indent(depth + 1)
        one = "" if isinstance(item, str | Words | Block) or _has_block(item) else _flow(item)
        if (
            one
            and len(one) + len(inside) <= WIDEST
            and not (isinstance(item, Mapping) and depth == 0 and len(item) > 5)
        ):
            yield f"{inside}- {one}"
        elif isinstance(item, Mapping):
            lines = list(_mapping(item, depth + 2))
            yield f"{inside}- {lines[0].lstrip()}"
            yield from lines[1:]
        else:
            lines = list(_value(item, depth + 1))
            yield f"{inside}- {lines[0]}".rstrip()
            yield from lines[1:]


def _are_mappings(value: Sequence[Value], depth: int) -> bool:
    """A list of mappings at the top of a letter has an item a line, however short it is."""
    return depth == 0 and any(isinstance(one, Mapping) for one in value)


def _has_block(value: Value) -> bool:
    match value:
        case Block():
            return True
        case Words() | str():
            return "\n" in _text(value)
        case Mapping():
            return any(_has_block(one) for one in value.values())
        case Sequence():
            return any(_has_block(one) for one in value)
    return False


def _words(value: str | Words, depth: int) -> Iterator[str]:
    text = _text(value)
    if "\n" in text or (len(text) > LONGEST_WORDS and not _is_plain(text, type(value), flow=False)):
        yield from _block(text, "|-", depth)
    else:
        yield _scalar(text, type(value), flow=False)


def _block(text: str, sign: str, depth: int) -> Iterator[str]:
    body = text.removesuffix("\n") if sign == "|" else text
    if not body or body[0] in " \n" or body[-1:] == "\n":
        yield _quoted(text)
        return
    yield sign
    inside = _indent(depth + 1)
    yield from (inside + line if line else "" for line in body.split("\n"))


def _indent(depth: int) -> str:
    return "  " * depth


# ── one line ──────────────────────────────────────────────────────────────


def _flow(value: Value) -> str:
    match value:
        case Words() | str() | Block():
            return _scalar(_text(value), type(value), flow=True)
        case Mapping():
            return (
                "{" + ", ".join(f"{_scalar(key, Words, flow=True)}: {_flow(one)}" for key, one in value.items()) + "}"
            )
        case Sequence():
            return "[" + ", ".join(map(_flow, value)) + "]"
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case float():
            return _number(value)
        case int():
            return str(value) if NUMBERS.fullmatch(str(value)) else _quoted(str(value))
    raise TypeError(f"no value: {type(value).__name__}")


def _number(value: float) -> str:
    written = repr(value)
    return written if NUMBERS.fullmatch(written) else _quoted(written)


def _text(value: str | Words | Block) -> str:
    return value if isinstance(value, str) else value.text


_SAFE = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`\\].*", re.DOTALL)
_MEANS_SOMETHING = re.compile(r": |:$| #|\s$|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_MEANS_IN_FLOW = re.compile(r"[,\[\]{}]|:[\"']?$")


def _is_plain(text: str, kind: type, *, flow: bool) -> bool:
    """Whether a text can be read as itself without quotation marks."""
    if not _SAFE.match(text) or _MEANS_SOMETHING.search(text) or text in BOOLEANS or text in NULLS:
        return False
    if flow and _MEANS_IN_FLOW.search(text):
        return False
    if text.startswith(("---", "...", "<<", "=")):
        return False
    # A number is a text where one is wanted; elsewhere a whole number is as good as its text.
    return kind is Words or not NUMBERS.fullmatch(text) or bool(re.fullmatch("0|[1-9][0-9]{0,15}", text))


def _scalar(text: str, kind: type, *, flow: bool) -> str:
    return text if text and _is_plain(text, kind, flow=flow) else _quoted(text)


def _quoted(text: str) -> str:
    """In double quotation marks, or in single ones if that spares backslashes."""
    if ('"' in text or "\\" in text) and text.isprintable() and "'" not in text:
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return (
        '"'
        + "".join(
            one
            if one.isprintable() or (one >= "\u00a0" and one.isspace() and one not in "\u2028\u2029")
            else _escape(one)
            for one in escaped
        )
        + '"'
    )


def _escape(sign: str) -> str:
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
