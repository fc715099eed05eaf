"""Parsing: nothing is fetched, nothing grows without end, every element knows its place."""

from __future__ import annotations

import time

import pytest
from jats_builders import BODY, letter, read, words, xml

from rejoinder.content.jats.tree import DEEPEST, Tree, lang_of, read_tree
from rejoinder.diagnostics import Diagnostics
from rejoinder.source import Source


def tree(text: str | bytes) -> Tree:
    said = Diagnostics()
    raw = text.encode() if isinstance(text, str) else text
    read_ = read_tree(Source("a.xml", "", None, raw), said)
    assert read_ is not None, list(map(str, said))
    return read_


def faults(text: str | bytes) -> list[str]:
    said = Diagnostics()
    raw = text.encode() if isinstance(text, str) else text
    read_tree(Source("a.xml", "", None, raw), said)
    return [str(one).split("\n")[0] for one in said]


# ── entities ──────────────────────────────────────────────────────────────


def test_entities_that_multiply_are_refused() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<!DOCTYPE article [<!ENTITY l0 "ha">{laughs}]>\n<article><p>&l11;</p></article>'
    began = time.perf_counter()
    assert any('the entity "&l11;" of the file\'s own is not expanded' in one for one in faults(text))
    assert time.perf_counter() - began < 1


def test_long_entities_used_often_are_refused() -> None:
    text = f'<!DOCTYPE article [<!ENTITY l "{"x" * 1999}">]><article><p>{"&l;" * 1000}</p></article>'
    assert any("is not expanded" in one for one in faults(text))


def test_plain_entities_of_the_file_are_expanded() -> None:
    text = (
        '<!DOCTYPE article [<!ENTITY firm "Quay &#38; Sons"><!ENTITY % x SYSTEM "x.ent">]><article><p>&firm;</p>'
        "</article>"
    )
    assert tree(text).root[0].text == "Quay & Sons"


@pytest.mark.parametrize("name", ["SYSTEM 'file:///etc/passwd'", 'PUBLIC "x" "http://quay.example/x"'])
def test_external_entities_are_not_fetched(name: str) -> None:
    text = f"<!DOCTYPE article [<!ENTITY x {name}>]><article><p>a&x;b</p></article>"
    assert tree(text).root[0].text == "a&x;b"
    assert any('the entity "&x;" is not known' in one for one in faults(text))


def test_an_entity_that_nobody_knows_stays_as_it_is_written_and_is_said() -> None:
    text = "<article><p>a &nosuch; b</p></article>"
    assert tree(text).root[0].text == "a &nosuch; b"
    assert faults(text) == ['a.xml:1:15: warning: the entity "&nosuch;" is not known, and stands as it is written']


def test_names_in_comments_and_cdata_are_left_alone() -> None:
    text = "<article><!-- &nosuch; --><p><![CDATA[&alpha; <b>]]> &alpha;</p></article>"
    assert tree(text).root[0].text == "&alpha; <b> α"
    assert faults(text) == []


# ── bounds ────────────────────────────────────────────────────────────────


def test_depth_is_bounded() -> None:
    deep = "<article>" + "<p>" * 200 + "</p>" * 200 + "</article>"
    (fault,) = faults(deep)
    assert f"nested more than {DEEPEST} deep" in fault or "Excessive depth" in fault


@pytest.mark.parametrize("opening", ["<!--", "<![CDATA[", "<?", "&a", "<!DOCTYPE a [<!ENTITY ", "<!DOCTYPE '"])
def test_what_is_never_closed_takes_no_time(opening: str) -> None:
    began = time.perf_counter()
    assert faults(opening * 100_000)
    assert faults("<article><p>" + opening * 100_000)
    assert time.perf_counter() - began < 2


def test_a_file_without_elements() -> None:
    assert faults("<!-- nothing -->") == ["a.xml:1:1: error: the file holds no element"]


# ── characters ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1", "windows-1252", "utf-16"])
def test_the_declared_encoding_is_used(encoding: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    raw = f'<?xml version="1.0" encoding="{declared}"?>\n<article><p>é – x</p></article>'.replace(
        "–", "–" if encoding not in ("iso-8859-1",) else "-"
    ).encode(encoding)
    assert tree(raw).root[0].text == ("é - x" if encoding == "iso-8859-1" else "é – x")


@pytest.mark.parametrize("encoding", ["rot13", "zip", "no-such", "unicode_escape"])
def test_encodings_that_are_none_of_text(encoding: str) -> None:
    assert f'the encoding "{encoding}" is not known' in faults(f'<?xml version="1.0" encoding="{encoding}"?><a/>')[0]


def test_a_byte_that_is_not_in_the_encoding_is_said_with_its_place() -> None:
    raw = b'<?xml version="1.0" encoding="UTF-8"?>\n<article><p>ab\xe9</p></article>'
    assert faults(raw) == ["a.xml:2:15: error: the byte 0xE9 is not UTF-8"]


def test_controls_of_windows_become_what_was_meant() -> None:
    assert tree("<article><p>It&#146;s&#xFEFF; so&#x85;</p></article>").root[0].text == "It’s so…"


# ── places ────────────────────────────────────────────────────────────────


def test_every_element_knows_its_line_and_column() -> None:
    text = (
        '<!DOCTYPE article [\n<!ENTITY a "b">]>\n<article>\n  <!-- <x> --><p a=">"\n b="1">&a;<i/></p><?p <y>?><b/>\n'
        "</article>"
    )
    read_ = tree(text)
    places = {one.tag: str(read_.span(one)) for one in read_.root.iter()}
    assert places == {"article": "a.xml:3:1", "p": "a.xml:4:15", "i": "a.xml:5:11", "b": "a.xml:5:28"}


def test_a_fault_behind_named_characters_has_its_own_place() -> None:
    (fault,) = faults("<article>\n<p>&pi;&ldquo;</q></article>")
    assert fault.startswith("a.xml:2:19: error:")


def test_files_of_more_lines_than_libxml2_counts() -> None:
    read_ = tree("<article>" + "\n" * 70_000 + "<p/></article>")
    assert read_.span(read_.root[0]).line == 70_001


def test_names_lose_their_prefixes_but_for_mathematics() -> None:
    text = (
        '<article xmlns:ali="http://www.niso.org/schemas/ali/1.0/" xmlns:m="http://www.w3.org/1998/Math/MathML">'
        "<ali:license_ref/><m:math><m:mi/></m:math><math><mi/></math></article>"
    )
    mathml = "{http://www.w3.org/1998/Math/MathML}"
    tags = [one.tag for one in tree(text).root.iter()]
    assert tags == ["article", "license_ref", *[f"{mathml}math", f"{mathml}mi"] * 2]


def test_languages_are_tags_of_bcp_47() -> None:
    root = tree('<article xml:lang="PT_br"/>').root
    assert lang_of(root) == "pt-BR"


def test_an_article_of_latin_1_is_read_whole() -> None:
    text = xml(body="<p>Öre</p>")
    letters, said = read(b'<?xml version="1.0" encoding="ISO-8859-1"?>' + text.encode("latin-1"))
    assert words(letters[0].body) == "Öre"
    assert not said.has_errors
    assert words(letter(body=BODY).body) == "Ferries are late."
