"""The checks of an editor: a letter against the limits and wishes of its journal.

What the rooms before have said of rules is judged here once more, as the sheet judges them; what concerns the letter as
a whole is looked for here. Knows letter, document and sheet; knows nothing of lines or pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rejoinder.content.model import Affiliation, Letter, Reference
from rejoinder.content.people import doi_of, ror_is_valid
from rejoinder.diagnostics import Diagnostic, Diagnostics, Span
from rejoinder.document.model import Blocks, Document, Section
from rejoinder.document.model import Figure as NumberedFigure
from rejoinder.document.model import Listing as NumberedListing
from rejoinder.document.model import Quote as NumberedQuote
from rejoinder.document.model import Table as NumberedTable
from rejoinder.editorial.counts import Counts
from rejoinder.editorial.rules import EDITORIAL, Judgement
from rejoinder.style.model import Limits, StyleSheet

ANY = "any"
"""The type whose limits and statements hold for types that have none of their own."""
ARTICLES = frozenset({"article-journal", "article", "article-magazine"})
SHORTEST_TITLE = 12
"""Characters of a title by which a work is known: "Editorial" is many."""
UNPUBLISHED = frozenset({"in press", "forthcoming", "submitted", "accepted", "preprint"})


def check(letter: Letter, document: Document, sheet: StyleSheet, counts: Counts, said: Diagnostics) -> None:
    """Say everything that an editor would object to."""
    for rule, message, span, hint in _objections(letter, document, sheet, counts):
        judged = judgement(rule, sheet)
        if judged == "error":
            said.error(message, span, hint, rule)
        elif judged == "warning":
            said.warning(message, span, hint, rule)


def judgement(rule: str, sheet: StyleSheet) -> Judgement:
    """How a rule is judged by a sheet."""
    return sheet.checks.severity.get(rule, EDITORIAL[rule].judged)


def judged(said: Iterable[Diagnostic], sheet: StyleSheet) -> tuple[Diagnostic, ...]:
    """What was said, with every rule of an editor's judged as the sheet does; what is off is left out.

    What stops a letter from being read stays an error, whatever the sheet says.
    """
    out: list[Diagnostic] = []
    for one in said:
        if one.rule not in EDITORIAL or one.severity == "error":
            out.append(one)
            continue
        by_sheet = judgement(one.rule, sheet)
        if by_sheet != "off":
            out.append(Diagnostic(by_sheet, one.message, one.span, one.hint, one.rule))
    return tuple(out)


_Objection = tuple[str, str, Span, str]
"""A rule, what is said, where, and what would help."""


def _objections(letter: Letter, document: Document, sheet: StyleSheet, counts: Counts) -> Iterator[_Objection]:
    yield from _limits(letter, sheet, counts)
    yield from _statements(letter, sheet)
    yield from _response(letter, document)
    yield from _front(letter)
    yield from _identifiers(letter)
    yield from _references(letter, document)
    yield from _floats(document)


# ── limits and statements ─────────────────────────────────────────────────


def _of_type(by_type: Mapping[str, Any], kind: str) -> Any:
    return by_type.get(kind, by_type.get(ANY))


def _limits(letter: Letter, sheet: StyleSheet, counts: Counts) -> Iterator[_Objection]:
    limits: Limits | None = _of_type(sheet.checks.limits, letter.type)
    if limits is None:
        return
    title = letter.title[0].span if letter.title else letter.span
    abstract = letter.abstract[0].span if letter.abstract else letter.span
    body = letter.body[0].span if letter.body else letter.span
    last = letter.authors[-1].span if letter.authors else letter.span
    for rule, has, most, of, span in (
        ("words", counts.words, limits.words, "the text has {} words", body),
        ("references", counts.references, limits.references, "the letter has {} references", letter.span),
        ("displays", counts.displays, limits.displays, "the letter has {} figures and tables", letter.span),
        ("authors", counts.authors, limits.authors, "the letter has {} authors", last),
        ("abstract-words", counts.abstract_words, limits.abstract_words, "the abstract has {} words", abstract),
        ("title-characters", counts.title_characters, limits.title_characters, "the title has {} characters", title),
    ):
        if most is not None and has > most:
            over = f"{has - most:,} too many" if most else "it is to have none"
            yield rule, f"{of.format(f'{has:,}')}; a {letter.type} may have {most:,}", span, over


def _statements(letter: Letter, sheet: StyleSheet) -> Iterator[_Objection]:
    wanted: tuple[str, ...] = _of_type(sheet.checks.statements, letter.type) or ()
    stated = {one.kind for one in letter.statements}
    for kind in wanted:
        if kind not in stated and not (kind == "funding" and letter.awards):
            label = sheet.end.labels.get(kind, kind.replace("-", " "))
            hint = f'write "{kind}: …" under "notes"'
            yield "statement-missing", f'the statement "{label}" is missing; a {letter.type} has one', letter.span, hint


# ── what it is about, and who wrote it ────────────────────────────────────


def _response(letter: Letter, document: Document) -> Iterator[_Objection]:
    answered = letter.responds_to
    rule = "response-uncited"
    if answered is None:
        if any(part in ("reply", "response") for part in letter.type.split("-")):
            hint = 'name it under "responds-to", and cite it'
            yield rule, f"this is a {letter.type}, and does not say to what", letter.span, hint
        return
    cited = {reference.key for reference in document.references}
    by_key = {reference.key: reference for reference in letter.references}
    if answered.reference:
        known = answered.reference in cited
    elif answered.doi:
        known = any(_doi(by_key[key]).lower() == answered.doi.lower() for key in cited if key in by_key)
    else:
        title = _letters("".join(getattr(one, "text", "") for one in answered.title))
        known = any(_letters(str(by_key[key].item.get("title", ""))) == title for key in cited if key in by_key)
    if not known:
        hint = "cite it in the text, and name its key: responds-to: {reference: …}"
        yield rule, "the letter does not cite what it responds to", answered.span, hint


def _letters(title: str) -> str:
    return "".join(filter(str.isalnum, title.lower()))


def _front(letter: Letter) -> Iterator[_Objection]:
    reached = any(
        one.corresponding and (one.email or one.present_address or one.affiliations) for one in letter.authors
    )
    if not (letter.correspondence or reached):
        hint = "mark an author as corresponding, with an e-mail address"
        yield "correspondence-missing", "nobody is said to whom letters go", letter.span, hint
    if not (letter.date or letter.history):
        yield "dates-missing", "the letter bears no date", letter.span, "write date: 2016-09-13"


def _identifiers(letter: Letter) -> Iterator[_Objection]:
    in_place = (one for author in letter.authors for one in author.affiliations if isinstance(one, Affiliation))
    for affiliation in (*letter.affiliations, *in_place):
        if affiliation.ror and not ror_is_valid(affiliation.ror):
            yield "ror-checksum", f"the last two digits of the ROR id {affiliation.ror} are wrong", affiliation.span, ""


# ── references ────────────────────────────────────────────────────────────


def _references(letter: Letter, document: Document) -> Iterator[_Objection]:
    cited = {reference.key for reference in document.references}
    works: dict[str, Reference] = {}
    for reference in letter.references:
        if reference.key not in cited:
            continue
        names = _names(reference)
        first = next((works[name] for name in names if name in works), None)
        if first is not None:
            message = f'references "{first.key[:60]}" and "{reference.key[:60]}" are the same work'
            hint = "keep one of them, and cite it in both places"
            yield "reference-doubled", message, reference.span, hint
        for name in names:
            works.setdefault(name, reference)
        item, shown = reference.item, f'reference "{reference.key[:60]}"'
        doi = str(item.get("DOI") or "").strip()
        if doi and not doi_of(doi):
            yield "doi-form", f'the DOI of {shown}, "{doi[:60]}", has not the form of one', reference.span, ""
        elif not doi and item.get("type") in ARTICLES and not (item.get("URL") or item.get("PMID")):
            yield "reference-doi", f"{shown} has no DOI", reference.span, "look it up at search.crossref.org"
        if not _year(item):
            yield "reference-year", f"{shown} has no year", reference.span, "give it as issued"


def _names(reference: Reference) -> tuple[str, ...]:
    """By what a work is known: its identifiers; or else its title, first author and year."""
    item = reference.item
    identifiers = [f"doi {_doi(reference).lower()}" if _doi(reference) else ""]
    identifiers += [f"{kind} {item[kind]}" if item.get(kind) else "" for kind in ("PMID", "PMCID")]
    title = _letters(str(item.get("title") or ""))
    if any(identifiers) or len(title) < SHORTEST_TITLE:
        return tuple(filter(None, identifiers))
    authors = item.get("author")
    first = authors[0] if isinstance(authors, list) and authors and isinstance(authors[0], Mapping) else {}
    where = _letters(str(item.get("container-title") or item.get("publisher") or ""))
    return (f"title {title} {_letters(str(first.get('family', '')))} {where} {item.get('volume')} {item.get('page')}",)


def _doi(reference: Reference) -> str:
    return doi_of(str(reference.item.get("DOI") or "").strip())


def _year(item: Mapping[str, Any]) -> bool:
    """Whether an item says when it appeared, or that it has not."""
    return bool(item.get("issued") or item.get("original-date") or item.get("accessed")) or (
        str(item.get("status", "")).lower() in UNPUBLISHED
    )


# ── figures and tables ────────────────────────────────────────────────────


def _floats(document: Document) -> Iterator[_Objection]:
    for one in _numbered(document.body):
        if not one.mentioned:
            table = isinstance(one, NumberedTable) or one.kind == "table"
            name = one.label or f"{'table' if table else 'figure'} {one.number}"
            yield (
                "float-unmentioned",
                f"{name} is not mentioned in the text",
                one.span,
                "mention it as @fig-… or @tbl-…",
            )


def _numbered(blocks: Blocks) -> Iterator[NumberedFigure | NumberedTable]:
    for block in blocks:
        match block:
            case NumberedFigure() | NumberedTable():
                yield block
            case Section() | NumberedQuote():
                yield from _numbered(block.blocks)
            case NumberedListing():
                for item in block.items:
                    yield from _numbered(item)
