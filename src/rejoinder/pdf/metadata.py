"""What the file says of itself: XMP and the Info dictionary, in agreement (ISO 32000-1, 14.3; ISO 16684-1).

Knows the letter's plain strings; reads no clock.
"""

from __future__ import annotations

from datetime import UTC, datetime

from rejoinder import __version__
from rejoinder.document.model import Metadata
from rejoinder.pdf.objects import text_string

PRODUCER = f"Rejoinder {__version__}"

_XML_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
    | {chr(code): " " for code in (*range(32), 127, 0xFFFE, 0xFFFF)}
)
"""Characters that XML cannot hold at all (XML 1.0, 2.2) become spaces."""

_NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}

_PRISM = {
    "publicationName": ("journal", "title of the journal"),
    "issn": ("issn", "ISSN of the journal"),
    "volume": ("volume", "volume"),
    "number": ("issue", "issue"),
    "doi": ("doi", "DOI of the article"),
    "publicationDate": ("date", "date of publication"),
    "copyright": ("copyright", "copyright line"),
}
"""PRISM's properties, the fields of `Metadata` that fill them, and what they are."""


def info(metadata: Metadata, stamp: datetime | None) -> str:
    """The document information dictionary (14.3.3)."""
    entries = {
        "Title": metadata.title,
        "Author": "; ".join(metadata.authors),
        "Subject": metadata.subject,
        "Keywords": ", ".join(metadata.keywords),
        "Creator": PRODUCER,
        "Producer": PRODUCER,
        "CreationDate": pdf_date(stamp),
        "ModDate": pdf_date(stamp),
    }
    return f"<<{' '.join(f'/{key} {text_string(value)}' for key, value in entries.items() if value)}>>"


def pdf_date(stamp: datetime | None) -> str:
    """A date as PDF writes it (7.9.4)."""
    iso = xmp_date(stamp)
    return f"D:{''.join(filter(str.isdigit, iso[:19]))}{iso[19:22]}'{iso[23:25]}'" if iso else ""


def xmp_date(stamp: datetime | None) -> str:
    """A date to the second (ISO 8601); a stamp without zone is taken for UTC."""
    if stamp is None:
        return ""
    return (stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)).isoformat(timespec="seconds")


def xmp(metadata: Metadata, stamp: datetime | None) -> bytes:
    """The XMP packet: Dublin Core, PRISM, and what the file conforms to."""
    date = xmp_date(stamp)
    properties = [
        _element("dc:format", "application/pdf"),
        _element("dc:identifier", f"doi:{metadata.doi}" if metadata.doi else ""),
        _array("dc:title", "Alt", (metadata.title,)),
        _array("dc:creator", "Seq", metadata.authors),
        _array("dc:description", "Alt", (metadata.subject,)),
        _array("dc:subject", "Bag", metadata.keywords),
        _array("dc:publisher", "Bag", (metadata.publisher,)),
        _array("dc:language", "Bag", (metadata.lang,)),
        _array("dc:date", "Seq", (metadata.date if metadata.date.replace("-", "").isdecimal() else "",)),
        _array("dc:rights", "Alt", (metadata.copyright,)),
        _element("xmpRights:WebStatement", metadata.license_url),
        _element("pdf:Producer", PRODUCER),
        _element("pdf:Keywords", ", ".join(metadata.keywords)),
        _element("xmp:CreatorTool", PRODUCER),
        _element("xmp:CreateDate", date),
        _element("xmp:ModifyDate", date),
        _element("xmp:MetadataDate", date),
        _element("pdfaid:part", "2"),
        _element("pdfaid:conformance", "A"),
        _element("pdfuaid:part", "1"),
        *(_element(f"prism:{key}", getattr(metadata, field)) for key, (field, _) in _PRISM.items()),
        _extension_schemas(metadata),
    ]
    namespaces = "\n  ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items() if prefix != "rdf")
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        f'<rdf:RDF xmlns:rdf="{_NAMESPACES["rdf"]}">\n'
        f'<rdf:Description rdf:about=""\n  {namespaces}>\n'
        f"{''.join(properties)}"
        "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
        '<?xpacket end="r"?>'
    )
    return packet.encode("utf-8", "replace")


def _element(tag: str, value: str) -> str:
    return f"<{tag}>{value.translate(_XML_ESCAPES)}</{tag}>\n" if value else ""


def _array(tag: str, kind: str, values: tuple[str, ...]) -> str:
    """An ordered (Seq), unordered (Bag) or by-language (Alt) array; nothing if there is nothing in it."""
    lang = ' xml:lang="x-default"' if kind == "Alt" else ""
    items = "".join(f"<rdf:li{lang}>{value.translate(_XML_ESCAPES)}</rdf:li>" for value in values if value)
    return f"<{tag}><rdf:{kind}>{items}</rdf:{kind}></{tag}>\n" if items else ""


def _extension_schemas(metadata: Metadata) -> str:
    """PDF/A wants every property described that the XMP of its day did not know (ISO 19005-2, 6.6.2.3.3)."""
    prism = [(key, about, "Text") for key, (field, about) in _PRISM.items() if getattr(metadata, field)]
    schemas = _schema("pdfuaid", "PDF/UA identification", [("part", "part of ISO 14289", "Integer")], "internal")
    if prism:
        schemas += _schema("prism", "PRISM basic metadata", prism, "external")
    return f"<pdfaExtension:schemas><rdf:Bag>\n{schemas}</rdf:Bag></pdfaExtension:schemas>\n"


def _schema(prefix: str, title: str, properties: list[tuple[str, str, str]], category: str) -> str:
    described = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{key}</pdfaProperty:name><pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{category}</pdfaProperty:category>"
        f"<pdfaProperty:description>{about}</pdfaProperty:description></rdf:li>\n"
        for key, about, kind in properties
    )
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{title}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{_NAMESPACES[prefix]}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>\n{described}</rdf:Seq></pdfaSchema:property></rdf:li>\n"
    )
