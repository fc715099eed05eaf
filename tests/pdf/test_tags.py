"""The structure tree: order, ownership, attributes."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from setting import (
    LETTER,
    column,
    line,
    made_up,
    page,
    sample,
    segment,
    words_line,
)

from rejoinder.galley.model import Element
from rejoinder.pages.model import MadeUp, Placed
from rejoinder.pdf.standard import UA_2
from rejoinder.pdf.write import write_pdf
from treetext import Node, artifacts, page_marks, tree, tree_text


def written(elements: list[Element], *items: Placed) -> bytes:
    return write_pdf(made_up(elements, page(items)), LETTER, stamp=None)


def shape(node: Node) -> Any:
    """A tree as nested tuples: role and kids; text as it is."""
    return (node.role, *(kid if isinstance(kid, str) else shape(kid) for kid in node.kids))


def test_the_sample_is_read_in_the_authors_order() -> None:
    assert tree_text(write_pdf(sample(), LETTER, stamp=None)) == [
        ("Title", "On smoke signals"),
        ("H1", "Where there is smoke"),
        ("P", "Office staff saw the well-known mea\u00adsurement1 of Ōtsuka and ends here."),
        ("Note", "* Weekly, in Łódź."),
        ("H2", "Références"),
        ("Lbl", "1 "),
        ("LBody", "Kong. Smoke. https://example\u00ad.org 2 p."),
        ("P", "Voilà tout."),
    ]


def test_words_and_inline_children_stay_as_painted() -> None:
    elements = [Element(1, "Document"), Element(2, "P", 1), Element(3, "Em", 2), Element(4, "Strong", 3)]
    lines = [line(segment("a "), segment("b ", element=3), segment("c ", element=4), segment("d "), element=2)]
    (root,) = tree(written(elements, *column(lines)))
    assert shape(root) == ("Document", ("P", "a ", ("Em", "b ", ("Strong", "c ")), "d "))


def test_an_inline_element_that_is_left_and_entered_again_keeps_its_place() -> None:
    elements = [Element(1, "Document"), Element(2, "P", 1), Element(3, "Em", 2), Element(4, "Strong", 3)]
    lines = [line(segment("a ", element=3), segment("b ", element=4), segment("c", element=3), element=2)]
    (root,) = tree(written(elements, *column(lines)))
    assert shape(root) == ("Document", ("P", ("Em", "a ", ("Strong", "b "), "c")))


def test_blocks_follow_their_ids_not_their_places() -> None:
    elements = [Element(1, "Document"), Element(2, "Sect", 1), *(Element(number, "P", 2) for number in (3, 4, 5))]
    lines = [words_line(f"p{element}", element) for element in (5, 3, 4)]
    assert tree_text(written(elements, *column(lines))) == [("P", "p3"), ("P", "p4"), ("P", "p5")]


def test_notes_follow_the_marks_that_call_them() -> None:
    """Both notes are painted after all the text."""
    elements = [
        Element(1, "Document"),
        Element(2, "P", 1),
        Element(3, "Reference", 2),
        Element(4, "Note", 2),
        Element(5, "Reference", 2),
        Element(6, "Note", 2),
    ]
    text = line(
        segment("one", element=None), segment("* ", element=3), segment("two"), segment("† ", element=5), element=2
    )
    items = [
        *column([text, line(segment("end"), element=2)]),
        *column([words_line("N1", 4), words_line("N2", 6)], y=300, part="notes"),
    ]
    (root,) = tree(written(elements, *items))
    assert shape(root) == (
        "Document",
        ("P", "one", ("Reference", "* "), ("Note", "N1"), "two", ("Reference", "† "), ("Note", "N2"), "end"),
    )


def test_a_note_without_mark_stands_at_the_end() -> None:
    elements = [Element(1, "Document"), Element(2, "P", 1), Element(3, "Note", 2)]
    items = [*column([words_line("N", 3)], part="notes"), *column([words_line("text", 2)])]
    (root,) = tree(written(elements, *items))
    assert shape(root) == ("Document", ("P", "text", ("Note", "N")))


def test_a_label_may_belong_to_the_item_above_the_lines_leaf() -> None:
    (root,) = tree(write_pdf(sample(), LETTER, stamp=None))
    (item,) = root.find("LI")
    assert shape(item) == (
        "LI",
        ("Lbl", "1 "),
        ("LBody", "Kong. Smoke. ", ("Link", "https://example\u00ad.org "), "2 p."),
    )


def test_an_element_runs_on_over_columns_and_pages() -> None:
    elements = (Element(1, "Document"), Element(2, "P", 1))
    first = page([*column([words_line("a ", 2), words_line("b ", 2)]), *column([words_line("c ", 2)], x=160, number=1)])
    second = page(column([words_line("d", 2)]), number=2)
    data = write_pdf(made_up(elements, first, second), LETTER, stamp=None)
    assert tree_text(data) == [("P", "a b c d")]
    assert page_marks(data) == [{0: "a b ", 1: "c "}, {0: "d"}]


def test_what_is_between_parts_an_elements_content() -> None:
    elements = [Element(1, "Document"), Element(2, "P", 1)]
    items = [*column([words_line("a ", 2)]), *column([words_line("foot")], part="foot"), *column([words_line("b", 2)])]
    data = written(elements, *items)
    assert page_marks(data) == [{0: "a ", 1: "b"}]
    assert tree_text(data) == [("P", "a b")]


def test_elements_without_content_are_left_out() -> None:
    elements = [
        Element(1, "Document"),
        Element(2, "P", 1),
        Element(3, "Sect", 1),
        Element(4, "P", 3),
        Element(5, "Em", 2),
    ]
    lines = [words_line("a", 2), line(element=4)]
    (root,) = tree(written(elements, *column(lines)))
    assert shape(root) == ("Document", ("P", "a"))


@pytest.mark.parametrize("roots", [(), ("P",), ("P", "P"), ("Document", "P"), ("Sect",)])
def test_there_is_always_one_document(roots: tuple[str, ...]) -> None:
    elements = [Element(number, role) for number, role in enumerate(roots, 1)]
    (root,) = tree(written(elements, *column([words_line("a", element.id) for element in elements])))
    assert root.role == "Document"
    assert [kid.role for kid in root.kids if isinstance(kid, Node)] == list(roots)


def test_furniture_and_rules_are_artifacts() -> None:
    assert artifacts(write_pdf(sample(), LETTER, stamp=None)) == [
        ("Pagination/Footer", "Brook A. Signals"),
        ("Layout", ""),
        ("Pagination/Header", "Head"),
    ]


def test_neighbouring_artifacts_of_one_kind_are_one() -> None:
    feet = column([words_line("left "), words_line("right")], part="foot")
    assert artifacts(written([], *feet, *column([words_line("head")], part="head"))) == [
        ("Pagination/Footer", "left right"),
        ("Pagination/Header", "head"),
    ]


def test_lines_without_element_elsewhere_are_layout() -> None:
    assert artifacts(written([], *column([words_line("⁂")]))) == [("Layout", "⁂")]


def test_attributes() -> None:
    elements = [
        Element(1, "Document"),
        Element(2, "Sect", 1, title="Ōtsuka (1999)"),
        Element(3, "P", 2, lang="fr", alt="said otherwise"),
        Element(4, "L", 2, numbering="LowerAlpha"),
        Element(5, "LI", 4),
        Element(6, "LBody", 5),
        Element(7, "L", 2, numbering="Hebrew"),
        Element(8, "LI", 7),
        Element(9, "LBody", 8),
    ]
    (root,) = tree(written(elements, *column([words_line("a", 3), words_line("b", 6), words_line("c", 9)])))
    assert root.find("Sect")[0].attributes == {"T": "Ōtsuka (1999)"}
    assert root.find("P")[0].attributes == {"Lang": "fr", "Alt": "said otherwise"}
    assert [one.attributes for one in root.find("L")] == [
        {"O": "/List", "ListNumbering": "/LowerAlpha"},
        {"O": "/List", "ListNumbering": "/None"},
    ]


def test_notes_have_ids_of_their_own_and_are_found_by_them() -> None:
    elements = [Element(1, "Document"), Element(2, "P", 1), *(Element(number, "Note", 1) for number in range(9, 12))]
    lines = [words_line("a", 2), *(words_line(f"n{number}", number) for number in (11, 9, 10))]
    with pikepdf.open(io.BytesIO(written(elements, *column(lines)))) as pdf:
        (node,) = pdf.Root.StructTreeRoot.IDTree.Kids
        names = list(node.Names)
        keys = [str(key) for key in names[::2]]
        assert keys == sorted(keys) and len(set(keys)) == 3
        assert [str(key) for key in node.Limits] == [keys[0], keys[-1]]
        assert [str(element.ID) for element in names[1::2]] == keys


def test_superiors_say_how_far_they_stand_above_the_line() -> None:
    elements = [
        Element(1, "Document"),
        Element(2, "P", 1),
        Element(3, "Span", 2, shift=3.06),
        Element(4, "Em", 2, shift=-1),
    ]
    lines = [line(segment("m"), segment("2", element=3), segment("x", element=4), element=2)]
    made = made_up(elements, page(column(lines)))
    (root,) = tree(write_pdf(made, LETTER, stamp=None))
    assert root.find("Span")[0].attributes == {"O": "/Layout", "BaselineShift": "3.06"}
    (root,) = tree(write_pdf(made, LETTER, stamp=None, standard=UA_2))
    assert root.find("Span")[0].attributes == {"O": "/Layout", "BaselineShift": "3.06", "TextPosition": "/Sup"}
    assert root.find("Em")[0].attributes["TextPosition"] == "/Sub"


def test_cells_name_their_heads_by_ids_that_the_tree_lists() -> None:
    elements = [
        Element(1, "Document"),
        Element(2, "Table", 1),
        Element(3, "TR", 2),
        Element(4, "TH", 3, scope="Column"),
        Element(5, "TH", 3, scope="Column"),
        Element(6, "TR", 2),
        Element(7, "TD", 6, headers=(4, 5)),
        Element(8, "TD", 6, headers=(5, 99)),
    ]
    data = written(
        elements, *column([words_line(text, element) for text, element in zip("abcd", (4, 5, 7, 8), strict=True)])
    )
    (root,) = tree(data)
    ids = [head.attributes["ID"] for head in root.find("TH")]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (node,) = pdf.Root.StructTreeRoot.IDTree.Kids
        assert [str(key) for key in node.Names[::2]] == sorted(ids)
        cells = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TD"]
        assert [[str(head) for head in cell.A.Headers] for cell in cells] == [ids, ids[1:]]


def test_in_pdf_2_every_element_is_in_a_namespace() -> None:
    roles = ["Title", "Em", "Strong", "Sub", "Recipe", "Code", "BlockQuote", "P"]
    elements = [Element(1, "Document"), *(Element(number, role, 1) for number, role in enumerate(roles, 2))]
    lines = [words_line("a", number) for number in range(2, 10)]
    with pikepdf.open(
        io.BytesIO(write_pdf(made_up(elements, page(column(lines))), LETTER, stamp=None, standard=UA_2))
    ) as pdf:
        root: Any = pdf.Root.StructTreeRoot
        assert "/RoleMap" not in root
        (space,) = root.Namespaces
        found = {str(kid.S)[1:]: kid.get("/NS") for kid in root.K.K}
        assert set(found) == {"Title", "Em", "Strong", "Span", "NonStruct", "Code", "BlockQuote", "P"}
        assert {role for role, one in found.items() if one is None} == {"Code", "BlockQuote"}
        assert {one.objgen for one in found.values() if one is not None} == {space.objgen}
        assert str(space.NS) == "http://iso.org/pdf2/ssn"


def test_every_role_is_standard_or_mapped_to_one() -> None:
    roles = ["Title", "Em", "Strong", "Recipe", "P"]
    elements = [Element(1, "Document"), *(Element(number, role, 1) for number, role in enumerate(roles, 2))]
    lines = [words_line("a", number) for number in range(2, 7)]
    with pikepdf.open(io.BytesIO(written(elements, *column(lines)))) as pdf:
        mapped = {str(key): str(value) for key, value in pdf.Root.StructTreeRoot.RoleMap.items()}
    assert mapped == {"/Title": "/P", "/Em": "/Span", "/Strong": "/Span", "/Recipe": "/NonStruct"}


def test_a_document_without_pages_or_elements_does_not_crash() -> None:
    assert tree_text(write_pdf(MadeUp((), ()), LETTER, stamp=None)) == []
    assert tree_text(written([])) == []
