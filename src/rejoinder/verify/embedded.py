"""The files that a PDF carries (ISO 32000-1, 7.11.3 and 7.11.4; ISO 32000-2, 14.13).

They are found by the name tree, by every /AF, and in file attachment annotations; each once. Knows file
specifications; nothing of where files are written to.
"""

from __future__ import annotations

import hashlib
from typing import Any

from rejoinder.values import dataclass
from rejoinder.verify.checks import Findings
from rejoinder.verify.claims import Claims
from rejoinder.verify.model import Place
from rejoinder.verify.opened import (
    Opened,
    TooMuch,
    Unreadable,
    entry,
    is_dictionary,
    is_stream,
    items,
    name,
    number_of,
    raw,
    text,
    tree_pairs,
    unpacked,
    whole,
)

MOST_FILES = 1000
LARGEST_FILE = 32_000_000
MOST_BYTES = 48_000_000
RELATIONSHIPS = frozenset((
    "Source", "Data", "Alternative", "Supplement", "Unspecified", "EncryptedPayload", "FormData", "Schema",
))  # fmt: skip


@dataclass(slots=True, eq=False)
class Carried:
    """A file specification with a file."""

    spec: Any
    stream: Any
    name: str
    listed: bool
    """Whether it is in the name tree of embedded files."""
    associated: bool = False
    """Whether it is in an /AF."""

    @property
    def obj(self) -> int:
        return number_of(self.spec)[0]

    @property
    def media_type(self) -> str:
        return name(entry(self.stream, "/Subtype"))

    @property
    def relationship(self) -> str:
        return name(entry(self.spec, "/AFRelationship"))

    @property
    def about(self) -> str:
        return text(entry(self.spec, "/Desc"))


def carried_files(opened: Opened, *, everywhere: bool = True) -> list[Carried]:
    """All files, in the order of the name tree, then those that are only in an /AF or an annotation."""
    found: dict[Any, Carried] = {}
    tree = entry(entry(opened.root, "/Names"), "/EmbeddedFiles")
    for key, spec in tree_pairs(tree, "/Names", opened.budget):
        _add(found, spec, raw(key).decode("latin-1"), listed=True)
    for spec in items(entry(opened.root, "/AF"), opened.budget):
        _add(found, spec, "", associated=True)
    if everywhere:
        for page in opened.pages:
            for annotation in items(entry(page.obj, "/Annots"), opened.budget):
                if name(entry(annotation, "/Subtype")) == "FileAttachment":
                    _add(found, entry(annotation, "/FS"), "")
        _find_associated(opened, found)
    return list(found.values())


def _find_associated(opened: Opened, found: dict[Any, Carried]) -> None:
    """Files of other objects' /AF: of pages, elements, XObjects, annotations. All objects of the file are looked at."""
    for value in opened.pdf.objects:
        opened.budget.object()
        if is_dictionary(value) and "/AF" in value:
            for spec in items(entry(value, "/AF"), opened.budget):
                _add(found, spec, "", associated=True)


def _add(found: dict[Any, Carried], spec: Any, key: str, *, listed: bool = False, associated: bool = False) -> None:
    files = entry(spec, "/EF")
    stream = next(
        (one for kind in ("/UF", "/F", "/DOS", "/Mac", "/Unix") if is_stream(one := entry(files, kind))), None
    )
    if stream is None:
        return
    obj = number_of(spec)
    place = obj if obj != (0, 0) else ("in", number_of(stream))
    if place in found:
        found[place].associated |= associated
        found[place].listed |= listed
        return
    if len(found) >= MOST_FILES:
        raise TooMuch(f"carries more than {MOST_FILES:,} files")
    called = text(entry(spec, "/UF")) or text(entry(spec, "/F")) or key
    found[place] = Carried(spec, stream, called, listed, associated)


def check_files(opened: Opened, claims: Claims, findings: Findings) -> None:
    files = carried_files(opened)
    if claims.archive == "4" and claims.level == "F" and not files:
        findings.say("xmp-claim", "PDF/A-4f is claimed, and no file is carried", family="A")
    for one in files:
        place = Place(0, one.obj)
        _check_allowed(one, claims, place, findings)
        _check_description(one, place, findings)
        _check_facts(opened, one, place, findings)


def _check_allowed(one: Carried, claims: Claims, place: Place, findings: Findings) -> None:
    called = f"the embedded file “{one.name}”"
    if claims.archive == "1":
        findings.say("file-forbidden", f"{called} has no room in PDF/A-1", place)
    elif (
        claims.archive == "2" or (claims.archive == "4" and claims.level != "F")
    ) and one.media_type != "application/pdf":
        findings.say("file-forbidden", f"{called} is no PDF, and so not a PDF/A", place)


def _check_description(one: Carried, place: Place, findings: Findings) -> None:
    called = f"the embedded file “{one.name}”"
    if one.relationship not in RELATIONSHIPS:
        what = (
            f"has the relationship {one.relationship}"
            if one.relationship
            else "does not say what it is to the document"
        )
        findings.say("file-relationship", f"{called} {what} (AFRelationship)", place)
    if not one.associated:
        findings.say("file-associated", f"{called} is in no AF", place)
    if not text(entry(one.spec, "/F")) or not text(entry(one.spec, "/UF")):
        findings.say("file-name", f"{called} lacks F or UF", place)
    if not one.media_type or "/" not in one.media_type:
        findings.say("file-type", f"{called} does not say its media type (Subtype)", place)
    if not one.about:
        findings.say("file-about", f"{called} is not described (Desc)", place)


def _check_facts(opened: Opened, one: Carried, place: Place, findings: Findings) -> None:
    called = f"the embedded file “{one.name}”"
    facts = entry(one.stream, "/Params")
    if not raw(entry(facts, "/ModDate")):
        findings.say("file-date", f"{called} does not say when it was changed (ModDate)", place)
    size, check = whole(entry(facts, "/Size")), raw(entry(facts, "/CheckSum"))
    try:
        data = unpacked(one.stream, opened.budget, LARGEST_FILE)
    except Unreadable as broken:
        findings.say("damaged", f"{called} cannot be read: {broken}", place)
        return
    except TooMuch:
        findings.say("too-much", f"{called} was not looked at: it is too large", place)
        return
    if size is not None and size != len(data):
        findings.say("file-facts", f"{called} has {len(data):,} bytes, and Size says {size:,}", place)
    if check and check != hashlib.md5(data, usedforsecurity=False).digest():
        findings.say("file-facts", f"{called} is not what its CheckSum says", place)
