"""Letters that nobody wrote: English-like, of any length, the same for the same seed.

Word lengths, sentences, citations, notes and headings are about those of journal correspondence, so that what is
measured on these pages holds for real ones. What they say about rivers and birds should not be cited.
"""

from __future__ import annotations

import random
from typing import Any

Letter = dict[str, Any]

SUBJECTS = """an experienced observer|our first survey|the corrected series|this correspondence|the older record|a second reading of the ledgers
|the upper catchment|the population on the northern shore|the earliest of the diaries|a comparison of neighbouring stations|the instrument
|the difference between the two estimates|every colony that we followed|the methodological objection|the temperature of the surface water
|their interpretation|an independent measurement|the seasonal distribution|the second author|a considerable proportion of the nests
|the relationship between discharge and temperature|the committee|one of the volunteers|the uncertainty of the calibration
|the date of the first ice|this|it|the age of the nest|no more than one in ten of them|a bird in its third year|what we saw there""".replace("\n", "").split("|")
VERBS = """suggests|confirms|contradicts|had anticipated|does not explain|underestimates|illustrates|would have required|changes|depends on
|cannot be separated from|is consistent with|was compared with|follows closely|has long obscured|should be distinguished from|accounts for
|reproduces|precedes|was derived from|may well be|shows|is not the same as|does not rule out|has to do with|adds to|was known to us as""".replace("\n", "").split("|")
OBJECTS = """the published trend|a systematic displacement of the dates|the behaviour of young birds|an earlier opening of the river
|the assumptions of the model|a gradual improvement of the equipment|the concentration of dissolved oxygen|their principal conclusion
|the variability between years|the distance from the nearest village|our understanding of the mechanism|a remarkably simple explanation
|the original handwriting|the conditions under which the samples were taken|an exceptionally warm winter|the experience of the fishermen
|the sensitivity of the chronology|a well-documented interruption|the possibility of contamination|what is known from other valleys
|the influence of observers|the reconstruction of precipitation|the end of the winter|what others have found|the width of the river
|the age at which they breed|a change of keeper|the first of the two dates|the cost of the work""".replace("\n", "").split("|")
ADVERBIALS = """in the autumn of the following year|at nearly all stations|without any further assumption|under otherwise comparable conditions
|as far as the documents allow|with few exceptions|on both sides of the watershed|after correction for altitude|during the breeding season
|in a manner that we did not expect|more often than chance would permit|by approximately 12%|for reasons that remain unclear|since 1931|in most years|on the whole|for some time|year after year
|even where the measurements were interrupted|within the limits of error (±0.4 °C)""".replace("\n", "").split("|")
OPENINGS = """However|Nevertheless|In addition|For this reason|It is true that|Conversely|As they rightly observe|Taken together|On the other hand
|We agree that|It has been argued that|Unfortunately|By contrast|More importantly""".replace("\n", "").split("|")
CLAUSES = """although|whereas|because|so that|and|while|if|since""".split("|")
RELATIVES = """, which {v} {o}|, and this {v} {o}| that {v} {o}|, where it {v} {o}""".split("|")
TOPICS = """Instruments and their keepers|What was measured|The question of altitude|Interruptions|On the choice of stations|Ice and open water
|Reading the diaries|Young birds and old holes|Calibration|A note on the calendar|Neighbouring valleys|What remains""".replace("\n", "").split("|")
FIELDS = "Aerial Ecology|Cold Rivers|Dendrochronology|Historical Climatology|Hydrology and Ice|Museum Collections|Ornithology".split("|")
FAMILIES = """Abernathy|Bergström|Castellanos|Dąbrowska|Eriksen|Fontaine|Guðmundsson|Hashimoto|Ivanova|Jørgensen|Kowalczyk|Lindholm|Moreau
|Nakagawa|O’Sullivan|Pettersson|Quispe|Rasmussen|Schönborn|Tremblay|Uchida|Villanueva|Westergaard|Yılmaz|Zimmermann""".replace("\n", "").split("|")
GIVEN = "Anna Björn Chidi Désirée Emre Farah Goran Helen Inés Jun Karel Lucía Mikkel Noor Olga Piet Rosa Sven Tove Ulla".split()
PLACES = "Bergen Kraków Leiden Montréal Sapporo Tartu Uppsala Vancouver Würzburg Zaragoza".split()
JOURNALS = [
    ("Journal of Cold Rivers", "J Cold Rivers"),
    ("Annals of Field Observation", "Ann Field Obs"),
    ("Archive and Science", "Arch Sci"),
    ("Water and Ice", "Water Ice"),
    ("Statistics in Practice", "Stat Pract"),
]


def letter(seed: int, words: int = 290, authors: int = 9, references: int = 10, notes: int = 2, headings: int = 0) -> Letter:
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
        "title": f"Response to: ‘{_phrase(dice, OBJECTS).capitalize()} and {_phrase(dice, OBJECTS)}’ by {_phrase(dice, FAMILIES)} et al",
        "author": [_author(dice, number) for number in range(authors)],
        "affiliations": [_affiliation(dice, number) for number in range(max(1, authors - 1))],
        "correspondence": f"Dr {_phrase(dice, FAMILIES)}, Institute of Field Observation, 35 Harbour Street, {_phrase(dice, PLACES)}",
        "notes": {"competing-interests": "None declared.", "provenance": "Commissioned; internally peer reviewed."},
        "body": "\n\n".join(["Dear Editor,", *paragraphs, *definitions]) + "\n",
        "references": [_reference(dice, key) for key in keys],
    }


def _phrase(dice: random.Random, words: list[str]) -> str:
    return dice.choice(words)


def _clause(dice: random.Random) -> str:
    text = f"{_phrase(dice, SUBJECTS)} {_phrase(dice, VERBS)} {_phrase(dice, OBJECTS)}"
    if dice.random() < 0.35:
        text += _phrase(dice, RELATIVES).format(v=_phrase(dice, VERBS), o=_phrase(dice, OBJECTS))
    return f"{text} {_phrase(dice, ADVERBIALS)}" if dice.random() < 0.45 else text


def _sentence(dice: random.Random) -> str:
    text = _clause(dice)
    if dice.random() < 0.4:
        text += f", {_phrase(dice, CLAUSES)} {_clause(dice)}"
    if dice.random() < 0.3:
        opening = _phrase(dice, OPENINGS)
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
        paragraphs.insert(number * len(paragraphs) // (headings + 1), f"# {_phrase(dice, TOPICS)}")


def _author(dice: random.Random, number: int) -> dict[str, Any]:
    author: dict[str, Any] = {
        "name": {"given": _phrase(dice, GIVEN), "family": _phrase(dice, FAMILIES)},
        "affiliations": [f"place{max(0, number - 1)}"],
    }
    if number == 0:
        author |= {"corresponding": True, "email": "first.author@example.org"}
    return author


def _affiliation(dice: random.Random, number: int) -> dict[str, str]:
    return {
        "id": f"place{number}",
        "department": f"Department of {_phrase(dice, FIELDS)}",
        "name": f"{_phrase(dice, FAMILIES)} Institute of Natural History",
        "city": _phrase(dice, PLACES),
        "country": _phrase(dice, ["Norway", "Poland", "Japan", "Canada", "Estonia", "Spain"]),
    }


def _reference(dice: random.Random, key: str) -> dict[str, Any]:
    journal, short = dice.choice(JOURNALS)
    page = dice.randint(1, 900)
    title = f"{_phrase(dice, OBJECTS)} and {_phrase(dice, SUBJECTS)}: {_phrase(dice, OBJECTS)} {_phrase(dice, ADVERBIALS)}"
    return {
        "id": key,
        "type": "article-journal",
        "title": f"{title[0].upper()}{title[1:]}",
        "author": [{"family": _phrase(dice, FAMILIES), "given": _phrase(dice, GIVEN)} for _ in range(dice.randint(1, 6))],
        "container-title": journal,
        "container-title-short": short,
        "issued": {"date-parts": [[dice.randint(1931, 2024)]]},
        "volume": str(dice.randint(1, 99)),
        "page": f"{page}-{page + dice.randint(2, 25)}",
        "DOI": f"10.5555/{key}.{page}",
    }
