"""Pages through the press: each line to its sheet, and to its element in the tree.

Knows which words belong to which element, and what is an artifact; how words become operators is `paint`'s.
"""

from __future__ import annotations

from rejoinder.galley.model import ElementId, LineBar, Segment
from rejoinder.geometry import Box, Pt
from rejoinder.pages.model import Page, PlacedLine, PlacedPicture, PlacedRule
from rejoinder.pdf.attributes import Rectangle
from rejoinder.pdf.embed import FontBook
from rejoinder.pdf.inks import READING, Inks
from rejoinder.pdf.paint import Sheet
from rejoinder.pdf.pictures import Gallery
from rejoinder.pdf.tags import Node, Spot, Tree

LAYOUT = "/Artifact <</Type /Layout>>"
FURNITURE = {
    "head": "/Artifact <</Type /Pagination /Subtype /Header>>",
    "foot": "/Artifact <</Type /Pagination /Subtype /Footer>>",
}
"""What is printed but is not part of the text (ISO 32000-1, 14.8.2.2)."""

HEADROOM = 4.0
"""White between the window's edge and the line that a link led to, in points."""


def print_pages(
    pages: tuple[Page, ...], fonts: FontBook, tree: Tree, gallery: Gallery, inks: Inks = READING, *, tagged: bool = True
) -> list[bytes]:
    """The content streams of all pages; on the way the tree learns what belongs to its elements."""
    contents = []
    for number, page in enumerate(pages):
        tree.begin_page()
        sheet = Sheet(page.height, fonts, inks, tagged=tagged, two=tree.standard.two)
        printer = _Printer(number, sheet, tree, gallery)
        for item in page.items:
            if isinstance(item, PlacedLine):
                printer.line(item)
            elif isinstance(item, PlacedPicture):
                printer.picture(item)
            else:
                printer.rule(item)
        contents.append(sheet.finish())
    return contents


class _Printer:
    """Prints one page. Neighbouring content of one element in one column shares a marked-content sequence."""

    def __init__(self, page: int, sheet: Sheet, tree: Tree, gallery: Gallery) -> None:
        self._page = page
        self._sheet = sheet
        self._tree = tree
        self._gallery = gallery
        self._formulas = tree.formulas
        self._open: tuple[ElementId, int] | str | None = None
        """Owner and column of the open sequence, or the artifact's own mark."""

    def line(self, placed: PlacedLine) -> None:
        line = placed.line
        leaf = line.element
        for anchor in line.anchors:
            self._tree.anchor(anchor, leaf, self._spot(placed))
        if leaf is None:
            self._artifact(FURNITURE.get(placed.part, LAYOUT), text=True)
            for segment in sorted(line.segments, key=lambda one: one.x) if line.turned else line.segments:
                self._sheet.text(placed.x + segment.x, placed.y, segment)
            if line.bars:
                self._artifact(FURNITURE.get(placed.part, LAYOUT), text=False)
                for bar in line.bars:
                    self._sheet.fill(_bar_box(placed, bar), bar.colour)
            return
        if line.turned:
            self._turned(placed, leaf)
            return
        before: Node | None = None
        for segment in line.segments:
            owner = leaf if segment.element is None else segment.element
            if self._open != (owner, placed.column):
                self._sheet.begin(self._tree.mark(owner, self._spot(placed)), text=True)
                self._open = (owner, placed.column)
            self._sheet.text(placed.x + segment.x, placed.y, segment)
            link = self._tree.link_above(owner)
            if link is not None:
                self._cover(link, placed, segment, grow=link is before)
            before = link
            if owner in self._formulas:
                self._tree.cover(owner, self._page, self._stretch(placed, segment))
        self._bars(placed, leaf)

    def _bars(self, placed: PlacedLine, leaf: ElementId) -> None:
        """The rules of a line's formulas, as part of these."""
        for bar in placed.line.bars:
            owner = leaf if bar.element is None else bar.element
            mark = f"bars of {owner}"
            if self._open != mark:
                self._sheet.begin(self._tree.mark(owner, self._spot(placed)), text=False)
                self._open = mark
            box = _bar_box(placed, bar)
            self._sheet.fill(box, bar.colour)
            if owner in self._formulas:
                low, high = self._sheet.upwards(box.bottom), self._sheet.upwards(box.y)
                self._tree.cover(owner, self._page, (box.x, low, box.right, high))

    def _turned(self, placed: PlacedLine, leaf: ElementId) -> None:
        """A line that runs in both directions: painted as the eye meets it, which is what those who extract text reckon
        with; in the tree it stands as it is read.
        """
        line = placed.line
        marked: list[tuple[Segment, str]] = []
        last: ElementId | None = None
        for segment in line.segments:
            owner = leaf if segment.element is None else segment.element
            marked.append((segment, self._tree.mark(owner, self._spot(placed))))
            link = self._tree.link_above(owner)
            if link is not None:
                self._cover(link, placed, segment, grow=owner == last)
            last = owner
        for segment, mark in sorted(marked, key=lambda one: one[0].x):
            self._sheet.begin(mark, text=True)
            self._sheet.text(placed.x + segment.x, placed.y, segment)
        self._sheet.end()
        self._open = None

    def rule(self, placed: PlacedRule) -> None:
        self._artifact(LAYOUT, text=False)
        self._sheet.fill(placed.box, placed.colour)

    def picture(self, placed: PlacedPicture) -> None:
        """A picture is a marked-content sequence by itself, and what is in it needs no marks (14.8.4.5)."""
        box = placed.box
        low, high = self._sheet.upwards(box.bottom), self._sheet.upwards(box.y)
        top = self._sheet.upwards(max(0.0, box.y - HEADROOM))
        spot = Spot(self._page, max(0.0, box.x - HEADROOM), top)
        self._sheet.begin(self._tree.mark(placed.element, spot), text=False)
        resource, inner = self._gallery.hang(placed.picture, self._page)
        a, b, c, d, e, f = inner
        across, up = box.width, box.height
        self._sheet.picture(resource, (a * across, b * up, c * across, d * up, e * across + box.x, f * up + low))
        self._sheet.end()
        self._open = None
        self._tree.cover(placed.element, self._page, (box.x, low, box.right, high))

    def _artifact(self, mark: str, *, text: bool) -> None:
        if self._open != f"{mark}{text}":
            self._sheet.begin(mark, text=text)
            self._open = f"{mark}{text}"

    def _spot(self, placed: PlacedLine) -> Spot:
        """Where a link to this line leads: a little left of it and above."""
        top = placed.y - placed.line.leading - HEADROOM
        return Spot(self._page, max(0.0, placed.x - HEADROOM), self._sheet.upwards(max(0.0, top)))

    def _cover(self, link: Node, placed: PlacedLine, segment: Segment, *, grow: bool) -> None:
        """Note what a link covers on this line; `grow` if it covered the segment before as well."""
        stretch = self._stretch(placed, segment)
        if grow:
            _, before = link.fragments.pop()
            stretch = (
                min(before[0], stretch[0]),
                min(before[1], stretch[1]),
                max(before[2], stretch[2]),
                max(before[3], stretch[3]),
            )
        link.fragments.append((self._page, stretch))

    def _stretch(self, placed: PlacedLine, segment: Segment) -> Rectangle:
        """A segment from descent to ascent, without the white behind it."""
        left = placed.x + segment.x + (segment.gaps[-1] or 0.0 if segment.rtl else 0.0)
        baseline = self._sheet.upwards(placed.y - segment.rise)
        em = segment.size / 1000
        return (
            left,
            baseline + em * min((shaped.face.descent for shaped in segment.shaped), default=0.0),
            left + _inked_width(segment),
            baseline + em * max((shaped.face.ascent for shaped in segment.shaped), default=0.0),
        )


def _bar_box(placed: PlacedLine, bar: LineBar) -> Box:
    return Box(placed.x + bar.x, placed.y - bar.y - bar.height, bar.width, bar.height)


def _inked_width(segment: Segment) -> Pt:
    """How wide a segment was set, up to the end of its last word."""
    glyphs = sum(len(shaped.gids) for shaped in segment.shaped)
    words = sum(shaped.width for shaped in segment.shaped) * segment.size / 1000 + segment.tracking * glyphs
    return words * segment.scale + sum(gap for gap in segment.gaps[:-1] if gap is not None)
