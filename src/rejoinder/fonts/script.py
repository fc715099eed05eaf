"""Script by script: a text is cut into clusters, and clusters know their script.

A cluster is a base with the marks and joiners that must be shaped with it. Knows no fonts.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import uharfbuzz as hb

COMMON = ""
"""The script of what belongs to none: punctuation, spaces, symbols."""

LATIN = "Latn"

IGNORABLE = frozenset(
    "\u00ad\u034f\u061c\u17b4\u17b5\u180b\u180c\u180d\u180e\u200b\u200c\u200d\u200e\u200f\ufeff"
    "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069"
).union(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""Characters that steer shaping and leave no ink (UAX 44, Default_Ignorable_Code_Point); no font need have them."""

LONGEST_CLUSTER = 32
"""No letter of any language bears so many marks; more of them begin anew."""

JOINER = "\u200d"

PLAIN = frozenset(map(chr, (*range(0x20, 0x250), *range(0x2000, 0x2070)))) - IGNORABLE
"""Latin and punctuation: text of nothing else is one run without looking further."""


def clusters(text: str) -> list[str]:
    """A text's bases, each with its marks; what a joiner joins stays together."""
    parts: list[str] = []
    for char in text:
        continues = char in IGNORABLE or unicodedata.category(char)[0] == "M"
        if parts and (continues or parts[-1][-1] == JOINER) and len(parts[-1]) < LONGEST_CLUSTER:
            parts[-1] += char
        else:
            parts.append(char)
    return parts


@lru_cache(maxsize=4096)
def script_of(char: str) -> tuple[str, int]:
    """ISO 15924 code of a character's script, and its level: 1 if it is written from right to left, else 0."""
    probe = hb.Buffer()
    probe.add_str(char)
    probe.guess_segment_properties()
    return probe.script or COMMON, int(probe.direction == "rtl")


def scripts(parts: list[str]) -> list[tuple[str, int]]:
    """Script and level of each cluster. What is common goes with what is before it, or else with what follows."""
    found = [script_of(part[0]) for part in parts]
    now = next((one for one in found if one[0] != COMMON), (LATIN, 0))
    for at, part in enumerate(parts):
        if found[at][0] != COMMON:
            now = found[at]
        # Figures run from left to right in every script.
        found[at] = (LATIN, 0) if now[1] and unicodedata.category(part[0]) == "Nd" else now
    return found
