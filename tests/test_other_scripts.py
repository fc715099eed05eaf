"""Letters in other scripts, as pages: what stands where, what is read back, and what is said of what is missing."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import page as page_validation
import pytest

from rejoinder import Result, typeset
from rejoinder.fonts.model import Shaped
from rejoinder.galley.model import Line, Segment
from rejoinder.galley.unspaced import CLOSING, NO_BEGINNING, OPENING, STOPS
from rejoinder.pages.model import PlacedLine
from treetext import tree_text

LETTERS = Path(__file__).parent / "letters"
ARABIC = "arabic.yaml"
MANY = "many-scripts.yaml"


@lru_cache(maxsize=4)
def made(name: str) -> Result:
    return typeset(LETTERS / name)


def lines_of(result: Result, part: str = "column") -> list[PlacedLine]:
    return [item for page in result.pages for item in page.items if isinstance(item, PlacedLine) and item.part == part]


def edges(placed: PlacedLine) -> tuple[float, float]:
    """Left and right of the words of a line."""
    line = placed.line
    words = [
        (one.x + at, shaped.width * one.size / 1000 * one.scale) for one in line.segments for shaped, at in stands(one)
    ]
    return placed.x + min(x for x, _ in words), placed.x + max(x + width for x, width in words)


def stands(segment: Segment) -> list[tuple[Shaped, float]]:
    """The words of a segment, each with where it begins."""
    found, x = [], 0.0
    for shaped, gap in segment.in_sight():
        if shaped is not None:
            found.append((shaped, x))
            x += shaped.width * segment.size / 1000 * segment.scale
        x += gap
    return [(shaped, at) for shaped, at in found if shaped.text.strip()]


def line_with(result: Result, words: str) -> PlacedLine:
    return next(
        one for part in ("column", "notes", "front") for one in lines_of(result, part) if words in one.line.text
    )


# ── files ──


@pytest.mark.parametrize("letter", [ARABIC, MANY])
@pytest.mark.parametrize("profile", ["pdf/ua-1", "pdf/a-3a"])
def test_the_file_holds_its_standards(letter: str, profile: str) -> None:
    report = page_validation.validate_pdf_bytes(made(letter).pdf, profile=profile)
    assert report.is_compliant, report


@pytest.mark.parametrize("letter", [ARABIC, MANY])
def test_nothing_is_missing(letter: str) -> None:
    result = made(letter)
    assert [str(one) for one in result.diagnostics] == []
    assert not any(0 in s.gids for one in lines_of(result) for segment in one.line.segments for s in segment.shaped)


def test_text_is_read_back_in_the_order_of_the_author() -> None:
    found = " ".join(text for _, text in tree_text(made(MANY).pdf))
    for words in (
        "The phrase «مرحبا بالعالم» (123) stands in a line",
        "as does المقدمة الطويلة جدا التي تمتد على أكثر من سطر واحد over a line end",
        "עם מספרים כמו 2024, מילה באנגלית (PCR) וסוגריים [מרובעים].",
        "مُحَمَّدٌ",
        "विश्वविद्यालय",
        "การศึกษานี้แสดงให้เห็นว่า",
        "「大規模な調査」の結果",
    ):
        assert words in found, words


# ── from right to left ──


def test_the_first_column_is_the_rightmost() -> None:
    first, second = made(ARABIC).pages[0].columns
    assert first.x > second.x
    begins = line_with(made(ARABIC), "هذا نص عربي")
    assert begins.x == first.x


def test_lines_begin_at_the_right() -> None:
    result = made(ARABIC)
    column = result.pages[0].columns[0]
    right = column.x + column.width
    element = line_with(result, "هذا نص عربي").line.element
    *_, last = [one for one in lines_of(result) if one.line.element == element]
    left_edge, right_edge = edges(last)
    assert right_edge == pytest.approx(right, abs=0.1)
    assert left_edge > column.x + 20, "the last line is ragged at the left"
    assert edges(line_with(result, "تبدأ هذه الفقرة"))[1] < right - 5, "its indent is at the right"


def test_labels_and_notes_stand_at_the_right() -> None:
    result = made(ARABIC)
    for words, label in (("البند الأول", "•"), ("أولا", ".1")):
        line = line_with(result, words).line
        marker = [one for one in line.segments if one.element == line.segments[0].element]
        others = [one.x for one in line.segments if one not in marker]
        assert min(one.x for one in marker) > max(others)
        seen = [(one.x + at, shaped.text) for one in marker for shaped, at in stands(one)]
        assert "".join(text for _, text in sorted(seen)) == label
    assert edges(line_with(result, "حاشية قصيرة"))[1] > result.pages[0].columns[0].x + 100


def test_a_reference_in_english_begins_at_the_left() -> None:
    result = made(ARABIC)
    line = line_with(result, "Kong A").line
    assert not line.turned
    assert line.segments[0].x == min(one.x for one in line.segments)


def test_the_first_column_of_a_table_is_the_rightmost() -> None:
    result = made(ARABIC)
    table = [item for page in result.pages for item in page.items if isinstance(item, PlacedLine)]
    at = {one.line.text.strip(): edges(one)[0] for one in table if one.line.style.startswith("table")}
    assert at["الاسم"] > at["العدد"] > at["النسبة"]
    assert at["أحمد"] > at["12"] > at["3.5"]


def test_the_foot_changes_sides() -> None:
    feet = lines_of(made(ARABIC), "foot")
    folio = next(one for one in feet if one.line.text.strip() == "1")
    assert all(edges(folio)[0] < edges(one)[0] for one in feet if one is not folio)


def test_a_phrase_stands_from_right_to_left_in_a_line_from_left_to_right() -> None:
    line = line_with(made(MANY), "The phrase").line
    words = {s.text: one.x + at for one in line.segments for s, at in stands(one)}
    assert words["phrase"] < words["بالعالم"] < words["مرحبا"] < words["stands"]


def test_lines_in_both_directions_fill_their_measure() -> None:
    result = made(MANY)
    columns = dict(enumerate(result.pages[0].columns))
    full = 0
    for before, placed, following in zip(lines_of(result), lines_of(result)[1:], lines_of(result)[2:], strict=False):
        if placed.line.turned and before.line.element == placed.line.element == following.line.element:
            left, right = edges(placed)
            column = columns[placed.column]
            assert left == pytest.approx(column.x, abs=2.5)
            assert right == pytest.approx(column.x + column.width, abs=2.5)
            full += 1
    assert full >= 3


# ── without spaces ──


def paragraph_of(result: Result, words: str) -> list[Line]:
    element = line_with(result, words).line.element
    return [one.line for one in lines_of(result) if one.line.element == element]


@pytest.mark.parametrize("words", ["本研究は", "本研究中"])
def test_lines_of_ideographs_are_full_and_begin_with_no_stop(words: str) -> None:
    lines = paragraph_of(made(MANY), words)
    assert len(lines) > 2
    for line in lines[:-1]:
        assert line.width == pytest.approx(line.measure, abs=20 if line is lines[0] else 8)
        assert line.text[-1] not in OPENING
    for line in lines[1:]:
        assert line.text[0] not in CLOSING | STOPS | NO_BEGINNING
    assert not any(line.hyphenated for line in lines)


def test_an_authors_line_end_makes_no_space_between_ideographs() -> None:
    assert "".join(line.text for line in paragraph_of(made(MANY), "改行"))[:13] == "改行しても空白が入らない。"


def test_thai_lines_end_between_words() -> None:
    lines = paragraph_of(made(MANY), "ประเทศไทย")
    assert len(lines) > 1
    assert all(line.text[0] not in "ะาำิีึืุู่้๊๋์็ฯๆ" for line in lines[1:])


def test_each_word_in_another_language_says_so() -> None:
    langs = {element.lang for element in made(MANY).galley.elements if element.lang}
    assert {"ar", "he", "hi", "th", "ja", "zh-Hant", "grc", "sr", "vi"} <= langs


# ── without the extras ──


def test_without_the_libraries_a_letter_is_set_and_says_what_it_wants(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("pieces", "paragraph"):
        monkeypatch.setattr(f"rejoinder.galley.{module}.has_library", lambda: False)
    monkeypatch.setattr("rejoinder.galley.pieces.has_dictionary", lambda: False)
    result = typeset(LETTERS / MANY)
    said = [str(one) for one in result.diagnostics]
    assert len(said) == 2
    assert "words from right to left" in said[0] and "rejoinder[arabic]" in said[0]
    assert "Thai, Lao, Khmer, Burmese" in said[1] and "rejoinder[thai]" in said[1]
    assert "The phrase «مرحبا بالعالم»" in " ".join(text for _, text in tree_text(result.pdf))
