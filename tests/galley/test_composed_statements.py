"""Statements that are made of what is said of the authors."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from composing import HERE, author, document, front, inlines, sheet_of, statement
from rejoinder.document.inlines import plain_text
from rejoinder.document.model import BylineAuthor, Document, Member, Paragraph, Statement
from rejoinder.galley.composed import statements

ADA, TOM = "Ada Brook", "Tom Ek"


def somebody(name: str, called: str = "", **more: Any) -> BylineAuthor:
    return replace(author(name), initials=called or name, **more)


def letter(*authors: BylineAuthor, written: tuple[Statement, ...] = (), lang: str = "en-GB") -> Document:
    return replace(document("Text.", lang=lang), front=replace(front(), authors=authors), statements=written)


def composed(made: Document, written: str = "") -> dict[str, list[str]]:
    """The paragraphs of each statement, by its kind, in order."""
    return {
        one.kind: [plain_text(block.children) for block in one.blocks if isinstance(block, Paragraph)]
        for one in statements(made, sheet_of(written))
    }


# ── roles ──

ROLES = (
    somebody(ADA, "AB", roles=("Writing – original draft", "Conceptualization", "ferrying")),
    somebody(TOM, "TE", roles=("Conceptualization",)),
    somebody("Iris Wilk", "IW"),
)


def test_roles_in_credits_order_and_then_those_of_the_author() -> None:
    assert composed(letter(*ROLES)) == {
        "contributors": ["Conceptualization: AB, TE. Writing – original draft: AB. Ferrying: AB."]
    }


def test_or_by_author() -> None:
    assert composed(letter(*ROLES), "end: {contributors: by-author}") == {
        "contributors": ["AB: writing – original draft; conceptualization; ferrying. TE: conceptualization."]
    }


def test_authors_who_did_the_same_share_it() -> None:
    made = letter(*(somebody(name, name, roles=("Software",)) for name in ("A", "B")))
    assert composed(made, "end: {contributors: by-author}") == {"contributors": ["A, B: software."]}


def test_roles_in_the_letters_language_or_in_the_sheets_words() -> None:
    made = letter(somebody(ADA, "AB", roles=("Software", "Resources")), lang="de-CH")
    assert composed(made) == {"contributors": ["Ressourcen: AB. Software: AB."]}
    assert composed(made, "end: {roles: {Software: Programme}}") == {"contributors": ["Ressourcen: AB. Programme: AB."]}
    by_author = "end: {contributors: by-author}"
    assert composed(made, by_author) == {"contributors": ["AB: Software; Ressourcen."]}, "nouns keep their capitals"


def test_a_written_statement_stays_as_it_is() -> None:
    made = letter(*ROLES, written=(statement("AB did it all.", "contributors"),))
    assert composed(made) == {"contributors": ["AB did it all."]}


def test_a_sheet_need_not_want_any() -> None:
    assert composed(letter(*ROLES), "end: {compose: []}") == {}


# ── members ──


def member(name: str, *at: str, **more: Any) -> Member:
    return Member(name, HERE, affiliations=at, **more)


def group(*members: Member) -> BylineAuthor:
    return replace(author("The Ice Group"), group=True, members=members)


def test_members_who_work_together_share_their_place() -> None:
    made = letter(
        group(member("Ann Lee", "Leiden"), member("Bo Ek", "Leiden", degrees="MD"), member("Cy Fox", "Ghent"))
    )
    assert composed(made) == {"collaborators": ["The Ice Group: Ann Lee, Bo Ek, MD (Leiden); Cy Fox (Ghent)."]}


def test_groups_within_a_group_have_paragraphs_of_their_own() -> None:
    inside = Member("North", HERE, members=(member("Cy Fox"),))
    made = letter(group(member("Ann Lee"), inside))
    assert composed(made) == {"collaborators": ["The Ice Group: Ann Lee.", "The Ice Group, North: Cy Fox."]}


def test_members_that_are_named_already_are_not_named_again() -> None:
    made = letter(group(member("Ann Lee"), member("Bo Ek")), written=(statement("Ann Lee; Bo Ek.", "collaborators"),))
    assert composed(made) == {"collaborators": ["Ann Lee; Bo Ek."]}
    made = letter(group(member("Ann Lee"), member("Bo Ek")), written=(statement("Ann Leeson.", "collaborators"),))
    assert composed(made) == {"collaborators": ["Ann Leeson.", "The Ice Group: Ann Lee, Bo Ek."]}


# ── what there is to declare ──


def declaring(*words: str, written: str = "", people: int = 0) -> list[str]:
    authors = [somebody(f"A{i}", f"A{i}", competing_interests=inlines(one)) for i, one in enumerate(words)]
    authors += [somebody(f"S{i}", f"S{i}") for i in range(people)]
    notes = (statement(written, "competing-interests"),) if written else ()
    return composed(letter(*authors, written=notes)).get("competing-interests", [])


def test_that_nobody_has_anything_to_declare_is_said_once() -> None:
    assert declaring("None", "none declared.", "No competing interests") == ["None declared."]
    assert declaring("None", written="None declared.") == ["None declared."]


def test_what_some_declare_and_that_the_others_do_not() -> None:
    assert declaring("Owns a ferry", "none", "Owns a  ferry.", "None") == [
        "A0, A2: Owns a ferry. All other authors: none declared."
    ]


def test_silence_is_no_declaration() -> None:
    assert declaring("Owns a ferry", "none", people=1) == ["A0: Owns a ferry. A1: none declared."]
    assert declaring("none", people=1) == ["A0: none declared."]
    assert declaring("", people=1) == []


def test_a_declaration_that_begins_with_its_author_is_left_alone() -> None:
    assert declaring("A0 owns a ferry!") == ["A0 owns a ferry!"]


def test_what_is_written_comes_first_unless_it_says_that_there_is_nothing() -> None:
    assert declaring("Owns a ferry", written="See the appendix.") == ["See the appendix.", "A0: Owns a ferry."]
    assert declaring("Owns a ferry", written="None declared.") == ["A0: Owns a ferry."]


def test_a_group_need_not_declare_anything() -> None:
    made = letter(somebody(ADA, "AB", competing_interests=inlines("none")), group())
    assert composed(made) == {"competing-interests": ["None declared."]}


def test_statements_stand_in_the_sheets_order() -> None:
    made = letter(
        somebody(ADA, "AB", roles=("Software",), competing_interests=inlines("none")),
        group(member("Ann Lee")),
        written=(statement("The Ice Fund."), statement("We thank.", "acknowledgements")),
    )
    assert [*composed(made)] == ["acknowledgements", "collaborators", "contributors", "funding", "competing-interests"]
