"""HTML that was written out as characters within an article: SciELO's oldest texts are one paragraph of it.

What it means is put in its place, as elements of JATS; what only looks (fonts, colours, alignment) is taken away.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from lxml import etree

from rejoinder.content.jats.tree import XLINK, Element, Tree, has_text
from rejoinder.diagnostics import Diagnostics

_INLINE = {
    "i": "italic", "em": "italic", "cite": "italic", "b": "bold", "strong": "bold", "sup": "sup", "sub": "sub",
}  # fmt: skip
_BLOCKS = frozenset(
    ("p", "div", "center", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "pre", "hr", "h1", "h2", "h3", "h4", "h5")
)
_TABLE = frozenset(("thead", "tbody", "tfoot", "tr", "td", "th"))
_UNSEEN = frozenset(("script", "style", "head", "title"))
DEEPEST_HTML = 60
"""What is nested deeper stands beside what it is nested in."""
MOST_TAGS = 100_000
LEAST_READ = 0.9
"""Of a paragraph's letters and figures."""
_TAG = re.compile(r"<[^<>]*>")
_SIGN = re.compile(r"\w")


def read_quirks(tree: Tree, said: Diagnostics) -> None:
    """Replace every paragraph that holds HTML as characters by what it says."""
    found = [one for one in tree.root.iter("p") if _is_quirk(one)]
    if not found:
        return
    above = found[0].getparent()
    if sum(one.text.count("<") for one in found) > MOST_TAGS:
        said.error(f"the text is HTML of more than {MOST_TAGS:,} tags, written out as characters", tree.span(above))
        return
    for paragraph in found:
        blocks = _meaning(paragraph.text)
        if sum(map(_letters, blocks)) < LEAST_READ * len(_SIGN.findall(html.unescape(_TAG.sub("", paragraph.text)))):
            continue  # nested beyond what the parser bears: it stays as it is
        for block in blocks:
            for element in block.iter():
                tree.offsets[element] = tree.offsets[paragraph]
            paragraph.addprevious(block)
        _take_away(paragraph)
    places = dict(tree.offsets)
    tree.offsets.clear()
    tree.offsets.update((element, places[element]) for element in tree.root.iter() if element in places)
    said.warning(
        "the text is HTML that was written out as characters; it is read as what it means",
        tree.span(above),
        "paragraphs, emphasis, tables, pictures and links are kept; fonts and alignment are not",
    )


def _meaning(text: str) -> list[Element]:
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    page = etree.fromstring(f"<html><body>{text}</body></html>", parser)
    made = _Unwritten()
    if page is not None:
        made.walk(page, (), 0)
    return made.blocks()


def _letters(element: Element) -> int:
    return sum(len(_SIGN.findall(text)) for text in element.itertext())


def _is_quirk(paragraph: Element) -> bool:
    text = (paragraph.text or "").lstrip()
    return not len(paragraph) and text.startswith(("<!--version=html-->", "<p>", "<p ")) and "</p>" in text


def _take_away(element: Element) -> None:
    parent, tail = element.getparent(), element.tail
    before = element.getprevious()
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


class _Unwritten:
    """Paragraphs, as they come out of HTML."""

    def __init__(self) -> None:
        self._blocks: list[Element] = []
        self._now: Element | None = None
        self._open: list[tuple[tuple[str, str], Element]] = []
        """Elements within the paragraph that text may still be added to, the innermost last."""

    def blocks(self) -> list[Element]:
        self._end()
        return self._blocks

    def walk(self, node: Element, within: tuple[tuple[str, str], ...], depth: int) -> None:
        tag = node.tag if isinstance(node.tag, str) else ""
        if not tag or tag in _UNSEEN:
            return
        if tag == "table" and depth < DEEPEST_HTML:
            self._table(node, depth)
            return
        if tag == "img" and node.get("src"):
            self._end()
            self._blocks.append(etree.Element("p"))
            etree.SubElement(self._blocks[-1], "graphic").set(XLINK + "href", node.get("src"))
            return
        if tag in _BLOCKS:
            self._end()
        meant = self._meant(tag, node) if depth < DEEPEST_HTML else ()
        inside = (*within, *(one for one in meant if one not in within))
        self._add(" " if tag == "br" else node.text or "", inside)
        for child in node:
            self.walk(child, inside, depth + 1)
            self._add(child.tail or "", inside)
        if tag in _BLOCKS:
            self._end()

    def _meant(self, tag: str, node: Element) -> Iterable[tuple[str, str]]:
        address = node.get("href", "") if tag == "a" else ""
        if address.startswith(("http://", "https://")):
            return (("ext-link", address),)
        return ((_INLINE[tag], ""),) if tag in _INLINE else ()

    def _add(self, text: str, within: tuple[tuple[str, str], ...]) -> None:
        if not text:
            return
        if self._now is None:
            self._now = etree.Element("p")
        same = 0
        while same < min(len(within), len(self._open)) and self._open[same][0] == within[same]:
            same += 1
        del self._open[same:]
        for kind in within[same:]:
            element = etree.SubElement(self._open[-1][1] if self._open else self._now, kind[0])
            if kind[1]:
                element.set(XLINK + "href", kind[1])
            self._open.append((kind, element))
        target = self._open[-1][1] if self._open else self._now
        if len(target):
            target[-1].tail = (target[-1].tail or "") + text
        else:
            target.text = (target.text or "") + text

    def _end(self) -> None:
        if self._now is not None and has_text(self._now):
            self._blocks.append(self._now)
        self._now, self._open = None, []

    def _table(self, node: Element, depth: int) -> None:
        self._end()
        made = etree.Element("table-wrap")
        table = etree.SubElement(made, "table")
        for part in node:
            _rows(part, table, depth + 1)
        if has_text(made):
            self._blocks.append(made)


def _rows(node: Element, into: Element, depth: int) -> None:
    if not isinstance(node.tag, str) or node.tag not in _TABLE:
        return
    made = etree.SubElement(into, node.tag)
    for name in ("colspan", "rowspan"):
        if node.get(name):
            made.set(name, node.get(name))
    if node.tag not in ("td", "th"):
        for child in node:
            _rows(child, made, depth + 1)
        return
    cell = _Unwritten()
    cell.walk(_as_div(node), (), depth)
    blocks = cell.blocks()
    if len(blocks) == 1 and blocks[0].tag == "p":
        made.text = blocks[0].text
        made.extend(list(blocks[0]))
    else:
        made.extend(blocks)


def _as_div(cell: Element) -> Element:
    cell.tag = "div"
    return cell
