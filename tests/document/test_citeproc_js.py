"""Our lists of references and citeproc-js': the same text, but for differences that are listed here with their reasons.

A test for those who work on the program; it wants Node and the package `citeproc`, which `make citeproc` fetches, and
is skipped without them. `items.json` are references of every kind, invented; the libraries of the corpus, where they
lie beside the checkout, come on top.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import citeproc
import pytest
from lxml import etree

from rejoinder.content.libraries import kind_of, read_library
from rejoinder.diagnostics import NOWHERE, Diagnostics
from rejoinder.document.csl_item import _pages, read_item, spaced_initials
from rejoinder.document.model import Words
from rejoinder.document.references import Bibliographer, find_style
from rejoinder.source import Source
from rejoinder.style import csl_shelf

HERE = Path(__file__).parent / "citeproc_js"
ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
PACKAGES = Path(os.environ.get("CITEPROC_JS") or ROOT / ".venv" / "citeproc-js" / "node_modules")
NODE = shutil.which("node")

pytestmark = [
    pytest.mark.citeproc_js,
    pytest.mark.skipif(NODE is None, reason="Node is not there"),
    pytest.mark.skipif(not (PACKAGES / "citeproc").is_dir(), reason='citeproc-js is not there: "make citeproc"'),
    pytest.mark.skipif(csl_shelf.extra() is None, reason="the CSL project's styles are not there"),
]

STYLES = {
    "rejoinder": "en-GB",
    "bmj": "en-GB",
    "american-medical-association": "en-US",
    "nature": "en-GB",
    "the-new-england-journal-of-medicine": "en-US",
    "the-lancet": "en-GB",
}

EXPLAINED: dict[str, Callable[[str, str], bool]] = {
    "it prints HTML entities in titles, which databases write, as they stand": (
        lambda ours, theirs: theirs.replace("&amp;", "&") == ours
    ),
    "it leaves a stop behind which nothing follows at the end of a reference": (
        lambda ours, theirs: re.sub("[;,:]$", "", theirs) == ours
    ),
    'it does not shorten the first name in "Chris H.J."': (
        lambda ours, theirs: re.sub("Chris[. ]*(?=H)", "C" if "CHJ" in ours else "C. ", theirs) == ours
    ),
    "it puts the brackets of a range of years around its second year, too": (
        lambda ours, theirs: re.sub(r"–\((\d{4})\)", r"–\1", theirs) == ours
    ),
}
"""Differences that stay, and why; each says whether it accounts for two texts."""


def items() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads((HERE / "items.json").read_text(encoding="utf-8"))
    for file in sorted(CORPUS.glob("refs/*.json")):
        listed += json.loads(file.read_text(encoding="utf-8"))
    for file in sorted({*CORPUS.glob("refs/*.[rn]*i*"), *CORPUS.glob("**/*.bib")}):
        said = Diagnostics()
        source = Source.load(file, said)
        assert source
        for item, _ in read_library(kind_of(source.text, file.suffix), source, said):
            listed.append({**item, "id": f"{file.parent.name}/{file.stem}:{len(listed)}"})
    return listed


def printed_by_us(style: str, lang: str, listed: list[dict[str, Any]]) -> list[str]:
    said = Diagnostics()
    ours = Bibliographer(find_style(style, None, NOWHERE, said), lang, said)
    runs = [ours.format(one["id"], read_item(one["id"], one, NOWHERE, said), NOWHERE) for one in listed]
    assert not [one for one in said if one.severity == "error"]
    return [_single("".join(piece.text for piece in run if isinstance(piece, Words))) for run in runs]


def printed_by_them(listed: list[dict[str, Any]]) -> dict[str, list[str]]:
    locales = {
        path.stem.removeprefix("locales-"): path.read_text(encoding="utf-8")
        for path in Path(citeproc.LOCALES_PATH).glob("locales-*.xml")
    }
    prepared = [_prepared(one) for one in listed]
    asked = [
        {"style": _without_number(name, lang), "lang": lang, "locales": locales, "items": prepared}
        for name, lang in STYLES.items()
    ]
    assert NODE
    done = subprocess.run(
        [NODE, str(HERE / "print.js"), str(PACKAGES)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    lists = json.loads(done.stdout)
    return {
        name: [_single(html.unescape(re.sub("<[^<>]+>", "", text))) for text in texts]
        for name, texts in zip(STYLES, lists, strict=True)
    }


def _single(text: str) -> str:
    return " ".join(text.split())


def _prepared(item: dict[str, Any]) -> dict[str, Any]:
    """What we mend in an item before any style sees it: initials that run together, ranges that are shortened."""
    item = json.loads(json.dumps(item))
    for people in item.values():
        for name in people if isinstance(people, list) else ():
            if isinstance(name, dict) and name.get("given") and name.get("family"):
                name["given"] = spaced_initials(name["given"], name["family"])
    if "page" in item:
        item["page"] = _pages(str(item["page"]))
    return item


def _without_number(name: str, lang: str) -> str:
    """A style whose list has no numbers: the galley hangs them, the style does not print them."""
    root = etree.fromstring(find_style(name, None, NOWHERE, Diagnostics()).text.encode())
    space = {"cs": root.nsmap[None]}
    for number in root.xpath("cs:bibliography//*[@variable='citation-number']", namespaces=space):
        number.getparent().remove(number)
    for bibliography in root.xpath("cs:bibliography", namespaces=space):
        bibliography.attrib.pop("second-field-align", None)
    return str(etree.tostring(root, encoding="unicode"))


def test_our_lists_are_those_of_citeproc_js() -> None:
    listed = items()
    theirs = printed_by_them(listed)
    unexplained: list[str] = []
    for style, lang in STYLES.items():
        ours = printed_by_us(style, lang, listed)
        counted = dict.fromkeys(EXPLAINED, 0)
        for item, our, their in zip(listed, ours, theirs[style], strict=True):
            reason = next((why for why, explains in EXPLAINED.items() if explains(our, their)), "")
            if our != their and reason:
                counted[reason] += 1
            elif our != their:
                unexplained.append(f"{style}, {item['id']}\n  ours:   {our}\n  theirs: {their}")
        print(f"{style}: {len(listed)} references, {sum(counted.values())} differ for a known reason")
    assert not unexplained, "\n".join(unexplained)
    assert len(listed) > 90
