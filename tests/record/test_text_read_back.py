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
from generated import Look, Shape, Writer, looks, looks_with_floats, shapes, shapes_with_floats
from hypothesis import given, settings
from sample_letters import every_letter, every_sheet, made, others

from composing import compose
from rejoinder.document.model import Document
from rejoinder.pages.model import PlacedPicture
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


@settings(max_examples=10, deadline=None, derandomize=True, database=None)
@given(shapes_with_floats, looks_with_floats)
def test_so_are_letters_with_figures_and_tables_that_nobody_drew(shape: Shape, look: Look) -> None:
    document = Writer(shape, "bracket" if look.bracket else "superscript", look=look).written().document
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

BLOCKS = {"P", "L", "Sect", "Note", "BlockQuote", "Figure", "Table"}
HOLDS = {
    "Document": {"Title", *BLOCKS},
    "Sect": {"H1", "H2", "H3", "H4", "H5", "H6", *BLOCKS},
    "L": {"LI"},
    "LI": {"Lbl", "LBody"},
    "LBody": {"Link", "Span", "Formula", *BLOCKS},
    "Note": {"Lbl", *BLOCKS},
    "BlockQuote": BLOCKS,
    "Link": {"Span"},
    "P": {"Link", "Span", "Code", "Formula"},
    "Figure": {"Caption"},
    "Caption": {"Lbl", "Link", "Span", "Formula"},
    "Table": {"Caption", "THead", "TBody"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
    "TH": {"Link", "Span", "Formula"},
    "TD": {"Link", "Span", "Formula"},
    "Formula": set[str](),
    "Code": set[str](),
    "Lbl": {"Link"},
    "Title": {"Link", "Span", "Formula"},
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
        if node.role in (
            "Document",
            "Sect",
            "L",
            "LI",
            "Note",
            "BlockQuote",
            "Figure",
            "Table",
            "THead",
            "TBody",
            "TR",
        ):
            assert not words, f"{node.role} has words of its own: {words}"


@every_letter
@every_sheet
def test_labels_are_read_before_what_they_label(letter: str, sheet: str) -> None:
    listed = {id(body.kids[0]) for body in tree_of(letter, sheet).find("LBody") if len(body.kids) == 1}
    for node in tree_of(letter, sheet).walk():
        roles = [kid.role for kid in node.kids if isinstance(kid, Node)]
        if node.role == "LI":
            assert roles in (["Lbl", "LBody"], ["Lbl"], ["LBody"])
        elif node.role == "Note" and id(node) not in listed:
            assert roles[0] == "Lbl" and roles.count("Lbl") == 1
        elif node.role == "Caption":
            assert roles[0] == "Lbl" and roles.count("Lbl") == 1 and isinstance(node.kids[0], Node)
        elif node.role == "L":
            assert node.attributes["ListNumbering"][1:] in ("Decimal", "Disc", "None", "LowerAlpha")
        else:
            assert "Lbl" not in roles


@every_letter
@every_sheet
def test_each_note_has_an_id_of_its_own(letter: str, sheet: str) -> None:
    ids = [note.attributes["ID"] for note in tree_of(letter, sheet).find("Note")]
    assert len(set(ids)) == len(ids) == wanted(letter, sheet).notes


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
    heads = _heads_said_again(letter, sheet)
    for kind, text in artifacts(made(letter, sheet).pdf):
        if kind == "Layout":
            assert (
                text.split() in ([], ["*", "*", "*"]) or plain(text) in heads or plain(text).replace(" ", "") in heads
            )
        else:
            assert kind in ("Pagination/Header", "Pagination/Footer")
            assert text.strip()


def _heads_said_again(letter: str, sheet: str) -> set[str]:
    """Of every table: its label and that it goes on; its heads. All that has been said before."""
    form, found = made(letter, sheet).sheet, set[str]()
    for table in tree_of(letter, sheet).find("Table"):
        label = plain(table.find("Lbl")[0].text).removesuffix(form.captions.suffix)
        heads = [re.sub(r"\s", "", cell.text) for part in table.find("THead") for cell in part.find("TH")]
        found |= {plain(f"{label} {form.tables.continued}"), "".join(heads)}
    return found


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


# ── figures and tables ────────────────────────────────────────────────────


@every_letter
@every_sheet
def test_every_figure_is_described_and_says_where_it_is(letter: str, sheet: str) -> None:
    figures = tree_of(letter, sheet).find("Figure")
    assert [figure.attributes["Alt"] for figure in figures] == wanted(letter, sheet).alts
    pictures = [item for page in made(letter, sheet).pages for item in page.items if isinstance(item, PlacedPicture)]
    sizes = sorted((round(one.box.width, 1), round(one.box.height, 1)) for one in pictures)
    boxes = [_box(figure) for figure in figures]
    assert sorted((round(box[2] - box[0], 1), round(box[3] - box[1], 1)) for box in boxes) == sizes


def _box(figure: Node) -> list[float]:
    """Left, lower, right and upper side of a picture."""
    return [float(side) for side in re.findall(r"-?\d+(?:\.\d+)?", figure.attributes["BBox"])]


@every_letter
@every_sheet
def test_a_caption_is_at_one_end_of_what_it_names(letter: str, sheet: str) -> None:
    """ISO 14289-1, 7.5: the caption of a table is its first or its last child."""
    for node in tree_of(letter, sheet).walk():
        if node.role in ("Figure", "Table"):
            at = [isinstance(kid, Node) and kid.role == "Caption" for kid in node.kids]
            assert at.count(True) == 1 and (at[0] or at[-1])
            assert node.role == "Figure" or at[0]


@every_letter
@every_sheet
def test_cells_say_where_they_stand_and_what_they_head(letter: str, sheet: str) -> None:
    """All cells are there, the empty ones too, so that every row of a table comes to the same number of columns."""
    found = []
    for table in tree_of(letter, sheet).find("Table"):
        for part in (*table.find("THead"), *table.find("TBody")):
            rows = [[_cell(cell) for cell in (*row.find("TH"), *row.find("TD"))] for row in part.find("TR")]
            assert len(set(_columns(rows))) == 1
        cells = [node for node in table.walk() if node.role in ("TH", "TD")]
        found += [(cell.role, *_cell(cell), cell.attributes.get("Scope", "")[1:]) for cell in cells]
    assert found == wanted(letter, sheet).spans


def _cell(node: Node) -> tuple[int, int]:
    """Over how many columns and rows a cell goes."""
    return int(node.attributes.get("ColSpan", 1)), int(node.attributes.get("RowSpan", 1))


def _columns(rows: list[list[tuple[int, int]]]) -> list[int]:
    """How many columns each row takes, with the cells that reach down into it."""
    taken = [0] * len(rows)
    for at, row in enumerate(rows):
        for columns, down in row:
            for below in range(at, at + down):
                taken[below] += columns
    return taken


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
    labelled: dict[str, list[Node]] = {}
    for label in root.find("Lbl"):
        labelled.setdefault(_bare(label.text, letter, sheet), []).append(label)
    heads = [_head(node) for node in root.walk() if node.role in ("Figure", "Table")]
    for link in root.find("Link"):
        leads_to, says = _leads_to(link), plain(link.text)
        if leads_to.startswith(("#ref-", "#note-")):
            assert any(_near(places[leads_to[1:]], label.begins) for label in labelled[says]), (leads_to, says)
        elif leads_to.startswith(("#figure-", "#table-")):
            number = re.sub(r"\D", "", says) or leads_to.partition("-")[2]
            form = made(letter, sheet).sheet.captions
            name = form.figure_label if leads_to.startswith("#figure-") else form.table_label
            assert len(labelled[_bare(f"{name} {number}", letter, sheet)]) == 1
            assert any(_near(places[leads_to[1:]], head) for head in heads), (leads_to, says)


def _head(node: Node) -> Place:
    """Where one begins to look at a figure or table: its picture or its heads, unless the caption is above them."""
    label = node.find("Lbl")[0].begins
    if node.role == "Figure":
        left, _, _, top = _box(node)
        return max(label, Place(label.page, left, top - 8), key=lambda place: place.y)
    cell = next(cell for cell in node.walk() if cell.role in ("TH", "TD") and cell.text.strip()).begins
    return cell if cell.page < label.page else max(label, cell, key=lambda place: place.y)


def _bare(label: str, letter: str, sheet: str) -> str:
    """A label without what the sheet puts behind it."""
    form = made(letter, sheet).sheet
    bare = plain(label).removesuffix(form.references.number_suffix).removesuffix(form.captions.suffix)
    return bare.casefold() if " " in bare else bare


@every_letter
@every_sheet
def test_a_note_leads_back_to_its_mark(letter: str, sheet: str) -> None:
    root, places = tree_of(letter, sheet), destinations(made(letter, sheet).pdf)
    marks = [link for link in root.find("Link") if _leads_to(link).startswith("#note-")]
    for label in root.find("Lbl"):
        for back in label.find("Link"):
            number = _leads_to(back).removeprefix("#noteref-")
            called = [mark for mark in marks if _leads_to(mark) == f"#note-{number}"]
            assert {plain(mark.text) for mark in called} == {plain(back.text).removesuffix(".")}
            line = places[f"noteref-{number}"]
            assert any(line.page == mark.begins.page and 0 < line.y - mark.begins.y < 45 for mark in called)


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
        elif to.startswith("#noteref-"):
            assert contents == f"Back to the text of note {says.removesuffix('.')}"
        elif to.startswith("#affiliation-"):
            assert re.match(rf"Affiliation {re.escape(says)}: \w", contents)
        elif to.startswith("#remark-"):
            assert re.match(rf"Remark {re.escape(says)}: \w", contents)
        elif to.startswith("mailto:"):
            assert contents == f"Write to {to.removeprefix('mailto:')}"
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
        assert _near(place, node.begins)


def _is_mark(kid: str | Node) -> bool:
    return isinstance(kid, Node) and kid.role == "Link" and _leads_to(kid).startswith(("#note-", "#ref-"))


def _leads_to(link: Node) -> str:
    (leads_to,) = {_of_annotation(annotation) for annotation in link.annotations}
    return leads_to


def _of_annotation(annotation: Annotation) -> str:
    return annotation.uri or f"#{annotation.destination}"


def _near(destination: Place, words: Place) -> bool:
    """A destination is a little above and to the left of the words it leads to."""
    beside = -1 < words.x - destination.x < 30
    return destination.page == words.page and 0 < destination.y - words.y < 45 and beside
