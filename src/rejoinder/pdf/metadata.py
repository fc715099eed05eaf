"""What the file says of itself: XMP and the Info dictionary, in agreement (ISO 32000-1, 14.3; ISO 16684-1).

Knows the letter's plain strings and the standards that the file keeps; reads no clock. About what the letter is silent,
nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TypeAlias

from rejoinder import __version__
from rejoinder.document.model import Metadata
from rejoinder.pdf.objects import text_string
from rejoinder.pdf.standard import UA_1, Standard

PRODUCER = f"Rejoinder {__version__}"
LONGEST_STRING = 32767
"""Bytes of a string in PDF/A (ISO 19005-2, 6.1.13). What is longer stands in the XMP alone."""

Property: TypeAlias = tuple[str, str]
"""The name of a property with its prefix, and its element."""

_CONTROLS = str.maketrans({chr(code): " " for code in (*range(32), *range(127, 160), 0xFFFE, 0xFFFF)})
"""Characters that XML cannot hold (XML 1.0, 2.2), or that nobody sees, become spaces in XMP and Info alike."""
_XML_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_DATE = re.compile("[0-9]{4}(?:-[0-9]{2}){0,2}")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_CREATIVE_COMMONS = re.compile(r"https?://(?:www\.)?creativecommons\.org/(licenses|publicdomain)/.+")

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "cc": "http://creativecommons.org/ns#",
}
"""PRISM 2.0 is the version that libraries and publishers read; 3.0 made structures of its dates and addresses."""

_EXTENSION = {
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}

_DESCRIBED = {
    "pdfuaid": ("PDF/UA identification", "internal", {"part": ("Integer", "part of ISO 14289")}),
    "prism": (
        "PRISM basic metadata",
        "external",
        {
            "aggregationType": ("Text", "what the article appears in"),
            "publicationName": ("Text", "title of the journal"),
            "issn": ("Text", "ISSN of the printed journal"),
            "eIssn": ("Text", "ISSN of the electronic journal"),
            "volume": ("Text", "volume"),
            "number": ("Text", "issue"),
            "startingPage": ("Text", "first page"),
            "endingPage": ("Text", "last page"),
            "pageRange": ("Text", "pages"),
            "publicationDate": ("Date", "date of publication"),
            "doi": ("Text", "DOI of the article"),
            "url": ("URL", "address of the article"),
            "keyword": ("bag Text", "keywords"),
            "copyright": ("Text", "copyright line"),
        },
    ),
    "cc": ("Creative Commons", "external", {"license": ("URL", "licence of the article")}),
}
"""Schemas that PDF/A-2 and -3 do not know beforehand: their titles and categories; of properties, type and meaning."""


# ── Info ──────────────────────────────────────────────────────────────────


def info(metadata: Metadata, stamp: datetime | None, standard: Standard = UA_1) -> str:
    """The document information dictionary (14.3.3); "" in PDF 2.0, where XMP says it all (ISO 19005-4, 6.1.3)."""
    if standard.two:
        return ""
    date = pdf_date(stamp)
    entries = {
        "Title": metadata.title,
        "Author": "; ".join(metadata.authors),
        "Subject": metadata.subject,
        "Keywords": ", ".join(metadata.keywords),
        "Creator": PRODUCER,
        "Producer": PRODUCER,
        "CreationDate": date,
        "ModDate": date,
    }
    written = [f"/{key} {text_string(_plain(value))}" for key, value in entries.items() if _fits(value)]
    if standard.press:
        written.append("/Trapped /False")
    return f"<<{' '.join(written)}>>"


def _fits(value: str) -> bool:
    return bool(value) and (len(value) if value.isascii() else 2 + len(value.encode("utf-16-be", "replace"))) <= (
        LONGEST_STRING
    )


def pdf_date(stamp: datetime | None) -> str:
    """A date as PDF writes it (7.9.4)."""
    iso = xmp_date(stamp)
    return f"D:{''.join(filter(str.isdigit, iso[:19]))}{iso[19:22]}'{iso[23:25]}'" if iso else ""


def xmp_date(stamp: datetime | None) -> str:
    """A date to the second (ISO 8601); a stamp without zone is taken for UTC."""
    if stamp is None:
        return ""
    return (stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)).isoformat(timespec="seconds")


# ── XMP ───────────────────────────────────────────────────────────────────


def xmp(metadata: Metadata, stamp: datetime | None, standard: Standard = UA_1) -> bytes:
    """The XMP packet: Dublin Core, PRISM, rights, and what the file conforms to."""
    properties = [
        *_dublin_core(metadata),
        *_rights(metadata),
        *_prism(metadata),
        *_file(metadata, stamp),
        *_claims(standard),
        *(_press(metadata) if standard.press else ()),
    ]
    names = [name for name, _ in properties]
    prefixes = {name.partition(":")[0] for name in names}
    namespaces = {prefix: uri for prefix, uri in _NAMESPACES.items() if prefix in prefixes}
    described = ""
    if standard.archive[0] in ("2", "3"):
        described = _extension_schemas(names)
        namespaces |= _EXTENSION
    declared = "\n  ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in namespaces.items())
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f'<rdf:Description rdf:about=""\n  {declared}>\n'
        f"{''.join([element for _, element in properties])}{described}"
        "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
        '<?xpacket end="r"?>'
    )
    return packet.encode("utf-8", "replace")


def _dublin_core(metadata: Metadata) -> Iterator[Property]:
    """ISO 16684-1, 8.3."""
    lang = metadata.lang
    yield from _simple("dc:format", "application/pdf")
    yield from _simple("dc:identifier", f"doi:{metadata.doi}" if metadata.doi else "")
    yield from _alternatives("dc:title", metadata.title, lang)
    yield from _array("dc:creator", "Seq", metadata.authors)
    yield from _alternatives("dc:description", metadata.subject)
    yield from _array("dc:subject", "Bag", metadata.keywords)
    yield from _array("dc:publisher", "Bag", (metadata.publisher,))
    yield from _array("dc:language", "Bag", (lang,))
    yield from _array("dc:date", "Seq", (_date(metadata.date),))
    yield from _array("dc:type", "Bag", (metadata.type,))
    yield from _array("dc:relation", "Bag", (metadata.answered,))
    yield from _alternatives("dc:rights", metadata.copyright, lang)


def _rights(metadata: Metadata) -> Iterator[Property]:
    """ISO 16684-1, 8.5; and where the licence is one of Creative Commons, its own property."""
    licence = metadata.license_url if _WEB_ADDRESS.fullmatch(metadata.license_url) else ""
    commons = _CREATIVE_COMMONS.fullmatch(licence)
    given_away = bool(commons and commons[1] == "publicdomain")
    if given_away and not metadata.copyright:
        yield from _simple("xmpRights:Marked", "False")
    elif not given_away and (metadata.copyright or metadata.license or metadata.license_url):
        yield from _simple("xmpRights:Marked", "True")
    yield from _simple("xmpRights:WebStatement", licence)
    yield from _alternatives("xmpRights:UsageTerms", metadata.license, metadata.lang)
    if commons:
        yield "cc:license", f'<cc:license rdf:resource="{_escaped(licence)}"/>\n'


def _prism(metadata: Metadata) -> Iterator[Property]:
    """PRISM 2.0. It has no place for the number of an article without pages: that is in `dc:description`."""
    first, last = metadata.first_page, metadata.last_page
    yield from _simple("prism:aggregationType", "journal" if metadata.journal else "")
    yield from _simple("prism:publicationName", metadata.journal)
    yield from _simple("prism:issn", metadata.issn)
    yield from _simple("prism:eIssn", metadata.eissn)
    yield from _simple("prism:volume", metadata.volume)
    yield from _simple("prism:number", metadata.issue)
    yield from _simple("prism:startingPage", first)
    yield from _simple("prism:endingPage", last)
    yield from _simple("prism:pageRange", (first if first == last else f"{first}-{last}") if first and last else "")
    yield from _simple("prism:publicationDate", _date(metadata.date))
    yield from _simple("prism:doi", metadata.doi)
    yield from _simple("prism:url", metadata.url)
    yield from _array("prism:keyword", "Bag", metadata.keywords)
    yield from _simple("prism:copyright", metadata.copyright)


def _file(metadata: Metadata, stamp: datetime | None) -> Iterator[Property]:
    """Of this file, not of the letter (ISO 16684-1, 8.4 and 8.6.2)."""
    date = xmp_date(stamp)
    yield from _simple("pdf:Producer", PRODUCER)
    yield from _simple("pdf:Keywords", ", ".join(metadata.keywords))
    yield from _simple("xmp:CreatorTool", PRODUCER)
    yield from _simple("xmp:CreateDate", date)
    yield from _simple("xmp:ModifyDate", date)
    yield from _simple("xmp:MetadataDate", date)


def _claims(standard: Standard) -> Iterator[Property]:
    """Which standards the file keeps (ISO 19005-3, 6.6.4; 19005-4, 6.7.3; 14289-1, 5; 14289-2, 5; 15930-7, 6.14)."""
    part, conformance = standard.archive
    yield from _simple("pdfaid:part", part)
    yield from _simple("pdfaid:conformance", conformance)
    yield from _simple("pdfaid:rev", "2020" if part == "4" else "")
    yield from _simple("pdfuaid:part", standard.access)
    yield from _simple("pdfuaid:rev", "2024" if standard.access == "2" else "")
    yield from _simple("pdfxid:GTS_PDFXVersion", standard.press)


def _press(metadata: Metadata) -> Iterator[Property]:
    """What a press asks besides (ISO 15930-7, 6.14 and 6.17): nothing is trapped, and the document has an identity."""
    yield from _simple("pdf:Trapped", "False")
    yield from _simple("xmpMM:DocumentID", f"uuid:{_identity(metadata)}")
    yield from _simple("xmpMM:VersionID", "1")
    yield from _simple("xmpMM:RenditionClass", "default")


def _identity(metadata: Metadata) -> str:
    """A UUID of version 8 (RFC 9562, 5.8): a digest of the letter's DOI, or of all that is known about the letter."""
    said = metadata.url or repr([getattr(metadata, name) for name in metadata.__dataclass_fields__])
    bits = int(blake2b(said.encode("utf-8", "replace"), digest_size=16).hexdigest(), 16)
    bits = bits & ~(0xF << 76) & ~(0x3 << 62) | 0x8 << 76 | 0x2 << 62
    digits = f"{bits:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


# ── XML ───────────────────────────────────────────────────────────────────


def _plain(text: str) -> str:
    return text.translate(_CONTROLS)


def _escaped(text: str) -> str:
    return _plain(text).translate(_XML_ESCAPES)


def _date(text: str) -> str:
    return text if _DATE.fullmatch(text) else ""


def _simple(name: str, value: str) -> Iterator[Property]:
    if value:
        yield name, f"<{name}>{_escaped(value)}</{name}>\n"


def _array(name: str, kind: str, values: Iterable[str]) -> Iterator[Property]:
    """An ordered (Seq) or unordered (Bag) array; nothing if there is nothing in it."""
    items = "".join([f"<rdf:li>{_escaped(value)}</rdf:li>" for value in values if value])
    if items:
        yield name, f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>\n"


def _alternatives(name: str, value: str, lang: str = "") -> Iterator[Property]:
    """A text by language (ISO 16684-1, 8.2.2.4): for all, and, where it is known, for those of its own language."""
    if value:
        items = [f'<rdf:li xml:lang="{_escaped(one)}">{_escaped(value)}</rdf:li>' for one in ("x-default", lang) if one]
        yield name, f"<{name}><rdf:Alt>{''.join(items)}</rdf:Alt></{name}>\n"


# ── extension schemas ─────────────────────────────────────────────────────


def _extension_schemas(names: list[str]) -> str:
    """PDF/A wants every property described that the XMP of its day did not know (ISO 19005-3, 6.6.2.3.3)."""
    schemas = "".join(
        [
            _schema(prefix, [name.partition(":")[2] for name in names if name.startswith(f"{prefix}:")])
            for prefix in _DESCRIBED
        ]
    )
    return f"<pdfaExtension:schemas><rdf:Bag>\n{schemas}</rdf:Bag></pdfaExtension:schemas>\n"


def _schema(prefix: str, used: list[str]) -> str:
    if not used:
        return ""
    title, category, properties = _DESCRIBED[prefix]
    described = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{category}</pdfaProperty:category>"
        f"<pdfaProperty:description>{about}</pdfaProperty:description></rdf:li>\n"
        for name in used
        for kind, about in (properties[name],)
    )
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{title}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{_NAMESPACES[prefix]}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>\n{described}</rdf:Seq></pdfaSchema:property></rdf:li>\n"
    )
