r"""Chemical formulas, `\ce{H2SO4}`: the common part of LaTeX's package mhchem, as TeX.

Subscripts behind letters and brackets, charges, isotopes (`^{14}_{6}C`), arrows with what stands above them,
states of matter, water of crystallisation, bonds. What is in dollars within it stays as it is.
"""

from __future__ import annotations

import re

ARROWS = {
    "<=>>": r"\rightleftharpoons", "<<=>": r"\rightleftharpoons", "<=>": r"\rightleftharpoons",
    "<-->": r"\leftrightarrow", "<->": r"\leftrightarrow", "->": r"\longrightarrow", "<-": r"\longleftarrow",
}  # fmt: skip

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<arrow><=>>|<<=>|<=>|<-->|<->|->|<-)
    |(?P<maths>\$[^$]*\$)
    |(?P<script>[\^_])(?:\{(?P<braced>[^{}]*)\}|(?P<bare>[0-9]+[+-]?|[+-]|[A-Za-z]|\*))
    |(?P<state>\((?:aq|s|l|g|cr|am)\))
    |(?P<element>[A-Z][a-z]?|[a-z]+)
    |(?P<number>[0-9]+(?:/[0-9]+)?)
    |(?P<open>[(\[])|(?P<close>[)\]])
    |(?P<group>\{[^{}]*\})
    |(?P<command>\\(?:[A-Za-z]+|.))
    |(?P<sign>[+-]+)
    |(?P<dot>[*.·•])
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_DECIMALS = re.compile(r"\.[0-9]+")
_BRACKETED = re.compile(r"\[((?:[^\[\]])*)\]")


def with_chemistry(tex: str) -> str:
    r"""TeX in which every `\ce{…}` is written out."""
    if "\\ce" not in tex:
        return tex
    out, at = [], 0
    for found in re.finditer(r"\\ce\s*\{", tex):
        if found.start() < at:
            continue
        end = closing(tex, found.end())
        out += [tex[at : found.start()], "{", written_out(tex[found.end() : end]), "}"]
        at = min(end + 1, len(tex))
    return "".join(out) + tex[at:]


def closing(text: str, at: int) -> int:
    """Where the brace closes that was opened right before `at`; the end if none does."""
    deep = 1
    for found in re.compile(r"\\.|[{}]", re.DOTALL).finditer(text, at):
        deep += (found[0] == "{") - (found[0] == "}")
        if not deep:
            return found.start()
    return len(text)


def written_out(formula: str) -> str:
    """One chemical formula or equation as TeX."""
    out: list[str] = []
    at = 0
    attached = False
    """Whether a number here counts what stands before it."""
    while at < len(formula):
        found = _TOKEN.match(formula, at)
        assert found is not None, "the last alternative takes anything"
        at = found.end()
        kind, said = found.lastgroup, found[0]
        if kind == "space":
            attached = False
            continue
        if kind == "arrow":
            above, at = _above(formula, at)
            arrow = ARROWS[said]
            out.append(rf"\mathrel{{\overset{{{above}}}{{{arrow}}}}}" if above else rf"\mathrel{{{arrow}}}")
            attached = False
        elif kind == "maths":
            out.append(f"{{{said[1:-1]}}}")
            attached = False
        elif found["script"]:
            inside = found["braced"] if found["braced"] is not None else found["bare"]
            out.append(f"{'' if attached else '{}'}{found['script']}{{{_upright(inside)}}}")
            attached = True
        elif kind == "number":
            if not attached and (decimals := _DECIMALS.match(formula, at)):
                said, at = said + decimals[0], decimals.end()
            out.append(f"_{{{said}}}" if attached else _amount(said))
        elif kind == "sign":
            alone = not attached or (at < len(formula) and formula[at] not in " )]}^_,;")
            if said == "-" and attached and at < len(formula) and formula[at].isalpha():
                out.append(r"\text{–}")  # a bond
                attached = False
            else:
                out.append(f"{{}}{said}{{}}" if alone else f"^{{{_upright(said)}}}")
        elif kind == "state":
            out.append(rf"\,\text{{{said}}}")
        elif kind == "dot":
            out.append(r"{\cdot}")
            attached = False
        else:
            out.append(rf"\mathrm{{{said}}}" if kind == "element" else said)
            attached = kind in ("element", "close", "group")
    return "".join(out)


def _above(formula: str, at: int) -> tuple[str, int]:
    """What stands above an arrow, in brackets behind it."""
    found = _BRACKETED.match(formula, at)
    if not found:
        return "", at
    inside = found[1].strip()
    return (inside[1:-1] if inside.startswith("$") and inside.endswith("$") else written_out(inside)), found.end()


def _upright(script: str) -> str:
    return "".join(rf"\mathrm{{{one}}}" if one.isalpha() else one for one in re.findall(r"[A-Za-z]+|[^A-Za-z]", script))


def _amount(number: str) -> str:
    numerator, slash, denominator = number.partition("/")
    return (rf"\tfrac{{{numerator}}}{{{denominator}}}" if slash else number) + r"\,"
