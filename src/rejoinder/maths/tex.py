"""TeX becomes a tree, by way of MathML.

`math-core` reads TeX as LaTeX does, quickly, and says what is wrong. What belongs to a document and not to a formula
is taken off before: numbers, labels, preambles. Chemistry and quantities become TeX that it knows.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from rejoinder.maths.chemistry import with_chemistry
from rejoinder.maths.model import Refused, Understood
from rejoinder.maths.quantities import with_quantities
from rejoinder.maths.read import read_mathml

LONGEST = 10_000
DEEPEST_BRACES = 40
MOST_EXPANSIONS = 20
"""Of macros that a formula defines for itself."""

_DOCUMENT = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
_TAG = re.compile(r"\\tag(\*?)\{([^{}]{0,40})\}")
_LEFT_OUT = re.compile(
    r"\\label\{[^{}]*\}|\\(?:nonumber|notag|allowbreak|nobreak)(?![A-Za-z])|\\usepackage(?:\[[^\]]*\])?\{[^{}]*\}"
)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*\n?")
_ENVIRONMENT = re.compile(r"\\begin\{(equation|displaymath|math|align|alignat|flalign|gather|multline|eqnarray)(\*?)\}")
_INNER = {
    "align": "aligned", "alignat": "alignedat", "flalign": "aligned", "gather": "gathered", "multline": "gathered",
    "eqnarray": "array",
}  # fmt: skip
_CHAIN = re.compile(r"(?:\\[A-Za-z]+\s*){80}")
"""Commands without end, each the argument of the one before."""
_AROUND = (("$$", "$$"), ("$", "$"), ("\\[", "\\]"), ("\\(", "\\)"))
_OLD = {
    r"\mbox": r"\text", r"\hbox": r"\text", r"\textnormal": r"\text", r"\bm": r"\boldsymbol", r"\sfrac": r"\frac",
    r"\nicefrac": r"\frac", r"\textrm": r"\text", r"\mathds": r"\mathbb", r"\nobreakspace": "~", r"\displaylimits": "",
}  # fmt: skip
_OLD_COMMAND = re.compile("|".join(re.escape(one) + r"(?![A-Za-z])" for one in _OLD))
_OFFSET = re.compile(r"(\d+): (.*)", re.DOTALL)
_COMMAND = re.compile(r"Unknown command \"(\\[A-Za-z]+)\"")


@lru_cache(maxsize=4096)
def read_tex(tex: str, lang: str = "en", *, display: bool = False) -> Understood | Refused:
    r"""The tree of a formula in TeX, displayed or within a line; `lang` says how the numbers in `\num` are written."""
    if len(tex) > LONGEST:
        return Refused(f"this formula is longer than {LONGEST:,} characters")
    tags = _TAG.findall(tex)
    label = (tags[0][1] if tags[0][0] else f"({tags[0][1]})") if tags else ""
    plain = _plain(tex)
    if _depth(plain) > DEEPEST_BRACES or _CHAIN.search(plain):
        return Refused(f"this formula is nested more than {DEEPEST_BRACES} deep")
    plain = with_quantities(with_chemistry(plain), lang)
    if len(plain) > 4 * LONGEST or _depth(plain) > 2 * DEEPEST_BRACES:
        return Refused("this formula is too long")
    converter, error = _converter()
    try:
        mathml = converter.convert_with_local_state(plain, displaystyle=display)
    except error as fault:
        return _refused(str(fault))
    read = read_mathml(mathml)
    return Understood(read.tree, label, read.lost) if isinstance(read, Understood) else read


@cache
def _converter() -> tuple[Any, type[Exception]]:
    from math_core import LatexError, LatexToMathML  # only letters with formulas need it

    return LatexToMathML(fancy_error=False, allow_unreliable_rendering=True, max_expansions=MOST_EXPANSIONS), LatexError


def _plain(tex: str) -> str:
    """The formula alone."""
    found = _DOCUMENT.search(tex)
    text = _COMMENT.sub("", found[1] if found else tex).strip()
    for before, after in _AROUND:
        if text.startswith(before) and text.endswith(after) and len(text) >= len(before) + len(after):
            text = text[len(before) : -len(after)].strip()
            break
    text = _LEFT_OUT.sub("", _TAG.sub("", text)).strip()
    for _ in range(20):
        environment = _ENVIRONMENT.search(text)
        if environment is None:
            break
        text = _without_number(text, environment)
    return _OLD_COMMAND.sub(lambda one: _OLD[one[0]], text)


def _without_number(text: str, opening: re.Match[str]) -> str:
    """An environment that would number its lines, as the one that does not."""
    name, star = opening[1], opening[2]
    closing = f"\\end{{{name}{star}}}"
    end = text.find(closing, opening.end())
    end = len(text) if end < 0 else end
    inside = text[opening.end() : end].strip()
    while inside.endswith("\\\\"):
        inside = inside[:-2].rstrip()
    inner = _INNER.get(name, "")
    if inner:
        columns = "{rcl}" if inner == "array" else ""
        inside = f"\\begin{{{inner}}}{columns}{inside}\\end{{{inner}}}"
    return text[: opening.start()] + inside + text[end + len(closing) :]


def _depth(text: str) -> int:
    deep = deepest = 0
    for sign in re.findall(r"\\.|[{}]|\\(?:left|right|begin|end)(?![A-Za-z])", text):
        deep += (sign == "{") - (sign == "}")
        deepest = max(deepest, deep)
    return max(deepest, text.count("\\left") // 2, text.count("\\begin"))


def _refused(fault: str) -> Refused:
    found = _OFFSET.match(fault.strip())
    said = (found[2] if found else fault).strip().rstrip(".")
    if unknown := _COMMAND.search(said):
        return Refused(f"this formula has the command {unknown[1]}, which is not known")
    return Refused(f"this formula cannot be read: {said[:1].lower()}{said[1:200]}")
