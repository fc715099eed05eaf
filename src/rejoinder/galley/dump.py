"""The galley as text, for people and golden tests."""

from __future__ import annotations

from collections.abc import Iterator

from rejoinder.galley.model import FORBIDDEN, Galley, Line


def dump(galley: Galley) -> str:
    """One line per cast line: its style, how it was set, what it says."""
    return "\n".join(_lines(galley)) + "\n"


def _lines(galley: Galley) -> Iterator[str]:
    yield "front"
    yield from (f"  {described(line)}" for line in galley.front)
    yield "flow"
    yield from (f"  {described(line)}" for line in galley.flow)
    for note in galley.notes:
        yield f"note {note.number}"
        yield from (f"  {described(line)}" for line in note.lines)
    yield "elements"
    depth: dict[int, int] = {}
    for element in galley.elements:
        depth[element.id] = 0 if element.parent is None else depth[element.parent] + 1
        extra = " ".join(
            f"{name}={value!r}"
            for name, value in (
                ("lang", element.lang),
                ("title", element.title),
                ("anchor", element.anchor),
                ("numbering", element.numbering),
                ("to", element.target and (element.target.url or "#" + element.target.anchor)),
            )
            if value
        )
        yield f"  {'  ' * depth[element.id]}{element.role} {element.id} {extra}".rstrip()


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
    if line.rule_above is not None:
        parts.append("rule")
    parts.append(quoted(line))
    return " ".join(parts)


def quoted(line: Line) -> str:
    """What the line says, a hyphen that line breaking made shown as one."""
    text = line.text.removesuffix(" ").replace("\u00ad", "-")
    return f'"{text}"'
