"""What PDF/UA-2 (ISO 14289-2) and ISO/TS 32005 ask of a file of ours, for page-validation does not know PDF/UA-2.

A judge of its own, made of pikepdf and the standards: it shares no code with the program, nor with its `verify`.

    broken(pdf) → one line for each requirement that is not kept, with its clause
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf

PDF_2 = "http://iso.org/pdf2/ssn"
INLINE = {"Link", "Span", "Em", "Strong", "Lbl", "FENote", "Code", "Figure", "Formula", "Reference"}
BLOCKS = {"P", "L", "Sect", "BlockQuote", "Figure", "Table", "FENote", "Code", "Link", "Lbl", "Formula"}
HEADS = {f"H{level}" for level in range(1, 7)}
MAY_HOLD: dict[str, set[str]] = {
    "Document": {"Title", "P", "L", "Sect", "BlockQuote", "Figure", "Table", "FENote", "Code", "Link", *HEADS},
    "Sect": {"Title", "Caption", *BLOCKS, *HEADS},
    "Title": {"P", "L", *INLINE},
    "P": {"L", *INLINE},
    "L": {"L", "LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Lbl": INLINE - {"Lbl"},
    "LBody": {*BLOCKS, *INLINE, *HEADS} - {"Lbl"},
    "FENote": {*BLOCKS, *INLINE},
    "BlockQuote": {*BLOCKS, *HEADS, "Caption"},
    "Link": {*BLOCKS, *INLINE} - {"Link", "Reference"},
    "Formula": set(),
    "Span": INLINE,
    "Em": INLINE,
    "Strong": INLINE,
    "Code": {*BLOCKS, *INLINE},
    "Figure": {*BLOCKS, *INLINE, *HEADS, "Caption"},
    "Caption": {*BLOCKS, *INLINE, *HEADS},
    "Table": {"Caption", "THead", "TBody", "TFoot", "TR"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "TH": {*BLOCKS, *INLINE, *HEADS} - {"BlockQuote"},
    "TD": {*BLOCKS, *INLINE, *HEADS} - {"BlockQuote"},
} | dict.fromkeys(HEADS, INLINE)
"""Which elements may stand in which, of those that a letter can have (ISO/TS 32005, table 5)."""

NO_WORDS = {"Document", "Sect", "L", "LI", "Table", "THead", "TBody", "TFoot", "TR"}
"""What holds no words of its own."""

ONLY_IN_1 = {"BlockQuote", "Code", "Reference", "Quote", "BibEntry", "Art"}
"""Types that PDF 2.0 has in the namespace of PDF 1.7 alone (ISO 32000-2, 14.8.6)."""

NUMBERINGS = {
    "Unordered", "Description", "Disc", "Circle", "Square", "Ordered", "Decimal", "UpperRoman", "LowerRoman",
    "UpperAlpha", "LowerAlpha",
}  # fmt: skip


def broken(data: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [*_head(data, pdf), *_Judge(pdf).found()]


def _head(data: bytes, pdf: pikepdf.Pdf) -> Iterator[str]:
    root: Any = pdf.Root
    if not data.startswith(b"%PDF-2."):
        yield "6.1: the header does not say PDF 2.0"
    if "/Info" in pdf.trailer:
        yield "ISO 19005-4, 6.1.3: an Info dictionary"
    if root.get("/MarkInfo", {}).get("/Marked") is not True:
        yield "6.2: not marked as tagged"
    if not str(root.get("/Lang", "")):
        yield "8.4.4: the document has no language"
    if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is not True:
        yield "8.11.2: the title is not displayed"
    packet = root.Metadata.read_bytes().decode()
    for clause, wanted in (("5", "<pdfuaid:part>2<"), ("5", "<pdfuaid:rev>2024<"), ("8.11.1", "<dc:title>")):
        if wanted not in packet:
            yield f"{clause}: the metadata lack {wanted}"
    for page in pdf.pages:
        if page.obj.get("/Tabs") != "/S":
            yield "8.9.3.3: a page has no tab order"
    for name in root.get("/Names", {}).get("/EmbeddedFiles", {}).get("/Names", [])[1::2]:
        if "/Desc" not in name or "/AFRelationship" not in name:
            yield "8.14.1: an attachment without description or relationship"


class _Judge:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        root: Any = pdf.Root
        self._root: Any = root.StructTreeRoot
        self._elements: dict[tuple[int, int], Any] = {}
        self._order: list[Any] = []
        self._gather(self._root)

    def _gather(self, above: Any) -> None:
        for kid in _listed(above.get("/K")):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                self._elements[kid.objgen] = kid
                self._order.append(kid)
                self._gather(kid)

    def found(self) -> Iterator[str]:
        yield from self._top()
        for element in self._order:
            yield from self._element(element)
            role = _role(element)
            if role == "L":
                yield from self._list(element)
            elif role == "Table":
                yield from self._table(element)
            elif role == "FENote":
                yield from self._note(element)
        yield from self._headings()
        yield from self._ids()
        yield from self._references()
        yield from self._annotations()
        yield from self._destinations()
        yield from self._private()

    def _top(self) -> Iterator[str]:
        tops = _listed(self._root.get("/K"))
        if [_role(top) for top in tops] != ["Document"] or _space(tops[0]) != PDF_2:
            yield "8.2.5.2: the tree is not one Document of PDF 2.0"
        if PDF_2 not in [str(space.NS) for space in _listed(self._root.get("/Namespaces"))]:
            yield "ISO 32000-2, 14.7.4: the namespace is not listed"

    def _element(self, element: Any) -> Iterator[str]:
        role, space = _role(element), _space(element)
        if role not in MAY_HOLD:
            yield f"8.2.4: {role} is no structure type of ours"
            return
        if space != (None if role in ONLY_IN_1 else PDF_2):
            yield f"8.2.4: {role} is in the namespace {space}"
        if element.get("/P") is None:
            yield f"8.2.1: {role} has no parent"
        kids = [_role(kid) for kid in _below(element)]
        for kid in kids:
            if kid not in MAY_HOLD[role]:
                yield f"ISO/TS 32005: {kid} in {role}"
        if "Caption" in kids[1:-1] or kids.count("Caption") > 1:
            yield f"8.2.5.27: the caption of {role} is neither first nor last"
        if role in NO_WORDS and len(kids) < len(_listed(element.get("/K"))):
            yield f"ISO/TS 32005: {role} has words of its own"
        if role == "Figure" and not str(element.get("/Alt", "")):
            yield "8.2.5.28.2: a figure that nobody describes"
        if "/Lang" in element and not re.fullmatch(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*", str(element.Lang)):
            yield f"8.4.4: {element.Lang} is no language"

    def _list(self, element: Any) -> Iterator[str]:
        labelled = any(_role(part) == "Lbl" for item in _below(element) for part in _below(item))
        numbering = _attribute(element, "/List", "/ListNumbering")
        if labelled and str(numbering)[1:] not in NUMBERINGS:
            yield f"8.2.5.25: a list with labels whose numbering is {numbering}"

    def _note(self, element: Any) -> Iterator[str]:
        if str(_attribute(element, "/FENote", "/NoteType")) not in ("/Footnote", "/Endnote", "/None"):
            yield "8.2.5.14: a note without its type"

    def _references(self) -> Iterator[str]:
        """Notes and what refers to them name each other."""
        named = {(element.objgen, to.objgen) for element in self._order for to in _listed(element.get("/Ref"))}
        for source, to in named:
            if to not in self._elements:
                yield "14.7.2: /Ref leads out of the tree"
            elif "FENote" in (_role(self._elements[source]), _role(self._elements[to])) and (to, source) not in named:
                yield "8.2.5.14: a note and its mark do not name each other"
        for annotation in self._links():
            action = annotation.get("/A", {})
            to = action.get("/SD", [None])[0]
            holder = self._holder(annotation)
            if to is not None and _role(to) == "FENote" and (holder.objgen, to.objgen) not in named:
                yield "8.2.5.14: a mark does not name its note"

    def _headings(self) -> Iterator[str]:
        before = 0
        for element in self._order:
            if _role(element) in HEADS:
                level = int(_role(element)[1])
                if level > before + 1:
                    yield f"8.2.5.12: H{level} after H{before}"
                before = level

    def _ids(self) -> Iterator[str]:
        ids = [str(element.ID) for element in self._order if "/ID" in element]
        if len(ids) != len(set(ids)):
            yield "14.7.2: an ID twice"
        listed = [str(key) for kid in self._root.get("/IDTree", {}).get("/Kids", []) for key in kid.Names[::2]]
        if sorted(ids) != sorted(listed):
            yield "14.7.2: the tree of IDs does not list them"

    # ── links ──

    def _links(self) -> Iterator[Any]:
        for page in self._pdf.pages:
            yield from _listed(page.obj.get("/Annots"))

    def _holder(self, annotation: Any) -> Any:
        numbers = list(self._root.ParentTree.Nums)
        return dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))[int(annotation.StructParent)]

    def _annotations(self) -> Iterator[str]:
        leads: dict[Any, set[str]] = {}
        for annotation in self._links():
            holder = self._holder(annotation)
            if _role(holder) != "Link":
                yield f"8.2.5.20: a link annotation in {_role(holder)}"
            if not str(annotation.get("/Contents", "")):
                yield "8.9.4.2: nothing is said of a link"
            if "/Alt" in holder and holder.Alt != annotation.Contents:
                yield "8.9.4.2: a link is described in two ways"
            if int(annotation.F) & (1 | 32):
                yield "8.9.2.2: a hidden annotation"
            action = annotation.get("/A", {})
            target = str(action["/URI"]) if "/URI" in action else str(_element_of(action))
            leads.setdefault(holder.objgen, set()).add(target)
        if any(len(targets) > 1 for targets in leads.values()):
            yield "8.2.5.20: one Link leads to different places"

    def _destinations(self) -> Iterator[str]:
        root: Any = self._pdf.Root
        actions: list[Any] = [link for link in self._links() if "/URI" not in link.get("/A", {})]
        actions += _items(root.get("/Outlines", {}).get("/First"))
        held = [one.get("/A") if "/Dest" not in one else None for one in actions]
        held += list(root.get("/Names", {}).get("/Dests", {}).get("/Names", []))[1::2]
        for action in held:
            if action is None or action.get("/S") != "/GoTo" or "/SD" not in action or "/D" not in action:
                yield "8.8: a destination that is no structure destination"
            elif action.SD[0].objgen not in self._elements:
                yield "8.8: a destination outside of the tree"

    # ── tables ──

    def _table(self, table: Any) -> Iterator[str]:
        rows = [row for part in _below(table) for row in ([part] if _role(part) == "TR" else _below(part))]
        rows = [row for row in rows if _role(row) == "TR"]
        grid: dict[tuple[int, int], Any] = {}
        cells: list[tuple[Any, int, int, int, int]] = []
        for r, row in enumerate(rows):
            c = 0
            for cell in _below(row):
                while (r, c) in grid:
                    c += 1
                columns = int(_attribute(cell, "/Table", "/ColSpan") or 1)
                down = int(_attribute(cell, "/Table", "/RowSpan") or 1)
                for place in ((y, x) for y in range(r, r + down) for x in range(c, c + columns)):
                    if place in grid:
                        yield "8.2.5.26: two cells in one place"
                    grid[place] = cell
                cells.append((cell, r, c, columns, down))
        widths = Counter(row for row, _ in grid)
        if len(set(widths.values())) > 1 or set(widths) != set(range(len(rows))):
            yield f"8.2.5.26: rows of different length: {dict(widths)}"
        heads = {str(cell.ID) for cell, *_ in cells if _role(cell) == "TH" and "/ID" in cell}
        there = any(_role(cell) == "TH" for cell, *_ in cells)
        for cell, r, c, columns, down in cells:
            named = [str(one) for one in _attribute(cell, "/Table", "/Headers") or []]
            if not set(named) <= heads:
                yield f"8.2.5.26: heads that are not there: {named}"
            if _role(cell) == "TH" and _attribute(cell, "/Table", "/Scope") is None:
                yield "8.2.5.26: a head without scope"
            across = [grid.get((y, x)) for y in range(r, r + down) for x in range(max(widths.values()))]
            above = [grid.get((y, x)) for x in range(c, c + columns) for y in range(len(rows))]
            scoped = any(_heads(one, "/Row") for one in across) or any(_heads(one, "/Column") for one in above)
            if _role(cell) == "TD" and there and not named and not scoped:
                yield "8.2.5.26: a cell without head"

    def _private(self) -> Iterator[str]:
        """8.4.3 and 8.6: characters on which nobody has agreed."""
        strings = [str(e[key]) for e in self._order for key in ("/T", "/Alt", "/ActualText") if key in e]
        strings += [str(link.get("/Contents", "")) for link in self._links()]
        for page in self._pdf.pages:
            said = [one.operands[1] for one in pikepdf.parse_content_stream(page) if str(one.operator) == "BDC"]
            strings += [
                str(one.ActualText) for one in said if isinstance(one, pikepdf.Dictionary) and "/ActualText" in one
            ]
        if any("\ue000" <= char <= "\uf8ff" or char >= "\U000f0000" for text in strings for char in text):
            yield "8.6: a private character is said"


def _element_of(action: Any) -> Any:
    """Of the element to which an action leads."""
    return action.SD[0].objgen if "/SD" in action else None


def _heads(cell: Any, scope: str) -> bool:
    return cell is not None and _role(cell) == "TH" and _attribute(cell, "/Table", "/Scope") in (scope, "/Both")


def _items(item: Any) -> Iterator[Any]:
    while item is not None:
        yield item
        yield from _items(item.get("/First"))
        item = item.get("/Next")


def _role(element: Any) -> str:
    return str(element.S)[1:]


def _space(element: Any) -> str | None:
    return str(element.NS.NS) if "/NS" in element else None


def _below(element: Any) -> list[Any]:
    return [kid for kid in _listed(element.get("/K")) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _attribute(element: Any, owner: str, key: str) -> Any:
    for attributes in _listed(element.get("/A")):
        if attributes.get("/O") == owner and key in attributes:
            return attributes[key]
    return None


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]
