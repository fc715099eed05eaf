"""Outside judges of the finished file: PDF/UA-1 and PDF/A-3a by page-validation, and the syntax by qpdf."""

from __future__ import annotations

import io
from pathlib import Path

import page as page_validation
import pikepdf
import pytest
from generated import Look, Shape, Writer, looks, looks_with_floats, shapes, shapes_with_floats
from hypothesis import given, settings
from sample_letters import FILES, every_letter, every_sheet, made, others

from composing import compose
from rejoinder import typeset
from rejoinder.pdf.write import write_pdf

GOLDEN = Path(__file__).parents[1] / "golden"
PROFILES = ("ua1", "3a")


def faults(pdf: bytes) -> list[str]:
    """Everything that any of the judges has to say."""
    found = []
    for profile in PROFILES:
        report = page_validation.validate_pdf_bytes(pdf, profile=profile)
        found += [f"{profile} {failure.rule_id}: {failure.message}" for failure in report.failures]
        if not report.is_compliant and not report.failures:
            found.append(f"{profile}: not compliant, for no reason given")
    with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as opened:
        found += [f"qpdf: {problem}" for problem in opened.check_pdf_syntax()]
    return found


@every_letter
@every_sheet
def test_a_letter_is_a_sound_file(letter: str, sheet: str) -> None:
    assert faults(made(letter, sheet).pdf) == []


@pytest.mark.parametrize("case", sorted(folder.name for folder in GOLDEN.iterdir() if folder.is_dir()))
def test_every_golden_case_is_a_sound_file(case: str) -> None:
    (letter,) = (GOLDEN / case).glob("letter.*")
    assert faults(typeset(letter, GOLDEN / case / "style.yaml").pdf) == []


@pytest.mark.parametrize(
    "notes", ["stand: end, marks: letters, remarks: true", "stand: page, remarks: true", "remarks: true"]
)
def test_notes_that_stand_elsewhere_make_a_sound_file(notes: str) -> None:
    style = f"name: elsewhere\nextends: annals\nnotes: {{{notes}}}\n"
    assert faults(typeset(FILES["everything.md"], style).pdf) == []


@others
def test_a_paper_for_another_program_is_a_sound_file(letter: str) -> None:
    assert faults(made(letter).pdf) == []


@settings(max_examples=15, deadline=None, derandomize=True, database=None)
@given(shapes, looks)
def test_a_letter_that_nobody_wrote_is_a_sound_file(shape: Shape, look: Look) -> None:
    document = Writer(shape, "bracket" if look.bracket else "superscript").written().document
    composed = compose(document, look.sheet)
    assert faults(write_pdf(composed.made_up, document.metadata, stamp=None)) == []


@settings(max_examples=10, deadline=None, derandomize=True, database=None)
@given(shapes_with_floats, looks_with_floats)
def test_so_is_one_with_figures_and_tables_that_nobody_drew(shape: Shape, look: Look) -> None:
    document = Writer(shape, "bracket" if look.bracket else "superscript", look=look).written().document
    composed = compose(document, look.sheet)
    assert faults(write_pdf(composed.made_up, document.metadata, stamp=None)) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_the_judges_can_say_no(profile: str) -> None:
    """A letter whose tree has been taken away is found out, or the tests above would mean nothing."""
    with pikepdf.open(io.BytesIO(made("everything.md").pdf)) as opened:
        del opened.Root.StructTreeRoot
        spoilt = io.BytesIO()
        opened.save(spoilt)
    assert not page_validation.validate_pdf_bytes(spoilt.getvalue(), profile=profile).is_compliant
