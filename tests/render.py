"""Pictures of pages, to be looked at."""

from __future__ import annotations

from pathlib import Path


def png(pdf_bytes: bytes, to: Path, *, page: int = 1, percent: float = 200.0) -> Path:
    """Render a page (counted from 1) to a PNG; 100 per cent is 72 dots to the inch."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf_bytes)
    try:
        document[page - 1].render(scale=percent / 100).to_pil().save(to)
    finally:
        document.close()
    return to
