"""How an element looks: attributes, rules and style attributes, one over the other (SVG 1.1, 6; CSS 2.1, 6.4).

Knows properties as text, and which of them are inherited; nothing of what they mean.
"""

from __future__ import annotations

import xml.etree.ElementTree as Etree
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from rejoinder.pictures.refusal import RefusedError
from rejoinder.pictures.svg.rules import Rule, matched, selectors

Look: TypeAlias = Mapping[str, str]
"""Properties and what they say."""

INHERITED = frozenset(
    "clip-rule color dominant-baseline fill fill-opacity fill-rule font-family font-size font-style font-weight "
    "letter-spacing marker-end marker-mid marker-start paint-order stroke stroke-dasharray stroke-dashoffset "
    "stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor visibility "
    "white-space writing-mode word-spacing".split()
)
OWN = frozenset(
    "alignment-baseline baseline-shift clip-path display filter mask mix-blend-mode opacity overflow stop-color "
    "stop-opacity text-decoration text-decoration-line vector-effect transform".split()
)
KNOWN = INHERITED | OWN
SHORTHANDS = {"marker": ("marker-start", "marker-mid", "marker-end")}

INITIAL: Look = {
    "color": "black",
    "fill": "black",
    "stroke": "none",
    "font-size": "16px",
    "font-family": "sans-serif",
}
FONT_STYLES = ("italic", "oblique")
FONT_WEIGHTS = frozenset(("bold", "bolder", "lighter", *(str(hundred) for hundred in range(100, 1000, 100))))
LARGEST_SHEET = 500_000
STYLES_KEPT = 20_000


class Cascade:
    """Says how an element looks that stands in another of a known look."""

    def __init__(self, sheets: list[str], root: Etree.Element, elements: int) -> None:
        self._styles: dict[str, tuple[list[tuple[str, str]], list[tuple[str, str]]]] = {}
        self._rules: dict[Etree.Element, list[Any]] = {}
        self.left_out: dict[str, None] = {}
        """What the sheets say that is not followed."""
        written = "\n".join(sheets)
        if len(written) > LARGEST_SHEET:
            raise RefusedError("is an SVG with too large a style sheet", "save it as plain SVG")
        if written.strip():
            self._match(written, root, elements)

    def look(self, element: Etree.Element, around: Look) -> dict[str, str]:
        """All that is said of an element: by itself, by rules, and by what it stands in."""
        look = {name: value for name, value in around.items() if name in INHERITED}
        said = dict(self._said(element))
        for name, value in said.items():
            if value == "inherit":
                if name in around:
                    look[name] = around[name]
            elif value in ("initial", "unset", "revert"):
                look.pop(name, None)
                if name in INITIAL:
                    look[name] = INITIAL[name]
            else:
                look[name] = value
        return look

    def _said(self, element: Etree.Element) -> Iterator[tuple[str, str]]:
        attributes = element.attrib
        for name, value in attributes.items():
            if name in KNOWN and name != "transform":
                yield name, value.strip()
            elif name in SHORTHANDS:
                for one in SHORTHANDS[name]:
                    yield one, value.strip()
        style = self._style(attributes["style"]) if "style" in attributes else ([], [])
        rules = self._rules.get(element, ())
        for usual, _ in rules:
            yield from usual
        yield from style[0]
        for _, important in rules:
            yield from important
        yield from style[1]

    def _style(self, text: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        found = self._styles.get(text)
        if found is None:
            if len(self._styles) >= STYLES_KEPT:
                self._styles = {}
            found = self._styles[text] = _declarations(text)
        return found

    def _match(self, written: str, root: Etree.Element, elements: int) -> None:
        """Find what each rule applies to; few pictures have rules, and those that have, few."""
        import tinycss2

        rules: list[Rule] = []
        for rule in tinycss2.parse_stylesheet(written, skip_comments=True, skip_whitespace=True):
            if rule.type == "at-rule":
                self._at_rule(rule.lower_at_keyword)
            elif rule.type == "qualified-rule":
                found = selectors(rule.prelude)
                if found is None:
                    self.left_out["some of its style rules"] = None
                    continue
                declarations = _declarations(rule.content)
                rules += [Rule(selector, declarations) for selector in found]
        if rules:
            self._rules = matched(rules, root, elements)

    def _at_rule(self, keyword: str) -> None:
        if keyword == "import":
            raise RefusedError("takes its style from another file", "embed the style, or save the picture as PDF")
        if keyword != "charset":
            self.left_out[f"@{keyword} rules" if keyword != "font-face" else "fonts of its own"] = None


def _declarations(given: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The declarations of a rule or a style attribute: usual and important ones, of properties that are known."""
    if isinstance(given, str) and not any(mark in given for mark in ("/*", "!", "'", '"', "\\", "(", "{")):
        pairs = [part.partition(":") for part in given.split(";")]
        return list(_longhands((name.strip().lower(), value.strip()) for name, _, value in pairs)), []
    import tinycss2

    usual: list[tuple[str, str]] = []
    important: list[tuple[str, str]] = []
    for one in tinycss2.parse_blocks_contents(given, skip_comments=True, skip_whitespace=True):
        if one.type == "declaration":
            value = tinycss2.serialize([token for token in one.value if token.type != "comment"]).strip()
            (important if one.important else usual).append((one.lower_name, value))
    return list(_longhands(usual)), list(_longhands(important))


def _longhands(pairs: Any) -> Iterator[tuple[str, str]]:
    for name, value in pairs:
        if name in KNOWN:
            yield name, value
        elif name in SHORTHANDS:
            for one in SHORTHANDS[name]:
                yield one, value
        elif name == "font":
            yield from _font(value)


def _font(value: str) -> Iterator[tuple[str, str]]:
    """`italic bold 12px/1.2 Georgia, serif` taken apart (CSS 2.1, 15.8)."""
    words = value.split()
    for at, word in enumerate(words):
        if word in FONT_STYLES:
            yield "font-style", word
        elif word in FONT_WEIGHTS:
            yield "font-weight", word
        elif word[0].isdigit() or word[0] == ".":
            yield "font-size", word.partition("/")[0]
            yield "font-family", " ".join(words[at + 1 :])
            return
