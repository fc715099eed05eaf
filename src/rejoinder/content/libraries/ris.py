"""RIS → CSL items.

The format has two specifications and as many dialects as there are databases: a journal stands under T2, JF, JO or
JA, a date under PY, Y1 or DA, a PMID under C2, C3 or C5. What is read here is what Zotero, Mendeley, EndNote, Embase,
Scopus, Web of Science, Cochrane, OpenAlex and Google Scholar write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rejoinder.content.libraries.names import date_of, parts_of
from rejoinder.content.libraries.tagged import Form, Record, doi_in, language_of, pages_of, put, records
from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.source import MOST_FAULTS, Source

RIS = Form("TY", re.compile(r"([A-Z][A-Z0-9]) {0,3}-(?: |$)"), "ER")

_TYPES = {
    "ABST": "article-journal", "ADVS": "motion_picture", "AGGR": "dataset", "ANCIENT": "classic", "ART": "graphic",
    "BILL": "bill", "BLOG": "post-weblog", "BOOK": "book", "CASE": "legal_case", "CHAP": "chapter",
    "CHART": "graphic", "CLSWK": "classic", "COMP": "software", "CONF": "paper-conference",
    "CPAPER": "paper-conference", "CTLG": "book", "DATA": "dataset", "DBASE": "dataset", "DICT": "entry-dictionary",
    "EBOOK": "book", "ECHAP": "chapter", "EDBOOK": "book", "EJOUR": "article-journal", "ELEC": "webpage",
    "ENCYC": "entry-encyclopedia", "EQUA": "document", "FIGURE": "figure", "GEN": "document", "GOVDOC": "report",
    "GRANT": "document", "HEAR": "hearing", "ICOMM": "personal_communication", "INPR": "article-journal",
    "JFULL": "periodical", "JOUR": "article-journal", "LEGAL": "legislation", "MANSCPT": "manuscript", "MAP": "map",
    "MGZN": "article-magazine", "MPCT": "motion_picture", "MULTI": "motion_picture", "MUSIC": "musical_score",
    "NEWS": "article-newspaper", "PAMP": "pamphlet", "PAT": "patent", "PCOMM": "personal_communication",
    "PREPRINT": "article", "RPRT": "report", "SER": "book", "SLIDE": "speech", "SOUND": "song", "STAND": "standard",
    "STAT": "legislation", "THES": "thesis", "UNBILL": "bill", "UNPB": "manuscript", "UNPD": "manuscript",
    "VIDEO": "motion_picture", "WEB": "webpage",
}  # fmt: skip
_PERIODICALS = frozenset(["article-journal", "article-magazine", "article-newspaper", "periodical", "article"])
_WHOLES = frozenset(["book", "thesis", "report", "map", "software", "dataset", "standard", "motion_picture", "classic"])
"""What appears by itself: its second title is that of a series."""


def read_ris(source: Source, said: Diagnostics) -> Iterator[tuple[dict[str, Any], Span]]:
    """The items of an RIS file, each with the place of its first line."""
    unknown = 0
    for record in records(source, RIS, said):
        kind = record.get("TY").upper()
        if kind not in _TYPES and unknown < MOST_FAULTS:
            unknown += 1
            said.warning(f'RIS has no type "{kind[:20]}"; set as a document', record.span)
        yield _item(record, _TYPES.get(kind, "document")), record.span


def _item(record: Record, kind: str) -> dict[str, Any]:
    item: dict[str, Any] = {"type": kind}
    key = record.get("ID", "LB")
    put(item, "id", key if re.fullmatch(r"[^\s,;@\[\]{}]{1,80}", key) else "")
    put(item, "author", record.people("AU", "A1"))
    put(item, "editor", record.people("ED", "A2"))
    put(item, "collection-editor", record.people("A3"))
    put(item, "translator", record.people("TA", "A4"))
    _put_titles(item, record, kind)
    _put_dates(item, record)
    _put_numbers(item, record, kind)
    _put_addresses(item, record)
    put(item, "publisher", record.get("PB", "PU"))
    put(item, "publisher-place", record.get("CY", "PI", "PP"))
    put(item, "edition", record.get("ET"))
    put(item, "language", language_of(record.get("LA")))
    if kind in ("thesis", "report", "patent", "manuscript", "document"):
        put(item, "genre", record.get("M3"))
    return item


def _put_titles(item: dict[str, Any], record: Record, kind: str) -> None:
    whole = kind in _WHOLES
    put(item, "title", record.get("TI", "T1", "CT", *(["BT"] if whole else [])))
    put(item, "title-short", record.get("ST"))
    second = record.get("T2", *([] if whole else ["BT"]))
    if whole:
        put(item, "collection-title", second or record.get("T3"))
        return
    put(item, "container-title", record.get("JF") if kind in _PERIODICALS else "")
    put(item, "container-title", second or record.get("JF", "JO", "JA", "J2", "J1"))
    put(item, "collection-title", record.get("T3"))
    # A database that writes JF writes the abbreviation into JO; others write the whole title there.
    for short in (record.get("J2", "JA", "JI"), record.get("JO")):
        if short != item.get("container-title"):
            put(item, "container-title-short", short)


def _put_dates(item: dict[str, Any], record: Record) -> None:
    year, day = _slashed(record.get("PY", "Y1")), _slashed(record.get("DA"))
    whole = parts_of(day) or parts_of(f"{year} {day}")  # Web of Science: "SEP 22", beside the year
    if whole and (not parts_of(year) or (parts_of(year)[0] == whole[0] and len(whole) > len(parts_of(year)))):
        item["issued"] = {"date-parts": [whole]}
    else:
        put(item, "issued", date_of(year or day))
    put(item, "accessed", date_of(_slashed(record.get("Y2"))))


def _slashed(text: str) -> str:
    """RIS writes "2024/02/01/", "2024///", "2012/05//Summer"."""
    parts = [part.strip() for part in text.split("/")]
    if len(parts) < 3:
        return text
    dated = "-".join(part for part in parts[:3] if part)
    return dated if any(parts[1:3]) else " ".join(part for part in (parts[0], *parts[3:4]) if part)


def _put_numbers(item: dict[str, Any], record: Record, kind: str) -> None:
    put(item, "volume", record.get("VL"))
    number = record.get("IS", "CP")
    put(item, "issue" if kind in _PERIODICALS else "number", number)
    if kind in ("report", "patent", "standard"):
        put(item, "number", record.get("M1", "SN"))
    put(item, "page", pages_of(record.get("SP"), record.get("EP")) or record.get("C7", "AR"))
    put(item, "number-of-volumes", record.get("NV"))
    serial = re.search(r"[\dXx][\dXx -]{6,20}", record.get("SN"))
    if serial and kind not in ("report", "patent"):
        put(item, "ISSN" if kind in _PERIODICALS else "ISBN", serial[0].strip(" -"))


def _put_addresses(item: dict[str, Any], record: Record) -> None:
    put(item, "DOI", doi_in(record.get("DO", "DI")))
    addresses = [one for value in record.all("UR") for one in re.split(r";\s*(?=https?:)|\s+", value)]
    for one in (*addresses, record.get("L2"), record.get("M3"), record.get("N1")):
        if "doi" in one.lower():
            put(item, "DOI", doi_in(one) if len(one) < 300 else "")
    put(item, "URL", next((one for one in addresses if "//" in one and "doi.org/" not in one), ""))
    pubmed = re.search(r"PUBMED (\d{1,9})", record.get("C3"), re.ASCII)
    others = re.fullmatch(r"\d{7,8}", record.get("C2", "C5"), re.ASCII)
    put(item, "PMID", pubmed[1] if pubmed else others[0] if others else "")
