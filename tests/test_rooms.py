"""Imports run one way: a room knows only rooms before it, and only the last one prints."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import rejoinder

PACKAGE = Path(rejoinder.__file__).parent
ORDER = [
    "values",
    "geometry",
    "diagnostics",
    "source",
    "forms",
    "pictures",
    "maths",
    "content",
    "style",
    "document",
    "editorial",
    "record",
    "conversion",
    "fonts",
    "galley",
    "pages",
    "copyfit",
    "pdf",
    "imposition",
    "proof",
    "verify",
    "collector",
    "pipeline",
    "offprint",
    "batch",
    "delivery",
    "cli",
]
DOORS = ("__init__", "__main__")
"""The package's own doors: they lead into rooms, and no room may lead back to them, but for the version's number."""

FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts != ("__main__.py",))


def module_of(path: Path) -> str:
    parts = [*path.relative_to(PACKAGE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def room_of(module: str) -> str:
    return module.split(".")[0]


def imports(path: Path) -> Iterator[str]:
    """Full names of all modules that a file imports, in functions and for the type checker too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: a relative import"
            yield from (_imported(node.module or "", alias.name) for alias in node.names)


def _imported(module: str, name: str) -> str:
    """`from rejoinder.style import shelf` imports the module rejoinder.style.shelf."""
    inside = PACKAGE.joinpath(*module.split(".")[1:], name) if module.startswith("rejoinder") else None
    return f"{module}.{name}" if inside and (inside.is_dir() or inside.with_suffix(".py").is_file()) else module


def imported_modules(path: Path) -> set[str]:
    """Modules of our own that a file imports, without `rejoinder.`."""
    return {name.removeprefix("rejoinder.") for name in imports(path) if name.startswith("rejoinder.")}


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_every_room_imports_only_rooms_before_it(path: Path) -> None:
    room = room_of(module_of(path))
    if room in DOORS:
        return
    later = ORDER[ORDER.index(room) + 1 :]
    assert {room_of(module) for module in imported_modules(path)}.isdisjoint({*later, *DOORS})


def test_no_two_modules_import_each_other() -> None:
    TopologicalSorter({module_of(path): imported_modules(path) for path in FILES}).prepare()  # raises CycleError


@pytest.mark.parametrize(
    ("library", "room"),
    [
        ("reportlab", "pdf"),
        ("pypdf", "imposition"),
        ("pikepdf", "pictures verify"),
        ("page", "verify"),
        ("PIL", "pictures"),
        ("tinycss2", "pictures"),
        ("uharfbuzz", "fonts"),
        ("pyphen", "galley"),
        ("citeproc", "document"),
        ("markdown_it", "content"),
        ("mdit_py_plugins", "content"),
        ("argparse", "cli"),
    ],
)
def test_each_library_is_known_in_one_room(library: str, room: str) -> None:
    knowing = {room_of(module_of(path)) for path in FILES if any(room_of(name) == library for name in imports(path))}
    assert knowing <= set(room.split())


def test_only_the_command_prints_and_asks_the_system_for_the_time() -> None:
    for path in FILES:
        if room_of(module_of(path)) == "cli":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called != "print", f"{path}:{node.lineno}"
                assert not called.endswith((".now", ".today", ".utcnow", "time.time")), f"{path}:{node.lineno}"


def test_nothing_is_left_to_chance() -> None:
    for path in FILES:
        assert not {"random", "secrets", "uuid"} & set(imports(path)), path
