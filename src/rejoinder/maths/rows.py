"""Rows of formulas: what each part is among its neighbours, and the white between two of them.

The one place for it, so that what is set and what is said in plain text have their spaces in the same places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rejoinder.maths.model import Node
from rejoinder.maths.signs import FUNCTIONS, INVISIBLE, LARGE, SPACES, STRETCHY, Kind, kind_of

APPLIED = "\u2061"
"""Between a function and what it is of; nobody sees it."""
EIGHTEENTHS = (0, 3, 4, 5)
"""Thin, medium and thick white (The TeXbook, page 168)."""
SIDES: dict[Kind, int] = {"rel": 5, "bin": 4, "op": 3, "inner": 3}
SCRIPT_SIDES: dict[Kind, int] = {"op": 3}
"""White on either side of a part, in eighteenths of an em, beside one whose author says how much it has on its own."""
SCRIPTED = frozenset(("msub", "msup", "msubsup", "munder", "mover", "munderover"))

_SIGN_OF = {"-": "−", "'": "′", "''": "″", "*": "∗"}
LENGTH = re.compile(r"([+-]?(?:\d{1,4}(?:\.\d{0,10})?|\.\d{1,10}))\s*(em|ex|pt|px|mm|cm|in|pc|%|)")
_IN_EMS = {
    "em": 1.0,
    "ex": 0.5,
    "pt": 0.1,
    "px": 0.075,
    "mm": 0.283,
    "cm": 2.83,
    "in": 7.2,
    "pc": 1.2,
    "%": 0.01,
    "": 1.0,
}
NAMED_SPACES = {
    f"{'negative' * minus}{name}mathspace": (-n if minus else n) / 18
    for minus in (0, 1)
    for n, name in enumerate("veryverythin verythin thin medium thick verythick veryverythick".split(), 1)
}


class Sides(NamedTuple):
    """A part as its neighbours see it; `left` and `right` are the white that its author wants there, in ems."""

    kind: Kind = "ord"
    left: float | None = None
    right: float | None = None
    applied: bool = False
    """It is the sign that nobody sees, between a function and what it is of."""


def ems(written: str) -> float | None:
    """A length of MathML in ems; those in other units by the size of a text."""
    text = written.strip()
    found = LENGTH.fullmatch(text)
    if not found:
        return NAMED_SPACES.get(text)
    return float(found[1]) * _IN_EMS[found[2]]


def sign_of(node: Node) -> str:
    """An operator's character, in its mathematical form."""
    text = "".join(char for char in node.text if char not in INVISIBLE or len(node.text) == 1)
    return _SIGN_OF.get(text, text)


def flat(children: Sequence[Node]) -> list[Node]:
    """The parts of a row; rows within it that hold no brackets that grow are part of it."""
    out: list[Node] = []
    for node in children:
        if node.tag in ("mrow", "merror") and not any(one.tag == "mo" and grows(one) for one in node.children):
            out += flat(node.children)
        else:
            out.append(node)
    return out


def grows(node: Node) -> bool:
    """Whether an operator grows in height with its row."""
    stretchy = node.get("stretchy")
    sign = sign_of(node)
    if stretchy == "false" or not sign:
        return False
    return sign in STRETCHY or (stretchy == "true" and sign in "/\\↑↓↕⇑⇓⇕")


def core_of(node: Node | None) -> Node | None:
    """The operator that a part is about: itself, or what scripts hang on."""
    while node is not None:
        if node.tag == "mo":
            return node
        single = node.tag in ("mrow", "mstyle", "mpadded") and len(node.children) == 1
        if node.children and (node.tag in SCRIPTED or single):
            node = node.children[0]
        else:
            return None
    return None


def forms(nodes: Sequence[Node]) -> list[str]:
    """Of each part, whether an operator stands before, between or behind what it is about (MathML Core, 3.2.4.2)."""
    solid = [n for n, node in enumerate(nodes) if node.tag != "mspace"]
    out = []
    for at, node in enumerate(nodes):
        core = core_of(node)
        said = core.get("form") if core is not None else ""
        if said in ("prefix", "infix", "postfix"):
            out.append(said)
        elif len(solid) < 2 or at not in (solid[0], solid[-1]):
            out.append("infix")
        else:
            out.append("prefix" if at == solid[0] else "postfix")
    return out


def sides(node: Node, form: str = "infix") -> Sides:
    """What a part is to its neighbours."""
    if node.tag == "mspace":
        return Sides("ord", 0.0, 0.0)
    if node.tag == "mo":
        sign = sign_of(node)
        if not sign or sign in INVISIBLE:
            return Sides("ord", 0.0, 0.0, True)
        return Sides(operator_kind(sign, form, node), ems(node.get("lspace")), ems(node.get("rspace")))
    if node.tag == "mi":
        return Sides("op" if node.text in FUNCTIONS else "ord")
    if node.tag in SCRIPTED and node.children:
        return sides(node.children[0])
    if node.tag == "mfrac" and node.get("bevelled") != "true":
        return Sides("inner")
    if node.tag in ("mrow", "mstyle", "mpadded", "merror", "math"):
        inside = flat(node.children)
        if len(inside) == 1:
            return sides(inside[0])
    return Sides()


def operator_kind(sign: str, form: str, node: Node) -> Kind:
    if sign in LARGE and node.get("largeop") != "false":
        return "op"
    if len(sign) == 1:
        return kind_of(sign, form)
    if sign[0].isalpha():
        return "op" if sign in FUNCTIONS else "ord"
    if sign in (":=", "=:", "==", "<=", ">=", "!=", "->", "=>", "<-"):
        return "rel"
    return kind_of(sign[0], form) if len(set(sign)) == 1 else "ord"


def settled(kinds: Sequence[Kind]) -> list[Kind]:
    """A sign of a sum that has nothing on one of its sides is none (The TeXbook, rules 5 and 6)."""
    out: list[Kind] = []
    for at, kind in enumerate(kinds):
        if kind == "bin" and (not out or out[-1] in ("bin", "op", "rel", "open", "punct") or at + 1 == len(kinds)):
            kind = "ord"
        if kind in ("rel", "close", "punct") and out and out[-1] == "bin":
            out[-1] = "ord"
        out.append(kind)
    return out


def white(before: Sides, after: Sides, left: Kind, right: Kind, *, script: bool) -> float:
    """The white between two parts, in ems: TeX's, unless the author of one of them says how much is on its side.

    `left` and `right` are their kinds as settled.
    """
    if before.right is None and after.left is None:
        usual = SPACES[left, right]
        return EIGHTEENTHS[abs(usual)] / 18 if usual > 0 or not script else 0.0
    if before.applied or after.applied:
        return 0.0
    own = SCRIPT_SIDES if script else SIDES
    behind = own.get(left, 0) / 18 if before.right is None else before.right
    ahead = own.get(right, 0) / 18 if after.left is None else after.left
    if right == "op" and after.left is None and left in ("open", "rel", "bin", "punct"):
        ahead = 0.0
    return behind + ahead


def is_seen(space: float, left: Kind, right: Kind) -> bool:
    """Whether white between two parts is a space in plain text."""
    return space > 0.1 and (left in ("bin", "rel") or right in ("bin", "rel"))
