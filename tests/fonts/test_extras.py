"""What to install for a script is said rightly: each extra exists, and brings a face that has the script."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from rejoinder.fonts.extras import BY_SCRIPT, EXTRAS, PACKAGES, SCRIPT_NAMES, extra_families, extra_for
from rejoinder.fonts.files import distribution_of, family_files

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WANTED: dict[str, list[str]] = PROJECT["optional-dependencies"]

SAMPLES = {
    "Arab": ("ar", "بي"),
    "Armn": ("hy", "բ"),
    "Beng": ("bn", "ক"),
    "Deva": ("hi", "क्ष"),
    "Ethi": ("am", "በ"),
    "Geor": ("ka", "ბ"),
    "Grek": ("grc", "ᾧ"),
    "Gujr": ("gu", "ક"),
    "Guru": ("pa", "ਕ"),
    "Hang": ("ko", "한"),
    "Hani": ("ja", "語"),
    "Hebr": ("he", "ב"),
    "Hira": ("ja", "の"),
    "Khmr": ("km", "ក"),
    "Knda": ("kn", "ಕ"),
    "Laoo": ("lo", "ກ"),
    "Mlym": ("ml", "ക"),
    "Mymr": ("my", "က"),
    "Orya": ("or", "କ"),
    "Sinh": ("si", "ක"),
    "Taml": ("ta", "க"),
    "Telu": ("te", "క"),
    "Thai": ("th", "น้ำ"),
}


def brought_by(extra: str) -> set[str]:
    """The distributions of an extra, and of those that it names."""
    found: set[str] = set()
    for written in WANTED[extra]:
        if written.startswith("rejoinder["):
            for one in written[len("rejoinder[") : written.index("]")].split(","):
                found |= brought_by(one)
        else:
            found.add(written.split(">")[0])
    return found


@pytest.mark.parametrize("script", SAMPLES)
def test_an_extra_brings_a_face_for_its_script(script: str) -> None:
    lang, text = SAMPLES[script]
    extra = extra_for(script, lang)
    brought = brought_by(extra)
    families = [one for one in extra_families(script, lang, True) if distribution_of(one) in brought]
    assert families, f"{extra} brings no family that is asked for {script}"
    assert brought <= brought_by("fonts")
    installed = [file for family in families for file in family_files(family)]
    if not installed and not brought <= brought_by("test"):
        pytest.skip(f"the faces of rejoinder[{extra}] are too large for the tests")
    assert any(file.coverage.issuperset(text) for file in installed)


def test_each_script_has_a_name_and_an_extra() -> None:
    assert set(EXTRAS) <= set(SCRIPT_NAMES)
    assert set(EXTRAS.values()) <= set(WANTED)
    assert extra_for("Hani", "zh-Hant") == "chinese"
    assert extra_for("Hani", "ko-KR") == "korean"
    assert extra_for("", "en") == "scripts"
    assert extra_for("Tibt", "bo") == ""


def test_packages_bring_families_that_are_asked_for() -> None:
    asked = {family for families in BY_SCRIPT.values() for family in families}
    asked |= {family for lang in ("ja", "ko", "zh") for family in extra_families("Hani", lang, True)}
    assert set(PACKAGES) <= asked
    assert distribution_of("Noto Serif JP") == "pylopdf-fonts-jp"
    assert distribution_of("Amiri") == "fontpkg-amiri"
