"""The program as part of another: what it takes, what it gives, and that it keeps nothing from one call to the next."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import UserDict
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import yaml

import rejoinder
from rejoinder import STAGES, Diagnostic, InputError, Result, Span, check, typeset
from verdict import check_file

CONTENT = Path(__file__).parent.parent / "content"
SAMPLES = sorted(CONTENT.glob("*.*"))
TEXT = """\
title: On letters
author: {name: Ada Quill, affiliations: [{name: Post Office, city: Bath}], corresponding: true}
date: 2025-03-14
body: |
  Dear Editor,

  It is never too late to answer.[^late]

  [^late]: Or hardly ever.
"""
MAPPING: dict[str, Any] = yaml.safe_load(TEXT)
HOUSE = "name: house\nextends: base\ncolumns: {count: 1}\npage: {trim: A5}\n"
REFERENCE = "- {id: vale2024, type: book, title: Whose ice?, author: [{family: Vale, given: R}], issued: 2024}\n"
CITING = TEXT.replace("answer.[", "answer.[@vale2024][") + "bibliography: references.yaml\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letter.yaml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "house.yaml").write_text(HOUSE, encoding="utf-8")
    (tmp_path / "references.yaml").write_text(REFERENCE, encoding="utf-8")
    return tmp_path


# ── what it takes ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "letter",
    ["letter.yaml", Path("letter.yaml"), TEXT, MAPPING, UserDict(MAPPING), MappingProxyType(MAPPING)],
    ids=["name", "path", "text", "mapping", "user's mapping", "frozen mapping"],
)
def test_a_letter_is_a_path_a_text_or_a_mapping(desk: Path, letter: Any) -> None:
    assert typeset(letter, sources=False).pdf == typeset(TEXT, sources=False).pdf
    assert typeset(letter).diagnostics == ()


@pytest.mark.parametrize(
    "style",
    ["house", "house.yaml", Path("house.yaml"), HOUSE, yaml.safe_load(HOUSE), UserDict(yaml.safe_load(HOUSE))],
    ids=["name", "file name", "path", "text", "mapping", "user's mapping"],
)
def test_a_sheet_is_a_name_a_path_a_text_or_a_mapping(desk: Path, style: Any) -> None:
    result = typeset(TEXT, style, sources=False)
    assert result.sheet.name == "house"
    assert result.pdf == typeset(TEXT, HOUSE, sources=False).pdf
    assert result.pdf != typeset(TEXT, sources=False).pdf


def test_annals_is_the_sheet_if_nothing_is_said() -> None:
    assert typeset(TEXT).pdf == typeset(TEXT, None).pdf == typeset(TEXT, "annals").pdf
    assert typeset(TEXT).sheet.name == "annals"


def test_the_days_that_a_yaml_reader_makes_are_dates() -> None:
    assert isinstance(MAPPING["date"], date)
    assert typeset(MAPPING).letter.date == "2025-03-14"


@pytest.mark.parametrize("nothing", [None, 42, b"title: T\n", ["title"], object()])
def test_anything_else_is_a_mistake_of_the_program(nothing: Any) -> None:
    with pytest.raises(TypeError, match="a letter is a path, a text or a mapping"):
        typeset(nothing)
    if nothing is not None:
        with pytest.raises(TypeError, match="a style is a path, a text or a mapping"):
            typeset(TEXT, nothing)


@pytest.mark.parametrize("text", ["", "\n", " \n "])
def test_an_empty_field_of_a_form_is_an_empty_letter(text: str) -> None:
    with pytest.raises(InputError) as refused:
        typeset(text)
    assert str(refused.value) == "<letter>: error: the file is empty"


# ── where it reads ────────────────────────────────────────────────────────


def test_a_file_finds_its_bibliography_beside_it(desk: Path) -> None:
    (desk / "citing.yaml").write_text(CITING, encoding="utf-8")
    assert len(typeset(desk / "citing.yaml").document.references) == 1


@pytest.mark.parametrize("letter", [CITING, yaml.safe_load(CITING)], ids=["text", "mapping"])
def test_a_text_finds_its_bibliography_in_the_folder_that_is_named(desk: Path, letter: Any) -> None:
    assert len(typeset(letter, folder=desk).document.references) == 1
    assert len(typeset(letter, folder=str(desk)).document.references) == 1
    assert check(letter, folder=desk) == ()
    with pytest.raises(InputError, match="a letter that lies in no file has no files beside it"):
        typeset(letter)


@pytest.mark.parametrize("path", ["../references.yaml", "/etc/hosts", "sub/../../references.yaml"])
def test_nothing_is_read_outside_that_folder(desk: Path, path: str) -> None:
    (desk / "inner").mkdir()
    with pytest.raises(InputError, match="lies outside the letter's folder"):
        typeset(CITING.replace("references.yaml", path), folder=desk / "inner")


def test_a_text_reads_no_file_of_the_folder_the_program_runs_in(desk: Path) -> None:
    for style in ("extends: house.yaml\n", {"extends": "house.yaml"}):
        with pytest.raises(InputError, match="there is no style sheet"):
            typeset(TEXT, style)


# ── what it gives ─────────────────────────────────────────────────────────


def test_the_result_has_everything_that_was_made_on_the_way() -> None:
    result = typeset(TEXT)
    assert isinstance(result, Result)
    check_file(result.pdf, len(result.pages))
    assert [page.folio for page in result.pages] == ["1"]
    assert result.diagnostics == ()
    assert result.letter.authors[0].affiliations
    assert [note.span.line for note in result.document.footnotes] == [9]
    assert [note.number for note in result.galley.notes] == [1]
    assert result.sheet.columns.count == 2
    assert result.made_up.pages is result.pages


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_can_be_read(stage: str) -> None:
    assert "late" in typeset(TEXT).dump(stage)


def test_a_stage_that_is_none_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="no stage is called 'type'; the stages are letter, document, galley, pages"):
        typeset(TEXT).dump("type")


def test_warnings_come_with_the_result() -> None:
    (warning,) = typeset(TEXT.replace("[^late]:", "[^late]: Or *never*.\n\n  [^more]:")).diagnostics
    assert warning == Diagnostic(
        "warning",
        'the note "more" is never called, and will not be set',
        Span("<letter>", 11, 3),
        "call it with [^more], or delete it",
        "letter",
    )


def test_a_refusal_carries_everything() -> None:
    with pytest.raises(InputError) as refused:
        typeset({**MAPPING, "titel": "x", "date": "soon"}, {"colums": {}})
    said = refused.value.diagnostics
    assert [(str(one.span), one.severity, one.message, one.hint) for one in said] == [
        ("<mapping>.date", "error", '"soon" is no date', "write it as 2016-09-13, 2016-09 or 2016"),
        ("<mapping>.titel", "error", 'unknown key "titel"', 'did you mean "title"?'),
        ("<style>.colums", "error", 'unknown key "colums"', 'did you mean "columns"?'),
    ]
    assert str(refused.value) == "\n".join(map(str, said))


def test_check_says_what_typeset_would() -> None:
    bad = TEXT.replace("[^late]:", "[^lat]:")
    with pytest.raises(InputError) as refused:
        typeset(bad)
    assert check(bad) == refused.value.diagnostics
    odd = TEXT.replace("answer", "𒀀")
    assert check(odd) == typeset(odd).diagnostics != ()
    assert check(TEXT) == ()


def test_everything_of_the_manual_can_be_imported() -> None:
    assert all(hasattr(rejoinder, name) for name in rejoinder.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'typset'"):
        rejoinder.typset  # noqa: B018 - asking is the test


# ── the day it bears ──────────────────────────────────────────────────────


def test_a_file_bears_the_day_of_its_letter() -> None:
    assert b"2025-03-14T00:00:00" in typeset(TEXT).pdf
    assert b"xmp:CreateDate" not in typeset(TEXT.replace("date: 2025-03-14\n", "")).pdf


def test_or_the_time_it_is_given() -> None:
    stamp = datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)
    assert b"2001-09-09T01:46:40" in typeset(TEXT, stamp=stamp).pdf
    elsewhere = stamp.astimezone(timezone(timedelta(hours=9)))
    assert typeset(TEXT, stamp=elsewhere).pages == typeset(TEXT, stamp=stamp).pages


# ── it keeps nothing ──────────────────────────────────────────────────────

JOBS: list[tuple[Any, Any]] = [
    *((path, sheet) for path in SAMPLES for sheet in ("annals", "manuscript")),
    (TEXT, HOUSE),
    (MAPPING, {"extends": "manuscript", "text": {"body": {"size": "12pt"}}}),
    (TEXT.replace("never", "𒀀"), None),
    (TEXT.replace("[^late]:", "[^lat]:"), None),
    (TEXT, {"columns": {"count": 9}}),
]


def outcome(job: tuple[Any, Any]) -> tuple[bytes, tuple[str, ...]]:
    try:
        result = typeset(*job)
    except InputError as refused:
        return b"", tuple(map(str, refused.diagnostics))
    return result.pdf, tuple(map(str, result.diagnostics))


def test_letters_do_not_change_each_other() -> None:
    forwards = [outcome(job) for job in JOBS]
    backwards = [outcome(job) for job in reversed(JOBS)]
    assert forwards == backwards[::-1]


def test_threads_get_the_same_bytes_as_one_after_the_other() -> None:
    expected = [outcome(job) for job in JOBS]
    got: dict[tuple[int, int], tuple[bytes, tuple[str, ...]]] = {}
    begin = threading.Barrier(4)

    def work(me: int) -> None:
        begin.wait()
        for turn in range(len(JOBS)):  # every thread begins with another letter and sheet
            number = (turn + 3 * me) % len(JOBS)
            got[me, number] = outcome(JOBS[number])

    threads = [threading.Thread(target=work, args=(me,)) for me in range(4)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-4)  # change threads fifty times as often as usual
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert len(got) == 4 * len(JOBS)
    assert all(result == expected[number] for (_, number), result in got.items())


FRESH = """\
import hashlib, sys
from pathlib import Path
from rejoinder import typeset
for path in map(Path, sys.argv[1:]):
    for sheet in ("annals", "manuscript"):
        print(path.name, sheet, hashlib.sha256(typeset(path, sheet).pdf).hexdigest())
"""


def test_fresh_processes_give_the_same_bytes_whatever_their_hashes() -> None:
    def digests(seed: str, *others: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed, **dict(one.split("=") for one in others)}
        command = [sys.executable, "-c", FRESH, *map(str, SAMPLES)]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True, env=environment).stdout

    first = digests("0", "TZ=UTC", "LANG=C")
    assert first.count("\n") == 2 * len(SAMPLES)
    assert first == digests("4711", "TZ=Asia/Tokyo", "LC_ALL=C.UTF-8", "SOURCE_DATE_EPOCH=1")


AT_ONCE = """\
import hashlib, sys, threading
from pathlib import Path
from rejoinder import typeset
sys.setswitchinterval(1e-4)
jobs = [(Path(path), sheet) for path in sys.argv[1:] for sheet in ("annals", "manuscript")]
digests, begin = {}, threading.Barrier(4)
def work(me):
    begin.wait()
    for turn in range(len(jobs)):
        path, sheet = job = jobs[(turn + me) % len(jobs)]
        digests[job, me] = hashlib.sha256(typeset(path, sheet).pdf).hexdigest()
threads = [threading.Thread(target=work, args=(me,)) for me in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
for path, sheet in jobs:
    print(path.name, sheet, *sorted({digests[(path, sheet), me] for me in range(4)}))
"""


def test_threads_that_begin_with_empty_caches_get_the_same_bytes() -> None:
    """The first letters of a process, all at once: importing, reading fonts and sheets at the same time."""
    outputs = [
        subprocess.run(
            [sys.executable, "-c", script, *map(str, SAMPLES)], capture_output=True, text=True, timeout=60, check=True
        ).stdout
        for script in (FRESH, AT_ONCE)
    ]
    assert outputs[0] == outputs[1]


def test_a_failure_leaves_nothing_behind() -> None:
    """Refusals, whatever room they come from, do not show in what is set after them."""
    before = typeset(TEXT).pdf
    for bad in ("", "title: [\n", TEXT.replace("[^late]:", "[^lat]:"), TEXT + "csl: nowhere\n"):
        with pytest.raises(InputError):
            typeset(bad)
    with pytest.raises(InputError):
        typeset(TEXT, "extends: annals\ntext: {body: {size: 900pt}}\n")
    assert typeset(TEXT).pdf == before
