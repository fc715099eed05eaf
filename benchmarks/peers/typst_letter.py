"""A letter as Typst source: the look of our `annals` sheet as far as plain Typst goes, no packages.

Citations and the reference list are Typst's own (`bibliography`), in its AMA style: superior figures, a numbered list.
"""

from __future__ import annotations

import json

from peers.plain import Letter, blocks, byline, cited, credit, place_of, statements, tokens

PREAMBLE = """\
#set document(title: {title}, author: {author})
#set page(width: 210mm, height: 280mm, columns: {columns}, margin: (top: 48.5pt, bottom: 54.4pt, x: {side}pt),
  footer: [#set text(font: "Source Sans 3", size: 7.5pt)
    {author_short}. _{credit}_ #h(1fr) #context counter(page).display()])
#set columns(gutter: {gutter}pt)
#set text(font: "Source Serif 4", size: {size}pt, lang: "en", region: "gb", hyphenate: true)
#set par(justify: true, leading: {lead}pt, spacing: {lead}pt, first-line-indent: 1em)
#set super(typographic: true)
#set footnote(numbering: "{marks}")
#set footnote.entry(separator: line(length: 60pt, stroke: 0.4pt), gap: 2pt)
#show footnote.entry: set text(size: 7.6pt)
#show heading: set text(size: {size}pt, weight: "semibold")
#show heading: set block(above: {leading}pt, below: {lead}pt)
#place(top, scope: "parent", float: true, clearance: 12pt)[
  #set par(justify: false, first-line-indent: 0pt, spacing: 8pt)
  #text(font: "Source Sans 3", size: 8pt, weight: "semibold", tracking: 0.8pt, fill: rgb(0, 84, 166))[
    CORRESPONDENCE RESPONSE]

  #text(size: 20pt, weight: "semibold", hyphenate: false)[{heading}]

  #text(size: 10.5pt)[{byline}]

  #text(size: 7.8pt)[{affiliations}]

  #text(size: 7.8pt)[#strong[Correspondence to] {correspondence}]
  #line(length: 100%, stroke: 0.4pt)
]
"""


def typst_source(
    letter: Letter, size: float = 9.3, leading: float = 12, gutter: float = 18.5, columns: int = 2, side: float = 40.5
) -> str:
    paragraphs, notes = blocks(letter["body"])
    people = byline(letter)
    parts = [
        PREAMBLE.format(
            title=json.dumps(letter["title"], ensure_ascii=False),
            author=json.dumps([name for name, _ in people], ensure_ascii=False).replace("[", "(").replace("]", ",)"),
            author_short=_escape(people[0][0]),
            credit=_escape(credit(letter)),
            heading=_escape(letter["title"]),
            byline=", ".join(f"{_escape(name)}#super[{marks}]" for name, marks in people),
            affiliations=" \\\n  ".join(
                f"#super[{number}]{_escape(place_of(place))}" for number, place in enumerate(letter["affiliations"], 1)
            ),
            correspondence=_escape(letter["correspondence"]),
            size=size,
            leading=leading,
            # Typst's leading is the white between a line's baseline and the next one's cap height.
            lead=round(leading - 0.67 * size, 3),
            gutter=gutter,
            columns=columns,
            marks="*" if len(notes) < 7 else "1",
            side=side,
        )
    ]
    parts += [_block(text, notes) for text in paragraphs]
    parts += [f"*{_escape(label)}* {_inline(text, notes)}" for label, text in statements(letter)]
    parts.append("#set text(size: 7.6pt)\n#set par(leading: 4.5pt, spacing: 4.5pt)")
    entries = json.dumps(hayagriva(letter), ensure_ascii=False)
    parts.append(f'#bibliography(bytes({entries}), title: [References], style: "american-medical-association")')
    return "\n\n".join(parts) + "\n"


def _block(text: str, notes: dict[str, str]) -> str:
    if text.startswith("# "):
        return f"= {_escape(text[2:])}"
    return _inline(text, notes)


def _inline(text: str, notes: dict[str, str]) -> str:
    written = []
    for kind, said in tokens(text):
        match kind:
            case "emph":
                written.append(f"#emph[{_escape(said)}]")
            case "sup" | "sub":
                written.append(f"#{'super' if kind == 'sup' else 'sub'}[{_escape(said)}]")
            case "cite":
                written.append("".join(f"#cite(<{key}>)" for key in cited(said)))
            case "note":
                written.append(f"#footnote[{_inline(notes[said], notes)}]")
            case _:
                written.append(_escape(said))
    return "".join(written)


def _escape(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\#$*_`<>@~[]=/'\"" else c for c in text)


def hayagriva(letter: Letter) -> str:
    """The references in Typst's own format, which is YAML; JSON is YAML."""
    return json.dumps({item["id"]: _entry(item) for item in letter["references"]}, ensure_ascii=False)


def _entry(item: Letter) -> dict[str, object]:
    entry: dict[str, object] = {
        "type": "article" if "container-title" in item else "book",
        "title": {"value": item["title"], "verbatim": True},
        "author": [", ".join(str(one[part]) for part in ("family", "given") if part in one) for one in item["author"]],
        "date": item["issued"]["date-parts"][0][0],
    }
    if "container-title" in item:
        parent = {
            "type": "periodical",
            "title": {
                "value": item["container-title"],
                "short": item.get("container-title-short", item["container-title"]),
            },
        }
        entry |= {"parent": {**parent, "volume": int(item["volume"])}, "page-range": item["page"]}
    if "publisher" in item:
        entry["publisher"] = {"name": item["publisher"], "location": item.get("publisher-place", "")}
    if "DOI" in item:
        entry["serial-number"] = {"doi": item["DOI"]}
    return entry
