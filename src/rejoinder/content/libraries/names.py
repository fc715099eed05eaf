"""Names and dates as reference managers write them → CSL. What all formats of libraries share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

CslName = dict[str, str]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS = {"spr": 1, "sum": 2, "aut": 3, "fal": 3, "win": 4}
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")


def month_of(text: str) -> int:
    """1 to 12 for "3", "03", "mar", "March"; 0 if it is none."""
    text = text.strip().strip(".").lower()
    if text.isascii() and text.isdigit() and len(text) <= 2:
        return int(text) if 1 <= int(text) <= 12 else 0
    return _MONTHS.index(text[:3]) + 1 if text[:3] in _MONTHS and text.isalpha() else 0


def season_of(text: str) -> int:
    """CSL's number of a season, 1 for spring; 0 if it is none."""
    return _SEASONS.get(text.strip().lower()[:3], 0)


def parts_of(text: str) -> list[int]:
    """Year, month and day of "2012-10-03", "2012/10/03", "2012", "2012 Oct 3", "Oct 2012"; [] if there is no year."""
    found = re.fullmatch(r"\s*(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:T[\d:.Z+-]*)?\W*", text, re.ASCII)
    if found:
        return _day(*(int(part or 0) for part in found.groups()))
    year = _YEAR.search(text)
    if not year or not year[1].isascii():
        return []
    around = re.findall(r"[A-Za-z]+|(?<!\d)\d{1,2}(?!\d)", text[: year.start()] + " " + text[year.end() :], re.ASCII)
    months = [month for word in around if word.isalpha() and (month := month_of(word))]
    days = [int(word) for word in around if word.isdigit() and 1 <= int(word) <= 31]
    return _day(int(year[1]), months[0] if months else 0, days[0] if months and days else 0)


def _day(year: int, month: int, day: int) -> list[int]:
    if not year:
        return []
    if not 1 <= month <= 12:
        return [year]
    return [year, month, day] if 1 <= day <= 31 else [year, month]


def date_of(text: str) -> dict[str, Any]:
    """A CSL date; what is no date ("in press") stays as words."""
    text = " ".join(text.split())
    season = next((number for word in re.findall("[A-Za-z]+", text) if (number := season_of(word))), 0)
    begin, _, end = text.partition("/") if re.fullmatch(r"[\d-]{4,10}/[\d-]{4,10}", text) else (text, "", "")
    first, last = parts_of(begin), parts_of(end) if end else []
    if not first:
        return {"literal": text} if text else {}
    date: dict[str, Any] = {"date-parts": [first, last] if last and last != first else [first]}
    if season and len(first) == 1:
        date["season"] = season
    return date


# ── names ──

_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|2nd|3rd)\.?", re.IGNORECASE)
_PARTICLES = frozenset(
    "af al am ap auf aus d da dal dalla das de degli dei del dela della delle den der des di do dos du el im la las le "
    "les lo los mac op 't te ten ter thor till to uit und v van vom von vor vande vander y zu zum zur".split()
)


def with_particle(family: str) -> CslName:
    """A family name and what goes before it ("van der Berg"); capitals ("Van Dyck") belong to the name."""
    words = family.split(" ")
    count = 0
    while count < len(words) - 1 and words[count].lower().strip("'’") in _PARTICLES and words[count][:1].islower():
        count += 1
    name = {"family": " ".join(words[count:])}
    if count:
        name["non-dropping-particle"] = " ".join(words[:count])
    return name


def name_of(text: str) -> CslName:
    """Of "Family, Given", "Family, Given, Jr" or "Family, Jr, Given"; without a comma, the name of a group."""
    parts = [" ".join(part.split()) for part in text.split(",", 3)]
    if len(parts) == 1 or not parts[0]:
        literal = " ".join(text.replace(",", " ").split())
        return {"literal": literal} if literal else {}
    name = with_particle(parts[0])
    given, suffix = parts[1], parts[2] if len(parts) > 2 else ""
    if _SUFFIX.fullmatch(given) and suffix:
        given, suffix = suffix, given
    if given:
        name["given"] = given
    if suffix:
        name["suffix"] = suffix
    return name


# ── keys ──


def make_key(item: dict[str, Any], taken: Iterable[str]) -> str:
    """A key for an item that has none: the first name and the year, "ames2012"; then "ames2012b", "ames2012c" …"""
    people = item.get("author") or item.get("editor") or [{}]
    first = people[0]
    who = first.get("family") or first.get("literal") or str(item.get("title", ""))
    who = re.sub("<[^<>]{1,60}>", "", who)
    folded = unicodedata.normalize("NFKD", who.translate(_FOLDED))
    words = re.findall(r"[^\W\d_]+", "".join(c for c in folded if not unicodedata.combining(c)))
    word = (words[0] if "literal" in first or not first else "".join(words))[:40].lower() if words else "reference"
    issued = item.get("issued", {}).get("date-parts") or [[""]]
    key = f"{word}{issued[0][0]}"
    if key not in taken:
        return key
    number = 2
    while f"{key}{_letters(number)}" in taken:
        number += 1
    return f"{key}{_letters(number)}"


_FOLDED = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "Ae", "đ": "d", "Đ": "D",
                         "ı": "i", "œ": "oe", "þ": "th", "ð": "d", "'": "", "’": "", "-": ""})  # fmt: skip


def _letters(number: int) -> str:
    """2 → b, 26 → z, 27 → aa."""
    out = ""
    while number:
        number, rest = divmod(number - 1, 26)
        out = chr(97 + rest) + out
    return out
