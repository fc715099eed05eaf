"""A letter at an address, and the files that it names, are fetched into a folder of this machine.

Which files it names is not known before it is read. So whatever in its text looks like the name of a bibliography or a
picture beside it is looked for; what is not there is complained of by whoever reads the letter. Knows addresses;
nothing of letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from rejoinder.batch.places import Remote, UnreadableError
from rejoinder.diagnostics import Diagnostic, Span
from rejoinder.values import replace

MOST_FILES = 500
MOST_NAME = 255
"""Bytes: what is longer is a sentence that ends like a name."""
MOST_BYTES = 256 * 1024 * 1024
"""Of all files of one letter."""
ENDINGS = ("json", "yaml", "yml", "bib", "bibtex", "ris", "nbib", "enw", "csl", "png", "jpg", "jpeg", "svg", "pdf")
_ENDING = re.compile(rf"\.(?:{'|'.join(ENDINGS)})(?![\w.])", re.IGNORECASE)
_NO_NAME = re.compile(r"[\s\"'<>()\[\]{}|,;:=]")
"""What stands in no name that is not in quotation marks."""
_QUOTED = re.compile(rf"[\"'(]([^\"'()\n]+?\.(?:{'|'.join(ENDINGS)}))[\"')]", re.IGNORECASE)
_CSL = re.compile(r"^[\"']?csl[\"']?[ \t]*:[ \t]*[\"']?([A-Za-z0-9][\w-]{0,63})[\"']?[ \t]*\r?$", re.MULTILINE)
"""A citation style, whose file's ending may be left out."""
_HREF = re.compile(r"<(?:[\w.-]+:)?(?:inline-)?graphic\b[^<>]{0,2000}?href\s*=\s*[\"']([^\"']+)[\"']")


def fetched(letter: Remote, scratch: Path) -> Path:
    """The letter's copy. Raises `UnreadableError` if there is none."""
    data = letter.read()
    name = letter.address.rpartition("/")[2]
    path = scratch / name
    if data is None:
        raise UnreadableError(f"{letter.address}: there is no such file")
    path.write_bytes(data)
    folder, left = Remote(letter.address.rpartition("/")[0]), MOST_BYTES
    for beside in names_in(data.decode("utf-8", "replace")):
        if beside == name:
            continue
        found = folder.joined(beside).read()
        if found is None:
            continue
        left -= len(found)
        if left < 0:
            raise UnreadableError(f"{letter.address}: the files beside it have more than {MOST_BYTES // 1024**2} MiB")
        copy = scratch / beside
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(found)
    return path


def names_in(text: str) -> tuple[str, ...]:
    """What may be names of files in the letter's folder or below it."""
    found: dict[str, None] = {}
    for name in _candidates(text):
        if name not in found and _is_inside(name):
            found[name] = None
            if len(found) == MOST_FILES:
                break
    return tuple(found)


def _candidates(text: str) -> Iterator[str]:
    yield from (match[1].strip() for match in _QUOTED.finditer(text))
    for match in _ENDING.finditer(text):  # backwards from the ending, since a text may be one long word
        start = max(0, match.start() - MOST_NAME)
        stem = _NO_NAME.split(text[start : match.start()])[-1]
        if stem and len(stem) < MOST_NAME:
            yield stem + match[0]
    yield from (f"{match[1]}.csl" for match in _CSL.finditer(text))
    if _HREF.search(text):
        from rejoinder.content.jats.floats import possible_names  # brings lxml along

        for match in _HREF.finditer(text):
            yield from possible_names(match[1])


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    parts = path.parts
    if len(name.encode("utf-8", "replace")) > MOST_NAME:
        return False
    return bool(parts) and not path.is_absolute() and ".." not in parts and "\\" not in name and "\0" not in name


def renamed(said: Iterable[Diagnostic], scratch: Path, letter: str) -> tuple[Diagnostic, ...]:
    """What was said of copies, as if it were said of what was copied."""
    copies, folder = f"{scratch}/", letter.rpartition("/")[0]

    def named(file: str) -> str:
        return f"{folder}/{file.removeprefix(copies)}" if file.startswith(copies) else file

    return tuple(replace(one, span=Span(named(one.span.file), one.span.line, one.span.column)) for one in said)
