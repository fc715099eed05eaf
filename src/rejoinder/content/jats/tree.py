"""The XML of an article: parsed with nothing believed that it says of other files, every element with its place.

Knows XML, the names of characters, and bounds; knows nothing of what the elements mean. The document type is taken out
before the parser sees it: no DTD is loaded, and no entity is expanded but those of the HTML and ISO sets (which the
DTDs of JATS declare) and plain words that the file itself declares.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from lxml import etree

from rejoinder.diagnostics import Diagnostics, Span, did_you_mean
from rejoinder.source import Source
from rejoinder.values import dataclass

Element: TypeAlias = Any
"""An element of lxml. Its tag is its local name, but for MathML's, which keep their namespace."""

MATHML = "{http://www.w3.org/1998/Math/MathML}"
XLINK = "{http://www.w3.org/1999/xlink}"
XML = "{http://www.w3.org/XML/1998/namespace}"

MOST_ELEMENTS = 400_000
DEEPEST = 120
"""How deep elements may be nested: a third of what recursive readers could bear."""
LONGEST_ENTITY = 2_000
"""Characters that an entity of the file's own may stand for."""
MOST_EXPANDED = 1_000_000
"""Characters that all of a file's own entities may come to."""


@dataclass(frozen=True, slots=True)
class Tree:
    """An article's elements, and where each of them was written."""

    root: Element
    file: str
    folder: Path | None
    offsets: dict[Element, int]
    """Where in the text each element begins, in the order of the file. (This also keeps lxml's elements alive.)"""
    lines: list[int]
    """Where each line begins."""
    ids: dict[str, list[Element]]

    def span(self, element: Element) -> Span:
        offset = self.offsets.get(element)
        return Span(self.file) if offset is None else _place(self.file, self.lines, offset)


class _Text:
    """The text of an article with characters for their names; and where each place of it was in the file."""

    def __init__(self, text: str, begins: list[int], ahead: list[int]) -> None:
        self.text, self.begins, self.ahead = text, begins, ahead

    def written_at(self, offset: int) -> int:
        """The place in the file of a place in the text: behind `&pi;` they are three apart."""
        at = bisect_right(self.begins, offset) - 1
        return offset + self.ahead[at] if at >= 0 else offset


def read_tree(source: Source, said: Diagnostics) -> Tree | None:
    """Parse an article; what is wrong with it as XML is said, and then there is no tree."""
    text = decoded(source.raw, source.name, said)
    if text is None:
        return None
    lines = _line_starts(text)
    body = _without_prolog(text, source.name, lines, said)
    if body is None:
        return None
    root = _parsed(body, source.name, lines, said)
    if root is None:
        return None
    return _placed(root, body, lines, source, said)


# ── characters ────────────────────────────────────────────────────────────

_DECLARATION = re.compile(r"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][\w.:-]{0,40})["'][^>]*\?>""")
_ENCODINGS = re.compile(
    r"(utf-?(8|16|32)(-?[lb]e)?|u[0-9]+|us-ascii|ascii|iso-?(8859-\d+|2022-\w+|646)|latin-?\d+|windows-\d+|cp\d+|koi8-[rtu]"
    r"|gb2312|gbk|gb18030|big5|shift[_-]?jis|euc-?\w\w|mac-?roman|tis-620)",
    re.IGNORECASE,
)
"""The encodings of texts. (Python also calls codecs what compresses and escapes.)"""
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decoded(raw: bytes, name: str, said: Diagnostics) -> str | None:
    """The characters of a file: as its byte order mark or its declaration says, else UTF-8 (XML 1.0, appendix F)."""
    encoding = next((known for mark, known in _MARKS if raw.startswith(mark)), "")
    if not encoding and raw[:4] in (b"<\0?\0", b"\0<\0?"):
        encoding = "utf-16-le" if raw[:1] == b"<" else "utf-16-be"
    if not encoding:
        declared = _DECLARATION.match(raw[:400].decode("latin-1"))
        encoding = declared[1].lower() if declared else "utf-8"
        if not _ENCODINGS.fullmatch(encoding) or encoding.startswith(("utf-16", "utf-32")):
            said.error(f'the encoding "{encoding}" is not known', Span(name, 1, 1), "save the file as UTF-8")
            return None
    try:
        text = raw.decode("utf-8-sig" if encoding in ("utf-8", "utf8", "ascii", "us-ascii") else encoding)
    except UnicodeDecodeError as bad:
        before = raw[: bad.start]
        start = before.rfind(b"\n") + 1
        place = Span(name, before.count(b"\n") + 1, len(before[start:].decode("utf-8", "replace")) + 1)
        said.error(f"the byte 0x{raw[bad.start]:02X} is not {encoding.upper()}", place, "save the file as UTF-8")
        return None
    except LookupError:
        said.error(f'the encoding "{encoding}" is not known', Span(name, 1, 1), "save the file as UTF-8")
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _line_starts(text: str) -> list[int]:
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


# ── what stands before the root, and the names of characters ─────────────

_OPENING = re.compile(r"<!--|<\?|<!DOCTYPE\s|<", re.IGNORECASE)
_CLOSING = {"<!--": "-->", "<?": "?>"}
_ENTITY = re.compile(r"""<!ENTITY\s+([A-Za-z_][\w.-]*)\s+(?:"([^"<%]*)"|'([^'<%]*)')\s*>""")
_REFERENCE = re.compile(r"<!--|<!\[CDATA\[|<\?|&([A-Za-z][\w.:-]{0,60});")
_UNTOUCHED = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def _without_prolog(text: str, name: str, lines: list[int], said: Diagnostics) -> _Text | None:
    """The root element's text: what stood before it is blanks, and named characters are characters."""
    at = 0
    own: dict[str, str] = {}
    while True:
        opening = _OPENING.search(text, at)
        if opening is None:
            said.error("the file holds no element", Span(name, 1, 1), "an article in JATS begins with <article>")
            return None
        kind = opening[0].upper()
        if kind in _CLOSING:
            end = text.find(_CLOSING[kind], opening.end())
            if end < 0:
                said.error(f'"{kind}" is not closed', _place(name, lines, opening.start()))
                return None
            at = end + len(_CLOSING[kind])
        elif kind.startswith("<!DOCTYPE"):
            at, own = _document_type(text, opening.end())
            if at < 0:
                said.error("the document type is not closed", _place(name, lines, opening.start()))
                return None
        else:
            break
    root = opening.start()
    before = re.sub(r"[^\n]", " ", text[:root]) if "\n" in text[:root] else " " * root
    return _Entities(own, name, lines, said).resolved(before + text[root:])


def _document_type(text: str, at: int) -> tuple[int, dict[str, str]]:
    """Behind a document type; and the entities declared within it that stand for plain words."""
    own: dict[str, str] = {}
    while at < len(text):
        char = text[at]
        if char == ">":
            return at + 1, own
        if char in "\"'":
            at = text.find(char, at + 1)
        elif text.startswith("<!--", at):
            at = text.find("-->", at + 4)
        elif text.startswith("<?", at):
            at = text.find("?>", at + 2)
        elif char == "<":
            entity = _ENTITY.match(text, at)
            if entity:
                own.setdefault(entity[1], entity[2] if entity[2] is not None else entity[3])
                at = entity.end() - 1
            else:
                at = _declaration_end(text, at)
        if at < 0:
            return -1, own
        at += 1
    return -1, own


def _declaration_end(text: str, at: int) -> int:
    """Where a declaration ends; its quoted words may hold a ">"."""
    while at < len(text):
        if text[at] == ">":
            return at
        if text[at] in "\"'":
            at = text.find(text[at], at + 1)
            if at < 0:
                return -1
        at += 1
    return -1


def _place(name: str, lines: list[int], offset: int) -> Span:
    line = bisect_right(lines, offset)
    return Span(name, line, offset - lines[line - 1] + 1)


class _Entities:
    """Puts characters for their names, outside of comments and the like. What is not known stays as it is written."""

    def __init__(self, own: dict[str, str], name: str, lines: list[int], said: Diagnostics) -> None:
        self.own, self.name, self.lines, self.said = own, name, lines, said
        self.expanded = 0

    def resolved(self, text: str) -> _Text:
        parts: list[str] = []
        begins: list[int] = []
        ahead: list[int] = []
        at = kept = length = 0
        while found := _REFERENCE.search(text, at):
            at = found.end()
            if found[1] is None:
                end = text.find(_UNTOUCHED[found[0]], at)
                if end < 0:
                    break  # the parser will say that it is not closed
                at = end
            elif found[1] not in _XML_NAMES:
                parts += (text[kept : found.start()], self._character(found[1], found.start()))
                length += len(parts[-2]) + len(parts[-1])
                kept = at
                begins.append(length)
                ahead.append(kept - length)
        return _Text("".join((*parts, text[kept:])) if parts else text, begins, ahead)

    def _character(self, name: str, offset: int) -> str:
        if name in self.own:
            return self._own(name, offset)
        from html.entities import html5  # 2,231 names, among them all of ISO 8879 and ISO 9573-13; few files need them

        characters = html5.get(f"{name};")
        if characters is None:
            message = f'the entity "&{name};" is not known, and stands as it is written'
            self.said.warning(message, _place(self.name, self.lines, offset), did_you_mean(f"{name};", ()))
            return f"&amp;{name};"
        return "".join(_ESCAPED.get(one, one) for one in characters)

    def _own(self, name: str, offset: int) -> str:
        """An entity that the file declares: plain characters, in bounds."""
        value = re.sub(r"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));", _numbered, self.own[name])
        self.expanded += len(value)
        if re.search("&(?!#)", self.own[name]) or len(value) > LONGEST_ENTITY or self.expanded > MOST_EXPANDED:
            message = f'the entity "&{name};" of the file\'s own is not expanded'
            hint = "entities may stand for a few plain characters only; write out what it stands for"
            self.said.error(message, _place(self.name, self.lines, offset), hint)
            return f"&amp;{name};"
        return "".join(_ESCAPED.get(one, one) for one in value)


def _numbered(found: re.Match[str]) -> str:
    number = int(found[1], 16) if found[1] else int(found[2])
    fit = number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0x10000 <= number < 0x110000
    return chr(number) if fit else "\ufffd"


# ── parsing ───────────────────────────────────────────────────────────────

_KNOWN_PREFIXES = {
    "xlink": "http://www.w3.org/1999/xlink",
    "mml": "http://www.w3.org/1998/Math/MathML",
    "m": "http://www.w3.org/1998/Math/MathML",
    "ali": "http://www.niso.org/schemas/ali/1.0/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "oasis": "http://www.niso.org/standards/z39-96/ns/oasis-exchange/table",
}
_PREFIX = re.compile(r"prefix (\w+)(?: for [\w:.-]+)?(?: on [\w:.-]+)? is not defined")


def _parsed(body: _Text, name: str, lines: list[int], said: Diagnostics) -> Element | None:
    """The root. Prefixes that everybody knows need not be declared: that is mended, and said."""
    mended: list[str] = []
    while True:
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            remove_comments=True,
            remove_pis=True,
            collect_ids=False,
            huge_tree=False,
            encoding="utf-8",
        )
        try:
            return etree.fromstring(_declared(body.text, mended).encode("utf-8", "replace"), parser)
        except etree.XMLSyntaxError as fault:
            place = _fault_place(fault.position, body, name, lines)
            prefix = _PREFIX.search(fault.msg or "")
            if prefix and prefix[1] in _KNOWN_PREFIXES and prefix[1] not in mended:
                mended.append(prefix[1])
                said.warning(f'the prefix "{prefix[1]}:" is not declared; read as what it usually is', place)
                continue
            said.error(f"this is not well-formed XML: {_reason(fault.msg)}", place, _help(fault.msg or ""))
            return None


def _fault_place(position: tuple[int, int], body: _Text, name: str, lines: list[int]) -> Span:
    line, column = max(position[0], 1), max(position[1], 1)
    begins = _line_starts(body.text)
    if line > len(begins) or line > len(lines):
        return Span(name, min(line, len(lines)), 1)
    offset = body.written_at(begins[line - 1] + column - 1)
    return Span(name, line, max(offset - lines[line - 1] + 1, 1))


def _declared(text: str, prefixes: list[str]) -> str:
    if not prefixes:
        return text
    end = re.search(r"<[^\s/>]+", text)
    assert end is not None, "the root was found before"
    added = "".join(f' xmlns:{prefix}="{_KNOWN_PREFIXES[prefix]}"' for prefix in prefixes)
    return text[: end.end()] + added + text[end.end() :]


def _reason(message: str | None) -> str:
    words = re.sub(r", line \d+, column \d+.*", "", message or "it cannot be parsed")
    return words[:1].lower() + words[1:]


def _help(message: str) -> str:
    if "mismatch" in message or "Premature" in message:
        return "an element is not closed, or is closed twice"
    if "redefined" in message:
        return "an attribute is given twice"
    if "Excessive depth" in message:
        return f"elements may be nested {DEEPEST} deep"
    if "prefix" in message:
        return "declare it with xmlns:… at the root"
    return ""


# ── elements and their places ─────────────────────────────────────────────

_TAG = re.compile(r"<!--|<!\[CDATA\[|<\?|<(?=[^\s/!?>])")
_ODD = re.compile("[\x7f-\x9f\ufeff\u2028\u2029\ufffe\uffff\ufff0-\ufff8]")
_WINDOWS = {
    code: bytes((code,)).decode("cp1252") if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D, 0x7F) else None
    for code in range(0x7F, 0xA0)
} | {0xFEFF: None, 0x2028: " ", 0x2029: " ", 0xFFFE: None, 0xFFFF: None, 0x85: "…"}
_WINDOWS |= dict.fromkeys(range(0xFFF0, 0xFFF9))


def _placed(root: Element, body: _Text, lines: list[int], source: Source, said: Diagnostics) -> Tree | None:
    """Give each element its place, its plain name and characters that can be set; look at the bounds."""
    text = body.text
    begins = _tag_offsets(text)
    offsets: dict[Element, int] = {}
    ids: dict[str, list[Element]] = {}
    odd = "&#" in text or _ODD.search(text) is not None
    for number, element in enumerate(root.iter()):
        if number >= MOST_ELEMENTS:
            said.error(f"the file has more than {MOST_ELEMENTS:,} elements", Span(source.name))
            return None
        tag = element.tag
        if type(tag) is not str:  # a reference to an entity cannot be left; this is a precaution
            continue
        if tag[0] == "{" and not tag.startswith(MATHML):
            element.tag = tag.rpartition("}")[2]
        elif tag == "math":
            _into_mathml(element)
        offsets[element] = body.written_at(next(begins, 0))
        name = element.get("id")
        if name:
            ids.setdefault(name, []).append(element)
        if odd:
            _clean(element)
    tree = Tree(root, source.name, source.folder, offsets, lines, ids)
    deep = _too_deep(root)
    if deep is not None:
        said.error(f"elements are nested more than {DEEPEST} deep", tree.span(deep))
        return None
    return tree


def _into_mathml(math: Element) -> None:
    for element in math.iter():
        if type(element.tag) is str and element.tag[0] != "{":
            element.tag = MATHML + element.tag


def _tag_offsets(text: str) -> Iterator[int]:
    """Where the start tags stand, in the order of the file."""
    at = 0
    while found := _TAG.search(text, at):
        at = found.end()
        if found[0] == "<":
            yield found.start()
        else:
            at = text.find(_UNTOUCHED[found[0]], at)
            if at < 0:
                return


def _clean(element: Element) -> None:
    if element.text and _ODD.search(element.text):
        element.text = element.text.translate(_WINDOWS)
    if element.tail and _ODD.search(element.tail):
        element.tail = element.tail.translate(_WINDOWS)


def _too_deep(root: Element) -> Element | None:
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            return element
    return None


# ── what everybody asks of an element ─────────────────────────────────────


def href(element: Element) -> str:
    """Where an element leads to, or "": `xlink:href`, or `href` where somebody forgot the prefix."""
    found: str | None = element.get(f"{XLINK}href") or element.get("href")
    return " ".join(found.split()) if found else ""


_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")


def lang_of(element: Element) -> str:
    """An element's own language as a BCP 47 tag ("EN" is "en", "pt_BR" is "pt-BR"); "" if it has none."""
    written = (element.get(f"{XML}lang") or "").strip().replace("_", "-")
    if not _LANG.fullmatch(written):
        return ""
    first, *rest = written.split("-")
    return "-".join((first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)))


def words(element: Element | None) -> str:
    """All characters of an element, white space collapsed; "" for none."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def first(element: Element | None, *names: str) -> Element | None:
    """The first child that has one of the names."""
    if element is None:
        return None
    return next((child for child in element if child.tag in names), None)


def has_text(element: Element) -> bool:
    return any(not text.isspace() for text in element.itertext())
