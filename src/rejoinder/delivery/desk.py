"""The desk at which mails are made up: a set letter, the sheet's words, and the people they go to.

Knows letters and mails; neither prints nor sends, and is told the time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email import policy
from email.parser import BytesParser
from hashlib import sha256

from rejoinder.delivery.addresses import Mailbox
from rejoinder.delivery.merge import Person
from rejoinder.delivery.message import Enclosed, Mail, attachment_name, key_of, message_id, one_line, written
from rejoinder.delivery.outbox import Envelope, Outbox, Queued
from rejoinder.delivery.wording import Templates, worded
from rejoinder.document.inlines import plain_text
from rejoinder.document.model import Document
from rejoinder.style.model import MailForm
from rejoinder.values import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """Who writes to whom, besides what the letter and the sheet say."""

    sender: Mailbox
    to: tuple[Mailbox, ...] = ()
    """All of them get one mail."""
    people: tuple[Person, ...] = ()
    """Each of them gets a mail of their own."""
    cc: tuple[Mailbox, ...] = ()
    reply_to: tuple[Mailbox, ...] = ()
    subject: str = ""
    """Instead of the sheet's."""
    answers: str = ""
    thread: tuple[str, ...] = ()


def mails(document: Document, form: MailForm, name: str, pdf: bytes, request: Request, now: datetime) -> list[Mail]:
    """The mails that carry a letter's PDF. `name` is that of the letter's file. Raises `MessageError`."""
    made = [_mail(document, form, name, pdf, request, (one.mailbox,), one, now) for one in request.people]
    if request.to:
        made.append(_mail(document, form, name, pdf, request, request.to, None, now))
    return made


def _mail(
    document: Document,
    form: MailForm,
    name: str,
    pdf: bytes,
    request: Request,
    to: tuple[Mailbox, ...],
    person: Person | None,
    now: datetime,
) -> Mail:
    templates = Templates(request.subject or form.subject, form.text, form.html, form.attachment)
    words = worded(templates, _values(document, name, request.sender, to, person), document.lang)
    return Mail(
        sender=request.sender,
        to=to,
        subject=one_line(words.subject or name, "subject"),
        text=words.text,
        html=words.html,
        enclosed=Enclosed(attachment_name(words.attachment or name), pdf),
        date=now,
        cc=(*request.cc, *(person.cc if person else ())),
        reply_to=request.reply_to,
        answers=request.answers,
        thread=request.thread,
        lang=document.lang,
    )


def _values(
    document: Document, name: str, sender: Mailbox, to: tuple[Mailbox, ...], person: Person | None
) -> Mapping[str, str]:
    values = {variable: plain_text(inlines) for variable, inlines in document.variables}
    values |= {
        "letter": name,
        "to.name": ", ".join(one.name for one in to if one.name),
        "to.address": ", ".join(one.address for one in to),
        "from.name": sender.name,
        "from.address": sender.address,
    }
    if person is not None:
        values |= {f"list.{column}": said for column, said in person.said}
    return values


def queue(
    outbox: Outbox, mail: Mail, letter: str, now: datetime, *, data: bytes = b"", again: bool = False
) -> tuple[Queued, bool]:
    """Queue a mail, and say whether it is a new one: not if the same was queued before and not asked for `again`.

    `data` is the mail as it shall go out, if it is not as it was written (signed, say).
    """
    key = key_of(mail)
    known = outbox.known(key)
    if known is not None and not again:
        return known, False
    number = 1
    while known is not None:
        number += 1
        known = outbox.known(f"{key} {number}")
    key = key if number == 1 else f"{key} {number}"
    envelope = Envelope(
        message_id=message_id(mail),
        sender=mail.sender.for_server,
        recipients=tuple(one.for_server for one in mail.recipients),
        utf8=mail.needs_utf8,
        subject=mail.subject,
        letter=letter,
        attachment=mail.enclosed.name,
        sha256=sha256(mail.enclosed.data).hexdigest(),
        at=now.timestamp(),
    )
    return outbox.add(key, data or written(mail), envelope), True


def preview(mail: Mail) -> str:
    """The mail to be looked at: its headers, its text, and what goes along."""
    head = BytesParser(policy=policy.default).parsebytes(written(mail), headersonly=True)
    shown = [f"{name}: {_decoded(head[name])}" for name in head if name not in ("MIME-Version", "Content-Type")]
    enclosed = f"[{mail.enclosed.name}: {len(mail.enclosed.data):,} bytes, {mail.enclosed.media_type}]"
    return "\n".join([*shown, "", mail.text, enclosed, ""])


def _decoded(header: object) -> str:
    return str(header).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def listed(queued: Iterable[Queued], now: float) -> str:
    """A line for each mail in the outbox, and one for each recipient with whom something is."""
    lines = []
    for one in queued:
        when = datetime.fromtimestamp(one.envelope.at).strftime("%Y-%m-%d %H:%M")
        lines.append(f"{one.id[:10]}  {when}  {one.state(now):<9}  {one.envelope.subject}")
        for recipient in one.recipients.values():
            more = f": {recipient.reply}" if recipient.reply and recipient.standing != "accepted" else ""
            tries = f" ({recipient.tries} tries)" if recipient.tries > 1 else ""
            lines.append(f"    {recipient.standing:<9}  {recipient.address}{tries}{more}")
    return "".join(f"{line}\n" for line in lines)


def listed_json(queued: Iterable[Queued], now: float) -> str:
    """The same for programs; the keys are stable."""
    told = [
        {
            "id": one.id,
            "state": one.state(now),
            "queued": datetime.fromtimestamp(one.envelope.at, UTC).isoformat(),
            "message_id": one.envelope.message_id,
            "subject": one.envelope.subject,
            "letter": one.envelope.letter,
            "attachment": one.envelope.attachment,
            "sha256": one.envelope.sha256,
            "recipients": [
                {
                    "address": who.address,
                    "standing": who.standing,
                    "tries": who.tries,
                    "reply": who.reply,
                    "until": datetime.fromtimestamp(who.until, UTC).isoformat() if who.until else None,
                }
                for who in one.recipients.values()
            ],
        }
        for one in queued
    ]
    text = json.dumps({"rejoinder-outbox": 1, "mails": told}, ensure_ascii=False, indent=1) + "\n"
    return text.encode("utf-8", "backslashreplace").decode()  # names of files may be no text
