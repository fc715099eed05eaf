"""A name as it is printed, and as it is cited: "Désirée van der Heijde", "van der Heijde D".

Knows the parts that CSL gives a name; knows nothing of bylines or references.
"""

from __future__ import annotations

import re
import unicodedata

from rejoinder.content.model import Name
from rejoinder.document.csl_item import spaced_initials

_EAST_ASIAN = ((0x2E80, 0x312F), (0x31A0, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
"""Ideographs, kana, bopomofo and hangul."""
_PARTS = re.compile(r"[\s.\u00a0]+")
_HYPHENS = re.compile("[-‐‑]")


def printed(name: Name) -> str:
    """The whole name in the order in which it is said."""
    if name.literal:
        return _spaced(name.literal)
    if is_east_asian(name):
        return f"{name.family}{name.given}".strip()
    return _joined(name.given, name.dropping_particle, name.non_dropping_particle, name.family, name.suffix)


def family(name: Name) -> str:
    """The family name with the particle that belongs to it; a literal name whole."""
    return _spaced(name.literal) if name.literal else _joined(name.non_dropping_particle, name.family)


def short(name: Name) -> str:
    """The name as medical journals cite it: family name, initials without stops.

    A dropping particle and a suffix stand behind ("Humboldt A von", "Smith JA Jr"); a literal name, a name of Chinese,
    Japanese or Korean characters, and a name of one part are not shortened.
    """
    if name.literal or is_east_asian(name) or not name.family or not name.given:
        return printed(name)
    return _joined(family(name), initials(name.given, name.family), name.dropping_particle, name.suffix)


def initials(given: str, family_name: str = "") -> str:
    """Without stops: "Harry K" → "HK", "Jean-Luc" → "J-L", "Ελένη" → "Ε"; particles in between have none."""
    groups = _HYPHENS.split(unicodedata.normalize("NFC", spaced_initials(given, family_name)))
    parts = [[first for word in _PARTS.split(group) if (first := _initial(word))] for group in groups]
    capitals = [[first for first in group if not first.islower()] for group in parts]
    chosen = capitals if any(capitals) else parts
    return "-".join("".join(group) for group in chosen if group)


def _initial(word: str) -> str:
    """The first letter, with the marks that could not be composed with it; "" for a word without letters."""
    for place, character in enumerate(word):
        if character.isalpha():
            end = place + 1
            while end < len(word) and unicodedata.combining(word[end]):
                end += 1
            return word[place:end]
    return ""


def is_east_asian(name: Name) -> bool:
    # The first letter excludes nearly everybody.
    return (
        bool(name.family) and name.family[0] >= "\u2e80" and all(map(_is_east_asian_letter, name.family + name.given))
    )


def _is_east_asian_letter(letter: str) -> bool:
    return any(first <= ord(letter) <= last for first, last in _EAST_ASIAN)


def _joined(*parts: str) -> str:
    return _spaced(" ".join(part for part in parts if part))


def _spaced(text: str) -> str:
    # "d’ Alembert" and "L' Écuyer": a particle that ends in an apostrophe leans on what follows.
    return re.sub(r"(?<=\b[dlDL][’'ʼ]) ", "", " ".join(text.split()))
