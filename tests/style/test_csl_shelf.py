"""Citation styles by name: the program's, and the CSL project's from the extra."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rejoinder.diagnostics import NOWHERE, Diagnostics
from rejoinder.document.references import Bibliographer, find_style, say_if_not_numeric
from rejoinder.source import Source
from rejoinder.style import csl_shelf
from rejoinder.style.read import read_style

HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"{}><info><category citation-format="{}"/>{}</info>'  # noqa: E501
WHOLE = (
    HEAD.format("", "{}", "")
    + '<citation><layout><text variable="title"/></layout></citation>'
    + '<bibliography><layout><text variable="title" prefix="{}"/></layout></bibliography></style>'
)
LINK = '<link href="http://www.zotero.org/styles/{}" rel="independent-parent"/>'


@pytest.fixture
def extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An extra of our own: a style, and others that depend on one."""
    folder = tmp_path / "extra"
    (folder / "dependent").mkdir(parents=True)
    (folder / "whole.csl").write_text(WHOLE.format("numeric", "W "))
    (folder / "dated.csl").write_text(WHOLE.format("author-date", "D "))
    (folder / "dependent" / "child.csl").write_text(HEAD.format("", "numeric", LINK.format("whole")) + "</style>")
    own = HEAD.format(' default-locale="de-DE"', "numeric", LINK.format("whole"))
    (folder / "dependent" / "german.csl").write_text(own + "</style>")
    (folder / "dependent" / "orphan.csl").write_text(HEAD.format("", "numeric", LINK.format("gone")) + "</style>")
    monkeypatch.setattr(csl_shelf, "extra", lambda: folder)
    csl_shelf.names.cache_clear()
    yield folder
    csl_shelf.names.cache_clear()


def found(name: str, folder: Path | None = None) -> tuple[Source, list[str]]:
    said = Diagnostics()
    style = find_style(name, folder, NOWHERE, said)
    return style, [f"{one.message} | {one.hint}" for one in said]


def test_a_style_of_the_extra(extra: Path) -> None:
    style, said = found("whole")
    assert said == []
    assert 'prefix="W "' in style.text
    assert found("whole.csl")[0].text == style.text


def test_a_dependent_style_is_its_parent(extra: Path) -> None:
    style, said = found("child")
    assert said == []
    assert 'prefix="W "' in style.text
    assert 'default-locale="de-DE"' in found("german")[0].text
    assert "default-locale" not in style.text


def test_a_file_beside_a_letter_may_depend_on_a_style_of_the_extra(extra: Path, tmp_path: Path) -> None:
    (tmp_path / "own.csl").write_text((extra / "dependent" / "child.csl").read_text())
    assert 'prefix="W "' in found("own.csl", tmp_path)[0].text
    assert 'prefix="W "' in found("own", tmp_path)[0].text


def test_a_file_goes_before_a_style_of_the_extra(extra: Path, tmp_path: Path) -> None:
    (tmp_path / "whole.csl").write_text(WHOLE.format("numeric", "MINE "))
    assert 'prefix="MINE "' in found("whole", tmp_path)[0].text
    assert 'prefix="W "' in found("whole")[0].text


def test_a_parent_that_is_not_there_is_said(extra: Path) -> None:
    style, _ = found("orphan")
    said = Diagnostics()
    Bibliographer(style, "en", said).style()
    assert [one.message for one in said] == ["this CSL style only points to another one"]


def test_a_misspelt_name_has_a_hint(extra: Path) -> None:
    assert found("whol")[1] == ['there is no CSL style "whol" | did you mean "whole"?']
    assert found("zzzzzz")[1] == ['there is no CSL style "zzzzzz" | ']


def test_without_the_extra_the_hint_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csl_shelf, "extra", lambda: None)
    assert found("nature")[1] == [
        'there is no CSL style "nature" | if it is one of the CSL project\'s: pip install "rejoinder[csl]"'
    ]
    assert found("rejoindr")[1] == ['there is no CSL style "rejoindr" | did you mean "rejoinder"?']
    assert "beside this one" in found("a/b c")[1][0]


def test_a_sheet_may_name_one(extra: Path, tmp_path: Path) -> None:
    said = Diagnostics()
    source = Source.of("<style>", "name: own\nextends: base\nreferences: {csl: child}\n", said)
    assert source
    sheet = read_style(source, said)
    assert sheet
    assert sheet.references.csl == extra / "dependent" / "child.csl"
    assert not said.has_errors


def test_styles_that_do_not_number_are_said(extra: Path) -> None:
    said = Diagnostics()
    for name in ("whole", "dated"):
        say_if_not_numeric(found(name)[0], NOWHERE, said)
    assert [one.message for one in said] == ["this CSL style cites by author and date; here citations are numbers"]


needs_extra = pytest.mark.skipif(
    csl_shelf.extra() is None, reason='the extra is not there: pip install "rejoinder[csl]"'
)


@needs_extra
@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("bmj", "Ames A, Bell B. On ice. Ann Field Obs. 2012;3:12–9."),
        ("american-medical-association", "Ames A, Bell B. On ice. Ann Field Obs. 2012;3:12-19."),
        ("nature", "Ames, A. & Bell, B. On ice. Ann Field Obs 3, 12–19 (2012)."),
        ("the-new-england-journal-of-medicine", "Ames A, Bell B. On ice. Ann Field Obs 2012;3:12–9."),
        ("the-lancet", "Ames A, Bell B. On ice. Ann Field Obs 2012; 3: 12–9."),
        ("jama", "Ames A, Bell B. On ice. Ann Field Obs. 2012;3:12-19."),
    ],
)
def test_the_styles_of_journals(name: str, printed: str) -> None:
    from rejoinder.document.csl_item import read_item
    from rejoinder.document.model import Words

    item = {
        "type": "article-journal", "author": [{"family": "Ames", "given": "Ada"}, {"family": "Bell", "given": "Bea"}],
        "title": "On ice", "container-title": "Annals of Field Observation", "container-title-short": "Ann Field Obs",
        "issued": "2012", "volume": 3, "page": "12-19",
    }  # fmt: skip
    said = Diagnostics()
    text = Bibliographer(find_style(name, None, NOWHERE, said), "en", said).format(
        "it", read_item("it", item, NOWHERE, said), NOWHERE
    )
    assert not list(said)
    assert "".join(run.text for run in text if isinstance(run, Words)) == printed


@needs_extra
def test_every_style_of_the_extra_with_a_list_can_be_read() -> None:
    """A sample of them: every fortieth."""
    folder = csl_shelf.extra()
    assert folder
    read = 0
    for path in sorted(folder.glob("*.csl"))[::40]:
        said = Diagnostics()
        source = csl_shelf.load(path, said)
        assert source
        if "<bibliography" in source.text:
            Bibliographer(source, "en-GB", said).style()
            read += 1
            assert not said.has_errors, [str(one) for one in said]
    assert read > 40
