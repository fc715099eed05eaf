"""The structure tree as values (ISO 32000-1, 14.7): elements, what they hold, and what their types come down to.

Knows the standard's types and namespaces; nothing of pages but their objects.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from rejoinder.values import dataclass, field
from rejoinder.verify.content import Key
from rejoinder.verify.opened import (
    Budget,
    Opened,
    entries,
    entry,
    is_array,
    is_dictionary,
    items,
    keys,
    name,
    number_of,
    raw,
    text,
    tree_pairs,
    whole,
)

STANDARD = frozenset((
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "Private",
    "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead",
    "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT",
    "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form",
))  # fmt: skip
"""The types of PDF 1.7 (14.8.4)."""
STANDARD_2 = (STANDARD - {
    "Art", "BlockQuote", "TOC", "TOCI", "Index", "Private", "Quote", "Note", "Reference", "BibEntry", "Code",
}) | {"DocumentFragment", "Aside", "Title", "FENote", "Sub", "Em", "Strong", "Artifact"}  # fmt: skip
"""The types of PDF 2.0 (ISO 32000-2, 14.8.4); headings go on as H7, H8 …"""
PDF_1 = "http://iso.org/pdf/ssn"
PDF_2 = "http://iso.org/pdf2/ssn"
MATHML = "http://www.w3.org/1998/Math/MathML"
MOST_MAPPED = 20
"""Steps from a type to the one that it is mapped to."""


class Holds(NamedTuple):
    """A thing that an element holds: marked content, an object (an annotation), or another element."""

    kind: Literal["mark", "object", "element"]
    key: Key = ((0, 0), 0)
    element: int = 0


@dataclass(slots=True, eq=False)
class Element:
    """An element. Elements are known by their places in the list of all, which is in reading order."""

    place: int
    obj: tuple[int, int]
    written: str
    """Its type as it is written."""
    namespace: str
    role: str = ""
    """The standard type that it comes down to; "" if it comes down to none."""
    parent: int = -1
    kids: list[Holds] = field(default_factory=list)
    page: int = 0
    alt: str | None = None
    actual: str | None = None
    lang: str | None = None
    ident: bytes = b""
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By owner."""
    refs: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Tree:
    """All elements, in reading order."""

    elements: list[Element] = field(default_factory=list)
    by_object: dict[tuple[int, int], int] = field(default_factory=dict)
    tops: list[int] = field(default_factory=list)
    parents: dict[int, Any] = field(default_factory=dict)
    """The parent tree."""
    ids: dict[bytes, tuple[int, int]] = field(default_factory=dict)
    """The ID tree."""
    faults: list[tuple[str, str, int, int]] = field(default_factory=list)
    """Check, message, page and object: what was wrong while it was read."""
    maps: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    """Role maps by namespace ("" for the file's own): each type's target, and the namespace of this."""
    namespaces: list[str] = field(default_factory=list)

    def below(self, element: Element) -> list[Element]:
        return [self.elements[kid.element] for kid in element.kids if kid.kind == "element"]

    def above(self, element: Element) -> Element | None:
        return self.elements[element.parent] if element.parent >= 0 else None

    def roots(self) -> list[Element]:
        return [self.elements[place] for place in self.tops]

    def solid(self, element: Element) -> list[Element]:
        """The elements below one, with those that only group (NonStruct, Div) seen through (14.8.4.2)."""
        found = []
        waiting = self.below(element)[::-1]
        while waiting:
            one = waiting.pop()
            if one.role in ("NonStruct", "Div"):
                waiting += self.below(one)[::-1]
            else:
                found.append(one)
        return found

    def holder(self, element: Element) -> Element | None:
        """The element above one, with those that only group seen through."""
        above = self.above(element)
        while above is not None and above.role in ("NonStruct", "Div"):
            above = self.above(above)
        return above


def read_tree(opened: Opened) -> Tree:
    """The tree of a tagged file."""
    reader = _Reader(opened)
    reader.read()
    return reader.tree


class _Reader:
    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.budget: Budget = opened.budget
        self.root = entry(opened.root, "/StructTreeRoot")
        self.tree = Tree()
        self._spaces: dict[tuple[int, int], str] = {}

    def read(self) -> None:
        tree = self.tree
        self._maps()
        waiting: list[tuple[Any, int, Any]] = [(kid, -1, None) for kid in self._reversed(entry(self.root, "/K"))]
        if not waiting:
            tree.faults.append(("tree", "the structure tree is empty", 0, number_of(self.root)[0]))
        while waiting:
            value, parent, page = waiting.pop()
            self.budget.object()
            found = entries(value)
            kid = self._kid(value, found, parent, page)
            if kid is None:
                continue
            if parent >= 0:
                tree.elements[parent].kids.append(kid)
            elif kid.kind == "element":
                tree.tops.append(kid.element)
            if kid.kind == "element":
                below = found.get("/Pg", page)
                waiting += [(one, kid.element, below) for one in self._reversed(found.get("/K"))]
        self._place_groups()
        for key, value in tree_pairs(entry(self.root, "/ParentTree"), "/Nums", self.budget):
            number = whole(key)
            if number is not None:
                tree.parents[number] = value
        for key, value in tree_pairs(entry(self.root, "/IDTree"), "/Names", self.budget):
            tree.ids[raw(key)] = number_of(value)

    def _place_groups(self) -> None:
        """An element that only holds others is on the page of the first of these that is on one."""
        elements = self.tree.elements
        bare = {element.place for element in elements if not element.page}
        for element in reversed(elements):
            if element.page and element.parent in bare:
                elements[element.parent].page = element.page

    def _reversed(self, value: Any) -> list[Any]:
        return list(items(value, self.budget))[::-1]

    def _kid(self, value: Any, found: dict[str, Any], parent: int, page: Any) -> Holds | None:
        mcid = whole(value)
        above = self.tree.elements[parent].obj[0] if parent >= 0 else 0
        if mcid is not None:
            return self._mark(page, mcid, above)
        if not is_dictionary(value):
            self.tree.faults.append(("tree", "an element holds something that is no element", 0, above))
            return None
        kind = name(found.get("/Type"))
        owner = found.get("/Pg", page)
        if kind == "MCR":
            return self._mark(found.get("/Stm", owner), whole(found.get("/MCID")), above)
        if kind == "OBJR":
            return Holds("object", (number_of(found.get("/Obj")), 0))
        return self._element(number_of(value), found, parent, owner)

    def _mark(self, owner: Any, mcid: int | None, above: int) -> Holds | None:
        if mcid is None or owner is None:
            self.tree.faults.append(("mark-missing", "an element holds marked content of no page", 0, above))
            return None
        return Holds("mark", (number_of(owner), mcid))

    def _element(self, obj: tuple[int, int], found: dict[str, Any], parent: int, page: Any) -> Holds | None:
        tree = self.tree
        number = self._page(page)
        if obj != (0, 0) and obj in tree.by_object:
            tree.faults.append(("tree", "an element is in the tree twice, or holds itself", number, obj[0]))
            return None
        place = len(tree.elements)
        if obj != (0, 0):
            tree.by_object[obj] = place
        element = Element(
            place, obj, name(found.get("/S")), self._namespace(found.get("/NS")), parent=parent, page=number
        )
        if not element.written:
            tree.faults.append(("tree", "an element has no type (/S)", number, obj[0]))
        expected = tree.elements[parent].obj if parent >= 0 else number_of(self.root)
        if number_of(found.get("/P")) != expected:
            tree.faults.append(
                ("tree", f"the /P of {_shown(element.written)} does not lead to what holds it", number, obj[0])
            )
        for key, slot in (("/Alt", "alt"), ("/ActualText", "actual"), ("/Lang", "lang")):
            said = found.get(key)
            if said is not None:
                setattr(element, slot, text(said))
        element.ident = raw(found.get("/ID"))
        element.refs = [number_of(one) for one in items(found.get("/Ref"), self.budget)]
        self._attributes(element, found)
        element.role = self._role(element)
        tree.elements.append(element)
        return Holds("element", element=place)

    def _page(self, page: Any) -> int:
        return self.opened.numbers.get(number_of(page), -1) + 1 if page is not None else 0

    def _namespace(self, space: Any) -> str:
        if space is None:
            return ""
        obj = number_of(space)
        if obj not in self._spaces:
            self._spaces[obj] = text(entry(space, "/NS")) or "(a namespace without a name)"
        return self._spaces[obj]

    def _attributes(self, element: Element, found: dict[str, Any]) -> None:
        """Attribute objects, and those of its classes (14.7.5)."""
        listed: list[Any] = []
        for one in items(found.get("/C"), self.budget):
            if name(one):
                listed += items(entry(entry(self.root, "/ClassMap"), f"/{name(one)}"), self.budget)
        listed += items(found.get("/A"), self.budget)
        for one in listed:
            written = entries(one)
            owned = element.attributes.setdefault(name(written.get("/O")), {})
            owned.update((key[1:], self._value(value)) for key, value in written.items())

    def _value(self, value: Any) -> Any:
        if is_array(value):
            return [raw(one) or name(one) or whole(one) for one in items(value, self.budget)]
        return name(value) or raw(value) or whole(value)

    # ── types ─────────────────────────────────────────────────────────────

    def _maps(self) -> None:
        tree = self.tree
        own = entry(self.root, "/RoleMap")
        tree.maps[""] = {key[1:]: (name(entry(own, key)), "") for key in keys(own)}
        for space in items(entry(self.root, "/Namespaces"), self.budget):
            called = text(entry(space, "/NS"))
            tree.namespaces.append(called)
            self._spaces[number_of(space)] = called
            mapped: dict[str, tuple[str, str]] = {}
            listed = entry(space, "/RoleMapNS")
            for key in keys(listed):
                target = entry(listed, key)
                if is_array(target) and len(target) == 2:
                    mapped[key[1:]] = (name(target[0]), text(entry(target[1], "/NS")))
                else:
                    mapped[key[1:]] = (name(target), "")
            tree.maps[called] = mapped

    def _role(self, element: Element) -> str:
        role, space = element.written, element.namespace
        for _ in range(MOST_MAPPED):
            if is_standard(role, space):
                return role
            following = self.tree.maps.get(space, {}).get(role)
            if following is None:
                return "Formula" if space == MATHML and role == "math" else ""
            role, space = following
        return ""


def is_standard(role: str, space: str) -> bool:
    """Whether a type is one of the standard's, in a namespace (ISO 32000-2, 14.8.6)."""
    if space == PDF_2:
        return role in STANDARD_2 or (role[:1] == "H" and role[1:].isdigit() and len(role) < 6)
    return space in ("", PDF_1) and role in STANDARD


def _shown(role: str) -> str:
    return f"<{role}>" if role else "an element"
