"""Annotations, actions and destinations (ISO 32000-1, 12.3, 12.5, 12.6; ISO 14289-1, 7.18; ISO 14289-2, 8.8, 8.9).

Knows pages and the tree; nothing of ink.
"""

from __future__ import annotations

from typing import Any

from rejoinder.verify.checks import Findings
from rejoinder.verify.model import Place
from rejoinder.verify.opened import (
    Budget,
    Opened,
    box,
    entry,
    has,
    is_array,
    is_dictionary,
    items,
    name,
    number_of,
    raw,
    text,
    tree_pairs,
    whole,
)
from rejoinder.verify.tree import Element, Tree

HIDDEN, PRINTED, NO_VIEW, INVISIBLE, TOGGLED = 2, 4, 32, 1, 256
"""Flags (12.5.3)."""
ALLOWED_ACTIONS = frozenset(("GoTo", "GoToR", "GoToE", "URI", "Named", "SubmitForm", "Thread", "GoToDp"))
"""Those that an archive may hold (ISO 19005-2, 6.5.1)."""
MOST_OUTLINE = 50_000


def check_annotations(opened: Opened, tree: Tree | None, findings: Findings, claims: frozenset[str]) -> None:
    """Those of all pages. `tree` is None in a file that is not tagged."""
    holders: dict[tuple[int, int], list[Element]] = {}
    for element in tree.elements if tree else ():
        for kid in element.kids:
            if kid.kind == "object":
                holders.setdefault(kid.key[0], []).append(element)
    for page in opened.pages:
        listed = [one for one in items(entry(page.obj, "/Annots"), opened.budget) if is_dictionary(one)]
        if listed and tree is not None and name(entry(page.obj, "/Tabs")) != "S":
            findings.say("tabs", "a page with annotations has no Tabs /S", Place(page.number))
        for annotation in listed:
            place = Place(page.number, number_of(annotation)[0])
            if tree is not None:
                _check_tagged(annotation, tree, holders.get(number_of(annotation), []), place, findings)
            _check_archived(annotation, place, findings)
            check_action(entry(annotation, "/A"), place, findings, opened.budget)
            check_more_actions(entry(annotation, "/AA"), place, findings, opened.budget)
    _check_destinations(opened, tree, findings, claims)


def _check_tagged(annotation: Any, tree: Tree, holders: list[Element], place: Place, findings: Findings) -> None:
    kind = name(entry(annotation, "/Subtype"))
    flags = whole(entry(annotation, "/F")) or 0
    if kind == "Popup" or (kind != "Link" and flags & (HIDDEN | NO_VIEW)) or kind in ("PrinterMark", "TrapNet"):
        return
    what = "a link" if kind == "Link" else f"an annotation ({kind})"
    tag, wanted = ("link-tag", ("Link", "Reference", "Annot")) if kind == "Link" else ("annotation-tag", ())
    if not holders:
        findings.say(tag, f"{what} is in no element", place)
    elif len(holders) > 1:
        findings.say(tag, f"{what} is in {len(holders)} elements", place)
    elif wanted and not _within(tree, holders[0], wanted):
        findings.say(tag, f"{what} is in <{holders[0].written}>, not in a Link", place)
    if kind == "Link" and not text(entry(annotation, "/Contents")).strip():
        findings.say("link-contents", "a link has no Contents", place)
    if holders:
        _check_way_back(annotation, tree, holders, place, findings)


def _within(tree: Tree, element: Element, roles: tuple[str, ...]) -> bool:
    return element.role in roles or ((above := tree.above(element)) is not None and above.role == "Link")


def _check_way_back(annotation: Any, tree: Tree, holders: list[Element], place: Place, findings: Findings) -> None:
    key = whole(entry(annotation, "/StructParent"))
    if key is None:
        findings.say("annotation-parent", "an annotation in the tree has no StructParent", place)
    elif number_of(tree.parents.get(key)) not in [holder.obj for holder in holders]:
        findings.say("annotation-parent", f"StructParent {key} does not lead to the element that holds it", place)


def _check_archived(annotation: Any, place: Place, findings: Findings) -> None:
    """ISO 19005-2, 6.3."""
    kind = name(entry(annotation, "/Subtype"))
    flags = whole(entry(annotation, "/F")) or 0
    if kind == "Popup":
        return
    if not flags & PRINTED or flags & (HIDDEN | NO_VIEW | INVISIBLE):
        findings.say("annotation-flags", f"an annotation ({kind}) is hidden, or not printed", place)
    sides = box(entry(annotation, "/Rect"))
    empty = sides is not None and (sides[0] == sides[2] or sides[1] == sides[3])
    if kind != "Link" and not has(annotation, "/AP") and not empty:
        findings.say("annotation-look", f"an annotation ({kind}) has no appearance", place)


# ── actions ───────────────────────────────────────────────────────────────


def check_action(action: Any, place: Place, findings: Findings, budget: Budget) -> None:
    """An action and those that follow it (12.6.2). What leads back is not followed."""
    seen: set[tuple[int, int]] = set()
    waiting = [action]
    while waiting:
        one = waiting.pop()
        budget.object()
        key = number_of(one)
        if not is_dictionary(one) or (key != (0, 0) and key in seen):
            continue
        seen.add(key)
        kind = name(entry(one, "/S"))
        if kind == "JavaScript" or has(one, "/JS"):
            findings.say("script", "there is JavaScript", place)
        elif kind not in ALLOWED_ACTIONS:
            findings.say("script", f"there is an action of the kind {kind or '(none)'}", place)
        elif kind == "Named" and name(entry(one, "/N")) not in ("NextPage", "PrevPage", "FirstPage", "LastPage"):
            findings.say("script", f"there is a named action {name(entry(one, '/N'))}", place)
        waiting += items(entry(one, "/Next"), budget)


def check_more_actions(actions: Any, place: Place, findings: Findings, budget: Budget) -> None:
    """Actions that events set off (12.6.3)."""
    if is_dictionary(actions):
        findings.say("script", "there are actions that events set off (AA)", place)
        for key in actions.keys():  # noqa: SIM118 - it is no dict
            budget.object()
            check_action(entry(actions, key), place, findings, budget)


# ── destinations ──────────────────────────────────────────────────────────


def _check_destinations(opened: Opened, tree: Tree | None, findings: Findings, claims: frozenset[str]) -> None:
    named: dict[bytes, Any] = {}
    old = entry(opened.root, "/Dests")
    for key in old.keys() if is_dictionary(old) else ():
        named[key[1:].encode()] = entry(old, key)
    for key, value in tree_pairs(entry(entry(opened.root, "/Names"), "/Dests"), "/Names", opened.budget):
        named[raw(key)] = value
    structural = "UA-2" in claims and tree is not None
    for page in opened.pages:
        for annotation in items(entry(page.obj, "/Annots"), opened.budget):
            if name(entry(annotation, "/Subtype")) == "Link":
                place = Place(page.number, number_of(annotation)[0])
                _check_target(annotation, named, tree, place, findings, structural=structural)
    seen: set[tuple[int, int]] = set()
    waiting = [entry(entry(opened.root, "/Outlines"), "/First")]
    while waiting:
        item = waiting.pop()
        key = number_of(item)
        opened.budget.object()
        if not is_dictionary(item):
            continue
        if key in seen and key != (0, 0):
            findings.say("tree", "the outline leads back to itself", Place(0, key[0]))
            continue
        seen.add(key)
        place = Place(0, key[0])
        _check_target(item, named, tree, place, findings, structural=structural)
        check_action(entry(item, "/A"), place, findings, opened.budget)
        if len(seen) < MOST_OUTLINE:
            waiting += [entry(item, "/Next"), entry(item, "/First")]


def _check_target(
    holder: Any, named: dict[bytes, Any], tree: Tree | None, place: Place, findings: Findings, *, structural: bool
) -> None:
    """Where a link or a bookmark leads: to a place of this file that is there, by the tree if the standard asks."""
    target, action = entry(holder, "/Dest"), entry(holder, "/A")
    by_structure = False
    if target is None and name(entry(action, "/S")) == "GoTo":
        target, by_structure = entry(action, "/D"), has(action, "/SD")
    if target is None:
        return
    key = raw(target) or name(target).encode()
    if key:
        if key not in named:
            findings.say("destination-missing", f"no destination is called “{key.decode('latin-1')}”", place)
            return
        target = named[key]
        if is_dictionary(target):
            target, by_structure = entry(target, "/D"), has(target, "/SD")
    if not is_array(target) or not len(target):
        findings.say("destination-missing", "a destination leads to no page", place)
        return
    if not structural or tree is None:
        return
    if not by_structure and number_of(target[0]) not in tree.by_object:
        findings.say("destination", "a destination leads to a page, not to an element", place)
