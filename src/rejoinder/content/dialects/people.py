"""Authors and their affiliations, however they are spelt, as our reader has them.

Affiliations that stand within an author are declared if they have an id; words that are no id are a name. Who is meant
by an id among the contributors, and to whom letters go if nobody says, follows MyST's rules, which no other denies.
"""

from __future__ import annotations

import re

from rejoinder.content.dialects.trees import (
    Taken,
    is_nothing,
    is_true,
    items_of,
    key_like,
    mapping_of,
    text_node,
    text_of,
    truth_node,
)
from rejoinder.content.markdown import MarkdownReader
from rejoinder.content.people import is_email, is_group, orcid_of
from rejoinder.diagnostics import Span
from rejoinder.source import Mapping, Node, Scalar, Sequence
from rejoinder.values import dataclass, field

_NAME_PARTS = {
    "given": ("given", "given-names", "given-name", "first", "firstname", "first-name", "forename"),
    "family": ("family", "surname", "family-names", "family-name", "last", "lastname", "last-name"),
    "non-dropping-particle": ("non-dropping-particle", "name-particle", "particle"),
    "dropping-particle": ("dropping-particle",),
    "suffix": ("suffix", "name-suffix"),
    "literal": ("literal",),
    "lang": ("lang",),
    "name-order": ("name-order",),
}
_AFFILIATION = {
    "department": ("department",),
    "group": ("group",),
    "name": ("name", "institution", "organization", "organisation", "institute", "text", "literal"),
    "street-address": ("street-address", "address", "addr-line"),
    "city": ("city",),
    "region": ("region", "state"),
    "postal-code": ("postal-code", "post-code", "postcode", "zip"),
    "country": ("country",),
    "ror": ("ror",),
    "parent": ("parent",),
}
_AUTHOR_TRUTHS = {
    "equal-contributor": ("equal-contributor", "equal-contrib", "equal-contribution", "equal-contributors"),
    "joint-last": ("joint-last",),
    "deceased": ("deceased",),
    "represented": ("represented",),
}
_AUTHOR_NEEDLESS = (
    "id", "userid", "url", "website", "homepage", "phone", "tel", "fax", "twitter", "x", "github", "gitlab", "mastodon",
    "bluesky", "bsky", "linkedin", "threads", "instagram", "youtube", "facebook", "discourse", "discord", "slack",
    "metadata", "contributor-type", "symbol", "symbol-str", "symbol-string", "alias", "location", "number",
    "address", "city", "region", "post-code", "country", "code", "isni", "ringgold", "ror", "department",
    "date-start", "date-end", "degrees-of-contribution",
)  # fmt: skip
"""What is known of an author and not printed."""
_AFFILIATION_NEEDLESS = (
    "number", "url", "isni", "ringgold", "email", "phone", "fax", "metadata", "country-code", "pid", "doi", "x",
    "twitter",    "bluesky", "bsky", "mastodon", "github", "linkedin", "collaboration", "grid", "id-type", "ror-id",
)  # fmt: skip
_BETWEEN = re.compile(r"\s*;\s*")


@dataclass(slots=True)
class People:
    """What the authors of one front matter say, gathered while they are put into our terms."""

    reader: MarkdownReader
    declared: dict[str, Mapping] = field(default_factory=dict)
    known: dict[str, Mapping] = field(default_factory=dict)
    """Contributors, editors and reviewers by their ids: an author may be named by one."""
    funders: list[tuple[str, str, Span]] = field(default_factory=list)
    """Manubot: by what each author was funded, and who that is."""
    thanks: list[Scalar] = field(default_factory=list)
    by_note: dict[str, str] = field(default_factory=dict)
    """Pandoc: the e-mail addresses of the notes on correspondence, by their ids."""
    group_note: Node | None = None

    # ── affiliations ──

    def declare(self, node: Node | None) -> None:
        """The affiliations that stand by themselves."""
        for item in items_of(node):
            if isinstance(item, Mapping):
                one = self.affiliation(item)
                if one is not None:
                    self._declare(one, text_of(one.get("id")) or text_of(one.get("name")), item.span)
            else:
                for name in _names(item):
                    if name not in self.declared:
                        self.declared[name] = _named(name, item.span)

    def _declare(self, one: Mapping, identifier: str, span: Span) -> None:
        before = self.declared.get(identifier)
        if before is None or _is_bare(before, identifier):
            entries = [(key, value) for key, value in one.entries if key.text != "id"]
            own = (key_like("id", span), text_node(identifier, span))
            self.declared[identifier] = Mapping((own, *entries), one.span)
        elif _said(before) != _said(one):
            hint = f"it was first given in line {before.span.line}" if before.span.line else ""
            self.reader.warning(f'two affiliations have the id "{identifier[:80]}"; the first one counts', span, hint)

    def affiliation(self, node: Mapping) -> Mapping | None:
        """One affiliation in our terms; none, after saying so, if it has no name."""
        taken = Taken(node)
        entries: list[tuple[str, Node]] = []
        identifier = taken.take("id", "index", "key")
        if identifier is not None and text_of(identifier):
            entries.append(("id", text_node(text_of(identifier), identifier.span)))
        for name, spellings in _AFFILIATION.items():
            value = taken.take(*spellings)
            if value is not None and (text := text_of(value)):
                as_it_is = isinstance(value, Scalar) or (name == "department" and isinstance(value, Sequence))
                entries.append((name, value if as_it_is else text_node(text, value.span)))
        list(taken.entries(_AFFILIATION_NEEDLESS))
        for key in taken.left():
            self.reader.leave_out(f'"{key.text}" of an affiliation', key.span)
        if not {"name", "department", "group", "city"} & {name for name, _ in entries}:
            self.reader.warning("an affiliation without a name is left out", node.span)
            return None
        return mapping_of(entries, node.span)

    def _affiliations_of(self, node: Node | None) -> list[Node]:
        called: list[Node] = []
        for item in items_of(node):
            if isinstance(item, Mapping):
                called += self._written_in_place(item)
            else:
                called += self._called(item)
        return called

    def _written_in_place(self, item: Mapping) -> list[Node]:
        if (reference := item.get("ref")) is not None:
            return self._called(reference)
        one = self.affiliation(item)
        if one is None:
            return []
        if identifier := text_of(one.get("id")):
            self._declare(one, identifier, item.span)
            return [text_node(identifier, item.span)]
        return [one]

    def _called(self, item: Node) -> list[Node]:
        """An id, several with commas (JOSS), or names in words, with semicolons between them (MyST)."""
        written = text_of(item)
        if written in self.declared:
            return [text_node(written, item.span)]
        parts = [part.strip() for part in written.split(",") if part.strip()]
        if parts and all(part in self.declared for part in parts):
            return [text_node(part, item.span) for part in parts]
        if parts and all(part.isdigit() for part in parts):
            for part in parts:
                if part not in self.declared:
                    self.reader.warning(f'no affiliation has the id "{part[:20]}"; it is left out', item.span)
            return [text_node(part, item.span) for part in parts if part in self.declared]
        return [
            text_node(name, item.span)
            if name in self.declared
            else mapping_of([("name", text_node(name, item.span))], item.span)
            for name in _names(item)
        ]

    def affiliations(self) -> Sequence | None:
        declared = tuple(self.declared.values())
        return Sequence(declared, declared[0].span) if declared else None

    # ── authors ──

    def know(self, node: Node | None) -> None:
        """People who are not authors, but by whose ids authors may be named; an affiliation of theirs counts too."""
        for item in items_of(node):
            if isinstance(item, Mapping) and (identifier := text_of(item.get("id"))):
                self.known.setdefault(identifier, item)

    def authors(self, node: Node | None) -> Sequence | None:
        """The authors in our terms. Affiliations that stand within them are declared on the way."""
        items = items_of(node)
        if node is None or not items:
            return None
        # Ids that a later author declares may be called by an earlier one.
        for item in items:
            if isinstance(item, Mapping):
                for written in items_of(item.get("affiliations") or item.get("affiliation")):
                    if isinstance(written, Mapping) and text_of(written.get("id")) and not written.get("ref"):
                        self._written_in_place(written)
        read: list[Mapping] = []
        nameless = "an author without a name is left out"
        for item in items:
            if isinstance(item, Mapping):
                author = self._author(self._meant(item))
                if author.get("name") is None:
                    self.reader.warning(nameless, item.span, "name: {given: …, family: …}")
                else:
                    read.append(author)
            else:
                for name in _names(item):
                    known = self.known.get(name)
                    read.append(self._author(known) if known else _named(name, item.span, own_id=False))
        return Sequence(tuple(_with_correspondent(read)), node.span)

    def _meant(self, node: Mapping) -> Mapping:
        """An author who is named by no more than an id: who is known by it, or else the id is the name."""
        identifier = node.get("ref") or node.get("id")
        if identifier is None or len(node.entries) > 1:
            return node
        return self.known.get(text_of(identifier)) or _named(text_of(identifier), node.span, own_id=False)

    def _author(self, node: Mapping) -> Mapping:
        taken = Taken(node)
        self._unfold(taken)
        entries: list[tuple[str, Node]] = []
        group = is_true(taken.take("group", "collaboration", "collab")) or taken.look("entity") is not None
        entries += self._name(taken, group=group)
        name = _shown_name(entries)
        if group or (self.group_note is not None and is_group(name)):
            group = True
            entries.append(("group", truth_node(True, node.span)))
        for ours, spellings in _AUTHOR_TRUTHS.items():
            if is_true(said := taken.take(*spellings)):
                named = ours == "equal-contributor" and text_of(said).lower() not in ("", "1", "true", "yes", "on")
                entries.append((ours, said if named and said is not None else truth_node(True, node.span)))
        entries += self._reached(taken, group=group, name=name)
        affiliations = self._affiliations_of(taken.take("affiliations", "affiliation", "institute", "institution"))
        if affiliations:
            entries.append(("affiliations", Sequence(tuple(affiliations), affiliations[0].span)))
        if roles := self._roles(taken.take("roles", "role", "credit")):
            entries.append(("roles", roles))
        for ours, spellings in (
            ("degrees", ("degrees", "degree")),
            ("note", ("note", "author-note")),
            ("present-address", ("present-address", "current-address")),
            ("members", ("members",)),
            ("on-behalf-of", ("on-behalf-of",)),
            ("initials", ("initials",)),
            (
                "competing-interests",
                ("competing-interests", "conflict-of-interest", "conflicts-of-interest", "disclosures"),
            ),
        ):
            if (value := taken.take(*spellings)) is not None:
                entries.append((ours, _without_label(value) if ours == "present-address" else value))
        if group and self.group_note is not None and not any(ours == "note" for ours, _ in entries):
            entries.append(("note", self.group_note))
        self._gather(taken, text_of(next((value for ours, value in entries if ours == "initials"), None)) or name)
        list(taken.entries(_AUTHOR_NEEDLESS))
        for key in taken.left():
            self.reader.leave_out(f'"{key.text}" of an author', key.span)
        return mapping_of(entries, node.span)

    def _unfold(self, taken: Taken) -> None:
        """Quarto's `attributes: {corresponding: true}` and `attributes: [equal-contributor]`."""
        node = taken.take("attributes")
        inside = node.entries if isinstance(node, Mapping) else ()
        for key, value in inside:
            taken.put(key, value)
        if not isinstance(node, Mapping):
            for item in items_of(node):
                taken.put(key_like(text_of(item), item.span), truth_node(True, item.span))

    def _name(self, taken: Taken, *, group: bool) -> list[tuple[str, Node]]:
        node = taken.take("name")
        parsed = taken.take("nameParsed")
        if isinstance(parsed, Mapping) and not group:  # MyST's own form of what it has read
            if node is not None and text_of(parsed.get("literal")) not in ("", text_of(node)):
                self.reader.warning(f'"{text_of(node)[:60]}" is taken apart as another name', parsed.span)
            node = parsed
        if isinstance(node, Mapping):
            parts = Taken(node)
            found = _name_parts(parts)
            for key in parts.left():
                self.reader.leave_out(f'"{key.text}" of a name', key.span)
            if "literal" in dict(found) and len(found) == 1 and not group:
                return [("name", dict(found)["literal"])]  # taken apart like any other name
            return [("name", mapping_of(found, node.span))] if found else []
        found = _name_parts(taken)
        if node is not None and (group or not found):
            return [("name", text_node(text_of(node), node.span))]
        return [("name", mapping_of(found, found[0][1].span))] if found else []

    def _reached(self, taken: Taken, *, group: bool, name: str) -> list[tuple[str, Node]]:
        """ORCID iD, e-mail address, and whether letters go there."""
        entries: list[tuple[str, Node]] = []
        orcid = taken.take("orcid")
        if orcid is not None and (written := text_of(orcid)):
            if orcid_of(written):
                entries.append(("orcid", text_node(written, orcid.span)))
            else:
                hint = "an ORCID iD looks like 0000-0002-1825-0097"
                self.reader.warning(f'"{written[:60]}" is not an ORCID iD, and is left out', orcid.span, hint)
        email, note = taken.take("email", "emails"), taken.take("cor-id")
        address = text_of(next(iter(items_of(email)), None)) or self.by_note.get(text_of(note), "")
        if address and is_email(address):
            entries.append(("email", text_node(address, (email or note or taken).span)))
        elif address:
            self.reader.warning(
                f'"{address[:60]}" is not an e-mail address, and is left out', (email or note or taken).span
            )
        stated = taken.take("corresponding", "correspondence", "corresponding-author", "corresp")
        if stated is not None or note is not None:
            corresponding = note is not None or is_true(stated)
            if corresponding and group:
                self.reader.warning(f'"{name[:60]}" is a group, and cannot be the corresponding author', taken.span)
                corresponding = False
            entries.append(("corresponding", truth_node(corresponding, (stated or note or taken).span)))
        return entries

    def _roles(self, node: Node | None) -> Node | None:
        """Roles by their names. Manubot lists all of CRediT's, each with true or false."""
        names: list[Node] = []
        for item in items_of(node):
            if not isinstance(item, Mapping):
                names += [text_node(name, item.span) for name in re.split(r"\s*[;,]\s*", text_of(item)) if name]
                continue
            named = item.get("credit-name") or item.get("credit") or item.get("role") or item.get("name")
            if named is not None:
                names.append(text_node(text_of(named), named.span))
                continue
            for key, value in item.entries:
                if is_nothing(value) or is_true(value):  # {Investigation: lead}, {Software: true}
                    names.append(text_node(key.text, key.span))
        return Sequence(tuple(names), names[0].span) if names else None

    def _gather(self, taken: Taken, name: str) -> None:
        for funder in items_of(taken.take("funders", "funding")):
            if text := text_of(funder):
                self.funders.append((text, name, funder.span))
        for thanks in items_of(taken.take("acknowledgements", "acknowledgments", "thanks")):
            if isinstance(thanks, Scalar):
                self.thanks.append(thanks)


def _names(item: Node) -> list[str]:
    return [name for name in _BETWEEN.split(text_of(item)) if name]


def _named(name: str, span: Span, *, own_id: bool = True) -> Mapping:
    node = text_node(name, span)
    return mapping_of([("id", node), ("name", node)] if own_id else [("name", node)], span)


def _said(node: Mapping) -> dict[str, str]:
    return {key.text: text_of(value) for key, value in node.entries if key.text != "id"}


def _is_bare(node: Mapping, identifier: str) -> bool:
    """Whether nothing is known of an affiliation but its id."""
    return _said(node) == {"name": identifier}


def _name_parts(taken: Taken) -> list[tuple[str, Node]]:
    found = [(ours, taken.take(*spellings)) for ours, spellings in _NAME_PARTS.items()]
    return [(ours, text_node(text_of(value), value.span)) for ours, value in found if value is not None]


def _shown_name(entries: list[tuple[str, Node]]) -> str:
    name = entries[0][1] if entries else None
    if not isinstance(name, Mapping):
        return text_of(name)
    order = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return text_of(name.get("literal")) or " ".join(filter(None, (text_of(name.get(part)) for part in order)))


def _without_label(node: Node) -> Node:
    """A present address without the words with which the sheet begins it."""
    if not isinstance(node, Scalar):
        return text_node(text_of(node), node.span)
    text = re.sub(r"^(?:current|present) address:\s*", "", node.text, flags=re.IGNORECASE)
    return text_node(text, node.span) if text != node.text else node


def _with_correspondent(authors: list[Mapping]) -> list[Mapping]:
    """If nobody is the corresponding author, the first person with an e-mail address is who does not deny it."""
    if any(is_true(one.get("corresponding")) for one in authors):
        return authors
    for number, one in enumerate(authors):
        if one.get("email") is not None and one.get("corresponding") is None and not is_true(one.get("group")):
            stated = (key_like("corresponding", one.span), truth_node(True, one.span))
            return [*authors[:number], Mapping((*one.entries, stated), one.span), *authors[number + 1 :]]
    return authors
