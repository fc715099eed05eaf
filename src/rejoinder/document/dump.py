"""A document as text that people read and tests compare: one line per thing, in reading order.

Words are quoted; what stands before the quotation marks is their look: `emph strong fr → https://…`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rejoinder.document.model import (
    Block,
    Break,
    BylineAuthor,
    Cell,
    Citation,
    CitedReference,
    Divider,
    Document,
    Figure,
    Formula,
    Front,
    Inline,
    Inlines,
    Listing,
    Math,
    Member,
    Mention,
    NoteMark,
    Paragraph,
    Quote,
    Section,
    Table,
    Target,
    Traits,
    Verbatim,
    Words,
)
from rejoinder.maths.words import linear


def dump(document: Document) -> str:
    """The whole document; the same document always gives the same text."""
    return "\n".join([f"document {document.lang}", *_indented(_parts(document))]) + "\n"


def _parts(document: Document) -> Iterator[str]:
    yield from _front(document.front)
    if document.abstract:
        yield "abstract"
        yield from _indented(_blocks(document.abstract))
    yield "body"
    yield from _indented(_blocks(document.body))
    for number, note in enumerate(document.footnotes, start=1):
        yield f"note {number}"
        yield from _indented(_blocks(note.blocks))
    for statement in document.statements:
        yield f"statement {statement.kind}{_quoted(statement.label)}"
        yield from _indented(_blocks(statement.blocks))
    for number, reference in enumerate(document.references, start=1):
        yield from _titled(f"reference {number} {reference.key}", reference.text)
    yield "variables"
    variables = dict(document.variables)
    for name, value in document.variables:
        if name != "authors.cite" or value != variables["authors.all"]:  # said where it says something else
            yield f"  {name}: {line(value)}"
    yield "metadata"
    metadata = document.metadata
    for name in metadata.__dataclass_fields__:
        said: str | tuple[str, ...] = getattr(metadata, name)
        if said:
            yield f"  {name}: {said if isinstance(said, str) else '; '.join(said)}"


def _front(front: Front) -> Iterator[str]:
    yield f"front {front.type}"
    yield from _indented(_front_parts(front))


def _front_parts(front: Front) -> Iterator[str]:
    yield from _titled("title", front.title)
    yield from _titled("subtitle", front.subtitle)
    for author in front.authors:
        yield from _author(author)
    for number, affiliation in enumerate(front.affiliations, start=1):
        yield f"affiliation {number} {_quoted(affiliation.text).strip()}"
    for number, remark in enumerate(front.remarks, start=1):
        yield from _titled(f"remark {number} {remark.kind}", remark.text)
    yield from _titled("correspondence", front.correspondence)
    yield from _titled("responds to", front.responds_to)
    yield from (f"{event} {date}" for event, date in front.history)
    yield from _titled("license", front.license)
    if front.copyright:
        yield f"copyright{_quoted(front.copyright)}"


def _author(author: BylineAuthor) -> Iterator[str]:
    flags = ("corresponding", "equal", "joint_last", "deceased", "group", "represented")
    said = [flag.replace("_", "-") for flag in flags if getattr(author, flag)]
    said = [f"equal {author.equal}" if one == "equal" and author.equal > 1 else one for one in said]
    said += [f"in {author.lang}"] if author.lang else []
    said += [f"{what} {value}" for what in ("orcid", "email", "degrees") if (value := getattr(author, what))]
    said += [f"remark {n}" for n in (author.present_address, author.note) if n]
    at = ",".join(map(str, author.affiliations)) or "-"
    said += [f"called {author.initials}"] if author.roles or author.competing_interests else []
    yield f"author {at} {_quoted(author.name).strip()} ({author.short})" + "".join(f"; {one}" for one in said)
    yield from _indented(f"role {role}" for role in author.roles)
    yield from _indented(_titled("competing interests", author.competing_interests))
    yield from _indented(line for one in author.members for line in _member(one))


def _member(member: Member) -> Iterator[str]:
    degrees = f", {member.degrees}" if member.degrees else ""
    at = f" ({'; '.join(member.affiliations)})" if member.affiliations else ""
    yield f"member {_quoted(member.name + degrees).strip()}{at}"
    yield from _indented(line for one in member.members for line in _member(one))


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph():
                yield from _titled("paragraph", block.children)
            case Section():
                yield from _titled(f"section {block.level} #{block.anchor}", block.heading)
                yield from _indented(_blocks(block.blocks))
            case Listing():
                kind = "bullets" if block.start is None else f"numbers from {block.start}"
                yield f"list of {'labels' if block.labels else kind}{' (tight)' if block.tight else ''}"
                for n, item in enumerate(block.items):
                    yield f"  item{_quoted(block.labels[n]) if block.labels else ''}"
                    yield from _indented(_indented(_blocks(item)))
            case Quote():
                yield "quote"
                yield from _indented(_blocks(block.blocks))
            case Verbatim():
                yield "verbatim"
                yield from (f"  | {text}" for text in block.text.split("\n"))
            case Divider():
                yield "divider"
            case Formula():
                named = f" {block.number} #{block.anchor}" if block.number else ""
                shown = _quoted(linear(block.tree, display=True))
                yield f"formula{named}{_quoted(block.label)}{shown} said{_quoted(block.said)}"
            case Figure():
                yield f"{block.kind} {_called(block)}{_floating(block)} {_picture(block)}"
                yield from _indented(_titled("alt", (Words(block.alt, block.span),) if block.alt else ()))
                yield from _indented(_titled("caption", block.caption))
            case Table():
                columns = " ".join(one or "-" for one in block.columns)
                yield f"table {_called(block)}{_floating(block)} columns {columns}"
                yield from _indented(_titled("caption", block.caption))
                yield from _indented(_rows(block))
                yield from _indented(f"below {line(note)}" for note in block.notes)


def _called(block: Figure | Table) -> str:
    return _quoted(block.label).strip() or (str(block.number) if block.numbered else "unnumbered")


def _floating(block: Figure | Table) -> str:
    said = [f"ordinal {block.ordinal}", "" if block.mentioned else "unmentioned"]
    said += [{None: "", True: "wide", False: "narrow"}[block.wide], block.place and f"placement {block.place}"]
    return "".join(f" {one}" for one in said if one)


def _picture(figure: Figure) -> str:
    picture = figure.picture
    size = f"{picture.width:g} × {picture.height:g} pt"
    pixels = f" ({picture.pixels[0]} × {picture.pixels[1]} pixels)" if picture.pixels else ""
    width = f" width {figure.width}" if figure.width else ""
    return f'{picture.kind} "{picture.name}" {size}{pixels}{width}'


def _rows(table: Table) -> Iterator[str]:
    for kind, rows in (("head", table.head), ("row", table.body)):
        for row in rows:
            yield kind
            yield from _indented(map(_cell, row.cells))


def _cell(cell: Cell) -> str:
    columns = f"{cell.column + 1}" + (f"–{cell.column + cell.columns}" if cell.columns > 1 else "")
    said = [f"over {cell.rows} rows"] * (cell.rows > 1) + [cell.align] * bool(cell.align) + ["head"] * cell.head
    return " ".join([columns, *said, line(cell.children)]).rstrip()


def _titled(name: str, inlines: Inlines) -> Iterator[str]:
    if inlines:
        yield f"{name} {line(inlines)}"


def line(inlines: Inlines) -> str:
    """Inlines on one line."""
    return " ".join(_inline(one) for one in inlines)


def _inline(one: Inline) -> str:
    match one:
        case Words():
            return f"{_look(one.traits, one.lang, one.link)}{_quoted(one.text).strip()}"
        case Citation():
            return f"{_look(one.traits)}[{', '.join(map(_cited, one.items))}]"
        case NoteMark():
            return f"{_look(one.traits)}[note {one.number}]"
        case Mention():
            return f"{_look(one.traits, one.lang)}{_mentioned(one)}"
        case Math():
            said = f"{_quoted(linear(one.tree))} said{_quoted(one.said)}"
            return f"{_look(one.traits, one.lang, one.link)}[math{said}]"
        case Break():
            return "[break]"


def _cited(item: CitedReference) -> str:
    return f"{_quoted(item.prefix)} {item.number}{_quoted(item.suffix)}".strip()


def _mentioned(mention: Mention) -> str:
    numbers = ", ".join(f"{item.number} (ordinal {item.ordinal})" for item in mention.items)
    return f"[{mention.kind} {numbers}{' bare' * mention.bare}{_quoted(mention.prefix)}]"


def _look(traits: Traits, lang: str = "", link: Target | None = None) -> str:
    names = [trait.name.lower() for trait in Traits if trait in traits and trait.name]
    names += [lang] if lang else []
    names += [f"→ {link.url or '#' + link.anchor}"] if link else []
    return "".join(f"{name} " for name in names)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\u00a0", "\\u00a0")
    return f' "{escaped}"' if text else ""


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {text}" for text in lines)
