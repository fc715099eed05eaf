"""Where the authors work: equal affiliations are recognised as one and numbered by first use over the byline.

Knows the parts of an address; knows nothing of how its number is printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from rejoinder.content.model import Affiliation, AffiliationId, Author
from rejoinder.diagnostics import Diagnostics, did_you_mean
from rejoinder.document import model

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

    def ordinals(self, author: Author) -> tuple[int, ...]:
        """The numbers of an author's affiliations, ascending, each once."""
        found = {self._ordinal(one) for one in map(self._meant, author.affiliations) if one is not None}
        return tuple(sorted(found - {0}))

    def _meant(self, one: AffiliationId | Affiliation) -> Affiliation | None:
        if isinstance(one, Affiliation):
            return one
        self._used.add(one.id)
        meant = self._declared.get(one.id)
        if meant is None:
            self._said.error(f'no affiliation has the id "{one.id}"', one.span, did_you_mean(one.id, self._declared))
        return meant

    def _ordinal(self, affiliation: Affiliation) -> int:
        text = written(affiliation)
        if not text:
            return 0
        key = recognised(text)
        if key not in self._ordinals:
            self._listed.append(model.Affiliation(text, affiliation.span))
            self._ordinals[key] = len(self._listed)
        return self._ordinals[key]

    def first_text(self, author: Author) -> str:
        """The affiliation that an author names first."""
        return next((written(one) for one in map(self._meant, author.affiliations) if one is not None), "")

    def listed(self) -> tuple[model.Affiliation, ...]:
        """In the order of their numbers. Says which declared ones nobody uses."""
        for name, one in self._declared.items():
            if name and name not in self._used:
                hint = "give its id to an author, or delete it"
                self._said.warning(f'no author has the affiliation "{name}"; it is left out', one.span, hint)
        return tuple(self._listed)
