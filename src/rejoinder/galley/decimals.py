"""Numbers of a table's column, aligned on their decimal points.

Knows the pieces of cells that are set on one line; knows nothing of where their column stands.

A cell is taken apart at its spaces: `12.5 (3.4)`, `0.85 (0.71 to 1.02)`, `< 0.001`. The points of the first numbers of
all cells stand below each other. Where several cells are built alike their other numbers do so too; what is missing
on either side of a point is made up for by the spaces between, so that nothing is added to what the author wrote.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from rejoinder.document.model import Inlines, Traits, Words
from rejoinder.galley.pieces import Box, Glue, Piece, widths_before
from rejoinder.geometry import Pt

MINUS = "\u2212"

_HYPHEN_FOR_MINUS = re.compile(r"(?<![^\s(\[<>≤≥=±~≈/–—,;\u2009\u202f])-(?=[.·]?[0-9])")


def with_minus(inlines: Inlines) -> Inlines:
    """A hyphen that stands before a number as its sign becomes a minus: -0.3, but not COVID-19."""
    if not any(isinstance(one, Words) and "-" in one.text for one in inlines):
        return inlines
    out = []
    before = ""
    for one in inlines:
        if isinstance(one, Words):
            if "-" in one.text and one.link is None and not one.traits & Traits.CODE:
                text = _HYPHEN_FOR_MINUS.sub(MINUS, before[-1:] + one.text)[len(before[-1:]) :]
                one = Words(text, one.span, one.traits, one.lang, one.link)
            before = one.text or before
        else:
            before = "\ufffc"
        out.append(one)
    return tuple(out)


# ── what is a number ──────────────────────────────────────────────────────

_LETTERLESS = re.compile(r"[-0-9.,·:;/%‰°()\[\]<>≤≥=~≈±+−–—×*†‡§¶‖#&$£€¥'’′″^\s]*")
_SMALL_WORDS = re.compile(r"(?<!\w)(?:to|vs?|and|or|n|N|p|P|x|bis|und|et|à|a|al|y)(?!\w)\.?")
LONGEST_PLACEHOLDER = 12
"""Characters of what stands for a number that is missing: –, n/a, NS, Reference."""


def is_number(text: str) -> bool:
    """Whether a cell says a number, or several with little between: 12 (3.4), < 0.001, 0.71 to 1.02, 45%."""
    if not any(char.isdigit() for char in text):
        return False
    return _LETTERLESS.fullmatch(text) is not None or _LETTERLESS.fullmatch(_SMALL_WORDS.sub("", text)) is not None


def are_numbers(texts: Sequence[str]) -> bool:
    """Whether a column is one of numbers: most of its cells are, and the others stand for some that are missing."""
    filled = [text for text in texts if text]
    numbers = [is_number(text) for text in filled]
    if not any(numbers) or 2 * sum(numbers) < len(filled):
        return False
    return all(
        number or (len(text) <= LONGEST_PLACEHOLDER and text.count(" ") < 2)
        for text, number in zip(filled, numbers, strict=True)
    )


# ── points ────────────────────────────────────────────────────────────────

_THIN = "\u00a0\u2007\u2009\u202f'’"
_COMMA = frozenset(
    "af az be bg bs ca cs da de el es et eu fi fo fr gl hr hu hy id is it ka kk lt lv mk nb nl nn no pl pt ro ru sk sl "
    "sq sr sv tr uk vi".split()
)
"""Languages that write 3,5 (CLDR)."""


def _number(mark: str, group: str) -> re.Pattern[str]:
    whole = rf"[0-9]{{1,3}}(?:[{group}{_THIN}][0-9]{{3}})+(?![0-9])|[0-9]+"
    return re.compile(rf"(?:{whole})?(?P<point>[{mark}])[0-9]+|(?:{whole})")


_POINT_NUMBER, _COMMA_NUMBER = _number(".·", ","), _number(",", ".")
_SURE_POINT = re.compile(r"[0-9][.·][0-9]")
_SURE_COMMA = re.compile(r"(?<![0-9.,])0,[0-9]|[0-9],[0-9]{1,2}(?![0-9])|[0-9],[0-9]{4}")


def _numbers_like(texts: Sequence[str], lang: str) -> re.Pattern[str]:
    """How numbers are written in a column: with points or with commas."""
    points = any(_SURE_POINT.search(text) for text in texts)
    commas = any(_SURE_COMMA.search(text) for text in texts)
    if lang.partition("-")[0].lower() in _COMMA:
        return _COMMA_NUMBER if commas or not points else _POINT_NUMBER
    return _COMMA_NUMBER if commas and not points else _POINT_NUMBER


class _Token:
    """What stands between two spaces of a cell; `point` is where its first number's point is, from its left edge."""

    __slots__ = ("glue", "pieces", "point", "text", "width")

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.text = ""
        self.width: Pt = 0.0
        self.point: Pt | None = None
        self.glue: Glue | None = None
        """The space behind it."""

    def add(self, piece: Box | Glue) -> None:
        if isinstance(piece, Glue):
            self.text += "\u00a0"
        elif not _raised(piece):
            self.text += piece.word.text
        self.pieces.append(piece)
        self.width += piece.width

    def find_point(self, number: re.Pattern[str]) -> None:
        found = number.search(self.text)
        if found is None:
            return
        at = found.start("point") if found["point"] else found.end()
        x, begin = 0.0, 0
        for piece in self.pieces:
            length = 1 if isinstance(piece, Glue) else 0
            if isinstance(piece, Box) and not _raised(piece):
                length = len(piece.word.text)
                if begin <= at <= begin + length:
                    before = _width_before(piece, at - begin)
                    self.point = x + before / 1000 * piece.look.size + piece.look.tracking * (at - begin)
                    return
            begin += length
            x += 0.0 if not isinstance(piece, Box | Glue) else piece.width


def _width_before(box: Box, at: int) -> float:
    """How wide a box is up to a character, in thousandths of an em."""
    if box.solid:
        from rejoinder.galley.formulas import width_before

        return width_before(box.word.shaped[0], at) / box.look.size * 1000
    return widths_before(box.word.shaped)[at]


def _raised(box: Box) -> bool:
    return box.look.rise != 0 or "sups" in box.look.choice.features or "subs" in box.look.choice.features


_THOUSANDS = re.compile(r"[0-9]{3}(?![0-9])")
_BEFORE_THOUSANDS = re.compile(r"(?:.*[^0-9])?[0-9]{1,3}", re.DOTALL)


def _tokens(pieces: Sequence[Piece], *, grouped: bool = False) -> list[_Token] | None:
    """A cell taken apart at its spaces; None if it is more than one line. Marks stay with what they stand behind.

    `grouped`: thousands are parted by spaces of any kind, not only by such as no line is broken at.
    """
    tokens = [_Token()]
    for i, piece in enumerate(pieces):
        if isinstance(piece, Glue):
            behind = pieces[i + 1] if i + 1 < len(pieces) else None
            marks = isinstance(behind, Box) and _raised(behind)
            thousands = (
                (grouped or not piece.breaks)
                and _BEFORE_THOUSANDS.fullmatch(tokens[-1].text) is not None
                and isinstance(behind, Box)
                and _THOUSANDS.match(behind.word.text) is not None
            )
            if marks or thousands:
                tokens[-1].add(piece)
            else:
                tokens[-1].glue = piece
                tokens.append(_Token())
        elif isinstance(piece, Box):
            tokens[-1].add(piece)
        else:
            return None
    return tokens


# ── aligning ──────────────────────────────────────────────────────────────


class AlignedCell(NamedTuple):
    """A cell's pieces, with as much white between them as aligns them; `x` is its left edge within the block, or None
    for what has no number, and `width` is its own.
    """

    pieces: list[Piece]
    x: Pt | None
    width: Pt


Signature: TypeAlias = tuple[str, ...]


def _signature(tokens: Sequence[_Token]) -> Signature:
    """How a cell is built: two cells built alike are aligned throughout."""
    return tuple("0" if one.point is not None else one.text for one in tokens)


class _Extent:
    """How far things reach to the left and to the right of their points."""

    __slots__ = ("left", "right")

    def __init__(self) -> None:
        self.left: Pt = 0.0
        self.right: Pt = 0.0

    def take(self, point: Pt, width: Pt) -> None:
        self.left = max(self.left, point)
        self.right = max(self.right, width - point)


class Aligned(NamedTuple):
    """A column's cells: None for one that cannot be aligned, since it has several lines."""

    cells: list[AlignedCell | None]
    block: Pt
    """Width of what is aligned."""
    other: Pt
    """Of the widest cell without a number."""


def aligned(cells: Sequence[Sequence[Piece]], lang: str) -> Aligned:
    """Align the cells of a column in a language."""
    grouped = lang.partition("-")[0].lower() in _COMMA
    taken = [_tokens(pieces, grouped=grouped) if pieces else None for pieces in cells]
    number = _numbers_like([token.text for tokens in taken for token in tokens or ()], lang)
    for tokens in taken:
        for token in tokens or ():
            token.find_point(number)
    built = Counter(
        _signature(tokens) for tokens in taken if tokens and len(tokens) > 1 and tokens[0].point is not None
    )
    # The most frequent kind; of several the one that was met first.
    main = max(built, key=lambda one: built[one], default=())
    alike = [tokens for tokens in taken if tokens and _signature(tokens) == main] if built[main] > 1 else []
    same = frozenset(map(id, alike))
    tracks = [_Extent() for _ in main] if alike else []
    spaces = [0.0 for _ in tracks]
    for tokens in alike:
        for k, token in enumerate(tokens):
            tracks[k].take(token.point or 0.0, token.width)
            spaces[k] = max(spaces[k], token.glue.width if token.glue else 0.0)
    whole = _Extent()
    if tracks:
        reach = tracks[0].right + sum(t.left + t.right for t in tracks[1:]) + sum(spaces[:-1])
        whole.take(tracks[0].left, tracks[0].left + reach)
    for tokens in taken:
        if tokens and tokens[0].point is not None and id(tokens) not in same:
            whole.take(tokens[0].point, _width(tokens))
    out: list[AlignedCell | None] = []
    for pieces, tokens in zip(cells, taken, strict=True):
        if tokens is None:
            out.append(None)
        elif tokens[0].point is None:
            out.append(AlignedCell(list(pieces), None, _width(tokens)))
        elif id(tokens) in same:
            out.append(_spaced(tokens, tracks, spaces, whole))
        else:
            out.append(AlignedCell(list(pieces), whole.left - tokens[0].point, _width(tokens)))
    other = max((one.width for one in out if one and one.x is None), default=0.0)
    return Aligned(out, whole.left + whole.right, other)


def _width(tokens: Sequence[_Token]) -> Pt:
    return sum([one.width + (one.glue.width if one.glue else 0.0) for one in tokens])


def _spaced(tokens: Sequence[_Token], tracks: Sequence[_Extent], spaces: Sequence[Pt], whole: _Extent) -> AlignedCell:
    """A cell whose spaces are such that each of its numbers stands on its track."""
    begin = whole.left - (tokens[0].point or 0.0)
    x, point = begin, whole.left
    pieces: list[Piece] = []
    for k, token in enumerate(tokens):
        pieces += token.pieces
        x += token.width
        if token.glue is not None and k + 1 < len(tokens):
            point += tracks[k].right + spaces[k] + tracks[k + 1].left
            following = point - (tokens[k + 1].point or 0.0)
            pieces.append(Glue(following - x, 0.0, 0.0, breaks=False))
            x = following
    return AlignedCell(pieces, begin, x - begin)
