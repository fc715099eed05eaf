"""Faces: what they say of themselves is what their subset says again."""

from __future__ import annotations

import subprocess
import sys

import pytest
import uharfbuzz as hb

from rejoinder.fonts.instance import PinnedFace
from rejoinder.fonts.model import Face, FontChoice
from rejoinder.fonts.typecase import Typecase

CHOICES = [
    FontChoice("serif", optical=9.3),
    FontChoice("serif", weight=600, optical=23.7),
    FontChoice("serif", italic=True, optical=8.0),
    FontChoice("sans", weight=400),
    FontChoice("sans", weight=450, italic=True),
]
CASE = Typecase({"serif": ("Source Serif 4",), "sans": ("Source Sans 3",)})
WORDS = "Bézier’s office: “Σ” 4–7, Ťažký (AVATAR) fjord 0123456789"


def gids_of(choice: FontChoice) -> frozenset[int]:
    return frozenset(gid for shaped in CASE.shape(WORDS, choice, "en") for gid in shaped.gids)


@pytest.fixture(params=CHOICES, ids=lambda choice: CASE.face(choice).key)
def choice(request: pytest.FixtureRequest) -> FontChoice:
    chosen: FontChoice = request.param
    return chosen


def test_a_pinned_face_is_a_face(choice: FontChoice) -> None:
    face: Face = CASE.face(choice)
    assert isinstance(face, PinnedFace)
    assert face.upem == 1000
    assert face.descent < 0 < face.x_height < face.cap_height < face.ascent
    assert 150 < face.space < 350
    assert face.width(face.space_gid) == face.space
    assert face.serif == (choice.role == "serif")
    assert (face.italic_angle < 0) == choice.italic
    assert face.weight == choice.weight
    assert not face.fixed_pitch
    left, bottom, right, top = face.bbox
    assert left < 0 < right and bottom < 0 < top


def test_names_tell_the_cut() -> None:
    assert [CASE.face(choice).postscript_name for choice in CHOICES] == [
        "SourceSerif4-Regular_9.3opsz",
        "SourceSerif4-Semibold_23.7opsz",
        "SourceSerif4-Italic_8opsz",
        "SourceSans3-Regular",
        "SourceSans3-W450Italic",
    ]


def test_widths_are_those_of_the_subset(choice: FontChoice) -> None:
    face, gids = CASE.face(choice), gids_of(choice)
    again = hb.Font(hb.Face(hb.Blob(face.subset(gids))))
    assert again.face.upem == face.upem
    assert {gid: again.get_glyph_h_advance(gid) for gid in gids} == {gid: face.width(gid) for gid in gids}


def test_outlines_are_those_of_the_subset(choice: FontChoice) -> None:
    face, gids = CASE.face(choice), gids_of(choice)
    assert isinstance(face, PinnedFace)
    again = hb.Font(hb.Face(hb.Blob(face.subset(gids))))
    for gid in gids:
        mine, its = face.font.get_glyph_extents(gid), again.get_glyph_extents(gid)
        assert all(abs(a - b) <= 2 for a, b in zip(mine, its, strict=True)), gid


def test_a_subset_has_its_glyphs_and_nothing_to_spare(choice: FontChoice) -> None:
    face = CASE.face(choice)
    data = face.subset(gids_of(choice))
    tables = set(hb.Face(hb.Blob(data)).table_tags)
    assert tables == {"glyf", "head", "hhea", "hmtx", "loca", "maxp"}
    assert len(data) < 40_000
    assert len(face.subset(frozenset({face.space_gid}))) < len(data)


def test_x_height_is_that_of_the_cut() -> None:
    small = CASE.face(FontChoice("serif", optical=8.0))
    large = CASE.face(FontChoice("serif", optical=60.0))
    assert small.x_height > large.x_height  # small type is drawn with larger lower-case letters


PROBE = """
import hashlib
from rejoinder.fonts.model import FontChoice
from rejoinder.fonts.typecase import Typecase
case = Typecase({"serif": ("Source Serif 4",), "sans": ("Source Sans 3",)})
choice = FontChoice("serif", optical=9.3)
gids = frozenset(g for s in case.shape("Bézier’s office", choice, "en") for g in s.gids)
print(hashlib.sha256(case.face(choice).subset(gids)).hexdigest())
"""


def test_the_same_glyphs_give_the_same_bytes_in_any_process() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", PROBE],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
            text=True,
        )
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout != ""
