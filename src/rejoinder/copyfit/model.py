"""How far a style sheet is bent, and what came of it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from rejoinder.values import dataclass

Kind: TypeAlias = Literal["front", "heads", "leading", "tracking", "size", "expansion", "figures"]
KINDS: tuple[Kind, ...] = ("front", "heads", "leading", "tracking", "size", "expansion", "figures")
"""What may be bent, from what is seen least to what is seen most. The sheet's `copyfit` says how far."""


@dataclass(frozen=True, slots=True)
class Bend:
    """A change of a sheet, each of its parts as a share: -0.01 is one per cent less. Nothing is changed by `Bend()`."""

    front: float = 0.0
    """Of the white in and below the front block."""
    heads: float = 0.0
    """Of the white around headings and between statements."""
    leading: float = 0.0
    """Of the leading of everything in the columns, the grid's included."""
    tracking: float = 0.0
    """Of the em: white added between letters."""
    size: float = 0.0
    """Of the size of everything in the columns."""
    expansion: float = 0.0
    """Added to the share by which glyphs may be widened or narrowed."""
    figures: float = 0.0
    """Of the width of pictures."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was done to make a letter fit so many pages."""

    pages: int
    """At the most so many were asked for."""
    lines: int
    """So many lines stood beyond them as the sheet has it; 0 if the letter fitted as it was."""
    bend: Bend
    changes: tuple[str, ...]
    """What was changed, in words: "leading 12 → 11.88 pt (−1 %)"."""
    cost: float
    """How visible that is: at 1, somebody who compares the pages sees it and somebody who reads does not."""
    runs: int
    """How often the letter was set to find this out."""
