"""Where the authors work: equal affiliations are recognised as one and numbered by first use over the byline.

Knows the parts of an address; knows nothing of how its number is printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from rejoinder.content.model import Affiliation, AffiliationId, Author
from rejoinder.diagnostics import Diagnostics, did_you_mean
from rejoinder.document import model
from rejoinder.values import replace

_SILENT = re.compile(r"[.'’ʼ`´]")
_PUNCTUATION = re.compile(r"[\W_]+")


def written(affiliation: Affiliation) -> str:
    """The parts in the order of an English address, the smallest first."""
    city = " ".join(filter(None, (affiliation.city, "" if affiliation.region else affiliation.postal_code)))
    region = " ".join(filter(None, (affiliation.region, affiliation.postal_code if affiliation.region else "")))
    parts = (
        affiliation.group,
        affiliation.department,
        affiliation.name,
        affiliation.street_address,
        city,
        region,
        affiliation.country,
    )
    return ", ".join(text for part in parts if (text := " ".join(part.split()).strip(",; ")))


def recognised(text: str) -> str:
    """What two ways to write one affiliation have in common: case, spacing, punctuation and composition aside."""
    bare = _PUNCTUATION.sub(" ", _SILENT.sub("", unicodedata.normalize("NFC", text))).strip().casefold()
    return bare or text


def whole(affiliation: Affiliation, declared: Mapping[str, Affiliation]) -> Affiliation:
    """An affiliation with what it has from those that it is a part of: their names behind its own, and an address.

    The nearest address counts, whole: a hospital has another one than its university. A ring of parents ends where it
    began.
    """
    if affiliation.parent not in declared:
        return affiliation
    seen = {affiliation.id}
    names, departments = [affiliation.name], [affiliation.department]
    at, addressed, ror = affiliation, affiliation, affiliation.ror
    while at.parent in declared and at.parent not in seen:
        at = declared[at.parent]
        seen.add(at.id)
        if any(names):
            names += [at.group, at.department, at.name]
        else:
            departments += [at.group, at.department]
            names.append(at.name)
        addressed = addressed if _has_address(addressed) else at
        ror = ror or at.ror
    return replace(
        affiliation,
        department=", ".join(filter(None, departments)),
        name=", ".join(filter(None, names)),
        street_address=addressed.street_address,
        city=addressed.city,
        region=addressed.region,
        postal_code=addressed.postal_code,
        country=addressed.country,
        ror=ror,
        parent="",
    )


def _has_address(one: Affiliation) -> bool:
    return bool(one.street_address or one.city or one.region or one.country)


class AffiliationList:
    """Gives each affiliation its number the first time it is used."""

    def __init__(self, declared: Iterable[Affiliation], said: Diagnostics) -> None:
        self._declared: dict[str, Affiliation] = {}
        for one in declared:
            self._declared.setdefault(one.id, one)
        self._said = said
        self._used: set[str] = set()
        self._ordinals: dict[str, int] = {}
        self._listed: list[model.Affiliation] = []
        self._texts: dict[str, str] = {}

    def ordinals(self, author: Author) -> tuple[int, ...]:
        """The numbers of an author's affiliations, ascending, each once."""
        return tuple(sorted({self._ordinal(one) for one in self._of(author)} - {0}))

    def texts(self, author: Author) -> tuple[str, ...]:
        """The affiliations of somebody who is not on the byline, in words."""
        return tuple(dict.fromkeys(filter(None, (self._text(one) for one in self._of(author)))))

    def first_text(self, author: Author) -> str:
        """The affiliation that an author names first."""
        return next((self._text(one) for one in self._of(author)), "")

    def _of(self, author: Author) -> list[Affiliation]:
        """An author's affiliations; not what is named only as a part of another of them."""
        called = [one for one in map(self._meant, author.affiliations) if one is not None]
        if len(called) < 2:
            return called
        named = {id_ for one in called for id_ in self._above(one)}
        return [one for one in called if one.id not in named]

    def _above(self, one: Affiliation) -> tuple[str, ...]:
        """The ids of what an affiliation is a part of."""
        found: list[str] = []
        while one.parent in self._declared and one.parent not in found:
            found.append(one.parent)
            one = self._declared[one.parent]
        return tuple(found)

    def _meant(self, one: AffiliationId | Affiliation) -> Affiliation | None:
        if isinstance(one, Affiliation):
            self._used.update(self._above(one))
            return one
        if one.id not in self._used:
            self._used.add(one.id)
            self._used.update(self._above(self._declared[one.id]) if one.id in self._declared else ())
        meant = self._declared.get(one.id)
        if meant is None:
            self._said.error(f'no affiliation has the id "{one.id}"', one.span, did_you_mean(one.id, self._declared))
        return meant

    def _text(self, one: Affiliation) -> str:
        """As it is printed. A declared one is written out once."""
        if not one.id:
            return written(whole(one, self._declared))
        if one.id not in self._texts:
            self._texts[one.id] = written(whole(one, self._declared))
        return self._texts[one.id]

    def _ordinal(self, affiliation: Affiliation) -> int:
        text = self._text(affiliation)
        if not text:
            return 0
        key = recognised(text)
        if key not in self._ordinals:
            self._listed.append(model.Affiliation(text, affiliation.span))
            self._ordinals[key] = len(self._listed)
        return self._ordinals[key]

    def listed(self) -> tuple[model.Affiliation, ...]:
        """In the order of their numbers. Says which declared ones nobody uses."""
        for name, one in self._declared.items():
            if name and name not in self._used:
                hint = "give its id to an author, or delete it"
                self._said.warning(f'no author has the affiliation "{name}"; it is left out', one.span, hint)
        return tuple(self._listed)
