"""Formulas as trees: presentation MathML, cleaned and bounded."""

from __future__ import annotations

from rejoinder.values import dataclass

MATHML = "http://www.w3.org/1998/Math/MathML"


@dataclass(frozen=True, slots=True)
class Node:
    """An element of MathML. Token elements (`mi`, `mn`, `mo`, `mtext`, `ms`) hold `text`, all others `children`.

    Every element that is here is one of `read.py`'s list; there are no prefixes, annotations or comments.
    """

    tag: str
    children: tuple[Node, ...] = ()
    text: str = ""
    attributes: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str:
        """An attribute's value; "" if it has none."""
        for key, value in self.attributes:
            if key == name:
                return value
        return ""


@dataclass(frozen=True, slots=True)
class Understood:
    r"""A formula that was read. `label` is what its author numbered it with (`\tag{3}`)."""

    tree: Node
    label: str = ""
    lost: tuple[str, ...] = ()
    """Elements that nobody knows; what stands in them was kept."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a formula cannot be read, and what would help."""

    why: str
    hint: str = ""
