"""Which letters the record is read back from, and under which sheets.

Letters: those of `content/`, those beside the project if they are there, and our own in `letters/`: one of everything,
one of figures and tables, one in French, one of odd characters, the least there can be.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from rejoinder import InputError, Result, typeset

ROOT = Path(__file__).parents[2]
BESIDE = ROOT.parent / "shared"

SHEETS = {
    "annals": "annals",
    "annals-screen": "annals-screen",
    "manuscript": "manuscript",
    "three columns": """\
name: three
extends: base
page: {trim: letter, margins: {inner: 36pt, outer: 36pt}}
columns: {count: 3, gutter: 14pt}
text: {body: {size: 8.5pt}}
notes: {marks: numbers}
""",
    "brackets": """\
name: brackets
extends: annals
citations: {form: bracket, separator: ",", open: "(", close: ")", collapse: 0}
notes: {marks: letters}
end: {run-in: false, order: [statements, references, cite, authors]}
front: {byline-last-separator: " and ", correspondence-mark: "*", degrees: false}
references: {number-suffix: "."}
""",
    "symbols": """\
name: symbols
extends: annals
affiliations: {marks: symbols, separator: " "}
notes: {marks: numbers}
citations: {separator: ","}
front: {correspondence-mark: "✉", byline-limit: 3}
end: {label-suffix: ":"}
""",
    "all symbols": """\
name: all-symbols
extends: annals
page: {trim: A5, margins: {inner: 30pt, outer: 30pt}}
columns: {count: 1}
affiliations: {marks: symbols, single-unmarked: false}
notes: {marks: symbols}
citations: {after-punctuation: false}
""",
    "all at the end": """\
name: at-the-end
extends: annals
front: {order: [responds-to, title, subtitle, dates, rule]}
end: {order: [references, statements, byline, affiliations, remarks, correspondence, copyright]}
affiliations: {marks: letters, run-in: true}
notes: {marks: numbers}
""",
    "capitals": """\
name: capitals
extends: annals
text: {title: {case: upper}, heading-1: {case: upper}, statement-label: {case: upper}, byline: {case: upper}}
front: {correspondence-mark: "*"}
french-spacing: false
locale-spacing: false
""",
    "notes at the end": """\
name: notes-at-the-end
extends: annals
notes: {stand: end, marks: letters, remarks: true}
references: {number-suffix: "."}
captions: {figure-label: Fig, figure-mention: Fig, figure-mentions: Figs, run-in: false, figure-notes: below}
tables: {note-marks: symbols, body-rule: 0.3pt}
""",
    "notes over all columns": """\
name: notes-over-all
extends: annals
notes: {stand: page, remarks: true}
captions: {figures: above, tables: below, suffix: ":", beside: false, mention-last-separator: " & "}
tables: {notes: foot, continued: "", full: false}
text: {caption-label: {case: upper}, table-head: {case: upper}}
""",
}


MARKUP = (".yaml", ".md", ".qmd")


def _named(folder: Path) -> dict[str, Path]:
    """Letters in a folder and those below it, by their names (and their folder's, if it is not this one)."""
    found = sorted(path for path in folder.rglob("*") if path.suffix in MARKUP)
    return {str(path.relative_to(folder)): path for path in found}


OWN = _named(Path(__file__).parent / "letters")
SAMPLES = _named(ROOT / "content")
REAL = _named(BESIDE / "letters")
OTHERS = {name: path for name, path in _named(BESIDE / "corpus" / "markdown").items() if path.suffix != ".yaml"}
"""Papers for other programs; this one can read some of them."""
FILES = OWN | SAMPLES | REAL | OTHERS

_ABSENT = pytest.param("beside", marks=pytest.mark.skip(reason=f"no ../{BESIDE.name} here"))
_LETTERS = [*OWN, *SAMPLES, *(REAL or [_ABSENT])]

every_letter = pytest.mark.parametrize("letter", _LETTERS)
every_sheet = pytest.mark.parametrize("sheet", list(SHEETS))
others = pytest.mark.parametrize("letter", list(OTHERS) or [_ABSENT])


@lru_cache(maxsize=256)
def made(letter: str, sheet: str = "annals") -> Result:
    """A letter under a sheet, set once for all tests. What is not there, or not for this program, is skipped."""
    if letter not in FILES:
        pytest.skip(f"{letter} is not here")
    try:
        return typeset(FILES[letter], SHEETS[sheet])
    except InputError as error:
        if letter in OTHERS:
            first = next(one for one in error.diagnostics if one.severity == "error")
            pytest.skip(f"{letter} is for another program: {first.message}")
        raise
