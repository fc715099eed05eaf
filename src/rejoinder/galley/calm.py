"""Among the settings of a paragraph, the one without rivers.

Knows where the word spaces of a setting will stand, which it reckons from sums, so that only the lines that are chosen
have to be cast. Knows nothing of fonts, markup or pages.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf

from rejoinder.galley.linebreak import Breakable, Cut, Setting
from rejoinder.galley.pieces import Box, Glue, Kern, Piece
from rejoinder.galley.rivers import GapBox, Meeting, River, in_rows, meet
from rejoinder.geometry import Pt

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

    __slots__ = ("_at", "_expansion", "_indent", "_known", "_loose", "_met", "_p", "_pieces", "_size", "_tight")

    def __init__(
        self,
        pieces: Sequence[Piece],
        at: Sequence[int],
        p: Breakable,
        *,
        indent: Pt,
        expansion: float,
        size: Pt,
    ) -> None:
        """`at` names the piece at which each place of `p` is; `size` is that of the type."""
        self._at = at
        self._p = p
        self._indent = indent
        self._expansion = expansion
        self._size = size
        self._pieces: list[int] = []
        """Of each space, the piece that it is."""
        self._loose: list[tuple[Pt, Pt, Pt, Pt, Pt]] = []
        """Natural width up to each space, width and stretch of the spaces before it, its own width and stretch."""
        self._tight: list[tuple[Pt, Pt, Pt, Pt, Pt]] = []
        """The same with shrink."""
        self._known: dict[tuple[int, int], list[GapBox]] = {}
        self._met: dict[tuple[int, int, int], Sequence[Meeting]] = {}
        x, white, y, z = indent, 0.0, 0.0, 0.0
        for index, piece in enumerate(pieces):
            if type(piece) is Box or type(piece) is Kern:
                x += piece.width
            elif type(piece) is Glue:
                width, stretch, shrink = piece.width, piece.stretch, piece.shrink
                self._pieces.append(index)
                self._loose.append((x, white, y, width, stretch))
                self._tight.append((x, white, z, width, shrink))
                x += width
                white += width
                y += stretch
                z += shrink

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
        first = bisect_right(self._pieces, self._at[cut.start]) if cut.start else 0
        stop = bisect_left(self._pieces, self._at[cut.end])
        if first >= stop:
            return []
        indent = 0.0 if cut.start else self._indent
        begin = self._p.start[cut.start] + indent
        ratio, expansion = cut.ratio, self._expansion
        spaces = self._loose if ratio >= 0 else self._tight
        _, white, give, _, _ = spaces[first]
        if ratio > 1.0:  # letters give no more than they can; spaces take the rest
            x, white_before, give_before, _, stretch = spaces[stop - 1]
            letters, all_stretch = x - begin - white_before + white, give_before + stretch - give
            ratio += (ratio - 1.0) * expansion * letters / all_stretch if all_stretch > 0 else 0.0
            expansion = min(expansion, expansion / ratio)
        # Letters grow by the share `wider`, spaces by `ratio` of what they can.
        wider = expansion * ratio
        scale = 1.0 + wider
        left = indent - begin * scale + white * wider - give * ratio
        return [
            (here := left + x * scale - before * wider + gives * ratio, here + width + own * ratio)
            for x, before, gives, width, own in spaces[first:stop]
        ]
