"""Dates as people write them, made ISO 8601: "26 May 2016", "May 2016", Pandoc's mapping of day, month and year."""

from __future__ import annotations

import re

from rejoinder.content.dialects.trees import text_node, text_of
from rejoinder.content.fields import MONTHS, is_date
from rejoinder.source import Mapping, Node

_WORDS = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?(?:(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\.?[ -])?"
    r"(?P<month>[A-Za-z]{3})[a-z]*\.?,?[ -](?:(?P<later>[0-9]{1,2})(?:st|nd|rd|th)?,? )?(?P<year>[0-9]{4})"
)
_TIMED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ].*")
_SLASHED = re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})")
_AMERICAN = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


def iso_date(written: str) -> str:
    """A date in words or with strokes as ISO 8601; "" if it is none that can be told for sure."""
    text = " ".join(written.split())
    if is_date(text):
        return text
    if timed := _TIMED.fullmatch(text):
        return iso_date(timed[1])
    if slashed := _SLASHED.fullmatch(text):
        return _joined(slashed[1], slashed[2], slashed[3])
    if american := _AMERICAN.fullmatch(text):  # Quarto's and R's habit; 26/05/2016 can only be the other way round
        month, day = (american[1], american[2]) if int(american[1]) <= 12 else (american[2], american[1])
        return _joined(american[3], month, day)
    words = _WORDS.fullmatch(text)
    if not words or words["month"].lower() not in MONTHS:
        return ""
    return _joined(words["year"], str(MONTHS.index(words["month"].lower()) + 1), words["day"] or words["later"] or "")


def _joined(year: str, month: str, day: str) -> str:
    text = "-".join(part.zfill(2) for part in (year, month, day) if part)
    return text if is_date(text) else ""


def date_node(node: Node | None) -> Node | None:
    """A date of any of these forms as a node of ours; none if it cannot be told."""
    if node is None:
        return None
    if isinstance(node, Mapping):
        whole = text_of(node.get("iso-8601"))
        parts = [text_of(node.get(part)) for part in ("year", "month", "day")]
        iso = iso_date(whole) or (_joined(*parts) if all(part.isdigit() or not part for part in parts) else "")
    else:
        iso = iso_date(text_of(node))
    return text_node(iso, node.span) if iso else None
