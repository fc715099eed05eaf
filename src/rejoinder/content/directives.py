"""MyST's directives and Quarto's cells: a fence whose info begins with a name in braces.

Knows how they are written; knows nothing of what becomes of them.
"""

from __future__ import annotations

import re

from rejoinder.values import dataclass

_INFO = re.compile(r"\{+\s*(?P<name>[A-Za-z][\w:+-]*)\s*(?:,?\s*(?P<inside>[^{}]*))?\}+\s*(?P<argument>.*)", re.DOTALL)
_OPTION = re.compile(r":(?P<key>[\w-]+):(?:[ \t]+(?P<value>.*))?$")
_CELL_OPTION = re.compile(r"(?:#|%%|//)\|[ \t]*(?P<key>[\w-]+):[ \t]*(?P<value>.*)$")

ADMONITIONS = frozenset({
    "admonition", "attention", "caution", "danger", "error", "hint", "important", "note", "seealso", "tip", "warning",
    "epigraph", "pull-quote", "blockquote", "topic", "sidebar", "aside", "margin",
})  # fmt: skip
CODE = frozenset({"code", "code-block", "code-cell", "sourcecode", "literalinclude", "parsed-literal"})
LANGUAGES = frozenset({"python", "r", "julia", "bash", "sh", "ojs", "sql", "stata", "mermaid", "dot", "rust", "octave"})
NEEDLESS = frozenset({"bibliography", "contents", "tableofcontents", "toctree", "toc", "index", "only", "include"})


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive: its name, what stands behind it, its options, and its text, which begins in line `first` of it."""

    name: str
    argument: str
    options: tuple[tuple[str, str], ...]
    body: str
    first: int

    def option(self, *names: str) -> str:
        return next((value for key, value in self.options if key in names), "")


def read_directive(info: str, content: str) -> Directive | None:
    """The directive that a fence is; none if it is code, or raw text of another format."""
    found = _INFO.fullmatch(info.strip())
    if found is None:
        return None
    lines = content.split("\n")
    options: list[tuple[str, str]] = []
    first = 0
    if lines and lines[0].strip() == "---":  # options in YAML's form
        end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == "---"), 0)
        options += [(key.strip(), value.strip()) for key, _, value in (line.partition(":") for line in lines[1:end])]
        first = end + 1 if end else 0
    while first < len(lines) and (one := _OPTION.match(lines[first]) or _CELL_OPTION.match(lines[first])):
        options.append((one["key"], (one["value"] or "").strip()))
        first += 1
    while first < len(lines) and not lines[first].strip():
        first += 1
    return Directive(found["name"], found["argument"].strip(), tuple(options), "\n".join(lines[first:]), first)
