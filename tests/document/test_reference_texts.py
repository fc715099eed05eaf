"""References as the program's own CSL style prints them."""

from __future__ import annotations

import pytest
from document_builders import article, formatted, numbered

from rejoinder.document.model import Words


def names(*families: str) -> list[dict[str, str]]:
    return [{"family": family, "given": family[0]} for family in families]


def test_an_article() -> None:
    assert formatted(
        title="A title",
        container_title="Annals of Ice",
        container_title_short="Ann. Ice",
        page="983-990",
        DOI="10.5555/x",
    ) == ("Ames A. A title. *Ann Ice* 2012;**7**:983–90. [doi:10.5555/x](https://doi.org/10.5555/x)")


@pytest.mark.parametrize(
    ("families", "shown"),
    [
        (["Ames"], "Ames A. "),
        (["Ames", "Bell", "Cole"], "Ames A, Bell B, Cole C. "),
        (["Ames", "Bell", "Cole", "Dunn"], "Ames A, Bell B, Cole C, *et al*. "),
    ],
)
def test_three_authors_then_et_al(families: list[str], shown: str) -> None:
    assert formatted(author=names(*families)).startswith(shown)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ({"family": "Heijde", "given": "Désirée", "non-dropping-particle": "van der"}, "van der Heijde D"),
        ({"family": "Humboldt", "given": "Alexander", "dropping-particle": "von"}, "Humboldt A von"),
        ({"family": "Okonkwo-Smith", "given": "Ngozi Ada"}, "Okonkwo-Smith NA"),
        ({"family": "Picard", "given": "Jean-Luc"}, "Picard J-L"),
        ({"family": "Αθανασίου", "given": "Ελένη"}, "Αθανασίου Ε"),
        ({"family": "Østby", "given": "E\u0301milie"}, "Østby É"),
        ({"family": "Smith", "given": "JA", "suffix": "Jr"}, "Smith JA Jr"),
        ({"family": "Smith", "given": "J.A."}, "Smith JA"),
        ({"literal": "The Ice Group"}, "The Ice Group"),
        ({"given": "Plato"}, "Plato"),
        ("Smith J", "Smith J"),
        ("Smith, John Alan", "Smith JA"),
        ("Smith J, Jones K", "Smith J, Jones K"),
    ],
)
def test_names(name: object, shown: str) -> None:
    assert formatted(author=[name]).startswith(f"{shown}. On it. ")


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("315-323", "315–23"),
        ("1299–1309", "1299–309"),
        ("315-23", "315–23"),
        ("315--323", "315–23"),
        ("5-5", "5"),
        ("e71", "e71"),
        ("e123-e129", "e123–9"),
        ("S12-S15", "S12–5"),
        ("e123-e1", "e123–e1"),
        ("12, 15-18", "12, 15–8"),
        (983, "983"),
        (983.0, "983"),
    ],
)
def test_pages(page: object, shown: str) -> None:
    assert formatted(page=page).endswith(f"2012;**7**:{shown}.")


@pytest.mark.parametrize(
    ("issued", "shown"),
    [
        ({"date-parts": [[2016, 9, 13]]}, " 2016;"),
        ({"date-parts": [["2016", "9"]]}, " 2016;"),
        ({"date-parts": [[2015, 12], [2016, 1]]}, " 2015–2016;"),
        ({"date-parts": [[2016, 1], [2016, 2]]}, " 2016;"),
        ({"raw": "2016-09-13"}, " 2016;"),
        ({"literal": "in press"}, " in press;"),
        ([{"year": 2016, "month": 9}], " 2016;"),
        ([2016, 9], " 2016;"),
        ("2016-09-13", " 2016;"),
        ("2015/2016", " 2015–2016;"),
        ("in press", " in press;"),
        (2016, " 2016;"),
        ({"date-parts": [[None]]}, "*Journal*;"),
        (None, "*Journal*;"),
    ],
)
def test_dates(issued: object, shown: str) -> None:
    assert shown in formatted(issued=issued)


def test_missing_parts_leave_no_stray_stops() -> None:
    assert formatted(author=None) == "On it. *Journal* 2012;**7**:1–9."
    assert formatted(title=None) == "Ames A. *Journal* 2012;**7**:1–9."
    assert formatted(volume=None) == "Ames A. On it. *Journal* 2012:1–9."
    assert formatted(volume=None, page=None, issue=4) == "Ames A. On it. *Journal* 2012;(4)."
    assert formatted(page=None, number="e71") == "Ames A. On it. *Journal* 2012;**7**:e71."
    assert formatted(container_title=None, volume=None, page=None, issued=None) == "Ames A. On it."
    assert formatted(volume=None, page=None, status="in press") == "Ames A. On it. *Journal* 2012 (in press)."


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Why ice?", "Ames A. Why ice? *Journal*"),
        ("Ice!", "Ames A. Ice! *Journal*"),
        ("On ice.", "Ames A. On ice. *Journal*"),
        ("Ice…", "Ames A. Ice… *Journal*"),
        ("Ice...", "Ames A. Ice... *Journal*"),
        ("‘Why ice?’", "Ames A. ‘Why ice?’ *Journal*"),
        ("std::vector, a . . . b (), .NET", "Ames A. std::vector, a . . . b (), .NET. *Journal*"),
        ("R&amp;D &lt;5&nbsp;mm &amp; AT&T", "Ames A. R&D <5\u00a0mm & AT&T. *Journal*"),
        ("<i>In vitro</i> H<sub>2</sub>O<sup>+</sup>", "Ames A. *In vitro* H~2~O^+^. *Journal*"),
        ("<b>Bold</b> and <i>out <i>in</i> out</i>", "Ames A. **Bold** and *out *in* out*. *Journal*"),
        ('<span style="font-variant: small-caps;">d</span>-dopa', "Ames A. §d§-dopa. *Journal*"),
        ('The <span class="nocase">mRNA</span> story', "Ames A. The mRNA story. *Journal*"),
        ("p<0.05 and x>y <i>unclosed", "Ames A. p<0.05 and x>y <i>unclosed. *Journal*"),
        (["A list of one"], "Ames A. A list of one. *Journal*"),
        ("two  \n spaces", "Ames A. two spaces. *Journal*"),
    ],
)
def test_titles(title: object, shown: str) -> None:
    assert formatted(title=title).startswith(shown)


def test_emphasis_in_an_italic_title_is_upright() -> None:
    assert formatted(type="book", title="On <i>Apus</i> here", container_title=None).startswith(
        "Ames A. *On *Apus* here*."
    )


@pytest.mark.parametrize(
    "written", ["10.5555/x", "doi:10.5555/x", "https://doi.org/10.5555/x", "http://dx.doi.org/10.5555/x"]
)
def test_a_doi_is_printed_with_its_prefix_and_linked(written: str) -> None:
    assert formatted(DOI=written).endswith(" [doi:10.5555/x](https://doi.org/10.5555/x)")


def test_an_old_doi_is_left_as_it_is_and_its_address_escaped() -> None:
    doi = "10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2"
    escaped = doi.replace("<", "%3C").replace(">", "%3E")
    assert formatted(DOI=doi).endswith(f" [doi:{doi}](https://doi.org/{escaped})")


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        (
            {"type": "book", "edition": 2, "publisher": "Ice Press", "publisher-place": "Oslo", "page": None},
            "Ames A. *On it*. 2nd edn. Oslo: Ice Press, 2012.",
        ),
        (
            {"type": "book", "author": None, "editor": [{"family": "Bell", "given": "B"}], "publisher": "Ice Press"},
            "Bell B, ed. *On it*. Ice Press, 2012:1–9.",
        ),
        (
            {
                "type": "chapter",
                "container-title": "The book",
                "editor": [{"family": "Bell", "given": "B"}, {"family": "Cole", "given": "C"}],
                "publisher": "Ice Press",
                "publisher-place": "Oslo",
            },
            "Ames A. On it. In: Bell B, Cole C, eds. *The book*. Oslo: Ice Press, 2012:1–9.",
        ),
        (
            {"type": "thesis", "genre": "PhD thesis", "publisher": "Oulu University", "publisher-place": "Oulu"},
            "Ames A. *On it* [PhD thesis]. Oulu: Oulu University, 2012:1–9.",
        ),
        (
            {"type": "report", "number": "14", "publisher": "Ice Office", "page": None},
            "Ames A. *On it*. Report 14. Ice Office, 2012.",
        ),
        (
            {
                "type": "webpage",
                "container-title": "Ice today",
                "page": None,
                "URL": "https://example.org/ice.",
                "accessed": "2020-05-30",
                "issued": "2019-09-02",
            },
            "Ames A. On it. *Ice today*, 2 Sept 2019. [https://example.org/ice.](https://example.org/ice.) "
            "(accessed 30 May 2020)",
        ),
        (
            {"type": "webpage", "container-title": None, "page": None, "URL": "https://example.org"},
            "Ames A. On it. 2012. [https://example.org](https://example.org)",
        ),
        (
            {"type": "article", "container-title": None, "publisher": "FieldRxiv", "page": None, "DOI": "10.5555/x"},
            "Ames A. On it [preprint]. FieldRxiv, 2012. [doi:10.5555/x](https://doi.org/10.5555/x)",
        ),
        (
            {"type": "dataset", "container-title": None, "publisher": "Archive", "version": "3", "page": None},
            "Ames A. On it [data set], version 3. Archive, 2012.",
        ),
        (
            {"type": "software", "container-title": None, "publisher": "Ames", "version": "1.2", "page": None},
            "Ames A. On it [computer program], version 1.2. Ames, 2012.",
        ),
        (
            {"type": "article-newspaper", "container-title": "The Times", "issued": "2016-09-13", "page": "4"},
            "Ames A. On it. *The Times* 13 Sept 2016:4.",
        ),
        (
            {"type": "paper-conference", "container-title": "Proceedings of Ice", "publisher": "Ice Society"},
            "Ames A. On it. In: *Proceedings of Ice*. Ice Society, 2012:1–9.",
        ),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)
def test_kinds_of_works(fields: dict[str, object], shown: str) -> None:
    without_volume = {"volume": None, **{name.replace("-", "_"): value for name, value in fields.items()}}
    assert formatted(**without_volume) == shown


def test_a_title_in_another_language_says_so() -> None:
    german = article("it", title="Über das Eis", language="de_AT")
    document, _ = numbered("[@it]", references=(german,))
    langs = [(one.text, one.lang) for one in document.references[0].text if isinstance(one, Words)]
    assert ("Über das Eis", "de-AT") in langs
    assert [lang for _, lang in langs].count("de-AT") == 1
    same, _ = numbered("[@it]", references=(german,), lang="de")
    assert not [one for one in same.references[0].text if isinstance(one, Words) and one.lang]


def test_the_letters_language_gives_the_terms() -> None:
    chapter = article("it", type="chapter", editor=[{"family": "Bell"}], container_title="Das Buch", edition=2)
    document, _ = numbered("[@it]", references=(chapter,), lang="de-DE")
    text = "".join(one.text for one in document.references[0].text if isinstance(one, Words))
    assert text == "Ames A. On it. In: Bell, Hrsg. Das Buch. 2. Aufl. Bd 7. 2012:1–9."


def test_the_same_references_in_another_order_print_the_same() -> None:
    items = [article(str(n), issued=f"20{10 + n}-0{n + 1}-02", type=kind) for n, kind in enumerate(("webpage", "book"))]
    one, _ = numbered("[@0] [@1]", references=tuple(items))
    other, _ = numbered("[@1] [@0]", references=tuple(items))
    assert {r.key: r.text for r in one.references} == {r.key: r.text for r in other.references}
