"""Formulas in Markdown: TeX between dollars, MathML as raw text, and dollars that are none of that."""

from __future__ import annotations

import pytest
from content_builders import body, inlines, letter, outline, shown, sound

from rejoinder.content.model import Formula, Math, Mention, Paragraph

PREAMBLE = "---\ntitle: T\nauthor: [{name: {given: A, family: B}}]\n---\n"


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 and $10.",
        "US$5, A$20 and NZ$ 40.",
        "From $5 to $10, or $1,000–$2,500 a year.",
        "a fee of $40 or 50$ a day",
        "about $5 a day, or 10$.",
        "5$ here, 10$ there",
        "$ x$ and $x $",
        r"\$x\$ is no formula",
        "$20,000",
        "($12 million, $3 of it for ink)",
        "`$x$`",
    ],
)
def test_prices_are_text(text: str) -> None:
    assert not any(isinstance(one, Math) for one in inlines(text)), shown(inlines(text))


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("$p < 0.05$", "p < 0.05"),
        ("$n = 12$", "n = 12"),
        ("$5$ of them", "5"),
        ("($x$)", "x"),
        ("the $i$th", "i"),
        ("2$\\times$ as many", r"\times"),
        (r"$5\%$", r"5\%"),
        ("$a\nb$", "a\nb"),
        (r"$\text{\$5}$", r"\text{\$5}"),
        ("**$x$**", "x"),
        ("$a_1$ and _b_", "a_1"),
    ],
)
def test_formulas_are_not(text: str, tex: str) -> None:
    def all_of(parts: tuple[object, ...]) -> list[str]:
        found = []
        for one in parts:
            found += [one.tex] if isinstance(one, Math) else all_of(getattr(one, "children", ()))
        return found

    assert all_of(inlines(text)) == [tex]


def test_a_displayed_formula_is_a_block() -> None:
    assert outline(body("$$\na\n- b\n= c\n$$ {#eq-a}").blocks) == ["formula a\n- b\n= c #eq-a"]
    assert outline(body("so $$x$$ {#eq-b} and on").blocks) == ["so ", "formula x #eq-b", " and on"]
    assert outline(body("so\n$$\nx\n$$\nand on").blocks) == ["so", "formula x", "and on"]
    assert outline(body("$$x$$ (my-label)").blocks) == ["formula x #my-label"]
    assert outline(body("```{math}\n:label: e\nx\n```").blocks) == ["formula x #e"]
    assert outline(body("\\begin{align}\na&=b\n\\end{align}").blocks) == ["formula \\begin{align}\na&=b\n\\end{align}"]
    assert outline(body("- $$x$$").blocks) == [("-", "tight", ["formula x"])]
    assert outline(body("$$ and $$").blocks) == ["formula and"]
    assert outline(body("a $$ alone").blocks) == ["a $$ alone"]


def test_what_its_attributes_say() -> None:
    (formula,) = body('$$x$$ {#eq-a alt="an x" label="(3a)"}').blocks
    assert isinstance(formula, Formula)
    assert (formula.id, formula.alt, formula.label) == ("eq-a", "an x", "(3a)")
    (math,) = inlines('$x${alt="an x"}')
    assert isinstance(math, Math) and math.alt == "an x"


def test_mathml_is_raw_text() -> None:
    (math,) = inlines("`<math><mi>x</mi></math>`{=mathml}")
    assert isinstance(math, Math) and math.mathml == "<math><mi>x</mi></math>"
    (formula,) = body('```{=mathml #eq-a label="(1)"}\n<math/>\n```').blocks
    assert isinstance(formula, Formula)
    assert (formula.mathml, formula.id, formula.label) == ("<math/>", "eq-a", "(1)")


def test_a_formula_is_mentioned_like_a_figure() -> None:
    whole = sound(PREAMBLE + "By @eq-a and [-@eq-a].\n\n$$x$$ {#eq-a}\n", "letter.md")
    paragraph = whole.body[0]
    assert isinstance(paragraph, Paragraph)
    mentions = [one for one in paragraph.children if isinstance(one, Mention)]
    assert [(one.ids, one.bare) for one in mentions] == [(("eq-a",), False), (("eq-a",), True)]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("See @eq-b.", 'no equation has the id "eq-b"'),
        ("$$x$$ {#eq-a}\n\n$$y$$ {#eq-a}", 'two equations have the id "eq-a"'),
        ("$$x$$ {#eq-a .red}", "the attributes .red mean nothing of a formula"),
        ("$" + "x" * 10_001 + "$", "a formula may have at most 10,000 characters"),
    ],
)
def test_what_is_wrong_is_said(text: str, complaint: str) -> None:
    _, said = letter(PREAMBLE + text + "\n", "letter.md")
    assert any(complaint in one for one in said), said


def test_a_number_that_says_so_is_written_as_its_language_has_it() -> None:
    assert shown(inlines("[12500.5]{.num}")) == "12,500.5"
    assert shown(inlines("[12500.5]{.num lang=de}")) == "de(12.500,5)"
