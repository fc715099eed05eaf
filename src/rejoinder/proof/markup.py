"""Writing HTML and SVG: numbers in short, and strangers' text made harmless.

What is written is well-formed XML as well, so that it can be checked by anybody's parser.
"""

from __future__ import annotations

import re
from html import escape

from rejoinder.geometry import Box

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML does not allow (XML 1.0, 2.2)."""


def attribute(text: str) -> str:
    """Text for an attribute or for an element's content: no tag, no entity, no end of a quotation in it."""
    return escape(NOT_XML.sub("\ufffd", text), quote=True)


def plain(number: float, places: int = 0) -> str:
    """A number without needless digits."""
    text = f"{number:.{places}f}"
    if places:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def box_of(box: Box) -> str:
    """A rectangle's attributes."""
    x, y, width, height = (plain(side, 2) for side in (box.x, box.y, box.width, box.height))
    return f'x="{x}" y="{y}" width="{width}" height="{height}"'
