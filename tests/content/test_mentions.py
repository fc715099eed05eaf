"""Mentions of figures and tables, as Quarto and pandoc-crossref write them."""

from __future__ import annotations

import pytest
from content_builders import letter, outline, shown, sound

from rejoinder.content.model import Figure, Paragraph, Table

FLOATS = """
![One.](a.png){#fig-map alt="A."}

![Two.](b.png){#fig:flow alt="B."}

| a |
|---|
| b |

: Three. {#tbl-ages}
"""
FRONT = "---\ntitle: On ice\nauthor: Jane Doe\nreferences: [{id: k, type: book, title: K}]\n---\n\n"


def read(text: str) -> str:
    """A paragraph before three floats, in which something is mentioned."""
    paragraph = sound(f"{FRONT}{text} [@k]\n{FLOATS}", "letter.md").body[0]
    assert isinstance(paragraph, Paragraph)
    return shown(paragraph.children).removesuffix(" {@k}")


def said(text: str) -> list[str]:
    return [one.partition(": ")[2] for one in letter(f"{FRONT}{text} [@k]\n{FLOATS}", "letter.md")[1]]


@pytest.mark.parametrize(
    ("written", "mentioned"),
    [
        ("@fig-map", "{=fig-map}"),
        ("[@fig-map]", "{=fig-map}"),
        ("[@fig-map; @fig:flow]", "{=fig-map,fig:flow}"),
        ("[@fig-map; @tbl-ages]", "{=fig-map,tbl-ages}"),
        ("[-@fig-map]", "{-=fig-map}"),
        ("-@fig-map", "{-=fig-map}"),
        ("[Fig. @fig-map]", "{Fig. =fig-map}"),
        ("[Abb. @fig-map]", "{Abb. =fig-map}"),
        ("[see figs @fig-map; @fig:flow]", "{see figs =fig-map,fig:flow}"),
        ("[see @fig-map]", "see {=fig-map}"),
        ("[cf @fig-map; and @tbl-ages]", "cf {=fig-map}; and {=tbl-ages}"),
        ("[@fig-map, left]", "{=fig-map}, left"),
        ("@fig-map [left]", "{=fig-map} [left]"),
        ("[@fig-map]B", "{=fig-map}B"),
        ("@{fig-map}B", "{=fig-map}B"),
        ("@Fig-map and @Tbl-ages", "{=fig-map} and {=tbl-ages}"),
        ("@fig-map.", "{=fig-map}."),
        ("*@fig-map* and [the map](#fig-map)", "emph({=fig-map}) and link<#fig-map>(the map)"),
        ("[[@fig-map]]{lang=fr}", "fr({=fig-map})"),
        ("[voyez @fig-map et @tbl-ages]{lang=fr}", "fr(voyez {=fig-map} et {=tbl-ages})"),
    ],
)
def test_how_they_are_written(written: str, mentioned: str) -> None:
    assert read(written) == mentioned


def test_they_stand_wherever_text_stands() -> None:
    text = """
> [@fig-map]

- [@fig-map]

## H [@fig-map]

T[^n]

[^n]: [@fig-map] [@k]

![C [@tbl-ages]](c.png){#map alt="x"}

| [@map] |
|--------|
| [@k] [@map] |

: D [@fig-map] {#ages}

::: {.table-notes}
[@ages]
:::
"""
    one = sound(FRONT + text + FLOATS, "letter.md")
    assert outline(one.body[:3]) == [("quote", "{=fig-map}"), ("-", "tight", ["{=fig-map}"]), "h2 H {=fig-map}"]
    assert outline(one.footnotes[0].blocks) == ["{=fig-map} {@k}"]
    figure, table = one.body[4:6]
    assert isinstance(figure, Figure) and isinstance(table, Table)
    assert shown(figure.caption) == "C {=tbl-ages}"
    assert (shown(table.caption), shown(table.notes[0])) == ("D {=fig-map}", "{=ages}")
    assert outline((table,)) == [("table", ["{=map}"], ["{@k} {=map}"])]


def test_in_the_title_and_the_statements_too() -> None:
    yaml = "title: T [@fig-a]\nauthor: J\nbody: '![b](c.png){#fig-a alt=x}'\nnotes: {funding: '[@fig-a]'}\n"
    one = sound(yaml)
    assert shown(one.title) == "T {=fig-a}"
    assert outline(one.statements[0].blocks) == ["{=fig-a}"]


def test_the_key_of_a_reference_may_look_like_a_figures() -> None:
    yaml = "title: T\nauthor: J\nbody: a[@fig-leaf]\nreferences: [{id: fig-leaf, type: book, title: K}]\n"
    assert outline(sound(yaml).body) == ["a{@fig-leaf}"]


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("[@fig-mpa]", 'error: no figure has the id "fig-mpa"\n  hint: did you mean "fig-map"?'),
        (
            "@table-of-quinces",
            'error: no table has the id "table-of-quinces"\n'
            "  hint: write {#table-of-quinces} behind the table that is meant",
        ),
        (
            "[@fig-map; @k]",
            "error: a reference cannot be cited together with a figure, table or formula\n"
            "  hint: write them in brackets of their own",
        ),
        ("![c](d.png){#k alt=x}\n\n", 'error: a reference and a figure have the id "k"'),
    ],
)
def test_what_is_wrong_is_said(written: str, complaint: str) -> None:
    assert [one.partition(": ")[2] if one[0].isdigit() else one for one in said(written)] == [complaint]
