"""Families that help out, if they are installed, with scripts that a sheet's own families lack.

A table and nothing else: `typecase.py` asks for them only when no family of the sheet has a character.
"""

from __future__ import annotations

BY_SCRIPT: dict[str, tuple[str, ...]] = {
    "": ("Noto Sans Math", "Noto Sans Symbols", "Noto Sans Symbols 2", "Noto Music", "Noto Emoji"),
    "Arab": ("Noto Naskh Arabic", "Noto Sans Arabic"),
    "Armn": ("Noto Serif Armenian", "Noto Sans Armenian"),
    "Beng": ("Noto Serif Bengali", "Noto Sans Bengali"),
    "Copt": ("Noto Sans Coptic",),
    "Deva": ("Noto Serif Devanagari", "Noto Sans Devanagari"),
    "Ethi": ("Noto Serif Ethiopic", "Noto Sans Ethiopic"),
    "Geor": ("Noto Serif Georgian", "Noto Sans Georgian"),
    "Gujr": ("Noto Serif Gujarati", "Noto Sans Gujarati"),
    "Guru": ("Noto Serif Gurmukhi", "Noto Sans Gurmukhi"),
    "Hang": ("Noto Serif KR", "Noto Sans KR"),
    "Hebr": ("Noto Serif Hebrew", "Noto Sans Hebrew"),
    "Khmr": ("Noto Serif Khmer", "Noto Sans Khmer"),
    "Knda": ("Noto Serif Kannada", "Noto Sans Kannada"),
    "Laoo": ("Noto Serif Lao", "Noto Sans Lao"),
    "Mlym": ("Noto Serif Malayalam", "Noto Sans Malayalam"),
    "Mymr": ("Noto Serif Myanmar", "Noto Sans Myanmar"),
    "Orya": ("Noto Serif Oriya", "Noto Sans Oriya"),
    "Sinh": ("Noto Serif Sinhala", "Noto Sans Sinhala"),
    "Syrc": ("Noto Sans Syriac",),
    "Taml": ("Noto Serif Tamil", "Noto Sans Tamil"),
    "Telu": ("Noto Serif Telugu", "Noto Sans Telugu"),
    "Thaa": ("Noto Sans Thaana",),
    "Thai": ("Noto Serif Thai", "Noto Sans Thai"),
    "Tibt": ("Noto Serif Tibetan",),
}
"""Script (ISO 15924; "" for symbols) → families, the one with serifs first."""

EAST_ASIAN: tuple[str, ...] = ("SC", "TC", "JP", "KR")
"""Regions of the Noto families for Chinese characters, by how often they are meant."""

EVERYWHERE: tuple[str, ...] = ("Noto Serif", "Noto Sans")
"""For Latin, Greek and Cyrillic letters that a family lacks, and asked last for anything."""


_SHARED_MARKS: tuple[tuple[int, int, str], ...] = (
    (0x0590, 0x05FF, "Hebr"),
    (0x0600, 0x06FF, "Arab"),
    (0x0750, 0x077F, "Arab"),
    (0x0900, 0x097F, "Deva"),
    (0x0E3F, 0x0E3F, "Thai"),
    (0x1CD0, 0x1CFF, "Deva"),
    (0x3000, 0x30FF, "Hani"),
    (0xFE30, 0xFE4F, "Hani"),
    (0xFF00, 0xFFEF, "Hani"),
)


def home_script(char: str) -> str:
    """For a mark or stop that Unicode counts as common to several scripts: the one whose fonts have it."""
    code = ord(char)
    return next((script for first, last, script in _SHARED_MARKS if first <= code <= last), "")


def extra_families(script: str, lang: str, serif: bool) -> tuple[str, ...]:
    """The families to ask for a script, those of the wanted kind first."""
    if script in ("Hani", "Hira", "Kana", "Bopo"):
        families = tuple(f"Noto {kind} {region}" for kind in ("Serif", "Sans") for region in _regions(script, lang))
    else:
        families = BY_SCRIPT.get(script, ())
    families += EVERYWHERE
    return families if serif else tuple(sorted(families, key=lambda family: "Sans" not in family))


def _regions(script: str, lang: str) -> tuple[str, ...]:
    """The region whose forms of the characters a reader of the language expects, then the others."""
    tag = lang.lower()
    if script in ("Hira", "Kana") or tag.startswith("ja"):
        first = "JP"
    elif tag.startswith("ko"):
        first = "KR"
    elif tag.startswith(("zh-hant", "zh-tw", "zh-hk")):
        first = "TC"
    else:
        first = "SC"
    return (first, *(region for region in EAST_ASIAN if region != first))
