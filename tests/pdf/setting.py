"""A little hand-setting for the tests of this room: words to segments, segments to lines, lines to pages.

No lines are broken and no pages made up here: everything stands where the test puts it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from rejoinder.document.model import Metadata, Target
from rejoinder.fonts.model import FontChoice, Shaped
from rejoinder.fonts.typecase import Typecase
from rejoinder.galley.model import Element, Line, Segment
from rejoinder.geometry import Box, Pt
from rejoinder.pages.model import MadeUp, Page, Part, Placed, PlacedLine, PlacedRule
from rejoinder.style.model import BLACK, Colour

WIDTH, HEIGHT = 300.0, 400.0
SERIF = FontChoice("serif", optical=9.0)
ITALIC = FontChoice("serif", italic=True, optical=9.0)
SANS = FontChoice("sans", weight=600)
LETTER = Metadata(title="On smoke signals", lang="en-GB", authors=("Ada Brook", "Émile Ôtsuka"), date="2024-05-01")


@cache
def typecase() -> Typecase:
    return Typecase({"serif": ("Source Serif 4",), "sans": ("Source Sans 3",)})


def words(text: str, choice: FontChoice = SERIF, lang: str = "en-GB") -> list[tuple[Shaped, ...]]:
    """Every word of a text, shaped; a word that ends in U+00AD gets its hyphen as line breaking makes it."""
    return [
        typecase().shape_hyphenated(word[:-1], choice, lang)
        if word.endswith("\u00ad")
        else typecase().shape(word, choice, lang)
        for word in text.split(" ")
        if word
    ]


def segment(
    text: str,
    *,
    x: Pt = 0.0,
    size: Pt = 9.0,
    gap: Pt = 2.25,
    choice: FontChoice = SERIF,
    element: int | None = None,
    colour: Colour = BLACK,
    rise: Pt = 0.0,
    scale: float = 1.0,
    tracking: Pt = 0.0,
) -> Segment:
    """A text on one line; a space at its end is kept as a gap behind its last word."""
    stretches: list[Shaped] = []
    gaps: list[Pt | None] = []
    for word in words(text, choice):
        stretches += word
        gaps += [None] * (len(word) - 1) + [gap]
    if gaps and not text.endswith(" "):
        gaps[-1] = None
    return Segment(
        x, tuple(stretches), tuple(gaps), size, colour, rise=rise, scale=scale, tracking=tracking, element=element
    )


def width(one: Segment) -> Pt:
    """By the model's own sentence about how wide a stretch is."""
    stretches = sum(
        shaped.width / 1000 * one.size * one.scale + one.tracking * one.scale * len(shaped.gids)
        for shaped in one.shaped
    )
    return stretches + sum(gap for gap in one.gaps if gap is not None)


def line(*segments: Segment, element: int | None = None, anchors: tuple[str, ...] = ()) -> Line:
    """Segments put side by side."""
    placed: list[Segment] = []
    x = 0.0
    for one in segments:
        placed.append(
            Segment(x, one.shaped, one.gaps, one.size, one.colour, one.rise, one.scale, one.tracking, one.element)
        )
        x += width(one)
    return Line(tuple(placed), width=x, measure=200.0, leading=12.0, element=element, anchors=anchors)


def words_line(text: str, element: int | None = None) -> Line:
    return line(segment(text), element=element)


def column(
    lines: Iterable[Line], *, x: Pt = 30.0, y: Pt = 60.0, part: Part = "column", number: int = 0
) -> list[PlacedLine]:
    """Lines one below the other."""
    placed = []
    for one in lines:
        placed.append(PlacedLine(x, y, one, part, number))
        y += one.leading
    return placed


def page(items: Iterable[Placed], *, number: int = 1, folio: str | None = None) -> Page:
    return Page(
        number=number,
        folio=str(number) if folio is None else folio,
        kind="opener",
        width=WIDTH,
        height=HEIGHT,
        columns=(),
        grid=12.0,
        grid_top=60.0,
        items=tuple(items),
    )


def made_up(elements: Iterable[Element], *pages: Page) -> MadeUp:
    return MadeUp(pages, tuple(elements))


def sample() -> MadeUp:
    """A letter on two pages with one of everything: title, headings, links, a note, references, furniture, rules."""
    cited = Target(anchor="ref-1", contents="Reference 1: Kong 1999")
    site = Target(url="https://example.org/smoke", contents="The society’s page")
    elements = (
        Element(1, "Document"),
        Element(2, "Title", 1),
        Element(3, "Sect", 1),
        Element(4, "H1", 3, title="Where there is smoke", anchor="sec-smoke"),
        Element(5, "P", 3),
        Element(6, "Link", 5, target=cited),
        Element(7, "Note", 5, anchor="note-1"),
        Element(8, "Lbl", 7),
        Element(9, "Em", 5),
        Element(10, "Sect", 3),
        Element(11, "H2", 10, title="Références"),
        Element(12, "L", 10, numbering="Decimal"),
        Element(13, "LI", 12, anchor="ref-1"),
        Element(14, "Lbl", 13),
        Element(15, "LBody", 13),
        Element(16, "Link", 15, target=site),
        Element(17, "P", 3, lang="fr"),
    )
    opener = [
        *column(
            [
                line(segment("On smoke signals", choice=SANS, size=14, colour=Colour((0, 84, 166))), element=2),
                line(segment("Where there is smoke", choice=SANS), element=4),
                line(segment("Office staff saw the well-known mea\u00ad", scale=1.01), element=5),
                line(segment("surement"), segment("1 ", size=6, rise=3, element=6), segment("of Ōtsuka "), element=5),
            ]
        ),
        *column([line(segment("* ", element=8), segment("Weekly, in Łódź."), element=7)], y=300, part="notes"),
        *column([line(segment("and ends "), segment("here.", choice=ITALIC, element=9), element=5)], x=160, number=1),
        *column([words_line("Brook A. Signals")], y=380, part="foot"),
        PlacedRule(Box(30, 285, 60, 0.4), BLACK),
    ]
    second = [
        *column([words_line("Head")], y=30, part="head"),
        *column(
            [
                line(segment("Références", choice=SANS), element=11),
                line(
                    segment("1 ", element=14),
                    segment("Kong. Smoke. "),
                    segment("https://example\u00ad", element=16),
                    element=15,
                ),
                line(segment(".org ", element=16), segment("2 p."), element=15),
                line(segment("Voilà tout."), element=17),
            ]
        ),
    ]
    return made_up(elements, page(opener), page(second, number=2))
