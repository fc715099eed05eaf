"""The front of an article: what is said of the journal and of the letter.

Knows the order that JATS 1.3 Publishing wants, and what its vocabularies call things; writes down what the letter says
and invents nothing. Where the DTD wants what the letter does not say (a journal's ISSN), the element is empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from rejoinder.content.model import Journal, Letter
from rejoinder.document.inlines import plain_text
from rejoinder.document.model import Document, Figure, Inlines, Table, Words
from rejoinder.record.jats_inlines import InlineWriter
from rejoinder.record.jats_marks import all_blocks
from rejoinder.record.wording import Wording
from rejoinder.record.xml import element, lines, said, text
from rejoinder.values import replace

ARTICLE_TYPES: Mapping[str, str] = {
    "letter": "letter",
    "correspondence": "letter",
    "research-letter": "letter",
    "rapid-response": "letter",
    "reply": "reply",
    "author-reply": "reply",
    "authors-reply": "reply",
    "response": "reply",
    "correspondence-response": "reply",
    "comment": "article-commentary",
    "commentary": "article-commentary",
    "editorial": "editorial",
    "correction": "correction",
    "expression-of-concern": "expression-of-concern",
    "retraction": "retraction",
    "obituary": "obituary",
    "book-review": "book-review",
}
"""`article-type` by the letter's own type; what is not here is "other"."""

RELATED: Mapping[str, str] = {
    "reply": "letter",
    "correction": "corrected-article",
    "expression-of-concern": "object-of-concern",
    "retraction": "retracted-article",
    "book-review": "reviewed-article",
}
"""`related-article-type` of what the letter answers, by `article-type`; of others "commentary-article"."""

HISTORY: Mapping[str, str] = {
    "received": "received",
    "revised": "rev-recd",
    "accepted": "accepted",
    "published": "pub",
}
"""`date-type` by event."""


def article_type(letter: Letter) -> str:
    """The nearest of JATS's suggested values."""
    return ARTICLE_TYPES.get(letter.type, "other")


# ── the journal ───────────────────────────────────────────────────────────


def journal_meta(journal: Journal) -> str:
    """`journal-meta`. The DTD wants an id and an ISSN: without one they are empty."""
    issns = [
        said("issn", journal.issn, publication_format="print"),
        said("issn", journal.eissn, publication_format="electronic"),
    ]
    inside = [
        element("journal-id", text(journal.abbreviation or journal.title), journal_id_type="publisher-id"),
        lines(
            "journal-title-group",
            [said("journal-title", journal.title), said("abbrev-journal-title", journal.abbreviation)],
        ),
        *(issns if any(issns) else ["<issn/>"]),
        lines("publisher", [said("publisher-name", journal.publisher)]),
        said("self-uri", journal.url, xlink_href=journal.url),
    ]
    return lines("journal-meta", inside)


# ── the letter ────────────────────────────────────────────────────────────


def title_group(document: Document, writer: InlineWriter) -> str:
    """Title, subtitle, and the short title for running heads."""
    front, short = document.front, dict(document.variables).get("short-title", ())
    changed = plain_text(short) != plain_text(front.title)
    inside = [
        element("article-title", writer.text(front.title, breaks=True)),
        element("subtitle", writer.text(front.subtitle, breaks=True)) if front.subtitle else "",
        element("alt-title", writer.text(short), alt_title_type="running-head") if changed and short else "",
    ]
    return lines("title-group", inside)


def categories(letter: Letter, wording: Wording) -> str:
    """What kind of letter it is, in the words of the page."""
    heading = wording.types.get(letter.type) or letter.type.replace("-", " ").capitalize()
    return lines("article-categories", [lines("subj-group", [said("subject", heading)], subj_group_type="heading")])


def published(letter: Letter) -> str:
    """`pub-date`, by the letter's own date or else its history's."""
    date = letter.date or next((day for event, day in letter.history if event == "published"), "")
    if not date:
        return "<pub-date-not-available/>"
    electronic = letter.elocator or (letter.journal.eissn and not letter.journal.issn)
    return _date("pub-date", date, "pub", "electronic" if electronic else "")


def history(letter: Letter) -> str:
    """When it was received, revised, accepted."""
    return lines("history", (_date("date", day, HISTORY.get(event, event)) for event, day in letter.history))


def _date(name: str, iso: str, kind: str, form: str = "") -> str:
    year, month, day = (*iso.split("-"), "", "")[:3]
    inside = said("day", day) + said("month", month) + element("year", text(year))
    return element(name, inside, date_type=kind, publication_format=form, iso_8601_date=iso)


def numbering(letter: Letter) -> Iterator[str]:
    """Volume, issue, and where in them the letter stands: its pages, or the number of an article without any."""
    yield said("volume", letter.volume)
    yield said("issue", letter.issue)
    if letter.elocator:
        yield said("elocation-id", letter.elocator)
    elif letter.first_page or letter.last_page:
        yield said("fpage", letter.first_page or letter.last_page)
        yield said("lpage", letter.last_page)


_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)(?: ©| \(c\))? (?:([0-9]{4}) ([^.;:]+)|([^.;:]+?),? ([0-9]{4}))\.?", re.IGNORECASE
)
"""A statement of the usual form: © 2026 the authors; © The authors 2026."""


def permissions(letter: Letter, document: Document, writer: InlineWriter) -> str:
    """Copyright and licence (JATS4R, Permissions: `ali:license_ref` holds the licence's address)."""
    found = _COPYRIGHT.fullmatch(letter.copyright)
    year, holder = ((found[1] or found[4]), (found[2] or found[3])) if found else ("", "")
    terms = element("license-p", writer.text(document.front.license)) if document.front.license else ""
    return lines(
        "permissions",
        [
            said("copyright-statement", letter.copyright),
            said("copyright-year", year),
            said("copyright-holder", holder),
            lines("license", [said("ali:license_ref", letter.license.url), terms]),
        ],
    )


def related(letter: Letter, document: Document, doi: str, writer: InlineWriter, reference: str) -> str:
    """The article that this letter answers; `doi` is its own, or its reference's."""
    answered = letter.responds_to
    if answered is None:
        return ""
    title = _title_of_answered(document.front.responds_to, answered.author)
    inside = element("article-title", writer.text(title)) if title else ""
    use = [f"reference:{reference}"] if reference else []
    use += ["doi:reference"] if doi and not answered.doi else []
    by = said("named-content", answered.author, content_type="author")
    return element(
        "related-article",
        " ".join(filter(None, (inside, by))),
        id="related-1",
        related_article_type=RELATED.get(article_type(letter), "commentary-article"),
        specific_use=" ".join(use),
        ext_link_type="doi" if doi else "",
        xlink_href=doi,
    )


def _title_of_answered(printed: Inlines, author: str) -> Inlines:
    """The title alone, without the link around it and the "by …" behind."""
    title = [replace(one, link=None) if isinstance(one, Words) else one for one in printed]
    last = title[-1] if title else None
    if author and isinstance(last, Words):
        for behind in (f" by {author}", f" ({author})", author):
            if last.text.endswith(behind):
                title[-1] = replace(last, text=last.text.removesuffix(behind))
                break
    return tuple(one for one in title if not isinstance(one, Words) or one.text)


def keywords(letter: Letter) -> str:
    """The author's keywords."""
    return lines("kwd-group", (said("kwd", one) for one in letter.keywords), kwd_group_type="author")


def counts(document: Document) -> str:
    """How many figures, tables and references there are."""
    floats = [block for block in all_blocks(document) if isinstance(block, Figure | Table)]
    figures = sum(isinstance(one, Figure) for one in floats)
    numbers = (("fig", figures), ("table", len(floats) - figures), ("ref", len(document.references)))
    return element("counts", "".join(element(f"{name}-count", count=str(count)) for name, count in numbers))


def custom_meta(letter: Letter) -> str:
    """What JATS has no element for: the letter's own type, pages beside the number of an article, and what the letter
    says to the program that sets it.
    """
    pages = "–".join(filter(None, (letter.first_page, letter.last_page))) if letter.elocator else ""
    own = letter.type if letter.type != article_type(letter) else ""
    pairs = (
        ("letter-type", own),
        ("pages", pages),
        ("csl", letter.csl),
        ("copyfit", str(letter.copyfit_pages or "")),
        ("nocite", " ".join(letter.nocite)),
        ("references-order", letter.references_order if letter.references_order != "cited" else ""),
    )
    return lines("custom-meta-group", _custom(pairs))


def _custom(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, value in pairs:
        if value:
            yield element("custom-meta", said("meta-name", name) + said("meta-value", value))
