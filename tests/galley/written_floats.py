"""Figures and tables as a reader would hand them over, written in short, and what was set of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from composing import HERE, document, galley_of, inlines, segment_width
from rejoinder.diagnostics import Diagnostic
from rejoinder.document.model import Cell, CellAlign, Document, Figure, Mention, MentionedFloat, Row, Table, Target
from rejoinder.galley.model import Galley, InlaidLine, InlaidPicture, InlaidRule, Line, SetFloat, Strip
from rejoinder.galley.strips import lowered
from rejoinder.geometry import Pt
from rejoinder.pictures.model import Picture
from rejoinder.style.model import StyleSheet

# ── writing ───────────────────────────────────────────────────────────────


def rows(written: str) -> tuple[Row, ...]:
    """A line for each row, cells parted by `|`; `<` goes on from the left, `^` from above."""
    raw = [[cell.strip() for cell in line.split("|")] for line in written.strip().split("\n")]
    return tuple(Row(tuple(_cells(raw, r)), HERE) for r in range(len(raw)))


def _cells(raw: list[list[str]], r: int) -> Iterator[Cell]:
    for c, text in enumerate(raw[r]):
        if text in ("<", "^"):
            continue
        columns = next((n for n in range(1, len(raw[r]) - c) if raw[r][c + n] != "<"), len(raw[r]) - c)
        down = next((n for n in range(1, len(raw) - r) if raw[r + n][c] != "^"), len(raw) - r)
        yield Cell(inlines(text) if text else (), HERE, c, columns, down)


def table(
    head: str,
    body: str,
    *,
    number: int = 1,
    align: str = "",
    caption: str = "Nests",
    notes: Sequence[str] = (),
    **more: object,
) -> Table:
    """`align` has a letter for each column: l, c, r, d, or - for what suits it."""
    heads, bodies = rows(head) if head else (), rows(body) if body else ()
    count = max((c.column + c.columns for row in (*heads, *bodies) for c in row.cells), default=1)
    names: dict[str, CellAlign] = {"l": "left", "c": "centre", "r": "right", "d": "decimal", "-": ""}
    columns = tuple(names[letter] for letter in align) or ("",) * count
    below = tuple(inlines(one) for one in notes)
    return Table(
        number, number, columns, heads, bodies, HERE, inlines(caption), below, f"table-{number}", **more  # type: ignore[arg-type]
    )  # fmt: skip


def picture(width: Pt, height: Pt, pixels: tuple[int, int] | None = None) -> Picture:
    return Picture("png" if pixels else "pdf", b"", width, height, pixels, "roof.png")


def figure(drawn: Picture, *, number: int = 1, caption: str = "The roof", **more: object) -> Figure:
    return Figure(
        number, number, drawn, HERE, inlines(caption), anchor=f"figure-{number}", **more  # type: ignore[arg-type]
    )  # fmt: skip


def mention(kind: str, *numbers: int, **more: object) -> Mention:
    items = tuple(MentionedFloat(n, n, Target(anchor=f"{kind}-{n}")) for n in numbers)
    return Mention(kind, items, HERE, **more)  # type: ignore[arg-type]


# ── what was set ──────────────────────────────────────────────────────────


def set_floats(made: Document, sheet: StyleSheet | None = None) -> tuple[tuple[SetFloat, ...], tuple[Diagnostic, ...]]:
    galley, said = galley_of(made, sheet)
    return galley.floats, said


def set_float(block: Figure | Table, sheet: StyleSheet | None = None) -> SetFloat:
    """One float, about which nothing is to be complained."""
    (made,), said = set_floats(document("Text.", block), sheet)
    assert not said
    return made


def whole(made: SetFloat) -> tuple[Strip, ...]:
    return (*made.head, *made.body, *made.foot)


def placed(strips: Iterable[Strip]) -> Iterator[InlaidLine | InlaidRule | InlaidPicture]:
    """All that stands in some strips, from the upper left corner of the first."""
    y = 0.0
    for strip in strips:
        yield from (lowered(item, y) for item in strip.items)
        y += strip.height


def lines_in(strips: Iterable[Strip], *styles: str) -> list[InlaidLine]:
    """Lines (of some styles only, if any are named)."""
    return [one for one in placed(strips) if isinstance(one, InlaidLine) and (not styles or one.line.style in styles)]


def rules_in(strips: Iterable[Strip]) -> list[InlaidRule]:
    return [one for one in placed(strips) if isinstance(one, InlaidRule)]


def said_by(line: Line) -> str:
    return line.text.strip().replace("\u00ad", "-")


def find(made: SetFloat, text: str) -> InlaidLine:
    """The line that says this."""
    found = [one for one in lines_in(whole(made)) if said_by(one.line) == text]
    assert found, [said_by(one.line) for one in lines_in(whole(made))]
    return found[0]


def ink(one: InlaidLine) -> tuple[Pt, Pt]:
    """Left and right edge of a line, without the space at its end."""
    first, last = one.line.segments[0], one.line.segments[-1]
    return one.x + first.x, one.x + last.x + segment_width(last) - (last.gaps[-1] or 0.0)


def character(one: InlaidLine, wanted: str, nth: int = 0) -> Pt:
    """Left edge of the nth such character of a line."""
    for segment in one.line.segments:
        x = one.x + segment.x
        for shaped, gap in zip(segment.shaped, segment.gaps, strict=True):
            for advance, text in zip(shaped.advances, shaped.texts, strict=True):
                if text == wanted:
                    if nth == 0:
                        return x
                    nth -= 1
                x += advance / 1000 * segment.size + segment.tracking
            x += gap or 0.0
    raise AssertionError(f"no {wanted!r} in {one.line.text!r}")


def tree(galley: Galley) -> list[str]:
    """The elements as an indented list of roles."""
    depth: dict[int, int] = {}
    out = []
    for element in galley.elements:
        depth[element.id] = 0 if element.parent is None else depth[element.parent] + 1
        out.append("  " * depth[element.id] + element.role)
    return out
