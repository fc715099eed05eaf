"""BibTeX and BibLaTeX become CSL items."""

# ruff: noqa: E501 - entries, and what is said of them
from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from rejoinder.content.libraries.bibtex import read_bibtex
from rejoinder.diagnostics import Diagnostics
from rejoinder.source import Source

SHARED = Path(__file__).parents[4] / "shared" / "corpus"
needs_corpus = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not beside the project")


def read(text: str) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """The items by their keys, and what is said, by line."""
    said = Diagnostics()
    items = [item for item, _ in read_bibtex(Source("refs.bib", text), said)]
    return {item["id"]: item for item in items}, [str(one).replace("\n  hint: ", " | ") for one in said]


def one(text: str) -> dict[str, Any]:
    items, said = read(text)
    assert said == []
    (item,) = items.values()
    return {name: value for name, value in item.items() if name != "id"}


def test_an_article() -> None:
    assert one("""
        @Article{k,
          Author = "Ames, Ada B. and Bell, Bea", TITLE = {On ice}, journal = {Ann Field Obs}, year = 2012, month = mar,
          volume = {3}, number = {4}, pages = {12--19}, doi = {https://doi.org/10.5555/a\\_b}, issn = {0003-4967},
        }""") == {
        "type": "article-journal", "author": [{"family": "Ames", "given": "Ada B."}, {"family": "Bell", "given": "Bea"}],
        "title": "On ice", "container-title": "Ann Field Obs", "issued": {"date-parts": [[2012, 3]]}, "volume": "3",
        "issue": "4", "page": "12-19", "DOI": "10.5555/a_b", "ISSN": "0003-4967",
    }  # fmt: skip


def test_letter_case_that_braces_protect() -> None:
    title = one(r"@misc{k, title = {{DNA} of {\'E}tna, {B}ayes, {\em Apus apus} and {mRNA}s: {The Big} $p<0.05$}}")[
        "title"
    ]
    assert title == (
        '<span class="nocase">DNA</span> of Étna, <span class="nocase">Bayes</span>, <i>Apus apus</i> and '
        '<span class="nocase">mRNAs</span>: <span class="nocase">The Big</span> <i>p</i> < 0.05'
    )


def test_abbreviations_and_joined_pieces() -> None:
    item = one("""
        @string{ice = "The " # {Journal}}
        @STRING(afo = ice # " of Ice")
        @article{k, title = {T}, journal = AFO, year = "19" # 99, month = "10~" # feb}""")
    assert item["container-title"] == "The Journal of Ice"
    assert item["issued"] == {"date-parts": [[1999, 2, 10]]}


def test_a_chapter_inherits_from_its_book() -> None:
    items, said = read("""
        @incollection{a, crossref = {whole}, title = {A part}, author = {Cole, Cy}, pages = {1-9}}
        @inbook{b, xdata = {press}, crossref = {WHOLE}, title = {Another}}
        @article{c, title = {In it}, crossref = {per}}
        @collection{whole, title = {The Ice}, subtitle = {A reader}, editor = {B. Bell}, publisher = {Ice Press}, date = {1999}, doi = {10.5555/whole}}
        @periodical{per, title = {Ice Today}, year = 2001}
        @xdata{press, location = {Oslo}}""")
    assert said == []
    assert list(items) == ["a", "b", "c", "whole", "per"]
    assert items["a"] == {
        "id": "a", "type": "chapter", "title": "A part", "author": [{"family": "Cole", "given": "Cy"}], "page": "1-9",
        "container-title": "The Ice: A reader", "editor": [{"family": "Bell", "given": "B."}], "publisher": "Ice Press",
        "issued": {"date-parts": [[1999]]},
    }  # fmt: skip
    assert (items["b"]["container-title"], items["b"]["publisher-place"]) == ("The Ice: A reader", "Oslo")
    assert (items["c"]["title"], items["c"]["container-title"]) == ("In it", "Ice Today")


def test_entries_that_inherit_from_each_other_end() -> None:
    items, _ = read("@book{a, crossref = {b}, title = {A}} @book{b, crossref = {a}, year = 2001}")
    assert items["a"]["issued"] == {"date-parts": [[2001]]}


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Ada Ames", [{"family": "Ames", "given": "Ada"}]),
        ("Ludwig van der Berg", [{"family": "Berg", "given": "Ludwig", "non-dropping-particle": "van der"}]),
        ("de la Cruz, Jr., Ana", [{"family": "Cruz", "given": "Ana", "non-dropping-particle": "de la", "suffix": "Jr."}]),
        ("{World Health Organization} and {{Ice Office}}", [{"literal": "World Health Organization"}, {"literal": "Ice Office"}]),
        (r'{\v{S}}eva, J{\" o}rg AND Erd\H{o}s, P.', [{"family": "Ševa", "given": "Jörg"}, {"family": "Erdős", "given": "P."}]),
        ("Ames, Ada and others", [{"family": "Ames", "given": "Ada"}, {"literal": "others"}]),
        ("family=Berg, given=Ada, prefix=van den, useprefix=false", [{"family": "Berg", "given": "Ada", "dropping-particle": "van den"}]),
        ("IPCC", [{"literal": "IPCC"}]),
        ("Barnes {and} Noble", [{"family": "Noble", "given": "Barnes and"}]),
    ],
)  # fmt: skip
def test_names(written: str, names: list[dict[str, str]]) -> None:
    assert one(f"@book{{k, author = {{{written}}}}}")["author"] == names


def test_names_between_commas_are_taken_apart_and_said() -> None:
    items, said = read("@book{k,\n author = {Ada Ames, Bea Bell, C. Cole}}")
    assert [name["family"] for name in items["k"]["author"]] == ["Ames", "Bell", "Cole"]
    assert said == ['refs.bib:2:2: warning: "Ada Ames, Bea Bell, C. Cole" in "author" is read as several names | BibTeX sets names apart with "and"']  # fmt: skip


@pytest.mark.parametrize(
    ("written", "issued"),
    [
        ("date = {2012-10-03}", {"date-parts": [[2012, 10, 3]]}),
        ("date = {2012-10/2013-01}", {"date-parts": [[2012, 10], [2013, 1]]}),
        ("date = {1850~}", {"date-parts": [[1850]], "circa": True}),
        ("year = {2008--2021}", {"date-parts": [[2008], [2021]]}),
        ("year = 2018, month = {mar 15}", {"date-parts": [[2018, 3, 15]]}),
        ("year = 2018, month = {10}", {"date-parts": [[2018, 10]]}),
        ("year = 2018, month = {Mar--Apr}", {"date-parts": [[2018, 3], [2018, 4]]}),
        ("year = 2018, month = {Spring}", {"date-parts": [[2018]], "season": 1}),
        ("year = {in press}", {"literal": "in press"}),
        ("pubstate = {forthcoming}", {"literal": "forthcoming"}),
    ],
)
def test_dates(written: str, issued: dict[str, Any]) -> None:
    assert one(f"@misc{{k, title = {{T}}, {written}}}")["issued"] == issued


@pytest.mark.parametrize(
    ("entry", "fields"),
    [
        ("@phdthesis{k, school = {Uni}}", {"type": "thesis", "genre": "PhD thesis", "publisher": "Uni"}),
        ("@thesis{k, type = {mathesis}, institution = {Uni}}", {"type": "thesis", "genre": "Master’s thesis", "publisher": "Uni"}),
        ("@techreport{k, number = {14}, institution = {Ice Office}}", {"type": "report", "number": "14", "publisher": "Ice Office"}),
        ("@online{k, url = {https://a.example/b\\_c\\%20d}, urldate = {2016-05-26}}", {"type": "webpage", "URL": "https://a.example/b_c%20d", "accessed": {"date-parts": [[2016, 5, 26]]}}),
        (r"@misc{k, howpublished = {\url{https://a.example/x}}}", {"type": "webpage", "URL": "https://a.example/x"}),
        ("@misc{k, eprint = {1702.04615}, archiveprefix = {arXiv}}", {"type": "article", "number": "arXiv:1702.04615", "publisher": "arXiv", "URL": "https://arxiv.org/abs/1702.04615"}),
        ("@article{k, eprint = {123}, eprinttype = {pmid}, pmcid = {77}}", {"type": "article-journal", "PMID": "123", "PMCID": "PMC77"}),
        ("@article{k, eid = {e71}}", {"type": "article-journal", "page": "e71"}),
        ("@book{k, series = {Ice}, number = {7}, edition = {2}}", {"type": "book", "collection-title": "Ice", "collection-number": "7", "edition": "2"}),
        ("@software{k, version = {0.3}, langid = {ngerman}}", {"type": "software", "version": "0.3", "language": "de"}),
        ("@misc{k, note = {Accessed 12 Feb. 2022.}}", {"type": "document", "note": "Accessed 12 Feb. 2022.", "accessed": {"date-parts": [[2022, 2, 12]]}}),
    ],
)  # fmt: skip
def test_kinds_of_entries(entry: str, fields: dict[str, Any]) -> None:
    assert one(entry) == fields


@pytest.mark.parametrize(
    ("text", "keys", "said"),
    [
        ("@misc{a, title = {No end,\n}\n@book{b, title = {Fine}}", ["b"],
         ['refs.bib:1:1: warning: the entry "a" cannot be read, and is left out: unexpected block start: "@book". Was still looking for field-value closing "," or "}" | a brace, a quote or a comma is missing']),
        ("@book{a title = {x}}\n  @book{b, title = {Fine}}", ["b"],
         ['refs.bib:1:1: warning: the entry "a" cannot be read, and is left out: expected comma after entry key, but found = | a brace, a quote or a comma is missing']),
        ("@book{a, title = {x}\n year = 2001}", ["a"], ['refs.bib:1:1: warning: a comma is missing behind the field "title"']),
        ("@book{a,\n title = {x},\n title = {y}}", ["a"], ['refs.bib:3:2: warning: the entry "a" has two fields "title"; the first counts']),
        ("@book{a, title = unknown}", ["a"], ['refs.bib:1:1: warning: "unknown" in "title" is no number and no @string; it is read as it stands']),
        ("@book{a,\n crossref = {gone}}", ["a"], ['refs.bib:2:2: warning: no entry has the key "gone", from which this one takes fields']),
        ("@bok{a, title = {x}}", ["a"], ['refs.bib:1:1: warning: "@bok" is no known type of entry; it is read as @misc']),
        ("@book{a, title = {\\unheard{of} x}}", ["a"], ['refs.bib:1:1: warning: the LaTeX command "\\unheard" in "title" is not known, and left out']),
        ("@comment{x {y}} @preamble{\"z\"} no entry % @ here\n@book{a, title = {x}}", ["a"], []),
    ],
)  # fmt: skip
def test_one_broken_entry_stops_nothing(text: str, keys: list[str], said: list[str]) -> None:
    items, complaints = read(text)
    assert (list(items), complaints) == (keys, said)


@pytest.mark.parametrize(
    "text",
    [
        "@article{a, title={" + "{" * 100_000,
        "@article{a, title={" + "{" * 50_000 + "}" * 50_001 + "}",
        "@a{\n" * 100_000,
        "@a(" * 8_000,
        "@article{a," + "a=b," * 30_000 + "}",
        "@article{a," + "a={b} c={d} " * 10_000 + "}",
        "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(60)) + "@string{s0 = {ha}}@misc{x, title = s60}",
        '@string{s0="ha"}\n' + "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(60)) + "@misc{x, title = s60}",
        "@misc{a, author={" + "\\}" * 50_000 + "}}",
        "@misc{a, author={" + " and " * 50_000 + "}}",
        "@misc{a, author={" + " and ".join(["a," * 300] * 300) + "}}",
        "@misc{a, title={" + "$" + "^_" * 9_000 + "$}}",
        "@misc{a, title={" + "\\emph{" * 3_000 + "}" * 3_000 + "}}",
        "".join(f"@xdata{{k{i}, xdata={{{','.join(f'k{j}' for j in range(20))}}}, title={{x}}}}\n" for i in range(20)),
        "".join(f"@book{{k{n}, crossref={{k{(n + 1) % 2000}}}}}\n" for n in range(2000)),
    ],
    ids=range(15),
)  # fmt: skip
def test_hostile_libraries_are_read_in_bounded_time(text: str) -> None:
    start = time.process_time()
    _, said = read(text)
    assert time.process_time() - start < 3
    assert len(said) <= 101


COUNTED = {
    "refs/myst-docs.bib": 3, "refs/myst-dois.bib": 4, "markdown/joss-corner/paper.bib": 3,
    "markdown/joss-inara-example/paper.bib": 8, "markdown/joss-pubmed-parser/paper.bib": 11,
    "markdown/joss-pygetpapers/paper.bib": 12, "markdown/quarto-plos/bibliography.bib": 3,
}  # fmt: skip


@needs_corpus
@pytest.mark.parametrize("name", COUNTED)
def test_every_library_of_the_corpus(name: str) -> None:
    text = (SHARED / name).read_text()
    items, said = read(text)
    assert len(items) == COUNTED[name] == text.lower().count("\n@") + text.startswith("@") + text.count("}@")
    assert [one for one in said if "several names" not in one] == []
    assert all(item["title"] for item in items.values())


@needs_corpus
def test_entries_of_the_corpus_hold_what_was_written() -> None:
    items: dict[str, dict[str, Any]] = {}
    for name in COUNTED:
        items |= read((SHARED / name).read_text())[0]
    assert [name["family"] for name in items["Vogel2018systemic"]["author"]][::4] == [
        "Vogel",
        "Kögel-Knabner",
        "Stößel",
    ]
    assert items["Vogel2018systemic"]["issued"] == {"date-parts": [[2018, 3, 15]]}
    assert items["vseva2019vist"]["author"][-1] == {"literal": "others"}
    assert items["bradford1976"]["DOI"] == "10.1016/0003-2697(76)90527-3"
    assert items["upper1974"]["PMID"] == "16795475"
    assert items["corner_archive"]["author"] == [{"literal": "Zenodo Archive"}]
    assert len(items["smith2018"]["author"]) == 16
    assert len(items["bib3"]["author"]) == 5
