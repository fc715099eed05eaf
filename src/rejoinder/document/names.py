"""A name as printed, as cited, and as statements call it: "Désirée van der Heijde", "van der Heijde D", "DvdH".

Knows the parts that CSL gives a name; knows nothing of bylines or references.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from rejoinder.content.model import Author, Name
from rejoinder.content.people import PARTICLES, said_first
from rejoinder.content.people import is_east_asian as _is_east_asian

_PARTS = re.compile(r"[\s.\u00a0]+")
_HYPHENS = re.compile("[-‐‑]")
_NICKNAME = re.compile(r"\([^()]*\)|“[^“”]*”|\"[^\"]*\"")
_DIGRAPHS = frozenset(
    (
        "Ch", "Dh", "Dj", "Dz", "Gh", "Gy", "Ia", "Ie", "Iu", "Ja", "Je", "Ju", "Kh", "Lj", "Ll", "Ng", "Nj", "Ph",
        "Rh", "Sch", "Sh", "Shch", "Th", "Ts", "Ya", "Ye", "Yo", "Yu", "Zh",
    )
)  # fmt: skip
"""What one letter of another alphabet became in Latin ones, or what a language takes for one letter: an initial if it
is written as one, with a stop ("Yu. V.", "Ch."). "Md." is none: it is Muhammad, whose initial is M."""
_LINKING = PARTICLES | {"ad", "ed", "ud", "ul", "un", "ur", "us", "uz"}
"""Small words between hyphens that have no initial: Jean-de-Dieu, Nur-ul-Haq."""
_LONGEST_BEGINNING = 4
"""Letters of a family name that tell two people apart; beyond that the whole name is shorter to read."""


def printed(name: Name) -> str:
    """The whole name in the order in which it is said."""
    if name.literal:
        return _spaced(name.literal)
    if is_east_asian(name) and said_first(name):
        return f"{name.family}{name.given}".strip()
    particles = name.dropping_particle, name.non_dropping_particle
    if said_first(name):
        return _joined(*particles, name.family, name.given, name.suffix)
    return _joined(name.given, *particles, name.family, name.suffix)


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


def is_east_asian(name: Name) -> bool:
    """Whether both names are in Chinese, Japanese or Korean characters."""
    return bool(name.family) and _is_east_asian(name.family + name.given)


# ── initials ──────────────────────────────────────────────────────────────


def initials(given: str, family_name: str = "") -> str:
    """Without stops: "Harry K" → "HK", "Jean-Luc" → "J-L", "Xiao-ming" → "X-M", "Yu. A." → "YuA", "Ελένη" → "Ε".

    Small words in between have none ("Maria da Glória" → "MG"), nor have nicknames in brackets. Where everything is
    small ("danah"), so are the initials.
    """
    given = _NICKNAME.sub(" ", unicodedata.normalize("NFC", given))
    groups = [_initials_of(part, first=not n) for n, part in enumerate(_HYPHENS.split(_apart(given, family_name)))]
    if not any(character.isupper() for group in groups for one in group for character in one):
        return "-".join("".join(group) for group in groups if group)
    kept = ["".join(one for one in group if not one[0].islower()) for group in groups]
    return "-".join(one for one in kept if one)


def _apart(given: str, family_name: str) -> str:
    """Initials without stops are set apart: "JK" and "J-PE" beside "Smith", but not "JO" beside "SMITH"."""
    if not given.isupper() or family_name.isupper():
        return given
    return " ".join(_each_apart(word) for word in given.split())


def _each_apart(word: str) -> str:
    parts = _HYPHENS.split(word)
    return "-".join(" ".join(part) if 2 <= len(part) <= 3 and part.isalpha() else part for part in parts)


def _initials_of(part: str, *, first: bool) -> list[str]:
    """The initials of the words between two hyphens. Behind one a small letter counts as a capital ("Xiao-ming")."""
    found: list[str] = []
    for place, word in enumerate(_words(part)):
        one = _initial(word)
        if one and not (first or place) and one.islower() and word.lower() not in _LINKING:
            one = one.upper()
        if one:
            found.append(one)
    return found


def _words(part: str) -> Iterator[str]:
    """The words of a name; one that is abbreviated to a digraph keeps its stop."""
    at = 0
    for stop in _PARTS.finditer(part):
        word = part[at : stop.start()]
        yield f"{word}." if "." in stop[0] and word in _DIGRAPHS else word
        at = stop.end()
    yield part[at:]


def _initial(word: str) -> str:
    """The first letter, with the marks that could not be composed with it; "" for a word without letters."""
    if word.endswith("."):
        return word[:-1]
    if word.startswith("IJ") and word[2:].islower():  # one letter in Dutch
        return "IJ"
    for place, character in enumerate(word):
        if character.isalpha():
            end = place + 1
            while end < len(word) and unicodedata.combining(word[end]):
                end += 1
            return word[place:end]
    return ""


# ── as statements call people ─────────────────────────────────────────────


def monograms(authors: Sequence[Author]) -> tuple[str, ...]:
    """What a statement calls each author: "DvdH", "J-LP". No two are the same.

    Where initials are, the beginnings of the family names are added ("TVa", "TVi"); else they are cited ("Vale TK") or
    named in full; and of those who have the same name in full, the second is "Tom Vale (2)".
    """
    given = [author.initials for author in authors]
    called: list[str] = [
        own or (printed(author.name) if author.group else monogram(author.name))
        for own, author in zip(given, authors, strict=True)
    ]
    ways: list[Callable[[Name], str]] = [
        *(lambda name, n=n: monogram(name, n) for n in range(2, _LONGEST_BEGINNING + 1)),
        short,
        printed,
    ]
    for way in ways:
        called = _told_apart(called, authors, way)
    return _counted(called)


def _told_apart(called: list[str], authors: Sequence[Author], way: Callable[[Name], str]) -> list[str]:
    """Those who are called the same are called in another way, if that tells any of them apart."""
    times = Counter(called)
    doubled = [place for place, one in enumerate(called) if times[one] > 1 and not authors[place].group]
    if not doubled:
        return called
    otherwise = {place: way(authors[place].name) for place in doubled}
    again = Counter(otherwise.values())
    taken = {one for one in called if times[one] == 1}
    better = {
        called[place] for place, one in otherwise.items() if again[one] < times[called[place]] and one not in taken
    }
    return [otherwise[place] if place in otherwise and one in better else one for place, one in enumerate(called)]


def _counted(called: list[str]) -> tuple[str, ...]:
    seen: Counter[str] = Counter()
    taken = set(called)
    out: list[str] = []
    for one in called:
        seen[one] += 1
        name = one
        if seen[one] > 1:
            while (name := f"{one} ({seen[one]})") in taken:
                seen[one] += 1
            taken.add(name)
        out.append(name)
    return tuple(out)


def monogram(name: Name, letters: int = 1) -> str:
    """The initials of the whole name, in its order: "Désirée van der Heijde" → "DvdH", "Ngô Đình Thảo" → "NĐT".

    Of the family name there may be more letters than one. A name of Chinese, Japanese or Korean characters, and one of
    a single word, is called in full.
    """
    if name.literal:
        words = name.literal.split()
        if len(words) < 2 or _is_east_asian(name.literal):
            return printed(name)
        return initials(" ".join(words[:-1])) + _beginning(words[-1], letters)
    if is_east_asian(name) or not name.family or not name.given:
        return printed(name)
    particles = "".join(_initial(word) for word in f"{name.dropping_particle} {name.non_dropping_particle}".split())
    whole = particles + _beginning(name.family, letters), initials(name.given, name.family)
    return "".join(whole if said_first(name) else reversed(whole))


def _beginning(family_name: str, letters: int) -> str:
    """The initials of a family name: "Wiśniewski-Żak" → "W-Ż", "Dall’Òglio" → "D’O", "García Márquez" → "GM".

    Small words within it are kept small ("ap Rhys" → "aR"); with more letters than one, its first word begins so.
    """
    family_name = unicodedata.normalize("NFC", family_name)
    if letters > 1:
        word = next((word for word in re.split(r"[\s\-‐‑]", family_name) if not word.islower()), family_name)
        return word[:letters]
    groups = []
    for part in _HYPHENS.split(family_name):
        words = [_initial_and_apostrophe(word) for word in part.split()]
        groups.append("".join(words))
    return "-".join(group for group in groups if group)


_APOSTROPHE = re.compile(r"(\w)\w{0,4}([’'ʼ])(\w)")


def _initial_and_apostrophe(word: str) -> str:
    found = _APOSTROPHE.match(word)
    if found and found[3].isupper():  # O’Neill, Dall’Òglio, d’Alembert's A
        return f"{found[1]}’{found[3]}"
    return _initial(word)


def _joined(*parts: str) -> str:
    return _spaced(" ".join(part for part in parts if part))


def _spaced(text: str) -> str:
    # "d’ Alembert" and "L' Écuyer": a particle that ends in an apostrophe leans on what follows.
    return re.sub(r"(?<=\b[dlDL][’'ʼ]) ", "", " ".join(text.split()))
