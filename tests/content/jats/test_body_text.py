"""Nothing of an article's body is lost: its words, read from the XML, are those of the letter, and of the PDF's tree.

`bodytext` says what may differ. The articles are the shared corpus's; an invented one is compared in any case.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from content.jats import bodytext
from content.jats.bodytext import (
    CORPUS,
    Token,
    XmlReading,
    by_part,
    first_difference,
    parsed,
    parts,
    read_corpus,
    tokens,
)
from rejoinder.pipeline import typeset
from treetext import INLINE, Node, tree

ARTICLES = sorted(CORPUS.glob("*.xml")) if CORPUS.is_dir() else []
SET = (
    "letter-eid-PMC3944877",
    "letter-eid-PMC4214323",
    "letter-plos-pmed.0030205",
    "short-elife09853",
    "short-PMC4669736",
)
"""Those that are set, too."""

OWN = (
    '<article xmlns:xlink="http://www.w3.org/1999/xlink"><front><article-meta>'
    "<title-group><article-title>Ice</article-title></title-group></article-meta></front>"
    "<body><p><bold>To the Editor:</bold> Ice is late "
    '(<xref ref-type="bibr" rid="r1">1</xref>–<xref ref-type="bibr" rid="r3">3</xref>), as '
    '<xref ref-type="bibr" rid="r2">Brook et al. (1992)</xref> saw (<xref ref-type="fig" rid="f1">Fig. 1A</xref>).'
    '<xref ref-type="fn" rid="n1">*</xref></p>'
    '<fig id="f1"><label>Figure 1</label><caption><p>A\nferry.</p></caption></fig>'
    '<list list-type="order"><list-item><p>One boat</p></list-item></list></body>'
    '<back><fn-group><fn id="n1"><p>Not by much.</p></fn></fn-group>'
    '<ref-list><ref id="r1"><label>1</label><mixed-citation>Adler. 1991.</mixed-citation></ref>'
    '<ref id="r2"><label>2</label><mixed-citation>Brook. 1992.</mixed-citation></ref>'
    '<ref id="r3"><label>3</label><mixed-citation>Crane. 1993.</mixed-citation></ref></ref-list></back></article>'
)


def own(tmp_path: Path, text: str = OWN) -> Path:
    file = tmp_path / "own.xml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.skipif(not ARTICLES, reason="the shared corpus is not beside the project")
@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_the_letter_says_what_the_article_says(path: Path) -> None:
    pairs, said = read_corpus(path)
    assert pairs, list(map(str, said))
    assert by_part(pairs) == {}


def test_an_article_of_our_own_says_the_same(tmp_path: Path) -> None:
    pairs, _ = read_corpus(own(tmp_path))
    assert by_part(pairs) == {}


@pytest.mark.parametrize(
    ("lost", "instead"),
    [
        (" late ", " "),
        ("Brook et al.", "Brook"),
        ("Not by much", "By much"),
        ("A\nferry", "A"),
        ("One boat", "Boat"),
        ("1A", "1B"),
    ],
)
def test_a_word_that_is_lost_is_found(tmp_path: Path, lost: str, instead: str) -> None:
    """The comparison can fail: against the letter of a text that lacks a word."""
    assert lost in OWN
    letter = read_corpus(own(tmp_path, OWN.replace(lost, instead)))[0][0][1]
    article = parts(parsed(own(tmp_path)))[0]
    assert bodytext.differences(article, letter)


# ── through the PDF ───────────────────────────────────────────────────────


def said_by_pdf(pdf: bytes) -> str:
    """The words of the tree, without figures, tables and notes, and without the marks of citations and notes."""
    words: list[str] = []

    def walk(node: Node | str) -> None:
        if isinstance(node, str):
            words.append(node)
            return
        leads = {one.destination.partition("-")[0] for one in node.annotations}
        if node.role in ("Figure", "Table", "Note"):
            return
        if leads & {"ref", "note"}:
            words.append(" " if node.text.endswith(" ") else "")
            return
        words.append("" if node.role in INLINE else " ")
        for kid in node.kids:
            walk(kid)

    for node in tree(pdf):
        walk(node)
    return "".join(words).replace("\u00ad", "")


def loosely(text: str) -> tuple[Token, ...]:
    """What stands between the numbers of citations, and the sheet's words for figures, may be missing in the XML."""
    return tuple(one._replace(dress=one.text in _OF_THE_SHEET) for one in tokens(text))


_OF_THE_SHEET = (",", "-", ";", "[", "]", "Figure", "Figures", "Table", "Tables")


@pytest.mark.skipif(not ARTICLES, reason="the shared corpus is not beside the project")
@pytest.mark.parametrize("name", SET)
def test_the_pdf_says_what_the_article_says(name: str) -> None:
    path = CORPUS / f"{name}.xml"
    result = typeset(path, "manuscript")  # whose citations stand where the author put them
    article = parts(parsed(path))[0]
    read = XmlReading(article).read(next(one for one in article if one.tag == "body"))
    assert first_difference(read.body, loosely(said_by_pdf(result.pdf)), within=True) == ""
