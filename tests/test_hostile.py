"""Whatever is made of a letter or a sheet: complaints, or a PDF that opens. Never another exception, nor an endless wait.

The sample letters and the sheets of the shelf are mutated: bytes flipped, lines struck out, doubled and exchanged,
letters spliced, keys renamed, values replaced by nasty ones, markup strewn in, the tree of keys and values turned
about. Others are sound but strange, and get as far as the page, where the promises are looked after.

    REJOINDER_HOSTILE=2000 pytest tests/test_hostile.py      2,000 new examples of each kind, different each time

Without the variable a few dozen of each are tried, always the same.
"""

# ruff: noqa: E501 - tables of scraps
from __future__ import annotations

import copy
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from rejoinder.diagnostics import Diagnostics
from rejoinder.source import Source, plain, read_yaml
from rejoinder.style.read import style_schema
from verdict import judged

HOME = Path(__file__).parent.parent
HOW_MANY = int(os.environ.get("REJOINDER_HOSTILE", "0"))


def hostile(few: int) -> settings:
    """So many examples, or as many as the environment asks for."""
    return settings(
        max_examples=HOW_MANY or few,
        derandomize=not HOW_MANY,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),  # explaining a failure slows the code beyond its bounds
        suppress_health_check=list(HealthCheck),
    )


# ── what is mutated ───────────────────────────────────────────────────────

LETTERS = {path.name: path.read_text(encoding="utf-8") for path in sorted((HOME / "content").glob("*.*"))}
SHEETS = {path.name: path.read_text(encoding="utf-8") for path in sorted((HOME / "styles").glob("*.yaml"))}

SCRAPS = [
    "[", "]", "(", ")", "{", "}", "*", "**", "***", "_", "`", "```\n", "~", "~~", "^", "^[", "^[note]", "[^cards]", "[^n]: ", "[@k]", "[@dury2011]",
    "[@dury2011, p. 3; -@amsel1998]", "@amsel1998", "> ", "- ", "1. ", "# ", "### ", "    ", "\n", "\n\n", "\t", "<", "<!--", "-->", "<b>", "](", "![", "![a](b)",
    "[a](https://x.example)", "[a](javascript:x)", "|a|b|\n|-|-|\n|c|d|\n", ":::\n", "---\n", "\\", "\\\n", "&amp;", "&#0;", "'", '"', ": ", "null", "true", "[]", "{}",
    "0", "-1", "é", "e\u0301", "\u202e", "\u00a0", "\u00ad", "\u200b", "\u2060", "ﷺ", "שלום", "日本語", "👩‍👩‍👧", "𝒳", "{#a}", "{.x}", "{lang=fr}", "$x^2$",
    "&a ", "*a ", "!!str ", "# ", "%", "@", "…", "--", "---", "word " * 60, "x" * 400, "H~2~O", "10^−3^", "[x]{.smallcaps}", "[x]{lang=ar}", "\\newpage", "1em", "1 line", "none",
]  # fmt: skip
"""What is strewn into a text."""

NASTY: list[Any] = [
    None, True, False, 0, -1, 1, 3, 10**18, 1e300, float("nan"), float("inf"), "", " ", "\n", "no", "none", "~", "0", "1e3", "x" * 3000, "word " * 900, "-", "…",
    "\u202eabc", "\ufeff", "\u00ad" * 50, "e" + "\u0301" * 200, "שלום עולם", "日本語の手紙", "👩‍👩‍👧‍👦 ok", "\U0010fffd", "*", "**a*", "[^cards]", "[@dury2011]", "^[in note]", "# Heading",
    "a\n\nb", "> q", "- i\n- j", "<b>", "&amp;", "{folio}", "[{volume}]", "{", "]", "../../etc/passwd", "/etc/passwd", "a.csl", "9999-99-99", "0000", "2016-02-30", "https://x.example",
    "x@y", "fr", "ar", "zz-ZZ-zz", "pt", "1pt", "-1pt", "0.1pt", "1e9pt", "500mm", "2 lines", "99em", "1em", "[]", [], {}, [[]], [None], {"a": None}, ["a", "b"], {"id": "a"},
    [{"id": "a"}, {"id": "a"}], {"name": "X"}, {"family": "", "given": ""}, {"date-parts": [[None]]}, {"date-parts": [["x"]]}, {"date-parts": []}, {"rgb": [0, 0, 0]}, [1, 2],
    ["1in", "1in"], [1, 2, 3, 4, 5, 6, 7], {"like": "title"}, "justified", "balanced", "symbols", "letters", "numbers", "bracket", "superscript", "base", "annals",
]  # fmt: skip
"""What stands where something else should."""


def yaml_of(name: str) -> dict[str, Any]:
    """A letter or sheet as a mapping, with the text of a Markdown letter as its body."""
    text = {**LETTERS, **SHEETS}[name]
    front, body = text, ""
    if name.endswith(".md"):
        _, front, body = re.split(r"^---$\n", text, maxsplit=2, flags=re.MULTILINE)
    said = Diagnostics()
    source = Source.of(name, front, said)
    tree = plain(read_yaml(source, said)) if source else None
    assert isinstance(tree, dict) and not said.has_errors
    return {**tree, "body": body} if body else tree


TREES = {name: yaml_of(name) for name in (*LETTERS, *SHEETS)}
KEYS = sorted(set(re.findall(r"(?<![\w.])([a-z][a-z-]{1,25}):", "\n".join((*LETTERS.values(), *SHEETS.values())))))


def pick(draw: st.DrawFn, below: int) -> int:
    return draw(st.integers(0, max(below - 1, 0)))


# ── texts ─────────────────────────────────────────────────────────────────


def strike_out(text: str, draw: st.DrawFn) -> str:
    at = pick(draw, len(text))
    return text[:at] + text[at + draw(st.integers(1, 60)) :]


def strew(text: str, draw: st.DrawFn) -> str:
    at = pick(draw, len(text))
    return text[:at] + "".join(draw(st.lists(st.sampled_from(SCRAPS), min_size=1, max_size=4))) + text[at:]


def strew_words(text: str, draw: st.DrawFn) -> str:
    """Markup between words, and so mostly sound YAML."""
    gaps = [found.start() for found in re.finditer(r" (?=[a-z])", text)]
    for _ in range(draw(st.integers(1, 8)) if gaps else 0):
        at = gaps[pick(draw, len(gaps))]
        text = text[:at] + " " + draw(st.sampled_from(SCRAPS)).replace("\n", " ") + text[at:]
    return text


def lines_struck(text: str, draw: st.DrawFn) -> str:
    lines = text.split("\n")
    at = pick(draw, len(lines))
    del lines[at : at + draw(st.integers(1, 6))]
    return "\n".join(lines)


def lines_doubled(text: str, draw: st.DrawFn) -> str:
    lines = text.split("\n")
    at, count = pick(draw, len(lines)), draw(st.integers(1, 12))
    return "\n".join(lines[: at + count] + lines[at : at + count] * draw(st.integers(1, 3)) + lines[at + count :])


def lines_exchanged(text: str, draw: st.DrawFn) -> str:
    lines = text.split("\n")
    one, other = pick(draw, len(lines)), pick(draw, len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def indented(text: str, draw: st.DrawFn) -> str:
    lines = text.split("\n")
    at = pick(draw, len(lines))
    lines[at] = draw(st.sampled_from([" " + lines[at], "    " + lines[at], lines[at].lstrip(), "- " + lines[at]]))
    return "\n".join(lines)


def spliced(text: str, draw: st.DrawFn) -> str:
    """The head of this text and the tail of another."""
    other = draw(st.sampled_from([*LETTERS.values(), *SHEETS.values()])).split("\n")
    lines = text.split("\n")
    return "\n".join(lines[: pick(draw, len(lines))] + other[pick(draw, len(other)) :])


def key_renamed(text: str, draw: st.DrawFn) -> str:
    keys = list(re.finditer(r"(?<![\w.])[a-z][a-z-]{1,25}(?=:)", text))
    if not keys:
        return text
    found = keys[pick(draw, len(keys))]
    name = draw(
        st.sampled_from(
            [
                found[0][:-1],
                found[0] + "s",
                found[0].upper(),
                *draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=1)),
            ]
        )
    )
    return text[: found.start()] + name + text[found.end() :]


def value_replaced(text: str, draw: st.DrawFn) -> str:
    values = list(re.finditer(r"(?<=: )[^\s,{}\[\]][^,{}\[\]\n]*", text))
    if not values:
        return text
    found = values[pick(draw, len(values))]
    nasty = draw(st.sampled_from(NASTY))
    written = (
        nasty
        if isinstance(nasty, str) and draw(st.booleans())
        else yaml.safe_dump(nasty, default_flow_style=True).removesuffix("...\n").strip()
    )
    return text[: found.start()] + written + text[found.end() :]


TEXT_MUTATIONS: list[Callable[[str, st.DrawFn], str]] = [
    strike_out, strew, strew_words, lines_struck, lines_doubled, lines_exchanged, indented, spliced, key_renamed, value_replaced,
]  # fmt: skip


@st.composite
def texts(draw: st.DrawFn, of: dict[str, str]) -> str:
    """A text in which a few things were changed."""
    text = of[draw(st.sampled_from(sorted(of)))]
    for _ in range(draw(st.integers(1, 4))):
        text = draw(st.sampled_from(TEXT_MUTATIONS))(text, draw)
    return text


# ── trees ─────────────────────────────────────────────────────────────────


def places(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to everything in a tree."""
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in inside:
        yield (*path, key)
        yield from places(value, (*path, key))


def at(tree: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        tree = tree[key]
    return tree


def turned(tree: dict[str, Any], others: list[str], draw: st.DrawFn) -> None:
    """One change: something struck out, replaced, renamed, doubled, or brought here from elsewhere."""
    # Places near the root, and within small parts, are as likely as those in long lists.
    path: tuple[Any, ...] = ()
    inside = tree
    while isinstance(inside, (dict, list)) and inside and (not path or draw(st.integers(0, 3))):
        key = draw(st.sampled_from(sorted(inside) if isinstance(inside, dict) else range(len(inside))))
        path, inside = (*path, key), inside[key]
    if not path:
        return
    around, key = at(tree, path[:-1]), path[-1]
    match draw(st.integers(0, 7)):
        case 0:
            del around[key]
        case 1 | 2 | 3:
            around[key] = copy.deepcopy(draw(st.sampled_from(NASTY)))
        case 4:
            if isinstance(around, dict):
                around[draw(st.sampled_from(KEYS))] = around.pop(key)
            else:
                around.extend(copy.deepcopy(around[key : key + 1]) * draw(st.integers(1, 30)))
        case 5:
            other = TREES[draw(st.sampled_from(others))]
            found = list(places(other))
            around[key] = copy.deepcopy(at(other, found[pick(draw, len(found))]))
        case 6:
            around[key] = draw(
                st.sampled_from(
                    [
                        [inside],
                        {"name": inside},
                        {"id": inside},
                        str(inside),
                        {key: inside} if isinstance(key, str) else [inside, inside],
                    ]
                )
            )
        case 7:
            if isinstance(inside, str):
                around[key] = strew_words(strew(inside, draw), draw)
            elif isinstance(around, dict):
                around[draw(st.sampled_from(KEYS))] = copy.deepcopy(draw(st.sampled_from(NASTY)))


@st.composite
def trees(draw: st.DrawFn, of: list[str]) -> dict[str, Any]:
    """A mapping in which a few things were turned about."""
    tree = copy.deepcopy(TREES[draw(st.sampled_from(of))])
    for _ in range(draw(st.integers(1, 5))):
        turned(tree, of, draw)
    return tree


# ── what a reader may well write ──────────────────────────────────────────

WORDY = (
    "title",
    "subtitle",
    "short-title",
    "correspondence",
    "body",
    "text",
    "note",
    "present-address",
    "responds-to",
    "label",
    "name",
    "family",
    "given",
    "city",
    "department",
    "publisher",
    "container-title",
)
WORDY_KINDS = (*WORDY, "contributors", "competing-interests", "provenance", "acknowledgements", "funding")


@st.composite
def noisy(draw: st.DrawFn) -> dict[str, Any]:
    """A letter whose keys are sound, and whose words are not: they get as far as the page."""
    tree = copy.deepcopy(TREES[draw(st.sampled_from(sorted(LETTERS)))])
    wordy = [path for path in places(tree) if path[-1] in WORDY_KINDS and isinstance(at(tree, path), str)]
    for _ in range(draw(st.integers(1, 6))):
        path = ("body",) if draw(st.integers(0, 2)) else draw(st.sampled_from(wordy))
        around, key = at(tree, path[:-1]), path[-1]
        match draw(st.integers(0, 3)):
            case 0:
                around[key] = strew_words(around[key], draw)
            case 1:
                around[key] = strew(around[key], draw)
            case 2:
                around[key] = draw(st.sampled_from([lines_struck, lines_doubled, lines_exchanged]))(around[key], draw)
            case 3:
                around[key] += " " + draw(st.sampled_from([one for one in NASTY if isinstance(one, str)]))
    return tree


def leaves(
    schema: dict[str, Any], definitions: dict[str, Any], path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every key of a sheet that holds a single value, and what may stand there."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    forms = [one for one in schema.get("anyOf", ()) if "$ref" in one]
    if forms:
        yield from leaves(forms[0], definitions, path)
    elif "properties" in schema:
        for key, inside in schema["properties"].items():
            yield from leaves(inside, definitions, (*path, key))
    elif path and "additionalProperties" not in schema:
        yield path, schema


SHEET_SCHEMA = style_schema()
FURNITURE = [
    (("furniture", kind, *path), leaf)
    for kind in ("right", "left", "opener", "last")
    for path, leaf in leaves({"$ref": "/Furniture"}, SHEET_SCHEMA["$defs"])
]
LEAVES = [*leaves(SHEET_SCHEMA, SHEET_SCHEMA["$defs"]), *FURNITURE]
LENGTHS = [
    "0",
    "0.3pt",
    "1pt",
    "4pt",
    "7pt",
    "8.3pt",
    "9pt",
    "11pt",
    "12pt",
    "15pt",
    "20pt",
    "28pt",
    "40pt",
    "60pt",
    "90pt",
    "140pt",
    "0.5 line",
    "1 line",
    "2 lines",
    "6 lines",
    "1em",
    "-1em",
]
STRINGS = [
    "",
    " ",
    ", ",
    "; ",
    "x",
    "text",
    "tint",
    "sans",
    "{folio}",
    "[*{title}*]",
    "{authors.all} {title}",
    "{mark}",
    "*",
    "#1d4f91",
    "none",
    "Ω",
    "日",
    "word " * 40,
]
ORDERS = {
    "front": [
        "label",
        "title",
        "subtitle",
        "byline",
        "affiliations",
        "correspondence",
        "remarks",
        "responds-to",
        "dates",
        "rule",
        "copyright",
    ],
    "end": ["statements", "references", "byline", "affiliations", "correspondence", "remarks", "dates", "copyright"],
}


def plausible(leaf: dict[str, Any], path: tuple[str, ...], draw: st.DrawFn) -> Any:
    if path[-1] == "order":
        return draw(st.permutations(ORDERS[path[0]]))[: draw(st.integers(0, 11))]
    if path[-1] in ("colour", "font", "csl", "like", "extends"):
        return draw(
            st.sampled_from(
                {"colour": ["text", "tint", "quiet"], "font": ["serif", "sans"]}.get(
                    path[-1],
                    ["rejoinder"]
                    if path[-1] == "csl"
                    else ["base", "none"]
                    if path[-1] == "extends"
                    else ["title", "footnote", "none"],
                )
            )
        )
    if path[-1] == "features":
        return draw(
            st.lists(
                st.sampled_from(["onum", "smcp", "tnum", "-liga", "-kern", "sups", "c2sc", "zero", "ss01", "cv01=2"]),
                max_size=3,
            )
        )
    if path[-1] == "trim":
        return draw(
            st.sampled_from(
                ["A3", "A4", "A5", "A6", "letter", "A5 landscape", "A4 landscape", ["90mm", "60mm"], ["60mm", "200mm"]]
            )
        )
    kinds = [leaf, *leaf.get("anyOf", ())]
    choices = next(
        (one["enum"] for one in kinds if "enum" in one and len(one["enum"]) > 1 and None not in one["enum"]), None
    )
    if choices:
        return draw(st.sampled_from(choices))
    types = [one.get("type") for one in kinds]
    if any("length" in str(one.get("description", "")) for one in leaf.get("anyOf", ())) or any(
        "pattern" in one for one in kinds
    ):
        return draw(st.sampled_from(LENGTHS))
    if any("pattern" in inner for one in kinds for inner in one.get("anyOf", ())):
        return draw(st.sampled_from([*LENGTHS, "none"]))
    if "boolean" in types:
        return draw(st.booleans())
    if "integer" in types:
        return draw(st.sampled_from([0, 1, 2, 3, 4, 6, 400, 700, 900]))
    if "number" in types:
        return draw(st.sampled_from([0, 0.01, 0.1, 0.5, 1, 2, 50, 5000]))
    return draw(st.sampled_from(STRINGS))


@st.composite
def odd_sheets(draw: st.DrawFn) -> dict[str, Any]:
    """A sheet with values that each make sense, though perhaps not all together."""
    sheet: dict[str, Any] = {"extends": draw(st.sampled_from(["annals", "base", "manuscript"]))}
    for path, leaf in draw(st.lists(st.sampled_from(LEAVES), min_size=1, max_size=6)):
        around = sheet
        for key in path[:-1]:
            around = around.setdefault(key, {})
        around[path[-1]] = plausible(leaf, path, draw)
    return sheet


# ── tests ─────────────────────────────────────────────────────────────────

SHORT = LETTERS["short-reply.yaml"]
LOOKS = st.sampled_from([None, "base", "manuscript"])


@hostile(70)
@given(text=texts(LETTERS), look=LOOKS)
def test_mutated_letters(text: str, look: str | None) -> None:
    note(text[:5000])
    judged(text + "\n", look)


@hostile(70)
@given(tree=trees(sorted(LETTERS)), look=LOOKS)
def test_turned_letters(tree: dict[str, Any], look: str | None) -> None:
    judged(tree, look, thoroughly=True)


@hostile(40)
@given(data=st.data())
def test_spoilt_files(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Bytes of a file that were flipped, lost or doubled on the way."""
    name = data.draw(st.sampled_from(sorted(LETTERS)))
    raw = bytearray(LETTERS[name].encode())
    for _ in range(data.draw(st.integers(1, 12))):
        start = data.draw(st.integers(0, len(raw) - 1))
        match data.draw(st.integers(0, 3)):
            case 0:
                raw[start] ^= 1 << data.draw(st.integers(0, 7))
            case 1:
                raw[start] = data.draw(st.sampled_from(b"\x00\t\n\r\x1b !\"#%&'*-:<>?@[]`{|}~\x80\xc3\xff"))
            case 2:
                del raw[start : start + data.draw(st.integers(1, 9))]
            case 3:
                raw[start:start] = raw[start : start + data.draw(st.integers(1, 99))]
    path = tmp_path_factory.getbasetemp() / f"spoilt-{name}"
    path.write_bytes(raw)
    judged(path)


@hostile(50)
@given(text=texts(SHEETS))
def test_mutated_sheets(text: str) -> None:
    note(text[:15000])
    judged(SHORT, text + "\n", thoroughly=True)


@hostile(60)
@given(tree=trees(sorted(SHEETS)), letter=st.sampled_from(["short-reply.yaml", "difficult-byline.yaml"]))
def test_turned_sheets(tree: dict[str, Any], letter: str) -> None:
    note(str(tree))
    judged(LETTERS[letter], yaml.safe_dump(tree, sort_keys=False, allow_unicode=True), thoroughly=True)


@hostile(60)
@given(tree=noisy(), look=LOOKS)
def test_noisy_letters(tree: dict[str, Any], look: str | None) -> None:
    judged(tree, look, thoroughly=True)


@hostile(80)
@given(sheet=odd_sheets(), letter=st.sampled_from(sorted(LETTERS)))
def test_odd_sheets(sheet: dict[str, Any], letter: str) -> None:
    judged(TREES[letter], sheet, thoroughly=True)


@hostile(30)
@given(tree=trees(sorted(LETTERS)), sheet=texts(SHEETS))
def test_both_at_once(tree: dict[str, Any], sheet: str) -> None:
    judged(tree, sheet + "\n")


def test_the_samples_themselves_are_sound() -> None:
    """Or mutating them would only show what was wrong with them already."""
    for name in LETTERS:
        for letter in (HOME / "content" / name, TREES[name], yaml.safe_dump(TREES[name], allow_unicode=True)):
            result = judged(letter, thoroughly=True)
            assert result is not None
            assert not result.diagnostics, (name, type(letter))
    for name, text in SHEETS.items():
        assert judged(SHORT, text, thoroughly=True), name
