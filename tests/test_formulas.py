"""Formulas from the letter to the finished file: tags, MathML, plain text, JATS, the press; and hostile ones."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import page as page_validation
import pikepdf
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rejoinder import Result, typeset
from rejoinder.galley.model import InlaidLine, Line
from rejoinder.pages.model import PlacedLine

LETTER: dict[str, Any] = {"title": "On smoke", "authors": ["Ada Brook"], "date": "2024-05-01", "lang": "en-GB"}
BODY = r"""It is $R^2 = 0.87$ and $\frac{a+b}{2}$.

$$\sum_{i=1}^n x_i = \sqrt{2}$$ {#eq-sum alt="A sum that is the root of two"}

By @eq-sum, `<math><mi>y</mi></math>`{=mathml} is small; $\foo$ is nothing.
"""


def made(body: str = BODY, style: Any = None, **how: Any) -> Result:
    return typeset(LETTER | {"body": body}, style, **how)


@contextmanager
def formulas(pdf: bytes) -> Iterator[list[Any]]:
    """The elements of the tree that are formulas."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        dictionaries = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary)]
        yield [one for one in dictionaries if one.get("/S") == "/Formula"]


def jats_of(result: Result) -> str:
    with pikepdf.open(io.BytesIO(result.pdf)) as opened:
        (name,) = [name for name in opened.attachments if name.endswith(".xml")]
        return opened.attachments[name].get_file().read_bytes().decode()


@pytest.mark.parametrize("standard", ["ua-1", "ua-2"])
def test_each_formula_is_tagged_and_brings_itself_along(standard: str) -> None:
    with formulas(made(standard=standard).pdf) as found:
        assert [str(one.Alt) for one in found] == [
            "R squared equals 0.87",
            "the fraction a plus b over 2, end fraction,",
            "A sum that is the root of two",
            "y",
        ]
        for one in found:
            (file,) = one.AF
            assert file.AFRelationship == "/Supplement" and str(file.UF).endswith(".mml")
            stream = file.EF.F
            assert stream.Subtype == "/application/mathml+xml"
            assert stream.read_bytes().startswith(b'<math xmlns="http://www.w3.org/1998/Math/MathML"')
            box = [float(side) for side in one.A.BBox]
            assert box[2] > box[0] and box[3] > box[1]


def test_the_same_formula_is_attached_once() -> None:
    with formulas(made("$x$ and $x$ and $y$").pdf) as found:
        assert len(found) == 3 and len({str(one.AF[0].UF) for one in found}) == 2


def test_the_file_keeps_its_standards() -> None:
    pdf = made().pdf
    for profile in ("ua1", "3a"):
        assert page_validation.validate_pdf_bytes(pdf, profile=profile).is_compliant


def test_every_reader_gets_its_characters() -> None:
    text = pypdf.PdfReader(io.BytesIO(made().pdf)).pages[0].extract_text()
    for wanted in ("R^2 = 0.87", "(a+b)/2", "∑_(i=1)^n x_i = √2", "(1)", "By Equation 1"):
        assert wanted.replace(" ", "") in text.replace(" ", ""), text


def test_nothing_of_it_is_in_a_file_for_the_press() -> None:
    pdf = made(standard="x-4").pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert not any(isinstance(one, pikepdf.Dictionary) and "/AF" in one for one in opened.objects)
    assert b"MathML" not in pdf


def test_jats_has_both_notations() -> None:
    jats = jats_of(made())
    assert 'xmlns:mml="http://www.w3.org/1998/Math/MathML"' in jats
    assert '<tex-math specific-use="source"><![CDATA[R^2 = 0.87]]></tex-math><mml:math>' in jats
    assert '<disp-formula id="eq-sum">\n<label>(1)</label>' in jats
    assert '<xref ref-type="disp-formula" rid="eq-sum" specific-use="mention">Equation\u00a01</xref>' in jats
    assert "<inline-formula><mml:math><mml:mi>y</mml:mi></mml:math></inline-formula>" in jats
    assert "mml" not in jats_of(made("No formula."))


def test_what_cannot_be_read_is_said_at_its_place_and_stays_as_words() -> None:
    result = made()
    (one,) = result.diagnostics
    assert "\\foo" in one.message and one.span.line == 5
    assert "\\foo is nothing" in "".join(line.text for line in result.galley.flow)


def formula_lines(result: Result) -> list[Line]:
    inlays = [strip for line in result.galley.flow for strip in line.inlay]
    return [item.line for strip in inlays for item in strip.items if isinstance(item, InlaidLine)]


def test_a_displayed_formula_takes_whole_lines_of_the_grid_and_its_number_stands_at_the_right() -> None:
    result = made()
    (line,) = [line for line in result.galley.flow if line.inlay]
    assert line.leading % result.sheet.grid.leading == pytest.approx(0)
    (set_line,) = formula_lines(result)
    number = set_line.segments[-1]
    assert number.x + sum(one.width for one in number.shaped) / 1000 * number.size == pytest.approx(
        line.measure, abs=0.1
    )


def test_a_sheet_says_how_formulas_stand() -> None:
    sheet = {
        "extends": "annals",
        "formulas": {"align": "left", "label": "[{number}]", "mention": "Eq.", "mention-number": "({number})"},
    }
    result = made(style=sheet)
    (line,) = formula_lines(result)
    assert line.segments[0].x < 1 and line.text.endswith("[1]")
    assert "By Eq.\u00a0(1)," in "".join(line.text for line in result.galley.flow).replace(" (1)", "\u00a0(1)")


def test_a_wide_formula_is_divided_and_one_that_cannot_be_is_made_smaller() -> None:
    long = " + ".join(f"a_{{{n}}}" for n in range(40))
    assert len(formula_lines(made(f"$${long}$$"))) > 2
    wide = r"\begin{pmatrix}" + "&".join("1000000" for _ in range(12)) + r"\end{pmatrix}"
    result = made(f"$${wide}$$")
    assert any("a formula is wider than its column" in one.message for one in result.diagnostics)


def test_however_wide_a_formula_is_it_stays_in_its_column() -> None:
    rows = r"\\".join(
        rf"\text{{while the temperature of the water of lake {n} is above zero, count its birds again}}"
        for n in range(4)
    )
    result = made(rf"$$\begin{{aligned}}{rows}\end{{aligned}}$$")
    assert any("a formula is wider than its column" in one.message for one in result.diagnostics)
    assert not any("still" in one.message for one in result.diagnostics)
    for line in formula_lines(result):
        for segment in line.segments:
            width = sum(one.width for one in segment.shaped) / 1000 * segment.size
            assert segment.x >= 0 and segment.x + width <= line.measure + 0.1


def test_a_tall_formula_in_a_line_moves_the_lines_apart_by_whole_lines() -> None:
    words = "word " * 30
    tall = r"$\begin{pmatrix}1\\2\\3\\4\end{pmatrix}$"
    result = made(f"{words}{tall} {words}", {"extends": "annals", "columns": {"count": 1}})
    lines = [item for item in result.pages[0].items if isinstance(item, PlacedLine) and item.line.style == "body"]
    baselines = sorted(item.y for item in lines)
    gaps = {round((b - a) / result.sheet.grid.leading, 3) for a, b in pairwise(baselines)}
    assert all(gap == int(gap) for gap in gaps) and max(gaps) > 1


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert made().pdf == made().pdf


def test_three_hundred_formulas_take_seconds() -> None:
    parts = (f"Here $x_{{{n}}} < {n}$ and $\\beta_{{{n}}}$.\n\n$$\\frac{{a_{{{n}}}}}{{b}} = {n}$$" for n in range(100))
    body = "\n\n".join(parts)
    began = time.process_time()
    result = made(body)
    assert time.process_time() - began < 5
    with formulas(result.pdf) as found:
        assert len(found) == 300


SCRAPS = r"""
    $ $$ $x$ \frac \sqrt { } {a} ^ _ \left( \right) \begin{pmatrix} \end{pmatrix} & \\ \sum x 1 + = \text{
    \ce{ H2O \qty{ 5 mg `<math> <mi>x</mi> <mfrac> </math>`{=mathml} {#eq-a} @eq-a word * [ ] [^n] \def\x
    \tag{1} # %
""".split()


@settings(max_examples=40)
@given(st.lists(st.sampled_from(SCRAPS), max_size=30), st.booleans())
def test_whatever_is_between_dollars_becomes_a_file_or_is_complained_of(scraps: list[str], displayed: bool) -> None:
    from rejoinder import InputError

    inside = " ".join(scraps)
    try:
        pdf = made(f"$${inside}$$" if displayed else f"a ${inside.strip()}$ b").pdf
    except InputError as refused:
        assert refused.diagnostics
    else:
        assert pdf.startswith(b"%PDF-1.7")
