"""From a letter to a file for the press: what is asked for, and what is refused."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from rejoinder import InputError, typeset
from rejoinder.cli import main
from rejoinder.pdf.offset import gray_profile, offset_profile

CONTENT = Path(__file__).parent.parent / "content"
LETTERS = sorted(CONTENT.glob("*.*"))
LETTER: dict[str, Any] = {"title": "On smoke", "authors": ["Ada Brook"], "date": "2024-05-01", "body": "We saw it."}


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf), attempt_recovery=False)


def house(folder: Path, text: str, profile: bytes | None = None) -> Path:
    if profile is not None:
        (folder / "press.icc").write_bytes(profile)
    (folder / "house.yaml").write_text(text, encoding="utf-8")
    return folder / "house.yaml"


def complaints(style: Any, **how: Any) -> list[str]:
    with pytest.raises(InputError) as refused:
        typeset(LETTER, style, standard="x-4", **how)
    return [str(one) for one in refused.value.diagnostics]


@pytest.mark.parametrize("inks", ["cmyk", "gray"])
@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.name)
def test_every_sample_letter_goes_to_press(path: Path, inks: str) -> None:
    result = typeset(path, standard="x-4", inks=inks)
    with opened(result.pdf) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == len(result.pages)
        for one in pdf.pages:
            for part in pikepdf.parse_content_stream(one):
                assert str(part.operator) not in ("rg", "RG")
        assert all("/DeviceRGB" not in repr(obj) for obj in pdf.objects)


def test_the_sheet_says_with_what_is_printed_unless_one_asks() -> None:
    style = {"extends": "annals", "press": {"inks": "gray"}}
    for inks, channels in ((None, 1), ("gray", 1), ("cmyk", 4)):
        with opened(typeset(LETTER, style, standard="x-4", inks=inks).pdf) as pdf:
            assert int(pdf.Root.OutputIntents[0].DestOutputProfile.N) == channels


def test_bleed_and_marks_are_the_sheets() -> None:
    style = {"extends": "annals", "page": {"bleed": "5mm", "mark-length": "20pt"}}
    with opened(typeset(LETTER, style, standard="x-4").pdf) as pdf:
        bleed = [float(side) for side in pdf.pages[0].obj.BleedBox]
        media = [float(side) for side in pdf.pages[0].obj.MediaBox]
    assert bleed[:2] == pytest.approx([-14.173, -14.173], abs=0.001)
    assert media[0] < -14.173 - 20


def test_a_letter_without_a_date_is_refused() -> None:
    undated = {key: value for key, value in LETTER.items() if key != "date"}
    with pytest.raises(InputError) as refused:
        typeset(undated, standard="x-4")
    (one,) = refused.value.diagnostics
    assert one.message == "a file for the press bears a date (ISO 15930-7), and this letter has none"
    assert "SOURCE_DATE_EPOCH" in one.hint


def test_a_profile_of_the_printers(tmp_path: Path) -> None:
    style = house(tmp_path, "press: {profile: press.icc, condition: FOGRA39}", offset_profile())
    with opened(typeset(LETTER, style, standard="x-4").pdf) as pdf:
        assert str(pdf.Root.OutputIntents[0].OutputConditionIdentifier) == "FOGRA39"


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        (None, 'the colour profile "press.icc" is not there'),
        (b"nothing", 'the colour profile "press.icc" is no profile of a press: it is damaged'),
        (gray_profile(), 'the colour profile "press.icc" is for gray, and the file is to be CMYK'),
    ],
)
def test_a_profile_that_cannot_be_used_is_refused_at_its_place(
    profile: bytes | None, said: str, tmp_path: Path
) -> None:
    style = house(tmp_path, "page: {bleed: 3mm}\npress: {profile: press.icc}", profile)
    (one,) = complaints(style)
    assert one.startswith(f"{style}:2:18: error: {said}")
    assert typeset(LETTER, style).pdf  # for reading it is not needed


def test_pixels_in_a_pdf_are_left_to_the_printer_and_that_is_said(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8), (200, 30, 30)).save(tmp_path / "map.pdf")
    body = "See @fig-map.\n\n![A map.](map.pdf){#fig-map alt='A map' width=40mm}\n"
    text = f"---\ntitle: On smoke\nauthors: [Ada Brook]\ndate: 2024-05-01\n---\n\n{body}"
    result = typeset(text, standard="x-4", folder=tmp_path)
    said = [one.message for one in result.diagnostics]
    assert 'the picture "map.pdf" holds pixels or gradients in colours that are left to the printer' in said
    assert not [one for one in typeset(text, folder=tmp_path).diagnostics if "printer" in one.message]


def test_by_command(tmp_path: Path) -> None:
    letter, out = str(CONTENT / "short-reply.yaml"), tmp_path / "press.pdf"
    assert main(["build", letter, "--press", "--inks", "gray", "-o", str(out)]) == 0
    with opened(out.read_bytes()) as pdf:
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFX"
        assert "/StructTreeRoot" not in pdf.Root
    marked = tmp_path / "marked.pdf"
    assert main(["build", letter, "--marks", "-o", str(marked)]) == 0
    with opened(marked.read_bytes()) as pdf:
        assert "/StructTreeRoot" in pdf.Root and "/TrimBox" in pdf.pages[0].obj
