"""Mixed content becomes inlines: styled words, links, citations, calls of notes, formulas.

What an element is called hardly matters here: one that is not known is as good as its words. Knows the elements that
stand in running text; blocks that stand where only words can are read line by line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from rejoinder.content.floats import OWN_ID
from rejoinder.content.jats.citations import Marker, Node, dressed, settled
from rejoinder.content.jats.context import Context
from rejoinder.content.jats.formulas import pictures_of, written_formula
from rejoinder.content.jats.own import own_citation, own_mention
from rejoinder.content.jats.runs import has_words, plain, tidy
from rejoinder.content.jats.tree import MATHML, Element, has_text, href, lang_of, words
from rejoinder.content.model import Footnote, Foreign, Inlines, LineBreak, Link, Math, NoteCall, Style, Text

DEEPEST = 14
"""How deep styled words and links may be nested in each other; the model's readers allow 16."""

_STYLES: Mapping[str, Style] = {
    "italic": "emph", "bold": "strong", "sup": "sup", "sub": "sub", "sc": "smallcaps", "monospace": "code",
    "strike": "strike", "underline": "emph", "code": "code", "source": "emph",
}  # fmt: skip
"""What is underlined is emphasised: nobody underlines in print."""
_UNREAD = frozenset(
    "index-term index-term-range-end object-id alt-text long-desc milestone-start milestone-end hr institution-id "
    "sec-meta table-wrap-foot".split()
)
"""What stands in running text and is not printed there."""
_OWN_LINE = frozenset(
    "p list-item title tr row def-item disp-quote verse-line verse-group disp-formula fig table-wrap "
    "boxed-text attrib sec speech statement caption fn-group preformat disp-formula-group".split()
)
"""Blocks: where there is room for words only, each begins a line."""
_SPACED = frozenset("td th entry label term def speaker surname given-names prefix suffix year".split())
_MARKED = frozenset(("aff", "corresp", "contrib", "author-notes", "contrib-group", "fn"))
"""What a letter or a sign leads to that is not set where the text is."""
_FLOATS = frozenset(("fig", "fig-group", "table-wrap", "table-wrap-group"))


class Piece(NamedTuple):
    """Characters, and the element behind which or in which they stand."""

    text: str
    at: Element


Part: TypeAlias = "Piece | Element"


def parts_of(element: Element, context: Context) -> list[Part]:
    """What stands in an element, in order: characters and elements. Its own characters count as read."""
    context.use(element)
    parts: list[Part] = []
    if element.text:
        parts.append(Piece(element.text, element))
    for child in element:
        parts.append(child)
        if child.tail:
            parts.append(Piece(child.tail, child))
    return parts


def frame(element: Element, context: Context) -> None:
    """An element that only holds others. If it has characters of its own, they are not read, and will be named."""
    if not (element.text or "").strip() and not any((child.tail or "").strip() for child in element):
        context.use(element)


def inlines(element: Element, context: Context) -> Inlines:
    """The words in an element; itself it is not looked at, but for its language."""
    return inlines_of(parts_of(element, context), context, lang_of(element))


def inlines_of(parts: Iterable[Part], context: Context, lang: str = "") -> Inlines:
    """The words of some parts of an element, white space in order."""
    reader = _Reader(context)
    made = tidy(settled(reader.nodes(parts), context))
    if made and _foreign(lang, context.lang):
        return (Foreign(lang, made, made[0].span),)
    return made


def _foreign(lang: str, surrounding: str) -> bool:
    return bool(lang) and lang.partition("-")[0] != surrounding.partition("-")[0].lower()


def anchor_of(element: Element) -> str:
    """The id of an element, such that a letter can write it; "" if it has none."""
    written: str = (element.get("id") or "").strip()
    return written if OWN_ID.fullmatch(written) else re.sub(r"\W+", "-", written).strip("-")


class _Reader:
    """Reads the content of one element. `lang` is the language of what is being read."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.lang = context.lang
        self.depth = 0

    def nodes(self, parts: Iterable[Part]) -> list[Node]:
        out: list[Node] = []
        row = list(parts)
        for place, part in enumerate(row):
            if isinstance(part, Piece):
                after = row[place + 1] if place + 1 < len(row) else None
                text = _without_indents(part.text, before_script=_is_script(after))
                out.append(Text(text, self.context.span(part.at)))
            else:
                out.extend(self._element(part))
        return out

    def _inside(self, element: Element) -> list[Node]:
        return self.nodes(parts_of(element, self.context))

    def _element(self, element: Element) -> list[Node]:
        lang = lang_of(element)
        if _foreign(lang, self.lang) and element.tag != "xref":
            outer, self.lang = self.lang, lang
            made = settled(self._read(element), self.context)
            self.lang = outer
            return [Foreign(lang, made, self.context.span(element))] if has_words(made) else list(made)
        return self._read(element)

    def _read(self, element: Element) -> list[Node]:
        tag = element.tag
        if tag == "named-content" and (mention := own_mention(element, self.context)):
            return [mention]
        if tag == "named-content" and element.get("content-type") == "line-break":
            self.context.use_all(element)
            return [LineBreak(self.context.span(element))]
        style = _STYLES.get(tag)
        if style:
            return self._styled(element, style)
        reader = _READERS.get(tag)
        if reader:
            return reader(self, element)
        if tag in _UNREAD:
            self.context.use_all(element)
            return []
        if tag in _FLOATS:
            self.context.warn(element, "a figure or table cannot stand here; its words are set in the text")
        if tag in _OWN_LINE:
            line = LineBreak(self.context.span(element))
            return [line, *self._inside(element), line]
        if tag in _SPACED:
            space = Text(" ", self.context.span(element))
            return [space, *self._inside(element), space]
        return self._inside(element)

    def _styled(self, element: Element, style: Style) -> list[Node]:
        if self.depth >= DEEPEST:
            return self._inside(element)
        if element.get("specific-use") == "citation" and (cite := own_citation(element, self.context)):
            return [cite]
        self.depth += 1
        nodes = self._inside(element)
        self.depth -= 1
        return self._dressed(style, nodes, element)

    def _dressed(self, style: Style, nodes: list[Node], element: Element) -> list[Node]:
        if not nodes:
            return []
        lifted = _calls_alone(nodes)
        return lifted if lifted else dressed(style, nodes, self.context, self.context.span(element))

    # ── marks ──

    def _xref(self, element: Element) -> list[Node]:
        context = self.context
        if mention := own_mention(element, context):
            return [mention]
        rids = (element.get("rid") or "").split()
        keys = tuple(dict.fromkeys(key for rid in rids if (key := context.reference(rid))))
        if keys:
            marker = Marker(keys, tidy(settled(self._inside(element), context)), context.span(element))
            shown = plain(marker.words)
            apart = shown[:1].isalpha() and _lacks_space(element, shown)
            return [Text(" ", marker.span), marker] if apart else [marker]
        targets = [found for rid in rids if (found := context.element(rid)) is not None]
        notes = [found for found in targets if found.tag == "fn"]
        marks = [found for found in targets if found.tag in _MARKED]
        if len(marks) == len(targets) > 0 and all(context.unprinted(rid) for rid in rids) and _is_mark(words(element)):
            context.use_all(element)
            return []
        called = [note for note in notes if not context.unprinted(note.get("id"))]
        if called:
            context.use_all(element)
            return [self._call(note, element) for note in called]
        nodes = self._inside(element)
        if not has_words(inside := settled(nodes, context)):
            return []
        if any(found.tag in _FLOATS for found in targets) and _lacks_space(element, plain(inside)):
            return [Text("\u00a0", context.span(element)), *self._to(targets, rids, nodes, element)]
        return self._to(targets, rids, nodes, element)

    def _to(self, targets: list[Element], rids: list[str], nodes: list[Node], element: Element) -> list[Node]:
        """Words that lead somewhere in the article; nothing but words if it is not known where."""
        context = self.context
        inside = settled(nodes, context)
        if rids and not targets:
            shown = plain(inside).strip()[:40]
            context.warn(element, f'nothing in this article has the id "{rids[0][:40]}"; "{shown}" is set as words')
        if not targets or self.depth >= DEEPEST:
            return nodes
        anchor = anchor_of(targets[0])
        return [Link(f"#{anchor}", inside, context.span(element))] if anchor else nodes

    def _call(self, note: Element, at: Element) -> NoteCall:
        """A note is called; it is read later, when all that calls notes is."""
        context = self.context
        key = context.note_keys.get(note)
        if key is None:
            wished = anchor_of(note)
            key = wished if wished and wished not in context.footnotes else f"note-{len(context.footnotes) + 1}"
            while key in context.footnotes:
                key += "x"
            context.note_keys[note] = key
            context.note_marks[key] = words(at) if at is not note else ""
            context.footnotes[key] = Footnote(key, (), context.span(note))
        return NoteCall(key, context.span(at))

    def _note(self, element: Element) -> list[Node]:
        """A note written where it is called."""
        if element in self.context.claimed:
            return []
        return [self._call(element, element)]

    # ── links ──

    def _link(self, element: Element) -> list[Node]:
        context, span = self.context, self.context.span(element)
        nodes = self._inside(element)
        shown = settled(nodes, context)
        url = _url(element, plain(shown).strip())
        if not has_words(shown):
            return [Link(url, (Text(_shown(url), span),), span)] if _is_safe(url) else []
        if url and not _is_safe(url) and (scheme := _SCHEME.match(url)):
            context.warn(element, f'a link may not begin with "{scheme[1].lower()[:20]}:"; its words are set')
        if not _is_safe(url) or self.depth >= DEEPEST:
            return nodes
        return [Link(url, shown, span)]

    def _email(self, element: Element) -> list[Node]:
        nodes = self._inside(element)
        shown = settled(nodes, self.context)
        address = (href(element).removeprefix("mailto:") or plain(shown)).strip()
        if not re.fullmatch(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\".]+", address):
            return nodes
        return [
            Link(f"mailto:{address}", shown or (Text(address, self.context.span(element)),), self.context.span(element))
        ]

    # ── formulas and pictures ──

    def _formula(self, element: Element) -> list[Node]:
        context, span = self.context, self.context.span(element)
        found = written_formula(element)
        if found is not None:
            context.use_all(element)
            return [Math(span, found.tex, found.mathml, found.alt)]
        pictures = pictures_of(element)
        if pictures and not _words_beside(element):
            context.use_all(element)
            context.missing.append(pictures[0])
            return [Text(f"[{_alt_of(element) or 'formula'}]", span)]
        return self._inside(element)

    def _alternatives(self, element: Element) -> list[Node]:
        """One thing in several forms: a formula, else words, else a picture."""
        if written_formula(element) is not None or not _words_beside(element):
            return self._formula(element) if written_formula(element) is not None else self._picture(element)
        chosen = next(child for child in element if has_text(child) and child.tag not in ("graphic", "inline-graphic"))
        self.context.use_all(element)
        return self._element(chosen)

    def _picture(self, element: Element) -> list[Node]:
        """A picture among words: its words, if it has any."""
        self.context.use_all(element)
        pictures = pictures_of(element)
        if not pictures:
            return []
        self.context.missing.append(pictures[0])
        return [Text(f"[{_alt_of(element) or 'picture'}]", self.context.span(element))]

    def _private(self, element: Element) -> list[Node]:
        """A character that Unicode has not: what its description says."""
        self.context.use_all(element)
        said = (element.get("description") or "").strip()
        self.context.warn(element, "a character that Unicode does not have cannot be set; its description is")
        return [Text(f"[{said}]" if said else "\ufffd", self.context.span(element))]

    # ── the rest ──

    def _break(self, element: Element) -> list[Node]:
        return [LineBreak(self.context.span(element))]

    def _roman(self, element: Element) -> list[Node]:
        """Upright within italics: emphasis within emphasis is turned off again."""
        slanted = any(
            one.tag in ("italic", "source") for one in element.iterancestors("italic", "source", "p", "td", "title")
        )
        nearest = next(element.iterancestors("italic", "source", "p", "td", "th", "title"), None)
        within = slanted and nearest is not None and nearest.tag in ("italic", "source")
        return self._styled(element, "emph") if within else self._inside(element)

    def _by_css(self, element: Element) -> list[Node]:
        """`styled-content`: what its style says, as far as there is a word for it."""
        css = re.sub(r"\s", "", (element.get("style") or "").lower())
        nodes = self._inside(element)
        for pattern, style in _CSS:
            if re.search(pattern, css):
                nodes = self._dressed(style, nodes, element)
        return nodes

    def _name(self, element: Element) -> list[Node]:
        """A name in parts, without the spaces between them."""
        if element.get("name-style") == "eastern":
            return self._inside(element)
        parts = [child for child in element if child.tag == "given-names"]
        parts += [child for child in element if child.tag != "given-names"]
        self.context.use(element)
        return self.nodes(parts)

    def _ruby(self, element: Element) -> list[Node]:
        """A gloss stands behind its word, in brackets."""
        out: list[Node] = []
        for part in parts_of(element, self.context):
            if not isinstance(part, Piece) and part.tag == "rt":
                span = self.context.span(part)
                out += [Text("(", span), *self._inside(part), Text(")", span)]
            else:
                out += self.nodes((part,))
        return out

    def _abbreviation(self, element: Element) -> list[Node]:
        """What an abbreviation stands for is a hint of browsers; in print its words follow in brackets."""
        out: list[Node] = []
        for part in parts_of(element, self.context):
            if not isinstance(part, Piece) and part.tag == "def":
                span = self.context.span(part)
                meaning = tidy(settled(self._inside(part), self.context))
                if plain(meaning)[:1] in (":", ",", ";", "=", "(", "–", "—"):
                    out += meaning
                elif has_words(meaning):
                    out += [Text(" (", span), *meaning, Text(")", span)]
            else:
                out += self.nodes((part,))
        return out

    def _et_al(self, element: Element) -> list[Node]:
        return self._inside(element) if has_text(element) else [Text("et al", self.context.span(element))]


_READERS: dict[str, Callable[[_Reader, Element], list[Node]]] = {
    "xref": _Reader._xref,
    "fn": _Reader._note,
    "ext-link": _Reader._link,
    "uri": _Reader._link,
    "self-uri": _Reader._link,
    "related-article": _Reader._link,
    "related-object": _Reader._link,
    "inline-supplementary-material": _Reader._link,
    "email": _Reader._email,
    "inline-formula": _Reader._formula,
    "disp-formula": _Reader._formula,
    "chem-struct": _Reader._formula,
    "chem-struct-wrap": _Reader._formula,
    "tex-math": _Reader._formula,
    f"{MATHML}math": _Reader._formula,
    "alternatives": _Reader._alternatives,
    "graphic": _Reader._picture,
    "inline-graphic": _Reader._picture,
    "inline-media": _Reader._picture,
    "media": _Reader._picture,
    "private-char": _Reader._private,
    "break": _Reader._break,
    "roman": _Reader._roman,
    "sans-serif": _Reader._roman,
    "styled-content": _Reader._by_css,
    "name": _Reader._name,
    "ruby": _Reader._ruby,
    "abbrev": _Reader._abbreviation,
    "etal": _Reader._et_al,
}

_CSS: tuple[tuple[str, Style], ...] = (
    (r"font-style:(?:italic|oblique)", "emph"),
    (r"font-weight:(?:bold|[6-9]00)", "strong"),
    (r"font-variant:small-caps", "smallcaps"),
    (r"text-decoration:line-through", "strike"),
    (r"vertical-align:super", "sup"),
    (r"vertical-align:sub", "sub"),
)


_INDENT_AFTER = re.compile(r"(?<=[(\[{“‘«])[ \t\r]*\n[ \t\r\n]*")
_INDENT_BEFORE = re.compile(r"(?<![ \t\r\n])[ \t\r]*\n[ \t\r\n]*(?=[,.;:!?)\]}”»])")


def _without_indents(text: str, *, before_script: bool) -> str:
    """Line ends that a printer of XML put where no space can stand: inside brackets, before punctuation or an index."""
    if "\n" not in text:
        return text
    text = _INDENT_BEFORE.sub("", _INDENT_AFTER.sub("", text))
    bare = text.rstrip(" \t\r\n")
    return bare if before_script and "\n" in text[len(bare) :] else text


def _is_script(part: Part | None) -> bool:
    return part is not None and not isinstance(part, Piece) and part.tag in ("sub", "sup")


def is_inline(element: Element) -> bool:
    """Whether an element is known to stand in running text. What is not known may hold anything."""
    return element.tag in _READERS or element.tag in _STYLES or element.tag in _UNREAD or element.tag == "named-content"


def _calls_alone(nodes: Iterable[Node]) -> list[Node]:
    """Calls of notes, if there is nothing else but what a superscript puts around and between them."""
    calls: list[Node] = []
    for node in nodes:
        if isinstance(node, NoteCall):
            calls.append(node)
        elif not (isinstance(node, Text) and not node.text.strip(" \t\r\n,;()[]")):
            return []
    return calls


def _is_mark(text: str) -> bool:
    """A letter, a number, an asterisk, or some of them: not a word."""
    return not re.search(r"[^\W\d_]{3}", text)


def _lacks_space(xref: Element, shown: str) -> bool:
    """`Figure<xref>1</xref>`: converters left none where it was unbreakable, or stood between two elements."""
    before = xref.getprevious()
    text = (xref.getparent().text or "") if before is None else (before.tail or "".join(before.itertext()))
    return text[-1:].isalpha() and shown[:1].isalnum()


def _words_beside(element: Element) -> bool:
    """Whether there are words besides what is said of pictures, and besides a label."""
    return any(_texts(element))


def _texts(element: Element) -> Iterator[bool]:
    if element.tag in ("alt-text", "long-desc", "label", "object-id"):
        return
    yield bool((element.text or "").strip())
    for child in element:
        yield from _texts(child)
        yield bool((child.tail or "").strip())


def _alt_of(element: Element) -> str:
    return words(next(element.iter("alt-text"), None))


# ── addresses ─────────────────────────────────────────────────────────────

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SCHEMES = ("http", "https", "mailto", "doi", "tel")
"""Those that a letter's links may have."""
_HOST = re.compile(
    r"(?:www\.[\w-]+(?:\.[\w-]+)+|(?:[\w-]+\.)+(?:org|com|net|edu|gov|int|info|eu|uk|br))(?=[/?#:]|\Z)", re.IGNORECASE
)
_ARCHIVES: Mapping[str, str] = {
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/",
    "pmc": "https://www.ncbi.nlm.nih.gov/pmc/articles/",
    "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/",
    "clinical-trial": "https://clinicaltrials.gov/study/",
    "orcid": "https://orcid.org/",
}


def _url(element: Element, shown: str) -> str:
    """Where a link leads, as a whole address; "" if it does not say so."""
    written = (href(element) or (shown if element.tag in ("uri", "ext-link", "self-uri") else "")).replace(" ", "%20")
    kind = (element.get("ext-link-type") or "").lower()
    if written.lower().startswith("info:doi/"):
        written = written[9:]
    if re.match(r"10\.\d{4,9}/", written):
        return f"https://doi.org/{written}"
    if written.startswith("//"):
        return f"https:{written}"
    if kind in _ARCHIVES and re.fullmatch(r"[A-Za-z]{0,4}[\d-]+X?", written):
        return _ARCHIVES[kind] + written
    if _SCHEME.match(written) and not _HOST.match(written):
        return written
    return f"http://{written}" if _HOST.match(written) else ""


def _is_safe(url: str) -> bool:
    scheme = _SCHEME.match(url)
    return scheme is not None and scheme[1].lower() in _SCHEMES and bool(url[scheme.end() :].strip("/"))


def _shown(url: str) -> str:
    return url.removeprefix("mailto:")
