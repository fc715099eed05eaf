"""The press's own profiles: sound for littlecms, plausible on paper, and the same on every machine."""

from __future__ import annotations

import hashlib
import io
from itertools import product
from typing import Any

import pytest
from PIL import Image, ImageCms

from rejoinder.pdf.icc import srgb_profile
from rejoinder.pdf.offset import MOST_INK, black_for, colour_of, gray_profile, grown, offset_profile, shrunk
from rejoinder.pictures.profile import is_fitting, output_fault

RELATIVE = ImageCms.Intent.RELATIVE_COLORIMETRIC
COMPENSATED = ImageCms.Flags.BLACKPOINTCOMPENSATION
DIGESTS = ["d3ffb3a0d89d383b", "f954824a77777c8b"]
"""Of the bytes of both profiles; they change only when the press is meant to be another."""
INKS = list(product((0.0, 0.25, 0.6, 1.0), (0.0, 0.4, 1.0), (0.0, 0.5, 1.0), (0.0, 0.3, 1.0)))


def transform(
    source: ImageCms.ImageCmsProfile, target: ImageCms.ImageCmsProfile, mode: str, into: str, *, black: bool = False
) -> ImageCms.ImageCmsTransform:
    flags = COMPENSATED if black else ImageCms.Flags(0)
    return ImageCms.buildTransform(source, target, mode, into, renderingIntent=RELATIVE, flags=flags)


def opened(profile: bytes) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(io.BytesIO(profile))


def made(name: str) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name))  # type: ignore[arg-type]


def through(one: ImageCms.ImageCmsTransform, mode: str, colour: tuple[int, ...] | int) -> tuple[int, ...]:
    done = ImageCms.applyTransform(Image.new(mode, (1, 1), colour), one)
    assert done is not None
    found: Any = done.getpixel((0, 0))
    return found if isinstance(found, tuple) else (found,)


def lab(found: tuple[int, ...]) -> tuple[float, ...]:
    return found[0] / 2.55, found[1] - 128, found[2] - 128


def away(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5)


def test_they_are_profiles_of_a_press() -> None:
    for profile, space in ((offset_profile(), "CMYK"), (gray_profile(), "GRAY")):
        assert output_fault(profile) == ""
        read = opened(profile).profile
        assert (read.device_class, read.xcolor_space.strip()) == ("prtr", space)
        assert read.copyright == "No copyright, use freely"
        assert len(profile) < 60_000
    assert all(offset_profile().find(tag) > 0 for tag in (b"A2B0", b"A2B2", b"B2A0", b"B2A2", b"gamt", b"wtpt"))
    assert is_fitting(srgb_profile(), "RGB ")


def test_they_are_the_same_on_every_machine() -> None:
    digests = [hashlib.sha256(profile).hexdigest()[:16] for profile in (offset_profile(), gray_profile())]
    assert digests == DIGESTS


def test_the_table_is_the_model() -> None:
    there = transform(opened(offset_profile()), made("LAB"), "CMYK", "LAB")
    for inks in INKS:
        bytes_of_it = tuple(round(255 * ink) for ink in inks)
        c, m, y, k = (ink / 255 for ink in bytes_of_it)
        assert away(lab(through(there, "CMYK", bytes_of_it)), colour_of((c, m, y, k))) < 2.0, inks


def test_paper_is_white_and_black_is_dark() -> None:
    assert colour_of((0, 0, 0, 0)) == pytest.approx((100, 0, 0), abs=1e-6)
    assert colour_of((0, 0, 0, 1))[0] < 20
    assert colour_of((1, 1, 1, 1))[0] < 10


def test_half_a_tone_is_two_thirds_on_paper() -> None:
    assert grown(0.5) == pytest.approx(0.66)
    assert all(shrunk(grown(tone / 20)) == pytest.approx(tone / 20) for tone in range(21))
    assert (black_for(0.0), black_for(1.0)) == pytest.approx((1.0, 0.0))


def test_gray_stays_gray_there_and_back() -> None:
    srgb, press = made("sRGB"), opened(offset_profile())
    there, back = (
        transform(srgb, press, "RGB", "CMYK", black=True),
        transform(press, srgb, "CMYK", "RGB", black=True),
    )
    for value in range(0, 256, 15):
        inks = through(there, "RGB", (value, value, value))
        red, green, blue = through(back, "CMYK", inks)
        assert max(abs(red - value), abs(green - value), abs(blue - value)) <= 6, (value, inks)
        assert max(red, green, blue) - min(red, green, blue) <= 5


def test_colours_within_the_gamut_come_back() -> None:
    spaces = made("LAB")
    there = transform(spaces, opened(offset_profile()), "LAB", "CMYK")
    distances = []
    for c, m, y, k in product((0.1, 0.3, 0.5, 0.7, 0.9), (0.1, 0.5, 0.9), (0.1, 0.5, 0.9), (0.0, 0.2)):
        wanted = tuple(round(one) for one in colour_of((c, m, y, k)))
        coded = (round(wanted[0] * 2.55), wanted[1] + 128, wanted[2] + 128)
        found = through(there, "LAB", coded)
        a, b, d, e = (one / 255 for one in found)
        distances.append(away(colour_of((a, b, d, e)), wanted))
    assert sum(distances) / len(distances) < 1.5
    assert max(distances) < 9


def test_no_more_ink_than_dries() -> None:
    there = transform(made("sRGB"), opened(offset_profile()), "RGB", "CMYK", black=True)
    plain = transform(made("LAB"), opened(offset_profile()), "LAB", "CMYK")
    for red, green, blue in product((0, 20, 60, 130, 255), repeat=3):
        assert sum(through(there, "RGB", (red, green, blue))) / 255 <= MOST_INK + 0.03
        assert sum(through(plain, "LAB", (red, green, blue))) / 255 <= MOST_INK + 0.03


def test_the_gray_profile_is_the_same_press() -> None:
    there = transform(made("sRGB"), opened(gray_profile()), "RGB", "L", black=True)
    for value in range(0, 256, 5):
        coded = value / 255
        light = coded / 12.92 if coded <= 0.04045 else ((coded + 0.055) / 1.055) ** 2.4
        assert abs(through(there, "RGB", (value, value, value))[0] - 255 * (1 - black_for(light))) <= 2
