"""What stands behind the text: statements, each in its own element, and references by their parts."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from jats_model import faults
from written import inner, letter_of, said_in

from rejoinder.content.model import NOTE_KINDS
from rejoinder.diagnostics import Diagnostics, Span
from rejoinder.document.csl_item import NAMES, TYPES, read_item
from rejoinder.record.jats import article
from rejoinder.record.jats_inlines import InlineWriter
from rejoinder.record.jats_marks import Marks
from rejoinder.record.jats_references import PUBLICATION_TYPES, citation
from rejoinder.record.jats_statements import FORMS
from rejoinder.record.wording import ENGLISH, STATEMENTS, Wording

META = "front/article-meta/"


def valid(body: str = "Text.", wording: Wording = ENGLISH, **keys: Any) -> ElementTree.Element:
    letter, document = letter_of(body, **keys)
    written = article(letter, document, wording)
    assert faults(written) == []
    return ElementTree.fromstring(written)


# ── statements ────────────────────────────────────────────────────────────


def test_every_kind_of_statement_has_its_element_and_its_label() -> None:
    assert set(FORMS) == {*NOTE_KINDS, "other"}
    assert set(STATEMENTS) == set(NOTE_KINDS)


def test_statements_stand_where_they_are_looked_for() -> None:
    root = valid(notes={kind: f"About {kind}." for kind in NOTE_KINDS})

    def at(path: str) -> str:
        return said_in(root.find(path))

    assert at("back/ack/p") == "About acknowledgements."
    assert at(f"{META}author-notes/fn[@fn-type='coi-statement']") == "About competing-interests."
    assert at("back/fn-group/fn[@fn-type='con']") == "About contributors."
    assert at("back/fn-group/fn[@fn-type='participating-researchers']") == "About collaborators."
    assert at(f"{META}funding-group/funding-statement") == "About funding."
    assert at("back/sec[@sec-type='data-availability']") == "Data availability statement About data-availability."
    assert at("back/sec[@sec-type='supplementary-material']/p") == "About supplementary-material."
    for kind in ("disclaimer", "patient-consent", "ethics-approval", "provenance", "trial-registration"):
        assert at(f"back/notes[@notes-type='{kind}']/p") == f"About {kind}."
    assert root.find("back/notes[@notes-type='funding']") is None, "said already"


def test_they_follow_each_other_as_on_the_page() -> None:
    notes = {"provenance": "A.", "other": [{"label": "Dedication", "text": "B."}], "disclaimer": "C."}
    own = [title.text for title in valid(notes=notes).findall("back/*/title")]
    page = valid(wording=Wording(order=("disclaimer", "provenance")), notes=notes)
    assert own == ["Provenance and peer review", "Dedication", "Disclaimer"]
    assert [title.text for title in page.findall("back/*/title")] == [own[2], own[0], own[1]]


def test_funding_that_refers_to_something_is_said_in_full_behind_the_text() -> None:
    root = valid("Text.[^n]\n\n[^n]: A note.", notes={"funding": "By the *Ice Fund*.[^n]\n\n- one\n- two"})
    assert inner(root.find(f"{META}funding-group")) == (
        "<funding-group> <funding-statement>By the Ice Fund.</funding-statement> </funding-group>"
    )
    notes = root.find("back/notes[@notes-type='funding']")
    assert said_in(notes) == "Funding By the Ice Fund.1 one two"


@pytest.mark.parametrize("kind", [*NOTE_KINDS])
def test_a_statement_may_hold_anything(kind: str) -> None:
    table = "| a |\n|---|\n| 1[^n] |"
    text = f"A.[^n]\n\n## Head {{#head}}\n\n- item\n\n> said\n\n### Deeper\n\n    code\n\n{table}\n\n---\n\nend"
    root = valid("Text, see [there](#head).\n\n[^n]: A note.", notes={kind: text})
    said = said_in(root)
    assert all(word in said for word in ("Head", "item", "said", "Deeper", "code", "end"))
    assert root.find("body/p/xref") is not None


# ── references ────────────────────────────────────────────────────────────


def cited(**item: Any) -> str:
    """A reference as JATS."""
    read = read_item("key", {"type": "article-journal", **item}, Span("letter.yaml"), Diagnostics())
    return " ".join(citation(read, (), InlineWriter(Marks({}, (), (), {}), ENGLISH)).replace("xlink:", "").split())


def parts(**item: Any) -> str:
    return cited(**item).partition("> ")[2].removesuffix(" </element-citation>")


def test_an_article() -> None:
    root = valid(
        "Text.[@vale]",
        references=[
            {
                "id": "vale",
                "type": "article-journal",
                "author": [{"family": "Vale", "given": "R", "non-dropping-particle": "van"}, {"literal": "others"}],
                "title": "Whose *ice*? 10^3^ tons & more",
                "container-title": "Annals of Ice",
                "container-title-short": "Ann Ice",
                "issued": {"date-parts": [[2024, 3, 1]]},
                "volume": 40, "issue": "2", "page": "12-9", "DOI": "10.5555/afo.2024.12", "PMID": "123",
            }
        ],
    )  # fmt: skip
    assert inner(root.find("back/ref-list")) == (
        '<ref-list> <title>References</title> <ref id="vale"><label>1</label>'
        ' <element-citation publication-type="journal"> <person-group person-group-type="author">'
        ' <name specific-use="non-dropping:van"><surname>van Vale</surname><given-names>R</given-names></name> <etal />'
        " </person-group>"
        " <article-title>Whose <italic>ice</italic>? 10<sup>3</sup> tons &amp; more</article-title>"
        " <source>Annals of Ice</source>"
        ' <year iso-8601-date="2024-03-01">2024</year><month>3</month><day>1</day>'
        " <volume>40</volume> <issue>2</issue> <fpage>12</fpage><lpage>19</lpage>"
        ' <pub-id pub-id-type="doi">10.5555/afo.2024.12</pub-id> <pub-id pub-id-type="pmid">123</pub-id>'
        ' <named-content content-type="container-title-short">Ann Ice</named-content>'
        " </element-citation></ref> </ref-list>"
    )


def test_types() -> None:
    assert set(PUBLICATION_TYPES) <= TYPES
    assert cited(type="song", title="A").startswith('<element-citation publication-type="other" specific-use="song">')


@pytest.mark.parametrize(
    ("item", "jats"),
    [
        ({"type": "book", "title": "T"}, "<source>T</source>"),
        ({"type": "dataset", "title": "T"}, "<data-title>T</data-title>"),
        ({"type": "chapter", "title": "T", "container-title": "B"},
         "<chapter-title>T</chapter-title> <source>B</source>"),
        ({"type": "report", "title": "T"}, "<source>T</source>"),
        ({"title": "T"}, "<article-title>T</article-title>"),
        ({"container-title-short": "J Ice"}, '<source content-type="container-title-short">J Ice</source>'),
        ({"page": "e70"}, "<elocation-id>e70</elocation-id>"),
        ({"page": 7}, "<fpage>7</fpage>"),
        ({"page": "1-4, 9–12"}, "<fpage>1</fpage><lpage>12</lpage><page-range>1-4, 9-12</page-range>"),
        ({"edition": "2<sup>nd</sup>"}, "<edition>2nd</edition>"),
        ({"number": "R-12"}, '<named-content content-type="number">R-12</named-content>'),
        ({"genre": "<i>Diss</i>"}, '<named-content content-type="genre"><italic>Diss</italic></named-content>'),
        (
            {"URL": "https://e.org/?a&b"},
            '<ext-link ext-link-type="uri" href="https://e.org/?a&amp;b">https://e.org/?a&amp;b</ext-link>',
        ),
        ({"event": "A", "event-title": "B"}, "<conf-name>B</conf-name>"),
        ({"issued": 2016}, '<year iso-8601-date="2016">2016</year>'),
        ({"issued": "2016~"}, '<year iso-8601-date="2016" content-type="circa">2016</year>'),
        ({"issued": "2016/2017"}, "<string-date>2016/2017</string-date>"),
        ({"issued": "in press"}, "<string-date>in press</string-date>"),
        ({"issued": {"date-parts": [[-44, 3]]}}, "<string-date>44 BC</string-date>"),
        ({"issued": {"date-parts": [[2016]], "season": 2}},
         '<year iso-8601-date="2016">2016</year><season>Summer</season>'),
        (
            {"accessed": "2020-01-02"},
            '<date-in-citation content-type="access-date" iso-8601-date="2020-01-02">2020-01-02</date-in-citation>',
        ),
        (
            {"event-date": "2020-01-02/2020-01-04"},
            "<conf-date>2020-01-02/2020-01-04</conf-date>",
        ),
        ({"original-date": 1904}, '<named-content content-type="original-date">1904</named-content>'),
    ],
)  # fmt: skip
def test_variables(item: dict[str, Any], jats: str) -> None:
    assert parts(**item) == jats


@pytest.mark.parametrize("role", sorted(NAMES))
def test_every_role_is_a_group_of_persons(role: str) -> None:
    root = valid("Text.[@a]", references=[{"id": "a", "type": "book", "title": "T", role: [{"family": "Ek"}]}])
    group = root.find(".//person-group")
    assert group is not None
    assert (group.get("person-group-type") == "custom") == (group.get("custom-type") == role)
    assert said_in(group) == "Ek"


@pytest.mark.parametrize(
    ("literal", "element"),
    [
        ("Ngô Đình Thảo", "string-name"),
        ("Board of Waves", "collab"),
        ("World Health Organization", "collab"),
        ("The River Study Group", "collab"),
    ],
)
def test_persons_and_bodies(literal: str, element: str) -> None:
    assert f"<{element}>{literal}</{element}>" in cited(author=[{"literal": literal}])


def test_a_reference_of_which_jats_knows_nothing_is_written_as_it_is_printed() -> None:
    assert cited(type="song") == '<mixed-citation publication-type="other"/>'
