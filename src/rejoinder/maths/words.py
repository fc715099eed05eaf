"""Formulas as characters in a line, and as words that are spoken.

Spoken in English by simple rules, after Lawrence Chang's handbook of spoken mathematics (1983); in other languages the
formula's characters stand for themselves, as a screen reader says signs in its own language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rejoinder.maths.model import Node
from rejoinder.maths.rows import ems, flat, forms, is_seen, settled, sides, sign_of, white
from rejoinder.maths.signs import BARS, INVISIBLE, LARGE, in_variant, plain_letter

LONGEST = 600
"""Characters of what is said of one formula; behind them it is only summed up."""


# ── characters ────────────────────────────────────────────────────────────


class _At(NamedTuple):
    """Where a part stands: displayed or not, and how often within scripts."""

    display: bool = False
    level: int = 0

    def script(self) -> _At:
        return _At(False, self.level + 1)

    def part(self) -> _At:
        return _At(False, self.level if self.display else self.level + 1)


def linear(node: Node, *, display: bool = False) -> str:
    """A formula in one line: "E = mc^2", "(a + b)/2", "√(x + 1)". Its spaces are where white is seen."""
    whole = _At(display or node.get("displaystyle") == "true")
    return " ".join(_linear(node, whole).split())


def _row(children: Sequence[Node], at: _At) -> str:
    """The parts of a row, with a space wherever white beside a relation or a sum's sign is seen."""
    nodes = flat(children)
    parts = [(node, sides(node, form)) for node, form in zip(nodes, forms(nodes), strict=True)]
    parts = [one for one in parts if one[0].tag != "mspace" or ems(one[0].get("width"))]
    kinds = settled([own.kind for _, own in parts])
    out: list[str] = []
    for n, (node, own) in enumerate(parts):
        out.append(_linear(node, at))
        if n + 1 < len(parts):
            space = white(own, parts[n + 1][1], kinds[n], kinds[n + 1], script=at.level > 0)
            out.append(" " if is_seen(space, kinds[n], kinds[n + 1]) else "")
    return "".join(out)


def _linear(node: Node, at: _At = _At()) -> str:  # noqa: B008 - it never changes
    parts = node.children
    match node.tag:
        case "mo":
            if "\u2061" in node.text:  # between a function and what it is of
                return " " if node.get("lspace") else ""
            return shown(Node("mo", (), sign_of(node), node.attributes))
        case "mi" | "mn" | "mtext" | "ms":
            return shown(node)
        case "mspace":
            return " " if is_wide(node) else ""
        case "mfrac" if node.get("bevelled") == "true":
            return f"{_linear(parts[0], at)}/{_linear(parts[1], at)}"
        case "mfrac":
            return f"{grouped(parts[0], at.part())}/{grouped(parts[1], at.part())}"
        case "msqrt":
            return "√" + grouped(Node("mrow", parts), at)
        case "mroot":
            return f"√[{_linear(parts[1], _At(level=2)).strip()}]{grouped(parts[0], at)}"
        case "munder" if parts[1].tag == "mo" and parts[1].text in BARS:
            return _linear(parts[0], at)
        case "msub" | "munder":
            return _linear(parts[0], at) + script("_", parts[0], parts[1], at.script())
        case "mover" if mark := accented(*parts):
            return _linear(parts[0], at) + mark
        case "msup" | "mover":
            return _linear(parts[0], at) + script("^", parts[0], parts[1], at.script())
        case "msubsup" | "munderover":
            low = script("_", parts[0], parts[1], at.script())
            return _linear(parts[0], at) + low + script("^", parts[0], parts[2], at.script())
        case "mtable":
            inner = _At(node.get("displaystyle") == "true", at.level)
            return "; ".join(" ".join(_linear(cell, inner).strip() for cell in row.children) for row in parts)
        case "mprescripts" | "none" | "mphantom":
            return ""
        case "menclose" if "radical" in node.get("notation").split():
            return "√" + grouped(Node("mrow", parts), at)
        case "mstyle" if node.get("displaystyle") in ("true", "false"):
            at = at._replace(display=node.get("displaystyle") == "true")
        case "mmultiscripts":
            return "".join(_linear(one, at) for one in parts)
    return _row(parts, at)


def shown(token: Node) -> str:
    """A token's characters without those that nobody sees; letters in their plain form."""
    variant = token.get("mathvariant")
    letters = (in_variant(char, variant) if variant else plain_letter(char) for char in token.text)
    text = "".join(letter for letter, _ in letters if letter not in INVISIBLE)
    return f'"{text}"' if token.tag == "ms" else text


def grouped(node: Node, at: _At = _At()) -> str:  # noqa: B008 - it never changes
    inside = _linear(node, at).strip()
    return inside if is_single(node) else f"({inside})"


def is_single(node: Node) -> bool:
    """Whether a node is one token, so that nothing has to hold it together."""
    while node.tag in ("mrow", "mstyle", "mpadded") and len(_solid(node)) == 1:
        node = _solid(node)[0]
    return node.tag in ("mi", "mn", "mo", "mtext") or not _solid(node)


def _solid(node: Node) -> tuple[Node, ...]:
    return tuple(one for one in node.children if one.tag != "mspace")


COMBINING = {
    "ˆ": "\u0302", "^": "\u0302", "\u0302": "\u0302", "˜": "\u0303", "~": "\u0303", "\u0303": "\u0303", "¯": "\u0304",
    "‾": "\u0304", "\u0332": "\u0304", "\u0305": "\u0304", "⃗": "\u20d7", "→": "\u20d7", "˙": "\u0307", "¨": "\u0308",
    "ˇ": "\u030c", "˘": "\u0306", "´": "\u0301", "`": "\u0300", "˚": "\u030a", "\u030c": "\u030c", "\u0306": "\u0306",
    "\u0307": "\u0307", "\u0308": "\u0308", "\u0301": "\u0301", "\u0300": "\u0300", "\u030a": "\u030a",
}  # fmt: skip
"""What stands above a letter in a formula, as a mark that combines with the letter in plain text."""
_ALONE = {"\u0302": "ˆ", "\u0303": "˜", "\u0304": "¯", "\u20d7": "→"}


def accented(base: Node, node: Node) -> str:
    """What an accent above `base` is in plain text; "" if `node` is none."""
    mark = COMBINING.get(node.text, "") if node.tag == "mo" else ""
    return _ALONE.get(mark, mark) if mark and len(_alone(base)) != 1 else mark


def _alone(node: Node) -> str:
    """The characters of a node that is one token; "" if it is more."""
    while node.tag in ("mrow", "mstyle", "mpadded") and len(_solid(node)) == 1:
        node = _solid(node)[0]
    return shown(node).strip() if not node.children else ""


def _has_text(node: Node) -> bool:
    if node.tag in ("mphantom", "mprescripts"):
        return False
    return bool(node.text and shown(node).strip()) or any(_has_text(one) for one in node.children)


def high_sign(node: Node) -> str:
    """The characters of a superior that stands high as it is: primes, a degree (often written as a ring), a star."""
    while node.tag == "mrow" and len(node.children) == 1:
        node = node.children[0]
    text = shown(node).replace("∘", "°").replace("∗", "*").replace("'", "′").replace("′′", "″")
    return text if node.tag in ("mo", "mi", "mtext") and text and all(one in HIGH for one in text) else ""


HIGH = frozenset("′″‴⁗‵°*")


def script(sign: str, base: Node, node: Node, at: _At = _At()) -> str:  # noqa: B008 - it never changes
    """A script behind its base, with the signs that tell what it is."""
    inside = high_sign(node) if sign == "^" else ""
    inside = inside or _linear(node, at).strip()
    before, after = needs_sign(sign, base, node)
    return f"{before}{inside}{after}" if inside else ""


def needs_sign(sign: str, base: Node, node: Node) -> tuple[str, str]:
    """What stands before and behind a script in plain text: `x^2`, `x_(i + 1)`, but CO2 and f′."""
    if node.tag == "mo" or high_sign(node) or not _has_text(node):
        return "", ""
    if _alone(node).isdecimal() and _is_element(base):
        return "", ""
    return (sign, "") if is_single(node) else (f"{sign}(", ")")


def _is_element(base: Node) -> bool:
    """Whether figures beside it count atoms: an upright letter, or nothing (of an isotope)."""
    solid = _solid(base)
    while base.tag in ("mrow", "mstyle") and len(solid) == 1:
        base = solid[0]
        solid = _solid(base)
    if base.tag == "mi":
        return base.get("mathvariant") == "normal" or len(base.text) > 1
    return (base.tag == "mrow" and not solid) or (base.tag == "mo" and base.text in (")", "]"))


def is_wide(space: Node) -> bool:
    """Whether an `mspace` is white that one sees: a thin space, or more."""
    width = space.get("width").strip()
    if width.endswith("mathspace"):
        return not width.startswith(("negative", "very"))
    found = _WIDTH.fullmatch(width)
    return bool(found) and float(found[1] if found else 0) * (1.0 if found and found[2] == "em" else 0.1) >= 0.1


_WIDTH = re.compile(r"\+?(\d{1,4}(?:\.\d{0,10})?|\.\d{1,10})\s*([a-z]*)")


# ── words ─────────────────────────────────────────────────────────────────

_SIGNS = {
    "=": "equals", "≠": "is not equal to", "<": "is less than", ">": "is greater than",
    "≤": "is less than or equal to", "⩽": "is less than or equal to", "≥": "is greater than or equal to",
    "⩾": "is greater than or equal to", "≈": "is approximately", "∼": "is distributed as", "~": "is distributed as",
    "≡": "is identical to", "∝": "is proportional to", "≪": "is much less than", "≫": "is much greater than",
    "+": "plus", "−": "minus", "-": "minus", "±": "plus or minus", "∓": "minus or plus", "×": "times", "⋅": "times",
    "·": "times", "∗": "times", "*": "star", "÷": "divided by", "/": "over", "∈": "in", "∉": "not in",
    "⊂": "is a subset of", "⊆": "is a subset of", "∪": "union", "∩": "intersection", "→": "to", "⟶": "yields",
    "⇒": "implies", "⟹": "implies", "⇔": "if and only if", "⇌": "is in equilibrium with", "⟵": "from", "∞": "infinity",
    "∂": "partial", "∇": "nabla", "∀": "for all", "∃": "there exists", "¬": "not", "∧": "and", "∨": "or",
    "′": "prime", "″": "double prime", "!": "factorial", "%": "percent", "°": "degrees", "∅": "the empty set",
    "…": "and so on", "⋯": "and so on", ",": ",", ";": ";", ":": "to", "|": "vertical bar", "‖": "double bar",
    "(": "open bracket", ")": "close bracket", "[": "open square bracket", "]": "close square bracket",
    "{": "open brace", "}": "close brace", "⟨": "open angle", "⟩": "close angle",
}  # fmt: skip
_LARGE = {
    "∑": "the sum", "∏": "the product", "∫": "the integral", "∬": "the double integral", "∮": "the contour integral",
    "⋃": "the union", "⋂": "the intersection",
}  # fmt: skip
_ACCENTS = {
    "ˆ": "hat", "^": "hat", "\u0302": "hat", "˜": "tilde", "~": "tilde", "\u0303": "tilde", "¯": "bar", "‾": "bar",
    "\u0332": "bar", "\u0305": "bar", "→": "vector", "⃗": "vector", "˙": "dot", "¨": "double dot", "ˇ": "check",
}  # fmt: skip
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψωϵϑϕϱϖ",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau "
        "upsilon phi chi psi omega epsilon theta phi rho pi".split(),
        strict=True,
    )
)
_POWERS = {"2": "squared", "3": "cubed"}


def said(tree: Node, lang: str) -> str:
    """What is said of a formula to those who do not see it."""
    if alttext := tree.get("alttext").strip():
        return alttext
    words = linear(tree) if lang.partition("-")[0].lower() != "en" else " ".join(_said(tree).split())
    words = words.replace(" ,", ",").replace(" ;", ";").strip() or "formula"
    return words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0] + " …"


def _said(node: Node) -> str:
    parts = node.children
    match node.tag:
        case "mi" | "mn" | "ms" | "mtext":
            return _token(node)
        case "mo":
            sign = shown(node)
            return f" {_SIGNS.get(sign) or _LARGE.get(sign) or sign} "
        case "mfrac":
            if node.get("linethickness") in ("0", "0pt", "0em"):
                return f" {_said(parts[0])} choose {_said(parts[1])} "
            if is_single(parts[0]) and is_single(parts[1]):
                return f" {_said(parts[0])} over {_said(parts[1])} "
            return f" the fraction {_said(parts[0])} over {_said(parts[1])}, end fraction, "
        case "msqrt":
            inside = Node("mrow", parts)
            return f" the square root of {_said(inside)}" + (" " if is_single(inside) else ", end root, ")
        case "mroot":
            return f" the root of order {_said(parts[1])} of {_said(parts[0])}, end root, "
        case "msup":
            return f" {_said(parts[0])} {_power(parts[1])} "
        case "msub":
            return f" {_said(parts[0])} {_lower(parts[1])} "
        case "msubsup" | "munderover":
            if _is_large(parts[0]):
                return f" {_said(parts[0])} from {_said(parts[1])} to {_said(parts[2])} of "
            return f" {_said(parts[0])} {_lower(parts[1])} {_power(parts[2])} "
        case "munder":
            over = "over" if _is_large(parts[0]) else "as" if shown(parts[0]) == "lim" else "under"
            return f" {_said(parts[0])} {over} {_said(parts[1])} "
        case "mover":
            accent = _ACCENTS.get(shown(parts[1]))
            return f" {_said(parts[0])} {accent or 'with ' + _said(parts[1]) + ' above'} "
        case "mtable":
            rows = [", ".join(_said(cell).strip() for cell in row.children) for row in parts]
            if len(rows) == 1:
                return f" {rows[0]} "
            return " " + "; ".join(f"row {n}: {row}" for n, row in enumerate(rows, 1)) + "; "
        case "mspace" | "none" | "mprescripts" | "mphantom":
            return " "
    return " ".join(_said(one) for one in parts)


def _token(node: Node) -> str:
    text = shown(node)
    if len(text) == 1:
        small = text.lower()
        if small in _GREEK:
            return f" {'capital ' * (text != small)}{_GREEK[small]} "
        if node.tag == "mi":
            return f" {_SIGNS.get(text, text)} "
    return f" {text} "


def _power(node: Node) -> str:
    inside = " ".join(_said(node).split())
    if inside in _POWERS:
        return _POWERS[inside]
    if inside in ("prime", "double prime", "degrees", "star"):
        return inside
    return f"to the power {inside}" + ("" if is_single(node) else ", end power,")


def _lower(node: Node) -> str:
    return f"sub {_said(node)}" + ("" if is_single(node) else ", end sub,")


def _is_large(node: Node) -> bool:
    while node.tag in ("mrow", "mstyle") and len(node.children) == 1:
        node = node.children[0]
    return node.tag == "mo" and node.text in LARGE
