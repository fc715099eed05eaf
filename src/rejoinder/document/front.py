"""The front block: byline, affiliations, remarks, correspondence line.

Knows authors; knows nothing of the text they wrote below.
"""

from __future__ import annotations

from rejoinder.content import model as content
from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.document import names
from rejoinder.document.affiliations import AffiliationList
from rejoinder.document.inlines import Numbers, add_words, email_words, flatten, link_emails, plain_text
from rejoinder.document.model import Break, BylineAuthor, Front, Inline, Inlines, Remark, Traits, Words


def front(letter: content.Letter, numbers: Numbers, said: Diagnostics) -> Front:
    """What stands over the columns."""
    affiliations = AffiliationList(letter.affiliations, said)
    corresponding = _corresponding(letter.authors, letter.correspondence, said)
    remarks: list[Remark] = []
    authors = tuple(
        _byline_author(author, place in corresponding, affiliations, numbers, remarks)
        for place, author in enumerate(letter.authors)
    )
    writing_to = [author for place, author in enumerate(letter.authors) if place in corresponding]
    return Front(
        type=letter.type,
        title=flatten(letter.title, numbers),
        span=letter.span,
        subtitle=flatten(letter.subtitle, numbers),
        authors=authors,
        affiliations=affiliations.listed(),
        correspondence=_correspondence(letter.correspondence, writing_to, affiliations, numbers),
        remarks=tuple(remarks),
        equal=any(author.equal for author in authors),
        joint_last=any(author.joint_last for author in authors),
        deceased=any(author.deceased for author in authors),
        responds_to=_responds_to(letter.responds_to, numbers),
        history=letter.history,
        license=flatten(letter.license.text, numbers),
        copyright=letter.copyright,
    )


def _byline_author(
    author: content.Author, corresponding: bool, affiliations: AffiliationList, numbers: Numbers, remarks: list[Remark]
) -> BylineAuthor:
    name = author.name
    return BylineAuthor(
        name=names.printed(name),
        short=names.printed(name) if author.group else names.short(name),
        span=author.span,
        affiliations=affiliations.ordinals(author),
        corresponding=corresponding,
        equal=author.equal_contributor,
        joint_last=author.joint_last,
        deceased=author.deceased,
        group=author.group,
        orcid=author.orcid,
        email=author.email,
        degrees=author.degrees,
        present_address=_remark("present-address", author.present_address, author.span, numbers, remarks),
        note=_remark("note", author.note, author.span, numbers, remarks),
        given=name.given,
        family=names.family(name),
    )


def _remark(kind: str, text: content.Inlines, span: Span, numbers: Numbers, remarks: list[Remark]) -> int:
    """The ordinal of a remark; authors with the same remark share it."""
    flat = flatten(text, numbers)
    if not flat:
        return 0
    said = plain_text(flat)
    for ordinal, other in enumerate(remarks, start=1):
        if other.kind == kind and plain_text(other.text) == said:
            return ordinal
    remarks.append(Remark(kind, flat, text[0].span if text else span))
    return len(remarks)


# ── whom to write to ──────────────────────────────────────────────────────


def _corresponding(authors: tuple[content.Author, ...], line: content.Inlines, said: Diagnostics) -> frozenset[int]:
    """The places of the corresponding authors: those marked, else the only one with an e-mail address."""
    marked = [place for place, author in enumerate(authors) if author.corresponding]
    reachable = [place for place, author in enumerate(authors) if author.email]
    if marked:
        return frozenset(marked)
    if len(reachable) == 1:
        return frozenset(reachable)
    if reachable and not line:
        span = authors[reachable[0]].span
        hint = 'write "corresponding: true" for the author to whom readers shall write'
        said.warning("several authors have an e-mail address, and none is the corresponding author", span, hint)
    return frozenset()


def _correspondence(
    line: content.Inlines, authors: list[content.Author], affiliations: AffiliationList, numbers: Numbers
) -> Inlines:
    """The line as written, with the addresses it lacks; or name, affiliation and e-mail of whom to write to."""
    if line:
        return _with_addresses(link_emails(flatten(line, numbers)), authors)
    out: list[Inline] = []
    for author in authors:
        if out:
            out.append(Break(author.span))
        text = ", ".join(filter(None, (names.printed(author.name), affiliations.first_text(author))))
        out.append(Words(f"{text}; " if author.email else text, author.span))
        if author.email:
            out.append(email_words(author.email, author.span))
    return tuple(out)


def _with_addresses(line: Inlines, authors: list[content.Author]) -> Inlines:
    written = plain_text(line).casefold()
    out = list(line)
    for author in authors:
        if author.email and author.email.casefold() not in written:
            add_words(out, Words("; ", author.span))
            out.append(email_words(author.email, author.span))
    return tuple(out)


def _responds_to(article: content.RespondsTo | None, numbers: Numbers) -> Inlines:
    """The article that is answered, as its title and authors, leading to it where its DOI is known."""
    if article is None:
        return ()
    title = article.title
    if article.doi:
        title = (content.Link(f"doi:{article.doi}", title, article.span),)
    out = list(flatten(title, numbers))
    if article.author:
        by = f" by {article.author}" if numbers.lang.startswith("en") else f" ({article.author})"
        add_words(out, Words(by if out else article.author, article.span))
    return tuple(out)


# ── the names in furniture ────────────────────────────────────────────────


def authors_short(authors: tuple[BylineAuthor, ...]) -> Inlines:
    """For a running foot: "Takeuchi T"; "Takeuchi T, Tanaka Y"; "Takeuchi T, *et al*"."""
    if len(authors) <= 2:
        return _named(authors)
    span = authors[0].span
    return (Words(f"{authors[0].short}, ", span), Words("et al", span, Traits.EMPH))


def authors_all(authors: tuple[BylineAuthor, ...]) -> Inlines:
    return _named(authors)


def _named(authors: tuple[BylineAuthor, ...]) -> Inlines:
    return (Words(", ".join(author.short for author in authors), authors[0].span),) if authors else ()
