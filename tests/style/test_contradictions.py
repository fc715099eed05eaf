"""What a style sheet may not say, each at its place."""

from __future__ import annotations

import pytest
from sheets import complaints, sheet, tried


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # page and columns
        ("page: {trim: [1mm, 280mm]}", "1:14: error: the page is smaller than an inch"),
        ("page: {margins: {inner: -1pt}}", "1:25: error: the inner margin is less than nothing"),
        (
            "page: {margins: {inner: 300pt, outer: 300pt}}",
            "1:25: error: the margins leave nothing of the page's width of 595.3 pt",
        ),
        (
            "page: {margins: {top: 500pt, bottom: 300pt}}",
            "1:23: error: the margins leave 41.9 pt of the page's height: less than five lines",
        ),
        (
            "page: {opener-top: 780pt}",
            "1:20: error: the margins leave 1.9 pt of the page's height: less than five lines",
        ),
        ("grid: {leading: 0pt}", "1:17: error: the grid's leading is less than a point"),
        ("grid: {leading: -2pt}", "1:17: error: the grid's leading is less than a point"),
        ("columns: {count: 0}", "1:18: error: a page has from one to six columns, not 0"),
        ("columns: {count: 7}", "1:18: error: a page has from one to six columns, not 7"),
        ("columns: {gutter: -1pt}", "1:19: error: the gutter is less than nothing"),
        (
            "columns: {count: 3, gutter: 280pt}",
            "1:29: error: the gutters of 3 columns take 560 pt, and the margins leave 499.3 pt",
        ),
        (
            "columns: {count: 6}\ntext: {body: {size: 20pt, leading: 24pt}}",
            "1:18: error: a column is 68.2 pt wide, which is less than 5 ems of its text",
        ),
        # text styles
        ("text: {body: {size: 1pt}}", '1:21: error: "size" goes from 2pt to 200pt, not 1pt'),
        ("text: {title: {size: 201pt}}", '1:22: error: "size" goes from 2pt to 200pt, not 201pt'),
        ("text: {title: {leading: 0}}", '1:25: error: "leading" goes from 1pt to 400pt, not 0pt'),
        ("text: {body: {weight: 4000}}", '1:23: error: "weight" goes from 1 to 1000, not 4000'),
        ("text: {body: {expansion: 2}}", '1:26: error: "expansion" goes from 0 to 0.1, not 2'),
        ("text: {body: {tracking: -1em}}", '1:25: error: "tracking" goes from -0.2em to 2em'),
        ("text: {body: {indent: -1em}}", "1:23: error: the lines of this style would begin outside their column"),
        (
            "text: {quote: {left: 200pt}}",
            "1:22: error: the white at the sides of this style leaves 22.6 pt of 240.6 pt: less than five ems",
        ),
        ("text: {body: {features: [x]}}", '1:25: error: "x" is no OpenType feature'),
        ("text: {body: {font: serf}}", '1:21: error: there is no font "serf"\n  hint: did you mean "serif"?'),
        ("text: {body: {colour: tnit}}", '1:23: error: there is no colour "tnit"\n  hint: did you mean "tint"?'),
        (
            "text: {body: {leading: 11pt}}",
            "1:24: warning: this style stands on the grid of 12 pt, but its leading is 11 pt"
            "\n  hint: write `1 line`, or take it off: `on-grid: false`",
        ),
        # colours and rules
        ("colours: {tint: [0, 84, 300]}", "1:17: error: the parts of an RGB colour go from 0 to 255"),
        (
            "colours: {tint: {rgb: [0, 0, 0], cmyk: [0, 0, 0, 101]}}",
            "1:40: error: the parts of a CMYK colour go from 0 to 100",
        ),
        ("notes: {rule: {width: 1000pt}}", "1:23: error: the rule above the notes is 1000 pt long"),
        ("notes: {rule: {thickness: -1pt}}", '1:27: error: "thickness" of a rule is less than nothing'),
        ("columns: {rule: {colour: reed}}", '1:26: error: there is no colour "reed"'),
        # parts
        ("front: {order: [title, byline, title]}", '1:32: error: "title" stands twice in this order'),
        (
            "end: {order: [references, byline]}",
            '1:27: error: "byline" stands both over the columns and after the text'
            "\n  hint: take it out of the order of `front` or of `end`",
        ),
        ("front: {order: [label, byline]}", '1:16: warning: "title" stands in no order, so it will not be printed'),
        ("end: {order: [statements]}", '1:14: warning: "references" stands in no order, so it will not be printed'),
        ("front: {order: [titel]}", '1:17: error: "order" wants "label", "title"'),
        (
            "end: {statements: [fundin]}",
            '1:20: error: there is no kind of statement "fundin"\n  hint: did you mean "funding"?',
        ),
        ("end: {labels: {fundin: x}}", '1:16: error: there is no kind of statement "fundin"'),
        # numbers
        ("citations: {collapse: 1}", "1:23: error: a single number is no range"),
        ("references: {number-gap: -1pt}", '1:26: error: "number-gap" goes from 0 to 100, not -1'),
        ("pagination: {widow: -3}", '1:21: error: "widow" goes from 0 to 1,000,000, not -3'),
        # furniture
        (
            "furniture: {rigt: {head-at: 30pt}}",
            '1:13: error: there is no kind of page "rigt"\n  hint: did you mean "right"?',
        ),
        (
            'furniture: {right: {foot: {inner: "a {yaer}"}}}',
            '1:38: error: there is no variable "yaer"\n  hint: did you mean "year"?',
        ),
        ('furniture: {right: {foot: {inner: "[;{volume}"}}}', '1:36: error: this "[" is never closed'),
        (
            "furniture: {right: {foot-at: 55pt}}",
            "1:30: error: the foot stands at 55 pt, in the columns, which end at 60 pt",
        ),
        ("furniture: {right: {foot-at: 0}}", "1:30: error: the foot stands off the page"),
        (
            "furniture: {right: {head: {inner: x}, head-at: 60pt}}",
            "1:48: error: the head stands at 60 pt, in the columns, which begin at 54 pt",
        ),
        ("furniture: {right: {head: {inner: x}, head-at: 1pt}}", "1:48: error: the head stands off the page"),
        (
            'front: {equal-label: "{marks} did alike"}',
            '1:22: error: there is no variable "{marks}"\n  hint: did you mean "{mark}"?',
        ),
    ],
)
def test_contradictions_are_said_at_their_place(text: str, said: str) -> None:
    said_of_it = complaints(text)
    assert any(one.startswith(f"mine.yaml:{said}") for one in said_of_it), said_of_it


def test_an_error_leaves_no_sheet_and_a_warning_does() -> None:
    assert tried("columns: {count: 9}")[0] is None
    assert tried("text: {body: {leading: 11pt}}")[0] is not None


def test_a_fault_that_heirs_inherit_is_said_once() -> None:
    assert len([one for one in complaints("text: {body: {size: 300pt}}") if '"size"' in one]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "columns: {count: 1}",
        "columns: {count: 3, gutter: 12pt}\npage: {trim: A4}",
        "page: {trim: A5, margins: {top: 40pt, bottom: 50pt, inner: 36pt, outer: 36pt}}",
        "page: {trim: letter}",
        "page: {trim: [6in, 9in]}\ncolumns: {count: 1}",
        "affiliations: {marks: symbols}\nnotes: {marks: letters}\ncitations: {form: bracket, separator: ', '}",
        "front: {order: [title, byline]}\nend: {order: [statements, references, affiliations, remarks]}",
        "front: {rule: none}\nnotes: {rule: none}",
        "text: {body: {leading: 2 lines}}",
    ],
)
def test_what_journals_do_is_no_contradiction(text: str) -> None:
    sheet(text)


def test_a_rule_of_none_leaves_the_order() -> None:
    assert "rule" not in sheet("front: {rule: none}").front.order
    assert "rule" in sheet("front: {rule: 0.5pt}").front.order
