"""Short ways to write a colour, a rule and a size of paper, and the name of a citation style.

Knows YAML nodes; `write_out_…` turns a short notation into the long one, which `forms.py` then reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from rejoinder.diagnostics import Diagnostics, Span, did_you_mean
from rejoinder.forms import Shorthand, Units, read_as
from rejoinder.source import Mapping, Node, Scalar, Sequence, found
from rejoinder.values import dataclass

# ── paper ─────────────────────────────────────────────────────────────────

PAPERS: dict[str, tuple[str, str]] = {
    "A3": ("297mm", "420mm"),
    "A4": ("210mm", "297mm"),
    "A5": ("148mm", "210mm"),
    "A6": ("105mm", "148mm"),
    "B4": ("250mm", "353mm"),
    "B5": ("176mm", "250mm"),
    "letter": ("8.5in", "11in"),
    "legal": ("8.5in", "14in"),
    "executive": ("7.25in", "10.5in"),
    "half-letter": ("5.5in", "8.5in"),
}
"""ISO 216 and the American sizes (ANSI/ASME Y14.1), upright."""

BY_SMALL_NAME = {name.lower(): paper for name, paper in PAPERS.items()}


def write_out_trim(node: Node, said: Diagnostics) -> Node | None:
    """`A4` or `A4 landscape` for a width and a height."""
    if isinstance(node, Sequence):
        return node
    words = node.text.lower().split() if isinstance(node, Scalar) else []
    paper = BY_SMALL_NAME.get(words[0]) if words else None
    if paper is None or words[1:] not in ([], ["landscape"], ["portrait"]):
        hint = did_you_mean(node.text.strip()[:40], PAPERS) if isinstance(node, Scalar) else ""
        known = f"write [210mm, 280mm], or one of {', '.join(PAPERS)}"
        said.error(f'"trim" wants a width and a height, not {found(node)}', node.span, hint or known)
        return None
    width, height = paper if words[1:] != ["landscape"] else reversed(paper)
    return Sequence((_word(width, node.span), _word(height, node.span)), node.span)


PAPER = Shorthand(
    write_out_trim,
    {
        "type": "string",
        "description": f"a size of paper: {', '.join(PAPERS)}; with `landscape`, lying on its side",
        "examples": ["A4", "letter", "A5 landscape"],
    },
)

# ── colours ───────────────────────────────────────────────────────────────

HEXADECIMAL = re.compile("#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def write_out_colour(node: Node, said: Diagnostics) -> Node | None:
    """`"#0054a6"`, `[0, 84, 166]`, `black` or `white` for `{rgb: …, cmyk: …}`."""
    if isinstance(node, Sequence):
        return _mapping(node.span, rgb=node)
    if isinstance(node, Scalar):
        return _named_colour(node, said)
    if node.get("rgb") is None:
        said.error('"rgb" is missing from this colour', node.span, "write {rgb: [0, 84, 166], cmyk: [100, 70, 0, 5]}")
        return None
    return node


def _named_colour(node: Scalar, said: Diagnostics) -> Node | None:
    if node.text in ("black", "white"):
        black = node.text == "black"
        rgb, cmyk = ([0] * 3, [0, 0, 0, 100]) if black else ([255] * 3, [0] * 4)
        return _mapping(node.span, rgb=_numbers(rgb, node.span), cmyk=_numbers(cmyk, node.span))
    if HEXADECIMAL.fullmatch(node.text):
        digits = node.text[1:] if len(node.text) == 7 else "".join(digit * 2 for digit in node.text[1:])
        return _mapping(node.span, rgb=_numbers((int(digits[at : at + 2], 16) for at in (0, 2, 4)), node.span))
    if node.value is None:
        hint = 'put it in quotes ("#0054a6"): YAML takes "#" for the beginning of a comment'
    else:
        hint = 'write "#0054a6", or {rgb: [0, 84, 166], cmyk: [100, 70, 0, 5]}'
    said.error(f"a colour is wanted here, not {found(node)}", node.span, hint)
    return None


COLOUR = Shorthand(
    write_out_colour,
    {
        "anyOf": [
            {"type": "string", "pattern": "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"},
            {"enum": ["black", "white"]},
            {"type": "array", "items": {"type": "integer"}, "minItems": 3, "maxItems": 3},
        ]
    },
)

# ── citation styles ───────────────────────────────────────────────────────


def read_csl(node: Node, said: Diagnostics, units: Units) -> str | None:
    """The name as it is written; which file that is, is known to whoever knows the sheet's folder."""
    name: str | None = read_as(str, node, said, units, "csl")
    return name


# ── the profile of a press ────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ProfileFile:
    """A colour profile that a sheet names; only a file for the press needs it, and reads it."""

    name: str
    span: Span
    path: Path | None = None
    """Where it lies; known to whoever knows the sheet's folder."""


def read_profile_name(node: Node, said: Diagnostics, units: Units) -> ProfileFile | None:
    """The name as it is written, and where."""
    name: str | None = read_as(str, node, said, units, "profile")
    return ProfileFile(name, node.span) if name else None


# ── rules ─────────────────────────────────────────────────────────────────


def write_out_rule(node: Node, said: Diagnostics) -> Node | None:
    """`0.5pt` for a rule of that thickness, `none` for one that is not there."""
    if not isinstance(node, Scalar) or node.value in (None, True):
        return node
    if node.text == "none" or node.value is False:
        return _mapping(node.span, thickness=_word("0pt", node.span))
    return _mapping(node.span, thickness=node)


RULE = Shorthand(write_out_rule, {"type": ["string", "boolean"], "description": "its thickness, or `none`"})


def _word(text: str, span: Span) -> Scalar:
    return Scalar(text, text, span)


def _numbers(values: Iterable[int], span: Span) -> Sequence:
    return Sequence(tuple(Scalar(value, str(value), span) for value in values), span)


def _mapping(span: Span, **entries: Node) -> Mapping:
    return Mapping(tuple((_word(key, span), value) for key, value in entries.items()), span)
