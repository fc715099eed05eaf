"""The text below a foreign front matter, before it is read as Markdown.

What is no text there (further blocks of metadata, templates, definitions of citation keys) is blanked out, line by
line, so that everything else keeps its place. Nothing is dropped without a word.
"""

from __future__ import annotations

import re

from rejoinder.content.markdown import MarkdownReader
from rejoinder.source import Scalar
from rejoinder.values import replace

_METADATA = re.compile(
    r"(?<=\n)[ \t]*\n---[ \t]*\n(?:[\w.-]+:(?:[ \t].*)?\n|[ \t]+\S.*\n)+(?:---|\.\.\.)[ \t]*(?=\n|$)"
)
"""A block of metadata within the text, as Pandoc allows it: between empty lines, and every line a key or indented."""
_TEMPLATES = (("{##", "##}"), ("{%", "%}"))
"""Jinja's comments and statements, which Manubot works off before Pandoc sees the text."""
_VARIABLE = re.compile(r"\{\{[^{}\n]{1,200}\}\}")
_TAG_OVER_LINES = re.compile(
    r"<(?P<name>a|audio|div|embed|figure|iframe|img|object|p|picture|small|source|span|svg|table|td|video)"
    r"[ \t]*(?:[ \t][^<>\n]*)?\n[^<>]{0,2000}>"
)
"""An HTML tag over several lines. Its last line may begin with ">", which would be a quotation."""
_ALIAS = re.compile(r"^\[@(?P<key>[^\]\s]+)\]:[ \t]*(?P<target>\S+).*$", re.MULTILINE)
"""Manubot's `[@tag:blog]: url:https://…`."""
_TARGET = re.compile(r"^\((?P<label>[\w:.-]+)\)=[ \t]*$", re.MULTILINE)
_HEADING_BELOW = re.compile(r"\n(?:[ \t]*\n)*(?P<heading>#{1,6}[ \t].*)")
_COLONS = re.compile(r"^(?P<indent>[ \t]*)(?P<fence>:{3,})(?=\{[A-Za-z][\w:+-]*\}[ \t]*\S*.*$)", re.MULTILINE)
_COMMENT = re.compile(r"^%.*$", re.MULTILINE)


def prepared(node: Scalar, reader: MarkdownReader) -> Scalar:
    """The text without what is none. Of what it says for the whole, `reader` is told."""
    text = _without_metadata(node.text, node, reader)
    if reader.dialect == "manubot":
        text = _without_templates(text, node, reader)
        if (variable := _VARIABLE.search(text)) is not None:
            line = text.count("\n", 0, variable.start())
            hint = "Manubot fills them in when it builds the paper; write the values instead"
            reader.warning("variables of a template ({{…}}) are set as they stand", node.place(line), hint)
    if "[@" in text:
        for alias in _ALIAS.finditer(text):
            reader.aliases.setdefault(alias["key"], alias["target"])
        text = _ALIAS.sub(_blank, text)
    while (tag := _TAG_OVER_LINES.search(text)) is not None:
        reader.leave_out(f"the tag <{tag['name']}>", node.place(text.count("\n", 0, tag.start())))
        text = _TAG_OVER_LINES.sub(_blank, text)
    if reader.dialect == "myst":
        text = _blanked(text, _COMMENT, "comments", node, reader)
        text = _with_fences(_with_targets(text))
    return node if text is node.text else replace(node, text=text, value=text)


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _blanked(text: str, pattern: re.Pattern[str], what: str, node: Scalar, reader: MarkdownReader) -> str:
    first = pattern.search(text)
    if first is None:
        return text
    reader.leave_out(what, node.place(text.count("\n", 0, first.start())))
    return pattern.sub(_blank, text)


def _without_templates(text: str, node: Scalar, reader: MarkdownReader) -> str:
    for begins, ends in _TEMPLATES:
        out: list[str] = []
        at = 0
        while (start := text.find(begins, at)) >= 0 and (end := text.find(ends, start + len(begins))) >= 0:
            reader.leave_out("templates ({% … %})", node.place(text.count("\n", 0, start)) if not out else node.span)
            out += [text[at:start], "\n" * text.count("\n", start, end)]
            at = end + len(ends)
        text = "".join([*out, text[at:]])
    return text


def _without_metadata(text: str, node: Scalar, reader: MarkdownReader) -> str:
    if "\n---" not in text:
        return text
    return _blanked(text, _METADATA, "metadata within the text", node, reader)


def _with_targets(text: str) -> str:
    """MyST's `(label)=` above a heading becomes `{#label}` behind it."""
    out: list[str] = []
    at = 0
    for target in _TARGET.finditer(text):
        heading = _HEADING_BELOW.match(text, target.end())
        if heading is None or heading["heading"].rstrip().endswith("}") or target.start() < at:
            continue
        out += [text[at : target.start()], text[target.end() : heading.end()].rstrip(), f" {{#{target['label']}}}"]
        at = heading.end()
    return "".join([*out, text[at:]])


def _with_fences(text: str) -> str:
    """MyST's `:::{note}` is the same as a fence of backticks, and is made one; what it holds keeps its place."""
    lines = text.split("\n")
    open_fences: list[int] = []
    for number, line in enumerate(lines):
        if (opening := _COLONS.match(line)) is not None:
            open_fences.append(len(opening["fence"]))
            lines[number] = opening["indent"] + "~" * len(opening["fence"]) + line[opening.end() :]
        elif open_fences and line.strip() == ":" * open_fences[-1]:
            lines[number] = line.replace(":", "~")
            open_fences.pop()
    return "\n".join(lines)
