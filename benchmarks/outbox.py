"""Ten thousand mails through a server that fails in one of twenty: none lost, none doubled, and how fast.

    python benchmarks/outbox.py [--mails 10000] [--faults 5]

The server is one of this machine, and speaks plain SMTP. Of a hundred mails so many meet a fault: the connection is
dropped before or after the mail was taken, the server defers it, or says nothing that can be understood. What became of
each recipient by the journals is compared with what the server took.
"""

from __future__ import annotations

import argparse
import socket
import tempfile
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from rejoinder.delivery.addresses import mailbox
from rejoinder.delivery.desk import queue
from rejoinder.delivery.message import Enclosed, Mail
from rejoinder.delivery.outbox import LONGEST_WAIT, Outbox
from rejoinder.delivery.server import Server
from rejoinder.delivery.smtp import Patience, send_due

NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
FAULTS = ("drop at RCPT", "defer", "drop before the last line", "drop after the mail was taken", "nonsense")


class FaultyServer:
    """Takes mails, and fails in turn at every `every`-th of them in one of the ways of `FAULTS`."""

    def __init__(self, every: int) -> None:
        self.every, self.seen, self.failed = every, 0, 0
        self.taken: Counter[str] = Counter()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            line, _ = self.listener.accept()
            with line:
                try:
                    self.converse(line)
                except OSError:
                    continue

    def fault(self) -> str:
        self.seen += 1
        if self.every and self.seen % self.every == 0:
            self.failed += 1
            return FAULTS[self.failed % len(FAULTS)]
        return ""

    def converse(self, line: socket.socket) -> None:
        def say(text: bytes) -> None:
            line.sendall(text + b"\r\n")

        say(b"220 here")
        fault, to = self.fault(), ""
        file = line.makefile("rb")
        for raw in file:
            verb = raw[:4].upper()
            if verb == b"EHLO":
                say(b"250 here")
            elif verb == b"RCPT":
                if fault == "drop at RCPT":
                    return
                to = raw[raw.index(b"<") + 1 : raw.index(b">")].decode()
                say(b"451 later" if fault == "defer" else b"250 ok")
            elif verb == b"DATA":
                say(b"354 go on")
                for body in file:
                    if body == b".\r\n":
                        break
                    if fault == "drop before the last line":
                        return
                self.taken[to] += 1
                if fault == "drop after the mail was taken":
                    return
                say(b"what?" if fault == "nonsense" else b"250 taken")
            elif verb == b"QUIT":
                say(b"221 bye")
                return
            else:
                say(b"250 ok")


def mail(number: int) -> Mail:
    pdf = Enclosed("letter.pdf", b"%PDF-1.7 " + str(number).encode() * 1000)
    return Mail(
        mailbox("Office <office@journal.example.org>"),
        (mailbox(f"reader-{number}@example.org"),),
        f"Letter {number}",
        "Please find it enclosed.",
        "<p>Please find it enclosed.</p>",
        pdf,
        NOW,
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--mails", type=int, default=10_000)
    options.add_argument("--faults", type=int, default=5, help="of a hundred")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        outbox = Outbox(Path(scratch) / "outbox")
        start = time.perf_counter()
        for number in range(chosen.mails):
            queue(outbox, mail(number), "letter.yaml", NOW)
        queued = time.perf_counter()
        there = FaultyServer(100 // chosen.faults if chosen.faults else 0)
        server, clock, rounds = Server("127.0.0.1", there.port, "none"), [NOW.timestamp()], 0
        while send_due(outbox, server, lambda: clock[0], patience=Patience(5.0, 5.0, 5.0, 20.0)):
            clock[0] += LONGEST_WAIT + 1
            rounds += 1
        sent = time.perf_counter()
        report(outbox, there, chosen.mails, (queued - start, sent - queued), rounds)


def report(outbox: Outbox, there: FaultyServer, count: int, seconds: tuple[float, float], rounds: int) -> None:
    standings: Counter[str] = Counter()
    lost = 0
    for one in outbox.all():
        for address, recipient in one.recipients.items():
            standings[recipient.standing] += 1
            if recipient.standing == "accepted" and there.taken[address] != 1:
                lost += 1
    doubled = sum(times > 1 for times in there.taken.values())
    print(f"{count:,} mails, {there.failed} faults, {rounds} rounds: {dict(standings)}")
    print(f"lost {lost + count - sum(standings.values())}, doubled {doubled}; every uncertain one waits for a person")
    print(f"queued in {seconds[0]:.1f} s ({count / seconds[0]:.0f} a second), sent in {seconds[1]:.1f} s", end=" ")
    print(f"({count / seconds[1]:.0f} a second)")


if __name__ == "__main__":
    main()
