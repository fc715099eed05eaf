"""DKIM signatures (RFC 6376): `rejoinder[dkim]`. Knows mails as bytes, and where the key lies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rejoinder.diagnostics import system_reason

SIGNED = (b"from", b"to", b"cc", b"reply-to", b"subject", b"date", b"message-id", b"in-reply-to", b"references",
          b"mime-version", b"content-type")  # fmt: skip
"""Headers that nobody shall change, as RFC 6376 5.4.1 recommends."""
LARGEST_KEY = 64 * 1024


class SigningError(Exception):
    """The mail cannot be signed. Says why, in one line; never the key."""


def signed(mail: bytes, domain: str, selector: str, key: Path) -> bytes:
    """The mail with its signature in front. Raises `SigningError`."""
    try:
        import dkim
    except ImportError:
        raise SigningError("to sign mails more is needed: pip install 'rejoinder[dkim]'") from None
    try:
        private = key.read_bytes()[:LARGEST_KEY]
    except OSError as problem:
        raise SigningError(f"{key}: the key cannot be read: {system_reason(problem)}") from problem
    sign: Any = dkim.sign
    try:
        signature = sign(
            mail, selector.encode("ascii"), domain.encode("ascii"), private, include_headers=_there(mail),
            canonicalize=(b"relaxed", b"relaxed"),
        )  # fmt: skip
    except UnicodeEncodeError:
        raise SigningError("domain and selector are in ASCII") from None
    except Exception as problem:  # whatever the library raises: of a key that is none, of a mail it cannot take
        raise SigningError(f"{key}: this is no key to sign with ({type(problem).__name__})") from None
    return bytes(signature) + mail


def _there(mail: bytes) -> list[bytes]:
    head = mail.partition(b"\r\n\r\n")[0]
    names = {line.split(b":", 1)[0].strip().lower() for line in head.split(b"\r\n") if b":" in line[:80]}
    return [name for name in SIGNED if name in names]
