"""How wide the columns of a table are.

Knows what cells hold only by how wide it must and would like to be; knows nothing of rows, rules or pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from rejoinder.galley.pieces import Box, Glue, HardBreak, Kern, Piece, Seam, Word, widths_before
from rejoinder.geometry import Pt
from rejoinder.values import replace

EPSILON: Pt = 0.01
"""What rounding may take from a width that was reckoned in another order."""


class Extent(NamedTuple):
    """Least and natural width of something."""

    least: Pt
    most: Pt


class Spread(NamedTuple):
    """What a cell over several columns wants."""

    column: int
    columns: int
    extent: Extent


# ── what a cell wants ─────────────────────────────────────────────────────


def extent(pieces: Sequence[Piece]) -> Extent:
    """Width of the longest part that no line end may part, and of the longest line if only hard breaks end one."""
    least = most = run = line = 0.0
    for piece in pieces:
        if isinstance(piece, HardBreak):
            least, most = max(least, run), max(most, line)
            run = line = 0.0
            continue
        line += piece.width
        if isinstance(piece, Glue | Seam) and piece.breaks:
            least, run = max(least, run), 0.0
        elif isinstance(piece, Box) and piece.word.divisions:
            scale, before = piece.look.size / 1000, 0.0
            for at, prefix, hyphen, _, _ in piece.word.divisions:
                here = prefix * scale + piece.look.tracking * at
                least, run = max(least, run + here - before + hyphen * scale), 0.0
                before = here
            run += piece.width - before
        else:
            run += piece.width
    return Extent(max(least, run), max(most, line))


def widest_letter(pieces: Iterable[Piece]) -> Pt:
    """What a cell cannot do without, if words may be parted anywhere."""
    widest = 0.0
    for piece in pieces:
        if isinstance(piece, Box):
            before = widths_before(piece.word.shaped)
            em = max((b - a for a, b in pairwise(before)), default=0.0)
            widest = max(widest, em / 1000 * piece.look.size + piece.look.tracking)
    return widest


def whole_words(pieces: Sequence[Piece]) -> list[Piece]:
    """The same without the divisions that need a hyphen; behind signs that are there a line may still end."""
    return [_whole(piece) if isinstance(piece, Box) else piece for piece in pieces]


def _whole(box: Box) -> Box:
    word = box.word
    signs = tuple(place for place in word.divisions if not place[2])
    if len(signs) == len(word.divisions):
        return box
    whole = Word(word.text, word.shaped, signs, word.left, word.right)
    return Box(whole, box.look, box.span, box.note, box.anchor, box.mentions)


def loosened(pieces: Sequence[Piece]) -> list[Piece]:
    """The same with a place to end the line at every space."""
    return [Glue(p.width, p.stretch, p.shrink) if isinstance(p, Glue) else p for p in pieces]


def smaller(pieces: Sequence[Piece], share: float) -> list[Piece]:
    """The same in a smaller size."""
    return [_smaller(piece, share) for piece in pieces]


def _smaller(piece: Piece, share: float) -> Piece:
    if isinstance(piece, Box):
        look = piece.look
        small = replace(look, size=look.size * share, rise=look.rise * share, tracking=look.tracking * share)
        return Box(piece.word, small, piece.span, piece.note, piece.anchor, piece.mentions)
    if isinstance(piece, Glue):
        return Glue(piece.width * share, piece.stretch * share, piece.shrink * share, piece.breaks)
    if isinstance(piece, Seam):
        return Seam(piece.width * share, piece.stretch * share, piece.shrink * share, piece.breaks, piece.penalty)
    return Kern(piece.width * share) if isinstance(piece, Kern) else piece


# ── what the columns get ──────────────────────────────────────────────────


def demands(columns: Sequence[Extent], spreads: Iterable[Spread], gap: Pt) -> list[Extent]:
    """What each column wants, cells over several columns included: these share out what they lack by natural width."""
    least = [one.least for one in columns]
    most = [max(one) for one in columns]
    for spread in sorted(spreads, key=lambda one: one.columns):
        over = range(spread.column, spread.column + spread.columns)
        between = gap * (spread.columns - 1)
        _share_out(most, over, spread.extent.most - between, most)
        _share_out(least, over, spread.extent.least - between, most)
        for i in over:
            most[i] = max(most[i], least[i])
    return [Extent(a, b) for a, b in zip(least, most, strict=True)]


def _share_out(widths: list[Pt], over: range, wanted: Pt, weights: Sequence[Pt]) -> None:
    lacking = wanted - sum([widths[i] for i in over])
    if lacking <= 0:
        return
    total = sum([weights[i] for i in over])
    shares = [weights[i] / total if total > 0 else 1 / len(over) for i in over]
    for i, share in zip(over, shares, strict=True):
        widths[i] += lacking * share


def fair(columns: Sequence[Extent], room: Pt) -> list[Pt]:
    """Widths that fill `room` at the most. Where it is too little, the widest columns give way first.

    All columns get what they want, but none more than a ceiling, and none less than its least.
    """
    if sum([one.most for one in columns]) <= room:
        return [one.most for one in columns]
    low, high = 0.0, max((one.most for one in columns), default=0.0)
    for _ in range(50):
        ceiling = (low + high) / 2
        if sum([max(one.least, min(one.most, ceiling)) for one in columns]) > room:
            high = ceiling
        else:
            low = ceiling
    return [max(one.least, min(one.most, low)) for one in columns]


def spread_out(widths: Sequence[Pt], room: Pt, alike: Sequence[int]) -> list[Pt]:
    """Widths that fill `room`: those `alike` (columns of figures) become as wide as the widest of them, as far as that
    goes; what is left all columns share.
    """
    out = list(widths)
    extra = room - sum(out)
    if extra <= 0:
        return out
    target = max((out[i] for i in alike), default=0.0)
    lacking = sum([target - out[i] for i in alike])
    if lacking > 0:
        part = min(1.0, extra / lacking)
        for i in alike:
            out[i] += (target - out[i]) * part
        extra -= lacking * part
    return [width + extra / len(out) for width in out]
