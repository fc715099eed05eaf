"""Figures and tables with their captions, and pictures that stand alone.

A picture is looked for beside the article, under the name that is written and under those that a web browser could
show. None is fetched. Knows the elements for figures and tables; knows nothing of paragraphs, nor of numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from rejoinder.content.jats.context import Context
from rejoinder.content.jats.formulas import PICTURES, pictures_of
from rejoinder.content.jats.inlines import Piece, anchor_of, frame, inlines, inlines_of, parts_of
from rejoinder.content.jats.runs import has_words, tidy, trimmed
from rejoinder.content.jats.tables import table_of
from rejoinder.content.jats.tree import Element, href, words
from rejoinder.content.model import (
    Block,
    Blocks,
    Figure,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Paragraph,
    Styled,
    Table,
    Text,
)
from rejoinder.source import is_file, lies_in
from rejoinder.values import replace

MOST_FIGURES = 200
MOST_TABLES = 200
"""As in letters in Markdown."""

_CAPTION_PARTS = ("attrib", "permissions", "copyright-statement", "license")
_NOT_CAPTION = frozenset(
    "label caption graphic inline-graphic media alternatives alt-text long-desc object-id table table-wrap-foot tgroup "
    "kwd-group subj-group".split()
)
_NOT_SUPPLEMENT = frozenset(
    ("label", "caption", "media", "graphic", "alternatives", "object-id", "alt-text", "long-desc", *_CAPTION_PARTS)
)
_ENDINGS = (".svg", ".pdf", ".png", ".jpg", ".jpeg")
_LABEL_END = re.compile(r"[\s.:|\u2010-\u2015-]+\Z")


def float_blocks(element: Element, context: Context) -> Blocks:
    """A figure, a table, or several in one element. What belongs to them and is neither stands behind them."""
    match element.tag:
        case "fig-group" | "table-wrap-group":
            return _group(element, context)
        case "table-wrap":
            return _table(element, context)
        case "table" | "array":
            frame(element, context)
            made = table_of(_tables_in(element) or [element], context)
            return _counted(replace(made, numbered=False), element, context) if made else ()
        case _:
            return _figure(element, context)


# ── labels and captions ───────────────────────────────────────────────────


def label_of(element: Element, context: Context) -> str:
    """`Figure 2` of `Figure 2.`; "" if there is none."""
    label = element.find("label")
    if label is None:
        return ""
    context.use_all(label)
    return _LABEL_END.sub("", _label_and_title(words(label))[0])


_LONGEST_LABEL = 40
_LABEL_OF_TITLE = re.compile(r"(\w+\.?(?:\s[A-Z]?[0-9IVX]+[A-Za-z]?)?)\s?[.:]\s+(?=\S)")


def _label_and_title(written: str) -> tuple[str, str]:
    """`Table. Ferries by day`, all of it called a label, and the title behind it; "" if there is none."""
    found = _LABEL_OF_TITLE.match(written) if len(written) > _LONGEST_LABEL else None
    return (found[1], written[found.end() :]) if found else (written, "")


def caption_of(element: Element, context: Context) -> Inlines:
    """A caption's title and paragraphs, with what stands outside of it on whose the picture is: one paragraph."""
    said: list[Inlines] = []
    label = element.find("label")
    if label is not None and (title := _label_and_title(words(label))[1]):
        said.append((Styled("strong", (Text(title, context.span(label)),), context.span(label)),))
    for caption in element.findall("caption"):
        frame(caption, context)
        for part in caption:
            read = inlines(part, context)
            if part.tag == "title" and read and len(caption) > 1:
                read = (Styled("strong", read, read[0].span),)
            said.append(read)
        if (caption.text or "").strip() or any((part.tail or "").strip() for part in caption):
            said = [inlines(caption, context)]
    for part in element:
        if part.tag in _CAPTION_PARTS:
            said += _rights(part, context) if part.tag == "permissions" else [inlines(part, context)]
        elif element.tag == "fig" and part.tag not in _NOT_CAPTION:
            said.append(inlines(part, context))
    return run_on(said)


def _rights(permissions: Element, context: Context) -> list[Inlines]:
    """The copyright's statement, or its year and holder; and the licence. A holder alone says nothing."""
    frame(permissions, context)
    said: list[Inlines] = []
    parts = [part for part in permissions if part.tag in ("copyright-year", "copyright-holder")]
    for part in parts:
        context.use_all(part)
    if len(parts) > 1 and permissions.find("copyright-statement") is None:
        said.append((Text(" ".join(("©", *map(words, parts))), context.span(parts[0])),))
    said += [inlines(part, context) for part in permissions if part not in parts]
    return said


def run_on(paragraphs: Sequence[Inlines]) -> Inlines:
    """Paragraphs as one, with a space between."""
    made: list[Inline] = []
    for one in paragraphs:
        if has_words(one):
            made += [Text(" ", one[0].span), *_without_breaks(one)] if made else _without_breaks(one)
    return tidy(made)


def _without_breaks(inlines_: Inlines) -> Iterator[Inline]:
    for one in inlines_:
        yield Text(" ", one.span) if isinstance(one, LineBreak) else one


# ── figures ───────────────────────────────────────────────────────────────


def _figure(element: Element, context: Context) -> Blocks:
    pictures = _forms(element)
    if not pictures and _tables_in(element):
        return _table(element, context)
    frame(element, context)
    _pass_over(element, context)
    label, caption = label_of(element, context), caption_of(element, context)
    figure = Figure(
        image=_image(pictures, element, context),
        span=context.span(element),
        caption=caption,
        alt=alt_of(element, context),
        id=anchor_of(element),
        label=label,
        kind="table" if element.tag == "table-wrap" else "figure",
        numbered=bool(label),
    )
    return _counted(figure, element, context)


def _pass_over(element: Element, context: Context) -> None:
    """Identifiers, which nobody reads; and words for indexes."""
    for unread in element.iterchildren("object-id", "kwd-group", "subj-group"):
        context.use_all(unread)


def _counted(one: Figure | Table, element: Element, context: Context) -> Blocks:
    """A figure or table; beyond the bounds its caption as a paragraph."""
    kind, most = ("tables", MOST_TABLES) if isinstance(one, Table) or one.kind == "table" else ("figures", MOST_FIGURES)
    context.tally[kind] += 1
    if context.tally[kind] <= most:
        return (one,)
    if context.tally[kind] == most + 1:
        context.warn(
            element, f"there are more than {most} {kind}; of this one, and of all behind it, the captions are set"
        )
    text: Inlines = (Text(one.label, one.span),) if one.label else ()
    said = run_on((text, one.caption))
    return (Paragraph(said, one.span),) if said else ()


def alt_of(element: Element, context: Context) -> str:
    """What is said to those who do not see the picture."""
    said = []
    for name in ("alt-text", "long-desc"):
        for one in element.iter(name):
            context.use_all(one)
            text = words(one)
            if text and text not in said:
                said.append(text)
    return " ".join(said)


def _forms(element: Element) -> list[Element]:
    """The pictures of a figure; itself, if it is one."""
    return [element] if element.tag in PICTURES else pictures_of(element)


def _image(pictures: Sequence[Element], element: Element, context: Context) -> str:
    """The file of the first picture that is at hand; "" if none is."""
    for picture in pictures:
        frame(picture, context)
        file = picture_file(href(picture), context)
        if file:
            return file
    context.missing.append(pictures[0] if pictures else element)
    return ""


def picture_file(written: str, context: Context) -> str:
    """The file beside the article that a name means, relative to its folder; "" if there is none that can be set."""
    if context.folder is None or not written or "\0" in written:
        return ""
    for name in possible_names(written):
        path = context.folder / name
        if is_file(path) and lies_in(path, context.folder):
            return name
    return ""


def possible_names(written: str) -> Iterator[str]:
    """The names that a file may have which is called so: `fig1.tif` can lie there as `fig1.png`."""
    bare = re.split(r"[?#]", written)[0].replace("\\", "/")
    names = [bare] if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", bare) else []
    last = bare.rpartition("/")[2]
    if last and last not in names:
        names.append(last)
    for name in names:
        if name.startswith("/") or ".." in PurePosixPath(name).parts or len(name) > 200:
            continue
        if name.lower().endswith(_ENDINGS):
            yield name
        stem = re.sub(r"\.(?:tiff?|gif|eps|bmp|webp|svg|pdf|png|jpe?g)\Z", "", name, flags=re.IGNORECASE)
        for ending in _ENDINGS:
            yield stem + ending


# ── tables ────────────────────────────────────────────────────────────────


def _tables_in(element: Element) -> list[Element]:
    """The tables of one `table-wrap`, not those in cells of others."""
    return [one for one in element.iter("table", "array") if one is not element and not _in_table(one, element)]


def _in_table(one: Element, wrap: Element) -> bool:
    for above in one.iterancestors():
        if above is wrap:
            return False
        if above.tag in ("table", "array"):
            return True
    return False


def _table(element: Element, context: Context) -> Blocks:
    tables = _tables_in(element)
    if not tables and not pictures_of(element) and element.find("caption") is None:
        return ()
    if not tables:
        figure = _figure(element, context)
        below = notes_below(element, context)
        if figure and isinstance(figure[0], Figure) and below:
            return (replace(figure[0], caption=run_on((figure[0].caption, *below))), *figure[1:])
        return figure
    frame(element, context)
    label, caption = label_of(element, context), caption_of(element, context)
    _pass_over(element, context)
    alt_of(element, context)
    made = table_of(tables, context, caption=caption, label=label)
    notes = notes_below(element, context)
    if made is None:
        context.warn(element, "this table is empty; its caption is set")
        said = run_on(((Text(label, context.span(element)),) if label else (), caption, *notes))
        return (Paragraph(said, context.span(element)),) if said else ()
    made = replace(made, span=context.span(element), notes=notes, id=anchor_of(element), numbered=bool(label))
    return _counted(made, element, context)


def notes_below(element: Element, context: Context) -> tuple[Inlines, ...]:
    """What stands below a table, a paragraph each; without the notes that its cells or its caption call."""
    said: list[Inlines] = []
    for foot in element.iterchildren("table-wrap-foot", "p", "fn-group"):
        said += [foot_text for part in _foot_parts(foot, context) for foot_text in _note_lines(part, context)]
    return tuple(one for one in said if has_words(one))


def _foot_parts(foot: Element, context: Context) -> Iterator[Element]:
    if foot.tag == "p":
        yield foot
        return
    frame(foot, context)
    for part in foot:
        if part.tag in ("fn-group", "table-wrap-foot"):
            yield from _foot_parts(part, context)
        elif part not in context.note_keys and part not in context.claimed:
            yield part


def _note_lines(part: Element, context: Context) -> Iterator[Inlines]:
    """The paragraphs of a note; its label, raised if it is a letter or a figure, stands before the first."""
    if part.tag != "fn":
        yield inlines(part, context)
        return
    frame(part, context)
    label = part.find("label")
    before: Inlines = ()
    if label is not None:
        before = inlines(label, context)
        if len(words(label)) <= 2 and all(isinstance(one, Text) for one in before) and before:
            before = (Styled("sup", before, before[0].span),)
        if before:
            before = (*before, Text("\u00a0", before[0].span))
    for child in part:
        if child is not label:
            said = inlines(child, context)
            if said or before:
                yield trimmed((*before, *said))
            before = ()
    if before:
        yield before


# ── several in one ────────────────────────────────────────────────────────


def _group(element: Element, context: Context) -> Blocks:
    """Figures or tables under one caption: it is the first one's, if that has none, and else stands before them."""
    frame(element, context)
    label, caption = label_of(element, context), caption_of(element, context)
    made: list[Block] = []
    for child in element:
        if child.tag in ("fig", "table-wrap", "fig-group", "table-wrap-group", "graphic", "media", "alternatives"):
            made += float_blocks(child, context)
    floats = [one for one in made if isinstance(one, Figure | Table)]
    if not floats:
        context.missing.append(element)
        place, known = context.span(element), anchor_of(element)
        return (Figure("", place, caption=caption, id=known, label=label, numbered=bool(label)),)
    first = floats[0]
    if caption or label:
        whole = run_on((caption, _named(first), first.caption)) if not first.label or label else ()
        if whole or not caption:
            made[made.index(first)] = replace(
                first,
                label=label or first.label,
                numbered=bool(label or first.label),
                caption=whole or first.caption,
                id=first.id or anchor_of(element),
            )
        else:
            made.insert(0, Paragraph(caption, context.span(element)))
    return tuple(made)


def _named(one: Figure | Table) -> Inlines:
    """The first figure's own label, where the group's takes its place."""
    return (Styled("strong", (Text(one.label, one.span),), one.span),) if one.label else ()


# ── files ─────────────────────────────────────────────────────────────────


def supplement(element: Element, context: Context) -> Blocks:
    """A file that belongs to the article: its label and caption, and a link to it if it is on the web."""
    _pass_over(element, context)
    alt_of(element, context)
    span = context.span(element)
    label = element.find("label")
    named = inlines(label, context) if label is not None else ()
    said = [(Styled("strong", named, span),) if named else (), caption_of(element, context)]
    links: list[str] = []
    for one in (element, *element.iter("media", "graphic", "inline-supplementary-material", "ext-link")):
        if one is not element and one.tag in ("media", "graphic"):
            frame(one, context)
            named_inside = one.find("label")
            said += [inlines(named_inside, context)] if named_inside is not None else []
            said.append(caption_of(one, context))
        if re.match(r"https?://", href(one)) and href(one) not in links:
            links.append(href(one))
    own = [part for part in parts_of(element, context) if isinstance(part, Piece) or part.tag not in _NOT_SUPPLEMENT]
    said.append(inlines_of(own, context))
    text = run_on(said)
    file = next((href(one) for one in (element, *element.iter("media", "graphic")) if href(one)), "")
    if not has_words(text):
        text = (Text(links[0] if links else file, span),) if links or file else ()
    if text and len(links) == 1 and not any(True for _ in _links_in(text)):
        text = (Link(links[0], text, span),)
    return (Paragraph(text, span),) if text else ()


def _links_in(inlines_: Inlines) -> Iterator[Link]:
    for one in inlines_:
        if isinstance(one, Link):
            yield one
        elif isinstance(one, Styled):
            yield from _links_in(one.children)
