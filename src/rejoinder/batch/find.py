"""Which letters are meant by what somebody typed: files, folders, patterns, addresses; and where each PDF goes.

Knows names; opens a file only to see whether it is a letter.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from rejoinder.batch.model import Task
from rejoinder.batch.places import Place, Remote, is_address, place_of
from rejoinder.content.dialects.manubot import METADATA
from rejoinder.values import dataclass

LETTERS = (".yaml", ".yml", ".md", ".markdown", ".qmd", ".rmd", ".xml")
"""Endings of what may be a letter in a folder. JSON is a letter only if it is named."""
MOST_LETTERS = 1_000_000
_PATTERN = re.compile(r"[*?\[]")
_MAY_BE = 64 * 1024
"""How much of a file is looked at to see whether it is a letter."""
_TITLED = re.compile(rb"^[\"']?title[\"']?[ \t]*:", re.MULTILINE)
_TITLED_JSON = re.compile(rb'^(?:\{|\s{0,8})\s*"title"\s*:', re.MULTILINE)
_ARTICLE = re.compile(rb"<(?:[\w.-]+:)?article[\s>]")


@dataclass(frozen=True, slots=True)
class Found:
    """A letter, and its path below the folder or the fixed part of the pattern that led to it ("" if it was named)."""

    letter: str
    below: str = ""


class NothingFoundError(Exception):
    """A folder or pattern without a letter."""


def is_many(argument: str) -> bool:
    """Whether an argument may stand for several letters: a folder that is no paper for Manubot, or a pattern that is no
    file's name.
    """
    if is_address(argument):
        return bool(_PATTERN.search(argument)) or argument.endswith("/")
    path = Path(argument)
    if path.is_dir():
        return not any((path / name).is_file() for name in METADATA)
    return bool(_PATTERN.search(argument)) and not os.path.lexists(argument)


def letters(arguments: Iterable[str]) -> list[Found]:
    """All letters that are meant, each once, those of a folder in alphabetical order. Raises `NothingFoundError`."""
    found: dict[str, Found] = {}
    for argument in arguments:
        inside = list(_meant(argument))
        if not inside:
            what = "folder" if not _PATTERN.search(argument) else "pattern"
            raise NothingFoundError(f"no letter was found in the {what} {argument}")
        for one in inside:
            found.setdefault(os.path.normpath(one.letter) if not is_address(one.letter) else one.letter, one)
        if len(found) > MOST_LETTERS:
            raise NothingFoundError(f"{argument} has more than {MOST_LETTERS:,} letters: build them folder by folder")
    return list(found.values())


def _meant(argument: str) -> Iterator[Found]:
    if not is_many(argument):
        yield Found(argument)
        return
    if is_address(argument):
        yield from _at_address(argument)
        return
    if _PATTERN.search(argument) and not Path(argument).is_dir():
        root = _fixed(argument)
        paths = sorted(glob.glob(argument, recursive=True))  # noqa: PTH207 - the pattern may be absolute
        yield from (Found(path, os.path.relpath(path, root)) for path in paths if _may_be_letter(Path(path)))
        return
    for path in _walk(Path(argument)):
        if path.suffix.lower() in LETTERS and _may_be_letter(path):
            yield Found(str(path), os.path.relpath(path, argument))


def _walk(folder: Path) -> Iterator[Path]:
    """Files below a folder in a fixed order; not those that are hidden, nor folders behind links."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith((".", "_")))
        yield from (Path(here) / name for name in sorted(names) if not name.startswith("."))


def _fixed(pattern: str) -> str:
    """The folder above the first part that is a pattern."""
    parts = []
    for part in pattern.replace("\\", "/").split("/")[:-1]:
        if _PATTERN.search(part):
            break
        parts.append(part)
    return "/".join(parts) or ("/" if pattern.startswith("/") else ".")


def _at_address(argument: str) -> Iterator[Found]:
    pattern = bool(_PATTERN.search(argument))
    place = Remote(argument.rstrip("/"))
    root = Remote(_fixed(argument)) if pattern else place
    names = place.matching() if pattern else place.below()
    for one in names:
        if PurePosixPath(one.address).suffix.lower() in LETTERS and _is_letter_text(one.head(_MAY_BE)):
            yield Found(one.address, one.relative_to(root))


def _may_be_letter(path: Path) -> bool:
    """Bibliographies, style sheets and data lie beside letters: what has no title, or is no article, is none."""
    if path.suffix.lower() not in LETTERS:
        return False
    try:
        if not path.is_file():  # whoever opened a pipe would wait for somebody to write
            return False
        with path.open("rb") as file:
            return _is_letter_text(file.read(_MAY_BE))
    except OSError:
        return True  # whoever reads it says why it cannot be read


def _is_letter_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):  # in UTF-16, of which its reader complains
        head = head[2:].replace(b"\0", b"")
    head = head.removeprefix(b"\xef\xbb\xbf").replace(b"\r", b"\n")
    if head.lstrip().startswith(b"{"):
        return _TITLED_JSON.search(head) is not None
    return bool(_TITLED.search(head) or _ARTICLE.search(head))


# ── where PDFs go ─────────────────────────────────────────────────────────


def outputs(found: Sequence[Found], out: str) -> list[Task]:
    """A task for each letter: its PDF lies in `out`, below it as the letter lies below its folder.

    One letter that was named may have a file's name for its PDF.
    """
    if folder_of(found, out) != out:
        return [Task(found[0].letter, place_of(out).address)]
    root = place_of(out)
    return [Task(one.letter, _output(one, root)) for one in found]


def folder_of(found: Sequence[Found], out: str) -> str:
    """The folder in which PDFs lie, if that is not `out` itself, since `out` is one PDF."""
    if len(found) != 1 or found[0].below or not out.lower().endswith(".pdf") or Path(out).is_dir():
        return out
    above, slash, _ = out.replace(os.sep, "/").rpartition("/")
    return above + (slash if not above else "") or "."


def _output(one: Found, root: Place) -> str:
    below = PurePosixPath((one.below or PurePosixPath(one.letter.replace(os.sep, "/")).name).replace(os.sep, "/"))
    return root.joined(str(below.with_suffix(".pdf"))).address
