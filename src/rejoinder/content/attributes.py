"""Pandoc's attributes, `{#id .class key="value"}`, as figures, tables and divisions have them.

Knows their notation; knows nothing of what they mean.
"""

from __future__ import annotations

import re

from rejoinder.values import dataclass

LONGEST_ATTRIBUTES = 5000
"""Characters within the braces: an alternative text may be a paragraph long."""
LONGEST_OF_TABLES = 20_000
"""The same of a table: much may be said of its cells."""

_ONE = re.compile(
    r"""\s*(?:\#(?P<id>[^\s{}"'=\#,]+)
    |\.(?P<class>[\w:-]+)
    |(?P<key>[A-Za-z_][\w:.-]*)\s*=\s*(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^'\\]|\\.)*)'
        |“(?P<curly>[^”]*)”|(?P<bare>[^\s{}"'“”]+))
    |(?P<minus>-)(?=[\s}])
    |,)""",
    re.VERBOSE | re.DOTALL,
)
_END = re.compile(r"\s*\}")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~ ])")


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands between the braces. White space within a value is single spaces."""

    id: str = ""
    classes: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()


def attributes_at(
    text: str, start: int, end: int | None = None, longest: int = LONGEST_ATTRIBUTES
) -> tuple[Attributes, int] | None:
    """The attributes whose brace stands at `start`, and where they end; None if it does not begin attributes."""
    if not text.startswith("{", start):
        return None
    most = min(len(text) if end is None else end, start + longest)
    at, identifier = start + 1, ""
    classes: list[str] = []
    values: dict[str, str] = {}
    while not (closing := _END.match(text, at, most)):
        one = _ONE.match(text, at, most)
        if one is None:
            return None
        at = one.end()
        if one["id"]:
            identifier = one["id"]
        elif one["class"]:
            classes.append(one["class"])
        elif one["key"]:
            values[one["key"].lower()] = _value(one)
    return Attributes(identifier, tuple(classes), tuple(values.items())), closing.end()


def _value(one: re.Match[str]) -> str:
    quoted = one["double"] if one["double"] is not None else one["single"]
    if quoted is not None:
        written = _ESCAPED.sub(r"\1", quoted)
    else:
        written = one["curly"] if one["curly"] is not None else one["bare"]
    return " ".join(written.split())


def attributes_behind(text: str) -> tuple[Attributes, int] | None:
    """The attributes with which the caption of a table ends, and where they begin."""
    if not text.rstrip().endswith("}"):
        return None
    ends = len(text.rstrip())
    start = text.find("{", max(0, ends - LONGEST_OF_TABLES))
    tries = 0
    while start >= 0 and tries < 20:
        found = attributes_at(text, start, None, LONGEST_OF_TABLES)
        if found and found[1] == ends:
            return found[0], start
        start = text.find("{", start + 1)
        tries += 1
    return None
