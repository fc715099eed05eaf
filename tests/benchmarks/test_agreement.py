"""What is measured on our PDFs from their glyphs is what the set lines say of themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from from_glyphs import Figures, measure
from prose import letter, long_letter
from quality import Quality, quality_of
from rejoinder import Result, typeset
from rejoinder.galley.rivers import rivers
from rejoinder.pages.model import PlacedLine
from rejoinder.proof.measure import measure as measure_lines

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = {
    "short-reply": ROOT / "content" / "short-reply.yaml",
    "difficult-byline": ROOT / "content" / "difficult-byline.yaml",
    "figure-and-table": ROOT / "content" / "figure-and-table.md",
    "made up": letter(1),
    "five pages": long_letter(5),
}


@pytest.fixture(scope="module", params=SAMPLES.values(), ids=SAMPLES)
def measured(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Figures, Result]:
    sheet = ROOT / "benchmarks" / "sheet-9-12.yaml" if request.param is SAMPLES["five pages"] else None
    result = typeset(request.param, sheet)
    pdf = tmp_path_factory.mktemp("agreement") / "letter.pdf"
    pdf.write_bytes(result.pdf)
    return measure(pdf), result


def test_with_the_benchmarks_own_count_on_set_lines(measured: tuple[Figures, Result]) -> None:
    seen, result = measured
    set_lines: Quality = quality_of(result.pages)
    assert seen.lines == set_lines.lines
    assert seen.loose == pytest.approx(set_lines.loose, abs=0.5)
    assert seen.space_95 == pytest.approx(set_lines.space_95, abs=0.02)
    assert seen.hyphens == pytest.approx(set_lines.hyphens, abs=0.01)
    assert seen.last_columns == pytest.approx(set_lines.last_columns, abs=0.01)
    assert (seen.run, seen.overfull) == (set_lines.run, set_lines.overfull)
    assert (seen.widows, seen.orphans, seen.stranded) == (set_lines.widows, set_lines.orphans, set_lines.stranded)
    assert (seen.facing == 0) == (set_lines.off_grid == 0)


def test_with_the_quality_report(measured: tuple[Figures, Result]) -> None:
    seen, result = measured
    report = measure_lines(result.made_up, result.galley)
    body = dict(report.styles)["body"]
    assert seen.lines == body.total
    assert seen.full == pytest.approx(body.justified, abs=2)
    assert seen.loose == pytest.approx(100 * body.spaces.wide / body.spaces.lines, abs=0.5)
    assert seen.hyphens == pytest.approx(body.per_hundred, abs=0.01)
    assert seen.run == body.ladder
    assert (seen.overfull, seen.stranded) == (report.count("overfull"), report.count("heading"))
    assert (seen.widows, seen.orphans) == (report.count("widow"), report.count("orphan"))
    assert seen.natural / seen.face_space == pytest.approx(dict(report.natural)["body"], abs=0.01)  # type: ignore[operator]


def test_all_notes_are_found_at_home(measured: tuple[Figures, Result]) -> None:
    seen, result = measured
    assert seen.notes == seen.notes_at_home == len(result.document.footnotes)
    assert seen.marks_lost == 0
    assert seen.missing == 0
    assert seen.in_face == 100


def test_rivers_are_those_that_the_galley_finds(measured: tuple[Figures, Result]) -> None:
    seen, result = measured
    found = [len(river.gaps) for block in _blocks(result) for river in rivers([one.line for one in block])]
    assert seen.rivers == pytest.approx(100 * len(found) / seen.lines, abs=100 / seen.lines + 0.01)
    assert seen.longest_river == max(found, default=0)


def _blocks(result: Result) -> list[list[PlacedLine]]:
    """Body lines of a column directly below each other."""
    blocks: list[list[PlacedLine]] = []
    for page in result.pages:
        above: PlacedLine | None = None
        for item in page.items:
            if not isinstance(item, PlacedLine) or item.part != "column" or item.line.style != "body":
                continue
            if above is None or item.column != above.column or not 0 < item.y - above.y < 1.25 * page.grid:
                blocks.append([])
            blocks[-1].append(item)
            above = item
    return blocks
