"""Small steps on YAML nodes: taking values out of a mapping, and putting new ones together with the old places.

A key is the same with `_` and with `-`, as MyST and Quarto have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rejoinder.diagnostics import Span
from rejoinder.source import Mapping, Node, Scalar, Sequence

Entry = tuple[Scalar, Node]


def spelt(key: str) -> str:
    return key.strip().replace("_", "-")


def text_node(text: str, span: Span) -> Scalar:
    """A text that nobody wrote so, at the place of what it was made of."""
    return Scalar(text, text, span, quoted=True)


def truth_node(value: bool, span: Span) -> Scalar:
    return Scalar(value, "true" if value else "false", span)


def key_like(name: str, written: Scalar | Span) -> Scalar:
    """A key of ours at the place of the one that it stands for."""
    span = written if isinstance(written, Span) else written.span
    return Scalar(name, name, span)


def mapping_of(entries: Iterable[tuple[str, Node]], span: Span) -> Mapping:
    """A mapping of ours; each key has the place of its value."""
    return Mapping(tuple((key_like(name, node.span), node) for name, node in entries), span)


def is_nothing(node: Node | None) -> bool:
    """Whether a value says nothing: none, an empty text, an empty list or mapping."""
    match node:
        case None | Sequence(items=()) | Mapping(entries=()):
            return True
        case Scalar():
            return node.value is None or not node.text.strip()
    return False


def items_of(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; a single value stands for a list of one, and nothing for none."""
    if isinstance(node, Sequence):
        return tuple(item for item in node.items if not is_nothing(item))
    return () if node is None or is_nothing(node) else (node,)


def text_of(node: Node | None) -> str:
    """A value as one line of text; of a mapping what it calls itself; of a list its items with commas."""
    match node:
        case Scalar():
            return "" if node.value is None or isinstance(node.value, bool) else " ".join(node.text.split())
        case Sequence():
            return ", ".join(filter(None, map(text_of, node.items)))
        case Mapping():
            named = (node.get(key) for key in ("name", "text", "literal", "value", "id", "ref"))
            return next(filter(None, map(text_of, named)), "")
    return ""


def is_true(node: Node | None) -> bool:
    """Whether a value says yes: `true`, and what people write for it."""
    if not isinstance(node, Scalar) or node.value is None:
        return False
    if isinstance(node.value, bool):
        return node.value
    return node.text.strip().lower() not in ("", "0", "false", "no", "none", "off")


class Taken:
    """The entries of one mapping by their keys, of which each is taken at most once; what is left can be told."""

    def __init__(self, node: Mapping) -> None:
        self.span = node.span
        self._left: dict[str, Entry] = {}
        for key, value in node.entries:
            self._left.setdefault(spelt(key.text), (key, value))

    def __contains__(self, name: str) -> bool:
        return name in self._left

    def put(self, key: Scalar, value: Node) -> None:
        """Add an entry, if none of its name is there."""
        self._left.setdefault(spelt(key.text), (key, value))

    def rename(self, old: str, new: str) -> None:
        """Call an entry by another name, if none is there that is called so."""
        if old in self._left and new not in self._left:
            self._left[new] = self._left.pop(old)

    def look(self, *names: str) -> Node | None:
        """The first value that is there under one of these names; it stays."""
        return next((self._left[name][1] for name in names if name in self._left), None)

    def take(self, *names: str) -> Node | None:
        """The first value that says something under one of these names. All of the names are taken."""
        found = [entry[1] for name in names if (entry := self._left.pop(name, None)) is not None]
        return next((node for node in found if not is_nothing(node)), None)

    def entries(self, names: Iterable[str]) -> Iterator[Entry]:
        """Take the entries of these names, as they are."""
        for name in names:
            entry = self._left.pop(name, None)
            if entry is not None and not is_nothing(entry[1]):
                yield entry

    def left(self) -> Iterator[Scalar]:
        """The keys that nobody took."""
        return (key for key, value in self._left.values() if not is_nothing(value))
