"""What became of a queued mail, recipient by recipient: a journal that only grows, and is on the disk before what it
tells of happens.

A line is a JSON object. Read from the beginning, the lines say where each recipient stands; a last line that was not
written whole is as if it had not been written. Knows no servers.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, TypeAlias

from rejoinder.values import dataclass

Standing: TypeAlias = Literal["queued", "accepted", "refused", "deferred", "uncertain", "dropped"]
"""Queued: not tried, or to be tried again now. Accepted: the server answers for it. Refused: for good. Deferred: to be
tried again later. Uncertain: the server may have it, and did not say so; a person decides. Dropped: by a person."""

OPEN: frozenset[Standing] = frozenset(("queued", "deferred"))
"""What is tried (again) by itself."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where one recipient of a mail stands."""

    address: str
    standing: Standing = "queued"
    tries: int = 0
    reply: str = ""
    """What the server said last."""
    until: float = 0.0
    """When it may be tried again (seconds of the epoch), if it is deferred."""


class Journal:
    """The journal of one mail."""

    def __init__(self, path: Path, addresses: Iterable[str]) -> None:
        self._path = path
        self._addresses = tuple(addresses)

    def recipients(self) -> dict[str, Recipient]:
        """Where everybody stands, by address."""
        standing = {one: Recipient(one) for one in self._addresses}
        for event in self._events():
            _apply(event, standing)
        return standing

    def _events(self) -> list[dict[str, Any]]:
        try:
            lines = self._path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return []
        events = []
        for line in lines[:-1]:  # what follows the last line end was not written whole
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if isinstance(event, dict):
                events.append(event)
        return events

    def write(self, event: str, to: Iterable[str], at: float, reply: str = "", until: float = 0.0) -> None:
        """Add a line, and return when it is on the disk: but for an attempt, of which nothing hangs."""
        told = {"event": event, "to": list(to), "at": round(at, 3)}
        if reply:
            told["reply"] = reply[:500]
        if until:
            told["until"] = round(until, 3)
        line = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        with open(self._path, "ab") as file:  # noqa: PTH123 - as `fsync` wants a descriptor
            if file.tell() and not _ends_a_line(self._path):
                line = b"\n" + line  # what a crash left of the last line stays apart
            file.write(line)
            file.flush()
            if event != "attempt":
                os.fsync(file.fileno())


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


STANDINGS: Mapping[str, Standing] = {
    "closing": "uncertain",  # the last line of the mail goes out now: whoever reads only this cannot know
    "accepted": "accepted",
    "refused": "refused",
    "deferred": "deferred",
    "dropped": "dropped",
    "uncertain": "uncertain",
}
"""What an event makes of those whom it names."""


def _apply(event: Mapping[str, Any], standing: dict[str, Recipient]) -> None:
    kind, to = event.get("event"), event.get("to")
    if not isinstance(kind, str) or not isinstance(to, list):
        return
    for address in to:
        one = standing.get(address) if isinstance(address, str) else None
        if one is None:
            continue
        if kind == "attempt":
            standing[address] = Recipient(address, one.standing, one.tries + 1, one.reply, one.until)
        elif kind == "retry":
            standing[address] = Recipient(address, reply=one.reply)
        elif kind in STANDINGS:
            until, reply = event.get("until"), event.get("reply")
            standing[address] = Recipient(
                address,
                STANDINGS[kind],
                one.tries,
                reply if isinstance(reply, str) else one.reply,
                float(until) if isinstance(until, int | float) and abs(until) < 2.5e11 else 0.0,
            )
