"""Families that help out, if they are installed, with scripts that a sheet's own families lack.

A table and nothing else: `typecase.py` asks for them only when no family of the sheet has a character. Which package
brings a family is here too, and which extra of Rejoinder's brings the package, so that it can be said what to install.
"""

from __future__ import annotations

SYMBOLS = ("STIX Two Math", "Noto Sans Symbols", "Noto Emoji", "Noto Sans Math", "Noto Sans Symbols 2", "Noto Music")

BY_SCRIPT: dict[str, tuple[str, ...]] = {
    "": SYMBOLS,
    "Arab": ("Amiri", "Noto Naskh Arabic", "Noto Sans Arabic"),
    "Armn": ("Noto Serif Armenian", "Noto Sans Armenian"),
    "Beng": ("Noto Serif Bengali", "Noto Sans Bengali"),
    "Copt": ("Noto Sans Coptic",),
    "Deva": ("Noto Serif Devanagari", "Noto Sans Devanagari", "Hind"),
    "Ethi": ("Noto Serif Ethiopic", "Noto Sans Ethiopic"),
    "Geor": ("Noto Serif Georgian", "Noto Sans Georgian"),
    "Gujr": ("Noto Serif Gujarati", "Noto Sans Gujarati"),
    "Guru": ("Noto Serif Gurmukhi", "Noto Sans Gurmukhi"),
    "Hang": ("Noto Serif KR", "Noto Sans KR"),
    "Hebr": ("Frank Ruhl Libre", "Noto Serif Hebrew", "Noto Sans Hebrew"),
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
    "Thai": ("Sarabun", "Noto Serif Thai", "Noto Sans Thai"),
    "Tibt": ("Noto Serif Tibetan",),
}
"""Script (ISO 15924; "" for symbols) → families, the one that stands best beside a text face with serifs first."""

PACKAGES: dict[str, tuple[str, str]] = {
    "Noto Serif JP": ("pylopdf_fonts_jp", "NotoSerifJP*"),
    "Noto Sans JP": ("pylopdf_fonts_jp", "NotoSansJP*"),
    "Noto Serif KR": ("pylopdf_fonts_ko", "NotoSerifKR*"),
    "Noto Sans KR": ("pylopdf_fonts_ko", "NotoSansKR*"),
    "Noto Serif SC": ("pylopdf_fonts_zh_cn", "NotoSerifSC*"),
    "Noto Sans SC": ("pylopdf_fonts_zh_cn", "NotoSansSC*"),
    "Noto Serif TC": ("pylopdf_fonts_zh_tw", "NotoSerifTC*"),
    "Noto Sans TC": ("pylopdf_fonts_zh_tw", "NotoSansTC*"),
    "Noto Serif Devanagari": ("pylopdf_fonts_hi", "NotoSerifDevanagari*"),
    "STIX Two Math": ("ziamath", "fonts/STIXTwoMath*"),
    "Noto Emoji": ("manimgx_fonts", "NotoEmoji*"),
    "Noto Sans Armenian": ("manimgx_fonts", "NotoSansArmenian*"),
    "Noto Sans Bengali": ("manimgx_fonts", "NotoSansBengali*"),
    "Noto Sans Ethiopic": ("manimgx_fonts", "NotoSansEthiopic*"),
    "Noto Sans Georgian": ("manimgx_fonts", "NotoSansGeorgian*"),
    "Noto Sans Gujarati": ("manimgx_fonts", "NotoSansGujarati*"),
    "Noto Sans Gurmukhi": ("manimgx_fonts", "NotoSansGurmukhi*"),
    "Noto Sans Kannada": ("manimgx_fonts", "NotoSansKannada*"),
    "Noto Sans Khmer": ("manimgx_fonts", "NotoSansKhmer*"),
    "Noto Sans Lao": ("manimgx_fonts", "NotoSansLao*"),
    "Noto Sans Malayalam": ("manimgx_fonts", "NotoSansMalayalam*"),
    "Noto Sans Myanmar": ("manimgx_fonts", "NotoSansMyanmar*"),
    "Noto Sans Oriya": ("manimgx_fonts", "NotoSansOriya*"),
    "Noto Sans Sinhala": ("manimgx_fonts", "NotoSansSinhala*"),
    "Noto Sans Symbols": ("manimgx_fonts", "NotoSansSymbols[[]*"),
    "Noto Sans Tamil": ("manimgx_fonts", "NotoSansTamil*"),
    "Noto Sans Telugu": ("manimgx_fonts", "NotoSansTelugu*"),
}
"""Family → the package that brings it, and its files there; other families come as packages of the `fontpkg` kind."""

EXTRAS: dict[str, str] = {
    "Arab": "arabic",
    "Armn": "scripts",
    "Beng": "scripts",
    "Cyrl": "scripts",
    "Deva": "devanagari",
    "Ethi": "scripts",
    "Geor": "scripts",
    "Grek": "scripts",
    "Gujr": "scripts",
    "Guru": "scripts",
    "Hang": "korean",
    "Hebr": "hebrew",
    "Khmr": "scripts",
    "Knda": "scripts",
    "Laoo": "scripts",
    "Latn": "scripts",
    "Mlym": "scripts",
    "Mymr": "scripts",
    "Orya": "scripts",
    "Sinh": "scripts",
    "Taml": "scripts",
    "Telu": "scripts",
    "Thai": "thai",
}
"""Script → the extra of Rejoinder's that brings a face for it: `pip install 'rejoinder[arabic]'`. The text face itself
has Latin, Greek and Cyrillic letters but for the rarer ones (polytonic Greek, phonetic signs)."""

SYMBOL_EXTRA = "scripts"
"""The extra that brings symbols and emoji."""

SCRIPT_NAMES: dict[str, str] = {
    "Arab": "Arabic",
    "Armn": "Armenian",
    "Beng": "Bengali",
    "Bopo": "Bopomofo",
    "Cyrl": "Cyrillic",
    "Deva": "Devanagari",
    "Ethi": "Ethiopic",
    "Geor": "Georgian",
    "Grek": "Greek",
    "Gujr": "Gujarati",
    "Guru": "Gurmukhi",
    "Hang": "Hangul",
    "Hani": "Chinese characters",
    "Hebr": "Hebrew",
    "Hira": "Japanese",
    "Kana": "Japanese",
    "Khmr": "Khmer",
    "Knda": "Kannada",
    "Laoo": "Lao",
    "Latn": "Latin",
    "Mlym": "Malayalam",
    "Mymr": "Burmese",
    "Orya": "Odia",
    "Sinh": "Sinhala",
    "Taml": "Tamil",
    "Telu": "Telugu",
    "Thai": "Thai",
    "Zzzz": "for private use, or unassigned",
}
"""What people call a script; others are called by their code."""

EAST_ASIAN: tuple[str, ...] = ("SC", "TC", "JP", "KR")
"""Regions of the Noto families for Chinese characters, by how often they are meant."""

REGION_EXTRAS: dict[str, str] = {"SC": "chinese", "TC": "chinese", "JP": "japanese", "KR": "korean"}

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
    families += EVERYWHERE if script in ("", "Latn", "Grek", "Cyrl") else (*SYMBOLS[:2], *EVERYWHERE)
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


def extra_for(script: str, lang: str) -> str:
    """The extra that brings a face for a script as a reader of the language expects it; "" if none does."""
    if script in ("Hani", "Hira", "Kana", "Bopo"):
        return REGION_EXTRAS[_regions(script, lang)[0]]
    return EXTRAS.get(script, "" if script else SYMBOL_EXTRA)
