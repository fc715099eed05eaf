"""Short ways to read a text and to write down what was read."""

from __future__ import annotations

from rejoinder.content.letter import read_letter
from rejoinder.content.markdown import Body, MarkdownReader, read_body, read_inline
from rejoinder.content.model import (
    Blocks,
    Cite,
    Divider,
    Figure,
    Foreign,
    Formula,
    Heading,
    Inlines,
    Letter,
    LineBreak,
    Link,
    Listing,
    Math,
    Mention,
    NoteCall,
    Paragraph,
    Quote,
    Row,
    Styled,
    Table,
    Text,
    Verbatim,
)
from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.source import Source

LEAST = "title: On ice\nauthor: Jane Doe\nbody: Dear Editor\n"
"""The least that a letter needs, to which a test adds what it is about."""


def place(line: int, column: int) -> Span:
    return Span("t.md", line + 1, column + 1)


def body(text: str, said: Diagnostics | None = None, lang: str = "en-GB") -> Body:
    return read_body(text, place, said if said is not None else Diagnostics(), lang)


def inlines(text: str, said: Diagnostics | None = None, lang: str = "en-GB") -> Inlines:
    return read_inline(text, place, said if said is not None else Diagnostics(), lang)


def complaints(text: str) -> list[str]:
    """What is said of a Markdown text, its notes and links included."""
    said = Diagnostics()
    reader = MarkdownReader(said)
    reader.blocks(text, place)
    reader.check_notes()
    reader.check_anchors()
    reader.check_alternatives()
    return [str(d) for d in said]


def letter(yaml: str, name: str = "letter.yaml") -> tuple[Letter | None, list[str]]:
    said = Diagnostics()
    source = Source.of(name, yaml, said)
    read = read_letter(source, said) if source else None
    return read, [str(d) for d in said]


def sound(yaml: str, name: str = "letter.yaml") -> Letter:
    """A letter about which nothing is said."""
    read, said = letter(yaml, name)
    assert not said
    assert read is not None
    return read


def shown(inlines: Inlines) -> str:
    """Inlines in a notation that shows their limits: `emph(…)`, `{@key}`, `{^note}`."""
    return "".join(_shown(inline) for inline in inlines)


def _shown(inline: object) -> str:
    match inline:
        case Text(text):
            return text
        case Styled(style, children):
            return f"{style}({shown(children)})"
        case Foreign(lang, children):
            return f"{lang}({shown(children)})"
        case Link(url, children):
            return f"link<{url}>({shown(children)})"
        case Cite(items, _, in_text):
            keys = ";".join(
                f"{i.prefix}|{'-' * i.suppress_author}@{i.key}|{i.suffix}".strip("|").replace("||", "|") for i in items
            )
            return f"{{{'in text ' * in_text}{keys}}}"
        case NoteCall(key):
            return f"{{^{key}}}"
        case Math(_, tex, mathml):
            return f"${tex or mathml}$"
        case LineBreak():
            return "⏎"
        case Mention(ids, _, bare, prefix):
            return f"{{{prefix + ' ' if prefix else ''}{'-' * bare}={','.join(ids)}}}"
    raise AssertionError(inline)


def outline(blocks: Blocks) -> list[object]:
    """Blocks as nested lists."""
    return [_outlined(block) for block in blocks]


def _outlined(block: object) -> object:
    match block:
        case Paragraph(children):
            return shown(children)
        case Heading(level, children, _, identifier):
            return f"h{level} {shown(children)}" + (f" #{identifier}" if identifier else "")
        case Listing(items, _, start, tight):
            return ("-" if start is None else start, "tight" if tight else "loose", *(outline(item) for item in items))
        case Quote(blocks):
            return ("quote", *outline(blocks))
        case Verbatim(text):
            return f"verbatim {text}"
        case Formula():
            return f"formula {block.tex or block.mathml}" + (f" #{block.id}" if block.id else "")
        case Divider():
            return "divider"
        case Figure():
            return f"figure {block.image}: {shown(block.caption)}"
        case Table():
            return ("table", *grid(block))
    raise AssertionError(block)


def grid(table: Table) -> list[list[str]]:
    """The cells of a table row by row, a cell over two columns and three rows as `2×3 words`."""
    return [_row(row) for row in (*table.head, *table.body)]


def _row(row: Row) -> list[str]:
    return [
        (f"{cell.columns}×{cell.rows} " if (cell.columns, cell.rows) != (1, 1) else "") + shown(cell.children)
        for cell in row.cells
    ]


def only_table(text: str, said: Diagnostics | None = None) -> Table:
    """The one table of a text."""
    (table,) = body(text, said).blocks
    assert isinstance(table, Table)
    return table


def only_figure(text: str, said: Diagnostics | None = None) -> Figure:
    (figure,) = body(text, said).blocks
    assert isinstance(figure, Figure)
    return figure
