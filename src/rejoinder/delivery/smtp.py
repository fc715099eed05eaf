"""One mail to one server, step by step (RFC 5321), each step on the disk before the next.

The standard library's SMTP client speaks; who was accepted is written down recipient by recipient. A mail's last line
is the one point at which nobody can know: it goes out after the journal says `closing`, and if no answer comes back
the recipients stay `uncertain`, until a person decides.
"""

from __future__ import annotations

import base64
import contextlib
import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, TypeAlias

from rejoinder.delivery.outbox import Outbox, OutboxError, Queued, wait_after
from rejoinder.delivery.server import Server, password_for, trust
from rejoinder.diagnostics import system_reason
from rejoinder.values import dataclass

MOST_REPLY = 100_000
"""Bytes of one reply, all its lines together; RFC 5321 4.5.3.1.5 has 512 for a line."""
Clock: TypeAlias = Callable[[], float]
"""Seconds of the epoch: whoever calls has the clock."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: to connect, for the answer to a command, for the answer to the whole mail (RFC 5321 4.5.3.2), and for
    everything together.
    """

    connect: float = 30.0
    command: float = 300.0
    data: float = 600.0
    whole: float = 1800.0


class _Later(Exception):  # noqa: N818 - not a fault: it is tried again
    """The server (or the way to it) does not take the mail now."""


class _Never(Exception):  # noqa: N818
    """The server will not take this mail."""


def send_due(
    outbox: Outbox, server: Server, clock: Clock, *, only: Iterable[str] = (), patience: Patience | None = None
) -> list[Queued]:
    """Try every mail that may be tried now; returns those that were. Raises `ServerError` before any is touched, and
    `OutboxError` when the outbox can no longer be written to: then nothing more is sent.

    `only` are the ids of those that shall be tried, even if they are deferred.
    """
    wanted = frozenset(only)
    password = password_for(server)
    context = trust()
    tried = []
    for one in outbox.all():
        if wanted and one.id not in wanted:
            continue
        now = float("inf") if wanted else clock()
        if not one.due(now):
            continue
        with outbox.held(one) as held:
            due = one.due(now) if held else ()  # another process may have sent it meanwhile
            if due:
                try:
                    _Delivery(one, server, password, context, clock, patience or Patience()).run(due)
                except OSError as problem:  # of the journal: what cannot be written down is not done
                    why = system_reason(problem)
                    raise OutboxError(f"{one.folder}: the journal cannot be written: {why}") from problem
                tried.append(one)
    return tried


class _Delivery:
    """One try at one mail."""

    def __init__(
        self, queued: Queued, server: Server, password: str, context: ssl.SSLContext, clock: Clock, patience: Patience
    ) -> None:
        self._queued, self._server, self._password, self._context = queued, server, password, context
        self._clock, self._patience = clock, patience
        self._journal = queued.journal
        self._mail = b""

    def run(self, due: tuple[str, ...]) -> None:
        self._write("attempt", due)
        left = list(due)
        try:
            self._mail = self._queued.mail
        except OSError as problem:
            self._defer(left, f"the mail cannot be read from the outbox: {system_reason(problem)}")
            return
        try:
            with self._connected() as smtp:
                self._greet(smtp)
                self._from(smtp)
                accepted = self._to(smtp, left)
                if accepted:
                    self._data(smtp, accepted)
                    left = [one for one in left if one not in accepted]
        except _Never as refused:
            self._write("refused", left, str(refused))
        except _Later as deferred:
            self._defer(left, str(deferred))
        except (OSError, smtplib.SMTPException, ValueError) as problem:
            self._defer(left, _said(problem))

    def _write(self, event: str, to: Iterable[str], reply: str = "", until: float = 0.0) -> None:
        to = list(to)
        if to:
            self._journal.write(event, to, self._clock(), reply, until)

    def _defer(self, to: Iterable[str], reply: str) -> None:
        standing = self._journal.recipients()
        for one in to:
            if standing[one].standing == "uncertain":  # nothing that follows makes that known
                continue
            self._write("deferred", [one], reply, self._clock() + wait_after(standing[one].tries))

    # ── the conversation ──

    @contextlib.contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        tls = self._context if self._server.security == "tls" else None
        with _Watch(self._patience.whole) as watch:
            smtp = _Line(self._server, self._patience.connect, tls, watch)
            try:
                self._wait(smtp, self._patience.command)
                yield smtp
                with contextlib.suppress(OSError, smtplib.SMTPException):
                    self._wait(smtp, self._patience.connect)
                    smtp.quit()
            finally:
                smtp.close()

    @staticmethod
    def _wait(smtp: smtplib.SMTP, seconds: float) -> None:
        if smtp.sock is not None:
            smtp.sock.settimeout(seconds)

    def _greet(self, smtp: smtplib.SMTP) -> None:
        _expect(smtp.ehlo(), "EHLO")
        if self._server.security == "starttls":
            if not smtp.has_extn("starttls"):
                raise _Later("the server offers no encryption (STARTTLS); nothing is sent in the clear")
            smtp.starttls(context=self._context)
            _expect(smtp.ehlo(), "EHLO")
        if self._server.user:
            if not smtp.has_extn("auth"):
                raise _Later("the server takes no user name")
            try:
                smtp.login(self._server.user, self._password)
            except smtplib.SMTPAuthenticationError as refused:
                said = self._without_secrets(_reply(refused.smtp_code, refused.smtp_error))
                raise _Later(f"the server does not know {self._server.user}, or not this password: {said}") from None
            except UnicodeError:  # whose message would quote the password
                raise _Later("the name or the password has letters beyond ASCII, and cannot be sent") from None

    def _without_secrets(self, said: str) -> str:
        """Some servers repeat the line that they did not understand."""
        user, password = self._server.user.encode(), self._password.encode()
        coded = (base64.b64encode(one).decode() for one in (password, b"\0" + user + b"\0" + password))
        for secret in (self._password, *coded):
            said = said.replace(secret, "…")
        return said

    def _from(self, smtp: smtplib.SMTP) -> None:
        envelope, size = self._queued.envelope, len(self._mail)
        options = []
        if smtp.has_extn("size"):
            most = smtp.esmtp_features.get("size", "").strip()
            if most.isascii() and most.isdigit() and 0 < int(most[:18]) < size:
                raise _Never(f"the server takes mails of {int(most[:18]):,} bytes at the most; this one has {size:,}")
            options.append(f"SIZE={size}")
        if smtp.has_extn("8bitmime"):
            options.append("BODY=8BITMIME")
        if envelope.utf8:
            if not smtp.has_extn("smtputf8"):
                raise _Never("the server knows no addresses with letters beyond ASCII (SMTPUTF8)")
            options.append("SMTPUTF8")
        if smtp.has_extn("dsn"):
            options += ["RET=HDRS", f"ENVID={xtext(envelope.message_id.strip('<>'))}"]
        code, reply = smtp.mail(envelope.sender, options)
        _expect((code, reply), "MAIL")

    def _to(self, smtp: smtplib.SMTP, left: list[str]) -> list[str]:
        """Those whom the server takes; the others are written down, and are not left."""
        accepted = []
        for one in list(left):
            options = []
            if smtp.has_extn("dsn"):
                kind = "rfc822" if one.isascii() else "utf-8"
                options = ["NOTIFY=FAILURE,DELAY", f"ORCPT={kind};{xtext(one) if one.isascii() else utf8_xtext(one)}"]
            code, reply = smtp.rcpt(one, options)
            if code == 421:
                raise _Later(_reply(code, reply))
            if 200 <= code < 300:
                accepted.append(one)
            elif 500 <= code < 600:
                self._write("refused", [one], _reply(code, reply))
                left.remove(one)
            else:
                self._defer([one], _reply(code, reply))
                left.remove(one)
        return accepted

    def _data(self, smtp: smtplib.SMTP, accepted: list[str]) -> None:
        smtp.putcmd("data")
        code, reply = smtp.getreply()
        if code != 354:
            if 200 <= code < 300:  # it has nothing yet that it could answer for
                raise _Later(f"DATA: {_reply(code, reply)}")
            self._answered(code, reply, accepted)
            return
        self._wait(smtp, self._patience.data)
        smtp.send(stuffed(self._mail))
        self._write("closing", accepted)
        try:
            smtp.send(b".\r\n")
            code, reply = smtp.getreply()
        except (OSError, smtplib.SMTPException) as problem:
            self._write("uncertain", accepted, f"no answer to the whole mail: {_said(problem)}")
            return
        if not 200 <= code < 600 or 300 <= code < 400:
            self._write("uncertain", accepted, f"an answer that says nothing: {_reply(code, reply)}")
            return
        self._answered(code, reply, accepted)

    def _answered(self, code: int, reply: bytes, to: list[str]) -> None:
        """The server has spoken, so nothing is uncertain any more."""
        said = _reply(code, reply)
        if 200 <= code < 300:
            self._write("accepted", to, said)
        elif 500 <= code < 600:
            self._write("refused", to, said)
        else:
            standing = self._journal.recipients()
            for one in to:
                self._write("deferred", [one], said, self._clock() + wait_after(standing[one].tries))


def _expect(answer: tuple[int, bytes], command: str) -> None:
    code, reply = answer
    if 200 <= code < 300:
        return
    said = f"{command}: {_reply(code, reply)}"
    raise _Never(said) if 500 <= code < 600 and command == "MAIL" else _Later(said)


class _Watch:
    """Hangs up when the time for the whole conversation is over: a server may keep us busy without end, from its first
    byte on.
    """

    def __init__(self, seconds: float) -> None:
        self._line: socket.socket | None = None
        self._over = False
        self._timer = threading.Timer(seconds, self._hang_up)
        self._timer.daemon = True

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._line is not None:
            self._line.close()

    def hold(self, line: socket.socket) -> None:
        """A second handle on the line: encryption takes the first away."""
        self._line = line.dup()
        if self._over:
            self._hang_up()

    def _hang_up(self) -> None:
        self._over = True
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)


class _Line(smtplib.SMTP):
    """The standard library's client on a line that is watched before anything is read from it."""

    def __init__(self, server: Server, wait: float, tls: ssl.SSLContext | None, watch: _Watch) -> None:
        self._tls, self._watch = tls, watch
        super().__init__(server.host, server.port, timeout=wait)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:  # as the library calls it
        line = socket.create_connection((host, port), timeout)
        self._watch.hold(line)
        return self._tls.wrap_socket(line, server_hostname=host) if self._tls is not None else line

    def getreply(self) -> tuple[int, bytes]:
        """As the library has it, which would keep every line of a reply that never ends."""
        if self.sock is not None and self.file is None:
            self.file = _Replies(self.sock.makefile("rb"))
        if self.file is not None:
            self.file.begin()
        return super().getreply()


class _Replies:
    """What the server says, of which one reply has an end."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._left = file, MOST_REPLY

    def begin(self) -> None:
        self._left = MOST_REPLY

    def readline(self, size: int) -> bytes:
        """Raises OSError, which the library takes for a lost line, as soon as one reply is longer than any is."""
        line = self._file.readline(size)
        self._left -= len(line)
        if self._left < 0:
            raise OSError("a reply without end")
        return line

    def close(self) -> None:
        self._file.close()


def stuffed(mail: bytes) -> bytes:
    """The mail as DATA wants it: CR LF at each line's end, a dot before a dot, all but the last line (5321 4.5.2)."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", mail)
    lines = re.sub(rb"(?m)^\.", b"..", lines)
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"


def xtext(text: str) -> str:
    """RFC 3461, section 4."""
    return "".join(char if "!" <= char <= "~" and char not in "+=" else f"+{ord(char):02X}" for char in text)


def utf8_xtext(text: str) -> str:
    """RFC 6533, section 3: what stands there as it is, where the server knows SMTPUTF8."""
    return "".join(char if char not in "\\+=" and char > " " else f"\\x{{{ord(char):02X}}}" for char in text)


def _reply(code: int, reply: Any) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
    plain = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return f"{code} {plain}"[:400] if code > 0 else (plain[:400] or "nothing that can be understood")


def _said(problem: Exception) -> str:
    """What went wrong, in words; never the password, which no exception of these holds."""
    match problem:
        case smtplib.SMTPResponseException():
            return _reply(problem.smtp_code, problem.smtp_error)
        case ssl.SSLCertVerificationError():
            return f"the server's certificate is not trusted: {problem.verify_message}"
        case ssl.SSLError():
            return f"no encrypted connection: {problem.reason or problem}"
        case TimeoutError():
            return "the server did not answer in time"
        case ConnectionRefusedError():
            return "nobody answers at the server's address"
        case smtplib.SMTPServerDisconnected() | ConnectionError():
            return f"the connection was lost: {problem}" if str(problem) else "the connection was lost"
        case socket.gaierror():
            return "the server's name is not known"
    said = (problem.strerror or str(problem)).lower() if isinstance(problem, OSError) else str(problem)
    return " ".join(said.split())[:300] or type(problem).__name__
