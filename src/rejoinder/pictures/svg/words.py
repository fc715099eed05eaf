"""Text in SVG: which words stand where, and in which of our faces (SVG 1.1, 10).

Knows positions and styles as they are written; how wide words are is not known here.
"""

from __future__ import annotations

import xml.etree.ElementTree as Etree
from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias, cast

from rejoinder.pictures.drawing import Chunk, Matrix, Paint, Run, Stroke, Wording
from rejoinder.pictures.svg.cascade import Cascade, Look
from rejoinder.pictures.svg.values import length, number, numbers
from rejoinder.values import dataclass, field, replace

SIZES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0, "xx-large": 32.0,
}  # fmt: skip
SERIFS = (
    "times", "georgia", "garamond", "palatino", "cambria", "baskerville", "bodoni", "century", "computer modern", "cmr",
    "cmu serif", "latin modern roman", "minion", "charter", "stix", "nimbus roman", "bookman", "caslon", "didot",
    "roman",
)  # fmt: skip
"""Parts of the names of families with serifs."""
SHIFTS = {
    "middle": 0.24, "central": 0.33, "mathematical": 0.33, "hanging": 0.66, "text-before-edge": 0.75,
    "text-top": 0.75, "before-edge": 0.75, "top": 0.75, "text-after-edge": -0.22, "after-edge": -0.22,
    "text-bottom": -0.22, "bottom": -0.22, "ideographic": -0.2,
}  # fmt: skip
"""How far below the point the baseline lies, in ems of faces like ours."""
SUPER, SUB = -0.35, 0.2
LONGEST = 20_000
"""Characters of one text element."""

Painter: TypeAlias = Callable[[Look], tuple[Paint | None, float, Stroke | None]]
"""Fill, its opacity and stroke of words of this look."""


@dataclass(slots=True)
class _Position:
    """Coordinates given for single characters by one element; each is used up by a character."""

    x: list[float] = field(default_factory=list)
    y: list[float] = field(default_factory=list)
    dx: list[float] = field(default_factory=list)
    dy: list[float] = field(default_factory=list)
    turn: list[float] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """A chunk that more may be added to."""

    x: float
    y: float
    anchor: str
    turn: float
    most: float
    runs: list[Run] = field(default_factory=list)


class WordReader:
    """Reads one text element."""

    def __init__(self, cascade: Cascade, painter: Painter, width: float, height: float) -> None:
        self._cascade = cascade
        self._painter = painter
        self._width = width
        self._height = height
        self._chunks: list[_Open] = []
        self._stack: list[_Position] = []
        self._space = True
        """The last character was a space, or there is none yet."""
        self._letters = 0
        self.left_out: dict[str, None] = {}

    def read(self, element: Etree.Element, look: Look, matrix: Matrix) -> Wording | None:
        self._element(element, look, 0.0)
        chunks = [_closed(chunk) for chunk in self._chunks]
        whole = tuple(chunk for chunk in chunks if any(run.text.strip() for run in chunk.runs))
        return Wording(whole, matrix) if whole else None

    def _element(self, element: Etree.Element, look: Look, raised: float) -> None:
        size = font_size(look)
        self._stack.append(self._positions(element, size))
        most = length(element.get("textLength"), self._width, size)
        raised += _raise(look.get("baseline-shift", ""), size)
        preserve = element.get("space") == "preserve" or look.get("white-space") in ("pre", "pre-wrap")
        self._text(element.text or "", look, raised, most, preserve)
        for child in element:
            if child.tag in ("tspan", "a"):
                inner = self._cascade.look(child, look)
                decorated = look.get("text-decoration") or look.get("text-decoration-line")
                if decorated:
                    inner.setdefault("text-decoration", decorated)
                resolve_size(inner, look)
                if inner.get("display") != "none":
                    self._element(child, inner, raised)
            elif child.tag in ("textPath", "tref"):
                self.left_out["text along a path"] = None
            self._text(child.tail or "", look, raised, most, preserve)
        self._stack.pop()

    def _positions(self, element: Etree.Element, em: float) -> _Position:
        def along(name: str, whole: float) -> list[float]:
            written = element.get(name, "").replace(",", " ").split()
            return [length(one, whole, em) for one in written[:LONGEST]]

        return _Position(
            along("x", self._width),
            along("y", self._height),
            along("dx", self._width),
            along("dy", self._height),
            numbers(element.get("rotate", "")),
        )

    def _text(self, text: str, look: Look, raised: float, most: float, preserve: bool) -> None:
        letters: list[str] = []
        for char in self._collapsed(text, preserve):
            self._letters += 1
            if self._letters > LONGEST:
                break
            x, y, dx, dy, turn = (self._next(name) for name in ("x", "y", "dx", "dy", "turn"))
            if (x, y, dx, dy, turn) != (None,) * 5 and letters:
                self._run("".join(letters), look, raised)
                letters = []
            if x is not None or y is not None or turn or not self._chunks:
                self._begin(x, y, turn or 0.0, look, most)
            if dx or dy:
                self._run("", look, raised, dx or 0.0, dy or 0.0)
            letters.append(char)
        if letters:
            self._run("".join(letters), look, raised)

    def _collapsed(self, text: str, preserve: bool) -> Iterator[str]:
        """Characters as they are set: white space is one space, and none at the beginning (10.15)."""
        for char in text:
            if char in " \t\r\n":
                if self._space and not preserve:
                    continue
                self._space = True
                yield " "
            else:
                self._space = False
                yield char

    def _next(self, name: str) -> float | None:
        """The next coordinate of a kind, from the innermost element that has some; all of them use one up."""
        found: float | None = None
        for position in reversed(self._stack):
            values: list[float] = getattr(position, name)
            if values:
                value = values.pop(0) if name != "turn" or len(values) > 1 else values[0]
                found = value if found is None else found
        return found

    def _begin(self, x: float | None, y: float | None, turn: float, look: Look, most: float) -> None:
        last = self._chunks[-1] if self._chunks else None
        if last is not None and x is None and (turn or y is not None):
            # without a width there is no knowing where a line goes on; its beginning is the best guess
            self.left_out["text whose lines begin nowhere"] = None
        self._chunks.append(
            _Open(
                x if x is not None else last.x if last else 0.0,
                y if y is not None else last.y if last else 0.0,
                look.get("text-anchor", "start"),
                turn,
                most,
            )
        )

    def _run(self, text: str, look: Look, raised: float, dx: float = 0.0, dy: float = 0.0) -> None:
        chunk = self._chunks[-1]
        size = font_size(look)
        fill, opacity, stroke = self._painter(look)
        families = look.get("font-family", "").lower()
        serif = is_serif(families)
        if "mono" in families or "courier" in families:
            self.left_out["fixed-width type"] = None
        before = sum(run.dy for run in chunk.runs)
        wanted = raised + sum(run.dy for run in chunk.runs if not run.text)
        run = Run(
            text=text,
            size=size,
            serif=serif,
            weight=weight(look.get("font-weight", "")),
            italic=look.get("font-style", "") in ("italic", "oblique"),
            dx=dx,
            dy=dy if not text else wanted - before,
            spacing=length(look.get("letter-spacing"), size, size),
            fill=fill if look.get("visibility", "visible") == "visible" else None,
            fill_opacity=opacity,
            stroke=stroke if look.get("visibility", "visible") == "visible" else None,
            decoration=_decoration(look),
            shift=SHIFTS.get(look.get("dominant-baseline") or look.get("alignment-baseline", ""), 0.0),
        )
        chunk.runs.append(run)


def _closed(chunk: _Open) -> Chunk:
    runs = list(chunk.runs)
    while runs and not runs[-1].text.strip(" "):
        runs.pop()
    if runs and runs[-1].text.endswith(" "):
        last = runs[-1]
        runs[-1] = replace(last, text=last.text.rstrip(" "))
    anchor = chunk.anchor if chunk.anchor in ("middle", "end") else "start"
    return Chunk(chunk.x, chunk.y, tuple(runs), cast(Literal["start", "middle", "end"], anchor), chunk.turn, chunk.most)


def resolve_size(look: dict[str, str], around: Look) -> None:
    """Make the size of a look one in px, given that of what it stands in."""
    written = look.get("font-size", "")
    parent = font_size(around)
    if written in SIZES:
        size = SIZES[written]
    elif written in ("smaller", "larger"):
        size = parent / 1.2 if written == "smaller" else parent * 1.2
    else:
        size = length(written, parent, parent, parent)
    look["font-size"] = f"{max(0.0, size):.6f}px"


def font_size(look: Look) -> float:
    """In px; of a look whose size has been resolved."""
    return length(look.get("font-size"), 16.0, 16.0, 16.0)


def is_serif(families: str) -> bool:
    """By the first family of the list that says which it is."""
    for family in families.lower().replace('"', "").replace("'", "").split(","):
        family = family.strip()
        if "sans" in family or "mono" in family or "helvetica" in family or "arial" in family:
            return False
        if family == "serif" or "serif" in family or any(part in family for part in SERIFS):
            return True
    return False


def weight(written: str) -> int:
    if written in ("bold", "bolder"):
        return 700
    return max(200, min(900, round(number(written, 400.0)))) if written != "lighter" else 300


def _raise(written: str, size: float) -> float:
    """How far down a baseline is shifted."""
    if written == "super":
        return SUPER * size
    if written == "sub":
        return SUB * size
    return -length(written, size, size) if written and written != "baseline" else 0.0


def _decoration(look: Look) -> str:
    words = (look.get("text-decoration") or look.get("text-decoration-line") or "").split()
    return next((one for one in ("underline", "line-through") if one in words), "")
