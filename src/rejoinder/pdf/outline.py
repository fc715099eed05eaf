"""Bookmarks and page labels: finding one's way in a long run of pages (ISO 32000-1, 12.3.3 and 12.4.2)."""

from __future__ import annotations

from rejoinder.pages.model import Page
from rejoinder.pdf.embed import public
from rejoinder.pdf.links import destination, go_to
from rejoinder.pdf.objects import PdfFile, ref, text_string
from rejoinder.pdf.tags import Bookmark


def outline(file: PdfFile, headings: list[Bookmark], page_objs: list[int], *, two: bool = False) -> int | None:
    """The headings as bookmarks, all open, nested as their levels say; nothing if there are none.

    In PDF 2.0 (`two`) they lead to the headings' elements.
    """
    if not headings:
        return None
    root = file.reserve()
    objs = [file.reserve() for _ in headings]
    parents = _parents([heading.level for heading in headings])
    children: dict[int | None, list[int]] = {}
    for place, parent in enumerate(parents):
        children.setdefault(parent, []).append(place)
    below = _descendants(parents)
    for parent, siblings in children.items():
        above = root if parent is None else objs[parent]
        for at, place in enumerate(siblings):
            heading = headings[place]
            entries = [f"<</Title {text_string(public(heading.title) if two else heading.title)} /Parent {ref(above)}"]
            if at:
                entries.append(f"/Prev {ref(objs[siblings[at - 1]])}")
            if at + 1 < len(siblings):
                entries.append(f"/Next {ref(objs[siblings[at + 1]])}")
            if place in children:
                entries.append(f"{_ends(children[place], objs)} /Count {below[place]}")
            if two:
                entries.append(f"/A {go_to(heading.spot, heading.obj, page_objs)}>>")
            else:
                entries.append(f"/Dest {destination(heading.spot, page_objs)}>>")
            file.put(objs[place], " ".join(entries))
    file.put(root, f"<</Type /Outlines {_ends(children[None], objs)} /Count {len(headings)}>>")
    return root


def _parents(levels: list[int]) -> list[int | None]:
    """For each heading the place of the nearest one before it of a higher rank."""
    parents: list[int | None] = []
    open_at: list[int] = []
    for place, level in enumerate(levels):
        while open_at and levels[open_at[-1]] >= level:
            open_at.pop()
        parents.append(open_at[-1] if open_at else None)
        open_at.append(place)
    return parents


def _descendants(parents: list[int | None]) -> list[int]:
    below = [0] * len(parents)
    for place in range(len(parents) - 1, -1, -1):
        parent = parents[place]
        if parent is not None:
            below[parent] += 1 + below[place]
    return below


def _ends(siblings: list[int], objs: list[int]) -> str:
    return f"/First {ref(objs[siblings[0]])} /Last {ref(objs[siblings[-1]])}"


def page_labels(pages: tuple[Page, ...]) -> str:
    """What a viewer calls the pages: their folios, runs of numbers told once; "" if they are as it counts itself."""
    ranges: list[str] = []
    expected: int | None = None
    for place, page in enumerate(pages):
        folio = int(page.folio) if page.folio.isdecimal() and len(page.folio) < 10 else 0
        if folio > 0:
            if folio != expected:
                ranges.append(f"{place} <</S /D /St {folio}>>")
            expected = folio + 1
        else:
            ranges.append(f"{place} <</P {text_string(page.folio)}>>")
            expected = None
    return "" if ranges in ([], ["0 <</S /D /St 1>>"]) else f"<</Nums [{' '.join(ranges)}]>>"
