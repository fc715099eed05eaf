"""Attachments become files: under names that do no harm, whatever a stranger called them.

Knows names and folders; writes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from rejoinder.record.model import Attachment

LONGEST_PART = 120
"""Bytes of a file's name; most systems allow 255."""
DEEPEST = 8
"""Folders in folders."""
DEVICES = frozenset((
    "con", "prn", "aux", "nul", "conin$", "conout$",
    *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"),
))  # fmt: skip
"""Names that are no files on Windows, whatever follows their dot."""
_UNSAFE = re.compile(r'[<>:"|?*]')


def safe_names(attachments: Iterable[Attachment]) -> Iterator[tuple[str, Attachment]]:
    """Each attachment with a relative path: no "..", no drive, no device, no two alike on any system."""
    files: set[str] = set()
    folders: set[str] = set()
    numbers: dict[str, int] = {}
    for one in attachments:
        written = name = safe_name(one.name)
        number = numbers.get(_folded(written), 1)
        while _folded(name) in files or _folded(name) in folders or not files.isdisjoint(_above(name)):
            number += 1
            name = _numbered(written, number, files)
        numbers[_folded(written)] = number
        files.add(_folded(name))
        folders.update(_above(name))
        yield name, one


def _numbered(name: str, number: int, files: set[str]) -> str:
    """Another name: with a number in the part that is in the way, the last one or a folder that is a file already."""
    parts = name.split("/")
    at = next((at for at in range(len(parts)) if _folded("/".join(parts[: at + 1])) in files), len(parts) - 1)
    suffix = PurePosixPath(parts[at]).suffix
    parts[at] = f"{parts[at].removesuffix(suffix)}-{number}{suffix}"
    return "/".join(parts)


def _above(name: str) -> list[str]:
    """The folders of a path."""
    parts = _folded(name).split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def chosen(named: list[tuple[str, Attachment]], names: Iterable[str]) -> tuple[list[tuple[str, Attachment]], list[str]]:
    """Those of the names that are asked for (all, if none is), each once; and names that nothing has."""
    asked = list(dict.fromkeys(names))
    if not asked:
        return named, []
    found = [(name, one) for name, one in named if name in asked or one.name in asked]
    known = {word for name, one in found for word in (name, one.name)}
    return found, [name for name in asked if name not in known]


def listed(named: list[tuple[str, Attachment]]) -> str:
    """A line for each: name, bytes, media type, what it is to the document, and what it is."""
    rows = [(name, f"{len(one.data):,}", one.media_type or "-", one.relationship, one.about) for name, one in named]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    lines = [
        f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:<{widths[2]}}  {row[3]:<{widths[3]}}  {row[4]}".rstrip()
        for row in rows
    ]
    return "".join(f"{line}\n" for line in lines)


def safe_name(written: str) -> str:
    """A path that stays below the folder it is joined to."""
    parts = [_part(part) for part in re.split(r"[/\\]", written)]
    parts = [part for part in parts if part][-DEEPEST:]
    return "/".join(parts) or "attachment"


def _part(written: str) -> str:
    """One part of a path; "" for one that leads nowhere."""
    plain = "".join(
        " " if char.isspace() else char for char in unicodedata.normalize("NFC", written) if not _is_unseen(char)
    )
    clean = _UNSAFE.sub("_", plain).strip().rstrip(". ")
    if clean.partition(".")[0].strip().casefold() in DEVICES:
        clean = f"_{clean}"
    if clean.startswith(("-", "~")):  # an option to the next command; somebody's home
        clean = f"_{clean}"
    if len(clean.encode()) > LONGEST_PART:
        suffix = PurePosixPath(clean).suffix
        suffix = suffix if len(suffix.encode()) <= 12 else ""
        stem = clean.encode()[: LONGEST_PART - len(suffix.encode())].decode(errors="ignore")
        clean = stem.rstrip(". ") + suffix
    return clean


def _is_unseen(char: str) -> bool:
    """Control characters, those that turn the direction of writing, halves of characters."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
