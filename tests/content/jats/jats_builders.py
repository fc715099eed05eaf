"""Small articles in JATS, invented, and what is read from them."""

from __future__ import annotations

from rejoinder.content.jats.article import read_jats
from rejoinder.content.jats.runs import plain
from rejoinder.content.model import Blocks, Heading, Inlines, Letter, Listing, Paragraph, Quote
from rejoinder.diagnostics import Diagnostics
from rejoinder.source import Source

HEAD = (
    '<article xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML" '
    'xmlns:ali="http://www.niso.org/schemas/ali/1.0/"{attributes}>'
)
TITLE = "<title-group><article-title>On ferries</article-title></title-group>"
NAME = "<name><surname>Stowe</surname><given-names>Ann</given-names></name>"
AUTHOR = f'<contrib-group><contrib contrib-type="author">{NAME}</contrib></contrib-group>'
BODY = "<p>Ferries are late.</p>"


def xml(
    meta: str = TITLE + AUTHOR,
    body: str = BODY,
    back: str = "",
    *,
    attributes: str = ' article-type="letter"',
    journal: str = "",
    after: str = "",
) -> str:
    """An article; `after` stands behind its back."""
    front = f"<front>{journal}<article-meta>{meta}</article-meta></front>"
    return (
        f"{HEAD.format(attributes=attributes)}{front}<body>{body}</body>"
        f"{f'<back>{back}</back>' if back else ''}{after}</article>"
    )


def read(text: str | bytes) -> tuple[tuple[Letter, ...], Diagnostics]:
    """All letters of an article, and what was said."""
    said = Diagnostics()
    raw = text.encode("utf-8") if isinstance(text, str) else text
    return read_jats(Source("a.xml", "", None, raw), said), said


def letter(meta: str = TITLE + AUTHOR, body: str = BODY, back: str = "", **more: str) -> Letter:
    """The first letter of an article, in which nothing is an error."""
    letters, said = read(xml(meta, body, back, **more))
    assert not said.has_errors, list(map(str, said))
    return letters[0]


def warnings(meta: str = TITLE + AUTHOR, body: str = BODY, back: str = "", **more: str) -> list[str]:
    return [one.message for one in read(xml(meta, body, back, **more))[1]]


def words(blocks: Blocks) -> str:
    """The words of blocks, a stroke between two of them; a heading has a # for each level."""
    out = []
    for one in blocks:
        if isinstance(one, Heading):
            out.append(f"{'#' * one.level} {plain(one.children)}")
        elif isinstance(one, Paragraph):
            out.append(plain(one.children))
        elif isinstance(one, Listing):
            out += [f"- {words(item)}" for item in one.items]
        elif isinstance(one, Quote):
            out.append(f"> {words(one.blocks)}")
        else:
            out.append(f"<{type(one).__name__}>")
    return " | ".join(out)


def said(inlines: Inlines) -> str:
    return plain(inlines)


def statements(one: Letter) -> dict[str, str]:
    """The statements by their kind; those of no known kind by their label."""
    return {note.label or note.kind: words(note.blocks) for note in one.statements}
