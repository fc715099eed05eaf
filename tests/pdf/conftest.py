"""Puts `tests/` on the path, for `treetext` and `render`, and `tests/pictures`, for its made pictures."""

from __future__ import annotations

import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
for folder in (TESTS, TESTS / "pictures"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
