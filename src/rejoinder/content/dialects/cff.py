"""CITATION.cff: the metadata of a work that wants to be cited.

Schema 1.2.0. Where there is a preferred citation, it is the work that is meant, and its fields come first; what it does
not say, the file says of itself. The abstract is the text, or else the message.
"""

from __future__ import annotations

from rejoinder.content.dialects.trees import (
    is_nothing,
    items_of,
    key_like,
    mapping_of,
    spelt,
    text_node,
    text_of,
    truth_node,
)
from rejoinder.source import Mapping, Node, Scalar, Sequence

_JOURNAL = {"journal": "title", "publisher": "publisher", "issn": "issn"}
_PAGES = {"start": "first-page", "end": "last-page", "number": "issue", "issue": "issue", "volume": "volume"}
_DATES = ("date-published", "date-released", "issue-date")
_KEPT = ("title", "authors", "doi", "keywords", "license", "funding", "languages")


def paper_of(node: Mapping) -> Mapping:
    """The front matter of a paper that says what the file says; its `body` is the file's abstract or message."""
    preferred = node.get("preferred-citation")
    said: dict[str, tuple[Scalar, Node]] = {}
    for part in (preferred, node):
        for key, value in part.entries if isinstance(part, Mapping) else ():
            if not is_nothing(value):
                said.setdefault(spelt(key.text), (key, value))
    entries = [said[name] for name in _KEPT if name in said]
    entries = [(key, _with_entities(value) if key.text == "authors" else value) for key, value in entries]
    journal: list[tuple[str, Node]] = []
    if isinstance(preferred, Mapping):
        for name, ours in _JOURNAL.items():
            if (entry := said.get(name)) is not None and text_of(entry[1]):  # a publisher is an entity with a name
                journal.append((ours, text_node(text_of(entry[1]), entry[1].span)))
        for name, ours in _PAGES.items():
            if (entry := said.get(name)) is not None and not any(key.text == ours for key, _ in entries):
                entries.append((key_like(ours, entry[0]), entry[1]))
    if journal:
        entries.append((key_like("journal", journal[0][1].span), mapping_of(journal, journal[0][1].span)))
    entries += _date(said)
    text = said.get("abstract") or said.get("message")
    if text is not None:
        entries.append((key_like("body", text[0]), text[1]))
    return Mapping(tuple(entries), node.span)


def _with_entities(authors: Node) -> Node:
    """An author with a name that has no parts is an entity: a group, to us."""
    items: list[Node] = []
    for one in items_of(authors):
        if isinstance(one, Mapping) and one.get("name") is not None and one.get("family-names") is None:
            one = Mapping((*one.entries, (key_like("group", one.span), truth_node(True, one.span))), one.span)
        items.append(one)
    return Sequence(tuple(items), authors.span)


def _date(said: dict[str, tuple[Scalar, Node]]) -> list[tuple[Scalar, Node]]:
    found = next((said[name] for name in _DATES if name in said), None)
    year = said.get("year")
    if year is not None and text_of(year[1]).isdigit():
        month = text_of(said["month"][1]) if "month" in said else ""
        iso = f"{text_of(year[1])}-{month.zfill(2)}" if month.isdigit() else text_of(year[1])
        return [(key_like("date", year[0]), text_node(iso, year[1].span))]
    return [(key_like("date", found[0]), found[1])] if found else []
