"""References in the letter and in files beside it."""

# ruff: noqa: E501 - tables of what is said
from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from content_builders import LEAST

from rejoinder.content.letter import read_letter
from rejoinder.content.model import Reference
from rejoinder.diagnostics import Diagnostics
from rejoinder.source import Source

ITEMS = [
    {"id": "lee", "type": "book", "title": "Ice \u2744 \\ \"x\"", "issued": {"date-parts": [[2020]]}},
    {"id": "ek", "type": "article-journal", "author": [{"family": "Ek"}]},
]  # fmt: skip


def read(folder: Path, yaml: str) -> tuple[tuple[Reference, ...], list[str]]:
    path = folder / "letter.yaml"
    path.write_text(LEAST + yaml + "\n")
    said = Diagnostics()
    source = Source.load(path, said)
    assert source is not None
    letter = read_letter(source, said)
    assert letter is not None
    return letter.references, [str(d).replace(str(folder), "") for d in said]


def test_csl_json_keeps_its_places(tmp_path: Path) -> None:
    (tmp_path / "refs.json").write_text(json.dumps(ITEMS, indent=2))
    references, said = read(tmp_path, "bibliography: refs.json")
    assert said == []
    assert [(r.key, r.item, r.span.line, r.span.column) for r in references] == [
        ("lee", ITEMS[0], 2, 3),
        ("ek", ITEMS[1], 14, 3),
    ]


@pytest.mark.parametrize("text", ["- {id: a, type: book}\n", "references:\n- {id: a, type: book}\n"])
def test_csl_yaml(tmp_path: Path, text: str) -> None:
    (tmp_path / "refs.yaml").write_text(text)
    references, said = read(tmp_path, "bibliography: [refs.yaml]")
    assert said == []
    assert [(r.key, r.item) for r in references] == [("a", {"id": "a", "type": "book"})]


def test_files_below_the_letter_are_read(tmp_path: Path) -> None:
    (tmp_path / "refs").mkdir()
    (tmp_path / "refs" / "a.json").write_text(json.dumps(ITEMS))
    assert len(read(tmp_path, "bibliography: refs/a.json")[0]) == 2


def test_references_of_the_letter_come_before_those_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "refs.json").write_text(json.dumps(ITEMS))
    references, said = read(tmp_path, "bibliography: refs.json\nreferences: [{id: ek, type: map}]")
    assert said == []
    assert [(r.key, r.item["type"]) for r in references] == [("ek", "map"), ("lee", "book")]


@pytest.mark.parametrize("path", ["../refs.json", "/etc/passwd.json", "a/../../refs.json", "..\\refs.json", "C:/refs.json", "out.json", "loop.json"])  # fmt: skip
def test_nothing_outside_the_folder_is_read(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (tmp_path / "refs.json").write_text(json.dumps(ITEMS))
    (folder / "out.json").symlink_to(tmp_path / "refs.json")
    (folder / "loop.json").symlink_to(folder / "loop.json")
    references, said = read(folder, f"bibliography: '{path}'")
    assert references == ()
    assert len(said) == 1
    assert said[0].startswith("/letter.yaml:4:15: error: ")
    assert "lies outside the letter's folder" in said[0]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "refs.enl",
            'error: an EndNote library is not read\n  hint: export it as CSL-JSON, BibTeX or RIS, and write "bibliography: refs.bib"',
        ),
        (
            "refs.odt",
            'error: the kind of "refs.odt" is not known\n  hint: CSL-JSON ends in .json, CSL-YAML in .yaml, BibTeX in .bib, RIS in .ris, PubMed in .nbib',
        ),
        ("[[a]]", "error: a bibliography is the name of a file"),
    ],
)
def test_files_of_other_kinds(tmp_path: Path, name: str, said: str) -> None:
    assert [s.partition(": ")[2] for s in read(tmp_path, f"bibliography: {name}")[1]] == [said]


def test_a_missing_file(tmp_path: Path) -> None:
    assert read(tmp_path, "bibliography: refs.json")[1] == ["/refs.json: error: there is no such file"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "1:1: error: CSL-JSON is a list of items\n  hint: it begins with a ["),
        ('[{"id": "a", "type": "book"} {}]', "1:2: error: a comma or ] is missing behind this item"),
        ('[{"id": "a", "type": "book"}', "1:2: error: a comma or ] is missing behind this item"),
        ('[{"id": "a", "type": "book"},', "1:30: error: this is not JSON: expecting value"),
        ('[\n  {"id": }]', "2:10: error: this is not JSON: expecting value"),
        ("[1]", "1:2: error: a reference is an object with an id, a type and so on"),
        ('[{"type": "book"}]', "1:2: warning: this reference has no id\n  hint: give it one: id: smith2020"),
        ('[{"id": "a"}]', '1:2: warning: the reference "a" has no type\n  hint: most are "article-journal"'),
        ('[{"id": "a", "type": NaN}]', "1:2: error: this item cannot be read"),
        ("[" + "[" * 100_000, "1:2: error: this item cannot be read"),
        ("[" + "9" * 10_000 + "]", "1:2: error: this item cannot be read"),
    ],
)
def test_wrong_json(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "refs.json").write_text(text)
    assert read(tmp_path, "bibliography: refs.json")[1] == [f"/refs.json:{said}"]


@pytest.mark.parametrize(
    ("yaml", "said"),
    [
        ("[{id: a, type: book}, {id: a, type: map}]", '4:35: error: two references have the id "a"\n  hint: it was first given in line 4'),
        ("[{type: book}]", "4:14: error: this reference has no id\n  hint: give it one: id: smith2020"),
        ("[{id: a, type: artikel}]", '4:14: warning: CSL has no type "artikel"; set as a document\n  hint: did you mean "article"?'),
        ("[a]", "4:14: error: a reference is a mapping with an id, a type and so on"),
    ],
)  # fmt: skip
def test_wrong_references(tmp_path: Path, yaml: str, said: str) -> None:
    assert read(tmp_path, f"references: {yaml}")[1] == [f"/letter.yaml:{said}"]


def test_a_letter_without_a_folder_has_no_files() -> None:
    said = Diagnostics()
    source = Source.of("<text>", LEAST + "bibliography: refs.json\n", said)
    assert source is not None
    read_letter(source, said)
    assert [str(d) for d in said] == [
        '<text>:4:15: error: a letter that lies in no file has no files beside it\n  hint: write "references" instead'
    ]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("On *Apus apus* in June", "On <i>Apus apus</i> in June"),
        ("*Apus apus*, (*Larus*) and _Apis_.", "<i>Apus apus</i>, (<i>Larus</i>) and <i>Apis</i>."),
        ("**No** H~2~O and 10^3^ swifts", "<b>No</b> H<sub>2</sub>O and 10<sup>3</sup> swifts"),
        ("HLA-B*27 and HLA-B*51", "HLA-B*27 and HLA-B*51"),
        ("snake_case_names, 2 * 3 * 4, ~ 5 ~", "snake_case_names, 2 * 3 * 4, ~ 5 ~"),
        (r"\\*not\\* *so*", "*not* <i>so</i>"),
        ("<i>Apus</i>", "<i>Apus</i>"),
    ],
)
def test_titles_in_yaml_may_hold_markdown(tmp_path: Path, written: str, title: str) -> None:
    item = f'{{id: k, type: book, title: "{written}", container-title: "*C*", publisher: "*P*"}}'
    ((reference,), said) = read(tmp_path, f"references: [{item}]")
    assert said == []
    assert reference.item["title"] == title
    assert (reference.item["container-title"], reference.item["publisher"]) == ("<i>C</i>", "*P*")


def test_titles_in_json_are_csl(tmp_path: Path) -> None:
    (tmp_path / "refs.json").write_text('[{"id": "k", "type": "book", "title": "*not* <i>so</i>"}]')
    ((reference,), said) = read(tmp_path, "bibliography: refs.json")
    assert (said, reference.item["title"]) == ([], "*not* <i>so</i>")


def test_titles_full_of_marks_are_read_quickly(tmp_path: Path) -> None:
    start = time.process_time()
    for mark in ("*a ", "**a", " _a", "^a", "~a", "\\\\*"):
        read(tmp_path, f'references: [{{id: k, type: book, title: "{mark * 20_000}"}}]')
    assert time.process_time() - start < 4


LIBRARIES = {
    "refs.bib": "@book{bell1999, title = {Ice}}\n@book{cole2000, title = {no end}\n",
    "refs.ris": "TY  - BOOK\nAU  - Bell, Bea\nTI  - Ice\nPY  - 1999\nER  - \n",
    "refs.nbib": "PMID- 1\nAU  - Bell B\nTI  - Ice.\nDP  - 1999 May\n",
    "refs.enw": "%0 Book\n%A Bell, Bea\n%T Ice\n%D 1999\n",
    "pubmed.txt": "PMID- 1\nAU  - Bell B\nTI  - Ice.\nDP  - 1999 May\n",
}


@pytest.mark.parametrize("name", LIBRARIES)
def test_libraries_of_other_programs(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(LIBRARIES[name])
    references, said = read(tmp_path, f"bibliography: {name}")
    assert [(one.key, one.item["id"], one.item["title"], one.span.line) for one in references] == [
        ("bell1999", "bell1999", "Ice", 1)
    ]
    assert len(said) == (name == "refs.bib")


def test_a_key_that_was_made_up_is_free(tmp_path: Path) -> None:
    (tmp_path / "refs.ris").write_text(LIBRARIES["refs.ris"] * 2)
    references, said = read(tmp_path, "references: [{id: bell1999, type: map}]\nbibliography: refs.ris")
    assert said == []
    assert [one.key for one in references] == ["bell1999", "bell1999b", "bell1999c"]


def test_a_text_file_that_is_no_library(tmp_path: Path) -> None:
    (tmp_path / "refs.txt").write_text("hello")
    assert read(tmp_path, "bibliography: refs.txt")[1] == [
        "/refs.txt:1:1: error: this is no library of references that is known\n"
        "  hint: BibTeX, RIS, PubMed's format and EndNote's .enw are known by how they begin"
    ]


def test_what_is_given_twice_in_a_file_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text("@book{a, title = {1}}\n@book{a, title = {2}}")
    references, said = read(tmp_path, "bibliography: refs.bib")
    assert [one.item["title"] for one in references] == ["1"]
    assert said == [
        '/refs.bib:2:1: warning: two references have the id "a"\n  hint: it was first given in line 1, and that one counts'
    ]
