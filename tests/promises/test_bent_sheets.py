"""The promises hold under sheets that are bent to make a letter fit, whichever way and however far."""

from __future__ import annotations

from generated import Look, Shape, Writer, looks, shapes
from hypothesis import given, note, settings
from hypothesis import strategies as st
from keeping import broken

from composing import compose
from rejoinder.copyfit.bend import bent_sheet, utmost
from rejoinder.copyfit.model import KINDS, Bend

shares = st.tuples(*(st.sampled_from((-1.0, -0.37, 0.0, 0.61, 1.0)) for _ in KINDS))


@settings(max_examples=60, deadline=None)
@given(shapes, looks, shares)
def test_every_page_is_as_promised(shape: Shape, look: Look, share: tuple[float, ...]) -> None:
    written = Writer(shape, "bracket" if look.bracket else "superscript").written()
    ends = utmost(look.sheet)
    amounts = {kind: abs(getattr(ends, kind)) * part for kind, part in zip(KINDS, share, strict=True)}
    bend = Bend(**{**amounts, "expansion": abs(amounts["expansion"]), "figures": -abs(amounts["figures"])})
    made = compose(written.document, bent_sheet(look.sheet, bend))
    faults = broken(written, made)
    if faults:
        note(made.show())
    assert not faults, "\n".join(faults)
