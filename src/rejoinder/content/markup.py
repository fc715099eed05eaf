"""Markdown as it is read here: CommonMark by markdown-it-py, with Pandoc's additions as rules of our own.

Gives markdown-it's tokens, each with the place in its text where it begins; knows nothing of what a letter is.
Raw HTML is not read: it stays in the text, and its token says so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.list import list_block as list_rule
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.link import link as link_rule
from markdown_it.token import Token
from mdit_py_plugins.attrs.parse import ParseError, parse
from mdit_py_plugins.footnote.index import footnote_def

from rejoinder.content.attributes import Attributes, attributes_at

DEEPEST = 40
"""How deep markdown-it may nest; what lies deeper it would drop, so `markdown.py` refuses text long before."""
LONGEST_ATTRIBUTES = 400
STEPS_PER_CHARACTER = 4
FEWEST_STEPS = 2000
"""Text takes less than two steps of looking ahead per character; `[[[[[…` takes as many as there are characters."""

STARTS = "starts"
"""Key in markdown-it's environment: the index of a block's first token → the offset where the block begins."""


def block_tokens(text: str) -> tuple[list[Token], dict[int, int], dict[str, Any]]:
    """The blocks of a text; where each begins, by the index of its token; and the environment for its inlines."""
    md = _markdown_it()
    starts: dict[int, int] = {}
    env: dict[str, Any] = {STARTS: starts}
    tokens: list[Token] = []
    md.block.parse(text, md, env, tokens)
    return tokens, starts, env


def inline_tokens(text: str, env: dict[str, Any]) -> list[Token] | None:
    """The inlines of one paragraph; `token.map[0]` is the offset in `text` where a token begins.

    None if its brackets are so entangled that reading them would take too long.
    """
    md = _markdown_it()
    try:
        return md.inline.parse(text, md, env, [])
    except _EntangledError:
        return None


class _EntangledError(Exception):
    """Reading a paragraph's brackets takes more steps than any honest text needs."""


class PlacedState(StateInline):
    """An inline state that notes where each token begins, in the otherwise unused `map`."""

    def __init__(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> None:
        super().__init__(src, md, env, tokens)
        self.text_at = -1
        self.steps = STEPS_PER_CHARACTER * len(src) + FEWEST_STEPS
        # Asked at every bracket, so looked for once.
        self.has_links = "](" in src or "references" in env
        self.has_spans = "]{" in src
        self.last_comment_end = src.rfind("-->")

    def append_pending(self, text: str) -> None:
        if self.text_at < 0:
            self.text_at = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802
        token = super().pushPending()
        token.map = [self.text_at]
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.map = [self.pos]
        self.text_at = -1
        return token


class PlacedInlines(ParserInline):
    """markdown-it's inline parser over `PlacedState`."""

    def skipToken(self, state: StateInline) -> None:  # noqa: N802
        if isinstance(state, PlacedState):
            state.steps -= 1
            if state.steps < 0:
                raise _EntangledError
        super().skipToken(state)

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        state = PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


@cache
def _markdown_it() -> MarkdownIt:
    """The one parser. Its states are made anew for each text, so threads may share it."""
    md = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST})
    md.inline = PlacedInlines()
    md.validateLink = _any_link  # type: ignore[method-assign,assignment]  # judged in `markdown.py`, where it can be said
    md.normalizeLinkText = _as_written  # type: ignore[method-assign,assignment]
    md.block.ruler.disable(["table", "html_block"])
    blocks = md.block.ruler
    alternatives: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    blocks.before("code", "start", _start)
    blocks.at("list", _list, {"alt": ["paragraph", "reference", "blockquote"]})
    blocks.after("fence", "comment", _comment_block, alternatives)
    blocks.after("fence", "pipe_table", _table_block, alternatives)
    blocks.after("fence", "div", _div_block, alternatives)
    blocks.after("fence", "formula", _formula_block, alternatives)
    blocks.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    inlines = md.inline.ruler
    inlines.disable(["linkify", "html_inline", "image"])
    inlines.at("link", _link)
    inlines.before("escape", "maths", _maths)
    inlines.before("escape", "no_break_space", _no_break_space)
    inlines.before("escape", "latex", _latex)
    inlines.before("backticks", "role", _role)
    inlines.before("strikethrough", "raised", _raised)
    inlines.before("link", "inline_note", _inline_note)
    inlines.before("link", "note_call", _note_call)
    inlines.before("link", "cite", _cite)
    inlines.before("link", "bare_cite", _bare_cite)
    inlines.before("link", "attributed", _attributed)
    inlines.after("link", "figure", _figure)
    inlines.after("autolink", "html", _html)
    inlines.push("attributes", _attributes)
    md.inline.ruler2.disable("fragments_join")  # `markdown.py` joins them, and keeps the place of the first
    for ruler in (md.block.ruler, md.inline.ruler, md.inline.ruler2):
        ruler.getRules("")  # sorted now: a second thread would find them half sorted
    return md


def _any_link(_url: str) -> bool:
    return True


def read_url(url: str) -> str:
    """A link's target as it is read: what URLs cannot hold is written in them with per cent signs."""
    return _markdown_it().normalizeLink(url)


def _as_written(url: str) -> str:
    return url


# ── blocks ────────────────────────────────────────────────────────────────


def _start(state: StateBlock, line: int, _end: int, _silent: bool) -> bool:
    """Matches nothing: asked first at every block, it notes where the block begins."""
    state.env[STARTS][len(state.tokens)] = state.bMarks[line] + state.tShift[line]
    return False


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _push_block(state: StateBlock, kind: str, first: int, end: int) -> None:
    token = state.push(kind, "", 0)
    token.map = [first, end]
    token.content = state.getLines(first, end, state.blkIndent, False)
    state.line = end


def _comment_block(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """`<!-- … -->` that begins a line; unlike other HTML nobody wants to see it printed."""
    start = state.bMarks[first] + state.tShift[first]
    if not state.src.startswith("<!--", start) or state.is_code_block(first):
        return False
    close = _comment_end(state, start)
    if close < 0:
        return False
    line = bisect_left(state.eMarks, close, first, end)
    if line >= end or state.src[close : state.eMarks[line]].strip():
        return False
    if not silent:
        _push_block(state, "comment", first, line + 1)
    return True


def _comment_end(state: StateBlock, start: int) -> int:
    """Where the comment that begins at `start` ends, or -1. Looked for once, not once for every `<!--` before it."""
    looked, close = state.env.get("comment", (0, 0))
    if not looked <= start < close and not (close < 0 and start >= looked):
        found = state.src.find("-->", start)
        close = found + 3 if found >= 0 else -1
        state.env["comment"] = (start, close)
    return int(close)


TABLE_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:[|+]\s*:?-+:?\s*)+\|?\s*|\|\s*:?-+:?\s*\|\s*")
ITEM_WITH_TABLE = re.compile(r"(?:(?:[-+*]|[0-9]{1,9}[.)]) +)+(?=\|)")
GRID_RULE = re.compile(r"\+(?:[-=:]+\+)+\s*")


CAPTION = re.compile(r"(?:[Tt]able:|:(?!:))(?=[ \t\n]|$)")
"""How the caption of a table begins: `: Ages` or `Table: Ages`."""


def _table_block(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A pipe table (a line with `|`, and a rule below it) or a grid table.

    It ends at an empty line, its caption, or a line that opens or closes a division.
    """
    if state.is_code_block(first) or first + 1 >= end:
        return False
    head = _line(state, first)
    if not (GRID_RULE.fullmatch(head) or ("|" in head and TABLE_RULE.fullmatch(_line(state, first + 1)))):
        return False
    marked = ITEM_WITH_TABLE.match(head)
    if marked and state.sCount[first + 1] >= state.sCount[first] + marked.end():
        return False  # the mark is a list's, and the table is in its item
    if silent:
        return True
    line = first + 1
    while line < end and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        written = _line(state, line)
        if written.startswith(":::") or CAPTION.match(written):
            break
        line += 1
    _push_block(state, "table", first, line)
    return True


MOST_LINES_BACK = 50


def _list(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """markdown-it's own rule; but a line of a caption that begins with "1)" is part of it, as in Pandoc."""
    if silent and state.listIndent < 0 and state.parentType == "paragraph":
        head = first - 1
        while head > max(0, first - MOST_LINES_BACK) and not state.isEmpty(head - 1):
            head -= 1
        if head >= 0 and CAPTION.match(_line(state, head)):
            return False
    return list_rule(state, first, end, silent)


def _div_block(state: StateBlock, first: int, _end: int, silent: bool) -> bool:
    """A line that opens or closes one of Pandoc's divisions (`::: {#refs}`)."""
    if not _line(state, first).startswith(":::") or state.is_code_block(first):
        return False
    if not silent:
        _push_block(state, "div", first, first + 1)
    return True


DISPLAYED = re.compile(r"\$\$((?:\\.|[^\\$]|\$(?!\$))+)\$\$", re.DOTALL)
ENVIRONMENT = re.compile(
    r"(\\begin\{((?:equation|align|alignat|flalign|gather|multline|eqnarray|displaymath)\*?)\}.*?\\end\{\2\})",
    re.DOTALL,
)
MYST_LABEL = re.compile(r"[ \t]*\(([^\s()]{1,100})\)")
REST_OF_LINE = re.compile(r"[ \t]*(?:\n|\Z)")
MOST_LINES_OF_FORMULA = 200


def _formula_block(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    r"""`$$ … $$ {#eq-id}` that begins a line and ends one; or an environment of LaTeX, `\begin{align} … \end{align}`.

    Found before paragraphs are, since a line of it may look like a list or a heading.
    """
    opening = _line(state, first)
    if not opening.startswith(("$$", "\\begin{")) or state.is_code_block(first):
        return False
    last = min(end, first + MOST_LINES_OF_FORMULA)
    text = state.getLines(first, last, state.blkIndent, False)
    start = len(text) - len(text.lstrip())
    found = DISPLAYED.match(text, start) or ENVIRONMENT.match(text, start)
    if not found:
        return False
    attributes, after = _behind_formula(text, found.end(), len(text))
    if not REST_OF_LINE.match(text, after):
        return False
    if not silent:
        token = state.push("formula", "", 0)
        count = text.count("\n", 0, after) + 1
        token.map = [first, first + count]
        token.content = found[1].strip()
        token.meta = {"attributes": attributes}
        state.line = first + count
    return True


def _behind_formula(text: str, at: int, most: int) -> tuple[Attributes, int]:
    """The attributes of a displayed formula, and where they end; `(eq-id)` is how MyST writes them."""
    behind = at + len(text[at:most]) - len(text[at:most].lstrip(" \t"))
    if found := attributes_at(text, behind, most):
        return found
    if found_label := MYST_LABEL.match(text, at, most):
        return Attributes(found_label[1]), found_label.end()
    return Attributes(), at


# ── inlines ───────────────────────────────────────────────────────────────


INLINE_MATHS = re.compile(r"\$(?![\s$])((?:\\.|[^\\$])+)(?<!\s)\$(?![\d$])", re.DOTALL)
TEX_SIGNS = re.compile(r"[\\^_{}=<>]")
PRICED = re.compile(r"\d[\d.,]*[kKmM]?(?:[^\w]|\s).*[^\W\d_]{2}", re.DOTALL)
"""An amount with words behind it: `$5 a day, or 10$` speaks of money."""


def _maths(state: StateInline, silent: bool) -> bool:
    """`$tex$` and `$$tex$$` by Pandoc's rules, and a little more careful of prices.

    No white space within the signs, no figure behind the second one. What has no sign of TeX in it is no maths if it
    begins with an amount and goes on in words, or if a letter or figure stands before it (`US$5`).
    """
    start, source = state.pos, state.src
    if source[start] != "$":
        return False
    if source.startswith("$$", start):
        return _displayed(state, silent)
    found = INLINE_MATHS.match(source, start, state.posMax)
    if not found:
        return False
    inside = found[1]
    if not TEX_SIGNS.search(inside) and (PRICED.match(inside) or (start and source[start - 1].isalnum())):
        return False
    if not silent:
        state.push("math", "", 0).content = inside
    state.pos = found.end()
    return True


def _displayed(state: StateInline, silent: bool) -> bool:
    found = DISPLAYED.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    attributes, after = _behind_formula(state.src, found.end(), state.posMax)
    if not silent:
        token = state.push("formula", "", 0)
        token.content = found[1].strip()
        token.meta = {"attributes": attributes}
    state.pos = after
    return True


def _placed(state: StateInline) -> PlacedState:
    assert isinstance(state, PlacedState)
    return state


def _no_break_space(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("\\ ", state.pos) or state.pos + 1 >= state.posMax:
        return False
    if not silent:
        token = state.push("text_special", "", 0)
        token.content = "\u00a0"
    state.pos += 2
    return True


RAISED = {
    "^": ("sup", re.compile(r"\^((?:\\.|[^\s\\^])+)\^")),
    "~": ("sub", re.compile(r"~((?:\\.|[^\s\\~])+)~(?!~)")),
}


def _raised(state: StateInline, silent: bool) -> bool:
    """`^sup^` and `~sub~`: no spaces but escaped ones, as in Pandoc."""
    mark = state.src[state.pos]
    if silent or mark not in RAISED or state.src.startswith("^[", state.pos):
        return False
    kind, pattern = RAISED[mark]
    found = pattern.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    _inside(state, kind, state.pos, found.start(1), found.end(1))
    state.pos = found.end()
    return True


def _inside(state: StateInline, kind: str, at: int, start: int, end: int) -> Token:
    """Push an open token placed at `at`, the tokens of the text from `start` to `end`, and a close token."""
    most = state.posMax
    state.pos = at
    opening = state.push(f"{kind}_open", kind, 1)
    state.pos, state.posMax = start, end
    state.md.inline.tokenize(state)
    state.push(f"{kind}_close", kind, -1)
    state.posMax = most
    return opening


def _label_end(state: StateInline, start: int) -> int:
    end: int = state.md.helpers.parseLinkLabel(state, start, False)
    return end


def _inline_note(state: StateInline, silent: bool) -> bool:
    """`^[text]`: a note written where it is called."""
    start = state.pos
    if not state.src.startswith("^[", start) or (end := _label_end(state, start + 1)) <= start + 2:
        return False
    if not silent:
        _inside(state, "note", start, start + 2, end)
    state.pos = end + 1
    return True


NOTE_CALL = re.compile(r"\[\^([^\[\]\s]{1,200})\]")


def _note_call(state: StateInline, silent: bool) -> bool:
    found = NOTE_CALL.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "[" else None
    if not found:
        return False
    if not silent:
        state.push("note_call", "", 0).meta = {"key": found[1]}
    state.pos = found.end()
    return True


IDENTIFIER = r"(?:doi|shortdoi|pmid|pmcid|arxiv|isbn|wikidata|url|https?):[\w:.#$%&\-+?<>~/=]*[\w/]"
"""A citation's key in Manubot: what an identifier stands in, and the identifier."""
KEY = r"\w+(?:[:.#$%&\-+?<>~/]\w+)*"
"""A citation's key: letters, digits and underscores, with single marks between them (Pandoc's manual, "Citations")."""
BRACED_KEY = r"\{[^{}\s]+\}"
CITATION = re.compile(r"\[((?:[^\[\]@\\]|\\.)*@(?:[^\[\]\\]|\\.|\[[^\[\]]*\])+)\]")
ITEM = re.compile(rf"(.*?)(?<![\w\\])(-?)@({IDENTIFIER}|{KEY}|{BRACED_KEY})(.*)", re.DOTALL)
UNESCAPED_TICK = re.compile(r"(?<!\\)`")
BETWEEN_ITEMS = re.compile(r"(?<!\\);")


def _cite(state: StateInline, silent: bool) -> bool:
    """`[see @a, p. 4; -@b]`. Every part between semicolons must have a key, or it is no citation; nor is what has
    attributes (`[voir @a]{lang=fr}`), as in Pandoc: then it is words.
    """
    found = CITATION.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "[" else None
    if not found:
        return False
    items = _items(found[1], found.start(1))
    if not items or _attributes_of_span(state, found.end()):
        return False
    if not silent:
        state.push("cite", "", 0).meta = {"items": items, "in_text": False}
    state.pos = found.end()
    return True


def _items(inside: str, start: int) -> list[tuple[int, str, str, str, str]]:
    """The items of a citation (offset of its `@`, key, minus, prefix, suffix), or none if it is no citation."""
    items = []
    for part in BETWEEN_ITEMS.split(inside):
        found = ITEM.fullmatch(part)
        if not found:
            return []
        prefix, minus, key, suffix = found.groups()
        if prefix.count("`") % 2 and len(UNESCAPED_TICK.findall(prefix)) % 2:  # the @ stands in code
            return []
        items.append((start + found.start(3) - 1, key.strip("{}"), minus, prefix, suffix))
        start += len(part) + 1
    return items


BARE = re.compile(rf"(-?)@({IDENTIFIER}|{KEY}|{BRACED_KEY})(?: \[((?:[^\[\]@^\\]|\\.)+)\](?![(\[{{:]))?")


def _bare_cite(state: StateInline, silent: bool) -> bool:
    """`@key` in running text, with Pandoc's `@key [p. 4]`; not within an e-mail address or a URL."""
    at = state.pos
    if state.src[at] not in "@-":
        return False
    before = state.src[at - 1] if at else " "
    if before.isalnum() or before in "_/@\\" or (state.src[at] == "-" and not before.isspace()):
        return False
    found = BARE.match(state.src, at, state.posMax)
    if not found:
        return False
    if not silent:
        minus, key, suffix = found[1], found[2].strip("{}"), found[3] or ""
        items = [(found.start(2) - 1, key, minus, "", suffix)]
        state.push("cite", "", 0).meta = {"items": items, "in_text": True}
    state.pos = found.end()
    return True


def _attributed(state: StateInline, silent: bool) -> bool:
    """`[text]{.smallcaps}` or `[texte]{lang=fr}`."""
    start = state.pos
    if state.src[start] != "[" or not _placed(state).has_spans:
        return False
    end = _label_end(state, start)
    found = _attributes_of_span(state, end + 1) if end >= 0 else None
    if found is None:
        return False
    length, attributes = found
    if not silent:
        _inside(state, "span", start, start + 1, end).meta = attributes
    state.pos = end + 2 + length
    return True


def _attributes_of_span(state: StateInline, at: int) -> tuple[int, dict[str, str]] | None:
    """What `{…}` says at a place, and how long it is; None if there is nothing of the kind."""
    if not state.src.startswith("{", at):
        return None
    try:
        return parse(state.src[at : min(at + LONGEST_ATTRIBUTES, state.posMax)])
    except ParseError:
        return None


TOOL = "tool"
"""Key in markdown-it's environment: whether the text was written for another tool, with its commands and roles."""
LATEX = re.compile(r"\\(?P<command>[A-Za-z]+)\*?(?P<options>(?:\[[^\[\]{}]*\])*)(?P<arguments>(?:\{[^{}]*\})*)")
LABELS = frozenset({"ref", "autoref", "eqref", "cref", "Cref", "nameref", "pageref", "fref", "vref"})
"""Commands that name something by its label."""
CITES = frozenset({
    "cite", "citep", "citet", "citealp", "citealt", "parencite", "textcite", "autocite", "citeauthor", "footcite",
    "supercite",
})  # fmt: skip
COMMANDS = {
    "emph": "em", "textit": "em", "textbf": "strong", "textsubscript": "sub", "textsuperscript": "sup",
    "textsc": "smallcaps", "texttt": "code", "underline": "", "text": "", "url": "", "mbox": "",
}  # fmt: skip
"""Commands for the look of words, and the style that each stands for."""
SPACING = frozenset({
    "newpage", "pagebreak", "clearpage", "noindent", "vspace", "hspace", "smallskip", "medskip", "bigskip", "linebreak",
    "newline", "centering", "footnotesize", "small", "normalsize", "raggedright", "hfill", "vfill",
})  # fmt: skip
WORDS = {"LaTeX": "LaTeX", "TeX": "TeX", "ldots": "…", "dots": "…", "textendash": "–", "textemdash": "—"}
_KNOWN = LABELS | CITES | frozenset(COMMANDS) | SPACING | frozenset(WORDS) | {"label", "href"}


def _latex(state: StateInline, silent: bool) -> bool:
    r"""`\autoref{map}`: the commands of LaTeX that papers for Pandoc have, if the text is one."""
    if state.src[state.pos] != "\\" or not state.env.get(TOOL):
        return False
    found = LATEX.match(state.src, state.pos, state.posMax)
    if not found or found["command"] not in _KNOWN:
        return False
    if found["command"] not in SPACING and found["command"] not in WORDS and not found["arguments"]:
        return False
    if not silent:
        token = state.push("latex", "", 0)
        token.content = found[0]
    state.pos = found.end()
    return True


ROLE = re.compile(r"\{(?P<name>[A-Za-z][\w:+-]*)\}(?P<ticks>`+)(?P<text>.+?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)
ROLE_BEGINS = re.compile(r"\{[A-Za-z][\w:+-]{0,60}\}`")
LONGEST_ROLE = 2000
STEPS_OF_ROLE = 20


def _role(state: StateInline, silent: bool) -> bool:
    """MyST's `` {ref}`map` ``, if the text was written for another tool."""
    if state.src[state.pos] != "{" or not state.env.get(TOOL) or not ROLE_BEGINS.match(state.src, state.pos):
        return False
    found = ROLE.match(state.src, state.pos, min(state.posMax, state.pos + LONGEST_ROLE))
    if not found:
        _placed(state).steps -= STEPS_OF_ROLE
        if _placed(state).steps < 0:
            raise _EntangledError
        return False
    if not silent:
        token = state.push("role", "", 0)
        token.content = found["text"]
        token.info = found["name"]
    state.pos = found.end()
    return True


def _link(state: StateInline, silent: bool) -> bool:
    """markdown-it's own rule, asked only where a link is possible: it is slow to give up on `[[[[[[`."""
    start = state.pos
    if state.src[start] != "[" or not _placed(state).has_links:
        return False
    return _with_opening_at(start, state, silent) or _link_around_brackets(start, state, silent)


CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)


def _link_around_brackets(start: int, state: StateInline, silent: bool) -> bool:
    """A link in whose text other brackets mean something (`[the [Vale]{.smallcaps} map](https://…)`): markdown-it's own
    rule takes them for a link, in which there can be none.
    """
    end = _label_end(state, start)
    if end < 0 or not state.src.startswith("](", end) or "](" in CODE.sub("", state.src[start:end]):
        return False
    found = _resource(state, start + 1, end)
    if found is None:
        return False
    href, title, after = found
    if not silent:
        _inside(state, "link", start, start + 1, end).attrs = {"href": href, "title": title}
    state.pos = after
    return True


def _with_opening_at(start: int, state: StateInline, silent: bool) -> bool:
    count = len(state.tokens) + bool(state.pending)
    if not link_rule(state, silent):
        return False
    if not silent:
        state.tokens[count].map = [start]
    return True


def _figure(state: StateInline, silent: bool) -> bool:
    """`![caption](file "title")`. Unlike a link's text, a caption may hold links, citations and notes."""
    start = state.pos
    if not state.src.startswith("![", start) or not _placed(state).has_links:
        return False
    end = _label_end(state, start + 1)
    found = _resource(state, start + 2, end) if end >= 0 else None
    if found is None:
        return False
    file, title, after = found
    if not silent:
        _inside(state, "figure", start, start + 2, end).attrs = {"href": file, "title": title}
    state.pos = after
    return True


SPACE = re.compile(r"[ \t\n]*")


def _resource(state: StateInline, start: int, end: int) -> tuple[str, str, int] | None:
    """The file and title of the figure whose caption ends at `end`, and where they end."""
    source, most, helpers = state.src, state.posMax, state.md.helpers
    if not source.startswith("(", end + 1):
        return _reference(state, source[start:end], end + 1)
    at = _behind_space(source, end + 2, most)
    if source.startswith(")", at):
        return "", "", at + 1
    destination = helpers.parseLinkDestination(source, at, most)
    if not destination.ok:
        return None
    at = _behind_space(source, destination.pos, most)
    title = helpers.parseLinkTitle(source, at, most, None) if at > destination.pos and at < most else None
    if title is not None and title.ok:
        at = _behind_space(source, title.pos, most)
    if at >= most or source[at] != ")":
        return None
    return state.md.normalizeLink(destination.str), title.str if title is not None and title.ok else "", at + 1


def _behind_space(source: str, at: int, most: int) -> int:
    found = SPACE.match(source, at, most)
    return found.end() if found else at


def _reference(state: StateInline, caption: str, at: int) -> tuple[str, str, int] | None:
    """The file of `![caption][label]`, `![label][]` or `![label]`, defined elsewhere by `[label]: file`."""
    label = REFERENCE.match(state.src, at, state.posMax)
    name = label[1] if label and label[1] else caption
    found = state.env.get("references", {}).get(normalizeReference(name))
    if not found or len(name) > LONGEST_LABEL:
        return None
    return found["href"], found.get("title") or "", label.end() if label else at


REFERENCE = re.compile(r"\[([^\[\]]*)\]")
LONGEST_LABEL = 999


COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)(?:[\s/][^<>]*)?>")


def _html(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "<":
        return False
    if state.src.startswith("<!--", state.pos) and _placed(state).last_comment_end > state.pos:
        found, kind = COMMENT.match(state.src, state.pos, state.posMax), "comment"
    else:
        found, kind = TAG.match(state.src, state.pos, state.posMax), "tag"
    if not found:
        return False
    if not silent:
        token = state.push(kind, "", 0)
        token.content = found[0]
        token.info = found[1].lower() if kind == "tag" else ""
    state.pos = found.end()
    return True


ATTRIBUTES = re.compile(r"\{[^{}\n]*\}")
STEPS_OF_ATTRIBUTES = 100


def _attributes(state: StateInline, silent: bool) -> bool:
    """`{…}` right behind a link, a figure or code, where Pandoc allows attributes."""
    if state.src[state.pos] != "{" or silent or state.pending or not state.tokens:
        return False
    if state.tokens[-1].type not in ("link_close", "figure_close", "code_inline", "math"):
        return False
    read = attributes_at(state.src, state.pos, state.posMax)
    found = None if read else ATTRIBUTES.match(state.src, state.pos, state.posMax)
    if not read and not found:
        _placed(state).steps -= STEPS_OF_ATTRIBUTES
        if _placed(state).steps < 0:
            raise _EntangledError
        return False
    end = read[1] if read else found.end() if found else state.pos
    token = state.push("attributes", "", 0)
    token.content = state.src[state.pos : end]
    token.meta = {"attributes": read[0]} if read else {}
    state.pos = end
    return True
