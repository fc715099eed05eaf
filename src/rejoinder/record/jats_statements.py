"""The statements at a letter's end: which element each kind becomes, and where that stands.

A table says it (JATS4R where it has a recommendation: conflict of interest, data availability, funding). Knows kinds
of statements; how blocks are written is `jats_blocks`'.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeAlias

from rejoinder.content.model import Award
from rejoinder.document.inlines import plain_text
from rejoinder.document.model import Break, Document, Paragraph, Statement, Words
from rejoinder.record.jats_blocks import BlockWriter
from rejoinder.record.jats_inlines import InlineWriter
from rejoinder.record.wording import Wording
from rejoinder.record.xml import element, lines, said, start, text

Form: TypeAlias = Literal["ack", "sec", "fn", "notes", "author-note", "funding"]

FORMS: Mapping[str, tuple[Form, str]] = {
    "acknowledgements": ("ack", ""),
    "competing-interests": ("author-note", "coi-statement"),
    "contributors": ("fn", "con"),
    "collaborators": ("fn", "participating-researchers"),
    "funding": ("funding", "funding"),
    "data-availability": ("sec", "data-availability"),
    "supplementary-material": ("sec", "supplementary-material"),
    "disclaimer": ("notes", "disclaimer"),
    "patient-consent": ("notes", "patient-consent"),
    "ethics-approval": ("notes", "ethics-approval"),
    "provenance": ("notes", "provenance"),
    "trial-registration": ("notes", "trial-registration"),
    "other": ("notes", "other"),
}
"""The element of each kind of statement, and its type.

`sec` and `notes` with their `sec-type` or `notes-type`; `fn` in an `fn-group` with its `fn-type`; "author-note": such
an `fn` in `author-notes`; "funding": `funding-statement`, and `notes` beside it if that cannot hold all there is.
"""


class StatementWriter:
    """Writes the statements of one article."""

    def __init__(self, document: Document, blocks: BlockWriter, writer: InlineWriter, wording: Wording) -> None:
        self._blocks, self._writer, self._wording = blocks, writer, wording
        order = {kind: place for place, kind in enumerate(wording.order)}
        self._said = sorted(document.statements, key=lambda one: order.get(one.kind, len(order)))

    def author_notes(self) -> str:
        """The statements that stand in `author-notes`."""
        made = (self._footnote(one) for one in self._said if _form(one)[0] == "author-note")
        return "\n".join(made)

    def funding(self, awards: Iterable[Award]) -> str:
        """`funding-group`: the awards (JATS4R, Funding 1.3), and a statement for each paragraph, as it is written or,
        where it refers, its words alone.
        """
        found = [one for one in self._said if _form(one)[0] == "funding"]
        said_of_it = (line for one in found for line in self._funding_statements(one))
        return lines("funding-group", [*map(_award, awards), *said_of_it])

    def _funding_statements(self, statement: Statement) -> Iterator[str]:
        for block in statement.blocks:
            if isinstance(block, Paragraph):
                content = self._writer.text(block.children) if _simple(block) else text(plain_text(block.children))
                if content:
                    yield element("funding-statement", content)

    def back(self) -> Iterator[str]:
        """The statements that stand behind the text, in their order on the page."""
        for one in self._said:
            match _form(one)[0]:
                case "ack":
                    yield lines("ack", [self._title(one), *self._blocks.paragraphs(one.blocks, sections=True)])
                case "sec":
                    yield lines("sec", [self._title(one), *self._blocks.blocks(one.blocks)], sec_type=_form(one)[1])
                case "fn":
                    yield lines("fn-group", [self._title(one), self._footnote(one)], content_type=one.kind)
                case "notes":
                    yield self._notes(one)
                case "funding" if not all(isinstance(b, Paragraph) and _simple(b) for b in one.blocks):
                    yield self._notes(one)

    def _notes(self, statement: Statement) -> str:
        inside = [self._title(statement), *self._blocks.blocks(statement.blocks)]
        return lines("notes", inside, notes_type=_form(statement)[1])

    def _footnote(self, statement: Statement) -> str:
        opened = start("fn", fn_type=_form(statement)[1])
        return "\n".join((opened, *self._blocks.paragraphs(statement.blocks), "</fn>"))

    def _title(self, statement: Statement) -> str:
        label = statement.label or self._wording.statements.get(statement.kind, "")
        return said("title", label) or ("<title/>" if _form(statement)[0] == "sec" else "")


def _award(award: Award) -> str:
    """A grant: its funder with an id, its numbers, and who received it."""
    kind = "ror" if "ror.org" in award.funder_id else "FundRef"
    identifier = said("institution-id", award.funder_id, institution_id_type=kind)
    source = said("institution", award.funder)
    if identifier:
        source = element("institution-wrap", source + identifier)
    received = (element("principal-award-recipient", text(one)) for one in award.recipients)
    numbers = (said("award-id", one) for one in award.numbers)
    return lines("award-group", [element("funding-source", source) if source else "", *numbers, *received])


def _form(statement: Statement) -> tuple[Form, str]:
    return FORMS.get(statement.kind) or FORMS["other"]


def _simple(paragraph: Paragraph) -> bool:
    """Whether a paragraph holds nothing but words, and links out of the document."""
    return all(
        isinstance(one, Break) or (isinstance(one, Words) and (one.link is None or not one.link.anchor))
        for one in paragraph.children
    )
