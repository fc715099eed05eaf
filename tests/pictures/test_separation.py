"""The profile of a press that a sheet names, and colours that go through it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_pictures import chunk, picture, png, quarters, saved
from PIL import Image, ImageCms

from rejoinder.pdf.offset import gray_profile, offset_profile
from rejoinder.pictures.profile import LARGEST_OUTPUT, output_fault
from rejoinder.pictures.refusal import RefusedError
from rejoinder.pictures.separation import Separation, gray_of, ink_kind, read_output_profile, separation

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def changed(profile: bytes, at: int, to: bytes) -> bytes:
    return profile[:at] + to + profile[at + len(to) :]


def without(profile: bytes, tag: bytes) -> bytes:
    return profile.replace(tag, b"xxxx", 1)


def hollow(profile: bytes) -> bytes:
    """Sound from outside, and nothing inside."""
    first = 132 + 12 * int.from_bytes(profile[128:132], "big")
    return profile[:first] + bytes(len(profile) - first)


def refusal(data: bytes, folder: Path) -> tuple[str, str]:
    path = folder / "press.icc"
    path.write_bytes(data)
    with pytest.raises(RefusedError) as refused:
        read_output_profile(path)
    return refused.value.message, refused.value.hint


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it is damaged"),
        (b"no profile at all" * 100, "it is damaged"),
        (offset_profile()[:5000], "it is damaged"),
        (SRGB, "it is for RGB, and a press has CMYK or GRAY"),
        (changed(offset_profile(), 12, b"mntr"), "it is for a screen or a camera"),
        (changed(offset_profile(), 12, b"link"), "it is not a profile of a device"),
        (changed(offset_profile(), 8, b"\x05"), "its version is 5"),
        (without(offset_profile(), b"B2A0"), "it lacks B2A0"),
        (without(gray_profile(), b"kTRC"), "it lacks kTRC"),
        (changed(offset_profile(), 128, b"\xff\xff\xff\xff"), "it is damaged"),
        (offset_profile() + bytes(LARGEST_OUTPUT), "it is larger than 4 MB"),
    ],
)
def test_what_is_no_profile_of_a_press_is_refused(data: bytes, why: str, tmp_path: Path) -> None:
    assert refusal(data, tmp_path) == (
        f"is no profile of a press: {why}",
        "ask the printer for the profile of the press, or leave the key out",
    )


@pytest.mark.parametrize("profile", [offset_profile(), gray_profile()])
def test_what_is_sound_only_from_outside_is_refused(profile: bytes, tmp_path: Path) -> None:
    assert refusal(hollow(profile), tmp_path)[0].startswith("is a profile that cannot be used")


def test_a_profile_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.icc", tmp_path, tmp_path / ("x" * 500), tmp_path / "a\0b"):
        with pytest.raises(RefusedError):
            read_output_profile(path)


def test_a_sound_one_is_read_without_what_hangs_on_it(tmp_path: Path) -> None:
    path = tmp_path / "press.icc"
    for profile, kind in ((offset_profile(), "cmyk"), (gray_profile(), "gray")):
        path.write_bytes(profile + b"rest")
        assert read_output_profile(path) == profile
        assert ink_kind(profile) == kind


@settings(max_examples=60, deadline=None)
@given(
    where=st.lists(st.tuples(st.integers(0, len(gray_profile()) - 1), st.integers(0, 255)), min_size=1, max_size=8),
    four=st.booleans(),
)
def test_a_damaged_profile_is_used_or_refused(
    where: list[tuple[int, int]], four: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = bytearray(offset_profile() if four else gray_profile())
    for at, value in where:
        data[at] = value
    path = tmp_path_factory.getbasetemp() / "damaged.icc"
    path.write_bytes(data)
    try:
        profile = read_output_profile(path)
    except RefusedError:
        return
    assert output_fault(profile) == ""
    assert len(separation(profile, ink_kind(profile), None, None).colour(10, 20, 200)) == 4


def test_black_read_off_a_profile_is_what_was_computed() -> None:
    read = Separation(offset_profile(), "cmyk", None, None)
    for value in range(0, 256, 5):
        light = value / 255
        assert read.colour(value, value, value)[:3] == (0, 0, 0)
        assert 0 <= read.colour(value, value, value)[3] <= 1
        assert light < 1 or read.colour(255, 255, 255)[3] == 0
    assert read.colour(0, 0, 0) == (0, 0, 0, 1)
    grays = [read.colour(value, value, value)[3] for value in range(256)]
    assert grays == sorted(grays, reverse=True)


def test_gray_is_as_light_as_the_colour() -> None:
    assert gray_of(0, 0, 0) == 0 and gray_of(1, 1, 1) == pytest.approx(1)
    assert gray_of(0.5, 0.5, 0.5) == pytest.approx(0.5)
    assert gray_of(0, 1, 0) > gray_of(1, 0, 0) > gray_of(0, 0, 1)


def test_a_pictures_own_profile_that_is_broken_means_srgb() -> None:
    press = Separation(offset_profile(), "cmyk", None, None)
    plain = saved(quarters(8), "PNG")
    odd = hollow(SRGB)
    marked = saved(quarters(8), "PNG", icc_profile=odd)
    assert press.pixels(picture(marked)).data == press.pixels(picture(plain)).data


def test_gamma_is_undone() -> None:
    """A picture coded by the power of 1 is lighter than its values are in sRGB."""
    press = Separation(offset_profile(), "cmyk", None, None)
    flat = [bytes([60, 60, 60] * 4)] * 2
    light = png(flat, width=4, before=chunk(b"gAMA", (100_000).to_bytes(4, "big")))
    plain, lit = (press.pixels(picture(data)).data[0] for data in (png(flat, width=4), light))
    assert lit > plain + 50


def test_many_pixels_are_converted_in_strips_as_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    press = Separation(offset_profile(), "cmyk", None, None)
    noise = Image.effect_noise((90, 70), 50)
    data = io.BytesIO()
    Image.merge("RGB", (noise, noise.rotate(90), noise.rotate(180))).save(data, "PNG")
    whole = press.pixels(picture(data.getvalue())).data
    monkeypatch.setattr("rejoinder.pictures.separation.STRIP", 500)
    assert press.pixels(picture(data.getvalue())).data == whole
