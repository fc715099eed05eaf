"""A mail as bytes: read back by the standard library it says what it should, and its headers hold nothing else."""

from __future__ import annotations

import email
from datetime import timedelta
from email import policy
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from servers import NOW, mail

from rejoinder.delivery.addresses import mailbox
from rejoinder.delivery.message import MessageError, attachment_name, key_of, message_id, one_line, written
from rejoinder.values import replace


def read(data: bytes) -> EmailMessage:
    if data.isascii():
        message = email.message_from_bytes(data, policy=policy.default)
    else:
        message = email.message_from_string(data.decode(), policy=policy.SMTPUTF8)
    assert isinstance(message, EmailMessage) and not message.defects
    return message


def test_all_parts_come_back() -> None:
    made = mail(
        "Ada Quill <ada@example.org>",
        "Ngô Đình <ngo@example.org>",
        subject="Response to: ‘Are swifts getting later?’ by Fairweather",
        data=bytes(range(256)) * 40,
        cc=(mailbox("bea@example.org"),),
        reply_to=(mailbox("editor@journal.example.org"),),
        answers="<1@example.org>",
        thread=("<0@example.org>",),
        lang="en-GB",
    )
    message = read(written(made))
    assert message["Subject"] == made.subject
    assert [str(one) for one in message["To"].addresses] == [
        "Ada Quill <ada@example.org>",
        "Ngô Đình <ngo@example.org>",
    ]
    assert message["Cc"] == "bea@example.org" and message["Reply-To"] == "editor@journal.example.org"
    assert message["In-Reply-To"] == "<1@example.org>" and message["References"] == "<0@example.org> <1@example.org>"
    assert message["Date"].datetime == NOW
    assert message["Message-ID"] == message_id(made)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None and html is not None
    assert (
        text.get_content().replace("\r\n", "\n") == made.text and html.get_content().replace("\r\n", "\n") == made.html
    )
    (enclosed,) = message.iter_attachments()
    assert enclosed.get_filename() == "letter.pdf" and enclosed.get_content_type() == "application/pdf"
    assert enclosed.get_content() == made.enclosed.data
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf",
    ]  # fmt: skip


def test_lines_are_ascii_and_short() -> None:
    data = written(mail(subject="Über " + "lange Wörter " * 12, data=bytes(5000)))
    assert data.isascii()
    assert all(len(line) <= 78 for line in data.split(b"\r\n")), max(map(len, data.split(b"\r\n")))
    assert data.count(b"\n") == data.count(b"\r\n")


def test_the_same_mail_is_the_same_bytes_and_has_one_id() -> None:
    assert written(mail()) == written(mail())
    later = replace(mail(), date=NOW + timedelta(seconds=1))
    assert key_of(later) == key_of(mail()) and message_id(later) != message_id(mail())
    for other in (mail(subject="Another"), mail("bea@example.org"), mail(data=b"%PDF other")):
        assert key_of(other) != key_of(mail())


INJECTIONS = [
    "A letter\r\nBcc: all@example.org",
    "A letter\nX-Evil: 1\n\nbody",
    "A\u2028letter\u2029",
    "=?utf-8?b?Qmlja2VyaW5n?=",
    "=? utf-8 ?q?=0D=0ABcc:=20all@example.org?=",
    "A =?utf-8\xa0?Q?=0ABcc:_x@example.org?= letter",
    "\u202eretteL",
    "A\x00B\x0bC\x85D",
]


@pytest.mark.parametrize("subject", INJECTIONS)
def test_nothing_gets_into_the_headers(subject: str) -> None:
    message = read(written(mail(subject=subject)))
    assert sorted(message.keys()) == sorted(
        ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
    )
    assert message["Subject"] == one_line(subject, "subject")
    assert len(message["Subject"].splitlines()) == 1


@settings(max_examples=150)
@given(st.text(min_size=1, max_size=200))
def test_any_title_is_one_line_of_a_header(subject: str) -> None:
    try:
        data = written(mail(subject=subject))
    except MessageError:
        assert not one_or_nothing(subject)
        return
    head = data.partition(b"\r\n\r\n")[0]
    message = read(data)
    assert b"\r\nBcc:" not in head and "Bcc" not in message
    assert message["Subject"].split() == one_line(subject, "subject").split()
    assert len(list(message.iter_attachments())) == 1


def one_or_nothing(text: str) -> str:
    try:
        return one_line(text, "subject")
    except MessageError:
        return ""


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Oakeshott 2024", "Oakeshott-2024.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\temp\\evil.exe", "evil.exe.pdf"),
        ("Ångström & Łódź: eine Antwort.pdf", "Angstrom-Lodz-eine-Antwort.pdf"),
        ("\r\nContent-Type: x", "Content-Type-x.pdf"),
        ("日本語", "letter.pdf"),
        ("CON", "letter.pdf"),
        ("", "letter.pdf"),
        (".hidden", "hidden.pdf"),
        ("a" * 300, f"{'a' * 100}.pdf"),
        ("\u202efdp.exe", "fdp.exe.pdf"),
    ],
)
def test_the_name_of_the_file_is_harmless(wanted: str, name: str) -> None:
    assert attachment_name(wanted) == name


@pytest.mark.parametrize("bad", ["1@example.org", "<a b@example.org>", "<1@x>\r\nBcc: <y@z>", "<>"])
def test_what_is_no_message_id_is_refused(bad: str) -> None:
    with pytest.raises(MessageError, match="is no Message-ID"):
        written(mail(answers=bad))


def test_a_mail_to_nobody_is_refused() -> None:
    with pytest.raises(MessageError, match="goes to nobody"):
        written(replace(mail(), to=()))


def test_addresses_beyond_ascii_are_written_as_they_are() -> None:
    data = written(mail("grün@bücher.example"))
    assert "grün@bücher.example".encode() in data
    message = read(data)
    assert message["To"].addresses[0].addr_spec == "grün@bücher.example"
    assert b"xn--bcher-kva" in written(mail("gruen@bücher.example"))
