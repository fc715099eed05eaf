"""What breaks a simple importer of JATS, point by point: parsing, front matter, people, references, statements.

The numbers are those of the survey of 7,200 articles that the importer was built on.
"""

from __future__ import annotations

import pytest
from jats_builders import AUTHOR, BODY, NAME, TITLE, letter, read, said, statements, warnings, words, xml

from rejoinder.content.model import AffiliationId

# ── 1 ─────────────────────────────────────────────────────────────────────

ABSTRACT = "<abstract><sec><title>Background</title><p>Ferries run late in winter.</p></sec></abstract>"


def test_01_the_whole_letter_can_be_in_the_abstract() -> None:
    extra = (
        '<sec sec-type="supplementary-material"><title>Supplementary Material</title><p>Additional file 1.</p></sec>'
    )
    read_ = letter(TITLE + AUTHOR + ABSTRACT, extra)
    assert words(read_.body) == "# Background | Ferries run late in winter."
    assert read_.abstract == ()
    assert statements(read_) == {"supplementary-material": "Additional file 1."}


def test_01_an_abstract_of_an_article_that_has_a_text_stays_one() -> None:
    text = "".join(f"<p>Paragraph {n} tells of ferries at some length, and of harbours.</p>" for n in range(6))
    read_ = letter(TITLE + AUTHOR + ABSTRACT, text)
    assert words(read_.abstract) == "## Background | Ferries run late in winter."
    assert words(read_.body).startswith("Paragraph 0")
    colon = ABSTRACT.replace("Background", "Background: ")
    assert letter(TITLE + AUTHOR + colon, text).abstract[0].children == read_.abstract[0].children  # type: ignore[union-attr]


# ── 2 ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "heading", "expected"),
    [
        ("brief-report", "Correspondence", "letter"),
        ("other", "Letter to the Editor", "letter"),
        ("other", "Authors' reply", "reply"),
        ("article-commentary", "Carta ao Editor", "letter"),
        ("letter", "Guidelines", "letter"),
        ("research-article", "Research", "research-article"),
        ("reply", "Letters", "reply"),
    ],
)
def test_02_the_type_does_not_tell_a_letter_where_it_is_vague_its_heading_does(
    kind: str, heading: str, expected: str
) -> None:
    subject = f"<article-categories><subj-group><subject>{heading}</subject></subj-group></article-categories>"
    assert letter(subject + TITLE + AUTHOR, attributes=f' article-type="{kind}"').type == expected


# ── 3 ─────────────────────────────────────────────────────────────────────

REF = '<ref-list><ref id="{id}"><mixed-citation>{text}</mixed-citation></ref></ref-list>'


def sub(kind: str, id_: str, title: str, body: str, back: str = "", lang: str = "", inside: str = "") -> str:
    return (
        f'<sub-article article-type="{kind}" id="{id_}"{lang}><front-stub><title-group><article-title>{title}'
        f"</article-title></title-group></front-stub><body><p>{body}</p></body>"
        f"{f'<back>{back}</back>' if back else ''}{inside}</sub-article>"
    )


def test_03_sub_articles_and_responses_are_letters_of_their_own() -> None:
    volume = "<volume>7</volume><fpage>12</fpage><pub-date><year>2021</year></pub-date>"
    reply = sub("reply", "s2", "A reply", "We thank the captain.", REF.format(id="B9", text="Oar P. Reply."))
    translation = sub("translation", "TRpt", "Sobre barcas", "As barcas atrasam.", "", ' xml:lang="pt"', reply)
    letters, told = read(
        xml(
            TITLE + AUTHOR + volume,
            BODY,
            REF.format(id="B1", text="Keel J. Late."),
            after=sub("reply", "s1", "Reply", "Thank you.") + translation,
        )
    )
    assert not told.has_errors
    assert [(one.part, one.type, said(one.title), one.lang) for one in letters] == [
        ("", "letter", "On ferries", "en"),
        ("s1", "reply", "Reply", "en"),
        ("TRpt", "translation", "Sobre barcas", "pt"),
        ("TRpt/s2", "reply", "A reply", "pt"),
    ]
    assert [words(one.body) for one in letters] == [
        "Ferries are late.",
        "Thank you.",
        "As barcas atrasam.",
        "We thank the captain.",
    ]
    assert [[ref.key for ref in one.references] for one in letters] == [["B1"], [], [], ["B9"]]
    assert {(one.volume, one.first_page, one.date) for one in letters} == {("7", "12", "2021")}
    assert [author.name.family for author in letters[2].authors] == ["Stowe"]  # a translation is its author's


def test_03_a_reply_without_references_cites_those_of_the_article() -> None:
    reply = sub("reply", "s1", "Reply", 'As <xref ref-type="bibr" rid="B2">2</xref> says.')
    refs = '<ref-list><ref id="B1"><mixed-citation>One.</mixed-citation></ref>'
    refs += '<ref id="B2"><mixed-citation>Two.</mixed-citation></ref></ref-list>'
    letters, _ = read(xml(back=refs, after=reply))
    assert [ref.key for ref in letters[1].references] == ["B2"]
    about = letters[1].responds_to
    assert about is not None and (said(about.title), about.author) == ("On ferries", "Stowe")


def test_03_a_response_without_an_id_is_called_by_its_number() -> None:
    response = "<response><front-stub/><body><p>No.</p></body></response>"
    letters, told = read(xml(after=response))
    assert letters[1].part == "S1"
    assert said(letters[1].title) == "Response"
    assert any('is called "Response"' in one.message for one in told)


# ── 6 ─────────────────────────────────────────────────────────────────────


def test_06_references_without_labels_are_numbered_by_their_place() -> None:
    refs = "".join(
        f"<ref><element-citation><person-group><name><surname>{name}</surname></name></person-group>"
        f"<article-title>{name} on tides</article-title></element-citation></ref>"
        for name in ("Keel", "Oar")
    )
    read_ = letter(back=f"<ref-list><title>References</title>{refs}</ref-list>")
    assert [ref.key for ref in read_.references] == ["ref1", "ref2"]
    assert read_.nocite == ("*",)  # nothing cites them, and they are listed all the same


@pytest.mark.parametrize("label", ["1", "1.", "[1]", "(1)", "<sup>1</sup>"])
def test_06_labels_lose_their_dress(label: str) -> None:
    from rejoinder.content.jats.context import Context, Used
    from rejoinder.content.jats.tree import read_tree
    from rejoinder.diagnostics import Diagnostics
    from rejoinder.source import Source

    text = xml(
        back=f'<ref-list><ref id="x"><label>{label}</label><mixed-citation>Keel.</mixed-citation></ref></ref-list>'
    )
    tree = read_tree(Source("a.xml", "", None, text.encode()), Diagnostics())
    assert tree is not None
    assert Context(tree.root, tree, Diagnostics(), Used()).by_label == {"1": "x"}


# ── 7 and 8: references ───────────────────────────────────────────────────


def items(citation: str, wrap: str = '<ref id="B1">{}</ref>') -> dict[str, object]:
    return dict(letter(back=f"<ref-list>{wrap.format(citation)}</ref-list>").references[0].item)


MIXED = (
    '<mixed-citation publication-type="journal"><string-name><surname>Keel</surname>\n<given-names>JB</given-names>'
    "</string-name>, <string-name><surname>Oar</surname>\n<given-names>P</given-names></string-name>, <etal/>"
    " <article-title>Ferries in <italic>ice</italic>.</article-title> <source>J Tides</source>. <year>2014</year>;"
    "<volume>20</volume>(<issue>3</issue>):<fpage>1085</fpage>–<lpage>6</lpage>. "
    '<pub-id pub-id-type="doi">10.5555/tides.7'
    '</pub-id><pub-id pub-id-type="pmid">123</pub-id></mixed-citation>'
)


def test_07_punctuation_of_the_source_is_left_behind() -> None:
    assert items(MIXED) == {
        "id": "B1",
        "type": "article-journal",
        "author": [{"family": "Keel", "given": "JB"}, {"family": "Oar", "given": "P"}, {"literal": "et al"}],
        "title": "Ferries in <i>ice</i>",
        "container-title": "J Tides",
        "issued": "2014",
        "volume": "20",
        "issue": "3",
        "page": "1085-6",
        "DOI": "10.5555/tides.7",
        "PMID": "123",
    }


def test_07_a_reference_of_plain_text_is_kept_as_it_is() -> None:
    item = items("<mixed-citation>Keel J. <italic>Sails.</italic> Leith: Quay Press; 1988. p. 4.</mixed-citation>")
    assert item["custom"] == {"verbatim": "Keel J. <i>Sails.</i> Leith: Quay Press; 1988. p. 4."}


def test_07_words_between_the_tags_are_kept_behind_the_reference() -> None:
    item = items(
        "<mixed-citation><article-title>Sails</article-title>, PhD thesis. <source>Quay</source> <year>1999</year>"
        "</mixed-citation>"
    )
    assert item["custom"] == {"addendum": "PhD thesis"}


def test_07_nothing_stays_of_words_that_announce_an_address() -> None:
    link = '<ext-link ext-link-type="uri" xlink:href="https://quay.example/s">https://quay.example/s</ext-link>'
    for words_ in ("Disponível em", "Available from", "PhD thesis. Available at"):
        item = items(
            "<element-citation><source>Sails</source><publisher-name>Quay</publisher-name><year>1999</year>"
            f"<comment>{words_}: {link}.</comment></element-citation>"
        )
        assert item["URL"] == "https://quay.example/s"
        assert item.get("custom") == ({"addendum": "PhD thesis"} if "thesis" in words_ else None)


def test_07_a_reference_that_is_mostly_untagged_is_kept_as_it_is() -> None:
    item = items(
        "<mixed-citation>Keel J, Oar P. The slow ferries of the northern firths. <source>J Tides</source> "
        "<year>1999</year>.</mixed-citation>"
    )
    assert item["custom"] == {"verbatim": "Keel J, Oar P. The slow ferries of the northern firths. J Tides 1999."}
    assert item["issued"] == "1999"


def test_07_people_and_title_of_an_untagged_reference_are_parted() -> None:
    keel = "<string-name><surname>Keel</surname> <given-names>J</given-names></string-name>, <etal/>"
    words_ = " The slow ferries of the northern firths. J Tides <year>1999</year>."
    assert items(f"<mixed-citation>{keel}{words_}</mixed-citation>")["custom"]["verbatim"].startswith(
        "Keel J, et al. The slow"
    )
    assert items(f"<mixed-citation>{keel};{words_}</mixed-citation>")["custom"]["verbatim"].startswith(
        "Keel J, et al; The slow"
    )


def test_07_several_citations_in_one_reference_are_all_kept() -> None:
    one = "<mixed-citation><label>a</label>Keel J. First.</mixed-citation>"
    two = "<mixed-citation><label>b</label>Oar P. Second.</mixed-citation>"
    assert items(one + two)["custom"] == {"verbatim": "Keel J. First. Oar P. Second."}
    tagged = "<element-citation><article-title>{}</article-title><source>J Tides</source></element-citation>"
    both = items(tagged.format("First") + tagged.format("Second"))
    assert both["title"] == "First"
    assert both["custom"] == {"addendum": "Second. J Tides"}


def test_07_two_markups_of_one_work_are_one_work() -> None:
    plain = "<mixed-citation>KEEL, J. Sails.</mixed-citation>"
    tagged = "<element-citation><source>Sails</source><publisher-name>Quay</publisher-name></element-citation>"
    assert items(plain + tagged) == {"id": "B1", "type": "book", "publisher": "Quay", "title": "Sails"}


def test_07_a_reference_can_be_nothing_but_a_note() -> None:
    assert items("<note><p>See the log of 1912.</p></note>")["custom"] == {"verbatim": "See the log of 1912."}


def test_08_groups_stand_among_names_and_names_may_lack_their_parts() -> None:
    item = items(
        "<element-citation><person-group><name><surname>Keel</surname></name><collab>The Pilots</collab>"
        "<name><surname/><given-names>Wu</given-names></name><etal>et al.</etal></person-group>"
        "<source>Sails</source></element-citation>"
    )
    assert item["author"] == [{"literal": "Keel"}, {"literal": "The Pilots"}, {"literal": "Wu"}, {"literal": "et al"}]


def test_08_a_thousand_names_are_read() -> None:
    names = "".join(f"<name><surname>Keel{n}</surname><given-names>A</given-names></name>" for n in range(1270))
    item = items(f"<element-citation><person-group>{names}</person-group><source>S</source></element-citation>")
    assert len(item["author"]) == 1270  # type: ignore[arg-type]


def test_08_an_author_may_lack_a_surname_or_a_given_name() -> None:
    group = (
        '<contrib-group><contrib contrib-type="author"><name><surname/><given-names>Wu</given-names></name></contrib>'
        '<contrib contrib-type="author"><name><surname>Editors of Tides</surname><given-names/></name></contrib>'
        "</contrib-group>"
    )
    assert [one.name.literal for one in letter(TITLE + group).authors] == ["Wu", "Editors of Tides"]


# ── 9: affiliations ───────────────────────────────────────────────────────


def contrib(given: str, family: str, more: str = "", attributes: str = "") -> str:
    return (
        f'<contrib contrib-type="author"{attributes}><name><surname>{family}</surname>'
        f"<given-names>{given}</given-names></name>{more}</contrib>"
    )


def places(meta: str) -> list[list[str]]:
    """Each author's affiliations, as their names."""
    read_ = letter(TITLE + meta)
    known = {
        one.id: ", ".join(filter(None, (one.department, one.name, one.city, one.country))) for one in read_.affiliations
    }
    return [
        [known[one.id] for one in author.affiliations if isinstance(one, AffiliationId)] for author in read_.authors
    ]


def test_09_the_text_of_an_affiliation_names_its_authors_in_brackets() -> None:
    meta = (
        f"<contrib-group>{contrib('Oumar', 'Faye')}{contrib('Ousmane', 'Faye')}{contrib('Amelia P', 'da Rosa')}"
        f"{contrib('Vito G.', 'Roque')}"
        '<aff id="a1">Institut Naval, Dakar, Senegal (Ou. Faye, Ous. Faye);</aff>'
        '<aff id="a2">Tide Bureau (TB), Leith, UK (A.P. da Rosa, V.G. Roque, Jr.)</aff></contrib-group>'
    )
    dakar, leith = "Institut Naval, Dakar, Senegal", "Tide Bureau (TB), Leith, UK"
    assert places(meta) == [[dakar], [dakar], [leith], [leith]]


@pytest.mark.parametrize("mark", ["1", "<sup>1</sup>", ""])
def test_09_marks_have_text_or_a_superscript_or_nothing(mark: str) -> None:
    one = contrib("A", "Keel", f'<xref ref-type="aff" rid="a1">{mark}</xref>')
    two = contrib("B", "Oar", '<xref ref-type="aff" rid="a2 a1"/>')
    meta = (
        f"<contrib-group>{one}{two}</contrib-group>"
        '<aff id="a1"><label>1</label>Quay School</aff><aff id="a2"><sup>2</sup>Tide Bureau.</aff>'
    )
    assert places(meta) == [["Quay School"], ["Tide Bureau", "Quay School"]]


def test_09_an_affiliation_stands_in_the_author_or_is_called_by_rid_or_by_its_label_alone() -> None:
    one = contrib("A", "Keel", "<aff>Quay School</aff>")
    two = contrib("B", "Oar", "", ' rid="a2"')
    three = contrib("C", "Rudder", '<xref ref-type="aff"><sup>c</sup></xref>')
    meta = (
        f"<contrib-group>{one}{two}{three}</contrib-group>"
        '<aff id="a2">Tide Bureau</aff><aff><label>c</label>Pilots’ Hall</aff>'
    )
    assert places(meta) == [["Quay School"], ["Tide Bureau"], ["Pilots’ Hall"]]


def test_09_with_one_affiliation_everybody_has_it_and_with_several_that_is_said() -> None:
    group = f"<contrib-group>{contrib('A', 'Keel')}{contrib('B', 'Oar')}</contrib-group>"
    assert places(group + "<aff>Quay School</aff>") == [["Quay School"], ["Quay School"]]
    two = group + "<aff>Quay School</aff><aff>Tide Bureau</aff>"
    assert places(two) == [["Quay School", "Tide Bureau"]] * 2
    assert any("nothing says which of the 2 affiliations" in one for one in warnings(TITLE + two))


def test_09_addresses_and_initials_are_taken_out_of_an_affiliation() -> None:
    meta = (
        f"<contrib-group>{contrib('Ann', 'Stowe')}{contrib('Bo', 'Keel')}</contrib-group>"
        "<aff>Quay School, Leith; E-Mails: <email>stowe@quay.example</email> (A.S.); keel@quay.example (B.K.)</aff>"
    )
    read_ = letter(TITLE + meta)
    assert read_.affiliations[0].name == "Quay School, Leith"
    assert [one.email for one in read_.authors] == ["stowe@quay.example", "keel@quay.example"]


def test_09_the_whole_text_is_kept_if_it_says_more_than_the_parts() -> None:
    parts = "<institution content-type='orgname'>Quay School</institution><addr-line><city>Leith</city></addr-line>"
    whole = "<institution content-type='original'>{}Quay School, Leith.</institution>"
    one = letter(f"{TITLE}{AUTHOR}<aff>{parts}{whole.format('')}</aff>").affiliations[0]
    assert (one.name, one.city) == ("Quay School", "Leith")
    one = letter(f"{TITLE}{AUTHOR}<aff>{parts}{whole.format('Captain, ')}</aff>").affiliations[0]
    assert (one.name, one.city) == ("Captain, Quay School, Leith", "")


def test_09_an_affiliation_may_be_nothing_but_an_address() -> None:
    meta = f"<contrib-group>{contrib('Ann', 'Stowe', '<aff><email>ann@quay.example</email></aff>')}</contrib-group>"
    read_ = letter(TITLE + meta)
    assert (read_.authors[0].email, read_.affiliations) == ("ann@quay.example", ())


def test_09_an_affiliation_that_nobody_has_is_a_groups_or_is_named() -> None:
    ann = contrib("Ann", "Stowe", '<xref ref-type="aff" rid="a1"/>')
    group = '<contrib contrib-type="author"><collab>The Pilots</collab></contrib>'
    affs = '<aff id="a1">Quay School</aff><aff id="a2">Affiliations: Tide Bureau</aff>'
    assert places(f"<contrib-group>{ann}{group}</contrib-group>{affs}") == [["Quay School"], ["Tide Bureau"]]
    told = warnings(f"{TITLE}<contrib-group>{ann}</contrib-group>{affs}")
    assert told == ['no author has this affiliation; it is left out: "Tide Bureau"']


def test_09_an_author_whom_nothing_links_is_named() -> None:
    link = '<xref ref-type="aff" rid="a1"/>'
    meta = (
        f"<contrib-group>{contrib('Ann', 'Stowe', link)}{contrib('Bo', 'Keel', link.replace('a1', 'a2'))}"
        f"{contrib('Cy', 'Oar')}</contrib-group><aff id='a1'>Quay School</aff><aff id='a2'>Tide Bureau</aff>"
    )
    assert places(meta) == [["Quay School"], ["Tide Bureau"], []]
    assert "nothing says which affiliation these authors have: Oar" in warnings(TITLE + meta)


def test_09_identifiers_are_not_printed_and_parts_are_told_apart() -> None:
    aff = (
        '<aff id="a1"><institution-wrap><institution-id institution-id-type="ror">https://ror.org/03zga2b32'
        '</institution-id><institution-id institution-id-type="isni">0000 0001</institution-id>'
        '<institution content-type="dept">School of Tides</institution>, <institution>Quay University</institution>'
        "</institution-wrap>, <addr-line><named-content content-type='city'>Leith</named-content></addr-line>, "
        "<country>UK</country></aff>"
    )
    one = letter(f"{TITLE}{AUTHOR}{aff}").affiliations[0]
    assert (one.department, one.name, one.city, one.country) == ("School of Tides", "Quay University", "Leith", "UK")
    assert one.ror == "https://ror.org/03zga2b32"


def test_09_punctuation_is_supplied_where_the_source_has_none() -> None:
    aff = "<aff>The <institution>Quay University</institution><addr-line>Leith</addr-line><country>UK</country></aff>"
    assert letter(f"{TITLE}{AUTHOR}{aff}").affiliations[0].name == "The Quay University, Leith, UK"


# ── 10: correspondence ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "lead",
    [
        "Correspondence to:",
        "*Corresponding author:",
        "<bold>Address for correspondence:</bold> ",
        "E-mail:",
        "* To whom correspondence should be addressed. E-mail:",
        "Autor para correspondência:",
        "Dirección de correspondencia/Correspondence to:",
        "<bold>Corresponding author</bold>",
        "<label>*</label>",
    ],
)
def test_10_an_address_alone_is_the_authors_own(lead: str) -> None:
    note = f'<author-notes><corresp id="c">{lead} <email>ann@quay.example</email></corresp></author-notes>'
    read_ = letter(TITLE + AUTHOR + note)
    assert read_.authors[0].email == "ann@quay.example"
    assert read_.authors[0].corresponding
    assert read_.correspondence == ()


def test_10_a_full_address_is_kept_without_its_lead() -> None:
    note = (
        "<author-notes><corresp>Address for correspondence: Ann Stowe, 3 Quay Street, Leith; email: "
        "<email>ann@quay.example</email></corresp></author-notes>"
    )
    read_ = letter(TITLE + AUTHOR + note)
    assert said(read_.correspondence) == "Ann Stowe, 3 Quay Street, Leith; ann@quay.example"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Correspondência para/Correspondence to: P Keel. E-mail: {}.", "P Keel; ann@quay.example"),
        ("<bold>E-mail:</bold> {} (office hours)", "ann@quay.example (office hours)"),
        ("Pat Oar | {}", "Pat Oar; ann@quay.example"),
        ("Ann Stowe • 3 Quay Street – Leith E-mail: {}", "Ann Stowe, 3 Quay Street – Leith; ann@quay.example"),
        ("Ann Stowe Rua do Cais, 3 {}", "Ann Stowe, Rua do Cais, 3; ann@quay.example"),
        ("Ann Stowe, 3 Quay Street, Leith L.S. E-mail: {}", "Ann Stowe, 3 Quay Street, Leith L.S.; ann@quay.example"),
        ("Ann Stowe, 3 Quay Street. Write to {}", "Ann Stowe, 3 Quay Street. Write to ann@quay.example"),
        ("Ann Stowe, 3 Quay Street (email: {})", "Ann Stowe, 3 Quay Street (email: ann@quay.example)"),
        ("Pat Oar &lt;{}&gt;, Leith", "Pat Oar; ann@quay.example, Leith"),
        ("Pat Oar Address: 3 Quay Street, Leith. Email address: {}", "Pat Oar, 3 Quay Street, Leith; ann@quay.example"),
        ("Ann Stowe, Leith. Tel: 12 34, {}", "Ann Stowe, Leith. Tel: 12 34, ann@quay.example"),
    ],
)
def test_10_addresses_are_set_off_in_one_way(written: str, expected: str) -> None:
    corresp = f"<corresp>{written.format('<email>ann@quay.example</email>')}</corresp>"
    assert said(letter(f"{TITLE}{AUTHOR}<author-notes>{corresp}</author-notes>").correspondence) == expected


def test_an_affiliation_holds_no_label_of_an_address_and_no_orcid_that_is_the_authors() -> None:
    orcid = "0000-0002-1825-0097"
    text = f"Ferry School, Leith. E-mail: ann@quay.example. ORCID: https://orcid.org/{orcid}"
    aff = f'<aff id="a1"><institution content-type="original">{text}</institution></aff>'
    known = f'<contrib-id contrib-id-type="orcid">{orcid}</contrib-id>'
    for id_, expected in (
        (known, "Ferry School, Leith"),
        ("", f"Ferry School, Leith. ORCID: https://orcid.org/{orcid}"),
    ):
        meta = f"<contrib-group>{contrib('Ann', 'Stowe', id_)}{aff}</contrib-group>"
        (one,) = letter(TITLE + meta).affiliations
        assert one.name == expected


def test_a_group_named_in_several_lists_is_one_author() -> None:
    group = '<contrib-group><contrib contrib-type="author"><collab>The Tide Group</collab></contrib></contrib-group>'
    members = "<contrib-group>" + contrib("Sam", "Oar") + "</contrib-group>"
    read_ = letter(TITLE + AUTHOR + group + group + members)
    assert [one.name.literal or one.name.family for one in read_.authors] == ["Stowe", "The Tide Group", "Oar"]


def test_10_a_lead_may_be_joined_to_the_name() -> None:
    note = "<author-notes><corresp><bold>Corresponding author</bold>Sam Stowe, 3 Quay Street</corresp></author-notes>"
    assert said(letter(TITLE + AUTHOR + note).correspondence) == "Sam Stowe, 3 Quay Street"
    note = note.replace("Sam", "<break/>Sam")
    assert said(letter(TITLE + AUTHOR + note).correspondence) == "Sam Stowe, 3 Quay Street"


def test_13_a_note_loses_its_mark() -> None:
    mark = '<xref ref-type="fn" rid="n"/>'
    meta = f"<contrib-group>{contrib('Ann', 'Stowe', mark)}</contrib-group>"
    notes = '<author-notes><fn id="n" fn-type="other"><p>¶ Pilot of the year.</p></fn></author-notes>'
    assert said(letter(TITLE + meta + notes).authors[0].note) == "Pilot of the year."


def test_10_several_addresses_go_to_their_owners() -> None:
    mark = '<xref ref-type="corresp" rid="c"/>'
    meta = (
        f"<contrib-group>{contrib('Ann', 'Stowe', mark)}{contrib('Bo', 'Keel', mark)}</contrib-group><author-notes>"
        '<corresp id="c">* E-mail: <email>x1@quay.example</email> (BK); <email>x2@quay.example</email> (AS)</corresp>'
        "</author-notes>"
    )
    assert [one.email for one in letter(TITLE + meta).authors] == ["x2@quay.example", "x1@quay.example"]


def test_10_addresses_without_marks_are_told_by_the_names_in_them() -> None:
    meta = (
        f"<contrib-group>{contrib('ANN', 'KEEL')}{contrib('RENATA LOURENÇO DOS', 'SANTOS')}</contrib-group>"
        "<author-notes>"
        "<corresp>&lt;<email>akeel@quay.example</email>&gt;</corresp>"
        "<corresp>&lt;<email>rlourenco@quay.example</email> &gt;</corresp></author-notes>"
    )
    read_ = letter(TITLE + meta)
    assert [one.email for one in read_.authors] == ["akeel@quay.example", "rlourenco@quay.example"]
    assert all(one.corresponding for one in read_.authors)


def test_10_a_second_address_of_one_author_stands_in_the_line() -> None:
    note = (
        "<author-notes><corresp>E-mail: <email>a@quay.example</email> or <email>b@quay.example</email></corresp>"
        "</author-notes>"
    )
    assert "b@quay.example" in said(letter(TITLE + AUTHOR + note).correspondence)


def test_10_an_author_can_be_the_one_to_write_to_without_any_address() -> None:
    author = contrib("Ann", "Stowe", "", ' corresp="yes"')
    meta = f"<contrib-group>{author}</contrib-group>"
    read_ = letter(TITLE + meta)
    assert read_.authors[0].corresponding and not read_.authors[0].email and not read_.correspondence


# ── 12: titles ────────────────────────────────────────────────────────────


def test_12_titles_hold_marks_and_call_notes() -> None:
    from rejoinder.content.model import NoteCall, Styled

    title = (
        '<title-group><article-title>On <italic>Larus</italic> and H<sub>2</sub>O<xref ref-type="fn" rid="n1">*</xref>'
        "</article-title></title-group>"
    )
    back = '<fn-group><fn id="n1"><p>Read at Leith.</p></fn></fn-group>'
    read_ = letter(title + AUTHOR, BODY, back)
    assert said(read_.title) == "On Larus and H2O"
    assert [one.style for one in read_.title if isinstance(one, Styled)] == ["emph", "sub"]
    assert isinstance(read_.title[-1], NoteCall)
    assert words(read_.footnotes[0].blocks) == "Read at Leith."


def test_12_an_article_without_title_or_author_is_named_by_its_heading() -> None:
    subject = "<article-categories><subj-group><subject>Errata</subject></subj-group></article-categories>"
    read_ = letter(subject)
    assert said(read_.title) == "Errata"
    assert read_.authors == ()
    told = warnings(subject)
    assert "the article has no author" in told
    assert 'the article has no title; it is called "Errata"' in told


def test_12_a_review_is_named_by_what_it_reviews_and_that_stands_before_its_text() -> None:
    product = (
        "<product><name><surname>Keel</surname></name><year>2010</year><source>Sails</source>"
        "<publisher-name>Quay</publisher-name></product>"
    )
    read_ = letter(AUTHOR + product)
    assert said(read_.title) == "Sails"
    assert words(read_.body) == "Keel. Sails. Quay, 2010 | Ferries are late."


# ── 13: people ────────────────────────────────────────────────────────────


def test_13_editors_and_referees_are_no_authors_and_are_named() -> None:
    editors = (
        '<contrib-group><contrib contrib-type="editor"><name><surname>Buoy</surname><given-names>C</given-names></name>'
        '<role>Editor</role><xref ref-type="aff" rid="e1"/></contrib></contrib-group><aff id="e1">Buoy House</aff>'
    )
    read_ = letter(TITLE + AUTHOR + editors)
    assert [one.name.family for one in read_.authors] == ["Stowe"]
    assert read_.affiliations == ()
    assert "no author, and not printed: C Buoy (Editor)" in warnings(TITLE + AUTHOR + editors)


def test_13_members_of_a_group_are_not_authors_one_by_one() -> None:
    group = (
        f'<contrib-group>{contrib("Ann", "Stowe")}<contrib contrib-type="author"><collab>The <italic>Tide</italic> '
        f"Group<contrib-group>{contrib('Bo', 'Keel')}{contrib('Cy', 'Oar')}</contrib-group></collab></contrib>"
        "</contrib-group>"
    )
    authors = letter(TITLE + group).authors
    assert [one.name.literal or one.name.family for one in authors] == ["Stowe", "The Tide Group"]
    assert authors[1].group
    assert [one.name.family for one in authors[1].members] == ["Keel", "Oar"]


def test_13_a_group_on_whose_behalf_authors_write_is_no_author() -> None:
    meta = (
        f"<contrib-group>{contrib('Ann', 'Stowe')}<on-behalf-of>on behalf of the Tide Group</on-behalf-of>"
        "</contrib-group>"
    )
    ann, group = letter(TITLE + meta).authors
    assert (group.name.literal, group.group, group.represented) == ("the Tide Group", True, True)
    assert not ann.represented


def test_13_joint_first_and_joint_last_are_told_apart() -> None:
    first, last = '<xref ref-type="fn" rid="n1"/>', '<xref ref-type="fn" rid="n2"/>'
    meta = (
        f"<contrib-group>{contrib('A', 'Keel', first)}{contrib('B', 'Oar', last)}</contrib-group><author-notes>"
        '<fn id="n1"><p>These authors contributed equally.</p></fn><fn id="n2"><p>These authors jointly supervised it.'
        "</p></fn>"
        "</author-notes>"
    )
    keel, oar = letter(TITLE + meta).authors
    assert (keel.equal_contributor, keel.joint_last, oar.equal_contributor, oar.joint_last) == (
        True,
        False,
        False,
        True,
    )


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        ("con", "AS wrote it.", "contributors"),
        ("conflict", "AS owns a ferry.", "competing-interests"),
        ("financial-disclosure", "Paid by the pilots.", "funding"),
    ],
)
def test_13_notes_on_authors_go_where_they_belong(kind: str, text: str, name: str) -> None:
    notes = f'<author-notes><fn fn-type="{kind}"><p>{text}</p></fn></author-notes>'
    assert statements(letter(TITLE + AUTHOR + notes)) == {name: text}


def test_13_what_notes_say_of_one_author_is_the_authors() -> None:
    meta = (
        "<contrib-group>"
        + contrib("Ann", "Stowe", '<xref ref-type="fn" rid="n1"/><xref ref-type="fn" rid="n2"/>')
        + contrib("Bo", "Keel", '<xref ref-type="fn" rid="n1"/><xref ref-type="author-notes" rid="n3">†</xref>')
        + '</contrib-group><author-notes><fn id="n1" fn-type="equal"><p>These authors contributed equally.</p></fn>'
        '<fn id="n2" fn-type="current-aff"><label>¤</label><p>Current address: Pilots’ Hall, Leith</p></fn>'
        '<fn id="n3"><p>Deceased 3 May 2020.</p></fn></author-notes>'
    )
    ann, bo = letter(TITLE + meta).authors
    assert ann.equal_contributor and bo.equal_contributor
    assert said(ann.present_address) == "Pilots’ Hall, Leith"
    assert bo.deceased and not ann.deceased
    assert statements(letter(TITLE + meta)) == {}


def test_13_a_prefix_has_no_place_and_is_named() -> None:
    meta = contrib("Ann", "Stowe").replace("<surname>", "<prefix>The Honourable</prefix><surname>")
    told = warnings(f"{TITLE}<contrib-group>{meta}</contrib-group>")
    assert told == ['<name> has no place in a letter, and is left out: "The Honourable"']


def test_13_degrees_suffixes_roles_and_orcids() -> None:
    meta = (
        '<contrib-group><contrib contrib-type="author">'
        '<contrib-id contrib-id-type="orcid">https://orcid.org/0000-0002-1825-'
        "0097</contrib-id><name><surname>van der Berg</surname><given-names>Jan</given-names><suffix>Jr</suffix></name>"
        '<degrees>MD, PhD</degrees><role vocab="CRediT" vocab-term="Formal Analysis">Analysed it</role>'
        "<role>Writing - review &amp; editing</role></contrib></contrib-group>"
    )
    author = letter(TITLE + meta).authors[0]
    assert (author.name.given, author.name.non_dropping_particle, author.name.family, author.name.suffix) == (
        "Jan",
        "van der",
        "Berg",
        "Jr",
    )
    assert author.orcid == "0000-0002-1825-0097"
    assert author.degrees == "MD, PhD"
    assert author.roles == ("Formal analysis", "Writing – review & editing")


# ── 16: boilerplate ───────────────────────────────────────────────────────


def test_16_boilerplate_is_named_and_not_printed() -> None:
    back = (
        '<fn-group><fn fn-type="citation"><p>Suggested citation for this article: Stowe A. On ferries.</p></fn>'
        "<fn><p><bold>Publisher’s Note</bold></p><p>Springer Nature remains neutral.</p></fn></fn-group>"
        "<notes><title>Consent for publication</title><p>Not applicable.</p></notes>"
        "<notes><title>Competing interests</title><p>None.</p></notes>"
    )
    assert statements(letter(back=back)) == {"competing-interests": "None."}
    told = " ".join(warnings(back=back))
    assert "the suggested citation of the article itself, and not printed" in told
    assert "a note of the publisher's, and not printed" in told
    assert 'a note that says nothing, and not printed: "Consent for publication Not applicable."' in told


# ── 18: parsing ───────────────────────────────────────────────────────────


def test_18_named_characters_are_known_without_the_dtd() -> None:
    doctype = '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS v1.0//EN" "JATS-archivearticle1.dtd">\n'
    text = doctype + xml(body="<p>&alpha;&nbsp;&ldquo;Stra&szlig;e&rdquo; &lsqb;1&rsqb; &lt;&amp;&frac12;</p>")
    letters, told = read(text)
    assert words(letters[0].body) == "α\u00a0“Straße” [1] <&½"
    assert not list(told)


def test_18_comments_and_processing_instructions_are_no_children() -> None:
    meta = (
        "<?a b?><!-- c --><title-group><!-- d --><article-title>On<!-- e --> ferries<?f?></article-title>"
        f"</title-group>{AUTHOR}"
    )
    read_ = letter(meta, "<p>One<?x?> <!-- y -->two.</p>")
    assert said(read_.title) == "On ferries"
    assert words(read_.body) == "One two."


def test_18_what_is_not_well_formed_is_said_with_its_place() -> None:
    letters, told = read("<article>\n <front>\n</article>")
    (one,) = told
    assert letters == ()
    assert one.severity == "error"
    assert (one.span.file, one.span.line) == ("a.xml", 3)
    assert "not well-formed" in one.message


def test_18_a_known_prefix_need_not_be_declared() -> None:
    text = (
        xml()
        .replace('xmlns:xlink="http://www.w3.org/1999/xlink" ', "")
        .replace(BODY, '<p>See <ext-link xlink:href="https://quay.example">it</ext-link>.</p>')
    )
    letters, told = read(text)
    assert words(letters[0].body) == "See it."
    assert any('the prefix "xlink:" is not declared' in one.message for one in told)


def test_18_an_attribute_given_twice_is_an_error() -> None:
    _, told = read('<article a="1" a="2"/>')
    assert [one.severity for one in told] == ["error"]


def test_18_the_root_is_an_article() -> None:
    _, told = read("<html><body/></html>")
    assert [one.message for one in told] == ["the root element is <html>, not <article>"]


# ── 20: languages ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "lang"), [("", "en"), ("EN", "en"), ("pt", "pt"), ("pt_BR", "pt-BR"), ("en-gb", "en-GB"), ("?", "en")]
)
def test_20_the_language_is_often_absent_or_in_capitals(written: str, lang: str) -> None:
    attribute = f' xml:lang="{written}"' if written else ""
    assert letter(attributes=f' article-type="letter"{attribute}').lang == lang


def test_a_name_may_have_several_spellings() -> None:
    meta = (
        '<contrib-group><contrib contrib-type="author"><name-alternatives><name xml:lang="ja"><surname>汀</surname>'
        f"<given-names>杏</given-names></name>{NAME}</name-alternatives></contrib></contrib-group>"
    )
    assert letter(TITLE + meta).authors[0].name.family == "Stowe"
    assert warnings(TITLE + meta) == ['<name> has no place in a letter, and is left out, 2 times: "汀"']
    assert letter(TITLE + meta, attributes=' article-type="letter" xml:lang="ja"').authors[0].name.family == "汀"
