"""Figures and tables that nobody drew: what the promises are tested on, besides text.

Knows their shapes, their pictures and the grid of their cells; the words in them are `generated.py`'s.
"""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from hypothesis import strategies as st

from rejoinder.document.model import CellAlign, FloatKind, FloatPlace
from rejoinder.pictures.model import Picture

Where = Literal["body", "quote", "item", "note"]

NUMBERS = ("1", "12", "12.5", "0.04", "-3.25", "1,204.5", "45%", "(8.1)", "12.5 (3.4)", "<0.001", "0.71 to 1.02", "n/a")


@dataclass(frozen=True)
class FloatShape:
    """What hypothesis chooses (and shrinks) of a figure or table."""

    kind: FloatKind
    words: int
    """Of its caption."""
    notes: int
    """Called in the caption (or, of a table, in its first cells)."""
    mention: int
    """In which block it is named: so many behind its own, or (if negative) before it; 0: nowhere."""
    size: tuple[int, int]
    """Of the picture; or how many columns and rows there are."""
    wide: bool | None = None
    width: str = ""
    place: FloatPlace = ""
    where: Where = "body"
    named_in_note: bool = False
    """The mention stands in a note of that block, if it has one."""
    heads: int = 1
    spans: bool = False
    long_cells: bool = False
    below: int = 0
    """Notes that its author wrote below the table."""


_common = {
    "words": st.one_of(st.just(0), st.integers(1, 12), st.integers(10, 60)),
    "notes": st.sampled_from((0, 0, 0, 1, 1, 2)),
    "mention": st.sampled_from((0, -1, -1, -2, -4, 1, 2, 5)),
    "wide": st.sampled_from((None, None, None, True, False)),
    "place": st.sampled_from(("", "", "", "", "top", "bottom", "here", "page")),
    "where": st.sampled_from(("body",) * 8 + ("quote", "item", "note")),
    "named_in_note": st.sampled_from((False, False, False, True)),
}
figures = st.builds(
    FloatShape,
    kind=st.just("figure"),
    size=st.tuples(st.sampled_from((1, 60, 180, 240, 400, 900)), st.sampled_from((1, 40, 120, 300, 1200))),
    width=st.sampled_from(("", "", "60%", "100%", "4cm", "20cm")),
    **_common,
)
tables = st.builds(
    FloatShape,
    kind=st.just("table"),
    size=st.tuples(st.integers(1, 6), st.one_of(st.integers(1, 8), st.integers(1, 60))),
    heads=st.sampled_from((0, 1, 1, 1, 2)),
    spans=st.booleans(),
    long_cells=st.sampled_from((False, False, True)),
    below=st.sampled_from((0, 0, 1, 2)),
    **_common,
)
floats = st.one_of(figures, tables)


# ── pictures ──────────────────────────────────────────────────────────────


@lru_cache(maxsize=64)
def picture(width: int, height: int) -> Picture:
    """Pixels in a chequer, six to the point (and no fewer than two): 432 to the inch."""
    across, down = (min(2000, max(2, 6 * side)) for side in (width, height))
    row = b"\0" + bytes([0, 255] * (across // 2 + 1))[:across]
    header = struct.pack(">IIBBBBB", across, down, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(row * down, 1)), (b"IEND", b""))
    data = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in chunks)
    return Picture("png", data, float(width), float(height), (across, down), "chequer.png")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


# ── cells ─────────────────────────────────────────────────────────────────


class CellShape(NamedTuple):
    """Where a cell begins, over how many columns and rows it goes, and whether a number stands in it."""

    row: int
    column: int
    columns: int
    rows: int
    number: bool
    words: int


def cells(shape: FloatShape, pick: random.Random) -> tuple[list[CellShape], list[CellShape]]:
    """The cells of the head and of the body, row by row: none overlap, and every place of the grid is taken."""
    columns, rows = shape.size
    return list(_cells(shape, columns, shape.heads, pick)), list(_cells(shape, columns, rows, pick, numbers=True))


def _cells(
    shape: FloatShape, columns: int, rows: int, pick: random.Random, *, numbers: bool = False
) -> Iterator[CellShape]:
    taken: set[tuple[int, int]] = set()
    numeric = [numbers and pick.random() < 0.5 for _ in range(columns)]
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            across = down = 1
            if shape.spans and pick.random() < 0.12:
                free = next((c for c in range(column, columns) if (row, c) in taken), columns)
                across = pick.randint(1, free - column)
                if column + across < columns:  # in the last column a cell begins in every row
                    down = pick.randint(1, min(4, rows - row))
            taken |= {(row + d, column + a) for d in range(down) for a in range(across)}
            words = pick.randint(4, 25) if shape.long_cells and numbers and pick.random() < 0.3 else pick.randint(1, 3)
            if 0 < column < columns - 1 and pick.random() < 0.04:
                words = 0
            yield CellShape(row, column, across, down, numeric[column], words)


def alignments(shape: FloatShape, pick: random.Random) -> tuple[CellAlign, ...]:
    kinds: Sequence[CellAlign] = ("", "", "", "left", "centre", "right", "decimal")
    return tuple(pick.choice(kinds) for _ in range(shape.size[0]))


# ── numbers ───────────────────────────────────────────────────────────────


class FloatNumber(NamedTuple):
    """What a figure or table is called: its number among its kind, and its ordinal among all of both kinds."""

    kind: FloatKind
    number: int = 0
    ordinal: int = 0
    mentioned: bool = False


def numbered(kinds: Sequence[FloatKind], events: Sequence[tuple[int, bool]]) -> list[FloatNumber]:
    """Numbers in the order of first mention; what nobody mentions counts where it was written.

    `events` are what a reader meets, in order: (which float, whether it is a mention of it).
    """
    mentioned = {which for which, named in events if named}
    order = list(dict.fromkeys(which for which, named in events if named or which not in mentioned))
    counts: dict[FloatKind, int] = {"figure": 0, "table": 0}
    out = [FloatNumber(kind) for kind in kinds]
    for ordinal, which in enumerate(order, start=1):
        kind = kinds[which]
        counts[kind] += 1
        out[which] = FloatNumber(kind, counts[kind], ordinal, which in mentioned)
    return out
