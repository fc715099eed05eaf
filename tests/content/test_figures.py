"""Figures: an image alone in its paragraph, as Pandoc and Quarto write them."""

# ruff: noqa: E501 - tables of what is said
from __future__ import annotations

import pytest
from content_builders import body, complaints, only_figure, outline, shown

from rejoinder.content.markdown import MOST_FIGURES
from rejoinder.content.model import Figure, Listing, Quote
from rejoinder.diagnostics import Diagnostics, Span


def test_an_image_alone_in_its_paragraph_is_a_figure() -> None:
    figure = only_figure(
        '![A *map* after [@k].[^n]](maps/a.png){#fig-map alt="A river." width=60% .wide placement=top}'
    )
    assert (figure.image, figure.id, figure.alt) == ("maps/a.png", "fig-map", "A river.")
    assert (figure.width, figure.wide, figure.place) == ("60%", True, "top")
    assert shown(figure.caption) == "A emph(map) after {@k}.{^n}"
    assert figure.span == Span("t.md", 1, 1)


def test_an_image_among_words_is_none() -> None:
    assert outline(body("See ![a](b.png).").blocks) == ["See a."]
    assert outline(body("![a](b.png)\n![c](d.png)").blocks) == ["a c"], "two in one paragraph"
    assert outline(body("![a](b.png)\\").blocks) == ["a\\"], "Pandoc's way to say that it is no figure"


def test_a_caption_may_run_over_lines_and_so_may_the_attributes() -> None:
    figure = only_figure('![One\ntwo[^n]\nthree](a.svg){#fig-a\nalt="Four\n  five"\n.narrow}')
    assert shown(figure.caption) == "One two{^n} three"
    assert (figure.alt, figure.wide) == ("Four five", False)


def test_a_caption_may_hold_links_notes_and_formulae() -> None:
    figure = only_figure("![The [site](https://x.org), ^[small] H~2~O and [see @b; @c]](a.png)")
    assert shown(figure.caption) == "The link<https://x.org>(site), {^inline 1} Hsub(2)O and {see|@b;@c}"


def test_a_caption_keeps_its_places() -> None:
    figure = only_figure("![One\n*two*](a.png)")
    assert [one.span.line for one in figure.caption] == [1, 2]
    assert figure.caption[1].span == Span("t.md", 2, 1)


@pytest.mark.parametrize(
    ("written", "image"),
    [
        ("![a](my%20map.png)", "my map.png"),
        ("![a](<my map.png>)", "my map.png"),
        ("![a](kartä.png)", "kartä.png"),
        ("![a](a_(1).png)", "a_(1).png"),
        ("![a][m]\n\n[m]: m.png", "m.png"),
        ("![m]\n\n[m]: m.png", "m.png"),
    ],
)
def test_the_file_is_named_as_it_is_on_the_disk(written: str, image: str) -> None:
    assert only_figure(written).image == image


@pytest.mark.parametrize(
    ("written", "alt"),
    [
        ('{alt="A river"}', "A river"),
        ("{fig-alt='A \"wide\" river'}", 'A "wide" river'),
        (r'{alt="A \"wide\" {river}"}', 'A "wide" {river}'),
        ("{alt=“A river”}", "A river"),
        ('{alt="1--2"}', "1–2"),
    ],
)
def test_alternative_text(written: str, alt: str) -> None:
    assert only_figure(f"![a](b.png){written}").alt == alt


def test_the_title_of_an_image_is_its_alternative_text_if_nothing_else_is() -> None:
    assert only_figure('![a](b.png "A river"){#fig-a}').alt == "A river"
    assert only_figure('![a](b.png "fig:A river")').alt == "A river"
    assert only_figure('![a](b.png "A river"){alt="A lake"}').alt == "A lake"


@pytest.mark.parametrize(
    ("written", "width"),
    [("60%", "60%"), ("8.5cm", "8.5cm"), ("3in", "3in"), ("3inch", "3in"), ("200pt", "200pt"), ("400px", "300pt"), ("400", "300pt")],
)  # fmt: skip
def test_widths_have_a_unit(written: str, width: str) -> None:
    assert only_figure(f"![a](b.png){{width={written}}}").width == width


@pytest.mark.parametrize(
    ("written", "place"),
    [("placement=top", "top"), ("place=here", "here"), ('fig-pos="!b"', "bottom"), ("fig-pos=H", "here"), ("fig-pos=htbp", ""), ("placement=auto", "")],
)  # fmt: skip
def test_placements(written: str, place: str) -> None:
    assert only_figure(f"![a](b.png){{{written}}}").place == place


@pytest.mark.parametrize(
    ("written", "wide"),
    [(".wide", True), (".column-page", True), (".narrow", False), ("wide=false", False), ("", None)],
)
def test_over_all_columns_or_in_one(written: str, wide: bool | None) -> None:
    assert only_figure(f"![a](b.png){{{written}}}").wide is wide


def test_quartos_divisions() -> None:
    text = "::: {#fig-a .wide}\n\n![](b.png){alt='x'}\n\nA *caption*[^n].\n\n:::"
    figure = only_figure(text)
    assert (figure.id, figure.wide, figure.alt) == ("fig-a", True, "x")
    assert shown(figure.caption) == "A emph(caption){^n}."


def test_a_figure_stands_in_lists_quotations_and_notes_too() -> None:
    read = body("- a\n\n  ![b](c.png)\n\n> ![d](e.png)\n\n[^n]: f\n\n    ![g](h.png)")
    listing, quote = read.blocks
    assert isinstance(listing, Listing) and isinstance(listing.items[0][1], Figure)
    assert isinstance(quote, Quote) and isinstance(quote.blocks[0], Figure)
    assert isinstance(read.footnotes[0].blocks[1], Figure)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("![a](b.png)", 't.md:1:1: warning: the figure "b.png" has no alternative text\n  hint: write {alt="…"} behind it: what it shows, in a sentence, for those who do not see it'),
        ("![a]()", "t.md:1:1: error: this figure has no picture\n  hint: write the name of its file in the parentheses"),
        ("![a](){#f}", "t.md:1:1: warning: the picture of this figure is not at hand\n  hint: name its file in the parentheses"),
        ("![a](b.png){alt=x kind=tabel}", 't.md:1:12: error: "tabel" is no kind of figure\n  hint: kind=table for a table that is a picture'),
        ("![a](b.png){alt=x width=wide}", 't.md:1:12: error: "wide" is no width\n  hint: write it as 60%, 8cm, 75mm, 3in or 200pt'),
        ("![a](b.png){alt=x width=0}", 't.md:1:12: error: "0" is no width\n  hint: write it as 60%, 8cm, 75mm, 3in or 200pt'),
        ("![a](b.png){alt=x placement=tpo}", 't.md:1:12: error: "tpo" is no placement\n  hint: did you mean "top"?'),
        ("![a](b.png){alt=x wide=yes}", 't.md:1:12: error: "wide" is true or false, not "yes"'),
        ("![a](b.png){alt=x .box}", 't.md:1:12: warning: the class ".box" means nothing here, and is left out\n  hint: those that do are .wide and .narrow'),
        ("![a](b.png){alt=x height=3cm}", 't.md:1:12: warning: the attribute "height" means nothing here, and is left out\n  hint: the height follows from the width'),
        ("![a](b.png){alt=x widht=3cm}", 't.md:1:12: warning: the attribute "widht" means nothing here, and is left out\n  hint: did you mean "width"?'),
        ("![a](b.png){{junk}", ""),
        ("![a](b.png){junk}", 't.md:1:12: error: the attributes {junk} cannot be read\n  hint: write them as {#id .class key="value"}'),
        ("![a](b.png){#a! alt=x}", 't.md:1:12: error: "a!" cannot be an id\n  hint: an id has letters, digits and single marks between them, as fig-map has'),
        ("![a](b.png){#a alt=x}\n\n![a](b.png){#a alt=x}", 't.md:3:1: error: two figures have the id "a"\n  hint: it was first given in line 1'),
        ("# B {#a}\n\n![a](b.png){#a alt=x}", 't.md:3:1: error: a heading and a figure have the id "a"\n  hint: it was first given in line 1'),
        ("[b](#fig-b)\n\n![a](b.png){#fig-a alt=x}", 't.md:1:1: error: no heading, figure or table has the id "fig-b"\n  hint: did you mean "fig-a"?'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(written: str, said: str) -> None:
    assert said in complaints(written) or not said


def test_nothing_is_said_of_a_sound_figure() -> None:
    assert complaints('![a](b.png){#fig-a alt="x"}\n\n[c](#fig-a)') == []


def test_a_letter_has_only_so_many_figures() -> None:
    said = Diagnostics()
    read = body("![a](b.png){alt=x}\n\n" * (MOST_FIGURES + 3), said)
    assert len(read.blocks) == MOST_FIGURES
    assert [str(one) for one in said] == [f"t.md:401:1: error: a letter may have at most {MOST_FIGURES} figures"]


def test_a_figure_may_wait_for_its_picture_and_be_called_otherwise() -> None:
    figure = only_figure('![Words](){#box-2 label="Box 2"}')
    assert (figure.image, figure.label, figure.kind, shown(figure.caption)) == ("", "Box 2", "figure", "Words")
    assert only_figure("![Ages](ages.png){kind=table alt=x}").kind == "table"
    division = only_figure('::: {#fig-a label="Box 1" kind=table}\n![](a.png){alt=x}\n\nWords\n:::')
    assert (division.id, division.label, division.kind) == ("fig-a", "Box 1", "table")


def test_an_alternative_text_keeps_what_stands_behind_a_backslash() -> None:
    assert only_figure('![a](b.png){alt="1 -- 2"}').alt == "1 – 2"
    assert only_figure(r'![a](b.png){alt="1 \\-- 2"}').alt == "1 -- 2"
