"""One mailbox, as it was typed; every trick is refused, and said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.delivery.addresses import AddressError, mailbox, mailboxes


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ("ada@example.org", "", "ada@example.org"),
        (" Ada Quill  <ada@example.org> ", "Ada Quill", "ada@example.org"),
        ('"Quill, Ada" <ada@example.org>', "Quill, Ada", "ada@example.org"),
        ('"Ada \\"A\\" Quill" <ada@example.org>', 'Ada "A" Quill', "ada@example.org"),
        ("ada+letters@EXAMPLE.org", "", "ada+letters@example.org"),
        ("Ngô Đình <ngo@example.org>", "Ngô Đình", "ngo@example.org"),
        ("o'neill@example.org", "", "o'neill@example.org"),
        ("grün@bücher.example", "", "grün@bücher.example"),
        ("ada@example.org <ada@example.org>", "ada@example.org", "ada@example.org"),
        ("<ada@example.org>", "", "ada@example.org"),
    ],
)
def test_what_is_a_mailbox(written: str, name: str, address: str) -> None:
    made = mailbox(written)
    assert (made.name, made.address) == (name, address)
    assert mailbox(str(made) if '"' not in made.name and "," not in made.name else address).address == address


TRICKS = {
    "ada@example.org\r\nBcc: all@example.org": "line end",
    "Ada\nBcc: x@y.example <ada@example.org>": "line end",
    "Ada\x00 <ada@example.org>": "U\\+0000",
    "Ada \u202egro.elpmaxe <ada@example.org>": "U\\+202E",
    "ada\u200b@example.org": "U\\+200B",
    '"pay@bank.example" <thief@evil.example>': "looks like another address",
    "pay@bank.example <thief@evil.example>": "looks like another address",
    "=?utf-8?q?pay=40bank.example?= <thief@evil.example>": "not encoded",
    "ada@example.org, bea@example.org": "no e-mail address",
    "Friends: ada@example.org;": "no e-mail address",
    "ada@example.org <bea@example.org> <cyd@example.org>": "looks like another address",
    "(ada) ada@example.org": "no e-mail address",
    '"ada quill"@example.org': "no e-mail address",
    "@relay.example:ada@example.org": "no e-mail address",
    "ada@[127.0.0.1]": "by its number",
    "ada@localhost": "is no domain",
    "ada@-bad-.example": "is no domain",
    "ada@exam ple.org": "no",
    "ada": "no e-mail address",
    "": "no e-mail address",
    "@example.org": "no e-mail address",
    f"{'a' * 65}@example.org": "more than 64 bytes",
    f"a@{'b' * 64}.example": "is no domain",
    "x" * 2000: "at most",
    '"=? utf-8 ?q?=0D=0ABcc:=20x?=" <ada@example.org>': "not encoded",
    '"pay＠bank.example" <thief@evil.example>': "looks like another",
    '"pay @ bank.example" <thief@evil.example>': "looks like another",
}


@pytest.mark.parametrize("written", TRICKS)
def test_tricks_are_refused(written: str) -> None:
    with pytest.raises(AddressError, match=TRICKS[written]) as refused:
        mailbox(written)
    assert "\n" not in str(refused.value) and "\r" not in str(refused.value)


def test_nobody_is_written_to_twice() -> None:
    several = mailboxes(["Ada <ada@example.org>", "ADA@example.org", "bea@example.org"])
    assert [str(one) for one in several] == ["Ada <ada@example.org>", "bea@example.org"]


@given(st.text(max_size=60))
def test_anything_is_a_mailbox_or_refused_in_one_line(written: str) -> None:
    try:
        made = mailbox(written)
    except AddressError as refused:
        assert len(str(refused).splitlines()) == 1
    else:
        assert "@" in made.for_server and not set(made.for_server) & set("\r\n <>,;")
        assert made.ascii_domain.isascii()
        assert made.header().addr_spec.count("@") == 1


def test_joiners_stand_within_words_of_persian_and_indic_names_only() -> None:
    assert mailbox("\u0639\u0644\u06cc\u200c\u0631\u0636\u0627 <a@example.org>").name.count("\u200c") == 1
    for trick in ("Ad\u200ca <a@example.org>", "\u0639\u200c <a@example.org>", "a\u200d@example.org"):
        with pytest.raises(AddressError):
            mailbox(trick)
