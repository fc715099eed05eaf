"""As much of a letter's Markdown as the benchmarks use, taken apart for the writers of Typst and HTML beside this file.

Knows paragraphs, headings, emphasis, superior and inferior figures, citations and notes: what `prose.py` writes, and
what stands in a plain letter of the content format. Nothing else is understood, and nothing is checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Letter = Mapping[str, Any]
Token = tuple[str, str]
"""What it is (text, emph, sup, sub, cite, note) and its characters, keys or key."""

TOKEN = re.compile(
    r"\[(?P<cite>@[^\]]+)\]|\[\^(?P<note>[^\]]+)\]|\*(?P<emph>[^*]+)\*|\^(?P<sup>[^^ ]+)\^|~(?P<sub>[^~ ]+)~"
    r"|(?P<text>[^\[*^~]+|.)",
    re.DOTALL,
)
DEFINITION = re.compile(r"\[\^([^\]]+)\]:\s*(.*)", re.DOTALL)


def tokens(text: str) -> Iterator[Token]:
    for found in TOKEN.finditer(" ".join(text.split())):
        kind = found.lastgroup or "text"
        yield kind, found[kind]


def cited(keys: str) -> list[str]:
    return [key.strip().lstrip("@") for key in keys.split(";")]


def blocks(body: str) -> tuple[list[str], dict[str, str]]:
    """Paragraphs and headings in order, and the notes by key."""
    paragraphs: list[str] = []
    notes: dict[str, str] = {}
    for block in re.split(r"\n\s*\n|\n(?=\s*\[\^[^\]]+\]:)", body.strip()):
        definition = DEFINITION.match(block.strip())
        if definition:
            notes[definition[1]] = definition[2]
        else:
            paragraphs.append(block.strip())
    return paragraphs, notes


def name_of(author: Mapping[str, Any]) -> str:
    name = author["name"]
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return str(name.get("literal") or " ".join(name[part] for part in parts if part in name))


def place_of(affiliation: Mapping[str, Any]) -> str:
    parts = ("department", "name", "city", "region", "country")
    return ", ".join(str(affiliation[part]) for part in parts if part in affiliation)


def byline(letter: Letter) -> list[tuple[str, str]]:
    """Each author's name and affiliation numbers. The numbers are counted here, by hand, as an author would have to."""
    ids = [affiliation["id"] for affiliation in letter["affiliations"]]
    return [
        (name_of(author), ",".join(str(ids.index(one) + 1) for one in author["affiliations"]))
        for author in letter["author"]
    ]


def credit(letter: Letter) -> str:
    """`Ann Field Obs 2025;41:e12`"""
    return f"{letter['journal']['abbreviation']} {str(letter['date'])[:4]};{letter['volume']}:{letter['elocator']}"


STATEMENT_LABELS = {
    "contributors": "Contributors",
    "competing-interests": "Competing interests",
    "provenance": "Provenance and peer review",
}
"""Labels of the statements that the benchmark letters have."""


def statements(letter: Letter) -> list[tuple[str, str]]:
    return [(STATEMENT_LABELS.get(kind, kind.capitalize()), text) for kind, text in letter["notes"].items()]
