"""Static fonts cut from the variable ones.

WeasyPrint makes them anew for every PDF, with fontTools, which takes it six seconds more: no fair measure of how it
sets a letter. So it is given finished ones.
"""

from __future__ import annotations

from pathlib import Path

import uharfbuzz as hb

SERIF = "fontpkg_source_serif_4/files/SourceSerif4[opsz,wght].ttf"
SERIF_ITALIC = "fontpkg_source_serif_4/files/SourceSerif4-Italic[opsz,wght].ttf"
SANS = "fontpkg_source_sans_3/files/SourceSans3[wght].ttf"
SANS_ITALIC = "fontpkg_source_sans_3/files/SourceSans3-Italic[wght].ttf"
CUTS = (
    ("Source Serif 4", "normal", 400, SERIF),
    ("Source Serif 4", "normal", 600, SERIF),
    ("Source Serif 4", "italic", 400, SERIF_ITALIC),
    ("Source Sans 3", "normal", 400, SANS),
    ("Source Sans 3", "normal", 600, SANS),
    ("Source Sans 3", "normal", 700, SANS),
    ("Source Sans 3", "italic", 400, SANS_ITALIC),
)
"""Family, style, weight, and the file below the folder in which packages are installed."""


def cut_fonts(site: Path, folder: Path, size: float) -> str:
    """Put the cuts into `folder`, at the optical size of the text; the CSS that names them."""
    rules = []
    for number, (family, style, weight, file) in enumerate(CUTS):
        path = folder / f"cut{number}-{size}.ttf"
        if not path.exists():
            path.write_bytes(_cut(site / file, weight, size))
        face = f'font-family: "{family}"; font-style: {style}; font-weight: {weight}; src: url("{path.as_uri()}");'
        rules.append(f"@font-face {{ {face} }}")
    return "\n".join(rules) + "\n"


def _cut(path: Path, weight: int, size: float) -> bytes:
    face = hb.Face(hb.Blob.from_file_path(str(path)))
    wanted = hb.SubsetInput()
    wanted.keep_everything()
    for axis in face.axis_infos:
        wanted.pin_axis_location(face, axis.tag, {"wght": float(weight), "opsz": size}[axis.tag])
    return bytes(hb.subset(face, wanted).blob.data)
