"""The keys of a letter: what they become, and what is said of wrong ones."""

# ruff: noqa: E501 - tables of what is said
from __future__ import annotations

import re
from pathlib import Path

import pytest
from content_builders import LEAST, letter, outline, shown, sound

from rejoinder.content.letter import read_letter, read_letter_mapping
from rejoinder.content.model import Affiliation, AffiliationId, Author, Name
from rejoinder.diagnostics import Diagnostics
from rejoinder.source import Source

MARKDOWN = "---\ntitle: On *ice*\nauthor: Jane Doe\n---\n\nDear [@k],\n"

FULL = """\
type: reply
title: On *ice*
subtitle: And water
short-title: Ice
author:
  - name: {given: Jane, family: Berg, non-dropping-particle: van der}
    affiliations: [uni, {name: City Hospital, city: Ghent}]
    orcid: https://orcid.org/0000-0002-1825-0097
    email: jane@example.org
    corresponding: true
    equal-contributor: true
    deceased: true
    joint-last: true
    degrees: [MD, PhD]
    roles: [Software, writing - review and editing]
    note: Chair *pro tem*
    present-address: Elsewhere
    initials: JB
    competing-interests: None
  - {name: River Study Group, members: [Ann Lee, {given: Bo, family: Ek, affiliations: [uni]}]}
on-behalf-of: The Ice Alliance
affiliations:
  - {id: uni, department: Ice, name: University, city: Oulu, region: North, postal-code: 01234, country: Finland, ror: 03zga2b32}
correspondence: Jane, at *home*
journal: {title: Journal of Ice, abbreviation: J Ice, publisher: Floe, issn: 0003-4967, url: https://ice.example.org}
volume: 7
issue: 010
elocator: e12
first-page: 3
last-page: 4
doi: https://doi.org/10.5555/ice.1
date: 2025-02-28
lang: en-US
keywords: [ice, water]
license: CC BY-NC 4.0
copyright: {year: 2025, holder: Floe}
history: {received: 2025-01-02, revised: [2025-01-20, 2025-02], accepted: 2025-02-20}
responds-to: {title: Ice *again*, author: Lee and Ek, doi: 10.5555/ice.0, reference: lee}
notes:
  competing-interests: None declared.
  acknowledgments: |
    To *all*.

    And more.
  other: [{label: Dedication, text: To B}]
funding: No money.
awards: [{funder: Ice Fund, funder-id: 10.13039/100000001, numbers: [7, IF-9], recipients: Jane van der Berg}]
abstract: |
  Ice is *cold*.

  ## Why

  Water.
references: [{id: lee, type: book, title: Ice}, {id: 7, type: article-journal}]
nocite: "@lee, @7"
references-order: listed
csl: floe
copyfit: {pages: 2}
body: |
  Dear Editor[^n]

  [^n]: A note.
"""  # fmt: skip


def test_every_key_has_its_place_in_the_letter() -> None:
    read = sound(FULL)
    assert (read.type, shown(read.title), shown(read.subtitle), shown(read.short_title)) == (
        "reply",
        "On emph(ice)",
        "And water",
        "Ice",
    )
    assert (read.volume, read.issue, read.elocator, read.first_page, read.last_page) == ("7", "010", "e12", "3", "4")
    assert (read.doi, read.date, read.lang, read.keywords) == ("10.5555/ice.1", "2025-02-28", "en-US", ("ice", "water"))
    assert (read.journal.title, read.journal.abbreviation, read.journal.issn) == (
        "Journal of Ice",
        "J Ice",
        "0003-4967",
    )
    assert (shown(read.license.text), read.license.url) == (
        "CC BY-NC 4.0",
        "https://creativecommons.org/licenses/by-nc/4.0/",
    )
    assert read.copyright == "© 2025 Floe"
    assert read.history == (
        ("received", "2025-01-02"),
        ("revised", "2025-01-20"),
        ("revised", "2025-02"),
        ("accepted", "2025-02-20"),
    )
    assert read.responds_to is not None
    assert (shown(read.responds_to.title), read.responds_to.reference) == ("Ice emph(again)", "lee")
    assert [(s.kind, s.label, outline(s.blocks)) for s in read.statements] == [
        ("competing-interests", "", ["None declared."]),
        ("acknowledgements", "", ["To emph(all).", "And more."]),
        ("other", "Dedication", ["To B"]),
        ("funding", "", ["No money."]),
    ]
    assert [r.key for r in read.references] == ["lee", "7"]
    assert read.references[1].item == {"id": "7", "type": "article-journal"}
    assert outline(read.body) == ["Dear Editor{^n}"]
    assert [note.key for note in read.footnotes] == ["n"]
    assert (shown(read.correspondence), read.csl) == ("Jane, at emph(home)", "floe")


def test_awards_stand_at_the_top_or_under_funding() -> None:
    (award,) = sound(FULL).awards
    assert (award.funder, award.funder_id) == ("Ice Fund", "https://doi.org/10.13039/100000001")
    assert (award.numbers, award.recipients) == (("7", "IF-9"), ("Jane van der Berg",))
    assert outline(sound(FULL).abstract) == ["Ice is emph(cold).", "h2 Why", "Water."]
    read = sound(LEAST + "funding: {statement: By *B*., awards: {funder: B, number: 1, funder-id: 05cy4wa09}}\n")
    assert [(one.kind, outline(one.blocks)) for one in read.statements] == [("funding", ["By emph(B)."])]
    assert [(one.funder, one.numbers, one.funder_id) for one in read.awards] == [
        ("B", ("1",), "https://ror.org/05cy4wa09")
    ]
    assert sound(LEAST + "notes: {funding: By B.}\nfunding: {awards: [{funder: B}]}\n").awards[0].funder == "B"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("awards: [B]", 'an award is a mapping with a funder, not "B"\n  hint: write {funder: …, number: …}'),
        (
            "awards: [{recipient: B}]",
            "this award has neither a funder nor a number\n  hint: funder: who gave the money",
        ),
        ("awards: [{funder: B}]\nfunding: {awards: [{funder: B}]}", '"awards" stands here and under "funding"'),
        ("funding: {}", '"funding" wants a text, a statement or awards'),
        ("notes: {funding: A}\nfunding: {statement: B}", '"funding" stands here and under "notes"'),
        ("abstract: [a]", '"abstract" wants a text, not a list\n  hint: write it as "abstract: |" and indented lines'),
    ],
)
def test_what_is_wrong_with_awards_is_said(written: str, said: str) -> None:
    found = letter(f"{LEAST}{written}\n")[1]
    assert any(one.split("error: ", 1)[-1] == said for one in found), found


def test_a_funder_of_no_known_form_is_left_out() -> None:
    read, said = letter(f"{LEAST}awards: [{{funder: B, funder-id: B-7}}]\n")
    assert read is not None and read.awards[0].funder_id == ""
    assert 'warning: "B-7" is no funder\'s id, and is left out' in said[0]


def test_an_author_with_everything() -> None:
    read = sound(FULL)
    jane, group, behalf = read.authors
    assert jane.name == Name("Jane", "Berg", non_dropping_particle="van der")
    called, inline = jane.affiliations
    assert isinstance(called, AffiliationId)
    assert isinstance(inline, Affiliation)
    assert (called.id, inline.name, inline.city, inline.id) == ("uni", "City Hospital", "Ghent", "")
    assert (jane.orcid, jane.email, jane.degrees) == ("0000-0002-1825-0097", "jane@example.org", "MD, PhD")
    assert jane.corresponding
    assert jane.equal_contributor
    assert jane.joint_last
    assert jane.deceased
    assert jane.roles == ("Software", "Writing – review & editing")
    assert (shown(jane.note), shown(jane.present_address)) == ("Chair emph(pro tem)", "Elsewhere")
    assert group.group
    assert group.name == Name(literal="River Study Group")
    assert (jane.initials, shown(jane.competing_interests)) == ("JB", "None")
    assert [one.name for one in group.members] == [Name("Ann", "Lee"), Name("Bo", "Ek")]
    assert [len(one.affiliations) for one in group.members] == [0, 1]
    assert (behalf.name, behalf.group, behalf.represented) == (Name(literal="The Ice Alliance"), True, True)
    (uni,) = read.affiliations
    assert (uni.postal_code, uni.ror) == ("01234", "https://ror.org/03zga2b32")


def authors(yaml: str) -> tuple[Author, ...]:
    return sound(f"title: T\nbody: B\naffiliations: [{{id: a, name: A}}, {{id: 2, name: B}}]\n{yaml}\n").authors


@pytest.mark.parametrize(
    ("yaml", "name"),
    [
        ("author: Jane Doe", Name("Jane", "Doe")),
        ("authors: [Jane Doe]", Name("Jane", "Doe")),
        ("author: [{name: Jane Doe}]", Name("Jane", "Doe")),
        ("author: [{given: Jane, family: Doe}]", Name("Jane", "Doe")),
        ("author: [{given-names: Jane, surname: Doe}]", Name("Jane", "Doe")),
        ("author: [{name: {literal: Jane Doe}}]", Name(literal="Jane Doe")),
        ("author: {name: Jane Doe}", Name("Jane", "Doe")),
        ("author: [The Ice Group]", Name(literal="The Ice Group")),
        ("author: [{name: Ice and Snow, group: true}]", Name(literal="Ice and Snow")),
        ("author: [{name: Ice and Snow, collaboration: true}]", Name(literal="Ice and Snow")),
    ],
)
def test_the_ways_to_name_an_author(yaml: str, name: Name) -> None:
    assert [author.name for author in authors(yaml)] == [name]


@pytest.mark.parametrize(
    ("written", "called"),
    [
        ("affiliations: [a]", ["a"]),
        ("affiliation: a", ["a"]),
        ("affiliation: 'a, 2'", ["a", "2"]),
        ("affiliation: 2", ["2"]),
        ("affiliations: [{ref: a}, {ref: 2}]", ["a", "2"]),
        ("affiliations: ['Oulu University']", ["=Oulu University"]),
        ("affiliations: [{name: Oulu}, a]", ["=Oulu", "a"]),
    ],
)
def test_the_ways_to_name_an_affiliation(written: str, called: list[str]) -> None:
    (author,) = authors(f"author: [{{name: Jane Doe, {written}}}]")
    assert [
        one.id or f"={one.name}" if isinstance(one, Affiliation) else one.id for one in author.affiliations
    ] == called


def test_quartos_and_josss_spellings() -> None:
    (author,) = authors("author: [{name: J D, attributes: {corresponding: true, equal-contributor: true}}]")
    assert author.corresponding
    assert author.equal_contributor
    (author,) = authors("author: [{name: J D, equal_contributor: true}]")
    assert author.equal_contributor
    read = sound("title: T\nbody: B\nauthor: [{name: J D, affiliation: 1}]\naffiliations: [{index: 1, institution: U}]")
    assert (read.affiliations[0].id, read.affiliations[0].name) == ("1", "U")


def test_markdown_with_front_matter() -> None:
    read = sound(MARKDOWN, "letter.md")
    assert shown(read.title) == "On emph(ice)"
    assert outline(read.body) == ["Dear {@k},"]
    assert read.body[0].span.line == 6
    assert sound(MARKDOWN, "letter") == sound(MARKDOWN, "letter")
    assert outline(sound(MARKDOWN.replace("---\n\n", "...\n"), "letter.md").body) == ["Dear {@k},"]


def test_what_a_title_and_a_statement_call_may_be_defined_in_the_body() -> None:
    read = sound("title: A[^n]\nauthor: B C\nnotes: {funding: 'D[^m]'}\nbody: |\n  E\n\n  [^n]: F\n  [^m]: G\n")
    assert [note.key for note in read.footnotes] == ["n", "m"]


def test_an_empty_section_for_the_references_is_left_out() -> None:
    read, said = letter(LEAST.replace("Dear Editor", "|\n  Dear\n\n  # References {-}\n\n  ::: {#refs}\n  :::"))
    assert said == [
        "letter.yaml:6:3: warning: the heading of the references is the style sheet's; this one is left out"
    ]
    assert read is not None
    assert outline(read.body) == ["Dear"]


def test_a_mapping_reads_like_the_file() -> None:
    said = Diagnostics()
    read = read_letter_mapping(
        {"title": "On *ice*", "author": [{"name": "Jane Doe"}], "volume": 7, "body": "Dear\n\nEditor[@k]"}, said
    )
    assert list(said) == []
    assert read is not None
    assert (shown(read.title), read.volume, outline(read.body)) == ("On emph(ice)", "7", ["Dear", "Editor{@k}"])


def test_faults_in_a_mapping_are_found_by_their_path() -> None:
    said = Diagnostics()
    read_letter_mapping({"title": "T", "author": [{"name": "J D", "email": "x"}], "body": "a\n\nb[^n]"}, said)
    assert [str(d).partition("\n")[0] for d in said] == [
        '<mapping>.author[0].email: error: "x" is not an e-mail address',
        '<mapping>.body:3:2: error: no note has the key "n"',
    ]


def test_a_mapping_may_hold_itself_or_strange_things() -> None:
    endless: dict[str, object] = {"title": "T", "body": "B"}
    endless["author"] = [endless]
    for mapping in (endless, {"title": object()}, {1.5: 2}, {"title": "a\x00b"}, {"title": b"x"}, []):
        said = Diagnostics()
        read_letter_mapping(mapping, said)  # type: ignore[arg-type]
        assert said.has_errors


def test_a_mapping_has_its_bibliography_in_the_folder_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "k.yaml").write_text("- {id: k, type: book, title: Ice}\n", encoding="utf-8")
    said = Diagnostics()
    mapping = {"title": "T", "author": "J D", "bibliography": "k.yaml", "body": "a[@k]"}
    read = read_letter_mapping(mapping, said, tmp_path)
    assert read is not None and list(said) == []
    assert [reference.key for reference in read.references] == ["k"]
    read_letter_mapping(mapping, said)
    assert "a letter that lies in no file has no files beside it" in str(said.said[0])


# ── what is wrong ─────────────────────────────────────────────────────────


def added(yaml: str) -> list[str]:
    """What is said of the least letter with something added."""
    return letter(LEAST + yaml + "\n")[1]


@pytest.mark.parametrize(
    ("yaml", "said"),
    [
        ("titel: x", 'letter.yaml:4:1: error: unknown key "titel"\n  hint: did you mean "title"?'),
        ("authors: [A B]", 'letter.yaml:4:1: error: "authors" and "author" say the same thing twice\n  hint: it was first given in line 2'),
        ("competing-interests: None", 'letter.yaml:4:1: error: unknown key "competing-interests"\n  hint: write "competing-interests" under "notes"'),
        ("notes: {competing-intrests: None}", 'letter.yaml:4:9: error: unknown key "competing-intrests"\n  hint: did you mean "competing-interests"?'),
        ("notes: {funding: }", 'letter.yaml:4:18: warning: the note "funding" is empty, and is left out'),
        ("notes: {other: [{label: A}]}", "letter.yaml:4:17: error: this note has no text"),
        ("notes: [a]", 'letter.yaml:4:8: error: "notes" wants a mapping, not a list'),
        ("format: html", 'letter.yaml:4:1: warning: the key "format" means nothing here, and is left out'),
        ("date: 2025-02-30", 'letter.yaml:4:7: error: "2025-02-30" is no date\n  hint: write it as 2016-09-13, 2016-09 or 2016'),
        ("date: 2016-W37-2", 'letter.yaml:4:7: error: "2016-W37-2" is no date\n  hint: write it as 2016-09-13, 2016-09 or 2016'),
        ("date: 26 May 2016", 'letter.yaml:4:7: error: "26 May 2016" is no date\n  hint: write it as 2016-05-26'),
        ("date: May 26, 2016", 'letter.yaml:4:7: error: "May 26, 2016" is no date\n  hint: write it as 2016-05-26'),
        ("history: {received: 2025-02, accepted: 2025-01-05}", "letter.yaml:4:40: warning: accepted on 2025-01-05, before it was received on 2025-02"),
        ("lang: English", 'letter.yaml:4:7: error: "English" is not a language tag\n  hint: write one like "en-GB" or "fr"'),
        ("type: Correspondence Response", 'letter.yaml:4:7: error: the type "Correspondence Response" is not written in small letters and hyphens\n  hint: did you mean "correspondence-response"?'),
        ("doi: ice", 'letter.yaml:4:6: error: "ice" is not a DOI\n  hint: a DOI looks like 10.1136/ard-2016-1'),
        ("volume: [1]", 'letter.yaml:4:9: error: "volume" wants a text, not a list'),
        ("volume: true", 'letter.yaml:4:9: error: "volume" wants a text, not true\n  hint: put it in quotes: "true"'),
        ("journal: {issn: 0003-4968}", "letter.yaml:4:17: warning: the last digit of the ISSN 0003-4968 is wrong"),
        ("journal: {url: 'javascript:x'}", 'letter.yaml:4:16: error: a link may not begin with "javascript:"\n  hint: links begin with http:, https:, mailto:, doi:, tel: or #'),
        ("subtitle: 'a [b](javascript:x)'", 'letter.yaml:4:14: error: a link may not begin with "javascript:"\n  hint: links begin with http:, https:, mailto:, doi:, tel: or #'),
        ("references: {a: b}", 'letter.yaml:4:13: error: references are a list\n  hint: write each as an item: "- id: smith2020"'),
        ("affiliations: [{id: a, name: A}, {id: a, name: B}]", 'letter.yaml:4:34: error: two affiliations have the id "a"\n  hint: it was first given in line 4'),
        ("affiliations: [{name: A}]", "letter.yaml:4:16: error: this affiliation has no id\n  hint: without one no author can call it"),
        ("affiliations: [A]", "letter.yaml:4:16: error: an affiliation is a mapping with an id\n  hint: write {id: a, name: …}, and the id with each author"),
        ("affiliations: [{id: a}]", "letter.yaml:4:16: error: this affiliation has no name"),
        ("responds-to: {author: A}", 'letter.yaml:4:14: error: "responds-to" wants a title'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(yaml: str, said: str) -> None:
    assert added(yaml) == [said]


@pytest.mark.parametrize(
    ("author", "said"),
    [
        ("{}", "error: this author has no name\n  hint: name: {given: …, family: …}"),
        ("{name: J D, affiliations: [unu]}", 'error: no affiliation has the id "unu"\n  hint: did you mean "uni"?'),
        ("{name: J D, affiliations: [x]}", 'error: no affiliation has the id "x"\n  hint: declare it under "affiliations"'),
        ("{name: J D, orcid: 0000-0002-1825-0098}", "warning: the last digit of the ORCID iD 0000-0002-1825-0098 is wrong"),
        ("{name: J D, orcid: x}", 'error: "x" is not an ORCID iD\n  hint: an ORCID iD looks like 0000-0002-1825-0097'),
        ('{name: J D, email: "j@x.org\\r\\nBcc: k@y.org"}', 'error: "j@x.org Bcc: k@y.org" is not an e-mail address\n  hint: write one, as in jane@example.org'),
        ("{name: J D, email: [j@x.org]}", 'error: "email" wants a text, not a list'),
        ("{name: J D, corresponding: yes}", 'error: "corresponding" wants true or false, not "yes"'),
        ("{name: J D, roles: [sofware]}", 'warning: CRediT has no role "sofware"\n  hint: did you mean "Software"?'),
        ("{name: J D, members: [A B]}", "error: only a group has members\n  hint: write group: true if this is one"),
        ("{nane: J D, name: J D}", 'error: unknown key "nane"\n  hint: did you mean "name"?'),
        ("{name: J D, phone: 1}", 'warning: the key "phone" means nothing here, and is left out'),
        ("[J D]", "error: an author is a name or a mapping, not a list"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_author_is_said(author: str, said: str) -> None:
    _, complaints = letter(f"title: T\nbody: B\naffiliations: [{{id: uni, name: U}}]\nauthor:\n  - {author}\n")
    assert [c.partition(": ")[2] for c in complaints] == [said]
    assert complaints[0].startswith("letter.yaml:5:")


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("author: A B\nbody: C", "l.yaml", 'l.yaml:1:1: error: the letter has no title\n  hint: write "title: …"'),
        ("title: [T]\nauthor: A B\nbody: C", "l.yaml", 'l.yaml:1:8: error: "title" wants a text, not a list'),
        ("title:\nauthor: A B\nbody: C", "l.yaml", 'l.yaml:1:7: error: the letter has no title\n  hint: write "title: …"'),
        ("title: T\nauthor: A B", "l.yaml", 'l.yaml:1:1: error: the letter has no body\n  hint: write it as "body: |" and indented lines'),
        ("title: T\nauthor: A B\nbody: ''", "l.yaml", 'l.yaml:3:7: error: the letter has no body\n  hint: write it as "body: |" and indented lines'),
        ("title: T\nbody: C", "l.yaml", 'l.yaml:1:1: warning: the letter has no author\n  hint: write "author:" and a list of names'),
        ("- a", "l.yaml", "l.yaml:1:1: error: a letter is a mapping of keys (title, subtitle, short-title, type …), not a list"),
        ("Dear Editor", "l.md", 'l.md:1:1: error: there is no front matter above the text\n  hint: begin the file with "---", keys such as "title: …", and "---" again'),
        ("---\ntitle: T\n", "l.md", 'l.md:1:1: error: the front matter is not closed\n  hint: end it with a line of "---"'),
        ("---\n---\nText", "l.md", 'l.md:1:1: error: the front matter is empty\n  hint: it wants at least "title: …"'),
        ("---\ntitle: T\nauthor: A B\n---\n", "l.md", "l.md:5:1: error: the letter has no body\n  hint: write it below the front matter"),
        ("---\ntitle: T\nauthor: A B\nbody: C\n---\nD", "l.md", "l.md:4:7: error: the body stands twice: here, and below the front matter"),
        ("", "l.yaml", "l.yaml: error: the file is empty"),
    ],
)  # fmt: skip
def test_letters_without_what_a_letter_needs(text: str, name: str, said: str) -> None:
    assert letter(text, name)[1] == [said]


def test_everything_is_said_at_once() -> None:
    _, said = letter("titel: a\ndate: x\nauthor: [{name: J D, orcid: x, email: y}]\nbody: 'a[^b] [c](file:d)'\n")
    assert [s.partition(": ")[0] for s in said] == [f"letter.yaml:{p}" for p in ("1:1", "1:1", "2:7", "3:29", "3:39", "4:9", "4:14")]  # fmt: skip


def test_long_lists_end_somewhere() -> None:
    _, said = letter("title: T\nbody: B\nauthor:\n" + "- A B\n" * 10_001)
    assert said == ['letter.yaml:4:1: error: "author" has 10,001 items; 10,000 are the most that can be set']


def test_not_more_is_said_than_anybody_reads() -> None:
    _, said = letter(LEAST + "".join(f"unknown{n}: x\n" for n in range(3000)))
    assert len(said) == 200
    assert said[-1].endswith("error: after so many faults no more are said of the text")


def test_a_source_without_an_ending_is_told_by_its_text() -> None:
    said = Diagnostics()
    for text in (MARKDOWN, LEAST, "---\n" + LEAST):
        source = Source.of("<text>", text, said)
        assert source is not None
        assert read_letter(source, said) is not None
    assert list(said) == []


def test_the_examples_of_the_manual_are_sound() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "letter.md").read_text()
    whole, *parts = re.findall("```yaml\n(.*?)```", manual, re.DOTALL)
    markdown = re.findall("```markdown\n(---\n.*?)```", manual, re.DOTALL)
    assert [outline(sound(text, "letter.md").body) for text in markdown] == [outline(sound(whole).body)]
    read = sound("title: T\nbody: B\n" + "".join(parts))
    assert len(read.authors) == 4
    assert len(read.statements) == 3


# ── groups, wholes and orders ──


def test_on_whose_behalf_a_letter_is_written() -> None:
    read = authors("author: [Ann Lee, for the Ice Study Group]\non-behalf-of: {name: The Snow Group, members: [Bo Ek]}")
    assert [(one.name.literal, one.group, one.represented) for one in read[1:]] == [
        ("The Ice Study Group", True, True),
        ("The Snow Group", True, True),
    ]
    assert [one.name for one in read[2].members] == [Name("Bo", "Ek")]


def test_neighbours_who_write_on_behalf_of_one_group_share_it() -> None:
    ice = "on-behalf-of: the Ice Group"
    read = authors(f"author: [{{name: A B, {ice}}}, {{name: C D, {ice}}}, {{name: E F, on-behalf-of: Snow}}, G H]")
    assert [one.name.literal or one.name.given for one in read] == ["A", "C", "the Ice Group", "E", "Snow", "G"]


def test_groups_that_contributed_equally() -> None:
    read = authors(
        "author: [{name: A B, equal-contributor: first}, {name: C D, equal-contributor: 2},"
        " {name: E F, equal-contributor: true}, {name: G H, equal-contributor: false}]"
    )
    assert [(one.equal_contributor, one.equal_group) for one in read] == [
        (True, "first"),
        (True, "2"),
        (True, ""),
        (False, ""),
    ]


def test_members_may_be_groups_with_affiliations() -> None:
    (group,) = authors(
        "author: [{name: Ice, group: true, members: [A B, {name: C D, affiliations: [a]},"
        " {name: North Group, members: [E F]}]}]"
    )
    assert [len(one.affiliations) for one in group.members] == [0, 1, 0]
    assert group.members[2].group
    assert [one.name for one in group.members[2].members] == [Name("E", "F")]


def test_groups_are_not_nested_without_end() -> None:
    group = "{name: Ice, group: true, members: [A B]}"
    for _ in range(6):
        group = f"{{name: Ice, group: true, members: [{group}]}}"
    _, said = letter(f"title: T\nbody: B\nauthor: [{group}]\n")
    assert [one for one in said if "nested" in one]


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("{name: Nagy Péter, lang: hu}", Name("Péter", "Nagy", lang="hu")),
        ("{given: Péter, family: Nagy, lang: hu}", Name("Péter", "Nagy", lang="hu")),
        ("{name: {given: Péter, family: Nagy}, lang: hu}", Name("Péter", "Nagy", lang="hu")),
        ("{name: Zhang Wei, name-order: family-first}", Name("Wei", "Zhang", family_first=True)),
        ("{name: Wei Zhang, lang: zh, name-order: given-first}", Name("Wei", "Zhang", lang="zh", family_first=False)),
    ],
)
def test_the_order_of_names(author: str, name: Name) -> None:
    assert [one.name for one in authors(f"author: [{author}]")] == [name]


@pytest.mark.parametrize(
    ("author", "said"),
    [
        ("{name: A B, lang: Hungarian!}", 'error: "Hungarian!" is not a language tag\n  hint: write one like "hu"'),
        (
            "{name: A B, name-order: last}",
            'error: "last" is no order of names\n  hint: write given-first or family-first',
        ),
        ("{name: A B, equal-contributor: [x]}", 'error: "equal-contributor" wants a text, not a list'),
    ],
)
def test_what_is_wrong_with_an_order_is_said(author: str, said: str) -> None:
    _, complaints = letter(f"title: T\nbody: B\nauthor:\n  - {author}\n")
    assert [c.partition(": ")[2] for c in complaints] == [said]


def test_degrees_may_stand_behind_the_name() -> None:
    read = authors("author: ['Ada Brook, MD, PhD', {name: 'Bo Ek, MSc'}, {name: 'Cy Day, MD', degrees: DPhil}]")
    assert [(one.name.family, one.degrees) for one in read] == [
        ("Brook", "MD, PhD"),
        ("Ek", "MSc"),
        ("Day", "DPhil"),
    ]


def test_an_affiliation_that_is_a_part_of_another() -> None:
    author = "title: T\nbody: B\nauthor: {name: A B, affiliations: [d]}\n"
    read = sound(f"{author}affiliations: [{{id: u, name: U}}, {{id: d, department: [A, B], parent: u}}]\n")
    assert [(one.department, one.parent) for one in read.affiliations] == [("", ""), ("A, B", "u")]


@pytest.mark.parametrize(
    ("affiliations", "said"),
    [
        ("[{id: d, name: D, parent: uni}, {id: unit, name: U}]", 'no affiliation has the id "uni"'),
        ("[{id: a, name: A, parent: b}, {id: b, name: B, parent: a}]", 'the affiliation "a" is a part of itself'),
        (
            "[" + ", ".join(f"{{id: a{n}, name: A, parent: a{n + 1}}}" for n in range(9)) + ", {id: a9, name: A}]",
            'the affiliation "a0" is a part of too many others',
        ),
        ("[{id: a, name: A, parent: a}]", 'the affiliation "a" is a part of itself'),
    ],
)
def test_parts_without_a_whole(affiliations: str, said: str) -> None:
    _, complaints = letter(f"title: T\nbody: B\nauthor: A B\naffiliations: {affiliations}\n")
    assert len([one for one in complaints if said in one]) == 1
