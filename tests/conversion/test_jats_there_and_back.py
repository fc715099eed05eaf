"""A letter that is written as JATS and read again is the same letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from comparing import difference

from rejoinder.content.jats.article import read_jats
from rejoinder.content.letter import read_letter, read_letter_mapping
from rejoinder.content.model import Letter
from rejoinder.conversion.canon import same_letter
from rejoinder.conversion.letter import as_markdown, as_yaml
from rejoinder.diagnostics import Diagnostics
from rejoinder.document.number import number
from rejoinder.record.jats import article
from rejoinder.source import Source

ROOT = Path(__file__).parents[2]
SAMPLES = sorted(
    [*(ROOT / "content").glob("*.yaml"), *(ROOT / "content").glob("*.md"), *(ROOT / "tests/golden").glob("*/letter.*")]
)


def of(path: Path) -> Letter:
    said = Diagnostics()
    source = Source.load(path, said)
    letter = read_letter(source, said) if source else None
    assert letter is not None
    return letter


def back(letter: Letter, folder: Path | None = None) -> Letter:
    written = article(letter, number(letter, Diagnostics(), folder=folder), uncited=True)
    (read,) = read_jats(Source("article.xml", "", folder, written), Diagnostics())
    return read


WITHOUT_MATHML = [path for path in SAMPLES if "<math" not in path.read_text(encoding="utf-8")]
"""MathML is written anew (docs/convert.md, "There and back")."""


@pytest.mark.parametrize("path", WITHOUT_MATHML, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_sample_comes_back_from_jats(path: Path) -> None:
    letter = of(path)
    assert difference(letter, back(letter, path.parent)) == ""


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_sample_comes_back_from_yaml_and_markdown(path: Path) -> None:
    letter = of(path)
    for text, name in ((as_yaml(letter), "letter.yaml"), (as_markdown(letter), "letter.md")):
        said = Diagnostics()
        source = Source.of(name, text, said)
        read = read_letter(source, said) if source else None
        assert read is not None and not said.has_errors
        assert difference(letter, read) == ""


BODY = """
See [Fig. @fig-a], [-@tbl-a] and [@fig-a; @tbl-a].[see @b, p. 4; @a]

::: {labels="(a); (b)"}
- One

- Two
:::

5. Five

   More.
6. Six

![Caption](){#fig-a label="Box 2" .wide width=60% placement=page}

| a | b |
|:--|--:|
| 1 | 2 |

: T {#tbl-a label="Table S1" cells="head 2.1; left 2.2"}

$$
E = mc^2
$$ {#eq-a alt="E is m c squared"}

By `x`{.math alt="ex"} and [a b]{.sup}.
"""
LETTER = {
    "title": "T",
    "type": "odd-one",
    "author": [
        {
            "name": {"given": "Jean", "dropping-particle": "de", "non-dropping-particle": "La", "family": "Mer"},
            "joint-last": True,
            "initials": "JLM",
            "competing-interests": "Ice.",
            "affiliations": [{"name": "Ice House", "city": "Ek", "ror": "03zga2b32"}],
        },
        {"name": {"literal": "Ngô Đình"}, "deceased": True, "note": "Gone."},
    ],
    "abstract": "## Why\n\nIce.",
    "awards": [{"funder": "Ice Fund", "funder-id": "10.13039/1", "numbers": ["7", "8"], "recipients": ["A B"]}],
    "notes": {"funding": "By the Ice Fund.", "other": [{"label": "Dedication", "text": "To B."}]},
    "responds-to": {"title": "Whose *ice*?", "author": "Vale", "reference": "a"},
    "body": BODY,
    "copyfit": 2,
    "references-order": "listed",
    "references": [
        {"id": "b", "type": "review", "title": "On *ice*", "container-title": "J Ice", "container-title-short": "JI"},
        {"id": "a", "type": "chapter", "title": "C", "container-title": "B", "editor": [{"literal": "Ice Group"}]},
        {"id": "https://e.org/x", "type": "song", "title": "Uncited", "issued": {"literal": "in press"}},
    ],
}


def test_what_jats_has_no_place_for_comes_back_too() -> None:
    letter = read_letter_mapping(LETTER, Diagnostics())
    assert letter is not None
    assert difference(letter, back(letter)) == ""


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", "U"),
        ("type", "letter"),
        ("abstract", "Water."),
        ("awards", []),
        ("copyfit", 1),
        ("references-order", "cited"),
        ("body", BODY.replace(".wide ", "")),
        ("body", BODY.replace("head 2.1; ", "")),
        ("body", BODY.replace("[a b]{.sup}", "a b")),
        ("body", BODY.replace("see @b", "@b")),
        ("responds-to", {"title": "Whose ice?", "author": "Vale", "reference": "a"}),
    ],
)
def test_letters_that_differ_are_not_the_same(key: str, value: object) -> None:
    one, other = (read_letter_mapping(made, Diagnostics()) for made in (LETTER, {**LETTER, key: value}))
    assert one is not None and other is not None
    assert not same_letter(one, other)
