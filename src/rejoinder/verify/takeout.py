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
    taken: set[str] = set()
    for one in attachments:
        name = safe_name(one.name)
        stem, suffix = name.removesuffix(PurePosixPath(name).suffix), PurePosixPath(name).suffix
        number = 1
        while _clashes(_folded(name), taken):
            number += 1
            name = f"{stem}-{number}{suffix}"
        taken.add(_folded(name))
        yield name, one


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
    clean = "".join(char for char in unicodedata.normalize("NFC", written) if not _is_unseen(char))
    clean = _UNSAFE.sub("_", clean).strip().rstrip(". ")
    if not clean or set(clean) <= {"."}:
        return ""
    if clean.partition(".")[0].strip().casefold() in DEVICES:
        clean = f"_{clean}"
    if clean.startswith(("-", "~")):  # an option to the next command; somebody's home
        clean = f"_{clean}"
    if len(clean.encode()) > LONGEST_PART:
        suffix = PurePosixPath(clean).suffix
        suffix = suffix if len(suffix.encode()) <= 12 else ""
        clean = clean.encode()[: LONGEST_PART - len(suffix.encode())].decode(errors="ignore") + suffix
    return clean


def _is_unseen(char: str) -> bool:
    """Control characters, those that turn the direction of writing, halves of characters."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _clashes(name: str, taken: set[str]) -> bool:
    """Whether a file has that name, or is a folder of that path, or the other way round."""
    if name in taken:
        return True
    above = [str(folder) for folder in PurePosixPath(name).parents]
    return any(folder in taken for folder in above) or any(one.startswith(f"{name}/") for one in taken)
