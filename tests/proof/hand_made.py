"""Pages made by hand, with faults that are known. All letters are half an em wide, and a space is a quarter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rejoinder.diagnostics import Span
from rejoinder.fonts.model import Face, Shaped
from rejoinder.galley.model import Element, Galley, Line, Segment, SetFloat, SetNote
from rejoinder.pages.model import Column, MadeUp, Page, Placed, PlacedLine
from rejoinder.proof.measure import measure
from rejoinder.proof.model import Report
from rejoinder.style.model import BLACK
from rejoinder.values import replace

SIZE, LEADING, GRID_TOP = 10.0, 12.0, 100.0
LETTER, SPACE = 5.0, 2.5
"""Widths in points at that size."""
MEASURE, GUTTER, LEFT = 200.0, 20.0, 50.0
ROOM = 20
"""Lines of a column."""


class HalfEm:
    """A face to count with."""

    key = postscript_name = "HalfEm"
    upem, glyph_count = 1000, 256
    ascent, descent, cap_height, x_height, italic_angle = 750.0, -250.0, 650.0, 450.0, 0.0
    weight, serif, fixed_pitch = 400, True, True
    bbox = (0.0, -250.0, 500.0, 750.0)
    space, space_gid = 250.0, 32

    def width(self, gid: int) -> float:
        return self.space if gid == self.space_gid else 500.0

    def subset(self, gids: frozenset[int]) -> bytes:
        return b""


FACE: Face = HalfEm()


def shaped(word: str) -> Shaped:
    return Shaped(FACE, word, tuple(map(ord, word)), (500.0,) * len(word), tuple(word), 500.0 * len(word))


def line(text: str, *spaces: float, element: int | None = 1, ratio: float = 0.0, **more: Any) -> Line:
    """Words with spaces of so many points, the last of them for all that follow; natural ones, if none is given."""
    words = text.split()
    widths = [*spaces, *[spaces[-1] if spaces else SPACE] * len(words)][: len(words) - 1]
    segment = Segment(0.0, tuple(map(shaped, words)), (*widths, None), SIZE, BLACK)
    width = sum(map(len, words)) * LETTER + sum(widths)
    made = Line((segment,), width, MEASURE, LEADING, 6.5, on_grid=True, ratio=ratio, element=element, style="body")
    return replace(made, span=Span("letter.yaml", 10 + (element or 0), 1), **more)


def paragraph(element: int, lines: int, **more: Any) -> list[Line]:
    """Full lines that nothing is to be said of, the last one shorter; no word space stands below another."""
    texts = [("word " * 2 + "letters " * 3, "letters " * 3 + "word " * 2)[i % 2] for i in range(lines - 1)]
    full = [line(text, SPACE, element=element, ratio=0.01 if i else -0.01) for i, text in enumerate(texts)]
    return [replace(one, **more) for one in (*full, line("the last line", element=element))]


def columns(count: int = 2) -> tuple[Column, ...]:
    bottom = GRID_TOP + (ROOM - 1) * LEADING
    return tuple(Column(LEFT + i * (MEASURE + GUTTER), GRID_TOP, MEASURE, bottom) for i in range(count))


def column(number: int, lines: Sequence[Line], *, part: str = "column", top: float = GRID_TOP) -> list[Placed]:
    """Lines on the grid of the column with this number, counted from 0."""
    x = LEFT + number * (MEASURE + GUTTER)
    return [PlacedLine(x, top + i * LEADING, one, part, number) for i, one in enumerate(lines)]  # type: ignore[arg-type]


def page(*items: Sequence[Placed], number: int = 1, count: int = 2) -> Page:
    all_ = tuple(item for part in items for item in part)
    return Page(number, str(number), "right", 520.0, 400.0, columns(count), LEADING, GRID_TOP, all_)


def measured(
    *pages: Page,
    elements: Sequence[Element] = (),
    notes: Sequence[SetNote] = (),
    floats: Sequence[SetFloat] = (),
    **more: Any,
) -> Report:
    galley = Galley((), (), tuple(notes), tuple(elements), floats=tuple(floats), **more)
    return measure(MadeUp(pages, tuple(elements)), galley, "letter.yaml", "A letter")


def kinds(report: Report) -> list[str]:
    return [one.kind for one in report.findings]
