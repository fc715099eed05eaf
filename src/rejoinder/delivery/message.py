"""A mail as bytes: text and HTML that say the same, and the PDF (RFC 5322, RFC 2045 to 2049, RFC 6532).

The same mail gives the same bytes: nothing is drawn by lot, and the date is told. Knows nothing of servers.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import blake2b

from rejoinder.delivery.addresses import Mailbox, each_once
from rejoinder.values import dataclass

LONGEST_SUBJECT = 500
WIDTH = 64
"""Characters of a header's line, without its name."""
FOLD = "\r\n "
MOST_ENCODED = 39
"""Bytes in an encoded word: 52 letters, so that one stands behind any header's name."""
MESSAGE_ID = re.compile(r"<[^\s<>@]{1,200}@[^\s<>@]{1,200}>")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
"""A name that needs no quotation marks (RFC 5322 3.2.3)."""
_ENCODED_WORD = re.compile(r"=\?(?=[^?]*\?[bq]\?)", re.IGNORECASE)
"""With white space in it as well: RFC 2047 has none there, but the standard library's parser takes it."""


_IN_ASCII = str.maketrans({
    "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
    "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i",
})  # fmt: skip
"""Letters that do not come apart into one of ASCII and a mark."""


class MessageError(ValueError):
    """A mail that cannot be written. Says why, in one line."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The file that goes along."""

    name: str
    data: bytes
    media_type: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class Mail:
    """All that is in a mail."""

    sender: Mailbox
    to: tuple[Mailbox, ...]
    subject: str
    text: str
    html: str
    enclosed: Enclosed
    date: datetime
    cc: tuple[Mailbox, ...] = ()
    reply_to: tuple[Mailbox, ...] = ()
    answers: str = ""
    """Message-ID of the mail that this one answers, with its angle brackets; "" for none."""
    thread: tuple[str, ...] = ()
    """Message-IDs of the mails before that, the oldest first."""
    lang: str = ""

    @property
    def recipients(self) -> tuple[Mailbox, ...]:
        """Everybody who gets it, each once."""
        return each_once((*self.to, *self.cc))

    @property
    def needs_utf8(self) -> bool:
        """Whether a header holds an address that only SMTPUTF8 (RFC 6531) can carry."""
        return any(one.needs_utf8 for one in (self.sender, *self.to, *self.cc, *self.reply_to))


def one_line(text: str, what: str, longest: int = LONGEST_SUBJECT) -> str:
    """A text as a header may have it: on one line, and nothing in it that is not seen. Raises `MessageError`.

    What stands in a letter's title is a stranger's: a line end there becomes a space, and what would read as an encoded
    word (RFC 2047) is taken apart.
    """
    plain = " ".join(_UNSEEN.sub(" ", unicodedata.normalize("NFC", text)).split())
    plain = _ENCODED_WORD.sub("= ?", plain)
    if len(plain) > longest:
        plain = f"{plain[: longest - 1].rstrip()}…"
    if not plain:
        raise MessageError(f"the {what} of the mail is empty")
    return plain


def attachment_name(wanted: str) -> str:
    """A name that any system can keep: without folders, in ASCII, ending in .pdf."""
    stem = re.split(r"[/\\]", wanted)[-1]
    stem = stem[:-4] if stem.lower().endswith(".pdf") else stem
    flat = unicodedata.normalize("NFKD", stem.translate(_IN_ASCII))
    kept = "".join(char for char in flat if char.isascii() and char.isprintable())
    words = re.sub(r"[^A-Za-z0-9._-]+", "-", kept).strip("-._")
    words = re.sub(r"-{2,}", "-", words)[:100].strip("-._")
    reserved = re.fullmatch(r"(?i)con|prn|aux|nul|(?:com|lpt)[0-9]", words.partition(".")[0])
    return f"{'letter' if not words or reserved else words}.pdf"


def key_of(mail: Mail) -> str:
    """What makes two mails the same, whenever they are written: their people, their words and the file."""
    whole = blake2b(digest_size=16)
    for part in (
        str(mail.sender), *map(str, mail.to), "cc", *map(str, mail.cc), "reply-to", *map(str, mail.reply_to), "thread",
        *mail.thread, "words", mail.subject, mail.text, mail.html, mail.answers, mail.enclosed.name,
    ):  # fmt: skip
        data = part.encode("utf-8", "replace")
        whole.update(len(data).to_bytes(8, "big") + data)
    whole.update(mail.enclosed.data)
    return whole.hexdigest()


def message_id(mail: Mail) -> str:
    """Two mails that differ, or are written at different times, have two ids."""
    whole = blake2b(f"{key_of(mail)} {mail.date.isoformat()}".encode(), digest_size=16)
    return f"<{whole.hexdigest()}@{mail.sender.ascii_domain}>"


def written(mail: Mail) -> bytes:
    """The mail as it goes over the line and as an .eml file has it. Raises `MessageError`."""
    if not mail.to:
        raise MessageError("the mail goes to nobody")
    for one in filter(None, (mail.answers, *mail.thread)):
        if not MESSAGE_ID.fullmatch(one):
            raise MessageError(f'"{one[:80]}" is no Message-ID: it looks like <1234@example.org>')
    own_id = message_id(mail)
    message = EmailMessage(policy.SMTP)
    if mail.lang:
        message["Content-Language"] = mail.lang
    message["Auto-Submitted"] = "no"
    message.set_content(_lines(mail.text), cte="quoted-printable" if not mail.text.isascii() else None)
    message.add_alternative(_lines(mail.html), subtype="html", cte="quoted-printable")
    main, _, sub = mail.enclosed.media_type.partition("/")
    message.add_attachment(mail.enclosed.data, maintype=main, subtype=sub, filename=mail.enclosed.name)
    _bound(message, own_id)
    headers = _headers(mail, own_id)
    data = "".join(f"{name}: {value}\r\n" for name, value in headers).encode() + message.as_bytes()
    _check_headers([*(name for name, _ in headers), *message.keys()], data)
    return data


def _check_headers(names: Iterable[str], data: bytes) -> None:
    """No header has begun another, whatever was made of what was given. Raises `MessageError`."""
    head = data.partition(b"\r\n\r\n")[0]
    found = [line.partition(b":")[0] for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    if found != [name.encode() for name in names] or b"\n" in head.replace(b"\r\n", b""):
        raise MessageError("something in the mail would begin a header of its own")


# ── headers ───────────────────────────────────────────────────────────────
# The standard library folds them as well, but loses commas between people with long names, puts spaces into words, and
# encodes long Message-IDs, by which no reader finds the thread.


def _headers(mail: Mail, own_id: str) -> list[tuple[str, str]]:
    """Names and values, these on as many lines as they want."""
    headers = [("From", _people((mail.sender,))), ("To", _people(mail.to))]
    headers += [(name, _people(who)) for name, who in (("Cc", mail.cc), ("Reply-To", mail.reply_to)) if who]
    headers += [("Subject", _words(one_line(mail.subject, "subject"))), ("Date", format_datetime(mail.date))]
    headers.append(("Message-ID", own_id))
    if mail.answers:
        headers += [("In-Reply-To", mail.answers), ("References", FOLD.join((*mail.thread, mail.answers)))]
    return headers


def _people(people: Iterable[Mailbox]) -> str:
    return f",{FOLD}".join(map(_person, people))


def _person(one: Mailbox) -> str:
    address = f"{one.local}@{one.domain if one.needs_utf8 else one.ascii_domain}"
    if not one.name:
        return address
    if _ATOMS.fullmatch(one.name) and len(one.name) <= WIDTH:
        name = one.name
    elif one.name.isascii() and len(one.name) <= WIDTH:
        name = '"' + re.sub(r'(["\\])', r"\\\1", one.name) + '"'
    else:
        name = _encoded(one.name)
    last = name.rpartition("\n")[2]
    return f"{name}{' ' if len(last) + len(address) <= WIDTH else FOLD}<{address}>"


def _words(text: str) -> str:
    """A text on lines of the usual width."""
    words = text.split(" ")
    if not text.isascii() or max(map(len, words)) > WIDTH:
        return _encoded(text)
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) > WIDTH:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return FOLD.join(lines)


def _encoded(text: str) -> str:
    """As encoded words (RFC 2047), each of whole characters."""
    chunks = [b""]
    for char in text:
        data = char.encode("utf-8", "replace")
        if len(chunks[-1]) + len(data) > MOST_ENCODED:
            chunks.append(b"")
        chunks[-1] += data
    return FOLD.join(f"=?utf-8?b?{b64encode(one).decode()}?=" for one in chunks)


def _lines(text: str) -> str:
    return "\n".join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).rstrip("\n") + "\n"


def _bound(message: EmailMessage, own_id: str) -> None:
    """Boundaries that follow from the mail, so that the same mail gives the same bytes."""
    number = 0
    for part in message.walk():
        if part.is_multipart():
            number += 1
            digest = blake2b(f"{own_id}{number}".encode(), digest_size=12).hexdigest()
            part.set_boundary(f"=_{digest}")
