"""Names of people in JATS: by their parts, in one string, as a group; and whether a text means somebody.

Knows `name`, `string-name` and `collab`; knows nothing of authors.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from rejoinder.content.jats.context import Context
from rejoinder.content.jats.tree import Element, lang_of, words
from rejoinder.content.model import Name
from rejoinder.content.people import PARTICLES, name_of
from rejoinder.content.schema import ROLES


def name_of_contrib(contrib: Element, context: Context) -> Name | None:
    """The name of a person: of several spellings the one in the letter's language, or the first."""
    choices = list(contrib.iterchildren("name", "string-name"))
    for alternatives in contrib.iterchildren("name-alternatives"):
        inner = list(alternatives.iterchildren("name", "string-name"))
        context.use(alternatives)
        choices += sorted(inner, key=lambda one: _distance(one, context.lang))[:1]
    if not choices:
        return None
    context.use(choices[0])
    for child in choices[0].iterchildren():
        if child.tag != "prefix":  # "Dr" has no place in a letter, and is named
            context.use_all(child)
    return read_name(choices[0])


def _distance(name: Element, lang: str) -> int:
    """How far the spelling of a name is from a letter's language."""
    own = lang_of(name)
    if own[:2] == lang[:2]:
        return 0
    return 1 if name.get("name-style") == "western" and not own else 2 if not own else 3


def read_name(element: Element) -> Name | None:
    """`name` or `string-name`: by its parts, else taken apart as words. None if there is nothing in it."""
    family = " ".join(words(one) for one in element.iterchildren("surname")).strip(" ,;")
    given = " ".join(words(one) for one in element.iterchildren("given-names")).strip(" ,;")
    suffix = ", ".join(filter(None, (words(one).strip(" ,;") for one in element.iterchildren("suffix"))))
    if not family and not given:
        text = words(element).strip(" ,;")
        return name_of(text) if text else None
    if not family:
        return Name(literal=" ".join(filter(None, (given, suffix))))
    if not given:
        return Name(literal=family) if not suffix else Name(family=family, suffix=suffix)
    particle, family = _particle(family)
    first_ = True if element.get("name-style") == "eastern" else None
    return Name(given, family, "", particle, suffix, "", lang_of(element), first_)


def _particle(family: str) -> tuple[str, str]:
    parts = family.split(" ")
    count = 0
    while count < len(parts) - 1 and parts[count].islower() and parts[count] in PARTICLES:
        count += 1
    return " ".join(parts[:count]), " ".join(parts[count:])


def own_words(collab: Element) -> str:
    """A group's name, without its members, their marks and affiliations."""
    out: list[str] = []

    def gather(element: Element) -> None:
        out.append(element.text or "")
        for child in element:
            if child.tag not in ("contrib-group", "contrib", "xref", "aff", "address", "email", "fn", "on-behalf-of"):
                gather(child)
            out.append(child.tail or "")

    gather(collab)
    return " ".join("".join(out).split()).strip(" ,;:")


def shown_name(contrib: Element) -> str:
    for one in contrib.iter("name", "string-name"):
        name = read_name(one)
        if name is not None:
            return name.literal or " ".join(filter(None, (name.given, name.non_dropping_particle, name.family)))
    return words(next(iter(contrib.iter("collab")), None)) or "somebody unnamed"


def shown_role(contrib: Element) -> str:
    roles = [words(one) for one in contrib.iterchildren("role")]
    role = next(filter(None, roles), contrib.get("contrib-type") or "")
    return f" ({role.replace('_', ' ')})" if role else ""


_CREDIT = {re.sub(r"[^a-z]+", " ", role.lower().replace("&", "and")).strip(): role for role in ROLES}


def credit(text: str) -> str:
    """A role of CRediT by its name, however it is spelled; else ""."""
    key = re.sub(r"[^a-z]+", " ", text.lower().replace("&", " and ").replace("isation", "ization")).strip()
    return _CREDIT.get(key, "")


def letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalnum())


_SUFFIXES = ("jr", "sr", "ii", "iii", "iv")


def _parts(written: str) -> list[str]:
    """The words and initials of a name, each initial with its point, without "Jr" and the like."""
    parts = re.findall(r"[^\s.]+\.?", written)
    while len(parts) > 1 and parts[-1].strip(".").lower() in _SUFFIXES:
        parts.pop()
    return parts


def last_word(written: str) -> str:
    """The letters of a name's last word: "A.P. Travassos da Rosa" ends as the family name does."""
    parts = _parts(written)
    return letters(parts[-1]) if parts else ""


def is_called(name: Name, written: str, *, loosely: bool = False) -> bool:
    """Whether "Ou. Faye" or "A.P. Travassos da Rosa" is this person; loosely, "Om." is short for Oumar."""
    parts = _parts(written)
    split = next((place for place, part in enumerate(parts) if not part.endswith(".") and len(part) > 1), len(parts))
    if split == 0 or split >= len(parts):
        return False
    family = letters(" ".join((name.non_dropping_particle, name.family)))
    rest = parts[split:]
    if letters("".join(rest)) not in (family, letters(name.family), family + letters(name.suffix)):
        return False
    given = re.findall(r"[^\s.\-]+", name.given)
    if len(given) == 1 and given[0].isupper() and len(given[0]) <= 3:
        given = list(given[0])
    initials = [piece for part in parts[:split] for piece in part.strip(".").split("-")]
    if not given or len(initials) > len(given):
        return not given
    begins = _in_order_of if loosely else str.startswith
    return all(begins(letters(one), letters(initial)) for one, initial in zip(given, initials, strict=False))


def _in_order_of(name: str, short: str) -> bool:
    """Whether a short form has the name's first letter, and others of it in their order."""
    letters = iter(name[1:])
    return name[:1] == short[:1] and all(letter in letters for letter in short[1:])


def says_name(text: str, name: Name) -> bool:
    return re.search(rf"\b{re.escape(name.family)}\b", text) is not None


def initials(name: Name) -> str:
    return "".join(part[0] for part in re.findall(r"[^\s.\-]+", f"{name.given} {name.family}") if part[0].isupper())


def up_to(element: Element, top: Element) -> Iterable[Element]:
    for one in element.iterancestors():
        if one is top:
            return
        yield one


def group_of(contrib: Element) -> Element | None:
    """The group whose member it is."""
    return next((one for one in contrib.iterancestors() if one.tag == "collab"), None)
