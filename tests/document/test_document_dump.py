"""The readable form of a document, on one letter that has a little of everything."""

from __future__ import annotations

from document_builders import HERE, article, author, letter, note, paragraphs, text

from rejoinder.content.model import Affiliation, Foreign, Journal, Listing, Statement, Text, Verbatim
from rejoinder.diagnostics import Diagnostics
from rejoinder.document.dump import dump
from rejoinder.document.number import number

DUMP = """\
document en-GB
  front letter
    title "On " emph "ice" [1]
    author 1 "Ada Ames" (Ames A); corresponding; email a@example.org
    author 1,2 "Ben Bell" (Bell B); equal; remark 1
    affiliation 1 "Ice Office, Oslo"
    affiliation 2 "Snow School"
    remark 1 note "Out of office"
    correspondence "Ada Ames, Ice Office, Oslo; " → mailto:a@example.org "a@example.org"
    received 2016-01-02
  body
    paragraph "Dear Editor," [note 1]
    section 1 #section-1 "Methods"
      paragraph "See" ["see" 2 "p. 4"] " and" [1, 2] fr " \\"glace\\""
      list of numbers from 3 (tight)
        item
          paragraph "one"
      verbatim
        | a
        |  b
  note 1
    paragraph "A note."
  statement other "Thanks"
    paragraph "To all."
  reference 1 b "Ames A. On b. " emph "Journal" " 2012;" strong "7" ":1–9."
  reference 2 a "Ames A. On a. " emph "Journal" " 2012;" strong "7" ":1–9. " → https://doi.org/10.5555/a "doi:10.5555/a"
  variables
    authors.short: "Ames A, Bell B"
    authors.all: "Ames A, Bell B"
    title: "On " emph "ice"
    short-title: "On " emph "ice"
    type: "letter"
    journal.title: "Annals of Ice"
    journal.abbreviation: "Annals of Ice"
    year: "2016"
    date: "13\\u00a0September 2016"
  metadata
    title: On ice
    lang: en-GB
    authors: Ada Ames; Ben Bell
    subject: Annals of Ice 2016
    type: letter
    date: 2016-09-13
    journal: Annals of Ice
"""


def test_dump() -> None:
    office = Affiliation(HERE, id="ice", name="Ice Office", city="Oslo")
    school = Affiliation(HERE, id="snow", name="Snow School")
    body = (
        *paragraphs("Dear Editor,[^n]", "# Methods", "See[see @a, p. 4] and[@a; @b]"),
        Listing((paragraphs("one"),), HERE, start=3),
        Verbatim("a\n b", HERE),
    )
    see = body[2]
    body = (*body[:2], type(see)((*see.children, Foreign("fr", (Text(' "glace"', HERE),), HERE)), HERE), *body[3:])
    said = Diagnostics()
    document = number(
        letter(
            title=text("On *ice*[@b]"),
            authors=(
                author("Ada", "Ames", "ice", email="a@example.org"),
                author("Ben", "Bell", "ice", "snow", equal_contributor=True, note=text("Out of office")),
            ),
            affiliations=(office, school),
            history=(("received", "2016-01-02"),),
            body=body,
            footnotes=(note("n", "A note."),),
            statements=(Statement("other", paragraphs("To all."), HERE, "Thanks"),),
            references=(article("a", DOI="10.5555/a"), article("b")),
            journal=Journal("Annals of Ice"),
            date="2016-09-13",
        ),
        said,
    )
    assert not list(said)
    assert dump(document) == DUMP
