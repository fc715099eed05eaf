"""Real papers of other tools, and the cases by which MyST tests its own reader; read where the shared corpus is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rejoinder.content.letter import read_letter
from rejoinder.content.model import Author, Letter
from rejoinder.content.people import name_of
from rejoinder.diagnostics import Diagnostic, Diagnostics, Span
from rejoinder.pipeline import typeset
from rejoinder.source import Mapping, Source, node_of, plain, read_yaml

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "markdown"
PAPERS = [
    path
    for pattern in ("*/paper.md", "*/*.qmd", "*/metadata.yaml", "*/*CITATION.cff", "*/0[12]*.md", "*/9*.md")
    for path in sorted(CORPUS.glob(pattern))
]
MYST = sorted((CORPUS / "myst-frontmatter").glob("*.yml"))
beside = pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus is not beside the project")


@beside
@pytest.mark.parametrize("path", PAPERS or [Path("none")], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_paper_is_set(path: Path) -> None:
    result = typeset(path, sources=False)
    assert result.pages and result.letter.authors
    assert all(one.span.file.startswith(str(path.parent)) for one in result.diagnostics)


def cases(*files: str) -> list[Any]:
    """The cases of some of MyST's files, as our own YAML reader has them."""
    found = []
    for path in MYST:
        if path.stem in files:
            source = Source(path.name, path.read_text(encoding="utf-8"))
            for case in plain(read_yaml(source, Diagnostics()))["cases"]:
                found.append(pytest.param(case, id=f"{path.stem}: {case.get('title') or case['formatted']}"))
    return found or [pytest.param({}, id="none")]


@beside
@pytest.mark.parametrize("case", cases("realnames", "testnames", "edgecases"))
def test_names_are_taken_apart_as_myst_does(case: dict[str, Any]) -> None:
    for written in (case["formatted"] or "", *case.get("alternatives", ())):
        name = name_of(written)
        parts = {part: getattr(name, part) for part in name.__match_args__ if getattr(name, part)}
        assert parts == case["parsed"], written


OTHERWISE = {
    "Warn if author has no name": "there is nothing of such an author to be printed",
    "author as non-collaboration affiliation fails and suggests collab:true": "a Research Group is a group by its name",
    "author with totally unknown fields fails and does not suggest collab:true": "a Research Group is a group",
    "Name that parses to values with commas warns": "M.D. is a degree, and no given name",
}
"""What is read in another way than MyST reads it, and why."""


@beside
@pytest.mark.parametrize(
    "case", cases("affiliations", "authors", "biblio", "contributors", "funding", "licenses", "orcid")
)
def test_front_matter_is_read_as_myst_does(case: dict[str, Any]) -> None:
    letter, said = read(case["raw"])
    assert not [one for one in said if one.severity == "error"]
    if case["title"] in OTHERWISE:
        return
    wanted = case["normalized"]
    assert [author_of(one) for one in letter.authors] == [wanted_author(one) for one in wanted.get("authors", [])]
    names = {one["id"]: one.get("name", "") for one in wanted.get("affiliations", [])}
    called = [[names.get(one, one) for one in author.get("affiliations", [])] for author in wanted.get("authors", [])]
    assert [places(letter, author) for author in letter.authors] == called
    licence = wanted.get("license", {})
    licence = licence.get("content") or licence.get("code") or {}
    assert letter.license.url == licence.get("url", "")
    for field in ("volume", "issue"):
        assert getattr(letter, field) == str(wanted.get(field, {}).get("number", ""))
    awards = [award for one in wanted.get("funding", []) for award in one.get("awards", [])]
    assert [one.numbers for one in letter.awards] == [(one["id"],) for one in awards]
    assert [one.funder for one in letter.awards] == [
        ", ".join(names.get(s, s) for s in one.get("sources", [])) or one.get("name", "") for one in awards
    ]
    if case.get("errors"):  # what stops MyST is at least said here
        assert said or case["title"] in UNUSED


UNUSED = {"Affiliation with invalid doi fails", "invalid ringgold number errors", "corresponding with no email errors"}
"""Errors in what is not used here."""


def read(raw: dict[str, Any]) -> tuple[Letter, list[Diagnostic]]:
    said = Diagnostics()
    front = node_of({"myst": {}, "title": "On ice", **raw}, Span("case"), said)
    assert isinstance(front, Mapping)
    source = Source("case.md", f"---\n{written(front)}\n---\n\nIt thawed.\n")
    letter = read_letter(source, said)
    assert letter is not None
    return letter, [one for one in said if one.message != "the letter has no author"]


def written(front: Mapping) -> str:
    """As JSON, which is YAML on one line."""
    import json

    return json.dumps(plain(front))


def author_of(author: Author) -> dict[str, Any]:
    name = author.name
    if author.group:
        return {"group": name.literal, "email": author.email, "orcid": "", "corresponding": author.corresponding}
    parts = (name.given, name.family, name.non_dropping_particle, name.dropping_particle, name.suffix)
    return {"name": parts, "email": author.email, "orcid": author.orcid, "corresponding": author.corresponding}


def wanted_author(author: dict[str, Any]) -> dict[str, Any]:
    known = {"email": author.get("email", ""), "orcid": author.get("orcid", "")}
    known |= {"corresponding": author.get("corresponding", False)}
    if author.get("collaboration"):
        return {"group": author["name"], **known}
    parts = author.get("nameParsed", {})
    keys = ("given", "family", "non_dropping_particle", "dropping_particle", "suffix")
    return {"name": tuple(parts.get(key, "") for key in keys), **known}


def places(letter: Letter, author: Author) -> list[str]:
    declared = {one.id: one.name for one in letter.affiliations}
    return [declared.get(one.id) or getattr(one, "name", "") for one in author.affiliations]
