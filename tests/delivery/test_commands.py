"""`rejoinder email` and `rejoinder outbox`: what is written, sent and said, and how they end."""

from __future__ import annotations

import email
import json
import os
import sys
from email import policy
from pathlib import Path

import pytest
from servers import DROP, PlannedServer

from rejoinder.cli import main

LETTER = """\
title: On the lateness of letters
author: Ada Quill
journal: Annals
date: 2025-03-14
body: |
  It is never too late to answer.
"""
FROM, ADA, BEA = "Office <office@journal.example.org>", "ada@example.org", "bea@example.org"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("REJOINDER_SMTP", "REJOINDER_FROM", "REJOINDER_OUTBOX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1770000000")
    monkeypatch.setenv("REJOINDER_OUTBOX", str(tmp_path / "outbox"))
    (tmp_path / "letter.yaml").write_text(LETTER, encoding="utf-8")
    return tmp_path


def wrong(*arguments: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2


def test_a_mail_is_written_as_a_file(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["email", "letter.yaml", "--from", FROM, "--to", f"Ada Quill <{ADA}>", "--cc", BEA]) == 0
    assert capsys.readouterr().out == f"{Path('out/letter.eml')}\n"
    message = email.message_from_bytes(Path("out/letter.eml").read_bytes(), policy=policy.default)
    assert message["To"] == f"Ada Quill <{ADA}>" and message["Cc"] == BEA
    assert message["Subject"] == "Annals: On the lateness of letters"
    main(["build", "letter.yaml"])
    (part,) = [one for one in message.walk() if one.get_content_type() == "application/pdf"]
    assert part.get_payload(decode=True) == Path("out/letter.pdf").read_bytes() and part.get_filename() == "letter.pdf"
    first = Path("out/letter.eml").read_bytes()
    assert main(["email", "letter.yaml", "--from", FROM, "--to", f"Ada Quill <{ADA}>", "--cc", BEA]) == 0
    assert Path("out/letter.eml").read_bytes() == first, "the same mail, the same bytes"


def test_a_dry_run_prints_the_mail_and_writes_nothing(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["email", "letter.yaml", "--from", FROM, "--to", ADA, "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "Subject: Annals: On the lateness of letters\n" in out and "[letter.pdf: " in out
    assert not Path("out").exists() and not Path("outbox").exists()


def test_a_list_of_people(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("people.csv").write_text(f"name,email\nAda,{ADA}\nBea,{BEA}\n", encoding="utf-8")
    assert main(["email", "letter.yaml", "--from", FROM, "--list", "people.csv"]) == 0
    assert capsys.readouterr().out.splitlines() == [str(Path("out/letter-1.eml")), str(Path("out/letter-2.eml"))]
    assert b"Dear Bea," in Path("out/letter-2.eml").read_bytes()
    Path("people.csv").write_text("name,email\nAda,ada@\n", encoding="utf-8")
    assert main(["email", "letter.yaml", "--from", FROM, "--list", "people.csv"]) == 1
    assert "people.csv:2: error:" in capsys.readouterr().err


def test_what_is_sent_is_this_letters_pdf(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", "letter.yaml"])
    arguments = ["email", "letter.yaml", "--from", FROM, "--to", ADA, "--pdf", "out/letter.pdf"]
    assert main(arguments) == 0
    Path("letter.yaml").write_text(LETTER.replace("never", "hardly ever"), encoding="utf-8")
    Path("out/letter.eml").unlink()
    capsys.readouterr()
    assert main(arguments) == 1
    assert 'is an old one: "letter.yaml" was changed after it was made' in capsys.readouterr().err
    Path("out/letter.pdf").write_bytes(b"%PDF-1.4 somebody's")
    assert main(arguments) == 1
    assert main([*arguments[:-1], "out/none.pdf"]) == 1
    assert not Path("out/letter.eml").exists()


def test_a_letter_with_errors_is_not_sent(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("letter.yaml").write_text(LETTER.replace("author", "autor"), encoding="utf-8")
    with PlannedServer() as there:
        server = f"smtp://127.0.0.1:{there.port}"
        assert main(["email", "letter.yaml", "--from", FROM, "--to", ADA, "--server", server]) == 1
        assert there.connections == 0
    assert not Path("outbox").exists()


@pytest.mark.parametrize("outside", ["../secret.json", "/etc/secret.json", "link.json"])
def test_a_letter_sends_no_file_from_outside_its_folder(
    tmp_path: Path, desk: Path, capsys: pytest.CaptureFixture[str], outside: str
) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (tmp_path / "secret.json").write_text('[{"id": "a", "type": "book", "title": "Secret"}]', encoding="utf-8")
    (folder / "link.json").symlink_to(tmp_path / "secret.json")
    letter = folder / "letter.yaml"
    letter.write_text(f"{LETTER.replace('answer.', 'answer.[@a]')}bibliography: {outside}\n", encoding="utf-8")
    assert main(["email", str(letter), "--from", FROM, "--to", ADA, "--eml", "out/x.eml"]) == 1
    assert "lies outside the letter's folder" in capsys.readouterr().err
    assert not Path("out/x.eml").exists()


def test_sent_once_and_again_only_if_asked(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with PlannedServer() as there:
        arguments = ["email", "letter.yaml", "--from", FROM, "--to", ADA, "--server", f"smtp://127.0.0.1:{there.port}"]
        assert main(arguments) == 0
        assert f"sent  {ADA}" in capsys.readouterr().out
        assert main(arguments) == 0
        assert "this mail was queued before, and is sent: --again sends it once more" in capsys.readouterr().err
        assert len(there.taken) == 1
        assert main([*arguments, "--again"]) == 0
        assert len(there.taken) == 2
    assert main(["outbox"]) == 0
    assert capsys.readouterr().out.count("accepted") == 2


def test_deferred_then_sent_from_the_outbox(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with PlannedServer(lambda phase, _line, n: "451 greylisted" if phase == "RCPT" and n == 1 else None) as there:
        server = f"smtp://127.0.0.1:{there.port}"
        assert main(["email", "letter.yaml", "--from", FROM, "--to", ADA, "--server", server]) == 1
        assert f"to {ADA} is deferred: 451 greylisted" in capsys.readouterr().err
        assert main(["outbox", "--json"]) == 0
        (told,) = json.loads(capsys.readouterr().out)["mails"]
        assert told["state"] == "deferred" and told["recipients"][0]["tries"] == 1
        assert main(["outbox", "send", "--server", server]) == 0
        assert not there.taken, "not before its time"
        assert main(["outbox", "retry", told["id"][:8], "--server", server]) == 0
        assert len(there.taken) == 1
    assert main(["outbox", "drop", told["id"]]) == 0
    capsys.readouterr()
    assert main(["outbox"]) == 0 and capsys.readouterr().out == ""


def test_an_uncertain_mail_waits_for_a_person(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with PlannedServer(lambda phase, _line, n: DROP if phase == "dot" and n == 1 else None) as there:
        server = f"smtp://127.0.0.1:{there.port}"
        assert main(["email", "letter.yaml", "--from", FROM, "--to", ADA, "--server", server]) == 1
        assert "is uncertain" in capsys.readouterr().err
        assert main(["outbox", "send", "--server", server]) == 0
        assert len(there.taken) == 1


def test_queued_without_a_word_to_the_server(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server = "smtp://127.0.0.1:9"
    assert main(["email", "letter.yaml", "--from", FROM, "--to", ADA, "--server", server, "--queue"]) == 0
    assert f"queued  {ADA}" in capsys.readouterr().out
    assert main(["outbox"]) == 0 and "queued" in capsys.readouterr().out


def test_wrong_commands(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong("email", "letter.yaml", "--to", ADA)
    wrong("email", "letter.yaml", "--from", FROM)
    wrong("email", "letter.yaml", "--from", FROM, "--to", "pay@bank.example <thief@evil.example>")
    wrong("email", "letter.yaml", "--from", FROM, "--to", f"{ADA}\r\nBcc: x@y.example")
    wrong("email", "letter.yaml", "--from", FROM, "--to", ADA, "--server", "smtps://u:secret@mail.example.org")
    assert "secret" not in capsys.readouterr().err
    wrong("outbox", "retry", "--server", "smtp://localhost")
    wrong("outbox", "send")
    assert main(["outbox", "drop", "nosuch"]) == 1
    assert main(["email", "letter.yaml", "--from", FROM, "--to", ADA, "--answers", "no id"]) == 1
    assert "is no Message-ID" in capsys.readouterr().err


def test_a_mail_is_queued_where_no_server_is_known(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["email", "letter.yaml", "--from", FROM, "--to", ADA, "--queue"]) == 0
    assert "queued" in capsys.readouterr().out and not Path("out").exists()
    main(["outbox"])
    assert ADA in capsys.readouterr().out


def test_a_mail_to_many_people_is_replaced_by_itself(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    many = [part for n in range(80) for part in ("--to", f"somebody-{n}@example.org")]
    for _ in range(2):
        assert main(["email", "letter.yaml", "--from", FROM, *many, "--eml", "mails/"]) == 0
    assert capsys.readouterr().out.splitlines() == [str(Path("mails/letter.eml"))] * 2


def test_what_is_deferred_is_not_sent_a_second_time_beside(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with PlannedServer(lambda phase, _line, _connection: "451 later" if phase == "MAIL" else None) as there:
        arguments = ["email", "letter.yaml", "--from", FROM, "--to", ADA, "--server", f"smtp://127.0.0.1:{there.port}"]
        assert main(arguments) == 1
        capsys.readouterr()
        main(arguments)
    err = capsys.readouterr().err
    assert "is deferred" in err and "outbox send" in err and "--again" not in err


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_a_letter_whose_name_is_no_text(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = os.fsdecode(b"\xff.yaml")
    Path("letter.yaml").rename(name)
    assert main(["email", name, "--from", FROM, "--to", ADA, "--queue"]) == 0
    assert main(["outbox", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.partition("\n")[2])["mails"][0]["letter"] == name


def test_nobody_gets_a_mail_by_the_list_and_by_name(desk: Path) -> None:
    Path("people.csv").write_text(f"name,email\nAda,{ADA}\n", encoding="utf-8")
    wrong("email", "letter.yaml", "--from", FROM, "--list", "people.csv", "--to", ADA.title())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_nobody_waits_for_a_pdf_that_never_ends(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo("pipe.pdf")
    assert main(["email", "letter.yaml", "--from", FROM, "--to", ADA, "--pdf", "pipe.pdf"]) == 1
    assert "not an ordinary file" in capsys.readouterr().err


def test_what_is_not_tried_is_said(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with PlannedServer() as there:
        server = ["--server", f"smtp://127.0.0.1:{there.port}"]
        assert main(["email", "letter.yaml", "--from", FROM, "--to", ADA, *server]) == 0
        name = capsys.readouterr().out[:6]
        assert main(["outbox", "send", name, *server]) == 1
        assert "was not tried: it is sent" in capsys.readouterr().err and len(there.taken) == 1


def test_half_a_mail_in_the_outbox_is_told_of(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["email", "letter.yaml", "--from", FROM, "--to", ADA, "--queue"])
    (folder,) = Path("outbox").iterdir()
    (folder / "envelope.json").write_text("{", encoding="utf-8")
    assert main(["outbox"]) == 1
    assert f"{folder.name}: this mail cannot be read" in capsys.readouterr().err


def test_a_subject_that_is_no_template_is_not_sent(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for subject, why in (
        ("[Annals] A letter", "no variable in this group"),
        ("{who}: a letter", "no variable"),
        ("a {", "alone"),
    ):
        wrong("email", "letter.yaml", "--from", FROM, "--to", ADA, "--subject", subject)
        assert why in capsys.readouterr().err
    subject = r"\[{journal.title}\] A letter to {list.town}"
    assert main(["email", "letter.yaml", "--from", FROM, "--to", ADA, "--subject", subject, "--dry-run"]) == 0
    assert "Subject: [Annals] A letter to\n" in capsys.readouterr().out


ARTICLE = """\
<article><front><article-meta><title-group><article-title>Whose ice?</article-title></title-group></article-meta>
</front><body><p>Nobody's.</p></body><sub-article id="S1"><front-stub><title-group><article-title>An answer
</article-title></title-group></front-stub><body><p>Ours.</p></body></sub-article></article>
"""


def test_a_sub_article_has_a_mail_of_its_own(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("ice.xml").write_text(ARTICLE, encoding="utf-8")
    for part in ("", "S1"):
        assert main(["email", "ice.xml", "--from", FROM, "--to", ADA, "--part", part]) == 0
    assert capsys.readouterr().out.splitlines() == [str(Path("out/ice.eml")), str(Path("out/ice-S1.eml"))]
    assert b'filename="ice-S1.pdf"' in Path("out/ice-S1.eml").read_bytes()
