"""What a PDF carries besides its pages, so that it can be filed, read by programs, and made anew."""

from __future__ import annotations

from typing import Literal, TypeAlias

from rejoinder.values import dataclass

Relationship: TypeAlias = Literal["Source", "Data", "Alternative", "Supplement", "Unspecified"]
"""What a file is to the document that carries it (ISO 19005-3, annex E; ISO 32000-2, 7.11.3)."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file within the PDF."""

    name: str
    """As it is called when it is taken out: relative, with "/" between folders, never upwards ("figures/map.svg")."""
    media_type: str
    data: bytes
    relationship: Relationship
    about: str
    """What it is, in a few words."""
