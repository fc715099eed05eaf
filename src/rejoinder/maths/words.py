"""Formulas as characters in a line, and as words that are spoken.

Spoken in English by simple rules, after Lawrence Chang's handbook of spoken mathematics (1983); in other languages the
formula's characters stand for themselves, as a screen reader says signs in its own language.
"""

from __future__ import annotations

import re

from rejoinder.maths.model import Node
from rejoinder.maths.signs import BARS, FUNCTIONS, INVISIBLE, LARGE, kind_of, plain_letter

SIMPLE = frozenset("mi mn mtext ms".split())
LONGEST = 600
"""Characters of what is said of one formula; behind them it is only summed up."""


# ── characters ────────────────────────────────────────────────────────────


def linear(node: Node) -> str:
    """A formula in one line: "E = mc^2", "(a + b)/2", "√(x + 1)"."""
    return " ".join(_linear(node).split())


def _linear(node: Node) -> str:
    parts = node.children
    match node.tag:
        case "mo":
            sign = shown(node)
            if "\u2061" in node.text:  # between a function and what it is of
                return " " if node.get("lspace") else ""
            spaced = sign and kind_of(sign, node.get("form") or "infix") in ("rel", "bin")
            return f" {sign} " if spaced and node.get("lspace") not in ("0", "0em") else sign
        case "mi" | "mn" | "mtext" | "ms":
            return shown(node)
        case "mspace":
            return " " if is_wide(node) else ""
        case "mfrac":
            return f"{grouped(parts[0])}/{grouped(parts[1])}"
        case "msqrt":
            return "√" + grouped(Node("mrow", parts))
        case "mroot":
            return f"root({_linear(parts[1]).strip()}; {_linear(parts[0]).strip()})"
        case "munder" if parts[1].tag == "mo" and parts[1].text in BARS:
            return _linear(parts[0])
        case "msub" | "munder":
            return _linear(parts[0]) + script("_", *parts)
        case "mover" if mark := accented(*parts):
            return _linear(parts[0]) + mark
        case "msup" | "mover":
            return _linear(parts[0]) + script("^", *parts)
        case "msubsup" | "munderover":
            return _linear(parts[0]) + script("_", parts[0], parts[1]) + script("^", parts[0], parts[2])
        case "mtable":
            rows = [" ".join(_linear(cell).strip() for cell in row.children) for row in parts]
            return "; ".join(rows)
        case "mprescripts" | "none":
            return ""
    return "".join(_linear(one) for one in parts)


def shown(token: Node) -> str:
    """A token's characters without those that nobody sees; letters in their plain form."""
    return "".join(plain_letter(char)[0] for char in token.text if char not in INVISIBLE)


def grouped(node: Node) -> str:
    inside = _linear(node).strip()
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
    return _ALONE.get(mark, mark) if mark and len(_linear(base).strip()) != 1 else mark


def high_sign(node: Node) -> str:
    """The characters of a superior that stands high as it is: primes, a degree (often written as a ring), a star."""
    while node.tag == "mrow" and len(node.children) == 1:
        node = node.children[0]
    text = shown(node).replace("∘", "°").replace("∗", "*").replace("'", "′").replace("′′", "″")
    return text if node.tag in ("mo", "mi", "mtext") and text and all(one in HIGH for one in text) else ""


HIGH = frozenset("′″‴⁗‵°*†‡")


def script(sign: str, base: Node, node: Node) -> str:
    """A script behind its base, with the signs that tell what it is."""
    inside = high_sign(node) if sign == "^" else ""
    inside = inside or _linear(node).strip()
    before, after = needs_sign(sign, base, node)
    return f"{before}{inside}{after}" if inside else ""


def needs_sign(sign: str, base: Node, node: Node) -> tuple[str, str]:
    """What stands before and behind a script in plain text: `x^2`, `x_(i + 1)`, but CO2 and f′."""
    inside = _linear(node).strip()
    if not inside or inside[0] in "′″‴⁗*†‡°∘" or node.tag == "mo":
        return "", ""
    if inside.isdecimal() and _is_element(base):
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


def is_function(node: Node) -> bool:
    """Whether a token is the name of a function: sin, log."""
    return node.tag in ("mi", "mo") and shown(node) in FUNCTIONS
