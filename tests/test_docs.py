"""What the manuals show is what happens, and nothing is left out."""

from __future__ import annotations

import contextlib
import inspect
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import rejoinder
from rejoinder import Diagnostic, InputError, Inspection, Result, Span, check, typeset
from rejoinder.style.model import TEXT_STYLES
from rejoinder.style.notation import PAPERS
from rejoinder.style.read import style_schema
from rejoinder.style.template import VARIABLES
from verdict import check_file

HOME = Path(__file__).parent.parent
DOCS = sorted((HOME / "docs").glob("*.md"))
STYLE = (HOME / "docs" / "style.md").read_text(encoding="utf-8")
API = (HOME / "docs" / "api.md").read_text(encoding="utf-8")
LETTERS = sorted((HOME / "content").glob("*.*"))


def blocks(text: str, language: str) -> list[str]:
    """The blocks of code in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


# ── the style sheet ───────────────────────────────────────────────────────


def keys_of(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every key of a style sheet, and the form that it is a key of."""
    for form, inside in [("StyleSheet", schema), *schema["$defs"].items()]:
        yield from ((form, key) for key in inside["properties"])


@pytest.mark.parametrize(("form", "key"), list(keys_of(style_schema())), ids=str)
def test_every_key_of_a_sheet_is_explained(form: str, key: str) -> None:
    assert f"`{key}`" in STYLE or re.search(rf"`{key}: [^`]*`", STYLE), f"{form}: {key}"


def test_every_name_that_a_sheet_may_use_is_listed() -> None:
    assert [name for name in TEXT_STYLES if f"`{name}`" not in STYLE] == []
    assert [name for name in VARIABLES if f"`{{{name}}}`" not in STYLE] == []
    assert [name for name in PAPERS if f"`{name}`" not in STYLE and name not in ("A4", "A5")] == []


def test_every_choice_that_a_key_gives_is_named() -> None:
    for form, inside in style_schema()["$defs"].items():
        for key, schema in inside["properties"].items():
            for choice in [one for one in schema.get("enum", ()) if isinstance(one, str)]:
                assert f"`{choice}`" in STYLE, (form, key, choice)


WRONG = next(one for one in blocks(STYLE, "yaml") if one.startswith("# Not quite right"))


@pytest.mark.parametrize(
    "sheet", [one for one in blocks(STYLE, "yaml") if one != WRONG], ids=lambda one: one.split("\n")[0]
)
def test_every_example_is_a_sheet(sheet: str) -> None:
    """And each sample letter can be set under it, with nothing said of the sheet."""
    for path in LETTERS:
        result = typeset(path, sheet)
        # Where a line ends is the letter's and the sheet's doing together: that is no fault of the sheet.
        assert [str(one) for one in result.diagnostics if "page make-up" not in one.message] == []
        check_file(result.pdf, len(result.pages), thoroughly=False)


def test_the_recipes_do_what_they_say() -> None:
    heads = re.findall(
        r"^\*\*(.*?)\*\*.*?```yaml\n(.*?)^```", STYLE[STYLE.index("## Recipes") :], re.MULTILINE | re.DOTALL
    )
    made = {head.rstrip("."): typeset(HOME / "content" / "short-reply.yaml", sheet) for head, sheet in heads}
    assert [len(made[head].pages[0].columns) for head in ("One column", "Three columns", "A5")] == [1, 3, 1]
    assert [round(made["A5"].pages[0].width), round(made["US Letter"].pages[0].width)] == [420, 612]
    marks = {line.text for line in made["Symbols instead of numbers"].galley.front}
    assert any(line.startswith("*") for line in marks)
    ends = [line.style for line in made["Affiliations at the end"].galley.flow]
    assert ends.index("statement") < ends.index("affiliation") < ends.index("reference")
    assert "comments [1]" in "".join(line.text for line in made["Citations in brackets"].galley.flow)
    assert made["For the screen"].sheet.colour("link").rgb == (0, 84, 166)


def test_the_complaints_are_those_of_the_sheet_above_them() -> None:
    with pytest.raises(InputError) as refused:
        typeset("title: T\nauthor: A B\nbody: x\n", WRONG)
    assert str(refused.value).replace("<style>", "house.yaml") == blocks(STYLE, "text")[0].rstrip("\n")


# ── the API ───────────────────────────────────────────────────────────────


def test_the_web_application_mails_its_letter() -> None:
    printed = io.StringIO()
    scope: dict[str, Any] = {}
    with contextlib.redirect_stdout(printed):
        for example in blocks(API, "python"):
            exec(compile(example, "docs/api.md", "exec"), scope)
    assert printed.getvalue() == blocks(API, "text")[1]
    (attached,) = scope["message"].iter_attachments()
    check_file(attached.get_content(), 1)
    assert attached.get_filename() == "letter.pdf"


def test_the_signatures_are_those_of_the_functions() -> None:
    functions = (typeset, rejoinder.convert, check, rejoinder.inspect, rejoinder.parts)
    for function, shown in zip(functions, blocks(API, "text")[0].splitlines(), strict=True):
        parameters = shown[shown.index("(") + 1 : shown.index(") ->")].split(", ")
        found = inspect.signature(function).parameters.values()
        defaults = ["" if one.default is one.empty else f"={one.default!r}" for one in found]
        written = [f"{one.name}{default}" for one, default in zip(found, defaults, strict=True)]
        assert [parameter for parameter in parameters if parameter != "*"] == written


def test_every_field_of_a_result_is_explained() -> None:
    for kind in (Result, Inspection, Diagnostic, Span):
        assert [name for name in kind.__match_args__ if f"`{name}`" not in API] == []


# ── all of them ───────────────────────────────────────────────────────────


def anchors(text: str) -> set[str]:
    """The names under which a forge links to the headings."""
    heads = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("manual", [*DOCS, HOME / "README.md"], ids=lambda path: path.name)
def test_every_link_leads_somewhere(manual: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", manual.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        there = manual.parent / file if file else manual
        assert there.exists(), target
        if anchor:
            assert anchor in anchors(there.read_text(encoding="utf-8")), target
