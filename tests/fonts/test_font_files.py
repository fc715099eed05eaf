"""Families are found by name; a file that is no font is as good as not there."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
import uharfbuzz as hb

from rejoinder.fonts.files import distribution_of, family_files, package_of
from rejoinder.fonts.instance import axes_for, nearest_file, pinned_face
from rejoinder.fonts.model import FontChoice
from rejoinder.fonts.typecase import Typecase


@pytest.mark.parametrize(
    ("family", "package"),
    [
        ("Source Serif 4", "fontpkg_source_serif_4"),
        ("  Noto  Sans-JP ", "fontpkg_noto_sans_jp"),
        ("../../os", "fontpkg_os"),
        ("a.b", "fontpkg_a_b"),
        ("", "fontpkg_"),
        ("Größe", "fontpkg_gr_e"),
    ],
)
def test_a_family_has_a_package(family: str, package: str) -> None:
    assert package_of(family) == package
    assert distribution_of(family) == package.replace("_", "-")


def test_files_say_what_they_are() -> None:
    files = family_files("Source Serif 4")
    assert [file.italic for file in files] == [True, False]
    assert all(file.serif and set(file.axes) == {"opsz", "wght"} for file in files)
    assert all({"sups", "onum"} <= file.features and "é" in file.coverage for file in files)
    assert not any(file.serif for file in family_files("Source Sans 3"))


def packaged(folder: Path, package: str, fonts: dict[str, bytes]) -> None:
    files = folder / package / "files"
    files.mkdir(parents=True)
    (folder / package / "__init__.py").write_text("raise RuntimeError('a font package is never imported')")
    for name, data in fonts.items():
        (files / name).write_bytes(data)


def static_cut(weight: float) -> bytes:
    """A static font with all its tables, as families without axes come."""
    (roman,) = (file for file in family_files("Source Serif 4") if not file.italic)
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(range(0x20, 0x7F))
    wanted.pin_all_axes_to_default(roman.face)
    wanted.pin_axis_location(roman.face, "wght", weight)
    return bytes(hb.subset(roman.face, wanted).blob.data)


def test_what_is_no_font_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = static_cut(400)
    packaged(
        tmp_path,
        "fontpkg_rejoinder_broken",
        {"a.ttf": b"", "b.ttf": b"no font at all", "c.ttf": whole[:200], "d.ttf": b"\0\1\0\0" + b"\xff" * 4000},
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    assert family_files("Rejoinder Broken") == ()
    assert Typecase({"serif": ("Rejoinder Broken",)}).missing_families()[0].family == "Rejoinder Broken"


def test_families_without_axes_give_the_nearest_weight(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packaged(
        tmp_path,
        "fontpkg_rejoinder_static",
        {"Static-Regular.ttf": static_cut(400), "Static-Bold.ttf": static_cut(700)},
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    case = Typecase({"serif": ("Rejoinder Static",)})
    keys = [case.face(FontChoice("serif", weight=weight)).key for weight in (200, 400, 500, 600, 900)]
    assert keys == ["Static-Regular", "Static-Regular", "Static-Regular", "Static-Bold", "Static-Bold"]
    italic = FontChoice("serif", italic=True)
    assert case.face(italic).key == "Static-Regular"  # no italic: upright rather than nothing
    assert case.face(FontChoice("serif", weight=700)).postscript_name == "Static-Bold"
    (shaped,) = case.shape("AVA", italic, "en")
    assert hb.Face(hb.Blob(shaped.face.subset(frozenset(shaped.gids)))).glyph_count > 0


def test_a_face_is_pinned_once() -> None:
    files = family_files("Source Sans 3")
    choice = FontChoice("sans", weight=650)
    file = nearest_file(files, choice)
    assert axes_for(file, choice) == (("wght", 650),)
    assert pinned_face(file, axes_for(file, choice)) is pinned_face(file, axes_for(file, choice))


@pytest.mark.skipif(
    importlib.util.find_spec("fontpkg_noto_sans_arabic") is None, reason="fontpkg-noto-sans-arabic is an extra"
)
def test_arabic_is_joined_by_an_extra() -> None:
    case = Typecase({"serif": ("Source Serif 4",)})
    text = FontChoice("serif")
    assert case.missing("بَعْدَ،", text) == ()
    (word,) = case.shape("بَعْدَ،", text, "ar")
    assert word.face.key.startswith("NotoSansArabic")
    assert "".join(word.texts) == "بَعْدَ،"
