"""Font files: where a family is found on this machine, and what its files say about themselves.

Families come as installed packages of the `fontpkg` kind, `fontpkg_source_serif_4/files/*.ttf`, or in one of the
packages that `extras.py` lists. Knows nothing of roles, text or shaping. The packages are found, never imported.
"""

from __future__ import annotations

import importlib.util
import struct
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock

import uharfbuzz as hb

from rejoinder.fonts.extras import PACKAGES

SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""HarfBuzz makes these of U+0020 when a font lacks them (hb-ot-shape-fallback)."""


def package_of(family: str) -> str:
    """The import name under which a family is installed: `Source Serif 4` is `fontpkg_source_serif_4`."""
    return "fontpkg_" + "_".join("".join(c if c.isascii() and c.isalnum() else " " for c in family.lower()).split())


def distribution_of(family: str) -> str:
    """What to `pip install` for a family: `fontpkg-source-serif-4`."""
    return (PACKAGES[family][0] if family in PACKAGES else package_of(family)).replace("_", "-")


class FontFile:
    """An opened font file. Immutable once made, so that threads can share it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.face = hb.Face(hb.Blob.from_file_path(str(path)))
        tags = self.face.table_tags
        if not self.face.glyph_count or not ("glyf" in tags or "CFF " in tags):
            raise ValueError(f"{path.name} has no outlines")
        self.cubic: bool = "glyf" not in tags
        """Whether its outlines are PostScript's (Compact Font Format), of cubic curves."""
        self.upem: int = self.face.upem
        self.axes: dict[str, tuple[float, float, float]] = {
            axis.tag: (axis.min_value, axis.default_value, axis.max_value) for axis in self.face.axis_infos
        }
        names = hb.OTNameIdPredefined
        self.name: str = self.face.get_name(names.TYPOGRAPHIC_FAMILY) or self.face.get_name(names.FONT_FAMILY) or ""
        os2 = self._table("OS/2", 78)
        post = self._table("post", 32)
        head = self._table("head", 54)
        self.weight: int = struct.unpack_from(">H", os2, 4)[0] or 400
        self.italic_angle: float = struct.unpack_from(">i", post, 4)[0] / 65536
        self.italic: bool = bool(os2[63] & 1) or self.italic_angle != 0
        self.fixed_pitch: bool = any(post[12:16])
        self.serif: bool = self._has_serifs(os2)
        self.bbox: tuple[int, int, int, int] = struct.unpack_from(">4h", head, 36)

    def _table(self, tag: str, least: int) -> bytes:
        """A table's bytes, filled up with zeros where a file has less than the standard asks."""
        return bytes(self.face.reference_table(tag).data).ljust(least, b"\0")

    def _has_serifs(self, os2: bytes) -> bool:
        """By name first: some families (Source Sans 3 among them) leave PANOSE half filled."""
        words = self.name.lower().split()
        if "serif" in words:
            return True
        if "sans" in words or "mono" in words:
            return False
        kind, serifs = os2[32], os2[33]
        return not (kind == 2 and serifs >= 11)

    @cached_property
    def features(self) -> frozenset[str]:
        """Tags of the substitutions the font has, for whatever script (OpenType, GSUB's FeatureList)."""
        gsub = self._table("GSUB", 12)
        start = struct.unpack_from(">H", gsub, 6)[0]
        count = struct.unpack_from(">H", gsub, start)[0] if start + 2 <= len(gsub) else 0
        records = (gsub[at : at + 4] for at in range(start + 2, start + 2 + 6 * count, 6))
        return frozenset(record.decode("latin-1") for record in records)

    @cached_property
    def coverage(self) -> frozenset[str]:
        """The characters it can set, with those that HarfBuzz knows to make of others; no controls."""
        covered = set(map(chr, self.face.unicodes))
        if " " in covered:
            covered.update(SPACES)
        if "\u2010" in covered:
            covered.add("\u2011")
        covered.difference_update(map(chr, range(0x20)), map(chr, range(0x7F, 0xA0)))
        return frozenset(covered)


_opening = Lock()


def family_files(family: str) -> tuple[FontFile, ...]:
    """The files of an installed family in the order of their names; none if it is not installed."""
    with _opening:  # so that all threads get the same files
        return _family_files(family)


@lru_cache(maxsize=256)
def _family_files(family: str) -> tuple[FontFile, ...]:
    found = []
    for path in _paths(family):
        try:
            found.append(FontFile(path))
        except (ValueError, OSError, struct.error, hb.HarfBuzzError):
            continue  # a file that cannot be read is as good as not installed
    return tuple(found)


def _paths(family: str) -> list[Path]:
    """A package of the `fontpkg` kind comes before others: whoever installed it meant it."""
    places = [(package_of(family), "files/*.ttf")]
    if family in PACKAGES:
        places.append(PACKAGES[family])
    for name, files in places:
        package = importlib.util.find_spec(name)
        if package is not None and package.submodule_search_locations:
            return sorted(Path(package.submodule_search_locations[0]).glob(files))
    return []
