"""A CSL item becomes an `element-citation`: each variable an element of its kind.

Knows CSL's variables and the elements of JATS 1.3 for cited works; the choices between them are JATS4R's (Citations:
article-title and source for what appears in something, source for what stands alone, data-title for data). A variable
for which JATS has no element becomes `named-content`, so that nothing is lost. Knows nothing of how a reference looks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from rejoinder.content.people import GROUPS
from rejoinder.document.csl_item import CslItem, DateParts, PersonName
from rejoinder.document.model import Inlines
from rejoinder.record.jats_inlines import InlineWriter, marked_text, unmarked_text
from rejoinder.record.xml import element, kept, lines, said, text

PUBLICATION_TYPES: Mapping[str, str] = {
    "article": "preprint",
    "article-journal": "journal",
    "article-magazine": "magazine",
    "article-newspaper": "newspaper",
    "bill": "legal",
    "book": "book",
    "chapter": "book",
    "classic": "book",
    "dataset": "data",
    "entry": "book",
    "entry-dictionary": "book",
    "entry-encyclopedia": "book",
    "hearing": "legal",
    "legal_case": "legal",
    "legislation": "legal",
    "manuscript": "manuscript",
    "paper-conference": "confproc",
    "patent": "patent",
    "periodical": "journal",
    "personal_communication": "personal-communication",
    "post": "web",
    "post-weblog": "web",
    "regulation": "legal",
    "report": "report",
    "review": "journal",
    "review-book": "journal",
    "software": "software",
    "standard": "standard",
    "thesis": "thesis",
    "treaty": "legal",
    "webpage": "web",
}
"""`publication-type` by CSL's type; what is not here is "other"."""

_USUAL: Mapping[str, str] = {
    **{kind: name for name, kind in reversed(list(PUBLICATION_TYPES.items()))},
    "book": "book",
    "journal": "article-journal",
    "legal": "legislation",
    "web": "webpage",
}
"""CSL's type for each `publication-type`, if `specific-use` does not say another."""

_CHAPTERS = frozenset(["chapter", "entry", "entry-dictionary", "entry-encyclopedia"])

PERSON_GROUPS: Mapping[str, str] = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "compiler": "compiler",
    "curator": "curator",
    "director": "director",
    "guest": "guest-editor",
    "illustrator": "illustrator",
}
"""`person-group-type` by CSL's variable; the others are "custom", under their own names."""

Writer: TypeAlias = Callable[[str], str]


def _plain(name: str, **attributes: str) -> Writer:
    """An element that holds characters only."""
    return lambda marked: element(name, unmarked_text(marked), **attributes)


def _rich(name: str, **attributes: str) -> Writer:
    """An element that may hold emphasis."""
    return lambda marked: element(name, marked_text(marked), **attributes)


_ELOCATOR = re.compile(r"[A-Za-z]+[0-9.\-]*[0-9]|[0-9]{5,}")
"""The number of an article that has no pages: e71, 102345."""


def _pages(pages: str) -> str:
    """First and last page; a number that is none of a page; or, for several stretches, the range beside the first."""
    stretches = [stretch.strip() for stretch in pages.split(",")]
    first, dash, last = stretches[0].partition("-")
    if len(stretches) == 1 and not dash:
        return element("elocation-id" if _ELOCATOR.fullmatch(first) else "fpage", text(first))
    written = said("fpage", first) + said("lpage", stretches[-1].rpartition("-")[2])
    return written + (said("page-range", pages) if len(stretches) > 1 or "-" in last else "")


def _link(url: str) -> str:
    return element("ext-link", unmarked_text(url), ext_link_type="uri", xlink_href=url)


TEXTS: Mapping[str, Writer] = {
    "part-title": _rich("part-title"),
    "edition": _plain("edition"),
    "version": _plain("version"),
    "collection-title": _rich("series"),
    "collection-number": _plain("volume-series"),
    "volume-title": _rich("issue-title"),
    "event": _plain("conf-name"),
    "event-title": _plain("conf-name"),
    "event-place": _plain("conf-loc"),
    "publisher-place": _plain("publisher-loc"),
    "publisher": _plain("publisher-name"),
    "volume": _plain("volume"),
    "issue": _plain("issue"),
    "supplement": _rich("supplement"),
    "page": _pages,
    "number-of-pages": _plain("size", units="pages"),
    "ISBN": _plain("isbn"),
    "ISSN": _plain("issn"),
    "DOI": _plain("pub-id", pub_id_type="doi"),
    "PMID": _plain("pub-id", pub_id_type="pmid"),
    "PMCID": _plain("pub-id", pub_id_type="pmcid"),
    "URL": _link,
    "status": _rich("comment", content_type="status"),
    "medium": _rich("comment", content_type="medium"),
}
"""What becomes of each variable of characters, in the order in which they are written."""

_TITLES = ("title", "container-title", "container-title-short")
_UNPRINTED = frozenset([
    "citation-label", "citation-number", "first-reference-note-number",
    "locator", "year-suffix", "source", "page-first",
])  # fmt: skip
"""What says the same again, or belongs to the reference manager."""


def citation(item: CslItem, printed: Inlines, writer: InlineWriter) -> str:
    """An item as `element-citation`; as printed if JATS knows nothing in it, or its author's words are kept."""
    inside = list(filter(None, _parts(item)))
    kind = PUBLICATION_TYPES.get(item.type, "other")
    if not inside or item.verbatim:
        return element("mixed-citation", writer.text(printed), publication_type=kind)
    usual = _USUAL.get(kind, "document")
    return lines(
        "element-citation",
        inside,
        publication_type=kind,
        specific_use="" if item.type == usual else item.type,
        xml_lang=item.language,
    )


def _parts(item: CslItem) -> Iterator[str]:
    for role, people in item.names.items():
        yield _people(role, people)
    yield from _titles(item)
    yield _issued(item.dates.get("issued"))
    for name, write in TEXTS.items():
        if item.texts.get(name) and not (name == "event" and "event-title" in item.texts):  # CSL 1.0.2 renamed it
            yield write(item.texts[name])
    yield from _other_dates(item)
    if item.addendum:
        yield element("comment", marked_text(item.addendum))
    for name, value in item.texts.items():
        abbreviated = name == "container-title-short" and "container-title" in item.texts
        if abbreviated or (name not in TEXTS and name not in _TITLES and name not in _UNPRINTED):
            yield element("named-content", marked_text(value), content_type=name)


def _titles(item: CslItem) -> Iterator[str]:
    """The work's own title, and that of what it appeared in."""
    title, texts = item.texts.get("title", ""), item.texts
    name = "container-title" if texts.get("container-title") else "container-title-short"
    container = texts.get(name, "")
    own = "source"
    if item.type == "dataset":
        own = "data-title"
    elif item.type in _CHAPTERS and container:
        own = "chapter-title"
    elif container or PUBLICATION_TYPES.get(item.type) in ("journal", "magazine", "newspaper", "preprint", "patent"):
        own = "article-title"
    yield element(own, marked_text(title)) if title else ""
    alone = name if not title or name == "container-title-short" else ""
    yield element("source", marked_text(container), content_type=alone) if container else ""


# ── people ────────────────────────────────────────────────────────────────

_BODIES = frozenset(
    """academy agency authority bank bureau centre center college commission company corporation council department
    foundation government hospital inc institute laboratories library ltd ministry museum nations office organisation
    organization press school service services union university working""".split()
)
"""Words in the names of bodies. A name that is not taken apart may also be a person's: Ngô Đình Thảo."""


def _people(role: str, people: tuple[PersonName, ...]) -> str:
    known = PERSON_GROUPS.get(role)
    inside = (person(one) for one in people)
    return lines("person-group", inside, person_group_type=known or "custom", custom_type="" if known else role)


def person(one: PersonName) -> str:
    """A name by its parts, or the name of a body; "others", as BibTeX ends a list, is `etal`."""
    if one.literal:
        if one.literal == "others":
            return element("etal")
        words = one.literal.lower().split()
        body = len(words) > 1 and not (GROUPS | _BODIES).isdisjoint(words)
        return element("collab" if body else "string-name", text(one.literal))
    given = " ".join(filter(None, (one.given, one.dropping_particle)))
    parts = (said("surname", one.surname), said("given-names", given), said("suffix", one.suffix))
    particles = (("dropping", one.dropping_particle), ("non-dropping", one.non_dropping_particle))
    return element("name", "".join(parts), specific_use=kept(*particles))


# ── dates ─────────────────────────────────────────────────────────────────

_SEASONS = ("", "Spring", "Summer", "Autumn", "Winter")


def _iso(parts: tuple[int, int, int]) -> str:
    """ISO 8601: as much of the date as is known."""
    year, month, day = parts
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def _issued(date: DateParts | None) -> str:
    if date is None:
        return ""
    year, month, day = date.begin
    if not year or date.end or year < 0:
        return said("string-date", date.literal or _worded(date))
    dated = element("year", str(year), iso_8601_date=_iso(date.begin), content_type="circa" if date.circa else "")
    season = said("season", _SEASONS[date.season]) if date.season and not month else ""
    return dated + season + (said("month", str(month)) if month else "") + (said("day", str(day)) if day else "")


def _worded(date: DateParts) -> str:
    """A date in ISO 8601, a range with a slash; years before the first are counted backwards."""
    stretch = [f"{-one[0]} BC" if one[0] < 0 else _iso(one) for one in (date.begin, date.end) if one]
    return "/".join(stretch)


def _dated(date: DateParts) -> str:
    return date.literal or _worded(date)


def _exact(date: DateParts) -> str:
    """A single day, month or year in ISO 8601; nothing for what is no such date."""
    return _iso(date.begin) if date.begin[0] > 0 and not date.end and not date.literal else ""


def _other_dates(item: CslItem) -> Iterator[str]:
    for name, date in item.dates.items():
        match name:
            case "issued":
                continue
            case "accessed":
                yield element(
                    "date-in-citation", text(_dated(date)), content_type="access-date", iso_8601_date=_exact(date)
                )
            case "event-date":
                yield element("conf-date", text(_dated(date)), iso_8601_date=_exact(date))
            case _:
                yield element("named-content", text(_dated(date)), content_type=name)
