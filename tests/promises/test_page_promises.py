"""What the program promises of every page (DESIGN, section 2), on letters of all shapes under sheets of all kinds."""

from __future__ import annotations

from generated import Look, Shape, Writer, looks, shapes
from hypothesis import given, note, settings
from keeping import broken

from composing import compose


@settings(max_examples=200, deadline=None)
@given(shapes, looks)
def test_every_page_is_as_promised(shape: Shape, look: Look) -> None:
    written = Writer(shape, "bracket" if look.bracket else "superscript").written()
    made = compose(written.document, look.sheet)
    faults = broken(written, made)
    if faults:
        note(made.show())
    assert not faults, "\n".join(faults)
