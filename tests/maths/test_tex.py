"""TeX, chemistry and quantities as trees, and what is said of them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.maths.chemistry import with_chemistry
from rejoinder.maths.model import Node, Refused, Understood
from rejoinder.maths.quantities import written_number
from rejoinder.maths.read import read_mathml
from rejoinder.maths.tex import read_tex
from rejoinder.maths.words import linear, said
from rejoinder.maths.write import mathml


def tree(tex: str, lang: str = "en") -> Node:
    read = read_tex(tex, lang)
    assert isinstance(read, Understood), read
    return read.tree


@pytest.mark.parametrize(
    ("tex", "characters"),
    [
        ("E = mc^2", "E = mc^2"),
        (r"p < 0.05", "p < 0.05"),
        (r"\frac{a+b}{2}", "(a+b)/2"),
        (r"\beta_1", "β_1"),
        (r"x_{i+1}^{2}", "x_(i+1)^2"),
        (r"\sqrt{x+1}", "√(x + 1)"),
        (r"\sqrt[3]{x}", "√[3]x"),
        (r"37\,^\circ\mathrm{C}", "37 °C"),
        (r"f''(x)", "f″(x)"),
        (r"\hat{\beta}", "β\u0302"),
        (r"\mathbf{x}", "x"),
        (r"\log\frac{p}{1-p}", "log p/(1−p)"),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "(1 2; 3 4)"),
        (r"\begin{align}a&=b\\c&=d\end{align}", "a = b; c = d"),
        (r"\begin{equation}a=b\label{x}\end{equation}", "a = b"),
        (r"\documentclass{article}\usepackage{x}\begin{document}$$a \% b$$\end{document}", "a%b"),
        (r"a % a remark", "a"),
        (r"\ce{H2SO4}", "H2SO4"),
        (r"\ce{SO4^2-}", "SO4^(2−)"),
        (r"\ce{2H2 + O2 -> 2H2O}", "2 H2 + O2 ⟶ 2 H2O"),
        (r"\ce{CuSO4.5H2O}", "CuSO4⋅5 H2O"),
        (r"\qty{5.25}{mg/L}", "5.25 mg/L"),
        (r"\SI{9.81}{\metre\per\second\squared}", "9.81 m/s^2"),
        (r"\num{-12345.6e-3}", "−12,345.6 × 10^(−3)"),
    ],
)
def test_what_is_written_is_read(tex: str, characters: str) -> None:
    assert linear(tree(tex)) == characters


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        ("x^2", "x squared"),
        (r"\frac{a}{b}", "a over b"),
        (r"\frac{a+b}{2}", "the fraction a plus b over 2, end fraction,"),
        (r"\sqrt{2}", "the square root of 2"),
        (r"\beta_1 < 0.05", "beta sub 1 is less than 0.05"),
        (r"\sum_{i=1}^n x_i", "the sum from i equals 1 to n of x sub i"),
        (r"\bar{x}", "x bar"),
    ],
)
def test_a_formula_is_spoken(tex: str, words: str) -> None:
    assert said(tree(tex), "en-GB") == words


def test_in_other_languages_its_characters_are_said() -> None:
    assert said(tree("x^2 = 4"), "de") == "x^2 = 4"


def test_a_tag_is_the_formulas_label() -> None:
    for tex, label in ((r"x \tag{4}", "(4)"), (r"x \tag*{A}", "A"), ("x", "")):
        read = read_tex(tex)
        assert isinstance(read, Understood) and read.label == label


@pytest.mark.parametrize(
    ("tex", "why"),
    [
        (r"\foo{x}", r"this formula has the command \foo, which is not known"),
        ("{" * 60 + "x" + "}" * 60, "this formula is nested more than 40 deep"),
        (r"\sqrt" * 100 + "x", "this formula is nested more than 40 deep"),
        ("x" * 10_001, "this formula is longer than 10,000 characters"),
        ("a & b", "this formula cannot be read"),
        ("{a", "this formula cannot be read"),
    ],
)
def test_what_cannot_be_read_is_said(tex: str, why: str) -> None:
    read = read_tex(tex)
    assert isinstance(read, Refused) and read.why.startswith(why)


def test_macros_that_call_themselves_end() -> None:
    began = time.monotonic()
    read_tex(r"\def\x{\x\x}\x")
    read_tex(r"\def\a{\sqrt\sqrt\sqrt\sqrt}\def\b{\a\a\a\a}\b\b\b\b x")
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("opening", "closing"),
    [(r"\hat{", "}"), ("x^{", "}"), ("x_{", "}"), (r"\frac{", "}{y}"), (r"\sqrt{", "}"), ("{", "}")],
)
def test_nesting_does_not_take_time(opening: str, closing: str) -> None:
    began = time.monotonic()
    read = read_tex(opening * 38 + "x" + closing * 38)
    if isinstance(read, Understood):
        linear(read.tree)
        said(read.tree, "en")
    assert time.monotonic() - began < 1


TOKENS = r"""
    \frac \sqrt \sum \int _ ^ { } {a} {b+c} x 12 + - = \left( \right) \begin{pmatrix} \end{pmatrix} & \\ \hat
    \overline \underbrace \mathbb{R} \text{a} \ce{ H2O \num{ \qty{ 5 mg } \lim \binom \displaystyle $ % # \def\x
    \x é 漢 | \{ \middle| \tag{1} -> (aq) ^\circ \boxed \phantom
""".split()


@given(st.lists(st.sampled_from(TOKENS), max_size=25))
def test_any_tex_is_a_tree_or_is_refused(tokens: list[str]) -> None:
    read = read_tex(" ".join(tokens))
    if isinstance(read, Refused):
        assert read.why and "\n" not in read.why
    else:
        assert "\n" not in linear(read.tree) + said(read.tree, "en")
        assert isinstance(read_mathml(mathml(read.tree, prefix="mml")), Understood)


@given(st.text(max_size=60))
def test_so_is_any_text(text: str) -> None:
    assert isinstance(read_tex(text), Understood | Refused)


@pytest.mark.parametrize(
    ("lang", "number"),
    [
        ("en-GB", "12,500.5"),
        ("de", "12.500,5"),
        ("de-CH", "12’500.5"),
        ("fr", "12\u202f500,5"),
        ("sv", "12\u202f500,5"),
    ],
)
def test_a_number_is_written_as_its_language_has_it(lang: str, number: str) -> None:
    assert written_number("12500.5", lang) == number


def test_what_is_no_number_stays_and_few_figures_are_not_parted() -> None:
    assert written_number("12-30", "en") == "12-30"
    assert written_number("1250", "en") == "1250"
    assert written_number("-3", "en") == "−3"


def test_tex_without_chemistry_is_left_alone() -> None:
    assert with_chemistry(r"\frac{a}{b}") == r"\frac{a}{b}"
