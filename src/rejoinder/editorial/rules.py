"""What an editor checks: every rule by its id, what it is about, and how it is judged if the sheet does not say.

The ids are stable: sheets, continuous integration and editors' tools go by them. Knows no letter.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from rejoinder.style.model import RULES
from rejoinder.values import dataclass

Judgement: TypeAlias = Literal["error", "warning", "off"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id, what it says, and what an author or editor does about it."""

    id: str
    about: str
    help: str
    judged: Judgement = "warning"


def _rules(*rules: tuple[str, str, str, Judgement]) -> dict[str, Rule]:
    return {id_: Rule(id_, about, help_, judged) for id_, about, help_, judged in rules}


EDITORIAL: dict[str, Rule] = _rules(
    (
        "words",
        "The text has no more words than its type of article may have.",
        "Shorten the text, or change limits in the sheet's checks. Paragraphs, headings, lists and quotations of the "
        "body count; title, abstract, captions, tables, notes and references do not.",
        "error",
    ),
    (
        "references",
        "There are no more references than the type of article may have.",
        "Leave references out, or change limits in the sheet's checks.",
        "error",
    ),
    (
        "displays",
        "There are no more figures and tables together than the type of article may have.",
        "Leave some out, or move them to the supplementary material.",
        "error",
    ),
    (
        "authors",
        "There are no more authors than the type of article may have.",
        "Name a group of authors with its members instead.",
        "error",
    ),
    (
        "abstract-words",
        "The abstract has no more words than it may have.",
        "Shorten the abstract; where the type of article has none, leave it out.",
        "error",
    ),
    (
        "title-characters",
        "The title is no longer than it may be.",
        "Shorten the title. Spaces count.",
        "error",
    ),
    (
        "statement-missing",
        "Every statement that the type of article wants is there.",
        "Write it under notes, even if it only says that there is nothing to declare.",
        "error",
    ),
    (
        "response-uncited",
        "A letter that responds to something cites it.",
        "Give the article among the references, cite it in the text, and name its key as reference under responds-to.",
        "warning",
    ),
    (
        "correspondence-missing",
        "Readers are told where letters go.",
        "Mark a corresponding author and give an e-mail address, or write correspondence.",
        "warning",
    ),
    (
        "dates-missing",
        "The letter bears a date.",
        "Write date, or the dates of its history.",
        "warning",
    ),
    (
        "orcid-checksum",
        "The last digit of every ORCID iD is the right one (ISO 7064, MOD 11-2).",
        "Copy the iD anew from orcid.org: a digit is wrong, or two are transposed.",
        "warning",
    ),
    (
        "ror-checksum",
        "The last two digits of every ROR id are the right ones (ISO 7064, MOD 97-10).",
        "Copy the id anew from ror.org.",
        "warning",
    ),
    (
        "issn-checksum",
        "The last digit of every ISSN is the right one (ISO 3297).",
        "Copy the ISSN anew from portal.issn.org.",
        "warning",
    ),
    (
        "doi-form",
        "Every DOI has the form of one: 10., a prefix, a stroke and a suffix.",
        "Write it as 10.5555/abc.1, or as a link to doi.org.",
        "warning",
    ),
    (
        "reference-doi",
        "Every reference to an article in a journal has a DOI, or another address.",
        "Look it up at search.crossref.org.",
        "warning",
    ),
    (
        "reference-year",
        "Every reference has a year.",
        "Give it as issued; for what is in press, say so as status.",
        "warning",
    ),
    (
        "reference-unused",
        "Every reference in the list is cited.",
        "Cite it, or delete it.",
        "warning",
    ),
    (
        "reference-doubled",
        "No work stands twice among the references.",
        "Keep one of the two, and cite it in both places.",
        "warning",
    ),
    (
        "float-unmentioned",
        "Every figure and table is mentioned in the text.",
        "Mention it where it is spoken of, as @fig-map.",
        "warning",
    ),
    (
        "alt-text",
        "Every figure says what it shows to those who do not see it (ISO 14289-1, 7.3).",
        "Write alt in the braces behind the figure.",
        "warning",
    ),
    (
        "resolution",
        "Every picture has pixels enough for the width in which it is printed.",
        "Send the picture in its original size; enlarging it does not help.",
        "warning",
    ),
)  # fmt: skip
"""The rules that a sheet can judge, in the order in which they are told."""

OTHERS: dict[str, Rule] = _rules(
    ("letter", "The letter can be read.", "The message says what is wrong, and its hint what would help.", "error"),
    ("style", "The style sheet can be read.", "The message says what is wrong in the sheet.", "error"),
    ("document", "What is cited, mentioned and called is there.", "Correct the key, or add what it names.", "error"),
    ("setting", "The letter can be set in the sheet's faces and measures.", "See docs/style.md.", "warning"),
    ("pages", "The pages are well made up.", "Look at the page; rejoinder inspect shows it.", "warning"),
    ("press", "The file is fit for the press.", "See docs/print.md.", "error"),
)
"""What is said by the rooms in which a letter is made: one rule for each room."""

assert tuple(EDITORIAL) == RULES, "the sheet's names of rules are these"
