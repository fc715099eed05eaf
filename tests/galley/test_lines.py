"""Cast lines: as wide as their measure, margin kerning, expansion, ragged setting, what is too wide for any line."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composing import (
    HERE,
    Composed,
    body_lines,
    compose,
    document,
    extent,
    inlines,
    read,
    segment_width,
    sheet_of,
    typecase_of,
)
from rejoinder.diagnostics import Diagnostics
from rejoinder.document.model import Break, Words
from rejoinder.galley.look import plain_look
from rejoinder.galley.model import Line
from rejoinder.galley.paragraph import WIDEST_SPACE

PROSE = (
    "We counted the “nests” of one street (and of no other) for eleven years, and found that the "
    "birds came back to the same "
    "roof even when the roof was new. Their neighbours did the same; so did the young ones of the "
    "year before – which had never "
    "bred. Nevertheless the investigations of the municipality, with photographs and well-known "
    "measurements, were interpreted "
    "disproportionately often as evidence of abandonment, “as if the house were empty”, and the "
    "recommendations followed."
)
SQUARE = "text: {body: {protrusion: 0}}"
STIFF = "text: {body: {protrusion: 0, expansion: 0}}"

MEASURES = [90.0, 120.0, 160.0, 200.0, 240.0, 330.0, 500.0]


def full(lines: tuple[Line, ...]) -> list[Line]:
    """The lines that have to fill their measure: all but the last, and but those that only holes would fill."""
    return [line for line in lines[:-1] if 0 < widest(line) < WIDEST_SPACE * natural_space() - 1e-6]


def widest(line: Line) -> float:
    """The widest space of a line."""
    return max((gap for s in line.segments for gap in s.gaps if gap), default=0.0)


@cache
def natural_space() -> float:
    """Of the body's face, at its size."""
    sheet = sheet_of()
    style = sheet.text["body"]
    face = typecase_of(sheet).face(plain_look(style, sheet, "en-GB", 250.0).choice)
    return plain_look(style, sheet, "en-GB", face.space).space


# ── exactly as wide as the measure ────────────────────────────────────────


@pytest.mark.parametrize("sheet", [SQUARE, STIFF], ids=["expanded", "stiff"])
@pytest.mark.parametrize("measure", MEASURES)
def test_justified_lines_are_as_wide_as_the_measure(measure: float, sheet: str) -> None:
    for line in full(body_lines(PROSE, sheet_of(sheet), measure=measure)):
        begin, end = extent(line)
        assert begin == pytest.approx(0, abs=1e-9)
        assert end == pytest.approx(measure, abs=1e-6), line.text


@pytest.mark.parametrize("measure", MEASURES)
def test_segments_of_a_line_follow_each_other_without_a_seam(measure: float) -> None:
    for line in body_lines(PROSE.replace("nests", "*nests*").replace("young", "**young**"), measure=measure):
        for a, b in zip(line.segments, line.segments[1:], strict=False):
            assert b.x == pytest.approx(a.x + segment_width(a), abs=1e-6)


@pytest.mark.parametrize("measure", MEASURES)
def test_margin_kerning_hangs_signs_into_the_margin_and_nothing_else(measure: float) -> None:
    """The edges without what hangs out are the measure's own."""
    sheet = sheet_of()
    case = typecase_of(sheet)
    hung = 0
    for line in full(body_lines(PROSE, measure=measure)):
        begin, end = extent(line)
        first, last = line.segments[0], line.segments[-1]
        left = case.left_protrusion(first.shaped[0]) / 1000 * first.size
        right = case.right_protrusion(last.shaped[-1]) / 1000 * last.size
        assert begin + left == pytest.approx(0, abs=0.1)
        assert end - right == pytest.approx(measure, abs=0.1), line.text
        hung += right > 1
    assert hung or measure > 400


def test_a_half_protruding_sheet_hangs_half_as_far() -> None:
    def ends(protrusion: float) -> list[float]:
        sheet = sheet_of(f"text: {{body: {{protrusion: {protrusion}, align: left}}}}")
        return [line.segments[0].x for line in body_lines("“So” it is", sheet)]

    assert ends(0) == [0]
    assert ends(0.5)[0] == pytest.approx(ends(1)[0] / 2)
    assert ends(1)[0] < -1


def test_an_indented_line_hangs_nothing_at_its_left() -> None:
    first, second, *_ = body_lines("“Nests” " + PROSE, indent=12.0)
    assert first.segments[0].x == pytest.approx(12)
    assert extent(first)[1] > 239
    assert second.segments[0].x <= 0


# ── how far spaces and letters give ───────────────────────────────────────


@pytest.mark.parametrize("expansion", [0.0, 0.01, 0.02, 0.03])
@pytest.mark.parametrize("measure", MEASURES)
def test_letters_never_grow_or_shrink_beyond_the_sheets_limit(measure: float, expansion: float) -> None:
    sheet = sheet_of(f"text: {{body: {{expansion: {expansion}}}}}")
    scales = {s.scale for line in body_lines(PROSE, sheet, measure=measure) for s in line.segments}
    assert all(abs(scale - 1) <= expansion + 1e-9 for scale in scales)
    if expansion and measure < 200:
        assert len(scales) > 1


@pytest.mark.parametrize("measure", MEASURES)
def test_letters_of_one_line_are_all_scaled_alike(measure: float) -> None:
    for line in body_lines(PROSE.replace("nests", "*nests*"), measure=measure):
        assert len({s.scale for s in line.segments}) == 1


@pytest.mark.parametrize("measure", MEASURES)
def test_spaces_never_shrink_beyond_the_sheets_limit(measure: float) -> None:
    least = natural_space() * (1 - sheet_of().text["body"].space_shrink)
    for line in body_lines(PROSE, measure=measure):
        gaps = [gap for s in line.segments for gap in s.gaps if gap]
        assert all(gap >= least - 1e-6 for gap in gaps)


@pytest.mark.parametrize("measure", [50.0, 70.0, *MEASURES])
def test_a_line_that_only_holes_would_fill_falls_short_instead(measure: float) -> None:
    for line in body_lines(PROSE, sheet_of(SQUARE), measure=measure):
        assert widest(line) <= WIDEST_SPACE * natural_space() + 1e-6
        assert extent(line)[1] <= measure + 0.06


def test_spaces_of_one_line_are_alike() -> None:
    for line in full(body_lines(PROSE)):
        gaps = {round(g, 6) for s in line.segments for g in s.gaps if g}
        assert len(gaps) <= 1


def test_expansion_makes_spaces_more_even() -> None:
    """Thành 2000: that is what it is for."""

    def unevenness(sheet: str) -> float:
        return sum(abs(line.ratio) ** 3 for line in body_lines(PROSE * 4, sheet_of(sheet), measure=200.0))

    assert unevenness("") < unevenness("text: {body: {expansion: 0}}")


# ── line ends ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("measure", MEASURES)
def test_a_space_at_a_line_end_is_kept_for_the_ear_and_has_no_width(measure: float) -> None:
    for line in full(body_lines(PROSE, measure=measure)):
        last = line.segments[-1]
        if line.text.endswith(" "):
            assert last.gaps[-1] == 0.0
        else:
            assert line.text[-1] in "\u00ad-–—", line.text


@pytest.mark.parametrize("measure", MEASURES)
def test_no_character_is_lost_or_doubled(measure: float) -> None:
    assert read(body_lines(PROSE, measure=measure)) == PROSE


@pytest.mark.parametrize("measure", MEASURES)
def test_a_divided_word_ends_in_a_soft_hyphen_and_says_so(measure: float) -> None:
    for line in body_lines(PROSE, measure=measure):
        assert line.hyphenated == line.text.endswith(("\u00ad", "-"))
        assert line.text.count("\u00ad") == line.text.endswith("\u00ad")


def test_hyphens_are_not_stacked_three_high() -> None:
    for measure in MEASURES[1:]:
        flags = "".join("-" if line.hyphenated else " " for line in body_lines(PROSE * 3, measure=measure))
        assert "---" not in flags


def test_soft_hyphens_of_the_author_are_obeyed_and_leave_nothing_else() -> None:
    text = "we saw the Xyzzy\u00adplugh there and went on to the next of them"
    for measure in range(60, 240, 6):
        lines = body_lines(text, measure=float(measure))
        assert read(lines) == text.replace("\u00ad", "")
        for line in lines:
            if "Xyzzy" in line.text and "plugh" not in line.text:
                assert line.text.endswith("Xyzzy\u00ad"), repr(line.text)


def test_the_last_line_is_not_stretched() -> None:
    last = body_lines(PROSE)[-1]
    assert last.ratio <= 0
    assert last.width < 240


# ── hard line ends, ragged and centred text ───────────────────────────────


def test_a_hard_line_end_ends_a_line_wherever_it_is() -> None:
    given = (Words("One street", HERE), Break(HERE), Words("and another ", HERE), Break(HERE), Words("Town", HERE))
    lines = body_lines(given)
    assert [line.text.strip() for line in lines] == ["One street", "and another", "Town"]
    assert all(line.ratio == 0 for line in lines)


def test_two_hard_line_ends_leave_an_empty_line() -> None:
    given = (Words("One", HERE), Break(HERE), Break(HERE), Words("Two", HERE))
    assert [line.text.strip() for line in body_lines(given)] == ["One", "", "Two"]


@pytest.mark.parametrize("written", ["", " ", "   "])
def test_an_empty_paragraph_is_an_empty_line(written: str) -> None:
    lines = body_lines(written)
    assert [line.text for line in lines] == [""]
    assert lines[0].leading > 0


@pytest.mark.parametrize("measure", MEASURES)
def test_ragged_lines_keep_their_natural_spaces(measure: float) -> None:
    sheet = sheet_of("text: {body: {align: left, protrusion: 0}}")
    for line in body_lines(PROSE, sheet, measure=measure):
        begin, end = extent(line)
        assert begin == 0 and end <= measure + 1e-6
        assert {s.scale for s in line.segments} == {1.0}


@pytest.mark.parametrize(("align", "share"), [("centre", 0.5), ("right", 1.0)])
def test_centred_and_right_aligned_lines(align: str, share: float) -> None:
    sheet = sheet_of(f"text: {{body: {{align: {align}, protrusion: 0}}}}")
    for line in body_lines(PROSE, sheet, measure=200.0):
        begin, end = extent(line)
        white = 200.0 - (end - begin)
        assert begin == pytest.approx(white * share, abs=0.01)


def test_balanced_lines_are_of_like_length_and_no_more_of_them() -> None:
    title = "Response to: ‘Are nest boxes enough? Swifts in a renovated city’ by Fairweather and others"
    sheet = sheet_of("text: {title: {protrusion: 0}}")
    ragged = sheet_of("text: {title: {protrusion: 0, align: left}}")
    for measure in (250.0, 350.0, 480.0):
        lines = body_lines(title, sheet, measure=measure, style="title")
        greedy = body_lines(title, ragged, measure=measure, style="title")
        assert len(lines) <= len(greedy)
        widths = [extent(line)[1] for line in lines]
        assert (
            max(widths) - min(widths)
            <= max(extent(line)[1] for line in greedy) - min(extent(line)[1] for line in greedy) + 1e-6
        )
        assert not any(line.hyphenated for line in lines)


# ── too wide for any line ─────────────────────────────────────────────────


@pytest.mark.parametrize(
    "word",
    [
        "x" * 200,
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2,
        "https://example.org/" + "a-very-long-path/" * 12,
        "GATTACA" * 40,
        "0123456789" * 20,
        "e\u0301" * 120,
    ],
    ids=["x", "compound", "address", "sequence", "figures", "marks"],
)
@pytest.mark.parametrize("measure", [60.0, 120.0, 240.0])
def test_a_word_wider_than_its_line_is_divided_and_stays_within(word: str, measure: float) -> None:
    said = Diagnostics()
    lines = body_lines(f"We saw {word} there.", sheet_of(SQUARE), measure=measure, said=said)
    for line in lines:
        assert extent(line)[1] <= measure + 0.06, line.text
    assert read(lines).replace(" ", "") == f"We saw {word} there.".replace(" ", "")


def test_what_cannot_be_helped_is_named_with_its_place() -> None:
    said = Diagnostics()
    lines = body_lines("M", measure=3.0, said=said)
    assert read(lines) == "M"
    assert [d.severity for d in said] == ["warning"]
    assert "wider" in said.said[0].message and said.said[0].hint


def test_a_long_word_in_a_document_stays_in_its_column() -> None:
    made: Composed = compose(document("We saw " + "w" * 300 + " there."), sheet_of("columns: {count: 3}"))
    for page, item in made.placed("column"):
        column = page.columns[item.column]
        assert item.x + extent(item.line)[1] <= column.x + column.width + 4


# ── everything together ───────────────────────────────────────────────────

TEXT = (
    "a I of the (and) “so” smoke, signals. nevertheless; disproportionately — – 20 min p = 0.05 and/or well-known "
    "Ames J. é α 412"
)
WORDS = st.sampled_from(TEXT.split())


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=60), st.floats(70, 300), st.sampled_from([0.0, 10.0]))
def test_any_words_at_any_measure(words: list[str], measure: float, indent: float) -> None:
    text = " ".join(words)
    lines = body_lines(text, sheet_of(SQUARE), measure=measure, indent=indent)
    assert read(lines) == text
    for i, line in enumerate(lines):
        begin, end = extent(line)
        assert begin == pytest.approx(0 if i else indent, abs=1e-9)
        assert end <= measure + 0.06
        if line in full(lines):
            assert end == pytest.approx(measure, abs=1e-6)


def test_superior_figures_come_from_the_face_itself() -> None:
    line = body_lines("It is.[12] So")[0]
    marks = [s for s in line.segments if "12" in "".join(x.text for x in s.shaped)]
    assert marks and marks[0].rise == 0 and marks[0].size == line.segments[0].size
    plain = body_lines("It is 12 so")[0]
    plainly = next(x for s in plain.segments for x in s.shaped if x.text == "12")
    assert marks[0].shaped[0].gids != plainly.gids


def test_what_the_face_has_no_superior_of_is_set_smaller_and_raised() -> None:
    line = body_lines(inlines("It is[^3] so"), sheet_of())[0]  # ‡
    mark = next(s for s in line.segments if "‡" in "".join(x.text for x in s.shaped))
    assert mark.rise > 0 or mark.shaped[0].gids != body_lines("‡")[0].segments[0].shaped[0].gids
