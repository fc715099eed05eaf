"""The picture in the README is page 1 of the sample letter as it is set now: it cannot go stale."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdfium2 import PdfDocument

import rejoinder

ROOT = Path(__file__).parents[1]
LETTER = ROOT / "content" / "figure-and-table.md"
PICTURE = ROOT / "docs" / "page-1.png"


def test_the_picture_shows_the_page_as_it_is_set(accept: bool) -> None:
    """The picture bears the hash of the dump it was made from; `--accept` makes it anew."""
    result = rejoinder.typeset(LETTER)
    made_from = hashlib.sha256(result.dump("pages").encode()).hexdigest()
    if accept:
        _draw(result.pdf, made_from)
    with Image.open(PICTURE) as picture:
        assert picture.info.get("Made from") == made_from, (
            "the page has changed: pytest --accept, and look at the picture"
        )


def _draw(pdf: bytes, made_from: str) -> None:
    page = PdfDocument(pdf)[0].render(scale=1.6).to_pil().convert("RGB")
    framed = Image.new("RGB", (page.width + 2, page.height + 2), (200, 200, 200))
    framed.paste(page, (1, 1))
    note = PngInfo()
    note.add_text("Made from", made_from)
    framed.quantize(128, method=Image.Quantize.FASTOCTREE).save(PICTURE, pnginfo=note, optimize=True)
