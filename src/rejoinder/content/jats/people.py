"""Authors: who they are, where they work, how they are reached, and what is said of them below the line.

Knows `contrib` and what it leads to. Editors and referees are no authors: they are named in a warning.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from rejoinder.content.jats.affiliations import Found, read_affiliation
from rejoinder.content.jats.author_notes import (
    PRESENT,
    correspondence,
    mails_in,
    note_text,
    rest,
    spaced,
    without_label,
    without_lead,
)
from rejoinder.content.jats.context import Context
from rejoinder.content.jats.names import (
    credit,
    group_of,
    initials,
    is_called,
    last_word,
    letters,
    name_of_contrib,
    own_words,
    says_name,
    shown_name,
    shown_role,
    up_to,
)
from rejoinder.content.jats.notes import kind_of_note
from rejoinder.content.jats.runs import plain
from rejoinder.content.jats.tree import Element, first, words
from rejoinder.content.model import Affiliation, AffiliationId, Author, Inlines, Name, Text
from rejoinder.content.people import is_email, orcid_is_valid, orcid_of
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
        self.told = False
        """Whether the authors themselves say which of them are corresponding."""

    def read(self) -> People:
        self._affiliations()
        self._contributors()
        self._once_each()
        self._take_names_in_affiliations()
        self._link_the_unlinked()
        self._give_emails_of_affiliations()
        self._author_notes()
        line = self._correspondence()
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
            line,
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
        named = [f"{shown_name(one)}{shown_role(one)}" for one in others]
        for element in (*others, *self._of_editors()):
            self.context.use_all(element)
        more = f" and {len(named) - 4} more" if len(named) > 5 else ""
        shown = ", ".join(named if not more else named[:4])
        self.context.warn(others[0], f"no author, and not printed: {shown}{more}")

    def _contributor(self, contrib: Element) -> None:
        context = self.context
        context.use(contrib)
        collab = next((one for one in contrib.iter("collab")), None)
        name = name_of_contrib(contrib, context)
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
        members = tuple(self._member(one) for one in collab.iterdescendants("contrib") if group_of(one) is collab)
        literal = own_words(collab)
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

    def _once_each(self) -> None:
        """A group that several `contrib-group`s name, to say whose members they list, is one author."""
        named: set[str] = set()
        kept = []
        for one in self.contributors:
            author, name = one.author, one.author.name.literal
            says_more = author.members or author.roles or author.note or author.represented or one.found or one.emails
            if not author.group or name not in named or says_more:
                kept.append(one)
            if author.group:
                named.add(name)
        self.contributors = kept

    def _member(self, contrib: Element) -> Author | None:
        """A member of a group: who it is, and no more. Members may be groups."""
        context = self.context
        name = name_of_contrib(contrib, context)
        orcid, degrees = self._orcid(contrib), ", ".join(_taken(contrib, "degrees", context))
        if name is not None:
            return Author(name, context.span(contrib), orcid=orcid, degrees=degrees, roles=self._roles(contrib))
        inner = first(contrib, "collab")
        literal = own_words(inner) if inner is not None else ""
        if inner is None or not literal:
            return None
        context.use(inner)
        members = (self._member(one) for one in inner.iterdescendants("contrib") if group_of(one) is inner)
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
            if not _in_aff(email, contrib, self.found):
                self._note_email(one, email)
        for aff in contrib.iterdescendants("aff"):
            if aff in self.found:
                one.found.append(self.found[aff].affiliation.id)
        for rid in (contrib.get("rid") or "").split():
            self._follow(one, rid)
        for xref in contrib.iterdescendants("xref"):
            context.use_all(xref)
            rids = (xref.get("rid") or "").split()
            led = [self._follow(one, rid) for rid in rids]
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
            role = credit(text) or credit(element.get("vocab-term") or "")
            if role:
                roles.append(role)
                self.context.use_all(element)
            elif text.casefold() in ("nd", "author", "autor", "auteur", "corresponding author", ""):
                self.context.use_all(element)
        return tuple(dict.fromkeys(roles))

    def _follow(self, one: _Contributor, rid: str) -> bool:
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
        if led.tag == "fn":
            self._follow_note(one, led)
            return True
        return bool(led.tag != "contrib")

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
            text = without_lead(note_text(note, context), PRESENT)
            one.author = replace(one.author, present_address=one.author.present_address or text)
        elif kind in ("", "other"):
            text = without_label(note_text(note, context))
            one.author = replace(one.author, note=(*one.author.note, *spaced(one.author.note), *text))
        else:
            return  # a statement: it is read as such
        context.claimed.add(note)
        context.silent.add(note)
        context.taken.add(note)

    # ── who works where, if no mark says it ──

    def _take_names_in_affiliations(self) -> None:
        """An affiliation whose text says whose it is: "Institut Pasteur, Dakar, Senegal (A. Sow, Ou. Faye)"."""
        by_word: dict[str, list[_Contributor]] = {}
        for one in self.contributors:
            by_word.setdefault(last_word(one.author.name.family), []).append(one)
        for id_, found in list(self.by_id.items()):
            missing = []
            for written in found.named:
                near = by_word.get(last_word(written), ())
                those = [one for one in near if is_called(one.author.name, written)]
                those = those or [one for one in near if is_called(one.author.name, written, loosely=True)]
                for one in those:
                    if id_ not in one.found:
                        one.found.append(id_)
                if not those:
                    missing.append(written)
            if missing:
                text = f"{found.affiliation.name} ({', '.join(missing)})"
                self.by_id[id_] = replace(found, affiliation=replace(found.affiliation, name=text))

    def _link_the_unlinked(self) -> None:
        persons = [one for one in self.contributors if not one.author.group]
        unlinked = [one for one in persons if not one.found]
        groups = [one for one in self.contributors if one.author.group and not one.author.represented and not one.found]
        free = self._free()
        if unlinked and len(self.by_id) == 1:
            for one in unlinked:
                one.found += self.by_id
        elif unlinked and len(unlinked) == len(persons):
            for one in unlinked:
                one.found += free
            self._say_shared(unlinked, free)
        elif len(unlinked) == 1 or (not unlinked and len(groups) == 1):
            (unlinked or groups)[0].found += free
        lost = [one.author for one in unlinked if not one.found and self.by_id]
        if lost:
            shown = ", ".join(author.name.literal or author.name.family for author in lost[:5])
            self.context.said.warning(f"nothing says which affiliation these authors have: {shown}", lost[0].span)
        for id_ in self._free():
            found = self.by_id[id_]
            shown = ", ".join(filter(None, (found.affiliation.department, found.affiliation.name)))
            self.context.warn(found.element, f'no author has this affiliation; it is left out: "{shown[:120]}"')

    def _free(self) -> list[str]:
        """Affiliations that nobody has."""
        used = {id_ for one in self.contributors for id_ in one.found}
        return [id_ for id_ in self.by_id if id_ not in used]

    def _say_shared(self, unlinked: list[_Contributor], free: list[str]) -> None:
        if len(unlinked) > 1 and len(free) > 1:
            self.context.warn(
                self.by_id[free[0]].element,
                f"nothing says which of the {len(free)} affiliations an author has; each has all of them",
                'link them with <xref ref-type="aff" rid="…"/>',
            )

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
        elif kind == "present-address" and len(named) == 1 and len(self.contributors) <= 1 and PRESENT.match(text):
            said = without_lead(note_text(note, context), PRESENT)
            named[0].author = replace(named[0].author, present_address=said)
        elif kind in ("present-address", "", "other") and len(named) == 1 and len(self.contributors) == 1:
            named[0].author = replace(named[0].author, note=without_label(note_text(note, context)))
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
        self.told = any(one.author.corresponding for one in self.contributors)
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
        emails += [one for one in mails_in(words(element)) if one not in emails]
        emails = [one for one in dict.fromkeys(emails) if is_email(one)]
        text = note_text(element, context)
        names = [one.author.name for one in self.contributors]
        line = correspondence(text, names)
        said = plain(line)
        self._mark_corresponding(said, emails)
        left = rest(said, emails, names)
        if left or not self._give(emails, said):
            return line
        return ()

    def _mark_corresponding(self, said: str, emails: list[str]) -> None:
        if self.told:
            return
        named = [one for one in self.contributors if one.author.name.family and says_name(said, one.author.name)]
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
            if owner is None or owner in owners or owner.emails:
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


def _in_aff(element: Element, contrib: Element, read: Container[Element]) -> bool:
    """Whether it stands in a biography, or in an affiliation that has been read for itself."""
    return any(one.tag == "bio" or one in read for one in up_to(element, contrib))


def _taken(element: Element, tag: str, context: Context) -> list[str]:
    out = []
    for child in element.iterdescendants(tag):
        if not any(up.tag == "collab" for up in up_to(child, element)):
            context.use_all(child)
            text = words(child).strip(" ,;")
            if text:
                out.append(text)
    return out


def _owner(email: str, those: list[_Contributor]) -> _Contributor | None:
    """Whose address it is: by the family name in it, else by a given name; or the only one whose it can be."""
    if len(those) == 1:
        return those[0]
    local = letters(email.partition("@")[0])
    for names in (lambda name: [name.family], lambda name: name.given.split()):
        named = [
            one
            for one in those
            if any(len(word) >= 3 and word in local for word in map(letters, names(one.author.name)))
        ]
        if named:
            return named[0] if len(named) == 1 else None
    return None


def _marked_owner(email: str, said: str, those: list[_Contributor]) -> _Contributor | None:
    """The one whose initials stand behind the address: "x@example.org (AB)"."""
    at = said.find(email)
    found = re.match(r"[\s,]*[(\[]([A-Z][A-Za-z.\- ]{0,8})[)\]]", said[at + len(email) :]) if at >= 0 else None
    if not found:
        return None
    marked = [one for one in those if initials(one.author.name) == re.sub(r"[^A-Z]", "", found[1])]
    return marked[0] if len(marked) == 1 else None


_ON_BEHALF = re.compile(r"^(?:(?:on|in)\s+behalf\s+of|for)\s+", re.IGNORECASE)
