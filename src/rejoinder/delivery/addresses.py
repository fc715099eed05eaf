"""Addresses of people to write to, as somebody typed them: one mailbox, and nothing else.

RFC 5322 3.4 and RFC 6531, with what both allow and nobody needs left out: groups, comments, quoted local parts, routes,
literals. What is typed may be somebody's trick: every refusal says what is wrong. Knows nothing of messages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from rejoinder.values import dataclass

LONGEST = 1000
MOST_LOCAL = 64
MOST_DOMAIN = 253
_WRAPPED = re.compile(r"(?P<name>.*?)\s*<(?P<address>[^<>]*)>\s*", re.DOTALL)
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_LOOKS_LIKE_ADDRESS = re.compile(r"\S@\S|@\s*\S+\.\S")
_ENCODED_WORD = re.compile(r"=\?[^?]*\?[bq]\?", re.IGNORECASE)
"""With white space in it as well: the standard library's parser takes it."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Controls, marks that turn the direction of writing, halves of characters: nothing that belongs into a name."""
_JOINERS = re.compile(r"(?<=[\u0600-\u1cff])[\u200c\u200d](?=[\u0600-\u1cff])")
"""Within a word of Persian or of India's scripts they belong to how the name is spelt."""


class AddressError(ValueError):
    """It is no address to write to. Says why, in one line."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Somebody's address, and their name as it shall be seen ("" for none)."""

    local: str
    domain: str
    """As it is typed: not yet as DNS wants it."""
    name: str = ""

    @property
    def address(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def ascii_domain(self) -> str:
        """As DNS has it (RFC 5891)."""
        return _ascii(self.domain)

    @property
    def for_server(self) -> str:
        """As the envelope has it: the domain in ASCII, the local part as it is."""
        return f"{self.local}@{self.ascii_domain}"

    @property
    def needs_utf8(self) -> bool:
        """Whether only a server that knows SMTPUTF8 (RFC 6531) can deliver to it."""
        return not self.local.isascii()

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


def mailbox(written: str) -> Mailbox:
    """`ada@example.org`, `Ada Quill <ada@example.org>`, `"Quill, Ada" <ada@example.org>`. Raises `AddressError`."""
    if len(written) > LONGEST:
        raise AddressError(f"an address has at most {LONGEST} characters")
    _refuse_unseen(written)
    wrapped = _WRAPPED.fullmatch(written.strip())
    name = _unquoted(wrapped["name"].strip()) if wrapped else ""
    address = wrapped["address"].strip() if wrapped else written.strip()
    local, at, domain = address.rpartition("@")
    if not at:
        raise AddressError(f'"{_shown(written)}" is no e-mail address')
    _check_local(local, written)
    made = Mailbox(unicodedata.normalize("NFC", local), _checked_domain(domain, written), name)
    _check_name(made, written)
    return made


def mailboxes(written: Iterable[str]) -> tuple[Mailbox, ...]:
    """Several, each once; the first way to write one counts."""
    return each_once(map(mailbox, written))


def each_once(boxes: Iterable[Mailbox]) -> tuple[Mailbox, ...]:
    found: dict[str, Mailbox] = {}
    for one in boxes:
        found.setdefault(one.for_server.casefold(), one)
    return tuple(found.values())


def _shown(written: str) -> str:
    text = " ".join(written.split())
    return text if len(text) <= 80 else f"{text[:79]}…"


def _refuse_unseen(written: str) -> None:
    for char in _JOINERS.sub("", written):
        if char in "\r\n":
            raise AddressError("an address stands on one line: a line end in it could begin a header of its own")
        if unicodedata.category(char) in _UNSEEN:
            raise AddressError(f"an address may not hold U+{ord(char):04X}, which is not seen")


def _unquoted(name: str) -> str:
    if len(name) >= 2 and name[0] == name[-1] == '"':
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return " ".join(unicodedata.normalize("NFC", name).split())


def _check_local(local: str, written: str) -> None:
    if not _LOCAL.fullmatch(local):
        raise AddressError(f'"{_shown(written)}" is no e-mail address: what stands before the "@" cannot be one’s name')
    if len(local.encode()) > MOST_LOCAL:
        raise AddressError(f'"{_shown(written)}" is no e-mail address: more than {MOST_LOCAL} bytes before the "@"')


def _checked_domain(domain: str, written: str) -> str:
    if domain.startswith("["):
        raise AddressError(f'"{_shown(written)}" names a machine by its number: write its name')
    domain = unicodedata.normalize("NFC", domain).rstrip(".").lower()
    if "." not in domain:
        raise AddressError(f'"{_shown(written)}" is no e-mail address: "{_shown(domain)}" is no domain')
    try:
        ascii_domain = _ascii(domain)
    except ValueError as bad:
        raise AddressError(f'"{_shown(written)}": "{_shown(domain)}" is no domain: {bad}') from bad
    if len(ascii_domain) > MOST_DOMAIN:
        raise AddressError(f'"{_shown(written)}": its domain is too long')
    return domain


def _ascii(domain: str) -> str:
    if domain.isascii():
        if not re.fullmatch(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", domain):
            raise ValueError("letters, digits and hyphens are allowed between its dots")
        return domain
    import idna  # only where it is needed

    return idna.encode(domain, uts46=True).decode("ascii")


def _check_name(made: Mailbox, written: str) -> None:
    """A name that looks like another address makes readers believe it: "pay@bank.example" <thief@evil.example>."""
    if _ENCODED_WORD.search(made.name):
        raise AddressError(f'"{_shown(written)}": a name is written as it reads, not encoded (=?…?=)')
    seen = unicodedata.normalize("NFKC", made.name)  # "＠" is seen as "@"
    if _LOOKS_LIKE_ADDRESS.search(seen) and made.name.casefold() != made.address.casefold():
        raise AddressError(f'"{_shown(written)}": the name looks like another address')
    if any(char in "<>" for char in made.name):
        raise AddressError(f'"{_shown(written)}": a name may not hold "<" or ">"')
