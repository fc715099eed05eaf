"""Libraries of references in other programs' formats → items of CSL, each with its place.

One module a format; a file is known by how it begins or, where that says nothing, by its ending. What is wrong with a
library is a warning: a letter cites a few entries of many, and to cite one that could not be read is the error. Knows
files' texts; knows nothing of letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rejoinder.content.libraries.names import make_key
from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.source import Source

ENDINGS = {
    ".bib": "bibtex", ".bibtex": "bibtex", ".biblatex": "bibtex",
}  # fmt: skip
"""Endings of files, and the format that each promises."""

_BEGINNINGS = (("bibtex", re.compile(r"^\s*@[A-Za-z]+\s*[{(]", re.MULTILINE)),)
_LOOKED_AT = 20_000

__all__ = ["ENDINGS", "kind_of", "make_key", "read_library"]


def kind_of(text: str, ending: str) -> str:
    """The format of a library: "bibtex", "ris", "medline" or "endnote"; "" if nothing tells.

    What is written in a file says more than its name: PubMed's exports are called .ris, .txt and .nbib.
    """
    promised = ENDINGS.get(ending, "")
    found = {kind: at.start() for kind, pattern in _BEGINNINGS if (at := pattern.search(text[:_LOOKED_AT]))}
    if promised in found and (promised == "bibtex" or len(found) == 1):
        return promised
    return min(found, key=lambda kind: found[kind]) if found else promised


def read_library(kind: str, source: Source, said: Diagnostics) -> Iterator[tuple[dict[str, Any], Span]]:
    """The items of a library, with the places of their entries. An item without a key has none ("id")."""
    # The parsers take 30 ms to import: a letter whose references are CSL does without.
    from rejoinder.content.libraries.bibtex import read_bibtex

    return {"bibtex": read_bibtex}[kind](source, said)
