"""What a font's codes mean if it does not say so: by its glyphs' names (Adobe Glyph List; ISO 32000-1, 9.10.2)."""

from __future__ import annotations

UNKNOWN = "\ufffd"

HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
"""
FOOT = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
BLOCK = 100

NAMED = {
    "space": " ", "exclam": "!", "quotedbl": '"', "numbersign": "#", "dollar": "$", "percent": "%", "ampersand": "&",
    "quotesingle": "'", "quoteright": "’", "quoteleft": "‘", "parenleft": "(", "parenright": ")", "asterisk": "*",
    "plus": "+", "comma": ",", "hyphen": "-", "period": ".", "slash": "/", "zero": "0", "one": "1", "two": "2",
    "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "colon": ":",
    "semicolon": ";", "less": "<", "equal": "=", "greater": ">", "question": "?", "at": "@", "bracketleft": "[",
    "backslash": "\\", "bracketright": "]", "asciicircum": "^", "underscore": "_", "grave": "`", "braceleft": "{",
    "bar": "|", "braceright": "}", "asciitilde": "~", "minus": "−", "multiply": "×", "plusminus": "±", "degree": "°",
    "endash": "–", "emdash": "—", "mu": "µ", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε",
    "lambda": "λ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ", "omega": "ω", "bullet": "•",
    "lessequal": "≤", "greaterequal": "≥", "ff": "ff", "fi": "fi", "fl": "fl", "ffi": "ffi", "ffl": "ffl",
}  # fmt: skip


def reading(name: str) -> str:
    """The characters of a glyph by its name; U+FFFD, which says that they are not known."""
    stem = name.removeprefix("/").split(".")[0]
    if len(stem) == 1:
        return stem
    if stem in NAMED:
        return NAMED[stem]
    for prefix, lengths in (("uni", (4,)), ("u", (4, 5, 6))):
        digits = stem.removeprefix(prefix)
        if stem.startswith(prefix) and len(digits) in lengths and all(c in "0123456789ABCDEF" for c in digits):
            code = int(digits, 16)
            if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code < 0xF900 and code & 0xFFFE != 0xFFFE:
                return chr(code)
    return UNKNOWN


def unicode_map(differences: list[str | int], *, wide: bool) -> bytes:
    """A ToUnicode for every code of a font: of one byte, or of two."""
    if wide:
        ranges = [f"<{high:02X}00> <{high:02X}FF> <FFFD>" for high in range(256)]
        body = "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        # a range of one reading each would be 65,536 lines; a range of readings counts up, so it is said as an array
        readings = " ".join(["<FFFD>"] * 256)
        lines = [line.replace("<FFFD>", f"[{readings}]") for line in ranges]
        body += "".join(
            f"{len(part)} beginbfrange\n" + "\n".join(part) + "\nendbfrange\n"
            for part in (lines[at : at + BLOCK] for at in range(0, 256, BLOCK))
        )
        return (HEAD + body + FOOT).encode("ascii")
    meant = {code: chr(code) if 0x20 <= code < 0x7F else UNKNOWN for code in range(256)}
    code = 0
    for one in differences:
        if isinstance(one, int):
            code = one
        else:
            meant[code] = reading(one)
            code += 1
    lines = [f"<{code:02X}> <{meant[code].encode('utf-16-be').hex().upper()}>" for code in range(256)]
    body = "1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
    body += "".join(
        f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n"
        for part in (lines[at : at + BLOCK] for at in range(0, 256, BLOCK))
    )
    return (HEAD + body + FOOT).encode("ascii")
