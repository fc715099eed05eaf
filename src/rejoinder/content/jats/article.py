"""The door of the importer: an article in JATS becomes a letter, and each of its sub-articles another one.

Knows which parts an article has, and in which order they are read; what stands in them is the other files'.
"""

from __future__ import annotations

import re
from collections import Counter

from rejoinder.content.jats.blocks import body as read_body
from rejoinder.content.jats.context import Context, Used
from rejoinder.content.jats.finish import finish
from rejoinder.content.jats.front import (
    answered,
    meta_of,
    read_abstract,
    read_dates,
    read_journal,
    read_keywords,
    read_numbers,
    read_permissions,
    read_products,
    read_related,
    read_titles,
    read_type,
    title_instead,
    use_ignored,
)
from rejoinder.content.jats.inlines import inlines
from rejoinder.content.jats.own import as_it_was, claim_notes, is_own, own_affiliations, own_authors
from rejoinder.content.jats.people import read_people
from rejoinder.content.jats.quirks import read_quirks
from rejoinder.content.jats.references import read_references
from rejoinder.content.jats.runs import plain
from rejoinder.content.jats.statements import Statements, read_awards
from rejoinder.content.jats.tree import Element, Tree, first, lang_of, read_tree, words
from rejoinder.content.model import (
    Award,
    Blocks,
    Heading,
    Inlines,
    Journal,
    Letter,
    License,
    Listing,
    Paragraph,
    Quote,
    Reference,
    Statement,
    Text,
)
from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.source import Source
from rejoinder.values import replace

MOST_PARTS = 100
DEFAULT_LANG = "en"
_SHORT = 40
"""Words of a body that may be no more than a pointer to supplementary material."""


def read_jats(source: Source, said: Diagnostics) -> tuple[Letter, ...]:
    """The letters of an article, itself first; nothing if the file is none, which is said."""
    tree = read_tree(source, said)
    if tree is None:
        return ()
    if tree.root.tag != "article":
        hint = "an article in JATS begins with <article>"
        said.error(f"the root element is <{tree.root.tag}>, not <article>", tree.span(tree.root), hint)
        return ()
    read_quirks(tree, said)
    used = Used()
    letters: list[Letter] = []
    _read_part(tree.root, tree, said, used, None, letters, "")
    _say_left(tree, used, said)
    return tuple(letters)


def part_names(source: Source) -> tuple[str, ...]:
    """The names of the parts of an article, itself ("") first; that one alone if the file is no article."""
    tree = read_tree(source, Diagnostics())
    names: list[str] = [""]
    if tree is not None and tree.root.tag == "article":
        _name_parts(tree.root, "", names)
    return tuple(names)


def _name_parts(part: Element, above: str, names: list[str]) -> None:
    for number, child in enumerate(part.iterchildren("sub-article", "response"), 1):
        if len(names) < MOST_PARTS:
            names.append(_part_name(child, number, above, names))
            _name_parts(child, names[-1], names)


def _read_part(
    part: Element, tree: Tree, said: Diagnostics, used: Used, parent: Context | None, letters: list[Letter], name: str
) -> None:
    over = letters[_parent_place(letters, name)] if parent is not None else None
    context = Context(part, tree, said, used, lang_of(part) or (over.lang if over else DEFAULT_LANG), parent)
    letters.append(_Part(context, over, name).read())
    number = 0
    for child in part:
        if child.tag in ("sub-article", "response"):
            number += 1
            if len(letters) >= MOST_PARTS:
                context.warn(child, f"an article may have {MOST_PARTS} sub-articles; the rest are left out")
                used.use_all(child)
                continue
            _read_part(
                child,
                tree,
                said,
                used,
                context,
                letters,
                _part_name(child, number, name, [one.part for one in letters]),
            )


def _parent_place(letters: list[Letter], name: str) -> int:
    """The letter that a part stands in: the last one whose name begins its own."""
    above = name.rpartition("/")[0]
    return next((place for place in range(len(letters) - 1, -1, -1) if letters[place].part == above), 0)


def _part_name(part: Element, number: int, above: str, names: list[str]) -> str:
    """A part's name: its id, or S and its number; behind that of the part that it stands in."""
    written = part.get("id") or ""
    own = written if re.fullmatch(r"[A-Za-z0-9][\w.-]{0,39}", written, re.ASCII) else f"S{number}"
    name = f"{above}/{own}" if above else own
    taken = {one.casefold() for one in names}
    while name.casefold() in taken:
        name += f"-{number}"
    return name


class _Part:
    """Reads one part: an article or a sub-article."""

    def __init__(self, context: Context, over: Letter | None, name: str) -> None:
        self.context, self.over, self.name = context, over, name
        self.part = context.part
        self.meta = meta_of(context.part)

    def read(self) -> Letter:
        context, meta, over = self.context, self.meta, self.over
        self._use_frames()
        if is_own(self.part):
            claim_notes(meta, context)
        statements = Statements(context)
        statements.find()
        references = read_references(context)
        kind = read_type(self.part, meta)
        people = read_people(meta, context)
        if is_own(self.part) and meta is not None and (group := first(meta, "contrib-group")) is not None:
            authors = own_authors(people.authors, group, context, lambda one: inlines(one, context))
            people = replace(people, authors=authors, affiliations=own_affiliations(group, context))
        titles = read_titles(meta, context)
        journal = read_journal(self.part, context)
        journal = over.journal if over is not None and journal == Journal() else journal
        abstract = read_abstract(meta, context)
        responds_to = read_related(meta, context, references, kind)
        if responds_to is None and over is not None and kind in ("reply", "response", "author-comment"):
            responds_to = answered(over, context.span(self.part))
        products = read_products(meta, context)
        body = (*products, *read_body(self.part, context), *statements.end())
        made = statements.read(people.notes)
        awards, made = self._funding(made)
        abstract, body = self._body_instead(abstract, body)
        numbers = read_numbers(meta, context)
        dates = read_dates(meta, context)
        permissions = read_permissions(meta, context)
        keywords = read_keywords(meta, context)
        use_ignored(self.part, meta, context)
        authors = people.authors
        affiliations = people.affiliations
        if over is not None and not authors and kind == "translation":
            authors, affiliations = over.authors, over.affiliations
        if not authors and over is None:
            context.warn(meta if meta is not None else self.part, "the article has no author")
        permissions_license = permissions.license
        located = bool(numbers.elocator or numbers.first_page)
        letter = Letter(
            span=context.span(self.part) if over is not None else Span(context.file),
            title=titles.title or self._title_instead(journal),
            type=kind,
            subtitle=titles.subtitle,
            short_title=titles.short_title,
            authors=authors,
            affiliations=affiliations,
            correspondence=people.correspondence,
            journal=journal,
            volume=numbers.volume or (over.volume if over else ""),
            issue=numbers.issue or (over.issue if over else ""),
            elocator=numbers.elocator if located or over is None else over.elocator,
            first_page=numbers.first_page if located or over is None else over.first_page,
            last_page=numbers.last_page if located or over is None else over.last_page,
            doi=numbers.doi,
            date=dates.date or (over.date if over else ""),
            lang=context.lang,
            keywords=keywords,
            license=permissions_license if permissions_license != License() or over is None else over.license,
            copyright=permissions.copyright or (over.copyright if over else ""),
            history=dates.history,
            responds_to=responds_to,
            abstract=abstract,
            awards=awards,
            statements=made,
            body=body,
            footnotes=tuple(context.footnotes.values()),
            references=references,
            nocite=("*",),
            part=self.name,
        )
        letter = finish(letter, context)
        if is_own(self.part):
            for kept in self.part.iterfind("front/article-meta/custom-meta-group"):
                context.use_all(kept)
            letter = as_it_was(letter, self.part)
        return replace(letter, references=self._cited_of_parent(letter.references))

    def _use_frames(self) -> None:
        """What only holds other things has no words of its own; white space that is not one is said."""
        context = self.context
        context.use(self.part)
        for tag in ("front", "front-stub", "body", "back", "floats-group", "floats-wrap"):
            for one in self.part.iterchildren(tag):
                context.use(one)
        if self.meta is not None:
            context.use(self.meta)

    def _title_instead(self, journal: Journal) -> Inlines:
        title = title_instead(self.meta, self.context, journal)
        place = self.meta if self.meta is not None else self.part
        self.context.warn(place, f'the article has no title; it is called "{plain(title)[:80]}"')
        return title

    def _funding(self, made: tuple[Statement, ...]) -> tuple[tuple[Award, ...], tuple[Statement, ...]]:
        """Grants; their statement, if no other says the same."""
        context = self.context
        awards, statements = read_awards(self.meta, context)
        known = " ".join(_words_of(one.blocks) for one in made)
        for element in statements:
            text = words(element)
            if element.tag == "open-access":
                continue  # who paid for the access is left to be said
            context.use_all(element)
            if not text or text in known:
                continue
            line = inlines(element, context)
            if line:
                made = _with_funding(made, (Paragraph(line, context.span(element)),), context.span(element))
                known += text
        if awards and not any(one.kind == "funding" for one in made):
            missing = [
                award for award in awards if award.funder not in known or any(n not in known for n in award.numbers)
            ]
            if missing:
                shown = "; ".join(_award_words(award) for award in missing)
                span = missing[0].span
                made = _with_funding(made, (Paragraph((Text(f"{shown}.", span),), span),), span)
        return awards, made

    def _body_instead(self, abstract: Blocks, body: Blocks) -> tuple[Blocks, Blocks]:
        """The abstract is the letter where there is no other text: some publishers put all of it there."""
        context = self.context
        if abstract and len(_words_of(body).split()) < _SHORT and _is_plain(body):
            abstract, body = (), (*_one_level_up(abstract), *body)
        elif not body:
            place = first(self.part, "body")
            context.warn(place if place is not None else self.part, "the article has no text")
        return abstract, body

    def _cited_of_parent(self, references: tuple[Reference, ...]) -> tuple[Reference, ...]:
        """A reply without a list of its own cites that of the article that it stands in."""
        context, over = self.context, self.over
        if references or over is None or not context.borrowed:
            return references
        return tuple(one for one in over.references if one.key in context.borrowed)


def _with_funding(made: tuple[Statement, ...], blocks: Blocks, span: Span) -> tuple[Statement, ...]:
    for place, one in enumerate(made):
        if one.kind == "funding":
            return (*made[:place], replace(one, blocks=(*one.blocks, *blocks)), *made[place + 1 :])
    return (*made, Statement("funding", blocks, span))


def _award_words(award: Award) -> str:
    numbers = ", ".join(award.numbers)
    return f"{award.funder} ({numbers})" if numbers and award.funder else award.funder or numbers


def _words_of(blocks: Blocks) -> str:
    out = []
    for one in blocks:
        if isinstance(one, Paragraph | Heading):
            out.append(plain(one.children))
        elif isinstance(one, Listing):
            out += [_words_of(item) for item in one.items]
        elif isinstance(one, Quote):
            out.append(_words_of(one.blocks))
    return " ".join(out)


def _is_plain(blocks: Blocks) -> bool:
    """Whether there is nothing but words: no figure, table or formula."""
    return all(isinstance(one, Paragraph | Heading | Listing) for one in blocks)


def _one_level_up(blocks: Blocks) -> Blocks:
    """Sections of an abstract that has become the body are its first level."""
    return tuple(replace(one, level=max(one.level - 1, 1)) if isinstance(one, Heading) else one for one in blocks)


# ── what was not read ─────────────────────────────────────────────────────

_FORMATS = frozenset(
    ("italic", "bold", "sup", "sub", "sc", "underline", "monospace", "p", "named-content", "styled-content")
)


def _say_left(tree: Tree, used: Used, said: Diagnostics) -> None:
    """Name what has words and was not dealt with: once for each kind of element, with the place of the first."""
    count: Counter[str] = Counter()
    places: dict[str, Element] = {}
    for element in tree.offsets:
        if element in used.elements or not _has_own_words(element):
            continue
        name = _kind(element)
        count[name] += 1
        places.setdefault(name, element)
    for name, element in places.items():
        shown = words(element)
        shown = f"{shown[:60]}…" if len(shown) > 60 else shown
        times = "" if count[name] == 1 else f", {count[name]} times"
        said.warning(f'<{name}> has no place in a letter, and is left out{times}: "{shown}"', tree.span(element))


def _has_own_words(element: Element) -> bool:
    if element.text and not element.text.isspace():
        return True
    return any(child.tail and not child.tail.isspace() for child in element)


_TELLING = frozenset(
    ("custom-meta", "date", "event", "conference", "name", "pub-date", "kwd-group", "trans-title-group", "bio", "fn")
)
"""Elements by whose names people know what is in them."""


def _kind(element: Element) -> str:
    """The element that tells what it is: not the italic or the link within it."""
    above = next((one for one in element.iterancestors() if one.tag in _TELLING), None)
    if above is not None:
        return str(above.tag)
    while element.tag in _FORMATS and element.getparent() is not None:
        element = element.getparent()
    return str(element.tag).rpartition("}")[2]
