"""Where the CSL processor leaves CSL 1.0.2, or prints what no reader wants: each repair with a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from document_builders import article, numbered, show
from test_csl_styles import HEAD, style, use

from rejoinder.document.letter_case import cased
from rejoinder.document.marked import QUOTE, marked, mend, quoted, requoted

NAMES = '<names variable="author"><name form="long" {}/><substitute>{}</substitute></names>'
TITLE = '<macro name="title"><text variable="title"/><text value=" [Internet]"/></macro>'


def in_us(style_: str) -> str:
    return style_.replace(HEAD, HEAD.replace(">", ' default-locale="en-US">'))


# ── what stands in for names ──


def test_what_stands_in_for_names_is_not_printed_again(tmp_path: Path) -> None:
    names = NAMES.format("", '<names variable="editor"/><text macro="title"/>')
    rest = '<text macro="title"/><names variable="editor"/><number variable="volume"/>'
    layout = f'<group delimiter=", ">{names}{rest}</group>'
    text = style(layout, TITLE)
    assert use(tmp_path, text)[0] == "Ada Ames, On it [Internet], 7"
    assert use(tmp_path, text, author=None)[0] == "On it [Internet], 7"
    editor = [{"family": "Bell", "given": "Bea"}]
    assert use(tmp_path, text, author=None, editor=editor)[0] == "Bea Bell, On it [Internet], 7"


def test_only_what_was_printed_in_a_macro_is_suppressed(tmp_path: Path) -> None:
    macro = (
        '<macro name="any"><choose><if type="book"><text variable="container-title"/></if>'
        '<else><text variable="title"/></else></choose></macro>'
    )
    names = NAMES.format("", '<text macro="any"/>')
    text = style(f'<group delimiter=", ">{names}<text variable="container-title"/></group>', macro)
    assert use(tmp_path, text, author=None)[0] == "On it, Journal"
    assert use(tmp_path, text, author=None, type="book")[0] == "Journal"


# ── pages, issues ──


@pytest.mark.parametrize(
    ("form", "page", "printed"),
    [
        ("minimal", "1-19", "1–19"), ("minimal", "321-328", "321–8"), ("minimal", "xi-xv", "xi–xv"),
        ("minimal", "99-103", "99–103"), ("minimal", "S72-S87", "S72–87"), ("minimal-two", "321-328", "321–28"),
        ("minimal-two", "1-9", "1–9"), ("chicago", "1-11", "1–11"), ("chicago", "321-328", "321–28"),
        ("expanded", "321-28", "321–328"), ("expanded", "71-2, 80-90", "71–72, 80–90"),
    ],
)  # fmt: skip
def test_ranges_of_pages(tmp_path: Path, form: str, page: str, printed: str) -> None:
    head = HEAD.replace(">", f' page-range-format="{form}">')
    assert use(tmp_path, style('<text variable="page"/>', head=head), page=page)[0] == printed


def test_a_double_issue_has_the_dash_of_pages(tmp_path: Path) -> None:
    text = style('<text variable="volume"/><text variable="issue" prefix="(" suffix=")"/>')
    assert use(tmp_path, text, issue="1-2")[0] == "7(1–2)"
    assert use(tmp_path, text, issue="Suppl A-B")[0] == "7(Suppl A-B)"


# ── dates ──


def test_a_date_in_a_form_of_the_styles_own_keeps_its_delimiter(tmp_path: Path) -> None:
    locale = '<locale><date form="text" delimiter=" "><date-part name="day"/><date-part name="month" form="short"/><date-part name="year"/></date></locale>'  # noqa: E501
    text = style('<date variable="issued" form="text"/>', locale)
    assert use(tmp_path, text, issued="2016-09-13")[0] == "13 Sept. 2016"
    assert use(tmp_path, text, issued={"date-parts": [[2016, 9, 13], [2016, 9, 15]]})[0] == "13–15 Sept. 2016"


@pytest.mark.parametrize(
    ("order", "issued", "printed"),
    [
        ("year month", [[2015, 1], [2015, 2]], "2015 January–February"),
        ("month year", [[2015, 1], [2015, 2]], "January–February 2015"),
        ("month year", [[2015, 12], [2016, 1]], "December 2015–January 2016"),
        ("year", [[2015, 1], [2015, 2]], "2015"),
        ("year", [[2015], [2016]], "2015–2016"),
        ("day month year", [[2015, 1, 30], [2015, 2, 2]], "30 January–2 February 2015"),
        ("day month year", [[2015, 1, 2], [2015, 1, 4]], "2–4 January 2015"),
    ],
)
def test_ranges_of_dates(tmp_path: Path, order: str, issued: list[list[int]], printed: str) -> None:
    parts = "".join(f'<date-part name="{name}"/>' for name in order.split())
    text = style(f'<date variable="issued" delimiter=" ">{parts}</date>')
    assert use(tmp_path, text, issued={"date-parts": issued})[0] == printed


def test_words_for_a_date_stand_where_the_year_would(tmp_path: Path) -> None:
    dates = (
        '<date variable="issued"><date-part name="year"/></date>'
        '<date variable="issued" prefix="; "><date-part name="month"/><date-part name="day" prefix=" "/></date>'
    )
    assert use(tmp_path, style(dates), issued={"literal": "in press"})[0] == "in press"
    assert use(tmp_path, style(dates), issued="2016-09-13")[0] == "2016; September 13"


# ── names ──


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("Ada Bea", "A. B. Ames"), ("Jean-Luc", "J.-L. Ames"), ("bell", "bell Ames"), ("cOAlition", "cOAlition Ames"),
        ("Yu. A.", "Yu. A. Ames"), ("Yu.A.", "Yu. A. Ames"), ("Chris H.J.", "C. H. J. Ames"), ("Ada de", "A. de Ames"),
    ],
)  # fmt: skip
def test_initials(tmp_path: Path, given: str, printed: str) -> None:
    text = style('<names variable="author"><name initialize-with=". "/></names>')
    assert use(tmp_path, text, author=[{"family": "Ames", "given": given}])[0] == printed


def test_parts_of_names_may_have_affixes(tmp_path: Path) -> None:
    part = '<name-part name="family" text-case="uppercase" prefix="[" suffix="]"/>'
    text = style(f'<names variable="author"><name name-as-sort-order="all">{part}</name></names>')
    assert use(tmp_path, text, author=[{"family": "Ames", "given": "Ada"}])[0] == "[AMES], Ada"
    assert use(tmp_path, text, author=[{"literal": "Ice Office"}])[0] == "[ICE OFFICE]"


@pytest.mark.parametrize(
    ("attributes", "count", "printed"),
    [
        ("", 1, "A Ames et al."),
        ("", 2, "A Ames, B Bell, et al."),
        ('and="text" ', 2, "A Ames, B Bell, et al."),
        ('et-al-min="3" et-al-use-first="1" ', 2, "A Ames et al."),
        ('et-al-min="4" et-al-use-first="3" ', 2, "A Ames, B Bell, et al."),
        ('et-al-min="3" et-al-use-first="1" et-al-use-last="true" ', 3, "A Ames et al."),
    ],
)
def test_and_others(tmp_path: Path, attributes: str, count: int, printed: str) -> None:
    people: list[Any] = [{"family": f, "given": f[0]} for f in ("Ames", "Bell", "Cole")[:count]]
    text = in_us(style(f'<names variable="author"><name {attributes}delimiter=", "/></names>'))
    assert use(tmp_path, text, author=[*people, {"literal": "others"}], lang="en-US")[0] == printed


def test_others_are_others_in_running_text_too() -> None:
    one = article("a", author=[{"family": "Ames", "given": "A"}, {"literal": "et al."}])
    document, said = numbered("As @a say.", references=(one,))
    assert said == []
    assert show(document.references[0].text).startswith("Ames A, *et al*. On a.")
    assert "Ames et al" in str(document.body)


# ── letter case ──


@pytest.mark.parametrize(
    ("case", "written", "printed"),
    [
        ("title", "the role of mRNA in long-term review/survey: a new look from within", "The Role of mRNA in Long-Term Review/Survey: A New Look from Within"),  # noqa: E501
        ("title", "on α and β-blockers, it's O'Neil's", "On α and β-Blockers, It's O'Neil's"),
        ("title", "what is it of", "What Is It Of"),
        ("sentence", "The Role Of DNA And McNamara's Ice In mRNA", "The role of DNA and McNamara's ice in mRNA"),
        ("sentence", "THE ICE OF SMALL PONDS", "The ice of small ponds"),
        ("uppercase", "on it", "ON IT"),
        ("lowercase", "On IT", "on it"),
        ("capitalize-first", "on It", "On It"),
        ("capitalize-all", "on it", "On It"),
        ("sentence", "", ""),
    ],
)  # fmt: skip
def test_letter_cases(case: str, written: str, printed: str) -> None:
    assert cased(written, case, "en") == printed


def test_letter_case_leaves_alone_what_is_protected() -> None:
    written = marked(
        'a <span class="nocase">pH</span> (<span class="nocase">PDF/a-3</span>) of <i>apus apus</i>, ice<sub>two</sub>'
    )
    assert show_marks(cased(written, "title", "en")) == "A pH (PDF/a-3) of Apus Apus, Icetwo"
    assert show_marks(cased(written, "uppercase", "en")) == "A pH (PDF/a-3) OF APUS APUS, ICEtwo"
    assert cased("das eis", "title", "de") == "das eis"


def show_marks(text: str) -> str:
    return "".join(letter for letter in text if not "\ufdd0" <= letter <= "\ufdef")


# ── quotation marks ──


@pytest.mark.parametrize(
    ("written", "british", "american"),
    [
        ('A "small" pond', "A ‘small’ pond.", "A “small” pond."),
        ('A "small"', "A ‘small’.", "A “small.”"),
        (
            "the 'ice' of the boys' pond, it's",
            "the ‘ice’ of the boys’ pond, it’s.",
            "the “ice” of the boys’ pond, it’s.",
        ),
        ("On \"the 'ice' of it\"", "On ‘the “ice” of it’.", "On “the ‘ice’ of it.”"),
        ('5" of ice', '5" of ice.', '5" of ice.'),
        ("On “ice”", "On “ice”.", "On “ice.”"),
    ],
)
def test_straight_quotation_marks_are_those_of_the_style(
    tmp_path: Path, written: str, british: str, american: str
) -> None:
    text = style('<text variable="title" suffix="."/>')
    assert use(tmp_path, text, title=written)[0] == british
    assert use(tmp_path, in_us(text), title=written, lang="en-US")[0] == american


def test_quotation_marks_within_quotation_marks(tmp_path: Path) -> None:
    text = style('<text variable="title" quotes="true"/>')
    assert use(tmp_path, text, title='A "small" pond')[0] == "‘A “small” pond’"
    assert use(tmp_path, text, title="A ‘small’ pond of the boys’")[0] == "‘A “small” pond of the boys’’"
    assert requoted("“a” ‘b’") == f"{QUOTE[0]}a{QUOTE[1]} {QUOTE[0]}b{QUOTE[1]}"
    assert quoted("no marks") == "no marks"


def test_a_colon_behind_a_stop_gives_way() -> None:
    assert mend("J 2017;:2031. A;: b") == "J 2017;2031. A; b"


# ── styles that branch without end ──


def test_a_style_that_takes_too_many_steps_is_given_up(tmp_path: Path) -> None:
    macros = "".join(f'<macro name="m{n}">{f"<text macro={chr(34)}m{n + 1}{chr(34)}/>" * 2}</macro>' for n in range(18))
    text = style('<text macro="m0"/>', macros + '<macro name="m18"><text variable="title"/></macro>')
    shown, said = use(tmp_path, text)
    assert said[0].startswith("own.csl: error: this CSL style cannot be used: ValueError: the style leads through")
    assert shown.startswith("Ames A. On it.")


def test_what_a_style_leaves_out_is_set_in_our_own(tmp_path: Path) -> None:
    text = style('<choose><if type="book"><text variable="title"/></if></choose>')
    assert use(tmp_path, text, type="book") == ("On it", [])
    shown, said = use(tmp_path, text)
    assert shown == "Ames A. On it. *Journal* 2012;**7**:1–9."
    assert [one.partition(": ")[2] for one in said] == [
        'warning: the CSL style prints nothing for reference "it", of the type "article-journal"\n'
        "  hint: it is set in the program's own style"
    ]
