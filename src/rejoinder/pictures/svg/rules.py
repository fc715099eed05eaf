"""Which rules of a style sheet apply to which elements (CSS 2.1, 5 and 6.4.3).

Knows selectors by type, class, id and attribute, within and below each other: all that drawing programs write. The
tree is gone through once, from above, and each element is asked about each selector at most once for every part of it,
so that no sheet can take long; a matcher that searches upwards from every element can be made to.
"""

from __future__ import annotations

import xml.etree.ElementTree as Etree
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeAlias

from rejoinder.pictures.refusal import RefusedError

MOST_TESTS = 4_000_000
"""Elements times parts of selectors."""

Specificity: TypeAlias = tuple[int, int, int]


class Compound(NamedTuple):
    """What one element must be: `rect.axis#x[data-y="1"]`."""

    tag: str = ""
    id: str = ""
    classes: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str | None], ...] = ()
    root: bool = False

    def fits(self, element: Etree.Element, classes: frozenset[str], *, is_root: bool) -> bool:
        return (
            (not self.tag or self.tag == element.tag)
            and (not self.id or self.id == element.get("id"))
            and classes.issuperset(self.classes)
            and all(
                element.get(key) == value if value is not None else key in element.attrib
                for key, value in self.attributes
            )
            and (is_root or not self.root)
        )


class Selector(NamedTuple):
    """Compounds from the outermost to the innermost; `near[i]` says that the next one is a child of the i-th."""

    compounds: tuple[Compound, ...]
    near: tuple[bool, ...]

    @property
    def specificity(self) -> Specificity:
        ids = sum(bool(one.id) for one in self.compounds)
        classes = sum(len(one.classes) + len(one.attributes) + one.root for one in self.compounds)
        return ids, classes, sum(bool(one.tag) for one in self.compounds)


class Rule(NamedTuple):
    """A selector, and whatever is said of what it selects."""

    selector: Selector
    said: Any


def selectors(prelude: Iterable[Any]) -> list[Selector] | None:
    """The selectors before a block, as tinycss2 took them apart; None if one of them is of a kind not known here."""
    found: list[Selector] = []
    part: list[Any] = []
    for token in [*prelude, None]:
        if token is None or (token.type == "literal" and token.value == ","):
            selector = _selector(part)
            if selector is None:
                return None
            found.append(selector)
            part = []
        else:
            part.append(token)
    return found


def _selector(tokens: list[Any]) -> Selector | None:
    compounds: list[Compound] = []
    near: list[bool] = []
    waiting: str = ""
    current: Compound | None = None
    stream = iter([token for token in tokens if token.type != "comment"])
    for token in stream:
        if token.type == "whitespace" or (token.type == "literal" and token.value == ">"):
            if current is not None:
                compounds.append(current)
                current = None
            waiting = ">" if token.type == "literal" else waiting or " "
            continue
        if current is None:
            if compounds:
                near.append(waiting == ">")
            elif waiting == ">":
                return None
            waiting, current = "", Compound()
        current = _with(current, token, stream)
        if current is None:
            return None
    if current is not None:
        compounds.append(current)
    elif waiting == ">":
        return None
    return Selector(tuple(compounds), tuple(near)) if compounds else None


def _with(compound: Compound, token: Any, stream: Iterator[Any]) -> Compound | None:
    """A compound with one condition more; None if it is of no known kind."""
    match token.type:
        case "ident":
            return compound._replace(tag=token.value) if compound == Compound() else None
        case "hash":
            return compound._replace(id=token.value)
        case "[] block":
            attribute = _attribute([one for one in token.content if one.type != "whitespace"])
            return attribute and compound._replace(attributes=(*compound.attributes, attribute))
        case "literal" if token.value == "*":
            return compound
        case "literal" if token.value in ".:":
            name = next(stream, None)
            if name is None or name.type != "ident":
                return None
            if token.value == ".":
                return compound._replace(classes=(*compound.classes, name.value))
            return compound._replace(root=True) if name.lower_value == "root" else None
    return None


def _attribute(tokens: list[Any]) -> tuple[str, str | None] | None:
    match tokens:
        case [name] if name.type == "ident":
            return name.value, None
        case [name, equals, value] if name.type == "ident" and value.type in ("ident", "string"):
            return (name.value, value.value) if getattr(equals, "value", "") == "=" else None
    return None


def matched(rules: list[Rule], root: Etree.Element, elements: int) -> dict[Etree.Element, list[Any]]:
    """What is said of each element, the weakest first."""
    if elements * sum(len(rule.selector.compounds) for rule in rules) > MOST_TESTS:
        raise RefusedError("is an SVG with too many style rules for its size", "save it as plain SVG")
    order = sorted(range(len(rules)), key=lambda at: (rules[at].selector.specificity, at))
    ranked = [rules[at] for at in order]
    found: dict[Etree.Element, list[Any]] = {}
    nothing = [0] * len(ranked)
    waiting: list[tuple[Etree.Element, list[int], list[int]]] = [(root, nothing, nothing)]
    while waiting:
        element, parent, above = waiting.pop()
        here = _fitting(ranked, element, parent, above, is_root=element is root)
        said = [
            rule.said for rule, fits in zip(ranked, here, strict=True) if fits >> (len(rule.selector.compounds) - 1) & 1
        ]
        if said:
            found[element] = said
        if len(element):
            below = [one | other for one, other in zip(above, here, strict=True)]
            waiting += [(child, here, below) for child in element]
    return found


def _fitting(
    rules: list[Rule], element: Etree.Element, parent: list[int], above: list[int], *, is_root: bool
) -> list[int]:
    """For each rule, as bits: which of its compounds fits this element, with all those before it in place above."""
    classes = frozenset(element.get("class", "").split())
    fitting: list[int] = []
    for at, (selector, _) in enumerate(rules):
        bits = 0
        for place, compound in enumerate(selector.compounds):
            if place and not (parent[at] if selector.near[place - 1] else above[at]) >> (place - 1) & 1:
                continue
            if compound.fits(element, classes, is_root=is_root):
                bits |= 1 << place
        fitting.append(bits)
    return fitting
