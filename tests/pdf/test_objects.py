"""How objects are written, and found again."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.pdf.objects import OBJECTS_PER_STREAM, PdfFile, byte_string, name, number, ref, text_string


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, "0"), (-0.0001, "0"), (12.0, "12"), (12.5, "12.5"), (1200.0, "1200"), (-3.14159, "-3.142"), (1e-9, "0")],
)
def test_numbers_are_short_and_never_in_exponents(value: float, written: str) -> None:
    assert number(value) == written


def test_names_escape_what_would_end_them() -> None:
    assert name("Lbl") == "/Lbl"
    assert name("a b/c#(é") == "/a#20b#2Fc#23#28#C3#A9"


@given(st.text())
def test_text_strings_are_read_back_as_they_were(text: str) -> None:
    assert str(_parsed(text_string(text))) == text


@given(st.text())
def test_keys_of_name_trees_are_read_back_as_utf8(text: str) -> None:
    assert bytes(_parsed(byte_string(text))) == text.encode()


def test_a_lone_surrogate_cannot_break_the_file() -> None:
    assert text_string("a\ud800") == "<FEFF0061003F>" or str(_parsed(text_string("a\ud800"))).startswith("a")


def _parsed(string: str) -> pikepdf.Object:
    return pikepdf.Object.parse(string.encode("ascii"))


def _one_empty_page(file: PdfFile) -> int:
    """A tree of pages: a file without any is a fault to qpdf."""
    pages = file.reserve()
    page = file.add(f"<</Type /Page /Parent {ref(pages)} /MediaBox [0 0 10 10] /Resources <<>>>>")
    file.put(pages, f"<</Type /Pages /Kids [{ref(page)}] /Count 1>>")
    return pages


def test_a_file_of_many_objects_is_sound() -> None:
    file = PdfFile()
    kids = [file.add(f"<</Marker {place}>>") for place in range(OBJECTS_PER_STREAM + 10)]
    stream = file.stream("/Kind /Test", b"hello\nendstream" * 50)
    plain = file.stream("", b"as it is", compress=False)
    pages = _one_empty_page(file)
    listed = " ".join(ref(kid) for kid in kids)
    root = file.add(f"<</Type /Catalog /Pages {ref(pages)} /Things [{listed}] /S {ref(stream)} /P {ref(plain)}>>")
    data = file.finish(root, file.add("<</Title (Test)>>"))

    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert [int(thing.Marker) for thing in pdf.Root.Things] == list(range(OBJECTS_PER_STREAM + 10))
        assert pdf.Root.S.read_bytes() == b"hello\nendstream" * 50
        assert "/Filter" not in pdf.Root.P
        assert str(pdf.docinfo.Title) == "Test"
        assert pdf.check_pdf_syntax() == []
    assert b"\nendstream" in data


def test_the_end_of_a_stream_cannot_be_mistaken() -> None:
    """Before `endstream` CR LF is one line end: data that end in CR would seem a byte shorter than they say."""
    file = PdfFile()
    ends = {end: file.stream("", b"data" + end, compress=False) for end in (b"\r", b"\n", b"\r\n", b"x")}
    pages = _one_empty_page(file)
    listed = " ".join(ref(stream) for stream in ends.values())
    root = file.add(f"<</Type /Catalog /Pages {ref(pages)} /Streams [{listed}]>>")
    data = file.finish(root, file.add("<</Title (Test)>>"))
    assert b"stream\ndata\r\r\nendstream" in data
    assert b"stream\ndatax\nendstream" in data
    with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
        assert [stream.read_bytes() for stream in pdf.Root.Streams] == [b"data" + end for end in ends]
        assert pdf.check_pdf_syntax() == []


def test_the_id_is_a_digest_of_the_content() -> None:
    first, same, other = (_tiny(text) for text in ("one", "one", "two"))
    assert first == same
    assert _identity(first) != _identity(other)


def _tiny(title: str) -> bytes:
    file = PdfFile()
    pages = _one_empty_page(file)
    root = file.add(f"<</Type /Catalog /Pages {ref(pages)}>>")
    return file.finish(root, file.add(f"<</Title {text_string(title)}>>"))


def _identity(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return bytes(pdf.trailer.ID[0])
