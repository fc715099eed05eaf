"""A letter as our own file: YAML with its text under `body`, or Markdown with front matter.

The keys stand in the order of the manual (docs/letter.md), and what the letter is silent about is left out. Knows keys
and what they hold; how Markdown and YAML are written is `blocks`' and `yaml_text`'s.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from rejoinder.content.bibliography import in_csl
from rejoinder.content.letter import creative_commons
from rejoinder.content.model import (
    NOTE_KINDS,
    Affiliation,
    AffiliationId,
    Author,
    Blocks,
    Heading,
    Inlines,
    Letter,
    Name,
    Paragraph,
    Reference,
)
from rejoinder.content.people import is_group, name_of, represented_group, without_degrees
from rejoinder.conversion import yaml_text
from rejoinder.conversion.back import Back
from rejoinder.conversion.blocks import BlockWriter
from rejoinder.conversion.canon import NAME_PARTS, called_notes, renamed_notes, tidy, words_of
from rejoinder.conversion.yaml_text import Block, Value, Words
from rejoinder.diagnostics import NOWHERE
from rejoinder.document.affiliations import recognised, whole, written
from rejoinder.values import replace

Front = dict[str, Value]


def as_yaml(letter: Letter) -> str:
    """The letter as a YAML file."""
    front, body = _parts(letter)
    front["body"] = Block(body)
    references = front.pop("references", None)
    if references is not None:  # longer than all else, and read least
        front["references"] = references
    return yaml_text.written(front)


def as_markdown(letter: Letter) -> str:
    """The letter as a Markdown file."""
    front, body = _parts(letter)
    return f"---\n{yaml_text.written(front)}---\n\n{body}"


def _parts(letter: Letter) -> tuple[Front, str]:
    letter = _with_short_ids(_with_keys_of_notes(tidy(letter)))
    writer = _Writer(letter)
    return writer.front(), writer.body()


# ── keys and ids ──────────────────────────────────────────────────────────


def _with_keys_of_notes(letter: Letter) -> Letter:
    """Notes that were written in place get keys; the notes stand in the order in which they are called."""
    taken = {note.key for note in letter.footnotes}
    names: dict[str, str] = {}
    count = 0
    for note in letter.footnotes:
        if not re.fullmatch(r"[^\[\]\s^@]{1,60}", note.key):
            count += 1
            while f"n{count}" in taken:
                count += 1
            names[note.key] = f"n{count}"
            taken.add(f"n{count}")
    if names:
        letter = renamed_notes(letter, names)
        letter = replace(
            letter, footnotes=tuple(replace(one, key=names.get(one.key, one.key)) for one in letter.footnotes)
        )
    order = {key: place for place, key in enumerate(called_notes(letter))}
    notes = sorted(letter.footnotes, key=lambda one: order.get(one.key, len(order)))
    return replace(letter, footnotes=tuple(notes))


_UNREADABLE = re.compile(r"(?:aff?|a|au|inst|affiliation|i)?[-_.]?[0-9]+[a-z]?|[^a-z0-9]*", re.IGNORECASE)
"""Ids that a program made: aff1, a2, 7."""
_SMALL_WORDS = frozenset("of the and for de la le les des du der die das und et di del della y e i university".split())


def _with_short_ids(letter: Letter) -> Letter:
    """All affiliations declared, each once, under an id that a person would give it."""
    declared = {one.id: one for one in reversed(letter.affiliations)}
    known: dict[str, str] = {}
    """The id of each affiliation, by what is recognised of it."""
    listed: list[Affiliation] = []
    ids: set[str] = set()

    def id_of(one: Affiliation, within: tuple[str, ...] = ()) -> str:
        key = recognised(written(whole(one, declared)))
        if key not in known:
            keeps = one.id and not _UNREADABLE.fullmatch(one.id) and "," not in one.id and one.id not in ids
            known[key] = one.id if keeps else _short_id(one, ids)
            ids.add(known[key])
            above = declared.get(one.parent) if one.parent and one.parent not in within else None
            place = len(listed)
            parent = id_of(above, (*within, one.id)) if above is not None else ""
            listed.insert(place, replace(one, id=known[key], parent=parent if parent != known[key] else ""))
        return known[key]

    def called(author: Author) -> Author:
        meant = (declared.get(one.id) if isinstance(one, AffiliationId) else one for one in author.affiliations)
        ids = dict.fromkeys(id_of(one) for one in meant if one is not None and written(whole(one, declared)))
        return replace(
            author,
            affiliations=tuple(AffiliationId(one, NOWHERE) for one in ids),
            members=tuple(map(called, author.members)),
        )

    authors = tuple(map(called, letter.authors))
    for one in letter.affiliations:
        if written(one):
            id_of(one)
    return replace(letter, authors=authors, affiliations=tuple(listed))


def _short_id(one: Affiliation, taken: set[str]) -> str:
    """The town, or the first word of the name that says something."""
    candidates = [_slug(one.city)]
    words = [word for part in (one.name, one.department, one.group) for word in part.split()]
    candidates += [_slug(word) for word in words if word.lower() not in _SMALL_WORDS and len(word) > 2][:3]
    candidates += ["-".join(filter(None, candidates[:2]))]
    for name in candidates:
        if name and name not in taken and not _UNREADABLE.fullmatch(name):
            return name
    base = next((name for name in candidates if name and not _UNREADABLE.fullmatch(name)), "place")
    return next(f"{base}-{n}" for n in range(2, len(taken) + 3) if f"{base}-{n}" not in taken)


def _slug(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:24].strip("-")


# ── the letter ────────────────────────────────────────────────────────────


class _Writer:
    """Writes one letter, which is in its one form."""

    def __init__(self, letter: Letter) -> None:
        self.letter = letter
        self.markdown = BlockWriter(Back(letter), 2 if _depth(letter) < 6 else 1)

    def body(self) -> str:
        return self.markdown.text(self.letter.body, self.letter.footnotes)

    def front(self) -> Front:
        letter = self.letter
        front: Front = {
            "title": self.inlines(letter.title),
            "subtitle": self.inlines(letter.subtitle),
            "short-title": self.inlines(letter.short_title),
            "type": Words(letter.type),
            "author": [self._author(one) for one in letter.authors],
            "affiliations": [_filled(_affiliation(one)) for one in letter.affiliations],
            "correspondence": self.inlines(letter.correspondence),
            "date": Words(letter.date),
            "lang": Words(letter.lang),
            "keywords": [Words(one) for one in letter.keywords],
            "volume": Words(letter.volume),
            "issue": Words(letter.issue),
            "elocator": Words(letter.elocator),
            "first-page": Words(letter.first_page),
            "last-page": Words(letter.last_page),
            "doi": Words(letter.doi),
            "responds-to": self._responds_to(),
            "journal": self._journal(),
            "license": self._license(),
            "copyright": Words(letter.copyright),
            "history": self._history(),
            "abstract": self._blocks(letter.abstract),
            "notes": self._notes(),
            "awards": [_award(one) for one in letter.awards],
            "csl": Words(letter.csl),
            "copyfit": letter.copyfit_pages or None,
            "nocite": [Words(one) for one in letter.nocite],
            "references-order": Words(letter.references_order),
            "references": [_reference(one) for one in letter.references],
        }
        return _filled(front)

    def inlines(self, inlines: Inlines) -> Words:
        return Words(self.markdown.inlines(inlines))

    def _blocks(self, blocks: Blocks) -> Value:
        """Blocks as a text; a single paragraph in the line of its key, if that is not long."""
        text = self.markdown.text(blocks)
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph) and text.count("\n") == 1 and len(text) <= 100:
            return Words(text.removesuffix("\n"))
        return Block(text)

    # ── people ──

    def _author(self, author: Author) -> Value:
        given = _named(author)
        name = author.name
        whole: Front = {
            "name": given,
            "lang": Words(name.lang),
            "name-order": _ORDERS[name.family_first],
            "group": True if author.group and not (isinstance(given, Words) and is_group(given.text)) else None,
            "represented": author.represented or None,
            "affiliations": [Words(one.id) for one in author.affiliations if isinstance(one, AffiliationId)],
            "orcid": Words(author.orcid),
            "email": Words(author.email),
            "corresponding": author.corresponding or None,
            "equal-contributor": Words(author.equal_group) if author.equal_group else author.equal_contributor or None,
            "joint-last": author.joint_last or None,
            "deceased": author.deceased or None,
            "degrees": Words(author.degrees),
            "roles": [Words(one) for one in author.roles],
            "note": self.inlines(author.note),
            "present-address": self.inlines(author.present_address),
            "competing-interests": self.inlines(author.competing_interests),
            "initials": Words(author.initials),
            "members": [self._author(one) for one in author.members],
        }
        filled = _filled(whole)
        if list(filled) == ["name"] and isinstance(given, Words):
            return given
        return filled

    # ── what stands in mappings of its own ──

    def _journal(self) -> Value:
        one = self.letter.journal
        parts = {name: Words(getattr(one, name)) for name in JOURNAL}
        filled = _filled(parts)
        return filled["title"] if list(filled) == ["title"] else filled

    def _license(self) -> Value:
        one = self.letter.license
        text = self.inlines(one.text)
        if one.url == creative_commons(words_of(one.text)) and text.text == words_of(one.text):
            return text
        return _filled({"text": text, "url": Words(one.url)})

    def _history(self) -> Value:
        dates: dict[str, list[Words]] = {}
        for event, day in self.letter.history:
            dates.setdefault(event, []).append(Words(day))
        return {event: days[0] if len(days) == 1 else days for event, days in dates.items()}

    def _responds_to(self) -> Value:
        one = self.letter.responds_to
        if one is None:
            return None
        return _filled(
            {
                "title": self.inlines(one.title),
                "author": Words(one.author),
                "doi": Words(one.doi),
                "reference": Words(one.reference),
            }
        )

    def _notes(self) -> Value:
        notes: Front = {}
        others: list[Value] = []
        for one in self.letter.statements:
            if one.kind in NOTE_KINDS:
                notes[one.kind] = self._blocks(one.blocks)
            else:
                others.append({"label": Words(one.label), "text": self._blocks(one.blocks)})
        return notes | ({"other": others} if others else {})


JOURNAL = ("title", "abbreviation", "publisher", "issn", "eissn", "url")


_UNSAID = frozenset([("type", "letter"), ("lang", "en-GB"), ("references-order", "cited")])
"""What need not be said."""


def _filled(front: Mapping[str, Value]) -> Front:
    """Without what the letter is silent about."""
    return {key: value for key, value in front.items() if not _is_empty(key, value)}


def _is_empty(key: str, value: Value) -> bool:
    if isinstance(value, Block):
        return not value.text
    if isinstance(value, Words):
        return not value.text or (key, value.text) in _UNSAID
    return value is None or value == [] or value == {}


def _depth(letter: Letter) -> int:
    parts = (letter.abstract, letter.body, *(one.blocks for one in letter.statements))
    return max((block.level for blocks in parts for block in blocks if isinstance(block, Heading)), default=0)


_ORDERS: Mapping[bool | None, Words | None] = {None: None, True: Words("family-first"), False: Words("given-first")}


def _named(author: Author) -> Value:
    """A name as a string, if that is taken apart as it should be; else its parts."""
    name = author.name
    bare = replace(name, lang="", family_first=None)
    if author.group and bare == Name(literal=name.literal):
        return Words(name.literal)
    parts = (name.given, name.non_dropping_particle, name.family, name.suffix)
    string = " ".join(filter(None, parts))
    simple = name_of(string) == bare and without_degrees(string) == (string, "") and name == bare
    if simple and name.given and not is_group(string) and not represented_group(string):
        return Words(string)
    return _filled({part.replace("_", "-"): Words(getattr(name, part)) for part in NAME_PARTS})


def _affiliation(one: Affiliation) -> Front:
    return {
        "id": Words(one.id),
        "group": Words(one.group),
        "department": Words(one.department),
        "name": Words(one.name),
        "street-address": Words(one.street_address),
        "city": Words(one.city),
        "region": Words(one.region),
        "postal-code": Words(one.postal_code),
        "country": Words(one.country),
        "ror": Words(one.ror),
        "parent": Words(one.parent),
    }


def _award(one: Any) -> Value:
    return _filled(
        {
            "funder": Words(one.funder),
            "funder-id": Words(one.funder_id),
            "numbers": [Words(number) for number in one.numbers],
            "recipients": [Words(name) for name in one.recipients],
        }
    )


# ── references ────────────────────────────────────────────────────────────

_FIRST = ("id", "type", "author", "title")


def _reference(one: Reference) -> Front:
    item = dict(one.item)
    ordered = {"id": one.key, **{key: item[key] for key in _FIRST[1:] if key in item}}
    ordered |= {key: value for key, value in item.items() if key not in ordered}
    return {str(key): _csl(str(key), value) for key, value in ordered.items()}


def _csl(key: str, value: Any) -> Value:
    if isinstance(value, str):
        return Words(value) if key == "id" else _title(key, value) if "title" in key.lower() else value
    return value  # type: ignore[no-any-return]


_TAG = re.compile(r"<(/?)(i|b|sup|sub)>")
_SIGNS = {"i": "*", "b": "**", "sup": "^", "sub": "~"}


def _title(key: str, value: str) -> str:
    """A title with Markdown's signs instead of CSL's, if it is read as the same; its own signs behind backslashes."""
    escaped = re.sub(r"\\(?=[*_^~\\])", r"\\\\", value)
    for one in (
        _TAG.sub(lambda found: _SIGNS[found[2]], value),
        value,
        re.sub(r"[*_^~\\]", r"\\\g<0>", value),
        escaped,
    ):
        if in_csl({key: one})[key] == value:
            return one
    return value
