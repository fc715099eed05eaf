"""The PDF 2.0 variant: PDF/UA-2 and PDF/A-4f, judged by `ua2`, and read back like the other one."""

from __future__ import annotations

import io
import re
from functools import lru_cache

import pikepdf
import pytest
from generated import Look, Shape, Writer, looks_with_floats, shapes_with_floats
from hypothesis import given, settings
from sample_letters import FILES, every_letter, every_sheet, made
from ua2 import broken

from composing import compose
from rejoinder import typeset
from rejoinder.pdf.standard import UA_2
from rejoinder.pdf.write import write_pdf
from treetext import Node, tree, tree_text

PRIVATE = "\ue123"
"""In PDF 2.0 nobody is told of such (ISO 14289-2, 8.4.3)."""


@lru_cache(maxsize=64)
def in_two(letter: str, sheet: str) -> bytes:
    result = made(letter, sheet)
    return write_pdf(result.made_up, result.document.metadata, stamp=None, standard=UA_2)


@every_letter
@every_sheet
def test_a_letter_keeps_the_rules(letter: str, sheet: str) -> None:
    assert broken(in_two(letter, sheet)) == []


@every_letter
@every_sheet
def test_both_variants_say_the_same(letter: str, sheet: str) -> None:
    one = [(role, re.sub("[\ue000-\uf8ff]", "\ufffd", text)) for role, text in tree_text(made(letter, sheet).pdf)]
    assert [(role.replace("FENote", "Note"), text) for role, text in tree_text(in_two(letter, sheet))] == one


@pytest.mark.parametrize("more", ["references: {backlinks: arrows}", "references: {backlinks: letters}"])
def test_with_links_back_too(more: str) -> None:
    style = f"name: back\nextends: annals\n{more}\n"
    assert broken(typeset(FILES["everything.md"], style, standard="ua-2").pdf) == []


@settings(max_examples=10, deadline=None, derandomize=True, database=None)
@given(shapes_with_floats, looks_with_floats)
def test_letters_that_nobody_wrote_keep_them(shape: Shape, look: Look) -> None:
    document = Writer(shape, "bracket" if look.bracket else "superscript", look=look).written().document
    composed = compose(document, look.sheet)
    assert broken(write_pdf(composed.made_up, document.metadata, stamp=None, standard=UA_2)) == []


def test_private_characters_are_told_to_nobody() -> None:
    letter = (
        f"title: A {PRIVATE} B\nauthor: A B\nbody: |\n  # {PRIVATE}\n\n  See [it {PRIVATE}](https://example.org).\n"
    )
    pdf = typeset(letter, standard="ua-2").pdf
    assert broken(pdf) == []
    assert tree_text(pdf)[1:] == [("Title", "A \ufffd B"), ("P", "A B"), ("H1", "\ufffd"), ("P", "See it \ufffd.")]


def test_notes_say_what_they_are() -> None:
    """At the foot of the page, at the end, or below a table."""
    (root,) = tree(in_two("figures-and-tables.md", "annals"))
    assert {note.attributes["NoteType"] for note in root.find("FENote")} == {"/Footnote", "/None"}
    (root,) = tree(in_two("everything.md", "notes at the end"))
    assert {note.attributes["NoteType"] for note in root.find("FENote")} == {"/Endnote"}


def test_superiors_and_inferiors_say_so() -> None:
    (root,) = tree(in_two("everything.md", "annals"))
    spans = [node for node in root.walk() if "TextPosition" in node.attributes]
    marks = [node for node in spans if node.role in ("Link", "Lbl")]
    assert marks and all(node.attributes["TextPosition"] == "/Sup" for node in marks)
    assert all((node.attributes["TextPosition"] == "/Sup") == (_shift(node) > 0) for node in spans)


def _shift(node: Node) -> float:
    return float(node.attributes["BaselineShift"])


SPOILERS = {
    "8.2.5.2": "del root.StructTreeRoot.K.NS",
    "8.8": "del next(one for one in links if '/SD' in one.A).A.SD",
    "8.2.5.14": "del next(one for one in elements if one.S == '/FENote').Ref",
    "8.2.5.25": "del next(one for one in elements if one.S == '/L').A",
    "8.9.4.2": "del links[0].Contents",
    "8.11.2": "del root.ViewerPreferences",
    "ISO/TS 32005": "next(one for one in elements if one.S == '/P').S = pikepdf.Name.LI",
    "8.2.4": "next(one for one in elements if one.S == '/P').S = pikepdf.Name.Recipe",
}


@pytest.mark.parametrize("clause", SPOILERS)
def test_the_judge_can_say_no(clause: str) -> None:
    with pikepdf.open(io.BytesIO(in_two("everything.md", "annals"))) as pdf:
        names = {
            "pikepdf": pikepdf,
            "root": pdf.Root,
            "links": [link for page in pdf.pages for link in page.obj.get("/Annots", [])],
            "elements": [
                one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/P" in one
            ],
        }
        exec(SPOILERS[clause], names)
        spoilt = io.BytesIO()
        pdf.save(spoilt)
    assert any(line.startswith(f"{clause}:") for line in broken(spoilt.getvalue()))
