"""Nested inlines become flat runs, and keys become numbers.

Knows what number each key has (`Numbers`); knows nothing of how they were counted, nor of blocks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from rejoinder.content import model as content
from rejoinder.diagnostics import Span
from rejoinder.document.floats import NO_FLOATS, FloatNumber, FloatNumbers
from rejoinder.document.formulas import Formulas, as_typed, characters
from rejoinder.document.model import (
    Break,
    Citation,
    CitedReference,
    Inline,
    Inlines,
    Math,
    Mention,
    MentionedFloat,
    NoteMark,
    Target,
    Traits,
    Words,
)

_TRAITS: Mapping[content.Style, int] = {
    "emph": 1, "strong": 2, "sup": 4, "sub": 8, "smallcaps": 16, "code": 32, "strike": 64,
}  # fmt: skip
_SUP_OR_SUB = 4 | 8


class Numbers(NamedTuple):
    """What every name in the letter became."""

    references: Mapping[str, int]
    notes: Mapping[str, int]
    labels: Mapping[str, str]
    """What a screen reader says of a reference: "Kong et al 1999"."""
    anchors: Mapping[str, str]
    """The anchor of each id of a heading, figure or table."""
    lang: str
    who: Callable[[str], tuple[str, bool]]
    """The authors of a reference as running text names them, and whether it is their work's title instead."""
    floats: FloatNumbers = NO_FLOATS
    conjunction: Callable[[], str] = lambda: "and"
    """The word between the figures and the tables of one mention."""
    formulas: Formulas | None = None
    """Who reads formulas; without one they stay as they were typed."""


class _Look(NamedTuple):
    traits: int = 0
    lang: str = ""
    link: Target | None = None


def flatten(inlines: content.Inlines, numbers: Numbers) -> Inlines:
    """Flat runs of words, citations, note marks and line ends."""
    out: list[Inline] = []
    _flatten(inlines, _Look(), numbers, out)
    return tuple(out)


def without_marks(inlines: Inlines) -> Inlines:
    """For a running head: no citations, no notes, no links, no line ends."""
    out: list[Inline] = []
    for one in inlines:
        if isinstance(one, Words):
            add_words(out, Words(one.text, one.span, one.traits, one.lang))
        elif isinstance(one, Math):
            add_words(out, Words(characters(one.tree), one.span, one.traits, one.lang))
        elif isinstance(one, Break):
            add_words(out, Words(" ", one.span))
    return tuple(out)


def plain_text(inlines: Iterable[Inline]) -> str:
    """The characters alone, as metadata has them."""
    return " ".join("".join(map(_characters, inlines)).split())


def _characters(one: Inline) -> str:
    match one:
        case Words():
            return one.text
        case Math():
            return characters(one.tree)
        case Break():
            return " "
    return ""


def _flatten(inlines: content.Inlines, look: _Look, numbers: Numbers, out: list[Inline]) -> None:
    for one in inlines:
        match one:
            case content.Text():
                add_words(out, Words(one.text, one.span, _traits(look.traits), look.lang, look.link))
            case content.Styled():
                _flatten(one.children, look._replace(traits=_styled(look.traits, one.style)), numbers, out)
            case content.Foreign():
                lang = "" if one.lang == numbers.lang else one.lang
                _flatten(one.children, look._replace(lang=lang), numbers, out)
            case content.Link():
                target = _target(one, numbers)
                _flatten(one.children, look._replace(link=target or look.link), numbers, out)
            case content.Cite():
                _cite(one, look, numbers, out)
            case content.NoteCall():
                if one.key in numbers.notes:
                    out.append(NoteMark(numbers.notes[one.key], one.span, _traits(look.traits)))
            case content.Mention():
                _mention(one, look, numbers, out)
            case content.Math():
                _math(one, look, numbers, out)
            case content.LineBreak():
                out.append(Break(one.span))


def _math(one: content.Math, look: _Look, numbers: Numbers, out: list[Inline]) -> None:
    """A formula; one that nobody can read stays as it was typed."""
    read = numbers.formulas.inline(one, look.lang) if numbers.formulas is not None else None
    if read is None:
        add_words(out, Words(as_typed(one), one.span, _traits(look.traits), look.lang, look.link))
    else:
        traits = _traits(look.traits)
        out.append(Math(read.tree, read.span, read.tex, read.said, traits, look.lang, look.link, read.alt))


def add_words(out: list[Inline], run: Words) -> None:
    """Append a run; one that looks like its neighbour joins it."""
    last = out[-1] if out else None
    if (
        isinstance(last, Words)
        and last.traits == run.traits
        and last.lang == run.lang
        and last.link is run.link  # the same words linked twice are two links
    ):
        out[-1] = Words(last.text + run.text, last.span, last.traits, last.lang, last.link)
    elif run.text:
        out.append(run)


def _styled(traits: int, style: content.Style) -> int:
    trait = _TRAITS[style]
    if style == "emph":
        return traits ^ trait  # emphasis within emphasis is set upright
    return (traits & ~_SUP_OR_SUB if trait & _SUP_OR_SUB else traits) | trait


def _traits(traits: int) -> Traits:
    return Traits(traits) if traits else Traits.PLAIN


# ── links ─────────────────────────────────────────────────────────────────

_DOI = re.compile(r"^(?:doi:\s*|https?://(?:dx\.)?doi\.org/)", re.IGNORECASE)


def _target(link: content.Link, numbers: Numbers) -> Target | None:
    """Where a link leads, and what is read out for it: its words, and the address if they are not the same."""
    words = plain_text(flatten(link.children, numbers))
    if link.url.startswith("#"):
        # A link to nowhere has been complained about by whoever read the letter.
        anchor = numbers.anchors.get(link.url[1:])
        return Target(anchor=anchor, contents=words) if anchor else None
    url = "https://doi.org/" + _DOI.sub("", link.url) if _DOI.match(link.url) else link.url
    said = words if not words or words in (url, link.url) or link.url == f"mailto:{words}" else f"{words} ({url})"
    return Target(url=url, contents=said or url) if url else None


# ── citations ─────────────────────────────────────────────────────────────


def _cite(cite: content.Cite, look: _Look, numbers: Numbers, out: list[Inline]) -> None:
    if cite.in_text:
        _name_authors(cite, look, numbers, out)
    items: dict[int, CitedReference] = {}
    for item in cite.items:
        number = numbers.references.get(item.key)
        if number is None:
            continue
        earlier = items.get(number)
        suffix = "; ".join(filter(None, (earlier.suffix, item.suffix))) if earlier else item.suffix
        prefix = earlier.prefix or item.prefix if earlier else item.prefix
        target = Target(anchor=f"ref-{number}", contents=f"Reference {number}: {numbers.labels[item.key]}".rstrip(": "))
        items[number] = CitedReference(number, target, prefix, suffix)
    if items:
        out.append(Citation(tuple(items[n] for n in sorted(items)), cite.span, _traits(look.traits)))


def _name_authors(cite: content.Cite, look: _Look, numbers: Numbers, out: list[Inline]) -> None:
    """A bare `@key` is part of the sentence: the authors' names stand there, and then the mark."""
    first = cite.items[0] if cite.items else None
    if first is None or first.key not in numbers.references or first.suppress_author:
        return
    words, is_title = numbers.who(first.key)
    if words[:1].islower() and _begins_sentence(out):  # Van der Heijde, De la Cruz
        words = words[0].upper() + words[1:]
    traits = _styled(look.traits, "emph") if is_title else look.traits
    add_words(out, Words(words, cite.span, _traits(traits), look.lang, look.link))


_SENTENCE_ENDS = re.compile(r"(?:(?:[^\W\d_]{4}|[\d)\]])\.|[?!…])[)\]'\"’”»]*\s+$")
"""A stop behind a figure or a word of some length; shorter ones are mostly abbreviations (cf., Dr., al.)."""


def _begins_sentence(before: list[Inline]) -> bool:
    """Whether what comes next is the first word of a sentence; marks of citations and notes in between do not count."""
    near = "".join(one.text if isinstance(one, Words) else "" for one in before[-4:])
    return not before or isinstance(before[-1], Break) or _SENTENCE_ENDS.search(near[-40:]) is not None


# ── mentions ──────────────────────────────────────────────────────────────


def _mention(mention: content.Mention, look: _Look, numbers: Numbers, out: list[Inline]) -> None:
    """Figures and tables named in one place: each kind in ascending order, without doubles; the first kind first.

    What has a label of its own is named by itself.
    """
    kinds: dict[tuple[str, str], dict[int, FloatNumber]] = {}
    for one in mention.ids:
        number = numbers.floats.by_id.get(one)  # one that is missing was complained about when they were counted
        if number:
            kinds.setdefault((number.kind, number.label), {})[number.number] = number
    for index, of_kind in enumerate(kinds.values()):
        found = [of_kind[number] for number in sorted(of_kind)]
        if index:
            words = f" {numbers.conjunction()} "
            add_words(out, Words(words, mention.span, _traits(look.traits), look.lang, look.link))
        items = tuple(
            MentionedFloat(
                one.number,
                one.ordinal,
                Target("", one.anchor, one.label or f"{one.kind.capitalize()} {one.number}"),
                one.label,
            )
            for one in found
        )
        prefix = "" if index else mention.prefix
        traits = _traits(look.traits)
        out.append(
            Mention(found[0].kind, items, mention.span, traits, look.lang, mention.bare, prefix, goes_on=index > 0)
        )


# ── addresses in running text ─────────────────────────────────────────────

_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,8}")


def link_emails(inlines: Inlines) -> Inlines:
    """E-mail addresses that are not links become links."""
    out: list[Inline] = []
    for one in inlines:
        if isinstance(one, Words) and one.link is None and "@" in one.text:
            for text, address in _split(one.text):
                add_words(out, Words(text, one.span, one.traits, one.lang, email_target(text) if address else None))
        else:
            out.append(one)
    return tuple(out)


def _split(text: str) -> list[tuple[str, bool]]:
    pieces, after = [], 0
    for found in _EMAIL.finditer(text):
        pieces += [(text[after : found.start()], False), (found[0], True)]
        after = found.end()
    return [*pieces, (text[after:], False)]


def email_target(address: str) -> Target:
    return Target(url=f"mailto:{address}", contents=f"Write to {address}")


def email_words(address: str, span: Span) -> Words:
    """An e-mail address as a link."""
    return Words(address, span, Traits.PLAIN, "", email_target(address))
