"""Short ways to write colours, rules and sizes of paper."""

from __future__ import annotations

import pytest
from sheets import complaints, sheet

MM = 72 / 25.4


@pytest.mark.parametrize(
    ("written", "trim"),
    [
        ("A4", (210 * MM, 297 * MM)),
        ("a5", (148 * MM, 210 * MM)),
        ("A4 landscape", (297 * MM, 210 * MM)),
        ("letter", (612, 792)),
        ("Legal", (612, 1008)),
        ("[210mm, 280mm]", (210 * MM, 280 * MM)),
    ],
)
def test_paper(written: str, trim: tuple[float, float]) -> None:
    assert sheet(f"page: {{trim: {written}}}").page.trim == pytest.approx(trim)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("A44", '1:14: error: "trim" wants a width and a height, not "A44"\n  hint: did you mean "A4"?'),
        ("A4 sideways", '1:14: error: "trim" wants a width and a height, not "A4 sideways"'),
        ("[210mm]", '1:14: error: "trim" wants 2 values, not 1'),
        ("[210, 280]", "1:15: error: 210 is not a length: it has no unit"),
        ("{}", '1:14: error: "trim" wants a width and a height, not an empty mapping'),
        ("", '1:14: error: "trim" wants a width and a height, not nothing'),
    ],
)
def test_no_paper(written: str, said: str) -> None:
    assert complaints(f"page: {{trim: {written}}}")[0].startswith(f"mine.yaml:{said}")


@pytest.mark.parametrize(
    ("written", "rgb", "cmyk"),
    [
        ('"#0054a6"', (0, 84, 166), None),
        ('"#F00"', (255, 0, 0), None),
        ("[0, 84, 166]", (0, 84, 166), None),
        ("{rgb: [0, 84, 166], cmyk: [100, 70, 0, 5]}", (0, 84, 166), (100, 70, 0, 5)),
        ("black", (0, 0, 0), (0, 0, 0, 100)),
        ("white", (255, 255, 255), (0, 0, 0, 0)),
    ],
)
def test_colours(written: str, rgb: tuple[int, ...], cmyk: tuple[float, ...] | None) -> None:
    colour = sheet(f"colours: {{tint: {written}}}").colours["tint"]
    assert (colour.rgb, colour.cmyk) == (rgb, cmyk)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("tint: #0054a6", "2:8: error: a colour is wanted here, not nothing\n  hint: put it in quotes"),
        ("tint: blue", '2:9: error: a colour is wanted here, not "blue"\n  hint: write "#0054a6"'),
        ("tint: '#12'", '2:9: error: a colour is wanted here, not "#12"'),
        ("tint: [0, 84]", '2:9: error: "rgb" wants 3 values, not 2'),
        ("tint: {cmyk: [0, 0, 0, 9]}", '2:9: error: "rgb" is missing from this colour'),
        ("tint: {rgb: [0, 0, x]}", '2:22: error: "rgb" wants a whole number, not "x"'),
    ],
)
def test_no_colours(written: str, said: str) -> None:
    assert complaints(f"colours:\n  {written}")[0].startswith(f"mine.yaml:{said}")


def test_rules() -> None:
    assert sheet("columns: {rule: 0.5pt}").columns.rule is not None
    assert sheet("columns: {rule: true}").columns.rule is not None
    for nothing in ("none", "false", "null"):
        assert sheet(f"columns: {{rule: {nothing}}}").columns.rule is None
    notes = sheet("notes: {rule: {thickness: 1pt}}").notes.rule
    assert (notes.thickness, notes.width) == (1, 60)  # the rest is base's
    bare = sheet("notes: {rule: none}").notes.rule
    assert (bare.thickness, bare.above) == (0, 6)  # half a line of white remains
    assert sheet("notes: {rule: 2pt}").notes.rule.thickness == 2
    assert complaints("notes: {rule: thick}")[0].startswith('mine.yaml:1:15: error: "thick" is not a length')
