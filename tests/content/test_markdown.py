"""What Markdown becomes: Pandoc's and CommonMark's markup as inlines and blocks."""

# ruff: noqa: E501 - tables of what is said
from __future__ import annotations

import pytest
from content_builders import body, complaints, inlines, outline, shown

from rejoinder.content.model import Footnote, Heading, LineBreak


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("*a* and _b_", "emph(a) and emph(b)"),
        ("**a *b***", "strong(a emph(b))"),
        ("~~gone~~", "strike(gone)"),
        ("H~2~O, 10^-3^", "Hsub(2)O, 10sup(-3)"),
        ("x^*n*^", "xsup(emph(n))"),
        (r"a^b\ c^", "asup(b\u00a0c)"),
        ("2^ and 3^ or ~5", "2^ and 3^ or ~5"),
        ("~~H~2~O~~", "strike(Hsub(2)O)"),
        ("`a *b*` c", "code(a *b*) c"),
        ("[Jane]{.smallcaps} wrote", "smallcaps(Jane) wrote"),
        ("[mot]{lang=fr} and [Wort]{lang=de-CH .smallcaps}", "fr(mot) and smallcaps(de-CH(Wort))"),
        ("[a](https://x.org/b)", "link<https://x.org/b>(a)"),
        ("[a *b*](mailto:a@x.org)", "link<mailto:a@x.org>(a emph(b))"),
        ("<https://x.org/a--b>", "link<https://x.org/a--b>(https://x.org/a--b)"),
        ("<jane@x.org>", "link<mailto:jane@x.org>(jane@x.org)"),
        ("[a](doi:10.5555/1) [t](tel:+4412)", "link<doi:10.5555/1>(a) link<tel:+4412>(t)"),
        ("cost $x_1$ and $y_1$", "cost $x_1$ and $y_1$"),
        ("a dinner for $40, or $15 a head", "a dinner for $40, or $15 a head"),
        (r"\*a\* \@b \^c\^ \[d\]", "*a* @b ^c^ [d]"),
        ("a &amp; b &lt; c", "a & b < c"),
        (r"5\ mm", "5\u00a0mm"),
        ("snake_case_word", "snake_case_word"),
        ("a\nb", "a b"),
        ("a\tb&#9;c&#10;d `e\tf`", "a b c d code(e f)"),
        ("a  \nb\\\nc", "a⏎b⏎c"),
        ("[not a link] and [neither][x]", "[not a link] and [neither][x]"),
    ],
)
def test_inlines(written: str, read: str) -> None:
    assert shown(inlines(written)) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a[@k].", "a{@k}."),
        ("[@a; @b; @c]", "{@a;@b;@c}"),
        ("[see @a, pp. 3--5; also @b]", "{see|@a|pp. 3–5;also|@b}"),
        ("[-@a]", "{-@a}"),
        ("@a says", "{in text @a} says"),
        ("@a [p. 4] says", "{in text @a|p. 4} says"),
        ("as -@a says", "as {in text -@a} says"),
        ("by @Doe_2020.b.", "by {in text @Doe_2020.b}."),
        ("@a--b", "{in text @a}–b"),
        ("[@{https://x.org/?a=b}]", "{@https://x.org/?a=b}"),
        ("[@müller2020]", "{@müller2020}"),
        ("[@a [in German]]", "{@a|[in German]}"),
        ("jane@x.org and https://x.org/@jane", "jane@x.org and https://x.org/@jane"),
        ("[a; @b]", "[a; {in text @b}]"),
        (r"\@a and [\@b]", "@a and [@b]"),
        ("*[@a]*", "emph({@a})"),
        ("(@a)", "({in text @a})"),
        ("[@a]\n[@b]", "{@a} {@b}"),
        ("[@a,\np. 4]", "{@a|p. 4}"),
        ("@", "@"),
        ("[@]", "[@]"),
    ],
)
def test_citations_are_pandocs(written: str, read: str) -> None:
    assert shown(inlines(written)) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a\n\nb", ["a", "b"]),
        ("# A *b*\n\ntext", ["h1 A emph(b)", "text"]),
        ("## A {#a}\n\nB {#b}\n---", ["h2 A #a", "h2 B #b"]),
        ("# A {-}\n# B {.unnumbered}\n# C {x}", ["h1 A", "h1 B", "h1 C {x}"]),
        ("# A ##", ["h1 A"]),
        ("- a\n- b", [("-", "tight", ["a"], ["b"])]),
        ("- a\n\n- b", [("-", "loose", ["a"], ["b"])]),
        ("3. a\n4. b", [(3, "tight", ["a"], ["b"])]),
        ("- a\n  - b", [("-", "tight", ["a", ("-", "tight", ["b"])])]),
        ("> a\n>\n> - b", [("quote", "a", ("-", "tight", ["b"]))]),
        ("```py\nx = 1\n  y\n```", ["verbatim x = 1\n  y"]),
        ("    x\n\n    y", ["verbatim x\n\ny"]),
        ("a\n\n* * *\n\nb", ["a", "divider", "b"]),
        ("[a][b]\n\n[b]: https://x.org", ["link<https://x.org>(a)"]),
        ("::: {#refs}\n:::\n\na", ["a"]),
        ("a\r\n\r\nb\r\nc", ["a", "b c"]),
        ("a\n<!-- not\n\nfor print -->\n\nb", ["a", "b"]),
        ("", []),
    ],
)
def test_blocks(written: str, read: list[object]) -> None:
    assert outline(body(written).blocks) == read


def notes_of(text: str) -> dict[str, list[object]]:
    notes: tuple[Footnote, ...] = body(text).footnotes
    return {note.key: outline(note.blocks) for note in notes}


def test_notes_may_stand_anywhere_and_have_several_paragraphs() -> None:
    text = "a[^n]\n\n[^n]: One.\n\n    Two.\n\n    - three\n[^m]: Four\nfive.\n\n> b[^q]\n>\n> [^q]: Six."
    assert notes_of(text) == {"n": ["One.", "Two.", ("-", "tight", ["three"])], "m": ["Four five."], "q": ["Six."]}
    assert outline(body(text).blocks) == ["a{^n}", ("quote", "b{^q}")]


def test_notes_written_in_place_get_keys_of_their_own() -> None:
    text = "a^[one *b* [@k]] c^[two^[three]]"
    assert outline(body(text).blocks) == ["a{^inline 1} c{^inline 3}"]
    assert notes_of(text) == {"inline 1": ["one emph(b) {@k}"], "inline 2": ["three"], "inline 3": ["two{^inline 2}"]}


def test_nothing_is_said_of_sound_text() -> None:
    assert complaints("# A {#a}\n\nb[^n]^[c] [see A](#a) [@k] x < y, a <- b, 3<4>2\n\n[^n]: d") == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("a[^n]\n", 't.md:1:2: error: no note has the key "n"\n  hint: write a line that begins with [^n]: for it'),
        ("a[^note]\n\n[^nota]: b", 't.md:1:2: error: no note has the key "note"\n  hint: did you mean "nota"?'),
        ("a[^n]\n\n[^n]: b\n[^n]: c", 't.md:4:1: error: the note "n" is defined twice\n  hint: it was first defined in line 3'),
        ("a\n\n[^n]: b", 't.md:3:1: warning: the note "n" is never called, and will not be set\n  hint: call it with [^n], or delete it'),
        ("a[^n]\n\n[^n]:", 't.md:3:1: error: the note "n" is empty\n  hint: indent its text, if that is on the next line'),
        ("a ![b](c.png)", "t.md:1:3: warning: a figure within running text is not set; only its words are\n  hint: put it in a paragraph of its own, between empty lines"),
        ("a `b`{.py}", "t.md:1:6: warning: the attributes {.py} mean nothing here, and are left out"),
        ("a [b]{.red}", 't.md:1:3: warning: the attribute ".red" means nothing here\n  hint: the ones that do are .smallcaps, .num and lang=…'),
        ("a [b]{lang=x}", 't.md:1:3: error: "x" is not a language tag\n  hint: write one like "fr" or "pt-BR"'),
        ("# A {#a}\n\n# B {#a}", 't.md:3:1: error: two headings have the id "a"\n  hint: it was first given in line 1'),
        ("# A {#part}\n\n[b](#prat)", 't.md:3:1: error: no heading has the id "prat"\n  hint: did you mean "part"?'),
        ("H<sub>2</sub>O", "t.md:1:2: warning: HTML is not read; <sub> is set as it stands\n  hint: write ~text~ for a subscript"),
        ("a <!-- b --> c", "t.md:1:3: warning: a comment is left out"),
        ("a\n\n::: {.box}\nb\n:::", "t.md:3:1: warning: the division ::: {.box} means nothing here; what is in it is set"),
        ("```{=latex}\n\\x\n```", "t.md:1:1: warning: a raw block {=latex} is set as it stands"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(written: str, said: str) -> None:
    assert said in complaints(written)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "file:///etc/passwd", "data:text/html,x"]
)
def test_dangerous_links_are_errors(url: str) -> None:
    (said,) = complaints(f"see [this]({url})")
    assert said.startswith(f't.md:1:5: error: a link may not begin with "{url.partition(":")[0].lower()}:"')


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "this link leads nowhere"),
        ("www.x.org", 'the link "www.x.org" is no whole address\n  hint: did you mean "https://www.x.org"?'),
        ("//x.org/a", 'the link "//x.org/a" is no whole address'),
        ("https://", 'the link "https://" has no address'),
    ],
)
def test_links_need_a_whole_address(url: str, said: str) -> None:
    assert complaints(f"see [this]({url})")[0].startswith(f"t.md:1:5: error: {said}")


def test_what_cannot_be_set_is_not_lost() -> None:
    assert outline(body("See ![A *map*](m.png){#fig:map width=50%}").blocks) == ["See A emph(map)"]
    assert outline(body("<div>\n*a*\n</div>").blocks) == ["<div> emph(a) </div>"]
    assert shown(inlines("H<sub>2</sub>O")) == "H<sub>2</sub>O"


@pytest.mark.parametrize("text", [">" * 13 + " a", "- " * 12 + "- a", "1. > " * 7 + "a", ">" * 3000])
def test_blocks_may_be_nested_only_so_deep(text: str) -> None:
    assert [said.partition(": ")[2] for said in complaints(text)] == [
        "error: lists, quotations and notes are nested more than 12 deep"
    ]


def test_inlines_may_be_nested_only_so_deep_and_none_is_lost() -> None:
    text = "*a " * 500 + "b*" * 500
    assert complaints(text) == ["t.md:1:49: error: emphasis, links and notes are nested more than 16 deep"]
    assert shown(inlines(text)).count("a") == 500


def test_twelve_deep_is_allowed() -> None:
    assert complaints(">" * 12 + " a") == []
    assert complaints("- " * 11 + "- a") == []


def test_marks_at_length_hold_what_short_ones_cannot() -> None:
    assert shown(inlines("x[a b]{.sup}, y[(z)]{.emph}w [a]{.strong} [b]{.strike} [c]{.sub}")) == (
        "xsup(a b), yemph((z))w strong(a) strike(b) sub(c)"
    )


def test_a_line_breaks_in_a_heading() -> None:
    (heading,) = body("## One<br>two {#a}").blocks
    assert isinstance(heading, Heading) and isinstance(heading.children[1], LineBreak)


def test_brackets_and_dashes_before_a_citation_may_be_escaped() -> None:
    assert shown(inlines(r"[a \[b\] \-- @k, c \; d]")) == "{a [b] --|@k|c ; d}"
