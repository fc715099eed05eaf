"""CSL styles other than our own: found safely, checked before use, and never a crash."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from document_builders import article, letter, numbered, show

from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.document import references as references_module
from rejoinder.document.csl_item import read_item
from rejoinder.document.model import Words
from rejoinder.document.number import number
from rejoinder.document.references import Bibliographer, find_style
from rejoinder.style import shelf

HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">'
SHARED = Path(__file__).parents[3] / "shared"


def style(bibliography: str, more: str = "", head: str = HEAD) -> str:
    return (
        f'{head}<info><title>T</title></info>{more}<citation><layout><text variable="citation-number"/></layout>'
        f"</citation><bibliography><layout>{bibliography}</layout></bibliography></style>"
    )


def use(tmp_path: Path, text: str, **fields: Any) -> tuple[str, list[str]]:
    """A reference in a style of our own writing, and what was said."""
    file = tmp_path / "own.csl"
    file.write_text(text, encoding="utf-8")
    said = Diagnostics()
    lang = fields.pop("lang", "en-GB")
    document = number(letter("[@it]", references=(article("it", **fields),), lang=lang), said, csl=file)
    complaints = [str(one).removeprefix(f"{tmp_path}/") for one in said]
    return show(document.references[0].text), complaints


# ── styles that work ──


def test_a_style_of_ones_own(tmp_path: Path) -> None:
    text = style('<text variable="title" font-weight="bold" suffix="; "/><number variable="volume"/>')
    assert use(tmp_path, text) == ("**On it**; 7", [])


def test_the_number_is_left_to_the_program(tmp_path: Path) -> None:
    text = style('<text variable="citation-number" suffix=". "/><text variable="title"/>')
    assert use(tmp_path, text) == ("On it", [])


def test_names_without_a_name_element(tmp_path: Path) -> None:
    text = style('<names variable="author"/><text variable="title" prefix=" "/>')
    assert [use(tmp_path, text)[0] for _ in range(3)] == ["Ada Ames On it"] * 3


def test_a_date_in_the_locales_form_does_not_change_the_next(tmp_path: Path) -> None:
    dates = (
        '<date variable="issued" form="text"><date-part name="month" form="short"/></date>'
        '<date variable="accessed" form="text" prefix=" / "/>'
    )
    fields = {"issued": "2016-09-13", "accessed": "2017-10-14"}
    shown = [use(tmp_path, style(dates), **fields, title=str(n))[0] for n in range(3)]
    assert shown == ["13 Sept. 2016 / 14 October 2017"] * 3


def test_a_term_without_the_short_form_is_printed_long(tmp_path: Path) -> None:
    assert use(tmp_path, style('<text term="accessed" form="short"/><text variable="title"/>'))[0] == "accessedOn it"


def test_numbers_with_hyphens_in_their_names(tmp_path: Path) -> None:
    text = style(
        '<group delimiter=" "><number variable="number-of-pages"/>'
        '<label variable="number-of-pages" form="short"/></group>'
    )
    assert use(tmp_path, text, number_of_pages=212)[0] == "212 pp."
    assert use(tmp_path, text, number_of_pages="1")[0] == "1 p."
    assert use(tmp_path, text, number_of_pages="xii, 200", title="x")[0] == "xii, 200 pp."


def test_roman_numerals_have_an_end(tmp_path: Path) -> None:
    text = style('<number variable="volume" form="roman"/>')
    assert use(tmp_path, text, volume=14)[0] == "xiv"
    assert use(tmp_path, text, volume=10**15)[0] == "1000000000000000"


def test_american_punctuation(tmp_path: Path) -> None:
    text = style('<group delimiter=", "><text variable="title" quotes="true"/><number variable="volume"/></group>')
    assert use(tmp_path, text, lang="en-US")[0] == "“On it,” 7"
    assert use(tmp_path, text, lang="en-GB")[0] == "‘On it’, 7"


def test_letter_case_does_not_hurt_markup_or_addresses(tmp_path: Path) -> None:
    text = style('<text variable="title" text-case="uppercase"/><text variable="DOI" prefix=" https://doi.org/"/>')
    shown, _ = use(tmp_path, text, title="the <i>apus</i> & co", DOI="10.5555/x")
    assert shown == "THE *APUS* & CO [https://doi.org/10.5555/x](https://doi.org/10.5555/x)"


def test_the_style_that_citeproc_brings_along() -> None:
    import citeproc

    file = Path(citeproc.STYLES_PATH) / "harvard-cite-them-right.csl"
    said = Diagnostics()
    items = json.loads((SHARED / "corpus/refs/meta-review-2019.csl.json").read_text()) if SHARED.is_dir() else []
    items += [dict(article("it", DOI="10.5555/x").item)]
    formatter = Bibliographer(find_style(file, None, Span("x"), said), "en-GB", said)
    shown = [
        show(formatter.format(item["id"], read_item(item["id"], item, Span("x"), said), Span("x"))) for item in items
    ]
    assert not [one for one in said if one.severity == "error"]
    assert all(shown)
    assert (
        shown[-1]
        == "Ames, A. (2012) ‘On it’, *Journal*, 7, pp. 1–9. Available at: [https://doi.org/10.5555/x](https://doi.org/10.5555/x)."
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is not beside the project")
def test_every_reference_of_the_corpus() -> None:
    for file in sorted((SHARED / "corpus/refs").glob("*.json")):
        items = json.loads(file.read_text())
        references = tuple(article(item["id"]).__class__(item["id"], item, Span(file.name, 1)) for item in items)
        said = Diagnostics()
        cites = " ".join(f"[@{one.key}]" for one in references if ";" not in one.key and "," not in one.key)
        document = number(letter(cites, references=references), said)
        assert len(document.references) > 20
        assert not [one for one in said if one.severity == "error"]


SOUND = [
    article("a", DOI="10.5555/x", page="100-112", author=[{"family": f"F{n}", "given": "Ada Bea"} for n in range(5)]),
    article("b", type="book", edition="Revised", publisher="Ice Press", publisher_place="Oslo", page=None, volume=None),
    article("c", type="chapter", editor=[{"family": "Bell", "given": "B"}] * 2, publisher="Ice Press", volume=None),
    article("d", type="thesis", genre="PhD thesis", publisher="Oulu University", page=None),
    article("e", type="report", number="14", publisher="Ice Office", page=None, author=[{"literal": "Ice Office"}]),
    article("f", type="article-magazine", issued={"date-parts": [[2015], [2016]]}, page="7"),
    article("g", author=None, title="Nobody wrote this", language="en"),
    article("h", issued=None, volume=None, page=None, container_title=None),
]


@pytest.mark.parametrize("lang", ["en-GB", "de-DE", "fr-FR"])
@pytest.mark.parametrize("name", ["rejoinder", "harvard"])
def test_what_is_kept_changes_nothing(name: str, lang: str) -> None:
    """On sound references the library alone prints the same, more slowly."""
    import citeproc
    from citeproc.formatter import plain
    from citeproc.source.json import CiteProcJSON

    harvard = Path(citeproc.STYLES_PATH) / "harvard-cite-them-right.csl"
    file = harvard if name == "harvard" else shelf.find("rejoinder", ".csl")
    assert file
    alone = citeproc.CitationStylesStyle(str(file), locale=lang, validate=False)
    said = Diagnostics()
    ours = Bibliographer(find_style(file, None, Span("x"), said), lang, said)
    for one in SOUND:
        if name == "harvard" and one.key == "g":  # the journal stands for the authors: the library prints it again
            continue
        source = CiteProcJSON([dict(one.item)])
        list_ = citeproc.CitationStylesBibliography(alone, source, plain)
        list_.register(citeproc.Citation([citeproc.CitationItem(one.key)]))
        run = ours.format(one.key, read_item(one.key, one.item, one.span, said), one.span)
        assert "".join(words.text for words in run if isinstance(words, Words)) == str(list_.bibliography()[0])


def test_a_language_without_a_country_is_the_styles_own_dialect(tmp_path: Path) -> None:
    british = HEAD.replace(">", ' default-locale="en-GB">')
    quoted = '<text variable="title" quotes="true"/>'
    assert use(tmp_path, style(quoted, head=british), lang="en")[0] == "‘On it’"
    assert use(tmp_path, style(quoted), lang="en")[0] == "“On it”"
    assert use(tmp_path, style(quoted, head=british), lang="de")[0] == "„On it“"
    assert use(tmp_path, style(quoted, head=british), lang="de-LI")[0] == "„On it“"
    assert use(tmp_path, style(quoted, head=british), lang="tlh")[0] == "‘On it’"


# ── styles that do not ──

RECURSIVE = '<macro name="a"><text macro="b"/></macro><macro name="b"><text macro="a"/></macro>'
EXPLODING = (
    "".join(f'<macro name="m{n}"><text macro="m{n + 1}"/><text macro="m{n + 1}"/></macro>' for n in range(40))
    + '<macro name="m40"><text value="x"/></macro>'
)
LAUGHS = '<!DOCTYPE style [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
THIEF = '<!DOCTYPE style [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
PARENT = (
    '<info><link href="http://www.zotero.org/styles/vancouver" rel="independent-parent"/></info>'
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "own.csl: error: the file is empty"),
        ("{}", "own.csl:1: error: this is not well-formed XML"),
        ("<style>", "own.csl:1: error: this is not well-formed XML"),
        ("<style/>", "own.csl:1: error: this is no CSL style: its root is not <style> in CSL's namespace"),
        (f"{HEAD}</style>", "own.csl:1: error: this CSL style prints no list of references"),
        (f"{HEAD}{PARENT}</style>", "own.csl:1: error: this CSL style only points to another one\n"
                                    '  hint: use the style "vancouver" itself'),
        (LAUGHS + style("&b;"), "own.csl:1: error: a CSL style has no document type declaration"),
        (THIEF + style('<text value="&a;"/>'), "own.csl:1: error: "),
        (style('<text macro="athor"/>', '<macro name="author"><text value="x"/></macro>'),
         'own.csl:1: error: no macro is called "athor"\n  hint: did you mean "author"?'),
        (style('<text macro="a"/>', RECURSIVE), 'own.csl:1: error: the macro "a" calls itself, or too many others'),
        (style('<text macro="m0"/>', EXPLODING), 'own.csl:1: error: the macro "m0" calls itself, or too many others'),
        (style("<txt/>"), 'own.csl:1: error: CSL has no element <txt>\n  hint: did you mean "text"?'),
        (style("<text/>"), "own.csl: error: this CSL style cannot be used: "),
        (style('<text value="\ufdd0"/>'), "own.csl:1: error: no text may hold the characters U+FDD0–U+FDEF"),
        (style("x" * 500_001), "own.csl: error: this CSL style is longer than 500,000 characters"),
        ("<a>" * 5000, "own.csl:1: error: this is not well-formed XML"),
    ],
    ids=range(16),
)  # fmt: skip
def test_what_is_wrong_with_a_style_is_said(tmp_path: Path, text: str, complaint: str) -> None:
    shown, said = use(tmp_path, text)
    assert said
    assert said[0].startswith(complaint), said
    assert shown == "Ames A. On it. *Journal* 2012;**7**:1–9.", "the list is set in our own style meanwhile"


def test_a_style_that_fails_on_some_references_says_which(tmp_path: Path) -> None:
    text = style('<choose><if type="book"><text/></if><else><text variable="title"/></else></choose>')
    said = use(tmp_path, text, type="book")[1]
    assert said[0].startswith("letter.yaml:")
    assert 'error: reference "it" cannot be formatted: ' in said[0]


# ── where styles are looked for ──


def with_csl(folder: Path, csl: str) -> list[str]:
    (folder / "letter.yaml").write_text("x")
    said = Diagnostics()
    place = Span(str(folder / "letter.yaml"), 1, 1)
    document = number(letter("[@it]", references=(article("it"),), csl=csl, span=place), said)
    assert document.references[0].text
    return [one.message for one in said]


def test_a_letters_own_style_lies_beside_it(tmp_path: Path) -> None:
    (tmp_path / "inside.csl").write_text(style('<text variable="title"/>'))
    (tmp_path / "folder").mkdir()
    assert with_csl(tmp_path, "inside.csl") == []
    assert with_csl(tmp_path, "rejoinder") == []
    assert with_csl(tmp_path, "rejoinder.csl") == []
    outside = 'the CSL file "{}" is outside the folder of the letter'
    for path in ("../inside.csl", "/etc/passwd.csl", f"{tmp_path.parent}/x.csl"):
        assert with_csl(tmp_path, path) == [outside.format(path)]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no symbolic links here")
def test_a_link_that_leads_out_is_not_followed(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "outside.csl").write_text(style('<text variable="title"/>'))
    (inner / "way-out.csl").symlink_to(tmp_path / "outside.csl")
    assert with_csl(inner, "way-out.csl") == ['the CSL file "way-out.csl" is outside the folder of the letter']


@pytest.mark.parametrize(
    "csl", ["rejoindr", "a\0b.csl", "", "no-journal.csl", "x" * 5000 + ".csl", "http://example.org/x.csl"]
)
def test_names_that_nobody_knows(tmp_path: Path, csl: str) -> None:
    assert len(with_csl(tmp_path, csl)) == (1 if csl else 0)


def test_a_letter_that_is_no_file_reads_none() -> None:
    said = Diagnostics()
    number(letter("[@it]", references=(article("it"),), csl="own.csl"), said)
    assert [one.message for one in said] == ['there is no CSL style "own.csl"']


def test_a_letter_in_memory_may_be_given_a_folder(tmp_path: Path) -> None:
    (tmp_path / "own.csl").write_text(style('<text variable="title"/>'))
    said = Diagnostics()
    document = number(letter("[@it]", references=(article("it"),), csl="own.csl"), said, folder=tmp_path)
    assert show(document.references[0].text) == "On it"


def test_a_misspelt_name_has_a_hint() -> None:
    said = Diagnostics()
    number(letter("[@it]", references=(article("it"),)), said, csl="rejoindr")
    assert [one.hint for one in said] == ['did you mean "rejoinder"?']


# ── our own style ──


def test_our_own_style_is_valid_csl() -> None:
    import citeproc
    from lxml import etree

    schema = etree.RelaxNG(etree.parse(citeproc.SCHEMA_PATH))
    path = shelf.find("rejoinder", ".csl")
    assert path
    schema.assertValid(etree.parse(str(path)))


def test_many_threads_print_what_one_prints() -> None:
    kinds = ["article-journal", "book", "webpage", "thesis", "dataset", "chapter"] * 3
    items = tuple(
        article(f"k{n}", title=f"Title {n}", issued=f"20{10 + n}-01-02", type=kind) for n, kind in enumerate(kinds)
    )
    written = letter(" ".join(f"[@{one.key}]" for one in items), references=items)
    langs = ("en-GB", "de-DE", "fr-FR")
    alone = {lang: _texts(written, lang) for lang in langs}
    together: list[bool] = []

    def work(lang: str) -> None:
        for _ in range(4):
            references_module._formatted.cache_clear()
            together.append(_texts(written, lang) == alone[lang])

    threads = [threading.Thread(target=work, args=(langs[n % 3],)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == [True] * 24


def _texts(written: Any, lang: str) -> list[str]:
    said = Diagnostics()
    style_ = Bibliographer(find_style("rejoinder", None, Span("x"), said), lang, said)
    return [
        show(style_.format(one.key, read_item(one.key, one.item, one.span, said), one.span))
        for one in written.references
    ]


def test_references_already_printed_are_remembered_by_all_that_they_are() -> None:
    one = numbered("[@it]", references=(article("it", volume="1"),))[0].references[0].text
    other = numbered("[@it]", references=(article("it", volume="2"),))[0].references[0].text
    again = numbered("[@it]", references=(article("it", volume="1"),))[0].references[0].text
    assert show(one) == show(again)
    assert show(one) != show(other)


@pytest.mark.parametrize(("lang", "edition"), [("en-GB", "3rd edn"), ("de-DE", "3. Aufl"), ("fr-FR", "3ᵉ éd")])
def test_ordinals_are_those_of_the_language(lang: str, edition: str) -> None:
    book = article("it", type="book", edition=3, volume=None, page=None)
    assert f". {edition}. " in show(numbered("[@it]", references=(book,), lang=lang)[0].references[0].text)
