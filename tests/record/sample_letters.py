"""Which letters the record is read back from, and under which sheets.

Letters: those of `content/`, those beside the project if they are there, and two of our own that have one of everything.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from rejoinder import InputError, Result, typeset

ROOT = Path(__file__).parents[2]
BESIDE = ROOT.parent / "shared"

EVERYTHING = """\
---
type: research-letter
title: "On *offices* and flux: a first[^title] note"
subtitle: "With **strong** words[@beta]"
author:
  - name: {given: Ada, family: Brook}
    affiliations: [one, two]
    corresponding: true
    email: ada.brook@example.org
    equal-contributor: true
    degrees: [MD, PhD]
  - name: {given: Émile, family: Ôtsuka}
    affiliations: [two]
    equal-contributor: true
    present-address: 4 Mill Lane, Ludlow
    note: Now retired[^nowhere]
  - name: {given: Zoë, family: d’Aubigné}
    affiliations: [one]
    deceased: true
  - name: The Fjord Study Group
    group: true
affiliations:
  - {id: one, name: Office of Flux, city: Affligem, country: Belgium}
  - {id: two, name: Institute of Fjords, city: Fjærland, country: Norway}
date: 2024-05-01
lang: en-GB
journal: {title: Annals of Signals, abbreviation: Ann Signals}
volume: 7
elocator: e9
doi: 10.5555/signals.9
keywords: [flux, fjords]
copyright: © The authors 2024
license: {text: CC BY 4.0, url: "https://creativecommons.org/licenses/by/4.0/"}
history: {received: 2024-01-02, accepted: 2024-04-30}
responds-to: {title: Flux in the *office*, author: Gamma and Delta, doi: 10.5555/flux.1, reference: alpha}
notes:
  competing-interests: |
    None declared.[^statement]

    - but a list
    - of two things[@gamma]
  funding: |
    Funded, and twice.

    ## By whom

    The flux fund.
  other:
    - {label: Dedication, text: "> To the *office* cat."}
references:
  - {id: alpha, type: article-journal, title: Flux, author: [{family: Alpha, given: Ann}], container-title: Signals, issued: {date-parts: [[2001]]}, volume: 1, page: 101-119}
  - {id: beta, type: book, title: A book of beta, author: [{family: Beta, given: Bo}], publisher: Press, issued: {date-parts: [[2002]]}}
  - {id: gamma, type: article-journal, title: "H<sub>2</sub>O in *π*-space", author: [{family: Gamma, given: G}, {family: Delta, given: D}, {family: Epsilon, given: E}, {family: Zeta, given: Z}], container-title: Signals, issued: {date-parts: [[2003]]}, volume: 3, page: 3-9, DOI: 10.5555/s.3}
  - {id: delta, type: webpage, title: Waves, author: [{literal: Board of Waves}], URL: "https://example.org/waves/of/a/length/that/must/be/divided/somewhere", issued: {date-parts: [[2004]]}}
  - {id: eta, type: article-journal, title: Seven, author: [{family: Eta, given: E}], container-title: Signals, issued: {date-parts: [[2005]]}, volume: 5, page: 50-55}
---

Dear Editor,

The first efficient, fluffy office file affects fjords.[@alpha; @beta; @gamma; @delta] Emphasis *within
reach*[@eta]. Then *emphasis with **strength** and [more]{.smallcaps}*, H~2~O, 10^−6^, e = m·c^2^[^square], a well-known
half-life of 5730 ± 40 years, `code = "x"`, ~~struck~~, [a link](https://example.org/a?b=c&d=e "title") and
[another to the end](#ends). See also [see @alpha, p. 3; @gamma; also @eta, ch. 2] and @beta says so too. Reach us at
ada.brook@example.org. A note[^nested] calls a note; two in a row[^one][^two]. A hard\\
break. The end “quoted” and ‘so’ — with a dash, an en dash 1–2, an ellipsis … and 100 µm at 40 °C.

# Findings[^heading] {#findings}

[Le chat dit : « Bonjour ! » ; qui l’aime ?]{lang=fr} and [die Donaudampfschifffahrtsgesellschaft]{lang=de} met
Ἀριστοτέλης, Юрий Гагарин, ﬁ, é (composed) and é (not), Nguyễn Thị, and supercalifragilistic­expialidocious words.

## Of lists

1. one, with a note[^list]
2. two

   with a second paragraph

   - nested *bullet*
   - another[@alpha]
3. > a quotation in a list

- > a quotation first, in an item
-

Text between.

```
def verbatim(x):
    return x  # two lines
```

> A quotation[^quote] of two paragraphs.
>
> > Nested, the second; with a [link](https://example.org).
>
> *Third*.

---

# Ends {#ends}

### Too deep

The same note again.[^one] Back to [findings](#findings).

[^title]: Called from the title.
[^nowhere]: Called from the byline.
[^square]: Squared, as *usual*.[@beta]
[^nested]: The outer note[^inner] goes on.

    Its second paragraph.

    - with a list
    - of two
[^inner]: The inner note.
[^one]: Note one.
[^two]: Note two.
[^heading]: Called from a heading.
[^list]: Called from a list.
[^quote]: > A note that is a quotation.

[^statement]: Called from a statement.
"""

FRENCH = """\
---
type: letter
title: "Réponse : « l’œuvre » de Brook"
author: [Zoë d’Aubigné]
lang: fr
date: 2024-02
---

Monsieur le rédacteur,

Qui l’eût cru ? « Personne ! » dit-il : l’affaire était close ; or, à 12 h 30, [an English aside: why?]{lang=en} revint.[^un]
Une œuvre d’officier, l’aïeul, *où* ça, 1 000 €.

[^un]: Voilà : tout est là ; enfin…
"""

OWN = {"everything": EVERYTHING, "french": FRENCH}

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
end: {run-in: false}
front: {byline-last-separator: " and ", correspondence-mark: "*"}
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
}


def _found() -> dict[str, Path]:
    files = [*(ROOT / "content").iterdir(), *(BESIDE / "letters").glob("*.yaml")]
    files += [path for ending in ("md", "qmd") for path in (BESIDE / "corpus" / "markdown").glob(f"*/*.{ending}")]
    letters = {path.name: path for path in sorted(files) if path.suffix in (".yaml", ".md", ".qmd")}
    assert len(letters) == len({path.name for path in letters.values()})
    return letters


FILES = _found()


def letters() -> list[object]:
    """Names of all letters, for `parametrize`. A letter that is not there is skipped where one can see it."""
    beside = [] if BESIDE.is_dir() else [pytest.param("beside", marks=pytest.mark.skip(reason=f"no {BESIDE.name}/ here"))]
    return [*OWN, *FILES, *beside]


@lru_cache(maxsize=256)
def made(letter: str, sheet: str = "annals") -> Result:
    """A letter under a sheet, set once for all tests."""
    try:
        return typeset(OWN.get(letter) or FILES[letter], SHEETS[sheet])
    except InputError as error:
        if letter in FILES and FILES[letter].is_relative_to(BESIDE):
            pytest.skip(f"{letter} is not for this program: {error.diagnostics[0]}")
        raise
