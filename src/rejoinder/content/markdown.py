"""Markdown becomes blocks and inlines of the letter's model, each with its place in the author's file.

Knows `markup.py`'s tokens and what the model can hold; knows nothing of front matter, numbers or looks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator
from itertools import pairwise
from typing import Any, TypeAlias
from urllib.parse import unquote

from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token
from mdit_py_plugins.attrs.parse import ParseError, parse

from rejoinder.content.attributes import Attributes, attributes_at, attributes_behind
from rejoinder.content.cells import placed_cells, with_cell_wishes
from rejoinder.content.directives import (
    ADMONITIONS,
    CODE,
    LANGUAGES,
    NEEDLESS,
    Directive,
    LatexFloat,
    read_directive,
    read_latex_float,
)
from rejoinder.content.floats import FIGURE_NAMES, TABLE_NAMES, FloatWishes, aligned, read_wishes
from rejoinder.content.languages import in_language
from rejoinder.content.markup import (
    CAPTION,
    CITES,
    COMMANDS,
    LABELS,
    LATEX,
    TOOL,
    WORDS,
    block_tokens,
    inline_tokens,
)
from rejoinder.content.model import (
    Block,
    Blocks,
    Cell,
    Cite,
    CiteItem,
    Divider,
    Figure,
    Footnote,
    Foreign,
    Formula,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Listing,
    Math,
    NoteCall,
    Paragraph,
    Quote,
    Row,
    Style,
    Styled,
    Table,
    Text,
    Verbatim,
)
from rejoinder.content.punctuation import Piece, Quotes, quotes_of, set_dashes, set_quotes
from rejoinder.content.tables import Passage, WrittenCell, WrittenTable, read_table
from rejoinder.diagnostics import Diagnostics, Span, did_you_mean
from rejoinder.values import dataclass, field, replace

Place: TypeAlias = Callable[[int, int], Span]
"""Where a line and column of a text (from 0) stand in the author's file."""

DEEPEST_BLOCKS = 12
"""How deep lists, block quotes and notes may be nested in each other."""
DEEPEST_INLINES = 16
"""How deep emphasis, links and the like may be nested."""
MOST_NOTES = 2000
MOST_FIGURES = 200
MOST_TABLES = 200
MOST_CELLS_OF_ALL = 100_000
MOST_FORMULAS = 5000
LONGEST_FORMULA = 10_000
LONGEST_MATHML = 200_000
MOST_COMPLAINTS = 200
MOST_COMPARED = 20_000
PLURAL = frozenset({"comments", "templates ({% … %})", "people who are not authors"})
MOST_NAMED = 12
"""How many of the things that are left out are named."""
MOST_CHARACTERS = 4_000_000
MOST_LINES = 100_000
"""The longest text that is read; a hundred pages have half a million characters."""

LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,6}")
"""The form of a BCP 47 tag; whether there is such a language is not asked."""
SCHEMES = ("http", "https", "mailto", "doi", "tel")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
WHITE = {ord(sign): " " for sign in "\t\n\r"}
"""Tabs, pasted from a table, and line ends written as entities are spaces in running text."""
AFFIX_SIGN = re.compile(r"\\([!-/:-@\[-`{-~ ])|-{2,}|\.{3,}")
"""What is not itself in plain text: a character behind a backslash, dashes, dots."""
HTML_HINTS = {
    "sub": "write ~text~ for a subscript",
    "sup": "write ^text^ for a superscript",
    "i": "write *text* for italics",
    "em": "write *text* for emphasis",
    "b": "write **text** for bold type",
    "strong": "write **text** for strong emphasis",
    "s": "write ~~text~~ for text struck out",
    "del": "write ~~text~~ for text struck out",
    "a": "write [text](https://…) for a link",
    "br": "end the line with a backslash to break it",
    "img": "write ![Caption](file.png) in a paragraph of its own for a figure",
    "figure": "write ![Caption](file.png) in a paragraph of its own for a figure",
    "table": "draw the table with | and -, or as a grid",
}


@dataclass(frozen=True, slots=True)
class Body:
    """What a Markdown text holds: its blocks, and the notes that it defines."""

    blocks: Blocks
    footnotes: tuple[Footnote, ...] = ()


def read_body(text: str, place: Place, said: Diagnostics, lang: str = "en-GB") -> Body:
    """Read a text of blocks. Whether its notes are called and defined is for the whole letter to say."""
    reader = MarkdownReader(said, lang)
    return Body(reader.blocks(text, place), tuple(reader.footnotes))


def read_inline(text: str, place: Place, said: Diagnostics, lang: str = "en-GB") -> Inlines:
    """Read a text that is one paragraph without blocks, such as a title."""
    return MarkdownReader(said, lang).inlines(text, place)


@dataclass(slots=True)
class MarkdownReader:
    """Reads all the texts of one letter, and gathers their notes and the calls for them."""

    said: Diagnostics
    lang: str = "en-GB"
    footnotes: list[Footnote] = field(default_factory=list)
    calls: list[NoteCall] = field(default_factory=list)
    ids: dict[str, Span] = field(default_factory=dict)
    anchors: list[Link] = field(default_factory=list)
    floats: dict[str, str] = field(default_factory=dict)
    """What each id of a figure, table or formula belongs to: "figure", "table" or "equation"."""
    unseen: dict[Span, str] = field(default_factory=dict)
    """The pictures of figures that have no alternative text yet."""
    may_mention: bool = False
    """Some key is written like the id of a figure or table."""
    figures: int = 0
    tables: int = 0
    cells: int = 0
    formulas: int = 0
    inline_notes: int = 0
    complaints: int = 0
    warnings: int = 0
    compared: int = 0
    dialect: str = ""
    """The tool for which the letter was written, if it is not one of ours: what we cannot read is then no error."""
    aliases: dict[str, str] = field(default_factory=dict)
    """What Manubot's `[@tag:blog]: url:https://…` says of keys of citations."""
    cited: dict[str, Span] = field(default_factory=dict)
    """Every key that is cited, and where first."""
    labels: dict[Span, str] = field(default_factory=dict)
    """Where something is named by a label, as LaTeX's `\\ref` and MyST's `{ref}` do it."""
    label: str = ""
    """The last `\\label` that was read: of the figure or table in whose caption it stands."""
    left_out: dict[str, Span] = field(default_factory=dict)
    """What means nothing here, and where it stood first."""

    def error(self, message: str, span: Span, hint: str = "") -> None:
        if self._may_complain(span):
            self.said.error(message, span, hint)

    def warning(self, message: str, span: Span, hint: str = "", rule: str = "") -> None:
        if self.dialect:  # many warnings do not stop a paper for another tool
            self.warnings += 1
            if self.warnings == MOST_COMPLAINTS:
                self.said.warning("after so many warnings no more are said of the text", span)
            if self.warnings >= MOST_COMPLAINTS:
                return
        elif not self._may_complain(span):
            return
        self.said.warning(message, span, hint, rule)

    def lapse(self, message: str, span: Span, hint: str = "") -> bool:
        """What is an error in a letter of ours. A paper for another tool is set all the same: whether this is one."""
        if self.dialect:
            self.warning(message, span, hint)
        else:
            self.error(message, span, hint)
        return bool(self.dialect)

    def leave_out(self, what: str, span: Span) -> None:
        """Remember what means nothing here; all of it is said at once, by `check_left_out`."""
        self.left_out.setdefault(what, span)

    def needless(self, what: str, message: str, span: Span, hint: str = "") -> None:
        """What means nothing here is said where it stands; of a paper for another tool, all of it at once."""
        if self.dialect:
            self.leave_out(what, span)
        else:
            self.warning(message, span, hint)

    def check_left_out(self) -> None:
        """Say in one breath what was left out, at the place of the first."""
        if not self.left_out:
            return
        names = list(self.left_out)
        shown = names[:MOST_NAMED] if len(names) > MOST_NAMED + 1 else names
        rest = len(names) - len(shown)
        listed = ", ".join(shown[:-1]) + (" and " if len(shown) > 1 else "") + shown[-1]
        if rest:
            listed = f"{', '.join(shown)} and {rest} more"
        plural = len(names) > 1 or names[0] in PLURAL
        self.warning(
            f"{listed} {'mean' if plural else 'means'} nothing here, and {'are' if plural else 'is'} left out",
            min(self.left_out.values()),
        )

    def hint(self, written: str, known: Collection[str]) -> str:
        """The nearest known word. Nearness is slow to find, so only so many words are compared for one letter."""
        self.compared += len(known)
        return did_you_mean(written[:80], known) if self.compared <= MOST_COMPARED else ""

    def _may_complain(self, span: Span) -> bool:
        self.complaints += 1
        if self.complaints == MOST_COMPLAINTS:
            self.said.error("after so many faults no more are said of the text", span)
        return self.complaints < MOST_COMPLAINTS

    def blocks(self, text: str, place: Place) -> Blocks:
        text = _plain_lines(text)
        if len(text) > MOST_CHARACTERS or text.count("\n") > MOST_LINES:
            limits = f"{MOST_CHARACTERS // 1_000_000} million characters or {MOST_LINES:,} lines"
            self.error(f"this text is longer than {limits}", place(0, 0))
            return ()
        return _BlockReader(self, text, place).read()

    def inlines(self, text: str, place: Place) -> Inlines:
        text = _plain_lines(text)
        written = text.strip(" \t\n")
        if not written:
            return ()
        before = text[: text.index(written[0])]
        first = before.count("\n")
        columns = [len(before) - before.rfind("\n") - 1] + [0] * written.count("\n")
        return self.tree(written, Lines(written, first, columns, place), {})

    def tree(self, text: str, lines: Lines, env: dict[str, Any], *, breaks: bool = False) -> Inlines:
        """The inlines of one paragraph, whose lines are known."""
        tokens = self.tokens(text, lines, env)
        if tokens is None:
            return (Text(" ".join(text.split()), lines.span(0)),)
        return _InlineReader(self, lines, breaks=breaks).read(tokens)

    def tokens(self, text: str, lines: Lines, env: dict[str, Any]) -> list[Token] | None:
        """The tokens of one paragraph, its punctuation set; none if it cannot be read."""
        if self.dialect:
            env[TOOL] = True
        tokens = inline_tokens(text, env)
        if tokens is None:
            self.error("the brackets of this paragraph are too entangled to be read", lines.span(0))
        elif "'" in text or '"' in text or "--" in text or "..." in text:
            _set_punctuation(tokens, self.lang)
        return tokens

    def cell(self, passages: tuple[Passage, ...], lines: Callable[[Passage], Lines], env: dict[str, Any]) -> Inlines:
        """The inlines of a table's cell; its paragraphs are parted by a line break."""
        inlines: list[Inline] = []
        for passage in passages:
            where = lines(passage)
            if inlines:
                inlines.append(LineBreak(where.span(0)))
            if PLAIN_CELL.fullmatch(passage.text):  # nearly all are, and a table may have twenty thousand
                inlines.append(Text(passage.text, where.span(0)))
            elif (tokens := self.tokens(passage.text, where, env)) is not None:
                inlines += _InlineReader(self, where, breaks=True).read(tokens)
        return tuple(inlines)

    def add_note(self, note: Footnote) -> None:
        if len(self.footnotes) == MOST_NOTES:
            self.error(f"a letter may have at most {MOST_NOTES:,} notes", note.span)
        if len(self.footnotes) <= MOST_NOTES:
            self.footnotes.append(note)

    def check_notes(self) -> None:
        """Say which notes are called but not defined, defined twice, or never called."""
        if len(self.footnotes) > MOST_NOTES:  # the rest were not read, and would be missed in vain
            return
        defined: dict[str, Footnote] = {}
        for note in self.footnotes:
            first = defined.setdefault(note.key, note)
            if first is not note:
                hint = f"it was first defined in line {first.span.line}" if first.span.line else ""
                self.error(f'the note "{note.key}" is defined twice', note.span, hint)
        called = {call.key for call in self.calls}
        keys = [key for key in defined if " " not in key]  # without those of notes written in place
        for call in self.calls:
            if call.key not in defined:
                hint = self.hint(call.key, keys)
                hint = hint or f"write a line that begins with [^{call.key}]: for it"
                self.lapse(f'no note has the key "{call.key}"', call.span, hint)
        for note in defined.values():
            if note.key not in called:
                hint = f"call it with [^{note.key}], or delete it"
                self.warning(f'the note "{note.key}" is never called, and will not be set', note.span, hint)

    def may_set(self, formula: str, most: int, span: Span) -> bool:
        """Whether one more formula, as it is written, is within the bounds."""
        self.formulas += 1
        if self.formulas == MOST_FORMULAS + 1:
            self.error(f"a letter may have at most {MOST_FORMULAS:,} formulas", span)
        if len(formula) > most:
            self.error(f"a formula may have at most {most:,} characters", span)
        return self.formulas <= MOST_FORMULAS and len(formula) <= most

    def note_id(self, identifier: str, span: Span, kind: str) -> None:
        """Keep the id of a "heading", "figure", "table" or "equation", and say if it was given before."""
        if not identifier:
            return
        first = self.ids.get(identifier)
        if first is not None:
            before = self.floats.get(identifier, "heading")
            both = f"two {kind}s have" if before == kind else f"{_a(before)} and {_a(kind)} have"
            hint = f"it was first given in line {first.line}" if first.line else ""
            self.lapse(f'{both} the id "{identifier}"', span, hint)
            return
        self.ids[identifier] = span
        if kind != "heading":
            self.floats[identifier] = kind

    def check_alternatives(self) -> None:
        """Say which figures tell nothing to those who do not see them (ISO 14289-1, 7.3)."""
        for span, image in self.unseen.items():
            hint = 'write {alt="…"} behind it: what it shows, in a sentence, for those who do not see it'
            self.warning(f'the figure "{_shown(image)}" has no alternative text', span, hint, "alt-text")

    def check_anchors(self) -> None:
        """Say which links lead to no heading, figure or table."""
        targets = "heading, figure or table" if self.floats else "heading"
        for link in self.anchors:
            if link.url[1:] not in self.ids:
                hint = self.hint(link.url[1:], self.ids) or f"write {{{link.url}}} behind the {targets} that is meant"
                self.may_mention = True  # so that the letter is gone through, and what leads nowhere is no link
                self.lapse(f'no {targets} has the id "{link.url[1:]}"', link.span, hint)


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _plain_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class Lines:
    """Where each line of a paragraph's text begins, in that text and in the author's."""

    __slots__ = ("_columns", "_first", "_place", "_starts")

    def __init__(self, text: str, first: int, columns: list[int], place: Place) -> None:
        self._first = first
        self._columns = columns
        self._place = place
        self._starts = [0]
        end = text.find("\n")
        while end >= 0:
            self._starts.append(end + 1)
            end = text.find("\n", end + 1)

    def span(self, offset: int) -> Span:
        line = bisect_right(self._starts, offset) - 1
        return self._place(self._first + line, self._columns[line] + offset - self._starts[line])


# ── inlines ───────────────────────────────────────────────────────────────

PLAIN_CELL = re.compile(r"(?:[^\W_]|[ ,;:%()+/\u00a0\u2009\u2013\u2212±×≤≥°]|[.-](?![.-]))+")
"""Text in which no sign means anything: no mark-up, no quotation marks, no dashes or dots to be set."""
DRAWN_ROWS = re.compile(r"\|.*\|[ \t]*(?:\n[ \t]*\|.*\|[ \t]*)+")
"""Two lines or more that begin and end with a stroke: a pipe table, but for its rule."""
SIMPLE_RULE = re.compile(r"-{2,}(?: +-{2,})+")
"""The rule of Pandoc's simple tables. To CommonMark it is a divider."""
FLOAT_KEY = re.compile(r"(?:fig|figure|tbl|tab|table|eq|eqn|equation)[:-].", re.IGNORECASE)
"""How the ids of figures, tables and formulas begin in Quarto and pandoc-crossref."""
RAW_MATHML = re.compile(r"\{=mathml(?=[\s}])")

SPAN_STYLES: tuple[Style, ...] = ("smallcaps", "emph", "strong", "sup", "sub", "strike")
"""`[text]{.emph}`: for what the shorter marks cannot hold or reach, such as a superscript of two words."""
STYLES: dict[str, Style] = {"em": "emph", "strong": "strong", "s": "strike", "sup": "sup", "sub": "sub"}


class _Opened:
    """An inline whose end has not come yet."""

    __slots__ = ("at", "children", "kind", "token")

    def __init__(self, kind: str, at: int, token: Token | None, children: list[Inline]) -> None:
        self.kind = kind
        self.at = at
        self.token = token
        self.children = children


class _InlineReader:
    """Makes the inlines of one paragraph. Lives for one paragraph."""

    def __init__(self, reader: MarkdownReader, lines: Lines, *, breaks: bool = False) -> None:
        self.reader = reader
        self.lines = lines
        self.breaks = breaks
        """Whether `<br>` breaks the line: a heading, or a cell of a pipe table, has no other way to say it."""
        self.open = [_Opened("", 0, None, [])]
        self.words: list[str] = []
        self.words_at = 0
        self.too_deep = False

    def read(self, tokens: list[Token]) -> Inlines:
        for token in tokens:
            kind = token.type
            if kind == "text" or kind == "text_special":
                self._text(token.content, token)
            elif kind == "softbreak":
                self._text(" ", token)
                self._end_text()
            elif token.nesting > 0:
                self._open(kind.removesuffix("_open"), token)
            elif token.nesting < 0:
                self._close()
            else:
                self._single(kind, token)
        self._close_html()
        self._end_text()
        return tuple(self.open[0].children)

    def _text(self, content: str, token: Token) -> None:
        if content:
            if not self.words:
                self.words_at = _offset(token)
            self.words.append(content.translate(WHITE))

    def _end_text(self) -> None:
        if self.words:
            text = "".join(self.words)
            self.words.clear()
            if text:
                self.open[-1].children.append(Text(text, self.lines.span(self.words_at)))

    def _add(self, inline: Inline) -> None:
        self._end_text()
        self.open[-1].children.append(inline)

    def _single(self, kind: str, token: Token) -> None:
        at = _offset(token)
        span = self.lines.span(at)
        if kind == "code_inline":
            self._add(Styled("code", (Text(token.content.translate(WHITE), span),), span))
        elif kind in ("math", "formula"):
            if self.reader.may_set(token.content, LONGEST_FORMULA, span):
                self._add(Math(span, tex=token.content))
        elif kind == "hardbreak":
            self._trim_end()
            self._add(LineBreak(span))
        elif kind == "cite":
            self._add(self._cite(token, span))
        elif kind == "note_call":
            call = NoteCall(token.meta["key"], span)
            self.reader.calls.append(call)
            self._add(call)
        elif kind == "tag" and token.info == "br" and self.breaks:
            self._trim_end()
            self._add(LineBreak(span))
        elif kind == "tag" and self.reader.dialect:
            self._html(token.info, token, span)
        elif kind == "tag":
            hint = HTML_HINTS.get(token.info, "write Markdown, or a backslash before the < if it belongs to the text")
            self.reader.warning(f"HTML is not read; {_shown(token.content)} is set as it stands", span, hint)
            self._text(token.content, token)
        elif kind == "comment":
            self.reader.needless("comments", "a comment is left out", span)
        elif kind == "attributes" and self._is_of_maths(token, span):
            pass
        elif kind == "latex":
            self._latex(token.content, span)
        elif kind == "role":
            self._role(token.info, token.content, span)
        elif kind == "attributes" and self.reader.dialect and (raw := RAW.fullmatch(token.content)):
            self._raw(raw["format"], span)
        elif kind == "attributes":
            what = f"the attributes {_shown(token.content)}"
            self.reader.needless(what, f"{what} mean nothing here, and are left out", span)

    # ── what other tools have ──

    def _html(self, name: str, token: Token, span: Span) -> None:
        """A tag that stands for a style begins or ends one; of the others only the words between them are read."""
        style = HTML_STYLES.get(name)
        if name == "br":
            self._trim_end()
            self._add(LineBreak(span))
        elif style is None or len(self.open) > DEEPEST_INLINES:
            self.reader.leave_out(f"the tag <{name}>", span)
        elif not token.content.startswith("</"):
            self._end_text()
            self.open.append(_Opened(f"<{name}>", _offset(token), token, []))
        elif self.open[-1].kind == f"<{name}>":
            self._end_text()
            done = self.open.pop()
            self._add(Styled(style, tuple(done.children), self.lines.span(done.at)))

    def _close_html(self) -> None:
        """Tags that nobody closes before what is around them ends: their words remain."""
        while self.open[-1].kind.startswith("<"):
            self._end_text()
            done = self.open.pop()
            self.open[-1].children += done.children

    def _raw(self, format_: str, span: Span) -> None:
        """`` `…`{=latex} ``: commands that we know; all else is for other formats."""
        written = self.open[-1].children.pop() if self.open[-1].children else None
        code = written.children[0].text if isinstance(written, Styled) and isinstance(written.children[0], Text) else ""
        at, words = 0, code.replace("~", "\u00a0")
        if format_ in ("latex", "tex") and not re.search(r"[\\{}$&%]", LATEX.sub("", words)):
            for number, found in enumerate(LATEX.finditer(words)):
                if words[at : found.start()]:
                    self._add(Text(words[at : found.start()], span))
                self._latex(found[0], Span(span.file, span.line, span.column + number))
                at = found.end()
            if words[at:]:
                self._add(Text(words[at:], span))
            return
        self.reader.leave_out(f"`{_shown(code)}`{{={format_}}}", span)

    def _latex(self, written: str, span: Span) -> None:
        found = LATEX.fullmatch(written)
        assert found is not None, "the rule that made the token has matched it"
        command = found["command"]
        arguments = [one.strip() for one in re.findall(r"\{([^{}]*)\}", found["arguments"])]
        first = arguments[0] if arguments else ""
        if command == "label":
            self.reader.label = first
        elif command in LABELS:
            for number, label in enumerate(filter(None, (one.strip() for one in first.split(",")))):
                self._named(label, span, bare=command != "autoref" and command.lower() != "cref", number=number)
        elif command in CITES:
            self._cited(first, span, in_text=command in ("citet", "textcite", "citealt"))
        elif command == "href" and len(arguments) > 1:
            self._children(self._link(first, (Text(arguments[1], span),), span))
        elif command == "url":
            self._children(self._link(first, (Text(first, span),), span))
        elif command in COMMANDS:
            style = COMMANDS[command]
            words = Text(first, span)
            self._add(Styled(_RAW_STYLES[style], (words,), span) if style else words)
        elif command in WORDS:
            self._add(Text(WORDS[command], span))
        else:
            self.reader.leave_out(f'"\\{command}"', span)

    def _children(self, children: Inlines) -> None:
        for one in children:
            self._add(one)

    def _named(self, label: str, span: Span, *, bare: bool, number: int = 0) -> None:
        """A figure, table or heading named by its label."""
        if number:
            self._add(Text(", ", span))
            span = Span(span.file, span.line, span.column + number)
        self.reader.labels[span] = label
        self.reader.may_mention = True
        self._add(Cite((CiteItem(label, span, suppress_author=bare),), span, in_text=True))

    def _cited(self, keys: str, span: Span, *, in_text: bool = False) -> None:
        items = [
            CiteItem(self.reader.aliases.get(key, key), span)
            for key in (one.strip() for one in re.split("[,;]", keys))
            if key
        ]
        if items:
            self._add(Cite(tuple(items), span, in_text))

    def _role(self, name: str, content: str, span: Span) -> None:
        """MyST's roles; one that we do not know leaves its words."""
        words = " ".join(content.split())
        behind = WORDS_AND_TARGET.fullmatch(words)
        kind, _, variant = name.partition(":")
        if kind in ("cite", "citep", "citet"):
            self._cited(words, span, in_text=variant == "t" or kind == "citet")
        elif kind in ("ref", "numref", "eq", "autoref", "prf"):
            if behind:
                link = Link(f"#{behind['target']}", (Text(behind["words"], span),), span)
                self.reader.anchors.append(link)
                self._add(link)
            else:
                self._named(words, span, bare=kind == "eq")
        elif kind == "doi":
            self._children(self._link(f"https://doi.org/{words}", (Text(words, span),), span))
        elif kind == "math":
            self._add(Math(span, tex=content))
        elif kind in ROLE_STYLES:
            self._add(Styled(ROLE_STYLES[kind], (Text(words, span),), span))
        else:
            if kind not in ("abbr", "term", "dfn", "abbreviation", "u", "del"):
                self.reader.leave_out(f"the role {{{name}}}", span)
            self._add(Text(behind["words"] if behind else words, span))

    def _is_of_maths(self, token: Token, span: Span) -> bool:
        """Attributes that make code a formula (`{=mathml}`, or `{.math}` for TeX that signs cannot enclose), or say how
        a formula is spoken (`{alt="…"}`).
        """
        children = self.open[-1].children
        last = children[-1] if children and not self.words else None
        if isinstance(last, Styled) and last.style == "code" and RAW_MATHML.match(token.content):
            children.pop()
            text = "".join(one.text for one in last.children if isinstance(one, Text))
            if self.reader.may_set(text, LONGEST_MATHML, last.span):
                more = attributes_at("{" + token.content[len("{=mathml") :], 0)
                alt = dict(more[0].values).get("alt", "") if more else ""
                children.append(Math(last.span, mathml=text, alt=_affix(alt)))
            return True
        read: Attributes | None = token.meta.get("attributes")
        alt = dict(read.values).get("alt", "") if read else ""
        if isinstance(last, Styled) and last.style == "code" and read and read.classes == ("math",) and not read.id:
            children.pop()
            text = "".join(one.text for one in last.children if isinstance(one, Text))
            if self.reader.may_set(text, LONGEST_FORMULA, last.span):
                children.append(Math(last.span, tex=text, alt=_affix(alt)))
            return True
        if isinstance(last, Math) and alt and read == Attributes(values=(("alt", alt),)):
            children[-1] = replace(last, alt=_affix(alt))
            return True
        return False

    def _trim_end(self) -> None:
        if self.words:
            self.words[-1] = self.words[-1].rstrip(" ")

    def _cite(self, token: Token, span: Span) -> Cite:
        items = [
            CiteItem(
                self.reader.aliases.get(key, key),
                self.lines.span(at),
                _affix(prefix),
                _affix(suffix).lstrip(", \n"),
                bool(minus),
            )
            for at, key, minus, prefix, suffix in token.meta["items"]
        ]
        if self.reader.dialect:
            for item in items:
                self.reader.cited.setdefault(item.key, item.span)
        if any(FLOAT_KEY.match(item.key) for item in items):
            self.reader.may_mention = True
        return Cite(tuple(items), span, token.meta["in_text"])

    def _open(self, kind: str, token: Token) -> None:
        self._end_text()
        if len(self.open) > DEEPEST_INLINES and not self.too_deep:
            self.too_deep = True
            self.reader.error(
                f"emphasis, links and notes are nested more than {DEEPEST_INLINES} deep",
                self.lines.span(_offset(token)),
            )
        # What lies too deep is not lost: it goes straight to the deepest that is allowed.
        children = self.open[-1].children if len(self.open) > DEEPEST_INLINES else []
        self.open.append(_Opened(kind, _offset(token), token, children))

    def _close(self) -> None:
        self._close_html()
        self._end_text()
        done = self.open.pop()
        if len(self.open) <= DEEPEST_INLINES:
            self.open[-1].children += self._made(done.kind, tuple(done.children), self.lines.span(done.at), done.token)

    def _made(self, kind: str, children: Inlines, span: Span, token: Token | None) -> Inlines:
        """What an inline that has just been closed puts in its place."""
        if kind in STYLES:
            return (Styled(STYLES[kind], children, span),)
        if token is None:
            return children
        if kind == "link":
            return self._link(str(token.attrs.get("href", "")), children, span)
        if kind == "span":
            return self._attributed(token.meta, children, span)
        if kind == "note":
            return (self._inline_note(children, span),)
        hint = "put it in a paragraph of its own, between empty lines"
        self.reader.warning("a figure within running text is not set; only its words are", span, hint)
        return children

    def _link(self, url: str, children: Inlines, span: Span) -> Inlines:
        fault, hint = link_fault(url)
        if fault:
            self.reader.lapse(fault, span, hint)
            return children
        link = Link(url, children, span)
        if url.startswith("#"):
            self.reader.anchors.append(link)
        return (link,)

    def _inline_note(self, children: Inlines, span: Span) -> NoteCall:
        self.reader.inline_notes += 1
        # A space cannot stand in a key that is written, so no author's key is like it.
        call = NoteCall(f"inline {self.reader.inline_notes}", span)
        self.reader.calls.append(call)
        self.reader.add_note(Footnote(call.key, (Paragraph(children, children[0].span if children else span),), span))
        return call

    def _attributed(self, attributes: dict[str, str], children: Inlines, span: Span) -> Inlines:
        for name, value in attributes.items():
            classes = value.split() if name == "class" else []
            if self.reader.dialect and name == "label":
                self.reader.label = value
                continue
            if self.reader.dialect and "nameref" in classes:
                return self._link("#" + "".join(one.text for one in children if isinstance(one, Text)), children, span)
            for style in filter(classes.count, SPAN_STYLES):
                children = (Styled(style, children, span),)
                classes.remove(style)
            if "num" in classes:
                children = _numbers(children, attributes.get("lang", self.reader.lang))
                classes.remove("num")
            if name == "lang" and LANGUAGE_TAG.fullmatch(value):
                children = (Foreign(value, children, span),)
            elif name == "lang":
                self.reader.error(f'"{value}" is not a language tag', span, 'write one like "fr" or "pt-BR"')
            elif classes or name != "class":
                unknown = " ".join(f".{c}" for c in classes) if name == "class" else name
                hint = "the ones that do are .smallcaps, .num and lang=…"
                what = f'the attribute "{unknown}"'
                self.reader.needless(what, f"{what} means nothing here", span, hint)
        return children


RAW = re.compile(r"\{=(?P<format>[\w+-]+)\}")
HTML_STYLES: dict[str, Style] = {
    "sub": "sub", "sup": "sup", "i": "emph", "em": "emph", "cite": "emph", "b": "strong", "strong": "strong",
    "s": "strike", "del": "strike", "code": "code", "tt": "code", "kbd": "code",
}  # fmt: skip
ROLE_STYLES: dict[str, Style] = {
    "sub": "sub", "subscript": "sub", "sup": "sup", "superscript": "sup", "sc": "smallcaps", "smallcaps": "smallcaps",
    "emphasis": "emph", "strong": "strong", "code": "code", "kbd": "code", "file": "code", "command": "code",
    "literal": "code", "strike": "strike",
}  # fmt: skip
_RAW_STYLES: dict[str, Style] = {
    "em": "emph", "strong": "strong", "sub": "sub", "sup": "sup", "smallcaps": "smallcaps", "code": "code",
}  # fmt: skip
WORDS_AND_TARGET = re.compile(r"(?P<words>[^<>]+?) ?<(?P<target>[^<>]+)>")


def _numbers(inlines: Inlines, lang: str) -> Inlines:
    """Numbers that say that they are numbers, as the language writes them."""
    from rejoinder.maths.quantities import written_number

    def written(one: Inline) -> Inline:
        if isinstance(one, Text):
            return replace(one, text=written_number(one.text, lang))
        if isinstance(one, Styled | Foreign):
            return replace(one, children=tuple(map(written, one.children)))
        return one

    return tuple(map(written, inlines))


def _offset(token: Token) -> int:
    return token.map[0] if token.map else 0


def _affix(written: str) -> str:
    """Prefix or suffix of a citation, or an alternative text, as plain text."""
    return AFFIX_SIGN.sub(lambda found: found[1] or set_dashes(found[0]), " ".join(written.split()))


def _shown(written: str) -> str:
    written = " ".join(written.split())
    return written if len(written) <= 40 else written[:39] + "…"


def link_fault(url: str) -> tuple[str, str]:
    """What is wrong with a link's target, and what would help; two empty strings if nothing is."""
    if url.startswith("#") and len(url) > 1:
        return "", ""
    found = SCHEME.match(url)
    if not url or url == "#":
        return "this link leads nowhere", "write its address in the parentheses"
    if not found:
        hint = f'did you mean "https://{url}"?' if "." in url else "write the whole address, with https://"
        return f'the link "{_shown(url)}" is no whole address', hint
    if found[1].lower() not in SCHEMES:
        return f'a link may not begin with "{found[1].lower()}:"', "links begin with " + ", ".join(
            f"{scheme}:" for scheme in SCHEMES
        ) + " or #"
    if len(url) == found.end() or url[found.end() :].strip("/") == "":
        return f'the link "{_shown(url)}" has no address', ""
    return "", ""


# ── punctuation ───────────────────────────────────────────────────────────


def _set_punctuation(tokens: list[Token], lang: str) -> None:
    """Curl quotation marks and set dashes; within each inline note for itself."""
    quotes = quotes_of(lang)
    for run in _runs(tokens, quotes):
        pieces = [piece for _, piece in run]
        set_quotes(pieces)
        for token, piece in run:
            if not piece.fixed:
                token.content = set_dashes(piece.text)


def _runs(tokens: list[Token], quotes: Quotes) -> Iterator[list[tuple[Token, Piece]]]:
    """The text of the paragraph, and of each inline note in it, as pieces in their order."""
    runs: list[list[tuple[Token, Piece]]] = [[]]
    marks = [quotes]
    automatic = False
    for token in tokens:
        kind = token.type
        if kind == "note_open":
            runs.append([])
        elif kind == "note_close":
            yield runs.pop()
        elif kind == "span_open":
            marks.append(quotes_of(token.meta["lang"]) if "lang" in token.meta else marks[-1])
        elif kind == "span_close":
            marks.pop()
        elif kind in ("link_open", "link_close"):
            automatic = kind == "link_open" and token.info == "auto"
        elif kind == "text":
            runs[-1].append((token, Piece(token.content, automatic, marks[-1])))
        elif kind in ("softbreak", "hardbreak"):
            runs[-1].append((token, Piece(" ", fixed=True)))
        elif kind in ("text_special", "code_inline", "tag", "math", "formula"):
            runs[-1].append((token, Piece(token.content, fixed=True)))
    yield runs.pop()


# ── blocks ────────────────────────────────────────────────────────────────

CONTAINERS = {
    "bullet_list_open": "list",
    "bullet_list_close": "list",
    "ordered_list_open": "list",
    "ordered_list_close": "list",
    "list_item_open": "item",
    "list_item_close": "item",
    "blockquote_open": "quote",
    "blockquote_close": "quote",
    "footnote_reference_open": "note",
    "footnote_reference_close": "note",
}


TEX_LABEL = re.compile(r"\s*\\label\{([^{}\s]+)\}")
HEADING_ATTRIBUTES = re.compile(r"\s*\{[^{}]*\}\s*$")
BRACKETED = re.compile(r"\[([^\[\]\n]{1,200})\]")
HEADING_WORDS = re.compile(r"\w+")


class _OpenBlock:
    """A block that holds blocks, and whose end has not come yet."""

    __slots__ = ("attributes", "blocks", "items", "kind", "lang", "span", "tight", "token")

    def __init__(self, kind: str, span: Span, token: Token | None) -> None:
        self.kind = kind
        self.span = span
        self.token = token
        self.attributes = Attributes()
        self.lang = ""
        """Of a division in another language: the language around it."""
        self.tight = True
        self.blocks: list[Block] = []
        self.items: list[tuple[Block, ...]] = []


class _BlockReader:
    """Makes the blocks of one text. Lives for one text."""

    def __init__(self, reader: MarkdownReader, text: str, place: Place) -> None:
        self.reader = reader
        self.text = text
        self.place = place
        self.lines = text.split("\n")
        self.spans = Lines(text, 0, [0] * len(self.lines), place)
        self.open = [_OpenBlock("", place(0, 0), None)]
        self.deep = 0
        self.too_deep = False
        self.heading: Token | None = None
        self.named: dict[str, str] = {}
        """The ids of headings that links name by their words."""
        self.caption: _Caption | None = None
        """Of the table that comes next."""

    def read(self) -> Blocks:
        tokens, starts, env = block_tokens(self.text)
        if self.reader.dialect:
            self._let_headings_be_named(tokens, env)
        begin = 0
        for index, token in enumerate(tokens):
            begin = starts.get(index, begin)
            kind = token.type
            if kind == "inline":
                after = tokens[index + 2].type if index + 2 < len(tokens) else ""
                self._inline(token, begin, env, before_table=after == "table")
            elif kind == "paragraph_open":
                self._note_tightness(token)
            elif kind == "heading_open":
                self.heading = token
            elif kind in CONTAINERS:
                if token.nesting > 0:
                    self._open(CONTAINERS[kind], token, self.spans.span(begin))
                else:
                    self._close()
            elif kind == "table":
                self._add_table(token, self.spans.span(begin), env)
            elif token.nesting == 0:
                self._single(kind, token, self.spans.span(begin))
        self._close_divisions()
        return tuple(self.open[0].blocks)

    def _let_headings_be_named(self, tokens: list[Token], env: dict[str, Any]) -> None:
        """Pandoc's `[Methods]` and `[see there][Methods]` are links to the heading of that name."""
        bracketed = set(BRACKETED.findall(self.text.casefold()))
        for heading, inside in pairwise(tokens):
            if heading.type != "heading_open":
                continue
            name = HEADING_ATTRIBUTES.sub("", inside.content).strip()
            identifier = "-".join(HEADING_WORDS.findall(name.lower()))
            if identifier and name.casefold() in bracketed:
                written = attributes_behind(inside.content)
                identifier = (written[0].id if written else "") or identifier
                self.named[name] = identifier
                known = env.setdefault("references", {})
                known.setdefault(normalizeReference(name), {"href": f"#{identifier}", "title": ""})

    def _note_tightness(self, paragraph: Token) -> None:
        if self.open[-1].kind == "item" and not paragraph.hidden:
            self.open[-2].tight = False

    # ── blocks of words ──

    def _inline(self, token: Token, begin: int, env: dict[str, Any], *, before_table: bool) -> None:
        content, heading = token.content, self.heading
        first = token.map[0] if token.map else 0
        if heading is None:
            self._paragraph(content, first, self.spans.span(begin), env, before_table=before_table)
            return
        self.heading = None
        span = self.spans.span(begin)
        content, identifier = self._heading_id(content, span)
        if not identifier and (own := self.named.pop(content.strip(), "")) and own not in self.reader.ids:
            identifier = own
            self.reader.note_id(identifier, span, "heading")
        columns = (
            self._columns(token.content, first) if heading.markup in "=-" else [self._title_column(content, begin)]
        )
        children = self.reader.tree(content, Lines(content, first, columns, self.place), env, breaks=True)
        self._add(Heading(int(heading.tag[1:]), children, span, identifier))

    def _paragraph(self, content: str, first: int, span: Span, env: dict[str, Any], *, before_table: bool) -> None:
        """A paragraph; or what is written as one, a figure or the caption of a table."""
        columns = self._columns(content, first)
        if (begins := CAPTION.match(content)) and self._is_caption(before_table):
            self._add_caption(self._read_caption(content, begins.end(), first, columns, span, env))
            return
        self._warn_of_lost_tables(content, span)
        lines = Lines(content, first, columns, self.place)
        tokens = self.reader.tokens(content, lines, env)
        if tokens is None:
            self._add(Paragraph((Text(" ".join(content.split()), lines.span(0)),), span))
        elif (length := _figure_alone(tokens)) > 0:
            self._add_figure(tokens, length, lines, span)
        elif any(token.type == "formula" for token in tokens):
            self._with_formulas(tokens, lines, span)
        elif children := _InlineReader(self.reader, lines).read(tokens):  # else it was only a comment
            self._add(Paragraph(children, span))

    def _with_formulas(self, tokens: list[Token], lines: Lines, span: Span) -> None:
        """A paragraph that displayed formulas divide. One within emphasis or a link stays in its line."""
        run: list[Token] = []
        deep = 0
        for token in [*tokens, None]:
            if token is not None and (token.type != "formula" or deep):
                deep += token.nesting
                run.append(token)
                continue
            while run and run[-1].type in ("softbreak", "hardbreak"):
                run.pop()
            while run and run[0].type in ("softbreak", "hardbreak"):
                run.pop(0)
            if run and (children := _InlineReader(self.reader, lines).read(run)):
                self._add(Paragraph(children, span))
            if token is not None:
                span = lines.span(_offset(token))
                self._add_formula(token.content, "", token.meta["attributes"], span)
                run, span = [], lines.span(_offset(token))

    def _add_formula(self, tex: str, mathml: str, attributes: Attributes, span: Span) -> None:
        if self.reader.dialect and (named := TEX_LABEL.search(tex)):
            tex = TEX_LABEL.sub("", tex).rstrip()
            attributes = replace(attributes, id=attributes.id or named[1])
        if not self.reader.may_set(tex or mathml, LONGEST_MATHML if mathml else LONGEST_FORMULA, span):
            return
        values = dict(attributes.values)
        alt, label = _affix(values.pop("alt", "")), values.pop("label", "")
        if values or attributes.classes:
            unknown = ", ".join([*values, *(f".{one}" for one in attributes.classes)])
            hint = "the ones that do are #id, label and alt"
            self.reader.warning(f"the attributes {unknown} mean nothing of a formula", span, hint)
        self.reader.note_id(attributes.id, span, "equation")
        self._add(Formula(span, tex=tex, mathml=mathml, alt=alt, id=attributes.id, label=label))

    def _fenced_formula(self, token: Token, span: Span) -> bool:
        """A block of MathML as Pandoc writes it (`{=mathml}` behind its fence), or of TeX as MyST does (`{math}`)."""
        info, content = token.info.strip(), token.content.strip()
        if found := RAW_MATHML.match(info):
            read = attributes_at("{" + info[found.end() :], 0)
            self._add_formula("", content, read[0] if read else Attributes(), span)
            return True
        read = attributes_at(info, 0)
        if read and "math" in read[0].classes:
            classes = tuple(one for one in read[0].classes if one != "math")
            self._add_formula(content, "", replace(read[0], classes=classes), span)
            return True
        if info != "{math}":
            return False
        identifier = ""
        while option := MYST_OPTION.match(content):
            identifier = option[2].strip() if option[1] in ("label", "name") else identifier
            content = content[option.end() :].strip()
        self._add_formula(content, "", Attributes(identifier), span)
        return True

    def _warn_of_lost_tables(self, content: str, span: Span) -> None:
        """What was meant to be a table, or a part of one, but is set as words."""
        if CAPTION.match(content):
            self.reader.warning(
                "this caption belongs to no table", span, "it stands right above its table, or below it"
            )
        elif DRAWN_ROWS.fullmatch(content):
            hint = "write a line like |---|---| below the heads"
            self.reader.warning("these lines look like a table, but are set as words", span, hint)

    def _columns(self, content: str, first: int) -> list[int]:
        """Where the lines of a paragraph begin in their lines of the text, of which they are the ends."""
        columns = []
        for number, line in enumerate(content.split("\n"), first):
            written = self.lines[number]
            shorter = len(written) - len(line)
            columns.append(shorter if shorter <= 0 or written.endswith(line) else len(written.rstrip()) - len(line))
        return [max(0, column) for column in columns]

    def _title_column(self, content: str, begin: int) -> int:
        start = self.text.rfind("\n", 0, begin) + 1
        return max(self.text.find(content, begin), begin) - start

    def _heading_id(self, content: str, span: Span) -> tuple[str, str]:
        """A heading without its `{#id}`, and the id."""
        start = content.rfind("{")
        if start < 0 or not content.endswith("}") or content[max(start - 1, 0) : start].strip():
            return content, ""
        written, rest = content[start:], content[:start].rstrip()
        try:
            _, attributes = parse(written)
        except ParseError:
            found = attributes_at(content, start)  # `{#s2.1}`, as importers have them
            if not found or found[1] != len(content) or found[0] != Attributes(found[0].id):
                return (rest, "") if written == "{-}" else (content, "")
            attributes = {"id": found[0].id}
        identifier = attributes.pop("id", "")
        if attributes.get("class") == "unnumbered":
            del attributes["class"]
        if attributes:
            what = " and ".join(f'"{value if name == "class" else name}"' for name, value in attributes.items())
            self.reader.needless(f"{what} of a heading", f"of {written} only an #id means something here", span)
        self.reader.note_id(identifier, span, "heading")
        return rest, identifier

    # ── blocks of blocks ──

    def _add(self, block: Block) -> None:
        self.open[-1].blocks.append(block)

    def _open(self, kind: str, token: Token, span: Span) -> None:
        self.open.append(_OpenBlock(kind, span, token))
        self.deep += kind != "item"
        if self.deep > DEEPEST_BLOCKS and not self.too_deep:
            self.too_deep = True
            self.reader.error(f"lists, quotations and notes are nested more than {DEEPEST_BLOCKS} deep", span)

    def _close(self) -> None:
        self._close_divisions()
        done = self.open.pop()
        blocks = tuple(done.blocks)
        self.deep -= done.kind != "item"
        if done.kind == "item":
            self.open[-1].items.append(blocks)
        elif done.kind == "note" and done.token is not None:
            self._add_note(done.token.meta["label"], blocks, done.span)
        elif self.deep >= DEEPEST_BLOCKS:
            self.open[-1].blocks += blocks
        elif done.kind == "quote":
            self._add(Quote(blocks, done.span))
        elif done.token is not None:
            start = int(done.token.attrs.get("start", 1)) if done.token.type == "ordered_list_open" else None
            self._add(Listing(tuple(done.items), done.span, start, done.tight))

    def _add_note(self, key: str, blocks: Blocks, span: Span) -> None:
        if not blocks:
            self.reader.error(f'the note "{key}" is empty', span, "indent its text, if that is on the next line")
        self.reader.add_note(Footnote(key, blocks, span))

    def _single(self, kind: str, token: Token, span: Span) -> None:
        if kind == "hr":
            if token.map and SIMPLE_RULE.fullmatch(self.lines[token.map[0]].strip()):
                hint = "if it belongs to a table, draw that with | between its cells"
                self.reader.warning("this line is set as a divider", span, hint)
            self._add(Divider(span))
        elif kind == "formula":
            self._add_formula(token.content, "", token.meta["attributes"], span)
        elif kind == "fence" and self._fenced_formula(token, span):
            pass
        elif kind in ("code_block", "fence"):
            if self.reader.dialect and kind == "fence" and token.info.strip().startswith("{"):
                self._fence_of_another_tool(token, span)
                return
            if token.info.strip().startswith("{="):
                self.reader.warning(f"a raw block {token.info.strip()} is set as it stands", span)
            self._add(Verbatim(token.content.removesuffix("\n"), span))
        elif kind == "comment":
            self.reader.needless("comments", "a comment is left out", span)
        elif kind == "div":
            self._division(token.content.strip(), token, span)

    # ── what other tools have ──

    def _fence_of_another_tool(self, token: Token, span: Span) -> None:
        """A raw block, a cell of Quarto's, a directive of MyST's."""
        info = token.info.strip()
        content = token.content.removesuffix("\n")
        if raw := RAW.fullmatch(info.replace(" ", "")):
            if raw["format"] in ("tex", "latex") and (drawn := read_latex_float(content)) is not None:
                self._latex_float(drawn, span)
                return
            shown = "comments" if raw["format"] == "comment" else f"a raw block {{={raw['format']}}}"
            self.reader.leave_out(shown, span)
            return
        directive = read_directive(info, content)
        if directive is None:
            self._add(Verbatim(content, span))
        elif directive.name.lower() in LANGUAGES:
            self._cell_of_code(directive, span)
        else:
            self._directive(directive, content, token.map[0] + 1 if token.map else 0, span)

    def _latex_float(self, drawn: LatexFloat, span: Span) -> None:
        """A figure or table in LaTeX: its caption and its label; of a table no more is read, and its place is kept."""
        words, wishes = self._inlines(drawn.caption, span), FloatWishes(drawn.label)
        if drawn.kind == "figure":
            self._figure(drawn.image, words, wishes, "", span)
        elif self._may_add_figure(span):
            self.reader.note_id(drawn.label, span, "table")
            self._add(Figure("", span, words, id=drawn.label, kind="table"))
            hint = "draw it with | between its cells"
            self.reader.warning("of this table in LaTeX only the caption is read", span, hint)

    def _cell_of_code(self, cell: Directive, span: Span) -> None:
        """Code that Quarto would run. It is not run here; it is shown, unless it says that it is not to be."""
        if any(cell.option(name).lower() == "false" for name in ("echo", "include")):
            self.reader.leave_out("code that is run and not shown", span)
        else:
            if cell.option("label", "fig-cap", "tbl-cap"):
                self.reader.warning(
                    "code is not run: what it draws is missing", span, "write its picture into the text"
                )
            self._add(Verbatim(cell.body, span))

    def _directive(self, directive: Directive, content: str, line: int, span: Span) -> None:
        name = directive.name.lower()
        if name in ("figure", "image"):
            self._figure_directive(directive, line, span)
        elif name in CODE:
            self._add(Verbatim(directive.body, span))
        elif name == "math":
            self._add_formula(directive.body, "", Attributes(directive.option("label", "name")), span)
        elif name in NEEDLESS:
            self.reader.leave_out(f"the directive {{{directive.name}}}", span)
        elif self.deep >= DEEPEST_BLOCKS:
            self._add(Verbatim(content, span))
        else:
            self._words_of_directive(directive, line, span)

    def _words_of_directive(self, directive: Directive, line: int, span: Span) -> None:
        """What stands in an admonition is a quotation; in a table its caption is the argument; all else is text."""
        name = directive.name.lower()
        first = line + directive.first

        def place(inner: int, column: int) -> Span:
            return self.place(first + inner, column)

        inside = _BlockReader(self.reader, directive.body, place)
        inside.deep = self.deep + 1
        blocks = inside.read()
        title = self._inlines(directive.argument, span)
        if name in ADMONITIONS:
            head = (Paragraph((Styled("strong", title, span),), span),) if title else ()
            self._add(Quote((*head, *blocks), span))
            return
        if name in ("table", "list-table") and len(blocks) == 1 and isinstance(blocks[0], Table):
            attributes = Attributes(directive.option("name", "label"))
            blocks = (self._captioned(blocks[0], _Caption(title, attributes, span)),)
        else:
            self.reader.leave_out(f"the directive {{{directive.name}}}", span)
            blocks = (Paragraph(title, span), *blocks) if title else blocks
        self.open[-1].blocks += blocks

    def _figure_directive(self, directive: Directive, line: int, span: Span) -> None:
        caption, _, legend = directive.body.partition("\n\n")
        first = line + directive.first
        columns = [0] * (directive.body.count("\n") + 1)
        lines = Lines(caption, first, columns, self.place)
        words = self.reader.tree(caption, lines, {}) if caption.strip() else ()
        if legend.strip():
            words = (*words, Text(" ", span), *self._inlines(" ".join(legend.split()), span))
        width = directive.option("width", "figwidth")
        values = tuple(one for one in (("alt", directive.option("alt")), ("width", width)) if one[1])
        attributes = Attributes(directive.option("name", "label"), values=values)
        self._figure(directive.argument, words, read_wishes(attributes, FIGURE_NAMES, span, self.reader), "", span)

    def _inlines(self, text: str, span: Span) -> Inlines:
        """Words whose place within the line does not matter."""
        return self.reader.inlines(text, lambda _line, _column: span) if text.strip() else ()

    # ── figures ──

    def _add_figure(self, tokens: list[Token], length: int, lines: Lines, span: Span) -> None:
        """The figure that the first tokens are; the one behind them, if there is any, holds its attributes."""
        opening = tokens[0]
        self.reader.label = ""
        caption = _InlineReader(self.reader, lines).read(tokens[1 : length - 1])
        attributes = Attributes()
        if length < len(tokens):
            behind = tokens[length]
            place = lines.span(_offset(behind))
            attributes = self._attributes(behind, place)
        if self.reader.label and not attributes.id:
            attributes = replace(attributes, id=self.reader.label)
        wishes = read_wishes(attributes, FIGURE_NAMES, lines.span(_offset(tokens[-1])), self.reader)
        image, title = str(opening.attrs.get("href", "")), str(opening.attrs.get("title", ""))
        self._figure(_file_name(image), caption, wishes, title, span)

    def _may_add_figure(self, span: Span) -> bool:
        self.reader.figures += 1
        if self.reader.figures == MOST_FIGURES + 1:
            self.reader.error(f"a letter may have at most {MOST_FIGURES} figures", span)
        return self.reader.figures <= MOST_FIGURES

    def _figure(self, image: str, caption: Inlines, wishes: FloatWishes, title: str, span: Span) -> None:
        if not self._may_add_figure(span):
            return
        if not image and not wishes.said:
            hint = "write the name of its file in the parentheses"
            self.reader.lapse("this figure has no picture", span, hint)
        elif not image:
            self.reader.warning("the picture of this figure is not at hand", span, "name its file in the parentheses")
        alt = wishes.alt or title.removeprefix("fig:").strip()
        self.reader.note_id(wishes.id, span, "figure")
        if not alt and image:
            self.reader.unseen[span] = image
        self._add(
            Figure(
                image=image,
                span=span,
                caption=caption,
                alt=_affix(alt),
                id=wishes.id,
                width=wishes.width,
                wide=wishes.wide,
                place=wishes.place,
                kind="table" if wishes.is_table else "figure",
                label=wishes.label,
                numbered=wishes.numbered,
            )
        )

    def _attributes(self, token: Token, span: Span) -> Attributes:
        read: Attributes | None = token.meta.get("attributes")
        if read is None:
            hint = 'write them as {#id .class key="value"}'
            self.reader.error(f"the attributes {_shown(token.content)} cannot be read", span, hint)
        return read or Attributes()

    # ── tables ──

    def _is_caption(self, before_table: bool) -> bool:
        """Whether a paragraph that begins like a caption is one: a table without a caption stands above it or below."""
        last = self.open[-1].blocks[-1] if self.open[-1].blocks else None
        return (isinstance(last, Table) and not (last.caption or last.id)) or before_table

    def _read_caption(
        self, content: str, begin: int, first: int, columns: list[int], span: Span, env: dict[str, Any]
    ) -> _Caption:
        attributes, end = attributes_behind(content) or (Attributes(), len(content))
        end = max(end, begin)
        begin += len(content[begin:end]) - len(content[begin:end].lstrip())
        text = content[begin:end].rstrip()
        label = dict(attributes.values).get("label", "") if self.reader.dialect else ""
        if label and text.endswith("[]"):  # an empty span, in JOSS's way
            text, attributes = text[:-2].rstrip(), Attributes(label)
        self.reader.label = ""
        line = content.count("\n", 0, begin)
        inside = columns[line:]
        inside[0] += begin - (content.rfind("\n", 0, begin) + 1)
        inlines = self.reader.tree(text, Lines(text, first + line, inside, self.place), env) if text else ()
        if self.reader.label and not attributes.id:
            attributes = replace(attributes, id=self.reader.label)
        return _Caption(inlines, attributes, span)

    def _add_caption(self, caption: _Caption) -> None:
        blocks = self.open[-1].blocks
        last = blocks[-1] if blocks else None
        if isinstance(last, Table) and not (last.caption or last.id):
            blocks[-1] = self._captioned(last, caption)
        else:
            self.caption = caption

    def _captioned(self, table: Table, caption: _Caption) -> Table:
        """A table with its caption, and with what the caption's attributes say of it."""
        wishes = read_wishes(caption.attributes, TABLE_NAMES, caption.span, self.reader)
        self.reader.note_id(wishes.id, caption.span, "table")
        if not table.columns:  # what is wrong with it has been said
            return replace(table, caption=caption.inlines, id=wishes.id)
        if wishes.row_heads > len(table.columns):
            self.reader.error(f"this table has {len(table.columns)} columns; not all can be heads", caption.span)
        head, body = self._cells_as_wished(table, wishes, caption.span)
        return replace(
            table,
            caption=caption.inlines,
            id=wishes.id,
            label=wishes.label,
            numbered=wishes.numbered,
            wide=wishes.wide,
            place=wishes.place,
            columns=aligned(wishes.align, table.columns, caption.span, self.reader),
            head=head,
            body=body,
        )

    def _cells_as_wished(
        self, table: Table, wishes: FloatWishes, span: Span
    ) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
        """The rows of a table, head and body, in which cells are heads or have an alignment of their own."""
        rows = table.head + (_with_row_heads(table, wishes.row_heads) if wishes.row_heads else table.body)
        if wishes.cells:
            rows = with_cell_wishes(rows, len(table.columns), wishes.cells, span, self.reader)
        return rows[: len(table.head)], rows[len(table.head) :]

    def _add_table(self, token: Token, span: Span, env: dict[str, Any]) -> None:
        caption, self.caption = self.caption, None
        content = token.content.removesuffix("\n")
        first = token.map[0] if token.map else 0
        columns = self._columns(content, first)
        self.reader.tables += 1
        if self.reader.tables == MOST_TABLES + 1:
            self.reader.error(f"a letter may have at most {MOST_TABLES} tables", span)
        if self.reader.tables > MOST_TABLES:
            return

        def where(line: int, column: int) -> Span:
            return self.place(first + line, columns[line] + column)

        def lines(passage: Passage) -> Lines:
            begins = [columns[passage.first + n] + start for n, start in enumerate(passage.columns)]
            return Lines(passage.text, first + passage.first, begins, self.place)

        written = read_table(content.split("\n"), where, self.reader)
        if written is None or not self._is_settable(written, span):
            # An empty one in its place: its caption, its id and its notes are not wrong as well.
            faulty = Table((), (), (), span)
            self._add(self._captioned(faulty, caption) if caption else faulty)
            return
        rows = tuple(
            Row(
                tuple(
                    Cell(
                        children=self.reader.cell(cell.passages, lines, env),
                        span=_cell_place(cell, where),
                        columns=cell.columns,
                        rows=cell.rows,
                        head=number < written.head,
                    )
                    for cell in row
                ),
                where(written.lines[number], 0),
            )
            for number, row in enumerate(written.rows)
        )
        if not any(cell.children for row in rows for cell in row.cells):
            self.reader.warning("there is nothing in this table", span)
        table = Table(written.columns, rows[: written.head], rows[written.head :], span)
        self._add(self._captioned(table, caption) if caption else table)

    def _is_settable(self, table: WrittenTable, span: Span) -> bool:
        if table.head == len(table.rows):
            self.reader.error("this table has no rows below its heads", span)
            return False
        before = self.reader.cells
        self.reader.cells += sum(len(row) for row in table.rows)
        if before <= MOST_CELLS_OF_ALL < self.reader.cells:
            self.reader.error(f"the tables of a letter may have at most {MOST_CELLS_OF_ALL:,} cells", span)
        return self.reader.cells <= MOST_CELLS_OF_ALL

    # ── divisions ──

    def _division(self, written: str, token: Token, span: Span) -> None:
        """A line that opens or closes one of Pandoc's divisions."""
        found = DIVISION.fullmatch(written)
        inside = found[1].rstrip(": \t") if found else ""
        if not inside:
            if self.open[-1].kind == "division":
                self._close_division()
            return
        opened = _OpenBlock("division", span, token)
        read = attributes_at(inside, 0)
        if read:
            opened.attributes = read[0]
        elif WORD.fullmatch(inside):
            opened.attributes = Attributes(classes=(inside,))
        if lang := self._language(opened.attributes, span):
            opened.lang, self.reader.lang = self.reader.lang, lang  # its quotation marks are that language's, too
        self.open.append(opened)

    def _language(self, attributes: Attributes, span: Span) -> str:
        """The language of a division: `::: {lang=fr}`."""
        lang = dict(attributes.values).get("lang", "")
        if lang and not LANGUAGE_TAG.fullmatch(lang):
            self.reader.error(f'"{lang}" is not a language tag', span, 'write one like "fr" or "pt-BR"')
            return ""
        return lang

    def _close_divisions(self) -> None:
        """Close what was left open within a list, a quotation, a note or the text."""
        while self.open[-1].kind == "division":
            self.reader.warning("this division is not closed", self.open[-1].span, "close it with a line of :::")
            self._close_division()

    def _close_division(self) -> None:
        done = self.open.pop()
        attributes = done.attributes
        if done.lang:
            done.blocks = [*in_language(done.blocks, self.reader.lang)]
            self.reader.lang = done.lang
            attributes = replace(attributes, values=tuple(one for one in attributes.values if one[0] != "lang"))
            if attributes == Attributes():
                self.open[-1].blocks += done.blocks
                return
            done.attributes = attributes
        if NOTES_BELOW.intersection(attributes.classes):
            self._add_notes_below(done)
        elif (labels := dict(attributes.values).get("labels")) and (listing := _only_list(done.blocks)) is not None:
            each = tuple(label.strip() for label in labels.split(";"))
            self._add(replace(listing, labels=(*each, *("",) * len(listing.items))[: len(listing.items)]))
        elif attributes.id and attributes.id != "refs" and (inside := self._float_in(done)) is not None:
            self._add(inside)
        else:
            if self.reader.dialect and any(name.startswith("callout") for name in attributes.classes):
                self._add(Quote(tuple(done.blocks), done.span))
                return
            if attributes != Attributes("refs"):
                shown = _shown(done.token.content.strip()) if done.token else ""
                message = f"the division {shown} means nothing here; what is in it is set"
                self.reader.needless(f"the division {shown}", message, done.span)
            self.open[-1].blocks += done.blocks

    def _add_notes_below(self, done: _OpenBlock) -> None:
        """`::: {.table-notes}` behind a table: the paragraphs that stand below it."""
        blocks = self.open[-1].blocks
        table = blocks[-1] if blocks else None
        if not isinstance(table, Table):
            hint = "they stand behind the table, or behind its caption"
            self.reader.error("there is no table above these notes", done.span, hint)
            return
        for block in done.blocks:
            if not isinstance(block, Paragraph):
                self.reader.error("the notes of a table are paragraphs, and nothing else", block.span)
        notes = tuple(block.children for block in done.blocks if isinstance(block, Paragraph))
        blocks[-1] = replace(table, notes=table.notes + notes)

    def _float_in(self, done: _OpenBlock) -> Figure | Table | None:
        """Quarto's `::: {#fig-map}`: a figure or table, and its caption as the last paragraph."""
        inside = done.blocks
        block = inside[0] if inside else None
        if not isinstance(block, Figure | Table) or len(inside) > 2 or block.id:
            return None
        caption = inside[1] if len(inside) == 2 else None
        if caption is not None and (not isinstance(caption, Paragraph) or block.caption):
            return None
        words = caption.children if isinstance(caption, Paragraph) else block.caption
        if isinstance(block, Table):
            return self._captioned(block, _Caption(words, done.attributes, done.span))
        wishes = read_wishes(done.attributes, FIGURE_NAMES, done.span, self.reader)
        self.reader.note_id(wishes.id, done.span, "figure")
        if wishes.alt:
            self.reader.unseen.pop(block.span, None)
        return replace(
            block,
            caption=words,
            id=wishes.id,
            alt=block.alt or wishes.alt,
            width=block.width or wishes.width,
            wide=wishes.wide if block.wide is None else block.wide,
            place=block.place or wishes.place,
            kind="table" if wishes.is_table else block.kind,
            label=block.label or wishes.label,
            numbered=block.numbered and wishes.numbered,
        )


DIVISION = re.compile(r":{3,}[ \t]*(.*)", re.DOTALL)
WORD = re.compile(r"[\w-]+")
MYST_OPTION = re.compile(r":([a-z]+):([^\n]*)(?:\n|\Z)")
NOTES_BELOW = frozenset({"table-notes", "tablenotes"})


@dataclass(frozen=True, slots=True)
class _Caption:
    """The caption of a table."""

    inlines: Inlines
    attributes: Attributes
    span: Span


def _only_list(blocks: list[Block]) -> Listing | None:
    """`::: {labels="a.; b."}` around a list: what stands before its items."""
    return blocks[0] if len(blocks) == 1 and isinstance(blocks[0], Listing) else None


def _figure_alone(tokens: list[Token]) -> int:
    """How many tokens are the figure of a paragraph that holds nothing else; 0 if it is no such paragraph."""
    if not tokens or tokens[0].type != "figure_open":
        return 0
    open_figures = 0
    for count, token in enumerate(tokens, start=1):
        open_figures += (token.type == "figure_open") - (token.type == "figure_close")
        if not open_figures:
            rest = [after.type for after in tokens[count:]]
            return count if rest in ([], ["attributes"]) else 0
    return 0


def _file_name(url: str) -> str:
    """The name of a file as it is on the disk: markdown-it writes `my map.png` as a URL."""
    name = unquote(url)
    return name if name.isprintable() else url


def _cell_place(cell: WrittenCell, where: Place) -> Span:
    """Where its words begin; of an empty cell, where the cell does."""
    if cell.passages:
        return where(cell.passages[0].first, cell.passages[0].columns[0])
    return where(cell.line, cell.column)


def _with_row_heads(table: Table, heads: int) -> tuple[Row, ...]:
    """The rows of a table whose first columns name them."""
    placed = placed_cells(table.body, len(table.columns))
    return tuple(
        replace(row, cells=tuple(replace(cell, head=True) if column < heads else cell for column, cell in cells))
        for row, cells in zip(table.body, placed, strict=True)
    )
