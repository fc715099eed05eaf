"""A date as a letter prints it. Knows no calendar: what is not a date stays as it was written."""

from __future__ import annotations

import re

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def written_date(iso: str, lang: str) -> str:
    """`2016-09-13` → "13 September 2016", in American letters "September 13, 2016"; other languages keep ISO 8601."""
    found = _ISO.fullmatch(iso)
    if not found or not lang.startswith("en") or not 1 <= int(found[2]) <= 12:
        return iso
    year, month, day = found[1], _MONTHS[int(found[2]) - 1], int(found[3] or 0)
    if not day:
        return f"{month} {year}"
    return f"{month}\u00a0{day}, {year}" if lang == "en-US" else f"{day}\u00a0{month} {year}"
