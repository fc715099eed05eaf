"""Making a letter fit: the least change that does it, told as it is; or by how much it cannot."""

from __future__ import annotations

import math
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from overlong import A_LITTLE, FAR, FITS, MORE, beyond, fitted, letter
from PIL import Image

from composing import sheet_of, typecase_of
from rejoinder import InputError, Result, typeset
from rejoinder.copyfit.bend import is_within, utmost
from rejoinder.copyfit.model import KINDS, Bend
from rejoinder.copyfit.search import MOST_RUNS, STEPS, Copyfitter, spread
from rejoinder.galley.model import Line
from rejoinder.pages.model import PlacedLine, PlacedPicture
from rejoinder.style.model import StyleSheet
from rejoinder.values import replace

NOTHING = (
    "{extends: annals, copyfit: {tracking: 0, expansion: 0, leading: 0, size: 0, heads: 0, figures: 0, front: 0}}\n"
)


def only(**ranges: float) -> str:
    """`annals`, with nothing allowed but this."""
    own = {kind: ranges.get(kind, 0) for kind in KINDS}
    return f"{{extends: annals, copyfit: {{{', '.join(f'{kind}: {own[kind]}' for kind in KINDS)}}}}}\n"


def body_lines(result: Result) -> list[Line]:
    items = (item for page in result.pages for item in page.items if isinstance(item, PlacedLine))
    return [item.line for item in items if item.line.style == "body"]


def note_of(result: Result) -> str:
    (note,) = (one for one in result.diagnostics if one.severity == "note")
    return note.message


def plain_sheet(style: str = "annals") -> StyleSheet:
    return typeset(FITS, style).sheet


# ── what fits ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", [A_LITTLE, MORE, letter(10, 70, headings=True), letter(11, 70, notes=4)])
def test_a_letter_a_few_lines_too_long_is_made_to_fit(text: str) -> None:
    assert len(typeset(text).pages) == 2
    result = fitted(text)
    assert len(result.pages) == 1
    assert result.copyfit is not None
    assert is_within(result.copyfit.bend, plain_sheet())
    assert result.copyfit.runs <= MOST_RUNS
    assert note_of(result).startswith("copyfit: ")


def test_a_letter_that_fits_is_not_touched() -> None:
    plain, result = typeset(FITS, sources=False), fitted(FITS)
    assert result.pdf == plain.pdf
    assert result.sheet == plain.sheet
    assert result.diagnostics == plain.diagnostics
    assert result.copyfit is not None
    assert (result.copyfit.lines, result.copyfit.changes, result.copyfit.cost) == (0, (), 0.0)
    assert result.copyfit.runs == 1


def test_so_many_pages_are_the_most_not_the_number() -> None:
    assert fitted(FITS, 3).pdf == typeset(FITS, sources=False).pdf
    assert fitted(MORE, 2).pdf == typeset(MORE, sources=False).pdf


def test_two_pages() -> None:
    text = letter(23, 74)
    assert len(typeset(text).pages) == 3
    assert len(fitted(text, 2).pages) == 2


def test_no_word_is_lost() -> None:
    def words(result: Result) -> list[str]:
        return re.findall(r"\w+", "".join(line.text for line in result.galley.flow).replace("\u00ad", ""))

    assert words(fitted(MORE)) == words(typeset(MORE))


def test_the_same_letter_is_always_fitted_alike() -> None:
    assert fitted(MORE).pdf == fitted(MORE).pdf


def test_what_fits_others_does_not_change_the_next_letter() -> None:
    plain = typeset(A_LITTLE).pdf
    fitted(A_LITTLE)
    assert typeset(A_LITTLE).pdf == plain


def test_a_figure_is_made_narrower(tmp_path: Path) -> None:
    Image.new("RGB", (1000, 700), (200, 200, 220)).save(tmp_path / "ice.png", dpi=(300, 300))
    text = letter(8, figure="![The river in January.](ice.png){#fig-ice alt='A grey field.'}")
    style = only(figures=0.25)

    def width(result: Result) -> float:
        (picture,) = (i for page in result.pages for i in page.items if isinstance(i, PlacedPicture))
        return picture.box.width

    plain = typeset(text, style, folder=tmp_path)
    assert len(plain.pages) == 2
    result = typeset(text, style, folder=tmp_path, pages=1)
    assert len(result.pages) == 1
    (found,) = re.findall(r"width of figures −(\d+) %", note_of(result))
    assert width(result) / width(plain) == pytest.approx(1 - int(found) / 100)


LOOKS = (
    "annals",
    "manuscript",
    "{extends: annals, columns: {count: 3, gutter: 12pt}, text: {body: {size: 8.6pt}}}\n",
    "{extends: base, page: {trim: A5}, columns: {count: 1}, notes: {stand: end}, copyfit: {front: 1, size: 0.1}}\n",
)


@settings(max_examples=12, deadline=None)
@given(
    st.integers(1, 16), st.integers(20, 90), st.booleans(), st.integers(0, 6), st.sampled_from(LOOKS), st.integers(1, 3)
)
def test_any_letter_fits_or_is_refused(
    paragraphs: int, words: int, headings: bool, notes: int, look: str, pages: int
) -> None:
    text = letter(paragraphs, words, headings=headings, notes=notes)
    try:
        result = fitted(text, pages, look)
    except InputError as refused:
        assert re.search(r"copyfit: cannot be made to fit \d pages?: [1-9]\d* line", str(refused))
        assert len(typeset(text, look).pages) > pages
    else:
        assert len(result.pages) <= pages
        assert result.copyfit is not None
        assert is_within(result.copyfit.bend, plain_sheet(look))


# ── the least change ──────────────────────────────────────────────────────


def copyfitter(text: str, pages: int = 1) -> Copyfitter:
    plain = typeset(text)
    return Copyfitter(plain.document, plain.sheet, typecase_of(plain.sheet), pages)


@pytest.mark.parametrize("text", [A_LITTLE, MORE])
def test_every_change_is_needed(text: str) -> None:
    fitter = copyfitter(text)
    fitter.search()
    assert fitter.best is not None
    best = fitter.best
    for kind in KINDS:
        if getattr(best.bend, kind):
            fitter.tried(replace(best.bend, **{kind: 0.0}))
            assert fitter.best is best, kind  # it does not fit, or paragraphs would have to be set tighter instead


@pytest.mark.parametrize("text", [A_LITTLE, MORE])
def test_nothing_found_by_chance_is_much_cheaper(text: str) -> None:
    """Sixty steps from the result, each somewhere else: none saves as much as a fifth."""
    fitter = copyfitter(text)
    fitter.search()
    best = fitter.best
    assert best is not None
    ends, dice = utmost(fitter.plain.sheet), random.Random(7)
    for _ in range(60):
        amounts = {kind: getattr(best.bend, kind) for kind in KINDS}
        for kind in dice.sample(KINDS, 2):
            moved = abs(amounts[kind]) + dice.choice((-8, -4, -2, -1, 1, 2, 4, 8)) * STEPS[kind]
            amounts[kind] = min(max(0.0, moved), abs(getattr(ends, kind))) * (1 if kind == "expansion" else -1)
        fitter.tried(Bend(**amounts))
    assert fitter.best is not None
    assert fitter.best.cost >= 0.8 * best.cost


def test_only_what_the_sheet_allows_is_changed() -> None:
    result = fitted(A_LITTLE, style=only(leading=0.08))
    assert result.copyfit is not None
    changed = [kind for kind in KINDS if getattr(result.copyfit.bend, kind)]
    assert changed in ([], ["leading"])
    assert len(result.pages) == 1


def test_what_is_seen_less_is_changed_more() -> None:
    """Of letters that one thing alone could mend, white in the front block is chosen before smaller type."""
    result = fitted(A_LITTLE, style=only(front=0.5, size=0.04))
    assert result.copyfit is not None
    assert abs(result.copyfit.bend.size) <= 0.02


@given(st.floats(0, 30), st.lists(st.floats(0.1, 12), min_size=4, max_size=4))
def test_lines_are_spread_within_the_ranges(wanted: float, gained: list[float]) -> None:
    ends = {"heads": -0.5, "tracking": -0.01, "size": -0.04, "expansion": 0.01}
    gains = dict(zip(ends, gained, strict=True))
    bend = spread(wanted, ends, gains)  # type: ignore[arg-type]
    assert is_within(bend, sheet_of())
    saved = sum(gains[kind] * getattr(bend, kind) / end for kind, end in ends.items())
    assert saved >= min(wanted, sum(gained)) - 1e-6
    if wanted > sum(gained):
        assert [getattr(bend, kind) for kind in ends] == list(ends.values())


# ── what is said ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", [A_LITTLE, MORE])
def test_what_is_said_is_true(text: str) -> None:
    result = fitted(text)
    message, fit = note_of(result), result.copyfit
    assert fit is not None
    lines = beyond(typeset(text).made_up, 1)
    assert message.startswith(f"copyfit: {lines} lines were too many for 1 page: {', '.join(fit.changes)}; cost ")
    assert fit.lines == lines
    assert float(re.findall(r"cost ([\d.]+)", message)[0]) == pytest.approx(fit.cost, abs=0.006)
    segments = [segment for line in body_lines(result) for segment in line.segments if not segment.rise]
    if found := re.search(r"leading 12 → ([\d.]+) pt", message):
        assert all(line.leading == pytest.approx(float(found[1]), abs=0.001) for line in body_lines(result))
        assert result.pages[0].grid == pytest.approx(float(found[1]), abs=0.001)
    if found := re.search(r"size 9.3 → ([\d.]+) pt", message):
        assert all(segment.size == pytest.approx(float(found[1]), abs=0.001) for segment in segments)
    if found := re.search(r"tracking −([\d.]+) %", message):
        assert all(s.tracking / 9.3 == pytest.approx(-float(found[1]) / 100, abs=0.00005) for s in segments)
    most = float(found[1]) / 100 if (found := re.search(r"expansion 2 → ([\d.]+) %", message)) else 0.02
    assert max(abs(segment.scale - 1) for segment in segments) <= most + 1e-4


def test_a_letter_that_cannot_be_made_to_fit_says_by_how_many_lines() -> None:
    with pytest.raises(InputError) as refused:
        typeset(FAR, pages=1)
    (error,) = (one for one in refused.value.diagnostics if one.severity == "error")
    found = re.fullmatch(
        r"copyfit: cannot be made to fit 1 page: (\d+) lines are too many even with everything that the sheet allows "
        r"\((\d+) as it is\)",
        error.message,
    )
    assert found, error.message
    assert int(found[2]) == beyond(typeset(FAR).made_up, 1)
    assert 0 < int(found[1]) < int(found[2])
    words = re.fullmatch(r"cut about (\d+) words; or allow 2 pages", error.hint)
    assert words, error.hint
    assert 6 <= int(words[1]) / (int(found[1]) + 2) <= 12


def test_a_sheet_that_allows_nothing() -> None:
    assert fitted(FITS, style=NOTHING).pdf == typeset(FITS, NOTHING, sources=False).pdf
    lines = beyond(typeset(MORE, NOTHING).made_up, 1)
    with pytest.raises(InputError, match=rf"1 page: \d+ lines are too many .* \({lines} as it is\)"):
        typeset(MORE, NOTHING, pages=1)


def test_cutting_the_words_that_it_names_is_enough() -> None:
    with pytest.raises(InputError) as refused:
        typeset(FAR, pages=1)
    words = int(re.findall(r"cut about (\d+) words", str(refused.value))[0])
    head, body = FAR.split("body: |\n")
    paragraphs = body.split("\n\n")
    for i in range(2, 12):
        paragraphs[i] = "  " + " ".join(paragraphs[i].split()[math.ceil(words / 10) :])
    assert len(fitted(head + "body: |\n" + "\n\n".join(paragraphs)).pages) == 1
