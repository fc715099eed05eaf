"""A letter as HTML and CSS for WeasyPrint: the look of our `annals` sheet as far as CSS for paged media goes there.

Citations are numbered and references formatted here, since nothing in CSS would do it: the peer is spared that work.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from peers.plain import Letter, blocks, byline, cited, credit, place_of, statements, tokens

CSS = """\
@page {{
  size: 210mm 280mm; margin: 48.5pt {side}pt 54.4pt;
  @bottom-left {{ content: "{credit}"; font: 7.5pt "Source Sans 3"; }}
  @bottom-right {{ content: counter(page); font: 7.5pt "Source Sans 3"; }}
  @footnote {{ border-top: 0.4pt solid; padding-top: 4pt; }}
}}
html {{ font: {size}pt/{leading}pt "Source Serif 4"; }}
strong {{ font-weight: 600; }}
body {{ margin: 0; }}
h1 {{ font-size: 20pt; line-height: 24pt; font-weight: 600; margin: 0 0 8pt; }}
h2 {{ font-size: {size}pt; font-weight: 600; margin: {leading}pt 0 0; break-after: avoid; }}
.label {{ font: 600 8pt "Source Sans 3"; letter-spacing: 0.8pt; color: rgb(0, 84, 166); margin: 0; }}
.byline {{ font-size: 10.5pt; line-height: 14pt; margin: 0 0 6pt; }}
.small {{ font-size: 7.8pt; line-height: 10pt; margin: 0 0 6pt; }}
header {{ border-bottom: 0.4pt solid; margin-bottom: 12pt; }}
main {{ columns: {columns}; column-gap: {gutter}pt; text-align: justify; hyphens: auto; orphans: 2; widows: 2; }}
main p {{ margin: 0; text-indent: 1em; }}
main p.first {{ text-indent: 0; }}
sup {{ font-feature-settings: "sups"; vertical-align: baseline; }}
.note {{ float: footnote; font-size: 7.6pt; line-height: 9.6pt; }}
ol {{ font-size: 7.6pt; line-height: 9.6pt; padding-left: 18pt; margin: 0; }}
"""


def html_source(
    letter: Letter,
    faces: str,
    size: float = 9.3,
    leading: float = 12,
    gutter: float = 18.5,
    columns: int = 2,
    side: float = 40.5,
) -> str:
    """`faces` is the CSS by which the fonts are found."""
    paragraphs, notes = blocks(letter["body"])
    numbers: dict[str, int] = {}
    body = [_block(text, notes, numbers) for text in paragraphs]
    body += [
        f'<p class="first"><strong>{escape(label)}</strong> {_inline(text, notes, numbers)}</p>'
        for label, text in statements(letter)
    ]
    css = faces + CSS.format(
        credit=credit(letter), size=size, leading=leading, gutter=gutter, columns=columns, side=side
    )
    people = ", ".join(f"{escape(name)}<sup>{marks}</sup>" for name, marks in byline(letter))
    places = "<br>".join(
        f"<sup>{number}</sup>{escape(place_of(one))}" for number, one in enumerate(letter["affiliations"], 1)
    )
    items = {item["id"]: item for item in letter["references"]}
    references = "".join(f'<li id="{key}">{_reference(items[key])}</li>' for key in numbers)
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{escape(letter["title"])}</title>'
        f"<style>{css}</style></head><body><header>"
        f'<p class="label">CORRESPONDENCE RESPONSE</p><h1>{escape(letter["title"])}</h1><p class="byline">{people}</p>'
        f'<p class="small">{places}</p>'
        f'<p class="small"><strong>Correspondence to</strong> {escape(letter["correspondence"])}</p>'
        f"</header><main>{''.join(body)}<h2>References</h2><ol>{references}</ol></main></body></html>"
    )


def _block(text: str, notes: dict[str, str], numbers: dict[str, int]) -> str:
    if text.startswith("# "):
        return f"<h2>{escape(text[2:])}</h2>"
    return f"<p>{_inline(text, notes, numbers)}</p>"


def _inline(text: str, notes: dict[str, str], numbers: dict[str, int]) -> str:
    written = []
    for kind, said in tokens(text):
        match kind:
            case "emph" | "sup" | "sub":
                tag = "em" if kind == "emph" else kind
                written.append(f"<{tag}>{escape(said)}</{tag}>")
            case "cite":
                written.append(f"<sup>{','.join(_mark(key, numbers) for key in cited(said))}</sup>")
            case "note":
                written.append(f'<span class="note">{_inline(notes[said], notes, numbers)}</span>')
            case _:
                written.append(escape(said))
    return "".join(written)


def _mark(key: str, numbers: dict[str, int]) -> str:
    return f'<a href="#{key}">{numbers.setdefault(key, len(numbers) + 1)}</a>'


def _reference(item: Mapping[str, Any]) -> str:
    names = [f"{one['family']} {one.get('given', '')[:1]}" for one in item["author"]]
    people = ", ".join(names[:3]) + (", <em>et al</em>" if len(names) > 3 else "")
    year = item["issued"]["date-parts"][0][0]
    if "container-title" not in item:
        return f"{escape(people)}. {escape(item['title'])}. {escape(item.get('publisher', ''))}, {year}."
    doi = f" doi:{item['DOI']}" if "DOI" in item else ""
    journal = escape(item.get("container-title-short", item["container-title"]))
    return f"{people}. {escape(item['title'])}. <em>{journal}</em> {year};{item['volume']}:{item['page']}.{doi}"
