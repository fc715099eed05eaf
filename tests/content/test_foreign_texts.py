"""What texts for other tools have and ours have not: it is read where that makes sense, and never lost without a word."""

# ruff: noqa: E501 - tables of what is written and said
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from content_builders import outline
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.content.letter import read_letter
from rejoinder.content.model import Figure, Formula, Letter, Mention, Paragraph, Quote
from rejoinder.diagnostics import Diagnostics
from rejoinder.source import Source

FRONTS = {
    "joss": "title: Ice\ntags: [ice]\nauthors: Ann Lee\nbibliography: []\n",
    "quarto": "title: Ice\nexecute: {}\nauthor: Ann Lee\n",
    "myst": "title: Ice\nexports: []\nauthors: Ann Lee\n",
    "manubot": "title: Ice\nmanubot: {}\nauthors: Ann Lee\n",
}
REFERENCES = "references: [{id: a, type: book, title: A}, {id: b, type: book, title: B}]\n"


def paper(tool: str, body: str) -> tuple[Letter, list[str]]:
    said = Diagnostics()
    read = read_letter(Source("paper.md", f"---\n{FRONTS[tool]}{REFERENCES}---\n{body}"), said)
    assert read is not None
    assert not said.has_errors, [str(one) for one in said]
    return read, [one.message for one in said]


@pytest.mark.parametrize(
    ("tool", "written", "read"),
    [
        ("joss", r"See \autoref{map} and \ref{map}.", "See {=map} and {-=map}."),
        ("joss", r"See Figure \ref{map} and Fig. @map.", "See Figure {-=map} and Fig. {-=map}."),
        ("joss", r"As \cite{a,b} and \citet{a} say.", "As {@a;@b} and {in text @a} say."),
        ("joss", r"CO\textsubscript{2}, \emph{so} \href{https://ice.example.org}{there}.", "COsub(2), emph(so) link<https://ice.example.org>(there)."),
        ("joss", r"Written in \LaTeX.", "Written in LaTeX."),
        ("quarto", "See `Fig~\\ref{map}`{=latex}.", "See Fig\u00a0{-=map}."),
        ("quarto", "H<sub>2</sub>O, <i>so</i> <b>cold</i>.<br>Yes", "Hsub(2)O, emph(so) cold.⏎Yes"),
        ("quarto", "Of [ice]{.underline}.", "Of ice."),
        ("myst", "As {cite}`a,b` and {cite:t}`a` say.", "As {@a;@b} and {in text @a} say."),
        ("myst", "See {ref}`map`, {numref}`map`.", "See {=map}, {=map}."),
        ("myst", "H{sub}`2`O, {abbr}`BMJ (a journal)`, {unknown}`x`.", "Hsub(2)O, BMJ (a journal), x."),
        ("myst", "{doi}`10.5555/a`", "link<https://doi.org/10.5555/a>(10.5555/a)"),
        ("manubot", "So [@a] and [@doi:10.5555/a.b-1; @url:https://ice.example.org/x/].", "So {@a} and {@doi:10.5555/a.b-1;@url:https://ice.example.org/x/}."),
        ("manubot", "So [@tag:ice].\n\n[@tag:ice]: doi:10.5555/ice", "So {@doi:10.5555/ice}."),
    ],
)  # fmt: skip
def test_running_text(tool: str, written: str, read: str) -> None:
    letter, _ = paper(tool, f"\n{written}\n\n![A map.](https://ice.example.org/map.png){{#map alt=x}}\n")
    assert outline(letter.body)[0] == read


@pytest.mark.parametrize(
    ("tool", "written", "said"),
    [
        ("joss", r"See \ref{nowhere}.", 'nothing has the label "nowhere"; its name is set instead'),
        ("quarto", "See @fig-none.", 'nothing has the label "fig-none"; its name is set instead'),
        ("quarto", "See [it](#none).", 'no heading has the id "none"'),
        ("quarto", "A <!-- x --> b [c]{.d} <span>e</span>\n\n## F {.g}\n\n`x`{=html}", 'comments, the attribute ".d", the tag <span>, "g" of a heading and `x`{=html} mean nothing here, and are left out'),
        ("quarto", "```{=tex}\n\\newpage\n```\n\nText\n\n::: {.box}\nb\n:::", "a raw block {=tex} and the division ::: {.box} mean nothing here, and are left out"),
        ("quarto", "```{r}\n#| echo: false\n1\n```\n\nText", "code that is run and not shown means nothing here, and is left out"),
        ("quarto", "```{python}\n#| label: fig-x\nplot()\n```", "code is not run: what it draws is missing"),
        ("joss", "Text\n\n---\nlatex:\n  before: x\n---\n", "metadata within the text means nothing here, and is left out"),
        ("joss", "So [@a; @none] and @nobody.", 'no reference has the key "none"; the key is set instead'),
        ("joss", "So [^x].", 'no note has the key "x"'),
        ("joss", "| a | b |\n|---|---|\n| 1 | 2 | 3 |", "this row has 3 cells; the table has 2"),
        ("manubot", "In {{year}} so.", "variables of a template ({{…}}) are set as they stand"),
        ("manubot", "{% if x %}\nSo\n{## y ##}", "templates ({% … %}) mean nothing here, and are left out"),
        ("manubot", "<video\n  controls\n>\nSo", "the tag <video> means nothing here, and is left out"),
        ("manubot", "So [@raw:ice; @pmid:7].", "2 references are known by no more than an identifier"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_said(tool: str, written: str, said: str) -> None:
    letter, complaints = paper(tool, f"\n{written}\n")
    assert said in complaints
    assert "<" not in str(outline(letter.body)).replace("Text", "")


def test_what_is_cited_and_not_there_is_set_as_its_key() -> None:
    letter, _ = paper("joss", "\nSo [@a; @none] and @nobody, or [@no].[^x]\n")
    assert outline(letter.body) == ["So {@a} and @nobody, or @no.[^x]"]


def test_a_library_that_is_not_there_stops_no_paper(tmp_path: Path) -> None:
    said = Diagnostics()
    front = FRONTS["joss"].replace("bibliography: []", "bibliography: paper.bib")
    assert read_letter(Source(str(tmp_path / "paper.md"), f"---\n{front}---\n\nSo.\n", tmp_path), said) is not None
    assert [f"{one.severity}: {one.message}" for one in said] == ['warning: there is no library "paper.bib"']


def test_a_label_in_a_caption_is_the_id() -> None:
    letter, _ = paper(
        "joss",
        '\n![A map. \\label{map}](x.png)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n: Ages. []{label="ages"}\n\nSee \\autoref{map} and \\autoref{ages}.\n',
    )
    last = letter.body[-1]
    assert isinstance(last, Paragraph)
    assert [one.ids for one in last.children if isinstance(one, Mention)] == [("map",), ("ages",)]


def test_headings_are_named_by_their_words_and_formulas_by_their_labels() -> None:
    text = "\n# The *ice*\n\nSee [there][The *ice*], [the far sea], [nothing].\n\n# The far sea\n\n$$a = b \\label{eq:ab}$$\n\nBy \\autoref{eq:ab}.\n"
    letter, _ = paper("joss", text)
    assert outline(letter.body[:3]) == [
        "h1 The emph(ice) #the-ice",
        "See link<#the-ice>(there), link<#the-far-sea>(the far sea), [nothing].",
        "h1 The far sea #the-far-sea",
    ]
    formula, last = letter.body[3:]
    assert isinstance(formula, Formula) and (formula.tex, formula.id) == ("a = b", "eq:ab")
    assert isinstance(last, Paragraph) and any(isinstance(one, Mention) for one in last.children)


def test_a_caption_may_have_lines_that_begin_like_a_list() -> None:
    letter, _ = paper(
        "manubot", "\n| a | b |\n|---|---|\n| 1 | 2 |\n\nTable: Ages.\n1) Of men.\n{#tbl:ages}\n\nTable @tbl:ages.\n"
    )
    assert outline(letter.body)[1] == "Table {-=tbl:ages}."


def test_directives_and_admonitions() -> None:
    text = """
(ice)=
# On ice

```{figure} map.png
:name: map
:alt: A map
The map.
```

:::{note} Mind
The *gap*.
:::

```{math}
:label: eq
E = m
```

```{code-block} python
x = 1
```

See {ref}`ice` and {ref}`map`.
"""
    letter, said = paper("myst", text)
    heading, figure, note, formula, code, last = letter.body
    assert outline((heading,)) == ["h1 On ice #ice"]
    assert isinstance(figure, Figure) and (figure.id, figure.alt, outline((figure,))) == (
        "map",
        "A map",
        ["figure : The map."],
    )
    assert isinstance(note, Quote) and outline(note.blocks) == ["strong(Mind)", "The emph(gap)."]
    assert formula == Formula(formula.span, tex="E = m", id="eq")
    assert outline((code, last)) == ["verbatim x = 1", "See link<#ice>(ice) and {=map}."]
    assert said == ['the picture "map.png" is outside the folder of the paper']


def test_figures_and_tables_in_latex_keep_their_captions_and_labels() -> None:
    figure = "\\begin{figure}[h] % here\n\\includegraphics[width=3cm]{map.png}\n\\caption{{\\bf A map} of {the} ice.}\n\\label{map}\n\\end{figure}"
    table = "\\begin{table}\n\\caption{Ages.\\label{ages}}\n\\begin{tabular}{l}1\\end{tabular}\n\\end{table}"
    letter, said = paper(
        "quarto", f"\n```{{=tex}}\n{figure}\n```\n\n```{{=latex}}\n{table}\n```\n\nSee `\\ref{{map}}`{{=latex}}.\n"
    )
    first, second, last = letter.body
    assert isinstance(first, Figure) and isinstance(second, Figure)
    assert outline((first, second)) == ["figure : strong(A map) of {the} ice.", "figure : Ages."]
    assert [(one.id, one.kind) for one in (first, second)] == [("map", "figure"), ("ages", "table")]
    assert outline((last,)) == ["See {-=map}."]
    assert "of this table in LaTeX only the caption is read" in said


def test_callouts_are_quotations() -> None:
    letter, said = paper("quarto", "\n::: {.callout-note}\nMind.\n:::\n")
    assert (outline(letter.body), said) == ([("quote", "Mind.")], [])


def test_a_picture_that_is_not_at_hand_keeps_its_place(tmp_path: Path) -> None:
    (tmp_path / "there.png").write_bytes(b"")
    said = Diagnostics()
    text = "![A](there.png){alt=a}\n\n![B](gone.png){alt=b}\n\n![C](../c.png){alt=c}\n\n> ![D](https://ice.example.org/d.png){alt=d}\n\n![E](e.gif){alt=e}\n"
    (tmp_path / "e.gif").write_bytes(b"")
    letter = read_letter(Source(str(tmp_path / "a.md"), f"---\n{FRONTS['joss']}---\n\n{text}", tmp_path), said)
    assert letter is not None
    assert outline(letter.body) == [
        "figure there.png: A",
        "figure : B",
        "figure : C",
        ("quote", "figure : D"),
        "figure : E",
    ]
    assert [one.message for one in said] == [
        'there is no file "gone.png"',
        'the picture "../c.png" is outside the folder of the paper',
        'the picture "https://ice.example.org/d.png" is not fetched from elsewhere',
        'pictures like "e.gif" are not read',
    ]


def test_places_stay_true_where_something_was_blanked_out() -> None:
    said = Diagnostics()
    read_letter(Source("paper.md", f"---\n{FRONTS['manubot']}---\n{{## a\nb ##}}\n\nSo [^x].\n"), said)
    assert "paper.md:9:4" in [str(one.span) for one in said]


KEYS = [
    "author",
    "authors",
    "affiliations",
    "institute",
    "date",
    "license",
    "funding",
    "citation",
    "article",
    "notes",
    "parts",
    "volume",
    "contributors",
    "abstract",
    "keywords",
    "journal",
    "copyright",
    "author-notes",
]
VALUES = st.recursive(
    st.sampled_from([None, True, 0, "", "a", "a; b", "1, 2", "Ann Lee", "2024", "x@y.example", "cc-by", "10.5555/a"]),
    lambda inside: st.lists(inside, max_size=3)
    | st.dictionaries(st.sampled_from(["name", "id", "ref", "given", "literal", "affiliations", "affiliation", "index", "roles", "email", "corresponding", "attributes", "awards", "source", "statement", "content", "url", "number", "orcid", "group", "members", "nameParsed"]), inside, max_size=4),
    max_leaves=12,
)  # fmt: skip
PIECES = ["a", " ", "\n", "\n\n", "{cite}`a`", "{x}`", "\\ref{a}", "\\cite{", "\\label{b}", "<b>", "</b>", "<a\n", ">", "`x`{=tex}", "```{figure} x.png\n", "```\n", ":::{note}\n", ":::\n", "::: {.callout-tip}\n", "(a)=\n", "# a\n", "[a]", "[@a]", "@fig-a", "![c](d.png){#a .b}\n", "|a|b|\n|-|-|\n|1|2|3|\n", "Table: x {#t}\n", "{% x %}", "{##", "[^1]", "[@k]: doi:x\n", "\n---\na: b\n---\n"]  # fmt: skip


@given(
    st.sampled_from(["manubot", "exports", "format", "cff-version", "documentclass"]),
    st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=5),
    st.lists(st.sampled_from(PIECES), max_size=15),
)
def test_whatever_stands_in_a_paper_it_is_read_or_refused(tool: str, front: dict[str, Any], body: list[str]) -> None:
    said = Diagnostics()
    source = Source("paper.md", f"---\n{json.dumps({'title': 'T', tool: 'x', **front})}\n---\n\nSo {''.join(body)}\n")
    assert read_letter(source, said) is not None or said.has_errors


def test_manubots_folder(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    files = {
        "metadata.yaml": "---\ntitle: Ice\nauthors: [{name: Ann Lee, github: al}]\n",
        "00.front-matter.md": "{{manubot.date}}\n",
        "01.abstract.md": "## Abstract {.page_break_before}\n\nCold.\n",
        "02.main-text.md": "## Ice\n\nIt thawed [@a; @doi:10.5555/x].\n",
        "notes.md": "Not this.\n",
        "90.back-matter.md": "## References\n\n<div id=\"refs\"></div>\n",
        "manual-references.json": '[{"id": "a", "type": "book", "title": "A"}]',
    }  # fmt: skip
    for name, text in files.items():
        (content / name).write_text(text, encoding="utf-8")
    for named, parts in (("metadata.yaml", 3), ("02.main-text.md", 1)):
        said = Diagnostics()
        source = Source.load(content / named, said)
        letter = read_letter(source, said) if source else None
        assert letter is not None and not said.has_errors
        assert outline(letter.body) == ["h2 Ice", "It thawed {@a;@doi:10.5555/x}."]
        assert outline(letter.abstract) == (["Cold."] if parts == 3 else [])
        assert [one.key for one in letter.references] == ["a", "doi:10.5555/x"]
        assert len([one for one in letter.enclosures if one.name.endswith((".md", ".yaml"))]) == parts
