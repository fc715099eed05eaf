"""Which tool a front matter was written for, by the keys that no letter of ours has."""

from __future__ import annotations

from pathlib import PurePath

from rejoinder.content.dialects.trees import items_of, spelt
from rejoinder.content.fields import is_date
from rejoinder.source import Mapping, Node, Scalar

CFF, MANUBOT, QUARTO, PANDOC, JOSS, MYST = "cff", "manubot", "quarto", "pandoc", "joss", "myst"

TOOLS = {
    CFF: "CITATION.cff", MANUBOT: "Manubot", QUARTO: "Quarto", PANDOC: "Pandoc", JOSS: "JOSS", MYST: "MyST",
}  # fmt: skip
"""What each dialect is called in messages."""

_SIGNS: tuple[tuple[str, frozenset[str]], ...] = (
    (CFF, frozenset({"cff-version"})),
    (QUARTO, frozenset({
        "format", "execute", "crossref", "author-notes", "author-summary", "engine", "jupyter", "knitr", "code-fold",
        "code-tools", "title-block-style", "date-modified", "callout-appearance", "by-author", "number-sections",
    })),
    (MYST, frozenset({
        "exports", "kernelspec", "jupytext", "open-access", "numbering", "abbreviations", "downloads", "venue",
        "biblio", "parts", "site", "export", "contributors", "reviewers", "myst", "binder",
    })),
    (PANDOC, frozenset({
        "article", "documentclass", "classoption", "geometry", "header-includes", "output", "institute", "institutes",
        "thanks", "link-citations", "numbersections", "papersize", "fontsize", "mainfont", "colorlinks", "toc",
        "reference-section-title", "header-left", "linkcolor", "pagestyle", "abstract-title",
    })),
)  # fmt: skip
"""Keys at the top by which each is known, the surest first."""

_OF_MANUBOT = frozenset({"github", "twitter", "mastodon", "funders"})
_OF_JOSS = frozenset({"aas-doi", "aas-journal", "submitters", "archive-doi"})
_OF_MYST_AUTHORS = frozenset({"collaboration", "bluesky", "equal_contributor", "non_dropping_particle"})


def dialect_of(node: Mapping, file: str, *, markdown: bool) -> str:
    """The dialect of a front matter; "" for one that is ours. `markdown`: a text stands below it."""
    keys = {spelt(key.text) for key, _ in node.entries}
    if "body" in keys:
        return ""  # nobody else has it
    if "cff-version" in keys:
        return CFF
    of_authors = {key.text for author in _mappings(node, "authors", "author") for key, _ in author.entries}
    if _is_manubot(file) or any(key.startswith("manubot") for key in keys) or len(_OF_MANUBOT & of_authors) > 1:
        return MANUBOT
    if PurePath(file).suffix.lower() == ".qmd":
        return QUARTO
    if _is_joss(node, keys):
        return JOSS
    for dialect, signs in _SIGNS:
        if keys & signs:
            return dialect
    if _OF_MYST_AUTHORS & of_authors:
        return MYST
    return PANDOC if markdown and _is_wordy_date(node.get("date")) else ""


def _is_manubot(file: str) -> bool:
    return PurePath(file).name in ("metadata.yaml", "metadata.yml")


def _is_joss(node: Mapping, keys: set[str]) -> bool:
    if keys & _OF_JOSS:
        return True
    indexed = any(one.get("index") is not None for one in _mappings(node, "affiliations"))
    return indexed or {"tags", "authors", "bibliography"} <= keys


def _mappings(node: Mapping, *names: str) -> list[Mapping]:
    found: list[Node] = []
    for name in names:
        found += items_of(node.get(name))
    return [one for one in found if isinstance(one, Mapping)]


def _is_wordy_date(node: Node | None) -> bool:
    return isinstance(node, Scalar) and isinstance(node.value, str) and not is_date(node.text.strip())
