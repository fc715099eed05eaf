"""What the file says of itself."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta, timezone

import page as page_validation
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from setting import LETTER, sample

from rejoinder.document.model import Metadata
from rejoinder.pdf.icc import srgb_profile
from rejoinder.pdf.metadata import LONGEST_STRING, PRODUCER, info, pdf_date, xmp, xmp_date
from rejoinder.pdf.standard import UA_1, UA_2, X_4, Standard
from rejoinder.pdf.write import write_pdf
from rejoinder.values import replace

FULL = Metadata(
    title="Smoke & <mirrors>: «é» \x0b",
    lang="en-GB",
    authors=("Ada Brook", "Émile Ôtsuka"),
    subject="Ann Sig 2024;12:71",
    keywords=("smoke", "signals"),
    type="reply",
    date="2024-05-01",
    doi="10.5555/smoke",
    url="https://doi.org/10.5555/smoke",
    answered="https://doi.org/10.5555/mirrors",
    journal="Annals of Signals",
    publisher="The Society",
    issn="1234-5678",
    eissn="2345-678X",
    volume="12",
    issue="3",
    first_page="71",
    last_page="73",
    license="Free to share.",
    license_url="https://example.org/licence",
    copyright="© 2024 the authors",
)
SILENT = Metadata(title="T", lang="en")
STAMP = datetime(2024, 5, 1, 12, 30, 59, 999, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))
STANDARDS = [UA_1, UA_2, X_4]
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
CC_0 = "https://creativecommons.org/publicdomain/zero/1.0/"

PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
    "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
    "http://prismstandard.org/namespaces/basic/2.0/": "prism",
    "http://creativecommons.org/ns#": "cc",
    "http://www.aiim.org/pdfa/ns/extension/": "pdfaExtension",
    "http://www.aiim.org/pdfa/ns/schema#": "pdfaSchema",
    "http://www.aiim.org/pdfa/ns/property#": "pdfaProperty",
}
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def description(metadata: Metadata, standard: Standard = UA_1, stamp: datetime | None = STAMP) -> ET.Element:
    found = ET.fromstring(xmp(metadata, stamp, standard).decode()).find(f".//{RDF}Description")
    assert found is not None
    return found


def prefixed(tag: str) -> str:
    namespace, _, name = tag[1:].partition("}")
    return f"{PREFIXES[namespace]}:{name}"


def value(element: ET.Element) -> object:
    """A text, an address, a list, a set, or a mapping from languages."""
    if not len(element):
        return element.get(f"{RDF}resource") or element.text
    (array,) = element
    texts = [item.text for item in array]
    match array.tag.removeprefix(RDF):
        case "Seq":
            return texts
        case "Bag":
            assert len(set(texts)) == len(texts)
            return set(texts)
    return {item.get(LANG): item.text for item in array}


def said(metadata: Metadata, standard: Standard = UA_1, stamp: datetime | None = STAMP) -> dict[str, object]:
    """Everything in the packet but the extension schemas."""
    elements = description(metadata, standard, stamp)
    names = [prefixed(element.tag) for element in elements]
    assert len(set(names)) == len(names)
    pairs = zip(names, elements, strict=True)
    return {name: value(element) for name, element in pairs if name != "pdfaExtension:schemas"}


# ── XMP ───────────────────────────────────────────────────────────────────


def test_all_that_is_known_is_said() -> None:
    title = "Smoke & <mirrors>: «é»  "
    assert said(FULL) == {
        "dc:format": "application/pdf",
        "dc:identifier": "doi:10.5555/smoke",
        "dc:title": {"x-default": title, "en-GB": title},
        "dc:creator": ["Ada Brook", "Émile Ôtsuka"],
        "dc:description": {"x-default": "Ann Sig 2024;12:71"},
        "dc:subject": {"smoke", "signals"},
        "dc:publisher": {"The Society"},
        "dc:language": {"en-GB"},
        "dc:date": ["2024-05-01"],
        "dc:type": {"reply"},
        "dc:relation": {"https://doi.org/10.5555/mirrors"},
        "dc:rights": {"x-default": "© 2024 the authors", "en-GB": "© 2024 the authors"},
        "xmpRights:Marked": "True",
        "xmpRights:WebStatement": "https://example.org/licence",
        "xmpRights:UsageTerms": {"x-default": "Free to share.", "en-GB": "Free to share."},
        "prism:aggregationType": "journal",
        "prism:publicationName": "Annals of Signals",
        "prism:issn": "1234-5678",
        "prism:eIssn": "2345-678X",
        "prism:volume": "12",
        "prism:number": "3",
        "prism:startingPage": "71",
        "prism:endingPage": "73",
        "prism:pageRange": "71-73",
        "prism:publicationDate": "2024-05-01",
        "prism:doi": "10.5555/smoke",
        "prism:url": "https://doi.org/10.5555/smoke",
        "prism:keyword": {"smoke", "signals"},
        "prism:copyright": "© 2024 the authors",
        "pdf:Producer": PRODUCER,
        "pdf:Keywords": "smoke, signals",
        "xmp:CreatorTool": PRODUCER,
        "xmp:CreateDate": "2024-05-01T12:30:59-03:30",
        "xmp:ModifyDate": "2024-05-01T12:30:59-03:30",
        "xmp:MetadataDate": "2024-05-01T12:30:59-03:30",
        "pdfaid:part": "3",
        "pdfaid:conformance": "A",
        "pdfuaid:part": "1",
    }


def test_another_reader_reads_the_same() -> None:
    with pikepdf.open(io.BytesIO(write_pdf(sample(), FULL, stamp=STAMP))) as pdf, pdf.open_metadata() as meta:
        assert meta["dc:title"] == "Smoke & <mirrors>: «é»  "
        assert meta["dc:creator"] == ["Ada Brook", "Émile Ôtsuka"]
        assert meta["{http://prismstandard.org/namespaces/basic/2.0/}eIssn"] == "2345-678X"


def test_what_the_letter_is_silent_about_is_left_out() -> None:
    assert said(SILENT, stamp=None) == {
        "dc:format": "application/pdf",
        "dc:title": {"x-default": "T", "en": "T"},
        "dc:language": {"en"},
        "pdf:Producer": PRODUCER,
        "xmp:CreatorTool": PRODUCER,
        "pdfaid:part": "3",
        "pdfaid:conformance": "A",
        "pdfuaid:part": "1",
    }
    assert b"PRISM" not in xmp(SILENT, None)


@pytest.mark.parametrize(("date", "kept"), [("2024-05", True), ("2024", True), ("May 2024", False), ("2-0-2-4", False)])
def test_only_a_date_is_called_a_date(date: str, kept: bool) -> None:
    names = said(replace(SILENT, date=date))
    assert ("dc:date" in names) is ("prism:publicationDate" in names) is kept


@pytest.mark.parametrize(
    ("first", "last", "pages"),
    [
        ("71", "73", {"startingPage": "71", "endingPage": "73", "pageRange": "71-73"}),
        ("71", "71", {"startingPage": "71", "endingPage": "71", "pageRange": "71"}),
        ("71", "", {"startingPage": "71"}),
        ("", "73", {"endingPage": "73"}),
    ],
)
def test_pages(first: str, last: str, pages: dict[str, str]) -> None:
    names = ("startingPage", "endingPage", "pageRange")
    found = said(replace(SILENT, first_page=first, last_page=last))
    assert {name: found[f"prism:{name}"] for name in names if f"prism:{name}" in found} == pages


# ── rights ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("metadata", "marked"),
    [
        (SILENT, None),
        (replace(SILENT, copyright="© Ada"), "True"),
        (replace(SILENT, license="All rights reserved."), "True"),
        (replace(SILENT, license_url=CC_BY), "True"),
        (replace(SILENT, license_url=CC_0, license="CC0"), "False"),
        (replace(SILENT, license_url=CC_0, copyright="© Ada"), None),
    ],
)
def test_whether_rights_are_kept(metadata: Metadata, marked: str | None) -> None:
    assert said(metadata).get("xmpRights:Marked") == marked


@pytest.mark.parametrize(
    ("address", "commons"), [(CC_BY, True), (CC_0, True), ("https://example.org/creativecommons.org/", False)]
)
def test_a_licence_of_creative_commons_has_their_own_property(address: str, commons: bool) -> None:
    found = said(replace(SILENT, license_url=address))
    assert found["xmpRights:WebStatement"] == address
    assert found.get("cc:license") == (address if commons else None)


@pytest.mark.parametrize("address", ["doi:10.5555/licence", "mailto:rights@example.org", "https://example.org/a b"])
def test_a_statement_on_the_web_is_on_the_web(address: str) -> None:
    assert "xmpRights:WebStatement" not in said(replace(SILENT, license_url=address))


# ── standards ─────────────────────────────────────────────────────────────


def claims(standard: Standard) -> dict[str, object]:
    found = said(FULL, standard)
    return {name: found[name] for name in found if name.partition(":")[0] in ("pdfaid", "pdfuaid", "pdfxid", "xmpMM")}


def test_pdf_2_has_revisions() -> None:
    assert claims(UA_2) == {
        "pdfaid:part": "4",
        "pdfaid:conformance": "F",
        "pdfaid:rev": "2020",
        "pdfuaid:part": "2",
        "pdfuaid:rev": "2024",
    }


def test_the_press_is_told_what_it_asks() -> None:
    identity = claims(X_4).pop("xmpMM:DocumentID")
    assert claims(X_4) == {
        "pdfxid:GTS_PDFXVersion": "PDF/X-4",
        "xmpMM:DocumentID": identity,
        "xmpMM:VersionID": "1",
        "xmpMM:RenditionClass": "default",
    }
    assert said(FULL, X_4)["pdf:Trapped"] == "False"
    assert "/Trapped /False" in info(FULL, STAMP, X_4)
    assert "Trapped" not in info(FULL, STAMP)


def test_the_identity_is_a_uuid_of_the_letter() -> None:
    import uuid

    def identity(metadata: Metadata) -> uuid.UUID:
        written = claims_of(metadata)
        assert written.startswith("uuid:")
        return uuid.UUID(written.removeprefix("uuid:"))

    def claims_of(metadata: Metadata) -> str:
        return str(said(metadata, X_4)["xmpMM:DocumentID"])

    assert (identity(FULL).version, identity(FULL).variant) == (8, uuid.RFC_4122)
    assert identity(FULL) == identity(replace(FULL, title="Smoke")) != identity(replace(FULL, url="https://doi.org/1"))
    assert identity(SILENT) == identity(replace(SILENT)) != identity(replace(SILENT, authors=("Ada",)))


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda one: one.name)
@pytest.mark.parametrize("metadata", [FULL, SILENT, replace(FULL, license_url=CC_BY)])
def test_what_pdf_a_does_not_know_is_described(standard: Standard, metadata: Metadata) -> None:
    """ISO 19005-3, 6.6.2.3; neither PDF/A-4 nor PDF/X asks for it."""
    schemas = [one for one in description(metadata, standard) if prefixed(one.tag) == "pdfaExtension:schemas"]
    if standard is not UA_1:
        assert schemas == []
        return
    ((bag,),) = schemas
    described = {}
    for schema in bag:
        fields = {prefixed(one.tag): one for one in schema}
        prefix = fields["pdfaSchema:prefix"].text
        assert PREFIXES[str(fields["pdfaSchema:namespaceURI"].text)] == prefix
        for one in fields["pdfaSchema:property"][0]:
            about = {prefixed(part.tag): part.text for part in one}
            assert about["pdfaProperty:category"] in ("internal", "external")
            assert about["pdfaProperty:description"]
            described[f"{prefix}:{about['pdfaProperty:name']}"] = about["pdfaProperty:valueType"]
    known = ("dc", "xmp", "xmpRights", "pdf", "pdfaid")
    found = said(metadata)
    assert set(described) == {name for name in found if name.partition(":")[0] not in known}
    bags = {name for name in found if isinstance(found[name], set) and name in described}
    assert {name for name, kind in described.items() if kind.startswith("bag ")} == bags


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda one: one.name)
def test_no_prefix_is_declared_in_vain(standard: Standard) -> None:
    packet = xmp(FULL, STAMP, standard).decode()
    for prefix in PREFIXES.values():
        assert (f"xmlns:{prefix}=" in packet) is (f"<{prefix}:" in packet)


@pytest.mark.parametrize("metadata", [FULL, SILENT, replace(FULL, license_url=CC_BY)])
@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_a_judge_finds_nothing(profile: str, metadata: Metadata) -> None:
    report = page_validation.validate_pdf_bytes(write_pdf(sample(), metadata, stamp=STAMP), profile=profile)
    assert [failure.message for failure in report.failures] == []


# ── Info ──────────────────────────────────────────────────────────────────


def docinfo(metadata: Metadata, stamp: datetime | None = STAMP) -> dict[str, str]:
    with pikepdf.open(io.BytesIO(write_pdf(sample(), metadata, stamp=stamp))) as pdf:
        return {str(key): str(value) for key, value in pdf.docinfo.items()}


def test_info_agrees_with_xmp() -> None:
    assert docinfo(FULL) == {
        "/Title": "Smoke & <mirrors>: «é»  ",
        "/Author": "Ada Brook; Émile Ôtsuka",
        "/Subject": "Ann Sig 2024;12:71",
        "/Keywords": "smoke, signals",
        "/Creator": PRODUCER,
        "/Producer": PRODUCER,
        "/CreationDate": "D:20240501123059-03'30'",
        "/ModDate": "D:20240501123059-03'30'",
    }


def test_pdf_2_has_no_info() -> None:
    assert info(FULL, STAMP, UA_2) == ""


def test_without_stamp_there_is_no_date() -> None:
    assert not {"xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"} & set(said(LETTER, stamp=None))
    assert not {"/CreationDate", "/ModDate"} & set(docinfo(LETTER, None))


def test_a_stamp_without_zone_is_taken_for_utc() -> None:
    naive = datetime(2024, 5, 1, 12, 30)
    assert xmp_date(naive) == xmp_date(naive.replace(tzinfo=UTC)) == "2024-05-01T12:30:00+00:00"
    assert pdf_date(naive) == "D:20240501123000+00'00'"


# ── whatever is written ───────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["Ada Brook", "Émile Ôtsuka"])
def test_five_thousand_authors_are_all_in_the_xmp_and_no_string_is_too_long(name: str) -> None:
    """ISO 19005-2, 6.1.13: a string has 32,767 bytes at the most."""
    crowd = replace(FULL, authors=tuple(f"{name} {number}" for number in range(5000)))
    assert said(crowd)["dc:creator"] == list(crowd.authors)
    assert "/Author" not in docinfo(crowd)


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("a" * LONGEST_STRING, True),
        ("a" * (LONGEST_STRING + 1), False),
        ("é" * 16382, True),
        ("é" * 16383, False),
        ("𝒂" * 8191, True),
        ("𝒂" * 8192, False),
    ],
)
def test_the_longest_title(title: str, kept: bool) -> None:
    assert said(replace(SILENT, title=title))["dc:title"] == {"x-default": title, "en": title}
    assert ("/Title" in info(replace(SILENT, title=title), None)) is kept


ANY = st.text(st.characters(codec=None, categories=None), max_size=12)


@given(ANY, st.lists(ANY, max_size=3), st.sampled_from(STANDARDS))
def test_any_characters_make_xml_that_can_be_read(text: str, names: list[str], standard: Standard) -> None:
    wild = replace(FULL, title=f"T{text}", authors=tuple(names), volume=text, license_url=f"https://x.org/{text}")
    found = said(wild, standard)
    assert len(found.get("dc:creator", [])) == len([name for name in names if name])  # type: ignore[arg-type]
    titles = found["dc:title"]
    assert isinstance(titles, dict)
    assert info(wild, STAMP, standard).isascii()
    if not any(0xD800 <= ord(one) < 0xE000 for one in text):
        shown = "".join(" " if ord(one) in CONTROLS else one for one in text)
        assert titles["x-default"] == f"T{shown}"


CONTROLS = {*range(32), *range(127, 160), 0xFFFE, 0xFFFF}


@pytest.mark.parametrize("title", ["a\x00b\x1b[31m", "lone \ud800 half", "tab\tline\nend", "\ufffe\uffff \x85"])
def test_odd_characters_are_the_same_in_info_and_xmp(title: str) -> None:
    odd = replace(SILENT, title=title)
    assert docinfo(odd)["/Title"] == said(odd)["dc:title"]["en"]  # type: ignore[index]


# ── the catalog ───────────────────────────────────────────────────────────


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
