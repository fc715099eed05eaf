"""Which server sends, and how it is spoken to: `smtps://user@mail.example.org`, `smtp://localhost:2525`.

Passwords stand neither in an address nor in a letter: they come from the environment or the system's keyring, and are
never printed. Knows nothing of mails.
"""

from __future__ import annotations

import ipaddress
import os
import re
import ssl
from typing import Literal, TypeAlias
from urllib.parse import unquote, urlsplit

from rejoinder.values import dataclass

Security: TypeAlias = Literal["tls", "starttls", "none"]
PASSWORD = "REJOINDER_SMTP_PASSWORD"
"""The variable of the environment."""
AUTHORITIES = "REJOINDER_SMTP_CA"
"""A file of certificates that are trusted besides those of the system."""
KEYRING = "rejoinder"
"""The name under which the keyring keeps passwords."""


class ServerError(ValueError):
    """It is no server to send by. Says why, in one line."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server for outgoing mail."""

    host: str
    port: int
    security: Security
    user: str = ""

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def local(self) -> bool:
        """Whether it is this machine, so that nobody listens between."""
        if self.host.lower() == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def server_of(written: str) -> Server:
    """`smtps://[user@]host[:465]` (TLS from the first byte) or `smtp://[user@]host[:587]` (STARTTLS, which must work).

    Only this machine is spoken to in the clear: `smtp://localhost`. Raises `ServerError`.
    """
    if re.search(r"[\x00-\x20\x7f]", written):
        raise ServerError("the address of a server has no spaces or line ends")
    try:
        parts = urlsplit(written)
        port = parts.port
    except ValueError as bad:
        raise ServerError(f"no address of a server: {bad}") from bad
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ServerError("a server is written as smtps://mail.example.org or smtp://mail.example.org:587")
    if parts.password is not None:
        raise ServerError(f"a password does not belong into the server's address: put it into {PASSWORD}")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ServerError("nothing follows the name and port of a server")
    host, user = parts.hostname, unquote(parts.username or "")
    if parts.scheme == "smtps":
        return Server(host, port or 465, "tls", user)
    here = Server(host, port or 25, "none", user)
    return here if here.local else Server(host, port or 587, "starttls", user)


def password_for(server: Server) -> str:
    """From the environment, else from the keyring, if that is installed. Raises `ServerError`."""
    if not server.user:
        return ""
    found = os.environ.get(PASSWORD)
    if found:
        return found
    try:
        import keyring
    except ImportError:
        raise ServerError(
            f"no password for {server.user}: put it into {PASSWORD}, or pip install 'rejoinder[keyring]'"
        ) from None
    try:
        kept = keyring.get_password(KEYRING, f"{server.user}@{server.host}")
    except Exception as problem:  # whatever a system's keyring raises
        raise ServerError(f"the keyring gives no password: {type(problem).__name__}") from problem
    if not kept:
        account = f"{server.user}@{server.host}"
        raise ServerError(
            f"no password for {account}: put it into {PASSWORD}, or run `keyring set {KEYRING} {account}`"
        )
    return str(kept)


def trust() -> ssl.SSLContext:
    """Certificates are checked, and names too."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    more = os.environ.get(AUTHORITIES)
    if more:
        try:
            context.load_verify_locations(cafile=more)
        except (OSError, ssl.SSLError) as problem:
            raise ServerError(f"the certificates in {AUTHORITIES} cannot be read: {problem}") from problem
    return context
