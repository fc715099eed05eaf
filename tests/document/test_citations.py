"""Citations: numbered in the order in which a reader meets them."""

from __future__ import annotations

from document_builders import HERE, article, letter, note, numbered, paragraphs, show, text

from rejoinder.content.model import Author, Link, Listing, Name, Quote, RespondsTo, Statement, Text
from rejoinder.diagnostics import Diagnostics
from rejoinder.document.model import Citation, Document, Words
from rejoinder.document.number import number


def shown(document: Document) -> list[str]:
    return [show(block.children) for block in document.body]


def keys(document: Document) -> list[str]:
    return [reference.key for reference in document.references]


REFERENCES = tuple(article(key) for key in "abcdef")


def test_numbers_follow_first_appearance() -> None:
    document, _ = numbered("One[@c] two[@a] three[@c; @b].", references=REFERENCES)
    assert shown(document) == ["One[1] two[2] three[1, 3]."]
    assert keys(document) == ["c", "a", "b"]


def test_title_comes_first_and_notes_where_they_are_called() -> None:
    document, _ = numbered(
        "Before[@b].[^n] After[@d].",
        title=text("Title[@f]"),
        subtitle=text("Subtitle[@e]"),
        footnotes=(note("n", "In the note[@c]."),),
        statements=(Statement("funding", paragraphs("Paid by[@a]."), HERE),),
        references=REFERENCES,
    )
    assert keys(document) == ["f", "e", "b", "c", "d", "a"]


def test_citations_in_lists_quotes_links_and_bylines_count() -> None:
    body = (
        Quote(paragraphs("Quoted[@c]"), HERE),
        Listing((paragraphs("First[@a]"), paragraphs("Second[@b]")), HERE),
    )
    said = Diagnostics()
    author = Author(Name("Ada", "Ames"), HERE, note=text("See[@d]"))
    document = number(letter(body=body, authors=(author,), references=REFERENCES), said)
    assert keys(document) == ["d", "c", "a", "b"]


def test_items_are_ascending_and_each_once() -> None:
    document, _ = numbered("[@a] [@b] [@b, p. 7; @a; @b, p. 9]", references=REFERENCES)
    assert shown(document) == ["[1] [2] [1, 2 p. 7; p. 9]"]


def test_prefix_and_suffix_are_kept() -> None:
    document, _ = numbered("[see @a, p. 4]", references=REFERENCES)
    assert shown(document) == ["[see 1 p. 4]"]


def test_each_mark_leads_to_its_reference_and_says_so() -> None:
    kong = article("kong", author=[{"family": name} for name in ("Kong", "Yoshida", "Sarosi")], issued=1999)
    document, _ = numbered("[@kong] and [@kong]", references=(kong,))
    first, second = (one for one in document.body[0].children if isinstance(one, Citation))
    assert first.items[0].target.anchor == "ref-1"
    assert first.items[0].target.contents == "Reference 1: Kong et al 1999"
    assert first.items[0].target is not second.items[0].target, "two marks are two links"


def test_labels_for_screen_readers_without_author_or_year() -> None:
    bare = article("bare", author=None, issued=None, title="The <i>bare</i> facts")
    two = article("two", author=[{"family": "Rho"}, {"family": "Heijde", "non-dropping-particle": "van der"}])
    document, _ = numbered("[@bare; @two]", references=(bare, two))
    (citation,) = document.body[0].children
    assert isinstance(citation, Citation)
    assert [item.target.contents for item in citation.items] == [
        "Reference 1: The bare facts",
        "Reference 2: Rho and van der Heijde 2012",
    ]


def test_a_bare_key_names_the_authors() -> None:
    two = article("two", author=[{"family": "Rho"}, {"family": "Tau"}])
    three = article("three", author=[{"family": "Rho"}, {"family": "Tau"}, {"family": "Xi"}])
    group = article("group", author=[{"literal": "The Ice Group"}])
    nobody = article("nobody", author=None, title="Anonymous facts")
    document, _ = numbered("As @two, @three, @group and @nobody found", references=(two, three, group, nobody))
    assert shown(document) == ["As Rho and Tau[1], Rho et al[2], The Ice Group[3] and *Anonymous facts*[4] found"]


def test_a_bare_key_speaks_the_language_of_the_letter() -> None:
    two = article("two", author=[{"family": "Rho"}, {"family": "Tau"}])
    document, _ = numbered("Nach @two", references=(two,), lang="de")
    assert shown(document) == ["Nach Rho und Tau[1]"]


def test_unknown_key_is_an_error_with_a_hint() -> None:
    said = Diagnostics()
    document = number(letter("One[@ames2021] two[@b].", references=(article("ames2012"), article("b"))), said)
    (error,) = (one for one in said if one.severity == "error")
    assert error.message == 'no reference has the key "ames2021"'
    assert error.hint == 'did you mean "ames2012"?'
    assert error.span.line > 1
    assert shown(document) == ["One two[1]."]


def test_uncited_references_are_left_out_with_a_warning() -> None:
    document, said = numbered("One[@a].", references=REFERENCES[:2])
    assert keys(document) == ["a"]
    assert said == ['warning: reference "b" is not cited; it is left out of the list']


def test_the_article_that_is_answered_is_not_thereby_cited() -> None:
    answered = RespondsTo(text("An article"), HERE, reference="a")
    document, said = numbered("Nothing cited.", references=REFERENCES[:1], responds_to=answered)
    assert keys(document) == []
    assert said == ['warning: reference "a" is not cited; it is left out of the list']


def test_the_article_that_is_answered_must_be_known() -> None:
    answered = RespondsTo(text("An article"), HERE, reference="z")
    _, said = numbered("Nothing.", responds_to=answered)
    assert said == ['error: no reference has the key "z"']


def test_a_running_title_has_no_marks() -> None:
    document, _ = numbered(
        "[@a]", title=text("Title[@a] and[^n] *more*"), footnotes=(note("n", "x"),), references=REFERENCES[:1]
    )
    assert show(dict(document.variables)["title"]) == "Title and *more*"
    assert document.metadata.title == "Title and more"
    assert show(document.front.title) == "Title[1] and[^1] *more*"


def test_a_citation_within_a_link_is_its_own_link() -> None:
    link = Link("https://example.org", (Text("see", HERE), *text("[@a]")), HERE)
    said = Diagnostics()
    document = number(letter(title=(link,), references=REFERENCES[:1]), said)
    words, citation = document.front.title
    assert isinstance(words, Words)
    assert words.link
    assert isinstance(citation, Citation)


def test_a_particle_has_a_capital_where_a_sentence_begins() -> None:
    cruz = article("a", author=[{"family": "Cruz", "given": "J", "non-dropping-particle": "de la"}])
    document, _ = numbered(
        "@a came. @a went, as @a says (cf. @a).", "It froze.[@b] @a saw it.", references=(cruz, article("b"))
    )
    assert shown(document) == [
        "De la Cruz[1] came. De la Cruz[1] went, as de la Cruz[1] says (cf. de la Cruz[1]).",
        "It froze.[2] De la Cruz[1] saw it.",
    ]
