"""What stands before the text: journal, titles, dates, identifiers, licence, abstract, related articles.

Knows `journal-meta`, `article-meta` and `front-stub`; people have a file of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from rejoinder.content.jats.blocks import blocks
from rejoinder.content.jats.context import Context
from rejoinder.content.jats.inlines import inlines
from rejoinder.content.jats.references import day_of, has_punctuation, in_words, marked_inlines
from rejoinder.content.jats.runs import plain
from rejoinder.content.jats.tree import Element, first, href, lang_of, words
from rejoinder.content.model import (
    Block,
    Blocks,
    Heading,
    Inlines,
    Journal,
    Letter,
    License,
    Link,
    NoteCall,
    Paragraph,
    Reference,
    RespondsTo,
    Text,
)
from rejoinder.content.people import doi_of, issn_is_valid, issn_of
from rejoinder.diagnostics import Span
from rejoinder.values import replace


def meta_of(part: Element) -> Element | None:
    """The `article-meta` of an article, or what a sub-article has instead."""
    front = first(part, "front", "front-stub")
    if front is None or front.tag == "front-stub":
        return front
    meta = first(front, "article-meta")
    return meta if meta is not None else front


# ── journal ───────────────────────────────────────────────────────────────


def read_journal(part: Element, context: Context) -> Journal:
    front = first(part, "front")
    meta = first(front, "journal-meta")
    if meta is None:
        return Journal()
    context.use_all(meta)
    title = next((words(one) for one in meta.iter("journal-title") if words(one)), "")
    subtitle = next((words(one) for one in meta.iter("journal-subtitle") if words(one)), "")
    ids = {(one.get("journal-id-type") or ""): words(one) for one in meta.iterchildren("journal-id")}
    short = next((words(one) for one in meta.iter("abbrev-journal-title") if words(one)), "")
    issns = {"ppub": "", "epub": ""}
    for one in meta.iterchildren("issn"):
        issn = issn_of(words(one))
        electronic = "e" in (one.get("pub-type") or "")[:1] or one.get("publication-format") in ("electronic", "online")
        if issn and issn_is_valid(issn):
            kind = "epub" if electronic else "ppub"
            issns[kind] = issns[kind] or issn
    publisher = next((words(one) for one in meta.iter("publisher-name") if words(one)), "")
    return Journal(
        title=": ".join(filter(None, (title, subtitle))) or short or ids.get("nlm-ta", ""),
        abbreviation=(ids.get("iso-abbrev") or ids.get("nlm-ta") or short).replace(".", ""),
        publisher=publisher,
        issn=issns["ppub"],
        eissn=issns["epub"],
    )


# ── titles ────────────────────────────────────────────────────────────────


class Titles(NamedTuple):
    title: Inlines
    subtitle: Inlines
    short_title: Inlines


def read_titles(meta: Element | None, context: Context) -> Titles:
    group = first(meta, "title-group")
    group = meta if group is None else group
    if group is None:
        return Titles((), (), ())
    context.use(group)
    title = _inlines(first(group, "article-title"), context)
    subtitle = _inlines(first(group, "subtitle"), context)
    for note in group.iterchildren("fn-group"):
        context.use_all_titles(note)
    short: Inlines = ()
    for alt in group.iterchildren("alt-title"):
        kind = alt.get("alt-title-type") or ""
        context.use_all(alt)
        if kind in ("running-head", "short", "running", "right-running", "right-running-head", "running-title"):
            short = short or inlines(alt, context)
    if plain(short) == plain(title) or not _shares_words(plain(short), plain(title)):
        short = ()
    return Titles(title, subtitle, short)


def _shares_words(short: str, title: str) -> bool:
    """Whether it is the title's short form; publishers also put the section's name there ("Synopsis", "N/A")."""
    known = {word.casefold() for word in re.findall(r"\w{4,}", title)}
    return len(short.split()) > 3 or any(word.casefold() in known for word in re.findall(r"\w{4,}", short))


def _inlines(element: Element | None, context: Context) -> Inlines:
    return inlines(element, context) if element is not None else ()


def title_instead(meta: Element | None, context: Context, journal: Journal) -> Inlines:
    """A title for an article without one: its heading, the work that it reviews, or the journal's name."""
    span = context.span(meta if meta is not None else context.part)
    for subject in meta.iter("subject") if meta is not None else ():
        if words(subject):
            return (Text(words(subject), context.span(subject)),)
    for product in meta.iterchildren("product") if meta is not None else ():
        source = next((words(one) for one in product.iter("source", "article-title") if words(one)), "")
        if source:
            return (Text(source, context.span(product)),)
    kind = _type_words(context.part.get("article-type") or context.part.get("response-type") or "")
    if context.parent is not None:
        return (Text(kind or "Response", span),)
    return (Text(journal.title or kind or "Article", span),)


def _type_words(kind: str) -> str:
    return kind.replace("-", " ").strip().capitalize()


_LETTERS = re.compile(
    r"(?:readers?['’] )?(?:letters?|correspondences?|comments? and response|research letters?|cartas?"
    r"|correspondência|correspondencia|lettres?|leserbriefe?)"
    r"(?: to (?:the )?editors?(?:-in-chief)?| (?:ao|a) editor(?:es)?| al (?:editor|director)| à la rédaction)?",
    re.IGNORECASE,
)
_REPLIES = re.compile(
    r"(?:(?:authors?['’]?s? )?(?:reply|replies|response|in reply)|(?:letters? |correspondence )?(?:reply|response)"
    r"|respostas?|respuestas?|réponses?)"
    r"(?: (?:to|from) (?:the )?\w+)?",
    re.IGNORECASE,
)
_VAGUE = ("", "other", "brief-report", "article-commentary", "discussion", "news", "abstract", "research-article")


def read_type(part: Element, meta: Element | None) -> str:
    """The kind of article, as its attribute says; where that is vague, as its heading says."""
    written = (part.get("article-type") or part.get("response-type") or "").lower()
    kind = "-".join(re.findall(r"[a-z0-9]+", written))
    if kind in _VAGUE:
        for subject in meta.iter("subject") if meta is not None else ():
            heading = words(subject).strip(" :.")
            if _REPLIES.fullmatch(heading):
                return "reply"
            if _LETTERS.fullmatch(heading):
                return "letter"
    return kind if kind[:1].isalpha() else "other" if part.tag == "article" else "response"


# ── dates ─────────────────────────────────────────────────────────────────


class Dates(NamedTuple):
    date: str
    history: tuple[tuple[str, str], ...]


_ISSUE_DATES = ("ppub", "collection", "epub-ppub", "print", "issue", "issue-pub")
_IGNORED_DATES = (
    "pmc-release",
    "nihms-submitted",
    "preprint",
    "open-access",
    "ecorrected",
    "pcorrected",
    "retracted",
    "update",
)
_EVENTS = {
    "received": "received", "submitted": "received", "sent": "received", "rev-recd": "revised", "revised": "revised",
    "rev-request": "", "resubmitted": "revised", "accepted": "accepted", "pub": "published", "epub": "published",
    "published": "published", "online": "published", "first-online": "published", "published-online": "published",
    "registration": "", "rev-sub": "revised", "revision-received": "revised", "revise": "revised",
}  # fmt: skip
_ORDER = ("received", "revised", "accepted", "published")


def read_dates(meta: Element | None, context: Context) -> Dates:
    """When it was published, and its history: the issue's year is what is cited, in the fullest form that is given."""
    if meta is None:
        return Dates("", ())
    issue: list[str] = []
    online: list[str] = []
    for element in meta.iterchildren("pub-date"):
        kind = (element.get("pub-type") or element.get("date-type") or element.get("publication-format") or "").lower()
        _use_date(element, context)
        day = day_of(element)
        if day and kind not in _IGNORED_DATES:
            (issue if kind in _ISSUE_DATES else online).append(day)
    year = (issue or online or [""])[0][:4]
    candidates = [day for day in (*online, *issue) if day[:4] == year]
    date = max(candidates, key=len, default="")
    history = _history(meta, context)
    if online and max(online, key=len) != date and not any(event == "published" for event, _ in history):
        history.append(("published", max(online, key=len)))
    history.sort(key=lambda one: _ORDER.index(one[0]))
    return Dates(date, tuple(history))


def _use_date(element: Element, context: Context) -> None:
    """A date is read but for a season, which has no place."""
    context.use(element)
    for child in element:
        if child.tag != "season":
            context.use_all(child)


def _history(meta: Element, context: Context) -> list[tuple[str, str]]:
    history: list[tuple[str, str]] = []
    for block in meta.iterchildren("history"):
        context.use(block)
        for element in block.iterchildren("date"):
            event = _EVENTS.get((element.get("date-type") or "").lower())
            day = day_of(element)
            if event is None:
                continue
            _use_date(element, context)
            again = event != "revised" and any(other == event for other, _ in history)
            if event and day and (event, day) not in history and not again:
                history.append((event, day))
    return history


# ── where it stands ───────────────────────────────────────────────────────


class Numbers(NamedTuple):
    volume: str
    issue: str
    elocator: str
    first_page: str
    last_page: str
    doi: str


def read_numbers(meta: Element | None, context: Context) -> Numbers:
    found: dict[str, str] = {}
    doi = ""
    for child in meta if meta is not None else ():
        if child.tag in ("volume", "issue", "elocation-id", "fpage", "lpage"):
            context.use_all(child)
            found.setdefault(child.tag, words(child))
        elif child.tag in ("article-id", "object-id"):
            context.use_all(child)
            if (child.get("pub-id-type") or "") == "doi":
                doi = doi or doi_of(words(child))
    return Numbers(
        found.get("volume", ""),
        found.get("issue", ""),
        found.get("elocation-id", ""),
        found.get("fpage", ""),
        found.get("lpage", "") if found.get("lpage") != found.get("fpage") else found.get("fpage", ""),
        doi,
    )


_IGNORED = (
    "article-categories", "counts", "self-uri", "article-version", "article-version-alternatives", "volume-id",
    "issue-id", "volume-series", "isbn", "page-range", "article-id", "object-id", "processing-meta", "uri",
)  # fmt: skip
"""Metadata that says nothing to a reader of the page: numbers of elements, addresses of the file, identifiers."""


def use_ignored(part: Element, meta: Element | None, context: Context) -> None:
    for child in part.iterchildren("processing-meta"):
        context.use_all(child)
    for child in meta.iterchildren(*_IGNORED) if meta is not None else ():
        context.use_all(child)


# ── licence ───────────────────────────────────────────────────────────────


class Permissions(NamedTuple):
    license: License
    copyright: str


def read_permissions(meta: Element | None, context: Context) -> Permissions:
    permissions = first(meta, "permissions")
    holder = permissions if permissions is not None else meta
    if holder is None:
        return Permissions(License(), "")
    if permissions is not None:
        context.use(permissions)
    parts: dict[str, str] = {}
    for child in holder.iterchildren("copyright-statement", "copyright-year", "copyright-holder"):
        parts.setdefault(child.tag, words(child))
        context.use_all(child)
    statement = parts.get("copyright-statement", "")
    if not statement and parts.get("copyright-holder"):
        statement = " ".join(filter(None, ("©", parts.get("copyright-year"), parts["copyright-holder"])))
    text: Inlines = ()
    url = ""
    for one in holder.iterchildren("license"):
        context.use(one)
        found = _license_url(one, context)
        url = url or href(one) or found
        for paragraph in one.iterchildren("license-p", "p"):
            context.use(paragraph)
            line = _after_lead(inlines(paragraph, context))
            if line and plain(line) not in plain(text):
                text = (*text, Text(" ", line[0].span), *line) if text else line
        if not text and (one.text or "").strip():
            text = inlines(one, context)
    for one in holder.iterchildren("license_ref", "free_to_read"):
        url = url or words(one)
        context.use_all(one)
    url = url if re.match(r"https?://\S+$", url) else ""
    if url and not text:
        text = (Text(url, context.span(holder)),)
    return Permissions(License(text, url), statement)


def _after_lead(line: Inlines) -> Inlines:
    """With a space behind a run-in title that has none: "<bold>Open Access</bold>This article …"."""
    if len(line) > 1 and isinstance(line[1], Text) and not isinstance(line[0], Text) and line[1].text[:1].isalnum():
        return (line[0], Text(f" {line[1].text}", line[1].span), *line[2:])
    return line


def _license_url(element: Element, context: Context) -> str:
    for one in element.iter("license_ref"):
        context.use_all(one)
        if words(one):
            return words(one)
    for link in element.iter("ext-link", "uri"):
        target = href(link) or words(link)
        if "creativecommons.org/" in target:
            return target
    return ""


# ── abstract and keywords ─────────────────────────────────────────────────

_SHORT_ABSTRACTS = (
    "",
    "abstract",
    "summary",
    "main",
    "structured",
    "section",
    "normal",
    "default",
    "short",
    "extract",
    "key-words",
)
_KEYWORDS = ("", "author", "author-keywords", "author-generated", "keywords", "kwd", "author-keyword")


def read_abstract(meta: Element | None, context: Context) -> Blocks:
    """The abstract; others than that, and those in other languages, are named in a warning."""
    found: Blocks = ()
    others: list[Element] = []
    for one in meta.iterchildren("abstract", "trans-abstract") if meta is not None else ():
        kind = (one.get("abstract-type") or "").lower()
        other = lang_of(one)
        mine = one.tag == "abstract" and (not other or other[:2] == context.lang[:2])
        if mine and not found and kind in _SHORT_ABSTRACTS and words(one):
            context.use_all_titles(one)
            found = tuple(map(_without_colon, blocks(one, context, 2)))
        elif words(one) or any(True for _ in one.iter("graphic")):
            others.append(one)
    if others:
        for one in others:
            context.use_all(one)
        shown = ", ".join(dict.fromkeys(_abstract_name(one) for one in others))
        context.warn(others[0], f"another abstract than the letter's own is not printed ({shown})")
    return found


def _without_colon(block: Block) -> Block:
    """A head of the abstract's without the colon behind it: the sheet says what stands there."""
    last = block.children[-1] if isinstance(block, Heading) and block.children else None
    if not isinstance(block, Heading) or not isinstance(last, Text) or not last.text.rstrip().endswith(":"):
        return block
    bare = last.text.rstrip().rstrip(":").rstrip()
    return replace(block, children=(*block.children[:-1], replace(last, text=bare))) if bare else block


def _abstract_name(one: Element) -> str:
    lang, kind = lang_of(one), one.get("abstract-type") or ""
    name = kind or words(first(one, "title")) or "no type"
    return f"{name} in {lang}" if lang and one.tag == "trans-abstract" else name


def read_keywords(meta: Element | None, context: Context) -> tuple[str, ...]:
    found: list[str] = []
    for group in meta.iterchildren("kwd-group") if meta is not None else ():
        kind, lang = (group.get("kwd-group-type") or "").lower(), lang_of(group)
        if kind not in _KEYWORDS or (lang and lang[:2] != context.lang[:2]):
            continue
        context.use_all(group)
        for one in group.iter("kwd", "compound-kwd"):
            if one.tag == "compound-kwd":
                text = ": ".join(filter(None, (words(part) for part in one.iterchildren("compound-kwd-part"))))
            else:
                text = words(one)
            text = text.strip(" ,;.")
            if text and text not in found:
                found.append(text)
        for nested in group.iter("unstructured-kwd-group"):
            found += [one.strip() for one in re.split("[,;]", words(nested)) if one.strip()]
    return tuple(found)


# ── what it is about ──────────────────────────────────────────────────────

_ANSWERED = (
    "letter", "commentary-article", "commentary", "corrected-article", "retracted-article", "addended-article",
    "object-of-concern", "article-reference", "reply-to", "response", "updated-article", "peer-reviewed-article",
    "companion",
)  # fmt: skip
"""Types of related article that this one is about, the surest first."""


def read_related(
    meta: Element | None, context: Context, references: Iterable[Reference], kind: str
) -> RespondsTo | None:
    """The article that this one is about; the other related ones are named in a warning."""
    related = list(meta.iterchildren("related-article", "related-object")) if meta is not None else []
    if not related:
        return None
    by_id = _known(references)
    ranked = [one for one in related if _rank(one) < len(_ANSWERED) and _is_answered(one, related, kind)]
    chosen = min(ranked, key=_rank, default=None)
    answered = _responds_to(chosen, context, by_id) if chosen is not None else None
    others = [one for one in related if answered is None or one is not chosen]
    for one in related:
        context.use_all(one)
    if others:
        named = list(dict.fromkeys(_shown(one) for one in others))
        more = f" and {len(named) - 4} more" if len(named) > 5 else ""
        context.warn(others[0], f"related, and not printed: {'; '.join(named if not more else named[:4])}{more}")
    return answered


def answered(letter: Letter, span: Span) -> RespondsTo:
    """What a reply within an article answers: the article."""
    families = [one.name.literal or one.name.family for one in letter.authors if not one.represented]
    who = f"{families[0]} et al" if len(families) > 2 else " and ".join(families)
    title = tuple(one for one in letter.title if not isinstance(one, NoteCall))
    return RespondsTo(title, span, who, letter.doi)


def _rank(one: Element) -> int:
    kind = (one.get("related-article-type") or one.get("document-type") or "").lower()
    return _ANSWERED.index(kind) if kind in _ANSWERED else len(_ANSWERED)


def _is_answered(one: Element, related: list[Element], kind: str) -> bool:
    """Companions are many, or the reply to this very letter: only the only one of a letter or reply is its matter."""
    if (one.get("related-article-type") or "").lower() != "companion":
        return True
    return len(related) == 1 and kind in ("letter", "reply", "correspondence", "article-commentary", "response")


def _known(references: Iterable[Reference]) -> dict[str, Reference]:
    known: dict[str, Reference] = {}
    for reference in references:
        for name in ("DOI", "PMID"):
            if value := reference.item.get(name):
                known.setdefault(str(value).lower(), reference)
    return known


def _doi_of_link(one: Element) -> str:
    written = href(one).removeprefix("info:doi/")
    return doi_of(written) or next((doi_of(words(inner)) for inner in one.iter("pub-id") if doi_of(words(inner))), "")


def _responds_to(one: Element, context: Context, known: dict[str, Reference]) -> RespondsTo | None:
    doi = _doi_of_link(one)
    cited = known.get(doi.lower()) or known.get(href(one).lower())
    inner = first(one, "article-title", "source")
    span = context.span(one)
    title: Inlines = ()
    if inner is not None and words(inner):
        title = _without_stop(inlines(inner, context))
    elif words(one):
        title = inlines(one, context)
    elif cited is not None and isinstance(cited.item.get("title"), str):
        doi = doi or str(cited.item.get("DOI", ""))
        title = (Text(re.sub(r"<[^<>]{1,60}>", "", cited.item["title"]), span),)
    elif doi:
        title = (Text(f"doi:{doi}", span),)
    if not title:
        return None
    return RespondsTo(title, span, _who(one), doi, cited.key if cited is not None else "")


def _without_stop(text: Inlines) -> Inlines:
    last = text[-1] if text else None
    if isinstance(last, Text) and last.text.endswith(".") and len(last.text) > 1:
        return (*text[:-1], Text(last.text[:-1], last.span))
    return text


def _who(one: Element) -> str:
    names = [words(first(name, "surname")) for name in one.iter("name", "string-name")]
    names = [name for name in names if name]
    if len(names) > 2 or (names and one.find(".//etal") is not None):
        return f"{names[0]} et al"
    return " and ".join(names)


def _shown(one: Element) -> str:
    kind = (one.get("related-article-type") or one.tag).replace("-", " ")
    named = words(first(one, "article-title")) or words(one) or _doi_of_link(one) or href(one)
    return f"{kind}: {named[:80]}" if named else kind


def read_products(meta: Element | None, context: Context) -> Blocks:
    """What is reviewed, as it is written: a paragraph each, before the text."""
    made = []
    for product in meta.iterchildren("product") if meta is not None else ():
        text: Inlines
        if has_punctuation(product):
            text = inlines(product, context)
        else:
            text = marked_inlines(in_words(product), context.span(product))
        context.use_all(product)
        link = href(product)
        if text:
            if re.match(r"https?://", link) and not any(isinstance(one, Link) for one in text):
                text = (Link(link, text, context.span(product)),)
            made.append(Paragraph(text, context.span(product)))
    return tuple(made)
