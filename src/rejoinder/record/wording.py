"""The words that the program adds to a letter: what a figure is called, the statements' labels and order.

On paper they are the style sheet's; where no sheet is at hand, plain English ones stand. Knows sheets; knows no XML.
"""

from __future__ import annotations

from collections.abc import Mapping

from rejoinder.style.model import StyleSheet
from rejoinder.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Wording:
    """Labels. Mentions are pairs: of one figure, of several."""

    figure: str = "Figure"
    table: str = "Table"
    figures_mentioned: tuple[str, str] = ("Figure", "Figures")
    tables_mentioned: tuple[str, str] = ("Table", "Tables")
    formulas_mentioned: tuple[str, str] = ("Equation", "Equations")
    formula_numbers: tuple[str, str] = ("({number})", "{number}")
    """How a formula's number stands beside it, and in the text."""
    mention_separator: str = ", "
    mention_last_separator: str = " and "
    references: str = "References"
    equal: str = "These authors contributed equally."
    joint_last: str = "Joint last authors."
    deceased: str = "Deceased."
    types: Mapping[str, str] = field(default_factory=dict)
    """What each type of letter is called, if that is more than its name."""
    statements: Mapping[str, str] = field(default_factory=lambda: STATEMENTS)
    order: tuple[str, ...] = ()
    """Kinds of statements as they follow each other; others stand behind them, as the author wrote them."""

    def formula_label(self, number: int) -> str:
        """What stands beside a formula."""
        return self.formula_numbers[0].replace("{number}", str(number))


STATEMENTS: Mapping[str, str] = {
    "acknowledgements": "Acknowledgements",
    "contributors": "Contributors",
    "collaborators": "Collaborators",
    "funding": "Funding",
    "disclaimer": "Disclaimer",
    "competing-interests": "Competing interests",
    "patient-consent": "Patient consent for publication",
    "ethics-approval": "Ethics approval",
    "provenance": "Provenance and peer review",
    "data-availability": "Data availability statement",
    "supplementary-material": "Supplementary material",
    "trial-registration": "Trial registration",
}

ENGLISH = Wording()


def wording_of(sheet: StyleSheet) -> Wording:
    """The words of a style sheet."""
    captions, front, end, formulas = sheet.captions, sheet.front, sheet.end, sheet.formulas
    return Wording(
        figure=captions.figure_label,
        table=captions.table_label,
        figures_mentioned=(captions.figure_mention, captions.figure_mentions),
        tables_mentioned=(captions.table_mention, captions.table_mentions),
        formulas_mentioned=(formulas.mention, formulas.mentions),
        formula_numbers=(formulas.label, formulas.mention_number),
        mention_separator=captions.mention_separator,
        mention_last_separator=captions.mention_last_separator,
        references=sheet.references.heading,
        equal=_without_mark(front.equal_label),
        joint_last=_without_mark(front.joint_last_label),
        deceased=_without_mark(front.deceased_label),
        types=front.labels,
        statements={**STATEMENTS, **end.labels},
        order=end.statements,
    )


def _without_mark(label: str) -> str:
    return label.replace("{mark}", "").strip()
