"""The pages as HTML: harmless, well-formed, and with every glyph where the PDF has it."""

from __future__ import annotations

import ctypes
import re
import xml.etree.ElementTree as ET
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

import rejoinder
from rejoinder.pages.model import MadeUp, PlacedPicture, PlacedRule
from rejoinder.pictures.model import Picture
from rejoinder.proof.html import AT_ONCE, POLICY, drawn_report
from rejoinder.proof.measure import measure
from rejoinder.proof.overlays import LAYERS
from rejoinder.values import replace

HOME = Path(__file__).parents[2]
LETTERS = ("short-reply.yaml", "many-hands.md", "difficult-byline.yaml")
SVG = "{http://www.w3.org/2000/svg}"


@lru_cache(maxsize=8)
def html_of(letter: str) -> str:
    return rejoinder.inspect(HOME / "content" / letter).html()


def tree(html: str) -> ET.Element:
    """As XML: what is not well-formed does not get here. Names without their namespaces."""
    root = ET.fromstring(html.removeprefix("<!DOCTYPE html>"))
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def by_id(root: ET.Element) -> dict[str, ET.Element]:
    return {element.attrib["id"]: element for element in root.iter() if "id" in element.attrib}


# ── places ────────────────────────────────────────────────────────────────


class Glyph(NamedTuple):
    x: float
    y: float


def drawn_glyphs(root: ET.Element, page: int) -> Iterator[Glyph]:
    """Where each glyph's origin stands on a page."""
    named = by_id(root)
    (ink,) = [one for one in named[f"p{page}"].iter("g") if one.get("class") == "ink"]
    for group in ink.findall("g"):
        found = re.fullmatch(r"matrix\((\S+) 0 0 (\S+) (\S+) (\S+)\)", group.attrib["transform"])
        assert found is not None
        across, down, x, y = map(float, found.groups())
        for word in group.findall("use"):
            for at, depth in _expanded(word, named):
                yield Glyph(x + across * at, y + down * depth)


def _expanded(use: ET.Element, named: dict[str, ET.Element]) -> Iterator[tuple[float, float]]:
    """A glyph, or the glyphs of a word, in thousandths of an em."""
    x, y = float(use.get("x", 0)), float(use.get("y", 0))
    target = named[use.attrib["href"][1:]]
    if target.tag == "path":
        yield x, y
    for inner in target.findall("use"):
        yield from ((x + at, y + depth) for at, depth in _expanded(inner, named))


def printed_glyphs(pdf: bytes, page: int) -> list[Glyph]:
    """Origins of the characters on a page, as PDFium finds them."""
    with pypdfium2.PdfDocument(pdf) as opened:
        sheet = opened[page - 1]
        text, height = sheet.get_textpage(), sheet.get_height()
        x, y = ctypes.c_double(), ctypes.c_double()
        out = []
        for i in range(text.count_chars()):
            if pdfium.FPDFText_GetCharOrigin(text.raw, i, x, y):
                out.append(Glyph(x.value, height - y.value))
        return sorted(out)


@pytest.mark.parametrize("letter", LETTERS)
def test_every_glyph_stands_where_it_is_printed(letter: str) -> None:
    result = rejoinder.typeset(HOME / "content" / letter)
    root = tree(html_of(letter))
    for page in range(1, len(result.pages) + 1):
        printed = printed_glyphs(result.pdf, page)
        drawn = list(drawn_glyphs(root, page))
        assert len(drawn) > 1000
        assert [one for one in drawn if not _near(one, printed)] == []


def _near(one: Glyph, all_: list[Glyph]) -> bool:
    begin = bisect_left(all_, Glyph(one.x - 0.05, 0.0))
    for other in all_[begin:]:
        if other.x > one.x + 0.05:
            return False
        if abs(other.y - one.y) < 0.05:
            return True
    return False


def test_a_glyph_is_drawn_once() -> None:
    root = tree(html_of("many-hands.md"))
    paths = [one.attrib["d"] for one in root.iter("path") if one.get("id", "").startswith("g")]
    assert len(paths) > 200
    assert len(html_of("many-hands.md")) < 800_000


def test_rules_and_colours_are_those_of_the_page() -> None:
    inspection = rejoinder.inspect(HOME / "content" / "short-reply.yaml")
    rules = [item.box for item in inspection.made_up.pages[0].items if isinstance(item, PlacedRule)]
    (ink,) = [one for one in tree(inspection.html()).iter("g") if one.get("class") == "ink"]
    drawn = [tuple(float(one.attrib[side]) for side in ("x", "y", "width", "height")) for one in ink.findall("rect")]
    wanted = [(box.x, box.y, box.width, box.height) for box in rules]
    assert drawn == [pytest.approx(one, abs=0.01) for one in wanted]
    assert "#0054a6" in {one.get("fill") for one in ink.findall("g")}


# ── layers ────────────────────────────────────────────────────────────────


def test_every_layer_can_be_switched_by_hand_and_by_key() -> None:
    root = tree(html_of("many-hands.md"))
    boxes = {one.attrib["data-layer"]: one for one in root.iter("input") if "data-layer" in one.attrib}
    assert list(boxes) == [layer.key for layer in LAYERS]
    labels = {one.attrib["for"] for one in root.iter("label") if "for" in one.attrib}
    named = by_id(root)
    for box in boxes.values():
        assert box.attrib["id"] in labels
        assert named[box.attrib["aria-describedby"]].text
    shortcuts = [box.attrib["aria-keyshortcuts"] for box in boxes.values()]
    assert len(set(shortcuts)) == len(shortcuts)
    css = next(root.iter("style")).text or ""
    assert all(f"#show-{key}:checked) .layer.{key}" in css for key in boxes)


def test_every_finding_of_the_list_is_marked_on_its_page() -> None:
    root = tree(html_of("many-hands.md"))
    named = by_id(root)
    links = [one for one in root.iter("a") if "data-page" in one.attrib]
    assert len(links) == len(rejoinder.inspect(HOME / "content" / "many-hands.md").report.findings)
    for link in links:
        mark = named[link.attrib["href"][1:]]
        assert mark in list(named[f"p{link.attrib['data-page']}"].iter("rect"))
        assert f"show-{link.attrib['data-layer']}" in named


def test_the_reading_order_is_that_of_the_tags() -> None:
    """Numbers go on from page to page, and a note is read behind the paragraph that calls it."""
    root = tree(html_of("short-reply.yaml"))
    (layer,) = [one for one in root.iter("g") if "layer order" in one.get("class", "")]
    stops = layer.findall("g")
    titles = [one.findtext("title") or "" for one in stops]
    assert [int(one.findtext("text") or 0) for one in stops] == list(range(1, len(stops) + 1))
    note = titles.index("P in Note")
    assert (titles[0], titles[1], titles[note - 1], titles[note + 1]) == ("P", "Title", "P", "P")


def test_a_note_is_tied_to_its_mark() -> None:
    root = tree(html_of("many-hands.md"))
    layers = [one for one in root.iter("g") if "layer notes" in one.get("class", "")]
    curves = [one.findtext("title") for layer in layers for one in layer.findall("path")]
    assert curves == ["note 1", "note 2", "note 3", "note 4", "note 5"]


# ── pages and pictures ────────────────────────────────────────────────────


def test_pages_far_down_wait_until_somebody_comes() -> None:
    letter = "title: T\nauthor: A B\ndate: 2025-01-01\nbody: |\n" + "  A word or two of text.\n\n" * 2000
    inspection = rejoinder.inspect(letter)
    assert len(inspection.made_up.pages) > AT_ONCE
    root = tree(inspection.html())
    waiting = [one.attrib["id"] for one in root.iter("section") if one.find("template") is not None]
    assert waiting == [f"p{i}" for i in range(AT_ONCE + 1, len(inspection.made_up.pages) + 1)]
    assert len(list(drawn_glyphs(root, AT_ONCE + 1))) > 500


@pytest.mark.parametrize(("kind", "shown"), [("png", True), ("jpeg", True), ("svg", True), ("pdf", False)])
def test_pictures_are_within_the_file(kind: str, shown: bool) -> None:
    inspection = rejoinder.inspect(HOME / "content" / "short-reply.yaml")
    page = inspection.made_up.pages[0]
    picture = Picture(kind, b"\x00<bytes>", 100.0, 50.0, name='a"><b>.x')  # type: ignore[arg-type]
    from rejoinder.geometry import Box

    item = PlacedPicture(Box(50, 650, 100, 50), picture, 0)
    made_up = MadeUp((replace(page, items=(*page.items, item, item)),), inspection.made_up.elements)
    root = tree(drawn_report(made_up, inspection.galley, measure(made_up, inspection.galley)))
    images = list(root.iter("image"))
    assert len(images) == (1 if shown else 0)  # one picture, shown twice
    if shown:
        assert images[0].attrib["href"].startswith("data:image/")
    assert len([one for one in root.iter("rect") if one.get("class") == "stand-in"]) == (0 if shown else 2)


# ── strangers ─────────────────────────────────────────────────────────────

HOSTILE = """\
title: "</title><script>alert(1)</script><img src=x onerror=alert(2)>"
author: "\\"><svg onload=alert(3)>"
date: 2025-01-01
body: |
  Dear <script>alert(4)</script> `]]>`, `*/`, `-->`, &amp; `&#x3c;b>`, `' onclick='alert(5)`, so that nothing is left
  to be said of it.[^n]

  ## `</style><script>alert(6)</script>`

  word

  [^n]: `</template></svg><script>alert(7)</script>` and javascript:alert(8), {0} %s ${9}.
"""


def test_what_strangers_write_is_text() -> None:
    html = rejoinder.inspect(HOSTILE).html()
    root = tree(html)
    assert len(list(root.iter("script"))) == len(list(root.iter("style"))) == 1
    allowed = {
        "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "dl", "div", "dt", "dd", "small",
        "aside", "fieldset", "legend", "input", "label", "span", "i", "kbd", "p", "button", "main", "section",
        "template", "nav", "ol", "li", "a", "b", "q", "bdi", "code", "script",
        "svg", "defs", "pattern", "path", "g", "use", "rect", "text", "circle", "polyline", "symbol", "image",
    }  # fmt: skip
    assert {element.tag for element in root.iter()} <= allowed
    assert not [key for element in root.iter() for key in element.attrib if key.lower().startswith("on")]
    assert "<script>alert(1)</script>" in (root.findtext(".//h1/bdi") or "")


@pytest.mark.parametrize("letter", LETTERS)
def test_nothing_is_fetched(letter: str) -> None:
    html = html_of(letter)
    root = tree(html)
    policy = [one.attrib["content"] for one in root.iter("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    assert policy == [POLICY]
    assert html.index("Content-Security-Policy") < html.index("<style>") < html.index("<script>")
    for element in root.iter():
        for key, value in element.attrib.items():
            if key in ("href", "src", "action", "data", "srcset"):
                assert value.startswith(("#", "data:image/")), (element.tag, key, value)
    css = next(root.iter("style")).text or ""
    assert "@import" not in css and set(re.findall(r"url\(([^)]*)\)", css)) <= {"#hatching"}


def test_characters_that_xml_does_not_know_are_replaced() -> None:
    inspection = rejoinder.inspect("title: T\nauthor: A B\ndate: 2025-01-01\nbody: |\n  Words.\n")
    report = replace(inspection.report, title="a\x00b\x1b[31m\ufffe\ud800")
    root = tree(drawn_report(inspection.made_up, inspection.galley, report))
    assert root.findtext(".//h1/bdi") == "a\ufffdb\ufffd[31m\ufffd\ufffd"
