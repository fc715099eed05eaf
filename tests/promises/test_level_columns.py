"""Promise 4: on the last page the columns end within one line of each other, their notes counted.

It cannot be kept for every letter: a note of twelve lines that is called from the title has to begin in the first
column, and if the letter has six lines more, that column is the longest. For letters as journals print them it is kept;
how often it is not is measured here, so that it cannot grow unseen.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from generated import BlockShape, Look, Shape, looks, shapes, written
from generated_floats import FloatShape
from hypothesis import given, note, settings
from keeping import could_be_level, unevenness

from composing import Composed, compose
from rejoinder.pipeline import typeset

ROOT = Path(__file__).parents[2]
LINE = 1 + 1e-3


@settings(max_examples=60, deadline=None)
@given(shapes, looks.filter(lambda look: look.columns == 2))
def test_two_columns_end_level_wherever_that_can_be(shape: Shape, look: Look) -> None:
    made = compose(written(shape, look).document, look.sheet)
    if len(made.pages) == 1 and (ends := could_be_level(made)):
        note(made.show())
        note(f"the first column could end before line {ends}")
        assert unevenness(made) <= LINE


@pytest.mark.parametrize(("columns", "most"), [(2, 0.02), (3, 0.08)])
def test_how_many_ordinary_letters_do_not_end_level(columns: int, most: float) -> None:
    """With notes called from the title among them, and in three columns: seldom."""
    pick = random.Random(columns)
    letters = 60
    uneven = sum(is_uneven(ordinary_letter(pick, 0), columns) for _ in range(letters))
    assert uneven <= most * letters


@pytest.mark.parametrize(("columns", "letters", "most"), [(2, 30, 0.1), (3, 15, 0.1)])
def test_how_many_ordinary_letters_with_figures_do_not_end_level(columns: int, letters: int, most: float) -> None:
    """Figures and tables count: a column may end with one, or be one. Where so little text is left beside a figure that
    it does not reach as far, there is nothing to be done.
    """
    pick = random.Random(columns)
    uneven = sum(is_uneven(ordinary_letter(pick, pick.randint(1, 3)), columns) for _ in range(letters))
    assert uneven <= most * letters


def is_uneven(shape: Shape, columns: int) -> bool:
    look = Look("annals", "A4", columns, 12, 9.3, 48, False, 54)
    return unevenness(compose(written(shape, look).document, look.sheet)) > LINE


def ordinary_letter(pick: random.Random, floats: int) -> Shape:
    """As journals print them, with so many figures and tables."""
    kinds = pick.choices(("paragraph", "section", "list", "quote"), (85, 5, 5, 5), k=pick.randint(4, 12))
    blocks: list[BlockShape] = [(kind, pick.randint(30, 150), pick.choice((0, 0, 0, 0, 1))) for kind in kinds]
    for _ in range(floats):
        blocks.insert(pick.randint(1, len(blocks)), ordinary_float(pick))
    return Shape(
        pick.randint(0, 10_000),
        tuple(blocks),
        (7, 12, 24),
        0,
        pick.choice((0, 0, 0, 1)),
        3,
        1,
        pick.choice((0, 3, 10, 25)),
    )


def ordinary_float(pick: random.Random) -> FloatShape:
    """A figure about as wide as a column, or a small table, named in the paragraph beside it."""
    notes, mention = pick.choice((0, 0, 1)), pick.choice((-1, -1, 1))
    if pick.random() < 0.6:
        size = (pick.choice((180, 240, 240, 400)), pick.choice((90, 140, 180)))
        return FloatShape("figure", pick.randint(8, 40), notes, mention, size)
    return FloatShape("table", pick.randint(4, 15), notes, mention, (pick.randint(2, 5), pick.randint(3, 9)))


@pytest.mark.parametrize("letter", sorted(path.name for path in (ROOT / "content").glob("*.*")))
def test_sample_letters_end_level(letter: str) -> None:
    result = typeset(ROOT / "content" / letter)
    assert (
        unevenness(Composed(result.document, result.sheet, result.galley, result.made_up, result.diagnostics)) <= LINE
    )
