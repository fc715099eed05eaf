"""Manubot's folder: `metadata.yaml`, the numbered parts of the text, and references by their identifiers.

The parts are read in the order of their names. Identifiers are looked up nowhere, since nothing is fetched: what is not
in a file of references beside the parts is set as the identifier that it is.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from rejoinder.content.markdown import MarkdownReader
from rejoinder.content.model import Reference
from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.source import MOST_BYTES, Scalar, Source, is_file
from rejoinder.values import dataclass

METADATA = ("metadata.yaml", "metadata.yml")
REFERENCES = ("manual-references.json", "manual-references.yaml", "manual-references.yml", "manual-references.bib")
MOST_PARTS = 200
MOST_LISTED = 10_000
_PART = re.compile(r"[0-9]{2,4}[._-].*\.md")
_FRONT = re.compile(r"0+[._-]front[._-]?matter\.md", re.IGNORECASE)
"""A template that lists the authors: they are known from the metadata."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the text."""

    source: Source

    @property
    def text(self) -> Scalar:
        text = self.source.text
        lines = tuple((n, 0, n + 1, 1) for n in range(text.count("\n") + 1))
        return Scalar(text, text, Span(self.source.name, 1, 1), lines, True)


def is_part(source: Source) -> bool:
    """Whether a file is a numbered part of a text, without front matter, beside the metadata."""
    name = Path(source.name).name
    return bool(_PART.fullmatch(name)) and not source.text.startswith("---") and metadata_beside(source) is not None


def metadata_beside(source: Source) -> Path | None:
    if source.folder is None:
        return None
    return next((path for name in METADATA if is_file(path := source.folder / name)), None)


def parts_of(metadata: Source, said: Diagnostics) -> tuple[Part, ...]:
    """The numbered parts beside the metadata, in the order of their names."""
    folder = metadata.folder
    if folder is None or Path(metadata.name).name not in METADATA:
        return ()
    try:
        names = sorted(one.name for one, _ in zip(folder.iterdir(), range(MOST_LISTED), strict=False))
    except OSError:
        return ()
    wanted = [name for name in names if _PART.fullmatch(name) and not _FRONT.fullmatch(name)]
    if len(wanted) > MOST_PARTS:
        said.error(f"a text may have at most {MOST_PARTS} parts", Span(metadata.name))
        return ()
    parts: list[Part] = []
    for name in wanted:
        source = Source.load(Path(metadata.name).with_name(name), said)
        if source is not None:
            parts.append(Part(source))
        if sum(len(part.source.raw) for part in parts) > MOST_BYTES:
            said.error(f"the parts have more than {MOST_BYTES // 1024 // 1024} MiB together", Span(metadata.name))
            return ()
    return tuple(parts)


def references_beside(folder: Path | None) -> tuple[str, ...]:
    """The files of references that Manubot reads without being told."""
    return () if folder is None else tuple(name for name in REFERENCES if is_file(folder / name))


_ADDRESSES = {
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/{}/",
    "arxiv": "https://arxiv.org/abs/{}",
    "wikidata": "https://www.wikidata.org/wiki/{}",
    "url": "{}",
    "https": "https:{}",
    "http": "http:{}",
}


def reference_of(key: str, span: Span) -> Reference:
    """What an identifier says of the work that it stands for."""
    kind, _, value = key.partition(":")
    item: dict[str, Any] = {"id": key, "type": "document"}
    if kind == "doi":
        item["type"] = "article-journal"
        item["DOI"] = value
    elif kind == "shortdoi" or not value:
        item["title"] = key
    elif kind in _ADDRESSES:
        item["type"] = "webpage" if kind in ("url", "http", "https") else "article-journal"
        item["URL"] = _ADDRESSES[kind].format(value)
        if kind in ("pmid", "pmcid"):
            item[kind.upper()] = value
            item["title"] = f"{kind.upper()} {value}"
        elif kind in ("arxiv", "wikidata"):
            item["title"] = f"{'arXiv' if kind == 'arxiv' else 'Wikidata'} {value}"
    elif kind == "isbn":
        item["type"], item["ISBN"], item["title"] = "book", value, f"ISBN {value}"
    else:
        item["title"] = key
    return Reference(key, item, span)


IDENTIFIER = re.compile(
    r"(?:doi|shortdoi|pmid|pmcid|arxiv|isbn|wikidata|url|https?|raw|tag|clinicaltrials|rrid|swh):.+"
)


def known_by_identifier(keys: dict[str, Span], known: set[str], reader: MarkdownReader) -> list[Reference]:
    """References for the cited identifiers of which nothing else is known. How many there are is said once."""
    made = [reference_of(key, span) for key, span in keys.items() if key not in known and IDENTIFIER.fullmatch(key)]
    if made:
        count = f"{len(made)} references are" if len(made) > 1 else "1 reference is"
        hint = (
            "nothing is fetched from the network: put Manubot's references beside the parts, as manual-references.json"
        )
        reader.warning(f"{count} known by no more than an identifier", made[0].span, hint)
    return made
