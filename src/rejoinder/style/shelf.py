"""The shelf of style sheets and CSL files that come with the program.

In an installed package they lie in `rejoinder/styles/`, in a checkout in the `styles/` folder at its top.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from rejoinder.diagnostics import Diagnostics
from rejoinder.source import Source
from rejoinder.values import replace

NAME = re.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
"""A name on the shelf; whatever else is written must be a path."""


@lru_cache(maxsize=1)
def folder() -> Path:
    """Where they lie."""
    package = Path(__file__).resolve().parent.parent
    packed = package / "styles"
    return packed if packed.is_dir() else package.parent.parent / "styles"


@lru_cache(maxsize=2)
def names(ending: str = ".yaml") -> tuple[str, ...]:
    """Names of the sheets (or, with ".csl", of the citation styles), in alphabetical order."""
    return tuple(sorted(path.stem for path in folder().glob(f"*{ending}")))


def find(name: str, ending: str = ".yaml") -> Path | None:
    """The file of a sheet (or, with ".csl", of a citation style), if there is one of that name."""
    return folder() / f"{name}{ending}" if NAME.fullmatch(name) and name in names(ending) else None


def open_sheet(name: str, said: Diagnostics) -> Source | None:
    """The text of a sheet that is on the shelf. Messages call it `styles/annals.yaml`, wherever it is installed."""
    source = Source.load(folder() / f"{name}.yaml", said)
    return replace(source, name=f"styles/{name}.yaml") if source else None
