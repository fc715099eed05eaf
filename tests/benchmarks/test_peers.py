"""The peers are given the same letter, whole, in the same measures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from from_glyphs import measure
from peers.html_letter import html_source
from peers.manuscript import manuscript
from peers.typst_letter import TUNINGS, hayagriva, typst_source
from prose import letter, letters_in

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = letters_in(ROOT / "content")


def plain_words(source: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>|\\|&#\d+;|[#\[\]{}()*_]", "", source))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_note_is_written_once_for_each_peer(path: Path, tmp_path: Path) -> None:
    read = manuscript(path)
    notes = len(read.document.footnotes)
    assert typst_source(read, tmp_path).count("#footnote[") == notes
    assert html_source(read, "").count('<span class="note"') == notes


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_both_peers_are_given_the_title_the_authors_and_the_affiliations(path: Path, tmp_path: Path) -> None:
    read = manuscript(path)
    sources = [typst_source(read, tmp_path), html_source(read, "").replace("&#x27;", "'").replace("&amp;", "&")]
    authors, form = read.document.front.authors, read.sheet.front
    named = authors if len(authors) <= form.byline_most else authors[: form.byline_first]
    said = [author.name for author in named if not author.represented]
    said += [affiliation.text for affiliation in read.document.front.affiliations]
    for source in map(plain_words, sources):
        for words in said:
            assert plain_words(words) in source.replace("\u00a0", " ")


def test_measures_are_those_of_the_sheet(tmp_path: Path) -> None:
    read = manuscript(letter(0), ROOT / "benchmarks" / "sheet-9-12.yaml")
    assert read.measure == pytest.approx(241, abs=0.01)
    assert "size: 9.0pt" in typst_source(read, tmp_path)
    assert "font: 9.0pt/12.0pt" in html_source(read, "")


def test_figures_and_tables_reach_both(tmp_path: Path) -> None:
    read = manuscript(ROOT / "content" / "figure-and-table.md")
    source = typst_source(read, tmp_path)
    assert source.count("#figure(image(") == 2
    assert source.count("#figure(") == 4
    assert (tmp_path / "figure1.svg").is_file()
    html = html_source(read, "")
    assert (html.count("<img "), html.count("<table>")) == (2, 2)


def test_references_of_many_kinds_have_entries() -> None:
    entries = hayagriva(manuscript(ROOT / "content" / "many-hands.md").items)
    for kind in ("article", "book", "chapter", "report", "thesis", "web", "repository"):
        assert f'"type": "{kind}"' in entries


@pytest.mark.parametrize("tuning", TUNINGS)
def test_typst_sets_its_source(tuning: str, tmp_path: Path) -> None:
    typst = pytest.importorskip("typst", reason="pip install 'rejoinder[benchmark]'")
    read = manuscript(ROOT / "content" / "short-reply.yaml")
    source = tmp_path / "letter.typ"
    source.write_text(typst_source(read, tmp_path, tuning), encoding="utf-8")
    from compare import FONTS

    typst.compile(str(source), output=str(tmp_path / "letter.pdf"), font_paths=FONTS, ignore_system_fonts=True)
    seen = measure(tmp_path / "letter.pdf")
    assert (seen.pages, seen.columns, seen.size, seen.leading) == (1, 2, 9.3, 12)
    assert (seen.notes, seen.notes_at_home) == (1, 1)
    assert seen.in_face == 100


def test_weasyprint_sets_its_source(tmp_path: Path) -> None:
    weasyprint = pytest.importorskip("weasyprint", reason="pip install 'rejoinder[benchmark]'")
    from compare import SITE
    from peers.cuts import cut_fonts

    read = manuscript(ROOT / "content" / "short-reply.yaml")
    html = html_source(read, cut_fonts(SITE, tmp_path, 9.3))
    weasyprint.HTML(string=html).write_pdf(tmp_path / "letter.pdf")
    seen = measure(tmp_path / "letter.pdf")
    assert (seen.pages, seen.columns, seen.size, seen.leading) == (1, 2, 9.3, 12)
    assert (seen.notes, seen.notes_across) == (1, 1)
    assert seen.in_face == 100
