"""Formulas: of the two or three forms in which an article gives one, the one that can be set.

MathML comes before TeX, and both before a picture. Knows the elements for formulas; knows nothing of how they are set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote
from xml.sax.saxutils import escape, quoteattr

from rejoinder.content.jats.tree import MATHML, Element, words

PICTURES = ("graphic", "inline-graphic", "media")
_DOCUMENT = re.compile(r"\\begin\s*\{document\}(.*?)(?:\\end\s*\{document\}|\Z)", re.DOTALL)
_DELIMITERS = (("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$"))
_DISPLAYED = re.compile(r"\\begin\s*\{(equation\*?|displaymath|math)\}\s*(.*?)\s*\\end\s*\{\1\}\s*", re.DOTALL)
"""Environments that only say that a formula is displayed; others (align, gather) say how its lines stand."""


class Written(NamedTuple):
    """A formula as it was written: one of `tex` and `mathml`; `alt` is "" if its author says nothing."""

    tex: str
    mathml: str
    alt: str


def written_formula(element: Element) -> Written | None:
    """The formula in an element that holds one, or is one; None if there is nothing but words or a picture."""
    math = next(element.iter(f"{MATHML}math"), None)
    alt = _alt(element)
    source = next(element.iter("tex-math"), None)
    if source is not None and source.get("specific-use") == "source":  # MathML was made of it
        math = None
    if math is not None and (len(math) or (math.text or "").strip()):
        return Written("", mathml_of(math), alt or math.get("alttext", ""))
    tex = next(element.iter("tex-math"), None)
    if tex is not None:
        code = tex_of("".join(tex.itertext()))
        if code:
            return Written(code, "", alt)
    return None


def _alt(element: Element) -> str:
    found = next(element.iter("alt-text"), None)
    if found is None and (element.get("specific-use") or "").startswith("alt:"):
        return unquote((element.get("specific-use") or "").removeprefix("alt:"))
    return words(found)


def pictures_of(element: Element) -> list[Element]:
    """The pictures in a formula, or in what else is given in several forms."""
    return list(element.iter(*PICTURES))


def tex_of(code: str) -> str:
    """The formula in a piece of TeX: without the document that some files wrap it in, and without its delimiters."""
    within = _DOCUMENT.search(code)
    code = (within[1] if within else code).strip()
    displayed = _DISPLAYED.fullmatch(code)
    if displayed:
        return displayed[2]
    for opening, closing in _DELIMITERS:
        inside = code[len(opening) : -len(closing)]
        whole = code.startswith(opening) and code.endswith(closing) and len(code) > len(opening) + len(closing)
        if whole and closing not in inside:
            return inside.strip()
    return code


def mathml_of(math: Element) -> str:
    """MathML as text, in one namespace without a prefix, as HTML and EPUB have it."""
    return "".join(_written(math, top=True))


def _written(element: Element, *, top: bool = False) -> Iterator[str]:
    name = element.tag.removeprefix(MATHML)
    namespace = f' xmlns="{MATHML[1:-1]}"' if top else ""
    attributes = "".join(
        f" {key}={quoteattr(value)}" for key, value in element.attrib.items() if not key.startswith("{")
    )
    yield f"<{name}{namespace}{attributes}"
    children = [child for child in element if child.tag.startswith(MATHML)]
    text = element.text or ""
    if not children and not text.strip():
        yield ">" + escape(text) + f"</{name}>" if name in ("mtext", "mi", "mn", "mo", "ms") else "/>"
        return
    yield ">" + escape(text.strip() if children else text)
    for child in children:
        yield from _written(child)
        yield escape((child.tail or "").strip())
    yield f"</{name}>"
