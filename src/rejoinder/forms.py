"""Forms to be filled in: frozen dataclasses that say what a mapping may hold.

`read` fills one in from YAML nodes and says everything that is wrong with them; `schema`
writes the same form as JSON Schema, so that editors complete and check it. Knows types,
lengths and places; knows nothing of letters or style sheets.

A form is a frozen dataclass. The names of its fields are the keys, with `-` for `_`, and its
type hints say what they may hold: `str`, `int`, `float`, `bool`, `Length`, `Literal`, `X | None`,
`tuple[X, ...]`, `tuple[X, Y]`, `Mapping[str, X]` and other forms.
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeAlias, TypeVar, Union, cast, get_args, get_origin

from rejoinder import source
from rejoinder.diagnostics import Diagnostics, Span, did_you_mean
from rejoinder.geometry import POINTS_PER, Pt
from rejoinder.source import Node, Scalar, Sequence, found
from rejoinder.values import dataclass

T = TypeVar("T")

MOST_FAULTS = 100
"""How many faults of one file are said: nobody mends more in one go."""
MOST_ENTRIES = 1_000
"""The longest mapping of names to values that a form may hold."""


@dataclass(frozen=True, slots=True)
class Units:
    """What the relative units mean where a form stands; None where they mean nothing."""

    line: Pt | None = None
    em: Pt | None = None


ABSOLUTE = Units()
"""Where neither the grid nor a type size is known."""


class LengthMark:
    """Marks a field that is written as a length ("18mm", "1.2em", "2 lines") and held in points."""


Length: TypeAlias = Annotated[float, LengthMark()]

Hook: TypeAlias = Callable[[Node, Diagnostics, Units], Any]
"""Reads a value in its own way; what is wrong it says, and then returns None."""


@dataclass(frozen=True, slots=True, eq=False)
class Shorthand:
    """Marks a type that may be written more briefly: `Annotated[Colour, Shorthand(…)]`.

    `write_out` turns the short notation into the long one, which is then read as usual, and returns any
    other node as it is; or says what is wrong and returns None. `schema` describes the short notation.
    """

    write_out: Callable[[Node, Diagnostics], Node | None]
    schema: Mapping[str, Any]


def key(default: Any, about: str, *, read: Hook | None = None, schema: Mapping[str, Any] | None = None) -> Any:
    """A field of a form: its value when the key is left out, and what it is for.

    Mutable defaults (a dict) are copied for each form. `read` reads the value in a way of its own,
    and `schema` then describes it.
    """
    metadata: dict[str, Any] = {"about": about}
    if read is not None:
        metadata["read"] = read
    if schema is not None:
        metadata["schema"] = schema
    if isinstance(default, dict):
        return dataclasses.field(default_factory=lambda: dict(default), metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


# ── what a form asks for ──────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a form."""

    name: str
    field: str
    hint: Any
    about: str
    read: Hook | None
    schema: Mapping[str, Any] | None
    required: bool
    default: Any


@lru_cache(maxsize=256)
def entries(form: type) -> Mapping[str, Entry]:
    """The keys of a form by name. The hints are evaluated once per class, which costs more than reading does."""
    hints = typing.get_type_hints(form, include_extras=True)
    asked = {}
    for field in dataclasses.fields(form):
        if not field.init:
            continue
        name = field.name.rstrip("_").replace("_", "-")
        factory, about = field.default_factory, field.metadata
        required = field.default is dataclasses.MISSING and factory is dataclasses.MISSING
        default = field.default if factory is dataclasses.MISSING else factory()
        asked[name] = Entry(
            name,
            field.name,
            hints[field.name],
            about.get("about", ""),
            about.get("read"),
            about.get("schema"),
            required,
            default,
        )
    return types.MappingProxyType(asked)


def is_form(hint: Any) -> bool:
    return isinstance(hint, type) and dataclasses.is_dataclass(hint)


# ── reading ───────────────────────────────────────────────────────────────


class _Wrong:
    """What stands for a value about which something was said."""


WRONG = _Wrong()


def read(form: type[T], node: Node, said: Diagnostics, units: Units = ABSOLUTE) -> T:
    """Fill in a form. Keys left out, and those with something wrong, have their defaults.

    What is wrong is said to `said`, all of it; a form that has errors is whole but means nothing.
    """
    return cast(T, _Reading(said, units).form(form, node))


def read_as(hint: Any, node: Node, said: Diagnostics, units: Units, name: str) -> Any:
    """Read a single value by its type hint; None if it is wrong. `name` is what a message calls it."""
    value = _Reading(said, units).value(hint, node, name)
    return None if value is WRONG else value


class _Reading:
    """Reads one file's nodes; keeps count of what it said."""

    def __init__(self, said: Diagnostics, units: Units) -> None:
        self.said = said
        self.units = units
        self.faults = 0

    def fault(self, message: str, span: Span, hint: str = "") -> _Wrong:
        self.faults += 1
        if self.faults <= MOST_FAULTS:
            self.said.error(message, span, hint)
        return WRONG

    def wants(self, name: str, wanted: str, node: Node, hint: str = "") -> _Wrong:
        subject = f'"{name}"' if name else "this"
        return self.fault(f"{subject} wants {wanted}, not {found(node)}", node.span, hint)

    def form(self, form: type, node: Node, name: str = "") -> Any:
        """A nested form; `true` asks for one with all its defaults, and so does nothing at all."""
        asked = entries(form)
        if isinstance(node, Scalar) and node.value in (None, True) and not node.quoted:
            return self._filled(form, asked, {}, node.span)
        if not isinstance(node, source.Mapping):
            self.wants(name, "a mapping", node, f"its keys are: {_listed(asked)}")
            return self._filled(form, asked, {}, None)
        values: dict[str, Any] = {}
        for written, inside in node.entries:
            entry = asked.get(written.text) or asked.get(written.text.replace("_", "-"))
            if entry is None:
                self._unknown(written, asked)
            elif entry.field in values:
                self.fault(f'the key "{entry.name}" is given twice', written.span)
            else:
                values[entry.field] = self._entry(entry, inside)
        return self._filled(form, asked, values, node.span)

    def _entry(self, entry: Entry, node: Node) -> Any:
        if entry.read is None:
            return self.value(entry.hint, node, entry.name)
        value = entry.read(node, self.said, self.units)
        return WRONG if value is None else value

    def _unknown(self, written: Scalar, asked: Mapping[str, Entry]) -> None:
        if self.faults >= MOST_FAULTS:
            return
        hint = did_you_mean(written.text[:80], asked)
        if not hint and len(asked) <= 12:
            hint = f"known here: {_listed(asked)}"
        self.fault(f'unknown key "{written.text[:80]}"', written.span, hint)

    def _filled(self, form: type, asked: Mapping[str, Entry], values: dict[str, Any], span: Span | None) -> Any:
        """The form itself. `span` is where a missing key is missed, if anywhere."""
        given = {field: value for field, value in values.items() if value is not WRONG}
        for entry in asked.values():
            if entry.required and entry.field not in given:
                if span is not None and entry.field not in values:
                    self.fault(f'the key "{entry.name}" is missing', span, entry.about)
                given[entry.field] = _blank(entry.hint)
        return form(**given)

    # ── values ──

    def value(self, hint: Any, node: Node, name: str) -> Any:
        """A value of any type that a form may ask for."""
        if hint is str:
            return self._text(node, name)
        if hint is float or hint is int:
            return self._number(hint, node, name)
        if hint is bool:
            plain_truth = isinstance(node, Scalar) and isinstance(node.value, bool)
            return (
                cast(Scalar, node).value if plain_truth else self.wants(name, "true or false", node, _truth_meant(node))
            )
        origin = get_origin(hint)
        if origin is Annotated:
            return self._marked(hint, node, name)
        if origin is Literal:
            return self._one_of(get_args(hint), node, name)
        if origin is Union or origin is types.UnionType:
            return self._union(get_args(hint), node, name)
        if origin is tuple:
            return self._tuple(get_args(hint), node, name)
        if origin is Mapping:
            return self._mapping(get_args(hint)[1], node, name)
        assert is_form(hint), f"a form cannot ask for {hint}"
        return self.form(hint, node, name)

    def _text(self, node: Node, name: str) -> Any:
        if isinstance(node, Scalar):
            if node.value is None:
                return ""
            if not isinstance(node.value, bool):
                return node.text
        hint = f'put it in quotes: "{node.text}"' if isinstance(node, Scalar) else ""
        return self.wants(name, "a text", node, hint)

    def _number(self, kind: type, node: Node, name: str) -> Any:
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, int) and not isinstance(value, bool):
            return kind(value)
        if kind is float and isinstance(value, float):
            return value
        return self.wants(name, "a whole number" if kind is int else "a number", node, _number_meant(node))

    def _marked(self, hint: Any, node: Node, name: str) -> Any:
        inner, *marks = get_args(hint)
        for mark in marks:
            if isinstance(mark, LengthMark):
                return self._length(node, name)
            if isinstance(mark, Shorthand):
                long = mark.write_out(node, self.said)
                return WRONG if long is None else self.value(inner, long, name)
        return self.value(inner, node, name)

    def _length(self, node: Node, name: str) -> Any:
        if not isinstance(node, Scalar) or node.value is None or isinstance(node.value, bool):
            return self.wants(name, "a length", node, LENGTH_EXAMPLE)
        length = points(node.text, self.units)
        if isinstance(length, float):
            return length
        message, hint = length
        return self.fault(message, node.span, hint)

    def _one_of(self, known: tuple[Any, ...], node: Node, name: str) -> Any:
        if isinstance(node, Scalar):
            for one in known:
                if node.text == one or (node.value == one and type(node.value) is type(one)):
                    return one
        if self.faults >= MOST_FAULTS:
            return WRONG
        meant = did_you_mean(node.text[:80], map(str, known)) if isinstance(node, Scalar) else ""
        return self.wants(name, _either(f'"{one}"' for one in known), node, meant)

    def _union(self, kinds: tuple[Any, ...], node: Node, name: str) -> Any:
        """`X | None`: nothing is written as `none`, `null` or `false`, or by leaving the value out."""
        inside = [kind for kind in kinds if kind is not types.NoneType]
        assert len(inside) == 1, f"a form can ask for X | None, not for {kinds}"
        if isinstance(node, Scalar) and not node.quoted:
            nothing = node.value is None or (node.value is False and inside[0] is not bool)
            if nothing or (node.text == "none" and inside[0] is not str):
                return None
        return self.value(inside[0], node, name)

    def _tuple(self, kinds: tuple[Any, ...], node: Node, name: str) -> Any:
        any_number = len(kinds) == 2 and kinds[1] is Ellipsis
        if any_number and isinstance(node, Scalar) and node.value is None:
            return ()
        if not isinstance(node, Sequence):
            wanted = "a list" if any_number else f"a list of {len(kinds)}"
            return self.wants(
                name, wanted, node, f"write [{node.text[:40]}]" if any_number and isinstance(node, Scalar) else ""
            )
        if not any_number and len(node.items) != len(kinds):
            return self.fault(f'"{name}" wants {len(kinds)} values, not {len(node.items)}', node.span)
        hints = kinds[:1] * len(node.items) if any_number else kinds
        values = [self.value(hint, item, name) for hint, item in zip(hints, node.items, strict=True)]
        return WRONG if any(value is WRONG for value in values) else tuple(values)

    def _mapping(self, kind: Any, node: Node, name: str) -> Any:
        if isinstance(node, Scalar) and node.value is None:
            return {}
        if not isinstance(node, source.Mapping):
            return self.wants(name, "a mapping", node)
        if len(node.entries) > MOST_ENTRIES:
            return self.fault(f'"{name}" has more than {MOST_ENTRIES:,} entries', node.span)
        values = {key.text: self.value(kind, inside, key.text) for key, inside in node.entries}
        return {name: value for name, value in values.items() if value is not WRONG}


def _blank(hint: Any) -> Any:
    """A value for a required key that is missing; what it is said about will never be used."""
    simple: dict[Any, Any] = {str: "", int: 0, float: 0.0, bool: False}
    if hint in simple:
        return simple[hint]
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _blank(inside[0])
    if origin is Literal:
        return inside[0]
    if origin is tuple:
        return () if inside[-1] is Ellipsis else tuple(_blank(one) for one in inside)
    if origin is Mapping:
        return {}
    if is_form(hint):
        return hint(**{e.field: _blank(e.hint) for e in entries(hint).values() if e.required})
    return None


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _either(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def _truth_meant(node: Node) -> str:
    if not isinstance(node, Scalar):
        return ""
    word = node.text.lower()
    return "write true" if word in ("yes", "on", "y", "1") else "write false" if word in ("no", "off", "n", "0") else ""


def _number_meant(node: Node) -> str:
    if isinstance(node, Scalar) and node.quoted and re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?", node.text):
        return "write it without quotes"
    return ""


# ── lengths ───────────────────────────────────────────────────────────────

LENGTH = re.compile(r"([-+]?(?:[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})) *([A-Za-z%]*)")
LENGTH_EXAMPLE = "write it as 9.5pt, 18mm, 1.2em or 2 lines"
LONGEST: Pt = 14_400.0
"""The longest length, 200 inches: the largest page of a PDF (ISO 32000-1, annex C)."""


def points(written: str, units: Units = ABSOLUTE) -> Pt | tuple[str, str]:
    """Read a length as people write it; or say why it is none, and what would help."""
    match = LENGTH.fullmatch(written.strip())
    if match is None:
        hint = (
            f"write {written.replace(',', '.')}"
            if re.fullmatch(r"[0-9]+,[0-9]+ *[a-zA-Z]*", written)
            else LENGTH_EXAMPLE
        )
        return f'"{written[:40]}" is not a length', hint
    number, unit = float(match[1]), match[2]
    if not unit:
        return 0.0 if number == 0 else (f"{match[1]} is not a length: it has no unit", f"write {match[1]}pt")
    size = POINTS_PER.get(unit)
    if size is None:
        if unit not in ("em", "line", "lines"):
            return f'"{unit}" is not a unit of length', _unit_meant(unit)
        size = units.em if unit == "em" else units.line
        if size is None:
            return f'"{unit}" has no meaning here', "write it in pt or mm"
    length = number * size
    return length if abs(length) <= LONGEST else (f"{written} is longer than any page", "")


MEANT = {"px": "pt", "pts": "pt", "points": "pt", "rem": "em", "ex": "em", "inch": "in", "inches": "in", "q": "Q"}
"""Units of other trades, and the nearest that is known here."""


def _unit_meant(unit: str) -> str:
    known = (*POINTS_PER, "em", "lines")
    meant = MEANT.get(unit.lower(), unit.lower())
    return f'did you mean "{meant}"?' if meant in known else did_you_mean(unit, known) or f"units are {_listed(known)}"


# ── JSON Schema ───────────────────────────────────────────────────────────

LENGTH_SCHEMA: Mapping[str, Any] = {
    "description": "a length: 9.5pt, 18mm, 1.2em, 2 lines",
    "anyOf": [
        {"const": 0},
        {"type": "string", "pattern": r"^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+) *(pt|mm|cm|in|pc|Q|bp|em|lines?)$|^0$"},
    ],
}


def schema(form: type) -> dict[str, Any]:
    """A form as JSON Schema, draft 2020-12."""
    definitions: dict[str, Any] = {}
    whole = _schema_of_form(form, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **whole,
        "$defs": dict(sorted(definitions.items())),
    }


def _schema_of_form(form: type, definitions: dict[str, Any]) -> dict[str, Any]:
    asked = entries(form)
    properties = {name: _schema_of_entry(entry, definitions) for name, entry in asked.items()}
    whole: dict[str, Any] = {
        "title": form.__name__,
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    about = (form.__doc__ or "").split("\n\n")[0]
    if about and not about.startswith(f"{form.__name__}("):
        whole["description"] = " ".join(about.split())
    required = [name for name, entry in asked.items() if entry.required]
    if required:
        whole["required"] = required
    return whole


def _schema_of_entry(entry: Entry, definitions: dict[str, Any]) -> dict[str, Any]:
    described = dict(entry.schema) if entry.schema is not None else _schema_of(entry.hint, definitions)
    if entry.about:
        described["description"] = entry.about
    default = entry.default
    if isinstance(default, bool | str | int | float) and "default" not in described and not entry.read:
        length = entry.hint in (Length, Length | None) and default != 0
        described["default"] = f"{default:g}pt" if length else default
    return described


def _schema_of(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    simple: dict[Any, dict[str, Any]] = {
        str: {"type": ["string", "number"]},
        int: {"type": "integer"},
        float: {"type": "number"},
        bool: {"type": "boolean"},
    }
    if hint in simple:
        return dict(simple[hint])
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _schema_of_marked(hint, definitions)
    if origin is Literal:
        return {"enum": list(inside)}
    if origin is Union or origin is types.UnionType:
        kind = next(one for one in inside if one is not types.NoneType)
        nothing: list[Any] = [None, "none", False] if kind not in (str, bool) else [None]
        return {"anyOf": [_schema_of(kind, definitions), {"enum": nothing}]}
    if origin is tuple:
        if inside[-1] is Ellipsis:
            return {"type": "array", "items": _schema_of(inside[0], definitions)}
        items = [_schema_of(one, definitions) for one in inside]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _schema_of(inside[1], definitions)}
    if hint.__name__ not in definitions:
        definitions[hint.__name__] = {}  # so that a form within itself ends here
        definitions[hint.__name__] = _schema_of_form(hint, definitions)
    return {"$ref": f"#/$defs/{hint.__name__}"}


def _schema_of_marked(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    inner, *marks = get_args(hint)
    for mark in marks:
        if isinstance(mark, LengthMark):
            return dict(LENGTH_SCHEMA)
        if isinstance(mark, Shorthand):
            return {"anyOf": [_schema_of(inner, definitions), dict(mark.schema)]}
    return _schema_of(inner, definitions)
