"""Divisions in another language: `::: {lang=fr}` marks the words of all that stands in it."""

from __future__ import annotations

from rejoinder.content.markdown import Body, read_body
from rejoinder.content.model import Foreign, Heading, Listing, Paragraph, Quote, Table, Text
from rejoinder.diagnostics import Diagnostics, Span


def read(text: str) -> tuple[Body, list[str]]:
    said = Diagnostics()
    body = read_body(text, lambda line, column: Span("letter.md", line + 1, column + 1), said)
    return body, [str(one).partition(" [")[0] for one in said]


def words(inlines: object) -> tuple[str, str]:
    assert isinstance(inlines, tuple) and len(inlines) == 1 and isinstance(inlines[0], Foreign)
    (text,) = inlines[0].children
    assert isinstance(text, Text)
    return inlines[0].lang, text.text


def test_all_words_of_a_division_are_in_its_language() -> None:
    body, said = read(
        """Before "it".

::: {lang=fr}
# Titre

Un "mot".

- élément

> citation

| a | b |
|---|---|
| c | d |

: Légende
:::

After "it".
"""
    )
    assert said == []
    before, heading, paragraph, listing, quote, table, after = body.blocks
    assert isinstance(heading, Heading) and words(heading.children) == ("fr", "Titre")
    assert isinstance(paragraph, Paragraph) and words(paragraph.children) == ("fr", "Un «\u00a0mot\u00a0».")
    assert isinstance(listing, Listing)
    (item,) = listing.items[0]
    assert isinstance(item, Paragraph) and words(item.children) == ("fr", "élément")
    assert isinstance(quote, Quote)
    (cited,) = quote.blocks
    assert isinstance(cited, Paragraph) and words(cited.children) == ("fr", "citation")
    assert isinstance(table, Table)
    assert words(table.caption) == ("fr", "Légende")
    assert words(table.body[0].cells[1].children) == ("fr", "d")
    for outside in (before, after):
        assert isinstance(outside, Paragraph)
        (text,) = outside.children
        assert isinstance(text, Text) and "“it”" in text.text


def test_a_division_within_a_division_has_its_own_language() -> None:
    body, said = read("::: {lang=fr}\nUn.\n\n::: {lang=de}\nZwei.\n:::\n\nTrois.\n:::\n")
    assert said == []
    langs = []
    for block in body.blocks:
        assert isinstance(block, Paragraph)
        inline = block.children[0]
        while isinstance(inline, Foreign):
            lang, inline = inline.lang, inline.children[0]
        langs.append(lang)
    assert langs == ["fr", "de", "fr"]


def test_a_wrong_tag_is_an_error_and_other_attributes_are_said() -> None:
    _, said = read("::: {lang=französisch!}\nUn.\n:::\n")
    assert any("is not a language tag" in one for one in said)
    _, said = read("::: {.note lang=fr}\nUn.\n:::\n")
    assert any("means nothing here" in one for one in said)
