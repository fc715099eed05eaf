"""Whatever is in a file, reading it ends soon, in diagnostics and not in an exception."""

# ruff: noqa: E501 - a table of scraps
from __future__ import annotations

import random
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from content_builders import body, place
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_letter import FULL, MARKDOWN

from rejoinder.content.dump import dump
from rejoinder.content.letter import read_letter, read_letter_mapping
from rejoinder.content.markdown import MarkdownReader
from rejoinder.content.model import Letter
from rejoinder.diagnostics import Diagnostics
from rejoinder.source import Source

SAMPLES = [
    FULL,
    MARKDOWN,
    *(p.read_text() for p in sorted((Path(__file__).parents[2] / "content").glob("*.*"))),
]
SCRAPS = [
    "[", "]", "(", ")", "{", "}", "*", "**", "_", "`", "```\n", "~", "^", "^[", "[^n]", "[^n]: ", "[@k]", "@k", "-@", ";",
    "> ", "- ", "1. ", "# ", "    ", "\n", "\n\n", "\t", "<", "<!--", "-->", "<b>", "](", "![", "|", "|-|-|\n", ":::", "---\n",
    "\\", "\\\n", "&amp;", "'", '"', ": ", "null", "true", "[]", "{}", "0", "é", "\u202e", "\u00a0", "ﷺ", "𝒳", "{#a}", "{.x}",
    "[x]: http://y\n", "<http://z>", "javascript:", "title", "author", "body", "references", "&a ", "*a ", "!!str ", "{lang=fr}",
    "\n\n![", "![a](b.png)", "{#fig-a alt=\"", "@fig-a", "[@tbl-a; ", "{#tbl-a .wide align=ld}", "+---+---+\n", "+===+\n", "| a |\n", "\n: ",
    "::: {.table-notes}\n", "::: {#fig-a}\n", "<br>",
    "$", "$$", "$$\n", "$x$", "{#eq-a}", "@eq-a", "`<math>`{=mathml}", "\\frac{", "\\begin{align}", "{.num}",
]  # fmt: skip


def said_of(text: str, name: str) -> Diagnostics:
    said = Diagnostics()
    source = Source.of(name, text, said)
    letter = read_letter(source, said) if source is not None else None
    assert letter is not None or said.has_errors
    if letter is not None:
        dump(letter)
        check_depth(letter)
    for one in said:
        assert one.message
        assert "\n" not in one.message
        assert one.span.file == name
    return said


def check_depth(letter: Letter) -> None:
    """No later room need fear for its stack."""

    def depth(node: Any) -> int:
        if isinstance(node, tuple):
            return max((depth(one) for one in node), default=0)
        return 1 + max((depth(getattr(node, name, ())) for name in ("children", "items", "blocks")), default=0)

    assert depth((letter.title, letter.body, *(note.blocks for note in letter.footnotes))) < 60


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A sample letter in which a few places were struck out, doubled, or had scraps put in."""
    text = draw(st.sampled_from(SAMPLES))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        end = min(len(text), at + draw(st.integers(0, 40)))
        scraps = "".join(draw(st.lists(st.sampled_from(SCRAPS), max_size=4)))
        text = text[:at] + scraps + (text[end:] if draw(st.booleans()) else text[at:end] + text[at:])
    return text


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=mutated(), name=st.sampled_from(["letter.yaml", "letter.md", "letter"]))
def test_mutated_letters_give_only_diagnostics(text: str, name: str) -> None:
    said_of(text, name)


@settings(max_examples=200, deadline=None)
@given(scraps=st.lists(st.sampled_from([*SCRAPS, "word", " "]), max_size=40))
def test_scraps_of_markup_are_read(scraps: list[str]) -> None:
    reader = MarkdownReader(Diagnostics())
    reader.blocks("".join(scraps), place)
    reader.inlines("".join(scraps), place)
    reader.check_notes()
    reader.check_anchors()


KEYS = st.sampled_from(
    ["title", "author", "authors", "name", "given", "family", "affiliations", "id", "email", "orcid", "roles", "members", "group", "body", "notes", "other", "label", "text", "funding", "references", "bibliography", "journal", "license", "copyright", "history", "received", "responds-to", "keywords", "lang", "date", "url"]
)  # fmt: skip
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(SCRAPS),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(KEYS, inside, max_size=4),
    max_leaves=10,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=8))
def test_mappings_of_anything_give_only_diagnostics(mapping: dict[str, Any]) -> None:
    said = Diagnostics()
    letter = read_letter_mapping(mapping, said)
    assert letter is not None or said.has_errors


N = 5000
ENTANGLED = {
    "brackets": "[" * 50_000,
    "bracket pairs": "[" * 20_000 + "]" * 20_000,
    "brackets and a link": "[" * N + "](",
    "brackets and a definition": "[b]: https://c.org\n\n" + "[" * N,
    "images": "![" * 10_000,
    "image pairs": "![a" * N + "](b)" * N,
    "emphasis": "*a **a " * 10_000,
    "emphasis, nested": "*a " * N + "b*" * N,
    "emphasis, mixed": "*a_ " * N,
    "stars": "*" * 50_000,
    "quotations": ">" * 5000,
    "quotations on many lines": (">" * 500 + "\n") * 200,
    "lists": "1. " * N,
    "lists on many lines": "\n".join("  " * n + "- a" for n in range(700)),
    "backticks": "".join("e" + "`" * n for n in range(500)),
    "more backticks": "`a " * N,
    "strikes": "~a~~b " * N,
    "superscripts": "^a\\ " * N,
    "citations": "[@a [b]" * N,
    "citation items": "[@a" + ";" * 50_000 + "]",
    "inline notes": "^[a" * N,
    "inline note pairs": "[a ^[b " * N + "]" * 2 * N,
    "spans": "[a]{.x}" * N,
    "open spans": "[a]{x=" * N,
    "note calls": "[^a" * N,
    "unknown notes": "".join(f"x[^a{n}] " for n in range(N)),
    "unused notes": "".join(f"[^a{n}]: x\n\n" for n in range(N)),
    "wrong links": "[a](b) " * N,
    "comments": "<!--\n\n" * N,
    "comments in a line": "<!-- --" * N,
    "tags": "<a " * N,
    "character data": "a<![CDATA[" * N,
    "spaces in a heading": "# a" + " " * 50_000 + "{#a",
    "quotation marks": "'\"" * 20_000,
    "link targets": "[a](<b" * N,
    "parentheses": "[a](" + "(" * 20_000,
    "tables": "|a|\n|-|\n" * N,
    "entities": "&a" * 20_000,
    "figures": "![a](b.png)\n\n" * N,
    "open attributes": '![a](b){a="' * N,
    "attributes without end": "![a](b){" + "a=a " * 20_000,
    "many attributes": "![a](b){" + "a" * 4000 + "=b .c}" * N,
    "braces in a caption": "|a|\n|-|\n|b|\n: " + "{#a " * N + "}",
    "strokes": "|a\n|-\n" + "|" * 50_000,
    "code in a row": "|a|\n|-|\n|" + "".join("e" + "`" * n for n in range(300)),
    "a wide grid": "+" + "-+" * 20_000 + "\n|" + " |" * 20_000 + "\n+" + "-+" * 20_000,
    "a long grid": "+-+\n" + "|a|\n+-+\n" * 20_000,
    "a large grid": ("+--" * 50 + "+\n" + "|a " * 50 + "|\n") * 380 + "+--" * 50 + "+",
    "a grid without strokes": "+-+\n" + "|a|\n" * 20_000 + "+-+",
    "many tables": "|a|b|\n|-|-|\n|c|d|\n\n" * N,
    "open divisions": "::: {.table-notes}\n" * N,
    "divisions": "::: a\n" * N + ":::\n" * N,
    "captions": ": a\n\n" * N,
}


@pytest.mark.parametrize("name", ENTANGLED)
def test_entangled_markup_is_read_quickly(name: str) -> None:
    start = time.process_time()
    reader = MarkdownReader(Diagnostics())
    reader.blocks(ENTANGLED[name], place)
    reader.check_notes()
    assert time.process_time() - start < 2.5


def test_a_long_body_is_read_quickly() -> None:
    """Half a million characters in far less than two seconds, on any machine (here 0.15 s)."""
    paragraph = (
        "Observers on the bank wrote down the day.[@lee; @ek] It wasn't the *same* day --\n"
        'not by half.[^n] One says "late"; H~2~O, 10^3^ and `so on` [here](https://x.org).\n\n'
    )
    text = paragraph * (500_000 // len(paragraph))
    start = time.process_time()
    read = body(text)
    assert time.process_time() - start < 2
    assert len(read.blocks) == 500_000 // len(paragraph)


def test_a_text_without_end_is_refused() -> None:
    said = Diagnostics()
    assert body("a\n" * 100_002, said).blocks == ()
    assert [d.message for d in said] == ["this text is longer than 4 million characters or 100,000 lines"]


def test_threads_read_alike() -> None:
    expected = [dump(read) for read in (letter_of(text) for text in SAMPLES) if read]
    got: list[list[str]] = []

    def read() -> None:
        got.append([dump(one) for one in (letter_of(text) for text in SAMPLES) if one])

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [expected] * 6


def letter_of(text: str) -> Letter | None:
    said = Diagnostics()
    source = Source.of("letter", text, said)
    return read_letter(source, said) if source else None


def test_random_bytes_are_no_letter() -> None:
    chance = random.Random(7)
    for _ in range(200):
        text = "".join(chr(chance.randrange(32, 0x2FF)) for _ in range(chance.randrange(1, 200)))
        said_of(text, chance.choice(["a.yaml", "a.md", "a"]))
