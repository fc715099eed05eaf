"""The composer beside total fit with fixed column ends: every paragraph in its best setting, every column full, the
last page divided evenly, and nobody looking at what stands at a column's end. Both get the same bill.

`pytest tests/pages/test_against_fixed_ends.py -s` prints by how much the composer's is lower.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rejoinder.galley.model import FORBIDDEN
from rejoinder.pages.bill import bill
from rejoinder.pages.choose import Chooser
from rejoinder.pages.fill import Stock
from rejoinder.pages.frames import Frames
from rejoinder.pages.makeup import column_depths
from rejoinder.pipeline import typeset

CONTENT = Path(__file__).parents[2] / "content"
SAMPLES = sorted(path.name for path in CONTENT.iterdir() if path.suffix in (".yaml", ".md"))
SHEETS = ("annals", "base", "manuscript")


def bills(letter: Path, sheet_name: str) -> tuple[float, float]:
    """What the letter costs with fixed column ends, and as composed."""
    result = typeset(letter, sheet_name)
    galley, sheet = result.galley, result.sheet
    frames = Frames(sheet, galley.cap)
    notes = {note.number: note for note in galley.notes}
    above = tuple(dict.fromkeys(n for line in galley.front for n in line.notes))
    blind = tuple(replace(line, penalty=line.penalty if line.penalty >= FORBIDDEN else 0.0) for line in galley.flow)
    stock = Stock.of(above, blind, notes, sheet.notes, frames.grid, galley.floats)
    chooser = Chooser(
        stock,
        sheet.pagination,
        frames.count,
        {},
        above,
        floats=galley.floats,
        form=sheet.floats,
        cap=galley.cap,
        wide_notes=galley.wide_notes,
    )
    plan = replace(chooser.plan(*column_depths(galley, frames)), flow=galley.flow)
    fixed = bill(plan, stock, chooser.floats, sheet.pagination, frames.count)
    return sum(cost for _, cost in fixed), sum(cost for _, cost in result.made_up.costs)


def test_the_composer_costs_less_than_fixed_column_ends_and_never_more() -> None:
    rows = []
    for name in SAMPLES:
        for sheet in SHEETS:
            fixed, composed = bills(CONTENT / name, sheet)
            rows.append((name, sheet, fixed, composed))
            assert composed <= fixed + 0.01, f"{name} in {sheet}"
    total_fixed, total_composed = sum(row[2] for row in rows), sum(row[3] for row in rows)
    for row in rows:
        print("{:28} {:12} fixed ends {:8.1f}   composed {:8.1f}".format(*row))
    print(f"{'all':41} fixed ends {total_fixed:8.1f}   composed {total_composed:8.1f}")
    assert total_composed < 0.5 * total_fixed
