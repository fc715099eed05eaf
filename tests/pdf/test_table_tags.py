"""Tables in the structure tree: heads, cells, spans, what is empty and what is continued (ISO 32000-1, 14.8.4.3.4)."""

from __future__ import annotations

import io
from typing import Any

import page as page_validation
import pikepdf
import pytest
from setting import LETTER, column, line, made_up, page, segment

from rejoinder.galley.model import Element
from rejoinder.geometry import Box
from rejoinder.pages.model import MadeUp, PlacedLine, PlacedRule
from rejoinder.pdf.write import write_pdf
from rejoinder.style.model import BLACK

ELEMENTS = (
    Element(1, "Document"),
    Element(2, "P", 1),
    Element(3, "Table", 1, anchor="table-1"),
    Element(4, "Caption", 3),
    Element(5, "THead", 3),
    Element(6, "TR", 5),
    Element(7, "TH", 6, scope="Column", spans=(1, 2)),
    Element(8, "TH", 6, scope="Column", spans=(2, 1)),
    Element(9, "TR", 5),
    Element(10, "TH", 9, scope="Column"),
    Element(11, "TH", 9, scope="Column"),
    Element(12, "TBody", 3),
    Element(13, "TR", 12),
    Element(14, "TH", 13, scope="Row"),
    Element(15, "TD", 13),
    Element(16, "TD", 13),
    Element(17, "TR", 12),
    Element(18, "TH", 17, scope="Row"),
    Element(19, "TD", 17),
    Element(20, "TD", 17),
    Element(21, "TR", 12),
    Element(22, "TH", 21, scope="Row"),
    Element(23, "TD", 21),
    Element(24, "TD", 21),
    Element(25, "P", 1),
    Element(26, "Table", 1),
    Element(27, "TR", 26),
    Element(28, "TD", 27),
)
"""The second cell of the first row is empty, and so are the last row and the whole second table."""


def row(y: float, *cells: tuple[int | None, str]) -> list[PlacedLine]:
    return [
        PlacedLine(30 + 60 * at, y, line(segment(text), element=element), "float")
        for at, (element, text) in enumerate(cells)
    ]


def sample() -> MadeUp:
    first = page(
        [
            *column([line(segment("Before"), element=2)]),
            *row(100, (4, "Table 1")),
            PlacedRule(Box(30, 102, 200, 0.5), BLACK),
            *row(114, (7, "Site"), (8, "Eggs")),
            *row(126, (10, "laid"), (11, "hatched")),
            *row(138, (14, "North"), (16, "4")),
        ]
    )
    second = page(
        [
            *row(100, (None, "Table 1 (continued)")),
            *row(114, (None, "Site"), (None, "Eggs")),
            *row(138, (18, "South"), (19, "7"), (20, "5")),
            *column([line(segment("After"), element=25)], y=200),
        ],
        number=2,
    )
    return made_up(ELEMENTS, first, second)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return write_pdf(sample(), LETTER, stamp=None)


def outline(element: Any) -> Any:
    """Role and children of an element, without its marked content."""
    kids = element.get("/K", pikepdf.Array())
    listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    below = [outline(kid) for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return (str(element.S)[1:], *below)


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_validators_find_no_fault(pdf: bytes, profile: str) -> None:
    report = page_validation.validate_pdf_bytes(pdf, profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def test_every_cell_is_in_the_tree_and_in_order(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = outline(opened.Root.StructTreeRoot.K)
    head, cell = ("TH",), ("TD",)
    assert found == (
        "Document",
        ("P",),
        (
            "Table",
            ("Caption",),
            ("THead", ("TR", head, head), ("TR", head, head)),
            ("TBody", ("TR", head, cell, cell), ("TR", head, cell, cell), ("TR", head, cell, cell)),
        ),
        ("P",),
    )


def test_heads_say_whose_they_are_and_how_far_they_go(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        heads = [obj for obj in opened.objects if isinstance(obj, pikepdf.Dictionary) and obj.get("/S") == "/TH"]
        said = [{key: str(value) for key, value in head.A.items() if key != "/O"} for head in heads]
    assert said[:2] == [{"/Scope": "/Column", "/RowSpan": "2"}, {"/Scope": "/Column", "/ColSpan": "2"}]
    assert said[2:] == [{"/Scope": "/Column"}, {"/Scope": "/Column"}, *[{"/Scope": "/Row"}] * 3]


def test_a_table_can_be_linked_to(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Names.Dests.Names[0]) == "table-1"
