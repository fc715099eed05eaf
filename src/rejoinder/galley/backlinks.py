"""From a reference back to where it is cited: small signs behind it, each a link, if the sheet says so.

Knows how often a reference is cited; where that is, only the links' names say.
"""

from __future__ import annotations

from collections.abc import Iterator

from rejoinder.diagnostics import Span
from rejoinder.document.model import Target
from rejoinder.galley.marks import cite_anchor, mark
from rejoinder.galley.pieces import Back
from rejoinder.style.model import BacklinkForm

ARROW = "\u2191"


def backlinks(reference: int, times: int, form: BacklinkForm, span: Span) -> Iterator[Back]:
    """A sign for each place, in the order of reading."""
    if form == "none":
        return
    for time in range(1, times + 1):
        said = f"Back to where reference {reference} is cited" + (f", {time} of {times}" if times > 1 else "")
        target = Target(anchor=cite_anchor(reference, time), contents=said)
        yield Back(ARROW if form == "arrows" else mark(time, "letters"), target, span)
