"""The tree of an SVG file, read from strangers: no entities, no other files, no end of nesting (XML 1.0; SVG 1.1, 5).

Knows XML and what must not be in it; nothing of how anything is drawn. Tags and attributes are bare names here; what
belongs to other vocabularies (editors' own notes) is left out.
"""

from __future__ import annotations

import xml.etree.ElementTree as Etree
from xml.parsers import expat

from rejoinder.pictures.refusal import RefusedError

NAMESPACE = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"

LARGEST = 25_000_000
MOST_ELEMENTS = 300_000
DEEPEST = 100

REFUSED = {
    "script": ("holds a script", "save it as plain SVG"),
    "foreignObject": ("holds HTML (foreignObject)", "save it as plain SVG, or as PDF"),
    "handler": ("holds a script", "save it as plain SVG"),
}
REFERRING = ("use", "image", "feImage", "linearGradient", "radialGradient", "pattern", "textPath", "tref", "mpath")
"""Elements whose href is followed, or would be."""


class SvgTree:
    """The root, and where each element stands in the file."""

    def __init__(self, root: Etree.Element, lines: dict[Etree.Element, int], by_id: dict[str, Etree.Element]) -> None:
        self.root = root
        self.lines = lines
        self.by_id = by_id


def parse(data: bytes) -> SvgTree:
    """The tree of a file. Raises `RefusedError`."""
    if len(data) > LARGEST:
        raise RefusedError(f"is an SVG of more than {LARGEST // 1_000_000} MB", "thin its data out, or save it as PNG")
    builder = _Builder()
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as broken:
        what = expat.ErrorString(broken.code)
        raise RefusedError(f"is a damaged SVG: {what} (line {broken.lineno})", "save it again") from None
    except (ValueError, LookupError):
        raise RefusedError("is an SVG in an encoding that is not known", "save it as UTF-8") from None
    return builder.tree()


class _Builder:
    def __init__(self) -> None:
        self.parser = parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        parser.ExternalEntityRefHandler = self._external
        parser.ProcessingInstructionHandler = self._instruction
        self._open: list[Etree.Element] = []
        self._root: Etree.Element | None = None
        self._lines: dict[Etree.Element, int] = {}
        self._by_id: dict[str, Etree.Element] = {}
        self._foreign = 0
        self._last: Etree.Element | None = None
        """The element that closed last, behind which text is its tail."""

    def tree(self) -> SvgTree:
        if self._root is None or self._root.tag != "svg":
            raise RefusedError("is XML, but not SVG", "pictures are PNG, JPEG, SVG or PDF files")
        return SvgTree(self._root, self._lines, self._by_id)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition("}")
        if self._foreign or space not in (NAMESPACE, ""):
            self._foreign += 1
            return
        if tag in REFUSED:
            message, hint = REFUSED[tag]
            raise RefusedError(f"{message} (line {self.parser.CurrentLineNumber})", hint)
        if len(self._lines) >= MOST_ELEMENTS or len(self._open) >= DEEPEST:
            raise RefusedError("is an SVG with too many elements", "thin its data out, or save it as PNG")
        element = Etree.Element(tag, _bare(attributes))
        self._check_reference(element)
        self._lines[element] = self.parser.CurrentLineNumber
        if "id" in element.attrib:
            self._by_id.setdefault(element.attrib["id"], element)
        if self._open:
            self._open[-1].append(element)
        else:
            self._root = element
        self._open.append(element)
        self._last = None

    def _end(self, name: str) -> None:
        if self._foreign:
            self._foreign -= 1
        else:
            self._last = self._open.pop()

    def _text(self, text: str) -> None:
        if self._foreign or not self._open:
            return
        if self._last is None:
            self._open[-1].text = (self._open[-1].text or "") + text
        else:
            self._last.tail = (self._last.tail or "") + text

    def _check_reference(self, element: Etree.Element) -> None:
        href = element.attrib.get("href", "").strip()
        if element.tag not in REFERRING or not href or href.startswith("#"):
            return
        if element.tag == "image" and href[:11].lower() == "data:image/":
            return
        raise RefusedError(
            f"refers to another file (line {self.parser.CurrentLineNumber})", "embed it, or save the picture as PDF"
        )

    def _entity(self, *_: object) -> None:
        raise RefusedError(
            f"declares entities (line {self.parser.CurrentLineNumber})",
            "save it as plain SVG (Illustrator: without preserving its editing capabilities)",
        )

    def _external(self, *_: object) -> int:
        raise RefusedError(f"refers to another file (line {self.parser.CurrentLineNumber})", "save it as plain SVG")

    def _instruction(self, target: str, _: str) -> None:
        if target == "xml-stylesheet":
            raise RefusedError("takes its style from another file", "embed the style, or save the picture as PDF")


def _bare(attributes: dict[str, str]) -> dict[str, str]:
    """SVG's own attributes, and two that it has from others. An href of its own goes before an old one."""
    bare: dict[str, str] = {}
    for name, value in attributes.items():
        space, _, local = name.rpartition("}")
        if not space:
            bare[local] = value
        elif space == XLINK and local == "href":
            bare.setdefault("href", value)
        elif space == XML and local == "space":
            bare["space"] = value
    return bare
