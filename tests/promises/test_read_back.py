"""Promises 6 and 7, in the finished file: it says what was written, in its order, and always the same bytes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from generated import Look, Shape, looks_with_floats, shapes_with_floats, written
from generated_floats import FloatShape
from hypothesis import given, settings

from composing import compose
from rejoinder.pdf.write import write_pdf
from treetext import tree_text

TESTS = Path(__file__).parents[1]


@settings(max_examples=20, deadline=None)
@given(shapes_with_floats, looks_with_floats)
def test_the_tree_says_what_was_written(shape: Shape, look: Look) -> None:
    letter = written(replace(shape, title_notes=0), look)
    made = compose(letter.document, look.sheet)
    said = "".join(text for _, text in tree_text(write_pdf(made.made_up, letter.document.metadata, stamp=None)))
    assert _closed(said).endswith(_closed("".join(letter.reading)))


def _closed(text: str) -> str:
    """Without spaces, which leaves do not end with, and hyphens of line ends."""
    return "".join(text.replace("\u00ad", "").split())


@settings(max_examples=10, deadline=None)
@given(shapes_with_floats, looks_with_floats)
def test_the_same_letter_gives_the_same_bytes(shape: Shape, look: Look) -> None:
    assert digest(shape, look) == digest(shape, look)


def digest(shape: Shape, look: Look) -> str:
    document = written(shape, look).document
    made = compose(document, look.sheet)
    return hashlib.sha256(write_pdf(made.made_up, document.metadata, stamp=None)).hexdigest()


def test_another_process_gives_the_same_bytes() -> None:
    """However it hashes: no order comes from a set."""
    assert _digests_in_a_fresh_process("1").split() == letters()


def letters() -> list[str]:
    """Digests of a few letters with all that letters may have."""
    floats = (
        FloatShape("figure", 30, 1, -1, (240, 120)),
        FloatShape("table", 12, 2, 2, (5, 40), spans=True, long_cells=True, below=1),
        FloatShape("figure", 20, 1, 1, (900, 300), where="note"),
        FloatShape("table", 5, 1, -1, (3, 6), place="here"),
    )
    blocks = tuple(one for block in floats for one in (("paragraph", 120, 2), ("section", 3, 0), block))
    shape = Shape(7, (*blocks, ("list", 40, 1), ("paragraph", 80, 1)), (20, 90), 2, 1, 9, 3, 10)
    sheets = [
        Look("annals", "A4", 2, 12, 9.3, 48, False, 54),
        Look("base", "A5", 2, 11, 8.5, 40, True, 54, stand="page", table_notes="foot"),
        Look("annals", "letter", 3, 12, 9.3, 40, False, 120, stand="end", figure_notes="below", body_rule=True),
    ]
    return [digest(shape, look) for look in sheets]


def _digests_in_a_fresh_process(hash_seed: str) -> str:
    path = os.pathsep.join(str(one) for one in (TESTS, TESTS / "promises"))
    program = "import test_read_back; print(*test_read_back.letters(), sep=chr(10))"
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": path}
    run = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    return run.stdout.strip()
