"""Outlines are those of the face at its axes."""

from __future__ import annotations

import re

import pytest

from rejoinder.fonts.instance import PinnedFace
from rejoinder.fonts.model import FontChoice
from rejoinder.fonts.outline import outline
from rejoinder.fonts.typecase import Typecase

CASE = Typecase({"serif": ("Source Serif 4",)})


def face(**more: object) -> PinnedFace:
    found = CASE.face(FontChoice("serif", **more))  # type: ignore[arg-type]
    assert isinstance(found, PinnedFace)
    return found


def points(path: str) -> list[tuple[int, int]]:
    numbers = [int(one) for one in re.findall(r"-?\d+", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


@pytest.mark.parametrize("letter", "HgÖ.")
def test_an_outline_fills_the_box_of_its_ink(letter: str) -> None:
    one = face()
    gid = one.gid(letter)
    ink = one.ink(gid)
    assert ink is not None
    left, bottom, right, top = ink
    xs, ys = zip(*points(outline(one, gid)), strict=True)
    assert (min(xs), max(xs)) == pytest.approx((left, right), abs=2)
    assert (-max(ys), -min(ys)) == pytest.approx((bottom, top), abs=2)  # y goes downwards


def test_a_space_has_none() -> None:
    assert outline(face(), face().space_gid) == ""


def test_axes_change_it() -> None:
    gid = face().gid("n")
    assert len({outline(face(**more), gid) for more in ({}, {"weight": 700}, {"optical": 30.0})}) == 3


def test_it_is_a_path() -> None:
    path = outline(face(), face().gid("R"))
    assert re.fullmatch(r"(M-?\d+[ -]\d+|L-?\d+[ -]\d+|[QC]-?\d+([ -]\d+)+|Z)+", path)
    assert path.count("M") == path.count("Z")
