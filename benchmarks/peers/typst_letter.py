"""A letter as Typst source: the look of its sheet as far as plain Typst goes, no packages.

Citations and the reference list are Typst's own (`bibliography`), in its AMA style: superior figures, a numbered list.

What Typst 0.15 cannot do, and what stands here instead:

* the last page's columns are not balanced: its `columns` has no such option, and a height found by trial would be the
  author's work, to be found again after every change;
* notes called in a block that spans the columns vanish (its issue 5765): they are written, and counted as lost;
* no grid: heads are given whole lines, so that text after them is on the lines again, but small print and floats shift
  what follows;
* cells cannot be aligned on their decimal points: they are set flush right.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, assert_never

from peers.manuscript import MOST_SIGNS, Manuscript
from rejoinder.document.model import (
    Block,
    Break,
    Citation,
    Divider,
    Figure,
    Formula,
    Listing,
    Math,
    Mention,
    NoteMark,
    Paragraph,
    Quote,
    Row,
    Section,
    Table,
    Traits,
    Verbatim,
    Words,
)
from rejoinder.galley.pieces import Gap, Mark, Name, SetInline
from rejoinder.maths.words import linear
from rejoinder.style.model import TextStyle

CAP = {"serif": 0.67, "sans": 0.66}
"""Cap heights of Source Serif and Source Sans. Typst's leading is the white from a baseline to the next line's caps."""

JUSTIFICATION = """\
#set text(costs: (hyphenation: 50%, runt: 100%))
#set par(justification-limits: (spacing: (min: 60%, max: 130%), tracking: (min: {least}em, max: {most}em)))
"""
TUNINGS = {
    "plain": "",
    "tuned": JUSTIFICATION.format(least=-0.01, most=0.01),
    "tracked": JUSTIFICATION.format(least=-0.012, most=0.02),
}
"""How Typst is to justify: as it comes; with letters moved by about as much of their width as our sheet may widen them
(two per cent); and by twice as much, which shows. The best of some twenty settings that were tried: see the README."""

PREAMBLE = """\
#set document(title: {title}, author: {authors})
#set page(width: {width}pt, height: {height}pt, columns: {columns},
  margin: (top: {top}pt, bottom: {bottom}pt, left: {left}pt, right: {right}pt), footer-descent: {descent}pt,
  footer: [#set text(font: "Source Sans 3", size: 7.2pt)
    {running} #h(1fr) #strong(context counter(page).display())])
#set columns(gutter: {gutter}pt)
#set text(font: ("Source Serif 4", "Source Sans 3"), size: {size}pt, lang: {lang}, region: {region}, hyphenate: true,
  overhang: true, top-edge: "cap-height", bottom-edge: "baseline")
#set par(justify: true, linebreaks: "optimized", leading: {lead}pt, spacing: {lead}pt, first-line-indent: {indent}pt)
{tuning}#set super(typographic: true)
#show strong: set text(weight: 600)
#let signs = {signs}
#set footnote(numbering: n => if n <= signs.len() {{ signs.at(n - 1) }} else {{ str(n) }})
#set footnote.entry(separator: line(length: {note_rule}pt, stroke: 0.4pt), clearance: {note_above}pt,
  gap: {note_lead}pt, indent: 0pt)
#show footnote.entry: set text(size: {note_size}pt)
#show footnote.entry: set par(leading: {note_lead}pt, spacing: {note_lead}pt, first-line-indent: 0pt)
#show heading: set text(font: "Source Sans 3", size: {head_size}pt, weight: {head_weight}, hyphenate: false)
#show heading: set block(above: {head_above}pt, below: {lead}pt)
#set list(indent: 0pt, body-indent: 6pt, spacing: {lead}pt)
#set enum(indent: 0pt, body-indent: 6pt, spacing: {lead}pt)
#show figure: set block(above: 12pt, below: 12pt)
#show figure.where(kind: table): set figure.caption(position: top)
#show figure.caption: it => {{
  set align(left)
  set text(size: {caption_size}pt)
  set par(leading: {caption_lead}pt, justify: false, first-line-indent: 0pt)
  [#strong[#it.supplement #context it.counter.display()#it.separator]#it.body]
}}
#set figure.caption(separator: [#h(0.5em)])
#show table: set text(size: {table_size}pt)
#show table: set par(leading: {table_lead}pt, justify: false, first-line-indent: 0pt)
"""


def typst_source(letter: Manuscript, folder: Path, tuning: str = "tuned") -> str:
    """`folder` is where the source will stand: pictures are put there. `tuning` is one of `TUNINGS`."""
    writer = _Writer(letter, folder)
    parts = [writer.preamble(TUNINGS[tuning]), writer.over(), *map(writer.block, letter.document.body)]
    parts += writer.statements()
    parts.append(writer.references())
    return "\n\n".join(parts) + "\n"


class _Writer:
    """Writes one letter."""

    def __init__(self, letter: Manuscript, folder: Path) -> None:
        self.letter = letter
        self.folder = folder

    # ── the look ──────────────────────────────────────────────────────────

    def preamble(self, tuning: str) -> str:
        letter, sheet = self.letter, self.letter.sheet
        body, head, note = letter.style("body"), letter.style("heading-1"), letter.style("footnote")
        caption, table = letter.style("caption"), letter.style("table")
        meta = letter.document.metadata
        language, _, region = letter.document.lang.partition("-")
        margins = sheet.page.margins
        signs = [letter.note_mark(n) for n in range(1, MOST_SIGNS - letter.first_note + 1)]
        return PREAMBLE.format(
            title=json.dumps(meta.title, ensure_ascii=False),
            authors=f"({', '.join(json.dumps(name, ensure_ascii=False) for name in (*meta.authors, ''))})",
            width=sheet.page.trim[0],
            height=sheet.page.trim[1],
            columns=sheet.columns.count,
            top=margins.top,
            bottom=margins.bottom,
            left=margins.inner,
            right=margins.outer,
            descent=margins.bottom - 29 - 5,
            running=self.running(),
            gutter=sheet.columns.gutter,
            size=body.size,
            lang=json.dumps(language),
            region=json.dumps((region or "GB").lower()),
            lead=_lead(body),
            indent=body.indent,
            tuning=tuning,
            signs=f"({', '.join(json.dumps(sign, ensure_ascii=False) for sign in signs)},)",
            note_rule=sheet.notes.rule.width or letter.measure,
            note_above=sheet.notes.rule.above,
            note_lead=_lead(note),
            note_size=note.size,
            head_size=head.size,
            head_weight=head.weight,
            # the heading's baseline two lines below the last one's
            head_above=round(head.before + body.leading - CAP["sans"] * head.size, 3),
            caption_size=caption.size,
            caption_lead=_lead(caption),
            table_size=table.size,
            table_lead=_lead(table),
        )

    def running(self) -> str:
        """The foot of the page: "Takeuchi T, et al. Ann Rheum Dis 2016;75:e71"."""
        variables = dict(self.letter.document.variables)
        people = self.inlines(variables.get("authors.short", ()))
        meta = self.letter.document.metadata
        return f"{people}. #emph[{_escape(meta.journal)}] {_escape(meta.date[:4])}"

    def over(self) -> str:
        """The front block, over all columns."""
        parts: list[str] = []
        above = 0.0
        for name, inlines in self.letter.over():
            style = self.letter.style({"affiliations": "affiliation"}.get(name, name))
            if name == "rule":
                parts.append("#v(9pt)#line(length: 100%, stroke: 0.4pt)")
                continue
            text = self._over_text(name, inlines)
            if text:
                white = max(above, style.before) + style.leading - _cap(style) if parts else 0
                parts.append(f"#v({white:.3f}pt)" + self.styled(text, style))
                above = style.after
        return (
            f'#place(top, scope: "parent", float: true, clearance: {self.letter.sheet.front.after + 4}pt)[\n'
            "#set par(justify: false, first-line-indent: 0pt, spacing: 0pt)\n#set block(spacing: 0pt)\n"
            + "\n\n".join(parts)
            + "\n]"
        )

    def _over_text(self, name: str, inlines: Sequence[SetInline]) -> str:
        if name == "label":
            return f"#upper[{_escape(self.letter.label)}]"
        if name == "affiliations":
            lines = (
                (f"#super[{_escape(sign)}]#h(0.18em)" if sign else "") + _escape(text)
                for sign, text in self.letter.affiliations()
            )
            return " \\\n".join(lines)
        return self.inlines(inlines)

    def styled(self, text: str, style: TextStyle) -> str:
        """A block in a style of the sheet. Blocks, so that no indent follows them."""
        family = self.letter.sheet.fonts[style.font].family
        colour = ", ".join(map(str, self.letter.sheet.colour(style.colour).rgb))
        look = (
            f'font: ("{family}", "Source Serif 4", "Source Sans 3"), size: {style.size}pt, weight: {style.weight}, '
            f"tracking: {style.tracking}pt, fill: rgb({colour}), hyphenate: {str(style.hyphenate).lower()}"
        )
        justify = str(style.align == "justified").lower()
        return (
            f"#block[#set text({look})\n#set par(leading: {_lead(style)}pt, spacing: {_lead(style)}pt, "
            f"justify: {justify}, first-line-indent: 0pt)\n{text}]"
        )

    # ── blocks ────────────────────────────────────────────────────────────

    def block(self, block: Block) -> str:
        match block:
            case Paragraph():
                return self.inlines(block.children)
            case Section():
                inner = "\n\n".join(map(self.block, block.blocks))
                return f"{'=' * block.level} {self.inlines(block.heading)}\n\n{inner}"
            case Listing():
                return self.listing(block)
            case Quote():
                return self.quote(block)
            case Verbatim():
                return f"#raw({json.dumps(block.text, ensure_ascii=False)}, block: true)"
            case Formula():
                return _escape(linear(block.tree))
            case Divider():
                return "#align(center)[\\* \\* \\*]"
            case Figure():
                return self.figure(block)
            case Table():
                return self.table(block)
            case _:
                assert_never(block)

    def listing(self, block: Listing) -> str:
        items = ", ".join(f"[{self.blocks(item)}]" for item in block.items)
        function = "list" if block.start is None else f"enum.with(start: {block.start})"
        return f"#({function})({items})" if block.start is not None else f"#list({items})"

    def quote(self, block: Quote) -> str:
        style, body = self.letter.style("quote"), self.letter.style("body")
        white = round(style.before + body.leading - _cap(style), 3)
        look = f"#set text(size: {style.size}pt)\n#set par(leading: {_lead(style)}pt, spacing: {_lead(style)}pt)\n"
        inset = f"inset: (left: {style.left}pt, right: {style.right}pt), above: {white}pt, below: {white}pt"
        return f"#block({inset})[{look}{self.blocks(block.blocks)}]"

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "\n\n".join(map(self.block, blocks))

    def figure(self, block: Figure) -> str:
        name = f"figure{block.number}.{block.picture.kind.replace('jpeg', 'jpg')}"
        (self.folder / name).write_bytes(block.picture.data)
        wide = self.letter.wide(block)
        width = f"calc.min(1, {block.picture.width / self._measure(wide):.4f}) * 100%"
        alt = json.dumps(block.alt, ensure_ascii=False)
        image = f"image({json.dumps(name)}, width: {width}, alt: {alt})"
        return self._float(block, image, "image", wide)

    def _measure(self, wide: bool) -> float:
        sheet = self.letter.sheet
        count = sheet.columns.count if wide else 1
        return count * self.letter.measure + (count - 1) * sheet.columns.gutter

    def _float(self, block: Figure | Table, body: str, kind: str, wide: bool) -> str:
        place = {"top": "top", "bottom": "bottom", "here": "none"}.get(block.place, "auto")
        scope = "parent" if wide else "column"
        if wide and place == "none":
            place = "auto"
        caption = f"caption: [{self.inlines(block.caption)}], " if block.caption else ""
        words = self.letter.sheet.captions
        supplement = words.table_label if isinstance(block, Table) else words.figure_label
        return (
            f"#figure({body}, {caption}kind: {kind}, supplement: [{_escape(supplement)}], "
            f'placement: {place}, scope: "{scope}")'
        )

    def table(self, block: Table) -> str:
        form = self.letter.sheet.tables
        aligns = ", ".join(_align(one) for one in block.columns)
        head = f"table.hline(stroke: {form.top_rule.thickness}pt), table.header({self.rows(block.head)}"
        head += f"{', ' if block.head else ''}table.hline(stroke: {form.head_rule.thickness}pt)), "
        columns = ", ".join("auto" if align else "1fr" for align in block.columns)
        if form.full and "1fr" not in columns:
            columns = columns.replace("auto", "1fr", 1)
        inset = f"inset: (x: {form.cell_gap / 2}pt, y: {form.row_gap / 2 + 1.5}pt)"
        body = (
            f"table(columns: ({columns},), align: ({aligns},), stroke: none, {inset}, {head}{self.rows(block.body)}, "
            f"table.hline(stroke: {form.bottom_rule.thickness}pt))"
        )
        if block.notes:
            style = self.letter.style("table-note")
            notes = self.styled(" \\\n".join(map(self.inlines, block.notes)), style)
            body = f"[#{body}#align(left)[{notes}]]"
        return self._float(block, body, "table", self.letter.wide(block))

    def rows(self, rows: Iterable[Row]) -> str:
        cells = []
        for row in rows:
            for cell in row.cells:
                text = self.inlines(cell.children)
                text = f"#strong[{text}]" if cell.head and text else text
                align = f", align: {_align(cell.align)}" if cell.align else ""
                cells.append(f"table.cell(colspan: {cell.columns}, rowspan: {cell.rows}{align})[{text}]")
        return ", ".join(cells)

    # ── inlines ───────────────────────────────────────────────────────────

    def inlines(self, inlines: Iterable[SetInline]) -> str:
        return "".join(map(self.inline, inlines))

    def inline(self, inline: SetInline) -> str:
        match inline:
            case Words():
                return self.words(inline)
            case Citation():
                return "".join(f"#cite(<r{one.number}>)" for one in inline.items)
            case NoteMark():
                blocks = self.letter.document.footnotes[inline.number - 1].blocks
                return f"#footnote[{self.blocks(blocks)}]"
            case Mention():
                return _escape(mentioned(inline, self.letter))
            case Math():
                return _escape(linear(inline.tree))
            case Break():
                return " \\\n"
            case Mark():
                return f"#super[{_escape(inline.text)}]"
            case Name():
                return _escape(inline.text.replace(" ", "\u00a0"))
            case Gap():
                return f"#h({inline.ems}em)"
            case _:
                return ""

    def words(self, words: Words) -> str:
        text = _escape(words.text)
        for trait, function in _FUNCTIONS.items():
            if words.traits & trait:
                text = f"#{function}[{text}]"
        if words.lang:
            text = f"#text(lang: {json.dumps(words.lang.partition('-')[0])})[{text}]"
        if words.link and words.link.url:
            text = f"#link({json.dumps(words.link.url)})[{text}]"
        return text

    # ── the end ───────────────────────────────────────────────────────────

    def statements(self) -> list[str]:
        """Each in a block of its own, its label on its first line."""
        style, label_style = self.letter.style("statement"), self.letter.style("statement-label")
        out = []
        for place, (label, one) in enumerate(self.letter.statements()):
            family = self.letter.sheet.fonts[label_style.font].family
            look = f'font: "{family}", size: {label_style.size}pt, weight: {label_style.weight}'
            text = f"#text({look})[{_escape(label)}] {self.blocks(one.blocks)}"
            white = (style.before if place else label_style.before) + style.leading - _cap(style)
            out.append(f"#block(above: {white:.3f}pt, below: 0pt)[{self.styled(text, style)}]")
        return out

    def references(self) -> str:
        if not self.letter.items:
            return ""
        style, head = self.letter.style("reference"), self.letter.style("end-heading")
        entries = json.dumps(hayagriva(self.letter.items), ensure_ascii=False)
        title = _escape(self.letter.sheet.references.heading)
        colour = ", ".join(map(str, self.letter.sheet.colour(head.colour).rgb))
        above, below = head.before + head.leading - _cap(head), head.after + style.leading - _cap(style)
        return (
            f"#show heading: it => block(above: {above:.3f}pt, below: {below:.3f}pt, sticky: true, text("
            f'font: "Source Sans 3", size: {head.size}pt, weight: {head.weight}, tracking: {head.tracking}pt, '
            f"fill: rgb({colour}), upper(it.body)))\n"
            f"#set text(size: {style.size}pt)\n"
            f"#set par(leading: {_lead(style)}pt, spacing: {_lead(style)}pt, justify: "
            f"{str(style.align == 'justified').lower()}, first-line-indent: 0pt)\n"
            f'#bibliography(bytes({entries}), title: [{title}], style: "american-medical-association")'
        )


_FUNCTIONS = {
    Traits.CODE: "raw",
    Traits.SUP: "super",
    Traits.SUB: "sub",
    Traits.SMALLCAPS: "smallcaps",
    Traits.EMPH: "emph",
    Traits.STRONG: "strong",
    Traits.STRIKE: "strike",
}


def _cap(style: TextStyle) -> float:
    return CAP.get(style.font, 0.67) * style.size


def _lead(style: TextStyle) -> float:
    return round(style.leading - _cap(style), 3)


def _align(align: str) -> str:
    return {"": "left", "centre": "center", "decimal": "right"}.get(align, align)


def mentioned(mention: Mention, letter: Manuscript) -> str:
    """Figures or tables by their names: "Figure 2", in the sheet's words. No break within."""
    words = letter.sheet.captions
    label = mention.prefix or (words.figure_mention if mention.kind == "figure" else words.table_mention)
    numbers = ", ".join(str(one.number) for one in mention.items)
    if mention.bare:
        return numbers
    plural = "s" if len(mention.items) > 1 and not mention.prefix else ""
    return f"{label}{plural}\u00a0{numbers}"


def _escape(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\#$*_`<>@~[]=/'\"-+" else c for c in text)


# ── references, in Typst's own format ─────────────────────────────────────

MARKUP = re.compile(r"</?\w+>|\*")
"""Titles in CSL's form may have some; Typst would print it."""
KINDS = {
    "article-journal": "article",
    "book": "book",
    "chapter": "chapter",
    "report": "report",
    "thesis": "thesis",
    "webpage": "web",
    "dataset": "repository",
    "article": "article",
}


def hayagriva(items: Sequence[Mapping[str, Any]]) -> str:
    """The references in Typst's own format, which is YAML; JSON is YAML."""
    return json.dumps({f"r{place}": _entry(item) for place, item in enumerate(items, 1)}, ensure_ascii=False)


def _entry(item: Mapping[str, Any]) -> dict[str, object]:
    entry: dict[str, object] = {
        "type": KINDS.get(str(item.get("type")), "misc"),
        "title": {"value": MARKUP.sub("", str(item.get("title", ""))), "verbatim": True},
        "author": [_person(one) for one in item.get("author", ())],
        "date": _date(item.get("issued", {})),
    }
    if "container-title" in item:
        entry["parent"] = _parent(item)
        if "page" in item:
            entry["page-range"] = str(item["page"])
    if "publisher" in item:
        entry["publisher"] = {"name": str(item["publisher"]), "location": str(item.get("publisher-place", ""))}
    if "DOI" in item:
        entry["serial-number"] = {"doi": str(item["DOI"])}
    if "URL" in item:
        entry["url"] = {"value": str(item["URL"]), "date": _date(item.get("accessed", {}))}
    return {key: value for key, value in entry.items() if value not in ("", [])}


def _parent(item: Mapping[str, Any]) -> dict[str, object]:
    title = item["container-title"]
    parent: dict[str, object] = {
        "type": "book" if item.get("type") == "chapter" else "periodical",
        "title": {"value": str(title), "short": str(item.get("container-title-short", title))},
    }
    if str(item.get("volume", "")).isdecimal():
        parent["volume"] = int(str(item["volume"]))
    if "editor" in item:
        parent["editor"] = [_person(one) for one in item["editor"]]
    return parent


def _person(one: Mapping[str, Any]) -> str:
    if "literal" in one:
        return str(one["literal"])
    particle = one.get("non-dropping-particle") or one.get("dropping-particle")
    family = f"{particle} {one.get('family', '')}" if particle else str(one.get("family", ""))
    return ", ".join(part for part in (family, str(one.get("given", ""))) if part)


def _date(date: Mapping[str, Any]) -> str:
    parts = date.get("date-parts", [[]])[0]
    return "-".join(f"{int(part):02d}" if place else f"{int(part):04d}" for place, part in enumerate(parts))
