"""Every letter that there is becomes a valid article, and nothing of it is lost."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from jats_model import faults
from written import every_letter, instances, numbered

from rejoinder.content import model as content
from rejoinder.document.model import Document, NoteMark, Words
from rejoinder.record.jats import article

DTD = os.environ.get("REJOINDER_JATS_DTD", "")
"""The file of the DTD itself (JATS-journalpublishing1-3.dtd or its sister with MathML 3), where somebody has it."""


@every_letter
def test_it_is_what_the_standard_says(name: str) -> None:
    assert faults(article(*numbered(name))) == []


@every_letter
@pytest.mark.skipif(not DTD, reason="REJOINDER_JATS_DTD names no file")
def test_it_is_valid_against_the_dtd(name: str) -> None:
    from lxml import etree  # comes with citeproc-py

    dtd = etree.DTD(DTD)
    dtd.validate(etree.fromstring(article(*numbered(name))))
    assert [str(fault) for fault in dtd.error_log] == []


@every_letter
def test_the_same_letter_makes_the_same_article(name: str) -> None:
    letter, document = numbered(name)
    assert article(letter, document) == article(letter, document)


@every_letter
def test_every_word_of_the_document_is_in_it(name: str) -> None:
    """Each stretch of words between two marks, letter by letter."""
    letter, document = numbered(name)
    said = _flat("".join(ElementTree.fromstring(article(letter, document)).itertext()))
    for words in _printed(letter, document):
        assert _flat(words.text) in said, words


def _printed(letter: content.Letter, document: Document) -> Iterator[Words]:
    """All words but those of references, which are taken apart, and of furniture."""
    yield from instances(document.body, Words)
    yield from instances(document.footnotes, Words)
    yield from instances(document.statements, Words)
    front = document.front
    for part in (front.title, front.subtitle, front.correspondence, front.remarks, front.license):
        yield from instances(part, Words)


@every_letter
def test_every_word_of_the_letter_is_in_it(name: str) -> None:
    """As the author wrote them: names, addresses, dates and works cited too."""
    letter, document = numbered(name)
    said = set(_words(" ".join(_everything(ElementTree.fromstring(article(letter, document))))))
    lost = [word for text in _written(letter, document) for word in _words(text) if word not in said]
    assert lost == []


def _everything(root: ElementTree.Element) -> Iterator[str]:
    yield "".join(root.itertext())  # a word may be partly superior
    for element in root.iter():
        yield element.text or ""
        yield element.tail or ""
        yield from element.attrib.values()


def _written(letter: content.Letter, document: Document) -> Iterator[str]:
    called = {note.span for note in document.footnotes}
    parts = [
        letter.title, letter.subtitle, letter.short_title, letter.authors, letter.correspondence, letter.journal,
        letter.license, letter.responds_to, letter.statements, letter.body,
        *(note for note in letter.footnotes if note.span in called),
    ]  # fmt: skip
    for part in parts:
        yield from (text.text for text in instances(part, content.Text))
    for one in letter.authors:
        yield from (part for field in one.name.__slots__ if isinstance(part := getattr(one.name, field), str))
        yield from (one.initials, one.orcid, one.email, one.degrees, *one.roles)
    yield from (letter.journal.title, letter.journal.abbreviation, letter.journal.publisher, letter.journal.eissn)
    yield from (letter.volume, letter.issue, letter.elocator, letter.first_page, letter.last_page, letter.doi)
    yield from (letter.copyright, letter.lang, letter.license.url, *letter.keywords)
    yield from (affiliation.text for affiliation in document.front.affiliations)
    yield from (figure.alt for figure in instances(letter, content.Figure))
    cited = {reference.key for reference in document.references}
    for reference in letter.references:
        if reference.key in cited:
            yield from _texts(reference.item)


def _texts(item: Any) -> Iterator[str]:
    if isinstance(item, str):
        yield re.sub(r"</?[a-z]+[^>]*>", "", item)
    elif isinstance(item, (list, tuple)):
        for one in item:
            yield from _texts(one)
    elif isinstance(item, dict):
        for name, one in item.items():
            if name not in (
                "id",
                "type",
                "container-title-short",
                "page",
                "issued",
                "language",
                "title-short",
                "given",
            ):
                yield from _texts(one)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@every_letter
def test_numbers_and_order_are_those_of_the_page(name: str) -> None:
    letter, document = numbered(name)
    root = ElementTree.fromstring(article(letter, document))
    assert [ref.findtext("label") for ref in root.iter("ref")] == [str(n + 1) for n in range(len(document.references))]
    people = root.find("front/article-meta/contrib-group")
    listed = [] if people is None else [*people]
    assert [one.tag for one in listed].count("aff") == len(document.front.affiliations)
    people_and_groups = [one.tag for one in listed if one.tag in ("contrib", "on-behalf-of")]
    wanted = ["on-behalf-of" if one.represented and not one.members else "contrib" for one in document.front.authors]
    assert people_and_groups == wanted
    marks = [mark.number for mark in instances(document, NoteMark)]
    notes = [xref for xref in root.iter("xref") if xref.attrib["rid"].startswith("note-")]
    assert {xref.attrib["rid"] for xref in notes} == {f"note-{n}" for n in marks}
    assert len([fn for fn in root.iter("fn") if fn.get("id", "").startswith("note-")]) == len(document.footnotes)
    for xref in notes:
        note = next(fn for fn in root.iter("fn") if fn.get("id") == xref.attrib["rid"])
        assert xref.text == note.findtext("label")
