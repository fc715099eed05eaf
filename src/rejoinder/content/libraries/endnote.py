"""EndNote's tagged format (`%0 Journal Article`, .enw), which many publishers' pages offer → CSL items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rejoinder.content.libraries.names import date_of, parts_of
from rejoinder.content.libraries.tagged import Form, Record, doi_in, language_of, pages_of, put, records
from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.source import Source

ENDNOTE = Form("%0", re.compile(r"(%[0-9A-Z!@#$?\[\]^&*<>+=(){}~-])(?: |$)"))

_TYPES = {
    "journal article": "article-journal", "electronic article": "article-journal", "book": "book",
    "edited book": "book", "electronic book": "book", "book section": "chapter",
    "electronic book section": "chapter", "conference paper": "paper-conference",
    "conference proceedings": "paper-conference", "thesis": "thesis", "report": "report",
    "government document": "report", "web page": "webpage", "online multimedia": "webpage", "blog": "post-weblog",
    "newspaper article": "article-newspaper", "magazine article": "article-magazine", "dataset": "dataset",
    "online database": "dataset", "computer program": "software", "patent": "patent", "standard": "standard",
    "map": "map", "manuscript": "manuscript", "unpublished work": "manuscript", "encyclopedia": "entry-encyclopedia",
    "dictionary": "entry-dictionary", "personal communication": "personal_communication", "statute": "legislation",
    "case": "legal_case", "film or broadcast": "motion_picture", "audiovisual material": "motion_picture",
    "generic": "document",
}  # fmt: skip


def read_endnote(source: Source, said: Diagnostics) -> Iterator[tuple[dict[str, Any], Span]]:
    """The items of an EndNote export, each with the place of its first line."""
    for record in records(source, ENDNOTE, said):
        yield _item(record), record.span


def _item(record: Record) -> dict[str, Any]:
    kind = _TYPES.get(record.get("%0").lower(), "document")
    periodical = kind.startswith("article-")
    item: dict[str, Any] = {"type": kind}
    key = record.get("%F")
    put(item, "id", key if re.fullmatch(r"[^\s,;@\[\]{}]{1,80}", key) else "")
    put(item, "author", record.people("%A"))
    put(item, "editor", record.people("%E"))
    put(item, "translator", record.people("%?"))
    put(item, "title", record.get("%T"))
    put(item, "title-short", record.get("%!"))
    put(item, "container-title", record.get("%J", "%B"))
    put(item, "collection-title", record.get("%S"))
    put(item, "volume", record.get("%V"))
    put(item, "issue" if periodical else "number", record.get("%N"))
    put(item, "number-of-volumes", record.get("%6"))
    put(item, "page", pages_of(record.get("%P")))
    put(item, "publisher", record.get("%I"))
    put(item, "publisher-place", record.get("%C"))
    put(item, "edition", record.get("%7"))
    year, day = record.get("%D"), record.get("%8")
    whole = parts_of(day) or parts_of(f"{year} {day}")
    same = whole and (not parts_of(year) or parts_of(year)[0] == whole[0])
    put(item, "issued", {"date-parts": [whole]} if same else date_of(year))
    put(item, "ISSN" if periodical else "ISBN", record.get("%@"))
    put(item, "DOI", doi_in(record.get("%R")))
    put(item, "URL", next((one for one in record.all("%U") if "//" in one and "doi.org/" not in one), ""))
    put(item, "accessed", date_of(record.get("%[")))
    put(item, "genre", record.get("%9") if not periodical else "")
    put(item, "language", language_of(record.get("%G")))
    return item
