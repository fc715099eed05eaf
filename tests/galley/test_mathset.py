"""Formulas set in type: what stands where, and that the glyphs say what the formula says."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import pytest

from rejoinder.fonts.maths import math_face
from rejoinder.fonts.model import FontChoice
from rejoinder.fonts.typecase import Typecase
from rejoinder.galley.mathset import Laid, Setter
from rejoinder.maths.model import Node, Understood
from rejoinder.maths.read import read_mathml
from rejoinder.maths.tex import read_tex
from rejoinder.maths.words import linear

sys.path.append(str(Path(__file__).parents[1] / "maths"))
SIZE = 10.0
CASE = Typecase({"serif": ("Source Serif 4",), "sans": ("Source Sans 3",)})
SETTER = Setter(CASE, FontChoice("serif", optical=SIZE), SIZE, "en")


def tree(tex: str, *, display: bool = False) -> Node:
    read = read_tex(tex, display=display)
    assert isinstance(read, Understood), read
    return read.tree


def laid(tex: str, *, display: bool = False) -> Laid:
    return SETTER.formula(tree(tex, display=display), display=display)


def text(made: Laid) -> str:
    return "".join(ink.shaped.text for ink in made.inks)


FORMULAS = (
    "E = mc^2", r"\frac{a+b}{2}", r"\sum_{i=1}^{n} x_i^2", r"\sqrt{1+\sqrt{x}}", r"\sqrt[3]{x+y}", r"\bar x \pm 2\,s",
    r"\widehat{Q}_{10}", r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", r"\left\{\frac{a}{b}\right\}", r"\binom{n}{k}",
    r"\int_0^\infty f(x)\,dx", r"\lim_{x\to 0} g(x)", r"\ce{SO4^2- + H+}", r"37\,^\circ\mathrm{C}", r"f'(x)",
    r"u \sim \mathcal{N}(0, \sigma^2)", r"\begin{aligned}a&=b\\c&=d\end{aligned}", r"\overbrace{a+b}^{n}",
    r"\mathbf{X}\boldsymbol{\beta}",
)  # fmt: skip


@pytest.mark.parametrize("tex", FORMULAS)
@pytest.mark.parametrize("display", [False, True])
def test_the_glyphs_say_what_the_formula_says(tex: str, display: bool) -> None:
    assert text(laid(tex, display=display)).split() == linear(tree(tex, display=display), display=display).split()


@pytest.mark.parametrize("tex", FORMULAS)
def test_ink_stays_in_its_box(tex: str) -> None:
    made = laid(tex, display=True)
    for ink in made.inks:
        assert -0.5 <= ink.x <= made.width + 0.5
        assert -made.depth - SIZE <= ink.y <= made.height
    for bar in made.bars:
        assert bar.x >= -0.5 and bar.x + bar.width <= made.width + 0.5
        assert -made.depth - 0.01 <= bar.y and bar.y + bar.height <= made.height + 0.01


def test_letters_and_common_signs_are_those_of_the_text() -> None:
    faces = {ink.shaped.face for ink in laid(r"x = 2\beta + (y - 1)").inks}
    assert math_face().face not in faces
    names = [face.postscript_name for face in faces]
    assert any("Italic" in name for name in names) and any("Italic" not in name for name in names)


def test_signs_that_the_text_face_lacks_come_from_the_face_for_maths() -> None:
    (sign,) = [ink for ink in laid(r"a \in B").inks if ink.shaped.text == "∈"]
    assert sign.shaped.face is math_face().face


def test_a_sum_is_larger_where_it_is_displayed_and_has_its_limits_above_and_below() -> None:
    inline, display = laid(r"\sum_{i}^{n}"), laid(r"\sum_{i}^{n}", display=True)
    assert display.height + display.depth > 1.5 * (inline.height + inline.depth)
    above = {ink.shaped.text: ink for ink in display.inks}
    assert above["n"].y > above["∑"].y > above["i"].y
    assert abs(above["n"].x - above["∑"].x) < SIZE


def test_a_bracket_grows_with_what_it_encloses() -> None:
    heights = [
        laid(rf"\left({inside}\right)", display=True).height for inside in ("x", r"\frac12", r"\frac{\frac12}{\frac34}")
    ]
    assert heights == sorted(heights) and heights[2] > 1.5 * heights[0]
    huge = r"\\".join(["1"] * 30)
    made = laid(rf"\left(\begin{{array}}{{c}}{huge}\end{{array}}\right)", display=True)
    assert made.height + made.depth > 30 * SIZE
    assert text(made).startswith("(") and text(made).endswith(")")


def test_scripts_stand_high_and_low_and_are_smaller() -> None:
    base, low, high = [ink for ink in laid("x_1^2").inks if ink.shaped.text in "x12" and ink.shaped.width]
    assert base.y == 0 and low.y < 0 < high.y
    assert low.size == high.size == pytest.approx(0.7 * SIZE)


def test_a_relation_has_white_on_either_side_and_a_sign_before_a_number_has_none() -> None:
    assert laid("a = b").width - laid("a").width - laid("b").width - laid("=").width == pytest.approx(10 / 18 * SIZE)
    assert laid("-1").width == pytest.approx(laid("-").width + laid("1").width)


def test_a_formula_is_divided_behind_its_relations_and_sums() -> None:
    said = [text(piece.laid) for piece in SETTER.pieces(tree("a + b = c(d + e)"))]
    assert said == ["a +", "b =", "c(d +", "e)"] or said == ["a +", "b =", "c(d + e)"]
    before = [text(piece.laid).strip() for piece in SETTER.pieces(tree("a + b = c"), display=True, before=True)]
    assert before == ["a", "+ b", "= c"]


def test_a_fraction_has_its_stroke_at_the_height_of_a_minus() -> None:
    (bar,) = laid(r"\frac{a}{b}").bars
    (minus,) = [ink for ink in laid("-a").inks if ink.shaped.text == "−"]
    ink = minus.shaped.face.ink(minus.shaped.gids[0])  # type: ignore[attr-defined]
    assert bar.y + bar.height / 2 == pytest.approx((ink[1] + ink[3]) / 2000 * SIZE, abs=0.02)


@pytest.mark.parametrize(
    ("opening", "closing"),
    [(r"\hat{", "}"), ("x^{", "}"), (r"\frac{", "}{y}"), (r"\sqrt{", "}"), (r"\left(", r"\right)")],
)
def test_nesting_does_not_take_time(opening: str, closing: str) -> None:
    began = time.monotonic()
    read = read_tex(opening * 36 + "x" + closing * 36)
    if isinstance(read, Understood):
        SETTER.formula(read.tree, display=True)
    assert time.monotonic() - began < 2


def test_what_nobody_wrote_is_set_too() -> None:
    from test_mathml import grown

    for seed in range(100):
        found = read_mathml(f"<math>{grown(random.Random(seed), 6)}</math>")
        if isinstance(found, Understood):
            for display in (False, True):
                made = SETTER.formula(found.tree, display=display)
                assert abs(made.width) < 1e5 and abs(made.height) < 1e5
                SETTER.pieces(found.tree, display=display, before=display)
