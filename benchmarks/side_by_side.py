"""Pages of the same letter by all programs next to each other, as pictures to be looked at.

    python benchmarks/side_by_side.py                       the first page of every letter that compare.py has set
    python benchmarks/side_by_side.py short-reply --page 2
    python benchmarks/side_by_side.py short-reply --crop 1  the first column at twice the size

Reads the PDFs in out/benchmark (make them with `benchmarks/compare.py`) and writes out/benchmark/<letter>-<page>.png.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

OUT = Path(__file__).resolve().parent.parent / "out" / "benchmark"
ORDER = ("rejoinder", "typst", "typst-plain", "typst-tracked", "weasyprint")
SCALE = 1.6
HEAD = 26
GAP = 16


def picture(pdf: Path, page: int, scale: float, half: int = 0) -> Image.Image | None:
    """One page (from 1), or its left (1) or right (2) half; None if there are not so many."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        if page > len(document):
            return None
        image: Image.Image = document[page - 1].render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()
    middle = image.width // 2
    return image.crop(((0, middle)[half - 1], 0, (middle, image.width)[half - 1], image.height)) if half else image


def beside(pictures: Sequence[tuple[str, Image.Image]]) -> Image.Image:
    """Pictures in a row, each under its name."""
    width = sum(image.width for _, image in pictures) + GAP * (len(pictures) + 1)
    sheet = Image.new("RGB", (width, max(image.height for _, image in pictures) + HEAD + GAP), (150, 150, 150))
    draw = ImageDraw.Draw(sheet)
    x = GAP
    for name, image in pictures:
        draw.text((x, 8), name, fill=(0, 0, 0))
        sheet.paste(image, (x, HEAD))
        x += image.width + GAP
    return sheet


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("letters", nargs="*", help="names of folders in out/benchmark; all if left out")
    parser.add_argument("--page", type=int, default=1)
    parser.add_argument("--crop", type=int, choices=(1, 2), default=0, help="only the left or right half, larger")
    parser.add_argument("--programs", default=",".join(ORDER))
    wanted = parser.parse_args()
    programs = wanted.programs.split(",")
    letters = wanted.letters or sorted(folder.name for folder in OUT.iterdir() if folder.is_dir())
    for letter in letters:
        found = [
            (program, image)
            for program in programs
            if (pdf := OUT / letter / f"{program}.pdf").is_file()
            and (image := picture(pdf, wanted.page, SCALE * (1.5 if wanted.crop else 1), wanted.crop))
        ]
        if found:
            file = OUT / f"{letter}-{wanted.page}{'-half' if wanted.crop else ''}.png"
            beside(found).save(file)
            print(file)


if __name__ == "__main__":
    main()
