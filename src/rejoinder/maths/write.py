"""Trees as MathML again: what is attached to a formula, and stands in JATS."""

from __future__ import annotations

from rejoinder.maths.model import MATHML, Node

_NEVER = frozenset(("alttext", "display"))


def mathml(tree: Node, *, prefix: str = "", display: bool = False, namespace: bool = True) -> str:
    """MathML 3 (presentation), with a prefix for its elements or with its namespace as the default one."""
    before = f"{prefix}:" if prefix else ""
    said = ' display="block"' if display else ""
    if namespace:
        said = f' xmlns{":" if prefix else ""}{prefix}="{MATHML}"{said}'
    inside = "".join(_written(child, before) for child in tree.children)
    return f"<{before}math{said}>{inside}</{before}math>"


def _written(node: Node, before: str) -> str:
    name = f"{before}{'mrow' if node.tag == 'math' else node.tag}"
    said = "".join(f' {key}="{_value(value)}"' for key, value in node.attributes if key not in _NEVER)
    inside = _text(node.text) + "".join(_written(child, before) for child in node.children)
    return f"<{name}{said}>{inside}</{name}>" if inside else f"<{name}{said}/>"


def _text(characters: str) -> str:
    return characters.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _value(characters: str) -> str:
    return _text(characters).replace('"', "&quot;")
