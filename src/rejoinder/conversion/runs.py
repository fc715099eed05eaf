"""Inlines in one form: what looks the same on the page is the same tree.

Text that touches is one; what surrounds neighbours is opened once around both; white space stands outside of emphasis;
emphasis within emphasis is upright, and a citation or the call of a note is surrounded by what surrounds both of its
neighbours. So two letters can be compared that were nested differently, and Markdown's marks fit everywhere.

Knows the model's inlines; knows nothing of blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from rejoinder.content.mentions import is_label
from rejoinder.content.model import (
    Cite,
    CiteItem,
    Foreign,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Math,
    Mention,
    NoteCall,
    Style,
    Styled,
    Text,
)
from rejoinder.diagnostics import NOWHERE
from rejoinder.source import UNPRINTABLE
from rejoinder.values import replace

ORDER: tuple[Style, ...] = ("strong", "emph", "smallcaps", "strike", "sup", "sub")
"""Which style is opened first where two reach equally far. Code is never around anything."""


class Around(NamedTuple):
    """One thing around a run: a "style" of `ORDER`, a "lang" or a "link", and which."""

    kind: str
    what: str


Leaf: TypeAlias = Text | Cite | NoteCall | LineBreak | Mention | Math


class Run(NamedTuple):
    """A leaf, and all that is around it. Code is a text whose `code` is true."""

    leaf: Leaf
    around: frozenset[Around]
    code: bool = False


def tidied(inlines: Inlines, lang: str) -> Inlines:
    """The inlines of one paragraph in the one form; `lang` is the letter's, in which nothing is foreign."""
    if len(inlines) == 1 and isinstance(inlines[0], Text):  # most of a table's cells
        text = settable(inlines[0].text).strip()
        return (Text(text, NOWHERE),) if text else ()
    parts = [part for run in _flat(inlines, frozenset(), False, lang) for part in _parted(run)]
    return _nested(_spaced(_settled(parts)))


# ── flat ──────────────────────────────────────────────────────────────────


def _flat(inlines: Inlines, around: frozenset[Around], code: bool, lang: str) -> Iterable[Run]:
    for one in inlines:
        match one:
            case Text():
                yield Run(Text(settable(one.text), NOWHERE), around, code)
            case Styled():
                yield from _flat(one.children, _styled(around, one.style), code or one.style == "code", lang)
            case Foreign():
                yield from _flat(
                    one.children, _within(around, "lang", "" if one.lang == lang else one.lang), code, lang
                )
            case Link():
                yield from _flat(one.children, _within(around, "link", normal_url(one.url)), code, lang)
            case Mention():
                yield from _mention(one, frozenset(a for a in around if a.kind == "style"))
            case Cite():
                yield from (Run(cite, frozenset()) for cite in _cite(one))
            case NoteCall() | LineBreak():
                yield Run(replace(one, span=NOWHERE), frozenset())
            case Math():
                yield Run(_math(one), around)


def _styled(around: frozenset[Around], style: Style) -> frozenset[Around]:
    """As the document has it: emphasis within emphasis is none, and of raised and lowered the inner one counts."""
    one = Around("style", style)
    if style == "code":
        return around
    if style == "emph":
        return around ^ {one}
    if style in ("sup", "sub"):
        around -= {Around("style", "sup"), Around("style", "sub")}
    return around | {one}


def _within(around: frozenset[Around], kind: str, what: str) -> frozenset[Around]:
    """The innermost language or link counts."""
    others = frozenset(a for a in around if a.kind != kind)
    return others | {Around(kind, what)} if what else others


def settable(text: str) -> str:
    """Characters that can be set; stretches of spaces are one."""
    if not text.isprintable():
        text = UNPRINTABLE.sub(
            lambda found: " " if found[0] in "\x0b\x0c\x85" else "\ufffd", text.replace("\t", " ").replace("\n", " ")
        )
        text = text.replace("\r", " ").replace("\u2028", " ").replace("\u2029", " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def plain(text: str) -> str:
    """A text of one line, without mark-up: white space of any kind is single spaces."""
    return " ".join(settable(text).split())


_DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)(?=10\.)", re.IGNORECASE)


def normal_url(url: str) -> str:
    """A link's target as Markdown reads it; a DOI as the document writes it."""
    from rejoinder.content.markup import read_url

    return _DOI.sub("https://doi.org/", read_url(settable(url).strip()), count=1)


def _mention(one: Mention, around: frozenset[Around]) -> Iterable[Run]:
    """A mention whose word stands for the sheet's own; any other word before it is text."""
    ids, prefix = tuple(dict.fromkeys(one.ids)), plain(one.prefix)
    if not ids:
        return
    if prefix and not is_label(prefix):
        yield Run(Text(f"{prefix}\u00a0", NOWHERE), around)
        yield Run(Mention(ids, NOWHERE, bare=True), around)
    else:
        yield Run(Mention(ids, NOWHERE, one.bare and not prefix, prefix), around)


def _cite(one: Cite) -> Iterable[Cite]:
    items = tuple(
        CiteItem(item.key, NOWHERE, plain(item.prefix), plain(item.suffix).lstrip(", "), item.suppress_author)
        for item in one.items
    )
    if one.in_text and len(items) == 1 and not items[0].prefix:
        yield Cite(items, NOWHERE, in_text=True)
    elif items:
        yield Cite(items, NOWHERE)


def _math(one: Math) -> Math:
    tex, mathml = tex_of(one.tex), " ".join(one.mathml.split())
    return Math(NOWHERE, tex, "" if tex else mathml, plain(one.alt))


_COMMENT = re.compile(r"(?<!\\)%[^\n]*")


def tex_of(tex: str) -> str:
    """TeX in one line, without comments."""
    return " ".join(_COMMENT.sub("", tex).split())


# ── spaces ────────────────────────────────────────────────────────────────


def _spaced(parts: list[Run]) -> list[Run]:
    """White space at the ends of a run is a run by itself, around which is only what is around its neighbours too.
    There is none at the ends of the paragraph or of a line, and no space follows another.
    """
    words = [not _is_space(run) for run in parts]
    spaced: list[Run] = []
    for at, run in enumerate(parts):
        if words[at]:
            spaced.append(run)
            continue
        assert isinstance(run.leaf, Text)
        before = next((parts[n] for n in range(at - 1, -1, -1) if words[n]), None)
        after = next((parts[n] for n in range(at + 1, len(parts)) if words[n]), None)
        if before is None or after is None or isinstance(before.leaf, LineBreak) or isinstance(after.leaf, LineBreak):
            continue
        around = run.around & before.around & after.around
        last = spaced[-1]
        if isinstance(last.leaf, Text) and _is_space(last):  # spaces of two runs meet
            spaced[-1] = Run(Text(settable(last.leaf.text + run.leaf.text), NOWHERE), last.around & around)
        else:
            spaced.append(Run(run.leaf, around))
    while spaced and isinstance(spaced[0].leaf, LineBreak):
        spaced.pop(0)
    while spaced and isinstance(spaced[-1].leaf, LineBreak):
        spaced.pop()
    return spaced


def _is_space(run: Run) -> bool:
    return isinstance(run.leaf, Text) and run.leaf.text.isspace()


def _parted(run: Run) -> Iterable[Run]:
    if not isinstance(run.leaf, Text):
        yield run
        return
    text = run.leaf.text
    core = text.strip()
    if not core:
        if text:
            yield Run(run.leaf, run.around)
        return
    start = text.index(core[0])
    if start:
        yield Run(Text(text[:start], NOWHERE), run.around)
    yield Run(Text(core, NOWHERE), run.around, run.code)
    if start + len(core) < len(text):
        yield Run(Text(text[start + len(core) :], NOWHERE), run.around)


NEUTRAL = (Cite, NoteCall, LineBreak)


def _settled(parts: list[Run]) -> list[Run]:
    """Around what has no look of its own stands what is around the words on both of its sides."""
    nowhere = frozenset[Around]()
    after, behind = nowhere, []
    for run in reversed(parts):
        behind.append(after)
        if not isinstance(run.leaf, NEUTRAL) and not _is_space(run):
            after = run.around
    before, settled = nowhere, []
    for run, after in zip(parts, reversed(behind), strict=True):
        if isinstance(run.leaf, NEUTRAL):
            run = run._replace(around=before & after)
        elif not _is_space(run):
            before = run.around
        settled.append(run)
    return settled


# ── nested again ──────────────────────────────────────────────────────────


def _nested(runs: list[Run]) -> Inlines:
    """At each place that is opened which goes on the longest."""
    out: list[Inline] = []
    at = 0
    while at < len(runs):
        run = runs[at]
        if not run.around:
            _add(out, run)
            at += 1
            continue
        chosen, end = None, at
        for one in sorted(run.around, key=_rank):
            reach = at + 1
            while reach < len(runs) and one in runs[reach].around:
                reach += 1
            if reach > end:
                chosen, end = one, reach
        assert chosen is not None
        inside = _nested([one._replace(around=one.around - {chosen}) for one in runs[at:end]])
        out.append(_opened(chosen, inside))
        at = end
    return tuple(out)


def _rank(around: Around) -> tuple[int, int, str]:
    kinds = ("link", "lang", "style")
    return kinds.index(around.kind), ORDER.index(around.what) if around.kind == "style" else 0, around.what


def _opened(around: Around, inside: Inlines) -> Inline:
    if around.kind == "link":
        return Link(around.what, inside, NOWHERE)
    if around.kind == "lang":
        return Foreign(around.what, inside, NOWHERE)
    return Styled(around.what, inside, NOWHERE)  # type: ignore[arg-type]


def _add(out: list[Inline], run: Run) -> None:
    last = out[-1] if out else None
    if not isinstance(run.leaf, Text):
        out.append(run.leaf)
    elif run.code:
        if isinstance(last, Styled) and last.style == "code":
            text = "".join(one.text for one in last.children if isinstance(one, Text)) + run.leaf.text
            out[-1] = Styled("code", (Text(text, NOWHERE),), NOWHERE)
        else:
            out.append(Styled("code", (run.leaf,), NOWHERE))
    elif isinstance(last, Text):
        out[-1] = Text(last.text + run.leaf.text, NOWHERE)
    else:
        out.append(run.leaf)
