"""Among the settings of a paragraph, the one without rivers.

Reckons where the word spaces of a setting will stand, so that only the lines that are chosen have to be cast. Knows
pieces and their widths; knows nothing of fonts, markup or pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf

from rejoinder.galley.linebreak import Cut, Setting
from rejoinder.galley.pieces import Box, Glue, Kern, Piece, Seam
from rejoinder.galley.rivers import GapBox, Meeting, River, in_rows, meet
from rejoinder.geometry import Pt
from rejoinder.style.model import TextStyle

RIVER_DEMERITS = 12_000.0
"""What a river costs for each unit of its own cost: that of three lines as much as a division or a loose line, that of
four four times as much."""


def calmest(ways: Iterable[Setting], spaces: Spaces) -> tuple[Cut, ...]:
    """The setting whose demerits and rivers together cost least; none if there are no `ways`.

    The least demerits come first, so that the search ends where demerits alone are too many.
    """
    calm: tuple[Cut, ...] = ()
    least = inf
    for cuts, demerits in ways:
        if demerits >= least:
            break
        cost = demerits + RIVER_DEMERITS * sum([river.cost for river in spaces.rivers(cuts)])
        if cost < least:
            calm, least = cuts, cost
        if cost == demerits:
            break  # no rivers: nothing dearer can be better
    return calm


class Spaces:
    """The word spaces of a justified paragraph, and where they stand in any of its lines."""

    __slots__ = ("_expansion", "_indent", "_known", "_met", "_pieces", "_places", "_protrusion", "_size")

    def __init__(
        self, pieces: Sequence[Piece], places: Sequence[tuple[int, int, bool]], style: TextStyle, indent: Pt
    ) -> None:
        """`places` are where lines may end: at a piece, or in it behind so many characters."""
        self._pieces = pieces
        self._places = places
        self._indent = indent
        self._expansion = style.expansion
        self._protrusion = style.protrusion / 1000
        self._size = style.size
        self._known: dict[tuple[int, int], list[GapBox]] = {}
        self._met: dict[tuple[int, int, int], Sequence[Meeting]] = {}

    def rivers(self, cuts: tuple[Cut, ...]) -> tuple[River, ...]:
        """The rivers of a setting. What settings have in common is looked at but once."""
        meetings = [self._meetings(above, below) for above, below in pairwise(cuts)]
        if not any(meetings):
            return ()
        return in_rows([self.row(cut) for cut in cuts], meetings, lambda _: self._size)

    def row(self, cut: Cut) -> list[GapBox]:
        """Where the spaces of a line stand, from its left edge."""
        known = self._known.get((cut.start, cut.end))
        if known is None:
            known = self._known[cut.start, cut.end] = self._reckoned(cut)
        return known

    def _meetings(self, above: Cut, below: Cut) -> Sequence[Meeting]:
        known = self._met.get((above.start, above.end, below.end))
        if known is None:
            known = self._met[above.start, above.end, below.end] = meet(self.row(above), self.row(below))
        return known

    def _reckoned(self, cut: Cut) -> list[GapBox]:
        """As `paragraph.py` will cast the line: letters grow by `wider`, spaces by `ratio` of what they can."""
        x, rest, line = self._opening(cut)
        ratio, wider = cut.ratio, self._expansion * cut.ratio
        if ratio > 1.0:  # letters give no more than they can; spaces take the rest
            wider = self._expansion
            letters = rest + sum([piece.width for piece in line if type(piece) is Box])
            stretch = sum([piece.stretch for piece in line if type(piece) is Glue or type(piece) is Seam])
            ratio += (ratio - 1.0) * wider * letters / stretch if stretch > 0 else 0.0
        scale = 1.0 + wider
        x += rest * scale
        out: list[GapBox] = []
        for piece in line:
            if type(piece) is Box:
                x += piece.width * scale
            elif type(piece) is Glue:
                begin = x
                x += piece.width + ratio * (piece.stretch if ratio >= 0 else piece.shrink)
                out.append((begin, x))
            elif type(piece) is Seam:
                x += piece.width + ratio * (piece.stretch if ratio >= 0 else piece.shrink)
            elif type(piece) is Kern:
                x += piece.width
        return out

    def _opening(self, cut: Cut) -> tuple[Pt, Pt, Sequence[Piece]]:
        """Where a line begins, what is left of a divided word there, and its further pieces."""
        index, at, _ = self._places[cut.start]
        end = self._places[cut.end][0]
        if at:
            box = self._pieces[index]
            assert type(box) is Box
            before = next(prefix for place, prefix, _, _, _ in box.word.divisions if place == at)
            width = before / 1000 * box.look.size + box.look.tracking * at
            return 0.0, box.width - width, self._pieces[index + 1 : end]
        x = 0.0 if cut.start else self._indent
        begin = index + 1 if cut.start else 0
        while begin < end and type(self._pieces[begin]) is not Box:
            begin += 1
        first = self._pieces[begin]
        if x == 0.0 and type(first) is Box:
            x = -first.word.left * self._protrusion * first.look.size
        return x, 0.0, self._pieces[begin:end]
