"""Who wrote the letter, where they work, and what is remarked of them: contributors, affiliations, author notes.

Names come from the letter, where their parts are known; numbers and marks from the document. The names of the parts
follow JATS4R's recommendations (Authors and affiliations 2.0, CRediT taxonomy 1.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rejoinder.content.model import Affiliation, Author, Letter, Name
from rejoinder.content.people import said_first
from rejoinder.content.schema import ROLES
from rejoinder.document import names
from rejoinder.document.affiliations import recognised, whole, written
from rejoinder.document.inlines import plain_text
from rejoinder.document.model import BylineAuthor, Document, Front, Remark
from rejoinder.record.jats_inlines import InlineWriter
from rejoinder.record.wording import Wording
from rejoinder.record.xml import element, kept, lines, said, text

CREDIT = "https://credit.niso.org/"
_REMARKS: Mapping[str, str] = {"present-address": "present-address", "note": "other"}
"""The `fn-type` of each kind of remark."""


def contributors(letter: Letter, document: Document) -> str:
    """`contrib-group`: the authors, and behind them where they work."""
    front = document.front
    declared = {one.id: one for one in reversed(letter.affiliations)}
    interests = interest_numbers(front)
    people = [
        _contributor(author, printed, front, declared, interests)
        for author, printed in zip(letter.authors, front.authors, strict=True)
    ]
    return lines("contrib-group", [*people, *_affiliations(letter, front, declared)]) if people else ""


def interest_numbers(front: Front) -> Mapping[str, int]:
    """What authors declare to have interests in, each wording once, numbered."""
    texts = dict.fromkeys(plain_text(author.competing_interests) for author in front.authors)
    return {words: number for number, words in enumerate(filter(None, texts), start=1)}


def author_notes(
    letter: Letter, document: Document, writer: InlineWriter, wording: Wording, competing_interests: str
) -> str:
    """`author-notes`: whom to write to, and what is said of the authors below the byline.

    Competing interests stand here too (JATS4R, Conflict-of-interest statements 1.1): those of all, and those of some.
    """
    front = document.front
    correspondence = writer.text(front.correspondence, refers=False)
    numbers = interest_numbers(front)
    declared = {plain_text(one.competing_interests): one.competing_interests for one in reversed(front.authors)}
    notes = [
        element("corresp", correspondence, id="corresp", specific_use="" if letter.correspondence else "made")
        if correspondence
        else "",
        *(_note(_equal(n), "equal", text(wording.equal)) for n in range(1, front.equal + 1)),
        _note("joint-last", "other", text(wording.joint_last)) if front.joint_last else "",
        _note("deceased", "deceased", text(wording.deceased)) if front.deceased else "",
        *(_remark(n, one, writer) for n, one in enumerate(front.remarks, start=1)),
        competing_interests,
        *(_note(f"coi-{n}", "coi-statement", writer.text(declared[words])) for words, n in numbers.items()),
    ]
    return lines("author-notes", notes)


def _equal(group: int) -> str:
    return "equal" if group == 1 else f"equal-{group}"


def _note(name: str, kind: str, content: str) -> str:
    return element("fn", element("p", content), id=name, fn_type=kind)


def _remark(ordinal: int, remark: Remark, writer: InlineWriter) -> str:
    return _note(f"remark-{ordinal}", _REMARKS.get(remark.kind, "other"), writer.text(remark.text))


# ── contributors ──────────────────────────────────────────────────────────


def _contributor(
    author: Author,
    printed: BylineAuthor,
    front: Front,
    declared: Mapping[str, Affiliation],
    interests: Mapping[str, int],
) -> str:
    references = list(_references(printed, front, interests))
    if author.represented and not (author.members or references or author.email):
        return said("on-behalf-of", printed.name)
    return lines(
        "contrib",
        [*_who(author, declared), *references],
        contrib_type="on-behalf-of" if author.represented else "author",
        corresp="yes" if printed.corresponding else "",
        equal_contrib="yes" if printed.equal else "",
        deceased="yes" if printed.deceased else "",
        specific_use=kept(("equal", author.equal_group), ("joint-last", author.joint_last)),
    )


def _who(author: Author, declared: Mapping[str, Affiliation]) -> Iterator[str]:
    """What an author, or a member of a group, is known by."""
    yield said("contrib-id", _orcid(author), contrib_id_type="orcid", authenticated="false")
    yield _group(author, declared) if author.group or author.members else _named(author)
    yield said("degrees", author.degrees)
    yield said("email", author.email)
    yield from map(_role, author.roles)


def _orcid(author: Author) -> str:
    return f"https://orcid.org/{author.orcid}" if author.orcid else ""


def _named(author: Author) -> str:
    """The name; and beside it the initials by which statements call the author, where they were written."""
    if not author.initials:
        return name(author.name)
    return element(
        "name-alternatives", name(author.name) + said("string-name", author.initials, specific_use="initials")
    )


def name(one: Name) -> str:
    """A name by its parts. A particle that falls away stands behind the given names, as it does when names are sorted
    (JATS has no element for it); the other belongs to the surname.
    """
    given = " ".join(filter(None, (one.given, one.dropping_particle)))
    surname = names.family(one) if one.family else ""
    if one.literal or not (surname or given):
        literal = names.printed(one)
        return element("string-name", text(literal), xml_lang=one.lang, specific_use=kept(*_order(one)))
    style = "eastern" if surname and said_first(one) else "western" if surname else "given-only"
    parts = (said("surname", surname), said("given-names", given), said("suffix", one.suffix))
    particles = (("dropping", one.dropping_particle), ("non-dropping", one.non_dropping_particle))
    use = kept(*_order(one), *particles)
    return element("name", "".join(parts), name_style=style, xml_lang=one.lang, specific_use=use)


def _order(one: Name) -> tuple[tuple[str, str], ...]:
    return () if one.family_first is None else (("order", "family" if one.family_first else "given"),)


def _group(author: Author, declared: Mapping[str, Affiliation]) -> str:
    """A group under its name, and its members in a list of their own; they may be groups in their turn."""
    members = [
        lines(
            "contrib",
            [*_who(one, declared), *_where(one, declared)],
            contrib_type="author non-byline",
            corresp="yes" if one.corresponding else "",
            equal_contrib="yes" if one.equal_contributor else "",
            deceased="yes" if one.deceased else "",
            specific_use=kept(("equal", one.equal_group), ("joint-last", one.joint_last)),
        )
        for one in author.members
    ]
    inside = text(names.printed(author.name)) + lines("contrib-group", members, content_type="collab-list")
    return element("collab", inside)


def _where(author: Author, declared: Mapping[str, Affiliation]) -> Iterator[str]:
    """A member's affiliations, in place."""
    for one in author.affiliations:
        meant = one if isinstance(one, Affiliation) else declared.get(one.id)
        if meant is not None:
            yield element("aff", affiliation(whole(meant, declared)))


def _role(role: str) -> str:
    """A role in CRediT's terms (ANSI/NISO Z39.104-2022), or in the author's own."""
    if role not in ROLES:
        return said("role", role)
    term = f"{CREDIT}contributor-roles/{'-'.join(re.findall('[a-z]+', role.lower()))}/"
    return said("role", role, vocab="credit", vocab_identifier=CREDIT, vocab_term=role, vocab_term_identifier=term)


def _references(author: BylineAuthor, front: Front, interests: Mapping[str, int]) -> Iterator[str]:
    """The references to an author's affiliations, and to what is remarked of and declared by them."""
    alone = len(front.affiliations) == 1
    for number in author.affiliations:
        mark = "" if alone else element("sup", str(number))
        yield element("xref", mark, ref_type="aff", rid=f"aff-{number}")
    if author.corresponding and front.correspondence:
        yield element("xref", ref_type="corresp", rid="corresp")
    notes = (
        (author.equal, _equal(author.equal)),
        (author.joint_last, "joint-last"),
        (author.deceased, "deceased"),
        (author.present_address, f"remark-{author.present_address}"),
        (author.note, f"remark-{author.note}"),
    )
    for given, rid in notes:
        if given:
            yield element("xref", ref_type="fn", rid=rid)
    if author.competing_interests:
        number = interests[plain_text(author.competing_interests)]
        yield element("xref", ref_type="fn", rid=f"coi-{number}")


# ── affiliations ──────────────────────────────────────────────────────────


def _affiliations(letter: Letter, front: Front, declared: Mapping[str, Affiliation]) -> Iterator[str]:
    parts = {recognised(written(one)): one for one in reversed(list(_mentioned(letter, declared)))}
    for number, printed in enumerate(front.affiliations, start=1):
        label = "" if len(front.affiliations) == 1 else said("label", str(number))
        known = parts.get(recognised(printed.text))
        content = affiliation(known) if known else text(printed.text)
        yield element("aff", label + content, id=f"aff-{number}")


def _mentioned(letter: Letter, declared: Mapping[str, Affiliation]) -> Iterator[Affiliation]:
    """Affiliations in the order in which they are numbered: of several that are one, the first is printed."""
    for author in letter.authors:
        for mentioned in author.affiliations:
            if isinstance(mentioned, Affiliation):
                yield whole(mentioned, declared)
            elif mentioned.id in declared:
                yield whole(declared[mentioned.id], declared)


def affiliation(one: Affiliation) -> str:
    """An affiliation's parts, with the commas and in the order in which they are printed."""
    state, postal_code = _part("state", one.region), _part("postal-code", one.postal_code)
    parts = (
        _part("institution", one.group, content_type="group"),
        _part("institution", one.department, content_type="dept"),
        _institution(one),
        _part("addr-line", one.street_address),
        _spaced(_part("city", one.city), "" if state else postal_code),
        _spaced(state, postal_code) if state else "",
        _part("country", one.country),
    )
    return ", ".join(filter(None, parts))


def _part(name: str, written: str, **attributes: str) -> str:
    return said(name, " ".join(written.split()).strip(",; "), **attributes)


def _spaced(*parts: str) -> str:
    return " ".join(filter(None, parts))


def _institution(one: Affiliation) -> str:
    institution = _part("institution", one.name)
    if not one.ror:
        return institution
    return element("institution-wrap", said("institution-id", one.ror, institution_id_type="ror") + institution)
