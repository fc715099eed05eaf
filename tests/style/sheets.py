"""Short ways to write a style sheet in a test."""

from __future__ import annotations

from rejoinder.diagnostics import Diagnostics
from rejoinder.source import Source
from rejoinder.style.model import StyleSheet
from rejoinder.style.read import read_style


def tried(text: str) -> tuple[StyleSheet | None, list[str]]:
    """A sheet that extends `base` unless it says otherwise, and what was said about it."""
    said = Diagnostics()
    source = Source.of("mine.yaml", text, said)
    return (read_style(source, said) if source else None), [str(one) for one in said]


def sheet(text: str) -> StyleSheet:
    """A sheet about which nothing is said."""
    read, said = tried(text)
    assert read is not None and not said, said
    return read


def complaints(text: str) -> list[str]:
    return tried(text)[1]
