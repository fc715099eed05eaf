"""Promise 6: the text read back from the PDF, in the order of its structure tree, is the author's text.

What it must say is worked out by `expected_text` from the document and the sheet; what it says is gathered by
`treetext` from the file's objects. Neither shares code with the rooms between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from expected_text import Expected, expected, french, is_french, plain
from generated import Look, Shape, Writer, looks, shapes
from hypothesis import given, settings
from sample_letters import every_letter, every_sheet, made, others

from composing import compose
from rejoinder.document.model import Document
from rejoinder.pdf.write import write_pdf
from rejoinder.style.model import StyleSheet
from treetext import Annotation, Node, Place, artifacts, bookmarks, destinations, tree, tree_text


@lru_cache(maxsize=256)
def tree_of(letter: str, sheet: str) -> Node:
    roots = tree(made(letter, sheet).pdf)
    assert [root.role for root in roots] == ["Document"]
    return roots[0]


@lru_cache(maxsize=256)
def wanted(letter: str, sheet: str) -> Expected:
    result = made(letter, sheet)
    return expected(result.document, result.sheet)


def read_as(document: Document, sheet: StyleSheet, pdf: bytes) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Wanted and found."""
    bare = french if is_french(document) else plain
    found = [(role, bare(text)) for role, text in tree_text(pdf)]
    return [(role, bare(text)) for role, text in expected(document, sheet).leaves], found


# ── the text ──────────────────────────────────────────────────────────────


@every_letter
@every_sheet
def test_every_character_is_read_in_the_authors_order(letter: str, sheet: str) -> None:
    result = made(letter, sheet)
    leaves, found = read_as(result.document, result.sheet, result.pdf)
    assert found == leaves


@others
def test_papers_for_other_programs_are_read_back_too(letter: str) -> None:
    test_every_character_is_read_in_the_authors_order(letter, "annals")


@settings(max_examples=20, deadline=None, derandomize=True, database=None)
@given(shapes, looks)
def test_letters_that_nobody_wrote_are_read_back_too(shape: Shape, look: Look) -> None:
    document = Writer(shape, "bracket" if look.bracket else "superscript").written().document
    composed = compose(document, look.sheet)
    leaves, found = read_as(document, look.sheet, write_pdf(composed.made_up, document.metadata, stamp=None))
    assert found == leaves


@every_letter
def test_no_word_runs_into_its_neighbour_between_two_elements(letter: str) -> None:
    """Where a label ends, and where a line, column or page does, white is said."""
    for node in tree_of(letter, "annals").walk():
        if node.role == "Lbl":
            assert node.text.endswith(" "), node.text


@every_letter
@every_sheet
def test_one_space_is_one_space(letter: str, sheet: str) -> None:
    """The comparison above does not count spaces; nothing may double them but an author's code."""
    code = [plain(node.text) for node in tree_of(letter, sheet).find("Code")]
    for _, text in tree_text(made(letter, sheet).pdf):
        assert plain(text) in code or not re.search(r"[ \u00a0]{2}", text), text


def test_lines_of_code_are_read_as_they_stand() -> None:
    (code,) = tree_of("everything.md", "annals").find("Code")
    assert code.text.replace("\u00a0", " ") == "def verbatim(x):     return x  # two lines"


# ── the tree ──────────────────────────────────────────────────────────────

BLOCKS = {"P", "L", "Sect", "Note", "BlockQuote"}
HOLDS = {
    "Document": {"Title", *BLOCKS},
    "Sect": {"H1", "H2", "H3", "H4", "H5", "H6", *BLOCKS},
    "L": {"LI"},
    "LI": {"Lbl", "LBody", "Note"},
    "LBody": {"Link", "Span", *BLOCKS},
    "Note": {"Lbl", *BLOCKS},
    "BlockQuote": BLOCKS,
    "Link": {"Span"},
    "P": {"Link", "Span", "Code"},
    "Code": set[str](),
    "Lbl": set[str](),
    "Title": {"Link", "Span"},
    "Span": set[str](),
} | {f"H{level}": {"Link", "Span"} for level in range(1, 7)}
"""What may stand in what (ISO 32000-1, 14.8.4)."""


@every_letter
@every_sheet
def test_elements_stand_where_they_may(letter: str, sheet: str) -> None:
    for node in tree_of(letter, sheet).walk():
        inside = {kid.role for kid in node.kids if isinstance(kid, Node)}
        assert inside <= HOLDS[node.role], f"{inside - HOLDS[node.role]} in {node.role}: {node.text[:60]}"
        words = [kid for kid in node.kids if isinstance(kid, str) and kid.strip()]
        if node.role in ("Document", "Sect", "L", "LI", "Note", "BlockQuote"):
            assert not words, f"{node.role} has words of its own: {words}"


@every_letter
@every_sheet
def test_labels_are_read_before_what_they_label(letter: str, sheet: str) -> None:
    for node in tree_of(letter, sheet).walk():
        roles = [kid.role for kid in node.kids if isinstance(kid, Node)]
        if node.role == "LI":
            assert [role for role in roles if role != "Note"] in (["Lbl", "LBody"], ["Lbl"], ["LBody"])
        elif node.role == "Note":
            assert roles[0] == "Lbl" and roles.count("Lbl") == 1
        elif node.role == "L":
            assert node.attributes["ListNumbering"][1:] in ("Decimal", "Disc", "None", "LowerAlpha")
        else:
            assert "Lbl" not in roles


@every_letter
@every_sheet
def test_each_note_has_an_id_of_its_own(letter: str, sheet: str) -> None:
    ids = [note.attributes["ID"] for note in tree_of(letter, sheet).find("Note")]
    assert len(set(ids)) == len(ids) == len(made(letter, sheet).document.footnotes)


@every_letter
@every_sheet
def test_no_level_of_headings_is_left_out(letter: str, sheet: str) -> None:
    before = 0
    for node in tree_of(letter, sheet).walk():
        if re.fullmatch("H[1-6]", node.role):
            level = int(node.role[1])
            assert level <= before + 1, f"{node.text} is {node.role} after H{before}"
            before = level


@every_letter
@every_sheet
def test_only_furniture_rules_and_ornaments_are_outside_the_tree(letter: str, sheet: str) -> None:
    for kind, text in artifacts(made(letter, sheet).pdf):
        if kind == "Layout":
            assert text.split() in ([], ["*", "*", "*"])
        else:
            assert kind in ("Pagination/Header", "Pagination/Footer")
            assert text.strip()


@every_letter
@every_sheet
def test_words_in_another_language_are_read_in_it(letter: str, sheet: str) -> None:
    root = tree_of(letter, sheet)
    assert root.attributes["Lang"] == made(letter, sheet).document.lang
    found = list(_foreign(root))
    bare = french if is_french(made(letter, sheet).document) else plain
    assert [(lang, bare(text)) for lang, text in found] == [
        (lang, bare(text)) for lang, text in wanted(letter, sheet).foreign
    ]


def _foreign(root: Node) -> Iterator[tuple[str, str]]:
    for node in root.walk():
        if "Lang" in node.attributes and node is not root:
            yield node.attributes["Lang"], plain(node.text)


# ── links ─────────────────────────────────────────────────────────────────


@every_letter
@every_sheet
def test_every_mark_and_address_is_a_link_in_its_place(letter: str, sheet: str) -> None:
    links = tree_of(letter, sheet).find("Link")
    assert [unquote(_leads_to(link)) for link in links] == [unquote(to) for to in wanted(letter, sheet).links]


@every_letter
@every_sheet
def test_a_mark_leads_to_the_label_that_says_the_same(letter: str, sheet: str) -> None:
    """The mark 7 to the reference labelled 7, the mark † to the note labelled †, on their page and at their line."""
    root, places = tree_of(letter, sheet), destinations(made(letter, sheet).pdf)
    notes = {node.find("Lbl")[0].text.strip(): node for node in root.find("Note")}
    suffix = made(letter, sheet).sheet.references.number_suffix
    items = {node.find("Lbl")[0].text.strip().removesuffix(suffix): node for node in _references(root)}
    for link in root.find("Link"):
        leads_to, says = _leads_to(link), plain(link.text)
        if leads_to.startswith(("#ref-", "#note-")):
            target = (items if leads_to.startswith("#ref-") else notes)[says]
            _assert_near(places[leads_to[1:]], target.begins)


def _references(root: Node) -> list[Node]:
    """The items of the last list with figures: the references'."""
    lists = [node for node in root.find("L") if node.attributes["ListNumbering"] == "/Decimal"]
    sections = [node for node in root.find("Sect") if any(one in lists for one in node.kids)]
    return [item for section in sections for one in section.kids if one in lists for item in one.find("LI")]


@every_letter
@every_sheet
def test_links_lie_over_their_words(letter: str, sheet: str) -> None:
    for link in tree_of(letter, sheet).find("Link"):
        places = [place for node in link.walk() for place in node.places]
        for place in places:
            assert sum(annotation.covers(place) for annotation in link.annotations) == 1
        for annotation in link.annotations:
            assert any(annotation.covers(place) for place in places)
            assert annotation.right > annotation.left and annotation.upper > annotation.lower


@every_letter
def test_what_is_said_of_a_link_tells_where_it_leads(letter: str) -> None:
    for link in tree_of(letter, "annals").find("Link"):
        (contents,) = {annotation.contents for annotation in link.annotations}
        to, says = _leads_to(link), plain(link.text)
        if to.startswith("#ref-"):
            assert re.match(rf"References? {says}\b.*: \w", contents)
        elif to.startswith("#note-"):
            number = to.removeprefix("#note-")
            assert re.match(rf"Note ({re.escape(says)}|{number})(?!\w)", contents)
        else:
            assert re.search(r"\w{2}", contents)


@every_letter
@every_sheet
def test_bookmarks_are_the_headings_and_lead_to_them(letter: str, sheet: str) -> None:
    headings = [node for node in tree_of(letter, sheet).walk() if re.fullmatch("H[1-6]", node.role)]
    found = bookmarks(made(letter, sheet).pdf)
    assert [level for level, _, _ in found] == [int(node.role[1]) for node in headings]
    for (_, title, place), node in zip(found, headings, strict=True):
        words = plain("".join(kid if isinstance(kid, str) else kid.text for kid in node.kids if not _is_mark(kid)))
        suffix = made(letter, sheet).sheet.end.label_suffix
        assert plain(title).casefold() == (words.removesuffix(suffix) if suffix else words).casefold()
        _assert_near(place, node.begins)


def _is_mark(kid: str | Node) -> bool:
    return isinstance(kid, Node) and kid.role == "Link" and _leads_to(kid).startswith(("#note-", "#ref-"))


def _leads_to(link: Node) -> str:
    (leads_to,) = {_of_annotation(annotation) for annotation in link.annotations}
    return leads_to


def _of_annotation(annotation: Annotation) -> str:
    return annotation.uri or f"#{annotation.destination}"


def _assert_near(destination: Place, words: Place) -> None:
    """A destination is a little above and to the left of the words it leads to."""
    assert destination.page == words.page
    assert 0 < destination.y - words.y < 45
    assert -1 < words.x - destination.x < 30
