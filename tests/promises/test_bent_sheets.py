"""The promises hold under sheets that are bent to make a letter fit, whichever way and however far."""

from __future__ import annotations

from generated import Look, Shape, looks, looks_with_floats, shapes, shapes_with_floats, written
from hypothesis import given, note, settings
from hypothesis import strategies as st
from keeping import broken

from composing import compose
from rejoinder.copyfit.bend import bent_sheet, utmost
from rejoinder.copyfit.model import KINDS, Bend

shares = st.tuples(*(st.sampled_from((-1.0, -0.37, 0.0, 0.61, 1.0)) for _ in KINDS))


letters = st.one_of(st.tuples(shapes, looks), st.tuples(shapes_with_floats, looks_with_floats))


@settings(max_examples=60, deadline=None)
@given(letters, shares)
def test_every_page_is_as_promised(letter: tuple[Shape, Look], share: tuple[float, ...]) -> None:
    shape, look = letter
    made_of = written(shape, look)
    ends = utmost(look.sheet)
    amounts = {kind: abs(getattr(ends, kind)) * part for kind, part in zip(KINDS, share, strict=True)}
    bend = Bend(**{**amounts, "expansion": abs(amounts["expansion"]), "figures": -abs(amounts["figures"])})
    made = compose(made_of.document, bent_sheet(look.sheet, bend))
    faults = broken(made_of, made)
    if faults:
        note(made.show())
    assert not faults, "\n".join(faults)
