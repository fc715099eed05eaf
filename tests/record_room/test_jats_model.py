"""The check that the other tests rely on: it finds what is wrong."""

from __future__ import annotations

import pytest
from jats_model import faults
from written import letter_of

from rejoinder.record.jats import article

WRITTEN = article(
    *letter_of(
        "Text.[@a][^n]\n\n## Head\n\n| a | b |\n|---|---|\n| 1 | 2[^t] |\n\n[^n]: Note.\n\n[^t]: Below.",
        date="2016-09-13",
        references=[{"id": "a", "type": "book", "title": "T"}],
    )
).decode()


def test_it_finds_nothing_where_nothing_is_wrong() -> None:
    assert faults(WRITTEN.encode()) == []


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("<issn/>\n", "", "journal-meta holds journal-id"),
        ("<p>Text.", "<para/><p>Text.", "no element is called para"),
        ("<p>Text.", "Text <p>Text.", "body holds characters"),
        ("<p>Text.", "<p><tr/>Text.", "p holds tr"),
        ("<title>Head</title>", "", "sec holds table-wrap"),
        ('rid="a"', 'rid="b"', "nothing has the id 'b'"),
        ('rid="a"', 'rid="note-1"', "bibr leads to fn"),
        ('<fn id="note-2"', '<fn id="note-1"', "2 elements have the id 'note-1'"),
        ('ref-type="table-fn"', 'ref-type="fn"', "fn leads to a note that stands elsewhere"),
        ('id="section-1"', 'id="1"', "'1' is no id"),
        ('date-type="pub"', 'date-type="print"', "pub-date has date-type='print'"),
        (' xml:lang="en-GB"', "", "article has no {http://www.w3.org/XML/1998/namespace}lang"),
        ("<td>1</td>", '<td colspan="2">1</td>', "the rows of a table have"),
        ("<td>1</td>", '<td rowspan="2">1</td>', "cell 0, 0 of a table does not fit"),
        ("<year>2016</year>", "", "pub-date holds day month"),
    ],
)
def test_it_finds_what_is_wrong(right: str, wrong: str, fault: str) -> None:
    changed = WRITTEN.replace(right, wrong, 1)
    assert changed != WRITTEN
    assert any(fault in one for one in faults(changed.encode())), faults(changed.encode())
