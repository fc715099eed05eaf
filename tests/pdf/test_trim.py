"""Boxes and marks: nested, outside of the bleed, and no part of the text."""

from __future__ import annotations

import io
from contextlib import closing

import page as page_validation
import pikepdf
import pypdfium2
import pytest
from setting import HEIGHT, LETTER, WIDTH, page, sample

from rejoinder.pdf.trim import CLEAR, THICKNESS, Trim, boxes, marks
from rejoinder.pdf.write import write_pdf
from treetext import tree

TRIMS = [Trim(8.5, True), Trim(0, True), Trim(40, True, 30), Trim(8.5, False)]


def box(obj: pikepdf.Page, key: str) -> list[float]:
    return [float(side) for side in obj.obj[key]]


def points(drawn: bytes) -> list[tuple[float, float]]:
    """Every point that the marks name."""
    found = []
    for line in drawn.decode("ascii").splitlines():
        numbers: list[float] = []
        for word in line.split():
            try:
                numbers.append(float(word))
            except ValueError:
                if word in ("m", "l", "c"):
                    found += list(zip(numbers[::2], numbers[1::2], strict=True))
                numbers = []
    return found


@pytest.mark.parametrize("trim", TRIMS)
def test_boxes_lie_in_each_other_and_the_page_stays_where_it_is(trim: Trim) -> None:
    with pikepdf.open(io.BytesIO(write_pdf(sample(), LETTER, stamp=None, trim=trim))) as opened:
        for one in opened.pages:
            media, bleed, trimmed = (box(one, key) for key in ("/MediaBox", "/BleedBox", "/TrimBox"))
            assert trimmed == [0, 0, WIDTH, HEIGHT]
            assert all(a <= b <= c for a, b, c in zip(media[:2], bleed[:2], trimmed[:2], strict=True))
            assert all(a >= b >= c for a, b, c in zip(media[2:], bleed[2:], trimmed[2:], strict=True))
            assert bleed[0] == pytest.approx(-trim.bleed)


def test_a_file_for_reading_has_nothing_around_its_pages() -> None:
    assert boxes(page([]), None) == f"/MediaBox [0 0 {WIDTH:g} {HEIGHT:g}]"


@pytest.mark.parametrize("trim", TRIMS[:3])
def test_marks_stand_outside_of_the_bleed_and_on_the_paper(trim: Trim) -> None:
    found = points(marks(page([]), trim))
    assert len(found) >= 16 + 4 * 16
    nearest = max(trim.bleed, CLEAR) - 0.001
    for x, y in found:
        beyond = max(-x, x - WIDTH, -y, y - HEIGHT)
        assert nearest <= beyond <= trim.around - THICKNESS / 2, (x, y)


def test_without_marks_there_are_none() -> None:
    assert marks(page([]), Trim(8.5, False)) == b""


def test_crop_marks_point_at_the_corners() -> None:
    found = points(marks(page([]), Trim(10, True, 20)))
    for x in (0, WIDTH):
        assert sorted(b for a, b in found if a == x) == [-30, -10, HEIGHT + 10, HEIGHT + 30]
    for y in (0, HEIGHT):
        assert sorted(a for a, b in found if b == y) == [-30, -10, WIDTH + 10, WIDTH + 30]


def test_a_file_for_reading_may_have_marks_and_is_the_same_text() -> None:
    plain, marked = (write_pdf(sample(), LETTER, stamp=None, trim=trim) for trim in (None, Trim(8.5, True)))
    assert repr(tree(marked)) == repr(tree(plain))
    for profile in ("ua1", "3a"):
        report = page_validation.validate_pdf_bytes(marked, profile=profile)
        assert report.is_compliant, [(one.rule_id, one.message) for one in report.failures]
    with pikepdf.open(io.BytesIO(marked), attempt_recovery=False) as opened:
        assert opened.check_pdf_syntax() == []


def test_marks_are_seen_and_the_page_is_white_about_them() -> None:
    trim = Trim(8.504, True)
    with closing(pypdfium2.PdfDocument(write_pdf(sample(), LETTER, stamp=None, trim=trim))) as document:
        image = document[0].render(scale=4).to_pil().convert("L")

    def darkest(x: float, y: float) -> int:
        """Around a point of the trimmed page, from its upper left corner."""
        left, top = round((x + trim.around) * 4), round((y + trim.around) * 4)
        return int(min(image.crop((left - 2, top - 2, left + 3, top + 3)).tobytes()))

    assert darkest(0, -15) < 150 and darkest(-15, 0) < 150  # crop marks
    assert darkest(WIDTH / 2, -trim.offset - 6) < 150  # registration mark
    assert darkest(0, -4) == 255 and darkest(0, 0) == 255  # nothing at the corner itself
