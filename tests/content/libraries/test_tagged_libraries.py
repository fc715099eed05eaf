"""RIS, PubMed's format and EndNote's become CSL items; files are known by how they begin."""

# ruff: noqa: E501 - records
from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from rejoinder.content.libraries import kind_of, make_key, read_library
from rejoinder.content.libraries.names import date_of, name_of, parts_of
from rejoinder.diagnostics import Diagnostics
from rejoinder.source import Source

SHARED = Path(__file__).parents[4] / "shared" / "corpus" / "refs"
needs_corpus = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not beside the project")


def read(text: str, name: str = "refs.txt") -> tuple[list[dict[str, Any]], list[str], list[int]]:
    said = Diagnostics()
    kind = kind_of(text, Path(name).suffix)
    read_ = list(read_library(kind, Source(name, text), said))
    return [item for item, _ in read_], [str(one) for one in said], [span.line for _, span in read_]


def one(text: str) -> dict[str, Any]:
    (item,), said, _ = read(text)
    assert said == []
    return item


def test_ris() -> None:
    items, said, lines = read("""Record 1 of 2

TY  - JOUR
ID  - ames2012
AU  - Ames, Ada B.
AU  - Bell, Bea, Jr.
A1  - left out
TI  - On ice and
      what is below it
T2  - Annals of Field Observation
J2  - Ann Field Obs
PY  - 2012
DA  - 2012/03/05/
VL  - 3
IS  - 4
SP  - 12
EP  - 19
DO  - https://doi.org/10.5555/afo.1
UR  - https://doi.org/10.5555/afo.1
UR  - https://afo.example/1
SN  - 0003-4967 (ISSN)
C3  - PUBMED 21314913
LA  - English
ER  -

TY  - CHAP
AU  - Ice Office
A2  - Cole, Cy
TI  - A part
BT  - The whole
PB  - Ice Press
CY  - Oslo
Y1  - 1999///Spring
SP  - 1‐9
ER  -
""")
    assert (said, lines) == ([], [3, 26])
    assert items == [
        {"type": "article-journal", "id": "ames2012", "author": [{"family": "Ames", "given": "Ada B."}, {"family": "Bell", "given": "Bea", "suffix": "Jr."}],
         "title": "On ice and what is below it", "container-title": "Annals of Field Observation", "container-title-short": "Ann Field Obs",
         "issued": {"date-parts": [[2012, 3, 5]]}, "volume": "3", "issue": "4", "page": "12-19", "DOI": "10.5555/afo.1", "URL": "https://afo.example/1",
         "ISSN": "0003-4967", "PMID": "21314913", "language": "en"},
        {"type": "chapter", "author": [{"literal": "Ice Office"}], "editor": [{"family": "Cole", "given": "Cy"}], "title": "A part",
         "container-title": "The whole", "publisher": "Ice Press", "publisher-place": "Oslo", "issued": {"date-parts": [[1999]], "season": 1}, "page": "1-9"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        ("JF  - Ice Today\nJO  - Ice T.", {"container-title": "Ice Today", "container-title-short": "Ice T."}),
        ("JO  - Ice Today", {"container-title": "Ice Today"}),
        ("JA  - Ice T", {"container-title": "Ice T"}),
        ("PY  - 2010\nDA  - SEP 22", {"issued": {"date-parts": [[2010, 9, 22]]}}),
        ("PY  - 2024\nDA  - 2024///", {"issued": {"date-parts": [[2024]]}}),
        ("PY  - in press", {"issued": {"literal": "in press"}}),
        ("SP  - 20\nEP  - 20", {"page": "20"}),
        ("C7  - e12292", {"page": "e12292"}),
        ("UR  - http://dx.doi.org/10.5555/x", {"DOI": "10.5555/x"}),
        ("C2  - 38580657", {"PMID": "38580657"}),
    ],
)
def test_dialects_of_ris(lines: str, fields: dict[str, Any]) -> None:
    assert one(f"TY  - JOUR\n{lines}\nER  - \n") == {"type": "article-journal", **fields}


def test_pubmed() -> None:
    items, said, lines = read("""
PMID- 123
VI  - 63
IP  - 2
DP  - 2020 Feb
TI  - Time lapse: a glimpse into prehistoric ice, and a long
      title.
LID - 10.5555/x.1 [doi]
LID - 103640
FAU - O'Connor, Rebecca E Jr
AU  - O'Connor RE Jr
CN  - Ice Study Group
FAU - Larkin, Denis M
AU  - Larkin DM
LA  - eng
PT  - Journal Article
TA  - Eur J Ice
JT  - European journal of ice
PMC - PMC77
IS  - 1878-0849 (Electronic)

PMID- 124
TI  - A chapter
BTI - A book.
ED  - Cole C
AU  - Ames AB
PB  - Ice Press
DP  - 2019 Jan-Feb
PG  - 12-9
""")
    assert (said, lines) == ([], [2, 22])
    assert items == [
        {"type": "article-journal", "author": [{"family": "O'Connor", "given": "Rebecca E", "suffix": "Jr"}, {"literal": "Ice Study Group"}, {"family": "Larkin", "given": "Denis M"}],
         "title": "Time lapse: a glimpse into prehistoric ice, and a long title", "container-title": "European journal of ice", "container-title-short": "Eur J Ice",
         "ISSN": "1878-0849", "volume": "63", "issue": "2", "issued": {"date-parts": [[2020, 2]]}, "DOI": "10.5555/x.1", "page": "103640", "PMID": "123",
         "PMCID": "PMC77", "language": "en"},
        {"type": "chapter", "author": [{"family": "Ames", "given": "A B"}], "editor": [{"family": "Cole", "given": "C"}], "title": "A chapter",
         "container-title": "A book", "publisher": "Ice Press", "issued": {"date-parts": [[2019, 1], [2019, 2]]}, "page": "12-9", "PMID": "124"},
    ]  # fmt: skip


def test_endnote() -> None:
    assert one("""%0 Journal Article
%A Ames, Ada
%A Bell, Bea
%T On ice
%J Ann Field Obs
%D 2012
%8 March 5
%V 3
%N 4
%P 12-19
%R https://doi.org/10.5555/x
%U https://afo.example/1
%@ 0003-4967
""") == {
        "type": "article-journal", "author": [{"family": "Ames", "given": "Ada"}, {"family": "Bell", "given": "Bea"}],
        "title": "On ice", "container-title": "Ann Field Obs", "volume": "3", "issue": "4", "page": "12-19",
        "issued": {"date-parts": [[2012, 3, 5]]}, "ISSN": "0003-4967", "DOI": "10.5555/x", "URL": "https://afo.example/1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "ending", "kind"),
    [
        ("\nPMID- 1\nTI  - x", ".ris", "medline"),
        ("TY  - JOUR\n", ".txt", "ris"),
        ("%0 Book\n", ".txt", "endnote"),
        ("% 0\n@book{a,}\n%0 Book", ".bib", "bibtex"),
        ("@book{a,}", ".txt", "bibtex"),
        ("hello", ".txt", ""),
        ("hello", ".ris", "ris"),
    ],
)
def test_what_a_file_is(text: str, ending: str, kind: str) -> None:
    assert kind_of(text, ending) == kind


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("TY  - JOUR\nTI  - x\n\nTY  - JOUR\nER  - ", ['refs.txt:1:1: warning: this entry does not end with "ER"']),
        ("TY  - ODD\nER  - ", ['refs.txt:1:1: warning: RIS has no type "ODD"; set as a document']),
    ],
)
def test_what_is_wrong_with_a_record_is_said(text: str, said: list[str]) -> None:
    assert read(text)[1] == said


def test_a_file_without_records() -> None:
    assert read("hello", "refs.ris") == ([], ["refs.ris:1:1: warning: no reference was found in this file"], [])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ames, Ada", {"family": "Ames", "given": "Ada"}),
        ("van der Berg, Ada", {"family": "Berg", "given": "Ada", "non-dropping-particle": "van der"}),
        ("Van Dyck, Ada", {"family": "Van Dyck", "given": "Ada"}),
        ("Bell, Jr, Bea", {"family": "Bell", "given": "Bea", "suffix": "Jr"}),
        ("Ice Office", {"literal": "Ice Office"}),
        (" , ", {}),
    ],
)
def test_names(text: str, name: dict[str, str]) -> None:
    assert name_of(text) == name


@pytest.mark.parametrize(
    ("text", "parts"),
    [("2012-10-03", [2012, 10, 3]), ("3 Oct 2012", [2012, 10, 3]), ("Oct. 2012", [2012, 10]), ("2012", [2012]),
     ("2012-13-45", [2012]), ("20121003", []), ("no date", []), ("٢٠١٢", []), ("²⁰12", [])],
)  # fmt: skip
def test_dates(text: str, parts: list[int]) -> None:
    assert parts_of(text) == parts


def test_dates_that_are_words() -> None:
    assert date_of("in press") == {"literal": "in press"}
    assert date_of(" ") == {}


def test_keys_for_items_without() -> None:
    keys: set[str] = set()
    for family in ("Ó Briain", "Ó Briain", "Ó Briain"):
        keys.add(make_key({"author": [{"family": family}], "issued": {"date-parts": [[2012]]}}, keys))
    keys.add(make_key({"author": [{"literal": "Ice Office"}]}, keys))
    keys.add(make_key({"title": "<i>Apus</i> in June"}, keys))
    keys.add(make_key({}, keys))
    assert sorted(keys) == ["apus", "ice", "obriain2012", "obriain2012b", "obriain2012c", "reference"]


@pytest.mark.parametrize(
    "text",
    [
        "TY  - JOUR\nTI  - x\n" + "more\n" * 300_000,
        "TY  - JOUR\n" * 30_000,
        "TY  - JOUR\n" + "AU  - a, b\n" * 80_000,
        "TY  - JOUR\n" + "-" * 500_000,
        "TY  - JOUR\nSP  - " + " -" * 100_000 + "\nUR  - " + "http;" * 100_000 + "\nDO  - " + "10.1" * 100_000,
        "PMID- 1\n" + "FAU - a\n" * 80_000 + "DP  - " + "1 " * 100_000,
        "PMID- 1\nTI  - x\n" + "      y\n" * 200_000,
        "%0 Book\n%D " + "May 1 " * 100_000,
    ],
    ids=range(8),
)  # fmt: skip
def test_hostile_libraries_are_read_in_bounded_time(text: str) -> None:
    start = time.process_time()
    _, said, _ = read(text)
    assert time.process_time() - start < 3
    assert len(said) <= 202


COUNTED = {
    "cochrane_refman.ris": 3, "embase.ris": 10, "googlescholar.ris": 10, "mendeley.ris": 10, "openalex.ris": 9,
    "scopus.ris": 10, "webofscience.ris": 10, "zotero.ris": 10, "pubmed.nbib": 50,
}  # fmt: skip


@needs_corpus
@pytest.mark.parametrize("name", COUNTED)
def test_every_library_of_the_corpus(name: str) -> None:
    items, said, _ = read((SHARED / name).read_text().replace("\r\n", "\n"), name)
    assert said == []
    assert len(items) == COUNTED[name]
    for item in items:
        assert item["title"]
        assert item["container-title"]
        assert item["issued"]["date-parts"][0][0] > 1900
        assert all("family" in person or person["literal"] for person in item["author"])


@needs_corpus
def test_records_of_the_corpus_hold_what_was_written() -> None:
    first = {name: read((SHARED / name).read_text().replace("\r\n", "\n"), name)[0][0] for name in COUNTED}
    assert first["cochrane_refman.ris"]["PMID"] == "21314913"
    assert first["embase.ris"]["container-title-short"] == "Nat. Commun."
    assert first["googlescholar.ris"]["page"] == "411-447"
    assert first["mendeley.ris"]["DOI"] == "10.1002/ar.25520"
    assert first["openalex.ris"]["issued"] == {"date-parts": [[2024, 2, 1]]}
    assert first["scopus.ris"]["page"] == "2864"
    assert first["webofscience.ris"]["issued"] == {"date-parts": [[2010, 9, 22]]}
    assert first["zotero.ris"]["author"][3] == {"family": "McNamara", "given": "M.E."}
    assert (first["pubmed.nbib"]["DOI"], first["pubmed.nbib"]["page"]) == ("10.1016/j.ejmg.2019.03.004", "103640")
