"""Every node knows where it was written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from content_builders import body, inlines, sound
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.content.model import Cite, CiteItem, Heading, Link, NoteCall, Styled, Text


def walk(node: Any) -> Iterator[Any]:
    """A node and all nodes in it."""
    if isinstance(node, tuple):
        for one in node:
            yield from walk(one)
    elif hasattr(node, "span"):
        yield node
        for name in ("children", "items", "blocks"):
            yield from walk(getattr(node, name, ()))


def places(text: str, kind: type) -> list[str]:
    read = body(text)
    return [
        f"{n.span.line}:{n.span.column}" for n in (*walk(read.blocks), *walk(read.footnotes)) if isinstance(n, kind)
    ]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("a [@b] c\nd [@e; see @f]", Cite, ["1:3", "2:3"]),
        ("a [@b] c\nd [@e; see @f]", CiteItem, ["1:4", "2:4", "2:12"]),
        ("> a\n> b [@c]\nd [@e]", Cite, ["2:5", "3:3"]),
        ("- a\n\n  b [@c]\n  - d\n    e [@f]", Cite, ["3:5", "5:7"]),
        ("  *a* [^n]\n\n[^n]: b [@c]\n    d [@e]\n\n    f [@g]", Cite, ["3:9", "4:7", "6:7"]),
        ("# A [@b]  \n\nC\nD [@e]\n===", Cite, ["1:5", "4:3"]),
        ("## ## a [@b] ##", Cite, ["1:9"]),
        ("a\\* &amp; [@b]", Cite, ["1:11"]),
        ("`a\nb` [@c]  \n[@d]", Cite, ["2:4", "3:1"]),
        ("x^[a\nb [@c]]", Cite, ["2:3"]),
        ("**a [@b]**", Cite, ["1:5"]),
        ("![a [@b]](c.png) [@d]", Cite, ["1:18", "1:5"]),
        ("a [b](https://x.org) <https://y.org>\n[c *d*][e]\n\n[e]: https://z.org", Link, ["1:3", "1:22", "2:1"]),
        ("a *b*\n\nc **d\n*e***", Styled, ["1:3", "3:3", "4:1"]),
        ("a[^b] c^[d]\n[^b]\n\n[^b]: e", NoteCall, ["1:2", "1:8", "2:1"]),
        ("a\n\n  # B\n\n> ## C", Heading, ["3:3", "5:3"]),
        ("a *b*\n  c\nd", Text, ["1:1", "1:4", "1:6", "2:3", "3:1"]),
        ('it\'s "so" -- [@a]', Cite, ["1:14"]),
    ],
)
def test_places(text: str, kind: type, expected: list[str]) -> None:
    assert sorted(places(text, kind)) == sorted(expected)


def test_places_in_a_letter_are_places_in_its_file() -> None:
    letter = sound(
        'title: "A [@b]"\nauthor: A B\nsubtitle: >-\n  One line\n  and [@c]\n'
        "body: |\n    Dear,\n\n    x [@d]\nreferences: []\n"
    )
    cites = [n for n in (*walk(letter.title), *walk(letter.subtitle), *walk(letter.body)) if isinstance(n, Cite)]
    assert [f"{c.span.line}:{c.span.column}" for c in cites] == ["1:11", "5:7", "9:7"]


WORDS = st.lists(
    st.sampled_from(["a", "*b*", "`c`", "é", "d^2^", '"e"', "-- f", "\\* g", "**h *i***", "x^[j]"]), max_size=8
)


@given(lines=st.lists(WORDS, min_size=1, max_size=6), prefix=st.sampled_from(["", "> ", "  ", "> > "]))
def test_a_citation_is_found_where_it_stands(lines: list[list[str]], prefix: str) -> None:
    """Whatever stands around it: in the last line, a citation behind other markup."""
    text = "\n".join(f"{prefix}w {' '.join(words)}".rstrip() for words in lines) + " [@k]"
    last = text.rpartition("\n")[2]
    assert places(text, CiteItem) == [f"{len(lines)}:{last.index('@k') + 1}"]


@given(text=st.text(alphabet="ab *_`[]()^~@#>-\n\\\"'&;<{}.:|1", max_size=120))
def test_no_place_lies_outside_the_text(text: str) -> None:
    lines = text.split("\n")
    for node in walk(body(text).blocks):
        assert 1 <= node.span.line <= len(lines)
        assert 1 <= node.span.column <= len(lines[node.span.line - 1]) + 1


@given(text=st.text(alphabet="abc é,.;:!?()", min_size=1, max_size=200))
def test_plain_text_is_kept_character_for_character(text: str) -> None:
    read = inlines(text)
    assert "".join(i.text for i in read if isinstance(i, Text)) == text.strip().replace("...", "…")
