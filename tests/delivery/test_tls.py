"""Over TLS to a real server: certificates and names are checked, passwords go to nobody else and into no file."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from servers import NOW, QUICK, Clock, PlannedServer, mail, queued, standings

from rejoinder.delivery.outbox import Outbox, Queued
from rejoinder.delivery.server import AUTHORITIES, PASSWORD, Server, ServerError, server_of
from rejoinder.delivery.smtp import send_due
from rejoinder.values import replace

aiosmtpd_controller = pytest.importorskip("aiosmtpd.controller")
pytest.importorskip("cryptography")
SECRET = "correct horse battery staple"
ADA = "ada@example.org"


def certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """A certificate that signs itself, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    names: list[x509.GeneralName] = [x509.DNSName(host)]
    if host == "localhost":
        names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1))
        .not_valid_after(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, private = folder / f"{host}.pem", folder / f"{host}.key"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return cert, private


def free_port(host: str = "127.0.0.1") -> int:
    with socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET) as one:
        return int(one.getsockname()[1])


class Taking:
    """What a server took."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], bytes]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        self.taken.append((envelope.rcpt_tos, envelope.content))
        return "250 taken"


def authenticated(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> Any:
    from aiosmtpd.smtp import AuthResult

    return AuthResult(success=(data.login, data.password) == (b"office", SECRET.encode()))


class Running:
    """A server on this machine, for as long as a test takes."""

    def __init__(self, folder: Path, *, implicit: bool, host: str = "localhost", tls: bool = True) -> None:
        self.cert, key = certificate(folder, host)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.cert, key)
        self.handler = Taking()
        options: dict[str, Any] = {"authenticator": authenticated, "auth_require_tls": tls, "auth_required": tls}
        if implicit:
            options |= {"ssl_context": context, "auth_require_tls": False}
        elif tls:
            options |= {"tls_context": context, "require_starttls": True}
        self.controller = aiosmtpd_controller.Controller(
            self.handler, hostname="127.0.0.1", port=free_port(), **options
        )
        self.security = "tls" if implicit else "starttls"

    def __enter__(self) -> Running:
        self.controller.start()
        self.port = self.controller.server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        self.controller.stop()

    @property
    def server(self) -> Server:
        return Server("localhost", self.port, self.security, "office")  # type: ignore[arg-type]


@pytest.fixture
def one(tmp_path: Path) -> Iterator[tuple[Outbox, Queued]]:
    outbox = Outbox(tmp_path / "outbox")
    yield outbox, queued(outbox, mail(ADA))


@pytest.mark.parametrize("implicit", [True, False])
def test_with_tls_and_a_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, one: tuple[Outbox, Queued], implicit: bool
) -> None:
    outbox, waiting = one
    monkeypatch.setenv(PASSWORD, SECRET)
    with Running(tmp_path, implicit=implicit) as there:
        monkeypatch.setenv(AUTHORITIES, str(there.cert))
        send_due(outbox, there.server, Clock(), patience=QUICK)
        assert standings(waiting) == {ADA: "accepted"}, waiting.recipients[ADA].reply
        ((to, data),) = there.handler.taken
    assert to == [ADA] and b"Message-ID: " + waiting.envelope.message_id.encode() in data
    kept = b"".join(path.read_bytes() for path in waiting.folder.iterdir())
    assert SECRET.encode() not in kept


@pytest.mark.parametrize("implicit", [True, False])
@pytest.mark.parametrize("why", ["nobody vouches for it", "it is another machine's"])
def test_a_certificate_that_cannot_be_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, one: tuple[Outbox, Queued], implicit: bool, why: str
) -> None:
    outbox, waiting = one
    monkeypatch.setenv(PASSWORD, SECRET)
    foreign = why == "it is another machine's"
    with Running(tmp_path, implicit=implicit, host="mail.example.org" if foreign else "localhost") as there:
        if foreign:
            monkeypatch.setenv(AUTHORITIES, str(there.cert))
        send_due(outbox, there.server, Clock(), patience=QUICK)
        assert not there.handler.taken
    assert standings(waiting) == {ADA: "deferred"}
    assert "certificate is not trusted" in waiting.recipients[ADA].reply


def test_encryption_that_is_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, one: tuple[Outbox, Queued]
) -> None:
    """A server (or somebody between) that no longer offers STARTTLS gets neither mail nor password."""
    outbox, waiting = one
    monkeypatch.setenv(PASSWORD, SECRET)
    with Running(tmp_path, implicit=False, tls=False) as there:
        send_due(outbox, there.server, Clock(), patience=QUICK)
        assert not there.handler.taken
    assert "nothing is sent in the clear" in waiting.recipients[ADA].reply


def test_a_wrong_password(monkeypatch: pytest.MonkeyPatch, one: tuple[Outbox, Queued]) -> None:
    outbox, waiting = one
    monkeypatch.setenv(PASSWORD, "a wrong secret")
    plan = {"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": "535 5.7.8 no"}
    with PlannedServer(lambda phase, _line, _connection: plan.get(phase)) as there:
        server = replace(there.server, user="office")
        send_due(outbox, server, Clock(), patience=QUICK)
        assert not there.taken
    reply = waiting.recipients[ADA].reply
    assert standings(waiting) == {ADA: "deferred"}
    assert "does not know office" in reply and "535" in reply and "wrong secret" not in reply


@pytest.mark.parametrize(
    ("secret", "line"),
    [
        ("a wrong secret", "500 what is AUTH PLAIN AG9mZmljZQBhIHdyb25nIHNlY3JldA=="),
        ("a wrong secret", "535 not a wrong secret"),
        ("s\u00e9cret", "535 no"),
    ],
)
def test_no_reply_tells_the_password(
    monkeypatch: pytest.MonkeyPatch, one: tuple[Outbox, Queued], secret: str, line: str
) -> None:
    outbox, waiting = one
    monkeypatch.setenv(PASSWORD, secret)
    plan = {"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": line}
    with PlannedServer(lambda phase, _line, _connection: plan.get(phase)) as there:
        send_due(outbox, replace(there.server, user="office"), Clock(), patience=QUICK)
    assert standings(waiting) == {ADA: "deferred"}
    kept = (waiting.folder / "journal").read_text(encoding="utf-8")
    assert waiting.recipients[ADA].reply and not any(one in kept for one in ("wrong secret", "AG9m", "\u00e9", "xe9"))


def test_without_a_password_nothing_is_tried(monkeypatch: pytest.MonkeyPatch, one: tuple[Outbox, Queued]) -> None:
    outbox, waiting = one
    monkeypatch.delenv(PASSWORD, raising=False)
    monkeypatch.setitem(__import__("sys").modules, "keyring", None)
    with pytest.raises(ServerError, match=f"no password for office: put it into {PASSWORD}"):
        send_due(outbox, Server("localhost", 9, "tls", "office"), Clock())
    assert waiting.recipients[ADA].tries == 0


def test_a_password_from_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace

    from rejoinder.delivery.server import password_for

    asked = []
    ring = SimpleNamespace(get_password=lambda service, account: asked.append((service, account)) or SECRET)
    monkeypatch.delenv(PASSWORD, raising=False)
    monkeypatch.setitem(__import__("sys").modules, "keyring", ring)
    assert password_for(Server("mail.example.org", 465, "tls", "office")) == SECRET
    assert asked == [("rejoinder", "office@mail.example.org")]


@pytest.mark.parametrize(
    ("written", "server"),
    [
        ("smtps://mail.example.org", Server("mail.example.org", 465, "tls")),
        ("smtps://office@mail.example.org:4650", Server("mail.example.org", 4650, "tls", "office")),
        (
            "smtp://office%40example.org@mail.example.org",
            Server("mail.example.org", 587, "starttls", "office@example.org"),
        ),
        ("smtp://localhost", Server("localhost", 25, "none")),
        ("smtp://127.0.0.1:2525", Server("127.0.0.1", 2525, "none")),
        ("smtp://[::1]:2525", Server("::1", 2525, "none")),
        ("smtps://[2001:db8::1]", Server("2001:db8::1", 465, "tls")),
    ],
)
def test_servers_are_written_as_addresses(written: str, server: Server) -> None:
    assert server_of(written) == server


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("mail.example.org", "is written as smtps://"),
        ("http://mail.example.org", "is written as smtps://"),
        ("smtps://office:secret@mail.example.org", "a password does not belong"),
        ("smtps://mail.example.org/inbox", "nothing follows"),
        ("smtps://mail.example.org:99999", "no address of a server"),
        ("smtps://mail.example.org\r\nX: y", "no spaces or line ends"),
        ("smtps://", "is written as smtps://"),
    ],
)
def test_what_is_no_server_is_said(written: str, why: str) -> None:
    with pytest.raises(ServerError, match=why) as refused:
        server_of(written)
    assert "secret" not in str(refused.value)


def test_over_ipv6(tmp_path: Path) -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    outbox = Outbox(tmp_path / "outbox")
    waiting = queued(outbox, mail(ADA))
    handler = Taking()
    controller = aiosmtpd_controller.Controller(handler, hostname="::1", port=free_port("::1"))
    controller.start()
    try:
        port = controller.server.sockets[0].getsockname()[1]
        send_due(outbox, Server("::1", port, "none"), lambda: NOW.timestamp(), patience=QUICK)
    finally:
        controller.stop()
    assert standings(waiting) == {ADA: "accepted"} and len(handler.taken) == 1
