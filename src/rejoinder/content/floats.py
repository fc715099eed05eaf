"""What the attributes of a figure or table say: how wide it is, where it stands, how its columns are aligned.

Knows the names that Pandoc, Quarto and knitr have for these things, and ours where they have none.
"""

from __future__ import annotations

import re
from typing import Protocol

from rejoinder.content.attributes import Attributes
from rejoinder.content.model import CellAlign, FloatPlace
from rejoinder.diagnostics import Span, did_you_mean
from rejoinder.values import dataclass

_PLACES: dict[str, FloatPlace] = {
    "top": "top", "bottom": "bottom", "here": "here", "page": "page", "auto": "",
    "t": "top", "b": "bottom", "h": "here", "p": "page",
}  # fmt: skip
"""Also LaTeX's letters, as Quarto's `fig-pos` has them."""
_WIDE = frozenset({"wide", "column-page", "column-page-inset", "column-screen", "column-screen-inset"})
_NARROW = frozenset({"narrow", "column-body"})
_WIDTH = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,4})?|\.[0-9]{1,4})(%|mm|cm|in|inch|pt|px|)")
_ALIGNS: dict[str, CellAlign] = {"l": "left", "c": "centre", "r": "right", "d": "decimal", "-": ""}
OWN_ID = re.compile(r"\w+(?:[:.#$%&\-+?<>~/]\w+)*")
"""An id that a mention can be written with: the form of a citation's key."""

FIGURE_NAMES = ("alt", "kind", "label", "numbered", "placement", "width", "wide")
TABLE_NAMES = ("align", "cells", "label", "numbered", "placement", "row-heads", "wide")
_SAME = {
    "fig-alt": "alt", "place": "placement", "fig-pos": "placement", "tbl-pos": "placement",
    "fig-width": "width", "out-width": "width",
}  # fmt: skip
_NEEDLESS = {
    "height": "the height follows from the width",
    "fig-height": "the height follows from the width",
    "fig-align": "the style sheet says how figures are aligned",
    "tbl-colwidths": "the widths of columns follow from what is in them",
}


class Complaints(Protocol):
    """To whom a fault is said."""

    def error(self, message: str, span: Span, hint: str = "") -> None: ...

    def warning(self, message: str, span: Span, hint: str = "") -> None: ...

    def lapse(self, message: str, span: Span, hint: str = "") -> bool: ...

    def needless(self, what: str, message: str, span: Span, hint: str = "") -> None: ...


@dataclass(frozen=True, slots=True)
class FloatWishes:
    """What the author wishes for a figure or table."""

    id: str = ""
    alt: str = ""
    width: str = ""
    wide: bool | None = None
    place: FloatPlace = ""
    align: str = ""
    """Of a table: one letter for each column; "" if nothing was said."""
    cells: str = ""
    """Of a table: cells that are heads, or aligned otherwise than their column."""
    label: str = ""
    """What it is called instead of the sheet's word and its number."""
    numbered: bool = True
    """Whether it is called anything."""
    is_table: bool = False
    """Of a figure: it is a table that was given as a picture."""
    said: bool = False
    """Anything was said at all."""
    row_heads: int = 0
    """Of a table: how many of the first columns name their rows."""


def read_wishes(attributes: Attributes, known: tuple[str, ...], span: Span, said: Complaints) -> FloatWishes:
    """The wishes that some attributes express; `known` are the names that mean something here."""
    values: dict[str, str] = {}
    for name, value in attributes.values:
        if name == "class":
            continue
        canonical = _SAME.get(name, name)
        if canonical in known:
            values[canonical] = value
        else:
            hint = _NEEDLESS.get(name) or did_you_mean(name[:40], known) or f"those that do are {', '.join(known)}"
            what = f'the attribute "{name[:40]}"'
            said.needless(what, f"{what} means nothing here, and is left out", span, hint)
    return FloatWishes(
        said=attributes != Attributes(),
        id=_id(attributes.id, span, said),
        alt=values.get("alt", ""),
        width=_width(values.get("width", ""), span, said),
        wide=_wide(attributes, values.get("wide", ""), span, said),
        place=_place(values.get("placement", ""), span, said),
        align=values.get("align", ""),
        cells=values.get("cells", ""),
        label=values.get("label", ""),
        numbered=_numbered(values.get("numbered", ""), span, said),
        is_table=_is_table(values.get("kind", ""), span, said),
        row_heads=_row_heads(values.get("row-heads", ""), span, said),
    )


def _id(written: str, span: Span, said: Complaints) -> str:
    if written and not OWN_ID.fullmatch(written):
        hint = "an id has letters, digits and single marks between them, as fig-map has"
        said.lapse(f'"{written[:60]}" cannot be an id', span, hint)
        return ""
    return written


def _wide(attributes: Attributes, value: str, span: Span, said: Complaints) -> bool | None:
    wide: bool | None = None
    for name in (*attributes.classes, *(v for k, v in attributes.values if k == "class" for v in v.split())):
        if name in _WIDE:
            wide = True
        elif name in _NARROW:
            wide = False
        else:
            hint = "those that do are .wide and .narrow"
            what = f'the class ".{name[:40]}"'
            said.needless(what, f"{what} means nothing here, and is left out", span, hint)
    if value and value.lower() not in ("true", "false"):
        said.lapse(f'"wide" is true or false, not "{value[:40]}"', span)
    elif value:
        wide = value.lower() == "true"
    return wide


def _width(written: str, span: Span, said: Complaints) -> str:
    """A width with its unit; Pandoc's pixels, 96 to the inch, are made points."""
    if not written:
        return ""
    found = _WIDTH.fullmatch(written)
    if not found or not float(found[1]):
        said.lapse(f'"{written[:40]}" is no width', span, "write it as 60%, 8cm, 75mm, 3in or 200pt")
        return ""
    if found[2] in ("", "px"):
        return f"{float(found[1]) * 0.75:g}pt"
    return found[1] + found[2].removesuffix("ch")


def _place(written: str, span: Span, said: Complaints) -> FloatPlace:
    letters = written.strip("[]").replace("!", "")
    place = _PLACES.get(letters.lower())
    if place is None and letters and not set(letters.lower()) <= set("htbp"):
        near = did_you_mean(letters[:40].lower(), _PLACES)
        said.lapse(
            f'"{written[:40]}" is no placement', span, near or "the placements are top, bottom, here, page and auto"
        )
    return place or ""


def _numbered(written: str, span: Span, said: Complaints) -> bool:
    if written.lower() not in ("", "true", "false"):
        said.error(f'"numbered" is true or false, not "{written[:40]}"', span)
    return written.lower() != "false"


def _is_table(written: str, span: Span, said: Complaints) -> bool:
    if written not in ("", "figure", "table"):
        said.error(f'"{written[:40]}" is no kind of figure', span, "kind=table for a table that is a picture")
    return written == "table"


def _row_heads(written: str, span: Span, said: Complaints) -> int:
    if not written:
        return 0
    if not re.fullmatch("[0-9]{1,2}", written):
        said.lapse(f'"{written[:40]}" is no number of columns', span, "row-heads=1 if the first column names the rows")
        return 0
    return int(written)


def aligned(written: str, columns: tuple[CellAlign, ...], span: Span, said: Complaints) -> tuple[CellAlign, ...]:
    """The columns' alignments, as `align="l d d"` says it: a letter for each column, `-` for what its rule says."""
    letters = re.sub(r"[\s,|]+", "", written).lower()
    if not letters:
        return columns
    strange = next((letter for letter in letters if letter not in _ALIGNS), "")
    if strange:
        hint = "the letters are l, c, r, d (decimal) and - (as the table says)"
        said.lapse(f'"{strange}" is no alignment', span, hint)
        return columns
    if len(letters) != len(columns):
        hint = "write one letter for each column, - where nothing is to be said"
        said.lapse(f'"align" speaks of {_count(len(letters))}; the table has {len(columns)}', span, hint)
        return columns
    return tuple(own if letter == "-" else _ALIGNS[letter] for letter, own in zip(letters, columns, strict=True))


def _count(columns: int) -> str:
    return "1 column" if columns == 1 else f"{columns} columns"
