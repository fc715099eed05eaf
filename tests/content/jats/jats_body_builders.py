"""Small bodies in JATS, invented, and a short way to write down what is read from them."""

from __future__ import annotations

from content.jats.jats_builders import letter, read, xml
from rejoinder.content import model
from rejoinder.diagnostics import Diagnostics

REFERENCES = "".join(
    f'<ref id="r{n}"><label>{n}</label><mixed-citation>{name} P. On ice {n}. {1990 + n}.</mixed-citation></ref>'
    for n, name in enumerate(("Adler", "Brook", "Crane", "Diver", "Egret", "Finch", "Grebe", "Heron", "Ibis"), 1)
)
BACK = f"<ref-list>{REFERENCES}</ref-list>"
"""Nine references, r1 to r9, with numbers for labels."""
UNNUMBERED = f"<ref-list>{REFERENCES}</ref-list>".replace("<label>", "<!--").replace("</label>", "-->")


def cited(body: str, back: str = BACK) -> str:
    """The first paragraph of a body, its citations as Pandoc writes them."""
    made = letter(body=f"<p>{body}</p>", back=back).body[0]
    assert isinstance(made, model.Paragraph)
    return shown(made.children)


def ref(rid: str, text: str = "") -> str:
    """An `xref` to references."""
    return f'<xref ref-type="bibr" rid="{rid}">{text}</xref>'


_MARKS = {"emph": "*", "strong": "**", "sup": "^", "sub": "~", "code": "`", "strike": "~~", "smallcaps": "|"}


def shown(inlines: model.Inlines) -> str:
    out = ""
    for one in inlines:
        match one:
            case model.Text():
                out += one.text
            case model.Styled():
                mark = _MARKS[one.style]
                out += mark + shown(one.children) + mark
            case model.Foreign():
                out += f"{one.lang}({shown(one.children)})"
            case model.Link():
                out += f"<{one.url} {shown(one.children)}>"
            case model.Cite():
                parts = [
                    f"{item.prefix + ' ' if item.prefix else ''}@{item.key}{', ' + item.suffix if item.suffix else ''}"
                    for item in one.items
                ]
                out += f"[{'; '.join(parts)}]"
            case model.NoteCall():
                out += f"[^{one.key}]"
            case model.Mention():
                out += f"[{'-' if one.bare else ''}{';'.join(one.ids)}]"
            case model.Math():
                out += f"${one.tex or one.mathml}$"
            case model.LineBreak():
                out += "/"
    return out


def outline(blocks: model.Blocks) -> list[str]:
    """What blocks there are, each with its words."""
    out: list[str] = []
    for one in blocks:
        match one:
            case model.Paragraph():
                out.append(shown(one.children))
            case model.Heading():
                out.append("#" * one.level + " " + shown(one.children))
            case model.Listing():
                marks = one.labels or [
                    f"{one.start + n}." if one.start is not None else "-" for n in range(len(one.items))
                ]
                for mark, item in zip(marks, one.items, strict=True):
                    out += [f"{mark} {line}".strip() for line in outline(item)]
            case model.Quote():
                out += [f"> {line}" for line in outline(one.blocks)]
            case model.Verbatim():
                out.append(f"```{one.text}```")
            case model.Formula():
                out.append(f"$${one.tex or one.mathml}$$ {one.label}".strip())
            case model.Figure():
                named = one.label or ("number" if one.numbered else "unnumbered")
                out.append(f"[{one.kind} {named}: {shown(one.caption)}]")
            case model.Table():
                named = one.label or ("number" if one.numbered else "unnumbered")
                out.append(f"[table {named}: {shown(one.caption)}]")
    return out


def body(text: str, back: str = BACK, **more: str) -> list[str]:
    return outline(letter(body=text, back=back, **more).body)


def said_of(text: str, back: str = BACK) -> list[str]:
    """What is said of a body."""
    said: Diagnostics = read(xml(body=text, back=back))[1]
    return [one.message for one in said]
