"""A reference of our own article as the CSL item that it was: the way back of `record/jats_references.py`.

Knows the elements that are written there, and CSL's variables. Values are strings; a citation processor reads them as
it read what the author wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from rejoinder.content.jats.tree import Element, href, lang_of, words

_TYPES: Mapping[str, str] = {
    "preprint": "article", "journal": "article-journal", "magazine": "article-magazine",
    "newspaper": "article-newspaper", "legal": "legislation", "book": "book", "data": "dataset",
    "manuscript": "manuscript", "confproc": "paper-conference", "patent": "patent",
    "personal-communication": "personal_communication", "web": "webpage", "report": "report", "software": "software",
    "standard": "standard", "thesis": "thesis", "other": "document",
}  # fmt: skip
"""CSL's type by `publication-type`, where `specific-use` does not say another."""
_ROLES: Mapping[str, str] = {"guest-editor": "guest"}
_TEXTS: Mapping[str, str] = {
    "part-title": "part-title", "edition": "edition", "version": "version", "series": "collection-title",
    "volume-series": "collection-number", "issue-title": "volume-title", "conf-name": "event-title",
    "conf-loc": "event-place", "publisher-loc": "publisher-place", "publisher-name": "publisher", "volume": "volume",
    "issue": "issue", "supplement": "supplement", "size": "number-of-pages", "isbn": "ISBN", "issn": "ISSN",
    "date-in-citation": "accessed", "conf-date": "event-date",
}  # fmt: skip
_IDS: Mapping[str, str] = {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID"}
_MARKS: Mapping[str, tuple[str, str]] = {
    "italic": ("<i>", "</i>"),
    "bold": ("<b>", "</b>"),
    "sup": ("<sup>", "</sup>"),
    "sub": ("<sub>", "</sub>"),
    "sc": ('<span style="font-variant:small-caps">', "</span>"),
}
_SEASONS: Mapping[str, int] = {"Spring": 1, "Summer": 2, "Autumn": 3, "Winter": 4}


def own_item(reference: Element) -> dict[str, Any] | None:
    """The item in a `ref`; None if it was written as it is printed."""
    citation = reference.find("element-citation")
    if citation is None:
        return None
    kind = citation.get("specific-use") or _TYPES.get(citation.get("publication-type") or "", "document")
    item: dict[str, Any] = {"type": kind}
    titles = [child for child in citation if child.tag in ("article-title", "chapter-title", "data-title", "source")]
    for child, name in zip(titles, ("title", "container-title"), strict=False):
        item[child.get("content-type") or name] = _marked(child)
    for child in citation:
        _add(child, item)
    if issued := _issued(citation):
        item["issued"] = issued
    if pages := _pages(citation):
        item["page"] = pages
    if language := lang_of(citation):
        item["language"] = language
    return item


def _add(child: Element, item: dict[str, Any]) -> None:
    tag, kind = child.tag, child.get("content-type") or ""
    if tag == "person-group":
        role = child.get("custom-type") or child.get("person-group-type") or "author"
        item[_ROLES.get(role, role)] = [_person(one) for one in child]
    elif tag in _TEXTS:
        item[_TEXTS[tag]] = _marked(child)
    elif tag == "pub-id":
        item[_IDS.get(child.get("pub-id-type") or "", "DOI")] = words(child)
    elif tag == "ext-link":
        item["URL"] = href(child)
    elif tag in ("comment", "named-content"):
        item[kind or "status"] = _marked(child)


def _person(element: Element) -> dict[str, str]:
    if element.tag == "etal":
        return {"literal": "others"}
    if element.tag != "name":
        return {"literal": words(element)}
    parts = (part.partition(":") for part in (element.get("specific-use") or "").split())
    said = {name: unquote(value) for name, _, value in parts}
    dropping, kept = said.get("dropping", ""), said.get("non-dropping", "")
    whole = {
        "family": words(element.find("surname")).removeprefix(kept).lstrip(),
        "given": words(element.find("given-names")).removesuffix(dropping).rstrip(),
        "dropping-particle": dropping,
        "non-dropping-particle": kept,
        "suffix": words(element.find("suffix")),
    }
    return {name: part for name, part in whole.items() if part}


def _marked(element: Element) -> str:
    """Characters with CSL's marks around what is emphasised."""
    out = [element.text or ""]
    for child in element:
        before, after = _MARKS.get(child.tag, ("", ""))
        out += (before, _marked(child), after, child.tail or "")
    return "".join(out)


def _issued(citation: Element) -> Any:
    string = citation.find("string-date")
    if string is not None:
        return words(string)
    year = citation.find("year")
    if year is None:
        return None
    parts = [words(citation.find(name)) for name in ("year", "month", "day")]
    date: dict[str, Any] = {"date-parts": [[int(part) for part in parts if part.isdecimal()]]}
    if year.get("content-type") == "circa":
        date["circa"] = True
    if season := _SEASONS.get(words(citation.find("season"))):
        date["season"] = season
    return date


def _pages(citation: Element) -> str:
    whole, first, last = (words(citation.find(name)) for name in ("page-range", "fpage", "lpage"))
    return whole or "-".join(filter(None, (first, last))) or words(citation.find("elocation-id"))
