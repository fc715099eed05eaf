"""Puts `tests/` and `tests/promises/` on the path, for `treetext`, `composing` and `generated`."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
for folder in (HERE, HERE.parent, HERE.parent / "promises"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
