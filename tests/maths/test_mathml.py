"""MathML from anybody: what is kept, what is left out, and what is refused."""

from __future__ import annotations

import random
import time

import pytest

from rejoinder.maths.model import Refused, Understood
from rejoinder.maths.read import DEEPEST, read_mathml
from rejoinder.maths.words import linear, said
from rejoinder.maths.write import mathml


def read(text: str) -> Understood:
    found = read_mathml(text)
    assert isinstance(found, Understood), found
    return found


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        ("<math><mi>x</mi><mo>=</mo><mn>1</mn></math>", "x = 1"),
        ('<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:mi>x</mml:mi></mml:math>', "x"),
        ("<mml:math><mml:mi>x</mml:mi></mml:math>", "x"),
        ("<math><mi>&alpha;</mi><mo>&le;</mo><mi>&#946;</mi></math>", "α ≤ β"),
        ("<math><mfenced><mi>a</mi><mi>b</mi></mfenced></math>", "(a,b)"),
        ('<math><mfenced open="[" close="" separators=";"><mi>a</mi><mi>b</mi></mfenced></math>', "[a;b"),
        ("<math><semantics><mi>x</mi><annotation>y</annotation></semantics></math>", "x"),
        ("<math><semantics><mi>x</mi><annotation-xml><ci>y</ci></annotation-xml></semantics></math>", "x"),
        ("<math><maligngroup/><mi>x</mi><malignmark/></math>", "x"),
        ("<math><mstyle displaystyle='true'><mi>x</mi></mstyle></math>", "x"),
        ("<math><mi>x</mi> stray</math>", "xstray"),
        ("<math><mi>x</mi><mfrac><mn>1</mn></mfrac></math>", "x1"),
        ("<math><mtable><mlabeledtr><mtd>(1)</mtd><mtd><mi>a</mi></mtd></mlabeledtr></mtable></math>", "a"),
        ('<math><mi mathvariant="double-struck">R</mi></math>', "ℝ"),
        ("<mi>x</mi>", "x"),
        ("<math><mi>x</mi><!-- a remark --><?pi?></math>", "x"),
    ],
)
def test_what_is_kept(text: str, characters: str) -> None:
    assert linear(read(text).tree) == characters


def test_elements_that_nobody_knows_are_named_and_their_contents_kept() -> None:
    found = read("<math><weird><mi>x</mi></weird></math>")
    assert linear(found.tree) == "x" and found.lost == ("weird",)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<math><mi>x</math>", "not well-formed"),
        ("", "nothing in this formula"),
        ("<math></math>", "nothing in this formula"),
        ('<!DOCTYPE math SYSTEM "file:///etc/passwd"><math><mi>x</mi></math>', "not well-formed"),
        ("<math>" + "<mrow>" * 80 + "</mrow>" * 80 + "</math>", f"nested more than {DEEPEST} deep"),
        ("<math>" + "<mi>x</mi>" * 5000 + "</math>", "more than 4,000 parts"),
        ("<math>" + " " * 200_001 + "</math>", "longer than 200,000"),
    ],
)
def test_what_is_refused(text: str, why: str) -> None:
    found = read_mathml(text)
    assert isinstance(found, Refused) and why in found.why


def test_what_is_written_is_read_again() -> None:
    text = '<math><mi mathvariant="normal">a&lt;</mi><msup><mi>x</mi><mn>2</mn></msup></math>'
    tree = read(text).tree
    assert read(mathml(tree)).tree == tree
    assert read(mathml(tree, prefix="mml", namespace=False)).tree == tree


def test_an_alternative_text_of_its_author_is_what_is_said() -> None:
    assert said(read('<math alttext="x to be found"><mi>x</mi></math>').tree, "en") == "x to be found"


LEAVES = (
    "<mi>x</mi>",
    "<mo>+</mo>",
    "<mo>(</mo>",
    "<mtext> a </mtext>",
    "<mspace width='-9em'/>",
    "<none/>",
    "zz",
    "<mo/>",
)
NODES = (
    "mrow", "msup", "msub", "msubsup", "mfrac", "msqrt", "mroot", "munder", "munderover", "mtable", "mtr", "mtd",
    "mfenced", "mmultiscripts", "menclose", "semantics", "annotation", "foo", "mphantom", "mpadded",
)  # fmt: skip


def grown(source: random.Random, depth: int) -> str:
    if not depth or source.random() < 0.3:
        return source.choice(LEAVES)
    name = source.choice(NODES)
    inside = "".join(grown(source, depth - 1) for _ in range(source.choice((0, 1, 2, 2, 3, 3, 4))))
    return f"<{name}>{inside}</{name}>"


def test_whatever_is_nested_in_whatever_is_read_and_said_soon() -> None:
    began = time.monotonic()
    for seed in range(300):
        found = read_mathml(f"<math>{grown(random.Random(seed), 6)}</math>")
        if isinstance(found, Understood):
            linear(found.tree)
            said(found.tree, "en")
            assert isinstance(read_mathml(mathml(found.tree)), Understood)
    assert time.monotonic() - began < 10
