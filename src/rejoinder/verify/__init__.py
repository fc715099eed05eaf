"""Anybody's PDF, taken apart: which standards it claims, whether it keeps them, and the files it carries.

The room is called like the function that `rejoinder` exports, and the import system puts a package into the attribute
of its name. So the room can be called too, and is the same question: `rejoinder.verify("letter.pdf")`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rejoinder.verify.model import Verdict


class _Room(ModuleType):
    def __call__(self, pdf: Path | str | bytes, *, judges: bool = True) -> Verdict:
        """See `rejoinder.verify.ask.verify`."""
        from rejoinder.verify.ask import verify  # only now: it needs this room

        return verify(pdf, judges=judges)


sys.modules[__name__].__class__ = _Room
