"""Reading a style sheet: what it extends, what its styles are like, what its lengths mean.

Knows YAML nodes and forms; what a sheet says against itself is left to `checks.py`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from rejoinder import forms
from rejoinder.diagnostics import Diagnostic, Diagnostics, Span, did_you_mean
from rejoinder.forms import Length, Units
from rejoinder.geometry import Pt
from rejoinder.source import Mapping, Node, Scalar, Sequence, Source, found, lies_in, node_of, read_yaml
from rejoinder.style import csl_shelf, shelf
from rejoinder.style.checks import Sheet, check
from rejoinder.style.model import TEXT_STYLES, FontRole, Furniture, Grid, NoteForm, ReferenceForm, StyleSheet, TextStyle
from rejoinder.values import dataclass, replace

MAPPING: Final = "<style>"
"""What a sheet that is a Python mapping is called in messages."""
GROUND: Final = "base"
"""The sheet that all others extend, unless they say something else (`extends: none`)."""
DEEPEST: Final = 8
"""How many sheets may extend each other."""
MOST_LIKE: Final = 16
"""How many styles may be like each other in a row."""

LIKE: Final[dict[str, str]] = {
    "subtitle": "title",
    "remark": "affiliation",
    "correspondence": "affiliation",
    "responds-to": "affiliation",
    "dates": "affiliation",
    "copyright": "affiliation",
    "heading-2": "heading-1",
    "heading-3": "heading-2",
    "statement-label": "statement",
    "footnote": "reference",
    "foot": "head",
    "caption-label": "caption",
    "table-head": "table",
    "table-note": "table",
}
"""What a style is like of which the sheet does not say it; all others are like `body`."""

# ── finding ───────────────────────────────────────────────────────────────


def find_style(name_or_path: str, folder: Path | None, said: Diagnostics, span: Span) -> Source | None:
    """A sheet by the name under which it comes with the program, or by a path.

    A path that a letter or a sheet names is sought in that file's `folder`, and never outside it; one that the
    user names (`folder` None) may lead anywhere. `span` is where it was named.
    """
    if shelf.find(name_or_path):
        return shelf.open_sheet(name_or_path, said)
    for candidate in _candidates(name_or_path):
        where = candidate if folder is None else folder / candidate
        if folder is not None and not _inside(candidate, folder):
            said.error(
                f'the style sheet "{name_or_path[:80]}" lies outside this folder', span, "put it beside this file"
            )
            return None
        if _is_there(where):
            return Source.load(where, said)
    near = did_you_mean(Path(name_or_path).stem[:40], shelf.names())
    hint = near or f"these come with the program: {', '.join(shelf.names())}"
    said.error(f'there is no style sheet "{name_or_path[:80]}"', span, hint)
    return None


def is_there(name_or_path: str) -> bool:
    """Whether the user named a sheet of the program, or a path at which there is something."""
    return shelf.find(name_or_path) is not None or any(map(_is_there, _candidates(name_or_path)))


def _candidates(written: str) -> list[Path]:
    """The paths that a sheet's name may stand for: its ending may be left out."""
    path = Path(written)
    if path.suffix or not path.name:
        return [path] if path.name else []
    return [path.with_name(f"{path.name}.yaml"), path]


def _inside(path: Path, folder: Path) -> bool:
    return not path.is_absolute() and lies_in(folder / path, folder)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


# ── reading ───────────────────────────────────────────────────────────────


def read_style(source: Source, said: Diagnostics) -> StyleSheet | None:
    """A whole sheet with everything it extends; or nothing, after saying why."""
    chain = _chain(source, said)
    if chain is None:
        return None
    short = sum(len(one.text) for one in chain) <= LONGEST_KEPT
    sheet, complaints = (_read if short else _read.__wrapped__)(chain)
    _repeat(complaints, said)
    return sheet


def grounds_of(source: Source) -> tuple[Source, ...]:
    """A sheet that has been read without complaint, behind those that it extends and that lie beside it.

    Those that come with the program are left out.
    """
    chain = _chain(source, Diagnostics()) or ()
    return tuple(one for one in chain if one.folder != shelf.folder())


def read_style_mapping(mapping: AnyMapping[str, Any], said: Diagnostics) -> StyleSheet | None:
    """A sheet that is a Python mapping, with what it extends. Places in it are paths: `<style>.text.body.size`."""
    own = Diagnostics()
    tree = node_of(mapping, Span(MAPPING), own)
    _repeat(own.said, said)
    if not isinstance(tree, Mapping) or own.has_errors:
        return None
    chain = _grounds(tree, [Source(MAPPING, "")], (), said)
    if chain is None:
        return None
    short = sum(map(len, (*(one.text for one in chain), *_words(tree)))) <= LONGEST_KEPT
    sheet, complaints = (_read if short else _read.__wrapped__)(chain[:-1], tree)
    _repeat(complaints, said)
    return sheet


def _words(node: Node) -> Iterator[str]:
    """All keys and values of a tree."""
    match node:
        case Mapping():
            for key, inside in node.entries:
                yield key.text
                yield from _words(inside)
        case Sequence():
            for item in node.items:
                yield from _words(item)
        case Scalar():
            yield node.text


LONGEST_KEPT: Final = 100_000
"""Sheets with more characters (counting those they extend) are read anew each time; `base` has 14,000."""


@lru_cache(maxsize=32)
def _read(chain: tuple[Source, ...], top: Mapping | None = None) -> tuple[StyleSheet | None, tuple[Diagnostic, ...]]:
    """The sheet that these texts make, the first at the bottom, and `top` over all of them.

    It is kept: thousands of letters share one.
    """
    said = Diagnostics()
    trees = [tree for tree in (*(_parsed(one)[0] for one in chain), top) if tree is not None]
    tree = trees[0]
    for own in trees[1:]:
        tree = merged(_without(tree, "name", "about"), own)
    sheet = _sheet(_without(tree, "extends"), {one.name: one.folder for one in chain}, said)
    return (None if said.has_errors else sheet), tuple(said.said)


@lru_cache(maxsize=16)
def _kept(source: Source) -> tuple[Mapping | None, tuple[Diagnostic, ...]]:
    said = Diagnostics()
    tree = read_yaml(source, said)
    if tree is not None and not isinstance(tree, Mapping):
        hint = "begin with a line like `extends: base`"
        said.error(f"a style sheet is a mapping, not {found(tree)}", tree.span, hint)
        return None, tuple(said.said)
    return tree, tuple(said.said)


def _parsed(source: Source) -> tuple[Mapping | None, tuple[Diagnostic, ...]]:
    """A sheet's own mapping, and what is wrong with it as YAML."""
    return (_kept if len(source.text) <= LONGEST_KEPT else _kept.__wrapped__)(source)


def _repeat(complaints: Iterable[Diagnostic], said: Diagnostics) -> None:
    said.repeat(complaints)


def _without(tree: Mapping, *keys: str) -> Mapping:
    return Mapping(tuple(entry for entry in tree.entries if entry[0].text not in keys), tree.span)


# ── what a sheet extends ──────────────────────────────────────────────────


def _chain(source: Source, said: Diagnostics) -> tuple[Source, ...] | None:
    """The sheet behind all those that it extends, from the ground up; or nothing, after saying why."""
    tree, complaints = _parsed(source)
    _repeat(complaints, said)
    return _grounds(tree, [source], complaints, said) if tree is not None else None


def _grounds(
    tree: Mapping, chain: list[Source], complaints: tuple[Diagnostic, ...], said: Diagnostics
) -> tuple[Source, ...] | None:
    """The chain with everything that its first sheet extends before it: `tree` is that sheet's mapping."""
    while True:
        extends = tree.get("extends")
        if extends is not None and (not isinstance(extends, Scalar) or not extends.text):
            said.error(f'"extends" wants the name of a style sheet, not {found(extends)}', extends.span)
            return None
        if isinstance(extends, Scalar) and extends.text == "none":
            return tuple(chain) if not any(one.severity == "error" for one in complaints) else None
        name, span = (extends.text, extends.span) if isinstance(extends, Scalar) else (GROUND, tree.span)
        ground = _ground(name, chain[0], span, said)
        if ground is None or _is_endless(ground, chain, span, said):
            return None
        below, complaints = _parsed(ground)
        _repeat(complaints, said)
        if below is None:
            return None
        tree = below
        chain.insert(0, ground)


def _ground(name: str, heir: Source, span: Span, said: Diagnostics) -> Source | None:
    """The sheet that another extends: of the shelf, or beside it. What lies in no file has nothing beside it."""
    if heir.folder is None and not shelf.find(name):
        hint = did_you_mean(name[:40], shelf.names()) or f"these come with the program: {', '.join(shelf.names())}"
        said.error(f'there is no style sheet "{name[:80]}"', span, hint)
        return None
    return find_style(name, heir.folder, said, span)


def _is_endless(ground: Source, chain: list[Source], span: Span, said: Diagnostics) -> bool:
    """Whether the chain would close to a ring, or grow too long."""
    if any((ground.name, ground.folder) == (one.name, one.folder) for one in chain):
        ring = " → ".join([*(one.name for one in reversed(chain)), ground.name])
        said.error(f"this sheet extends itself: {ring}", span)
        return True
    if len(chain) >= DEEPEST:
        said.error(f"more than {DEEPEST} style sheets extend each other", span)
        return True
    return False


ATOMS: Final = frozenset({"colours"})
"""Mappings whose values are replaced as a whole: half a colour of one sheet is none of another's."""


def merged(ground: Mapping, own: Mapping, *, deep: bool = True) -> Mapping:
    """`own` laid over `ground`: mappings key by key, everything else (lists too) as a whole."""
    entries = {_spelt(key): (key, value) for key, value in ground.entries}
    for key, value in own.entries:
        name = _spelt(key)
        below = entries[name][1] if name in entries else None
        if deep and isinstance(below, Mapping) and isinstance(value, Mapping):
            value = merged(below, value, deep=name not in ATOMS)
        entries[name] = (key, value)
    return Mapping(tuple(entries.values()), own.span)


def _spelt(key: Scalar) -> str:
    """`on_grid` and `on-grid` are the same key."""
    return key.text.replace("_", "-")


# ── the sheet ─────────────────────────────────────────────────────────────


def _sheet(tree: Mapping, folders: dict[str, Path | None], said: Diagnostics) -> StyleSheet:
    """Fill in the form. `folders` are those of the texts that the tree was made of, by their names."""
    own = dict(_parts(tree))
    grid = _part(Grid, own.pop("grid", None), said, Units())
    line = grid.leading if grid.leading > 0 else None
    styles = _Styles(own.pop("text", None), said, line)
    text = styles.all()
    notes = _part(NoteForm, own.pop("notes", None), said, Units(line, text["footnote"].size))
    references = _part(ReferenceForm, own.pop("references", None), said, Units(line, text["reference"].size))
    # What is left holds no lengths in ems: there is no type there whose size could be meant.
    left = tuple(entry for entry in tree.entries if _spelt(entry[0]) in own)
    rest = forms.read(StyleSheet, Mapping(left, tree.span), said, Units(line))
    sheet = replace(
        rest,
        grid=grid,
        text=text,
        notes=_apart(notes, grid.leading),
        references=references,
        fonts={**FAMILIES, **rest.fonts},
        furniture=_all_kinds(dict(rest.furniture)),
    )
    whole = Sheet(sheet, tree, styles.nodes)
    check(whole, said)
    sheet = _with_csl(_without_rule(sheet), whole.place("references", "csl"), folders, said)
    return _with_profile(sheet, folders, said)


def _without_rule(sheet: StyleSheet) -> StyleSheet:
    """A front block whose rule is `none` has none in its order either."""
    front = sheet.front
    if front.rule.thickness or "rule" not in front.order:
        return sheet
    return replace(sheet, front=replace(front, order=tuple(part for part in front.order if part != "rule")))


def _apart(notes: NoteForm, line: Pt) -> NoteForm:
    """Notes without a rule still keep half a line of white from the text, unless the sheet says how much."""
    rule = notes.rule
    if rule.thickness or rule.above or rule.below:
        return notes
    return replace(notes, rule=replace(rule, above=max(line, 0.0) / 2))


def _with_csl(sheet: StyleSheet, span: Span, folders: dict[str, Path | None], said: Diagnostics) -> StyleSheet:
    """A citation style that does not come with the program is a file beside the sheet, or one of the CSL project's."""
    csl = str(sheet.references.csl)
    if shelf.find(csl.removesuffix(".csl"), ".csl"):
        return sheet
    folder = folders.get(span.file)
    beside = folder / f"{csl.removesuffix('.csl')}.csl" if folder is not None else None
    named = shelf.NAME.fullmatch(csl.removesuffix(".csl")) is not None
    if beside is not None and named and _is_there(beside) and _inside(Path(beside.name), beside.parent):
        return replace(sheet, references=replace(sheet.references, csl=beside))
    if (extra := csl_shelf.find(csl)) is not None:
        return replace(sheet, references=replace(sheet.references, csl=extra))
    if folder is None or not csl.endswith(".csl"):
        said.error(f'there is no CSL style "{csl[:80]}"', span, csl_shelf.hint(csl))
    elif not _inside(Path(csl), folder):
        said.error(f'the CSL file "{csl[:80]}" lies outside this folder', span, "put it beside the sheet")
    elif not _is_there(folder / csl):
        said.error(f'there is no file "{csl[:80]}" beside this sheet', span)
    else:
        return replace(sheet, references=replace(sheet.references, csl=folder / csl))
    return sheet


def _with_profile(sheet: StyleSheet, folders: dict[str, Path | None], said: Diagnostics) -> StyleSheet:
    """The profile of a press is a file beside the sheet that names it. Whether it is sound is seen when it is used."""
    profile = sheet.press.profile
    if profile is None:
        return sheet
    folder = folders.get(profile.span.file)
    if folder is None:
        said.error("a sheet that is no file has no colour profile beside it", profile.span, "write it to a file")
    elif not _inside(Path(profile.name), folder):
        message = f'the colour profile "{profile.name[:80]}" lies outside this folder'
        said.error(message, profile.span, "put it beside the sheet")
    else:
        found_at = replace(profile, path=folder / profile.name)
        return replace(sheet, press=replace(sheet.press, profile=found_at))
    return sheet


FAMILIES: Final = {"serif": FontRole("Source Serif 4"), "sans": FontRole("Source Sans 3")}
"""What a sheet has that extends none and names no fonts."""


def _parts(tree: Mapping) -> Iterator[tuple[str, Node]]:
    for key, value in tree.entries:
        yield _spelt(key), value


def _part(form: type[forms.T], node: Node | None, said: Diagnostics, units: Units) -> forms.T:
    return form() if node is None else forms.read(form, node, said, units)


def _all_kinds(furniture: dict[str, Furniture]) -> dict[str, Furniture]:
    """Head and foot of opener, left-hand and right-hand pages; a last page is one of them unless it has its own."""
    plain = furniture.get("right") or furniture.get("left") or furniture.get("opener") or Furniture()
    furniture.setdefault("right", plain)
    furniture.setdefault("left", plain)
    furniture.setdefault("opener", furniture["right"])
    return furniture


# ── text styles ───────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Flat:
    """A style with everything it takes from those it is like, and its size, which it may take from them as well."""

    node: Mapping
    size: Pt


class _Styles:
    """The text styles of one sheet. `like` is resolved on the nodes, so that `1em` is one of the heir's own ems."""

    def __init__(self, node: Node | None, said: Diagnostics, line: Pt | None) -> None:
        self.said = said
        self.line = line
        self.written: dict[str, tuple[Scalar, Mapping]] = {}
        self.nodes: dict[str, Mapping] = {}
        self.flat: dict[str, _Flat] = {}
        if isinstance(node, Mapping):
            self._take(node)
        elif node is not None and not (isinstance(node, Scalar) and node.value is None):
            said.error(f'"text" wants a mapping of styles, not {found(node)}', node.span)

    def _take(self, node: Mapping) -> None:
        if len(node.entries) > forms.MOST_ENTRIES:
            self.said.error(f"there are more than {forms.MOST_ENTRIES:,} text styles", node.span)
            return
        for key, value in node.entries:
            if isinstance(value, Scalar) and value.value is None:
                value = Mapping((), value.span)
            if isinstance(value, Mapping):
                self.written[key.text] = (key, value)
            else:
                self.said.error(f'the style "{key.text[:40]}" wants a mapping, not {found(value)}', value.span)

    def all(self) -> dict[str, TextStyle]:
        """Every style that the galley asks for, and those of the sheet's own making."""
        self._say_unused()
        wanted = dict.fromkeys((*TEXT_STYLES, *self.written))
        return {name: self._style(name) for name in wanted}

    def _style(self, name: str) -> TextStyle:
        flat = self._flattened(name)
        self.nodes[name] = flat.node
        bare = Mapping(
            tuple(entry for entry in flat.node.entries if entry[0].text not in ("like", "size")), flat.node.span
        )
        return replace(forms.read(TextStyle, bare, self.said, Units(self.line, flat.size)), size=flat.size)

    def _flattened(self, name: str) -> _Flat:
        """From the style that is like no other up to this one."""
        line = self._line_of(name)
        flat = _Flat(Mapping((), Span("")), _default(TextStyle, "size"))
        for one in reversed(line):
            if one not in self.flat:
                self.flat[one] = self._laid_over(flat, one)
            flat = self.flat[one]
        return flat

    def _laid_over(self, ground: _Flat, name: str) -> _Flat:
        if name not in self.written:
            return ground
        own = self.written[name][1]
        written = own.get("size")
        size = (
            None
            if written is None
            else forms.read_as(Length, written, self.said, Units(self.line, ground.size), "size")
        )
        return _Flat(merged(ground.node, own), ground.size if size is None else size)

    def _line_of(self, name: str) -> list[str]:
        """The style, the one it is like, the one that is like, and so on."""
        line = [name]
        while (next_one := self._like(line[-1])) is not None:
            other, span = next_one
            if other in line:
                self.said.error(f"this style is like itself: {' → '.join([*line, other])[:200]}", span)
                break
            if len(line) > MOST_LIKE:
                self.said.error(f"more than {MOST_LIKE} styles are like each other in a row", span)
                break
            line.append(other)
        return line

    def _like(self, name: str) -> tuple[str, Span] | None:
        own = self.written.get(name)
        like = own[1].get("like") if own else None
        span = like.span if like is not None else own[0].span if own else Span("")
        if like is None or not isinstance(like, Scalar):
            if like is not None:
                self.said.error(f'"like" wants the name of a style, not {found(like)}', span)
            return None if name == "body" else (LIKE.get(name, "body"), span)
        if like.text == "none" or like.value is None:
            return None
        if like.text not in self.written and like.text not in TEXT_STYLES:
            hint = did_you_mean(like.text[:40], (*TEXT_STYLES, *self.written))
            self.said.error(f'there is no style "{like.text[:40]}"', span, hint)
            return None
        return like.text, span

    def _say_unused(self) -> None:
        """A style nobody asks for is most likely one whose name is misspelt."""
        likes = (own.get("like") for _, own in self.written.values())
        used = {like.text for like in likes if isinstance(like, Scalar)}
        for name, (key, _) in self.written.items():
            if name not in TEXT_STYLES and name not in used:
                self.said.warning(
                    f'no text is set in the style "{name[:40]}"', key.span, did_you_mean(name[:40], TEXT_STYLES)
                )


def _default(form: type, name: str) -> Any:
    return next(field.default for field in dataclasses.fields(form) if field.name == name)


# ── JSON Schema ───────────────────────────────────────────────────────────


def style_schema() -> dict[str, Any]:
    """The form of a style sheet as JSON Schema, with the two keys that are gone once it is read."""
    whole = forms.schema(StyleSheet)
    extends = {
        "type": "string",
        "description": "the sheet whose values hold where this one is silent; base if left out, or none",
    }
    whole["properties"] = {"extends": extends, **whole["properties"]}
    style = whole["$defs"]["TextStyle"]
    like = {"type": "string", "description": "the style whose values hold where this one is silent; or none"}
    style["properties"] = {"like": like, **style["properties"]}
    whole["properties"]["text"]["properties"] = {name: {"$ref": "#/$defs/TextStyle"} for name in TEXT_STYLES}
    return whole
