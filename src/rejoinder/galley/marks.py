"""Numbers as a sheet wants them seen: figures, letters or symbols; runs of citations collapsed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rejoinder.style.model import MarkForm

SYMBOLS = "*†‡§¶‖#"
"""In the order that printers use them (Hart's Rules, 14.3); then doubled, trebled …"""

MOST_ROUNDS = 3
"""Signs are doubled and trebled; nobody counts more of them than three, and figures take over."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def mark(ordinal: int, form: MarkForm) -> str:
    """The mark of the `ordinal`-th thing, from 1: `mark(8, "symbols") == "**"`, `mark(27, "letters") == "aa"`."""
    if form == "numbers":
        return str(ordinal)
    signs = SYMBOLS if form == "symbols" else LETTERS
    rounds, place = divmod(ordinal - 1, len(signs))
    return signs[place] * (rounds + 1) if rounds < MOST_ROUNDS else str(ordinal)


class Stretch(NamedTuple):
    """Cited numbers from `first` to `last` (places in the citation, not the numbers): one, or a range."""

    first: int
    last: int


def collapse(numbers: Sequence[int], least: int, broken_after: frozenset[int] = frozenset()) -> tuple[Stretch, ...]:
    """Join runs of at least `least` neighbours: 4, 5, 6, 7, 10 become 4–7, 10. With `least` 0 none are joined.

    A run does not go on over a place in `broken_after` (where words stand between two numbers).
    """
    found: list[Stretch] = []
    at = 0
    while at < len(numbers):
        end = at
        while end + 1 < len(numbers) and numbers[end + 1] == numbers[end] + 1 and end not in broken_after:
            end += 1
        if least and end - at + 1 >= max(least, 2):
            found.append(Stretch(at, end))
        else:
            found.extend(Stretch(i, i) for i in range(at, end + 1))
        at = end + 1
    return tuple(found)


def cite_anchor(reference: int, time: int) -> str:
    """The name of the place where a reference is cited for the first (second …) time."""
    return f"cite-{reference}-{time}"
