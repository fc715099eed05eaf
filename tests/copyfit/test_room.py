"""The changes that make room for more lines: reckoned, and found so on the page."""

from __future__ import annotations

import pytest
from overlong import MORE, letter

from rejoinder import typeset
from rejoinder.copyfit.bend import bent_sheet
from rejoinder.copyfit.model import Bend
from rejoinder.copyfit.room import rooms
from rejoinder.diagnostics import Diagnostics
from rejoinder.fonts.typecase import typecase_for
from rejoinder.galley.compose import set_type
from rejoinder.galley.furniture import FurnitureSetter
from rejoinder.pages.makeup import make_up
from rejoinder.pages.model import Page


def held(pages: tuple[Page, ...]) -> int:
    """How many lines the columns of these pages hold."""
    return sum(round((c.bottom - c.top) / page.grid) + 1 for page in pages for c in page.columns)


@pytest.mark.parametrize("style", ["annals", "manuscript", "{extends: annals, columns: {count: 3, gutter: 12pt}}\n"])
@pytest.mark.parametrize("pages", [1, 2])
def test_there_is_as_much_room_as_was_reckoned(style: str, pages: int) -> None:
    plain = typeset(letter(12 if pages == 1 else 26), style)
    sheet, document, said = plain.sheet, plain.document, Diagnostics()
    typecase = typecase_for({role: (font.family, *font.fallback) for role, font in sheet.fonts.items()})
    found = rooms(plain.galley, sheet, pages, -0.3, -0.04)
    assert len(found) > 1
    for room in found:
        bent = bent_sheet(sheet, Bend(front=room.front, leading=room.leading))
        galley = set_type(document, bent, typecase, said)
        made_up = make_up(galley, bent, FurnitureSetter(document, bent, typecase, said), said)
        assert held(made_up.pages[:pages]) - held(plain.pages[:pages]) == room.lines, room


def test_more_room_is_always_dearer() -> None:
    plain = typeset(MORE)
    found = rooms(plain.galley, plain.sheet, 1, -0.3, -0.04)
    assert (found[0].lines, found[0].cost) == (0, 0.0)
    assert [r.lines for r in found] == sorted({r.lines for r in found})
    assert [r.cost for r in found] == sorted({r.cost for r in found})


def test_where_nothing_may_change_there_is_no_more_room() -> None:
    plain = typeset(MORE)
    assert [room.lines for room in rooms(plain.galley, plain.sheet, 1, 0.0, 0.0)] == [0]
