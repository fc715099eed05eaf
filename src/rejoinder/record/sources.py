"""What a PDF was made of: the letter's source, what lies beside it, the sheet, and how they were put together.

Knows files as they were read; opens none, and does not know what is in them but for how a letter is written.

    letter.yaml, figures/map.svg …   under the names that the letter gives them
    style/house.yaml …               the sheet and what it extends, but for what comes with the program
    rejoinder.json                   how the PDF was made of them

Taken out into one folder they make the same PDF again, to the byte.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from rejoinder import __version__
from rejoinder.content.letter import is_markdown
from rejoinder.record.model import Attachment
from rejoinder.source import Enclosure, Source, is_markup
from rejoinder.values import dataclass

STYLE_FOLDER = "style"
MANIFEST = "rejoinder.json"
ABOUT = {
    "letter": "the letter as it was written",
    "beside": "a file that the letter names",
    "style": "the style sheet",
    "manifest": "how this PDF was made",
}

MEDIA_TYPES = {
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".json": "application/json",
    ".csl": "application/vnd.citationstyles.style+xml",
    ".xml": "application/xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Making:
    """How a PDF was asked for."""

    style: str
    """Name of a sheet that comes with the program; "" for one that is attached."""
    standard: str
    pages: int = 0
    """The most that the letter might take; 0 if nobody asked."""
    marks: bool = False
    stamp: datetime | None = None
    """The time that was asked for; None for the letter's own date."""
    part: str = ""
    """Which letter of a file that holds several."""


def letter_file(source: Source) -> Enclosure:
    """A letter's own file, under the name it had; one that lay in none gets a name that tells how it is written."""
    if source.folder is not None and not source.name.startswith("<"):
        return Enclosure(PurePath(source.name).name, source.raw)
    if is_markup(source.raw):
        return Enclosure("letter.xml", source.raw)
    return Enclosure("letter.md" if is_markdown(source) else "letter.yaml", source.raw)


def written_out(mapping: Mapping[str, Any]) -> bytes:
    """A letter or sheet that was a Python mapping, as a file: JSON, which is YAML."""
    text = json.dumps(mapping, ensure_ascii=False, indent=1, default=_plain)
    return text.encode("utf-8", "replace") + b"\n"


def _plain(value: Any) -> Any:
    """What JSON does not know, as `source.node_of` reads it."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    return dict(value) if isinstance(value, Mapping) else str(value)


def style_files(chain: Iterable[Source], beside: Iterable[tuple[PurePath, bytes]]) -> list[Enclosure]:
    """A sheet, the last of its chain, then those it extends, and files that it names: as seen from its folder."""
    sheets = list(chain)
    if not sheets:
        return []
    top = sheets.pop()
    if top.folder is None:
        return [Enclosure(f"{STYLE_FOLDER}/style.yaml", top.raw)]
    files: dict[str, Enclosure] = {}
    named = [(PurePath(one.name), one.raw) for one in (top, *reversed(sheets))]
    for path, data in (*named, *beside):
        name = path.relative_to(top.folder).as_posix() if path.is_relative_to(top.folder) else path.name
        files.setdefault(name, Enclosure(f"{STYLE_FOLDER}/{name}", data))
    return list(files.values())


def sources(
    letter: Enclosure, beside: Iterable[Enclosure], sheets: list[Enclosure], making: Making
) -> tuple[Attachment, ...]:
    """Everything that the PDF was made of, and the manifest that says how."""
    files: dict[str, Attachment] = {}
    for kind, enclosures in (("letter", [letter]), ("beside", beside), ("style", sheets)):
        for one in enclosures:
            files.setdefault(one.name, Attachment(one.name, media_type(one.name), one.data, "Source", ABOUT[kind]))
    manifest = {
        "program": f"rejoinder {__version__}",
        "letter": letter.name,
        "style": making.style or sheets[0].name,
        "pages": making.pages,
        "standard": making.standard,
        "marks": making.marks,
        "source_date_epoch": int(making.stamp.timestamp()) if making.stamp else None,
        **({"part": making.part} if making.part else {}),
        "files": {name: sha256(one.data).hexdigest() for name, one in files.items()},
    }
    data = json.dumps(manifest, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"
    return (*files.values(), Attachment(MANIFEST, "application/json", data, "Supplement", ABOUT["manifest"]))


def media_type(name: str) -> str:
    return MEDIA_TYPES.get(PurePath(name).suffix.lower(), "application/octet-stream")


def apart(made: Iterable[Attachment], others: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """What the program makes, called otherwise where a file of the letter has its name already."""
    taken = {one.name.casefold() for one in others}
    named = []
    for one in made:
        name = one.name
        while name.casefold() in taken:
            name = f"made-{name}"
        taken.add(name.casefold())
        named.append(Attachment(name, one.media_type, one.data, one.relationship, one.about))
    return tuple(named)
