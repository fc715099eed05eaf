"""What the program promises of every page (DESIGN, section 2), on letters of all shapes under sheets of all kinds."""

from __future__ import annotations

from generated import Look, Shape, looks, looks_with_floats, shapes, shapes_with_floats, written
from hypothesis import given, note, settings
from keeping import broken

from composing import compose


@settings(max_examples=90, deadline=None)
@given(shapes, looks)
def test_every_page_is_as_promised(shape: Shape, look: Look) -> None:
    keeps_its_promises(shape, look)


@settings(max_examples=70, deadline=None)
@given(shapes_with_floats, looks_with_floats)
def test_every_page_is_as_promised_with_figures_and_tables(shape: Shape, look: Look) -> None:
    keeps_its_promises(shape, look)


def keeps_its_promises(shape: Shape, look: Look) -> None:
    letter = written(shape, look)
    made = compose(letter.document, look.sheet)
    faults = broken(letter, made)
    if faults:
        note(made.show())
    assert not faults, "\n".join(faults)
