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


# ── floats in LaTeX ───────────────────────────────────────────────────────

_FLOAT = re.compile(r"\\begin\{(?P<kind>figure|table)\*?\}(?P<inside>.*)\\end\{(?P=kind)\*?\}", re.DOTALL)
_COMMENT = re.compile(r"(?<!\\)%.*")
_GRAPHICS = re.compile(r"\\includegraphics\*?(?:\[[^\]]*\])?\{(?P<file>[^{}]+)\}")
_LABEL = re.compile(r"\\label\{(?P<label>[^{}]+)\}")
_BOLD = re.compile(r"\{\\bf(?:series)?\s+([^{}]*)\}")
_ITALIC = re.compile(r"\{\\(?:it|em)(?:shape)?\s+([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class LatexFloat:
    """A figure or table in LaTeX: what can be said of it without LaTeX. Its caption is Markdown."""

    kind: str
    image: str
    caption: str
    label: str


def read_latex_float(content: str) -> LatexFloat | None:
    """The figure or table that a block of raw LaTeX is; none if it is something else, or more than one."""
    bare = _COMMENT.sub("", content)
    found = _FLOAT.fullmatch(bare.strip())
    if found is None or "\\begin{figure" in found["inside"] or "\\begin{table" in found["inside"]:
        return None
    inside = found["inside"]
    graphics, label = _GRAPHICS.search(inside), _LABEL.search(inside)
    caption = " ".join(_LABEL.sub("", _argument(inside, "\\caption")).split())
    caption = _ITALIC.sub(r"*\1*", _BOLD.sub(r"**\1**", caption))
    return LatexFloat(found["kind"], graphics["file"] if graphics else "", caption, label["label"] if label else "")


def _argument(text: str, command: str) -> str:
    """What stands between the braces behind a command; they may hold braces."""
    start = text.find(f"{command}{{")
    if start < 0:
        return ""
    begin = at = start + len(command) + 1
    depth = 1
    while at < len(text) and depth:
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += 1
    return text[begin : at - 1] if not depth else ""
