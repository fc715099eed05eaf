"""The sheets that come with the program: each is sound, and looks as it says."""

from __future__ import annotations

import re

import pytest

from rejoinder.content.model import NOTE_KINDS
from rejoinder.diagnostics import Diagnostics
from rejoinder.style import shelf
from rejoinder.style.checks import measure_of
from rejoinder.style.model import TEXT_STYLES, StyleSheet
from rejoinder.style.read import read_style


def shelved(name: str) -> StyleSheet:
    said = Diagnostics()
    source = shelf.open_sheet(name, said)
    assert source is not None
    read = read_style(source, said)
    assert read is not None and not said.said, [str(one) for one in said]
    return read


def test_what_is_on_the_shelf() -> None:
    assert {"annals", "base", "manuscript"} <= set(shelf.names())
    assert "rejoinder" in shelf.names(".csl")


@pytest.mark.parametrize("name", ["../base", "base.yaml", "", "nothing", "/etc/passwd", "a\0"])
def test_only_names_are_found(name: str) -> None:
    assert shelf.find(name) is None


@pytest.mark.parametrize("name", shelf.names())
def test_every_sheet_is_sound(name: str) -> None:
    read = shelved(name)
    assert read.name == name
    assert re.fullmatch(r"[A-Z].*\.(.*\.)?", read.about)
    assert set(TEXT_STYLES) <= set(read.text)
    assert set(NOTE_KINDS) == set(read.end.labels) == set(read.end.statements)
    assert shelf.find(str(read.references.csl), ".csl")


@pytest.mark.parametrize("name", shelf.names())
def test_every_sheet_is_commented_and_fits_the_screen(name: str) -> None:
    source = shelf.open_sheet(name, Diagnostics())
    assert source is not None and source.text.startswith(f"# {name}: ")
    assert max(map(len, source.text.split("\n"))) <= 120


def test_annals_is_the_page_it_says_it_is() -> None:
    annals = shelved("annals")
    assert annals.page.trim == pytest.approx((595.276, 793.701), abs=0.01)
    assert measure_of(annals) == pytest.approx(247.9, abs=0.05)
    depth = annals.page.trim[1] - annals.page.margins.top - annals.page.margins.bottom
    assert 57 <= depth / annals.grid.leading < 58
    body, title, reference = annals.text["body"], annals.text["title"], annals.text["reference"]
    assert (body.size, body.leading, body.indent) == (9.3, 12, 9.3)
    assert (title.size, title.leading, title.weight, title.hyphenate, title.align) == (20, 24, 600, False, "balanced")
    assert (reference.size, reference.leading) == (7.6, 9.6)
    assert annals.colours["tint"].rgb == (0, 84, 166)
    assert annals.notes.rule.width == 60


def test_text_stands_on_the_grid_and_small_print_does_not() -> None:
    annals = shelved("annals")
    assert all(annals.text[name].on_grid for name in ("body", "list", "heading-1", "heading-2", "heading-3"))
    assert not any(annals.text[name].on_grid for name in ("reference", "footnote", "statement", "title"))
