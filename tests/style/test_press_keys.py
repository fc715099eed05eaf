"""What a sheet says about the press: keys, faults, and a profile that lies beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sheets import complaints, sheet, tried

from rejoinder.diagnostics import Diagnostics
from rejoinder.source import Source
from rejoinder.style.read import read_style


def test_what_a_sheet_has_that_says_nothing() -> None:
    plain = sheet("name: mine")
    assert plain.page.bleed == pytest.approx(8.504, abs=0.001)
    assert (plain.page.mark_length, plain.press.inks, plain.press.profile) == (14.0, "cmyk", None)


def test_lengths_and_inks() -> None:
    own = sheet("page: {bleed: 5mm, mark-length: 6mm}\npress: {inks: gray}")
    assert own.page.bleed == pytest.approx(14.173, abs=0.001)
    assert own.page.mark_length == pytest.approx(17.008, abs=0.001)
    assert own.press.inks == "gray"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("page: {bleed: -1mm}", "1:15: error: the bleed goes from 0 to 72 pt, not -2.8 pt\n  hint: write 3mm"),
        ("page: {bleed: 30mm}", "1:15: error: the bleed goes from 0 to 72 pt, not 85 pt\n  hint: write 3mm"),
        (
            "page: {mark-length: 0}",
            "1:21: error: crop marks are from 4 to 72 pt long, not 0 pt\n  hint: write 5mm",
        ),
        (
            "press: {condition: FOGRA39}",
            "1:20: error: a printing condition is named, but no profile of it\n"
            "  hint: name the ICC file in `profile`; without one the file is made for a plain offset press",
        ),
        (
            "press: {profile: press.icc}",
            "1:18: error: a sheet that is no file has no colour profile beside it\n  hint: write it to a file",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_place(text: str, said: str) -> None:
    assert complaints(text) == [f"mine.yaml:{said}"]


@pytest.mark.parametrize("text", ["press: {inks: rgb}", "press: {profile: [a]}", "press: none", "press: {ink: cmyk}"])
def test_what_is_no_press_is_refused(text: str) -> None:
    read, said = tried(text)
    assert read is None and len(said) == 1


def read_beside(folder: Path, text: str) -> tuple[object, list[str]]:
    (folder / "house.yaml").write_text(text, encoding="utf-8")
    said = Diagnostics()
    source = Source.load(folder / "house.yaml", said)
    assert source is not None
    return read_style(source, said), [one.message for one in said]


def test_a_profile_lies_beside_the_sheet_that_names_it(tmp_path: Path) -> None:
    own, said = read_beside(tmp_path, "press: {profile: press.icc, condition: FOGRA39}")
    assert said == []
    profile = own.press.profile  # type: ignore[attr-defined]
    assert profile.path == tmp_path / "press.icc"
    assert (profile.span.line, profile.span.column) == (1, 18)


@pytest.mark.parametrize("name", ["../press.icc", "/etc/passwd", "a/../../press.icc"])
def test_it_lies_nowhere_else(name: str, tmp_path: Path) -> None:
    _, said = read_beside(tmp_path, f"press: {{profile: {name}}}")
    assert said == [f'the colour profile "{name}" lies outside this folder']
