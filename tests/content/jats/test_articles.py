"""Articles through the whole program: parts, files, and the same bytes again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from jats_builders import AUTHOR, BODY, TITLE, xml

import rejoinder
from rejoinder.cli import main
from rejoinder.document.inlines import plain_text
from rejoinder.verify.anew import recipe

REPLY = (
    '<sub-article article-type="reply" id="s1"><front-stub><title-group><article-title>Reply</article-title>'
    "</title-group>"
    "</front-stub><body><p>Thank you.</p></body>{}</sub-article>"
)
INNER = (
    '<sub-article article-type="reply" id="s2"><front-stub><title-group><article-title>Inner</article-title>'
    "</title-group>"
    "</front-stub><body><p>Not at all.</p></body></sub-article>"
)
DATE = "<pub-date><year>2021</year></pub-date>"
ARTICLE = xml(TITLE + AUTHOR + DATE, after=REPLY.format(INNER))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (tmp_path / "article.xml").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def test_each_part_is_a_file_and_its_name_is_printed(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "article.xml"]) == 0
    out = [Path("out", name) for name in ("article.pdf", "article-s1.pdf", "article-s1-s2.pdf")]
    assert capsys.readouterr().out.split() == list(map(str, out))
    assert all(path.read_bytes().startswith(b"%PDF-") for path in out)


def test_one_part_goes_where_it_is_asked_for(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "article.xml", "--part", "s1/s2", "-o", "inner.pdf"]) == 0
    assert capsys.readouterr().out == "inner.pdf\n"
    assert main(["build", "article.xml", "--part", "", "-o", "own.pdf"]) == 0
    assert sorted(path.name for path in desk.glob("*.pdf")) == ["inner.pdf", "own.pdf"]


def test_a_part_that_is_not_there_is_an_error(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "article.xml", "--part", "s3"]) == 1
    assert 'the article has no part called "s3"' in capsys.readouterr().err
    Path("letter.yaml").write_text("title: T\nauthor: A B\nbody: Text\n", encoding="utf-8")
    assert main(["build", "letter.yaml", "--part", "s1"]) == 1
    assert 'the letter has no part called "s1"' in capsys.readouterr().err


def test_standard_output_has_room_for_one(desk: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["build", "article.xml", "-o", "-"]) == 0
    assert capsysbinary.readouterr().out.count(b"%PDF-1") == 1


def test_a_file_that_is_no_pdf_is_not_overwritten_by_a_part(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("out").mkdir()
    Path("out/article-s1.pdf").write_text("a list of ferries", encoding="utf-8")
    assert main(["build", "article.xml"]) == 1
    assert "is no PDF" in capsys.readouterr().err
    assert Path("out/article-s1.pdf").read_text(encoding="utf-8") == "a list of ferries"


def test_check_and_inspect_read_articles(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "article.xml"]) == 0
    said = capsys.readouterr().err
    assert "the article has no author" not in said
    assert "does not say to what" not in said  # a reply within an article answers that
    assert main(["inspect", "article.xml", "--part", "s1"]) == 0


def test_a_part_is_made_anew_from_what_its_pdf_carries(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "article.xml", "--part", "s1/s2", "-o", "inner.pdf"]) == 0
    capsys.readouterr()
    assert main(["extract", "inner.pdf"]) == 0
    command = capsys.readouterr().out.splitlines()[-1].split()
    assert command == ["rejoinder", "build", "inner/article.xml", "-s", "annals", "--part", "s1/s2"]
    assert main([*command[1:], "-o", "again.pdf"]) == 0
    assert Path("again.pdf").read_bytes() == Path("inner.pdf").read_bytes()


def test_the_manifest_is_believed_no_more_than_a_strangers() -> None:
    result = rejoinder.typeset(ARTICLE + "\n", part="s1")
    attachments = rejoinder.extract(result.pdf)
    made = recipe(attachments)
    assert made is not None
    assert (made.letter, made.part) == ("letter.xml", "s1")
    forged = tuple(
        rejoinder.Attachment(
            one.name,
            one.media_type,
            one.data.replace(b'"part": "s1"', b'"part": "-x; rm"'),
            one.relationship,
            one.about,
        )
        for one in attachments
    )
    made = recipe(forged)
    assert made is not None and made.part == ""


def test_in_a_program(desk: Path) -> None:
    assert rejoinder.parts(Path("article.xml")) == ("", "s1", "s1/s2")
    assert rejoinder.parts("title: T\nbody: B\n") == ("",)
    assert rejoinder.parts({"title": "T"}) == ("",)
    assert rejoinder.parts(Path("nowhere.xml")) == ("",)
    result = rejoinder.typeset(Path("article.xml"), part="s1")
    assert plain_text(result.document.front.title) == "Reply"
    text = rejoinder.typeset(f'<?xml version="1.0" encoding="ISO-8859-1"?>\n{xml(body="<p>Öre</p>")}')
    assert "Öre" in text.dump("letter")


def test_references_that_nothing_cites_are_listed_in_their_order_and_kept_as_they_are() -> None:
    refs = (
        '<ref-list><ref id="B1"><label>1</label><mixed-citation>Keel J. <italic>Sails.</italic> Leith; 1988. '
        "https://quay.example/sails.</mixed-citation></ref>"
        '<ref id="B2"><label>2</label><mixed-citation><article-title>Tides</article-title>, PhD thesis. <source>Quay'
        "</source>"
        "</mixed-citation></ref></ref-list>"
    )
    text = xml(body='<p>Late.<xref ref-type="bibr" rid="B2"><sup>2</sup></xref></p>', back=refs)
    result = rejoinder.typeset(text + "\n")
    printed = [plain_text(one.text) for one in result.document.references]
    assert printed[0] == "Keel J. Sails. Leith; 1988. https://quay.example/sails."
    assert printed[1].endswith("PhD thesis.")
    assert [one.key for one in result.document.references] == ["B1", "B2"]
    jats = next(one.data.decode() for one in rejoinder.extract(result.pdf) if one.name == "article.jats.xml")
    assert "Keel J. <italic>Sails.</italic> Leith; 1988. <ext-link" in jats
    assert "<comment>PhD thesis</comment>" in jats


def test_a_letter_in_yaml_does_without_lxml(desk: Path) -> None:
    Path("letter.yaml").write_text("title: T\nauthor: A B\nbody: Text\n", encoding="utf-8")
    code = (
        "import sys, pathlib, rejoinder\n"
        "rejoinder.typeset(pathlib.Path('letter.yaml'))\n"
        "sys.exit('lxml' in sys.modules or 'rejoinder.content.jats.article' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=desk, timeout=60).returncode == 0


@pytest.mark.parametrize(
    "text",
    ["<html><body/></html>", "<article/>", "<article><front/></article>", "<article><body><p/></body></article>",
     xml("", ""), xml(TITLE, "<sec/>"), xml(body="<fig/>"), xml(back="<ref-list><ref/></ref-list>"),
     xml(after="<sub-article/><response/>"), xml("<contrib-group><contrib/></contrib-group><aff/>"),
     xml(BODY), xml(journal="<journal-meta><issn>x</issn></journal-meta>")],
)  # fmt: skip
def test_whatever_is_missing_there_are_diagnostics_or_a_pdf(text: str) -> None:
    for part in rejoinder.parts(text + "\n"):
        try:
            assert rejoinder.typeset(text + "\n", part=part).pdf.startswith(b"%PDF-")
        except rejoinder.InputError as refused:
            assert all(one.span.file for one in refused.diagnostics)
