"""The finished file, before outside judges."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import page as page_validation
import pikepdf
import pypdfium2
import pytest
from pdfminer.high_level import extract_text
from setting import ITALIC, LETTER, column, line, made_up, page, sample, segment, words_line
from test_metadata import FULL, STAMP

from rejoinder.document.model import Target
from rejoinder.galley.model import Element
from rejoinder.pages.model import MadeUp
from rejoinder.pdf.write import write_pdf
from render import png

PROFILES = ("ua1", "3a")


def long_letter(pages: int) -> MadeUp:
    """Many pages of paragraphs with links and notes."""
    elements = [Element(1, "Document"), Element(2, "H1", 1, title="Long")]
    made = []
    for number in range(pages):
        start = len(elements) + 1
        target = Target(url=f"https://example.org/{number}", contents=f"Page {number}")
        elements += [
            Element(start, "P", 1),
            Element(start + 1, "Link", start, target=target),
            Element(start + 2, "Note", start),
        ]
        lines = [words_line("Long", 2)] if not number else []
        lines += [
            line(
                segment(f"Line {place} of page {number} "),
                segment("link ", element=start + 1, choice=ITALIC),
                element=start,
            )
            for place in range(8)
        ]
        notes = column([words_line(f"Note {number}", start + 2)], y=350, part="notes")
        made.append(page([*column(lines), *notes], number=number + 1))
    return made_up(elements, *made)


SHORT = (
    (sample(), LETTER),
    (sample(), FULL),
    (long_letter(12), LETTER),
    (made_up([], page([])), LETTER),
    (made_up([Element(1, "Document"), Element(2, "P", 1)], page(column([words_line("a", 2)]))), LETTER),
)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("case", range(len(SHORT)))
@pytest.mark.parametrize("stamp", [None, STAMP], ids=["undated", "dated"])
def test_validators_find_no_fault(case: int, profile: str, stamp: None) -> None:
    report = page_validation.validate_pdf_bytes(write_pdf(*SHORT[case], stamp=stamp), profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


@pytest.mark.parametrize("profile", PROFILES)
def test_a_dead_link_is_still_a_sound_file(profile: str) -> None:
    elements = [Element(1, "Document"), Element(2, "P", 1), Element(3, "Link", 2, target=Target(anchor="gone"))]
    data = write_pdf(made_up(elements, page(column([line(segment("a", element=3), element=2)]))), LETTER, stamp=None)
    assert page_validation.validate_pdf_bytes(data, profile=profile).is_compliant


@pytest.mark.parametrize("profile", PROFILES)
def test_silent_glyphs_are_sound_too(profile: str) -> None:
    one = segment("abc")
    word = replace(one.shaped[0], texts=("abc", "", ""))
    elements = [Element(1, "Document"), Element(2, "P", 1)]
    content = column([line(replace(one, shaped=(word,)), element=2)])
    data = write_pdf(made_up(elements, page(content)), LETTER, stamp=None)
    report = page_validation.validate_pdf_bytes(data, profile=profile)
    assert [failure.message for failure in report.failures] == []


@pytest.mark.parametrize("case", range(len(SHORT)))
def test_qpdf_finds_no_fault(case: int) -> None:
    with pikepdf.open(io.BytesIO(write_pdf(*SHORT[case], stamp=None))) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_two_readers_extract_the_words() -> None:
    data = write_pdf(sample(), LETTER, stamp=None)
    by_pdfminer = extract_text(io.BytesIO(data))
    document = pypdfium2.PdfDocument(data)
    by_pdfium = "".join(one.get_textpage().get_text_bounded() for one in document)
    document.close()
    for words in ("Office staff saw the well-known mea", "surement", "Ōtsuka", "Łódź", "Références", "Voilà tout."):
        assert words in by_pdfminer
        assert words in by_pdfium
    assert "mea\u00ad" in by_pdfminer


def test_pypdf_reads_it() -> None:
    pypdf = pytest.importorskip("pypdf")
    reader = pypdf.PdfReader(io.BytesIO(write_pdf(sample(), FULL, stamp=STAMP)), strict=True)
    assert len(reader.pages) == 2
    assert reader.metadata.author == "Ada Brook; Émile Ôtsuka"
    assert "On smoke signals" in reader.pages[0].extract_text()


def test_the_same_input_gives_the_same_bytes() -> None:
    assert write_pdf(sample(), LETTER, stamp=None) == write_pdf(sample(), LETTER, stamp=None)
    assert write_pdf(sample(), LETTER, stamp=STAMP) != write_pdf(sample(), LETTER, stamp=None)


def test_threads_do_not_meet() -> None:
    cases = [SHORT[number % 3] for number in range(12)]
    alone = [write_pdf(*case, stamp=None) for case in cases]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda case: write_pdf(*case, stamp=None), cases))
    assert together == alone


def test_ink_is_where_the_type_stands(tmp_path: Path) -> None:
    from PIL import Image

    picture = Image.open(png(write_pdf(sample(), LETTER, stamp=None), tmp_path / "page.png", percent=100)).convert("L")
    assert picture.size == (300, 400)
    title = picture.crop((30, 48, 150, 61)).getextrema()
    white = picture.crop((30, 120, 150, 280)).getextrema()
    rule = picture.crop((40, 284, 80, 287)).getextrema()
    assert title[0] < 120 and white == (255, 255) and rule[0] < 230


def test_a_letter_stays_small() -> None:
    assert len(write_pdf(sample(), LETTER, stamp=None)) < 30_000
