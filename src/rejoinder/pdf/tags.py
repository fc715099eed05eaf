"""The structure tree: what the page says, in the order in which it is read (ISO 32000-1, 14.7-14.8; ISO 14289-1, 7).

Knows elements and the marked content that belongs to them, in either version of PDF (ISO 32000-2, 14.7-14.8; ISO
14289-2, 8.2); nothing of ink.

Ids count up in reading order, so an element that holds only elements puts them in order of their ids, wherever they
stand on the page. A leaf keeps its words and inline children as they were painted; a note within it follows the mark
that calls it.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, TypeAlias

from rejoinder.galley.model import Element, ElementId
from rejoinder.geometry import Pt
from rejoinder.pdf.attached import attach
from rejoinder.pdf.attributes import Rectangle, attributes
from rejoinder.pdf.embed import public
from rejoinder.pdf.objects import PdfFile, byte_string, name, ref, text_string
from rejoinder.pdf.roles import NAMESPACE, mapped_1, name_2
from rejoinder.pdf.standard import UA_1, Standard
from rejoinder.record.model import Attachment

TABLE_PARTS = frozenset(("THead", "TBody", "TFoot", "TR", "TH", "TD"))
MATHML_TYPE = "application/mathml+xml"
CELLS_AND_ROWS = frozenset(("TR", "TH", "TD"))

Kid: TypeAlias = tuple[int, int] | ElementId
"""Marked content as page (counted from 0) and MCID, or a child element."""


class Spot(NamedTuple):
    """A point on a page (counted from 0) in PDF's own space: where a destination leads."""

    page: int
    x: Pt
    y: Pt


class Node:
    """An element of the tree, with what came to belong to it while the pages were painted."""

    __slots__ = ("annotations", "boxes", "element", "fragments", "kids", "obj", "spot")

    def __init__(self, element: Element) -> None:
        self.element = element
        self.obj = 0
        self.spot: Spot | None = None
        """Where its first line begins; None until it has content."""
        self.kids: list[Kid] = []
        """As painted."""
        self.fragments: list[tuple[int, Rectangle]] = []
        """Of a link: the stretches of lines it covers, each with its page."""
        self.annotations: list[tuple[int, int]] = []
        """Page and object of each."""
        self.boxes: list[tuple[int, Rectangle]] = []
        """Of a figure: what its pictures cover, each with its page."""


class Bookmark(NamedTuple):
    """A heading, as the outline names it."""

    level: int
    title: str
    spot: Spot
    obj: int


class Tree:
    """The document's elements while its pages are painted.

    Elements that never get content are left out, but for the cells of a table.
    """

    def __init__(self, elements: tuple[Element, ...], standard: Standard = UA_1) -> None:
        self.standard = standard
        self.nodes = {element.id: Node(element) for element in elements}
        self.anchors: dict[str, Spot] = {}
        """Where the names of places lead."""
        self.formulas = frozenset(element.id for element in elements if element.role == "Formula")
        self._anchored = {anchor: element.id for element in elements for anchor in _names(element)}
        self._roots: list[ElementId] = []
        self._owners: list[list[ElementId]] = []
        self._links: dict[ElementId, Node | None] = {}
        self._numbered = False
        self._associated: dict[str, int] = {}
        """The file specifications of formulas in MathML."""

    def begin_page(self) -> None:
        self._owners.append([])

    def anchor(self, anchor: str, owner: ElementId | None, spot: Spot) -> None:
        """Note where a name leads: to a line of an element. A link that has the name knows better where it stands."""
        held = self._anchored.get(anchor)
        if held is not None and self.nodes[held].element.role == "Link":
            return
        self.anchors.setdefault(anchor, spot)
        if held is None and owner is not None:
            self._anchored[anchor] = owner

    def mark(self, owner: ElementId, spot: Spot) -> str:
        """Give an element a new piece of content on the page in hand; says its property list (14.6.2)."""
        node = self._attach(owner, spot)
        owners = self._owners[-1]
        node.kids.append((len(self._owners) - 1, len(owners)))
        owners.append(owner)
        return f"{name(self._called(node.element.role))} <</MCID {len(owners) - 1}>>"

    def _attach(self, owner: ElementId, spot: Spot) -> Node:
        """Hang an element into the tree, with all above it, at its first content."""
        node = self.nodes[owner]
        if node.spot is not None:
            return node
        node.spot = spot
        for anchor in _names(node.element):
            self.anchors.setdefault(anchor, spot)
        parent = node.element.parent
        if parent is None or parent not in self.nodes:
            self._roots.append(owner)
        else:
            self._attach(parent, spot).kids.append(owner)
        return node

    def cover(self, owner: ElementId, page: int, box: Rectangle) -> None:
        """Note what a picture of an element covers."""
        self.nodes[owner].boxes.append((page, box))

    def complete_tables(self) -> None:
        """Hang empty rows and cells into the tables that were printed: without them columns would not align."""
        tables: dict[ElementId, Spot | None] = {}
        for owner in sorted(self.nodes):
            element = self.nodes[owner].element
            parent = element.parent
            if element.role == "Table":
                tables[owner] = self.nodes[owner].spot
            elif element.role in TABLE_PARTS and parent in tables:
                spot = tables[owner] = tables[parent]
                if spot is not None and element.role in CELLS_AND_ROWS:
                    self._attach(owner, spot)

    def link_above(self, owner: ElementId) -> Node | None:
        """The link that an element is, or stands in."""
        if owner not in self._links:
            node = self.nodes[owner]
            parent = node.element.parent
            if node.element.role == "Link" and node.element.target is not None:
                self._links[owner] = node
            else:
                self._links[owner] = self.link_above(parent) if parent in self.nodes else None
        return self._links[owner]

    def linked(self) -> list[Node]:
        """All links that got content, in reading order."""
        return [self.nodes[owner] for owner in sorted(self.nodes) if self.nodes[owner].fragments]

    def headings(self) -> list[Bookmark]:
        """The headings, in reading order."""
        return [
            Bookmark(int(node.element.role[1]), node.element.title, node.spot, node.obj)
            for _, node in sorted(self.nodes.items())
            if node.spot is not None and node.element.title and _is_heading(node.element.role)
        ]

    def said(self, text: str) -> str:
        """What is told to people, as a text string."""
        return text_string(public(text) if self.standard.two else text)

    def named(self, anchor: str) -> int:
        """The object of the element to which a name leads; 0 if there is none."""
        owner = self._anchored.get(anchor)
        return self.nodes[owner].obj if owner is not None else 0

    # ── writing ───────────────────────────────────────────────────────────

    def number(self, file: PdfFile) -> None:
        """Give each element its object, when all pages are painted: links may lead to it (ISO 32000-2, 12.3.2.3)."""
        if self._numbered:
            return
        self._numbered = True
        self.complete_tables()
        for node in self._attached():
            node.obj = file.reserve()

    def write(self, file: PdfFile, pages: list[int], stamp: datetime | None = None) -> int:
        """Write the tree; says its root's object. The links' annotations have been noted before.

        `stamp` dates the files that belong to elements: formulas bring themselves along as MathML.
        """
        self.number(file)
        self._associate(file, stamp)
        attached = self._attached()
        root = file.reserve()
        space = file.add(f"<</Type /Namespace /NS ({NAMESPACE})>>") if self.standard.two else 0
        top = self._top(file, root, space)
        ids = _ids(attached)
        calls = self._calls(attached) if self.standard.two else {}
        for node in attached:
            parent = node.element.parent
            above = self.nodes[parent].obj if parent in self.nodes else (top if top != node.obj else root)
            file.put(node.obj, self._body(node, above, pages, ids, calls.get(node.element.id, ()), space))
        parents = self._parents(file)
        pairs = " ".join(f"{key} {ref(obj)}" for key, obj in enumerate(parents))
        types = f" /Namespaces [{ref(space)}]" if space else _role_map(attached)
        file.put(
            root,
            f"<</Type /StructTreeRoot /K {ref(top)} /ParentTree {ref(file.add(f'<</Nums [{pairs}]>>'))} "
            f"/ParentTreeNextKey {len(parents)}{types}{self._id_tree(ids)}>>",
        )
        return root

    def _associate(self, file: PdfFile, stamp: datetime | None) -> None:
        """Write what belongs to elements, each file once (ISO 32000-2, 14.13.5; ISO 19005-3, 6.8)."""
        for node in self._attached():
            mathml = node.element.mathml
            if mathml and mathml not in self._associated:
                count = len(self._associated) + 1
                one = Attachment(
                    name=f"formula-{count}.mml",
                    media_type=MATHML_TYPE,
                    data=mathml.encode(),
                    relationship="Supplement",
                    about=public(node.element.alt) or "Formula",
                )
                (self._associated[mathml],) = attach(file, (one,), stamp)

    def _attached(self) -> list[Node]:
        return [self.nodes[owner] for owner in sorted(self.nodes) if self.nodes[owner].spot is not None]

    def _top(self, file: PdfFile, root: int, space: int) -> int:
        """The one element below the root: the author's Document, or else one around all that stand alone."""
        roots = [self.nodes[owner] for owner in sorted(self._roots)]
        if len(roots) == 1 and roots[0].element.role == "Document":
            return roots[0].obj
        kids = " ".join(ref(node.obj) for node in roots)
        return file.add(f"<</Type /StructElem /S /Document{_in(space)} /P {ref(root)} /K [{kids}]>>")

    def _called(self, role: str) -> str:
        """A role by its name in the version of PDF that is written."""
        return name_2(role)[0] if self.standard.two else role

    def _calls(self, attached: list[Node]) -> dict[ElementId, list[int]]:
        """/Ref, both ways: of each mark the note that it calls, of each note its marks (ISO 14289-2, 8.2.5.14)."""
        notes = {node.element.anchor: node for node in attached if node.element.role == "Note" and node.element.anchor}
        calls: dict[ElementId, list[int]] = {}
        for node in attached:
            note = notes.get(node.element.target.anchor) if node.annotations and node.element.target else None
            if note is not None:
                calls.setdefault(node.element.id, []).append(note.obj)
                calls.setdefault(note.element.id, []).append(node.obj)
        return calls

    def _body(
        self, node: Node, above: int, pages: list[int], ids: dict[ElementId, str], calls: Sequence[int], space: int
    ) -> str:
        element = node.element
        role = element.role
        if role == "Link" and not node.annotations:
            role = "Span"  # a link that leads nowhere is not one (ISO 14289-1, 7.18.5)
        called, in_two = name_2(role) if space else (role, False)
        entries = [f"<</Type /StructElem /S {name(called)}{_in(space if in_two else 0)} /P {ref(above)}"]
        home = next((kid[0] for kid in node.kids if isinstance(kid, tuple)), None)
        if home is not None:
            entries.append(f"/Pg {ref(pages[home])}")
        entries.append(f"/K {self._kids(node, home, pages)}")
        if element.title:
            entries.append(f"/T {self.said(element.title)}")
        if element.lang:
            entries.append(f"/Lang {text_string(element.lang)}")
        alt = element.alt or (_nameless(element) if role in ("Figure", "Formula") else "")
        if alt:
            entries.append(f"/Alt {self.said(alt)}")
        if element.id in ids:
            entries.append(f"/ID {byte_string(ids[element.id])}")
        if element.mathml:
            entries.append(f"/AF [{ref(self._associated[element.mathml])}]")
        if calls:
            entries.append(f"/Ref [{' '.join([ref(obj) for obj in calls])}]")
        said = attributes(element, node.boxes, ids, two=bool(space))
        if said:
            entries.append(f"/A {said[0] if len(said) == 1 else f'[{chr(32).join(said)}]'}")
        return " ".join(entries) + ">>"

    def _id_tree(self, ids: dict[ElementId, str]) -> str:
        """Elements by their IDs (14.7.2)."""
        named = sorted((key, self.nodes[owner].obj) for owner, key in ids.items())
        if not named:
            return ""
        pairs = " ".join(f"{byte_string(key)} {ref(obj)}" for key, obj in named)
        first, last = byte_string(named[0][0]), byte_string(named[-1][0])
        return f" /IDTree <</Kids [<</Limits [{first} {last}] /Names [{pairs}]>>]>>"

    def _kids(self, node: Node, home: int | None, pages: list[int]) -> str:
        """The array /K (14.7.2): content on the element's own page by its bare MCID."""
        written = [self._kid(kid, home, pages) for kid in self._in_reading_order(node)]
        written += [f"<</Type /OBJR /Obj {ref(obj)} /Pg {ref(pages[page])}>>" for page, obj in node.annotations]
        return written[0] if len(written) == 1 else f"[{' '.join(written)}]"

    def _kid(self, kid: Kid, home: int | None, pages: list[int]) -> str:
        if isinstance(kid, int):
            return ref(self.nodes[kid].obj)
        page, mcid = kid
        return str(mcid) if page == home else f"<</Type /MCR /Pg {ref(pages[page])} /MCID {mcid}>>"

    def _in_reading_order(self, node: Node) -> list[Kid]:
        if len(node.kids) == 1:
            return node.kids
        elements = sorted([kid for kid in node.kids if isinstance(kid, int)])
        if len(elements) == len(node.kids):
            return list(elements)
        notes = [kid for kid in elements if self.nodes[kid].element.role == "Note"]
        return _with_notes(node.kids, notes) if notes else node.kids

    def _parents(self, file: PdfFile) -> list[int]:
        """What the parent tree's keys lead to (14.7.4.4): first pages, to the owners of their content, then links."""
        of_pages = [
            file.add(f"[{' '.join([ref(self.nodes[owner].obj) for owner in owners])}]") for owners in self._owners
        ]
        return of_pages + [node.obj for node in self.linked() for _ in node.annotations]


def _with_notes(kids: list[Kid], notes: list[ElementId]) -> list[Kid]:
    """Each note behind the last inline child that comes before it in reading order, which is its mark."""
    moved = frozenset(notes)
    others = [kid for kid in kids if kid not in moved]
    inline = [kid for kid in others if isinstance(kid, int)]
    following = dict(zip(inline, [*inline[1:], sys.maxsize], strict=False))
    waiting = deque(notes)
    ordered: list[Kid] = []
    for kid in others:
        ordered.append(kid)
        while isinstance(kid, int) and waiting and waiting[0] < following[kid]:
            ordered.append(waiting.popleft())
    return [*ordered, *waiting]


def _names(element: Element) -> tuple[str, ...]:
    return (element.anchor, *element.anchors) if element.anchor else element.anchors


def _ids(attached: list[Node]) -> dict[ElementId, str]:
    """Names of elements that others lead to: of notes, of which PDF/UA wants one for each (ISO 14289-1, 7.9), and of
    heads of tables that cells name.
    """
    heads = {head for node in attached for head in node.element.headers}
    return {
        node.element.id: f"{'note' if node.element.role == 'Note' else 'head'}-{node.element.id}"
        for node in attached
        if node.element.role == "Note" or node.element.id in heads
    }


def _in(space: int) -> str:
    """The entry that names an element's namespace; none for that of PDF 1.7 (ISO 32000-2, 14.7.4)."""
    return f" /NS {ref(space)}" if space else ""


def _nameless(element: Element) -> str:
    """What is said of a figure or formula that nobody described: never nothing (ISO 14289-1, 7.3)."""
    return element.title or element.role


def _is_heading(role: str) -> bool:
    return len(role) == 2 and role[0] == "H" and role[1].isdigit()


def _role_map(attached: list[Node]) -> str:
    mapped = mapped_1({node.element.role for node in attached})
    pairs = " ".join(f"{name(role)} {name(standard)}" for role, standard in mapped.items())
    return f" /RoleMap <<{pairs}>>" if pairs else ""
