"""Letters without what JATS has no place for, each with the reason."""

from __future__ import annotations

from typing import Any

from rejoinder.content.model import Cite, CiteItem, Figure, Formula, Letter, Math, Mention, Name, Text
from rejoinder.diagnostics import NOWHERE
from rejoinder.values import replace


def tamed(letter: Letter) -> Letter:
    """The letter, but for what is listed below."""
    made: Letter = _tamed(letter)
    return made


def _tamed(value: Any) -> Any:
    match value:
        case tuple():
            return tuple(map(_tamed, value))
        case Cite():  # numbers are cited in ascending order, each once, and a number has no author to leave out
            item = value.items[0]
            return Cite((CiteItem(item.key, NOWHERE, item.prefix, item.suffix),), NOWHERE)
        case Mention():  # likewise; figures and tables that are named at once are named in the order of their kinds
            return replace(value, ids=value.ids[:1])
        case Math():  # MathML is written anew, and TeX that nobody can read is words
            return Math(NOWHERE, tex="x_1", alt=value.alt)
        case Letter():  # a running title has no links, notes and mentions
            others = (name for name in Letter.__dataclass_fields__ if name not in ("short_title", "journal", "span"))
            parts = {name: _tamed(getattr(value, name)) for name in others}
            return replace(value, **parts, short_title=tuple(one for one in value.short_title if isinstance(one, Text)))
        case Formula():
            return replace(value, tex="x_1", mathml="")
        case Figure():  # a file that is not there is no picture
            made = replace(value, image="", alt="") if value.image else value
            return replace(made, caption=_tamed(made.caption))
    fields = getattr(type(value), "__dataclass_fields__", {})
    if not fields or isinstance(value, Name):
        return value
    return replace(value, **{name: _tamed(getattr(value, name)) for name in fields if name not in ("span", "journal")})
