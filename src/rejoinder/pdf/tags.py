"""The structure tree: what the page says, in the order in which it is read (ISO 32000-1, 14.7-14.8; ISO 14289-1, 7).

Knows elements and the marked content that belongs to them; nothing of ink.

Ids count up in reading order, so an element that holds only elements puts them in order of their ids, wherever they
stand on the page. A leaf keeps its words and inline children as they were painted; a note within it follows the mark
that calls it.
"""

from __future__ import annotations

import sys
from collections import deque
from typing import NamedTuple, TypeAlias

from rejoinder.galley.model import Element, ElementId
from rejoinder.geometry import Pt
from rejoinder.pdf.objects import PdfFile, byte_string, name, number, ref, text_string

STANDARD_ROLES = frozenset((
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "Private",
    "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl",
    "LBody", "Table", "TR", "TH", "TD", "THead", "TBody",
    "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Figure", "Formula", "Form",
))  # fmt: skip
"""The structure types of PDF 1.7 that we may meet (14.8.4)."""

ROLE_MAP = {"Title": "P", "Subtitle": "P", "Em": "Span", "Strong": "Span", "Sub": "Span", "Sup": "Span"}
"""Types of our own, and what they are to a reader that does not know them (14.7.3)."""

OTHER_ROLE = "NonStruct"
"""What any further type is mapped to."""

LIST_NUMBERINGS = frozenset((
    "None", "Disc", "Circle", "Square", "Decimal", "UpperRoman", "LowerRoman", "UpperAlpha", "LowerAlpha",
))  # fmt: skip
"""Values of /ListNumbering (14.8.5.5)."""


TABLE_PARTS = frozenset(("THead", "TBody", "TFoot", "TR", "TH", "TD"))
CELLS_AND_ROWS = frozenset(("TR", "TH", "TD"))
SCOPES = ("Column", "Row", "Both")
"""Values of /Scope (14.8.5.7)."""

Kid: TypeAlias = tuple[int, int] | ElementId
"""Marked content as page (counted from 0) and MCID, or a child element."""


Rectangle: TypeAlias = tuple[Pt, Pt, Pt, Pt]
"""Left, lower, right and upper side in PDF's own space."""


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


class Tree:
    """The document's elements while its pages are painted.

    Elements that never get content are left out, but for the cells of a table.
    """

    def __init__(self, elements: tuple[Element, ...]) -> None:
        self.nodes = {element.id: Node(element) for element in elements}
        self.anchors: dict[str, Spot] = {}
        self._roots: list[ElementId] = []
        self._owners: list[list[ElementId]] = []
        self._links: dict[ElementId, Node | None] = {}

    def begin_page(self) -> None:
        self._owners.append([])

    def mark(self, owner: ElementId, spot: Spot) -> str:
        """Give an element a new piece of content on the page in hand; says its property list (14.6.2)."""
        node = self._attach(owner, spot)
        owners = self._owners[-1]
        node.kids.append((len(self._owners) - 1, len(owners)))
        owners.append(owner)
        return f"{name(node.element.role)} <</MCID {len(owners) - 1}>>"

    def _attach(self, owner: ElementId, spot: Spot) -> Node:
        """Hang an element into the tree, with all above it, at its first content."""
        node = self.nodes[owner]
        if node.spot is not None:
            return node
        node.spot = spot
        if node.element.anchor:
            self.anchors.setdefault(node.element.anchor, spot)
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

    def headings(self) -> list[tuple[int, str, Spot]]:
        """Level, text and place of the headings, in reading order."""
        return [
            (int(node.element.role[1]), node.element.title, node.spot)
            for _, node in sorted(self.nodes.items())
            if node.spot is not None and node.element.title and _is_heading(node.element.role)
        ]

    # ── writing ───────────────────────────────────────────────────────────

    def write(self, file: PdfFile, pages: list[int]) -> int:
        """Write the tree; says its root's object. The links' annotations have been noted before."""
        self.complete_tables()
        attached = [self.nodes[owner] for owner in sorted(self.nodes) if self.nodes[owner].spot is not None]
        for node in attached:
            node.obj = file.reserve()
        root = file.reserve()
        top = self._top(file, root)
        for node in attached:
            parent = node.element.parent
            above = self.nodes[parent].obj if parent in self.nodes else (top if top != node.obj else root)
            file.put(node.obj, self._body(node, above, pages))
        parents = self._parents(file)
        pairs = " ".join(f"{key} {ref(obj)}" for key, obj in enumerate(parents))
        file.put(
            root,
            f"<</Type /StructTreeRoot /K {ref(top)} /ParentTree {ref(file.add(f'<</Nums [{pairs}]>>'))} "
            f"/ParentTreeNextKey {len(parents)}{_role_map(attached)}{_id_tree(attached)}>>",
        )
        return root

    def _top(self, file: PdfFile, root: int) -> int:
        """The one element below the root: the author's Document, or else one around all that stand alone."""
        roots = [self.nodes[owner] for owner in sorted(self._roots)]
        if len(roots) == 1 and roots[0].element.role == "Document":
            return roots[0].obj
        kids = " ".join(ref(node.obj) for node in roots)
        return file.add(f"<</Type /StructElem /S /Document /P {ref(root)} /K [{kids}]>>")

    def _body(self, node: Node, above: int, pages: list[int]) -> str:
        element = node.element
        role = element.role
        if role == "Link" and not node.annotations:
            role = "Span"  # a link that leads nowhere is not one (ISO 14289-1, 7.18.5)
        entries = [f"<</Type /StructElem /S {name(role)} /P {ref(above)}"]
        home = next((kid[0] for kid in node.kids if isinstance(kid, tuple)), None)
        if home is not None:
            entries.append(f"/Pg {ref(pages[home])}")
        entries.append(f"/K {self._kids(node, home, pages)}")
        if element.title:
            entries.append(f"/T {text_string(element.title)}")
        if element.lang:
            entries.append(f"/Lang {text_string(element.lang)}")
        alt = element.alt or (_nameless(element) if role == "Figure" else "")
        if alt:
            entries.append(f"/Alt {text_string(alt)}")
        if role == "Note":
            entries.append(f"/ID {byte_string(_note_id(element))}")
        attributes = _attributes(node)
        if attributes:
            entries.append(f"/A {attributes[0] if len(attributes) == 1 else f'[{chr(32).join(attributes)}]'}")
        return " ".join(entries) + ">>"

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


def _attributes(node: Node) -> list[str]:
    """Attribute objects (14.8.5), one for each owner."""
    element = node.element
    attributes: list[str] = []
    if element.numbering:
        numbering = element.numbering if element.numbering in LIST_NUMBERINGS else "None"
        attributes.append(f"<</O /List /ListNumbering {name(numbering)}>>")
    if element.role in ("TH", "TD") and (table := _table_attributes(element)):
        attributes.append(f"<</O /Table{table}>>")
    if node.boxes:
        sides = " ".join([number(side) for side in _around(node.boxes)])
        attributes.append(f"<</O /Layout /Placement /Block /BBox [{sides}]>>")
    return attributes


def _table_attributes(element: Element) -> str:
    """Of a cell (14.8.5.7): over what it goes, and whose head it is. Each head says this (ISO 14289-1, 7.5)."""
    columns, rows = element.spans
    written = f" /ColSpan {columns}" if columns > 1 else ""
    written += f" /RowSpan {rows}" if rows > 1 else ""
    if element.role == "TH":
        written += f" /Scope {name(element.scope if element.scope in SCOPES else SCOPES[0])}"
    return written


def _around(boxes: list[tuple[int, Rectangle]]) -> Rectangle:
    """The rectangle around what a figure covers on its first page (14.8.5.4.3)."""
    here = [box for page, box in boxes if page == boxes[0][0]]
    return (
        min(box[0] for box in here),
        min(box[1] for box in here),
        max(box[2] for box in here),
        max(box[3] for box in here),
    )


def _nameless(element: Element) -> str:
    """What is said of a figure that nobody described: never nothing (ISO 14289-1, 7.3)."""
    return element.title or "Figure"


def _is_heading(role: str) -> bool:
    return len(role) == 2 and role[0] == "H" and role[1].isdigit()


def _note_id(element: Element) -> str:
    return f"note-{element.id}"


def _role_map(attached: list[Node]) -> str:
    roles = sorted({node.element.role for node in attached} - STANDARD_ROLES)
    if not roles:
        return ""
    pairs = " ".join(f"{name(role)} {name(ROLE_MAP.get(role, OTHER_ROLE))}" for role in roles)
    return f" /RoleMap <<{pairs}>>"


def _id_tree(attached: list[Node]) -> str:
    """Notes by their IDs (14.7.2); PDF/UA wants one for each (ISO 14289-1, 7.9)."""
    notes = sorted((_note_id(node.element), node.obj) for node in attached if node.element.role == "Note")
    if not notes:
        return ""
    pairs = " ".join(f"{byte_string(key)} {ref(obj)}" for key, obj in notes)
    first, last = byte_string(notes[0][0]), byte_string(notes[-1][0])
    return f" /IDTree <</Kids [<</Limits [{first} {last}] /Names [{pairs}]>>]>>"
