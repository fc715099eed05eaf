"""Forms: frozen dataclasses filled in from YAML."""
# ruff: noqa: RUF009, B008 — forms and units are frozen

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder import forms
from rejoinder.diagnostics import Diagnostics
from rejoinder.forms import MOST_ENTRIES, MOST_FAULTS, Length, Shorthand, Units, key, points, read, read_as, schema
from rejoinder.source import Node, Scalar, Sequence, Source, plain, read_yaml


def _twice(node: Node, said: Diagnostics) -> Node | None:
    """`x2` for `[x, x]`."""
    if not isinstance(node, Scalar):
        return node
    if not node.text.endswith("2"):
        said.error("only twice is understood", node.span)
        return None
    one = Scalar(node.text[:-1], node.text[:-1], node.span)
    return Sequence((one, one), node.span)


Pair = Annotated[tuple[str, str], Shorthand(_twice, {"type": "string"})]


def _backwards(node: Node, said: Diagnostics, units: Units) -> str | None:
    if isinstance(node, Scalar):
        return node.text[::-1]
    said.error("cannot be turned round", node.span)
    return None


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame around a picture."""

    width: Length = key(1.0, "how wide")
    colour: str = key("black", "of what colour")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a wall.

    What follows the first paragraph is for programmers.
    """

    title: str = key("", "what it shows")
    frame: Frame = key(Frame(), "what is around it")
    second_frame: Frame | None = key(None, "another around the first")
    at: tuple[Length, Length] = key((0.0, 0.0), "from the corner")
    tags: tuple[str, ...] = key((), "words for it")
    hung: bool = key(True, "whether it hangs")
    copies: int = key(1, "how many")
    scale: float = key(1.0, "of what size")
    kind: Literal["oil", "print"] = key("oil", "what it is")
    prices: Mapping[str, float] = key({}, "what it costs, by currency")
    pair: Pair = key(("", ""), "two of a kind")
    mirror: str = key("", "read backwards", read=_backwards, schema={"type": "string", "pattern": ".*"})
    limit: Length | None = key(None, "at most")


@dataclass(frozen=True, slots=True)
class Loan:
    """A form with keys that must be there."""

    picture: Picture
    to: str = key(MISSING, "who borrows it")
    days: int = key(30, "for how long")


ASKED = tuple(forms.entries(Picture))


def fill(form: type[forms.T], text: str, units: Units = Units()) -> tuple[forms.T, list[str]]:
    said = Diagnostics()
    source = Source.of("f", text, said)
    node = read_yaml(source, said) if source else None
    assert node is not None
    return read(form, node, said, units), [str(one) for one in said]


def picture(text: str, units: Units = Units()) -> Picture:
    read, said = fill(Picture, text, units)
    assert not said
    return read


def complaints(text: str) -> list[str]:
    return fill(Picture, text)[1]


# ── values ────────────────────────────────────────────────────────────────


def test_what_is_left_out_has_its_default() -> None:
    assert picture("{}") == Picture()


def test_a_whole_form() -> None:
    assert picture(
        """
        title: 1984
        frame: {width: 1in, colour: red}
        second-frame: {width: 3pt}
        at: [1in, 0]
        tags: [old, 17]
        hung: false
        copies: 3
        scale: 2
        kind: print
        prices: {gbp: 10, eur: 12.5}
        pair: x2
        mirror: abc
        limit: 1em
        """,
        Units(em=8),
    ) == Picture(
        title="1984",
        frame=Frame(72.0, "red"),
        second_frame=Frame(3.0),
        at=(72.0, 0.0),
        tags=("old", "17"),
        hung=False,
        copies=3,
        scale=2.0,
        kind="print",
        prices={"gbp": 10.0, "eur": 12.5},
        pair=("x", "x"),
        mirror="cba",
        limit=8.0,
    )


def test_hyphens_and_underscores_are_the_same_in_keys() -> None:
    assert picture("second_frame: {}") == picture("second-frame: {}") == Picture(second_frame=Frame())


@pytest.mark.parametrize("nothing", ["none", "null", "~", "", "false"])
def test_nothing_can_be_written_in_several_ways(nothing: str) -> None:
    assert picture(f"second-frame: {nothing}\nlimit: {nothing}") == Picture()


def test_true_asks_for_a_form_with_its_defaults() -> None:
    assert picture("second-frame: true").second_frame == Frame()


def test_what_is_left_blank_is_empty() -> None:
    assert picture("title:\ntags:\nprices:\nframe:\n") == Picture()


def test_a_number_in_a_text_stays_as_it_was_written() -> None:
    assert picture("title: 010").title == "010"
    assert picture("tags: [1.50]").tags == ("1.50",)


def test_defaults_that_could_change_are_not_shared() -> None:
    assert Picture().prices is not Picture().prices


# ── complaints ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("titel: x", '1:1: error: unknown key "titel"\n  hint: did you mean "title"?'),
        ("frame: {zzz: 1}", '1:9: error: unknown key "zzz"\n  hint: known here: width, colour'),
        ("zzz: 1", '1:1: error: unknown key "zzz"'),
        ("title: [x]", '1:8: error: "title" wants a text, not a list'),
        ("title: true", '1:8: error: "title" wants a text, not true\n  hint: put it in quotes: "true"'),
        ("frame: 3", '1:8: error: "frame" wants a mapping, not the number 3\n  hint: its keys are: width, colour'),
        ("copies: 1.5", '1:9: error: "copies" wants a whole number, not the number 1.5'),
        ("copies: '3'", '1:9: error: "copies" wants a whole number, not "3"\n  hint: write it without quotes'),
        ("copies:", '1:8: error: "copies" wants a whole number, not nothing'),
        ("scale: true", '1:8: error: "scale" wants a number, not true'),
        ("hung: yes", '1:7: error: "hung" wants true or false, not "yes"\n  hint: write true'),
        ("hung: off", '1:7: error: "hung" wants true or false, not "off"\n  hint: write false'),
        ("kind: oils", '1:7: error: "kind" wants "oil" or "print", not "oils"\n  hint: did you mean "oil"?'),
        ("kind: {}", '1:7: error: "kind" wants "oil" or "print", not an empty mapping'),
        ("tags: old", '1:7: error: "tags" wants a list, not "old"\n  hint: write [old]'),
        ("tags: [a, [b]]", '1:11: error: "tags" wants a text, not a list'),
        ("at: [1pt]", '1:5: error: "at" wants 2 values, not 1'),
        ("at: 1pt", '1:5: error: "at" wants a list of 2, not "1pt"'),
        ("prices: [1]", '1:9: error: "prices" wants a mapping, not a list'),
        ("prices: {gbp: dear}", '1:15: error: "gbp" wants a number, not "dear"'),
        ("pair: x3", "1:7: error: only twice is understood"),
        ("mirror: [a]", "1:9: error: cannot be turned round"),
        ("limit: [1]", f'1:8: error: "limit" wants a length, not a list\n  hint: {forms.LENGTH_EXAMPLE}'),
        ("second-frame: {}\nsecond_frame: {}", '2:1: error: the key "second-frame" is given twice'),
        ("[a]", f"1:1: error: this wants a mapping, not a list\n  hint: its keys are: {', '.join(ASKED)}"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(text: str, said: str) -> None:
    assert complaints(text) == [f"f:{said}"]


def test_everything_is_said_at_once_and_the_rest_is_read() -> None:
    read, said = fill(Picture, "titel: x\ncopies: many\nscale: 3\nframe: {width: 9}\nkind: oil")
    assert [one.split(": ")[0] for one in said] == ["f:1:1", "f:2:9", "f:4:16"]
    assert read == Picture(scale=3.0)


def test_a_key_that_must_be_there() -> None:
    loan, said = fill(Loan, "days: 3")
    assert said == [
        'f:1:1: error: the key "picture" is missing',
        'f:1:1: error: the key "to" is missing\n  hint: who borrows it',
    ]
    assert loan == Loan(Picture(), "", 3)
    assert fill(Loan, "{picture: {}, to: Ann}") == (Loan(Picture(), "Ann"), [])


def test_faults_without_end_are_not_all_said() -> None:
    assert len(complaints("\n".join(f"key{n}: 1" for n in range(500)))) == MOST_FAULTS
    assert len(complaints("tags: [" + "[], " * 5000 + "]")) == MOST_FAULTS
    assert len(complaints("prices: {" + "".join(f"k{n}: 1, " for n in range(MOST_ENTRIES + 1)) + "}")) == 1


# ── lengths ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "pt"),
    [
        ("12pt", 12),
        ("12 pt", 12),
        ("25.4mm", 72),
        ("2.54 cm", 72),
        ("1in", 72),
        ("1pc", 12),
        ("4Q", 72 / 25.4),
        (".5pt", 0.5),
        ("-3pt", -3),
        ("0", 0),
        ("0.0", 0),
        ("1 line", 12),
        ("2 lines", 24),
        ("0.5em", 4),
    ],
)
def test_lengths_are_read_as_people_write_them(written: str, pt: float) -> None:
    assert points(written, Units(line=12, em=8)) == pytest.approx(pt)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("12", ("12 is not a length: it has no unit", "write 12pt")),
        ("9,5pt", ('"9,5pt" is not a length', "write 9.5pt")),
        ("wide", ('"wide" is not a length', "write it as 9.5pt, 18mm, 1.2em or 2 lines")),
        ("12px", ('"px" is not a unit of length', 'did you mean "pt"?')),
        ("12MM", ('"MM" is not a unit of length', 'did you mean "mm"?')),
        ("50%", ('"%" is not a unit of length', "units are pt, mm, cm, in, pc, Q, bp, em, lines")),
        ("1ex", ('"ex" is not a unit of length', 'did you mean "em"?')),
        ("1em", ('"em" has no meaning here', "write it in pt or mm")),
        ("2 lines", ('"lines" has no meaning here', "write it in pt or mm")),
        ("300in", ("300in is longer than any page", "")),
        ("1e9pt", ('"1e9pt" is not a length', "write it as 9.5pt, 18mm, 1.2em or 2 lines")),
        ("3 furlongs", ('"furlongs" is not a unit of length', "units are pt, mm, cm, in, pc, Q, bp, em, lines")),
    ],
)
def test_what_is_no_length_is_said_with_a_remedy(written: str, said: tuple[str, str]) -> None:
    assert points(written) == said


@given(st.floats(-14_000, 14_000), st.sampled_from(["pt", " pt", "bp"]))
def test_a_length_in_points_is_itself(length: float, unit: str) -> None:
    assert points(f"{length:.6f}{unit}") == pytest.approx(length, abs=1e-6)


@given(st.text(max_size=20))
def test_any_text_is_a_length_or_is_none(text: str) -> None:
    assert isinstance(points(text, Units(12, 8)), float | tuple)


# ── any tree at all ───────────────────────────────────────────────────────

VALUES = st.sampled_from(["x", "1", "1.5", "12pt", "true", "null", "none", "[a]", "{a: 1}", "[1pt, 2pt]", "{width: x}"])


@given(st.dictionaries(st.sampled_from([*ASKED, "other"]), VALUES, max_size=6))
def test_any_mapping_makes_a_form(entries: dict[str, str]) -> None:
    read, _ = fill(Picture, "".join(f"{name}: {value}\n" for name, value in entries.items()) or "{}")
    assert isinstance(read, Picture) and isinstance(read.frame, Frame) and len(read.at) == 2


def test_a_single_value() -> None:
    said = Diagnostics()
    source = Source.of("f", "1em", said)
    node = read_yaml(source, said) if source else None
    assert node is not None
    assert read_as(Length, node, said, Units(em=7), "size") == 7.0
    assert read_as(int, node, said, Units(), "size") is None and said.has_errors


# ── JSON Schema ───────────────────────────────────────────────────────────


def test_the_schema_says_what_the_form_says() -> None:
    whole = schema(Picture)
    assert whole["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert whole["description"] == "A picture on a wall."
    assert whole["additionalProperties"] is False
    asked: dict[str, Any] = whole["properties"]
    assert tuple(asked) == ASKED
    assert asked["copies"] == {"type": "integer", "description": "how many", "default": 1}
    assert asked["kind"] == {"enum": ["oil", "print"], "description": "what it is", "default": "oil"}
    assert asked["frame"] == {"$ref": "#/$defs/Frame", "description": "what is around it"}
    assert asked["second-frame"]["anyOf"] == [{"$ref": "#/$defs/Frame"}, {"enum": [None, "none", False]}]
    assert asked["mirror"] == {"type": "string", "pattern": ".*", "description": "read backwards"}
    assert asked["pair"]["anyOf"][1] == {"type": "string"}
    assert whole["$defs"]["Frame"]["properties"]["width"]["default"] == "1pt"
    assert schema(Loan)["required"] == ["picture", "to"]


def test_plain_values_survive() -> None:
    source = Source.of("f", "{a: [1, 1.10, x]}", Diagnostics())
    assert source is not None
    assert plain(read_yaml(source, Diagnostics())) == {"a": [1, "1.10", "x"]}
