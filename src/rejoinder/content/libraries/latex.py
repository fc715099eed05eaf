"""LaTeX as BibTeX files hold it → text, or text with CSL's light marks (`<i>`, `<sup>`, `nocase`).

pylatexenc takes the LaTeX apart and knows accents and symbols; what becomes of emphasis, braces, formulas and dashes is
decided here. A value that is nested beyond sense is stripped of its marks instead: work is bounded by the text's
length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

_LONGEST = 20_000
"""Characters of a value that is taken apart; a longer one (there are none but abstracts) is only stripped."""
_DEEPEST = 25
_TELLING = re.compile(r"[\\{}$~^_%]|--|``|''")
"""Without any of this, a value is plain text."""

_WRAPPED = {
    "emph": "i", "textit": "i", "textsl": "i", "mkbibemph": "i", "mathit": "i", "textbf": "b", "mkbibbold": "b",
    "mathbf": "b", "textsuperscript": "sup", "mkbibsuperscript": "sup", "textsubscript": "sub",
    "mkbibsubscript": "sub", "textsc": "sc",
}  # fmt: skip
_DECLARED = {"em": "i", "it": "i", "sl": "i", "itshape": "i", "slshape": "i", "bf": "b", "bfseries": "b", "sc": "sc",
             "scshape": "sc"}  # fmt: skip
_QUOTED = {"enquote": ("“", "”"), "mkbibquote": ("“", "”"), "textquote": ("“", "”")}
_PLAIN = frozenset([
    "text", "textrm", "textsf", "texttt", "textup", "textmd", "textnormal", "mathrm", "mathsf", "mathtt",
    "operatorname", "mbox", "hbox", "url", "path", "nolinkurl", "uppercase", "lowercase", "MakeUppercase",
    "ensuremath", "protect", "relax", "rm", "sf", "tt", "normalfont", "noopsort", "bibstring", "autocap", "textlatin",
    "mkbibparens", "ce", "si", "num", "upshape", "mdseries", "sffamily", "ttfamily", "rmfamily",
])  # fmt: skip
_UPRIGHT = frozenset(["text", "textrm", "mathrm", "operatorname", "mbox", "mathsf", "ce", "si", "num", "textup"])
_ITSELF = {
    "\\": " ", "/": "", "-": "", " ": " ", "\n": " ", "\t": " ", ",": "\u202f", ";": " ", ":": " ", "!": "", "@": "",
    "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "slash": "/", "newline": " ", "linebreak": " ", "par": " ",
    "quad": " ", "qquad": " ", "space": " ", "ldots": "…", "dots": "…", "textellipsis": "…", "times": "×",
    "degree": "°", "celsius": "°C", "textcelsius": "°C", "micro": "µ", "textmu": "µ", "left": "", "right": "",
    "textbar": "|", "textless": "<", "textgreater": ">", "textasciitilde": "~", "textbackslash": "\\",
    "textendash": "–", "textemdash": "—", "hyp": "-", "allowbreak": "", "penalty": "", "selectfont": "",
    "bibrangedash": "–", "textquotesingle": "'", "cdot": "·", "sim": "~", "limits": "",
    "displaystyle": "", "nobreakspace": "\u00a0",
}  # fmt: skip
_SECOND = frozenset(["href", "texorpdfstring", "textcolor", "foreignlanguage", "textgreek", "SI", "qty"])
"""Commands with two arguments, of which one is printed (`_shown_of_two` says which)."""
_SPECIALS = {"--": "–", "---": "—", "``": "“", "''": "”", "~": "\u00a0", "&": "&", "#": "#", "!`": "¡", "?`": "¿"}
_RELATIONS = "=<>≤≥≈≪≫~∼≃≡≠→←↔±×∈"


class Read(NamedTuple):
    """What a value says, and which of its commands are not known (their arguments are kept)."""

    text: str
    unknown: tuple[str, ...] = ()


def marked_up(value: str) -> Read:
    """For titles: emphasis, superiors and protected letter case as CSL-JSON writes them."""
    return _read(value, marks=True)


def plain(value: str) -> Read:
    """For everything else: characters only."""
    return _read(value, marks=False)


@lru_cache(maxsize=4096)
def _read(value: str, *, marks: bool) -> Read:
    if not _TELLING.search(value):
        return Read(_one_line(value))
    if len(value) > _LONGEST or _too_deep(value):
        return Read(_one_line(re.sub(r"\\[A-Za-z]+|[\\{}$]", "", value)))
    from pylatexenc.latexwalker import LatexWalker

    writing = _Writing(marks)
    try:
        # In BibTeX a "%" within a value begins no comment: it is a percent sign.
        nodes = LatexWalker(
            re.sub(r"(\\.)|%", _percent, value, flags=re.DOTALL), tolerant_parsing=True
        ).get_latex_nodes()[0]
        text = writing.run(nodes)
    except Exception:  # the library trusts its input; what it cannot take apart is stripped
        return Read(_one_line(re.sub(r"\\[A-Za-z]+|[\\{}$]", "", value)))
    return Read(_whole_words(_one_line(text)), tuple(dict.fromkeys(writing.unknown)))


def _percent(found: re.Match[str]) -> str:
    return found[1] or r"\%"


def _too_deep(value: str) -> bool:
    depth = 0
    for found in re.finditer(r"\\.|[{}]|\$", value, re.DOTALL):
        depth += {"{": 1, "}": -1, "\\(": 1, "\\[": 1}.get(found[0], 0)
        if depth > _DEEPEST:
            return True
    return value.count("\\begin") > _DEEPEST


def _one_line(text: str) -> str:
    return unicodedata.normalize("NFC", re.sub(r"[ \t\r\n]+", " ", text)).strip(" ")


_NOCASE = ('<span class="nocase">', "</span>")
_PARTLY = re.compile(rf"([^\W_]*){_NOCASE[0]}([^<>]*){_NOCASE[1]}([^\W_]*)")


def _whole_words(text: str) -> str:
    """`{B}ayesian` keeps all of its letters' case: no processor of CSL protects half a word reliably."""
    if _NOCASE[0] not in text:
        return text
    return _PARTLY.sub(rf"{_NOCASE[0]}\1\2\3{_NOCASE[1]}", text)


@lru_cache(maxsize=1)
def _symbols() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(math_mode="text", strict_latex_spaces=False, keep_comments=True)


class _Writing:
    """Writes nodes of pylatexenc. Lives for one value."""

    def __init__(self, marks: bool) -> None:
        self.marks = marks
        self.protected = False
        self.unknown: list[str] = []

    def run(self, nodes: Iterable[Any], *, math: bool = False) -> str:
        """A row of nodes. A command that pylatexenc gave no argument takes the group behind it."""
        listed = list(nodes)
        out: list[str] = []
        at = 0
        while at < len(listed):
            node = listed[at]
            kind = type(node).__name__
            at += 1
            if kind == "LatexMacroNode":
                if node.macroname in _DECLARED and self.marks:
                    out.append(self.tagged(_DECLARED[node.macroname], self.run(listed[at:], math=math)))
                    break
                text, at = self.command(node, listed, at, math)
                out.append(text)
            elif kind == "LatexCharsNode":
                text, at = self.letters(node.chars, listed, at) if math else (node.chars, at)
                out.append(text)
            else:
                out.append(self.other(node, kind, math))
        return "".join(out)

    def other(self, node: Any, kind: str, math: bool) -> str:
        if kind == "LatexGroupNode":
            if node.delimiters[0] != "{":
                return f"{node.delimiters[0]}{self.run(node.nodelist, math=math)}{node.delimiters[1]}"
            return self.run(node.nodelist, math=True) if math else self.group(node)
        if kind == "LatexMathNode":
            return self.formula(node)
        if kind == "LatexSpecialsNode":
            return _SPECIALS.get(node.specials_chars, str(node.specials_chars))
        return self.run(node.nodelist, math=math) if getattr(node, "nodelist", None) else ""

    def tagged(self, tag: str, text: str) -> str:
        if not self.marks or not text.strip():
            return text
        if tag == "sc":
            return f'<span style="font-variant:small-caps;">{text}</span>'
        return f"<{tag}>{text}</{tag}>"

    # ── braces ──

    def group(self, node: Any) -> str:
        r"""Braces keep letter case, but for those around a command: `{\"o}` is a letter, `{\em x}` is emphasis."""
        first = node.nodelist[0] if node.nodelist else None
        command = type(first).__name__ == "LatexMacroNode"
        if not self.marks or self.protected or command:
            return self.run(node.nodelist)
        self.protected = True
        text = self.run(node.nodelist)
        self.protected = False
        return f"{_NOCASE[0]}{text}{_NOCASE[1]}" if any(map(str.isalpha, text)) else text

    # ── commands ──

    def command(self, node: Any, listed: list[Any], at: int, math: bool) -> tuple[str, int]:
        name = node.macroname
        if name in _ITSELF:
            return (_related(_ITSELF[name]) if math else _ITSELF[name]), at
        if name in _SECOND:
            arguments, at = self.arguments(node, listed, at, 2)
            shown = _shown_of_two(name)
            return self.run(_contents(arguments[shown : shown + 1]), math=math), at
        if name in _WRAPPED or name in _QUOTED or name in _PLAIN:
            arguments, at = self.arguments(node, listed, at, 1)
            inner = self.run(_contents(arguments), math=math and name not in _UPRIGHT)
            if name in _QUOTED:
                return f"{_QUOTED[name][0]}{inner}{_QUOTED[name][1]}", at
            return (self.tagged(_WRAPPED[name], inner) if name in _WRAPPED else inner), at
        if name == "frac":
            arguments, at = self.arguments(node, listed, at, 2)
            return "/".join(self.run(_contents([one]), math=True) for one in arguments), at
        if name == "sqrt":
            arguments, at = self.arguments(node, listed, at, 1)
            inner = self.run(_contents(arguments), math=True)
            return (f"√{inner}" if len(inner) < 2 else f"√({inner})"), at
        text = self.symbol(node)
        return (_related(text) if math else text), at

    def symbol(self, node: Any) -> str:
        """Accents and symbols are pylatexenc's; a command that it does not know leaves its argument behind."""
        known = _symbols().latex_context.get_macro_spec
        name = node.macroname
        if known(name) is not None:
            return str(_symbols().nodelist_to_text([node]))
        if name.startswith("text") and known(name[4:]) is not None:  # \textbeta is \beta, upright
            return str(_symbols().macro_node_to_text(_bare(name[4:])))
        self.unknown.append(f"\\{name}")
        return self.run(_contents(_given(node)))

    def arguments(self, node: Any, listed: list[Any], at: int, wanted: int) -> tuple[list[Any], int]:
        """What a command applies to: what pylatexenc found, else the groups (or the one letter) that follow."""
        found = _given(node)
        while len(found) < wanted and at < len(listed):
            following = listed[at]
            if type(following).__name__ != "LatexGroupNode":
                break
            found.append(following)
            at += 1
        return found[-wanted:] if wanted else found, at

    # ── formulas ──

    def formula(self, node: Any) -> str:
        """A formula on its line. A sign at its beginning belongs to the number: ±5, <0.05."""
        text = re.sub(" {2,}", " ", self.run(node.nodelist, math=True)).rstrip()
        return text.replace(" ", "", 2) if text.startswith(" ") else text

    def letters(self, chars: str, listed: list[Any], at: int) -> tuple[str, int]:
        """Letters of a formula are italic; `^` and `_` raise and lower what follows. Its spaces mean nothing."""
        out: list[str] = []
        rest = re.sub(r"\s+", "", chars)
        while rest:
            one, rest = rest[0], rest[1:]
            if one in "^_":
                tag = "sup" if one == "^" else "sub"
                if rest:
                    script, rest = self.letters(rest[0], [], 0)[0], rest[1:]
                elif at < len(listed):
                    script, at = self.run(listed[at : at + 1], math=True), at + 1
                else:
                    continue
                out.append(_degree(script) or self.tagged(tag, script))
            elif one.isascii() and one.isalpha():
                word = one + (run[0] if (run := re.match("[A-Za-z]+", rest)) else "")
                rest = rest[len(word) - 1 :]
                out.append(self.tagged("i", word) if len(word) == 1 else word)
            else:
                out.append("−" if one == "-" else _related(one))
        return "".join(out), at


def _bare(name: str) -> Any:
    from pylatexenc.latexwalker import LatexMacroNode

    return LatexMacroNode(macroname=name)


def _given(node: Any) -> list[Any]:
    given = node.nodeargd.argnlist if node.nodeargd is not None and node.nodeargd.argnlist else ()
    return [one for one in given if one is not None]


def _contents(arguments: list[Any]) -> list[Any]:
    """The nodes inside the braces of arguments, so that these braces protect nothing."""
    out: list[Any] = []
    for one in arguments:
        braced = type(one).__name__ == "LatexGroupNode" and one.delimiters[0] == "{"
        out += one.nodelist if braced else [one]
    return out


def _shown_of_two(name: str) -> int:
    return 0 if name == "texorpdfstring" else 1


def _degree(script: str) -> str:
    return "°" if script in ("∘", "°") else ""


def _related(text: str) -> str:
    """In a formula, relations stand between spaces."""
    return f" {text} " if text and text in _RELATIONS else text
