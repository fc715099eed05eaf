"""The schema that editors use, and the reader, know the same keys."""

# ruff: noqa: E501 - tables
from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from content_builders import LEAST, letter
from test_letter import FULL

from rejoinder.content.model import NOTE_KINDS
from rejoinder.content.schema import FORMS, LETTER, LETTER_IGNORED, letter_schema, names_of

SCHEMA = letter_schema()
SAMPLES = sorted((Path(__file__).parents[2] / "content").glob("*.*"))
TYPES: dict[str, Any] = {"string": str, "number": (int, float), "integer": int, "boolean": bool, "object": dict, "array": list}  # fmt: skip


def faults(value: Any, schema: dict[str, Any], path: str = "$") -> list[str]:
    """A checker for as much of JSON Schema as the letter's schema uses."""
    if "$ref" in schema:
        return faults(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], path)
    if "anyOf" in schema:
        each = [faults(value, one, path) for one in schema["anyOf"]]
        return [] if [] in each else min(each, key=len)
    wanted = schema.get("type", [])
    wanted = wanted if isinstance(wanted, list) else [wanted]
    if wanted and not any(isinstance(value, TYPES[w]) and (w == "boolean") == isinstance(value, bool) for w in wanted):
        return [f"{path} is no {wanted}"]
    said = [f"{path} is none of {schema['enum']}"] if "enum" in schema and value not in schema["enum"] else []
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        said.append(f"{path} does not match")
    if isinstance(value, list):
        for n, item in enumerate(value):
            said += faults(item, schema.get("items", {}), f"{path}[{n}]")
    if isinstance(value, dict):
        said += [f"{path}.{key} is missing" for key in schema.get("required", ()) if key not in value]
        for key, inside in value.items():
            known = schema.get("properties", {})
            if key in known:
                said += faults(inside, known[key], f"{path}.{key}")
            elif schema.get("additionalProperties") is False:
                said.append(f"{path}.{key} is unknown")
    return said


def front_matter(text: str) -> Any:
    text = text.split("\n---", 1)[0].removeprefix("---") if text.startswith("---") else text
    # Dates as the strings that were written.
    return yaml.load(text, Loader=yaml.BaseLoader)


def untyped(value: Any) -> Any:
    """BaseLoader leaves everything as text; only truth values and whole numbers matter here."""
    if isinstance(value, dict):
        return {key: untyped(inside) for key, inside in value.items()}
    if isinstance(value, list):
        return [untyped(item) for item in value]
    if value.isdecimal():
        return int(value)
    return {"true": True, "false": False}.get(value, value)


def test_the_schema_is_json_of_draft_2020_12() -> None:
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for reference in re.findall(r'"#/\$defs/([a-z-]+)"', json.dumps(SCHEMA)):
        assert reference in SCHEMA["$defs"]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_samples_are_valid(path: Path) -> None:
    assert faults(untyped(front_matter(path.read_text())), SCHEMA) == []


def test_a_letter_with_every_key_is_valid() -> None:
    written = untyped(front_matter(FULL))
    assert faults(written, SCHEMA) == []
    assert set(LETTER) - set(written) == {"bibliography", "body"} - set(written)


def test_a_wrong_letter_is_not() -> None:
    assert faults({"title": "A", "auther": [], "lang": 1, "history": {"received": "x"}}, SCHEMA) == [
        "$.auther is unknown",
        "$.lang is no ['string']",
        "$.history.received does not match",
    ]


@pytest.mark.parametrize("key", sorted(names_of(LETTER)))
def test_the_reader_knows_every_key_of_the_schema(key: str) -> None:
    assert key in SCHEMA["properties"]
    _, said = letter(f"{key}: [nonsense]\n")
    assert not [s for s in said if "unknown key" in s or "means nothing" in s]


@pytest.mark.parametrize("key", LETTER_IGNORED)
def test_keys_of_other_programs_are_left_out_with_a_warning(key: str) -> None:
    assert key not in names_of(LETTER)
    assert letter(LEAST + f"{key}: x\n")[1] == [
        f'letter.yaml:4:1: warning: the key "{key}" means nothing here, and is left out'
    ]


def test_spellings_are_unambiguous() -> None:
    for form in (LETTER, *FORMS.values()):
        spellings = [other for key in form.values() for other in key.also]
        assert len(spellings) == len(set(spellings))
        assert not set(spellings) & set(form)


def test_every_kind_of_note_has_its_key() -> None:
    assert set(FORMS["notes"]) == {*NOTE_KINDS, "other"}


def test_the_manual_names_every_key() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "letter.md").read_text()
    for form in (LETTER, *FORMS.values()):
        for key in form:
            assert f"`{key}`" in manual, key
