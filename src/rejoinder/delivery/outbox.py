"""The outbox: a folder in which each mail that is to go out has a folder of its own, until a person takes it away.

    <id>/mail.eml       the mail; never written again
    <id>/envelope.json  from whom, to whom, for which letter and PDF
    <id>/journal        what became of it (`journal.py`)
    <id>/lock           whoever sends it holds this

A mail is queued when its folder has its name: it is made under another and renamed. Two processes never send one mail
at a time. Knows folders; how a mail is sent is `smtp.py`'s.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

from rejoinder.delivery.journal import OPEN, Journal, Recipient
from rejoinder.diagnostics import system_reason
from rejoinder.values import dataclass

FIRST_WAIT = 300.0
"""Seconds until a deferred mail is tried again; each time twice as long …"""
LONGEST_WAIT = 4 * 3600.0
"""… but no longer than this."""
MOST_TRIES = 40
"""After so many tries (nearly a week) a deferred recipient waits for a person."""
_ID = re.compile(r"[0-9a-f]{20}")


class OutboxError(Exception):
    """The outbox cannot be used, or has no such mail. Says why, in one line."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a server is told of a mail, and what a person wants to know of it."""

    message_id: str
    sender: str
    recipients: tuple[str, ...]
    utf8: bool = False
    """It has addresses that only SMTPUTF8 carries."""
    subject: str = ""
    letter: str = ""
    attachment: str = ""
    sha256: str = ""
    """Of the PDF that goes along."""
    at: float = 0.0
    """When it was queued (seconds of the epoch)."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A mail in the outbox."""

    id: str
    folder: Path
    envelope: Envelope

    @property
    def journal(self) -> Journal:
        return Journal(self.folder / "journal", self.envelope.recipients)

    @property
    def recipients(self) -> dict[str, Recipient]:
        return self.journal.recipients()

    @property
    def mail(self) -> bytes:
        return (self.folder / "mail.eml").read_bytes()

    def due(self, now: float) -> tuple[str, ...]:
        """The recipients that may be tried now."""
        return _due(self.recipients.values(), now)

    def state(self, now: float) -> str:
        """In a word: of the recipient that is worst off."""
        everybody = self.recipients.values()  # from the disk, once
        standings = {one.standing for one in everybody}
        for word in ("uncertain", "refused"):
            if word in standings:
                return word
        if standings & OPEN:
            if all(one.tries >= MOST_TRIES for one in everybody if one.standing in OPEN):
                return "given up"
            return "queued" if _due(everybody, now) else "deferred"
        return "sent" if "accepted" in standings else "dropped"


def _due(everybody: Iterable[Recipient], now: float) -> tuple[str, ...]:
    return tuple(
        one.address for one in everybody if one.standing in OPEN and one.until <= now and one.tries < MOST_TRIES
    )


def id_of(key: str) -> str:
    """The name of a mail's folder."""
    return blake2b(key.encode("utf-8", "replace"), digest_size=10).hexdigest()


def wait_after(tries: int) -> float:
    """Seconds until the next try."""
    return float(min(FIRST_WAIT * 2 ** min(max(0, tries - 1), 30), LONGEST_WAIT))


class Outbox:
    """A folder of queued mails."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def known(self, key: str) -> Queued | None:
        """The mail that was queued under this key, whatever became of it."""
        return self._one(id_of(key))

    def add(self, key: str, mail: bytes, envelope: Envelope) -> Queued:
        """Queue a mail. When this returns it is on the disk.

        What has the same key is the same mail, and is not queued twice: the one that is there is returned.
        """
        name = id_of(key)
        try:
            if not self.folder.is_dir():
                self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                _sync(self.folder.parent)
            self._check_owner()
            draft = self.folder / f".new-{os.getpid()}-{name}"
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(mode=0o700)
            _write(draft / "mail.eml", mail)
            _write(draft / "envelope.json", json.dumps(_told(envelope), indent=1).encode() + b"\n")
            _write(draft / "journal", b"")
            _write(draft / "lock", b"")
            _sync(draft)
            try:
                draft.rename(self.folder / name)
            except OSError:
                shutil.rmtree(draft, ignore_errors=True)
                there = self._one(name)
                if there is None:
                    raise
                return there
            _sync(self.folder)
        except OSError as problem:
            raise OutboxError(f"{self.folder}: the mail cannot be queued: {system_reason(problem)}") from problem
        return Queued(name, self.folder / name, envelope)

    def all(self) -> list[Queued]:
        """Every mail that can be read, the oldest first."""
        found = [one for one in map(self._one, self._names()) if one is not None]
        return sorted(found, key=lambda one: (one.envelope.at, one.id))

    def unreadable(self) -> list[Path]:
        """Folders of mails that cannot be read, and so are neither sent nor listed: a person has to look at them."""
        return [self.folder / name for name in self._names() if self._one(name) is None and self._is_there(name)]

    def _names(self) -> list[str]:
        try:
            names = sorted(path.name for path in self.folder.iterdir() if _ID.fullmatch(path.name))
            self._check_owner()
        except FileNotFoundError:
            return []
        except OSError as problem:
            raise OutboxError(f"{self.folder}: cannot be read: {system_reason(problem)}") from problem
        return names

    def _is_there(self, name: str) -> bool:
        return os.path.lexists(self.folder / name)  # not taken away meanwhile

    def _check_owner(self) -> None:
        """What lies in the outbox goes out under the user's name: nobody else may put anything into it."""
        if not hasattr(os, "geteuid"):
            return
        status, user = self.folder.stat(), os.geteuid()
        if status.st_mode & 0o002 or (user and status.st_uid not in (user, 0)):
            raise OutboxError(f"{self.folder}: others may put mails into this folder: name one that is yours alone")

    def _one(self, name: str) -> Queued | None:
        folder = self.folder / name
        try:
            told = json.loads((folder / "envelope.json").read_bytes())
            # Without its journal nobody knows to whom it went.
            return Queued(name, folder, _heard(told)) if os.access(folder / "journal", os.R_OK | os.W_OK) else None
        except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
            return None

    def find(self, id: str) -> Queued:
        """By its id, or the beginning of it that no other has. Raises `OutboxError`."""
        found = [one for one in self.all() if one.id.startswith(id)] if id else []
        if not found:
            raise OutboxError(f'no mail in the outbox has the id "{id[:40]}"')
        if len(found) > 1:
            raise OutboxError(f'several mails in the outbox have an id that begins with "{id[:40]}"')
        return found[0]

    def remove(self, one: Queued, at: float) -> None:
        """Take a mail away for good. Its folder loses its name first, so that half of it is never found.

        Raises `OutboxError` if it is being sent just now. Whoever waits for it finds it dropped.
        """
        gone = self.folder / f".gone-{os.getpid()}-{one.id}"
        try:
            with self._for_us(one):
                one.journal.write("dropped", _not_accepted(one), at)
            one.folder.rename(gone)
        except OSError as problem:
            raise OutboxError(f"{one.folder}: cannot be taken away: {system_reason(problem)}") from problem
        shutil.rmtree(gone, ignore_errors=True)

    def retry(self, one: Queued, at: float) -> None:
        """A person wants it tried again by all who have it not. Raises `OutboxError` if it is being sent just now."""
        with self._for_us(one):
            one.journal.write("retry", _not_accepted(one), at)

    @contextlib.contextmanager
    def _for_us(self, one: Queued) -> Iterator[None]:
        with self.held(one) as held:
            if not held:
                raise OutboxError(f"{one.id[:10]} is being sent just now, or was taken away: look again later")
            yield

    @contextlib.contextmanager
    def held(self, one: Queued) -> Iterator[bool]:
        """Whether nobody else sends this mail; as long as this lasts, nobody can. Raises `OutboxError`."""
        path = one.folder / "lock"
        try:
            file = path.open("a+b")
        except FileNotFoundError:  # the mail was taken away meanwhile
            yield False
            return
        except OSError as problem:
            raise OutboxError(f"{path}: cannot be opened: {system_reason(problem)}") from problem
        with file:
            try:
                held = _locked(file) and _is_still(file, path)
            except OSError as problem:  # a file system that knows no locks
                raise OutboxError(f"{path}: cannot be locked: {system_reason(problem)}") from problem
            if not held:
                yield False
                return
            try:
                yield True
            finally:
                _unlocked(file)


def _not_accepted(one: Queued) -> list[str]:
    return [who.address for who in one.recipients.values() if who.standing != "accepted"]


def _write(path: Path, data: bytes) -> None:
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with open(number, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system can."""
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _is_still(file: IO[bytes], path: Path) -> bool:
    """Whether it is the file of that name: its folder may have been taken away before it was locked."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _locked(file: IO[bytes]) -> bool:
    try:
        import fcntl
    except ImportError:
        import msvcrt

        locking: Any = getattr(msvcrt, "locking")  # noqa: B009 - not there for the type checker elsewhere
        try:
            locking(file.fileno(), getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _unlocked(file: IO[bytes]) -> None:
    with contextlib.suppress(ImportError, OSError):
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_UN)


def _told(envelope: Envelope) -> dict[str, Any]:
    return {name: getattr(envelope, name) for name in envelope.__match_args__}


def _heard(told: dict[str, Any]) -> Envelope:
    return Envelope(
        message_id=str(told["message_id"]),
        sender=str(told["sender"]),
        recipients=tuple(str(one) for one in told["recipients"]),
        utf8=told.get("utf8") is True,
        subject=str(told.get("subject", "")),
        letter=str(told.get("letter", "")),
        attachment=str(told.get("attachment", "")),
        sha256=str(told.get("sha256", "")),
        at=_time(told.get("at", 0.0)),
    )


def _time(told: object) -> float:
    """Seconds of the epoch, of a day that a calendar has."""
    at = float(told) if isinstance(told, int | float) else -1.0
    if not -6e10 < at < 2.5e11:
        raise ValueError("no time")
    return at
