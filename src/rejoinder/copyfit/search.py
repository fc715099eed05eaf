"""Looking for the least visible change that makes a letter fit.

Every candidate is set and made up in earnest, and what is returned is one of them: nothing is reckoned that was not
seen to fit. A letter takes some ten milliseconds for that, so a few dozen candidates are looked at.

First the page room is asked to set paragraphs tighter, which changes nothing of the sheet; it is asked so under every
other change too. Then the whole of what the sheet allows: if the letter does not fit so, it never does. Then there are
two ways to go.
Pages are made to hold more lines by closing up the front block and the leading; that goes by whole lines, and `room.py`
knows the cheapest way for each. And the text is made to need fewer, by its size, tracking and expansion, by the white
around headings and the width of figures. What each of these saves is tried, each alone as far as it goes; from that
follows how a number of lines is saved with the least visible change (`spread`). For each way to make room, the least
that fits along the other way is found by halving. At last, single changes are taken back, wholly or in part, as long
as the letter still fits: lines do not come in fractions, so there is always something left over.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rejoinder.copyfit.bend import bent_sheet, utmost
from rejoinder.copyfit.excess import demand, excess
from rejoinder.copyfit.model import KINDS, Bend, Fitted, Kind
from rejoinder.copyfit.room import FRONT_STEP, LEADING_STEP, Room, held, rooms
from rejoinder.copyfit.visibility import COMPLAINT, JUST_SEEN, changes, composing, number, visibility, visibility_of
from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.document.model import Document
from rejoinder.fonts.typecase import Typecase
from rejoinder.galley.compose import set_type
from rejoinder.galley.furniture import FurnitureSetter
from rejoinder.galley.model import Galley
from rejoinder.pages.makeup import make_up
from rejoinder.pages.model import MadeUp, PlacedLine, PlacedPicture
from rejoinder.style.model import StyleSheet
from rejoinder.values import replace

MOST_RUNS, LEAST_RUNS = 28, 10
"""How often a letter is set at the most, and how often even if it is long …"""
MOST_LINES = 4_000
"""… which it is if all runs together set more lines than this."""
REACH, SHORTENED = 2.0, 0.25
"""A letter is made up to see whether it fits if it is reckoned to be no more than so many lines too long, and so many
more for every paragraph, that perhaps can be set a line shorter."""
KEPT_RUNS = 8
"""So many are kept for taking back."""
STEPS: Mapping[Kind, float] = {
    "front": FRONT_STEP,
    "leading": LEADING_STEP,
    "heads": 0.01,
    "tracking": 0.0002,
    "size": 0.0005,
    "expansion": 0.001,
    "figures": 0.01,
}
"""Changes are whole multiples of these (or go to the end of the range), so that what is said of them is exact."""
PATH_RUNS = 5
"""How often the way from nothing to everything is halved, for each way to make room."""
HALVINGS = 3
"""How often it is tried to take back half of the rest of a single change."""
FAINT = 0.02
"""The gain of a change that saved nothing alone, as a share of all: with others it may."""
HOPE = 0.6
"""What a way costs is foreseen to within this share: one that would be dearer than the best even so is not tried."""
ENOUGH = 0.25
"""What costs no more than this is not bettered: nobody sees it."""


class Set(NamedTuple):
    """The letter as set under one sheet."""

    bend: Bend
    sheet: StyleSheet
    galley: Galley
    made_up: MadeUp
    said: Diagnostics
    lines: float
    """How many lines too long it is; negative: how many it might be longer."""
    cost: float
    fits: bool


class Copyfitter:
    """Fits one letter into `pages` pages: sets it under one bent sheet after the other, and keeps the best."""

    def __init__(self, document: Document, sheet: StyleSheet, typecase: Typecase, pages: int) -> None:
        self._document = document
        self._sheet = sheet
        self._typecase = typecase
        self._pages = pages
        self.runs = 0
        """How often the letter was set."""
        self._known: dict[Bend, tuple[float, bool]] = {}
        self._last: tuple[Bend, StyleSheet, Galley, Diagnostics] | None = None
        self.plain = self._set(Bend(), None)
        self.best: Set | None = self.plain if self.plain.fits else None
        self.end = self.plain
        """The shortest that the letter can be made."""
        galley = self.plain.galley
        self._over = self._reckoned(Bend())
        self._need = max(0.0, self._over)
        """So many lines have to be saved, if not more: columns may have to end early."""
        self._reach = REACH + len(galley.resetting) * SHORTENED
        self._most = max(LEAST_RUNS, min(MOST_RUNS, MOST_LINES // max(1, len(galley.flow))))

    # ── setting ──

    def _galley(self, bend: Bend) -> tuple[StyleSheet, Galley, Diagnostics]:
        """The sheet, bent, and the letter set in it."""
        if self._last is None or self._last[0] != bend:
            said, sheet = Diagnostics(), bent_sheet(self._sheet, bend)
            self._last = bend, sheet, set_type(self._document, sheet, self._typecase, said), said
            self.runs += 1
        return self._last[1:]

    def _set(self, bend: Bend, plain: Set | None) -> Set:
        """The letter under a bent sheet, with paragraphs set tighter if that makes it fit. `plain` is the letter as it
        was, and was set without either.
        """
        sheet, galley, heard = self._galley(bend)
        said = Diagnostics()
        said.repeat(heard.said)
        furniture = FurnitureSetter(self._document, sheet, self._typecase, said)
        made_up = make_up(galley, sheet, furniture, said, most_pages=None if plain is None else self._pages)
        cost = visibility(bend)
        if plain is not None:
            cost += composing(made_up, plain.made_up)
            cost += max(0, len(said.said) - len(plain.said.said)) * COMPLAINT
        lines = excess(made_up, self._pages)
        return Set(bend, sheet, galley, made_up, said, lines, cost, len(made_up.pages) <= self._pages)

    def tried(self, bend: Bend) -> tuple[float, bool]:
        """By how many lines the letter is too long under a bend, and whether it fits. The cheapest is kept.

        A letter that is far too long is not made up to see that.
        """
        known = self._known.get(bend)
        if known is None:
            lines = self._reckoned(bend)
            known = (lines, False)
            if lines <= self._reach:
                found = self._set(bend, self.plain)
                known = (found.lines, found.fits)
                if found.fits and (self.best is None or found.cost < self.best.cost):
                    self.best = found
            self._known[bend] = known
        return known

    def _reckoned(self, bend: Bend) -> float:
        """How many lines the letter takes under a bend more than its pages hold, if no column ended before its foot."""
        sheet, galley, _ = self._galley(bend)
        pages = held(self.plain.galley, self._sheet, self._pages, bend.front, bend.leading)
        return demand(galley, sheet, self._pages) - pages

    @property
    def _tired(self) -> bool:
        return self.runs >= self._most

    @property
    def _content(self) -> bool:
        return self._tired or (self.best is not None and self.best.cost <= ENOUGH)

    # ── searching ──

    def search(self) -> None:
        """Look for the cheapest; `best` is None if there is none."""
        if self.best is not None:
            return
        self.tried(Bend())  # tighter paragraphs alone
        ends = self._ends()
        if self._content:
            return
        self.end = self._set(Bend(**ends), self.plain)
        if not self.end.fits:
            return
        if self.best is None or self.end.cost < self.best.cost:
            self.best = self.end
        made = rooms(self.plain.galley, self._sheet, self._pages, ends.pop("front", 0.0), ends.pop("leading", 0.0))
        gains = self._gains(ends)
        text: dict[Kind, float] = {kind: end for kind, end in ends.items() if kind != "figures"}
        for some in (text, ends) if text != ends else (text,):  # figures are narrowed only if that helps much
            self._in_every_room(made, some, {kind: gains[kind] for kind in some})
        self._take_back()

    def _in_every_room(self, made: Sequence[Room], ends: Mapping[Kind, float], gains: Mapping[Kind, float]) -> None:
        foreseen = {room: room.cost + self._foreseen(room, ends, gains) for room in made}
        for room in sorted(made, key=lambda room: foreseen[room]):
            if self.best is None or room.cost + HOPE * (foreseen[room] - room.cost) < self.best.cost:
                self._along(room, ends, gains)

    def _ends(self) -> dict[Kind, float]:
        """How far each kind of change may go; none that cannot change this letter."""
        ends = utmost(self._sheet)
        pictures = any(isinstance(item, PlacedPicture) for page in self.plain.made_up.pages for item in page.items)
        return {kind: getattr(ends, kind) for kind in KINDS if getattr(ends, kind) and (kind != "figures" or pictures)}

    def _gains(self, ends: Mapping[Kind, float]) -> dict[Kind, float]:
        """How many lines each kind of change saves if it goes as far as it may."""
        saved = {kind: max(0.0, self._over - self._reckoned(Bend(**{kind: end}))) for kind, end in ends.items()}
        least = FAINT * max([self.plain.lines, *saved.values()])
        return {kind: max(lines, least) for kind, lines in saved.items()}

    def _foreseen(self, room: Room, ends: Mapping[Kind, float], gains: Mapping[Kind, float]) -> float:
        """What it will cost about to save the lines that there is no room for."""
        wanted = self._need - room.lines
        if wanted <= 0:
            return 0.0
        dear = max(1.0, wanted / sum(gains.values())) if gains else math.inf
        return visibility(spread(wanted, ends, gains)) * dear if gains else math.inf

    def _along(self, room: Room, ends: Mapping[Kind, float], gains: Mapping[Kind, float]) -> None:
        """The least of the other changes with which the letter fits in a given room."""
        low, high = 0.0, sum(gains.values())
        wanted = min(max(0.0, self._need - room.lines), high)
        for _ in range(PATH_RUNS):
            if self._content or self.runs + KEPT_RUNS >= self._most:
                return
            bend = replace(spread(wanted, ends, gains), front=room.front, leading=room.leading)
            if self.best is not None and visibility(bend) >= self.best.cost:
                high = wanted  # dearer than what is known to fit
            else:
                over, fits = self.tried(bend)
                if fits:
                    high = wanted
                else:
                    low = wanted
            if high - low < 0.5 or wanted == 0.0 == high:
                return
            wanted = (low + high) / 2 if high == wanted else min(low + max(over, 0.5), (low + high) / 2)

    def _take_back(self) -> None:
        """Take single changes back, those that are seen best first; first wholly, then by halves."""
        for kind in self._by_cost():
            assert self.best is not None
            if self._tired:
                return
            if getattr(self.best.bend, kind):
                self.tried(replace(self.best.bend, **{kind: 0.0}))
        for kind in self._by_cost():
            assert self.best is not None
            bend = self.best.bend
            low, high = 0.0, getattr(bend, kind)
            for _ in range(HALVINGS):
                if self._content:
                    return
                middle = rounded(kind, (low + high) / 2, high)
                if middle == high:
                    break
                _, fits = self.tried(replace(bend, **{kind: middle}))
                low, high = (low, middle) if fits else (middle, high)

    def _by_cost(self) -> list[Kind]:
        assert self.best is not None
        bend = self.best.bend
        cost = {kind: visibility_of(kind, getattr(bend, kind)) for kind in KINDS}
        return sorted((kind for kind in KINDS if cost[kind]), key=lambda kind: (-cost[kind], KINDS.index(kind)))


def fit(
    document: Document, sheet: StyleSheet, typecase: Typecase, pages: int, span: Span, said: Diagnostics
) -> tuple[Set, Fitted]:
    """Set a letter so that it takes no more than `pages` pages, with the least visible change that the sheet allows.

    A letter that fits as it is is not changed. One that cannot be made to fit is an error at `span`, where it was asked
    for; then the letter is returned as it was.
    """
    fitter = Copyfitter(document, sheet, typecase, pages)
    fitter.search()
    plain, best = fitter.plain, fitter.best
    chosen = best or plain
    said.repeat(chosen.said.said)
    lines = _lines(plain.lines)
    count = f"{pages:,} page{'' if pages == 1 else 's'}"
    if best is None:
        left = _lines(fitter.end.lines)
        # A line of each column may be lost to where columns can end.
        words = _words(fitter.end.galley, left + sheet.columns.count)
        said.error(
            f"copyfit: cannot be made to fit {count}: {_too_many(left, 'is', 'are')} "
            f"even with everything that the sheet allows ({lines:,} as it is)",
            span,
            f"cut about {words:,} words; or allow {len(plain.made_up.pages):,} pages",
        )
        return plain, Fitted(pages, lines, Bend(), (), 0.0, fitter.runs)
    made = (*tightened(best), *changes(best.bend, sheet)) if best is not plain else ()
    if made:
        cost = f"cost {number(best.cost)} (at 1 it is just seen beside the plain page)"
        said.note(f"copyfit: {_too_many(lines, 'was', 'were')} for {count}: {', '.join(made)}; {cost}", span)
    return best, Fitted(pages, lines, best.bend, made, best.cost, fitter.runs)


def tightened(one: Set) -> tuple[str, ...]:
    """How many paragraphs the page room set with fewer lines than is best for them, in words."""
    best = Counter(line.element for line in one.galley.flow)
    made = Counter(
        item.line.element
        for page in one.made_up.pages
        for item in page.items
        if isinstance(item, PlacedLine) and item.part == "column"
    )
    fewer = sum(made[element] < lines for element, lines in best.items())
    if not fewer:
        return ()
    return ("1 paragraph set a line shorter" if fewer == 1 else f"{fewer:,} paragraphs set a line shorter",)


def spread(wanted: float, ends: Mapping[Kind, float], gains: Mapping[Kind, float]) -> Bend:
    """The least visible way to save so many lines, if each kind of change saves `gains` at its end, and in proportion.

    Lagrange: of all xᵢ with a given sum of gᵢxᵢ the sum of (xᵢ / jᵢ)² is least where xᵢ is as jᵢ²gᵢ. None goes beyond
    its end.
    """
    if wanted <= 0 or not ends:
        return Bend()
    pull = {kind: gains[kind] / abs(end) * (JUST_SEEN[kind] ** 2) / abs(end) for kind, end in ends.items()}

    def shares(force: float) -> dict[Kind, float]:
        return {kind: min(1.0, force * pull[kind]) for kind in ends}

    low, high = 0.0, 1.0 / min(pull.values())
    for _ in range(60):
        middle = (low + high) / 2
        if sum(share * gains[kind] for kind, share in shares(middle).items()) < wanted:
            low = middle
        else:
            high = middle
    return Bend(**{kind: rounded(kind, share * ends[kind], ends[kind]) for kind, share in shares(high).items()})


def rounded(kind: Kind, amount: float, end: float) -> float:
    """A change in whole steps, rounded up, but not beyond its end."""
    step = STEPS[kind]
    steps = math.ceil(abs(amount) / step - 1e-6)
    return math.copysign(min(round(steps * step, 6), abs(end)), end)


def _lines(lines: float) -> int:
    return max(0, math.ceil(lines - 1e-6))


def _too_many(lines: int, one: str, several: str) -> str:
    return f"{lines:,} line{f' {one}' if lines == 1 else f's {several}'} too many"


def _words(galley: Galley, lines: int) -> int:
    """About how many words stand in so many lines of the text."""
    text = [line.text for line in galley.flow if line.style == "body"] or [line.text for line in galley.flow]
    each = sum(len(line.split()) for line in text) / max(1, len(text))
    return max(5, math.ceil(lines * each / 5) * 5)
