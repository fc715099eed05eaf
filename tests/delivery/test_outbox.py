"""Each mail goes once, or stays: whatever the server does, wherever the process is killed."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from servers import DROP, QUICK, STALL, Clock, PlannedServer, mail, queued, standings

from rejoinder.delivery import journal as journals
from rejoinder.delivery.journal import Journal
from rejoinder.delivery.outbox import LONGEST_WAIT, MOST_TRIES, Outbox, OutboxError, wait_after
from rejoinder.delivery.server import Server
from rejoinder.delivery.smtp import send_due
from rejoinder.values import replace

ADA, BEA, CYD = "ada@example.org", "bea@example.org", "cyd@example.org"


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "outbox")


def test_a_mail_goes_out_once_with_its_dots(outbox: Outbox) -> None:
    one, clock = queued(outbox, mail(ADA, BEA)), Clock()
    with PlannedServer() as there:
        assert [tried.id for tried in send_due(outbox, there.server, clock, patience=QUICK)] == [one.id]
        assert send_due(outbox, there.server, clock, patience=QUICK) == []
    assert standings(one) == {ADA: "accepted", BEA: "accepted"}
    ((to, body),) = there.taken
    assert to == (ADA, BEA) and body == one.mail
    assert f"MAIL FROM:<office@journal.example.org> SIZE={len(one.mail)} BODY=8BITMIME RET=HDRS" in there.lines[1]
    assert "ENVID=" in there.lines[1]
    assert there.lines[2] == f"RCPT TO:<{ADA}> NOTIFY=FAILURE,DELAY ORCPT=rfc822;{ADA}"
    assert one.state(clock()) == "sent"


BEFORE_THE_DOT = ["greeting", "EHLO", "MAIL", "RCPT", "DATA", "body"]


@pytest.mark.parametrize("answer", [DROP, STALL, "421 closing", "451 greylisted"])
@pytest.mark.parametrize("phase", BEFORE_THE_DOT)
def test_what_fails_before_the_last_line_is_tried_again_later(outbox: Outbox, phase: str, answer: str) -> None:
    if phase == "body" and answer != DROP:
        pytest.skip("a server says nothing while the mail comes")
    # So large that the line cannot swallow all of it before the server has hung up.
    data = b"%PDF" + bytes(12_000_000 if phase == "body" else 100)
    patience = replace(QUICK, data=20.0, whole=30.0) if phase == "body" else QUICK
    one, clock = queued(outbox, mail(ADA, data=data)), Clock()
    with PlannedServer(lambda at, _, connection: answer if at == phase and connection == 1 else None) as there:
        send_due(outbox, there.server, clock, patience=patience)
        assert standings(one) == {ADA: "deferred"} and not there.taken
        assert one.recipients[ADA].reply
        assert send_due(outbox, there.server, clock, patience=patience) == [], "not before its time"
        clock.now += wait_after(1) + 1
        send_due(outbox, there.server, clock, patience=patience)
    assert standings(one) == {ADA: "accepted"} and len(there.taken) == 1


@pytest.mark.parametrize("answer", [DROP, STALL, "nonsense", "999 what", "354 go on"])
def test_a_last_line_without_an_answer_is_uncertain_and_waits_for_a_person(outbox: Outbox, answer: str) -> None:
    one, clock = queued(outbox, mail(ADA)), Clock()
    with PlannedServer(lambda at, _, connection: answer if at == "dot" and connection == 1 else None) as there:
        send_due(outbox, there.server, clock, patience=QUICK)
        assert standings(one) == {ADA: "uncertain"} and one.state(clock()) == "uncertain"
        clock.now += 10 * LONGEST_WAIT
        assert send_due(outbox, there.server, clock, patience=QUICK) == [], "not by itself, ever"
        one.journal.write("retry", [ADA], clock())
        send_due(outbox, there.server, clock, patience=QUICK)
    assert standings(one) == {ADA: "accepted"}
    ids = {line for _, body in there.taken for line in body.split(b"\r\n") if line.startswith(b"Message-ID:")}
    assert len(ids) == 1, "it keeps its Message-ID"


@pytest.mark.parametrize(("answer", "standing"), [("550 no such person", "refused"), ("452 later", "deferred")])
def test_an_answer_to_the_last_line_makes_it_certain(outbox: Outbox, answer: str, standing: str) -> None:
    one = queued(outbox, mail(ADA))
    with PlannedServer(lambda at, _line, _connection: answer if at == "dot" else None) as there:
        send_due(outbox, there.server, Clock(), patience=QUICK)
    assert standings(one) == {ADA: standing} and one.recipients[ADA].reply == answer


def test_recipients_are_taken_one_by_one(outbox: Outbox) -> None:
    one, clock = queued(outbox, mail(ADA, BEA, CYD)), Clock()
    answers = {BEA: "450 greylisted", CYD: "550 unknown"}

    def plan(phase: str, line: str, connection: int) -> str | None:
        return (
            next((say for who, say in answers.items() if who in line), None)
            if phase == "RCPT" and connection == 1
            else None
        )

    with PlannedServer(plan) as there:
        send_due(outbox, there.server, clock, patience=QUICK)
        assert standings(one) == {ADA: "accepted", BEA: "deferred", CYD: "refused"}
        clock.now += wait_after(1) + 1
        send_due(outbox, there.server, clock, patience=QUICK)
    assert standings(one) == {ADA: "accepted", BEA: "accepted", CYD: "refused"}
    assert [to for to, _ in there.taken] == [(ADA,), (BEA,)], "nobody twice"
    assert one.state(clock()) == "refused"


def test_a_mail_that_is_too_large_is_never_sent(outbox: Outbox) -> None:
    one = queued(outbox, mail(ADA, data=b"%PDF" + bytes(9000)))
    plan = {"EHLO": "250-here\r\n250 SIZE 5000"}
    with PlannedServer(lambda phase, _line, _connection: plan.get(phase)) as there:
        send_due(outbox, there.server, Clock(), patience=QUICK)
    assert standings(one) == {ADA: "refused"}
    assert "5,000 bytes at the most" in one.recipients[ADA].reply
    assert not any(line.startswith("MAIL") for line in there.lines)


def test_a_server_that_lies_about_its_size_is_believed_when_it_refuses(outbox: Outbox) -> None:
    one = queued(outbox, mail(ADA))
    with PlannedServer(lambda phase, _line, _connection: "552 too large" if phase == "dot" else None) as there:
        send_due(outbox, there.server, Clock(), patience=QUICK)
    assert standings(one) == {ADA: "refused"}


def test_letters_beyond_ascii_need_a_server_that_knows_them(outbox: Outbox) -> None:
    one = queued(outbox, mail("grün@example.org"))
    with PlannedServer() as there:
        send_due(outbox, there.server, Clock(), patience=QUICK)
    assert standings(one) == {"grün@example.org": "refused"} and "SMTPUTF8" in one.recipients["grün@example.org"].reply
    two = queued(outbox, mail("grün@bücher.example", subject="Noch einer"))
    with PlannedServer(
        lambda phase, _l, _c: "250-here\r\n250-SMTPUTF8\r\n250 DSN" if phase == "EHLO" else None
    ) as there:
        send_due(outbox, there.server, Clock(), patience=QUICK)
    assert standings(two) == {"grün@xn--bcher-kva.example": "accepted"}
    assert "SMTPUTF8" in there.lines[1] and "RCPT TO:<grün@xn--bcher-kva.example>" in there.lines[2]


def test_it_waits_longer_each_time_and_gives_up_at_last(outbox: Outbox) -> None:
    one, clock = queued(outbox, mail(ADA)), Clock()
    waits = [wait_after(tries) for tries in range(1, 9)]
    assert waits == sorted(waits) and waits[0] == 300 and waits[-1] == LONGEST_WAIT
    for _ in range(MOST_TRIES):
        one.journal.write("attempt", [ADA], clock())
        one.journal.write("deferred", [ADA], clock(), "451 no", clock() + 1)
    clock.now += 10
    assert one.due(clock()) == () and one.state(clock()) == "given up"
    one.journal.write("retry", [ADA], clock())
    assert one.due(clock()) == (ADA,)


# ── killed at any point ───────────────────────────────────────────────────


class KilledError(BaseException):
    """As if the process were gone."""


@pytest.mark.parametrize("torn", [False, True])
@pytest.mark.parametrize("at", range(1, 7))
def test_killed_at_any_line_of_the_journal(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch, at: int, torn: bool
) -> None:
    """Before a line is written, or in the middle of it: each recipient has the mail once, or is uncertain."""
    one, clock = queued(outbox, mail(ADA, BEA)), Clock()
    real, count = Journal.write, 0

    def dying(self: Journal, event: str, to: list[str], now: float, reply: str = "", until: float = 0.0) -> None:
        nonlocal count
        count += 1
        if count == at:
            if torn:
                real(self, event, to, now, reply, until)
                with self._path.open("r+b") as file:
                    file.truncate(self._path.stat().st_size - 5)
            raise KilledError
        real(self, event, to, now, reply, until)

    plan = {"RCPT": {BEA: "450 later"}}

    def planned(phase: str, line: str, connection: int) -> str | None:
        return next((say for who, say in plan.get(phase, {}).items() if who in line), None) if connection == 1 else None

    with PlannedServer(planned) as there:
        monkeypatch.setattr(journals.Journal, "write", dying)
        with pytest.raises(KilledError) if at <= 4 else _nothing():
            send_due(outbox, there.server, clock, patience=QUICK)
        monkeypatch.setattr(journals.Journal, "write", real)
        for _ in range(3):
            clock.now += LONGEST_WAIT
            send_due(outbox, there.server, clock, patience=QUICK)
    got = Counter(who for to, _ in there.taken for who in to)
    for who, standing in standings(one).items():
        assert got[who] <= 1, "nobody twice"
        assert (standing == "accepted" and got[who] == 1) or standing == "uncertain", (who, standing)


class _nothing:  # noqa: N801 - reads like a function
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


SENDER = """\
import sys, time
from pathlib import Path
from rejoinder.delivery.outbox import Outbox
from rejoinder.delivery.server import Server
from rejoinder.delivery.server import Server
from rejoinder.delivery.smtp import send_due
from rejoinder.values import replace
print("ready", flush=True)
send_due(Outbox(Path(sys.argv[1])), Server("127.0.0.1", int(sys.argv[2]), "none"), time.time)
"""


def test_killed_for_real(tmp_path: Path) -> None:
    """The process is killed at many moments of a run of mails, and begun again until nothing is left to send."""
    outbox = Outbox(tmp_path / "outbox")
    mails = [queued(outbox, mail(f"p{n}@example.org", subject=f"Letter {n}")) for n in range(12)]
    with PlannedServer() as there:
        for delay in (0.0, 0.004, 0.008, 0.012, 0.018, 0.026, 0.04, 60.0):
            process = subprocess.Popen(
                [sys.executable, "-c", SENDER, str(outbox.folder), str(there.port)], stdout=subprocess.PIPE
            )
            assert process.stdout is not None and process.stdout.readline() == b"ready\n"
            try:
                process.wait(delay)
            except subprocess.TimeoutExpired:
                process.kill()
            process.wait()
            process.stdout.close()
        got = Counter(who for to, _ in there.taken for who in to)
    for one in mails:
        ((who, standing),) = standings(one).items()
        assert got[who] <= 1
        assert (standing, got[who]) in {("accepted", 1), ("uncertain", 1), ("uncertain", 0)}, (who, standing, got[who])


# ── the folder ────────────────────────────────────────────────────────────


def test_the_same_mail_is_not_queued_twice(outbox: Outbox) -> None:
    first, again = queued(outbox, mail(ADA)), queued(outbox, mail(ADA))
    assert first.id == again.id and len(outbox.all()) == 1
    assert queued(outbox, mail(BEA)).id != first.id
    assert not [path for path in outbox.folder.iterdir() if path.name.startswith(".new-")]


def test_half_a_mail_is_never_found(outbox: Outbox) -> None:
    one = queued(outbox, mail(ADA))
    (outbox.folder / f".new-1-{one.id}").mkdir()
    (outbox.folder / "notes.txt").write_text("not a mail")
    (outbox.folder / ("0" * 20)).mkdir()
    assert [found.id for found in outbox.all()] == [one.id]


def test_two_processes_do_not_send_one_mail(outbox: Outbox) -> None:
    one = queued(outbox, mail(ADA))
    with PlannedServer() as there, outbox.held(one) as held:
        assert held
        assert send_due(outbox, there.server, Clock(), patience=QUICK) == []
    assert not there.taken and standings(one) == {ADA: "queued"}


def test_mails_are_found_by_the_beginning_of_their_ids(outbox: Outbox) -> None:
    one = queued(outbox, mail(ADA))
    assert outbox.find(one.id[:6]).id == one.id
    for wrong in ("", "zz", "../etc"):
        with pytest.raises(OutboxError):
            outbox.find(wrong)
    outbox.remove(one, Clock()())
    assert outbox.all() == [] and not list(outbox.folder.iterdir())


def test_a_journal_with_strange_lines_is_read_as_far_as_it_can_be(outbox: Outbox) -> None:
    one, clock = queued(outbox, mail(ADA)), Clock()
    one.journal.write("attempt", [ADA], clock())
    with (one.folder / "journal").open("ab") as file:
        file.write(
            b'\xff\xfe\n[1]\n{"event": "accepted", "to": ["somebody@else.example"]}\n{"event": 3, "to": {}}\n{"ev'
        )
    assert standings(one) == {ADA: "queued"}
    one.journal.write("accepted", [ADA], clock(), "250 ok")
    assert standings(one) == {ADA: "accepted"}


def test_no_password_is_in_the_outbox(outbox: Outbox) -> None:
    one = queued(outbox, mail(ADA))
    told = json.loads((one.folder / "envelope.json").read_text(encoding="utf-8"))
    assert not any("pass" in key for key in told)
    assert (outbox.folder.stat().st_mode & 0o077) == 0 or sys.platform == "win32"


@pytest.mark.parametrize("answer", ["250 ok", "220 hello"])
def test_a_server_cannot_accept_what_it_has_not_got(outbox: Outbox, answer: str) -> None:
    one = queued(outbox, mail(ADA))
    with PlannedServer(lambda at, _line, _connection: answer if at == "DATA" else None) as there:
        send_due(outbox, there.server, Clock(), patience=QUICK)
    assert standings(one) == {ADA: "deferred"} and not there.taken


@pytest.mark.parametrize("security", ["none", "tls"])
def test_a_server_that_greets_without_end_is_hung_up_on(outbox: Outbox, security: str) -> None:
    one = queued(outbox, mail(ADA))
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        line, _ = listener.accept()
        # Of TLS the beginning of a record, whose rest comes byte by byte.
        with line, contextlib.suppress(OSError):
            line.sendall(b"\x16\x03\x03\x3f\xff" if security == "tls" else b"220-")
            while True:
                line.sendall(b"\x02" if security == "tls" else b"a")
                time.sleep(0.05)

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    before = time.monotonic()
    server = Server("127.0.0.1", listener.getsockname()[1], security)  # type: ignore[arg-type]
    send_due(outbox, server, Clock(), patience=replace(QUICK, whole=0.7))
    assert time.monotonic() - before < 5 and standings(one) == {ADA: "deferred"}
    thread.join(5)
    listener.close()
    assert not thread.is_alive()


def test_a_reply_without_end_is_not_kept(outbox: Outbox) -> None:
    one = queued(outbox, mail(ADA))
    endless = "\r\n".join(["250-and another thing"] * 10_000)
    with PlannedServer(lambda at, _line, connection: endless if at == "EHLO" and connection == 1 else None) as there:
        send_due(outbox, there.server, Clock(), patience=QUICK)
        assert standings(one) == {ADA: "deferred"} and "without end" in one.recipients[ADA].reply
        send_due(outbox, there.server, Clock(), only=[one.id], patience=QUICK)
    assert standings(one) == {ADA: "accepted"}


def test_nobody_meddles_with_a_mail_that_is_being_sent(outbox: Outbox) -> None:
    one = queued(outbox, mail(ADA))
    with outbox.held(one):
        with pytest.raises(OutboxError, match="being sent just now"):
            outbox.remove(one, 0.0)
        with pytest.raises(OutboxError, match="being sent just now"):
            outbox.retry(one, 0.0)
    assert standings(one) == {ADA: "queued"} and (one.folder / "journal").read_bytes() == b""


def test_a_mail_that_was_dropped_is_not_sent_by_whoever_waited_for_it(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = queued(outbox, mail(ADA))
    monkeypatch.setattr(Outbox, "all", lambda _: [one])
    outbox.remove(one, 0.0)
    with PlannedServer() as there:
        assert send_due(outbox, there.server, Clock(), patience=QUICK) == []
    assert there.connections == 0 and not list(outbox.folder.iterdir())


def test_a_mail_whose_file_is_gone_stops_none_of_the_others(outbox: Outbox) -> None:
    one, other = queued(outbox, mail(ADA)), queued(outbox, mail(BEA))
    (one.folder / "mail.eml").unlink()
    with PlannedServer() as there:
        send_due(outbox, there.server, Clock(), patience=QUICK)
    assert standings(one) == {ADA: "deferred"} and standings(other) == {BEA: "accepted"}
    assert "cannot be read from the outbox" in one.recipients[ADA].reply


@pytest.mark.parametrize("gone", ["envelope.json", "journal"])
def test_a_mail_of_which_half_is_gone_is_told_of_and_never_sent(outbox: Outbox, gone: str) -> None:
    one, other = queued(outbox, mail(ADA)), queued(outbox, mail(BEA))
    (one.folder / gone).unlink()
    assert outbox.unreadable() == [one.folder] and [found.id for found in outbox.all()] == [other.id]
    told = json.loads((other.folder / "envelope.json").read_bytes()) | {"at": 1e300}
    (other.folder / "envelope.json").write_text(json.dumps(told))
    assert outbox.all() == [] and len(outbox.unreadable()) == 2
    shutil.rmtree(one.folder)
    assert outbox.unreadable() == [other.folder]


@pytest.mark.skipif(sys.platform == "win32", reason="rights are others there")
def test_an_outbox_into_which_others_may_write_is_refused(outbox: Outbox) -> None:
    queued(outbox, mail(ADA))
    outbox.folder.chmod(0o777)
    for ask in (outbox.all, lambda: queued(outbox, mail(BEA))):
        with pytest.raises(OutboxError, match="others may put mails into this folder"):
            ask()
    outbox.folder.chmod(0o700)
    assert len(outbox.all()) == 1 and os.listdir(outbox.folder) == [outbox.all()[0].id]  # noqa: PTH208
