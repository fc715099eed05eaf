"""What the file says of itself."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta, timezone

import pikepdf
import pytest
from setting import LETTER, sample

from rejoinder.document.model import Metadata
from rejoinder.pdf.icc import srgb_profile
from rejoinder.pdf.metadata import PRODUCER, pdf_date, xmp, xmp_date
from rejoinder.pdf.write import write_pdf

FULL = Metadata(
    title="Smoke & <mirrors>: «é» \x0b",
    lang="en-GB",
    authors=("Ada Brook", "Émile Ôtsuka"),
    subject="A reply",
    keywords=("smoke", "signals"),
    date="2024-05-01",
    doi="10.5555/smoke",
    journal="Annals of Signals",
    publisher="The Society",
    issn="1234-5678",
    volume="12",
    issue="3",
    license_url="https://example.org/licence",
    copyright="© 2024 the authors",
)
PRISM = "{http://prismstandard.org/namespaces/basic/2.0/}"
STAMP = datetime(2024, 5, 1, 12, 30, 59, 999, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))


def test_xmp_says_all_that_is_known() -> None:
    with pikepdf.open(io.BytesIO(write_pdf(sample(), FULL, stamp=STAMP))) as pdf, pdf.open_metadata() as meta:
        assert meta["dc:title"] == "Smoke & <mirrors>: «é»  "
        assert meta["dc:creator"] == ["Ada Brook", "Émile Ôtsuka"]
        assert meta["dc:description"] == "A reply"
        assert meta["dc:subject"] == {"smoke", "signals"}
        assert meta["dc:language"] == {"en-GB"}
        assert meta["dc:rights"] == "© 2024 the authors"
        assert meta["dc:identifier"] == "doi:10.5555/smoke"
        assert meta[f"{PRISM}publicationName"] == "Annals of Signals"
        assert meta[f"{PRISM}number"] == "3"
        assert meta["pdf:Producer"] == PRODUCER
        assert meta["xmp:CreateDate"] == "2024-05-01T12:30:59-03:30"
        assert meta["pdfuaid:part"] == "1"
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")


def test_info_agrees_with_xmp() -> None:
    with pikepdf.open(io.BytesIO(write_pdf(sample(), FULL, stamp=STAMP))) as pdf:
        assert {str(key): str(value) for key, value in pdf.docinfo.items()} == {
            "/Title": FULL.title,
            "/Author": "Ada Brook; Émile Ôtsuka",
            "/Subject": "A reply",
            "/Keywords": "smoke, signals",
            "/Creator": PRODUCER,
            "/Producer": PRODUCER,
            "/CreationDate": "D:20240501123059-03'30'",
            "/ModDate": "D:20240501123059-03'30'",
        }


def test_without_stamp_there_is_no_date() -> None:
    packet = xmp(LETTER, None).decode()
    assert "xmp:CreateDate" not in packet and "xmp:ModifyDate" not in packet
    with pikepdf.open(io.BytesIO(write_pdf(sample(), LETTER, stamp=None))) as pdf:
        assert "/CreationDate" not in pdf.docinfo and "/ModDate" not in pdf.docinfo


def test_a_stamp_without_zone_is_taken_for_utc() -> None:
    naive = datetime(2024, 5, 1, 12, 30)
    assert xmp_date(naive) == xmp_date(naive.replace(tzinfo=UTC)) == "2024-05-01T12:30:00+00:00"
    assert pdf_date(naive) == "D:20240501123000+00'00'"


def test_what_the_letter_is_silent_about_is_left_out() -> None:
    packet = xmp(Metadata(title="T", lang="en"), None).decode()
    for silent in ("dc:creator", "dc:subject", "dc:rights", "prism:volume", "dc:identifier", "dc:publisher"):
        assert f"<{silent}" not in packet
    assert "PRISM" not in packet


@pytest.mark.parametrize(("date", "kept"), [("2024-05", True), ("2024", True), ("May 2024", False)])
def test_only_a_date_is_called_a_date(date: str, kept: bool) -> None:
    assert ("<dc:date>" in xmp(Metadata(title="T", lang="en", date=date), None).decode()) is kept


def test_the_packet_can_be_read_without_reading_pdf() -> None:
    assert b"<dc:title>" in write_pdf(sample(), LETTER, stamp=None)


def test_title_in_the_window_and_language_of_the_whole() -> None:
    with pikepdf.open(io.BytesIO(write_pdf(sample(), LETTER, stamp=None))) as pdf:
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.MarkInfo.Marked
        assert {str(page.obj.Tabs) for page in pdf.pages} == {"/S"}
        assert pdf.pdf_version == "1.7"


def test_the_profile_is_srgb_to_a_colour_engine() -> None:
    """Little CMS finds no difference from its own sRGB that an eye could see."""
    from PIL import Image, ImageCms

    ours = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    theirs = ImageCms.createProfile("sRGB")
    swatches = Image.new("RGB", (9, 9))
    swatches.putdata([(red, green, 255 - red) for red in range(0, 256, 31) for green in range(0, 256, 31)])
    turned = ImageCms.profileToProfile(swatches, ours, theirs)
    assert turned is not None
    differences = [abs(one - other) for one, other in zip(swatches.tobytes(), turned.tobytes(), strict=True)]
    assert max(differences) <= 1
    assert len(srgb_profile()) < 1200
