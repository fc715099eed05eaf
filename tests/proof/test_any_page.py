"""Measured pages of letters of all shapes: nothing fails, and what the promises hold for is no fault here."""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from hypothesis import given, note, settings

sys.path.insert(0, str(Path(__file__).parents[1] / "promises"))  # the letters that keep the promises are measured too

from generated import Look, Shape, Writer, looks, shapes
from keeping import unevenness

from composing import compose
from rejoinder.proof.html import drawn_report
from rejoinder.proof.json import report_json
from rejoinder.proof.measure import measure
from rejoinder.proof.text import report_text

NOT_PROMISED = {"uneven", "overfull"}
"""Columns that cannot be level, and words that are longer than their column: said, and not to be helped."""


@settings(max_examples=15, deadline=None)
@given(shapes, looks)
def test_no_fault_is_found_where_the_promises_are_kept(shape: Shape, look: Look) -> None:
    written = Writer(shape, "bracket" if look.bracket else "superscript").written()
    made = compose(written.document, look.sheet)
    report = measure(made.made_up, made.galley, "letter.yaml", "T")
    complained = " ".join(one.message for one in made.said)
    faults = [one for one in report.findings if one.severity == "fault" and one.kind not in NOT_PROMISED]
    note(made.show())
    assert not faults or "page make-up" in complained, faults
    # The white that all columns leave above their notes is not known from the pages to be more than the sheet asks for.
    assert report.apart < unevenness(made) + 0.01
    assert report_text(report, verbose=True).startswith("letter.yaml: ")
    assert json.loads(report_json(report))["version"] == 1
    ET.fromstring(drawn_report(made.made_up, made.galley, report).removeprefix("<!DOCTYPE html>"))
