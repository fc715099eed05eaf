"""Letters as the record's writers get them: read and numbered, not set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from rejoinder.content.letter import read_letter, read_letter_mapping
from rejoinder.content.model import Letter
from rejoinder.diagnostics import Diagnostics, InputError
from rejoinder.document.model import Document
from rejoinder.document.number import number
from rejoinder.record.jats import article
from rejoinder.source import Source

ROOT = Path(__file__).parents[2]
BESIDE = ROOT.parent / "shared"
XML = "{http://www.w3.org/XML/1998/namespace}"
XLINK = "{http://www.w3.org/1999/xlink}"
ElementTree.register_namespace("xlink", XLINK.strip("{}"))


def _found() -> dict[str, Path]:
    ours = [*(ROOT / "content").glob("*.*"), *(ROOT / "tests" / "record" / "letters").glob("*.*")]
    golden = (ROOT / "tests" / "golden").glob("*/letter.*")
    beside = (BESIDE / "letters").glob("*.*")
    found = sorted(path for path in (*ours, *golden, *beside) if path.suffix in (".yaml", ".md"))
    return {f"{path.parent.name}/{path.name}": path for path in found}


LETTERS = _found()
_ABSENT = pytest.param("beside", marks=pytest.mark.skip(reason=f"no ../{BESIDE.name}/letters here"))
_BESIDE = [] if any(BESIDE in path.parents for path in LETTERS.values()) else [_ABSENT]
every_letter = pytest.mark.parametrize("name", [*LETTERS, *_BESIDE])


@lru_cache(maxsize=64)
def numbered(name: str) -> tuple[Letter, Document]:
    """One of the letters."""
    said = Diagnostics()
    source = Source.load(LETTERS[name], said)
    assert source is not None
    return _numbered(read_letter(source, said), said)


def _numbered(letter: Letter | None, said: Diagnostics, folder: Path | None = None) -> tuple[Letter, Document]:
    assert letter is not None
    document = number(letter, said, folder=folder)
    said.stop_on_errors()
    return letter, document


def letter_of(body: str = "Text.", folder: Path | None = None, **keys: Any) -> tuple[Letter, Document]:
    """A letter of these keys (`first_page` for `first-page`)."""
    said = Diagnostics()
    mapping = {"title": "Title", "body": body, **{name.replace("_", "-"): value for name, value in keys.items()}}
    return _numbered(read_letter_mapping(mapping, said, folder), said, folder)


def letter_or_none(mapping: Mapping[str, Any]) -> tuple[Letter, Document] | None:
    """A letter that may have errors; then nothing."""
    said = Diagnostics()
    try:
        letter = read_letter_mapping(mapping, said)
        return _numbered(letter, said) if letter is not None else None
    except InputError:
        return None


def jats_of(body: str = "Text.", folder: Path | None = None, **keys: Any) -> ElementTree.Element:
    """The article of a letter of these keys."""
    return ElementTree.fromstring(article(*letter_of(body, folder, **keys)))


def inner(element: ElementTree.Element | None) -> str:
    """What stands inside an element, as XML without namespaces; white space single."""
    assert element is not None
    written = ElementTree.tostring(element, encoding="unicode").replace("xlink:", "")
    return " ".join(re.sub(' xmlns:[a-z]+="[^"]*"', "", written).split())


def said_in(element: ElementTree.Element | None) -> str:
    """The characters of an element; white space single."""
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def instances(value: object, kind: type) -> Iterator[Any]:
    """All values of one kind within a value, in the order of the fields."""
    if isinstance(value, kind):
        yield value
    if is_dataclass(value):
        for one in fields(value):
            yield from instances(getattr(value, one.name), kind)
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from instances(one, kind)
