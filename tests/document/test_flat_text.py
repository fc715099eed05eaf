"""Nested markup becomes runs of words."""

from __future__ import annotations

from document_builders import HERE, letter

from rejoinder.content.model import Foreign, Inline, LineBreak, Link, Style, Styled, Text
from rejoinder.diagnostics import Diagnostics
from rejoinder.document.model import Break, Inlines, Words
from rejoinder.document.number import number


def t(words: str) -> Text:
    return Text(words, HERE)


def styled(style: Style, *children: Inline) -> Styled:
    return Styled(style, children, HERE)


def flat(*inlines: Inline, lang: str = "en-GB") -> Inlines:
    return number(letter(title=inlines, lang=lang), Diagnostics()).front.title


def looks(inlines: Inlines) -> list[tuple[str, str]]:
    return [(one.text, one.traits.name or "") for one in inlines if isinstance(one, Words)]


def test_traits_add_up() -> None:
    runs = flat(t("a"), styled("strong", t("b"), styled("smallcaps", t("c"))), t("d"))
    assert looks(runs) == [("a", "PLAIN"), ("b", "STRONG"), ("c", "STRONG|SMALLCAPS"), ("d", "PLAIN")]


def test_emphasis_in_emphasis_is_turned_off() -> None:
    assert looks(flat(styled("emph", t("a"), styled("emph", t("b")), t("c")))) == [
        ("a", "EMPH"),
        ("b", "PLAIN"),
        ("c", "EMPH"),
    ]


def test_superior_in_inferior_is_superior() -> None:
    assert looks(flat(styled("sub", t("a"), styled("sup", t("b"))))) == [("a", "SUB"), ("b", "SUP")]


def test_equal_neighbours_are_one_run() -> None:
    runs = flat(t("a "), t("b "), styled("emph", styled("emph", t("c"))), t(""), styled("emph", t("")), t(" d"))
    assert looks(runs) == [("a b c d", "PLAIN")]


def test_languages() -> None:
    runs = flat(t("a"), Foreign("fr", (t("b"), Foreign("en-GB", (t("c"),), HERE)), HERE))
    assert [(one.text, one.lang) for one in runs if isinstance(one, Words)] == [("a", ""), ("b", "fr"), ("c", "")]


def test_a_link_is_one_target_over_several_runs() -> None:
    link = Link("https://example.org/x", (t("the "), styled("emph", t("site"))), HERE)
    first, second = (one for one in flat(link) if isinstance(one, Words))
    assert first.link is second.link
    assert first.link
    assert (first.link.url, first.link.contents) == ("https://example.org/x", "the site (https://example.org/x)")


def test_two_links_side_by_side_stay_two() -> None:
    runs = flat(*(Link("https://example.org", (t("x"),), HERE) for _ in range(2)))
    assert len(runs) == 2


def test_what_is_read_out_for_a_link_is_not_said_twice() -> None:
    def contents(url: str, words: str) -> str:
        (run,) = flat(Link(url, (t(words),), HERE))
        assert isinstance(run, Words)
        assert run.link
        return run.link.contents

    assert contents("https://example.org", "https://example.org") == "https://example.org"
    assert contents("mailto:a@example.org", "a@example.org") == "a@example.org"
    assert contents("doi:10.5555/x", "our trial") == "our trial (https://doi.org/10.5555/x)"


def test_hard_line_ends() -> None:
    before, line_end, after = flat(t("a"), LineBreak(HERE), t("b"))
    assert isinstance(line_end, Break)
    assert isinstance(before, Words)
    assert isinstance(after, Words)
