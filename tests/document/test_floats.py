"""Figures and tables: numbered in the order of their first mention, and all that is in them in reading order."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from rejoinder.content.letter import read_letter
from rejoinder.diagnostics import Diagnostics
from rejoinder.document.dump import dump, line
from rejoinder.document.model import Block, Document, Figure, Listing, Mention, Paragraph, Quote, Section, Table, Words
from rejoinder.document.number import number
from rejoinder.source import Source

FRONT = "---\ntitle: On ice\nauthor: Jane Doe\nreferences:\n" + "".join(
    f"  - {{id: {key}, type: book, title: Book {key.upper()}, issued: {{date-parts: [[2001]]}}}}\n" for key in "klm"
)


def png(width: int = 3, height: int = 2) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A letter's folder with pictures in it."""
    letters = tmp_path / "letters"
    (letters / "maps").mkdir(parents=True)
    for name in ("a.png", "b.png", "c.png", "maps/my map.png"):
        (letters / name).write_bytes(png())
    (tmp_path / "secret.png").write_bytes(png())
    return letters


def numbered(text: str, folder: Path | None) -> tuple[Document, list[str]]:
    said = Diagnostics()
    source = Source.of("letter.md", f"{FRONT}---\n\n{text}", said)
    assert source
    letter = read_letter(Source(source.name, source.text, folder), said)
    assert letter
    document = number(letter, said, folder=folder)
    return document, [f"{one.severity}: {one.message}" for one in said if "not cited" not in one.message]


def sound(text: str, folder: Path) -> Document:
    document, said = numbered(text, folder)
    assert not said
    return document


def figure(name: str, caption: str = "", **more: str) -> str:
    wishes = "".join(f" {key}={value}" for key, value in more.items())
    return f"\n\n![{caption or name.upper()}]({name}.png){{#fig-{name} alt=x{wishes}}}\n"


def table(name: str, *cells: str, caption: str = "") -> str:
    rows = "".join(f"| {cell} |\n" for cell in cells or ("1",))
    return f"\n\n| {name} |\n|---|\n{rows}\n: {caption or name.upper()} {{#tbl-{name}}}\n"


def floats(blocks: tuple[Block, ...]) -> list[Figure | Table]:
    found: list[Figure | Table] = []
    for block in blocks:
        match block:
            case Figure() | Table():
                found.append(block)
            case Section() | Quote():
                found += floats(block.blocks)
            case Listing():
                found += [one for item in block.items for one in floats(item)]
    return found


def names(document: Document) -> list[str]:
    """The floats where they stand: kind, number, ordinal, caption."""
    found = floats((*document.body, *(b for note in document.footnotes for b in note.blocks)))
    return [f"{one.anchor}/{one.ordinal} {words(one.caption)}" for one in found]


def words(inlines: tuple[object, ...]) -> str:
    return "".join(one.text for one in inlines if isinstance(one, Words))


def first(document: Document) -> str:
    block = document.body[0]
    assert isinstance(block, Paragraph)
    return line(block.children)


# ── numbers ───────────────────────────────────────────────────────────────


def test_in_the_order_of_first_mention_not_of_writing(folder: Path) -> None:
    document = sound("@fig-b, @tbl-t, @fig-a" + figure("a") + figure("b") + table("t"), folder)
    assert names(document) == ["figure-2/3 A", "figure-1/1 B", "table-1/2 T"]


def test_what_is_never_mentioned_counts_where_it_stands(folder: Path) -> None:
    document = sound("x" + figure("a") + "\n@fig-c" + figure("b") + figure("c"), folder)
    assert names(document) == ["figure-1/1 A", "figure-3/3 B", "figure-2/2 C"]
    assert [one.mentioned for one in floats(document.body)] == [False, False, True]


def test_what_is_mentioned_later_does_not_count_where_it_stands(folder: Path) -> None:
    document = sound("x" + figure("a") + figure("b") + "\n@fig-b then @fig-a", folder)
    assert names(document) == ["figure-2/2 A", "figure-1/1 B"]


def test_what_stands_here_counts_there_unless_it_is_mentioned_before(folder: Path) -> None:
    document = sound("@fig-c" + figure("a", placement="here") + figure("b") + figure("c") + "\n@fig-b, @fig-a", folder)
    assert names(document) == ["figure-2/2 A", "figure-3/3 B", "figure-1/1 C"]


def test_a_link_to_a_float_is_a_mention_of_it(folder: Path) -> None:
    document = sound("[the other](#fig-b), @fig-a" + figure("a") + figure("b"), folder)
    assert names(document) == ["figure-2/2 A", "figure-1/1 B"]
    assert first(document) == '→ #figure-1 "the other" ", " [figure 2 (ordinal 2)]'


def test_a_caption_that_names_its_own_figure_is_no_mention(folder: Path) -> None:
    document = sound("x" + figure("a", "A, cf @fig-a") + figure("b") + "\n@fig-b", folder)
    assert [one.mentioned for one in floats(document.body)] == [False, True]
    document = sound("x" + figure("a", "A^[note: @fig-a]") + figure("b", "B, cf @fig-a"), folder)
    assert [one.mentioned for one in floats(document.body)] == [True, False]


def test_without_an_id_it_has_a_number_too(folder: Path) -> None:
    text = "x\n\n![A](a.png){alt=x}\n\n![A](a.png){alt=x}\n\n| b |\n|---|\n| c |\n"
    assert names(sound(text, folder)) == ["figure-1/1 A", "figure-2/2 A", "table-1/3 "]


def test_floats_in_lists_quotations_and_notes(folder: Path) -> None:
    text = "x[^n] @fig-c\n\n- y\n\n  ![A](a.png){alt=x}\n\n> ![B](b.png){alt=x}\n\n"
    text += "[^n]: z\n\n    ![C](c.png){#fig-c alt=x}\n"
    assert names(sound(text, folder)) == ["figure-2/2 A", "figure-3/3 B", "figure-1/1 C"]


def test_a_float_in_a_note_that_nobody_calls_cannot_be_mentioned(folder: Path) -> None:
    _, said = numbered("@fig-c\n\n[^n]: z\n\n    ![C](c.png){#fig-c alt=x}\n", folder)
    assert 'error: no figure, table or formula has the id "fig-c"' in said


# ── reading order ─────────────────────────────────────────────────────────


def test_captions_cells_and_notes_below_are_read_where_the_float_was_written(folder: Path) -> None:
    text = (
        "x [@k][^a] @fig-a"
        + figure("a", "A [@l][^b]")
        + table("t", "c [@m][^c]", "d[^d]", caption="T[^e]")
        + "\n::: {.table-notes}\nn[^f]\n:::\n\ny[^g] [@l]\n\n"
        + "".join(f"[^{key}]: {key}\n\n" for key in "abcdefg")
    )
    document = sound(text, folder)
    called = [
        words(block.children) for note in document.footnotes for block in note.blocks if isinstance(block, Paragraph)
    ]
    assert called == ["a", "b", "e", "c", "d", "f", "g"], "a table's caption is read before its cells"
    assert [one.key for one in document.references] == ["k", "l", "m"]


# ── mentions ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "mentioned"),
    [
        ("[@fig-b; @fig-a; @fig-b]", "[figure 1 (ordinal 1), 2 (ordinal 2)]"),
        ("[@tbl-t; @fig-a; @fig-b]", '[table 1 (ordinal 3)] " and " [figure 1 (ordinal 1), 2 (ordinal 2)]'),
        ("[-@fig-b]", "[figure 2 (ordinal 2) bare]"),
        ("[Fig. @fig-b; @tbl-t]", '[figure 2 (ordinal 2) "Fig."] " and " [table 1 (ordinal 3)]'),
        ("**see @fig-b**", 'strong "see " strong [figure 2 (ordinal 2)]'),
        ("[voir [@fig-b]]{lang=fr}", 'fr "voir " fr [figure 2 (ordinal 2)]'),
    ],
)
def test_mentions(written: str, mentioned: str, folder: Path) -> None:
    text = written + "\n\n@fig-a @fig-b @tbl-t" + figure("a") + figure("b") + table("t")
    document = sound("x\n\n@fig-a @fig-b @tbl-t\n\n" + text, folder)
    block = document.body[2]
    assert isinstance(block, Paragraph)
    assert line(block.children) == mentioned


def test_a_mention_leads_to_its_float_and_says_so(folder: Path) -> None:
    document = sound("@fig-a" + figure("a"), folder)
    block = document.body[0]
    assert isinstance(block, Paragraph)
    (mention,) = block.children
    assert isinstance(mention, Mention)
    assert (mention.items[0].target.anchor, mention.items[0].target.contents) == ("figure-1", "Figure 1")


def test_the_word_between_the_kinds_is_of_the_letters_language(folder: Path) -> None:
    said = Diagnostics()
    text = FRONT + "lang: de\n---\n\n[@fig-a; @tbl-t]" + figure("a") + table("t")
    letter = read_letter(Source("letter.md", text, folder), said)
    assert letter
    block = number(letter, said, folder=folder).body[0]
    assert isinstance(block, Paragraph)
    assert words(block.children) == " und "


# ── pictures ──────────────────────────────────────────────────────────────


def test_pictures_lie_in_the_letters_folder_or_below(folder: Path) -> None:
    (one,) = floats(sound("x\n\n![A](maps/my%20map.png){alt=x width=50% .wide placement=top}", folder).body)
    assert isinstance(one, Figure)
    assert (one.picture.kind, one.picture.pixels, one.picture.name) == ("png", (3, 2), "my map.png")
    assert (one.alt, one.width, one.wide, one.place) == ("x", "50%", True, "top")


def test_a_file_that_is_shown_twice_is_read_once(folder: Path) -> None:
    one, two = floats(sound("x\n\n![A](a.png){alt=x}\n\n![B](./a.png){alt=x}", folder).body)
    assert isinstance(one, Figure) and isinstance(two, Figure)
    assert one.picture is two.picture


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../secret.png", 'the picture "../secret.png" is outside the folder of the letter'),
        ("maps/../a.png", 'the picture "maps/../a.png" is outside the folder of the letter'),
        ("/etc/passwd", 'the picture "/etc/passwd" is outside the folder of the letter'),
        ("C:/a.png", 'the picture "C:/a.png" is outside the folder of the letter'),
        ("..\\secret.png", 'the picture "..\\secret.png" is outside the folder of the letter'),
        ("out/secret.png", 'the picture "out/secret.png" is outside the folder of the letter'),
        ("secret-link.png", 'the picture "secret-link.png" is outside the folder of the letter'),
        ("loop.png", None),
        ("a%00b.png", None),
        ("a" * 3000 + ".png", None),
        ("https://x.org/a.png", 'pictures are not fetched from elsewhere: "https://x.org/a.png"'),
        ("//x.org/a.png", 'pictures are not fetched from elsewhere: "//x.org/a.png"'),
        ("file:///etc/passwd", 'pictures are not fetched from elsewhere: "file:///etc/passwd"'),
        ("data:image/png;base64,AA", 'pictures are not fetched from elsewhere: "data:image/png;base64,AA"'),
        ("maps", '"maps" is a folder, not a picture'),
        ("d.png", 'there is no file "d.png"'),
    ],
)
def test_what_lies_elsewhere_is_not_read(name: str, said: str | None, folder: Path) -> None:
    (folder / "out").symlink_to(folder.parent)
    (folder / "secret-link.png").symlink_to(folder.parent / "secret.png")
    (folder / "loop.png").symlink_to(folder / "loop.png")
    document, complaints = numbered(f"x\n\n![A]({name}){{#fig-a alt=x}}\n\n@fig-a", folder)
    assert not floats(document.body), "the document goes on without it"
    assert len(complaints) == 1
    assert complaints[0].startswith("error: ")
    assert said is None or complaints == [f"error: {said}"]


def test_a_slip_of_the_pen_in_a_name_is_found(folder: Path) -> None:
    said = Diagnostics()
    letter = read_letter(Source("letter.md", FRONT + "---\n\n![A](maps/mymap.png){alt=x}", folder), said)
    assert letter
    number(letter, said, folder=folder)
    assert [one.hint for one in said if one.severity == "error"] == ['did you mean "maps/my map.png"?']


def test_an_ending_alone_makes_no_name_like_another(folder: Path) -> None:
    (folder / "inside.png").write_bytes(png())
    (folder / "chart.svg").write_bytes(b"")
    (folder / "chart.png").write_bytes(png())
    for written, hint in (("nope.png", "its name is written as"), ("chrt.png", 'did you mean "chart.png"?')):
        said = Diagnostics()
        letter = read_letter(Source("letter.md", FRONT + f"---\n\n![A]({written}){{alt=x}}", folder), said)
        assert letter
        number(letter, said, folder=folder)
        assert next(one.hint for one in said if one.severity == "error").startswith(hint)


def test_a_letter_without_a_folder_has_no_pictures() -> None:
    _, said = numbered("x" + figure("a"), None)
    assert said == ["error: there is no folder to look for a.png in"]


def test_a_file_that_is_no_picture_is_said_with_its_place(folder: Path) -> None:
    (folder / "a.png").write_bytes(b"no picture")
    _, said = numbered("x" + figure("a"), folder)
    assert len(said) == 1
    assert said[0].startswith('error: the picture "a.png" ')


def test_the_dump_shows_everything(folder: Path) -> None:
    text = "@fig-a" + figure("a", "A *b*", width="3cm") + table("t", "c") + "\n::: {.table-notes}\nd\n:::\n"
    shown = dump(sound(text, folder))
    for expected in (
        'figure 1 ordinal 1 png "a.png" ',
        " width 3cm\n",
        '      alt "x"\n      caption "A " emph "b"\n',
        "    table 1 ordinal 2 unmentioned columns -\n",
        '      head\n        1 head "t"\n      row\n        1 "c"\n      below "d"\n',
    ):
        assert expected in shown, expected
