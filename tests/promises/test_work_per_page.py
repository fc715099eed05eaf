"""No letter is composed without end: how much is looked at is bounded by how many pages there are.

Work is counted, not timed: the lines whose depth is asked for, the places that are tried for figures and tables, and
the lines of notes that are measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from generated import Look, Shape, looks_with_floats, shapes_with_floats, written
from generated_floats import FloatShape
from hypothesis import HealthCheck, given, settings

from composing import compose
from rejoinder.galley.model import Line, SetNote
from rejoinder.pages.fill import Stock
from rejoinder.pages.floats import Floats

MOST_LINES = 100_000
MOST_PLACES = 50_000
"""For each page. The worst that was seen of generated letters is a fifth, and a fiftieth, of these."""
MOST_NOTE_LINES = 200_000
"""For each page."""
LEAST_PAGES = 2


class Work:
    """Counts, and stops what goes on too long."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lines = self.places = 0
        self._most_pages = 200
        depth, place = Stock.next_depth, Floats._in_column

        def next_depth(*given: Any) -> Any:
            self.lines += 1
            assert self.lines < MOST_LINES * self._most_pages
            return depth(*given)

        def in_column(*given: Any) -> Any:
            self.places += 1
            assert self.places < MOST_PLACES * self._most_pages
            return place(*given)

        monkeypatch.setattr(Stock, "next_depth", next_depth)
        monkeypatch.setattr(Floats, "_in_column", in_column)

    def composing(self, shape: Shape, look: Look) -> tuple[float, float]:
        """Lines and places for each page."""
        letter = written(shape, look)
        self.lines = self.places = 0
        pages = max(LEAST_PAGES, len(compose(letter.document, look.sheet).pages))
        return self.lines / pages, self.places / pages


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    return Work(monkeypatch)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shape=shapes_with_floats, look=looks_with_floats)
def test_every_page_costs_bounded_work(work: Work, shape: Shape, look: Look) -> None:
    lines, places = work.composing(shape, look)
    assert lines <= MOST_LINES
    assert places <= MOST_PLACES


LOOK = Look("annals", "A4", 3, 12, 9.3, 48, False, 54)


def with_floats(count: int) -> Shape:
    """All named in the first paragraph, and written behind it."""
    floats = tuple(
        FloatShape("figure", 6, i % 2, -(i + 1), (120, 90))
        if i % 3
        else FloatShape("table", 6, i % 2, -(i + 1), (3, 6))
        for i in range(count)
    )
    return Shape(1, (("paragraph", 120, 0), *floats, *(("paragraph", 100, 1),) * 12), (12,), 0, 0, 3, 1, 10)


@pytest.mark.parametrize(("count", "stand"), [(15, "column"), (30, "page"), (40, "column")])
def test_many_floats_that_are_named_at_once(work: Work, count: int, stand: str) -> None:
    lines, places = work.composing(with_floats(count), replace(LOOK, stand=stand))
    assert lines <= MOST_LINES
    assert places <= MOST_PLACES


class Measured(tuple[Line, ...]):
    """The lines of a note, of which each that is looked at is counted."""

    count = 0

    def __getitem__(self, at: Any) -> Any:
        found = super().__getitem__(at)
        Measured.count += len(found) if isinstance(at, slice) else 1
        return found


@pytest.mark.parametrize("stand", ["column", "page"])
def test_notes_as_long_as_chapters(monkeypatch: pytest.MonkeyPatch, stand: str) -> None:
    """Of a note is measured what there is room for, however much of it is still to come."""
    of = Stock.of

    def counting(above: Any, lines: Any, notes: Mapping[int, SetNote], *others: Any, **more: Any) -> Stock:
        measured = {number: replace(one, lines=Measured(one.lines)) for number, one in notes.items()}
        return of(above, lines, measured, *others, **more)

    monkeypatch.setattr(Stock, "of", staticmethod(counting))
    monkeypatch.setattr(Measured, "count", 0)
    look = replace(LOOK, columns=2, stand=stand)
    shape = Shape(1, (("paragraph", 80, 2),) * 4, (1500,), 0, 0, 3, 1, 0)
    made = compose(written(shape, look).document, look.sheet)
    assert 0 < Measured.count <= MOST_NOTE_LINES * len(made.pages)


def test_work_grows_with_the_pages(work: Work) -> None:
    """A run three times as long costs as much for each page, or a little more."""
    paragraphs = (("paragraph", 40, 1), *(("paragraph", 15, 0),) * 5, FloatShape("figure", 12, 0, -1, (240, 120)))
    short = Shape(1, paragraphs * 27, (12,), 0, 0, 3, 1, 10)
    long = Shape(1, paragraphs * 81, (12,), 0, 0, 3, 1, 10)
    look = Look("annals", "A4", 2, 12, 9.3, 48, False, 54)
    assert work.composing(long, look)[0] <= 1.5 * work.composing(short, look)[0]
