"""Lines, rules and white, stacked into the strips of a figure or table.

Knows heights and edges; knows nothing of captions, columns or pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rejoinder.galley.model import Inlaid, InlaidLine, InlaidPicture, InlaidRule, Line, Strip
from rejoinder.geometry import Box, Pt
from rejoinder.style.model import Colour, Rule
from rejoinder.values import replace


def stacked(lines: Sequence[Line], *, x: Pt = 0.0, keep: bool = True) -> tuple[Strip, ...]:
    """A strip for each line. The first one's head is at its capitals, the foot of each at its baseline.

    With `keep` each stays with the one below it, the last one too.
    """
    strips = []
    for i, line in enumerate(lines):
        height = line.height if i == 0 else line.leading + line.before
        strips.append(Strip(height, (InlaidLine(x, height, line),), line.notes, keep))
    return tuple(strips)


def blank(height: Pt, *, keep: bool = True) -> tuple[Strip, ...]:
    """White, if there is any."""
    return (Strip(height, keep=keep),) if height > 0 else ()


def ruled(rule: Rule, measure: Pt, colour: Colour, *, keep: bool = False) -> tuple[Strip, ...]:
    """A rule with its white; nothing, if it has neither thickness nor white."""
    height = rule.above + rule.thickness + rule.below
    if height <= 0:
        return ()
    return (Strip(height, bar(rule, 0.0, rule.above, measure, colour), keep=keep),)


def bar(rule: Rule, x: Pt, y: Pt, measure: Pt, colour: Colour) -> tuple[InlaidRule, ...]:
    """The ink of a rule with its upper edge at `y`, if it has any."""
    if rule.thickness <= 0 or measure <= 0:
        return ()
    width = measure if rule.width is None else min(rule.width, measure)
    return (InlaidRule(Box(x, y, width, rule.thickness), colour),)


def height_of(strips: Iterable[Strip]) -> Pt:
    return sum([strip.height for strip in strips])


def inlaid_lines(strips: Iterable[Strip]) -> Iterator[Line]:
    """The lines in some strips, from above."""
    return (item.line for strip in strips for item in strip.items if isinstance(item, InlaidLine))


def as_artifacts(strips: Iterable[Strip]) -> tuple[Strip, ...]:
    """The same to the eye, but said before: no elements, nothing called, nowhere to be led to."""
    return tuple(Strip(one.height, tuple(map(_unsaid, one.items)), (), one.keep) for one in strips)


def _unsaid(item: Inlaid) -> Inlaid:
    return InlaidLine(item.x, item.y, unsaid(item.line)) if isinstance(item, InlaidLine) else item


def unsaid(line: Line) -> Line:
    """A line as an artifact."""
    segments = tuple(replace(segment, element=None) for segment in line.segments)
    bars = tuple(replace(bar, element=None) for bar in line.bars)
    return replace(line, segments=segments, bars=bars, element=None, notes=(), anchors=(), mentions=())


def lowered(item: Inlaid, down: Pt, right: Pt = 0.0) -> Inlaid:
    """The same item further down (or up) and to the right."""
    if isinstance(item, InlaidLine):
        return InlaidLine(item.x + right, item.y + down, item.line)
    box = item.box
    moved = Box(box.x + right, box.y + down, box.width, box.height)
    if isinstance(item, InlaidRule):
        return InlaidRule(moved, item.colour)
    return InlaidPicture(moved, item.picture, item.element)


def spaced(line: Line) -> Line:
    """The same line, told from the next one by a space without width."""
    if not line.segments:
        return line
    last = line.segments[-1]
    return replace(line, segments=(*line.segments[:-1], replace(last, gaps=(*last.gaps[:-1], 0.0))))
