"""Two letters, and where they first differ."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from rejoinder.content.model import Letter
from rejoinder.conversion.canon import one_form


def difference(one: Letter, other: Letter) -> str:
    """The path to the first place at which two letters say something else, and what; "" if they are the same."""
    return _difference(one_form(one), one_form(other), "letter")


def _difference(one: Any, other: Any, path: str) -> str:
    if one == other:
        return ""
    if type(one) is type(other):
        if is_dataclass(one):
            names = [field.name for field in fields(one)]
            return next(filter(None, (_difference(getattr(one, n), getattr(other, n), f"{path}.{n}") for n in names)))
        if isinstance(one, tuple | list) and len(one) == len(other):
            each = (_difference(a, b, f"{path}[{n}]") for n, (a, b) in enumerate(zip(one, other, strict=True)))
            return next(filter(None, each))
        if isinstance(one, dict):
            keys = sorted({*one, *other}, key=str)
            each = (_difference(one.get(key), other.get(key), f"{path}[{key!r}]") for key in keys)
            return next(filter(None, each))
        if isinstance(one, tuple):
            first = next(
                (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(map(len, (one, other)))
            )
            return f"{path}[{first}:]: {one[first : first + 2]!r} != {other[first : first + 2]!r}"
    return f"{path}: {one!r} != {other!r}"
