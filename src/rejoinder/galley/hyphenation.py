"""Where a word may be divided.

Liang, "Word Hy-phen-a-tion by Com-put-er" (1983), with the patterns of each language that pyphen carries. What is not a
word of letters (an address, a DOI, a formula) is divided by its signs instead, without a hyphen. Thai has patterns but
no hyphen: see `unspaced.py`.
"""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

LEFT, RIGHT = 2, 3
"""Fewest letters before and after a division, as English and German printers want."""

SHORTEST = 5
"""A shorter word is never divided."""

LONGEST_PATTERN = 40
"""No language has longer patterns."""

LONGEST = 60
"""A longer run of letters is nobody's word; patterns are not asked (and cannot cost time)."""

_LETTERS = re.compile("[^\\W\\d_](?:[^\\W\\d_]|[\u0900-\u0963\u0970-\u0d65\u200c\u200d])*")
"""A word: letters, and the vowel signs of the scripts of India, which are marks."""
_ADDRESS = re.compile(r"://|^www\.|^(?:doi:)?10\.\d{4}|@\w|^\S+\.(?:org|com|net|edu|gov|info|io)\b", re.IGNORECASE)
_ADDRESS_BREAK = re.compile(r"(?<=[/.?&=:;_+%~-])(?=[^\s/.?&=:;,_+%~-])(?!$)")
_EXPLICIT = re.compile(r"(?<=[^\W_])[-\u2010](?=[^\W\d_]{2})|[—/…](?=[^\W_]{2})|(?<=[^\W\d_])–(?=[^\W\d_]{2})|\u200b")


class Division(NamedTuple):
    """A word may be divided before its character `at`; with a hyphen added, or (behind a sign that it has) without."""

    at: int
    hyphen: bool
    flagged: bool
    """Whether the line would end in a hyphen, added or not."""
    penalty: float


class Patterns:
    """The patterns of one language, each kept as written until a word asks for it.

    Taking all fourteen thousand British patterns apart takes 70 ms; deleting the figures from the whole file less than
    one.
    """

    def __init__(self, raw: bytes, encoding: str) -> None:
        """`raw` is a hyphenation file: its encoding, perhaps comments and settings, and a pattern a line."""
        if b"^^" in raw:
            raw = _HEX.sub(lambda m: bytes((int(m.group(1), 16),)), raw)
        raw = raw.translate(None, b" \t\r")
        lines = raw.decode(encoding).split("\n")
        letters = raw.translate(None, b"0123456789").decode(encoding).split("\n")
        # Comments and settings come along if they hold a figure: no word looks like them.
        self._written = {key: line for key, line in zip(letters, lines, strict=True) if key != line}
        if b"/" in raw:
            self._close(lines)

    def _close(self, lines: list[str]) -> None:
        """A division that changes the spelling (Hungarian) is written behind a slash. Divided there without the change
        the word would be wrong, so the place is closed instead.
        """
        for line in lines:
            pattern, slash, change = line.partition("/")
            if slash and "=" in change:
                self._written[pattern.translate(_NO_FIGURES)] = pattern.translate(_ODD)

    def positions(self, word: str) -> tuple[int, ...]:
        """Where `word` (small letters) may be divided: numbers of letters before the hyphen. Liang 1983, p. 37."""
        dotted = f".{word}."
        size = len(dotted)
        levels = [0] * (size + 1)
        written = self._written
        for i in range(size):
            for j in range(i + 1, min(i + LONGEST_PATTERN, size) + 1):
                pattern = written.get(dotted[i:j])
                if pattern is not None:
                    at = i
                    for char in pattern:
                        if "0" <= char <= "9":
                            level = int(char)
                            if level > levels[at]:
                                levels[at] = level
                        else:
                            at += 1
        return tuple(at - 1 for at in range(LEFT + 1, size - RIGHT) if levels[at] & 1)


_NO_FIGURES = str.maketrans("", "", "0123456789")
_HEX = re.compile(rb"\^\^([0-9a-f]{2})")
_ODD = str.maketrans("13579", "24689")


_USUAL = {"en": "en_GB", "de": "de_DE", "pt": "pt_PT", "no": "nb_NO"}
"""Which region's patterns a language gets whose own region has none."""


@lru_cache(maxsize=32)
def _patterns(lang: str) -> Patterns | None:
    """The patterns for a BCP 47 tag, or those of its language; None if pyphen has none, or the language no hyphen."""
    found = importlib.util.find_spec("pyphen")  # its files are read without importing it, which takes 25 ms
    if found is None or not found.submodule_search_locations:
        return None
    folder = Path(next(iter(found.submodule_search_locations))) / "dictionaries"
    for name in _names(lang):
        for path in sorted(folder.glob(f"hyph_{name}.dic")):
            raw = path.read_bytes()
            encoding = raw.partition(b"\n")[0].decode("ascii").strip()
            return Patterns(raw, "cp1251" if encoding == "microsoft-cp1251" else encoding)
    return None


def _names(lang: str) -> Iterator[str]:
    """What a language's file may be called, the most exact first: `sr_Latn`, `pt_BR`; else the language's usual one."""
    base, *others = lang.split("-")
    base = base.lower()
    if base in _UNDIVIDED:
        return
    script = next((part.title() for part in others if len(part) == 4 and part.isalpha()), "")
    region = next((part.upper() for part in others if len(part) == 2 and part.isalpha()), "")
    if script and script != "Cyrl":
        yield f"{base}_{script}"
    if region:
        yield f"{base}_{region}"
    yield _USUAL.get(base, base)
    yield base
    yield f"{base}_[A-Z][A-Z]"


_UNDIVIDED = frozenset(("th",))


@lru_cache(maxsize=20_000)
def _syllables(word: str, lang: str) -> tuple[int, ...]:
    patterns = _patterns(lang)
    return patterns.positions(word) if patterns else ()


def divisions(token: str, lang: str, *, words: bool = True) -> tuple[Division, ...]:
    """Where `token` (text without spaces) may be divided, in order. Without `words`, only behind signs."""
    if "\u00ad" in token:
        return tuple(
            Division(m.end(), True, True, 1.0) for m in re.finditer("\u00ad", token) if 0 < m.end() < len(token)
        )
    if _ADDRESS.search(token):
        return tuple(Division(m.start(), False, False, 1.4) for m in _ADDRESS_BREAK.finditer(token) if m.start() >= 3)
    signs = tuple(
        Division(m.end(), False, m.group() in "-\u2010", 0.7 if m.group() in "-\u2010" else 0.3)
        for m in _EXPLICIT.finditer(token)
        if m.end() < len(token)
    )
    if signs or not words:
        return signs
    return tuple(
        Division(m.start() + at, True, True, 1.0)
        for m in _LETTERS.finditer(token)
        if SHORTEST <= m.end() - m.start() <= LONGEST and _is_word(m.group())
        for at in _syllables(m.group().lower() if m.group()[0].isupper() else m.group(), lang)
        if unicodedata.category(m.group()[at])[0] != "M"
    )


def _is_word(letters: str) -> bool:
    """Acronyms and camel case are not divided. Scripts without capitals have neither."""
    return letters[1:].islower() or (not letters.isascii() and letters.upper() == letters.lower())


def everywhere(token: str) -> tuple[Division, ...]:
    """For a token wider than the measure: between any two characters, the signs first."""
    return tuple(
        Division(at, False, False, 1.0 if token[at - 1] in "/.-_=&?" else 20.0)
        for at in range(1, len(token))
        if not _joins(token[at])
    )


def _joins(char: str) -> bool:
    """Whether a character belongs to the one before it (marks, joiners, vowels and tone marks behind their letter)."""
    return (
        unicodedata.category(char)[0] == "M" or char in "\u200c\u200d\ufe0f\ufe0e\u0e30\u0e32\u0e33\u0eb0\u0eb2\u0eb3"
    )
