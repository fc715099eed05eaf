"""Statements that nobody wrote: made of what is said of each author, where the sheet wants it.

Who belongs to a group, who did what, and what each has to declare. What the author wrote comes first: a statement is
composed where there is none, and added to where it leaves something out. Knows the front and the sheet's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rejoinder.content.schema import ROLES
from rejoinder.diagnostics import Span
from rejoinder.document.affiliations import recognised
from rejoinder.document.declared import Declared, blocks_say_none, declarations
from rejoinder.document.inlines import plain_text
from rejoinder.document.model import (
    Blocks,
    BylineAuthor,
    Document,
    Inline,
    Inlines,
    Member,
    Paragraph,
    Statement,
    Traits,
    Words,
)
from rejoinder.galley.credit import role_name
from rejoinder.style.model import StyleSheet
from rejoinder.values import replace

LONGEST_SEARCHED = 300_000
"""Characters of a written statement in which members are looked for; in a longer one they are taken to stand."""


def statements(document: Document, sheet: StyleSheet) -> tuple[Statement, ...]:
    """The letter's statements and those that are composed, in the sheet's order."""
    known = {one.kind: one for one in document.statements if one.kind != "other"}
    made = list(document.statements)
    for kind in sheet.end.compose:
        written = known.get(kind)
        whole = _COMPOSERS[kind](document, sheet, written.blocks if written else ())
        if not whole:
            continue
        if written is None:
            made.append(Statement(kind, whole, document.front.span))
        else:
            made[made.index(written)] = replace(written, blocks=whole)
    order = {kind: place for place, kind in enumerate(sheet.end.statements)}
    return tuple(sorted(made, key=lambda one: order.get(one.kind, len(order))))


# ── members of groups ─────────────────────────────────────────────────────


def _collaborators(document: Document, sheet: StyleSheet, written: Blocks) -> Blocks:
    """What is written, and a paragraph for each group whose members are not all named there."""
    there = f" {recognised(_words_of(written))} " if written else ""
    if len(there) > LONGEST_SEARCHED:
        return ()
    groups = [author for author in document.front.authors if author.members]
    missing = [one for one in groups if not there or not all(name in there for name in _names(one.members))]
    made = tuple(p for group in missing for p in _group(group.name, group.members, group.span, sheet))
    return (*written, *made) if made else ()


def _names(members: Iterable[Member]) -> Iterator[str]:
    for member in members:
        if member.members:
            yield from _names(member.members)
        else:
            yield f" {recognised(member.name)} "


def _group(name: str, members: Sequence[Member], span: Span, sheet: StyleSheet) -> Iterator[Paragraph]:
    """Its own members, and below them those of the groups within it."""
    people = [member for member in members if not member.members]
    head: list[Words] = [Words(name, span, Traits.EMPH)]
    if people:
        head.append(Words(": ", span))
        yield Paragraph(_joined((*head, *_people(people, span, sheet))), span)
    for group in members:
        if group.members:
            yield from _group(f"{name}, {group.name}", group.members, group.span, sheet)


def _people(members: Sequence[Member], span: Span, sheet: StyleSheet) -> Iterator[Words]:
    """Names with their affiliations in brackets; those who follow each other and work together share them.

    "Ann Lee, Bo Ek (Leiden University); Cy Fox (Ghent)."
    """
    together = [(where, list(them)) for where, them in groupby(members, key=lambda one: one.affiliations)]
    for place, (where, them) in enumerate(together):
        if place:
            yield Words("; ", span)
        for number, member in enumerate(them):
            degrees = f", {member.degrees}" if member.degrees and sheet.front.degrees else ""
            yield Words(", " if number else "", span)
            yield Words(f"{member.name}{degrees}", member.span, lang=member.lang)
        if where:
            yield Words(f" ({'; '.join(where)})", span)
    yield Words(".", span)


# ── roles ─────────────────────────────────────────────────────────────────


def _contributors(document: Document, sheet: StyleSheet, written: Blocks) -> Blocks:
    """Nothing is added to what is written: an author knows better who did what."""
    authors = [author for author in document.front.authors if author.roles]
    if written or not authors:
        return ()
    by_role = sheet.end.contributors == "by-role"
    inlines = _by_role(authors, document.lang, sheet) if by_role else _by_author(authors, document.lang, sheet)
    return (Paragraph(_joined(inlines), document.front.span),)


def _by_role(authors: Sequence[BylineAuthor], lang: str, sheet: StyleSheet) -> Iterator[Words]:
    """CRediT's roles in its order, then others: "*Conceptualization:* JvdB, EV. *Software:* JvdB."."""
    did: dict[str, list[BylineAuthor]] = {}
    for author in authors:
        for role in dict.fromkeys(author.roles):
            did.setdefault(role, []).append(author)
    places = {role: place for place, role in enumerate(ROLES)}
    for number, role in enumerate(sorted(did, key=lambda one: places.get(one, len(places)))):
        who = did[role]
        span = who[0].span
        yield Words(" " if number else "", span)
        yield Words(f"{_capitalised(role_name(role, lang, sheet.end.roles))}:", span, Traits.EMPH)
        yield Words(f" {_called(who)}.", span)


def _by_author(authors: Sequence[BylineAuthor], lang: str, sheet: StyleSheet) -> Iterator[Words]:
    """Authors who did the same share it: "JvdB: conceptualization; software. EV, TR: conceptualization."."""
    same: dict[tuple[str, ...], list[BylineAuthor]] = {}
    for author in authors:
        same.setdefault(author.roles, []).append(author)
    for number, (roles, who) in enumerate(same.items()):
        named = "; ".join(_uncapitalised(role_name(role, lang, sheet.end.roles), lang) for role in roles)
        yield Words(f"{' ' if number else ''}{_called(who)}: {named}.", who[0].span)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _uncapitalised(text: str, lang: str) -> str:
    """Within a sentence; German nouns keep their capitals."""
    return text if lang.startswith("de") else text[:1].lower() + text[1:]


def _called(authors: Iterable[BylineAuthor]) -> str:
    return ", ".join(author.initials.replace(" ", "\u00a0") for author in authors)


# ── what there is to declare ──────────────────────────────────────────────


def _interests(document: Document, sheet: StyleSheet, written: Blocks) -> Blocks:
    """What is written, and what each author declares; that there is nothing is said once, for all."""
    found = declarations(document.front.authors)
    if not found:
        return ()
    if not found[0].text:
        return () if written else (_none_declared(found[0], document, sheet),)
    made = Paragraph(_joined(_declarations(found, document, sheet)), document.front.span)
    return (*(() if blocks_say_none(written) else written), made)


def _none_declared(none: Declared, document: Document, sheet: StyleSheet) -> Paragraph:
    span = none.authors[0].span
    words = sheet.end.none_declared
    if not _all(none.authors, document.front.authors):
        words = f"{_called(none.authors)}: {_uncapitalised(words, document.lang)}"
    return Paragraph((Words(words, span),), span)


def _declarations(found: Sequence[Declared], document: Document, sheet: StyleSheet) -> Iterator[Inline]:
    everybody = [author for one in found for author in one.authors]
    for number, one in enumerate(found):
        span = one.authors[0].span
        yield Words(" " if number else "", span)
        if one.text:
            if not plain_text(one.text).startswith((one.authors[0].initials, one.authors[0].name)):
                yield Words(f"{_called(one.authors)}: ", span)
            yield from one.text
            if not plain_text(one.text).rstrip().endswith((".", "?", "!")):
                yield Words(".", span)
        elif _all(everybody, document.front.authors):
            yield Words(sheet.end.others_declared, span)
        else:
            yield Words(f"{_called(one.authors)}: {_uncapitalised(sheet.end.none_declared, document.lang)}", span)


def _all(said: Sequence[BylineAuthor], authors: Sequence[BylineAuthor]) -> bool:
    """Whether these are all authors that are people."""
    return sum(not author.group for author in said) == sum(not author.group for author in authors)


# ── words ─────────────────────────────────────────────────────────────────


def _joined(inlines: Iterable[Inline]) -> Inlines:
    return tuple(one for one in inlines if not isinstance(one, Words) or one.text)


def _words_of(blocks: Blocks) -> str:
    return " ".join(plain_text(block.children) for block in blocks if isinstance(block, Paragraph))


_COMPOSERS = {
    "collaborators": _collaborators,
    "contributors": _contributors,
    "competing-interests": _interests,
}
