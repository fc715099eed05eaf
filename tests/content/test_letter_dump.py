"""The readable dump of a letter."""

from __future__ import annotations

from content_builders import sound
from test_letter import FULL

from rejoinder.content.dump import dump

LETTER = """\
title: On *ice*
author:
  - {name: Jane van Berg, affiliations: [a, Lake School], corresponding: true, email: j@example.org}
affiliations: [{id: a, name: Ice House}]
journal: {title: J Ice}
history: {received: 2025-01-02}
notes: {funding: None.}
references: [{id: k, type: book, title: Ice}]
body: |
  # Cold {#cold}

  Dear "[E]{lang=sv}"[see @k, p. 1]
  and[^n] \\
  [so](#cold).

  1. a

     > b

         c

  ---

  [^n]: `d`
"""

DUMP = """\
          letter letter en-GB
            title
1:8           "On "
1:11          emph
1:12            "ice"
3:5         author given="Jane" family="Berg" non-dropping-particle="van" corresponding
              email "j@example.org"
3:42          affiliation -> a
3:45          affiliation name="Lake School"
4:16        affiliation id="a" name="Ice House"
            journal title "J Ice"
            history received 2025-01-02
            body
10:3          heading 1 #cold
10:5            "Cold"
12:3          paragraph
12:3            "Dear “"
12:9            foreign sv
12:10             "E"
12:21           "”"
12:22           cite
12:27             @k prefix="see" suffix="p. 1"
12:36           " "
13:3            "and"
13:6            note call n
13:11           line break
14:3            link #cold
14:4              "so"
14:14           "."
16:3          list numbered from 1 loose
                item
16:6              paragraph
16:6                "a"
18:6              quote
18:8                paragraph
18:8                  "b"
20:10             verbatim "c"
22:3          divider
7:18        statement funding
7:18          paragraph
7:18            "None."
24:3        footnote n
24:9          paragraph
24:9            code
24:9              "d"
8:14        reference k title='Ice' type='book'
"""


def test_a_letter_dumped() -> None:
    assert dump(sound(LETTER)) == DUMP


def test_a_dump_leaves_nothing_out() -> None:
    read = dump(sound(FULL))
    for word in (
        "reply",
        "And water",
        "J Ice",
        "10.5555/ice.1",
        "2025-02-20",
        "Dedication",
        "Elsewhere",
        "© 2025 Floe",
    ):
        assert word in read
    assert dump(sound(FULL)) == read
