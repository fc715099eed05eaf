"""A file's text, and YAML in which every node knows its place."""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.source import (
    DEEPEST,
    MOST_BYTES,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Source,
    found,
    lies_in,
    node_of,
    plain,
    read_yaml,
)


def source(text: str) -> Source:
    said = Diagnostics()
    read = Source.of("letter.yaml", text, said)
    assert read is not None, [str(one) for one in said]
    return read


def node(text: str, first_line: int = 1) -> Node:
    said = Diagnostics()
    read = read_yaml(source(text), said, first_line=first_line)
    assert read is not None and not said.said, [str(one) for one in said]
    return read


def value(text: str) -> Any:
    return plain(node(text))


def complaints(text: str) -> list[str]:
    said = Diagnostics()
    read = Source.of("letter.yaml", text, said)
    if read is not None:
        read_yaml(read, said)
    return [str(one) for one in said]


def scalars(of: Node) -> Iterator[Scalar]:
    match of:
        case Scalar():
            yield of
        case Sequence(items):
            for item in items:
                yield from scalars(item)
        case Mapping(entries):
            for key, inside in entries:
                yield key
                yield from scalars(inside)


# ── files ─────────────────────────────────────────────────────────────────


class TestLoading:
    def load(self, path: Path | str) -> tuple[Source | None, list[str]]:
        said = Diagnostics()
        return Source.load(path, said), [str(one) for one in said]

    def test_a_file_has_its_name_its_text_and_its_folder(self, tmp_path: Path) -> None:
        file = tmp_path / "letter.yaml"
        file.write_bytes("\ufefftitle: Ångström\r\nlang: sv\rtype: letter\n".encode())
        read, said = self.load(file)
        assert read == Source(str(file), "title: Ångström\nlang: sv\ntype: letter\n", tmp_path, file.read_bytes())
        assert not said

    def test_what_lies_in_a_folder_is_found_behind_links(self, tmp_path: Path) -> None:
        folder = tmp_path / "letters"
        folder.mkdir()
        (tmp_path / "out.csl").write_text("x")
        (folder / "in.csl").write_text("x")
        (folder / "to-in.csl").symlink_to("in.csl")
        (folder / "to-out.csl").symlink_to("../out.csl")
        (folder / "loop.csl").symlink_to("loop.csl")
        (folder / "gone.csl").symlink_to("../gone.csl")
        inside = ["in.csl", "to-in.csl", "none.csl", "in.csl/x"]
        outside = ["to-out.csl", "loop.csl", "gone.csl", "a\0b", "../out.csl"]
        assert [name for name in (*inside, *outside) if lies_in(folder / name, folder)] == inside

    def test_no_such_file(self, tmp_path: Path) -> None:
        assert self.load(tmp_path / "letter.yaml") == (
            None,
            [f"{tmp_path}/letter.yaml: error: there is no such file"],
        )

    @pytest.mark.parametrize("written", ["letter", "letter.yml", "letter.txt"])
    def test_a_wrong_ending_finds_its_neighbour(self, tmp_path: Path, written: str) -> None:
        (tmp_path / "letter.yaml").write_text("title: x")
        assert 'did you mean "letter.yaml"?' in self.load(tmp_path / written)[1][0]

    @pytest.mark.parametrize("written", ["", "two\0words", "x" * 5000])
    def test_a_path_that_cannot_be_one(self, written: str) -> None:
        read, said = self.load(written)
        assert read is None and len(said) == 1

    def test_a_folder(self, tmp_path: Path) -> None:
        assert self.load(tmp_path)[1] == [f"{tmp_path}: error: this is a folder, not a file"]

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
    def test_a_pipe_does_not_keep_us_waiting(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        assert self.load(tmp_path / "pipe")[1] == [f"{tmp_path}/pipe: error: this is not an ordinary file"]

    @pytest.mark.parametrize("text", ["", "\ufeff", " \n\t\n"])
    def test_an_empty_file(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "e.yaml").write_text(text, encoding="utf-8")
        assert self.load(tmp_path / "e.yaml")[1] == [f"{tmp_path}/e.yaml: error: the file is empty"]

    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
    def test_the_byte_that_is_not_utf_8_is_named(self, tmp_path: Path, mark: bytes) -> None:
        (tmp_path / "l.yaml").write_bytes(mark + "title: é\nname: Bü".encode() + b"\xe9ne\n")
        assert self.load(tmp_path / "l.yaml")[1] == [
            f"{tmp_path}/l.yaml:2:9: error: the byte 0xE9 is not UTF-8\n  hint: save the file as UTF-8"
        ]

    @pytest.mark.parametrize(
        ("raw", "what"),
        [
            ("title: On letters".encode("utf-16"), "text in UTF-16"),
            ("title: On letters".encode("utf-16-le"), "text in UTF-16"),
            ("title: On letters".encode("utf-16-be"), "text in UTF-16"),
            ("title: On letters".encode("utf-32"), "text in UTF-32"),
            (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF"),
            (b"PK\x03\x04\x14\x00\x06\x00", "a Word or OpenDocument file, or another archive"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word file"),
            (b"{\\rtf1\\ansi Dear Editor}", "an RTF file"),
            (b"\x1f\x8b\x08\x00", "a compressed file"),
        ],
    )
    def test_what_is_no_text_is_recognised(self, tmp_path: Path, raw: bytes, what: str) -> None:
        (tmp_path / "l.yaml").write_bytes(raw)
        source, said = self.load(tmp_path / "l.yaml")
        assert source is None
        assert [one.partition("\n")[0] for one in said] == [
            f"{tmp_path}/l.yaml: error: this is {what}, not a text in UTF-8"
        ]

    def test_a_file_that_is_too_large(self, tmp_path: Path) -> None:
        (tmp_path / "l.yaml").write_bytes(b"x" * (MOST_BYTES + 1))
        assert self.load(tmp_path / "l.yaml")[1] == [f"{tmp_path}/l.yaml: error: the file is larger than 8 MiB"]


class TestText:
    @pytest.mark.parametrize("bad", ["\0", "\x07", "\x1b", "\x7f", "\x85", "\ud800", "\ufeff", "\uffff"])
    def test_control_characters_are_refused_at_their_place(self, bad: str) -> None:
        assert complaints(f"title: x\nname: a{bad}b") == [
            f"letter.yaml:2:8: error: the file holds the control character U+{ord(bad):04X}, which cannot be set"
            "\n  hint: delete it"
        ]

    def test_a_line_separator_is_a_space_and_moves_nothing(self) -> None:
        said = Diagnostics()
        read = Source.of("letter.yaml", "a: x\u2028y\nb: z", said)
        assert read is not None and read.text == "a: x y\nb: z"
        assert [str(one) for one in said] == [
            "letter.yaml:1:5: warning: the line separator U+2028 was read as a space, here and wherever else it stands"
        ]


# ── what scalars are taken for ────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("75", 75),
        ("-3", -3),
        ("1.5", 1.5),
        ("2.5e3", "2.5e3"),  # as it was written, since Python would write 2500.0
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("''", ""),
        ("'75'", "75"),
        # what YAML 1.1 makes of these has surprised enough people
        ("NO", "NO"),
        ("yes", "yes"),
        ("off", "off"),
        ("y", "y"),
        ("2016-09-13", "2016-09-13"),
        ("2016-09", "2016-09"),
        ("12:30:45", "12:30:45"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1.10", "1.10"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("1e5", "1e5"),
        ("e71", "e71"),
        ("983-990", "983-990"),
        ("10.5555/example.1", "10.5555/example.1"),
        ("9" * 30, "9" * 30),
        ("=", "="),
    ],
)
def test_a_plain_scalar_is_what_it_looks_like(written: str, meant: object) -> None:
    got = value(f"volume: {written}")["volume"]
    assert got == meant and type(got) is type(meant)


def test_a_number_keeps_how_it_was_written() -> None:
    volume = node("{volume: 010, issue: 1.50}")
    assert isinstance(volume, Mapping)
    assert [inside.text for _, inside in volume.entries if isinstance(inside, Scalar)] == ["010", "1.50"]


def test_keys_are_words_whatever_they_look_like() -> None:
    assert value("75: a\ntrue: b\n2016-09-13: c") == {"75": "a", "true": "b", "2016-09-13": "c"}


TREES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufeff\u2028\u2029"), max_size=40
    ),
    lambda inside: (
        st.lists(inside, max_size=4) | st.dictionaries(st.text("abcdefghij-", min_size=1), inside, max_size=4)
    ),
    max_leaves=12,
)


@given(TREES, st.sampled_from([None, True, False]), st.sampled_from([None, "'", '"', "|", ">"]))
def test_what_pyyaml_writes_is_read_again(tree: Any, flow: bool | None, style: str | None) -> None:
    written = yaml.safe_dump({"tree": tree}, allow_unicode=True, default_flow_style=flow)
    assert value(written) == {"tree": tree}
    for text in ["one two", "a\nb\n", "  spaced\n\nout"]:
        assert value(yaml.safe_dump([text], default_style=style))[-1] == text


# ── places ────────────────────────────────────────────────────────────────


def test_every_node_knows_where_it_stands() -> None:
    tree = node('title: A reply\nauthor:\n  - {name: "Ann Lee"}\n')
    assert isinstance(tree, Mapping)
    title, author = tree.entries
    assert str(title[0].span) == "letter.yaml:1:1" and str(title[1].span) == "letter.yaml:1:8"
    assert isinstance(author[1], Sequence) and isinstance(author[1].items[0], Mapping)
    assert str(author[1].span) == "letter.yaml:3:3"
    assert str(author[1].items[0].span) == "letter.yaml:3:5"
    assert str(author[1].items[0].entries[0][1].span) == "letter.yaml:3:12"


def test_a_part_of_a_file_counts_from_its_first_line() -> None:
    tree = node("title: |\n  Two\n  lines\n", first_line=2)
    assert isinstance(tree, Mapping)
    title = tree.get("title")
    assert isinstance(title, Scalar)
    assert str(title.span) == "letter.yaml:2:8" and str(title.place(1, 3)) == "letter.yaml:4:6"


@pytest.mark.parametrize(
    "text",
    [
        "body: |\n  One line,\n\n    an indented one,\n  a last one.\n",
        "body: |2-\n    hello\n  you\n",
        "body: &name\n  |\n  hello\n  you",
        "body: >\n  folded words\n  on two lines\n\n  and a new paragraph\n    with its own indent\n",
        "body: >-\n\n\n  x\n  y",
        "body: plain words\n  on two lines\n\n  and a paragraph",
        'body: "in quotes"',
        'body: "with \\"escapes\\" in it, and \\u00e9 too"',
        "body: 'it''s so, isn''t it'",
        'body: "quoted\n  on two\n\n  lines"',
        "{body: [one, 'two', \"three\"]}",
    ],
)
def test_every_letter_of_a_text_leads_back_to_the_file(text: str) -> None:
    written = text.split("\n")
    escapes = "\\" in text
    for scalar in scalars(node(text)):
        for number, line in enumerate(scalar.text.split("\n")):
            for column, letter in enumerate(line):
                place = scalar.place(number, column)
                there = written[place.line - 1][place.column - 1 : place.column]
                assert there == letter or letter == " " or (escapes and there == "\\"), (scalar.text, number, column)


def test_places_go_on_behind_the_end() -> None:
    for scalar in scalars(node("a: |\n  x\nb: y\nc: 'z'\n")):
        assert scalar.place(0, 99).line and scalar.place(7, 3).line


# ── what is refused ───────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "type: letter\ntitle: Response to: a paper",
            "2:19: error: a second colon stands in this value"
            '\n  hint: put the value in quotes: title: "Response to: a paper"',
        ),
        ("a:\n\tb: c", "2:1: error: a tab stands where YAML wants spaces\n  hint: indent with spaces"),
        (
            "a: 1\nb: 'x\nc: d",
            "2:4: error: this quotation mark is never closed\n  hint: close it at the end of the value",
        ),
        (
            "a: [1, 2\nb: 3",
            '1:4: error: the "[" that begins here is not closed'
            '\n  hint: close it with "]", and separate its items with commas',
        ),
        ("a: @x", '1:4: error: a value cannot begin with "@"\n  hint: put the value in quotes'),
        ("a: *", '1:5: error: a value cannot begin with "*"\n  hint: put the value in quotes'),
        (
            "a: - b",
            '1:4: error: a list cannot begin here\n  hint: begin each "- item" on a line of its own, or write [a, b]',
        ),
        (
            'a: "\\q"',
            '1:5: error: "\\q" is not an escape that YAML knows'
            "\n  hint: write the backslash twice, or put the value in single quotes",
        ),
        (
            "a: 'it's'",
            "1:8: error: something follows the closing quotation mark"
            "\n  hint: if a quotation mark stands within the text: write it twice ('')",
        ),
        (
            "a: 1\n  b: 2",
            "2:4: error: a key stands where none is wanted"
            "\n  hint: indent it like the keys above, or put the value above in quotes if this line belongs to it",
        ),
        (
            "  a: 1\nb: 2",
            "2:1: error: this line is not indented like its neighbours"
            "\n  hint: let all keys of one mapping begin in one column",
        ),
        (
            "a: 1\nb",
            '2:1: error: a line without a ":" stands where a key is wanted\n  hint: write "key: value", or indent it',
        ),
        ("a: 1\nb: 2\na: 3", '3:1: error: the key "a" is given twice\n  hint: it was first given in line 1'),
        (
            "--- \na: 1\n---\nb: 2",
            "3:1: error: a second YAML document begins here"
            '\n  hint: delete the "---" and what follows it, or make it a file of its own',
        ),
        ("# nothing\n", "1:1: error: there is nothing in this file but comments"),
        (
            "a: !!python/object:os.system x",
            '1:4: error: the tag "!!python/object:os.system" is not understood here\n  hint: delete it',
        ),
        (
            "a: !!str 1",
            '1:4: error: the tag "!!str" is not understood here\n  hint: put the value in quotes to make it a string',
        ),
        ('a: "\\0"', "1:4: error: an escape in this text makes the control character U+0000"),
        ("[a, b]: c", "1:1: error: a key must be a word, not a list"),
        ("'': c", '1:1: error: a key must be a word, not ""'),
        ("a: &x [*x]", '1:8: error: the alias "*x" stands within what it stands for'),
        (
            "a: *x",
            '1:4: error: the alias "*x" stands for nothing: there is no "&x" before it'
            "\n  hint: put the value in quotes if the asterisk belongs to it",
        ),
    ],
)
def test_faults_of_yaml_are_said_in_plain_words(text: str, said: str) -> None:
    assert complaints(text) == [f"letter.yaml:{said}"]


def test_all_doubled_keys_are_said_at_once() -> None:
    assert [one.split(": ")[0] for one in complaints("a: 1\na: 2\nb: {c: 1, c: 2}")] == [
        "letter.yaml:2:1",
        "letter.yaml:3:11",
    ]


def test_an_alias_is_what_it_stands_for() -> None:
    assert value("a: &x {b: 1}\nc: [*x, *x]") == {"a": {"b": 1}, "c": [{"b": 1}, {"b": 1}]}


def laughs(levels: int) -> str:
    lines = ["l0: &l0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    lines += [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines)


def test_a_billion_laughs_stop_early() -> None:
    begun = time.perf_counter()
    assert "more than 200,000 values when its aliases" in complaints(laughs(10))[0]
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "{a: " * 100_000, "a: &x [[[*y", "? " * 5000])
def test_deep_nesting_stops_early(text: str) -> None:
    begun = time.perf_counter()
    assert len(complaints(text)) == 1
    assert time.perf_counter() - begun < 5


def test_aliases_do_not_hide_depth() -> None:
    lines = ["l0: &l0 [x]", *(f"l{n}: &l{n} [*l{n - 1}]" for n in range(1, DEEPEST + 2))]
    assert f"nested more than {DEEPEST} deep" in complaints("\n".join(lines))[0]


def test_endless_faults_come_to_an_end() -> None:
    said = complaints("\n".join("a: 1" for _ in range(50_000)))
    assert len(said) == 101
    assert "the rest of the file was not read" in said[-1]


@given(st.text(st.sampled_from("ab:-[]{}&*!|>'\"%@`#,? \n\t\\0"), max_size=60))
def test_any_text_is_read_or_complained_of(text: str) -> None:
    said = Diagnostics()
    read = Source.of("letter.yaml", text, said)
    tree = read_yaml(read, said) if read else None
    assert tree is not None or said.has_errors
    assert all(one.span.line <= text.count("\n") + 2 for one in said)
    for scalar in scalars(tree) if tree is not None else ():
        assert scalar.place(0, 0).line >= 1 and scalar.place(3, 3).column >= 1


# ── access ────────────────────────────────────────────────────────────────


def test_a_mapping_is_asked_by_key() -> None:
    tree = node("a: 1\nb: 2")
    assert isinstance(tree, Mapping)
    assert plain(tree.get("b")) == 2 and tree.get("c") is None
    key = tree.key("b")
    assert key is not None and key.span.line == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{a: 1}", "a mapping"),
        ("[]", "an empty list"),
        ("75", "the number 75"),
        ("true", "true"),
        ("null", "nothing"),
        ("'x'", '"x"'),
        ("word " * 30, '"word word word word word word word word…"'),
    ],
)
def test_what_was_found_in_words(text: str, words: str) -> None:
    assert found(node(text)) == words


def test_reading_takes_no_longer_than_it_may() -> None:
    """Generous, for slow machines: on ours the body takes 8 ms and the references 18."""
    body = source("body: |\n" + "  Words of a paragraph that is as long as lines are in letters.\n" * 8000)
    items = source("references:\n" + "".join(f"  - {{id: a{n}, volume: {n}, page: 1-9}}\n" for n in range(1000)))
    for text in (body, items):
        begun = time.perf_counter()
        read_yaml(text, Diagnostics())
        assert time.perf_counter() - begun < 3


# ── Python values ─────────────────────────────────────────────────────────


def of_python(value: Any) -> tuple[Any, list[str]]:
    said = Diagnostics()
    made = node_of(value, Span("<mapping>"), said)
    return plain(made), [str(one) for one in said]


def test_python_values_are_nodes_with_paths() -> None:
    tree = {"a": [1, {"b": "x\ny"}], "day": datetime.date(2025, 3, 14), "file": Path("x") / "y", 7: (None, True, 1.5)}
    assert of_python(tree) == (
        {"a": [1, {"b": "x\ny"}], "day": "2025-03-14", "file": str(Path("x") / "y"), "7": [None, True, 1.5]},
        [],
    )
    made = node_of(tree, Span("<mapping>"), Diagnostics())
    assert isinstance(made, Mapping) and isinstance(a := made.get("a"), Sequence)
    assert isinstance(inside := a.items[1], Mapping) and isinstance(b := inside.get("b"), Scalar)
    assert (str(b.span), str(b.place(1, 0))) == ("<mapping>.a[1].b", "<mapping>.a[1].b:2:1")


def test_what_cannot_be_a_node_is_said() -> None:
    endless: dict[str, object] = {}
    endless["again"] = endless
    too_deep = "<mapping>: error: the mapping is too deep or too large, or holds itself"
    assert of_python(endless)[1] == [too_deep]
    assert of_python(["x"] * 300_000)[1] == [too_deep]
    assert of_python({"a": object(), "b": {1.5: "x"}, "c": "\0", "d": "\ud800"}) == (
        {"b": {}},
        [
            "<mapping>.a: error: a value of the type object cannot be read",
            "<mapping>.b: error: a key must be a word, not float",
            "<mapping>.c: error: this text holds the control character U+0000, which cannot be set",
            "<mapping>.d: error: this text holds the control character U+D800, which cannot be set",
        ],
    )
