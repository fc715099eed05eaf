"""What the file says of itself (metadata, page labels), how large it is, and that it is always the same."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import yaml
from expected_text import plain
from sample_letters import FILES, OWN, SAMPLES, SHEETS, every_letter, every_sheet, made

from rejoinder import typeset
from treetext import tree

PRISM = "http://prismstandard.org/namespaces/basic/2.0/"
XMP_KEYS = """\
dc:title dc:creator dc:description dc:subject dc:language dc:date dc:identifier dc:publisher dc:type dc:relation
pdf:Producer pdf:Keywords xmp:CreateDate xmp:ModifyDate xmp:CreatorTool xmpRights:WebStatement xmpRights:Marked
prism:publicationName prism:issn prism:eIssn prism:volume prism:number prism:startingPage prism:endingPage prism:doi
prism:publicationDate prism:keyword prism:copyright pdfaid:part pdfaid:conformance pdfuaid:part
"""
LARGEST = 150_000
"""Bytes, with everything that is attached."""

every_sample = pytest.mark.parametrize("letter", list(SAMPLES))


pikepdf.models.PdfMetadata.register_xml_namespace(PRISM, "prism")


@lru_cache(maxsize=64)
def said(letter: str) -> tuple[dict[str, str], dict[str, Any]]:
    """The Info dictionary and the XMP packet."""
    with pikepdf.open(io.BytesIO(made(letter).pdf)) as pdf, pdf.open_metadata() as xmp:
        packet = {key: xmp[key] for key in XMP_KEYS.split() if key in xmp}
        return {str(key)[1:]: str(value) for key, value in pdf.docinfo.items()}, packet


def front_matter(letter: str) -> dict[str, Any]:
    """The letter's own keys, read without the program."""
    text = FILES[letter].read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text.removeprefix("---\n").split("\n---\n")[0])
    return read


# ── metadata ──────────────────────────────────────────────────────────────


@every_letter
def test_info_and_xmp_say_the_same(letter: str) -> None:
    info, xmp = said(letter)
    assert info["Title"] == xmp["dc:title"]
    assert info.get("Author", "") == "; ".join(xmp.get("dc:creator", []))
    assert info.get("Subject", "") == xmp.get("dc:description", "")
    assert info.get("Keywords", "") == xmp.get("pdf:Keywords", "")
    assert set(filter(None, info.get("Keywords", "").split(", "))) == xmp.get("dc:subject", set())
    assert info["Producer"] == xmp["pdf:Producer"]
    assert info["Creator"] == xmp["xmp:CreatorTool"]
    for key, other in (("CreationDate", "xmp:CreateDate"), ("ModDate", "xmp:ModifyDate")):
        digits = "".join(filter(str.isdigit, xmp.get(other, "")))
        assert "".join(filter(str.isdigit, info.get(key, ""))) == digits


@every_letter
def test_title_authors_and_language_are_those_of_the_page(letter: str) -> None:
    _, xmp = said(letter)
    (root,) = tree(made(letter).pdf)
    (title,) = root.find("Title")
    without_marks = (kid if isinstance(kid, str) else " " * kid.text.endswith(" ") for kid in title.kids)
    assert xmp["dc:title"] == plain("".join(without_marks))
    byline = plain("".join(node.text for node in root.kids if not isinstance(node, str)))
    assert all(author in byline for author in xmp.get("dc:creator", []))
    assert xmp["dc:language"] == {root.attributes["Lang"]}
    with pikepdf.open(io.BytesIO(made(letter).pdf)) as pdf:
        assert str(pdf.Root.Lang) == root.attributes["Lang"]
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.MarkInfo.Marked


@every_sample
def test_what_the_author_wrote_at_the_top_is_in_the_metadata(letter: str) -> None:
    wrote, (info, xmp) = front_matter(letter), said(letter)
    assert plain(wrote["title"]) == xmp["dc:title"]
    assert len(wrote["author"]) == len(xmp["dc:creator"])
    assert xmp["dc:date"] == [str(wrote["date"])]
    assert info["CreationDate"].startswith(f"D:{wrote['date']:%Y%m%d}000000")
    assert xmp["dc:language"] == {wrote["lang"]}
    assert xmp.get("dc:subject", set()) == set(wrote.get("keywords", []))
    assert xmp["dc:publisher"] == {wrote["journal"]["publisher"]}
    assert xmp["dc:type"] == {wrote["type"]}
    assert xmp["prism:publicationName"] == wrote["journal"]["title"]
    assert xmp["prism:publicationDate"] == str(wrote["date"])
    for key, name in (("issn", "issn"), ("eissn", "eIssn")):
        assert xmp.get(f"prism:{name}", "") == wrote["journal"].get(key, "")
    for key, name in (("volume", "volume"), ("issue", "number"), ("first-page", "startingPage")):
        assert xmp.get(f"prism:{name}", "") == str(wrote.get(key, ""))
    assert xmp.get("prism:endingPage", "") == str(wrote.get("last-page", ""))
    assert xmp.get("prism:doi", "") == wrote.get("doi", "")
    assert xmp.get("prism:keyword", set()) == set(wrote.get("keywords", []))
    assert xmp.get("prism:copyright", "") == wrote.get("copyright", "")
    assert xmp.get("dc:identifier", "") == (f"doi:{wrote['doi']}" if "doi" in wrote else "")
    assert xmp.get("xmpRights:WebStatement", "") == wrote.get("license", {}).get("url", "")


# ── pages ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("first", [1, 71, 999])
def test_viewers_call_the_pages_what_is_printed_on_them(first: int) -> None:
    sheet = f"name: later\nextends: annals\npagination: {{folio-start: {first}}}\n"
    result = typeset(FILES["many-hands.md"], sheet)
    assert len(result.pages) > 1
    with pypdfium2.PdfDocument(result.pdf) as pdf:
        for number, page in enumerate(pdf):
            label = pdf.get_page_label(number) or str(number + 1)
            assert label == str(first + number) == result.pages[number].folio
            foot = page.get_textpage().get_text_bounded(bottom=0, top=45)
            assert foot.split()[-1].endswith(label)


# ── size and sameness ─────────────────────────────────────────────────────


@every_letter
@every_sheet
def test_a_letter_can_be_mailed(letter: str, sheet: str) -> None:
    assert len(made(letter, sheet).pdf) < LARGEST


def digest(letter: str, sheet: str = "annals") -> str:
    """Of a letter that is set anew."""
    return hashlib.sha256(typeset(FILES[letter], SHEETS[sheet]).pdf).hexdigest()


ALWAYS = [
    *((letter, "annals") for letter in (*SAMPLES, *OWN)),
    ("everything.md", "symbols"),
    ("french.md", "manuscript"),
]


def test_the_same_letter_gives_the_same_bytes_again() -> None:
    for letter, sheet in ALWAYS:
        assert digest(letter, sheet) == hashlib.sha256(made(letter, sheet).pdf).hexdigest()


def test_letters_set_at_the_same_time_do_not_disturb_each_other() -> None:
    with ThreadPoolExecutor(4) as threads:
        digests = list(threads.map(lambda one: digest(*one), ALWAYS * 2))
    assert digests == [digest(*one) for one in ALWAYS] * 2


@pytest.mark.parametrize("seed", ["1", "4294967295"])
def test_another_process_gives_the_same_bytes(seed: str, tmp_path: Path) -> None:
    """Nothing depends on the order of a set, on what was set before, on the time, the place or the language."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_about_the_file as t\n"
        "for one in reversed(t.ALWAYS): print(t.digest(*one))"
    )
    folders = os.pathsep.join([*sys.path])
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": folders, "TZ": "Asia/Kathmandu", "LC_ALL": "C"}
    command = [sys.executable, "-c", code, str(Path(__file__).parent)]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [digest(*one) for one in reversed(ALWAYS)]
