"""Links, destinations, bookmarks and page labels."""

from __future__ import annotations

import io
from typing import Any, NamedTuple

import pikepdf
import pytest
from setting import HEIGHT, LETTER, SERIF, column, line, made_up, page, sample, segment, typecase, width, words_line

from rejoinder.document.model import Target
from rejoinder.galley.model import Element
from rejoinder.pages.model import MadeUp, Placed
from rejoinder.pdf.write import write_pdf
from treetext import tree


def opened(made: MadeUp) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(write_pdf(made, LETTER, stamp=None)))


def with_link(target: Target, *items: Placed, role: str = "Link") -> MadeUp:
    elements = (Element(1, "Document"), Element(2, "P", 1), Element(3, role, 2, target=target), Element(4, "Em", 3))
    return made_up(elements, page(items))


class Annotation(NamedTuple):
    rect: tuple[float, ...]
    uri: str
    contents: str
    border: tuple[int, ...]
    flags: int


def annotations(made: MadeUp) -> list[Annotation]:
    with opened(made) as pdf:
        return [
            Annotation(
                tuple(float(side) for side in one.Rect),
                str(one.A.URI),
                str(one.Contents),
                tuple(int(side) for side in one.Border),
                int(one.F),
            )
            for page_object in pdf.pages
            for one in page_object.obj.get("/Annots", [])
        ]


def test_a_link_covers_its_words_from_descent_to_ascent() -> None:
    before, linked = segment("see "), segment("this page ", element=3)
    (annotation,) = annotations(
        with_link(
            Target(url="https://example.org", contents="A page"),
            *column([line(before, linked, segment("now"), element=2)], x=50.0, y=100.0),
        )
    )
    face = typecase().face(SERIF)
    left, lower, right, upper = annotation.rect
    assert left == pytest.approx(50 + width(before), abs=0.01)
    assert right == pytest.approx(50 + width(before) + width(linked) - 2.25, abs=0.01)
    assert upper == pytest.approx(HEIGHT - 100 + face.ascent * 0.009, abs=0.01)
    assert lower == pytest.approx(HEIGHT - 100 + face.descent * 0.009, abs=0.01)
    assert annotation.contents == "A page"
    assert annotation.uri == "https://example.org"
    assert annotation.border == (0, 0, 0)
    assert annotation.flags == 4


def test_a_link_over_two_lines_has_two_annotations_and_one_element() -> None:
    data = write_pdf(sample(), LETTER, stamp=None)
    (root,) = tree(data)
    (link,) = root.find("LBody")[0].find("Link")
    assert len(link.annotations) == 2
    assert link.text == "https://example\u00ad.org "


def test_emphasis_within_a_link_is_covered_with_it() -> None:
    words = [segment("a ", element=3), segment("b ", element=4), segment("c", element=3)]
    (annotation,) = annotations(with_link(Target(url="x:y"), *column([line(*words, element=2)], x=50.0)))
    assert annotation.rect[0] == pytest.approx(50, abs=0.01)
    assert annotation.rect[2] == pytest.approx(50 + sum(width(word) for word in words), abs=0.01)


def test_links_on_two_pages_are_listed_with_their_pages() -> None:
    elements = (Element(1, "Document"), Element(2, "P", 1), Element(3, "Link", 2, target=Target(url="x:y")))
    pages = [page(column([line(segment("a", element=3), element=2)]), number=number) for number in (1, 2)]
    pdf = opened(made_up(elements, *pages))
    for one in pdf.pages:
        (annotation,) = one.obj.Annots
        assert annotation.P.objgen == one.obj.objgen


def test_a_link_leads_to_the_line_that_carries_its_anchor() -> None:
    target = line(segment("there"), element=2, anchors=("ref-1",))
    items = column([line(segment("go", element=3), element=2), target], x=50.0, y=100.0)
    made = with_link(Target(anchor="ref-1", contents="Reference 1"), *items)
    pdf = opened(made)
    (annotation,) = pdf.pages[0].obj.Annots
    assert str(annotation.Dest) == "ref-1"
    key, place = pdf.Root.Names.Dests.Names
    assert str(key) == "ref-1"
    assert place[0].objgen == pdf.pages[0].obj.objgen
    assert HEIGHT - 112 + 9 < float(place[3]) < HEIGHT - 100 + 9


def test_anchors_of_elements_are_found_where_they_begin() -> None:
    pdf = opened(sample())
    names = list(pdf.Root.Names.Dests.Names)
    places = dict(zip([str(key) for key in names[::2]], names[1::2], strict=True))
    assert list(places) == ["note-1", "ref-1", "sec-smoke"]
    assert places["ref-1"][0].objgen == pdf.pages[1].obj.objgen


def test_a_link_to_nowhere_is_no_link() -> None:
    data = write_pdf(
        with_link(Target(anchor="gone"), *column([line(segment("go", element=3), element=2)])), LETTER, stamp=None
    )
    (root,) = tree(data)
    assert root.find("Link") == []
    assert root.find("Span")[0].text == "go"
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "/Annots" not in pdf.pages[0].obj
        assert "/Names" not in pdf.Root


def test_contents_are_never_empty() -> None:
    items = column([line(segment("go", element=3), element=2)])
    (annotation,) = annotations(with_link(Target(url="https://example.org"), *items))
    assert annotation.contents == "https://example.org"


def test_addresses_are_plain_ascii() -> None:
    items = column([line(segment("go", element=3), element=2)])
    (annotation,) = annotations(with_link(Target(url="https://example.org/ä (b)?q=100%25&x=\u2028\\"), *items))
    assert annotation.uri == "https://example.org/%C3%A4%20(b)?q=100%25&x=%E2%80%A8%5C"


def test_headings_become_nested_bookmarks() -> None:
    levels = [("H1", "One"), ("H2", "One A"), ("H3", "Deep"), ("H2", "One B"), ("H1", "Zwei (é)"), ("H1", "")]
    elements = [Element(1, "Document")]
    elements += [Element(number, role, 1, title=title) for number, (role, title) in enumerate(levels, 2)]
    pdf = opened(made_up(elements, page(column([words_line("h", number) for number in range(2, 8)]))))
    with pdf.open_outline() as outline:
        assert [_titles(item) for item in outline.root] == [
            ("One", [("One A", [("Deep", [])]), ("One B", [])]),
            ("Zwei (é)", []),
        ]
    assert int(pdf.Root.Outlines.Count) == 5
    assert int(pdf.Root.Outlines.First.Count) == 3


def _titles(item: Any) -> Any:
    return item.title, [_titles(child) for child in item.children]


def test_no_headings_no_bookmarks() -> None:
    pdf = opened(made_up([Element(1, "P")], page(column([words_line("a", 1)]))))
    assert "/Outlines" not in pdf.Root


@pytest.mark.parametrize(
    ("folios", "labels"),
    [
        (["1", "2"], ["1", "2"]),
        (["71", "72"], ["71", "72"]),
        (["e71", "e71"], ["e71", "e71"]),
        (["9", "10", "S1", "11"], ["9", "10", "S1", "11"]),
        (["", "2"], ["", "2"]),
        (["٣", "9" * 30], ["3", "9" * 30]),
    ],
)
def test_page_labels_are_the_folios(folios: list[str], labels: list[str]) -> None:
    pages = [page([], number=number, folio=folio) for number, folio in enumerate(folios, 1)]
    pdf = opened(made_up([], *pages))
    assert [one.label for one in pdf.pages] == labels
