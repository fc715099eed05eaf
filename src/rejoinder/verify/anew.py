"""How a PDF of ours is made anew from what it carries: its manifest, read as a stranger's.

Knows the manifest that `record/sources.py` writes; believes none of it unseen.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from rejoinder.record.model import Attachment
from rejoinder.record.sources import MANIFEST
from rejoinder.values import dataclass
from rejoinder.verify.takeout import safe_name

LARGEST = 1_000_000
MOST_FILES = 1000
STANDARDS = ("ua-1", "ua-2", "x-4")
MOST_PAGES = 10_000
LATEST = 253_402_300_799
"""The last second of the year 9999."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the manifest says, as far as it can be believed."""

    program: str
    """With its version."""
    letter: str
    style: str
    """A sheet's name, or a path among the attachments."""
    attached_style: bool
    pages: int
    standard: str
    marks: bool
    epoch: int | None
    changed: tuple[str, ...]
    """Files that are not what the manifest knows."""
    missing: tuple[str, ...]
    names: frozenset[str]
    """All that it is made of."""
    part: str = ""
    """Which letter of a file that holds several."""

    def command(self, folder: str) -> str:
        """What to type, if the files lie in a folder."""
        words = ["rejoinder", "build", _joined(folder, self.letter)]
        if self.style:
            words += ["-s", _joined(folder, self.style) if self.attached_style else self.style]
        if self.part:
            words += ["--part", self.part]
        if self.pages:
            words += ["--pages", str(self.pages)]
        if self.standard == "x-4":
            words.append("--press")
        elif self.standard not in ("", "ua-1"):
            words += ["--standard", self.standard]
        if self.marks:
            words.append("--marks")
        set_ = "" if self.epoch is None else f"SOURCE_DATE_EPOCH={self.epoch} "
        return set_ + shlex.join(words)


def recipe(attachments: tuple[Attachment, ...]) -> Recipe | None:
    """How the file was made; None if it does not say, or says what no program of ours says."""
    manifest = next((one for one in attachments if one.name == MANIFEST), None)
    if manifest is None or len(manifest.data) > LARGEST:
        return None
    try:
        told = json.loads(manifest.data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    files = {one.name: one for one in attachments}
    digests = _digests(told.get("files"))
    letter, style = _word(told.get("letter")), _word(told.get("style"))
    program = _word(told.get("program"))
    if (
        letter not in digests
        or letter not in files
        or safe_name(letter) != letter
        or not program.startswith("rejoinder ")
    ):
        return None
    attached = style in digests
    if not attached and not re.fullmatch(r"[a-z][a-z0-9-]{0,60}", style):
        style = ""
    changed = [name for name, digest in digests.items() if name in files and _digest(files[name]) != digest]
    return Recipe(
        program,
        letter,
        style,
        attached and safe_name(style) == style,
        _number(told.get("pages"), MOST_PAGES) or 0,
        standard if (standard := _word(told.get("standard"))) in STANDARDS else "",
        told.get("marks") is True,
        _number(told.get("source_date_epoch"), LATEST),
        tuple(changed),
        tuple(name for name in digests if name not in files),
        frozenset(digests),
        part if re.fullmatch(r"[\w./-]{1,200}", part := _word(told.get("part")), re.ASCII) and part[0] != "-" else "",
    )


def _digests(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping):
        return {}
    return {_word(name): _word(digest) for name, digest in list(value.items())[:MOST_FILES]}


def _digest(one: Attachment) -> str:
    return sha256(one.data).hexdigest()


def _word(value: Any) -> str:
    return value[:500] if isinstance(value, str) and value.isprintable() else ""


def _number(value: Any, most: int) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most else None


def _joined(folder: str, name: str) -> str:
    path = str(PurePath(folder) / name)
    return f"./{path}" if path.startswith("-") else path
