"""Attributes of structure elements (ISO 32000-1, 14.8.5; ISO 32000-2, 14.8.5).

Knows one element at a time; the tree is `tags.py`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from rejoinder.galley.model import Element, ElementId
from rejoinder.geometry import Pt
from rejoinder.pdf.objects import byte_string, name, number

Rectangle: TypeAlias = tuple[Pt, Pt, Pt, Pt]
"""Left, lower, right and upper side in PDF's own space."""

LIST_NUMBERINGS = frozenset((
    "None", "Disc", "Circle", "Square", "Decimal", "UpperRoman", "LowerRoman", "UpperAlpha", "LowerAlpha",
))  # fmt: skip
"""Values of /ListNumbering (14.8.5.5)."""

LIST_NUMBERINGS_2 = LIST_NUMBERINGS | {"Unordered", "Ordered", "Description"}
"""And those of PDF 2.0, where a list whose items have labels may not say None (ISO 14289-2, 8.2.5.25)."""

SCOPES = ("Column", "Row", "Both")
"""Values of /Scope (14.8.5.7)."""


def attributes(
    element: Element, boxes: list[tuple[int, Rectangle]], ids: Mapping[ElementId, str], *, two: bool
) -> list[str]:
    """Attribute objects, one for each owner. `boxes` are what its pictures cover; `ids` name the heads of tables."""
    written: list[str] = []
    if element.numbering:
        known = element.numbering in (LIST_NUMBERINGS_2 if two else LIST_NUMBERINGS)
        written.append(f"<</O /List /ListNumbering {name(element.numbering if known else 'None')}>>")
    if element.role in ("TH", "TD") and (table := _table(element, ids)):
        written.append(f"<</O /Table{table}>>")
    if boxes:
        sides = " ".join([number(side) for side in _around(boxes)])
        placement = "" if element.inline else " /Placement /Block"
        written.append(f"<</O /Layout{placement} /BBox [{sides}]>>")
    if element.shift:
        position = _position(element.shift) if two else ""
        written.append(f"<</O /Layout /BaselineShift {number(element.shift)}{position}>>")
    if two and element.role == "Note":
        written.append(f"<</O /FENote /NoteType {name(element.note or 'None')}>>")
    return written


def _position(shift: Pt) -> str:
    """ISO 32000-2, 14.8.5.4: superior or inferior, whatever glyphs it is set in."""
    return f" /TextPosition {'/Sup' if shift > 0 else '/Sub'}"


def _table(element: Element, ids: Mapping[ElementId, str]) -> str:
    """Over how many columns and rows a cell goes, whose head it is, and whose head is its own (14.8.5.7)."""
    columns, rows = element.spans
    written = f" /ColSpan {columns}" if columns > 1 else ""
    written += f" /RowSpan {rows}" if rows > 1 else ""
    if element.role == "TH":
        written += f" /Scope {name(element.scope if element.scope in SCOPES else SCOPES[0])}"
    heads = [byte_string(ids[head]) for head in element.headers if head in ids]
    return f"{written} /Headers [{' '.join(heads)}]" if heads else written


def _around(boxes: list[tuple[int, Rectangle]]) -> Rectangle:
    """The rectangle around what a figure covers on its first page (14.8.5.4.3)."""
    here = [box for page, box in boxes if page == boxes[0][0]]
    return (
        min(box[0] for box in here),
        min(box[1] for box in here),
        max(box[2] for box in here),
        max(box[3] for box in here),
    )
