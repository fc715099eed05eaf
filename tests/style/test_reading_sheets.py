"""Reading a style sheet: extending, likeness, units."""

from __future__ import annotations

import time
from collections import UserDict
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheets import complaints, sheet, tried

from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.source import Source
from rejoinder.style.model import TEXT_STYLES, StyleSheet
from rejoinder.style.read import find_style, read_style, read_style_mapping, style_schema

HERE = Span("letter.yaml", 3, 8)


def from_file(path: Path) -> tuple[StyleSheet | None, list[str]]:
    said = Diagnostics()
    source = Source.load(path, said)
    return (read_style(source, said) if source else None), [str(one) for one in said]


# ── extending ─────────────────────────────────────────────────────────────


def test_a_sheet_that_says_one_thing_has_all_the_rest_of_base() -> None:
    base, mine = sheet("name: base\nextends: base"), sheet("name: mine\ncolumns: {count: 1}")
    assert (mine.name, mine.columns.count) == ("mine", 1)
    assert mine.columns.gutter == base.columns.gutter
    assert mine.text == base.text and mine.front == base.front


def test_a_name_is_not_inherited() -> None:
    assert sheet("extends: annals").name == "" and sheet("extends: annals").about == ""


def test_mappings_are_merged_and_lists_are_not() -> None:
    read = sheet("end: {statements: [funding], labels: {funding: Money}}")
    assert read.end.statements == ("funding",)
    assert read.end.labels["funding"] == "Money"
    assert read.end.labels["competing-interests"] == "Competing interests"


def test_a_colour_is_replaced_as_a_whole() -> None:
    colours = sheet("extends: annals\ncolours: {tint: {rgb: [1, 2, 3]}}").colours
    assert colours["tint"].rgb == (1, 2, 3) and colours["tint"].cmyk is None
    assert colours["text"].cmyk == (0, 0, 0, 100)


def test_underscores_override_hyphens() -> None:
    assert sheet("text: {body: {on_grid: false}}").text["body"].on_grid is False


def test_a_sheet_can_stand_on_nothing() -> None:
    read = sheet("extends: none\nname: bare")
    assert set(read.text) == set(TEXT_STYLES)
    assert read.fonts["serif"].family == "Source Serif 4"
    assert set(read.furniture) == {"opener", "left", "right"}


def test_sheets_extend_their_neighbours(tmp_path: Path) -> None:
    (tmp_path / "house.yaml").write_text("extends: annals\ncolumns: {gutter: 20pt}\npage: {trim: A4}")
    (tmp_path / "mine.yaml").write_text("extends: house.yaml\ncolumns: {count: 3}")
    read, said = from_file(tmp_path / "mine.yaml")
    assert read is not None and not said
    assert (read.columns.count, read.columns.gutter) == (3, 20)
    (tmp_path / "other.yaml").write_text("extends: house")
    assert from_file(tmp_path / "other.yaml")[0] is not None


def test_what_is_wrong_is_said_of_the_sheet_that_wrote_it(tmp_path: Path) -> None:
    house, mine = tmp_path / "house.yaml", tmp_path / "mine.yaml"
    house.write_text("text:\n  body: {size: 900pt}\n")
    mine.write_text("extends: house\ntext:\n  body: {colour: pink}\n")
    read, said = from_file(mine)
    assert read is None
    assert [one.split(": ")[:2] for one in said] == [[f"{house}:2:16", "error"], [f"{mine}:3:18", "error"]]


def test_a_ring_of_sheets(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("extends: b.yaml")
    (tmp_path / "b.yaml").write_text("name: b\nextends: a.yaml")
    read, said = from_file(tmp_path / "a.yaml")
    assert read is None
    ring = " → ".join(str(tmp_path / name) for name in ("a.yaml", "b.yaml", "a.yaml"))
    assert said == [f"{tmp_path}/b.yaml:2:10: error: this sheet extends itself: {ring}"]


def test_a_long_chain_of_sheets(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"s{number}.yaml").write_text(f"extends: s{number + 1}")
    assert "more than 8 style sheets extend each other" in from_file(tmp_path / "s0.yaml")[1][0]


@pytest.mark.parametrize("outside", ["../house.yaml", "/etc/house.yaml", "sub/../../house.yaml", "../x/house"])
def test_nothing_is_read_outside_the_folder(tmp_path: Path, outside: str) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (tmp_path / "house.yaml").write_text("name: house")
    (folder / "a.yaml").write_text(f"extends: {outside}")
    assert "lies outside this folder" in from_file(folder / "a.yaml")[1][0]


def test_nor_through_a_link(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (tmp_path / "house.yaml").write_text("name: house")
    (folder / "link.yaml").symlink_to(tmp_path / "house.yaml")
    (folder / "a.yaml").write_text("extends: link.yaml")
    assert "lies outside this folder" in from_file(folder / "a.yaml")[1][0]


def test_a_sheet_without_a_folder_extends_the_shelf_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "house.yaml").write_text("name: house")
    monkeypatch.chdir(tmp_path)
    assert complaints("extends: house.yaml") == [
        'mine.yaml:1:10: error: there is no style sheet "house.yaml"'
        "\n  hint: these come with the program: annals, annals-screen, base, manuscript"
    ]
    assert 'did you mean "annals"?' in complaints("extends: anals")[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("extends: [base]", '1:10: error: "extends" wants the name of a style sheet, not a list'),
        ("extends:", '1:9: error: "extends" wants the name of a style sheet, not nothing'),
        ("- a", "1:1: error: a style sheet is a mapping, not a list\n  hint: begin with a line like `extends: base`"),
    ],
)
def test_what_is_no_sheet(text: str, said: str) -> None:
    assert complaints(text) == [f"mine.yaml:{said}"]


# ── finding ───────────────────────────────────────────────────────────────


class TestFinding:
    def find(self, name: str, folder: Path | None = None) -> tuple[Source | None, list[str]]:
        said = Diagnostics()
        return find_style(name, folder, said, HERE), [str(one) for one in said]

    def test_by_name(self) -> None:
        source, _ = self.find("annals")
        assert source is not None and source.name == "styles/annals.yaml"

    def test_beside_the_letter(self, tmp_path: Path) -> None:
        (tmp_path / "house.yaml").write_text("name: house")
        for name in ("house", "house.yaml"):
            source, said = self.find(name, tmp_path)
            assert source is not None and not said

    def test_where_the_user_says(self, tmp_path: Path) -> None:
        (tmp_path / "house.yaml").write_text("name: house")
        assert self.find(str(tmp_path / "house.yaml"))[0] is not None

    @pytest.mark.parametrize("name", ["anals", "anals.yaml"])
    def test_a_slip_of_the_pen(self, name: str) -> None:
        assert self.find(name)[1] == [
            f'letter.yaml:3:8: error: there is no style sheet "{name}"\n  hint: did you mean "annals"?'
        ]

    @pytest.mark.parametrize("name", ["", ".", "..", "/", "a\0b", "x" * 5000, "~"])
    def test_what_cannot_be_a_name(self, name: str, tmp_path: Path) -> None:
        assert self.find(name)[0] is None and self.find(name, tmp_path)[0] is None


# ── text styles ───────────────────────────────────────────────────────────


def test_every_style_the_galley_asks_for_is_there() -> None:
    assert set(TEXT_STYLES) <= set(sheet("extends: none").text)


def test_like_gives_what_a_style_does_not_say() -> None:
    text = sheet("text: {quote: {like: footnote, italic: true}, footnote: {size: 6pt, colour: quiet}}").text
    assert (text["quote"].colour, text["quote"].italic) == ("quiet", True)
    assert text["footnote"].italic is False
    assert text["quote"].size == 9  # base says so itself


def test_without_like_a_style_is_like_its_kin() -> None:
    text = sheet("extends: none\ntext: {body: {size: 10pt}, title: {size: 20pt}, heading-1: {weight: 700}}").text
    assert text["subtitle"].size == 20
    assert text["heading-3"].weight == 700
    assert text["statement"].size == text["heading-3"].size == 10


def test_like_none_begins_anew() -> None:
    assert sheet("extends: none\ntext: {body: {size: 10pt}, quote: {like: none}}").text["quote"].size == 9


def test_styles_of_ones_own() -> None:
    text = sheet("text: {fine: {size: 6pt}, footnote: {like: fine, size: 0.5em}}").text
    assert text["footnote"].size == 3


def test_an_em_is_the_styles_own_size() -> None:
    text = sheet("extends: none\ntext: {body: {size: 10pt, indent: 1em}, quote: {size: 8pt}}").text
    assert text["body"].indent == 10 and text["quote"].indent == 8


def test_a_size_in_ems_is_measured_by_the_style_it_is_like() -> None:
    text = sheet("extends: none\ntext: {body: {size: 10pt}, quote: {size: 0.8em, hang: 1em}, list: {like: quote}}").text
    assert text["quote"].size == text["quote"].hang == text["list"].size == pytest.approx(8)


def test_a_line_is_the_grids() -> None:
    read = sheet("grid: {leading: 14pt}\ntext: {heading-1: {before: 2 lines}}\npage: {margins: {top: 4 lines}}")
    assert read.text["body"].leading == 14 and read.text["heading-1"].before == 28 and read.page.margins.top == 56


def test_notes_and_references_know_the_em_of_their_type() -> None:
    read = sheet(
        "text: {reference: {size: 8pt}, footnote: {size: 6pt}}\nreferences: {number-gap: 1em}\nnotes: {between: 1em}"
    )
    assert read.references.number_gap == 8 and read.notes.between == 6


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("text: {body: {lke: x}}", '1:15: error: unknown key "lke"'),
        (
            "text: {quote: {like: boddy}}",
            '1:22: error: there is no style "boddy"\n  hint: did you mean "body"?',
        ),
        ("text: {quote: {like: [a]}}", '1:22: error: "like" wants the name of a style, not a list'),
        (
            "text:\n  quote: {like: list}\n  list: {like: quote}",
            "2:17: error: this style is like itself: list → quote → list",
        ),
        (
            "text: {titel: {size: 9pt}}",
            '1:8: warning: no text is set in the style "titel"\n  hint: did you mean "title"?',
        ),
        ("text: [a]", '1:7: error: "text" wants a mapping of styles, not a list'),
        ("text: {body: 3}", '1:14: error: the style "body" wants a mapping, not the number 3'),
        ("grid: {leading: 1 line}", '1:17: error: "line" has no meaning here\n  hint: write it in pt or mm'),
        ("columns: {gutter: 1em}", '1:19: error: "em" has no meaning here\n  hint: write it in pt or mm'),
        ("columns: {gutter: 18}", "1:19: error: 18 is not a length: it has no unit\n  hint: write 18pt"),
        ("colums: {count: 1}", '1:1: error: unknown key "colums"\n  hint: did you mean "columns"?'),
    ],
)
def test_complaints(text: str, said: str) -> None:
    assert f"mine.yaml:{said}" in [*complaints(text), *(one.split("\n")[0] for one in complaints(text))]


def test_a_long_line_of_likenesses() -> None:
    styles = "".join(f"  s{n}: {{like: s{n + 1}}}\n" for n in range(300))
    assert any("more than 16 styles are like each other" in one for one in complaints(f"text:\n{styles}  s300: {{}}"))


def test_everything_wrong_is_said_at_once() -> None:
    text = """
        page: {trim: A44}
        columns: {count: nine}
        colours: {tint: "#12"}
        text: {body: {size: 9, align: middle}}
        citations: {form: footnote}
        furniture: {right: {foot: {inner: "{autors}"}}}
        """
    assert len([one for one in complaints(text) if ": error: " in one]) >= 6


# ── citation styles ───────────────────────────────────────────────────────


def test_a_citation_style_of_the_shelf() -> None:
    assert sheet("references: {csl: rejoinder}").references.csl == "rejoinder"


def test_a_citation_style_beside_the_sheet_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "house.csl").write_text("<style/>")
    (tmp_path / "house.yaml").write_text("references: {csl: house.csl}")
    (tmp_path / "mine.yaml").write_text("extends: house")
    read, said = from_file(tmp_path / "mine.yaml")
    assert read is not None and not said
    assert read.references.csl == tmp_path / "house.csl"


@pytest.mark.parametrize(
    ("csl", "said"),
    [
        ("rejoinderr", 'there is no CSL style "rejoinderr"\n  hint: did you mean "rejoinder"?'),
        ("../house.csl", 'the CSL file "../house.csl" lies outside this folder'),
        ("other.csl", 'there is no file "other.csl" beside this sheet'),
    ],
)
def test_a_citation_style_that_is_not_there(tmp_path: Path, csl: str, said: str) -> None:
    (tmp_path / "mine.yaml").write_text(f"references: {{csl: {csl}}}")
    assert from_file(tmp_path / "mine.yaml")[1][0].startswith(f"{tmp_path}/mine.yaml:1:19: error: {said}")


# ── strangers ─────────────────────────────────────────────────────────────


def test_a_sheet_is_read_once() -> None:
    text = "extends: annals\ncolumns: {count: 1}"
    assert sheet(text) is sheet(text)


def test_what_is_said_of_a_kept_sheet_is_said_again() -> None:
    assert complaints("text: {titel: {}}") == complaints("text: {titel: {}}") != []


@pytest.mark.parametrize(
    "text",
    [
        "text: {" + ", ".join(f"s{n}: {{like: s{n + 1}}}" for n in range(20_000)) + "}",
        "colours: {" + ", ".join(f"s{n}: pink" for n in range(20_000)) + "}",
        "front: {order: [" + "label, " * 20_000 + "]}",
        "end: {statements: [" + "funding, " * 20_000 + "]}",
        "end: {labels: {" + ", ".join(f"l{n}: x" for n in range(20_000)) + "}}",
        "fonts: {serif: {fallback: [" + "a, " * 50_000 + "]}}",
        "furniture: {right: {foot: {inner: '" + "[" * 50_000 + "'}}}",
        "\n".join(f"key{n}: 1" for n in range(30_000)),
    ],
    ids=lambda text: text[:20],
)
def test_long_sheets_end_soon(text: str) -> None:
    begun = time.perf_counter()
    complaints(text)
    assert time.perf_counter() - begun < 15


SCALARS = st.sampled_from(
    "0|-1|1e9|0.0001pt|-5pt|9999pt|1em|2 lines|none|true|[]|[a]|{}|{rgb: [9, 9, 9]}|''|body|{like: body}|x*y"
    "|[label, label]|1000000|'{x'|A4|3".split("|")
)
PATHS = st.sampled_from(
    "page page.trim page.margins.top page.margins.inner columns columns.count columns.gutter grid grid.leading"
    " colours.text fonts.serif fonts.serif.family text text.body text.body.size text.body.leading text.title.like"
    " text.quote.left text.quote.indent text.foot.tracking front.order front.rule front.rule.width front.after"
    " notes.rule notes.marks end.order end.labels references.csl references.hang furniture furniture.right"
    " furniture.right.foot furniture.right.foot.inner furniture.opener.foot-at pagination.widow citations.collapse"
    " extends name".split()
)


def nested(path: str, value: str) -> str:
    names = path.split(".")
    return "".join(f"{name}: {{" for name in names[:-1]) + f"{names[-1]}: {value}" + "}" * (len(names) - 1)


@given(st.lists(st.tuples(PATHS, SCALARS), min_size=1, max_size=3, unique_by=lambda pair: pair[0].split(".")[0]))
def test_any_sheet_is_read_or_complained_of(entries: list[tuple[str, str]]) -> None:
    read, said = tried("\n".join(nested(path, value) for path, value in entries))
    if read is None:
        assert any(": error: " in one for one in said)
    else:
        assert set(TEXT_STYLES) <= set(read.text)
        assert all(style.size > 0 and style.leading > 0 for style in read.text.values())


# ── JSON Schema ───────────────────────────────────────────────────────────


def test_the_schema_names_every_style_and_the_keys_of_reading() -> None:
    whole = style_schema()
    assert "extends" in whole["properties"]
    assert set(TEXT_STYLES) == set(whole["properties"]["text"]["properties"])
    assert "like" in whole["$defs"]["TextStyle"]["properties"]
    assert whole["properties"]["page"]["$ref"] == "#/$defs/PageForm"
    assert all("description" in one for one in whole["properties"].values())


# ── sheets that are Python mappings ───────────────────────────────────────


def of_mapping(mapping: dict[str, Any]) -> tuple[StyleSheet | None, list[str]]:
    said = Diagnostics()
    return read_style_mapping(mapping, said), [str(one) for one in said]


def test_a_mapping_reads_like_the_text() -> None:
    text = "name: mine\nextends: annals\ncolumns: {count: 1, rule: none}\ntext: {body: {size: 11pt}}"
    written = {
        "name": "mine",
        "extends": "annals",
        "columns": UserDict({"count": 1, "rule": "none"}),
        "text": MappingProxyType({"body": {"size": "11pt"}}),
    }
    assert of_mapping(written) == (sheet(text), [])
    assert of_mapping(written)[0] is of_mapping(written)[0]


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"text": {"body": {"size": "11"}}}, "<style>.text.body.size: error: 11 is not a length: it has no unit"),
        ({"columns": {"count": 9}}, "<style>.columns.count: error: a page has from one to six columns, not 9"),
        ({"page": {"trim": ["1in"]}}, '<style>.page.trim: error: "trim" wants 2 values, not 1'),
        ({"colums": {"count": 1}}, '<style>.colums: error: unknown key "colums"\n  hint: did you mean "columns"?'),
        ({"extends": "house"}, '<style>.extends: error: there is no style sheet "house"'),
        ({"references": {"csl": Path("x.csl")}}, '<style>.references.csl: error: there is no CSL style "x.csl"'),
        ({"name": object()}, "<style>.name: error: a value of the type object cannot be read"),
        ({1.5: "x"}, "<style>: error: a key must be a word, not float"),
    ],
)
def test_complaints_about_a_mapping_name_its_paths(mapping: dict[str, Any], said: str) -> None:
    read, complaints = of_mapping(mapping)
    assert read is None
    assert len(complaints) == 1
    assert complaints[0].startswith(said)


def test_a_mapping_that_holds_itself_is_no_sheet() -> None:
    endless: dict[str, Any] = {}
    endless["text"] = endless
    assert of_mapping(endless) == (
        None,
        ["<style>: error: the mapping is too deep or too large, or holds itself"],
    )


def test_a_line_end_in_a_name_makes_no_second_complaint() -> None:
    assert complaints('extends: "a\\nmine.yaml:9:9: error: b"') == [
        'mine.yaml:1:10: error: there is no style sheet "a mine.yaml:9:9: error: b"'
        "\n  hint: these come with the program: annals, annals-screen, base, manuscript"
    ]
