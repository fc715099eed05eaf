"""Floats with labels of their own, tables that are pictures, pictures that are not at hand; awards; abstracts."""

from __future__ import annotations

from document_builders import HERE, article, numbered, paragraphs, text

from rejoinder.content import model as content
from rejoinder.diagnostics import Diagnostics
from rejoinder.document.model import Figure, Mention, Paragraph
from rejoinder.document.number import number


def figure(name: str, **more: object) -> content.Figure:
    return content.Figure("", HERE, caption=text(f"Caption of {name}."), id=name, **more)  # type: ignore[arg-type]


def mentioning(*ids: str) -> content.Paragraph:
    return content.Paragraph((*text("See "), content.Mention(ids, HERE), *text(".")), HERE)


def document_of(*blocks: content.Block) -> tuple[tuple[Figure, ...], list[Mention]]:
    said = Diagnostics()
    made = number(content.Letter(HERE, text("T"), body=blocks), said)
    assert list(said) == []
    figures = tuple(block for block in made.body if isinstance(block, Figure))
    mentions = [one for block in made.body if isinstance(block, Paragraph) for one in block.children]
    return figures, [one for one in mentions if isinstance(one, Mention)]


def test_a_label_of_its_own_takes_no_number_from_the_others() -> None:
    figures, _ = document_of(
        mentioning("a", "box", "b"), figure("a"), figure("box", label="Box 2"), figure("b"), figure("c", label="Map")
    )
    assert [(one.label, one.number) for one in figures] == [("", 1), ("Box 2", 1), ("", 2), ("Map", 2)]
    assert len({one.anchor for one in figures}) == 4


def test_a_mention_of_several_names_labels_by_themselves() -> None:
    _, mentions = document_of(mentioning("a", "box", "b"), figure("a"), figure("box", label="Box 2"), figure("b"))
    assert [[(item.label, item.number) for item in one.items] for one in mentions] == [
        [("", 1), ("", 2)],
        [("Box 2", 1)],
    ]
    assert mentions[1].items[0].target.contents == "Box 2"


def test_a_table_that_is_a_picture_is_counted_among_the_tables() -> None:
    cell = content.Cell(text("1"), HERE)
    table = content.Table(("",), (), (content.Row((cell,), HERE),), HERE, id="t")
    figures, mentions = document_of(mentioning("t", "p"), table, figure("p", kind="table"), figure("f"))
    assert [(one.kind, one.number) for one in figures] == [("table", 2), ("figure", 1)]
    assert [item.number for item in mentions[0].items] == [1, 2]


def test_a_picture_that_is_not_at_hand_keeps_its_place() -> None:
    (one,), _ = document_of(figure("a"))
    assert one.absent and one.picture.kind == "svg" and not one.picture.name


def test_awards_say_who_paid_if_no_statement_does() -> None:
    awards = (content.Award("Ice Fund", HERE, numbers=("12", "A-3")), content.Award("Severn Trust", HERE))
    document, _ = numbered("Text.", awards=awards)
    (funding,) = document.statements
    paragraph = funding.blocks[0]
    assert isinstance(paragraph, Paragraph) and funding.kind == "funding"
    assert "".join(getattr(one, "text", "") for one in paragraph.children) == "Ice Fund (12, A-3); Severn Trust."
    written = content.Statement("funding", paragraphs("By nobody."), HERE)
    document, _ = numbered("Text.", awards=awards, statements=(written,))
    assert len(document.statements) == 1


def test_what_an_abstract_cites_is_counted_before_the_text() -> None:
    document, _ = numbered("Text.[@b]", abstract=paragraphs("In short.[@a]"), references=(article("b"), article("a")))
    assert [one.key for one in document.references] == ["a", "b"]
    assert len(document.abstract) == 1
