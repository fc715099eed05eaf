"""What a change costs: how well it is seen; and what it is called.

The unit is what somebody who holds the changed page beside the plain one just sees, and who only reads it does not.
The cost of one kind of change is the square of its part of that unit: twice as much is four times as visible, so
that a little of several things is cheaper than much of one, which is how a page is closed up by hand.
"""

from __future__ import annotations

from collections.abc import Mapping

from rejoinder.copyfit.model import KINDS, Bend, Kind
from rejoinder.pages.model import MadeUp
from rejoinder.style.model import StyleSheet

JUST_SEEN: Mapping[Kind, float] = {
    # White is the first thing that is taken: nobody knows how much of it there was.
    "front": 0.25,
    # Around headings the eye compares with the headings beside them, which change as much; but there are several.
    "heads": 0.30,
    # 0.18 pt in 12. A line is not seen to be closer; the grey of a whole column is, beside that of a facing letter.
    "leading": 0.015,
    # Half a per cent of the em is within what margin kerning and expansion do to a line anyway; at one the words begin
    # to look tight beside those of an unchanged page.
    "tracking": 0.0075,
    # The eye knows the size of its daily type better than its leading: 0.09 pt in 9.3 is seen side by side.
    "size": 0.01,
    # Two per cent of expansion pass unseen (Thành, "Micro-typographic extensions to the TeX typesetting system",
    # 2000); of three, that lines beside each other differ can be seen by those who look for it.
    "expansion": 0.01,
    # A tenth less of a figure is not missed, unless there is small lettering in it.
    "figures": 0.10,
}
"""How much of each kind of change, as a share, comes to one unit."""

ANY = 0.03
"""And every kind of change that is made at all: a thing more to say, and to answer for …"""
OUT_OF_LINE = 0.5
"""… and of figures, that one which was as wide as its column is so no longer: its edge is out of line."""

COMPOSING = 200.0
"""So much of the page room's costs comes to a unit: a paragraph set a line shorter than is best, its lines at their
limits."""

COMPOSED = ("setting", "looseness", "runt", "river", "widow", "orphan", "hyphen")
"""Those of its costs that are seen in the text itself, and not only in how the pages end."""

COMPLAINT = 0.5
"""Every complaint that the plain letter did not cause: a widow, a divided word at the foot of a column."""


def visibility(bend: Bend) -> float:
    """What a change costs."""
    return sum(visibility_of(kind, getattr(bend, kind)) for kind in KINDS)


def visibility_of(kind: Kind, amount: float) -> float:
    """What one kind of change costs."""
    if not amount:
        return 0.0
    part: float = amount / JUST_SEEN[kind]
    return ANY + part * part + (OUT_OF_LINE if kind == "figures" else 0.0)


def composing(made_up: MadeUp, plain: MadeUp) -> float:
    """What the page room had to do beyond what it does for the plain letter."""
    costs, before = dict(made_up.costs), dict(plain.costs)
    return sum(max(0.0, costs.get(name, 0.0) - before.get(name, 0.0)) for name in COMPOSED) / COMPOSING


# ── in words ──────────────────────────────────────────────────────────────


def changes(bend: Bend, sheet: StyleSheet) -> tuple[str, ...]:
    """What is changed in a sheet, in the order of `KINDS`; nothing that stays as it is."""
    return tuple(_said(kind, getattr(bend, kind), sheet) for kind in KINDS if getattr(bend, kind))


def _said(kind: Kind, amount: float, sheet: StyleSheet) -> str:
    body, share = sheet.text["body"], percent(amount)
    match kind:
        case "front":
            return f"white in and below the front block {share}"
        case "heads":
            return f"white around headings {share}"
        case "leading":
            return f"leading {_points(body.leading)} → {_points(body.leading * (1 + amount))} pt ({share})"
        case "tracking":
            return f"tracking {share} of the em"
        case "size":
            return f"size {_points(body.size)} → {_points(body.size * (1 + amount))} pt ({share})"
        case "expansion":
            return f"expansion {number(100 * body.expansion)} → {number(100 * (body.expansion + amount))} %"
        case "figures":
            return f"width of figures {share}"


def percent(share: float) -> str:
    """−1 %, with a minus sign that is one."""
    sign = "−" if share < 0 else "+"
    return f"{sign}{number(abs(share) * 100)} %"


def number(value: float) -> str:
    return f"{round(value, 2):g}"


def _points(length: float) -> str:
    return f"{round(length, 3):g}"
