"""Pages as text, for people and golden tests: what reviewers read when something moved."""

from __future__ import annotations

from collections.abc import Iterator

from rejoinder.galley.dump import quoted
from rejoinder.pages.model import MadeUp, Page, PlacedLine, PlacedPicture


def dump(made_up: MadeUp) -> str:
    """One line per placed line or rule, with its place in points."""
    return "\n".join(line for page in made_up.pages for line in _page(page, len(made_up.pages))) + "\n"


def _page(page: Page, total: int) -> Iterator[str]:
    yield f"page {page.number} of {total}   {page.kind}   {page.width:.2f} × {page.height:.2f}   folio {page.folio}"
    place = ""
    for item in page.items:
        if not isinstance(item, PlacedLine):
            box = item.box
            what = f"  {item.picture.name}" if isinstance(item, PlacedPicture) else ""
            kind = "picture" if what else "rule"
            yield f"  {kind:<9} x={box.x:6.2f} y={box.y:6.2f}  {box.width:.2f} × {box.height:.2f}{what}"
            continue
        line = item.line
        here = f"{item.part} {item.column + 1}" if item.part in ("column", "notes") else item.part
        shown, place = (here if here != place else ""), here
        x = item.x + (line.segments[0].x if line.segments else 0.0)
        ratio = f"r={line.ratio:+.2f}" if line.ratio else "r= 0   "
        hyphen = "-" if line.hyphenated else " "
        yield f"  {shown:<9} x={x:6.2f} y={item.y:6.2f}  {line.style:<15} {ratio} {hyphen} {quoted(line)}"
