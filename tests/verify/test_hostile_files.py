"""Bad input: a clear error within two seconds and 200 MB, and never a traceback.

Each file is read by a process of its own, and the system says what that took. The seconds are those of computing, so
that a busy machine fails no test.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hostile import GOOD, READABLE, UNREADABLE, carrying, squeezed, stream

from rejoinder import InputError, extract, verify

resource = pytest.importorskip("resource", reason="this system has no limits to measure by")

MOST_SECONDS = 2.0
MOST_MEMORY = 200_000_000
UNIT = 1 if sys.platform == "darwin" else 1024
"""Of what the system counts memory in."""

ASK = """\
import json, re, resource, sys
from pathlib import Path
import rejoinder

def spent():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime

def own_memory():
    # ru_maxrss of a process counts what its parent had when it forked: here that is a test runner, of any size.
    try:
        peak = re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())
    except OSError:
        peak = None
    return int(peak[1]) if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

for file in map(Path, sys.argv[2:]):
    before, error, answer = spent(), "", None
    try:
        answer = getattr(rejoinder, sys.argv[1])(file)
    except rejoinder.InputError as refused:
        (complaint,) = refused.diagnostics
        error = complaint.message
    memory = max(own_memory(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    print(json.dumps({"file": file.stem, "error": error, "seconds": spent() - before, "memory": memory,
                      "sound": getattr(answer, "sound", None)}))
"""


def asked(question: str, files: list[Path]) -> list[dict[str, Any]]:
    """What became of each file, when a program that does nothing else asked."""
    run = subprocess.run(
        [sys.executable, "-c", ASK, question, *map(str, files)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.stderr == ""
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(answers) == len(files)
    for answer in answers:
        assert answer["seconds"] < MOST_SECONDS, answer
        assert answer["memory"] * UNIT < MOST_MEMORY, answer
    return answers


def written(tmp_path: Path, files: dict[str, Any]) -> list[Path]:
    for name, make in files.items():
        (tmp_path / f"{name}.pdf").write_bytes(make())
    return [tmp_path / f"{name}.pdf" for name in files]


@pytest.mark.parametrize("question", ["verify", "extract"])
def test_what_cannot_be_read_is_a_clear_error(tmp_path: Path, question: str) -> None:
    for answer in asked(question, written(tmp_path, UNREADABLE)):
        assert answer["error"], answer
        assert "<_io" not in answer["error"]


def test_what_can_be_read_in_part_is_judged_or_refused(tmp_path: Path) -> None:
    answers = {answer["file"]: answer for answer in asked("verify", written(tmp_path, READABLE))}
    for name in ("content of a gigabyte", "content of a gigabyte, packed twice", "metadata with entities",
                 "an element that holds itself", "an outline that leads back", "an owner's password",
                 "an attachment of a gigabyte", "content of LZW"):  # fmt: skip
        assert answers[name]["sound"] is False, name
    assert answers["as good as can be"]["sound"] is True


def test_attachments_that_grow_are_refused(tmp_path: Path) -> None:
    grown = {
        "once": lambda: carrying(stream(squeezed(1 << 30), b"/Filter /FlateDecode")),
        "twice": lambda: carrying(stream(squeezed(1 << 30, 2), b"/Filter [/FlateDecode /FlateDecode]")),
        "an owner's password": READABLE["an owner's password"],
    }
    for answer in asked("extract", written(tmp_path, grown)):
        assert answer["error"], answer


@pytest.mark.parametrize("question", [verify, extract])
def test_what_is_no_file_is_refused(tmp_path: Path, question: Any) -> None:
    import os

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    closed = tmp_path / "closed.pdf"
    closed.write_bytes(GOOD)
    closed.chmod(0)
    refused = {
        tmp_path: "folder",
        pipe: "pipe",
        Path("/dev/null"): "device",
        tmp_path / "none": "no such",
        Path("a\0b"): "null",
    }
    for path, word in refused.items():
        with pytest.raises(InputError, match=word):
            question(path)
    if os.getuid():
        with pytest.raises(InputError, match="permission denied"):
            question(closed)


def test_a_truncated_letter_is_refused_wherever_it_ends() -> None:
    for part in (0.1, 0.5, 0.9, 0.98):
        with pytest.raises(InputError):
            verify(GOOD[: int(len(GOOD) * part)])


def test_a_module_beside_the_file_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stranger's folder may hold a `json.py`: nothing is imported from where one stands."""
    for name in ("json", "pikepdf", "zlib", "page", "rejoinder"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(3)")
    (tmp_path / "x.pdf").write_bytes(GOOD)
    monkeypatch.chdir(tmp_path)
    assert verify("x.pdf").pages == 1
