"""The last look at a letter that came from JATS: figures and tables named in the text, links, notes, missing pictures.

Until here every `xref` to a figure or table is a link with the author's words. Where the author's labels are those that
this program would give ("Figure 1", "Figure 2", in the order of first mention), they are left to it, and the links
become mentions; otherwise labels and words stay as they are. Knows the whole letter; knows no XML but for places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, TypeAlias

from rejoinder.content.jats.blocks import read_notes
from rejoinder.content.jats.citations import references_order
from rejoinder.content.jats.context import Context, label_text
from rejoinder.content.jats.runs import collapsed, plain
from rejoinder.content.jats.tree import href
from rejoinder.content.model import (
    Block,
    Blocks,
    Cite,
    Figure,
    Foreign,
    Heading,
    Inline,
    Inlines,
    Letter,
    Link,
    Listing,
    Mention,
    NoteCall,
    Paragraph,
    Quote,
    Row,
    Styled,
    Table,
    Text,
)
from rejoinder.values import replace

Kind: TypeAlias = Literal["figure", "table"]
Float: TypeAlias = Figure | Table


def finish(letter: Letter, context: Context) -> Letter:
    """The letter, whole: its notes read, its mentions and links in order; what pictures it lacks is said."""
    read_notes(context)
    letter = replace(letter, footnotes=tuple(context.footnotes.values()))
    letter = _distinct(letter)
    letter = replace(letter, references_order=_order_of(letter, context))
    letter = _Words(_Names(letter, context.lang)).letter(letter)
    _say_missing(context)
    return letter


def _order_of(letter: Letter, context: Context) -> Literal["cited", "listed"]:
    labels = [label_text(ref) for ref in context.refs()]
    texts = (letter.title, letter.subtitle, *(text for block in _all_blocks(letter) for text in _texts(block)))
    return references_order(labels, any(_cites(text) for text in texts))


def _cites(inlines: Inlines) -> bool:
    return any(
        isinstance(one, Cite) or (isinstance(one, Styled | Foreign | Link) and _cites(one.children)) for one in inlines
    )


def _say_missing(context: Context) -> None:
    if not context.missing:
        return
    first, count = context.missing[0], len(context.missing)
    name = href(first).rpartition("/")[2][:60]
    called = f'the picture "{name}"' if name else "a picture"
    context.warn(
        first,
        f"{called} is not at hand" if count == 1 else f"{count} pictures are not at hand; the first is {called}",
        "put them beside the article as SVG, PDF, PNG or JPEG; until then their places are kept empty",
    )


# ── going through a letter ────────────────────────────────────────────────


class _Words:
    """Goes through a letter, and changes the inlines of each of its texts."""

    def __init__(self, names: _Names) -> None:
        self.names, self.edit = names, names.edit

    def letter(self, letter: Letter) -> Letter:
        answered = letter.responds_to
        return replace(
            letter,
            title=self.edit(letter.title, None),
            subtitle=self.edit(letter.subtitle, None),
            short_title=self.edit(letter.short_title, None),
            correspondence=self.edit(letter.correspondence, None),
            license=replace(letter.license, text=self.edit(letter.license.text, None)),
            responds_to=replace(answered, title=self.edit(answered.title, None)) if answered else None,
            authors=tuple(
                replace(one, note=self.edit(one.note, None), present_address=self.edit(one.present_address, None))
                if one.note or one.present_address
                else one
                for one in letter.authors
            ),
            abstract=self.blocks(letter.abstract),
            body=self.blocks(letter.body),
            statements=tuple(replace(one, blocks=self.blocks(one.blocks)) for one in letter.statements),
            footnotes=tuple(replace(note, blocks=self.blocks(note.blocks)) for note in letter.footnotes),
        )

    def blocks(self, blocks: Blocks) -> Blocks:
        return tuple(self.block(block) for block in blocks)

    def block(self, block: Block) -> Block:
        match block:
            case Paragraph() | Heading():
                return replace(block, children=self.edit(block.children, None))
            case Listing():
                return replace(block, items=tuple(self.blocks(item) for item in block.items))
            case Quote():
                return replace(block, blocks=self.blocks(block.blocks))
            case Figure():
                return replace(block, label=self.names.label(block), caption=self.edit(block.caption, block))
            case Table():
                return replace(
                    block,
                    label=self.names.label(block),
                    caption=self.edit(block.caption, block),
                    head=tuple(self.row(row, block) for row in block.head),
                    body=tuple(self.row(row, block) for row in block.body),
                    notes=tuple(self.edit(note, block) for note in block.notes),
                )
        return block

    def row(self, row: Row, within: Table) -> Row:
        return replace(row, cells=tuple(replace(cell, children=self.edit(cell.children, within)) for cell in row.cells))


def _inside(block: Block) -> Blocks:
    match block:
        case Listing():
            return tuple(one for item in block.items for one in item)
        case Quote():
            return block.blocks
    return ()


def _texts(block: Block) -> Iterator[Inlines]:
    """The texts of a block, in the order of reading."""
    match block:
        case Paragraph() | Heading():
            yield block.children
        case Figure():
            yield block.caption
        case Table():
            yield block.caption
            yield from (cell.children for row in (*block.head, *block.body) for cell in row.cells)
            yield from block.notes
    for one in _inside(block):
        yield from _texts(one)


def _floats(blocks: Blocks) -> Iterator[Float]:
    for block in blocks:
        if isinstance(block, Figure | Table):
            yield block
        yield from _floats(_inside(block))


def _all_blocks(letter: Letter) -> Blocks:
    statements = (block for one in letter.statements for block in one.blocks)
    return (*letter.abstract, *letter.body, *statements, *(block for note in letter.footnotes for block in note.blocks))


def _distinct(letter: Letter) -> Letter:
    """Every id once: a second figure, table or heading of the same id goes without."""
    seen: set[str] = set()
    doubled: set[int] = set()

    def look(blocks: Blocks) -> None:
        for block in blocks:
            if isinstance(block, Figure | Table | Heading) and block.id:
                if block.id in seen:
                    doubled.add(id(block))
                seen.add(block.id)
            look(_inside(block))

    look(_all_blocks(letter))
    if not doubled:
        return letter

    def without(blocks: Blocks) -> Blocks:
        made: list[Block] = []
        for block in blocks:
            if id(block) in doubled and isinstance(block, Figure | Table | Heading):
                block = replace(block, id="")
            elif isinstance(block, Listing):
                block = replace(block, items=tuple(without(item) for item in block.items))
            elif isinstance(block, Quote):
                block = replace(block, blocks=without(block.blocks))
            made.append(block)
        return tuple(made)

    return replace(
        letter,
        abstract=without(letter.abstract),
        body=without(letter.body),
        statements=tuple(replace(one, blocks=without(one.blocks)) for one in letter.statements),
        footnotes=tuple(replace(one, blocks=without(one.blocks)) for one in letter.footnotes),
    )


# ── what figures and tables are called ────────────────────────────────────

_LABEL: Mapping[Kind, re.Pattern[str]] = {
    "figure": re.compile(r"(?:Fig(?:ure)?\.?)\s*(\d{1,3})", re.IGNORECASE),
    "table": re.compile(r"(?:Tab(?:le)?\.?)\s*(\d{1,3})", re.IGNORECASE),
}
"""Labels that the sheet would print too; those in other languages stay as they are."""
_WORD = r"(?:(?:Fig(?:ure)?s?|Tab(?:le)?s?)\.?)"
_NAMED = re.compile(
    rf"(?P<word>{_WORD}\s*)?(?P<number>\d{{1,3}})(?P<rest>(?:\s?[A-Za-z](?![A-Za-z]))?(?:[,;–-]\s?[A-Za-z](?![A-Za-z]))*.{{0,40}})",
    re.IGNORECASE | re.DOTALL,
)
"""Figure 2B; Fig. 1, left; Table 3; 4"""
_SINGULAR = re.compile(r"(?:\bFig(?:ure)?\.?|\bTab(?:le)?\.?)[\s\u00a0]+\Z", re.IGNORECASE)
_DASH = re.compile("\\s*[-\u2010-\u2015\u2212]\\s*")


class _Seen(NamedTuple):
    """Something in the order of reading: an id that is named, or a float that stands there."""

    named: str
    stands: Float | None
    within: Float | None


class _Names:
    """Which floats have the numbers that this program gives, and the links that name them."""

    def __init__(self, letter: Letter, lang: str) -> None:
        self.english = lang.lower().startswith("en")
        floats = list(_floats(_all_blocks(letter)))
        self.by_id: dict[str, Float] = {}
        for one in floats:
            if one.id:
                self.by_id.setdefault(one.id, one)
        self.targets = {block.id for block in _headings(letter) if block.id} | set(self.by_id)
        self.numbers: dict[int, int] = {}
        """The numbers of floats, by their identity, that are left to this program."""
        self.kinds: dict[Kind, dict[int, Float]] = {"figure": {}, "table": {}}
        order = _numbered(list(_Reading(letter, self.by_id).seen()), self.by_id)
        for kind in ("figure", "table"):
            self._compare(kind, [one for one in order if kind_of(one) == kind])

    def _compare(self, kind: Kind, order: list[Float]) -> None:
        """Leave the labels of one kind to this program, if they are the ones that it would give."""
        plain_ = [one for one in order if one.numbered and _number(kind, one.label)]
        if not self.english or any(_number(kind, one.label) != place for place, one in enumerate(plain_, 1)):
            return
        for place, one in enumerate(plain_, 1):
            self.numbers[id(one)] = place
            self.kinds[kind][place] = one

    def label(self, one: Float) -> str:
        """What a float is called; "" if that is left to this program."""
        return "" if id(one) in self.numbers else one.label

    # ── the letter's words ──

    def edit(self, inlines: Inlines, within: Float | None) -> Inlines:
        if not any(isinstance(one, Link | Styled | Foreign) for one in inlines):
            return inlines
        made: list[Inline] = []
        for one in inlines:
            if isinstance(one, Link) and one.url.startswith("#"):
                made.extend(self._link(one, made, within))
            elif isinstance(one, Styled | Foreign | Link):
                made.append(replace(one, children=self.edit(one.children, within)))
            else:
                made.append(one)
        return collapsed(self._ranges(made))

    def _link(self, link: Link, before: list[Inline], within: Float | None) -> Inlines:
        """A mention, a link, or nothing but words, if it leads to nothing that is printed."""
        target = self.by_id.get(link.url[1:])
        inside = self.edit(link.children, within)
        if target is None:
            return (replace(link, children=inside),) if link.url[1:] in self.targets else inside
        number = self.numbers.get(id(target), 0)
        said = _NAMED.fullmatch(plain(inside).strip())
        if not number or not said or int(said["number"]) != number or not _is_plain(inside):
            return (replace(link, children=inside),)
        rest = said["rest"]
        if re.match(r"\s*(?:[,;&]|and\b|[-\u2010-\u2015])\s*(?:Fig|Tab|\d)", rest, re.IGNORECASE):
            return (replace(link, children=inside),)
        bare = not said["word"]
        if bare and before and isinstance(word := before[-1], Text) and (found := _SINGULAR.search(word.text)):
            before[-1] = replace(word, text=word.text[: found.start()])
            bare = False
        mention = Mention((link.url[1:],), link.span, bare)
        return (mention, Text(rest, link.span)) if rest else (mention,)

    def _ranges(self, nodes: list[Inline]) -> list[Inline]:
        """`2–4`: those between are mentioned too."""
        out: list[Inline] = []
        for node in nodes:
            dash = out[-1] if out else None
            first = out[-2] if len(out) > 1 else None
            if (
                isinstance(node, Mention)
                and node.bare
                and isinstance(first, Mention)
                and isinstance(dash, Text)
                and _DASH.fullmatch(dash.text)
            ):
                ids = self._through(first.ids[-1], node.ids[0])
                if ids:
                    out[-2:] = [replace(first, ids=(*first.ids, *ids))]
                    continue
            out.append(node)
        return out

    def _through(self, first: str, last: str) -> tuple[str, ...]:
        """The ids of those behind the first, up to the last."""
        begin, end = self.by_id[first], self.by_id[last]
        kind = kind_of(begin)
        numbers = range(self.numbers[id(begin)] + 1, self.numbers[id(end)] + 1)
        through = [self.kinds[kind].get(number) for number in numbers]
        ids = tuple(one.id for one in through if one is not None)
        return ids if kind_of(end) == kind and len(ids) == len(numbers) and all(ids) else ()


def kind_of(one: Float) -> Kind:
    return "table" if isinstance(one, Table) else one.kind


def _number(kind: Kind, label: str) -> int:
    found = _LABEL[kind].fullmatch(label.replace("\u00a0", " ").strip())
    return int(found[1]) if found else 0


def _is_plain(inlines: Inlines) -> bool:
    return all(isinstance(one, Text) or (isinstance(one, Styled) and _is_plain(one.children)) for one in inlines)


def _headings(letter: Letter) -> Iterator[Heading]:
    for blocks in (letter.body, *(one.blocks for one in letter.statements)):
        yield from (block for block in blocks if isinstance(block, Heading))


# ── the order of reading ──────────────────────────────────────────────────


class _Reading:
    """Figures, tables and their names, in the order in which they are read; a note is read where it is called."""

    def __init__(self, letter: Letter, by_id: Mapping[str, Float]) -> None:
        self.letter, self.by_id = letter, by_id
        self.notes = {note.key: note.blocks for note in letter.footnotes}
        self.labelled: dict[tuple[Kind, int], str] = {}
        for key, one in by_id.items():
            if number := _number(kind_of(one), one.label):
                self.labelled.setdefault((kind_of(one), number), key)

    def seen(self) -> Iterator[_Seen]:
        letter = self.letter
        yield from self._words(letter.title, None)
        for blocks in (letter.abstract, letter.body, *(one.blocks for one in letter.statements)):
            yield from self._blocks(blocks, None)

    def _blocks(self, blocks: Blocks, within: Float | None) -> Iterator[_Seen]:
        for block in blocks:
            inside = within
            if isinstance(block, Figure | Table):
                yield _Seen("", block, within)
                inside = block
            if not isinstance(block, Listing | Quote):
                for text in _texts(block):
                    yield from self._words(text, inside)
            yield from self._blocks(_inside(block), within)

    def _words(self, inlines: Inlines, within: Float | None) -> Iterator[_Seen]:
        for place, one in enumerate(inlines):
            if isinstance(one, Link) and one.url.startswith("#"):
                for between in self._between(inlines, place):
                    yield _Seen(between, None, within)
                yield _Seen(one.url[1:], None, within)
            elif isinstance(one, NoteCall):
                yield from self._blocks(self.notes.pop(one.key, ()), within)
            if isinstance(one, Styled | Foreign | Link):
                yield from self._words(one.children, within)

    def _between(self, inlines: Inlines, place: int) -> Iterator[str]:
        """The ids of those between the first and the last of a range: `2–4` names the third too."""
        if place < 2:
            return
        first, dash, last = inlines[place - 2 : place + 1]
        if not isinstance(first, Link) or not isinstance(dash, Text) or not _DASH.fullmatch(dash.text):
            return
        assert isinstance(last, Link)
        begin, end = self.by_id.get(first.url[1:]), self.by_id.get(last.url[1:])
        if begin is not None and end is not None and kind_of(begin) == kind_of(end):
            kind = kind_of(begin)
            for number in range(_number(kind, begin.label) + 1, _number(kind, end.label)):
                if (kind, number) in self.labelled:
                    yield self.labelled[kind, number]


def _numbered(seen: list[_Seen], by_id: Mapping[str, Float]) -> list[Float]:
    """Floats in the order in which they are counted: where they are first named, or stand if nothing names them."""
    named = [(by_id.get(one.named), one.within) if one.named else (None, None) for one in seen]
    mentioned = {id(found) for found, within in named if found is not None and found is not within}
    order: dict[int, Float] = {}
    for one, (found, within) in zip(seen, named, strict=True):
        if one.stands is not None and (id(one.stands) not in mentioned or one.stands.place == "here"):
            order.setdefault(id(one.stands), one.stands)
        elif found is not None and found is not within:
            order.setdefault(id(found), found)
    return list(order.values())
