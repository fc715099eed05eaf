"""Forms to be filled in: frozen dataclasses that say what a mapping may hold.

(Reader and JSON Schema writer follow.)
"""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any, TypeAlias


class LengthMark:
    """Marks a field that is written as a length ("18mm", "1.2em", "2 lines") and held in points."""


Length: TypeAlias = Annotated[float, LengthMark()]


def key(default: Any, about: str) -> Any:
    """A field of a form: its value when the key is left out, and what it is for.

    Mutable defaults (a dict) are copied for each form.
    """
    if isinstance(default, dict):
        return dataclasses.field(default_factory=lambda: dict(default), metadata={"about": about})
    return dataclasses.field(default=default, metadata={"about": about})
