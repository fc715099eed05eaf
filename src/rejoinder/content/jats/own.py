"""What our own articles in JATS say of themselves, in attributes that mean nothing to other programs.

`record/jats*.py` writes them: the author's ids where XML has others, a letter's own type, what the author wishes for
figures, and what was only written because JATS wants it. Elements that name it have `specific-use`; an article is our
own if its root says so. Knows those attributes; how anything else is read is the other files'.
"""

from __future__ import annotations

import re
from typing import Any

from rejoinder.content.jats.tree import Element, words
from rejoinder.content.model import (
    CiteItem,
    Figure,
    FloatPlace,
    Formula,
    Heading,
    Letter,
    Link,
    Listing,
    Mention,
    Reference,
    RespondsTo,
    Table,
)
from rejoinder.values import dataclass, replace

MADE_BY = "rejoinder"
_MADE = re.compile(r"(?:aff|remark|related|ref|note|figure|table|equation|section|coi|equal)-o?[0-9]+")
"""Ids that were given because the author gave none."""


def is_own(root: Element) -> bool:
    """Whether an article was written by this program."""
    return bool(root.tag == "article" and root.get("specific-use") == MADE_BY)


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
        for element in root.iter("fig", "table-wrap", "sec", "disp-formula", "ref"):
            name = element.get("id") or ""
            found = _wishes(element.get("specific-use") or "")
            self.wishes[name] = found
            self.ids[name] = found.id or ("" if _MADE.fullmatch(name) else name)
        self.meta = {
            words(one.find("meta-name")): words(one.find("meta-value"))
            for one in root.iterfind("front/article-meta/custom-meta-group/custom-meta")
        }

    def letter(self, letter: Letter) -> Letter:
        meta = self.meta
        pages = meta.get("pages", "").partition("–")
        made = self.value(letter)
        derived = self.root.find("front/article-meta/author-notes/corresp")
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

    def id(self, name: str) -> str:
        return self.ids.get(name, name)

    def value(self, value: Any) -> Any:
        """A part of the letter, its ids the author's."""
        match value:
            case tuple():
                return tuple(map(self.value, value))
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
                key = self.id(value.key)
                return replace(value, key=key, item={**value.item, "id": key})
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
            return replace(made, **{name: self.value(getattr(made, name)) for name in ("head", "body", "notes")})
        return replace(made, width=wishes.width)


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
