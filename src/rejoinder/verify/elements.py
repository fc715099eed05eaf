"""What elements must be to be of use: types, headings, figures, tables, lists, notes, languages.

ISO 14289-1, 7.2-7.9; ISO 14289-2, 8.2; ISO 32000-1, 14.8.4. Knows the tree; nothing of pages.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from rejoinder.verify.checks import Findings
from rejoinder.verify.model import Place
from rejoinder.verify.tree import PDF_2, Element, Tree, is_standard

LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$")
"""As much of RFC 5646 as PDF/UA asks for."""
WIDEST, TALLEST = 1000, 20_000
"""Of a table that is laid out."""
MOST_CELLS = 1_000_000
GROUPS = ("THead", "TBody", "TFoot")
CAPTIONS = ("Caption",)


def is_language(tag: str) -> bool:
    return tag == "" or LANGUAGE_TAG.match(tag) is not None


def check_elements(tree: Tree, findings: Findings, claims: frozenset[str]) -> None:
    """All of it. `claims` are the marks of the standards that the file claims."""
    _check_roles(tree, findings)
    if "UA-2" in claims:
        _check_namespaces(tree, findings)
    _check_ids(tree, findings)
    _check_headings(tree, findings)
    for element in tree.elements:
        place = _place(element)
        if element.role in ("Figure", "Formula") and not (element.alt or element.actual):
            check = "figure-alt" if element.role == "Figure" else "formula-alt"
            findings.say(check, f"a {element.role} has neither Alt nor ActualText", place)
        if element.lang is not None and not is_language(element.lang):
            findings.say("lang", f"“{element.lang}” is no language tag", place)
        _check_place(tree, element, findings)
        if element.role == "Table":
            _check_table(tree, element, findings)
        elif element.role == "L":
            _check_list(tree, element, findings)
        elif element.role == "Note" and not element.ident:
            findings.say("note-id", "a Note has no ID", place)
        elif element.role == "FENote":
            _check_note(tree, element, findings)


def _place(element: Element) -> Place:
    return Place(element.page, element.obj[0])


# ── types ─────────────────────────────────────────────────────────────────


def _check_roles(tree: Tree, findings: Findings) -> None:
    unknown = Counter((element.written, element.namespace) for element in tree.elements if not element.role)
    for (written, space), count in sorted(unknown.items()):
        if not written:
            continue
        first = next(one for one in tree.elements if one.written == written and one.namespace == space)
        findings.say(
            "role", f"the type {written} ({count} ×) is neither a standard one nor mapped to one", _place(first)
        )
    for written, (target, _) in sorted(tree.maps.get("", {}).items()):
        if is_standard(written, "") and target != written:
            findings.say("role", f"the standard type {written} is mapped to {target}")


def _check_namespaces(tree: Tree, findings: Findings) -> None:
    """Namespaces of PDF 2.0 (ISO 32000-2, 14.7.4; ISO 14289-2, 8.2.4)."""
    used = Counter(element.namespace for element in tree.elements if element.namespace)
    for space, count in sorted(used.items()):
        if space not in tree.namespaces:
            findings.say("namespace", f"the namespace {space} ({count} ×) is not listed in Namespaces")
    roots = tree.roots()
    top = roots[0] if len(roots) == 1 else None
    if top is None or top.role != "Document" or (top.namespace != PDF_2 and not _leads_to_two(tree, top)):
        findings.say("tree-root", "the tree's root is not one Document in the namespace of PDF 2.0")


def _leads_to_two(tree: Tree, element: Element) -> bool:
    target = tree.maps.get(element.namespace, {}).get(element.written)
    return target is not None and target[1] == PDF_2


def _check_ids(tree: Tree, findings: Findings) -> None:
    holders: dict[bytes, list[Element]] = {}
    for element in tree.elements:
        if element.ident:
            holders.setdefault(element.ident, []).append(element)
    for ident, elements in holders.items():
        shown = ident.decode("latin-1")
        if len(elements) > 1:
            findings.say("id-doubled", f"{len(elements)} elements have the ID “{shown}”", _place(elements[1]))
        elif ident not in tree.ids:
            findings.say("id-tree", f"the ID “{shown}” is not in the ID tree", _place(elements[0]))
    for ident, obj in tree.ids.items():
        if obj not in [element.obj for element in holders.get(ident, [])]:
            findings.say(
                "id-tree", f"the ID tree leads from “{ident.decode('latin-1')}” to another element", Place(0, obj[0])
            )


# ── headings ──────────────────────────────────────────────────────────────


def _check_headings(tree: Tree, findings: Findings) -> None:
    """ISO 14289-1, 7.4.2 to 7.4.4."""
    last = 0
    plain = numbered = None
    for element in tree.elements:
        role = element.role
        if role == "H":
            plain = plain or element
        elif role[:1] == "H" and role[1:].isdigit():
            numbered = numbered or element
            level = int(role[1:])
            if level > last + 1:
                before = f"after H{last}" if last else "as the first heading"
                findings.say("heading", f"H{level} {before}", _place(element))
            last = level
    if plain and numbered:
        findings.say("heading", "H and H1, H2 … are both in use", _place(plain))


# ── containers ────────────────────────────────────────────────────────────

HOLDERS = {
    "TR": ("Table", *GROUPS), "THead": ("Table",), "TBody": ("Table",), "TFoot": ("Table",), "TH": ("TR",),
    "TD": ("TR",), "LI": ("L",), "LBody": ("LI",),
}  # fmt: skip
"""What may hold elements that stand nowhere else (ISO 32000-1, 14.8.4.3.3 and .4)."""


def _check_place(tree: Tree, element: Element, findings: Findings) -> None:
    allowed = HOLDERS.get(element.role)
    if allowed is None:
        return
    holder = tree.holder(element)
    if holder is None or holder.role not in allowed:
        check = "list-parts" if element.role in ("LI", "LBody") else "table-parts"
        where = f"in <{holder.written}>" if holder else "at the root"
        findings.say(check, f"{element.role} stands {where}, not in {' or '.join(allowed)}", _place(element))


def _check_list(tree: Tree, element: Element, findings: Findings) -> None:
    labelled = False
    for item in tree.solid(element):
        if item.role not in ("LI", "L", "Caption", "Artifact"):
            findings.say("list-parts", f"a list holds <{item.written}>", _place(item))
            continue
        if item.role != "LI":
            continue
        parts = [part.role for part in tree.solid(item)]
        labelled |= "Lbl" in parts
        strange = [role for role in parts if role not in ("Lbl", "LBody")]
        if strange:
            findings.say("list-parts", f"an LI holds {strange[0] or 'something'} beside Lbl and LBody", _place(item))
    numbering = element.attributes.get("List", {}).get("ListNumbering")
    if labelled and numbering in (None, "None"):
        findings.say("list-numbering", "a list has labels, and says in ListNumbering that it has none", _place(element))


# ── tables ────────────────────────────────────────────────────────────────


class Cell(NamedTuple):
    element: Element
    row: int
    column: int
    rows: int
    columns: int


def _check_table(tree: Tree, table: Element, findings: Findings) -> None:
    rows: list[Element] = []
    for part in tree.solid(table):
        if part.role == "TR":
            rows.append(part)
        elif part.role in GROUPS:
            for row in tree.solid(part):
                if row.role == "TR":
                    rows.append(row)
                else:
                    findings.say("table-parts", f"a {part.role} holds <{row.written}>", _place(row))
        elif part.role not in (*CAPTIONS, "Artifact"):
            findings.say("table-parts", f"a table holds <{part.written}>", _place(part))
    cells = _laid_out(tree, table, rows, findings)
    _check_heads(table, cells, findings)


def _laid_out(tree: Tree, table: Element, rows: list[Element], findings: Findings) -> list[Cell]:
    """The cells in their columns, row by row; rows of unlike length are said (ISO 14289-1, 7.5)."""
    if len(rows) > TALLEST:
        findings.say("too-much", f"a table has {len(rows):,} rows, and was not looked at", _place(table))
        return []
    taken: list[set[int]] = [set() for _ in rows]
    cells: list[Cell] = []
    area = 0
    for at, row in enumerate(rows):
        column = 0
        for element in tree.solid(row):
            if element.role not in ("TH", "TD"):
                findings.say("table-parts", f"a TR holds <{element.written}>", _place(element))
                continue
            attributes = element.attributes.get("Table", {})
            columns, height = _span(attributes.get("ColSpan")), _span(attributes.get("RowSpan"))
            while column in taken[at]:
                column += 1
            if columns > WIDEST or at + height > len(rows):
                findings.say("table-grid", "a cell spans more than its table has", _place(element))
            height, columns = min(height, len(rows) - at), min(columns, WIDEST)
            area += height * columns
            if area > MOST_CELLS:
                findings.say("too-much", "a table has more cells than are looked at", _place(table))
                return []
            for below in range(at, at + height):
                new = set(range(column, column + columns))
                if new & taken[below]:
                    findings.say("table-grid", "two cells cover each other", _place(element))
                taken[below] |= new
            cells.append(Cell(element, at, column, height, columns))
            column += columns
    widths = [len(columns) for columns in taken]
    for at, width in enumerate(widths):
        if width != widths[0]:
            findings.say(
                "table-grid", f"row {at + 1} of a table has {width} columns, row 1 has {widths[0]}", _place(rows[at])
            )
    return cells


def _span(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 1


def _check_heads(table: Element, cells: list[Cell], findings: Findings) -> None:
    """How cells find their heads (ISO 32000-1, 14.8.5.7)."""
    heads = {cell.element.ident: cell for cell in cells if cell.element.role == "TH" and cell.element.ident}
    named: set[bytes] = set()
    for cell in cells:
        written = cell.element.attributes.get("Table", {}).get("Headers")
        for ident in written if isinstance(written, list) else ():
            if not isinstance(ident, bytes) or ident not in heads:
                shown = ident.decode("latin-1") if isinstance(ident, bytes) else str(ident)
                findings.say(
                    "table-heads", f"Headers names “{shown}”, which is no TH of the table", _place(cell.element)
                )
            else:
                named.add(ident)
    for cell in cells:
        if cell.element.role != "TH" or cell.element.ident in named:
            continue
        if cell.element.attributes.get("Table", {}).get("Scope") not in ("Row", "Column", "Both"):
            findings.say("table-heads", "a TH has no Scope, and no cell names it in Headers", _place(cell.element))


# ── notes ─────────────────────────────────────────────────────────────────


def _check_note(tree: Tree, note: Element, findings: Findings) -> None:
    """A FENote and what calls it (ISO 14289-2, 8.2.5.14)."""
    callers = [tree.by_object[one] for one in note.refs if one in tree.by_object]
    if not callers:
        findings.say("note-ref", "a FENote does not lead by Ref to what calls it", _place(note))
        return
    for place in callers:
        if note.obj not in tree.elements[place].refs:
            findings.say("note-ref", "what calls a FENote does not lead to it by Ref", _place(tree.elements[place]))
