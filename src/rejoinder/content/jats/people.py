"""Authors: who they are, where they work, how they are reached, and what is said of them below the line.

Knows `contrib` and what it leads to. Editors and referees are no authors: they are named in a warning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from rejoinder.content.jats.affiliations import Found, read_affiliation
from rejoinder.content.jats.context import Context
from rejoinder.content.jats.inlines import inlines
from rejoinder.content.jats.notes import kind_of_note
from rejoinder.content.jats.runs import plain
from rejoinder.content.jats.tree import Element, first, lang_of, words
from rejoinder.content.model import Affiliation, AffiliationId, Author, Foreign, Inlines, Link, Name, Styled, Text
from rejoinder.content.people import PARTICLES, is_email, name_of, orcid_is_valid, orcid_of
from rejoinder.content.schema import ROLES
from rejoinder.values import dataclass, replace

_NOT_AUTHORS = re.compile(
    r"editor|reviewer|referee|translator|translated|assignee|transcriber|illustrator|guest|assessor|publisher"
    r"|non-?byline|collab-author|commissioner",
    re.IGNORECASE,
)
MOST_AUTHORS = 5_000


@dataclass(frozen=True, slots=True)
class People:
    """The authors of a part, their affiliations, and the line that says whom to write to."""

    authors: tuple[Author, ...]
    affiliations: tuple[Affiliation, ...]
    correspondence: Inlines
    notes: tuple[Element, ...]
    """Notes of the author block that say something of all of them, or of nobody in particular."""


def read_people(meta: Element | None, context: Context) -> People:
    """Everything of the author block of an `article-meta` or `front-stub`."""
    if meta is None:
        return People((), (), (), ())
    return _People(meta, context).read()


class _Contributor:
    """An author in the making."""

    def __init__(self, element: Element, author: Author) -> None:
        self.element, self.author = element, author
        self.found: list[str] = []
        """Ids of affiliations."""
        self.emails: list[str] = []


class _People:
    def __init__(self, meta: Element, context: Context) -> None:
        self.meta, self.context = meta, context
        self.contributors: list[_Contributor] = []
        self.found: dict[Element, Found] = {}
        self.notes: list[Element] = []
        self.corresp: list[Element] = list(meta.iterdescendants("corresp"))
        self.by_id: dict[str, Found] = {}

    def read(self) -> People:
        self._affiliations()
        self._contributors()
        self._take_names_in_affiliations()
        self._link_the_unlinked()
        self._give_emails_of_affiliations()
        self._author_notes()
        correspondence = self._correspondence()
        self._name_groups()
        authors = tuple(
            replace(
                one.author,
                affiliations=tuple(AffiliationId(id_, one.author.span) for id_ in dict.fromkeys(one.found)),
                email=one.author.email or (one.emails[0] if one.emails else ""),
            )
            for one in self.contributors
        )
        used = {id_ for one in self.contributors for id_ in one.found}
        return People(
            authors,
            tuple(one.affiliation for one in self.by_id.values() if one.affiliation.id in used),
            correspondence,
            tuple(self.notes),
        )

    # ── affiliations ──

    def _affiliations(self) -> None:
        mine = self._of_editors()
        for aff in self.meta.iterdescendants("aff"):
            if aff in mine:
                continue
            found = read_affiliation(aff, len(self.by_id) + 1, self.context)
            one = found.affiliation
            if not any((one.name, one.department, one.city, one.country, one.street_address)):
                continue
            while one.id in self.by_id:
                one = replace(one, id=f"{one.id}x")
            found = replace(found, affiliation=one)
            self.found[aff] = self.by_id[one.id] = found

    def _of_editors(self) -> set[Element]:
        """Affiliations that only editors and referees have."""
        theirs: set[Element] = set()
        authors: set[Element] = set()
        for contrib in self.meta.iterdescendants("contrib"):
            led = authors if _is_author(contrib) else theirs
            led.update(contrib.iterdescendants("aff"))
            for rid in _rids(contrib):
                element = self.context.element(rid)
                if element is not None and element.tag == "aff":
                    led.add(element)
        for group in self.meta.iterchildren("contrib-group"):
            if not any(_is_author(one) for one in group.iterchildren("contrib")) and len(group.findall("contrib")):
                theirs.update(group.iterchildren("aff"))
        return theirs - authors

    def _by_label(self, label: str) -> list[str]:
        labels = [part for part in re.split(r"[,;\s]+", label.strip(" ()")) if part]
        known = {one.label: one.affiliation.id for one in reversed(list(self.by_id.values())) if one.label}
        return [known[part] for part in labels if part in known]

    # ── contributors ──

    def _contributors(self) -> None:
        others: list[Element] = []
        for contrib in self._top("contrib"):
            if not _is_author(contrib):
                others.append(contrib)
            elif len(self.contributors) < MOST_AUTHORS:
                self._contributor(contrib)
            else:
                self.context.warn(contrib, f"more than {MOST_AUTHORS:,} authors; the rest are left out")
                break
        for element in self.meta.iterdescendants("on-behalf-of"):
            text = words(element)
            self.context.use_all(element)
            if text:
                self._add_represented(element, re.sub(_ON_BEHALF, "", text))
        for group in self.meta.iterchildren("contrib-group"):
            self.context.use(group)
        if others:
            self._say_others(others)

    def _top(self, tag: str) -> Iterable[Element]:
        """Contributors that are not members of a group author."""
        for one in self.meta.iterdescendants(tag):
            if not any(up.tag in ("collab", "collab-alternatives") for up in one.iterancestors()):
                yield one

    def _say_others(self, others: list[Element]) -> None:
        named = [f"{_shown_name(one)}{_shown_role(one)}" for one in others]
        for one in others:
            self.context.use_all(one)
            for aff in self._of_editors():
                self.context.use_all(aff)
        more = f" and {len(named) - 4} more" if len(named) > 5 else ""
        shown = ", ".join(named if not more else named[:4])
        self.context.warn(others[0], f"no author, and not printed: {shown}{more}")

    def _contributor(self, contrib: Element) -> None:
        context = self.context
        context.use(contrib)
        collab = next((one for one in contrib.iter("collab")), None)
        name = _name(contrib, context)
        if collab is not None and name is None:
            self._group(contrib, collab)
        elif name is not None:
            author = Author(name, context.span(contrib))
            self._complete(_Contributor(contrib, author))
        elif first(contrib, "anonymous") is not None:
            self._complete(_Contributor(contrib, Author(Name(literal="Anonymous"), context.span(contrib), group=True)))
        elif first(contrib, "on-behalf-of") is None and words(contrib):
            context.warn(contrib, "a contributor without a name is left out")

    def _group(self, contrib: Element, collab: Element) -> None:
        context = self.context
        members = tuple(self._member(one) for one in collab.iterdescendants("contrib") if _group_of(one) is collab)
        literal = _own_words(collab)
        for inner in collab.iterdescendants("contrib", "contrib-group"):
            context.use(inner)
            for id_ in inner.iterchildren("contrib-id"):
                context.use_all(id_)
        context.use(collab)
        for inner in collab.iter("italic", "bold", "institution", "sc", "sup", "named-content", "collab"):
            context.use(inner)
        author = Author(
            Name(literal=literal),
            context.span(contrib),
            group=True,
            members=tuple(one for one in members if one is not None),
        )
        if literal:
            self._complete(_Contributor(contrib, author))

    def _member(self, contrib: Element) -> Author | None:
        """A member of a group: who it is, and no more. Members may be groups."""
        context = self.context
        name = _name(contrib, context)
        orcid, degrees = self._orcid(contrib), ", ".join(_taken(contrib, "degrees", context))
        if name is not None:
            return Author(name, context.span(contrib), orcid=orcid, degrees=degrees, roles=self._roles(contrib))
        inner = first(contrib, "collab")
        literal = _own_words(inner) if inner is not None else ""
        if inner is None or not literal:
            return None
        context.use(inner)
        members = (self._member(one) for one in inner.iterdescendants("contrib") if _group_of(one) is inner)
        listed = tuple(one for one in members if one is not None)
        return Author(Name(literal=literal), context.span(contrib), group=True, members=listed)

    def _add_represented(self, element: Element, literal: str) -> None:
        """A group on whose behalf the authors before it write."""
        author = Author(Name(literal=literal), self.context.span(element), group=True, represented=True)
        self.contributors.append(_Contributor(element, author))

    def _complete(self, one: _Contributor) -> None:
        contrib, context = one.element, self.context
        yes = ("yes", "y", "true", "1")
        one.author = replace(
            one.author,
            orcid=self._orcid(contrib),
            corresponding=(contrib.get("corresp") or "").lower() in yes,
            equal_contributor=(contrib.get("equal-contrib") or "").lower() in yes,
            deceased=(contrib.get("deceased") or "").lower() in yes,
            degrees=", ".join(_taken(contrib, "degrees", context)),
            roles=self._roles(contrib),
        )
        for email in contrib.iter("email"):
            if not _in_aff(email, contrib):
                self._note_email(one, email)
        for aff in contrib.iterdescendants("aff"):
            if aff in self.found:
                one.found.append(self.found[aff].affiliation.id)
        for rid in (contrib.get("rid") or "").split():
            self._follow(one, rid, None)
        for xref in contrib.iterdescendants("xref"):
            context.use_all(xref)
            rids = (xref.get("rid") or "").split()
            led = [self._follow(one, rid, xref) for rid in rids]
            if not any(led) and xref.get("ref-type") in (None, "aff"):
                one.found += self._by_label(words(xref))
        for sup in contrib.iterchildren("sup"):
            found = self._by_label(words(sup))
            if found or not words(sup).strip("*†‡§¶, "):
                context.use_all(sup)
                one.found += found
        for separator in contrib.iterchildren("x"):
            context.use_all(separator)
        for inner in contrib.iterdescendants("bio", "author-comment"):
            if words(inner):
                self.notes.append(inner)
                context.silent.add(inner)
        address = first(contrib, "address")
        if address is not None:
            context.use(address)
        self.contributors.append(one)

    def _note_email(self, one: _Contributor, email: Element) -> None:
        text = words(email)
        self.context.use_all(email)
        if is_email(text):
            one.emails.append(text)

    def _orcid(self, contrib: Element) -> str:
        found = ""
        for element in contrib.iterchildren("contrib-id", "uri", "ext-link"):
            text = words(element)
            orcid = orcid_of(re.sub(r"\s|^.*orcid\.org/(?=\d)", "", text))
            kind = (element.get("contrib-id-type") or "").lower()
            if orcid:
                self.context.use_all(element)
                found = found or orcid
                if not orcid_is_valid(orcid):
                    self.context.warn(element, f"the last digit of the ORCID iD {orcid} is wrong")
            elif element.tag == "contrib-id" and kind != "orcid":
                self.context.use_all(element)  # an identifier of the publisher's own
        return found

    def _roles(self, contrib: Element) -> tuple[str, ...]:
        roles = []
        for element in contrib.iterchildren("role"):
            text = words(element)
            role = _credit(text) or _credit(element.get("vocab-term") or "")
            if role:
                roles.append(role)
                self.context.use_all(element)
            elif text.casefold() in ("nd", "author", "autor", "auteur", "corresponding author", ""):
                self.context.use_all(element)
        return tuple(dict.fromkeys(roles))

    def _follow(self, one: _Contributor, rid: str, xref: Element | None) -> bool:
        """What a mark beside an author leads to; says whether it leads anywhere."""
        context = self.context
        led = context.element(rid)
        if led is None:
            return False
        if led.tag == "aff":
            if led in self.found:
                one.found.append(self.found[led].affiliation.id)
            return True
        if led.tag == "corresp":
            one.author = replace(one.author, corresponding=True)
            return True
        if led.tag in ("fn", "author-notes", "p") and led.tag == "fn":
            self._follow_note(one, led)
            return True
        return led.tag not in ("contrib",)

    def _follow_note(self, one: _Contributor, note: Element) -> None:
        context = self.context
        kind = kind_of_note(note)
        if kind == "equal":
            one.author = _marked_as(kind, words(note), replace(one.author, equal_group=note.get("id") or ""))
            context.use_all(note)
        elif kind == "deceased":
            one.author = replace(one.author, deceased=True)
            context.use_all(note)
        elif kind == "corresp":
            one.author = replace(one.author, corresponding=True)
            self.corresp += [note] if note not in self.corresp else []
        elif kind == "present-address":
            text = _without_lead(_note_text(note, context), _PRESENT)
            one.author = replace(one.author, present_address=one.author.present_address or text)
        elif kind in ("", "other"):
            one.author = replace(
                one.author, note=(*one.author.note, *_spaced(one.author.note), *_note_text(note, context))
            )
        else:
            return  # a statement: it is read as such
        context.claimed.add(note)
        context.silent.add(note)
        context.taken.add(note)

    # ── who works where, if no mark says it ──

    def _take_names_in_affiliations(self) -> None:
        """ "Institut Pasteur, Dakar, Senegal (A. Sow, Ou. Faye)": the text itself says whose it is."""
        for id_, found in list(self.by_id.items()):
            missing = []
            for written in found.named:
                those = [one for one in self.contributors if _is_called(one.author.name, written)]
                if not those:
                    those = [one for one in self.contributors if _is_called(one.author.name, written, loosely=True)]
                for one in those:
                    if id_ not in one.found:
                        one.found.append(id_)
                if not those:
                    missing.append(written)
            if missing:
                text = f"{found.affiliation.name} ({', '.join(missing)})"
                self.by_id[id_] = replace(found, affiliation=replace(found.affiliation, name=text))

    def _link_the_unlinked(self) -> None:
        unlinked = [one for one in self.contributors if not one.found and not one.author.group]
        if not self.by_id or not unlinked:
            return
        used = {id_ for one in self.contributors for id_ in one.found}
        free = [id_ for id_ in self.by_id if id_ not in used]
        if len(self.by_id) == 1:
            for one in unlinked:
                one.found += self.by_id
        elif len(unlinked) == len([one for one in self.contributors if not one.author.group]):
            for one in unlinked:
                one.found += free
            place = next(iter(self.by_id.values())).element
            if len(unlinked) > 1:
                self.context.warn(
                    place,
                    f"nothing says which of the {len(free)} affiliations an author has; each has all of them",
                    'link them with <xref ref-type="aff" rid="…"/>',
                )
            free = []
        elif len(free) and len(unlinked) == 1:
            unlinked[0].found += free
            free = []
        used = {id_ for one in self.contributors for id_ in one.found}
        for id_ in self.by_id:
            if id_ not in used:
                found = self.by_id[id_]
                shown = ", ".join(filter(None, (found.affiliation.department, found.affiliation.name)))
                self.context.warn(found.element, f'no author has this affiliation; it is left out: "{shown[:120]}"')

    def _give_emails_of_affiliations(self) -> None:
        for id_, found in self.by_id.items():
            theirs = [one for one in self.contributors if id_ in one.found]
            for email in found.emails:
                if not is_email(email) or any(email in one.emails for one in self.contributors):
                    continue
                owner = _owner(email, theirs)
                if owner is not None:
                    owner.emails.append(email)
                else:
                    self.context.warn(found.element, f"whose e-mail address is {email}? It is left out")

    # ── notes of the author block ──

    def _author_notes(self) -> None:
        context = self.context
        for block in self.meta.iterdescendants("author-notes"):
            context.use(block)
            context.silent.add(block)
            label, title = first(block, "label"), first(block, "title")
            for element in (label, title):
                if element is not None:
                    context.use_all(element)
            for child in block:
                if child.tag == "fn" and child not in context.claimed:
                    self._unlinked_note(child)
                elif child.tag == "p" and words(child):
                    self.notes.append(child)
                    context.silent.add(child)

    def _unlinked_note(self, note: Element) -> None:
        """A note that no author's mark leads to."""
        context = self.context
        kind = kind_of_note(note)
        context.silent.add(note)
        context.claimed.add(note)
        text = words(note)
        if not text:
            return
        named = [one for one in self.contributors if one.author.name.family and one.author.name.family in text]
        if not named and len(self.contributors) == 1:
            named = self.contributors
        if kind == "corresp":
            self.corresp.append(note)
        elif kind == "present-address" and len(named) == 1 and len(self.contributors) <= 1 and _PRESENT.match(text):
            said = _without_lead(_note_text(note, context), _PRESENT)
            named[0].author = replace(named[0].author, present_address=said)
        elif kind in ("present-address", "", "other") and len(named) == 1 and len(self.contributors) == 1:
            named[0].author = replace(named[0].author, note=_note_text(note, context))
        elif kind in ("equal", "deceased") and named:
            for one in named:
                one.author = _marked_as(kind, text, one.author)
            context.use_all(note)
        else:
            self.notes.append(note)

    def _name_groups(self) -> None:
        """Which of several groups contributed equally; one group needs no name."""
        groups = {one.author.equal_group for one in self.contributors if one.author.equal_contributor}
        for one in self.contributors:
            if one.author.equal_group and (len(groups) < 2 or not one.author.equal_contributor):
                one.author = replace(one.author, equal_group="")

    # ── whom to write to ──

    def _correspondence(self) -> Inlines:
        lines: list[Inlines] = []
        for element in dict.fromkeys(self.corresp):
            self.context.silent.add(element)
            line = self._corresp_line(element)
            if line:
                lines.append(line)
        marked = any(one.author.corresponding for one in self.contributors)
        reachable = [one for one in self.contributors if one.emails]
        if not marked and len(reachable) > 1:
            # Nobody is named as the one to write to: each address stands, behind its owner.
            for one in reachable:
                one.author = replace(one.author, corresponding=True)
        joined: Inlines = ()
        for line in lines:
            joined = (*joined, *((Text("; ", line[0].span),) if joined else ()), *line)
        return joined

    def _corresp_line(self, element: Element) -> Inlines:
        """The line, if it says more than who it is and the addresses; those are then the authors' own."""
        context = self.context
        emails = [words(one) for one in element.iter("email")]
        emails += [one for one in _mails_in(words(element)) if one not in emails]
        emails = [one for one in dict.fromkeys(emails) if is_email(one)]
        text = _note_text(element, context)
        line = _without_lead(_without_label(text), _TO_WHOM)
        said = plain(line)
        self._mark_corresponding(said, emails)
        left = _rest(said, emails, [one.author.name for one in self.contributors])
        if left or not self._give(emails, said):
            return line
        return ()

    def _mark_corresponding(self, said: str, emails: list[str]) -> None:
        if any(one.author.corresponding for one in self.contributors):
            return
        named = [one for one in self.contributors if one.author.name.family and _says_name(said, one.author.name)]
        if not named:
            owners = [_owner(email, self.contributors) for email in emails]
            named = [one for one in owners if one is not None]
        if not named and len(self.contributors) == 1:
            named = self.contributors
        for one in named:
            one.author = replace(one.author, corresponding=True)

    def _give(self, emails: list[str], said: str) -> bool:
        """Give each address to its owner; says whether that could be done."""
        writing = [one for one in self.contributors if one.author.corresponding]
        new = [email for email in emails if not any(email in one.emails for one in self.contributors)]
        if not new:
            return True
        waiting = [one for one in writing if not one.emails]
        owners: list[_Contributor] = []
        for place, email in enumerate(new):
            owner = _marked_owner(email, said, writing) or _owner(email, writing)
            if owner is None and len(new) == len(waiting):
                owner = waiting[place]
            if owner is None or owner in owners:
                return False
            owners.append(owner)
        for email, owner in zip(new, owners, strict=True):
            owner.emails.append(email)
        return True


_LAST = re.compile(
    r"joint(?:ly)?[ -](?:senior|last|supervis|direct)|co-?(?:senior|last)|shared (?:senior|last)|supervised",
    re.IGNORECASE,
)


def _marked_as(kind: str, text: str, author: Author) -> Author:
    """The author as a note says of it: equal, joint last, or deceased."""
    if kind == "deceased":
        return replace(author, deceased=True)
    return replace(author, joint_last=True) if _LAST.search(text) else replace(author, equal_contributor=True)


_PRESENT = re.compile(
    r"^\W*(?:(?:current|present|permanent)\s+(?:address(?:es)?|affiliations?)|(?:now|currently)\s+at"
    r"|endereço atual|dirección actual|adresse actuelle)\s*(?:is|are)?\s*[:,.–—-]?\s*",
    re.IGNORECASE,
)
_TO_WHOM = re.compile(
    r"^[\s*†‡§¶#✉]*(?:"
    r"(?:\*?\s*to\s+whom\s+)?(?:all\s+)?correspond(?:ence|ing)(?:\s+authors?)?(?:\s+and\s+requests\s+for\s+\w+)?"
    r"(?:\s+(?:should|must|may|can)\s+be\s+(?:addressed|sent|directed))?(?:\s+to)?(?:\s+authors?)?(?:\s+address)?(?:\s+at)?"
    r"|authors?\s+(?:for|to\s+whom)\s+correspondence(?:\s+should\s+be\s+addressed)?"
    r"|address(?:es)?\s+(?:for|all|to)?\s*(?:reprints?\s+(?:requests?)?|correspondence)(?:\s+(?:to|and reprint requests to))?"
    r"|reprint\s+requests?(?:\s+to)?|for\s+correspondence|contact(?:\s+information)?|(?:mailing|postal)\s+address"
    r"|(?:endereço\s+(?:para|de)\s+)?correspond[êe]ncia|autor(?:es|a)?\s+(?:para|de)\s+correspond[eê]ncia|autor\s+correspond\w*"
    r"|autor(?:es|a)?\s+de\s+correspondencia|correspondencia|auteurs?\s+correspondants?|korrespondenz\w*"
    r")\s*[:.–—-]*\s*",
    re.IGNORECASE,
)


def _is_author(contrib: Element) -> bool:
    kind = contrib.get("contrib-type") or ""
    if kind:
        return kind.lower() in (
            "author",
            "authors",
            "collab",
            "group",
            "corresp",
            "contributor",
            "equal",
            "byline",
        ) or not (_NOT_AUTHORS.search(kind))
    group = contrib.getparent()
    about = (group.get("content-type") or "") if group is not None and group.tag == "contrib-group" else ""
    roles = " ".join(words(one) for one in contrib.iterchildren("role"))
    return not _NOT_AUTHORS.search(about) and not re.search(r"\b(?:editor|reviewer|referee)\b", roles, re.IGNORECASE)


def _rids(contrib: Element) -> list[str]:
    rids = (contrib.get("rid") or "").split()
    for xref in contrib.iterdescendants("xref"):
        rids += (xref.get("rid") or "").split()
    return rids


def _up_to(element: Element, top: Element) -> Iterable[Element]:
    for one in element.iterancestors():
        if one is top:
            return
        yield one


def _group_of(contrib: Element) -> Element | None:
    """The group whose member it is."""
    return next((one for one in contrib.iterancestors() if one.tag == "collab"), None)


def _in_aff(element: Element, contrib: Element) -> bool:
    return any(one.tag in ("aff", "bio") for one in _up_to(element, contrib))


def _taken(element: Element, tag: str, context: Context) -> list[str]:
    out = []
    for child in element.iterdescendants(tag):
        if not any(up.tag == "collab" for up in _up_to(child, element)):
            context.use_all(child)
            text = words(child).strip(" ,;")
            if text:
                out.append(text)
    return out


# ── names ─────────────────────────────────────────────────────────────────


def _name(contrib: Element, context: Context) -> Name | None:
    """The name of a person: of several spellings the one in the letter's language, or the first."""
    choices = [one for one in contrib.iterchildren("name", "string-name")]
    for alternatives in contrib.iterchildren("name-alternatives"):
        inner = [one for one in alternatives.iterchildren("name", "string-name")]
        context.use(alternatives)
        choices += sorted(inner, key=lambda one: _distance(one, context.lang))[:1]
        for one in inner:
            context.use_all(one)
    if not choices:
        return None
    context.use_all(choices[0])
    return read_name(choices[0])


def _distance(name: Element, lang: str) -> int:
    """How far the spelling of a name is from a letter's language."""
    own = lang_of(name)
    if own[:2] == lang[:2]:
        return 0
    return 1 if name.get("name-style") == "western" and not own else 2 if not own else 3


def read_name(element: Element) -> Name | None:
    """`name` or `string-name`: by its parts, else taken apart as words. None if there is nothing in it."""
    family = " ".join(words(one) for one in element.iterchildren("surname")).strip(" ,;")
    given = " ".join(words(one) for one in element.iterchildren("given-names")).strip(" ,;")
    suffix = ", ".join(filter(None, (words(one).strip(" ,;") for one in element.iterchildren("suffix"))))
    if not family and not given:
        text = words(element).strip(" ,;")
        return name_of(text) if text else None
    if not family:
        return Name(literal=" ".join(filter(None, (given, suffix))))
    if not given:
        return Name(literal=family) if not suffix else Name(family=family, suffix=suffix)
    particle, family = _particle(family)
    first_ = True if element.get("name-style") == "eastern" else None
    return Name(given, family, "", particle, suffix, "", lang_of(element), first_)


def _particle(family: str) -> tuple[str, str]:
    parts = family.split(" ")
    count = 0
    while count < len(parts) - 1 and parts[count].islower() and parts[count] in PARTICLES:
        count += 1
    return " ".join(parts[:count]), " ".join(parts[count:])


def _own_words(collab: Element) -> str:
    """A group's name, without its members, their marks and affiliations."""
    out: list[str] = []

    def gather(element: Element) -> None:
        out.append(element.text or "")
        for child in element:
            if child.tag not in ("contrib-group", "contrib", "xref", "aff", "address", "email", "fn", "on-behalf-of"):
                gather(child)
            out.append(child.tail or "")

    gather(collab)
    return " ".join("".join(out).split()).strip(" ,;:")


def _shown_name(contrib: Element) -> str:
    for one in contrib.iter("name", "string-name"):
        name = read_name(one)
        if name is not None:
            return name.literal or " ".join(filter(None, (name.given, name.non_dropping_particle, name.family)))
    return words(next(iter(contrib.iter("collab")), None)) or "somebody unnamed"


def _shown_role(contrib: Element) -> str:
    roles = [words(one) for one in contrib.iterchildren("role")]
    role = next(filter(None, roles), contrib.get("contrib-type") or "")
    return f" ({role.replace('_', ' ')})" if role else ""


_CREDIT = {re.sub(r"[^a-z]+", " ", role.lower().replace("&", "and")).strip(): role for role in ROLES}


def _credit(text: str) -> str:
    """A role of CRediT by its name, however it is spelled; else ""."""
    key = re.sub(r"[^a-z]+", " ", text.lower().replace("&", " and ").replace("isation", "ization")).strip()
    return _CREDIT.get(re.sub(r" +", " ", key), "")


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalnum())


def _is_called(name: Name, written: str, *, loosely: bool = False) -> bool:
    """Whether "Ou. Faye" or "A.P. Travassos da Rosa" is this person; loosely, "Om." is short for Oumar."""
    parts = re.findall(r"[^\s.]+\.?", written)
    split = next((place for place, part in enumerate(parts) if not part.endswith(".") and len(part) > 1), len(parts))
    if split == 0 or split >= len(parts):
        return False
    family = _letters(" ".join((name.non_dropping_particle, name.family)))
    rest = [part for part in parts[split:] if part.strip(".").lower() not in ("jr", "sr", "ii", "iii", "iv")]
    if _letters("".join(rest)) not in (family, _letters(name.family), family + _letters(name.suffix)):
        return False
    given = re.findall(r"[^\s.\-]+", name.given)
    if len(given) == 1 and given[0].isupper() and len(given[0]) <= 3:
        given = list(given[0])
    initials = [piece for part in parts[:split] for piece in part.strip(".").split("-")]
    if not given or len(initials) > len(given):
        return not given
    begins = _in_order_of if loosely else str.startswith
    return all(begins(_letters(one), _letters(initial)) for one, initial in zip(given, initials, strict=False))


def _in_order_of(name: str, short: str) -> bool:
    """Whether a short form has the name's first letter, and others of it in their order."""
    letters = iter(name[1:])
    return name[:1] == short[:1] and all(letter in letters for letter in short[1:])


def _says_name(text: str, name: Name) -> bool:
    return re.search(rf"\b{re.escape(name.family)}\b", text) is not None


# ── addresses ─────────────────────────────────────────────────────────────

_MAIL = re.compile(r"[^\s@<>()\[\],;:]{1,64}@(?:[\w-]{1,63}\.){1,6}[a-zA-Z]{2,24}")


def _mails_in(text: str) -> list[str]:
    return [one.rstrip(".") for one in _MAIL.findall(text)]


def _owner(email: str, those: list[_Contributor]) -> _Contributor | None:
    """Whose address it is, by its name; or the only one whose it can be."""
    if len(those) == 1:
        return those[0]
    local = _letters(email.partition("@")[0])
    named = [
        one for one in those if len(_letters(one.author.name.family)) > 2 and _letters(one.author.name.family) in local
    ]
    return named[0] if len(named) == 1 else None


def _marked_owner(email: str, said: str, those: list[_Contributor]) -> _Contributor | None:
    """The one whose initials stand behind the address: "x@example.org (AB)"."""
    at = said.find(email)
    found = re.match(r"[\s,]*[(\[]([A-Z][A-Za-z.\- ]{0,8})[)\]]", said[at + len(email) :]) if at >= 0 else None
    if not found:
        return None
    marked = [one for one in those if _initials(one.author.name) == re.sub(r"[^A-Z]", "", found[1])]
    return marked[0] if len(marked) == 1 else None


def _initials(name: Name) -> str:
    return "".join(part[0] for part in re.findall(r"[^\s.\-]+", f"{name.given} {name.family}") if part[0].isupper())


def _rest(said: str, emails: Iterable[str], names: Iterable[Name]) -> str:
    """What a correspondence line says besides addresses, initials, the words around them, and authors' names."""
    for email in emails:
        said = said.replace(email, " ")
    said = re.sub(r"[(\[][A-Z][A-Za-z.\- ]{0,8}[)\]]", " ", said)
    for name in names:
        whole = name.literal or " ".join(filter(None, (name.given, name.non_dropping_particle, name.family)))
        if len(whole) > 3:
            said = said.replace(whole, " ")
    said = re.sub(
        r"\b(?:e-?mails?(?:\s+address(?:es)?)?|or|and|e|y|et|und|dr|prof|professor|mr|ms|mrs|authors?|at|to)\b",
        " ",
        said,
        flags=re.IGNORECASE,
    )
    return re.sub(r"\W+", "", said)


# ── texts of notes ────────────────────────────────────────────────────────


def _note_text(note: Element, context: Context) -> Inlines:
    """The paragraphs of a note as one run, without its label."""
    context.use(note)
    label = first(note, "label")
    if label is not None:
        context.use_all(label)
    paragraphs = [child for child in note if child.tag == "p"]
    if not paragraphs:
        return _without_label_element(note, context)
    out: Inlines = ()
    for paragraph in paragraphs:
        context.use(paragraph)
        text = inlines(paragraph, context)
        out = (*out, *_spaced(out), *text)
    return out


def _without_label_element(note: Element, context: Context) -> Inlines:
    label = first(note, "label")
    if label is None:
        return inlines(note, context)
    bare = _copy_without(note, label)
    text = inlines(bare, context)
    context.use_all(note)
    return text


def _copy_without(note: Element, label: Element) -> Element:
    """The note without its label, for reading. The copy's places are those of the note."""
    from copy import deepcopy

    at = list(note).index(label)
    bare = deepcopy(note)
    child = bare[at]
    tail = child.tail or ""
    before = child.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        bare.text = (bare.text or "") + tail
    bare.remove(child)
    return bare


def _spaced(before: Inlines) -> Inlines:
    return (Text(" ", before[-1].span),) if before else ()


_MARK = re.compile(r"^[\s*†‡§¶#¤✉‖|]+")


def _without_label(text: Inlines) -> Inlines:
    """Without an asterisk or the like at its beginning, whether raised or not."""
    return strip_start(text, lambda said: _match_end(_MARK, said))


def _without_lead(text: Inlines, lead: re.Pattern[str]) -> Inlines:
    """Without the words that say what it is ("Correspondence to:", "Present address:")."""
    return strip_start(text, lambda said: _match_end(lead, said))


def _match_end(pattern: re.Pattern[str], said: str) -> int:
    found = pattern.match(said)
    return found.end() if found else 0


def strip_start(text: Inlines, length: Callable[[str], int]) -> Inlines:
    """Without as many characters at its beginning as a function of its words says."""
    count = length(plain(text))
    return _dropped(text, count)[0] if count else text


def _dropped(text: Inlines, count: int) -> tuple[Inlines, int]:
    out = list(text)
    while out and count > 0:
        head = out[0]
        if isinstance(head, Text):
            if len(head.text) > count:
                out[0] = replace(head, text=head.text[count:])
                count = 0
            else:
                count -= len(head.text)
                out.pop(0)
        elif isinstance(head, Styled | Foreign | Link):
            inner, count = _dropped(head.children, count)
            if inner:
                out[0] = replace(head, children=inner)
                break
            out.pop(0)
        else:
            out.pop(0)
    if out and isinstance(out[0], Text) and out[0].text[:1].isspace():
        out[0] = replace(out[0], text=out[0].text.lstrip())
        if not out[0].text:
            out.pop(0)
    return tuple(out), count


_ON_BEHALF = re.compile(r"^(?:(?:on|in)\s+behalf\s+of|for)\s+", re.IGNORECASE)
