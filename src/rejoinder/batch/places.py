"""Where letters and PDFs lie: files of this machine, or addresses that fsspec understands (`s3://…`, `memory://…`).

Local paths never touch fsspec, which is an extra: `pip install 'rejoinder[cluster]'`.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from rejoinder.diagnostics import system_reason
from rejoinder.offprint import Unwritten, write_whole
from rejoinder.values import dataclass

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
MOST_BYTES = 64 * 1024 * 1024
"""The largest file that is fetched."""


class UnreadableError(Exception):
    """A file at an address could not be read. Says why, in one line."""


def is_address(written: str) -> bool:
    """Whether it is an address and no path. (A letter of a drive and a colon begin a path.)"""
    return ADDRESS.match(written) is not None


@dataclass(frozen=True, slots=True)
class Local:
    """A path on this machine."""

    address: str

    def joined(self, name: str) -> Local:
        return Local(str(Path(self.address, *name.split("/"))))

    def read(self) -> bytes | None:
        """What is in it; None if there is no such file. Raises `UnreadableError`."""
        try:
            return Path(self.address).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as problem:
            raise UnreadableError(f"{self.address}: {system_reason(problem)}") from problem

    def write(self, data: bytes) -> None:
        """Whole or not at all. Raises `Unwritten`."""
        write_whole(Path(self.address), data)


@dataclass(frozen=True, slots=True)
class Remote:
    """An address."""

    address: str

    def _system(self) -> tuple[Any, str]:
        import fsspec  # an extra

        system, path = fsspec.core.url_to_fs(self.address)
        return system, path

    def _sibling(self, path: str) -> Remote:
        system, _ = self._system()
        return Remote(system.unstrip_protocol(path))

    def joined(self, name: str) -> Remote:
        return Remote(f"{self.address.rstrip('/')}/{name}")

    def relative_to(self, folder: Remote) -> str:
        system, own = self._system()
        above = system._strip_protocol(folder.address).rstrip("/")
        return str(own).removeprefix(f"{above}/")

    def read(self) -> bytes | None:
        try:
            system, path = self._system()
            if not system.isfile(path):
                return None
            if (system.size(path) or 0) > MOST_BYTES:
                raise UnreadableError(f"{self.address}: is larger than {MOST_BYTES // 1024 // 1024} MiB")
            data = system.cat_file(path)
        except FileNotFoundError:
            return None
        except UnreadableError:
            raise
        except Exception as problem:  # whatever a store of objects raises
            raise UnreadableError(f"{self.address}: {_reason(problem)}") from problem
        return bytes(data)

    def head(self, most: int) -> bytes:
        """Its beginning. Raises `UnreadableError`."""
        with self._readable():
            system, path = self._system()
            return bytes(system.cat_file(path, 0, most))

    def path_here(self) -> Path | None:
        """The path of an address that means a file of this machine (`file://…`)."""
        with self._readable():
            system, path = self._system()
            return Path(path) if getattr(system, "local_file", False) else None

    @contextlib.contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except Exception as problem:  # whatever a store of objects raises, or what is missing to reach it
            raise UnreadableError(f"{self.address}: {_reason(problem)}") from problem

    def write(self, data: bytes) -> None:
        try:
            system, path = self._system()
            folder = path.rpartition("/")[0]
            if folder:
                system.makedirs(folder, exist_ok=True)
            if getattr(system, "local_file", False):  # `file://`: a path, and so written as one
                write_whole(Path(path), data)
                return
            system.pipe_file(path, data)  # stores of objects put an object whole
        except Unwritten:
            raise
        except Exception as problem:
            raise Unwritten(f"{self.address}: cannot be written: {_reason(problem)}") from problem

    def below(self) -> Iterator[Remote]:
        """The files in a folder and its folders, in alphabetical order; not hidden ones."""
        with self._readable():
            system, path = self._system()
            found = sorted(system.find(path))
        start = str(path).rstrip("/") + "/"
        for one in found:
            if not any(part.startswith((".", "_")) for part in one.removeprefix(start).split("/")):
                yield self._sibling(one)

    def matching(self) -> Iterator[Remote]:
        """The files that fit a pattern, in alphabetical order."""
        with self._readable():
            system, path = self._system()
            found = [one for one in sorted(system.glob(path)) if system.isfile(one)]
        yield from map(self._sibling, found)


Place: TypeAlias = Local | Remote


def place_of(written: str) -> Place:
    """The place that an address or a path means."""
    if not is_address(written):
        return Local(written)
    return Remote(written if written.endswith("://") else written.rstrip("/"))


def _reason(problem: Exception) -> str:
    if isinstance(problem, ModuleNotFoundError) and problem.name == "fsspec":
        return "addresses need more than is installed: pip install 'rejoinder[cluster]'"
    said = " ".join(str(problem).split())[:200] or type(problem).__name__
    return f"{said[:1].lower()}{said[1:]}"
