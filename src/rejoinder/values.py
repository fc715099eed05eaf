"""Frozen values: `dataclasses`, with the classes made in a quarter of the time.

The rooms hand each other about a hundred kinds of value. The standard library writes and compiles six functions for
each, half a millisecond a class, which came to a sixth of the time that a letter takes from a cold start. Here one
function is compiled (`__init__`); the others are the same for all. The type checker sees the standard library's own.

What is made is a dataclass for all that asks: `dataclasses.fields`, `is_dataclass`, `match`, `copy.replace` and pickle
know it. Values have slots, and no base classes with fields. Knows nothing of what the values are for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import replace as replace
else:
    import dataclasses
    from dataclasses import MISSING, FrozenInstanceError, field
    from operator import attrgetter

    def dataclass(cls=None, *, frozen=False, slots=True, eq=True, order=False):
        """`dataclasses.dataclass` for classes with slots (`slots=False` is not to be had)."""
        assert slots, "values have slots"
        return _made(cls, frozen, eq, order) if cls else lambda cls: _made(cls, frozen, eq, order)

    def replace(value, /, **changes):
        """The same value with some fields changed."""
        return value.__replace__(**changes)

    def _made(cls, frozen, eq, order):
        fields = dict(_fields(cls))
        names = tuple(fields)
        members = {name: member for name, member in vars(cls).items() if name not in fields}
        members.pop("__dict__", None)
        members.pop("__weakref__", None)
        members.update(
            __slots__=names, __match_args__=names, __dataclass_fields__=fields, __qualname__=cls.__qualname__, **_SHARED
        )
        if eq:
            members.update(__eq__=_equal, __hash__=_hash if frozen else None)
        if order:
            members.update(__lt__=_less, __le__=_no_more, __gt__=_more, __ge__=_no_less)
        if frozen:
            members.update(__setattr__=_refuse, __delattr__=_refuse)
        members.setdefault("__repr__", _shown)
        made = type(cls)(cls.__name__, cls.__bases__, members)
        made._key = staticmethod(attrgetter(*names)) if names else staticmethod(lambda value: ())
        made.__init__ = _initialiser(made, fields)
        return made

    def _fields(cls):
        for name, annotation in vars(cls).get("__annotations__", {}).items():
            if str(annotation).startswith("ClassVar"):
                continue
            default = vars(cls).get(name, MISSING)
            one = default if isinstance(default, dataclasses.Field) else field(default=default)
            one.name, one.type, one._field_type = name, annotation, dataclasses._FIELD
            yield name, one

    def _initialiser(cls, fields):
        """`__init__`, which sets the slots through their descriptors: a frozen value is written to but once."""
        scope, parameters, body = {"MISSING": MISSING}, [], []
        for name, one in fields.items():
            scope[f"set_{name}"] = vars(cls)[name].__set__
            if one.default is not MISSING:
                scope[f"default_{name}"] = one.default
                parameters.append(f"{name}=default_{name}")
            elif one.default_factory is not MISSING:
                scope[f"make_{name}"] = one.default_factory
                parameters.append(f"{name}=MISSING")
                body.append(f" if {name} is MISSING: {name} = make_{name}()")
            else:
                parameters.append(name)
            body.append(f" set_{name}(self, {name})")
        exec(f"def __init__(self, {', '.join(parameters)}):\n" + "\n".join(body or [" pass"]), scope)
        init = scope["__init__"]
        init.__qualname__ = f"{cls.__qualname__}.__init__"
        init.__annotations__ = {name: one.type for name, one in fields.items()}
        return init

    def _equal(self, other):
        if other.__class__ is self.__class__:
            return self._key(self) == other._key(other)
        return NotImplemented

    def _hash(self):
        return hash(self._key(self))

    def _compared(compare):
        def method(self, other):
            if other.__class__ is self.__class__:
                return compare(self._key(self), other._key(other))
            return NotImplemented

        return method

    _less = _compared(lambda a, b: a < b)
    _no_more = _compared(lambda a, b: a <= b)
    _more = _compared(lambda a, b: a > b)
    _no_less = _compared(lambda a, b: a >= b)

    def _refuse(self, name, value=None):
        raise FrozenInstanceError(f"{self.__class__.__qualname__} is frozen: {name!r} cannot be changed")

    def _shown(self):
        shown = ", ".join(
            f"{name}={getattr(self, name)!r}" for name, one in self.__dataclass_fields__.items() if one.repr
        )
        return f"{self.__class__.__qualname__}({shown})"

    def _replaced(self, /, **changes):
        names = self.__match_args__
        values = [changes.pop(name) if name in changes else getattr(self, name) for name in names]
        if changes:
            raise TypeError(f"{self.__class__.__qualname__} has no field {next(iter(changes))!r}")
        return self.__class__(*values)

    def _state(self):
        return [getattr(self, name) for name in self.__match_args__]

    def _restored(self, state):
        for name, value in zip(self.__match_args__, state, strict=True):
            getattr(self.__class__, name).__set__(self, value)

    _SHARED: dict[str, Any] = {"__replace__": _replaced, "__getstate__": _state, "__setstate__": _restored}
