"""How a run of words looks: a text style, bent by emphasis and the like."""

from __future__ import annotations

from rejoinder.document.model import Traits
from rejoinder.fonts.model import FontChoice
from rejoinder.fonts.typecase import Typecase
from rejoinder.galley.directions import is_right_to_left
from rejoinder.galley.model import ElementId
from rejoinder.geometry import Pt
from rejoinder.style.model import Colour, StyleSheet, TextStyle
from rejoinder.values import dataclass, replace

SCRIPT_SIZE = 0.68
"""Size of a superior or inferior figure made by scaling, where the face has none of its own."""
SUPERIOR_RISE, INFERIOR_RISE = 0.34, -0.14
"""Its rise, as a share of the size around it."""


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that words on one line must share to be set in one go."""

    choice: FontChoice
    size: Pt
    colour: Colour
    lang: str
    space: Pt
    """Natural word space."""
    stretch: Pt
    shrink: Pt
    rise: Pt = 0.0
    tracking: Pt = 0.0
    upper: bool = False
    hyphenate: bool = True
    element: ElementId | None = None


def plain_look(style: TextStyle, sheet: StyleSheet, lang: str, space: float) -> Look:
    """The look of a style's plain words; `space` is the face's word space in thousandths of an em."""
    width = space / 1000 * style.size * style.space_width
    return Look(
        choice=FontChoice(
            role=style.font,
            weight=style.weight,
            italic=style.italic,
            optical=style.size if style.optical is None else style.optical,
            features=style.features,
        ),
        size=style.size,
        colour=sheet.colour(style.colour),
        lang=lang,
        space=width + style.tracking,
        stretch=width * style.space_stretch,
        shrink=width * style.space_shrink,
        tracking=style.tracking,
        upper=style.case == "upper",
        hyphenate=style.hyphenate,
    )


def style_look(style: TextStyle, sheet: StyleSheet, lang: str, typecase: Typecase) -> Look:
    """The look of a style's plain words, with the word space of the face that the typecase has for it."""
    bare = plain_look(style, sheet, lang, 0.0)
    return plain_look(style, sheet, lang, typecase.face(bare.choice).space)


def bent(look: Look, traits: Traits, style: TextStyle, sheet: StyleSheet) -> Look:
    """The same look with emphasis, strength, small capitals or code. (Superiors ask the typecase: see `pieces.py`.)"""
    if not traits & ~(Traits.SUP | Traits.SUB):
        return look
    choice = look.choice
    if traits & Traits.EMPH:
        choice = replace(choice, italic=not choice.italic)
    if traits & Traits.STRONG:
        choice = replace(choice, weight=max(style.strong_weight, choice.weight))
    if traits & Traits.SMALLCAPS:
        choice = replace(choice, features=(*choice.features, "smcp"))
    if traits & Traits.CODE:
        choice = replace(choice, role="mono" if "mono" in sheet.fonts else "sans", features=(*choice.features, "-liga"))
        return replace(look, choice=choice, hyphenate=False)
    return replace(look, choice=choice)


class Looks:
    """The looks of a sheet's styles in one language, each made once."""

    def __init__(self, sheet: StyleSheet, lang: str, typecase: Typecase) -> None:
        self.sheet = sheet
        self.lang = lang
        self.rtl = is_right_to_left(lang)
        self._typecase = typecase
        self._known: dict[str, Look] = {}

    def style(self, name: str) -> TextStyle:
        return self.sheet.text.get(name) or self.sheet.text["body"]

    def look(self, name: str) -> Look:
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = style_look(self.style(name), self.sheet, self.lang, self._typecase)
        return known

    def height(self, name: str) -> Pt:
        """Of the style's capitals."""
        style = self.style(name)
        return self._typecase.face(self.look(name).choice).cap_height / 1000 * style.size
