"""The words of an article's body, read twice: from its XML, and from the letter that was made of it.

Two walks that share no code: one over the XML as it stands in the file, one over the letter's model. Both yield
tokens: words, and signs one by one, without white space. `first_difference` lays them side by side.

What may differ, and nothing else:

* the text of a citation's `xref`, but for the names before "(1999)"; and brackets, commas, semicolons and
  dashes next to it, and an "and" between two (`Token.dress`): the style sheet decides how a citation looks;
* the word and the stop of "Fig. 2" where the style sheet has a word of its own: the number stays;
* the labels of figures, tables, notes and list items, which are counted anew or stand in fields of their own; and a
  note's mark that is written once more at the beginning of its text;
* what a picture or a formula shows, for which one sign stands; soft hyphens and places to break a line;
* where a figure or table stands: their words are compared apart, and so are those of notes;
* the tags and comments of HTML that stands in the file as characters;
* sections that the letter keeps as statements at its end, which are compared with those.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from lxml import etree

from rejoinder.content import model
from rejoinder.diagnostics import Diagnostics
from rejoinder.document.order import Order

CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "jats"
FORMULA = "∎"
_TOKEN = re.compile(r"\d+|[^\W\d]+|[^\w\s]")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_UNSEEN |= {code: bytes((code,)).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_NEAR = frozenset("()[],;-.–:")
_JOINS = frozenset(("and", "e", "y", "et", "und", "&"))


_BLOCK_TAG = re.compile(r"<!--.*?-->|</?(?:p|br|div|td|tr|table)\b[^<>]*>", re.DOTALL)
_INLINE_TAG = re.compile(r"</?[a-z][^<>]*>")


class Token(NamedTuple):
    """A word or a sign. `dress` may be missing in the other reading."""

    text: str
    dress: bool = False


class Reading(NamedTuple):
    """The words of a body; those of each figure and table, of each note, and of the statements."""

    body: tuple[Token, ...]
    floats: tuple[tuple[Token, ...], ...] = ()
    notes: tuple[tuple[Token, ...], ...] = ()
    statements: tuple[Token, ...] = ()


Piece: TypeAlias = "str | Token"


def _split(pieces: Iterable[Piece]) -> Iterator[Token]:
    """Words; those that several pieces make up are whole."""
    text: list[str] = []
    for one in pieces:
        if isinstance(one, Token):
            yield from tokens("".join(text))
            text = []
            yield one
        else:
            text.append(one)
    yield from tokens("".join(text))


def tokens(text: str, *, dress: bool = False) -> Iterator[Token]:
    for found in _TOKEN.findall(text.translate(_UNSEEN).translate(_DASHES)):
        yield Token(found, dress)


# ── from the XML ──────────────────────────────────────────────────────────

_SILENT = frozenset("object-id alt-text long-desc index-term sec-meta institution-id ref-list".split())
_FLOATS = frozenset("fig table-wrap media".split())
_GROUPS = frozenset(("fig-group", "table-wrap-group"))
_FLOATS_OR_FILES = _FLOATS | {"supplementary-material"}
_APART = frozenset(
    "p title td th label caption list-item sec tr break attrib term def fn entry speaker verse-line".split()
)
_FORMULAS = frozenset("inline-formula disp-formula tex-math math chem-struct chem-struct-wrap".split())
_PICTURES = frozenset("graphic inline-graphic inline-media".split())
_UNPRINTED = frozenset("aff corresp contrib author-notes".split())


class XmlReading:
    """Reads one part of an article."""

    def __init__(self, part: Any) -> None:
        self.part = part
        self.ids: dict[str, Any] = {}
        root = part.getroottree().getroot()
        for element in [*root.iter(), *part.iter()]:
            if isinstance(element.tag, str) and element.get("id"):
                self.ids[element.get("id")] = element
        self.floats: list[tuple[Token, ...]] = []
        self.notes: list[Any] = []

    def read(self, *tops: Any) -> Reading:
        body = [token for top in tops for token in _split(self._inside(top))]
        waiting = next((one for one in self.part if _name(one) == "floats-group"), None)
        if waiting is not None:
            for one in waiting:
                list(self._element(one))
        notes = []
        for note in self.notes:  # grows while notes call others
            notes.append(tuple(_undressed(_unmarked(note, list(_split(self._inside(note)))))))
        return Reading(tuple(_undressed(body)), tuple(sorted(self.floats)), tuple(notes))

    def _inside(self, element: Any) -> Iterator[Piece]:
        if _name(element) == "p" and "</p>" in (element.text or "") and not len(element):
            yield _INLINE_TAG.sub("", _BLOCK_TAG.sub(" ", element.text))
            return
        yield _before(element.text, next(iter(element), None))
        for child in element:
            apart = _name(child) in _APART
            yield " " if apart else ""
            yield from self._element(child)
            yield " " if apart else ""
            yield _before(child.tail, child.getnext())

    def _element(self, element: Any) -> Iterator[Piece]:
        name = _name(element)
        if not name or name in _SILENT:
            return
        if name == "kwd-group" and _name(element.getparent()) in _FLOATS | _GROUPS:
            return
        above = {_name(one) for one in element.iterancestors()}
        if name == "media" and (above & _FLOATS_OR_FILES or not any(_name(one) == "caption" for one in element)):
            name = "graphic"
        if name == "chem-struct-wrap" and any(_name(one) == "caption" for one in element):
            name = "fig"
        if name in _GROUPS and not above & _FLOATS:
            self._group(element)
        elif name in _FLOATS and above & _FLOATS:
            yield from self._inside(element)
        elif name in _FLOATS:
            self._alone(element)
        elif name == "xref":
            yield from self._xref(element)
        elif name == "fn":
            parent = _name(element.getparent())
            if parent in ("p", "td", "th", "title"):
                self._call(element)
            elif element not in self.notes and not self._called(element):
                yield from self._inside(element)
        elif name == "label":
            yield from (Token(one.text, True) for one in _split(self._inside(element)))
        elif name in _FORMULAS:
            label = next((one for one in element if _name(one) == "label"), None)
            if _name(element) == "math" or any(_name(one) in {"math", "tex-math"} for one in element.iter()):
                yield Token(FORMULA)
            else:
                yield from self._inside(element)
            if label is not None:
                yield from tokens("".join(label.itertext()), dress=True)
        elif name == "def" and _name(element.getparent()) == "abbrev":
            yield from (Token("(", True), *self._inside(element), Token(")", True))
        elif name == "alternatives":
            best = [one for one in element if _name(one) not in _PICTURES] or [element[0]]
            for one in best if _name(best[0]) == "table" else best[:1]:
                yield from self._element(one)
        elif name in _PICTURES:
            said = " ".join(one.text or "" for one in element.iter("alt-text"))
            yield from tokens(f"[ formula picture {said} ]", dress=True)
            yield from self._inside(element)
        elif name in ("copyright-year", "copyright-holder"):
            yield from (Token("©", True), *(Token(one.text, True) for one in _split(self._inside(element))))
        elif name == "surname" and element.getnext() is not None:
            yield from (Token(one.text, True) for one in _split(self._inside(element)))
        else:
            yield from self._inside(element)

    def _group(self, group: Any) -> None:
        """Each of its figures by itself; the words of the group belong to the first."""
        place = len(self.floats)
        own = []
        for child in group:
            if _name(child) in _FLOATS | _GROUPS:
                self._alone(child)
            else:
                own += list(_split(self._element(child)))
        if own and len(self.floats) > place:
            self.floats[place] = (*_undressed(own), *self.floats[place])

    def _alone(self, element: Any) -> None:
        whole = tuple(_undressed(_split(self._inside(element))))
        if any(not one.dress for one in whole):
            self.floats.append(whole)

    def _called(self, note: Any) -> bool:
        key = note.get("id")
        return bool(key) and any(key in (xref.get("rid") or "").split() for xref in self.part.iter("xref"))

    def _call(self, note: Any) -> None:
        if note not in self.notes:
            self.notes.append(note)

    def _xref(self, element: Any) -> Iterator[Piece]:
        targets = [self.ids[rid] for rid in (element.get("rid") or "").split() if rid in self.ids]
        kinds = {_name(one) for one in targets}
        pieces = list(self._inside(element))
        inside = list(_split(pieces))
        if kinds & {"ref", "mixed-citation", "element-citation", "nlm-citation", "citation"}:
            yield Token("\ue000")
            dated = re.match(r"(\D*?)\s*[(]\s*(?:1[5-9]|20)\d\d", "".join(element.itertext()), re.DOTALL)
            firm = len(list(tokens(dated[1]))) if dated else 0
            yield from (Token(one.text, place >= firm) for place, one in enumerate(inside))
            yield Token("\ue001")
        elif kinds & {"fn"}:
            if "author-notes" not in {_name(one.getparent()) for one in targets}:
                for one in targets:
                    self._call(one)
        elif kinds & _UNPRINTED:
            return
        elif kinds & _FLOATS:
            yield Token("\ue002")
            for one in inside:
                yield Token(one.text, one.text.lower() in _WORDS_OF_FLOATS or one.text == ".")
        else:
            yield from pieces


def _unmarked(note: Any, read: list[Token]) -> Iterator[Token]:
    """The mark that a source repeats at the beginning of a note's text is like a label."""
    begin = next((place for place, one in enumerate(read) if not one.dress), len(read))
    paragraph = next((one for one in note if _name(one) == "p"), None)
    head = next(iter(paragraph), None) if paragraph is not None and not (paragraph.text or "").strip() else None
    if head is not None and _name(head) == "sup":
        count = len(list(tokens("".join(head.itertext()))))
    else:
        count = len(list(takewhile(lambda one: one.text in "*†‡§¶#", read[begin:])))
    for place, one in enumerate(read):
        yield Token(one.text, one.dress or begin <= place < begin + count)


_WORDS_OF_FLOATS = ("figure", "figures", "fig", "figs", "table", "tables", "tab")


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _before(text: str | None, after: Any) -> str:
    """What stands before an element; a line end before a subscript is none of the author's."""
    text = text or ""
    bare = text.rstrip()
    return bare if after is not None and _name(after) in ("sub", "sup") and "\n" in text[len(bare) :] else text


def _undressed(read: Iterable[Token]) -> Iterator[Token]:
    """Brackets, commas and dashes beside the mark of a citation may go; so may "Fig." before its number."""
    row = list(read)
    free = [token.dress for token in row]
    for place, token in enumerate(row):
        if token.text in ("\ue000", "\ue001"):
            step = -1 if token.text == "\ue000" else 1
            at = place + step
            joined: list[int] = []
            while 0 <= at < len(row) and (row[at].text in _NEAR or row[at].text in _JOINS):
                joined.append(at)
                at += step
            between = 0 <= at < len(row) and row[at].text in ("\ue000", "\ue001")
            for near in joined:
                if row[near].text in _JOINS and not between:
                    break
                free[near] = True
        elif token.text == "\ue002":
            at = place - 1
            while at >= 0 and (row[at].text.lower() in _WORDS_OF_FLOATS or row[at].text == "."):
                free[at] = True
                at -= 1
    for token, dress in zip(row, free, strict=True):
        if token.text not in ("\ue000", "\ue001", "\ue002"):
            yield Token(token.text, dress)


# ── from the letter ───────────────────────────────────────────────────────


class LetterReading:
    """Reads a letter's model."""

    def __init__(self, letter: model.Letter) -> None:
        self.letter = letter
        self.numbers = {key: one.number for key, one in Order(letter, Diagnostics()).floats.by_id.items()}
        self.floats: list[tuple[Token, ...]] = []
        self.notes: list[str] = []

    def read(self) -> Reading:
        body = tuple(self._blocks(self.letter.body))
        statements = tuple(token for one in self.letter.statements for token in self._statement(one))
        known = {note.key: note for note in self.letter.footnotes}
        notes = []
        for key in self.notes:  # grows while notes call others
            notes.append(tuple(self._blocks(known[key].blocks)))
        return Reading(body, tuple(sorted(self.floats)), tuple(notes), statements)

    def _statement(self, one: model.Statement) -> Iterator[Token]:
        yield from tokens(one.label, dress=True)
        yield from self._blocks(one.blocks)

    def _blocks(self, blocks: model.Blocks) -> Iterator[Token]:
        for block in blocks:
            match block:
                case model.Paragraph() | model.Heading():
                    yield from self._words(block.children)
                case model.Listing():
                    for item in block.items:
                        yield from self._blocks(item)
                case model.Quote():
                    yield from self._blocks(block.blocks)
                case model.Verbatim():
                    yield from tokens(block.text)
                case model.Formula():
                    yield Token(FORMULA)
                    yield from tokens(block.label, dress=True)
                case model.Figure():
                    self._float(self._words(block.caption))
                case model.Table():
                    cells = (cell.children for row in (*block.head, *block.body) for cell in row.cells)
                    parts = (block.caption, *cells, *block.notes)
                    self._float(token for part in parts for token in self._words(part))

    def _float(self, read: Iterable[Token]) -> None:
        whole = tuple(read)
        if whole:
            self.floats.append(whole)

    def _words(self, inlines: model.Inlines) -> Iterator[Token]:
        yield from _split(self._pieces(inlines))

    def _pieces(self, inlines: model.Inlines) -> Iterator[Piece]:
        for one in inlines:
            match one:
                case model.Text():
                    yield one.text
                case model.Styled() | model.Foreign() | model.Link():
                    yield from self._pieces(one.children)
                case model.LineBreak():
                    yield " "
                case model.Math():
                    yield Token(FORMULA)
                case model.NoteCall():
                    if one.key not in self.notes:
                        self.notes.append(one.key)
                    yield Token("", True)
                case model.Cite():
                    yield Token("(", True)
                    for item in one.items:
                        yield f" {item.prefix} "
                        yield Token(",", True)
                        yield f" {item.suffix} "
                        yield Token(";", True)
                    yield Token(")", True)
                case model.Mention():
                    numbers = [self.numbers[key] for key in one.ids]
                    yield Token("", True)
                    yield f"{numbers[0]}-{numbers[-1]}" if len(numbers) > 1 else f"{numbers[0]}"


# ── side by side ──────────────────────────────────────────────────────────


def first_difference(xml: tuple[Token, ...], letter: tuple[Token, ...], *, within: bool = False) -> str:
    """Where two readings differ, in words; "" if they say the same. `within`: the letter may say more at its ends."""
    letter = tuple(one for one in letter if one.text)
    starts = [0]
    if within:
        firm = next((place for place, one in enumerate(xml) if not one.dress), 0)
        firsts = {one.text for one in xml[: firm + 1]}
        starts += [place for place, one in enumerate(letter) if place and one.text in firsts][:400]
    furthest = (-1, 0)
    for start in starts:
        reached = _compare(xml, letter, start, within)
        if reached is None:
            return ""
        furthest = max(furthest, reached)
    i, j = furthest
    said = " ".join(one.text for one in xml[max(0, i - 12) : i + 8])
    read = " ".join(one.text for one in letter[max(0, j - 12) : j + 8])
    return f"XML: … {said} …\nletter: … {read} …"


def _compare(xml: tuple[Token, ...], letter: tuple[Token, ...], start: int, within: bool) -> tuple[int, int] | None:
    """None if all agrees; else the furthest places. Where a word may go or stay, both are tried."""
    stack, seen, furthest = [(0, start)], set(), (0, start)
    while stack:
        i, j = stack.pop()
        while True:
            if (i, j) in seen:
                break
            furthest = max(furthest, (i, j))
            if i == len(xml):
                rest = letter[j:]
                if within or all(one.dress for one in rest):
                    return None
                break
            same = j < len(letter) and xml[i].text == letter[j].text
            if xml[i].dress or (j < len(letter) and letter[j].dress):
                seen.add((i, j))
                if xml[i].dress:
                    stack.append((i + 1, j))
                if j < len(letter) and letter[j].dress:
                    stack.append((i, j + 1))
            if not same:
                break
            i, j = i + 1, j + 1
    return furthest


# ── a whole article ───────────────────────────────────────────────────────


def parsed(path: Path) -> Any:
    parser = etree.XMLParser(
        remove_comments=True, remove_pis=True, recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    root = etree.fromstring(path.read_bytes(), parser)
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname
    return root


def parts(root: Any) -> list[Any]:
    """The article and its sub-articles, in the order of the file."""
    return list(root.iter("article", "sub-article", "response"))


_STATEMENTS = re.compile(
    r"compet|conflict|interest|acknowledg|agradec|funding|financ|contribut|disclos|ethic|consent|availab|supplement|supporting|appendix"
    r"|author|data|declara|contribui|abbreviat|note|disclaimer|provenance|ai |biograph",
    re.IGNORECASE,
)


def differences(part: Any, letter: model.Letter) -> list[str]:
    """What is in the body of an article and not in the letter, or the other way round."""
    body = next((one for one in part if _name(one) == "body"), None)
    if body is None:
        return []
    read = LetterReading(letter).read()
    _take_statements(body, read.statements)
    xml = XmlReading(part).read(body)
    found = []
    if said := first_difference(xml.body, read.body, within=True):
        found.append(f"body\n{said}")
    for mine, theirs in ((xml.notes, read.notes), (xml.floats, read.floats)):
        for one in mine:
            if not any(not first_difference(one, other, within=True) for other in theirs):
                found.append("lost: " + " ".join(token.text for token in one[:30]))
    return found


def _take_statements(body: Any, statements: tuple[Token, ...]) -> None:
    """Sections that stand among the letter's statements are no part of its body."""
    for section in reversed([*body.iter("sec", "supplementary-material")]):
        if section.getparent() is None or not any(True for _ in section.iterancestors("body")):
            continue
        title = " ".join("".join(section[0].itertext()).split()) if len(section) else ""
        if not _STATEMENTS.search(title):
            continue
        inside = [one for child in section if _name(child) != "title" for one in XmlReading(section).read(child).body]
        words = tuple(one for one in inside if one.text not in ("\ue000", "\ue001"))
        if not first_difference(words, statements, within=True):
            tail = section.tail
            section.clear()
            section.tail = tail


def read_corpus(path: Path) -> tuple[list[tuple[Any, model.Letter]], tuple[Any, ...]]:
    """The parts of a file with the letters that were made of them; and what was said."""
    from rejoinder.content.jats.article import read_jats
    from rejoinder.source import Source

    said = Diagnostics()
    letters = read_jats(Source(path.name, "", path.parent, path.read_bytes()), said)
    return list(zip(parts(parsed(path)), letters, strict=True)) if letters else [], tuple(said)


def by_part(pairs: Iterable[tuple[Any, model.Letter]]) -> Mapping[str, list[str]]:
    return {letter.part or "article": found for part, letter in pairs if (found := differences(part, letter))}
