"""Whether tags and content belong together: every mark in one element, every element's marks on the page.

ISO 32000-1, 14.7.4; ISO 14289-1, 7.1. Knows what was read by `content.py` and `tree.py`.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from rejoinder.verify.checks import Findings
from rejoinder.verify.content import Ink, Key, Stream
from rejoinder.verify.model import Place
from rejoinder.verify.opened import Opened, entry, is_array, is_dictionary, number_of, whole
from rejoinder.verify.tree import Element, Tree


def check_marks(opened: Opened, ink: Ink, tree: Tree, findings: Findings) -> None:
    """Marked content against the tree, both ways; the parent tree; the text."""
    uses: dict[Key, list[Element]] = {}
    for element in tree.elements:
        for kid in element.kids:
            if kid.kind == "mark":
                uses.setdefault(kid.key, []).append(element)
    for stream in ink.streams.values():
        _check_stream(stream, uses, findings)
    for key, elements in uses.items():
        _check_use(key, elements, ink, findings)
    _check_parents(opened, ink, tree, uses, findings)
    _check_text(opened, ink, tree, findings)


def check_content(ink: Ink, findings: Findings, *, tagged: bool) -> None:
    """Marks within one content stream, of any file."""
    for stream in ink.streams.values():
        place = Place(stream.page, stream.owner[0])
        if stream.open:
            what = "is not closed" if stream.open > 0 else "is closed that was not begun"
            findings.say("mark-open", f"marked content {what}", place)
        if not tagged:
            continue
        for mcid in dict.fromkeys(stream.doubled):
            findings.say("mark-doubled", f"MCID {mcid} is there twice", place)
        for what in dict.fromkeys(stream.nested):
            findings.say("mark-nested", what, place)


def check_outside(opened: Opened, ink: Ink, findings: Findings) -> None:
    """Content of a page that is neither tagged nor an artifact. One finding for a page."""
    for page in opened.pages:
        stream = ink.streams.get(number_of(page.obj))
        if stream is None or not stream.outside:
            continue
        what = Counter(one if one in ("a shape", "a picture", "a shading") else "text" for one in stream.outside)
        said = [one for one in stream.outside if one not in ("a shape", "a picture", "a shading")]
        counted = ", ".join(f"{number} × {kind.removeprefix('a ')}" for kind, number in what.items())
        quoted = f", beginning “{_begin(''.join(said[:200]))}”" if said else ""
        findings.say(
            "content-untagged", f"something is drawn that is neither tagged nor an artifact: {counted}{quoted}",
            Place(page.number),
        )  # fmt: skip


def _check_stream(stream: Stream, uses: dict[Key, list[Element]], findings: Findings) -> None:
    for mcid, words in stream.marks.items():
        if (stream.owner, mcid) not in uses:
            said = _begin("".join(words))
            findings.say(
                "mark-orphan", f"MCID {mcid} is in no element{f': “{said}”' if said else ''}",
                Place(stream.page, stream.owner[0]),
            )  # fmt: skip
    if stream.marks and stream.times > 1:
        findings.say(
            "mark-shared", f"a form with tagged content is drawn {stream.times} times",
            Place(stream.page, stream.owner[0]),
        )  # fmt: skip


def _check_use(key: Key, elements: list[Element], ink: Ink, findings: Findings) -> None:
    owner, mcid = key
    stream = ink.streams.get(owner)
    if len(elements) > 1:
        which = ", ".join(f"object {element.obj[0]}" for element in elements[:5])
        findings.say(
            "mark-shared", f"MCID {mcid} is held {len(elements)} times: {which}", Place(elements[0].page, owner[0])
        )
    if stream is None:
        findings.say(
            "mark-missing", f"<{elements[0].written}> holds MCID {mcid} of something that is drawn on no page",
            Place(0, elements[0].obj[0]),
        )  # fmt: skip
    elif mcid not in stream.marks:
        findings.say(
            "mark-missing", f"<{elements[0].written}> holds MCID {mcid}, which is not there",
            Place(stream.page, elements[0].obj[0]),
        )  # fmt: skip


def _check_parents(opened: Opened, ink: Ink, tree: Tree, uses: dict[Key, list[Element]], findings: Findings) -> None:
    """The way back from content to element (14.7.4.4)."""
    keys = {number_of(page.obj): whole(entry(page.obj, "/StructParents")) for page in opened.pages}
    taken: dict[int, tuple[int, int]] = {}
    for owner, stream in ink.streams.items():
        if not stream.marks:
            continue
        place = Place(stream.page, owner[0])
        key = keys[owner] if owner in keys else whole(entry(opened.pdf.get_object(*owner), "/StructParents"))
        if key is None:
            findings.say("parent-tree", "there is tagged content, and no StructParents", place)
            continue
        if key in taken:
            findings.say("parent-tree", f"StructParents {key} is object {taken[key][0]}'s too", place)
        taken[key] = owner
        listed: Any = tree.parents.get(key)
        if not is_array(listed):
            findings.say("parent-tree", f"the parent tree has no array for key {key}", place)
            continue
        opened.budget.object(len(stream.marks))
        for mcid in stream.marks:
            elements = uses.get((owner, mcid))
            if not elements:
                continue
            named = number_of(listed[mcid]) if 0 <= mcid < len(listed) and is_dictionary(listed[mcid]) else None
            if named not in [element.obj for element in elements]:
                whose = "no element" if named is None else f"object {named[0]}"
                findings.say(
                    "parent-tree",
                    f"the parent tree gives MCID {mcid} to {whose}, the tree to object {elements[0].obj[0]}", place,
                )  # fmt: skip


def _check_text(opened: Opened, ink: Ink, tree: Tree, findings: Findings) -> None:
    """All that is drawn and no artifact, and all that the tree says, hold the same characters."""
    drawn: Counter[str] = Counter()
    for page in opened.pages:
        stream = ink.streams.get(number_of(page.obj))
        for words in stream.drawn if stream else ():
            drawn.update(words)
    said: Counter[str] = Counter()
    for element in tree.elements:
        for kid in element.kids:
            holder = ink.streams.get(kid.key[0]) if kid.kind == "mark" else None
            for words in holder.marks.get(kid.key[1], ()) if holder else ():
                said.update(words)
    for counter in (drawn, said):
        for blank in [char for char in counter if char.isspace()]:
            del counter[blank]
    lost, more = drawn - said, said - drawn
    for count, what in ((lost, "are drawn, and not in the tree"), (more, "are in the tree more often than drawn")):
        if count:
            some = "".join(sorted(count)[:20])
            findings.say("text", f"{count.total():,} characters {what}: {some}")


def _begin(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 40 else f"{words[:39]}…"
