"""The galley as text, for people and golden tests."""

from __future__ import annotations

from collections.abc import Iterator

from rejoinder.galley.model import FORBIDDEN, Galley, InlaidLine, InlaidPicture, Line, SetFloat, Strip


def dump(galley: Galley) -> str:
    """One line per cast line: its style, how it was set, what it says."""
    return "\n".join(_lines(galley)) + "\n"


def _lines(galley: Galley) -> Iterator[str]:
    yield "front"
    yield from (f"  {described(line)}" for line in galley.front)
    yield "flow"
    for line in galley.flow:
        yield f"  {described(line)}"
        yield from (f"    {row}" for strip in line.inlay for row in strip_rows(strip))
    for note in galley.notes:
        yield f"note {note.number}"
        yield from (f"  {described(line)}" for line in note.lines)
    for made in galley.floats:
        yield from _float(made)
    yield "elements"
    depth: dict[int, int] = {}
    for element in galley.elements:
        depth[element.id] = 0 if element.parent is None else depth[element.parent] + 1
        extra = " ".join(
            f"{name}={value!r}"
            for name, value in (
                ("lang", element.lang),
                ("alt", element.alt),
                ("title", element.title),
                ("anchor", element.anchor),
                ("numbering", element.numbering),
                ("scope", element.scope),
                ("spans", element.spans if element.spans != (1, 1) else None),
                ("heads", ",".join(map(str, element.headers))),
                ("shift", f"{element.shift:.2f}" if element.shift else ""),
                ("note", element.note),
                ("anchors", ",".join(element.anchors)),
                ("to", element.target and (element.target.url or "#" + element.target.anchor)),
            )
            if value
        )
        yield f"  {'  ' * depth[element.id]}{element.role} {element.id} {extra}".rstrip()


def _float(made: SetFloat) -> Iterator[str]:
    places = " ".join(made.places)
    behind = "" if made.after is None else f" after {made.after}"
    size = f"{made.width:.2f} × {made.height:.2f}"
    yield f"{made.label} {size}{' wide' if made.wide else ''} ({places}){behind}"
    for name in ("head", "body", "foot", "again", "pause"):
        strips = getattr(made, name)
        if strips:
            yield f"  {name}"
            yield from (f"    {row}" for strip in strips for row in strip_rows(strip))


def strip_rows(strip: Strip) -> Iterator[str]:
    """A strip's height, then what stands in it, by place: `x=  0.00 y= 8.35 w= 20.96 "Nests"`."""
    notes = f" notes={','.join(map(str, strip.notes))}" if strip.notes else ""
    yield f"strip {strip.height:.2f}{' keep' if strip.keep else ''}{notes}"
    for item in strip.items:
        if isinstance(item, InlaidLine):
            x = item.x + (item.line.segments[0].x if item.line.segments else 0.0)
            yield f"  x={x:6.2f} y={item.y:6.2f} w={item.line.width:6.2f} {item.line.style:<12} {quoted(item.line)}"
            continue
        box = item.box
        what = f"picture {item.picture.name}" if isinstance(item, InlaidPicture) else "rule"
        yield f"  x={box.x:6.2f} y={box.y:6.2f} w={box.width:6.2f} h={box.height:.2f} {what}"


def described(line: Line) -> str:
    """`body  r=+0.31 -  "on our recent study on inhibitory"`."""
    parts = [f"{line.style:<15}", f"w={line.width:7.2f}", f"r={line.ratio:+.2f}" if line.ratio else "r= 0   "]
    parts.append("-" if line.hyphenated else " ")
    if line.before:
        parts.append(f"before={line.before:g}")
    if line.penalty:
        parts.append(f"{line.why}={'never' if line.penalty >= FORBIDDEN else format(line.penalty, 'g')}")
    if line.notes:
        parts.append("notes=" + ",".join(map(str, line.notes)))
    if line.mentions:
        parts.append("mentions=" + ",".join(map(str, line.mentions)))
    if line.rule_above is not None:
        parts.append("rule")
    if line.inlay:
        parts.append(f"leading={line.leading:g} inlay of {len(line.inlay)} strips, {line.height:.2f}")
        return " ".join(parts)
    parts.append(quoted(line))
    return " ".join(parts)


def quoted(line: Line) -> str:
    """What the line says, a hyphen that line breaking made shown as one."""
    text = line.text.removesuffix(" ").replace("\u00ad", "-")
    return f'"{text}"'
