"""Bending a style sheet: the same look, a little closer.

Knows which values of a sheet make up each kind of change; knows nothing of letters, and does not judge what is seen.
Faces keep the optical size that they were chosen for, so that the design stays the same and no word is shaped anew.
"""

from __future__ import annotations

from collections.abc import Mapping

from rejoinder.copyfit.model import KINDS, Bend
from rejoinder.style.model import FrontBlock, StyleSheet, TextStyle
from rejoinder.values import replace

PARTS: Mapping[str, str] = {
    "label": "label",
    "title": "title",
    "subtitle": "subtitle",
    "byline": "byline",
    "affiliations": "affiliation",
    "correspondence": "correspondence",
    "remarks": "remark",
    "responds-to": "responds-to",
    "dates": "dates",
    "copyright": "copyright",
    "cite": "cite",
}
"""Parts of the front block and their text styles."""

HEADS = frozenset(("heading-1", "heading-2", "heading-3", "end-heading", "statement-label", "statement"))
"""Styles whose white is that of headings. A statement begins with its label, so its white is one too."""

FURNITURE = frozenset(("head", "foot"))


def utmost(sheet: StyleSheet) -> Bend:
    """As much closer as the sheet allows."""
    ranges, plain = sheet.copyfit, sheet.text["body"].expansion
    return Bend(
        front=-ranges.front,
        heads=-ranges.heads,
        leading=-ranges.leading,
        tracking=-ranges.tracking,
        size=-ranges.size,
        expansion=round(max(0.0, ranges.expansion - plain), 6) if plain else 0.0,
        figures=-ranges.figures,
    )


def is_within(bend: Bend, sheet: StyleSheet) -> bool:
    """Whether a change stays within what the sheet allows, either way."""
    ends = utmost(sheet)
    either = all(abs(getattr(bend, kind)) <= abs(getattr(ends, kind)) for kind in KINDS)
    return either and bend.expansion >= 0 and bend.figures <= 0


def bent_sheet(sheet: StyleSheet, bend: Bend) -> StyleSheet:
    """The sheet with a change made. The grid follows the text's leading, so that all of it stays on one grid."""
    if bend == Bend():
        return sheet
    above = frozenset(PARTS[part] for part in sheet.front.order if part in PARTS)
    text = {name: _bent_style(name, style, above, bend) for name, style in sheet.text.items()}
    closer, floats = 1 + bend.leading, sheet.floats
    return replace(
        sheet,
        text=text,
        front=_bent_front(sheet.front, 1 + bend.front),
        grid=replace(sheet.grid, leading=sheet.grid.leading * closer),
        floats=replace(
            floats,
            white=floats.white * closer,
            between=floats.between * closer,
            scale=floats.scale * (1 + bend.figures),
        ),
    )


def _bent_front(front: FrontBlock, share: float) -> FrontBlock:
    rule = replace(front.rule, above=front.rule.above * share, below=front.rule.below * share)
    return replace(front, rule=rule, after=front.after * share)


def _bent_style(name: str, style: TextStyle, above: frozenset[str], bend: Bend) -> TextStyle:
    """`above` are the styles of what stands over the columns, which keep their size and leading."""
    if name in above:
        share = 1 + bend.front
        return replace(style, before=style.before * share, after=style.after * share)
    if name in FURNITURE:
        return style
    leading = 1 + bend.leading
    white = leading * (1 + bend.heads) if name in HEADS else leading
    spaced = style.case == "upper"  # capitals are spaced out on purpose
    return replace(
        style,
        size=style.size * (1 + bend.size),
        optical=style.size if style.optical is None else style.optical,
        leading=style.leading * leading,
        before=style.before * white,
        after=style.after * white,
        tracking=style.tracking if spaced else style.tracking + bend.tracking * style.size,
        expansion=style.expansion + bend.expansion if style.expansion else 0.0,
    )
