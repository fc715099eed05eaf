"""Who paid for the work: MyST's and Quarto's `funding`, Pandoc's statement, Manubot's `funders` of each author.

All of it becomes `{statement, awards}`; without a statement the awards are told in one.
"""

from __future__ import annotations

from rejoinder.content.dialects.people import People
from rejoinder.content.dialects.trees import Taken, items_of, mapping_of, text_node, text_of
from rejoinder.content.markdown import MarkdownReader
from rejoinder.diagnostics import Span
from rejoinder.source import Mapping, Node, Scalar, Sequence

_FUNDERS = ("funder", "funders", "source", "sources", "institution", "institutions")
_NUMBERS = ("id", "award-number", "number", "numbers", "award-id", "grant")
_RECIPIENTS = ("recipient", "recipients", "investigator", "investigators")
_AWARD = (*_FUNDERS, *_NUMBERS, *_RECIPIENTS, "name", "description", "title")


def funding_node(written: Node | None, people: People, reader: MarkdownReader) -> Mapping | None:
    """All that is said of funding, in our terms; none if nothing is."""
    statements: list[Scalar] = []
    awards: list[Mapping] = []
    for item in items_of(written):
        if isinstance(item, Mapping):
            _add(Taken(item), statements, awards, people, reader)
        elif isinstance(item, Scalar):
            statements.append(item)
    span = written.span if written is not None else people.funders[0][2] if people.funders else None
    if span is None:
        return None
    awards += _of_authors(people)
    told = _joined(statements) if statements else _told(awards, span)
    if told is None:
        return None
    entries: list[tuple[str, Node]] = [("statement", told)]
    if awards:
        entries.append(("awards", Sequence(tuple(awards), awards[0].span)))
    return mapping_of(entries, span)


def _add(taken: Taken, statements: list[Scalar], awards: list[Mapping], people: People, reader: MarkdownReader) -> None:
    for name in ("statement", "open-access"):
        statements += [one for one in items_of(taken.take(name)) if isinstance(one, Scalar)]
    listed = items_of(taken.take("awards", "award"))
    if not listed and any(name in taken for name in _AWARD):  # an award's own keys, without its list
        own = list(taken.entries(_AWARD))
        listed = (Mapping(tuple(own), taken.span),)
    awards += [_award(one, people) for one in listed]
    for key in taken.left():
        reader.leave_out(f'"{key.text}" of the funding', key.span)


def _award(node: Node, people: People) -> Mapping:
    if not isinstance(node, Mapping):
        return mapping_of([("funder", text_node(text_of(node), node.span))], node.span)
    taken = Taken(node)
    funders = [_meant(one, people) for one in items_of(taken.take(*_FUNDERS))]
    numbers = [text_of(one) for one in items_of(taken.take(*_NUMBERS))]
    recipients = [_person(one, people) for name in _RECIPIENTS for one in items_of(taken.take(name))]
    funder = ", ".join(filter(None, funders)) or text_of(taken.take("name", "title"))
    entries: list[tuple[str, Node]] = [("funder", text_node(funder, node.span))]
    for name, values in (("numbers", numbers), ("recipients", list(dict.fromkeys(recipients)))):
        texts = [text_node(value, node.span) for value in values if value]
        if texts:
            entries.append((name, Sequence(tuple(texts), node.span)))
    return mapping_of(entries, node.span)


def _meant(node: Node, people: People) -> str:
    """The name of an affiliation that is named by its id; or the words themselves."""
    if isinstance(node, Mapping) and node.get("ref") is None:
        return text_of(node)
    identifier = text_of(node.get("ref")) if isinstance(node, Mapping) else text_of(node)
    declared = people.declared.get(identifier)
    return text_of(declared.get("name")) if declared else identifier


def _person(node: Node, people: People) -> str:
    reference = node.get("ref") if isinstance(node, Mapping) else node
    known = people.known.get(text_of(reference))
    return text_of(known.get("name")) if known else text_of(node)


def _of_authors(people: People) -> list[Mapping]:
    """Manubot's: one award for each thing that funded somebody, with all whom it funded."""
    by_funder: dict[str, list[tuple[str, Span]]] = {}
    for funder, author, span in people.funders:
        by_funder.setdefault(funder, []).append((author, span))
    return [
        mapping_of(
            [
                ("funder", text_node(funder, authors[0][1])),
                ("recipients", Sequence(tuple(text_node(name, span) for name, span in authors), authors[0][1])),
            ],
            authors[0][1],
        )
        for funder, authors in by_funder.items()
    ]


def _joined(statements: list[Scalar]) -> Scalar:
    if len(statements) == 1:
        return statements[0]
    return text_node("\n\n".join(one.text for one in statements), statements[0].span)


def _told(awards: list[Mapping], span: Span) -> Scalar | None:
    """Awards in words: "Ice Fund, 12 and 13 (JV, MV); River Trust, 7."."""
    told = []
    for award in awards:
        numbers = " and ".join(text_of(one) for one in items_of(award.get("numbers")))
        recipients = ", ".join(text_of(one) for one in items_of(award.get("recipients")))
        words = ", ".join(filter(None, (text_of(award.get("funder")), numbers)))
        told.append(f"{words} ({recipients})" if recipients and words else words)
    words = "; ".join(filter(None, told))
    return text_node(f"{words}.", span) if words else None
