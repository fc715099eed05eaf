"""What a PDF carries makes the same PDF again, to the byte, wherever it is taken to."""

from __future__ import annotations

import io
import json
import shutil
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from rejoinder import typeset
from rejoinder.record.sources import MANIFEST
from rejoinder.style import csl_shelf

CONTENT = Path(__file__).parents[2] / "content"
LETTERS = Path(__file__).parent / "letters"
STYLES = Path(__file__).parents[2] / "styles"


def enclosed(pdf: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {name: bytes(one.get_file().read_bytes()) for name, one in opened.attachments.items()}


def relationships(pdf: bytes) -> dict[str, str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {str(one.UF): str(one.AFRelationship) for one in opened.Root.AF}  # type: ignore[union-attr]


def again(pdf: bytes, folder: Path) -> bytes:
    """The PDF that is made of what another carries, in a folder of its own, as its manifest says."""
    files = enclosed(pdf)
    for name, data in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    made = json.loads(files[MANIFEST])
    assert made["files"] == {name: sha256(files[name]).hexdigest() for name in made["files"]}
    style = folder / made["style"] if "/" in made["style"] else made["style"]
    epoch = made["source_date_epoch"]
    return typeset(
        folder / made["letter"],
        style,
        stamp=None if epoch is None else datetime.fromtimestamp(epoch, UTC),
        pages=made["pages"] or None,
        standard=made["standard"],
    ).pdf


@pytest.mark.parametrize("standard", ["ua-1", "ua-2"])
@pytest.mark.parametrize(
    "letter", [*sorted(CONTENT.glob("*.*")), *sorted(LETTERS.glob("*.*"))], ids=lambda path: path.name
)
def test_a_letter_is_made_again(letter: Path, standard: str, tmp_path: Path) -> None:
    pdf = typeset(letter, standard=standard).pdf
    assert again(pdf, tmp_path) == pdf


LETTER = """\
title: Of swifts
type: reply
date: 2024-05-01
author: Ann Ames
bibliography: [refs/birds.json, ./refs/towns.yaml]
csl: house.csl
body: |
  They nest in holes [@ames; @berg].

  ![A roof](figures/roof.svg){#fig-roof alt="A roof."}
"""
ROOF = """\
<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><path d="M0 40 L40 0 L80 40 Z" fill="#335577"/></svg>
"""
BIRDS = '[{"id": "ames", "type": "article-journal", "title": "Holes", "author": [{"family": "Ames", "given": "A"}]}]'
TOWNS = "- {id: berg, type: book, title: Towns, author: [{family: Berg, given: B}]}\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    desk = tmp_path / "desk"
    for name, text in {
        "letter.yaml": LETTER,
        "refs/birds.json": BIRDS,
        "refs/towns.yaml": TOWNS,
        "figures/roof.svg": ROOF,
        "house.csl": (STYLES / "rejoinder.csl").read_text(encoding="utf-8"),
        "looks/house.yaml": "name: house\nextends: ground\nreferences: {csl: parts/own.csl}\ngrid: {leading: 13pt}\n",
        "looks/ground.yaml": "name: ground\nextends: annals\n",
        "looks/parts/own.csl": (STYLES / "rejoinder.csl").read_text(encoding="utf-8") + "<!-- own -->\n",
    }.items():
        (desk / name).parent.mkdir(parents=True, exist_ok=True)
        (desk / name).write_text(text, encoding="utf-8")
    return desk


def test_everything_that_was_read_is_enclosed(desk: Path, tmp_path: Path) -> None:
    pdf = typeset(desk / "letter.yaml", desk / "looks" / "house.yaml").pdf
    files = enclosed(pdf)
    assert {"letter.yaml", "refs/birds.json", "refs/towns.yaml", "figures/roof.svg", "house.csl"} <= files.keys()
    assert {"style/house.yaml", "style/ground.yaml"} <= files.keys()
    assert files["letter.yaml"] == (desk / "letter.yaml").read_bytes()
    shutil.rmtree(desk)
    assert again(pdf, tmp_path / "elsewhere") == pdf


def test_a_sheets_own_references_are_enclosed(desk: Path, tmp_path: Path) -> None:
    (desk / "letter.yaml").write_text(LETTER.replace("csl: house.csl\n", ""), encoding="utf-8")
    pdf = typeset(desk / "letter.yaml", desk / "looks" / "house.yaml").pdf
    assert "style/parts/own.csl" in enclosed(pdf)
    shutil.rmtree(desk)
    assert again(pdf, tmp_path / "elsewhere") == pdf


def test_a_style_of_the_csl_project_is_enclosed(desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the PDF is made again, the extra need not be installed: a dependent style is enclosed as its parent."""
    extra = tmp_path / "extra"
    (extra / "dependent").mkdir(parents=True)
    (extra / "parent.csl").write_text((STYLES / "rejoinder.csl").read_text(encoding="utf-8") + "<!-- extra -->\n")
    link = '<info><link href="http://www.zotero.org/styles/parent" rel="independent-parent"/></info>'
    child = f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0">{link}</style>'
    (extra / "dependent" / "child.csl").write_text(child)
    monkeypatch.setattr(csl_shelf, "extra", lambda: extra)
    (desk / "looks" / "house.yaml").write_text("name: house of extras\nextends: annals\nreferences: {csl: child}\n")
    in_sheet = LETTER.replace("csl: house.csl\n", "")
    made: list[bytes] = []
    for letter, sheet in ((in_sheet + "csl: child\n", None), (in_sheet, desk / "looks" / "house.yaml")):
        (desk / "letter.yaml").write_text(letter, encoding="utf-8")
        made.append(typeset(desk / "letter.yaml", sheet).pdf)
    assert enclosed(made[0])["child.csl"] == enclosed(made[1])["style/child.csl"]
    assert enclosed(made[0])["child.csl"].endswith(b"<!-- extra -->\n")
    monkeypatch.setattr(csl_shelf, "extra", lambda: None)
    shutil.rmtree(desk)
    assert [again(pdf, tmp_path / f"elsewhere-{n}") for n, pdf in enumerate(made)] == made


@pytest.mark.parametrize("style", [None, {"extends": "annals", "grid": {"leading": "13pt"}}, "extends: manuscript\n"])
@pytest.mark.parametrize(
    "letter",
    [
        {"title": "Of swifts", "date": datetime(2024, 5, 1), "author": ["Ann Ames"], "body": "They nest “in” holes.\n"},
        "title: Of swifts\nauthor: Ann Ames\nbody: They nest in holes.\n",
        "---\ntitle: Of swifts\nauthor: Ann Ames\n---\nThey nest in holes.\n",
        "\ufefftitle: Of swifts\r\nauthor: Ann Ames\r\nbody: |\r\n  They nest\r\n  in holes.\r\n",
    ],
    ids=["mapping", "YAML", "Markdown", "with a mark and Windows' line ends"],
)
def test_what_lay_in_no_file_is_made_again(letter: Any, style: Any, tmp_path: Path) -> None:
    pdf = typeset(letter, style).pdf
    assert again(pdf, tmp_path) == pdf


def test_how_it_was_asked_for_is_told(desk: Path, tmp_path: Path) -> None:
    pdf = typeset(desk / "letter.yaml", pages=1, stamp=datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC), standard="ua-2").pdf
    made = json.loads(enclosed(pdf)[MANIFEST])
    assert (made["pages"], made["standard"], made["style"], made["source_date_epoch"]) == (
        1,
        "ua-2",
        "annals",
        1580702706,
    )
    assert again(pdf, tmp_path / "elsewhere") == pdf


def test_each_file_says_what_it_is_to_the_letter(desk: Path) -> None:
    found = relationships(typeset(desk / "letter.yaml", desk / "looks" / "house.yaml").pdf)
    assert found["letter.yaml"] == found["figures/roof.svg"] == found["style/house.yaml"] == "/Source"
    assert found[MANIFEST] == "/Supplement"


def test_a_letter_may_keep_its_source_to_itself(desk: Path) -> None:
    files = enclosed(typeset(desk / "letter.yaml", sources=False).pdf)
    assert not files.keys() & {"letter.yaml", "refs/birds.json", "figures/roof.svg", MANIFEST}
