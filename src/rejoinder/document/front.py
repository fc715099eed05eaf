"""The front block: byline, affiliations, remarks, correspondence line.

Knows authors; knows nothing of the text they wrote below.
"""

from __future__ import annotations

from collections.abc import Mapping

from rejoinder.content import model as content
from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.document import names
from rejoinder.document.affiliations import AffiliationList
from rejoinder.document.inlines import Numbers, add_words, email_words, flatten, link_emails, plain_text
from rejoinder.document.model import Break, BylineAuthor, Front, Inline, Inlines, Member, Remark, Traits, Words


def front(letter: content.Letter, numbers: Numbers, said: Diagnostics) -> Front:
    """What stands over the columns."""
    affiliations = AffiliationList(letter.affiliations, said)
    corresponding = _corresponding(letter.authors, letter.correspondence, said)
    remarks = _Remarks(numbers)
    equal = _equal_groups(letter.authors)
    called = _called(letter.authors)
    authors = tuple(
        _byline_author(author, place in corresponding, equal, called[place], affiliations, numbers, remarks)
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
        remarks=tuple(remarks.listed),
        equal=len(equal),
        joint_last=any(author.joint_last for author in authors),
        deceased=any(author.deceased for author in authors),
        responds_to=_responds_to(letter.responds_to, numbers),
        history=letter.history,
        license=flatten(letter.license.text, numbers),
        copyright=letter.copyright,
    )


def _called(authors: tuple[content.Author, ...]) -> tuple[str, ...]:
    """What statements call the authors, if one is to be made that does."""
    if any(author.roles or author.competing_interests for author in authors):
        return names.monograms(authors)
    return tuple(author.initials for author in authors)


def _equal_groups(authors: tuple[content.Author, ...]) -> Mapping[str, int]:
    """The groups that contributed equally, by their names, in the order in which they begin."""
    groups: dict[str, int] = {}
    for author in authors:
        if author.equal_contributor:
            groups.setdefault(author.equal_group, len(groups) + 1)
    return groups


def _byline_author(
    author: content.Author,
    corresponding: bool,
    equal: Mapping[str, int],
    called: str,
    affiliations: AffiliationList,
    numbers: Numbers,
    remarks: _Remarks,
) -> BylineAuthor:
    name = author.name
    return BylineAuthor(
        name=names.printed(name),
        short=names.printed(name) if author.group else names.short(name),
        span=author.span,
        affiliations=affiliations.ordinals(author),
        corresponding=corresponding,
        equal=equal[author.equal_group] if author.equal_contributor else 0,
        joint_last=author.joint_last,
        deceased=author.deceased,
        group=author.group,
        represented=author.represented,
        orcid=author.orcid,
        email=author.email,
        degrees=author.degrees,
        present_address=remarks.ordinal("present-address", author.present_address, author.span),
        note=remarks.ordinal("note", author.note, author.span),
        given=name.given,
        family=names.family(name),
        lang=_lang(name, numbers),
        initials=called,
        roles=author.roles,
        competing_interests=flatten(author.competing_interests, numbers),
        members=tuple(_member(one, affiliations, numbers) for one in author.members),
    )


def _member(author: content.Author, affiliations: AffiliationList, numbers: Numbers) -> Member:
    return Member(
        name=names.printed(author.name),
        span=author.span,
        lang=_lang(author.name, numbers),
        degrees=author.degrees,
        affiliations=affiliations.texts(author),
        members=tuple(_member(one, affiliations, numbers) for one in author.members),
    )


def _lang(name: content.Name, numbers: Numbers) -> str:
    return "" if name.lang == numbers.lang else name.lang


class _Remarks:
    """Gives each remark its ordinal; authors with the same remark share it."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._ordinals: dict[tuple[str, str], int] = {}
        self.listed: list[Remark] = []

    def ordinal(self, kind: str, text: content.Inlines, span: Span) -> int:
        """0 if there is nothing to remark."""
        flat = flatten(text, self._numbers)
        if not flat:
            return 0
        key = kind, plain_text(flat)
        if key not in self._ordinals:
            self.listed.append(Remark(kind, flat, text[0].span if text else span))
            self._ordinals[key] = len(self.listed)
        return self._ordinals[key]


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


# ── the names elsewhere ───────────────────────────────────────────────────

MOST_CITED, FIRST_CITED = 3, 3
"""As the program's reference style has it: more than three authors are the first three and *et al*."""


def authors_short(authors: tuple[BylineAuthor, ...]) -> Inlines:
    """For a running foot: "Takeuchi T"; "Takeuchi T, Tanaka Y"; "Takeuchi T, *et al*"."""
    return _named(_themselves(authors), most=2, first=1)


def authors_cited(authors: tuple[BylineAuthor, ...]) -> Inlines:
    """As a reference to the letter names them: "Takeuchi T, Tanaka Y, Ek B, *et al*"."""
    return _named(_themselves(authors), most=MOST_CITED, first=FIRST_CITED)


def authors_all(authors: tuple[BylineAuthor, ...]) -> Inlines:
    """Everybody's short name."""
    return _named(_themselves(authors), most=len(authors), first=0)


def _themselves(authors: tuple[BylineAuthor, ...]) -> tuple[BylineAuthor, ...]:
    """Who wrote it; a group on whose behalf they did only if there is nobody else."""
    return tuple(author for author in authors if not author.represented) or authors


def _named(authors: tuple[BylineAuthor, ...], *, most: int, first: int) -> Inlines:
    shown = authors if len(authors) <= most else authors[:first]
    if not shown:
        return ()
    out: list[Inline] = []
    for author in shown:
        add_words(out, Words(f"{', ' if out else ''}{author.short}", shown[0].span))
    if len(shown) < len(authors):
        add_words(out, Words(", ", shown[0].span))
        add_words(out, Words("et al", shown[0].span, Traits.EMPH))
    return tuple(out)
