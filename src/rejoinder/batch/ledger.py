"""The ledger of a folder of PDFs: what each was made of, so that only what changed is set again.

It lies in the folder itself (`.rejoinder-ledger.json`). A letter is as it was if its own bytes, those of all files that
it was made of, the grounds (`grounds.py`) and the PDF itself are what they were. Dates of files are not believed. A
ledger that cannot be read is no ledger: everything is set again.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from rejoinder.batch.model import Ingredient, Outcome, Task
from rejoinder.batch.places import Place, UnreadableError, is_address, place_of
from rejoinder.diagnostics import Diagnostic, Severity, Span
from rejoinder.offprint import Unwritten
from rejoinder.values import dataclass

NAME = ".rejoinder-ledger.json"
FORM = 1
LARGEST = 512 * 1024 * 1024
SEVERITIES: Mapping[str, Severity] = {"error": "error", "warning": "warning", "note": "note"}


@dataclass(frozen=True, slots=True)
class Entry:
    """How a PDF was made the last time."""

    letter: str
    grounds: str
    digest: str
    pages: int
    size: int
    made_of: tuple[Ingredient, ...]
    said: tuple[Diagnostic, ...]
    others: tuple[Ingredient, ...] = ()


class Ledger:
    """The entries of one folder, by the addresses of their PDFs."""

    def __init__(self, folder: Place, *, fresh: bool = False) -> None:
        """With `fresh` nothing is believed to be unchanged."""
        self._place = folder.joined(NAME)
        self._root = folder.address
        self._entries: dict[str, Entry] = {} if fresh else _read(self._place)
        self._digests: dict[str, str] = {}
        self._changed = False

    def unchanged(self, task: Task, grounds: str) -> Outcome | None:
        """The outcome of setting a letter again, if that would make the file that is there; else None."""
        entry = self._entries.get(self._key(task.output))
        if entry is None or entry.grounds != grounds or entry.letter != task.letter or not _is_ours(entry, task):
            return None
        if any(self._digest(one.path) != one.digest for one in entry.made_of):
            return None
        if _digest(task.output) != entry.digest or any(_digest(one.path) != one.digest for one in entry.others):
            return None
        return Outcome(
            task,
            "unchanged",
            entry.said,
            pages=entry.pages,
            size=entry.size,
            digest=entry.digest,
            made_of=entry.made_of,
            others=entry.others,
        )

    def _digest(self, path: str) -> str:
        """Of an ingredient: one that many letters share is looked at once."""
        if path not in self._digests:
            self._digests[path] = _digest(path)
        return self._digests[path]

    def enter(self, outcome: Outcome, grounds: str) -> None:
        """Remember how a letter was set; forget one that was not: whatever file is there is an old one."""
        key = self._key(outcome.task.output)
        if outcome.state == "set" and outcome.made_of:
            self._entries[key] = Entry(
                outcome.task.letter,
                grounds,
                outcome.digest,
                outcome.pages,
                outcome.size,
                outcome.made_of,
                outcome.said,
                outcome.others,
            )
            self._changed = True
        elif outcome.state != "unchanged" and self._entries.pop(key, None) is not None:
            self._changed = True

    def write(self) -> str:
        """Write it, if anything changed. What is wrong with that, if anything: it costs only time the next run."""
        if not self._changed:
            return ""
        told = {"rejoinder-ledger": FORM, "entries": {key: _told(one) for key, one in sorted(self._entries.items())}}
        try:
            self._place.write(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
        except Unwritten as problem:
            return str(problem)
        self._changed = False
        return ""

    def _key(self, output: str) -> str:
        return output.removeprefix(self._root).lstrip("/\\").replace("\\", "/")


def _is_ours(entry: Entry, task: Task) -> bool:
    """Whether all that it names lies where the letter and the PDF do: somebody else may have written the ledger, and
    nothing is fetched for them.
    """
    return _lies_beside(entry.made_of, task.letter) and _lies_beside(entry.others, task.output)


def _lies_beside(found: Iterable[Ingredient], file: str) -> bool:
    above, slash, _ = file.replace(os.sep, "/").rpartition("/")
    for path in (one.path.replace(os.sep, "/") for one in found):
        if not path.startswith(above + slash) or ".." in path.removeprefix(above + slash).split("/"):
            return False
        if not above + slash and (path.startswith("/") or is_address(path)):
            return False
    return True


def _digest(path: str) -> str:
    """SHA-256 of a file; "" if there is none, or it cannot be read."""
    try:
        data = place_of(path).read()
    except UnreadableError:
        return ""
    return sha256(data).hexdigest() if data is not None else ""


# ── as JSON ───────────────────────────────────────────────────────────────


def _told(entry: Entry) -> dict[str, Any]:
    return {
        "letter": entry.letter,
        "grounds": entry.grounds,
        "digest": entry.digest,
        "pages": entry.pages,
        "size": entry.size,
        "made_of": {one.path: one.digest for one in entry.made_of},
        "others": {one.path: one.digest for one in entry.others},
        "said": [_told_complaint(one) for one in entry.said],
    }


def _told_complaint(one: Diagnostic) -> list[Any]:
    return [one.severity, one.message, one.span.file, one.span.line, one.span.column, one.hint]


def _read(place: Place) -> dict[str, Entry]:
    data = None
    with contextlib.suppress(UnreadableError):
        data = place.read()
    if data is None or len(data) > LARGEST:
        return {}
    try:
        told = json.loads(data)
        if not isinstance(told, dict) or told.get("rejoinder-ledger") != FORM:
            return {}
        return {str(key): _heard(one) for key, one in told["entries"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return {}


def _heard(told: Any) -> Entry:
    made_of = tuple(Ingredient(str(path), str(digest)) for path, digest in told["made_of"].items())
    return Entry(
        str(told["letter"]),
        str(told["grounds"]),
        str(told["digest"]),
        int(told["pages"]),
        int(told["size"]),
        made_of,
        tuple(_heard_complaints(told["said"])),
        tuple(Ingredient(str(path), str(digest)) for path, digest in told["others"].items()),
    )


def _heard_complaints(told: Iterable[Any]) -> Iterable[Diagnostic]:
    for severity, message, file, line, column, hint in told:
        yield Diagnostic(SEVERITIES[severity], str(message), Span(str(file), int(line), int(column)), str(hint))
