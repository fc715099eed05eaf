"""Promise 4: on the last page the columns end within one line of each other, their notes counted.

It cannot be kept for every letter: a note of twelve lines that is called from the title has to begin in the first
column, and if the letter has six lines more, that column is the longest. For letters as journals print them it is kept;
how often it is not is measured here, so that it cannot grow unseen.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from generated import Look, Shape, Writer, looks, shapes
from hypothesis import given, note, settings
from keeping import could_be_level, unevenness

from composing import Composed, compose
from rejoinder.pipeline import typeset

ROOT = Path(__file__).parents[2]
LINE = 1 + 1e-3


@settings(max_examples=100, deadline=None)
@given(shapes, looks.filter(lambda look: look.columns == 2))
def test_two_columns_end_level_wherever_that_can_be(shape: Shape, look: Look) -> None:
    written = Writer(shape, "bracket" if look.bracket else "superscript").written()
    made = compose(written.document, look.sheet)
    if len(made.pages) == 1 and (ends := could_be_level(made)):
        note(made.show())
        note(f"the first column could end before line {ends}")
        assert unevenness(made) <= LINE


@pytest.mark.parametrize(("columns", "most"), [(2, 0.02), (3, 0.08)])
def test_how_many_ordinary_letters_do_not_end_level(columns: int, most: float) -> None:
    """With notes called from the title among them, and in three columns: seldom."""
    pick = random.Random(columns)
    letters = 60
    uneven = 0
    for _ in range(letters):
        kinds = pick.choices(("paragraph", "section", "list", "quote"), (85, 5, 5, 5), k=pick.randint(4, 12))
        blocks = tuple((kind, pick.randint(30, 150), pick.choice((0, 0, 0, 0, 1))) for kind in kinds)
        shape = Shape(
            pick.randint(0, 10_000),
            blocks,
            (7, 12, 24),
            0,
            pick.choice((0, 0, 0, 1)),
            3,
            1,
            pick.choice((0, 3, 10, 25)),
        )
        look = Look("annals", "A4", columns, 12, 9.3, 48, False, 54)
        uneven += unevenness(compose(Writer(shape, "superscript").written().document, look.sheet)) > LINE
    assert uneven <= most * letters


@pytest.mark.parametrize("letter", sorted(path.name for path in (ROOT / "content").glob("*.*")))
def test_sample_letters_end_level(letter: str) -> None:
    result = typeset(ROOT / "content" / letter)
    assert (
        unevenness(Composed(result.document, result.sheet, result.galley, result.made_up, result.diagnostics)) <= LINE
    )
