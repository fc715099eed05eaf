"""The operators of a content stream (ISO 32000-1, annex A), and the category of resource that each one names."""

from __future__ import annotations

OPERATORS: dict[str, str] = dict.fromkeys(
    "b B b* B* BT c cm d d0 d1 ET f F f* G g h j J K k l m M n q Q re RG rg s S sc SC T* Tc Td TD Tj TJ TL Tm Tr Ts "
    "Tw Tz v w W W* y ' \"".split(),
    "",
) | {
    "Do": "XObject",
    "Tf": "Font",
    "gs": "ExtGState",
    "cs": "ColorSpace",
    "CS": "ColorSpace",
    "scn": "Pattern",
    "SCN": "Pattern",
    "sh": "Shading",
}
