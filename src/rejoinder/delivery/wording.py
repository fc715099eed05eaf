"""The words of a mail: the sheet's templates, filled in with what the letter and its reader are called.

What a letter says is a stranger's: in HTML every character of it is escaped, in headers it stands on one line
(`message.py`). Knows templates; nothing of addresses or servers.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence

from rejoinder.style.template import fill
from rejoinder.values import dataclass

_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]’”]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Words:
    """A mail in words."""

    subject: str
    text: str
    html: str
    attachment: str


@dataclass(frozen=True, slots=True)
class Templates:
    """As the sheet has them. `html` is "" where it is made from the text."""

    subject: str
    text: str
    html: str
    attachment: str


def worded(templates: Templates, values: Mapping[str, str], lang: str) -> Words:
    """Fill in the templates. A value that is missing leaves nothing, and takes its group with it."""
    known = {name: (_CONTROLS.sub(" ", value),) for name, value in values.items() if value}
    subject = " ".join(_plain(templates.subject, known).split())
    text = _tidied(_plain(templates.text, known))
    inside = _marked(templates.html or templates.text, known, raw=bool(templates.html))
    body = inside if templates.html else _paragraphs(_tidied(inside))
    return Words(subject, text, _page(body, subject, lang), _plain(templates.attachment, known))


def _plain(template: str, values: Mapping[str, Sequence[str]]) -> str:
    return "".join(fill(template, values, lambda text, _emph, _strong: text, lambda text, _emph, _strong: text))


def _marked(template: str, values: Mapping[str, Sequence[str]], *, raw: bool) -> str:
    """As HTML: values are always escaped; the sheet's own words are, unless they are HTML already."""
    escaped = {name: [html.escape(one) for one in value] for name, value in values.items()}

    def words(text: str, emph: bool, strong: bool) -> str:
        return _leaning(text if raw else html.escape(text), emph, strong)

    return "".join(fill(template, escaped, words, _leaning))


def _leaning(text: str, emph: bool, strong: bool) -> str:
    text = f"<em>{text}</em>" if emph else text
    return f"<strong>{text}</strong>" if strong else text


def _tidied(text: str) -> str:
    """What vanished leaves no hole: never two empty lines, no white space at the ends of lines."""
    lines = [line.rstrip() for line in text.strip().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _paragraphs(marked: str) -> str:
    parts = [part.replace("\n", "<br>\n") for part in marked.split("\n\n") if part.strip()]
    return "\n".join(f"<p>{_linked(part)}</p>" for part in parts)


def _linked(marked: str) -> str:
    """Addresses become links; the text is escaped already, and so is what becomes an attribute."""
    return _ADDRESS.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', marked)


def _page(body: str, title: str, lang: str) -> str:
    spoken = f' lang="{html.escape(lang)}"' if lang else ""
    return (
        f'<!DOCTYPE html>\n<html{spoken}>\n<head>\n<meta charset="utf-8">\n'
        f"<title>{html.escape(title)}</title>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
