"""Links and the places they lead to (ISO 32000-1, 12.3.2 and 12.5.6.5; ISO 14289-1, 7.18).

Knows the tree's links and anchors; nothing of ink. In PDF 2.0 whatever leads to a place in the letter leads to the
element there, and for readers of older versions to the point on the page (ISO 32000-2, 12.3.2.3; ISO 14289-2, 8.8).
"""

from __future__ import annotations

from rejoinder.pdf.objects import LONGEST_STRING, PdfFile, byte_string, number, ref, text_string
from rejoinder.pdf.tags import Node, Spot, Tree

PRINTED = 4
"""The flag that PDF/A asks of every annotation (ISO 19005-2, 6.3.2)."""

_URI_CHARACTERS = "!#$%&'()*+,-./:;=?@[]_~"
"""What stays as it is in a URI; all else is percent-encoded (RFC 3986; RFC 3987, 3.1)."""


def annotate(file: PdfFile, tree: Tree, page_objs: list[int]) -> list[list[int]]:
    """Write an annotation for each stretch of each link; says those of each page.

    A link to an anchor that nothing carries gets none. In the parent tree links stand after the pages.
    """
    if tree.standard.two:
        tree.number(file)
    annotations: list[list[int]] = [[] for _ in page_objs]
    key = len(page_objs)
    for node in tree.linked():
        action = _action(node, tree, page_objs)
        if not action:
            continue
        contents = tree.said(_contents(node))
        for page, stretch in node.fragments:
            obj = file.add(
                f"<</Type /Annot /Subtype /Link /Rect [{' '.join([number(side) for side in stretch])}] "
                f"/P {ref(page_objs[page])} /Border [0 0 0] /F {PRINTED} /Contents {contents} "
                f"/StructParent {key} {action}>>"
            )
            key += 1
            annotations[page].append(obj)
            node.annotations.append((page, obj))
    return annotations


def _action(node: Node, tree: Tree, page_objs: list[int]) -> str:
    target = node.element.target
    assert target is not None
    if target.url:
        from urllib.parse import quote  # 4 ms, and few letters have such links

        address = quote(target.url, safe=_URI_CHARACTERS, errors="replace")
        # cut off it would lead elsewhere: so it leads nowhere, and is no link
        return f"/A <</S /URI /URI {text_string(address)}>>" if len(address) < LONGEST_STRING // 4 else ""
    if target.anchor not in tree.anchors:
        return ""
    if tree.standard.two:
        return f"/A {go_to(tree.anchors[target.anchor], tree.named(target.anchor), page_objs)}"
    return f"/Dest {byte_string(target.anchor)}"


def _contents(node: Node) -> str:
    """What a screen reader says of it: never nothing (ISO 14289-1, 7.18.5)."""
    target = node.element.target
    assert target is not None
    return target.contents or node.element.alt or target.url or target.anchor


def destination(spot: Spot, page_objs: list[int]) -> str:
    """An explicit destination (12.3.2.2) that keeps the reader's zoom."""
    return f"[{ref(page_objs[spot.page])} /XYZ {number(spot.x)} {number(spot.y)} null]"


def go_to(spot: Spot, element: int, page_objs: list[int]) -> str:
    """The action of PDF 2.0 that leads to an element (ISO 32000-2, 12.6.4.2)."""
    there = f" /SD [{ref(element)} /XYZ {number(spot.x)} {number(spot.y)} null]" if element else ""
    return f"<</S /GoTo /D {destination(spot, page_objs)}{there}>>"


def name_tree(tree: Tree, page_objs: list[int]) -> str:
    """The named destinations, in the order of their keys' bytes (7.9.6)."""
    ordered = sorted(tree.anchors, key=lambda anchor: anchor.encode("utf-8", "replace"))
    pairs = [f"{byte_string(anchor)} {_named(anchor, tree, page_objs)}" for anchor in ordered]
    return f"<</Names [{' '.join(pairs)}]>>"


def _named(anchor: str, tree: Tree, page_objs: list[int]) -> str:
    spot = tree.anchors[anchor]
    return go_to(spot, tree.named(anchor), page_objs) if tree.standard.two else destination(spot, page_objs)
