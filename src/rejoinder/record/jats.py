"""The letter as JATS XML: article markup that archives, indexes and other journals' systems read.

JATS 1.3 (ANSI/NISO Z39.96-2021), the Journal Publishing tag set, valid against its DTD; JATS4R's recommendations where
they apply. Numbers and marks are the document's, so that the article says what the page says; names and addresses come
from the letter, which knows their parts. `jats_*.py` write the parts of it:

    jats_front        journal, titles, dates, permissions           → journal-meta, article-meta
    jats_people       authors, affiliations, notes about authors    → contrib-group, aff, author-notes
    jats_blocks       the text, with figures and tables             → body
    jats_inlines      runs of words                                 → italic, xref, ext-link …
    jats_statements   statements at the end, by kind                → ack, sec, notes, fn, funding-group
    jats_references   CSL items                                     → element-citation
    jats_marks        what has an id, and the marks of notes
    xml               characters and elements

Knows nothing of lines, pages or PDF.
"""

from __future__ import annotations

from rejoinder.content.model import Letter
from rejoinder.content.people import doi_of
from rejoinder.diagnostics import Diagnostics
from rejoinder.document.csl_item import CslItem, read_item
from rejoinder.document.marked import doi_url
from rejoinder.document.model import Document
from rejoinder.maths.model import MATHML
from rejoinder.record import jats_front as front
from rejoinder.record import jats_people as people
from rejoinder.record.jats_blocks import BlockWriter, images_of, own_ids
from rejoinder.record.jats_inlines import InlineWriter
from rejoinder.record.jats_marks import Marks, marks_of
from rejoinder.record.jats_references import citation
from rejoinder.record.jats_statements import StatementWriter
from rejoinder.record.wording import ENGLISH, Wording
from rejoinder.record.xml import element, lines, said

VERSION = "1.3"
MADE_BY = "rejoinder"
"""`specific-use` of an article that this program wrote: what it says of itself in such attributes can be relied on."""
_PROLOGUE = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.3 20210610//EN" \
"https://jats.nlm.nih.gov/publishing/1.3/JATS-journalpublishing1-3.dtd">
"""
_NAMESPACES = {
    "xmlns_xlink": "http://www.w3.org/1999/xlink",
    "xmlns_ali": "http://www.niso.org/schemas/ali/1.0/",
}


def article(letter: Letter, document: Document, wording: Wording = ENGLISH, *, uncited: bool = False) -> bytes:
    """The letter as a JATS article, in UTF-8. `document` is the letter's, and `wording` its style sheet's.

    `uncited`: whether references that are not printed, as nothing cites them, are in it, in a list of their own.
    """
    return _Article(letter, document, wording, uncited=uncited).written().encode()


class _Article:
    """One article while it is written."""

    def __init__(self, letter: Letter, document: Document, wording: Wording, *, uncited: bool) -> None:
        self._uncited = uncited
        self._letter, self._document, self._wording = letter, document, wording
        self._marks: Marks = marks_of(document, own_ids(letter))
        self._inlines = InlineWriter(self._marks, wording)
        self._blocks = BlockWriter(document, self._marks, self._inlines, wording, images_of(letter))
        self._statements = StatementWriter(document, self._blocks, self._inlines, wording)
        self._items = _items(letter, document)

    def written(self) -> str:
        body = lines("body", self._blocks.blocks(self._document.body))
        before = lines("front", [front.journal_meta(self._letter.journal), self._article_meta()])
        parts = [before, body, self._back()]
        formulas = {"xmlns_mml": MATHML} if any("<mml:math" in part for part in parts) else {}
        whole = lines(
            "article",
            parts,
            **_NAMESPACES,
            **formulas,
            article_type=front.article_type(self._letter),
            specific_use=MADE_BY,
            dtd_version=VERSION,
            xml_lang=self._letter.lang,
        )
        return f"{_PROLOGUE}{whole}\n"

    def _article_meta(self) -> str:
        letter, document, writer = self._letter, self._document, self._inlines
        inside = [
            said("article-id", letter.doi, pub_id_type="doi"),
            front.categories(letter, self._wording),
            front.title_group(document, writer),
            people.contributors(letter, document),
            people.author_notes(letter, document, writer, self._wording, self._statements.author_notes()),
            front.published(letter),
            *front.numbering(letter),
            front.history(letter),
            front.permissions(letter, document, writer),
            front.related(letter, document, self._answered(), writer, self._answered_reference()),
            lines("abstract", self._blocks.blocks(document.abstract)),
            front.keywords(letter),
            self._statements.funding(letter.awards),
            front.counts(document),
            front.custom_meta(letter),
        ]
        return lines("article-meta", inside)

    def _answered(self) -> str:
        """The address of the article that the letter answers, by its own DOI or that of its reference."""
        answered = self._letter.responds_to
        if answered is None:
            return ""
        written = [one.item.get("DOI") for one in self._letter.references if one.key == answered.reference]
        doi = answered.doi or next((doi_of(str(one).strip()) for one in written if one), "")
        return doi_url(doi) if doi else ""

    def _answered_reference(self) -> str:
        """The id of the reference that is the answered article."""
        answered = self._letter.responds_to
        keys = [one.key for one in self._document.references]
        if answered is None or answered.reference not in keys:
            return ""
        return self._marks.places[f"ref-{keys.index(answered.reference) + 1}"].id

    def _back(self) -> str:
        notes = lines("fn-group", map(self._blocks.note, self._marks.others()), content_type="footnotes")
        return lines("back", [*self._statements.back(), notes, self._references()])

    def _references(self) -> str:
        references = []
        for number, one in enumerate(self._document.references, start=1):
            cited = citation(self._items[one.key], one.text, self._inlines)
            place = self._marks.places[f"ref-{number}"]
            references.append(element("ref", f"<label>{number}</label>\n{cited}", id=place.id, specific_use=place.said))
        title = said("title", self._wording.references)
        cited = lines("ref-list", [title, *references]) if references else ""
        return "\n".join(filter(None, (cited, self._not_cited() if self._uncited else "")))

    def _not_cited(self) -> str:
        """References that nothing cites, in a list of their own."""
        known = {one.key for one in self._document.references}
        rest = {one.key: one for one in reversed(self._letter.references) if one.key not in known}
        references = []
        for key, one in reversed(rest.items()):
            place = self._marks.name(key)
            written = citation(read_item(key, one.item, one.span, Diagnostics()), (), self._inlines)
            references.append(element("ref", written, id=place.id, specific_use=place.said))
        return lines("ref-list", references, specific_use="not-cited")


def _items(letter: Letter, document: Document) -> dict[str, CslItem]:
    """The items that are cited, read once more as the document read them; what was wrong with them has been said."""
    cited = {one.key for one in document.references}
    unsaid = Diagnostics()
    items: dict[str, CslItem] = {}
    for one in letter.references:
        if one.key in cited and one.key not in items:
            items[one.key] = read_item(one.key, one.item, one.span, unsaid)
    return items
