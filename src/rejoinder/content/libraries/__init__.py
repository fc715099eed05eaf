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
    ".bib": "bibtex", ".bibtex": "bibtex", ".biblatex": "bibtex", ".ris": "ris", ".nbib": "medline",
    ".medline": "medline", ".enw": "endnote", ".txt": "",
}  # fmt: skip
"""Endings of files, and the format that each promises; databases write RIS and PubMed's format into .txt, too."""

_BEGINNINGS = (
    ("medline", re.compile(r"^PMID- ?\d", re.MULTILINE)),
    ("ris", re.compile(r"^TY {1,3}- ", re.MULTILINE)),
    ("endnote", re.compile(r"^%0 \S", re.MULTILINE)),
    ("bibtex", re.compile(r"^\s*@[A-Za-z]+\s*[{(]", re.MULTILINE)),
)
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
    if kind == "bibtex":
        from rejoinder.content.libraries.bibtex import read_bibtex

        return read_bibtex(source, said)
    if kind == "medline":
        from rejoinder.content.libraries.medline import read_medline

        return read_medline(source, said)
    if kind == "endnote":
        from rejoinder.content.libraries.endnote import read_endnote

        return read_endnote(source, said)
    from rejoinder.content.libraries.ris import read_ris

    return read_ris(source, said)
