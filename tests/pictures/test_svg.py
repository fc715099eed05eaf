"""SVG as it is written: path data, transforms, styles, text. How it looks in print is tested in tests/pdf."""

from __future__ import annotations

from math import isfinite
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_pictures import RED, read, svg

from rejoinder.pictures.drawing import (
    UNMOVED,
    Chunk,
    Drawing,
    Gradient,
    Group,
    Mark,
    Matrix,
    Pixels,
    Shape,
    Tile,
    Wording,
    moved,
    times,
)
from rejoinder.pictures.refusal import silent
from rejoinder.pictures.svg.markers import vertices
from rejoinder.pictures.svg.outline import bounds, ellipse, path, rectangle
from rejoinder.pictures.svg.read import read_svg
from rejoinder.pictures.svg.values import colour, fitted, length, transform
from rejoinder.pictures.svg.words import is_serif


def shapes(drawing: Drawing) -> list[tuple[Shape, Matrix]]:
    """All shapes, each with the matrix to points."""

    def below(marks: tuple[Mark, ...], matrix: Matrix) -> list[tuple[Shape, Matrix]]:
        found: list[tuple[Shape, Matrix]] = []
        for mark in marks:
            if isinstance(mark, Shape):
                found.append((mark, times(mark.matrix, matrix)))
            elif isinstance(mark, Group):
                found += below(mark.marks, times(mark.matrix, matrix))
        return found

    return below(drawing.marks, UNMOVED)


def only(body: str) -> Shape:
    ((shape, _),) = shapes(read_svg(svg(body), silent))
    return shape


def chunks(body: str) -> list[Chunk]:
    def below(marks: tuple[Mark, ...]) -> list[Chunk]:
        found: list[Chunk] = []
        for mark in marks:
            if isinstance(mark, Wording):
                found += mark.chunks
            elif isinstance(mark, Group):
                found += below(mark.marks)
        return found

    return below(read_svg(svg(body), silent).marks)


def said_of(chunk: Chunk) -> str:
    return "".join(run.text for run in chunk.runs)


# ── outlines ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "steps"),
    [
        ("M1 2L3,4Z", "m1,2 l3,4 h"),
        ("m1 2 3 4z", "m1,2 l4,6 h"),
        ("M1 2 3 4 5 6", "m1,2 l3,4 l5,6"),
        ("M1,1h2v3H0V0", "m1,1 l3,1 l3,4 l0,4 l0,0"),
        ("M0 0c1 1 2 2 3 3s1 1 2 2", "m0,0 c1,1,2,2,3,3 c4,4,4,4,5,5"),
        ("M0 0q3 3 6 0t6 0", "m0,0 c2,2,4,2,6,0 c8,-2,10,-2,12,0"),
        ("M0 0zL5 5", "m0,0 h m0,0 l5,5"),
        ("M.5.5-1-1e1", "m0.5,0.5 l-1,-10"),
        ("M0 0L1 1 2", "m0,0 l1,1"),
        ("M0 0L1 1 x 5 5", "m0,0 l1,1"),
        ("L5 5", ""),
        ("", ""),
        ("M0 0A0 5 0 0 1 4 4", "m0,0 l4,4"),
        ("M4 4a5 5 0 0 1 0 0", "m4,4"),
    ],
)
def test_path_data(data: str, steps: str) -> None:
    written = [kind + ",".join(f"{one:g}" for one in points) for kind, points in path(data)]
    assert " ".join(written) == steps


def test_arcs_with_flags_that_touch() -> None:
    outline = path("M10 10a5 5 0 0110 0z")
    assert bounds(outline) == pytest.approx((10, 5, 20, 10))
    assert bounds(path("M0 0A10 10 0 1 1 0 .001")) == pytest.approx((0, -10, 20, 10), abs=0.02)
    assert bounds(path("M0 0A1 1 0 0 1 20 0")) == pytest.approx((0, -10, 20, 0))  # radii too small are enlarged


def test_how_large_an_outline_is() -> None:
    assert bounds(ellipse(10, 20, 3, 4)) == pytest.approx((7, 16, 13, 24))
    assert bounds(rectangle(1, 2, 10, 20, 3, 3)) == pytest.approx((1, 2, 11, 22))
    assert bounds(path("M0 0C0 10 10 10 10 0")) == pytest.approx((0, 0, 10, 7.5))
    assert bounds(()) is None


@settings(max_examples=300, deadline=None)
@given(st.text("MmLlHhVvCcSsQqTtAaZz0123456789.,-+eE \n", max_size=60))
def test_any_path_data_end_in_finite_points(data: str) -> None:
    outline = path(data)
    assert all(isfinite(one) for _, points in outline for one in points)
    assert not outline or outline[0][0] == "m"
    list(vertices(outline))
    bounds(outline)


def test_where_markers_stand() -> None:
    found = [(which, x, y, round(angle)) for which, x, y, angle in vertices(path("M0 0L10 0L10 10"))]
    assert found == [("start", 0, 0, 0), ("mid", 10, 0, 45), ("end", 10, 10, 90)]


# ── values ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "point"),
    [
        ("translate(10)", (11, 1)),
        ("translate(10 20) scale(2)", (12, 22)),
        ("scale(2),translate(10,20)", (22, 42)),
        ("rotate(90)", (-1, 1)),
        ("rotate(90 1 1)", (1, 1)),
        ("matrix(1 2 3 4 5 6)", (9, 12)),
        ("skewX(45)", (2, 1)),
        ("translate(5 5) nonsense(3)", (6, 6)),
        (None, (1, 1)),
    ],
)
def test_transforms(written: str | None, point: tuple[float, float]) -> None:
    assert moved(1, 1, transform(written)) == pytest.approx(point)


def test_lengths_and_colours() -> None:
    assert [length(one, 200, 10) for one in ("5", "3pt", "1in", "50%", "2em", "wide", None, "1e400")] == [
        5, 4, 96, 100, 20, 0, 0, 0,
    ]  # fmt: skip
    assert colour("#f00") == ((1, 0, 0), 1)
    assert colour("rgba(0, 0, 255, .5)") == ((0, 0, 1), 0.5)
    assert colour("hsl(120, 100%, 50%)") == ((0, 1, 0), 1)
    assert colour("no such colour") is None


def test_a_view_box_in_a_frame_of_another_shape() -> None:
    box = (0.0, 0.0, 10.0, 10.0)
    assert fitted(box, 40, 20, None) == (2, 0, 0, 2, 10, 0)
    assert fitted(box, 40, 20, "xMaxYMin") == (2, 0, 0, 2, 20, 0)
    assert fitted(box, 40, 20, "xMidYMid slice") == (4, 0, 0, 4, 0, -10)
    assert fitted(box, 40, 20, "none") == (4, 0, 0, 2, 0, 0)


# ── styles ────────────────────────────────────────────────────────────────

RULES = """<style>
  /* later rules win, ids over classes over names */
  rect { fill: black; stroke: none } .c { fill: blue } #i { fill: lime } .d { fill: red !important }
  g > .e { fill: red } [data-x="1"] { fill: red }
</style>"""


@pytest.mark.parametrize(
    ("attributes", "fill"),
    [
        ("", (0, 0, 0)),
        ('fill="red"', (0, 0, 0)),
        ('class="c"', (0, 0, 1)),
        ('class="x c" id="i"', (0, 1, 0)),
        ('class="c" style="fill: red"', RED),
        ('class="d" style="fill: blue"', RED),
        ('class="d" style="fill: blue ! important"', (0, 0, 1)),
        ('class="e"', RED),
        ('data-x="1"', RED),
        ('style="fill:currentColor" color="red"', RED),
        ('style="fill: url(#missing) red"', RED),
        ('style="fill: inherit"', (0, 1, 1)),
    ],
)
def test_the_cascade(attributes: str, fill: tuple[float, float, float]) -> None:
    shape = only(f'{RULES}<g fill="aqua"><rect width="5" height="5" {attributes}/></g>')
    assert shape.fill == pytest.approx(tuple(min(1, part) for part in fill))


def test_rules_within_and_below_each_other(tmp_path: Path) -> None:
    sheet = """<style>.plot g > rect, [data-k] #z rect { fill: red } svg * .deep { fill: blue }
      :root path { fill: lime }
      rect:hover { fill: lime }</style>"""
    body = f"""{sheet}<g class="plot"><g><rect width="1" height="1"/></g><rect width="2" height="2"/></g>
      <g data-k=""><g id="z"><g><rect width="3" height="3"/></g></g></g><g><g><rect width="4" height="4" class="deep"/>
      </g></g><path d="M0 0h5v5z"/>"""
    fills = [shape.fill for shape, _ in shapes(read_svg(svg(body), silent))]
    assert fills == [(1, 0, 0), (0, 0, 0), (1, 0, 0), (0, 0, 1), (0, 1, 0)]
    assert "some of its style rules" in read(svg(body), tmp_path)[1][0]


def test_what_is_inherited_and_what_is_not() -> None:
    shape = only('<g stroke="red" stroke-width="3" opacity=".5" fill="none"><path d="M0 0h5"/></g>')
    assert shape.fill is None
    assert shape.stroke is not None and (shape.stroke.width, shape.stroke.opacity) == (3, 1)


def test_what_is_not_displayed() -> None:
    body = '<rect width="5" height="5" display="none"/><g visibility="hidden"><rect width="5" height="5"/></g>'
    assert shapes(read_svg(svg(body), silent)) == []


def test_strokes() -> None:
    shape = only(
        '<path d="M0 0h9" stroke="red" stroke-dasharray="3,1,2" stroke-linecap="round" stroke-linejoin="bevel"/>'
    )
    assert shape.stroke is not None
    assert (shape.stroke.dashes, shape.stroke.cap, shape.stroke.join) == ((3, 1, 2, 3, 1, 2), 1, 2)


def test_gradients_take_from_each_other() -> None:
    shape = only(
        '<linearGradient id="a"><stop offset="10%" stop-color="red"/><stop offset="1" stop-opacity=".5"/>'
        "</linearGradient>"
        '<linearGradient id="b" xlink:href="#a" x1="0" x2="5" gradientUnits="userSpaceOnUse" spreadMethod="reflect"/>'
        '<rect width="5" height="5" fill="url(#b)"/>'
    )
    assert isinstance(shape.fill, Gradient)
    assert shape.fill.geometry == (0, 0, 5, 0) and shape.fill.spread == "reflect"
    assert shape.fill.stops == ((0.1, (1, 0, 0), 1), (1, (0, 0, 0), 0.5))


def test_patterns() -> None:
    shape = only(
        '<pattern id="p" patternUnits="userSpaceOnUse" width="4" height="2" patternTransform="rotate(45)">'
        '<path d="M0 0h4"/></pattern><rect width="5" height="5" fill="url(#p)"/>'
    )
    assert isinstance(shape.fill, Tile) and (shape.fill.width, shape.fill.height) == (4, 2)


# ── text ──────────────────────────────────────────────────────────────────


def test_white_space_and_spans() -> None:
    (one,) = chunks("<text x='5' y='6'>\n  Two\n  <tspan font-weight='bold'>words</tspan>, more \n</text>")
    assert (said_of(one), one.x, one.y) == ("Two words, more", 5, 6)
    assert [run.weight for run in one.runs] == [400, 700, 400]


def test_lines_that_begin_anew() -> None:
    found = chunks("<text><tspan x='1' y='2'>one</tspan><tspan x='1' y='9' text-anchor='end'>two</tspan></text>")
    assert [(said_of(one), one.x, one.y, one.anchor) for one in found] == [("one", 1, 2, "start"), ("two", 1, 9, "end")]


def test_letters_placed_one_by_one() -> None:
    found = chunks("<text x='1 5 9' y='2'>abcd</text>")
    assert [(said_of(one), one.x) for one in found] == [("a", 1), ("b", 5), ("cd", 9)]


def test_raised_and_lowered() -> None:
    (one,) = chunks(
        "<text font-size='10'>x<tspan baseline-shift='super' font-size='6'>2</tspan>y<tspan dy='3'>z</tspan></text>"
    )
    heights = [sum(run.dy for run in one.runs[: at + 1]) for at in range(len(one.runs))]
    assert [(run.text, round(height, 2)) for run, height in zip(one.runs, heights, strict=True) if run.text] == [
        ("x", 0), ("2", -2.1), ("y", 0), ("z", 3),
    ]  # fmt: skip


def test_faces_by_the_names_of_others() -> None:
    assert is_serif("'Times New Roman', serif") and is_serif("Georgia") and is_serif("DejaVu Serif")
    assert not is_serif("Arial, serif") and not is_serif("'DejaVu Sans', serif") and not is_serif("")


def test_the_font_shorthand() -> None:
    (one,) = chunks("<text style=\"font: italic bold 12px/1.5 'Times New Roman', serif\">x</text>")
    (run,) = one.runs
    assert (run.size, run.italic, run.weight, run.serif) == (12, True, 700, True)


# ── what is left out ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ('<filter id="f"/><rect filter="url(#f)" width="5" height="5"/>', "filters"),
        ('<path id="p" d="M0 0h9"/><text><textPath href="#p">x</textPath></text>', "text along a path"),
        ('<rect width="5" height="5"><animate/></rect><animate/>', "animations"),
        ("<style>@font-face { font-family: x }</style>", "fonts of its own"),
        ("<nonsense/>", "<nonsense> elements"),
        ('<image href="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="1" height="1"/>', "neither PNG nor JPEG"),
        ('<rect width="5" height="5" style="clip-path: circle(40%)"/>', "clips by CSS shapes"),
    ],
)
def test_it_is_said_once(body: str, what: str, tmp_path: Path) -> None:
    found, said = read(svg(body + body.replace(" id=", " name=")), tmp_path)
    assert found is not None
    assert len(said) == 1 and said[0].startswith("warning") and what in said[0]


def test_editors_notes_are_passed_over(tmp_path: Path) -> None:
    body = '<x:namedview xmlns:x="http://example.org/editor"><x:script>1</x:script></x:namedview><title>Plot</title>'
    found, said = read(svg(body), tmp_path)
    assert found is not None and said == []


def test_pixels_within() -> None:
    import base64

    from made_pictures import quarters_png

    data = base64.b64encode(quarters_png()).decode()
    drawing = read_svg(svg(f'<image xlink:href="data:image/png;base64,{data}" width="8" height="8"/>'), silent)
    (clipped,) = drawing.marks
    assert isinstance(clipped, Group)
    assert [type(mark) for mark in clipped.marks] in ([Pixels], [Group])
