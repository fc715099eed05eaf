"""Formulas as their author wrote them become trees, and numbered ones get their numbers.

Knows which notation a formula is in, and says what cannot be read at its place; then its characters stay as words.
What reads them is imported when there is one: most letters have none.
"""

from __future__ import annotations

from rejoinder.content import model as content
from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.document import model
from rejoinder.maths.model import Node, Refused, Understood

KEPT_AS_WORDS = "it is set as it was typed"
LONGEST_FALLBACK = 2000
"""So many characters of a formula that cannot be read are set as words."""


class Formulas:
    """Reads the formulas of one letter. What is wrong with one is said once."""

    def __init__(self, complaints: Diagnostics, lang: str) -> None:
        self._complaints = complaints
        self._lang = lang
        self._said: set[Span] = set()
        self._known: dict[tuple[str, str, str, bool], Understood | Refused] = {}

    def inline(self, math: content.Math, lang: str = "") -> model.Math | None:
        """A formula within a line, or None if it cannot be read."""
        read = self._read(math, lang or self._lang, display=False)
        if read is None:
            return None
        spoken = math.alt or _spoken(read.tree, lang or self._lang)
        return model.Math(read.tree, math.span, math.tex, spoken, alt=math.alt)

    def displayed(self, formula: content.Formula, number: int = 0) -> model.Formula | None:
        """A displayed formula, or None if it cannot be read. `number` is 0 if it has none."""
        read = self._read(formula, self._lang, display=True)
        if read is None:
            return None
        return model.Formula(
            tree=read.tree,
            span=formula.span,
            tex=formula.tex,
            said=formula.alt or _spoken(read.tree, self._lang),
            number=number,
            label=formula.label or read.label,
            anchor=f"equation-{number}" if number else "",
            alt=formula.alt,
        )

    def _read(self, formula: content.Math | content.Formula, lang: str, *, display: bool) -> Understood | None:
        key = (formula.tex, formula.mathml, lang, display)
        read = self._known.get(key)
        if read is None:
            read = self._known[key] = self._understood(formula, lang, display=display)
        if formula.span not in self._said:
            if isinstance(read, Refused):
                self._said.add(formula.span)
                self._complaints.warning(read.why, formula.span, read.hint or KEPT_AS_WORDS)
            elif read.lost:
                self._said.add(formula.span)
                names = ", ".join(read.lost[:5])
                self._complaints.warning(f"of {names} in this formula only the contents are set", formula.span)
        return None if isinstance(read, Refused) else read

    def _understood(self, formula: content.Math | content.Formula, lang: str, *, display: bool) -> Understood | Refused:
        if formula.mathml:
            from rejoinder.maths.read import read_mathml

            read = read_mathml(formula.mathml)
            if isinstance(read, Understood) or not formula.tex:
                return read
        from rejoinder.maths.tex import read_tex

        return read_tex(formula.tex, lang, display=display)


def as_typed(formula: content.Math | content.Formula) -> str:
    """The characters of a formula that cannot be read."""
    if formula.tex:
        return " ".join(formula.tex.split())[:LONGEST_FALLBACK]
    from rejoinder.maths.read import read_mathml

    read = read_mathml(formula.mathml)
    if isinstance(read, Understood):
        return characters(read.tree)[:LONGEST_FALLBACK]
    words = "".join(part.partition(">")[2] if n else part for n, part in enumerate(formula.mathml.split("<")))
    return " ".join(words.split())[:LONGEST_FALLBACK] or formula.alt


def characters(tree: Node) -> str:
    """A formula as plain text has it: in metadata, running heads, the outline."""
    from rejoinder.maths.words import linear

    return linear(tree)


def _spoken(tree: Node, lang: str) -> str:
    from rejoinder.maths.words import said

    return said(tree, lang)
