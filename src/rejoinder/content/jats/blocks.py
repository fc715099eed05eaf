"""The text of an article in blocks: sections, paragraphs, lists, quotations, boxes, formulas, figures and tables.

A paragraph of JATS may hold any of the others, with its sentence going on behind them. Figures and tables stand behind
such a paragraph; what divides it in the source divides it here. Knows what stands around running text, not what
stands within it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rejoinder.content.jats.author_notes import strip_start
from rejoinder.content.jats.context import Context
from rejoinder.content.jats.floats import float_blocks, picture_file, run_on, supplement
from rejoinder.content.jats.formulas import pictures_of, written_formula
from rejoinder.content.jats.inlines import Part, Piece, anchor_of, frame, inlines, inlines_of, is_inline, parts_of
from rejoinder.content.jats.own import is_own, own_list
from rejoinder.content.jats.runs import has_words, plain, tidy, trimmed
from rejoinder.content.jats.tree import Element, has_text, href, lang_of, words
from rejoinder.content.model import (
    Block,
    Blocks,
    Divider,
    Figure,
    Footnote,
    Formula,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Listing,
    Paragraph,
    Quote,
    Styled,
    Table,
    Text,
    Verbatim,
)
from rejoinder.values import replace

DEEPEST_BLOCKS = 12
"""How deep lists, quotations and notes are nested; what is deeper stands at this depth."""
DEEPEST_HEADING = 6

NO_HEADINGS = 0
"""The level where a heading is a paragraph in bold type: in a box, a list, a note."""

_FLOATS = frozenset("fig fig-group table-wrap table-wrap-group".split())
_BEHIND = _FLOATS | frozenset(("supplementary-material", "boxed-text"))
"""What stands behind the paragraph in which it was written, whose sentence may go on."""
_BLOCKS = _BEHIND | frozenset(
    "p sec list def-list disp-quote verse-group speech statement preformat code disp-formula "
    "disp-formula-group graphic media table array app app-group glossary ack notes fn-group ref-list address "
    "chem-struct-wrap block-alternatives question question-wrap answer explanation bio floats-group title".split()
)
_UNREAD = frozenset("sec-meta object-id index".split())


def body(root: Element, context: Context) -> Blocks:
    """The body of an article, with the figures and tables at its end, each behind the paragraph that first names it."""
    for group in root.iterchildren("floats-group", "floats-wrap"):
        frame(group, context)
        context.waiting |= {
            one.get("id") or f" {place}": one for place, one in enumerate(group) if one.tag not in ("title", "label")
        }
    made: list[Block] = []
    for part in root.iterchildren("body"):
        made += blocks(part, context)
    waiting, context.waiting = list(context.waiting.values()), {}
    for one in waiting:
        made += _block(one, context, 1, 0)
    return _greeted(made)


def section(element: Element, context: Context, level: int = 1) -> Blocks:
    """A heading of an element's own label and title, and what stands below it."""
    return _section(element, context, level, 0)


def blocks(element: Element, context: Context, level: int = 1) -> Blocks:
    """What stands in an element, without its own title and label. A `level` of 0 makes paragraphs of headings."""
    return _blocks(element, context, level, 0)


def read_notes(context: Context) -> None:
    """What the called notes say; they may call others."""
    done: set[str] = set()
    while waiting := [note for note, key in context.note_keys.items() if key not in done]:
        for note in waiting:
            key = context.note_keys[note]
            done.add(key)
            said = _without_mark(blocks(note, context, NO_HEADINGS), context.note_marks[key])
            for label in note.iterchildren("label"):
                context.use_all(label)
            context.footnotes[key] = Footnote(key, said, context.span(note))


def _without_mark(said: Blocks, mark: str) -> Blocks:
    """Without the source's mark, if a note has that at the beginning of its text: raised, or a sign that is no word."""
    head = said[0] if said else None
    if not mark or not isinstance(head, Paragraph) or not head.children:
        return said
    begin = head.children[0]
    raised = isinstance(begin, Styled) and begin.style == "sup" and plain(begin.children).strip() == mark
    if not raised and not (isinstance(begin, Text) and not re.search(r"\w", mark) and begin.text.startswith(mark)):
        return said
    bare = strip_start(head.children, lambda _: len(plain((begin,)) if raised else mark))
    return (replace(head, children=bare), *said[1:]) if has_words(bare) else said


# ── a flow of blocks and running text ─────────────────────────────────────


def _blocks(element: Element, context: Context, level: int, depth: int) -> Blocks:
    made = list(_flow(_own_parts(element, context), context, level, depth, lang_of(element)))
    return tuple(made)


def _own_parts(element: Element, context: Context) -> Iterator[Part]:
    own = {id(found) for name in ("title", "label") if (found := element.find(name)) is not None}
    for part in parts_of(element, context):
        if isinstance(part, Piece) or id(part) not in own:
            yield part


def _flow(parts: Iterable[Part], context: Context, level: int, depth: int, lang: str = "") -> Iterator[Block]:
    """Blocks; and paragraphs of what stands between them."""
    running: list[Part] = []
    behind: list[Element] = []
    for part in parts:
        if isinstance(part, Piece) or not _is_block(part):
            running.append(part)
            continue
        if part in context.claimed:
            continue
        if part.tag in _BEHIND and _has_content(running):
            behind.append(part)
            continue
        yield from _running(running, context, lang)
        for one in (*behind, part):
            yield from _with_waiting(one, context, level, depth)
        running, behind = [], []
    yield from _running(running, context, lang)
    for one in behind:
        yield from _with_waiting(one, context, level, depth)


def _is_block(element: Element) -> bool:
    if element.tag == "fn":
        return element.getparent().tag in ("fn-group", "notes", "body", "back", "sec", "table-wrap-foot")
    if element.tag in _BLOCKS:
        return element.tag != "code" or "\n" in "".join(element.itertext()).strip()
    if not is_inline(element):
        return any(_is_block(child) for child in element)
    return (
        element.tag == "alternatives"
        and (not has_text(element) or element.find("table") is not None)
        and _stands_alone(element)
    )


def _stands_alone(element: Element) -> bool:
    """Whether there are no words around an element."""
    parent = element.getparent()
    around = [parent.text, *(child.tail for child in parent)] if parent is not None else []
    return not any((text or "").strip() for text in around)


def _has_content(parts: Iterable[Part]) -> bool:
    return any(bool(part.text.strip()) if isinstance(part, Piece) else True for part in parts)


def _running(parts: list[Part], context: Context, lang: str = "") -> Iterator[Block]:
    if not _has_content(parts):
        return
    elements = [part for part in parts if not isinstance(part, Piece)]
    bare = not any(part.text.strip() for part in parts if isinstance(part, Piece))
    if bare and elements and all(map(_is_picture, elements)):
        for one in elements:
            yield from _picture_alone(one, context)
        return
    said = inlines_of(parts, context, lang)
    if has_words(said):
        yield Paragraph(said, context.span(parts[0].at if isinstance(parts[0], Piece) else parts[0]))


def _is_picture(element: Element) -> bool:
    pictures = ("inline-graphic", "inline-media", "alternatives")
    return element.tag in pictures and written_formula(element) is None and not has_text(element)


def _with_waiting(element: Element, context: Context, level: int, depth: int) -> Iterator[Block]:
    """A block; behind it the figures and tables from the article's end that it is the first to name."""
    yield from _block(element, context, level, depth)
    if context.waiting and not depth and element.tag != "sec":
        for xref in element.iter("xref"):
            for rid in (xref.get("rid") or "").split():
                waiting = context.waiting.pop(rid, None)
                if waiting is not None:
                    yield from _block(waiting, context, level, depth)


def _block(element: Element, context: Context, level: int, depth: int) -> Blocks:
    tag = element.tag
    if element in context.claimed:
        return ()
    match tag:
        case "p" if element.get("content-type") == "divider" and not has_text(element):
            context.use(element)
            return (Divider(context.span(element)),)
        case "p":
            return _paragraph(element, context, level, depth)
        case "sec" | "app" | "app-group" | "glossary" | "ack" | "notes" | "bio" | "fn-group":
            return _section(element, context, level, depth)
        case "title":
            return _bold(inlines(element, context), element, context)
        case "list":
            return _list(element, context, depth)
        case "def-list":
            return _definitions(element, context, depth)
        case "disp-quote" | "boxed-text":
            return _quote(element, context, depth)
        case "verse-group":
            return _verse(element, context)
        case "speech" | "statement" | "question" | "answer" | "explanation":
            return _spoken(element, context, depth)
        case "preformat" | "code":
            return _verbatim(element, context)
        case "disp-formula" | "chem-struct-wrap":
            return _formula(element, context)
        case "graphic" | "media" | "alternatives":
            return _picture_alone(element, context)
        case "supplementary-material":
            return supplement(element, context)
        case "fn":
            return _uncalled(element, context, depth)
        case "ref-list":
            return ()
        case "address":
            return _lines(element, context)
        case _ if tag in _FLOATS or tag in ("table", "array"):
            return float_blocks(element, context)
    if tag in _UNREAD:
        context.use_all(element)
        return ()
    return _section(element, context, level, depth)  # something with blocks in it, whatever it is called


def _uncalled(note: Element, context: Context, depth: int) -> Blocks:
    """A note that stands among others, if no mark in the text calls it."""
    if note in context.note_keys:
        return ()
    label = note.find("label")
    named = inlines(label, context) if label is not None else ()
    said = _blocks(note, context, NO_HEADINGS, depth)
    if not named or not said or not isinstance(said[0], Paragraph):
        return said
    return (replace(said[0], children=(*named, Text(" ", said[0].span), *said[0].children)), *said[1:])


# ── sections and paragraphs ───────────────────────────────────────────────


def _section(element: Element, context: Context, level: int, depth: int) -> Blocks:
    heading = _heading(element, context)
    if not has_words(heading):
        return _blocks(element, context, level, depth)
    span = context.span(element)
    if level == NO_HEADINGS:
        return (*_bold(heading, element, context), *_blocks(element, context, level, depth))
    inside = _blocks(element, context, min(level + 1, DEEPEST_HEADING), depth)
    return (Heading(level, heading, span, anchor_of(element)), *inside)


def _heading(element: Element, context: Context) -> Inlines:
    """Label and title in one line."""
    said: list[Inlines] = []
    for name in ("label", "title", "subtitle"):
        for found in element.iterchildren(name):
            said.append(inlines(found, context))
            break
    return run_on(said)


def _bold(said: Inlines, element: Element, context: Context) -> Blocks:
    if not has_words(said):
        return ()
    span = context.span(element)
    return (Paragraph((Styled("strong", said, span),), span),)


def _paragraph(element: Element, context: Context, level: int, depth: int) -> Blocks:
    parts = parts_of(element, context)
    return tuple(_flow(parts, context, level, depth, lang_of(element)))


def _lines(element: Element, context: Context) -> Blocks:
    """An address: a line for each of its parts, if they do not stand in running text."""
    frame(element, context)
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        said = inlines(element, context)
    else:
        lines = [line for child in element if has_words(line := inlines(child, context))]
        said = _broken(lines)
    return (Paragraph(said, context.span(element)),) if has_words(said) else ()


def _broken(lines: Iterable[Inlines]) -> Inlines:
    made: list[Inline] = []
    for line in lines:
        made += [LineBreak(line[0].span), *line] if made else line
    return tuple(made)


# ── lists ─────────────────────────────────────────────────────────────────

_ORDERED = ("order", "arabic", "number", "ordered")
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _list(element: Element, context: Context, depth: int) -> Blocks:
    frame(element, context)
    kind = (element.get("list-type") or "bullet").lower()
    before = _bold(_heading(element, context), element, context)
    items: list[Blocks] = []
    labels: list[str] = []
    own = [child for child in element if child.tag not in ("title", "label", "list-head")]
    for child in own:
        if child.tag == "list-item":
            label = label_text(child, context)
            inside = _blocks(child, context, NO_HEADINGS, depth + 1)
        else:  # a list directly in a list
            label, inside = "", _block(child, context, NO_HEADINGS, depth + 1)
        if inside or label:
            items.append(inside)
            labels.append(label)
    if not items:
        return before
    if depth >= DEEPEST_BLOCKS:
        return (*before, *(one for item in items for one in item))
    start, marks = _marks(kind, labels)
    tight = all(len(item) <= 1 for item in items)
    if is_own(context.part):
        tight, start, marks = own_list(element, marks)
    return (*before, Listing(tuple(items), context.span(element), start, tight, marks))


def label_text(element: Element, context: Context) -> str:
    """An item's own label, as it is written."""
    label = element.find("label")
    if label is None:
        return ""
    context.use_all(label)
    return words(label)


def _marks(kind: str, labels: list[str]) -> tuple[int | None, tuple[str, ...]]:
    """The first number of a list, if it is numbered; and its marks, if they are neither numbers nor bullets."""
    if all(label in ("", "•", "·", "●", "-", "–", "—", "*", "○", "▪", "■") for label in labels):
        if kind in _ORDERED:
            return 1, ()
        if kind in ("simple", "none", "plain"):
            return None, ("",) * len(labels) if not any(labels) else tuple(labels)
        made = tuple(mark for number, _ in enumerate(labels, 1) if (mark := _mark(kind, number)))
        return (None, made) if made and not any(labels) else (None, ())
    numbers = [int(found[1]) if (found := re.fullmatch(r"(\d{1,4})\.?", label)) else -1 for label in labels]
    if numbers[0] >= 0 and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        return numbers[0], ()
    return None, tuple(labels)


def _mark(kind: str, number: int) -> str:
    """The mark of an item in a list of letters or Roman numbers: "a.", "ii."; "" for other lists."""
    if kind.startswith("alpha"):
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("a") + rest) + letters
    elif kind.startswith("roman") and number < 400:
        letters = ""
        for value, sign in _ROMAN:
            count, number = divmod(number, value)
            letters += sign * count
    else:
        return ""
    return f"{letters.upper() if kind.endswith('upper') else letters}."


def _definitions(element: Element, context: Context, depth: int) -> Blocks:
    """Each term begins the paragraph that says what it means, in bold type."""
    frame(element, context)
    made: list[Block] = [*_bold(_heading(element, context), element, context)]
    for child in element:
        if child.tag == "def-item":
            frame(child, context)
            made += _definition(child, context, depth)
        elif child.tag in ("term-head", "def-head"):
            made += _bold(inlines(child, context), child, context)
        elif child.tag not in ("title", "label"):
            made += _block(child, context, NO_HEADINGS, depth)
    return tuple(made)


def _definition(item: Element, context: Context, depth: int) -> Blocks:
    terms = [inlines(term, context) for term in item.iterchildren("label", "term")]
    meanings = [block for one in item.iterchildren("def") for block in _blocks(one, context, NO_HEADINGS, depth)]
    return _run_in(run_on(terms), meanings, item, context)


def _run_in(named: Inlines, said: Iterable[Block], element: Element, context: Context) -> Blocks:
    """Words in bold type that begin a paragraph."""
    blocks_ = tuple(said)
    if not has_words(named):
        return blocks_
    span = context.span(element)
    strong = Styled("strong", named, span)
    if blocks_ and isinstance(first := blocks_[0], Paragraph):
        return (Paragraph((strong, Text(" ", span), *first.children), span), *blocks_[1:])
    return (Paragraph((strong,), span), *blocks_)


# ── quotations, boxes, verse, speech ──────────────────────────────────────


def _quote(element: Element, context: Context, depth: int) -> Blocks:
    """A quotation; or a box, which is set as one. Who said it stands in a paragraph of its own."""
    before = [*_bold(_heading(element, context), element, context)]
    for caption in element.iterchildren("caption"):
        before += _bold(_heading(caption, context), caption, context)
        before += _blocks(caption, context, NO_HEADINGS, depth + 1)
    parts = [
        part
        for part in _own_parts(element, context)
        if isinstance(part, Piece) or part.tag not in ("caption", "attrib", "permissions", "alt-text", "long-desc")
    ]
    inside = [*before, *_flow(parts, context, NO_HEADINGS, depth + 1, lang_of(element))]
    for name in ("attrib", "permissions"):
        for part in element.iterchildren(name):
            said = inlines(part, context)
            inside += [Paragraph(said, context.span(part))] if has_words(said) else []
    if not inside:
        return ()
    return tuple(inside) if depth >= DEEPEST_BLOCKS else (Quote(tuple(inside), context.span(element)),)


def _verse(element: Element, context: Context) -> Blocks:
    made = [*_bold(_heading(element, context), element, context)]
    made += _stanzas(element, context)
    return (Quote(tuple(made), context.span(element)),) if made else ()


def _stanzas(element: Element, context: Context) -> list[Block]:
    frame(element, context)
    made: list[Block] = []
    lines: list[Inlines] = []

    def close() -> None:
        if lines:
            made.append(Paragraph(_broken(lines), lines[0][0].span))
            lines.clear()

    for child in element:
        if child.tag in ("title", "label", "subtitle"):
            continue
        if child.tag == "verse-group":
            close()
            made += [*_bold(_heading(child, context), child, context), *_stanzas(child, context)]
        else:
            if child.tag == "attrib":
                close()
            if has_words(said := inlines(child, context)):
                lines.append(said)
    close()
    return made


def _spoken(element: Element, context: Context, depth: int) -> Blocks:
    """A speaker's words, or a statement (a theorem, a question): who or what it is begins the first paragraph."""
    speakers = [inlines(one, context) for one in element.iterchildren("speaker")]
    named = run_on([*speakers, _heading(element, context)])
    parts = [part for part in _own_parts(element, context) if isinstance(part, Piece) or part.tag != "speaker"]
    return _run_in(named, _flow(parts, context, NO_HEADINGS, depth), element, context)


def _verbatim(element: Element, context: Context) -> Blocks:
    context.use_all(element)
    parts = list(_verbatim_text(element))
    text = "".join(parts).strip("\n")
    return (Verbatim(text, context.span(element)),) if text.strip() else ()


def _verbatim_text(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield "\n" if child.tag == "break" else "".join(_verbatim_text(child))
        yield child.tail or ""


# ── formulas and pictures ─────────────────────────────────────────────────


def _formula(element: Element, context: Context) -> Blocks:
    if element.find("caption") is not None:
        return float_blocks(element, context)
    span = context.span(element)
    label = element.find("label")
    named = words(label)
    found = written_formula(element)
    if found is not None:
        context.use_all(element)
        return (Formula(span, found.tex, found.mathml, found.alt, anchor_of(element), named),)
    parts = [
        part
        for part in _own_parts(element, context)
        if isinstance(part, Piece) or part.tag not in ("alt-text", "object-id")
    ]
    pictures = pictures_of(element)
    if not pictures:
        said = inlines_of(parts, context)
        if named:
            context.use_all(label)
            said = run_on((said, (Text(named, span),)))
        return (Paragraph(said, span),) if has_words(said) else ()
    context.use_all(element)
    file = next((file for one in pictures if (file := picture_file(href(one), context))), "")
    alt = words(next(element.iter("alt-text"), None))
    if file:
        return (Figure(file, span, alt=alt, id=anchor_of(element), label=named, place="here", numbered=bool(named)),)
    context.missing.append(pictures[0])
    shown = f"[{alt or 'formula'}]" + (f" {named}" if named else "")
    return (Paragraph((Text(shown, span),), span),)


def _picture_alone(element: Element, context: Context) -> Blocks:
    """A picture without a figure around it: one with words of its own, or whose file is at hand, is a figure."""
    if element.tag not in ("inline-graphic", "inline-media", "alternatives") and (
        element.find("caption") is not None or element.find("label") is not None
    ):
        return float_blocks(element, context)
    table = element.find("table")
    if table is not None:
        return float_blocks(table, context)
    context.use_all(element)
    pictures = pictures_of(element)
    file = next((file for one in pictures if (file := picture_file(href(one), context))), "")
    alt = words(next(element.iter("alt-text"), None))
    if file:
        return (Figure(file, context.span(element), alt=alt, id=anchor_of(element), place="here", numbered=False),)
    context.missing.append(pictures[0] if pictures else element)
    return ()


# ── the salutation ────────────────────────────────────────────────────────

_GREETING = re.compile(
    r"\s*(?:(?:to|for) the editors?(?:[ -]in[ -]chief)?|dear (?:the )?(?:sir|madam|editor|colleague)s?\b[^.:]{0,40}|"
    r"(?:mr|mrs|ms|dear mr)\.? editor|sirs?|editors?|to the editor[^.:]{0,60}|dear (?:dr|prof)[^:]{0,40}|"
    r"(?:se[ñn]or|sr|estimad[oa]s?|prezad[oa]s?|car[oa]s?|senhora?)\b[^.:]{0,40}|(?:cher|chère|monsieur|madame)\b[^.:]{0,40}|"
    r"sehr geehrte\b[^.:]{0,60}|(?:al|ao|aos|à|a la|au|aux) (?:editor|redac|réda|direc)[^.:]{0,40}"
    r"|an die (?:redaktion|herausgeber)[^.:]{0,30})"
    r"\s*[:,.;—–-]*\s*",
    re.IGNORECASE,
)
"""How letters begin. In a run-in of bold or italic words nothing else can stand."""
_LONGEST_GREETING = 120


def _greeted(made: list[Block]) -> Blocks:
    """A salutation that is a run-in or a heading is a line of its own, plain, as letters here have it."""
    for index, block in enumerate(made):
        if isinstance(block, Heading) and index == 0 and _GREETING.fullmatch(plain(block.children)):
            if not any(isinstance(one, Heading) and one.level <= block.level for one in made[1:]):
                rest = [
                    replace(one, level=max(1, one.level - 1)) if isinstance(one, Heading) else one for one in made[1:]
                ]
                return (Paragraph(block.children, block.span), *rest)
            return tuple(made)
        if isinstance(block, Paragraph):
            made[index : index + 1] = _with_salutation(block)
            break
        if not isinstance(block, Heading | Figure | Table):
            break
    return tuple(made)


def _with_salutation(block: Paragraph) -> list[Block]:
    first = block.children[0] if block.children else None
    if not isinstance(first, Styled) or first.style not in ("strong", "emph"):
        return [block]
    rest = block.children[1:]
    greeting = plain(first.children)
    if not rest:
        greets = len(greeting) <= _LONGEST_GREETING and _GREETING.fullmatch(greeting)
        return [replace(block, children=first.children)] if greets else [block]
    colon = re.match(r"\s*[:,.—–]\s*", rest[0].text) if isinstance(rest[0], Text) else None
    if (
        len(greeting) > _LONGEST_GREETING
        or not _GREETING.fullmatch(greeting)
        or (not colon and greeting.rstrip()[-1:] not in ":,.;—–-")
    ):
        return [block]
    words_: Inlines = first.children
    if colon:
        assert isinstance(rest[0], Text)
        words_ = tidy((*words_, Text(colon[0].strip(), first.span)))
        rest = (replace(rest[0], text=rest[0].text[colon.end() :]), *rest[1:])
    rest = trimmed(tidy(rest))
    return [Paragraph(tidy(words_), block.span), *([Paragraph(rest, block.span)] if has_words(rest) else [])]
