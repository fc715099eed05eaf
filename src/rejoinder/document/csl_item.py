"""One CSL item as strangers write it → fields of known kinds.

Simple liberties are understood (`issued: 2016`, `author: "Smith J"`, a page as a number, Crossref's lists of one
title); what cannot be understood is said, with the place of the reference, and left out. Knows nothing of the CSL
processor: what leaves here is made of strings, names and dates only, bounded in length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

from rejoinder.diagnostics import Diagnostics, Span, did_you_mean
from rejoinder.document.marked import marked, plain

TYPES = frozenset([
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast",
    "chapter", "classic", "collection", "dataset", "document", "entry", "entry-dictionary",
    "entry-encyclopedia", "event", "figure", "graphic", "hearing", "interview", "legal_case", "legislation",
    "manuscript", "map", "motion_picture", "musical_score", "pamphlet", "paper-conference", "patent",
    "performance", "periodical", "personal_communication", "post", "post-weblog", "regulation", "report",
    "review", "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage",
])  # fmt: skip
"""The item types of CSL 1.0.2, appendix III."""

NAMES = frozenset([
    "author", "chair", "collection-editor", "compiler", "composer", "container-author", "contributor",
    "curator", "director", "editor", "editorial-director", "editor-translator", "executive-producer", "guest",
    "host", "illustrator", "interviewer", "narrator", "organizer", "original-author", "performer", "producer",
    "recipient", "reviewed-author", "script-writer", "series-creator", "translator",
])  # fmt: skip
DATES = frozenset([
    "accessed", "available-date", "container", "event-date", "issued", "original-date", "submitted",
])  # fmt: skip
SHORT_FIELDS = frozenset([
    "chapter-number", "citation-number", "collection-number", "edition", "first-reference-note-number", "issue",
    "locator", "number", "number-of-pages", "number-of-volumes", "page", "page-first", "part", "printing",
    "section", "supplement", "version", "volume",
])  # fmt: skip
"""Fields that hold a number or a range; a long one is a mistake (and would be slow to look through for numbers)."""
ADDRESSES = frozenset(["URL", "DOI"])

_RENAMED = {
    "journalAbbreviation": "container-title-short",
    "shortTitle": "title-short",
    "container-short": "container-title-short",
    "doi": "DOI",
    "url": "URL",
}
_IGNORED = frozenset(
    ["id", "type", "key", "citation-key", "abstract", "note", "custom", "categories", "keyword", "annote"]
)
_LONGEST, _LONGEST_SHORT, _MOST_NAMES = 5_000, 200, 10_000
_LONGEST_VERBATIM = 50_000
_DOI_DRESS = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_LANG = re.compile(r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}$")


OTHERS = "others"
"""As the last name of a list: those that it leaves out. Zotero and Pandoc write BibTeX's "and others" so."""


class PersonName(NamedTuple):
    """The parts of a name; one that is not taken apart stands in `literal`."""

    family: str = ""
    given: str = ""
    dropping_particle: str = ""
    non_dropping_particle: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def surname(self) -> str:
        """What people say: "van der Heijde", or the name of a group."""
        return self.literal or " ".join(filter(None, (self.non_dropping_particle, self.family)))


class DateParts(NamedTuple):
    """A date or, with `end`, a range; or words ("in press") in `literal`. A part that is not known is 0."""

    begin: tuple[int, int, int] = (0, 0, 0)
    end: tuple[int, int, int] | None = None
    literal: str = ""
    season: int = 0
    circa: bool = False


class CslItem(NamedTuple):
    """An item whose every field is of the kind that CSL gives it. `texts` hold marked text."""

    type: str
    texts: dict[str, str]
    names: dict[str, tuple[PersonName, ...]]
    dates: dict[str, DateParts]
    language: str
    verbatim: str = ""
    """The whole reference as its author wrote it, which no style changes; "" for one that the style puts together."""
    addendum: str = ""
    """What the reference says besides its fields; it stands behind what the style makes of them."""

    def short_label(self) -> str:
        """What a screen reader says: "Kong et al 1999", "Rho and Sigma 1999"; without names the title."""
        who = self.who("and", "et al") or plain(self.texts.get("title-short") or self.texts.get("title", ""))
        issued = self.dates.get("issued", DateParts())
        when = issued.literal or (str(abs(issued.begin[0])) if issued.begin[0] else "")
        return " ".join(filter(None, (who, when)))

    def who(self, and_: str, et_al: str) -> str:
        """The names as running text gives them: one, two joined by "and", or the first "et al"."""
        people = self.names.get("author") or self.names.get("editor") or ()
        names = [one.surname.replace("'", "’") for one in people[:2]]
        if len(people) == 2 and people[1].literal != OTHERS:
            return f"{names[0]} {and_} {names[1]}"
        return f"{names[0]} {et_al}" if len(people) > 1 else names[0] if names else ""


def read_item(key: str, item: Mapping[str, Any], span: Span, said: Diagnostics) -> CslItem:
    """The item with every field of its proper kind."""
    return _Reading(key, span, said).item(item)


class _Reading:
    """Reading one item: what is complained about is this reference, at this place."""

    def __init__(self, key: str, span: Span, said: Diagnostics) -> None:
        self.key, self.span, self.said = key, span, said

    def doubt(self, message: str, hint: str = "") -> None:
        self.said.warning(f'reference "{self.key}": {message}', self.span, hint)

    def item(self, item: Mapping[str, Any]) -> CslItem:
        texts: dict[str, str] = {}
        names: dict[str, tuple[PersonName, ...]] = {}
        dates: dict[str, DateParts] = {}
        for written, value in item.items():
            field = _RENAMED.get(written, written) if isinstance(written, str) else ""
            if not field or field in _IGNORED or value is None or value == "":
                continue
            if field in NAMES:
                if people := self.names(field, value):
                    names[field] = people
            elif field in DATES:
                if (date := self.date(field, value)) is not None:
                    dates[field] = date
            elif (text := self.text(field, value)) and (field == written or field not in texts):
                texts[field] = text
        language = self.language(texts.pop("language", ""))
        verbatim, addendum = self.custom(item.get("custom"))
        return CslItem(self.type(item.get("type")), texts, names, dates, language, verbatim, addendum)

    def custom(self, value: object) -> tuple[str, str]:
        """`custom.verbatim` and `custom.addendum`: CSL leaves what stands in `custom` to programs."""
        if not isinstance(value, Mapping):
            return "", ""
        return _own_words(value.get("verbatim")), _own_words(value.get("addendum"))

    def type(self, value: object) -> str:
        if value is None or value == "":
            self.doubt("it has no type", 'for an article of a journal write "type: article-journal"')
            return "document"
        kind = value.strip().lower() if isinstance(value, str) else ""
        if kind not in TYPES:
            self.doubt(f"{_shown(value)} is no type of CSL", did_you_mean(kind, TYPES))
            return "document"
        return kind

    @staticmethod
    def language(text: str) -> str:
        tag = text.replace("_", "-")
        return tag if _LANG.match(tag) else ""

    # ── text ──

    def text(self, field: str, value: object) -> str:
        if isinstance(value, (list, tuple)):
            value = value[0] if value else ""
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            if field in SHORT_FIELDS or field in ADDRESSES or "title" in field or "publisher" in field:
                self.doubt(f"{field} should be text, not {_kind(value)}; it is left out")
            return ""
        longest = _LONGEST_SHORT if field in SHORT_FIELDS else _LONGEST
        text = _number(value) if isinstance(value, (int, float)) else value
        if len(text) > longest:
            self.doubt(f"{field} is longer than {longest} characters; it is left out")
            return ""
        if field in ADDRESSES:
            return _address(field, text)
        if field == "page":
            return _pages(plain(text))
        return marked(text)

    # ── names ──

    def names(self, field: str, value: object) -> tuple[PersonName, ...]:
        listed: list[Any] | tuple[Any, ...] = value if isinstance(value, (list, tuple)) else [value]
        if len(listed) > _MOST_NAMES:
            self.doubt(f"{field} has more than {_MOST_NAMES} names; the rest are left out")
        read = [name for one in listed[:_MOST_NAMES] if (name := self.name(field, one)) is not None]
        if len(read) > 1 and read[-1].literal.rstrip(".").lower() in (OTHERS, "et al", "and others"):
            read[-1] = PersonName(literal=OTHERS)
        return tuple(read)

    def name(self, field: str, value: object) -> PersonName | None:
        if isinstance(value, str):
            return _name_of_words(_part(value))
        if not isinstance(value, Mapping):
            self.doubt(f"a name in {field} should be {{family, given}} or text, not {_kind(value)}; it is left out")
            return None
        part = {name: _part(words) for name, words in value.items() if name in _NAME_FIELDS}
        literal, family, given = (
            part.get("literal") or part.get("name", ""),
            part.get("family", ""),
            part.get("given", ""),
        )
        if literal or not family:
            literal = literal or given
            if not literal:
                self.doubt(f"a name in {field} is empty; it is left out")
                return None
            return PersonName(literal=literal)
        return PersonName(
            family,
            spaced_initials(given, family),
            part.get("dropping-particle", ""),
            part.get("non-dropping-particle", ""),
            part.get("suffix", ""),
        )

    # ── dates ──

    def date(self, field: str, value: object) -> DateParts | None:
        read = _date(value)
        if read is None and not _is_blank(value):
            self.doubt(f"{field} is no date: {_shown(value)}; it is left out", 'write "2016-09-13", "2016-09" or 2016')
        return read


def _own_words(value: object) -> str:
    return marked(value[:_LONGEST_VERBATIM]) if isinstance(value, str) else ""


_NAME_FIELDS = frozenset([
    "family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal", "name",
])  # fmt: skip


def _kind(value: object) -> str:
    kinds: tuple[tuple[type | tuple[type, ...], str], ...] = (
        (bool, "true or false"), ((int, float), "a number"), (str, "text"), ((list, tuple), "a list"),
        (Mapping, "a mapping"), (type(None), "nothing"),
    )  # fmt: skip
    return next((words for kind, words in kinds if isinstance(value, kind)), "something else")


def _shown(value: object) -> str:
    if isinstance(value, (str, int, float)):
        text = value if isinstance(value, str) else _number(value) or "a number"
        return f'"{text[:60]}…"' if len(text) > 60 else f'"{text}"'
    return _kind(value)


def _number(value: float) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    # A number with more digits than Python agrees to print is no volume and no page.
    try:
        return str(int(value)) if value == int(value) else str(value)
    except (ValueError, OverflowError):
        return ""


def _part(value: object) -> str:
    """A part of a name: characters, composed, so that an initial is one character."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    text = value if isinstance(value, str) else _number(value)
    text = plain(text[:_LONGEST_SHORT])
    return text if text.isascii() else unicodedata.normalize("NFC", text)


_INITIALS_LAST = re.compile(r"^\S.*\s[A-Z][A-Z.\-]{0,3}$")


def _name_of_words(text: str) -> PersonName | None:
    """Names in one string: "Smith, John" is taken apart; "Smith J" and "Smith J, Jones K" stay as they are."""
    before, comma, after = text.partition(", ")
    if comma and "," not in after and not _INITIALS_LAST.match(before):
        return PersonName(before, spaced_initials(after, before))
    return PersonName(literal=text) if text else None


def spaced_initials(given: str, family: str) -> str:
    """Two initials are set apart: "JK" beside "Smith", but not "JO" beside "SMITH", where everything is in capitals."""
    if 2 <= len(given) <= 3 and given.isalpha() and given.isupper() and not family.isupper():
        return " ".join(given)
    return given


def _address(field: str, text: str) -> str:
    text = plain(text).replace(" ", "")
    return _DOI_DRESS.sub("", text) if field == "DOI" else text


_DASHES = re.compile(r"\s*(?:--+|[-‐‑‒–—−])\s*")
_SHORTENED = re.compile(r"^(\D*)([0-9]+)-([0-9]+)$")


def _pages(text: str) -> str:
    """One hyphen for every dash; a shortened range in full, because the processor shortens it again ("315-23")."""
    text = _DASHES.sub("-", text)
    if "," in text:
        return ", ".join(_pages(part.strip()) for part in text.split(","))
    if found := _SHORTENED.match(text):
        letters, first, last = found.groups()
        if len(last) < len(first) and not letters:
            last = first[: len(first) - len(last)] + last
        return f"{letters}{first}" if last == first else f"{letters}{first}-{last}"
    return text


def _is_blank(value: object) -> bool:
    """Databases write a date that they do not know as `{"date-parts": [[null]]}`."""
    if isinstance(value, Mapping):
        return all(_is_blank(one) for one in value.values())
    return value is None or value == "" or (isinstance(value, (list, tuple)) and all(map(_is_blank, value)))


_ISO = re.compile(r"^(-?[0-9]{1,4})(?:-([0-9]{1,2})(?:-([0-9]{1,2})(?:T.*)?)?)?([~?%])?$")
_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}


def _date(value: object) -> DateParts | None:
    if isinstance(value, (str, int, float)):
        return _date_of_words(value)
    if isinstance(value, (list, tuple)):
        return _date_of_list(value)
    return _date_of_mapping(value) if isinstance(value, Mapping) else None


def _date_of_words(value: str | float) -> DateParts | None:
    """ISO 8601, a range of two with a slash (as EDTF has it), or words."""
    if isinstance(value, bool):
        return None
    text = plain(value[:_LONGEST_SHORT]) if isinstance(value, str) else _number(value)
    begin, _, end = text.partition("/")
    first = _iso(begin)
    if first is None:
        return DateParts(literal=text) if isinstance(value, str) and text else None
    circa = text[-1:] in ("~", "?", "%")
    return DateParts(first, _iso(end) if end else None, circa=circa)


def _iso(text: str) -> tuple[int, int, int] | None:
    found = _ISO.match(text.strip())
    return _day(found.groups()[:3]) if found else None


def _date_of_list(value: list[Any] | tuple[Any, ...]) -> DateParts | None:
    """`[2016, 9, 13]`, `[[2016, 9, 13], [2017]]`, or old Pandoc's `[{year: 2016, month: 9}]`."""
    if not value:
        return None
    if isinstance(value[0], Mapping):
        value = [[one.get(part) for part in ("year", "month", "day")] for one in value[:2] if isinstance(one, Mapping)]
    if not isinstance(value[0], (list, tuple)):
        begin = _day(value)
        return DateParts(begin) if begin else None
    days = [_day(one) if isinstance(one, (list, tuple)) else None for one in value[:2]]
    if days[0] is None:
        return None
    end = days[1] if len(days) > 1 else None
    return DateParts(days[0], end if end != days[0] else None)


def _date_of_mapping(value: Mapping[Any, Any]) -> DateParts | None:
    parts = value.get("date-parts")
    read: DateParts | None = None
    if isinstance(parts, (list, tuple)):
        read = _date_of_list(parts)
    elif "year" in value:
        read = _date_of_list([value])
    for words in ("raw", "literal", "date"):
        if read is None and isinstance(value.get(words), (str, int)):
            read = _date_of_words(value[words])
    if read is None:
        return None
    return read._replace(
        season=_season(value.get("season")), circa=value.get("circa") not in (None, False, 0, "", "false")
    )


def _season(value: object) -> int:
    if isinstance(value, str):
        return _SEASONS.get(value.strip().lower()) or (int(value) if value in ("1", "2", "3", "4") else 0)
    return value if isinstance(value, int) and 1 <= value <= 4 else 0


def _day(parts: Any) -> tuple[int, int, int] | None:
    """Year, month, day; a month or day that cannot be is not known."""
    year, month, day = (*(_whole(part) for part in list(parts)[:3]), 0, 0, 0)[:3]
    if not year or abs(year) > 9999:
        return None
    month = month if 1 <= month <= 12 else 0
    return year, month, day if month and 1 <= day <= 31 else 0


_WHOLE = re.compile(r"^\s*-?[0-9]{1,4}\s*$")


def _whole(part: object) -> int:
    if isinstance(part, str) and _WHOLE.match(part):
        return int(part)
    if isinstance(part, float) and part == part // 1 and abs(part) < 10_000:
        return int(part)
    return part if isinstance(part, int) and not isinstance(part, bool) and abs(part) < 10_000 else 0
