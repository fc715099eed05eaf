"""Letters that nobody wrote: English-like, of any length, the same for the same seed.

Word lengths, sentences, citations, notes and headings are about those of journal correspondence, so that what is
measured on these pages holds for real ones. What they say about rivers and birds should not be cited.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import yaml

Letter = dict[str, Any]

PHRASES: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("phrases.yaml").read_text(encoding="utf-8"))
WORDS_PER_PAGE = 880
"""At 9/12 pt in two columns of 241 pt."""
JOURNALS = [
    ("Journal of Cold Rivers", "J Cold Rivers"),
    ("Annals of Field Observation", "Ann Field Obs"),
    ("Archive and Science", "Arch Sci"),
    ("Water and Ice", "Water Ice"),
    ("Statistics in Practice", "Stat Pract"),
]


def letter(
    seed: int, words: int = 290, authors: int = 9, references: int = 10, notes: int = 2, headings: int = 0
) -> Letter:
    """A letter in the keys of the content format, about `words` long, with its citations and notes spread evenly."""
    dice = random.Random(f"letter {seed}")
    keys = [f"ref{number}" for number in range(1, references + 1)]
    paragraphs = _paragraphs(dice, words)
    _cite(dice, paragraphs, keys)
    definitions = _annotate(dice, paragraphs, notes)
    _head(dice, paragraphs, headings)
    return {
        "type": "correspondence-response",
        "journal": {"title": "Annals of Field Observation", "abbreviation": "Ann Field Obs"},
        "volume": 41,
        "elocator": f"e{seed}",
        "date": "2025-03-14",
        "lang": "en-GB",
        "title": _title(dice),
        "author": [_author(dice, number) for number in range(authors)],
        "affiliations": [_affiliation(dice, number) for number in range(max(1, authors - 1))],
        "correspondence": f"Dr {_phrase(dice, 'families')}, Field Institute, 3 Quay Street, {_phrase(dice, 'places')}",
        "notes": {"competing-interests": "None declared.", "provenance": "Commissioned; internally peer reviewed."},
        "body": "\n\n".join(["Dear Editor,", *paragraphs, *definitions]) + "\n",
        "references": [_reference(dice, key) for key in keys],
    }


def long_letter(pages: int) -> Letter:
    """About so many pages of text, with as many notes and headings and three times as many references."""
    return letter(pages, words=WORDS_PER_PAGE * pages, references=3 * pages, notes=pages, headings=pages)


def letters_in(folder: Path) -> list[Path]:
    """The letters of a folder: files with a title. Bibliographies and tables may stand beside them."""
    files = sorted(path for ending in ("yaml", "md") for path in folder.glob(f"*.{ending}"))
    return [path for path in files if _has_title(path)]


def _has_title(path: Path) -> bool:
    try:
        first = next(iter(yaml.safe_load_all(path.read_text(encoding="utf-8"))), None)
    except yaml.YAMLError:  # behind the front matter of a Markdown letter stands no YAML
        return path.suffix == ".md"
    return isinstance(first, dict) and "title" in first


def _phrase(dice: random.Random, kind: str) -> str:
    return dice.choice(PHRASES[kind])


def _title(dice: random.Random) -> str:
    subject = f"{_phrase(dice, 'objects').capitalize()} and {_phrase(dice, 'objects')}"
    return f"Response to: ‘{subject}’ by {_phrase(dice, 'families')} et al"


def _clause(dice: random.Random) -> str:
    text = f"{_phrase(dice, 'subjects')} {_phrase(dice, 'verbs')} {_phrase(dice, 'objects')}"
    if dice.random() < 0.35:
        text += _phrase(dice, "relatives").format(v=_phrase(dice, "verbs"), o=_phrase(dice, "objects"))
    return f"{text} {_phrase(dice, 'adverbials')}" if dice.random() < 0.45 else text


def _sentence(dice: random.Random) -> str:
    text = _clause(dice)
    if dice.random() < 0.4:
        text += f", {_phrase(dice, 'clauses')} {_clause(dice)}"
    if dice.random() < 0.3:
        opening = _phrase(dice, "openings")
        text = f"{opening} {text}" if opening.endswith("that") else f"{opening}, {text}"
    if dice.random() < 0.08:
        text += f" (*n* = {dice.randint(12, 4000)}; 95% CI {dice.randint(10, 40)}–{dice.randint(41, 90)})"
    return f"{text[0].upper()}{text[1:]}."


def _paragraphs(dice: random.Random, words: int) -> list[str]:
    paragraphs: list[str] = []
    count = 0
    while count < words:
        paragraph = " ".join(_sentence(dice) for _ in range(dice.randint(3, 6)))
        paragraphs.append(paragraph)
        count += paragraph.count(" ") + 1
    return paragraphs


def _cite(dice: random.Random, paragraphs: list[str], keys: list[str]) -> None:
    """Cite every reference, in groups of one to four, at ends of sentences."""
    left = list(keys)
    places = [(p, s) for p, text in enumerate(paragraphs) for s in range(text.count(". ") + 1)]
    places = sorted(dice.sample(places, min(len(places), max(1, len(keys) // 2))))
    groups: list[list[str]] = [[] for _ in places]
    while left:
        for group in groups:
            group += [left.pop(0) for _ in range(min(len(left), dice.choice((1, 1, 1, 2, 4))))]
    for (number, sentence), group in reversed(list(zip(places, groups, strict=True))):
        if group:
            _insert(paragraphs, number, sentence, f"[{'; '.join(f'@{key}' for key in group)}]")


def _annotate(dice: random.Random, paragraphs: list[str], notes: int) -> list[str]:
    """Call notes from evenly spread paragraphs; their texts."""
    definitions = []
    for note in range(1, notes + 1):
        number = min(len(paragraphs) - 1, (2 * note - 1) * len(paragraphs) // (2 * notes))
        _insert(paragraphs, number, 0, f"[^note{note}]")
        definitions.append(f"[^note{note}]: {' '.join(_sentence(dice) for _ in range(dice.choice((1, 1, 2))))}")
    return definitions


def _insert(paragraphs: list[str], number: int, sentence: int, mark: str) -> None:
    """Put a mark after the full stop of one sentence."""
    sentences = paragraphs[number].split(". ")
    if sentence == len(sentences) - 1:
        paragraphs[number] += mark
    else:
        sentences[sentence] += f".{mark}"
        paragraphs[number] = ". ".join(sentences).replace(f"{mark}. ", f"{mark} ")


def _head(dice: random.Random, paragraphs: list[str], headings: int) -> None:
    for number in range(headings, 0, -1):
        paragraphs.insert(number * len(paragraphs) // (headings + 1), f"# {_phrase(dice, 'topics')}")


def _author(dice: random.Random, number: int) -> dict[str, Any]:
    author: dict[str, Any] = {
        "name": {"given": _phrase(dice, "given"), "family": _phrase(dice, "families")},
        "affiliations": [f"place{max(0, number - 1)}"],
    }
    if number == 0:
        author |= {"corresponding": True, "email": "first.author@example.org"}
    return author


def _affiliation(dice: random.Random, number: int) -> dict[str, str]:
    return {
        "id": f"place{number}",
        "department": f"Department of {_phrase(dice, 'fields')}",
        "name": f"{_phrase(dice, 'families')} Institute of Natural History",
        "city": _phrase(dice, "places"),
        "country": dice.choice(("Norway", "Poland", "Japan", "Canada", "Estonia", "Spain")),
    }


def _reference(dice: random.Random, key: str) -> dict[str, Any]:
    journal, short = dice.choice(JOURNALS)
    page = dice.randint(1, 900)
    title = f"{_phrase(dice, 'objects')} and {_phrase(dice, 'subjects')}: {_phrase(dice, 'objects')}"
    return {
        "id": key,
        "type": "article-journal",
        "title": f"{title[0].upper()}{title[1:]}",
        "author": [
            {"family": _phrase(dice, "families"), "given": _phrase(dice, "given")} for _ in range(dice.randint(1, 6))
        ],
        "container-title": journal,
        "container-title-short": short,
        "issued": {"date-parts": [[dice.randint(1931, 2024)]]},
        "volume": str(dice.randint(1, 99)),
        "page": f"{page}-{page + dice.randint(2, 25)}",
        "DOI": f"10.5555/{key}.{page}",
    }
