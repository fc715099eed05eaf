"""Commands for mail: email, outbox."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rejoinder import __version__
from rejoinder.cli.given import home_of, input_of, may_be_replaced, of_part, stamp_of, style_of
from rejoinder.cli.saying import Tally, fit, say
from rejoinder.cli.terms import READING, STDIN
from rejoinder.diagnostics import Diagnostics, InputError, system_reason

if TYPE_CHECKING:
    from datetime import datetime

    from rejoinder.delivery.desk import Request
    from rejoinder.delivery.message import Mail
    from rejoinder.delivery.outbox import Outbox, Queued
    from rejoinder.delivery.server import Server


def email(wanted: argparse.Namespace) -> int:
    tally = Tally()
    tally.do(wanted.letter, lambda: _send_letter(wanted, tally))
    return tally.close()


def _send_letter(wanted: argparse.Namespace, tally: Tally) -> None:
    """Set the letter, make up the mails, and print, write or send them."""
    from rejoinder.delivery.desk import mails
    from rejoinder.delivery.message import MessageError
    from rejoinder.pipeline import typeset

    request, server = _request(wanted), _server(wanted)
    if wanted.dkim_key and not wanted.dkim_selector:
        wanted.wrong("--dkim-key wants --dkim-selector, the name under which the public key is found")
    style, stamp = style_of(wanted), stamp_of(wanted)
    result = typeset(
        input_of(wanted.letter),
        style,
        stamp=stamp,
        folder=home_of(wanted.letter),
        pages=wanted.pages,
        standard=wanted.standard or READING[0],
        part=wanted.part or "",
    )
    tally.complaints(result.diagnostics)
    if wanted.pdf and not _is_proved(wanted, result.pdf, tally):
        return
    name = "letter" if wanted.letter == STDIN else Path(wanted.letter).stem
    name = of_part(Path(name), wanted.part or "").name
    now = stamp or _now()
    try:
        made = mails(result.document, result.sheet.mail, name, result.pdf, request, now)
        if wanted.dry_run:
            _signed(wanted, made[0])  # whether the key is one is known before anything is sent
            _preview(made, tally)
        elif server is None and not wanted.queue:
            _write_mails(wanted, name, made, tally)
        else:
            _queue_and_send(wanted, server, made, now, tally)
    except MessageError as problem:
        tally.failure(str(problem))


def _request(wanted: argparse.Namespace) -> Request:
    """Who writes to whom. All that is wrong with it is said at once."""
    from rejoinder.delivery.addresses import AddressError, Mailbox, mailboxes
    from rejoinder.delivery.desk import Request
    from rejoinder.delivery.merge import people_in

    faults: list[str] = []

    def all_of(written: Sequence[str]) -> tuple[Mailbox, ...]:
        try:
            return mailboxes(written)
        except AddressError as wrong:
            faults.append(str(wrong))
            return ()

    sender = wanted.sender or os.environ.get("REJOINDER_FROM") or ""
    if not sender:
        wanted.wrong("who writes? Say --from, or set REJOINDER_FROM")
    if not wanted.to and not wanted.people:
        wanted.wrong("who gets it? Say --to, or --list")
    _check_subject(wanted)
    to, cc, reply_to, senders = all_of(wanted.to), all_of(wanted.cc), all_of(wanted.reply_to), all_of([sender])
    if faults:
        wanted.wrong("; ".join(faults))
    said = Diagnostics()
    people = people_in(Path(wanted.people), said) if wanted.people else ()
    said.stop_on_errors()
    listed = {one.mailbox.for_server.casefold() for one in people}
    twice = [one.address for one in to if one.for_server.casefold() in listed]
    if twice:
        wanted.wrong(f"{', '.join(twice)} stands in the list as well as in --to: nobody gets two mails")
    return Request(senders[0], to, people, cc, reply_to, wanted.subject or "", wanted.answers, tuple(wanted.thread))


def _check_subject(wanted: argparse.Namespace) -> None:
    """Brackets and braces mean something in templates, and would vanish from a subject that is none."""
    from rejoinder.style.template import LIST_VARIABLE, MAIL_VARIABLES, parse

    written: str = wanted.subject or ""
    for fault in parse(written, (*MAIL_VARIABLES, *LIST_VARIABLE.findall(written)))[1][:1]:
        wanted.wrong(f"--subject: {fault.message}{f'; {fault.hint}' if fault.hint else ''}")


def _server(wanted: argparse.Namespace) -> Server | None:
    from rejoinder.delivery.server import ServerError, server_of

    written = wanted.server or os.environ.get("REJOINDER_SMTP")
    if not written:
        return None
    try:
        return server_of(written)
    except ServerError as wrong:
        wanted.wrong(str(wrong))
        raise  # `wrong` has left already


def _now() -> datetime:
    from datetime import UTC, datetime

    return datetime.now(UTC).replace(microsecond=0)


def _is_proved(wanted: argparse.Namespace, made: bytes, tally: Tally) -> bool:
    """Whether the PDF that somebody made before is the one that this letter and this sheet make."""
    from rejoinder.delivery.proof import UnprovenError, prove
    from rejoinder.verify.ask import extract

    path = Path(wanted.pdf)
    if path.exists() and not path.is_file():  # a device or a pipe would never end
        tally.failure(f"{wanted.pdf}: is not an ordinary file")
        return False
    try:
        given = path.read_bytes()
    except OSError as problem:
        tally.failure(f"{wanted.pdf}: cannot be read: {system_reason(problem)}")
        return False
    if given == made:
        return True
    sources = {one.name: one.data for one in extract(made)}
    try:
        carried = extract(path)
    except InputError as refused:
        tally.complaints(refused.diagnostics)
        return False
    try:
        prove(given, made, carried, sources, f"rejoinder {__version__}")
    except UnprovenError as why:
        tally.failure(f"{wanted.pdf} is not sent: {why}")
        return False
    return True


def _signed(wanted: argparse.Namespace, mail: Mail) -> bytes:
    from rejoinder.delivery.message import MessageError, written

    if not wanted.dkim_key:
        return written(mail)
    from rejoinder.delivery.dkim import SigningError, signed

    try:
        return signed(written(mail), mail.sender.ascii_domain, wanted.dkim_selector, Path(wanted.dkim_key))
    except SigningError as problem:
        raise MessageError(str(problem)) from problem


def _preview(made: Sequence[Mail], tally: Tally) -> None:
    from rejoinder.delivery.desk import preview

    for number, mail in enumerate(made):
        tally.write(STDIN, ("\n" if number else "") + fit(preview(mail)))


def _write_mails(wanted: argparse.Namespace, name: str, made: Sequence[Mail], tally: Tally) -> None:
    """As files, each of which any mail program opens. Each is made when it is its turn: there may be thousands."""
    if wanted.eml == STDIN:
        if len(made) > 1:
            wanted.wrong("--eml - takes one mail")
        sys.stdout.flush()
        sys.stdout.buffer.write(_signed(wanted, made[0]))
        return
    eml = wanted.eml or f"out{os.sep}"
    first = Path(eml) / f"{name}.eml" if eml.endswith(("/", os.sep)) or Path(eml).is_dir() else Path(eml)
    several = len(made) > 1
    paths = [first.with_name(f"{first.stem}-{n}{first.suffix}") if several else first for n in range(1, len(made) + 1)]
    for path, mail in zip(paths, made, strict=True):
        data = _signed(wanted, mail)
        if not may_be_replaced(path, "mail"):
            tally.failure(f"{path}: is there already and is no mail: remove it first, or name another with --eml")
            continue
        if tally.put(path, data):
            print(fit(str(path)))


def _queue_and_send(
    wanted: argparse.Namespace, server: Server | None, made: Sequence[Mail], now: datetime, tally: Tally
) -> None:
    """Everything is in the outbox before the first mail is sent."""
    import time

    from rejoinder.delivery.desk import queue
    from rejoinder.delivery.outbox import OutboxError
    from rejoinder.delivery.server import ServerError
    from rejoinder.delivery.smtp import send_due

    outbox = _outbox_of(wanted)
    fresh: list[Queued] = []
    try:
        for mail in made:
            one, new = queue(outbox, mail, wanted.letter, now, data=_signed(wanted, mail), again=wanted.again)
            state = one.state(time.time())
            if new or state == "queued":
                fresh.append(one)
            else:
                who = ", ".join(one.envelope.recipients)
                say(f"rejoinder: {one.id[:10]} to {who}: this mail was queued before, and is {state}: "
                     f"{_what_helps(one, state)}")  # fmt: skip
        if wanted.queue or server is None:
            for one in fresh:
                print(fit(f"{one.id[:10]}  queued  {', '.join(one.envelope.recipients)}"))
            return
        if fresh:
            send_due(outbox, server, time.time, only=[one.id for one in fresh])
    except (OutboxError, ServerError) as problem:
        tally.failure(str(problem))
        return
    _say_what_became(fresh, tally)


def _what_helps(one: Queued, state: str) -> str:
    """To send a mail that was queued before; a second one beside it would reach its readers twice."""
    if state == "deferred":
        return f'it is tried again by "rejoinder outbox send" when its time has come, by "… send {one.id[:10]}" now'
    return "--again sends it once more" if state == "sent" else f'"rejoinder outbox retry {one.id[:10]}" tries it again'


def _say_what_became(tried: Sequence[Queued], tally: Tally) -> None:
    """A line for each recipient: on standard output if the server has the mail, else as a complaint."""
    for one in tried:
        for recipient in one.recipients.values():
            if recipient.standing == "accepted":
                print(fit(f"{one.id[:10]}  sent  {recipient.address}"))
            else:
                why = recipient.reply or "another process has it in hand"
                tally.failure(f"{one.id[:10]} to {recipient.address} is {recipient.standing}: {why}")


def _outbox_of(wanted: argparse.Namespace) -> Outbox:
    from rejoinder.delivery.outbox import Outbox

    named = wanted.outbox or os.environ.get("REJOINDER_OUTBOX")
    if named:
        return Outbox(Path(named))
    state = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA") or str(Path.home() / ".local" / "state")
    return Outbox(Path(state) / "rejoinder" / "outbox")


def outbox(wanted: argparse.Namespace) -> int:
    import time

    from rejoinder.delivery.desk import listed, listed_json
    from rejoinder.delivery.outbox import OutboxError
    from rejoinder.delivery.server import ServerError
    from rejoinder.delivery.smtp import send_due

    tally = Tally("mails", "sent")
    outbox, server = _outbox_of(wanted), _server(wanted)
    if wanted.do in ("retry", "drop") and not wanted.ids:
        wanted.wrong(f"which mail? Say outbox {wanted.do} ID")
    if wanted.do in ("retry", "send") and server is None:
        wanted.wrong("by which server? Say --server, or set REJOINDER_SMTP")
    try:
        chosen = list({found.id: found for found in map(outbox.find, wanted.ids)}.values())
        if not wanted.ids:
            chosen = outbox.all()
            for folder in outbox.unreadable():
                tally.failure(f"{folder}: this mail cannot be read, and is not sent: look at it, or remove the folder")
        if wanted.do == "list":
            told = listed_json(chosen, time.time()) if wanted.json else listed(chosen, time.time())
            tally.write(STDIN, told if wanted.json else fit(told))
        elif wanted.do == "drop":
            for one in chosen:
                outbox.remove(one, time.time())
                print(f"{one.id[:10]}  dropped")
        else:
            assert server is not None
            if wanted.do == "retry":
                for one in chosen:
                    outbox.retry(one, time.time())
            only = [one.id for one in chosen] if wanted.ids else ()
            tried = send_due(outbox, server, time.time, only=only)
            _say_what_became(tried, tally)
            for one in chosen if only else ():
                if one.id not in {other.id for other in tried}:
                    tally.failure(
                        f"{one.id[:10]} was not tried: it is {one.state(time.time())}, or being sent just now"
                    )
    except (OutboxError, ServerError) as problem:
        tally.failure(str(problem))
    return tally.close()
