"""What our own articles in JATS say of themselves, in attributes that mean nothing to other programs.

`record/jats*.py` writes them: the author's ids where XML has others, a letter's own type, what the author wishes for
figures, and what was only written because JATS wants it. Elements that name it have `specific-use`; an article is our
own if its root says so. Knows those attributes; how anything else is read is the other files'.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias
from urllib.parse import unquote

from rejoinder.content.cells import placed_cells
from rejoinder.content.jats.own_references import own_item
from rejoinder.content.jats.tree import Element, lang_of, words
from rejoinder.content.model import (
    Affiliation,
    AffiliationId,
    Author,
    Cell,
    CellAlign,
    Cite,
    CiteItem,
    Figure,
    FloatPlace,
    Formula,
    Heading,
    Inlines,
    Letter,
    Link,
    Mention,
    Name,
    NoteCall,
    Reference,
    RespondsTo,
    Row,
    Table,
    Text,
)
from rejoinder.values import dataclass, replace

MADE_BY = "rejoinder"
_MADE = re.compile(r"(?:aff|remark|related|ref|note|figure|table|equation|section|coi|equal)-o?[0-9]+")
"""Ids that were given because the author gave none."""


def is_own(root: Element) -> bool:
    """Whether an article was written by this program."""
    return bool(root.tag == "article" and root.get("specific-use") == MADE_BY)


def own_citation(element: Element, context: Any) -> Cite | None:
    """A citation with words before or behind its numbers, as we write it; None if it is none."""
    items: list[CiteItem] = []
    prefix = ""
    for child in element:
        if child.tag == "named-content" and child.get("content-type") == "prefix":
            prefix = words(child)
        elif child.tag == "named-content" and items:
            items[-1] = replace(items[-1], suffix=words(child))
        elif child.tag == "xref" and (key := context.reference(child.get("rid") or "")):
            items.append(CiteItem(key, context.span(child), prefix))
            prefix = ""
        else:
            return None
    context.use_all(element)
    return Cite(tuple(items), context.span(element)) if items else None


def own_mention(element: Element, context: Any) -> Mention | None:
    """One figure that is named in the text, or several at once, as we write it; None if it is none."""
    several = element.tag == "named-content" and element.get("content-type") == "mentions"
    crosses = list(element.iter("xref")) if several else [element]
    said = _said(crosses[0]) if crosses else {}
    if "mention" not in said:
        return None
    ids = tuple(dict.fromkeys(one.get("rid") or "" for one in crosses))
    context.use_all(element)
    return Mention(ids, context.span(element), "bare" in said, said.get("prefix", ""))


def own_list(element: Element, labels: tuple[str, ...]) -> tuple[bool, int | None, tuple[str, ...]]:
    """Whether a list is tight, its first number, and its own labels."""
    wishes = _wishes(element.get("specific-use") or "")
    if wishes.start is not None:
        return not wishes.loose, wishes.start, ()
    return not wishes.loose, 1 if element.get("list-type") == "order" else None, labels


def as_it_was(letter: Letter, root: Element) -> Letter:
    """The letter with what the article says of it in our own attributes."""
    return _Reader(root).letter(letter)


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What `specific-use` says of an element."""

    id: str = ""
    wide: bool | None = None
    width: str = ""
    place: FloatPlace = ""
    labelled: bool = False
    loose: bool = False
    start: int | None = None


class _Reader:
    """Goes through one letter, whose article is known."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.wishes: dict[str, _Wishes] = {}
        self.ids: dict[str, str] = {}
        self.columns: dict[str, tuple[CellAlign, ...]] = {}
        self.paragraphs: dict[str, int] = {}
        """How many paragraphs stand below each table, before its notes."""
        for element in root.iter("fig", "table-wrap", "sec", "disp-formula", "ref"):
            name = element.get("id") or ""
            found = _wishes(element.get("specific-use") or "")
            if element.get("position") == "anchor":
                found = replace(found, place=found.place or "here")
            self.columns[name] = tuple(
                _ALIGNS.get(column.get("align") or "", "") for column in element.iterfind("table/colgroup/col")
            )
            self.paragraphs[name] = len(element.findall("table-wrap-foot/p"))
            self.wishes[name] = found
            self.ids[name] = found.id or ("" if _MADE.fullmatch(name) else name)
        self.items = {one.get("id") or "": own_item(one) for one in root.iter("ref")}
        self.meta = {
            words(one.find("meta-name")): words(one.find("meta-value"))
            for one in root.iterfind("front/article-meta/custom-meta-group/custom-meta")
        }

    def letter(self, letter: Letter) -> Letter:
        meta = self.meta
        pages = meta.get("pages", "").partition("–")
        made: Letter = self.value(letter)
        answered = self.root.find("front/article-meta/related-article")
        if answered is not None:
            made = replace(made, responds_to=self.answered(made, answered))
        derived = self.root.find("front/article-meta/author-notes/corresp")
        if self.root.find("front/article-meta/funding-group/funding-statement") is None:
            own = self.root.find("back/notes[@notes-type='funding']") is not None
            made = replace(made, statements=tuple(one for one in made.statements if own or one.kind != "funding"))
        is_made = derived is not None and derived.get("specific-use") == "made"
        return replace(
            made,
            type=meta.get("letter-type") or made.type,
            first_page=pages[0] or made.first_page,
            last_page=pages[2] or made.last_page,
            correspondence=() if is_made else made.correspondence,
            nocite=tuple(map(self.id, meta.get("nocite", "").split())),
            references_order="listed" if meta.get("references-order") == "listed" else "cited",
            csl=meta.get("csl", ""),
            copyfit_pages=int(meta["copyfit"]) if re.fullmatch("[0-9]{1,5}", meta.get("copyfit", "")) else 0,
        )

    def answered(self, letter: Letter, element: Element) -> RespondsTo:
        """The article that is answered. Its address may be that of a reference."""
        said = dict(part.partition(":")[::2] for part in (element.get("specific-use") or "").split())
        found = letter.responds_to or RespondsTo((), letter.span)
        author = element.find("named-content[@content-type='author']")
        title = element.find("article-title")
        return replace(
            found,
            title=found.title if title is not None else (),
            author=words(author) if author is not None else "",
            doi="" if "doi" in said else found.doi,
            reference=self.id(said.get("reference", "")),
        )

    def id(self, name: str) -> str:
        return self.ids.get(name, name)

    def value(self, value: Any) -> Any:
        """A part of the letter, its ids the author's."""
        match value:
            case tuple():
                return tuple(map(self.value, _without_thin_spaces(value)))
            case Figure() | Table():
                return self.float(value)
            case Heading():
                return replace(value, children=self.value(value.children), id=self.id(value.id))
            case Formula():
                wishes = self.wishes.get(value.id, _Wishes())
                return replace(value, id=self.id(value.id), label=value.label if wishes.labelled else "")
            case Mention():
                return replace(value, ids=tuple(map(self.id, value.ids)))
            case CiteItem():
                return replace(value, key=self.id(value.key))
            case Link() if value.url.startswith("#"):
                return replace(value, url=f"#{self.id(value.url[1:])}", children=self.value(value.children))
            case Reference():
                key, written = self.id(value.key), self.items.get(value.key)
                item = value.item if written is None else written
                return replace(value, key=key, item={**item, "id": key})
            case RespondsTo():
                return replace(value, title=self.value(value.title), reference=self.id(value.reference))
        fields = getattr(type(value), "__dataclass_fields__", {})
        held = [name for name in _HOLDING if name in fields and not isinstance(getattr(value, name), str)]
        return replace(value, **{name: self.value(getattr(value, name)) for name in held}) if held else value

    def float(self, one: Figure | Table) -> Figure | Table:
        wishes = self.wishes.get(one.id, _Wishes())
        made = replace(
            one,
            id=self.id(one.id),
            caption=self.value(one.caption),
            wide=wishes.wide,
            place=wishes.place or one.place,
            label=one.label if wishes.labelled else "",
        )
        if isinstance(made, Table):
            below = self.paragraphs.get(one.id, len(made.notes))
            made = replace(made, notes=made.notes[:below])
            aligned = self.aligned(made, self.columns.get(one.id, ()))
            return replace(aligned, **{name: self.value(getattr(aligned, name)) for name in ("head", "body", "notes")})
        return replace(made, width=wishes.width)

    def aligned(self, table: Table, columns: tuple[CellAlign, ...]) -> Table:
        """A table with its columns' own alignment, from which some cells differ."""
        silent: tuple[CellAlign, ...] = ("",)
        columns = (*columns, *silent * len(table.columns))[: len(table.columns)]

        def cell(column: int, one: Cell) -> Cell:
            effective = one.align or table.columns[column]
            return replace(one, align="" if effective == columns[column] else effective)

        def rows(written: tuple[Row, ...]) -> tuple[Row, ...]:
            placed = placed_cells(written, len(columns))
            return tuple(
                replace(row, cells=tuple(cell(column, one) for column, one in cells))
                for row, cells in zip(written, placed, strict=True)
            )

        return replace(table, columns=columns, head=rows(table.head), body=rows(table.body))


def _without_thin_spaces(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Without the spaces that part marks from each other, and from what is raised."""
    if not any(isinstance(one, Text) and one.text == "\u2009" for one in values):
        return values
    return tuple(
        one
        for one, after in zip(values, (*values[1:], None), strict=True)
        if not (isinstance(one, Text) and one.text == "\u2009" and isinstance(after, Cite | NoteCall))
    )


_ALIGNS: dict[str, CellAlign] = {"left": "left", "center": "centre", "right": "right", "char": "decimal"}
_HOLDING = (
    "title", "subtitle", "short_title", "authors", "correspondence", "license", "responds_to", "abstract", "statements",
    "body", "footnotes", "references", "note", "present_address", "competing_interests", "members", "text", "blocks",
    "children", "items", "cells",
)  # fmt: skip
"""Fields in which ids may stand."""


def _wishes(written: str) -> _Wishes:
    said = dict(part.partition(":")[::2] for part in written.split())
    places: dict[str, FloatPlace] = {"top": "top", "bottom": "bottom", "page": "page"}
    start = said.get("start", "")
    return _Wishes(
        id=said.get("id", ""),
        wide=True if "wide" in said else False if "narrow" in said else None,
        width=said.get("width", ""),
        place=places.get(said.get("place", ""), ""),
        labelled="labelled" in said,
        loose="loose" in said,
        start=int(start) if start.isdecimal() and len(start) < 10 else None,
    )


# ── people ────────────────────────────────────────────────────────────────


Remark: TypeAlias = Callable[[Element], Inlines]
"""Reads the words of a note about an author."""


def own_authors(authors: tuple[Author, ...], group: Element, context: Any, read: Remark) -> tuple[Author, ...]:
    """The authors of a group of contributors, with the parts of their names that JATS does not have, and with what is
    said of them in notes.
    """
    elements = [one for one in group if one.tag in ("contrib", "on-behalf-of")]
    if len(elements) != len(authors):
        return authors
    return tuple(_author(author, one, context, read) for author, one in zip(authors, elements, strict=True))


def _author(author: Author, element: Element, context: Any, read: Remark) -> Author:
    said = _said(element)
    members = element.find("collab/contrib-group")
    if element.tag == "contrib" and not author.group:
        named = next(element.iter("name", "string-name"), None)
        author = replace(author, name=_name(named) if named is not None else author.name)
    called: list[AffiliationId | Affiliation] = []
    for child in element:
        if child.tag == "xref" and child.get("ref-type") == "aff":
            called.append(AffiliationId(child.get("rid") or "", context.span(child)))
        elif child.tag == "aff":
            called.append(_affiliation(child, context))
    author = replace(author, affiliations=tuple(called))
    notes: dict[str, Inlines] = {}
    for xref in element.iterchildren("xref"):
        note = context.element(xref.get("rid") or "")
        kind = (
            _NOTES.get((xref.get("rid") or "").partition("-")[0] + " " + (note.get("fn-type") or ""))
            if note is not None
            else ""
        )
        if note is not None and kind and (paragraph := note.find("p")) is not None:
            context.use(note)
            notes[kind] = read(paragraph)
    initials = element.find("name-alternatives/string-name[@specific-use='initials']")
    identifier = element.find("contrib-id[@contrib-id-type='orcid']")
    return replace(
        author,
        orcid=words(identifier).rpartition("/")[2] if identifier is not None else "",
        email=words(element.find("email")),
        degrees=words(element.find("degrees")),
        initials=words(initials) if initials is not None else "",
        roles=tuple(map(words, element.iterchildren("role"))),
        note=notes.get("note", ()),
        present_address=notes.get("present_address", ()),
        competing_interests=notes.get("competing_interests", ()),
        corresponding=element.get("corresp") == "yes",
        equal_contributor=element.get("equal-contrib") == "yes",
        equal_group=said.get("equal", ""),
        deceased=element.get("deceased") == "yes",
        joint_last="joint-last" in said,
        represented=element.tag == "on-behalf-of" or element.get("contrib-type") == "on-behalf-of",
        members=own_authors(author.members, members, context, read) if members is not None else author.members,
    )


_NOTES = {
    "remark other": "note",
    "remark present-address": "present_address",
    "coi coi-statement": "competing_interests",
}
"""What each kind of note says, by how its id begins and its type."""


def claim_notes(meta: Element | None, context: Any) -> None:
    """Notes about authors are not looked for statements: `own_authors` reads them. Some say only what a flag says."""
    for note in meta.iterfind("author-notes/fn") if meta is not None else ():
        if _REMARK.fullmatch(note.get("id") or ""):
            context.claimed.add(note)
            if not _MADE.fullmatch(note.get("id") or "") or (note.get("id") or "").startswith("equal"):
                context.use_all(note)


_REMARK = re.compile(r"(?:remark|coi)-[0-9]+|equal(?:-[0-9]+)?|joint-last|deceased")


def own_affiliations(group: Element, context: Any) -> tuple[Affiliation, ...]:
    """The affiliations behind the contributors, under the ids by which they call them."""
    return tuple(_affiliation(one, context) for one in group.iterchildren("aff"))


def _affiliation(element: Element, context: Any) -> Affiliation:
    """An affiliation by its parts; one that has none is its words."""
    context.use_all(element)
    parts = {_PARTS.get((one.tag, one.get("content-type") or ""), ""): words(one) for one in element.iter()}
    ror = next((words(one) for one in element.iter("institution-id")), "")
    parts.pop("", None)
    if not parts:
        label = element.find("label")
        parts = {"name": words(element).removeprefix(words(label) if label is not None else "").strip()}
    return Affiliation(context.span(element), element.get("id") or "", ror=ror, **parts)


_PARTS = {
    ("institution", "group"): "group",
    ("institution", "dept"): "department",
    ("institution", ""): "name",
    ("addr-line", ""): "street_address",
    ("city", ""): "city",
    ("state", ""): "region",
    ("postal-code", ""): "postal_code",
    ("country", ""): "country",
}


def _name(element: Element) -> Name:
    said = _said(element)
    order = said.get("order", "")
    lang, first = lang_of(element), order == "family" if order else None
    if element.tag == "string-name":
        return Name(literal=words(element), lang=lang, family_first=first)
    suffix = words(element.find("suffix"))
    surname, given = words(element.find("surname")), words(element.find("given-names"))
    dropping, kept = said.get("dropping", ""), said.get("non-dropping", "")
    return Name(
        given.removesuffix(dropping).rstrip(),
        surname.removeprefix(kept).lstrip(),
        dropping,
        kept,
        suffix,
        lang=lang,
        family_first=first,
    )


def _said(element: Element) -> dict[str, str]:
    parts = (part.partition(":") for part in (element.get("specific-use") or "").split())
    return {name: unquote(value) for name, _, value in parts}
