"""What is known of one letter while it is read: its part of the tree, its references, what has been dealt with.

An article and each of its sub-articles is a part. Knows ids, keys and marks; knows nothing of what is made of them.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from rejoinder.content.jats.tree import Element, Tree
from rejoinder.content.model import Footnote
from rejoinder.diagnostics import Diagnostics, Span

PARTS = frozenset(("article", "sub-article", "response"))
CITATIONS = frozenset(("element-citation", "mixed-citation", "nlm-citation", "citation", "citation-alternatives"))
_KEY = re.compile(r"[A-Za-z0-9_](?:[\w:.+-]*\w)?", re.ASCII)


class Used:
    """Which elements have been dealt with: one record for the whole file."""

    def __init__(self) -> None:
        self.elements: set[Element] = set()

    def use(self, element: Element) -> None:
        self.elements.add(element)

    def use_all(self, element: Element) -> None:
        self.elements.update(element.iter())


class Context:
    """One part of an article. Lives while that is read."""

    def __init__(
        self,
        part: Element,
        tree: Tree,
        said: Diagnostics,
        used: Used,
        lang: str = "",
        parent: Context | None = None,
    ) -> None:
        self.part, self.tree, self.said, self.used = part, tree, said, used
        self.file: str = tree.file
        self.folder: Path | None = tree.folder
        self.lang = lang
        self.parent = parent
        self.claimed: set[Element] = set()
        """What is not for the body: statements, notes and lists that have places of their own."""
        self.silent: set[Element] = set()
        """What no mark in the text leads to in print."""
        self.taken: set[Element] = set()
        """Notes that say something of one author, and have been read for that."""
        self.footnotes: dict[str, Footnote] = {}
        """The notes that the text calls, in the order of their calls; what they say is read last."""
        self.note_keys: dict[Element, str] = {}
        self.note_marks: dict[str, str] = {}
        """What the source prints where a note is called first, by the note's key."""
        self.waiting: dict[str, Element] = {}
        """Figures and tables at the article's end, which are placed where the text first names them."""
        self.missing: list[Element] = []
        """Pictures that are not at hand."""
        self.tally: Counter[str] = Counter()
        """Figures, tables and cells until now: there are bounds."""
        self.keys: dict[Element, str] = {}
        """The references' elements, and citations within them, with their keys."""
        self.order: tuple[str, ...] = ()
        self.by_label: dict[str, str] = {}
        self.borrowed: dict[str, None] = {}
        """Keys of references of the article around this part that it cites, in that order."""
        self._number_references()

    # ── places and complaints ──

    def span(self, element: Element) -> Span:
        return self.tree.span(element)

    def warn(self, element: Element, message: str, hint: str = "") -> None:
        self.said.warning(message, self.span(element), hint)

    # ── what has been dealt with ──

    def use(self, element: Element) -> None:
        """Its own characters were read (those before, between and behind its children)."""
        self.used.use(element)

    def use_all(self, element: Element) -> None:
        """It was read, or left out on purpose, with everything in it."""
        self.used.use_all(element)

    def use_all_titles(self, element: Element) -> None:
        """It is no more than what gathers others: its title is not printed, because theirs are."""
        self.use(element)
        for child in element.iterchildren("title", "label"):
            self.use_all(child)

    def inside(self, *names: str) -> list[Element]:
        """What of those names belongs to this part, and not to a sub-article of it."""
        return inside(self.part, *names)

    def holder(self, element: Element) -> Element:
        """An element around a copy of one, for readers that read what is inside. Its places are the original's."""
        from copy import deepcopy

        from lxml import etree

        wrapped = etree.Element("sec")
        copied = deepcopy(element)
        copied.tail = None
        wrapped.append(copied)
        for one, other in zip(copied.iter(), element.iter(), strict=True):
            self.tree.offsets[one] = self.tree.offsets.get(other, 0)
            if other in self.claimed and other is not element:
                self.claimed.add(one)
        self.tree.offsets[wrapped] = self.tree.offsets.get(element, 0)
        self.use_all(element)
        return wrapped

    # ── ids ──

    def element(self, rid: str) -> Element | None:
        """What has an id: in this part of the article, else anywhere in it."""
        found = self.tree.ids.get(rid, ())
        if len(found) <= 1:
            return found[0] if found else None
        return next((one for one in found if part_of(one) is self.part), found[0])

    def reference(self, rid: str) -> str:
        """The key of the reference with an id; "" if it is something else, or nothing."""
        found = self.element(rid)
        if found is None:
            return ""
        key = self.keys.get(found, "")
        if not key and not self.order and self.parent is not None:
            key = self.parent.keys.get(found, "")
            if key:
                self.borrowed[key] = None
        return key

    def unprinted(self, rid: str) -> bool:
        """Whether a mark that leads there is the source's own dress: an affiliation's letter, an author's asterisk."""
        found = self.element(rid)
        if found is None:
            return False
        return (
            found.tag in ("aff", "corresp", "contrib", "author-notes", "contrib-group")
            or found in self.claimed
            or found in self.silent
        )

    # ── references ──

    def _number_references(self) -> None:
        """Give each reference a key: its id, where a letter can write it in a citation."""
        taken: set[str] = set()
        order = []
        for number, ref in enumerate(self.refs(), 1):
            written = ref.get("id") or ""
            key = written if _KEY.fullmatch(written) and written not in taken else f"ref{number}"
            while key in taken:
                key += "x"
            taken.add(key)
            order.append(key)
            self.keys[ref] = key
            for inside in ref.iterdescendants(*CITATIONS):
                self.keys[inside] = key
            label = label_text(ref)
            if label:
                self.by_label.setdefault(label, key)
            self.by_label.setdefault(str(number), key)
        self.order = tuple(order)

    def refs(self) -> list[Element]:
        """The references of this part, in their order, wherever its lists stand."""
        return [ref for listed in self.lists() for ref in listed.iterdescendants("ref")]

    def lists(self) -> list[Element]:
        """The outermost lists of references."""
        return [one for one in inside(self.part, "ref-list") if not any(True for _ in one.iterancestors("ref-list"))]


def label_text(ref: Element) -> str:
    """A reference's label without its dress: "[1]", "1.", "(1)" are "1"."""
    label = ref.find("label")
    text = "" if label is None else "".join(label.itertext())
    return text.strip().strip("[]().,").strip()


def part_of(element: Element) -> Element:
    """The article or sub-article that an element belongs to."""
    for one in (element, *element.iterancestors()):
        if one.tag in PARTS:
            return one
    return element


def inside(part: Element, *names: str) -> list[Element]:
    """What of those names belongs to a part, and not to a sub-article of it."""
    found = []
    for child in part:
        if child.tag in ("sub-article", "response"):
            continue
        found += child.iter(*names)
    return found
