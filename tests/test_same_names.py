"""Whoever an author is, every place says the same: byline, running foot, line to cite, XMP and JATS.

Names are drawn from difficult ones; what stands in each place is read from the finished file, or from the line as set.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Any
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from rejoinder import extract, typeset
from rejoinder.document.names import initials

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"

NAMES: list[dict[str, str]] = [
    {"given": "Désirée", "non-dropping-particle": "van der", "family": "Heijde"},
    {"given": "Jean-Baptiste", "dropping-particle": "de", "non-dropping-particle": "La", "family": "Rivoire"},
    {"given": "Alexander", "dropping-particle": "von", "family": "Humboldt"},
    {"given": "Łukasz", "family": "Wiśniewski-Żak"},
    {"given": "Ottorino", "family": "Dall’Òglio"},
    {"given": "Anneke", "non-dropping-particle": "’t", "family": "Hooft"},
    {"given": "Jean", "non-dropping-particle": "d’", "family": "Alembert"},
    {"given": "Péter", "family": "Nagy", "lang": "hu"},
    {"given": "Đình Thảo", "family": "Ngô", "lang": "vi"},
    {"given": "Wei", "family": "Zhang", "name-order": "family-first"},
    {"given": "J. R. R.", "family": "Tolk"},
    {"given": "María José", "family": "García Márquez"},
    {"given": "Ελένη", "family": "Μαυρογένη"},
    {"given": "Юрий Андреевич", "family": "Живых"},
    {"given": "Harold W", "family": "Pym", "suffix": "Jr"},
    {"given": "Md. Rafiqul", "family": "Alam"},
    {"family": "Plato"},
    {"literal": "Ngô Đình Thảo"},
    {"given": "R&D", "family": "O’Neill <i>"},
]
SHEET = """\
name: all-places
extends: annals
front: {byline-separator: " · ", byline-last-separator: " · "}
end: {order: [cite]}
furniture: {opener: {foot: {inner: "{authors.all}"}, foot-at: 29pt}}
"""


def letter(names: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "title": "Who",
        "body": "Text.",
        "doi": "10.5555/x",
        "author": [{"name": name, "corresponding": n == 0} for n, name in enumerate(names)],
    }


def normal(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").split())


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique_by=lambda one: str(one)))
def test_every_place_says_the_same(names: list[dict[str, str]]) -> None:
    made = typeset(letter(names), SHEET)
    printed = [author.name for author in made.document.front.authors]
    cited = ", ".join(author.short for author in made.document.front.authors)

    lines = [
        (item.line.style, item.line.text) for page in made.made_up.pages for item in page.items if hasattr(item, "line")
    ]
    said = {style: normal("".join(text for name, text in lines if name == style)) for style in dict(lines)}
    assert said["byline"] == " · ".join(printed)
    assert said["foot"].startswith(cited)
    assert said["cite"] == f"Cite this letter: {cited}. Who. doi:10.5555/x"
    assert said["correspondence"] == f"Correspondence to {printed[0]}"
    assert creators(made.pdf) == printed

    files = {one.name: one.data for one in extract(made.pdf)}
    root = ElementTree.fromstring(next(data for name, data in files.items() if name.endswith(".xml")))
    people = root.findall("front/article-meta/contrib-group/contrib")
    assert [whole(one) for one in people] == printed
    assert ", ".join(map(short, people)) == cited


def creators(pdf: bytes) -> list[str]:
    packet = re.search(rb"<x:xmpmeta.*?</x:xmpmeta>", pdf, re.DOTALL)
    assert packet is not None
    root = ElementTree.fromstring(packet[0])
    return [one.text or "" for one in root.findall(f".//{{http://purl.org/dc/elements/1.1/}}creator/{RDF}Seq/{RDF}li")]


def parts(contrib: ElementTree.Element) -> tuple[str, str, str, bool]:
    name = contrib.find("name")
    assert name is not None
    said = [name.findtext(part) or "" for part in ("surname", "given-names", "suffix")]
    return said[0], said[1], said[2], name.get("name-style") == "eastern"


def whole(contrib: ElementTree.Element) -> str:
    """The name as its elements say it: given names, particles, family; a particle behind the given names is theirs."""
    if contrib.find("string-name") is not None:
        return contrib.findtext("string-name") or ""
    surname, given, suffix, eastern = parts(contrib)
    order = (surname, given, suffix) if eastern else (given, surname, suffix)
    return " ".join(filter(None, order))


def short(contrib: ElementTree.Element) -> str:
    """Made once more from the elements: family, initials, and the small words behind the given names."""
    if contrib.find("string-name") is not None:
        return contrib.findtext("string-name") or ""
    surname, given, suffix, _ = parts(contrib)
    words = given.split()
    particles = [*takewhile(str.islower, reversed(words))][::-1]
    own = " ".join(words[: len(words) - len(particles)])
    return " ".join(filter(None, (surname, initials(own, surname), *particles, suffix)))
