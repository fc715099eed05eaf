"""Flat runs of words become nested elements again.

Each run knows what surrounds it (emphasis, a language, a link); what neighbours share is opened once, around all of
them. Knows inlines and where each element may stand (JATS 1.3 Publishing); knows nothing of blocks.
"""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

from rejoinder.document.marked import EMPH, NOCASE, SMALLCAPS, STRONG, SUB, SUP
from rejoinder.document.model import (
    Break,
    Citation,
    Inlines,
    Math,
    Mention,
    MentionedFloat,
    NoteMark,
    Target,
    Traits,
    Words,
)
from rejoinder.maths.model import Node
from rejoinder.maths.write import mathml
from rejoinder.record.jats_marks import Marks
from rejoinder.record.wording import Wording
from rejoinder.record.xml import element, kept, start, text

TAGS: tuple[tuple[Traits, str], ...] = (
    (Traits.STRONG, "bold"),
    (Traits.EMPH, "italic"),
    (Traits.SMALLCAPS, "sc"),
    (Traits.CODE, "monospace"),
    (Traits.STRIKE, "strike"),
    (Traits.SUP, "sup"),
    (Traits.SUB, "sub"),
)


class Around(NamedTuple):
    """One element around a run: a trait, a language or a link. Links are one if they have one target."""

    name: str
    lang: str = ""
    link: int = 0
    enclosed: bool = False
    """The link is a reference that cannot stand here by itself."""


_AROUND = tuple(tuple(Around(name) for trait, name in TAGS if trait.value & traits) for traits in range(128))
"""What surrounds a run of each combination of traits."""
Run: TypeAlias = tuple[tuple[Around, ...], str]
"""What surrounds a piece of XML, and the piece."""

_THIN_SPACE = "\u2009"
LINE_END_IN_TEXT = element("named-content", " ", content_type="line-break")
"""A line end where `break` may not stand: in paragraphs, among others."""


class InlineWriter:
    """Writes the inlines of one article."""

    def __init__(self, marks: Marks, wording: Wording) -> None:
        self._marks, self._wording = marks, wording
        self._links: dict[int, Target] = {}

    def text(self, inlines: Inlines, *, breaks: bool = False, refers: bool = True) -> str:
        """Inlines as XML.

        `breaks`: whether `break` may stand here (titles and cells). `refers`: whether `xref` may stand here outside of
        other elements (not in `corresp`).
        """
        if len(inlines) == 1:  # most paragraphs of most letters
            one = inlines[0]
            if isinstance(one, Words) and not one.traits and not one.lang and one.link is None:
                return text(one.text)
        runs: list[Run] = []
        high = False
        """What was written last stands high: a mark behind it would run into it (10^6^ and note 7)."""
        for one in inlines:
            is_mark = isinstance(one, Citation | NoteMark)
            if high and is_mark:
                runs.append(((), _THIN_SPACE))
            runs.append(self._run(one, breaks, refers))
            if isinstance(one, Mention) and one.goes_on and len(runs) > 2:  # with the mention before, and "and" between
                around, joined = runs[-1][0], "".join(content for _, content in runs[-3:])
                runs[-3:] = [(around, _together(joined))]
            high = is_mark or (isinstance(one, Words) and bool(one.traits & Traits.SUP))
        return self._nested(runs)

    def _run(self, one: object, breaks: bool, refers: bool) -> Run:
        match one:
            case Words():
                return self._around(one.traits, one.lang, one.link, refers), text(one.text)
            case Citation():
                return (), self._citation(one)
            case NoteMark():
                return (), self._note_mark(one.number)
            case Mention():
                mention = self._mention(one)
                return self._around(one.traits, one.lang, None, refers), mention if refers else _enclosed(mention)
            case Math():
                notations = formula_notations(one.tree, one.tex)
                return self._around(one.traits, one.lang, one.link, refers), element(
                    "inline-formula", notations, specific_use=kept(("alt", one.alt))
                )
            case Break():
                return (), "<break/>" if breaks else LINE_END_IN_TEXT
        raise TypeError(f"no inline: {type(one).__name__}")

    # ── what surrounds a run ──

    def _around(self, traits: int, lang: str, link: Target | None, refers: bool) -> tuple[Around, ...]:
        if not traits and not lang and link is None:
            return ()
        around = _AROUND[int(traits)]
        if lang:
            around += (Around("named-content", lang),)
        if link is not None and (link.url or link.anchor in self._marks.places):
            self._links[id(link)] = link
            around += (Around("", "", id(link), not refers),)
        return around

    def _nested(self, runs: list[Run]) -> str:
        """At each place the element is opened that goes on the longest. No deeper than there are kinds of elements."""
        out: list[str] = []
        at = 0
        while at < len(runs):
            around, content = runs[at]
            if not around:
                out.append(content)
                at += 1
                continue
            chosen, end = around[0], at
            for one in around:
                reach = at + 1
                while reach < len(runs) and one in runs[reach][0]:
                    reach += 1
                if reach > end:
                    chosen, end = one, reach
            inside = [(tuple(one for one in around if one != chosen), content) for around, content in runs[at:end]]
            out.append(self._opened(chosen, self._nested(inside)))
            at = end
        return "".join(out)

    def _opened(self, around: Around, content: str) -> str:
        if around.link:
            link = self._links[around.link]
            written = self._link(link, content)
            return _enclosed(written) if link.anchor and around.enclosed else written
        if around.lang:
            return element(around.name, content, content_type="foreign", xml_lang=around.lang)
        return f"<{around.name}>{content}</{around.name}>"

    def _link(self, link: Target, content: str) -> str:
        if link.anchor:
            place = self._marks.places[link.anchor]
            return element("xref", content, ref_type=place.type, rid=place.id)
        if link.url == f"mailto:{content}":
            return element("email", content)
        return element("ext-link", content, ext_link_type="uri", xlink_href=link.url)

    # ── marks and mentions ──

    def _citation(self, citation: Citation) -> str:
        """Every number that is cited has its own reference: ranges are for the eye. Superior, as no bracket parts them
        from the word before.
        """
        out: list[str] = []
        spoken = any(item.prefix or item.suffix for item in citation.items)
        for item in citation.items:
            if out:
                out.append("; " if spoken else ",")
            if item.prefix:
                out.append(element("named-content", text(item.prefix), content_type="prefix") + " ")
            place = self._marks.places.get(f"ref-{item.number}")
            name = place.id if place else f"ref-{item.number}"
            out.append(element("xref", str(item.number), ref_type="bibr", rid=name))
            if item.suffix:
                out.append(", " + element("named-content", text(item.suffix), content_type="suffix"))
        return element("sup", "".join(out), specific_use="citation" if spoken else "")

    def _note_mark(self, number: int) -> str:
        place, label = self._marks.notes[number - 1], self._marks.note_labels[number - 1]
        return f'<sup><xref ref-type="{place.type}" rid="{place.id}">{label}</xref></sup>'

    def _mention(self, mention: Mention) -> str:
        words, out = self._mention_words(mention), []
        use = ("mention", True), ("bare", mention.bare), ("prefix", mention.prefix)
        for n, item in enumerate(mention.items):
            if n:
                last = n == len(mention.items) - 1
                out.append(text(self._wording.mention_last_separator if last else self._wording.mention_separator))
            out.append(self._mentioned(item, "" if n else words, "" if n else kept(*use)))
        return "".join(out) if len(out) == 1 else _together("".join(out))

    def _mentioned(self, item: MentionedFloat, words: str, use: str) -> str:
        place = self._marks.places.get(item.target.anchor)
        number = str(item.number)
        if place and place.type == "disp-formula":
            number = self._wording.formula_numbers[1].replace("{number}", number)
        content = text(item.label or (f"{words}\u00a0{number}" if words else number))
        return element("xref", content, ref_type=place.type, rid=place.id, specific_use=use) if place else content

    def _mention_words(self, mention: Mention) -> str:
        if mention.bare or mention.prefix:
            return mention.prefix
        wording = self._wording
        words = {
            "figure": wording.figures_mentioned,
            "table": wording.tables_mentioned,
            "equation": wording.formulas_mentioned,
        }[mention.kind]
        return words[len(mention.items) > 1]


def formula_notations(tree: Node, tex: str, *, display: bool = False) -> str:
    """A formula as MathML, and in the TeX in which its author wrote it (JATS4R, "Mathematical content")."""
    as_mathml = mathml(tree, prefix="mml", display=display, namespace=False)
    if not tex:
        return as_mathml
    source = text(tex).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("]]>", "]]]]><![CDATA[>")
    return element("alternatives", f'<tex-math specific-use="source"><![CDATA[{source}]]></tex-math>{as_mathml}')


def _together(mentions: str) -> str:
    """Several figures or tables that are named at once."""
    return element("named-content", mentions, content_type="mentions")


def _enclosed(reference: str) -> str:
    return element("named-content", reference, content_type="mention")


# ── marked text of references ─────────────────────────────────────────────

_MARKED = {EMPH: "italic", STRONG: "bold", SUP: "sup", SUB: "sub", SMALLCAPS: "sc"}
_MARKS = {
    **{pair[0]: start(name) for pair, name in _MARKED.items()},
    **{pair[1]: f"</{name}>" for pair, name in _MARKED.items()},
    NOCASE[0]: "",
    NOCASE[1]: "",
}
_MARK = re.compile(f"[{''.join(_MARKS)}]")


def marked_text(marked: str) -> str:
    """Marked text (see `document.marked`) as XML. Its marks are nested properly, as whoever made it saw to."""
    return _MARK.sub(lambda found: _MARKS[found[0]], text(marked))


def unmarked_text(marked: str) -> str:
    """Marked text as XML, its characters alone."""
    return text(_MARK.sub("", marked))
