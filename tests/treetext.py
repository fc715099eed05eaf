"""What a PDF says to those who read it by its structure tree: promise 6, seen from outside.

A reader of its own, made of pikepdf's objects and the standard alone; it shares no code with the program. It follows
the tree, takes each piece of marked content from its page's content stream, and decodes it by the fonts' ToUnicode.

    tree_text(pdf)   → [("H1", "Smoke"), ("P", "Where there is …"), …]   one entry for each leaf, in reading order
    tree(pdf)        → nested `Node`s, with roles, attributes, places and annotations
    page_marks(pdf)  → for each page, what every MCID says
    artifacts(pdf)   → what is not in the tree at all
    destinations(pdf) → where the named destinations lead
    bookmarks(pdf)   → level, title and place of each entry of the outline
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pikepdf

INLINE = frozenset(
    ("Span", "Link", "Formula", "Reference", "Quote", "Lbl", "Em", "Strong", "Sub", "Sup", "Code", "Annot", "BibEntry")
)
"""Roles that stand among the words of what holds them; `tree_text` joins their text to it."""


class Place(NamedTuple):
    """A point on a page (counted from 0), in PDF's own space."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Annotation:
    """What an OBJR points to: the page it lies on, its sides, what is said of it, and where it leads."""

    page: int
    left: float
    lower: float
    right: float
    upper: float
    contents: str = ""
    uri: str = ""
    destination: str = ""

    def covers(self, place: Place) -> bool:
        beside, above = self.left - 1 <= place.x <= self.right, self.lower <= place.y <= self.upper
        return place.page == self.page and beside and above


@dataclass(slots=True, eq=False)
class Node:
    """An element of the tree. `kids` holds text and elements, in order; `annotations` what its OBJRs point to.

    `places` says where each stretch of the element's own content begins: the origin of its first glyph.
    """

    role: str
    kids: list[str | Node] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)

    def walk(self) -> Iterator[Node]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()

    def find(self, role: str) -> list[Node]:
        return [node for node in self.walk() if node.role == role]

    @property
    def begins(self) -> Place:
        """Where its first words stand, its own or those of an element in it."""
        return next(place for node in self.walk() for place in node.places)


def tree_text(pdf_bytes: bytes) -> list[tuple[str, str]]:
    """Role and text of every leaf, in the order of the tree. Inline elements are part of the leaf they stand in.

    A label (`Lbl`) is a leaf of its own unless it stands among the words of one. Soft hyphens are left as they are.
    """
    found: list[tuple[str, str]] = []
    for root in tree(pdf_bytes):
        _collect(root, found)
    return found


def _collect(node: Node, found: list[tuple[str, str]]) -> None:
    if any(isinstance(kid, str) or kid.role in INLINE - {"Lbl"} for kid in node.kids) or node.role == "Lbl":
        blocks = [kid for kid in node.kids if isinstance(kid, Node) and kid.role not in INLINE]
        words = "".join(kid if isinstance(kid, str) else kid.text for kid in node.kids if kid not in blocks)
        found.append((node.role, words))
    else:
        blocks = [kid for kid in node.kids if isinstance(kid, Node)]
    for block in blocks:
        _collect(block, found)


def tree(pdf_bytes: bytes) -> list[Node]:
    """The tree's top elements. Every MCID must belong to exactly one element, and to the one the parent tree names."""
    with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
        reader = _Reader(pdf)
        roots = [reader.node(kid) for kid in _listed(pdf.Root.StructTreeRoot.get("/K"))]
        reader.check()
        return roots


def page_marks(pdf_bytes: bytes) -> list[dict[int, str]]:
    """What each MCID says, page by page."""
    with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
        return [_PageText(page).marks for page in pdf.pages]


def artifacts(pdf_bytes: bytes) -> list[tuple[str, str]]:
    """What is in no element: the artifact's type and subtype ("Pagination/Footer"), and what it says."""
    with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
        return [artifact for page in pdf.pages for artifact in _PageText(page).artifacts]


def destinations(pdf_bytes: bytes) -> dict[str, Place]:
    """Where each named destination leads."""
    with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
        root: Any = pdf.Root
        names: Any = root.get("/Names", {}).get("/Dests", {})
        pages = _page_numbers(pdf)
        pairs = list(names.get("/Names", []))
        keys = [bytes(key) for key in pairs[::2]]
        assert keys == sorted(set(keys)), "the names are not in order (ISO 32000-1, 7.9.6)"
        return {str(key): _destination(value, pages) for key, value in zip(pairs[::2], pairs[1::2], strict=True)}


def bookmarks(pdf_bytes: bytes) -> list[tuple[int, str, Place]]:
    """The outline as a reader shows it, its levels counted from 1."""
    with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
        outlines: Any = pdf.Root.get("/Outlines", {})
        return list(_bookmarks(outlines.get("/First"), 1, _page_numbers(pdf)))


def _bookmarks(item: Any, level: int, pages: dict[Any, int]) -> Iterator[tuple[int, str, Place]]:
    while item is not None:
        yield level, str(item.Title), _destination(item.Dest, pages)
        yield from _bookmarks(item.get("/First"), level + 1, pages)
        item = item.get("/Next")


def _destination(value: Any, pages: dict[Any, int]) -> Place:
    page, kind, x, y, _ = value
    assert str(kind) == "/XYZ"
    return Place(pages[page.objgen], float(x), float(y))


def _page_numbers(pdf: pikepdf.Pdf) -> dict[Any, int]:
    return {page.obj.objgen: number for number, page in enumerate(pdf.pages)}


class _Reader:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pages = _page_numbers(pdf)
        self._annotations = Counter(
            annotation.objgen for page in pdf.pages for annotation in _listed(page.obj.get("/Annots"))
        )
        self._texts = {page.obj.objgen: _PageText(page) for page in pdf.pages}
        self._uses: Counter[tuple[tuple[int, int], int]] = Counter()
        self._parents = _number_tree(pdf.Root.StructTreeRoot.get("/ParentTree"))
        self._structparents = {page.obj.objgen: int(page.obj.get("/StructParents", -1)) for page in pdf.pages}

    def node(self, element: Any) -> Node:
        node = Node(str(element.S)[1:])
        for key in ("/T", "/Lang", "/Alt", "/ActualText", "/ID"):
            if key in element:
                node.attributes[key[1:]] = str(element[key])
        for attributes in _listed(element.get("/A")):
            node.attributes |= {str(key)[1:]: str(value) for key, value in attributes.items()}
        page = element.get("/Pg")
        for kid in _listed(element.get("/K")):
            if isinstance(kid, int):
                self._content(node, page, kid, element)
            elif kid.get("/Type") == "/MCR":
                self._content(node, kid.get("/Pg", page), int(kid.MCID), element)
            elif kid.get("/Type") == "/OBJR":
                node.annotations.append(self._annotation(kid, element))
            else:
                assert kid.P.objgen == element.objgen, "an element's /P does not lead back"
                node.kids.append(self.node(kid))
        return node

    def _content(self, node: Node, page: Any, mcid: int, element: Any) -> None:
        key = (page.objgen, mcid)
        self._uses[key] += 1
        parent = self._parents[self._structparents[page.objgen]][mcid]
        assert parent.objgen == element.objgen, f"the parent tree gives MCID {mcid} to another element"
        text = self._texts[page.objgen]
        node.kids.append(text.marks[mcid])
        node.places += [Place(self._pages[page.objgen], x, y) for x, y in text.origins.get(mcid, [])]

    def _annotation(self, reference: Any, element: Any) -> Annotation:
        annotation = reference.Obj
        assert self._parents[int(annotation.StructParent)].objgen == element.objgen
        assert annotation.P.objgen == reference.Pg.objgen, "an annotation names another page than the tree does"
        assert self._annotations.pop(annotation.objgen, 0) == 1, "an annotation is twice in the tree, or on no page"
        left, lower, right, upper = (float(side) for side in annotation.Rect)
        return Annotation(
            self._pages[annotation.P.objgen],
            left,
            lower,
            right,
            upper,
            str(annotation.get("/Contents", "")),
            str(annotation.A.get("/URI", "")) if "/A" in annotation else "",
            str(annotation.get("/Dest", "")),
        )

    def check(self) -> None:
        there = {(page, mcid) for page, text in self._texts.items() for mcid in text.marks}
        twice = [key for key, uses in self._uses.items() if uses != 1]
        assert not twice, f"marked content in more than one element: {twice}"
        assert set(self._uses) == there, f"marked content in no element: {there - set(self._uses)}"
        assert not self._annotations, f"annotations in no element: {list(self._annotations)}"


class _PageText:
    """One page's marked content. Text outside of it is an error: it is neither read nor declared an artifact."""

    def __init__(self, page: pikepdf.Page) -> None:
        fonts: Any = page.obj.Resources.get("/Font", {})
        self._decoders = {str(key): _Decoder(font) for key, font in fonts.items()}
        self.marks: dict[int, str] = {}
        self.origins: dict[int, list[tuple[float, float]]] = {}
        """Of each MCID that says something: where its stretches begin."""
        self.artifacts: list[tuple[str, str]] = []
        self._read(page)

    def _read(self, page: pikepdf.Page) -> None:
        stack: list[tuple[str, Any]] = []
        decoder: _Decoder | None = None
        origin, rise = (0.0, 0.0), 0.0
        saved = 0
        roles: list[str] = []
        for operands, operator in _instructions(page):
            match str(operator):
                case "BDC" | "BMC":
                    roles.append(str(operands[0]))
                    self._open(stack, operands)
                case "EMC":
                    stack.pop()
                    roles.pop()
                case "Tf":
                    decoder = self._decoders[str(operands[0])]
                case "Tm":
                    origin = (float(operands[4]), float(operands[5]))
                case "Ts":
                    rise = float(operands[0])
                case "q" | "Q":
                    saved += 1 if str(operator) == "q" else -1
                case "cm" if saved:
                    pass  # within a state of its own, no text is set
                case "cm" | "Td" | "TD" | "T*":
                    raise AssertionError("where text stands is not read from this operator")
                case "Do":
                    assert any(kind in ("artifact", "mark") for kind, _ in stack), "a picture that belongs to nothing"
                case "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "S" | "s" | "sh" | "INLINE IMAGE":
                    drawn = any(kind == "artifact" for kind, _ in stack) or "/Formula" in roles
                    assert drawn, "something is drawn, and is neither an artifact nor a formula's rule"
                case "Tj" | "TJ" | "'" | '"':
                    assert decoder is not None
                    self._stand(stack, (origin[0], origin[1] + rise))
                    backward = any(kind == "reversed" for kind, _ in stack)
                    self._say(stack, decoder.text(operands, backward=backward))
        assert not stack, "marked content is left open"

    def _open(self, stack: list[tuple[str, Any]], operands: Any) -> None:
        properties = operands[1] if len(operands) > 1 else {}
        if "/MCID" in properties:
            mcid = int(properties["/MCID"])
            assert mcid not in self.marks, f"MCID {mcid} twice on one page"
            assert not any(kind in ("mark", "artifact") for kind, _ in stack), "marked content within marked content"
            self.marks[mcid] = ""
            stack.append(("mark", mcid))
        elif str(operands[0]) == "/Artifact":
            assert not any(kind == "mark" for kind, _ in stack), "an artifact within marked content"
            kind = "/".join(str(properties[key])[1:] for key in ("/Type", "/Subtype") if key in properties)
            self.artifacts.append((kind, ""))
            stack.append(("artifact", None))
        elif "/ActualText" in properties:
            self._say(stack, str(properties["/ActualText"]))
            stack.append(("actual", None))
        else:
            stack.append(("reversed" if str(operands[0]) == "/ReversedChars" else "other", None))

    def _stand(self, stack: list[tuple[str, Any]], origin: tuple[float, float]) -> None:
        for kind, mcid in stack:
            if kind == "mark" and origin not in self.origins.setdefault(mcid, []):
                self.origins[mcid].append(origin)

    def _say(self, stack: list[tuple[str, Any]], text: str) -> None:
        if any(kind == "actual" for kind, _ in stack):
            return
        for kind, mcid in stack:
            if kind == "mark":
                self.marks[mcid] += text
                return
            if kind == "artifact":
                self.artifacts[-1] = (self.artifacts[-1][0], self.artifacts[-1][1] + text)
                return
        raise AssertionError(f"text outside of marked content: {text!r}")


class _Decoder:
    """A Type 0 font with Identity-H: two bytes are a code, and ToUnicode says what it stands for."""

    def __init__(self, font: Any) -> None:
        assert str(font.Encoding) == "/Identity-H"
        self._unicode = _to_unicode(font.ToUnicode)

    def text(self, operands: Any, *, backward: bool = False) -> str:
        """What a string says that is shown; `backward` if its last character comes first (14.8.2.3.3)."""
        found: list[str] = []
        for operand in operands:
            for piece in operand if isinstance(operand, pikepdf.Array | list) else [operand]:
                if isinstance(piece, pikepdf.String | str | bytes):
                    data = bytes(piece) if not isinstance(piece, str) else piece.encode("latin-1")
                    codes = zip(data[::2], data[1::2], strict=True)
                    found.extend(self._unicode[high * 256 + low] for high, low in codes)
        return "".join(reversed(found) if backward else found)


def _to_unicode(stream: Any) -> dict[int, str]:
    mapping: dict[int, str] = {}
    for operands, operator in _instructions(stream):
        values = [bytes(operand) for operand in operands if isinstance(operand, pikepdf.String)]
        if str(operator) == "endbfchar":
            for code, text in zip(values[::2], values[1::2], strict=True):
                mapping[int.from_bytes(code, "big")] = text.decode("utf-16-be")
        elif str(operator) == "endbfrange":
            for first, last, destination in zip(values[::3], values[1::3], values[2::3], strict=True):
                letters = destination.decode("utf-16-be")
                low, high = int.from_bytes(first, "big"), int.from_bytes(last, "big")
                mapping |= {code: letters[:-1] + chr(ord(letters[-1]) + code - low) for code in range(low, high + 1)}
    return mapping


def _instructions(stream: Any) -> Iterator[tuple[Any, Any]]:
    for one in pikepdf.parse_content_stream(stream):
        yield one.operands, one.operator


def _number_tree(node: Any) -> dict[int, Any]:
    found: dict[int, Any] = {}
    if node is None:
        return found
    for kid in node.get("/Kids", []):
        found |= _number_tree(kid)
    numbers = list(node.get("/Nums", []))
    found |= {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}
    return found


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]
