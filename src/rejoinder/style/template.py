"""Templates of furniture: `{authors.short}. *{journal.abbreviation}* {year}[;{volume}][:{locator}]`.

`{name}` is a variable, `*…*` emphasis, `**…**` strong; what stands between `[` and `]` vanishes when a
variable in it is missing. A backslash takes the next character as it is. Knows nothing of what the
variables hold or how words are set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias, TypeVar, assert_never

from rejoinder.diagnostics import did_you_mean
from rejoinder.values import dataclass

T = TypeVar("T")

VARIABLES: tuple[str, ...] = (
    "authors.short", "authors.all", "authors.cite", "title", "short-title", "type", "journal.title",
    "journal.abbreviation", "journal.publisher", "year", "date", "volume", "issue", "locator", "elocator",
    "first-page", "last-page", "doi", "license", "copyright", "folio", "pages",
)  # fmt: skip
"""What furniture may name: the variables of `document.model.Document`, and the page room's `folio` and `pages`."""


MAIL_VARIABLES: tuple[str, ...] = (
    *(name for name in VARIABLES if name not in ("folio", "pages")),
    "to.name", "to.address", "from.name", "from.address", "letter",
)  # fmt: skip
"""What a mail may name: what furniture may, those who write and read it, and the name of the letter's file. Besides
these `list.…`, for the columns of a list of people."""
LIST_VARIABLE = re.compile(r"\{(list\.[a-z][a-z0-9-]{0,40})\}")


@dataclass(frozen=True, slots=True)
class Said:
    """Words as they stand in the template."""

    text: str
    emph: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable, and what stands around it."""

    name: str
    emph: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What vanishes when one of its own variables is missing. Groups within it vanish by themselves."""

    pieces: tuple[Piece, ...]


Piece: TypeAlias = Said | Variable | Group
Template: TypeAlias = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a template, and at which of its characters (from 0)."""

    message: str
    at: int
    hint: str = ""


# ── filling in ────────────────────────────────────────────────────────────


def fill(
    template: str,
    values: Mapping[str, Sequence[T]],
    words: Callable[[str, bool, bool], T],
    emphasise: Callable[[T, bool, bool], T],
) -> list[T]:
    """The template with its variables filled in.

    `words` makes a T of the template's own words, told whether they are emphasised and strong;
    `emphasise` does so to a T of a variable that stands within emphasis. A missing or empty variable
    outside all groups leaves nothing.
    """
    return list(_filled(parse(template)[0], values, words, emphasise))


def _filled(
    pieces: Template,
    values: Mapping[str, Sequence[T]],
    words: Callable[[str, bool, bool], T],
    emphasise: Callable[[T, bool, bool], T],
) -> Iterable[T]:
    for piece in pieces:
        match piece:
            case Said(text, emph, strong):
                yield words(text, emph, strong)
            case Variable(name, emph, strong):
                value = values.get(name, ())
                yield from (emphasise(one, emph, strong) for one in value) if emph or strong else value
            case Group(inside):
                if all(values.get(one.name) for one in inside if isinstance(one, Variable)):
                    yield from _filled(inside, values, words, emphasise)
            case _:
                assert_never(piece)


def variables(template: str) -> tuple[str, ...]:
    """The variables that a template names, in the order in which it does."""
    return tuple(_named(parse(template)[0]))


def _named(pieces: Template) -> Iterable[str]:
    for piece in pieces:
        if isinstance(piece, Variable):
            yield piece.name
        elif isinstance(piece, Group):
            yield from _named(piece.pieces)


# ── parsing ───────────────────────────────────────────────────────────────

TOKENS = re.compile(
    r"\\(?P<escaped>.)|\{(?P<variable>[^{}\[\]*]*)\}|(?P<stars>\*\*?)|(?P<bracket>[\[\]])|(?P<stray>[{}\\])|(?P<words>[^\\{}*\[\]]+)",
    re.DOTALL,
)
MOST_GROUPS = 8
"""How deep groups may be nested."""


@dataclass(slots=True)
class _Opened:
    """A group whose end has not come yet."""

    at: int
    emph: bool
    strong: bool
    pieces: list[Piece]


@lru_cache(maxsize=512)
def parse(template: str, known: tuple[str, ...] = VARIABLES) -> tuple[Template, tuple[Fault, ...]]:
    """Take a template apart; it is whole even if there is something wrong with it."""
    return _Parsing(known).template(template)


class _Parsing:
    """Takes one template apart, from left to right."""

    def __init__(self, known: tuple[str, ...]) -> None:
        self.known = known
        self.faults: list[Fault] = []
        self.groups = [_Opened(0, False, False, [])]
        self.emph = self.strong = False
        self.turned_at = {"*": 0, "**": 0}

    def template(self, template: str) -> tuple[Template, tuple[Fault, ...]]:
        for token in TOKENS.finditer(template):
            kind, at = token.lastgroup, token.start()
            match kind:
                case "words" | "escaped":
                    self._say(token[kind])
                case "variable":
                    self._variable(token["variable"], at)
                case "stars":
                    self._turn(token["stars"], at)
                case "bracket":
                    self._open(at) if token["bracket"] == "[" else self._close(at)
                case _:
                    self.faults.append(
                        Fault(f'"{token[0]}" stands alone here', at, f'write "\\{token[0]}" if it is to be printed')
                    )
        for opened in self.groups[1:]:
            self.faults.append(Fault('this "[" is never closed', opened.at, 'write "\\[" if it is to be printed'))
        while len(self.groups) > 1:
            self._close(len(template))
        for stars, on in (("*", self.emph), ("**", self.strong)):
            if on:
                hint = f'write "{"".join(chr(92) + star for star in stars)}" if it is to be printed'
                self.faults.append(Fault(f'this "{stars}" is never closed', self.turned_at[stars], hint))
        return tuple(self.groups[0].pieces), tuple(sorted(self.faults, key=lambda fault: fault.at))

    def _say(self, text: str) -> None:
        pieces = self.groups[-1].pieces
        last = pieces[-1] if pieces else None
        if isinstance(last, Said) and (last.emph, last.strong) == (self.emph, self.strong):
            pieces[-1] = Said(last.text + text, self.emph, self.strong)
        else:
            pieces.append(Said(text, self.emph, self.strong))

    def _variable(self, name: str, at: int) -> None:
        if name not in self.known:
            hint = did_you_mean(name[:40], self.known) or f"known here: {', '.join(self.known)}"
            self.faults.append(Fault(f'there is no variable "{name[:40]}"', at, hint))
        self.groups[-1].pieces.append(Variable(name, self.emph, self.strong))

    def _turn(self, stars: str, at: int) -> None:
        self.turned_at[stars] = at
        if stars == "*":
            self.emph = not self.emph
        else:
            self.strong = not self.strong

    def _open(self, at: int) -> None:
        if len(self.groups) == MOST_GROUPS + 1:
            self.faults.append(Fault(f"groups are nested more than {MOST_GROUPS} deep", at))
        self.groups.append(_Opened(at, self.emph, self.strong, []))

    def _close(self, at: int) -> None:
        if len(self.groups) == 1:
            self.faults.append(Fault('there is no "[" to this "]"', at, 'write "\\]" if it is to be printed'))
            return
        done = self.groups.pop()
        if (self.emph, self.strong) != (done.emph, done.strong):
            self.faults.append(Fault("emphasis must end in the group in which it begins", done.at))
            self.emph, self.strong = done.emph, done.strong
        if not any(isinstance(piece, Variable | Group) for piece in done.pieces):
            hint = 'write "\\[" and "\\]" if the brackets are to be printed'
            self.faults.append(Fault("there is no variable in this group, so it can never vanish", done.at, hint))
        if len(self.groups) <= MOST_GROUPS:
            self.groups[-1].pieces.append(Group(tuple(done.pieces)))
