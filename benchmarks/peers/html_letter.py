"""A letter as HTML and CSS for WeasyPrint: the look of its sheet as far as CSS for paged media goes there.

Citations are numbered and references formatted here (by Rejoinder), since nothing in CSS would do it: the peer is
spared that work.

What WeasyPrint 70 cannot do, and what stands here instead:

* footnotes stand across the page, not in the column of their mark: that is where its `float: footnote` puts them;
* no grid: heads are given whole lines, and superior figures no line height, so that the lines keep their distance;
* figures and tables do not move to the head or foot of a column: they stand where they were written;
* cells cannot be aligned on their decimal points: they are set flush right;
* a picture that is a PDF cannot be shown: white of its size stands there;
* where a letter with notes just fills a page, its balanced columns may be put off to the next one as a whole: then the
  letter is set without balance (`compare.py` takes what has fewer pages).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape
from typing import assert_never

from peers.manuscript import Manuscript
from peers.typst_letter import mentioned
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
from rejoinder.galley.marks import collapse
from rejoinder.galley.pieces import Gap, Mark, Name, SetInline
from rejoinder.maths.words import linear
from rejoinder.style.model import TextStyle

CSS = """\
@page {{
  size: {width}pt {height}pt; margin: {top}pt {right}pt {bottom}pt {left}pt;
  @bottom-left {{ content: "{running}"; font: 7.2pt "Source Sans 3"; }}
  @bottom-right {{ content: counter(page); font: 600 7.2pt "Source Sans 3"; }}
  @footnote {{ border-top: 0.4pt solid; padding-top: {note_below}pt; margin-top: {note_above}pt; }}
}}
html {{ font: {size}pt/{leading}pt "Source Serif 4", "Source Sans 3"; }}
strong {{ font-weight: 600; }}
a {{ color: inherit; text-decoration: none; }}
body {{ margin: 0; }}
header p, header h1 {{ margin: 0; font-weight: inherit; }}
header hr {{ border: 0; border-top: 0.4pt solid; margin: 9pt 0 {front_after}pt; }}
main {{ columns: {columns}; column-gap: {gutter}pt; text-align: justify; hyphens: auto; orphans: 2; widows: 2; }}
main p {{ margin: 0; text-indent: {indent}pt; }}
main p.first, main h1 + p, main h2 + p, main h3 + p {{ text-indent: 0; }}
main h1, main h2, main h3 {{ font: {head_weight} {head_size}pt/{leading}pt "Source Sans 3"; margin: {leading}pt 0 0;
  text-align: left; hyphens: none; break-after: avoid; }}
sup {{ font-size: inherit; line-height: 0; font-feature-settings: "sups"; vertical-align: baseline;
  white-space: nowrap; }}
.note {{ float: footnote; footnote-style-position: inside; font-size: {note_size}pt; line-height: {note_leading}pt;
  text-indent: 0; }}
.note::footnote-call {{ content: attr(data-mark); font-size: inherit; line-height: 0; vertical-align: baseline;
  font-feature-settings: "sups"; }}
.note::footnote-marker {{ content: attr(data-mark) "\\2002"; font-size: inherit; }}
main ul, main ol {{ margin: 0; padding-left: {list_left}pt; }}
main li {{ padding-left: 4pt; }}
main li p {{ text-indent: 0; }}
blockquote {{ font-size: {quote_size}pt; margin: {quote_before}pt {quote_right}pt {quote_before}pt {quote_left}pt; }}
.label, .statement, .end-heading {{ text-indent: 0; }}
figure {{ margin: {leading}pt 0; break-inside: avoid; }}
figure.wide {{ column-span: all; }}
figure img {{ width: 100%; display: block; }}
figcaption {{ font-size: {caption_size}pt; line-height: {caption_leading}pt; text-align: left; hyphens: none; }}
table {{ width: 100%; border-collapse: collapse; font-size: {table_size}pt; line-height: {table_leading}pt;
  border-top: 0.8pt solid; border-bottom: 0.8pt solid; margin: 6pt 0; text-align: left; hyphens: none; }}
thead {{ border-bottom: 0.4pt solid; }}
th {{ font-weight: 600; }}
td, th {{ padding: {row_gap}pt {cell_gap}pt; vertical-align: baseline; }}
td:first-child, th:first-child {{ padding-left: 0; }} td:last-child, th:last-child {{ padding-right: 0; }}
ol.references {{ list-style: none; padding-left: 14pt; text-align: left; }}
ol.references li {{ text-indent: -14pt; padding-left: 0; }}
ol.references span.number {{ display: inline-block; width: 14pt; text-indent: 0; }}
"""
UNBALANCED = "main { column-fill: auto; }"


def html_source(letter: Manuscript, faces: str, balance: bool = True) -> str:
    """`faces` is the CSS by which fonts are found; `balance`: whether the last page's columns shall end level."""
    writer = _Writer(letter)
    meta = letter.document.metadata
    return (
        f'<!DOCTYPE html><html lang="{letter.document.lang}"><head><meta charset="utf-8">'
        f"<title>{escape(meta.title)}</title>"
        f"<style>{faces}{writer.css()}{'' if balance else UNBALANCED}</style></head><body>"
        f"<header>{writer.over()}</header>"
        f"<main>{writer.blocks(letter.document.body)}{writer.statements()}{writer.references()}</main></body></html>"
    )


class _Writer:
    """Writes one letter."""

    def __init__(self, letter: Manuscript) -> None:
        self.letter = letter

    # ── the look ──────────────────────────────────────────────────────────

    def css(self) -> str:
        letter, sheet = self.letter, self.letter.sheet
        body, head, note, quote = (letter.style(name) for name in ("body", "heading-1", "footnote", "quote"))
        caption, table = letter.style("caption"), letter.style("table")
        margins = sheet.page.margins
        # Half the leading's white stands above the first line and below the last one: the margins give it up, so
        # that the capitals begin and the last baseline ends where they do elsewhere.
        ascent, descent = 0.67 * body.size, 0.0
        above = (body.leading - 1.356 * body.size) / 2 + 1.036 * body.size - ascent
        below = body.leading - above - ascent - descent
        return CSS.format(
            width=sheet.page.trim[0],
            height=sheet.page.trim[1],
            top=round(margins.top, 3),
            bottom=round(margins.bottom - below, 3),
            left=margins.inner,
            right=margins.outer,
            running=self._running(),
            note_above=sheet.notes.rule.above,
            note_below=sheet.notes.rule.below,
            size=body.size,
            leading=body.leading,
            front_after=round(sheet.front.after - above + 4, 3),
            columns=sheet.columns.count,
            gutter=sheet.columns.gutter,
            indent=body.indent,
            head_weight=head.weight,
            head_size=head.size,
            note_size=note.size,
            note_leading=note.leading,
            list_left=letter.style("list").left - 4,
            quote_size=quote.size,
            quote_before=quote.before,
            quote_left=quote.left,
            quote_right=quote.right,
            caption_size=caption.size,
            caption_leading=caption.leading,
            table_size=table.size,
            table_leading=table.leading,
            row_gap=sheet.tables.row_gap / 2,
            cell_gap=sheet.tables.cell_gap / 2,
        )

    def _running(self) -> str:
        variables = dict(self.letter.document.variables)
        people = "".join(one.text for one in variables.get("authors.short", ()) if isinstance(one, Words))
        meta = self.letter.document.metadata
        return f"{people}. {meta.journal} {meta.date[:4]}".replace("\\", "").replace('"', "")

    def _look(self, style: TextStyle) -> str:
        family = self.letter.sheet.fonts[style.font].family
        red, green, blue = self.letter.sheet.colour(style.colour).rgb
        return escape(
            f'font: {style.weight} {style.size}pt/{style.leading}pt "{family}", "Source Serif 4", "Source Sans 3"; '
            f"letter-spacing: {style.tracking}pt; color: rgb({red}, {green}, {blue}); "
            f"text-align: {'justify' if style.align == 'justified' else 'left'}; "
            f"hyphens: {'auto' if style.hyphenate else 'none'}; "
            f"{'text-transform: uppercase; ' if style.case == 'upper' else ''}",
            quote=True,
        )

    def over(self) -> str:
        """The front block, over all columns."""
        out: list[str] = []
        after = 0.0
        for name, inlines in self.letter.over():
            if name == "rule":
                out.append("<hr>")
                continue
            style = self.letter.style({"affiliations": "affiliation"}.get(name, name))
            text = self._over_text(name, inlines)
            tag = "h1" if name == "title" else "p"
            white = max(after, style.before) if out else 0
            if text:
                out.append(f'<{tag} style="{self._look(style)}margin-top: {white}pt">{text}</{tag}>')
                after = style.after
        return "".join(out)

    def _over_text(self, name: str, inlines: Sequence[SetInline]) -> str:
        if name == "label":
            return escape(self.letter.label)
        if name == "affiliations":
            return "<br>".join(
                (f"<sup>{escape(sign)}</sup>&#8198;" if sign else "") + escape(text)
                for sign, text in self.letter.affiliations()
            )
        return self.inlines(inlines)

    # ── blocks ────────────────────────────────────────────────────────────

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "".join(self.block(block, place == 0) for place, block in enumerate(blocks))

    def block(self, block: Block, first: bool = False) -> str:
        match block:
            case Paragraph():
                return f"<p{' class=first' if first else ''}>{self.inlines(block.children)}</p>"
            case Section():
                tag = f"h{min(3, block.level)}"
                return f"<{tag}>{self.inlines(block.heading)}</{tag}>{self.blocks(block.blocks)}"
            case Listing():
                items = "".join(f"<li>{self.blocks(item)}</li>" for item in block.items)
                return f"<ul>{items}</ul>" if block.start is None else f'<ol start="{block.start}">{items}</ol>'
            case Quote():
                return f"<blockquote>{self.blocks(block.blocks)}</blockquote>"
            case Verbatim():
                return f"<pre>{escape(block.text)}</pre>"
            case Formula():
                return f"<p>{escape(linear(block.tree))}</p>"
            case Divider():
                return '<p class=first style="text-align: center">* * *</p>'
            case Figure():
                return self.figure(block)
            case Table():
                return self.table(block)
            case _:
                assert_never(block)

    def figure(self, block: Figure) -> str:
        picture = block.picture
        kind = {"png": "png", "jpeg": "jpeg", "svg": "svg+xml"}.get(picture.kind)
        if kind:
            width = min(1.0, picture.width / self._measure(self.letter.wide(block)))
            url = f"data:image/{kind};base64,{b64encode(picture.data).decode('ascii')}"
            style = f"width: {100 * width:.2f}%"
            image = f'<img alt="{escape(block.alt, quote=True)}" style="{style}" src="{url}">'
        else:
            image = (
                f'<div style="height: {picture.height * min(1.0, self.letter.measure / picture.width):.2f}pt"></div>'
            )
        caption = self._caption(block, self.letter.sheet.captions.figure_label)
        return f"<figure{self._wide(block)}>{image}{caption}</figure>"

    def _measure(self, wide: bool) -> float:
        sheet = self.letter.sheet
        count = sheet.columns.count if wide else 1
        return count * self.letter.measure + (count - 1) * sheet.columns.gutter

    def _wide(self, block: Figure | Table) -> str:
        return " class=wide" if self.letter.wide(block) else ""

    def _caption(self, block: Figure | Table, label: str) -> str:
        name = f"<strong>{escape(label)} {block.number}</strong>"
        return f"<figcaption>{name}&#8194;{self.inlines(block.caption)}</figcaption>"

    def table(self, block: Table) -> str:
        head = f"<thead>{self.rows(block.head, 'th', block)}</thead>" if block.head else ""
        caption = self._caption(block, self.letter.sheet.captions.table_label)
        body = f"<tbody>{self.rows(block.body, 'td', block)}</tbody>"
        style = self.letter.style("table-note")
        notes = "".join(f'<div style="{self._look(style)}">{self.inlines(one)}</div>' for one in block.notes)
        return f"<figure{self._wide(block)}>{caption}<table>{head}{body}</table>{notes}</figure>"

    def rows(self, rows: Iterable[Row], tag: str, table: Table) -> str:
        out = []
        for row in rows:
            cells = []
            for cell in row.cells:
                align = cell.align or table.columns[cell.column]
                side = {"centre": "center", "decimal": "right", "right": "right"}.get(align, "left")
                name = "th" if cell.head else tag
                spans = f'colspan="{cell.columns}" rowspan="{cell.rows}" style="text-align: {side}"'
                cells.append(f"<{name} {spans}>{self.inlines(cell.children)}</{name}>")
            out.append(f"<tr>{''.join(cells)}</tr>")
        return "".join(out)

    # ── inlines ───────────────────────────────────────────────────────────

    def inlines(self, inlines: Iterable[SetInline]) -> str:
        return "".join(map(self.inline, inlines))

    def inline(self, inline: SetInline) -> str:
        match inline:
            case Words():
                return self.words(inline)
            case Citation():
                return self.citation(inline)
            case NoteMark():
                blocks = self.letter.document.footnotes[inline.number - 1].blocks
                # a word joiner: the mark stays with its word
                mark = escape(self.letter.note_mark(inline.number))
                return f'&#8288;<span class="note" data-mark="{mark}">{self._run_in(blocks)}</span>'
            case Mention():
                return escape(mentioned(inline, self.letter))
            case Math():
                return escape(linear(inline.tree))
            case Break():
                return "<br>"
            case Mark():
                return f"<sup>{escape(inline.text)}</sup>"
            case Name():
                return escape(inline.text.replace(" ", "\u00a0"))
            case Gap():
                return "&#8198;"
            case _:
                return ""

    def _run_in(self, blocks: Iterable[Block]) -> str:
        """A note's paragraphs: a block would begin a line of its own behind the mark."""
        return " ".join(self.inlines(one.children) for one in blocks if isinstance(one, Paragraph))

    def citation(self, citation: Citation) -> str:
        numbers = [item.number for item in citation.items]
        form = self.letter.sheet.citations
        links = [f'<a href="#r{one}">{one}</a>' for one in numbers]
        parts = [
            links[one.first] if one.first == one.last else f"{links[one.first]}{form.range}{links[one.last]}"
            for one in collapse(numbers, form.collapse)
        ]
        return f"&#8288;<sup>{form.separator.join(parts)}</sup>"

    def words(self, words: Words) -> str:
        text = escape(words.text)
        for trait, (begin, end) in _TAGS.items():
            if words.traits & trait:
                text = f"{begin}{text}{end}"
        if words.lang:
            text = f'<span lang="{words.lang}">{text}</span>'
        if words.link and words.link.url:
            text = f'<a href="{escape(words.link.url, quote=True)}">{text}</a>'
        return text

    # ── the end ───────────────────────────────────────────────────────────

    def statements(self) -> str:
        style, label_style = self.letter.style("statement"), self.letter.style("statement-label")
        family = self.letter.sheet.fonts[label_style.font].family
        out = []
        for place, (label, one) in enumerate(self.letter.statements()):
            look = escape(f'font: {label_style.weight} {label_style.size}pt "{family}"', quote=True)
            white = style.before if place else label_style.before
            text = f'<span style="{look}">{escape(label)}</span> {self._run_in(one.blocks)}'
            out.append(f'<p class="statement" style="{self._look(style)}margin-top: {white}pt">{text}</p>')
        return "".join(out)

    def references(self) -> str:
        if not self.letter.document.references:
            return ""
        head, style = self.letter.style("end-heading"), self.letter.style("reference")
        title = escape(self.letter.sheet.references.heading)
        look = f"{self._look(head)}margin: {head.before}pt 0 {head.after}pt"
        items = "".join(
            f'<li id="r{place}"><span class=number>{place}</span>{self.inlines(one.text)}</li>'
            for place, one in enumerate(self.letter.document.references, 1)
        )
        return f'<h2 style="{look}">{title}</h2><ol class="references" style="{self._look(style)}">{items}</ol>'


_TAGS = {
    Traits.CODE: ("<code>", "</code>"),
    Traits.SUP: ("<sup>", "</sup>"),
    Traits.SUB: ('<sub style="font-size: 70%; line-height: 0">', "</sub>"),
    Traits.SMALLCAPS: ('<span style="font-variant-caps: small-caps">', "</span>"),
    Traits.EMPH: ("<em>", "</em>"),
    Traits.STRONG: ("<strong>", "</strong>"),
    Traits.STRIKE: ("<s>", "</s>"),
}
