"""Marks of citations lose their source's dress, and become citations whose look the style sheet decides.

A source prints a citation as a superior figure, as a figure in brackets, or as authors and year; the element that says
what is cited (`xref`) may stand around all of that, within it, or beside some of it. Here brackets, commas, dashes and
superscripts go away, ranges are filled in, and of authors and years what is part of the sentence stays. Where a
pattern is not sure the words are kept, and the mark is added behind them.

Knows the inlines of one level, with a `Marker` for each such element, and the list of references; knows no XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Literal, Protocol, TypeAlias

from rejoinder.content.jats.runs import clipped, collapsed, plain
from rejoinder.content.model import Cite, CiteItem, Inline, Inlines, NoteCall, Style, Styled, Text
from rejoinder.diagnostics import Span
from rejoinder.values import dataclass, replace


class References(Protocol):
    """The list of references: their keys in its order, and by their labels ("12", "Lee99")."""

    @property
    def order(self) -> tuple[str, ...]: ...

    @property
    def by_label(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Marker:
    """An element that cites `keys`, and the words that the source prints for it."""

    keys: tuple[str, ...]
    words: Inlines
    span: Span


Node: TypeAlias = Inline | Marker

MOST_FILLED = 200
"""References that one range may stand for."""
LONGEST_GROUP = 400
"""Characters between a bracket and its end in which all can belong to a citation."""

# ── what the source prints for one reference ─────────────────────────────

_DASH = "[-\u2010-\u2015\u2212]"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)[a-z]?"
_UNDATED = (
    r"in press|forthcoming|n\.\s?d\.|s\.\s?d\.|in preparation|submitted|unpublished|no prelo|en prensa|sous presse"
)
_DATE = re.compile(rf"(?<![\w.])(?:{_YEAR}|{_UNDATED})(?![\w])", re.IGNORECASE)
_NUMBERS = re.compile(
    rf"\(?\d{{1,4}}[a-h]?\)?(?:\s*(?:[,;.&]|{_DASH}|\band\b|\s)\s*\(?\d{{1,4}}[a-h]?\)?)*[.,;]?|[*†‡]+"
)
_NUMBER_OR_RANGE = re.compile(rf"(\d{{1,4}})[a-h]?(?:\s*{_DASH}\s*(\d{{1,4}})[a-h]?)?")
_SMALL = frozenset(
    "et al and e y und och og en i & von van der den de la le du del della dos das da do di ter ten zu zur zum of "
    "for the on in colleagues co-workers coworkers others outros colaboradores collaborators press forthcoming "
    "apud im al. et. ed eds ed. eds. n.d. s.d. a b c d unpublished submitted preparation no prelo".split()
)
"""Words in small letters that may stand in the name of an author."""
_MOST_NAMES = 16
_AUTHOR_YEAR = re.compile(
    rf"(?P<who>.*?\w\W{{0,3}}?)\s*[(\[]\s*(?P<year>{_YEAR}|{_UNDATED})(?P<rest>[^()\[\]]*)[)\]]?\s*",
    re.IGNORECASE | re.DOTALL,
)
"""Kong et al. (1999, p. 4)"""


class Kind(Enum):
    """What the words of a marker are."""

    EMPTY = 0
    NUMBER = 1
    DATED = 2
    """Authors and year, or a year."""
    WORDS = 3
    """A part of the sentence."""


def kind_of(marker: Marker, references: References) -> Kind:
    """Whether a marker's words may go away."""
    text = _bare(plain(marker.words))
    if not text:
        return Kind.EMPTY
    if len(text) > LONGEST_GROUP:
        return Kind.WORDS
    dated = _DATE.search(text) is not None
    if text in references.by_label and not (dated and " " in text):
        return Kind.NUMBER
    if _NUMBERS.fullmatch(text) and not (dated and not any(n in references.by_label for n in _DATE.findall(text))):
        return Kind.NUMBER
    if dated and _are_authors(_DATE.sub("", _without_place(text))):
        return Kind.DATED
    return Kind.WORDS


def _without_place(text: str) -> str:
    """`Kong 1999, p. 4` without the page."""
    end = [date.end() for date in _DATE.finditer(text)][-1]
    rest = text[end:].rstrip(" )]")
    return text[:end] if _LOCATOR.fullmatch(rest) or _NUMERIC_LOCATOR.fullmatch(rest) else text


def _bare(text: str) -> str:
    """Without white space and brackets at its ends."""
    return text.strip().strip("()[]").strip()


def _are_authors(text: str) -> bool:
    """Whether words may be names: small letters only in particles and the like."""
    words = re.findall(r"[^\W\d_][\w.&'’\u2010-]*", text)
    return len(words) <= _MOST_NAMES and all(
        not word[0].islower() or word.rstrip(".,;").lower() in _SMALL for word in words
    )


# ── one level of a text as a string, in which patterns can be found ──────

_MARK, _OTHER = "\ue000", "\ue001"
_HIDE = {ord(sign): "\ufffd" for sign in (_MARK, _OTHER)}
_SEPARATOR = rf"\s*(?:(?:[,;]|{_DASH})\s*)?"
_CLUSTER = re.compile(rf"{_MARK}(?:{_SEPARATOR}{_MARK})*")
_DRESS = re.compile(rf"[\s,;.()\[\]]*(?:{_DASH}[\s,;()\[\]]*)?")
"""What may be left of a superscript, or of italics, when the markers in it are taken away."""
_BARE_NUMBERS = re.compile(r"[\d\s,;()\[\]\u2010-\u2015\u2212-]*")


def dressed(style: Style, nodes: Sequence[Node], references: References, span: Span) -> list[Node]:
    """Styled words. If they are nothing but markers and their dress, they are not styled any more."""
    if any(isinstance(node, Marker) for node in nodes):
        others = [node for node in nodes if not isinstance(node, Marker)]
        if all(isinstance(node, Text) for node in others):
            line = _Line(nodes)
            between = [part.strip() for part in line.text.split(_MARK)]
            if all(_DRESS.fullmatch(part) for part in between):
                return list(nodes)
            if style == "sup" and all(_BARE_NUMBERS.fullmatch(part) for part in between):
                found = _Group(line, 0, len(line.text), references).cite()
                if found is not None:
                    return [Marker(tuple(item.key for item in found.items), (), span)]
    return [Styled(style, settled(nodes, references), span)]


def settled(nodes: Sequence[Node], references: References) -> Inlines:
    """The inlines of one level: every marker has become a citation."""
    if not any(isinstance(node, Marker) for node in nodes):
        return collapsed(_inlines(nodes))
    line = _Line(_undressed(nodes))
    edits = _Edits(line, references)
    return collapsed(_close_up(line.with_edits(edits.made())))


def _inlines(nodes: Iterable[Node]) -> Iterator[Inline]:
    for node in nodes:
        assert not isinstance(node, Marker)
        yield node


def _undressed(nodes: Sequence[Node]) -> list[Node]:
    """Commas, dashes and brackets beside a marker are plain, though the source raised or slanted them."""
    out = list(nodes)
    for index, node in enumerate(out):
        text = plain(node.children) if isinstance(node, Styled) else ""
        if text.strip() and _DRESS.fullmatch(text) and _beside_marker(out, index):
            out[index] = Text(text, node.span)
    return [node for index, node in enumerate(out) if not _is_joint(out, index)]


def _is_joint(nodes: Sequence[Node], index: int) -> bool:
    """Whether it is the comma between a citation's mark and a note's: `¹,ᵃ`."""
    node = nodes[index]
    if not isinstance(node, Text) or not node.text.strip() or node.text.strip(" \t\r\n,;"):
        return False
    beside = [_next_to(nodes, index, step) for step in (-1, 1)]
    return {type(one) for one in beside} == {Marker, NoteCall}


def _next_to(nodes: Sequence[Node], index: int, step: int) -> Node | None:
    """The next node to the left (-1) or right (1) that is more than white space."""
    at = index + step
    while 0 <= at < len(nodes) and isinstance(one := nodes[at], Text) and not one.text.strip():
        at += step
    return nodes[at] if 0 <= at < len(nodes) else None


def _beside_marker(nodes: Sequence[Node], index: int) -> bool:
    return any(isinstance(_next_to(nodes, index, step), Marker) for step in (-1, 1))


class _Line:
    """The nodes of one level, and their text, in which each marker and each other node is one character."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = nodes
        self.starts: list[int] = []
        self.markers: dict[int, Marker] = {}
        parts: list[str] = []
        at = 0
        for node in nodes:
            self.starts.append(at)
            if isinstance(node, Text):
                part = node.text.translate(_HIDE)
            elif isinstance(node, Marker):
                part = _MARK
                self.markers[at] = node
            else:
                part = _OTHER
            parts.append(part)
            at += len(part)
        self.text = "".join(parts)

    def with_edits(self, edits: Sequence[tuple[int, int, Inlines]]) -> list[Inline]:
        """The nodes, with what stands from one place to another replaced; edits are in order, and do not overlap."""
        out: list[Inline] = []
        waiting = list(reversed(edits))
        skip = 0
        """Up to where everything has been replaced."""
        for start, node in zip(self.starts, self.nodes, strict=True):
            end = start + (len(node.text) if isinstance(node, Text) else 1)
            at = start
            while waiting and waiting[-1][0] < end and waiting[-1][0] >= start:
                begin, skip_to, new = waiting.pop()
                self._keep(out, node, max(at, skip) - start, begin - start)
                out.extend(new)
                at, skip = skip_to, skip_to
            self._keep(out, node, max(at, skip) - start, end - start)
        for _, _, new in reversed(waiting):
            out.extend(new)
        return out

    @staticmethod
    def _keep(out: list[Inline], node: Node, start: int, end: int) -> None:
        if start >= end:
            return
        if isinstance(node, Text):
            out.append(replace(node, text=node.text[start:end]))
        elif not isinstance(node, Marker):
            out.append(node)


def _close_up(nodes: Sequence[Inline]) -> list[Inline]:
    """A citation stands directly behind its word. One that begins with words keeps its space."""
    out: list[Inline] = []
    for node in nodes:
        if isinstance(node, Cite) and not node.items[0].prefix and out and isinstance(before := out[-1], Text):
            out[-1] = replace(before, text=before.text.rstrip())
        out.append(node)
    return out


# ── groups in brackets ────────────────────────────────────────────────────

_OPENING, _CLOSING = "([", {")": "(", "]": "["}
_PLAIN_JOINT = re.compile(r"\s*(?:[,;/&]|[,;]?\s*(?:and|e|y|et|und|och|og|en|&))?\s*")
_RANGE_JOINT = re.compile(rf"\s*(?:{_DASH}|to|through|a|bis|à)\s*")
_NUMBER_JOINT = re.compile(
    rf"\s*(?:(?:[,;]|{_DASH})\s*)?\d{{1,4}}(?:\s*(?:[,;]|{_DASH})\s*\d{{1,4}})*\s*(?:[,;]|{_DASH})?\s*"
)
_INTRODUCING = frozenset(
    "see also e.g e.g. eg i.e i.e. cf cf. cfr cfr. compare but for a an recent review reviews reviewed in by "
    "of example instance details ref ref. refs refs. reference references from after as the ver véase vea "
    "voir siehe vgl. vgl apud conf. per data adapted discussed described summarized summarised especially "
    "particularly most recently notably source fonte fuente and".split()
)
"""Words that may stand before a reference in its brackets, and belong to the citation."""
_PLACE_WORD = (
    r"(?:pp?|p[áa]gs?|pages?|páginas?|s|chap(?:ter)?s?|ch|caps?|cap[íi]tulo|figs?|figures?|tables?|tabs?|secs?"
    r"|sections?|vols?|suppl|n|nos?|notes?|notas?|§+|cols?|arts?|paras?|fols?|fl|l|lines?|t|appendix|eqs?)"
)
_LOCATOR = re.compile(
    rf"\s*[,:;]?\s*(?P<loc>{_PLACE_WORD}\.?\s*[\dIVXLCivxlc][\w.,;\s\u2010-\u2015-]{{0,40}}?)\s*,?\s*", re.IGNORECASE
)
_NUMERIC_LOCATOR = re.compile(r"\s*:\s*(?P<loc>\d[\d\s,\u2010-\u2015\u2212-]{0,20})\s*,?\s*")
_REMARK = re.compile(
    r"\s*[,;]\s*(?P<loc>(?:and references? (?:there)?in|for (?:a )?reviews?|for (?:example|instance|details)"
    r"|among others|entre outros|emphasis|our |my |grif|trad|itálico|ênfase|cursiv|énfasis|destaque)[^.;()]{0,60})\s*"
)


class _Group:
    """What stands from one place of a line to another, and may be one citation."""

    def __init__(self, line: _Line, start: int, end: int, references: References) -> None:
        self.references = references
        at = [place for place in range(start, end) if line.text[place] == _MARK]
        bounds = [start, *(place + 1 for place in at)]
        ends = [*at, end]
        self.parts = [" ".join(line.text[a:b].split()) for a, b in zip(bounds, ends, strict=True)]
        self.markers = [line.markers[place] for place in at]
        self.kinds = [kind_of(marker, references) for marker in self.markers]
        self.dated = Kind.DATED in self.kinds
        self.items: list[CiteItem] = []
        self.prefix = ""

    def cite(self) -> Cite | None:
        """The citation; None if some of its words are not part of one."""
        if any(_OTHER in part for part in self.parts) or not all(map(self._may_go, self.markers, self.kinds)):
            return None
        if not self._before(self.parts[0]):
            return None
        for index, marker in enumerate(self.markers):
            if index and not self._between(self.parts[index], marker):
                return None
            self._add(marker)
        if not self._behind(self.parts[-1]):
            return None
        return Cite(tuple(_without_doubles(self.items)), self.markers[0].span)

    def _may_go(self, marker: Marker, kind: Kind) -> bool:
        """Numbers and dates; and names whose year is in the next marker."""
        return kind != Kind.WORDS or (self.dated and _are_authors(_bare(plain(marker.words))))

    def _before(self, text: str) -> bool:
        words = text.strip()
        if not words or words in ",;":
            return True
        if not self.dated and _NUMBER_JOINT.fullmatch(text):
            return self._add_numbers(text)
        return self._introduced(words)

    def _introduced(self, words: str) -> bool:
        said = words.strip(" \u00a0,;:")
        if not said or len(said) > 80 or any(w.lower().rstrip(",;:") not in _INTRODUCING for w in said.split()):
            return False
        self.prefix = said + ("," if words.endswith(",") else "")
        return True

    def _between(self, text: str, following: Marker) -> bool:
        if _PLAIN_JOINT.fullmatch(text):
            return True
        if _RANGE_JOINT.fullmatch(text):
            if not self.dated:
                self._fill(following.keys[0])
            return True
        if not self.dated and _NUMBER_JOINT.fullmatch(text):
            return self._add_numbers(text, following.keys[0])
        head, semicolon, tail = text.rpartition(";")
        if semicolon and _PLAIN_JOINT.fullmatch(tail or " "):
            return self._located(head)
        if semicolon and self._introduced(tail.strip()):
            return not head.strip() or self._located(head)
        return self._located(text) or (text.lstrip().startswith(",") and self._introduced(text.strip()))

    def _located(self, text: str) -> bool:
        """`, p. 4` belongs to the reference before it."""
        found = _LOCATOR.fullmatch(text) or (
            self.dated and (_NUMERIC_LOCATOR.fullmatch(text) or _REMARK.fullmatch(text))
        )
        place = found["loc"].strip() if found else self._place_and_remark(text) if self.dated else ""
        if not place or not self.items:
            return False
        if text.lstrip().startswith(":"):
            place = place if place[0].isalpha() else f"p. {place}"
        self.items[-1] = replace(self.items[-1], suffix=place)
        return True

    @staticmethod
    def _place_and_remark(text: str) -> str:
        """`p. 4; emphasis added`"""
        head, semicolon, tail = text.partition(";")
        place, remark = _LOCATOR.fullmatch(head), _REMARK.fullmatch(semicolon + tail)
        return f"{place['loc'].strip()}; {remark['loc'].strip()}" if place and remark else ""

    def _behind(self, text: str) -> bool:
        if not text.strip(" \t\r\n,;."):
            return True
        if not self.dated and _NUMBER_JOINT.fullmatch(text):
            return self._add_numbers(text)
        return self._located(text.rstrip().rstrip(";").rstrip())

    # ── keys ──

    def _add(self, marker: Marker) -> None:
        rest = _locator_in(plain(marker.words)) if self.dated else ""
        for key in keys_of(marker, self.references):
            self.items.append(CiteItem(key, marker.span, self.prefix))
            self.prefix = ""
        if rest:
            self.items[-1] = replace(self.items[-1], suffix=rest)

    def _fill(self, last: str) -> None:
        """The references between the one before and `last`."""
        if self.items:
            first = self.items[-1]
            for key in between(first.key, last, self.references.order):
                self.items.append(CiteItem(key, first.span))

    def _add_numbers(self, text: str, following: str = "") -> bool:
        """Numbers without a marker, if they are labels; a dash before or behind fills the range."""
        for dash, number in re.findall(rf"({_DASH}?)\s*(\d+)", text):
            key = self.references.by_label.get(number)
            if key is None:
                return False
            if dash:
                self._fill(key)
            self.items.append(CiteItem(key, self.markers[0].span))
        if following and re.search(rf"{_DASH}\s*\Z", text):
            self._fill(following)
        return True


def _locator_in(text: str) -> str:
    """`p. 4` in "Kong 1999, p. 4" or "1999: 4"."""
    date = list(_DATE.finditer(text))
    rest = text[date[-1].end() :].rstrip(" )]") if date else ""
    found = _LOCATOR.fullmatch(rest) or _NUMERIC_LOCATOR.fullmatch(rest)
    if not found or not rest.strip():
        return ""
    place = found["loc"].strip()
    return place if place[0].isalpha() or place[0] == "§" else f"p. {place}"


def keys_of(marker: Marker, references: References) -> tuple[str, ...]:
    """What a marker cites: what it says by its ids, and what its words "1–3, 7" say besides."""
    text = _bare(plain(marker.words))
    keys = list(marker.keys)
    if _NUMBERS.fullmatch(text):
        found: list[str] = []
        for first, last in _NUMBER_OR_RANGE.findall(text):
            key, end = references.by_label.get(first), references.by_label.get(last) if last else None
            if key is not None:
                found.append(key)
            if key is not None and end is not None:
                found += (*between(key, end, references.order), end)
        if len(found) > 1:
            keys = found + [key for key in keys if key not in found]
    return tuple(dict.fromkeys(keys))


def between(first: str, last: str, order: Sequence[str]) -> tuple[str, ...]:
    """The keys that stand between two in the list; none if they stand the other way round, or too far apart."""
    begin = order.index(first) if first in order else len(order)
    near = order[begin + 1 : begin + 1 + MOST_FILLED]
    return tuple(near[: near.index(last)]) if last in near else ()


def _without_doubles(items: Iterable[CiteItem]) -> Iterator[CiteItem]:
    seen: set[str] = set()
    for item in items:
        if item.key not in seen or item.prefix or item.suffix:
            yield item
        seen.add(item.key)


# ── all of a line ─────────────────────────────────────────────────────────

_ENDS_YEAR = re.compile(rf"(?P<loc>[^()\[\]{_MARK}{_OTHER}]{{0,60}})[)\]]")
_MORE_IN_BRACKETS = re.compile(rf"(?:\s*(?:[,;]|{_DASH})?\s*\[\d{{1,4}}\])+")


class _Edits:
    """Finds what is to be replaced in a line."""

    def __init__(self, line: _Line, references: References) -> None:
        self.line, self.references = line, references
        self.edits: list[tuple[int, int, Inlines]] = []
        self.done: set[int] = set()
        """The places of markers that are cited."""
        self.cited_next: dict[int, tuple[str, ...]] = {}
        """Where a group in brackets begins: what it cites."""

    def made(self) -> list[tuple[int, int, Inlines]]:
        brackets = _brackets(self.line)
        for (start, end), places in brackets.items():
            if end - start <= LONGEST_GROUP:
                cite = _Group(self.line, start + 1, end, self.references).cite()
                if cite is not None:
                    self.edits.append((self._without_comma(start, end + 1), end + 1, (cite,)))
                    self.done.update(places)
                    self.cited_next[start] = tuple(item.key for item in cite.items)
        text = self.line.text
        for cluster in _CLUSTER.finditer(text):
            self._loose(cluster.start(), cluster.end())
        self.edits.sort(key=lambda edit: edit[:2])
        return self.edits

    def _loose(self, start: int, end: int) -> None:
        """Markers outside of brackets, or in brackets with other words: numbers in a row are one citation."""
        text = self.line.text
        run: list[int] = []
        for place in (at for at in range(start, end) if text[at] == _MARK):
            if place in self.done:
                self._numbers(run)
                run = []
            elif kind_of(self.line.markers[place], self.references) in (Kind.NUMBER, Kind.EMPTY):
                run.append(place)
            else:
                self._numbers(run)
                run = []
                self._words(place)
        self._numbers(run)

    def _numbers(self, places: Sequence[int]) -> None:
        if not places:
            return
        start, end = places[0], places[-1] + 1
        more = _MORE_IN_BRACKETS.match(self.line.text, end)
        if more and plain(self.line.markers[places[-1]].words).strip().startswith("["):
            end = more.end()
        group = _Group(self.line, start, end, self.references)
        if end > places[-1] + 1:
            group.parts[-1] = group.parts[-1].replace("[", "").replace("]", "")
        cite = group.cite()
        if cite is None:  # what looked like further numbers is none of the list's
            end = places[-1] + 1
            cite = _Group(self.line, start, end, self.references).cite()
        assert cite is not None, "markers with commas or dashes between are a citation"
        self.edits.append((self._without_comma(start, end), end, (cite,)))

    def _without_comma(self, start: int, end: int) -> int:
        """`(RT-PCR; 5)`: the brackets stay for the words' sake; the comma before the number goes."""
        text = self.line.text
        far = max(0, start - LONGEST_GROUP)
        before = text[far:start].rstrip()
        behind = text[end : end + 1]
        opened = max(before.rfind("("), before.rfind("["))
        if before.endswith((",", ";")) and behind and behind in _CLOSING and 0 <= opened < len(before) - 1:
            return far + len(before) - 1
        return start

    def _words(self, place: int) -> None:
        """Words that are part of the sentence: they stay, but for the year in "Kong et al (1999)"."""
        marker, text = self.line.markers[place], self.line.text
        written = plain(marker.words)
        end, suffix, words = place + 1, "", marker.words
        dated = _AUTHOR_YEAR.fullmatch(written) if len(written) <= LONGEST_GROUP else None
        if dated and _are_authors(dated["who"]) and dated["who"].strip():
            suffix = _locator_in(f"{dated['year']}{dated['rest']}")
            open_ = written.rstrip()[-1] not in ")]"
            closing = _ENDS_YEAR.match(text, place + 1) if open_ else None
            located = _LOCATOR.fullmatch(closing["loc"]) if closing else None
            known = not dated["rest"].strip(" ,;:") or suffix or _is_dates(dated["rest"])
            if known and (not open_ or (closing and (located or not closing["loc"].strip()))):
                words = clipped(marker.words, len(dated["who"].rstrip()))
                if closing:
                    end = closing.end()
                    suffix = located["loc"].strip() if located else suffix
            else:
                suffix = ""
        if not words:
            words = marker.words
        following = re.compile(r"\s*").match(text, end)
        next_group = self.cited_next.get(following.end() if following else end, ())
        keys = keys_of(marker, self.references)
        cited: Inlines = ()
        if not set(keys) <= set(next_group):
            items = [CiteItem(key, marker.span) for key in keys]
            items[-1] = replace(items[-1], suffix=suffix)
            cited = (Cite(tuple(items), marker.span),)
        self.edits.append((place, end, (*words, *cited)))


def _is_dates(text: str) -> bool:
    return not _DATE.sub("", text).strip(" ,;:&/-–aebcd")


def _brackets(line: _Line) -> dict[tuple[int, int], list[int]]:
    """Pairs of brackets that hold markers directly: where they stand, and where their markers do."""
    found: dict[tuple[int, int], list[int]] = {}
    stack: list[tuple[str, int, list[int]]] = []
    for at, char in enumerate(line.text):
        if char in _OPENING:
            stack.append((char, at, []))
        elif char == _MARK and stack:
            stack[-1][2].append(at)
        elif char in _CLOSING and stack:
            if stack[-1][0] != _CLOSING[char] and len(stack) > 1 and stack[-2][0] == _CLOSING[char]:
                unclosed = stack.pop()
                stack[-1][2].extend(unclosed[2])
            if stack[-1][0] == _CLOSING[char]:
                _, start, places = stack.pop()
                if places:
                    found[start, at] = places
    return found


# ── the list ──────────────────────────────────────────────────────────────


def references_order(labels: Sequence[str], cited: bool) -> Literal["cited", "listed"]:
    """Whether references keep the numbers of the source's list: when it is numbered, or nothing tells another order."""
    numbered = sum(label.isdigit() for label in labels)
    return "listed" if not cited or numbered * 2 > len(labels) else "cited"
