"""Names of people, and what identifies them.

Knows how names are written and how ORCID iDs, ROR ids and ISSNs are checked; knows nothing of YAML or letters.
"""

from __future__ import annotations

import re

from rejoinder.content.model import Name
from rejoinder.values import replace

PARTICLES = frozenset(
    (
        "af", "al", "ap", "auf", "av", "bin", "da", "dal", "dalla", "das", "de", "degli", "dei", "del", "dela", "della",
        "der", "des", "di", "do", "dos", "du", "el", "ibn", "la", "las", "le", "li", "lo", "los", "'s", "'t", "’s",
        "’t", "te", "ten", "ter", "thoe", "to", "tot", "van", "vande", "vanden", "vander", "vom", "von", "y", "zu",
        "zum", "zur",
    )
)  # fmt: skip
FAMILY_BEGINS = PARTICLES | {"abu", "mac", "mc", "nic", "ní", "st", "st.", "saint", "ó", "ua", "uí"}
"""Words within a name with which the family name begins: Peadar Mac Gabhann, Ian St John, Máire Ní Dhomhnaill."""
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "filho", "neto", "junior"})
DEGREES = frozenset(
    (
        "ba", "bch", "bm", "bpharm", "bs", "bsc", "bsn", "bvsc", "chb", "cstat", "dch", "dds", "dmd", "do",
        "dph", "dpharm", "dphil", "dr", "drph", "dsc", "dvm", "edd", "facp", "facs", "fmedsci", "frcgp", "frcp",
        "frcpath", "frcs", "frs", "habil", "jd", "llb", "llm", "ma", "mb", "mba", "mbbch", "mbbs", "mbchb",
        "md", "med", "meng", "mhs", "mhsc", "mp", "mph", "mpharm", "mphil", "mpp", "mrcgp", "mrcp", "mrcpsych",
        "mres", "ms", "msc", "mscn", "mscr", "msn", "mst", "np", "pharmd", "phd", "psyd", "rd", "rn", "scd",
        "sm",
    )
)  # fmt: skip
"""Academic degrees and fellowships as they stand behind a name, without stops."""
_DOTS = re.compile("[.’']")
GROUPS = frozenset(
    (
        "alliance", "association", "board", "collaboration", "collaborative", "collaborators", "committee",
        "consortium", "council", "federation", "group", "groups", "initiative", "investigators", "network", "panel",
        "society", "team",
    )
)  # fmt: skip


FAMILY_FIRST = frozenset(("zh", "ja", "ko", "hu", "vi", "km", "yue", "cmn", "nan", "wuu", "hak"))
"""Languages in which the family name is said first (Chinese, Japanese, Korean, Hungarian, Vietnamese, Khmer)."""

_EAST_ASIAN = ((0x2E80, 0x312F), (0x31A0, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
"""Ideographs, kana, bopomofo and hangul."""
_BETWEEN = frozenset(" \u3000\u30fb\u00b7")
"""What may stand between the names of an East Asian name: spaces and middle dots."""


def is_east_asian(text: str) -> bool:
    """Whether all letters of a name are Chinese, Japanese or Korean ones."""
    # The first letter excludes nearly everybody.
    return text > "\u2e80" and all(map(_is_east_asian_letter, text))


def _is_east_asian_letter(letter: str) -> bool:
    return letter in _BETWEEN or any(first <= ord(letter) <= last for first, last in _EAST_ASIAN)


def said_first(name: Name) -> bool:
    """Whether the family name of somebody is said before the given ones: as it is said; else by language or script."""
    if name.family_first is not None:
        return name.family_first
    if name.lang:
        return name.lang.partition("-")[0].lower() in FAMILY_FIRST
    return bool(name.family) and is_east_asian(name.family + name.given)


def name_of(written: str, *, family_first: bool = False) -> Name:
    """Take a name apart: "Jane van der Berg", "van der Berg, Jane" or "King, Martin Luther, Jr".

    A name of Chinese, Japanese or Korean characters is taken apart at its space; without one (田中太郎, 森鷗外) nobody
    can tell where the family name ends, and it stays whole. With `family_first` the first word is the family name.
    """
    words = " ".join(written.split())
    if "," in words:
        return _inverted(words)
    if is_east_asian(words):
        return _east_asian(words)
    if family_first and " " in words:
        first, _, others = words.partition(" ")
        return Name(given=others, family=first)
    given, names, suffix = _direct(words.split(" "))
    particle, family = _particle(names)
    return Name(given=" ".join(given), family=family, non_dropping_particle=particle, suffix=suffix)


def without_degrees(written: str) -> tuple[str, str]:
    """A name, and the academic degrees behind it: "Ada Brook, MD, PhD" → "Ada Brook", "MD, PhD"."""
    parts = [part.strip() for part in written.split(",")]
    behind: list[str] = []
    while len(parts) > 1 and all(map(_is_degree, parts[-1].split() or [""])):
        behind.insert(0, parts.pop())
    if len(parts) == 1 and " " not in parts[0]:  # "Li, MA" is somebody's name
        return written, ""
    return ", ".join(parts), ", ".join(behind)


def _is_degree(word: str) -> bool:
    bare = _DOTS.sub("", word)
    return bare.lower() in DEGREES and (len(bare) > 2 or bare.isupper())


def _east_asian(words: str) -> Name:
    names = re.split("[ \u3000]", words)
    return Name(given=names[1], family=names[0]) if len(names) == 2 else Name(literal=words)


def _direct(words: list[str]) -> tuple[list[str], list[str], str]:
    suffix = ""
    if len(words) > 2 and words[-1].lower() in SUFFIXES and words[-1][0].isupper():
        suffix = words.pop()
    # The family name begins at the first particle, or is the last word; a lone word is a family name.
    inner = enumerate(words[1:-1], 1)
    first = next((n for n, word in inner if word.lower() in FAMILY_BEGINS or _is_small(word)), len(words) - 1)
    if first > 1 and words[first].lower() in ("y", "i", "e"):
        first -= 1  # Ortega y Gasset, Puig i Cadafalch
    return words[:first], words[first:], suffix


def _is_small(word: str) -> bool:
    """Whether the first letter of a word is a small one: then it is a particle, as BibTeX has it."""
    first = next((letter for letter in word if letter.isalpha()), "")
    return first.islower()


def _particle(family: list[str]) -> tuple[str, str]:
    """The particles before a family name, up to the last small one; a capital one (De Niro) is part of the name."""
    if not family or not _is_small(family[0]):
        return "", " ".join(family)
    last = max((n for n, word in enumerate(family[:-1]) if _is_small(word)), default=-1)
    return " ".join(family[: last + 1]), " ".join(family[last + 1 :])


def _inverted(words: str) -> Name:
    """BibTeX's "von Last, Jr, First"; and "Last, First, Jr, PhD", which is known by what stands at its end."""
    parts = [part.strip() for part in words.split(",")]
    if len(parts) == 2 and parts[1].lower() in SUFFIXES and " " in parts[0]:  # John Smith, Jr
        return replace(name_of(parts[0]), suffix=parts[1])
    if len(parts) > 2 and all(map(_is_suffix, parts[2:])) and not _is_suffix(parts[1]):
        family, given, suffix = parts[0], parts[1], ", ".join(parts[2:])
    else:
        family, *between, given = (part.strip() for part in words.rsplit(",", 2))
        suffix = between[0] if between else ""
    particle, family = _particle(family.split(" ")) if family else ("", "")
    names = given.split(" ") if given else []
    small = next((n for n, _ in enumerate(names[1:], 1) if all(map(_is_small, names[n:]))), len(names))
    return Name(
        given=" ".join(names[:small]),
        family=family,
        dropping_particle=" ".join(names[small:]),
        non_dropping_particle=particle,
        suffix=suffix,
    )


def _is_suffix(words: str) -> bool:
    """Jr, III; or a degree."""
    return words.lower() in SUFFIXES or all(map(_is_degree, words.split() or [""]))


def is_group(written: str) -> bool:
    """Whether a name is one that no person has ("The ABC Study Group")."""
    words = written.split()
    return len(words) > 1 and words[-1].lower() in GROUPS


_ON_BEHALF = re.compile(r"(?:and )?(?:(?:on|in) behalf of|for) (?=\S)", re.IGNORECASE)


def represented_group(written: str) -> str:
    """The name of a group that is written with the words before it: "on behalf of the X Group" → "The X Group".

    "" if there are none.
    """
    words = " ".join(written.split())
    found = _ON_BEHALF.match(words)
    if not found:
        return ""
    name = words[found.end() :]
    return f"The {name[4:]}" if name.startswith("the ") else name


# ── identifiers ───────────────────────────────────────────────────────────

ORCID = re.compile(r"(?:https?://(?:www\.)?orcid\.org/)?([0-9]{4})-?([0-9]{4})-?([0-9]{4})-?([0-9]{3}[0-9Xx])/?")
ROR = re.compile(r"(?:https?://(?:www\.)?ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})/?", re.IGNORECASE)
ISSN = re.compile(r"([0-9]{4})-?([0-9]{3}[0-9Xx])")
EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]")
DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)


def orcid_of(written: str) -> str:
    """An ORCID iD as `0000-0002-1825-0097`, or "" if it has another form."""
    found = ORCID.fullmatch(written)
    return "-".join(found.groups()).upper() if found else ""


def orcid_is_valid(orcid: str) -> bool:
    """Whether the last digit of an ORCID iD is the right one (ISO 7064, MOD 11-2)."""
    total = 0
    digits = orcid.replace("-", "")
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return digits[-1] == ("X" if check == 10 else str(check))


def ror_of(written: str) -> str:
    """A ROR id as a link, or "" if it has another form."""
    found = ROR.fullmatch(written)
    return f"https://ror.org/{found[1].lower()}" if found else ""


def ror_is_valid(ror: str) -> bool:
    """Whether the last two digits of a ROR id are the right ones.

    The first seven characters are a number in Crockford's base 32, the digits its check by ISO 7064, MOD 97-10.
    """
    bare = ror.rsplit("/", 1)[-1].lower()
    number = 0
    for digit in bare[:7]:
        number = number * 32 + BASE_32.index(digit)
    return int(bare[7:]) == 98 - number * 100 % 97


BASE_32 = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's digits: without i, l, o, which look like others, and u."""


def issn_of(written: str) -> str:
    """An ISSN as `0003-4967`, or "" if it has another form."""
    found = ISSN.fullmatch(written)
    return f"{found[1]}-{found[2].upper()}" if found else ""


def issn_is_valid(issn: str) -> bool:
    """Whether the last digit of an ISSN is the right one (ISO 3297, annex A)."""
    digits = issn.replace("-", "")
    total = sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), digits, strict=False))
    check = -total % 11
    return digits[-1] == ("X" if check == 10 else str(check))


def doi_of(written: str) -> str:
    """A DOI without what may stand before it, or "" if it has another form."""
    found = DOI.fullmatch(written)
    return found[1] if found else ""


def is_email(written: str) -> bool:
    """Whether a text has the form of one e-mail address; no white space, so none that could end a mail's header."""
    return len(written) <= 254 and EMAIL.fullmatch(written) is not None
