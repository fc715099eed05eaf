"""Structure types: what the galley's roles are called in either version of PDF (ISO 32000, 14.8.4, of either part).

Knows names; knows nothing of elements or of what is in them.
"""

from __future__ import annotations

TYPES_1 = frozenset((
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "Private",
    "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl",
    "LBody", "Table", "TR", "TH", "TD", "THead", "TBody",
    "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Figure", "Formula", "Form",
))  # fmt: skip
"""The structure types of PDF 1.7 that we may meet (ISO 32000-1, 14.8.4)."""

ROLE_MAP = {"Title": "P", "Subtitle": "P", "Em": "Span", "Strong": "Span", "Sub": "Span", "Sup": "Span"}
"""Types of our own, and what they are to a reader of PDF 1.7, which does not know them (14.7.3)."""

OTHER_ROLE = "NonStruct"
"""What any further type is mapped to."""

NAMESPACE = "http://iso.org/pdf2/ssn"
"""The standard structure namespace for PDF 2.0 (ISO 32000-2, 14.8.6.1)."""

TYPES_2 = frozenset((
    "Document", "Part", "Sect", "Div", "Aside", "NonStruct",
    "P", "H1", "H2", "H3", "H4", "H5", "H6", "Title", "FENote", "Lbl",
    "Span", "Em", "Strong", "Link", "Annot", "Form", "L", "LI", "LBody",
    "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Caption", "Figure", "Formula",
))  # fmt: skip
"""Those of its structure types that we may meet."""

ONLY_1 = frozenset(("Art", "BlockQuote", "Code", "Quote", "Reference", "BibEntry"))
"""Types that PDF 2.0 knows in the namespace of PDF 1.7 alone, where an element stands that names none (14.8.6.2)."""

NAMES_2 = {"Note": "FENote", "Subtitle": "P", "Sub": "Span", "Sup": "Span"}
"""What our roles are in PDF 2.0. Its own Sub is no inferior, but a line of a poem or of code."""


def name_2(role: str) -> tuple[str, bool]:
    """A role in PDF 2.0, and whether it stands in the namespace of that version (else in that of PDF 1.7)."""
    called = NAMES_2.get(role, role)
    if called in ONLY_1:
        return called, False
    return (called if called in TYPES_2 else OTHER_ROLE), True


def mapped_1(roles: set[str]) -> dict[str, str]:
    """For PDF 1.7: what each role that is not of its standard is mapped to, in order."""
    return {role: ROLE_MAP.get(role, OTHER_ROLE) for role in sorted(roles - TYPES_1)}
