"""Servers for outgoing mail on this machine: one that follows a plan, however odd, and what is put into an outbox."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType

from rejoinder.delivery.addresses import mailbox
from rejoinder.delivery.message import Enclosed, Mail, key_of, message_id, written
from rejoinder.delivery.outbox import Envelope, Outbox, Queued
from rejoinder.delivery.server import Server
from rejoinder.delivery.smtp import Patience

NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
QUICK = Patience(connect=2.0, command=0.6, data=0.6, whole=4.0)
DROP, STALL = "DROP", "STALL"
"""What a server may do instead of answering: hang up, or say nothing."""
DEFAULT = {
    "greeting": "220 here",
    "EHLO": "250-here\r\n250-SIZE 100000000\r\n250-8BITMIME\r\n250 DSN",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go on",
    "dot": "250 taken",
    "QUIT": "221 bye",
    "RSET": "250 ok",
}
Plan = Callable[[str, str, int], str | None]
"""Told the phase, the line, and the number of the connection (from 1): an answer, or None for the usual one."""


class PlannedServer:
    """Speaks SMTP as planned. What it has taken (before it answers) is in `taken`: recipients and mail."""

    def __init__(self, plan: Plan = lambda _phase, _line, _connection: None) -> None:
        self._plan = plan
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.1)
        self.port: int = self._listener.getsockname()[1]
        self.taken: list[tuple[tuple[str, ...], bytes]] = []
        self.lines: list[str] = []
        self.connections = 0
        self._open = True
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def server(self) -> Server:
        return Server("127.0.0.1", self.port, "none")

    def __enter__(self) -> PlannedServer:
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._open = False
        self._thread.join(10)
        self._listener.close()

    def _serve(self) -> None:
        while self._open:
            with contextlib.suppress(TimeoutError, OSError):
                line, _ = self._listener.accept()
                self.connections += 1
                with line:
                    line.settimeout(8.0)
                    self._converse(line)

    def _answer(self, line: socket.socket, phase: str, said: str) -> bool:
        """Whether the conversation goes on."""
        answer = self._plan(phase, said, self.connections)
        answer = DEFAULT.get(phase, "500 what?") if answer is None else answer
        if answer == DROP:
            return False
        if answer == STALL:
            with contextlib.suppress(OSError):
                while self._open and line.recv(1):
                    pass
            return False
        line.sendall(answer.encode("utf-8") + b"\r\n")
        return not answer.startswith("421")

    def _converse(self, line: socket.socket) -> None:
        if not self._answer(line, "greeting", ""):
            return
        recipients: list[str] = []
        file = line.makefile("rb")
        for raw in file:
            said = raw.decode("utf-8", "replace").rstrip("\r\n")
            verb, space, rest = said.partition(" ")
            said = f"{verb.upper()}{space}{rest}"
            self.lines.append(said)
            phase = said.split(" ")[0].upper()
            before = len(recipients)
            if phase == "RCPT":
                recipients.append(said[said.index("<") + 1 : said.index(">")])
            if phase == "MAIL":
                recipients = []
            planned = self._plan(phase, said, self.connections)
            if phase == "RCPT" and planned and not planned.startswith("2"):
                recipients = recipients[:before]
            if not self._answer(line, phase, said) or phase == "QUIT":
                return
            if (
                phase == "DATA"
                and (planned or DEFAULT["DATA"]).startswith("354")
                and not self._body(line, file, recipients)
            ):
                return

    def _body(self, line: socket.socket, file: object, recipients: list[str]) -> bool:
        body: list[bytes] = []
        if self._plan("body", "", self.connections) == DROP:
            file.read(100)  # type: ignore[attr-defined]
            return False
        for raw in file:  # type: ignore[attr-defined]
            if raw == b".\r\n":
                break
            body.append(raw[1:] if raw.startswith(b".") else raw)
        else:
            return False
        answer = self._plan("dot", "", self.connections) or DEFAULT["dot"]
        if answer.startswith("2") or answer in (DROP, STALL) or self._plan("keeps", "", self.connections):
            self.taken.append((tuple(recipients), b"".join(body)))
        return self._answer(line, "dot", "")


def mail(*to: str, subject: str = "A letter", data: bytes = b"%PDF-1.7 test", **more: object) -> Mail:
    return Mail(
        mailbox("Office <office@journal.example.org>"),
        tuple(mailbox(one) for one in to or ("ada@example.org",)),
        subject,
        "Dear Ada,\n\n.please find it enclosed.\n",
        "<p>Dear Ada,</p>\n",
        Enclosed("letter.pdf", data),
        NOW,
        **more,  # type: ignore[arg-type]
    )


def queued(outbox: Outbox, made: Mail) -> Queued:
    envelope = Envelope(
        message_id(made),
        made.sender.for_server,
        tuple(one.for_server for one in made.recipients),
        utf8=made.needs_utf8,
        subject=made.subject,
        at=NOW.timestamp(),
    )
    return outbox.add(key_of(made), written(made), envelope)


def standings(one: Queued) -> dict[str, str]:
    return {address: recipient.standing for address, recipient in one.recipients.items()}


class Clock:
    """Stands still unless it is moved on."""

    def __init__(self) -> None:
        self.now = NOW.timestamp()

    def __call__(self) -> float:
        return self.now
