"""Every way to get a letter, a sheet or a command wrong that we could think of, from end to end.

Each ends in complaints that name their place, or in a sound PDF; soon; and the last good PDF stays as it is.
"""

# ruff: noqa: E501 - tables of what is said
from __future__ import annotations

import contextlib
import io
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rejoinder import InputError, Result, check, typeset
from rejoinder.cli import main
from rejoinder.fonts.typecase import Typecase
from rejoinder.pages.model import PlacedLine
from verdict import bounded, broken, check_file, check_words

LETTER = """\
title: On letters
author: Ada Quill
body: |
  Dear Editor, it is never too late.
"""
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("SOURCE_DATE_EPOCH", "NO_COLOR")}
GOOD = b"%PDF-1.7 the last good one"


def body(text: str, more: str = "") -> str:
    """A letter with this text."""
    lines = "".join(f"  {line}\n" for line in text.split("\n"))
    return f"title: On letters\nauthor: Ada Quill\n{more}body: |\n{lines}"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, in which a PDF of the letter lies already."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.pdf").write_bytes(GOOD)
    return tmp_path


def refused(desk: Path, written: str | bytes, *arguments: str, name: str = "letter.yaml", code: int = 1) -> list[str]:
    """What the command says of a letter that it does not set: one string for each complaint, with its hint."""
    (desk / name).write_bytes(written.encode() if isinstance(written, str) else written)
    before = files_of(desk)
    capture = run(["build", name, *arguments])
    assert capture.code == code
    assert capture.out == ""
    assert "Traceback" not in capture.err
    assert "fault in the program" not in capture.err
    assert files_of(desk) == before, "nothing is written, and nothing half written"
    assert (desk / "out" / "letter.pdf").read_bytes() == GOOD
    *complaints, counted = grouped(capture.err)
    assert counted.startswith(f"{sum(': error: ' in one for one in complaints)} error")
    return complaints


class Captured:
    """What a run of the command printed, and its code."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


def run(arguments: list[str]) -> Captured:
    """The command in this process: a hundred cases take a few seconds so, and a minute otherwise."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with bounded(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(arguments)
        except SystemExit as left:
            code = int(left.code or 0)
        out.flush()
    return Captured(code, out.buffer.getvalue().decode("utf-8", "replace"), err.getvalue())  # type: ignore[attr-defined]


def grouped(said: str) -> list[str]:
    """Lines of complaints, each with its hint."""
    groups: list[str] = []
    for line in said.splitlines():
        if line.startswith("  "):
            groups[-1] += f"\n{line}"
        else:
            groups.append(line)
    return groups


def files_of(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_size for path in sorted(folder.rglob("*"))}


def complaints_of_the_api(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        typeset(path)
    assert tuple(check(path)) == caught.value.diagnostics
    check_words(caught.value.diagnostics)
    assert str(caught.value) == "\n".join(map(str, caught.value.diagnostics))
    return [str(one) for one in caught.value.diagnostics]


# ── letters that cannot be set ────────────────────────────────────────────

NO_AUTHOR = 'letter.yaml:1:1: warning: the letter has no author\n  hint: write "author:" and a list of names'
LAUGHS = "\n".join(
    [
        "l0: &l0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]",
        *(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 10)),
    ]
)

WRONG: dict[str, tuple[str | bytes, list[str]]] = {
    # no letter at all
    "an empty file": (b"", ["letter.yaml: error: the file is empty"]),
    "white space": (b" \n\t\n", ["letter.yaml: error: the file is empty"]),
    "only comments": (b"# title: T\n", ["letter.yaml:1:1: error: there is nothing in this file but comments"]),
    "plain text": ("Dear Editor,\nit is late.\n", ["letter.yaml:1:1: error: a letter is a mapping of keys (title, subtitle, short-title, type …), not \"Dear Editor, it is late.\""]),
    "a web page": ("<html><body>x</body></html>\n", ["letter.yaml:1:1: error: the root element is <html>, not <article>\n  hint: an article in JATS begins with <article>"]),
    "a list": ("- title: T\n", ["letter.yaml:1:1: error: a letter is a mapping of keys (title, subtitle, short-title, type …), not a list"]),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", ["letter.yaml: error: this is a PDF, not a text in UTF-8\n  hint: name the letter that it was made from"]),
    "a Word file": (b"PK\x03\x04\x14\x00\x06\x00\x08", ["letter.yaml: error: this is a Word or OpenDocument file, or another archive, not a text in UTF-8\n  hint: convert it to Markdown first, with Pandoc"]),
    # not YAML
    "a bracket left open": (LETTER + "keywords: [a, b\n", ['letter.yaml:5:11: error: the "[" that begins here is not closed\n  hint: close it with "]", and separate its items with commas']),
    "a colon in a title": (LETTER.replace("On letters", "Response to: letters"), ['letter.yaml:1:19: error: a second colon stands in this value\n  hint: put the value in quotes: title: "Response to: letters"']),
    "a tab": ("title: T\nauthor:\n\tname: A B\n", ["letter.yaml:3:1: error: a tab stands where YAML wants spaces\n  hint: indent with spaces"]),
    "two documents": (LETTER + "---\n" + LETTER, ['letter.yaml:5:1: error: a second YAML document begins here\n  hint: delete the "---" and what follows it, or make it a file of its own']),
    "a billion laughs": (LAUGHS, ["letter.yaml:6:15: error: this file has more than 200,000 values when its aliases (*name) are written out\n  hint: write out what is meant, or divide the file"]),
    "an alias within itself": ("title: T\nauthor: &a [*a]\n", ['letter.yaml:2:13: error: the alias "*a" stands within what it stands for']),
    "many brackets": ("keywords: " + "[" * 900 + "]" * 900, ["letter.yaml:1:70: error: mappings and lists are nested more than 60 deep"]),
    "a command in a tag": (LETTER + "lang: !!python/object/apply:os.system [echo]\n", ['letter.yaml:5:7: error: the tag "!!python/object/apply:os.system" is not understood here\n  hint: delete it', 'letter.yaml:5:7: error: "lang" wants a text, not a list']),
    # not UTF-8
    "Latin-1": (LETTER.replace("late", "tar\u00e9").encode("latin-1"), ["letter.yaml:4:35: error: the byte 0xE9 is not UTF-8\n  hint: save the file as UTF-8"]),
    "UTF-16": (LETTER.encode("utf-16"), ["letter.yaml: error: this is text in UTF-16, not a text in UTF-8\n  hint: save it as UTF-8"]),
    "UTF-16 without a mark": (LETTER.encode("utf-16-be"), ["letter.yaml: error: this is text in UTF-16, not a text in UTF-8\n  hint: save it as UTF-8"]),
    "NUL": (LETTER.replace("never", "nev\0er"), ["letter.yaml:4:25: error: the file holds the control character U+0000, which cannot be set\n  hint: delete it"]),
    "half a character": (LETTER.encode() + "é".encode()[:1], ["letter.yaml:5:1: error: the byte 0xC3 is not UTF-8\n  hint: save the file as UTF-8"]),
    # keys
    "an unknown key": (LETTER.replace("author", "autor"), [NO_AUTHOR, 'letter.yaml:2:1: error: unknown key "autor"\n  hint: did you mean "author"?']),
    "an unknown key within": (LETTER.replace("Ada Quill", "{name: Ada Quill, emial: a@example.org}"), ['letter.yaml:2:27: error: unknown key "emial"\n  hint: did you mean "email"?']),
    "a key given twice": (LETTER + "title: Again\n", ['letter.yaml:5:1: error: the key "title" is given twice\n  hint: it was first given in line 1']),
    "no title": (LETTER.replace("title: On letters\n", ""), ['letter.yaml:1:1: error: the letter has no title\n  hint: write "title: …"']),
    "an empty title": (LETTER.replace("On letters", ""), ['letter.yaml:1:7: error: the letter has no title\n  hint: write "title: …"']),
    "nothing but a title": ("title: T\n", [NO_AUTHOR, 'letter.yaml:1:1: error: the letter has no body\n  hint: write it as "body: |" and indented lines']),
    "wrong types everywhere": (
        "title: [T]\nauthor: [[A B]]\nvolume: {a: b}\nkeywords: {a: b}\ndate: true\nnotes: none\nreferences: 3\nbody: [x]\n",
        [
            'letter.yaml:1:8: error: "title" wants a text, not a list',
            "letter.yaml:2:10: error: an author is a name or a mapping, not a list",
            'letter.yaml:3:9: error: "volume" wants a text, not a mapping',
            'letter.yaml:4:11: error: "keywords" wants a text, not a mapping',
            'letter.yaml:5:7: error: "date" wants a text, not true\n  hint: put it in quotes: "true"',
            'letter.yaml:6:8: error: "notes" wants a mapping, not "none"',
            'letter.yaml:7:13: error: references are a list\n  hint: write each as an item: "- id: smith2020"',
            'letter.yaml:8:7: error: "body" wants a text, not a list\n  hint: write it as "body: |" and indented lines',
        ],
    ),
    # names that stand for nothing
    "an unknown reference": (body("Yes.[@kee]", "references: [{id: key, type: book, title: T}]\n"), ['letter.yaml:3:14: warning: reference "key" is not cited; it is left out of the list\n  hint: cite it as [@key], or delete it', 'letter.yaml:5:8: error: no reference has the key "kee"\n  hint: did you mean "key"?']),
    "an unknown affiliation": (LETTER.replace("Ada Quill", "{name: Ada Quill, affiliations: [unii]}\naffiliations: [{id: uni, name: U}]"), ['letter.yaml:2:42: error: no affiliation has the id "unii"\n  hint: did you mean "uni"?', 'letter.yaml:3:16: warning: no author has the affiliation "uni"; it is left out\n  hint: give its id to an author, or delete it']),
    "an unknown note": (body("Yes.[^lat]\n\n[^late]: Hardly ever."), ['letter.yaml:4:7: error: no note has the key "lat"\n  hint: did you mean "late"?', 'letter.yaml:6:3: warning: the note "late" is never called, and will not be set\n  hint: call it with [^late], or delete it']),
    "an unknown section": (body("See [there](#ther).\n\n# There {#there}\n\nYes."), ['letter.yaml:4:7: error: no heading has the id "ther"\n  hint: did you mean "there"?']),
    "an unknown answer": (LETTER + "responds-to: {title: T, reference: kee}\n", ['letter.yaml:5:14: error: no reference has the key "kee"']),
    "an unknown CSL style": (LETTER + "csl: rejoindr\n", ['letter.yaml:5:6: error: there is no CSL style "rejoindr"\n  hint: did you mean "rejoinder"?']),
    "a bibliography that is not there": (LETTER + "bibliography: refs.json\n", ["refs.json: error: there is no such file"]),
    "a bibliography elsewhere": (LETTER + "bibliography: ../../etc/passwd\n", ['letter.yaml:5:15: error: "../../etc/passwd" lies outside the letter\'s folder\n  hint: put it beside the letter']),
    # ids given twice
    "two references of one id": (body("Yes.[@a]", "references: [{id: a, type: book, title: T}, {id: a, type: book, title: U}]\n"), ['letter.yaml:3:45: error: two references have the id "a"\n  hint: it was first given in line 3']),
    "two affiliations of one id": (LETTER.replace("Ada Quill", "{name: Ada Quill, affiliations: [u]}\naffiliations: [{id: u, name: U}, {id: u, name: V}]"), ['letter.yaml:3:34: error: two affiliations have the id "u"\n  hint: it was first given in line 3']),
    "two notes of one key": (body("Yes.[^a]\n\n[^a]: No.\n\n[^a]: Perhaps."), ['letter.yaml:8:3: error: the note "a" is defined twice\n  hint: it was first defined in line 6']),
    # too much
    "lists in lists": (body("\n".join("  " * n + "- a" for n in range(30))), ["letter.yaml:16:27: error: lists, quotations and notes are nested more than 12 deep"]),
    "too many notes": (body("".join(f"Yes.[^{n}]\n\n" for n in range(2100)) + "".join(f"[^{n}]: No.\n\n" for n in range(2100))), ["letter.yaml:8204:3: error: a letter may have at most 2,000 notes"]),
    "too many authors": ("title: T\nbody: T\nauthor:\n" + "- A B\n" * 10_001, ['letter.yaml:4:1: error: "author" has 10,001 items; 10,000 are the most that can be set']),
    "too large": (b"title: " + b"x" * 8 * 1024 * 1024, ["letter.yaml: error: the file is larger than 8 MiB"]),
    # what must not become a link
    "a dangerous link": (body("Press [here](javascript:alert(1))."), ['letter.yaml:4:9: error: a link may not begin with "javascript:"\n  hint: links begin with http:, https:, mailto:, doi:, tel: or #']),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_with_place_and_hint(desk: Path, name: str) -> None:
    written, said = WRONG[name]
    assert refused(desk, written) == said
    assert complaints_of_the_api(Path("letter.yaml")) == said


def test_brackets_beyond_what_libyaml_reads_are_too_deep(desk: Path) -> None:
    """Newer libraries stop before the first value is read, so the place is theirs to say."""
    (said,) = refused(desk, "keywords: " + "[" * 20_000 + "]" * 20_000)
    assert said.endswith(": error: mappings and lists are nested more than 60 deep")


def test_everything_wrong_is_said_at_once(desk: Path) -> None:
    """In letter and sheet, whatever room finds it, in the order of their places."""
    letter = body(
        "Yes.[@kee][^no] [x](javascript:x)", "autor: A B\ndate: 2025-02-30\nreferences: [{id: key, type: book}]\n"
    )
    (desk / "house.yaml").write_text("colums: {count: 1}\ntext: {body: {size: 9.5}}\n", encoding="utf-8")
    said = refused(desk, letter, "-s", "house.yaml")
    assert [one.partition(": error")[0] for one in said if ": error" in one] == [
        *("house.yaml:1:1", "house.yaml:2:21"),
        *(f"letter.yaml:{place}" for place in ("3:1", "4:7", "7:8", "7:13", "7:19")),
    ]  # fmt: skip


def test_a_complaint_is_a_line_whatever_it_quotes(desk: Path) -> None:
    said = refused(
        desk, body(f"Yes.[@{'k' * 3000}]") + f'responds-to: {{title: T, reference: "{"x" * 3000}"}}\n"a\\nb": c\n'
    )
    assert len(said) == 3
    assert max(map(len, said)) < 1000
    assert said[-1] == 'letter.yaml:6:1: error: unknown key "a b"'


def test_markdown_is_complained_of_in_its_own_lines(desk: Path) -> None:
    letter = "---\ntitle: T\nauthor: A B\n---\n\nDear Editor,\n\nYes.[@kee] No.[^no]\n"
    assert refused(desk, letter, name="letter.md") == [
        'letter.md:8:6: error: no reference has the key "kee"\n  hint: add it to the references, or correct the key',
        'letter.md:8:15: error: no note has the key "no"\n  hint: write a line that begins with [^no]: for it',
    ]


def test_a_bad_letter_among_good_ones(desk: Path) -> None:
    (desk / "good.yaml").write_text(LETTER, encoding="utf-8")
    (desk / "letter.yaml").write_text("title: [", encoding="utf-8")
    done = run(["build", "letter.yaml", "good.yaml"])
    assert done.code == 1
    assert done.out == f"{Path('out', 'good.pdf')}\n"
    assert done.err.endswith("1 error, 1 of 2 letters was not set\n")
    assert (desk / "out" / "letter.pdf").read_bytes() == GOOD
    check_file((desk / "out" / "good.pdf").read_bytes(), 1)


# ── letters that are odd, and sound ───────────────────────────────────────


def sound(desk: Path, written: str | bytes, *arguments: str, name: str = "letter.yaml") -> tuple[Result, list[str]]:
    """A letter that is set: the command writes the same file as the API gives, and every promise is kept."""
    (desk / name).write_bytes(written.encode() if isinstance(written, str) else written)
    with bounded():
        result = typeset(Path(name), *(arguments[1:] if arguments else ()))
    done = run(["build", name, *arguments])
    assert (done.code, done.out) == (0, f"{Path('out', 'letter.pdf')}\n"), done.err
    assert (desk / "out" / "letter.pdf").read_bytes() == result.pdf
    assert [path.name for path in (desk / "out").iterdir()] == ["letter.pdf"]
    check_words(result.diagnostics)
    check_file(result.pdf, len(result.pages))
    assert not broken(result)
    return result, [str(one) for one in result.diagnostics]


def words_of(result: Result) -> str:
    """Everything on the pages but head and foot, line after line."""
    lines = (item for page in result.pages for item in page.items if isinstance(item, PlacedLine))
    return "".join(one.line.text for one in lines if one.part not in ("head", "foot")).replace("\u00ad", "")


@pytest.mark.parametrize(
    "written",
    [LETTER.replace("\n", "\r\n"), LETTER.replace("\n", "\r"), "\ufeff" + LETTER, LETTER.rstrip("\n"), "---\n" + LETTER, LETTER + "...\n"],
    ids=["CRLF", "CR", "byte order mark", "no last line end", "document start", "document end"],
)  # fmt: skip
def test_line_ends_and_marks_of_other_systems(desk: Path, written: str) -> None:
    result, said = sound(desk, written)
    assert said == []
    assert "it is never too late." in words_of(result)


UNBREAKABLE = {
    "in the text": body("Dear " + "x" * 2000 + " end."),
    "in the title": "title: " + "W" * 300 + "\nauthor: A B\nbody: T\n",
    "in a note": body("Dear.[^a]\n\n[^a]: " + "y" * 900),
    "in an affiliation": "title: T\nauthor: {name: A B, affiliations: [{name: " + "Z" * 600 + "}]}\nbody: T\n",
    "in a name": "title: T\nauthor: {name: {given: A, family: " + "Q" * 400 + "}}\nbody: T\n",
    "in a reference": body("T.[@a]", "references: [{id: a, type: book, title: " + "B" * 600 + "}]\n"),
    "in a list": body("- " + "x" * 600 + "\n- b"),
    "in code": body("```\n" + "x" * 600 + "\n```"),
    "in a link": body("See <https://example.org/" + "a/b-c_d?e=f&" * 60 + "> and say."),
    "in a statement": body("T") + "notes: {funding: " + "x" * 600 + "}\n",
    "in a heading": body("# " + "H" * 400 + "\n\nText."),
    "of hyphens": body("ab-" * 700),
    "of soft hyphens": body("a\u00ad" * 700),
    "of no-break spaces": body("a\u00a0" * 700),
    "of word joiners": body("a\u2060" * 700),
    "of accents": body("e" + "\u0301" * 700),
    "of slashes": body("a/" * 700),
}


@pytest.mark.parametrize("name", UNBREAKABLE)
@pytest.mark.parametrize("style", ["annals", "manuscript"])
def test_a_word_wider_than_its_column_stays_within_it(desk: Path, name: str, style: str) -> None:
    result, said = sound(desk, UNBREAKABLE[name], "-s", style)
    assert len(result.pages) <= 3
    assert not any("wider than its column" in one for one in said), said


def test_a_very_long_word_is_set_in_linear_time(desk: Path) -> None:
    """A picture in base64, pasted by mistake."""
    result, _ = sound(desk, body("Dear Editor, " + "iVBORw0KGgoAAAANSUhEUgAA" * 2000))
    assert len(result.pages) > 3


@pytest.mark.parametrize("style", ["annals", "manuscript"])
def test_a_note_longer_than_a_page_goes_on_until_it_is_done(desk: Path, style: str) -> None:
    result, _ = sound(
        desk, body("Dear.[^a]\n\nMore.\n\n[^a]: " + "A note that goes on and on. " * 800 + "Enough."), "-s", style
    )
    assert len(result.pages) >= 3
    assert words_of(result).count("on and on.") == 800


def test_notes_longer_than_a_page_follow_each_other(desk: Path) -> None:
    notes = "".join(f"\n\n[^n{n}]: " + f"Note {n} goes on and on. " * 250 for n in range(4))
    result, _ = sound(desk, body("".join(f"Paragraph {n}.[^n{n}]\n\n" for n in range(4)) + notes))
    assert [words_of(result).count(f"Note {n} goes") for n in range(4)] == [250] * 4


def test_a_long_note_of_the_title(desk: Path) -> None:
    result, _ = sound(
        desk, body("Text.").replace("On letters", "On letters^[" + "A note that goes on and on. " * 300 + "]")
    )
    assert words_of(result).count("on and on.") == 300


@pytest.mark.parametrize("style", ["annals", "base", "manuscript"])
def test_two_hundred_authors(desk: Path, style: str) -> None:
    authors = "".join(
        f"  - {{name: {{given: Given{n}, family: Family{n}}}, affiliations: [{{name: University {n % 80}, city: City}}]}}\n"
        for n in range(200)
    )
    result, said = sound(desk, f"title: T\nauthor:\n{authors}body: |\n  Dear Editor.\n", "-s", style)
    assert said == []
    assert all(f"Family{n}" in words_of(result) for n in range(200))
    assert len(result.document.front.affiliations) == 80


def test_a_title_of_two_thousand_words(desk: Path) -> None:
    result, _ = sound(desk, "title: " + "ice " * 2000 + "\nauthor: A B\nbody: |\n  Dear Editor.\n")
    assert words_of(result).count("ice ") + words_of(result).count("ice") >= 2000


def test_more_note_than_text(desk: Path) -> None:
    """Notes pile up, for each takes more room than the word that calls it."""
    result, _ = sound(desk, body("Yes^[No.] " * 500), "-s", "manuscript")
    assert len(result.galley.notes) == 500


def test_ten_thousand_calls_of_one_note(desk: Path) -> None:
    result, _ = sound(desk, body("Yes.[^a] " * 10_000 + "\n\n[^a]: The only one."))
    assert words_of(result).count("The only one.") == 1


def test_a_thousand_references(desk: Path) -> None:
    references = "".join(
        f"  - {{id: r{n}, type: article-journal, title: Title {n}, author: [{{family: F{n}, given: G}}], issued: {{date-parts: [[2000]]}}}}\n"
        for n in range(1000)
    )
    result, said = sound(desk, body(" ".join(f"Yes[@r{n}]" for n in range(1000)), f"references:\n{references}"))
    assert said == []
    assert len(result.document.references) == 1000


def test_notes_that_call_each_other(desk: Path) -> None:
    result, _ = sound(desk, body("Yes.[^a]\n\n[^a]: One.[^b]\n\n[^b]: Two.[^a]"))
    assert [note.number for note in result.galley.notes] == [1, 2]


@pytest.mark.parametrize("sign", ["𒀀", "𐀀", "ꦀ", "\ue000"])
def test_a_sign_that_no_font_has_is_said_and_never_an_empty_box(desk: Path, sign: str) -> None:
    result, said = sound(desk, body(f"Dear {sign} Editor."))
    assert len(said) == 1
    assert said[0].startswith(f'letter.yaml:4:3: warning: no face here has "{sign}" (U+{ord(sign):04X}, ')
    shaped = [one for line in result.galley.flow for segment in line.segments for one in segment.shaped]
    assert shaped and not any(0 in one.gids for one in shaped)


def test_a_text_of_such_signs(desk: Path) -> None:
    """A script is missed once."""
    _, said = sound(desk, body("𒀀𒀁𒀂 𐀀𐀁 𒀃" * 500))
    assert len(said) == 2


def test_what_to_install_is_said_by_script(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rejoinder.fonts.typecase.extra_families", lambda *_: ())
    monkeypatch.setattr("rejoinder.pipeline.typecase_for", lambda roles: Typecase(roles))
    _, said = sound(desk, body("Arabic سلام and عليكم, Thai สวัสดี, [漢字]{lang=ja}, [漢字]{lang=ko}, snow ☃."))
    hints = [re.search(r"rejoinder\[\w+\]", one) for one in said]
    assert [hint and hint[0] for hint in hints] == [
        "rejoinder[arabic]",
        "rejoinder[thai]",
        "rejoinder[japanese]",
        "rejoinder[scripts]",
    ]
    assert said[0].startswith('letter.yaml:4:3: warning: no face here has "س" (U+0633, Arabic)\n')


@pytest.mark.parametrize(
    "odd", ["", "# Heading", "---", "> ", "- ", "*", "[]()", "\\", "<!-- -->", "&nbsp;", "```", "^^", "~~", "****"]
)
def test_bodies_of_hardly_anything(desk: Path, odd: str) -> None:
    """A letter without text is refused or set, and nothing worse."""
    (desk / "letter.yaml").write_text(body(odd or " "), encoding="utf-8")
    done = run(["build", "letter.yaml"])
    assert done.code in (0, 1)
    assert "fault in the program" not in done.err


# ── sheets ────────────────────────────────────────────────────────────────

WRONG_SHEETS: dict[str, tuple[str, list[str]]] = {
    "an empty sheet": ("", ["house.yaml: error: the file is empty"]),
    "no mapping": ("- a\n", ["house.yaml:1:1: error: a style sheet is a mapping, not a list\n  hint: begin with a line like `extends: base`"]),
    "not YAML": ("text: {body: {size: 9pt}\n", ['house.yaml:1:7: error: the "{" that begins here is not closed\n  hint: close it with "}", and separate its items with commas']),
    "an unknown key": ("colums: {count: 1}\n", ['house.yaml:1:1: error: unknown key "colums"\n  hint: did you mean "columns"?']),
    "an unknown key of a style": ("text: {body: {sise: 9pt}}\n", ['house.yaml:1:15: error: unknown key "sise"\n  hint: did you mean "size"?']),
    "a sheet it extends that is not there": ("extends: anals\n", ['house.yaml:1:10: error: there is no style sheet "anals"\n  hint: did you mean "annals"?']),
    "a sheet that extends itself": ("extends: house.yaml\n", ["house.yaml:1:10: error: this sheet extends itself: house.yaml → house.yaml"]),
    "columns wider than the page": ("columns: {gutter: 600pt}\n", ["house.yaml:1:19: error: the gutters of 2 columns take 600 pt, and the margins leave 499.3 pt\n  hint: narrow the gutter or the margins, or have fewer columns"]),
    "margins wider than the page": ("page: {margins: {inner: 300pt, outer: 300pt}}\n", ["house.yaml:1:25: error: the margins leave nothing of the page's width of 595.3 pt"]),
    "margins higher than the page": ("page: {margins: {top: 500pt, bottom: 300pt}}\n", ["house.yaml:1:23: error: the margins leave 41.9 pt of the page's height: less than five lines"]),
    "too many columns": ("columns: {count: 9}\n", ["house.yaml:1:18: error: a page has from one to six columns, not 9"]),
    "a length without a unit": ("grid: {leading: 12}\n", ["house.yaml:1:17: error: 12 is not a length: it has no unit\n  hint: write 12pt"]),
    "an unknown font": ("text: {body: {font: serf}}\n", ['house.yaml:1:21: error: there is no font "serf"\n  hint: did you mean "serif"?']),
    "a style like itself": ("text: {title: {like: subtitle}, subtitle: {like: title}}\n", ["house.yaml:1:22: error: this style is like itself: subtitle → title → subtitle", "house.yaml:1:50: error: this style is like itself: title → subtitle → title"]),
    "a part that stands twice": ("front: {order: [title, byline, title]}\n", ['house.yaml:1:32: error: "title" stands twice in this order']),
    "a foot in the columns": ("furniture: {right: {foot-at: 55pt}}\n", ["house.yaml:1:30: error: the foot stands at 55 pt, in the columns, which end at 60 pt\n  hint: lower it, or widen the bottom margin"]),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG_SHEETS)
def test_what_is_wrong_with_a_sheet_is_said(desk: Path, name: str) -> None:
    written, said = WRONG_SHEETS[name]
    (desk / "house.yaml").write_text(written, encoding="utf-8")
    got = refused(desk, LETTER, "-s", "house.yaml")
    assert got == said
    with pytest.raises(InputError) as caught:
        typeset(LETTER, Path("house.yaml"))
    assert [str(one) for one in caught.value.diagnostics] == got


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("anals", 'there is no style sheet "anals"; did you mean "annals"?'),
        ("house.yaml", 'there is no style sheet "house.yaml"; these come with the program: annals, annals-screen, base, manuscript'),
    ],
)  # fmt: skip
def test_a_sheet_that_is_not_there_is_a_wrong_command(desk: Path, asked: str, said: str) -> None:
    (desk / "letter.yaml").write_text(LETTER, encoding="utf-8")
    done = run(["build", "letter.yaml", "-s", asked])
    assert done.code == 2
    assert said in done.err
    with pytest.raises(InputError, match="there is no style sheet"):
        typeset(LETTER, asked)


def test_a_sheet_that_is_a_folder(desk: Path) -> None:
    (desk / "house").mkdir()
    assert refused(desk, LETTER, "-s", "house") == ["house: error: this is a folder, not a file"]


def test_a_sheet_that_contradicts_itself_spoils_no_letter(desk: Path) -> None:
    """Text far larger than its column: refused, and at the place that is to blame."""
    (desk / "house.yaml").write_text(
        "extends: annals\ncolumns: {count: 6}\ntext: {body: {size: 30pt, leading: 36pt}}\n"
    )
    said = refused(desk, LETTER, "-s", "house.yaml")
    assert said[0].startswith("house.yaml:2:18: error: a column is ")


def test_what_is_wrong_with_a_sheet_is_said_once_for_all_letters(desk: Path) -> None:
    (desk / "house.yaml").write_text("colums: {count: 1}\n", encoding="utf-8")
    for name in ("a.yaml", "b.yaml"):
        (desk / name).write_text(LETTER, encoding="utf-8")
    done = run(["build", "a.yaml", "b.yaml", "-s", "house.yaml"])
    assert done.code == 1
    assert done.err.count("unknown key") == 1
    assert done.err.endswith("1 error, 2 of 2 letters were not set\n")


# ── files and folders ─────────────────────────────────────────────────────


def test_a_letter_that_is_not_there(desk: Path) -> None:
    (desk / "reply.md").write_text("---\ntitle: T\n---\nText.\n", encoding="utf-8")
    done = run(["build", "reply.yaml"])
    assert (done.code, done.out) == (1, "")
    assert done.err == 'reply.yaml: error: there is no such file\n  hint: did you mean "reply.md"?\n1 error\n'


def test_a_letter_that_is_a_folder(desk: Path) -> None:
    (desk / "letters.yaml").mkdir()
    done = run(["build", "letters.yaml"])
    assert (done.code, done.err) == (1, "rejoinder: no letter was found in the folder letters.yaml\n")


def test_a_letter_that_is_its_own_output(desk: Path) -> None:
    (desk / "letter.yaml").write_text(LETTER, encoding="utf-8")
    done = run(["build", "letter.yaml", "-o", "letter.yaml"])
    assert done.code == 2
    assert "letter.yaml is an input, and would be overwritten" in done.err
    assert (desk / "letter.yaml").read_text(encoding="utf-8") == LETTER


def test_an_output_folder_that_is_not_there_is_made(desk: Path) -> None:
    (desk / "letter.yaml").write_text(LETTER, encoding="utf-8")
    done = run(["build", "letter.yaml", "-o", "deep/down/"])
    assert (done.code, done.out) == (0, f"{Path('deep', 'down', 'letter.pdf')}\n")


def test_an_output_folder_that_is_a_file(desk: Path) -> None:
    (desk / "letter.yaml").write_text(LETTER, encoding="utf-8")
    (desk / "file").write_text("x", encoding="utf-8")
    done = run(["build", "letter.yaml", "-o", "file/letter.pdf"])
    assert done.code == 1
    assert done.err.startswith(
        f"rejoinder: {Path('file', 'letter.pdf')}: cannot be written: the folder it should lie in is a file"
    )


@pytest.fixture
def locked(desk: Path) -> Iterator[Path]:
    """A folder into which nothing may be written."""
    folder = desk / "locked"
    folder.mkdir()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    if os.access(folder, os.W_OK):
        pytest.skip("this user may write anywhere")
    yield folder
    folder.chmod(stat.S_IRWXU)


def test_an_output_folder_that_is_locked(desk: Path, locked: Path) -> None:
    (desk / "letter.yaml").write_text(LETTER, encoding="utf-8")
    done = run(["build", "letter.yaml", "-o", "locked/"])
    assert done.code == 1
    assert done.err.startswith(f"rejoinder: {Path('locked', 'letter.pdf')}: cannot be written: permission denied")
    assert list(locked.iterdir()) == []


# ── the real command ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name", ["an empty file", "Latin-1", "a billion laughs", "an unknown reference", "wrong types everywhere"]
)
def test_the_command_itself_says_the_same(desk: Path, name: str) -> None:
    written, said = WRONG[name]
    (desk / "letter.yaml").write_bytes(written.encode() if isinstance(written, str) else written)
    command = [sys.executable, "-m", "rejoinder", "build", "letter.yaml"]
    done = subprocess.run(command, capture_output=True, env=ENVIRONMENT, timeout=30, check=False)
    assert (done.returncode, done.stdout) == (1, b"")
    assert grouped(done.stderr.decode())[:-1] == said
    assert (desk / "out" / "letter.pdf").read_bytes() == GOOD


def test_the_command_checks_without_writing(desk: Path) -> None:
    (desk / "letter.yaml").write_text(WRONG["an unknown note"][0], encoding="utf-8")  # type: ignore[arg-type]
    before = files_of(desk)
    command = [sys.executable, "-m", "rejoinder", "check", "letter.yaml"]
    done = subprocess.run(command, capture_output=True, env=ENVIRONMENT, timeout=30, check=False)
    assert (done.returncode, done.stdout) == (1, b"")
    assert grouped(done.stderr.decode())[:-1] == WRONG["an unknown note"][1]
    assert files_of(desk) == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_keeps_nobody_waiting(desk: Path) -> None:
    os.mkfifo("pipe.yaml")
    command = [sys.executable, "-m", "rejoinder", "build", "pipe.yaml"]
    done = subprocess.run(command, capture_output=True, env=ENVIRONMENT, timeout=30, check=False)
    assert (done.returncode, done.stderr) == (1, b"pipe.yaml: error: this is not an ordinary file\n1 error\n")
