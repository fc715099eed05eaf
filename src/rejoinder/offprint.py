"""Offprints: finished bytes become a file, whole or not at all.

Knows folders and files; knows nothing of what is in them. Whoever looks at the file sees the old one
or the new one, never half of either, whatever happens while it is written.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
from pathlib import Path

from rejoinder.diagnostics import system_reason

_serial = itertools.count(1)


class Unwritten(Exception):  # noqa: N818 - it is the state of the file, and every message begins with it
    """The file could not be written, and what stood there before still stands. Says why, in one line."""


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`, making folders that are missing. Raises `Unwritten` and leaves nothing behind.

    A symbolic link is followed, so that the file it leads to is replaced and not the link. A device or a pipe
    (/dev/stdout) cannot be replaced and is written to as it stands.
    """
    try:
        target = Path(os.path.realpath(path))
        if _is_special(target):
            target.write_bytes(data)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, data)
    except (OSError, ValueError) as problem:  # ValueError: a NUL in the path
        raise Unwritten(f"{path}: cannot be written: {_reason(problem)}") from problem


def _is_special(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _replace(target: Path, data: bytes) -> None:
    # In the same folder, because a rename is atomic only within one file system.
    draft, number = _open_draft(target.parent)
    try:
        with open(number, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
            file.write(data)
            file.flush()
            os.fsync(file.fileno())  # else a power cut after the rename may leave an empty file
        draft.replace(target)
    except BaseException:  # an interrupt too: nothing of ours stays behind
        with contextlib.suppress(OSError):
            draft.unlink()
        raise


def _open_draft(folder: Path) -> tuple[Path, int]:
    """A new file that nobody else has, with the rights the user's umask gives (mkstemp would give 0600)."""
    while True:
        draft = folder / f".rejoinder-{os.getpid()}-{next(_serial)}.part"
        with contextlib.suppress(FileExistsError):  # left over by a process of this number that was killed
            return draft, os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)


def _reason(problem: Exception) -> str:
    if isinstance(problem, (FileExistsError, NotADirectoryError)):
        return "the folder it should lie in is a file"
    return system_reason(problem)
