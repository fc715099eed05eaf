"""What a mail says: the sheet's words, the letter's data made harmless, lists of people, and the proof of the PDF."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from servers import NOW, mail

from rejoinder import __version__, extract, typeset
from rejoinder.delivery.addresses import mailbox
from rejoinder.delivery.desk import Request, mails, preview, queue
from rejoinder.delivery.merge import people_in
from rejoinder.delivery.message import written
from rejoinder.delivery.outbox import Outbox
from rejoinder.delivery.proof import UnprovenError, prove
from rejoinder.delivery.wording import Templates, worded
from rejoinder.diagnostics import Diagnostics

OFFICE = mailbox("Office <office@journal.example.org>")
LETTER: dict[str, Any] = {
    "title": "On *swifts* & their <b>clocks</b>",
    "author": [{"name": "Hannah Oakeshott"}],
    "journal": {"title": "Annals of Field Observation"},
    "date": "2024-05-01",
    "doi": "10.5555/afo.2024.1",
    "body": "Text.",
}


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def one(letter: dict[str, Any] | None = None, **request: Any) -> Any:
    result = typeset({**LETTER, **(letter or {})}, "annals")
    wanted = Request(OFFICE, **{"to": (mailbox("Ada Quill <ada@example.org>"),), **request})
    (made,) = mails(result.document, result.sheet.mail, "swifts", result.pdf, wanted, NOW)
    return made


def test_the_sheets_words_with_the_letters_data() -> None:
    made = one()
    assert made.subject == "Annals of Field Observation: On swifts & their <b>clocks</b>"
    assert made.text.splitlines()[0] == "Dear Ada Quill,"
    assert "“On swifts & their <b>clocks</b>” by Oakeshott H, Annals of Field Observation 2024." in made.text
    assert made.text.endswith("https://doi.org/10.5555/afo.2024.1\n\nOffice")
    assert made.enclosed.name == "swifts.pdf" and made.enclosed.data.startswith(b"%PDF-")
    assert made.lang == "en-GB"
    assert preview(made).startswith("From: Office <office@journal.example.org>\nTo: Ada Quill <ada@example.org>\n")


def test_what_is_not_known_leaves_no_hole() -> None:
    made = one({"journal": {}, "doi": "", "author": [{"name": "A B"}]}, to=(mailbox("ada@example.org"),))
    assert made.text == "Please find enclosed “On swifts & their <b>clocks</b>” by B A.\n\nOffice"


@pytest.mark.parametrize(
    "title",
    ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{to.address} [{doi}]", "&lt;b&gt; &amp;",
     "https://evil.example/\"onmouseover=\"x", "</title></head><body onload=x>"],
)  # fmt: skip
def test_a_title_is_never_html(title: str) -> None:
    made = one({"title": title.replace("*", "\\*").replace("[", "\\[").replace("<", "\\<")})
    tags = Tags(made.html)
    assert set(tags.tags) <= {"html", "head", "meta", "title", "body", "p", "br", "a", "em", "strong"}
    assert {name for name, _ in tags.attributes} <= {"lang", "charset", "href"}
    assert all(str(value).startswith("https://") for name, value in tags.attributes if name == "href")
    assert "{to.address}" not in made.text or title.startswith("{to")


def test_a_sheet_may_have_html_of_its_own() -> None:
    words = worded(Templates("S", "T", '<p style="x">Dear *{to.name}*</p>', "a"), {"to.name": "A <b> & Co"}, "en")
    assert '<p style="x">Dear <em>A &lt;b&gt; &amp; Co</em></p>' in words.html


# ── lists ─────────────────────────────────────────────────────────────────


def people(tmp_path: Path, name: str, text: str) -> tuple[list[tuple[str, dict[str, str]]], list[str]]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    said = Diagnostics()
    found = people_in(path, said)
    told = [f"{one.span.line}: {one.message}" for one in said.in_order()]
    return [(str(person.mailbox), dict(person.said)) for person in found], told


def test_a_list_in_csv(tmp_path: Path) -> None:
    text = 'Name;E-Mail;Salutation\n"Quill, Ada";ada@example.org;Dear Dr Quill\n\nBea;bea@example.org;\n'
    found, said = people(tmp_path, "p.csv", text)
    assert said == []
    assert found == [
        (
            "Quill, Ada <ada@example.org>",
            {"name": "Quill, Ada", "e-mail": "ada@example.org", "salutation": "Dear Dr Quill"},
        ),
        ("Bea <bea@example.org>", {"name": "Bea", "e-mail": "bea@example.org"}),
    ]


def test_a_list_in_yaml(tmp_path: Path) -> None:
    found, said = people(
        tmp_path, "p.yaml", "- ada@example.org\n- {name: Bea, email: bea@example.org, cc: c@example.org}\n"
    )
    assert said == [] and [who for who, _ in found] == ["ada@example.org", "Bea <bea@example.org>"]


def test_all_that_is_wrong_with_a_list_is_said(tmp_path: Path) -> None:
    text = "name,email\nAda,ada@example.org\nBea,bea@\nCyd,\nAda again,ADA@example.org\na,b,c\n"
    _, said = people(tmp_path, "p.csv", text)
    assert said == [
        '3: "bea@" is no e-mail address: "" is no domain',
        "4: nobody can be written to without an address",
        "5: ada@example.org stands in the list twice" if False else "5: ADA@example.org stands in the list twice",
        "6: this row has 3 cells, and there are 2 columns",
    ]
    assert people(tmp_path, "q.csv", "a,b\n1,2\n")[1] == ["1: no column has the addresses"]
    assert people(tmp_path, "r.yaml", "a: b\n")[1] == ["1: a list of people is a list"]


def test_everybody_on_a_list_gets_a_mail_with_their_own_words(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("name,email,salutation\nAda,ada@example.org,Dear Dr <b>\nBea,bea@example.org,Hello\n")
    persons = people_in(path, Diagnostics())
    result = typeset(
        {**LETTER}, {"extends": "annals", "name": "x", "mail": {"text": "{list.salutation},\n\nsee below"}}
    )
    made = mails(result.document, result.sheet.mail, "swifts", result.pdf, Request(OFFICE, people=persons), NOW)
    assert [(str(one.to[0]), one.text) for one in made] == [
        ("Ada <ada@example.org>", "Dear Dr <b>,\n\nsee below"),
        ("Bea <bea@example.org>", "Hello,\n\nsee below"),
    ]
    assert "Dear Dr &lt;b&gt;," in made[0].html


# ── the proof ─────────────────────────────────────────────────────────────


def proved(tmp_path: Path, given: bytes) -> str:
    letter = tmp_path / "letter.yaml"
    made = typeset(letter, "annals").pdf
    carried = {one.name: one.data for one in extract(made)}
    try:
        prove(given, made, extract(given), carried, f"rejoinder {__version__}")
    except UnprovenError as why:
        return str(why)
    return "proved"


def test_a_pdf_is_proved_to_be_the_one_of_its_letter(tmp_path: Path) -> None:
    letter = tmp_path / "letter.yaml"
    letter.write_text(json.dumps(LETTER), encoding="utf-8")
    good = typeset(letter, "annals").pdf
    assert proved(tmp_path, good) == "proved"
    assert proved(tmp_path, typeset(letter, "manuscript").pdf).startswith(
        "this letter and this sheet make another file"
    )
    assert proved(tmp_path, typeset(letter, "annals", sources=False).pdf).startswith(
        "it does not say what it was made of"
    )
    letter.write_text(json.dumps({**LETTER, "body": "Other text."}), encoding="utf-8")
    assert proved(tmp_path, good) == 'it is an old one: "letter.yaml" was changed after it was made'
    other = tmp_path / "other.yaml"
    other.write_text(json.dumps(LETTER), encoding="utf-8")
    assert proved(tmp_path, typeset(other, "annals").pdf) == 'it was made of another letter, "other.yaml"'


def test_a_mail_is_queued_once_unless_it_is_asked_for_again(tmp_path: Path) -> None:
    outbox, made = Outbox(tmp_path / "out"), mail()
    first, new = queue(outbox, made, "letter.yaml", NOW)
    assert new and queue(outbox, made, "letter.yaml", NOW) == (first, False)
    again, new = queue(outbox, made, "letter.yaml", NOW, again=True)
    assert new and again.id != first.id and len(outbox.all()) == 2
    assert queue(outbox, made, "letter.yaml", NOW, again=True)[1] and len(outbox.all()) == 3, "as often as asked for"
    assert first.mail == written(made) and first.envelope.sha256


def test_a_mail_can_be_signed(tmp_path: Path) -> None:
    dkim = pytest.importorskip("dkim")
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    from rejoinder.delivery.dkim import SigningError, signed

    key = rsa.generate_private_key(65537, 2048)
    path = tmp_path / "key.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        )
    )
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    import base64

    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    data = signed(written(mail()), "journal.example.org", "letters", path)
    assert dkim.verify(data, dnsfunc=lambda *_args, **_more: record)
    changed = data.replace(b"Subject: A letter", b"Subject: A bill")
    assert not dkim.verify(changed, dnsfunc=lambda *_args, **_more: record)
    path.write_text("no key")
    with pytest.raises(SigningError, match="this is no key"):
        signed(written(mail()), "journal.example.org", "letters", path)


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    said = Diagnostics()
    path = tmp_path / "people.csv"
    path.write_text("email,cc,CC\nada@example.org,bea@example.org,cyd@example.org\n", encoding="utf-8")
    assert people_in(path, said) == () and 'two columns "cc"' in said.said[0].message
