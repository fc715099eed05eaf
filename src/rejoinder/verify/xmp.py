"""XMP metadata, as names and values (ISO 16684-1, 7).

Knows RDF as far as XMP has it: simple values, arrays, alternatives by language, structures. Nothing outside is ever
fetched, and a packet with a document type of its own is refused, for such things only serve to grow.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from rejoinder.values import dataclass, field

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DC = "http://purl.org/dc/elements/1.1/"
XMP = "http://ns.adobe.com/xap/1.0/"
RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
MM = "http://ns.adobe.com/xap/1.0/mm/"
PDF = "http://ns.adobe.com/pdf/1.3/"
PDFA_ID = "http://www.aiim.org/pdfa/ns/id/"
PDFUA_ID = "http://www.aiim.org/pdfua/ns/id/"
PDFX_ID = "http://www.npes.org/pdfx/ns/id/"
EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"
SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
PROPERTY = "http://www.aiim.org/pdfa/ns/property#"
LARGEST = 4_000_000
MOST_PROPERTIES = 20_000
DEEPEST = 20

Name: TypeAlias = tuple[str, str]
"""Namespace and local name."""


@dataclass(slots=True)
class Xmp:
    """A packet's properties."""

    values: dict[Name, tuple[str, ...]] = field(default_factory=dict)
    """The items of an array; the one text of anything else; of alternatives, the default first."""
    described: set[Name] = field(default_factory=set)
    """Properties that extension schemas describe (ISO 19005-2, 6.6.2.3.3)."""
    elements: dict[Name, int] = field(default_factory=dict)
    """How often each property is there."""

    def first(self, space: str, name: str) -> str:
        return next(iter(self.values.get((space, name), ())), "")

    def has(self, space: str, name: str) -> bool:
        return (space, name) in self.values


class Malformed(Exception):  # noqa: N818 - it is the state of the packet, and the message says why
    """A packet that is no XMP."""


def read_xmp(packet: bytes) -> Xmp:
    """A packet's properties. Raises `Malformed`."""
    from xml.etree.ElementTree import ParseError, XMLParser  # 8 ms, and most commands read no XML

    if len(packet) > LARGEST:
        raise Malformed("is larger than metadata are")
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", packet.replace(b"\0", b"")[:LARGEST]):
        raise Malformed("has a document type of its own")
    parser = XMLParser()
    depth = 0
    try:
        depth = _deepest(packet)
        parser.feed(packet.strip(b"\0 \t\r\n"))
        root = parser.close()
    except (ParseError, ValueError, LookupError) as broken:
        raise Malformed(f"is no well-formed XML ({broken})") from None
    if depth > 200:
        raise Malformed("is nested beyond measure")
    rdf = root if root.tag == f"{RDF}RDF" else root.find(f".//{RDF}RDF")
    if rdf is None:
        raise Malformed("has no rdf:RDF")
    found = Xmp()
    for description in rdf:
        if description.tag == f"{RDF}Description":
            _describe(description, found)
    return found


def _deepest(packet: bytes) -> int:
    """A bound of how deep elements stand in each other, without building them."""
    deepest = depth = 0
    for tag in re.finditer(rb"<(/?)[A-Za-z_][^<>]*?(/?)>", packet):
        depth += -1 if tag[1] else 0 if tag[2] else 1
        deepest = max(deepest, depth)
        if deepest > 1000:
            raise ValueError("nested beyond measure")
    return deepest


def _describe(description: Element, found: Xmp) -> None:
    for key, value in description.attrib.items():
        if key.startswith("{") and not key.startswith(RDF) and key != LANG:
            _note(found, _name(key), (value,))
    for one in description:
        if len(found.elements) > MOST_PROPERTIES:
            raise Malformed("has more properties than are read")
        property_name = _name(one.tag)
        _note(found, property_name, _values(one))
        if property_name == (EXTENSION, "schemas"):
            _read_schemas(one, found)


def _note(found: Xmp, key: Name, values: tuple[str, ...]) -> None:
    found.elements[key] = found.elements.get(key, 0) + 1
    found.values.setdefault(key, values)


def _name(tag: str) -> Name:
    space, _, local = tag.removeprefix("{").rpartition("}")
    return space, local


def _values(element: Element) -> tuple[str, ...]:
    for kind in ("Seq", "Bag", "Alt"):
        array = element.find(f"{RDF}{kind}")
        if array is not None:
            listed = list(array)
            if kind == "Alt":
                listed.sort(key=lambda one: one.get(LANG) != "x-default")
            return tuple((one.text or "").strip() for one in listed)
    return ((element.text or "").strip(),)


def _read_schemas(element: Element, found: Xmp) -> None:
    for schema in element.iterfind(f"./{RDF}Bag/{RDF}li"):
        space = _said(schema, SCHEMA, "namespaceURI")
        for listed in schema.iter(f"{{{SCHEMA}}}property"):
            for one in listed.iterfind(f"./{RDF}Seq/{RDF}li"):
                found.described.add((space, _said(one, PROPERTY, "name")))


def _said(element: Element, space: str, local: str) -> str:
    """A field of a structure, which may be an element or an attribute, with a description around it or not."""
    tag = f"{{{space}}}{local}"
    for holder in (element, *element.findall(f"{RDF}Description")):
        if holder.get(tag):
            return holder.get(tag) or ""
        inner = holder.find(tag)
        if inner is not None:
            return (inner.text or "").strip()
    return ""


# ── what every reader knows ───────────────────────────────────────────────

_WORDS = {
    DC: "contributor coverage creator date description format identifier language publisher relation rights source "
    "subject title type",
    XMP: "Advisory BaseURL CreateDate CreatorTool Identifier Label MetadataDate ModifyDate Nickname Rating Thumbnails",
    RIGHTS: "Certificate Marked Owner UsageTerms WebStatement",
    MM: "DerivedFrom DocumentID History Ingredients InstanceID ManagedFrom Manager ManageTo ManageUI ManagerVariant "
    "OriginalDocumentID Pantry RenditionClass RenditionParams VersionID Versions LastURL RenditionOf SaveID",
    "http://ns.adobe.com/xap/1.0/bj/": "JobRef",
    "http://ns.adobe.com/xap/1.0/t/pg/": "MaxPageSize NPages Fonts Colorants PlateNames",
    PDF: "Keywords PDFVersion Producer Trapped",
    PDFA_ID: "part conformance amd corr rev",
    EXTENSION: "schemas",
}
KNOWN = {(space, word) for space, words in _WORDS.items() for word in words.split()}
"""Properties of the schemas that XMP itself defines (XMP Specification of 2005, 8; ISO 19005-2, 6.6.2.3.1)."""
KNOWN_SPACES = frozenset((
    "http://ns.adobe.com/photoshop/1.0/", "http://ns.adobe.com/exif/1.0/", "http://ns.adobe.com/tiff/1.0/",
    "http://ns.adobe.com/exif/1.0/aux/", "http://ns.adobe.com/camera-raw-settings/1.0/",
    "http://ns.adobe.com/xmp/1.0/DynamicMedia/",
))  # fmt: skip
"""Schemas of which all is taken as known: they are long, and of pictures and films."""
