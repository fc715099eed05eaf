"""The references' texts, by CSL.

Finds the style, asks it for each reference, has the result mended, and keeps what was formatted lately. A reference
that cannot be formatted is a complaint at its place, never an exception.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.document.csl_item import CslItem
from rejoinder.document.marked import DOI, URL, linked, mend, words
from rejoinder.document.model import Inlines
from rejoinder.source import Source, is_file, lies_in
from rejoinder.style import csl_shelf, shelf
from rejoinder.values import replace

if TYPE_CHECKING:
    from rejoinder.document.csl_style import CslStyle

DEFAULT_STYLE = "rejoinder"


@lru_cache(maxsize=16)
def _on_the_shelf(path: Path) -> Source:
    said = Diagnostics()
    source = Source.load(path, said)
    assert source is not None, "the styles that come with the program can be read"
    return replace(source, name=f"styles/{path.name}")


def _default() -> Source:
    path = shelf.find(DEFAULT_STYLE, ".csl")
    assert path is not None, "the program comes with its own style"
    return _on_the_shelf(path)


def find_style(wanted: Path | str, folder: Path | None, span: Span, said: Diagnostics) -> Source:
    """A style by name, or a file.

    A `Path` was resolved by someone we trust. A string is the name of one of the program's or of the CSL project's
    styles, or a file in `folder` and nowhere else: a letter may come from a stranger. A file goes before a style of
    the CSL project, so that what lies beside a letter is what it is set in.
    """
    if isinstance(wanted, Path):
        return csl_shelf.load(wanted, said) or _default()
    if on_the_shelf := shelf.find(wanted.removesuffix(".csl"), ".csl"):
        return _on_the_shelf(on_the_shelf)
    file = wanted if wanted.endswith(".csl") else f"{wanted}.csl"
    if folder is not None and (wanted.endswith(".csl") or _is_named_file(folder, file)):
        if not lies_in(folder / file, folder):
            hint = "put the file beside the letter"
            said.error(f'the CSL file "{wanted}" is outside the folder of the letter', span, hint)
            return _default()
        if is_file(folder / file) or not csl_shelf.find(wanted):
            return csl_shelf.load(folder / file, said) or _default()
    if in_the_extra := csl_shelf.find(wanted):
        return csl_shelf.load(in_the_extra, said) or _default()
    said.error(f'there is no CSL style "{wanted}"', span, csl_shelf.hint(wanted))
    return _default()


def _is_named_file(folder: Path, file: str) -> bool:
    """Whether a plain name ("nature") is that of a file beside the letter ("nature.csl")."""
    return shelf.NAME.fullmatch(file.removesuffix(".csl")) is not None and is_file(folder / file)


def say_if_not_numeric(style: Source, span: Span, said: Diagnostics) -> None:
    """Citations are numbers here, whatever a style would make of them in the text."""
    cites = csl_shelf.citation_format(style)
    if cites in _NOT_NUMERIC:
        said.warning(
            f"this CSL style cites by {_NOT_NUMERIC[cites]}; here citations are numbers",
            span,
            "only the texts of the list are the style's: it stands in the order of the citations",
        )


_NOT_NUMERIC = {"author-date": "author and date", "author": "author", "note": "notes", "label": "labels"}


class Bibliographer:
    """Formats references in one style and one language."""

    def __init__(self, style: Source, lang: str, said: Diagnostics) -> None:
        self._source, self._lang, self._said = style, lang, said
        self._loaded: CslStyle | None = None

    def style(self) -> CslStyle:
        """The style, loaded when it is first asked for."""
        if self._loaded is None:
            # citeproc-py and lxml take 15 ms to import: a letter without references does without.
            from rejoinder.document.csl_style import load_style

            self._loaded = load_style(self._source, self._lang, self._said) or load_own(self._lang, self._said)
        return self._loaded

    def term(self, name: str) -> str:
        """A word of the style's language."""
        return self.style().term(name)

    def format(self, key: str, item: CslItem, span: Span) -> Inlines:
        """The reference as it stands in the list, without its number."""
        try:
            text = linked(item.verbatim) if item.verbatim else self._styled(key, item, span)
        except Exception as fault:  # The library trusts its input and its styles; whatever it trips over is said.
            self._said.error(f'reference "{key}" cannot be formatted: {type(fault).__name__}: {fault}', span)
            return ()
        if not text:
            self._said.error(f'reference "{key}" has nothing to print', span, "it needs at least a title or an author")
            return ()
        if item.addendum:
            text = f"{text}{'' if _ends_closed(text) else '.'} {linked(item.addendum)}"
            text += "" if _ends_closed(text) else "."
        lang = item.language if _primary(item.language) != _primary(self._lang) else ""
        return words(text, span, lang)

    def _styled(self, key: str, item: CslItem, span: Span) -> str:
        """Some styles leave kinds of references out of their lists (laws, letters); here something must stand there."""
        text = _text_of(self.style(), item)
        if text or self._source == _default():
            return text
        if text := _text_of(load_own(self._lang, self._said), item):
            message = f'the CSL style prints nothing for reference "{key}", of the type "{item.type}"'
            self._said.warning(message, span, "it is set in the program's own style")
        return text


def _ends_closed(text: str) -> bool:
    """Whether a marked text ends in a stop, or in an address that a stop would change."""
    return text.rstrip("\ufdd1\ufdd3\ufdd5\ufdd7\ufdd9\ufddb")[-1:] in (".", "?", "!", URL[1], DOI[1])


def load_own(lang: str, said: Diagnostics) -> CslStyle:
    """The style that comes with the program."""
    from rejoinder.document.csl_style import load_style

    loaded = load_style(_default(), lang, said)
    assert loaded is not None, "the style that comes with the program is sound"
    return loaded


def _primary(lang: str) -> str:
    return lang.split("-")[0].lower()


class _Whole:
    """An item as a key of the cache: equal when everything in it is equal."""

    __slots__ = ("_key", "item")

    def __init__(self, item: CslItem) -> None:
        self.item = item
        self._key = (item.type, item.language, *(tuple(part.items()) for part in (item.texts, item.names, item.dates)))

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Whole) and self._key == other._key


_LARGEST_KEPT = 4_000
"""Characters of an item that is worth keeping: the cache stays below some 20 MB whatever strangers write."""


def _text_of(style: CslStyle, item: CslItem) -> str:
    names = sum(len(part) for people in item.names.values() for person in people[:40] for part in person)
    few = all(len(people) <= 40 for people in item.names.values())
    if few and names + sum(map(len, item.texts.values())) <= _LARGEST_KEPT:
        return _formatted(style, _Whole(item))
    return _format(style, item)


@lru_cache(maxsize=1024)
def _formatted(style: CslStyle, whole: _Whole) -> str:
    return _format(style, whole.item)


def _format(style: CslStyle, item: CslItem) -> str:
    return mend(style.render(item), punctuation_in_quote=style.punctuation_in_quote, quotes=style.quotes)
