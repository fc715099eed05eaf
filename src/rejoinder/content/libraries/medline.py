"""PubMed's tagged format (MEDLINE, .nbib) → CSL items.

The tags are those of PubMed's help, "PubMed format". The one library for this format on the package index has not been
touched since 2021 and stops at the first line that it does not expect; the lines are the same as those of RIS.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rejoinder.content.libraries.names import CslName, date_of, name_of, parts_of, season_of
from rejoinder.content.libraries.tagged import MOST_NAMES, Form, Record, language_of, pages_of, put, records
from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.source import Source

MEDLINE = Form("PMID", re.compile(r"([A-Z]{2,4}) *-(?: |$)"))
_JUNIOR = re.compile(r"(.*?),? (Jr|Sr|2nd|3rd|4th|I{2,3}|IV)\.?")


def read_medline(source: Source, said: Diagnostics) -> Iterator[tuple[dict[str, Any], Span]]:
    """The items of a PubMed export, each with the place of its PMID."""
    for record in records(source, MEDLINE, said):
        yield _item(record), record.span


def _item(record: Record) -> dict[str, Any]:
    book = record.get("BTI")
    kinds = {one.lower() for one in record.all("PT")}
    kind = "article" if "preprint" in kinds else "dataset" if "dataset" in kinds else "article-journal"
    item: dict[str, Any] = {"type": ("chapter" if record.get("TI") else "book") if book else kind}
    put(item, "author", _people(record, "FAU", "AU"))
    put(item, "editor", _people(record, "FED", "ED"))
    put(item, "title", _title(record.get("TI") or book))
    put(item, "original-title", _title(record.get("TT")))
    if book:
        put(item, "container-title", _title(book) if record.get("TI") else "")
        put(item, "collection-title", _title(record.get("CTI")))
        put(item, "publisher", record.get("PB"))
        put(item, "publisher-place", record.get("PL"))
        put(item, "edition", record.get("EN"))
        put(item, "ISBN", record.get("ISBN"))
    else:
        put(item, "container-title", record.get("JT") or record.get("TA"))
        put(item, "container-title-short", record.get("TA"))
        put(item, "ISSN", record.get("IS").split(" ")[0])
    put(item, "volume", record.get("VI"))
    put(item, "issue", record.get("IP"))
    put(item, "issued", _date(record.get("DP") or record.get("DEP")))
    put(item, "DOI", _identified(record, "doi"))
    put(item, "page", pages_of(record.get("PG")) or _article_number(record))
    put(item, "PMID", record.get("PMID"))
    put(item, "PMCID", record.get("PMC"))
    put(item, "language", language_of(record.get("LA")))
    return item


def _title(text: str) -> str:
    return text.removesuffix(".") if not text.endswith("..") else text


def _people(record: Record, full: str, short: str) -> list[CslName]:
    """People and groups in their order; from the short form ("Griffin DK") where there is no full one."""
    tag = full if record.all(full) else short
    groups = ("CN",) if tag in ("FAU", "AU") else ()
    listed = [(one, value) for one, value in record.lines if value and (one == tag or one in groups)]
    names = (name_of(value) if one == full else _short_name(value, one) for one, value in listed[:MOST_NAMES])
    return [_with_suffix(name) for name in names if name]


def _short_name(text: str, tag: str) -> CslName:
    found = re.fullmatch(r"(.+?) ([^\W\d_a-z]{1,4})( (?:Jr|Sr|2nd|3rd|4th))?", text) if tag != "CN" else None
    if not found:
        return {"literal": text}
    return name_of(f"{found[1]}, {' '.join(found[2])}{found[3] or ''}")


def _with_suffix(name: CslName) -> CslName:
    found = _JUNIOR.fullmatch(name.get("given", ""))
    return {**name, "given": found[1], "suffix": found[2]} if found and "suffix" not in name else name


def _date(text: str) -> dict[str, Any]:
    """PubMed writes "2020 Feb", "2023 Apr 25", "2019 Jan-Feb", "2018 Winter", and "20190325"."""
    if re.fullmatch(r"\d{8}", text, re.ASCII):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    spread = re.fullmatch(
        r"(\d{4} [A-Z][a-z]{2}(?: \d{1,2})?)-(?:(\d{4}) )?([A-Z][a-z]{2}(?: \d{1,2})?|\d{1,2})", text, re.ASCII
    )
    if not spread:
        return date_of(text)
    first, end = parts_of(spread[1]), spread[3]
    month = f"{spread[1][5:8]} {end}" if end.isdigit() else end
    last = parts_of(f"{spread[2] or spread[1][:4]} {month}")
    if season_of(spread[1][5:8]) and not first[1:]:
        return date_of(text)
    return {"date-parts": [first, last] if len(last) == len(first) and last != first else [first]}


def _identified(record: Record, kind: str) -> str:
    """The value of a line like "10.5555/x [doi]"."""
    values = (*record.all("LID"), *record.all("AID"))
    return next((value.rpartition(" [")[0] for value in values if value.endswith(f" [{kind}]")), "")


def _article_number(record: Record) -> str:
    """An article without pages stands under its number, which PubMed writes without saying what it is."""
    bare = next((value for value in record.all("LID") if "[" not in value), "")
    pii = _identified(record, "pii")
    return bare or (pii if re.fullmatch(r"[eE]?\d{1,10}", pii, re.ASCII) else "")
