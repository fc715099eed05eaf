"""A bent sheet: what changes, what never does, and how far."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composing import sheet_of
from rejoinder.copyfit.bend import bent_sheet, is_within, utmost
from rejoinder.copyfit.model import KINDS, Bend
from rejoinder.copyfit.visibility import JUST_SEEN, changes, visibility, visibility_of
from rejoinder.style.model import Copyfit, StyleSheet
from rejoinder.values import replace

SHEET = sheet_of()
ABOVE = ("label", "title", "subtitle", "byline", "affiliation", "correspondence", "remark")
OUTSIDE = ("head", "foot")
IN_COLUMNS = tuple(name for name in SHEET.text if name not in (*ABOVE, *OUTSIDE, "responds-to", "dates", "copyright"))

shares = st.floats(-1, 1).map(lambda share: round(share, 3))


@st.composite
def bends(draw: st.DrawFn) -> Bend:
    """Anything that the sheet allows, either way."""
    ends = utmost(SHEET)
    amounts = {kind: abs(getattr(ends, kind)) * draw(shares) for kind in KINDS}
    return Bend(**{**amounts, "expansion": abs(amounts["expansion"]), "figures": -abs(amounts["figures"])})


def test_nothing_bent_is_the_sheet_itself() -> None:
    assert bent_sheet(SHEET, Bend()) is SHEET
    assert visibility(Bend()) == 0.0
    assert changes(Bend(), SHEET) == ()


@given(bends())
def test_no_range_is_exceeded(bend: Bend) -> None:
    assert is_within(bend, SHEET)
    bent, allowed = bent_sheet(SHEET, bend), SHEET.copyfit
    slack = 1e-9
    for name in IN_COLUMNS:
        old, new = SHEET.text[name], bent.text[name]
        assert abs(new.leading / old.leading - 1) <= allowed.leading + slack
        assert abs(new.size / old.size - 1) <= allowed.size + slack
        assert abs(new.tracking - old.tracking) <= allowed.tracking * old.size + slack
        assert new.expansion <= max(old.expansion, allowed.expansion) + slack
        widest = (1 + allowed.leading) * (1 + allowed.heads)
        assert (
            old.before * (1 - allowed.leading) * (1 - allowed.heads) - slack
            <= new.before
            <= old.before * widest + slack
        )
    for name in ABOVE:
        old, new = SHEET.text[name], bent.text[name]
        assert abs(new.after - old.after) <= allowed.front * old.after + slack
        assert replace(new, before=old.before, after=old.after) == old
    assert abs(bent.front.after / SHEET.front.after - 1) <= allowed.front + slack
    assert 1 - allowed.figures - slack <= bent.floats.scale <= 1


@given(bends())
def test_everything_stays_on_one_grid(bend: Bend) -> None:
    bent = bent_sheet(SHEET, bend)
    assert bent.grid.leading == bent.text["body"].leading
    for name in IN_COLUMNS:
        if SHEET.text[name].on_grid:
            lines = bent.text[name].leading / bent.grid.leading
            assert lines == pytest.approx(round(lines))


@given(bends())
def test_paper_and_furniture_stay_as_they_are(bend: Bend) -> None:
    bent = bent_sheet(SHEET, bend)
    assert (bent.page, bent.columns, bent.furniture) == (SHEET.page, SHEET.columns, SHEET.furniture)
    assert [bent.text[name] for name in OUTSIDE] == [SHEET.text[name] for name in OUTSIDE]


def test_smaller_type_keeps_its_cut() -> None:
    """So that the design stays the same, and the words that were shaped before serve again."""
    bent = bent_sheet(SHEET, Bend(size=-0.04))
    assert bent.text["body"].optical == SHEET.text["body"].size
    assert bent.text["reference"].optical == SHEET.text["reference"].size


def test_spaced_capitals_keep_their_space() -> None:
    assert bent_sheet(SHEET, Bend(tracking=-0.01)).text["end-heading"].tracking == SHEET.text["end-heading"].tracking


def test_what_stands_behind_the_text_is_no_front_block() -> None:
    end = replace(SHEET.end, order=("statements", "affiliations", "references"))
    front = replace(SHEET.front, order=("label", "title", "byline", "rule"))
    bent = bent_sheet(replace(SHEET, end=end, front=front), Bend(leading=-0.02, front=-0.3))
    old, new = SHEET.text["affiliation"], bent.text["affiliation"]
    assert new.leading == pytest.approx(old.leading * 0.98)
    assert new.before == pytest.approx(old.before * 0.98)


def test_a_sheet_that_allows_nothing_is_not_bent() -> None:
    assert utmost(rigid(SHEET)) == Bend()


def test_a_sheet_without_expansion_gets_none() -> None:
    text = {name: replace(style, expansion=0.0) for name, style in SHEET.text.items()}
    assert utmost(replace(SHEET, text=text)).expansion == 0.0


def rigid(sheet: StyleSheet) -> StyleSheet:
    return replace(sheet, copyfit=Copyfit(**dict.fromkeys(KINDS, 0.0)))


# ── what is seen ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", KINDS)
def test_twice_as_much_is_more_than_twice_as_visible(kind: str) -> None:
    unit = JUST_SEEN[kind]  # type: ignore[index]
    least = visibility_of(kind, -1e-9)  # type: ignore[arg-type]
    assert visibility_of(kind, -unit) - least == pytest.approx(1)  # type: ignore[arg-type]
    assert visibility_of(kind, -2 * unit) - least == pytest.approx(4)  # type: ignore[arg-type]
    assert visibility_of(kind, unit) == visibility_of(kind, -unit)  # type: ignore[arg-type]


def test_a_tenth_of_a_point_of_leading_is_less_visible_than_of_size() -> None:
    body = SHEET.text["body"]
    assert visibility(Bend(leading=-0.1 / body.leading)) < visibility(Bend(size=-0.1 / body.size))


def test_half_a_per_cent_of_tracking_is_not_seen_and_one_is() -> None:
    assert visibility(Bend(tracking=-0.005)) < 0.5
    assert visibility(Bend(tracking=-0.01)) > 1


def test_a_figure_that_is_no_longer_as_wide_as_its_column_is_seen() -> None:
    assert visibility(Bend(figures=-0.01)) > 0.5


def test_changes_are_said_as_they_are() -> None:
    bend = Bend(-0.15, -0.2, -0.01, -0.003, -0.02, 0.005, -0.1)
    assert changes(bend, SHEET) == (
        "white in and below the front block −15 %",
        "white around headings −20 %",
        "leading 12 → 11.88 pt (−1 %)",
        "tracking −0.3 % of the em",
        f"size {SHEET.text['body'].size:g} → {round(SHEET.text['body'].size * 0.98, 3):g} pt (−2 %)",
        "expansion 2 → 2.5 %",
        "width of figures −10 %",
    )
