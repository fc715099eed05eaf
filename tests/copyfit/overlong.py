"""Letters that are a little too long, written for the tests."""

from __future__ import annotations

import math
from textwrap import indent

from rejoinder import Result, typeset
from rejoinder.pages.model import MadeUp, PlacedLine

WORDS = """
The winter of that year was long and the river froze from bank to bank so that carts could cross it without a bridge and
the parish books record neither drowning nor delay which is a matter of some importance for the argument that your
correspondents have put forward about the dating of the ice since they rely upon the tolls that were taken at the bridge
and not upon the sightings of those who lived beside the water and who wrote down with great care what they saw
""".split()


def paragraph(words: int, seed: int) -> str:
    """So many words that make no sense, but look like some."""
    text = " ".join(WORDS[(seed * 17 + i + i // 13 * 5) % len(WORDS)] for i in range(words))
    return f"{text[0].upper()}{text[1:]}."


def letter(
    paragraphs: int, words: int = 78, *, headings: bool = False, notes: int = 1, keys: str = "", figure: str = ""
) -> str:
    """A letter in YAML. Nine paragraphs of 78 words fit a page of `annals`, ten are five lines too many."""
    body: list[str] = []
    for i in range(paragraphs):
        if headings and i % 4 == 2:
            body.append(f"# Part {i // 4 + 1}")
        call = f"[^n{i}]" if 1 <= i <= notes else ""
        body.append(paragraph(words + i * 7 % 23, i) + call)
    if figure:
        body.insert(2, figure)
    body += [f"[^n{i}]: {paragraph(25, i)}" for i in range(1, min(notes, paragraphs - 1) + 1)]
    return (
        "title: On the dating of river ice from bridge tolls\n"
        "author:\n"
        "  - {name: Ada Quill, affiliation: 'River Institute, Bath', email: ada@example.org, corresponding: true}\n"
        "  - {name: Ben Marsh, affiliation: 'College of Ice, Oslo'}\n"
        "date: 2024-02-03\n"
        f"{keys}"
        "notes:\n"
        "  competing-interests: None declared.\n"
        "  funding: The authors received no specific grant.\n"
        "  provenance: Not commissioned; internally peer reviewed.\n"
        "body: |\n" + indent("\n\n".join(body), "  ") + "\n"
    )


FITS, A_LITTLE, MORE, FAR = letter(9), letter(10), letter(12, 66), letter(13)
"""Under `annals`: fits a page; is a few lines too long for it; nine or so; more than can be mended."""


def beyond(made_up: MadeUp, pages: int, grid: float = 12.0) -> int:
    """How many lines stand beyond so many pages."""
    lines = [item.line for page in made_up.pages[pages:] for item in page.items if isinstance(item, PlacedLine)]
    return math.ceil(sum(line.leading + line.before for line in lines if line.style not in ("head", "foot")) / grid)


def fitted(text: str, pages: int = 1, style: str | None = None) -> Result:
    """The letter, made to fit. (Its PDF would say how many pages were asked for, if it carried its sources.)"""
    result = typeset(text, style, pages=pages, sources=False)
    assert result.copyfit is not None
    return result
