"""What stands on one place with something else, and what leaves the paper or its column."""

from __future__ import annotations

from collections.abc import Iterator

from rejoinder.geometry import Box
from rejoinder.pages.model import Page
from rejoinder.proof.model import Finding
from rejoinder.proof.stands import Stand, Standing, found, found_at, pictures

BODY_OF_LETTERS = 0.45
"""Height of small letters, as a share of the size: what may not be covered. Accents and descenders may touch."""

SLACK = 0.5
"""Points that two things may share, or by which one may stand out, unseen."""


def collision_findings(standing: Standing) -> Iterator[Finding]:
    by_page: dict[int, list[Stand]] = {}
    for stand in standing.lines:
        if stand.item.line.segments:
            by_page.setdefault(stand.page, []).append(stand)
    for page in standing.pages:
        stands = by_page.get(page.number, [])
        for stand in stands:
            yield from _outside(stand, page)
        for picture in pictures(page):
            if not _holds(Box(0.0, 0.0, page.width, page.height), picture.box):
                yield found_at("outside", (page.number, 0), picture.box, "a picture leaves the paper")
        yield from _overlaps(stands, page)


def _outside(stand: Stand, page: Page) -> Iterator[Finding]:
    core = _core(stand)
    if not _holds(Box(0.0, 0.0, page.width, page.height), core):
        yield found("outside", stand, "this line leaves the paper")
    elif stand.item.part in ("column", "notes") and 0 < stand.column <= len(page.columns):
        column = page.columns[stand.column - 1]
        if stand.item.y > column.bottom + SLACK:
            below = stand.item.y - column.bottom
            yield found("outside", stand, f"this line stands {below:.1f} pt below its column", below)


def _overlaps(stands: list[Stand], page: Page) -> Iterator[Finding]:
    """By a sweep from above: only what begins before something else ends is compared with it."""
    things: list[tuple[Box, Stand | None]] = [(_core(one), one) for one in stands]
    things += [(picture.box, None) for picture in pictures(page)]
    things.sort(key=lambda thing: thing[0].y)
    open_: list[tuple[Box, Stand | None]] = []
    for box, stand in things:
        open_ = [other for other in open_ if other[0].bottom > box.y + SLACK]
        for other, above in open_:
            if _overlap(box, other):
                yield _overlap_found(stand or above, box, page)
                break
        open_.append((box, stand))


def _overlap_found(stand: Stand | None, box: Box, page: Page) -> Finding:
    if stand is None:
        return found_at("overlap", (page.number, 0), box, "two pictures stand on one place")
    return found("overlap", stand, "this line stands on something else")


def _core(stand: Stand) -> Box:
    height = BODY_OF_LETTERS * stand.size
    left = stand.item.x + stand.ink.left
    return Box(left, stand.item.y - height, stand.ink.right - stand.ink.left, height)


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.right - SLACK
        and other.x < one.right - SLACK
        and one.y < other.bottom - SLACK
        and other.y < one.bottom - SLACK
    )


def _holds(outer: Box, inner: Box) -> bool:
    return (
        inner.x > outer.x - SLACK
        and inner.y > outer.y - SLACK
        and inner.right < outer.right + SLACK
        and inner.bottom < outer.bottom + SLACK
    )
