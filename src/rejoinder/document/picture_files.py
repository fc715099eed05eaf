"""The picture files of a letter, which lie in its folder or below it.

Knows which files a letter may name; what is in them is for the pictures' room to say.
"""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path, PurePosixPath, PureWindowsPath

from rejoinder.content.model import Figure
from rejoinder.diagnostics import Diagnostics, Span, nearest
from rejoinder.pictures.model import Picture
from rejoinder.source import Enclosure, is_file, lies_in

MOST_BYTES_OF_ALL = 256 * 1024 * 1024
MOST_COMPARED = 500
"""How many names of files in the folder are looked at for one that may be meant."""
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:|//")
_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".svg", ".pdf"})


STAND_IN = Picture(
    "svg",
    b'<svg xmlns="http://www.w3.org/2000/svg" width="240" height="72" viewBox="0 0 240 72">'
    b'<g fill="none" stroke="#9a9a9a" stroke-width="0.4"><rect x="0.2" y="0.2" width="239.6" height="71.6"/>'
    b'<path d="M0.2 0.2 239.8 71.8M239.8 0.2 0.2 71.8"/></g></svg>',
    240.0 * 0.75,
    72.0 * 0.75,
    name="",
)
"""An empty frame, crossed as printers do it, for a figure whose file is not at hand."""


class PictureFiles:
    """Reads the pictures of one letter, each file once."""

    def __init__(self, folder: Path | None, said: Diagnostics) -> None:
        self._folder = folder
        self._said = said
        self._read: dict[Path, Picture | None] = {}
        self._bytes = 0
        self.enclosures: dict[str, Enclosure] = {}
        """The files that were read, by their names."""

    def picture(self, figure: Figure) -> Picture | None:
        """The picture of a figure; none if it cannot be had, which is said."""
        if not figure.image:
            return STAND_IN
        path = self._path(figure.image, figure.span)
        if path is None:
            return None
        if path not in self._read:
            self._read[path] = self._from(path, figure)
        picture = self._read[path]
        if picture is not None:
            name = str(PurePosixPath(figure.image.replace("\\", "/")))
            self.enclosures[name] = Enclosure(name, picture.data)
        return picture

    def _from(self, path: Path, figure: Figure) -> Picture | None:
        from rejoinder.pictures.read import read_picture  # a letter without pictures does not need it

        if not is_file(path):
            if _is_folder(path):
                self._said.error(f'"{_shown(figure.image)}" is a folder, not a picture', figure.span)
                return None
            hint = self._near(path, figure.image) or "its name is written as it is seen from the letter's folder"
            self._said.error(f'there is no file "{_shown(figure.image)}"', figure.span, hint)
            return None
        picture = read_picture(path, self._said, figure.span)
        before = self._bytes
        self._bytes += len(picture.data) if picture else 0
        if before <= MOST_BYTES_OF_ALL < self._bytes:
            most = f"{MOST_BYTES_OF_ALL // 1024 // 1024} MiB"
            self._said.error(f"the pictures of this letter have more than {most} together", figure.span)
        return picture if self._bytes <= MOST_BYTES_OF_ALL else None

    def _path(self, written: str, span: Span) -> Path | None:
        """Where the file lies, all links followed; none if that is not in the letter's folder."""
        if _URL.match(written):
            hint = "save it beside the letter, and write the name of that file"
            self._said.error(f'pictures are not fetched from elsewhere: "{_shown(written)}"', span, hint)
            return None
        if self._folder is None:
            hint = "a letter given as a text or mapping needs to be told its folder"
            self._said.error(f"there is no folder to look for {_shown(written)} in", span, hint)
            return None
        pure = PurePosixPath(written.replace("\\", "/"))
        if not (pure.is_absolute() or ".." in pure.parts or PureWindowsPath(written).drive):
            path = self._folder / pure
            if lies_in(path, self._folder):
                return path.resolve()
        hint = "put it beside the letter, or in a folder there"
        self._said.error(f'the picture "{_shown(written)}" is outside the folder of the letter', span, hint)
        return None

    def _near(self, path: Path, written: str) -> str:
        """A hint naming a picture in the same folder with a name like this one; endings count for nothing."""
        try:
            names: dict[str, str] = {}
            found = list(islice(path.parent.iterdir(), MOST_COMPARED + 1))
            if len(found) > MOST_COMPARED:
                return ""  # which of so many came first would be chance
            for one in sorted(found, key=lambda one: (one.suffix != path.suffix, one.name)):
                if one.suffix.lower() in _ENDINGS and is_file(one):
                    names.setdefault(one.stem, str(PurePosixPath(written).with_name(one.name)))
            near = nearest(path.stem[:100], names)
            return f'did you mean "{_shown(names[near])}"?' if near else ""
        except (OSError, ValueError):
            return ""


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _shown(written: str) -> str:
    return written if len(written) <= 80 else written[:79] + "…"
