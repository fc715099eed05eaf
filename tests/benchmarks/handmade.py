"""Small PDFs of which every glyph's place is known: a face in which each character is half an em wide.

Lines are set word by word, with the word space that the test asks for. y counts downwards, from the top of the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

WIDTH, HEIGHT = 400.0, 600.0
SIZE, LEADING = 10.0, 12.0
LEFT = (40.0, 210.0)
MEASURE = 150.0
NATURAL = 2.5
"""Points: the face's own space, a quarter of an em."""
FACES = {"text": "Plain-Regular", "italic": "Plain-Italic", "bold": "Plain-Bold", "sans": "Other-Regular"}


def width_of(text: str, size: float = SIZE) -> float:
    return 0.5 * size * len(text)


@dataclass
class Sheet:
    """One page's operators."""

    operators: list[str] = field(default_factory=list)

    def words(
        self, x: float, y: float, text: str, gap: float = NATURAL, size: float = SIZE, face: str = "text"
    ) -> None:
        """Each word at a place of its own; no space is drawn."""
        for word in text.split():
            self.say(f"BT /{face} {size:g} Tf 1 0 0 1 {x:.3f} {HEIGHT - y:.3f} Tm {_string(word)} Tj ET")
            x += width_of(word, size) + gap

    def full(self, column: int, y: float, text: str, face: str = "text") -> None:
        """A justified line: its words fill the measure."""
        words = text.split()
        gap = (MEASURE - sum(map(width_of, words))) / (len(words) - 1)
        self.words(LEFT[column], y, text, gap, face=face)

    def say(self, operator: str) -> None:
        self.operators.append(operator)

    def rule(self, x: float, y: float, width: float) -> None:
        self.say(f"{x} {HEIGHT - y} {width} 0.4 re f")

    def box(self, x: float, y: float, width: float, height: float) -> None:
        self.say(f"{x} {HEIGHT - y - height} {width} {height} re f")


def write(path: Path, *sheets: Sheet) -> Path:
    """A PDF of these pages."""
    fonts = {name: place for place, name in enumerate(FACES, 3)}
    resources = " ".join(f"/{name} {number} 0 R" for name, number in fonts.items())
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    for name, base in FACES.items():
        flags, angle = (98, -12) if name == "italic" else (34, 0)
        descriptor = (
            f"<< /Type /FontDescriptor /FontName /{base} /Flags {flags} /ItalicAngle {angle} /Ascent 800 /Descent -200 "
            "/CapHeight 700 /StemV 80 /FontBBox [0 -200 500 800] >>"
        )
        widths = " ".join("250" if code == 32 else "500" for code in range(32, 256))
        objects.append(
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /FirstChar 32 /LastChar 255 /Widths [{widths}] "
            f"/Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [200 /fi] >> "
            f"/FontDescriptor {descriptor} >>"
        )
    kids = []
    for sheet in sheets:
        content = "\n".join(sheet.operators)
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {len(objects) + 2} 0 R "
            f"/Resources << /Font << {resources} >> >> >>"
        )
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>"
    path.write_bytes(_file(objects))
    return path


def _file(objects: list[str]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def _string(text: str) -> str:
    return "(" + text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") + ")"


# ── whole columns ─────────────────────────────────────────────────────────

EVEN = "aaaa bbbb cccc dddd eeee ffff"
"""24 characters, 120 pt: five spaces of 6 pt fill the measure of 150 pt."""
SNUG = "aaaaa bbbbb ccccc ddddd eeeee ff"
"""27 characters, 135 pt: five spaces of 3 pt."""
LAST = "aa bb cc dd"
"""The last line of a paragraph: three natural spaces."""


def column(sheet: Sheet, number: int, lines: list[str], top: float = 60.0) -> float:
    """Lines from above: `LAST` is set with natural spaces, all others justified, `>` before one indents it.

    The baseline below.
    """
    y = top
    for line in lines:
        if line.lstrip(">") == LAST:
            sheet.words(LEFT[number] + (SIZE if line[0] == ">" else 0), y, LAST)
        elif line[:1] == ">":
            words = line[1:].split()
            gap = (MEASURE - SIZE - sum(map(width_of, words))) / (len(words) - 1)
            sheet.words(LEFT[number] + SIZE, y, line[1:], gap)
        elif line:
            sheet.full(number, y, line)
        y += LEADING
    return y
