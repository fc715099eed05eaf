"""The cited references as CSL-JSON, which reference managers and Pandoc read.

In the order in which they are printed, and as the author wrote them: what the program understands by them is in the
JATS. Knows nothing of how a reference looks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rejoinder.content.model import Letter
from rejoinder.document.model import Document


def references(letter: Letter, document: Document) -> bytes:
    """A list of CSL items in UTF-8, a variable a line; `id` is the key by which the letter cites."""
    written: dict[str, Mapping[str, Any]] = {}
    for one in letter.references:
        written.setdefault(one.key, one.item)
    items = [_item(one.key, written[one.key]) for one in document.references]
    listed = ",\n".join(items)
    return (f"[\n{listed}\n]\n" if items else "[]\n").encode("utf-8", "replace")


def _item(key: str, item: Mapping[str, Any]) -> str:
    variables = {"id": key, **{str(name): value for name, value in item.items() if name != "id"}}
    lines = [f"    {_json(name)}: {_json(value)}" for name, value in variables.items()]
    return "  {\n" + ",\n".join(lines) + "\n  }"


def _json(value: Any) -> str:
    """JSON on one line. The encoder of the standard library is quick only if it need not indent."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return json.dumps(_sound(value, 20), ensure_ascii=False, allow_nan=False)


def _sound(value: Any, depth: int) -> Any:
    """The value with what JSON has no word for (NaN, a date of YAML, a number of thousands of digits) as characters."""
    if isinstance(value, Mapping) and depth:
        return {str(name): _sound(one, depth - 1) for name, one in value.items()}
    if isinstance(value, (list, tuple)) and depth:
        return [_sound(one, depth - 1) for one in value]
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return _characters(value)
    return value


def _characters(value: Any) -> str:
    try:
        return str(value)
    except (ValueError, RecursionError):
        return ""
