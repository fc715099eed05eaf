"""Inlines as Markdown, which is read again as the same inlines.

A sign is written behind a backslash where it would mean something, and nowhere else; where a pair of signs cannot stand
(`x*(a)*y`), the mark is written at length (`[(a)]{.emph}`). What was written is read again on the spot; if it comes out
otherwise, it is written with more care. Knows `content/markdown.py`'s notation; knows nothing of blocks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from rejoinder.content.markup import BRACED_KEY, KEY, PRICED, TEX_SIGNS
from rejoinder.content.model import (
    Cite,
    CiteItem,
    Foreign,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Math,
    Mention,
    NoteCall,
    Styled,
    Text,
)
from rejoinder.conversion.runs import plain


class Care(NamedTuple):
    """How much is written behind backslashes and at length."""

    brackets: bool = False
    """Every bracket, not only those that begin something."""
    everything: bool = False
    """Every sign of Markdown's."""
    at_length: bool = False
    """Marks as classes, always."""


CARES = (Care(), Care(brackets=True), Care(True, True), Care(True, True, True))
"""What is tried, one after the other."""

_MARKS = {"emph": "*", "strong": "**", "strike": "~~", "sup": "^", "sub": "~"}
PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def written(inlines: Inlines, care: Care, *, line_break: str = "\\\n", in_cell: bool = False) -> str:
    """The inlines as Markdown, with so much care. `in_cell`: a stroke would end the cell of a pipe table."""
    return _Writer(care, line_break, in_cell).whole(inlines)


def checked(candidates: Iterator[str], is_same: Callable[[str], bool]) -> str:
    """The first candidate that is read as what was meant; if none is, the last, which is the most careful."""
    one = ""
    for one in candidates:
        if is_same(one):
            return one
    return one


class _Piece(NamedTuple):
    """A stretch of what is written: the author's characters, or signs."""

    text: str
    is_words: bool = False


class _Writer:
    """Writes the inlines of one paragraph."""

    def __init__(self, care: Care, line_break: str, in_cell: bool) -> None:
        self.care, self.line_break, self.in_cell = care, line_break, in_cell
        self.pieces: list[_Piece] = []

    def whole(self, inlines: Inlines) -> str:
        self.add_all(inlines)
        return "".join(self._escaped())

    def sign(self, text: str) -> None:
        self.pieces.append(_Piece(text))

    # ── what there is ──

    def add_all(self, inlines: Inlines) -> None:
        for at, one in enumerate(inlines):
            self.add(one, inlines[at - 1] if at else None, inlines[at + 1] if at + 1 < len(inlines) else None)

    def add(self, one: Inline, before: Inline | None, after: Inline | None) -> None:
        match one:
            case Text():
                self.pieces.append(_Piece(one.text, True))
            case Styled(style="code"):
                self.sign(self._code("".join(child.text for child in one.children if isinstance(child, Text))))
            case Styled():
                self.styled(one, before, after)
            case Foreign():
                self.span(one.children, f"lang={one.lang}")
            case Link():
                self.link(one)
            case Cite():
                self.sign(_cite(one, _first_character(after)))
            case Mention():
                self.sign(_mention(one))
            case NoteCall():
                self.sign(f"[^{one.key}]")
            case Math():
                self.sign(_math(one, _last_character(before), _first_character(after)))
            case LineBreak():
                self.sign(self.line_break)

    def span(self, children: Inlines, attributes: str) -> None:
        self.sign("[")
        self.add_all(children)
        self.sign(f"]{{{attributes}}}")

    def styled(self, one: Styled, before: Inline | None, after: Inline | None) -> None:
        mark = _MARKS.get(one.style, "")
        if not mark or self.care.at_length or not _may_stand(one, before, after):
            self.span(one.children, f".{one.style}")
            return
        self.sign(mark)
        self.add_all(one.children)
        self.sign(mark)

    def link(self, one: Link) -> None:
        words = one.children[0].text if len(one.children) == 1 and isinstance(one.children[0], Text) else ""
        plain_link = re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>\x00-\x20]*", one.url)
        if plain_link and words in (one.url, one.url.removeprefix("mailto:")) and not self.care.everything:
            self.sign(f"<{words}>")
            return
        self.sign("[")
        self.add_all(one.children)
        self.sign(f"]({_destination(one.url)})")

    def _code(self, text: str) -> str:
        runs = {len(found) for found in re.findall("`+", text)}
        fence = "`" * next(n for n in range(1, len(runs) + 2) if n not in runs)
        pad = " " if text[:1] in "` " or text[-1:] in "` " else ""
        return f"{fence}{pad}{text}{pad}{fence}"

    # ── backslashes ──

    def _escaped(self) -> Iterator[str]:
        """The pieces, the author's own signs behind backslashes where they have to be."""
        whole = "".join(piece.text for piece in self.pieces)
        tildes, dollars = whole.count("~"), whole.count("$")
        at, begins_line = 0, True
        for piece in self.pieces:
            end = at + len(piece.text)
            if piece.is_words:
                yield self._words(
                    piece.text, whole[max(0, at - 2) : at], whole[end : end + 2], begins_line, tildes, dollars
                )
                begins_line = False
            else:
                yield piece.text
                begins_line = piece.text == self.line_break or (begins_line and piece.text[:2] == "[^")
            at = end

    def _words(self, text: str, before: str, after: str, begins_line: bool, tildes: int, dollars: int) -> str:
        if text.isalnum():
            return text
        if begins_line:
            head = _LINE_START.match(text + (after or "\n"))
            marked = head.end() - 1 if head else -1
        else:
            marked = -1
        around = f"{before[-1:] or ' '}{text}{after[:1] or ' '}"
        out: list[str] = []
        for index, sign in enumerate(text):
            if sign in PUNCTUATION and (
                index == marked or self._means_something(sign, text, index, around, before, after, tildes, dollars)
            ):
                out.append("\\")
            out.append(sign)
        return "".join(out)

    def _means_something(
        self, sign: str, text: str, index: int, around: str, before: str, after: str, tildes: int, dollars: int
    ) -> bool:
        """Whether a character of the author's would be read as a sign; `around` holds its neighbours."""
        last, following = around[index], around[index + 2]
        rest = text[index:] + after
        if sign == "|":
            return self.in_cell or self.care.everything
        if sign in "-.":
            return _joins(sign, text, index) or (self.care.everything and sign == "-")
        if sign in "\"'":
            return not (last.isdigit() and not following.isalnum()) or self.care.brackets
        if sign == "\\":
            return self.care.everything or following in PUNCTUATION or following.isspace() or index == len(text) - 1
        if self.care.everything:
            return sign in "\\`*_{}[]()<>#+!|~^$@&=:\"'"
        if sign == "`":
            return True
        if sign == "*":
            return not (last.isspace() and following.isspace())
        if sign == "_":
            return not (last.isalnum() and following.isalnum()) and not (last.isspace() and following.isspace())
        if sign in "[]":
            return self.care.brackets or (sign == "[" and following in "^@-" and bool(_BRACKETED.match(rest)))
        if sign == "^":
            return True
        if sign == "~":
            return tildes > 1
        if sign == "$":
            return dollars > 1
        if sign == "<":
            return bool(_TAG.match(rest))
        if sign == "&":
            return bool(_ENTITY.match(rest))
        if sign == "@":
            return bool(_CITED.match(rest)) and not (last.isalnum() or last in "_/")
        if sign == "!":
            return following == "["
        if sign in "{(":
            return index == 0 and before[-1:] in ("]", ")", "`", "$", "}")
        if sign == ":":
            return index == 0 and before[-1:] == "]"
        return False


_LINE_START = re.compile(
    r"""(?:\#(?=\#{0,5}(?:\s|$)) | [-+*>](?=\s|$) | > | \d{1,9}[.)](?=\s|$) | :(?=\s|:|$) | (?:[Tt]able):(?=\s|$)
    | `(?=``) | ~(?=~~) | -(?=[ -]*$) | _(?=[ _]*$) | =(?=[ =]*$) | \|  | \+(?=[-=:]) | \[(?=[^\]]*\]:))""",
    re.VERBOSE,
)
"""How a line begins that would be something else than words; its last character is put behind a backslash."""
_BRACKETED = re.compile(r"\[(?:\^\S|-?@)")
_TAG = re.compile(r"<(?:/?[A-Za-z]|!--)")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_CITED = re.compile(rf"@(?:{KEY}|{BRACED_KEY})")


def _joins(sign: str, text: str, index: int) -> bool:
    """Whether a hyphen would become a dash with the next one, or a dot an ellipsis with the next two."""
    run = len(text[index:]) - len(text[index:].lstrip(sign))
    return run > (1 if sign == "-" else 2)


# ── marks ─────────────────────────────────────────────────────────────────


def _may_stand(one: Styled, before: Inline | None, after: Inline | None) -> bool:
    """Whether a style's own marks can stand here (CommonMark 0.31, 6.2; Pandoc's for raised and lowered text)."""
    text = "".join(_characters(one.children))
    if not text:
        return False
    if one.style in ("sup", "sub"):
        simple = all(isinstance(child, Text) for child in one.children)
        return simple and not re.search(r"[\s\\^~]", text) and not (one.style == "sup" and text[0] == "[")
    last, following = _last_character(before), _first_character(after)
    first, end = _first_character(one.children[0]), _last_character(one.children[-1])
    opens = not _is_punctuation(first) or last.isspace() or _is_punctuation(last)
    closes = not _is_punctuation(end) or following.isspace() or _is_punctuation(following)
    mark = _MARKS[one.style][0]
    apart = last != mark and following != mark and first != mark and end != mark
    return opens and closes and apart


def _is_punctuation(sign: str) -> bool:
    """What CommonMark calls punctuation: Unicode's P and S."""
    from unicodedata import category

    return sign in PUNCTUATION or category(sign)[0] in "PS"


def _characters(inlines: Inlines) -> Iterator[str]:
    for one in inlines:
        match one:
            case Text():
                yield one.text
            case Styled() | Foreign() | Link():
                yield from _characters(one.children)
            case LineBreak():
                yield "\n"
            case _:
                yield "]"


def _first_character(one: Inline | None) -> str:
    """The first character that is written of an inline; a space at the end of a paragraph."""
    match one:
        case None:
            return " "
        case Text():
            return one.text[:1]
        case Styled():
            return _MARKS.get(one.style, "[")[0] if one.style != "code" else "`"
        case LineBreak():
            return "\\"
        case Cite(in_text=True):
            return "@"
        case Math():
            return "`"
    return "["


def _last_character(one: Inline | None) -> str:
    match one:
        case None:
            return " "
        case Text():
            return one.text[-1:]
        case Styled():
            return _MARKS.get(one.style, "}")[-1] if one.style != "code" else "`"
        case LineBreak():
            return "\n"
        case Cite(in_text=True):
            return "x"
        case Math():
            return "`"
        case Link():
            return ")"
        case Foreign():
            return "}"
    return "]"


# ── links, citations, formulas ────────────────────────────────────────────


def _destination(url: str) -> str:
    """Between pointed brackets if it has brackets that might not fit together."""
    if re.fullmatch(r"[^\s()<>\\]+", url):
        return _escaped_entities(url)
    return "<" + _escaped_entities(re.sub(r"([<>\\])", r"\\\1", url)) + ">"


def _escaped_entities(url: str) -> str:
    return re.sub(r"&(?=#?\w+;)", r"\\&", url)


def _key(key: str) -> str:
    return key if re.fullmatch(KEY, key) else f"{{{key}}}"


def _cite(one: Cite, following: str) -> str:
    if one.in_text and len(one.items) == 1:
        item = one.items[0]
        key = _key(item.key)
        if following.isalnum() or following in ":.#$%&-+?<>~/_":
            key = f"{{{item.key}}}" if not item.suffix else key
        suffix = f" [{_affix(item.suffix)}]" if item.suffix else ""
        return f"{'-' * item.suppress_author}@{key}{suffix}"
    return f"[{'; '.join(map(_item, one.items))}]"


def _item(item: CiteItem) -> str:
    prefix = f"{_affix(item.prefix)} " if item.prefix else ""
    suffix = f", {_affix(item.suffix)}" if item.suffix else ""
    return f"{prefix}{'-' * item.suppress_author}@{_key(item.key)}{suffix}"


def _affix(text: str) -> str:
    """Words before or behind a key, of which only brackets, semicolons and keys would be read."""
    text = re.sub(r"[\\\[\];@^`]", r"\\\g<0>", text)
    return re.sub(r"-(?=-)|\.(?=\.\.)", r"\\\g<0>", text)


def _mention(one: Mention) -> str:
    prefix = f"{_affix(one.prefix)} " if one.prefix else ""
    keys = [f"{'-' * one.bare}@{_key(key)}" for key in one.ids]
    return f"[{prefix}{'; '.join(keys)}]"


def _math(one: Math, last: str, following: str) -> str:
    alt = f'alt="{attribute(plain(one.alt), affix=True)}"' if one.alt else ""
    if one.mathml:
        fence = _fence(one.mathml)
        return _apart(f"{fence}{one.mathml}{fence}{{=mathml{' ' * bool(alt)}{alt}}}", last, following)
    simple = re.fullmatch(r"(?![\s$])(?:\\.|[^\\$])+(?<!\s)", one.tex)
    priced = not TEX_SIGNS.search(one.tex) and (PRICED.match(one.tex) or last.isalnum())
    if (
        simple
        and not priced
        and not following.isdigit()
        and following != "$"
        and last != "$"
        and "`" not in (last, following)
    ):
        return f"${one.tex}${f'{{{alt}}}' if alt else ''}"
    fence = _fence(one.tex)
    pad = " " if one.tex[:1] == "`" or one.tex[-1:] == "`" else ""
    return _apart(f"{fence}{pad}{one.tex}{pad}{fence}{{.math{' ' * bool(alt)}{alt}}}", last, following)


def _fence(code: str) -> str:
    """More strokes than the code has anywhere in a row."""
    return "`" * (max(map(len, re.findall("`+", code)), default=0) + 1)


def _apart(code: str, last: str, following: str) -> str:
    """Code, kept apart from other code beside it."""
    return f"[{code}]{{}}" if "`" in (last, following) else code


def attribute(value: str, *, affix: bool = False) -> str:
    """A value between quotation marks in braces; `affix`: its dashes and backslashes are read a second time."""
    if affix:
        value = re.sub(r"\\|-(?=-)|\.(?=\.\.)", r"\\\g<0>", value)
    return re.sub(r'["\\]', r"\\\g<0>", value)
